"""The load client and the table of the bench: what is counted was sent, and what is written is what was measured."""

import json
import sqlite3
from contextlib import closing

import pytest

from bench.crowd import Crowd
from bench.page import BEGIN, END, written
from bench.run import median_of
from bench.soak import slope
from bench.storm import WARM, storm
from bench.storm import prepare as prepare_storm
from bench.target import Target
from bench.venue import opened

TEXT = '{"audience":"room:w","version":1,"title":"' + "à" * 5000 + '"}'


@pytest.mark.server
def test_each_client_counts_each_push():
    """Frames longer than a segment, several in one piece, and a ping between them."""
    with Target("floor_asyncio") as floor:
        floor.ask("first", text=TEXT)
        floor.ask("load", pushes=[("all", TEXT), ("all", "{}")])
        crowd = Crowd(floor.port)
        crowd.join(floor.guests(["room"], [["all"]] * 20))
        crowd.expect()
        for _ in range(3):
            floor.ask("push")
        crowd.until(6)
        assert {client.counted for client in crowd.clients.values()} == {6}
        assert crowd.lost == 0
        crowd.leave()


@pytest.mark.server
def test_ours_is_measured_by_people_of_a_workshop():
    """Seats, cookies and rooms are the real ones; the push is the one that a commit makes."""
    with Target("ours", 2, 3, 4) as ours:
        crowd = Crowd(ours.port)
        crowd.join(ours.guests(["room"], [[]] * 4))
        crowd.expect()
        ours.ask("push")
        crowd.until(1)
        assert ours.ask("conduct", command="start_round")["ok"]
        crowd.leave()


@pytest.mark.server
def test_a_storm_is_of_real_joins():
    """Each of them ends at a seat with its first snapshots; whoever is refused is counted, and not timed."""
    with opened(1, prepare_storm) as venue:
        told = storm(venue, people=6, within=0.5)
        assert (told["joined"], told["refused"]) == (6, 0)
        assert told["requests_each"] > 20, "a phone fetches the files of its pages"
        venue.made = ("WRNGCODE", "no-such-token")
        assert storm(venue, people=2, within=0.1)["refused"] == 2
        with closing(sqlite3.connect(venue.together.folder / "tablee.db")) as rows:
            assert rows.execute("SELECT count(*) FROM people").fetchall() == [(6 + WARM,)]
        assert not venue.tracebacks


def test_a_slope_is_megabytes_a_minute():
    assert slope([(0, 100), (60, 101), (120, 102), (180, 103)]) == pytest.approx(1)
    assert slope([(0, 100), (30, 90), (60, 100)]) == pytest.approx(0)


def test_an_interval_holds_its_median():
    middle, (low, high) = median_of([3.0, 1.0, 2.0, 5.0, 4.0, 2.5, 3.5])
    assert middle == 3.0
    assert low <= middle <= high


def test_the_page_says_what_was_seen(tmp_path):
    """Nothing but the table between the two marks changes."""
    page = tmp_path / "performance.md"
    page.write_text(f"# Performance\n\n{BEGIN}\nold\n{END}\n\nThe end.\n")
    told = {
        "ratios": {"fanout_vs_node": 0.8}, "intervals": {"fanout_vs_node": [0.75, 0.85]}, "repetitions": 7,
        "seconds": 60, "machine": {"cores": 2}, "bytes": 1000, "figures": {"client_busy": 0.5},
    }  # fmt: skip
    written(page, json.loads(json.dumps(told)))
    text = page.read_text()
    assert "old" not in text
    assert text.startswith("# Performance\n\n")
    assert text.endswith("\n\nThe end.\n")
    assert "| `fanout_vs_node` |" in text
    assert "0.8 (0.75 to 0.85) | at most 0.9 |" in text
