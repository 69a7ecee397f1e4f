"""One table in a workshop with chosen options, on real screens.

Acts that are not looked at (the host's, the pilot's) are sent by their own pages without being pressed: the control
screen has its own tests.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import expect

from .house import Links
from .person import Person


@dataclass
class Method:
    """Lucie leads, Claire pilots; the others come with ``seat``."""

    arrive: Callable[..., Person]
    links: Links
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.table = self.links.table
        self.lucie = self._come("Lucie", self.links.hosts[self.table])
        self.claire = self.arrive("Claire")
        self.claire.come(self.links.conductor)

    def _come(self, name: str, link: str, size: str = "laptop") -> Person:
        somebody = self.people[name] = self.arrive(name, size=size)
        somebody.come(link)
        return somebody

    def seat(self, name: str, size: str = "laptop") -> Person:
        """Somebody joins by the table's own link."""
        return self._come(name, self.links.tables[self.table], size)

    def bring(self, target: str) -> None:
        """The pilot takes the table to a phase."""
        self.claire.asks("bring_tables", target=target, warn=False)

    def give(self, name: str, *roles: str) -> None:
        """The host gives somebody these roles."""
        people = self.lucie.page.evaluate(
            "async () => (await import('/static/js/live/screen.js')).screen().store.data().group.people"
        )
        somebody = next(one["id"] for one in people if one["name"] == name)
        self.lucie.asks("change_roles", person=somebody, roles=list(roles))

    def all_in(self, name: str) -> None:
        """Everybody is in this phase."""
        for somebody in self.people.values():
            somebody.in_phase(name)


def gone(somebody: Person, command: str) -> None:
    """This act is not offered on the screen."""
    expect(somebody.page.locator(f"form[data-command={command}]:visible")).to_have_count(0)
