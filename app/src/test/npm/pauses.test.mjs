// How service is interrupted and goes on, and what a cancellation gives back.
import assert from 'node:assert/strict';
import { FEE, eventually, fails, fresh, nobody, operation, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('pauses');
const { client } = here;
const at = day => new Date(day).toISOString();
await here.expect(200, 'PUT', '/clock', { now: at('2026-01-01') });

// Twenty in arrear, thirty-one in advance.
const { plan } = await planWithFee(client);
await client.prices.createPrice({ ...FEE, amount: '31.00', invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id, displayName: 'Seat' });

const someone = async () => (await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' })).id;
const begun = async () => {
  const customer = await someone();
  return { customer, id: (await subscribed(client, customer, plan.id)).id };
};
const billed = async id => (await client.invoices.queryInvoice({ subscriptionId: id, invoiceStatus: ['FINALIZED'] })).items
  .map(i => `${at(i.periodStart).slice(0, 10)}..${at(i.periodEnd).slice(0, 10)} ${i.total}`).sort();
const to = day => here.expect(200, 'POST', '/clock/advance', { to: at(day) });
const credits = async customer => (await client.wallets.getWalletsByCustomerId(customer)).reduce((sum, wallet) => sum + Number(wallet.balance), 0);

operation('pauseSubscription', async () => {
  const later = await begun();
  const kept = await begun();
  const dated = await begun();
  const withPeriod = await begun();
  const planned = await client.subscriptions.pauseSubscription(dated.id,
    { pauseMode: 'scheduled', pauseStart: at('2026-01-11'), pauseDays: 10, reason: 'on holiday', metadata: { by: 'phone' } });
  assert.equal(planned.pauseStatus, 'scheduled');
  assert.equal(planned.pauseEnd, '2026-01-21T00:00:00Z');
  await fails(400, () => client.subscriptions.pauseSubscription(dated.id, { pauseMode: 'immediate' }), /to be paused/);
  const end = await client.subscriptions.pauseSubscription(withPeriod.id, { pauseMode: 'period_end', pauseEnd: at('2026-02-11') });
  assert.equal(end.pauseStart, '2026-02-01T00:00:00Z');
  await to('2026-01-11');
  const paused = await client.subscriptions.pauseSubscription(later.id, { pauseMode: 'immediate' });
  assert.equal(paused.pauseStatus, 'active');
  assert.equal(paused.originalPeriodEnd, '2026-02-01T00:00:00Z');
  const standing = await client.subscriptions.getSubscription(later.id);
  assert.equal(standing.subscriptionStatus, 'paused');
  assert.equal(standing.pauseStatus, 'active');
  assert.equal(standing.activePauseId, paused.id);
  assert.deepEqual(standing.pauses.map(p => p.id), [paused.id]);
  await here.expect(200, 'POST', `/subscriptions/${kept.id}/pause`, { open_period: 'kept' });
  await fails(400, () => client.subscriptions.cancelSubscription(later.id, { cancellationType: 'end_of_period' }), /paused/);
  assert.deepEqual((await client.subscriptions.querySubscription({ subscriptionStatus: ['paused'] })).items.map(s => s.id).sort(),
    [later.id, kept.id, dated.id].sort());
  await to('2026-01-21');
  const over = await client.subscriptions.resumeSubscription(later.id, { resumeMode: 'immediate' });
  assert.equal(over.pauseStatus, 'completed');
  const again = await client.subscriptions.getSubscription(later.id);
  assert.equal(again.subscriptionStatus, 'active');
  assert.equal(again.currentPeriodEnd, '2026-02-11T00:00:00Z');
  await here.expect(200, 'POST', `/subscriptions/${kept.id}/resume`, {});
  await to('2026-02-12');
  // 20.00 × 10/31 and × 21/31; the month that was paid in advance is served in two pieces.
  assert.deepEqual(await billed(later.id), ['2026-01-01..2026-01-11 6.45', '2026-01-01..2026-02-01 31.00', '2026-01-21..2026-02-11 44.55']);
  assert.deepEqual(await billed(dated.id), await billed(later.id));
  const [byItself] = await client.subscriptions.listSubscriptionPauses(dated.id);
  assert.equal(byItself.total, 1);
  assert.equal(byItself.items[0].resumeMode, 'auto');
  assert.equal(byItself.items[0].resumedAt, '2026-01-21T00:00:00Z');
  // Eleven days of January are left after the pause: 20.00 × 11/31; February is paid as usual.
  assert.deepEqual(await billed(kept.id), ['2026-01-01..2026-01-11 6.45', '2026-01-01..2026-02-01 31.00', '2026-01-21..2026-02-01 38.10']);
  // January whole; then ten days of nothing; then a month in advance.
  assert.deepEqual(await billed(withPeriod.id), ['2026-01-01..2026-02-01 20.00', '2026-01-01..2026-02-01 31.00', '2026-02-11..2026-03-11 31.00']);
});

operation('resumeSubscription', async () => {
  const one = await begun();
  const pause = body => client.subscriptions.pauseSubscription(one.id, body);
  await fails(404, () => client.subscriptions.pauseSubscription(nobody('subs'), { pauseMode: 'immediate' }), /not found/);
  await fails(404, () => client.subscriptions.resumeSubscription(nobody('subs'), { resumeMode: 'immediate' }), /not found/);
  await fails(400, () => client.subscriptions.resumeSubscription(one.id, { resumeMode: 'immediate' }), /not paused/);
  await fails(400, () => pause({ pauseMode: 'scheduled' }), /pause_start/);
  await fails(400, () => pause({ pauseMode: 'sometime' }), /pause_mode/);
  await fails(400, () => pause({ pauseMode: 'immediate', pauseEnd: at('2020-01-01') }), /pause_end/);
  await fails(400, () => pause({ pauseMode: 'immediate', dryRun: true }), /dry_run/);
  await here.expect(400, 'POST', `/subscriptions/${one.id}/pause`, { open_period: 'lost' });
  assert.equal((await pause({ pauseMode: 'period_end' })).pauseStatus, 'scheduled');
  assert.equal((await client.subscriptions.resumeSubscription(one.id, { resumeMode: 'immediate' })).pauseStatus, 'cancelled');
  assert.equal((await client.subscriptions.getSubscription(one.id)).pauseStatus, 'none');
});

operation('listSubscriptionPauses', async () => {
  const one = await begun();
  assert.deepEqual(await client.subscriptions.listSubscriptionPauses(one.id), [{ items: [], total: 0 }]);
  await fails(404, () => client.subscriptions.listSubscriptionPauses(nobody('subs')), /not found/);
});

operation('cancelSubscription', async () => {
  const one = await begun();
  const forgiven = await begun();
  const later = await begun();
  const longest = await begun();
  const { currentPeriodStart, currentPeriodEnd } = await client.subscriptions.getSubscription(one.id);
  const start = Date.parse(currentPeriodStart);
  const end = Date.parse(currentPeriodEnd);
  const half = new Date((start + end) / 2).toISOString();
  // The client cannot send a date.
  const dated = await here.expect(200, 'POST', `/subscriptions/${later.id}/cancel`,
    { cancellation_type: 'scheduled_date', cancel_at: half, proration_behavior: 'create_prorations' });
  assert.equal(dated.total_credit_amount, '15.50');
  const last = await here.expect(200, 'POST', `/subscriptions/${longest.id}/cancel`, { cancellation_type: 'max_period_end' });
  assert.equal(Date.parse(last.effective_date), end);
  await to(half);
  const gone = await client.subscriptions.cancelSubscription(one.id, { cancellationType: 'immediate', prorationBehavior: 'create_prorations', reason: 'moving on' });
  assert.equal(gone.status, 'cancelled');
  assert.equal(gone.totalCreditAmount, '15.50');
  assert.equal(gone.prorationDetails.length, 1);
  await client.subscriptions.cancelSubscription(forgiven.id, { cancellationType: 'immediate', cancelImmediatelyInovicePolicy: 'skip' });
  await fails(400, () => client.subscriptions.cancelSubscription(one.id, { cancellationType: 'immediate' }), /cancelled/);
  await fails(404, () => client.subscriptions.cancelSubscription(nobody('subs'), { cancellationType: 'immediate' }), /not found/);
  await here.expect(400, 'POST', `/subscriptions/${longest.id}/cancel`, { cancellation_type: 'scheduled_date' });
  for (const customer of [one.customer, later.customer]) {
    await eventually('what was not served is in the wallet', async () => {
      const value = await credits(customer);
      return { ok: value === 15.5, value };
    });
  }
  assert.equal(await credits(forgiven.customer), 0);
  assert.equal((await billed(forgiven.id)).length, 1);
});
