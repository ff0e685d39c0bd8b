// What customers promise to spend, and what becomes of it on invoices.
import assert from 'node:assert/strict';
import { FEE, eventually, fails, fresh, operation, planWithFee, sandbox } from './support.mjs';

const here = await sandbox('commitments');
const { client } = here;
const at = day => new Date(day).toISOString();
await here.expect(200, 'PUT', '/clock', { now: at('2026-01-01') });

const eventName = fresh('call');
const feature = await client.features.createFeature({
  name: 'Calls', type: 'metered', meter: { name: 'Calls', eventName, aggregation: { type: 'COUNT' }, resetUsage: 'BILLING_PERIOD' },
});
const { plan } = await planWithFee(client);
const usage = await client.prices.createPrice({
  ...FEE, type: 'USAGE', amount: '1.00', entityType: 'PLAN', entityId: plan.id, meterId: feature.meterId, displayName: 'Calls',
});

const begun = async wishes => {
  const externalId = fresh('acme');
  const customer = await client.customers.createCustomer({ externalId, name: 'Acme' });
  const made = await here.expect(201, 'POST', '/subscriptions', { customer_id: customer.id, plan_id: plan.id, ...wishes });
  return { externalId, customer: customer.id, id: made.id, line: made.line_items.find(l => l.price_id === usage.id) ?? made.line_items[0], made };
};
const calls = async (who, count, day) => {
  for (let i = 0; i < count; i++) {
    await here.expect(202, 'POST', '/events', { event_id: fresh('event'), event_name: eventName, external_customer_id: who.externalId, timestamp: at(day) });
  }
};
const to = day => here.expect(200, 'POST', '/clock/advance', { to: at(day) });
const billed = async id => (await client.invoices.queryInvoice({ subscriptionId: id, invoiceStatus: ['FINALIZED'] })).items
  .sort((a, b) => Date.parse(a.periodStart) - Date.parse(b.periodStart));
const line = (invoice, name) => invoice.lineItems.find(l => l.displayName === name);

operation('createSubscription', async () => {
  const year = await begun({ commitment_amount: '12', commitment_duration: 'ANNUAL', overage_factor: '1.5', enable_true_up: true });
  const month = await begun({ line_item_commitments: { [usage.id]: { commitment_quantity: 10, overage_factor: 2, enable_true_up: true } } });
  assert.equal(year.made.commitment_duration, 'ANNUAL');
  assert.deepEqual(
    [month.line.commitment_quantity, month.line.commitment_type, month.line.commitment_overage_factor, month.line.commitment_true_up_enabled, month.line.commitment_windowed],
    ['10', 'quantity', '2', true, false]);
  await calls(year, 9, '2026-01-10');
  await calls(year, 5, '2026-02-10');
  await calls(month, 4, '2026-01-10');
  await calls(month, 12, '2026-02-10');

  const preview = await eventually('usage in the preview', async () => {
    const open = await client.invoices.getInvoicePreview({ subscriptionId: month.id });
    return { ok: line(open, 'Calls').quantity === '4', value: open };
  });
  assert.equal(line(preview, 'Calls').amount, '10.00');
  assert.equal(line(preview, 'Calls').commitmentInfo.computedTrueUpAmount, '6');
  const used = await client.subscriptions.getSubscriptionUsage({ subscriptionId: year.id });
  assert.equal(used.commitmentAmount, 12);

  await to('2026-03-02');
  const [january, february] = await billed(year.id);
  assert.deepEqual([january.total, february.total], ['29.00', '26.00']);
  // Three of the five calls of February are within: 3.00 + 2.00 × 1.5.
  const info = line(february, 'Calls').commitmentInfo;
  assert.deepEqual(
    [info.amount, info.duration, info.computedCommitmentUtilizedAmount, info.computedOverageAmount, info.computedTrueUpAmount, info.isWindowed],
    ['12', 'ANNUAL', '3', '3', '0', false]);
  const explained = await here.expect(200, 'GET', `/invoices/${february.id}/lines/${line(february, 'Calls').id}/explanation`);
  assert.match(JSON.stringify(explained), /commitment\.overage/);
  const again = await here.expect(200, 'POST', `/invoices/${february.id}/recompute`, {});
  assert.equal(again.equal, true);

  const lifted = await billed(month.id);
  assert.deepEqual(lifted.map(i => line(i, 'Calls').amount), ['10.00', '14.00']);
  const open = await client.subscriptions.getSubscriptionUsage({ subscriptionId: year.id });
  assert.equal(open.commitmentUtilized, 12);

  // Cancelled with nothing used: all of the promise is due with the last invoice.
  const idle = await begun({ commitment_amount: '12', commitment_duration: 'ANNUAL', enable_true_up: true });
  await to('2026-03-03');
  await client.subscriptions.cancelSubscription(idle.id, { cancellationType: 'immediate' });
  await to('2026-03-04');
  const [last] = await billed(idle.id);
  assert.equal(last.lineItems.find(l => /True Up$/.test(l.displayName)).amount, '12.00');
});

operation('updateSubscriptionLineItem', async () => {
  const one = await begun({});
  const promised = await here.expect(200, 'PUT', `/subscriptions/lineitems/${one.line.id}`, { commitment_amount: 20, commitment_overage_factor: 2 });
  assert.deepEqual([promised.commitment_amount, promised.commitment_type], ['20', 'amount']);
});

operation('addSubscriptionLineItem', async () => {
  const bad = body => here.expect(400, 'POST', '/subscriptions', { customer_id: 'x', plan_id: plan.id, ...body });
  const config = of => ({ line_item_commitments: { [usage.id]: of } });
  await bad(config({ commitment_amount: 1, commitment_quantity: 1 }));
  await bad(config({ commitment_type: 'quantity', commitment_amount: 1 }));
  await bad(config({ overage_factor: 2 }));
  await bad(config({ commitment_amount: 1, commitment_time_buckets: [{ commitment_value: '1' }] }));
  const customer = await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });
  const order = { customerId: customer.id, planId: plan.id, currency: 'usd', billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCadence: 'RECURRING' };
  const refused = (commitment, words) => fails(400, () => client.subscriptions.createSubscription({
    ...order, lineItemCommitments: { [usage.id]: commitment },
  }), words);
  await refused({ commitmentAmount: 1, isWindowCommitment: true }, /commitment_windowed/);
  await refused({ commitmentAmount: 1, overageFactor: 0.5 }, /commitment_overage_factor/);
  await refused({ commitmentAmount: 1, commitmentDuration: 'DAILY' }, /commitment_duration/);
  await fails(400, () => client.subscriptions.createSubscription({ ...order, lineItemCommitments: { price_1: { commitmentAmount: 1 } } }), /line_item_commitments/);
});
