"""What is said of a seating: how good it is, what could not be kept, what was done, and what is wrong with a list."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from facilitation.seating.model import Quality, Unmet

from ..spoken import gettext as _
from ..spoken import ngettext

MOST_NAMES = 6
"""Names in one sentence; the others are counted."""


def unmet_words(unmet: Unmet, names: Mapping[str, str]) -> str:
    """A sentence with the names of those it speaks of; ``KeyError`` for an unknown reason or a missing name."""
    said = sorted((names[person] for person in unmet.people), key=str.casefold)
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


def quality_words(quality: Quality, tables: int, crowds: Mapping[str, int], mixed: Iterable[str]) -> list[str]:
    """Sentences on a proposed seating, the most telling one first.

    ``crowds`` are organisations with more people than there are ``tables``: why some of them cannot but meet.
    ``mixed``: what was asked to be mixed and somebody has (``organisation``, ``territory``, ``met``).
    """
    said, asked = [_proof(quality)], set(mixed)
    if quality.smallest == quality.largest:
        said.append(_("%(tables)s de %(people)s.", tables=_tables(tables), people=_people(quality.largest)))
    else:
        said.append(
            _("De %(smallest)s à %(largest)s personnes par table.", smallest=quality.smallest, largest=quality.largest)
        )
    if "organisation" in asked:
        said.append(" ".join([_same_organisation(quality.same_organisation), *_crowd(crowds, tables)]))
    if "territory" in asked:
        said.append(_same_territory(quality.same_territory))
    if "met" in asked:
        said.append(_met(quality.met))
    if quality.choices:
        first, none = quality.choices[0], quality.choices[-1]
        second = sum(quality.choices[1:-1])
        said.append(
            _("Souhaits : %(first)s au premier, %(second)s au deuxième, %(none)s à aucun.", first=first, second=second,
              none=none)
        )  # fmt: skip
    return said


def _proof(quality: Quality) -> str:
    if quality.proven:
        return str(_("Aucune autre répartition ne fait mieux."))
    percent = max(1, ceil(100 * (quality.cost - quality.bound) / max(1, quality.cost)))
    return str(_("Une autre répartition ferait mieux de %(percent)s\u202f%% au plus.", percent=percent))


def _crowd(crowds: Mapping[str, int], tables: int) -> list[str]:
    """The largest of them, which is reason enough."""
    if not crowds:
        return []
    return [
        _(
            "%(organisation)s : %(people)s pour %(tables)s.",
            organisation=max(crowds, key=lambda name: crowds[name]),
            people=_people(max(crowds.values())),
            tables=_tables(tables),
        )
    ]


def _tables(number: int) -> str:
    return str(ngettext("%(num)s table", "%(num)s tables", number))


def _people(number: int) -> str:
    return str(ngettext("%(num)s personne", "%(num)s personnes", number))


def _same_organisation(pairs: int) -> str:
    if not pairs:
        return str(_("Personne n’est avec quelqu’un de sa structure."))
    return str(
        ngettext(
            "Deux personnes d’une même structure sont ensemble.",
            "%(num)s paires d’une même structure sont ensemble.",
            pairs,
        )
    )


def _same_territory(pairs: int) -> str:
    if not pairs:
        return str(_("Personne n’est avec quelqu’un de son territoire."))
    return str(
        ngettext(
            "Deux personnes d’un même territoire sont ensemble.",
            "%(num)s paires d’un même territoire sont ensemble.",
            pairs,
        )
    )


def _met(pairs: int) -> str:
    if not pairs:
        return str(_("Personne ne retrouve quelqu’un d’une séance passée."))
    return str(
        ngettext("Deux personnes se retrouvent d’une séance passée.",
                 "%(num)s paires se retrouvent d’une séance passée.", pairs)
    )  # fmt: skip


def seated_words(done: Any, names: Mapping[str, str], tables: Mapping[str, str], doors: Mapping[str, str]) -> list[str]:
    """What the last act did (a ``service.seating_rows.Done``), whom it left, and why.

    ``doors``: the name of the table whose yes somebody waits for, by person. People who are not known any more are
    counted and not named.
    """
    said = [_act(done, names, tables)]
    for person in done.asked:
        if person in doors and person in names:
            said.append(_("%(name)s attend un oui de la table %(table)s.", name=names[person], table=doors[person]))
    for why, people in done.stayed.items():
        here = some_names(names[person] for person in people if person in names)
        if here:
            said.append(
                {
                    "busy": _("Un exposé a commencé, sans changement pour : %(people)s.", people=here),
                    "over": _("À asseoir à la prochaine séance : %(people)s.", people=here),
                    "full": _("Plus de chaise pour : %(people)s.", people=here),
                    "shut": _("Table fermée, sans changement pour : %(people)s.", people=here),
                    "kept": _("Reste à sa table : %(people)s.", people=here),
                }[why]
            )
    if done.new and done.act == "seat":
        said.append(
            ngettext(
                "Une personne arrivée depuis n’a pas bougé.", "%(num)s personnes arrivées depuis n’ont pas bougé.",
                done.new,
            )
        )  # fmt: skip
    return said


def _act(done: Any, names: Mapping[str, str], tables: Mapping[str, str]) -> str:
    moved = [names[person] for person in done.now if person in names]
    if done.act == "hand" and moved:  # all to one table
        table = next(iter(done.now.values()))
        where = _("table %(table)s", table=tables[table]) if table in tables else _("sans table")
        return str(_("%(people)s : %(where)s.", people=some_names(moved), where=where))
    if done.act == "undo":
        return str(_("Les places d’avant sont revenues."))
    if done.act == "list":
        return str(_("Liste prise : %(new)s de plus, %(known)s déjà là.", new=done.new, known=done.known))
    if not done.now and done.act == "hand" and done.known:
        said = ngettext(
            "%(num)s personne est fixée où elle est.", "%(num)s personnes sont fixées où elles sont.", done.known
        )
        return str(said)
    if not done.now:
        return str(_("Personne n’a bougé."))
    return str(
        ngettext("%(num)s personne a une nouvelle place.", "%(num)s personnes ont une nouvelle place.", len(done.now))
    )


def some_names(names: Iterable[str]) -> str:
    """Names in one sentence: a few, then how many more."""
    found = list(names)
    shown = ", ".join(found[:MOST_NAMES])
    more = len(found) - MOST_NAMES
    return f"{shown}, {ngettext('et %(num)s autre', 'et %(num)s autres', more)}" if more > 0 else shown


def list_fault_words(fault: Any) -> str:
    """What is wrong with a line of a list (a ``service.seating_list.Fault``), and where; ``KeyError`` for an unknown
    code."""
    said = str(
        {
            "not_text": _("Ce fichier n’est pas du texte : enregistrez votre tableau en CSV."),
            "too_large": _("Cette liste est trop longue."),
            "too_many": _("Mille personnes suffisent."),
            "nobody": _("Cette liste ne nomme personne."),
            "no_columns": _("La première ligne nomme les colonnes : nom ; structure ; territoire ; table."),
            "column_twice": _("La colonne « %(words)s » est là deux fois.", words=fault.words),
            "unreadable": _("Un guillemet reste ouvert, ou est de trop."),
            "too_many_cells": _("Plus de cases que de colonnes."),
            "no_name": _("Il manque le nom."),
            "twice": _("La même personne qu’à la ligne %(other)s : distinguez-les.", other=fault.other),
            "too_long": _("« %(words)s » dépasse %(limit)s caractères.", words=fault.words, limit=fault.other),
            "no_table": _("Aucune table ne s’appelle « %(words)s ».", words=fault.words),
            "homonyms": _("Plusieurs personnes s’appellent %(words)s : dites leur structure.", words=fault.words),
            "table_full": _("La table %(words)s n’a que %(limit)s chaises.", words=fault.words, limit=fault.other),
        }[fault.code]
    )
    return str(_("Ligne %(line)s : %(fault)s", line=fault.line, fault=said)) if fault.line else said
