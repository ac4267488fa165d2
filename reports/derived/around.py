"""The sizes around a stated value: by role where a word names the role, and bare numbers, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from .. import patterns as re
from ..counting.passage import FURTHER
from ..reading import View
from ..sizes.counting import Case, Sizes, bias_said, kinds_in, plain, sizes_in, texts_above, with_modules
from ..sizes.setting import introduction, question
from ..sizes.sizing import channels_first, plane
from ..text.columns import column_head
from .stated import Stated

FAR = 8  # sentences above whose words are looked at
NEAR = 3  # sentences above whose bare numbers are looked at
MOST = 12  # numbers kept for a role
MOST_SHAPES = 8
LONGEST = 1_000  # letters of a text that are looked at
LARGEST_KERNEL = 11
LONGEST_REST = 12  # letters of a line that has nothing but a result
USUAL_KERNELS = (1, 3, 5, 7, 11)
_BARE = re.compile(
    r"(?<![\d.A-Za-z_])\d{1,3}(?:,\d{3}){1,4}(?![\d])|(?<![\d.])\d{1,5}(?![\d.]*\d|,\d{3}|\s*(?:年|月|%|％))"
)
_SQUARE = re.compile(r"(?<![\dx*])(\d{1,2})\s*[x*]\s*\1(?!\d)(\s*[x*]\s*\d)?")
_SHAPE = re.compile(
    r"(?<![\dx*.])(\d{1,4})\s*[x*]\s*(\d{1,4})(?:\s*[x*]\s*(\d{1,5}))?(?![\dx*]|\s*[x*]\s*\d)|[(\[]\s*(\d{1,4})\s*,\s*(\d{1,4})\s*(?:,\s*(\d{1,5})\s*)?[)\]]"
)
_EXPRESSION = re.compile(r"(?:\d[\d,.]*|\\times|\\cdot|[-+*/x×^()\s$\\{}])+=\s*$")
_ASSIGNED = re.compile(r"(?<![A-Za-z\d])[A-Za-z](?:_\{?\w{1,3}\}?)?\s*=\s*(\d{1,4})(?!\d|\.\d)")
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
    own_kernels: list[int] = field(default_factory=list)
    unit: str = ""  # the value with the words for what it counts: 512 trainable parameters
    row: str = ""
    row_sizes: Sizes = field(default_factory=Sizes)
    head: str = ""
    headings: str = ""
    answers: bool = False  # whether the row is the question that the number answers
    further: list[str] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()

    def of(self, role: str, most: int = MOST) -> list[int]:
        """The numbers that may play a role: those that a word gives it, the sentence's own first, else all within reach."""
        own = self.case.near(role)
        if own:
            return own[:most]
        within_reach = dict.fromkeys(n for n in (*self.case.every(role), *self.bare) if n > 1)
        return list(within_reach)[:most]

    def of_row(self, role: str) -> list[int]:
        """The numbers that the value's row gives a role."""
        return self.row_sizes.values.get(role, [])

    def agrees(self, inward: int, outward: int) -> bool:
        """Whether two numbers may be channels in and out: one of them at least is what a word says, if words say any."""
        ins, outs = self.case.every("in_channels"), self.case.every("out_channels")
        if len(ins) == len(outs) == len(self.kernels) == 1 and ins != outs and self.of_one_layer:
            return inward in ins and outward in outs
        return not ins or not outs or inward in ins or outward in outs

    def channels(self, role: str) -> list[int]:
        """The numbers that may be channels: no side of a map, unless a word says so."""
        sides = {n for shape in self.shapes for n in plane(shape)} | set(self.case.every("height"))
        named = (
            set(self.case.every(role))
            | {s[2] for s in self.shapes if len(s) == 3}
            | {s[0] for s in self.shapes if channels_first(s)}
        )
        return [n for n in self.of(role) if n in named or n not in sides]

    @cached_property
    def of_one_layer(self) -> bool:
        """Whether nothing around speaks of a further layer, whose sizes may be others than those told."""
        return not FURTHER.search(" ".join([self.own, *self.texts, *self.further]))

    @property
    def biases(self) -> tuple[str, ...]:
        """With biases or without, as the text says; either where it does not say."""
        said = next((b for b in (bias_said(self.own), self.case.bias) if b is not None), None)
        return ("true", "false") if said is None else ("true",) if said else ("false",)

    @property
    def said(self) -> str:
        """The sentence, with its row and the head of its column."""
        return f"{self.own} {self.row} {self.head}"

    def every_text(self) -> str:
        return "\n".join([self.own, self.head, *self.texts, *self.further, self.headings])


def narrowed(view: View, value: Stated) -> Around:
    """The sizes of a value's own sentence and row; where these have none, those of the text right above."""
    for texts in (0, 1):
        near = around(view, value, texts)
        if len(near.bare) > 1:
            break
    return near


def around(view: View, value: Stated, most: int = FAR) -> Around:
    """The sizes around a value, itself left out; of so many of the texts above."""
    s = view.sentence
    chars = s.text.chars
    first = _written_out(chars, value.start)
    own = plain(chars[:first] + " " * (value.end - first) + chars[value.end :])
    row = (_row(view) or _line_above(view, own))[:LONGEST]
    above = [
        *(plain(t[:LONGEST]) for t in texts_above(view)),
        *(plain(e.text.chars[:LONGEST]) for e in introduction(view)),
    ][: None if most == FAR else most]
    code = _code_above(view) if most == FAR else ""
    texts = [*([row] if row else []), *above[:NEAR], *([code] if code else [])]
    texts_of_case = [*([row] if row else []), *above, *([code] if code else [])]
    case = Case(sizes_in(own, view.letters), [_sizes_of(view, t) for t in texts_of_case], Sizes())
    found = Around(case, texts, own, unit=plain(chars[first : value.end]))
    for text in (own, *texts):
        found.bare += [int(n.replace(",", "")) for n in _BARE.findall(text)]
        found.shapes += _shapes(text)
    found.bare = [n for n in dict.fromkeys(found.bare) if n]
    found.kernels = _kernels(case, [f"{own} {row}", *above[:NEAR], code])
    found.shapes = list(dict.fromkeys(found.shapes))[:MOST_SHAPES]
    found.own_shapes = [s for s in _shapes(own) if not _is_kernel(s)]
    found.further = above[NEAR:FAR]
    found.row, found.head = row, column_head(view)
    found.answers = view.sentence.cell is None and bool(row) and bool(question(view))
    found.headings = "\n".join(view.outline.blocks[at].raw for at in view.outline.headings(s.block))
    found.row_sizes = sizes_in(row, view.letters) if row else Sizes()
    told = (*case.own.values.get("kernel_size", ()), *_squares(own), *found.of_row("kernel_size"), *_squares(row))
    found.own_kernels = list(dict.fromkeys(told))
    found.kinds = frozenset(k for _, _, k in kinds_in(row or own)) - _GENERAL
    return found


def _sizes_of(view: View, text: str) -> Sizes:
    """The sizes of a text around the sentence; worked out once for all the numbers of the sentence."""
    known = view.kept.setdefault("sizes of the texts around", {})
    if text not in known:
        known[text] = sizes_in(text, view.letters)
    return known[text]


def _written_out(text: str, start: int) -> int:
    """Where the sum or product begins that a value is the result of; the factors of a claim are no sizes given."""
    found = _EXPRESSION.search(text, max(0, start - 80), start)
    return found.start() if found and re.search(r"[+*x×]|\\times|\\cdot", found[0]) else start


def _shapes(text: str) -> list[tuple[int, ...]]:
    return [tuple(int(g) for g in m.groups() if g) for m in _SHAPE.finditer(text)]


def _is_kernel(shape: tuple[int, ...]) -> bool:
    return shape[0] == shape[1] <= LARGEST_KERNEL


def _kernels(case: Case, texts: list[str]) -> list[int]:
    """The kernels that the sentence names; where it names none, those of the two nearest texts that do."""
    own = list(dict.fromkeys([*case.near("kernel_size"), *_squares(texts[0])]))
    if own:
        return own[:4]
    named = [
        found
        for sizes, text in zip(case.above, texts[1:], strict=False)
        if (found := [*sizes.values.get("kernel_size", ()), *_squares(text)])
    ]
    kernels = list(
        dict.fromkeys(
            [*(k for found in named[:2] for k in found), *_squares(texts[-1]), *case.every("kernel_size")[:1]]
        )
    )
    return kernels[:4] or [n for n in assigned(texts) if n <= LARGEST_KERNEL][:3]


def assigned(texts: list[str]) -> list[int]:
    """The numbers that texts give to letters, whatever these stand for: R = 28, T = 3."""
    return list(dict.fromkeys(int(n.replace(",", "")) for text in texts for n in _ASSIGNED.findall(text)))


def _squares(text: str) -> list[int]:
    found = [(int(m[1]), m[2]) for m in _SQUARE.finditer(text)]
    return [k for k, depth in found if k in USUAL_KERNELS or (not depth and 0 < k <= LARGEST_KERNEL)]


def _row(view: View) -> str:
    """The other cells of the value's row, each with the head of its column."""
    s, outline = view.sentence, view.outline
    if s.cell is None:
        return ""
    header = outline.blocks[s.block].header
    heads = {e.cell: e.text.chars for e in outline.sentences[header]} if header is not None else {}
    cells = [(heads.get(e.cell, "").strip(), e.text.chars) for e in outline.sentences[s.block] if e.cell != s.cell]
    names = {head for head, _ in cells}
    if "K" in names and not names & {"F", "f", "k"}:
        cells = [("kernel size" if head == "K" else head, text) for head, text in cells]
    return plain(
        with_modules(view, " ; ".join(f"{head} {'=' if len(head) < 4 else ''} {text}" for head, text in cells))
    )


def _line_above(view: View, own: str) -> str:
    """The line that a line of nothing but its result goes on with: 7×7に3×3、S=2 / → 3×3; the question it answers."""
    if len(own) < LONGEST_REST and (asked := question(view)):
        return plain(" ".join(e.text.chars for e in asked))
    if len(re.sub(r"[\W\d_]", "", own)) > LONGEST_REST or not re.match(
        r"\s*(?:→|->|⇒|=>|=|だから|よって|so\b|A[.:：])", own
    ):
        return ""
    return next((plain(t) for t in texts_above(view)), "")


def _code_above(view: View) -> str:
    """The program text nearest above, within reach."""
    at = view.sentence.block
    near = [c.block.raw for c in view.outline.comments if c.block.kind == "code" and at - 6 <= c.after <= at]
    return near[-1][:1_500] if near else ""
