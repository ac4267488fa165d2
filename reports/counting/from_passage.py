"""Counts of one layer whose sizes stand anywhere in the passage: in the program above, the exercise, the part before.

"without the bias, that's 231,211,008 multiply-adds" under a program with `nn.Conv2d(64, 128, 3)` on a 56x56 map, a row
"conv, 16 filters | 2,416" under an exercise that tells of the picture and the windows, "a hundred and twenty million
weights" of a picture that is flattened. The sizes are taken from ever further away until a layer comes out right. As
such a number comes out of many sizes if it is short, only long ones are tried, and nothing is refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from .. import patterns as re
from ..reading import Reading, View, call
from ..sizes.counting import bias_said, doubtful, kinds_in, plain
from ..spares import OF_THE_PASSAGE
from .axes import one_axis
from .figures import Figure, figures, loosely
from .measured import measured
from .of_layers import unit_or_label
from .passage import FURTHER, Passage, passage_of, said_number
from .roles import roles_in
from .steps import measure_near
from .times import times_said

LEAST, CERTAIN = 100, 1_000
WIDEST = 4096  # channels of a convolution
FEW = 7
LONG = 6  # digits of a number that needs no word to be a count
REACHES = (0, 2, 6, 14)
_LINEAR = re.compile(r"fully[- ]connected|\bfc[\d_]*\b|\bdense (?:layer|net)|\bdense\s*(?=[,;|(]|$)|linear\b|全結合|線形層|ユニット|\bunits?\b|neurons?|ニューロン|アフィン|affine|nn\.Linear|flatten|平らに|hidden_size", re.IGNORECASE)
_CONV = re.compile(r"conv|畳み?込み|filters?\b|フィルタ|カーネル|kernels?\b", re.IGNORECASE)
_GROUPED = re.compile(r"\bgroups?\b|グループ", re.IGNORECASE)
_NO_PADDING = re.compile(r"\b(?:no|without|zero) (?:zero[- ])?padding|\bvalid\b|(?:パディング|余白|padding)\s*(?:は|を|が)?\s*(?:なし|無し|無く|なく|=?\s*0(?!\d))|unpadded", re.IGNORECASE)
_NORM = re.compile(r"norm|正規化|\bBN\b", re.IGNORECASE)
_ALIKE = re.compile(r"in_channels=(\d+), out_channels=\1\D")
_SQUARE = re.compile(r"(?<![\dx])\d{1,2}\s*x\s*\d{1,2}(?!\d)")
_OTHERS = re.compile(r"transpos|転置|dilat(?!ion)|deform|3d\b|locally|局所結合|共有しな|attention|LSTM|RNN|embedding|skip connection", re.IGNORECASE)
_ONE_PLANE = re.compile(r"\bgr[ae]y|グレー|濃淡|白黒|モノクロ|単色|MNIST|\b(?:single|one|1)[- ](?:input )?(?:channel|plane|map)\b|(?<!\d)[1１一]\s*(?:入力)?チャン?ネル|[x×]\s*1(?![\d.]|\s*[x×])|depth-?wise|each channel|チャン?ネルごと|\bch(?:annels?)?\s*=\s*1\b", re.IGNORECASE)
_PER_PLACE = re.compile(r"\b(?:per|each|every|one|single)\s+(?:output )?(?:pixel|position|location|place|point|step|sample)|(?:1|一)\s*(?:画素|点|標本|位置|ステップ|時刻)|(?:画素|点|標本|位置|時刻)(?:1つ)?(?:あたり|ごと|につき)", re.IGNORECASE)
_OF_MANY = re.compile(r"\bbatch\b|バッチ|ミニバッチ", re.IGNORECASE)
_BATCH = re.compile(r"[(\[]\s*(\d{1,4})\s*,\s*\d{1,5}\s*,\s*\d{2,5}\s*,\s*\d{2,5}\s*[)\]]|(?:batch|バッチ)(?: ?size|サイズ)?\s*(?:of|=|:|は|が)?\s*(\d{1,4})", re.IGNORECASE)
_SUMMED = re.compile(r"合計|合わせ|あわせ|全体|全部|\btotal\b|together|altogether|in all\b|\bwhole (?!layer)|\bmodule\b|\bblock\b|bottle-?neck|ボトルネック|squeeze.*expand|(?:→|->)[^→>]*(?:→|->)|モジュール|ブロック|\band\b.*\bthen\b", re.IGNORECASE)
_WEIGHTS = re.compile(r"weights?\b|重み", re.IGNORECASE)
_SPOKEN = re.compile(r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty(?:-\w+)?|\d+)(?:[ -](?:hundred|thousand|million|billion|and|\w+teen|\w+ty(?:-\w+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))*[ -](?:thousand|million|billion)\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The counts of one layer that a sentence, a cell or an item states."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.words.rstrip().endswith(("?", "？")) or len(s.words) > 400:
        return
    text = plain(s.text.chars)
    start = 0
    for f in (*figures(text), *spoken(text)):
        if f.value < LEAST or (f.value < CERTAIN and s.cell is None and not unit_or_label(text, f)) or re.search(r"[x*+/]\s*$|(?:→|->|\bto|\binto)\s*$", text[: f.start]) or re.match(r"\s*(?:[x*+/]\s*\d|→|%|％)", text[f.end :]):
            continue
        measure = measured(view, f, start) or measured(view, f) or measure_near(view)
        if not measure and telling(f) >= LONG and not f.rounded:
            yield from _of_layer(view, f, "params")
        elif measure in ("params", "macs"):
            yield from _of_layer(view, f, measure)
        start = f.end if measure else start


def spoken(text: str) -> Iterator[Figure]:
    """The numbers in English words that are told by thousands or more: a hundred and twenty million."""
    for m in _SPOKEN.finditer(text):
        value = said_number(m[0])
        if value >= CERTAIN and not re.fullmatch(r"[\d., ]+(?:thousand|million|billion)", m[0]):
            zeros = len(str(value)) - len(str(value).rstrip("0"))
            yield Figure(Fraction(value), Fraction(10**zeros), f"{value // 10**zeros}*{10**zeros}", m.start(), m.end(), True)


def telling(f: Figure) -> int:
    """How many digits of a figure say something: those that chance does not hit."""
    return len(str(int(f.value / f.unit)).rstrip("0")) if f.rounded else len(str(int(f.value)))


def fits(count: int | Fraction, f: Figure) -> bool:
    """Whether a count is the figure, to the places that are printed."""
    return count == f.value if not f.rounded else abs(count - f.value) < f.unit


def _of_layer(view: View, f: Figure, measure: str) -> Iterator[Reading]:
    """The layer that comes to a figure, with the nearest sizes that give one."""
    passage = passage_of(view, f.start, f.end)
    clause = passage.own
    times = times_said(clause, passage.row)
    if _OTHERS.search(passage.near) or _GROUPED.search("\n".join((passage.near, *passage.texts[:2]))) or (_SUMMED.search(passage.near) and times == 1 and not _OF_MANY.search(passage.near)):
        return
    along = one_axis(view)
    for reach in REACHES[: 3 if telling(f) < 3 else None]:
        if telling(f) < 3 and len(passage.numbers(reach)) > FEW:
            break  # so many numbers make anything of two digits
        found = list(_layers(passage, f, measure, reach, along, times))
        if found:
            yield Reading(found[0], f.start, f.end, (OF_THE_PASSAGE,), tuple(found[1:4]), sure=False, spare=True)
            return
    if times > 1 and not doubtful(view.sentence):
        yield from _of_one_alone(passage, f, measure, along, times)


def _of_one_alone(passage: Passage, f: Figure, measure: str, along: bool, times: int) -> Iterator[Reading]:
    """A count told of several layers that is the count of one, at the sizes of the sentence or right above it."""
    for reach in REACHES[:2]:
        found = list(dict.fromkeys(_layers(passage, f, measure, reach, along, 1)))
        alike = [t for t in found if _ALIKE.search(t)]
        if alike:
            yield Reading(f"{times}*{alike[0]}", f.start, f.end, (f"the number is what one of the {times} layers has",), firm=True, spare=True)
            return


def _layers(passage: Passage, f: Figure, measure: str, reach: int, along: bool, times: int) -> Iterator[str]:
    """The statements of the layers within reach that come to the figure."""
    kinds = {k for _, _, k in kinds_in(passage.before) or kinds_in(passage.near) or _told_just_before(passage)} - {"conv2d", "max_pool2d"}
    kinds -= set() if _NORM.search(passage.before) else {"batch_norm"}
    linear = "linear" in kinds or (not _CONV.search(passage.near) and bool(_LINEAR.search(passage.near) or (not kinds and not _SQUARE.search(passage.near) and _LINEAR.search("\n".join(passage.texts[:2])))))
    relation = f"{'~=' if f.rounded else '=='} {loosely(f)}"
    several = f"{times}*" if times > 1 else ""
    numbers = passage.numbers(reach)
    told = roles_in(passage.near).values
    outs = told.get("out_channels", told.get("units", []))
    outs = outs if len(outs) == 1 and outs != [times] else numbers
    if times == 1 and (only := _told_once(passage, reach)):
        numbers, outs = ([n] for n in only)
    for bias in _biases(passage, measure):
        if linear and not (kinds - {"linear"}):
            for i, o in product(dict.fromkeys([*numbers, *passage.volumes(reach)]), numbers):
                if i != o and min(i, o) > 1 and not _turned(passage.every, i, o) and fits(times * (i + bias) * o, f):
                    more = {"bias": str(bias).lower()} if measure == "params" else {}
                    yield f"{several}{call(measure, 'linear', {'in_features': str(i), 'out_features': str(o), **more})} {relation}"
        elif not linear:
            yield from (f"{several}{left} {relation}" for left in _convolutions(passage, f, measure, reach, along, times, kinds, bias, numbers, outs))


def _told_once(passage: Passage, reach: int) -> tuple[int, int] | None:
    """The channels in and out, where the passage tells of one layer and gives each of them once, by its name."""
    texts = (passage.near, *passage.texts[:reach])
    if any(FURTHER.search(text) for text in texts) or len(passage.windows(reach)) != 1:
        return None
    told = [roles_in(text).values for text in texts]
    ins, outs = ({n for values in told for n in values.get(role, [])} for role in ("in_channels", "out_channels"))
    return (ins.pop(), outs.pop()) if len(ins) == len(outs) == 1 else None


_STEPS = ("depthwise_conv2d", "conv_transpose2d")


def _told_just_before(passage: Passage) -> list[tuple[int, int, str]]:
    """The one light or transposed layer of the text right before, where the figure's own words name none: it is gone on with."""
    told = kinds_in(passage.texts[0]) if passage.texts else []
    names = {k for _, _, k in told} - {"conv2d"}
    return told if len(names) == 1 and names <= set(_STEPS) else []


def _turned(text: str, ins: int, outs: int) -> bool:
    """Whether a text gives both numbers, and what is taken to come out first."""
    places = [next((m.start() for m in re.finditer(r"\d[\d,]*", text) if m[0].replace(",", "") == str(n)), -1) for n in (ins, outs)]
    return min(places) >= 0 and places[0] > places[1]


def _convolutions(
    passage: Passage, f: Figure, measure: str, reach: int, along: bool, times: int, kinds: set[str], bias: bool, numbers: list[int], outs: list[int]
) -> Iterator[str]:
    """A convolution's calls whose count is the figure: an ordinary one, or the kind that the figure's own words name."""
    windows = passage.windows(reach) or [1] * ("pointwise_conv2d" in kinds)
    places = _places(passage, measure, reach)
    for window, i, (plane, place, many) in product(windows, numbers, places):
        taps = window if along else window**2
        if i > WIDEST or (i == 1 and not _ONE_PLANE.search(passage.every)):
            continue  # the 1 of 1x1 is no channel
        if "depthwise_conv2d" in kinds:
            if len(kinds) == 1 and fits(times * many * plane * (taps * i + bias * i), f):
                yield _call(measure, "depthwise_conv2d", {"kernel_size": str(window), "in_channels": str(i)}, place, bias, many)
            continue
        if kinds - {"pointwise_conv2d"} or (window != 1 and kinds) or (window == 1 and 1 not in windows):
            continue
        for o in outs:
            if fits(times * many * plane * (taps * i + bias) * o, f) and 1 < o <= WIDEST:
                subject = ("pointwise_conv2d" if window == 1 else "conv2d") if not along else "conv1d"
                sizes = {"kernel_size": str(window)} if subject != "pointwise_conv2d" else {}
                yield _call(measure, subject, {**sizes, "in_channels": str(i), "out_channels": str(o)}, place, bias, many)


def _call(measure: str, subject: str, sizes: dict[str, str], place: dict[str, str], bias: bool, many: int) -> str:
    more = {"bias": str(bias).lower()} if measure == "params" else place
    if subject == "pointwise_conv2d":
        more = {k: v for k, v in more.items() if k not in ("stride", "padding")}
    return f"{f'{many}*' if many > 1 else ''}{call(measure, subject, {**sizes, **more})}"


def _places(passage: Passage, measure: str, reach: int) -> list[tuple[int, dict[str, str], int]]:
    """How many places a layer is worked out at, how the statement says it, and for how many pictures."""
    if measure == "params":
        return [(1, {}, 1)]
    one = [(1, {"per": "position"}, 1)] if _PER_PLACE.search(passage.own) else []
    maps = passage.maps(reach)
    strided = any(n > 1 for text in (passage.near, *passage.texts[:3]) for n in roles_in(text).values.get("stride", []))
    shrinks = strided or (bool(_NO_PADDING.search(passage.every)) and any(k > 1 for k in passage.windows(reach)))
    if shrinks and len(maps) > 1:
        maps.remove(max(maps))  # what goes in
    elif shrinks and maps and not passage.row:
        return one
    sides = [(n, n) for n in passage.numbers(reach) if n > 3] if not maps else []
    many = [1]
    if _OF_MANY.search(passage.own):
        told = [int(m[1] or m[2]) for m in _BATCH.finditer(passage.every)][:2]
        many = [n for n in told if n > 1] or [1]
    return one + [
        (h * w, {"height": str(h), "width": str(w), "stride": "1", "padding": "same"}, n)
        for (h, w), n in product([*maps, *sides][:8], many)
    ]


_LEFT_AS_IT_IS = re.compile(r"\bdefault bias|\bbias\s*=\s*True\b|(?:デフォルト|既定)のバイアス", re.IGNORECASE)


def _biases(passage: Passage, measure: str) -> tuple[bool, ...]:
    """Whether the biases are counted: as the figure's own words say it, else the nearest text that does, else either."""
    if measure == "macs":
        return (False,)
    own = bias_said(passage.near)
    if own is not None:
        return (own,)
    if _LEFT_AS_IT_IS.search(" ".join([passage.near, *passage.texts[:2]])):
        return (True,)
    above = next((b for b in map(bias_said, passage.texts[:8]) if b is not None), None)
    if above is None or _WEIGHTS.search(passage.near):
        return (False, True)
    return (above,)
