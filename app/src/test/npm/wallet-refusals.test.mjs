// What wallets refuse: each row names what is wrong, and the answer must name the field, what came and what was expected.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fresh, sandbox } from './support.mjs';

const here = await sandbox('wallet refusals');
const { client } = here;
await here.expect(200, 'PUT', '/clock', { now: '2026-01-01T00:00:00Z' });
const customer = await client.customers.createCustomer({ externalId: fresh('payer'), name: 'Payer' });

const open = (more = {}) => here.expect(200, 'POST', '/wallets', { customer_id: customer.id, currency: 'usd', ...more });
const wallet = await open({ initial_credits_to_load: '10', min_topup_credits: '5', max_topup_credits: '1000' });
const hold = await here.expect(200, 'POST', `/wallets/${wallet.id}/holds`, { credits: '4', expires_at: '2026-02-01T00:00:00Z' });
const promotional = await open({ wallet_type: 'PROMOTIONAL' });
const closed = await open({ initial_credits_to_load: '10' });
const kept = await here.expect(200, 'POST', `/wallets/${closed.id}/holds`, { credits: '4', expires_at: '2026-02-01T00:00:00Z' });
const order = await here.expect(200, 'POST', `/wallets/${closed.id}/top-up`, { credits_to_add: '5', transaction_reason: 'PURCHASED_CREDIT_INVOICED' });
await here.expect(200, 'POST', `/wallets/${closed.id}/terminate`, {});

const at = path => `/wallets/${wallet.id}${path}`;
const DIGITS = '0.1234567890123456';
const LONG = '1'.repeat(2_000);
const PAST = '2025-12-31T23:59:59Z';
const LATER = '2026-02-01T00:00:00Z';
const free = more => ({ credits_to_add: '5', transaction_reason: 'FREE_CREDIT_GRANT', ...more });
const paid = more => ({ credits_to_add: '5', transaction_reason: 'PURCHASED_CREDIT_DIRECT', ...more });
const made = more => ({ customer_id: customer.id, currency: 'usd', ...more });
const buying = more => ({ auto_topup: { enabled: true, threshold: 1, amount: 5, ...more } });

/** What is wrong: path, body, and the words that the answer must hold. */
const AMOUNTS = [
  ['a top-up', at('/top-up'), amount => free({ credits_to_add: amount }), 'credits_to_add'],
  ['a purchase by amount', at('/top-up'), amount => ({ amount, transaction_reason: 'PURCHASED_CREDIT_DIRECT' }), 'amount|credits_to_add'],
  ['a bonus', at('/top-up'), amount => paid({ bonus_credits_to_add: amount }), 'bonus_credits_to_add'],
  ['a debit', at('/debit'), amount => ({ credits: amount }), 'credits'],
  ['a void', at('/void'), amount => ({ credits: amount }), 'credits'],
  ['a hold', at('/holds'), amount => ({ credits: amount, expires_at: LATER }), 'credits'],
  ['a capture', at(`/holds/${hold.id}/capture`), amount => ({ credits: amount }), 'credits'],
  ['the first credits', '/wallets', amount => made({ initial_credits_to_load: amount }), 'initial_credits_to_load|credits_to_add'],
  ['a conversion rate', '/wallets', amount => made({ conversion_rate: amount }), 'conversion_rate'],
  ['a top-up rate', '/wallets', amount => made({ topup_conversion_rate: amount }), 'topup_conversion_rate'],
  ['the least of a top-up', '/wallets', amount => made({ min_topup_credits: amount }), 'min_topup_credits'],
  ['the most of a top-up', '/wallets', amount => made({ max_topup_credits: amount }), 'max_topup_credits'],
  ['a bonus slab', '/wallets', amount => made({ bonus_slabs: [{ from: '1', credits: amount }] }), 'bonus_slabs'],
  ['what is bought by itself', '/wallets', amount => made(buying({ amount })), 'auto_topup'],
  ['up to what is bought by itself', '/wallets', amount => made(buying({ amount: undefined, target: amount })), 'auto_topup'],
  ['a grant', '/creditgrants', amount => ({ name: 'x', scope: 'CUSTOMER', customer_id: customer.id, currency: 'usd', cadence: 'ONETIME', credits: amount }), 'credits'],
  ['a number of events', '/credit-grants', amount => ({ customer_id: customer.id, currency: 'usd', amount }), 'amount|credits'],
];

const WRONG = [
  ['below zero', '-1'], ['no number', 'many'], ['a power of ten', '1e400000000'], ['too long', LONG], ['more than is kept of anything', '1000000000001'],
  ['of too many digits', DIGITS],
];
const MAY_BE_SMALL = new Set(['a purchase by amount']); // what an amount pays for is rounded down at the 15th decimal

for (const [what, path, body, field] of AMOUNTS) {
  test(`${what} of a wrong amount is refused by name`, async () => {
    const rows = [...WRONG.filter(([why]) => why !== 'of too many digits' || !MAY_BE_SMALL.has(what))];
    if (!['the first credits', 'a bonus'].includes(what)) {
      rows.push(['zero', '0']);
    }
    for (const [why, amount] of rows) {
      const answer = await here.send('POST', path, body(amount));
      const text = JSON.stringify(answer.body);
      assert.equal(answer.status, 400, `${why}: ${text}`);
      assert.ok(field.split('|').some(name => text.includes(name)), `${why}: ${text}`);
    }
  });
}

const ROWS = [
  ['a currency that is none', '/wallets', made({ currency: 'dollars' }), 400, 'currency'],
  ['a currency that is not the price unit\'s', '/wallets', made({ price_unit: 'nowhere' }), 404, 'price unit'],
  ['credits that have expired', at('/top-up'), free({ expiry_date_utc: PAST }), 400, 'expiry_date_utc'],
  ['credits that expire now', at('/top-up'), free({ expiry_date_utc: '2026-01-01T00:00:00Z' }), 400, 'expiry_date_utc'],
  ['a day that there is not', at('/top-up'), free({ expiry_date_utc: '2026-02-30T00:00:00Z' }), 400, 'expiry_date_utc'],
  ['a bonus that has expired', at('/top-up'), paid({ bonus_credits_to_add: '1', bonus_credits_expiry_date_utc: PAST }), 400, 'bonus_credits_expiry_date_utc'],
  ['first credits that have expired', '/wallets', made({ initial_credits_to_load: '1', initial_credits_expiry_date_utc: PAST }), 400, 'expiry_date_utc'],
  ['a hold that has timed out', at('/holds'), { credits: '1', expires_at: PAST }, 400, 'expires_at'],
  ['less than the least', at('/top-up'), paid({ credits_to_add: '4' }), 400, 'at least 5'],
  ['more than the most', at('/top-up'), paid({ credits_to_add: '1001' }), 400, 'at most 1000'],
  ['a debit of more than there is', at('/debit'), { credits: '6.01' }, 400, '6 credits available'],
  ['a hold of more than there is', at('/holds'), { credits: '6.01', expires_at: LATER }, 400, '6 credits available'],
  ['a capture of more than is held', at(`/holds/${hold.id}/capture`), { credits: '4.01' }, 400, 'at most the 4'],
  ['a bonus on what is given', at('/top-up'), free({ bonus_credits_to_add: '1' }), 400, 'bonus_credits_to_add'],
  ['a purchase of promotional credits', `/wallets/${promotional.id}/top-up`, paid(), 400, 'promotional'],
  ['promotional credits bought by themselves', '/wallets', made({ wallet_type: 'PROMOTIONAL', ...buying() }), 400, 'auto_topup'],
  ['a reason that is none', at('/top-up'), free({ transaction_reason: 'INVOICE_PAYMENT' }), 400, 'transaction_reason'],
  ['more at least than at most', '/wallets', made({ min_topup_credits: '10', max_topup_credits: '5' }), 400, 'max_topup_credits'],
  ['a slab with two bonuses', '/wallets', made({ bonus_slabs: [{ from: '1', credits: '1', percent: '1' }] }), 400, 'bonus_slabs'],
  ['a top-up of a closed wallet', `/wallets/${closed.id}/top-up`, free(), 400, 'closed'],
  ['a debit of a closed wallet', `/wallets/${closed.id}/debit`, { credits: '1' }, 400, 'closed'],
  ['a void in a closed wallet', `/wallets/${closed.id}/void`, {}, 400, 'closed'],
  ['a hold in a closed wallet', `/wallets/${closed.id}/holds`, { credits: '1', expires_at: LATER }, 400, 'closed'],
  ['a capture in a closed wallet', `/wallets/${closed.id}/holds/${kept.id}/capture`, {}, 400, 'closed'],
  ['a release in a closed wallet', `/wallets/${closed.id}/holds/${kept.id}/release`, undefined, 400, 'closed'],
  ['an order of a closed wallet', `/wallets/${closed.id}/transactions/${order.wallet_transaction.id}/complete`, undefined, 400, 'closed'],
];

for (const [what, path, body, status, words] of ROWS) {
  test(`${what} is refused by name`, async () => {
    const answer = await here.send('POST', path, body);
    assert.equal(answer.status, status, JSON.stringify(answer.body));
    assert.ok(JSON.stringify(answer.body).includes(words), JSON.stringify(answer.body));
  });
}

test('a closed wallet is not described anew, and what was refused has moved nothing', async () => {
  await here.expect(400, 'PUT', `/wallets/${closed.id}`, { name: 'Again' });
  const now = await here.expect(200, 'GET', `/wallets/${wallet.id}`);
  assert.deepEqual([now.credit_balance, now.held_credits], ['10', '4']);
  assert.equal((await here.expect(200, 'GET', at('/transactions'))).pagination.total, 1);
});

test('credits do not pay in another currency', async () => {
  const { id } = await client.invoices.createInvoice({
    customerId: customer.id, currency: 'eur', subtotal: '2.00', total: '2.00', amountDue: '2.00', invoiceStatus: 'FINALIZED',
    lineItems: [{ displayName: 'Setting up', amount: '2.00', quantity: '1' }],
  });
  const answer = await here.send('POST', '/payments', {
    destination_type: 'INVOICE', destination_id: id, payment_method_type: 'CREDITS', payment_method_id: wallet.id, amount: '2.00', currency: 'eur',
  });
  const text = JSON.stringify(answer.body);
  assert.ok(answer.status === 400 || answer.body.payment_status === 'FAILED', text);
  assert.match(text, /currency|eur/i);
  assert.equal((await here.expect(200, 'GET', `/wallets/${wallet.id}`)).credit_balance, '10');
});
