"""Shapes and counts that program text states: in comments beside it, and in the output that is printed below it.

`print(conv(x).shape)  # torch.Size([1, 64, 112, 112])`: the program is followed (`reports/programs/`), never executed,
and what was followed completely is held against what the note says came out.
"""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import patterns as re
from ..programs.interpreter import Interpreter
from ..programs.pieces import Piece, session
from ..programs.printed import Text, found_in, matched, rendered, values_in
from ..programs.values import Count, Exhausted, NotFollowed, Scope, Size, Tensor
from ..text.segments import Segment
from .sizing import tuple_text

MOST_CHARACTERS = 24_000  # of one piece of program text
LONGEST_LINE = 1_000
DEEPEST = 40  # brackets inside each other
_LEAD = re.compile(
    r"#+\s*(?:(?:→|->|=+>|⇒|>>>|--?>|=)\s*)?(?:(?:outputs?|out|prints?|shape|output shape|result|出力|結果|形状?|size)(?:\s*shape)?\s*(?:[:=：]|(?=[\[(t])|は)\s*)?(?:(?:→|->|=>)\s*)?",
    re.IGNORECASE,
)
_DOUBT = re.compile(r"\?|？|\bnot\b|n't|wrong|error|instead|誤|間違|ではな|じゃな|エラー|✗|expect|should|期待|だった|\bwas\b", re.IGNORECASE)
_ON_CONDITION = re.compile(r"\b(?:if|with|without|when|for|or|before|after|instead|except)\b|なら|場合|とき|または|前|後", re.IGNORECASE)
_AFTER = re.compile(r"(?:[^\d#]{0,60}|\s*[(（,;、：:=←<].{0,80}|\s*(?:params?|parameters|weights|個|の|\s)?.{0,4}[(（=].{0,60})")
_AFTER_NUMBER = re.compile(r"(?:\s*(?:$|[=(（,;、。個]|params?\b|parameters\b|weights\b|パラメータ|learnable\b|numbers\b|biases\b).{0,80})")
_MAGIC = re.compile(r"^\s*[%!]")
_WORD = re.compile(r"[A-Za-z_]\w{0,15}")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


@dataclass(frozen=True)
class Traced:
    """A shape or a count that the note states, with the statement that decides it.

    Where the program comes to another verdict than `statement`, by a custom of how shapes are written, `plain` counts.
    """

    segment: Segment
    statement: str
    predicate: str
    subject: str
    plain: str = ""
    agrees: bool = True


@dataclass
class _Seen:
    """What was beside a comment each time the program came by."""

    kind: str
    value: Any
    function: str
    scope: Scope


@dataclass
class _Followed:
    """One piece of program text: its lines, and what stands beside and below its statements."""

    lines: list[Segment]
    beside: dict[int, tuple[int, str]] = field(default_factory=dict)  # by the line: the column of a comment, its text
    alone: set[int] = field(default_factory=set)  # lines that are comments only
    seen: dict[int, list[_Seen]] = field(default_factory=dict)


def traced(pieces: list[Piece]) -> Iterator[Traced]:
    """The shapes and counts stated in a note's program text and its output.

    >>> lines = ["c = nn.Conv2d(3, 8, 5)", "c(torch.zeros(1, 3, 9, 9)).shape  # (1, 8, 5, 5)"]
    >>> [t.statement.split(" == ")[1] for t in traced([Piece("code", [Segment(raw, 0) for raw in lines])])]
    ['(1, 8, 5, 5)']
    """
    program = _Program()
    try:
        for piece in pieces:
            for part in session(piece):
                yield from program.take(part)
    except Exhausted:
        return


class _Program:
    def __init__(self) -> None:
        self.interpreter = Interpreter(self._watched)
        self.at = _Followed([])

    def take(self, piece: Piece) -> Iterator[Traced]:
        """Follow a piece of program text, or hold an output against what was printed."""
        printer = self.interpreter.printer
        if piece.kind == "other":
            return
        if piece.kind == "output":
            for value, segment in found_in(printer.lines, piece.lines):
                yield from _claimed(value, segment, {})
            printer.lines = []
            return
        printer.lines = []
        tree = _tree(piece) if piece.kind == "code" else None
        if tree is None:
            self.interpreter.forget()
            return
        self.at = _with_comments(piece)
        for number, statement in enumerate(tree.body):
            before = len(printer.lines)
            self.interpreter.follow(statement, number == len(tree.body) - 1)
            yield from self._below(statement, printer.lines[before:])
        yield from self._beside()

    def _watched(self, node: ast.stmt, told: tuple[str, Any], scope: Scope, function: str) -> None:
        row = getattr(node, "end_lineno", -1)
        mine = 0 <= row <= len(self.at.lines)
        if mine and row in self.at.beside:
            self.at.seen.setdefault(row, []).append(_Seen(*told, function, scope))

    def _below(self, statement: ast.stmt, printed: list[list[Any]]) -> Iterator[Traced]:
        """Comments on the lines below a statement that printed: what came out of it."""
        row = (statement.end_lineno or 0) + 1
        said: list[Segment] = []
        while row in self.at.alone:
            line = self.at.lines[row - 1]
            column, text = self.at.beside[row]
            lead = _LEAD.match(text)
            said.append(line.cut(column + (lead.end() if lead else 1)))
            row += 1
        if not printed and isinstance(statement, ast.Expr) and self.interpreter.shown is not None:
            printed = [rendered(_sized(self.interpreter.shown), True)]
        said = [s for s in said if s.raw.strip()]
        over = row > len(self.at.lines) or not self.at.lines[row - 1].raw.strip()  # else it may head what follows
        if said and not any(_DOUBT.search(s.raw) for s in said):
            for value, segment in found_in(printed, said):
                for claim in _claimed(value, segment, {}):
                    if claim.agrees or over or "Size" in said[0].raw:
                        yield claim

    def _beside(self) -> Iterator[Traced]:
        """Comments on the line of a statement."""
        agreeing: dict[str, bool] = {}
        for row in sorted(self.at.seen):
            seen = self.at.seen[row]
            tokens = [_tokens(one) for one in seen]
            if not tokens[0] or any(str(t) != str(tokens[0]) for t in tokens[1:]):
                continue
            column, text = self.at.beside[row]
            function = seen[0].function
            for claim in _said(tokens[0], seen[0], self.at.lines[row - 1].cut(column), text):
                if function and not claim.agrees and not agreeing.get(function):
                    continue  # of inputs that the program's author had in mind, maybe
                if not claim.agrees and _ON_CONDITION.search(text):
                    continue
                agreeing[function] = agreeing.get(function, False) or claim.agrees
                yield claim


def _tokens(seen: _Seen) -> list[Any]:
    """The pieces of what a statement shows, or of the shape of what it gives a name."""
    value = seen.value
    if seen.kind == "printed":
        return value
    if seen.kind == "assigned" and not isinstance(value, Tensor | Count):
        return []
    if isinstance(value, Tensor | Text | Size | int | tuple | list) and not isinstance(value, bool):
        return rendered(_sized(value), inside=True)
    return []


def _sized(value: Any) -> Any:
    return value.size() if isinstance(value, Tensor) else value


def _said(tokens: list[Any], seen: _Seen, comment: Segment, text: str) -> Iterator[Traced]:
    """The values that a comment states beside a statement."""
    lead = _LEAD.match(text)
    values = values_in(tokens)
    if lead is None or not values or _DOUBT.search(text) or len(text) > 300:
        return
    rest = comment.cut(lead.end()).strip()
    for shape in (tokens, _between(values)):
        for stop in _stops(rest.raw):
            match = matched(shape, rest.raw[:stop])
            if match and _ends(values, rest.raw, stop):
                for group, value in enumerate(values, 1):
                    segment = rest.cut(*match.span(group))
                    letters = _letters(segment.raw, seen.scope)
                    if seen.kind == "assigned" and not _likely(value, segment.raw, letters):
                        return
                    yield from _claimed(value, segment, letters)
                return


def _between(values: list[Any]) -> list[Any]:
    tokens: list[Any] = []
    for number, value in enumerate(values):
        tokens += [","] * bool(number) + [value]
    return tokens


def _stops(text: str) -> list[int]:
    """Where what is stated may end: behind a bracket or a number, the longest first."""
    ends = [m.end() for m in re.finditer(r"[\])]+|\d+(?![\d,_])", text[:200])]
    return [len(text), *reversed(ends)][:16]


def _ends(values: list[Any], text: str, stop: int) -> bool:
    rest = text[stop:]
    if not rest.strip():
        return True
    last = values[-1]
    return bool((_AFTER if isinstance(last, Size) else _AFTER_NUMBER).fullmatch(rest))


def _likely(value: Any, said: str, letters: dict[str, int]) -> bool:
    """Whether a comment beside an assignment tells the shape of the whole: as many axes, the same batch."""
    if not isinstance(value, Size):
        return True
    claimed = _dims(said, letters, value)
    return claimed is not None and len(claimed) == len(value) > 1 and claimed[0] == value[0]


def _letters(said: str, scope: Scope) -> dict[str, int]:
    """What the letters of a shape are in the program: (1, C, 1, 1)."""
    found: dict[str, int] = {}
    for letter in _WORD.findall(said)[:8]:
        try:
            value = scope.find(letter)
        except NotFollowed:
            continue
        if isinstance(value, int) and not isinstance(value, bool):
            found[letter] = int(value)
    return found


def _dims(said: str, letters: dict[str, int], value: Size) -> tuple[int, ...] | None:
    """The sizes that a shape states; a letter that the program does not know is taken for what it stands for."""
    parts = [p.strip() for p in re.sub(r"torch\.Size|[()\[\]]", "", said).split(",") if p.strip()]
    free = {p for p in parts if not p.isdigit() and p not in letters}
    if free and (len(parts) != len(value) or not any(p.isdigit() for p in parts) or not all(_WORD.fullmatch(p) for p in free)):
        return None
    known: dict[str, int] = {p: n for p, n in zip(parts, value, strict=False) if p in free and n is not None}
    sizes: list[int] = [int(p) if p.isdigit() else letters.get(p, known.get(p, -1)) for p in parts]
    return None if any(n < 0 or n > 10**13 for n in sizes) or len(sizes) > 8 else tuple(sizes)


def _claimed(value: Any, segment: Segment, letters: dict[str, int]) -> Iterator[Traced]:
    """The statement that a value is what the note says it is."""
    said = segment.raw
    if isinstance(value, Size):
        claimed = _dims(said, letters, value)
        if claimed is None:
            return
        right, made = tuple_text(claimed) if claimed else "", tuple_text(tuple(value)) if value else ""
        if not right or not made:
            return
        plain, agrees = f"{made} == {right}", claimed == tuple(value)
        yield Traced(segment, f"{value.left or made} == {right}", value.predicate, value.subject, plain, agrees)
        return
    digits = re.sub(r"[,_\s]", "", said)
    if not digits.lstrip("-").isdigit() or len(digits) > 14:
        return
    number = int(value)
    left = value.left if isinstance(value, Count) else ""
    predicate = "params" if isinstance(value, Count) else "arithmetic"
    yield Traced(segment, f"{left or number} == {int(digits)}", predicate, "", f"{number} == {int(digits)}", number == int(digits))


def _tree(piece: Piece) -> ast.Module | None:
    """The syntax tree of program text, None where it is none or is larger than any note's."""
    raw = [line.raw for line in piece.lines]
    if sum(map(len, raw)) > MOST_CHARACTERS or max(map(len, raw)) > LONGEST_LINE:
        return None
    if _depth("\n".join(raw)) > DEEPEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(_source(piece))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _depth(text: str) -> int:
    """How many brackets, signs in a row and operators in a row there are at most."""
    deepest = depth = 0
    for char in text:
        depth = max(0, depth + _BRACKETS.get(char, 0))
        deepest = max(deepest, depth)
    rows = max((len(m[0]) for m in re.finditer(r"(?:[-+~!]\s?){20,}|(?:\bnot\s+){20,}", text)), default=0)
    return max(deepest, rows)


def _source(piece: Piece) -> str:
    """The program text, its common indentation taken away, the lines of a notebook's commands left empty."""
    raw = ["" if _MAGIC.match(line.raw) else line.raw.expandtabs(4) for line in piece.lines]
    common = min((len(one) - len(one.lstrip()) for one in raw if one.strip()), default=0)
    return "\n".join(one[common:] if one.strip() else "" for one in raw) + "\n"


def _with_comments(piece: Piece) -> _Followed:
    """The piece with its comments by their lines."""
    found = _Followed(piece.lines)
    try:
        for token in tokenize.generate_tokens(io.StringIO(_source(piece)).readline):
            if token.type != tokenize.COMMENT:
                continue
            row, raw = token.start[0], piece.lines[token.start[0] - 1].raw
            column = raw.rfind(token.string.rstrip())
            if column < 0:
                continue
            found.beside[row] = (column, token.string)
            if not raw[:column].strip():
                found.alone.add(row)
    except (tokenize.TokenError, SyntaxError):
        return _Followed(piece.lines)
    return found


