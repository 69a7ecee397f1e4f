// What this device keeps between two loads of a page: localStorage, or memory where the browser refuses it.

const PREFIX = 'tablee:';
const memory = new Map();

/** The kept value under `key`, or null; a damaged one is forgotten. */
export function read(key) {
  const text = memory.has(key) ? memory.get(key) : attempt(() => localStorage.getItem(PREFIX + key)) ?? null;
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    remove(key);
    return null;
  }
}

/** Keep `value` (anything JSON can hold); `{lasting: false}` keeps it for this page only, as on a shared device. */
export function write(key, value, { lasting = true } = {}) {
  const text = JSON.stringify(value);
  const stored = lasting && attempt(() => (localStorage.setItem(PREFIX + key, text), true));
  if (stored) memory.delete(key);
  else memory.set(key, text);
}

/** Forget what is kept under `key`. */
export function remove(key) {
  memory.delete(key);
  attempt(() => localStorage.removeItem(PREFIX + key));
}

/** All keys that begin with `prefix`, in order. */
export function keys(prefix) {
  const stored = attempt(() => Object.keys(localStorage)) ?? [];
  const names = stored.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  return [...new Set([...names, ...memory.keys()])].filter((name) => name.startsWith(prefix)).sort();
}

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
