"""The statement language: what is written is read back equal, and hostile text is refused at once."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenzan.properties.expression import (
    equivalent,
    evaluate,
    evaluate_modulo,
    measure,
    parse_expression,
    to_latex,
    to_text,
)  # fmt: skip
from kenzan.properties.nodes import Bin, Call, Items, Neg, Num, Sym
from kenzan.properties.statement import Condition, Statement, parse, statement_latex
from kenzan.properties.verdict import decide_once
from kenzan.reference.errors import InputError

LETTERS = st.sampled_from(["H", "W", "C", "K", "M", "C_out", "k0", "D_K", "alpha"])
NUMBERS = st.builds(lambda n, places: Num(Fraction(n, 10**places), places), st.integers(0, 9999), st.integers(0, 3))
SUBJECTS = st.sampled_from(["conv2d", "dense_block", "batch_norm"]).map(Sym)


def _nested(inner):
    pair = st.tuples(inner, inner)
    option = st.tuples(st.sampled_from(["stride", "layers", "padding"]), inner)
    options = st.lists(option, max_size=2, unique_by=lambda o: o[0])
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.builds(Neg, inner),
        st.builds(Bin, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(lambda name, args: Call(name, args), st.sampled_from(["min", "max", "gcd"]), pair),
        st.builds(lambda arg: Call("floor", (arg,)), inner),
        st.builds(lambda i, ends, term: Call("sum", (i, *ends, term)), LETTERS.map(Sym), pair, inner),
        st.builds(lambda s, o: Call("macs", (s,), tuple(o)), SUBJECTS, options),
        st.builds(lambda items, ordered: Items(tuple(items), ordered), several, st.booleans()),
    )


EXPRESSIONS = st.recursive(NUMBERS | LETTERS.map(Sym), _nested, max_leaves=8)
CONDITIONS = st.one_of(
    st.builds(Condition, EXPRESSIONS, st.sampled_from(["==", "<", ">=", "divides"]), EXPRESSIONS),
    st.builds(Condition, LETTERS.map(Sym), st.sampled_from(["odd", "even"])),
)
ROLE = st.sampled_from(["height", "in_channels"])
BINDINGS = st.lists(st.tuples(LETTERS, ROLE), max_size=2, unique_by=lambda b: b[0])
STATEMENTS = st.builds(
    lambda left, relation, right, negated, where, given: Statement(
        left, relation, right, negated, tuple(where), tuple(given)
    ),
    EXPRESSIONS, st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "~="]), EXPRESSIONS, st.booleans(), BINDINGS,
    st.lists(CONDITIONS, max_size=2),
)  # fmt: skip


@given(EXPRESSIONS)
def test_an_expression_is_read_back_equal(expression):
    assert parse_expression(to_text(expression)) == expression


@given(STATEMENTS)
def test_a_statement_is_read_back_equal(statement):
    assert parse(str(statement)) == statement
    assert statement_latex(statement)


@given(st.text(alphabet="()HKM12+-*/^=<>,{} .sumfloorif", max_size=60))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text):
    try:
        statement = parse(text)
    except InputError:
        return  # any other error fails the test
    assert parse(str(statement)) == statement


HOSTILE = {
    "brackets": "(" * 900 + "1" + ")" * 900,
    "many brackets": "(" * 3000,
    "tower": "9^9^9^9 == 1",
    "bracketed tower": "((9^64)^64)^64 == 1",
    "long sum": "sum(i, 1, 10^9, i) == 1",
    "sums in sums": "sum(i, 1, 4096, sum(j, 1, 4096, 1)) == 1",
    "a hundred thousand letters": "H*" * 50_000 + "H",
    "long chain": "+".join(["1"] * 900),
    "minus signs": "-" * 1500 + "1 == 1",
    "long number": "9" * 1500 + " == 1",
    "division by zero": "1/0 == 1",
    "no letter is left": "1/(H-H) == 1",
    "null byte": "macs(conv2d) == \0",
    "quotation": "macs('conv2d') == 1",
    "attribute": "macs.__class__ == 1",
    "huge kernel": "macs(conv2d, kernel_size=10^6) == 1",
    "huge stack": "receptive_field(dilated_stack, layers=60) == 1",
    "huge block": "params(dense_block, layers=10^7) == 1",
    "negative size": "macs(conv2d, height=-3) == 1",
    "half a channel": "macs(conv2d, in_channels=1/2) == 1",
    "hidden module": "__init__(conv2d) == 1",
    "the base of predicates": "predicate(conv2d) == 1",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_in_one_short_sentence(text):
    from kenzan.properties.verdict import decide

    with pytest.raises(InputError) as refusal:
        decide(parse(text))
    assert len(str(refusal.value)) < 1500
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("macs(conv2d) = 3", "expected a relation such as ==, found '='"),
        ("macs(conv2d) == 3 where Q = banana", "'banana', which is no role"),
        ("macs(conv2d) == Z", "the letter 'Z' is bound to no role"),
        ("macs(conv2d, strid=2) == 1", "no option 'strid'"),
        ("macs(conv2d, per=pixel) == 1", "expected one of all, position, output, sample"),
        ("combine(dense_block) == divide", "one of add, concat, none, multiply, average, not divide"),
        ("macs(convolution) == 1", "'convolution' is not a subject"),
        ("mac(conv2d) == 1", "'mac' is not a predicate"),
        ("3 < macs(conv2d) < 4", "a chain is written low <= value <= high"),
        ("sum(1, 2, 3, 4) == 1", "sum takes an index"),
        ("macs() == 1", "is given no subject"),
        ("macs(conv2d) == H*C where H = in_channels", "both stand for in_channels"),
    ],
)
def test_refusals_say_what_was_given_and_what_was_expected(text, said):
    from kenzan.properties.verdict import decide

    with pytest.raises(InputError, match=said.replace("(", r"\(").replace(")", r"\)")):
        decide(parse(text))


def test_spellings_of_the_keyboard_and_of_print():
    assert parse("macs(conv2d) ≥ H×W·C") == parse("macs(conv2d) >= H*W*C")
    assert parse("10/3 ≈ 3.3") == parse("10/3 ~= 3.3")
    assert parse("7 <= H <= 9") == parse("H in (7, 9)")
    assert parse("2^3^2 == 512") == parse("2**(3**2) == 512")


def test_values_are_exact():
    formula = parse_expression("sum(l, 0, L-1, (k0 + l*k)*k*9) / 7")
    values = {"L": 3, "k0": 2, "k": 5}
    assert evaluate(formula, values) == Fraction(sum((2 + l * 5) * 5 * 9 for l in range(3)), 7)
    assert evaluate(parse_expression("(H, W/2)"), {"H": 3, "W": 3}) == (3, Fraction(3, 2))
    assert evaluate(parse_expression("sqrt(9/16) + log2(8) + gcd(12, 18)")) == Fraction(3, 4) + 9


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_modulo_a_prime_agrees_with_the_exact_value(a, b):
    formula, prime = parse_expression("(A + 3)**5/B - A*B"), 2**31 - 1
    exact = evaluate(formula, {"A": a, "B": b})
    expected = exact.numerator * pow(exact.denominator, -1, prime) % prime
    assert evaluate_modulo(formula, {"A": a, "B": b}, prime) == expected


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("H*W*C*(K**2 + M)", "H*W*K*K*C + H*W*C*M", True),
        ("H*W*C*(K**2 + M)", "H*W*K*K*C + H*W*M", False),
        ("0.5", "1/2", True),
        ("2*x + 2", "2 + 2*x", True),
        ("floor(H/2)", "H/2", False),
        ("ceil(H/2)", "floor((H+1)/2)", True),
        ("2**L - 1", "sum(i, 0, L-1, 2**i)", True),
        ("(H, W)", "(W, H)", False),
        ("{H, W}", "{W, H}", True),
        ("(K**2-1)/(K-1)", "K+1", True),
        ("a/(b*c)", "a/b/c", True),
        ("a/(b/c)", "a/b/c", False),
    ],
)
def test_equivalence(first, second, same):
    assert equivalent(parse_expression(first), parse_expression(second)) is same


def test_latex_brackets_where_the_reading_needs_them():
    assert to_latex(parse_expression("(H+1)*K**2")) == r"\left( H + 1 \right) \times K^{2}"
    assert to_latex(parse_expression("H*(W/2)")) == r"H \times \frac{W}{2}"
    assert to_latex(parse_expression("(-K)**2")) == r"\left( -K \right)^{2}"
    assert to_latex(parse_expression("alpha*C_in")) == r"\alpha \times C_{\mathrm{in}}"


def test_measure_runs_the_reference_at_given_sizes():
    sizes = {"H": 4, "W": 5, "C": 3, "M": 6, "K": 3}
    assert measure(parse_expression("macs(conv2d)"), sizes) == 4 * 5 * 3 * 6 * 9
    assert measure(parse_expression("output_shape(conv2d, stride=2)"), sizes) == (1, 6, 2, 3)
    with pytest.raises(InputError, match="needs a value for"):
        measure(parse_expression("macs(conv2d)"), {"H": 4})


def test_every_predicate_and_subject_is_in_the_documentation():
    from pathlib import Path

    from kenzan.properties.predicates import names
    from kenzan.properties.subjects import SUBJECTS

    text = (Path(__file__).parent.parent / "docs" / "statements.md").read_text("utf-8")
    missing = [name for name in (*names(), *SUBJECTS) if f"`{name}`" not in text and f"`{name}(" not in text]
    assert not missing


def test_the_letters_of_cs231n_go_together_only_where_f_is_the_kernel():
    sizes = "where M = in_channels, F = size"
    assert decide_once(parse(f"macs(depthwise_conv2d) == K**2*M*F**2 {sizes}")).status == "holds"
    assert decide_once(parse("params(conv2d) == F*F*D*K")).status == "holds"


def test_a_layer_of_a_network_is_named_without_dots():
    shape = "output_shape(resnet, depth=18, layer=stage1_block1_a_conv) == (56, 56, {})"
    assert decide_once(parse(shape.format(64))).status == "holds"
    assert decide_once(parse(shape.format(65))).status == "refuted"
