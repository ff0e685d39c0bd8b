// Customers: everything the contract says of them.
import assert from 'node:assert/strict';
import { METER, eventually, fails, fresh, nobody, operation, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('customers');
const { client } = here;
const external = fresh('acme');
const made = await client.customers.createCustomer({
  externalId: external, name: 'Acme', email: 'billing@acme.test', contact: '+49 30 1', timezone: 'Europe/Berlin', addressLine1: '1 Main Street',
  addressLine2: 'Floor 2', addressCity: 'Berlin', addressState: 'BE', addressPostalCode: '10115', addressCountry: 'DE', metadata: { tier: 'gold' },
});

operation('createCustomer', async () => {
  assert.match(made.id, /^cust_[0-9A-Z]{26}$/);
  assert.equal(made.externalId, external);
  assert.equal(made.addressCity, 'Berlin');
  assert.deepEqual(made.metadata, { tier: 'gold' });
  assert.equal(made.status, 'published');
  await fails(409, () => client.customers.createCustomer({ externalId: external, name: 'again' }), new RegExp(external));
  await fails(400, () => client.customers.createCustomer({ externalId: '', name: 'x' }), /external_id/);
  await fails(400, () => client.customers.createCustomer({ externalId: fresh('x'), name: 'x'.repeat(300) }), /name/);
});

operation('getCustomer', async () => {
  assert.deepEqual(await client.customers.getCustomer(made.id), made);
  await fails(404, () => client.customers.getCustomer(nobody('cust')), /not found/);
});

operation('getCustomerByExternalId', async () => {
  assert.equal((await client.customers.getCustomerByExternalId(external)).id, made.id);
  await fails(404, () => client.customers.getCustomerByExternalId('nobody at all'), /nobody at all/);
});

operation('queryCustomer', async () => {
  await client.customers.createCustomer({ externalId: fresh('bolt'), name: 'Bolt', email: 'pay@bolt.test' });
  const found = await client.customers.queryCustomer({
    filters: [{ field: 'email', operator: 'contains', dataType: 'string', value: { string: '@acme' } }],
    sort: [{ field: 'created_at', direction: 'asc' }], limit: 10, offset: 0,
  });
  assert.deepEqual(found.items.map(c => c.id), [made.id]);
  assert.deepEqual({ ...found.pagination }, { total: 1, limit: 10, offset: 0 });
  const byIds = await client.customers.queryCustomer({ customerIds: [made.id], externalIds: [external], status: 'published' });
  assert.equal(byIds.items.length, 1);
  const named = await client.customers.queryCustomer({ externalId: external });
  assert.equal(named.items[0].id, made.id);
  const sorted = await client.customers.queryCustomer({ sort: [{ field: 'name', direction: 'desc' }] });
  assert.deepEqual(sorted.items.map(c => c.name), ['Bolt', 'Acme']);
  await fails(400, () => client.customers.queryCustomer({ limit: 1001 }), /limit/);
  await here.expect(400, 'POST', '/customers/search', { filters: [{ field: 'shoe size', operator: 'eq', value: { string: '1' } }] });
});

operation('updateCustomer', async () => {
  const byId = await client.customers.updateCustomer({ name: 'Acme Inc.', metadata: { tier: 'silver' } }, made.id);
  assert.equal(byId.name, 'Acme Inc.');
  assert.equal(byId.email, 'billing@acme.test');
  assert.deepEqual(byId.metadata, { tier: 'silver' });
  const byName = await client.customers.updateCustomer({ addressCity: 'Bonn' }, undefined, external);
  assert.equal(byName.addressCity, 'Bonn');
  assert.equal((await client.customers.getCustomer(made.id)).addressCity, 'Bonn');
  await fails(404, () => client.customers.updateCustomer({ name: 'x' }, nobody('cust')), /not found/);
  await fails(400, () => client.customers.updateCustomer({ name: 'x' }), /id|external_customer_id/);
});

operation('deleteCustomer', async () => {
  const name = fresh('gone');
  const gone = await client.customers.createCustomer({ externalId: name, name: 'Gone' });
  assert.equal(await client.customers.deleteCustomer(gone.id), undefined);
  const listed = await client.customers.queryCustomer({ externalIds: [name] });
  assert.equal(listed.items.length, 0);
  const again = await client.customers.createCustomer({ externalId: name, name: 'Back' });
  assert.notEqual(again.id, gone.id);
  assert.equal((await client.customers.getCustomerByExternalId(name)).id, again.id);
  await fails(404, () => client.customers.deleteCustomer(nobody('cust')), /not found/);
});

async function customerWithEntitlement() {
  const customer = await client.customers.createCustomer({ externalId: fresh('user'), name: 'User' });
  const { plan } = await planWithFee(client);
  const feature = await client.features.createFeature({
    name: 'Tokens', type: 'metered', lookupKey: fresh('tokens'), meter: { ...METER, eventName: fresh('llm') },
  });
  await client.entitlements.createEntitlement({
    entityType: 'PLAN', entityId: plan.id, featureId: feature.id, featureType: 'metered', usageLimit: 1000, usageResetPeriod: 'MONTHLY', isEnabled: true,
  });
  const subscription = await subscribed(client, customer.id, plan.id);
  return { customer, plan, feature, subscription };
}

operation('getCustomerEntitlements', async () => {
  const { customer, feature } = await customerWithEntitlement();
  const granted = await client.customers.getCustomerEntitlements(customer.id);
  assert.equal(granted.customerId, customer.id);
  assert.deepEqual(granted.features.map(f => f.feature.id), [feature.id]);
  assert.equal(granted.features[0].entitlement.usageLimit, 1000);
  assert.equal(granted.features[0].sources.length, 1);
  await fails(404, () => client.customers.getCustomerEntitlements(nobody('cust')), /not found/);
});

operation('getCustomerEntitlementsByExternalID', async () => {
  const { customer, feature } = await customerWithEntitlement();
  const granted = await here.expect(200, 'GET', `/customers/external/${customer.externalId}/entitlements`);
  assert.deepEqual(granted.features.map(f => f.feature.id), [feature.id]);
  await here.expect(404, 'GET', '/customers/external/nobody/entitlements');
});

operation('getSubscriptionsForCustomer', async () => {
  const customer = await client.customers.createCustomer({ externalId: fresh('reader'), name: 'Reader' });
  const { plan } = await planWithFee(client);
  const subscription = await subscribed(client, customer.id, plan.id);
  const found = await here.expect(200, 'GET', `/customers/external/${customer.externalId}/subscriptions?expand=plan`);
  assert.deepEqual(found.items.map(s => s.id), [subscription.id]);
  await here.expect(404, 'GET', '/customers/external/nobody/subscriptions');
});

operation('getCustomerUsageSummary', async () => {
  const { customer, feature } = await customerWithEntitlement();
  await client.events.ingestEvent({
    eventId: fresh('ev'), eventName: feature.meter.eventName, externalCustomerId: customer.externalId, properties: { tokens: '250' },
  });
  const summary = await eventually('usage of the feature', async () => {
    const told = await client.customers.getCustomerUsageSummary({ customerId: customer.id });
    return { ok: Number(told.features[0]?.currentUsage) === 250, value: told };
  });
  assert.equal(summary.features[0].totalLimit, 1000);
  assert.equal(summary.features[0].feature.id, feature.id);
  assert.ok(summary.features[0].nextUsageResetAt);
  const byKey = await client.customers.getCustomerUsageSummary({
    customerLookupKey: customer.externalId, featureLookupKeys: [feature.lookupKey],
  });
  assert.equal(byKey.features.length, 1);
  await fails(404, () => client.customers.getCustomerUsageSummary({ customerId: nobody('cust') }), /not found/);
});

operation('getCustomerUpcomingGrants', async () => {
  const coming = await client.customers.getCustomerUpcomingGrants(made.id);
  assert.deepEqual(coming.items, []);
  await fails(404, () => client.customers.getCustomerUpcomingGrants(nobody('cust')), /not found/);
});

operation('eraseCustomer', async () => {
  const kept = await client.customers.createCustomer({ externalId: fresh('erased'), name: 'Somebody', email: 'secret@person.test' });
  await here.expect(200, 'POST', `/customers/${kept.id}/erase`);
  const read = await here.expect(200, 'GET', `/customers/${kept.id}`);
  assert.ok(!JSON.stringify(read).includes('secret@person.test'));
  await here.expect(404, 'POST', `/customers/${nobody('cust')}/erase`);
  const named = await client.customers.createCustomer({ externalId: fresh('named'), name: 'Somebody' });
  await here.expect(200, 'POST', `/customers/external/${named.externalId}/erase`);
});

operation('deleteCustomerByExternalId', async () => {
  const gone = await client.customers.createCustomer({ externalId: fresh('gone'), name: 'Gone' });
  await here.expect(204, 'DELETE', `/customers/external/${gone.externalId}`);
  await here.expect(404, 'DELETE', '/customers/external/nobody');
});

operation('checkAccess', async () => {
  const { customer, feature } = await customerWithEntitlement();
  const asked = { customer: customer.externalId, feature: feature.lookupKey, quantity: '1000' };
  const allowed = await here.expect(200, 'POST', '/entitlements/check', asked);
  assert.equal(allowed.allowed, true);
  assert.equal(allowed.limit, '1000');
  const beyond = await here.expect(200, 'POST', '/entitlements/check?strict=true', { ...asked, quantity: '1001' });
  assert.equal(beyond.allowed, false);
  assert.equal(beyond.reason, 'limit_reached');
  await here.expect(404, 'POST', '/entitlements/check', { ...asked, customer: 'nobody' });
});

operation('getSubscriptionEntitlements', async () => {
  const { feature, subscription } = await customerWithEntitlement();
  const granted = await client.subscriptions.getSubscriptionEntitlements(subscription.id);
  assert.deepEqual(granted.features.map(f => f.feature.id), [feature.id]);
  assert.deepEqual((await client.subscriptions.getSubscriptionUpcomingGrants(subscription.id)).items, []);
  await fails(404, () => client.subscriptions.getSubscriptionEntitlements(nobody('subs')), /not found/);
});

operation('customers by their metadata', async () => {
  const team = fresh('team');
  const made = await client.customers.createCustomer({ externalId: fresh('m'), name: 'Metadata', metadata: { team, tier: 'gold' } });
  await client.customers.createCustomer({ externalId: fresh('m'), name: 'Metadata', metadata: { team, tier: 'silver' } });
  // The client's filter has no metadata, the contract's has.
  const by = async metadata => (await here.expect(200, 'POST', '/customers/search', { metadata })).items;
  assert.deepEqual((await by({ team, tier: 'gold' })).map(c => c.id), [made.id]);
  assert.equal((await by({ team })).length, 2);
  const told = await here.expect(200, 'POST', '/customers/search', {
    filters: [{ field: 'metadata.tier', operator: 'starts_with', data_type: 'string', value: { string: 'go' } },
      { field: 'metadata.team', operator: 'eq', data_type: 'string', value: { string: team } }],
  });
  assert.deepEqual(told.items.map(c => c.id), [made.id]);
  await here.expect(200, 'PUT', `/customers/${made.id}`, { metadata: { team, tier: 'lead' } });
  assert.equal((await by({ team, tier: 'gold' })).length, 0);
  await here.expect(400, 'POST', '/customers/search', { metadata: { team: 7 } });
});

operation('customers by filters in groups', async () => {
  const stem = fresh('grouped');
  const made = [];
  for (const name of ['Alpha', 'Beta', 'Gamma']) {
    made.push(await client.customers.createCustomer({ externalId: `${stem}-${name}`, name: `${stem} ${name}` }));
  }
  const text = (field, operator, string) => ({ field, operator, data_type: 'string', value: { string } });
  const names = async filters => {
    const { items } = await here.expect(200, 'POST', '/customers/search', { filters, sort: [{ field: 'name', direction: 'asc' }] });
    return items.map(customer => customer.name.split(' ')[1]);
  };
  const mine = text('name', 'starts_with', stem);
  assert.deepEqual(await names([mine, { or: [text('name', 'contains', 'Alpha'), text('id', 'eq', made[2].id)] }]), ['Alpha', 'Gamma']);
  assert.deepEqual(await names([mine, { or: [{ and: [text('name', 'contains', 'Alpha'), text('id', 'eq', made[2].id)] }, text('id', 'eq', made[1].id)] }]), ['Beta']);
  const until = date => ({ field: 'created_at', operator: 'lte', data_type: 'date', value: { date } });
  assert.equal((await names([mine, until((await here.expect(200, 'GET', `/customers/${made[2].id}`)).created_at)])).length, 3);
  assert.deepEqual(await names([mine, until('2001-01-01T00:00:00Z')]), []);
  await here.expect(400, 'POST', '/customers/search', { filters: [{ or: [] }] });
});
