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
  assert.equal(Number(preview.nextInvoicePreview.total), 289);
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
  const [held] = (await client.subscriptions.getSubscription(ids.later)).lineItems;
  const { schedules } = await client.subscriptions.listSubscriptionSchedules(ids.later);
  assert.equal(schedules[0].scheduleType, 'plan_change');
  await fails(400, agreed, /give that up first/);
  // A preview refuses what would be refused.
  await fails(400, () => client.subscriptions.previewSubscriptionChange(ids.later, yearly), /give that up first/);
  const refused = await here.expect(400, 'POST', `/subscriptions/${ids.later}/modify/preview`, {
    type: 'quantity_change', quantity_change_params: { line_items: [{ id: held.id, quantity: '2' }] },
  });
  assert.match(JSON.stringify(refused), /is followed by/);
  await client.subscriptions.cancelSubscriptionSchedule(first.scheduleId);
  assert.equal((await client.subscriptions.getSubscription(ids.later)).metadata?.followed_by_subscription_id, undefined);
  const again = await agreed();
  await here.expect(200, 'POST', '/clock/advance', { to: at('2026-02-01T03:00:00Z') });
  await billed(again.newSubscription.id, ['310.00']);
  await billed(ids.later, ['31.00']);
});

// The example of docs/subscriptions.md, and the way back.
operation('executeSubscriptionChange', async () => {
  const name = fresh('calls');
  const { meter_id: meterId } = await here.expect(201, 'POST', '/features', {
    name, lookup_key: name, type: 'metered', meter: { name, event_name: name, aggregation: { type: 'COUNT' }, reset_usage: 'BILLING_PERIOD' },
  });
  const pro = await client.plans.createPlan({ name, lookupKey: name });
  const priced = (amount, billingPeriod, more) =>
    client.prices.createPrice({ ...FEE, amount, billingPeriod, entityType: 'PLAN', entityId: pro.id, displayName: `${more.type ?? 'Pro'}`, ...more });
  for (const [period, fee] of [['MONTHLY', '31.00'], ['ANNUAL', '310.00']]) {
    await priced(fee, period, { invoiceCadence: 'ADVANCE' });
    await priced('0.10', period, { type: 'USAGE', meterId });
  }
  const who = await client.customers.createCustomer({ externalId: fresh('calls'), name: 'Calls' });
  const now = new Date((await here.expect(200, 'GET', '/clock')).now);
  const months = n => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n, 1)).toISOString();
  const until = to => here.expect(200, 'POST', '/clock/advance', { to });
  await until(months(1));
  const { id } = await subscribed(client, who.id, pro.id);
  const eleventh = new Date(Date.parse(months(1)) + 10 * 86_400_000).toISOString();
  const days = (Date.parse(months(2)) - Date.parse(months(1))) / 86_400_000;
  await until(eleventh);
  for (let i = 0; i < 100; i++) {
    await here.expect(202, 'POST', '/events', { event_id: fresh('call'), event_name: name, external_customer_id: who.externalId, timestamp: new Date(Date.parse(eleventh) - 60_000 - i).toISOString() });
  }
  const back = Math.round(3100 * (days - 10) / days) / 100;
  const change = { ...yearly, targetPlanId: pro.id };
  const preview = await client.subscriptions.previewSubscriptionChange(id, change);
  const done = await client.subscriptions.executeSubscriptionChange(id, change);
  assert.equal(Number(done.prorationApplied.creditAmount), back);
  assert.deepEqual(done.prorationApplied.netAmount, preview.prorationDetails.netAmount);
  const next = done.newSubscription.id;
  await until(new Date(Date.parse(eleventh) + 3 * 3_600_000).toISOString());
  await billed(id, ['31.00', '10.00']);
  await billed(next, [(310 - back).toFixed(2)]);

  // By the month again, at once: what is left of the year is more than a month costs, and is kept. There is nothing to invoice.
  const wallet = async () => (await client.wallets.getWalletsByCustomerId(who.id)).reduce((sum, w) => sum + Number(w.balance), 0);
  assert.equal(await wallet(), 0);
  const home = await client.subscriptions.executeSubscriptionChange(next, { ...change, billingPeriod: 'MONTHLY' });
  const unused = Number(home.prorationApplied.creditAmount);
  assert.ok(unused > 309 && unused < 310, `${unused}`);
  assert.equal(home.changeType, 'upgrade');
  await until(new Date(Date.parse(eleventh) + 6 * 3_600_000).toISOString());
  await eventually('the rest in the wallet', async () => {
    const value = await wallet();
    return { ok: Math.round(value * 100) === Math.round((unused - 31) * 100), value };
  });
  await billed(home.newSubscription.id, []);
  const ledger = await here.expect(200, 'GET', '/ledger/trial-balance');
  assert.equal(ledger.balanced, true, JSON.stringify(ledger));
});
