// Usage that comes to a threshold is invoiced before the period ends. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, fresh, sandbox } from './support.mjs';

/** A sandbox on 1 January with calls at 0.02, beyond 1,000 a month at 0.01, invoiced from 15.00 on. */
async function seller(name) {
  const here = await sandbox(name);
  await here.expect(200, 'PUT', '/clock', { now: '2026-01-01T00:00:00Z' });
  const event = fresh('calls');
  const { meter_id: meter } = await here.expect(201, 'POST', '/features', {
    name: event, lookup_key: event, type: 'metered',
    meter: { name: event, event_name: event, aggregation: { type: 'SUM', field: 'n' }, reset_usage: 'BILLING_PERIOD' },
  });
  const plan = await here.expect(201, 'POST', '/plans', { name: 'Calls', lookup_key: event });
  await here.expect(201, 'POST', '/prices', {
    entity_type: 'PLAN', entity_id: plan.id, type: 'USAGE', price_unit_type: 'FIAT', billing_model: 'TIERED', tier_mode: 'SLAB', currency: 'usd', amount: '0',
    tiers: [{ up_to: 1000, unit_amount: '0.02' }, { unit_amount: '0.01' }], billing_period: 'MONTHLY', billing_period_count: 1,
    billing_cadence: 'RECURRING', invoice_cadence: 'ARREAR', meter_id: meter, display_name: 'Calls',
  });
  const order = async (extra = {}) => {
    const customer = await here.expect(201, 'POST', '/customers', { external_id: fresh('c'), name: 'C' });
    const subscription = await here.expect(201, 'POST', '/subscriptions', {
      customer_id: customer.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary',
      start_date: '2026-01-01T00:00:00Z', auto_invoice_threshold: '15.00', ...extra,
    });
    const use = (timestamp, n, by = customer.external_id) => here.expect(202, 'POST', '/events', {
      event_name: event, external_customer_id: by, event_id: fresh('e'), timestamp, properties: { n: String(n) },
    });
    return { subscription, use };
  };
  const until = to => here.expect(200, 'POST', '/clock/advance', { to });
  const invoices = async subscription => (await here.expect(200, 'POST', '/invoices/search', {
    subscription_id: subscription.id, invoice_status: ['FINALIZED'], sort: [{ field: 'finalized_at', direction: 'asc' }],
  })).items;
  const billed = (subscription, ...totals) => eventually(`invoices over ${totals}`, async () => {
    const found = await invoices(subscription);
    return { ok: JSON.stringify(found.map(i => i.total)) === JSON.stringify(totals), value: found.map(i => [i.billing_reason, i.total]) };
  }).then(() => invoices(subscription));
  const open = subscription => here.expect(200, 'POST', '/invoices/preview', { subscription_id: subscription.id });
  return { here, order, until, invoices, billed, open };
}

test('a month in three invoices costs what it would in one', async () => {
  const { here, order, until, billed, open } = await seller('three in a month');
  const { subscription, use } = await order();
  assert.equal(Number(subscription.auto_invoice_threshold), 15);
  await until('2026-01-10T00:00:00Z');
  await use('2026-01-05T00:00:00Z', 800); // 16.00
  const [first] = await billed(subscription, '16.00');
  assert.equal(first.billing_reason, 'AUTO_INVOICE_THRESHOLD');
  assert.equal(first.period_start, '2026-01-01T00:00:00Z');
  assert.equal(first.period_end, '2026-01-10T00:00:00Z');

  await until('2026-01-20T00:00:00Z');
  await use('2026-01-15T00:00:00Z', 700); // 1,500 calls are 25.00: 9.00 are open, which is not enough
  await eventually('the preview', async () => {
    const { total } = await open(subscription);
    return { ok: total === '9.00', value: total };
  });
  await use('2026-01-16T00:00:00Z', 700); // 2,200 calls are 32.00: 16.00 are open
  const [, second] = await billed(subscription, '16.00', '16.00');
  const line = (await here.expect(200, 'GET', `/invoices/${second.id}`)).line_items[0];
  assert.equal(line.quantity, '2200');
  assert.deepEqual(line.calculation.steps.map(step => [step.rule, step.amount]).at(-1), ['billed.before', '-16']);

  await use('2026-01-03T00:00:00Z', 100); // late: before the first invoice
  await eventually('the preview', async () => {
    const { total } = await open(subscription);
    return { ok: total === '1.00', value: total };
  });
  await until('2026-02-01T03:00:00Z');
  // 2,300 calls are 33.00
  const all = await billed(subscription, '16.00', '16.00', '1.00');
  assert.deepEqual(all.map(i => i.billing_reason), ['AUTO_INVOICE_THRESHOLD', 'AUTO_INVOICE_THRESHOLD', 'SUBSCRIPTION_CYCLE']);
  assert.equal((await here.expect(200, 'POST', `/invoices/${all[2].id}/recompute`)).equal, true);

  const history = await here.expect(200, 'GET', `/audit/subscription/${subscription.id}/history`);
  assert.equal(history.items.filter(entry => entry.event === 'subscription.threshold_crossed').length, 2);
  assert.match((await here.expect(400, 'POST', `/invoices/${first.id}/correction/preview`)).message, /closes the period/);

  // what comes after all is billed by correcting the invoice that closed the period
  await use('2026-01-02T00:00:00Z', 50);
  await eventually('the correction', async () => {
    const { difference } = await here.expect(200, 'POST', `/invoices/${all[2].id}/correction/preview`);
    return { ok: difference === '0.50', value: difference };
  });
});

test('a promise is trued up once, and a cancellation bills the rest', async () => {
  const { order, until, billed, here } = await seller('promised');
  const { subscription, use } = await order({ commitment_amount: '20', overage_factor: '2', enable_true_up: true });
  await until('2026-01-10T00:00:00Z');
  await use('2026-01-05T00:00:00Z', 800); // 16.00, all within the 20.00 that are promised
  await billed(subscription, '16.00');
  await until('2026-01-20T00:00:00Z');
  await here.expect(200, 'POST', `/subscriptions/${subscription.id}/cancel`, {
    cancellation_type: 'immediate', cancel_immediately_inovice_policy: 'generate_invoice',
  });
  await until('2026-01-20T03:00:00Z');
  // 4.00 were promised and not used
  const [, last] = await billed(subscription, '16.00', '4.00');
  assert.equal(last.billing_reason, 'SUBSCRIPTION_CANCEL');
});

test('a threshold is an amount above nothing', async () => {
  const { here, order } = await seller('refused');
  await assert.rejects(order({ auto_invoice_threshold: '0' }), /auto_invoice_threshold/);
  await assert.rejects(order({ auto_invoice_threshold: 'much' }), /auto_invoice_threshold/);
  const { subscription } = await order({ auto_invoice_threshold: null });
  assert.equal((await here.expect(200, 'GET', `/subscriptions/${subscription.id}`)).auto_invoice_threshold, null);
});

test('the invoice of usage that came to a threshold goes to whoever pays, and stays owed beside what is still open', async () => {
  const { here, order, until, billed } = await seller('threshold of another');
  const payer = await here.expect(201, 'POST', '/customers', { external_id: fresh('payer'), name: 'Payer' });
  const purse = await here.expect(200, 'POST', '/wallets', { customer_id: payer.id, currency: 'usd' });
  const { subscription, use } = await order({ inheritance: { invoicing_customer_external_id: payer.external_id } });
  await until('2026-01-10T00:00:00Z');
  await use('2026-01-05T00:00:00Z', 800); // 16.00
  const [first] = await billed(subscription, '16.00');
  assert.equal(first.customer_id, payer.id);
  assert.equal(first.subscription_customer_id, subscription.customer_id);
  await use('2026-01-11T00:00:00Z', 100); // 2.00 more
  await eventually('what the payer owes', async () => {
    const { unpaid_invoices_amount: unpaid, current_period_usage: open } = await here.expect(200, 'GET', `/wallets/${purse.id}/balance/real-time`);
    return { ok: Number(unpaid) === 16 && Number(open) === 2, value: [unpaid, open] };
  });
});

test('what one who shares the subscription uses comes to the threshold too', async () => {
  const { here, order, until, billed } = await seller('shared');
  const sister = await here.expect(201, 'POST', '/customers', { external_id: fresh('sister'), name: 'Sister' });
  const { subscription, use } = await order({ inheritance: { external_customer_ids_to_inherit_subscription: [sister.external_id] } });
  await until('2026-01-10T00:00:00Z');
  await use('2026-01-05T00:00:00Z', 300); // 6.00
  await use('2026-01-06T00:00:00Z', 500, sister.external_id); // 800 together: 16.00
  const [first] = await billed(subscription, '16.00');
  assert.equal(first.billing_reason, 'AUTO_INVOICE_THRESHOLD');
  await until('2026-02-01T03:00:00Z');
  await billed(subscription, '16.00');
});

test('usage of a threshold invoice that is void is open again: it crosses once more, at once, and is billed once in all', async () => {
  const { here, order, until, invoices, billed } = await seller('void within the period');
  const crossings = async subscription => (await here.expect(200, 'GET', `/audit/subscription/${subscription.id}/history`)).items
    .filter(entry => entry.event === 'subscription.threshold_crossed').length;
  const one = await order();
  const other = await order();
  await until('2026-01-10T00:00:00Z');
  for (const { use, subscription } of [one, other]) {
    await use('2026-01-05T00:00:00Z', 800); // 16.00
    await billed(subscription, '16.00');
  }

  // The clock stands still: it is in the same moment that it crosses again.
  const [first] = await billed(one.subscription, '16.00');
  await here.expect(200, 'POST', `/invoices/${first.id}/void`);
  const again = await eventually('another in its place', async () => {
    const value = (await invoices(one.subscription)).filter(invoice => invoice.id !== first.id);
    return { ok: value.length === 1, value };
  });
  assert.deepEqual(again.map(invoice => [invoice.billing_reason, invoice.total]), [['AUTO_INVOICE_THRESHOLD', '16.00']]);

  // Declared void with more than was billed: all of it is open.
  const [before] = await billed(other.subscription, '16.00');
  await other.use('2026-01-06T00:00:00Z', 700); // 1,500 calls are 25.00
  await until('2026-01-12T00:00:00Z');
  await here.expect(200, 'POST', `/invoices/${before.id}/void`);
  await billed(other.subscription, '25.00');
  await until('2026-01-13T00:00:00Z');
  await other.use('2026-01-11T00:00:00Z', 1600); // 3,100 calls are 41.00
  await billed(other.subscription, '25.00', '16.00');

  assert.equal(await crossings(one.subscription), 2);
  assert.equal(await crossings(other.subscription), 3);
  await one.use('2026-01-12T00:00:00Z', 100);
  await other.use('2026-01-12T00:00:00Z', 100);
  await until('2026-02-01T03:00:00Z');
  await billed(one.subscription, '16.00', '2.00'); // 900 calls are 18.00
  await billed(other.subscription, '25.00', '16.00', '1.00'); // 3,200 calls are 42.00

  // Too late to cross: what is void then is billed by correcting the invoice that closed the period.
  const [held, , last] = await billed(other.subscription, '25.00', '16.00', '1.00');
  await here.expect(200, 'POST', `/invoices/${held.id}/void`);
  await eventually('the correction', async () => {
    const { difference } = await here.expect(200, 'POST', `/invoices/${last.id}/correction/preview`);
    return { ok: difference === '25.00', value: difference };
  });
});

test('usage that comes to the threshold again in the same moment is invoiced then', async () => {
  const { order, until, billed } = await seller('same moment');
  const { subscription, use } = await order();
  await until('2026-01-10T00:00:00Z');
  await use('2026-01-05T00:00:00Z', 800); // 16.00
  await billed(subscription, '16.00');
  await use('2026-01-06T00:00:00Z', 1400); // 2,200 calls are 32.00
  await billed(subscription, '16.00', '16.00');
  await until('2026-02-01T03:00:00Z');
  await billed(subscription, '16.00', '16.00');
});

test('the invoice that replaces one of a threshold stands for its usage, which does not cross again', async () => {
  const { here, order, until, billed } = await seller('replaced within the period');
  const { subscription, use } = await order();
  await until('2026-01-10T00:00:00Z');
  await use('2026-01-05T00:00:00Z', 800); // 16.00
  const [first] = await billed(subscription, '16.00');
  await until('2026-01-11T00:00:00Z');
  await use('2026-01-06T00:00:00Z', 100); // late: 18.00
  const replacement = await here.expect(200, 'POST', `/invoices/${first.id}/recalculate`);
  assert.equal(replacement.billing_reason, 'AUTO_INVOICE_THRESHOLD');
  await until('2026-01-11T03:00:00Z');
  const [held] = await billed(subscription, '18.00');
  assert.equal(held.id, replacement.id);
  await use('2026-01-10T12:00:00Z', 1300); // 2,200 calls are 32.00: 14.00 are open
  await until('2026-01-12T00:00:00Z');
  await billed(subscription, '18.00');
  await until('2026-02-01T03:00:00Z');
  const all = await billed(subscription, '18.00', '14.00');
  assert.deepEqual(all.map(invoice => invoice.billing_reason), ['AUTO_INVOICE_THRESHOLD', 'SUBSCRIPTION_CYCLE']);
  const history = await here.expect(200, 'GET', `/audit/subscription/${subscription.id}/history`);
  assert.equal(history.items.filter(entry => entry.event === 'subscription.threshold_crossed').length, 1);
});
