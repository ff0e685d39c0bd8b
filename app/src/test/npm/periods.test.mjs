// A subscription goes over to another billing period: it ends, and another begins in its place.
import assert from 'node:assert/strict';
import { FEE, eventually, fails, fresh, operation, sandbox, subscribed } from './support.mjs';

const here = await sandbox('periods');
const { client } = here;
const at = day => new Date(day).toISOString();
await here.expect(200, 'PUT', '/clock', { now: at('2026-01-01') });

const plan = await client.plans.createPlan({ name: 'Pro', lookupKey: fresh('pro') });
const advance = (amount, billingPeriod) =>
  client.prices.createPrice({ ...FEE, amount, billingPeriod, invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id, displayName: 'Pro' });
const monthly = await advance('31.00', 'MONTHLY');
await advance('310.00', 'ANNUAL');

const someone = async () => (await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' })).id;
const begun = async extra => (await subscribed(client, await someone(), plan.id, extra)).id;
const invoices = async id => (await client.invoices.queryInvoice({ subscriptionId: id, invoiceStatus: ['FINALIZED'] })).items.map(i => i.total).sort();
const billed = (id, totals) =>
  eventually(`invoices of ${totals}`, async () => {
    const value = await invoices(id);
    return { ok: JSON.stringify(value) === JSON.stringify([...totals].sort()), value };
  });
const yearly = {
  targetPlanId: plan.id, billingCadence: 'RECURRING', billingCycle: 'anniversary', billingPeriod: 'ANNUAL', billingPeriodCount: 1,
  prorationBehavior: 'create_prorations',
};
const ids = { now: await begun(), later: await begun(), plain: await begun(), seats: await begun({ overrideLineItems: [{ priceId: monthly.id, quantity: '3' }] }) };
await here.expect(200, 'POST', '/clock/advance', { to: at('2026-01-11') });

operation('previewSubscriptionChange', async () => {
  const preview = await client.subscriptions.previewSubscriptionChange(ids.now, yearly);
  // 21 of 31 days are left.
  assert.equal(Number(preview.prorationDetails.creditAmount), 21);
  assert.equal(Number(preview.prorationDetails.chargeAmount), 310);
  assert.equal(Number(preview.prorationDetails.netAmount), 289);
  assert.equal(Number(preview.nextInvoicePreview.subtotal), 310);
  assert.equal(preview.newBillingCycle.billingPeriod, 'ANNUAL');
  assert.equal(Date.parse(preview.newBillingCycle.periodStart), Date.parse(at('2026-01-11')));
  assert.equal(Date.parse(preview.newBillingCycle.periodEnd), Date.parse(at('2027-01-11')));
  assert.equal(preview.changeType, 'downgrade');
  assert.equal((await client.subscriptions.getSubscription(ids.now)).subscriptionStatus, 'active');
  await fails(400, () => client.subscriptions.previewSubscriptionChange(ids.now, { ...yearly, billingPeriod: 'QUARTERLY' }), /billing_period/);
});

operation('previewSubscriptionChange', async () => {
  const preview = await client.subscriptions.previewSubscriptionChange(ids.seats, yearly);
  assert.equal(Number(preview.prorationDetails.creditAmount), 63);
  assert.equal(Number(preview.prorationDetails.chargeAmount), 930);
});

operation('executeSubscriptionChange', async () => {
  const done = await client.subscriptions.executeSubscriptionChange(ids.now, yearly);
  assert.equal(done.isScheduled, false);
  assert.equal(done.oldSubscription.id, ids.now);
  assert.equal(done.oldSubscription.status, 'cancelled');
  assert.notEqual(done.newSubscription.id, ids.now);
  assert.equal(done.newSubscription.status, 'active');
  assert.equal(Number(done.prorationApplied.netAmount), 289);
  const [old, next] = await Promise.all([ids.now, done.newSubscription.id].map(id => client.subscriptions.getSubscription(id)));
  assert.equal(old.metadata.followed_by_subscription_id, next.id);
  assert.equal(next.metadata.follows_subscription_id, old.id);
  assert.equal(next.billingPeriod, 'ANNUAL');
  assert.equal(next.customerId, old.customerId);
  await here.expect(200, 'POST', '/clock/advance', { to: at('2026-01-11T03:00:00Z') });
  await billed(ids.now, ['31.00']);
  await billed(next.id, ['289.00']);
  await fails(400, () => client.subscriptions.executeSubscriptionChange(ids.now, yearly), /cancelled/i);
});

operation('executeSubscriptionChange', async () => {
  const done = await client.subscriptions.executeSubscriptionChange(ids.plain, { ...yearly, prorationBehavior: 'none' });
  assert.equal(Number(done.prorationApplied.creditAmount), 0);
  await here.expect(200, 'POST', '/clock/advance', { to: at('2026-01-11T04:00:00Z') });
  await billed(done.newSubscription.id, ['310.00']);
});

operation('cancelSubscriptionSchedule', async () => {
  const agreed = () => client.subscriptions.executeSubscriptionChange(ids.later, { ...yearly, changeAt: 'end_of_period' });
  const first = await agreed();
  assert.equal(first.isScheduled, true);
  assert.equal(Date.parse(first.scheduledAt), Date.parse(at('2026-02-01')));
  const { schedules } = await client.subscriptions.listSubscriptionSchedules(ids.later);
  assert.equal(schedules[0].scheduleType, 'plan_change');
  await fails(400, agreed, /give that up first/);
  await client.subscriptions.cancelSubscriptionSchedule(first.scheduleId);
  assert.equal((await client.subscriptions.getSubscription(ids.later)).metadata?.followed_by_subscription_id, undefined);
  const again = await agreed();
  await here.expect(200, 'POST', '/clock/advance', { to: at('2026-02-01T03:00:00Z') });
  await billed(again.newSubscription.id, ['310.00']);
  await billed(ids.later, ['31.00']);
});
