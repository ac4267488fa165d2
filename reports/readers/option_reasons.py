"""Reasons that a note gives against an option of its question: "(b) H, W ⇒ that is instance norm", "⇒ できないため誤り".

The option is nobody's claim, its reason is the author's: read by itself, or, where it only names another layer, as what
the question asks of its own layer, said of that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View
from ..text.inline import MASK
from ..text.normalize import Text
from ..text.sentences import Sentence
from .answer_marks import OWN_LABEL, Judged
from .answered import with_question
from .marks import parts
from .task_parts import REASON_ARROW, Piece, Task
from .tasks import told_by

Read = Callable[[View], Iterator[Reading]]
AGAINST = "the reason given against the option"
_SO_WRONG = re.compile(r"(?:(?:ため|ので|から|ゆえ)[、,]?\s*(?:誤り|間違い|不正解|違う|×|✗)|、?\s*よって(?:誤り|間違い)|[,;]?\s*(?:so|hence|thus|therefore)\s+(?:it is |that is )?(?:wrong|false|incorrect))(?:です|だ|である)?\s*[。.]?\s*$", re.IGNORECASE)
_ONLY_NAMES = re.compile(r"\b(?:that|this|it|is|s|the|an?|of|in|for|with|are|those|these|would be|case|axes|what|uses?|wrong|so)\b|これ|それ|こちら|の|は|が|に|なる|もの|こと|場合|とき|軸|説明|計算量|です|である|なので|だから|だ|ため|ので|から|誤り|違う|[\W\d_]", re.IGNORECASE)
_BLANK = re.compile(r"[(（]\s*[あ-おア-オa-e①-⑤?？]\s*[)）]|_{2,}|\[\s*\?\s*\]")


def against(view: View, asked: Sentence, read: Read) -> list[Reading] | None:
    """The readings of a reason behind an arrow; None where the option bears none."""
    s = view.sentence
    label = OWN_LABEL.match(s.words)
    begins = label.end() if label else 0
    arrow = REASON_ARROW.search(s.words, begins)
    if arrow is None or not s.words[begins : arrow.start()].strip() or len(_ONLY_NAMES.sub("", s.words[arrow.end() :])) < 2:
        return None
    if (name := _names_only(s, arrow.end())) is not None:
        found = _of_another(view, asked, Piece(s, begins, arrow.start()), name, read)
    else:
        wrong = _SO_WRONG.search(s.words, arrow.end())
        _, behind = parts(view, arrow.end())
        found = list(read(parts(behind, wrong.start())[0] if wrong else behind))
    option = s.words[begins : arrow.start()].strip()
    return [replace(r, notes=(*r.notes, f"{AGAINST} {option!r}" if MASK not in option else AGAINST)) for r in found]


def _names_only(s: Sentence, start: int) -> tuple[int, int] | None:
    """Where the one layer that a reason names stands, where the reason says no more."""
    named = [m for m in s.subjects if m.start >= start and not m.weak]
    if not named or len({m.tag for m in named}) > 1 or MASK in s.words[start:]:
        return None
    first = named[0]
    return (first.start, first.end) if not _ONLY_NAMES.sub("", s.words[start : first.start] + " " + s.words[first.end :]) else None


def _of_another(view: View, asked: Sentence, option: Piece, name: tuple[int, int], read: Read) -> list[Reading]:
    """What the question asks of its layer, with the option for an answer, said of the layer that the reason names."""
    own = [m for m in asked.subjects if not m.weak]
    other = view.sentence.text.chars[slice(*name)]
    if not own or len({m.tag for m in own}) > 1 or len(own) > 1 or MASK in asked.words:
        return []
    changed = _spliced(asked, own[0].start, own[0].end, other)
    if blank := _BLANK.search(changed.words):
        words = option.sentence.text.chars[option.start : option.end].strip()
        if MASK in option.words:
            return []
        whole = _at(_spliced(changed, blank.start(), blank.end(), words), option)
        inside = blank.start() + len(words)
        return [replace(r, said=whole) for r in read(View(view.outline, whole)) if r.start <= inside and r.end >= blank.start()]
    if found := told_by(view, Task([Piece(changed, 0, len(changed.words))], 0, option), read):
        return found
    own = option.sentence
    alone = Sentence(Text(own.text.chars[: option.end], own.text.origin[: option.end]), own.words[: option.end], (), own.block, own.number, own.cell)
    wholes = with_question(alone, Judged(True, option.start, changed))
    return [replace(r, said=whole) for whole in wholes for r in read(View(view.outline, whole))]


def _spliced(s: Sentence, start: int, end: int, put: str) -> Sentence:
    """A sentence with other words in a place; they stand where the words they replace stood."""
    origin = s.text.origin
    at = (origin[start],) * len(put)
    text = Text(s.text.chars[:start] + put + s.text.chars[end:], origin[:start] + at + origin[end:])
    return Sentence(text, s.words[:start] + put + s.words[end:], (), s.block, s.number, s.cell)


def _at(s: Sentence, option: Piece) -> Sentence:
    """The sentence where the option and its reason stand."""
    own = option.sentence
    first, last = own.text.origin[option.start], own.text.origin[-1]
    half = len(s.words) // 2
    return Sentence(Text(s.text.chars, (first,) * half + (last,) * (len(s.words) - half)), s.words, (), own.block, own.number, own.cell)
