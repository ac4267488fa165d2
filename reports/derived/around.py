"""The sizes around a stated value: by role where a word names the role, and bare numbers, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass, field

from .. import patterns as re
from ..counting import Case, Sizes, bias_said, kinds_in, plain, sizes_in, texts_above
from ..reading import View
from ..setting import introduction
from ..sizing import channels_first, plane
from .stated import Stated

NEAR = 3  # sentences above whose bare numbers are looked at
MOST = 12  # numbers kept for a role
MOST_SHAPES = 8
LARGEST_KERNEL = 11
_BARE = re.compile(r"(?<![\d.A-Za-z_])\d{1,3}(?:,\d{3}){1,4}(?![\d])|(?<![\d.])\d{1,5}(?![\d.]*\d|,\d{3}|\s*(?:年|月|%|％))")
_SQUARE = re.compile(r"(?<![\dx*])(\d{1,2})\s*[x*]\s*\1(?!\d)")
_SHAPE = re.compile(r"(?<![\dx*.])(\d{1,4})\s*[x*]\s*(\d{1,4})(?:\s*[x*]\s*(\d{1,5}))?(?![\dx*]|\s*[x*]\s*\d)|[(\[]\s*(\d{1,4})\s*,\s*(\d{1,4})\s*(?:,\s*(\d{1,5})\s*)?[)\]]")
_GENERAL = frozenset({"conv2d", "max_pool2d"})


@dataclass
class Around:
    """What stands around a value; `case` are the sizes whose role a word names, `bare` the numbers as they come."""

    case: Case
    texts: list[str]
    own: str
    bare: list[int] = field(default_factory=list)
    kernels: list[int] = field(default_factory=list)
    shapes: list[tuple[int, ...]] = field(default_factory=list)
    own_shapes: list[tuple[int, ...]] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()

    def of(self, role: str, most: int = MOST) -> list[int]:
        """The numbers that may play a role: those that a word gives it, the sentence's own first, else all within reach."""
        own = self.case.near(role)
        if own:
            return own[:most]
        return list(dict.fromkeys([*self.case.every(role), *(n for n in self.bare if n > 1)]))[:most]

    def agrees(self, inward: int, outward: int) -> bool:
        """Whether two numbers may be channels in and out: one of them at least is what a word says, if words say any."""
        ins, outs = self.case.every("in_channels"), self.case.every("out_channels")
        return not ins or not outs or inward in ins or outward in outs

    def channels(self, role: str) -> list[int]:
        """The numbers that may be channels: no side of a map, unless a word says so."""
        sides = {n for shape in self.shapes for n in plane(shape)} | set(self.case.every("height"))
        named = set(self.case.every(role)) | {s[2] for s in self.shapes if len(s) == 3} | {s[0] for s in self.shapes if channels_first(s)}
        return [n for n in self.of(role) if n in named or n not in sides]

    @property
    def biases(self) -> tuple[str, ...]:
        """With biases or without, as the text says; either where it does not say."""
        said = next((b for b in (bias_said(self.own), self.case.bias) if b is not None), None)
        return ("true", "false") if said is None else ("true",) if said else ("false",)

    def every_text(self) -> str:
        return "\n".join([self.own, *self.texts])


def around(view: View, value: Stated) -> Around:
    """The sizes around a value, itself left out."""
    s = view.sentence
    chars = s.text.chars
    own = plain(chars[: value.start] + " " * (value.end - value.start) + chars[value.end :])
    row = _row(view)
    above = [*(plain(t) for t in texts_above(view)), *(plain(e.text.chars) for e in introduction(view))]
    code = _code_above(view)
    texts = [*([row] if row else []), *above[:NEAR], *([code] if code else [])]
    case = Case(sizes_in(own, view.letters), [sizes_in(t, view.letters) for t in (*([row] if row else []), *above)], Sizes())
    found = Around(case, texts, own)
    for text in (own, *texts):
        found.bare += [int(n.replace(",", "")) for n in _BARE.findall(text)]
        found.shapes += _shapes(text)
    found.bare = [n for n in dict.fromkeys(found.bare) if n]
    found.kernels = _kernels(case, [f"{own} {row}", *above[:NEAR], code])
    found.shapes = list(dict.fromkeys(found.shapes))[:MOST_SHAPES]
    found.own_shapes = [s for s in _shapes(own) if not _is_kernel(s)]
    found.kinds = frozenset(k for _, _, k in kinds_in(row or own)) - _GENERAL
    return found


def _shapes(text: str) -> list[tuple[int, ...]]:
    return [tuple(int(g) for g in m.groups() if g) for m in _SHAPE.finditer(text)]


def _is_kernel(shape: tuple[int, ...]) -> bool:
    return shape[0] == shape[1] <= LARGEST_KERNEL


def _kernels(case: Case, texts: list[str]) -> list[int]:
    """The kernels that the sentence names; where it names none, those of the two nearest texts that do."""
    own = list(dict.fromkeys([*case.near("kernel_size"), *_squares(texts[0])]))
    if own:
        return own[:4]
    named = [found for sizes, text in zip(case.above, texts[1:], strict=False) if (found := [*sizes.values.get("kernel_size", ()), *_squares(text)])]
    return list(dict.fromkeys([*(k for found in named[:2] for k in found), *_squares(texts[-1]), *case.every("kernel_size")[:1]]))[:4]


def _squares(text: str) -> list[int]:
    return [int(k) for k in _SQUARE.findall(text) if 0 < int(k) <= LARGEST_KERNEL]


def _row(view: View) -> str:
    """The other cells of the value's row, each with the head of its column."""
    s, outline = view.sentence, view.outline
    if s.cell is None:
        return ""
    header = outline.blocks[s.block].header
    heads = {e.cell: e.text.chars for e in outline.sentences[header]} if header is not None else {}
    return plain(" ; ".join(f"{heads.get(e.cell, '')} {e.text.chars}" for e in outline.sentences[s.block] if e.cell != s.cell))


def _code_above(view: View) -> str:
    """The program text nearest above, within reach."""
    at = view.sentence.block
    near = [c.block.raw for c in view.outline.comments if c.block.kind == "code" and at - 6 <= c.after <= at]
    return near[-1][:1_500] if near else ""
