"""The product's words: each French sentence has its English one, and French is set as a printer would set it."""

import io
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "facilitation" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])|\{(\w*)\}")
NO_BREAK = "\u00a0\u202f"
MEND = "run `make translations`, then translate what is new"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Catalog:
    """What the code and the templates say today."""
    target = tmp_path_factory.mktemp("words") / "messages.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        command = ["pybabel", "-q", "extract", "-F", "babel.cfg", "-k", "_l", "-k", "lazy_gettext"]
        CommandLineInterface().run([*command, "-o", str(target), "."])
    return read_po(io.BytesIO(target.read_bytes()))


@cache
def english() -> Catalog:
    """The catalogue that is committed."""
    return read_po(io.BytesIO(ENGLISH.read_bytes()), locale="en")


def texts(value: object) -> tuple[str, ...]:
    """One text, or a singular and its plurals."""
    return (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]


def words(catalog: Catalog) -> list[Message]:
    """The messages of a catalogue, without its header."""
    return [message for message in catalog if message.id]


def test_every_sentence_is_translated_and_none_is_left_over(extracted):
    """Nothing missing, nothing obsolete."""
    said = {message.id for message in words(extracted)}
    known = {message.id for message in words(english())}
    assert said - known == set(), MEND
    assert known - said == set(), "these are said no more: " + MEND
    assert not english().obsolete


def test_no_translation_is_empty_or_fuzzy():
    """A guess of the machine is not a translation."""
    assert [m.id for m in words(english()) if m.fuzzy] == []
    assert [m.id for m in words(english()) if not all(texts(m.string))] == []
    assert not english().fuzzy


def test_singular_and_plural_are_translated_as_such():
    """A sentence that counts in French counts in English."""
    assert [m.id for m in words(english()) if len(texts(m.id)) != len(texts(m.string))] == []


def test_the_same_slots_stand_in_both_languages():
    """A slot that is lost loses a name; one that is invented breaks the page."""
    wrong = []
    for message in words(english()):
        for french, translated in zip(texts(message.id), texts(message.string), strict=True):
            slots = sorted(set(PLACEHOLDER.findall(french)))
            # « une minute » may say its number in letters
            alike = sorted(set(PLACEHOLDER.findall(translated)))
            if slots != alike and not (len(texts(message.id)) > 1 and set(alike) <= set(slots)):
                wrong.append((french, translated))
    assert wrong == []


def test_english_is_not_french():
    """Nothing was left in French by copying."""
    copied = [
        m.id
        for m in words(english())
        if isinstance(m.id, str) and m.id == m.string and re.search("[«»àâçéèêëîïôùûœ]", m.id)
    ]
    assert copied == ["Tablée"]


def test_the_catalogue_compiles_and_speaks():
    """What is compiled at set-up gives English sentences, singular and plural."""
    compiled = io.BytesIO()
    write_mo(compiled, english())
    compiled.seek(0)
    spoken = Translations(compiled)
    assert spoken.gettext("Étape suivante") == "Next phase"
    assert spoken.ngettext("%(num)s table", "%(num)s tables", 2) == "%(num)s tables"


def faults_of(text: str) -> list[str]:
    """What a printer would mend in a French sentence."""
    bare = PLACEHOLDER.sub("x", text)
    found = []
    if "'" in bare or '"' in bare:
        found.append("straight quotes")
    if "..." in bare:
        found.append("three full stops instead of …")
    if re.search(rf"[^{NO_BREAK}][;!?»]", bare) or re.match(r"[;!?»]", bare):
        found.append("no no-break space before ; ! ? »")
    if re.search(rf"(?<![{NO_BREAK}\d]):", bare.lstrip(":")) or re.search(r"\d:(?!\d)", bare):
        found.append("no no-break space before :")
    if re.search(rf"«(?![{NO_BREAK}])", bare):
        found.append("no no-break space after «")
    if re.search(r"\d h\b|\bh \d", bare):
        found.append("an hour that can break")
    return found


def test_french_is_set_as_a_printer_would(extracted):
    """Apostrophes are ’, and no sign is left alone at the beginning of a line."""
    wrong = {text: faults_of(text) for message in words(extracted) for text in texts(message.id) if faults_of(text)}
    assert wrong == {}


@pytest.mark.parametrize(
    "text", ["L'atelier", "Oui !", "Pourquoi?", "À dire :", "« Oui »", "Attends...", "à 16 h 30", "Fin: ici"]
)
def test_the_printer_sees_well(text):
    """The check finds each fault it is there for."""
    assert faults_of(text)
