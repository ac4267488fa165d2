"""Figures that a question is read from: drawn from what the reference's Trace shows, and read back from the drawing.

A figure module has `OPTIONS` (what a question file gives), `draw(options) -> Drawing` and
`read(svg) -> Found`: what somebody sees who has nothing but the lines and shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from ...reference.errors import InputError

FIGURES = ("stack", "cells")
Options = Mapping[str, Any]


@dataclass(frozen=True)
class Drawing:
    """A figure in both languages: as SVG, as SVG with the answer shown in it, and in words."""

    svg: Mapping[str, str]
    solve: Callable[[], Mapping[str, str]]
    text: Mapping[str, str]

    @property
    def solved(self) -> Mapping[str, str]:
        """The figure with the answer shown in it; drawn when it is asked for."""
        return self.solve()


@dataclass(frozen=True)
class Found:
    """What was read from a drawing: its structure by the options' names, and the values that a question may ask for."""

    structure: Mapping[str, Any]
    values: Mapping[str, int]


@dataclass(frozen=True)
class Figure:
    """The figure of a question: what is drawn, and each option as a function of the variant's facts."""

    draws: str
    options: Mapping[str, Callable[[Mapping[str, Any]], Any]]
    stated: frozenset[str]  # the parameters that the figure shows

    def settled(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The options at these facts."""
        return {name: value(facts) for name, value in self.options.items()}

    def drawing(self, facts: Mapping[str, Any]) -> Drawing:
        """The figure at these facts."""
        return module(self.draws).draw(self.settled(facts))

    def read(self, svg: str) -> Found:
        """What is seen in a drawing of this figure."""
        return module(self.draws).read(svg)


def module(draws: str) -> ModuleType:
    """The module that draws such figures."""
    if draws not in FIGURES:
        raise InputError(f"figure: draws is {draws!r}; expected one of {', '.join(FIGURES)}")
    from importlib import import_module

    return import_module(f".{draws}", __name__)
