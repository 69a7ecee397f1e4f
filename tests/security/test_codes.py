"""Codes that people type are not guessed: how they are drawn, what a guesser may try in a day, who must not wait."""

import math
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from facilitation.domain.refusals import Code, Refusal
from facilitation.service.ground import Ground
from facilitation.service.invitations import CODE_LENGTH, RETURN_LENGTH, Place
from facilitation.service.secrets import ALPHABET, fresh_code
from tests.builders import Hands, device, open_workshop

Covers = Callable[[str], None]
DRAWN = 20_000
LIVE = 50
"""Workshops of the same hour: any of their codes is a hit."""
PEOPLE = 400
MINUTES = 20


def test_codes_are_drawn_evenly(covers: Covers) -> None:
    """Each sign in each place as often as chance has it (chi-square, wrong once in a million runs), no two alike."""
    codes = [fresh_code(CODE_LENGTH) for _ in range(DRAWN)]
    assert len(set(codes)) == DRAWN
    degrees = len(ALPHABET) - 1
    most = degrees + 4.75 * math.sqrt(2 * degrees) + 25
    for place in range(CODE_LENGTH):
        counts = Counter(code[place] for code in codes)
        assert counts.keys() == set(ALPHABET)
        due = DRAWN / len(ALPHABET)
        assert sum((counts[sign] - due) ** 2 / due for sign in ALPHABET) < most
    pairs = Counter(code[i : i + 2] for code in codes for i in range(CODE_LENGTH - 1))
    due, kinds = DRAWN * (CODE_LENGTH - 1) / len(ALPHABET) ** 2, len(ALPHABET) ** 2
    chi = sum((pairs[a + b] - due) ** 2 / due for a in ALPHABET for b in ALPHABET)
    assert chi < kinds + 6 * math.sqrt(2 * kinds)
    covers(f"codes: {DRAWN} drawn, {len(ALPHABET)} signs in {CODE_LENGTH} places and {kinds} pairs as chance has them")


@pytest.fixture
def ground(house) -> Ground:
    """The limits of the product, at a clock that the test moves."""
    return house.ground


def tries(ground: Ground, hands: Hands, addresses: int) -> float:
    """Codes a day that a guesser may really try from so many addresses, all at once, with a new cookie for each try."""
    through = 0
    for minute in range(MINUTES):
        for turn in range(120):
            hands.pass_(500)
            for address in range(addresses):
                cookie, here = f"{minute}.{turn}.{address}", f"10.0.0.{address}"
                if not ground.must_wait("code", cookie, here):
                    ground.failed("code", cookie, here)
                    through += 1
    return through * timedelta(days=1) / timedelta(minutes=MINUTES)


@pytest.mark.parametrize(("addresses", "most"), [(1, 1e-5), (10, 2e-5), (100, 1e-4)])
def test_a_day_of_guessing(ground: Ground, hands: Hands, covers: Covers, addresses: int, most: float) -> None:
    """What is hit on average, with fifty workshops open: a hundred thousand days for one hit from one address."""
    tried = tries(ground, hands, addresses)
    hits = tried * LIVE / len(ALPHABET) ** CODE_LENGTH
    assert tried > 1000, "a guesser who is never let through measures nothing"
    assert hits <= most
    covers(f"codes: {addresses} addresses try {tried:,.0f} codes a day of {LIVE} workshops: {hits:.1e} hits expected")


def test_four_hundred_right_codes_from_one_address(house, covers: Covers) -> None:
    """None waits: not beside ninety who mistype, nor while somebody guesses from elsewhere."""
    room = open_workshop(house, tables=1, people=1)
    enter = house.invitations.by_code
    for number in range(PEOPLE):
        if number % 4 == 0 and number < 360:
            assert enter("ABCD-EFGH", device(house), address="venue") == Refusal(Code.WRONG_CODE)
        assert isinstance(enter(room.workshop.code, device(house), address="venue"), Place), number
    house.instants.pass_(60_000)
    while enter("ABCD-EFGH", device(house), address="elsewhere") == Refusal(Code.WRONG_CODE):
        pass
    for number in range(9):
        assert enter("ABCD-EFGH", device(house), address="venue") == Refusal(Code.WRONG_CODE), number
    assert isinstance(enter(room.workshop.code, device(house), address="venue"), Place)
    covers(f"codes: {PEOPLE} right ones within a minute from one address beside 90 wrong ones, 0 made to wait")


def test_return_codes_of_a_workshop(house, covers: Covers) -> None:
    """Whoever was invited may try; failures are counted for the workshop, so more cookies do not help."""
    room = open_workshop(house, tables=1, people=2)
    tried = 0
    for minute in range(MINUTES):
        for _ in range(30):
            answer = house.people.return_by_code(device(house), room.workshop.id, "AAAAAA", address=str(minute))
            tried += answer == Refusal(Code.WRONG_CODE)
        house.instants.pass_(60_000)
    hits = tried * timedelta(days=1) / timedelta(minutes=MINUTES) * PEOPLE / len(ALPHABET) ** RETURN_LENGTH
    assert tried >= 20
    assert hits < 2e-3
    covers(f"codes: return codes of {PEOPLE} people, {hits:.1e} hits expected in a day")
