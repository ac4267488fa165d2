"""What a dense block of so many layers puts out, in letters: "a block of four layers outputs k0 + 4k channels"."""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Num, Sym, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_LAYERS = re.compile(r"(?<![A-Za-z\d.])(two|three|four|five|six|eight|ten|twelve|[二三四五六]|\d{1,2})[\s-]*(?:layers?\b|層)(?!目)", re.IGNORECASE)
_OUT = re.compile(r"\b(?:outputs?|puts? out|leaves?|ends? (?:up )?with|produces?|has|yields?|gives?|comes? out|emits?)\b|出力|出る|出て|最後|最終|終え|抜け|通る|通す|なる", re.IGNORECASE)
_INTO = re.compile(r"入力|入る|受け取|\b(?:input|receives?|reads?|sees?|takes?|fed|into|enter\w*)\b", re.IGNORECASE)
_FIRST = re.compile(r"[kcCm]_?\{?0\}?|[kc]_\{?in\}?|C_\{?in\}?|C")


def read(view: View) -> Iterator[Reading]:
    """The channels that come out of the block."""
    s = view.sentence
    text = plain(s.text.chars)
    layers = _LAYERS.findall(text)
    if len(layers) != 1 or s.has("question", "not") or view.in_families(len(text), "dense") is None:
        return
    count = int(layers[0]) if layers[0].isdigit() else _NUMBERS[layers[0].lower()]
    at = _LAYERS.search(text)
    for span in s.formulas:
        found = _sum(span.formula.value) if len(span.formula.sides) == 1 else None
        if found is None or at is None:
            continue
        beside = text[max(0, span.start - 32) : span.start] + text[span.end : span.end + 20]
        if not _OUT.search(beside) or _INTO.search(beside):
            continue
        first, rate = found
        yield Reading(
            f"channels_after(dense_block, layers={count}) == {to_text(span.formula.value)} where {first} = in_channels, {rate} = growth_rate",
            min(at.start(), span.start), span.end, firm=True,
        )  # fmt: skip
        return


def _sum(node: Node) -> tuple[str, str] | None:
    """k0 + 4*k: the letter of the first channels, and that of the growth rate."""
    letters = symbols(node)
    if not isinstance(node, Bin) or node.op != "+" or len(letters) != 2 or not any(isinstance(n, Num) for n in walk(node)):
        return None
    alone = [p.name for p in (node.left, node.right) if isinstance(p, Sym)]
    if len(alone) != 1 or not _FIRST.fullmatch(alone[0]):
        return None
    return alone[0], next(x for x in letters if x != alone[0])
