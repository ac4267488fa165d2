"""Counts with the multipliers of MobileNet in them: D_K^2 αM ρ^2 D_F^2 + αM αN ρ^2 D_F^2."""

from __future__ import annotations

from ...properties.nodes import Bin, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.letter_quantities import Said
from ..sizes.letter_spans import LetterSpan
from ..sizes.lettering import ways

THIN = {"alpha": "T", "α": "T", "rho": "theta", "ρ": "theta"}


def thinner(view: View, span: LetterSpan, said: Said, subject: str) -> Reading | None:
    """Counts with the multipliers of MobileNet: alpha times the channels, rho times the side of the map."""
    letters = symbols(span.node)
    scaled = [x for x in letters if x in THIN]
    if (
        said.quantity not in ("macs", "params")
        or said.scope
        or subject not in ("conv2d", "depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d")
    ):
        return None
    if any(isinstance(n, Bin) and n.op == "+" for n in walk(span.node)):
        subject = "depthwise_separable_conv2d"
    for bound, sure in ways(view, subject, [x for x in letters if x not in THIN]):
        named = {r: x for x, r in bound.items()}
        if len(named) < 2:
            continue
        renamed = {x: THIN[x] for x in scaled}
        chosen = {}
        for role, free in (("in_channels", "I"), ("out_channels", "O")):
            if role in named:
                renamed[named[role]] = free
                chosen[role] = f"T*{free}" if {"alpha", "α"} & set(scaled) else free
        if {"rho", "ρ"} & set(scaled):
            if "size" not in named:
                continue
            renamed[named["size"]] = "L"
            chosen |= {"height": "theta*L", "width": "theta*L"}
        text = re.sub(r"[A-Za-zα-ω](?:_\w+)?\w*", lambda m, names=renamed: names.get(m[0], m[0]), to_text(span.node))
        rest = {x: r for x, r in bound.items() if x not in renamed}
        options = "".join(f", {k}={v}" for k, v in chosen.items())
        where = ", ".join(f"{x} = {r}" for x, r in rest.items())
        return Reading(
            f"{said.quantity}({subject}{options}) == {text}" + (f" where {where}" if where else ""),
            said.place,
            span.end,
            (),
            spare=True,
            sure=sure and said.own,
        )
    return None
