"""Measures of weights and of operations, by every convention that a stem leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import call, roles_of, runnable
from ..vocabulary import family
from .asked import FLOPS, ONE_FLOP, RELATIVE, TWO_FLOPS, WITH, WITHOUT
from .measure import Measure
from .values import normal

LEARNT = r"\b(?:learnable|trainable|learned|learnt)\b|学習(?:可能な?|する|され)|\(?scale and (?:the )?shift\)?|\(?gamma and beta\)?|\(?γと?β\)?|スケールとシフト"


BIAS_EACH = r"(?:counting |with |including |plus |and )?(?:one|a|1) bias (?:per|for each|for every) (?:filter|kernel|output channel|output unit|output|channel|neuron|unit)|フィルタごとに(?:1つの)?バイアス"


PLANE = ("height", "width", "time", "kernel_size", "kernel_height", "kernel_width", "stride", "padding", "dilation")


def options(subject: str, given: dict[str, int | str], *roles: str) -> dict[str, str]:
    """The sizes that the subject has, of those wanted."""
    have = roles_of(runnable(subject))
    chosen = {r: str(given[r]) for r in roles if r in given and r in have}
    if "kernel_height" in chosen:
        chosen.pop("kernel_size", None)
    return chosen


def first(subjects: list[str], *families: str, default: str = "") -> str:
    return next((s for s in subjects if family(s) in families), default)


def plain_defaults(subject: str, given: dict[str, int | str]) -> dict[str, int | str]:
    """Stride 1 where none is given; a pooling's stride is its window."""
    if "stride" in given or "stride" not in roles_of(subject):
        return given
    window = given.get("kernel_height", given.get("kernel_size", 1))
    return {**given, "stride": window if "pool" in subject else 1}


def params(stem: str, given: dict[str, int | str], subjects: list[str]) -> Iterator[Measure]:
    subject = runnable(
        first(
            subjects,
            "convolution",
            "dense",
            "pooling",
            "normalisation",
            "transposed",
            "causal",
            "dilated",
            "linear",
            default="",
        )
    )
    if not subject:
        return
    subject = {"dilated_stack": "conv1d"}.get(subject, subject)
    subject, given = _grouped(subject, given)
    if subject == "linear" and not {"in_features", "out_features"} <= given.keys():
        given = {**given, **_features(stem)}
    roles = (
        "in_channels",
        "out_channels",
        "kernel_size",
        "kernel_height",
        "kernel_width",
        "groups",
        "in_features",
        "out_features",
        "growth_rate",
        "layers",
        "multiplier",
    )
    chosen = options(subject, given, *roles)
    if not given:
        yield from _in_letters("params", subject, stem)
        return
    needed = _needed(subject)
    if not all(any(r in chosen for r in group) for group in needed):
        return
    if not needed or family(subject) == "normalisation":
        learnt = {"affine": "true"} if re.search(LEARNT, stem, re.IGNORECASE) and needed else {}
        yield Measure(call("params", subject, {**chosen, **learnt}), "number", "", (LEARNT,))
        return
    for biased in [False] if WITHOUT.search(stem) else [True] if WITH.search(stem) else [False, True]:
        told = "with bias" if biased else "without bias"
        yield Measure(call("params", subject, {**chosen, "bias": str(biased).lower()}), "number", told, (LEARNT, BIAS_EACH))


def _features(stem: str) -> dict[str, int | str]:
    found = re.findall(
        r"(?<!\d)(\d{1,9})\s*(?:-dimensional |input |output |hidden )?(?:inputs?|outputs?"
        r"|units?|neurons?|features?|classes|nodes?|個の入力|個の出力|次元|クラス|ユニット|個)",
        normal(stem),
    )
    found = (
        found
        if len(found) >= 2
        else next(iter(re.findall(r"(\d{1,9})\s*(?:to|→|から|->)\s*(\d{1,9})", normal(stem))), ())
    )
    return {"in_features": int(found[0]), "out_features": int(found[1])} if len(found) >= 2 else {}


def _grouped(subject: str, given: dict[str, int | str]) -> tuple[str, dict[str, int | str]]:
    """A pointwise convolution in groups is a convolution with kernel 1."""
    if subject != "pointwise_conv2d" or "groups" not in given:
        return subject, given
    return "conv2d", {**{k: v for k, v in given.items() if not k.startswith("kernel")}, "kernel_size": 1}


def _needed(subject: str) -> list[tuple[str, ...]]:
    """Groups of sizes, one of each of which a count of weights depends on."""
    kernel = ("kernel_size", "kernel_height")
    return {
        "conv2d": [kernel, ("in_channels",), ("out_channels",)], "conv1d": [kernel, ("in_channels",), ("out_channels",)],
        "depthwise_conv2d": [kernel, ("in_channels",)], "pointwise_conv2d": [("in_channels",), ("out_channels",)],
        "depthwise_separable_conv2d": [kernel, ("in_channels",), ("out_channels",)], "linear": [("in_features",), ("out_features",)],
        "max_pool2d": [], "avg_pool2d": [], "batch_norm": [("in_channels",)], "group_norm": [("in_channels",)], "conv_transpose2d": [kernel, ("in_channels",), ("out_channels",)],
    }.get(subject, [("never",)])  # fmt: skip


def macs(stem: str, given: dict[str, int | str], subjects: list[str]) -> Iterator[Measure]:
    subject = runnable(first(subjects, "convolution", "linear", "dense", default="conv2d"))
    if not given and subjects:
        yield from _in_letters("macs", subject, stem)
        return
    subject, given = _grouped(subject, given)
    if subject == "linear":
        given = {**given, **_features(stem)}
    needed = _needed(subject) + ([] if subject == "linear" else [("height", "output_height")])
    if not all(any(r in given for r in group) for group in needed):
        return
    given = plain_defaults(subject, given)
    if "output_height" in given and "height" not in given:
        given = {
            **given,
            "height": given["output_height"],
            "width": given.get("output_width", given["output_height"]),
            "padding": "same",
            "stride": 1,
        }
    chosen = options(subject, given, *PLANE, "in_channels", "out_channels", "groups", "in_features", "out_features", "multiplier")
    counts = [{"count": kind} for kind in _counted(stem)]
    paddings = (
        [{}] if "padding" in chosen or "padding" not in roles_of(subject) else [{"padding": "same"}, {"padding": "0"}]
    )
    for count in counts:
        for padding in paddings:
            yield Measure(
                call("macs", subject, {**chosen, **padding, **count}),
                "number",
                ", ".join(f"{k} {v}" for k, v in {**padding, **count}.items()),
                (TWO_FLOPS.pattern,) if count["count"] == "flops" else (ONE_FLOP.pattern,),
            )


def _counted(stem: str) -> tuple[str, ...]:
    """How operations are counted, by every custom that the stem leaves open."""
    if TWO_FLOPS.search(normal(stem)):
        return ("flops",)
    if ONE_FLOP.search(normal(stem)):
        return ("macs",)
    return ("macs", "flops") if FLOPS.search(stem) else ("macs",)


def _in_letters(predicate: str, subject: str, stem: str) -> Iterator[Measure]:
    """A stem without numbers: the options are formulas in the customary letters."""
    plain = subject in ("conv2d", "depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d")
    if plain and not WITH.search(stem) and not RELATIVE.search(stem):
        yield Measure(f"{predicate}({subject})", "formula")
