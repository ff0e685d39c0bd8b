// What was paid in advance and is not used goes to the wallet, as far as it was paid.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FEE, eventually, fresh, operation, sandbox, subscribed } from './support.mjs';

const here = await sandbox('unused');
const { client } = here;
const at = day => new Date(day).toISOString();
const until = to => here.expect(200, 'POST', '/clock/advance', { to: at(to) });
await here.expect(200, 'PUT', '/clock', { now: at('2026-01-01') });

const offered = async (name, amount, billingPeriod = 'MONTHLY') => {
  const plan = await client.plans.createPlan({ name, lookupKey: fresh(name.toLowerCase()) });
  await client.prices.createPrice({ ...FEE, amount, billingPeriod, invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id, displayName: name });
  return plan.id;
};
const basic = await offered('Basic', '31.00');
const pro = await offered('Pro', '62.00');
const coupon = (percentageOff, cadence) => client.coupons.createCoupon({ name: fresh('off'), type: 'percentage', percentageOff, cadence });
const [fifth, free] = await Promise.all([coupon('20', 'forever'), coupon('100', 'once')]);

const begun = async (plan, coupons = []) => {
  const who = await client.customers.createCustomer({ externalId: fresh('unused'), name: 'Unused' });
  const { id } = await subscribed(client, who.id, plan, { coupons: coupons.map(one => one.id) });
  return { id, who: who.id };
};
const end = ({ id }, more) => client.subscriptions.cancelSubscription(id, { cancellationType: 'immediate', prorationBehavior: 'create_prorations', ...more });
const balance = async who => (await client.wallets.getWalletsByCustomerId(who)).reduce((sum, w) => sum + Number(w.balance), 0);
const holds = ({ who }, amount) =>
  eventually(`${amount} in the wallet`, async () => {
    const value = await balance(who);
    return { ok: value === amount, value };
  });
const first = async ({ id }) =>
  eventually('the first invoice', async () => {
    const [value] = (await client.invoices.queryInvoice({ subscriptionId: id, invoiceStatus: ['FINALIZED'] })).items;
    return { ok: value !== undefined, value };
  });

const all = {
  whole: await begun(basic), fifth: await begun(basic, [fifth]), free: await begun(basic, [free]), gone: await begun(basic),
  upgraded: await begun(basic, [free]), downgraded: await begun(pro, [fifth]), early: await begun(basic, [fifth]),
};
await until('2026-01-11');

operation('cancelSubscription', async () => {
  for (const [name, back] of [['whole', '21.00'], ['fifth', '16.80'], ['free', '0.00']]) {
    const told = await end(all[name]);
    assert.equal(told.totalCreditAmount, back, name);
    assert.equal(told.prorationDetails[0].creditAmount, back, name);
    await holds(all[name], Number(back));
  }
  const [wallet] = await client.wallets.getWalletsByCustomerId(all.fifth.who);
  const [moved] = (await client.wallets.getWalletTransactions({ idPathParameter: wallet.id })).items;
  assert.equal(moved.metadata.amount_by_price, '21.00');
  assert.equal(moved.metadata.subscription_id, all.fifth.id);
});

operation('voidInvoice', async () => {
  const { id } = await first(all.gone);
  await client.invoices.voidInvoice(id, {});
  assert.equal((await end(all.gone)).totalCreditAmount, '0.00');
  await until('2026-01-11T01:00:00Z');
  assert.equal(await balance(all.gone.who), 0);
});

// The example of docs/subscriptions.md: what was free at first is not paid for by going over to more.
operation('executeSubscriptionChange', async () => {
  await client.subscriptions.executeSubscriptionChange(all.upgraded.id, {
    targetPlanId: pro, billingCadence: 'RECURRING', billingCycle: 'anniversary', billingPeriod: 'MONTHLY', billingPeriodCount: 1, prorationBehavior: 'create_prorations',
  });
  await until('2026-01-21');
  const told = await end(all.upgraded);
  assert.equal(told.totalCreditAmount, '11.00');
  await holds(all.upgraded, 11);
});

// 42.00 of Pro, 20 % off, less the 21.00 of Basic: 21.00 by their price.
test('what a downgrade leaves over goes to the wallet as far as it was paid', async () => {
  const path = `/subscriptions/${all.downgraded.id}/change/v2`;
  const change = { target_plan_id: basic, proration_behavior: 'create_prorations' };
  const preview = await here.expect(200, 'POST', `${path}/preview`, change);
  const left = ({ changed_resources: { invoices } }) => invoices.find(one => one.action === 'wallet_credit').wallet_transaction;
  const back = Number(left(preview).amount);
  // 11 of 31 days: 22.00 less 11.00.
  assert.equal(back, 8.8);
  assert.match(preview.warnings[0], /8\.80 USD/);
  const done = await here.expect(200, 'POST', `${path}/execute`, change);
  assert.equal(Number(left(done).amount), back);
  await holds(all.downgraded, back);
});

// The month is invoiced two hours after it has begun: until then it counts by its price.
test('what is not invoiced for good yet comes back when it is', async () => {
  await until('2026-02-01T01:00:00Z');
  const told = await end(all.early);
  assert.equal(told.totalCreditAmount, '30.95');
  await until('2026-02-01T01:59:59Z');
  assert.equal(await balance(all.early.who), 0);
  await until('2026-02-01T02:00:00Z');
  await holds(all.early, 24.76);
});
