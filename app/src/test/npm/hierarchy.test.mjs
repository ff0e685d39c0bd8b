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

// A fee once, 5 cents a token above 100 free ones that all who share have together.
async function sharing() {
  const name = fresh('shared');
  const { meter_id: meterId, id: featureId } = await here.expect(201, 'POST', '/features', {
    name, lookup_key: name, type: 'metered',
    meter: { name, event_name: name, aggregation: { type: 'SUM', field: 'tokens' }, reset_usage: 'BILLING_PERIOD' },
  });
  const plan = await client.plans.createPlan({ name, lookupKey: name });
  const price = { entityType: 'PLAN', entityId: plan.id, billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCadence: 'RECURRING', invoiceCadence: 'ARREAR', currency: 'usd', priceUnitType: 'FIAT', billingModel: 'FLAT_FEE' };
  const usagePrice = await client.prices.createPrice({ ...price, type: 'USAGE', amount: '0.05', meterId });
  await client.prices.createPrice({ ...price, type: 'FIXED', amount: '10', displayName: 'Fee' });
  const grant = await client.entitlements.createEntitlement({ entityType: 'PLAN', entityId: plan.id, featureId, featureType: 'metered', usageLimit: 100, isEnabled: true, usageResetPeriod: 'MONTHLY' });
  const [head, berlin, paris] = [await customer('head'), await customer('berlin'), await customer('paris')];
  const use = (who, timestamp, tokens) => client.events.ingestEvent({
    eventName: name, externalCustomerId: who.externalId, eventId: fresh('event'), timestamp, properties: { tokens: String(tokens) },
  });
  return { plan, name, grant, head, berlin, paris, use, usagePrice };
}
const childrenOf = async parent =>
  (await here.expect(200, 'POST', '/subscriptions/search', { parent_subscription_ids: [parent.id] })).items.sort((a, b) => a.customer_id.localeCompare(b.customer_id));
const modify = async (how, parent, added, removed, status = 200) => here.expect(status, 'POST', `/subscriptions/${parent.id}/modify/${how}`, {
  type: 'inheritance',
  inheritance_params: {
    ...(added ? { external_customer_ids_to_inherit_subscription: [added.externalId] } : {}),
    ...(removed ? { external_customer_ids_to_remove: [removed.externalId] } : {}),
  },
});
const allowed = async (who, feature, quantity) =>
  (await here.expect(200, 'POST', '/entitlements/check?strict=true', { customer: who.externalId, feature, quantity }));

operation('createSubscription', async () => {
  const { plan, head, berlin, paris, use } = await sharing();
  const { now } = await here.expect(200, 'GET', '/clock');
  const parent = await asked(201, head, plan, { external_customer_ids_to_inherit_subscription: [berlin.externalId] }, { start_date: now });
  const joined = await asked(201, paris, plan, { parent_subscription_id: parent.id });
  assert.deepEqual(
    [joined.subscription_type, joined.parent_subscription_id, joined.customer_id, joined.invoicing_customer_id, joined.line_items],
    ['inherited', parent.id, paris.id, head.id, []],
  );
  assert.equal(joined.current_period_end, parent.current_period_end);
  assert.deepEqual((await childrenOf(parent)).map(one => one.id).includes(joined.id), true);
  // what it expects to share has to be so, and it can have nothing of its own
  const other = await planWithUsage(here, '0.10');
  const dublin = await customer('dublin');
  const wrong = async (who, what, field, extra = {}) =>
    assert.match((await asked(400, who, what, { parent_subscription_id: parent.id }, extra)).message, field);
  await wrong(dublin, other.plan, /plan_id.*as what is shared has/);
  await wrong(dublin, plan, /currency.*USD/i, { currency: 'eur' });
  await wrong(dublin, plan, /billing_period.*MONTHLY/, { billing_period: 'ANNUAL' });
  await wrong(dublin, plan, /start_date/, { start_date: '2020-01-01T00:00:00Z' });
  await wrong(dublin, plan, /lookup_key.*nothing but what it shares/, { lookup_key: 'own' });
  await wrong(paris, plan, /customer_id/);
  await wrong(head, plan, /customer_id/);
  await asked(404, dublin, plan, { parent_subscription_id: nobody('subs') });
  // its usage counts from now on
  await use(paris, new Date(Date.parse(now) + 60_000).toISOString(), 130);
  const preview = await eventually('the usage of who joined', async () => {
    const value = await here.expect(200, 'POST', '/invoices/preview', { subscription_id: parent.id });
    return { ok: value.total === '11.50', value };
  });
  assert.equal(preview.total, '11.50');
});

test('coupons and agreed prices of what is shared hold for all who share it', async () => {
  const { plan, head, berlin, use, usagePrice } = await sharing();
  const { now } = await here.expect(200, 'GET', '/clock');
  const tenth = await here.expect(201, 'POST', '/coupons', { name: 'A tenth', type: 'percentage', percentage_off: '10', cadence: 'forever' });
  const parent = await asked(201, head, plan, { external_customer_ids_to_inherit_subscription: [berlin.externalId] }, {
    start_date: now, coupons: [tenth.id], override_line_items: [{ price_id: usagePrice.id, amount: '0.04' }],
  });
  const [inherited] = await childrenOf(parent);
  // it has no lines that could be discounted, and cannot be changed by itself
  for (const change of [
    { type: 'coupon', coupon_params: { action: 'add', coupon_code: tenth.coupon_code } },
    { type: 'tax', tax_params: { action: 'add', tax_rate_code: 'any' } },
    { type: 'quantity_change', quantity_change_params: { line_items: [{ id: parent.line_items[0].id, quantity: '2' }] } },
  ]) {
    const answer = await here.send('POST', `/subscriptions/${inherited.id}/modify/execute`, change);
    assert.ok(answer.status >= 400 && answer.status < 500, JSON.stringify([change.type, answer.status, answer.body]));
  }
  const minute = new Date(Date.parse(now) + 60_000).toISOString();
  await use(head, minute, 7);
  await use(berlin, minute, 143);
  // 150 less the 100 free ones at 0.04 instead of 0.05, and the fee: 12.00, less a tenth
  const preview = await eventually('the usage of both', async () => {
    const value = await here.expect(200, 'POST', '/invoices/preview', { subscription_id: parent.id });
    return { ok: value.subtotal === '12.00', value };
  });
  assert.deepEqual([preview.total_discount, preview.total], ['1.20', '10.80']);
});

operation('executeSubscriptionModify', async () => {
  const start = '2026-03-01T00:00:00Z';
  await here.expect(200, 'POST', '/clock/advance', { to: start });
  const { plan, name, head, berlin, paris, use } = await sharing();
  const parent = await asked(201, head, plan, { external_customer_ids_to_inherit_subscription: [berlin.externalId] }, { start_date: start });
  assert.equal(parent.subscription_type, 'parent');
  const [first] = await childrenOf(parent);
  assert.equal(first.customer_id, berlin.id);
  assert.equal(first.subscription_type, 'inherited');
  assert.equal(first.parent_subscription_id, parent.id);
  assert.equal(first.invoicing_customer_id, head.id);
  assert.deepEqual(first.line_items, []);
  assert.equal(Date.parse(first.current_period_end), Date.parse('2026-04-01T00:00:00Z'));
  assert.equal((await here.expect(200, 'GET', `/subscriptions/${first.id}`)).parent_subscription_id, parent.id);

  // Berlin uses 80 of the 100 that they have together: neither may have 30 more.
  await use(berlin, '2026-03-02T00:00:00Z', 80);
  await use(paris, '2026-03-02T00:00:00Z', 500);
  const answer = await allowed(head, name, '30');
  assert.equal(answer.used, '80');
  assert.equal(answer.allowed, false);
  assert.equal((await allowed(berlin, name, '30')).allowed, false);
  assert.equal((await allowed(berlin, name, '20')).allowed, true);
  assert.equal((await allowed(paris, name, '1')).allowed, false);
  const summary = await here.expect(200, 'GET', `/customers/usage?customer_id=${berlin.id}`);
  assert.equal(summary.features[0].current_usage, '80');
  assert.equal(Number(summary.features[0].total_limit), 100);
  assert.equal((await here.expect(200, 'GET', `/subscriptions/${first.id}/entitlements`)).features.length, 1);
  assert.equal((await here.expect(200, 'GET', `/customers/${berlin.id}/entitlements`)).features.length, 1);

  // Paris comes on 10 March: what it used before stays its own.
  await here.expect(200, 'POST', '/clock/advance', { to: '2026-03-10T00:00:00Z' });
  const seen = await modify('preview', parent, paris);
  assert.deepEqual(seen.changed_resources.subscriptions.map(one => one.action), ['updated', 'created']);
  assert.equal((await childrenOf(parent)).length, 1);
  const done = await modify('execute', parent, paris);
  assert.equal(done.subscription.subscription_type, 'parent');
  assert.equal((await childrenOf(parent)).length, 2);
  await use(paris, '2026-03-11T00:00:00Z', 40);
  await use(head, '2026-03-11T00:00:00Z', 7);
  const open = await eventually('the usage of all', async () => {
    const value = await here.expect(200, 'POST', '/subscriptions/usage', { subscription_id: parent.id });
    return { ok: value.charges[0].quantity === 127, value };
  });
  assert.deepEqual(Object.fromEntries(open.charges[0].usage_by_customer.map(one => [one.external_customer_id, one.quantity])), {
    [head.externalId]: '7', [berlin.externalId]: '80', [paris.externalId]: '40',
  });
  await here.expect(400, 'POST', '/subscriptions/usage', { subscription_id: first.id });

  // One family at a time, and no circles.
  const elsewhere = await sharing();
  const again = (status, who, heir) => asked(status, who, elsewhere.plan, { external_customer_ids_to_inherit_subscription: [heir.externalId] });
  assert.match(JSON.stringify(await again(400, elsewhere.head, berlin)), /share no other/);
  assert.match(JSON.stringify(await again(400, elsewhere.head, head)), /share no other/);
  assert.match(JSON.stringify(await again(400, berlin, elsewhere.berlin)), /shares no other/);
  await again(400, head, head);
  await modify('execute', parent, paris, undefined, 400);
  await modify('preview', parent, undefined, elsewhere.paris, 400);
  await modify('preview', parent, { externalId: 'nobody-at-all' }, undefined, 404);
  await fails(400, () => client.customers.deleteCustomer(paris.id), /subscriptions/);
  await here.expect(400, 'POST', `/subscriptions/${first.id}/cancel`, { cancellation_type: 'immediate' });

  // Berlin goes on 20 March: what it used until then is billed with the rest.
  await here.expect(200, 'POST', '/clock/advance', { to: '2026-03-20T00:00:00Z' });
  const gone = await here.expect(200, 'POST', `/subscriptions/${parent.id}/modify/execute`, {
    type: 'inheritance', inheritance_params: { action: 'remove', external_customer_ids_to_remove: [berlin.externalId] },
  });
  assert.equal(gone.subscription.id, parent.id);
  const left = (await here.expect(200, 'GET', `/subscriptions/${first.id}`));
  assert.equal(left.subscription_status, 'cancelled');
  await use(berlin, '2026-03-21T00:00:00Z', 1000);
  assert.equal((await allowed(berlin, name, '1')).allowed, false);

  await here.expect(200, 'POST', '/clock/advance', { to: '2026-04-01T03:00:00Z' });
  const [invoice] = await invoicesOf(parent.id);
  // 7 + 80 + 40, of which 100 are free: 27 at 0.05, and the fee once.
  assert.equal(invoice.total, '11.35');
  const used = invoice.lineItems.find(line => line.priceType === 'USAGE');
  assert.equal(used.quantity, '127');
  const why = await here.expect(200, 'GET', `/invoices/${invoice.id}/lines/${used.id}/explanation`);
  assert.equal(why.events.items.length, 3);
  assert.deepEqual(why.usage_by_customer.map(one => one.quantity).sort(), ['40', '7', '80']);
  const same = await here.expect(200, 'POST', `/invoices/${invoice.id}/recompute?usage=true`, {});
  assert.equal(same.equal, true);
  for (const who of [berlin, paris]) {
    assert.deepEqual((await here.expect(200, 'POST', '/invoices/search', { customer_id: who.id })).items, []);
  }

  // What each is to bear of it can be seen, and adds up.
  const usageOf = async query => (await here.expect(200, 'GET', `/invoices/${invoice.id}${query}`)).line_items.find(line => line.id === used.id);
  const shares = (await usageOf('?group_by=external_customer_id')).usage_breakdown;
  assert.deepEqual(Object.fromEntries(shares.map(one => [one.grouped_by.external_customer_id, one.usage])), {
    [head.externalId]: '7', [berlin.externalId]: '80', [paris.externalId]: '40',
  });
  assert.equal(shares.reduce((sum, one) => sum + Math.round(100 * Number(one.cost)), 0), 135);

  // What comes late is corrected as far as it was used while it was shared: 10 of these 1010, at 0.05.
  await use(berlin, '2026-03-15T00:00:00Z', 10);
  await use(berlin, '2026-03-22T00:00:00Z', 1000);
  await eventually('the late usage', async () => {
    const { difference } = await here.expect(200, 'POST', `/invoices/${invoice.id}/correction/preview`);
    return { ok: difference === '0.50', value: difference };
  });
  const corrected = await here.expect(200, 'POST', `/invoices/${invoice.id}/correction/execute`);
  assert.equal(corrected.correcting_invoice.total, '0.50');
  assert.equal(corrected.correcting_invoice.customer_id, head.id);
  assert.equal((await here.expect(200, 'POST', `/invoices/${invoice.id}/correction/execute`)).effect, 'NONE');

  // Before usage of one who shares is amended, it is shown what that does to the parent's invoice.
  const amendment = await here.expect(201, 'POST', '/events/amendments', {
    reason: 'forgotten',
    events: [{ event_id: fresh('forgotten'), event_name: name, external_customer_id: berlin.externalId, timestamp: '2026-03-16T00:00:00Z', properties: { tokens: '20' } }],
  });
  const touched = (await here.expect(200, 'POST', `/events/amendments/${amendment.id}/preview`, {})).invoices;
  assert.deepEqual(touched.map(one => [one.invoice_id, one.to_be_corrected]), [[invoice.id, '1.00']]);

  // Who asked for what, and when, stays.
  const history = await here.expect(200, 'GET', `/audit/subscription/${parent.id}/history`);
  const changes = history.items.filter(one => one.event === 'subscription.heirs_changed');
  assert.deepEqual(changes.map(one => one.effective_at.slice(0, 10)), ['2026-03-10', '2026-03-20']);
  assert.ok(changes.every(one => one.request_id && one.actor));
  const at = async moment => (await here.expect(200, 'GET', `/audit/subscription/${first.id}?as_of=${moment}`)).state.subscription_status;
  assert.deepEqual([await at('2026-03-19T00:00:00Z'), await at('2026-03-21T00:00:00Z')], ['active', 'cancelled']);

  // The whole family ends with the parent.
  await here.expect(200, 'POST', `/subscriptions/${parent.id}/cancel`, { cancellation_type: 'immediate' });
  await eventually('the end of the family', async () => {
    const value = await childrenOf(parent);
    return { ok: value.every(one => one.subscription_status === 'cancelled'), value };
  });
  await again(201, elsewhere.head, paris);
});

test('what one who shares uses takes from the balance of who pays at once', async () => {
  const { plan, use } = await planWithUsage(here, '0.10');
  const [payer, head, berlin] = [await customer('payer'), await customer('head'), await customer('berlin')];
  const purse = await client.wallets.createWallet({ customerId: payer.id, currency: 'usd', conversionRate: '1', initialCreditsToLoad: '50' });
  const { now } = await here.expect(200, 'GET', '/clock');
  const parent = await asked(201, head, plan, {
    invoicing_customer_external_id: payer.externalId, external_customer_ids_to_inherit_subscription: [berlin.externalId],
  }, { start_date: now });
  assert.equal(parent.subscription_type, 'parent');
  assert.equal(parent.invoicing_customer_id, payer.id);
  const [inherited] = await childrenOf(parent);
  assert.equal(inherited.invoicing_customer_id, payer.id);
  await use(berlin, now, 30);
  await use(head, now, 10);
  await eventually('the balance of who pays', async () => {
    const value = await here.expect(200, 'GET', `/wallets/${purse.id}/balance/real-time`);
    return { ok: value.current_period_usage === '4.00', value };
  });
  const preview = await here.expect(200, 'POST', '/invoices/preview', { subscription_id: parent.id });
  assert.deepEqual([preview.total, preview.customer_id, preview.subscription_customer_id], ['4.00', payer.id, head.id]);
});

test('of families that want the same customer at once one has it', async () => {
  const wanted = await customer('wanted');
  const families = await Promise.all([1, 2, 3, 4].map(sharing));
  const answers = await Promise.all(families.map(({ head, plan }) => here.send('POST', '/subscriptions', {
    customer_id: head.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary',
    inheritance: { external_customer_ids_to_inherit_subscription: [wanted.externalId] },
  })));
  assert.deepEqual(answers.map(answer => answer.status).sort(), [201, 400, 400, 400]);
  const theirs = (await here.expect(200, 'POST', '/subscriptions/search', { customer_id: wanted.id })).items;
  assert.equal(theirs.length, 1);
  assert.equal(theirs[0].parent_subscription_id, answers.find(answer => answer.status === 201).body.id);

  // Whom nobody shares with any more can go away.
  await here.expect(200, 'POST', `/subscriptions/${theirs[0].parent_subscription_id}/modify/execute`, {
    type: 'inheritance', inheritance_params: { external_customer_ids_to_remove: [wanted.externalId] },
  });
  await client.customers.deleteCustomer(wanted.id);
});

operation('previewSubscriptionModify', async () => {
  const { plan, head, berlin } = await sharing();
  const alone = await subscribed(client, head.id, plan.id);
  const seen = await modify('preview', alone, berlin);
  assert.equal(seen.subscription.subscription_type, 'parent');
  assert.equal((await here.expect(200, 'GET', `/subscriptions/${alone.id}`)).subscription_type, 'standalone');
  await here.expect(400, 'POST', `/subscriptions/${alone.id}/modify/preview`, {
    type: 'inheritance', inheritance_params: { external_customer_ids_to_inherit_subscription: [berlin.externalId] }, quantity_change_params: { line_items: [] , x: 1 },
  });
});

test('of a quota that several share what is left is told once, of whose subscription it is', async () => {
  const { plan, grant, head, berlin, paris, use } = await sharing();
  const { now } = await here.expect(200, 'GET', '/clock');
  const parent = await asked(201, head, plan, { external_customer_ids_to_inherit_subscription: [berlin.externalId, paris.externalId] }, { start_date: now });
  const watched = await here.expect(201, 'POST', '/alerts/setting', {
    entity_type: 'entitlement_grant', entity_id: grant.id, config: { thresholds: [{ name: 'half', threshold: '50', condition: 'above', level: 'warning' }] },
  });
  const told = async () => {
    const { items } = await here.expect(200, 'POST', '/alerts/search', { filters: [], sort: [{ field: 'created_at', direction: 'asc' }], limit: 1000 });
    return items.filter(line => line.alert_settings_id === watched.id)
      .map(line => [line.alert_type, line.customer_id, line.parent_entity_id]);
  };
  // Neither has used half of it by itself.
  await use(berlin, now, 30);
  await use(paris, now, 30);
  await eventually('half of it to be told', async () => ({ ok: (await told()).length > 0, value: await told() }));
  await use(berlin, now, 30);
  await use(head, now, 20);
  await eventually('the end of it to be told', async () => {
    const value = await told();
    return { ok: value.some(([type]) => type === 'entitlement_grant_exhausted'), value };
  });
  // Whoever has something of its own beside it is told of the sum.
  const own = await subscribed(client, berlin.id, plan.id);
  await use(berlin, now, 15);
  const more = await eventually('what Berlin may use alone', async () => {
    const value = (await told()).filter(([, customer]) => customer === berlin.id);
    return { ok: value.length > 0, value };
  });
  assert.deepEqual(more.map(([type, , subscription]) => [type, subscription]), [['entitlement_grant_threshold', own.id]]);
  // The clock of a sandbox stands still: both were told at one moment, so that the list has them in either order.
  const others = (await told()).filter(([, customer]) => customer !== berlin.id);
  assert.deepEqual(others.sort(), [['entitlement_grant_exhausted', head.id, parent.id], ['entitlement_grant_threshold', head.id, parent.id]]);
});
