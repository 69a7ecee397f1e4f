"""Preparing a workshop: defaults, faults beside their fields, links, papers, closing and removing."""

import json
import sys

import pytest

from facilitation.web.drawings import qr
from tests.server import until
from tests.web.desk import Desk, application, entered, fields_of, post, prepared, signed_in, words_of

LINE = {
    "groups": 5, "people": 35, "rounds_closed": 5, "commands_acked": 1044, "lost": 0, "duplicated": 0, "seconds": 81
}  # fmt: skip
"""What a rehearsal prints."""


def test_a_tired_organiser_presses_one_button(desk):
    """The form as it comes makes a workshop of 150 minutes with five tables."""
    page = desk.see(prepared(desk))
    assert "Atelier de codéveloppement" in page
    assert all(f"Table {river}" in page for river in ("Somme", "Oise", "Aisne", "Lys", "Scarpe"))
    made = desk.house.workshops.of_account(desk.account)[0]
    assert (made.format.key, made.ends - made.starts, made.timezone) == ("150", 150 * 60_000, "Europe/Paris")
    assert made.code in page
    assert made.title in desk.see("/workshops")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": "  "}, "title", "Donnez un titre"),
        ({"title": "x" * 121}, "title", "121 caractères"),
        ({"date": "9 avril"}, "date", "Écrivez une date"),
        ({"start": "quatorze"}, "start", "Écrivez une heure"),
        ({"start": "16:30", "end": "14:00"}, "end", "La fin doit venir après le début"),
        ({"tables": "0"}, "tables", "entre 1 et 60"),
        ({"tables": "beaucoup"}, "tables", "entre 1 et 60"),
        ({"client_word": "patient"}, "client_word", "Choisissez"),
        ({"format": "151"}, "format", "Choisissez un déroulé"),
        ({"minutes-150-3": "0"}, "minutes-150-3", "entre 1 et 240"),
        ({"end": "16:00"}, "minutes", "dépasse la fin de 30 minutes"),
        ({"minutes-150-3": "26"}, "minutes", "dépasse la fin d’1 minute"),
        ({"title": "", "end": "16:00"}, "minutes", "dépasse la fin de 30 minutes"),
    ],
)
def test_a_fault_stands_beside_its_field_and_what_was_typed_is_kept(desk, changes, field, words):
    """Nothing is made; the page says what to mend and forgets nothing."""
    typed = fields_of(desk.see("/workshops/new")) | {"place": "La Machinerie <Amiens>"} | changes
    answer = desk.post("/workshops/new", **typed)
    assert answer.status_code == 400
    assert f'id="fault-{field}"' in answer.text
    assert words in words_of(answer.text)
    kept = fields_of(answer.text)
    chosen = {"format", "client_word"}  # a choice that does not exist cannot be shown as chosen
    assert {k: v for k, v in typed.items() if k not in chosen} == {k: v for k, v in kept.items() if k not in chosen}
    assert desk.house.workshops.of_account(desk.account) == []


def test_a_plan_that_does_not_hold_says_which_one_does(desk):
    """An hour and a half is enough for the format of 90 minutes."""
    answer = desk.post("/workshops/new", **(fields_of(desk.see("/workshops/new")) | {"end": "15:30"}))
    assert "Celui de 90 minutes tient." in words_of(answer.text)


def test_minutes_can_be_moved_from_one_phase_to_another(desk):
    """What counts is that the whole holds before the fixed end."""
    page = desk.see(prepared(desk, **{"minutes-150-3": "20", "minutes-150-6": "40"}))
    made = desk.house.workshops.of_account(desk.account)[0]
    assert [p.planned // 60_000 for p in made.format.phases][3:7] == [20, 10, 5, 40]
    assert "Les tables travaillent" in page


def test_flash_formats_say_what_they_are_not(desk):
    """45 minutes and less do not call themselves codéveloppement."""
    page = desk.see("/workshops/new")
    flash = page.count("pas un codéveloppement complet")
    assert flash == 3


def test_links_carry_their_token_behind_the_hash_and_lead_where_they_say(desk):
    """One for the pilot, the wall, each host and everybody; no token ever stands in a path or a query."""
    page = desk.see(prepared(desk))
    made = desk.house.workshops.of_account(desk.account)[0]
    links = desk.house.workshops.links(made.id)
    tokens = [links.conductor, links.projector, links.join, *links.hosts.values()]
    assert all(f"http://localhost/enter#{token}" in page for token in tokens)
    assert entered(desk.app, links.conductor)[1].endswith("/conduct")
    assert entered(desk.app, links.projector)[1].endswith("/projector")
    assert entered(desk.app, links.join)[1] == f"/w/{made.id}/join"


def test_the_drawing_is_made_of_the_whole_address():
    """The fragment is in the QR code, and the drawing holds neither style nor script."""
    one, other = qr("http://x.example/enter#aaaa", "à « scanner »"), qr("http://x.example/enter#bbbb", "")
    assert one != other
    assert "aaaa" not in one
    assert 'role="img"' in one
    assert "style=" not in one
    assert "&lt;" in qr("http://x.example", "<b>")


def test_old_links_lead_nowhere_after_new_ones_were_made(desk):
    """A link that fell into wrong hands is worth nothing."""
    where = prepared(desk)
    made = desk.house.workshops.of_account(desk.account)[0]
    old = desk.house.workshops.links(made.id).join
    assert desk.post(f"{where}/links").status_code == 303
    assert old not in desk.see(where)
    answer = desk.app.test_client().post("/enter", json={"token": old}, headers={"Origin": "http://localhost"})
    assert answer.get_json()["refusal"] == "expired_link"


def test_closing_ends_the_day_and_keeps_the_review(desk):
    """The page then leads to the review and says when everything is erased."""
    where = prepared(desk)
    desk.post(f"{where}/close")
    page = words_of(desk.see(where))
    assert "Cet atelier est clos" in page
    assert "Piloter l’atelier" not in page
    assert desk.see(f"{where}/review")


def test_the_demo_is_removed_in_one_act(desk):
    """One button on its page; nothing of it is left."""
    house = desk.house
    start = house.instants.now()
    demo = house.workshops.create(desk.account, "Démo", "", start, start + 9_000_000, demo=True)
    page = desk.see(f"/workshops/{demo.id}")
    assert "Retirer la démonstration" in page
    assert desk.post(f"/workshops/{demo.id}/remove").status_code == 303
    assert house.workshops.get(demo.id) is not None, "a request without the button's word does nothing"
    assert desk.post(f"/workshops/{demo.id}/remove", sure="yes").location == "/workshops"
    assert house.workshops.get(demo.id) is None
    desk.see(f"/workshops/{demo.id}", status=404)


def test_nobody_else_sees_a_workshop(desk):
    """Another organiser gets a 404, a stranger is led to the form, a foreign page is refused."""
    where = prepared(desk)
    other = signed_in(desk.app)
    stranger = desk.app.test_client()
    for path in ("", "/kit", "/review", "/rehearsal", "/rehearsal/state"):
        other.see(where + path, status=404)
        assert stranger.get(where + path).location.endswith("/sign-in")
    for act in ("close", "links", "remove", "rehearse", "paper"):
        assert other.post(f"{where}/{act}", sure="yes").status_code == 404
        assert post(stranger, f"{where}/{act}", sure="yes").status_code == 403
        foreign = desk.browser.post(f"{where}/{act}", data={"sure": "yes"}, headers={"Origin": "http://evil.example"})
        assert foreign.status_code == 403
    made = desk.house.workshops.of_account(desk.account)[0]
    assert made.status == "preparing"


def test_every_page_keeps_the_policy(desk):
    """No inline style, no inline script but the import map, no address of another host."""
    where = prepared(desk)
    for path in ("/workshops", "/workshops/new", where, f"{where}/kit", f"{where}/review"):
        page = desk.see(path)
        assert " style=" not in page
        assert " onclick=" not in page
        assert "https://" not in page


def rehearsing(folder, code: str) -> tuple[Desk, str]:
    """An organiser whose « Répéter » runs this Python instead, and the address of a workshop."""
    desk = signed_in(application(folder, REHEARSE_COMMAND=[sys.executable, "-c", code]))
    return desk, prepared(desk)


def rehearsed(desk: Desk, where: str, state: str) -> str:
    """The words of the page once the rehearsal has come to this state."""
    until(lambda: desk.browser.get(f"{where}/rehearsal/state").get_json()["state"] == state, f"the state {state}")
    return words_of(desk.see(f"{where}/rehearsal"))


def test_a_rehearsal_runs_beside_the_server_and_shows_its_line(tmp_path):
    """The button starts a process, once; the page waits, then shows the figures."""
    gate, starts = tmp_path / "gate", tmp_path / "starts"
    code = (
        f"import os, time\nopen({str(starts)!r}, 'a').write('x')\n"
        f"while not os.path.exists({str(gate)!r}): time.sleep(0.01)\nprint({json.dumps(LINE)!r})"
    )
    desk, where = rehearsing(tmp_path, code)
    assert "Aucune répétition" in desk.see(f"{where}/rehearsal")
    assert desk.post(f"{where}/rehearse").location == f"{where}/rehearsal"
    until(starts.exists, "the process")
    assert "rehearsal-watch" in desk.see(f"{where}/rehearsal")
    desk.post(f"{where}/rehearse")
    gate.touch()
    page = rehearsed(desk, where, "done")
    assert "rien n’a été perdu ni doublé" in page
    assert "1044" in page
    assert starts.read_text() == "x", "a second press while one runs starts no second one"


def test_a_rehearsal_that_lost_something_is_not_good_news(tmp_path):
    """One lost act is enough."""
    desk, where = rehearsing(tmp_path, f"print({json.dumps(LINE | {'lost': 1})!r})")
    desk.post(f"{where}/rehearse")
    assert "Quelque chose a été perdu ou doublé" in rehearsed(desk, where, "done")


def test_a_rehearsal_that_breaks_says_so(tmp_path):
    """Whatever it printed, a line that is not its line is a failure."""
    desk, where = rehearsing(tmp_path, "print('Traceback')")
    desk.post(f"{where}/rehearse")
    assert "s’est arrêtée avant la fin" in rehearsed(desk, where, "failed")


def test_the_account_pages_say_their_faults(desk):
    """A wrong password is said beside the form, and the login is kept."""
    answer = post(desk.app.test_client(), "/sign-in", login="claire", password="faux")
    assert answer.status_code == 400
    assert "Identifiant ou mot de passe inconnu." in answer.text
    assert fields_of(answer.text)["login"] == "claire"
