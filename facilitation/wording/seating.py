"""Why a wish about who sits where could not be kept."""

from collections.abc import Mapping

from flask_babel import gettext as _

from facilitation.seating.model import Unmet


def unmet_words(unmet: Unmet, names: Mapping[str, str]) -> str:
    """A sentence with the names of those it speaks of; ``KeyError`` for an unknown reason or a missing name."""
    said = [names[person] for person in unmet.people]
    if unmet.wish == "size":
        return {
            "room": _("Il manque des chaises : ajoutez une table."),
            "few": _("Trop peu de monde pour autant de tables."),
            "pins": _("%(people)s ont leur place : cette table est plus grande.", people=", ".join(said))
            if said
            else _("Les places données laissent trop peu de monde aux autres tables."),
        }[unmet.why]
    one, other = said
    return {
        ("apart", "pins"): _("%(one)s et %(other)s ont leur place à la même table.", one=one, other=other),
        ("apart", "others"): _("Séparer %(one)s et %(other)s ne tient pas avec le reste.", one=one, other=other),
        ("together", "pins"): _("%(one)s et %(other)s ont leur place à deux tables.", one=one, other=other),
        ("together", "too_many"): _("Réunir %(one)s et %(other)s ferait une table trop grande.", one=one, other=other),
        ("together", "apart"): _("Réunir %(one)s et %(other)s réunit des personnes à séparer.", one=one, other=other),
        ("together", "others"): _("Réunir %(one)s et %(other)s ne tient pas avec le reste.", one=one, other=other),
    }[unmet.wish, unmet.why]
