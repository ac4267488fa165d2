"""Notes to blocks, sentences and places; notebooks; characters that copies of PDF files hold."""

import json
import random

import pytest
from kenzan.reference.errors import InputError
from kenzan.reports.scope import outline_of
from kenzan.reports.text.inline import passage
from kenzan.reports.text.normalize import fold
from kenzan.reports.text.notes import blocks_of
from kenzan.reports.text.segments import Segment, Source
from kenzan.reports.verification import verify_path, verify_text

COST = "## Depthwise Convolution\n\n計算量：$H \\times W \\times C \\times K \\times K$\n"


def kinds(text):
    return [(block.kind, block.raw) for block in blocks_of(Source(text).lines())]


@pytest.mark.parametrize("row", ["|" + "|".join(map(str, range(60))) + "|", "<tr>" + "".join(f"<td>{n}</td>" for n in range(60)) + "</tr>"])
def test_a_row_of_many_cells_loses_none_of_them(row):
    table = f"|a|\n|---|\n{row}" if row[0] == "|" else f"<table><tr><td>a</td></tr>\n{row}\n</table>"
    last = blocks_of(Source(table).lines())[-1]
    assert len(last.cells) == 40
    assert all(str(n) in "|".join(s.raw for c in last.cells for s in c) for n in range(60))


def test_blocks_of_wild_markdown():
    text = (
        "#Title\n■ 項目\n　・子\n* a\n  * b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```python\nx = 1\n```\n$$\nK^2\n$$\n"
    )
    assert kinds(text) == [
        ("heading", "Title"),
        ("item", "項目"),
        ("item", "子"),
        ("item", "a"),
        ("item", "b"),
        ("row", "| x | y |"),
        ("row", "| 1 | 2 |"),
        ("code", "x = 1"),
        ("formula", "$$\nK^2\n$$"),
    ]


def test_headings_lists_and_preformatted_text_in_html():
    text = "<h2>ResNet</h2>\n<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul></li>\n</ul>\n<p>d</p>\n<pre>\ne = 1\n-----\nf\n</pre>\n"
    found = blocks_of(Source(text).lines())
    assert [(b.kind, b.parent) for b in found] == [
        ("heading", None), ("item", 0), ("item", 0), ("item", 2), ("text", 0), ("text", 0), ("text", 0),
    ]  # fmt: skip


def test_an_item_is_nested_by_a_single_blank():
    blocks = blocks_of(Source("- 問題点\n - 収束しない\n").lines())
    assert blocks[1].parent == 0


def test_kangxi_radicals_and_full_width_letters():
    assert fold("⼊⼒⻘Ｋ×ｘ１", 0).chars == "入力青K×x1"


def test_formulas_are_found_wherever_they_hide():
    image = '<img src="https://latex.codecogs.com/gif.latex?H\\times&space;W"/>'
    for text, formula in (
        ("$H \\times W$", "H \\times W"),
        (r"\(H\)", "H"),
        (image, "H\\times W"),
        ("![a](https://latex.codecogs.com/svg.latex?K%5E2)", "K^2"),
    ):
        found = passage([Segment(text, 0)])
        assert [found.text.chars[a:b].strip() for a, b in found.math] == [formula]


def test_places_are_exact():
    note = "# Conv\r\n\r\n通常の畳み込みの計算量は **H×W×K×K×C×M** である。\r\n"
    (claim,) = verify_text(note).claims
    assert (claim.line, claim.column) == (3, 9)
    assert note.splitlines()[2][8:].startswith(claim.text[:6])


def test_line_ends_of_every_kind_count_once():
    for end in ("\n", "\r\n", "\r"):
        (claim,) = verify_text(COST.replace("\n", end)).claims
        assert claim.line == 3


def test_notebook_places_are_those_of_the_file(tmp_path):
    cell = {"cell_type": "markdown", "metadata": {}, "source": COST.splitlines(keepends=True)}
    code = {"cell_type": "code", "metadata": {}, "source": ["x = 1"], "outputs": [], "execution_count": None}
    path = tmp_path / "a.ipynb"
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [code, cell]}, indent=1), "utf-8"
    )
    (claim,) = verify_path(path).claims
    line = path.read_text("utf-8").splitlines()[claim.line - 1]
    assert "\\\\times" in line
    assert claim.verdict.status == "holds"


@pytest.mark.parametrize("content", [b"{", b'{"nbformat": 3}', b'{"nbformat": 4, "cells": 3}', b"[" * 100_000, b"[]"])
def test_a_broken_notebook_is_one_sentence(tmp_path, content):
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"a\.ipynb"):
        verify_path(path)


def test_unreadable_files_are_one_sentence(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"\xff\x80\x81 not text")
    with pytest.raises(InputError, match="UTF-8"):
        verify_path(path)
    with pytest.raises(InputError, match="cannot read"):
        verify_path(tmp_path / "none.md")


def test_a_byte_order_mark_is_no_character(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbf" + COST.encode())
    assert [c.line for c in verify_path(path).claims] == [3]


HOSTILE = {
    "brackets": "(" * 20_000,
    "nested": "\n".join(" " * i + "- a" for i in range(400)),
    "bars": "|a" * 5_000,
    "quotes": ">" * 9_000,
    "digits": "1" * 20_000,
    "tower": "計算量は $9^{9^{9^9}}$",
    "comments": "<!--" * 5_000,
    "nul": "計算量は\x00H×W\x00" * 200,
    "surrogate": "\ud800計算量",
    "garbage": "".join(chr(random.Random(1).randrange(1, 0x3000)) for _ in range(5_000)),
    "environments": "\\begin{a}\n" * 400,
    "fences": "```\n" * 501,
    "images": '<img src="https://latex.codecogs.com/gif.latex?' + "x" * 9_000 + '">',
    "commas": "a, " * 9_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_notes_yield_a_report(name):
    report = verify_text(HOSTILE[name])
    assert report.claims == ()


def test_letters_are_bound_by_section():
    text = "# A\n入力チャネル数Mとする。\n# B\nM は出力チャネル数である。\n計算量は大きい。\n"
    outline = outline_of(blocks_of(Source(text).lines()))
    last = list(outline.all_sentences())[-1]
    assert outline.letters(last)["M"] == "out_channels"


def test_a_formula_that_is_never_closed_takes_nothing_with_it():
    note = "# DenseNet\n\n$$\n\nDenseNet adds the feature maps of the earlier layers.\n"
    assert [c.line for c in verify_text(note).claims if c.verdict.status == "refuted"] == [5]


def test_a_paragraph_as_long_as_a_chapter_is_read_to_its_end():
    filler = "これは次の節で詳しく述べることの前置きであり、ここでは読み流してよいだろうと思われる。" * 110
    text = f"# Pooling\n\n{filler}Max poolingに学習パラメータはない。{filler}Max poolingの学習パラメータは9個である。\n"
    claims = verify_text(text).claims
    assert [c.verdict.status for c in claims] == ["holds", "refuted"]
    assert all(text.splitlines()[c.line - 1][c.column - 1 :].startswith(c.text) for c in claims)
