"""Identifiers, tokens and codes: how they are drawn, derived, hashed and compared."""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, 1, I, L or O: a code is read aloud and copied from a poster."""


def fresh_id() -> str:
    """A new opaque identifier."""
    return secrets.token_urlsafe(16)


def fresh_code(length: int) -> str:
    """A new code of so many characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def derived_id(person: str, command: str) -> str:
    """The identifier of the row that a command gives birth to: the same command, the same row."""
    digest = hashlib.blake2b(f"{person}:{command}".encode(), digest_size=16).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def derived_token(secret: bytes, invitation: str) -> str:
    """The token of a link. The database holds its hash only, yet the server can print the link again."""
    digest = hmac.new(secret, f"invitation:{invitation}".encode(), hashlib.sha256).digest()[:24]
    return urlsafe_b64encode(digest).decode()


def token_hash(token: str) -> str:
    """What is kept of a token. Tokens are long and random, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def body_hash(secret: bytes, body: Any) -> str:
    """A keyed hash of what a command asked: tells two bodies apart and says nothing about their words."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), key=hashlib.sha256(secret).digest(), digest_size=16).hexdigest()


def plain_code(typed: str) -> str:
    """A code as somebody typed it, without dashes and spaces, in capitals."""
    return "".join(c for c in typed.upper() if c.isalnum())


def shown_code(code: str) -> str:
    """A join code as people read it: ``ABCD-EFGH``."""
    return f"{code[:4]}-{code[4:]}"
