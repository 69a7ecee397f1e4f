"""What people write: small acts, each of which says one thing, or finds nothing to say."""

from collections.abc import Callable

from .person import Person

Act = Callable[[Person], None]

KINDS = ("idea", "experience", "resource", "question", "impression", "metaphor", "help")


def keep_idea(me: Person) -> None:
    """« Garder une idée »."""
    kind = me.chance.choice(KINDS)
    before = me.group.get("phase") or {}
    answer = me.say("keep_idea", {"text": me.phrase(me.chance.choice(me.table.story.suggestions[kind]))})
    if not answer.get("ok"):
        return
    me.device.wait(lambda: me.group["step"] >= answer["step"], 10)
    there = me.group.get("phase") or {} if me.group["step"] == answer["step"] else before
    if there.get("together"):
        me.room.ledger.together.add(answer["result"]["id"])


def bring_idea(me: Person) -> None:
    """Bring the oldest idea one kept."""
    idea = next((i for i in me.private.get("ideas", []) if i["status"] == "kept"), None)
    if idea:
        me.say("bring_idea", {"idea": idea["id"], "kind": me.chance.choice(KINDS)})


def drop_idea(me: Person) -> None:
    """Throw away the last idea one kept."""
    kept = [i for i in me.private.get("ideas", []) if i["status"] == "kept"]
    if kept:
        me.say("drop_idea", {"idea": kept[-1]["id"]})


def offer(me: Person) -> None:
    """Offer a suggestion of one's own."""
    kind = me.chance.choice(KINDS)
    text = me.phrase(me.chance.choice(me.table.story.suggestions[kind]), 600)
    me.say("offer_suggestion", {"text": text, "kind": kind})


def offer_for_another(me: Person) -> None:
    """The scribe notes what somebody said."""
    others = [p for p in me.group.get("people", []) if p["id"] != me.id and "client" not in p["roles"]]
    if others:
        kind = me.chance.choice(KINDS)
        text = me.phrase(me.chance.choice(me.table.story.suggestions[kind]), 600)
        me.say("offer_suggestion", {"text": text, "kind": kind, "author": me.chance.choice(others)["id"]})


def edit_suggestion(me: Person) -> None:
    """Say again, better, one of those one wrote."""
    mine = [s for s in me.group.get("suggestions", []) if s["writer"] == me.id]
    if mine:
        old = me.chance.choice(mine)
        text = me.phrase(me.chance.choice(me.table.story.suggestions[old["kind"]]), 600)
        me.say("edit_suggestion", {"suggestion": old["id"], "text": text, "kind": old["kind"]})


def withdraw_suggestion(me: Person) -> None:
    """Take back one of those one wrote, when a second one stays."""
    mine = [s for s in me.group.get("suggestions", []) if s["writer"] == me.id]
    if len(mine) > 1:
        me.say("withdraw_suggestion", {"suggestion": me.chance.choice(mine)["id"]})


def propose_case(me: Person) -> None:
    """Propose what one could bring."""
    story = me.table.story
    title = story.rough_title if me.part == "client" else me.chance.choice(story.suggestions["question"])
    me.say("propose_case", {"title": me.phrase(title, 120), "kind": "concern"}, at_table=False)


def propose_case_better(me: Person) -> None:
    """Say it more exactly: the case that was proposed is replaced."""
    story = me.table.story
    title = story.title if me.part == "client" else me.chance.choice(story.suggestions["question"])
    me.say("propose_case", {"title": me.phrase(title, 120), "kind": story.kind}, at_table=False)


def withdraw_case(me: Person) -> None:
    """Leave the place to another case."""
    if me.private.get("case") and me.cast.number % 3 == 0:
        me.say("withdraw_case", {}, at_table=False)


def accept_client(me: Person) -> None:
    """« Je veux bien apporter ce sujet »."""
    case = me.private.get("case")
    if me.may("accept_client"):
        me.say("accept_client", {"case": case["id"]} if case else {})


def write_notes(me: Person) -> None:
    """The client's notes, one line longer."""
    line = me.phrase(me.chance.choice(me.table.story.told))
    notes = me.private.get("notes") or ""
    me.say("write_notes", {"text": f"{notes}\n{line}".strip()[-4000:]})


def ask_question(me: Person) -> None:
    """Note a question that was asked aloud, sometimes with its answer."""
    asked = len(me.group.get("questions", []))
    question, answer = me.table.story.exchanges[asked % len(me.table.story.exchanges)]
    fields = {"text": me.phrase(question)}
    if asked % 3 == 2:
        fields["answer"] = me.phrase(answer, 1000)
    me.say("ask_question", fields)


def answer_question(me: Person) -> None:
    """Note the answer to a question that has none, or correct one."""
    questions = me.group.get("questions", [])
    open_ones = [q for q in questions if not q["answer"]] or questions
    if open_ones:
        question = me.chance.choice(open_ones)
        answer = me.chance.choice(me.table.story.exchanges)[1]
        me.say("answer_question", {"question": question["id"], "text": me.phrase(answer, 1000)})


def write_rough_contract(me: Person) -> None:
    """A first wording."""
    if me.may("write_contract"):
        me.say("write_contract", {"sentence": me.phrase(me.table.story.rough_request, 300)})


def write_contract(me: Person) -> None:
    """The wording that stays."""
    if me.may("write_contract"):
        me.say("write_contract", {"sentence": me.phrase(me.table.story.request, 300)})


def confirm_contract(me: Person) -> None:
    """« C'est bien cela. »"""
    if me.may("confirm_contract"):
        me.say("confirm_contract")


def confirm_aloud(me: Person) -> None:
    """The host, for a client who says so."""
    if me.may("confirm_contract"):
        me.say("confirm_contract", {"aloud": True})


def reopen_contract(me: Person) -> None:
    """On second thoughts."""
    if me.may("reopen_contract"):
        me.say("reopen_contract")


def signal_drift(me: Person) -> None:
    """« On s'éloigne de ma demande »."""
    if me.may("signal_drift"):
        me.say("signal_drift")


def sort_suggestion(me: Person) -> None:
    """Keep, dig, no: one that is not sorted yet."""
    sorted_ = me.private.get("verdicts") or {}
    left = [s for s in me.group.get("suggestions", []) if sorted_.get(s["id"], "none") == "none"]
    if left:
        verdict = me.chance.choice(["keep", "keep", "dig", "no"])
        me.say("sort_suggestion", {"suggestion": me.chance.choice(left)["id"], "verdict": verdict})


def plan_action(me: Person) -> None:
    """A line of the plan, or one of them said better when there are three."""
    actions = me.group.get("actions", [])
    line = me.table.story.plan[len(actions) % len(me.table.story.plan)]
    fields = {"what": me.phrase(line.what, 200)}
    for name, value in (("first_step", line.first_step), ("when", line.when), ("support", line.support)):
        if value:
            fields[name] = value
    if line.watch:
        fields["watch"] = line.watch
    if len(actions) >= 3:
        fields["action"] = me.chance.choice(actions)["id"]
    me.say("plan_action", fields)


def remove_action(me: Person) -> None:
    """One line less: two are enough."""
    actions = me.group.get("actions", [])
    if len(actions) > 2:
        me.say("remove_action", {"action": actions[-1]["id"]})


def support_client(me: Person) -> None:
    """« Je te soutiens »."""
    if me.may("support_client"):
        me.say("support_client")


def record_learning(me: Person) -> None:
    """What one takes away, first for oneself and then, for some, for the table or the recap."""
    release = me.chance.choice(["private", "table", "table", "released"])
    me.say("record_learning", {"text": me.phrase(me.chance.choice(me.table.story.learnings)), "release": release})
