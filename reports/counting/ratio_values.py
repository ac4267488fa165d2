"""The ratio 1/N + 1/9 of a depthwise separable convolution to an ordinary one, with the number that it comes to.

"比は 1/N + 1/9 ≒ 0.113" with N = 512 told above: the window is what is squared (9, k², D_K^2), the other letter or number
are the filters; what they are stands in the sentence or in the lines that it goes on with.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import doubtful, plain
from .axes import lines_above
from .layers import WINDOWS
from .roles import roles_in

_TERM = r"(?:\d{1,5}|[A-Za-z](?:_\{?\w{1,3}\}?)?)"
_FRAC = re.compile(r"\\[dt]?frac\s*\{\s*1\s*\}\s*\{([^{}]{1,12}(?:\{[^{}]{1,4}\}[^{}]{0,6})?)\}")
_SUM = re.compile(
    rf"1\s*/\s*(?P<a>{_TERM})(?P<sa>\s*(?:\^\s*\{{?2\}}?|²))?\s*\+\s*1\s*/\s*(?P<b>{_TERM})(?P<sb>\s*(?:\^\s*\{{?2\}}?|²))?(?![\w^])"
    r"(?:\s*(?:=|≒|≈|≃|~|は|が|で|→|\\approx|\\simeq|is|about|約|およそ|roughly)+\s*(?P<v>0\.\d{1,5})(?!\d))?"
)
_LIGHT = re.compile(r"depth-?wise|separable|分離|深さ方向|チャン?ネルごと|MobileNet|(?<![A-Za-z])(?:dw|pw)(?![A-Za-z])|point-?wise", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The sums of two reciprocals that a sentence tells as how the two compare."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.words.rstrip().endswith(("?", "？")):
        return
    chars = _FRAC.sub(lambda m: f"1/{m[1]}".ljust(len(m[0])), s.text.chars)
    text = plain(chars)
    above = lines_above(view)
    heads = [view.outline.blocks[h].raw for h in view.outline.headings(s.block)]
    if not any(_LIGHT.search(t) for t in (text, *above, *heads)):
        return
    for m in _SUM.finditer(text):
        parts = _parts(m)
        if parts is None:
            continue
        many, window = parts
        texts = [text, *above]
        side = WINDOWS.get(int(window)) if window.isdigit() else _window(texts)
        filters = many if many.isdigit() else _value(many, texts)
        measure = "params_ratio" if s.has("parameters") and not s.has("cost") else "macs_ratio"
        call = f"{measure}(depthwise_separable_conv2d, to=conv2d"
        if m["v"] and side and filters:
            yield Reading(f"{call}, kernel_size={side}, out_channels={filters}) ~= {m['v']}", m.start(), m.end(), ("the sizes are those of the example",), sure=not doubtful(s), firm=True)
        elif window.isdigit() and not many.isdigit() and side:
            yield Reading(f"{call}, kernel_size={side}) == 1/{_plain_letter(many)} + 1/{window} where {_plain_letter(many)} = out_channels", m.start(), m.end(), sure=False)


def _parts(m: re.Match[str]) -> tuple[str, str] | None:
    """The filters and the window of a sum, whichever comes first: the window is squared, or is a square."""
    one, other = (m["a"], bool(m["sa"])), (m["b"], bool(m["sb"]))
    squares = [(x.isdigit() and int(x) in WINDOWS) or square for x, square in (one, other)]
    if squares == [True, False]:
        one, other = other, one
    elif squares != [False, True]:
        return None
    if other[1] and other[0].isdigit():
        return one[0], str(int(other[0]) ** 2) if int(other[0]) ** 2 in WINDOWS else ""
    return (one[0], other[0]) if other[1] or other[0].isdigit() else None


def _plain_letter(letter: str) -> str:
    return letter.replace("{", "").replace("}", "")


def _window(texts: list[str]) -> int | None:
    """The one window larger than 1x1 that the nearest text with any gives."""
    for text in texts:
        found = [k for k in roles_in(_SUM.sub(" ", text)).values.get("kernel_size", []) if k != 1]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _value(letter: str, texts: list[str]) -> str | None:
    """The number that the nearest text sets a letter to: N = 512, M = N = 512."""
    for text in texts:
        found = {n.replace(",", "") for n in re.findall(rf"(?<![A-Za-z_]){re.escape(letter)}\s*=\s*(?:[A-Za-z]\w?\s*=\s*)*(\d[\d,]*)(?![\d.]*\d|\s*[x*])", text)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None
