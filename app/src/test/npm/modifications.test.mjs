// Subscriptions that are modified: coupons, taxes, addons, and trials that end otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FEE, eventually, fresh, nobody, sandbox } from './support.mjs';

const here = await sandbox('modifications');
const { client } = here;
const day = number => new Date(Date.UTC(2026, 0, number)).toISOString();
await here.expect(200, 'PUT', '/clock', { now: day(1) });
const plan = await client.plans.createPlan({ name: 'Modified', lookupKey: fresh('modified') });
await client.prices.createPrice({ ...FEE, amount: '30.00', invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id });

async function begun(extra = {}) {
  const customer = await client.customers.createCustomer({ externalId: fresh('modified'), name: 'Modified' });
  return here.expect(201, 'POST', '/subscriptions', {
    customer_id: customer.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary',
    start_date: day(1), ...extra,
  });
}

const modify = (status, how, id, body) => here.expect(status, 'POST', `/subscriptions/${id}/modify/${how}`, body);
const totals = (id, wanted) => eventually(`invoices of ${wanted}`, async () => {
  const value = (await client.invoices.queryInvoice({ subscriptionId: id, invoiceStatus: ['FINALIZED'] })).items.map(one => one.total).sort();
  return { ok: JSON.stringify(value) === JSON.stringify([...wanted].sort()), value };
});
const advance = to => here.expect(200, 'POST', '/clock/advance', { to });

test('a trial ends later, or now, and what follows is counted from there', async () => {
  const later = await begun({ trial_period_days: 10 });
  const now = await begun({ trial_period_days: 10 });
  const params = (action, newEnd) => ({ type: 'trial_end', trial_end_params: { action, ...(newEnd ? { new_trial_end: newEnd } : {}) } });
  await advance(day(5));
  const preview = await modify(200, 'preview', later.id, params('scheduled_date', day(15)));
  assert.equal(Date.parse(preview.subscription.trial_end), Date.parse(day(15)));
  assert.equal(preview.changed_resources.invoices[0].status, 'preview');
  assert.equal(preview.changed_resources.invoices[0].invoice.total, '30.00');
  assert.equal(Date.parse((await client.subscriptions.getSubscription(later.id)).trialEnd), Date.parse(day(11)));
  const moved = await modify(200, 'execute', later.id, params('scheduled_date', day(15)));
  assert.equal(Date.parse(moved.changed_resources.subscriptions[0].trial_end), Date.parse(day(15)));
  assert.equal(moved.subscription.subscription_status, 'trialing');

  const ending = await modify(200, 'preview', now.id, params('immediate'));
  assert.equal(ending.subscription.subscription_status, 'active');
  const ended = await modify(200, 'execute', now.id, params('immediate'));
  assert.equal(ended.subscription.subscription_status, 'active');
  assert.equal(Date.parse(ended.subscription.trial_end), Date.parse(day(5)));
  assert.equal(Date.parse(ended.subscription.current_period_end), Date.parse('2026-02-05'));
  assert.equal(ended.changed_resources.invoices[0].status, 'issued');

  const wrong = await modify(400, 'preview', later.id, params('scheduled_date', day(2)));
  assert.match(wrong.message, /new_trial_end/);
  await modify(400, 'execute', later.id, params('scheduled_date', day(2)));
  await modify(400, 'execute', later.id, params('scheduled_date'));
  await modify(400, 'execute', later.id, params('immediate', day(20)));
  await modify(400, 'execute', now.id, params('immediate'));
  await modify(400, 'preview', now.id, params('immediate'));
  await modify(404, 'execute', nobody('subs'), params('immediate'));
  const gone = await begun({ trial_period_days: 30 });
  await client.subscriptions.cancelSubscription(gone.id, { cancellationType: 'immediate' });
  await modify(400, 'preview', gone.id, params('immediate'));
  await modify(400, 'execute', gone.id, params('immediate'));
  await advance(day(12));
  await totals(later.id, []);
  await totals(now.id, ['30.00']);
  await advance(day(16));
  await totals(later.id, ['30.00']);
  assert.equal(Date.parse((await client.subscriptions.getSubscription(later.id)).currentPeriodEnd), Date.parse('2026-02-15'));
  await advance('2026-02-16T00:00:00Z');
  await totals(later.id, ['30.00', '30.00']);
  await totals(now.id, ['30.00', '30.00']);
});

test('a coupon is given, and ends', async () => {
  const { id, line_items: [line] } = await begun({ start_date: '2026-02-16T00:00:00Z' });
  const other = await begun({ start_date: '2026-02-16T00:00:00Z' });
  await totals(id, ['30.00']);
  const coupon = await here.expect(201, 'POST', '/coupons', { name: 'Half', coupon_code: fresh('HALF'), type: 'percentage', percentage_off: '50', cadence: 'forever' });
  const add = { type: 'coupon', coupon_params: { action: 'add', coupon_code: coupon.coupon_code, subscription_line_item_id: line.id } };
  const held = async () => (await here.expect(200, 'GET', `/coupons/associations?subscription_ids=${id}`)).items;
  const preview = await modify(200, 'preview', id, add);
  assert.equal(preview.changed_resources.subscriptions[0].id, id);
  assert.deepEqual(await held(), []);
  await modify(200, 'execute', id, add);
  const [association] = await held();
  assert.equal(association.coupon_id, coupon.id);
  assert.equal(association.subscription_line_item_id, line.id);
  await modify(404, 'execute', id, { type: 'coupon', coupon_params: { action: 'add', coupon_code: 'nobody-has-it' } });
  const elsewhere = await modify(400, 'execute', id, { type: 'coupon', coupon_params: { ...add.coupon_params, subscription_id: other.id } });
  assert.match(elsewhere.message, /subscription_id/);
  const nowhere = await modify(400, 'preview', id, { type: 'coupon', coupon_params: { ...add.coupon_params, subscription_line_item_id: nobody('subs_line') } });
  assert.match(nowhere.message, /subscription_line_item_id/);
  await advance('2026-03-16T03:00:00Z');
  await totals(id, ['15.00', '30.00']);
  const remove = { type: 'coupon', coupon_params: { action: 'remove', coupon_association_id: association.id } };
  await modify(404, 'execute', other.id, remove);
  await modify(200, 'preview', id, remove);
  await modify(200, 'execute', id, remove);
  assert.equal(Date.parse((await held())[0].end_date), Date.parse('2026-03-16T03:00:00Z'));
  await advance('2026-04-16T03:00:00Z');
  await totals(id, ['15.00', '30.00', '30.00']);
});

test('a tax is borne, and is borne no longer', async () => {
  const { id } = await begun({ start_date: '2026-04-16T03:00:00Z' });
  const other = await begun({ start_date: '2026-04-16T03:00:00Z' });
  await totals(id, ['30.00']);
  const rate = await here.expect(201, 'POST', '/taxes/rates', { name: 'VAT', code: fresh('vat'), tax_rate_type: 'percentage', percentage_value: '20' });
  const add = { type: 'tax', tax_params: { action: 'add', tax_rate_id: rate.id } };
  await modify(200, 'preview', id, add);
  await modify(200, 'execute', id, add);
  await modify(404, 'execute', id, { type: 'tax', tax_params: { action: 'add', tax_rate_id: nobody('taxrate') } });
  await advance('2026-05-16T06:00:00Z');
  await totals(id, ['30.00', '36.00']);
  const [association] = (await here.expect(200, 'GET', `/taxes/associations?entity_type=subscription&entity_id=${id}`)).items;
  const remove = { type: 'tax', tax_params: { action: 'remove', tax_association_id: association.id } };
  await modify(404, 'execute', other.id, remove);
  const mixed = await modify(400, 'execute', id, { ...remove, tax_params: { ...remove.tax_params, tax_rate_id: rate.id } });
  assert.match(mixed.message, /tax_rate_id/);
  await modify(200, 'execute', id, remove);
  await advance('2026-06-16T06:00:00Z');
  await totals(id, ['30.00', '36.00', '30.00']);
});

test('an addon comes and goes by a modification', async () => {
  const { id } = await begun({ start_date: '2026-06-16T06:00:00Z' });
  const other = await begun({ start_date: '2026-06-16T06:00:00Z' });
  const addon = await client.addons.createAddon({ name: 'Support', lookupKey: fresh('support'), type: 'multiple_instance' });
  await client.prices.createPrice({ ...FEE, amount: '31.00', invoiceCadence: 'ADVANCE', entityType: 'ADDON', entityId: addon.id });
  const add = { type: 'addon', addon_params: { action: 'add', add: { addon_id: addon.id, proration_behavior: 'create_prorations' } } };
  const preview = await modify(200, 'preview', id, add);
  assert.equal(preview.changed_resources.invoices[0].invoice.total, '31.00');
  const done = await modify(200, 'execute', id, add);
  assert.equal(done.changed_resources.line_items.length, 1);
  const [instance] = await client.subscriptions.getSubscriptionAddonAssociations(id);
  const remove = { type: 'addon', addon_params: { action: 'remove', remove: { addon_association_id: instance.id, reason: 'too dear' } } };
  await modify(404, 'execute', other.id, remove);
  await modify(200, 'execute', id, remove);
  assert.equal((await client.subscriptions.getSubscriptionAddonAssociations(id))[0].addonStatus, 'cancelled');
  const both = await modify(400, 'execute', id, { ...add, tax_params: { action: 'add', tax_rate_id: nobody('taxrate') } });
  assert.match(both.message, /tax_params/);
  await modify(400, 'execute', id, { type: 'addon', addon_params: { action: 'replace' } });
  const nothing = await modify(400, 'execute', id, { type: 'addon' });
  assert.deepEqual(nothing.details.fields.map(one => one.field), ['addon_params']);
});
