"""The product's words for what the domain only names by code: phases, roles, refusals, kinds, formats.

French is the source language; ``gettext`` gives the language of the request. Nothing here knows a person or a table: a
sentence that speaks of somebody has a slot, such as ``%(client)s``, filled by whoever shows it.
"""

from .formats import FormatWords, format_words, mode_words, option_words, script_line_words
from .kinds import (
    case_kind_words,
    help_words,
    outcome_words,
    release_words,
    status_words,
    suggestion_words,
    verdict_words,
    written_words,
)
from .people import ClientWords, client_words, client_words_choices, role_act, role_words
from .phases import PhaseWords, phase_words
from .refusals import refusal_words
from .script import ScriptWords, script_words
from .seating import list_fault_words, quality_words, seated_words, unmet_words

__all__ = [
    "ClientWords",
    "FormatWords",
    "PhaseWords",
    "ScriptWords",
    "case_kind_words",
    "client_words",
    "client_words_choices",
    "format_words",
    "help_words",
    "list_fault_words",
    "mode_words",
    "option_words",
    "phase_words",
    "quality_words",
    "refusal_words",
    "release_words",
    "role_act",
    "role_words",
    "script_words",
    "script_line_words",
    "seated_words",
    "status_words",
    "suggestion_words",
    "outcome_words",
    "unmet_words",
    "verdict_words",
    "written_words",
]
