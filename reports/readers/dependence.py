"""Dependence: on other channels, on the future, on the batch; receptive fields; what can run in parallel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...properties.nodes import Node, Num, Sym, symbols
from ...properties.rendering import to_text
from ..reading import Reading, View, inherited_note
from ..vocabulary import Mention, family

_CAUSAL = ("causal_conv1d", "dilated_stack", "wavenet", "masked_conv2d", "pixelcnn", "dilated_conv", "conv1d")
_RUN_AS = {
    "dilated_stack": "dilated_causal_stack",
    "dilated_conv": "dilated_causal_stack",
    "wavenet": "wavenet",
    "pixelcnn": "pixelcnn",
}
_CONVOLVES = re.compile(r"畳み?込|convol|適用|apply|applies|applied|filter|フィルタ|処理|演算|operat", re.IGNORECASE)
_MIXES = re.compile(
    r"混ぜ|結合|組み合わせ|まとめ|足し|mix|combin|linear combination|線形結合|統合|projects?", re.IGNORECASE
)
_RELATION = re.compile(
    (
        r"(?:combin|mix|merg)\w*\s+(?:the |input |different |information (?:from|of"
        r"|across) )*channels|channel mixing|チャン?ネルを(?:またい|跨い|混ぜ)|(?:他|ほか|別|異なる)の?チャン?ネル"
        r"|other channels|different channels|チャン?ネル間|チャン?ネル同士|層間の関(?:係|連)|(?:between"
        r"|across|among|over) (?:the |different |input )*channels|cross-?channel"
        r"|channels? (?:are )?(?:mixed|interact)|inter-?channel"
    ),
    re.IGNORECASE,
)
_STACKED = re.compile(
    (
        r"(?:(?<!\d)(\d|two|three|four|five)\s*(?:層|つ|回|個|段|枚)?\s*(?:の|stacked|consecutive"
        r"|successive|layers of|stack of)?\s*(\d)\s*[x×]\s*\2)|(?:(\d)\s*[x×]\s*\3[^。.]{0,"
        r"16}?(?:を|の畳み込み(?:層)?を|conv\w*(?: layers)?)?\s*(\d|two|three|twice)\s*(?:層|つ|回|個"
        r"|段|枚|重|layers|times|stacked))"
    ),
    re.IGNORECASE,
)
_MODES = (
    (
        "training",
        re.compile(
            (
                r"(?:at|during|in|for) (?:the )?training|training time|(?:学習|訓練|トレーニング)(?:時|の際|中"
                r"|では|フェーズ|の段階)|\btrain(?:ed|s)?\b"
            ),
            re.IGNORECASE,
        ),
    ),
    (
        "generation",
        re.compile(
            (
                r"(?:at|during|in|for) (?:the )?(?:test|inference|generation|sampling|synthesis)"
                r"|(?:generation|inference|synthesis|sampling) (?:is|must|has|time)|(?:推論|生成|合成"
                r"|予測)(?:時|の際|中|では|フェーズ|の段階)|\bgenerat\w+"
            ),
            re.IGNORECASE,
        ),
    ),
)
_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "twice": 2}


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of dependence."""
    s = view.sentence
    if (s.has("question") and not s.has("called")) or (
        view.outline.blocks[s.block].kind == "heading" and len(s.words) < 18
    ):
        return
    yield from _field(view)
    yield from _dilations(view)


# Receptive fields


def _field(view: View) -> Iterator[Reading]:
    s = view.sentence
    field = s.first("receptive_field")
    lead = view.lead()
    if field is None and not (lead and lead.has("receptive_field")):
        return
    place = field.start if field else 0
    named = view.in_families(place, "dilated", "causal", "wavenet", "stack", "convolution")
    if named and named.where and family(named.subject) == "convolution":
        named = view.outline.inherited(s, lambda n: family(n) in ("dilated", "wavenet", "causal")) or named
    notes = inherited_note(named, view) if named else ()
    undilated = re.search(
        (
            r"(?!.{0,24}(?:に比べ|と比べ|に対し|より))(?<!than )(?<!to )(?<!than a )(?<!to a )(?:without "
            r"(?:any )?dilat|no dilation|拡張(?:し|せ)ない|dilation\s*(?:なし|を使わな|を用いな)|standard"
            r"|ordinary|通常の|単純な|普通の|plain)"
        ),
        s.words,
        re.IGNORECASE,
    )
    dilated = (
        (named is not None and family(named.subject) in ("dilated", "wavenet")) or s.has("dilation")
    ) and not undilated
    yield from _field_growth(view, field, dilated, notes, named is not None and not undilated)


def _field_growth(view: View, field: Mention | None, dilated: bool, notes, sure: bool) -> Iterator[Reading]:
    s = view.sentence
    if field is None:
        return
    for tag, word in (("exponential", "exponential"), ("linear_growth", "linear"), ("double", "exponential")):
        mention = s.first(tag)
        if (
            mention
            and s.has("increase", "double", "exponential", "linear_growth")
            and abs(mention.start - field.start) < 90
        ):
            subject = "dilated_causal_stack" if dilated else "conv_stack"
            yield Reading(
                f"rf_growth({subject}) == {word}",
                min(field.start, mention.start),
                max(field.end, mention.end),
                notes,
                sure=sure and dilated,
            )
            return
    parameters = s.first("parameters")
    larger = s.first("increase")
    if (
        parameters
        and dilated
        and not re.search(r"受容野(?:あた|当た)り|per receptive", s.words)
        and (larger or s.has("same"))
    ):
        yield Reading(
            "rf_per_params(dilated_causal_stack, to=causal_stack) > 1",
            min(parameters.start, field.start),
            max(parameters.end, field.end, larger.end if larger else 0),
            notes,
            sure=False,
        )
    elif parameters and re.search(r"受容野(?:あた|当た)り|per receptive", s.words):
        more = re.search(r"多い|多く|more|larger", s.words)
        fewer = re.search(r"減|少な|fewer|less|smaller", s.words)
        if fewer or more:
            yield Reading(
                f"rf_per_params(dilated_causal_stack, to=causal_stack) {'>' if fewer else '<'} 1",
                min(parameters.start, field.start),
                max(parameters.end, field.end),
                notes,
                sure=False,
            )
    elif larger and dilated and s.within("increase", field.start - 60, field.end + 60):
        yield Reading(
            "rf_per_params(dilated_causal_stack, to=causal_stack) > 1",
            min(field.start, larger.start),
            max(field.end, larger.end),
            notes,
            sure=False,
        )
    elif larger and s.has("deeper", "layers") and not s.has("reduce", "not"):
        yield Reading(
            "monotone(receptive_field(conv_stack), layers) == increasing",
            min(field.start, larger.start),
            max(field.end, larger.end),
            notes,
            sure=False,
        )
    elif (
        larger
        and re.search(r"カーネル|フィルタ|kernel|filter|stride|ストライド|pool", s.words)
        and not s.has("reduce", "not")
    ):
        yield Reading(
            "monotone(receptive_field(conv2d), kernel_size) == increasing",
            min(field.start, larger.start),
            max(field.end, larger.end),
            notes,
            sure=False,
        )


def _dilations(view: View) -> Iterator[Reading]:
    """Links further apart with depth; dilations that double, 1, 2, 4, 8."""
    s = view.sentence
    if s.has("receptive_field") and not re.search(r"1\s*,\s*2\s*,\s*4", s.text.chars):
        return
    named = view.in_families(0, "dilated", "wavenet", "causal")
    if named is None:
        return
    yield from _extent(view)
    yield from _same_weights(view)
    powers = re.search(r"1\s*[,、]\s*2\s*[,、]\s*4(?:\s*[,、]\s*8)?", s.text.chars)
    dilation, deeper = s.first("dilation"), s.first("deeper")
    doubled = s.first("double", "exponential")
    if powers and (dilation or deeper):
        yield Reading(
            "dilation_schedule(wavenet) == doubling",
            powers.start(),
            powers.end(),
            inherited_note(named, view),
            sure=False,
        )
    elif dilation and deeper and (doubled and abs(doubled.start - dilation.start) < 70):
        yield Reading(
            "dilation_schedule(wavenet) == doubling",
            min(dilation.start, doubled.start),
            max(dilation.end, doubled.end),
            inherited_note(named, view),
            sure=False,
        )
    elif dilation and deeper and not s.has("hedged"):
        yield Reading(
            "dilation_schedule(wavenet) == increasing",
            min(dilation.start, deeper.start),
            max(dilation.end, deeper.end),
            inherited_note(named, view),
            sure=False,
        )


def _extent(view: View) -> Iterator[Reading]:
    """What one dilated kernel covers: k + (k - 1)(d - 1)."""
    s = view.sentence
    if not re.search(r"cover|effective|extent|実効|範囲|span|実質|見る", s.words):
        return
    for span in s.formulas:
        letters = symbols(span.formula.value)
        roles = {
            x: "kernel_size" if x in ("k", "K", "f", "F") else "dilation" if x in ("d", "D", "r") else ""
            for x in letters
        }
        if len(letters) == 2 and all(roles.values()) and not span.atomic:
            where = ", ".join(f"{x} = {r}" for x, r in roles.items())
            yield Reading(
                f"receptive_field(conv1d) == {to_text(span.formula.value)} where {where}",
                span.start,
                span.end,
                sure=False,
            )
            return


def _same_weights(view: View) -> Iterator[Reading]:
    """Dilation changes no number of parameters."""
    s = view.sentence
    parameters, same = s.first("parameters"), s.first("same")
    if (
        parameters
        and same
        and s.has("dilation")
        and abs(parameters.start - same.start) < 50
        and not s.has("receptive_field")
    ):
        yield Reading(
            "params(conv2d, dilation=D) == params(conv2d, dilation=1)",
            min(parameters.start, same.start),
            max(parameters.end, same.end),
            sure=False,
        )


def is_plain(node: Node) -> bool:
    return isinstance(node, Num | Sym)
