"""All second thoughts on a claim that fails, the cheap questions first: the reason to accuse nobody, or none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ...properties.statement import parse
from ...properties.verdict import Verdict
from .. import patterns as re
from ..decided import ALL_GIVEN, BY_NAME, ENTERS, FACTORS, IN_PAIRS, OF_ITS_COLUMN, STRIDES, decide, holds
from ..readers.marks import MARKED_WRONG
from ..reading import BY_CUSTOM, Reading, View
from ..scope import NEARBY, Outline
from ..text.columns import column_head
from ..text.sentences import Sentence
from ..vocabulary import family
from .bounds import as_bound
from .contrasts import contrasted
from .counted_else import counted_else
from .counted_parts import counted_part
from .grounds import ungrounded
from .judged import of_a_single_one
from .leftover import leftover
from .one_breath import of_several_breaths
from .other_sizes import of_other_sizes
from .own_objects import of_other_objects
from .rebinding import doubt, is_worked, of_a_topic, of_another
from .said_otherwise import said_otherwise
from .table_rows import of_another_row
from .turns import QUALITIES, turned
from .understood import too_little_understood
from .unsaid import unsaid
from .wider_fields import of_a_wider_field

FAR = (NEARBY, "further above")
WIRING = ("combine", "feeds", "composition")
CLOSE = 3  # blocks above in which the one network of a note is its topic
MOST_VETOES = 24
PARTS_OF = {  # told one after the other, or in the line above
    "depthwise_separable_conv2d": ("depthwise_conv2d", "pointwise_conv2d"),
    "conv_transpose2d": ("conv2d",),
}
_NETWORKS = ("dense", "residual", "wavenet")  # of which each has its own wiring
_NETWORK_OF = {"depthwise_separable_conv2d": "mobilenet"}  # whose block it is
_SELDOM = re.compile(r"= (?:multiplier|dilation)\b")  # what a letter seldom means where nobody says so
_FROM_ITS_ROW = re.compile(r"subject \w* ?taken from the table row")
_FROM_ITS_COLUMN = re.compile(r"subject \w+ taken from the table's head")
_FROM_ITS_ITEM = re.compile(r"subject \w+ taken from the item above")
_THE_OTHER = re.compile(r"前者|後者|\b(?:former|latter)\b", re.IGNORECASE)
_NEARBY_ONLY = re.compile(r"subject \w* ?taken from the (?:sentence before|text above|text before)")
_TOOL = re.compile(r"kernel|filter|カーネル|フィルタ|window|窓", re.IGNORECASE)  # every layer has them: they name none


def withheld(text: str, verdict: Verdict, reading: Reading, sentence: Sentence, outline: Outline) -> str | None:
    """Why a statement that fails should accuse nobody, in words, or None: then it is told as refuted."""
    if _is_unclear(verdict, reading, sentence, outline):
        return "the sentence is not clear enough to say more"
    if held := next((v for v in reading.vetoes[:MOST_VETOES] if holds(v)), None):
        return f"{held} would hold"
    if not {BY_NAME, FACTORS, IN_PAIRS, STRIDES} & set(reading.notes) and (unused := leftover(text, sentence, reading.start, reading.end)):
        return f"it leaves {', '.join(unused)} unused"
    statement, place = parse(text), (reading.start, reading.end)
    if MARKED_WRONG in reading.notes and verdict.predicate == "arithmetic":
        return "the sum is right, and what is marked is the rest"
    why = (
        unsaid(outline, statement, reading, sentence)
        or of_a_single_one(outline, statement, sentence)
        or (None if {ENTERS, OF_ITS_COLUMN} & set(reading.notes) else turned(statement, sentence, *place))
        or contrasted(statement, text, sentence, reading)
        or too_little_understood(statement, sentence, reading)
        or of_other_objects(statement, verdict, sentence, reading, outline)
        or of_something_else(text, verdict, reading, sentence, outline)
        or (None if FACTORS in reading.notes else of_several_breaths(statement, sentence, reading, outline))
    )
    if why:
        return why
    if {FACTORS, ALL_GIVEN} & set(reading.notes):
        return None
    if meant := of_other_sizes(outline, text, sentence, decide):
        return f"another may be meant: {meant}"
    if why := ungrounded(outline, statement, sentence, reading):
        return why
    meant = _meant_instead(text, verdict, reading, sentence, outline)
    return f"another may be meant: {meant}" if meant else None


def of_something_else(text: str, verdict: Verdict, reading: Reading, sentence: Sentence, outline: Outline) -> str | None:
    """Why the value, or the words, of a statement that fails are of something else; also asked of derived numbers."""
    statement = parse(text)
    return (
        counted_else(statement, text, reading, sentence, outline)
        or counted_part(statement, text, verdict, reading, sentence, outline)
        or of_a_wider_field(statement, text, reading, sentence, outline)
        or said_otherwise(statement, text, reading, sentence, outline)
        or as_bound(statement, text, verdict, sentence, reading)
        or of_another_row(text, reading, sentence, outline)
    )


def _is_unclear(verdict: Verdict, reading: Reading, sentence: Sentence, outline: Outline) -> bool:
    """Whether the reading is a guess, or takes its subject or its sizes from too far away."""
    wired = verdict.predicate in WIRING and not _is_its_topic(verdict.subject, sentence, outline)
    far = (*FAR, "the text above") if is_worked(verdict) or wired else FAR
    vague = any(note.partition(";")[0].endswith(far) for note in reading.notes)
    nearby = verdict.predicate in QUALITIES and any(_NEARBY_ONLY.match(note) for note in reading.notes) and not _of_its_label(verdict.subject, sentence, outline)
    guessed = any(note.startswith(BY_CUSTOM) and _SELDOM.search(note) for note in reading.notes)
    return vague or nearby or guessed or not reading.sure


_LABELS = re.compile(r"\s*(?:[(（][^()（）]{1,24}[)）])?\s*(?:…+|:|：|=|＝|—|–|\s-\s)")


_THEN = re.compile(r"\d\s*x\s*\d|次|あと|後(?:に|で|段)|続|そこで|\b(?:then|next|after\w*|follow\w*|there)\b", re.IGNORECASE)


def _of_its_label(subject: str, sentence: Sentence, outline: Outline) -> bool:
    """Whether the item begins with the subject as its label, and names no other up to the claim: DW … ...。..."""
    told = [e for e in outline.sentences[sentence.block] if e.number <= sentence.number and e.cell == sentence.cell]
    named = [(e, m) for e in told for m in e.subjects if not m.weak]
    if not named or {m.tag for _, m in named} != {subject} or any(_THEN.search(e.words) for e in told):
        return False
    first, label = named[0]
    return first is told[0] and label.start <= 2 and bool(_LABELS.match(first.words, label.end))


def _is_its_topic(subject: str, sentence: Sentence, outline: Outline) -> bool:
    """Whether the note speaks of one network only, and named it a line or two above; or its section does, in the line above."""
    near = (e for b in range(max(0, sentence.block - CLOSE), sentence.block + 1) for e in outline.sentences[b])
    subject = _NETWORK_OF.get(subject, subject)
    if not any(family(m.tag) == family(subject) for e in near for m in e.subjects):
        return False
    return outline.alone(subject) or _is_named_just_above(subject, sentence, outline)


_OF_OTHERS = re.compile(r"普通|通常|従来|一般|元の|スキップ|ショートカット|恒等|残差|\b(?:usual|ordinary|plain|normal|standard|conventional|traditional|original|skips?|shortcuts?|residual|identity|other)\b", re.IGNORECASE)


def _is_named_just_above(subject: str, sentence: Sentence, outline: Outline) -> bool:
    """Whether the line above names the network, and its section no other but for comparison: "We now turn to DenseNet."."""
    section = range(max(0, outline.sections[sentence.block]), sentence.block + 1)
    told = {family(m.tag) for b in section for e in outline.sentences[b] for m in e.subjects if not e.contrasted(m)}
    above = outline.sentences[sentence.block - 1] if sentence.block else []
    named = any(family(m.tag) == family(subject) and not m.weak for e in above for m in e.subjects)
    return named and told & set(_NETWORKS) == {family(subject)} and not _OF_OTHERS.search(sentence.words)


def _meant_instead(text: str, verdict: Verdict, reading: Reading, sentence: Sentence, outline: Outline) -> str | None:
    """A statement that holds and that the same words may mean, bound to other sizes or another subject."""
    statement = parse(text)
    head = column_head(View(outline, sentence))
    other = doubt(statement, verdict, sentence, decide, reading.start, reading.firm, head)
    wired = verdict.predicate in WIRING  # a column that a network heads has its wiring, whoever else the note names
    of_its_row = any(_FROM_ITS_ROW.match(note) or (wired and _FROM_ITS_COLUMN.match(note)) for note in reading.notes)
    if not other and not of_its_row and not _THE_OTHER.search(sentence.words):
        of_its_item = any(_FROM_ITS_ITEM.match(note) for note in reading.notes)
        other = _of_another_subject(text, sentence, outline, of_its_item)
    return other or of_a_topic(statement, sentence, decide, reading.start, reading.end)


def _of_another_subject(text: str, sentence: Sentence, outline: Outline, of_its_item: bool = False) -> str | None:
    """The statement of another subject that holds, where the sentence names none of the kind itself.

    Under an item that names a network only its own parts are others.
    """
    statement = parse(text)
    if statement.subject == "residual_end":
        return None  # what comes last is said: the whole block is not meant
    kind = family(statement.subject or "")
    if any(family(m.tag) == kind and not (m.weak and _TOOL.match(sentence.key_text(m))) for m in sentence.subjects):
        return None
    near = (tag for tag in _named_around(sentence, outline) if not of_its_item or family(tag) == kind or kind not in _NETWORKS)
    around = chain(near, PARTS_OF.get(statement.subject or "", ()))
    return of_another(statement, around, decide, sentence)


def _named_around(sentence: Sentence, outline: Outline) -> Iterator[str]:
    """The subjects of the sentences near one that names none, the headings' too; the nearest first.

    What is named there for comparison only ("fewer weights than ResNet") is not spoken of.
    """
    near = [s for s in outline.sentences_of_section(sentence.block) if abs(s.block - sentence.block) <= 3]
    near.sort(key=lambda s: abs(s.block - sentence.block))
    over = [s for heading in outline.headings(sentence.block) for s in outline.sentences[heading]]
    for one in (*near[:12], *over):
        yield from (m.tag for m in one.subjects if not m.weak and not (family(m.tag) in _NETWORKS and one.contrasted(m)))
