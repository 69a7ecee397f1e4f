"""What a browser makes of a page: its elements, and the texts and values that people may have written."""

import json
from html.parser import HTMLParser

RAW = {"script", "style"}
VOID = {"input", "img", "br", "meta", "link", "hr", "path", "use", "circle", "rect", "line", "polyline"}
LEADS = {"href", "src", "action", "formaction", "xlink:href", "data", "srcset", "poster"}


class Reading(HTMLParser):
    """The shape of a page (elements with the names of their attributes) beside its texts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: list[tuple[str, ...]] = []
        self.texts: list[str] = []
        self.leads: list[str] = []
        self.scripts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        if tag == "text":  # an hour's mark on the pilot's line: which one is bold depends on the minute
            names.discard("class")
        self.shape.append((tag, *sorted(names)))
        self._open = [*self._open, tag] if tag not in VOID else self._open
        for name, value in attrs:
            (self.leads if name in LEADS else self.texts).append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.shape.append((f"/{tag}",))
        if tag in self._open:
            self._open = self._open[: len(self._open) - 1 - self._open[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        (self.scripts if self._open and self._open[-1] in RAW else self.texts).append(data)

    def handle_comment(self, data: str) -> None:
        self.shape.append(("!--", data.strip()))

    def data_blocks(self) -> list[object]:
        """What stands in script elements, which must be JSON: no script of ours is written into a page."""
        return [json.loads(text) for text in self.scripts if text.strip()]
