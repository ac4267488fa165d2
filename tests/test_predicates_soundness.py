"""What the proofs rest on: declared degrees, extrapolation, and that wrong formulas do not get through."""

import itertools
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from math import prod

import numpy as np
import pytest
from kenzan.properties import measuring
from kenzan.properties.degrees import role_degree
from kenzan.properties.expression import equivalent, parse_expression
from kenzan.properties.extrapolation import SMALL, is_extrapolated, measure_at
from kenzan.properties.measuring import kept
from kenzan.properties.nodes import Bin, Call, Num, Sym, number, walk
from kenzan.properties.predicates import names, predicate, stats_shape
from kenzan.properties.predicates.predicate import Numeric
from kenzan.properties.rendering import to_text
from kenzan.properties.space import Space
from kenzan.properties.statement import parse
from kenzan.properties.subjects import SUBJECTS
from kenzan.properties.verdict import Counterexample, decide
from kenzan.reference.errors import InputError

NUMERIC = [name for name in names() if isinstance(predicate(name), Numeric)]
BASE = {"height": 12, "width": 13, "time": 14, "in_channels": 2, "batch": 2}


def _cases():
    """Every numeric predicate on every subject, with the roles in which its value is said to be a polynomial."""
    for name, one in itertools.product(NUMERIC, SUBJECTS.values()):
        if one.network is not None:
            continue
        for padding in ("same", "valid"):
            call = f"{name}({one.name}" + (f", padding={padding})" if _padded(one) else ")")
            try:
                space = Space(parse(f"{call} == 1"))
            except InputError:
                continue
            yield pytest.param(space, id=call)
            if not _padded(one):
                break


def _padded(one):
    return "padding" in one.roles or "padding_height" in one.roles


@pytest.mark.parametrize("space", list(_cases()))
def test_declared_degrees_bound_the_measured_ones(space):
    (slot,) = space.slots.values()
    letters = {letter: BASE.get(role, 3) for letter, role in space.roles.items()}
    for letter, base in letters.items():
        roles = [role for role, source in slot.sources.items() if source == Sym(letter)]
        declared = [role_degree(slot, role, {}) for role in roles]
        if None in declared or not roles:
            continue
        degree = sum(declared)
        values = []
        for step in range(degree + 3):
            case = slot.case({**letters, letter: base + step}, {})
            try:
                values.append(_numbers(kept(slot.predicate.name, case, slot.predicate.measure)))
            except InputError:
                return  # the predicate does not speak of this subject, or not at these sizes
        differences = np.diff(np.array(values, dtype=object), n=degree + 1, axis=0)
        assert not differences.any(), f"degree in {letter} ({roles}) is above {degree}: {values}"


def _numbers(value):
    return list(value.values()) if isinstance(value, dict) else [value]


@pytest.mark.parametrize(
    "text",
    [
        "macs(conv2d, height=47, width=45, in_channels=14, out_channels=13, kernel_size=5, stride=3, padding=2) == 1",
        "output_shape(conv2d, height=53, width=44, kernel_size=3, stride=2, padding=valid, out_channels=15,"
        " in_channels=1) == (1, 1)",
        "macs(depthwise_separable_conv2d, height=41, width=43, in_channels=13, out_channels=17, kernel_size=3) == 1",
        "params(dense_block, layers=13, in_channels=14, growth_rate=8) == 1",
        "output_shape(max_pool2d, height=49, width=46, in_channels=1, kernel_size=3, stride=2) == (1, 1)",
        "output_shape(transition_layer, height=45, width=46, in_channels=13, out_channels=14) == (1, 1)",
        "macs(linear, in_features=70, out_features=80) == 1",
        "macs(conv1d, time=70, in_channels=14, out_channels=13, kernel_size=3, dilation=2, padding=valid) == 1",
    ],
)
def test_extrapolated_values_are_the_measured_ones(text):
    space = Space(parse(text))
    (slot,) = space.slots.values()
    case = slot.case({}, {})
    assert any(case.sizes.get(role, 0) > small for role, small in SMALL.items())
    assert measure_at(slot.predicate, case) == slot.predicate.measure(case)


NORMS = ["batch_norm", "layer_norm", "instance_norm", "rms_norm", "group_norm, groups=2", "group_norm, groups=3", "batch_norm, layout=sequence"]


@pytest.mark.parametrize("sizes", [(5, 12, 6, 7), (2, 6, 9, 2), (6, 6, 1, 5)], ids=str)
@pytest.mark.parametrize("subject", NORMS)
@pytest.mark.parametrize("name", ["stats_size", "stats_count", "stats_shape"])
def test_sizes_too_large_together_are_extrapolated_to_what_a_run_gives(name, subject, sizes):
    n, c, h, w = sizes
    (slot,) = Space(parse(f"{name}({subject}, batch={n}, in_channels={c}, height={h}, width={w}) == 1")).slots.values()
    case, at_once = slot.case({}, {}), replace(slot.predicate, most=1)
    assert is_extrapolated(at_once, case)
    assert not is_extrapolated(slot.predicate, case)
    assert measure_at(at_once, case) == slot.predicate.measure(case)


def test_statistics_of_large_maps_are_traced_on_few_values(monkeypatch):
    traced = []
    monkeypatch.setattr(stats_shape, "traced", lambda i: traced.append(prod(i.input_shape)) or measuring.traced(i))
    verdict = decide(parse("stats_size(group_norm, batch=9, in_channels=66, height=29, width=31, groups=33) == 2*29*31"))
    assert verdict.status == "holds"
    assert "extrapolated" in verdict.evidence
    assert 0 < max(traced) <= stats_shape.MOST


TRUE_FORMULAS = {
    "macs(conv2d)": "H*W*K*K*C*M",
    "macs(depthwise_conv2d)": "H*W*K*K*C",
    "macs(pointwise_conv2d)": "H*W*C*M",
    "macs(depthwise_separable_conv2d)": "H*W*C*K*K + H*W*C*M",
    "params(conv2d)": "K*K*C*M",
    "params(depthwise_separable_conv2d)": "K*K*C + C*M",
    "macs_ratio(depthwise_separable_conv2d, conv2d)": "1/M + 1/K**2",
    "channels_after(dense_block, layers=L)": "k0 + L*k",
    "receptive_field(conv_stack, layers=L)": "1 + L*(K - 1)",
    "receptive_field(dilated_causal_stack, layers=L)": "1 + (K - 1)*(2**L - 1)",
    "output_size(conv2d, stride=S, padding=P)": "floor((H + 2*P - K)/S) + 1",
    "output_size(conv_transpose2d, stride=S)": "(H - 1)*S + K",
}


def _mutants(formula):
    """The formula with one factor or term dropped, one letter swapped, one number or one sign changed."""
    letters = sorted({node.name for node in walk(formula) if isinstance(node, Sym)})
    for place, node in enumerate(walk(formula)):
        for other in _other(node, letters):
            yield _replaced(formula, place, other)


def _other(node, letters):
    if isinstance(node, Sym):
        yield from (Sym(letter) for letter in letters if letter != node.name)
    elif isinstance(node, Num):
        yield number(int(node.value) + 1)
    elif isinstance(node, Bin):
        yield from (node.left, node.right)
        yield Bin({"+": "-", "-": "+", "*": "+", "/": "*", "**": "*"}[node.op], node.left, node.right)


def _replaced(formula, place, other):
    """The formula with the node at a place (in the order of `walk`) replaced."""
    fresh = _apart(formula)
    chosen = next(node for number, node in enumerate(walk(fresh)) if number == place)
    return _swap(fresh, chosen, other)


def _apart(formula):
    """The same formula in which equal parts are different objects."""
    match formula:
        case Sym(name):
            return Sym(name)
        case Num(value, places):
            return Num(value, places)
        case Bin(op, left, right):
            return Bin(op, _apart(left), _apart(right))
        case Call(name, args, options):
            return Call(name, tuple(_apart(arg) for arg in args), options)


def _swap(node, chosen, other):
    if node is chosen:
        return other
    if isinstance(node, Bin):
        return Bin(node.op, _swap(node.left, chosen, other), _swap(node.right, chosen, other))
    if isinstance(node, Call):
        return Call(node.name, tuple(_swap(arg, chosen, other) for arg in node.args), node.options)
    return node


def _wrong():
    for call, text in TRUE_FORMULAS.items():
        formula = parse_expression(text)
        for mutant in dict.fromkeys(_mutants(formula)):
            try:
                same = equivalent(mutant, formula)
            except InputError:
                continue
            if not same:
                yield f"{call} == {to_text(mutant)}"


NOTATION = ("square maps", "both sides together")  # conventions under which some of the mutants are right


@pytest.mark.parametrize("line", list(_wrong()))
def test_a_mutated_formula_does_not_hold(line):
    verdict = decide(parse(line))
    told = verdict.convention or ""
    assert verdict.status in ("refuted", "holds_if") or any(custom in told for custom in NOTATION), told


def test_few_mutated_formulas_are_saved_by_a_condition():
    lines = list(_wrong())
    saved = [line for line in lines if decide(parse(line)).status == "holds_if"]
    assert len(lines) > 150
    assert len(saved) < len(lines) / 8, saved


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("macs_ratio(depthwise_separable_conv2d, conv2d) < 1", "M >= 2 and K >= 2"),
        ("8 <= macs_ratio(conv2d, depthwise_separable_conv2d, kernel_size=3) <= 9", "M >= 72"),
        ("macs_ratio(depthwise_separable_conv2d, conv2d) ~= 1/K**2", "M >= 20*K**2"),
        ("output_size(conv2d, stride=S, padding=P) == (H + 2*P - K)/S + 1", "S divides H + 2*P - K"),
        ("output_size(conv2d, padding=P) == H", "P == (K - 1)/2"),
        ("output_size(conv2d, stride=S) == H", "S == 1"),
        ("spatial_preserved(conv2d, padding=1)", "K == 3"),
        ("spatial_preserved(conv2d, padding=(K - 1)/2)", "K odd"),
        ("output_shape(max_pool2d) == (H/2, W/2, C)", "2 divides H and 2 divides W"),
        ("kernel_shape(pointwise_conv2d) == (1, 1, M)", "M are the input channels, as in the MobileNet paper"),
        ("filters(depthwise_conv2d, per=channel) == 1", "a == 1"),
        ("feeds(residual_block) == previous", "only direct edges count"),
        ("norm_formula(batch_norm) == (x - mu)/sqrt(var)", "eps = 0"),
    ],
)
def test_the_condition_that_is_found(line, condition):
    verdict = decide(parse(line))
    assert verdict.condition == condition
    if "==" in condition and verdict.strength != "sampled (4)" and " and " not in condition:
        again = decide(parse(f"{line} if {condition}"))
        assert again.status == "holds"


@pytest.mark.parametrize(
    ("line", "convention"),
    [
        ("macs(conv2d) == H*W*K*K*C*M", "padding that keeps the size"),
        ("macs(conv2d) == 2*H*W*K*K*C*M", "two floating-point operations"),
        ("macs(conv2d) == (H - K + 1)*(W - K + 1)*K*K*C*M", "no padding (valid)"),
        ("params(conv2d) == K*K*C*M + M", "one bias for each output channel"),
        ("macs(conv2d) == D_F**2*D_K**2*M*N", "as in the MobileNet paper"),
        ("macs(conv2d) == H*H*K*K*C*M", "square maps"),
        ("output_size(conv2d, padding=P) == H - K + P + 1", "both sides together"),
        ("normalised_over(layer_norm) == {C}", "fully connected"),
        ("independent_of_batch(batch_norm) == false", "training mode"),
    ],
)
def test_the_convention_is_named(line, convention):
    verdict = decide(parse(line))
    assert verdict.status == "holds"
    assert convention in (verdict.convention or "")


def test_a_convention_that_the_statement_settles_is_not_changed():
    assert decide(parse("macs(conv2d, padding=same) == (H - K + 1)*(W - K + 1)*K*K*C*M")).status == "refuted"
    assert decide(parse("params(conv2d, bias=false) == K*K*C*M + M")).status == "refuted"
    assert decide(parse("macs(conv2d, count=macs) == 2*H*W*K*K*C*M")).status == "refuted"


def test_the_counterexample_is_the_smallest():
    verdict = decide(parse("macs(depthwise_conv2d) == H*W*C*K**2*M"))
    assert verdict.counterexample == Counterexample({"H": 1, "W": 1, "C": 1, "K": 1, "M": 2}, 2, 1)
    assert verdict.counterexample.as_json() == {
        "sizes": {"H": 1, "W": 1, "C": 1, "K": 1, "M": 2}, "claimed": 2, "measured": 1
    }  # fmt: skip


def test_the_line_that_reproduces_a_refutation_runs():
    verdict = decide(parse("macs(depthwise_conv2d) == H*W*C*K**2*M"))
    assert verdict.reproduce is not None
    command = [sys.executable, *shlex.split(verdict.reproduce)[1:]]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == "claimed 2, measured 1\n"


def test_the_line_that_reproduces_a_refuted_shape_prints_plain_numbers():
    verdict = decide(parse("kernel_shape(conv2d) == (K, K, 1)"))
    command = [sys.executable, *shlex.split(verdict.reproduce or "")[1:]]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(r"claimed \(\d+, \d+, \d+\), measured \(\d+(?:, \d+)*\)\n", out), out


def test_strength_words():
    assert decide(parse("macs(conv2d) == H*W*K*K*C*M")).strength == "proved"
    assert decide(parse("output_size(conv2d, stride=S) == ceil(H/S)")).strength == "exhausted"
    assert decide(parse("invariant_to(instance_norm, contrast)")).strength == "sampled (3)"
    assert decide(parse("lineage(wavenet) == pixelcnn")).strength == "looked up"
    assert decide(parse("training_effect(batch_norm, speed)")).strength == "not run"
