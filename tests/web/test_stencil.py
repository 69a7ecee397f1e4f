"""A page that is kept for many is what each of them would be given alone, and holds nothing of anybody else's."""

import re
from typing import Any

import pytest
from flask import Flask
from jinja2 import meta, nodes
from markupsafe import Markup

from facilitation.assets import LOOKS_EVERY
from facilitation.domain.phases import Kind
from facilitation.web import participant, stencil
from facilitation.web.screen import live_page
from facilitation.web.stencil import Stencils, mark

from .desk import Desk
from .test_table_pages import links, seated, snapshots

__all__ = ["links"]

EMBEDDED = re.compile(r"<script type=\"application/json\" data-snapshots>.*?</script>", re.DOTALL)
SAME = ("Content-Security-Policy", "Content-Type", "Cache-Control")


def looked_at(browser: Any, location: str, language: str) -> tuple[str, dict[str, Any], dict[str, str]]:
    """A page without what it embeds, what it embeds, its headers."""
    answer = browser.get(location, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text[:500]
    assert "stencil-" not in answer.text
    return EMBEDDED.sub("", answer.text), snapshots(answer.text), {name: answer.headers[name] for name in SAME}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_kept_page_is_what_would_be_made_for_one(
    app: Flask, links: Any, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """For a host, for who helps, for who waits; the second of each from what the first one's page left."""
    hosts, tables = next(iter(links.hosts.values())), next(iter(links.tables.values()))
    people = [
        seated(app, token, name)
        for token, names in ((hosts, ["Lucie"]), (tables, ["Inès", "Karim"]), (links.join, ["Marc", "<Zoé>"]))
        for name in names
    ]
    people = [(browser, location.removesuffix("host")) for browser, location in people]
    app.extensions["stencils"] = Stencils(now=lambda: 0.0)
    kept = [looked_at(browser, location, language) for browser, location in people]
    assert len({page for page, _, _ in kept}) == len(people)
    monkeypatch.setattr(participant, "page_of_many", live_page)
    alone = [looked_at(browser, location, language) for browser, location in people]
    assert kept == alone


def test_nothing_of_a_person_is_in_another_s_page(app: Flask, desk: Desk, links: Any) -> None:
    """Neither in a page, nor in what is kept of it."""
    app.extensions["stencils"] = kept = Stencils(now=lambda: 0.0)
    people = [seated(app, next(iter(links.tables.values())), name) for name in ("Inès", "Karim")]
    pages = [looked_at(browser, location, "fr") for browser, location in people]
    own = [
        (location.split("/")[4], embedded["person"]["audience"].partition(":")[2])
        for (_, location), (_, embedded, _) in zip(people, pages, strict=True)
    ]
    shop = people[0][1].split("/")[2]
    for (page, _, _), mine, other in zip(pages, own, reversed(own), strict=True):
        assert all(one in page for one in mine)
        assert not any(one in page for one in other)
    text = "".join(part for one in kept._kept.values() for part in one.parts)
    assert len(kept._kept) == 1
    assert not any(one in text for one in (shop, "Inès", "Karim", *own[0], *own[1]))


def test_it_is_made_once_a_second_and_once_for_each_kind() -> None:
    """So that files that changed are seen; and what nobody asks for any more is not kept."""
    now, made = [10.0], list[str]()
    pages = Stencils(now=lambda: now[0])

    def asked(kind: str, who: str) -> str:
        return pages.page(kind, lambda: made.append(kind) or f"{kind} of {mark('who')}, {mark('who')}!", {"who": who})

    with Flask("any").app_context():
        assert asked("a", "x") == "a of x, x!"
        assert asked("a", "y") == "a of y, y!"
        assert asked("b", "y") == "b of y, y!"
        assert made == ["a", "b"]
        now[0] += LOOKS_EVERY
        assert asked("a", "z") == "a of z, z!"
        assert made == ["a", "b", "a"]
        assert list(pages._kept) == ["a"]


def test_what_would_have_to_be_escaped_is_refused() -> None:
    """An identifier and roles need nothing of it; what is markup already says so."""
    with Flask("any").app_context():
        page = Stencils().page("a", lambda: f"[{mark('who')}]", {"who": Markup("<b>")})
        assert page == "[<b>]"
        for value in ("<b>", 'a"b', "a&b", "é"):
            with pytest.raises(ValueError, match="who"):
                Stencils().page("a", lambda: "", {"who": value})


def test_a_mark_is_written_as_it_is_everywhere(app: Flask) -> None:
    """In an address and in a page; and nobody can guess it."""
    with app.test_request_context():
        address = app.url_for("participant.table", wid=mark("workshop"), seat=mark("seat"))
    assert address == f"/w/{mark('workshop')}/s/{mark('seat')}/"
    assert str(Markup("{}").format(mark("seat"))) == mark("seat")
    assert len(stencil._SIGN) > 20


def test_its_templates_ask_for_nothing_else(app: Flask) -> None:
    """Neither for more of a seat or a workshop than stands there with a mark, nor for anything that differs."""
    environment = app.jinja_env
    assert environment.loader is not None
    waiting, seen = ["participant/table.html", "participant/waiting.html"], set[str]()
    asked: dict[str, set[str]] = {"seat": set(), "workshop": set()}
    names: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name == "participant/beside.html":  # for a shared device, whose page is its own
            continue
        seen.add(name)
        tree = environment.parse(environment.loader.get_source(environment, name)[0])
        names |= meta.find_undeclared_variables(tree)
        for found in tree.find_all(nodes.Getattr):
            if isinstance(found.node, nodes.Name) and found.node.name in asked:
                asked[found.node.name].add(found.attr)
        below = [f"participant/phases/{kind.value}.html" for kind in Kind]  # None: the table names them by kind
        waiting += [one for name in meta.find_referenced_templates(tree) for one in ([name] if name else below)]
    assert len(seen) > 30
    assert asked == {"seat": {"id", "workshop_id", "person", "roles", "shared"}, "workshop": {"format"}}
    assert not names & {"snapshots", "others", "request", "session", "g"}
