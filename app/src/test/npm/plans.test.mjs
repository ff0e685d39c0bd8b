// Plans: what is sold together.
import assert from 'node:assert/strict';
import { FEE, eventually, fails, fresh, nobody, operation, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('plans');
const { client } = here;
const key = fresh('pro');
const { plan: made, price } = await planWithFee(client, { lookupKey: key, description: 'Everything', displayOrder: 2, metadata: { a: 'b' } });

operation('createPlan', async () => {
  assert.match(made.id, /^plan_/);
  assert.equal(made.displayOrder, 2);
  assert.deepEqual(made.metadata, { a: 'b' });
  await fails(409, () => client.plans.createPlan({ name: 'Again', lookupKey: key }), new RegExp(key));
  await fails(400, () => client.plans.createPlan({ name: '' }), /name/);
});

operation('getPlan', async () => {
  const read = await client.plans.getPlan(made.id);
  assert.deepEqual(read.prices.map(p => p.id), [price.id]);
  assert.equal(read.name, 'Pro');
  await fails(404, () => client.plans.getPlan(nobody('plan')), /not found/);
});

operation('queryPlan', async () => {
  const found = await client.plans.queryPlan({ planIds: [made.id], expand: 'prices' });
  assert.equal(found.items[0].prices.length, 1);
  assert.equal((await client.plans.queryPlan({ lookupKey: key })).items[0].id, made.id);
  const listed = await here.expect(200, 'GET', `/plans?lookup_key=${key}&expand=prices`);
  assert.equal(listed.items[0].prices.length, 1);
  const none = await client.plans.queryPlan({ filters: [{ field: 'name', operator: 'eq', dataType: 'string', value: { string: 'Nothing' } }] });
  assert.equal(none.pagination.total, 0);
  await fails(400, () => client.plans.queryPlan({ offset: -1 }), /offset/);
});

operation('updatePlan', async () => {
  const changed = await client.plans.updatePlan(made.id, { description: 'More', displayOrder: 5, metadata: { c: 'd' } });
  assert.equal(changed.description, 'More');
  assert.equal(changed.displayOrder, 5);
  assert.equal(changed.name, 'Pro');
  assert.deepEqual((await client.plans.getPlan(made.id)).metadata, { c: 'd' });
  const other = await client.plans.createPlan({ name: 'Other', lookupKey: fresh('other') });
  await fails(409, () => client.plans.updatePlan(other.id, { lookupKey: key }), new RegExp(key));
  await fails(404, () => client.plans.updatePlan(nobody('plan'), { name: 'x' }), /not found/);
});

operation('deletePlan', async () => {
  const name = fresh('old');
  const gone = await client.plans.createPlan({ name: 'Old', lookupKey: name });
  assert.ok((await client.plans.deletePlan(gone.id)).message);
  assert.equal((await client.plans.queryPlan({ lookupKey: name })).items.length, 0);
  await client.plans.createPlan({ name: 'New', lookupKey: name });
  await fails(404, () => client.plans.deletePlan(nobody('plan')), /not found/);
  const customer = await client.customers.createCustomer({ externalId: fresh('c'), name: 'C' });
  await assert.rejects(subscribed(client, customer.id, gone.id));
});

operation('clonePlan', async () => {
  const copyKey = fresh('copy');
  const copy = await client.plans.postPlansIdClone(made.id, { name: 'Copy', lookupKey: copyKey });
  assert.notEqual(copy.id, made.id);
  assert.equal(copy.lookupKey, copyKey);
  const read = await client.plans.getPlan(copy.id);
  assert.equal(read.prices.length, 1);
  assert.equal(read.prices[0].amount, '20');
  assert.notEqual(read.prices[0].id, price.id);
  const monthly = { scope: 'PLAN', plan_id: made.id, name: 'Monthly', credits: '5', cadence: 'RECURRING', period: 'MONTHLY', period_count: 1, expiration_type: 'NEVER' };
  const grant = await here.expect(201, 'POST', '/creditgrants', monthly);
  const feature = await client.features.createFeature({ name: 'Dark mode', type: 'boolean', lookupKey: fresh('dark') });
  await client.entitlements.createEntitlement({ entityType: 'PLAN', entityId: made.id, featureId: feature.id, featureType: 'boolean', isEnabled: true });
  const whole = await here.expect(201, 'POST', `/plans/${made.id}/clone`, { name: 'Whole', lookup_key: fresh('whole') });
  const { items: [granted] } = await here.expect(200, 'GET', `/plans/${whole.id}/creditgrants`);
  assert.notEqual(granted.id, grant.id);
  assert.deepEqual([granted.plan_id, granted.name, granted.credits], [whole.id, 'Monthly', '5']);
  const { items: [given] } = await here.expect(200, 'GET', `/plans/${whole.id}/entitlements`);
  assert.deepEqual([given.entity_id, given.feature_id], [whole.id, feature.id]);
  await fails(409, () => client.plans.postPlansIdClone(made.id, { name: 'Copy', lookupKey: copyKey }), new RegExp(copyKey));
  await fails(404, () => client.plans.postPlansIdClone(nobody('plan'), { name: 'x', lookupKey: fresh('x') }), /not found/);
});

operation('syncPlanPrices', async () => {
  const { plan } = await planWithFee(client);
  const customer = await client.customers.createCustomer({ externalId: fresh('synced'), name: 'Synced' });
  const subscription = await subscribed(client, customer.id, plan.id);
  const added = await client.prices.createPrice({ ...FEE, amount: '5', entityType: 'PLAN', entityId: plan.id, displayName: 'Later' });
  const started = await client.plans.syncPlanPrices(plan.id);
  assert.ok(started.workflowId);
  await eventually('the new price on the subscription', async () => {
    const { lineItems } = await client.subscriptions.getSubscription(subscription.id);
    return { ok: lineItems.some(line => line.priceId === added.id), value: lineItems.length };
  });
  await fails(404, () => client.plans.syncPlanPrices(nobody('plan')), /not found/);
});

/** A plan with a fee and two subscriptions, to which a second price was added. */
async function lacking() {
  const { plan } = await planWithFee(client);
  const subscriptions = [];
  for (const name of ['first', 'second']) {
    const customer = await client.customers.createCustomer({ externalId: fresh(name), name });
    subscriptions.push((await subscribed(client, customer.id, plan.id)).id);
  }
  const added = await client.prices.createPrice({ ...FEE, amount: '5', entityType: 'PLAN', entityId: plan.id, displayName: 'Later' });
  return { plan, subscriptions, added };
}

const complete = job => eventually('the synchronisation is complete', async () => {
  const value = await here.expect(200, 'GET', `/plans/${job.plan_id}/sync/subscriptions/${job.id}`);
  return { ok: value.sync_status === 'completed', value };
});

operation('previewPlanSync', async () => {
  const { plan, subscriptions, added } = await lacking();
  const before = await here.expect(200, 'GET', `/plans/${plan.id}/sync/subscriptions/preview`);
  assert.deepEqual(before.changes.map(c => c.subscription_id).sort(), [...subscriptions].sort());
  for (const change of before.changes) {
    assert.equal(change.result, 'changed');
    assert.deepEqual(change.added_prices.map(p => p.price_id), [added.id]);
    assert.deepEqual(change.ended_prices, []);
  }
  const { lineItems } = await client.subscriptions.getSubscription(subscriptions[0]);
  assert.ok(!lineItems.some(line => line.priceId === added.id), 'a preview changes nothing');
  const first = await here.expect(200, 'GET', `/plans/${plan.id}/sync/subscriptions/preview?limit=1`);
  const second = await here.expect(200, 'GET', `/plans/${plan.id}/sync/subscriptions/preview?limit=1&cursor=${first.next_cursor}`);
  assert.notEqual(first.changes[0].subscription_id, second.changes[0].subscription_id);
  await complete(await here.expect(200, 'POST', `/plans/${plan.id}/sync/subscriptions/v2`));
  const after = await here.expect(200, 'GET', `/plans/${plan.id}/sync/subscriptions/preview`);
  assert.deepEqual(after.changes.map(c => c.result), ['in_step', 'in_step']);
  await here.expect(404, 'GET', `/plans/${nobody('plan')}/sync/subscriptions/preview`);
  await here.expect(400, 'GET', `/plans/${plan.id}/sync/subscriptions/preview?limit=0`);
});

operation('syncPlanPricesInFull', async () => {
  const { plan, subscriptions, added } = await lacking();
  const job = await here.expect(200, 'POST', `/plans/${plan.id}/sync/subscriptions/v2`);
  assert.match(job.id, /^plan_sync_/);
  assert.equal(job.sync_status, 'running');
  const done = await complete(job);
  assert.deepEqual(done.progress, { total: 2, changed: 2, in_step: 0, failed: 0 });
  assert.deepEqual(done.results.map(r => r.subscription_id).sort(), [...subscriptions].sort());
  assert.ok(done.results.every(r => r.result === 'changed' && r.error === null && r.added_prices[0].price_id === added.id));
  for (const id of subscriptions) {
    const { lineItems } = await client.subscriptions.getSubscription(id);
    assert.equal(lineItems.filter(line => line.priceId === added.id).length, 1);
  }
  const again = await complete(await here.expect(200, 'POST', `/plans/${plan.id}/sync/subscriptions/v2`));
  assert.deepEqual(again.progress, { total: 2, changed: 0, in_step: 2, failed: 0 });
  await here.expect(404, 'POST', `/plans/${nobody('plan')}/sync/subscriptions/v2`);
  const { items } = await here.expect(200, 'GET', `/audit/plan_sync/${job.id}/history`);
  assert.deepEqual(items.map(i => i.type ?? i.event ?? i.name).filter(Boolean).length, items.length);
});

operation('listPlanSyncs', async () => {
  const { plan } = await lacking();
  const job = await complete(await here.expect(200, 'POST', `/plans/${plan.id}/sync/subscriptions/v2`));
  const { items } = await here.expect(200, 'GET', `/plans/${plan.id}/sync/subscriptions?sync_status=completed`);
  assert.deepEqual(items.map(i => i.id), [job.id]);
  await here.expect(400, 'GET', `/plans/${plan.id}/sync/subscriptions?sync_status=asleep`);
});

operation('getPlanSync', async () => {
  const { plan } = await lacking();
  const begun = await Promise.all(Array.from({ length: 5 }, () => here.send('POST', `/plans/${plan.id}/sync/subscriptions/v2`)));
  assert.deepEqual(begun.map(answer => answer.status).sort(), [200, 409, 409, 409, 409]);
  const job = begun.find(answer => answer.status === 200).body;
  const done = await complete(job);
  assert.equal((await here.expect(200, 'GET', `/plans/${plan.id}/sync/subscriptions/${done.id}?limit=1&offset=1`)).results.length, 1);
  await here.expect(404, 'GET', `/plans/${plan.id}/sync/subscriptions/${nobody('plan_sync')}`);
  await here.expect(404, 'GET', `/plans/${(await planWithFee(client)).plan.id}/sync/subscriptions/${done.id}`);
});

operation('pricingPlans', async () => {
  const plan = await here.expect(201, 'POST', '/pricing-plans', { name: 'Alias' });
  assert.equal((await here.expect(200, 'GET', `/pricing-plans/${plan.id}`)).id, plan.id);
  await here.expect(404, 'GET', `/pricing-plans/${nobody('plan')}`);
  assert.equal((await here.expect(200, 'PUT', `/pricing-plans/${plan.id}`, { name: 'Other' })).name, 'Other');
  const copy = await here.expect(201, 'POST', `/pricing-plans/${plan.id}/clone`, { name: 'Copy' });
  assert.notEqual(copy.id, plan.id);
  await here.expect(200, 'DELETE', `/pricing-plans/${copy.id}`);
});
