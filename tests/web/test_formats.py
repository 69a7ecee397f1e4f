"""« Mes déroulés » over HTTP: shaping loses nothing that was typed, nobody reaches the formats of another, and a day
that has begun keeps its format."""

import pytest

from facilitation.domain.formats import SHIPPED
from facilitation.domain.phases import MINUTE, Kind
from tests.builders import TWO_PM, enter, got

from .desk import Desk, fields_of, signed_in, words_of

LATER = TWO_PM + 10**12


def own_format(desk: Desk, source: str = "60") -> str:
    """The address of a copy of a shipped format."""
    answer = desk.post("/formats", source=source)
    assert answer.status_code == 303
    return str(answer.location)


def id_of(where: str) -> str:
    """The id in an editor's address."""
    return where.rpartition("/")[2]


def test_a_copy_is_shaped_and_stands_on_the_shelf(desk: Desk) -> None:
    """A name, minutes, a line less and a line more; then it is offered for a new workshop."""
    where = own_format(desk)
    typed = fields_of(desk.see(where)) | {"name": "L’heure <du> jeudi", "minutes-0": "7"}
    contract = SHIPPED["60"].position(Kind.CONTRACT)
    page = desk.post(where, **(typed | {"act": f"remove-{contract}"}))
    assert page.status_code == 200
    page = desk.post(where, **(fields_of(page.text) | {"act": "add", "new_kind": "pause"}))
    saved = desk.post(where, **(fields_of(page.text) | {"act": "save"}))
    assert saved.location == f"/formats#{id_of(where)}"
    kept = desk.house.formats.get(desk.account, id_of(where))
    assert kept.name == "L’heure <du> jeudi"
    kinds = [phase.kind for phase in kept.format.phases]
    assert Kind.CONTRACT not in kinds
    assert Kind.PAUSE in kinds
    assert kept.format.phases[0].planned == 7 * MINUTE
    for path in ("/formats", "/workshops/new"):
        page = desk.see(path)
        assert "L’heure &lt;du&gt; jeudi" in page
        assert "<du>" not in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("minutes-1", "0", "entre 1 et 240"),
        ("minutes-1", "241", "entre 1 et 240"),
        ("minutes-1", "dix", "entre 1 et 240"),
        ("minutes-1", "4²", "entre 1 et 240"),
        ("minimum-1", "99", ""),
        ("reserve", "-3", ""),
        ("name", "", ""),
        ("name", "x" * 500, ""),
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(desk: Desk, field: str, typed: str, said: str) -> None:
    """With a sentence at its field; the other fields keep what was typed too, and the format is what it was."""
    where = own_format(desk)
    before = desk.house.formats.get(desk.account, id_of(where))
    form = fields_of(desk.see(where)) | {"minutes-0": "9", field: typed}
    answer = desk.post(where, **form)
    assert answer.status_code == 400
    assert said in words_of(answer.text).replace("\xa0", " ")
    assert "aria-invalid" in answer.text
    again = fields_of(answer.text)
    assert again[field] == typed
    assert again["minutes-0"] == "9"
    assert desk.house.formats.get(desk.account, id_of(where)) == before


def test_what_no_page_of_ours_sends_changes_nothing(desk: Desk) -> None:
    """An act, a kind and a place that do not exist: the same page, and no fault of the server."""
    where = own_format(desk)
    form = fields_of(desk.see(where))
    order = [form[name] for name in sorted(form) if name.startswith("kind-")]
    for act in ("up-999", "down-x", "remove-", "up--1", "fly", "add"):
        answer = desk.post(where, **(form | {"act": act, "new_kind": "nap"}))
        assert answer.status_code == 200
        again = fields_of(answer.text)
        assert [again[name] for name in sorted(again) if name.startswith("kind-")] == order
    assert desk.post("/formats", source="nothing").status_code == 404
    assert desk.post(where).status_code == 400, "an empty form is not a format"


def test_nobody_reaches_the_format_of_another(desk: Desk) -> None:
    """Neither to read, shape, copy, remove nor use it; who is not signed in is led to the form."""
    where = own_format(desk)
    other = signed_in(desk.app)
    other.see(where, 404)
    assert other.post(where, act="save").status_code == 404
    assert other.post(f"{where}/remove", sure="yes").status_code == 404
    assert other.post("/formats", source=id_of(where)).status_code == 404
    theirs = got(other.house.workshops.create(other.account, "Atelier", "", LATER, LATER + 150 * MINUTE)).id
    assert other.post(f"/workshops/{theirs}/format", format=id_of(where)).status_code == 400
    assert other.house.workshops.get(theirs).format.key == "150"
    assert desk.app.test_client().get(where).status_code == 303
    assert desk.house.formats.get(desk.account, id_of(where)) is not None


def test_removing_asks_once_and_workshops_keep_their_copy(desk: Desk) -> None:
    """The first press only shows the page again."""
    where = own_format(desk)
    own = desk.house.formats.get(desk.account, id_of(where))
    made = got(desk.house.workshops.create(desk.account, "Atelier", "", LATER, LATER + 150 * MINUTE, own=own)).id
    assert desk.post(f"{where}/remove").location == where
    desk.see(where)
    assert desk.post(f"{where}/remove", sure="yes").location == "/formats"
    desk.see(where, 404)
    assert desk.house.workshops.get(made).format.phases == own.format.phases


def test_another_format_before_the_start_only_and_before_the_end(desk: Desk) -> None:
    """One that is too long is refused with the minutes that lack; once the tables began every change is refused."""
    house = desk.house
    made = got(house.workshops.create(desk.account, "Atelier", "", LATER, LATER + 90 * MINUTE, "90", tables=1))
    where = f"/workshops/{made.id}/format"
    answer = desk.post(where, format="150")
    assert answer.status_code == 400
    assert 'id="fault-format"' in answer.text
    assert house.workshops.get(made.id).format.key == "90"
    assert desk.post(where, format="60").status_code == 303
    assert house.workshops.get(made.id).format.key == "60"
    assert desk.post(where, format="nothing").status_code == 400
    links = house.workshops.links(made.id)
    pilot = enter(house, links.conductor, "")
    table = made.tables[0].id
    started = house.door.receive(
        {"id": "a" * 22, "as": pilot.id, "command": "bring_tables", "groups": [table], "steps": {table: 0},
         "fields": {"target": "exposition"}},
        pilot.device_id,
    )  # fmt: skip
    assert started.ok, started.refusal
    answer = desk.post(where, format="45")
    assert answer.status_code == 400
    assert 'id="fault-format"' in answer.text
    assert house.workshops.get(made.id).format.key == "60"
