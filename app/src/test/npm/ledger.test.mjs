// The ledger: what each amount does to the accounts, one story from a top-up to a void.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, fresh, nobody, owner, sandbox } from './support.mjs';

const here = await sandbox('ledger');
const { client } = here;
await here.expect(200, 'PUT', '/clock', { now: '2026-01-10T00:00:00Z' });
const customer = await client.customers.createCustomer({ externalId: fresh('payer'), name: 'Payer' });

/** What is on the accounts, by kind and unit. */
async function accounts(query = '') {
  const balance = await here.expect(200, 'GET', `/ledger/trial-balance${query}`);
  assert.equal(balance.balanced, true, JSON.stringify(balance));
  balance.totals.forEach(total => assert.equal(total.difference, '0'));
  return Object.fromEntries(balance.accounts.filter(line => line.balance !== '0').map(line => [`${line.kind} ${line.unit}`, line.balance]));
}

async function shows(expected, query) {
  await eventually(`accounts like ${JSON.stringify(expected)}`, async () => {
    const value = await accounts(query);
    return { ok: Object.entries(expected).every(([key, amount]) => (value[key] ?? '0') === amount), value };
  });
}

test('from a top-up over an invoice to its void, every step balances', async () => {
  const wallet = await client.wallets.createWallet({ customerId: customer.id, currency: 'usd', conversionRate: '0.5', topupConversionRate: '0.4', config: { allowedPriceTypes: ['ALL'] } });
  await client.wallets.topUpWallet(wallet.id, { creditsToAdd: '100', transactionReason: 'PURCHASED_CREDIT_DIRECT' });
  await shows({ 'cash USD': '40', 'promotions USD': '10', 'wallet USD': '50', 'wallet credits:USD': '100', 'credits_granted credits:USD': '100' });

  const hold = await here.expect(200, 'POST', `/wallets/${wallet.id}/holds`, { credits: '10', expires_at: '2026-01-20T00:00:00Z' });
  await shows({ 'wallet USD': '45', 'held USD': '5', 'held credits:USD': '10' });
  await here.expect(200, 'POST', `/wallets/${wallet.id}/holds/${hold.id}/capture`, { credits: '4' });
  await shows({ 'wallet USD': '48', 'held USD': '0', 'revenue USD': '2', 'credits_used credits:USD': '4' });

  const made = await client.invoices.createInvoice({
    customerId: customer.id, currency: 'usd', subtotal: '20.00', total: '20.00', amountDue: '20.00', invoiceStatus: 'FINALIZED',
    lineItems: [{ displayName: 'Setting up', amount: '20.00', quantity: '1' }],
  });
  const invoice = await client.invoices.getInvoice(made.id);
  const credits = Number(invoice.totalPrepaidCreditsApplied ?? '0');
  await shows({ 'revenue USD': '22', 'receivable USD': `${20 - credits}`, 'credits_in_transit USD': '0' });

  await client.payments.createPayment({
    destinationType: 'INVOICE', destinationId: made.id, paymentMethodType: 'OFFLINE', amount: '5.00', currency: 'usd',
  });
  await shows({ 'cash USD': '45', 'receivable USD': `${15 - credits}`, 'payments_in_transit USD': '0' });

  const note = await here.expect(201, 'POST', '/creditnotes', {
    invoice_id: made.id, reason: 'BILLING_ERROR', line_items: [{ invoice_line_item_id: invoice.lineItems[0].id, amount: '3.00' }],
  });
  await shows({ 'credit_notes USD': '3', 'receivable USD': `${12 - credits}` });
  await here.expect(200, 'POST', `/creditnotes/${note.id}/void`, {});
  await shows({ 'credit_notes USD': '0', 'receivable USD': `${15 - credits}` });
  await shows({ 'cash USD': '0', 'wallet USD': '0' }, '?as_of=2026-01-01T00:00:00Z');
});

test('the auditor finds nothing', async () => {
  await eventually('an audit', async () => {
    const value = await here.expect(200, 'GET', '/ledger/audit');
    return { ok: value.audited_at !== null && value.compared > 0, value };
  });
  assert.deepEqual((await here.expect(200, 'GET', '/ledger/audit')).differences, []);
});

test('accounts and entries are listed, page by page, and belong to one environment', async () => {
  const { items: [cash] } = await here.expect(200, 'GET', '/ledger/accounts?kind=cash');
  assert.equal(cash.side, 'asset');
  assert.equal(cash.balance, '45');
  const one = await here.expect(200, 'GET', `/ledger/accounts/${cash.id}`);
  assert.deepEqual(one, cash);
  assert.equal((await here.expect(200, 'GET', `/ledger/accounts/${cash.id}?as_of=2026-01-01T00:00:00Z`)).balance, '0');
  const first = await here.expect(200, 'GET', `/ledger/accounts/${cash.id}/entries?limit=1`);
  assert.equal(first.pagination.total, 2);
  const second = await here.expect(200, 'GET', `/ledger/accounts/${cash.id}/entries?limit=1&cursor=${first.pagination.next_cursor}`);
  const amounts = [...first.items, ...second.items].map(entry => entry.amount).sort();
  assert.deepEqual(amounts, ['40', '5']);
  assert.ok([...first.items, ...second.items].every(entry => entry.direction === 'debit' && entry.transaction_id.includes('@')));
  assert.deepEqual((await here.expect(200, 'GET', `/ledger/accounts/${cash.id}/entries?as_of=2026-01-01T00:00:00Z`)).items, []);
  const wallets = await here.expect(200, 'GET', '/ledger/accounts?kind=wallet,held&unit=USD');
  assert.equal(wallets.items.length, 2);

  await owner.expect(404, 'GET', `/ledger/accounts/${cash.id}`);
  await owner.expect(404, 'GET', `/ledger/accounts/${cash.id}/entries`);
  await here.expect(404, 'GET', `/ledger/accounts/${nobody('lacc')}/entries`);
  await here.expect(400, 'GET', '/ledger/accounts?kind=purse');
  await here.expect(400, 'GET', '/ledger/trial-balance?as_of=yesterday');
  await here.expect(400, 'GET', `/ledger/accounts/${cash.id}/entries?cursor=nonsense`);
});
