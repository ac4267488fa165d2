"""Tasks that say to match two lists, and the answers that pair their labels: 1-B, 2-A; (1)→(イ), (2)→(ア).

Each pair is claimed as a line "left: right" claims it. The lists themselves claim nothing, and no item of one is about
what stands last in the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..scope import Outline
from ..text.sentences import Sentence
from .answer_marks import OPENING, Place, place, plain
from .labels import label_heads, line_of
from .task_parts import Piece
from .task_sentences import Builder

REACH = 40  # blocks below the task in which its answer may stand
_ASKS = re.compile(
    r"\bmatch(?:\s+(?:each|every|the|these|them|up|all|one|items?)\b|\s*:)|\b(?:pair|connect)\s+(?:each|every|up)\b"
    r"|対応(?:させ|づけ|付け)|対応する(?:もの|番号|記号|語)|結(?:び付け|びつけ|べ|びなさい)|組み?合わせ(?:よ|なさい|て)",
    re.IGNORECASE,
)
_ONE = r"[(\[]?\s*(\d{1,2}|[A-Za-z]|[ア-クあ-く]|[①-⑧])\s*[)\].]?"
_PAIR = re.compile(rf"(?<![\w(\[]){_ONE}\s*(?:[-–—−=:→⇒]|->|=>|は|と)\s*{_ONE}(?![\w])")
_FIRSTS = ("1", "a", "あ", "ア", "i")
Row = dict[str, Piece]


def matched(outline: Outline, s: Sentence) -> list[Sentence] | None:
    """The pairs that a sentence names, each as a sentence of its own; none where it only lists; None elsewhere."""
    return _all(outline).get(place(s))


def _all(outline: Outline) -> dict[Place, list[Sentence]]:
    """What every matching task of a note makes of the sentences below it, worked out once."""
    if outline.matched is None:
        outline.matched = {}
        for s in outline.all_sentences():
            if s.cell is None and _ASKS.search(s.words):
                outline.matched |= _of_task(outline, s)
    return outline.matched


def _of_task(outline: Outline, asked: Sentence) -> dict[Place, list[Sentence]]:
    rows: list[Row] = []
    listed: list[Sentence] = []
    found: dict[Place, list[Sentence]] = {}
    for block in range(asked.block + 1, min(len(outline.blocks), asked.block + REACH)):
        for s in outline.sentences[block]:
            pairs = list(_PAIR.finditer(line_of(outline, s))) if s.cell is None and len(rows) > 1 else []
            pairs = [m for m in pairs if plain(m[1]) in rows[-2] and plain(m[2]) in rows[-1]]
            if len(pairs) > 1 or (found and pairs) or (pairs and OPENING.match(line_of(outline, s))):
                found[place(s)] = [
                    _said(s, max(0, m.start() - len(line_of(outline, s)) + len(s.words)), m, rows) for m in pairs
                ]
            elif not found and s.cell is None and (items := list(_items(outline, s))):
                listed.append(s)
                for label, piece in items:
                    if label in _FIRSTS and (not rows or rows[-1]):
                        rows.append({})
                    if rows:
                        rows[-1][label] = piece
        if found and not any(place(s) in found for s in outline.sentences[block]):
            break
    return ({place(s): [] for s in listed} | found) if found else {}


def _items(outline: Outline, s: Sentence) -> Iterator[tuple[str, Piece]]:
    """The labelled items of a line, one or several."""
    line = line_of(outline, s)
    shift = len(line) - len(s.words)
    heads = label_heads(line)
    ends = [m.start() for m in heads[1:]] + [len(line)]
    for m, end in zip(heads, ends, strict=False):  # a line without a label has no items
        yield plain(next((g for g in m.groups() if g), "")), Piece(s, max(0, m.end() - shift), max(0, end - shift))


def _said(answer: Sentence, at: int, pair: re.Match[str], rows: list[Row]) -> Sentence:
    """The items of a pair in one line; first the one that names a layer."""
    left, right = rows[-2][plain(pair[1])], rows[-1][plain(pair[2])]
    if not _names(left) and _names(right):
        left, right = right, left
    builder = Builder(answer, answer.text.origin[at])
    for piece, then in ((left, ": "), (right, "")):
        builder.add(Piece(piece.sentence, piece.start, piece.start + len(piece.words.rstrip(" 。.,、;"))))
        builder.say(then)
    return builder.whole().sentence


def _names(piece: Piece) -> bool:
    return any(not m.weak and piece.start <= m.start < piece.end for m in piece.sentence.subjects)
