"""A sample of generated questions through the independent checker (tools/check_items.py: torch, autograd, fractions)."""

import importlib.util
import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
TOOL = Path(__file__).parents[1] / "tools" / "check_items.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("check_items", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def questions(tool):
    sheet = tool.make_sheet(tool.entries(), tool.Request("sample", ids=tuple(e.id for e in tool.entries())))
    return json.loads(json.dumps(tool.record.document([sheet], 1)))["sheets"][0]["questions"]


def test_every_question_of_the_bank_once(tool, questions):
    checker = tool.Checker()
    for question in questions:
        checker.check(question)
    assert checker.items == len(tool.entries())
    assert checker.faults == []


SPOILT = {
    "another answer": lambda q: q["parts"][0].update(answer=q["parts"][0]["answer"] + 1),
    "an unfilled placeholder": lambda q: q["stem"].update(en=q["stem"]["en"] + " {{ H }}"),
    "a formula left open": lambda q: q["stem"].update(ja=q["stem"]["ja"] + " $K"),
    "a number of one language": lambda q: q["stem"].update(en=q["stem"]["en"] + " 77"),
    "a language missing": lambda q: q["stem"].update(en=q["stem"]["ja"]),
    "a parameter not printed": lambda q: q["parameters"].update(H=1234),
    "a wrong step": lambda q: q["solution"].update(en=q["solution"]["en"] + " $ 2 + 2 = 5 $"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_the_checker_notices(tool, questions, name):
    question = json.loads(json.dumps(next(q for q in questions if q["id"] == "strided-cost")))
    SPOILT[name](question)
    checker = tool.Checker()
    checker.check(question)
    assert checker.faults


def test_the_checker_notices_a_key_that_was_moved(tool, questions):
    question = json.loads(json.dumps(next(q for q in questions if q["id"] == "standard-cost")))
    part = question["parts"][0]
    other = next(c for c in part["choices"] if not c["correct"])
    for choice in part["choices"]:
        choice["correct"] = choice is other
    part["answer"] = other["label"]
    checker = tool.Checker()
    checker.check(question)
    assert checker.faults
