// Addons: what is sold on top of a plan.
import assert from 'node:assert/strict';
import { FEE, fails, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('addons');
const { client } = here;
const key = fresh('seats');
const first = client.addons.createAddon({
  name: 'More seats', lookupKey: key, description: 'Five more', type: 'multiple_instance', metadata: { a: 'b' },
}).catch(error => error);

async function addon() {
  const made = await first;
  if (made instanceof Error) {
    throw made;
  }
  return made;
}

operation('createAddon', async () => {
  const made = await addon();
  assert.match(made.id, /^addon_/);
  assert.equal(made.lookupKey, key);
  assert.deepEqual({ ...made.metadata }, { a: 'b' });
  await fails(409, () => client.addons.createAddon({ name: 'Again', lookupKey: key, type: 'onetime' }), new RegExp(key));
  await fails(400, () => client.addons.createAddon({ name: '', lookupKey: fresh('x'), type: 'onetime' }), /name/);
});

operation('getAddon', async () => {
  const made = await addon();
  const price = await client.prices.createPrice({ ...FEE, entityType: 'ADDON', entityId: made.id, displayName: 'Seats' });
  const read = await client.addons.getAddon(made.id);
  assert.equal(read.name, 'More seats');
  assert.deepEqual(read.prices.map(p => p.id), [price.id]);
  await fails(404, () => client.addons.getAddon(nobody('addon')), /not found/);
});

operation('getAddonByLookupKey', async () => {
  const made = await addon();
  assert.equal((await client.addons.getAddonByLookupKey(key)).id, made.id);
  await fails(404, () => client.addons.getAddonByLookupKey('no such key'), /no such key/);
});

operation('queryAddon', async () => {
  const made = await addon();
  const found = await client.addons.queryAddon({ addonIds: [made.id], lookupKeys: [key], expand: 'prices' });
  assert.deepEqual(found.items.map(a => a.id), [made.id]);
  assert.equal((await here.expect(200, 'GET', '/addons?limit=1')).items.length, 1);
  await fails(400, () => client.addons.queryAddon({ limit: 0 }), /limit/);
});

operation('updateAddon', async () => {
  const made = await addon();
  const changed = await client.addons.updateAddon(made.id, { name: 'Many seats', metadata: { c: 'd' } });
  assert.equal(changed.name, 'Many seats');
  assert.equal(changed.description, 'Five more');
  assert.deepEqual({ ...changed.metadata }, { c: 'd' });
  await fails(404, () => client.addons.updateAddon(nobody('addon'), { name: 'x' }), /not found/);
});

operation('deleteAddon', async () => {
  const name = fresh('old');
  const gone = await client.addons.createAddon({ name: 'Old', lookupKey: name, type: 'onetime' });
  assert.ok((await client.addons.deleteAddon(gone.id)).message);
  assert.equal((await client.addons.queryAddon({ lookupKeys: [name] })).items.length, 0);
  await client.addons.createAddon({ name: 'New', lookupKey: name, type: 'onetime' });
  await fails(404, () => client.addons.deleteAddon(nobody('addon')), /not found/);
});

operation('getAddonEntitlements', async () => {
  const made = await addon();
  const feature = await client.features.createFeature({ name: 'Dark mode', type: 'boolean', lookupKey: fresh('dark') });
  const granted = await client.entitlements.createEntitlement({
    entityType: 'ADDON', entityId: made.id, featureId: feature.id, featureType: 'boolean', isEnabled: true,
  });
  const found = await client.entitlements.getAddonEntitlements(made.id);
  assert.deepEqual(found.items.map(e => e.id), [granted.id]);
  await fails(404, () => client.entitlements.getAddonEntitlements(nobody('addon')), /not found/);
});
