"""Formulas in letters wherever a sentence has them: marked, plain, runs of declared letters (r q^2, a + bn), in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...properties.formula import read_formula
from ...properties.nodes import Bin, Items, Node, Sym, symbols, walk
from .. import patterns as re
from ..reading import View
from ..text.inline import MASK
from .formulas import Span, plain
from .lettering import meanings
from .spoken_products import ROLES, products_in

_LETTER = r"[A-Za-z](?:_[A-Za-z0-9]{1,3})?(?:\^\d)?"
_RUN = re.compile(
    rf"(?<![A-Za-z\\_\d.^]){_LETTER}(?:\s{_LETTER}){{1,4}}(?![A-Za-z(_])|(?<![A-Za-z\\_.^])(?:[A-Za-z](?:\^\d)?){{2,4}}(?![A-Za-z(_])"
)
_ONE = re.compile(rf"({_LETTER})(\s?)")
_SEVERAL = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,5}(?![A-Za-z}_])")
_NO_PRODUCT = frozenset({"a", "A", "I", "AI", "ML", "DL", "RL", "CV", "NN", "BN", "LN", "IN", "GN", "SE", "FC", "PC", "GT", "ID", "IT", "OS", "OK", "RF", "MB", "KB", "GB"})  # words, however their letters are declared
_BRACKETED = re.compile(r"(?<![A-Za-z\\_\d.^])([A-Za-z])(?=\(\s*[A-Za-z]\s*[-+])")


@dataclass(frozen=True)
class LetterSpan:
    """A formula in letters: its place, what it equals (its last side with letters), what stands left of its equals sign."""

    start: int
    end: int
    node: Node
    left: str = ""
    spoken: bool = False
    vague: bool = False
    order: bool = False
    side: Node | None = None  # of a square, (n - f + 1) x (n - f + 1)


def letter_spans(view: View) -> list[LetterSpan]:
    """The formulas of two letters and more, or of one with a sign, in order."""
    s = view.sentence
    found = [x for span in spans_of(view) if (x := _of_span(view, span))]
    if len(s.words) <= 600:
        for product in products_in(s.words):
            found = [f for f in found if f.end <= product.start or product.end <= f.start]
            found.append(
                LetterSpan(
                    product.start, product.end, product.node, _left_words(s.words, product.start), True, product.vague
                )
            )
    return sorted(found, key=lambda f: f.start)


def spans_of(view: View) -> list[Span]:
    """The sentence's formulas, those with declared letters side by side too, in order."""
    spans = list(view.sentence.formulas)
    for span in _liberal(view):
        if not any(f.marked and f.start < span.end and span.start < f.end for f in spans):
            spans = [f for f in spans if not (f.start < span.end and span.start < f.end)]
            spans.append(span)
    spans += _unread(view, spans)
    return sorted(spans, key=lambda f: f.start)


def _unread(view: View, spans: list[Span]) -> Iterator[Span]:
    """Marked mathematics that is a product of declared letters, whatever letters they are: $hwf^2ab$."""
    text = view.sentence.text.chars
    for start, end in view.sentence.math:
        if any(start <= f.start < end for f in spans) or end - start > 120:
            continue
        declared = meanings(view).keys() | view.letters.keys()
        apart = _SEVERAL.sub(lambda m, known=declared: " ".join(m[0]) if set(m[0]) <= known else m[0], text[start:end])
        if apart != text[start:end] and (formula := read_formula(apart.strip("$ "))):
            yield Span(start, end, formula, text[start:end].strip(), marked=True)


def _left_words(words: str, start: int) -> str:
    before = words[max(0, start - 30) : start].rstrip()
    return before if before.endswith(("=", "＝")) else ""


def _of_span(view: View, span: Span) -> LetterSpan | None:
    if span.formula.member or any(r not in ("=", "~") for r in span.formula.relations):
        return None
    sides = span.formula.sides
    node = next((x for x in reversed(sides) if symbols(x) and not isinstance(x, Sym | Items)), None)
    if node is None or isinstance(node, Items) or not _is_formula(node):
        return None
    text = view.sentence.text.chars
    left = text[span.start : span.end].split("=")[0] if len(sides) > 1 else ""
    if not left:
        before = text[max(0, span.start - 40) : span.start].rstrip(" $\\([")
        left = before if before.endswith("=") else ""
    shape = span.formula.shape or ()
    side = shape[0] if len(shape) == 2 and shape[0] == shape[1] and _is_formula(shape[0]) else None
    return LetterSpan(span.start, span.end, node, left, order=span.formula.order, side=side)


def _is_formula(node: Node) -> bool:
    return any(isinstance(n, Bin) for n in walk(node)) and any(isinstance(n, Sym) for n in walk(node))


def _liberal(view: View) -> Iterator[Span]:
    """The plain formulas in which declared letters stand side by side: r q^2, bn."""
    words = view.sentence.words
    if not _RUN.search(words) and not _BRACKETED.search(words):
        return
    declared = meanings(view).keys() | view.letters.keys()
    if len(declared) < 2:
        return
    new, back, at = [], [], 0
    changed: list[tuple[int, int]] = []
    matches = list(_RUN.finditer(words)) + list(_BRACKETED.finditer(words))
    for m in sorted(matches, key=lambda m: m.start()):
        if m.start() < at:
            continue
        factors = list(_ONE.finditer(m[0]))
        names = [re.match(r"[A-Za-z](?:_\w+?)?(?=\^|$)", x[1]) for x in factors]
        if not all(n and n[0] in declared for n in names) or words[m.start() : m.end()].strip() in _NO_PRODUCT:
            continue
        new.append(words[at : m.start()])
        back += range(at, m.start())
        for number, factor in enumerate(factors):
            last = number == len(factors) - 1
            piece = factor[1] + ("*" if not last or m.re is _BRACKETED._compiled else factor[2])
            new.append(piece)
            back += [m.start() + factor.start()] * (len(piece) - 1) + [m.start() + factor.end() - 1]
        changed.append((m.start(), m.end()))
        at = m.end()
    if not changed:
        return
    new.append(words[at:])
    back += range(at, len(words) + 1)
    for span in plain("".join(new)):
        start, end = back[span.start], back[span.end - 1] + 1
        if any(start < b and a < end for a, b in changed) and MASK not in words[start:end]:
            yield Span(start, end, span.formula, span.text)


def spoken_roles(span: LetterSpan) -> dict[str, str]:
    """What the letters of a product in words stand for."""
    return {x: ROLES[x] for x in symbols(span.node)}
