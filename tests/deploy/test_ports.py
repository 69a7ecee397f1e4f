"""Ports for servers that start a moment later."""

import socket
from contextlib import closing
from pathlib import Path

import pytest

from deploy import ports


def test_no_outgoing_connection_may_take_it():
    """Linux gives those to clients; a port found free there was taken now and then before its server listened."""
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert ports.FIRST > 1024
    assert lowest >= ports.LAST
    assert all(ports.FIRST <= ports.free_port() < ports.LAST for _ in range(50))


def test_a_port_that_is_listened_on_is_not_free(monkeypatch):
    """The only port there is, taken, and free again."""
    port = ports.free_port()
    monkeypatch.setattr(ports, "FIRST", port)
    monkeypatch.setattr(ports, "LAST", port + 1)
    with closing(socket.create_server(("127.0.0.1", port))), pytest.raises(OSError, match="no free port"):
        ports.free_port()
    assert ports.free_port() == port
