"""How many parameters a batch normalisation learns, a number said of each of them: 128 for 64 channels, not 64.

The channels are told once, in the sentence or those right above (ch=64, 64 チャネル); the layer is named in the clause.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.setting import sentences_above

REACH = 2
_NORM = re.compile(r"batch[- ]?norm[a-z0-9]*|バッチ正規化|(?<![A-Za-z])BN(?![A-Za-z])", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?<![\d.,x*^/+])(?P<a>\d{1,4})\s*(?:個|つ)(?:しか|の|だけ)?\s*(?:しか)?\s*(?:の)?(?:学習(?:可能な|する|できる)?)?\s*パラメ|(?:学習(?:可能な|する|できる)?)?パラメータ(?:数)?[はが]\s*(?:1\s*つ(?:につき|あたり)|それぞれ)?\s*(?P<b>\d{1,4})(?!\d|\s*[%倍])"
    r"|(?<![\d.,x*^/+])(?P<c>\d{1,4})\s+(?:learn\w+\s+|trainable\s+)?(?:parameters|params|numbers to learn)\b",
    re.IGNORECASE,
)
_CHANNELS = re.compile(r"(?<![\d.,x*])(\d{1,4})\s*(?:-?channels?\b|ch\b|チャン?ネル)|(?<![A-Za-z])(?:ch|C|channels|num_features)[`$\s]*=[`$\s]*(\d{1,4})(?!\d)|BatchNorm[12]d\(\s*(\d{1,4})", re.IGNORECASE)
_TURNED = re.compile(r"\bnot\b|n't\b|ではな|running|移動|buffer|バッファ|統計|scale|shift|γ|β|gamma|beta|affine|それぞれ\s*\d|fewer|more|(?<!誤)差|増|減|合わせ|together|in total|合計|全部", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The count in the clause that names the layer."""
    s = view.sentence
    text = plain(s.text.chars)
    found = list(_FIGURE.finditer(text))
    named = list(_NORM.finditer(text))
    if s.cell is not None or len(found) != 1 or not named or s.has("question") or named[-1].end() > found[0].start():
        return
    clause = text[named[-1].end() : found[0].end()]
    if len(clause) > 60 or _TURNED.search(text[named[-1].start() :]) or re.search(r"\d", clause[: found[0].start() - named[-1].end()].replace("1つ", "")):
        return
    near = [text, *(plain(e.text.chars) for e in list(sentences_above(view))[:REACH])]
    channels = next((c for t in near if (c := {int(a or b or d) for a, b, d in _CHANNELS.findall(t)})), set())
    if len(channels) != 1:
        return
    kind = next(g for g in "abc" if found[0][g])
    notes = ("the channels are told beside it",)
    yield Reading(f"params(batch_norm, in_channels={channels.pop()}, affine=true, moving=false) == {found[0][kind]}", found[0].start(kind), found[0].end(), notes, firm=True, subject="batch_norm", predicate="params")
