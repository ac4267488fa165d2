"""What is remarked on an option of a question above: (d) は誤り, (c) は k = 3 のときの値, "(b) is the cost of the pointwise layer".

The option stands in the question's list; the remark calls it right or wrong, says for which size it would be the answer,
or what it is. Question (or remark) and option together are a sentence, as for answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View
from ..text.normalize import Text
from ..text.sentences import Sentence
from .answer_marks import plain
from .task_parts import Piece, Task, tasks_of
from .tasks import told_by

Read = Callable[[View], Iterator[Reading]]
REACH = 8  # blocks between a question's answer and a remark on its options
_LABELLED = re.compile(r"\W{0,2}[(（\[]\s*([A-Ha-hア-クあ-く]|\d|[ivx]{1,4})\s*[)）\]]\s*(?:は|も|is\b|would be\b|が)\s*", re.IGNORECASE)
_WRONG = re.compile(r"(?:also )?(?:誤り|誤って|間違い|正しくない|不正解|wrong\b|false\b|incorrect\b|not (?:true|right|correct)\b)", re.IGNORECASE)
_RIGHT = re.compile(r"(?:also )?(?:正しい|正解|right\b|true\b|correct\b)", re.IGNORECASE)
_FOR_SIZE = re.compile(r"(?:the (?:value|answer|result) )?(?:for |if |with |when )?(?P<x>[A-Za-z])\s*=\s*(?P<n>\d{1,3})\s*(?:の(?:とき|時|場合)|なら|だと|[.)。]?$)", re.IGNORECASE)
_IS = re.compile(r"(?P<ja>[^。、]{3,60}(?:計算量|演算量|パラメータ数|重みの数|受容野|サイズ|大きさ|形|チャン?ネル数))(?:です|である|だ)?[。.]?\s*$|(?:the )?(?P<en>(?:cost|number of (?:parameters|weights|multiplications)|parameters|multiplications|size|shape) of [^.;]{3,60})[.]?\s*$", re.IGNORECASE)


def read(view: View, readings: Read) -> list[Reading] | None:
    """The readings of a remark on an option; None where the sentence is none."""
    s = view.sentence
    found = _LABELLED.match(s.words) if s.number == 0 and s.cell is None else None
    task = _task_above(view, plain(found[1])) if found else None
    if found is None or task is None:
        return None
    option = dict(task.options)[plain(found[1])]
    rest = s.words[found.end() :]
    answer = Piece(s, found.end(), len(s.words))
    base = Task(task.stem, task.asking, answer, [], option)
    if _WRONG.match(rest) or _RIGHT.match(rest):
        wrong = bool(_WRONG.match(rest))
        return told_by(view, replace(base, asks_wrong=wrong != task.asks_wrong), readings)
    if size := _FOR_SIZE.match(rest):
        stem = [_with_size(p, size["x"], size["n"]) for p in task.stem]
        changed = [p for p in stem if p is not None]
        return told_by(view, replace(base, stem=changed), readings) if len(changed) == len(stem) and changed != task.stem else []
    if (what := _IS.match(rest)) is not None:
        group = "ja" if what["ja"] else "en"
        asked = Piece(s, found.end() + what.start(group), found.end() + what.end(group))
        return told_by(view, replace(base, stem=[asked], asking=0), readings)
    return []


def _task_above(view: View, label: str) -> Task | None:
    """The last answered question above whose options have a label."""
    outline, s = view.outline, view.sentence
    able = [
        task for (block, _, _), task in tasks_of(outline).items()
        if 0 <= s.block - block <= REACH and outline.sections[block] == outline.sections[s.block] and block < s.block and label in dict(task.options)
    ]  # fmt: skip
    return able[-1] if able else None


def _with_size(piece: Piece, letter: str, number: str) -> Piece | None:
    """The part of a question with another value for a letter that it gives once; None where the digits do not fit."""
    s = piece.sentence
    given = list(re.compile(rf"(?<![A-Za-z]){letter}\s*=\s*(\d+)(?![\d.])").finditer(s.text.chars))
    if not given:
        return piece
    start, end = given[0].span(1)
    if len(given) > 1 or end - start != len(number):
        return None
    chars = s.text.chars[:start] + number + s.text.chars[end:]
    words = s.words if s.words[start:end] != s.text.chars[start:end] else s.words[:start] + number + s.words[end:]
    made = Sentence(Text(chars, s.text.origin), words, s.math, s.block, s.number, s.cell)
    return Piece(made, piece.start, piece.end)
