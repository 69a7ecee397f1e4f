"""What the pilot does beside the phases."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import AcknowledgeMessage, Command, SendMessage, ShutTable, WithdrawMessage
from ..contributions import message_id
from ..events import MessageAcknowledged, MessageSent, MessageWithdrawn, TableShut
from ..group import Status
from ..refusals import Code, Refusal
from .asking import Ask, Decision


def send_message(command: SendMessage, ask: Ask) -> Decision:
    """One at a time: the last one stands."""
    id = message_id(ask.group.id, ask.fresh)
    return [MessageSent(id, ask.person, command.wall, ask.now, command.text)]


def withdraw_message(command: WithdrawMessage, ask: Ask) -> Decision:
    """Nothing to take back is no fault: the pilot speaks to all tables at once."""
    return [MessageWithdrawn(ask.group.message.id)] if ask.group.message else []


def acknowledge_message(command: AcknowledgeMessage, ask: Ask) -> Decision:
    """Once is enough."""
    message = ask.group.message
    return [MessageAcknowledged(message.id)] if message and not message.seen else []


def shut_table(command: ShutTable, ask: Ask) -> Decision:
    """Only where nobody sits or asks to, and nothing runs. What was said there is not said again when it reopens."""
    group = ask.group
    if command.reopen is not group.shut:
        return []
    if group.roles or group.requests or group.status not in (Status.WAITING, Status.CLOSED):
        return Refusal(Code.TABLE_NOT_EMPTY)
    said = [MessageWithdrawn(group.message.id)] if group.message and not command.reopen else []
    return [*said, TableShut(command.reopen)]


DECIDERS: Mapping[type[Command], Callable[[Any, Ask], Decision]] = {
    SendMessage: send_message,
    WithdrawMessage: withdraw_message,
    AcknowledgeMessage: acknowledge_message,
    ShutTable: shut_table,
}
