"""The formats, by name. A flash format does not call itself codéveloppement."""

from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True)
class FormatWords:
    """The name of a format and, in a line, what it is good for."""

    name: str
    use: str


def format_words(key: str) -> FormatWords:
    """The words of a shipped format; ``KeyError`` for an unknown one."""
    return {
        "180": FormatWords(_("Codéveloppement, 180 minutes"), _("Pour prendre le temps, avec une vraie pause.")),
        "half_day": FormatWords(_("Codéveloppement, une demi-journée"), _("Deux sujets de suite, à la même table.")),
        "150": FormatWords(_("Codéveloppement, 150 minutes"), _("Pour découvrir, avec un temps d’écriture.")),
        "120": FormatWords(_("Codéveloppement, 120 minutes"), _("Pour un groupe qui se connaît.")),
        "90": FormatWords(_("Codéveloppement, 90 minutes"), _("Pour un groupe qui pratique déjà.")),
        "60": FormatWords(_("Accélérateur, 60 minutes"), _("Une demande précise, un tour d’apports.")),
        "45": FormatWords(_("Flash, 45 minutes"), _("Un premier goût de l’entraide entre pairs.")),
        "35": FormatWords(_("Flash post-it, 35 minutes"), _("Chacun écrit en silence, puis tout est lu.")),
        "30": FormatWords(_("Éclair, 30 minutes"), _("Un coup de main rapide, sans contrat.")),
    }[key]
