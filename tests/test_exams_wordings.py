"""Exams in wordings of their own: what is planted is found, and no right key is accused."""

from pathlib import Path

import pytest
from kenzan.reports.exams.exam import check_exam

EXAMS = Path(__file__).parent / "exams"
# For each exam, the verdicts that accuse, by the question's line, and the least number of keys to be confirmed.
PLANTED = {
    "all-right.md": ({}, 12),
    "course.md": ({17: "key wrong"}, 7),
    "shiken.md": ({10: "key wrong", 31: "key wrong"}, 5),
    "short.gift": ({16: "key wrong", 27: "key wrong"}, 6),
    "boxes.md": ({6: "key wrong", 27: "key wrong"}, 3),
    "moodle.xml": ({5: "key wrong", 10: "two right", 12: "none right"}, 4),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found_and_nothing_else_accused(name):
    accused, confirmed = PLANTED[name]
    judged = check_exam(EXAMS / name).judged
    assert {one.item.line: one.verdict for one in judged if one.alarm} == accused
    assert sum(one.verdict == "key right" for one in judged) >= confirmed
