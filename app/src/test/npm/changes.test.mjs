// What a subscription is charged for, changed in the middle of its periods: lines, addons, quantities, the plan.
import assert from 'node:assert/strict';
import { FEE, eventually, fails, fresh, nobody, operation, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('changes');
const { client } = here;
const at = day => new Date(day).toISOString();
await here.expect(200, 'PUT', '/clock', { now: at('2026-01-01') });

const advance = async (name, amount) => {
  const plan = await client.plans.createPlan({ name, lookupKey: fresh(name.toLowerCase()) });
  const price = await client.prices.createPrice({ ...FEE, amount, invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id, displayName: name });
  return { plan, price };
};
const basic = await advance('Basic', '31.00');
const pro = await advance('Pro', '62.00');
const arrear = await planWithFee(client);
const addon = await client.addons.createAddon({ name: 'Support', lookupKey: fresh('support'), type: 'multiple_instance' });
await client.prices.createPrice({ ...FEE, amount: '31.00', invoiceCadence: 'ADVANCE', entityType: 'ADDON', entityId: addon.id, displayName: 'Support' });

const someone = async () => (await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' })).id;
const begun = async (plan = basic.plan) => (await subscribed(client, await someone(), plan.id)).id;
const invoices = async id => (await client.invoices.queryInvoice({ subscriptionId: id, invoiceStatus: ['FINALIZED'] })).items.map(i => i.total).sort();
let clock = Date.parse(at('2026-01-11'));
const billed = async (id, totals) => {
  clock += 1000;
  await here.expect(200, 'POST', '/clock/advance', { to: new Date(clock).toISOString() });
  await eventually(`invoices of ${totals}`, async () => {
    const value = await invoices(id);
    return { ok: JSON.stringify(value) === JSON.stringify([...totals].sort()), value };
  });
};
// Ten of thirty-one days have passed when anything is changed.
const ids = { lines: await begun(), addons: await begun(), plan: await begun(), planAgain: await begun(), seats: await begun(), one: await begun(arrear.plan) };
await here.expect(200, 'POST', '/clock/advance', { to: at('2026-01-11') });
const own = {
  price: { type: 'FIXED', billingModel: 'FLAT_FEE', amount: '62.00', billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCadence: 'RECURRING',
    invoiceCadence: 'ADVANCE', priceUnitType: 'FIAT' },
};
let line;

operation('createSubscriptionLineItem', async () => {
  line = await client.subscriptions.createSubscriptionLineItem(ids.lines, { ...own, displayName: 'Seats', metadata: { team: 'a' } });
  assert.equal(line.entityType, 'subscription');
  assert.equal(line.metadata.team, 'a');
  assert.equal(Date.parse(line.startDate), Date.parse(at('2026-01-11')));
  // The client cannot say that the rest of the period is to be settled at once.
  await billed(ids.lines, ['31.00']);
  await fails(400, () => client.subscriptions.createSubscriptionLineItem(ids.lines, { displayName: 'Nothing' }), /price_id/);
  await fails(404, () => client.subscriptions.createSubscriptionLineItem(nobody('subs'), own), /not found/);
  await fails(404, () => client.subscriptions.createSubscriptionLineItem(ids.lines, { priceId: nobody('price') }), /not found/);
});

operation('updateSubscriptionLineItem', async () => {
  const cheaper = await client.subscriptions.updateSubscriptionLineItem(line.id, { amount: '31.00' });
  assert.notEqual(cheaper.id, line.id);
  assert.equal(Number(cheaper.price.amount), 31);
  await fails(404, () => client.subscriptions.updateSubscriptionLineItem(nobody('subs_line'), { amount: '1' }), /not found/);
  await fails(400, () => client.subscriptions.updateSubscriptionLineItem(cheaper.id, { amount: 'dear' }), /amount/);
  line = cheaper;
});

operation('querySubscriptionLineItems', async () => {
  // The client has no operation for it.
  const all = await here.expect(200, 'POST', '/subscriptions/lineitems/search', { subscription_ids: [ids.lines] });
  assert.equal(all.pagination.total, 3);
  const now = await here.expect(200, 'POST', '/subscriptions/lineitems/search', { subscription_ids: [ids.lines], active_filter: true, entity_type: 'subscription' });
  assert.deepEqual(now.items.map(item => item.id), [line.id]);
  await here.expect(400, 'POST', '/subscriptions/lineitems/search', { limit: -1 });
});

operation('deleteSubscriptionLineItem', async () => {
  const gone = await client.subscriptions.deleteSubscriptionLineItem(line.id, {});
  assert.ok(Date.parse(gone.endDate) >= Date.parse(at('2026-01-11')));
  await fails(404, () => client.subscriptions.deleteSubscriptionLineItem(nobody('subs_line'), {}), /not found/);
});

let instance;
operation('addSubscriptionAddon', async () => {
  instance = await client.subscriptions.addSubscriptionAddon({ subscriptionId: ids.addons, addonId: addon.id });
  assert.equal(instance.addonStatus, 'active');
  await here.expect(200, 'POST', '/subscriptions/addon', { subscription_id: ids.one, addon_id: addon.id, proration_behavior: 'create_prorations' });
  await billed(ids.one, ['21.00']);
  await fails(404, () => client.subscriptions.addSubscriptionAddon({ subscriptionId: nobody('subs'), addonId: addon.id }), /not found/);
  await fails(404, () => client.subscriptions.addSubscriptionAddon({ subscriptionId: ids.addons, addonId: nobody('addon') }), /not found/);
  await here.expect(400, 'POST', '/subscriptions/addon', { subscription_id: ids.addons });
});

operation('getSubscriptionAddonAssociations', async () => {
  const all = await client.subscriptions.getSubscriptionAddonAssociations(ids.addons);
  assert.deepEqual(all.map(one => one.id), [instance.id]);
  assert.equal(all[0].addon.id, addon.id);
  await fails(404, () => client.subscriptions.getSubscriptionAddonAssociations(nobody('subs')), /not found/);
});

operation('removeSubscriptionAddon', async () => {
  await client.subscriptions.removeSubscriptionAddon({ addonAssociationId: instance.id, reason: 'too dear' });
  const [gone] = await client.subscriptions.getSubscriptionAddonAssociations(ids.addons);
  assert.equal(gone.addonStatus, 'cancelled');
  assert.equal(gone.cancellationReason, 'too dear');
  await fails(404, () => client.subscriptions.removeSubscriptionAddon({ addonAssociationId: nobody('addon_assoc') }), /not found/);
});

const change = { targetPlanId: pro.plan.id, billingCadence: 'RECURRING', billingCycle: 'anniversary', billingPeriod: 'MONTHLY', billingPeriodCount: 1, prorationBehavior: 'create_prorations' };
operation('previewSubscriptionChange', async () => {
  const preview = await client.subscriptions.previewSubscriptionChange(ids.plan, change);
  assert.equal(preview.changeType, 'upgrade');
  assert.equal(preview.prorationDetails.netAmount, '21');
  assert.deepEqual(await invoices(ids.plan), ['31.00']);
  await fails(404, () => client.subscriptions.previewSubscriptionChange(nobody('subs'), change), /not found/);
  await fails(400, () => client.subscriptions.previewSubscriptionChange(ids.plan, { ...change, billingPeriod: 'ANNUAL' }), /billing_period/);
});

operation('executeSubscriptionChange', async () => {
  const done = await client.subscriptions.executeSubscriptionChange(ids.plan, change);
  assert.equal(done.newSubscription.planId, pro.plan.id);
  assert.equal(done.isScheduled, false);
  await billed(ids.plan, ['31.00', '21.00']);
  await fails(400, () => client.subscriptions.executeSubscriptionChange(ids.plan, change), /another plan/);
  await fails(404, () => client.subscriptions.executeSubscriptionChange(ids.plan, { ...change, targetPlanId: nobody('plan') }), /not found/);
});

// The client knows neither the second version nor modifications.
const second = { target_plan_id: pro.plan.id, proration_behavior: 'create_prorations' };
operation('previewSubscriptionPlanChangeV2', async () => {
  const preview = await here.expect(200, 'POST', `/subscriptions/${ids.planAgain}/change/v2/preview`, second);
  assert.equal(preview.to_plan.id, pro.plan.id);
  await here.expect(404, 'POST', `/subscriptions/${nobody('subs')}/change/v2/preview`, second);
});

operation('executeSubscriptionPlanChangeV2', async () => {
  const keyed = { ...second, idempotency_key: fresh('upgrade') };
  const execute = async (status, body) => here.expect(status, 'POST', `/subscriptions/${ids.planAgain}/change/v2/execute`, body);
  const done = await execute(200, keyed);
  assert.equal(done.subscription.plan_id, pro.plan.id);
  assert.equal(done.changed_resources.invoices.length, 1);
  assert.deepEqual(await execute(200, keyed), done);
  assert.match((await execute(409, { ...keyed, metadata: { a: 'b' } })).message, /another body/);
  assert.match((await execute(400, second)).message, /another plan/);
  await execute(400, { ...second, idempotency_key: 'with a space' });
  await here.expect(400, 'POST', `/subscriptions/${ids.planAgain}/change/v2/execute`, { ...second, proration_behavior: 'sometimes' });
});

operation('executeSubscriptionPlanChangeV2', async () => {
  const id = await begun();
  const add = async () => (await here.expect(200, 'POST', '/subscriptions/addon', { subscription_id: id, addon_id: addon.id })).id;
  const [stays, goes] = [await add(), await add()];
  const policies = (behaviour, overrides) => ({ ...second, entity_policies: { addons: { default_behaviour: behaviour, overrides } } });
  const preview = async body => (await here.expect(200, 'POST', `/subscriptions/${id}/change/v2/preview`, body)).entity_changes.map(one => [one.reference_id, one.behaviour]).sort();
  assert.deepEqual(await preview(policies('drop', { [stays]: 'carry' })), [[stays, 'carry'], [goes, 'drop']].sort());
  assert.deepEqual(await preview(policies('carry', { [addon.id]: 'drop', [stays]: 'carry' })), [[stays, 'carry'], [goes, 'drop']].sort());
  await here.expect(200, 'POST', `/subscriptions/${id}/change/v2/execute`, policies('carry', { [goes]: 'drop' }));
  const held = await client.subscriptions.getSubscriptionAddonAssociations(id);
  assert.deepEqual(held.map(one => [one.id, one.addonStatus]).sort(), [[stays, 'active'], [goes, 'cancelled']].sort());
  const refusal = (await here.expect(400, 'POST', `/subscriptions/${id}/change/v2/preview`, { ...policies('carry', { [nobody('addon')]: 'drop' }), target_plan_id: basic.plan.id })).message;
  assert.match(refusal, /entity_policies\.addons\.overrides\./);
  await here.expect(400, 'POST', `/subscriptions/${id}/change/v2/preview`, policies('carry', { [goes]: 'keep' }));
});

const seats = async quantity => ({
  type: 'quantity_change',
  quantity_change_params: { line_items: [{ id: (await client.subscriptions.getSubscription(ids.seats)).lineItems.find(l => !l.endDate).id, quantity }] },
});
operation('previewSubscriptionModify', async () => {
  const preview = await here.expect(200, 'POST', `/subscriptions/${ids.seats}/modify/preview`, await seats('3'));
  assert.equal(preview.changed_resources.invoices[0].status, 'preview');
  assert.equal(preview.changed_resources.invoices[0].invoice.total, '42.00');
  await here.expect(400, 'POST', `/subscriptions/${ids.seats}/modify/preview`, { type: 'something' });
});

operation('executeSubscriptionModify', async () => {
  const done = await here.expect(200, 'POST', `/subscriptions/${ids.seats}/modify/execute`, await seats('3'));
  assert.equal(done.changed_resources.line_items.length, 2);
  await billed(ids.seats, ['31.00', '42.00']);
  await here.expect(404, 'POST', `/subscriptions/${nobody('subs')}/modify/execute`, await seats('4'));
});

operation('getSubscriptionV2', async () => {
  const { id } = await subscribed(client, await someone(), basic.plan.id);
  const seen = await here.expect(200, 'GET', `/subscriptions/${id}/v2`);
  assert.equal(seen.plan_prices_out_of_sync, false);
  assert.equal((await client.subscriptions.getSubscriptionV2(id)).id, id);
  await fails(404, () => client.subscriptions.getSubscriptionV2(nobody('subs')), /not found/);
});

let planned;
operation('listSubscriptionSchedules', async () => {
  const { id } = await subscribed(client, await someone(), basic.plan.id);
  const { currentPeriodEnd } = await client.subscriptions.getSubscription(id);
  const preview = await client.subscriptions.previewSubscriptionChange(id, { ...change, changeAt: 'end_of_period' });
  assert.equal(Date.parse(preview.effectiveDate), Date.parse(currentPeriodEnd));
  const done = await client.subscriptions.executeSubscriptionChange(id, { ...change, changeAt: 'end_of_period', metadata: { by: 'phone' } });
  assert.equal(done.isScheduled, true);
  assert.equal(Date.parse(done.scheduledAt), Date.parse(currentPeriodEnd));
  planned = { id, schedule: done.scheduleId };
  const { count, schedules } = await client.subscriptions.listSubscriptionSchedules(id);
  assert.equal(count, 1);
  assert.equal(schedules[0].id, planned.schedule);
  assert.equal(schedules[0].scheduleType, 'plan_change');
  assert.equal(schedules[0].canBeCancelled, true);
  assert.equal(schedules[0].daysUntilExecution, 31);
  assert.equal((await client.subscriptions.getSubscription(id)).planId, basic.plan.id);
  await fails(400, () => client.subscriptions.executeSubscriptionChange(id, change), /schedule/);
  await fails(404, () => client.subscriptions.listSubscriptionSchedules(nobody('subs')), /not found/);
  await here.expect(200, 'GET', `/subscriptions/${id}/schedules`);
});

operation('getSubscriptionSchedule', async () => {
  assert.equal((await client.subscriptions.getSubscriptionSchedule(planned.schedule)).subscriptionId, planned.id);
  const plain = await here.expect(200, 'GET', `/subscription-schedules/${planned.schedule}`);
  assert.equal(plain.configuration.target_plan_id, pro.plan.id);
  await fails(404, () => client.subscriptions.getSubscriptionSchedule(nobody('sched')), /not found/);
});

operation('cancelSubscriptionSchedule', async () => {
  const { id } = await subscribed(client, await someone(), basic.plan.id);
  const again = await here.expect(200, 'POST', `/subscriptions/${id}/change/v2/execute`, { ...second, change_at: 'end_of_period' });
  assert.equal((await client.subscriptions.cancelSubscriptionSchedule(again.schedule_id)).status, 'cancelled');
  await fails(400, () => client.subscriptions.cancelSubscriptionSchedule(again.schedule_id), /cancelled/);
  await client.subscriptions.cancelSubscription(id, { cancellationType: 'end_of_period' });
  const { schedules } = await client.subscriptions.listSubscriptionSchedules(id);
  const end = schedules.find(schedule => schedule.scheduleType === 'cancellation');
  await here.expect(200, 'POST', `/subscriptions/schedules/${end.id}/cancel`, {});
  assert.equal((await client.subscriptions.getSubscription(id)).cancelAtPeriodEnd, false);
  await fails(404, () => client.subscriptions.cancelSubscriptionSchedule(nobody('sched')), /not found/);
});

operation('listAllSubscriptionSchedules', async () => {
  const pending = await client.subscriptions.listAllSubscriptionSchedules(true);
  assert.deepEqual(pending.schedules.map(schedule => schedule.id), [planned.schedule]);
  const all = await here.expect(200, 'GET', `/subscription-schedules?subscription_id=${planned.id}&limit=5`);
  assert.equal(all.count, 1);
  await here.expect(400, 'GET', '/subscription-schedules?limit=0');
  // The month was paid by the old plan, the next is paid by the new one.
  clock = Date.parse(at('2026-02-12'));
  await here.expect(200, 'POST', '/clock/advance', { to: at('2026-02-12') });
  assert.equal((await client.subscriptions.getSubscription(planned.id)).planId, pro.plan.id);
  await billed(planned.id, ['31.00', '62.00']);
  assert.equal((await client.subscriptions.getSubscriptionSchedule(planned.schedule)).status, 'executed');
});
