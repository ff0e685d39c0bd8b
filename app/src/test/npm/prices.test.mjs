// Prices of every model, and the units they can be in.
import assert from 'node:assert/strict';
import { FEE, METER, eventually, fails, fresh, nobody, operation, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('prices');
const { client } = here;
const plan = await client.plans.createPlan({ name: 'Pro', lookupKey: fresh('pro') });
const feature = await client.features.createFeature({ name: 'Tokens', type: 'metered', lookupKey: fresh('tokens'), meter: METER });
const base = { ...FEE, entityType: 'PLAN', entityId: plan.id };
const usage = { ...base, type: 'USAGE', amount: undefined, meterId: feature.meterId };
const RAW = {
  type: 'FIXED', billing_model: 'FLAT_FEE', amount: '9', currency: 'usd', price_unit_type: 'FIAT', billing_period: 'MONTHLY', billing_period_count: 1,
  invoice_cadence: 'ARREAR',
};
const key = fresh('fee');
const made = await client.prices.createPrice({ ...base, lookupKey: key, displayName: 'Fee', description: 'Every month', metadata: { a: 'b' } });

operation('groupsOfPrices', async () => {
  const { plan } = await planWithFee(client);
  const group = await client.groups.createGroup({ name: 'Fees', lookupKey: fresh('fees'), entityType: 'price' });
  const made = await client.prices.createPrice({ ...FEE, entityType: 'PLAN', entityId: plan.id, displayName: 'Grouped', groupId: group.id });
  assert.equal(made.groupId, group.id);
  assert.equal(made.group.id, group.id);
  assert.deepEqual((await client.groups.getGroup(group.id)).entityIds, [made.id]);
  const raw = { ...RAW, entity_type: 'PLAN', entity_id: plan.id };
  const features = await client.groups.createGroup({ name: 'Features', lookupKey: fresh('features'), entityType: 'feature' });
  const refused = await here.expect(400, 'POST', '/prices', { ...raw, group_id: features.id });
  assert.match(refused.message, /group_id.*group of prices.*features/s);
  await here.expect(404, 'POST', '/prices', { ...raw, group_id: nobody('group') });
  const other = await client.groups.createGroup({ name: 'Others', lookupKey: fresh('others'), entityType: 'price' });
  assert.equal((await client.prices.updatePrice(made.id, { groupId: other.id })).groupId, other.id);
  const revised = await client.prices.updatePrice(made.id, { amount: '31' });
  assert.notEqual(revised.id, made.id);
  assert.equal(revised.groupId, other.id, 'a new version stays in the group');
  assert.equal((await here.expect(200, 'PUT', `/prices/${revised.id}`, { group_id: null })).group_id, null);
  const found = await client.prices.queryPrice({
    filters: [{ field: 'group_id', operator: 'eq', dataType: 'string', value: { string: other.id } }], allowExpiredPrices: true,
  });
  assert.ok(found.items.every(price => price.groupId === other.id));
});

operation('minimumQuantity', async () => {
  const { plan } = await planWithFee(client);
  const raw = { ...RAW, entity_type: 'PLAN', entity_id: plan.id };
  assert.equal((await here.expect(201, 'POST', '/prices', { ...raw, min_quantity: 3 })).min_quantity, '3');
  assert.match((await here.expect(400, 'POST', '/prices', { ...raw, min_quantity: '-1' })).message, /min_quantity/);
  assert.match((await here.expect(400, 'POST', '/prices', { ...raw, min_quantity: 2.5 })).message, /min_quantity.*whole/);
});

operation('createPrice', async () => {
  assert.match(made.id, /^price_/);
  assert.equal(made.amount, '20');
  assert.equal(made.currency, 'usd');
  assert.deepEqual(made.metadata, { a: 'b' });
  const tried = await client.prices.createPrice({ ...base, lookupKey: fresh('tried'), trialPeriod: 14 }); // the client's own name of it
  assert.equal(tried.trialPeriod, 14);
  assert.equal((await here.expect(200, 'GET', `/prices/${tried.id}`)).trial_period_days, 14);
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

operation('a thousand prices, all or none', async () => {
  const { plan } = await planWithFee(client);
  const one = n => ({ ...RAW, entity_type: 'PLAN', entity_id: plan.id, display_name: `Fee ${n}` });
  const items = Array.from({ length: 1000 }, (_, n) => one(n));
  const count = async () => (await client.prices.queryPrice({ planIds: [plan.id], limit: 1 })).pagination.total;
  const wrong = await here.expect(400, 'POST', '/prices/bulk', { items: [...items.slice(0, 999), { ...one(999), amount: 'much' }] });
  assert.match(wrong.message, /items\[999\]\.amount/);
  const refused = await here.expect(409, 'POST', '/prices/bulk', { items: [...items.slice(0, 999), { ...one(999), lookup_key: key }] });
  assert.match(refused.message, /items\[999\]/);
  assert.equal(await count(), 1);
  await here.expect(400, 'POST', '/prices/bulk', { items: [...items, one(1000)] });
  const made = await here.expect(201, 'POST', '/prices/bulk', { items });
  assert.equal(made.items.length, 1000);
  assert.deepEqual(made.items.map(price => price.display_name), items.map(price => price.display_name));
  assert.equal(await count(), 1001);
});

operation('a price that is back-dated is billed from then on', async () => {
  const past = await sandbox('back-dated');
  const at = day => `2026-01-${day}T00:00:00Z`;
  await past.expect(200, 'PUT', '/clock', { now: at('01') });
  const { plan } = await planWithFee(past.client);
  const customer = await past.client.customers.createCustomer({ externalId: fresh('backdated'), name: 'Backdated' });
  const { id } = await subscribed(past.client, customer.id, plan.id);
  await past.expect(200, 'POST', '/clock/advance', { to: at('20') });
  const late = await past.expect(201, 'POST', '/prices', { ...RAW, entity_type: 'PLAN', entity_id: plan.id, amount: '31.00', start_date: at('11') });
  assert.equal(late.start_date, at('11'));
  const { changes } = await past.expect(200, 'GET', `/plans/${plan.id}/sync/subscriptions/preview`);
  assert.deepEqual(changes[0].added_prices.map(added => [added.price_id, added.at]), [[late.id, at('11')]]);
  await past.expect(200, 'POST', `/plans/${plan.id}/sync/subscriptions`);
  await eventually('the line', async () => {
    const { lineItems } = await past.client.subscriptions.getSubscription(id);
    return { ok: lineItems.length === 2, value: lineItems };
  });
  await past.expect(200, 'POST', '/clock/advance', { to: '2026-02-02T00:00:00Z' });
  // 20.00, and 21 of the 31 days of January at 1.00 a day.
  const invoices = await eventually('the invoice', async () => {
    const { items } = await past.client.invoices.queryInvoice({ subscriptionId: id, invoiceStatus: ['FINALIZED'] });
    return { ok: items.length === 1, value: items };
  });
  assert.equal(invoices[0].total, '41.00');
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
