"""Every page and form, asked for by everybody: the statuses are those of ``routes.csv``, and no route is missing."""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.matrix.visitors import VISITORS, Visit, visits
from tests.security.headers import CHECKED, faults_of
from tests.web.desk import application

FILE = Path(__file__).with_name("routes.csv")
SIGN_IN = "sign-in"
SILENT = {"HEAD", "OPTIONS"}


def lines() -> list[dict[str, str]]:
    """The lines of the file."""
    with FILE.open(encoding="utf-8") as file:
        read = csv.DictReader((line for line in file if line[0] != "#"), skipinitialspace=True)
        found = [{(key or "more").strip(): str(value or "").strip() for key, value in line.items()} for line in read]
    wrong = [line for line in found if "more" in line]
    assert not wrong, f"a comma too many in tests/matrix/routes.csv: {wrong}"
    return found


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application with accounts and workshops; its rehearsals end at once."""
    app = application(tmp_path_factory.mktemp("routes"))
    app.config["REHEARSE_COMMAND"] = ["true"]
    return app


def test_no_route_is_left_out(app: Flask) -> None:
    """Each method of each route, with its seats where it has some; a new one needs its lines."""
    needed = Counter(
        (method, rule.rule, seat)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - SILENT
        for seat in (("own", "another") if "<seat>" in rule.rule else ("",))
    )
    written = Counter((line["method"], line["route"], line["seat"]) for line in lines())
    absent = sorted(needed.keys() - written.keys())
    assert not absent, "write lines in tests/matrix/routes.csv for:\n" + "\n".join(", ".join(a) for a in absent)
    gone = sorted(written.keys() - needed.keys())
    assert not gone, f"no such route any more: {gone}"
    assert max(written.values()) == 1, [line for line, times in written.items() if times > 1]


def told(answer: Any) -> str:
    """A status as the file writes it."""
    if answer.status_code not in (302, 303):
        return str(answer.status_code)
    return SIGN_IN if answer.headers["Location"].endswith("/sign-in") else "away"


def asked(visit: Visit, line: dict[str, str]) -> list[str]:
    """The cells of this line that are not as written, and the answers that lack a header."""
    wrong = []
    for visitor in VISITORS:
        address = visit.filled(line["route"], visitor, line["seat"])
        answer = visit.ask(visitor, line["method"], address, line["sends"])
        if told(answer) != line[visitor]:
            about = " ".join(filter(None, (line["method"], line["route"], line["seat"])))
            wrong.append(f"{about} for {visitor}: should be {line[visitor]}, is {told(answer)}")
        wrong += [
            f"{line['method']} {line['route']} for {visitor} ({answer.status_code}): {fault}"
            for fault in faults_of(answer, static=line["route"].startswith("/static/"))
        ]
    return wrong


def test_each_page_for_everybody(app: Flask, covers: Callable[[str], None]) -> None:
    """A workshop for each line: what one line closes or removes, the next one does not miss."""
    wrong = [fault for line, visit in zip(lines(), visits(app), strict=False) for fault in asked(visit, line)]
    assert not wrong, f"{len(wrong)} cells differ from tests/matrix/routes.csv:\n" + "\n".join(wrong)
    routes = len({(line["method"], line["route"]) for line in lines()})
    cells = len(lines()) * len(VISITORS)
    covers(
        f"routes: {cells} cells, {routes} routes, {len(lines())} lines × {len(VISITORS)} visitors, 0 left out; "
        f"{CHECKED} checks of the headers of each answer"
    )


def test_ids_of_others_open_nothing(covers: Callable[[str], None]) -> None:
    """Every route with an id in it: refused, as if there were nothing, to whoever it does not belong to."""
    ids, outsiders = 0, 0
    for line in lines():
        if "<" not in line["route"] or line["route"].startswith("/static/"):
            continue
        ids += 1
        here = (
            [line[visitor] for visitor in VISITORS]
            if line["seat"] == "another"
            else [line["another"], line["stranger"]]
        )
        if line["route"] == "/w/<wid>/join":  # leads whoever was not invited to the code
            assert set(here) == {"away"}, line
        else:
            assert set(here) <= {"404", "403", SIGN_IN}, line
        outsiders += len(here)
    covers(f"ids: {ids} lines of routes with ids × who they are not for = {outsiders} cells, all refused, 0 left out")
