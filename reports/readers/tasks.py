"""Answers of tasks, read together with what they answer.

What the answer says by itself is read as any sentence is; what question and answer say together is read too, and
prevails where both speak of the same thing: the question tells what its answer is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from .. import patterns as re
from ..decided import holds
from ..derived import accusations, derivations
from ..reading import Reading, View
from ..spares import place_in
from ..text.normalize import Text
from ..text.sentences import Sentence
from .answer_marks import Judged
from .marks import MARKED_RIGHT, MARKED_WRONG, as_marked
from .norm_sense import mode_of
from .task_parts import Piece, Task, judging_by, task_of, without_label, without_reason
from .task_sentences import Whole, wholes

Read = Callable[[View], Iterator[Reading]]
SUM = "sum"
AS_RIGHT = "another option is right as well: "
RIGHT_ONE = "the right option is another: "
_NAMED_FOR_ITSELF = ("depends_on", "combine", "feeds", "causal", "independent_of_batch", "composition")


_WHY = re.compile(r"\W*(?:(?:so|but|and|then|Q\d*[.:)]?)\W+)*(?:why|how come|what for)\b|\W*(?:では)?(?:なぜ|どうして)", re.IGNORECASE)


def answered(view: View, task: Task, read: Read, alone: list[Reading]) -> Iterator[Reading]:
    """The readings of an answer with its question, and those of the answer alone that these leave standing."""
    if any({MARKED_RIGHT, MARKED_WRONG} & set(r.notes) for r in alone):
        yield from alone  # judged already, as a statement of its own
        return
    if task.chosen is None and not task.options and _WHY.match(task.stem[task.asking].words):
        yield from alone  # an explanation, which no answer to "what" is
        return
    if task.chosen is not None:
        task = replace(task, chosen=without_reason(task.chosen))
    together = [r for whole in wholes(task) for r in _readings(view, whole, read)]
    by_itself = {r.statement for r in alone if r.sure}  # what the answer's own words say is as sure with its question
    together = [replace(r, sure=r.sure or r.statement in by_itself) for r in _settled(together)]
    together = together if task.chosen else [_of_the_result(r, view) for r in together]
    plain = {_kind(r) for r in alone if r.sure and not r.notes and _kind(r) in _NAMED_FOR_ITSELF and holds(r.statement)}
    together = [r for r in together if _kind(r) not in plain or holds(r.statement)]  # the answer names another layer: of that one
    together = _of_the_first_asked(task, together)
    kinds = {_kind(r) for r in together}
    yield from _beside_the_others(view, task, together, read)
    for reading in alone:
        said = reading.said or view.sentence
        if _kind(reading) == SUM:
            yield replace(reading, said=said)
        elif _kind(reading) not in kinds:
            yield replace(reading, said=said, sure=reading.sure and not together and not _at_test_time(task, reading))


_ONE_OF_SEVERAL = re.compile(r"\ball\b|\beach\b|すべて|全て|ひとつ残らず|いくつか|複数", re.IGNORECASE)


def _beside_the_others(view: View, task: Task, readings: list[Reading], read: Read) -> list[Reading]:
    """The readings of an answer that chooses one option, with a remark where another option is right."""
    measured = [r for r in readings if _kind(r) != SUM]
    asked = task.stem[task.asking].words
    if task.chosen is None or not measured or len(_OPTIONS.findall(task.answer.words)) > 1 or _ONE_OF_SEVERAL.search(asked):
        return readings
    others = [(label, without_reason(piece)) for label, piece in task.options if label and (piece.sentence, piece.start) != (task.chosen.sentence, task.chosen.start)]
    right = [label for label, piece in others if _is_right(told_by(view, replace(task, chosen=piece), read), measured)]
    if not right:
        return readings
    named = ", ".join(f"({label})" for label in right)
    return [replace(r, notes=(*r.notes, f"{AS_RIGHT if holds(r.statement) else RIGHT_ONE}{named}")) for r in readings]


def _is_right(option: list[Reading], answer: list[Reading]) -> bool:
    """Whether all that an option says holds, and says what the answer says: of another layer, or with another value."""
    told = [r for r in option if _kind(r) in {_kind(a) for a in answer}]
    return all(any(_alike(r, a) for r in told) for a in answer) and all(holds(r.statement) for r in told)


def _alike(one: Reading, other: Reading) -> bool:
    """Whether two readings measure the same thing, or find the same value."""
    (left, _, value), (its_left, _, its_value) = (r.statement.partition(" where ")[0].partition(" == ") for r in (one, other))
    same = left == its_left or (value == its_value and _kind(one) == _kind(other))
    return same and one.statement.startswith("not ") == other.statement.startswith("not ")


def _held(readings: list[Reading]) -> set[str]:
    """What the readings that hold, each in the first way it can be read, measure."""
    return {_kind(r) for r in readings if holds(r.statement)}


_SEVERAL = re.compile(r"\W*(?:[A-Za-z]+[ -]?){1,4}(?:,\s*(?:and\s+)?(?:[A-Za-z]+[ -]?){1,4})+\s*[?？]|[^、。?？]{1,12}(?:[、・][^、。?？]{1,12})+(?:は)?[?？]")


def _of_the_first_asked(task: Task, readings: list[Reading]) -> list[Reading]:
    """Output, parameters, MACs? Where several things are asked, an answer that is right of one of them is not of the others."""
    if not _SEVERAL.match(task.stem[task.asking].words) or not any(holds(r.statement) for r in readings if _kind(r) != SUM):
        return readings
    return [r for r in readings if any(map(holds, (r.statement, *r.alternatives)))]


def behind_an_answer(view: View, readings: Iterator[Reading]) -> Iterator[Reading]:
    """The readings of a sentence; of one that goes on with an answer, as what was asked lets them be."""
    s, outline = view.sentence, view.outline
    first = outline.sentences[s.block][0]
    task = task_of(outline, first) if s.number and s.cell is None else None
    for reading in readings:
        yield replace(reading, sure=False) if task is not None and _at_test_time(task, reading) else reading


def _at_test_time(task: Task, reading: Reading) -> bool:
    """Whether what is asked is of inference, where the answer does not say it again and batch norm is another thing."""
    asked = " ".join(piece.words for piece in task.stem)
    return "batch_norm" in reading.statement and "mode=" not in reading.statement and mode_of(asked) == "evaluation"


def told_by(view: View, task: Task, read: Read) -> list[Reading]:
    """What a task and the answer that it has been given say together."""
    return _settled([r for whole in wholes(task) for r in _readings(view, whole, read)])


def keyed(view: View, found: Judged, read: Read) -> list[Reading]:
    """What an option says that a key far below chooses, put together with its question as an answer right below is."""
    asked, s = found.question, view.sentence
    if asked is None or not found.right or asked is s:
        return []
    over = [e for e in view.outline.sentences[asked.block] if e.number < asked.number and e.cell is None]
    stem = [Piece(e, without_label(e) if n == 0 else 0, len(e.words)) for n, e in enumerate([*over, asked])]
    option = without_reason(Piece(s, found.start, len(s.words) if found.end is None else found.end))
    task = judging_by(Task(stem, len(stem) - 1, option, chosen=option))
    told = told_by(view, task, read)
    return told if task.verdict is not None else as_marked(told, True, s)


_EQUALS = re.compile(r"[=≈]")


def _of_the_result(reading: Reading, view: View) -> Reading:
    """A number on the way to the result, or one of several worked out side by side, may be right: nobody is accused."""
    sums = list(_EQUALS.finditer(view.sentence.text.chars))
    if not sums or _kind(reading) == SUM:
        return reading
    _, end = place_in(reading, view.sentence)
    return replace(reading, sure=reading.sure and len(sums) == 1 and end > sums[0].end())


def _readings(view: View, whole: Whole, read: Read) -> list[Reading]:
    """What a whole sentence says by the words of its answer: what it does not say without them."""
    inner = View(view.outline, whole.sentence)
    without = {r.statement for r in read(View(view.outline, _emptied(whole)))}
    found = [r for r in read(inner) if r.statement not in without]
    found = [r for r in found if _by_the_answer(r, whole)] or found
    found = [replace(r, sure=False) if r.statement.startswith("monotone(") and not _touches(r, whole) else r for r in found]
    measured = {_kind(r) for r in found} - {SUM}
    taken = [(r.start, r.end) for r in found if _kind(r) != SUM and holds(r.statement)]
    more = [r for r in derivations(inner, taken) if _by_the_answer(r, whole) and (not measured or _kind(r) in measured)]
    if not measured and not more:
        more = [r for r in accusations(inner, []) if _by_the_answer(r, whole)]
    if len(_OPTIONS.findall(whole.sentence.words)) > 1:
        found = [replace(r, sure=False) for r in found]  # which of the options is meant, the sentence does not say
    return as_marked([*found, *more], whole.right, whole.sentence)


_OPTIONS = re.compile(r"[(（][a-eA-Eア-オあ-お1-5][)）]")


def _emptied(whole: Whole) -> Sentence:
    """The sentence with blanks in the place of the answer."""
    chars, words = list(whole.sentence.text.chars), list(whole.sentence.words)
    for a, b in whole.own:
        chars[a:b], words[a:b] = " " * (b - a), " " * (b - a)
    math = tuple((a, b) for a, b in whole.sentence.math if not any(c <= a < d for c, d in whole.own))
    text = Text("".join(chars), whole.sentence.text.origin)
    return replace(whole.sentence, text=text, words="".join(words), math=math)


def _touches(reading: Reading, whole: Whole) -> bool:
    """Whether a reading takes any of the answer's words: a trend that only the question tells is not the answer's."""
    return any(a < reading.end and reading.start < b for a, b in whole.own)


def _by_the_answer(reading: Reading, whole: Whole) -> bool:
    """Whether a number is the answer's own."""
    return any(a < max(reading.end, reading.start + 1) and reading.start < b for a, b in whole.own)


def _settled(readings: list[Reading]) -> list[Reading]:
    """Without those that fail where the same words, read otherwise, hold."""
    held = {_kind(r) for r in readings if any(map(holds, (r.statement, *r.alternatives)))}
    found: dict[str, Reading] = {}
    for r in readings:
        if any(map(holds, (r.statement, *r.alternatives))) or _kind(r) not in held:
            found.setdefault(r.statement, r)
    return list(found.values())


def _kind(reading: Reading) -> str:
    """What a reading measures; a sum of numbers measures nothing."""
    head, bracket, _ = reading.statement.removeprefix("not ").partition("(")
    return head if bracket and head.isidentifier() else SUM
