// What is told of subscriptions and their payments, and what becomes of those that stay unpaid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FEE, fresh, nobody, sandbox } from './support.mjs';

const JANUARY = '2026-01-01T00:00:00Z';
const DAY = 86_400_000;
const at = days => new Date(Date.parse(JANUARY) + days * DAY).toISOString();

/** A sandbox in January with a plan of 30.00 a month in advance. */
async function world(name, settings) {
  const caller = await sandbox(name);
  await caller.expect(200, 'PUT', '/clock', { now: JANUARY });
  if (settings) {
    await caller.expect(200, 'PUT', '/settings/subscription_config', { value: settings });
  }
  const plan = await caller.client.plans.createPlan({ name: 'Told', lookupKey: fresh('told') });
  await caller.client.prices.createPrice({ ...FEE, amount: '30.00', invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id });
  const subscribe = async (method, extra = {}) => {
    const { id } = await caller.client.customers.createCustomer({ externalId: fresh('told'), name: 'Told', metadata: { payment_method: method } });
    return caller.expect(201, 'POST', '/subscriptions', { customer_id: id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', ...extra });
  };
  return {
    caller, subscribe,
    to: days => caller.expect(200, 'POST', '/clock/advance', { to: at(days) }),
    told: async (subscription, type) => (await caller.expect(200, 'POST', '/notices/search', {
      subscription_id: subscription.id, ...(type && { event_type: type }), order: 'asc', limit: 100,
    })).items,
    read: async subscription => (await caller.expect(200, 'GET', `/subscriptions/${subscription.id}`)).subscription_status,
  };
}

test('every refusal is told with when it is tried again, and the last as given up', async () => {
  const { caller, subscribe, to, told } = await world('told of refusals');
  await caller.expect(200, 'PUT', '/settings/payment_retry_config', { value: { attempts_max: 3, pause_hours: 24, pause_factor: 2 } });
  const never = await subscribe('pm_card_declined');
  const later = await subscribe('pm_card_declined_once');
  await to(10);
  const failed = await told(never, 'payment.failed');
  assert.deepEqual(failed.map(one => one.facts.attempt), ['1', '2', '3']);
  assert.equal(Date.parse(failed[0].facts.next_attempt_at), Date.parse(at(1)));
  assert.equal(failed[2].facts.next_attempt_at, undefined);
  assert.equal(failed[0].facts.amount, '30.00');
  assert.equal((await told(never, 'invoice.collection.given_up')).length, 1);
  assert.equal((await told(never, 'invoice.payment.overdue')).length, 1);
  assert.equal((await told(later, 'payment.failed')).length, 1);
  assert.equal((await told(later, 'invoice.collection.given_up')).length, 0);
  const [first] = failed;
  const read = await caller.expect(200, 'GET', `/notices/${first.id}`);
  assert.deepEqual(read, first);
  assert.equal((await caller.expect(200, 'GET', `/audit/notice/${first.id}/history`)).items.length, 1);
  assert.equal((await caller.expect(200, 'GET', `/audit/notice/${first.id}`)).state.event_type, 'payment.failed');
  await caller.expect(404, 'GET', `/notices/${nobody('notice')}`);
  await caller.expect(400, 'POST', '/notices/search', { event_type: 'payment.maybe' });
  await caller.expect(400, 'POST', '/notices/search', { limit: 0 });
  const { items } = await caller.expect(200, 'POST', '/notices/search', { customer_id: first.customer_id, limit: 2 });
  assert.equal(items.length, 2);
});

test('of many that become overdue at once each is told of to its customer', async () => {
  const { subscribe, to, told } = await world('many overdue');
  const all = [];
  for (let i = 0; i < 5; i++) {
    all.push(await subscribe('pm_card_stolen'));
  }
  await to(3);
  for (const subscription of all) {
    const [one, ...more] = await told(subscription, 'invoice.payment.overdue');
    assert.deepEqual(more, []);
    assert.equal(one.customer_id, subscription.customer_id);
    assert.equal(one.subscription_id, subscription.id);
    assert.equal(one.facts.amount, '30.00');
  }
});

test('what stays unpaid beyond its grace is cancelled, what is paid late is not', async () => {
  const { caller, subscribe, to, told, read } = await world('unpaid', { auto_cancellation_enabled: true, grace_period_days: 5 });
  const unpaid = await subscribe('pm_card_stolen');
  const late = await subscribe('pm_card_stolen');
  await to(4);
  assert.deepEqual([await read(unpaid), await read(late)], ['active', 'active']);
  const [{ id }] = (await caller.client.invoices.queryInvoice({ subscriptionId: late.id })).items;
  await caller.client.invoices.updateInvoicePaymentStatus(id, { paymentStatus: 'SUCCEEDED' });
  await to(6.5);
  assert.deepEqual([await read(unpaid), await read(late)], ['cancelled', 'active']);
  assert.equal((await told(unpaid, 'subscription.cancelled')).length, 1);
  assert.equal((await told(late, 'subscription.cancelled')).length, 0);
  const other = await world('served unpaid', { grace_period_days: 5 });
  const served = await other.subscribe('pm_card_stolen');
  await other.to(20);
  assert.equal(await other.read(served), 'active');
});

test('renewals and ends are told of before they come, each once', async () => {
  const { caller, subscribe, to, told } = await world('told before', { renewal_notice_days: '7,1', end_notice_days: '10' });
  const running = await subscribe('pm_card_ok');
  const ending = await subscribe('pm_card_ok', { end_date: at(59) });
  const asked = await subscribe('pm_card_ok');
  const paused = await subscribe('pm_card_ok');
  await to(2);
  await caller.client.subscriptions.cancelSubscription(asked.id, { cancellationType: 'end_of_period' });
  await caller.expect(200, 'POST', `/subscriptions/${paused.id}/pause`, { pause_mode: 'immediate' });
  await to(29);
  await to(40);
  const renewals = await told(running, 'subscription.renewal.due');
  assert.deepEqual(renewals.map(one => one.facts.days_before), ['7', '1']);
  assert.deepEqual(renewals.map(one => Date.parse(one.told_at)), [24, 30].map(days => Date.parse(at(days))));
  assert.equal(Date.parse(renewals[0].facts.due_at), Date.parse(at(31)));
  assert.equal((await told(asked, 'subscription.renewal.due')).length, 0);
  assert.deepEqual((await told(asked, 'subscription.end.due')).map(one => Date.parse(one.told_at)), [Date.parse(at(21))]);
  assert.equal((await told(paused, 'subscription.renewal.due')).length, 0);
  await to(60);
  assert.equal((await told(running, 'subscription.renewal.due')).length, 4);
  assert.equal((await told(ending, 'subscription.renewal.due')).length, 2);
  assert.deepEqual((await told(ending, 'subscription.end.due')).map(one => Date.parse(one.told_at)), [Date.parse(at(49))]);
  await caller.expect(200, 'PUT', '/settings/subscription_config', { value: { renewal_notice_days: '3' } });
  await to(95);
  assert.deepEqual((await told(running, 'subscription.renewal.due')).slice(4).map(one => one.facts.days_before), ['3']);
  for (const wrong of ['0', '7,', '1000', 'soon']) {
    await caller.expect(400, 'PUT', '/settings/subscription_config', { value: { renewal_notice_days: wrong } });
  }
});

test('a year at once tells the same as a year that is lived through, in its order', async () => {
  const settings = { renewal_notice_days: '7,1', end_notice_days: '30,3', auto_cancellation_enabled: true, grace_period_days: 40 };
  const tell = async steps => {
    const { caller, subscribe, to, told, read } = await world('told of a year', settings);
    const paying = await subscribe('pm_card_ok', { end_date: at(365) });
    const stolen = await subscribe('pm_card_stolen');
    for (const day of steps) {
      await to(day);
    }
    assert.deepEqual([await read(paying), await read(stolen)], ['cancelled', 'cancelled']);
    const all = [...await told(paying), ...await told(stolen)];
    assert.equal(new Set(all.map(one => one.id)).size, all.length);
    for (const subscription of [paying, stolen]) {
      const moments = (await told(subscription)).map(one => Date.parse(one.told_at));
      assert.deepEqual(moments, moments.toSorted((one, other) => one - other));
    }
    return all.map(one => `${one.told_at} ${one.event_type} ${one.facts.days_before ?? ''}`).toSorted();
  };
  const atOnce = await tell([366]);
  assert.equal(atOnce.filter(one => one.includes('subscription.renewal.due')).length, 2 * 11 + 2);
  assert.equal(atOnce.filter(one => one.includes('subscription.end.due')).length, 2);
  assert.equal(atOnce.filter(one => one.includes('subscription.cancelled')).length, 1);
  assert.deepEqual(await tell(Array.from({ length: 25 }, (_, i) => Math.min(15 * (i + 1), 366))), atOnce);
});
