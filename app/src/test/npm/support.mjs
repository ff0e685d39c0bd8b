// What every file of this suite needs: a sandbox of its own, the client on it, and a record of each request with its answer.
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { Flexprice, FlexPriceError, HTTPClient } from '@flexprice/sdk';
import { OPEN } from './open.mjs';

export const serverURL = required('TALLYBOOK_URL').replace(/\/$/, '');
const installationKey = required('TALLYBOOK_API_KEY');
const record = process.env.TALLYBOOK_EXCHANGES;
const recordFile = record && join(record, `${basename(process.argv[1], '.test.mjs')}.ndjson`);
if (record) {
  mkdirSync(record, { recursive: true });
}

function required(name) {
  const value = process.env[name];
  assert.ok(value, `${name} must be set`);
  return value;
}

/** As fetch; what was said and answered is kept for the checks that follow the suite. */
export async function recorded(input, init) {
  const request = new Request(input, init);
  const sent = request.method === 'GET' ? '' : await request.clone().text();
  const response = await fetch(request);
  if (recordFile) {
    keep(request, sent, response, await response.clone().text());
  }
  return response;
}

/** Keeps an answer, or an event of a stream as if it were one. */
export function keep(request, sent, response, body) {
  if (recordFile) {
    appendFileSync(recordFile, JSON.stringify({
      method: request.method, url: request.url, sent, status: response.status, type: response.headers.get('content-type'), body,
      agent: request.headers.get('user-agent'),
    }) + '\n');
  }
}

export function clientOf(key) {
  return new Flexprice({ serverURL, apiKeyAuth: key, httpClient: new HTTPClient({ fetcher: recorded }) });
}

/** A key at work: the client, and requests that the client has no operation for or cannot send. */
export class Caller {
  constructor(key) {
    this.key = key;
    this.client = clientOf(key);
  }

  async send(method, path, body, headers = {}) {
    const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
    const response = await recorded(serverURL + path, {
      method,
      headers: { ...(this.key ? { 'x-api-key': this.key } : {}), ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: text,
    });
    const answer = await response.text();
    return { status: response.status, body: answer ? JSON.parse(answer) : null, headers: response.headers };
  }

  /** As send; the answer must have this status. */
  async expect(status, method, path, body, headers) {
    const answer = await this.send(method, path, body, headers);
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

/** Who was here when the suite began. */
export const owner = new Caller(installationKey);

/** A fresh sandbox with a key of its own. */
export async function sandbox(name) {
  const made = await owner.expect(201, 'POST', '/environments', { name: `${name} ${Date.now()}`, type: 'development' });
  const caller = new Caller(made.api_key);
  caller.environment = made.id;
  return caller;
}

/**
 * The test of one operation of the contract, by its name there. An operation on the list of those not served yet must fail: once
 * it works it has to leave the list.
 */
export function operation(name, body) {
  const why = OPEN[name];
  test(why ? `${name} (not served yet: ${why})` : name, async () => {
    if (!why) {
      return body();
    }
    try {
      await body();
    } catch {
      return;
    }
    assert.fail(`${name} works: take it off the list in open.mjs`);
  });
}

/** The call is refused with this status, and the message says so. */
export async function fails(status, call, sentence = /./) {
  await assert.rejects(call, error => {
    assert.ok(error instanceof FlexPriceError, `${error?.stack ?? error}`);
    assert.equal(error.statusCode, status, error.body);
    assert.match(error.message + error.body, sentence);
    return true;
  });
}

export async function eventually(what, attempt) {
  const end = Date.now() + 30_000;
  for (;;) {
    const last = await attempt();
    if (last.ok) {
      return last.value;
    }
    if (Date.now() > end) {
      assert.fail(`${what}: still ${JSON.stringify(last.value)} after 30 s`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** An id of the right shape that names nothing. */
export const nobody = prefix => `${prefix}_01ARZ3NDEKTSV4RRFFQ69G5FAV`;

let last = 0;
/** A name that nothing else has. */
export const fresh = stem => `${stem}-${Date.now().toString(36)}-${last++}`;

export const FEE = {
  type: 'FIXED', billingModel: 'FLAT_FEE', amount: '20.00', currency: 'usd', billingPeriod: 'MONTHLY', billingPeriodCount: 1,
  billingCadence: 'RECURRING', invoiceCadence: 'ARREAR', priceUnitType: 'FIAT',
};

export const METER = { name: 'Tokens', eventName: 'llm.call', aggregation: { type: 'SUM', field: 'tokens' }, resetUsage: 'BILLING_PERIOD' };

/** A plan with one fee, and what a subscription to it takes. */
export async function planWithFee(client, extra = {}) {
  const plan = await client.plans.createPlan({ name: 'Pro', lookupKey: fresh('pro'), ...extra });
  const price = await client.prices.createPrice({ ...FEE, entityType: 'PLAN', entityId: plan.id, displayName: 'Fee' });
  return { plan, price };
}

export async function subscribed(client, customerId, planId, extra = {}) {
  return client.subscriptions.createSubscription({
    customerId, planId, currency: 'usd', billingPeriod: 'MONTHLY', billingPeriodCount: 1, billingCadence: 'RECURRING',
    billingCycle: 'anniversary', ...extra,
  });
}

/** A plan that charges so much for each token, and a way to use some. */
export async function planWithUsage(caller, amount) {
  const name = fresh('used');
  const { meter_id: meterId } = await caller.expect(201, 'POST', '/features', {
    name, lookup_key: name, type: 'metered',
    meter: { name, event_name: name, aggregation: { type: 'SUM', field: 'tokens' }, reset_usage: 'BILLING_PERIOD' },
  });
  const plan = await caller.client.plans.createPlan({ name, lookupKey: name });
  await caller.client.prices.createPrice({
    entityType: 'PLAN', entityId: plan.id, type: 'USAGE', priceUnitType: 'FIAT', billingModel: 'FLAT_FEE', billingPeriod: 'MONTHLY', billingPeriodCount: 1,
    billingCadence: 'RECURRING', invoiceCadence: 'ARREAR', currency: 'usd', amount, meterId,
  });
  const use = async (customer, timestamp, tokens) => {
    const eventId = fresh('event');
    await caller.client.events.ingestEvent({ eventName: name, externalCustomerId: customer.externalId, eventId, timestamp, properties: { tokens: String(tokens) } });
    return eventId;
  };
  return { plan, use };
}

/** What the server says of itself. */
export const description = await (await fetch(new URL('/openapi.json', serverURL))).json();
