"""The host's script: what to say, what it is not the moment for, what to watch for. Nobody needs to have hosted before.

Each sentence stands alone, so that an organiser can replace it for one kind of phase without touching another.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from facilitation.domain.phases import ClientMode, Kind

from ..spoken import gettext as _
from .phases import phase_words


@dataclass(frozen=True)
class ScriptWords:
    """The script of one phase, in the language of the request; ``%(client)s`` and ``%(Client)s`` stand for a name."""

    aloud: str
    """The sentence to say."""
    not_now: str
    """What it is not the moment for."""
    watch: str
    """What the host keeps an eye on; said to nobody."""
    nudge: str = ""
    """What the host can say to somebody who is ahead of the phase; empty where nobody can be."""


def _followup() -> tuple[str, str]:
    return _("Pas de nouveaux conseils."), _("Deux minutes par personne. Un sujet nouveau attend le choix.")


def _framing() -> tuple[str, str]:
    return (
        _("Pas encore de sujet : d’abord les règles."),
        _("Chaque personne a dit son prénom. Quelqu’un prend les notes."),
    )


def _case_choice() -> tuple[str, str]:
    return (
        _("Pas encore d’histoire complète."),
        _("Un sujet vrai, actuel, où la personne peut agir. Personne n’est obligé."),
    )


def _exposition() -> tuple[str, str]:
    return (
        _("Pas encore de questions ni de réactions."),
        _("Un silence n’est pas la fin. Si l’on coupe %(client)s, rendez‑lui la parole."),
    )


def _clarification() -> tuple[str, str]:
    return (
        _("Pas encore d’idées ni de conseils."),
        _("Une question à la fois. « As‑tu pensé à… » est déjà un conseil."),
    )


def _contract() -> tuple[str, str]:
    return (
        _("On ne décide pas à sa place."),
        _("Une seule phrase, dans ses mots. Relisez‑la, puis demandez : « C’est bien cela ? »"),
    )


def _silent_writing() -> tuple[str, str]:
    return _("On ne partage pas encore."), _("Le silence tient mieux si vous écrivez aussi. Prévenez une minute avant.")


def _pause() -> tuple[str, str]:
    return _("On ne parle pas du sujet."), _("Redites l’heure de reprise. Demandez à %(client)s si tout va bien.")


def _suggestions() -> tuple[str, str]:
    return (
        _("Ni débat ni vote."),
        _("%(Client)s se tait, sauf si l’on s’éloigne de sa demande. Qui n’a encore rien apporté ?"),
    )


def _action_plan() -> tuple[str, str]:
    return (
        _("Ses choix ne se commentent pas."),
        _("Une à trois actions, avec un premier pas et une date. N’en défendez aucune."),
    )


def _learnings() -> tuple[str, str]:
    return _("On ne revient pas aux solutions."), _("On parle de soi. Chaque personne a son tour, et peut passer.")


def _plenary() -> tuple[str, str]:
    return (
        _("Ce qui s’est dit à votre table y reste."),
        _("Parle qui veut, de la méthode ou de soi. Aucun nom, aucun sujet."),
    )


_LINES: dict[Kind, Callable[[], tuple[str, str]]] = {
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


def script_words(
    kind: Kind | str,
    mode: ClientMode | str = ClientMode.SIGNAL_ONLY,
    together: bool = False,
    again: bool = False,
) -> ScriptWords:
    """The script of a phase of this kind; ``ValueError`` for a kind or a mode that does not exist.

    ``mode`` says what the client may do while the others suggest; ``together`` that what is written in silence is laid
    on the table all at once; ``again`` that the table looks for the client of another round.
    """
    kind, mode = Kind(kind), ClientMode(mode)
    not_now, watch = _LINES[kind]()
    words = ScriptWords(phase_words(kind).aloud, not_now, watch)
    if kind is Kind.CLARIFICATION:
        return replace(words, nudge=_("C’est une piste : gardez‑la pour la consultation."))
    if kind is Kind.SUGGESTIONS:
        return _while_suggesting(words, mode)
    if kind is Kind.SILENT_WRITING and together:
        return replace(
            words,
            aloud=_("En silence : une idée par ligne. Tout se posera sur la table en même temps."),
            watch=_("Rien ne se lit avant la fin. Prévenez une minute avant : tout deviendra visible."),
        )
    if kind is Kind.CASE_CHOICE and again:
        return replace(words, aloud=_("À une autre personne, maintenant : qui apporte une situation ? Une phrase."))
    return words


def _while_suggesting(words: ScriptWords, mode: ClientMode) -> ScriptWords:
    match mode:
        case ClientMode.SILENT:
            return replace(
                words,
                aloud=_(
                    "Apportez une chose à la fois : une idée, une expérience, une question, une ressource. "
                    "%(Client)s ne répond pas."
                ),
                watch=_(
                    "Si l’on interroge %(client)s, répondez : « Notons la question. » Qui n’a encore rien apporté ?"
                ),
            )
        case ClientMode.INTERACTS:
            return replace(
                words,
                aloud=_(
                    "Apportez une chose à la fois : une idée, une expérience, une question, une ressource. "
                    "%(Client)s peut préciser."
                ),
                watch=_(
                    "%(Client)s précise sans se justifier. Si cela devient un dialogue, rendez la parole au groupe."
                ),
            )
        case ClientMode.SIGNAL_ONLY:
            return words
