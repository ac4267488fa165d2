"""Formulas in plain characters: read by structure, never printed in half, and refused where they have no plain form."""

import pytest
from kenzan.properties.parsing import parse_expression
from kenzan.properties.rendering import to_latex
from kenzan.questions.frontmatter import dollars
from kenzan.questions.latex_text import Unsayable, plain_formula
from kenzan.questions.plaintext import plain, unsayable

SAID = [
    (r"\frac{1}{M} + \frac{1}{K^2} = \frac{1}{96} + \frac{1}{9}", "1/M + 1/K² = 1/96 + 1/9"),
    (r"\frac{1}{c} + \frac{1}{D_K^{2}}", "1/c + 1/D_K²"),
    (r"\frac{1}{c} + \frac{1}{{D_K}^{2}}", "1/c + 1/D_K²"),
    (r"\frac{C_{\mathrm{out}} + 1}{C_{\mathrm{in}}}", "(C_out + 1)/C_in"),
    (r"\frac{1}{2K}", "1/(2K)"), (r"\frac{1}{KC}", "1/(KC)"), (r"\frac12 K", "(1/2) K"), (r"2\frac{a}{b}", "2(a/b)"),
    (r"1/\frac{a}{b}", "1/(a/b)"), (r"\frac{a}{b}^2", "(a/b)²"), (r"\left( \frac{a}{b} \right)^{2}", "(a/b)²"),
    (r"\frac{\frac{a}{b}}{\frac{c}{d}}", "(a/b)/(c/d)"), (r"\frac{1}{\sqrt{\sigma^2 + \epsilon}}", "1/√(σ² + ε)"),
    (r"k^{2^3}", "k^(2³)"), (r"2^{L-1}", "2^(L-1)"), (r"2^{L} - 1", "2^L - 1"), (r"a^{b}c", "a^b c"), (r"{a+b}^2", "(a+b)²"),
    (r"\log_2 8", "log₂ 8"), (r"x_{i,j}^2", "x_(i,j)²"), (r"50{,}176", "50,176"), (r"10 \bmod 3", "10 mod 3"),
    (r"\{N, H, W\}", "{N, H, W}"), (r"3 + 4 = 7\,\mathrm{MACs}", "3 + 4 = 7 MACs"), (r"\boxed{8} \text{ units}", "8 units"),
    (r"\mathrm{out\_channels}", "out_channels"),
]  # fmt: skip


@pytest.mark.parametrize(("latex", "said"), SAID, ids=[latex for latex, _ in SAID])
def test_a_formula_is_said_as_it_is_read(latex, said):
    assert plain_formula(latex) == said
    assert unsayable(f"so ${latex}$ it is") == ""


@pytest.mark.parametrize("latex", [r"\binom{a}{b}", r"\frac{1}{2", r"\frac{1}", "a^2^3", "^2", r"\sqrt[3]{2}", "}", "{" * 500 + "}" * 500,
                                   r"\begin{matrix} a & b \end{matrix}", r"\href{x}{y}", r"\hat{ab}"])  # fmt: skip
def test_what_has_no_plain_form_is_refused_and_printed_whole(latex):
    with pytest.raises(Unsayable):
        plain_formula(latex)
    assert unsayable(f"${latex}$")
    assert plain(f"${latex}$") == f"${latex}$"


@pytest.mark.parametrize("text", ["(H + 2*P - K)/S", "C_out*K**2/(2*M)", "1/M + 1/K**2", "2**(L - 1)*D", "floor(H/S)/2",
                                  "(a/b)**2", "a/b/c", "a/(b/c)", "1/(K*C_in)**2", "-(a + b)/c"])  # fmt: skip
def test_what_the_language_prints_reads_back_to_the_same(text):
    """The plain form, with its signs put back, is the same expression."""
    said = plain_formula(to_latex(parse_expression(text)))
    for sign, plain_sign in (("×", "*"), ("²", "**2"), ("⌊", "floor("), ("⌋", ")"), ("^", "**")):
        said = said.replace(sign, plain_sign)
    from kenzan.properties.expression import equivalent

    assert equivalent(parse_expression(said), parse_expression(text)), said


def test_texts_with_code_escapes_and_other_delimiters():
    assert plain(r"costs \$3, `a_b` and **bold** $K^2$ \* [[x]]") == "costs $3, a_b and bold K² * ____"
    assert dollars(r"\(3+4=7\), \[K\] and \( open, and \\(x\\)") == r"$3+4=7$, $$K$$ and \( open, and \\(x\\)"


def test_a_long_text_is_read_in_linear_time():
    for text in ("\\(" * 20_000, "$" * 20_000, "{" * 20_000, "$" + "\\frac" * 9_000 + "$", "`" * 20_000, "**" * 10_000):
        unsayable(dollars(text))
