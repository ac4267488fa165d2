"""Tables of plain text, whose columns are set apart by blanks, are read as tables; prose and program text are not."""

import pytest
from kenzan.reports.text import aligned
from kenzan.reports.text.notes import blocks_of
from kenzan.reports.text.segments import Source
from kenzan.reports.verification import verify_text

MEMO = """    id   op        stride  in           out          MAC
    L0   conv 3x3  2       160x128x1    80x64x16     737,280
    L1   dw 3x3    1       80x64x16     80x64x16     737,280
    L2   pw        1       80x64x16     80x64x32     {pw}
    L3   dw 3x3    2       80x64x32     40x32x32     {dw}
"""
NO_TABLES = [
    "def f(x):    # three   things\n    y = 1     and     two\n    return    x       y\n",
    "one  two  three\nfour five\nsix  seven  eight\n",
    "- a  b  c\n- 1  2  3\n- 4  5  6\n",
    "Word  spaced  text.\n\nMore  spaced  text.\n",
]


def test_the_rows_of_a_plain_table_are_rows():
    rows = [b for b in blocks_of(Source(MEMO.format(pw="2,621,440", dw="368,640")).lines()) if b.kind == "row"]
    assert [len(b.cells) for b in rows] == [6] * 5
    assert [b.header for b in rows] == [None, 0, 0, 0, 0]


@pytest.mark.parametrize("fence", ["", "```\n", "```text\n"])
def test_each_count_of_a_plain_table_is_decided_on_its_line(fence):
    text = "# Candidate\n\n" + fence + MEMO.format(pw="2,621,440", dw="1,474,560") + ("```\n" if fence else "")
    first = text[: text.index("    L0")].count("\n") + 1
    found = {c.line - first: c.verdict.status for c in verify_text(text).claims if c.predicate == "macs"}
    assert found == {0: "holds", 1: "holds", 2: "holds", 3: "refuted"}


@pytest.mark.parametrize("text", NO_TABLES)
def test_what_only_has_blanks_is_no_table(text):
    assert [b for b in blocks_of(Source(text).lines()) if b.kind == "row"] == []


def test_columns_of_words_are_gone_through_a_few_lines_at_a_time(monkeypatch):
    """Each line of a long list may begin a table: none may look at all that follow it."""
    seen = []
    cells = aligned._cells
    monkeypatch.setattr(aligned, "_cells", lambda line: seen.append(line) or cells(line))
    blocks_of(Source("甲。  乙。  丙。\n" * 600).lines())
    assert len(seen) <= 600 * (aligned.LOOKED_AT + 1)
