"""Counts of operations of a layer whose row tells a step: at the positions that are left, not at those that come in."""

from __future__ import annotations

from ..sizes.sizing import plane
from .around import Around


def plane_before(near: Around, at: tuple[int, int]) -> int:
    """The step that the row tells where a plane is what goes in: what it leaves is told nearby, too. Else 1."""
    steps = near.of_row("stride")
    if len(set(steps)) != 1 or steps[0] < 2:
        return 1
    left = ((at[0] + steps[0] - 1) // steps[0], (at[1] + steps[0] - 1) // steps[0])
    told = {plane(shape) for shape in near.shapes} | {(n, n) for role in ("height", "out_height") for n in near.case.every(role)}
    return steps[0] if left in told and at in told else 1
