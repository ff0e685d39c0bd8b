// The older shape of the API, from the plan to the paid invoice. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { eventually, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('shapes');
const JANUARY = '2026-01-01T00:00:00Z';
const at = days => new Date(Date.parse(JANUARY) + days * 86_400_000).toISOString();
await here.expect(200, 'PUT', '/clock', { now: JANUARY });

const acme = fresh('acme');
const customer = await here.expect(201, 'POST', '/customers', { external_id: acme, name: 'Acme' });
const call = fresh('api_call');
const tiers = [{ up_to: 10, unit_amount: '0' }, { unit_amount: '0.5' }];
const graduated = { event_name: call, pricing_model: 'graduated', tiers };
const made = await here.expect(201, 'POST', '/pricing-plans', {
  name: 'Pay as you go', lookup_key: fresh('payg'), currency: 'usd', charges: [{ pricing_model: 'flat', amount: '20', display_name: 'Platform' }, graduated],
});
const listed = async query => (await here.expect(200, 'GET', `/invoices?${new URLSearchParams(query)}`)).items;

operation('createPricingPlan', async () => {
  assert.deepEqual(made.charges.map(charge => charge.pricing_model), ['flat', 'graduated']);
  assert.deepEqual(made.charges.map(charge => charge.event_name), [null, call]);
  const { items } = await here.expect(200, 'GET', `/features?meter_ids=${made.charges[1].meter_id}`);
  assert.ok(items.some(feature => feature.meter_id === made.charges[1].meter_id && feature.name === call));
  // The second charge is wrong: neither the plan nor the meter of the first is made.
  const lost = fresh('lost');
  const wrong = { name: 'Lost', lookup_key: lost, currency: 'usd', charges: [{ ...graduated, event_name: lost }, { ...graduated, event_name: lost, tiers: [{ up_to: 5, unit_amount: '1' }, { up_to: 3, unit_amount: '1' }, { unit_amount: '1' }] }] };
  const refused = await here.expect(400, 'POST', '/pricing-plans', wrong);
  assert.match(refused.message, /charges\[1\]/);
  assert.equal((await here.expect(200, 'GET', `/plans?lookup_key=${lost}`)).items.length, 0);
  const { items: meters } = await here.expect(200, 'GET', '/meters?limit=1000');
  assert.ok(meters.every(meter => meter.event_name !== lost));
  await here.expect(201, 'POST', '/pricing-plans', { ...wrong, charges: [wrong.charges[0]] });
  await here.expect(409, 'POST', '/pricing-plans', { ...wrong, charges: [wrong.charges[0]] });
});

operation('getPricingPlan', async () => {
  const read = await here.expect(200, 'GET', `/pricing-plans/${made.id}`);
  assert.deepEqual(read.charges, made.charges);
  assert.deepEqual(read.charges[1].tiers.map(tier => [tier.up_to, tier.unit_amount]), [[10, '0'], [null, '0.5']]);
  assert.equal(read.prices.length, 2);
  await here.expect(404, 'GET', `/pricing-plans/${nobody('plan')}`);
});

operation('createSubscription', async () => {
  const order = { customer_id: acme, plan_id: made.id };
  await here.expect(404, 'POST', '/subscriptions', { ...order, customer_id: fresh('nobody') });
  await here.expect(400, 'POST', '/subscriptions', { ...order, trial_end_date: at(-1) });
  const begun = await here.expect(201, 'POST', '/subscriptions', { ...order, trial_end_date: at(14.5) });
  assert.equal(begun.subscription_status, 'trialing');
  assert.deepEqual([begun.customer_id, begun.currency, begun.billing_period], [customer.id, 'usd', 'MONTHLY']);
  assert.equal(Date.parse(begun.trial_end), Date.parse(at(14.5)));
  const calls = Array.from({ length: 25 }, (_, i) => ({
    event_name: call, customer_id: acme, idempotency_key: fresh('call'), timestamp: new Date(Date.parse(at(20)) + i * 1_000).toISOString(),
  }));
  await here.expect(202, 'POST', '/events/batch', { events: calls });
});

operation('listEvents', async () => {
  const window = { customer_id: acme, event_name: call, from: at(20), to: at(21), limit: 10 };
  const seen = await eventually('the events', async () => {
    const ids = [];
    for (let cursor; ;) {
      const page = await here.expect(200, 'GET', `/events?${new URLSearchParams(cursor ? { ...window, cursor } : window)}`);
      ids.push(...page.events.map(event => event.id));
      if (!page.has_more) {
        break;
      }
      cursor = page.iter_last_key;
    }
    return { ok: ids.length === 25, value: ids };
  });
  assert.equal(new Set(seen).size, 25);
  assert.equal((await here.expect(200, 'GET', `/events?${new URLSearchParams({ ...window, limit: 200, to: at(20.0001) })}`)).events.length, 9);
  await here.expect(400, 'GET', '/events?limit=201');
});

operation('listInvoices', async () => {
  // A month from January 15, noon: the flat 20.00, and 15 of 25 calls at 0.50.
  await here.expect(200, 'POST', '/clock/advance', { to: at(46) });
  const open = await eventually('the invoice', async () => {
    const items = await listed({ customer_id: acme, status: 'open' });
    return { ok: items.length === 1, value: items };
  });
  assert.equal(open[0].total, '27.50');
  assert.equal(open[0].invoice_status, 'FINALIZED');
  assert.deepEqual((await listed({ customer_id: customer.id, status: 'open' })).map(invoice => invoice.id), [open[0].id]);
  assert.deepEqual(await listed({ customer_id: fresh('nobody'), status: 'open' }), []);
  assert.deepEqual(await listed({ customer_id: acme, status: 'paid' }), []);
  const made = Date.parse(open[0].created_at);
  assert.equal((await listed({ status: 'open', from: open[0].created_at, to: new Date(made + 1_000).toISOString() })).length, 1);
  assert.equal((await listed({ status: 'open', to: open[0].created_at })).length, 0);
  const payment = { destination_type: 'INVOICE', destination_id: open[0].id, payment_method_type: 'OFFLINE', amount: '27.50', currency: 'usd' };
  await here.expect(201, 'POST', '/payments', payment);
  await eventually('the paid invoice', async () => {
    const items = await listed({ customer_id: acme, status: 'paid' });
    return { ok: items.length === 1 && items[0].id === open[0].id, value: items };
  });
  assert.deepEqual(await listed({ customer_id: acme, status: 'open' }), []);
  const line = [{ display_name: 'Setting up', amount: '5.00', quantity: '1' }];
  const draft = await here.expect(201, 'POST', '/invoices', { customer_id: customer.id, currency: 'usd', subtotal: '5.00', total: '5.00', amount_due: '5.00', line_items: line });
  assert.ok((await listed({ customer_id: acme, status: 'draft' })).some(invoice => invoice.id === draft.id));
  await here.expect(200, 'POST', `/invoices/${draft.id}/void`, {});
  assert.deepEqual((await listed({ customer_id: acme, status: 'void' })).map(invoice => invoice.id), [draft.id]);
  await here.expect(400, 'GET', '/invoices?status=lost');
});
