"""The larger the stride, the smaller the output; a 3x3 kernel with dilation 2 is in effect 5x5."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, call
from .keeping import layer_with_window
from .size_words import OTHER, Found, found_in, patterns


def monotone_reading(view: View, text: str) -> Reading | None:
    """The larger the stride, the smaller the output: a size of the operation and what becomes of the map."""
    s = view.sentence
    if OTHER.search(text) or s.has("receptive_field"):
        return None
    agents = dict(patterns("agent"))
    for role in ("stride", "padding", "dilation", "kernel_size"):
        for agent in agents[role].finditer(text):
            sign = _direction(text, agent, agents)
            rest = [c for c in found_in(text, "change") if c.name in ("smaller", "larger") and not _used(c, sign)]
            aspects = [a for a in found_in(text, "aspect") if a.name in ("spatial", "shape")]
            if sign is None or len(rest) != 1 or not any(a.start >= sign[2] or not s.japanese for a in aspects):
                continue
            same = (rest[0].name == "larger") == (sign[0] == "more")
            if role == "dilation":
                continue
            fixed = {} if role == "padding" else {"padding": "valid"}
            measured = call("output_size", "conv2d", {**fixed, **({"padding": "P"} if role == "padding" else {})})
            return Reading(
                f"monotone({measured}, {role}) == {'increasing' if same else 'decreasing'}", min(agent.start(), rest[0].start), max(agent.end(), rest[0].end), sure=not s.has("hedged"),
            )  # fmt: skip
    return None


def _direction(text: str, agent: re.Match[str], agents: dict[str, re.Pattern[str]]) -> tuple[str, int, int] | None:
    """Which way the agent goes: the word for more or less that stands beside it."""
    window = text[agent.end() : agent.end() + 12]
    for name in ("more", "less"):
        if match := re.match(rf"\s*(?:の?(?:幅|数|値|量|サイズ))?\s*(?:を|が|は|size)?\s*(?:{agents[name].pattern})", window, re.IGNORECASE):
            return name, agent.end(), agent.end() + match.end()
    before = text[max(0, agent.start() - 24) : agent.start()]
    for name in ("more", "less"):
        if match := re.search(rf"(?:{agents[name].pattern})\s*(?:the|a|the amount of|zero|number of)?\s*$", before, re.IGNORECASE):
            return name, agent.start() - len(match[0]), agent.end()
    return None


def _used(change: Found, sign: tuple[str, int, int] | None) -> bool:
    return sign is not None and sign[1] <= change.start < sign[2]


_COVERS = re.compile(r"effective|equivalent|実効|実質|相当|範囲|カバー|covers?|spans?|見渡", re.IGNORECASE)


def extent(view: View, text: str) -> Iterator[Reading]:
    """A 3x3 kernel with dilation 2 is in effect 5x5 (other wordings in English: `fields.py`)."""
    if "dilat" not in text.lower() and not re.search(r"拡張|膨張|穴あき|ダイレ", text):
        return
    layer = layer_with_window(text)
    if not _COVERS.search(text) or layer.dilation is None or not layer.kernel or layer.kernel[0] != layer.kernel[1]:
        return
    last = layer.shapes[-1] if layer.shapes else None
    if last is None or last.start == layer.shapes[0].start or last.sizes[0] != last.sizes[-1] or len(last.sizes) != 2:
        return
    yield Reading(
        f"receptive_field(conv2d, kernel_size={layer.kernel[0]}, dilation={layer.dilation}) == {last.sizes[0]}", last.start, last.end, sure=not view.sentence.has("hedged"),
    )  # fmt: skip
