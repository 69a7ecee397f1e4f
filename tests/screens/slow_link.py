"""A slow line to a server: a proxy on loopback that holds every byte back, for longer one way than the other.

Chromium's own slow network (``Network.emulateNetworkConditions``) does not do: of 400 ms, a message on an open
WebSocket waits 60. What waits here waits for everybody.
"""

import asyncio
import random
import threading
from contextlib import suppress
from dataclasses import dataclass, field

CHUNK = 4096
Pieces = asyncio.Queue[tuple[float, bytes]]
"""When each arrived, and what it is; nothing at all is the end."""


@dataclass
class SlowLink:
    """Inside ``with``, ``url`` leads to a server of this machine: ``up`` seconds later there, ``down`` seconds back."""

    target: int
    """The server's port."""
    up: float = 0.18
    down: float = 0.22
    jitter: float = 0.06
    """The most that is added to either, drawn anew for each piece; pieces keep their order."""
    speed: int = 100_000
    """Bytes a second, each way of each connection."""
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _meetings: set[asyncio.Task[None]] = field(default_factory=set)

    def __enter__(self) -> "SlowLink":
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *_problem: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def url(self) -> str:
        """Where the server is, seen through this line."""
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._meet, "127.0.0.1", 0)

    async def _end(self) -> None:
        self._server.close()
        for meeting in self._meetings:
            meeting.cancel()
        await asyncio.gather(*self._meetings, return_exceptions=True)

    async def _meet(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        meeting = asyncio.current_task()
        assert meeting
        self._meetings.add(meeting)
        meeting.add_done_callback(self._meetings.discard)
        ends = [back]
        try:
            far, there = await asyncio.open_connection("127.0.0.1", self.target)
            ends.append(there)
            async with asyncio.TaskGroup() as ways:
                for source, sink, delay in ((near, there, self.up), (far, back, self.down)):
                    pieces = Pieces()
                    ways.create_task(self._take(source, pieces))
                    ways.create_task(self._give(pieces, sink, delay))
        except* (OSError, asyncio.CancelledError):
            pass  # nobody serves there, one side hung up, or the test is over: the close tells the other
        finally:
            for end in ends:
                with suppress(OSError):
                    end.close()

    async def _take(self, source: asyncio.StreamReader, pieces: Pieces) -> None:
        piece = b"any"
        while piece:
            piece = await source.read(CHUNK)
            pieces.put_nowait((self._loop.time(), piece))

    async def _give(self, pieces: Pieces, sink: asyncio.StreamWriter, delay: float) -> None:
        free = 0.0  # when the last piece is through
        while True:
            arrived, piece = await pieces.get()
            free = max(free, arrived + delay + random.uniform(0, self.jitter)) + len(piece) / self.speed
            await asyncio.sleep(free - self._loop.time())
            if not piece:
                return sink.close()
            sink.write(piece)
            await sink.drain()
