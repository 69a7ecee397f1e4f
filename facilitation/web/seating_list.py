"""A list of people comes in as a file or as text, and the seating goes out: as a file, and on paper."""

from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ..domain.refusals import Refusal
from ..service.seating_list import Fault, decoded, written
from ..spoken import gettext as _
from ..wording import list_fault_words, refusal_words
from .language import locale_code
from .seating_here import Here, both, house

SEPARATORS = {"fr": ";", "en": ","}
"""What a spreadsheet expects between two cells, by language."""


@both("/seating/list", "list")
def ask(here: Here) -> ResponseReturnValue:
    """Where a list is given."""
    return _page(here)


@both("/seating/list", "take_list", ("POST",))
def take(here: Here) -> ResponseReturnValue:
    """First what was understood is shown; with the word of that page it is taken."""
    text = _text()
    if text is None:
        return _page(here, faults=[Fault(0, "not_text")]), 400
    if request.form.get("sure") == "yes":
        found = house().guest_lists.take(here.workshop.id, here.by, text)
        if isinstance(found, Refusal):
            return _page(here, text, refused=found), 400
        if not found.faults:
            return redirect(here.url("page", _anchor="said"), 303)
    else:
        found = house().guest_lists.understand(here.workshop.id, text)
    page = _page(here, text, found, found.faults)
    return (page, 400) if found.faults else page


@both("/seating.csv", "export")
def export(here: Here) -> Response:
    """The seating, as the list that would make it."""
    head = (_("Nom"), _("Structure"), _("Territoire"), _("Table"))
    text = written([head, *house().guest_lists.rows(here.workshop.id)], SEPARATORS[locale_code()])
    headers = {"Content-Disposition": "attachment; filename=tablee.csv"}
    # the mark of UTF-8 is for spreadsheets, which would else read it as Windows writes
    return Response("\ufeff" + text, mimetype="text/csv", headers=headers)


@both("/seating/print", "print")
def print_page(here: Here) -> ResponseReturnValue:
    """One list by name, for the door, and one by table."""
    hall = house().seating.hall(here.workshop.id)
    return render_template(
        "organiser/seating/print.html", here=here, account=here.account, workshop=here.workshop, hall=hall
    )


def _text() -> str | None:
    """What was given: a file when there is one, else what was pasted. None when the file is no text."""
    file = request.files.get("file")
    if file is not None and file.filename:
        return decoded(file.read())
    return request.form.get("text", "")


def _page(here: Here, text: str = "", found: Any = None, faults: Any = (), refused: Refusal | None = None) -> str:
    tables = {table.id: table.name for table in here.workshop.tables}
    return render_template(
        "organiser/seating/list.html",
        here=here,
        account=here.account,
        workshop=here.workshop,
        text=text,
        found=found,
        tables=tables,
        faults=[list_fault_words(fault) for fault in faults],
        wrong={fault.line for fault in faults},
        fault=refusal_words(refused) if refused is not None else "",
    )
