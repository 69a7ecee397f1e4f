"""Every screen of a workshop, phase by phase: no fault for axe-core at 320 and 1440 px, no sideways scroll, few words.

``make screens`` keeps a picture of each in docs/screens.
"""

import pytest
from playwright.sync_api import expect

from .afternoon import Afternoon, prepare
from .gallery import Gallery
from .house import LOGIN, PASSWORD, first_link

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(900)]


def test_every_phase_for_every_role(person, house):
    """Host, client, scribe and consultant in each phase, the pilot's board and the wall beside them; then the notes."""
    day, gallery = Afternoon(person, house.workshop()[1]), Gallery()
    day.gather()
    wall = day.claire.enter(day.links.projector, day.claire.open())
    everyone = {"host": day.lucie, "client": day.nadege, "scribe": day.paul, "consultant": day.ines}

    def look(kind: str) -> None:
        for role, somebody in everyone.items():
            gallery.look(somebody, f"{kind}-{role}", sparse=True)
        gallery.look(day.claire, f"{kind}-conductor", day.pilot)
        gallery.look(day.claire, f"{kind}-projector", wall, sizes=("projector",))

    look("waiting")
    for kind in day.phases():
        look(kind)
    page = day.leave()
    page.goto(page.url.replace("/leaving", "/notes"))
    gallery.look(day.nadege, "notes", page)
    day.claire.sign_in(LOGIN, PASSWORD)
    review = day.claire.open()
    review.goto(day.links.page + "/review")
    gallery.look(day.claire, "review", review)
    gallery.verdict()


def test_a_pause_a_fold_and_the_rest_of_the_host(person, house):
    """What is folded away is looked at open: the pause, « Plus », a kept idea, a contribution, the end of the time."""
    day, gallery = Afternoon(person, house.workshop()[1]), Gallery()
    day.gather()
    day.bring("Choix du sujet")
    day.nadege.act("accept_client")
    day.bring("Clarification")
    day.all_in("Clarification")
    day.ines.form("keep_idea")
    gallery.look(day.ines, "clarification-consultant-keeping", sparse=True)
    day.ines.act("keep_idea", text="Inviter la maire au jardin")
    day.lucie.hands.press(day.lucie.page.locator("a[href='#plus']:visible"))
    gallery.look(day.lucie, "more-host")
    day.lucie.hands.press(day.lucie.page.locator("#plus a[href='#main']:visible"))
    day.lucie.act("pause")
    for role, somebody in {"host": day.lucie, "client": day.nadege, "consultant": day.ines}.items():
        expect(somebody.page.locator("h1:visible", has_text="ause").first).to_be_visible()
        gallery.look(somebody, f"paused-{role}", sparse=True)
    day.lucie.act("resume")
    day.bring("Consultation")
    day.all_in("Consultation")
    gallery.look(day.ines, "suggestions-consultant-opening", sparse=True)
    day.ines.act("bring_idea")
    day.ines.form("offer_suggestion")
    gallery.look(day.ines, "suggestions-consultant-contributing", sparse=True)
    day.nadege.act("signal_drift")
    expect(day.lucie.page.get_by_text("On s’éloigne de ma demande")).to_be_visible()
    gallery.look(day.lucie, "suggestions-host-drift", sparse=True)
    gallery.verdict()


def test_the_pages_around_a_workshop(person, fresh):
    """Coming in, preparing, printing, reviewing."""
    gallery = Gallery()
    claire = person("Claire")
    claire.page.goto(fresh.url + "/")
    gallery.look(claire, "entry")
    claire.page.get_by_label("Code de l’atelier").fill("ABCD-EFGH")
    claire.page.get_by_role("button", name="Entrer").click()
    expect(claire.page.get_by_role("alert")).to_be_visible()
    gallery.look(claire, "entry-wrong-code")
    claire.enter(first_link(fresh))
    gallery.look(claire, "first-run")
    links = prepare(claire, fresh)
    organiser = claire.page
    for name, path in {
        "organiser-home": "/workshops", "organiser-new": "/workshops/new", "organiser-workshop": None,
        "organiser-kit": "kit", "organiser-review": "review",
    }.items():  # fmt: skip
        organiser.goto(fresh.url + path if path and path[0] == "/" else "/".join(filter(None, [links.page, path])))
        gallery.look(claire, name)
    guest = person("Samira")
    guest.enter(links.hosts[links.table])
    gallery.look(guest, "join")
    guest.page.get_by_role("button", name="Je m’installe").click()
    expect(guest.page.get_by_role("alert").first).to_be_visible()
    gallery.look(guest, "join-missing-name")
    guest.introduce()
    nobody = person("Nobody")
    nobody.page.goto(fresh.url + "/workshops")
    gallery.look(nobody, "sign-in")
    nobody.page.goto(fresh.url + "/nowhere")
    gallery.look(nobody, "not-found")
    gallery.verdict()


def test_the_policy_lets_nothing_unsafe_in(person, server):
    """No unsafe word in the policy of any page met here, and scripts only from the house."""
    somebody = person("Inès")
    for path in ("/", "/sign-in", "/enter", "/nowhere", "/healthz", "/static/css/tokens.css"):
        answer = somebody.context.request.get(server.url + path)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
