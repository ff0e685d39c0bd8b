// Of whom the usage of a line was. Figures are worked out by hand beside the assertions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, fresh, operation, planWithUsage, sandbox, subscribed } from './support.mjs';

const here = await sandbox('breakdowns');
const { client } = here;
await here.expect(200, 'PUT', '/clock', { now: '2026-01-01T00:00:00Z' });
const { plan } = await planWithUsage(here, '0.01');
const customer = await client.customers.createCustomer({ externalId: fresh('c'), name: 'C' });
const subscription = await subscribed(client, customer.id, plan.id, { startDate: '2026-01-01T00:00:00Z' });
const [{ event_name: name }] = (await here.expect(200, 'POST', '/features/search', {})).items.map(f => f.meter);
const use = (tokens, model, source, timestamp = '2026-01-05T00:00:00Z') => here.expect(202, 'POST', '/events', {
  event_name: name, external_customer_id: customer.externalId, event_id: fresh('e'), timestamp, source, properties: { tokens: String(tokens), model },
});
await use(100, 'small', 'web');
await use(101, 'large', 'web');
await use(100, 'small', 'batch');
await use(99, undefined, undefined);
await here.expect(200, 'POST', '/clock/advance', { to: '2026-02-01T03:00:00Z' });
const [{ id }] = await eventually('the invoice', async () => {
  const { items } = await here.expect(200, 'POST', '/invoices/search', { subscription_id: subscription.id, invoice_status: ['FINALIZED'] });
  return { ok: items.length === 1, value: items };
});
const line = async query => (await here.expect(200, 'GET', `/invoices/${id}${query}`)).line_items[0];
const short = items => items.map(i => [i.grouped_by ?? i.source, i.usage, i.event_count, i.cost, i.percentage])
  .sort((a, b) => JSON.stringify(a[0]).localeCompare(JSON.stringify(b[0])));

operation('getInvoice', async () => {
  const plain = await line('');
  assert.equal(plain.usage_breakdown, null);
  assert.equal(plain.usage_analytics, null);
  assert.equal(plain.amount, '4.00');
  const byModel = await line('?group_by=model');
  assert.deepEqual(short(byModel.usage_breakdown), [
    [{ model: '' }, '99', 1, '0.99', '24.75'],
    [{ model: 'large' }, '101', 1, '1.01', '25.25'],
    [{ model: 'small' }, '200', 2, '2.00', '50'],
  ]);
  const both = await line('?group_by=properties.model,source&expand_by_source=true');
  assert.equal(both.usage_breakdown.length, 4);
  assert.deepEqual(short(both.usage_analytics), [
    ['', '99', 1, '0.99', '24.75'],
    ['batch', '100', 1, '1.00', '25'],
    ['web', '201', 2, '2.01', '50.25'],
  ]);
  const read = await client.invoices.getInvoice(id, true, ['model']);
  assert.equal(read.lineItems[0].usageBreakdown.length, 3);
  await here.expect(400, 'GET', `/invoices/${id}?expand_by_source=perhaps`);
  await here.expect(400, 'GET', `/invoices/${id}?group_by=a,b,c,d,e,f`);
});

test('what comes later is in no breakdown of what was billed', async () => {
  await use(7, 'late', 'web');
  await eventually('the late event', async () => {
    const { difference } = await here.expect(200, 'POST', `/invoices/${id}/correction/preview`);
    return { ok: difference === '0.07', value: difference };
  });
  const after = await line('?group_by=model');
  assert.deepEqual(after.usage_breakdown.map(i => Number(i.usage)).reduce((a, b) => a + b), Number(after.quantity));
  assert.equal(after.usage_breakdown.length, 3);
});
