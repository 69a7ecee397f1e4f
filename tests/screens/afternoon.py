"""An afternoon at one table, played on real screens: from the first run of a house to the notes of its members."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.server import Server

from .hands import Hands, Mouse
from .house import LOGIN, NAME, PASSWORD, TITLE, Links, first_link
from .person import Person

CONTRACT = "J’aimerais que le groupe m’aide à préparer la rencontre avec la commune."


def prepare(organiser: Person, server: Server, tables: int = 2) -> Links:
    """On screens: the organiser opens the house, creates a workshop with what is filled in, and reads its links."""
    page, hands = organiser.page, organiser.hands
    organiser.enter(first_link(server))
    hands.write(page.get_by_label("Votre prénom"), NAME)
    hands.write(page.get_by_label("Votre identifiant"), LOGIN)
    hands.write(page.get_by_label("Votre mot de passe"), PASSWORD)
    hands.press(page.get_by_role("button", name="Commencer"))
    page.wait_for_url("**/workshops**")
    page.goto(f"{server.url}/workshops/new")
    hands.write(page.get_by_label("Titre"), TITLE)
    hands.write(page.get_by_label("Nombre de tables"), str(tables))
    if isinstance(hands, Mouse):
        _today(page)
    hands.press(page.get_by_role("button", name="Créer l’atelier"))
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    hosts = page.get_by_role("link", name=re.compile("^Animer"))
    names = [re.sub(r"^Animer\s+la table\s+", "", h.text_content().strip()) for h in hosts.all()]
    return Links(
        page.locator(".code").first.text_content().strip(),
        page.get_by_role("link", name="Piloter l’atelier").get_attribute("href"),
        page.get_by_role("link", name="Écran de la salle").get_attribute("href"),
        dict(zip(names, [h.get_attribute("href") for h in hosts.all()], strict=True)),
        page.url,
    )


def _today(page: Page) -> None:
    """An afternoon that begins now, as on the day itself; late in the evening the date that is proposed stays."""
    now = datetime.now(ZoneInfo("Europe/Paris"))
    if now.hour >= 21:
        return
    page.get_by_label("Date").fill(f"{now:%Y-%m-%d}")
    page.get_by_label("Début").fill(f"{now:%H:%M}")
    page.get_by_label("Fin, qui ne bouge pas").fill(f"{now + timedelta(minutes=150):%H:%M}")


class Afternoon:
    """Claire organises and pilots, Lucie hosts, Nadège is helped, Paul takes the notes, Inès helps."""

    def __init__(
        self,
        arrive: Callable[..., Person],
        links: Links,
        hands: Callable[[], Hands] = Mouse,
        claire: Person | None = None,
        **size: str,
    ) -> None:
        self.links = links
        self.claire = claire or arrive("Claire", hands=hands())
        self.lucie = arrive("Lucie", hands=hands(), size=size.get("host", "laptop"))
        self.table = links.table
        self.nadege = arrive("Nadège", hands=hands())
        self.paul = arrive("Paul", hands=hands())
        self.ines = arrive("Inès", hands=hands())
        self.guests = [self.nadege, self.paul, self.ines]
        self.pilot = self.claire.page
        self.taps = 0
        """What the host pressed between the start and the end of the round, notes and learnings apart."""

    @property
    def people(self) -> list[Person]:
        """All at the table."""
        return [self.lucie, *self.guests]

    def gather(self) -> None:
        """Everybody is seated; Nadège proposes a case, Lucie gives Paul the pen."""
        self.claire.come(self.links.conductor)
        self.lucie.come(self.links.hosts[self.table])
        for guest in self.guests:
            guest.come(self.links.tables[self.table])
        self.begin()

    def gather_on_screens(self) -> None:
        """The same by the printed links, the workshop's code and the waiting room."""
        self.pilot = self.claire.enter(self.links.conductor, self.claire.open())
        self.lucie.enter(self.links.hosts[self.table])
        self.lucie.introduce()
        for guest in self.guests:
            guest.join(self.links.code)
            guest.sit(self.table)
        self.begin()

    def begin(self) -> None:
        """Nadège proposes a case, Lucie gives Paul the pen."""
        self.nadege.act("propose_case", title="Un bail de dix ans pour notre jardin", kind="project")
        paul = self.lucie.page.locator("#plus li", has_text="Paul")
        self.lucie.act("change_roles", within=paul, button="Prend les notes")
        self.lucie.hands.press(self.lucie.page.locator("#plus a[href='#main']:visible"))

    def sit_down(self, newcomer: Person) -> None:
        """One more at the table before the start."""
        newcomer.come(self.links.tables[self.table])
        self.guests.append(newcomer)

    def bring(self, target: str) -> None:
        """The pilot takes all tables to a phase, now."""
        lead, pilot = self.claire, self.pilot
        if not pilot.locator("form.bring").is_visible():
            lead.hands.press(pilot.get_by_role("button", name="Commencer", exact=True).first)
            expect(pilot.locator("form.bring")).to_be_visible()
        if target:
            lead.hands.pick(pilot.get_by_label("Amener les tables à"), target)
            lead.hands.press(pilot.get_by_role("button", name="Maintenant"))

    def take_to(self, target: str, name: str) -> None:
        """The same without a look at the board: it has its own tests."""
        self.claire.asks("bring_tables", target=target, warn=False)
        self.all_in(name)

    def advance(self, name: str) -> None:
        """The host goes on, by the one filled button; every screen follows."""
        self.lucie.act("advance_phase")
        self.taps += 1
        self.all_in(name)

    def all_in(self, name: str) -> None:
        """Everybody is in this phase, the host too."""
        for somebody in self.people:
            somebody.in_phase(name)

    def phases(self) -> Iterator[str]:
        """The whole round, phase after phase, with what people do in each. Yields each kind once it stands."""
        self.bring("")
        self.all_in("Cadre")
        yield "framing"
        self.bring("Choix du sujet")
        self.all_in("Choix")
        self.nadege.act("accept_client")
        yield "case_choice"
        self.bring("Exposé")
        self.all_in("Exposé")
        self.ines.act("keep_idea", text="Inviter la maire au jardin")
        yield "exposition"
        self.advance("Clarification")
        self.paul.act("ask_question", text="Qui signe le bail ?", answer="La commune, au conseil de juin.")
        yield "clarification"
        self.advance("Contrat")
        self.nadege.act("write_contract", sentence=CONTRACT)
        self.ines.sees(CONTRACT)
        self.nadege.act("confirm_contract")
        yield "contract"
        self.advance("Écriture")
        self.nadege.act("write_notes", text="Demander le modèle de bail.")
        yield "silent_writing"
        self.advance("Consultation")
        self.ines.act("bring_idea")
        self.ines.act("offer_suggestion", text="Commencer par une convention de trois ans", kind="experience")
        self.paul.act("offer_suggestion", text="Le modèle de bail d’Arras", kind="resource")
        self.nadege.act("signal_drift")
        yield "suggestions"
        self.lucie.act("clear_drift")
        self.taps += 1
        self.advance("Synthèse")
        board = self.nadege.page.locator(".board li")
        expect(board).to_have_count(3)
        self.nadege.act("sort_suggestion", within=board.first, button="Je garde")
        self.nadege.act("plan_action", what="Appeler la maire", first_step="Trouver une date", when="Avant vendredi")
        self.ines.act("support_client")
        yield "action_plan"
        self.advance("Apprentissages")
        self.nadege.act("record_learning", text="Demander plus tôt.")
        self.ines.act("record_learning", text="Écouter sans répondre.", release="released")
        yield "learnings"
        self.lucie.act("close_round")
        self.taps += 1
        for guest in self.guests:
            expect(guest.page.get_by_role("heading", name="C’est fait. Merci.")).to_be_visible()
        yield "closed"
        self.bring("Plénière")
        for guest in self.guests:
            guest.in_phase("Plénière")
        yield "plenary"

    def leave(self) -> Page:
        """Nadège takes her plan with her; her page is returned."""
        self.nadege.hands.press(self.nadege.page.locator("a[href$='leaving']:visible").first)
        self.nadege.sees("Appeler la maire")
        return self.nadege.page
