"""Roles, said by verbs, and the four ways in which a workshop calls the client and those who help."""

from collections.abc import Callable
from dataclasses import dataclass

from facilitation.domain.group import Role

from ..spoken import gettext as _


def role_act(role: Role | str) -> str:
    """What somebody with this role does, as a label before a name: « Anime », « Prend les notes »."""
    return {
        Role.HOST: _("Anime"),
        Role.FACILITATOR: _("Accompagne"),
        Role.SCRIBE: _("Prend les notes"),
        Role.TIMEKEEPER: _("Tient le temps"),
        Role.DEPUTY: _("Relais"),
        Role.OBSERVER: _("Observe"),
        Role.CLIENT: _("Personne aidée"),
        Role.CONSULTANT: _("Aide"),
        Role.CONDUCTOR: _("Pilote"),
        Role.SYSTEM: _("Tablée"),
    }[Role(role)]


@dataclass(frozen=True)
class ClientWords:
    """How a workshop calls the client and the others.

    ``choice`` names the vocabulary to who prepares; ``label`` and ``helps`` stand before a name; ``person`` and
    ``group`` stand in a sentence (``person_start`` and ``group_start`` at its beginning).
    """

    choice: str
    label: str
    helps: str
    person: str
    person_start: str
    group: str
    group_start: str


def _aided() -> ClientWords:
    return ClientWords(
        _("La personne aidée, le groupe qui aide"), _("Personne aidée"), _("Aide"),
        _("la personne aidée"), _("La personne aidée"), _("le groupe qui aide"), _("Le groupe qui aide"),
    )  # fmt: skip


def _client() -> ClientWords:
    return ClientWords(
        _("Client, consultants"), _("Client"), _("Consultant"),
        _("le client"), _("Le client"), _("les consultants"), _("Les consultants"),
    )  # fmt: skip


def _demandeur() -> ClientWords:
    return ClientWords(
        _("Demandeur, pairs"), _("Demandeur"), _("Pair"),
        _("le demandeur"), _("Le demandeur"), _("les pairs"), _("Les pairs"),
    )  # fmt: skip


def _porteur() -> ClientWords:
    return ClientWords(
        _("Porteur de sujet, contributeurs"), _("Porte le sujet"), _("Contribue"),
        _("le porteur du sujet"), _("Le porteur du sujet"), _("les contributeurs"), _("Les contributeurs"),
    )  # fmt: skip


_VOCABULARIES: dict[str, Callable[[], ClientWords]] = {
    "aided": _aided,
    "client": _client,
    "demandeur": _demandeur,
    "porteur": _porteur,
}


def client_words(key: str) -> ClientWords:
    """The vocabulary of a workshop; ``KeyError`` for an unknown one."""
    return _VOCABULARIES[key]()


def client_words_choices() -> list[tuple[str, str]]:
    """The vocabularies to choose from: key and name, the default first."""
    return [(key, words().choice) for key, words in _VOCABULARIES.items()]


def role_words(role: Role | str, client_word: str = "aided") -> str:
    """The label of a role in a workshop's own vocabulary."""
    words = client_words(client_word)
    match Role(role):
        case Role.CLIENT:
            return words.label
        case Role.CONSULTANT:
            return words.helps
        case other:
            return role_act(other)
