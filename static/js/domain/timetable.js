// The afternoon as the last snapshot told it, and how a table goes on alone along it. Pure.
//
// A `place` is where this device says the table is: {position, since, planned, deadline, undo}. Instants are the server's.

/** The line of the timetable at `position`, or undefined. */
export function lineAt(timetable, position) {
  return (timetable ?? []).find((line) => line.position === position);
}

/** The line after `position`, or undefined at the end. */
export function lineAfter(timetable, position) {
  return [...(timetable ?? [])].sort((a, b) => a.position - b.position).find((line) => line.position > position);
}

/** The lines of the table in the round at `position`, or in the first one before the start: as the server has its rounds. */
export function ofTheRound(timetable, position) {
  const lines = [...(timetable ?? [])].sort((a, b) => a.position - b.position);
  const told = lines.filter((line) => line.kind === 'exposition').slice(1).map((line) => line.position);
  const openings = told.map((at) => (lineAt(lines, at - 1)?.kind === 'case_choice' ? at - 1 : at));
  const begins = Math.max(0, ...openings.filter((at) => at <= (position ?? 0)));
  const ends = Math.min(Infinity, ...openings.filter((at) => at > begins));
  return lines.filter((line) => line.scope === 'group' && line.position >= begins && line.position < ends);
}

/** The place a snapshot of the group tells at `now`, or null before the start. */
export function placeOf(group, now) {
  if (!group?.phase || !group.clock) return null;
  const { position } = group.phase;
  const { planned } = group.clock;
  const deadline = group.clock.deadline ?? now + (group.clock.remaining ?? 0);
  return { position, planned, deadline, since: deadline - planned, undo: null };
}

/** The place after « étape suivante » at `now`; the same place when there is no next phase. */
export function advance(place, timetable, now) {
  const next = lineAfter(timetable, place.position);
  return next ? enter(place, next, next.planned, now) : place;
}

/** The place after going to `position` for `minutes`; the same place when the position is unknown. */
export function goTo(place, timetable, position, minutes, now) {
  const line = lineAt(timetable, position);
  return line ? enter(place, line, minutes * 60_000, now) : place;
}

/** The place with minutes added, or taken away when below zero. */
export function addMinutes(place, minutes) {
  const by = minutes * 60_000;
  return { ...place, planned: Math.max(0, place.planned + by), deadline: place.deadline + by, undo: place };
}

/** The place before the last local act; the same place when there was none. */
export function undo(place) {
  return place.undo ?? place;
}

/** When the table is through at this pace: the rest of this phase, and the planned minutes of those after it. */
export function endsAt(place, timetable, now) {
  const later = (timetable ?? []).filter((line) => line.position > place.position);
  return Math.max(place.deadline, now) + later.reduce((sum, line) => sum + line.planned, 0);
}

/** The timetable as it looks from a place: what is past, now and next, and when each line begins. */
export function timetableFrom(place, timetable) {
  let starts = Math.max(place.deadline, place.since);
  return [...(timetable ?? [])].sort((a, b) => a.position - b.position).map((line) => {
    if (line.position < place.position) return { ...line, when: 'past' };
    if (line.position === place.position) {
      return { ...line, when: 'now', planned: place.planned, starts: place.since };
    }
    const moved = { ...line, when: 'next', starts };
    starts += line.planned;
    return moved;
  });
}

function enter(place, line, planned, now) {
  // One step of undo is enough, so the former place forgets its own.
  return { position: line.position, planned, since: now, deadline: now + planned, undo: { ...place, undo: null } };
}
