"""Questions read from a figure: what is drawn is what the reference shows, and is read back from the drawing alone."""

import re

import pytest
from kenzan.questions.bank import BUNDLED
from kenzan.questions.certify import certify
from kenzan.questions.figures import cells, stack
from kenzan.questions.loading import parse
from kenzan.questions.sheet import Request, make_sheet
from kenzan.reference.errors import InputError

STACK = (BUNDLED / "receptive-field" / "drawn-stack.md.j2").read_text("utf-8").replace("K1 = [2, 3, 4, 5]", "K1 = [2, 3]")
NORM = (BUNDLED / "normalization" / "drawn-norm.md.j2").read_text("utf-8").replace("samples = [2, 3, 4, 5]", "samples = [2, 3]")
MEANS = (BUNDLED / "normalization" / "drawn-means.md.j2").read_text("utf-8").replace("N = [2, 3, 4, 5]", "N = [2, 3]")


@pytest.mark.parametrize(
    ("options", "field", "count"),
    [
        ({"kernels": (3, 3), "dilations": (1, 2), "strides": (1, 1), "causal": 0}, 7, 7),
        ({"kernels": (3, 3), "dilations": (1, 1), "strides": (2, 1), "causal": 0}, 7, 7),
        ({"kernels": (3, 3), "dilations": (2, 2), "strides": (1, 1), "causal": 0}, 9, 5),
        ({"kernels": (2, 2, 2), "dilations": (1, 2, 4), "strides": (1, 1, 1), "causal": 1}, 8, 8),
    ],
)
def test_a_stack_is_read_back_from_its_lines(options, field, count):
    drawing = stack.draw(options)
    for language in ("ja", "en"):
        found = stack.read(drawing.svg[language])
        assert found.values == {"field": field, "cells": count}
        assert all(found.structure[name] == options[name] for name in ("kernels", "dilations", "strides"))


@pytest.mark.parametrize(("norm", "filled"), [("batch_norm", 3 * 5), ("layer_norm", 4 * 5), ("instance_norm", 5), ("group_norm", 2 * 5)])
def test_the_filled_values_are_those_that_share_statistics(norm, filled):
    drawing = cells.draw({"norm": norm, "samples": 3, "channels": 4, "pixels": 5, "groups": 2})
    found = cells.read(drawing.svg["en"])
    assert found.values == {"filled": filled, "means": 60 // filled}
    assert found.structure == {"samples": 3, "channels": 4, "pixels": 5}


def test_a_line_that_is_missing_is_noticed():
    svg = stack.draw({"kernels": (3, 3)}).svg["en"]
    x, y = re.search(r'<circle class="unit marked" cx="([\d.]+)" cy="([\d.]+)"', svg).groups()
    own = re.findall(rf'<line class="edge" x1="{x}" y1="{y}"[^>]*/>', svg)
    assert len(own) == 3
    assert stack.read(svg.replace(own[-1], "")) != stack.read(svg)


def test_figures_are_told_in_words_in_both_languages_with_the_same_numbers():
    drawing = stack.draw({"kernels": (3, 2), "dilations": (1, 3), "strides": (2, 1)})
    ja, en = (sorted(re.findall(r"\d+", drawing.text[language])) for language in ("ja", "en"))
    assert ja == en
    assert "aria-label" in drawing.svg["en"]


DEFECTS = [
    ("another answer", STACK, 'value = "1 + D1*(K1 - 1) + S*D2*(K2 - 1)"', 'value = "D1*(K1 - 1) + S*D2*(K2 - 1)"', "two routes"),
    ("read something else", STACK, 'read = "field"', 'read = "cells"', "figure"),
    ("another figure", STACK, 'kernels = ["K1", "K2"]', 'kernels = ["K2", "K1"]', "figure"),
    ("figure too large", STACK, 'dilations = ["D1", "D2"]', 'dilations = ["D1", "9*D2"]', "figure"),
    ("another norm drawn", NORM, 'norm = "norm"', 'norm = "batch_norm"', "numbers read back"),
    ("another number of groups drawn", MEANS, 'groups = "G"', 'groups = "1"', "numbers read back"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "old", "new", "gate"), DEFECTS, ids=[d[0] for d in DEFECTS])
def test_a_figure_that_does_not_fit_is_refused(name, text, old, new, gate):
    assert old in text
    refusal = certify(parse(text.replace(old, new))).refusal
    assert refusal is not None
    assert refusal.gate == gate


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [('draws = "stack"', 'draws = "tree"', "expected one of stack, cells"), ('read = "field"', 'read = "size"', "expected one of field"),
     ('strides = ["S", "1"]', 'lengths = ["S"]', "unknown key"), ('kind = "figure"', 'kind = "number"', "figure")],
)  # fmt: skip
def test_an_unusable_figure_is_one_sentence(old, new, message):
    with pytest.raises(InputError, match=message):
        parse(STACK.replace(old, new))


def test_a_figure_is_on_the_page_and_in_the_record():
    from kenzan.questions import record, sheet_html
    from kenzan.questions.bank import entries

    sheet = make_sheet(entries(), Request(3, ids=("drawn-stack", "drawn-norm")))
    page = sheet_html.page([sheet], ("ja", "en"))
    assert page.count("<svg") >= 8  # two questions and keys, in two languages
    assert "style=" not in "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    for question in record.document([sheet], 3)["sheets"][0]["questions"]:
        assert question["figure"]["text"]["en"] in question["stem"]["en"]
