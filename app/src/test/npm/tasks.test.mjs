// Files of usage events, imported in the background.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, fails, fresh, nobody, operation, sandbox } from './support.mjs';

const here = await sandbox('tasks');
const { client } = here;
const who = fresh('acme');
const rows = [
  'Request,When,Tokens used',
  ...Array.from({ length: 1_500 }, (_, n) => `${who}-${n},2025-01-02 03:04:05,${n}`),
  `${who}-bad,some day,1`,
];
const FILE = {
  taskType: 'IMPORT', entityType: 'EVENTS', fileType: 'CSV', fileName: 'january.csv',
  fileUrl: `data:text/csv;base64,${Buffer.from(rows.join('\n')).toString('base64')}`,
  metadata: {
    mapping: { event_id: 'Request', timestamp: 'When', properties: { tokens: 'Tokens used' } },
    constants: { event_name: 'llm.call', external_customer_id: who }, timezone: 'Europe/Berlin',
  },
};
await here.expect(200, 'PUT', '/clock', { now: '2025-02-01T00:00:00Z' });
const first = client.tasks.createTask(FILE).catch(error => error);

async function task() {
  const made = await first;
  if (made instanceof Error) {
    throw made;
  }
  return made;
}

async function ended(id) {
  for (let tries = 0; tries < 600; tries++) {
    const now = await client.tasks.getTask(id);
    if (now.taskStatus === 'COMPLETED' || now.taskStatus === 'FAILED') {
      return now;
    }
    await new Promise(resolve => { setTimeout(resolve, 100); });
  }
  return assert.fail(`task ${id} did not end`);
}

operation('createTask', async () => {
  const made = await task();
  assert.match(made.id, /^task_/);
  assert.equal(made.fileName, 'january.csv');
  assert.equal(made.totalRecords, 1_501);
  await fails(400, () => client.tasks.createTask({ ...FILE, fileUrl: 'ftp://x/y' }), /file_url/);
  await fails(400, () => client.tasks.createTask({ ...FILE, entityType: 'PRICES' }), /entity_type/);
  await fails(400, () => client.tasks.createTask({ ...FILE, metadata: { mapping: { colour: 'x' } } }), /colour/);
});

operation('getTask', async () => {
  const done = await ended((await task()).id);
  assert.equal(done.taskStatus, 'COMPLETED');
  assert.deepEqual([done.processedRecords, done.successfulRecords, done.failedRecords], [1_501, 1_500, 1]);
  assert.match(done.errorSummary, /1 of 1501 records.*record 1501: timestamp/);
  const [event] = await eventually('what was acknowledged to be stored', async () => {
    const { events } = await here.expect(200, 'GET', `/events?external_customer_id=${who}&event_id=${who}-7&start_time=2025-01-01T00:00:00Z&end_time=2025-02-01T00:00:00Z`);
    return { ok: events.length === 1, value: events };
  });
  assert.deepEqual([event.timestamp, event.properties.tokens], ['2025-01-02T02:04:05Z', '7']);
  await fails(404, () => client.tasks.getTask(nobody('task')), /not found/);
});

operation('listTasks', async () => {
  const made = await task();
  const page = await client.tasks.listTasks({ entityType: 'EVENTS', order: 'asc' });
  assert.equal(page.items[0].id, made.id);
  assert.equal((await client.tasks.listTasks({ taskType: 'EXPORT' })).items.length, 0);
  await fails(400, () => client.tasks.listTasks({ limit: 0 }), /limit/);
});

operation('getTaskResult', async () => {
  const done = await ended((await task()).id);
  const result = await client.tasks.getTaskResult(done.workflowId);
  assert.match(result.message, /^completed/);
  await fails(404, () => client.tasks.getTaskResult(nobody('task')), /not found/);
});

operation('updateTaskStatus', async () => {
  const inside = await client.tasks.createTask({ ...FILE, fileUrl: 'http://127.0.0.1:9/x.csv' });
  const failed = await ended(inside.id);
  assert.match(failed.errorSummary, /public Internet/);
  assert.match((await client.tasks.updateTaskStatus(inside.id, { taskStatus: 'PENDING' })).message, /updated/);
  await ended(inside.id);
  const done = await ended((await task()).id);
  await fails(400, () => client.tasks.updateTaskStatus(done.id, { taskStatus: 'FAILED' }), /COMPLETED/);
});

operation('downloadTaskExport', async () => {
  const done = await ended((await task()).id);
  const said = await client.tasks.downloadTaskExport(done.id);
  assert.equal(said.download_url, `/v1/events/rejected?source=${done.id}`);
  await fails(404, () => client.tasks.downloadTaskExport(nobody('task')), /not found/);
});

test('a file may be the body', async () => {
  const text = `event_id,event_name,external_customer_id\n${who}-up,call,${who}\n`;
  const made = await here.expect(202, 'POST', '/tasks/upload?file_name=up.csv', text, { 'content-type': 'text/csv' });
  assert.equal((await ended(made.id)).successfulRecords, 1);
});

test('what was set aside is replayed once it is repaired', async () => {
  const done = await ended((await task()).id);
  const aside = await here.expect(200, 'GET', `/events/rejected?source=${done.id}`);
  assert.equal(aside.items.length, 1);
  assert.equal((await here.expect(200, 'GET', `/events/rejected/${aside.items[0].id}`)).replayed_as, null);
  const repaired = { ...JSON.parse(aside.items[0].payload), timestamp: '2025-01-03T00:00:00Z' };
  const replayed = await here.expect(202, 'POST', `/events/rejected/${aside.items[0].id}/replay`, repaired);
  assert.equal(replayed.replayed_as, `${who}-bad`);
  const found = await here.expect(200, 'GET', `/events/${who}-bad`);
  assert.equal(found.event.timestamp, '2025-01-03T00:00:00Z');
  assert.equal((await here.expect(200, 'GET', '/events/rejected?standing=open')).items.length, 0);
});
