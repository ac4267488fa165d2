"""What one line and one paragraph cost is bounded; what is not read for that reason is told, with its place."""

import time

import pytest
from kenzan.reports.annotating import annotated
from kenzan.reports.text.bounds import MOST_BLOCKS, MOST_LINE
from kenzan.reports.verification import verify_text

POOLING = "Max pooling has no learnable parameters."
LONG = {
    "one letter": "a" * 1_000_000,
    "a name": "DenseNet adds " * 70_000,
    "Japanese": "畳み込み層の計算量は H×W×C×M×K×K である。" * 30_000,
    "products": "H x W x C x " * 90_000,
    "numbers": "1," * 500_000,
    "arrows": "->" * 500_000,
    "links": "[a](b " * 100_000,
    "brackets": "[" * 500_000,
    "stars": "*" * 500_000,
    "backquotes": "`" * 300_001,
    "an address": "![](https://latex.codecogs.com/gif.latex?" + "H%20%5Ctimes%20" * 50_000 + ")",
    "open formulas": "\\[ \\begin{align} " * 20_000,
}
MANY = {
    "front matter that does not end": "---\n" + "title: x\n" * 50_000,
    "formulas without a blank line": "$$\nH \\times W\n" * 2_000,
}
MOST_SECONDS = 60  # of one processor, slow or busy; some ten on a quick one. Without the bounds none of these ends


@pytest.mark.parametrize("name", [*LONG, *MANY])
def test_a_line_or_a_paragraph_without_end_costs_seconds(name):
    note = f"{(LONG | MANY)[name]}\n\n{POOLING}\n"
    start = time.process_time()
    report = verify_text(note)
    assert time.process_time() - start < MOST_SECONDS
    last = note.count("\n")
    assert [(c.line, c.verdict.status) for c in report.claims if c.line == last] == [(last, "holds")]
    assert name == "formulas without a blank line" or any("not read" in u.why for u in report.unread)


def test_what_is_beyond_is_told_with_its_place_beside_the_claims_of_its_line():
    line = f"{POOLING} " + "It is a pity. " * 1_000 + POOLING
    report = verify_text(f"# Pooling\n\n{line}\n")
    assert [(c.line, c.column) for c in report.claims] == [(3, POOLING.index("no") + 1)]
    (left,) = (u for u in report.unread if "not read" in u.why)
    assert left.line == 3
    assert left.why.startswith(f"from column {MOST_LINE + 1:,} on this line is not read ({len(line) - MOST_LINE:,} ")
    assert line[MOST_LINE:].startswith(left.text)


def test_a_paragraph_of_some_thousand_characters_is_read_to_its_end():
    line = "It is a pity. " * 600 + POOLING
    assert MOST_LINE > len(line) > 8_000
    report = verify_text(f"# Pooling\n\n{line}\n")
    assert [c.column for c in report.claims] == [line.rindex("no ") + 1]
    assert not report.unread


def test_the_lines_beyond_a_paragraph_are_told_and_the_next_paragraph_is_read():
    lines = ["- a pity"] * (MOST_BLOCKS + 10)
    report = verify_text("\n".join([*lines, "", POOLING]))
    assert [c.line for c in report.claims] == [len(lines) + 2]
    (left,) = report.unread
    assert left.line == MOST_BLOCKS + 2
    assert left.why.startswith(f"lines {MOST_BLOCKS + 2:,} to {len(lines):,} are not read")


def test_a_heading_begins_another_paragraph():
    part = "\n".join(["# Pooling", *["- a pity"] * (MOST_BLOCKS - 10), POOLING])
    report = verify_text("\n".join([part] * 2))
    assert len(report.claims) == 2
    assert not report.unread


def test_a_picture_in_the_note_itself_is_nothing_unread():
    picture = "![](data:image/png;base64," + "iVBORw0K" * 10_000 + ")"
    assert not verify_text(f"# Pooling\n\n{picture}\n").unread
    (left,) = verify_text(f"# Pooling\n\n{picture} {POOLING}\n").unread
    assert left.text == f") {POOLING}"


def test_a_cell_that_is_longer_than_any_is_read_is_told():
    report = verify_text(f"| a | b |\n|---|---|\n| {'a pity ' * 1_000} | c |\n")
    (left,) = report.unread
    assert (left.line, "of a formula or a cell 6,000" in left.why) == (3, True)


def test_a_note_with_an_endless_line_is_annotated_where_it_is_read():
    note = f"# Pooling\n\n{POOLING}\n\n{'a' * 50_000}\n"
    assert "kenzan? " in annotated(verify_text(note), False)
