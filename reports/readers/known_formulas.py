"""Formulas that have one customary form: scaled dot-product attention, the simple recurrent step, the LSTM's cell and output.

softmax(QKᵀ/√d_k)V, h_t = tanh(W x_t + U h_{t−1} + b), c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t, h_t = o_t ⊙ tanh(c_t): the letters, the
root, the transposition and the indices are looked at one by one, and the cited table of facts judges what they make.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import asserts

_PLAIN = (
    (r"\\(?:left|right|big|Big|,|;|!|quad|displaystyle)(?![a-z])", ""), (r"\\(?:mathrm|text|operatorname|mathbf|boldsymbol|bm)\s*\{([^{}]{1,16})\}", r"\1"),
    (r"\\[dt]?frac\s*\{([^{}]{1,40}(?:\{[^{}]{0,12}\}[^{}]{0,12})?)\}\s*\{([^{}]{1,20}(?:\{[^{}]{0,12}\}[^{}]{0,12})?)\}", r"(\1)/(\2)"),
    (r"\\sqrt\s*\{([^{}]{1,16}(?:\{[^{}]{0,8}\})?)\}|\bsqrt\(([^()]{1,12})\)", r"√\1\2"), (r"(?:np|torch|math)\.(?=√)", ""),
    (r"\^\s*\{?\s*(?:\\top|⊤|\\intercal|\\mathsf\s*\{?T\}?|T)\s*\}?\}?|\.T\b|ᵀ|⊤|\.transpose\([^()]{0,12}\)", "'"),
    (r"\\(?:odot|circ|otimes|cdot|times)(?![a-z])|[∘⊙·×]", "*"), (r"\\(tanh|sigma|softmax)", r"\1"), (r"[−–]", "-"), (r"[{}$\\`]", ""), (r"(?<=[QKV])T(?![A-Za-z])", "'"), (r"\s+", ""),
)  # fmt: skip
_ATTENTION = re.compile(
    r"softmax\(+(?P<a>[QKV])(?P<at>'?)[@*]?(?P<b>[QKV])(?P<bt>'?)\)?(?:/\(?(?P<root>√?)\(?(?P<d>d(?:_?\(?(?:k|model|h|head)\)?)?|D|D_k)(?P<half>(?:\^|\*\*)\(?(?:0?\.5|1/2)\)?)?\)*|(?P<bare>))(?:,(?:dim|axis)=-1)?\)+[@*]?(?P<c>[QKV])"
)
_STEP = re.compile(
    r"h_?(?P<now>t|\(t\))=(?:tanh|f|σ|sigma|phi|φ|g)\(W(?:_?\w{1,4})?\*?x_?(?P<x>t[+-]1|t)\+[UWV](?:_?\w{1,4})?\*?h_?(?P<h>t[+-]1|t)(?P<b>\+b(?:_?\w{1,2})?)?\)"
    r"|h_?(?P<now2>t|\(t\))=(?:tanh|f|σ|sigma|phi|φ|g)\([UWV](?:_?\w{1,4})?\*?h_?(?P<h2>t[+-]1|t)\+[WUV](?:_?\w{1,4})?\*?x_?(?P<x2>t[+-]1|t)(?P<b2>\+b(?:_?\w{1,2})?)?\)"
)
_CELL = re.compile(r"[cC]_?t=(?P<a>[a-zA-Z])_?t\*(?P<p>[cC]_?t[+-]1|[a-zA-Z~˜]+_?t)\+(?P<b>[a-zA-Z])_?t\*(?P<q>[cC]_?t[+-]1|(?:tilde|hat|~)?[a-zA-Z~˜̃]{1,3}_?t)")
_GIVEN_OUT = re.compile(r"h_?t=o_?t\*(?P<f>tanh|sigma|σ|softmax|relu|ReLU)?\(?[cC]_?t(?P<i>[+-]1)?\)?")
_RECURRENT = re.compile(r"rnn|lstm|recurrent|再帰|リカレント|回帰型|隠れ状態|hidden state|セル|cell", re.IGNORECASE)
_TURNED = re.compile(r"誤り|間違|ではな|なければ|ないと|\bwrong\b|\bnot\b|\bwithout\b|\binstead of\b|\bif\b", re.IGNORECASE)


def plainly(chars: str) -> str:
    """The characters with the marks of mathematics written plainly and no blanks.

    >>> plainly(r"\\mathrm{softmax}\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right)V".replace("\\\\\\\\", "\\\\"))
    "softmax((QK')/(√d_k))V"
    """
    for pattern, sign in _PLAIN:
        chars = re.compile(pattern).sub(sign, chars)
    return chars


def read(view: View) -> Iterator[Reading]:
    """Each such formula of the sentence."""
    s = view.sentence
    chars = s.text.chars
    if len(chars) > 300 or view.outline.blocks[s.block].kind == "heading" or not ("softmax" in chars or "=" in chars) or not asserts(view):
        return
    text = plainly(chars)
    sure = not s.has("hedged") and not _TURNED.search(s.words)
    for subject, value in _found(view, text):
        yield Reading(f"definition({subject}) == {value}", 0, len(s.words.rstrip()), sure=sure)
        return


def _found(view: View, text: str) -> Iterator[tuple[str, str]]:
    if m := _ATTENTION.search(text):
        yield "attention", _attention(m)
    elif not _recurrent(view):
        return
    elif m := _STEP.search(text):
        now, before = m["x"] or m["x2"], m["h"] or m["h2"]
        yield "rnn", "input_now_state_before" if (now, before) == ("t", "t-1") else "other_time_steps"
    elif m := _CELL.search(text):
        if value := _cell(m):
            yield "lstm", value
    elif (m := _GIVEN_OUT.search(text)) and m["f"] is not None:
        yield "lstm", "output_gate_times_tanh_of_cell" if m["f"] == "tanh" and not m["i"] else "output_gate_times_another"


def _attention(m: re.Match[str]) -> str:
    if (m["a"], m["at"], m["b"], m["bt"], m["c"]) != ("Q", "", "K", "'", "V"):
        return "other_order_of_qkv"
    if m["d"] is None:
        return "softmax_of_unscaled_products"
    return "scaled_dot_product" if m["root"] or m["half"] else "divided_without_root"


def _cell(m: re.Match[str]) -> str | None:
    """Forget gate times the old cell plus input gate times the new content, in either order of the terms."""
    terms = [(m["a"], m["p"]), (m["b"], m["q"])]
    kept = [gate for gate, of in terms if re.fullmatch(r"[cC]_?t-1", of)]
    if {m["a"], m["b"]} != {"f", "i"} or len(kept) != 1:
        return None
    return "forget_old_input_new" if kept == ["f"] else "input_old_forget_new"


def _recurrent(view: View) -> bool:
    """Whether the sentence, its heading or the text just above it speaks of a recurrent network."""
    s, outline = view.sentence, view.outline
    blocks = [*range(max(0, s.block - 3), s.block + 1), *outline.ancestors(s.block), *outline.headings(s.block)]
    return any(_RECURRENT.search(outline.blocks[b].raw[:400]) for b in blocks)
