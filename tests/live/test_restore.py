"""The drill: a server under load is copied, dies, and its copy serves elsewhere; a damaged file is not served."""

import os
import shutil
from pathlib import Path

import pytest

from tests.backups.places import copying
from tests.live.rooms import opened
from tests.live.rows import rows
from tests.live.test_kills import Talker
from tests.live.test_serving import refuses
from tests.server import Fleet, Server, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]


def kept(server: Server) -> dict[str, str]:
    """The ideas in a server's data: text by id."""
    return dict(rows(server, "SELECT id, text FROM contributions WHERE type = 'idea'"))


@pytest.mark.parametrize(("mode", "kind"), [("eventlet", "sqlite"), ("eventlet", "postgresql")])
def test_the_drill(fleet: Fleet, tmp_path: Path, mode: str, kind: str):
    """What was acknowledged before the backup is there once, the journal verifies, and people go on where they sat.

    The people keep talking while the data is copied: their server acknowledges all of it.
    """
    copying(kind)
    room = opened(fleet, mode, kind, format_key="30")
    _host, others = room.running("Paul", "Ines", "Yann")
    talkers = [Talker(screen.place, room.tables[0]) for screen in others]

    def said() -> dict[str, str]:
        return {id: text for talker in talkers for id, text in list(talker.acknowledged.items())}

    for talker in talkers:
        talker.start()
    until(lambda: len(said()) >= 12, "some talk")
    before = said()
    file = tmp_path / "drill.backup"
    made = room.server.flask("backup", str(file))
    assert made.returncode == 0, made.stderr
    during = len(said()) - len(before)
    assert during > 0, "nobody was heard while the data was copied"
    after = len(said())
    until(lambda: len(said()) >= after + 6, "talk after the backup")
    room.server.kill()

    url = fleet.database(kind, tmp_path)
    elsewhere = Server(mode, url, tmp_path, port=room.server.port)
    fleet.servers.append(elsewhere)
    shutil.copy(room.server.instance / "secret_key", tmp_path)  # docs/backup.md: it is kept apart from the data
    restored = elsewhere.flask("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert "ANOTHER KEY" not in restored.stdout
    there = kept(elsewhere)
    assert {id: there.get(id) for id in before} == before
    assert there.items() <= kept(room.server).items()
    verified = elsewhere.flask("verify-journal")
    assert verified.returncode == 0, verified.stdout

    elsewhere.start()
    again = len(said())
    until(lambda: len(said()) >= again + 6, "talk on the other machine, by the same sockets and cookies")
    for talker in talkers:
        talker.over.set()
    for talker in talkers:
        talker.join(30)
        assert talker.refusals == []
    texts = list(kept(elsewhere).values())
    assert len(texts) == len(set(texts)), "an idea is there twice"
    room.leave()


def test_a_damaged_file_is_not_served(fleet: Fleet, tmp_path: Path):
    """The server says what is broken and how to go on; then it goes on."""
    server = fleet.serve("eventlet")
    file, good = server.instance / "tablee.db", tmp_path / "good.backup"
    assert server.flask("backup", str(good)).returncode == 0
    server.kill()
    whole = file.read_bytes()
    for torn in (b"?" * 100 + whole[100:], whole[: len(whole) // 2]):
        file.write_bytes(torn)
        refuses(server, os.EX_CONFIG, str(file), "damaged", "restore BACKUP --replace", "docs/backup.md")
    restored = server.flask("restore", str(good), "--replace")
    assert restored.returncode == 0, restored.stderr
    server.start()
