// Coupons and taxes: what is taken off invoices and what is added to them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, fails, fresh, nobody, operation, sandbox, FEE } from './support.mjs';

const here = await sandbox('discounts');
const { client } = here;
const made = {
  coupon: client.coupons.createCoupon({
    name: 'A fifth off', type: 'percentage', percentageOff: '20', cadence: 'repeated', durationInPeriods: 2, maxRedemptions: 10,
    rules: { plans: ['pro'] }, metadata: { a: 'b' },
  }).catch(error => error),
  rate: client.taxRates.createTaxRate({
    name: 'VAT', code: fresh('vat'), taxRateType: 'percentage', percentageValue: '19', scope: 'INTERNAL', metadata: { a: 'b' },
  }).catch(error => error),
};

async function the(name) {
  const one = await made[name];
  if (one instanceof Error) {
    throw one;
  }
  return one;
}

operation('createCoupon', async () => {
  const coupon = await the('coupon');
  assert.match(coupon.id, /^coupon_/);
  assert.equal(coupon.percentageOff, '20');
  assert.equal(coupon.durationInPeriods, 2);
  assert.equal(coupon.totalRedemptions, 0);
  assert.deepEqual(coupon.rules.plans, ['pro']);
  const code = fresh('Code');
  await here.expect(201, 'POST', '/coupons', { name: 'Ten', type: 'fixed', amount_off: '10', currency: 'usd', cadence: 'once', coupon_code: code });
  await here.expect(409, 'POST', '/coupons', { name: 'Ten', type: 'fixed', amount_off: '10', currency: 'usd', cadence: 'once', coupon_code: code.toLowerCase() });
  await fails(400, () => client.coupons.createCoupon({ name: 'x', type: 'percentage', percentageOff: '120', cadence: 'once' }), /percentage_off/);
  await fails(400, () => client.coupons.createCoupon({ name: 'x', type: 'fixed', amountOff: '1', cadence: 'once' }), /currency/);
  await fails(400, () => client.coupons.createCoupon({ name: 'x', type: 'percentage', percentageOff: '1', cadence: 'repeated' }), /duration_in_periods/);
});

operation('getCoupon', async () => {
  const coupon = await the('coupon');
  assert.equal((await client.coupons.getCoupon(coupon.id)).name, coupon.name);
  await fails(404, () => client.coupons.getCoupon(nobody('coupon')), /not found/);
});

operation('getCouponByCode', async () => {
  const code = fresh('Hello');
  const coupon = await here.expect(201, 'POST', '/coupons', { name: 'Half', type: 'percentage', percentage_off: '50', cadence: 'forever', coupon_code: code });
  assert.equal((await here.expect(200, 'GET', `/coupons/code/${code.toUpperCase()}`)).id, coupon.id);
  assert.equal((await here.expect(200, 'GET', `/coupons?coupon_codes=${code.toLowerCase()}`)).items[0].id, coupon.id);
  await here.expect(404, 'GET', '/coupons/code/nothing-of-the-kind');
});

operation('queryCoupon', async () => {
  const coupon = await the('coupon');
  const found = await client.coupons.queryCoupon({ couponIds: [coupon.id] });
  assert.deepEqual(found.items.map(c => c.id), [coupon.id]);
  assert.ok((await here.expect(200, 'GET', '/coupons?limit=1')).items.length === 1);
  await fails(400, () => client.coupons.queryCoupon({ limit: 0 }), /limit/);
});

operation('updateCoupon', async () => {
  const coupon = await the('coupon');
  const changed = await client.coupons.updateCoupon(coupon.id, { name: 'One of five', metadata: { c: 'd' } });
  assert.equal(changed.name, 'One of five');
  assert.equal(changed.percentageOff, '20');
  await here.expect(400, 'PUT', `/coupons/${coupon.id}`, { percentage_off: '30' });
  await fails(404, () => client.coupons.updateCoupon(nobody('coupon'), { name: 'x' }), /not found/);
});

operation('deleteCoupon', async () => {
  const gone = await client.coupons.createCoupon({ name: 'Old', type: 'percentage', percentageOff: '5', cadence: 'forever' });
  assert.ok((await client.coupons.deleteCoupon(gone.id)).message);
  assert.equal((await client.coupons.queryCoupon({ couponIds: [gone.id] })).items.length, 0);
  await fails(404, () => client.coupons.deleteCoupon(nobody('coupon')), /not found/);
  const history = await here.expect(200, 'GET', `/audit/coupon/${gone.id}/history`);
  assert.deepEqual(history.items.map(entry => entry.event), ['coupon.created', 'coupon.deleted']);
});

operation('createTaxRate', async () => {
  const rate = await the('rate');
  assert.match(rate.id, /^taxrate_/);
  assert.equal(rate.percentageValue, '19');
  assert.equal(rate.taxRateStatus, 'ACTIVE');
  const inclusive = await here.expect(201, 'POST', '/taxes/rates', { name: 'VAT', code: fresh('incl'), percentage_value: '19', inclusive: true });
  assert.equal(inclusive.inclusive, true);
  await fails(409, () => client.taxRates.createTaxRate({ name: 'Again', code: rate.code, percentageValue: '1' }), new RegExp(rate.code));
  await fails(400, () => client.taxRates.createTaxRate({ name: 'x', code: fresh('x'), taxRateType: 'fixed' }), /fixed_value/);
});

operation('getTaxRate', async () => {
  const rate = await the('rate');
  assert.equal((await client.taxRates.getTaxRate(rate.id)).code, rate.code);
  await fails(404, () => client.taxRates.getTaxRate(nobody('taxrate')), /not found/);
});

operation('getTaxRates', async () => {
  const rate = await the('rate');
  const found = await client.taxRates.getTaxRates({ taxrateCodes: [rate.code] });
  assert.deepEqual(found.map(r => r.id), [rate.id]);
  assert.equal((await here.expect(200, 'GET', `/taxes/rates?taxrate_ids=${rate.id}&scope=INTERNAL`)).items[0].id, rate.id);
  await here.expect(400, 'GET', '/taxes/rates?limit=0');
});

operation('updateTaxRate', async () => {
  const rate = await the('rate');
  const changed = await client.taxRates.updateTaxRate(rate.id, { description: 'As in Germany', taxRateStatus: 'INACTIVE' });
  assert.equal(changed.taxRateStatus, 'INACTIVE');
  assert.equal(changed.name, 'VAT');
  await client.taxRates.updateTaxRate(rate.id, { taxRateStatus: 'ACTIVE' });
  await here.expect(400, 'PUT', `/taxes/rates/${rate.id}`, { percentage_value: '7' });
  await fails(404, () => client.taxRates.updateTaxRate(nobody('taxrate'), { name: 'x' }), /not found/);
});

operation('deleteTaxRate', async () => {
  const code = fresh('old');
  const gone = await client.taxRates.createTaxRate({ name: 'Old', code, percentageValue: '3' });
  await client.taxRates.deleteTaxRate(gone.id);
  await client.taxRates.createTaxRate({ name: 'New', code, percentageValue: '3' });
  await fails(404, () => client.taxRates.deleteTaxRate(nobody('taxrate')), /not found/);
});

operation('createTaxAssociation', async () => {
  const rate = await the('rate');
  const customer = await client.customers.createCustomer({ externalId: fresh('taxed'), name: 'Taxed' });
  const named = await client.taxAssociations.createTaxAssociation({
    taxRateCode: rate.code, entityType: 'customer', entityId: customer.id, priority: 2, currency: 'usd', autoApply: true,
  });
  assert.match(named.id, /^ta_/);
  assert.equal(named.taxRate.code, rate.code);
  assert.equal(named.entityId, customer.id);
  const outside = await here.expect(200, 'POST', '/taxes/associations', { tax_rate_code: rate.code, external_customer_id: customer.externalId });
  assert.equal(outside.entity_id, customer.id);
  await fails(404, () => client.taxAssociations.createTaxAssociation({ taxRateCode: 'nothing', entityType: 'customer', entityId: customer.id }), /nothing/);
  await fails(404, () => client.taxAssociations.createTaxAssociation({ taxRateCode: rate.code, entityType: 'customer', entityId: nobody('cust') }), /not found/);
  // A rate that somebody bears stays.
  await here.expect(400, 'DELETE', `/taxes/rates/${rate.id}`);
  made.named = Promise.resolve(named);
});

operation('getTaxAssociation', async () => {
  const named = await the('named');
  assert.equal((await client.taxAssociations.getTaxAssociation(named.id)).priority, 2);
  await fails(404, () => client.taxAssociations.getTaxAssociation(nobody('ta')), /not found/);
});

operation('listTaxAssociations', async () => {
  const named = await the('named');
  const found = await client.taxAssociations.listTaxAssociations('customer', named.entityId);
  assert.equal(found.items.length, 2);
  assert.equal((await here.expect(200, 'GET', `/taxes/associations?tax_rate_id=${nobody('taxrate')}`)).items.length, 0);
});

operation('updateTaxAssociation', async () => {
  const named = await the('named');
  const changed = await client.taxAssociations.updateTaxAssociation(named.id, { priority: 5, autoApply: false });
  assert.equal(changed.priority, 5);
  assert.equal(changed.autoApply, false);
  await here.expect(400, 'PUT', `/taxes/associations/${named.id}`, { priority: -1 });
  await fails(404, () => client.taxAssociations.updateTaxAssociation(nobody('ta'), { priority: 1 }), /not found/);
});

operation('deleteTaxAssociation', async () => {
  const named = await the('named');
  assert.equal((await client.taxAssociations.deleteTaxAssociation(named.id)).id, named.id);
  assert.equal((await client.taxAssociations.listTaxAssociations('customer', named.entityId)).items.length, 1);
  await fails(404, () => client.taxAssociations.deleteTaxAssociation(nobody('ta')), /not found/);
});

/** A sandbox in January with a fee of 100.00 a month, and its finalized invoices. */
async function seller(name) {
  const there = await sandbox(name);
  await there.expect(200, 'PUT', '/clock', { now: '2024-01-01T00:00:00Z' });
  const plan = await there.client.plans.createPlan({ name: 'Pro', lookupKey: fresh('pro') });
  const price = await there.client.prices.createPrice({ ...FEE, amount: '100.00', entityType: 'PLAN', entityId: plan.id, displayName: 'Fee' });
  const customer = (extra = {}) => there.expect(201, 'POST', '/customers', { external_id: fresh('c'), name: 'C', ...extra });
  const order = (who, extra = {}) => ({
    customer_id: who.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary', ...extra,
  });
  const until = to => there.expect(200, 'POST', '/clock/advance', { to });
  const invoices = async subscription => (await there.expect(200, 'POST', '/invoices/search', {
    subscription_id: subscription.id, invoice_status: ['FINALIZED'], sort: [{ field: 'period_start', direction: 'asc' }],
  })).items;
  return { there, plan, price, customer, order, until, invoices };
}

test('three months with coupons and taxes', async () => {
  const { there, plan, price, customer, order, until, invoices } = await seller('three months');
  const rate = (code, value, inclusive) => there.expect(201, 'POST', '/taxes/rates', { name: code, code, percentage_value: value, inclusive });
  await rate('vat', '19', true);
  await rate('sales', '8.875', false);
  await rate('exempt', '0', false);
  for (const [code, priority] of [['vat', 1], ['sales', 2]]) {
    await there.expect(200, 'POST', '/taxes/associations', { tax_rate_code: code, entity_type: 'tenant', priority });
  }
  const coupon = body => there.expect(201, 'POST', '/coupons', { name: 'c', ...body });
  const fifth = await coupon({ type: 'percentage', percentage_off: '20', cadence: 'repeated', duration_in_periods: 2 });
  const thirty = await coupon({ type: 'fixed', amount_off: '30', currency: 'usd', cadence: 'once', coupon_code: 'THIRTY' });
  const large = await coupon({ type: 'fixed', amount_off: '250', currency: 'usd', cadence: 'once' });
  const euros = await coupon({ type: 'fixed', amount_off: '1', currency: 'eur', cadence: 'once' });

  const taxed = await there.expect(201, 'POST', '/subscriptions', order(await customer(), { coupons: [fifth.id], subscription_coupons: [{ coupon_code: 'thirty' }] }));
  const exempt = await there.expect(201, 'POST', '/subscriptions', order(
    await customer({ tax_rate_overrides: [{ tax_rate_code: 'exempt', currency: 'usd' }] }), { line_item_coupons: { [price.id]: [large.id] } }));
  const refused = await there.expect(400, 'POST', '/subscriptions', order(await customer(), { coupons: [euros.id] }));
  assert.match(refused.message, /EUR/);

  const held = await there.expect(200, 'GET', `/coupons/associations?subscription_ids=${taxed.id}&expand=coupon&active_only=true`);
  assert.deepEqual(held.items.map(h => h.coupon_id).sort(), [fifth.id, thirty.id].sort());
  assert.equal((await there.expect(200, 'GET', `/coupons/associations/${held.items[0].id}`)).subscription_id, taxed.id);
  assert.equal((await there.expect(200, 'GET', `/coupons/${thirty.id}`)).total_redemptions, 1);

  const preview = await there.expect(200, 'POST', '/invoices/preview', { subscription_id: taxed.id });
  assert.equal(preview.total, '53.73');
  await until('2024-04-01T03:00:00Z');
  // 100 - 20 % - 30 = 50.00, which contains 19 %: 7.98 of 42.02, on which 8.875 % are 3.73.
  const bills = await invoices(taxed);
  const figures = bills.map(b => [b.subtotal, b.total_discount, b.total_tax, b.total, b.taxes.map(t => t.tax_amount).join(' ')]);
  assert.deepEqual(figures, [
    ['100.00', '50.00', '3.73', '53.73', '7.98 3.73'],
    ['100.00', '20.00', '5.97', '85.97', '12.77 5.97'],
    ['100.00', '0.00', '7.46', '107.46', '15.97 7.46'],
  ]);
  const first = await there.expect(200, 'GET', `/invoices/${bills[0].id}`);
  assert.deepEqual(first.coupon_applications.map(a => [a.coupon_id, a.original_price, a.discounted_amount, a.final_price]), [
    [fifth.id, '100.00', '20.00', '80.00'], [thirty.id, '80.00', '30.00', '50.00'],
  ]);
  assert.equal(first.line_items[0].invoice_level_discount, '50.00');
  assert.equal(first.taxes[0].taxable_amount, '42.02');

  // What one invoice cannot use of a fixed amount stays for the next; nobody taxes the exempt.
  const free = await invoices(exempt);
  assert.deepEqual(free.map(b => [b.total_discount, b.total_tax, b.total]), [['100.00', '0.00', '0.00'], ['100.00', '0.00', '0.00'], ['50.00', '0.00', '50.00']]);
  assert.equal((await there.expect(200, 'GET', `/invoices/${free[0].id}`)).line_items[0].line_item_discount, '100.00');
  assert.equal(plan.id, taxed.plan_id);

  // A void invoice gives back what it used.
  await there.expect(200, 'POST', `/invoices/${bills[0].id}/void`, {});
  const [once] = held.items.filter(h => h.coupon_id === thirty.id);
  await eventually('given back', async () => {
    const history = await there.expect(200, 'GET', `/audit/coupon_association/${once.id}/history`);
    return { ok: history.items.some(e => e.event === 'coupon_association.given_back'), value: history.items.map(e => e.event) };
  });
  await until('2024-05-01T03:00:00Z');
  assert.equal((await invoices(taxed)).at(-1).total_discount, '30.00');
});

test('a coupon is given as often as it may be, however many ask at once', async () => {
  const { there, customer, order } = await seller('redemptions');
  const coupon = await there.expect(201, 'POST', '/coupons', { name: 'Few', type: 'percentage', percentage_off: '10', cadence: 'forever', max_redemptions: 3 });
  const who = await customer();
  const answers = await Promise.all(Array.from({ length: 12 }, () => there.send('POST', '/subscriptions', order(who, { coupons: [coupon.id] }))));
  assert.deepEqual(answers.map(a => a.status).filter(s => s === 201).length, 3);
  assert.ok(answers.filter(a => a.status !== 201).every(a => a.status === 400 && /max_redemptions/.test(a.body.message)));
  assert.equal((await there.expect(200, 'GET', `/coupons/${coupon.id}`)).total_redemptions, 3);
  assert.equal((await there.expect(200, 'POST', '/subscriptions/search', { customer_id: who.id })).items.length, 3);
});
