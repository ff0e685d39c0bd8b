// What must be there once is there once, though a hundred ask for it in the same moment.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fresh, owner, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('concurrency');
const { client } = here;
const { plan } = await planWithFee(client);
const AT_ONCE = 100;

const fee = lookupKey => ({
  entity_type: 'PLAN', entity_id: plan.id, type: 'FIXED', billing_model: 'FLAT_FEE', amount: '1', currency: 'usd', price_unit_type: 'FIAT',
  billing_period: 'MONTHLY', billing_period_count: 1, invoice_cadence: 'ARREAR', lookup_key: lookupKey,
});

/** Of each kind that has a value for itself alone: where it is made, and of what. */
const UNIQUE = {
  customer: ['/customers', key => ({ external_id: key, name: 'C' })],
  feature: ['/features', key => ({ name: 'F', type: 'boolean', lookup_key: key })],
  plan: ['/plans', key => ({ name: 'P', lookup_key: key })],
  price: ['/prices', fee],
  addon: ['/addons', key => ({ name: 'A', lookup_key: key })],
  group: ['/groups', key => ({ name: 'G', lookup_key: key, entity_type: 'price' })],
  'price unit': ['/prices/units', () => ({ name: 'U', code: 'abc', symbol: 'U', base_currency: 'usd', conversion_rate: '1' })],
  'tax rate': ['/taxes/rates', key => ({ name: 'T', code: key, percentage_value: '19' })],
  role: ['/rbac/roles', key => ({ name: key, permissions: { plan: ['read'] } })],
  'address of a person': ['/users', key => ({ type: 'user', email: `${key}@example.org` })],
};

for (const [kind, [path, body]] of Object.entries(UNIQUE)) {
  test(`of ${AT_ONCE} who want the same ${kind} one gets it`, async () => {
    const wanted = body(fresh('one'));
    const caller = kind === 'role' || kind.startsWith('address') ? owner : here;
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => caller.send('POST', path, wanted)));
    const made = answers.filter(answer => answer.status === 201);
    assert.equal(made.length, 1, JSON.stringify(answers.find(answer => ![201, 409].includes(answer.status))?.body));
    assert.equal(answers.filter(answer => answer.status === 409).length, AT_ONCE - 1);
  });
}

test('nobody subscribes for a customer who is deleted in the same moment', async () => {
  const rounds = await Promise.all(Array.from({ length: 40 }, async () => {
    const customer = await client.customers.createCustomer({ externalId: fresh('leaving'), name: 'Leaving' });
    const [subscription, gone] = await Promise.all([
      subscribed(client, customer.id, plan.id).then(() => true, () => false),
      here.send('DELETE', `/customers/${customer.id}`).then(answer => answer.status === 204),
    ]);
    return `${subscription ? 'subscribed' : 'refused'}, ${gone ? 'deleted' : 'kept'}`;
  }));
  assert.ok(!rounds.includes('subscribed, deleted'), JSON.stringify(rounds));
});

test('nobody subscribes to a plan after it was deleted', async () => {
  await Promise.all(Array.from({ length: 20 }, async () => {
    const { plan: going } = await planWithFee(client);
    const customer = await client.customers.createCustomer({ externalId: fresh('late'), name: 'Late' });
    await here.expect(200, 'DELETE', `/plans/${going.id}`);
    await assert.rejects(() => subscribed(client, customer.id, going.id));
  }));
});
