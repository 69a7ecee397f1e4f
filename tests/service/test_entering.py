"""Links, codes, names, places and devices."""

import re
import secrets

import pytest
from sqlalchemy import select

from facilitation.domain.refusals import Code, Refusal
from facilitation.service.accounts import NOBODY
from facilitation.service.secrets import ALPHABET, fresh_code
from facilitation.storage.accounts import AccountRow
from facilitation.storage.workshops import InvitationRow
from tests.builders import PASSWORD, TWO_PM, device, enter, got, open_workshop
from tests.service.situations import stranger

DAY = 86_400_000


def code_of(found: object) -> Code | None:
    """The code of a refusal, or None."""
    return found.code if isinstance(found, Refusal) else None


def test_only_hashes_are_kept(afternoon):
    """No token is in the database, yet the server prints the same links again."""
    links = afternoon.links
    tokens = {links.join, links.conductor, links.projector, *links.hosts.values(), *links.tables.values()}
    with afternoon.house.ground.reading() as session:
        kept = {row.id for row in session.scalars(select(InvitationRow))}
        kept |= {row.token_hash for row in session.scalars(select(InvitationRow))}
    assert not tokens & kept
    assert afternoon.house.workshops.links(afternoon.workshop.id) == links
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token) for token in tokens)


def test_five_links_in_one_browser(house):
    """They make five places that do not overwrite each other; the same link leads to the same place."""
    room = open_workshop(house, tables=2, people=1, demo=True)
    links, here = room.links, device(house)
    seats = [
        enter(house, links.hosts[room.table(1)], "Lucie", at=here),
        enter(house, links.join, "Paul", at=here),
        enter(house, links.conductor, "", at=here),
        enter(house, links.projector, "", at=here),
    ]
    assert len({seat.id for seat in seats}) == 4
    assert enter(house, links.join, "", at=here).id == seats[1].id
    assert enter(house, links.hosts[room.table(1)], "", at=here).id == seats[0].id
    assert {"host", "consultant"} == seats[0].roles
    assert seats[2].roles == {"conductor"}
    assert seats[3].roles == {"projector"}
    organiser = got(house.invitations.exchange(links.organiser, here))
    assert organiser.account == room.account
    assert house.accounts.device(here).account_id == room.account
    assert len(house.people.seats(here, room.workshop.id)) == 4


def test_a_table_link_sits_people_down(afternoon):
    seat = enter(afternoon.house, afternoon.links.tables[afternoon.table()], "Bruno")
    assert seat.group_id == afternoon.table()
    assert stranger(afternoon).group_id is None


def test_a_full_table_leaves_people_in_the_waiting_room(house):
    room = open_workshop(house, people=10)
    seat = enter(house, room.links.tables[room.table()], "Bruno")
    assert seat.group_id is None


def test_a_second_host_takes_over(afternoon):
    """Whoever follows the host's link leads; the former host stays as a consultant."""
    second = enter(afternoon.house, afternoon.links.hosts[afternoon.table()], "Fatou")
    assert second.roles == {"host", "consultant"}
    former = afternoon.host()
    assert got(afternoon.house.people.seat(former.id, former.device_id)).roles == {"consultant"}


@pytest.mark.parametrize("token", ["", "x", "é", "\ud800", "A" * 32, "A" * 10_000])
def test_false_links(house, token):
    assert code_of(house.invitations.exchange(token, device(house))) is Code.EXPIRED_LINK


def test_rotated_and_expired_links(house, hands):
    room = open_workshop(house, people=1)
    place = got(house.invitations.exchange(room.links.join, device(house)))
    assert place.role == "participant"
    house.workshops.rotate(room.workshop.id)
    assert code_of(house.invitations.exchange(room.links.join, device(house))) is Code.EXPIRED_LINK
    assert code_of(house.invitations.by_code(room.workshop.code, device(house))) is Code.WRONG_CODE
    links = house.workshops.links(room.workshop.id)
    hands.pass_(8 * DAY)
    assert code_of(house.invitations.exchange(links.join, device(house))) is Code.EXPIRED_LINK


def test_the_code_is_typed_as_people_type(afternoon):
    code = afternoon.workshop.code
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code)
    for typed in (code, code.lower(), code.replace("-", " "), f"  {code.replace('-', '')} "):
        place = got(afternoon.house.invitations.by_code(typed, device(afternoon.house)))
        assert place.workshop == afternoon.workshop.id
    for typed in ("", "AAAA-AAAA", code[:-1], code + "2", "0" * 8, "é" * 8):
        assert code_of(afternoon.house.invitations.by_code(typed, device(afternoon.house))) is Code.WRONG_CODE


def test_failures_are_slowed_and_successes_never(afternoon, hands):
    """One who guesses waits; the others of the same venue, at the same address, never do."""
    house, guesser, venue = afternoon.house, device(afternoon.house), "192.0.2.7"
    codes = [code_of(house.invitations.by_code("AAAA-AAAA", guesser, address=venue)) for _ in range(12)]
    assert codes == [Code.WRONG_CODE] * 10 + [Code.TOO_FAST] * 2
    for _ in range(50):
        assert not code_of(house.invitations.by_code(afternoon.workshop.code, device(house), address=venue))
    hands.pass_(61_000)
    assert not code_of(house.invitations.by_code(afternoon.workshop.code, guesser, address=venue))


def test_codes_are_drawn_evenly():
    """Each of the characters comes about as often as the others."""
    drawn = "".join(fresh_code(8) for _ in range(4000))
    counts = [drawn.count(c) for c in ALPHABET]
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert set(drawn) == set(ALPHABET)
    assert max(counts) < 1.25 * min(counts)


@pytest.mark.parametrize(
    ("name", "code"),
    [("", Code.MISSING_NAME), (" \u00a0\u200b\n", Code.MISSING_NAME), ("x" * 41, Code.TOO_LONG)],
)
def test_names_that_are_none(afternoon, name, code):
    house, here = afternoon.house, device(afternoon.house)
    place = got(house.invitations.exchange(afternoon.links.join, here))
    assert code_of(house.people.join(here, place.grant, name)) is code
    assert code_of(house.people.join(here, place.grant, "Paul", "y" * 81)) is Code.TOO_LONG
    assert house.people.seats(here) == []
    assert code_of(house.people.join(device(house), place.grant, "Paul")) is Code.EXPIRED_LINK  # somebody else's
    assert code_of(house.people.join(here, "nothing", "Paul")) is Code.EXPIRED_LINK


def test_joining_twice_makes_one_person(afternoon):
    house, here = afternoon.house, device(afternoon.house)
    grant = got(house.invitations.exchange(afternoon.links.join, here)).grant
    assert got(house.people.join(here, grant, "Paul")).id == got(house.people.join(here, grant, "Paul")).id


def test_homonyms(house):
    """The initial of the organisation, or a number; the first keeps its name."""
    room = open_workshop(house, people=1)
    names = [
        enter(house, room.links.join, name, organisation).name
        for name, organisation in (
            ("Marie", "Ville d’Albert"),
            ("marie", "Département"),
            ("Marie", "Dreal"),
            ("Marie", ""),
            ("Marie-Line", "Ville"),
        )
    ]
    assert names == ["Marie", "marie D.", "Marie 2", "Marie 3", "Marie-Line"]


def test_the_return_code(afternoon, hands):
    """Four characters bring a person back on another device, with the table's roles; guessing is slowed."""
    house, host = afternoon.house, afternoon.host()
    elsewhere = device(house)
    back = got(house.people.return_by_code(elsewhere, afternoon.workshop.id, host.return_code.lower()))
    assert (back.person, back.group_id, back.roles) == (host.person, host.group_id, host.roles)
    assert back.id != host.id
    again = got(house.people.return_by_code(elsewhere, afternoon.workshop.id, host.return_code))
    assert again.id == back.id
    pilot = got(house.people.return_by_code(device(house), afternoon.workshop.id, afternoon.pilot.return_code))
    assert "conductor" not in pilot.roles
    here = device(house)
    wrong = [code_of(house.people.return_by_code(here, afternoon.workshop.id, "2222")) for _ in range(12)]
    assert Code.TOO_FAST in wrong
    assert code_of(house.people.return_by_code(device(house), "elsewhere", host.return_code)) is Code.WRONG_CODE


def test_a_shared_device(afternoon):
    """Two people, one phone: each has a seat, commands say who speaks, and nothing private is sent to it."""
    house, first = afternoon.house, afternoon.person(2)
    afternoon.bring("exposition")
    afternoon.do(first, "keep_idea", text="une idée à moi")
    assert afternoon.private(first)["ideas"]
    beside = got(house.people.sit_beside(first.device_id, first.id, "Yann"))
    assert (beside.group_id, beside.shared, beside.device_id) == (first.group_id, True, first.device_id)
    assert afternoon.private(first)["ideas"] == []
    assert afternoon.private(first)["shared"]
    assert {seat["name"] for seat in afternoon.private(beside)["seats"]} == {first.name, beside.name}
    assert afternoon.do(beside, "keep_idea", text="une autre").ok
    assert code_of(house.people.sit_beside(device(house), first.id, "Zoé")) is Code.NOT_YOUR_SEAT


def test_a_revoked_seat(afternoon, published):
    """It does nothing more, and whoever holds its sockets is told."""
    house, seat = afternoon.house, afternoon.person(1)
    moved: set[str] = set()
    house.publisher.moved = moved.update
    house.people.revoke(seat.id)
    house.ground.writer.do(lambda unit: None)
    house.publisher.moved = lambda people: None
    assert house.people.seat(seat.id, seat.device_id) is None
    answer = afternoon.send(seat, "call_pilot")
    assert answer.refusal is not None
    assert answer.refusal.code is Code.NOT_YOUR_SEAT
    assert seat.person in moved


def test_a_closed_workshop_lets_nobody_in(house):
    """Those who were there come back to their notes."""
    room = open_workshop(house, people=2)
    here = device(house)
    grant = got(house.invitations.exchange(room.links.join, here)).grant
    house.workshops.close(room.workshop.id)
    assert code_of(house.invitations.exchange(room.links.join, device(house))) is Code.WORKSHOP_CLOSED
    assert code_of(house.invitations.by_code(room.workshop.code, device(house))) is Code.WRONG_CODE
    assert code_of(house.people.join(here, grant, "Paul")) is Code.WORKSHOP_CLOSED
    assert got(house.people.return_by_code(device(house), room.workshop.id, room.host().return_code)).person
    assert house.workshops.notes(room.table(), room.host().person) is not None


def test_accounts(house):
    """A login once, in any case; a password only hashed; the same refusal for a wrong login or password."""
    login = f"{secrets.token_hex(4)}@exemple.fr"
    account = got(house.accounts.create(" Claire ", login.upper(), PASSWORD))
    assert not house.accounts.first_run()
    assert got(house.accounts.check(login, PASSWORD)) == account
    assert code_of(house.accounts.create("Claire", login, PASSWORD)) is Code.BAD_VALUE
    assert code_of(house.accounts.create("Claire", "c@d.fr", "court")) is Code.BAD_VALUE
    assert code_of(house.accounts.create("", "c@d.fr", PASSWORD)) is Code.MISSING_FIELD
    assert code_of(house.accounts.create("Claire", "c@d.fr", "x" * 201)) is Code.TOO_LONG
    assert code_of(house.accounts.create("Claire", "c@d.fr", PASSWORD, first=True)) is Code.NOT_ALLOWED
    with house.ground.reading() as session:
        hashed = session.scalar(select(AccountRow.password_hash).where(AccountRow.login == login))
    assert hashed.startswith("scrypt:")
    assert [len(part) for part in NOBODY.split("$")] == [len(part) for part in hashed.split("$")]
    assert NOBODY.partition("$")[0] == hashed.partition("$")[0], "a wrong login must take the time of a wrong password"
    here = device(house)
    assert code_of(house.accounts.check("nobody@exemple.fr", PASSWORD, here)) is Code.WRONG_CODE
    codes = [code_of(house.accounts.check(login, "not the password", here)) for _ in range(11)]
    assert codes[-1] is Code.TOO_FAST
    assert got(house.accounts.check(login, PASSWORD, device(house))) == account


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"place": "x" * 121}, "place"),
        ({"ends": TWO_PM}, "ends"),
        ({"format_key": "151"}, "format"),
        ({"minutes": [10]}, "minutes"),
        ({"minutes": [0] * 10}, "minutes"),
        ({"tables": 0}, "tables"),
        ({"tables": 61}, "tables"),
        ({"client_word": "boss"}, "client_word"),
        ({"speed": 0}, "speed"),
    ],
)
def test_workshops_that_cannot_be(house, afternoon, change, field):
    asked = {"title": "Atelier", "place": "Amiens", "starts": TWO_PM, "ends": TWO_PM + 1} | change
    refused = house.workshops.create(afternoon.account, **asked)
    assert isinstance(refused, Refusal)
    assert refused.detail["field"] == field


def test_a_workshop_as_asked_for(house, afternoon):
    minutes = [10, 10, 10, 20, 10, 5, 30, 15, 15, 20]
    made = got(
        house.workshops.create(
            afternoon.account, "Atelier", "Amiens", TWO_PM, TWO_PM + 9_000_000, minutes=minutes, tables=22, speed=10,
            rehearsal=True, paper=(22,),
        )
    )  # fmt: skip
    assert [phase.planned for phase in made.format.phases] == [m * 6_000 for m in minutes]
    assert [table.name for table in made.tables][:3] == ["Somme", "Oise", "Aisne"]
    assert made.tables[-1].name == "22"
    assert [table.paper for table in made.tables] == [False] * 21 + [True]
    assert len({table.name for table in made.tables}) == 22
    assert house.workshops.get(made.id) == made
    assert made in house.workshops.of_account(afternoon.account)


@pytest.mark.parametrize("text", ["", "a\x00b", "\ud800", "x" * 100_000])
def test_what_cannot_be_a_seat_is_none(afternoon, text):
    """On both databases, without a failure in the log."""
    assert afternoon.house.people.seat(text, afternoon.host().device_id) is None
