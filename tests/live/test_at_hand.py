"""Files that are answered from a request's bytes: what the server would have said, to plain questions alone."""

import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from urllib.request import urlopen

import pytest

from tests.server import ROOT, Fleet, Server

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]

FILE = re.compile(r'(?:href|src)="(/static/[^"#]+)')
SLOWLY = "X-Read-Me: whole\r\n"
"""A header that is none of a browser's: the server itself must read such a request."""
BROWSER = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: */*\r\nAccept-Language: fr\r\nReferer: http://h/w/x\r\n"
    "Sec-Fetch-Dest: script\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Site: same-origin\r\nCookie: tablee=a; b=c\r\n"
)


@dataclass
class Line:
    """One connection, on which one answer follows the other."""

    server: Server

    def __post_init__(self) -> None:
        self.wire = socket.create_connection(("127.0.0.1", self.server.port), 20)
        self.reader = self.wire.makefile("rb")

    def asks(self, target: str, *headers: str, method: str = "GET", version: str = "1.1", body: bool = True) -> bytes:
        """The whole answer, but for its date; empty when the line was closed instead."""
        lines = "".join(("Host: h\r\n", *headers))
        self.wire.sendall(f"{method} {target} HTTP/{version}\r\n{lines}\r\n".encode("latin-1"))
        return self.hears(body)

    def hears(self, body: bool = True) -> bytes:
        """The next answer."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.reader.readline()
            if not line:
                return head
            head += line
        found = re.search(rb"\r\nContent-Length: (\d+)\r\n", head)
        rest = self.reader.read(int(found[1])) if found and body else b""
        return re.sub(rb"\r\nDate: [^\r]+GMT\r\n", b"\r\nDate: now\r\n", head) + rest

    def is_closed(self) -> bool:
        """Whether the server ended the line; nothing more was said."""
        return self.reader.read(1) == b""


@pytest.fixture
def server(fleet: Fleet) -> Server:
    return fleet.serve("eventlet")


def files_of(server: Server) -> list[str]:
    with urlopen(f"{server.url}/") as page:
        found = sorted(set(FILE.findall(page.read().decode())))
    assert len(found) >= 3
    return found


def test_each_answer_is_what_the_server_would_have_said(server: Server):
    """To every file of a page, asked as browsers ask; several on one line, and the line goes on."""
    line = Line(server)
    for target in files_of(server):
        for wish in (
            "",
            "Accept-Encoding: gzip, deflate, br\r\n",
            "accept-encoding: gzip\r\nConnection: keep-alive\r\n",
        ):
            line.asks(target, wish)
            slow = [line.asks(target, wish, BROWSER, SLOWLY) for _ in range(2)]
            quick = [line.asks(target, wish, BROWSER) for _ in range(2)]
            assert slow[0] == slow[1] == quick[0] == quick[1]
            assert quick[0].startswith(b"HTTP/1.1 200 OK\r\n")
            assert b"immutable" in quick[0]
            assert (b"\r\nKeep-Alive: timeout=30\r\n" in quick[0]) == ("keep-alive" in wish)
    assert b"200 OK" in line.asks("/healthz")


def test_what_is_not_plain_is_the_servers_affair(server: Server):
    """Parts of a file, what a browser has already, other methods and versions, unknown names: as without all this."""
    target = max(files_of(server), key=len)
    whole = Line(server).asks(target)
    tag = re.search(rb"\r\nEtag: ([^\r]+)", whole)
    assert tag
    line = Line(server)
    assert b" 304 " in line.asks(target, f"If-None-Match: {tag[1].decode()}\r\n").partition(b"\r\n")[0]
    part = line.asks(target, "Range: bytes=0-9\r\n")
    assert part.startswith(b"HTTP/1.1 206 ")
    assert part.endswith(whole.partition(b"\r\n\r\n")[2][:10])
    head = line.asks(target, method="HEAD", body=False)
    assert head.startswith(b"HTTP/1.1 200 ")
    assert line.asks(target + "0").startswith(b"HTTP/1.1 200 ")  # no name of ours, so it is not kept
    assert b"immutable" in line.asks(target)
    assert b" 404 " in line.asks("/static/nothing.js?v=1")
    assert b" 404 " in line.asks("/static/../config.py?v=1")
    last = Line(server)
    assert last.asks(target, "Connection: close\r\n").startswith(b"HTTP/1.1 200 ")
    assert last.is_closed()
    old = Line(server)
    assert b"\r\nConnection: close\r\n" in old.asks(target, version="1.0")
    assert old.is_closed()


def test_two_questions_at_once_get_two_answers(server: Server):
    """Also when a slow one stands between."""
    targets = files_of(server)[:3]
    alone = [[Line(server).asks(target) for target in targets] for _ in range(2)][1]  # kept from the second on
    line = Line(server)
    asked = [f"GET {target} HTTP/1.1\r\nHost: h\r\n{SLOWLY if n == 1 else ''}\r\n" for n, target in enumerate(targets)]
    line.wire.sendall("".join(asked).encode())
    assert [line.hears() for _ in targets] == alone


@pytest.mark.parametrize(
    "headers",
    ["Accept: " + "a" * 9000, "\r\n".join(f"Cookie: {n}" + "b" * 8000 for n in range(20))],
    ids=["long", "many"],
)
def test_headers_have_their_limits(server: Server, headers: str):
    """Those of eventlet, before and after the file is kept."""
    target = files_of(server)[0]
    for _ in range(2):
        line = Line(server)
        assert line.asks(target, headers + "\r\n").startswith(b"HTTP/1.0 400 Header")
        line.wire.close()
        assert Line(server).asks(target).startswith(b"HTTP/1.1 200 ")


def test_who_goes_away_in_the_middle_is_no_fault(server: Server):
    """Of a request, and of its answer; nothing is in the log, and others are served."""
    target = files_of(server)[0]
    assert Line(server).asks(target)
    for text in (f"GET {target} HTTP/1.1\r\nHost: h\r\nAcc", f"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n" * 50):
        for _ in range(10):
            line = Line(server)
            line.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            line.wire.sendall(text.encode())
            line.reader.close()
            line.wire.close()
    assert Line(server).asks(target)
    assert server.health()
    assert "Traceback" not in server.log()


class Told(Server):
    """A server that has one answer at hand, for whatever it may be asked for."""

    def launch(self) -> subprocess.Popen[bytes]:
        code = (
            "import sys; sys.argv = ['wsgi.py']; from facilitation.kept import Kept; import runpy; "
            "Kept.at_hand = lambda self, line, head, keep: b'HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\n%d %s'"
            " % (len(head), line[11:13]); runpy.run_path('wsgi.py', run_name='__main__')"
        )
        with (self.instance / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code], cwd=ROOT, env=self.settings, stdout=log, stderr=log
            )
        return self.process


def test_it_is_asked_for_files_alone(fleet: Fleet):
    """And with the lines of the request as they came."""
    plain = fleet.serve("eventlet", start=False)
    server = Told("eventlet", plain.database_url, plain.instance)
    server.start()
    try:
        line = Line(server)
        assert line.asks("/static/ab").endswith(b"\r\n\r\n1 /a")
        assert line.asks("/static/cd", BROWSER).endswith(b"\r\n\r\n9 /c")
        assert b'"status"' in line.asks("/healthz")
    finally:
        server.kill()
