"""What a refusal says to the person: why, and that their words are kept. Every code has its sentence."""

from collections.abc import Callable

from facilitation.domain.refusals import Code, Refusal

from ..spoken import gettext as _
from ..spoken import ngettext

Detail = dict[str, str | int]


def _too_long(detail: Detail) -> str:
    over = max(1, int(detail.get("length", 0)) - int(detail.get("limit", 0)))
    return ngettext(
        "C’est trop long d’un caractère. Votre texte est gardé.",
        "C’est trop long de %(num)d caractères. Votre texte est gardé.",
        over,
    )


def _table_full(detail: Detail) -> str:
    if "chairs" in detail:  # the pilot seats the room
        return _("Il n’y a pas assez de places pour tout le monde. Personne n’a bougé.")
    return _("Cette table est complète.")


def _not_empty(detail: Detail) -> str:
    if "awaited" in detail:  # nobody sits there, and people of the list will
        return ngettext(
            "Une personne est attendue à cette table : donnez-lui d’abord une autre place.",
            "%(num)s personnes sont attendues à cette table : donnez-leur d’abord une autre place.",
            int(detail["awaited"]),
        )
    return _("Quelqu’un est à cette table, ou sa séance n’est pas close.")


def _missing(detail: Detail) -> str:
    if "homonyms" in detail:  # several people of the list have the name that somebody says at the door
        return _("Plusieurs personnes attendues ont ce nom : dites votre structure.")
    return _("Il manque quelques mots.")


_WORDS: dict[Code, Callable[[Detail], str]] = {
    # The message itself
    Code.MALFORMED: lambda d: _("Ce message n’a pas été compris. Rechargez la page : votre texte est gardé."),
    Code.TOO_LARGE: lambda d: _("C’est trop long pour être envoyé. Votre texte est gardé."),
    Code.UNKNOWN_COMMAND: lambda d: _("Cette page n’est plus à jour. Rechargez-la : votre texte est gardé."),
    Code.UNKNOWN_FIELD: lambda d: _("Cette page n’est plus à jour. Rechargez-la : votre texte est gardé."),
    Code.MISSING_FIELD: _missing,
    Code.BAD_VALUE: lambda d: _("Cette valeur ne convient pas."),
    Code.TOO_LONG: _too_long,
    Code.BAD_ID: lambda d: _("Ce message n’a pas été compris. Rechargez la page : votre texte est gardé."),
    Code.ID_REUSED: lambda d: _("Cet envoi a déjà servi. Envoyez de nouveau : votre texte est gardé."),
    Code.TOO_FAST: lambda d: _("C’est un peu rapide. Attendez un instant, puis recommencez."),
    Code.TRY_AGAIN: lambda d: _("Cela n’a pas abouti. Recommencez : votre texte est gardé."),
    # Who and where
    Code.NOT_YOUR_SEAT: lambda d: _("Cette place est sur un autre appareil. Reprenez-la avec votre code de retour."),
    Code.NOT_ALLOWED: lambda d: _("Ce geste revient à quelqu’un d’autre à la table."),
    Code.NOT_AT_TABLE: lambda d: _("Vous n’êtes pas à cette table."),
    Code.NOT_YOURS: lambda d: _("Seule la personne qui l’a écrit peut le changer."),
    Code.UNKNOWN_TABLE: lambda d: _("Cette table n’existe pas."),
    Code.UNKNOWN_THING: lambda d: _("Cela n’existe plus."),
    Code.WORKSHOP_CLOSED: lambda d: _("Cet atelier est clos."),
    Code.TABLE_FULL: _table_full,
    Code.TABLE_SHUT: lambda d: _("Cette table est fermée."),
    Code.TABLE_NOT_EMPTY: _not_empty,
    Code.NEEDS_CLIENT_YES: lambda d: _("L’exposé a commencé : la personne aidée doit d’abord dire oui."),
    # When
    Code.STALE_STEP: lambda d: _("Quelqu’un vient de le faire : rien n’a été fait deux fois."),
    Code.WRONG_PHASE: lambda d: _("Ce n’est pas le moment pour cela. Votre texte est gardé."),
    Code.ROOM_PHASE: lambda d: _("Cette étape se vit avec toute la salle : le pilote donne le départ."),
    Code.NOT_STARTED: lambda d: _("La séance n’a pas encore commencé."),
    Code.ALREADY_STARTED: lambda d: _("La séance a déjà commencé."),
    Code.PAUSED: lambda d: _("La table est en pause. Votre texte est gardé."),
    Code.NOT_PAUSED: lambda d: _("La table n’est pas en pause."),
    Code.ROUND_CLOSED: lambda d: _("La séance est close."),
    Code.LAST_PHASE: lambda d: _("C’est la dernière étape."),
    Code.NOTHING_TO_UNDO: lambda d: _("Il n’y a rien à annuler."),
    Code.NO_SUMMONS: lambda d: _("La salle n’appelle pas en ce moment."),
    Code.ALREADY_DELAYED: lambda d: _("Les trois minutes ont déjà été demandées."),
    Code.STALE_PROPOSAL: lambda d: _("Cette proposition date un peu. Redemandez-la."),
    # The method
    Code.HOST_CANNOT_BE_CLIENT: lambda d: _("On ne peut pas animer et être aidé à la fois. Passez d’abord le relais."),
    Code.CLIENT_TAKEN: lambda d: _("Quelqu’un apporte déjà son sujet."),
    Code.NO_CLIENT: lambda d: _("Personne n’apporte encore de sujet."),
    Code.NO_CONTRACT: lambda d: _("La demande n’est pas encore écrite."),
    Code.CONTRACT_CONFIRMED: lambda d: _("Le contrat est confirmé. Il faut le reprendre avant de le changer."),
    Code.TOO_MANY_ACTIONS: lambda d: _("Trois actions suffisent. Retirez-en une d’abord."),
    Code.NOT_CHOSEN: lambda d: _("Cet atelier ne s’en sert pas."),
    Code.SILENT_CLIENT: lambda d: _("Pendant la consultation, la personne aidée écoute. Faites signe à qui anime."),
    Code.NO_TOUR: lambda d: _("Il n’y a pas de tour en cours."),
    Code.NOT_YOUR_TURN: lambda d: _("Ce n’est pas encore votre tour."),
    Code.CASE_TAKEN: lambda d: _("Ce sujet est déjà apporté à une table, ou cette table a déjà le sien."),
    # A format
    Code.TOO_MANY_PHASES: lambda d: _("Quatre étapes du même genre suffisent."),
    Code.NO_TABLE_PHASE: lambda d: _("Il faut au moins une étape menée à chaque table."),
    Code.MINIMUM_TOO_LONG: lambda d: _("Le minimum dépasse la durée prévue."),
    Code.NO_CLOSING: lambda d: _("Un sujet se conclut : après cette étape, placez une synthèse ou des apprentissages."),
    Code.NEVER_OPENED: lambda d: _("Ce qui s’écrit ensemble s’ouvre à la consultation : placez-en une après."),
    Code.LOOSE_CHOICE: lambda d: _("Le choix d’un autre sujet se place juste avant son exposé."),
    Code.TOO_MANY_FORMATS: lambda d: _("Quarante déroulés suffisent. Supprimez-en un d’abord."),
    # Entering
    Code.WRONG_CODE: lambda d: _("Ce code n’ouvre aucun atelier. Vérifiez-le au mur ou sur votre table."),
    Code.EXPIRED_LINK: lambda d: _("Ce lien ne sert plus. Demandez-en un autre à qui organise."),
    Code.MISSING_NAME: lambda d: _("Dites au moins votre prénom."),
}


def refusal_words(refusal: Refusal) -> str:
    """One or two sentences in the language of the request; no code, nobody's words."""
    return _WORDS[refusal.code](refusal.detail)
