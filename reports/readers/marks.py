"""Statements that a note marks as right or wrong: ○ and × after a sentence, (True) and (False), 誤り.

What the note claims is the statement, or its opposite where the mark says so. A reason after the mark is read as any
sentence is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..reading import Reading, View
from ..sentences import Sentence

_NO_FACTOR = r"(?!\s*[\dA-Za-z\ue000(])"  # a product goes on after its sign
_SIGN = rf"(?P<right>[○◯〇⭕✓✔]|正しい)|(?P<wrong>×{_NO_FACTOR}|❌|✗|✘|誤り|間違い|まちがい)"
_WORD = r"(?P<true>true|right|correct|yes|T|正解)|(?P<false>false|wrong|incorrect|no|F|不正解)"
_END = re.compile(
    rf"(?:\s{{2,}}|[→⇒:：(（\[【]\s*|\s[\-—]+\s*)(?:{_SIGN})[)）\]】]?\s*[.。]?(?=$|[\s（(、])"
    rf"|(?:[(（\[【]|\s[→⇒\-—]+\s)[*_]*(?:{_WORD})[.。]?[*_]*[)）\]】]?[*_]*[.。]?\s*$"
    r"|[→⇒]\s*(?P<crossed>×)(?=\s)",
    re.IGNORECASE,
)
_FRONT = re.compile(
    rf"^[\s→⇒\-—]*[(（\[【]?(?:{_SIGN.replace(_NO_FACTOR, '')})[)）\]】]?[.。,:：、]?(?=\s|$)|^[\s→⇒\-—]*[(（\[【*_]+(?:{_WORD})[.。]?[)）\]】*_.。]+(?=\s|$)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^\s*(?:(?P<true>T|True|TRUE)|(?P<false>F|False|FALSE))\s*[.]?\s*(?:$|--|[—–:：]|-\s)")
_MARKS_HEAD = re.compile(r"正誤|正解|判定|答|[○×✓✗]|\bT\s*/\s*F\b|true|false|right|wrong|correct|answer|verdict|check", re.IGNORECASE)
_ALONE = re.compile(rf"^[\s(（\[【*_]*(?:{_SIGN}|{_WORD}|(?P<cross>[xX]))[)）\]】*_.。]*\s*$", re.IGNORECASE)


def mark_of(view: View) -> tuple[bool, int] | None:
    """Whether the sentence is marked right (True) or wrong, and where its statement ends; None where it has no mark."""
    s = view.sentence
    found = _last(s)
    if found is not None:
        return _is_right(found), found.start()
    following = _next(view)
    if following is None or len(s.words.strip()) < 6:
        return None
    after = _ALONE.match(following.words) if s.cell is not None else _FRONT.match(following.words)
    letter = None if after or s.cell is not None else _LETTER.match(following.words)
    if letter:
        return letter["true"] is not None, len(s.words)
    return (_is_right(after), len(s.words)) if after else None


def _is_right(mark: re.Match[str]) -> bool:
    return mark["right"] is not None or mark["true"] is not None


def _last(s: Sentence) -> re.Match[str] | None:
    """A mark at the sentence's end, after a gap, a dash or a bracket."""
    found = _END.search(s.words, max(0, len(s.words) - 400))
    return found if found is not None and found.start() >= 6 else None


def _next(view: View) -> Sentence | None:
    """The sentence after this one in its block, or in the cell beside it."""
    s = view.sentence
    later = [x for x in view.outline.sentences[s.block] if x.number > s.number and x.cell == s.cell]
    if later:
        return later[0]
    if s.cell is not None and not _marks_column(view, s.cell + 1):
        return None
    return next((x for x in view.outline.sentences[s.block] if s.cell is not None and x.cell == s.cell + 1), None)


def _marks_column(view: View, cell: int) -> bool:
    """Whether a table's column holds marks: its head says so, or says nothing."""
    outline = view.outline
    header = outline.blocks[view.sentence.block].header
    heads = [e.words for e in outline.sentences[header] if e.cell == cell] if header is not None else []
    return not heads or any(_MARKS_HEAD.search(words) for words in heads)


def opposite(reading: Reading) -> Reading:
    """The reading of a statement that is marked wrong.

    >>> opposite(Reading("combine(resnet) == concat", 0, 3)).statement
    'not combine(resnet) == concat'
    """
    note = (*reading.notes, "marked as wrong in the note")
    return replace(reading, statement=_denied(reading.statement), alternatives=(), notes=note)


def _denied(statement: str) -> str:
    return statement.removeprefix("not ") if statement.startswith("not ") else f"not {statement}"
