// What a clock shows. Pure: the clock of a snapshot, an instant of the server, and for whom; out comes a reading.
//
// States: running, paused, overrun (host and pilot), elapsed (everybody else), connecting, none (no clock at all).
// `offline` is not a state of the clock: the time goes on, the screen adds its sign.

const SECOND = 1000;
const MINUTE = 60_000;
const LAST = 2 * MINUTE;
const MOST_BEADS = 60;

/** Milliseconds left of a snapshot's clock at the instant `now`; below zero once the time is over. */
export function timeLeft(clock, now) {
  return clock.deadline === null || clock.deadline === undefined ? clock.remaining ?? 0 : clock.deadline - now;
}

/** True while the clock is stopped. */
export function isHeld(clock) {
  return clock.deadline === null || clock.deadline === undefined;
}

/**
 * What to draw: `{state, text, minutes, fraction, beads, left}`.
 * `now` is the server's instant, or null while it is not known. `audience` is "people" or "host".
 * All screens read the same whole second, so their digits change together.
 */
export function readClock(clock, now, audience = 'people') {
  if (!clock) return { state: 'none', text: '', minutes: false, fraction: 0, beads: 0, left: null };
  const held = isHeld(clock);
  if (!held && (now === null || now === undefined)) {
    return { state: 'connecting', text: '–:––', minutes: false, fraction: 0, beads: 0, left: null };
  }
  const left = held ? timeLeft(clock, 0) : Math.ceil(timeLeft(clock, wholeSecond(now)) / SECOND) * SECOND;
  const host = audience === 'host';
  const over = left <= 0 && !(left === 0 && host);
  const fraction = clock.planned > 0 ? Math.min(1, Math.max(0, left / clock.planned)) : 0;
  const minutes = !host && !over && left > LAST;
  const state = held ? 'paused' : !over ? 'running' : host ? 'overrun' : 'elapsed';
  const beads = state === 'overrun' ? Math.min(MOST_BEADS, Math.floor(-left / MINUTE) + 1) : 0;
  return { state, text: words(left, host, minutes, over), minutes, fraction, beads, left };
}

/** The start of the server's second in which `now` falls. */
export function wholeSecond(now) {
  return Math.floor(now / SECOND) * SECOND;
}

/** Milliseconds as "3:20". */
export function minutesAndSeconds(milliseconds) {
  const seconds = Math.round(Math.abs(milliseconds) / SECOND);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function words(left, host, minutes, over) {
  if (minutes) return String(Math.ceil(left / MINUTE));
  if (over) return host ? `+${minutesAndSeconds(left)}` : '0:00';
  return minutesAndSeconds(Math.ceil(left / SECOND) * SECOND);
}

/**
 * The strokes of a dial for so many planned milliseconds: `{length, sub, min, five}`, where `length` is the number of
 * minutes round the rim and each stroke is the distance between two of its kind, in minutes. Short phases get finer
 * strokes, so the dial is always full.
 */
export function strokes(planned) {
  const length = Math.max(planned, SECOND) / MINUTE;
  const sub = length <= 1 ? 1 / 12 : length <= 20 ? 0.25 : length <= 30 ? 0.5 : 1;
  return { length, sub, min: length <= 1 ? 0.25 : 1, five: length <= 1 ? 1 : 5 };
}
