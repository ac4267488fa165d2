"""The example at hand: sizes that a sentence and those above it give as numbers.

Worked examples spread their numbers over several sentences ("Suppose the input is 32x32x3. Ten 5x5 filters, stride 1.
Each has ..."). A `Setting` holds, for each size, the numbers that were given for it, the nearest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...properties.nodes import Sym
from .. import patterns as re
from ..answering import answered_so_far, question_of
from ..reading import View, bindings, numeric
from ..text.sentences import Sentence
from .quantities import Assignment, whole

BEFORE_TABLE = 4  # blocks above a table that speak of it
REACH = 14  # sentences above within a section
MOST = 6  # numbers kept for one size
_DROPPED_ROLES = {"output_size", "output_height", "output_width"}
_EXTRA = (
    ("kernel_size", re.compile(r"pool\w*(?:\s+\w+){0,2},?\s+(\d{1,2})\s*[x×]\s*\1(?![\dx×])", re.IGNORECASE)),
    ("kernel_size", re.compile((
        r"(?<![\dx×])(\d{1,2})\s*[x×]\s*\1\s+(?:convolution\w*|conv\b|depth-?wise"
        r"|max|average|pool\w*|transposed|dilated|standard|masked|layers?)"
    ), re.IGNORECASE)),
    ("time", re.compile(r"\b(?:length|signal of|sequence of|samples?:?)\s+(?:of\s+)?(\d[\d,]*)", re.IGNORECASE)),
    ("kernel_size", re.compile((
        r"\b(?:kernel|filter|window)s?(?:\s+(?:size|width|length|extent))?\s+(?:of\s+)?(?:size\s+"
        r"|width\s+|length\s+)?(\d{1,2})(?![\dx×*.]|\s*[x×])"
    ), re.IGNORECASE)),
    ("kernel_size", re.compile((
        r"\b(?:filters?|kernels?|convolutions?|conv)\s+(?:of|with|have|having)\s+(?:width"
        r"|length|size)\s+(\d{1,2})(?![\dx×*.]|\s*[x×])"
    ), re.IGNORECASE)),
    ("dilation", re.compile((
        r"\b(?:dilation|dilated by|dilation rate|dilation factor)\s+(?:rate\s+"
        r"|factor\s+)?(?:of\s+|=\s*)?(\d{1,3})\b"
    ), re.IGNORECASE)),
)  # fmt: skip
_BOTH = re.compile(
    r"(\d+) input(?: channels)? and (\d+) output channels?|from (\d+)(?: channels)? to (\d+) channels"
    r"|(\d+)\s*(?:->|→)\s*(\d+) channels",
    re.IGNORECASE,
)
_EQUAL = re.compile(
    (
        r"(\d+) (?:channels|maps|filters) (?:both )?in and out|(?<=from )(\d+)"
        r" to \2 channels"
    ),
    re.IGNORECASE,
)
_UNITS = re.compile(r"from (\d[\d,]*)(?: \w+)? to (\d[\d,]*) (?:units|neurons|outputs|classes|features)", re.IGNORECASE)
_TO = re.compile(
    r"\bto (\d+) (?:output )?(?:channels|feature maps)|\b(\d+) (?:output channels|filters|kernels)\b", re.IGNORECASE
)
_FEATURES = re.compile(
    (
        r"(\d[\d,]*)\s*(?:-dimensional\s+|hidden\s+|input\s+|output\s+)?(?:units?"
        r"|neurons?|inputs?|outputs?|features?|classes|nodes?)\b"
    ),
    re.IGNORECASE,
)


@dataclass
class Setting:
    """Numbers by role. `own`: of the sentence up to a place; `above`: of earlier sentences, nearest first."""

    own: dict[str, int | str] = field(default_factory=dict)
    above: dict[str, list[int | str]] = field(default_factory=dict)
    shapes: list[tuple[int, ...]] = field(default_factory=list)

    def all_of(self, role: str) -> list[int | str]:
        """Every number given for a role, the sentence's own first."""
        found = [self.own[role]] if role in self.own else []
        return list(dict.fromkeys([*found, *self.above.get(role, ())]))[:MOST]

    def numbers(self, *roles: str) -> list[int]:
        return list(dict.fromkeys(v for role in roles for v in self.all_of(role) if isinstance(v, int)))

    def nearest(self, role: str) -> int | str | None:
        return next(iter(self.all_of(role)), None)


def setting(view: View, upto: int | None = None, subject: str = "conv2d", claim: int = -1) -> Setting:
    """What is given up to a place of a sentence (its end where none is named), the claim at `claim` left out."""
    s = view.sentence
    found = Setting()
    end = len(s.words) if upto is None else upto
    for role, value in _given(view, s, subject, end, claim):
        found.own[role] = value
    for earlier in sentences_above(view):
        for role, value in _given(view, earlier, subject, len(earlier.words)):
            found.above.setdefault(role, [])
            found.above[role].append(value)
    found.shapes = [*shapes_in(s), *(shape for e in sentences_above(view) for shape in shapes_in(e))]
    return found


def shapes_in(s: Sentence) -> list[tuple[int, ...]]:
    """The shapes of numbers that a sentence mentions."""
    found = []
    for span in s.formulas:
        values = [whole(v) for v in span.formula.shape or ()]
        if 2 <= len(values) <= 3 and None not in values and len(span.formula.sides) == 1:
            found.append(tuple(int(v) for v in values if v is not None))
    return found


def question(view: View) -> list[Sentence]:
    """The sentences of the question that the sentence's answer has the number of, where they have numbers of their own."""
    if "question" not in view.kept:
        asked = question_of(view.outline, view.sentence)
        told = "".join(e.words for e in asked[:1])[4:] + "".join(e.text.chars for e in asked[1:])
        view.kept["question"] = asked if re.search(r"\d|\ue000", told) else []
    return view.kept["question"]


def sentences_above(view: View) -> Iterator[Sentence]:
    """The sentences before it in its section, nearest first; for an answer those of its question, if these give sizes."""
    s, outline = view.sentence, view.outline
    if asked := question(view):
        yield from answered_so_far(outline, s)
        yield from reversed(asked)
        return
    count = 0
    for block in range(s.block, -1, -1):
        if block != s.block and (
            outline.blocks[block].kind == "heading" or outline.sections[block] != outline.sections[s.block]
        ):
            return
        for sentence in reversed(outline.sentences[block]):
            if block == s.block and (sentence.number >= s.number and sentence.cell == s.cell):
                continue
            count += 1
            if count > REACH:
                return
            yield sentence


def introduction(view: View) -> Iterator[Sentence]:
    """The sentences above a cell's table in its section, nearest first: what they say holds for every row."""
    outline, header = view.outline, view.outline.blocks[view.sentence.block].header
    if header is None:
        return
    for block in range(header - 1, max(-1, header - 1 - BEFORE_TABLE), -1):
        yield from reversed(outline.sentences[block])
        if outline.blocks[block].kind == "heading":
            return


def _given(view: View, s: Sentence, subject: str, end: int, claim: int = -1) -> Iterator[tuple[str, int | str]]:
    """The sizes a sentence gives, in the order of their places."""
    found: list[tuple[int, str, int | str]] = []
    given = [a for a in view.outline.given(s) if a.start < end and not a.start <= claim < a.end]
    for a in given:
        for role, value in _numbers(a):
            found.append((a.start, role, value))
    letters = {a.role.removeprefix("letter:"): a for a in given if a.role.startswith("letter:")}
    for role, place, value in _lettered(view, letters, subject):
        found.append((place, role, value))
    for tag, value in (("same_padding", "same"), ("no_padding", 0)):
        found += [(m.start, "padding", value) for m in s.tags.get(tag, ()) if m.start < end]
    for role, pattern in _EXTRA:
        for match in pattern.finditer(s.words):
            if match.start() < end and not any(r == role for _, r, _ in found):
                found.append((match.start(), role, int(match[1].replace(",", ""))))
    for match in _BOTH.finditer(s.words):
        first, second = [int(g) for g in match.groups() if g]
        if match.start() < end:
            found += [(match.start(), "in_channels", first), (match.start(), "out_channels", second)]
    for match in _EQUAL.finditer(s.words):
        if match.start() < end:
            found += [(match.start(), role, int(match[1])) for role in ("in_channels", "out_channels")]
    for match in _UNITS.finditer(s.words):
        if match.start() < end:
            found += [(match.start(), "features", int(g.replace(",", ""))) for g in match.groups()]
    for match in _TO.finditer(s.words):
        if match.start() < end:
            found.append((match.start(), "out_channels", int(match[1] or match[2])))
    for match in _FEATURES.finditer(s.words):
        if match.start() < end:
            found.append((match.start(), "features", int(match[1].replace(",", ""))))
    for _, role, value in sorted(found, key=lambda f: f[0]):
        yield role, value


def _numbers(a: Assignment) -> Iterator[tuple[str, int | str]]:
    if (
        a.role in ("stride", "padding", "dilation", "total_padding", "layers", "groups", "growth_rate")
        and a.number is not None
    ):
        yield a.role, a.number
    elif a.role not in _DROPPED_ROLES and not a.role.startswith("letter:") and a.role != "output":
        yield from ((role, int(value)) for role, value in numeric(a).items())


def _lettered(view: View, letters: dict[str, Assignment], subject: str) -> Iterator[tuple[str, int, int]]:
    """F = 11, S = 4: by the note's declarations, else by a custom in which all these letters go together."""
    known = {x: a for x, a in letters.items() if whole(a.value) is not None}
    if not known:
        return
    ways = bindings(view, subject, [Sym(x) for x in known])
    chosen = next((bound for bound, _ in ways if "batch" not in bound.values()), ways[0][0] if ways else {})
    for letter, role in chosen.items():
        value = whole(known[letter].value)
        if value is not None:
            yield {"size": "height"}.get(role, role), known[letter].start, value
