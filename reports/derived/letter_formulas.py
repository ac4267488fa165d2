"""The formulas in letters of a sentence, written so that they can be read: runs of letters are products, as TeX sets them.

`abw + b` is a*b*w + b, `2SQPr^2` 2*S*Q*P*r**2, `k*k*cin*cout` has the names that programs give sizes, `d'` is another
letter than d. What stands in one stretch of mathematics beside a comma or a space of its own is told one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...properties.formula import read_formula
from ...properties.nodes import Bin, Call, Node, Num, Sym, symbols, walk
from .. import patterns as re
from ..reading import View
from ..sizes.formulas import plain
from ..text.inline import MASK

LONGEST = 200  # characters of one formula
MOST = 8  # formulas of one sentence
NAMES = {  # as programs call them: the symbol, and what it is
    **dict.fromkeys(("cin", "c_in", "Cin", "in_ch", "in_channels", "inch", "C_in", "Ci", "ci", "ic", "IC"), ("C_in", "in_channels")),
    **dict.fromkeys(("cout", "c_out", "Cout", "out_ch", "out_channels", "outch", "C_out", "Co", "co", "oc", "OC"), ("C_out", "out_channels")),
    **dict.fromkeys(("ho", "oh", "hout", "h_out", "OH", "Ho", "H_out", "Hout", "out_h"), ("H_out", "height")),
    **dict.fromkeys(("wo", "ow", "wout", "w_out", "OW", "Wo", "W_out", "Wout", "out_w"), ("W_out", "width")),
    **dict.fromkeys(("kh", "KH", "fh", "FH", "k_h", "K_h", "F_h"), ("K_h", "kernel_height")),
    **dict.fromkeys(("kw", "KW", "fw", "FW", "k_w", "K_w", "F_w"), ("K_w", "kernel_width")),
    **dict.fromkeys(("eff", "keff", "k_eff", "effk"), ("K_eff", "kernel_size")),
    "stride": ("S", "stride"), "pad": ("P", "padding"), "padding": ("P", "padding"),
}  # fmt: skip
_SIGNS = (
    (re.compile(r"\\(?:left|right|big|Big|bigl|bigr|displaystyle|[,;:!>]|q?quad)(?![A-Za-z])"), " "),
    (re.compile(r"\\tag\*?\s*\{[^{}]{0,12}\}|\\(?:label|notag|nonumber)(?:\{[^{}]{0,24}\})?"), " "),
    (re.compile(r"\\(?:mathrm|text|textrm|mathit|mathbf|operatorname)\s*\{\s*([^{}]{0,16}?)\s*\}"), r"\1"),
    (re.compile(r"\\ell(?![A-Za-z])"), "l"),
    (re.compile(r"(?<=[A-Za-z0-9)\]])\s+x\s+(?=[A-Za-z0-9(])"), "*"),
    (re.compile(r"_(?:\{\s*([A-Za-z0-9]{2,5})\s*\}|([A-Za-z0-9]{2,3})(?![A-Za-z0-9]))"), lambda m: f"_{{{m[1] or m[2]}}}"),
    (re.compile(r"(?<![A-Za-z])([A-Za-z])['′]"), r"\1_{prime}"),
)
_ORDER = re.compile(r"\\?(?:Theta|Θ|mathcal\s*\{?O\}?|(?<![A-Za-z])O|\\Omega)\s*\((?P<inside>[^()]{1,60}(?:\([^()]{1,40}\)[^()]{0,40})?)\)")
_RUN = re.compile(r"(?<![A-Za-z\\_{])[A-Za-z]{2,6}(?![A-Za-z(_}])|(?<![A-Za-z\\_{])[A-Za-z]{2,4}(?=\()")
_FUNCTIONS = frozenset({"floor", "ceil", "sqrt", "frac", "lfloor", "rfloor", "lceil", "rceil", "cdot", "times", "max", "min", "log", "sum", "prod", "int", "prime"})
_OPERATED = re.compile(r"[*·×⋅^²³+/]")
_APART = re.compile(r"\\q?quad|\\\\|(?<!\\)[;、]|(?<!\\),(?!\d{3}|\s*\\?\w\s*[)\]}])")


@dataclass(frozen=True)
class Lettered:
    """A formula in letters: its place, its value, what stands left of its equals sign, what its own names mean."""

    start: int
    end: int
    node: Node
    left: str = ""
    named: tuple[tuple[str, str], ...] = ()
    order: bool = False


def lettered(view: View) -> list[Lettered]:
    """The formulas of a sentence that multiply or add letters, in order."""
    s = view.sentence
    if len(s.text) > 1_500:
        return []
    chars = s.text.chars
    found: list[Lettered] = []
    for start, end in s.math[:MOST]:
        for a, b in _parts(chars, start, end):
            if (one := _read(chars, a, b)) is not None:
                found.append(one)
    for span in plain(_respelled(s.words)) if len(s.words) < 600 else ():
        if MASK in s.words[span.start : span.end] or any(f.start < span.end and span.start < f.end for f in found):
            continue
        if not _OPERATED.search(s.words[span.start : span.end]):
            continue  # MB, NHWC: no product, but a name
        more = re.match(r"[A-Za-z]*", s.words[span.end :])
        if (one := _read(chars, span.start, span.end + (more.end() if more else 0))) is not None:
            found.append(one)
    for start, end in _after_labels(s.words):
        if (one := _read(chars, start, end)) is not None:
            found = [f for f in found if not (f.start < end and start < f.end)]
            found.append(one)
    return sorted(found, key=lambda f: f.start)[:MOST]


def _parts(chars: str, start: int, end: int) -> list[tuple[int, int]]:
    """One stretch of mathematics, cut where it tells several things one after another."""
    bounds = [start]
    for m in _APART.finditer(chars, start, end):
        bounds += [m.start(), m.end()]
    return [(a, b) for a, b in zip(bounds[::2], [*bounds[1::2], end], strict=True) if chars[a:b].strip(" $.,")]


_LABELLED = re.compile(r"[:：=＝]\s*(?=[^:：=＝]*$)")
_ONLY_SIGNS = re.compile(r"[A-Za-z0-9\s()*+/^·×⋅²³',._-]{3,120}")
_NO_WORD = re.compile(r"[A-Za-z]{4,}|(?<![A-Za-z])[a-z]{3}(?![A-Za-z])")


def _after_labels(words: str) -> Iterator[tuple[int, int]]:
    """What stands after the last colon of a line (or is all of it), where it is made of letters and signs only."""
    label = _LABELLED.search(words)
    start = label.end() if label else 0
    text = words[start:].rstrip(" .")
    known = re.sub("|".join(sorted(map(re.escape, NAMES), key=len, reverse=True)), "", text)
    if _ONLY_SIGNS.fullmatch(text) and not _NO_WORD.search(known) and re.search(r"[A-Za-z]", text) and re.search(r"[*·×⋅(^²³+]", text):
        yield start, start + len(text)


def _respelled(words: str) -> str:
    """The words, as long as they were, with the names that programs give sizes as letters would be."""
    return re.sub(r"(?<![A-Za-z_])(?:cin|cout|ho|wo|kh|kw|oh|ow|fh|fw)(?![A-Za-z_])", lambda m: m[0][0].upper().ljust(len(m[0])), words)


def _read(chars: str, start: int, end: int) -> Lettered | None:
    """The formula between two places, if it is one of letters."""
    text = chars[start:end].strip("$ .,")
    if not 1 < len(text) <= LONGEST or "\\sum" in text or "\\prod" in text:
        return None
    for pattern, new in _SIGNS:
        text = pattern.sub(new, text)
    order = bool(_ORDER.search(text))
    text = _ORDER.sub(lambda m: m["inside"], text)
    text, named = _apart(text)
    formula = read_formula(text.strip(" .,"))
    if formula is None or formula.member or any(r not in ("=", "~") for r in formula.relations):
        return None
    node = next((side for side in reversed(formula.sides) if _is_formula(side)), None)
    if node is None:
        return None
    left = text.split("=")[0].strip() if formula.relations else ""
    return Lettered(start, end, node, left, tuple(named.items()), order or formula.order)


def _apart(text: str) -> tuple[str, dict[str, str]]:
    """The text with runs of letters set apart, and the meaning of the names in it that programs use."""
    named: dict[str, str] = {}

    def one(m: re.Match[str]) -> str:
        word = m[0]
        if word in NAMES:
            symbol, role = NAMES[word]
            named[symbol] = role
            return _braced(symbol)
        return word if word in _FUNCTIONS else " ".join(word) + " "

    return _RUN.sub(one, text), named


def _braced(symbol: str) -> str:
    """A symbol as TeX has it, apart from the letter that follows."""
    letter, _, index = symbol.partition("_")
    return f"{letter}_{{{index}}} " if index else f"{symbol} "


def _is_formula(node: Node) -> bool:
    """Whether a node computes with letters, of known operations only."""
    kinds = list(walk(node))
    if not all(isinstance(n, Bin | Num | Sym) or (isinstance(n, Call) and n.name in ("floor", "ceil")) for n in kinds):
        return False
    return bool(symbols(node)) and any(isinstance(n, Bin) for n in kinds)
