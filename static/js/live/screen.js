// One screen of a workshop: the line to the server, what was heard, what is on its way, the time. Elements ask `screen()`.

import { ClockSync } from './clock_sync.js';
import { Connection } from './connection.js';
import { Drafts } from './drafts.js';
import { Outbox } from './outbox.js';
import { Store } from './store.js';
import { Ticker } from './ticker.js';
import { isSteering, maker } from './commands.js';
import { loadSocketIo } from './socket_io.js';

const STALE = 15_000;

let current = null;

/** The screen of this page, made when somebody first asks; null on a page that follows nothing. */
export function screen() {
  const node = current ? null : document.querySelector('[data-seat]');
  if (node) takeIn(makeScreen(readSeat(node), loadSocketIo));
  return current;
}

// The snapshots a page comes with: it shows them before, and without, any connection.
function takeIn({ store }) {
  for (const node of document.querySelectorAll('script[type="application/json"][data-snapshots]')) {
    for (const snapshot of JSON.parse(node.textContent || '[]')) store.accept(snapshot);
  }
}

/** Who this screen belongs to, read from the page's data-seat, data-person, data-workshop, data-screen, data-watch. */
export function readSeat(node) {
  const { seat, person, workshop, screen: name, watch, roles, shared } = node.dataset;
  return {
    id: seat,
    person,
    workshop,
    screen: name,
    watch: (watch ?? '').split(/[\s,]+/).filter(Boolean),
    roles: (roles ?? '').split(/[\s,]+/).filter(Boolean),
    lasting: shared === undefined,
  };
}

/** Make the screen of `seat`. `load` resolves with Socket.IO's io; nothing is opened before `start()`. */
export function makeScreen(seat, load) {
  const store = new Store(seat);
  const connection = new Connection({
    load,
    options: { query: { w: seat.workshop }, auth: { seat: seat.id, watch: seat.watch }, timeout: 5000 },
    resync: () => ({ seat: seat.id, versions: store.versions() }),
  });
  const time = new ClockSync(async () => (await connection.ask('clock', {}, 4000))?.now);
  const ticker = new Ticker(() => time.now());
  const drafts = new Drafts(`${seat.workshop}:${seat.person}`, { lasting: seat.lasting });
  const outbox = new Outbox(seat.id, (message, patience) => connection.ask('command', message, patience), seat);
  // takeOver(entry) is true when this device does the act alone; `local` is what the templates read of it.
  current = { seat, store, connection, time, ticker, drafts, outbox, takeOver: null, send: null };
  current.send = (name, fields, where, drafted) => send(current, name, fields, where, drafted);
  wire(current);
  return current;
}

function wire({ store, connection, time, ticker, outbox }) {
  connection.addEventListener('open', () => {
    time.doubt(); // another line may lead to another server, with another clock
    time.sample();
    notSent(outbox, STALE); // a device that slept before it was offline
    outbox.drain();
  });
  connection.addEventListener('state', ({ detail }) => {
    if (detail.state !== 'offline' || current?.takeOver) return;
    notSent(outbox);
  });
  connection.addEventListener('snapshot', ({ detail }) => store.accept(detail));
  connection.addEventListener('heartbeat', ({ detail }) => {
    time.keep();
    outbox.drain();
    if (store.isBehind(detail?.versions)) connection.resync();
  });
  time.addEventListener('synced', () => ticker.tick());
  time.addEventListener('woke', () => wake());
  ticker.add(() => time.notice(!connection.connected));
  const wake = () => {
    time.notice(!connection.connected);
    ticker.tick();
    connection.wake();
    if (connection.connected) time.sample();
  };
  addEventListener('online', wake);
  addEventListener('pageshow', (event) => event.persisted && wake());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake());
}

// An act on the clock must not arrive minutes after it was meant.
function notSent(outbox, age = 0) {
  const words = document.querySelector('template[data-words="not-sent"]')?.content.textContent.trim();
  for (const entry of outbox.withdrawSteering(age)) outbox.giveUp(entry, words);
}

/**
 * Ask for an act. `where` names tables ({group, step} or {groups, steps}); `drafted` the drafts it sends.
 * Gives the entry on its way, or null when this device does it alone (a host without network).
 */
function send(here, name, fields, where, drafted = []) {
  const make = maker(name);
  if (!make) throw new RangeError(`unknown command ${name}`);
  const entry = { ...make(fields, where), steering: isSteering(name), drafts: drafted };
  if (entry.steering && here.takeOver?.(entry)) return null;
  here.outbox.add(entry);
  return entry;
}
