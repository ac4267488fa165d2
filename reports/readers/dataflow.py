"""Dataflow between two operations: the depthwise convolution's output is the pointwise one's input.

Two operations of a block and words that lead the output of one into the other, in either order; or that let both run
beside each other on the same input. The order is claimed, and observed as the block runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View

_STEPS = ("depthwise_conv2d", "pointwise_conv2d")
_ONWARD = (
    re.compile(r"(?:畳み?込み|層|conv\w*)?の(?:出力|結果)(?:が|を|は)?、?(?:そのまま|続く|次の)?(?:の)?\s*"),
    re.compile(r"(?:畳み?込み|層|conv\w*)?(?:は|が|を)?[^。、]{0,4}(?:の(?:入力|前段)|に(?:入力|渡|入|送|流)|へ(?:渡|入力|送|流)|が受け取)"),
)
_BACK_JA = (
    re.compile(r"(?:畳み?込み|層|conv\w*)?(?:の入力)?は、?[^。、]{0,6}"),
    re.compile(r"(?:畳み?込み|層|conv\w*)?の(?:出力|結果)(?:$|[。、でだを]|に(?:対して|かけ|掛け|適用|作用)|を(?:入力|受け))"),
)
_OUTPUT_OF = re.compile(r"\b(?:outputs?|results?)\s+(?:of|from)\s+(?:the\s+|an?\s+|its\s+)?$", re.IGNORECASE)
_LED = re.compile(r"\b(?:fed|feeds?|goes|go|passed|passes|sent|becomes?|serves? as|enters?|input)\b", re.IGNORECASE)
_FEEDS = re.compile(r"\s*(?:conv\w*|layer|step|stage)?(?:'s (?:output|result))?\s*(?:is |then |directly )*(?:feeds?|goes|is fed|is passed|passes|flows|enters|becomes the input)\s*(?:of |on |into |to |in |its \w+ )*(?:the\s+|an?\s+)?", re.IGNORECASE)
_TAKES = re.compile(r"\b(?:takes?|receives?|applied|operates?|works?|acts?|runs?|reads?|gets)\b", re.IGNORECASE)
_STEP_ONE = re.compile(r"\b(?:applied|operat\w+|works?|acts?|runs?|on|to)\b[^.;]{0,16}\b(?:output|result)s?\s+(?:of|from)\s+(?:step|stage|part|number|\()?\s*(?:1|one|\(1\)|the first|the previous)|(?:1|①|手順1|第1段|前段)の?(?:段|ステップ)?の(?:出力|結果)(?:に|を|へ)", re.IGNORECASE)
_BESIDE = re.compile(r"\bin parallel\b|\bside by side\b|並列に|並行して|同時に(?:同じ|元の)", re.IGNORECASE)
_SAME_INPUT = re.compile(r"(?:original|same) input|(?:同じ|元の|もとの)入力", re.IGNORECASE)
_OTHERS = re.compile(r"xception|mobilenet\s?-?v?[23]|inverted|expan|逆残差|反転残差|拡張|shufflenet|efficientnet", re.IGNORECASE)  # the other way round
_DENIED = re.compile(r"ない|ません|\b(?:not|never|no|instead of|rather than)\b|n't", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Which of the two convolutions runs on what the other puts out."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words) or s.has("hedged"):
        return
    steps = [m for m in s.subjects if m.tag in _STEPS]
    if not steps or is_of_another(view):
        return
    order = _order(view, steps)
    if order and not _DENIED.search(s.words):
        names = order if order[0] != "beside" else list(_STEPS)
        denied = "not " if order[0] == "beside" else ""
        yield Reading(f"{denied}composition(depthwise_separable_conv2d) == ({', '.join(names)})", steps[0].start, steps[-1].end, sure=True)


def is_of_another(view: View) -> bool:
    """Whether a block is spoken of in which a 1x1 convolution comes first."""
    outline, s = view.outline, view.sentence
    near = (*range(max(0, s.block - 4), s.block + 1), *outline.headings(s.block))
    return any(_OTHERS.search(outline.blocks[b].raw) for b in near)


def _order(view: View, steps: list) -> list[str] | None:
    s = view.sentence
    if len(steps) == 1 and steps[0].tag == "pointwise_conv2d" and (before := _step_above(view)):
        if _BESIDE.search(s.words) and _SAME_INPUT.search(s.words):
            return ["beside"]
        return [before, steps[0].tag] if _STEP_ONE.search(s.words) else None
    if len(steps) != 2 or steps[0].tag == steps[1].tag:
        return None
    first, second = steps
    before, between, after = s.words[: first.start], s.words[first.end : second.start], s.words[second.end :]
    if _BESIDE.search(s.words) and _SAME_INPUT.search(s.words):
        return ["beside"]
    if s.japanese:
        if _ONWARD[0].fullmatch(between) and _ONWARD[1].match(after):
            return [first.tag, second.tag]
        return [second.tag, first.tag] if _BACK_JA[0].fullmatch(between) and _BACK_JA[1].match(after) else None
    if _OUTPUT_OF.search(before) and _LED.search(between):
        return [first.tag, second.tag]
    if _TAKES.search(between) and _OUTPUT_OF.search(between):
        return [second.tag, first.tag]
    return [first.tag, second.tag] if _FEEDS.fullmatch(between) else None


def _step_above(view: View) -> str | None:
    """The other convolution, in the list item or the line just above."""
    s, outline = view.sentence, view.outline
    above = [e for e in outline.sentences[s.block] if e.number < s.number] or ([*outline.sentences[s.block - 1]] if s.block else [])
    tags = [m.tag for e in above[-1:] for m in e.subjects if m.tag in _STEPS]
    return tags[0] if tags == ["depthwise_conv2d"] else None
