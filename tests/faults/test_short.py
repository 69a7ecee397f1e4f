"""The short form of ``make faults``: each fault once or a few times, small rooms, everything judged.

The long form is ``python -m faults.run``; what it saw stands in docs/reliability.md.
"""

import random

import pytest

from faults.campaign import Campaign
from faults.cluster import NoPostgres, programs
from faults.nemeses.cuts import Lost, Power
from faults.preload import NoCompiler, library
from faults.stage import prepared
from faults.totals import Totals
from tests.conftest import missing

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]
SMALL = {"tables": 4, "people": 4, "working_s": (0.3, 0.8)}


@pytest.fixture
def compiled(tmp_path):
    """A C compiler."""
    try:
        library("power", tmp_path)
    except NoCompiler as fault:
        missing(str(fault))


@pytest.fixture
def totals():
    return Totals()


@pytest.fixture
def campaign(totals):
    """A run whose chance is always the same."""
    return Campaign(totals, seed=5)


def kept(totals: Totals) -> None:
    """Every promise of the long form that does not depend on the speed of the machine."""
    assert totals.clean, totals.found
    assert totals.acked > 0
    assert totals.unknown == 0
    assert totals.max_timer_error_s <= 0.2


def test_kill_9_on_sqlite(campaign, totals):
    campaign.kills(3, **SMALL)
    kept(totals)
    assert totals.kills > 0, "no kill hit a command in flight"
    assert totals.resent > 0


def test_kill_9_on_postgresql(campaign, totals):
    campaign.kills(2, "postgresql", **SMALL)
    kept(totals)
    assert totals.kills > 0, "no kill hit a command in flight"


def test_kill_9_at_the_end_of_a_phase(campaign, totals):
    campaign.timers(2)
    kept(totals)
    assert totals.faults["kill_at_the_end_of_a_phase"]["times"] == 2


def test_power_cuts(campaign, totals, compiled):
    campaign.cuts(3, **SMALL)
    kept(totals)
    assert totals.power_cuts > 0, "no cut hit a command in flight"
    assert totals.faults["power_cut"]["synced"] > 0


def test_a_disk_that_lies_is_found_out(campaign, totals, compiled):
    """Nothing is ever safe on it: what was acknowledged is gone after a cut, and the judge says so."""
    with campaign.server() as server:
        (room,) = prepared(server, 1, 2, 3)
        stage = campaign.stage(server)
        power = Power(stage, server.instance, seed=1, lies=True)
        power.chance = random.Random(2)
        server.start()
        stage.enter(room).load.work(0.5)
        with pytest.raises(Lost):
            power.cut()
        stage.crowd.leave()


def test_postgresql_is_lost_and_frozen(campaign, totals):
    try:
        programs()
    except NoPostgres as fault:
        missing(str(fault))
    campaign.postgres(1, away_s=1.0, frozen_s=7.0)
    kept(totals)
    for fault in ("pg_restart", "pg_freeze"):
        assert totals.faults[fault]["waited"] > 0
        assert totals.faults[fault]["lines_opened_again"] == 0
        assert totals.faults[fault]["healthz_failed"] == 0
    assert totals.faults["pg_freeze"]["heartbeat_gap_s"] < 12, "browsers would have given up their lines"


def test_a_full_disk(campaign, totals):
    campaign.disk(1, full_s=2.0)
    kept(totals)
    (full,) = totals.faults.values()
    assert full["waiting"] > 0, "the disk was never full"
    assert full["acked_while_full"] < full["acked_before"], "only what needs no new room goes on"


def test_manners(campaign, totals):
    campaign.manners(1)
    kept(totals)
    clicks = totals.faults["double_click"]
    assert clicks["presses"] == 10 * clicks["people"]
    assert clicks["kept"] == clicks["people"] > 0
    assert totals.faults["two_hosts"]["pairs"] > 0


def test_bad_networks(campaign, totals):
    campaign.network(1, bad_s=2.0, black_s=2.0)
    kept(totals)
    assert totals.faults["lossy_network"]["acked"] > 0
    assert totals.faults["black_hole"]["waiting"] > 0


def test_who_does_not_read_and_who_sleeps(campaign, totals):
    campaign.slowness(1, deaf_s=2.0, asleep_s=4.0, readers=3)
    kept(totals)
    assert totals.faults["sleeping_laptop"]["acked"] > 0


def test_the_clock_is_moved(campaign, totals, compiled):
    campaign.clock(1)
    kept(totals)


def test_a_restart(campaign, totals):
    campaign.rolling(1, tables=5)
    kept(totals)
