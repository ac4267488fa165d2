"""What sharing weights does to counts: fewer weights, as many multiplications; own filters at each position: 400 times as many.

Slots: whether weights are shared or each position has its own, the count, and what is said of it: fewer, more, the same,
or a factor, for which the size of the output is the one in reach. Decided by running a layer that shares nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import case_of, doubtful, plain, texts_above
from .change_words import Item, counts_in, first_of, patterns

_SHARING = re.compile(
    r"(?:重み|パラメータ|フィルター?)?(?:の)?共有(?:する|した|され|し(?=[、てた])|に(?:よって|より|よる)|のおかげ|は|が|だけ|で(?=[、は])|化|の効果)|使い回(?:す|せ|し)"
    r"|\b(?:(?:weight|parameter)[- ])?sharing\b|\bshared (?:weights|filters?|parameters)\b|\b(?:weights|filters?|parameters) are shared\b|\bshare (?:the )?(?:weights|filters?|parameters)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"共有(?:し|され|が)?(?:なけれ|なかっ|ない|せず|しな|なし)|(?:位置|場所|画素|箇所)(?:ごと|毎|によって)に?[^。、]{0,10}(?:別|違|異な|独自|固有|専用)[^。、]{0,8}(?:フィルター?|重み|カーネル)|局所結合|locally[- ]connected"
    r"|\b(?:without|no) (?:weight |parameter )?sharing\b|\b(?:not|n't) (?:share|shared)\b|\b(?:each|every) (?:output )?(?:position|location|unit|pixel|place)\b[^.;]{0,24}\b(?:its own|own|a separate|a different)\b|\b(?:its own|a separate|a different|separate|different) (?:filters?|kernels?|weights|set of weights) (?:at|for|in) (?:each|every)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)(?:\s*[x×*]\s*(\d+))?\s*(?:倍|times\b|-?fold\b|x as)", re.IGNORECASE
)
_OUTPUT = re.compile(
    r"(?:出力|output|feature map|特徴マップ)[^。.;]{0,16}?(?<![\dx])(\d{1,4})\s*x\s*\1(?!\d)", re.IGNORECASE
)
_SHARED = re.compile(r"\s*(?:を|が|の)\s*$")
_ITS_OBJECT = re.compile(r"\s+(?:(?:the|all|its|these|filter)\s+)*", re.IGNORECASE)  # sharing weights
_NOT_EN = re.compile(r"(?:\b(?:not|no|never|without|nothing|nor|rather than|instead of)|n't)\b[^.;,]{0,28}$", re.IGNORECASE)
_NOT_JA = re.compile(r"[^、。]{0,6}?(?:ない|ません|ず(?:に|、)|わけで)")
_BORDER = re.compile(r"[;。]|(?:が|だけで|一方で?|のに対し)[、,]|\b(?:but|while|whereas|yet)\b", re.IGNORECASE)
_AS_MANY = re.compile(r"\b(?:as many|as much|the same number of|the same|equally many)\s*$", re.IGNORECASE)
_OTHER = re.compile(
    r"depth-?wise|point-?wise|1\s*x\s*1|全結合|fully[- ]connected|枚のフィルタ|[?？]\s*$|cross[- ]?layer|層(?:どうし|の間|間)|across layers|time\b|時間|RNN",
    re.IGNORECASE,
)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says that sharing, or not sharing, does to a count."""
    s = view.sentence
    if not view.in_prose or len(s.words) > 260:
        return
    text = plain(s.text.chars)
    own = _OWN.search(text)
    cause = own or _SHARING.search(text)
    if cause is None or _OTHER.search(text):
        return
    counts = [c for c in counts_in(s) if c.end <= cause.start() or c.start >= cause.end()]
    counts = [c for c in counts if not _SHARED.match(text[c.end : cause.start()] + " ") and not _ITS_OBJECT.fullmatch(text[cause.end() : c.start])]  # what is shared
    if own and (told := list(_times(view, text, own, counts))):
        yield from told
        return
    for number, count in enumerate(counts):
        following = counts[number + 1].start if number + 1 < len(counts) else len(text)
        said = _said(text, count, s.japanese, cause.end(), following)
        if said is not None and (statement := _statement(count.value, said[0], bool(own), said[1])):
            yield Reading(
                statement,
                min(cause.start(), count.start),
                max(cause.end(), count.end),
                sure=not doubtful(s),
            )


def _said(text: str, count: Item, japanese: bool, since: int, until: int) -> tuple[str, bool] | None:
    """What is said of a count (up, down, same), and whether it is denied."""
    words = patterns("growing", japanese)
    if japanese and re.search(r"[\u3040-\u30ff]", text):
        border = _BORDER.search(text, count.end)
        after = text[count.end : border.start() if border else len(text)]
        name = first_of(words[2:3], after) or first_of(words[:2], after)
        verb = next((p.search(after) for n, p in words if n == name), None)
        return (name, name != "same" and bool(_NOT_JA.match(after[verb.end() :]))) if name and verb else None
    if _AS_MANY.search(text[: count.start]):
        return "same", False
    first = max([m.end() for m in _BORDER.finditer(text, 0, count.start)], default=0)
    verbs = sorted((m.start(), n, m.end()) for n, p in words[:3] for m in p.finditer(text, first, count.start))
    if verbs:
        start, name, end = verbs[-1]
        return name, name != "same" and bool(
            _NOT_EN.search(text[first:start]) or _NOT_EN.search(text[end : count.start])
        )
    border = _BORDER.search(text, count.end, until)
    after = text[count.end : border.start() if border else until]
    name = first_of(words[:3], after)
    if name is None:
        return None
    verb = next(m.start() for n, p in words[:3] if n == name and (m := p.search(after)))
    return name, name != "same" and bool(_NOT_EN.search(after[:verb]))


def _statement(measure: str, said: str, own: bool, denied: bool) -> str | None:
    """The layer that shares beside the one that does not; of a map with more than one position."""
    if said not in ("up", "down", "same"):
        return None
    shared, separate = f"{measure}(conv2d)", f"{measure}(locally_connected2d)"
    changed, other = (separate, shared) if own else (shared, separate)
    if said == "same" and measure == "params" and not own:
        return None  # of the image's size, not of sharing
    if said == "same":
        return f"{changed} == {other}"
    bound = " if H > 1" if measure == "params" else ""
    return f"{'not ' if denied else ''}{changed} {'<' if said == 'down' else '>'} {other}{bound}"


def _times(view: View, text: str, own: re.Match[str], counts: list[Item]) -> Iterator[Reading]:
    """So many times as many weights where each position has its own: as many as the output has positions."""
    factor = _TIMES.search(text)
    if factor is None or not counts:
        return
    case = case_of(view, factor.span())
    kernels = [k for k in case.every("kernel_size") if k > 1]
    planes = list(dict.fromkeys(zip(case.every("out_height"), case.every("out_width"), strict=False)))
    for above in texts_above(view):
        planes += [(int(m[1]), int(m[1])) for m in _OUTPUT.finditer(plain(above))]
    for height, width in zip(case.every("height"), case.every("width"), strict=False):
        planes += [(height, width), *((height - k + 1, width - k + 1) for k in kernels if k <= min(height, width))]
    value = int(factor[1].replace(",", "")) * int(factor[2] or 1)
    measure = counts[0].value
    if counts[0].value == "macs":
        planes = planes or [(4, 4)]
    texts = [
        f"{measure}(locally_connected2d, height={h}, width={w}) == {value}*{measure}(conv2d, height={h}, width={w})"
        for h, w in dict.fromkeys(planes)
    ]
    if texts:
        start, end = min(own.start(), counts[0].start), max(own.end(), factor.end(), counts[0].end)
        yield Reading(
            texts[0],
            start,
            end,
            ("the output of the layer above",),
            tuple(texts[1:8]),
            firm=True,
            sure=not doubtful(view.sentence),
        )
