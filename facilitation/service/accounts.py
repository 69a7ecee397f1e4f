"""Organisers' accounts, and the devices they sign in on."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from werkzeug.security import check_password_hash, generate_password_hash

from ..domain.refusals import Code, Refusal
from ..storage.accounts import AccountRow, DeviceRow
from ..storage.seats import SeatRow
from .ground import Ground
from .reserved import RESERVED
from .secrets import fresh_id, token_hash
from .unit import Unit

SHORTEST_PASSWORD = 12
"""Characters. Length is the only rule: no digits or capitals are asked for."""
LONGEST = {"name": 80, "login": 120, "password": 200}
NOBODY = (
    "scrypt:32768:8:1$up1TwXI1gFjFm23G$58fe636c3d619355c48c582d4270d9735b4fb73915b15a92215e7e8ec7709a44"
    "348488f227fefea3f94ee472a00e8f50a4e717240a248edbf113fbf342e96d3d"
)
"""A hash of random bytes that nobody kept: comparing with it takes the time of a real one, and no start hashes it."""


@dataclass(frozen=True)
class Account:
    """An organiser."""

    id: str
    name: str
    login: str


@dataclass(frozen=True)
class Device:
    """A browser: its account if somebody signed in, its language if one was chosen."""

    id: str
    account_id: str | None
    locale: str | None


def _real_accounts() -> Select[int]:
    return select(func.count()).select_from(AccountRow).where(AccountRow.login.not_in(RESERVED))


class Accounts:
    """First run, sign in, and which browser is which."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def first_run(self) -> bool:
        """True while nobody has an account; those that own what is played count for nothing."""
        with self._ground.reading() as session:
            return not session.scalar(_real_accounts())

    def get(self, account: str) -> Account | None:
        """The account, or None."""
        with self._ground.reading() as session:
            row = session.get(AccountRow, account)
            return Account(row.id, row.name, row.login) if row else None

    def create(self, name: str, login: str, password: str, first: bool = False) -> Account | Refusal:
        """A new account; ``first`` only while there is none. Hashing takes about 60 ms, outside of the writer."""
        name, login = name.strip(), login.strip().lower()
        for field, value in (("name", name), ("login", login), ("password", password)):
            if not value:
                return Refusal(Code.MISSING_FIELD, {"field": field})
            if len(value) > LONGEST[field]:
                return Refusal(Code.TOO_LONG, {"field": field, "limit": LONGEST[field], "length": len(value)})
        if len(password) < SHORTEST_PASSWORD:
            return Refusal(Code.BAD_VALUE, {"field": "password", "low": SHORTEST_PASSWORD})
        account = Account(fresh_id(), name, login)
        hashed = self._ground.off_hub(generate_password_hash, password, method="scrypt")
        now = self._ground.instants.now()

        def work(unit: Unit) -> Account | Refusal:
            if first and unit.session.scalar(_real_accounts()):
                return Refusal(Code.NOT_ALLOWED)
            if login in RESERVED or unit.session.scalar(select(AccountRow.id).where(AccountRow.login == login)):
                return Refusal(Code.BAD_VALUE, {"field": "login"})
            unit.session.add(AccountRow(id=account.id, name=name, login=login, password_hash=hashed, created=now))
            unit.session.flush()
            return account

        return self._ground.writer.do(work)

    def check(self, login: str, password: str, device: str = "", address: str = "") -> Account | Refusal:
        """The account of this login and password; the same refusal and time whichever of the two is wrong."""
        if self._ground.must_wait("sign-in", device or login, address):
            return Refusal(Code.TOO_FAST)
        with self._ground.reading() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.login == login.strip().lower()))
        hashed = row.password_hash if row else NOBODY
        right = self._ground.off_hub(check_password_hash, hashed, password[: LONGEST["password"]])
        if not right or row is None:
            self._ground.failed("sign-in", device or login, address)
            return Refusal(Code.WRONG_CODE)
        return Account(row.id, row.name, row.login)

    def recognise(self, token: str) -> Device:
        """The device whose cookie holds this random value, remembered if it is new."""
        hashed = token_hash(token)
        with self._ground.reading() as session:
            found = self._device(session.scalar(select(DeviceRow).where(DeviceRow.token_hash == hashed)))
        if found is not None:
            return found
        now = self._ground.instants.now()

        def work(unit: Unit) -> Device:
            row = unit.session.scalar(select(DeviceRow).where(DeviceRow.token_hash == hashed))
            if row is None:
                row = DeviceRow(id=fresh_id(), token_hash=hashed, seen=now, account_id=None, locale=None)
                unit.session.add(row)
                unit.session.flush()
            return Device(row.id, row.account_id, row.locale)

        return self._ground.writer.do(work)

    def device(self, device: str) -> Device | None:
        """A device by its identifier."""
        with self._ground.reading() as session:
            return self._device(session.get(DeviceRow, device))

    def holds_nothing(self, device: str) -> bool:
        """Whether nothing was ever opened with this device: neither a seat nor an account."""
        with self._ground.reading() as session:
            row = session.get(DeviceRow, device)
            seated = session.scalar(select(SeatRow.id).where(SeatRow.device_id == device).limit(1))
            return row is not None and row.account_id is None and seated is None

    def sign_in(self, device: str, account: str | None) -> None:
        """This account uses this device from now on; None signs out."""

        def work(unit: Unit) -> None:
            row = unit.session.get(DeviceRow, device)
            if row is not None:
                row.account_id = account

        self._ground.writer.do(work)

    def renew(self, device: str, token: str) -> None:
        """The device is known by this random value from now on, and no longer by the former one: done at each sign-in,
        so that a cookie planted beforehand opens nothing."""
        hashed = token_hash(token)

        def work(unit: Unit) -> None:
            row = unit.session.get(DeviceRow, device)
            if row is not None:
                row.token_hash = hashed

        self._ground.writer.do(work)

    def choose_locale(self, device: str, locale: str) -> None:
        """The language of this device."""

        def work(unit: Unit) -> None:
            row = unit.session.get(DeviceRow, device)
            if row is not None:
                row.locale = locale

        self._ground.writer.do(work)

    @staticmethod
    def _device(row: DeviceRow | None) -> Device | None:
        return Device(row.id, row.account_id, row.locale) if row else None
