"""What a stem asks to be measured: the measurement in the statement language, by every convention it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import call, roles_of, runnable
from ..scope import outline_of
from ..text.notes import blocks_of
from ..text.segments import Source
from .asked import (
    CEILING,
    COMPOSITE,
    INVERSE,
    MEASURES,
    MORE,
    OUTPUT_PADDING,
    PART,
)
from .asked_extents import fields
from .askings import special
from .comparing import comparisons
from .counts import PLANE, first, macs, options, params, plain_defaults
from .measure import Measure
from .phrasing import parts
from .sizes import sizes
from .values import normal


def measures(stem: str) -> list[Measure]:
    """The measurements that a stem with numbers may mean, the likeliest convention first; none where it names none.

    >>> [m.left for m in measures("What is the output size of a 32x32 input through a 5x5 convolution, stride 1, no padding?")]
    ['output_size(conv2d, height=32, width=32, kernel_height=5, kernel_width=5, stride=1, padding=0)']
    """
    if re.search(r"\d{25}", stem):
        return []  # no size: patterns would walk through it for long
    text, given = normal(stem), sizes(stem)
    compared = [Measure(c.left, c.form, c.convention, c.uses) for c in comparisons(text, subjects_of)]
    if compared:
        return compared
    found = special(text, given, subjects_of(stem))
    return _named(stem, given) if found is None else found


def _named(stem: str, given: dict[str, int | str]) -> list[Measure]:
    """The one measurement whose name a stem asks for."""
    asked = normal(parts(stem)[1])
    asked = re.sub(r"^.{0,40}?\b(?:given|assuming)\b", "", asked)
    name = next((name for name, pattern in MEASURES if re.search(pattern, asked, re.IGNORECASE)), None)
    if name is None or INVERSE.search(asked):
        return []
    if name not in ("receptive_field", "axes") and composite(stem):
        return []
    subjects = subjects_of(stem)
    maker = {
        "axes": _over,
        "receptive_field": _field,
        "params": params,
        "macs": macs,
        "stats": _stats,
        "channels": _channels,
        "output": _output,
    }[name]
    return list(maker(stem, given, subjects))


def composite(stem: str) -> bool:
    """Whether a stem speaks of several operations in a row, or of a part of one (a dense block's layers are its own).

    >>> composite("two 3x3 convolutions"), composite("a dense block of 3 layers"), composite("one 3x3 convolution")
    (True, False, False)
    """
    if PART.search(normal(stem)):
        return True
    return bool(COMPOSITE.search(normal(stem))) and not re.search(
        r"growth|成長率|dense block|Dense\s?Block", stem, re.IGNORECASE
    )


def subjects_of(stem: str) -> list[str]:
    """The subjects that a stem mentions, those of the sentence that asks first."""
    outline = outline_of(blocks_of(Source("\n\n".join(reversed(parts(normal(stem))))).lines()))
    found = [m.tag for s in outline.all_sentences() for m in s.subjects if not m.weak]
    weak = [m.tag for s in outline.all_sentences() for m in s.subjects if m.weak]
    return list(dict.fromkeys([*found, *weak]))


def _output(stem: str, given: dict[str, int | str], subjects: list[str]) -> Iterator[Measure]:
    subject = runnable(first(subjects, "convolution", "pooling", "transposed", "dilated", "causal", default="conv2d"))
    subject = {"dilated_stack": "conv2d"}.get(subject, subject)
    if "time" in given and "height" not in given:
        subject = "causal_conv1d" if subject == "causal_conv1d" else "conv1d"
    if subject == "pointwise_conv2d":
        given = {k: v for k, v in given.items() if not k.startswith("kernel")}
    if not {"height", "time"} & given.keys() or (
        subject not in ("pointwise_conv2d", "transition_layer") and not {"kernel_size", "kernel_height"} & given.keys()
    ):
        return
    given = plain_defaults(subject, given)
    wanted = {**options(subject, given, "batch", *PLANE, "in_channels", "out_channels")}
    paddings = (
        [None]
        if "padding" in wanted or "padding" not in roles_of(subject)
        else ["0", "same"]
        if "pool" not in subject and "transpose" not in subject
        else ["0"]
    )
    for padding in paddings:
        chosen = {**wanted, **({"padding": padding} if padding else {})}
        one = Measure(call("output_size", subject, chosen), "shape", "" if padding is None else f"padding {padding}")
        yield from _adjusted(one, normal(stem), subject, given)


def _adjusted(one: Measure, text: str, subject: str, given: dict[str, int | str]) -> Iterator[Measure]:
    """An output's size where the stem rounds up, or adds to one side of the output."""
    extra = OUTPUT_PADDING.search(text)
    if extra and subject == "conv_transpose2d":
        left = f"{one.left} + {extra[1]}" if extra[1] != "0" else one.left
        yield Measure(left, "side", one.convention, (OUTPUT_PADDING.pattern,))
    elif CEILING.search(text):
        stride, window = int(given.get("stride", 1)), given.get("kernel_height", given.get("kernel_size"))
        sides = {r: int(given[r]) + stride - 1 for r in ("height", "width") if r in given}
        padded = str(given.get("padding", 0))
        if "pool" in subject and sides and padded == "0" and stride <= int(window or 0):  # no window begins beyond the map
            left = re.sub(r"(?<![a-z_])(height|width)=\d+", lambda m: f"{m[1]}={sides[m[1]]}", one.left)
            yield Measure(left, "shape", "rounded up", (CEILING.pattern, r"\bmode\b", *(rf"\b{given[r]}\b" for r in sides)))
    else:
        yield one


def _over(stem: str, given: dict[str, int | str], subjects: list[str]) -> Iterator[Measure]:
    subject = runnable(first(subjects, "normalisation"))
    image = re.search(
        r"N\s*,\s*C\s*,\s*H\s*,\s*W|NCHW|image|feature map|convolution|画像|特徴マップ|畳み込み|CNN", stem
    )
    if subject in ("batch_norm", "layer_norm", "instance_norm") and image:
        yield Measure(f"normalised_over({subject}, layout=image)", "axes")


def _field(stem: str, given: dict[str, int | str], subjects: list[str]) -> Iterator[Measure]:
    text = normal(stem)
    if not {"layers", "kernel_size", "kernel_height"} - {"layers"} & given.keys():
        return
    stacked = list(fields(text, given))
    if stacked:
        yield from stacked
        return
    kernel = str(given.get("kernel_size", given.get("kernel_height")))
    listed = re.search(
        r"(?:dilations?(?:\s+(?:rates?|factors?))?|膨張率|拡張率|ダイレーション)\D{0,20}(\d+(?:\s*[,、]\s*(?:and\s+)?\d+)+(?:,? and \d+)?)",
        text,
        re.IGNORECASE,
    )
    doubling = re.search(r"doubl|2倍|倍々|倍に", text, re.IGNORECASE)
    if listed or doubling:
        dilations = [int(d) for d in re.findall(r"\d+", listed[1])] if listed else []
        last = (
            re.match(
                r"\s*[,、]?\s*(?:\.{2,}|…+|⋯|\\l?c?dots|～|~)\s*[,、]?\s*(?:and\s+)?(\d{1,6})", text[listed.end() :]
            )
            if listed
            else None
        )
        if last and dilations == [2**i for i in range(len(dilations))]:
            dilations = [2**i for i in range(int(last[1]).bit_length())] if int(last[1]).bit_count() == 1 else []
        elif last or (listed and re.match(r"\s*[,、]?\s*(?:\.{2,}|…|⋯|\\)", text[listed.end() :])):
            return
        layers = len(dilations) or given.get("layers")
        if layers and dilations == [2**i for i in range(len(dilations))]:
            yield Measure(f"receptive_field(dilated_causal_stack, layers={layers}, kernel_size={kernel})", "side")
        return
    if "layers" in given and not re.search(
        r"dilat|膨張|stride\s*(?:of\s*)?[2-9]|ストライド\s*[2-9]|pool|プーリング", text, re.IGNORECASE
    ):
        yield Measure(f"receptive_field(conv_stack, layers={given['layers']}, kernel_size={kernel})", "side")
    elif "dilation" in given and "layers" not in given and not MORE.search(text):
        yield Measure(f"receptive_field(conv1d, kernel_size={kernel}, dilation={given['dilation']})", "side")


def _stats(stem: str, given: dict[str, int | str], subjects: list[str]) -> Iterator[Measure]:
    subject = first(subjects, "normalisation")
    if subject and "in_channels" in given and ("batch" in given or subject == "batch_norm"):
        yield Measure(
            call("stats_count", subject, options(subject, given, "batch", "in_channels", "groups", "height", "width")),
            "number",
        )


def _channels(stem: str, given: dict[str, int | str], subjects: list[str]) -> Iterator[Measure]:
    if "growth_rate" in given and {"layers", "in_channels"} <= given.keys():
        yield Measure(
            f"channels_after(dense_block, layers={given['layers']}, growth_rate={given['growth_rate']}, in_channels={given['in_channels']})",
            "number",
        )
    elif not given and "dense_block" in subjects and re.search(r"k_?\{?0\}?", stem) and re.search(r"(?<![A-Za-z])L(?![A-Za-z])", stem) and not PART.search(normal(stem)):
        yield Measure("channels_after(dense_block)", "dense")
