// Flexprice's own client, unchanged, against a running Tallybook: every operation that is served so far, on one fresh
// sandbox, from the catalogue to a finalized invoice. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorsErrorsErrorResponse } from '@flexprice/sdk';
import { clientOf, eventually, fails, sandbox } from './support.mjs';

const here = await sandbox('billing');
const { client } = here;
const plain = (method, path, body, headers) => here.send(method, path, body, headers);

const JANUARY = '2024-01-01T00:00:00Z';
const MIDDLE = '2024-01-15T00:00:00Z';
const FEBRUARY = '2024-02-01T00:00:00Z';
const made = {};

test('a sandbox has a clock of its own', async () => {
  const set = await plain('PUT', '/clock', { now: JANUARY });
  assert.equal(set.status, 200, JSON.stringify(set.body));
  const clock = await plain('GET', '/clock');
  assert.equal(clock.body.mode, 'sandbox');
  assert.equal(Date.parse(clock.body.now), Date.parse(JANUARY));
});

test('customers: create, get, find, update', async () => {
  const customer = await client.customers.createCustomer({
    externalId: 'acme', name: 'Acme', email: 'billing@acme.test', metadata: { tier: 'gold' },
    addressLine1: '1 Main Street', addressCountry: 'US',
  });
  made.customer = customer.id;
  assert.match(customer.id, /^cust_[0-9A-Z]{26}$/);
  assert.equal(customer.status, 'published');
  assert.equal(Date.parse(customer.createdAt), Date.parse(JANUARY));
  const byId = await client.customers.getCustomer(customer.id);
  assert.deepEqual(byId.metadata, { tier: 'gold' });
  assert.equal((await client.customers.getCustomerByExternalId('acme')).id, customer.id);
  const found = await client.customers.queryCustomer({
    externalIds: ['acme', 'nobody'],
    filters: [{ field: 'email', operator: 'contains', dataType: 'string', value: { string: '@acme' } }],
    sort: [{ field: 'created_at', direction: 'asc' }],
    limit: 10, offset: 0,
  });
  assert.deepEqual(found.items.map(c => c.id), [customer.id]);
  assert.equal(found.pagination.total, 1);
  const updated = await client.customers.updateCustomer({ name: 'Acme Inc.' }, customer.id);
  assert.equal(updated.name, 'Acme Inc.');
  assert.equal(updated.email, 'billing@acme.test');
  assert.equal((await client.customers.getCustomer(customer.id)).name, 'Acme Inc.');
});

test('features make their meter, or take one that exists', async () => {
  const requests = await client.features.createFeature({
    name: 'Requests', type: 'metered', lookupKey: 'requests', unitSingular: 'request', unitPlural: 'requests',
    meter: { name: 'Requests', eventName: 'llm.call', aggregation: { type: 'COUNT' }, resetUsage: 'BILLING_PERIOD' },
  });
  const tokens = await client.features.createFeature({
    name: 'Tokens', type: 'metered', lookupKey: 'tokens',
    meter: {
      name: 'Tokens', eventName: 'llm.call', aggregation: { type: 'SUM', field: 'tokens' },
      filters: [{ key: 'model', values: ['small', 'large'] }], resetUsage: 'BILLING_PERIOD',
    },
  });
  const shared = await client.features.createFeature({ name: 'Tokens too', type: 'metered', meterId: tokens.meterId });
  assert.equal(shared.meterId, tokens.meterId);
  const flag = await client.features.createFeature({ name: 'Dark mode', type: 'boolean' });
  assert.equal(flag.type, 'boolean');
  assert.equal(tokens.meter.aggregation.field, 'tokens');
  made.requests = requests.meterId;
  made.tokens = tokens.meterId;
  const found = await client.features.queryFeature({ lookupKeys: ['tokens'], expand: 'meters' });
  assert.equal(found.items[0].meter.filters[0].key, 'model');
  assert.equal((await plain('GET', `/meters/${made.tokens}`)).body.event_name, 'llm.call');
});

test('plans and prices of every model', async () => {
  const plan = await client.plans.createPlan({ name: 'Pro', lookupKey: 'pro', description: 'Everything' });
  made.plan = plan.id;
  const base = {
    entityType: 'PLAN', entityId: plan.id, currency: 'usd', billingPeriod: 'MONTHLY', billingPeriodCount: 1,
    billingCadence: 'RECURRING', invoiceCadence: 'ARREAR', priceUnitType: 'FIAT',
  };
  const fixed = await client.prices.createPrice({
    ...base, type: 'FIXED', billingModel: 'FLAT_FEE', amount: '20.00', lookupKey: 'pro-fee', displayName: 'Fee',
  });
  assert.equal(fixed.amount, '20');
  const bulk = await client.prices.createPricesBulk({
    items: [
      { ...base, type: 'USAGE', billingModel: 'FLAT_FEE', amount: '0.01', meterId: made.requests, displayName: 'Requests' },
      {
        ...base, type: 'USAGE', billingModel: 'TIERED', tierMode: 'SLAB', meterId: made.tokens, displayName: 'Slab',
        tiers: [{ upTo: 1000, unitAmount: '0' }, { upTo: 3000, unitAmount: '0.002' }, { unitAmount: '0.001' }],
      },
      {
        ...base, type: 'USAGE', billingModel: 'PACKAGE', amount: '2.00', meterId: made.tokens, displayName: 'Package',
        transformQuantity: { divideBy: 1000, round: 'up' },
      },
      {
        ...base, type: 'USAGE', billingModel: 'TIERED', tierMode: 'VOLUME', meterId: made.tokens, displayName: 'Volume',
        tiers: [{ upTo: 4000, unitAmount: '0.01' }, { unitAmount: '0.005' }],
        metadata: { more_usage_may_cost_less: 'true' },
      },
    ],
  });
  assert.equal(bulk.items.length, 4);
  assert.equal(bulk.items[1].tiers[1].upTo, 3000);
  assert.equal(bulk.items[2].transformQuantity.divideBy, 1000);
  assert.equal((await client.prices.getPrice(fixed.id)).displayName, 'Fee');
  assert.equal((await client.prices.getPriceByLookupKey('pro-fee')).id, fixed.id);
  const found = await client.prices.queryPrice({ planIds: [plan.id], expand: 'meters', limit: 10 });
  assert.equal(found.pagination.total, 5);
  assert.equal((await client.plans.getPlan(plan.id)).prices.length, 5);
  const plans = await client.plans.queryPlan({ lookupKey: 'pro', expand: 'prices' });
  assert.equal(plans.items[0].prices.length, 5);
});

test('a wallet is filled once, however often the same top-up is sent', async () => {
  const wallet = await client.wallets.createWallet({
    customerId: made.customer, currency: 'usd', walletType: 'PRE_PAID', initialCreditsToLoad: '5',
  });
  made.wallet = wallet.id;
  assert.equal(wallet.walletStatus, 'active');
  assert.equal(wallet.creditBalance, '5');
  const topUp = { creditsToAdd: '10', transactionReason: 'PURCHASED_CREDIT_DIRECT', idempotencyKey: 'first' };
  const first = await client.wallets.topUpWallet(wallet.id, topUp);
  const again = await client.wallets.topUpWallet(wallet.id, topUp);
  assert.equal(again.walletTransaction.id, first.walletTransaction.id);
  assert.equal(again.wallet.creditBalance, '15');
  assert.equal((await client.wallets.getWallet(wallet.id)).balance, '15');
  assert.deepEqual((await client.wallets.getWalletsByCustomerId(made.customer)).map(w => w.id), [wallet.id]);
  assert.equal((await client.wallets.getCustomerWallets({ lookupKey: 'acme' }))[0].id, wallet.id);
  assert.equal((await client.wallets.queryWallet({ walletIds: [wallet.id] })).pagination.total, 1);
});

test('subscriptions: create, get, search', async () => {
  const subscription = await client.subscriptions.createSubscription({
    externalCustomerId: 'acme', planId: made.plan, currency: 'usd', billingPeriod: 'MONTHLY', billingPeriodCount: 1,
    billingCadence: 'RECURRING', billingCycle: 'anniversary', startDate: JANUARY,
  });
  made.subscription = subscription.id;
  assert.equal(subscription.subscriptionStatus, 'active');
  assert.equal(subscription.lineItems.length, 5);
  assert.equal(Date.parse(subscription.currentPeriodEnd), Date.parse(FEBRUARY));
  const read = await client.subscriptions.getSubscription(subscription.id);
  assert.equal(read.customer.externalId, 'acme');
  assert.equal(read.plan.name, 'Pro');
  const found = await client.subscriptions.querySubscription({
    customerId: made.customer, subscriptionStatus: ['active'], expand: 'customer',
  });
  assert.deepEqual(found.items.map(s => s.id), [subscription.id]);
});

test('usage comes in, one by one and by the thousand, and can be seen', async () => {
  assert.equal((await plain('POST', '/clock/advance', { to: MIDDLE })).status, 200);
  const event = {
    eventId: 'ev-single', eventName: 'llm.call', externalCustomerId: 'acme', timestamp: '2024-01-10T08:00:00Z',
    source: 'test', properties: { tokens: '1500', model: 'large' },
  };
  const taken = await client.events.ingestEvent(event);
  assert.equal(taken.event_id, 'ev-single');
  await client.events.ingestEvent({ ...event, timestamp: '2024-01-10T08:01:00Z' });
  const events = Array.from({ length: 1000 }, (_, i) => ({
    eventId: `ev-${i}`, eventName: 'llm.call', externalCustomerId: 'acme',
    timestamp: new Date(Date.parse('2024-01-11T00:00:00Z') + i * 1000).toISOString(),
    properties: { tokens: '3', model: 'small' },
  }));
  await client.events.ingestEventsBulk({ events });
  await client.events.ingestEventsBulk({ events: events.slice(0, 500) });
  const nameless = await client.events.ingestEvent({
    eventName: 'other', externalCustomerId: 'acme', timestamp: '2024-01-12T00:00:00Z',
  });
  assert.match(nameless.event_id, /^event_/);
  const window = { startTime: JANUARY, endTime: FEBRUARY };
  await eventually('requests', async () => {
    const usage = await client.events.getUsageByMeter({ meterId: made.requests, externalCustomerId: 'acme', ...window });
    return { ok: usage.value === 1001, value: usage.value };
  });
  const tokens = await client.events.getUsageByMeter({
    meterId: made.tokens, customerId: made.customer, windowSize: 'DAY', ...window,
  });
  assert.equal(tokens.value, 4500);
  assert.deepEqual(tokens.results.map(r => r.value), [1500, 3000]);
  const counted = await client.events.getUsageStatistics({
    aggregationType: 'SUM', eventName: 'llm.call', propertyName: 'tokens', externalCustomerId: 'acme',
    filters: { model: ['large'] }, ...window,
  });
  assert.equal(counted.value, 1500);
  const raw = await client.events.listRawEvents({ externalCustomerId: 'acme', eventName: 'llm.call', pageSize: 100, ...window });
  assert.equal(raw.events.length, 100);
  assert.equal(raw.totalCount, 1001);
  const next = await client.events.listRawEvents({
    externalCustomerId: 'acme', eventName: 'llm.call', pageSize: 1000, iterLastKey: raw.iterLastKey, ...window,
  });
  assert.equal(next.events.length, 901);
  assert.equal(new Set([...raw.events, ...next.events].map(e => e.id)).size, 1001);
  const found = await client.events.getEvent('ev-single');
  assert.equal(found.event.customerId, made.customer);
  assert.equal(found.event.properties.tokens, '1500');
  assert.equal((await plain('GET', '/events/lookup?id=ev-single')).body.event.id, 'ev-single');
});

// 20.00 fee; 1,001 requests at 0.01 = 10.01; 4,500 tokens as slab: 0 + 2,000 × 0.002 + 1,500 × 0.001 = 5.50;
// as packages of 1,000: 5 × 2.00 = 10.00; as volume: 4,500 × 0.005 = 22.50. Together 68.01, credits 15, due 53.01.
const AMOUNTS = { Fee: '20.00', Requests: '10.01', Slab: '5.50', Package: '10.00', Volume: '22.50' };
const amounts = invoice => Object.fromEntries(invoice.lineItems.map(line => [line.displayName, line.amount]));

test('what the open period has come to', async () => {
  const usage = await client.subscriptions.getSubscriptionUsage({ subscriptionId: made.subscription });
  assert.equal(usage.amount, 48.01);
  assert.equal(usage.charges.length, 4);
  const preview = await client.invoices.getInvoicePreview({ subscriptionId: made.subscription });
  assert.equal(amounts(preview).Volume, '22.50');
  assert.equal(preview.invoiceStatus, 'DRAFT');
  const balance = await client.wallets.getWalletBalance(made.wallet);
  assert.equal(balance.balance, '15');
  assert.equal(balance.currentPeriodUsage, '48.01');
  assert.equal(balance.realTimeBalance, '-33.01');
});

test('the month is invoiced to the cent', async () => {
  const advanced = await plain('POST', '/clock/advance', { to: '2024-02-01T03:00:00Z' });
  assert.equal(advanced.status, 200, JSON.stringify(advanced.body));
  // Who is told that the work is done finds it done.
  const found = await client.invoices.queryInvoice({
    subscriptionId: made.subscription, invoiceStatus: ['FINALIZED'], expand: 'customer',
  });
  assert.equal(found.items.length, 1);
  made.invoice = found.items[0].id;
  const invoice = await client.invoices.getInvoice(made.invoice);
  assert.deepEqual(amounts(invoice), AMOUNTS);
  assert.equal(invoice.subtotal, '68.01');
  assert.equal(invoice.totalPrepaidCreditsApplied, '15.00');
  assert.equal(invoice.amountDue, '53.01');
  assert.match(invoice.invoiceNumber, /00001$/);
  assert.equal(invoice.customer.externalId, 'acme');
  assert.equal((await client.wallets.getWallet(made.wallet)).creditBalance, '0');
  const movements = await client.wallets.getWalletTransactions({ idPathParameter: made.wallet });
  assert.deepEqual(movements.items.map(m => m.type).sort(), ['credit', 'credit', 'debit']);
  assert.equal(movements.items.find(m => m.type === 'debit').referenceId, invoice.id);
});

test('a void invoice gives its credits back', async () => {
  assert.ok((await client.invoices.voidInvoice(made.invoice)).message);
  assert.equal((await client.invoices.getInvoice(made.invoice)).invoiceStatus, 'VOIDED');
  await eventually('credits', async () => {
    const wallet = await client.wallets.getWallet(made.wallet);
    return { ok: wallet.creditBalance === '15', value: wallet.creditBalance };
  });
  await fails(400, () => client.invoices.finalizeInvoice(made.invoice), /./);
});

test('a cancelled subscription is invoiced up to its end, and its draft can be finalized at once', async () => {
  await client.events.ingestEvent({
    eventId: 'ev-february', eventName: 'llm.call', externalCustomerId: 'acme', timestamp: '2024-02-01T01:00:00Z',
    properties: { tokens: '1', model: 'small' },
  });
  const cancelled = await client.subscriptions.cancelSubscription(made.subscription, {
    cancellationType: 'immediate', cancelImmediatelyInovicePolicy: 'generate_invoice', reason: 'moving on',
  });
  assert.equal(cancelled.status, 'cancelled');
  const draft = await eventually('draft', async () => {
    const found = await client.invoices.queryInvoice({ subscriptionId: made.subscription, invoiceStatus: ['DRAFT'] });
    return { ok: found.items.length === 1, value: found.items[0]?.id };
  });
  await client.invoices.finalizeInvoice(draft);
  const invoice = await client.invoices.getInvoice(draft);
  assert.equal(invoice.invoiceStatus, 'FINALIZED');
  assert.equal(amounts(invoice).Requests, '0.01');
  assert.equal((await client.subscriptions.getSubscription(made.subscription)).subscriptionStatus, 'cancelled');
  await fails(400, () => client.subscriptions.cancelSubscription(made.subscription, { cancellationType: 'immediate' }), /cancel/);
});

test('a subscription can be ended later: with its period, or at a date', async () => {
  const order = { customerId: made.customer, planId: made.plan, currency: 'usd', billingPeriod: 'MONTHLY', billingCadence: 'RECURRING' };
  const first = await client.subscriptions.createSubscription(order);
  const ending = await client.subscriptions.cancelSubscription(first.id, { cancellationType: 'end_of_period' });
  assert.equal(ending.status, 'active');
  assert.equal(ending.effectiveDate, first.currentPeriodEnd);
  assert.equal((await client.subscriptions.getSubscription(first.id)).cancelAtPeriodEnd, true);
  const second = await client.subscriptions.createSubscription(order);
  const at = '2024-02-20T00:00:00Z';
  const dated = await plain('POST', `/subscriptions/${second.id}/cancel`, { cancellation_type: 'scheduled_date', cancel_at: at });
  assert.equal(dated.status, 200, JSON.stringify(dated.body));
  assert.equal(Date.parse(dated.body.effective_date), Date.parse(at));
});

test('the past of an entity can be read', async () => {
  const history = await plain('GET', `/audit/customer/${made.customer}/history`);
  assert.deepEqual(history.body.items.map(e => e.event), ['customer.created', 'customer.updated']);
  assert.ok(history.body.items.every(e => e.request_id && e.actor && e.command));
  const then = await plain('GET', `/audit/wallet/${made.wallet}?as_of=${MIDDLE}`);
  assert.equal(then.body.state.credit_balance, '15');
});

test('errors are typed, and say what is wrong', async () => {
  await assert.rejects(client.customers.createCustomer({ externalId: '' }), error => {
    assert.ok(error instanceof ErrorsErrorsErrorResponse, `${error}`);
    assert.equal(error.success, false);
    assert.match(error.message, /external_id/);
    return true;
  });
  await fails(404, () => client.customers.getCustomer('cust_01ARZ3NDEKTSV4RRFFQ69G5FAV'), /not found/);
  await fails(409, () => client.customers.createCustomer({ externalId: 'acme', name: 'again' }), /acme/);
  await fails(400, () => client.events.ingestEventsBulk({ events: Array(1001).fill({ eventName: 'a', externalCustomerId: 'b' }) }), /1000/);
  await fails(400, () => client.events.ingestEvent({ eventName: 'a', externalCustomerId: 'b', timestamp: '1999-01-01T00:00:00Z' }), /timestamp/);
  const stranger = clientOf('not-a-key');
  await fails(401, () => stranger.customers.getCustomer(made.customer), /key/);
  assert.equal((await plain('POST', '/clock/advance', { to: JANUARY })).status, 400);
  assert.equal((await plain('GET', '/nowhere')).status, 404);
});

test('a repeated request is one request', async () => {
  const body = { name: 'Once', lookup_key: 'once' };
  const first = await plain('POST', '/plans', body, { 'idempotency-key': 'plan-once' });
  const again = await plain('POST', '/plans', body, { 'idempotency-key': 'plan-once' });
  assert.equal(first.status, 201);
  assert.deepEqual(again.body, first.body);
  assert.equal(again.headers.get('idempotent-replayed'), 'true');
  const other = await plain('POST', '/plans', { name: 'Twice' }, { 'idempotency-key': 'plan-once' });
  assert.equal(other.status, 409);
});

test('the other names of routes lead to the same', async () => {
  const balance = await plain('GET', `/wallets/${made.wallet}/balance`);
  assert.equal(balance.body.id, made.wallet);
  assert.equal((await plain('GET', '/customers/lookup/acme')).body.id, made.customer);
  assert.equal((await plain('PUT', `/customers/${made.customer}`, { contact: '+49 30 2' })).body.contact, '+49 30 2');
  assert.equal((await plain('GET', '/events?external_customer_id=acme')).status, 200);
  const { now } = (await plain('GET', '/clock')).body;
  const form = { customer_id: 'acme', from: '2024-01-01T00:00:00Z', to: new Date(Date.parse(now) + 1_000).toISOString(), limit: 2 };
  const page = await plain('GET', `/events?${new URLSearchParams(form)}`);
  assert.equal(page.status, 200, JSON.stringify(page.body));
  assert.ok(page.body.events.length <= 2 && page.body.events.every(e => e.external_customer_id === 'acme'));
  const same = await plain('GET', `/events?${new URLSearchParams({ ...form, customer_id: made.customer })}`);
  assert.deepEqual(same.body.events, page.body.events);
  const idempotent = { event_name: 'other', customer_id: 'acme', idempotency_key: 'ev-form', properties: {} };
  assert.equal((await plain('POST', '/events', idempotent)).status, 202);
  assert.equal((await plain('GET', '/events/accounts')).status, 200);
  const line = JSON.stringify({ event_id: 'ev-line', event_name: 'other', external_customer_id: 'acme' });
  assert.equal((await plain('POST', '/events/import', `${line}\n`, { 'content-type': 'application/x-ndjson' })).status, 202);
  const batch = [{ event_id: 'ev-batch', event_name: 'other', external_customer_id: 'acme' }];
  assert.equal((await plain('POST', '/events/batch', { events: batch })).status, 202);
});
