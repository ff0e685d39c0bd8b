// Credit notes. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { eventually, fails, fresh, nobody, operation, planWithUsage, sandbox, subscribed } from './support.mjs';

const here = await sandbox('credit notes');
const { client } = here;
const customer = await client.customers.createCustomer({ externalId: fresh('credited'), name: 'Credited' });

/** An invoice of 20.00 and 10.00 that nobody has paid. */
async function owed() {
  const { id } = await client.invoices.createInvoice({
    customerId: customer.id, currency: 'usd', subtotal: '30.00', total: '30.00', amountDue: '30.00', invoiceStatus: 'FINALIZED',
    lineItems: [{ displayName: 'Fee', amount: '20.00', quantity: '1' }, { displayName: 'Help', amount: '10.00', quantity: '1' }],
  });
  return client.invoices.getInvoice(id);
}

const crediting = (invoice, amount, extra = {}) => client.creditNotes.createCreditNote({
  invoiceId: invoice.id, reason: 'BILLING_ERROR', lineItems: [{ invoiceLineItemId: invoice.lineItems[0].id, amount }], ...extra,
});

operation('createCreditNote', async () => {
  const invoice = await owed();
  const note = await crediting(invoice, '5.00', { memo: 'sorry' });
  assert.equal(note.creditNoteStatus, 'FINALIZED');
  assert.equal(note.creditNoteType, 'ADJUSTMENT');
  assert.match(note.creditNoteNumber, /^CN-/);
  assert.equal(note.totalAmount, '5.00');
  // 30.00 - 5.00
  assert.equal(note.invoice.amountRemaining, '25.00');
  assert.equal(note.invoice.adjustmentAmount, '5.00');
  // 20.00 - 5.00 are left of the line
  await fails(400, () => crediting(invoice, '15.01'), /15\.00/);
  await fails(404, () => crediting({ ...invoice, id: nobody('inv') }, '1.00'), /not found/);
  const idempotencyKey = fresh('note');
  const one = await crediting(invoice, '1.00', { idempotencyKey });
  assert.equal((await crediting(invoice, '1.00', { idempotencyKey })).id, one.id);
  assert.equal((await client.invoices.getInvoice(invoice.id)).adjustmentAmount, '6.00');
});

operation('createCreditNote', async () => {
  const invoice = await owed();
  await client.invoices.updateInvoicePaymentStatus(invoice.id, { paymentStatus: 'SUCCEEDED' });
  const note = await crediting(invoice, '8.00');
  assert.equal(note.creditNoteType, 'REFUND');
  assert.equal(note.invoice.refundedAmount, '8.00');
  assert.equal(note.invoice.paymentStatus, 'PARTIALLY_REFUNDED');
  await eventually('the money back', async () => {
    const [wallet] = (await here.expect(200, 'GET', `/customers/${customer.id}/wallets`));
    return { ok: wallet?.credit_balance === '8', value: wallet };
  });
  await fails(400, () => client.creditNotes.voidCreditNote(note.id), /given money back/);
});

operation('createCreditNote', async () => {
  const time = await sandbox('credits back');
  const { now } = await time.expect(200, 'GET', '/clock');
  const user = await time.client.customers.createCustomer({ externalId: fresh('user') });
  const { plan, use } = await planWithUsage(time, '0.10');
  await subscribed(time.client, user.id, plan.id);
  const purse = await time.client.wallets.createWallet({ customerId: user.id, currency: 'usd', initialCreditsToLoad: '40' });
  const balance = async () => (await time.expect(200, 'GET', `/wallets/${purse.id}`)).credit_balance;
  await use(user, now, 500);
  await time.expect(200, 'POST', '/clock/advance', { to: new Date(Date.parse(now) + 32 * 86_400_000).toISOString() });
  const { items: [invoice] } = await time.expect(200, 'GET', `/invoices?customer_id=${user.id}&invoice_status=FINALIZED`);
  // 500 at 0.10 are 50.00, of which credits have paid 40.00
  assert.equal(invoice.total_prepaid_credits_applied, '40.00');
  assert.equal(invoice.amount_remaining, '10.00');
  assert.equal(await balance(), '0');
  const line = invoice.line_items[0].id;
  const credit = amount => time.client.creditNotes.createCreditNote({
    invoiceId: invoice.id, reason: 'BILLING_ERROR', lineItems: [{ invoiceLineItemId: line, amount }],
  });
  // 10.00 are owed no longer, 15.00 go back to the same credits
  const note = await credit('25.00');
  assert.equal(note.creditNoteType, 'ADJUSTMENT');
  assert.equal(note.totalAmount, '25.00');
  assert.equal(note.invoice.amountRemaining, '0.00');
  assert.equal(note.invoice.adjustmentAmount, '10.00');
  assert.equal(note.invoice.refundedAmount, '15.00');
  assert.equal(await balance(), '15');
  await fails(400, () => credit('25.01'), /25\.00/);
  await fails(400, () => time.client.creditNotes.voidCreditNote(note.id), /given money back/);
  // void: the 25 that are left come back too
  await time.expect(200, 'POST', `/invoices/${invoice.id}/void`, { reason: 'wrong' });
  await eventually('the rest', async () => ({ ok: await balance() === '40' }));
});

operation('createCreditNote', async () => {
  const user = await client.customers.createCustomer({ externalId: fresh('credits') });
  const purse = await client.wallets.createWallet({ customerId: user.id, currency: 'usd', initialCreditsToLoad: '100' });
  const wallet = async () => {
    const { credit_balance: balance, credit_flows: { granted, used } } = await here.expect(200, 'GET', `/wallets/${purse.id}`);
    return { balance, granted, used };
  };
  const paid = async () => {
    const { id } = await client.invoices.createInvoice({
      customerId: user.id, currency: 'usd', subtotal: '30.00', total: '30.00', amountDue: '30.00', invoiceStatus: 'FINALIZED',
      lineItems: [{ displayName: 'Fee', amount: '30.00', quantity: '1' }],
    });
    const payment = await client.payments.createPayment({
      destinationType: 'INVOICE', destinationId: id, paymentMethodType: 'CREDITS', paymentMethodId: purse.id, amount: '30.00', currency: 'usd', processPayment: true,
    });
    await eventually('the payment', async () => ({ ok: (await here.expect(200, 'GET', `/payments/${payment.id}`)).payment_status === 'SUCCEEDED' }));
    return { invoice: await client.invoices.getInvoice(id), payment };
  };
  const { invoice } = await paid();
  assert.deepEqual(await wallet(), { balance: '70', granted: '100', used: '30' });
  // nothing new is given: what was taken goes back to the same credits
  assert.equal((await crediting(invoice, '8.00')).creditNoteType, 'REFUND');
  await eventually('a part of it back', async () => ({ ok: (await wallet()).balance === '78', value: await wallet() }));
  assert.deepEqual(await wallet(), { balance: '78', granted: '100', used: '22' });
  await here.expect(200, 'POST', `/invoices/${invoice.id}/void`, { refund: 'payment' });
  await eventually('the rest back', async () => ({ ok: (await wallet()).balance === '100', value: await wallet() }));
  assert.deepEqual(await wallet(), { balance: '100', granted: '100', used: '0' });
  const second = await paid();
  await here.expect(200, 'POST', `/invoices/${second.invoice.id}/void`, { refund: 'wallet' });
  await eventually('all of it back', async () => ({ ok: (await wallet()).balance === '100', value: await wallet() }));
  assert.deepEqual(await wallet(), { balance: '100', granted: '100', used: '0' });
});

operation('getCreditNote', async () => {
  const note = await crediting(await owed(), '2.00');
  assert.equal((await client.creditNotes.getCreditNote(note.id)).creditNoteNumber, note.creditNoteNumber);
  const listed = await here.expect(200, 'GET', `/creditnotes?invoice_id=${note.invoiceId}&credit_note_status=FINALIZED`);
  assert.deepEqual(listed.items.map(n => n.id), [note.id]);
  await fails(404, () => client.creditNotes.getCreditNote(nobody('cn')), /not found/);
});

operation('processCreditNote', async () => {
  const invoice = await owed();
  const draft = await crediting(invoice, '3.00', { processCreditNote: false });
  assert.equal(draft.creditNoteStatus, 'DRAFT');
  assert.equal((await client.invoices.getInvoice(invoice.id)).adjustmentAmount, '0.00');
  const note = await client.creditNotes.processCreditNote(draft.id);
  assert.equal(note.creditNoteStatus, 'FINALIZED');
  assert.equal(note.invoice.adjustmentAmount, '3.00');
  await fails(404, () => client.creditNotes.processCreditNote(nobody('cn')), /not found/);
});

operation('voidCreditNote', async () => {
  const invoice = await owed();
  const note = await crediting(invoice, '4.00');
  const voided = await client.creditNotes.voidCreditNote(note.id);
  assert.equal(voided.creditNoteStatus, 'VOIDED');
  assert.equal(voided.invoice.adjustmentAmount, '0.00');
  assert.equal(voided.invoice.amountRemaining, '30.00');
  await fails(404, () => client.creditNotes.voidCreditNote(nobody('cn')), /not found/);
});
