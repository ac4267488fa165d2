"""How many means a normalisation keeps, and over how many values each is taken, at the sizes within reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from .. import patterns as re
from ..reading import View, call
from ..sizes.counting import plain
from ..vocabulary import family
from .around import Around
from .stated import Stated

_SPOKEN = re.compile(
    r"平均|分散|統計|組|\bmeans?\b|variances?|statistics|\bpairs?\b|averag|normali[sz]|正規化", re.IGNORECASE
)
_VALUES = re.compile(r"値|画素|個|要素|点|values|numbers|elements|pixels|entries|activations", re.IGNORECASE)
_LETTER = re.compile(r"(?<![A-Za-z_\d])([NBCHWG])\s*=\s*(?:[HW]\s*=\s*)?(\d{1,4})(?!\d|\.\d|,\d{3})")
_SAME = re.compile(r"(?<![A-Za-z])H\s*=\s*W\s*=\s*(\d{1,4})")
_BATCH = re.compile(
    r"(\d{1,4})\s*(?:枚の画像|枚の|サンプル|images?\b|pictures?\b|examples?\b|samples?\b)|(?:batch(?: size)?(?: of)?|バッチ(?:サイズ)?(?:は|が)?)\s*(\d{1,4})",
    re.IGNORECASE,
)
_CHANNELS = re.compile(r"(\d{1,4})\s*(?:ch\b|チャン?ネル|channels?\b)|\b(RGB)\b", re.IGNORECASE)
KINDS = ("batch_norm", "layer_norm", "instance_norm")


def candidates(view: View, value: Stated, near: Around) -> Iterator[str]:
    """The normalisations that the sentence names, or all of them where it names none, with so many means or values."""
    said = near.said + plain(view.sentence.text.chars[value.start : value.end])  # 512 means: a unit says it, too
    if value.about or not _SPOKEN.search(said) or value.number < 2:
        return
    own = [m for m in view.sentence.subjects if family(m.tag) == "normalisation" and not m.weak]
    before = [m.tag for m in own if m.start <= value.start]
    kinds = before[-1:] or [m.tag for m in own[:1]] or [k for k in (_labelled(view),) if k]
    if not kinds:
        return
    sizes = _sizes(near)
    for kind, (batch, channels, (h, w)) in product(kinds, product(sizes["N"], sizes["C"], sizes["plane"])):
        if kind not in KINDS:
            continue
        at = {"batch": batch, "in_channels": channels, "height": h, "width": w}
        counts = {"batch_norm": channels, "layer_norm": batch, "instance_norm": (batch or 0) * (channels or 0)}
        covered = {"batch_norm": _of(batch, h, w), "layer_norm": _of(channels, h, w), "instance_norm": _of(h, w)}
        given = {role: str(size) for role, size in at.items() if size}
        if counts[kind] == value.number:
            yield f"{call('stats_count', kind, given)} == {value.number}"
        if covered[kind] == value.number and _VALUES.search(said):
            yield f"{call('stats_size', kind, given)} == {value.number}"


def confused(view: View, value: Stated, near: Around) -> Iterator[str]:
    """A normalisation's number of means taken for another's: one for each image, each channel, each map of an image."""
    s = view.sentence
    text = plain(s.text.chars)
    around = text[max(0, value.start - 24) : value.end + 16]
    if value.about or value.number < 2 or not _MEANS_COUNTED.search(around) or _EACH_OF.match(text, value.end):
        return
    kind = _kind(view, value.start)
    sizes = _sizes(near)
    if kind not in KINDS or any(len(values) != 1 for values in (sizes["N"], sizes["C"])):
        return
    batch, channels = sizes["N"][0], sizes["C"][0]
    if not batch or not channels or batch == channels:
        return
    counts = {"batch_norm": channels, "layer_norm": batch, "instance_norm": batch * channels}
    if value.number != counts[kind] and value.number in counts.values():
        yield f"{call('stats_count', kind, {'batch': str(batch), 'in_channels': str(channels)})} == {value.number}"


_MEANS_COUNTED = re.compile(
    r"(?:平均|統計量?|組)(?:と分散)?(?:の(?:組)?(?:数)?)?(?:は|が|も)[^。、\d]{0,8}\d[\d,]*\s*(?:個|組|つ)|\d\s*組|\d[\d,]*\s*(?:means\b|pairs\b|averages\b|sets of statistics)",
    re.IGNORECASE,
)
_EACH_OF = re.compile(
    r"\s*(?:個の?)?(?:値|画素|要素|ピクセル|から|values|numbers|elements|pixels)", re.IGNORECASE
)  # over which one is taken
_LABEL = re.compile(r"^\W*[(（]?([a-eア-オ])[)）.．]")


def _kind(view: View, place: int) -> str:
    """The one normalisation that is spoken of: by the sentence before the number, by its label, by the lines before it in its block."""
    s, outline = view.sentence, view.outline
    own = [m.tag for m in s.subjects if family(m.tag) == "normalisation" and not m.weak and m.start <= place]
    if own:
        return own[-1]
    if _LABEL.match(s.text.chars):
        return _labelled(view)
    for one in reversed(outline.sentences[s.block][: s.number]):
        named = [m.tag for m in one.subjects if family(m.tag) == "normalisation" and not m.weak]
        if named:
            return named[0] if len(set(named)) == 1 else ""
    return ""


def _labelled(view: View) -> str:
    """The normalisation that the question gives the sentence's label: (b) レイヤー正規化."""
    s, outline = view.sentence, view.outline
    label = _LABEL.match(s.text.chars)
    if label is None:
        return ""
    for one in (e for b in range(s.block, max(-1, s.block - 6), -1) for e in outline.sentences[b] if e is not s):
        at = re.search(rf"[(（]{label[1]}[)）]\s*", one.text.chars)
        named = [m.tag for m in one.subjects if at and at.end() - 1 <= m.start <= at.end() + 2]
        if named:
            return named[0]
    return ""


def _of(*sizes: int | None) -> int:
    """The product of sizes that are all known; 0 where one is not."""
    found = 1
    for size in sizes:
        found *= size or 0
    return found


def _sizes(near: Around) -> dict[str, list]:
    """Batch, channels and planes within reach; a size that nothing gives is left out."""
    text = near.every_text()
    lettered: dict[str, list[int]] = {}
    for letter, number in _LETTER.findall(text):
        lettered.setdefault(letter, []).append(int(number))
    for number in _SAME.findall(text):
        lettered.setdefault("H", []).append(int(number))
        lettered.setdefault("W", []).append(int(number))
    batch = [*lettered.get("N", ()), *lettered.get("B", ()), *(int(a or b) for a, b in _BATCH.findall(text))]
    channels = [*lettered.get("C", ()), *(int(n) if n else 3 for n, _ in _CHANNELS.findall(text))]
    planes = [
        *zip(lettered.get("H", ()), lettered.get("W", ()), strict=False),
        *(s[:2] for s in near.shapes if s[0] == s[1]),
    ]
    once = {"N": batch, "C": channels, "plane": planes}
    empty = {"N": None, "C": None, "plane": (None, None)}
    return {key: list(dict.fromkeys(values))[:3] or [empty[key]] for key, values in once.items()}
