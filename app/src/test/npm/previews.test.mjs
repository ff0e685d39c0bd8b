// What is shown before it is billed is what is billed, to the cent. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, FEE, fresh, nobody, operation, planWithUsage, sandbox, subscribed } from './support.mjs';

const here = await sandbox('previews');
const { client } = here;
await here.expect(200, 'PUT', '/clock', { now: '2026-01-01T00:00:00Z' });
const until = to => here.expect(200, 'POST', '/clock/advance', { to });
await here.expect(201, 'POST', '/taxes/rates', { name: 'Sales', code: 'sales', percentage_value: '8.875' });
await here.expect(200, 'POST', '/taxes/associations', { tax_rate_code: 'sales', entity_type: 'tenant' });
const tenth = await here.expect(201, 'POST', '/coupons', { name: 'A tenth', type: 'percentage', percentage_off: '10', cadence: 'forever' });
const feeOf = async (plan, amount) => client.prices.createPrice({ ...FEE, amount, invoiceCadence: 'ADVANCE', entityType: 'PLAN', entityId: plan.id, displayName: 'Fee' });
const { plan, use } = await planWithUsage(here, '0.013');
await feeOf(plan, '20.00');
const order = async extra => {
  const customer = await client.customers.createCustomer({ externalId: fresh('c'), name: 'C' });
  const subscription = await here.expect(201, 'POST', '/subscriptions', {
    customer_id: customer.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, billing_cycle: 'anniversary',
    start_date: '2026-01-01T00:00:00Z', coupons: [tenth.id], ...extra,
  });
  return { customer, subscription };
};
const invoices = async (subscription, status) => (await here.expect(200, 'POST', '/invoices/search', {
  subscription_id: subscription.id, invoice_status: [status], sort: [{ field: 'period_start', direction: 'asc' }],
})).items;
const figures = invoice => [invoice.subtotal, invoice.total_discount, invoice.total_tax, invoice.total];
const lines = invoice => invoice.line_items.map(l => [l.id, l.display_name, l.quantity, l.amount, l.invoice_level_discount]);
const preview = body => here.expect(200, 'POST', '/invoices/preview', body);
const billed = (subscription, count) => eventually(`${count} invoices`, async () => {
  const found = await invoices(subscription, 'FINALIZED');
  return { ok: found.length === count, value: found };
});

operation('getInvoicePreview', async () => {
  const { subscription } = await order({ subscription_status: 'draft' });
  const shown = await preview({ subscription_id: subscription.id });
  // 20.00 less 10 % is 18.00, 8.875 % of it 1.60
  assert.deepEqual(figures(shown), ['20.00', '2.00', '1.60', '19.60']);
  assert.equal(shown.billing_reason, 'SUBSCRIPTION_CREATE');
  assert.deepEqual(await invoices(subscription, 'DRAFT'), []);
  await here.expect(200, 'POST', `/subscriptions/${subscription.id}/activate`, { start_date: '2026-01-01T00:00:00Z' });
  const [first] = await billed(subscription, 1);
  assert.deepEqual(figures(first), figures(shown));
  const read = await here.expect(200, 'GET', `/invoices/${first.id}`);
  assert.equal(read.id, shown.id);
  assert.deepEqual(lines(read), lines(shown));
});

test('a change of plan costs what its preview says', async () => {
  const { subscription } = await order();
  const dearer = await client.plans.createPlan({ name: 'Dearer', lookupKey: fresh('dearer') });
  await feeOf(dearer, '70.00');
  await billed(subscription, 1);
  const change = { target_plan_id: dearer.id, proration_behavior: 'create_prorations' };
  const { changed_resources: { invoices: [{ invoice: shown }] } } = await here.expect(200, 'POST', `/subscriptions/${subscription.id}/change/v2/preview`, change);
  await here.expect(200, 'POST', `/subscriptions/${subscription.id}/change/v2/execute`, change);
  const second = (await billed(subscription, 2)).find(one => one.billing_reason === 'SUBSCRIPTION_UPDATE');
  assert.deepEqual(figures(second), figures(shown));
  // at the first moment of the period: 70.00 less the 20.00 that were paid, less 10 %, and 8.875 % of 45.00
  assert.deepEqual(figures(second), ['50.00', '5.00', '3.99', '48.99']);
});

test('a draft that is there is shown as it will be billed, and stays as it is', async () => {
  const { customer, subscription } = await order();
  await use(customer, '2026-01-10T00:00:00Z', 1234);
  await until('2026-02-01T00:00:00Z');
  const draft = (await eventually('the draft of the period', async () => {
    const found = await invoices(subscription, 'DRAFT');
    return { ok: found.length === 1, value: found };
  }))[0];
  await use(customer, '2026-01-31T00:00:00Z', 1000); // late, and still in time
  const shown = await preview({ invoice_id: draft.id });
  // 2,234 at 0.013 are 29.042, and 20.00 for February; 49.04 less 4.90, and 8.875 % of 44.14
  assert.deepEqual(figures(shown), ['49.04', '4.90', '3.92', '48.06']);
  const same = await here.expect(200, 'GET', `/invoices/${draft.id}`);
  assert.equal(same.version, draft.version);
  assert.equal(same.total, '0.00');
  assert.equal((await preview({ invoice_id: draft.id, hide_zero_charges_line_items: true })).total, '48.06');
  const priced = await here.expect(200, 'PUT', `/invoices/${draft.id}`, { apply_discount: true, metadata: { seen: 'yes' } });
  assert.deepEqual([priced.invoice_status, priced.metadata.seen, ...figures(priced)], ['DRAFT', 'yes', ...figures(shown)]);
  assert.match((await here.expect(400, 'PUT', `/invoices/${draft.id}`, { apply_discount: 'no' })).message, /apply_discount/);
  await client.invoices.finalizeInvoice(draft.id);
  const refused = await here.expect(400, 'PUT', `/invoices/${draft.id}`, { apply_discount: true, metadata: { seen: 'no' } });
  assert.match(refused.message, /apply_discount.*finalized.*credit note/);
  const final = await here.expect(200, 'GET', `/invoices/${draft.id}`);
  assert.deepEqual(figures(final), figures(shown));
  assert.deepEqual(lines(final), lines(shown));
  assert.match((await here.expect(400, 'POST', '/invoices/preview', { invoice_id: draft.id })).message, /draft/);
  await here.expect(404, 'POST', '/invoices/preview', { invoice_id: nobody('inv') });
  await here.expect(400, 'POST', '/invoices/preview', { invoice_id: draft.id, subscription_id: subscription.id });
  await here.expect(400, 'POST', '/invoices/preview', {});
});

test('a correction bears the coupons and taxes of what it corrects, and gives back what was too much', async () => {
  const { customer, subscription } = await order({ start_date: '2026-02-01T00:00:00Z' });
  const used = await use(customer, '2026-02-10T00:00:00Z', 1000);
  await until('2026-03-01T03:00:00Z');
  const [first] = (await billed(subscription, 2)).filter(one => one.billing_reason === 'SUBSCRIPTION_CYCLE');
  // 1,000 at 0.013 are 13.00, and 20.00 for March; 33.00 less 3.30, and 8.875 % of 29.70
  assert.deepEqual(figures(first), ['33.00', '3.30', '2.64', '32.34']);
  const correction = how => here.expect(200, 'POST', `/invoices/${first.id}/correction/${how}`);
  assert.deepEqual([(await correction('preview')).effect, (await correction('preview')).difference], ['NONE', '0.00']);
  await use(customer, '2026-02-11T00:00:00Z', 500);
  const shown = await eventually('the late usage', async () => {
    const now = await correction('preview');
    return { ok: now.effect === 'DEBIT', value: now };
  });
  // 39.50 less 3.95, and 3.16 of tax: 38.71
  assert.equal(shown.difference, '6.37');
  const [line] = shown.lines.filter(one => one.difference !== '0.00');
  assert.deepEqual([line.billed, line.due, line.discount_billed, line.discount_due], ['13.00', '19.50', '1.30', '1.95']);
  const done = await correction('execute');
  assert.deepEqual(figures(done.correcting_invoice), ['5.85', '0.00', '0.52', '6.37']);
  assert.deepEqual([(await correction('execute')).effect, (await correction('execute')).correcting_invoice], ['NONE', null]);
  // 800 of the 1,000 were none: 29.10 less 2.91, and 2.32 of tax are 28.51, where 38.71 were billed
  const { id } = await here.expect(201, 'POST', '/events/amendments', { reason: 'counted twice', replace: [{ event_id: used, properties: { tokens: '200' } }] });
  await here.expect(200, 'POST', `/events/amendments/${id}/apply`, { reason: 'agreed' });
  assert.deepEqual([(await correction('preview')).effect, (await correction('preview')).difference], ['CREDIT', '-10.20']);
  const credited = await correction('execute');
  assert.equal(credited.correcting_invoice, null);
  const note = await here.expect(200, 'GET', `/creditnotes/${credited.correcting_credit_note_ids[0]}`);
  assert.deepEqual([note.total_amount, note.credit_note_type, note.reason], ['10.20', 'ADJUSTMENT', 'BILLING_ERROR']);
  const again = await correction('execute');
  assert.deepEqual([again.effect, again.difference, again.correcting_credit_note_ids], ['NONE', '0.00', []]);
});

test('the preview of an amendment has all that it touches, however many', async () => {
  const usual = await planWithUsage(here, '0.10');
  const many = await client.customers.createCustomer({ externalId: fresh('many'), name: 'Many' });
  const { now } = await here.expect(200, 'GET', '/clock');
  const agreed = await Promise.all(Array.from({ length: 25 }, () => subscribed(client, many.id, usual.plan.id, { startDate: now })));
  const { id } = await here.expect(201, 'POST', '/events/amendments', {
    reason: 'forgotten',
    events: [{ event_id: fresh('forgotten'), event_name: usual.plan.name, external_customer_id: many.externalId, timestamp: now, properties: { tokens: '10' } }],
  });
  const { invoices, truncated } = await here.expect(200, 'POST', `/events/amendments/${id}/preview`, {});
  assert.deepEqual(invoices.map(one => one.subscription_id).sort(), agreed.map(one => one.id).sort());
  assert.equal(truncated, false);
});
