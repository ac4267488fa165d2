"""How deep one filter is, in words: through the whole input, one channel deep; a "5x5 filter" on RGB that is 5x5x3.

Three slots: that a filter is spoken of, how deep it is said to be (the input's depth, the output's, a number), and the
convolution, named in the sentence or above it. A block of numbers is as deep as the colours or channels it is put to.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note, runnable
from ..sizes.geometry import WORDS
from ..vocabulary import family
from .idioms import flat

_FILTER = re.compile(r"フィルター?|カーネル|\b(?:filters?|kernels?)\b", re.IGNORECASE)
_DEPTH = r"(?:奥行き|深さ|厚[みさ]|チャン?ネル(?:方向の厚み|の?数)?)"
_ITS = r"(?:フィルター?|カーネル)(?:[1１一]枚)?(?:の|は|が)?\s*"
_THROUGH = re.compile(
    rf"(?:入力|元)(?:データ|画像|マップ|特徴マップ)?の?(?:{_DEPTH}|チャン?ネル)の?(?:全体|いっぱい|すべて|全て|全部|ぶん|分)(?:を|に|に?まで)?[^。、]{{0,6}}?(?:貫|また[がぎ]|覆|渡|わた|通|広が|持|届|いっぱい)"
    r"|(?:全|すべての|全ての)(?:入力)?チャン?ネルに(?:また[がぎ]|渡|わた|及|広が)|奥行き(?:方向)?(?:いっぱい|全体)(?:を|に)[^。、]{0,4}?(?:貫|覆|広が|また|渡|わた|使)"
    r"|\b(?:runs?|extends?|reach\w*|goes|go|spans?|covers?|stretch\w*|pass\w*|cuts?)\s+(?:\w+\s+){0,2}?(?:through|across|over|to|along)?\s*(?:the |its |all of the |all )?(?:full|whole|entire|complete) (?:input )?(?:depth|stack of channels)(?: of (?:the|its) input(?: \w+)?)?"
    r"|\b(?:runs?|extends?|goes|go|cuts?|stretch\w*)\s+(?:\w+\s+){0,2}?(?:through|across|over) (?:all|every)(?: of the)?(?: input)? channels?|\ball the way through (?:the )?(?:depth|input)",
    re.IGNORECASE,
)
_AS_DEEP = re.compile(
    rf"{_ITS}{_DEPTH}(?:は|が)[^。、]{{0,6}}?(?P<a>入力|出力)(?:データ|画像|マップ|特徴マップ|側)?(?:の?{_DEPTH})?(?:と(?:同じ|等し|一致|揃|そろ)|に(?:等し|一致|合わせ|揃|そろ|なら))"
    rf"|(?P<b>入力|出力)(?:データ|画像|マップ|特徴マップ|側)?と同じ(?:だけの?)?(?:奥行き|深さ|厚[みさ])"
    r"|\bas (?:deep|thick) as (?:the |its )?(?P<c>input|output)|\b(?:same|equal) (?:depth|number of channels) as (?:the |its )?(?P<d>input|output)",
    re.IGNORECASE,
)
_SO_DEEP = re.compile(
    rf"{_ITS}(?:奥行き|深さ|厚[みさ])(?:は|が|も|：|:|=|\s)\s*(?P<a>\d{{1,4}}|一|ひと)(?:つ|枚|チャン?ネル)?(?:だけ|しか|のみ|の|だ|で|[。.、]|\s*$)|{_ITS}(?:奥行き|深さ|厚[みさ])\s*(?P<b>\d{{1,4}})(?:の|[。.、]|\s*$)"
    r"|\b(?P<c>\d{1,4}|one|two|three|four|a single) (?:input )?channels? (?:deep|thick)\b|(?<!input )(?<!output )(?<!network )(?<!image )(?<!map )(?<!volume )(?<!channel )\b(?:depth|thickness) (?:of |is |= ?)+(?P<d>\d{1,4}|one|two|three)\b",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"(?<![\d.x×])(?P<k>\d{1,2})\s*[x×]\s*(?P=k)(?!\s*[x×]\s*\d)[^。.]{0,40}?(?:実(?:際|体|質|は)|本当|正確|じつは|really|actually|in fact|in truth|strictly)[^。.\d]{0,24}(?P<a>\d{1,2})\s*[x×]\s*(?P<b>\d{1,2})\s*[x×]\s*(?P<c>\d{1,4})(?!\d)", re.IGNORECASE
)
_COLOURS = re.compile(r"RGB|カラー|[3３三]\s*(?:色|チャン?ネル|ch)|\bcolou?r\b|(?<![\d.])3[- ]channel", re.IGNORECASE)
_CHANNELS = re.compile(r"(?<![\dx×.])(\d{1,4})\s*(?:チャン?ネル|ch\b|[- ]?channels?\b)(?:の)?(?:入力|画像|マップ|\s+(?:input|image|map|volume))", re.IGNORECASE)
_DENIED = re.compile(r"^\S{0,6}(?:ない|ません|ず(?:に|、))|\b(?:not|never|n't|no longer)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_NEAR = ("", "the heading", "the item above", "the sentence before", "the introduction", "the question", "the table row")


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of a filter's depth."""
    s = view.sentence
    text = flat(s)
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words) or not _filters(view, text):
        return
    yield from _blocks(view, text)
    named = view.subject(0, lambda name: family(name) == "convolution")
    subject = runnable(named.subject) if named else "conv2d"
    if subject not in ("conv2d", "depthwise_conv2d", "pointwise_conv2d"):
        return
    found, letter = _depth(text)
    if found is None:
        return
    denied = bool(_DENIED.search(text[found.end() : found.end() + 10]) if s.japanese else _DENIED.search(text[: found.start()]))
    side = "1, 1" if subject == "pointwise_conv2d" else "K, K"
    sizes = "in_channels=C" if subject == "depthwise_conv2d" else "in_channels=C, out_channels=M"
    sure = (named is None or named.where in _NEAR) and not s.has("hedged") and not denied
    yield Reading(
        f"{'not ' if denied else ''}kernel_shape({subject}, {sizes}, of=filter) == ({side}, {letter})", found.start(), found.end(), inherited_note(named, view) if named else (),
        sure=sure, predicate="kernel_shape",
    )  # fmt: skip


def _filters(view: View, text: str) -> bool:
    """Whether a filter is spoken of, here or in the sentence before."""
    s = view.sentence
    before = view.outline.sentences[s.block][s.number - 1 : s.number] if s.number else []
    return bool(_FILTER.search(text)) or (any(_FILTER.search(e.words) for e in before) and bool(re.match(r"\s*(?:it|this|that|これ|それ|その)", text, re.IGNORECASE)))


def _depth(text: str) -> tuple[re.Match[str] | None, str]:
    """Where a depth is given, and what it is: C, the output's M, a number."""
    if through := _THROUGH.search(text):
        return through, "C"
    if alike := _AS_DEEP.search(text):
        side = next(g for g in alike.groups() if g).lower()
        return alike, "C" if side in ("入力", "input") else "M"
    if number := _SO_DEEP.search(text):
        value = next(g for g in number.groups() if g).lower()
        value = {"一": "1", "ひと": "1", "a single": "1"}.get(value) or str(WORDS.get(value, value))
        return number, value
    return None, ""


_RGB = re.compile(_COLOURS.pattern + r"|(?<![A-Za-z])R\s*[・、,/]\s*G\s*[・、,/]\s*B(?![A-Za-z])", re.IGNORECASE)


def _of_colours_above(view: View) -> str:
    """Three, where the lines above speak of colour images, and of no other number of channels."""
    outline, s = view.outline, view.sentence
    above = [flat(e) for at in range(max(0, s.block - 5), s.block) if outline.sections[at] == outline.sections[s.block] for e in outline.sentences[at]]
    others = any(m[1] != "3" for t in above for m in _CHANNELS.finditer(t))
    return "3" if any(_RGB.search(t) for t in above) and not others else ""


def is_a_block(text: str) -> bool:
    """Whether a text says of a filter what block it really is."""
    return bool(_FILTER.search(text) and _BLOCK.search(text))


def _blocks(view: View, text: str) -> Iterator[Reading]:
    """On an RGB image a "5x5 filter" is really a block of 5x5x3."""
    found = _BLOCK.search(text)
    channels = _CHANNELS.search(text)
    depth = "3" if _COLOURS.search(text) else channels[1] if channels else _of_colours_above(view) if found else ""
    if found and depth:
        yield Reading(
            f"kernel_shape(conv2d, kernel_size={found['k']}, in_channels={depth}, of=filter) == ({found['a']}, {found['b']}, {found['c']})", found.start("a"), found.end(),
            sure=not view.sentence.has("hedged"), firm=True, predicate="kernel_shape",
        )  # fmt: skip
