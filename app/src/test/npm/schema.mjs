// Holds values to schemas, and schemas to schemas. Knows what OpenAPI 3.0 and 3.1 documents of this house use, and no more.

export function resolve(document, schema) {
  let at = schema;
  while (at?.$ref) {
    at = at.$ref.slice(2).split('/').reduce((node, part) => node?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  }
  return at ?? {};
}

/** The schema without its "or null", its parts in one. */
export function plain(document, schema) {
  let at = resolve(document, schema);
  if (at.anyOf) {
    const rest = at.anyOf.filter(one => one.type !== 'null');
    return rest.length === 1 ? plain(document, rest[0]) : at;
  }
  if (at.allOf) {
    const parts = at.allOf.map(part => plain(document, part));
    at = Object.assign({}, ...parts, { properties: Object.assign({}, ...parts.map(part => part.properties), at.properties) });
  }
  return at;
}

function types(schema) {
  return [schema.type].flat().filter(Boolean);
}

const fits = {
  string: value => typeof value === 'string',
  integer: Number.isInteger,
  number: value => typeof value === 'number',
  boolean: value => typeof value === 'boolean',
  array: Array.isArray,
  object: value => value !== null && typeof value === 'object' && !Array.isArray(value),
  null: value => value === null,
};

/**
 * What is wrong with a value of an answer.
 *   nullable   whether anything may be null, as where a document does not say
 *   complete   whether every property must be there
 *   extension  (schema name, key) => whether a key, or a word of an enumeration, that the schema does not know may be there; of
 *              `key:text`, whether what the schema calls a time may be any text
 */
export function faults(document, schema, value, { nullable = false, complete = false, extension = () => false } = {}) {
  const found = [];
  check(schema, value, '', '');
  return found;

  function check(schema, value, path, owner, isText = false) {
    const name = schema?.$ref?.split('/').pop() ?? owner;
    const at = resolve(document, schema);
    if (value === null && nullable) {
      return;
    }
    if (at.anyOf) {
      const tries = at.anyOf.map(one => faults(document, one, value, { nullable, complete, extension }));
      if (!tries.some(one => one.length === 0)) {
        found.push(...tries[0].map(one => `${path}${one}`));
      }
      return;
    }
    const whole = plain(document, schema);
    const allowed = types(whole);
    if (allowed.length > 0 && !allowed.some(type => fits[type](value))) {
      found.push(`${path}: expected ${allowed.join(' or ')}, got ${JSON.stringify(value)?.slice(0, 80)}`);
      return;
    }
    if (whole.enum && !whole.enum.includes(value) && value !== null && !extension(name, fits.object(value) ? '{}' : value)) {
      found.push(`${path}: expected one of ${whole.enum.join(', ')}, got ${JSON.stringify(value)}`);
    }
    if (whole.format === 'date-time' && !isText && typeof value === 'string' && Number.isNaN(Date.parse(value))) {
      found.push(`${path}: expected a time, got ${JSON.stringify(value)}`);
    }
    if (Array.isArray(value)) {
      value.forEach((item, i) => check(whole.items ?? {}, item, `${path}[${i}]`, ''));
    } else if (fits.object(value)) {
      object(whole, value, path, name);
    }
  }

  function object(schema, value, path, name) {
    const known = schema.properties ?? {};
    const others = schema.additionalProperties ?? (Object.keys(known).length === 0 && types(schema).length === 0);
    for (const [key, item] of Object.entries(value)) {
      if (known[key]) {
        check(known[key], item, `${path}.${key}`, '', extension(name, `${key}:text`));
      } else if (typeof others === 'object') {
        check(others, item, `${path}.${key}`, '');
      } else if (!others && !extension(name, key)) {
        found.push(`${path}.${key}: ${name} has no such key`);
      }
    }
    for (const key of complete ? Object.keys(known) : schema.required ?? []) {
      if (!(key in value)) {
        found.push(`${path}.${key}: missing`);
      }
    }
  }
}

/**
 * What of `theirs` (a schema of the contract) `ours` (a schema of the description) lacks or types otherwise. An answer may be
 * described by fewer words than the contract has for it.
 */
export function lacks(contract, theirs, description, ours, { answer }) {
  const found = [];
  const seen = new Set();
  compare(theirs, ours, '');
  return found;

  function compare(left, right, path) {
    const c = plain(contract, left);
    const o = plain(description, right);
    const pair = `${left?.$ref}|${JSON.stringify(right?.$ref ?? right?.anyOf?.[0]?.$ref)}`;
    if (left?.$ref) {
      if (seen.has(pair)) {
        return;
      }
      seen.add(pair);
    }
    const want = types(c).filter(type => type !== 'null');
    const have = types(o).filter(type => type !== 'null');
    if (want.length > 0 && !want.every(type => have.includes(type))) {
      found.push(`${path}: the contract says ${want}, the description ${have.join(' or ') || 'nothing'}`);
      return;
    }
    const missing = answer ? [] : (c.enum ?? []).filter(word => o.enum && !o.enum.includes(word));
    if (missing.length > 0) {
      found.push(`${path}: lacks ${missing.join(', ')}`);
    }
    if (c.items) {
      compare(c.items, o.items, `${path}[]`);
    }
    for (const [key, value] of Object.entries(c.properties ?? {})) {
      const own = o.properties?.[key];
      if (own) {
        compare(value, own, `${path}.${key}`);
      } else {
        found.push(`${path}.${key}: not described`);
      }
    }
    if (typeof c.additionalProperties === 'object') {
      compare(c.additionalProperties, typeof o.additionalProperties === 'object' ? o.additionalProperties : {}, `${path}.*`);
    }
  }
}

/** Finds the operation of a document that a request was for. */
export function router(document, prefix = '') {
  const routes = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const pattern = new RegExp('^' + (prefix + path).replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '([^/]+)') + '$');
      routes.push({ method: method.toUpperCase(), path, pattern, operation, holes: (path.match(/\{/g) ?? []).length });
    }
  }
  routes.sort((a, b) => a.holes - b.holes);
  return (method, pathname) => routes.find(route => route.method === method && route.pattern.test(pathname));
}
