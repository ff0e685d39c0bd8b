// What a subscription can be made with: prices of its own, further lines and periods, addons, entitlements, and phases.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FEE, METER, eventually, fails, fresh, nobody, operation, planWithFee, sandbox } from './support.mjs';

const here = await sandbox('creation');
const { client } = here;
const at = day => new Date(day).toISOString();
await here.expect(200, 'PUT', '/clock', { now: at('2026-01-01') });

const { plan, price: fee } = await planWithFee(client);
const seat = await client.prices.createPrice({ ...FEE, amount: '31.00', invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id, displayName: 'Seat' });
const feature = await client.features.createFeature({
  name: 'Calls', lookupKey: fresh('calls'), type: 'metered', meter: { ...METER, eventName: fresh('call') },
});
const given = await client.entitlements.createEntitlement({
  entityType: 'PLAN', entityId: plan.id, featureId: feature.id, featureType: 'metered', isEnabled: true, usageLimit: 100, usageResetPeriod: 'MONTHLY',
});
const addon = await client.addons.createAddon({ name: 'Support', lookupKey: fresh('support'), type: 'multiple_instance' });
await client.prices.createPrice({ ...FEE, amount: '5.00', entityType: 'ADDON', entityId: addon.id, displayName: 'Support' });

const order = async more => ({
  customerId: (await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' })).id,
  planId: plan.id, currency: 'usd', billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCycle: 'anniversary', billingCadence: 'RECURRING', ...more,
});
const billed = async (id, count) => eventually(`${count} invoices of ${id}`, async () => {
  const found = (await client.invoices.queryInvoice({ subscriptionId: id, invoiceStatus: ['FINALIZED'] })).items
    .map(i => `${at(i.periodStart).slice(0, 10)}..${at(i.periodEnd).slice(0, 10)} ${i.total}`).sort();
  return { ok: found.length === count, value: found };
});

operation('createSubscription', async () => {
  const whole = await client.subscriptions.createSubscription(await order({
    overrideLineItems: [{ priceId: fee.id, amount: '10.00' }, { priceId: seat.id, quantity: '2' }],
    lineItems: [{ displayName: 'Hosting', price: {
      type: 'FIXED', billingModel: 'FLAT_FEE', amount: '1200.00', billingPeriod: 'ANNUAL', billingPeriodCount: 1, billingCadence: 'RECURRING',
      invoiceCadence: 'ADVANCE', priceUnitType: 'FIAT',
    } }],
    addons: [{ addonId: addon.id, metadata: { asked: 'twice' } }, { addonId: addon.id }],
    overrideEntitlements: [{ entitlementId: given.id, usageLimit: 500 }],
  }));
  assert.deepEqual(whole.lineItems.map(line => line.displayName).sort(), ['Fee', 'Hosting', 'Seat', 'Support', 'Support']);
  const own = whole.lineItems.find(line => line.displayName === 'Fee');
  assert.equal(Number(own.price.amount), 10);
  assert.notEqual(own.priceId, fee.id);
  assert.equal(whole.lineItems.find(line => line.displayName === 'Seat').quantity, '2');
  assert.equal(whole.lineItems.filter(line => line.entityType === 'addon').length, 2);
  assert.equal((await client.subscriptions.getSubscriptionAddonAssociations(whole.id)).length, 2);
  const held = await client.subscriptions.getSubscriptionEntitlements(whole.id);
  assert.equal(held.features.find(f => f.feature.id === feature.id).entitlement.usageLimit, 500);
  assert.deepEqual(await billed(whole.id, 1), ['2026-01-01..2026-02-01 1262.00']);

  const phased = await here.expect(201, 'POST', '/subscriptions', {
    customer_id: whole.customerId, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary',
    phases: [
      { start_date: at('2026-01-01'), override_line_items: [{ price_id: fee.id, amount: '1.00' }], metadata: { name: 'ramp' } },
      { start_date: at('2026-02-01'), end_date: at('2026-03-01'), override_line_items: [{ price_id: fee.id, amount: '2.00' }] },
    ],
  });
  assert.equal(phased.phases.length, 2);
  assert.equal(phased.phases[0].end_date, at('2026-02-01').replace('.000', ''));
  assert.equal(phased.line_items.filter(line => line.subscription_phase_id === phased.phases[0].id).length, 2);
  assert.equal(phased.line_items.filter(line => line.subscription_phase_id === null).length, 2);
  await here.expect(200, 'POST', '/clock/advance', { to: at('2026-04-02') });
  assert.deepEqual(await billed(phased.id, 4), [
    '2026-01-01..2026-02-01 31.00', '2026-01-01..2026-02-01 32.00', '2026-02-01..2026-03-01 33.00', '2026-03-01..2026-04-01 51.00']);
  assert.deepEqual(await billed(whole.id, 4), [
    '2026-01-01..2026-02-01 1262.00', '2026-01-01..2026-02-01 82.00', '2026-02-01..2026-03-01 82.00', '2026-03-01..2026-04-01 82.00']);

  const refused = async (words, more) => fails(400, async () => client.subscriptions.createSubscription(await order(more)), words);
  await refused(/override_line_items/, { overrideLineItems: [{ priceId: nobody('price'), amount: '1' }] });
  // The client cannot say how long an addon is to hold.
  await here.expect(400, 'POST', '/subscriptions', {
    customer_id: whole.customerId, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_cycle: 'anniversary',
    addons: [{ addon_id: addon.id, cadence: 'onetime' }],
  });
  await refused(/billing_period/, { lineItems: [{ price: {
    type: 'FIXED', billingModel: 'FLAT_FEE', amount: '1', billingPeriod: 'DAILY', billingPeriodCount: 1, billingCadence: 'RECURRING',
    invoiceCadence: 'ARREAR', priceUnitType: 'FIAT',
  } }] });
  await refused(/start_date/, { startDate: at('2026-05-01'), phases: [{ startDate: at('2026-04-01') }] });
  await refused(/start_date/, { phases: [
    { startDate: at('2026-05-01'), endDate: at('2026-07-01') }, { startDate: at('2026-06-01') }] });
  await fails(404, async () => client.subscriptions.createSubscription(await order({ addons: [{ addonId: nobody('addon') }] })), /not found/);
  await fails(404, async () => client.subscriptions.createSubscription(await order({
    overrideEntitlements: [{ entitlementId: nobody('ent'), usageLimit: 1 }] })), /not found/);
});

operation('createCreditGrant', async () => {
  const grant = { name: 'Welcome', credits: '25', cadence: 'ONETIME', scope: 'SUBSCRIPTION', expirationType: 'NEVER' };
  const one = await client.subscriptions.createSubscription(await order({ creditGrants: [grant] }));
  assert.deepEqual(one.creditGrants.map(g => [g.name, g.credits, g.subscriptionId]), [['Welcome', '25', one.id]]);
  await eventually('the credits', async () => {
    const [wallet] = await client.wallets.getWalletsByCustomerId(one.customerId);
    return { ok: Number(wallet?.balance) === 25, value: wallet };
  });
  await fails(400, async () => client.subscriptions.createSubscription(await order({ creditGrants: [{ ...grant, scope: 'PLAN', planId: plan.id }] })), /scope/);
  await fails(400, async () => client.subscriptions.createSubscription(await order({ creditGrants: [grant], subscriptionStatus: 'draft' })), /credit_grants/);
  // What cannot be made gives nothing: the grant goes with it.
  const refused = await order({ creditGrants: [grant], overageFactor: '0.5', commitmentAmount: '1' });
  await fails(400, () => client.subscriptions.createSubscription(refused), /overage_factor/);
  await here.expect(200, 'POST', '/clock/advance', { to: at('2026-12-01') });
  assert.deepEqual(await client.wallets.getWalletsByCustomerId(refused.customerId), []);
});

test('an addon is deleted once the last that has it has ended', async () => {
  const own = await client.addons.createAddon({ name: 'Care', lookupKey: fresh('care'), type: 'multiple_instance' });
  await client.prices.createPrice({ ...FEE, amount: '5.00', entityType: 'ADDON', entityId: own.id, displayName: 'Care' });
  const having = async () => (await client.subscriptions.createSubscription(await order({ addons: [{ addonId: own.id }, { addonId: own.id }] }))).id;
  const [first, second] = [await having(), await having()];
  await client.subscriptions.cancelSubscription(first, { cancellationType: 'immediate' });
  await fails(400, () => client.addons.deleteAddon(own.id), /a subscription has it/);
  await client.subscriptions.cancelSubscription(second, { cancellationType: 'immediate' });
  assert.ok((await client.addons.deleteAddon(own.id)).message);
  // What has ended still says what it had.
  assert.equal((await client.subscriptions.getSubscriptionAddonAssociations(first)).length, 2);
  await fails(404, having, /is deleted/);
});
