// Subscriptions with prices of their own on one invoice.
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, fresh, operation, planWithUsage, sandbox } from './support.mjs';

const here = await sandbox('grouped');
const { client } = here;
const JANUARY = '2026-01-01T00:00:00Z';
await here.expect(200, 'PUT', '/clock', { now: JANUARY });

const customer = async stem => client.customers.createCustomer({ externalId: fresh(stem), name: stem });
const asked = async (status, who, plan, extra = {}) => here.expect(status, 'POST', '/subscriptions', {
  customer_id: who.id, plan_id: plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1,
  billing_cycle: 'anniversary', start_date: JANUARY, ...extra,
});
const subscription = async id => here.expect(200, 'GET', `/subscriptions/${id}`);
const modify = async (status, parent, action, children, extra = {}, how = 'execute') => here.expect(
  status, 'POST', `/subscriptions/${parent}/modify/${how}`,
  { type: 'grouped_invoicing', grouped_invoicing_params: { action, child_subscription_ids: children, ...extra } },
);
const invoicesOf = async id => (await here.expect(200, 'POST', '/invoices/search', { subscription_id: id, invoice_status: ['FINALIZED'], limit: 100 }))
  .items.sort((a, b) => a.period_start.localeCompare(b.period_start));
const full = async id => here.expect(200, 'GET', `/invoices/${id}`);
const advance = async to => here.expect(200, 'POST', '/clock/advance', { to });
const lineOf = (invoice, id) => invoice.line_items.find(line => line.subscription_id === id);

const { plan, use } = await planWithUsage(here, '0.10');
const other = await planWithUsage(here, '0.20');

operation('executeSubscriptionModify', async () => {
  const [head, berlin, paris] = [await customer('head'), await customer('berlin'), await customer('paris')];
  const rate = await client.taxRates.createTaxRate({ name: 'VAT', code: fresh('vat'), taxRateType: 'percentage', percentageValue: '10', scope: 'INTERNAL' });
  await client.taxAssociations.createTaxAssociation({ taxRateCode: rate.code, entityType: 'customer', entityId: head.id, autoApply: true });
  const coupon = await client.coupons.createCoupon({ name: 'half', type: 'percentage', percentageOff: '50', cadence: 'forever' });
  const parent = await asked(201, head, plan);
  const first = await asked(201, berlin, plan, { coupons: [coupon.id] });
  const second = await asked(201, paris, other.plan);

  // Thought through, nothing changes; made, each shows with whom it is invoiced.
  const thought = await modify(200, parent.id, 'add', [first.id], {}, 'preview');
  assert.equal(thought.subscription.subscription_type, 'parent');
  assert.equal((await subscription(first.id)).subscription_type, 'standalone');
  const made = await modify(200, parent.id, 'add', [first.id, second.id], { parent_subscription_id: parent.id });
  assert.equal(made.changed_resources.subscriptions.length, 3);
  await modify(200, parent.id, 'add', [first.id]);
  const child = await subscription(first.id);
  assert.equal(child.subscription_type, 'grouped_invoicing');
  assert.equal(child.parent_subscription_id, parent.id);
  assert.equal(child.invoicing_customer_id, head.id);
  assert.equal((await subscription(parent.id)).subscription_type, 'parent');

  // What a child uses takes from the balance of who pays.
  const purse = await client.wallets.createWallet({ customerId: head.id, currency: 'usd', conversionRate: '1', initialCreditsToLoad: '3' });
  await use(head, '2026-01-10T00:00:00Z', 100);
  await use(berlin, '2026-01-11T00:00:00Z', 40);
  await other.use(paris, '2026-01-12T00:00:00Z', 10);
  await eventually('the balance of who pays', async () => {
    const value = await here.expect(200, 'GET', `/wallets/${purse.id}/balance/real-time`);
    return { ok: value.current_period_usage === '16.00' || value.current_period_usage === '14.00', value };
  });
  const preview = await here.expect(200, 'POST', '/invoices/preview', { subscription_id: parent.id });
  assert.equal(preview.subtotal, '16.00');
  assert.equal(preview.total_discount, '2.00');
  assert.equal(lineOf(preview, second.id).amount, '2.00');

  await advance('2026-02-01T03:00:00Z');
  const [january] = await invoicesOf(parent.id);
  // 10.00 + 4.00 at half price + 2.00 = 14.00, 3.00 of credits, 10% of tax.
  assert.equal(january.customer_id, head.id);
  assert.equal(january.subtotal, '16.00');
  assert.equal(january.total_discount, '2.00');
  assert.equal(january.total_prepaid_credits_applied, '3.00');
  assert.equal(january.total_tax, '1.40');
  assert.equal(january.total, '12.40');
  const shown = await full(january.id);
  assert.equal(shown.line_items.length, 3);
  const [own, mine, theirs] = [parent, first, second].map(one => lineOf(shown, one.id));
  assert.deepEqual([own.amount, mine.amount, theirs.amount], ['10.00', '4.00', '2.00']);
  assert.equal(mine.metadata.child_customer_id, berlin.id);
  assert.equal(mine.metadata.subscription_id, first.id);
  assert.equal(own.metadata?.child_customer_id, undefined);
  for (const one of [first, second]) assert.deepEqual(await invoicesOf(one.id), []);

  // A child's line explains itself, and is worked out again.
  const why = await here.expect(200, 'GET', `/invoices/${january.id}/lines/${mine.id}/explanation`);
  assert.equal(JSON.stringify(why).includes('"40"'), true);
  assert.equal((await here.expect(200, 'POST', `/invoices/${january.id}/recompute?usage=true`, {})).equal, true);

  const divided = await here.expect(200, 'GET', `/invoices/${january.id}?group_by=external_customer_id`);
  assert.deepEqual([parent, first, second].map(one => lineOf(divided, one.id).usage_breakdown.map(part => part.usage)), [['100'], ['40'], ['10']]);

  // Usage of a child that comes late is corrected once.
  await use(berlin, '2026-01-20T00:00:00Z', 20);
  await eventually('what came late', async () => {
    const value = await here.expect(200, 'POST', `/invoices/${january.id}/correction/preview`, {});
    return { ok: value.difference === '1.10', value };
  });
  const corrected = await here.expect(200, 'POST', `/invoices/${january.id}/correction/execute`, {});
  assert.equal(corrected.effect, 'DEBIT');
  const more = (await invoicesOf(parent.id)).find(one => one.billing_reason === 'CORRECTION');
  assert.equal((await full(more.id)).line_items[0].metadata.child_customer_id, berlin.id);
  assert.equal((await here.expect(200, 'POST', `/invoices/${january.id}/correction/execute`, {})).effect, 'NONE');

  // Who leaves within a period is billed that period by itself; who stays, with the parent.
  await use(berlin, '2026-02-05T00:00:00Z', 30);
  await other.use(paris, '2026-02-05T00:00:00Z', 30);
  await advance('2026-02-10T00:00:00Z');
  await modify(200, parent.id, 'remove', [first.id]);
  assert.equal((await subscription(first.id)).subscription_type, 'standalone');
  assert.equal((await subscription(first.id)).invoicing_customer_id, berlin.id);
  await advance('2026-03-01T03:00:00Z');
  const [alone] = await invoicesOf(first.id);
  assert.equal(alone.customer_id, berlin.id);
  assert.equal(alone.subtotal, '3.00');
  const february = (await invoicesOf(parent.id)).find(one => one.period_start.startsWith('2026-02') && one.billing_reason === 'SUBSCRIPTION_CYCLE');
  assert.equal(february.subtotal, '6.00');

  // When the parent ends, those that are left go on by themselves.
  await other.use(paris, '2026-03-05T00:00:00Z', 5);
  await advance('2026-03-10T00:00:00Z');
  await here.expect(200, 'POST', `/subscriptions/${parent.id}/cancel`, { cancellation_type: 'immediate' });
  await eventually('that the child stands alone', async () => {
    const value = await subscription(second.id);
    return { ok: value.subscription_type === 'standalone', value };
  });
  await advance('2026-04-01T03:00:00Z');
  const [last] = await invoicesOf(second.id);
  assert.equal(last.customer_id, paris.id);
  assert.equal(last.subtotal, '1.00');

  // An advance that is repeated bills nothing more.
  const before = (await here.expect(200, 'POST', '/invoices/search', { limit: 1 })).pagination.total;
  await advance('2026-04-01T04:00:00Z');
  assert.equal((await here.expect(200, 'POST', '/invoices/search', { limit: 1 })).pagination.total, before);
});

test('a new subscription takes others on its invoice, which end and cannot be moved', async () => {
  await advance('2026-04-01T05:00:00Z');
  const [head, lyon] = [await customer('head'), await customer('lyon')];
  const start = { start_date: '2026-04-01T00:00:00Z' };
  const child = await asked(201, lyon, plan, start);
  const parent = await asked(201, head, plan, { ...start, inheritance: { subscriptions_ids_for_grouped_invoicing: [child.id] } });
  assert.equal(parent.subscription_type, 'parent');
  assert.equal((await subscription(child.id)).parent_subscription_id, parent.id);
  for (const one of [parent, child]) {
    const paused = await here.expect(400, 'POST', `/subscriptions/${one.id}/pause`, { pause_mode: 'immediate', pause_days: 3 });
    assert.match(JSON.stringify(paused), /group/);
  }

  // What ends goes by a last invoice of its own, to whoever pays for the parent.
  await use(lyon, '2026-04-01T05:00:00Z', 10);
  await advance('2026-04-10T00:00:00Z');
  await here.expect(200, 'POST', `/subscriptions/${child.id}/cancel`, { cancellation_type: 'immediate', cancel_immediately_inovice_policy: 'generate_invoice' });
  await advance('2026-05-01T03:00:00Z');
  const [last] = await invoicesOf(child.id);
  assert.equal(last.customer_id, head.id);
  assert.equal(last.subtotal, '1.00');
  for (const one of await invoicesOf(parent.id)) assert.equal(lineOf(await full(one.id), child.id), undefined);
});

test('a parent is made together with its children, all or none', async () => {
  const there = await sandbox('grouped from the beginning');
  await there.expect(200, 'PUT', '/clock', { now: '2026-03-02T00:00:00Z' });
  const somebody = async stem => there.client.customers.createCustomer({ externalId: fresh(stem), name: stem });
  const [head, berlin, paris] = [await somebody('head'), await somebody('berlin'), await somebody('paris')];
  const tokens = await planWithUsage(there, '0.10');
  const dearer = await planWithUsage(there, '0.20');
  await there.client.prices.createPrice({
    entityType: 'PLAN', entityId: dearer.plan.id, type: 'FIXED', priceUnitType: 'FIAT', billingModel: 'FLAT_FEE', currency: 'usd', amount: '7',
    billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCadence: 'RECURRING', invoiceCadence: 'ADVANCE', displayName: 'Seat',
  });
  const coupon = await there.client.coupons.createCoupon({ name: 'half', type: 'percentage', percentageOff: '50', cadence: 'forever' });
  const order = (status, children) => there.expect(status, 'POST', '/subscriptions', {
    customer_id: head.id, plan_id: tokens.plan.id, currency: 'usd', billing_period: 'MONTHLY', billing_cycle: 'anniversary',
    start_date: JANUARY, inheritance: { grouped_invoicing_children_to_create: children },
  });
  const count = async () => (await there.expect(200, 'POST', '/subscriptions/search', { limit: 1 })).pagination.total;
  const ofBerlin = { external_customer_id: berlin.externalId, plan_id: tokens.plan.id, coupons: [coupon.id] };
  const ofParis = { external_customer_id: paris.externalId, plan_id: dearer.plan.id };

  // One that cannot be made keeps all from being made, and takes back what the others were given.
  await order(404, [ofBerlin, { ...ofParis, external_customer_id: 'nobody' }]);
  await order(404, [ofBerlin, { ...ofParis, plan_id: 'plan_01ARZ3NDEKTSV4RRFFQ69G5FAV' }]);
  await order(404, [ofBerlin, { ...ofParis, coupons: ['no_such_coupon'] }]);
  assert.equal(await count(), 0);
  assert.equal((await there.expect(200, 'GET', `/coupons/${coupon.id}`)).total_redemptions, 0);

  const parent = await order(201, [ofBerlin, ofParis]);
  assert.equal(parent.subscription_type, 'parent');
  const children = (await there.expect(200, 'POST', '/subscriptions/search', { limit: 10 })).items.filter(one => one.id !== parent.id);
  assert.equal(children.length, 2);
  for (const child of children) {
    assert.equal(child.parent_subscription_id, parent.id);
    assert.equal(child.subscription_type, 'grouped_invoicing');
    assert.equal(child.invoicing_customer_id, head.id);
    assert.equal(child.start_date, parent.start_date);
  }
  const [first, second] = [berlin, paris].map(who => children.find(child => child.customer_id === who.id));

  // What is past is on the parent's invoices from the first period on; what is paid in advance at once, on one of its own.
  await tokens.use(head, '2026-03-02T00:00:00Z', 100);
  await tokens.use(berlin, '2026-03-02T00:00:00Z', 40);
  await dearer.use(paris, '2026-03-02T00:00:00Z', 10);
  await there.expect(200, 'POST', '/clock/advance', { to: '2026-04-01T03:00:00Z' });
  const of = async id => (await there.expect(200, 'POST', '/invoices/search', { subscription_id: id, invoice_status: ['FINALIZED'], limit: 100 })).items
    .sort((a, b) => a.period_start.localeCompare(b.period_start));
  assert.deepEqual(await of(first.id), []);
  const [advance, ...others] = await of(second.id);
  assert.deepEqual(others, []);
  assert.equal(advance.customer_id, head.id);
  assert.equal(advance.billing_reason, 'SUBSCRIPTION_CREATE');
  assert.equal(advance.subtotal, '7.00');
  const together = await of(parent.id);
  assert.deepEqual(together.map(one => one.period_start.slice(0, 7)), ['2026-01', '2026-02', '2026-03']);
  assert.deepEqual(together.map(one => one.subtotal), ['7.00', '7.00', '23.00']);
  const march = await there.expect(200, 'GET', `/invoices/${together[2].id}`);
  // 10.00 + 4.00 at half price + 2.00, and the seat of April.
  assert.equal(march.total_discount, '2.00');
  assert.deepEqual(march.line_items.filter(line => line.amount !== '0.00').map(line => line.amount).sort(), ['10.00', '2.00', '4.00', '7.00']);
});

test('what cannot be invoiced together is refused by name', async () => {
  await advance('2026-05-01T04:00:00Z');
  const start = { start_date: '2026-05-01T00:00:00Z' };
  const [head, tours, nice] = [await customer('head'), await customer('tours'), await customer('nice')];
  const [parent, child, rival] = [await asked(201, head, plan, start), await asked(201, tours, plan, start), await asked(201, nice, plan, start)];
  const later = await asked(201, nice, plan, { start_date: '2026-05-01T01:00:00Z' });
  const refused = async (children, sentence, of = parent) => assert.match(JSON.stringify(await modify(400, of.id, 'add', children)), sentence);
  await refused([parent.id], /child_subscription_ids.*other subscriptions/s);
  await refused([later.id], /periods end when those of the parent do/);
  await refused([], /child_subscription_ids/);
  assert.match(JSON.stringify(await modify(400, parent.id, 'remove', [child.id])), /invoiced with this one/);
  assert.match(JSON.stringify(await modify(400, parent.id, 'add', [child.id], { parent_subscription_id: rival.id })), /parent_subscription_id/);
  await modify(404, parent.id, 'add', ['subs_01ARZ3NDEKTSV4RRFFQ69G5FAV']);
  const elsewhere = await sandbox('grouped elsewhere');
  await elsewhere.expect(200, 'PUT', '/clock', { now: '2026-05-01T04:00:00Z' });
  const stranger = await elsewhere.client.customers.createCustomer({ externalId: fresh('stranger'), name: 'Stranger' });
  const foreign = await planWithUsage(elsewhere, '0.10');
  const theirs = await elsewhere.expect(201, 'POST', '/subscriptions', { customer_id: stranger.id, plan_id: foreign.plan.id, currency: 'usd', billing_period: 'MONTHLY' });
  await modify(404, parent.id, 'add', [theirs.id]);

  // Two that want the same one at one moment: one gets it.
  const both = await Promise.all([parent, rival].map(one => here.send('POST', `/subscriptions/${one.id}/modify/execute`, {
    type: 'grouped_invoicing', grouped_invoicing_params: { action: 'add', child_subscription_ids: [child.id] },
  })));
  assert.deepEqual(both.map(one => one.status).sort(), [200, 400]);
  const winner = both[0].status === 200 ? parent : rival;
  const loser = winner === parent ? rival : parent;
  assert.equal((await subscription(child.id)).parent_subscription_id, winner.id);
  await refused([child.id], /stand alone/, loser);
  await refused([winner.id], /stand alone/, loser);
  assert.match(JSON.stringify(await modify(400, child.id, 'add', [loser.id])), /take it out of that group/);
});

test('what a child has promised over several periods is counted on the invoices of its parent', async () => {
  const there = await sandbox('grouped promises');
  await there.expect(200, 'PUT', '/clock', { now: JANUARY });
  const fine = await planWithUsage(there, '0.10');
  const somebody = async stem => there.client.customers.createCustomer({ externalId: fresh(stem), name: stem });
  const [head, lille] = [await somebody('head'), await somebody('lille')];
  const order = (who, extra) => there.expect(201, 'POST', '/subscriptions', {
    customer_id: who.id, plan_id: fine.plan.id, currency: 'usd', billing_period: 'MONTHLY', start_date: JANUARY, billing_cycle: 'anniversary', ...extra,
  });
  const child = await order(lille, { commitment_amount: '10', commitment_duration: 'QUARTERLY', overage_factor: '2', auto_invoice_threshold: '4.50' });
  const parent = await order(head, { inheritance: { subscriptions_ids_for_grouped_invoicing: [child.id] } });
  const all = async id => (await there.expect(200, 'POST', '/invoices/search', { subscription_id: id, invoice_status: ['FINALIZED'] })).items
    .sort((a, b) => a.period_end.localeCompare(b.period_end));

  // 4.00, 4.00, and of the 6.00 of March 2.00 are within what was promised; the rest costs twice as much.
  for (const [month, tokens] of [['01', 40], ['02', 40], ['03', 60]]) {
    await fine.use(lille, `2026-${month}-05T00:00:00Z`, tokens);
    await there.expect(200, 'POST', '/clock/advance', { to: `2026-0${Number(month) + 1}-01T03:00:00Z` });
  }
  const together = await all(parent.id);
  assert.deepEqual(together.map(one => one.subtotal), ['4.00', '4.00', together[2].subtotal]);
  // What came to the threshold was invoiced at once, to who pays for the parent; the rest is with the parent's.
  const once = await all(child.id);
  assert.deepEqual([...new Set(once.map(one => one.customer_id))].filter(id => id !== head.id), []);
  const sum = [...once, together[2]].reduce((total, one) => total + Number(one.subtotal), 0);
  assert.equal(sum, 10);
});
