"""Fields in time: 1,024 samples at 16 kHz are 64 ms; how many layers it takes to see a whole second.

A duration is explained by a number of samples and the rate at which they are taken, a number of layers by the kernel, the
dilations and the samples that are to be covered. The rate may be told anywhere above.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import said
from ..sizes.layers import gathered, words
from ..sizes.setting import sentences_above
from .receptive_context import context_of
from .repeated_fields import kernels_told

_RATE = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{1,3})?)\s*kHz|(?<![\d.,])(\d{1,3}(?:,\d{3})|\d{4,6})\s*(?:Hz|samples (?:per|a|each) second|サンプル毎秒)|(?:1|一|毎)\s*秒(?:間)?(?:に|あたり|は|で)?\s*(\d{1,3}(?:,\d{3})|\d{4,6})\s*(?:個|サンプル|標本|点)", re.IGNORECASE)
_DURATION = re.compile(r"(?<![\d.,])(?P<n>\d{1,4}(?:\.\d{1,3})?)\s*(?P<u>ms\b|msec|ミリ秒|milliseconds?|s\b|secs?\b|seconds?|秒)", re.IGNORECASE)
_SAMPLES = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d{2,6})(?![\d.]|,\d{3}|\s*(?:Hz|kHz|層|layers?\b|ms\b|ミリ秒|秒|samples per|個の重み|weights|%))")
_LAYERS = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})\s*(?:層|段|枚|(?:such |more |ordinary |dilated |plain )*layers?\b)", re.IGNORECASE)
_A_SPAN = re.compile(r"(?<![\d.,])(?P<n>\d{1,2}(?:\.\d{1,3})?|one|a|一|half a)\s*(?:whole |full |single )?(?P<u>ms\b|ミリ秒|milliseconds?|seconds?\b|秒)(?!\s*(?:の音を?(?:作|得|生成)|かか))", re.IGNORECASE)
_COVERS = re.compile(r"覆|見渡|見る|カバー|届|遡|\b(?:cover|see|span|reach|look)\w*", re.IGNORECASE)
_DOUBLED = re.compile(r"倍々|倍に|doubl|dilat|拡張|膨張|指数", re.IGNORECASE)
_ROUGHLY = re.compile(r"約|ほぼ|およそ|足ら|足り|弱|強|以[上下]|近く|\b(?:about|roughly|nearly|almost|some|around|less than|more than|at least|under|over|short of|approximately)\b", re.IGNORECASE)
KEPT_TO = 4_000  # layers that are run; more of a plain stack are calculated
REACH = 6  # sentences above in which the samples may be told


def read(view: View) -> Iterator[Reading]:
    """What the sentence tells of durations, and of the layers that cover one."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.words.rstrip().endswith(("?", "？")):
        return
    text = said(s)
    if not (_DURATION.search(text) or _A_SPAN.search(text)):
        return
    above = [said(e) for e in list(sentences_above(view))[:REACH]]
    if not any(words("topic").search(t) or _COVERS.search(t) for t in (text, *above)):
        return
    rates = _rates(view, text)
    yield from _durations(text, above, rates)
    yield from _needed(view, text, above, rates)


def _rates(view: View, text: str) -> list[int]:
    """How many samples a second has: as the sentence says, else as the note says above it."""
    own = [_rate(m) for m in _RATE.finditer(text)]
    if own:
        return own
    outline = view.outline
    found = [_rate(m) for at in range(view.sentence.block + 1) for m in _RATE.finditer(outline.blocks[at].raw[:2_000])]
    return list(dict.fromkeys(reversed(found)))[:4]


def _rate(m: re.Match[str]) -> int:
    return int(Fraction(m[1]) * 1_000) if m[1] else int((m[2] or m[3]).replace(",", ""))


def _durations(text: str, above: list[str], rates: list[int]) -> Iterator[Reading]:
    """A duration that so many samples take."""
    own = [int(n.replace(",", "")) for n in _SAMPLES.findall(_DURATION.sub(lambda m: " " * len(m[0]), text))]
    told = list(dict.fromkeys([*own, *(int(n.replace(",", "")) for t in above for n in reversed(_SAMPLES.findall(t)))]))[:12]
    for m in _DURATION.finditer(text):
        number = Fraction(m["n"]) / (1_000 if m["u"][0] in "mMミ" else 1)
        places = len(m["n"].partition(".")[2]) + (3 if m["u"][0] in "mMミ" else 0)
        printed = f"{float(number):.{places}f}"
        off = Fraction(1, 10**places)
        for samples in told:
            for rate in rates:
                if abs(Fraction(samples, rate) - number) <= off and samples * 10 > rate * number:
                    yield Reading(f"{samples}/{rate} ~= {printed}", m.start(), m.end(), ("samples over the rate at which they are taken",), sure=False, firm=True, predicate="receptive_field")
                    break
            else:
                continue
            break


def _needed(view: View, text: str, above: list[str], rates: list[int]) -> Iterator[Reading]:
    """How many layers see a stretch of time."""
    layers, spans = list(_LAYERS.finditer(text)), list(_A_SPAN.finditer(text))
    if not 0 < len(layers) < 3 or len(spans) != 1 or not _COVERS.search(text) or not (words("needs").search(text) or re.search(r"済む|済み|で足り|suffic|\bdo\b|enough", text)):
        return
    span = {"one": Fraction(1), "a": Fraction(1), "一": Fraction(1), "half a": Fraction(1, 2)}.get(spans[0]["n"].lower()) or Fraction(spans[0]["n"])
    span = span / 1_000 if spans[0]["u"][0] in "mMミ" else span
    context = context_of(view).merged()
    own = gathered(text).size
    kernels = list(dict.fromkeys(k for k in (own, context.size, *kernels_told(view, text, above)) if k))[:3]
    wanted = [int(span * rate) for rate in rates if (span * rate).denominator == 1]
    sure = len(rates) == 1 and bool(own or context.size) and len(kernels) == 1 and not _ROUGHLY.search(text)
    for number, m in enumerate(layers):
        count = int(m["n"].replace(",", ""))
        clause = text[layers[number - 1].end() if number else 0 : layers[number + 1].start() if number + 1 < len(layers) else len(text)]
        dilated = bool(_DOUBLED.search(clause if len(layers) > 1 else text))
        texts = [_covers(k, count, samples, dilated) for samples in wanted for k in kernels if count > 1]
        if texts:
            yield Reading(texts[0], m.start(), m.end(), ("as many layers as see so far",), tuple(texts[1:]), sure=sure and len(layers) == 1, firm=True, predicate="receptive_field", subject="dilated_conv" if dilated else "conv1d")


def _covers(kernel: int, count: int, wanted: int, dilated: bool) -> str:
    """So many layers see so many samples, and one fewer would not."""
    if not dilated and count > KEPT_TO:
        return f"{count - 1}*({kernel} - 1) + 2 <= {wanted} <= {count}*({kernel} - 1) + 1"
    subject = f"{'dilated_causal_stack' if dilated else 'conv_stack'}, kernel_size={kernel}"
    return f"receptive_field({subject}, layers={count - 1}) + 1 <= {wanted} <= receptive_field({subject}, layers={count})"
