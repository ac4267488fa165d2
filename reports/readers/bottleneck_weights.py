"""The weights of a bottleneck told in words, 1x1 down, 3x3, 1x1 back up, and those of the wide layers it is held against.

"From 256 channels down to 64, a 3x3 on 64, and back up to 256: 69,632 weights; two plain 3x3 layers at full width would
need 1.18 M." The two widths are told once; biases may be counted or not.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..counting.figures import Figure, figures
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.setting import sentences_above

_SQUEEZED = re.compile(
    r"1\s*[x*]\s*1[^.;。]{0,48}?(?:down to|to|reduc\w+ (?:it |them )?to|で|で\s*\d+\s*から)\s*(?P<b>\d{2,4})(?!\d|,\d|\s*[x*])[^;。]{0,48}?3\s*[x*]\s*3[^;。]{0,48}?1\s*[x*]\s*1", re.IGNORECASE
)
_WIDTH = re.compile(r"(?<![\d.,x*])(\d{2,4})\s*(?:-?channels?\b|ch\b|チャン?ネル|maps\b|wide\b)|(?:back )?(?:up|out) to (\d{2,4})(?![\d,])", re.IGNORECASE)
_WEIGHTS = re.compile(r"weights?\b|param|重み|パラメ", re.IGNORECASE)
_PLAIN = re.compile(r"\b(?:two|2)\s+(?:\w+\s+){0,2}?3\s*[x*]\s*3|3\s*[x*]\s*3[^。、,;]{0,16}?(?:2|二|two)\s*(?:つ|層|枚|回|段|個)|(?:2|二)\s*(?:つ|層|枚|個)の[^。、,;]{0,12}3\s*[x*]\s*3", re.IGNORECASE)
_TURNED = re.compile(r"\bnot\b|n't\b|ではな|でな[くい]|\bmore than\b|\bless than\b|fewer|倍|times|分の|%|saves?|節約|差|group|グループ|\bfc\b|stage|network|ネットワーク全|\beach\b|それぞれ", re.IGNORECASE)
SMALL = 1_000  # no count of weights of such blocks is smaller


def read(view: View) -> Iterator[Reading]:
    """The counts that follow a bottleneck of two told widths."""
    s = view.sentence
    text = plain(s.text.chars)
    counts = [f for f in figures(text) if f.value >= SMALL]
    if s.cell is not None or not 0 < len(counts) <= 3 or s.has("question"):
        return
    above = [plain(e.text.chars) for e in list(sentences_above(view))[:1]]
    told = next((t for t in (text, *above) if _SQUEEZED.search(t)), "")
    widths = _widths(told)
    if not told or widths is None or not (_WEIGHTS.search(text) or _WEIGHTS.search(told)):
        return
    begun = 0
    for f in counts:
        clause = text[begun : f.start]
        begun = f.end
        if not _TURNED.search(clause[-60:]) and not re.match(r"\s*(?:[x*+/=%]|倍|times|MAC|FLOP|multipl|回|演算)", text[f.end :], re.IGNORECASE):
            yield _reading(f, *widths, bool(_PLAIN.search(clause)))


def _widths(told: str) -> tuple[int, int] | None:
    """The width outside and the one inside, each told once."""
    found = _SQUEEZED.search(told)
    if found is None:
        return None
    inner = int(found["b"])
    outer = {int(a or b) for a, b in _WIDTH.findall(told)} - {inner}
    return (outer.pop(), inner) if len(outer) == 1 and max(outer) > inner else None


def _reading(f: Figure, wide: int, narrow: int, plain_layers: bool) -> Reading:
    """The statement of one count: of the bottleneck, or of two plain 3x3 layers of its full width."""
    if plain_layers:
        lefts = [f"2*params(conv2d, kernel_size=3, in_channels={wide}, out_channels={wide}, bias={bias})" for bias in ("false", "true")]
    else:
        parts = ((1, wide, narrow), (3, narrow, narrow), (1, narrow, wide))
        lefts = [" + ".join(f"params(conv2d, kernel_size={k}, in_channels={a}, out_channels={b}, bias={bias})" for k, a, b in parts) for bias in ("false", "true")]
    sign = "~=" if f.rounded else "=="
    texts = [f"{left} {sign} {f.text}" for left in lefts]
    notes = ("the two widths of the bottleneck are told",)
    return Reading(texts[0], f.start, f.end, notes, tuple(texts[1:]), firm=True, subject="conv2d", predicate="params")
