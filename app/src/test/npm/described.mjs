// Holds every recorded answer to the server's own description of its API.
//   node described.mjs EXCHANGES_DIR OPENAPI.json
import { readFileSync } from 'node:fs';
import { Findings, bodyOf, exchanges } from './exchanges.mjs';
import { faults, router } from './schema.mjs';
import { OPEN, UNTRIED } from './open.mjs';

const [directory, file] = process.argv.slice(2);
const document = JSON.parse(readFileSync(file, 'utf8'));
/** Refusals of HTTP itself, which say nothing of an operation. */
const ANYWHERE = new Set([405, 406, 413, 414, 415]);

const route = router(document);
const findings = new Findings();
const worked = new Set();
let held = 0;
for (const exchange of exchanges(directory)) {
  const found = route(exchange.method, new URL(exchange.url).pathname);
  if (!found) {
    continue;
  }
  const name = found.operation.operationId;
  if (exchange.status < 300) {
    worked.add(name);
  }
  if (ANYWHERE.has(exchange.status)) {
    continue;
  }
  const told = found.operation.responses[exchange.status];
  if (!told) {
    findings.add(name, `answered ${exchange.status}, which is not described`);
    continue;
  }
  const response = told.$ref ? document.components.responses[told.$ref.split('/').pop()] : told;
  // A file is held to nothing but its route, nor is the address of one.
  if (Object.values(response.content ?? {}).some(part => part.schema?.format === 'binary')) {
    continue;
  }
  const schema = (response.content?.['application/json'] ?? response.content?.['text/event-stream'])?.schema;
  const body = bodyOf(exchange);
  held++;
  if (schema === undefined || body === undefined) {
    if (schema !== undefined || body !== undefined) {
      findings.add(name, `${exchange.status} ${schema ? 'without' : 'with'} a body`);
    }
    continue;
  }
  faults(document, schema, body).forEach(fault => findings.add(`${name} ${exchange.status}`, fault));
}
for (const methods of Object.values(document.paths)) {
  for (const operation of Object.values(methods)) {
    if (!worked.has(operation.operationId) && !OPEN[operation.operationId] && !UNTRIED.has(operation.operationId)) {
      findings.add(operation.operationId, 'was never seen to work');
    }
  }
}
console.log(`${held} answers of ${worked.size} operations were held to their descriptions`);
process.exitCode = findings.report('the description');
