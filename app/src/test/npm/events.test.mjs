// Usage: what came in, what it adds up to, and what it costs.
import assert from 'node:assert/strict';
import { eventually, fails, fresh, keep, nobody, operation, sandbox, serverURL, subscribed } from './support.mjs';
import { test } from 'node:test';

const here = await sandbox('events');
const { client } = here;
const START = '2024-01-01T00:00:00Z';
const END = '2024-01-08T00:00:00Z';
await here.expect(200, 'PUT', '/clock', { now: START });
const customer = await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });
const name = fresh('llm');
const feature = await client.features.createFeature({
  name: 'Tokens', type: 'metered', lookupKey: fresh('tokens'), unitSingular: 'token', unitPlural: 'tokens',
  meter: { name: 'Tokens', eventName: name, aggregation: { type: 'SUM', field: 'tokens' }, resetUsage: 'BILLING_PERIOD' },
});
await here.expect(200, 'PUT', `/features/${feature.id}`, { // the client drops it
  reporting_unit: { unit_singular: 'thousand', unit_plural: 'thousands', conversion_rate: '0.001' },
});
const plan = await client.plans.createPlan({ name: 'Pro', lookupKey: fresh('pro') });
await client.prices.createPrice({
  entityType: 'PLAN', entityId: plan.id, type: 'USAGE', billingModel: 'FLAT_FEE', amount: '0.01', currency: 'usd', meterId: feature.meterId,
  billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCadence: 'RECURRING', invoiceCadence: 'ARREAR', priceUnitType: 'FIAT',
});
const subscription = await subscribed(client, customer.id, plan.id, { startDate: START });
await here.expect(200, 'POST', '/clock/advance', { to: '2024-01-07T12:00:00Z' });
const sent = [
  ['2024-01-02T01:00:00Z', 'large', 'web', '100'], ['2024-01-02T02:00:00Z', 'small', 'web', '30'],
  ['2024-01-03T01:00:00Z', 'large', 'batch', '270'], ['2024-01-03T02:00:00Z', 'large', 'web', 'many'],
].map(([timestamp, model, source, tokens], i) => ({
  eventId: `${name}-${i}`, eventName: name, externalCustomerId: customer.externalId, timestamp, source, properties: { model, tokens },
}));
const window = { startTime: START, endTime: END };

operation('ingestEvent', async () => {
  assert.equal((await client.events.ingestEvent(sent[0])).event_id, sent[0].eventId);
  await fails(400, () => client.events.ingestEvent({ eventName: '', externalCustomerId: 'x' }), /event_name/);
});

operation('ingestEventsBulk', async () => {
  await client.events.ingestEventsBulk({ events: sent });
  await fails(400, () => client.events.ingestEventsBulk({ events: [] }), /events/);
  await eventually('all to be stored', async () => {
    const found = await client.events.listRawEvents({ eventName: name, ...window });
    return { ok: found.totalCount === 4, value: found.totalCount };
  });
});

operation('listRawEvents', async () => {
  const first = await client.events.listRawEvents({ eventName: name, pageSize: 3, ...window });
  assert.equal(first.hasMore, true);
  const second = await client.events.listRawEvents({ eventName: name, pageSize: 3, iterLastKey: first.iterLastKey, ...window });
  assert.deepEqual([...first.events, ...second.events].map(e => e.id), sent.map(e => e.eventId).reverse());
  const large = await client.events.listRawEvents({ eventName: name, propertyFilters: { model: ['large'] }, ...window });
  assert.equal(large.totalCount, 3);
  // What is new since a page: what stands before its first key. The oldest first the other way round.
  const newer = await client.events.listRawEvents({ eventName: name, iterFirstKey: second.iterFirstKey, ...window });
  assert.deepEqual(newer.events.map(e => e.id), first.events.map(e => e.id));
  const none = await client.events.listRawEvents({ eventName: name, iterFirstKey: first.iterFirstKey, ...window });
  assert.deepEqual([none.events.length, none.totalCount], [0, 4]);
  const between = await client.events.listRawEvents({ eventName: name, iterFirstKey: second.iterFirstKey, iterLastKey: first.iterFirstKey, ...window });
  assert.deepEqual(between.events.map(e => e.id), first.events.slice(1).map(e => e.id));
  const oldest = await client.events.listRawEvents({ eventName: name, order: 'asc', pageSize: 3, ...window });
  const rest = await client.events.listRawEvents({ eventName: name, order: 'asc', iterLastKey: oldest.iterLastKey, ...window });
  assert.deepEqual([...oldest.events, ...rest.events].map(e => e.id), sent.map(e => e.eventId));
  await fails(400, () => client.events.listRawEvents({ pageSize: 0 }), /page_size/);
  await fails(400, () => client.events.listRawEvents({ iterFirstKey: 'yesterday' }), /iter_first_key/);
});

operation('getEvent', async () => {
  assert.equal((await client.events.getEvent(sent[1].eventId)).event.properties.tokens, '30');
  await fails(404, () => client.events.getEvent(nobody('event')), /not found/);
});

operation('getUsageStatistics', async () => {
  const daily = await client.events.getUsageStatistics({
    aggregationType: 'SUM', eventName: name, propertyName: 'tokens', externalCustomerId: customer.externalId, windowSize: 'DAY', ...window,
  });
  assert.equal(daily.value, 400);
  assert.deepEqual(daily.results.map(r => r.value), [130, 270]);
  const peaks = await client.events.getUsageStatistics({
    aggregationType: 'MAX', eventName: name, propertyName: 'tokens', bucketSize: 'DAY', groupByProperty: 'model', ...window,
  });
  assert.equal(peaks.value, 400);
  const asked = { aggregation_type: 'SUM', event_name: name, property_name: 'tokens', start_time: START, end_time: END };
  const divided = await here.expect(200, 'POST', '/events/usage', { ...asked, group_by: ['properties.model', 'source'] });
  assert.equal(divided.value, 400);
  assert.deepEqual(divided.results.map(r => [r.group['properties.model'], r.group.source, r.value, r.window_size]).sort(),
    [['large', 'batch', 270, START], ['large', 'web', 100, START], ['small', 'web', 30, START]]);
  const days = await here.expect(200, 'POST', '/events/usage', { ...asked, group_by: ['external_customer_id'], window_size: 'DAY' });
  assert.deepEqual(days.results.map(r => [r.group.external_customer_id, r.value]), [[customer.externalId, 130], [customer.externalId, 270]]);
  await here.expect(400, 'POST', '/events/usage', { ...asked, group_by: ['feature_id'] });
  const level = await client.events.getUsageStatistics({ aggregationType: 'WEIGHTED_SUM', eventName: name, propertyName: 'tokens', ...window });
  assert.ok(level.value > 0 && level.value < 400);
  await fails(400, () => client.events.getUsageStatistics({ aggregationType: 'SUM', eventName: name }), /property_name/);
});

operation('getUsageByMeter', async () => {
  const usage = await client.events.getUsageByMeter({ meterId: feature.meterId, externalCustomerId: customer.externalId, ...window });
  assert.equal(usage.value, 400);
  await fails(404, () => client.events.getUsageByMeter({ meterId: nobody('meter') }), /not found/);
  // The greatest of each day, and the sum of them; a sum of sums is the sum.
  const greatest = await client.features.createFeature({
    name: 'Greatest', type: 'metered', lookupKey: fresh('greatest'),
    meter: { name: 'Greatest', eventName: name, aggregation: { type: 'MAX', field: 'tokens' }, resetUsage: 'BILLING_PERIOD' },
  });
  const read = (meterId, bucketSize) => client.events.getUsageByMeter({ meterId, bucketSize, ...window }).then(found => found.value);
  assert.deepEqual([await read(greatest.meterId), await read(greatest.meterId, 'DAY'), await read(feature.meterId, 'DAY')], [270, 370, 400]);
  const counted = await client.features.createFeature({
    name: 'Counted', type: 'metered', lookupKey: fresh('counted'),
    meter: { name: 'Counted', eventName: name, aggregation: { type: 'COUNT' }, resetUsage: 'BILLING_PERIOD' },
  });
  await fails(400, () => read(counted.meterId, 'DAY'), /bucket_size.*COUNT/);
});

operation('getUsageAnalytics', async () => {
  const whole = await client.events.getUsageAnalytics({ externalCustomerId: customer.externalId, expand: ['feature', 'price'], ...window });
  assert.equal(whole.totalCost, '4.00');
  assert.equal(whole.currency, 'usd');
  assert.equal(whole.items.length, 1);
  const [item] = whole.items;
  assert.equal(item.featureId, feature.id);
  assert.equal(item.feature.id, feature.id);
  assert.equal(item.price.amount, '0.01');
  assert.equal(item.subscriptionId, subscription.id);
  assert.equal(item.totalUsage, '400');
  assert.equal(item.eventCount, 3);
  const split = await client.events.getUsageAnalytics({
    externalCustomerId: customer.externalId, groupBy: ['properties.model', 'source'], windowSize: 'DAY', ...window,
  });
  assert.deepEqual(split.items.map(i => [i.properties.model, i.source, i.totalUsage, i.totalCost]),
    [['large', 'batch', '270', '2.70'], ['large', 'web', '100', '1.00'], ['small', 'web', '30', '0.30']]);
  assert.deepEqual(split.items[0].points.map(p => [new Date(p.timestamp).toISOString(), p.usage, p.cost]), [['2024-01-03T00:00:00.000Z', '270', '2.70']]);
  const narrow = await client.events.getUsageAnalytics({
    externalCustomerId: customer.externalId, featureIds: [feature.id], sources: ['web'], propertyFilters: { model: ['large'] }, ...window,
  });
  assert.equal(narrow.totalCost, '1.00');
  const raw = await here.expect(200, 'POST', '/events/analytics', { external_customer_id: customer.externalId, start_time: START, end_time: END });
  assert.equal(raw.items[0].total_usage_display, '0.4');
  const all = await here.expect(200, 'POST', '/events/analytics', {
    feature_ids: [feature.id], group_by: ['external_customer_id'], limit: 1, start_time: START, end_time: END,
  });
  assert.equal(all.items[0].external_customer_id, customer.externalId);
  assert.equal(all.items[0].total_cost, null);
  // Of promises by the time of day there are none: asked for, they are told as none.
  const bare = await here.expect(200, 'POST', '/events/analytics', { external_customer_id: customer.externalId, window_size: 'DAY', start_time: START, end_time: END });
  assert.deepEqual([bare.items[0].bucket_summaries, bare.items[0].points[0].buckets], [null, null]);
  const byTime = await here.expect(200, 'POST', '/events/analytics', {
    external_customer_id: customer.externalId, window_size: 'DAY', start_time: START, end_time: END, breakdown_bucket: true,
  });
  assert.deepEqual([byTime.items[0].bucket_summaries, byTime.items[0].points[0].buckets], [[], []]);
  assert.equal(byTime.total_cost, bare.total_cost);
  await here.expect(400, 'POST', '/events/analytics', { external_customer_id: customer.externalId, breakdown_bucket: 'often' });
  await fails(400, () => client.events.getUsageAnalytics({ externalCustomerId: customer.externalId, groupBy: ['colour'] }), /group_by/);
  await fails(404, () => client.events.getUsageAnalytics({ externalCustomerId: fresh('nobody') }), /not found/);
});

operation('getHuggingfaceInferenceData', async () => {
  const requestIds = [sent[0].eventId, sent[3].eventId, 'unknown'];
  const costs = await here.expect(200, 'POST', '/events/huggingface-inference', { requestIds });
  assert.deepEqual(costs.requests.map(r => [r.requestId, r.costNanoUsd]), [[sent[0].eventId, '1000000000'], [sent[3].eventId, '0']]);
  await fails(400, () => client.events.getHuggingfaceInferenceData({ requestIds }), /requestIds/); // the client sends no body
});

test('the routes of meter usage say the same', async () => {
  const asked = { external_customer_id: customer.externalId, start_time: START, end_time: END };
  assert.equal((await here.expect(200, 'POST', '/meter-usage/query', { meter_id: feature.meterId, ...asked })).value, 400);
  assert.equal((await here.expect(200, 'POST', '/meter-usage/analytics', asked)).total_cost, '4.00');
  const detailed = await here.expect(200, 'POST', '/meter-usage/detailed-analytics', asked);
  assert.deepEqual(detailed.items[0].points.map(p => p.cost), ['1.30', '2.70']);
  assert.equal((await here.expect(200, 'POST', '/events/huggingface-billing', { requestIds: [sent[0].eventId] })).requests.length, 1);
});

test('usage is projected to the end of the period', async () => {
  const path = `/subscriptions/${subscription.id}/projected-usage`;
  const said = await here.expect(200, 'GET', path);
  assert.deepEqual([said.period_end, said.elapsed_share, said.amount, said.projected_amount], ['2024-02-01T00:00:00Z', '0.2097', '4.00', '19.08']);
  const [charge] = said.charges; // 400 in 6.5 of 31 days
  assert.deepEqual([charge.projection_method, charge.quantity, charge.projected_quantity], ['pace', '400', '1907.692308']);
  assert.equal(said.projected_invoice_total, '19.08');
  await here.expect(404, 'GET', `/subscriptions/${nobody('subs')}/projected-usage`);
});

test('events are exported', async () => {
  const exported = await fetch(`${serverURL}/events/export?start_time=${START}&end_time=${END}`, { headers: { 'x-api-key': here.key } });
  assert.equal(exported.status, 200);
  const bytes = Buffer.from(await exported.arrayBuffer());
  assert.equal(bytes.subarray(0, 4).toString(), 'PAR1');
  assert.equal(bytes.subarray(-4).toString(), 'PAR1');
  keep(new Request(exported.url), '', exported, 'PAR1');
  await here.expect(400, 'GET', '/events/export?start_time=yesterday');
});

test('the monitoring says that nothing is missing', async () => {
  const said = await here.expect(200, 'GET', '/events/monitoring');
  assert.equal(said.received, said.stored + said.repeated + said.rejected);
  assert.equal(said.unexplained, 0);
  assert.ok(said.received_last_minute > 0 && said.received_last_minute <= said.received);
});

test('late and future events are refused as the environment says', async () => {
  const policy = '/settings/event_time_config';
  const event = timestamp => ({ event_id: fresh('timed'), event_name: fresh('timed'), external_customer_id: customer.externalId, timestamp });
  await here.expect(400, 'PUT', policy, { value: { late_events: 'accept_until' } });
  await here.expect(200, 'PUT', policy, { value: { late_events: 'accept_until', late_hours_max: 24, future_events: 'reject' } });
  await eventually('the setting to hold', async () => {
    const refused = await here.send('POST', '/events', event('2024-01-05T00:00:00Z'));
    return { ok: refused.status === 400, value: refused.status };
  });
  const late = await here.expect(400, 'POST', '/events/bulk', { events: [event('2024-01-07T00:00:00Z'), event('2024-01-06T11:59:00Z')] });
  assert.match(JSON.stringify(late), /events\[1\]\.timestamp.*PT24H/);
  const refused = /"event_id":"([^"]+)"/.exec(JSON.stringify(late))[1];
  const ignored = await here.expect(200, 'GET', `/events/${refused}`);
  assert.equal(ignored.status, 'failed');
  assert.match(ignored.receipt.ignored_because, /timestamp: expected a time from .* got 2024-01-06T11:59:00Z/);
  assert.equal(ignored.receipt.refusals[0].event.id, refused);
  await here.expect(400, 'POST', '/events', event('2024-01-07T12:06:00Z'));
  await here.expect(202, 'POST', '/events', event('2024-01-07T12:04:00Z'));
  await here.expect(204, 'DELETE', policy);
  await eventually('everything to be taken again', async () => {
    const taken = await here.send('POST', '/events', event('2024-01-01T00:00:00Z'));
    return { ok: taken.status === 202, value: taken.status };
  });
});

test('payloads of a provider become events by the shape that the environment says', async () => {
  const shaped = fresh('raw');
  const payload = (id, at) => ({ request: { id, at }, account: customer.externalId, kind: shaped, usage: { tokens: 7, model: 'm' } });
  const events = [payload(`${shaped}-1`, '2024-01-07T01:00:00Z'), payload(`${shaped}-2`, 'some day')];
  const early = await here.expect(202, 'POST', '/events/raw/bulk', { events });
  assert.deepEqual([early.accepted, early.rejected], [0, 2]);
  assert.match(early.items[0].reason, /event_name/);
  await here.expect(200, 'PUT', '/settings/raw_event_config', { value: {
    event_id: 'request.id', event_name: 'kind', external_customer_id: 'account', timestamp: 'request.at', properties: 'usage',
  } });
  const first = await here.expect(202, 'POST', '/events/raw/reprocess/pending', {});
  assert.deepEqual([first.replayed, first.rejected, first.has_more], [1, 1, false]);
  assert.deepEqual((await here.expect(200, 'GET', `/events/${shaped}-1`)).event.properties, { tokens: '7', model: 'm' });
  const aside = await here.expect(200, 'GET', '/events/rejected?source=raw&standing=open');
  assert.deepEqual(aside.items.map(i => i.id), [early.items[1].rejected_id]);
  const again = await here.expect(202, 'POST', '/events/raw/reprocess/all', {});
  assert.deepEqual([again.replayed, again.rejected], [1, 1]);
  const taken = await here.expect(202, 'POST', '/events/raw/bulk', { events: [events[0], payload(`${shaped}-3`, '2024-01-07T02:00:00Z')] });
  assert.deepEqual([taken.accepted, taken.rejected, taken.items[1].event_id], [2, 0, `${shaped}-3`]);
  await eventually('each to be there once', async () => {
    const found = await client.events.listRawEvents({ eventName: shaped, ...window });
    return { ok: found.totalCount === 2, value: found.totalCount };
  });
  await here.expect(400, 'POST', '/events/raw/bulk', { events: [] });
  await here.expect(400, 'PUT', '/settings/raw_event_config', { value: { event_id: 'two words' } });
  await here.expect(204, 'DELETE', '/settings/raw_event_config');
});

test('the tail shows what is stored, and goes on where it was cut off', async () => {
  const tailed = fresh('tailed');
  const opened = async (path, headers) => {
    const stop = new AbortController();
    const request = new Request(`${serverURL}/events/tail?event_name=${tailed}${path}`, { headers: { 'x-api-key': here.key, ...headers }, signal: stop.signal });
    const answer = await fetch(request);
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    const until = async part => {
      let all = '';
      while (!all.includes(part) || !all.endsWith('\n\n')) {
        all += decoder.decode((await reader.read()).value, { stream: true });
      }
      all.split('\n').filter(line => line.startsWith('data:')).forEach(line => keep(request, '', answer, line.slice(5)));
      return all;
    };
    return { status: answer.status, until, close: () => stop.abort() };
  };
  const send = (id, model) => here.expect(202, 'POST', '/events', {
    event_id: id, event_name: tailed, external_customer_id: customer.externalId, timestamp: '2024-01-07T12:00:00Z', properties: { model },
  });
  const [first, other, second] = [fresh('t'), fresh('t'), fresh('t')];
  const large = await opened('&property.model=large');
  const begun = /id:\s*(\S+)/.exec(await large.until('alive'))[1];
  await send(other, 'small');
  await send(first, 'large');
  assert.ok(!(await large.until(first)).includes(other));
  large.close();
  await send(second, 'large');
  const again = await opened('', { 'Last-Event-ID': begun });
  const all = await again.until(second);
  assert.ok(all.includes(first) && all.includes(other));
  again.close();
  assert.equal((await opened('', { 'Last-Event-ID': 'nonsense' })).status, 400);
});

test('usage is amended: drafted, seen on the invoices, applied and taken back', async () => {
  const added = fresh('added');
  const usage = async () => (await here.expect(200, 'POST', '/events/usage/meter', {
    meter_id: feature.meterId, external_customer_id: customer.externalId, start_time: START, end_time: END,
  })).value;
  const draft = await here.expect(201, 'POST', '/events/amendments', {
    reason: 'the sensor was off',
    deprecate: [sent[1].eventId],
    replace: [{ event_id: sent[0].eventId, properties: { model: 'large', tokens: '150' } }],
    events: [{ event_id: added, event_name: name, external_customer_id: customer.externalId, timestamp: '2024-01-04T00:00:00Z', properties: { tokens: '50' } }],
  });
  assert.deepEqual([draft.status, draft.deprecated, draft.replaced, draft.added], ['DRAFTED', 1, 1, 1]);
  const path = `/events/amendments/${draft.id}`;
  assert.equal(await usage(), 400);
  const [running] = (await here.expect(200, 'POST', `${path}/preview`, {})).invoices;
  assert.deepEqual([running.invoice_id, running.is_open, running.amount_now, running.amount_then, running.difference], [null, true, '4.00', '4.70', '0.70']);

  await here.expect(200, 'POST', '/clock/advance', { to: '2024-02-01T00:30:00Z' });
  const [open] = (await here.expect(200, 'POST', `${path}/preview`, {})).invoices;
  assert.deepEqual([open.is_open, open.amount_now, open.amount_then, open.difference, open.to_be_corrected], [true, '4.00', '4.70', '0.70', null]);
  await here.expect(200, 'POST', '/clock/advance', { to: '2024-02-01T03:00:00Z' });
  const [closed] = (await here.expect(200, 'POST', `${path}/preview`, {})).invoices;
  assert.deepEqual([closed.is_open, closed.invoice_status, closed.difference, closed.to_be_corrected], [false, 'FINALIZED', '0.70', '0.70']);
  assert.deepEqual(closed.lines.map(l => [l.quantity_now, l.quantity_then, l.difference]), [['400', '470', '0.70']]);

  assert.equal((await here.expect(200, 'POST', `${path}/apply`, { reason: 'agreed with the customer' })).status, 'APPLIED');
  assert.equal(await usage(), 470);
  const receipt = (await here.expect(200, 'GET', `/events/${sent[0].eventId}`)).receipt;
  assert.equal(receipt.event_in_force.properties.tokens, '150');
  assert.deepEqual(receipt.amendments.map(a => [a.amendment_id, a.action, a.status]), [[draft.id, 'REPLACE', 'APPLIED']]);
  assert.deepEqual(receipt.invoice_lines.map(l => l.counted), [true]);
  const gone = (await here.expect(200, 'GET', `/events/${sent[1].eventId}`)).receipt;
  assert.equal(gone.event_in_force, null);
  assert.deepEqual(gone.invoice_lines.map(l => l.counted), [true]);
  const late = (await here.expect(200, 'GET', `/events/${added}`)).receipt;
  assert.deepEqual(late.invoice_lines.map(l => l.counted), [false]);
  const explained = await here.expect(200, 'GET', `/invoices/${closed.invoice_id}/lines/${closed.lines[0].line_id}/explanation`);
  assert.ok(JSON.stringify(explained).includes(sent[1].eventId)); // what was billed then
  assert.equal((await here.expect(200, 'POST', `/invoices/${closed.invoice_id}/correction/preview`, {})).difference, '0.70');

  assert.equal((await here.expect(200, 'POST', `${path}/revert`, {})).status, 'REVERTED');
  assert.equal(await usage(), 400);
  assert.equal((await here.expect(200, 'POST', `/invoices/${closed.invoice_id}/correction/preview`, {})).difference, '0.00');
  assert.deepEqual((await here.expect(200, 'GET', path)).steps.map(s => s.status), ['DRAFTED', 'APPLIED', 'REVERTED']);
  assert.equal((await here.expect(200, 'GET', '/events/amendments')).items[0].id, draft.id);
  assert.deepEqual((await here.expect(200, 'GET', `${path}/events?page_size=2`)).has_more, true);
  const more = id => ({ event_id: fresh(id), event_name: name, external_customer_id: customer.externalId, timestamp: '2024-01-05T00:00:00Z', properties: { tokens: '1' } });
  const another = await here.expect(201, 'POST', '/events/amendments', { reason: 'found later', events: [more('first')] });
  assert.equal((await here.expect(200, 'POST', `/events/amendments/${another.id}/events`, { events: [more('second')] })).added, 2);
  await here.expect(400, 'POST', `${path}/events`, { events: [{ event_id: fresh('x'), event_name: name, external_customer_id: 'x' }] });
  await here.expect(404, 'POST', '/events/amendments', { reason: 'x', deprecate: [fresh('nobody')] });
});
