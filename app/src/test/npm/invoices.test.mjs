// The life of an invoice. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { eventually, FEE, fails, fresh, nobody, operation, planWithFee, planWithUsage, sandbox, serverURL, subscribed } from './support.mjs';

const here = await sandbox('invoices');
const { client } = here;
const { now } = await here.expect(200, 'GET', '/clock');
const earlier = new Date(Date.parse(now) - 5 * 86_400_000).toISOString();
const customer = await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });

const LINES = [
  { displayName: 'Setting up', amount: '150.00', quantity: '1' },
  { displayName: 'Rebate', amount: '-30.00', quantity: '1', metadata: { agreed: 'by mail' } },
];
const writing = (extra = {}) => client.invoices.createInvoice({
  customerId: customer.id, currency: 'usd', subtotal: '120.00', total: '120.00', amountDue: '120.00', lineItems: LINES, ...extra,
});

operation('createInvoice', async () => {
  const draft = await writing({ description: 'Setting up', dueDate: '2030-01-01T00:00:00Z', metadata: { order: '4711' } });
  assert.equal(draft.invoiceStatus, 'DRAFT');
  assert.equal(draft.invoiceType, 'ONE_OFF');
  assert.equal(draft.billingReason, 'MANUAL');
  assert.equal(draft.description, 'Setting up');
  assert.deepEqual(draft.metadata, { order: '4711' });
  const final = await writing({ invoiceStatus: 'FINALIZED' });
  assert.equal(final.invoiceStatus, 'FINALIZED');
  assert.match(final.invoiceNumber, /^INV-/);
  // 150.00 - 30.00
  assert.equal(final.subtotal, '120.00');
  assert.equal(final.amountDue, '120.00');
  assert.deepEqual(final.lineItems.map(line => line.amount), ['150.00', '-30.00']);
  assert.deepEqual(final.lineItems[1].metadata, { agreed: 'by mail' });
  await fails(400, () => writing({ subtotal: '121.00' }), /120/);
  await fails(400, () => writing({ lineItems: [], subtotal: '-1.00' }), /subtotal/);
  await fails(404, () => writing({ customerId: nobody('cust') }), /customer/);
});

operation('createInvoice', async () => {
  const idempotencyKey = fresh('order');
  const one = await writing({ idempotencyKey });
  assert.equal((await writing({ idempotencyKey })).id, one.id);
  assert.equal(one.idempotencyKey, idempotencyKey);
  await fails(409, () => writing({ idempotencyKey, description: 'another' }), /idempotency_key/);
});

operation('getInvoice', async () => {
  const made = await writing();
  const read = await client.invoices.getInvoice(made.id);
  assert.equal(read.customer.id, customer.id);
  await fails(404, () => client.invoices.getInvoice(nobody('inv')), /not found/);
});

operation('updateInvoice', async () => {
  const made = await writing({ description: 'Setting up' });
  const updated = await client.invoices.updateInvoice(made.id, { metadata: { order: '1' }, dueDate: '2031-01-01T00:00:00Z' });
  assert.deepEqual(updated.metadata, { order: '1' });
  assert.equal(updated.description, 'Setting up');
  assert.equal((await here.expect(200, 'GET', `/invoices/${made.id}`)).is_manually_edited, true);
  assert.equal(new Date(updated.dueDate).toISOString(), '2031-01-01T00:00:00.000Z');
  await fails(404, () => client.invoices.updateInvoice(nobody('inv'), {}), /not found/);
  await client.invoices.voidInvoice(made.id);
  await fails(400, () => client.invoices.updateInvoice(made.id, { metadata: { order: '2' } }), /voided/);
});

operation('queryInvoice', async () => {
  const other = await client.customers.createCustomer({ externalId: fresh('other') });
  const { plan } = await planWithFee(client);
  await subscribed(client, other.id, plan.id);
  const made = await writing({ customerId: other.id });
  assert.deepEqual((await client.invoices.queryInvoice({ customerId: other.id, invoiceType: 'ONE_OFF' })).items.map(i => i.id), [made.id]);
  // the client leaves some filters out, so they are sent as they are
  const ids = async filter => (await here.expect(200, 'POST', '/invoices/search', { customer_id: other.id, ...filter })).items.map(i => i.id);
  assert.deepEqual(await ids({ billing_reason: 'MANUAL' }), [made.id]);
  assert.deepEqual(await ids({ billing_reason: 'PRORATION' }), []);
  assert.deepEqual(await ids({ invoice_type: 'CREDIT' }), []);
  assert.deepEqual(await ids({ currency: 'usd', invoice_type: 'ONE_OFF' }), [made.id]);
  assert.deepEqual(await ids({ currency: 'eur' }), []);
  assert.deepEqual(await ids({ subscription_customer_id: [customer.id] }), []);
  await fails(400, () => here.client.invoices.queryInvoice({ limit: 0 }), /limit/);
});

operation('finalizeInvoice', async () => {
  const made = await writing();
  assert.ok((await client.invoices.finalizeInvoice(made.id)).message);
  assert.equal((await client.invoices.getInvoice(made.id)).invoiceStatus, 'FINALIZED');
  await fails(404, () => client.invoices.finalizeInvoice(nobody('inv')), /not found/);
});

const billed = async () => {
  const who = await client.customers.createCustomer({ externalId: fresh('billed') });
  const { plan } = await planWithFee(client);
  const subscription = await subscribed(client, who.id, plan.id, { startDate: earlier });
  await client.subscriptions.cancelSubscription(subscription.id, { cancellationType: 'immediate', cancelImmediatelyInovicePolicy: 'generate_invoice' });
  return eventually('an invoice', async () => {
    const found = (await client.invoices.queryInvoice({ subscriptionId: subscription.id })).items;
    return { ok: found.length > 0, value: found[0] };
  });
};

operation('recalculateInvoice', async () => {
  const draft = await billed();
  assert.equal((await client.invoices.recalculateInvoice(draft.id)).id, draft.id);
  const computed = await client.invoices.getInvoice(draft.id);
  assert.equal(computed.invoiceStatus, 'DRAFT');
  // the whole month's fee: a period that was begun is owed
  assert.equal(computed.subtotal, '20.00');
  // the client leaves the key out, so it is read as it is sent
  assert.ok((await here.expect(200, 'GET', `/invoices/${draft.id}`)).last_computed_at);
  await client.invoices.finalizeInvoice(draft.id);
  const started = await client.invoices.recalculateInvoice(draft.id);
  const replaced = await client.invoices.getInvoice(draft.id);
  assert.equal(replaced.invoiceStatus, 'VOIDED');
  const other = await client.invoices.getInvoice(started.id);
  const raw = await here.expect(200, 'GET', `/invoices/${draft.id}`);
  assert.equal(raw.recalculated_invoice_id, other.id);
  assert.equal(other.invoiceStatus, 'DRAFT');
  assert.equal(other.subtotal, '20.00');
  assert.equal((await client.invoices.recalculateInvoice(draft.id)).id, other.id);
  await fails(404, () => client.invoices.recalculateInvoice(nobody('inv')), /not found/);
});

operation('recalculateInvoiceV2', async () => {
  const draft = await billed();
  await client.invoices.finalizeInvoice(draft.id);
  const other = await here.expect(200, 'POST', `/invoices/${draft.id}/recalculate-v2?finalize=true`);
  assert.equal(other.invoice_status, 'FINALIZED');
  assert.equal(other.replaces_invoice_id, draft.id);
  assert.equal(other.amount_due, '20.00');
  await here.expect(404, 'POST', `/invoices/${nobody('inv')}/recalculate-v2`);
});

operation('computeInvoice', async () => {
  const made = await writing();
  const shown = await here.expect(200, 'POST', `/invoices/${made.id}/compute`);
  assert.equal(shown.subtotal, '120.00');
  assert.equal(shown.invoice_status, 'DRAFT');
  const later = await writing();
  const read = async () => (await client.invoices.getInvoice(later.id)).subtotal;
  assert.notEqual(await read(), '120.00');
  const asked = await here.expect(202, 'POST', `/invoices/${later.id}/compute`, { async: true });
  assert.equal(asked.id, later.id);
  await eventually('the draft is computed', async () => {
    const value = await read();
    return { ok: value === '120.00', value };
  });
  await client.invoices.finalizeInvoice(made.id);
  await here.expect(400, 'POST', `/invoices/${made.id}/compute`);
  await here.expect(404, 'POST', `/invoices/${nobody('inv')}/compute`);
  await here.expect(404, 'POST', `/invoices/${nobody('inv')}/compute`, { async: true });
  await here.expect(400, 'POST', `/invoices/${made.id}/compute`, { async: true });
});

operation('explainInvoiceLine', async () => {
  const draft = await billed();
  await client.invoices.finalizeInvoice(draft.id);
  const invoice = await client.invoices.getInvoice(draft.id);
  const line = invoice.lineItems[0].id;
  const why = await here.expect(200, 'GET', `/invoices/${draft.id}/lines/${line}/explanation`);
  assert.equal(why.amount, '20.00');
  assert.equal(why.steps.length, 1);
  assert.equal(why.settlement.total, '20.00');
  assert.equal(why.events, null);
  await here.expect(404, 'GET', `/invoices/${draft.id}/lines/${nobody('inv_line')}/explanation`);
});

operation('recomputeInvoice', async () => {
  const draft = await billed();
  await here.expect(400, 'POST', `/invoices/${draft.id}/recompute`);
  await client.invoices.finalizeInvoice(draft.id);
  const proof = await here.expect(200, 'POST', `/invoices/${draft.id}/recompute`);
  assert.equal(proof.equal, true);
  assert.deepEqual(proof.differences, []);
  await here.expect(404, 'POST', `/invoices/${nobody('inv')}/recompute`);
});

operation('recomputeInvoice', async () => {
  const time = await sandbox('read again');
  const from = (await time.expect(200, 'GET', '/clock')).now;
  const user = await time.client.customers.createCustomer({ externalId: fresh('user') });
  const { plan, use } = await planWithUsage(time, '0.10');
  await subscribed(time.client, user.id, plan.id);
  await use(user, from, 30);
  await advanced(time, from, 32);
  const { items: [invoice] } = await time.expect(200, 'GET', `/invoices?customer_id=${user.id}&invoice_status=FINALIZED`);
  const path = `/invoices/${invoice.id}/recompute`;
  assert.equal((await time.expect(200, 'POST', path)).usage, null);
  const same = await time.expect(200, 'POST', `${path}?usage=true`);
  assert.equal(same.equal, true);
  assert.deepEqual([same.usage.equal, same.usage.lines_read, same.usage.differences], [true, 1, []]);
  // five come late: the invoice still follows from what was frozen, and usage is another by now
  await use(user, from, 5);
  const late = await time.expect(200, 'POST', `${path}?usage=true`);
  assert.equal(late.equal, true);
  assert.equal(late.usage.equal, false);
  const [quantity, count] = late.usage.differences;
  assert.deepEqual([quantity.field, quantity.stored, quantity.recomputed], ['quantity', '30', '35']);
  assert.deepEqual([count.field, count.stored, count.recomputed], ['event_count', '1', '2']);
  const one = await time.expect(200, 'POST', `/invoices/${invoice.id}/lines/${invoice.line_items[0].id}/recompute?usage=true`);
  assert.deepEqual(one.usage.differences, late.usage.differences);
  await time.expect(400, 'POST', `${path}?usage=maybe`);
});

operation('recomputeInvoiceLine', async () => {
  const made = await writing({ invoiceStatus: 'FINALIZED' });
  const proof = await here.expect(200, 'POST', `/invoices/${made.id}/lines/${made.lineItems[0].id}/recompute`);
  assert.equal(proof.equal, true);
  assert.equal(proof.lines_recomputed, 1);
  await here.expect(404, 'POST', `/invoices/${made.id}/lines/${nobody('inv_line')}/recompute`);
});

operation('previewInvoiceCorrection', async () => {
  const draft = await billed();
  await here.expect(400, 'POST', `/invoices/${draft.id}/correction/preview`);
  await client.invoices.finalizeInvoice(draft.id);
  const shown = await here.expect(200, 'POST', `/invoices/${draft.id}/correction/preview`);
  assert.equal(shown.effect, 'NONE');
  assert.equal(shown.lines[0].billed, '20.00');
  assert.equal(shown.lines[0].due, '20.00');
  await here.expect(404, 'POST', `/invoices/${nobody('inv')}/correction/preview`);
});

operation('correctInvoice', async () => {
  // usage at 0.10 each: 3 calls are billed, 2 more come late
  const who = await client.customers.createCustomer({ externalId: fresh('late') });
  const eventName = fresh('call');
  const feature = await client.features.createFeature({
    name: 'Calls', type: 'metered', lookupKey: eventName, meter: { name: 'Calls', eventName, aggregation: { type: 'COUNT' }, resetUsage: 'BILLING_PERIOD' },
  });
  const plan = await client.plans.createPlan({ name: 'Calls', lookupKey: fresh('calls') });
  await client.prices.createPrice({
    ...FEE, type: 'USAGE', amount: '0.10', meterId: feature.meterId, entityType: 'PLAN', entityId: plan.id, displayName: 'Calls',
  });
  const start = new Date(now);
  const subscription = await subscribed(client, who.id, plan.id, { startDate: now });
  const call = async n => client.events.ingestEvent({
    eventName, externalCustomerId: who.externalId, eventId: `${eventName}-${n}`, timestamp: new Date(start.getTime() + 60_000 * (n + 1)).toISOString(), properties: {},
  });
  await Promise.all([0, 1, 2].map(call));
  await here.expect(200, 'POST', '/clock/advance', { to: new Date(start.getTime() + 40 * 86_400_000).toISOString() });
  const [invoice] = (await client.invoices.queryInvoice({ subscriptionId: subscription.id, invoiceStatus: ['FINALIZED'] })).items;
  assert.equal(invoice.total, '0.30');
  const why = await here.expect(200, 'GET', `/invoices/${invoice.id}/lines/${invoice.lineItems[0].id}/explanation?limit=2`);
  assert.equal(why.reading.event_count, 3);
  assert.equal(why.events.total_count, 3);
  assert.equal(why.events.items.length, 2);
  await Promise.all([3, 4].map(call));
  const shown = await here.expect(200, 'POST', `/invoices/${invoice.id}/correction/preview`);
  assert.equal(shown.effect, 'DEBIT');
  assert.equal(shown.difference, '0.20');
  const done = await here.expect(200, 'POST', `/invoices/${invoice.id}/correction/execute`);
  assert.equal(done.correcting_invoice.invoice_status, 'FINALIZED');
  assert.equal(done.correcting_invoice.total, '0.20');
  const again = await here.expect(200, 'POST', `/invoices/${invoice.id}/correction/execute`);
  assert.equal(again.effect, 'NONE');
  assert.equal(again.correcting_invoice, null);
  assert.equal(again.lines[0].corrected, '0.20');
});

const DAY = 86_400_000;
const advanced = async (caller, from, days) => caller.expect(200, 'POST', '/clock/advance', { to: new Date(Date.parse(from) + days * DAY).toISOString() });

operation('getInvoicePdf', async () => {
  const made = await writing({ invoiceStatus: 'FINALIZED' });
  const paper = await fetch(`${serverURL}/invoices/${made.id}/pdf`, { headers: { 'x-api-key': here.key } });
  assert.equal(paper.status, 200);
  assert.equal(paper.headers.get('content-type'), 'application/pdf');
  assert.match(paper.headers.get('content-disposition'), new RegExp(`${made.invoiceNumber}\\.pdf`));
  assert.equal(Buffer.from(await paper.arrayBuffer()).subarray(0, 5).toString('latin1'), '%PDF-');
  await fails(400, () => client.invoices.getInvoicePdf(made.id, true), /invoice_pdf_url/);
  await client.invoices.updateInvoice(made.id, { invoicePdfUrl: 'https://papers.test/1.pdf' });
  assert.equal((await here.expect(200, 'GET', `/invoices/${made.id}/pdf?url=true`)).presigned_url, 'https://papers.test/1.pdf');
  await here.expect(404, 'GET', `/invoices/${nobody('inv')}/pdf`);
});

operation('triggerInvoiceCommsWebhook', async () => {
  const draft = await writing();
  await fails(400, () => client.invoices.triggerInvoiceCommsWebhook(draft.id), /not finalized/);
  await client.invoices.finalizeInvoice(draft.id);
  await here.expect(200, 'POST', `/invoices/${draft.id}/comms/trigger`);
  const { items } = await here.expect(200, 'GET', `/audit/invoice/${draft.id}/history`);
  assert.ok(JSON.stringify(items).includes('invoice.communication_requested'), JSON.stringify(items));
  await here.expect(404, 'POST', `/invoices/${nobody('inv')}/comms/trigger`);
});

operation('getCustomerInvoiceSummary', async () => {
  const time = await sandbox('overdue');
  const from = (await time.expect(200, 'GET', '/clock')).now;
  const who = await time.client.customers.createCustomer({ externalId: fresh('slow') });
  const owed = amount => time.client.invoices.createInvoice({
    customerId: who.id, currency: 'usd', subtotal: amount, total: amount, amountDue: amount, invoiceStatus: 'FINALIZED', lineItems: [{ amount, quantity: '1' }],
  });
  const first = await owed('20.00');
  const second = await owed('7.00');
  await time.client.payments.createPayment({
    destinationType: 'INVOICE', destinationId: first.id, paymentMethodType: 'OFFLINE', amount: '5.00', currency: 'usd',
  });
  const told = async () => (await time.expect(200, 'GET', `/customers/${who.id}/invoices/summary`)).summaries[0];
  const early = await told();
  assert.equal(early.total_revenue_amount, '27.00');
  // 20.00 - 5.00 + 7.00
  assert.equal(early.total_unpaid_amount, '22.00');
  assert.equal(early.overdue_invoice_count, 0);
  assert.equal(early.unpaid_fixed_charges, '27.00');
  // one day to pay is the usual
  await advanced(time, from, 3);
  const late = await told();
  assert.equal(late.total_overdue_amount, '22.00');
  assert.equal(late.overdue_invoice_count, 2);
  assert.deepEqual((await time.expect(200, 'GET', `/invoices?overdue=true&customer_id=${who.id}`)).items.map(i => i.id).sort(), [first.id, second.id].sort());
  assert.ok((await time.expect(200, 'GET', `/invoices/${first.id}`)).overdue_since);
  await time.client.payments.createPayment({
    destinationType: 'INVOICE', destinationId: second.id, paymentMethodType: 'OFFLINE', amount: '7.00', currency: 'usd',
  });
  assert.equal((await time.expect(200, 'GET', `/invoices/${second.id}`)).overdue_since, null);
  const summary = await time.client.customers.getCustomerInvoiceSummary?.(who.id) ?? await time.client.invoices.getCustomerInvoiceSummary(who.id);
  assert.equal(summary.summaries[0].totalOverdueAmount, '15.00');
  await time.expect(404, 'GET', `/customers/${nobody('cust')}/invoices/summary`);
});

operation('releaseInvoice', async () => {
  const time = await sandbox('parked');
  await time.expect(200, 'PUT', '/settings/invoice_safety_config', { value: { lines_max: 1 } });
  const who = await time.client.customers.createCustomer({ externalId: fresh('large') });
  const write = count => time.client.invoices.createInvoice({
    customerId: who.id, currency: 'usd', subtotal: `${count}.00`, total: `${count}.00`, amountDue: `${count}.00`, invoiceStatus: 'FINALIZED',
    lineItems: Array.from({ length: count }, () => ({ amount: '1.00', quantity: '1' })),
  });
  assert.equal((await write(1)).invoiceStatus, 'FINALIZED');
  const made = await write(2);
  assert.equal(made.invoiceStatus, 'DRAFT');
  const waiting = await time.expect(200, 'GET', '/invoices?parked=true');
  assert.deepEqual(waiting.items.map(i => i.id), [made.id]);
  assert.deepEqual(waiting.items[0].parking.breaches, [{ bound: 'lines', subject: null, value: '2', limit: '1', acceptable: true }]);
  await fails(400, () => time.client.invoices.finalizeInvoice(made.id), /LINES, 2 against 1/);
  // nothing was mended: it is parked again
  const again = await time.expect(200, 'POST', `/invoices/${made.id}/release`, { how: 'check_again' });
  assert.equal(again.parking.breaches[0].limit, '1');
  const done = await time.expect(200, 'POST', `/invoices/${made.id}/release`, { how: 'accept', note: 'as ordered' });
  assert.equal(done.invoice_status, 'FINALIZED');
  assert.equal(done.parking, null);
  assert.equal(done.total, '2.00');
  assert.deepEqual((await time.expect(200, 'GET', '/invoices?parked=true')).items, []);
  await time.expect(400, 'POST', `/invoices/${made.id}/release`, { how: 'accept' });
  await time.expect(400, 'POST', `/invoices/${made.id}/release`, { how: 'force' });
  await time.expect(404, 'POST', `/invoices/${nobody('inv')}/release`, { how: 'accept' });
  const { items } = await time.expect(200, 'GET', `/audit/invoice/${made.id}/history`);
  assert.ok(JSON.stringify(items).includes('as ordered'));
});

operation('writeOffInvoice', async () => {
  const made = await writing({ invoiceStatus: 'FINALIZED' });
  const lost = await here.expect(200, 'POST', `/invoices/${made.id}/write-off`, { reason: 'insolvent' });
  assert.equal(lost.written_off_amount, '120.00');
  assert.equal(lost.amount_remaining, '0.00');
  assert.equal(lost.payment_status, 'FAILED');
  // a part of it comes in after all: 120.00 - 20.00
  await client.payments.createPayment({ destinationType: 'INVOICE', destinationId: made.id, paymentMethodType: 'OFFLINE', amount: '20.00', currency: 'usd' });
  const some = await here.expect(200, 'GET', `/invoices/${made.id}`);
  assert.equal(some.written_off_amount, '100.00');
  assert.equal(some.overpaid_amount, '0.00');
  await here.expect(400, 'POST', `/invoices/${(await writing()).id}/write-off`, {});
  await here.expect(404, 'POST', `/invoices/${nobody('inv')}/write-off`, {});
});

operation('getInvoicePreview', async () => {
  const who = await client.customers.createCustomer({ externalId: fresh('preview') });
  const { plan } = await planWithFee(client);
  await client.prices.createPrice({ ...FEE, amount: '0.00', entityType: 'PLAN', entityId: plan.id, displayName: 'Free of charge' });
  const subscription = await subscribed(client, who.id, plan.id);
  // the client leaves the field out, so it is sent as it is
  const amounts = async hide => (await here.expect(200, 'POST', '/invoices/preview', { subscription_id: subscription.id, hide_zero_charges_line_items: hide }))
    .line_items.map(l => l.amount).sort();
  assert.deepEqual(await amounts(false), ['0.00', '20.00']);
  assert.deepEqual(await amounts(true), ['20.00']);
});

operation('voidInvoice', async () => {
  const who = await client.customers.createCustomer({ externalId: fresh('refunded') });
  const paid = async amount => {
    const made = await writing({ customerId: who.id, invoiceStatus: 'FINALIZED' });
    await client.payments.createPayment({ destinationType: 'INVOICE', destinationId: made.id, paymentMethodType: 'OFFLINE', amount, currency: 'usd' });
    return made.id;
  };
  const credits = async () => (await client.wallets.getWalletsByCustomerId(who.id))[0]?.creditBalance ?? null;
  const first = await paid('50.00');
  await client.invoices.voidInvoice(first);
  await client.invoices.voidInvoice(first);
  const gone = await here.expect(200, 'GET', `/invoices/${first}`);
  assert.equal(gone.payment_status, 'REFUNDED');
  assert.equal(gone.refunded_amount, '50.00');
  await eventually('the money in the wallet', async () => ({ ok: await credits() === '50', value: await credits() }));
  // the way it came: the wallet gets nothing
  const second = await paid('30.00');
  await here.expect(200, 'POST', `/invoices/${second}/void`, { refund: 'payment' });
  assert.equal((await here.expect(200, 'GET', `/invoices/${second}`)).refunded_amount, '30.00');
  // 130.00 on 120.00: 10.00 too much
  const third = await paid('130.00');
  assert.equal((await here.expect(200, 'GET', `/invoices/${third}`)).payment_status, 'OVERPAID');
  const even = await here.expect(200, 'POST', `/invoices/${third}/refund-excess`, {});
  assert.equal(even.overpaid_amount, '0.00');
  assert.equal(even.refunded_amount, '10.00');
  await eventually('the excess in the wallet', async () => ({ ok: await credits() === '60', value: await credits() }));
  await here.expect(400, 'POST', `/invoices/${third}/void`, { refund: 'cash' });
  await here.expect(404, 'POST', `/invoices/${nobody('inv')}/void`, {});
});

operation('refundExcess', async () => {
  const made = await writing({ invoiceStatus: 'FINALIZED' });
  assert.equal((await here.expect(200, 'POST', `/invoices/${made.id}/refund-excess`, {})).refunded_amount, '0.00');
  await here.expect(400, 'POST', `/invoices/${made.id}/refund-excess`, { refund: 'cash' });
  await here.expect(404, 'POST', `/invoices/${nobody('inv')}/refund-excess`, {});
});

