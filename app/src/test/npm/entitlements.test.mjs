// Entitlements: what may be used, and how much of it.
import assert from 'node:assert/strict';
import { METER, fails, fresh, nobody, operation, planWithFee, sandbox } from './support.mjs';

const here = await sandbox('entitlements');
const { client } = here;
const { plan } = await planWithFee(client);
const tokens = await client.features.createFeature({ name: 'Tokens', type: 'metered', lookupKey: fresh('tokens'), meter: METER });
const flag = await client.features.createFeature({ name: 'Dark mode', type: 'boolean', lookupKey: fresh('dark') });
const support = await client.features.createFeature({ name: 'Support', type: 'static', lookupKey: fresh('support') });
const order = {
  entityType: 'PLAN', entityId: plan.id, featureId: tokens.id, featureType: 'metered', usageLimit: 1000, usageResetPeriod: 'MONTHLY',
  isEnabled: true, isSoftLimit: false,
};
const first = client.entitlements.createEntitlement(order).catch(error => error);

async function entitlement() {
  const made = await first;
  if (made instanceof Error) {
    throw made;
  }
  return made;
}

operation('createEntitlement', async () => {
  const made = await entitlement();
  assert.match(made.id, /^ent_/);
  assert.equal(made.usageLimit, 1000);
  assert.equal(made.usageResetPeriod, 'MONTHLY');
  await fails(409, () => client.entitlements.createEntitlement(order), /./);
  await fails(404, () => client.entitlements.createEntitlement({ ...order, featureId: nobody('feat') }), /not found/);
  await fails(404, () => client.entitlements.createEntitlement({ ...order, entityId: nobody('plan') }), /not found/);
  await here.expect(400, 'POST', '/entitlements', {
    entity_type: 'PLAN', entity_id: plan.id, feature_id: flag.id, feature_type: 'boolean', usage_limit: -1,
  });
});

operation('createEntitlementsBulk', async () => {
  const other = (await planWithFee(client)).plan.id;
  const bulk = await client.entitlements.createEntitlementsBulk({
    items: [
      { entityType: 'PLAN', entityId: other, featureId: flag.id, featureType: 'boolean', isEnabled: true },
      { entityType: 'PLAN', entityId: other, featureId: support.id, featureType: 'static', staticValue: 'phone' },
    ],
  });
  assert.equal(bulk.items.length, 2);
  assert.equal(bulk.items[1].staticValue, 'phone');
  await fails(404, () => client.entitlements.createEntitlementsBulk({
    items: [
      { entityType: 'PLAN', entityId: other, featureId: tokens.id, featureType: 'metered', usageLimit: 1 },
      { entityType: 'PLAN', entityId: other, featureId: nobody('feat'), featureType: 'boolean' },
    ],
  }), /./);
  assert.equal((await client.entitlements.queryEntitlement({ planIds: [other] })).pagination.total, 2);
});

operation('getEntitlement', async () => {
  const made = await entitlement();
  assert.equal((await client.entitlements.getEntitlement(made.id)).featureId, tokens.id);
  await fails(404, () => client.entitlements.getEntitlement(nobody('ent')), /not found/);
});

operation('queryEntitlement', async () => {
  const made = await entitlement();
  const found = await client.entitlements.queryEntitlement({
    entityType: 'PLAN', entityIds: [plan.id], featureIds: [tokens.id], expand: 'features,plans',
  });
  assert.deepEqual(found.items.map(e => e.id), [made.id]);
  assert.equal(found.items[0].feature.id, tokens.id);
  await fails(400, () => client.entitlements.queryEntitlement({ limit: 0 }), /limit/);
});

operation('updateEntitlement', async () => {
  const made = await entitlement();
  const changed = await client.entitlements.updateEntitlement(made.id, { usageLimit: 2000, isSoftLimit: true });
  assert.equal(changed.usageLimit, 2000);
  assert.equal(changed.isSoftLimit, true);
  assert.equal(changed.usageResetPeriod, 'MONTHLY');
  await fails(404, () => client.entitlements.updateEntitlement(nobody('ent'), { usageLimit: 1 }), /not found/);
});

operation('deleteEntitlement', async () => {
  const other = (await planWithFee(client)).plan.id;
  const gone = await client.entitlements.createEntitlement({ ...order, entityId: other });
  assert.ok((await client.entitlements.deleteEntitlement(gone.id)).message);
  assert.equal((await client.entitlements.queryEntitlement({ planIds: [other] })).items.length, 0);
  await fails(404, () => client.entitlements.deleteEntitlement(nobody('ent')), /not found/);
});

operation('getPlanEntitlements', async () => {
  const made = await entitlement();
  const read = await client.entitlements.getPlanEntitlements(plan.id);
  assert.deepEqual(read.entitlements.map(e => e.id), [made.id]);
  const plain = await here.expect(200, 'GET', `/plans/${plan.id}/entitlements`);
  assert.deepEqual(plain.items.map(e => e.id), [made.id]);
  await fails(404, () => client.entitlements.getPlanEntitlements(nobody('plan')), /not found/);
});
