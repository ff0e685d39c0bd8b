// What customers promise to spend, and what becomes of it on invoices.
import assert from 'node:assert/strict';
import { test } from 'node:test';
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

// A plan whose usage is counted hour by hour, at 1.00 a unit.
const hourly = await (async () => {
  const name = fresh('unit');
  const counted = await client.features.createFeature({
    name: 'Units', type: 'metered',
    meter: { name: 'Units', eventName: name, aggregation: { type: 'SUM', field: 'units', bucketSize: 'HOUR' }, resetUsage: 'BILLING_PERIOD' },
  });
  const { plan: of } = await planWithFee(client);
  const price = await client.prices.createPrice({
    ...FEE, type: 'USAGE', amount: '1.00', entityType: 'PLAN', entityId: of.id, meterId: counted.meterId, displayName: 'Units',
  });
  return { name, plan: of, price, feature: counted };
})();

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

operation('getUsageAnalytics', async () => {
  await to('2026-03-10T08:00:00Z');
  const externalId = fresh('acme');
  const customer = await client.customers.createCustomer({ externalId, name: 'Acme' });
  const morning = {
    start: { hour: 9, minute: 0 }, end: { hour: 12, minute: 0 }, commitment_type: 'amount', commitment_value: '5', overage_factor: '2',
    price: { type: 'USAGE', entity_type: 'SUBSCRIPTION', price_unit_type: 'FIAT', billing_model: 'FLAT_FEE', amount: '2.00', currency: 'usd', display_name: 'Mornings' },
  };
  const made = await here.expect(201, 'POST', '/subscriptions', {
    customer_id: customer.id, plan_id: hourly.plan.id,
    line_item_commitments: {
      [hourly.price.id]: {
        commitment_amount: 10, overage_factor: 2, enable_true_up: true, is_window_commitment: true, commitment_time_buckets: [morning],
      },
    },
  });
  const promised = made.line_items.find(l => l.price_id === hourly.price.id);
  const [hours] = promised.commitment_time_buckets;
  assert.deepEqual([hours.start, hours.end, hours.commitment_value, hours.overage_factor, hours.true_up_enabled],
    [{ hour: 9, minute: 0 }, { hour: 12, minute: 0 }, '5', 2, false]);
  assert.equal((await client.prices.getPrice(hours.price_id)).amount, '2');

  const use = (units, day) => here.expect(202, 'POST', '/events', {
    event_id: fresh('event'), event_name: hourly.name, external_customer_id: externalId, timestamp: at(day), properties: { units },
  });
  await use(3, '2026-03-10T08:10:00Z');
  await use(10, '2026-03-10T09:10:00Z');
  await use(1, '2026-03-10T10:10:00Z');
  await to('2026-03-10T10:30:00Z');
  // 3 at eight is lifted to 10.00; 20.00 at nine is 5.00 + 15.00 × 2; 2.00 at ten stays: it is not trued up.
  const preview = await eventually('usage in the preview', async () => {
    const open = await client.invoices.getInvoicePreview({ subscriptionId: made.id });
    return { ok: line(open, 'Units').quantity === '14', value: open };
  });
  assert.equal(line(preview, 'Units').amount, '47.00');
  const info = line(preview, 'Units').commitmentInfo;
  assert.deepEqual([info.computedCommitmentUtilizedAmount, info.computedOverageAmount, info.computedTrueUpAmount, info.isWindowed], ['10', '30', '7', true]);

  const used = await here.expect(200, 'POST', '/events/analytics', {
    external_customer_id: externalId, window_size: 'HOUR', start_time: at('2026-03-10'), end_time: at('2026-03-11'), breakdown_bucket: true,
  });
  assert.equal(used.total_cost, '25.00'); // the price of each hour, without what is promised
  const [summary] = used.items[0].bucket_summaries;
  assert.deepEqual(
    [summary.bucket_id, summary.price_id, summary.total_usage, summary.base_charge, summary.computed_utilized, summary.computed_overage, summary.computed_true_up],
    [hours.id, hours.price_id, '11', '22', '7', '30', '0']);
  assert.deepEqual(used.items[0].points.map(p => p.buckets.map(b => b.bucket_id)), [[], [hours.id], [hours.id]]);

  // From noon on other hours: those that are there are named by their id and keep their price.
  await to('2026-03-10T12:00:00Z');
  const longer = await here.expect(200, 'PUT', `/subscriptions/lineitems/${promised.id}`, {
    commitment_time_buckets: [
      { id: hours.id, start: { hour: 9 }, end: { hour: 11 }, commitment_value: '5' },
      { start: { hour: 22 }, end: { hour: 6 }, price: { amount: '0.50' } },
    ],
  });
  assert.deepEqual([longer.commitment_amount, longer.commitment_time_buckets.length], ['10', 2]);
  assert.deepEqual([longer.commitment_time_buckets[0].id, longer.commitment_time_buckets[0].price_id], [hours.id, hours.price_id]);
  assert.equal(longer.commitment_time_buckets[1].commitment_value, null);
  await here.expect(400, 'PUT', `/subscriptions/lineitems/${longer.id}`, {
    commitment_time_buckets: [{ id: 'bucket_of_another', start: { hour: 1 }, end: { hour: 2 }, commitment_value: '5' }],
  });

  await to('2026-04-11');
  const [march] = await billed(made.id);
  const first = march.lineItems.filter(l => l.displayName === 'Units').sort((a, b) => Date.parse(a.periodStart) - Date.parse(b.periodStart))[0];
  assert.equal(first.amount, '47.00'); // eight to noon: the hour of eleven is none that is trued up
  const explained = await here.expect(200, 'GET', `/invoices/${march.id}/lines/${first.id}/explanation`);
  assert.match(JSON.stringify(explained), /09:00-12:00\.commitment\.overage/);
  const again = await here.expect(200, 'POST', `/invoices/${march.id}/recompute`, {});
  assert.equal(again.equal, true);
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
  const hours = { start: { hour: 9, minute: 0 }, end: { hour: 12, minute: 0 }, commitment_value: '1' };
  const { id: customerOfHours } = await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });
  const refusedOf = async (field, { plan: of, price }, ...buckets) => assert.match(
    JSON.stringify(await here.expect(400, 'POST', '/subscriptions', {
      customer_id: customerOfHours, plan_id: of.id, line_item_commitments: { [price.id]: { commitment_time_buckets: buckets } },
    })), new RegExp(field));
  const refusedFor = (field, ...buckets) => refusedOf(field, hourly, ...buckets);
  await refusedFor('hours that no other', hours, { ...hours, start: { hour: 11 } });
  await refusedFor('commitment_time_buckets\\[0\\].end', { ...hours, end: { hour: 9 } });
  await refusedFor('commitment_time_buckets\\[0\\].start', { ...hours, start: { hour: 9, minute: 30 } });
  await refusedFor('overage_factor', { ...hours, overage_factor: '0.5' });
  await refusedFor('price.currency', { ...hours, price: { amount: '2', currency: 'eur' } });
  await refusedFor('price.price_unit_type', { ...hours, price: { amount: '2', price_unit_type: 'CUSTOM' } });
  await refusedFor('price.entity_id', { ...hours, price: { amount: '2', entity_id: 7 } });
  await refusedFor('price.min_quantity', { ...hours, price: { amount: '2', min_quantity: 3 } });
  await refusedFor('commitment_value', { ...hours, commitment_value: undefined });
  await refusedOf('commitment_windowed', { plan, price: usage }, hours); // its meter counts in no windows
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

// Units used at a moment; those that are late come the same way.
const units = (who, count, moment) => here.expect(202, 'POST', '/events', {
  event_id: fresh('event'), event_name: hourly.name, external_customer_id: who, timestamp: at(moment), properties: { units: count },
});
const account = async () => {
  const externalId = fresh('acme');
  return { externalId, customer: (await client.customers.createCustomer({ externalId, name: 'Acme' })).id };
};
const morning = more => ({
  start: { hour: 9 }, end: { hour: 12 }, commitment_value: '5', overage_factor: '2', price: { amount: '2.00' }, ...more,
});
const hourOf = lines => lines.map(l => [l.periodStart.slice(0, 10), l.amount]).sort();
const ofName = (invoice, name) => hourOf(invoice.lineItems.filter(l => l.displayName === name));
const proved = async (invoice, item, steps) => {
  const explained = await here.expect(200, 'GET', `/invoices/${invoice.id}/lines/${item.id}/explanation`);
  assert.match(JSON.stringify(explained), steps);
  assert.equal((await here.expect(200, 'POST', `/invoices/${invoice.id}/recompute`, {})).equal, true);
};

test('an addon brings hours of the day with a price and a promise of their own, and takes them with it', async () => {
  await to('2026-05-01');
  const who = await account();
  const addon = await client.addons.createAddon({ name: 'Units on top', lookupKey: fresh('units'), type: 'multiple_instance' });
  const onTop = await client.prices.createPrice({
    ...FEE, type: 'USAGE', amount: '1.00', entityType: 'ADDON', entityId: addon.id, meterId: hourly.feature.meterId, displayName: 'Units on top',
  });
  const { id } = await here.expect(201, 'POST', '/subscriptions', { customer_id: who.customer, plan_id: plan.id });
  const order = hours => ({
    subscription_id: id, addon_id: addon.id,
    line_item_commitments: {
      [onTop.id]: { commitment_amount: 10, overage_factor: 2, enable_true_up: true, is_window_commitment: true, commitment_time_buckets: hours },
    },
  });
  await to('2026-05-04');
  const refused = await here.expect(400, 'POST', '/subscriptions/addon', order([morning(), morning({ start: { hour: 11 } })]));
  assert.match(JSON.stringify(refused), /hours that no other/);
  const instance = await here.expect(200, 'POST', '/subscriptions/addon', order([morning()]));
  const { line_items: lines } = await here.expect(200, 'GET', `/subscriptions/${id}`);
  const [hours] = lines.find(l => l.price_id === onTop.id).commitment_time_buckets;
  assert.deepEqual([hours.start, hours.end, hours.commitment_value, hours.overage_factor], [{ hour: 9, minute: 0 }, { hour: 12, minute: 0 }, '5', 2]);
  assert.equal((await client.prices.getPrice(hours.price_id)).amount, '2');

  await units(who.externalId, 3, '2026-05-04T08:10:00Z');
  await units(who.externalId, 10, '2026-05-04T09:10:00Z');
  await units(who.externalId, 1, '2026-05-04T10:10:00Z');
  await units(who.externalId, 50, '2026-05-05T09:10:00Z');
  await to('2026-05-05');
  await client.subscriptions.removeSubscriptionAddon({ addonAssociationId: instance.id });
  await to('2026-06-02');
  const [may] = await billed(id);
  // One day: 21 hours of 10.00, in one of which 3 were used; 20.00 at nine is 5.00 + 15.00 × 2; 2.00 at ten stays.
  assert.deepEqual(ofName(may, 'Units on top'), [['2026-05-04', '247.00']]);
  await proved(may, line(may, 'Units on top'), /09:00-12:00\.commitment\.overage/);
});

test('hours of the day hold through phases, whose own lines may have others', async () => {
  await to('2026-06-03');
  const who = await account();
  const made = await here.expect(201, 'POST', '/subscriptions', {
    customer_id: who.customer, plan_id: hourly.plan.id, start_date: at('2026-06-03'),
    line_item_commitments: { [hourly.price.id]: { commitment_time_buckets: [morning()] } },
    phases: [
      { start_date: at('2026-06-03'), end_date: at('2026-06-11'), override_line_items: [{ price_id: hourly.price.id, amount: '3.00' }] },
      {
        start_date: at('2026-06-21'), end_date: at('2026-06-22'),
        line_items: [{
          price: { ...Object.fromEntries(Object.entries(FEE).map(([k, v]) => [k.replace(/[A-Z]/g, c => '_' + c.toLowerCase()), v])),
            type: 'USAGE', amount: '0.50', meter_id: hourly.feature.meterId, display_name: 'Nights' },
          display_name: 'Nights',
          commitment_time_buckets: [{ start: { hour: 22 }, end: { hour: 6 }, commitment_value: '1', true_up_enabled: true }],
        }],
      },
    ],
  });
  const held = made.line_items.filter(l => l.commitment_time_buckets?.length);
  assert.equal(held.length, 5); // the plan's in four stretches, and the one of the second phase
  for (const day of ['2026-06-05', '2026-06-13']) {
    await units(who.externalId, 2, `${day}T08:10:00Z`);
    await units(who.externalId, 4, `${day}T09:10:00Z`);
  }
  await units(who.externalId, 3, '2026-06-21T12:10:00Z');
  await units(who.externalId, 4, '2026-06-21T23:10:00Z');
  await to('2026-07-04');
  const june = (await billed(made.id)).find(i => i.lineItems.some(l => l.displayName === 'Nights'));
  // 2 × 3.00, then 2 × 1.00; at nine 8.00 in both, 5.00 + 3.00 × 2. On the 21st 7 × 1.00.
  assert.deepEqual(ofName(june, 'Units'), [['2026-06-03', '17.00'], ['2026-06-11', '13.00'], ['2026-06-21', '7.00'], ['2026-06-22', '0.00']]);
  // 1.50 at noon, 2.00 at eleven in the evening, and seven hours of the night that are lifted to 1.00.
  assert.deepEqual(ofName(june, 'Nights'), [['2026-06-21', '10.50']]);
  await proved(june, line(june, 'Nights'), /22:00-06:00\.commitment\.true\.up/);
});

test('a correction bills late usage by the hour in which it was, once', async () => {
  await to('2026-08-01');
  const who = await account();
  const { id } = await here.expect(201, 'POST', '/subscriptions', {
    customer_id: who.customer, plan_id: hourly.plan.id,
    line_item_commitments: { [hourly.price.id]: { commitment_time_buckets: [morning({ true_up_enabled: true })] } },
  });
  await units(who.externalId, 3, '2026-08-03T08:10:00Z');
  await units(who.externalId, 4, '2026-08-03T09:10:00Z');
  await to('2026-09-02');
  const [august] = (await billed(id)).filter(i => i.lineItems.some(l => l.displayName === 'Units'));
  // 92 mornings' hours of 31 days are lifted to 5.00; 8.00 is 5.00 + 3.00 × 2, and 3.00 at eight.
  assert.deepEqual(ofName(august, 'Units'), [['2026-08-01', '474.00']]);
  const correction = how => here.expect(200, 'POST', `/invoices/${august.id}/correction/${how}`);
  assert.deepEqual([(await correction('preview')).effect, (await correction('preview')).difference], ['NONE', '0.00']);

  await units(who.externalId, 2, '2026-08-03T08:40:00Z'); // 2.00, outside the hours
  await units(who.externalId, 1, '2026-08-03T09:40:00Z'); // 2.00 × 2, beyond what is promised
  await units(who.externalId, 1, '2026-08-04T10:40:00Z'); // nothing: it is within what was trued up
  await units(who.externalId, 4, '2026-08-05T11:40:00Z'); // 8.00, of which 5.00 were trued up and 3.00 are twice as much
  const shown = await eventually('late usage in the correction', async () => {
    const value = await correction('preview');
    return { ok: value.difference === '12.00', value };
  });
  const late = shown.lines.find(l => l.due !== l.billed);
  assert.deepEqual([shown.effect, late.billed, late.due, late.corrected], ['DEBIT', '474.00', '486.00', '0.00']);
  assert.deepEqual(shown.lines.filter(l => l !== late).map(l => [l.billed, l.due]), shown.lines.filter(l => l !== late).map(l => [l.billed, l.billed]));
  const done = await correction('execute');
  assert.deepEqual([done.correcting_invoice.invoice_status, done.correcting_invoice.total], ['FINALIZED', '12.00']);
  const again = await correction('execute');
  assert.deepEqual([again.effect, again.correcting_invoice, again.lines.find(l => l.due === '486.00').corrected], ['NONE', null, '12.00']);
  await proved(august, line(august, 'Units'), /09:00-12:00\.commitment\.true\.up/);
  assert.equal((await here.expect(200, 'POST', `/invoices/${done.correcting_invoice.id}/recompute`, {})).equal, true);
});

test('what a line has promised of a period that ends in a pause is asked for with the next invoice', async () => {
  await to('2026-10-01');
  const one = await begun({ line_item_commitments: { [usage.id]: { commitment_amount: 20, overage_factor: 2, enable_true_up: true } } });
  await calls(one, 5, '2026-10-05');
  await to('2026-10-11');
  await here.expect(200, 'POST', `/subscriptions/${one.id}/pause`, { open_period: 'kept' });
  await to('2026-11-21');
  await here.expect(200, 'POST', `/subscriptions/${one.id}/resume`, {});
  await calls(one, 7, '2026-11-25');
  await to('2026-12-02');
  const [october, november] = await billed(one.id);
  const named = invoice => invoice.lineItems.filter(l => /^Calls/.test(l.displayName))
    .map(l => `${l.displayName} ${l.periodStart.slice(0, 10)}..${l.periodEnd.slice(0, 10)} ${l.amount}`).sort();
  assert.deepEqual(named(october), ['Calls 2026-10-01..2026-10-11 5.00']);
  assert.deepEqual(named(november), ['Calls 2026-11-21..2026-12-01 20.00', 'Calls True Up 2026-10-01..2026-11-01 15.00']);
  assert.equal((await here.expect(200, 'POST', `/invoices/${november.id}/recompute`, {})).equal, true);
  await here.expect(200, 'GET', `/invoices/${november.id}/lines/${line(november, 'Calls True Up').id}/explanation`);
  assert.equal((await here.expect(200, 'POST', `/invoices/${november.id}/correction/preview`)).effect, 'NONE');
  assert.equal((await here.expect(200, 'POST', `/invoices/${october.id}/correction/preview`)).effect, 'NONE');
  await to('2027-01-02');
  assert.deepEqual(named((await billed(one.id))[2]), ['Calls 2026-12-01..2027-01-01 20.00']);
});
