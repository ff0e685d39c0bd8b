// Every list there is, paged through to its end while rows are added, gives each row once. The lists are those that the server
// describes: one that is new must be given rows here, or the last test fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FEE, METER, description, eventually, fresh, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('lists');
const { client } = here;
const { plan } = await planWithFee(client);
const customer = await client.customers.createCustomer({ externalId: fresh('owner'), name: 'Owner' });
const wallet = await client.wallets.createWallet({ customerId: customer.id, currency: 'usd', initialCreditsToLoad: '5' });
const { now } = await here.expect(200, 'GET', '/clock');
const earlier = new Date(Date.parse(now) - 5 * 86_400_000).toISOString();
const feature = (extra = {}) => client.features.createFeature({ name: 'Flag', type: 'boolean', lookupKey: fresh('flag'), ...extra });
const addon = () => client.addons.createAddon({ name: 'Addon', lookupKey: fresh('addon'), type: 'onetime' });
const addonForAll = addon().catch(() => null);

/** How a row of each list is made; null where rows come by themselves. */
const ROWS = {
  '/customers': () => client.customers.createCustomer({ externalId: fresh('c'), name: 'C' }),
  '/features': () => feature(),
  '/meters': () => feature({ type: 'metered', meter: { ...METER, name: fresh('meter') } }),
  '/plans': () => client.plans.createPlan({ name: 'Plan', lookupKey: fresh('plan') }),
  '/pricing-plans': () => ROWS['/plans'](),
  '/prices': () => client.prices.createPrice({ ...FEE, entityType: 'PLAN', entityId: plan.id, displayName: 'Fee' }),
  '/prices/units': () => client.priceUnits.createPriceUnit({ name: 'Unit', code: letters(), symbol: 'U', baseCurrency: 'usd', conversionRate: '1' }),
  '/addons': addon,
  '/entitlements': async () => client.entitlements.createEntitlement({
    entityType: 'PLAN', entityId: plan.id, featureId: (await feature()).id, featureType: 'boolean', isEnabled: true,
  }),
  '/coupons': () => client.coupons.createCoupon({ name: 'C', type: 'percentage', percentageOff: '1', cadence: 'forever' }),
  '/coupons/associations': async () => subscribed(client, customer.id, plan.id, { coupons: [(await ROWS['/coupons']()).id] }),
  '/taxes/rates': () => here.expect(201, 'POST', '/taxes/rates', { name: 'Tax', code: fresh('tax'), percentage_value: '1' }),
  '/taxes/associations': async () => here.expect(200, 'POST', '/taxes/associations', {
    tax_rate_code: (await ROWS['/taxes/rates']()).code, entity_type: 'plan', entity_id: plan.id,
  }),
  '/subscriptions/lineitems': () => subscribed(client, customer.id, plan.id),
  '/groups': () => client.groups.createGroup({ name: 'Group', lookupKey: fresh('group'), entityType: 'price' }),
  '/users': () => client.users.createUser({ type: 'service_account', roles: ['event_ingestor'] }),
  '/secrets/api/keys': () => client.secrets.createApiKey({ name: 'Key', type: 'private_key' }),
  '/environments': () => here.expect(201, 'POST', '/environments', { name: fresh('env'), type: 'development' }),
  '/subscriptions': () => subscribed(client, customer.id, plan.id),
  '/invoices': async () => {
    const { id } = await subscribed(client, customer.id, plan.id, { startDate: earlier });
    await client.subscriptions.cancelSubscription(id, { cancellationType: 'immediate', cancelImmediatelyInovicePolicy: 'generate_invoice' });
    await eventually('an invoice', async () => ({ ok: (await client.invoices.queryInvoice({ subscriptionId: id })).items.length > 0 }));
  },
  '/creditnotes': async () => {
    const { id, lineItems } = await client.invoices.getInvoice(await owed());
    await client.creditNotes.createCreditNote({
      invoiceId: id, reason: 'DUPLICATE', processCreditNote: false, lineItems: [{ invoiceLineItemId: lineItems[0].id, amount: '1.00' }],
    });
  },
  '/payments': async () => client.payments.createPayment({
    destinationType: 'INVOICE', destinationId: await owed(), paymentMethodType: 'OFFLINE', amount: '1.00', currency: 'usd', processPayment: false,
  }),
  '/notices': async () => {
    const { id } = await client.customers.createCustomer({ externalId: fresh('told'), name: 'Told', metadata: { payment_method: 'pm_card_stolen' } });
    await owed(id);
    await eventually('what is told', async () => {
      const { pagination: { total } } = await here.expect(200, 'POST', '/notices/search', { customer_id: id });
      return { ok: total >= 2, value: total };
    });
  },
  '/wallets': async () => client.wallets.createWallet({
    customerId: (await client.customers.createCustomer({ externalId: fresh('w'), name: 'W' })).id, currency: 'usd',
  }),
  '/wallets/{id}/transactions': () => client.wallets.topUpWallet(wallet.id, {
    creditsToAdd: '1', transactionReason: 'FREE_CREDIT_GRANT', idempotencyKey: fresh('top-up'),
  }),
  '/wallets/transactions': () => ROWS['/wallets/{id}/transactions'](),
  '/tasks': () => client.tasks.createTask(file('')),
  '/events/rejected': async () => {
    const { id } = await client.tasks.createTask(file(encodeURIComponent('{"no":"event"}')));
    await eventually('a rejected record', async () => ({
      ok: (await here.expect(200, 'GET', `/events/rejected?source=${id}`)).items.length > 0,
    }));
  },
  '/events/amendments': () => here.expect(201, 'POST', '/events/amendments', {
    reason: 'a row', events: [{ event_id: fresh('e'), event_name: 'e', external_customer_id: 'nobody' }],
  }),
  '/wallets/{id}/holds': () => here.expect(200, 'POST', `/wallets/${wallet.id}/holds`, { credits: '0.01', expires_at: '2999-01-01T00:00:00Z' }),
  '/alerts/setting': async () => {
    const watched = await client.customers.createCustomer({ externalId: fresh('w'), name: 'W' });
    const { id } = await client.wallets.createWallet({ customerId: watched.id, currency: 'usd' });
    return here.expect(201, 'POST', '/alerts/setting', { entity_type: 'wallet', entity_id: id, config: { critical: { threshold: '0', condition: 'below' } } });
  },
  '/alerts': async () => {
    const { entity_id } = await ROWS['/alerts/setting']();
    await eventually('a line', async () => {
      const { pagination: { total } } = await here.expect(200, 'POST', '/alerts/search', { entity_id });
      return { ok: total >= 2, value: total };
    });
  },
  '/ledger/accounts': async () => {
    const owner = await client.customers.createCustomer({ externalId: fresh('w'), name: 'W' });
    const { id } = await client.wallets.createWallet({ customerId: owner.id, currency: 'usd', initialCreditsToLoad: '1' });
    await booked(`/ledger/accounts?owner_id=${id}`, 2);
  },
  '/ledger/accounts/{id}/entries': async () => {
    const path = `/ledger/accounts/${await walletAccount()}/entries`;
    const { pagination } = await here.expect(200, 'GET', path);
    await ROWS['/wallets/{id}/transactions']();
    await booked(path, pagination.total + 1);
  },
  '/creditgrants': () => here.expect(201, 'POST', '/creditgrants', {
    name: fresh('credits'), scope: 'CUSTOMER', customer_id: customer.id, currency: 'usd', credits: '1', cadence: 'ONETIME', start_date: '2900-01-01T00:00:00Z',
  }),
  '/audit/{type}/{id}/history': () => client.customers.updateCustomer({ name: fresh('Owner') }, customer.id),
  '/customers/external/{external_id}/subscriptions': () => subscribed(client, customer.id, plan.id),
  '/plans/{id}/entitlements': () => ROWS['/entitlements'](),
  '/plans/{id}/sync/subscriptions': async () => {
    const { id } = await here.expect(200, 'POST', `/plans/${plan.id}/sync/subscriptions/v2`);
    await eventually('the synchronisation', async () => ({
      ok: (await here.expect(200, 'GET', `/plans/${plan.id}/sync/subscriptions/${id}`)).sync_status === 'completed',
    }));
  },
  '/addons/{id}/entitlements': async () => client.entitlements.createEntitlement({
    entityType: 'ADDON', entityId: (await addonForAll).id, featureId: (await feature()).id, featureType: 'boolean', isEnabled: true,
  }),
};

function file(content) {
  return { taskType: 'IMPORT', entityType: 'EVENTS', fileType: 'JSON', fileUrl: `data:,${content}` };
}

/** The ledger follows the events, a moment later. */
async function booked(path, least) {
  await eventually(`${least} rows`, async () => {
    const { pagination: { total } } = await here.expect(200, 'GET', path);
    return { ok: total >= least, value: total };
  });
}

let account;
async function walletAccount() {
  await booked(`/ledger/accounts?kind=wallet&unit=USD&owner_id=${wallet.id}`, 1);
  account ??= (await here.expect(200, 'GET', `/ledger/accounts?kind=wallet&unit=USD&owner_id=${wallet.id}`)).items[0].id;
  return account;
}

/** An invoice that can be paid. */
async function owed(customerId = customer.id) {
  const { id } = await client.invoices.createInvoice({
    customerId, currency: 'usd', subtotal: '20.00', total: '20.00', amountDue: '20.00', invoiceStatus: 'FINALIZED',
    lineItems: [{ displayName: 'Setting up', amount: '20.00', quantity: '1' }],
  });
  return id;
}

/** Lists that have no pages: what they hold is bounded by what they belong to. */
const WHOLE = new Set([
  '/wallets/transactions/{id}/consumptions', '/wallets/transactions/{id}/fundings',
  '/customers/{id}/grants/upcoming', '/subscriptions/{id}/grants/upcoming', '/environments', '/plans/{id}/entitlements', '/addons/{id}/entitlements', '/plans/{id}/creditgrants', '/addons/{id}/creditgrants', '/customers/external/{external_id}/subscriptions',
]);

/** Lists that only grow at their end: an offset is as good as a cursor. */
const APPENDED = new Set(['/audit/{type}/{id}/history']);

let word = 0;
function letters() {
  return [...String(1000 + word++)].map(digit => 'abcdefghij'[digit]).join('');
}

async function address(path) {
  return path.replace('/ledger/accounts/{id}', `/ledger/accounts/${path.includes('/ledger/') && await walletAccount()}`).replace('{type}', 'customer').replace('/wallets/{id}', `/wallets/${wallet.id}`).replace('/history', '/history')
    .replace('/audit/customer/{id}', `/audit/customer/${customer.id}`).replace('{external_id}', customer.externalId)
    .replace('/plans/{id}', `/plans/${plan.id}`).replace('/addons/{id}', `/addons/${(await addonForAll)?.id}`);
}

function page(method, path, limit, cursor, offset) {
  const paging = { limit, ...(cursor ? { cursor } : {}), ...(offset ? { offset } : {}) };
  return method === 'GET'
    ? here.expect(200, method, `${path}?${new URLSearchParams(paging)}`)
    : here.expect(200, method, path, paging);
}

const idOf = row => row.id ?? row.sequence;
const lists = [];
for (const [path, methods] of Object.entries(description.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    const schema = operation.responses[200]?.content?.['application/json']?.schema?.$ref;
    const properties = schema && description.components.schemas[schema.split('/').pop()].properties;
    if (properties?.items && properties?.pagination) {
      lists.push({ method: method.toUpperCase(), path: path.slice(3), name: operation.operationId,
        byOffset: APPENDED.has(path.slice(3)) });
    }
  }
}

for (const { method, path, name, byOffset } of lists) {
  const kind = path.replace(/\/search$/, '');
  test(`${name} gives each row once while rows are added`, async () => {
    const make = ROWS[kind];
    if (WHOLE.has(kind) && !make) {
      return;
    }
    assert.ok(make, `say in ROWS how a row of ${kind} is made`);
    await make();
    await make();
    await make();
    const at = await address(path);
    if (WHOLE.has(kind)) {
      assert.ok((await page(method, at, 1000)).items.length >= 3);
      return;
    }
    const before = new Set((await page(method, at, 1000)).items.map(idOf));
    assert.ok(before.size >= 3, `${before.size} rows`);
    const seen = [];
    let cursor;
    let offset;
    do {
      const next = await page(method, at, 2, cursor, offset);
      assert.ok(next.items.length <= 2);
      seen.push(...next.items.map(idOf));
      cursor = next.pagination.next_cursor;
      const { total } = next.pagination;
      offset = !cursor && byOffset && seen.length < total ? seen.length : undefined;
      if (seen.length < 5) {
        await make();
      }
    } while ((cursor || offset) && seen.length < 500);
    assert.equal(new Set(seen).size, seen.length, `twice: ${seen.filter((id, i) => seen.indexOf(id) !== i)}`);
    const lost = [...before].filter(id => !seen.includes(id));
    assert.deepEqual(lost, [], 'rows that were there before are all seen');
  });
}

test('a page beyond the end is empty, and a cursor that is none is refused', async () => {
  const beyond = await here.expect(200, 'POST', '/plans/search', { offset: 100_000 });
  assert.deepEqual(beyond.items, []);
  assert.ok(beyond.pagination.total > 0, 'how many there are is told all the same');
  await here.expect(400, 'POST', '/plans/search', { cursor: 'made up' });
  const { pagination } = await here.expect(200, 'POST', '/plans/search', { limit: 1 });
  await here.expect(400, 'POST', '/plans/search', { cursor: pagination.next_cursor, offset: 1 });
});
