// Credit grants: credits that are given, once or again and again, and the wallets they go to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FEE, eventually, fails, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('credit grants');
const { client } = here;
await here.expect(200, 'PUT', '/clock', { now: '2026-01-01T00:00:00Z' });

const made = {};
/** A plan with a grant of its own, and a customer to subscribe. */
async function world() {
  made.all ??= (async () => {
    const plan = await client.plans.createPlan({ name: 'With credits', lookupKey: fresh('plan') });
    await client.prices.createPrice({ ...FEE, entityType: 'PLAN', entityId: plan.id });
    const grant = await client.creditGrants.createCreditGrant({
      name: 'Included', scope: 'PLAN', planId: plan.id, credits: '100', cadence: 'RECURRING', period: 'MONTHLY',
      expirationType: 'BILLING_CYCLE', priority: 1, metadata: { a: 'b' },
    });
    const customer = await client.customers.createCustomer({ externalId: fresh('granted'), name: 'Granted' });
    return { plan, grant, customer };
  })();
  return made.all;
}

async function subscribed(extra = {}) {
  const { plan, customer } = await world();
  return client.subscriptions.createSubscription({
    customerId: customer.id, planId: plan.id, currency: 'usd', billingPeriod: 'MONTHLY', billingPeriodCount: 1,
    billingCadence: 'RECURRING', startDate: '2026-01-01T00:00:00Z', ...extra,
  });
}

const granted = subscription => eventually('credits of the first month', async () => {
  const wallets = await here.expect(200, 'GET', `/customers/${subscription.customerId}/wallets`);
  const wallet = wallets.find(one => Number(one.credit_balance) > 0);
  return { ok: wallet !== undefined, value: wallet };
});

operation('createCreditGrant', async () => {
  const { grant, plan, customer } = await world();
  assert.match(grant.id, /^cg_/);
  assert.equal(grant.credits, '100');
  assert.equal(grant.scope, 'PLAN');
  assert.equal(grant.planId, plan.id);
  assert.equal(grant.expirationType, 'BILLING_CYCLE');
  const given = { name: 'x', scope: 'PLAN', planId: plan.id, credits: '5', cadence: 'ONETIME' };
  await fails(400, () => client.creditGrants.createCreditGrant({ ...given, credits: '0' }), /credits/);
  await fails(400, () => client.creditGrants.createCreditGrant({ ...given, credits: '-1' }), /credits/);
  await fails(400, () => client.creditGrants.createCreditGrant({ ...given, cadence: 'RECURRING' }), /period/);
  await fails(400, () => client.creditGrants.createCreditGrant({ ...given, expirationType: 'DURATION' }), /expiration_duration/);
  await fails(400, () => client.creditGrants.createCreditGrant({ ...given, scope: 'SUBSCRIPTION' }), /subscription_id/);
  await fails(404, () => client.creditGrants.createCreditGrant({ ...given, planId: nobody('plan') }), /not found/);
  await here.expect(400, 'POST', '/creditgrants', { name: 'x', scope: 'CUSTOMER', customer_id: customer.id, credits: '1', cadence: 'ONETIME', rollover: true, currency: 'usd' });
  await here.expect(400, 'POST', '/creditgrants', { name: 'x', scope: 'CUSTOMER', customer_id: customer.id, credits: '1', cadence: 'ONETIME' });
});

operation('getCreditGrant', async () => {
  const { grant } = await world();
  assert.equal((await client.creditGrants.getCreditGrant(grant.id)).name, 'Included');
  await fails(404, () => client.creditGrants.getCreditGrant(nobody('cg')), /not found/);
  const listed = await here.expect(200, 'GET', `/creditgrants?plan_ids=${grant.planId}`);
  assert.deepEqual(listed.items.map(one => one.id), [grant.id]);
  assert.equal((await here.expect(200, 'GET', `/audit/credit_grant/${grant.id}/history`)).items.length > 0, true);
});

operation('getPlanCreditGrants', async () => {
  const { plan, grant } = await world();
  const page = await client.creditGrants.getPlanCreditGrants(plan.id);
  assert.deepEqual(page.items.map(one => one.id), [grant.id]);
  assert.deepEqual((await client.plans.getPlan(plan.id)).creditGrants.map(one => one.id), [grant.id]);
  await fails(404, () => client.creditGrants.getPlanCreditGrants(nobody('plan')), /not found/);
});

operation('getAddonCreditGrants', async () => {
  const addon = await client.addons.createAddon({ name: 'More', lookupKey: fresh('more'), type: 'onetime' });
  const grant = await here.expect(201, 'POST', '/creditgrants', { name: 'Once', scope: 'ADDON', addon_id: addon.id, credits: '7', cadence: 'ONETIME' });
  const page = await here.expect(200, 'GET', `/addons/${addon.id}/creditgrants`);
  assert.deepEqual(page.items.map(one => one.id), [grant.id]);
  assert.deepEqual((await here.expect(200, 'GET', `/addons/${addon.id}`)).credit_grants.map(one => one.id), [grant.id]);
  await here.expect(404, 'GET', `/addons/${nobody('addon')}/creditgrants`);
});

operation('getSubscriptionUpcomingGrants', async () => {
  const subscription = await subscribed();
  const wallet = await granted(subscription);
  assert.equal(wallet.credit_balance, '100');
  assert.deepEqual(wallet.config.allowed_price_types, ['USAGE']);
  const [credit] = (await here.expect(200, 'GET', `/wallets/${wallet.id}/transactions`)).items;
  assert.equal(credit.transaction_reason, 'SUBSCRIPTION_CREDIT_GRANT');
  assert.equal(credit.expiry_date, '2026-02-01T02:00:00Z');
  const own = await here.expect(200, 'GET', `/creditgrants/${credit.metadata.credit_grant_id}`);
  assert.equal(own.subscription_id, subscription.id);
  const coming = await client.subscriptions.getSubscriptionUpcomingGrants(subscription.id);
  assert.equal(coming.items.length, 1);
  assert.equal(coming.items[0].applicationReason, 'recurring_credit_grant');
  assert.equal(coming.items[0].scheduledFor, '2026-02-01T00:00:00Z');
  const shown = await here.expect(200, 'GET', `/subscriptions/${subscription.id}`);
  assert.deepEqual(shown.credit_grants.map(one => one.id), [own.id]);
  await here.expect(200, 'POST', '/clock/advance', { to: '2026-02-01T03:00:00Z' });
  const then = await here.expect(200, 'GET', `/wallets/${wallet.id}`);
  assert.equal(then.credit_balance, '100');
  assert.deepEqual({ ...then.credit_flows }, { granted: '200', used: '0', expired: '100', voided: '0' });
  assert.equal((await client.customers.getCustomerUpcomingGrants(subscription.customerId)).items[0].scheduledFor, '2026-03-01T00:00:00Z');
});

operation('updateCreditGrant', async () => {
  const { grant } = await world();
  const changed = await client.creditGrants.updateCreditGrant(grant.id, { name: 'Included credits', metadata: { c: 'd' } });
  assert.equal(changed.name, 'Included credits');
  assert.deepEqual({ ...changed.metadata }, { c: 'd' });
  assert.equal(changed.credits, '100');
  await here.expect(400, 'PUT', `/creditgrants/${grant.id}`, { credits: '5' });
  await fails(404, () => client.creditGrants.updateCreditGrant(nobody('cg'), { name: 'x' }), /not found/);
});

operation('deleteCreditGrant', async () => {
  const { customer } = await world();
  const once = await here.expect(201, 'POST', '/creditgrants', {
    name: 'Later', scope: 'CUSTOMER', customer_id: customer.id, currency: 'usd', credits: '3', cadence: 'ONETIME', start_date: '2027-01-01T00:00:00Z',
  });
  await client.creditGrants.deleteCreditGrant(once.id);
  const gone = await here.expect(200, 'GET', `/creditgrants/${once.id}`);
  assert.equal(gone.status, 'deleted');
  assert.equal(gone.next_grant_at, null);
  await client.creditGrants.deleteCreditGrant(once.id);
  await fails(404, () => client.creditGrants.deleteCreditGrant(nobody('cg')), /not found/);
});

test('a number of events for a customer', async () => {
  const customer = await client.customers.createCustomer({ externalId: fresh('events'), name: 'Events' });
  const grant = await here.expect(201, 'POST', '/credit-grants', { customer_id: customer.id, currency: 'usd', amount: 50000, expires_in_days: 30, rollover: true });
  assert.equal(grant.credits, '50000');
  assert.equal(grant.rollover, true);
  const wallet = await granted({ customerId: customer.id });
  assert.equal(wallet.credit_balance, '50000');
  await here.expect(400, 'POST', '/credit-grants', { customer_id: customer.id, currency: 'usd', amount: 0 });
  await here.expect(400, 'POST', '/credit-grants', { customer_id: customer.id, currency: 'usd', amount: 5, expires_in_days: 0 });
  await here.expect(400, 'POST', '/credit-grants', { customer_id: customer.id, amount: 5 });
  await here.expect(404, 'POST', '/credit-grants', { customer_id: nobody('cust'), currency: 'usd', amount: 5 });
});
