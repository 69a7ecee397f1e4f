"""Static files as they are sent: the sheets of every page as one, and nothing that is written for who works on them.

The files of ``static`` stay apart and keep their comments; nothing is built. Names are never changed, so what the
browser shows of a script can still be read.
"""

import re
from pathlib import Path

from jinja2.ext import Extension
from rjsmin import jsmin

SHEETS = (
    "layers", "tokens", "base", "layout", "buttons", "forms", "status", "clock", "clock-row", "lights", "phases",
    "line", "board", "table", "round", "control", "plus", "dialog", "script", "leaving", "conductor", "projector",
    "organiser", "print", "dark",
)  # fmt: skip
"""The sheets of every page, in their order: the one that declares the layers comes first."""

JOINED = {"css/joined/page.css": tuple(f"css/{sheet}.css" for sheet in SHEETS)}
"""Addresses below ``static`` that are no files, and the sheets that stand behind each."""

MEDIA = {"css/dark.css": "(prefers-color-scheme: dark)"}
"""When a sheet among others holds; the others always do."""


def parts(name: str) -> tuple[str, ...]:
    """The files from which ``name`` is made."""
    return JOINED.get(name, (name,))


def is_lean(name: str) -> bool:
    """Whether ``name`` is sent otherwise than it is written. What others wrote is sent as they gave it."""
    return name in JOINED or (name.endswith((".js", ".css")) and not name.startswith("vendor/"))


def sent(folder: Path, name: str) -> bytes:
    """What a browser is sent for ``name``; ``FileNotFoundError`` when one of its files is absent."""
    if not is_lean(name):
        return (folder / name).read_bytes()
    texts = [(folder / part).read_text(encoding="utf-8") for part in parts(name)]
    if name.endswith(".js"):
        return str(jsmin(texts[0])).encode()
    if name in JOINED:
        texts = [_when(MEDIA.get(part), text) for part, text in zip(parts(name), texts, strict=True)]
    return _lean_sheet("\n".join(texts)).encode()


def _when(media: str | None, text: str) -> str:
    return f"@media {media} {{\n{text}\n}}" if media else text


def _lean_sheet(text: str) -> str:
    """Without comments, indentation and line ends after a mark. Room within a line stays: ``a :is(b)`` needs it."""
    text = _COMMENT.sub(lambda found: found[1] or " ", text)
    return re.sub(r"(?<=[{};,])\n", "", re.sub(r"\s*\n\s*", "\n", text)).strip()


_COMMENT = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|/\*.*?\*/""", re.DOTALL)
"""A comment, or a string, which may hold what looks like one."""


class Unindented(Extension):
    """Pages without the indentation of their templates: each line's end stays, so no two words are ever joined."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template's text; of a page only, since in Markdown an indentation means something."""
        return re.sub(r"\n[ \t]+", "\n", source) if name and name.endswith(".html") else source
