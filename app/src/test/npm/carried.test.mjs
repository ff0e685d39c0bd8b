// What belongs to one subscription alone goes on with the one that follows it by another billing period.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FEE, METER, eventually, fails, fresh, operation, sandbox } from './support.mjs';

const here = await sandbox('carried');
const { client } = here;
const at = day => new Date(day).toISOString();
const until = to => here.expect(200, 'POST', '/clock/advance', { to: at(to) });
await here.expect(200, 'PUT', '/clock', { now: at('2026-01-01') });

async function planOf(monthly, yearly) {
  const plan = await client.plans.createPlan({ name: 'Pro', lookupKey: fresh('pro') });
  const price = (amount, billingPeriod, displayName) =>
    client.prices.createPrice({ ...FEE, amount, billingPeriod, invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id, displayName });
  return { id: plan.id, monthly: await price('31.00', 'MONTHLY', monthly), yearly: await price('310.00', 'ANNUAL', yearly) };
}

const pro = await planOf('Pro', 'Pro');
const otherwise = await planOf('By the month', 'By the year');
const someone = () => client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });
const tokens = await client.features.createFeature({ name: 'Tokens', type: 'metered', lookupKey: fresh('tokens'), meter: METER });
const flag = await client.features.createFeature({ name: 'Dark mode', type: 'boolean', lookupKey: fresh('dark') });
const usual = await client.entitlements.createEntitlement({
  entityType: 'PLAN', entityId: pro.id, featureId: tokens.id, featureType: 'metered', usageLimit: 1000, usageResetPeriod: 'MONTHLY', isEnabled: true,
});
const begun = async body =>
  (await here.expect(201, 'POST', '/subscriptions', {
    customer_id: (await someone()).id, plan_id: pro.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1,
    billing_cycle: 'anniversary', ...body,
  })).id;
const to = (plan, billingPeriod = 'ANNUAL', more = {}) => ({
  targetPlanId: plan.id, billingCadence: 'RECURRING', billingCycle: 'anniversary', billingPeriod, billingPeriodCount: 1,
  prorationBehavior: 'none', ...more,
});
const changed = async (id, ...how) => (await client.subscriptions.executeSubscriptionChange(id, to(...how))).newSubscription.id;
const billed = (id, totals) =>
  eventually(`invoices of ${totals}`, async () => {
    const { items } = await client.invoices.queryInvoice({ subscriptionId: id, invoiceStatus: ['FINALIZED'] });
    const value = items.map(i => i.total).sort();
    return { ok: JSON.stringify(value) === JSON.stringify([...totals].sort()), value };
  });

const fifth = (cadence, more = {}) => client.coupons.createCoupon({ name: 'A fifth off', type: 'percentage', percentageOff: '20', cadence, ...more });
const coupons = {
  forever: await fifth('forever', { maxRedemptions: 1 }),
  later: await fifth('forever'),
  twice: await fifth('repeated', { durationInPeriods: 2 }),
  single: await fifth('repeated', { durationInPeriods: 1 }),
  once: await fifth('once'),
  line: await fifth('forever'),
};
const held = {};
const next = {};
for (const which of ['forever', 'later', 'twice', 'single', 'once']) {
  held[which] = await begun({ coupons: [coupons[which].id] });
}
held.line = await begun({ line_item_coupons: { [pro.monthly.id]: [coupons.line.id] } });
held.lost = await begun({ plan_id: otherwise.id, line_item_coupons: { [otherwise.monthly.id]: [coupons.line.id] } });
held.unused = await begun();
held.entitled = await begun({ override_entitlements: [{ entitlement_id: usual.id, usage_limit: 5000 }] });
await client.entitlements.createEntitlement({
  entityType: 'SUBSCRIPTION', entityId: held.entitled, featureId: flag.id, featureType: 'boolean', isEnabled: true,
});
const rate = async (percentage, of) => {
  const { code } = await client.taxRates.createTaxRate({ name: 'VAT', code: fresh('vat'), percentageValue: percentage });
  return here.expect(200, 'POST', '/taxes/associations', { tax_rate_code: code, ...of });
};
held.taxed = await begun();
await until('2026-01-11');
coupons.unused = await fifth('once');
const tax = await rate('10', { entity_type: 'subscription', entity_id: held.taxed });
await here.expect(200, 'POST', `/subscriptions/${held.unused}/modify/execute`, {
  type: 'coupon', coupon_params: { action: 'add', coupon_code: coupons.unused.id },
});

operation('previewSubscriptionChange', async () => {
  const preview = await client.subscriptions.previewSubscriptionChange(held.forever, to(pro));
  assert.equal(Number(preview.nextInvoicePreview.subtotal), 310);
  assert.equal(Number(preview.nextInvoicePreview.total), 248);
  const spent = await client.subscriptions.previewSubscriptionChange(held.single, to(pro));
  assert.equal(Number(spent.nextInvoicePreview.total), 310);
});

operation('executeSubscriptionChange', async () => {
  for (const which of ['forever', 'twice', 'single', 'once', 'unused', 'line']) {
    next[which] = await changed(held[which], pro);
  }
  next.later = await changed(held.later, pro, 'ANNUAL', { changeAt: 'end_of_period' });
  const expected = { forever: '248.00', twice: '248.00', single: '310.00', once: '310.00', unused: '248.00', line: '248.00' };
  await until('2026-01-11T03:00:00Z');
  for (const [which, total] of Object.entries(expected)) {
    await billed(next[which], [total]);
    await billed(held[which], [which === 'unused' ? '31.00' : '24.80']);
    assert.equal((await client.coupons.getCoupon(coupons[which].id)).totalRedemptions, which === 'line' ? 2 : 1);
    const { items } = await here.expect(200, 'GET', `/coupons/associations?subscription_ids=${next[which]}`);
    assert.deepEqual(items.map(i => i.coupon_id), [coupons[which].id]);
    const [shown] = (await here.expect(200, 'POST', '/subscriptions/search', { subscription_ids: [next[which]], with_coupon_associations: true })).items;
    assert.deepEqual(shown.coupon_associations.map(i => i.coupon_id), [coupons[which].id]);
  }
  // One of a line that the plan has by no such name for the year: refused before anything ends.
  await fails(400, () => changed(held.lost, otherwise), /coupon association/);
  assert.equal((await client.subscriptions.getSubscription(held.lost)).subscriptionStatus, 'active');
});

test('what an invoice used of it can be used again once that is void', async () => {
  const { items: [first] } = await client.invoices.queryInvoice({ subscriptionId: next.unused, invoiceStatus: ['FINALIZED'] });
  const preview = async () => Number((await client.subscriptions.previewSubscriptionChange(next.unused, to(pro, 'MONTHLY'))).nextInvoicePreview.total);
  assert.equal(await preview(), 31);
  await here.expect(200, 'POST', `/invoices/${first.id}/void`, {});
  await eventually('the coupon to be had again', async () => {
    const value = await preview();
    return { ok: value === 24.8, value };
  });
});

test('a tax goes on, and can be ended', async () => {
  const preview = await client.subscriptions.previewSubscriptionChange(held.taxed, to(pro));
  assert.equal(Number(preview.nextInvoicePreview.taxAmount), 31);
  assert.equal(Number(preview.nextInvoicePreview.total), 341);
  next.taxed = await changed(held.taxed, pro);
  await until('2026-01-11T04:00:00Z');
  await billed(next.taxed, ['341.00']);
  await billed(held.taxed, ['31.00']);
  const { items } = await client.taxAssociations.listTaxAssociations('subscription', next.taxed);
  assert.deepEqual(items.map(i => i.id), [tax.id]);
  await here.expect(200, 'POST', `/subscriptions/${next.taxed}/modify/execute`, {
    type: 'tax', tax_params: { action: 'remove', tax_association_id: tax.id },
  });
  const without = await client.subscriptions.previewSubscriptionChange(next.taxed, to(pro, 'MONTHLY'));
  assert.equal(Number(without.nextInvoicePreview.total), 31);
});

test('an entitlement goes on', async () => {
  const features = async path => (await here.expect(200, 'GET', `${path}/entitlements`)).features;
  const limit = async path => (await features(path)).find(f => f.feature.id === tokens.id)?.entitlement.usage_limit;
  const customer = (await client.subscriptions.getSubscription(held.entitled)).customerId;
  assert.equal(await limit(`/subscriptions/${held.entitled}`), 5000);
  next.entitled = await changed(held.entitled, pro);
  for (const path of [`/subscriptions/${next.entitled}`, `/customers/${customer}`]) {
    await eventually('the entitlement of the one before', async () => {
      const value = await limit(path);
      return { ok: value === 5000, value };
    });
    assert.ok((await features(path)).some(f => f.feature.id === flag.id));
  }
  const { items } = await here.expect(200, 'POST', '/entitlements/search', { entity_ids: [next.entitled] });
  assert.equal(items.length, 2);
  const summary = await here.expect(200, 'GET', `/customers/usage?customer_id=${customer}`);
  assert.equal(Number(summary.features.find(f => f.feature.id === tokens.id).total_limit), 5000);
  const check = await here.expect(200, 'POST', '/entitlements/check', { customer, feature: flag.id });
  assert.equal(check.allowed, true);
  // As within one subscription, there is one of a feature: that of the one before.
  const given = more => ({ entityType: 'SUBSCRIPTION', entityId: next.entitled, featureId: tokens.id, featureType: 'metered', usageLimit: 7000, isEnabled: true, ...more });
  const own = items.find(i => i.feature_id === tokens.id);
  const dark = items.find(i => i.feature_id === flag.id);
  await fails(409, () => client.entitlements.createEntitlement(given({ parentEntitlementId: usual.id })), new RegExp(`feature_id.*by ${own.id}, got ${tokens.id}`));
  await fails(409, () => client.entitlements.createEntitlement(given({ featureId: flag.id, featureType: 'boolean', usageLimit: undefined })), new RegExp(`by ${dark.id}`));
  await fails(409, () => client.entitlements.createEntitlement(given({ entityId: held.entitled, parentEntitlementId: usual.id })), new RegExp(`by ${own.id}`));
  await client.entitlements.deleteEntitlement(own.id);
  const instead = await client.entitlements.createEntitlement(given({ parentEntitlementId: usual.id }));
  await eventually('the one that was given instead', async () => {
    const value = await limit(`/subscriptions/${next.entitled}`);
    return { ok: value === 7000, value };
  });
  await fails(409, () => client.entitlements.createEntitlement(given({ entityId: held.entitled, parentEntitlementId: usual.id })), new RegExp(`by ${instead.id}`));
  await client.entitlements.deleteEntitlement(instead.id);
  await client.entitlements.createEntitlement(given({ entityId: held.entitled, parentEntitlementId: usual.id, usageLimit: 6000 }));
  await eventually('the one that was given to the one before', async () => {
    const value = await limit(`/subscriptions/${next.entitled}`);
    return { ok: value === 6000, value };
  });
});

test('a coupon that goes on can be ended, and goes on a second time', async () => {
  const { items: [association] } = await here.expect(200, 'GET', `/coupons/associations?subscription_ids=${next.line}`);
  await here.expect(200, 'POST', `/subscriptions/${next.line}/modify/execute`, {
    type: 'coupon', coupon_params: { action: 'remove', coupon_association_id: association.id },
  });
  next.again = await changed(next.forever, pro, 'MONTHLY');
  await until('2026-01-11T06:00:00Z');
  await billed(next.again, ['24.80']);
});

test('years later', async () => {
  await until('2026-02-02');
  await billed(held.later, ['24.80']);
  await billed(next.later, ['248.00']);
  await until('2027-01-12');
  await billed(next.twice, ['248.00', '310.00']);
  await billed(next.line, ['248.00', '310.00']);
});
