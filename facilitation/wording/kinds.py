"""Names of the kinds that people choose from: contributions, cases, verdicts, releases, and where a table stands."""

from ..spoken import gettext as _


def suggestion_words(kind: str) -> str:
    """What somebody brings to the client; ``KeyError`` for an unknown kind."""
    return {
        "idea": _("Idée"),
        "experience": _("Expérience"),
        "resource": _("Ressource"),
        "question": _("Question"),
        "impression": _("Ressenti"),
        "metaphor": _("Image"),
        "help": _("Coup de main"),
    }[kind]


def help_words(kind: str) -> str:
    """What the client would like the help to be made of; ``KeyError`` for an unknown kind."""
    return {
        "ideas": _("des idées"),
        "experiences": _("des expériences"),
        "views": _("des avis"),
        "questions": _("des questions"),
        "reframing": _("un autre regard"),
        "resources": _("des ressources"),
        "decision": _("tester une décision"),
        "hand": _("un coup de main"),
    }[kind]


def case_kind_words(kind: str) -> str:
    """What somebody proposes, with its article; ``KeyError`` for an unknown kind."""
    return {
        "problem": _("un problème"),
        "concern": _("une préoccupation"),
        "project": _("un projet"),
    }[kind]


def verdict_words(verdict: str) -> str:
    """The client's private sorting; ``KeyError`` for an unknown verdict."""
    return {"keep": _("Je garde"), "dig": _("À creuser"), "no": _("Non"), "none": _("Pas encore trié")}[verdict]


def outcome_words(outcome: str) -> str:
    """What became of a line of a plan; ``KeyError`` for an unknown outcome."""
    return {"done": _("Fait"), "tried": _("Essayé"), "changed": _("Changé"), "dropped": _("Laissé")}[outcome]


def written_words(type: str) -> str:
    """What sort of thing a person wrote, as a title over it; ``KeyError`` for an unknown type."""
    return {
        "contract": _("Contrat"),
        "action": _("Plan d’action"),
        "notes": _("Mes notes"),
        "answer": _("Mes réponses"),
        "question": _("Mes questions"),
        "message": _("Mes messages aux tables"),
        "suggestion": _("Ce que j’ai apporté"),
        "idea": _("Idées gardées pour moi"),
        "learning": _("Ce que j’ai appris"),
        "rating": _("Le temps en valait‑il la peine ?"),
    }[type]


def release_words(release: str) -> str:
    """Who may read a learning; ``KeyError`` for an unknown release."""
    return {
        "private": _("Pour moi"),
        "table": _("Pour la table"),
        "released": _("Pour la rencontre"),
    }[release]


def status_words(status: str) -> str:
    """Where a table stands; ``KeyError`` for an unknown status."""
    return {
        "waiting": _("attend"),
        "running": _("en cours"),
        "paused": _("en pause"),
        "closed": _("close"),
    }[status]
