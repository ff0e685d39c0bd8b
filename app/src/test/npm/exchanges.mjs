// Reads what was recorded: one line of JSON for each request and its answer.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export function exchanges(directory) {
  return readdirSync(directory).filter(name => name.endsWith('.ndjson')).flatMap(name =>
    readFileSync(join(directory, name), 'utf8').split('\n').filter(Boolean).map(line => ({ file: name, ...JSON.parse(line) })));
}

/** The body as JSON, or undefined when there is none. */
export function bodyOf(exchange) {
  return exchange.body === '' ? undefined : JSON.parse(exchange.body);
}

/** Faults, each once, with how often it was seen. */
export class Findings {
  constructor() {
    this.seen = new Map();
  }

  add(where, what) {
    const line = `${where}: ${what.replace(/\[\d+\]/g, '[]')}`;
    this.seen.set(line, (this.seen.get(line) ?? 0) + 1);
  }

  /** Prints all there is and says how to exit. */
  report(title) {
    const lines = [...this.seen].map(([line, times]) => `  ${line}${times > 1 ? `  (${times} times)` : ''}`).sort();
    console.log(lines.length === 0 ? `${title}: nothing to object to` : `${title}: ${lines.length} objections\n${lines.join('\n')}`);
    return lines.length === 0 ? 0 : 1;
  }
}
