// Whose invoices go to whom, and whose usage counts for whom.
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, fails, fresh, nobody, operation, planWithUsage, sandbox, subscribed } from './support.mjs';

const here = await sandbox('hierarchy');
const { client } = here;
const JANUARY = '2026-01-01T00:00:00Z';
await here.expect(200, 'PUT', '/clock', { now: JANUARY });

const customer = async (stem, extra = {}) => client.customers.createCustomer({ externalId: fresh(stem), name: stem, ...extra });
const invoicesOf = async (subscription, status = 'FINALIZED') =>
  (await client.invoices.queryInvoice({ subscriptionId: subscription, invoiceStatus: [status] })).items;
// The client's own model of a new subscription has no hierarchy.
const asked = async (status, who, plan, inheritance, extra = {}) => here.expect(status, 'POST', '/subscriptions', {
  customer_id: who.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary', inheritance, ...extra,
});
const delegated = async (subscriber, payer, plan) => client.subscriptions.getSubscription(
  (await asked(201, subscriber, plan, { invoicing_customer_external_id: payer.externalId }, { start_date: JANUARY })).id,
);
const refused = async (status, who, payer, plan, sentence) =>
  assert.match(JSON.stringify(await asked(status, who, plan, { invoicing_customer_external_id: payer.externalId })), sentence);

operation('createSubscription', async () => {
  const { plan, use } = await planWithUsage(here, '0.10');
  const [payer, subscriber, foreign] = [await customer('payer'), await customer('subscriber'), await customer('euros')];
  await here.expect(200, 'PUT', `/customers/${foreign.id}`, { currency: 'eur' });
  const rate = await client.taxRates.createTaxRate({ name: 'VAT', code: fresh('vat'), taxRateType: 'percentage', percentageValue: '10', scope: 'INTERNAL' });
  await client.taxAssociations.createTaxAssociation({ taxRateCode: rate.code, entityType: 'customer', entityId: payer.id, autoApply: true });
  const purse = await client.wallets.createWallet({ customerId: payer.id, currency: 'usd', conversionRate: '1', initialCreditsToLoad: '3' });

  const agreed = await delegated(subscriber, payer, plan);
  assert.equal(agreed.customerId, subscriber.id);
  assert.equal(agreed.invoicingCustomerId, payer.id);
  const shown = await here.expect(200, 'GET', `/subscriptions/${agreed.id}/v2`);
  assert.equal(shown.invoicing_customer_id, payer.id);
  assert.equal(shown.subscription_type, 'delegated_invoicing');
  const own = await delegated(payer, payer, plan);
  assert.equal(own.invoicingCustomerId, payer.id);
  assert.equal((await here.expect(200, 'GET', `/subscriptions/${own.id}`)).subscription_type, 'standalone');

  await refused(404, subscriber, { externalId: 'nobody-at-all' }, plan, /nobody-at-all/);
  await refused(400, subscriber, foreign, plan, /invoicing_customer_external_id.*eur/is);
  const elsewhere = await sandbox('hierarchy elsewhere');
  const stranger = await elsewhere.client.customers.createCustomer({ externalId: fresh('stranger'), name: 'Stranger' });
  await refused(404, subscriber, stranger, plan, /not found/);
  const gone = await customer('gone');
  await client.customers.deleteCustomer(gone.id);
  await refused(404, subscriber, gone, plan, /gone/);

  // What the subscriber uses takes from the payer's balance at once, and from nobody else's.
  await use(subscriber, '2026-01-10T00:00:00Z', 100);
  const balance = async () => here.expect(200, 'GET', `/wallets/${purse.id}/balance/real-time`);
  const low = await eventually('the balance of who pays', async () => {
    const value = await balance();
    return { ok: value.current_period_usage === '10.00', value };
  });
  assert.equal(low.credit_balance, '3');
  assert.equal((await client.invoices.getInvoicePreview({ subscriptionId: agreed.id })).customerId, payer.id);
  const preview = await here.expect(200, 'POST', '/invoices/preview', { subscription_id: agreed.id });
  assert.equal(preview.subscription_customer_id, subscriber.id);

  await here.expect(200, 'POST', '/clock/advance', { to: '2026-02-01T03:00:00Z' });
  const [invoice] = await invoicesOf(agreed.id);
  assert.equal(invoice.customerId, payer.id);
  assert.equal(invoice.subtotal, '10.00');
  assert.equal(invoice.totalPrepaidCreditsApplied, '3.00');
  assert.equal(invoice.totalTax, '1.00');
  assert.equal(invoice.total, '8.00');
  assert.match(invoice.invoiceNumber, /^INV-/);
  assert.equal((await balance()).credit_balance, '0');
  const full = await here.expect(200, 'GET', `/invoices/${invoice.id}`);
  assert.equal(full.customer.id, payer.id);
  assert.equal(full.subscription.customer_id, subscriber.id);
  assert.equal(full.subscription_customer_id, subscriber.id);

  // Who is named as customer is who pays; whose subscription it is can be asked for too.
  const ids = async body => (await here.expect(200, 'POST', '/invoices/search', { subscription_id: agreed.id, ...body })).items.map(one => one.id);
  assert.deepEqual(await ids({ customer_id: payer.id }), [invoice.id]);
  assert.deepEqual(await ids({ customer_id: subscriber.id }), []);
  assert.deepEqual(await ids({ subscription_customer_id: [subscriber.id] }), [invoice.id]);
  assert.deepEqual(await ids({ subscription_customer_id: [payer.id] }), []);
  const summary = async who => (await here.expect(200, 'GET', `/customers/${who.id}/invoices/summary`)).summaries;
  assert.equal((await summary(payer))[0].total_unpaid_amount, '8.00');
  assert.deepEqual(await summary(subscriber), []);
  const theirs = await here.expect(200, 'GET', `/customers/usage?customer_id=${subscriber.id}`);
  assert.equal(theirs.customer_id, subscriber.id);

  // It can be looked at again, made void and billed anew: always to the same customer.
  const [line] = full.line_items;
  const why = await here.expect(200, 'GET', `/invoices/${invoice.id}/lines/${line.id}/explanation`);
  assert.equal(JSON.stringify(why).includes('"100"'), true);
  assert.equal((await here.expect(200, 'POST', `/invoices/${invoice.id}/recompute`, {})).equal, true);
  const anew = await here.expect(200, 'POST', `/invoices/${invoice.id}/recalculate`, {});
  assert.equal(anew.customer_id, payer.id);
  assert.equal(anew.subscription_customer_id, subscriber.id);

  // Nobody who pays for another can go away.
  await fails(400, () => client.customers.deleteCustomer(payer.id), /subscriptions/);
  const written = { customer_id: payer.id, subscription_id: agreed.id, currency: 'usd', subtotal: '5', total: '5', amount_due: '5', line_items: [{ display_name: 'Help', quantity: '1', amount: '5' }] };
  const byHand = await here.expect(201, 'POST', '/invoices', written);
  assert.equal(byHand.subscription_customer_id, subscriber.id);
  await here.expect(400, 'POST', '/invoices', { ...written, customer_id: subscriber.id });
  await here.expect(200, 'POST', `/subscriptions/${agreed.id}/cancel`, { cancellation_type: 'immediate' });
  const last = await eventually('the last invoice', async () => {
    const value = (await here.expect(200, 'POST', '/invoices/search', { subscription_id: agreed.id, billing_reason: 'SUBSCRIPTION_CANCEL' })).items;
    return { ok: value.length === 1, value };
  });
  assert.equal(last[0].customer_id, payer.id);
});

operation('querySubscription', async () => {
  const { plan } = await planWithUsage(here, '0.10');
  const [payer, one, other] = [await customer('payer'), await customer('one'), await customer('other')];
  const [first, second] = [await delegated(one, payer, plan), await delegated(other, payer, plan)];
  const own = await subscribed(client, payer.id, plan.id);
  const ids = async body => (await here.expect(200, 'POST', '/subscriptions/search', body)).items.map(found => found.id).sort();
  assert.deepEqual(await ids({ invoicing_customer_ids: [payer.id] }), [first.id, second.id, own.id].sort());
  assert.deepEqual(await ids({ invoicing_customer_ids: [payer.id], subscription_type: ['delegated_invoicing'] }), [first.id, second.id].sort());
  assert.deepEqual(await ids({ customer_id: payer.id }), [own.id]);
  assert.deepEqual(await ids({ invoicing_customer_ids: [nobody('cust')] }), []);
  await here.expect(400, 'POST', '/subscriptions/search', { invoicing_customer_ids: 'one' });
});

test('credits of a delegated subscription are given to who pays', async () => {
  const { plan } = await planWithUsage(here, '0.10');
  const [payer, subscriber] = [await customer('payer'), await customer('subscriber')];
  await here.expect(201, 'POST', '/subscriptions', {
    customer_id: subscriber.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1,
    inheritance: { invoicing_customer_external_id: payer.externalId },
    credit_grants: [{ name: 'Welcome', credits: '7', cadence: 'ONETIME', scope: 'SUBSCRIPTION' }],
  });
  const purse = await eventually('the wallet of who pays', async () => {
    const value = await here.expect(200, 'GET', `/customers/${payer.id}/wallets`);
    return { ok: value.length === 1 && value[0].credit_balance === '7', value };
  });
  assert.equal(purse[0].customer_id, payer.id);
  assert.deepEqual(await here.expect(200, 'GET', `/customers/${subscriber.id}/wallets`), []);
});
