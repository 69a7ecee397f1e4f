// How a host's screen looks while it goes on alone: the server's last word with this device's place laid over it. Pure.

import { endsAt, lineAfter, lineAt, placeOf, timetableFrom } from '../domain/timetable.js';
import { isSteering } from './commands.js';

/** What a host can do without network; the rest waits or is not shown. */
export const ALONE = ['advance_phase', 'change_time', 'return_to_phase', 'undo'];

/** `data` as the store gives it, seen from `place` at `now`; `state` is "alone" or "back". */
export function seenFrom(data, place, state, now) {
  const { group, hosts } = data;
  if (!group) return data;
  const timetable = timetableFrom(place, group.timetable);
  const line = lineAt(timetable, place.position);
  const next = lineAfter(timetable, place.position);
  const same = group.phase?.position === place.position;
  const phase = same
    ? group.phase
    : { position: place.position, kind: line?.kind, scope: line?.scope, ...modeOf(hosts, place.position) };
  return {
    ...data,
    group: {
      ...group,
      phase,
      clock: { planned: place.planned, deadline: place.deadline, remaining: null, elapsed: false },
      timetable,
      can: { ...group.can, host: rights(group.can?.host, place, next) },
    },
    hosts: hosts && {
      ...hosts,
      next: next ? { kind: next.kind, scope: next.scope, starts: next.starts } : null,
      drift: driftFrom(group, hosts.drift, place, now),
      undo: place.undo ? { act: 'advance_phase', kind: lineAt(group.timetable, place.undo.position)?.kind } : null,
      summons: null,
    },
    local: { state, position: place.position, kind: line?.kind, since: place.since },
  };
}

/** True when the server's group stands where this device does, to the minute. */
export function agrees(group, place) {
  return group?.phase?.position === place.position && Math.abs((group.clock?.deadline ?? 0) - place.deadline) < 60_000;
}

// The script depends on how the phase is led: the server said so beforehand, for every phase.
function modeOf(hosts, position) {
  return { client_mode: null, together: false, ...hosts?.modes?.[position], screens_down: false };
}

// The server's last word on the delay, and what was won or lost here since.
function driftFrom(group, drift, place, now) {
  const told = placeOf(group, now);
  if (!told || now === null || typeof drift !== 'number') return drift;
  return drift + endsAt(place, group.timetable, now) - endsAt(told, group.timetable, now);
}

function rights(can, place, next) {
  const words = (can ?? []).filter((name) => !isSteering(name) && name !== 'call_pilot');
  return [...words, ...ALONE].filter((name) => (name !== 'undo' || place.undo) && (name !== 'advance_phase' || next));
}
