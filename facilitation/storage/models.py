"""All rows in one place, so that importing this module makes the metadata complete."""

from .accounts import AccountRow, DeviceRow
from .base import Base
from .cases import CaseRow, WishRow
from .commands import CommandRow
from .contributions import ContributionRow
from .erasures import ErasureRow
from .groups import GroupRow, MembershipRow, PhaseRunRow, RoundRow
from .journal import CheckpointRow, JournalRow
from .seatings import SeatingRow
from .seats import PersonRow, SeatRow
from .workshops import FormatRow, GrantRow, InvitationRow, TakeawayRow, WorkshopRow

__all__ = [
    "AccountRow",
    "Base",
    "CaseRow",
    "CheckpointRow",
    "CommandRow",
    "ContributionRow",
    "DeviceRow",
    "ErasureRow",
    "FormatRow",
    "GrantRow",
    "GroupRow",
    "InvitationRow",
    "JournalRow",
    "MembershipRow",
    "PersonRow",
    "PhaseRunRow",
    "RoundRow",
    "SeatRow",
    "SeatingRow",
    "TakeawayRow",
    "WishRow",
    "WorkshopRow",
]
