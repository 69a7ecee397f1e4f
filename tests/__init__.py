"""The tests. ``make test`` runs all of them whole; the gate, which has 25 minutes, runs the four longest in part."""

import os

GATE = os.environ.get("GATE") == "1"
"""True in ``.ci/run``: half the steps of the method's machine and three fifths of the words', refused cells of one
client mode where all three say the same, the whole afternoon by keyboard only."""
