"""Who does what when: the acts of each part in each phase, in a talkative and in a quiet room."""

from . import parts as p
from .parts import Act

Repertoire = dict[str, dict[str, list[Act]]]

_IDEAS = [p.bring_idea, p.offer, p.bring_idea, p.edit_suggestion, p.bring_idea, p.offer, p.bring_idea, p.offer]

TALKATIVE: Repertoire = {
    "client": {
        "framing": [p.propose_case],
        "case_choice": [p.propose_case_better, p.accept_client],
        "exposition": [p.write_notes] * 3,
        "clarification": [p.write_notes, p.answer_question, p.write_notes, p.answer_question],
        "contract": [
            p.write_rough_contract, p.confirm_contract, p.reopen_contract, p.write_contract, p.confirm_contract,
        ],
        "silent_writing": [p.write_notes],
        "suggestions": [p.write_notes, p.signal_drift, p.write_notes, p.write_notes],
        "action_plan": [*[p.sort_suggestion] * 6, *[p.plan_action] * 4, p.remove_action],
        "learnings": [p.record_learning] * 2,
        "plenary": [p.sort_suggestion],
    },
    "scribe": {
        "framing": [p.propose_case],
        "case_choice": [p.propose_case_better],
        "exposition": [p.keep_idea],
        "clarification": [p.ask_question, p.ask_question, *[p.answer_question, p.ask_question] * 3],
        "silent_writing": [p.keep_idea] * 2,
        "suggestions": [*[p.offer_for_another] * 3, p.edit_suggestion, p.bring_idea, *[p.offer_for_another] * 3],
        "action_plan": [p.edit_suggestion, p.support_client],
        "learnings": [p.record_learning] * 2,
    },
    "host": {
        "framing": [p.propose_case],
        "case_choice": [p.withdraw_case],
        "exposition": [p.keep_idea] * 2,
        "clarification": [p.ask_question, p.keep_idea],
        "suggestions": [p.bring_idea, p.offer, p.withdraw_suggestion],
        "action_plan": [p.support_client],
        "learnings": [p.record_learning],
        "plenary": [p.record_learning],
    },
    "consultant": {
        "framing": [p.propose_case],
        "case_choice": [p.propose_case_better, p.withdraw_case],
        "exposition": [p.keep_idea] * 2,
        "clarification": [p.keep_idea] * 3,
        "contract": [p.keep_idea],
        "silent_writing": [p.keep_idea] * 2,
        "suggestions": [*_IDEAS, p.withdraw_suggestion, p.edit_suggestion, p.drop_idea],
        "action_plan": [p.offer, p.support_client],
        "learnings": [p.record_learning] * 2,
        "plenary": [p.record_learning],
    },
}  # fmt: skip

QUIET_WRITERS: Repertoire = {
    "client": {
        "case_choice": [p.propose_case, p.accept_client],
        "exposition": [p.write_notes],
        "suggestions": [p.write_notes] * 2,
        "action_plan": [p.sort_suggestion, p.sort_suggestion, p.plan_action, p.plan_action],
        "learnings": [p.record_learning],
    },
    "scribe": {
        "clarification": [p.ask_question, p.answer_question] * 3,
        "contract": [p.write_rough_contract, p.write_contract],
        "suggestions": [*[p.offer_for_another] * 5, p.edit_suggestion],
        "action_plan": [p.plan_action],
        "learnings": [p.record_learning],
    },
    "consultant": {"silent_writing": [p.keep_idea], "suggestions": [p.bring_idea]},
    "host": {"learnings": [p.record_learning]},
}
"""One person in five writes: scribes, and a few clients."""

SILENT: Repertoire = {
    "client": {"case_choice": [p.accept_client]},
    "host": {},
    "scribe": {},
    "consultant": {},
}
"""The others touch nothing, except that a client says yes."""


def acts_of(part: str, kind: str, quiet: bool, types: bool) -> list[Act]:
    """What somebody with this part wants to do in a phase of this kind, in order."""
    if not quiet:
        return TALKATIVE[part].get(kind, [])
    return (QUIET_WRITERS if types else SILENT)[part].get(kind, [])
