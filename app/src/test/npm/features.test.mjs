// Features and their meters.
import assert from 'node:assert/strict';
import { METER, fails, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('features');
const { client } = here;
const key = fresh('tokens');
const made = await client.features.createFeature({
  name: 'Tokens', type: 'metered', lookupKey: key, description: 'Tokens of any model', unitSingular: 'token', unitPlural: 'tokens',
  metadata: { team: 'ai' },
  meter: { ...METER, filters: [{ key: 'model', values: ['small', 'large'] }] },
});

operation('createFeature', async () => {
  assert.match(made.id, /^feat_/);
  assert.equal(made.meter.id, made.meterId);
  assert.equal(made.meter.filters[0].key, 'model');
  const shared = await client.features.createFeature({ name: 'Tokens too', type: 'metered', meterId: made.meterId });
  assert.equal(shared.meterId, made.meterId);
  const flag = await client.features.createFeature({ name: 'Dark mode', type: 'boolean', lookupKey: fresh('dark') });
  assert.ok(flag.meter == null);
  const fixed = await client.features.createFeature({ name: 'Support', type: 'static', lookupKey: fresh('support') });
  assert.equal(fixed.type, 'static');
  await fails(409, () => client.features.createFeature({ name: 'Again', type: 'boolean', lookupKey: key }), new RegExp(key));
  await fails(400, () => client.features.createFeature({ name: 'No meter', type: 'metered' }), /meter/);
  await fails(404, () => client.features.createFeature({ name: 'x', type: 'metered', meterId: nobody('meter') }), /not found/);
  await here.expect(400, 'POST', '/features', { name: 'x', type: 'magic' });
});

operation('queryFeature', async () => {
  const found = await client.features.queryFeature({ lookupKeys: [key], expand: 'meters' });
  assert.equal(found.items[0].meter.eventName, 'llm.call');
  assert.equal((await client.features.queryFeature({ featureIds: [made.id] })).pagination.total, 1);
  assert.equal((await client.features.queryFeature({ lookupKey: key, meterIds: [made.meterId] })).items[0].id, made.id);
  const named = await client.features.queryFeature({ nameContains: 'oken', sort: [{ field: 'name', direction: 'asc' }] });
  assert.deepEqual(named.items.map(f => f.name), ['Tokens', 'Tokens too']);
  await fails(400, () => client.features.queryFeature({ limit: 0 }), /limit/);
});

operation('updateFeature', async () => {
  const changed = await client.features.updateFeature(made.id, { name: 'All tokens', unitPlural: 'toks', unitSingular: 'tok', metadata: { team: 'core' } });
  assert.equal(changed.name, 'All tokens');
  assert.equal(changed.unitPlural, 'toks');
  assert.deepEqual(changed.metadata, { team: 'core' });
  assert.equal(changed.description, 'Tokens of any model');
  await client.features.updateFeature(made.id, { name: 'Tokens' });
  await fails(404, () => client.features.updateFeature(nobody('feat'), { name: 'x' }), /not found/);
  await here.expect(400, 'PUT', `/features/${made.id}`, { name: 7 });
});

operation('deleteFeature', async () => {
  const name = fresh('old');
  const gone = await client.features.createFeature({ name: 'Old', type: 'boolean', lookupKey: name });
  assert.ok((await client.features.deleteFeature(gone.id)).message);
  assert.equal((await client.features.queryFeature({ lookupKeys: [name] })).items.length, 0);
  await client.features.createFeature({ name: 'New', type: 'boolean', lookupKey: name });
  await fails(404, () => client.features.deleteFeature(nobody('feat')), /not found/);
});

operation('cloneFeature', async () => {
  const copyKey = fresh('copy');
  const copy = await here.expect(201, 'POST', `/features/${made.id}/clone`, { name: 'Copy', lookup_key: copyKey });
  assert.notEqual(copy.id, made.id);
  assert.equal(copy.lookup_key, copyKey);
  assert.equal(copy.type, 'metered');
  assert.equal(copy.unit_singular, 'tok');
  await here.expect(409, 'POST', `/features/${made.id}/clone`, { name: 'Copy', lookup_key: copyKey });
  await here.expect(404, 'POST', `/features/${nobody('feat')}/clone`, { name: 'x', lookup_key: fresh('y') });
});

operation('getFeature', async () => {
  const read = await here.expect(200, 'GET', `/features/${made.id}`);
  assert.equal(read.lookup_key, key);
  const listed = await here.expect(200, 'GET', `/features?lookup_key=${key}`);
  assert.equal(listed.items.length, 1);
  await here.expect(404, 'GET', `/features/${nobody('feat')}`);
});

operation('meters', async () => {
  const meter = await here.expect(201, 'POST', '/meters', {
    name: 'Seats', event_name: 'seat.used', aggregation: { type: 'COUNT_UNIQUE', field: 'user' }, reset_usage: 'NEVER',
  });
  assert.equal((await here.expect(200, 'GET', `/meters/${meter.id}`)).aggregation.type, 'COUNT_UNIQUE');
  assert.ok((await here.expect(200, 'GET', '/meters?limit=1')).pagination.total >= 2);
  assert.equal((await here.expect(200, 'POST', '/meters/search', { meter_ids: [meter.id] })).items[0].name, 'Seats');
  await here.expect(400, 'POST', '/meters', { name: 'x', event_name: 'y', aggregation: { type: 'SUM' }, reset_usage: 'NEVER' });
  await here.expect(404, 'GET', `/meters/${nobody('meter')}`);
});

operation('updateMeter', async () => {
  const meter = await here.expect(201, 'POST', '/meters', {
    name: 'Calls', event_name: 'call', aggregation: { type: 'COUNT' }, reset_usage: 'BILLING_PERIOD',
  });
  const changed = await here.expect(200, 'PUT', `/meters/${meter.id}`, { filters: [{ key: 'model', values: ['large'] }] });
  assert.equal(changed.filters[0].values[0], 'large');
  await here.expect(404, 'PUT', `/meters/${nobody('meter')}`, { filters: [] });
});

operation('disableMeter', async () => {
  const meter = await here.expect(201, 'POST', '/meters', {
    name: 'Calls', event_name: 'call', aggregation: { type: 'COUNT' }, reset_usage: 'BILLING_PERIOD',
  });
  await here.expect(200, 'POST', `/meters/${meter.id}/disable`);
  await here.expect(404, 'POST', `/meters/${nobody('meter')}/disable`);
});

operation('deleteMeter', async () => {
  const meter = await here.expect(201, 'POST', '/meters', {
    name: 'Calls', event_name: 'call', aggregation: { type: 'COUNT' }, reset_usage: 'BILLING_PERIOD',
  });
  await here.expect(200, 'DELETE', `/meters/${meter.id}`);
  const listed = await here.expect(200, 'POST', '/meters/search', { meter_ids: [meter.id] });
  assert.equal(listed.items.length, 0);
  await here.expect(404, 'DELETE', `/meters/${nobody('meter')}`);
});
