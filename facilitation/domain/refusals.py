"""Why something was not done: a code, never a sentence.

The words for each code live in ``facilitation.wording``; a test checks that every code has French and English.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Every reason the product can give for saying no."""

    # The message itself
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    UNKNOWN_COMMAND = "unknown_command"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    BAD_VALUE = "bad_value"
    TOO_LONG = "too_long"
    BAD_ID = "bad_id"
    ID_REUSED = "id_reused"
    TOO_FAST = "too_fast"
    TRY_AGAIN = "try_again"
    # Who and where
    NOT_YOUR_SEAT = "not_your_seat"
    NOT_ALLOWED = "not_allowed"
    NOT_AT_TABLE = "not_at_table"
    NOT_YOURS = "not_yours"
    UNKNOWN_TABLE = "unknown_table"
    UNKNOWN_THING = "unknown_thing"
    WORKSHOP_CLOSED = "workshop_closed"
    TABLE_FULL = "table_full"
    TABLE_SHUT = "table_shut"
    TABLE_NOT_EMPTY = "table_not_empty"
    NEEDS_CLIENT_YES = "needs_client_yes"
    # When
    STALE_STEP = "stale_step"
    WRONG_PHASE = "wrong_phase"
    ROOM_PHASE = "room_phase"
    NOT_STARTED = "not_started"
    ALREADY_STARTED = "already_started"
    PAUSED = "paused"
    NOT_PAUSED = "not_paused"
    ROUND_CLOSED = "round_closed"
    LAST_PHASE = "last_phase"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NO_SUMMONS = "no_summons"
    ALREADY_DELAYED = "already_delayed"
    STALE_PROPOSAL = "stale_proposal"
    # The method
    HOST_CANNOT_BE_CLIENT = "host_cannot_be_client"
    CLIENT_TAKEN = "client_taken"
    NO_CLIENT = "no_client"
    NO_CONTRACT = "no_contract"
    CONTRACT_CONFIRMED = "contract_confirmed"
    TOO_MANY_ACTIONS = "too_many_actions"
    NOT_CHOSEN = "not_chosen"
    SILENT_CLIENT = "silent_client"
    NO_TOUR = "no_tour"
    NOT_YOUR_TURN = "not_your_turn"
    CASE_TAKEN = "case_taken"
    # A format
    TOO_MANY_PHASES = "too_many_phases"
    NO_TABLE_PHASE = "no_table_phase"
    MINIMUM_TOO_LONG = "minimum_too_long"
    NO_CLOSING = "no_closing"
    NEVER_OPENED = "never_opened"
    LOOSE_CHOICE = "loose_choice"
    TOO_MANY_FORMATS = "too_many_formats"
    # Entering
    WRONG_CODE = "wrong_code"
    EXPIRED_LINK = "expired_link"
    MISSING_NAME = "missing_name"


@dataclass(frozen=True)
class Refusal:
    """A command was refused and nothing changed.

    ``detail`` holds codes and numbers only (a field's name, a limit, the current step), never somebody's words.
    """

    code: Code
    detail: dict[str, str | int] = field(default_factory=dict)
