"""The plot of a result as inline SVG: the pairs as joined dots, and the mean difference with its interval.

It takes the page's text colour, tells the arms apart by form and not by colour, and says in words what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from markupsafe import Markup

from .experiment import Result

WIDTH, TOP, BOTTOM, HEIGHT = 460, 16, 206, 262
LEFT, CONTROL, TREATMENT, RIGHT, DIFFERENCE, END = 48, 90, 210, 330, 385, 440
ACCENT = "#2f7fc1"  # a contrast of more than 3 on white and on black
WORDS = {
    "en": {
        "difference": "difference",
        "description": "{n} pairs; mean {control:.3g} ({name}) and {treatment:.3g} ({other}); difference in the "
        "claimed direction {interval}, 95 % interval; {outcome}.",
    },
    "ja": {
        "difference": "差",
        "description": "{n}組。平均は{control:.3g}（{name}）と{treatment:.3g}（{other}）。"
        "主張する向きの差は{interval}（95%区間）。{outcome}。",
    },
}
OUTCOMES = {
    "en": {},
    "ja": {"reproduced": "再現された", "not reproduced in this setting": "この設定では再現されなかった"},
}


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """About `count` round numbers from low to high.

    >>> ticks(0.13, 0.58)
    [0.2, 0.4]
    >>> ticks(-1, 3)
    [-1.0, 0.0, 1.0, 2.0, 3.0]
    """
    rough = (high - low) / count
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    return [round(k * step, 12) + 0.0 for k in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


class _Scale:
    """Values to heights, with room around the outermost."""

    def __init__(self, values: Sequence[float]):
        low, high = min(values), max(values)
        room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
        self.low, self.high = low - room, high + room

    def __call__(self, value: float) -> str:
        return f"{BOTTOM - (value - self.low) / (self.high - self.low) * (BOTTOM - TOP):.1f}"

    def axis(self, x: int) -> list[Markup]:
        """The axis with its ticks and numbers."""
        parts = [_line(x, TOP, x, BOTTOM)]
        for value in ticks(self.low, self.high):
            y = self(value)
            parts += [_line(x - 4, y, x, y), _text(x - 7, float(y) + 4, f"{value:g}", "end")]
        return parts


def _line(x1: float, y1: object, x2: float, y2: object, style: str = "") -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}"{}/>').format(x1, y1, x2, y2, Markup(style))


def _text(x: float, y: float, text: str, anchor: str = "start") -> Markup:
    return Markup('<text x="{}" y="{:.1f}" text-anchor="{}">{}</text>').format(x, y, anchor, text)


def _dot(x: float, y: str, filled: bool) -> Markup:
    fill = "currentColor" if filled else "none"
    return Markup('<circle cx="{}" cy="{}" r="4" fill="{}"/>').format(x, y, fill)


def _pairs(result: Result) -> list[Markup]:
    scale = _Scale((*result.control.values, *result.treatment.values))
    parts = scale.axis(LEFT)
    for control, treatment in zip(result.control.values, result.treatment.values, strict=True):
        parts.append(_line(CONTROL + 4, scale(control), TREATMENT - 4, scale(treatment), ' opacity="0.4"'))
        parts += [_dot(CONTROL, scale(control), False), _dot(TREATMENT, scale(treatment), True)]
    return parts


def _differences(result: Result, label: str) -> list[Markup]:
    interval = result.interval
    scale = _Scale((*result.differences, interval.low, interval.high, 0.0, result.threshold))
    parts = scale.axis(RIGHT)
    parts.append(_line(RIGHT, scale(result.threshold), END, scale(result.threshold), ' stroke-dasharray="4 3"'))
    parts += [_dot(DIFFERENCE - 18, scale(value), False) for value in result.differences]
    thick = f' stroke="{ACCENT}" stroke-width="3"'
    low, mean, high = scale(interval.low), scale(interval.mean), scale(interval.high)
    parts += [_line(DIFFERENCE + 10, low, DIFFERENCE + 10, high, thick)]
    parts += [_line(DIFFERENCE + 3, y, DIFFERENCE + 17, y, thick) for y in (low, mean, high)]
    return [*parts, _text(DIFFERENCE, BOTTOM + 18, label, "middle")]


def plot(result: Result, language: str = "en") -> str:
    """The SVG element, without identifiers, so that a page may hold many."""
    words = WORDS[language]
    control, treatment = result.control, result.treatment
    description = words["description"].format(
        n=result.n, control=sum(control.values) / result.n, treatment=sum(treatment.values) / result.n,
        name=control.name[language], other=treatment.name[language], interval=result.interval,
        outcome=OUTCOMES[language].get(result.outcome, result.outcome),
    )  # fmt: skip
    title = result.quantity[language]
    parts = [*_pairs(result), *_differences(result, words["difference"])]
    captions = f"○ {control.name[language]}", f"● {treatment.name[language]}", title
    parts += [_text(LEFT - 40, BOTTOM + 18 + 17 * row, text) for row, text in enumerate(captions)]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" lang="{l}" '
        'aria-label="{t}: {d}"><title>{t}</title><desc>{d}</desc>'
        '<g stroke="currentColor" stroke-width="1.2" fill="none">{lines}</g>'
        '<g fill="currentColor" font-size="12" font-family="sans-serif">{texts}</g></svg>'
    ).format(
        w=WIDTH, h=HEIGHT, l=language, t=title, d=description,
        lines=Markup("").join(part for part in parts if not part.startswith("<text")),
        texts=Markup("").join(part for part in parts if part.startswith("<text")),
    )  # fmt: skip
