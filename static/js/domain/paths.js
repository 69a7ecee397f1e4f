// The small grammar of the templates: where a value is, and whether something holds.
//
//   path          group.phase.kind      own properties only; anything missing is undefined
//   expression    group.status=running|paused & !my.roles.client
//                 terms joined by " & "; a term is `path`, `!path`, `path=value` or `path=value|value`, `path!=value`
//
// Pure: no document, no clock. An empty list or object counts as nothing, so `group.requests` reads "somebody asks".

const parsed = new Map();

/** The value at `path` in `data`, or undefined. */
export function readPath(data, path) {
  let value = data;
  for (const name of path.split('.')) {
    if (value === null || value === undefined || !Object.hasOwn(Object(value), name)) return undefined;
    value = value[name];
  }
  return value;
}

/** True when `expression` holds in `data`. An empty expression holds. */
export function holds(expression, data) {
  if (!parsed.has(expression)) parsed.set(expression, parse(expression));
  return parsed.get(expression).every((term) => term(data));
}

/** True for what a person would call something: not "", 0, false, null, nor an empty list or object. */
export function something(value) {
  if (value !== null && typeof value === 'object') {
    return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
  }
  return Boolean(value);
}

function parse(expression) {
  return expression
    .split('&')
    .map((text) => text.trim())
    .filter(Boolean)
    .map(parseTerm);
}

function parseTerm(text) {
  const match = /^(!?)([\w.-]+?)\s*(?:(!?=)\s*(.*))?$/.exec(text);
  if (!match) throw new SyntaxError(`not a condition: ${text}`);
  const [, not, path, sign, right] = match;
  if (!sign) return not ? (data) => !something(readPath(data, path)) : (data) => something(readPath(data, path));
  const wanted = right.split('|').map((value) => value.trim());
  const differs = (sign === '!=') !== Boolean(not);
  return (data) => wanted.includes(String(readPath(data, path) ?? '')) !== differs;
}
