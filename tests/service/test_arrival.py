"""What a socket that opens is read with: its place by its device's cookie, and the versions of all that it may read."""

import secrets

from tests.builders import enter, got, open_workshop


def arriving(house, link: str, name: str = "Inès"):
    """Somebody who entered by this link: the place, and the random value of the device's cookie."""
    token = secrets.token_urlsafe(16)
    return enter(house, link, name, at=house.accounts.recognise(token).id), token


def test_the_versions_are_those_of_the_snapshots(house):
    """Of everybody who may come in: a host, a pilot, a wall, and somebody without a table; before and after an act."""
    room = open_workshop(house, tables=2, people=3)
    links = got(house.workshops.links(room.workshop.id))
    everybody = [
        arriving(house, link, f"Personne {number}")
        for number, link in enumerate((links.hosts[room.table(2)], links.conductor, links.projector, links.join))
    ]
    kinds = set()
    for act in ("start_round", "pause"):
        for seat, token in everybody:
            found = house.people.arrival(seat.id, token)
            assert found.seat == house.people.seat(seat.id, seat.device_id)
            read = house.snapshots.read_many(found.seat.audiences)
            assert found.versions == {audience: version for audience, (version, _) in read.items()}
            assert house.snapshots.at_hand(found.versions) == read
            kinds |= {audience.partition(":")[0] for audience in read}
        room.do(room.host(), act)
    assert kinds == {"group", "hosts", "conductors", "projector", "room", "person"}


def test_only_what_is_kept_at_this_version_is_at_hand(house):
    """Nothing is read for it."""
    room = open_workshop(house, people=3)
    audience = f"group:{room.table()}"
    version, text = house.snapshots.read(audience)
    assert house.snapshots.at_hand({audience: version, "group:nowhere": 1}) == {audience: (version, text)}
    assert house.snapshots.at_hand({audience: version + 1}) == {}
    room.do(room.host(), "start_round")
    assert house.snapshots.at_hand({audience: version + 1}) == {}


def test_a_place_is_for_its_own_device(house):
    """Another cookie, none that we know, a place that is none, one that was revoked; no device is remembered for it."""
    room = open_workshop(house, people=3)
    links = got(house.workshops.links(room.workshop.id))
    mine, token = arriving(house, links.tables[room.table()], "Inès")
    _, other = arriving(house, links.tables[room.table()], "Marc")
    assert house.people.arrival(mine.id, token).seat == mine
    for seat, cookie in ((mine.id, other), (mine.id, "unknown"), ("nowhere", token), ("x" * 65, token), ("", token)):
        assert house.people.arrival(seat, cookie) is None
    assert house.accounts.holds_nothing(house.accounts.recognise("unknown").id), "it is new only now"
