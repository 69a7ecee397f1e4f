"""One browser's WebSocket, as Engine.IO sees it: what is said to an idle browser is on its way at once.

Engine.IO wakes a task of the connection for every packet, and that costs five times as much as sending it. A ``Wire``
takes the place of the WebSocket that Engine.IO was made for, and of two methods of its session (``send``, ``close``):

* while nothing waits for the browser, a packet's frame is written by whoever sends it, without blocking;
* otherwise the packet goes into the session's own queue, and a task that lives only as long as something waits writes
  it in its turn;
* a browser for which too much waits is cut off. It comes back by itself and reads one snapshot instead.

A session that changes over from polling is served by Engine.IO's own handler, whose writer then takes the queue.

It knows no loop: how to wait for a socket is given to it (``transport.py``), and the tests give it something else.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from engineio import exceptions
from engineio import packet as engine

from .frames import BINARY, CLOSE, NORMAL, PING, PONG, TEXT, UNSUPPORTED, Framed, Reader, Violation, farewell, framed
from .metrics import CUT_OFF

LONGEST_QUEUE = 100
"""Packets waiting for one slow browser before it is cut off."""
GULP = 16 * 1024
"""Bytes read at once: what a browser says in one go fits, and a flood of it is shared out between the others' turns."""

Readable = Callable[[socket.socket], None]
"""Waits until there is something to read. May raise OSError."""
Writable = Callable[[socket.socket, float], None]
"""Waits until there is room to write, so many seconds at most: then TimeoutError. May raise OSError."""


class Wire:
    """The connection of an Engine.IO session (its ``ws``); ``raw`` is its socket, which does not block."""

    def __init__(
        self, raw: socket.socket, session: Any, readable: Readable, writable: Writable, largest: int, patience: float
    ) -> None:
        self._raw = raw
        self._session = session
        self._readable = readable
        self._writable = writable
        self._patience = patience
        self._reader = Reader(largest)
        self._open = True
        self._between = True
        """What was written so far ends with a frame's end. Only then may another frame, or the farewell, follow."""
        self._served = False
        """Whether ``serve`` leads this session, and not Engine.IO's handler with a writer of its own."""
        self._writing = False
        self._gathered: list[bytes | memoryview] | None = None
        """Frames that go out together a moment later."""
        self._close_plainly = session.close
        session.send, session.close, session.at_once = self.send_packet, self.close_session, self.at_once

    def serve(self, opening: bytes) -> None:
        """Be the connection from its handshake (``opening`` answers it) to its end, for a session that began here.

        What a browser is told as it comes goes out in two writes instead of four: the handshake with Engine.IO's
        welcome, and all that its first message brings (it is let in, and reads its snapshots).
        """
        session = self._session
        session.connected = session.upgraded = self._served = True
        self._gathered = [opening]
        while not self._queue.empty():
            self._gathered.append(_frame_of(self._queue.get(block=False).encode()))
            self._queue.task_done()
        self._write_gathered()
        first = True
        while (text := self.wait()) is not None:
            if first:
                self._gathered = []
            try:
                session.receive(engine.Packet(encoded_packet=text))
            except exceptions.UnknownPacketError:
                pass
            except (exceptions.SocketIsClosedError, ValueError, TypeError, LookupError):
                break  # the session is over, or what was said is no packet: a stranger fills no log
            if first:
                first = False
                self._write_gathered()
        session.close(wait=False, abort=True, reason=session.server.reason.TRANSPORT_CLOSE)
        self.end()

    # To the browser

    def send_packet(self, packet: Any) -> None:
        """``send`` of the session: write a packet at once, or keep it until its turn."""
        if not self._session.check_ping_timeout():  # raises for a closed session, like the method it replaces
            return
        # Before the upgrade is settled, packets go by the polling requests. A ping takes the queue of Engine.IO's
        # writer, which gives a connection up when nothing came by for as long as a ping and its patience.
        direct = self._session.upgraded and (self._served or packet.packet_type != engine.PING)
        if not (direct and self._written(_frame_of(packet.encode()))):
            self._keep(packet)

    def at_once(self, frame: bytes) -> bool:
        """Write a whole frame to a browser for which nothing waits. False: nothing was done, ``send`` takes it.

        A push goes to hundreds of browsers one after the other, and nearly all are idle and answer their pings.
        """
        session = self._session
        if session.last_ping or session.closed or not session.upgraded:
            return False
        return self._written(frame)

    def send(self, text: str | bytes) -> None:
        """Write a packet whole; Engine.IO's writer calls this, one packet after the other. Raises OSError."""
        rest = memoryview(_frame_of(text))
        self._between = False
        while rest:
            try:
                rest = rest[self._raw.send(rest) :]
            except BlockingIOError:
                self._writable(self._raw, self._patience)
        self._between = True  # and not after an error: a torn frame is the last

    def _written(self, frame: bytes | memoryview) -> bool:
        """Write a frame if nothing waits. False when it must wait; what is left of half a frame waits first in line."""
        if not self._open:
            return True  # nobody hears it any more
        if self._gathered is not None:
            self._gathered.append(frame)
            return True
        if not self._between or self._session.queue.qsize():
            return False
        try:
            count = self._raw.send(frame)
        except BlockingIOError:
            return False
        except OSError:
            self.end()
            return True
        if count < len(frame):
            self._between = False
            self._keep(_ready(memoryview(frame)[count:]))
        return True

    def _keep(self, packet: Any) -> None:
        if self._queue.qsize() > LONGEST_QUEUE:
            CUT_OFF.inc()
            self.close_session(wait=False, abort=True, reason=self._session.server.reason.TRANSPORT_ERROR)
            return
        self._queue.put(packet)
        if self._served and not self._writing:
            self._writing = True
            self._session.server.start_background_task(self._write_queue)

    def _write_queue(self) -> None:
        """Write what waits, and end: most of the time nothing does. The end of the session is None."""
        try:
            while not self._queue.empty():
                packet = self._queue.get(block=False)
                self._queue.task_done()
                if packet is None:
                    self.close()
                    return
                self.send(packet.encode())
        except OSError:
            self.close()
        finally:
            self._writing = False

    def _write_gathered(self) -> None:
        together, self._gathered = self._gathered, None
        if together and not self._written(b"".join(together)):
            self._keep(_ready(b"".join(together)))

    @property
    def _queue(self) -> Any:
        return self._session.queue

    # From the browser

    def wait(self) -> str | None:
        """The next text, for Engine.IO's reader. None at the end: whatever a stranger sends, nothing is raised."""
        while self._open:
            try:
                message = self._reader.read()
            except Violation as violation:
                self.end(violation.code)
                return None
            if message is None:
                self._fill()
            elif message.kind == TEXT:
                return str(message.data)
            elif message.kind == PING:
                self._answer(bytes(message.data))
            elif message.kind == CLOSE:
                self.end(int.from_bytes(message.data[:2], "big") if message.data else NORMAL)
            elif message.kind == BINARY:  # Engine.IO would take it; our browsers say everything in text
                self.end(UNSUPPORTED)
        return None

    def _fill(self) -> None:
        """Wait for bytes. Always by the loop, also when there are some: who talks without end lets others speak."""
        try:
            self._readable(self._raw)
            data = self._raw.recv(GULP)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._reader.feed(data)
        else:
            self.end()

    def _answer(self, payload: bytes) -> None:
        pong = framed(PONG, payload)
        if not self._session.upgraded:  # nobody else writes yet, and the queue is read by polling requests
            with suppress(OSError):
                self.send(Framed.ready(pong))
        elif not self._written(pong):
            self._keep(_ready(pong))

    # The end

    def end(self, code: int = NORMAL) -> None:
        """Close the line, with a farewell where one may follow. Whoever waits for it wakes and finds it closed."""
        self._write_gathered()
        if not self._open:
            return
        self._open = False
        with suppress(OSError):
            if self._between:
                self._raw.send(farewell(code))
        # Not closed: the number of a closed socket may be another's before the reader wakes. The server closes it.
        with suppress(OSError):
            self._raw.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """The end of the writer: nothing is sent any more, and nobody waits for the rest to be sent."""
        self.end()
        while not self._queue.empty():
            self._queue.get(block=False)
            self._queue.task_done()

    def close_session(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """``close`` of the session; aborted or silent, it does not wait for a browser that may never read again."""
        if abort or reason == self._session.server.reason.PING_TIMEOUT:
            self.end()
        if not self._served:
            self._close_plainly(wait=wait, abort=abort, reason=reason)
            return
        self._close_plainly(wait=False, abort=abort, reason=reason)
        if self._session.closed and not self._writing:  # a writer that is there ends the line when it comes to the end
            self.close()
        elif wait and self._writing:
            self._queue.join()

    def release(self) -> None:
        """Give the session its own methods back: it may go on by polling, and what holds itself is freed late."""
        self.end()
        held = vars(self._session)
        if held.get("send") == self.send_packet:
            del held["send"], held["close"], held["at_once"]


def _frame_of(text: str | bytes) -> bytes | memoryview:
    if isinstance(text, Framed):
        return text.frame
    return framed(TEXT, text.encode()) if isinstance(text, str) else framed(BINARY, text)


def _ready(frame: bytes | memoryview) -> Any:
    """A packet whose bytes are given."""
    packet = engine.Packet(engine.NOOP)
    packet.encode_cache = Framed.ready(frame)
    return packet
