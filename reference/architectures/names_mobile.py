"""Names of the small and the searched networks: MobileNets, ShuffleNets, MnasNet, EfficientNet."""

from __future__ import annotations

import re
from typing import Any

Named = tuple[str, dict[str, Any]]
_FACTOR = r"(\d+(?:\.\d+)?)"


def _sizes(*numbers: str | None) -> dict[str, Any]:
    """Width and resolution from the numbers of a name: 0.75 and 075 are widths, 1.4 and 140 too, 160 and 224 sizes.

    >>> _sizes("0.5", "160"), _sizes("140"), _sizes("050")
    ({'width': 0.5, 'resolution': 160}, {'width': 1.4}, {'width': 0.5})
    """
    options: dict[str, Any] = {}
    for number in filter(None, numbers):
        value = float(number)
        if "." in number or value < 16:
            options["width"] = value
        elif re.fullmatch(r"[01]\d\d", number) and value % 32:
            options["width"] = value / 100  # a library's hundredths
        else:
            options["resolution"] = int(value)
    return options


def mobilenet(name: str) -> Named | None:
    """MobileNet of three versions; the third has two sizes."""
    size = r"(?: ?(large|small))?"
    match = re.fullmatch(
        rf"(?:{_FACTOR} ?[x×]? )?mobile ?net(?: ?v ?([123]))?{size}(?: {_FACTOR}[x×]?)?(?: (\d{{2,}}))?{size}", name
    )
    if match is None:
        return None
    width, version, before, first, second, after = match.groups()
    version = version or "1"
    kind = before or after
    if (version == "3") != (kind is not None):
        return None  # a third version of no size, or a size of another version, names no network
    return f"mobilenet_v{version}", _sizes(width, first, second) | ({"size": kind} if kind else {})


def shufflenet(name: str) -> Named | None:
    """ShuffleNet "1.5x (g = 3)" and ShuffleNet V2 "x1_5"."""
    factor = rf"(?:[x×] ?{_FACTOR}|{_FACTOR} ?[x×]?)"
    match = re.fullmatch(rf"(?:{_FACTOR} ?[x×]? )?shuffle ?net(?: ?v ?([12]))?(?: {factor})?(?: g ?(\d))?", name)
    if match is None:
        return None
    leading, version, first, second, groups = match.groups()
    width = next((float(number) for number in (leading, first, second) if number), None)
    options: dict[str, Any] = {} if width is None else {"width": width}
    if version == "2":
        return None if groups else ("shufflenet_v2", options)
    return "shufflenet", options | ({"groups": int(groups)} if groups else {})


def searched(name: str) -> Named | None:
    """MnasNet and EfficientNet."""
    match = re.fullmatch(rf"mnasnet(?: ?(a1|b1))?(?: ?{_FACTOR})?", name)
    if match:
        version = {"version": match[1].upper()} if match[1] else {}
        return "mnasnet", version | (_sizes(match[2]) if match[2] else {})
    match = re.fullmatch(r"(?:tf )?efficient ?net ?(b[0-7])", name)
    return ("efficientnet", {"variant": match[1]}) if match else None
