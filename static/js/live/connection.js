// The line to the server: opens the socket, notices silence, opens it again, and asks for what was missed.
//
// States: connecting, live, offline (nothing heard for twelve seconds). Only what was heard counts: a phone that slept,
// or a network that swallows everything, never tells that it closed a socket.

const SILENCE = 12_000;
const WATCH = 1000;
const FIRST = 200;
const SOON = 1000;
const EAGER = 40;
const LONGEST = 5000;
const RESYNC_PAUSE = 1000;
const PROBE = 3000;

/**
 * `load()` resolves with Socket.IO's `io`; `url` and `options` are its arguments; `versions()` what is known here.
 * Events: `state` {state}, `snapshot`, `heartbeat`, `leave` (detail: what came), `open` each time the socket opens.
 */
export class Connection extends EventTarget {
  state = 'connecting';
  #socket = null;
  #heard;
  #tries = 0;
  #retry = null;
  #resynced = -Infinity;
  #opening = false;
  #probing = false;
  #line = 0;
  #spared = false;
  #watched;

  constructor({ load, options, resync, now = () => performance.now() }) {
    super();
    Object.assign(this, { load, options, resyncMessage: resync, now });
    this.#heard = this.#watched = this.now();
  }

  /** Begin, and never stop trying. */
  start() {
    this.watch = setInterval(() => this.#listenForSilence(), WATCH);
    this.#open();
  }

  /** Stop for good: the seat is closed. */
  stop() {
    clearInterval(this.watch);
    clearTimeout(this.#retry);
    this.stopped = true;
    this.#socket?.disconnect();
  }

  get connected() {
    return Boolean(this.#socket?.connected);
  }

  /** How it goes: "websocket", "polling", or null without connection. */
  get transport() {
    return (this.connected && this.#socket.io?.engine?.transport.name) || null;
  }

  /** Send an event and resolve with its acknowledgement; rejects without connection or after `patience` ms. */
  async ask(event, message, patience = 5000) {
    if (!this.connected) throw new Error('not connected');
    const answer = await this.#socket.timeout(patience).emitWithAck(event, message);
    this.#hear();
    return answer;
  }

  /** Ask for newer snapshots, at most once a second unless one `must` know; opens the socket first when it is closed. */
  resync(must = false) {
    if (!this.connected) return this.wake();
    if (!must && this.now() - this.#resynced < RESYNC_PAUSE) return undefined;
    this.#resynced = this.now();
    return this.ask('resync', this.resyncMessage()).catch(() => {});
  }

  /** The device woke, or a network came: open a closed line now, and one that does not answer within 3 s too. */
  wake() {
    if (this.stopped) return;
    this.#heard = Math.max(this.#heard, this.now() - SILENCE + PROBE);
    if (this.connected) return void this.#probe();
    this.#tries = 0;
    clearTimeout(this.#retry);
    this.#open();
  }

  // A sleep cuts lines without a word. Asking for what was missed shows whether this one lives.
  async #probe() {
    if (this.#probing) return;
    this.#probing = true;
    this.#resynced = this.now();
    const line = this.#line;
    try {
      await this.ask('resync', this.resyncMessage(), PROBE);
    } catch {
      if (this.connected && line === this.#line) this.#socket.disconnect();
    } finally {
      this.#probing = false;
    }
  }

  async #open() {
    if (this.#opening || this.stopped) return;
    this.#opening = true;
    try {
      if (this.#socket) this.#socket.connect();
      else this.#prepare(await this.load());
    } catch {
      this.#again();
    } finally {
      this.#opening = false;
    }
  }

  #prepare(io) {
    const socket = (this.#socket = io({ ...this.options, reconnection: false, autoConnect: false }));
    socket.on('connect', () => {
      this.#tries = 0;
      this.#line += 1;
      this.#hear();
      this.dispatchEvent(new CustomEvent('open'));
    });
    socket.on('disconnect', () => this.#again());
    socket.on('connect_error', (error) => {
      if (error?.data?.refusal !== 'not_your_seat') return this.#again();
      return this.dispatchEvent(new CustomEvent('leave', { detail: { reason: 'revoked' } }));
    });
    for (const name of ['snapshot', 'heartbeat', 'leave']) {
      socket.on(name, (detail) => {
        this.#hear();
        this.dispatchEvent(new CustomEvent(name, { detail }));
      });
    }
    socket.connect();
  }

  // Full jitter: a room that lost its server comes back spread over the wait, not all at once. A server that died is there
  // again after a few seconds, so for half a minute nobody waits longer than a second.
  #again() {
    if (this.stopped) return;
    this.#show(this.state === 'live' ? 'connecting' : this.state);
    clearTimeout(this.#retry);
    const longest = Math.min(this.#tries < EAGER ? SOON : LONGEST, FIRST * 2 ** this.#tries);
    this.#tries += 1;
    this.#retry = setTimeout(() => this.#open(), FIRST + Math.random() * (longest - FIRST));
  }

  #hear() {
    this.#heard = this.now();
    this.#spared = false;
    this.#show('live');
  }

  #listenForSilence() {
    const slept = this.now() - this.#watched > PROBE;
    this.#watched = this.now();
    if (this.now() - this.#heard < SILENCE) return;
    // Nothing ran here, so nobody listened: that is no silence yet. Once only, for a page at the back always runs late.
    if (slept && !this.#spared) {
      this.#spared = true;
      return void this.wake();
    }
    this.#show('offline');
    if (!this.connected) return;
    this.#heard = this.now() - SILENCE + FIRST * 20; // gives the new socket a few seconds before it is judged too
    this.#socket.disconnect();
  }

  #show(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: { state } }));
  }
}
