"""A case as its table tells it, and a phrasebook that never says the same sentence twice."""

import random
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line of the client's plan."""

    what: str
    first_step: str = ""
    when: str = ""
    support: str = ""
    watch: str = ""


@dataclass(frozen=True)
class Story:
    """One case: what the client tells, what the others ask and offer, what comes of it."""

    title: str
    rough_title: str
    kind: str
    told: tuple[str, ...]
    exchanges: tuple[tuple[str, str], ...]
    rough_request: str
    request: str
    suggestions: dict[str, tuple[str, ...]]
    plan: tuple[Line, ...]
    learnings: tuple[str, ...]


OPENINGS = (
    "",
    "Chez nous,",
    "À la lecture du contrat,",
    "Dans mon quartier,",
    "L’an dernier,",
    "Une chose m’a frappée :",
    "Je le dis comme ça vient :",
    "Avec une autre équipe,",
    "En écoutant la fin,",
    "Peut-être :",
    "Sans être sûr,",
    "Plus modestement,",
    "À l’inverse,",
    "Pour commencer,",
    "Si c’était moi,",
    "Un détail :",
    "En passant,",
    "D’expérience,",
)

ENDINGS = ("", " Ça n’a rien coûté.", " À voir.", " On en reparle si tu veux.", " C’est peu, mais ça tient.")


class Phrasebook:
    """Sentences that are different every time, so that a lost or doubled one can be told from its neighbours.

    Shared by all tables: a text given once is never given again in the same rehearsal.
    """

    def __init__(self) -> None:
        self._said: set[str] = set()
        self._lock = threading.Lock()

    def fresh(self, sentence: str, chance: random.Random, limit: int = 500) -> str:
        """This sentence, or a variation of it that nobody said yet, of at most ``limit`` characters."""
        openings, endings = list(OPENINGS[1:]), list(ENDINGS[1:])
        chance.shuffle(openings)
        chance.shuffle(endings)
        variations = [sentence, *(opened(o, sentence) for o in openings)]
        variations += [v + e for e in endings for v in variations]
        with self._lock:
            for text in variations:
                if text not in self._said and len(text) <= limit:
                    break
            else:
                text = next(t for n in range(2, 10_000) if (t := f"{sentence[: limit - 7]} ({n})") not in self._said)
            self._said.add(text)
            return text


def opened(opening: str, sentence: str) -> str:
    """The sentence after an opening, its first letter lowered unless it looks like a name."""
    first, rest = sentence[:1], sentence[1:]
    lowered = first.lower() if rest[:1].islower() or rest[:1] in " '’" else first
    return f"{opening} {lowered}{rest}"
