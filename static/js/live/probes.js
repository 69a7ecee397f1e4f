// What a browser can try of a room's network, each for real: nothing here guesses from a name or a version.

const OPENS_WITHIN = 8000;
const ANSWERS_WITHIN = 5000;
const TRIPS = 10;

/** The server's address as this page knows it, against the `written` one of links: same, other, local or unset. */
export function addressFrom(here, written) {
  const wanted = URL.canParse(written || here.origin) ? new URL(written || here.origin) : null;
  if (/^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(wanted?.hostname)) return 'local';
  if (!written) return 'unset';
  return here.origin === wanted?.origin ? 'same' : 'other';
}

/** Whether this browser gives back what a page left in it: kept, no-storage. */
export function storage(store = globalThis.localStorage) {
  const key = 'tablee:room-check';
  try {
    store.setItem(key, key);
    const back = store.getItem(key);
    store.removeItem(key);
    return back === key ? 'kept' : 'no-storage';
  } catch {
    return 'no-storage';
  }
}

/** Whether the device may be kept awake: awake, refused, absent. The lock is given back at once. */
export async function wakeLock(able = navigator.wakeLock) {
  if (!able) return 'absent';
  try {
    await (await able.request('screen')).release();
    return 'awake';
  } catch {
    return 'refused';
  }
}

/**
 * Open the line by one `transport` alone and let one question go round: `{opened}` in milliseconds, or `{failed}`, the
 * reason. `io` is Socket.IO's; `options` say whose line it is.
 */
export async function openBy(transport, io, options) {
  const began = performance.now();
  const only = { transports: [transport], upgrade: false, forceNew: true, reconnection: false, autoConnect: false };
  const socket = io({ ...options, ...only, timeout: OPENS_WITHIN });
  try {
    await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('too long')), OPENS_WITHIN);
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
      socket.connect();
    });
    const opened = performance.now() - began;
    await socket.timeout(ANSWERS_WITHIN).emitWithAck('clock', {}); // some proxies let it open and swallow the rest
    return { opened: Math.round(opened) };
  } catch (error) {
    return { failed: error?.message ?? 'failed' };
  } finally {
    socket.disconnect();
  }
}

/** Ten round trips over an open line; `ask()` resolves with the server's milliseconds. Rejects when one is lost. */
export async function measure(ask, { monotonic = () => performance.now(), wall = () => Date.now() } = {}) {
  const trips = [];
  for (let i = 0; i < TRIPS; i += 1) {
    const sent = monotonic();
    const told = await ask();
    trips.push({ took: monotonic() - sent, told, wall: wall() });
  }
  return trips;
}

/**
 * Resolve with the milliseconds that passed, once this device comes back after an absence: a locked phone, a closed
 * lid, another page in front. Less than three seconds are no absence.
 */
export function nextReturn({ wall = () => Date.now(), page = document, every = 500 } = {}) {
  return new Promise((resolve) => {
    let seen = wall();
    const look = () => {
      if (page.visibilityState !== 'visible') return;
      const away = wall() - seen;
      seen = wall();
      if (away < 3000) return;
      clearInterval(timer);
      page.removeEventListener('visibilitychange', look);
      resolve(away);
    };
    const timer = setInterval(look, every);
    page.addEventListener('visibilitychange', look);
  });
}
