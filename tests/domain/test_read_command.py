"""Messages from outside: whatever comes, a command that keeps its limits or a coded refusal, never an exception."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.domain.commands import COMMANDS, Command, read_command
from facilitation.domain.refusals import Code, Refusal
from tests.strategies import JSON, NAMES, messages

BY_NAME = st.sampled_from(sorted(COMMANDS))


def within_limits(command: Command) -> None:
    """Every field holds what it promises."""
    for field in dataclasses.fields(command):
        value, meta = getattr(command, field.name), field.metadata
        match meta["type"]:
            case "text":
                assert isinstance(value, str)
                assert len(value) <= meta["limit"]
                assert value == value.strip()
                value.encode()
                assert value or not meta["required"] or meta["blank"]
            case "id":
                assert isinstance(value, str)
                assert value.isascii()
                assert len(value) <= 64
            case "int":
                assert type(value) is int
                assert meta["low"] <= value <= meta["high"]
            case "choice":
                assert value in meta["options"] or (not meta["required"] and value == field.default)
            case "choices":
                assert isinstance(value, tuple)
                assert set(value) <= set(meta["options"])
            case "flag":
                assert isinstance(value, bool)


@given(NAMES, JSON)
def test_anything_at_all_is_answered(name, values):
    """A command or a refusal."""
    read = read_command(name, values)
    if isinstance(read, Refusal):
        assert set(read.detail) <= {"field", "limit", "length", "low", "high"}
    else:
        within_limits(read)


@given(st.data(), BY_NAME)
def test_a_good_message_becomes_its_command(data, name):
    """Whatever the values, as long as they keep the limits."""
    read = read_command(name, data.draw(messages(COMMANDS[name])))
    assert type(read) is COMMANDS[name], read
    within_limits(read)
    hash(read)


@given(st.data(), BY_NAME, JSON)
def test_one_wrong_value_is_refused_or_harmless(data, name, wrong):
    """A field is spoilt: the refusal names it, and the rest is not blamed."""
    fields = data.draw(messages(COMMANDS[name]))
    if not fields:
        return
    spoilt = data.draw(st.sampled_from(sorted(fields)))
    read = read_command(name, {**fields, spoilt: wrong})
    if isinstance(read, Refusal):
        assert read.detail["field"] == spoilt
        assert read.code in {Code.BAD_VALUE, Code.TOO_LONG, Code.MISSING_FIELD}
    else:
        within_limits(read)


@given(st.data(), BY_NAME)
def test_a_missing_field_is_named(data, name):
    """What is required cannot be left out."""
    fields = data.draw(messages(COMMANDS[name]))
    required = [f.name for f in dataclasses.fields(COMMANDS[name]) if f.metadata["required"]]
    for gone in required:
        left = {key: value for key, value in fields.items() if key != gone}
        assert read_command(name, left) == Refusal(Code.MISSING_FIELD, {"field": gone})


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_an_unknown_field_is_refused(name):
    """Also one that is not a text."""
    assert read_command(name, {"surprise": 1}) == Refusal(Code.UNKNOWN_FIELD)
    assert read_command(name, {7: 1}) == Refusal(Code.UNKNOWN_FIELD)


@pytest.mark.parametrize("values", [None, 3, "text", [], [("minutes", 5)]])
def test_fields_that_are_no_object_are_malformed(values):
    """Before anything else is looked at."""
    assert read_command("change_time", values) == Refusal(Code.MALFORMED)


@pytest.mark.parametrize("name", [None, 3, "", "AdvancePhase", "advance-phase", ["pause"], {"pause": 1}])
def test_an_unknown_command_is_refused(name):
    """Names are exact."""
    assert read_command(name, {}) == Refusal(Code.UNKNOWN_COMMAND)


@pytest.mark.parametrize(
    ("name", "fields", "code"),
    [
        ("change_time", {"minutes": True}, Code.BAD_VALUE),
        ("change_time", {"minutes": 61}, Code.BAD_VALUE),
        ("change_time", {"minutes": 2.0}, Code.BAD_VALUE),
        ("pause", {"reason": "…"}, Code.UNKNOWN_FIELD),
        ("keep_idea", {"text": "x" * 501}, Code.TOO_LONG),
        ("keep_idea", {"text": "x" * 100_000}, Code.TOO_LONG),
        ("keep_idea", {"text": " \n "}, Code.MISSING_FIELD),
        ("keep_idea", {"text": "a\x00b"}, Code.BAD_VALUE),
        ("keep_idea", {"text": "\ud800"}, Code.BAD_VALUE),
        ("drop_idea", {"idea": "a b"}, Code.BAD_VALUE),
        ("drop_idea", {"idea": "x" * 65}, Code.BAD_VALUE),
        ("drop_idea", {"idea": "idée"}, Code.BAD_VALUE),
        ("drop_idea", {"idea": "abc\n"}, Code.BAD_VALUE),
        ("change_roles", {"person": "p", "roles": ["client"]}, Code.BAD_VALUE),
        ("change_roles", {"person": "p", "roles": "host"}, Code.BAD_VALUE),
        ("stop_round", {"keep": 1}, Code.BAD_VALUE),
        ("bring_tables", {"target": "lunch"}, Code.BAD_VALUE),
    ],
)
def test_what_a_field_does_not_hold(name, fields, code):
    """The usual accidents and attacks."""
    read = read_command(name, fields)
    assert isinstance(read, Refusal)
    assert read.code is code


def test_a_text_is_trimmed_and_never_cut():
    """A limit is told with the length that was found."""
    read = read_command("keep_idea", {"text": "  deux\r\nlignes  "})
    assert read == COMMANDS["keep_idea"](text="deux\nlignes")
    assert read_command("keep_idea", {"text": "x" * 501}).detail == {"field": "text", "limit": 500, "length": 501}


def test_notes_may_be_emptied():
    """An empty page is a page."""
    assert read_command("write_notes", {"text": ""}) == COMMANDS["write_notes"](text="")
