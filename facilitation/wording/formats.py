"""The formats, by name. A flash format does not call itself codéveloppement."""

from dataclasses import dataclass

from facilitation.domain.formats import Option
from facilitation.domain.phases import ClientMode

from ..spoken import gettext as _


@dataclass(frozen=True)
class FormatWords:
    """The name of a format and, in a line, what it is good for. ``short`` is for a choice among many; empty
    where the minutes say it all."""

    name: str
    use: str
    short: str = ""


def format_words(key: str) -> FormatWords:
    """The words of a shipped format; ``KeyError`` for an unknown one."""
    return {
        "180": FormatWords(_("Codéveloppement, 180 minutes"), _("Pour prendre le temps, avec une vraie pause.")),
        "half_day": FormatWords(
            _("Codéveloppement, une demi-journée"), _("Deux sujets de suite, à la même table."), _("Demi-journée")
        ),
        "150": FormatWords(_("Codéveloppement, 150 minutes"), _("Pour découvrir, avec un temps d’écriture.")),
        "120": FormatWords(_("Codéveloppement, 120 minutes"), _("Pour un groupe qui se connaît.")),
        "90": FormatWords(_("Codéveloppement, 90 minutes"), _("Pour un groupe qui pratique déjà.")),
        "60": FormatWords(_("Accélérateur, 60 minutes"), _("Une demande précise, un tour d’apports.")),
        "45": FormatWords(_("Flash, 45 minutes"), _("Un premier goût de l’entraide entre pairs.")),
        "35": FormatWords(
            _("Flash post-it, 35 minutes"), _("Chacun écrit en silence, puis tout est lu."), _("Post-it, 35 min")
        ),
        "30": FormatWords(_("Éclair, 30 minutes"), _("Un coup de main rapide, sans contrat.")),
    }[key]


def option_words(option: Option) -> str:
    """What is added to a format, in a line."""
    return {
        Option.TYPED_QUESTIONS: _("Chacun peut taper ses questions"),
        Option.HELP_KINDS: _("La demande dit quelle sorte d’aide"),
        Option.READY: _("Dire « j’ai fini d’écrire »"),
        Option.ROTI: _("Une note de 1 à 5 à la fin"),
        Option.WISHES: _("Des préférences pour choisir les sujets"),
    }[option]


def script_line_words(line: str) -> str:
    """What a line of the host's script is for; ``KeyError`` for an unknown one."""
    return {
        "aloud": _("À dire"),
        "not_now": _("Ce n’est pas le moment"),
        "watch": _("À surveiller"),
    }[line]


def mode_words(mode: ClientMode) -> str:
    """What the client does while the others suggest."""
    return {
        ClientMode.SILENT: _("Écoute en silence"),
        ClientMode.SIGNAL_ONLY: _("Peut faire signe"),
        ClientMode.INTERACTS: _("Peut répondre"),
    }[mode]
