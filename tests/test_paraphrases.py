"""Facts in the words of many people, each with a falsified twin: how many are read, caught and accused does not fall back.

The floors are what was measured on every STEP-th snippet (`python tools/score_paraphrases.py tests/paraphrases/*.jsonl`
shows all of them); whoever raises a figure raises its floor.
"""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STEP = 24
FLOORS = {  # file: (true ones read, true ones accused at most, false ones caught)
    "counts": (12, 0, 8),
    "fields": (11, 1, 9),
    "norms": (12, 0, 9),
    "quizzes": (11, 1, 7),
    "sizes": (12, 0, 8),
    "wiring": (13, 0, 11),
}

# Single paraphrases, each of which some part of a reader is there for: (file, id, side, outcome)
GUARDED = [
    ("counts", 71, "true", "read"),
    ("counts", 113, "false", "caught"),
    ("counts", 157, "true", "read"),
    ("counts", 181, "false", "caught"),
    ("counts", 219, "true", "read"),
    ("fields", 183, "true", "read"),
    ("norms", 51, "false", "caught"),
    ("norms", 55, "true", "read"),
    ("norms", 141, "true", "read"),
    ("quizzes", 47, "false", "caught"),
    ("quizzes", 49, "true", "read"),
    ("quizzes", 75, "false", "caught"),
    ("quizzes", 141, "false", "caught"),
    ("quizzes", 243, "false", "caught"),
    ("sizes", 40, "true", "read"),
    ("sizes", 177, "false", "caught"),
    ("wiring", 51, "false", "caught"),
    ("wiring", 53, "true", "read"),
    ("wiring", 66, "true", "read"),
    ("wiring", 149, "true", "read"),
    ("wiring", 163, "true", "read"),
    ("wiring", 165, "true", "read"),
    ("wiring", 171, "true", "read"),
    ("wiring", 221, "true", "read"),
]


@pytest.fixture(scope="module")
def scoring():
    spec = importlib.util.spec_from_file_location("score_paraphrases", HERE.parent / "tools" / "score_paraphrases.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(path.stem for path in (HERE / "paraphrases").glob("*.jsonl")))
def test_no_figure_falls_back(name, scoring):
    counted = Counter()
    for entry in scoring.entries(HERE / "paraphrases" / f"{name}.jsonl")[::STEP]:
        counted.update((side, kind) for side, (kind, _) in scoring.outcomes(entry).items())
    read, accused, caught = FLOORS[name]
    assert counted["true", "read"] >= read
    assert counted["true", "accused"] <= accused
    assert counted["false", "caught"] >= caught


@pytest.mark.parametrize(("name", "number", "side", "outcome"), GUARDED)
def test_what_was_understood_stays_so(name, number, side, outcome, scoring):
    entry = next(e for e in scoring.entries(HERE / "paraphrases" / f"{name}.jsonl") if e["id"] == number)
    assert scoring.outcomes(entry)[side][0] == outcome
