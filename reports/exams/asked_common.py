"""What the makers of measures share: the kernel and the sizes that a subject has."""

from __future__ import annotations

import re

from ..reading import roles_of

ANY = re.IGNORECASE | re.ASCII
Given = dict[str, int | str]
KERNEL = ("kernel_size", "kernel_height", "kernel_width")
def kernel_of(given: Given) -> str | None:
    value = given.get("kernel_size", given.get("kernel_height"))
    return str(value) if value is not None and given.get("kernel_width", value) == value else None


def pick(subject: str, given: Given, *roles: str) -> dict[str, str]:
    have = roles_of(subject)
    chosen = {r: str(given[r]) for r in roles if r in given and r in have}
    if "kernel_height" in chosen:
        chosen.pop("kernel_size", None)
    return chosen
