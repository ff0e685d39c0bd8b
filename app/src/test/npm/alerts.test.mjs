// Alerts: what is watched, and what is told when a value crosses a threshold and comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, fresh, nobody, operation, owner, sandbox, subscribed } from './support.mjs';

const here = await sandbox('alerts');
const { client } = here;

/** A customer who uses tokens at 0.10 each, with a wallet. */
async function using({ of = here, group, coupons } = {}) {
  const { client } = of;
  const payer = await client.customers.createCustomer({ externalId: fresh('watched'), name: 'Watched' });
  const name = fresh('watched');
  const feature = await of.expect(201, 'POST', '/features', {
    name: 'Watched', lookup_key: fresh('watched'), type: 'metered',
    meter: { name, event_name: name, aggregation: { type: 'SUM', field: 'tokens' }, reset_usage: 'BILLING_PERIOD' },
  });
  const plan = await client.plans.createPlan({ name: 'Watched', lookupKey: fresh('watched') });
  await client.prices.createPrice({
    entityType: 'PLAN', entityId: plan.id, type: 'USAGE', priceUnitType: 'FIAT', billingModel: 'FLAT_FEE', billingPeriod: 'MONTHLY', billingPeriodCount: 1,
    billingCadence: 'RECURRING', invoiceCadence: 'ARREAR', currency: 'usd', amount: '0.10', meterId: feature.meter_id, groupId: group,
  });
  const subscription = await subscribed(client, payer.id, plan.id, coupons && { coupons });
  const { now } = await of.expect(200, 'GET', '/clock');
  const use = (tokens, timestamp = now) => client.events.ingestEvent({
    eventName: name, externalCustomerId: payer.externalId, eventId: fresh('event'), timestamp, properties: { tokens: String(tokens) },
  });
  const purse = await client.wallets.createWallet({ customerId: payer.id, currency: 'usd', initialCreditsToLoad: '100' });
  return { payer, feature, subscription, purse, use };
}

/** The client has no operations for settings: they are sent as the contract says. */
const settings = {
  create: body => here.expect(201, 'POST', '/alerts/setting', body),
  update: (id, body) => here.expect(200, 'PUT', `/alerts/setting/${id}`, body),
  read: id => here.expect(200, 'GET', `/alerts/setting/${id}`),
  search: body => here.expect(200, 'POST', '/alerts/setting/search', body),
};

const below = (threshold, more = {}) => ({ critical: { threshold, condition: 'below' }, ...more });

async function log(settings, type, of = here) {
  const { items } = await of.expect(200, 'POST', '/alerts/search', { filters: [], sort: [{ field: 'created_at', direction: 'asc' }], limit: 1000 });
  return items.filter(line => line.alert_settings_id === settings.id && (!type || line.alert_type === type));
}

/** The states that an alert went through, once there are so many. */
async function told(settings, type, least, of = here) {
  return eventually(`${least} lines of ${type}`, async () => {
    const value = await log(settings, type, of);
    return { ok: value.length >= least, value };
  });
}

operation('createAlertSettings', async () => {
  const { purse } = await using();
  const made = await settings.create({
    entity_type: 'wallet', entity_id: purse.id, config: { alert_enabled: true, critical: { threshold: '10', condition: 'below' }, warning: { threshold: '50', condition: 'below' } },
  });
  assert.equal(made.enabled, true);
  assert.equal(made.config.critical.threshold, '10');
  assert.equal(made.config.info, null);
  await here.expect(409, 'POST', '/alerts/setting', { entity_type: 'wallet', entity_id: purse.id, config: below('5') });
  await here.expect(404, 'POST', '/alerts/setting', { entity_type: 'wallet', entity_id: nobody('wallet'), config: below('5') });
  await here.expect(400, 'POST', '/alerts/setting', { entity_type: 'purse', entity_id: purse.id, config: below('5') });
  await here.expect(400, 'POST', '/alerts/setting', { entity_type: 'wallet', entity_id: purse.id, config: {} });
  await here.expect(400, 'POST', '/alerts/setting', { entity_type: 'wallet', entity_id: purse.id, config: below('much') });
  await here.expect(400, 'POST', '/alerts/setting', { entity_type: 'wallet', entity_id: purse.id, config: below('1', { measure: 'lifetime_spend' }) });
});

operation('getAlertSettings', async () => {
  const { purse } = await using();
  const made = await settings.create({ entity_type: 'wallet', entity_id: purse.id, config: below('10') });
  assert.equal((await settings.read(made.id)).entity_id, purse.id);
  await here.expect(404, 'GET', `/alerts/setting/${nobody('alertset')}`);
  await owner.expect(404, 'GET', `/alerts/setting/${made.id}`);
  const told = await here.expect(200, 'GET', `/audit/alert_settings/${made.id}/history`);
  assert.equal(told.items.length, 1);
});

operation('updateAlertSettings', async () => {
  const { purse } = await using();
  const made = await settings.create({ entity_type: 'wallet', entity_id: purse.id, config: below('10') });
  const changed = await settings.update(made.id, { config: { alert_enabled: false, info: { threshold: '20', condition: 'above' } } });
  assert.equal(changed.enabled, false);
  assert.equal(changed.config.info.condition, 'above');
  assert.equal(changed.config.critical ?? null, null);
  await here.expect(404, 'PUT', `/alerts/setting/${nobody('alertset')}`, { config: below('1') });
});

operation('queryAlertSettings', async () => {
  const { purse, subscription } = await using();
  const made = await settings.create({ entity_type: 'wallet', entity_id: purse.id, config: below('10') });
  await settings.create({ entity_type: 'subscription', entity_id: subscription.id, config: { info: { threshold: '1', condition: 'above' } } });
  const found = await settings.search({ entity_type: 'wallet', entity_ids: [purse.id], enabled: true });
  assert.deepEqual(found.items.map(one => one.id), [made.id]);
  assert.equal((await settings.search({ entity_id: purse.id, enabled: false })).items.length, 0);
});

operation('deleteAlertSettings', async () => {
  const { purse } = await using();
  const made = await settings.create({ entity_type: 'wallet', entity_id: purse.id, config: below('10') });
  await here.expect(204, 'DELETE', `/alerts/setting/${made.id}`);
  assert.equal((await settings.search({ entity_id: purse.id })).items.length, 0);
  await settings.create({ entity_type: 'wallet', entity_id: purse.id, config: below('10') });
  await here.expect(404, 'DELETE', `/alerts/setting/${nobody('alertset')}`);
});

operation('queryAlertLog', async () => {
  const { payer, purse, use } = await using();
  const watched = await here.expect(201, 'POST', '/alerts/setting', {
    entity_type: 'wallet', entity_id: purse.id, config: below('20', { warning: { threshold: '60', condition: 'below' } }),
  });
  await use(500);
  const [warned] = await told(watched, 'low_ongoing_balance', 1);
  assert.equal(warned.alert_status, 'warning');
  assert.deepEqual(warned.crossed, ['warning']);
  assert.equal(warned.alert_info.value_at_time, '50');
  await use(10);
  await use(400);
  const lines = await told(watched, 'low_ongoing_balance', 2);
  assert.deepEqual(lines.map(line => line.alert_status), ['warning', 'in_alarm']);
  assert.equal((await client.wallets.getWallet(purse.id)).alertState, 'in_alarm');
  await client.wallets.topUpWallet(purse.id, { creditsToAdd: '200', transactionReason: 'FREE_CREDIT_GRANT' });
  const all = await told(watched, 'low_ongoing_balance', 3);
  assert.deepEqual(all.map(line => [line.previous_status, line.alert_status]), [['ok', 'warning'], ['warning', 'in_alarm'], ['in_alarm', 'ok']]);
  assert.deepEqual(all[2].recovered, ['critical', 'warning']);
  assert.deepEqual(await log(watched, 'low_credit_balance'), [], 'the credits themselves were never low');
  const found = await client.alerts.queryAlertLog({ customerId: payer.id, alertType: 'low_ongoing_balance', alertStatus: 'in_alarm', expand: 'customer,wallet' });
  assert.equal(found.items.length, 1);
  assert.equal(found.items[0].customer.id, payer.id);
  assert.equal(found.items[0].wallet.id, purse.id);
  assert.equal((await client.alerts.queryAlertLog({ entityType: 'wallet', entityId: purse.id, alertType: 'entitlement_grant_exhausted' })).items.length, 0);
  await here.expect(400, 'POST', '/alerts/search', { alert_status: 'worried' });
});

test('spend, usage and the whole life of a subscription, by any number of named thresholds', async () => {
  const { feature, subscription, use } = await using();
  const watch = (entity_type, entity_id, config, more = {}) => here.expect(201, 'POST', '/alerts/setting', { entity_type, entity_id, config, ...more });
  const named = (name, threshold, more = {}) => ({ name, threshold, condition: 'above', ...more });
  const spend = await watch('subscription', subscription.id, { thresholds: [named('half', '5'), named('all', '10', { level: 'in_alarm' }), named('each two', '2', { every: '2' })] });
  const life = await watch('subscription_line_item', subscription.lineItems[0].id, { measure: 'usage', thresholds: [named('many', '100', { level: 'warning' })] },
    { parent_entity_type: 'subscription', parent_entity_id: subscription.id });
  const meter = await watch('meter', feature.meter_id, { measure: 'spend', thresholds: [named('much', '9')] });
  await use(30);
  const [first] = await told(spend, 'subscription_spend', 1);
  assert.deepEqual(first.crossed, ['each two']);
  await use(80);
  await eventually('the whole', async () => {
    const value = await log(spend, 'subscription_spend');
    return { ok: value.at(-1).alert_status === 'in_alarm', value };
  });
  const crossings = (await log(spend, 'subscription_spend')).flatMap(line => line.crossed);
  assert.equal(crossings.filter(name => name === 'half').length, 1);
  assert.equal(crossings.filter(name => name === 'all').length, 1);
  assert.ok(crossings.filter(name => name === 'each two').length >= 2);
  const [many] = await told(life, 'subscription_line_item_usage', 1);
  assert.equal(many.parent_entity_id, subscription.id);
  assert.equal(many.alert_info.value_at_time, '110');
  const [much] = await told(meter, 'meter_spend', 1);
  assert.equal(much.alert_info.value_at_time, '11');
});

test('a quota in windows tells how much of it is used, that nothing is left, and that it began anew', async () => {
  const { payer, feature, subscription, use } = await using();
  const grant = await here.expect(201, 'POST', '/entitlements', {
    entity_type: 'PLAN', entity_id: subscription.planId, feature_id: feature.id, feature_type: 'metered', is_soft_limit: true,
    grant_quota: '40', grant_duration_unit: 'hour',
  });
  const watched = await settings.create({ entity_type: 'entitlement_grant', entity_id: grant.id, config: { thresholds: [{ name: 'half', threshold: '50', condition: 'above', level: 'warning' }] } });
  assert.equal(watched.entity_type, 'entitlement_grant');
  await use(10);
  await use(12);
  const [half] = await told(watched, 'entitlement_grant_threshold', 1);
  assert.deepEqual([half.alert_status, half.crossed, half.alert_info.value_at_time, half.parent_entity_id, half.customer_id],
    ['warning', ['half'], '55', subscription.id, payer.id]);
  assert.deepEqual(await log(watched, 'entitlement_grant_exhausted'), []);
  await use(18);
  const [none] = await told(watched, 'entitlement_grant_exhausted', 1);
  assert.deepEqual([none.alert_status, none.alert_info.value_at_time], ['in_alarm', '100']);
  const found = await client.alerts.queryAlertLog({ entityType: 'entitlement_grant', entityId: grant.id, alertType: 'entitlement_grant_exhausted' });
  assert.equal(found.items.length, 1);
  assert.equal((await settings.search({ entity_type: 'entitlement_grant' })).items.length, 1);
  await here.expect(404, 'POST', '/alerts/setting', { entity_type: 'entitlement_grant', entity_id: nobody('ent'), config: below('5') });
  const flag = await client.features.createFeature({ name: 'Flag', type: 'boolean', lookupKey: fresh('flag') });
  const given = await client.entitlements.createEntitlement({ entityType: 'PLAN', entityId: subscription.planId, featureId: flag.id, featureType: 'boolean', isEnabled: true });
  const refused = await here.expect(400, 'POST', '/alerts/setting', { entity_type: 'entitlement_grant', entity_id: given.id, config: below('5') });
  assert.match(refused.message, /entity_id.*metered.*boolean/);
  const { now } = await here.expect(200, 'GET', '/clock');
  await here.expect(200, 'POST', '/clock/advance', { to: new Date(Date.parse(now) + 3_600_000).toISOString() });
  await here.expect(202, 'POST', '/events', {
    event_name: feature.meter.event_name, external_customer_id: payer.externalId, event_id: fresh('event'), properties: { tokens: '1' },
    timestamp: (await here.expect(200, 'GET', '/clock')).now,
  });
  const anew = await told(watched, 'entitlement_grant_exhausted', 2);
  assert.deepEqual([anew[1].previous_status, anew[1].alert_status, anew[1].recovered], ['in_alarm', 'ok', ['exhausted']]);
});

test('a wallet and a feature say themselves when somebody is told', async () => {
  const { payer, feature, use } = await using();
  const purse = await client.wallets.createWallet({
    customerId: payer.id, currency: 'usd', initialCreditsToLoad: '10', alertSettings: { alertEnabled: true, critical: { threshold: 8, condition: 'below' } },
  });
  assert.equal(String(purse.alertSettings.critical.threshold), '8');
  assert.equal(purse.alertState, 'ok');
  await here.expect(200, 'PUT', `/features/${feature.id}`, { alert_settings: { alert_enabled: true, warning: { threshold: '9', condition: 'below' } } });
  await use(30);
  await eventually('an alarm', async () => {
    const value = await client.wallets.getWallet(purse.id);
    return { ok: value.alertState === 'in_alarm', value };
  });
  await eventually('an alert of the feature', async () => {
    const { items } = await client.alerts.queryAlertLog({ entityType: 'feature', entityId: feature.id, alertType: 'feature_wallet_balance' });
    return { ok: items.some(line => line.parentEntityId === purse.id && line.alertStatus === 'warning'), value: items };
  });
  const changed = await client.wallets.updateWallet(purse.id, { alertSettings: { alertEnabled: true, critical: { threshold: 1, condition: 'below' } } });
  assert.equal(String(changed.alertSettings.critical.threshold), '1');
  await eventually('no alarm', async () => {
    const value = await client.wallets.getWallet(purse.id);
    return { ok: value.alertState === 'ok', value };
  });
});

test('while a balance stays low each further value is told again, if so wished, until it is back', async () => {
  const { purse, use } = await using();
  const watched = await settings.create({
    entity_type: 'wallet', entity_id: purse.id, config: { warning: { threshold: '60', condition: 'below' }, repeat_after: { unit: 'second', value: 0 } },
  });
  assert.deepEqual(watched.config.repeat_after, { unit: 'second', value: 0 });
  await use(500);
  await told(watched, 'low_ongoing_balance', 1);
  await use(10);
  const lines = await told(watched, 'low_ongoing_balance', 2);
  assert.deepEqual(lines.map(line => [line.alert_status, line.crossed, line.alert_info.value_at_time]), [['warning', ['warning'], '50'], ['warning', [], '49']]);
  await client.wallets.topUpWallet(purse.id, { creditsToAdd: '200', transactionReason: 'FREE_CREDIT_GRANT' });
  const all = await told(watched, 'low_ongoing_balance', 3);
  assert.deepEqual([all[2].alert_status, all[2].recovered], ['ok', ['warning']]);
  await use(10);
  const once = await settings.update(watched.id, { config: below('5') });
  assert.equal(once.config.repeat_after, null);
  assert.equal((await log(watched, 'low_ongoing_balance')).length, 3, 'what is not low is not told again');
  for (const pause of [{ unit: 'year', value: 1 }, { unit: 'day', value: -1 }, { unit: 'day', value: 400 }, { value: 1 }]) {
    await here.expect(400, 'PUT', `/alerts/setting/${watched.id}`, { config: below('5', { repeat_after: pause }) });
  }
});

test('what a subscription has come to in all its life, and what a group of its prices has', async () => {
  const own = await sandbox('lifetime');
  await own.expect(200, 'PUT', '/clock', { now: '2026-01-01T00:00:00Z' });
  const group = await own.client.groups.createGroup({ name: 'Tokens', lookupKey: fresh('tokens'), entityType: 'price' });
  const { subscription, use } = await using({ of: own, group: group.id });
  const above = threshold => ({ critical: { threshold, condition: 'above' } });
  const life = await own.expect(201, 'POST', '/alerts/setting', { entity_type: 'subscription', entity_id: subscription.id, config: { measure: 'lifetime_spend', ...above('50') } });
  const ofGroup = await own.expect(201, 'POST', '/alerts/setting', {
    entity_type: 'group', entity_id: group.id, parent_entity_type: 'subscription', parent_entity_id: subscription.id, config: above('20'),
  });
  await use(300);
  const [spent] = await told(ofGroup, 'subscription_group_spend', 1, own);
  assert.equal(spent.alert_info.value_at_time, '30');
  assert.deepEqual(await log(life, 'subscription_lifetime_spend', own), []);
  await own.expect(200, 'POST', '/clock/advance', { to: '2026-02-01T03:00:00Z' });
  await use(250, '2026-02-01T02:00:00Z');
  const [whole] = await told(life, 'subscription_lifetime_spend', 1, own);
  assert.equal(whole.alert_info.value_at_time, '55');
  const lines = await told(ofGroup, 'subscription_group_spend', 3, own);
  assert.deepEqual(lines.map(line => line.alert_status), ['in_alarm', 'ok', 'in_alarm'], 'a new period begins anew');
});

test('the life of a subscription that is invoiced with another is told by its own lines, and no period end changes it', async () => {
  const own = await sandbox('lives');
  await own.expect(200, 'PUT', '/clock', { now: '2026-01-01T00:00:00Z' });
  const half = await own.client.coupons.createCoupon({ name: 'half', type: 'percentage', percentageOff: '50', cadence: 'forever' });
  const parent = await using({ of: own });
  const child = await using({ of: own, coupons: [half.id] });
  await own.expect(200, 'POST', `/subscriptions/${parent.subscription.id}/modify/execute`, {
    type: 'grouped_invoicing', grouped_invoicing_params: { action: 'add', child_subscription_ids: [child.subscription.id] },
  });
  const life = ({ subscription }, info, critical) => own.expect(201, 'POST', '/alerts/setting', {
    entity_type: 'subscription', entity_id: subscription.id,
    config: { measure: 'lifetime_spend', info: { threshold: info, condition: 'above' }, critical: { threshold: critical, condition: 'above' } },
  });
  const ofParent = await life(parent, '25', '40');
  const ofChild = await life(child, '15', '24');
  const values = async (settings, ...wanted) => assert.deepEqual(
    (await told(settings, 'subscription_lifetime_spend', wanted.length, own)).map(line => [line.alert_status, line.alert_info.value_at_time]), wanted,
  );
  const invoices = async () => (await own.expect(200, 'POST', '/invoices/search', { invoice_status: ['FINALIZED'] })).items;
  await parent.use(300); // 30.00
  await child.use(400); // 40.00, half of it
  await values(ofParent, ['info', '30']);
  await values(ofChild, ['info', '20']);

  // Both are on the parent's invoice, which its wallet pays.
  await own.expect(200, 'POST', '/clock/advance', { to: '2026-02-01T03:00:00Z' });
  const [together] = await eventually('the invoice of both', async () => {
    const value = await invoices();
    return { ok: value.length === 1, value };
  });
  assert.deepEqual([together.subtotal, together.total_discount], ['70.00', '20.00']);
  await parent.use(50, '2026-02-01T02:00:00Z'); // 35.00
  await child.use(60, '2026-02-01T02:00:00Z'); // 23.00
  await own.expect(200, 'POST', '/clock/advance', { to: '2026-02-02T00:00:00Z' });
  await values(ofParent, ['info', '30']);
  await values(ofChild, ['info', '20']);
  await parent.use(50, '2026-02-01T12:00:00Z');
  await child.use(20, '2026-02-01T12:00:00Z');
  await values(ofParent, ['info', '30'], ['in_alarm', '40']);
  await values(ofChild, ['info', '20'], ['in_alarm', '24']);
});

test('usage stays in the balance from its period to its invoice: an alarm is neither taken back nor told again', async () => {
  const own = await sandbox('closing');
  await own.expect(200, 'PUT', '/clock', { now: '2026-01-01T00:00:00Z' });
  const { purse, use } = await using({ of: own });
  const low = await own.expect(201, 'POST', '/alerts/setting', { entity_type: 'wallet', entity_id: purse.id, config: below('75') });
  const is = wanted => eventually(`an ongoing balance of ${wanted}`, async () => {
    const { realTimeBalance: value } = await own.client.wallets.getWalletBalance(purse.id);
    return { ok: value === wanted, value };
  });
  await use(300);
  await told(low, 'low_ongoing_balance', 1, own);
  await is('70');
  // The period is over, and its invoice waits for late usage.
  await own.expect(200, 'POST', '/clock/advance', { to: '2026-02-01T00:30:00Z' });
  await use(10, '2026-01-31T23:00:00Z');
  await is('69');
  await own.expect(200, 'POST', '/clock/advance', { to: '2026-02-01T03:00:00Z' });
  await use(10, '2026-02-01T01:00:00Z');
  await is('68');
  assert.deepEqual((await log(low, 'low_ongoing_balance', own)).map(line => line.alert_status), ['in_alarm']);
});
