"""Figures made by running the reference: which inputs one output depends on, which cells share a mean and variance.

Nothing is drawn by hand: a small instance of the claim's subject is run on tracing numbers, and the inputs that one of
its outputs names are shaded.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from markupsafe import Markup

from ...properties.measuring import sources, traced
from ...properties.nodes import Num, Sym, measurements
from ...properties.statement import parse
from ...properties.subjects import Instance, Subject, subject
from ...reference.errors import InputError
from ..claims import Claim
from ..experiments import plot

_SHARED = ("normalised_over", "stats_shape", "stats_count", "independent_of_batch")
_REACH = ("depends_on", "causal", "receptive_field", "rf_growth")
# Sizes that fit a margin and differ from axis to axis.
_SIZES: dict[str, Any] = {
    "batch": 1, "in_channels": 3, "out_channels": 3, "height": 5, "width": 6, "time": 20, "kernel_height": 3,
    "kernel_width": 3, "kernel_size": 2, "layers": 3, "growth_rate": 2, "groups": 2,
}  # fmt: skip
_NORM_SIZES = {"batch": 2, "in_channels": 4, "height": 3, "width": 4}
_STACK_SIZES = {"in_channels": 1}
_LARGEST = {"layers": 4, "time": 24, "dilation": 8}  # what a claim may ask for and still be drawn; else at most:
_LARGE = 6
_CELL, _GAP = 11, 8


def figure(claim: Claim, language: str, drawn: set[str]) -> Markup:
    """An experiment's plot, or the figure of a claim on reach or shared statistics, each once a note; else nothing."""
    if claim.predicate == "training_effect" and claim.reading not in drawn:
        drawn.add(claim.reading)
        return plot(claim, language)
    if claim.predicate not in _SHARED + _REACH or claim.subject in drawn:
        return Markup("")
    try:
        kind = subject(claim.subject)
        instance = kind.build(_sizes(kind, claim))
        picture = _picture(instance)
    except InputError:  # no such subject, or sizes that it refuses: then there is nothing to show
        return Markup("")
    if not picture:
        return Markup("")
    drawn.add(claim.subject)
    return _framed(picture, _caption(claim, instance, language))


def _sizes(kind: Subject, claim: Claim) -> dict[str, Any]:
    """Every role's size: the claim's own where it is a small number or a word, else a customary one."""
    defaults = {**_SIZES, **(_NORM_SIZES if claim.predicate in _SHARED else {})}
    if kind.name.endswith("stack"):
        defaults |= _STACK_SIZES
    if kind.name == "group_norm":
        defaults["groups"] = 2
    sizes = {role: defaults.get(role, 2) if value is None else value for role, value in kind.roles.items()}
    if "batch" in sizes and claim.predicate in _SHARED:
        sizes["batch"] = defaults["batch"]
    for role, value in _options(claim):
        base = "kernel" if role == "kernel_size" else role
        for name in (role, f"{base}_height", f"{base}_width"):
            if name in sizes and role not in ("batch", "in_channels"):
                sizes[name] = value
    return sizes


def _options(claim: Claim) -> list[tuple[str, Any]]:
    """The sizes and words that the claim's statement gives its subject."""
    found: list[tuple[str, Any]] = []
    for call in measurements(parse(claim.reading).left)[:1]:
        for role, node in call.options:
            if isinstance(node, Num) and node.value.denominator == 1 and 0 < node.value <= _LARGEST.get(role, _LARGE):
                found.append((role, int(node.value)))
            elif isinstance(node, Sym) and len(node.name) > 1:
                found.append((role, node.name))
    return found


def _picture(instance: Instance) -> Markup | None:
    """The input's cells with those shaded on which the output that sees most, nearest the middle, depends."""
    if prod(instance.input_shape) > 600 or instance.axes not in ("NCHW", "NCT"):
        return None
    output = traced(instance)
    middle = [(size - 1) / 2 for size in output.shape]
    middle[1] = 0  # the first channel, where the last sees no more
    reaches = {index: sources(instance, output[index]) for index in _indices(output.shape)}

    def rank(index: tuple[int, ...]) -> tuple[float, ...]:
        return (-len(reaches[index]), sum(abs(i - m) for i, m in zip(index, middle, strict=True)))

    chosen = min(reaches, key=rank)
    seen = {tuple(int(i) for i in index) for index in reaches[chosen]}
    if instance.axes == "NCT":
        return _signal(instance.input_shape, output.shape, chosen, seen)
    return _maps(instance.input_shape, chosen if output.shape == instance.input_shape else None, seen)


def _indices(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The outputs of the first sample, in its first and last channel, which stand for the others."""
    return [index for index in np.ndindex(*shape) if index[0] == 0 and index[1] in (0, shape[1] - 1)]


def _cell(x: float, y: float, kind: str) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(kind, x, y, _CELL - 1, _CELL - 1)


def _label(x: float, y: float, text: str) -> Markup:
    return Markup('<text x="{}" y="{}">{}</text>').format(x, y, text)


def _svg(width: float, height: float, parts: list[Markup]) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}</svg>').format(
        width, height, width, height, Markup("").join(parts)
    )


def _maps(shape: tuple[int, ...], chosen: tuple[int, ...] | None, seen: set[tuple[int, ...]]) -> Markup:
    """A row of maps for each sample, a map for each channel."""
    batch, channels, height, width = shape
    across, down = width * _CELL + _GAP, height * _CELL + _GAP
    parts = [_label(26 + c * across, 9, f"c={c + 1}") for c in range(channels)]
    for n in range(batch):
        parts.append(_label(0, 16 + n * down + height * _CELL / 2, f"n={n + 1}"))
        for c in range(channels):
            for h in range(height):
                for w in range(width):
                    cell = (n, c, h, w)
                    kind = ("seen" if cell in seen else "cell") + (" here" if cell == chosen else "")
                    parts.append(_cell(26 + c * across + w * _CELL, 14 + n * down + h * _CELL, kind))
    return _svg(26 + channels * across, 14 + batch * down, parts)


def _signal(
    shape: tuple[int, ...], out: tuple[int, ...], chosen: tuple[int, ...], seen: set[tuple[int, ...]]
) -> Markup:
    """Time from left to right: the outputs above, the inputs (a row for each channel) below, lines between."""
    channels, time = shape[1], shape[2]
    left, low = 34, 44
    parts = [_label(0, 10, "out"), _label(0, low + 9, "in")]
    parts += [
        Markup('<line x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
            left + chosen[-1] * _CELL + _CELL / 2, _CELL, left + i[-1] * _CELL + _CELL / 2, low
        )
        for i in sorted(seen)
        if i[1] == 0
    ]
    parts += [_cell(left + t * _CELL, 0, "seen here" if t == chosen[-1] else "cell") for t in range(out[-1])]
    for c in range(channels):
        for t in range(time):
            parts.append(_cell(left + t * _CELL, low + c * _CELL, "seen" if (0, c, t) in seen else "cell"))
    return _svg(left + max(time, out[-1]) * _CELL, low + channels * _CELL, parts)


def _caption(claim: Claim, instance: Instance, language: str) -> str:
    sizes = ", ".join(f"{axis} = {size}" for axis, size in zip(instance.axes, instance.input_shape, strict=True))
    shared = claim.predicate in _SHARED
    if language == "ja":
        what = "枠のセルと平均・分散を共有するセル" if shared else "一つの出力が依存する入力"
        return f"{what}（{claim.subject}、{sizes} で実行して追跡）"
    what = "cells that share the ringed one's mean and variance" if shared else "inputs that one output depends on"
    return f"{what} ({claim.subject}, traced by running it at {sizes})"


def _framed(picture: Markup, caption: str) -> Markup:
    frame = '<figure role="img" aria-label="{}">{}<figcaption aria-hidden="true">{}</figcaption></figure>'
    return Markup(frame).format(caption, picture, caption)
