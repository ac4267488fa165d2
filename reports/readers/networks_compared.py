"""Two whole networks compared: "ResNet-152 has fewer FLOPs than VGG-19", ResNet-50 のパラメータ数は VGG-16 の約 5 分の 1.

Both are named in the sentence; the weights, the operations or the layers of each are counted in the architecture of the
reference, whole, with the fully connected layers. Where a depth is left open, every customary one may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..text.numerals import number_of
from .networks import network_in, networks_in, ways_of

_MEASURES = (
    ("params", re.compile(r"\b(?:parameters?|params|weights)\b|パラメー?タ|重み", re.IGNORECASE)),
    ("macs", re.compile(r"FLOPs?\b|MACs?\b|\b(?:multiply-\w+|multiplications|operations|computations?|compute|cost\w*|cheaper|expensive)\b|計算量|演算量|計算コスト|積和", re.IGNORECASE)),
    ("layers", re.compile(r"\blayers\b|\bdeeper\b|\bshallower\b|層数|層が|深[いくさ]|浅[いく]", re.IGNORECASE)),
)
_OTHER = re.compile(r"accura|error|精度|誤差|誤り|速|faster|slower|speed|latency|memory|メモリ|receptive|受容野|\beach\b|\bper\b|\bblocks?\b|ブロック|各層|あたり|first|最初|\bin its\b|fully|全結合|classifier|pointwise|1\s*x\s*1|train|学習|channels|チャネル|fewer of|\bif\b|would|もし|なら|版|variant|half|width|幅|quarter-", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no|never|neither)\b|n't\b|ではな|わけでは|限らな|(?<!少)な[いく]", re.IGNORECASE)
_LESS = re.compile(r"\b(?:fewer|less|smaller|cheaper|lighter|shallower|lower)\b|少な|小さ|浅[いく]|軽[いく]|下回", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|larger|bigger|greater|deeper|heavier|higher|expensive)\b|多[いくけ]|大き|深[いく]|重い|上回", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b|より(?:も|は)?|に比べ", re.IGNORECASE)
_D = r"(?P<n>\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|twice|half)"
_TIMES = re.compile(rf"\b{_D}(?:\s*(?:times|x)\b|(?=\s+(?:as|the)\b))|(?P<j>\d+(?:\.\d+)?)\s*倍|(?P<p>\d+)\s*分の\s*[1１一]|\b(?:one|a)[- ](?P<o>third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)\b|\b1/(?P<s>\d+)\b", re.IGNORECASE)
_ORDINALS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}


@dataclass(frozen=True)
class _Told:
    """How the first network's count compares with the second's: a relation and a right side, `*` for the other count."""

    relation: str
    factor: str
    start: int
    end: int


def read(view: View) -> Iterator[Reading]:
    """The one comparison that a sentence makes."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.cell is not None or s.has("question", "hedged", "training_effect") or len(s.words) > 240:
        return
    text = plain(s.text.chars)
    pair = networks_in(text)
    if len(pair) != 2 or _OTHER.search(text) or _DENIED.search(text):
        return
    measures = [name for name, pattern in _MEASURES if pattern.search(text)]
    told = _told(text)
    if len(measures) != 1 or told is None or (measures[0] == "layers" and told.factor):
        return
    first, second = _order(text, pair)
    measure = measures[0]
    statement, *others = islice((_statement(measure, a, b, told) for a, b in product(ways_of(first), ways_of(second))), 20)
    predicate = "structure_count" if measure == "layers" else f"{measure}_ratio" if told.factor else measure
    yield Reading(
        statement, told.start, told.end, ("both networks whole",), tuple(others), sure=True, firm=True,
        subject=first.partition(",")[0], predicate=predicate,
    )  # fmt: skip


def _order(text: str, pair: list[str]) -> tuple[str, str]:
    """Which of the two is compared with which: VGG より ResNet のほうが is said of ResNet, whatever is named first."""
    named = network_in(text)
    assert named is not None
    turned = re.match(r"[^はが、]{0,8}(?:より|に比べ)", text[named[2] :])
    return (pair[1], pair[0]) if turned else (pair[0], pair[1])


def _told(text: str) -> _Told | None:
    """A factor, or more or less of it than the other has."""
    times = _TIMES.search(text)
    less, more = _LESS.search(text), _MORE.search(text)
    if times and (less is None or more is None):
        word = next((times[g] for g in ("n", "j", "p", "o", "s") if times[g]), "").lower()
        value = {"twice": "2", "half": "2"}.get(word) or str(_ORDINALS.get(word) or (word if word[0].isdigit() else number_of(word)))
        part = word == "half" or bool(times["p"] or times["o"] or times["s"]) or less is not None
        return _Told("~=", f"1/{value}" if part else value, times.start(), times.end())
    found = less or more
    if found is None or (less and more) or not _THAN.search(text):
        return None
    return _Told("<" if less else ">", "", found.start(), found.end())


def _statement(measure: str, one: str, other: str, told: _Told) -> str:
    first, second = (
        f"structure_count({n}, part=depth)" if measure == "layers" else f"{measure}({n}, linear=counted)" for n in (one, other)
    )
    if not told.factor:
        return f"{first} {told.relation} {second}"
    if told.factor.startswith("1/"):
        return f"{second}/{first} ~= {told.factor[2:]}"
    return f"{first}/{second} ~= {told.factor}"
