// Bad input, as a table that the description writes: for every operation, each of its fields is sent wrong, one at a time. The
// answer must be the right refusal and name the field, what came and what was expected; never a failure of the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Caller, FEE, METER, description, fresh, nobody, owner, planWithFee, sandbox, subscribed } from './support.mjs';
import { plain } from './schema.mjs';
import { IGNORED } from './ignored.mjs';

const here = await sandbox('refusals');
const { client } = here;
const elsewhere = await sandbox('elsewhere');
const signedUp = await new Caller('').expect(201, 'POST', '/auth/signup', {
  email: `${fresh('abroad')}@example.org`, password: 'correct horse battery', tenant_name: 'Abroad',
});
/** Of another tenant. */
const abroad = new Caller(signedUp.api_key);
abroad.environment = signedUp.environments[0].id;
const stranger = new Caller('not-a-key');
const nameless = new Caller('');

/** One of each thing, in an environment. */
async function world(caller) {
  const of = caller.client;
  const customer = await of.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });
  const { plan, price } = await planWithFee(of);
  const feature = await of.features.createFeature({ name: 'Tokens', type: 'metered', lookupKey: fresh('tokens'), meter: METER });
  const subscription = await subscribed(of, customer.id, plan.id);
  const wallet = await of.wallets.createWallet({ customerId: customer.id, currency: 'usd' });
  const billed = await of.invoices.createInvoice({
    customerId: customer.id, currency: 'usd', subtotal: '2', total: '2', amountDue: '2', lineItems: [{ displayName: 'Two', amount: '2', quantity: '1' }],
  });
  await caller.expect(200, 'POST', `/invoices/${billed.id}/finalize`);
  const rate = await of.taxRates.createTaxRate({ name: 'VAT', code: fresh('vat'), percentageValue: '19' });
  return {
    customers: customer.id, plans: plan.id, 'pricing-plans': plan.id, prices: price.id, features: feature.id, meters: feature.meterId,
    subscriptions: subscription.id, wallets: wallet.id,
    addons: (await caller.expect(201, 'POST', '/addons', { name: 'Addon', lookup_key: fresh('addon') })).id,
    'prices/units': (await of.priceUnits.createPriceUnit({ name: 'U', code: 'uni', symbol: 'U', baseCurrency: 'usd', conversionRate: '1' })).id,
    entitlements: (await of.entitlements.createEntitlement({
      entityType: 'PLAN', entityId: plan.id, featureId: feature.id, featureType: 'metered', usageLimit: 5,
    })).id,
    groups: (await of.groups.createGroup({ name: 'Group', lookupKey: fresh('group'), entityType: 'price' })).id,
    users: (await of.users.createUser({ type: 'service_account', roles: ['event_ingestor'] })).id,
    'secrets/api/keys': (await of.secrets.createApiKey({ name: 'Key', type: 'private_key' })).secret.id,
    'rbac/roles': (await caller.expect(201, 'POST', '/rbac/roles', { name: fresh('role'), permissions: { plan: ['read'] } })).id,
    coupons: (await of.coupons.createCoupon({ name: 'Coupon', type: 'percentage', percentageOff: '5', cadence: 'forever' })).id,
    'taxes/rates': rate.id,
    'one tax association': (await of.taxAssociations.createTaxAssociation({ taxRateCode: rate.code, entityType: 'plan', entityId: plan.id })).id,
    'one alert setting': (await caller.expect(201, 'POST', '/alerts/setting', {
      entity_type: 'wallet', entity_id: wallet.id, config: { critical: { threshold: '1', condition: 'below' } },
    })).id,
    'one payment': (await of.payments.createPayment({
      amount: '2.00', currency: 'usd', destinationType: 'INVOICE', destinationId: billed.id, paymentMethodType: 'OFFLINE', processPayment: false,
    })).id,
    invoices: (await of.invoices.createInvoice({
      customerId: customer.id, currency: 'usd', subtotal: '1', total: '1', amountDue: '1', lineItems: [{ displayName: 'One', amount: '1', quantity: '1' }],
    })).id,
    'customers/external': customer.externalId,
    creditgrants: (await caller.expect(201, 'POST', '/creditgrants', {
      scope: 'PLAN', plan_id: plan.id, name: 'Monthly', credits: '5', cadence: 'RECURRING', period: 'MONTHLY', period_count: 1, expiration_type: 'NEVER',
    })).id,
    'one setting': (await caller.expect(200, 'PUT', '/settings/payment_retry_config', { value: { attempts_max: 4 } })).id,
    environments: caller.environment,
    audit: 'customer',
  };
}

const ours = await world(here);
const theirs = await world(elsewhere);
const foreign = await world(abroad);

/** What of a world the first {…} of a path names. */
const kindOf = path => path.slice('/v1/'.length).split('/{')[0];
const named = (path, from) => path.slice(3).replace(/\{[^}]+\}/, from[kindOf(path)] ?? nobody('none')).replace(/\{[^}]+\}/g, path.startsWith('/v1/audit/') ? from.customers : 'x');

const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path, method: method.toUpperCase(), name: operation.operationId, operation,
    body: operation.requestBody?.content['application/json'].schema,
  })));

/** What belongs to the tenant is the same in all its environments. */
const OF_THE_TENANT = new Set(['environments', 'users', 'rbac/roles']);

/** Operations by which a key is had. */
const PUBLIC = new Set(['logIn', 'signUp']);

const LONG = 'x'.repeat(70_000);
/** An example with ids of things that are there. */
function real(example = {}) {
  return JSON.parse(JSON.stringify(example).replace(/"(plan|cust|feat|subs|price|addon)_01JCQ0000000000000000000AB"/g,
    (_, prefix) => JSON.stringify(Object.values(ours).find(id => id?.startsWith(`${prefix}_`)) ?? nobody(prefix))));
}

/** Values of another type than a schema asks for; numbers pass for decimals and decimals for numbers. */
function wrong(schema) {
  const type = [schema.type].flat().find(one => one !== 'null');
  const time = schema.format === 'date-time';
  switch (type) {
    case 'string': return schema.enum ? ['no such word', 7, { a: 1 }] : time ? ['soon', 7, [1]] : [{ a: 1 }, [1], true];
    case 'integer': return ['many', 1.5, { a: 1 }, 1e30];
    case 'number': return ['many', { a: 1 }, [1]];
    case 'boolean': return ['perhaps', 7, { a: 1 }];
    case 'array': return ['one', 7, { a: 1 }];
    case 'object': return ['one', 7, [1]];
    default: return [];
  }
}

function complain(answer, what, field) {
  const told = `${what}: ${answer.status} ${JSON.stringify(answer.body)}`.slice(0, 600);
  assert.ok(answer.status < 500, told);
  assert.equal(answer.status, 400, told);
  assert.equal(answer.body.code, 'validation_error', told);
  assert.ok(answer.body.message.includes(field), `${field} is not named: ${told}`);
  assert.match(answer.body.message, /expected/, told);
}

const faultsOf = async cases => {
  const found = [];
  for (const one of cases) {
    try {
      await one();
    } catch (error) {
      found.push(error.message.split('\n')[0]);
    }
  }
  assert.deepEqual(found, []);
};

for (const { path, method, name, body, operation } of operations) {
  if (!body || (path.includes('{') && !ours[kindOf(path)])) {
    continue;
  }
  const at = named(path, ours) + (name === 'updateCustomer' ? `?id=${ours.customers}` : '');
  const schema = plain(description, body);
  const properties = Object.entries(schema.properties ?? {}).filter(([field]) => !(IGNORED[name] ?? []).includes(field) && !IGNORED.everywhere.includes(field));
  const send = content => here.send(method, at, content);
  const example = real(operation.requestBody.content['application/json'].example);
  /** Alone, and if something else is complained of first, among what is right. */
  const refused = async (field, value, what) => {
    const alone = await send({ [field]: value });
    if (alone.status === 400 && alone.body.message.includes(field)) {
      complain(alone, what, field);
    } else {
      complain(await send({ ...example, [field]: value }), what, field);
    }
  };

  test(`${name}: a body that is none`, async () => faultsOf(['{', '[]', '"text"', '7', 'null', '{"a":1,"a":2}', '\u0000'].map(text => async () => {
    const answer = await send(text);
    assert.ok([400].includes(answer.status), `${text}: ${answer.status} ${JSON.stringify(answer.body)}`.slice(0, 300));
  })));

  test(`${name}: fields of another type`, async () => faultsOf(properties.flatMap(([field, type]) =>
    wrong(plain(description, type)).map(value => async () =>
      refused(field, value, `${field} = ${JSON.stringify(value)}`)))));

  test(`${name}: text that is too long`, async () => faultsOf(properties
    .filter(([, type]) => { const t = plain(description, type); return t.type === 'string' && !t.enum && !t.format; })
    .map(([field]) => async () => refused(field, LONG, `${field} of 70,000 characters`))));

  const required = schema.required ?? [];
  if (required.length > 0) {
    test(`${name}: nothing of what is required`, async () => {
      const nothing = await send({});
      for (const field of required) {
        const { [field]: _, ...rest } = example;
        const named = nothing.status === 400 && nothing.body.message.includes(field);
        complain(named ? nothing : await send(rest), `without ${field}`, field);
      }
    });
  }
}

for (const { path, method, name, operation } of operations) {
  const parameters = operation.parameters.filter(one => one.in === 'query' && !IGNORED.everywhere.includes(one.name) && !(IGNORED[name] ?? []).includes(one.name));
  const typed = parameters.filter(one => { const t = plain(description, one.schema); return t.type !== 'string' && t.type !== 'array' || t.enum || t.format; });
  if (method === 'GET' && typed.length > 0 && (!path.includes('{') || ours[kindOf(path)])) {
    test(`${name}: parameters of another type`, async () => faultsOf(typed.map(parameter => async () =>
      complain(await here.send(method, `${named(path, ours)}?${parameter.name}=no+such+value`), parameter.name, parameter.name))));
  }
  if (path.includes('{')) {
    test(`${name}: what is not there, or not in this environment`, async () => faultsOf([
      ['an unknown id', named(path, { [kindOf(path)]: nobody(String(ours[kindOf(path)] ?? 'none').split('_01')[0]) })],
      ['no id', named(path, { [kindOf(path)]: 'nobody' })],
      ['a NUL', named(path, { [kindOf(path)]: 'a%00b' })],
      ['something long', named(path, { [kindOf(path)]: 'x'.repeat(2_000) })],
      ...(theirs[kindOf(path)] && !OF_THE_TENANT.has(kindOf(path)) ? [['another environment\'s', named(path, theirs)]] : []),
      ...(foreign[kindOf(path)] && kindOf(path) !== 'audit' ? [['another tenant\'s', named(path, foreign)]] : []),
    ].map(([what, address]) => async () => {
      const body = operation.requestBody?.content['application/json'].example ?? (operation.requestBody ? {} : undefined);
      const answer = await here.send(method, address, body);
      const told = `${what}: ${answer.status} ${JSON.stringify(answer.body)}`.slice(0, 300);
      assert.ok(answer.status === 404 || (answer.status === 400 && operation.requestBody), told);
      if (answer.status === 400) {
        assert.equal(answer.body.code, 'validation_error', told);
      }
    })));
  }
  if (PUBLIC.has(name)) {
    continue;
  }
  test(`${name}: nobody without a key`, async () => {
    for (const caller of [stranger, nameless]) {
      const answer = await caller.send(method, named(path, ours), operation.requestBody ? {} : undefined);
      assert.equal(answer.status, 401, JSON.stringify(answer.body));
      assert.equal(answer.body.code, 'unauthorized');
    }
  });
}

/** What the history calls the kinds that the worlds name by their paths. */
const TOLD = {
  customer: 'customers', meter: 'meters', feature: 'features', group: 'groups', plan: 'plans', price: 'prices', price_unit: 'prices/units',
  coupon: 'coupons', tax_rate: 'taxes/rates', addon: 'addons', subscription: 'subscriptions', invoice: 'invoices', entitlement: 'entitlements',
  wallet: 'wallets', secret: 'secrets/api/keys', user: 'users', role: 'rbac/roles', environment: 'environments', setting: 'one setting',
  credit_grant: 'creditgrants', tax_association: 'one tax association', alert_settings: 'one alert setting', payment: 'one payment',
};

test('the history of each kind is told in its own environment and in no other', async () => faultsOf(Object.entries(TOLD).map(([type, kind]) => async () => {
  assert.ok(ours[kind] && theirs[kind], `the worlds have no ${type}`);
  const told = await here.expect(200, 'GET', `/audit/${type}/${ours[kind]}/history`);
  assert.ok(told.items.length > 0, type);
  assert.match(told.items[0].actor, /^(secret|user|process)/, `${type} by ${told.items[0].actor}`);
  const then = await here.expect(200, 'GET', `/audit/${type}/${ours[kind]}?as_of=${told.items[0].effective_at}`);
  assert.equal(then.sequence, 0, type);
  assert.ok(then.state, type);
  await here.expect(404, 'GET', `/audit/${type}/${ours[kind]}?as_of=2001-01-01T00:00:00Z`);
  await here.expect(404, 'GET', `/audit/${type}/${foreign[kind]}/history`);
  await here.expect(404, 'GET', `/audit/${type}/${foreign[kind]}`);
  if (!OF_THE_TENANT.has(kind)) {
    await here.expect(404, 'GET', `/audit/${type}/${theirs[kind]}/history`);
    await here.expect(404, 'GET', `/audit/${type}/${theirs[kind]}`);
  }
})));

test('what is no route, no JSON or no method is told so', async () => {
  assert.equal((await here.send('GET', '/nowhere')).status, 404);
  assert.equal((await here.send('PATCH', '/plans', {})).status, 405);
  assert.equal((await here.send('POST', '/plans', '{}', { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await here.send('POST', '/plans', JSON.stringify({ name: 'x'.repeat(34_000_000) }))).status, 413);
  assert.ok(owner);
});
