"""Formulas in the wild: read for what they say, or refused; never guessed, never slow."""

import time

import pytest
from kenzan.properties.expression import equivalent
from kenzan.properties.formula import read_formula
from kenzan.properties.parsing import parse_expression
from kenzan.properties.rendering import to_text

SAME = [
    (r"H \times W \times K \times K \times C \times M", "H*W*K**2*C*M", True),
    ("H×W×C×K×K", "H*W*C*K**2", False),
    ("H x W x C x M", "H*W*C*M", False),
    ("RxRxMxKxK", "R**2*M*K**2", False),
    ("D_FxD_FxM", "D_F**2*M", False),
    (r"D_{K} \cdot D_{K} \cdot M \cdot N", "D_K**2*M*N", True),
    (r"\frac{1}{N} + \frac{1}{D_K^2}", "1/N + 1/D_K**2", True),
    (r"\dfrac{W-F+2P}{S}+1", "(W - F + 2*P)/S + 1", True),
    (r"\left\lfloor \frac{n+2p-f}{s} \right\rfloor + 1", "floor((n + 2*p - f)/s) + 1", True),
    (r"d_i (k^2 + d_j)", "d_i*k**2 + d_i*d_j", True),
    ("HW(C+M)", "H*W*C + H*W*M", False),
    (r"C_{\text{out}} \times C_{\mathrm{in}}", "C_out*C_in", True),
    ("(H + 2P - FH)/S + 1", "(H + 2*P - FH)/S + 1", False),
    ("k0 + k(l-1)", "k_0 + k*(l - 1)", False),
    (r"1 + \sum_{i=1}^{L} 2^i", "1 + sum(i, 1, L, 2**i)", True),
    ("32*32*3", "3072", False),
    ("290,400", "290400", False),
    (r"290{,}400", "290400", True),
]


@pytest.mark.parametrize(("text", "plain", "latex"), SAME)
def test_a_formula_says_what_it_says(text, plain, latex):
    formula = read_formula(text, latex)
    assert formula is not None
    assert equivalent(formula.value, parse_expression(plain)), to_text(formula.value)


REFUSED = [
    (r"\int_0^1 x dx", True),
    (r"f_{\theta}(x) \star g", True),
    ("max", False),
    ("the", False),
    ("exp", False),
    (r"\log n", True),
    ("3 4", False),
    ("a = ", False),
    ("(H + W", False),
    (r"9^{9^{9^9}}", True),
    (r"x^{99999}", True),
    (r"\begin{matrix} a & b \\ c & d \end{matrix}", True),
]


@pytest.mark.parametrize(("text", "latex"), REFUSED)
def test_what_is_not_understood_is_refused(text, latex):
    assert read_formula(text, latex) is None


@pytest.mark.parametrize(
    "piece", ["(", "{", "[", r"\frac{", r"\sqrt", "a_", "^", "1+", "x", r"\left(", "9^{9", "$", "|"]
)
def test_hostile_text_is_refused_at_once(piece):
    for count in (10, 300, 100_000):
        started = time.process_time()
        formula = read_formula(piece * count)
        assert formula is None or count == 10
        assert time.process_time() - started < 5  # a bound for "at once", a thousand times what it takes


def test_shapes_are_kept_as_written():
    formula = read_formula(r"112 \times 112 \times 2C")
    assert formula is not None
    assert [to_text(n) for n in formula.shape or ()] == ["112", "112", "2*C"]
    listed = read_formula("(1, 1, 1, c)", latex=False)
    assert listed is not None
    assert [to_text(n) for n in listed.shape or ()] == ["1", "1", "1", "c"]


def test_relations_are_kept():
    chain = read_formula(r"\frac{6 + 2 \times 1 - 2}{1} + 1 = 7")
    assert chain is not None
    assert chain.relations == ("=",)
    assert to_text(chain.sides[1]) == "7"
    member = read_formula(r"X \in \mathbb{R}^{H \times W}")
    assert member is not None
    assert member.member
