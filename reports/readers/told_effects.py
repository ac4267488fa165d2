"""Each count of a change with its own effect: "halving it divides the MACs and the weights by four", 重みも 2 倍になる.

Slots, found for themselves: the cause (which size changes and by what factor, in the sentence or in one of the two
before it), the counts, and for each count what its own stretch of the text says of it: a factor, the same, or the same
as the count before it ("along with it"). The reference is counted before and after the change.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..decided import ALL_GIVEN
from ..reading import Reading, View, roles_of
from ..sizes.counting import doubtful, kinds_in, plain
from ..vocabulary import family
from .change_statements import scaled
from .change_words import Item, counts_in
from .told_causes import Cause, causes_in
from .told_values import Value, values_in

LONGEST = 280
_THAN = re.compile(r"\bthan\b|より", re.IGNORECASE)
_WINDOW = re.compile(r"\d\s*x\s*\d|depth-?wise|point-?wise", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:(?:の(?:数|量|個数|回数)?|of (?:the |a |an )?\w+|and|or|as well as|the|both|numbers? of|count(?: of)?|と|や|も|、|・|,|および|ともに|multiply-|-)\s*)*", re.IGNORECASE)
_CUT = re.compile(r"[;:；：。、]|,(?!\d)|\.(?=\s)|\b(?:but|while|whereas|yet|and|though|although|where)\b|が(?=[、,])|けれど|のに対し", re.IGNORECASE)
_TERM = re.compile(r"\b(?:depth-?wise|point-?wise) (?:term|part|half|step|summand|cost)\b|(?:depth-?wise|point-?wise|デプスワイズ|ポイントワイズ)\s*(?:の)?(?:項|側|ほう|方|部分)", re.IGNORECASE)
_ARITHMETIC = re.compile(r"\b(?:arithmetic|the bill)\b", re.IGNORECASE)
_WHOLE = re.compile(r"fully[- ]connected|dense layer|linear layer|classifier|全結合|線形層|flatten|whole (?:network|model)|モデル全体|ネットワーク全体", re.IGNORECASE)
_OTHER = re.compile(r"同じ(?:計算量|演算量|コスト|パラメータ数?)(?:なら|で|のまま|に(?:抑|収|保))|\b(?:same|equal|fixed|constant|given) (?:cost|compute|number of (?:MACs|FLOPs|weights|parameters))\b|accura|精度|memory|メモリ|receptive|受容野|activation|speed|latency|\btime\b|速|bytes|バイト|GPU|ratio|比(?:は|が|を|率)|\bshare\b|\bper\b|あたり|\beach of\b|budget|予算|\bbias|バイアス", re.IGNORECASE)
_A_CHANGE_OF_ITS_OWN = re.compile(r"\b(?:doubl|halv|tripl|quadrupl)ing\b|(?:倍|半分)に(?:する|した|すれ)", re.IGNORECASE)
_LEAD = re.compile(r"[?？]\s*$")


def read(view: View) -> Iterator[Reading]:
    """Every count of the sentence of which the text says what a change makes of it."""
    s = view.sentence
    if s.cell is not None or not view.in_prose or len(s.words) > LONGEST or _LEAD.search(s.words):
        return
    own = plain(s.text.chars)
    counts = _counts(view, own)
    if not counts or _OTHER.search(own):
        return
    before = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell][-2:]
    above = [plain(e.text.chars) for e in before]
    cause, place = _cause(view, own, above, counts)
    if cause is None or (_THAN.search(own) and (cause.role != "groups" or _WINDOW.search(own))):
        return  # against another layer, not against the same one before
    if place < 0 and _A_CHANGE_OF_ITS_OWN.search(own):
        return
    shown = own if place < 0 else _without(own, cause)
    sure = not doubtful(s) and place >= -1
    for count, value, stretch, shared in _told(shown, counts, above[-1:], s.japanese):
        words = shown[stretch[0] : stretch[1]]
        for statement in _statements(view, words, own, count, cause, value):
            start, end = (count.start, count.end) if shared else stretch
            start = cause.end if place == 0 and start < cause.end <= count.start and not shared else start
            start = cause.start if place == 0 and count.end <= cause.start < end else start  # what stands ahead is its own claim
            notes = (ALL_GIVEN,) if cause.role == "groups" and place >= -1 else ()
            yield Reading(statement, *_trimmed(own, start, end), notes, sure=sure, firm=True, spare=True, predicate=f"{count.value}_ratio")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the signs at its ends."""
    own = text[start:end]
    return start + len(own) - len(own.lstrip(" ,、")), start + len(own.rstrip(" ,、。."))


def _counts(view: View, text: str) -> list[Item]:
    """The words for counts, and the terms of a sum of costs."""
    found = counts_in(view.sentence)
    terms = [Item("count", "macs", m.start(), m.end()) for m in (*_TERM.finditer(text), *_ARITHMETIC.finditer(text))]
    rest = [x for x in found if not any(t.start < x.end and x.start < t.end for t in terms)]
    return sorted([*rest, *terms], key=lambda x: x.start)


def _cause(view: View, own: str, above: list[str], counts: list[Item]) -> tuple[Cause | None, int]:
    """The one change that the sentence tells, else the last that the text before it tells; 0 for its own, -1, -2 before."""
    s = view.sentence
    headings = [plain(e.text.chars) for h in list(view.outline.headings(s.block))[:1] for e in view.outline.sentences[h]]
    for back, text in enumerate([own, *above[::-1]]):
        over = " ".join([*headings, *above[: max(0, len(above) - back)]]) if back < 2 else ""
        found = causes_in(view, text, over)
        kinds = {(c.role, c.by, c.letter) for c in found}
        if len(kinds) == 1:
            return (None, 0) if _BESIDE[found[-1].role == "size"].search(text) else (found[-1], -back)
        if kinds:
            return None, 0
    return None, 0


_BESIDE = {  # the other size that is changed in the same breath
    True: re.compile(
        r"(?:チャン?ネル|フィルタ|枚)(?:数|の数)?(?:を|は|が|も)[^。、]{0,6}(?:倍|増|半|減)|\b(?:doubl|halv|increas|twice)\w*\s+(?:as many |the )?(?:number of )?(?:channels?|filters?|maps)\b"
        r"|\b(?:channels?|filters?|maps)\b[^.;,]{0,20}\b(?:doubl|halv|increas)\w*", re.IGNORECASE
    ),
    False: re.compile(
        r"(?:縦横|解像度|空間(?:サイズ)?|一辺)(?:を|は|が|も)[^。、]{0,6}(?:倍|増|半|減)|\b(?:doubl|halv|increas)\w*\s+(?:the )?(?:resolution|spatial size|height|side)\b"
        r"|\b(?:resolution|spatial size|height|side)\b[^.;,]{0,20}\b(?:doubl|halv|increas)\w*", re.IGNORECASE
    ),
}  # fmt: skip


def _without(text: str, cause: Cause) -> str:
    """A text with the words of a change blanked, as long as it was."""
    return text[: cause.start] + " " * (cause.end - cause.start) + text[cause.end :]


def _told(text: str, counts: list[Item], above: list[str], japanese: bool) -> Iterator[tuple[Item, Value, tuple[int, int], bool]]:
    """Each count with the one value of its stretch; counts that are joined share it."""
    groups: list[list[Item]] = []
    for count in counts:
        if groups and _JOINED.fullmatch(text[groups[-1][-1].end : count.start]):
            groups[-1].append(count)
        else:
            groups.append([count])
    last: Value | None = _one(values_in(above[0], japanese)) if above else None
    start = 0
    for number, group in enumerate(groups):
        cuts = [m.start() for m in _CUT.finditer(text, group[-1].end, groups[number + 1][0].start)] if number + 1 < len(groups) else []
        end = cuts[-1] if cuts else groups[number + 1][0].start if number + 1 < len(groups) else len(text)
        if not cuts and number + 1 < len(groups):
            return
        first = max([m.end() for m in _CUT.finditer(text, start, group[0].start)] or [start])
        value = _one(values_in(text[first:end], japanese, text[:first]))
        value = last if value is not None and value.kind == "alike" else value
        if value is not None and value.kind in ("factor", "same"):
            yield from ((count, value, (first, end), len(group) > 1) for count in group)
        last, start = value, end


def _one(values: list[Value]) -> Value | None:
    """The value, where there is one only and it is clear."""
    return values[0] if len(values) == 1 and values[0].kind != "unclear" else None


def _statements(view: View, words: str, text: str, count: Item, cause: Cause, value: Value) -> Iterator[str]:
    if cause.role == "groups":
        yield from _grouped(count.value, cause, value)
        return
    if (value.letter and value.letter != cause.letter) or (cause.letter and value.kind == "factor" and not value.letter):
        return  # by a letter of its own; by a number where the cause is a letter
    subject = _subject(view, words, cause)
    if subject is None:
        return
    grown = cause.by**value.power if value.letter else value.factor
    if cause.role == "size" and count.value == "params":
        if not _WHOLE.search(text):
            yield f"monotone(params({subject}), size) == {'constant' if grown == 1 else 'increasing' if (grown > 1) == (cause.by > 1) else 'decreasing'}"
        return
    role = cause.role
    if cause.sides and role in ("size", "kernel_size"):
        if role not in roles_of(subject) and "kernel_height" not in roles_of(subject):
            return
        fixed = ", padding=same, stride=1" if subject == "conv2d" and count.value == "macs" else ", bias=false" if count.value == "params" else ""
        told = "height={n}, width={n}" if role == "size" else "kernel_size={n}"
        before, after = (f"{count.value}({subject}, {told.format(n=n)}{fixed})" for n in cause.sides)
        yield f"{after} {'~=' if value.rough else '=='} {value.text}*{before}"
        return
    if role == "channels" and "out_channels" not in roles_of(subject):
        role = "in_channels"
    separable = subject == "depthwise_separable_conv2d"
    about = "~=" if value.rough and (separable or role != "channels") else "~= at any" if value.rough else "~= if wide" if separable and role == "channels" else "=="
    extra = ", bias=false" if count.value == "params" and role == "channels" and not value.rough else ""
    yield from scaled(count.value, subject, role, cause.by, grown, about, extra)


def _grouped(measure: str, cause: Cause, value: Value) -> Iterator[str]:
    """The count with groups against the count of the same layer without."""
    if value.letter not in ("", cause.letter) or (value.kind == "factor" and bool(value.letter) != bool(cause.letter)):
        return
    groups = cause.letter or str(cause.by)
    sizes = f"in_channels={groups}*C, out_channels={groups}*M"
    factor = "1" if value.kind == "same" else value.text
    more = " if G > 1" if cause.letter else ""
    yield f"{measure}(conv2d, groups={groups}, {sizes}) == {factor}*{measure}(conv2d, groups=1, {sizes}){more}"


def _subject(view: View, words: str, cause: Cause) -> str | None:
    """The layer that the stretch names, else the one that is spoken of."""
    kinds = {k for *_, k in kinds_in(words)}
    special = kinds & {"depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "conv_transpose2d"}
    if len(special) > 1 or kinds & {"linear", "batch_norm", "max_pool2d"}:
        return None
    if special:
        return special.pop()
    if kinds:
        return "conv2d"
    named = view.subject(0, lambda n: family(n) in ("convolution", "mobilenet", "linear", "dense", "normalisation", "stack"))
    if named is None:
        return "conv2d"
    if family(named.subject) in ("linear", "dense", "normalisation", "stack"):
        return None if named.where in ("", "the heading") or cause.role != "size" else "conv2d"
    if cause.role == "channels" and named.subject in ("mobilenet", "depthwise_separable_conv2d"):
        return "depthwise_separable_conv2d"
    if cause.role == "channels" and named.subject == "depthwise_conv2d":
        return "depthwise_conv2d" if not named.where else None
    return "conv2d"
