// Wallets: credits that were paid or given beforehand, how they are used, and where they went.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, fails, fresh, keep, nobody, operation, owner, sandbox, serverURL, subscribed } from './support.mjs';

const here = await sandbox('wallets');
const { client } = here;
const start = '2026-01-01T00:00:00Z';
await here.expect(200, 'PUT', '/clock', { now: start });
const customer = await client.customers.createCustomer({ externalId: fresh('payer'), name: 'Payer' });

async function wallet(more = {}) {
  return client.wallets.createWallet({ customerId: customer.id, currency: 'usd', ...more });
}

async function bought(id, credits, more = {}) {
  return client.wallets.topUpWallet(id, { creditsToAdd: credits, transactionReason: 'PURCHASED_CREDIT_DIRECT', ...more });
}

operation('createWallet', async () => {
  const made = await here.expect(200, 'POST', '/wallets', {
    customer_id: customer.id, currency: 'usd', name: 'For usage', description: 'Pilot', wallet_type: 'PRE_PAID', conversion_rate: '0.5',
    topup_conversion_rate: '0.4', initial_credits_to_load: '10', config: { allowed_price_types: ['USAGE'] }, priority: 2,
    min_topup_credits: '5', max_topup_credits: '1000', bonus_slabs: [{ from: '100', percent: '10' }], metadata: { a: 'b' },
  });
  assert.equal(made.balance, '5');
  assert.equal(made.wallet_status, 'active');
  assert.deepEqual(made.config.allowed_price_types, ['USAGE']);
  assert.equal(made.priority, 2);
  assert.equal((await wallet({ walletType: 'POST_PAID' })).walletType, 'POST_PAID');
  await fails(404, () => client.wallets.createWallet({ customerId: nobody('cust'), currency: 'usd' }), /not found/);
  await fails(400, () => wallet({ conversionRate: '0' }), /conversion_rate/);
});

operation('updateWallet', async () => {
  const made = await wallet({ metadata: { a: 'b' } });
  const changed = await client.wallets.updateWallet(made.id, {
    name: 'Renamed', description: 'Anew', metadata: { c: 'd' }, config: { allowedPriceTypes: ['FIXED'] },
  });
  assert.equal(changed.name, 'Renamed');
  assert.deepEqual({ ...changed.metadata }, { c: 'd' });
  assert.deepEqual(changed.config.allowedPriceTypes, ['FIXED']);
  await fails(404, () => client.wallets.updateWallet(nobody('wallet'), { name: 'x' }), /not found/);
});

operation('terminateWallet', async () => {
  const made = await wallet({ initialCreditsToLoad: '5' });
  await bought(made.id, '10');
  const closed = await here.expect(200, 'POST', `/wallets/${made.id}/terminate`, { leftover: 'refund' });
  assert.equal(closed.wallet_status, 'closed');
  assert.equal(closed.credit_balance, '0');
  assert.equal(closed.refund_amount, '10.00');
  assert.equal((await client.wallets.terminateWallet(made.id)).walletStatus, 'closed');
  await fails(400, () => bought(made.id, '1'), /closed/);
  await fails(404, () => client.wallets.terminateWallet(nobody('wallet')), /not found/);
});

operation('topUpWallet', async () => {
  const made = await here.expect(200, 'POST', '/wallets', {
    customer_id: customer.id, currency: 'usd', min_topup_credits: '5', max_topup_credits: '1000', bonus_slabs: [{ from: '100', percent: '10' }],
  });
  await bought(made.id, '100', { idempotencyKey: 'order-1' });
  const again = await bought(made.id, '100', { idempotencyKey: 'order-1' });
  assert.equal(again.wallet.creditBalance, '110');
  await here.expect(200, 'POST', `/wallets/${made.id}/top-up`, {
    credits_to_add: '10', transaction_reason: 'PURCHASED_CREDIT_DIRECT', bonus_credits_to_add: '3', bonus_credits_expiry_date_utc: '2026-06-01T00:00:00Z',
  });
  const read = await client.wallets.getWallet(made.id);
  assert.equal(read.creditBalance, '123');
  assert.deepEqual({ ...read.creditsAvailableBreakdown }, { free: '13', purchased: '110' });
  await fails(400, () => bought(made.id, '4'), /at least 5 credits/);
  await fails(400, () => bought(made.id, '1001'), /at most 1000 credits/);
  await fails(400, () => bought(made.id, '0.12345678901234567'), /15 decimals/);
  await fails(400, () => bought(made.id, '10', { expiryDateUtc: '2025-01-01T00:00:00Z' }), /expiry_date_utc/);
  await fails(409, () => bought(made.id, '50', { idempotencyKey: 'order-1' }), /order-1/);
});

test('credits that are ordered come in when they are paid for', async () => {
  const buyer = await client.customers.createCustomer({ externalId: fresh('buyer'), name: 'Buyer' });
  const made = await wallet({ customerId: buyer.id });
  const order = await client.wallets.topUpWallet(made.id, { creditsToAdd: '20', transactionReason: 'PURCHASED_CREDIT_INVOICED' });
  assert.equal(order.walletTransaction.transactionStatus, 'pending');
  assert.equal(order.wallet.creditBalance, '0');
  const path = `/wallets/${made.id}/transactions/${order.walletTransaction.id}`;
  const paid = await here.expect(200, 'POST', `${path}/complete`);
  assert.equal(paid.wallet_transaction.transaction_status, 'completed');
  assert.equal(paid.wallet.credit_balance, '20');
  assert.equal((await here.expect(200, 'POST', `${path}/complete`)).wallet.credit_balance, '20');
  await here.expect(400, 'POST', `${path}/fail`, {});
  const lost = await client.wallets.topUpWallet(made.id, { creditsToAdd: '20', transactionReason: 'PURCHASED_CREDIT_INVOICED' });
  const failed = await here.expect(200, 'POST', `/wallets/${made.id}/transactions/${lost.walletTransaction.id}/fail`, { reason: 'declined' });
  assert.equal(failed.wallet_transaction.transaction_status, 'failed');
  assert.equal(failed.wallet.credit_balance, '20');
});

test('credits leave by hand, never more than there are, and every way is known', async () => {
  const made = await wallet();
  const first = await bought(made.id, '5', { priority: 1 });
  const second = await bought(made.id, '5', { priority: 2 });
  const debit = await here.expect(200, 'POST', `/wallets/${made.id}/debit`, { credits: '7', reference_id: 'support-1', idempotency_key: 'd1' });
  assert.equal(debit.wallet.credit_balance, '3');
  await here.expect(200, 'POST', `/wallets/${made.id}/debit`, { credits: '7', reference_id: 'support-1', idempotency_key: 'd1' });
  await here.expect(400, 'POST', `/wallets/${made.id}/debit`, { credits: '3.01' });
  const fundings = await here.expect(200, 'GET', `/wallets/transactions/${debit.wallet_transaction.id}/fundings`);
  assert.deepEqual(fundings.items.map(r => [r.inbound_transaction_id, r.credits, r.amount]),
    [[first.walletTransaction.id, '5', '5.00'], [second.walletTransaction.id, '2', '2.00']]);
  const consumptions = await here.expect(200, 'GET', `/wallets/transactions/${second.walletTransaction.id}/consumptions`);
  assert.deepEqual(consumptions.items.map(r => [r.outbound_transaction_id, r.credits, r.direction]), [[debit.wallet_transaction.id, '2', 'used']]);
  const gone = await here.expect(200, 'POST', `/wallets/${made.id}/void`, { transaction_id: second.walletTransaction.id });
  assert.equal(gone.wallet.credit_balance, '0');
  assert.deepEqual(gone.wallet.credit_flows, { granted: '10', used: '7', expired: '0', voided: '3' });
  await here.expect(404, 'GET', `/wallets/transactions/${nobody('wtxn')}/fundings`);
  await here.expect(404, 'GET', `/wallets/transactions/${nobody('wtxn')}/consumptions`);
});

test('what is held is kept until it is captured, released or timed out', async () => {
  const made = await wallet({ initialCreditsToLoad: '10' });
  const holds = `/wallets/${made.id}/holds`;
  const hold = await here.expect(200, 'POST', holds, { credits: '6', expires_at: '2027-01-01T00:00:00Z', idempotency_key: 'job-1' });
  assert.equal((await here.expect(200, 'POST', holds, { credits: '6', expires_at: '2027-01-01T00:00:00Z', idempotency_key: 'job-1' })).id, hold.id);
  await here.expect(400, 'POST', holds, { credits: '5', expires_at: '2027-01-01T00:00:00Z' });
  await here.expect(400, 'POST', `/wallets/${made.id}/debit`, { credits: '5' });
  assert.equal((await here.expect(200, 'GET', `/wallets/${made.id}`)).held_credits, '6');
  const captured = await here.expect(200, 'POST', `${holds}/${hold.id}/capture`, { credits: '4' });
  assert.deepEqual([captured.status, captured.captured_credits], ['captured', '4']);
  assert.equal((await client.wallets.getWallet(made.id)).creditBalance, '6');
  const other = await here.expect(200, 'POST', holds, { credits: '6', expires_at: '2027-01-01T00:00:00Z' });
  assert.equal((await here.expect(200, 'POST', `${holds}/${other.id}/release`)).status, 'released');
  assert.deepEqual((await here.expect(200, 'GET', holds)).items.map(h => h.status), ['released', 'captured']);
  assert.equal((await here.expect(200, 'GET', `${holds}/${hold.id}`)).id, hold.id);
});

test('credits expire, and holds time out, when their moment comes', async () => {
  const own = await sandbox('expiry');
  await own.expect(200, 'PUT', '/clock', { now: start });
  const payer = await own.client.customers.createCustomer({ externalId: fresh('payer'), name: 'Payer' });
  const made = await own.client.wallets.createWallet({ customerId: payer.id, currency: 'usd' });
  await own.client.wallets.topUpWallet(made.id, { creditsToAdd: '5', transactionReason: 'FREE_CREDIT_GRANT', expiryDateUtc: '2026-01-10T00:00:00Z' });
  await own.client.wallets.topUpWallet(made.id, { creditsToAdd: '5', transactionReason: 'FREE_CREDIT_GRANT' });
  const hold = await own.expect(200, 'POST', `/wallets/${made.id}/holds`, { credits: '2', expires_at: '2026-01-20T00:00:00Z' });
  await own.expect(200, 'POST', '/clock/advance', { to: '2026-01-15T00:00:00Z' });
  assert.equal((await own.client.wallets.getWallet(made.id)).creditBalance, '7');
  await own.expect(200, 'POST', '/clock/advance', { to: '2026-01-25T00:00:00Z' });
  assert.equal((await own.expect(200, 'GET', `/wallets/${made.id}/holds/${hold.id}`)).status, 'timed_out');
  const after = await own.expect(200, 'GET', `/wallets/${made.id}`);
  assert.equal(after.credit_balance, '5');
  assert.deepEqual(after.credit_flows, { granted: '10', used: '0', expired: '5', voided: '0' });
});

operation('queryWalletTransaction', async () => {
  const made = await wallet();
  await bought(made.id, '9', { priority: 4, description: 'first' });
  const found = await client.wallets.queryWalletTransaction({
    type: 'credit', priority: 4, creditsAvailableGt: 8, transactionReason: 'PURCHASED_CREDIT_DIRECT', transactionStatus: 'completed',
    expand: 'customer,wallet', filters: [{ field: 'wallet_id', operator: 'eq', dataType: 'string', value: { string: made.id } }],
  });
  assert.equal(found.items.length, 1);
  assert.equal(found.items[0].customer.id, customer.id);
  assert.equal(found.items[0].wallet.id, made.id);
  await fails(400, () => client.wallets.queryWalletTransaction({ limit: 0 }), /limit/);
});

operation('getWalletTransactions', async () => {
  const made = await wallet();
  await bought(made.id, '9', { priority: 4 });
  await bought(made.id, '3', { priority: 5, expiryDateUtc: '2026-05-01T00:00:00Z' });
  const found = await client.wallets.getWalletTransactions({ idPathParameter: made.id, priority: 5, creditsAvailableGt: 2, expiryDateBefore: '2026-06-01T00:00:00Z' });
  assert.deepEqual(found.items.map(t => [t.creditAmount, t.creditBalanceBefore, t.creditBalanceAfter]), [['3', '9', '12']]);
  await fails(404, () => client.wallets.getWalletTransactions({ idPathParameter: nobody('wallet') }), /not found/);
});

operation('queryWallet', async () => {
  const watched = await wallet({ alertSettings: { alertEnabled: true, critical: { threshold: 8, condition: 'below' } } });
  const quiet = await wallet({ alertSettings: { alertEnabled: false, critical: { threshold: 8, condition: 'below' } } });
  const both = [watched.id, quiet.id];
  assert.deepEqual((await client.wallets.queryWallet({ walletIds: both, alertEnabled: true })).items.map(w => w.id), [watched.id]);
  assert.deepEqual((await client.wallets.queryWallet({ walletIds: both, alertEnabled: false })).items.map(w => w.id), [quiet.id]);
  const { items, pagination } = await here.expect(200, 'GET', `/wallets?wallet_ids=${both}&alert_enabled=true&limit=1`);
  assert.deepEqual([items.map(w => w.id), pagination.total], [[watched.id], 1]);
  await here.expect(400, 'GET', '/wallets?alert_enabled=perhaps');
  const made = await wallet();
  await client.wallets.terminateWallet(made.id);
  assert.deepEqual((await client.wallets.queryWallet({ walletIds: [made.id], status: 'closed' })).items.map(w => w.id), [made.id]);
  assert.deepEqual((await client.wallets.queryWallet({ walletIds: [made.id], status: 'active' })).items, []);
  await fails(400, () => client.wallets.queryWallet({ limit: 0 }), /limit/);
});

operation('getWallet', async () => {
  await fails(404, () => client.wallets.getWallet(nobody('wallet')), /not found/);
});

/** A subscription to a plan that charges 0.10 for each token, and a way to use some. */
async function using(of = here) {
  const { client } = of;
  const payer = await client.customers.createCustomer({ externalId: fresh('user'), name: 'User' });
  const name = fresh('live');
  const { meter_id: meter } = await of.expect(201, 'POST', '/features', {
    name: 'Live', lookup_key: fresh('live'), type: 'metered',
    meter: { name, event_name: name, aggregation: { type: 'SUM', field: 'tokens' }, reset_usage: 'BILLING_PERIOD' },
  });
  const plan = await client.plans.createPlan({ name: 'Live', lookupKey: fresh('live') });
  await client.prices.createPrice({
    entityType: 'PLAN', entityId: plan.id, type: 'USAGE', priceUnitType: 'FIAT', billingModel: 'FLAT_FEE', billingPeriod: 'MONTHLY', billingPeriodCount: 1,
    billingCadence: 'RECURRING', invoiceCadence: 'ARREAR', currency: 'usd', amount: '0.10', meterId: meter,
  });
  await subscribed(client, payer.id, plan.id);
  const { now } = await of.expect(200, 'GET', '/clock');
  const use = tokens => client.events.ingestEvent({
    eventName: name, externalCustomerId: payer.externalId, eventId: fresh('event'), timestamp: now, properties: { tokens: String(tokens) },
  });
  const purse = await client.wallets.createWallet({ customerId: payer.id, currency: 'usd', initialCreditsToLoad: '100' });
  return { payer, purse, use };
}

/** The events of a stream, as they come. */
async function* followed(path, signal) {
  const request = new Request(serverURL + path, { headers: { 'x-api-key': here.key }, signal });
  const response = await fetch(request);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type'), /^text\/event-stream/);
  let text = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const parts = text.split('\n\n');
    text = parts.pop();
    for (const part of parts.filter(one => one.includes('event:balance'))) {
      const data = part.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5)).join('\n');
      keep(request, '', response, data);
      yield JSON.parse(data);
    }
  }
}

test('a balance falls with usage as it comes in, exact, from memory and to whoever follows it', async () => {
  const { payer, purse, use } = await using();
  const stop = new AbortController();
  const stream = followed(`/wallets/${purse.id}/balance/stream`, stop.signal);
  assert.equal((await stream.next()).value.real_time_balance, '100');
  const seen = (async () => {
    for await (const balance of stream) {
      if (balance.real_time_balance === '95' && balance.credit_balance === '100') {
        return balance;
      }
    }
  })();
  await use(20);
  await use(30);
  const exact = await here.expect(200, 'GET', `/wallets/${purse.id}/balance/real-time`);
  assert.equal(exact.real_time_balance, '95');
  assert.equal(exact.current_period_usage, '5.00');
  assert.equal(exact.is_cached_fallback, false);
  assert.equal((await seen).current_period_usage, '5.00');
  const toppedUp = (async () => {
    for await (const balance of followed(`/wallets/${purse.id}/balance/stream`, stop.signal)) {
      if (balance.real_time_balance === '105') {
        return balance;
      }
    }
  })();
  await bought(purse.id, '10');
  assert.deepEqual((await toppedUp).credits_available_breakdown, { free: '100', purchased: '10' });
  stop.abort();
  await eventually('the remembered balance', async () => {
    const [value] = await here.expect(200, 'GET', `/customers/wallets?id=${payer.id}&include_real_time_balance=true&from_cache=true`);
    return { ok: value.real_time_balance === '105', value };
  });
  const [plain] = await here.expect(200, 'GET', `/customers/wallets?id=${payer.id}&from_cache=true`);
  assert.equal(plain.real_time_balance, null);
  const remembered = await here.expect(200, 'GET', `/wallets/${purse.id}/balance?from_cache=true`);
  assert.equal(remembered.real_time_balance, '105');
  await here.expect(400, 'GET', `/wallets/${purse.id}/balance?from_cache=perhaps`);
  await owner.expect(404, 'GET', `/wallets/${purse.id}/balance/stream`);
  await here.expect(404, 'GET', `/wallets/${nobody('wallet')}/balance/stream`);
});

test('what is unpaid counts with what is left to pay', async () => {
  const payer = await client.customers.createCustomer({ externalId: fresh('owes'), name: 'Owes' });
  const purse = await client.wallets.createWallet({ customerId: payer.id, currency: 'usd', initialCreditsToLoad: '100', config: { allowedPriceTypes: ['USAGE'] } });
  const { id } = await client.invoices.createInvoice({
    customerId: payer.id, currency: 'usd', subtotal: '20.00', total: '20.00', amountDue: '20.00', invoiceStatus: 'FINALIZED',
    lineItems: [{ displayName: 'Setting up', amount: '20.00', quantity: '1' }],
  });
  assert.equal((await client.wallets.getWalletBalance(purse.id)).realTimeBalance, '80');
  await client.payments.createPayment({ destinationType: 'INVOICE', destinationId: id, paymentMethodType: 'OFFLINE', amount: '5.00', currency: 'usd' });
  const now = await client.wallets.getWalletBalance(purse.id);
  assert.equal(now.realTimeBalance, '85');
  assert.equal(now.unpaidInvoicesAmount, '15.00');
  await eventually('the remembered balance', async () => {
    const value = await here.expect(200, 'GET', `/wallets/${purse.id}/balance?from_cache=true`);
    return { ok: value.real_time_balance === '85', value };
  });
});

operation('getWalletBalance', async () => {
  const made = await wallet({ initialCreditsToLoad: '4' });
  assert.equal((await client.wallets.getWalletBalance(made.id)).realTimeBalance, '4');
  await fails(404, () => client.wallets.getWalletBalance(nobody('wallet')), /not found/);
});

operation('getCustomerWallets', async () => {
  assert.ok((await client.wallets.getCustomerWallets({ id: customer.id, includeRealTimeBalance: true })).length > 0);
  await fails(400, () => client.wallets.getCustomerWallets({}), /lookup_key/);
});

operation('getWalletsByCustomerId', async () => {
  assert.ok((await client.wallets.getWalletsByCustomerId(customer.id)).length > 0);
  await fails(404, () => client.wallets.getWalletsByCustomerId(nobody('cust')), /not found/);
});

test('ordered credits are invoiced, and come in when the invoice is paid or not at all when it is void', async () => {
  const made = await wallet();
  // The npm client leaves force_sync_invoice out.
  const ordered = credits => here.expect(200, 'POST', `/wallets/${made.id}/top-up`, {
    credits_to_add: credits, transaction_reason: 'PURCHASED_CREDIT_INVOICED', force_sync_invoice: true,
  });
  const order = await ordered('20');
  assert.match(order.invoice_id, /^inv_/);
  const transaction = async id => (await here.expect(200, 'GET', `/wallets/${made.id}/transactions`)).items.find(t => t.id === id);
  const final = await eventually('the invoice is final', async () => {
    const invoice = await here.expect(200, 'GET', `/invoices/${order.invoice_id}`);
    return { ok: invoice.invoice_status === 'FINALIZED', value: invoice };
  });
  assert.equal(Number(final.total), 20);
  assert.equal(final.metadata.wallet_id, made.id);
  assert.equal((await transaction(order.wallet_transaction.id)).transaction_status, 'pending');
  await client.payments.createPayment({ amount: '20.00', currency: 'usd', destinationType: 'INVOICE', destinationId: order.invoice_id, paymentMethodType: 'OFFLINE' });
  await eventually('the credits come in', async () => {
    const now = await transaction(order.wallet_transaction.id);
    return { ok: now.transaction_status === 'completed', value: now };
  });
  assert.equal((await here.expect(200, 'GET', `/wallets/${made.id}`)).credit_balance, '20');
  const lost = await ordered('5');
  await eventually('the second invoice is final', async () => {
    const invoice = await here.expect(200, 'GET', `/invoices/${lost.invoice_id}`);
    return { ok: invoice.invoice_status === 'FINALIZED', value: invoice };
  });
  await client.invoices.voidInvoice(lost.invoice_id);
  await eventually('the order has failed', async () => {
    const now = await transaction(lost.wallet_transaction.id);
    return { ok: now.transaction_status === 'failed', value: now };
  });
  assert.equal((await here.expect(200, 'GET', `/wallets/${made.id}`)).credit_balance, '20');
});

test('ordered credits are paid for on a page of the provider: one page for an order', async () => {
  const made = await wallet();
  const checkout = { payment_provider: 'razorpay', success_url: 'https://shop.example/thanks', cancel_url: 'https://shop.example/back', metadata: { basket: '7' } };
  const order = { credits_to_add: '20', transaction_reason: 'PURCHASED_CREDIT_INVOICED', idempotency_key: fresh('order'), checkout };
  const bought = await here.expect(200, 'POST', `/wallets/${made.id}/top-up`, order);
  const session = bought.checkout_session;
  assert.match(session.id, /^cs_/);
  assert.deepEqual([session.action, session.checkout_status, session.checkout_invoice_id, session.customer_id, session.metadata.basket],
    ['wallet_topup', 'pending', bought.invoice_id, customer.id, '7']);
  assert.deepEqual(session.configuration.wallet_topup_params, { wallet_id: made.id, wallet_transaction_id: bought.wallet_transaction.id });
  assert.equal(session.payment_action.type, 'payment_link');
  assert.match(session.payment_action.url, /^https:/);
  const payment = await client.payments.getPayment(session.checkout_payment_id);
  assert.deepEqual([payment.destinationId, payment.amount, payment.paymentStatus, payment.paymentUrl], [bought.invoice_id, '20.00', 'PENDING', session.payment_action.url]);
  // Sent again, the same page; nothing else is ordered.
  const again = await here.expect(200, 'POST', `/wallets/${made.id}/top-up`, order);
  assert.deepEqual([again.wallet_transaction.id, again.checkout_session.checkout_payment_id], [bought.wallet_transaction.id, session.checkout_payment_id]);
  assert.equal((await here.expect(200, 'GET', `/wallets/${made.id}`)).credit_balance, '0');
  await client.payments.updatePayment(session.checkout_payment_id, { paymentStatus: 'SUCCEEDED' });
  await eventually('the credits come in', async () => {
    const value = await here.expect(200, 'GET', `/wallets/${made.id}`);
    return { ok: value.credit_balance === '20', value };
  });
  assert.equal((await here.expect(200, 'POST', `/wallets/${made.id}/top-up`, order)).checkout_session.checkout_status, 'completed');
  const refused = (more, status = 400) => here.expect(status, 'POST', `/wallets/${made.id}/top-up`, { ...order, idempotency_key: fresh('order'), ...more });
  assert.match(JSON.stringify(await refused({ transaction_reason: 'FREE_CREDIT_GRANT' })), /transaction_reason.*PURCHASED_CREDIT_INVOICED/);
  assert.match(JSON.stringify(await refused({ checkout: {} })), /checkout.payment_provider/);
  assert.match(JSON.stringify(await refused({ checkout: { payment_provider: 'cash' } })), /checkout.payment_provider.*razorpay/);
  assert.match(JSON.stringify(await refused({ checkout: { ...checkout, payment_provider_config: { max_mandate_limit: '100' } } })), /payment_provider_config/);
});

test('a wallet buys credits by itself when it is low, once', async () => {
  const made = await wallet();
  const updated = await here.expect(200, 'PUT', `/wallets/${made.id}`, {
    auto_topup: { enabled: true, threshold: 10, amount: 50, cooldown: { value: 1, unit: 'hour' } },
  });
  assert.equal(updated.auto_topup.threshold, 10);
  assert.equal(updated.credit_balance, '50');
  await here.expect(200, 'POST', `/wallets/${made.id}/debit`, { credits: '45' });
  const then = await here.expect(200, 'GET', `/wallets/${made.id}`);
  assert.equal(then.credit_balance, '5');
  const [bought] = (await here.expect(200, 'GET', `/wallets/${made.id}/transactions?type=credit`)).items;
  assert.equal(bought.metadata.auto_topup, 'THRESHOLD');
  await here.expect(400, 'PUT', `/wallets/${made.id}`, { auto_topup: { enabled: true, amount: 50 } });
  await here.expect(400, 'PUT', `/wallets/${made.id}`, { auto_topup: { enabled: true, threshold: 10 } });
  await here.expect(400, 'PUT', `/wallets/${made.id}`, { auto_topup: { enabled: true, threshold: 10, target: 5 } });
  await here.expect(400, 'PUT', `/wallets/${made.id}`, { auto_topup: { enabled: true, threshold: -1, amount: 5 } });
  assert.equal((await here.expect(200, 'PUT', `/wallets/${made.id}`, { auto_topup: { enabled: false } })).auto_topup, null);
});

test('what fell while a wallet might not buy is bought when it may again, though nothing moves any more', async () => {
  const own = await sandbox('rest');
  await own.expect(200, 'PUT', '/clock', { now: '2026-03-01T10:00:00Z' });
  const { purse, use } = await using(own);
  const of = async path => own.expect(200, 'GET', `/wallets/${purse.id}${path}`);
  const later = async minutes => {
    const { now } = await own.expect(200, 'GET', '/clock');
    await own.expect(200, 'POST', '/clock/advance', { to: new Date(Date.parse(now) + minutes * 60_000).toISOString() });
  };
  await own.expect(200, 'PUT', `/wallets/${purse.id}`, { auto_topup: { enabled: true, threshold: 60, amount: 50, cooldown: { value: 1, unit: 'hour' } } });
  await own.expect(200, 'POST', `/wallets/${purse.id}/debit`, { credits: '45' });
  assert.equal((await of('')).credit_balance, '105');
  await later(10);
  await own.expect(200, 'POST', `/wallets/${purse.id}/debit`, { credits: '60' });
  assert.equal((await of('')).credit_balance, '45');
  await later(49);
  assert.equal((await of('')).credit_balance, '45');
  await later(1);
  await eventually('what fell to be bought', async () => {
    const value = (await of('')).credit_balance;
    return { ok: value === '95', value };
  });
  // What is used counts too: by nobody's movement.
  await later(10);
  await use(400);
  await eventually('the usage to be counted', async () => {
    const value = (await of('/balance')).real_time_balance;
    return { ok: value === '55', value };
  });
  await later(51);
  await eventually('what was used to be bought', async () => {
    const value = (await of('/balance')).real_time_balance;
    return { ok: value === '105', value };
  });
});

test('a wallet buys when usage that no invoice has taken makes it low: once for one fall, and again for the next', async () => {
  const { purse, use } = await using();
  await here.expect(200, 'PUT', `/wallets/${purse.id}`, { auto_topup: { enabled: true, threshold: 60, amount: 50 } });
  const bought = async least => eventually(`${least} purchases`, async () => {
    const { items } = await here.expect(200, 'GET', `/wallets/${purse.id}/transactions?type=credit`);
    const value = items.filter(one => one.metadata.auto_topup === 'THRESHOLD');
    return { ok: value.length >= least, value };
  });
  await use(450);
  await bought(1);
  assert.equal((await here.expect(200, 'GET', `/wallets/${purse.id}/balance`)).real_time_balance, '105');
  for (let i = 0; i < 5; i++) {
    await use(10);
  }
  await use(450);
  assert.equal((await bought(2)).length, 2);
  const now = await here.expect(200, 'GET', `/wallets/${purse.id}/balance`);
  assert.deepEqual([now.credit_balance, now.real_time_balance], ['200', '105']);
  await use(400);
  await eventually('the usage is counted', async () => {
    const value = await here.expect(200, 'GET', `/wallets/${purse.id}/balance`);
    return { ok: value.real_time_balance === '65', value };
  });
  assert.equal((await bought(2)).length, 2, 'above its threshold it buys nothing');
});

test('credits may be a price unit, given alone, for some usage alone, and put right by hand either way', async () => {
  const { meter_id: meter, id: feature } = await here.expect(201, 'POST', '/features', {
    name: 'Only', lookup_key: fresh('only'), type: 'metered',
    meter: { name: fresh('only'), event_name: fresh('only'), aggregation: { type: 'COUNT' }, reset_usage: 'BILLING_PERIOD' },
  });
  const code = `u${Date.now().toString(26).replace(/[0-9]/g, 'x')}`.slice(0, 10);
  await client.priceUnits.createPriceUnit({ name: 'Token', code, symbol: 'T', baseCurrency: 'usd', conversionRate: '0.01' });
  const made = await here.expect(200, 'POST', '/wallets', {
    customer_id: customer.id, price_unit: code, wallet_type: 'PROMOTIONAL', initial_credits_to_load: '500', config: { allowed_feature_ids: [feature] },
  });
  assert.deepEqual([made.price_unit, made.currency, made.conversion_rate, made.balance, made.wallet_type], [code, 'usd', '0.01', '5', 'PROMOTIONAL']);
  assert.deepEqual(made.config.allowed_feature_ids, [feature]);
  assert.deepEqual(made.config.allowed_meter_ids, [meter]);
  await fails(400, () => bought(made.id, '1'), /promotional/);
  await client.wallets.topUpWallet(made.id, { creditsToAdd: '20', transactionReason: 'CREDIT_ADJUSTMENT' });
  const less = await here.expect(200, 'POST', `/wallets/${made.id}/debit`, { credits: '120', transaction_reason: 'CREDIT_ADJUSTMENT' });
  assert.equal(less.wallet.credit_balance, '400');
  assert.deepEqual(less.wallet.credit_flows, { granted: '520', used: '0', expired: '0', voided: '120' });
});

test('what a wallet orders by itself and nobody pays stops it, until somebody sees to it', async () => {
  const own = await sandbox('declined');
  await own.expect(200, 'PUT', '/clock', { now: start });
  const payer = await own.expect(201, 'POST', '/customers', { external_id: fresh('declined'), name: 'Declined', metadata: { payment_method: 'pm_card_declined' } });
  const { id } = await own.expect(200, 'POST', '/wallets', { customer_id: payer.id, currency: 'usd' });
  const way = { enabled: true, threshold: 10, amount: 50, invoicing: true };
  await own.expect(200, 'PUT', `/wallets/${id}`, { auto_topup: way });
  const orders = async () => (await own.expect(200, 'GET', `/wallets/${id}/transactions?type=credit`)).items.map(t => t.transaction_status);
  assert.deepEqual(await orders(), ['pending']);
  await own.expect(200, 'POST', '/clock/advance', { to: '2026-02-01T00:00:00Z' });
  const halted = await eventually('the order is given up', async () => {
    const value = await own.expect(200, 'GET', `/wallets/${id}`);
    return { ok: value.auto_topup.halted_because !== null, value };
  });
  assert.match(halted.auto_topup.halted_because, /collected/);
  assert.equal(halted.credit_balance, '0');
  await own.expect(200, 'POST', `/wallets/${id}/top-up`, { credits_to_add: '5', transaction_reason: 'FREE_CREDIT_GRANT' });
  await own.expect(200, 'POST', `/wallets/${id}/debit`, { credits: '1' });
  assert.deepEqual(await orders(), ['completed', 'failed']);
  const anew = await own.expect(200, 'PUT', `/wallets/${id}`, { auto_topup: { ...way, invoicing: false } });
  assert.equal(anew.auto_topup.halted_because, null);
  assert.equal(anew.credit_balance, '54');
});
