"""Names: what a thing is called, what it equals, from what it derives and where it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import Reading, View, inherited_note
from ..vocabulary import family

_ONE_BY_ONE = re.compile(r"1\s*[x×*]\s*1(?!\s*[x×*]\s*\w)")
_GROWTH = re.compile(r"growth rate|成長率|増加率|グロースレート", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Definitions, equalities and origins."""
    s = view.sentence
    if s.has("question") and not s.has("called"):
        return
    yield from _one_by_one(view)
    yield from _convolutions(view)
    yield from _growth_rate(view)
    yield from _concepts(view)
    yield from _origin(view)
    yield from _used(view)


def _one_by_one(view: View) -> Iterator[Reading]:
    """Pointwise convolution is 1x1 convolution."""
    s = view.sentence
    text = s.key.text
    found = _ONE_BY_ONE.search(text)
    if not found or s.has("cost", "parameters"):
        return
    named = view.subject(found.start(), lambda n: n == "pointwise_conv2d")
    if named is None or view.outline.blocks[s.block].kind == "heading":
        return
    other = [m for m in s.subjects if m.tag == "pointwise_conv2d"]
    above = view.outline.inherited(s, lambda n: n == "pointwise_conv2d")
    both = len(other) > 1 or (bool(other) and above is not None)
    if (s.has("called") or re.search(r"=|\(", s.words[max(0, found.start() - 6) : found.end() + 8])) and (
        both or named.where != ""
    ):
        yield Reading(
            "equals(pointwise_conv2d, conv2d(kernel_size=1))",
            min(found.start(), other[0].start if other else found.start()),
            found.end(),
            inherited_note(named, view),
            sure=False,
        )
    elif re.search(
        r"(?:kernel|filter|カーネル|フィルタ)", text[max(0, found.start() - 14) : found.end() + 20], re.IGNORECASE
    ):
        yield Reading(
            "kernel_shape(pointwise_conv2d) == (1, 1)",
            found.start(),
            found.end(),
            inherited_note(named, view),
            sure=False,
        )


def _convolutions(view: View) -> Iterator[Reading]:
    """A depthwise convolution is a grouped one; a separable one its two parts."""
    s = view.sentence
    yield from _undilated(view)
    if (
        s.has("called")
        and any(m.tag == "grouped_conv2d" for m in s.subjects)
        and any(m.tag == "depthwise_conv2d" for m in s.subjects)
    ):
        first = s.subjects[0]
        yield Reading(
            "equals(depthwise_conv2d, conv2d(groups=C, out_channels=C))", first.start, s.subjects[-1].end, sure=False
        )
    about = view.subject(0, lambda n: n in ("depthwise_separable_conv2d", "mobilenet"))
    composed = about is not None and {"depthwise_conv2d", "pointwise_conv2d"} <= {m.tag for m in s.subjects}
    if (
        composed
        and not s.has("reduce")
        and re.search(
            (
                r"組み合わせ|分け|分解|からなる|構成|続けて|factor|consist|composed|split|followed|combin|decompos"
                r"|two (?:steps|layers|stages)|then"
            ),
            s.words,
        )
    ):
        order = [m.tag for m in s.subjects if m.tag in ("depthwise_conv2d", "pointwise_conv2d")]
        if order[:2] == ["depthwise_conv2d", "pointwise_conv2d"] and s.subjects[0].tag not in ("resnet",):
            yield Reading(
                "composition(depthwise_separable_conv2d) == (depthwise_conv2d, pointwise_conv2d)",
                s.subjects[0].start,
                s.subjects[-1].end,
                sure=False,
            )


def _undilated(view: View) -> Iterator[Reading]:
    """A dilation of 1 is no dilation."""
    s = view.sentence
    found = re.search(
        r"(?:dilation|dilation rate|rate|拡張率|膨張率|d)\s*(?:of|=|is|が|を|は)?\s*1(?!\d|\s*,)", s.text.chars
    )
    plain = next((m for m in s.subjects if m.tag == "conv2d" and not m.weak), None)
    if (
        found
        and plain
        and s.has("dilation", "called")
        and re.search(r"yield|equal|same|equivalent|一致|同じ|等し|等価|is (?:a|the)|になる|reduces", s.words)
    ):
        yield Reading(
            "equals(conv2d(dilation=1), conv2d)",
            min(found.start(), plain.start),
            max(found.end(), plain.end),
            sure=False,
        )


_CONCEPTS = (
    (
        "stride",
        "step_of_the_window",
        r"ストライド|\bstride\b",
        (
            r"間隔|移動|動か|動く|ずら|スライド|\bsteps?\b|pixels? at a time|\bmov\w+"
            r"|\bslid\w+|\bshift\w*"
            r"|interval|\bjump|distance|traverse"
        ),
    ),
    (
        "padding",
        "values_around_the_input",
        r"パディング|\b(?:zero[- ])?padding\b",
        (
            r"(?:周|外側|端|縁|まわり|境界|border|around|edges?|surround|boundar)[^。.]{0,"
            r"40}(?:埋|値|0|ゼロ"
            r"|zeros?|pixels?|追加|足|加え|囲|fill|add|values?)|(?:埋|追加|zeros?|pixels?|fill"
            r"|add)[^。.]{0,40}(?:周|外側|端|縁|border|around|edges?|boundar)"
        ),
    ),
    (
        "dilation",
        "gap_between_taps",
        r"dilat\w+|拡張率|膨張率|ダイレーション|atrous",
        r"間隔|隙間|飛び飛び|\bgaps?\b|spacing|\bholes?\b|間を空け|間をあけ|skipp?ing"
        r"|飛ばし",
    ),
    (
        "conv_transpose2d",
        "transposed_convolution",
        r"transposed conv\w*|転置畳み?込み|deconv\w*",
        r"deconv\w*|逆畳み?込み|逆の操作|also called|とも呼",
    ),
    (
        "receptive_field",
        "inputs_an_output_depends_on",
        r"受容野|receptive field",
        (
            r"(?:入力|input)[^。.]{0,24}(?:範囲|領域|部分|画素|region|area|part|pixels?"
            r"|elements?)|(?:範囲"
            r"|領域|region|area)[^。.]{0,30}(?:入力|input)"
        ),
    ),
)


def _concepts(view: View) -> Iterator[Reading]:
    """What stride, padding, dilation, the receptive field are: the term, then what defines it."""
    s = view.sentence
    block = view.outline.blocks[s.block]
    if block.kind == "heading" or len(s.words) > 220 or s.has("cost", "parameters", "hedged"):
        return
    heading = next((view.outline.blocks[h].raw for h in view.outline.headings(s.block)), "")
    for subject, value, name, definiens in _CONCEPTS:
        term = re.search(name, s.words, re.IGNORECASE)
        titled = re.search(name, heading, re.IGNORECASE) and len(heading) < 30 and len(s.words) < 60 and not s.subjects
        defines = re.search(definiens, s.words, re.IGNORECASE)
        if not defines or not (term or titled):
            continue
        said = (
            titled
            or s.has("called")
            or (
                term
                and re.match(
                    (
                        r"\s*(?:\([^)]{0,20}\))?\s*(?:とは|は|:|is\b|means|refers|denotes|controls|defines"
                        r"|specifies|describes|determines)"
                    ),
                    s.words[term.end() :],
                )
            )
        )
        if (
            not said
            or any(not f.atomic for f in s.formulas)
            or re.search(r"\d", s.words[defines.start() : defines.end()])
        ):
            continue
        if (
            subject == "stride"
            and re.search(r"横|horizontal|sideways|to the right", s.words)
            and not re.search(r"縦|vertical|down", s.words)
        ):
            value = "step_sideways"
        yield Reading(
            f"definition({subject}) == {value}",
            term.start() if term else 0,
            max(defines.end(), term.end() if term else 0),
            sure=False,
        )
        return


def _growth_rate(view: View) -> Iterator[Reading]:
    s = view.sentence
    found = _GROWTH.search(s.words)
    if not found or not (s.has("called") or re.search(r"\(\s*$|:\s*$|=\s*$", s.words[: found.start()])):
        return
    letter = next((f.letter for f in s.formulas if f.letter), None)
    named = view.subject(found.start(), lambda n: family(n) == "dense")
    if named and (letter or s.has("called")):
        yield Reading(
            "definition(growth_rate) == channels_added_per_layer",
            *_whole(s, found),
            inherited_note(named, view),
            sure=False,
        )


def _whole(s, found) -> tuple[int, int]:
    letter = next((f for f in s.formulas if f.letter), None)
    return (min(found.start(), letter.start), max(found.end(), letter.end)) if letter else (found.start(), found.end())


def _origin(view: View) -> Iterator[Reading]:
    """WaveNet from PixelCNN; what it makes."""
    s = view.sentence
    lineage = s.first("lineage")
    if lineage is None or view.outline.blocks[s.block].kind == "heading":
        return
    wave = view.subject(len(s.words), lambda n: n == "wavenet") or view.outline.inherited(s, lambda n: n == "wavenet")
    pixel = next((m for m in s.subjects if m.tag == "pixelcnn"), None)
    if wave and pixel:
        yield Reading("lineage(wavenet) == pixelcnn", pixel.start, lineage.end, inherited_note(wave, view), sure=False)
    elif (
        wave
        and re.search(r"音声|audio|waveform|speech|波形", s.words)
        and re.search(r"生成|generat|合成|synthes|モデル|model", s.words)
        and not s.has("training_effect")
    ):
        found = re.search(r"音声|audio|waveform|speech|波形|raw|生の", s.words)
        assert found is not None
        yield Reading(
            "lineage(wavenet) == raw_audio", found.start(), lineage.end, inherited_note(wave, view), sure=False
        )


def _used(view: View) -> Iterator[Reading]:
    s = view.sentence
    mention = s.first("used_in")
    if mention is None:
        return
    names = {m.tag for m in s.subjects}
    light = next(
        (m for m in s.subjects if m.tag in ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d")), None
    )
    if light and "mobilenet" in names and not s.has("reduce"):
        yield Reading(f"used_in({light.tag}) == mobilenet", light.start, mention.end, sure=False)
    causal = next((m for m in s.subjects if m.tag in ("dilated_stack", "dilated_conv", "causal_conv1d")), None)
    if causal and view.subject(causal.start, lambda n: n == "wavenet"):
        yield Reading("used_in(dilated_causal_stack) == wavenet", causal.start, mention.end, sure=False)
