// Prices of every model, and the units they can be in.
import assert from 'node:assert/strict';
import { FEE, METER, fails, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('prices');
const { client } = here;
const plan = await client.plans.createPlan({ name: 'Pro', lookupKey: fresh('pro') });
const feature = await client.features.createFeature({ name: 'Tokens', type: 'metered', lookupKey: fresh('tokens'), meter: METER });
const base = { ...FEE, entityType: 'PLAN', entityId: plan.id };
const usage = { ...base, type: 'USAGE', amount: undefined, meterId: feature.meterId };
const key = fresh('fee');
const made = await client.prices.createPrice({ ...base, lookupKey: key, displayName: 'Fee', description: 'Every month', metadata: { a: 'b' } });

operation('createPrice', async () => {
  assert.match(made.id, /^price_/);
  assert.equal(made.amount, '20');
  assert.equal(made.currency, 'usd');
  assert.deepEqual(made.metadata, { a: 'b' });
  await fails(409, () => client.prices.createPrice({ ...base, lookupKey: key }), new RegExp(key));
  await fails(404, () => client.prices.createPrice({ ...base, entityId: nobody('plan') }), /not found/);
  await fails(400, () => client.prices.createPrice({ ...base, amount: 'much' }), /amount/);
  await fails(400, () => client.prices.createPrice({ ...base, currency: 'dollars' }), /currency/);
  await fails(400, () => client.prices.createPrice({ ...usage, billingModel: 'TIERED', tierMode: 'SLAB' }), /tiers/);
  await fails(404, () => client.prices.createPrice({ ...usage, amount: '1', meterId: nobody('meter') }), /not found/);
});

operation('createPricesBulk', async () => {
  const bulk = await client.prices.createPricesBulk({
    items: [
      { ...usage, billingModel: 'FLAT_FEE', amount: '0.01', displayName: 'Flat' },
      { ...usage, billingModel: 'TIERED', tierMode: 'SLAB', displayName: 'Slab', tiers: [{ upTo: 1000, unitAmount: '0' }, { unitAmount: '0.002', flatAmount: '1' }] },
      {
        ...usage, billingModel: 'TIERED', tierMode: 'VOLUME', displayName: 'Volume', metadata: { more_usage_may_cost_less: 'true' },
        tiers: [{ upTo: 10, unitAmount: '1' }, { unitAmount: '0.5' }],
      },
      { ...usage, billingModel: 'PACKAGE', amount: '2', displayName: 'Package', transformQuantity: { divideBy: 1000, round: 'up' } },
    ],
  });
  assert.deepEqual(bulk.items.map(p => p.billingModel), ['FLAT_FEE', 'TIERED', 'TIERED', 'PACKAGE']);
  assert.equal(bulk.items[1].tiers[0].upTo, 1000);
  const before = (await client.prices.queryPrice({ planIds: [plan.id] })).pagination.total;
  await fails(400, () => client.prices.createPricesBulk({ items: [{ ...base, displayName: 'good' }, { ...base, amount: 'bad' }] }), /items\[1\]/);
  assert.equal((await client.prices.queryPrice({ planIds: [plan.id] })).pagination.total, before);
  await fails(400, () => client.prices.createPricesBulk({ items: [] }), /items/);
});

operation('getPrice', async () => {
  assert.equal((await client.prices.getPrice(made.id)).displayName, 'Fee');
  await fails(404, () => client.prices.getPrice(nobody('price')), /not found/);
});

operation('getPriceByLookupKey', async () => {
  assert.equal((await client.prices.getPriceByLookupKey(key)).id, made.id);
  await fails(404, () => client.prices.getPriceByLookupKey('no such key'), /no such key/);
});

operation('queryPrice', async () => {
  const found = await client.prices.queryPrice({ priceIds: [made.id], expand: 'meters,plan', limit: 10 });
  assert.equal(found.items[0].plan.id, plan.id);
  const metered = await client.prices.queryPrice({ meterIds: [feature.meterId], expand: 'meters' });
  assert.ok(metered.items.every(p => p.meter.id === feature.meterId));
  assert.equal((await here.expect(200, 'GET', `/prices?price_ids=${made.id}`)).items.length, 1);
  await fails(400, () => client.prices.queryPrice({ limit: 5000 }), /limit/);
});

operation('updatePrice', async () => {
  const { id } = await client.prices.createPrice({ ...base, displayName: 'Changing' });
  const named = await client.prices.updatePrice(id, { displayName: 'Changed', description: 'new', metadata: { c: 'd' } });
  assert.equal(named.id, id);
  assert.equal(named.displayName, 'Changed');
  const dearer = await client.prices.updatePrice(id, { amount: '30' });
  assert.equal(dearer.amount, '30');
  assert.notEqual(dearer.id, id);
  assert.equal((await client.prices.getPrice(id)).amount, '20');
  await fails(404, () => client.prices.updatePrice(nobody('price'), { displayName: 'x' }), /not found/);
  await fails(400, () => client.prices.updatePrice(dearer.id, { amount: 'much' }), /amount/);
});

operation('deletePrice', async () => {
  const gone = await client.prices.createPrice({ ...base, lookupKey: fresh('gone'), displayName: 'Gone' });
  assert.ok((await client.prices.deletePrice(gone.id, {})).message);
  assert.equal((await client.prices.queryPrice({ priceIds: [gone.id] })).items.length, 0);
  const ending = await client.prices.createPrice({ ...base, displayName: 'Ending' });
  await client.prices.deletePrice(ending.id, { endDate: '2099-01-01T00:00:00Z' });
  assert.equal(Date.parse((await client.prices.getPrice(ending.id)).endDate), Date.parse('2099-01-01T00:00:00Z'));
  await fails(404, () => client.prices.deletePrice(nobody('price'), {}), /not found/);
});

const UNIT = { name: 'Credits', symbol: 'C', baseCurrency: 'usd', conversionRate: '0.01' };
const unitMade = client.priceUnits.createPriceUnit({ ...UNIT, code: 'crd', metadata: { a: 'b' } }).catch(error => error);

async function unit() {
  const made = await unitMade;
  if (made instanceof Error) {
    throw made;
  }
  return made;
}

operation('createPriceUnit', async () => {
  const it = await unit();
  assert.equal(it.code, 'crd');
  assert.equal(it.conversionRate, '0.01');
  await fails(409, () => client.priceUnits.createPriceUnit({ ...UNIT, code: 'crd' }), /crd/);
  await fails(400, () => client.priceUnits.createPriceUnit({ ...UNIT, code: 'cr2', conversionRate: '0' }), /conversion_rate/);
  const priced = await client.prices.createPrice({
    ...base, amount: undefined, displayName: 'In credits', priceUnitType: 'CUSTOM', priceUnitConfig: { priceUnit: 'crd', amount: '500' },
  });
  assert.equal(priced.priceUnitAmount, '500');
  assert.equal(priced.amount, '5');
  assert.equal(priced.pricingUnit.id, it.id);
});

operation('getPriceUnit', async () => {
  const it = await unit();
  assert.equal((await client.priceUnits.getPriceUnit(it.id)).code, 'crd');
  await fails(404, () => client.priceUnits.getPriceUnit(nobody('price_unit')), /not found/);
});

operation('getPriceUnitByCode', async () => {
  const it = await unit();
  assert.equal((await client.priceUnits.getPriceUnitByCode('crd')).id, it.id);
  await fails(404, () => client.priceUnits.getPriceUnitByCode('zzz'), /zzz/);
});

operation('listPriceUnits', async () => {
  const it = await unit();
  const listed = await client.priceUnits.listPriceUnits({ limit: 10, offset: 0 });
  assert.ok(listed.items.some(u => u.id === it.id));
});

operation('queryPriceUnit', async () => {
  const it = await unit();
  const found = await client.priceUnits.queryPriceUnit({ priceUnitIds: [it.id] });
  assert.deepEqual(found.items.map(u => u.id), [it.id]);
  await fails(400, () => client.priceUnits.queryPriceUnit({ limit: 0 }), /limit/);
});

operation('updatePriceUnit', async () => {
  const it = await unit();
  const changed = await client.priceUnits.updatePriceUnit(it.id, { name: 'Points', metadata: { c: 'd' } });
  assert.equal(changed.name, 'Points');
  assert.equal(changed.conversionRate, '0.01');
  await fails(404, () => client.priceUnits.updatePriceUnit(nobody('price_unit'), { name: 'x' }), /not found/);
});

operation('deletePriceUnit', async () => {
  const gone = await client.priceUnits.createPriceUnit({ ...UNIT, code: 'old' });
  assert.ok((await client.priceUnits.deletePriceUnit(gone.id)).message);
  assert.equal((await client.priceUnits.queryPriceUnit({ priceUnitIds: [gone.id] })).items.length, 0);
  await client.priceUnits.createPriceUnit({ ...UNIT, code: 'old' });
  await fails(404, () => client.priceUnits.deletePriceUnit(nobody('price_unit')), /not found/);
});
