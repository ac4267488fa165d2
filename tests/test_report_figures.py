"""Figures are made by running: what is shaded is what the reference was traced to depend on."""

import re

import pytest
from kenzan.properties.verdict import Verdict
from kenzan.reports.claims import Claim
from kenzan.reports.render.figures import figure


def drawn(subject, predicate, statement, language="en"):
    claim = Claim("c1", 1, 1, "x", subject, predicate, statement, Verdict("holds", "proved", "run"))
    return figure(claim, language, set())


def cells(picture):
    """How many cells are shaded, how many not."""
    kinds = re.findall(r'<rect class="(\w+)', picture)
    return kinds.count("seen"), kinds.count("cell")


@pytest.mark.parametrize(
    ("subject", "shaded"),
    [("batch_norm", 2 * 3 * 4), ("layer_norm", 4 * 3 * 4), ("instance_norm", 3 * 4), ("group_norm", 2 * 3 * 4)],
)
def test_the_cells_that_share_statistics(subject, shaded):
    picture = drawn(subject, "normalised_over", f"normalised_over({subject}) == {{H, W}}")
    assert cells(picture) == (shaded, 2 * 4 * 3 * 4 - shaded)
    assert picture.count("here") == 1
    assert "N = 2, C = 4, H = 3, W = 4" in picture


@pytest.mark.parametrize(
    ("subject", "statement", "field"),
    [
        ("dilated_causal_stack", "receptive_field(dilated_causal_stack, layers=4, kernel_size=2) == 16", 16),
        ("dilated_causal_stack", "receptive_field(dilated_causal_stack, layers=2, kernel_size=3) == 7", 7),
        ("causal_stack", "receptive_field(causal_stack, layers=3, kernel_size=2) == 4", 4),
    ],
)
def test_the_inputs_of_one_output_of_a_stack(subject, statement, field):
    shaded, _ = cells(drawn(subject, "receptive_field", statement))
    assert shaded == field + 1  # and the output itself


def test_a_depthwise_output_sees_its_own_channel_and_a_standard_one_all():
    own, _ = cells(drawn("depthwise_conv2d", "depends_on", "depends_on(depthwise_conv2d, input=other_channel)"))
    every, _ = cells(drawn("conv2d", "depends_on", "depends_on(conv2d, input=other_channel)"))
    assert (own, every) == (9, 27)


def test_no_figure_where_none_helps_and_each_only_once():
    assert drawn("conv2d", "macs", "macs(conv2d) == 1") == ""
    assert drawn("no_such_subject", "depends_on", "depends_on(conv2d)") == ""
    claim = Claim("c", 1, 1, "x", "conv2d", "depends_on", "depends_on(conv2d)", Verdict("holds", "proved", "run"))
    seen = set()
    assert figure(claim, "ja", seen) != ""
    assert figure(claim, "ja", seen) == ""


def test_sizes_too_large_to_draw_are_not_run():
    picture = drawn("conv2d", "depends_on", "depends_on(conv2d, kernel_size=100000, in_channels=9999)")
    assert cells(picture)[0] == 27
