"""Every code of the domain has its words, and no sentence names somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, g
from flask_babel import Babel, force_locale

from facilitation import wording
from facilitation.domain.commands import CASE_KINDS, RELEASES, SUGGESTION_KINDS, VERDICTS
from facilitation.domain.formats import SHIPPED
from facilitation.domain.group import Role, Status
from facilitation.domain.phases import ClientMode, Kind
from facilitation.domain.refusals import Code, Refusal
from facilitation.seating.model import REASONS, Quality, Unmet
from facilitation.service.seating_list import FAULTS, Fault
from facilitation.service.seating_moves import BUSY, FULL, KEPT, OVER, SHUT
from facilitation.service.seating_rows import Done
from facilitation.service.snapshots.hosts import SCRIPT_LINES

MOST_SAID = 24
SLOTS = {"client": "la personne aidée", "Client": "La personne aidée"}


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    app = Flask(__name__)
    translations = Path(wording.__file__).parent.parent / "translations"
    Babel(app, default_locale="fr", default_translation_directories=str(translations))
    with app.test_request_context():
        yield


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """As a request in this language; a request has one, so what it found is forgotten before and after."""
    with force_locale(language):
        g.pop("catalogue", None)
        yield
    g.pop("catalogue", None)


@pytest.mark.parametrize("kind", Kind)
def test_every_phase_has_its_words(kind: Kind) -> None:
    words = wording.phase_words(kind)
    assert all((words.name, words.short, words.caption, words.onward, words.entry, words.aloud, words.instruction))
    for sentence in (words.aloud, words.instruction, words.not_now):
        filled = sentence % SLOTS
        assert not filled or filled[-1] in ".?!"
        assert filled[:1] == filled[:1].upper()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("together", [False, True], ids=["one by one", "together"])
@pytest.mark.parametrize("mode", ClientMode)
@pytest.mark.parametrize("kind", Kind)
def test_the_host_has_every_line(kind: Kind, mode: ClientMode, together: bool, language: str) -> None:
    """What to say, what not yet, what to watch for: in each phase, client mode, variant and language."""
    with speaking(language):
        lines = wording.script_words(kind, mode, together)
        told = [getattr(lines, line) % SLOTS for line in SCRIPT_LINES]
    assert all(told)
    assert all(line[-1] in ".?!»”" and line[:1] == line[:1].upper() for line in told)
    assert len(set(told)) == len(told)
    assert len(told[0].split()) <= MOST_SAID, f"« {told[0]} » is more than one says in a breath"
    if language == "en":
        ours = wording.script_words(kind, mode, together)
        assert not set(told) & {getattr(ours, line) % SLOTS for line in SCRIPT_LINES}, "left in French"


def test_the_script_follows_how_the_phase_is_led() -> None:
    """A silent client is not told to clarify; what is laid out together is announced before; the nudge stands alone."""
    modes = [wording.script_words(Kind.SUGGESTIONS, mode) for mode in ClientMode]
    assert len({lines.aloud for lines in modes}) == len({lines.watch for lines in modes}) == 3
    alone, together = (wording.script_words(Kind.SILENT_WRITING, together=t) for t in (False, True))
    assert alone.aloud != together.aloud
    assert alone.watch != together.watch
    assert wording.script_words(Kind.CASE_CHOICE, again=True) != wording.script_words(Kind.CASE_CHOICE)
    assert [kind for kind in Kind if wording.script_words(kind).nudge] == [Kind.CLARIFICATION]


@pytest.mark.parametrize("code", Code)
def test_every_refusal_has_a_sentence(code: Code) -> None:
    sentence = wording.refusal_words(Refusal(code))
    assert sentence.endswith(".")
    assert code.value not in sentence


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    assert "12" in wording.refusal_words(Refusal(Code.TOO_LONG, {"limit": 500, "length": 512}))


def test_a_table_that_waits_for_people_says_how_many() -> None:
    """And what to do; the others say who is in the way."""
    said = [plain(wording.refusal_words(Refusal(Code.TABLE_NOT_EMPTY, {"awaited": n}))) for n in (1, 3)]
    assert said == [
        "Une personne est attendue à cette table : donnez-lui d’abord une autre place.",
        "3 personnes sont attendues à cette table : donnez-leur d’abord une autre place.",
    ]
    assert wording.refusal_words(Refusal(Code.TABLE_NOT_EMPTY)) not in said


def test_a_flash_format_does_not_call_itself_codeveloppement() -> None:
    for key, shape in SHIPPED.items():
        assert ("Codéveloppement" in wording.format_words(key).name) is (shape.total >= 90 * 60_000)


@pytest.mark.parametrize(("wish", "why"), sorted(REASONS))
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_seating_wish_that_gives_way_has_a_sentence(wish: str, why: str, locale: str) -> None:
    """With the names of those it speaks of, whichever language is read."""
    people = ("x", "y") if wish != "size" or why == "pins" else ()
    with speaking(locale):
        said = wording.unmet_words(Unmet(wish, people, why), {"x": "Inès", "y": "Paul"})
    assert said.endswith(".")
    assert all(name in said for name in ("Inès", "Paul")[: len(people)])
    with speaking("en" if locale == "fr" else "fr"):
        assert wording.unmet_words(Unmet(wish, people, why), {"x": "Inès", "y": "Paul"}) != said


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_every_fault_of_a_list_has_a_sentence(code: str) -> None:
    """With the line where it stands, in both languages."""
    fault = Fault(7, code, "Loire", 3)
    said = {}
    for locale in ("fr", "en"):
        with speaking(locale):
            said[locale] = wording.list_fault_words(fault)
        assert said[locale].endswith(".")
        assert "7" in said[locale]
    assert said["fr"] != said["en"]


def plain(words: str) -> str:
    """Every space a plain one."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_how_good_a_seating_is_in_words() -> None:
    """Proven or how far at most, sizes, what meets and why; only what was asked for and is there."""
    best = Quality(40, 40, (3, 1, 0, 2), 2, 0, 1, 7, 7)
    said = [plain(one) for one in wording.quality_words(best, 3, {"Ville": 5, "Pays": 4}, ("organisation", "met"))]
    assert said == [
        "Aucune autre répartition ne fait mieux.",
        "3 tables de 7 personnes.",
        "2 paires d’une même structure sont ensemble. Ville : 5 personnes pour 3 tables.",
        "Deux personnes se retrouvent d’une séance passée.",
        "Souhaits : 3 au premier, 1 au deuxième, 2 à aucun.",
    ]
    far = Quality(1000, 985, (), 0, 0, 0, 6, 8)
    said = [plain(one) for one in wording.quality_words(far, 3, {}, ("organisation", "territory", "met"))]
    assert said == [
        "Une autre répartition ferait mieux de 2 % au plus.",
        "De 6 à 8 personnes par table.",
        "Personne n’est avec quelqu’un de sa structure.",
        "Personne n’est avec quelqu’un de son territoire.",
        "Personne ne retrouve quelqu’un d’une séance passée.",
    ]
    with speaking("en"):
        assert "by 2% at most" in wording.quality_words(far, 3, {}, ())[0]


@pytest.mark.parametrize(
    ("locale", "size", "crowd"),
    [("fr", "1 table de 7 personnes.", "Ville : 3 personnes pour 1 table."),
     ("en", "1 table of 7 people.", "Ville: 3 people for 1 table.")],
)  # fmt: skip
def test_one_table_is_no_tables(locale: str, size: str, crowd: str) -> None:
    """A small room is one table, and somebody may sit alone."""
    with speaking(locale):
        said = wording.quality_words(Quality(0, 0, (), 3, 0, 0, 7, 7), 1, {"Ville": 3}, ["organisation"])
        assert (plain(said[1]), plain(said[2]).endswith(crowd)) == (size, True)
        alone = wording.quality_words(Quality(0, 0, (), 0, 0, 0, 1, 1), 2, {}, [])[1]
    assert plain(alone) == {"fr": "2 tables de 1 personne.", "en": "2 tables of 1 person."}[locale]


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("why", [BUSY, OVER, FULL, KEPT, SHUT])
def test_whoever_stays_is_named_with_the_reason(why: str, locale: str) -> None:
    """A few by name, the others counted, who is gone not at all."""
    people = {f"p{n}": "t" for n in range(9)} | {"gone": "t"}
    names = {f"p{n}": f"Nom {n}" for n in range(9)}
    done = Done("seat", 0, now={"p0": "t"}, stayed={why: people}, asked=("p1",), new=2)
    with speaking(locale):
        said = wording.seated_words(done, names, {"t": "Oise"}, {"p1": "Oise"})
    assert len(said) == 4
    assert all(one.endswith(".") for one in said)
    assert "Nom 5" in said[2]
    assert "Nom 6" not in said[2]
    assert "3" in said[2]
    assert wording.seated_words(Done("undo", 0, stayed={why: {"gone": "t"}}), {}, {}, {})[1:] == []


def test_every_choice_has_a_name() -> None:
    assert all(wording.suggestion_words(kind) for kind in SUGGESTION_KINDS)
    assert all(wording.case_kind_words(kind) for kind in CASE_KINDS)
    assert all(wording.verdict_words(verdict) for verdict in VERDICTS)
    assert all(wording.release_words(release) for release in RELEASES)
    assert all(wording.status_words(status) for status in Status)


@pytest.mark.parametrize("key", [key for key, _ in wording.client_words_choices()])
def test_a_workshop_calls_its_client_by_its_own_word(key: str) -> None:
    words = wording.client_words(key)
    assert wording.role_words(Role.CLIENT, key) == words.label
    assert words.person_start == words.person[0].upper() + words.person[1:]
    assert all(wording.role_words(role, key) for role in Role)
