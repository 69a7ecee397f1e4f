"""What each kind of phase is called, what its clock is for, and what the host says to open it."""

from collections.abc import Callable
from dataclasses import dataclass

from facilitation.domain.phases import Kind

from ..spoken import gettext as _


@dataclass(frozen=True)
class PhaseWords:
    """The words of one kind of phase, in the language of the request.

    ``aloud`` and ``instruction`` speak of the client in a slot: ``%(Client)s`` at the beginning of a sentence, else
    ``%(client)s``.
    """

    name: str
    short: str
    """For the line of the afternoon."""
    caption: str
    """What the minutes are for: « pour clarifier »."""
    onward: str
    """The host's main act when this phase comes next: « Passer au contrat »."""
    entry: str
    """What undoing takes back: « le passage au contrat »."""
    aloud: str
    """The sentence the host says."""
    instruction: str
    """The rule on the screens of the table."""
    not_now: str
    """What this is not the moment for; empty when there is nothing to hold back."""


def _followup() -> PhaseWords:
    return PhaseWords(
        _("Retour"), _("Retour"), _("pour le retour"), _("Passer au retour"), _("le passage au retour"),
        _("Avant de commencer : qu’est devenu le plan de la dernière fois ? Ce qui a été essayé, changé, laissé."),
        _("Ce qui a été essayé, changé, laissé."), _("Pas de nouveaux conseils."),
    )  # fmt: skip


def _framing() -> PhaseWords:
    return PhaseWords(
        _("Cadre"), _("Cadre"), _("pour le cadre"), _("Passer au cadre"), _("le passage au cadre"),
        _("Ce qui se dit à cette table y reste. On s’écoute, sans juger. Un tour de prénoms pour commencer."),
        _("Ce qui se dit à cette table y reste. On s’écoute, sans juger."), "",
    )  # fmt: skip


def _case_choice() -> PhaseWords:
    return PhaseWords(
        _("Choix du sujet"), _("Choix"), _("pour choisir"), _("Passer au choix"), _("le passage au choix du sujet"),
        _("Qui a une situation à apporter ? Une phrase par personne, puis on choisit ensemble."),
        _("Une phrase par sujet, puis on choisit ensemble."), _("Pas encore d’histoire complète."),
    )  # fmt: skip


def _exposition() -> PhaseWords:
    return PhaseWords(
        _("Exposé"), _("Exposé"), _("pour l’exposé"), _("Passer à l’exposé"), _("le passage à l’exposé"),
        _("%(Client)s, raconte la situation telle que tu la vis. Nous écoutons, sans questions ni réactions."),
        _("%(Client)s raconte la situation vécue. Le groupe écoute."), _("Pas encore de questions ni de réactions."),
    )  # fmt: skip


def _clarification() -> PhaseWords:
    return PhaseWords(
        _("Clarification"), _("Clarification"), _("pour clarifier"), _("Passer à la clarification"),
        _("le passage à la clarification"),
        _("Posez des questions courtes, sur des faits, pour comprendre. %(Client)s répond. "
          "Pas encore de conseils."),
        _("Des questions courtes, sur des faits. %(Client)s répond."), _("Pas encore d’idées ni de conseils."),
    )  # fmt: skip


def _contract() -> PhaseWords:
    return PhaseWords(
        _("Contrat"), _("Contrat"), _("pour le contrat"), _("Passer au contrat"), _("le passage au contrat"),
        _("%(Client)s, quelle aide attends‑tu de nous, en une phrase ?"),
        _("%(Client)s formule sa demande. Aidez à trouver les mots."), _("On ne décide pas à sa place."),
    )  # fmt: skip


def _silent_writing() -> PhaseWords:
    return PhaseWords(
        _("Écriture"), _("Écriture"), _("pour écrire"), _("Passer à l’écriture"), _("le passage à l’écriture"),
        _("En silence : notez ce que vous voulez apporter à %(client)s. Soufflez un peu, aussi."),
        _("En silence : notez ce que vous voulez apporter."), _("On ne partage pas encore."),
    )  # fmt: skip


def _pause() -> PhaseWords:
    return PhaseWords(
        _("Pause"), _("Pause"), _("pour souffler"), _("Passer à la pause"), _("le passage à la pause"),
        _("On souffle. À tout à l’heure, au même endroit."),
        _("On souffle."), "",
    )  # fmt: skip


def _suggestions() -> PhaseWords:
    return PhaseWords(
        _("Consultation"), _("Consultation"), _("pour consulter"), _("Passer à la consultation"),
        _("le passage à la consultation"),
        _("Apportez une chose à la fois : une idée, une expérience, une question, une ressource. "
          "%(Client)s écoute et note."),
        _("Une chose à la fois. %(Client)s écoute et note."), _("Ni débat ni vote."),
    )  # fmt: skip


def _action_plan() -> PhaseWords:
    return PhaseWords(
        _("Synthèse et plan"), _("Synthèse"), _("pour la synthèse"), _("Passer à la synthèse"),
        _("le passage à la synthèse"),
        _("%(Client)s, qu’est‑ce que tu gardes, et quel est ton premier pas ? Nous sommes témoins."),
        _("%(Client)s dit ce qui compte et les premiers pas. Vous êtes témoins."), _("Ses choix ne se commentent pas."),
    )  # fmt: skip


def _learnings() -> PhaseWords:
    return PhaseWords(
        _("Apprentissages"), _("Apprentissages"), _("pour apprendre"), _("Passer aux apprentissages"),
        _("le passage aux apprentissages"),
        _("À tour de rôle, %(client)s d’abord : qu’est‑ce que j’apprends pour ma pratique ?"),
        _("Qu’apprenez-vous pour votre propre pratique ? %(Client)s commence."), _("On ne revient pas aux solutions."),
    )  # fmt: skip


def _plenary() -> PhaseWords:
    return PhaseWords(
        _("Plénière"), _("Plénière"), _("pour la plénière"), _("Passer à la plénière"), _("le passage en plénière"),
        _("On se retourne vers la salle. Une phrase par table, sans rien dévoiler."),
        _("Toute la salle se retrouve."), _("Ce qui s’est dit à votre table y reste."),
    )  # fmt: skip


_WORDS: dict[Kind, Callable[[], PhaseWords]] = {
    Kind.FOLLOWUP: _followup,
    Kind.FRAMING: _framing,
    Kind.CASE_CHOICE: _case_choice,
    Kind.EXPOSITION: _exposition,
    Kind.CLARIFICATION: _clarification,
    Kind.CONTRACT: _contract,
    Kind.SILENT_WRITING: _silent_writing,
    Kind.PAUSE: _pause,
    Kind.SUGGESTIONS: _suggestions,
    Kind.ACTION_PLAN: _action_plan,
    Kind.LEARNINGS: _learnings,
    Kind.PLENARY: _plenary,
}


def phase_words(kind: Kind | str) -> PhaseWords:
    """The words of this kind of phase; ``ValueError`` for a kind that does not exist."""
    return _WORDS[Kind(kind)]()
