"""Channels through a transition: theta times as many, half, 512 to 256; the compression given or the usual one half."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...properties.nodes import Sym, symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, Named
from ..sizes.formulas import Span
from ..sizes.quantities import whole
from ..sizes.setting import sentences_above
from ..text.numerals import number_of
from ..text.sentences import Sentence
from .channel_steps import UNIT

_ARROW = re.compile(r"\s*\$?\s*(?:→|->|⇒|=>|⟶|、|,|\\to|\\rightarrow)\s*\$?\s*(?:チャン?ネル)?\s*")
_BECOMES = re.compile(r"[^。]{0,40}?(?:→|->|⇒|になる|となる|になり|に(?:減|絞|圧縮|する)|は|\bto\b|\binto\b|\bbecomes?\b|\bgives?\b|\bgenerates?\b|\boutputs?\b|\byields?\b|\bleaves?\b|が|を|で|,)", re.IGNORECASE)
_RATE = re.compile(r"(?:圧縮率|圧縮係数|圧縮|θ|theta|compression(?:\s+(?:factor|rate))?)[^。.\d]{0,16}?(0?\.\d+|1\s*/\s*\d|1(?:\.0)?(?![\d./]|\s*[x×以]))", re.IGNORECASE)
_SAME = re.compile(r"(?:変(?:え|わら)な|変化しな|変えず|そのまま|同じ|保た|維持|圧縮(?:し|され)?な)|\b(?:unchanged|the same|as (?:it|they) (?:is|are|was|were)|untouched|no compression|not (?:change|compress|reduce)\w*)\b|n't (?:change|compress|reduce)", re.IGNORECASE)
_HALF = re.compile(r"半分|半減|1/2|\bhal(?:f|v\w+)\b", re.IGNORECASE)
_FACTOR = re.compile(
    r"(?P<half>半分|半減|\bhalv(?:e|es|ed|ing)\b|\bhalf\b)|1\s*/\s*(?P<over>\d)(?!\d)|(?P<part>\d)\s*分の\s*[1一]|(?P<times>[2-9])\s*倍|(?P<double>\bdoubl(?:e|es|ed|ing)\b|倍(?:に|増))|(?P<quarter>\bquarter\b)"
    r"|\b(?P<way>reduc|shrink|decreas|cut|lower|compress|increas|grow|rais|multipl|expand)\w*\b(?:(?!\band\b|\bby\b)[^.;,]){0,40}?\bby (?:a factor of )?(?P<by>two|2|three|3|four|4)\b(?!\s*%)",
    re.IGNORECASE,
)
_LESS = ("reduc", "shrink", "decreas", "cut", "lower", "compress")
_UNITLESS = re.compile(r"\s*\$?\s*(?:に|へ|まで|。|\.|,|$)")


def read(view: View, named: Named) -> Iterator[Reading]:
    """m channels become theta*m; with compression 0.5, 256 become 128; a shape becomes another; half as many."""
    s = view.sentence
    sure = named.where != NEARBY and not s.has("hedged", "not")
    notes = inherited_note(named, view)
    found = _lettered(view) or _shapes(view) or _numbers(view) or _factor(view)
    if found:
        text, start, end, plain = found
        yield Reading(text, start, end, notes, sure=sure and plain)


_Claim = tuple[str, int, int, bool]


def _lettered(view: View) -> _Claim | None:
    s = view.sentence
    for span in s.formulas:
        value = span.formula.sides[-1]
        letters = symbols(value)
        theta = next((x for x in letters if x in ("theta", "θ")), None)
        other = [x for x in letters if x != theta]
        if theta is None or len(other) > 1:
            continue
        claimed = to_text(value).replace("θ", "theta")
        if not other and re.match(r"\s*\$?\s*(?:倍|times\b)", s.text.chars[span.end :]) and s.has("channels"):
            return f"channels_after(transition_layer, compression=theta) == ({claimed})*C", span.start, span.end, True
        if other and not isinstance(value, Sym):
            return f"channels_after(transition_layer, compression=theta) == {claimed} where {other[0]} = in_channels", span.start, span.end, True
    return None


def _shapes(view: View) -> _Claim | None:
    s = view.sentence
    rate, own = _rate(view)
    shapes = [f for f in s.formulas if f.formula.shape and len(f.formula.shape) == 3 and len(f.formula.sides) == 1]
    sizes = [tuple(whole(n) for n in f.formula.shape or ()) for f in shapes]
    if len(shapes) != 2 or any(None in size for size in sizes) or not _ARROW.fullmatch(s.text.chars[shapes[0].end : shapes[1].start]):
        return None
    (h, w, c), out = sizes
    text = f"output_shape(transition_layer, height={h}, width={w}, in_channels={c}, compression={rate}) == ({', '.join(map(str, out))})"
    return text, shapes[0].start, shapes[1].end, own


def _numbers(view: View) -> _Claim | None:
    """Two numbers of channels, the second where the first becomes it."""
    s = view.sentence
    text = s.text.chars.replace("$", " ")
    rate, own = _rate(view)
    numbers = [f for f in s.formulas if f.number and f.number > 1 and f.atomic and not f.formula.shape]
    first = next((f for f in numbers if UNIT.match(text[f.end :])), None)
    second = next((f for f in numbers if first and f.start > first.end and _is_result(text, f)), None)
    if first is None or second is None or not _BECOMES.match(text[first.end : second.start + 1]):
        return None
    return f"channels_after(transition_layer, in_channels={first.number}, compression={rate}) == {second.number}", first.start, second.end, own


def _is_result(text: str, span: Span) -> bool:
    return bool(UNIT.match(text[span.end :]) or _UNITLESS.match(text[span.end :]))


def _factor(view: View) -> _Claim | None:
    """Half the channels, a quarter of them."""
    s = view.sentence
    text = s.text.chars
    channels = s.first("channels")
    if channels is None:
        return None
    found = next((m for m in _FACTOR.finditer(text) if m.start() < channels.start < m.end() or (not m["by"] and (0 <= m.start() - channels.end <= 24 or 0 <= channels.start - m.end() <= 24))), None)
    rates = list(_RATE.finditer(text))
    if found is None and (same := _SAME.search(text)) and stated_rate([s])[1]:
        rate, _ = stated_rate([s])
        return f"channels_after(transition_layer, compression={rate}) == C", min(channels.start, same.start()), max(channels.end, same.end()), True
    if found is None or any(m.start() <= found.start() < m.end() for m in rates):
        return None
    rate, own = _rate(view, by_words=False)
    if found["by"]:
        by = number_of(found["by"].lower())
        right = f"floor(C/{by})" if found["way"].lower() in _LESS else f"{by}*C"
    elif found["times"] or found["double"]:
        right = f"{found['times'] or 2}*C"
    else:
        right = f"floor(C/{found['over'] or found['part'] or (4 if found['quarter'] else 2)})"
    return f"channels_after(transition_layer, compression={rate}) == {right}", found.start(), found.end(), own or right.endswith("*C")


def _rate(view: View, by_words: bool = True) -> tuple[str, bool]:
    """The compression factor as a fraction, and whether it is given; where it is not, the usual half."""
    s = view.sentence
    rate, stated = stated_rate((s, *sentences_above(view)))
    return rate, stated or (by_words and bool(_HALF.search(s.words)))


def stated_rate(sentences: Iterable[Sentence]) -> tuple[str, bool]:
    """The compression factor that the first of the sentences gives, as a fraction, and True; else the usual half."""
    for sentence in sentences:
        if found := _RATE.search(sentence.text.chars):
            text = found[1].replace(" ", "")
            if text in ("1", "1.0"):
                return "1", True
            digits = text.split(".")[-1]
            return (text if "/" in text else f"{int(digits)}/{10 ** len(digits)}"), True
    return "1/2", False
