// Coupons and taxes: what is taken off invoices and what is added to them.
import assert from 'node:assert/strict';
import { fails, fresh, nobody, operation, sandbox } from './support.mjs';

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
