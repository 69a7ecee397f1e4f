"""An organiser's own formats, on both databases: kept, copied into workshops, changed before the start only."""

from dataclasses import replace

import pytest

from facilitation.domain.formats import SHIPPED, Option
from facilitation.domain.phases import MINUTE, Kind
from facilitation.domain.refusals import Code
from facilitation.domain.shaping import remove
from facilitation.service.formats import LONGEST_LINE, LONGEST_NAME, MOST_FORMATS
from facilitation.service.verification import verify
from facilitation.storage.workshops import WorkshopRow
from tests.builders import PASSWORD, TWO_PM, got, new_id, open_workshop
from tests.service.situations import stranger

SCRIPT = {"contract": {"aloud": "En une phrase, quelle aide ?", "not_now": " ", "watch": ""}, "framing": {"aloud": ""}}


def account(house) -> str:
    """Somebody who organises."""
    return house.accounts.create("Claire", f"{new_id()}@reseau.example", PASSWORD).id


def made(house, owner: str, own=None, **more):
    """A workshop of this account."""
    return got(house.workshops.create(owner, "Atelier", "", TWO_PM, TWO_PM + 150 * MINUTE, own=own, **more))


def script_of(house, workshop: str) -> dict:
    """What the host's screen will read."""
    with house.ground.reading() as session:
        return session.get(WorkshopRow, workshop).script


def test_a_shipped_format_is_duplicated_shaped_and_used(house):
    """Its workshop copies phases, options and script."""
    owner = account(house)
    own = got(house.formats.duplicate(owner, "120", "  Le nôtre "))
    assert (own.name, own.format.key, own.script) == ("Le nôtre", own.id, {})
    assert own.format.phases == SHIPPED["120"].phases
    phases = remove(own.format.phases, own.format.position(Kind.SILENT_WRITING))
    shape = replace(own.format, phases=phases, reserve=5 * MINUTE, options=frozenset({Option.ROTI}))
    saved = got(house.formats.save(owner, own.id, "À nous", shape, SCRIPT))
    assert saved == house.formats.get(owner, own.id)
    assert saved.script == {"contract": {"aloud": "En une phrase, quelle aide ?"}}, "blank lines say nothing"
    workshop = made(house, owner, own=saved, minutes=[p.planned // MINUTE for p in phases], retention_days=90)
    assert (workshop.format, workshop.retention_days) == (shape, 90)
    assert script_of(house, workshop.id) == saved.script


def test_what_becomes_of_a_format_changes_nothing_where_it_is_used(house):
    """A workshop holds its copy; the copy can be kept again."""
    owner = account(house)
    own = got(house.formats.duplicate(owner, "60", "Une heure"))
    own = got(house.formats.save(owner, own.id, own.name, own.format, SCRIPT))
    workshop = made(house, owner, own=own)
    house.formats.remove(owner, own.id)
    assert house.formats.of_account(owner) == []
    assert house.workshops.get(workshop.id).format == own.format
    again = got(house.formats.duplicate(owner, workshop.id, "De retour"))
    assert (again.format.phases, again.script) == (own.format.phases, own.script)
    assert again.format.key == again.id != own.id


def test_another_account_finds_nothing(house):
    """Neither the format nor the workshop, to read, copy, save, remove or use."""
    owner, other = account(house), account(house)
    own = got(house.formats.duplicate(owner, "60", "Une heure"))
    workshop = made(house, owner)
    assert house.formats.get(other, own.id) is None
    assert house.formats.of_account(other) == []
    assert house.formats.duplicate(other, own.id, "x") is None
    assert house.formats.duplicate(other, workshop.id, "x") is None
    assert house.formats.save(other, own.id, "x", own.format, {}) is None
    house.formats.remove(other, own.id)
    assert house.formats.choose(other, workshop.id, "60").code is Code.BAD_VALUE
    assert house.formats.choose(other, made(house, other).id, own.id).code is Code.BAD_VALUE
    assert house.formats.get(owner, own.id) == own
    assert house.workshops.get(workshop.id).format.key == "150"


@pytest.mark.parametrize(
    ("name", "script", "code", "field"),
    [
        ("  ", {}, Code.MISSING_FIELD, "name"),
        ("x" * (LONGEST_NAME + 1), {}, Code.TOO_LONG, "name"),
        ("a\x00b", {}, Code.BAD_VALUE, "name"),
        ("x", {"contract": {"watch": "x" * (LONGEST_LINE + 1)}}, Code.TOO_LONG, "watch-contract"),
        ("x", {"contract": {"sung": "x"}}, Code.BAD_VALUE, "script"),
        ("x", {"nothing": {"aloud": "x"}}, Code.BAD_VALUE, "script"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(house, name, script, code, field):
    """And the format stays what it was."""
    owner = account(house)
    own = got(house.formats.duplicate(owner, "60", "Une heure"))
    refusal = house.formats.save(owner, own.id, name, replace(own.format, reserve=MINUTE), script)
    assert (refusal.code, refusal.detail["field"]) == (code, field)
    assert house.formats.get(owner, own.id) == own


def test_a_format_that_no_table_could_live_is_refused(house):
    """The domain's rules, asked again where rows are written."""
    owner = account(house)
    own = got(house.formats.duplicate(owner, "60", "Une heure"))
    assert house.formats.save(owner, own.id, "x", replace(own.format, phases=()), {}).code is Code.NO_TABLE_PHASE


def test_a_shelf_has_an_end(house):
    """Forty, then one has to go."""
    owner = account(house)
    first = got(house.formats.duplicate(owner, "30", "0"))
    for n in range(1, MOST_FORMATS):
        got(house.formats.duplicate(owner, "30", str(n)))
    assert house.formats.duplicate(owner, "30", "x").code is Code.TOO_MANY_FORMATS
    house.formats.remove(owner, first.id)
    got(house.formats.duplicate(owner, "30", "x"))


def test_another_format_before_the_start_reaches_every_screen(house, published):
    """Tables, room and journal follow; a call to a phase that is gone is gone."""
    room = open_workshop(house, tables=2, people=2)
    shop = room.workshop.id
    own = got(house.formats.duplicate(room.account, "60", "Une heure"))
    own = got(house.formats.save(room.account, own.id, own.name, own.format, SCRIPT))
    assert room.send_room("bring_tables", target="case_choice", warn=True).ok
    published.clear()
    assert house.formats.choose(room.account, shop, own.id) is None
    told = {audience for audience, _payload, _version in published}
    assert {f"group:{room.table(n)}" for n in (1, 2)} <= told
    assert house.workshops.get(shop).format == own.format
    assert script_of(house, shop) == own.script
    assert [line["kind"] for line in room.see()["timetable"]] == [p.kind for p in own.format.phases]
    assert room.snapshot(f"hosts:{room.table()}")["summons"] is None
    assert verify(house)[0] == []
    assert house.formats.choose(room.account, shop, "90") is None
    assert script_of(house, shop) == {}
    room.do(room.pilot, "start_round")
    assert house.formats.choose(room.account, shop, own.id).code is Code.ALREADY_STARTED
    assert house.formats.began(shop)
    assert house.workshops.get(shop).format.key == "90"
    house.workshops.close(shop)
    assert house.formats.choose(room.account, shop, own.id).code is Code.WORKSHOP_CLOSED
    assert verify(house)[0] == []


def test_an_unknown_format_is_refused(house):
    """Nothing changes."""
    room = open_workshop(house, people=2)
    assert house.formats.choose(room.account, room.workshop.id, "151").code is Code.BAD_VALUE
    assert not house.formats.began(room.workshop.id)


def test_what_people_gave_and_the_format_has_no_use_for_is_counted(house):
    """Cases without a phase to choose one, wishes that are not counted: they are said, and come back with the phase."""
    room = open_workshop(house, people=2, options={Option.WISHES})
    shop, someone = room.workshop.id, stranger(room)
    case = room.do(someone, "propose_case", None, title="Qui vient aux réunions ?", kind="problem").result["id"]
    room.do(stranger(room), "wish_case", None, first=case)
    assert house.formats.unused(shop) == {}
    assert house.formats.choose(room.account, shop, "60") is None
    assert house.formats.unused(shop) == {"cases": 1, "wishes": 1}
    assert house.formats.choose(room.account, shop, "120") is None
    assert house.formats.unused(shop) == {"wishes": 1}


@pytest.mark.parametrize("days", [0, 30, 366])
def test_nothing_is_kept_shorter_than_the_plans_day_nor_longer_than_a_year(house, days):
    """31 to 365 days."""
    refusal = house.workshops.create(account(house), "x", "", TWO_PM, TWO_PM + 1, retention_days=days)
    assert (refusal.code, refusal.detail["field"]) == (Code.BAD_VALUE, "retention")
