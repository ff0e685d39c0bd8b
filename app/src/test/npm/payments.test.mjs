// Payments: money that came, and attempts to get it.
import assert from 'node:assert/strict';
import { fails, fresh, nobody, operation, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('payments');
const { client } = here;
await here.expect(200, 'PUT', '/clock', { now: '2025-03-01T00:00:00Z' });

/** An invoice of 20.00 that nobody has paid. */
async function unpaid() {
  const customer = await client.customers.createCustomer({ externalId: fresh('payer'), name: 'Payer' });
  const { plan } = await planWithFee(client);
  const made = await subscribed(client, customer.id, plan.id, { startDate: new Date(await now()) });
  await client.subscriptions.cancelSubscription(made.id, { cancellationType: 'end_of_period' });
  const end = new Date(made.currentPeriodEnd).toISOString();
  await here.expect(200, 'POST', '/clock/advance', { to: end });
  const [invoice] = (await client.invoices.queryInvoice({ subscriptionId: made.id })).items;
  await client.invoices.finalizeInvoice(invoice.id);
  return client.invoices.getInvoice(invoice.id);
}

async function now() {
  return (await here.expect(200, 'GET', '/clock')).now;
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

operation('getPayment', async () => {
  const { id } = await invoice();
  const made = await client.payments.createPayment(cash(id, '1.00', { processPayment: false }));
  const read = await client.payments.getPayment(made.id);
  assert.equal(read.paymentStatus, 'INITIATED');
  assert.equal(read.amount, '1.00');
  await fails(404, () => client.payments.getPayment(nobody('pay')), /not found/);
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
