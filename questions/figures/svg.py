"""A little SVG: written with classes instead of colours, and read again as plain shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from markupsafe import escape

from ...reference.errors import InputError


@dataclass(frozen=True)
class Shape:
    """A circle, a square or a line of a drawing: its classes and its numbers."""

    tag: str
    classes: frozenset[str]
    at: dict[str, float]


def wrapped(content: list[str], width: float, height: float, label: str) -> str:
    """The drawing as an image with a text for those who do not see it; it scales down, never up."""
    return (
        f'<svg class="figure" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="{escape(label)}">{"".join(content)}</svg>'
    )


def circle(x: float, y: float, radius: float, classes: str) -> str:
    return f'<circle class="{classes}" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'


def square(x: float, y: float, side: float, classes: str) -> str:
    return f'<rect class="{classes}" x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}"/>'


def line(x1: float, y1: float, x2: float, y2: float, classes: str) -> str:
    return f'<line class="{classes}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"/>'


def text(x: float, y: float, content: str, classes: str = "label") -> str:
    return f'<text class="{classes}" x="{x:g}" y="{y:g}">{escape(content)}</text>'


def shapes(svg: str) -> list[Shape]:
    """The circles, squares and lines of a drawing, in the order in which they are drawn."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise InputError(f"the figure is not well-formed: {error}") from None
    found = []
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag in ("circle", "rect", "line"):
            numbers = {k: float(v) for k, v in element.attrib.items() if re.fullmatch(r"-?\d+(?:\.\d+)?", v)}
            found.append(Shape(tag, frozenset(element.get("class", "").split()), numbers))
    return found
