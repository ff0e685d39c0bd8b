// Holds the description of the API and every recorded answer to the contract.
//   node contract.mjs CONTRACT.json EXCHANGES_DIR OPENAPI.json
import { readFileSync } from 'node:fs';
import { Findings, bodyOf, exchanges } from './exchanges.mjs';
import { EXTENSIONS, REFUSALS, SUPERSETS } from './extensions.mjs';
import { LACKING, OPEN } from './open.mjs';
import { faults, lacks, plain, resolve, router } from './schema.mjs';

const [contractFile, directory, descriptionFile] = process.argv.slice(2);
const contract = JSON.parse(readFileSync(contractFile, 'utf8'));
const description = JSON.parse(readFileSync(descriptionFile, 'utf8'));

/** Whole tags that are served. Of other tags, what is served is held to the contract all the same. */
const TAGS = new Set([
  'Customers', 'Features', 'Plans', 'Prices', 'Price Units', 'Addons', 'Entitlements', 'Groups', 'Users', 'Secrets', 'Tenants', 'RBAC', 'Environments',
]);
const isFile = part => part?.content?.['*/*']?.schema?.format === 'binary';
const json = part => part?.content?.['application/json']?.schema;
const success = operation => Object.entries(operation.responses).find(([status]) => status < '300');
const findings = new Findings();
let operations = 0;

function isDescribed(path, method, theirs) {
  const ours = described(method.toUpperCase(), '/v1' + path.replace(/\{[^}]+\}/g, 'x'));
  if (!ours || ours.path.replace(/\{[^}]+\}/g, '{}') !== ('/v1' + path).replace(/\{[^}]+\}/g, '{}')) {
    if (TAGS.has(theirs.tags[0]) && !OPEN[theirs.operationId]) {
      findings.add(theirs.operationId, `${method.toUpperCase()} ${path} is not served`);
    }
    return;
  }
  operations++;
  const own = ours.operation;
  const [status, answer] = success(theirs);
  if (!own.responses[status] && !SUPERSETS[theirs.operationId]) {
    findings.add(theirs.operationId, `the contract answers ${status}, the description ${Object.keys(own.responses)[0]}`);
  }
  const there = (where, left, right) => {
    const place = `${theirs.operationId} ${where}`;
    const open = new Set(LACKING[place] ?? []);
    const found = left ? lacks(contract, left, description, right ?? {}, { answer: where === 'answer' }) : [];
    found.filter(lack => !open.delete(lack.split(':')[0])).forEach(lack => findings.add(place, lack));
    open.forEach(field => findings.add(place, `${field} is listed as lacking and is there`));
  };
  there('request', json(theirs.requestBody), json(own.requestBody));
  there('answer', own.responses[status] && json(answer), json(own.responses[status]));
  for (const parameter of theirs.parameters ?? []) {
    const same = own.parameters.find(one => one.in === parameter.in && (one.in === 'path' || one.name === parameter.name));
    if (!same) {
      findings.add(`${theirs.operationId} parameters`, `${parameter.name}: not described`);
    } else {
      there(`parameter ${parameter.name}`, parameter.schema, same.schema);
    }
  }
}

const described = router(description);
for (const [path, methods] of Object.entries(contract.paths)) {
  if (!path.startsWith('/webhook-events/')) {
    Object.entries(methods).forEach(([method, operation]) => isDescribed(path, method, operation));
  }
}

function holds(exchange, operation) {
  const name = operation.operationId;
  const where = `${name} ${exchange.status}`;
  const body = bodyOf(exchange);
  if (exchange.status >= 500) {
    findings.add(where, `a failure: ${exchange.body.slice(0, 200)}`);
  } else if (exchange.status >= 400) {
    if (!operation.responses[exchange.status] && !REFUSALS[exchange.status]) {
      findings.add(where, 'not a status of the contract');
    }
    errorBody(where, body);
  } else if (!operation.responses[exchange.status] && !SUPERSETS[name]) {
    findings.add(where, `the contract answers ${success(operation)[0]}`);
  } else if (!SUPERSETS[name] && !isFile(operation.responses[exchange.status])) {
    const schema = json(operation.responses[exchange.status]);
    if (!schema !== (body === undefined)) {
      findings.add(where, schema ? 'no body' : 'a body');
    } else if (schema) {
      faults(contract, schema, body, { nullable: true, complete: true, extension }).forEach(fault => findings.add(where, fault));
    }
  }
}

function extension(schema, key) {
  return `${schema}.${key}` in EXTENSIONS;
}

function errorBody(where, body) {
  faults(contract, { $ref: '#/components/schemas/errors.ErrorResponse' }, body,
    { extension, complete: true }).filter(fault => !fault.startsWith('.code: expected one of')).forEach(fault => findings.add(where, fault));
  if (body?.success !== false || typeof body?.error?.message !== 'string' || typeof body?.error?.internal_error !== 'string') {
    findings.add(where, 'the error lacks what the npm client reads');
  }
}

const called = router(contract, '/v1');
let answers = 0;
for (const exchange of exchanges(directory)) {
  const found = called(exchange.method, new URL(exchange.url).pathname);
  // a route of ours, where the contract has the id of a tenant
  const ours = /\/tenants\/billing$/.test(exchange.url);
  if (found && !ours && !(exchange.status === 404 && /no such route/.test(exchange.body)) && exchange.status !== 405) {
    answers++;
    holds(exchange, found.operation);
  }
}
console.log(`${operations} operations of the description and ${answers} answers were held to the contract`);
process.exitCode = findings.report('the contract');
