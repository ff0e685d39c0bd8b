// How a subscription begins and how its end is agreed and given up.
import assert from 'node:assert/strict';
import { FEE, eventually, fails, fresh, nobody, operation, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('subscriptions');
const { client } = here;
const JANUARY = '2026-01-01T00:00:00Z';
const DAY = 86_400_000;
const at = days => new Date(Date.parse(JANUARY) + days * DAY).toISOString();
await here.expect(200, 'PUT', '/clock', { now: JANUARY });

const { plan } = await planWithFee(client);
await client.prices.createPrice({ ...FEE, amount: '30.00', invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id, displayName: 'Seat' });
const customer = await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });
const order = {
  customerId: customer.id, planId: plan.id, currency: 'usd', billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCycle: 'anniversary',
  billingCadence: 'RECURRING',
};
// The client's own model has neither a trial nor a time zone.
const plain = {
  customer_id: customer.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary',
};
const invoices = async (subscription, status) =>
  (await client.invoices.queryInvoice({ subscriptionId: subscription, invoiceStatus: [status] })).items;

const draft = await client.subscriptions.createSubscription({
  ...order, subscriptionStatus: 'draft', collectionMethod: 'send_invoice', paymentTerms: '30 NET', commitmentAmount: '100',
  overageFactor: '1.5', enableTrueUp: true, gatewayPaymentMethodId: 'pm_1',
});

operation('createSubscription', async () => {
  assert.equal(draft.subscriptionStatus, 'draft');
  assert.equal(draft.collectionMethod, 'send_invoice');
  assert.equal(draft.paymentTerms, '30 NET');
  assert.equal(draft.commitmentAmount, '100');
  assert.equal(draft.overageFactor, '1.5');
  assert.equal(draft.enableTrueUp, true);
  assert.equal(draft.gatewayPaymentMethodId, 'pm_1');
  await fails(400, () => client.subscriptions.createSubscription({ ...order, overageFactor: '2' }), /commitment_amount/);
  await fails(400, () => client.subscriptions.createSubscription({ ...order, commitmentAmount: '1', overageFactor: '0.5' }), /overage_factor/);
  await here.expect(400, 'POST', '/subscriptions', { ...plain, trial_period_days: -1 });
  await here.expect(400, 'POST', '/subscriptions', { ...plain, trial_period_days: 14, end_date: at(7) });
  await here.expect(400, 'POST', '/subscriptions', { ...plain, timezone: 'Europe/Atlantis' });
  const elsewhere = await here.expect(201, 'POST', '/subscriptions', { ...plain, subscription_status: 'draft', timezone: 'Asia/Kolkata' });
  assert.equal(elsewhere.timezone, 'Asia/Kolkata');
  await fails(400, () => client.subscriptions.createSubscription({
    ...order, collectionMethod: 'send_invoice', paymentBehavior: 'error_if_incomplete',
  }), /payment_behavior/);
});

operation('activateSubscription', async () => {
  assert.deepEqual(await invoices(draft.id, 'FINALIZED'), []);
  const begun = await client.subscriptions.activateSubscription(draft.id, { startDate: JANUARY });
  assert.equal(begun.subscriptionStatus, 'active');
  assert.equal(Date.parse(begun.currentPeriodStart), Date.parse(JANUARY));
  await client.subscriptions.activateSubscription(draft.id, { startDate: JANUARY });
  await fails(400, () => client.subscriptions.activateSubscription(draft.id, { startDate: at(9) }), /active since/);
  await fails(404, () => client.subscriptions.activateSubscription(nobody('subs'), { startDate: JANUARY }), /not found/);
  const first = await eventually('the first invoice', async () => {
    const found = await invoices(draft.id, 'FINALIZED');
    return { ok: found.length === 1, value: found };
  });
  assert.equal(first[0].total, '30.00');
  assert.equal(Date.parse(first[0].dueDate), Date.parse(at(30)));
});

operation('updateSubscription', async () => {
  const ending = await client.subscriptions.updateSubscription(draft.id, { cancelAtPeriodEnd: true });
  assert.equal(ending.cancelAtPeriodEnd, true);
  assert.equal(Date.parse(ending.cancelAt), Date.parse(ending.currentPeriodEnd));
  const goingOn = await client.subscriptions.updateSubscription(draft.id, { cancelAtPeriodEnd: false });
  assert.equal(goingOn.cancelAtPeriodEnd, false);
  assert.equal(goingOn.cancelAt ?? null, null);
  const dated = await client.subscriptions.updateSubscription(draft.id, { cancelAt: at(100) });
  assert.equal(Date.parse(dated.cancelAt), Date.parse(at(100)));
  await client.subscriptions.updateSubscription(draft.id, { cancelAtPeriodEnd: false });
  await fails(400, () => client.subscriptions.updateSubscription(draft.id, { cancelAt: at(9), cancelAtPeriodEnd: true }), /cancel_at/);
  await fails(404, () => client.subscriptions.updateSubscription(nobody('subs'), { cancelAtPeriodEnd: true }), /not found/);
});

operation('getSubscription', async () => {
  const { id } = await here.expect(201, 'POST', '/subscriptions', { ...plain, trial_period_days: 14 });
  const trial = await client.subscriptions.getSubscription(id);
  assert.equal(trial.subscriptionStatus, 'trialing');
  assert.equal(Date.parse(trial.trialEnd), Date.parse(at(14)));
  assert.equal(Date.parse(trial.currentPeriodEnd), Date.parse(at(14)));
  const found = await client.subscriptions.querySubscription({ subscriptionStatus: ['trialing'] });
  assert.deepEqual(found.items.map(s => s.id), [trial.id]);
  // Fourteen months at once: the trial, then month by month; the draft's customer pays twenty and thirty every month.
  await here.expect(200, 'POST', '/clock/advance', { to: '2027-03-01T12:00:00Z' });
  const after = await client.subscriptions.getSubscription(trial.id);
  assert.equal(after.subscriptionStatus, 'active');
  assert.equal(Date.parse(after.currentPeriodStart), Date.parse('2027-02-15T00:00:00Z'));
  const billed = await invoices(trial.id, 'FINALIZED');
  const first = billed.filter(invoice => invoice.billingReason === 'SUBSCRIPTION_TRIAL_END');
  assert.deepEqual(first.map(invoice => invoice.total), ['30.00']);
  const cycles = billed.filter(invoice => invoice.billingReason === 'SUBSCRIPTION_CYCLE');
  assert.equal(cycles.length, 13);
  assert.ok(cycles.every(invoice => invoice.total === '50.00'), JSON.stringify(cycles.map(invoice => invoice.total)));
  assert.equal((await invoices(draft.id, 'FINALIZED')).length, 15);
});

operation('querySubscription', async () => {
  const { plan } = await planWithFee(client);
  const customer = await client.customers.createCustomer({ externalId: fresh('listed'), name: 'Listed' });
  const coupon = await client.coupons.createCoupon({ name: 'Ten', type: 'percentage', percentageOff: '10', cadence: 'forever' });
  const trying = await here.expect(201, 'POST', '/subscriptions', {
    customer_id: customer.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary',
    trial_period_days: 10, coupons: [coupon.id],
  });
  const running = await subscribed(client, customer.id, plan.id);
  const find = async more => (await here.expect(200, 'POST', '/subscriptions/search', { customer_id: customer.id, ...more })).items;
  const ids = async more => (await find(more)).map(one => one.id).sort();
  assert.deepEqual(await ids({}), [trying.id, running.id].sort());
  const end = new Date(trying.trial_end).toISOString();
  assert.deepEqual(await ids({ trial_end_due_lte: end }), [trying.id]);
  assert.deepEqual(await ids({ trial_end_due_lte: new Date(Date.parse(end) - 1000).toISOString() }), []);
  // Whatever has to be renewed or ended by then.
  const month = new Date(running.currentPeriodEnd).toISOString();
  assert.deepEqual(await ids({ effective_date_for_update: new Date(Date.parse(end) - 1000).toISOString() }), []);
  assert.deepEqual(await ids({ effective_date_for_update: end }), [trying.id]);
  assert.deepEqual(await ids({ effective_date_for_update: month }), [trying.id, running.id].sort());
  const leaving = await subscribed(client, customer.id, plan.id);
  const soon = new Date(Date.parse(end) - 5 * 86_400_000).toISOString();
  await here.expect(200, 'POST', `/subscriptions/${leaving.id}/cancel`, { cancellation_type: 'scheduled_date', cancel_at: soon });
  assert.deepEqual(await ids({ effective_date_for_update: soon }), [leaving.id]);
  assert.deepEqual(await ids({ effective_date_for_update: new Date(Date.parse(soon) - 1000).toISOString() }), []);
  await here.expect(400, 'POST', '/subscriptions/search', { effective_date_for_update: 'soon' });
  await here.expect(200, 'POST', `/subscriptions/${leaving.id}/cancel`, { cancellation_type: 'immediate' });
  assert.deepEqual(await ids({ subscription_type: ['parent'] }), []);
  assert.equal((await find({ subscription_type: ['parent', 'standalone'], subscription_status: ['active', 'trialing'] })).length, 2);
  assert.ok((await find({})).every(one => one.line_items.length === 1 && one.coupon_associations === null));
  assert.ok((await find({ with_line_items: false })).every(one => one.line_items === null));
  const held = (await find({ with_coupon_associations: true })).find(one => one.id === trying.id);
  assert.deepEqual(held.coupon_associations.map(one => one.coupon_id), [coupon.id]);
  await here.expect(400, 'POST', '/subscriptions/search', { subscription_type: ['odd'] });
  assert.deepEqual(await ids({ billing_period: ['MONTHLY', 'ANNUAL'] }), [trying.id, running.id, leaving.id].sort());
  assert.deepEqual(await ids({ billing_period: ['ANNUAL'] }), []);
  await here.expect(400, 'POST', '/subscriptions/search', { billing_period: ['SOMETIMES'] });
  // what is active from its start, which it is, to its end, which it is not
  const { now: begun } = await here.expect(200, 'GET', '/clock');
  const ending = await here.expect(201, 'POST', '/subscriptions', {
    customer_id: customer.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1,
    start_date: begun, end_date: new Date(Date.parse(begun) + 86_400_000).toISOString(),
  });
  await here.expect(201, 'POST', '/subscriptions', {
    customer_id: customer.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, subscription_status: 'draft', start_date: begun,
  });
  const activeAt = async (ms, more = {}) => ids({ active_at: new Date(Date.parse(begun) + ms).toISOString(), subscription_ids: [ending.id, running.id], ...more });
  assert.deepEqual(await activeAt(0), [ending.id, running.id].sort());
  assert.deepEqual(await activeAt(86_399_999), [ending.id, running.id].sort());
  assert.deepEqual(await activeAt(86_400_000), [running.id]);
  assert.deepEqual(await ids({ active_at: '2001-01-01T00:00:00Z' }), []);
  assert.equal((await ids({ active_at: begun })).length, 3);
  await here.expect(400, 'POST', '/subscriptions/search', { active_at: 'soon' });
});
