"""One table in a workshop with chosen options, on real screens.

The service makes the workshop before the server starts; people join by the table's link. Acts that are not looked at
(the host's, the pilot's) are sent by their own pages without being pressed: the control screen has its own tests.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from facilitation import create_app
from facilitation.domain.formats import Option
from facilitation.extensions import db
from tests.server import Server

from .person import Person

MINUTE = 60_000
SEND = """async ([command, fields]) => {
  const { screen } = await import('/static/js/live/screen.js');
  const { isSteering } = await import('/static/js/live/commands.js');
  const here = screen(), { group, conductors } = here.store.data(), lanes = conductors?.lanes ?? [];
  const where = group
    ? { group: group.group.id, ...(isSteering(command) && { step: group.step }) }
    : { groups: lanes.map((lane) => lane.group.id), steps: Object.fromEntries(lanes.map((l) => [l.group.id, l.step])) };
  const answered = new Promise((done) => here.outbox.addEventListener('answer', ({ detail }) => done(detail.answer)));
  here.send(command, fields, where);
  return answered;
}"""

PEOPLE = "async () => (await import('/static/js/live/screen.js')).screen().store.data().group.people"


@dataclass
class Method:
    """Lucie leads, Claire pilots; the others come with ``seat``."""

    arrive: Callable[..., Person]
    server: Server
    links: Any
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.table = next(iter(self.links.hosts))
        self.lucie = self._enter("Lucie", self.links.hosts[self.table])
        self.claire = self.arrive("Claire")
        self.claire.enter(f"{self.server.url}/enter#{self.links.conductor}")

    def _enter(self, name: str, token: str, size: str = "laptop") -> Person:
        somebody = self.arrive(name, size=size)
        somebody.enter(f"{self.server.url}/enter#{token}")
        somebody.introduce()
        self.people[name] = somebody
        return somebody

    def seat(self, name: str, size: str = "laptop") -> Person:
        """Somebody joins by the table's own link."""
        return self._enter(name, self.links.tables[self.table], size)

    def do(self, somebody: Person, command: str, page: Page | None = None, **fields: Any) -> None:
        """This person's page asks for an act that must be accepted."""
        answer = (page or somebody.page).evaluate(SEND, [command, fields])
        assert answer["ok"], (command, answer)

    def bring(self, target: str) -> None:
        """The pilot takes the table to a phase."""
        self.do(self.claire, "bring_tables", target=target, warn=False)

    def give(self, name: str, *roles: str) -> None:
        """The host gives somebody these roles."""
        people = self.lucie.page.evaluate(
            "async () => (await import('/static/js/live/screen.js')).screen().store.data().group.people"
        )
        somebody = next(one["id"] for one in people if one["name"] == name)
        self.do(self.lucie, "change_roles", person=somebody, roles=list(roles))

    def all_in(self, name: str) -> None:
        """Everybody is in this phase."""
        for somebody in self.people.values():
            somebody.in_phase(name)


@contextmanager
def served(folder: Path, format_key: str, options: Iterable[Option] = ()) -> Iterator[tuple[Server, Any]]:
    """A server whose house holds one workshop of one table, and the tokens of its links."""
    house = Server("eventlet", f"sqlite:///{folder / 'tablee.db'}", folder)
    upgraded = house.flask("db", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    app = create_app({"INSTANCE": str(folder), "DATABASE_URL": house.database_url})
    services = app.extensions["tablee"]
    now = services.instants.now()
    account = services.accounts.create("Claire", "claire@reseau.example", "trois mots suffisent")
    workshop = services.workshops.create(
        account.id, "Atelier", "Amiens", now, now + 150 * MINUTE, format_key, tables=1, options=options
    )
    links = services.workshops.links(workshop.id)
    with app.app_context():
        db.engine.dispose()
    yield house.start(), links
    house.kill()


def gone(somebody: Person, command: str) -> None:
    """This act is not offered on the screen."""
    expect(somebody.page.locator(f"form[data-command={command}]:visible")).to_have_count(0)
