// Payments: money that came, and attempts to get it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, fails, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('payments');
const { client } = here;

/** An invoice of 20.00 that nobody has paid. */
async function unpaid(method) {
  const customer = await client.customers.createCustomer({
    externalId: fresh('payer'), name: 'Payer', metadata: method ? { payment_method: method } : {},
  });
  const made = await client.invoices.createInvoice({
    customerId: customer.id, currency: 'usd', subtotal: '20.00', total: '20.00', amountDue: '20.00', invoiceStatus: 'FINALIZED',
    lineItems: [{ displayName: 'Setting up', amount: '20.00', quantity: '1' }],
  });
  return client.invoices.getInvoice(made.id);
}

const first = unpaid().catch(error => error);
async function invoice() {
  const made = await first;
  if (made instanceof Error) {
    throw made;
  }
  return made;
}

const cash = (invoiceId, amount, extra = {}) => ({
  destinationType: 'INVOICE', destinationId: invoiceId, paymentMethodType: 'OFFLINE', amount, currency: 'usd', ...extra,
});

operation('createPayment', async () => {
  const { id, total } = await invoice();
  assert.equal(total, '20.00');
  const key = fresh('key');
  const paid = await client.payments.createPayment(cash(id, '5.00', { idempotencyKey: key, metadata: { from: 'till' } }));
  assert.match(paid.id, /^pay_/);
  assert.equal(paid.paymentStatus, 'SUCCEEDED');
  const again = await client.payments.createPayment(cash(id, '5.00', { idempotencyKey: key, metadata: { from: 'till' } }));
  assert.equal(again.id, paid.id);
  await fails(409, () => client.payments.createPayment(cash(id, '6.00', { idempotencyKey: key })), /other content/);
  const now = await client.invoices.getInvoice(id);
  assert.equal(now.amountPaid, '5.00');
  assert.equal(now.amountRemaining, '15.00');
  assert.equal(now.paymentStatus, 'PENDING');
  await fails(400, () => client.payments.createPayment(cash(id, '0')), /amount/);
  await fails(400, () => client.payments.createPayment(cash(id, '1', { currency: 'eur' })), /currency/);
  await fails(404, () => client.payments.createPayment(cash(nobody('inv'), '1')), /not found/);
});

operation('attemptInvoicePayment', async () => {
  const { id } = await unpaid('pm_card_declined_once');
  const first = await eventually('a refusal', async () => {
    const [payment] = (await client.payments.listPayments({ destinationId: id })).items;
    return { ok: payment?.paymentStatus === 'FAILED', value: payment };
  });
  assert.equal(first.attempts[0].errorMessage, 'the card has not enough funds');
  await client.invoices.attemptInvoicePayment(id);
  const paid = await client.payments.getPayment(first.id);
  assert.equal(paid.paymentStatus, 'SUCCEEDED');
  assert.deepEqual(paid.attempts.map(a => a.attemptNumber), [1, 2]);
  assert.equal((await client.invoices.getInvoice(id)).paymentStatus, 'SUCCEEDED');
  await fails(400, () => client.invoices.attemptInvoicePayment(id), /nothing is left/);
  await fails(404, () => client.invoices.attemptInvoicePayment(nobody('inv')), /not found/);
});

test('a link waits for the customer, a charge beyond what is owed is refused', async () => {
  const { id } = await invoice();
  const link = await client.payments.createPayment(cash(id, '1.00', { paymentMethodType: 'PAYMENT_LINK' }));
  assert.equal(link.paymentStatus, 'PENDING');
  assert.match(link.paymentUrl, /^https:/);
  const paid = await client.payments.updatePayment(link.id, { paymentStatus: 'SUCCEEDED', gatewayPaymentId: 'ch_7' });
  assert.equal(paid.gatewayPaymentId, 'ch_7');
  const much = await client.payments.createPayment(cash(id, '900.00', { paymentMethodType: 'CARD', paymentMethodId: 'pm_card_ok' }));
  assert.equal(much.paymentStatus, 'FAILED');
});

operation('getPayment', async () => {
  const { id } = await invoice();
  const made = await client.payments.createPayment(cash(id, '1.00', { processPayment: false }));
  const read = await client.payments.getPayment(made.id);
  assert.equal(read.paymentStatus, 'INITIATED');
  assert.equal(read.amount, '1.00');
  await fails(404, () => client.payments.getPayment(nobody('pay')), /not found/);
});

operation('listPaymentMethods', async () => {
  const { customer_id: id } = await here.expect(200, 'GET', `/invoices/${(await unpaid('pm_card_ok')).id}`);
  const { items } = await here.expect(200, 'GET', `/payments/customers/${id}/methods`);
  assert.equal(items.length, 1, JSON.stringify(items));
  const { customer_id: none } = await here.expect(200, 'GET', `/invoices/${(await invoice()).id}`);
  assert.deepEqual((await here.expect(200, 'GET', `/payments/customers/${none}/methods`)).items, []);
  await here.expect(404, 'GET', `/payments/customers/${nobody('cust')}/methods`);
});

operation('updatePayment', async () => {
  const { id } = await invoice();
  const made = await client.payments.createPayment(cash(id, '1.00', { processPayment: false }));
  const failed = await client.payments.updatePayment(made.id, { paymentStatus: 'FAILED', errorMessage: 'the cheque bounced' });
  assert.equal(failed.paymentStatus, 'FAILED');
  assert.equal(failed.errorMessage, 'the cheque bounced');
  const described = await client.payments.updatePayment(made.id, { metadata: { a: 'b' } });
  assert.deepEqual({ ...described.metadata }, { a: 'b' });
  await fails(400, () => client.payments.updatePayment(made.id, { paymentStatus: 'LOST' }), /payment_status/);
  await fails(404, () => client.payments.updatePayment(nobody('pay'), { metadata: {} }), /not found/);
});

operation('updatePayment', async () => {
  // 20.00 came, 8.00 of it went back by a credit note: 12.00 are left to give back by hand, and then nothing
  const { id } = await unpaid();
  const paid = await client.payments.createPayment(cash(id, '20.00'));
  const note = await client.creditNotes.createCreditNote({
    invoiceId: id, reason: 'BILLING_ERROR', lineItems: [{ invoiceLineItemId: (await client.invoices.getInvoice(id)).lineItems[0].id, amount: '8.00' }],
  });
  assert.equal(note.creditNoteType, 'REFUND');
  const refunded = await here.expect(200, 'PUT', `/payments/${paid.id}`, { payment_status: 'REFUNDED' });
  assert.deepEqual([refunded.payment_status, refunded.refunded_amount], ['PARTIALLY_REFUNDED', '12.00']);
  assert.match((await here.expect(400, 'PUT', `/payments/${paid.id}`, { payment_status: 'REFUNDED' })).message, /nothing of it is left to give back.*8\.00/);
  const after = await client.invoices.getInvoice(id);
  assert.deepEqual([after.amountPaid, after.refundedAmount], ['20.00', '20.00']);
});

operation('processPayment', async () => {
  const { id } = await invoice();
  const made = await client.payments.createPayment(cash(id, '1.00', { processPayment: false }));
  assert.equal((await client.payments.processPayment(made.id)).paymentStatus, 'SUCCEEDED');
  assert.equal((await client.payments.processPayment(made.id)).paymentStatus, 'SUCCEEDED');
  await fails(404, () => client.payments.processPayment(nobody('pay')), /not found/);
});

operation('deletePayment', async () => {
  const { id } = await invoice();
  const made = await client.payments.createPayment(cash(id, '1.00', { processPayment: false }));
  await client.payments.deletePayment(made.id);
  const paid = await client.payments.createPayment(cash(id, '1.00'));
  await fails(400, () => client.payments.deletePayment(paid.id), /succeeded/);
  await fails(404, () => client.payments.deletePayment(nobody('pay')), /not found/);
});

operation('listPayments', async () => {
  const { id } = await invoice();
  const made = await client.payments.createPayment(cash(id, '0.50', { processPayment: false }));
  const found = await client.payments.listPayments({ destinationId: id, paymentStatus: 'INITIATED', paymentIds: [made.id] });
  assert.deepEqual(found.items.map(p => p.id), [made.id]);
  assert.equal((await client.payments.listPayments({ currency: 'usd', limit: 1 })).items.length, 1);
  await fails(400, () => client.payments.listPayments({ paymentStatus: 'LOST' }), /payment_status/);
});

operation('updateInvoicePaymentStatus', async () => {
  const { id } = await unpaid();
  const part = await client.invoices.updateInvoicePaymentStatus(id, { paymentStatus: 'PENDING', amount: '8.00' });
  assert.equal(part.amountRemaining, '12.00');
  const paid = await client.invoices.updateInvoicePaymentStatus(id, { paymentStatus: 'SUCCEEDED' });
  assert.equal(paid.paymentStatus, 'SUCCEEDED');
  assert.equal(paid.amountPaid, '20.00');
  assert.ok(paid.paidAt);
  const over = await client.invoices.updateInvoicePaymentStatus(id, { paymentStatus: 'OVERPAID', amount: '21.00' });
  assert.equal(over.paymentStatus, 'OVERPAID');
  assert.equal(over.overpaidAmount, '1.00');
  await fails(400, () => client.invoices.updateInvoicePaymentStatus(id, { paymentStatus: 'PENDING', amount: '2.00' }), /at least/);
  await fails(404, () => client.invoices.updateInvoicePaymentStatus(nobody('inv'), { paymentStatus: 'SUCCEEDED' }), /not found/);
});
