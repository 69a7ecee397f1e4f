// Every act a person can ask of the server, one function each: `advancePhase()` makes the command `advance_phase`.
// The list is written by hand; tests/test_javascript.py compares it with facilitation.domain.commands.

const STEERING = 'steering';
const GROUP = 'group';
const WORKSHOP = 'workshop';

/** The commands by wire name: `steering` ones carry the step they saw, `workshop` ones name no table. */
export const COMMANDS = {
  start_round: STEERING,
  advance_phase: STEERING,
  return_to_phase: STEERING,
  undo: STEERING,
  pause: STEERING,
  resume: STEERING,
  shorten_phase: STEERING,
  change_case: STEERING,
  stop_round: STEERING,
  change_time: STEERING,
  bring_tables: STEERING,
  delay_summons: STEERING,
  catch_up: STEERING,
  close_round: STEERING,
  finish_on_time: STEERING,
  send_message: GROUP,
  withdraw_message: GROUP,
  acknowledge_message: GROUP,
  shut_table: GROUP,
  sit: GROUP,
  leave_table: GROUP,
  welcome_person: GROUP,
  change_roles: GROUP,
  take_over_table: GROUP,
  accept_client: GROUP,
  decline_client: GROUP,
  call_pilot: GROUP,
  answer_call: GROUP,
  propose_case: WORKSHOP,
  withdraw_case: WORKSHOP,
  wish_case: WORKSHOP,
  place_case: WORKSHOP,
  seat_by_wishes: WORKSHOP,
  open_tour: GROUP,
  pass_turn: GROUP,
  close_tour: GROUP,
  say_ready: GROUP,
  ask_question: GROUP,
  answer_question: GROUP,
  keep_idea: GROUP,
  bring_idea: GROUP,
  drop_idea: GROUP,
  write_contract: GROUP,
  confirm_contract: GROUP,
  reopen_contract: GROUP,
  offer_suggestion: GROUP,
  edit_suggestion: GROUP,
  withdraw_suggestion: GROUP,
  sort_suggestion: GROUP,
  plan_action: GROUP,
  remove_action: GROUP,
  follow_action: GROUP,
  support_client: GROUP,
  record_learning: GROUP,
  rate_round: GROUP,
  write_notes: GROUP,
  signal_drift: GROUP,
  clear_drift: GROUP,
};

/** Fields that are not text, by name; they mean the same in every command. */
export const FIELD_TYPES = {
  minutes: 'int',
  position: 'int',
  elapsed: 'int',
  score: 'int',
  at: 'int',
  keep: 'flag',
  warn: 'flag',
  aloud: 'flag',
  share: 'flag',
  draft: 'flag',
  not_yet: 'flag',
  wall: 'flag',
  meanwhile: 'flag',
  reopen: 'flag',
  roles: 'choices',
  helps: 'choices',
};

/** True for commands that change phase or clock. */
export function isSteering(name) {
  return COMMANDS[name] === STEERING;
}

/** True for commands that name no table. */
export function isForWorkshop(name) {
  return COMMANDS[name] === WORKSHOP;
}

/** 128 random bits as text: works without a secure context, as on a venue's plain http. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a form gave, as the server reads it: numbers, flags and lists instead of text. */
export function typedFields(fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typed(FIELD_TYPES[name], value)]));
}

function typed(type, value) {
  if (type === 'int' && typeof value === 'string' && /^-?\d+$/.test(value.trim())) return Number(value);
  if (type === 'flag' && typeof value === 'string') return ['true', 'on', '1', 'yes'].includes(value);
  if (type === 'choices' && typeof value === 'string') return value ? value.split(' ') : [];
  return value;
}

function make(command, fields, where) {
  return { id: freshId(), command, fields: typedFields(fields ?? {}), ...where };
}

const makers = Object.fromEntries(
  Object.keys(COMMANDS).map((name) => [name, (fields, where) => make(name, fields, where)]),
);

/** The maker for a wire name, or undefined: `maker("advance_phase")(fields, {group, step})`. */
export function maker(name) {
  return Object.hasOwn(makers, name) ? makers[name] : undefined;
}

export const {
  start_round: startRound,
  advance_phase: advancePhase,
  return_to_phase: returnToPhase,
  undo,
  pause,
  resume,
  shorten_phase: shortenPhase,
  change_case: changeCase,
  stop_round: stopRound,
  change_time: changeTime,
  bring_tables: bringTables,
  delay_summons: delaySummons,
  catch_up: catchUp,
  close_round: closeRound,
  finish_on_time: finishOnTime,
  send_message: sendMessage,
  withdraw_message: withdrawMessage,
  acknowledge_message: acknowledgeMessage,
  shut_table: shutTable,
  sit,
  leave_table: leaveTable,
  welcome_person: welcomePerson,
  change_roles: changeRoles,
  take_over_table: takeOverTable,
  accept_client: acceptClient,
  decline_client: declineClient,
  call_pilot: callPilot,
  answer_call: answerCall,
  propose_case: proposeCase,
  withdraw_case: withdrawCase,
  wish_case: wishCase,
  place_case: placeCase,
  seat_by_wishes: seatByWishes,
  open_tour: openTour,
  pass_turn: passTurn,
  close_tour: closeTour,
  say_ready: sayReady,
  ask_question: askQuestion,
  answer_question: answerQuestion,
  keep_idea: keepIdea,
  bring_idea: bringIdea,
  drop_idea: dropIdea,
  write_contract: writeContract,
  confirm_contract: confirmContract,
  reopen_contract: reopenContract,
  offer_suggestion: offerSuggestion,
  edit_suggestion: editSuggestion,
  withdraw_suggestion: withdrawSuggestion,
  sort_suggestion: sortSuggestion,
  plan_action: planAction,
  remove_action: removeAction,
  follow_action: followAction,
  support_client: supportClient,
  record_learning: recordLearning,
  rate_round: rateRound,
  write_notes: writeNotes,
  signal_drift: signalDrift,
  clear_drift: clearDrift,
} = makers;
