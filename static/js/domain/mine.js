// What a screen knows of the person before it: roles, view and rights. Pure.

import { market } from './market.js';

const TABLE_ORDER = ['client', 'scribe', 'consultant', 'observer', 'host', 'facilitator', 'timekeeper'];
const OF_THE_ROOM = ['conductor', 'projector'];
const SPOKEN = ['exposition', 'clarification', 'contract', 'suggestions', 'action_plan'];
const HOST_ORDER = ['host', 'facilitator', ...TABLE_ORDER];

/**
 * `my` for a template: `{id, name, roles, view, can, here, relieved, asked, supports, ready, options, helps, turn, kept, moment,
 * suggestions, written, others, contracts, done, more}` and what `market` adds.
 * `roles`, `can`, `options` and `helps` are objects of true, so that `my.can.advance_phase` reads well. `view` is the one
 * role a screen is drawn for: on the host's screens the host comes first, at the table the client, then whoever takes
 * the notes; the screen of somebody who only watches, or only keeps the time, comes last.
 */
export function mine(data, seat) {
  const people = data.group?.people ?? [];
  const me = people.find((person) => person.id === seat.person);
  const held = me?.roles ?? data.person?.roles ?? [];
  // What a person does at the table changes while the page stands; only the roles of the room come with the page.
  const roles = asFlags([...held, ...(seat.roles ?? []).filter((role) => OF_THE_ROOM.includes(role))]);
  const order = seat.screen === 'control' ? HOST_ORDER : TABLE_ORDER;
  const first = order.find((role) => roles[role]);
  const can = data.group?.can ?? {};
  return {
    id: seat.person,
    name: me?.name ?? data.person?.name ?? '',
    roles,
    view: first === 'facilitator' ? 'host' : first ?? 'observer',
    can: asFlags(Object.keys(roles).flatMap((role) => can[role] ?? [])),
    here: Boolean(me),
    relieved: data.group?.relieved?.id === seat.person && !roles.host,
    asked: (data.group?.requests ?? []).some((person) => person.id === seat.person),
    supports: (data.group?.supporters ?? []).includes(me?.name),
    ready: (data.group?.ready ?? []).includes(seat.person),
    options: asFlags(data.group?.options ?? []),
    helps: asFlags(data.group?.contract?.helps ?? []),
    turn: turnOf(data, seat.person),
    ...ofTheTable(data, seat.person),
    ...market(data, seat.person),
    ...ofTheAfternoon(data.group?.timetable ?? []),
  };
}

// Who has the turn, who follows, and whether this device may say that it is over: a shared one speaks for all its people.
function turnOf({ group, person }, me) {
  const [speaker, following] = group?.tour ?? [];
  if (!speaker) return null;
  const seat = person?.shared ? (person.seats ?? []).find((one) => one.person === speaker.id)?.id : undefined;
  const mine = speaker.id === me;
  return { name: speaker.name, following: following?.name ?? '', mine, seat, here: mine || seat !== undefined };
}

// What came before in this round, for somebody who arrives; whether another case follows; whether this format has a contract.
function ofTheAfternoon(timetable) {
  const told = (line) => line.kind === 'exposition';
  const began = timetable.findLastIndex((line) => told(line) && line.when !== 'next');
  const round = began < 0 ? [] : timetable.slice(began);
  return {
    contracts: timetable.some((line) => line.kind === 'contract'),
    done: round.filter((line) => line.when === 'past' && SPOKEN.includes(line.kind)),
    more: timetable.some((line) => told(line) && line.when === 'next'),
  };
}

// What the table shows, seen by this person: their kept ideas, each suggestion with their own verdict.
function ofTheTable(data, person) {
  const verdicts = data.person?.verdicts ?? {};
  const kept = (data.person?.ideas ?? []).filter((idea) => idea.status === 'kept');
  return {
    kept,
    moment: kept.filter((idea) => !(data.aside ?? []).includes(idea.id)),
    suggestions: (data.group?.suggestions ?? []).map((one) => ({ ...one, verdict: verdicts[one.id] ?? 'none' })),
    written: (data.group?.suggestions ?? []).filter((one) => one.author?.id === person || one.writer === person),
    others: (data.person?.seats ?? []).filter((one) => one.person !== person),
  };
}

/** A list of words as an object of true. */
export function asFlags(words) {
  return Object.fromEntries(words.map((word) => [word, true]));
}
