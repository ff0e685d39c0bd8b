// Subscriptions that are held back until their first invoice is paid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FEE, eventually, fails, fresh, sandbox } from './support.mjs';

const here = await sandbox('first payments');
const { client } = here;
const JANUARY = '2026-01-01T00:00:00Z';
const at = hours => new Date(Date.parse(JANUARY) + hours * 3_600_000).toISOString();
await here.expect(200, 'PUT', '/clock', { now: JANUARY });
const plan = await client.plans.createPlan({ name: 'Paid first', lookupKey: fresh('first') });
await client.prices.createPrice({ ...FEE, amount: '30.00', invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id });
const { id: feature } = await client.features.createFeature({ name: fresh('extra'), type: 'boolean', lookupKey: fresh('extra') });
await client.entitlements.createEntitlement({ planId: plan.id, featureId: feature, featureType: 'boolean', isEnabled: true });

async function payer(method) {
  return client.customers.createCustomer({ externalId: fresh('payer'), name: 'Payer', metadata: method ? { payment_method: method } : {} });
}

async function subscribe(customer, behavior, extra = {}) {
  return client.subscriptions.createSubscription({
    customerId: customer.id, planId: plan.id, currency: 'usd', billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCadence: 'RECURRING',
    billingCycle: 'anniversary', paymentBehavior: behavior, startDate: JANUARY, ...extra,
  });
}

const standing = (id, status) => eventually(`${id} is ${status}`, async () => {
  const read = await here.expect(200, 'GET', `/subscriptions/${id}`);
  return { ok: read.subscription_status === status, value: read.subscription_status };
});
const invoices = async id => (await client.invoices.queryInvoice({ subscriptionId: id })).items;
const final = id => eventually('the first invoice', async () => {
  const [found] = (await invoices(id)).filter(one => one.invoiceStatus === 'FINALIZED');
  return { ok: found !== undefined, value: found };
});
const entitled = async customer => (await here.expect(200, 'GET', `/customers/${customer.id}/entitlements`)).features.length;

test('a first payment that is made serves the subscription', async () => {
  const customer = await payer('pm_card_ok');
  const made = await subscribe(customer, 'allow_incomplete');
  assert.ok(['incomplete', 'active'].includes(made.subscriptionStatus));
  await standing(made.id, 'active');
  assert.equal(await entitled(customer), 1);
  assert.equal((await invoices(made.id))[0].paymentStatus, 'SUCCEEDED');
});

test('a first payment that is declined holds it back, one by another way serves it', async () => {
  const customer = await payer('pm_card_stolen');
  const grant = { name: 'Hello', scope: 'SUBSCRIPTION', credits: '10', cadence: 'ONETIME', expiration_type: 'NEVER' };
  const made = await here.expect(201, 'POST', '/subscriptions', {
    customer_id: customer.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', payment_behavior: 'allow_incomplete', start_date: JANUARY,
    credit_grants: [grant],
  });
  const invoice = await final(made.id);
  await eventually('a refusal', async () => {
    const { paymentStatus } = await client.invoices.getInvoice(invoice.id);
    return { ok: paymentStatus === 'FAILED', value: paymentStatus };
  });
  await standing(made.id, 'incomplete');
  assert.equal(await entitled(customer), 0);
  const credits = async () => (await here.expect(200, 'GET', `/customers/${customer.id}/wallets`)).reduce((sum, one) => sum + Number(one.credit_balance), 0);
  assert.equal(await credits(), 0);
  const refused = await here.expect(400, 'POST', `/subscriptions/${made.id}/pause`, { pause_mode: 'immediate' });
  assert.match(refused.message ?? JSON.stringify(refused), /incomplete/);
  await fails(400, () => client.subscriptions.cancelSubscription(made.id, { cancellationType: 'end_of_period' }), /IMMEDIATE/);
  await client.payments.createPayment({
    destinationType: 'INVOICE', destinationId: invoice.id, paymentMethodType: 'OFFLINE', amount: '30.00', currency: 'usd',
  });
  await standing(made.id, 'active');
  assert.equal(await entitled(customer), 1);
  await eventually('the credits', async () => ({ ok: await credits() === 10, value: await credits() }));
});

test('what is sent is held back until it is paid, and nobody is charged by themselves', async () => {
  const customer = await payer('pm_card_ok');
  const made = await subscribe(customer, 'default_incomplete', { collectionMethod: 'send_invoice' });
  const invoice = await final(made.id);
  assert.equal(invoice.amountRemaining, '30.00');
  await client.invoices.updateInvoicePaymentStatus(invoice.id, { paymentStatus: 'SUCCEEDED' });
  await standing(made.id, 'active');
  assert.deepEqual((await client.payments.listPayments({ destinationId: invoice.id })).items.map(p => p.paymentMethodType), ['OFFLINE']);
});

test('an error_if_incomplete leaves nothing behind', async () => {
  for (const method of ['pm_card_declined', 'pm_card_action', undefined]) {
    const customer = await payer(method);
    await fails(400, () => subscribe(customer, 'error_if_incomplete'), /would not be paid/);
    assert.equal((await client.subscriptions.querySubscription({ customerId: customer.id })).items.length, 0);
    assert.equal((await client.invoices.queryInvoice({ customerId: customer.id })).items.length, 0);
  }
  const customer = await payer('pm_card_ok');
  await standing((await subscribe(customer, 'error_if_incomplete')).id, 'active');
  const draft = await subscribe(await payer('pm_card_declined'), 'error_if_incomplete', { subscriptionStatus: 'draft' });
  await fails(400, () => client.subscriptions.activateSubscription(draft.id, { startDate: JANUARY }), /would not be paid/);
  await standing(draft.id, 'draft');
});

test('one cancelled before it was paid asks for nothing', async () => {
  const made = await subscribe(await payer(), 'allow_incomplete');
  const { id } = await final(made.id);
  await client.subscriptions.cancelSubscription(made.id, { cancellationType: 'immediate' });
  await standing(made.id, 'cancelled');
  await eventually('a void invoice', async () => {
    const { invoiceStatus } = await client.invoices.getInvoice(id);
    return { ok: invoiceStatus === 'VOIDED', value: invoiceStatus };
  });
});

test('not paid in time it expires, and its invoice is void', async () => {
  const late = await sandbox('late payments');
  await late.expect(200, 'PUT', '/clock', { now: JANUARY });
  await late.expect(200, 'PUT', '/settings/subscription_config', { value: { incomplete_timeout_hours: 48 } });
  await late.expect(400, 'PUT', '/settings/subscription_config', { value: { incomplete_timeout_hours: 0 } });
  const sold = await late.client.plans.createPlan({ name: 'Late', lookupKey: fresh('late') });
  await late.client.prices.createPrice({ ...FEE, amount: '30.00', invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: sold.id });
  const subscribed = async (method, extra = {}) => {
    const { id } = await late.client.customers.createCustomer({ externalId: fresh('late'), name: 'Late', metadata: { payment_method: method } });
    return late.expect(201, 'POST', '/subscriptions', {
      customer_id: id, plan_id: sold.id, currency: 'usd', billing_period: 'MONTHLY', payment_behavior: 'allow_incomplete', ...extra,
    });
  };
  const never = await subscribed('pm_card_declined');
  const again = await subscribed('pm_card_declined_once');
  const trial = await subscribed('pm_card_declined', { trial_period_days: 14 });
  const read = async one => (await late.expect(200, 'GET', `/subscriptions/${one.id}`)).subscription_status;
  await late.expect(200, 'POST', '/clock/advance', { to: at(47) });
  assert.deepEqual([await read(never), await read(again), await read(trial)], ['incomplete', 'active', 'trialing']);
  await late.expect(200, 'POST', '/clock/advance', { to: at(49) });
  assert.equal(await read(never), 'incomplete_expired');
  const [voided] = (await late.client.invoices.queryInvoice({ subscriptionId: never.id })).items;
  assert.equal(voided.invoiceStatus, 'VOIDED');
  const { items } = await late.expect(200, 'GET', '/subscriptions?subscription_status=incomplete_expired');
  assert.deepEqual(items.map(one => one.id), [never.id]);
  await late.expect(200, 'POST', '/clock/advance', { to: at(24 * 14 + 1) });
  assert.equal(await read(trial), 'incomplete');
  await late.expect(200, 'POST', '/clock/advance', { to: at(24 * 40) });
  assert.deepEqual([await read(never), await read(again), await read(trial)], ['incomplete_expired', 'active', 'incomplete_expired']);
  assert.equal((await late.client.invoices.queryInvoice({ subscriptionId: never.id })).items.length, 1);
});

test('what was dated back beyond its first period cannot wait for it', async () => {
  await fails(400, async () => subscribe(await payer(), 'allow_incomplete', { startDate: '2025-11-01T00:00:00Z' }), /default_active/);
});

const PAGE = { payment_provider: 'razorpay', success_url: 'https://shop.example/thanks', cancel_url: 'https://shop.example/back', metadata: { basket: '9' } };
async function ordered(customer, extra = {}, status = 201) {
  return here.expect(status, 'POST', '/subscriptions', {
    customer_id: customer.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', start_date: JANUARY, checkout: PAGE, ...extra,
  });
}
const pending = (session, invoice) => {
  assert.match(session.id, /^cs_/);
  assert.deepEqual([session.checkout_status, session.payment_action.type, session.checkout_invoice_id], ['pending', 'payment_link', invoice]);
  assert.match(session.payment_action.url, /^https:/);
};

test('the first invoice of a subscription is paid on a page, and until then it waits', async () => {
  const customer = await payer('pm_card_ok');
  const key = fresh('checkout');
  const made = await ordered(customer, { checkout: { ...PAGE, idempotency_key: key } });
  assert.deepEqual([made.subscription_status, made.payment_behavior, made.collection_method], ['incomplete', 'default_incomplete', 'send_invoice']);
  const session = made.checkout_session;
  const { id: invoice } = await final(made.id);
  pending(session, invoice);
  assert.deepEqual([session.action, session.metadata.basket, session.idempotency_key, session.expires_at, session.result],
    ['create_subscription', '9', key, at(23).replace('.000', ''), null]);
  assert.deepEqual([session.configuration.create_subscription_params.subscription_id, session.configuration.create_subscription_params.plan_id], [made.id, plan.id]);
  const payment = await client.payments.getPayment(session.checkout_payment_id);
  assert.deepEqual([payment.destinationId, payment.amount, payment.paymentStatus], [invoice, '30.00', 'PENDING']);
  // Sent again it is the same subscription and the same page; with other content it is refused.
  const again = await ordered(customer, { checkout: { ...PAGE, idempotency_key: key } });
  assert.deepEqual([again.id, again.checkout_session.checkout_payment_id], [made.id, session.checkout_payment_id]);
  await ordered(customer, { checkout: { ...PAGE, idempotency_key: key }, lookup_key: 'other' }, 409);
  assert.equal((await client.subscriptions.querySubscription({ customerId: customer.id })).items.length, 1);
  await client.payments.updatePayment(session.checkout_payment_id, { paymentStatus: 'SUCCEEDED' });
  await standing(made.id, 'active');
  assert.match((await ordered(customer, { payment_behavior: 'allow_incomplete' }, 400)).message, /payment_behavior/);
});

test('where nothing is to be paid at once there is no page', async () => {
  const trial = await ordered(await payer(), { trial_period_days: 14 });
  assert.deepEqual([trial.subscription_status, trial.checkout_session], ['trialing', null]);
  const served = await ordered(await payer(), { payment_behavior: 'default_active' });
  assert.equal(served.subscription_status, 'active');
  assert.deepEqual([served.checkout_session.checkout_status, served.checkout_session.expires_at], ['pending', null]);
});

test('an addon and a change are paid on a page, each its own', async () => {
  const addon = await client.addons.createAddon({ name: 'Seat', type: 'multiple_instance', lookupKey: fresh('seat') });
  await client.prices.createPrice({ ...FEE, amount: '10.00', invoiceCadence: 'ADVANCE', entityType: 'ADDON', entityId: addon.id });
  const { id } = await subscribe(await payer(), 'default_active', { collectionMethod: 'send_invoice' });
  const wish = { subscription_id: id, addon_id: addon.id, checkout: PAGE };
  const now = await here.expect(200, 'POST', '/subscriptions/addon', { ...wish, proration_behavior: 'create_prorations' });
  pending(now.checkout_session, now.invoice.id);
  assert.deepEqual([now.checkout_session.action, now.checkout_session.configuration.add_addon_params.addons[0].association_id], ['add_addon', now.id]);
  assert.equal((await client.payments.getPayment(now.checkout_session.checkout_payment_id)).amount, '10.00');
  assert.equal((await here.expect(200, 'POST', '/subscriptions/addon', wish)).checkout_session, null, 'it is charged with the next invoice');
  const [line] = (await client.subscriptions.getSubscription(id)).lineItems.filter(one => one.entityType === 'plan' && !one.endDate);
  const change = quantity => ({
    type: 'quantity_change', checkout: PAGE,
    quantity_change_params: { proration_behavior: 'create_prorations', line_items: [{ id: line.id, quantity }] },
  });
  const done = await here.expect(200, 'POST', `/subscriptions/${id}/modify/execute`, change('3'));
  pending(done.checkout_session, done.changed_resources.invoices[0].id);
  assert.equal(done.checkout_session.action, 'modify_subscription');
  assert.deepEqual(done.checkout_session.configuration.modify_subscription_params, { subscription_id: id, line_item_modifications: null });
  assert.match((await here.expect(400, 'POST', `/subscriptions/${id}/modify/preview`, change('4'))).message, /checkout/);
});
