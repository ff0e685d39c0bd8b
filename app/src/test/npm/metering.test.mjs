// Meters in the course of time: what they looked at when, and usage that is counted anew.
import assert from 'node:assert/strict';
import { eventually, fresh, nobody, sandbox, subscribed } from './support.mjs';
import { test } from 'node:test';

const here = await sandbox('metering');
const { client } = here;
const START = '2024-01-01T00:00:00Z';
const CHANGE = '2024-01-03T00:00:00Z';
await here.expect(200, 'PUT', '/clock', { now: START });
const customer = await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });
const name = fresh('call');
const group = await client.groups.createGroup({ name: 'Traffic', lookupKey: fresh('traffic'), entityType: 'feature' });
const feature = await here.expect(201, 'POST', '/features', {
  name: 'Calls', lookup_key: fresh('calls'), type: 'metered', group_id: group.id,
  meter: { name: 'Calls', event_name: name, aggregation: { type: 'COUNT' }, reset_usage: 'BILLING_PERIOD' },
});
const meter = `/meters/${feature.meter_id}`;
const plan = await client.plans.createPlan({ name: 'Pro', lookupKey: fresh('pro') });
await client.prices.createPrice({
  entityType: 'PLAN', entityId: plan.id, type: 'USAGE', billingModel: 'FLAT_FEE', amount: '1.00', currency: 'usd', meterId: feature.meter_id,
  billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCadence: 'RECURRING', invoiceCadence: 'ARREAR', priceUnitType: 'FIAT',
});
const subscription = await subscribed(client, customer.id, plan.id, { startDate: START });
const remeter = `/subscriptions/${subscription.id}/remeter`;

// The meter looks at all calls, from 3 January on at those of the EU.
await here.expect(200, 'POST', '/clock/advance', { to: CHANGE });
const eu = [{ key: 'region', values: ['eu'] }];
await here.expect(200, 'PUT', meter, { filters: eu });
await here.expect(200, 'POST', '/clock/advance', { to: '2024-01-04T00:00:00Z' });
const events = [
  ['2024-01-02T00:00:00Z', 'eu'], ['2024-01-02T00:00:00Z', 'us'], ['2024-01-03T01:00:00Z', 'eu'], ['2024-01-03T01:00:00Z', 'us'],
].map(([timestamp, region], i) => ({
  eventId: `${name}-${i}`, eventName: name, externalCustomerId: customer.externalId, timestamp, properties: { region },
}));
await client.events.ingestEventsBulk({ events });
const question = { meter_id: feature.meter_id, start_time: START, end_time: '2024-01-08T00:00:00Z' };
await eventually('all to be stored', async () => {
  const found = await client.events.listRawEvents({ eventName: name, startTime: START, endTime: question.end_time });
  return { ok: found.totalCount === events.length, value: found.totalCount };
});

const read = async definition => (await here.expect(200, 'POST', '/events/usage/meter', { ...question, definition })).value;
const usage = async definition => {
  const said = await here.expect(200, 'POST', '/events/analytics', {
    external_customer_id: customer.externalId, start_time: START, end_time: question.end_time, definition,
  });
  return [said.items[0].total_usage, said.total_cost];
};

test('a meter keeps its versions', async () => {
  const said = await here.expect(200, 'GET', meter);
  assert.equal(said.version, 2);
  assert.deepEqual(said.versions, [
    { version: 1, effective_from: null, filters: [] },
    { version: 2, effective_from: CHANGE, filters: eu },
  ]);
  const before = await here.expect(200, 'GET', `/audit/meter/${feature.meter_id}?as_of=2024-01-02T00:00:00Z`);
  assert.deepEqual(before.state.filters, []);
  const same = await here.expect(200, 'PUT', meter, { filters: eu });
  assert.equal(same.version, 2);
});

test('each event is counted by what was in force when it happened, or by another version if asked', async () => {
  assert.equal(await read(undefined), 3);
  assert.equal(await read('in_force'), 3);
  assert.equal(await read('newest'), 2);
  assert.equal(await read('1'), 4);
  assert.equal(await read(2), 2);
  await here.expect(400, 'POST', '/events/usage/meter', { ...question, definition: '3' });
  await here.expect(400, 'POST', '/events/usage/meter', { ...question, definition: 'mine' });
  await here.expect(400, 'POST', '/events/analytics', { definition: '0' });
});

test('a line item counts as it was agreed; another definition can be asked', async () => {
  assert.deepEqual(await usage(undefined), ['4', '4.00']);
  assert.deepEqual(await usage('in_force'), ['3', '3.00']);
  assert.deepEqual(await usage('newest'), ['2', '2.00']);
  const { receipt } = await here.expect(200, 'GET', `/events/${name}-3`);
  assert.deepEqual(receipt.metered_by.map(by => by.meter_version), [1]);
  assert.equal(receipt.ignored_because, null);
});

test('usage of the open period is metered anew, shown before and taken back', async () => {
  const shown = await here.expect(200, 'POST', `${remeter}/preview`, { definition: 'in_force' });
  assert.deepEqual([shown.amount_now, shown.amount_then, shown.difference], ['4.00', '3.00', '-1.00']);
  const [line] = shown.lines;
  assert.deepEqual([line.quantity_now, line.quantity_then, line.effective_from], ['4', '3', START]);
  assert.deepEqual(line.versions_then.map(v => [v.version, v.effective_from]), [[1, null], [2, CHANGE]]);
  assert.deepEqual(await usage(undefined), ['4', '4.00']);

  await here.expect(200, 'POST', remeter, { definition: 'in_force', line_item_ids: [line.line_item_id] });
  assert.deepEqual(await usage(undefined), ['3', '3.00']);
  const again = await here.expect(200, 'POST', remeter, { definition: 'in_force' });
  assert.deepEqual([again.lines, again.difference], [[], '0.00']);

  await here.expect(200, 'POST', remeter, { definition: 'agreed' });
  assert.deepEqual(await usage(undefined), ['4', '4.00']);
  await here.expect(200, 'POST', remeter, { definition: 'newest' });
  assert.deepEqual(await usage(undefined), ['2', '2.00']);
});

test('what cannot be metered anew is refused', async () => {
  await here.expect(400, 'POST', remeter, {});
  await here.expect(400, 'POST', remeter, { definition: 'yesterday' });
  await here.expect(400, 'POST', remeter, { definition: '7' });
  await here.expect(400, 'POST', `${remeter}/preview`, { definition: 'newest', line_item_ids: [nobody('subs_line')] });
  await here.expect(404, 'POST', `/subscriptions/${nobody('subs')}/remeter`, { definition: 'newest' });
});

test('features of a group are shown as one, and customers that belong to another with it', async () => {
  const child = { external_id: fresh('child'), name: 'Child', parent_customer_id: customer.id };
  await here.expect(201, 'POST', '/customers', child);
  const event_id = `${name}-child`;
  await here.expect(202, 'POST', '/events', {
    event_id, event_name: name, external_customer_id: child.external_id, timestamp: '2024-01-03T02:00:00Z', properties: { region: 'eu' },
  });
  await here.expect(200, 'GET', `/events/${event_id}`);
  const asked = { external_customer_id: customer.externalId, start_time: START, end_time: question.end_time, group_by: ['group'] };
  const own = await here.expect(200, 'POST', '/events/analytics', asked);
  assert.deepEqual(own.items.map(item => [item.group.id, item.name, item.total_usage, item.total_cost]), [[group.id, 'Traffic', '2', '2.00']]);
  assert.deepEqual(own.archived_months, []);
  const all = await here.expect(200, 'POST', '/events/analytics', { ...asked, include_children: true });
  assert.deepEqual(all.items.map(item => [item.group.id, item.total_usage, item.event_count, item.total_cost]), [[group.id, '3', 3, '2.00']]);
  const apart = await here.expect(200, 'POST', '/events/analytics', {
    ...asked, include_children: true, group_by: ['external_customer_id'], expand: ['group'], window_size: 'DAY',
  });
  assert.deepEqual(apart.items.map(item => [item.external_customer_id, item.total_usage, item.group.name]),
    [[customer.externalId, '2', 'Traffic'], [child.external_id, '1', 'Traffic']]);
  await here.expect(400, 'POST', '/events/analytics', { include_children: true });
});

test('a line of a stream that is no event is set aside, with its reason, and in the accounts', async () => {
  const line = `no event ${name}`;
  const said = await here.expect(202, 'POST', '/events/import', `${line}\n`, { 'content-type': 'application/x-ndjson' });
  assert.equal(said.rejected, 1);
  const [kept] = (await here.expect(200, 'GET', '/events/rejected?source=import')).items;
  assert.equal(kept.payload, line);
  assert.match(kept.reason, /not valid JSON/);
  const { items } = await here.expect(200, 'GET', '/events/accounts');
  assert.equal(items.find(hour => hour.source === 'import').rejected, 1);
});

test('the invoice says by which version it counted, and shows those events alone', async () => {
  await here.expect(200, 'POST', '/clock/advance', { to: '2024-02-01T03:00:00Z' });
  const [january] = (await client.invoices.queryInvoice({ subscriptionId: subscription.id, invoiceStatus: ['FINALIZED'] })).items;
  assert.equal(january.total, '2.00');
  const why = await here.expect(200, 'GET', `/invoices/${january.id}/lines/${january.lineItems[0].id}/explanation`);
  assert.deepEqual(why.reading.meter_versions, [{ version: 2, effective_from: START, filters: eu }]);
  assert.deepEqual(why.events.items.map(event => event.event_id), [`${name}-2`, `${name}-0`]);
});
