// Users, service accounts, keys, roles, tenants and environments.
import assert from 'node:assert/strict';
import { Caller, clientOf, eventually, fails, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('access');
const { client } = here;

operation('getUserInfo', async () => {
  const me = await client.users.getUserInfo();
  assert.ok(me.id);
  assert.ok(me.tenant.id);
  await fails(401, () => clientOf('not-a-key').users.getUserInfo(), /key/);
});

const account = () => client.users.createUser({ type: 'service_account', roles: ['event_ingestor'] });

operation('createUser', async () => {
  const made = await account();
  assert.equal(made.type, 'service_account');
  assert.deepEqual(made.roles, ['event_ingestor']);
  await fails(400, () => client.users.createUser({ type: 'service_account', roles: ['emperor'] }), /roles/);
  await here.expect(400, 'POST', '/users', { type: 'robot' });
});

operation('queryUser', async () => {
  const made = await account();
  const found = await client.users.queryUser({ userIds: [made.id], type: 'service_account' });
  assert.deepEqual(found.items.map(u => u.id), [made.id]);
  await fails(400, () => client.users.queryUser({ limit: 0 }), /limit/);
});

operation('updateServiceAccount', async () => {
  const made = await account();
  const changed = await here.expect(200, 'PUT', `/users/${made.id}`, { name: 'Gateway' });
  assert.equal(changed.name ?? changed.user?.name, 'Gateway');
  await here.expect(404, 'PUT', `/users/${nobody('user')}`, { name: 'x' });
});

operation('updateUserRoles', async () => {
  const made = await account();
  await here.expect(200, 'PUT', `/users/${made.id}/roles`, { roles: ['all_reader'] });
  const found = await client.users.queryUser({ userIds: [made.id] });
  assert.deepEqual(found.items[0].roles, ['all_reader']);
  await here.expect(400, 'PUT', `/users/${made.id}/roles`, { roles: ['emperor'] });
  await here.expect(404, 'PUT', `/users/${nobody('user')}/roles`, { roles: ['all_reader'] });
});

operation('deleteServiceAccount', async () => {
  const made = await account();
  const key = await client.secrets.createApiKey({ name: 'dies too', type: 'private_key', serviceAccountId: made.id });
  await here.expect(204, 'DELETE', `/users/${made.id}`);
  await eventually('the key to stop', async () => {
    const { status } = await new Caller(key.apiKey).send('GET', '/users/me');
    return { ok: status === 401, value: status };
  });
  await here.expect(404, 'DELETE', `/users/${nobody('user')}`);
});

operation('updateUser', async () => {
  const answer = await here.send('PUT', '/users/me', { name: 'Me' });
  assert.ok([200, 400, 403].includes(answer.status), `${answer.status}`);
  await here.expect(400, 'PUT', '/users/me', { name: 7 });
});

operation('createApiKey', async () => {
  const made = await client.secrets.createApiKey({ name: 'Gateway', type: 'private_key', expiresAt: '2099-01-01T00:00:00Z' });
  assert.ok(made.apiKey);
  assert.equal(made.secret.name, 'Gateway');
  assert.equal(Date.parse(made.secret.expiresAt), Date.parse('2099-01-01T00:00:00Z'));
  assert.equal((await new Caller(made.apiKey).send('POST', '/plans/search', {})).status, 200);
  await fails(400, () => client.secrets.createApiKey({ name: '', type: 'private_key' }), /name/);
  await fails(404, () => client.secrets.createApiKey({ name: 'x', type: 'private_key', serviceAccountId: nobody('user') }), /not found/);
});

operation('keysAreShownOnce', async () => {
  const order = { name: 'Once', type: 'private_key' };
  const first = await here.send('POST', '/secrets/api/keys', order, { 'idempotency-key': 'key-once' });
  assert.equal(first.status, 201);
  assert.equal(first.headers.get('x-shown-once'), 'api_key');
  assert.equal((await new Caller(first.body.api_key).send('POST', '/plans/search', {})).status, 200);
  const again = await here.send('POST', '/secrets/api/keys', order, { 'idempotency-key': 'key-once' });
  assert.equal(again.status, 201);
  assert.equal(again.headers.get('idempotent-replayed'), 'true');
  assert.equal(again.body.api_key, null);
  assert.deepEqual(again.body.secret, first.body.secret);
});

operation('listApiKeys', async () => {
  const made = await client.secrets.createApiKey({ name: 'Listed', type: 'private_key' });
  const listed = await client.secrets.listApiKeys(100, 0);
  const shown = listed.items.find(k => k.id === made.secret.id);
  assert.equal(shown.name, 'Listed');
  assert.ok(!JSON.stringify(listed).includes(made.apiKey));
});

operation('deleteApiKey', async () => {
  const made = await client.secrets.createApiKey({ name: 'Revoked', type: 'private_key' });
  const caller = new Caller(made.apiKey);
  assert.equal((await caller.send('POST', '/plans/search', {})).status, 200);
  assert.equal(await client.secrets.deleteApiKey(made.secret.id), undefined);
  assert.equal((await caller.send('POST', '/plans/search', {})).status, 401);
  await fails(404, () => client.secrets.deleteApiKey(nobody('secret')), /not found/);
});

operation('roles hold', async () => {
  const reader = await client.users.createUser({ type: 'service_account', roles: ['all_reader'] });
  const key = await client.secrets.createApiKey({ name: 'Reads', type: 'private_key', serviceAccountId: reader.id });
  const reading = clientOf(key.apiKey);
  assert.ok((await reading.plans.queryPlan({})).pagination);
  await fails(403, () => reading.plans.createPlan({ name: 'No' }), /./);
});

operation('rate limit', async () => {
  const answer = await here.send('POST', '/plans/search', {});
  assert.ok(Number(answer.headers.get('x-ratelimit-limit')) > 0);
  assert.ok(Number(answer.headers.get('x-ratelimit-remaining')) >= 0);
  assert.ok(answer.headers.get('x-ratelimit-reset'));
});

operation('too many requests', async () => {
  const made = await here.expect(201, 'POST', '/secrets/api/keys', { name: 'Slow', type: 'private_key', requests_per_minute: 2 });
  const slow = clientOf(made.api_key);
  await slow.plans.queryPlan({});
  await slow.plans.queryPlan({});
  await fails(429, () => slow.plans.queryPlan({}), /too_many_requests/);
  const { status, headers } = await new Caller(made.api_key).send('POST', '/plans/search', {});
  assert.equal(status, 429);
  assert.ok(Number(headers.get('retry-after')) > 0);
  assert.equal(headers.get('x-ratelimit-remaining'), '0');
});

const stranger = new Caller('');
const password = 'correct horse battery';

async function person() {
  const email = `${fresh('ada')}@example.org`;
  const signedUp = await stranger.expect(201, 'POST', '/auth/signup', { email, password, tenant_name: 'Acme' });
  const as = token => ({ authorization: `Bearer ${token}` });
  return { email, as, ...signedUp };
}

operation('signUp', async () => {
  const { email, as, token, environments } = await person();
  assert.equal(environments.length, 2);
  await stranger.expect(200, 'GET', '/users/me', undefined, as(token));
  await stranger.expect(409, 'POST', '/auth/signup', { email, password });
  await stranger.expect(400, 'POST', '/auth/signup', { email: 'nobody', password: 'short' });
});

operation('logIn', async () => {
  const { email, user_id } = await person();
  const known = await stranger.expect(200, 'POST', '/auth/login', { email: email.toUpperCase(), password });
  assert.equal(known.user_id, user_id);
  await stranger.expect(401, 'POST', '/auth/login', { email, password: 'incorrect horse' });
});

operation('changePassword', async () => {
  const { as, token } = await person();
  const next = 'another horse battery';
  await stranger.expect(400, 'POST', '/auth/password', { current_password: 'wrong horse', new_password: next }, as(token));
  await here.expect(403, 'POST', '/auth/password', { current_password: password, new_password: next });
  const changed = await stranger.expect(200, 'POST', '/auth/password', { current_password: password, new_password: next }, as(token));
  await stranger.expect(401, 'GET', '/users/me', undefined, as(token));
  await stranger.expect(200, 'GET', '/users/me', undefined, as(changed.token));
});

operation('logOut', async () => {
  const { as, token } = await person();
  await stranger.expect(204, 'POST', '/auth/logout', undefined, as(token));
  await stranger.expect(401, 'GET', '/users/me', undefined, as(token));
});

operation('resetUserPassword', async () => {
  const { as, token } = await person();
  const email = `${fresh('eve')}@example.org`;
  const made = await stranger.expect(201, 'POST', '/users', { type: 'user', email }, as(token));
  const reset = await stranger.expect(200, 'POST', `/users/${made.id}/password`, undefined, as(token));
  await stranger.expect(401, 'POST', '/auth/login', { email, password: made.password });
  const known = await stranger.expect(200, 'POST', '/auth/login', { email, password: reset.password });
  await stranger.expect(403, 'POST', `/users/${made.id}/password`, undefined, as(known.token));
  await stranger.expect(204, 'DELETE', `/users/${made.id}`, undefined, as(token));
  await stranger.expect(401, 'GET', '/users/me', undefined, as(known.token));
  // The address is free again.
  await stranger.expect(201, 'POST', '/users', { type: 'user', email }, as(token));
});

const support = () => here.expect(201, 'POST', '/rbac/roles', { name: fresh('support'), permissions: { customer: ['read'] } });

operation('createRbacRole', async () => {
  const made = await support();
  assert.deepEqual((await here.expect(200, 'GET', `/rbac/roles/${made.id}`)).permissions, { customer: ['read'] });
  await here.expect(409, 'POST', '/rbac/roles', { name: made.name, permissions: { customer: ['read'] } });
  await here.expect(400, 'POST', '/rbac/roles', { name: fresh('r'), permissions: { planet: ['read'] } });
});

operation('updateRbacRole', async () => {
  const made = await support();
  const changed = await here.expect(200, 'PUT', `/rbac/roles/${made.id}`, { permissions: { plan: ['read', 'write'] } });
  assert.deepEqual(Object.keys(changed.permissions), ['plan']);
  await here.expect(404, 'PUT', `/rbac/roles/${nobody('role')}`, { permissions: { plan: ['read'] } });
});

operation('deleteRbacRole', async () => {
  const made = await support();
  const { status } = await here.send('DELETE', `/rbac/roles/${made.id}`);
  assert.ok(status === 200 || status === 204, `${status}`);
  await here.expect(404, 'GET', `/rbac/roles/${made.id}`);
  // The name is free again.
  await here.expect(201, 'POST', '/rbac/roles', { name: made.name, permissions: { customer: ['read'] } });
});

operation('setSetting', async () => {
  const { as, token, environments } = await person();
  const of = { ...as(token), 'x-environment-id': environments[0].id };
  const path = '/settings/rate_limit_config';
  const set = await stranger.expect(200, 'PUT', path, { value: { requests_per_minute: 5000 } }, of);
  assert.equal(set.value.requests_per_minute, 5000);
  await stranger.expect(400, 'PUT', path, { value: { requests_per_minute: 'many' } }, of);
});

operation('readSetting', async () => {
  const read = await here.expect(200, 'GET', '/settings/rate_limit_config');
  assert.equal(read.value.requests_per_minute, null);
  await here.expect(404, 'GET', '/settings/no_such_setting');
});

operation('clearSetting', async () => {
  const { as, token, environments } = await person();
  const of = { ...as(token), 'x-environment-id': environments[0].id };
  const path = '/settings/rate_limit_config';
  await stranger.expect(200, 'PUT', path, { value: { requests_per_minute: 5000 } }, of);
  await stranger.expect(204, 'DELETE', path, undefined, of);
  assert.equal((await stranger.expect(200, 'GET', path, undefined, of)).value.requests_per_minute, null);
});

operation('rotateApiKey', async () => {
  const made = await client.secrets.createApiKey({ name: 'Old', type: 'private_key' });
  const rotated = await here.expect(201, 'POST', `/secrets/api/keys/${made.secret.id}/rotate`, { overlap_seconds: 0 });
  assert.equal((await new Caller(rotated.api_key).send('POST', '/plans/search', {})).status, 200);
  assert.equal((await new Caller(made.apiKey).send('POST', '/plans/search', {})).status, 401);
  await here.expect(404, 'POST', `/secrets/api/keys/${nobody('secret')}/rotate`, {});
});

operation('updateApiKey', async () => {
  const made = await client.secrets.createApiKey({ name: 'Limited', type: 'private_key' });
  const changed = await here.expect(200, 'PUT', `/secrets/api/keys/${made.secret.id}`, { requests_per_minute: 7 });
  assert.equal(changed.requests_per_minute ?? changed.secret.requests_per_minute, 7);
  await here.expect(400, 'PUT', `/secrets/api/keys/${made.secret.id}`, { requests_per_minute: 0 });
});

operation('readTenantBilling', async () => {
  const usage = await here.expect(200, 'GET', '/tenants/billing');
  assert.ok('subscriptions' in usage);
});

operation('the history of a key', async () => {
  const made = await client.secrets.createApiKey({ name: 'Told', type: 'private_key' });
  const history = await here.expect(200, 'GET', `/audit/secret/${made.secret.id}/history`);
  assert.equal(history.items[0].payload.name, 'Told');
  assert.ok(!('sha256' in history.items[0].payload));
});

operation('listRbacRoles', async () => {
  const roles = await client.rbac.listRbacRoles();
  assert.ok(!Array.isArray(roles));
  assert.match(JSON.stringify(roles), /event_ingestor/);
  assert.match(JSON.stringify(roles), /all_writer/);
});

operation('getRbacRole', async () => {
  const role = await client.rbac.getRbacRole('event_ingestor');
  assert.match(JSON.stringify(role), /event_ingestor/);
  await fails(404, () => client.rbac.getRbacRole('emperor'), /emperor/);
});

operation('getTenantById', async () => {
  const me = await client.users.getUserInfo();
  assert.equal((await client.tenants.getTenantById(me.tenant.id)).id, me.tenant.id);
  await fails(404, () => client.tenants.getTenantById(nobody('tenant')), /not found/);
});

operation('updateTenant', async () => {
  const changed = await client.tenants.updateTenant({
    name: 'Tallybook tests', billingDetails: { email: 'billing@tests.test', address: { addressCity: 'Berlin' } }, metadata: { a: 'b' },
  });
  assert.equal(changed.name, 'Tallybook tests');
  assert.equal(changed.billingDetails.email, 'billing@tests.test');
  await here.expect(400, 'PUT', '/tenants/update', { name: 7 });
});

operation('getTenantBillingUsage', async () => {
  const usage = await client.tenants.getTenantBillingUsage();
  assert.ok(Array.isArray(usage.subscriptions) || usage.subscriptions === null);
});

operation('createEnvironment', async () => {
  const made = await client.environments.createEnvironment({ name: fresh('env'), type: 'development' });
  assert.ok(made.id);
  assert.equal(made.type, 'development');
  await fails(400, () => client.environments.createEnvironment({ name: 'x', type: 'moon' }), /type/);
});

operation('updateEnvironment', async () => {
  const made = await client.environments.createEnvironment({ name: fresh('env'), type: 'development' });
  const changed = await client.environments.updateEnvironment(made.id, { name: 'Renamed' });
  assert.equal(changed.name, 'Renamed');
  const read = await here.expect(200, 'GET', `/environments/${made.id}`);
  assert.equal(read.name, 'Renamed');
  const listed = await here.expect(200, 'GET', '/environments');
  assert.ok(JSON.stringify(listed).includes(made.id));
  await fails(404, () => client.environments.updateEnvironment(nobody('env'), { name: 'x' }), /not found/);
});

operation('cloneEnvironment', async () => {
  const source = await sandbox('to be copied');
  const plan = await source.client.plans.createPlan({ name: 'Pro', lookupKey: 'pro' });
  await source.client.features.createFeature({ name: 'Dark mode', type: 'boolean', lookupKey: 'dark' });
  const unit = await source.client.priceUnits.createPriceUnit({ name: 'Token', code: 'tok', symbol: 'T', baseCurrency: 'usd', conversionRate: '0.01' });
  const addon = await source.expect(201, 'POST', '/addons', { name: 'Seats', lookup_key: 'seats' });
  await source.expect(201, 'POST', '/prices', {
    entity_type: 'ADDON', entity_id: addon.id, type: 'FIXED', billing_model: 'FLAT_FEE', currency: 'usd', price_unit_type: 'CUSTOM',
    price_unit_config: { price_unit: 'tok', amount: '5' }, billing_period: 'MONTHLY', billing_period_count: 1, invoice_cadence: 'ARREAR',
  });
  await source.expect(201, 'POST', '/creditgrants', {
    scope: 'PLAN', plan_id: plan.id, name: 'Monthly', credits: '5', cadence: 'RECURRING', period: 'MONTHLY', period_count: 1, expiration_type: 'NEVER',
  });
  const target = await sandbox('copy');
  const started = await source.expect(202, 'POST', `/environments/${source.environment}/clone`, { target_environment_id: target.environment });
  assert.ok(started.workflow_id);
  await eventually('the copies', async () => {
    const plans = await target.client.plans.queryPlan({ lookupKey: 'pro' });
    const features = await target.client.features.queryFeature({ lookupKeys: ['dark'] });
    return { ok: plans.items.length === 1 && features.items.length === 1, value: [plans.items.length, features.items.length] };
  });
  assert.notEqual((await target.client.plans.queryPlan({})).items[0].id, plan.id);
  const copied = (await target.expect(200, 'POST', '/prices/search', {})).items;
  assert.equal(copied.length, 1);
  assert.notEqual(copied[0].entity_id, addon.id);
  assert.equal((await target.expect(200, 'GET', `/addons/${copied[0].entity_id}`)).lookup_key, 'seats');
  assert.notEqual(copied[0].price_unit_id, unit.id);
  assert.equal((await target.expect(200, 'GET', `/prices/units/${copied[0].price_unit_id}`)).code, 'tok');
  const [copy] = (await target.client.plans.queryPlan({})).items;
  const { items: [granted] } = await target.expect(200, 'GET', `/plans/${copy.id}/creditgrants`);
  assert.deepEqual([granted.plan_id, granted.credits], [copy.id, '5']);
  await source.expect(404, 'POST', `/environments/${nobody('env')}/clone`, { target_environment_id: target.environment });
});
