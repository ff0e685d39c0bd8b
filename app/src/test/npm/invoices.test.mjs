// The life of an invoice. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { fails, fresh, nobody, operation, planWithFee, sandbox, subscribed } from './support.mjs';

const here = await sandbox('invoices');
const { client } = here;
const customer = await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });

const LINES = [
  { displayName: 'Setting up', amount: '150.00', quantity: '1' },
  { displayName: 'Rebate', amount: '-30.00', quantity: '1', metadata: { agreed: 'by mail' } },
];
const writing = (extra = {}) => client.invoices.createInvoice({
  customerId: customer.id, currency: 'usd', subtotal: '120.00', total: '120.00', amountDue: '120.00', lineItems: LINES, ...extra,
});

operation('createInvoice', async () => {
  const draft = await writing({ description: 'Setting up', dueDate: new Date('2030-01-01T00:00:00Z'), metadata: { order: '4711' } });
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
  const updated = await client.invoices.updateInvoice(made.id, { metadata: { order: '1' }, dueDate: new Date('2031-01-01T00:00:00Z') });
  assert.deepEqual(updated.metadata, { order: '1' });
  assert.equal(updated.description, 'Setting up');
  assert.equal(updated.isManuallyEdited, true);
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
  const ids = async filter => (await client.invoices.queryInvoice({ customerId: other.id, ...filter })).items.map(i => i.id);
  assert.deepEqual(await ids({ invoiceType: 'ONE_OFF' }), [made.id]);
  assert.deepEqual(await ids({ billingReason: 'MANUAL' }), [made.id]);
  assert.deepEqual(await ids({ billingReason: 'PRORATION' }), []);
  assert.deepEqual(await ids({ invoiceType: 'CREDIT' }), []);
  assert.deepEqual(await ids({ currency: 'usd', invoiceType: 'ONE_OFF' }), [made.id]);
  assert.deepEqual(await ids({ currency: 'eur' }), []);
  assert.deepEqual(await ids({ subscriptionCustomerId: [customer.id] }), []);
  await fails(400, () => here.client.invoices.queryInvoice({ limit: 0 }), /limit/);
});

operation('finalizeInvoice', async () => {
  const made = await writing();
  assert.ok((await client.invoices.finalizeInvoice(made.id)).message);
  assert.equal((await client.invoices.getInvoice(made.id)).invoiceStatus, 'FINALIZED');
  await fails(404, () => client.invoices.finalizeInvoice(nobody('inv')), /not found/);
});
