"""The field behind a list of layers that is gone through item by item: conv1 7x7 stride 2, then 3x3 max pool: 11x11.

Every item above tells one window and, where it is not one, its step; the item (or the line below the list) that tells the
field says that it is the field so far. The step of the last layer counts for the layers after it only.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.layers import field_of, words

MOST = 12  # items
LARGEST_WINDOW = 11
_WINDOW = re.compile(r"(?<![\d.x*])(\d{1,2})\s*[x*]\s*\1(?!\d|\s*[x*]\s*\d)")
_STRIDE = re.compile(r"(?:\bstrides?|ストライド|刻み幅?|歩幅|(?<![A-Za-z])s(?=\s*=))\s*(?:は|が|を|=|:|of)?\s*(\d)(?![\d.])|(?<=\d)\s*/\s*([2-4])(?![\d.])", re.IGNORECASE)
_LAYER = re.compile(r"conv|畳|pool|プーリング|層|layer", re.IGNORECASE)
_POOL = re.compile(r"pool|プーリング", re.IGNORECASE)
_OTHER = re.compile(r"dilat|拡張|膨張|穴|transposed|転置|up-?conv|[x×*]\s*\d\s*(?:回|times|blocks)|\d\s*(?:回|層|times|layers|blocks)|\btwo\b|\bthree\b|受容野|receptive|residual|branch|分岐", re.IGNORECASE)
_SO_FAR = re.compile(
    r"ここまで|この時点|(?:を|から)(?:出た|通った|抜けた|経た)|(?:の|した)(?:後|あと|直後|出口|出力)|\bso far\b|\bat this point\b|\b(?:after|behind|leaving|past|out of|by|at the (?:end|output|exit) of)\b|\bby now\b|\bbehind it\b", re.IGNORECASE
)
_FIELD = re.compile(r"(?:受容野|receptive field|\bRF\b)[^。.;,]{0,24}?(?<![\d.x*])(?P<n>\d{1,3})(?:\s*[x*]\s*(?P=n))?(?![\d,]|\.\d|\s*[x*]\s*\d|\s*(?:層|layers))", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The field that is told behind the list."""
    s = view.sentence
    text = plain(s.text.chars)
    found = _FIELD.search(text)
    if found is None or s.cell is not None or s.number or not _SO_FAR.search(text[: found.start("n")]) or s.has("question"):
        return
    if len(_FIELD.findall(text)) != 1 or any(m.start() != found.start("n") for m in _WINDOW.finditer(text)) or words("epistemic").search(text):
        return
    texts = list(_items_above(view))
    layers = [_one(t) for t in texts]
    if len(layers) < 2 or not all(layers):
        return
    if _POOL.search(text) and not _POOL.search(texts[-1]):
        return  # of an earlier layer
    plan = tuple(layer for layer in layers if layer)
    notes = ("the layers of the list above, one after another",)
    yield Reading(f"{field_of(plan)} == {found['n']}", found.start("n"), found.end(), notes, firm=True, subject="conv2d")


def _items_above(view: View) -> list[str]:
    """The items of the list that ends with this one, or stands right above this line, in order."""
    outline, at = view.outline, view.sentence.block
    mine, found = outline.blocks[at], []
    parent = mine.parent
    for block in range(at - 1, max(-1, at - 1 - MOST), -1):
        other = outline.blocks[block]
        if other.kind != "item" or not outline.sentences[block] or (found and other.parent != parent):
            break
        if mine.kind == "item" and other.parent != mine.parent:
            break
        parent = other.parent
        found.append(" ".join(plain(e.text.chars) for e in outline.sentences[block]))
    return found[::-1]


def _one(text: str) -> tuple[int, int, int] | None:
    """The one layer of an item: its window, its step (a pooling without one steps by its window), no dilation."""
    windows = {int(k) for k in _WINDOW.findall(text) if int(k) <= LARGEST_WINDOW}
    steps = {int(a or b) for a, b in _STRIDE.findall(text)}
    if len(windows) != 1 or len(steps) > 1 or not _LAYER.search(text) or _OTHER.search(text):
        return None
    window = windows.pop()
    return window, steps.pop() if steps else window if _POOL.search(text) else 1, 1
