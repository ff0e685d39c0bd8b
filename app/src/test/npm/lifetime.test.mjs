// What the usage of a subscription has come to since it began. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, fails, fresh, nobody, operation, planWithUsage, sandbox, subscribed } from './support.mjs';

const JANUARY = '2026-01-01T00:00:00Z';

/** A sandbox on 1 January. */
async function seller(name) {
  const here = await sandbox(name);
  await here.expect(200, 'PUT', '/clock', { now: JANUARY });
  const customer = () => here.client.customers.createCustomer({ externalId: fresh('c'), name: 'C' });
  const until = to => here.expect(200, 'POST', '/clock/advance', { to });
  const usage = id => here.client.subscriptions.getSubscriptionUsage({ subscriptionId: id, lifetimeUsage: true });
  const comesTo = (id, amount, ...quantities) => eventually(`${amount} for ${quantities}`, async () => {
    const value = await usage(id);
    return {
      ok: value.amount === amount && JSON.stringify(value.charges.map(one => one.quantity)) === JSON.stringify(quantities), value,
    };
  });
  const invoices = async (id, status) => (await here.expect(200, 'POST', '/invoices/search', {
    subscription_id: id, invoice_status: [status], limit: 100,
  })).items;
  const final = (id, n) => eventually(`${n} final invoices`, async () => {
    const value = await invoices(id, 'FINALIZED');
    return { ok: value.length === n, value };
  });
  /** What a reader of the final invoices adds up. */
  const addedUp = async id => {
    let cents = 0;
    for (const invoice of await invoices(id, 'FINALIZED')) {
      const { line_items: lines } = await here.expect(200, 'GET', `/invoices/${invoice.id}`);
      lines.filter(line => line.price_type === 'USAGE').forEach(line => { cents += Math.round(Number(line.amount) * 100); });
    }
    return cents / 100;
  };
  return { here, customer, until, comesTo, usage, invoices, final, addedUp };
}

operation('getSubscriptionUsage', async () => {
  const { here, customer, until, comesTo, usage, invoices, final, addedUp } = await seller('lifetime');
  const { plan, use } = await planWithUsage(here, '0.10');
  const who = await customer();
  const { id } = await subscribed(here.client, who.id, plan.id, { startDate: JANUARY });
  await comesTo(id, 0, 0);

  await use(who, '2026-01-10T00:00:00Z', 100);
  await until('2026-02-01T00:30:00Z');
  await use(who, '2026-01-31T00:00:00Z', 20); // late, while the invoice of January waits
  await use(who, '2026-02-01T00:10:00Z', 5);
  await comesTo(id, 12.5, 125);
  await until('2026-02-01T03:00:00Z');
  const [january] = await final(id, 1);
  await comesTo(id, 12.5, 125);

  // Too late for the invoice: it counts once that is replaced.
  await use(who, '2026-01-30T00:00:00Z', 30);
  await eventually('what came too late', async () => {
    const { difference } = await here.expect(200, 'POST', `/invoices/${january.id}/correction/preview`);
    return { ok: difference === '3.00', value: difference };
  });
  await comesTo(id, 12.5, 125);
  await here.expect(200, 'POST', `/invoices/${january.id}/recalculate-v2?finalize=true`, {});
  await comesTo(id, 15.5, 155);
  assert.equal((await invoices(id, 'VOIDED')).length, 1);

  // Dearer from the middle of February on.
  await use(who, '2026-02-05T00:00:00Z', 15);
  await until('2026-02-10T00:00:00Z');
  const [line] = (await here.expect(200, 'GET', `/subscriptions/${id}`)).line_items;
  const dearer = await here.client.subscriptions.updateSubscriptionLineItem(line.id, { amount: '0.50' });
  await use(who, '2026-02-11T00:00:00Z', 4);
  await until('2026-02-12T00:00:00Z');
  const both = await comesTo(id, 19, 170, 4); // 170 at 0.10, 4 at 0.50
  // The client does not know of which line item a charge is.
  const told = await here.expect(200, 'POST', '/subscriptions/usage', { subscription_id: id, lifetime_usage: true });
  assert.deepEqual(told.charges.map(one => one.subscription_line_item_id), [line.id, dearer.id]);
  assert.deepEqual(both.charges.map(one => Number(one.price.amount)), [0.1, 0.5]);
  assert.deepEqual(both.charges.map(one => one.amount), [17, 2]);
  assert.equal(both.displayAmount, '$19.00');
  assert.equal(both.currency, 'usd');
  assert.equal(both.hasOverage, false);
  assert.equal(Date.parse(both.startTime), Date.parse(JANUARY));
  assert.equal(Date.parse(both.endTime), Date.parse('2026-02-12T00:00:00Z'));

  await until('2026-03-01T03:00:00Z');
  await final(id, 2);
  await comesTo(id, 19, 170, 4);
  assert.equal(await addedUp(id), 19);

  await use(who, '2026-03-01T01:00:00Z', 2);
  await until('2026-03-02T00:00:00Z');
  await comesTo(id, 20, 170, 6);
  await here.expect(200, 'POST', `/subscriptions/${id}/cancel`, {
    cancellation_type: 'immediate', cancel_immediately_inovice_policy: 'generate_invoice',
  });
  await comesTo(id, 20, 170, 6);
  await until('2026-03-02T03:00:00Z');
  await final(id, 3);
  await comesTo(id, 20, 170, 6);
  assert.equal(await addedUp(id), 20);
  await fails(404, () => here.client.subscriptions.getSubscriptionUsage({ subscriptionId: id }), /not found/);

  await fails(400, () => here.client.subscriptions.getSubscriptionUsage({ subscriptionId: id, lifetimeUsage: true, startTime: JANUARY }), /start_time/);
  await fails(404, () => usage(nobody('subs')), /not found/);
});

test('what was invoiced within a month counts once', async () => {
  const { here, customer, until, comesTo, final, addedUp } = await seller('lifetime within');
  const { plan, use } = await planWithUsage(here, '0.02');
  const who = await customer();
  const { id } = await here.expect(201, 'POST', '/subscriptions', {
    customer_id: who.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary',
    start_date: JANUARY, auto_invoice_threshold: '15.00',
  });
  await until('2026-01-10T00:00:00Z');
  await use(who, '2026-01-05T00:00:00Z', 800); // 16.00
  await final(id, 1);
  await comesTo(id, 16, 800);
  await until('2026-01-20T00:00:00Z');
  await use(who, '2026-01-15T00:00:00Z', 700); // 14.00
  await comesTo(id, 30, 1500);
  await use(who, '2026-01-16T00:00:00Z', 100); // 16.00 are open
  await final(id, 2);
  await comesTo(id, 32, 1600);
  await until('2026-02-01T00:30:00Z');
  await use(who, '2026-01-17T00:00:00Z', 50);
  await comesTo(id, 33, 1650);
  await until('2026-02-01T03:00:00Z');
  await final(id, 3);
  await comesTo(id, 33, 1650);
  assert.equal(await addedUp(id), 33);
});

test('a paused subscription has come to what was billed; a draft and a trial to nothing', async () => {
  const { here, customer, until, comesTo, usage } = await seller('lifetime of others');
  const { plan, use } = await planWithUsage(here, '0.10');
  const [paused, drafted, trying] = [await customer(), await customer(), await customer()];
  const ids = [];
  for (const [who, extra] of [[paused, {}], [drafted, { subscription_status: 'draft' }], [trying, { trial_period_days: 40 }]]) {
    ids.push((await here.expect(201, 'POST', '/subscriptions', {
      customer_id: who.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary',
      start_date: JANUARY, ...extra,
    })).id);
    await use(who, '2026-01-05T00:00:00Z', 100);
  }
  await until('2026-01-10T00:00:00Z');
  await comesTo(ids[0], 10, 100);
  await here.client.subscriptions.pauseSubscription(ids[0], { pauseMode: 'immediate' });
  await comesTo(ids[0], 10, 100);
  await use(paused, '2026-01-11T00:00:00Z', 7);
  await until('2026-01-12T00:00:00Z');
  await comesTo(ids[0], 10, 100);
  await here.client.subscriptions.resumeSubscription(ids[0], { resumeMode: 'immediate' });
  await use(paused, '2026-01-12T01:00:00Z', 1);
  await until('2026-01-13T00:00:00Z');
  await comesTo(ids[0], 10.1, 101);
  for (const id of ids.slice(1)) {
    const nothing = await usage(id);
    assert.equal(nothing.amount, 0);
    assert.equal(nothing.charges.reduce((sum, one) => sum + one.quantity, 0), 0);
  }
});

test('who is invoiced with another counts as itself, and with it', async () => {
  const { here, customer, until, comesTo, final } = await seller('lifetime of a group');
  const { plan, use } = await planWithUsage(here, '0.10');
  const [head, berlin] = [await customer(), await customer()];
  const [parent, child] = [
    await subscribed(here.client, head.id, plan.id, { startDate: JANUARY }),
    await subscribed(here.client, berlin.id, plan.id, { startDate: JANUARY }),
  ];
  await here.expect(200, 'POST', `/subscriptions/${parent.id}/modify/execute`, {
    type: 'grouped_invoicing', grouped_invoicing_params: { action: 'add', child_subscription_ids: [child.id] },
  });
  await use(head, '2026-01-10T00:00:00Z', 100);
  await use(berlin, '2026-01-11T00:00:00Z', 40);
  await until('2026-01-20T00:00:00Z');
  await comesTo(child.id, 4, 40);
  await comesTo(parent.id, 14, 100, 40);
  await until('2026-02-01T00:30:00Z');
  await use(berlin, '2026-02-01T00:10:00Z', 3);
  await comesTo(child.id, 4.3, 43);
  await comesTo(parent.id, 14.3, 100, 43);
  await until('2026-02-01T03:00:00Z');
  await final(parent.id, 1);
  await comesTo(child.id, 4.3, 43);
  await comesTo(parent.id, 14.3, 100, 43);
});
