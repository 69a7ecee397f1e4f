"""What people do with cases: propose one, show it, take it back, wish to hear one, bring one's own."""

from .person import Person


def draft_case(me: Person) -> None:
    """Before the start: a first wording that nobody else reads yet. Some never show it."""
    if me.part == "client" or me.cast.number % 5 == 4:
        me.say("propose_case", {"title": _title(me, rough=True), "kind": "problem", "draft": True}, at_table=False)


def propose_case(me: Person) -> None:
    """Propose what one could bring; what was a draft is shown."""
    if _keeps_a_draft(me):
        return
    me.say("propose_case", {"title": _title(me, rough=True), "kind": "concern"}, at_table=False)


def propose_case_better(me: Person) -> None:
    """Say it more exactly: the case that was proposed is replaced."""
    if not _keeps_a_draft(me):
        me.say("propose_case", {"title": _title(me), "kind": me.table.story.kind}, at_table=False)


def withdraw_case(me: Person) -> None:
    """Leave the place to another case."""
    if me.private.get("case") and me.cast.number % 3 == 0:
        me.say("withdraw_case", {}, at_table=False)


def accept_client(me: Person) -> None:
    """« Je veux bien apporter ce sujet »."""
    case = me.private.get("case")
    if me.may("accept_client"):
        me.say("accept_client", {"case": case["id"]} if case else {})


def wish_case(me: Person) -> None:
    """The case one would like to hear: the one that has come to one's table; and another, if that table were full."""
    if not me.chosen("wishes"):
        return
    here = me.group["group"]["id"]
    mine = me.device.wait(lambda: [c for c in _cases(me) if c["group"] == here], me.left() / 3)
    if not mine:
        return
    fields = {"first": mine[0]["id"]}
    others = [case["id"] for case in _cases(me) if case["group"] != here]
    if others:
        fields["second"] = me.chance.choice(others)
    me.say("wish_case", fields, at_table=False)


def _cases(me: Person) -> list[dict]:
    return list((me.device.of("room") or {}).get("cases", ()))


def _keeps_a_draft(me: Person) -> bool:
    case = me.private.get("case") or {}
    return bool(case.get("draft")) and me.part != "client"


def _title(me: Person, rough: bool = False) -> str:
    story = me.table.story
    if me.part != "client":
        return me.phrase(me.chance.choice(story.suggestions["question"]), 120)
    return me.phrase(story.rough_title if rough else story.title, 120)
