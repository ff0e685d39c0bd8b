// Groups of prices and features.
import assert from 'node:assert/strict';
import { fails, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('groups');
const { client } = here;
const key = fresh('storage');
const first = client.groups.createGroup({ name: 'Storage', lookupKey: key, entityType: 'feature' }).catch(error => error);

async function group() {
  const made = await first;
  if (made instanceof Error) {
    throw made;
  }
  return made;
}

operation('createGroup', async () => {
  const made = await group();
  assert.match(made.id, /^group_/);
  assert.equal(made.entityType, 'feature');
  await fails(409, () => client.groups.createGroup({ name: 'Again', lookupKey: key, entityType: 'feature' }), new RegExp(key));
  await fails(400, () => client.groups.createGroup({ name: 'x', lookupKey: fresh('x'), entityType: 'moon' }), /entity_type/);
});

operation('getGroup', async () => {
  const made = await group();
  // The client's own model of a new feature has no group.
  const feature = await here.expect(201, 'POST', '/features', { name: 'Disk', type: 'boolean', lookup_key: fresh('disk'), group_id: made.id });
  const read = await client.groups.getGroup(made.id);
  assert.deepEqual(read.entityIds, [feature.id]);
  await fails(404, () => client.groups.getGroup(nobody('group')), /not found/);
});

operation('queryGroup', async () => {
  const made = await group();
  const found = await client.groups.queryGroup({ lookupKey: key, entityType: 'feature' });
  assert.deepEqual(found.items.map(g => g.id), [made.id]);
  assert.equal((await client.groups.queryGroup({ groupIds: [made.id] })).pagination.total, 1);
  await fails(400, () => client.groups.queryGroup({ limit: 0 }), /limit/);
});

operation('deleteGroup', async () => {
  const gone = await client.groups.createGroup({ name: 'Old', lookupKey: fresh('old'), entityType: 'price' });
  assert.equal(await client.groups.deleteGroup(gone.id), undefined);
  assert.equal((await client.groups.queryGroup({ groupIds: [gone.id] })).items.length, 0);
  await fails(404, () => client.groups.deleteGroup(nobody('group')), /not found/);
});
