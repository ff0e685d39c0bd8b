// Coupons and taxes on an invoice that somebody writes. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, fails, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('written invoices');
const { client } = here;
const customer = await client.customers.createCustomer({ externalId: fresh('acme'), name: 'Acme' });
const coupon = body => here.expect(201, 'POST', '/coupons', { name: 'c', cadence: 'once', ...body });
const rate = (code, percentage_value) => here.expect(201, 'POST', '/taxes/rates', { name: code, code, percentage_value });
const written = extra => ({
  customer_id: customer.id, currency: 'usd', subtotal: '150.00', total: '150.00', amount_due: '150.00',
  line_items: [{ display_name: 'Setting up', amount: '100.00', quantity: '1' }, { display_name: 'Travel', amount: '50.00', quantity: '1' }],
  ...extra,
});
const write = (extra, status = 201) => here.expect(status, 'POST', '/invoices', written(extra));
const figures = invoice => [invoice.subtotal, invoice.total_discount, invoice.total_tax, invoice.total];
const redeemed = async one => (await here.expect(200, 'GET', `/coupons/${one.id}`)).total_redemptions;

const tenth = await coupon({ type: 'percentage', percentage_off: '10', max_redemptions: 2 });
const fourteen = await coupon({ type: 'fixed', amount_off: '14', currency: 'usd', coupon_code: 'FOURTEEN' });
const city = await rate(fresh('city'), '10');
const state = await rate(fresh('state'), '2.5');

// 100.00 less 10 % and 50.00 are 140.00, less 14.00 are 126.00; 10 % and 2.5 % of that on top
const BILLED = ['150.00', '24.00', '15.75', '141.75'];
const bearing = {
  line_item_coupons: [{ coupon_id: tenth.id, line_item_id: '0' }],
  invoice_coupons: [{ coupon_id: fourteen.id }],
  tax_rates: [city.id],
  tax_rate_overrides: [{ tax_rate_code: state.code, currency: 'usd', priority: 1, metadata: { by: 'law' } }],
};

operation('createInvoice', async () => {
  const draft = await write(bearing);
  assert.deepEqual(figures(await here.expect(200, 'POST', `/invoices/${draft.id}/compute`)), BILLED);
  await client.invoices.finalizeInvoice(draft.id);
  const final = await here.expect(200, 'GET', `/invoices/${draft.id}`);
  assert.deepEqual(figures(final), BILLED);
  assert.equal(final.amount_due, '141.75');
  assert.deepEqual(final.line_items.map(l => [l.line_item_discount, l.invoice_level_discount]), [['10.00', '9.00'], ['0.00', '5.00']]);
  assert.deepEqual(final.coupon_applications.map(a => [a.coupon_id, a.original_price, a.discounted_amount]), [
    [tenth.id, '100.00', '10.00'], [fourteen.id, '140.00', '14.00'],
  ]);
  assert.deepEqual(final.taxes.map(t => [t.tax_rate_id, t.taxable_amount, t.tax_amount]), [
    [city.id, '126.00', '12.60'], [state.id, '126.00', '3.15'],
  ]);
  const recomputed = await here.expect(200, 'POST', `/invoices/${draft.id}/recompute`);
  assert.equal(recomputed.equal, true, JSON.stringify(recomputed));
  const held = await here.expect(200, 'GET', `/coupons/associations?invoice_id=${draft.id}`);
  assert.deepEqual(held.items.map(h => [h.coupon_id, h.invoice_id, h.subscription_id]).sort(), [
    [tenth.id, draft.id, null], [fourteen.id, draft.id, null],
  ].sort());
  const named = await here.expect(200, 'GET', `/taxes/associations?entity_type=invoice&entity_id=${draft.id}`);
  assert.deepEqual(named.items.map(n => n.tax_rate_id).sort(), [city.id, state.id].sort());
  assert.equal(named.items.find(n => n.tax_rate_id === state.id).metadata.by, 'law');
  assert.equal(await redeemed(tenth), 1);

  // another in its place bears the same, and redeems nothing more
  const other = await here.expect(200, 'POST', `/invoices/${draft.id}/recalculate-v2?finalize=true`);
  assert.deepEqual(figures(other), BILLED);
  assert.equal(await redeemed(tenth), 1);
});

test('a coupon on an invoice counts as redeemed until the invoice is void', async () => {
  const two = await coupon({ type: 'percentage', percentage_off: '50', max_redemptions: 1 });
  const first = await write({ coupons: [two.id], invoice_status: 'FINALIZED' });
  assert.deepEqual(figures(first), ['150.00', '75.00', '0.00', '75.00']);
  assert.match((await write({ coupons: [two.id] }, 400)).message, /max_redemptions/);
  await client.invoices.voidInvoice(first.id);
  const second = await eventually('the coupon to be free again', async () => {
    const answer = await here.send('POST', '/invoices', written({ coupons: [two.id], invoice_status: 'FINALIZED' }));
    return { ok: answer.status === 201, value: answer.body };
  });
  assert.equal(second.total, '75.00');
  // what was refused left nothing behind
  assert.equal((await here.expect(200, 'GET', `/coupons/associations?coupon_ids=${two.id}`)).items.length, 1);
});

test('the same request again gives the same invoice and redeems nothing more', async () => {
  const once = await coupon({ type: 'percentage', percentage_off: '10' });
  const key = { idempotency_key: fresh('order'), coupons: [once.id], tax_rates: [city.code] };
  const one = await write(key);
  assert.equal((await write(key)).id, one.id);
  assert.equal(await redeemed(once), 1);
  await write({ ...key, coupons: [] }, 409);
});

test('without taxes of its own an invoice bears those of its customer', async () => {
  const taxed = await here.expect(201, 'POST', '/customers', { external_id: fresh('c'), name: 'Taxed', tax_rate_overrides: [{ tax_rate_code: city.code, currency: 'usd' }] });
  const of = extra => write({ customer_id: taxed.id, invoice_status: 'FINALIZED', ...extra });
  assert.deepEqual(figures(await of({})), ['150.00', '0.00', '15.00', '165.00']);
  assert.deepEqual(figures(await of({ tax_rates: [] })), ['150.00', '0.00', '0.00', '150.00']);
  assert.deepEqual(figures(await of({ tax_rates: [state.code] })), ['150.00', '0.00', '3.75', '153.75']);
});

test('what the server works out is refused by name', async () => {
  const line = extra => ({ line_items: [{ amount: '150.00', quantity: '1', ...extra }] });
  for (const [field, extra] of Object.entries({
    amount_paid: { amount_paid: '1.00' },
    total_prepaid_applied: { total_prepaid_applied: '1.00' },
    payment_status: { payment_status: 'SUCCEEDED' },
    coupon_association_id: { invoice_coupons: [{ coupon_id: tenth.id, coupon_association_id: 'x' }] },
    line_item_id: { line_item_coupons: [{ coupon_id: tenth.id, line_item_id: '2' }] },
    auto_apply: { tax_rate_overrides: [{ tax_rate_code: state.code, currency: 'usd', auto_apply: false }] },
    eur: { tax_rate_overrides: [{ tax_rate_code: state.code, currency: 'eur' }] },
    line_item_discount: line({ line_item_discount: '1.00' }),
    prepaid_credits_applied: line({ prepaid_credits_applied: '1.00' }),
    meter_id: line({ meter_id: 'meter_1' }),
    price_unit: line({ price_unit: 'credits' }),
    subscription_line_item_id: line({ subscription_line_item_id: 'line_1' }),
    subscription_id: line({ subscription_id: 'subs_1' }),
  })) {
    const { message } = await write(extra, 400);
    assert.match(message, new RegExp(field), message);
  }
  await write({ coupons: [nobody('coupon')] }, 404);
  await write({ tax_rates: ['nothing'] }, 404);
  const euros = await coupon({ type: 'fixed', amount_off: '1', currency: 'eur' });
  assert.match((await write({ coupons: [euros.id] }, 400)).message, /EUR/);
  const idle = await rate(fresh('idle'), '1');
  await client.taxRates.updateTaxRate(idle.id, { taxRateStatus: 'INACTIVE' });
  assert.match((await write({ tax_rates: [idle.id] }, 400)).message, /active/);
  await fails(400, () => client.taxAssociations.createTaxAssociation({ taxRateCode: city.code, entityType: 'invoice', entityId: nobody('inv') }), /tax_rates/);
});
