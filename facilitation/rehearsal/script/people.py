"""Who comes: first names (two of them twice, as in any room) and the organisations of the network."""

import random
from dataclasses import dataclass

NAMES = (
    "Marie", "Paul", "Samira", "Yann", "Nadège", "Olivier", "Fatou", "Bruno", "Élise", "Karim", "Chantal", "Thomas",
    "Inès", "Gérard", "Léa", "Mamadou", "Sylvie", "Antoine", "Zohra", "Benoît", "Camille", "Didier", "Marie", "Hugo",
    "Aminata", "Philippe", "Justine", "Rachid", "Véronique", "Lucas", "Odile", "Paul", "Sarah", "Xavier", "Blandine",
    "Mehdi", "Corinne", "Guillaume", "Awa", "Jean-Luc", "Noémie", "Stéphane", "Farida", "Maxime", "Pascale", "Loïc",
    "Anaïs", "Dominique", "Tiphaine", "Abdel",
)  # fmt: skip

ORGANISATIONS = (
    "Communauté de communes des Trois Vallées",
    "Ville de Longpré-sur-Authie",
    "Pays du Haut-Marais",
    "Collectif Les Berges",
    "Centre social La Passerelle",
    "Parc naturel du Val d’Ancre",
    "Association Graines de place",
    "Agglomération du Bassin vert",
    "Maison des habitants du Faubourg",
    "",
    "Syndicat de la vallée de la Selle",
    "Tiers-lieu L’Escale",
)


@dataclass(frozen=True)
class Cast:
    """Somebody who comes: a name, an organisation (may be empty), the number of a table (from 0), a part to play.

    ``part`` is host, client, scribe or consultant. ``types`` is False for those who never write.
    """

    number: int
    name: str
    organisation: str
    table: int
    part: str
    types: bool


PARTS = ("host", "client", "scribe")


def cast(people: int, tables: int, quiet: bool, paper: frozenset[int], seed: int) -> list[Cast]:
    """So many people spread over so many tables; in a quiet room one in five types, scribes first, none on paper."""
    chance = random.Random(seed)
    places = [(n % tables, PARTS[n // tables] if n // tables < len(PARTS) else "consultant") for n in range(people)]
    writers = set(range(people))
    if quiet:
        able = [n for n in writers if places[n][1] in ("scribe", "client") and places[n][0] not in paper]
        writers = set(sorted(able, key=lambda n: (places[n][1] != "scribe", n))[: people // 5])
    return [
        Cast(n, NAMES[n % len(NAMES)], chance.choice(ORGANISATIONS), table, part, n in writers)
        for n, (table, part) in enumerate(places)
    ]
