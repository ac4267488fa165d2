"""Statements that bear their mark in front, and options of which a note does not say which is right."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..scope import Outline
from ..text.sentences import Sentence
from .answer_marks import (
    BOX,
    FRONT,
    MARKER,
    MOST_OPTIONS,
    OPENING,
    OWN_LABEL,
    QUESTION_NO,
    Judged,
    Keys,
    asks,
    asks_for_the_wrong_one,
    body,
    label_of,
    place,
)
from .judging import stated_in


def own_marks(outline: Outline, block: int, keys: Keys) -> None:
    """A mark before the statement itself: [F] ..., （×）..., False: ..., and boxes that are ticked or empty."""
    first = next((s for s in outline.sentences[block] if s.number == 0 and s.cell is None), None)
    if first is None:
        return
    if box := BOX.match(first.words):
        ticked = bool(box["full"]) or (box["box"] or " ") != " "
        keys.judged[place(first)] = Judged(True if ticked else None, box.end())
        return
    if empty := re.match(r"\s*[(（\[【][\s\u3000_]*[)）\]】]\s*", first.words):
        keys.judged[place(first)] = Judged(None, empty.end())
        return
    front = FRONT.match(first.words)
    if front is None or len(first.words) - front.end() < 8:
        return
    if front["bare"] == "×" and re.match(r"\s*(?:[\d(\ue000]|[A-Za-z]\b)", first.words[front.end("bare") :]):
        return  # a product goes on
    right = bool(front["r0"] or front["true"])
    if not (front["r0"] or front["w0"]) and _awaits(outline, block):
        return  # the answer to the statement above, with its reason
    keys.judged[place(first)] = Judged(right, front.end())


def _awaits(outline: Outline, block: int) -> bool:
    """Whether the block above is a statement of a question that has not been answered yet."""
    above = outline.sentences[block - 1] if block else []
    if not above or outline.blocks[block - 1].kind in ("heading", "row"):
        return False
    first = above[0].words
    return bool(OWN_LABEL.match(first) or QUESTION_NO.match(first) or MARKER.match(outline.blocks[block - 1].marker.strip()))


_WHICH = re.compile(r"どの[^\s、。]{1,8}?(?:です|でしょう|だろう)?か[。?？]?\s*$")  # where boxes below say what is chosen


_OPEN = re.compile(r"(?:か[。.]?|[?？])\s*$")  # any question, where one of the options below it is called right
_SAID_BEHIND = re.compile(r"(?:→|⇒|->|=>|←|<-|—|…|\s-)\s*(?:○|◯|✓|正解|正しい|これ(?:が正解)?|正答|correct|right(?: answer)?|this one)\W*$", re.IGNORECASE)


def _has_ticked(outline: Outline, block: int, keys: Keys) -> bool:
    """Whether one of the boxes below a question is ticked."""
    return any(BOX.match(s.words) and keys.judged.get(place(s), Judged(None)).right for s in _options_below(outline, block))


def unanswered(outline: Outline, block: int, keys: Keys) -> None:
    """The options of a question that says to choose or to judge, and of whose answers the note says nothing."""
    heading = outline.blocks[block].kind == "heading"
    ticked = _has_ticked(outline, block, keys)
    asking = _WHICH if ticked else asks("judge") if heading else asks("choice")
    last = [s for s in outline.sentences[block][-2:][::-1] if s.cell is None and (asking.search(s.words) or (ticked and asks("choice").search(s.words)))]
    if ticked and not last and not heading:  # whatever asks above boxes, one of which is ticked
        last = [s for s in outline.sentences[block][-1:] if s.cell is None and (s.words.rstrip(" *_").endswith("?") or stated_in(s.words) is not None)]
    options = list(_options_below(outline, block)) if last or not heading else []
    if not last and len(options) > 1 and any(_SAID_BEHIND.search(s.words) for s in options) and all(OWN_LABEL.match(s.words) for s in options):
        last = [s for s in outline.sentences[block][-1:] if s.cell is None and _OPEN.search(s.words)]
    if not last:
        first = outline.sentences[block][:1]
        if first and QUESTION_NO.match(first[0].words) and keys.promised:  # tasks with options, and a key at the end
            for s in options:
                if (label := label_of(outline, s)) and not label.isdigit():
                    keys.judged.setdefault(place(s), Judged(None, 0, first[0]))
        return
    marked = [s for s in options if keys.judged.get(place(s), Judged(None)).right is not None]
    bold = [s for s in options if re.match(r"\s*(?:[(（]\w[)）]\s*|\w[.)]\s*)?(\*\*|__).+\1[.。]?\s*$", outline.blocks[s.block].raw, re.DOTALL)]
    for s in options:
        own = OWN_LABEL.match(s.words)
        ring = heading and outline.blocks[s.block].marker in ("○", "◯")
        alone = len(bold) == 1 and not marked and s in bold and not asks_for_the_wrong_one(outline, last[0])
        right = True if ring or alone else None
        if BOX.match(s.words) and s in marked:  # a ticked box chooses as a label behind "Answer:" does
            begins = keys.judged[place(s)].start
            keys.judged[place(s)] = Judged(not asks_for_the_wrong_one(outline, last[0]), begins, last[0])
        keys.judged.setdefault(place(s), Judged(right, own.end() if own else 0, last[0]))


def _options_below(outline: Outline, block: int) -> Iterator[Sentence]:
    """The items or labelled lines that follow a question at once."""
    for at in range(block + 1, min(len(outline.blocks), block + MOST_OPTIONS)):
        first = outline.sentences[at][:1]
        if not first or first[0].cell is not None or outline.blocks[at].kind not in ("item", "text"):
            return
        if outline.blocks[at].kind == "text" and not label_of(outline, first[0]):
            return
        if OPENING.match(body(outline, at)) or QUESTION_NO.match(first[0].words) or asks("choice").search(first[0].words):
            return
        yield first[0]
