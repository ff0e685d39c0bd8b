// Entitlements: what may be used, and how much of it.
import assert from 'node:assert/strict';
import { METER, fails, fresh, nobody, operation, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('entitlements');
const { client } = here;
// Quotas of an hour and of a day: not at an hour at which the next hour is another day.
await here.expect(200, 'PUT', '/clock', { now: '2026-03-02T10:20:00Z' });
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

operation('entitlementGrants', async () => {
  const { plan: hourly } = await planWithFee(client);
  const calls = await client.features.createFeature({ name: 'Calls', type: 'metered', lookupKey: fresh('calls'), meter: { name: 'Calls', eventName: fresh('call'), aggregation: { type: 'COUNT' }, resetUsage: 'BILLING_PERIOD' } });
  // The client's own model of an entitlement has no grants yet.
  const granting = {
    entity_type: 'PLAN', entity_id: hourly.id, feature_id: calls.id, feature_type: 'metered', is_enabled: true,
    grant_measure: 'quantity', grant_quota: '2', grant_duration_unit: 'hour', grant_duration_value: 1, grant_allocation_behavior: 'unit_start',
  };
  const made = await here.expect(201, 'POST', '/entitlements', granting);
  assert.deepEqual([made.grant_measure, made.grant_quota, made.grant_duration_unit, made.grant_duration_value, made.grant_allocation_behavior],
    ['quantity', '2', 'hour', 1, 'unit_start']);
  assert.equal(made.usage_limit, null);
  const longer = await here.expect(200, 'PUT', `/entitlements/${made.id}`, { grant_quota: '2', grant_duration_unit: 'hour', grant_duration_value: 6 });
  assert.equal(longer.grant_duration_value, 6);
  const { resets_at: six } = await (async () => {
    const long = await client.customers.createCustomer({ externalId: fresh('longer'), name: 'Longer' });
    await subscribed(client, long.id, hourly.id);
    return here.expect(200, 'POST', '/entitlements/check?strict=true', { customer: long.externalId, feature: calls.id });
  })();
  const left = Date.parse(six) - Date.parse((await here.expect(200, 'GET', '/clock')).now);
  assert.ok(left > 4 * 3_600_000 && left <= 6 * 3_600_000, `six hours from the one of the subscription: ${six}`);
  await here.expect(400, 'PUT', `/entitlements/${made.id}`, { grant_quota: '2', grant_duration_unit: 'hour', grant_duration_value: 0 });
  await here.expect(200, 'PUT', `/entitlements/${made.id}`, granting);
  const bought = await here.expect(200, 'PUT', `/entitlements/${made.id}`, { ...granting, grant_measure: 'amount', grant_allocation_behavior: 'first_usage' });
  assert.deepEqual([bought.grant_measure, bought.grant_allocation_behavior], ['amount', 'first_usage']);
  const kept = await here.expect(200, 'PUT', `/entitlements/${made.id}`, { grant_quota: '3', grant_duration_unit: 'day' });
  assert.deepEqual([kept.grant_measure, kept.grant_allocation_behavior, kept.grant_quota], ['amount', 'first_usage', '3']);
  await here.expect(400, 'PUT', `/entitlements/${made.id}`, { ...granting, grant_allocation_behavior: 'first_usage', grant_duration_unit: 'subscription_period', grant_duration_value: 2 });
  await here.expect(200, 'PUT', `/entitlements/${made.id}`, granting);
  await here.expect(400, 'POST', '/entitlements', { ...order, entity_type: 'PLAN', entity_id: hourly.id, feature_id: calls.id, feature_type: 'metered', aggregation_mode: 'parallel' });
  const search = asked => here.expect(200, 'POST', '/entitlements/search', { ...asked, entity_ids: [hourly.id] });
  assert.deepEqual((await search({ has_grant_config: true })).items.map(e => e.id), [made.id]);
  assert.equal((await search({ has_grant_config: false })).items.length, 0);

  const customer = await client.customers.createCustomer({ externalId: fresh('granted'), name: 'Granted' });
  await subscribed(client, customer.id, hourly.id);
  const check = async () => here.expect(200, 'POST', '/entitlements/check?strict=true', { customer: customer.externalId, feature: calls.id });
  const use = async () => here.expect(202, 'POST', '/events', {
    event_name: calls.meter.eventName, external_customer_id: customer.externalId, properties: {}, timestamp: (await here.expect(200, 'GET', '/clock')).now,
  });
  const before = await check();
  assert.deepEqual([before.allowed, before.limit, before.used], [true, '2', '0']);
  const hour = Date.parse(before.resets_at) - Date.parse((await here.expect(200, 'GET', '/clock')).now);
  assert.ok(hour > 0 && hour <= 3_600_000, before.resets_at);
  await use();
  await use();
  const beyond = await check();
  assert.deepEqual([beyond.allowed, beyond.reason, beyond.used], [false, 'limit_reached', '2']);
  const { features } = await here.expect(200, 'GET', `/customers/${customer.id}/entitlements`);
  const [bucket] = features.find(f => f.feature.id === calls.id).entitlement.buckets;
  assert.deepEqual([bucket.grant_quota, bucket.grant_duration_unit, bucket.entitlement_id], ['2', 'hour', made.id]);
  await here.expect(200, 'POST', '/clock/advance', { to: before.resets_at });
  const anew = await check();
  assert.deepEqual([anew.allowed, anew.used], [true, '0'], 'the next hour begins anew');
  const daily = await here.expect(201, 'POST', '/entitlements', { ...granting, grant_quota: '3', grant_duration_unit: 'day', aggregation_mode: 'parallel' });
  assert.deepEqual([daily.aggregation_mode, made.aggregation_mode], ['parallel', 'additive']);
  await use();
  const exhausted = await check();
  assert.deepEqual([exhausted.allowed, exhausted.limit, exhausted.used], [false, '3', '3'], 'refused as soon as one has nothing left');
  const both = (await here.expect(200, 'GET', `/customers/${customer.id}/entitlements`)).features.find(f => f.feature.id === calls.id).entitlement;
  assert.deepEqual([both.aggregation_mode, both.buckets.map(b => b.grant_duration_unit).sort()], ['parallel', ['day', 'hour']]);
  const { features: [spent] } = await here.expect(200, 'GET', `/customers/usage?customer_id=${customer.id}`);
  assert.deepEqual([Number(spent.current_usage), spent.total_limit], [3, 3], 'the one that is used most: 3 of 3 a day, not 1 of 2 an hour');
  const own = await client.customers.createCustomer({ externalId: fresh('own'), name: 'Own' });
  await subscribed(client, own.id, hourly.id, { overrideEntitlements: [{ entitlementId: made.id, isEnabled: true }] });
  const stays = await here.expect(200, 'POST', '/entitlements/check?strict=true', { customer: own.externalId, feature: calls.id });
  assert.deepEqual([stays.reason, stays.limit], ['within_limit', '2'], 'a quota that is overridden in something else stays');
  await here.expect(400, 'PUT', `/entitlements/${daily.id}`, { aggregation_mode: 'additive' });
  await here.expect(200, 'DELETE', `/entitlements/${daily.id}`);
  const cleared = await here.expect(200, 'PUT', `/entitlements/${made.id}`, { clear_grant_config: true, usage_limit: 7 });
  assert.deepEqual([cleared.grant_quota, cleared.usage_limit], [null, 7]);
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
