"""How an output is connected in the plane and in depth, and which group it sees: "local in space, full in depth".

Two directions, each with its extent (局所的, "complete"), are two claims; an output of a grouped convolution sees the
channels of its own group and no others, whatever the words for seeing (自分のグループの入力だけ, "living on their own card").
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..vocabulary import family
from .norm_causal import NORMALISES

_IN_PLANE = r"(?:(?:in|along|across|over) (?:the )?(?:2d |2-d |spatial |image )?(?:plane|space|width and (?:the )?height|height and (?:the )?width|spatial (?:dimensions|directions|axes))|spatially)"
_IN_DEPTH = r"(?:(?:in|along|across|over|through) (?:the |its )?(?:full |whole |entire )?(?:depth|channels?(?: dimension| direction| axis)?)|depth-?wise|channel-?wise)"
_LOCAL = r"(?:local(?:ly connected)?|partial|sparse|small|limited|restricted)"
_FULL = r"(?:complete|full(?:y connected)?|global|dense|total|exhaustive|everything|all the way)"
_JOINT = r"\s*(?:,|;|:|–|—|-)?\s*(?:but |and |yet |while |whereas )?(?:always |is |are |it is )?"
_JA_PLANE, _JA_DEPTH = r"(?:空間(?:方向)?|縦横(?:方向)?|面内)", r"(?:深さ(?:方向)?|チャン?ネル(?:方向)?|奥行き(?:方向)?)"
_JA_LOCAL, _JA_FULL = r"(?:局所(?:的)?|部分的|一部)", r"(?:全体|全部|全結合|すべて|全て|密|完全)"
_RIGHT = re.compile(
    rf"\b{_LOCAL} {_IN_PLANE}{_JOINT}{_FULL} {_IN_DEPTH}|\b{_FULL} {_IN_DEPTH}{_JOINT}{_LOCAL} {_IN_PLANE}"
    rf"|{_JA_PLANE}(?:に|で)?は{_JA_LOCAL}[^。]{{0,12}}?{_JA_DEPTH}(?:に|で)?は{_JA_FULL}|{_JA_DEPTH}(?:に|で)?は{_JA_FULL}[^。]{{0,12}}?{_JA_PLANE}(?:に|で)?は{_JA_LOCAL}",
    re.IGNORECASE,
)
_SWAPPED = re.compile(
    rf"\b{_LOCAL} {_IN_DEPTH}{_JOINT}{_FULL} {_IN_PLANE}|\b{_FULL} {_IN_PLANE}{_JOINT}{_LOCAL} {_IN_DEPTH}"
    rf"|{_JA_PLANE}(?:に|で)?は{_JA_FULL}[^。]{{0,12}}?{_JA_DEPTH}(?:に|で)?は{_JA_LOCAL}|{_JA_DEPTH}(?:に|で)?は{_JA_LOCAL}[^。]{{0,12}}?{_JA_PLANE}(?:に|で)?は{_JA_FULL}",
    re.IGNORECASE,
)
_ONLY = r"(?:only|nothing but|just|solely|exclusively)"
_SEEING = r"(?:sees?|looks?(?: at)?|reads?|uses?|depends?(?: on)?|connects?|connected|receives?|gets?|takes?|computed|mix(?:es)?|combines?|knows?|has access)"
_OWN_GROUP = re.compile(
    rf"\b(?:{_SEEING}\b[^.;,]{{0,16}}\b{_ONLY}|{_ONLY}\b[^.;,]{{0,16}}\b{_SEEING})\b[^.;,]{{0,40}}\b(?:of|in|from|within|on|to|inside|at) (?:its|their|the same|that) (?:own )?(?:group|card|half|GPU)s?\b"
    r"|(?:自分|自身|同じ|その|自グループ|自分たち)の?(?:グループ|組|群|GPU)(?:内|の中|に属する|にある)?(?:の)?(?:入力|チャン?ネル|特徴マップ|マップ)?(?:チャン?ネル)?(?:の値)?(?:だけ|のみ|しか)",
    re.IGNORECASE,
)
_OTHER_GROUP = re.compile(
    rf"\b(?:still |also |can )?{_SEEING}\b[^.;,]{{0,30}}\b(?:of|in|from|within|on) (?:the other|other|all|all the|every|different) (?:groups?|cards?|halves|GPUs?)\b"
    r"|(?:他|ほか|別|全|すべて|全て)の?(?:グループ|組|群)(?:の(?:入力)?(?:チャン?ネル|特徴マップ|値|情報)?)?(?:も|まで)(?:見|使|参照|受け|足|依存)",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\bgroup(?:s|ed)?\b|グループ|\bgroups\s*=|組に分け", re.IGNORECASE)
_SHUFFLED = re.compile(r"シャッフル|shuffl|permut|並べ替え|重ね|stack|次の層|\bafter\b|\bif\b|\bunless\b|\bwould\b|れば|なら", re.IGNORECASE)
_CONVOLVES = re.compile(r"畳み?込み|\bconv|フィルタ|\bfilters?\b|\bkernels?\b|[13]\s*[×x]\s*[13]", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|no|none|nothing)\b(?! but)|n't|ではな|でな[いく]|わけ", re.IGNORECASE)
NEAR = 4  # blocks above in which a convolution is to be spoken of


def read(view: View) -> Iterator[Reading]:
    """Both directions, or the groups."""
    s = view.sentence
    if s.cell is not None or s.has("question") or NORMALISES.search(s.words) or not _of_a_convolution(view):
        return
    yield from _directions(view)
    yield from _groups(view)


def _directions(view: View) -> Iterator[Reading]:
    text = view.sentence.words
    right, swapped = _RIGHT.search(text), _SWAPPED.search(text)
    found = right or swapped
    if found is None or _DENIED.search(text[: found.start()]):
        return
    names = {m.tag for m in view.sentence.subjects if family(m.tag) == "convolution"} or {"conv2d"}
    if names - {"conv2d"}:
        return
    sure = not view.sentence.has("hedged")
    yield Reading(f"{'' if right else 'not '}depends_on(conv2d, input=all_channels)", found.start(), found.end(), sure=sure)
    yield Reading(f"{'not ' if right else ''}depends_on(conv2d, input=all_positions)", found.start(), found.end(), sure=sure)


def _groups(view: View) -> Iterator[Reading]:
    s = view.sentence
    text = s.words
    own, other = _OWN_GROUP.search(text), _OTHER_GROUP.search(text)
    if bool(own) == bool(other) or not _spoken_of(view, _GROUPED):
        return
    found = own or other
    assert found is not None
    rest = text[found.end() : found.end() + 24]
    denied = bool(_DENIED.search(text[: found.start()])) or (bool(re.match(r"[^。、]{0,10}(?:ない|ません|ず)", rest)) and not found[0].endswith("しか"))
    if denied:
        return
    sure = not s.has("hedged") and not _SHUFFLED.search(text)
    yield Reading(f"{'not ' if own else ''}depends_on(conv2d(groups=2), input=all_channels)", found.start(), found.end(), sure=sure)


def _of_a_convolution(view: View) -> bool:
    """Whether a convolution is spoken of in the sentence or near above it, and no normalisation."""
    if any(family(m.tag) == "normalisation" or m.tag.endswith("_norm") for m in view.sentence.subjects):
        return False
    named = view.subject(len(view.sentence.words), lambda n: n.endswith("_norm") or family(n) in ("convolution", "pooling", "linear"))
    if named is not None and named.subject.endswith("_norm"):
        return False
    return _spoken_of(view, _CONVOLVES)


def _spoken_of(view: View, what: re.Pattern[str]) -> bool:
    s, outline = view.sentence, view.outline
    over = [*outline.ancestors(s.block), *outline.headings(s.block)]
    near = [e for block in [*over, *range(max(0, s.block - NEAR), s.block + 1)] for e in outline.sentences[block]]
    return any(what.search(e.text.chars) for e in near)
