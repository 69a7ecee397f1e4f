// The track of a table along the afternoon, in shares of the axis (0 to 1). Pure.

/** How much longer than the plan the axis is, so that a late table is still on it. */
export const AXIS = 1.1;

/** A station this near to the end of the current phase would stick out from under it. */
const HIDDEN = 0.012;

/** Where an instant stands on the axis of a workshop {starts, ends}; never outside of it. */
export function along(instant, { starts, ends }) {
  return Math.min(1, Math.max(0, (instant - starts) / ((ends - starts) * AXIS || 1)));
}

/**
 * What to draw for a lane at `now`: `{now, past, here, spent, late, future, stops: [{at, past}]}`. `past`, `here`,
 * `spent`, `late` and `future` are [from, to] or null; `here` is the whole current phase, `spent` what passed of it,
 * `late` what goes beyond its time.
 */
export function drawTrack(lane, now, axis) {
  const at = (instant) => along(instant, axis);
  const lines = [...(lane.timetable ?? [])].sort((a, b) => a.position - b.position);
  const done = lane.status === 'closed' && !lane.clock?.deadline;
  const current = done ? undefined : lines.find((line) => line.when === 'now');
  const first = lines[0]?.starts ?? axis.starts;
  const deadline = lane.clock?.deadline ?? (current ? now + (lane.clock?.remaining ?? 0) : now);
  const leaves = current ? Math.max(deadline, now) : now;
  // Lines to come were laid out when the snapshot was made; a table that goes beyond its time pushes them along.
  const told = current ? current.starts + Math.max(current.planned, 0) : now;
  const pushed = Math.max(0, leaves - Math.max(deadline, told));
  const stops = lines
    .filter((line) => line !== current)
    .map((line) => ({ at: at(line.starts + (line.when === 'next' && current ? pushed : 0)), past: line.when !== 'next' }))
    .filter((stop) => stop.past || !current || stop.at - at(leaves) > HIDDEN || leaves > deadline);
  const last = lines.at(-1);
  const span = (from, to) => (to > from ? [at(from), at(to)] : null);
  return {
    now: at(now),
    past: current ? span(first, current.starts) : done ? span(first, now) : null,
    here: current ? span(current.starts, Math.max(deadline, current.starts)) : null,
    spent: current ? span(current.starts, Math.min(now, deadline)) : null,
    late: current ? span(deadline, now) : null,
    future: last && last !== current ? span(current ? leaves : done ? now : first, last.starts + (current ? pushed : 0)) : null,
    stops,
  };
}

/** The latest end among the tables that have begun: `{ends, name}`, or null when none has. */
export function slowest(lanes) {
  const begun = (lanes ?? []).filter((lane) => lane.status === 'running' || lane.status === 'paused');
  const last = begun.reduce((a, b) => (a && a.projected_end >= b.projected_end ? a : b), null);
  return last ? { ends: last.projected_end, name: last.group.name } : null;
}

/** Where the pilot most likely takes the tables next: the phase after the one that the least advanced table is in. */
export function nextTarget(lanes, targets) {
  const begun = (lanes ?? []).filter((lane) => lane.status !== 'closed' && lane.phase);
  const behind = begun.reduce((a, b) => (a && a.position <= b.position ? a : b), null);
  return (behind ? targets[behind.position + 1] : targets[1]) ?? targets.at(-1);
}
