"""What templates may ask the wording for, and how a sentence receives a name that only the browser knows."""

import re
from collections.abc import Mapping
from dataclasses import fields

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup, escape

from ..domain.commands import CASE_KINDS, COMMANDS, HELP_KINDS, RELEASES, SUGGESTION_KINDS
from ..domain.phases import Kind
from ..wording import (
    case_kind_words,
    client_words,
    format_words,
    help_words,
    outcome_words,
    phase_words,
    release_words,
    role_words,
    script_words,
    status_words,
    suggestion_words,
    verdict_words,
    written_words,
)

blueprint = Blueprint("page_words", __name__)


def kinds() -> list[str]:
    """Every kind of phase, in the order of an afternoon."""
    return [kind.value for kind in Kind]


def limit(command: str, name: str) -> int:
    """The most characters that this field of this command takes. Raises KeyError for a field without a limit."""
    metadata = {f.name: f.metadata for f in fields(COMMANDS[command])}
    return int(metadata[name]["limit"])


@blueprint.app_template_filter("fill")
def fill(sentence: str, **slots: str) -> Markup:
    """The sentence with its slots filled: words are escaped, pieces of a page stay what they are."""
    safe: Mapping[str, Markup] = {name: escape(value) for name, value in slots.items()}
    return escape(sentence) % safe


_MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


@blueprint.app_template_filter("plain")
def plain(words: str) -> str:
    """Somebody's words on one line of Markdown, where no sign of theirs is taken for a mark."""
    return _MARKS.sub(r"\\\1", " ".join(words.split()))


# Globals and not a context processor: macros that are imported from other templates see these only.
GLOBALS: dict[str, object] = {
    "kinds": kinds,
    "limit": limit,
    "phase_words": phase_words,
    "role_words": role_words,
    "script_words": script_words,
    "client_words": client_words,
    "format_words": format_words,
    "help_words": help_words,
    "status_words": status_words,
    "suggestion_words": suggestion_words,
    "case_kind_words": case_kind_words,
    "outcome_words": outcome_words,
    "verdict_words": verdict_words,
    "release_words": release_words,
    "written_words": written_words,
    "SUGGESTION_KINDS": SUGGESTION_KINDS,
    "CASE_KINDS": CASE_KINDS,
    "HELP_KINDS": HELP_KINDS,
    "RELEASES": RELEASES,
}


@blueprint.record_once
def teach(state: BlueprintSetupState) -> None:
    """Give these words to every template of the application."""
    state.app.jinja_env.globals.update(GLOBALS)
