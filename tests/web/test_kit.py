"""The paper kit: what is in the pile for which format, whose it is, its hours, and tables without a device."""

import re
from dataclasses import replace

import pytest

from facilitation.domain.formats import SHIPPED
from facilitation.domain.phases import Kind, phase
from facilitation.web.drawings import qr
from facilitation.web.kit import grid, sheets
from facilitation.web.overview import Hour, Overview, TableLinks
from tests.web.desk import Desk, entered, prepared, signed_in, words_of

TABLES = tuple(TableLinks(f"t{n}", n, f"Table {n}", False, f"h{n}", f"j{n}") for n in (1, 2))


def made(desk: Desk):
    """The newest workshop of this desk."""
    return desk.house.workshops.of_account(desk.account)[0]


def kinds(planned) -> list[str]:
    """The kinds of the pile for two tables."""
    return [sheet.kind for sheet in sheets(planned, TABLES)]


def test_a_pile_is_the_rooms_sheets_then_a_packet_for_each_table():
    """The first sheet hangs on the wall, the next two go to the photocopier."""
    packet = ["table", "host", "client", "contract", "plan"]
    assert kinds(SHIPPED["150"]) == ["poster", "consultant", "learnings", *packet, *packet]


def test_two_rounds_have_two_sets_of_the_clients_sheets():
    """And one grid: the host goes through both with it."""
    packet = ["table", "host", *["client", "contract", "plan"] * 2]
    assert kinds(SHIPPED["half_day"])[3:] == packet * 2
    assert [s.round for s in sheets(SHIPPED["half_day"], TABLES)][3:11] == [None, None, 1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize(("key", "absent"), [("35", {"contract", "learnings"}), ("30", {"contract"}), ("45", set())])
def test_what_a_format_does_not_do_is_not_printed(key, absent):
    """No contract sheet without a contract."""
    every = {"poster", "consultant", "learnings", "table", "host", "client", "contract", "plan"}
    assert every - set(kinds(SHIPPED[key])) == absent


def test_a_format_of_ones_own_has_its_pile():
    """Also one with nothing of the method in it."""
    bare = replace(SHIPPED["30"], phases=(phase(Kind.FRAMING, 10), phase(Kind.PAUSE, 5)))
    assert kinds(bare) == ["poster", "table", "host", "table", "host"]
    empty = replace(bare, phases=())
    assert kinds(empty) == ["poster", "table", "host", "table", "host"]
    assert grid(empty, ()) == ()


def test_a_very_long_format_says_each_sentence_once():
    """Half a day says all of them; twice that would not fit."""
    half = SHIPPED["half_day"]
    long = replace(half, phases=half.phases * 2)

    def lines(planned):
        return grid(planned, tuple(Hour(p.kind, 0, 1, False) for p in planned.phases))

    assert not any(line.again for line in lines(half))
    assert [line.again for line in lines(long)].count(False) == len({p.kind for p in half.phases})
    assert [line.opens for line in lines(half) if line.opens] == [2]


def test_hours_stand_where_the_day_has_them(desk):
    """The reserve just before the plenary; in half a day the second choice of a case is not taken for the first."""

    def hours(key: str) -> list[tuple[str, int, int]]:
        where = prepared(desk, format=key, start="09:00", end="17:00")
        found = Overview(desk.house.workshops.get(where.rpartition("/")[2]))
        return [(hour.kind.value, (hour.at - found.starts) // 60_000, hour.reserve) for hour in found.hours]

    assert hours("150")[-2:] == [("learnings", 120, 0), ("plenary", 140, 5)]
    half = hours("half_day")
    assert [line for line in half if line[0] == "case_choice"] == [("case_choice", 5, 0), ("case_choice", 100, 0)]
    assert half[-1] == ("plenary", 180, 0)


def test_the_kit_says_the_day_in_the_workshops_words(desk):
    """Hours, sentences, what the client is called, when to meet one's plan again."""
    where = prepared(desk, tables="2", place="La Machinerie, Amiens", client_word="demandeur", date="2024-04-09")
    page = words_of(desk.see(f"{where}/kit"))
    assert "16\u00a0h\u00a020" in page
    assert "(Prénom), raconte la situation" in page
    assert "Ni débat ni vote." in page
    assert "Réserve\u00a0: 5\u00a0min" in page
    assert "Le demandeur" in page
    assert "La personne aidée" not in page
    assert "jeudi 9 mai 2024" in page
    assert "À photocopier, une par personne" in page
    assert page.count(made(desk).code) == 3, "one on the wall, one for each table"


def test_each_sheet_has_the_code_of_its_own_place(desk):
    """The poster leads into the room, a table's sheet to that table, the grid to its host's screen."""
    where = prepared(desk, tables="2")
    page = desk.see(f"{where}/kit")
    drawings = [d.split("</svg>")[0] for d in page.split('class="qr"')[1:]]
    assert len(drawings) == len(set(drawings)) == 5
    links = desk.house.workshops.links(made(desk).id)
    shown = [links.join, *links.tables.values(), *links.hosts.values()]
    shapes = {re.search(r' d="([^"]+)"', str(qr(f"http://localhost/enter#{token}", "x"))).group(1) for token in shown}
    assert {re.search(r' d="([^"]+)"', d).group(1) for d in drawings} == shapes


def test_a_table_on_paper_is_chosen_before_the_start(desk):
    """Its sheet says what to do without a device, its grid has no code, and it can be taken back."""
    where = prepared(desk, tables="2")
    _, second = made(desk).tables
    desk.post(f"{where}/paper", paper=second.id)
    assert [table.paper for table in made(desk).tables] == [False, True]
    page = desk.see(f"{where}/kit")
    assert page.count('class="qr"') == 4
    assert "Ici, tout se fait sur papier" in page
    assert "le pilote l’avance" in desk.see(where)
    desk.post(f"{where}/paper", paper="nobody")
    assert [table.paper for table in made(desk).tables] == [False, False]


def test_nobody_else_prints_or_marks(desk):
    """Another account gets a 404 and changes nothing; a stranger is led to the form."""
    where = prepared(desk)
    other = signed_in(desk.app)
    other.see(f"{where}/kit", status=404)
    assert other.post(f"{where}/paper", paper=made(desk).tables[0].id).status_code == 404
    assert not any(table.paper for table in made(desk).tables)
    assert desk.app.test_client().get(f"{where}/kit").location.endswith("/sign-in")
    mine = prepared(other)
    other.post(f"{mine}/paper", paper=made(desk).tables[0].id)
    assert not any(table.paper for table in made(desk).tables), "a table of somebody else's workshop"


def test_the_host_code_opens_the_hosts_screen(desk):
    """What the grid's code holds is worth a seat at that table."""
    prepared(desk, tables="1")
    links = desk.house.workshops.links(made(desk).id)
    assert f"/w/{made(desk).id}/" in entered(desk.app, next(iter(links.hosts.values())))[1]
