"""The formats that an account may choose from, with the words of each choice."""

from dataclasses import dataclass
from typing import Any

from flask import current_app

from facilitation.domain.formats import SHIPPED, Format
from facilitation.domain.phases import MINUTE
from facilitation.service.formats import Formats

from ..spoken import gettext as _
from ..wording import format_words


@dataclass(frozen=True)
class Choice:
    """One format to choose: a shipped one says what it is good for, one's own only its name."""

    key: str
    format: Format
    name: str
    short: str
    use: str = ""
    own: bool = False

    @property
    def minutes(self) -> int:
        """Minutes of the whole format."""
        return self.format.total // MINUTE


def own_formats() -> Formats:
    """The service that keeps an organiser's formats."""
    formats: Formats = current_app.extensions["tablee"].formats
    return formats


def offered(account: Any) -> dict[str, Format]:
    """The formats by key: those that are shipped, then one's own."""
    return SHIPPED | {one.id: one.format for one in own_formats().of_account(account.id)}


def format_choices(account: Any) -> list[Choice]:
    """The same with their words."""
    choices = []
    for key, one in SHIPPED.items():
        words = format_words(key)
        short = words.short or str(_("%(minutes)s min", minutes=one.total // MINUTE))
        choices.append(Choice(key, one, words.name, short, words.use))
    for one in own_formats().of_account(account.id):
        said = str(_("%(name)s, %(minutes)s min", name=one.name, minutes=one.format.total // MINUTE))
        choices.append(Choice(one.id, one.format, one.name, said, own=True))
    return choices
