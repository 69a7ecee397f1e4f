"""A Socket.IO manager that can send a text somebody already encoded: one encoding and one packet for a whole room."""

from engineio import packet as engine
from socketio import Manager, packet

from ..frames import TEXT, Framed, framed
from ..metrics import CUT_OFF
from ..wire import LONGEST_QUEUE


class EncodedManager(Manager):  # type: ignore[misc]
    """The in-memory manager, plus ``emit_encoded``."""

    def emit_encoded(self, event: str, text: str, room: str) -> int:
        """Send ``event`` with ``text``, which is JSON already, to a room; returns to how many sockets."""
        members = list(self.get_participants("/", room)) if room in self.rooms.get("/", {}) else []
        if not members:
            return 0
        said = f'{packet.EVENT}["{event}",{text}]'
        frame = framed(TEXT, f"{engine.MESSAGE}{said}".encode())  # made once for everybody
        whole = None
        sockets = self.server.eio.sockets
        for _sid, engine_sid in members:
            one = sockets.get(engine_sid)
            if one is None:
                continue
            at_once = getattr(one, "at_once", None)  # of a Wire; other connections have none
            if at_once is not None and at_once(frame):
                continue
            if one.closed:
                continue
            if whole is None:  # nearly always everybody is idle, and nothing but the frame is needed
                whole = engine.Packet(engine.MESSAGE, said)
                whole.encode_cache = Framed.of(f"{engine.MESSAGE}{said}", frame)
            if one.queue.qsize() > LONGEST_QUEUE:  # it comes back and reads one snapshot instead
                CUT_OFF.inc()
                one.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_ERROR)
            else:
                one.send(whole)
        return len(members)
