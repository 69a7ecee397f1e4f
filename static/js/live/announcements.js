// What is worth saying aloud or ringing for: a new step, half the time, two minutes left, the end. Never a tick. Pure.

import { isHeld, timeLeft } from '../domain/clock.js';

const TWO_MINUTES = 120_000;
const SHORTEST_WORTH_IT = 3 * 60_000;
const SHORTEST_WITH_HALF = 8 * 60_000;
const STILL_TRUE = 15_000;

/** What time passed from one sight to the next: "half", "two_minutes" or "end", or null. */
export function crossing(before, after) {
  if (after.status === 'paused' || after.position !== before.position) return null;
  if (before.left === null || after.left === null) return null;
  if (before.left > 0 && after.left <= 0) return 'end';
  const passed = (mark) => before.left > mark && after.left <= mark;
  if (after.planned >= SHORTEST_WORTH_IT && passed(TWO_MINUTES) && holds('two_minutes', after)) return 'two_minutes';
  const half = after.planned >= SHORTEST_WITH_HALF && after.planned === before.planned;
  return half && passed(after.planned / 2) && holds('half', after) ? 'half' : null;
}

/**
 * What to say when the screen goes from `before` to `after`, each {position, kind, status, left, planned} or null.
 * Gives "step", "paused", "closed" or a crossing. The first sight of a screen says nothing: it is being read.
 */
export function worthSaying(before, after) {
  if (!before || !after) return null;
  if (after.status !== before.status && after.status === 'paused') return 'paused';
  if (after.status !== before.status && after.status === 'closed') return 'closed';
  if (after.position !== before.position && after.kind) return 'step';
  return crossing(before, after);
}

/** True while words are true: "two minutes" said half a minute late would be a lie. */
export function holds(said, { status, left, planned }) {
  if (said === 'paused' || said === 'closed') return status === said;
  if (said === 'step') return status !== 'paused';
  if (left === null) return false;
  if (said === 'end') return left <= 0;
  const mark = said === 'half' ? planned / 2 : TWO_MINUTES;
  return left <= mark && left > mark - STILL_TRUE;
}

/** What a screen shows of phase and time at the server's instant `now` (null: not known), or null. */
export function sightOf(data, now) {
  const group = data?.group;
  if (group) {
    const known = group.clock && (now !== null || isHeld(group.clock));
    return {
      kind: group.phase?.kind,
      position: group.phase ? `${group.round}/${group.phase.position}` : null,
      status: group.status,
      planned: group.clock?.planned ?? 0,
      left: known ? timeLeft(group.clock, now) : null,
    };
  }
  const room = data?.projector?.room_phase;
  return room ? { kind: room.kind, position: room.kind, status: 'running', planned: 0, left: null } : null;
}
