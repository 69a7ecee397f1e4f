"""What the pilot does beside the phases, folded."""

from collections.abc import Callable, Mapping
from typing import Any

from ..events import Event, MessageAcknowledged, MessageSent, MessageWithdrawn, TableShut
from ..group import Group, Message
from ..values import replace


def message_sent(group: Group, e: MessageSent) -> Group:
    """The newest one stands."""
    return replace(group, message=Message(e.message, e.at, e.wall))


def message_withdrawn(group: Group, e: MessageWithdrawn) -> Group:
    """Nothing is said any more."""
    return replace(group, message=None)


def message_acknowledged(group: Group, e: MessageAcknowledged) -> Group:
    """Read: the table's screens are calm again; the wall goes on showing it."""
    return replace(group, message=replace(group.message, seen=True)) if group.message else group


def table_shut(group: Group, e: TableShut) -> Group:
    """Put away or brought back; a call of the room does not wait for an absent table."""
    return replace(group, shut=not e.reopened, summons=None, call=False, undoable=None)


EVOLVERS: Mapping[type[Event], Callable[[Group, Any], Group]] = {
    MessageSent: message_sent,
    MessageWithdrawn: message_withdrawn,
    MessageAcknowledged: message_acknowledged,
    TableShut: table_shut,
}
