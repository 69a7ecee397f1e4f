"""The contract: one sentence that only the client confirms, and the signal that the group moves away from it."""

from collections.abc import Callable, Mapping
from typing import Any

from ..commands import ClearDrift, Command, ConfirmContract, ReopenContract, SignalDrift, WriteContract
from ..events import ContractConfirmed, ContractReopened, ContractWritten, DriftCleared, DriftSignalled
from ..group import Agreement, Role
from ..refusals import Code, Refusal
from .asking import Ask, Decision


def write_contract(command: WriteContract, ask: Ask) -> Decision:
    """The client, or who takes the notes for them."""
    author = ask.group.client or ask.person  # the request is the client's, whoever types it
    return [ContractWritten(author, command.helps, command.sentence)]


def confirm_contract(command: ConfirmContract, ask: Ask) -> Decision:
    """By the client's hand; a leader only passes on a yes that was said aloud."""
    by_hand = ask.actor.has(Role.CLIENT)
    if not by_hand and not command.aloud:
        return Refusal(Code.NOT_ALLOWED)
    if ask.group.agreement is Agreement.CONFIRMED:
        return []
    return [ContractConfirmed(ask.person, aloud=command.aloud)]


def reopen_contract(command: ReopenContract, ask: Ask) -> Decision:
    """A contract is never final."""
    return [ContractReopened(ask.person)] if ask.group.agreement is Agreement.CONFIRMED else []


def signal_drift(command: SignalDrift, ask: Ask) -> Decision:
    """Once, until the host has seen it."""
    return [] if ask.group.drifting else [DriftSignalled()]


def clear_drift(command: ClearDrift, ask: Ask) -> Decision:
    """Seen."""
    return [DriftCleared()] if ask.group.drifting else []


DECIDERS: Mapping[type[Command], Callable[[Any, Ask], Decision]] = {
    WriteContract: write_contract,
    ConfirmContract: confirm_contract,
    ReopenContract: reopen_contract,
    SignalDrift: signal_drift,
    ClearDrift: clear_drift,
}
