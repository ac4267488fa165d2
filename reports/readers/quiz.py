"""Quizzes in notes: blanks, options with a reason against them, answers.

A question and its options assert nothing. The reason after an arrow does, and so does the option marked as the answer;
a short reason ("it cannot") is about what its option says, under the option's own conditions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View
from ..scope import Outline
from ..text.sentences import Sentence
from ..vocabulary import family
from .answer_keys import judged
from .answer_marks import OWN_LABEL
from .marks import mark_of
from .option_reasons import AGAINST, against
from .task_parts import REASON_ARROW, offering, tasks_of

_BLANK = re.compile(r"[(（][\s　]*[あ-おア-オa-e①-⑤?？　_][\s　]*[)）](?!\s*[:：])|_{3,}|\[\s*\?\s*\]")
_LABEL = re.compile(r"^[\s　]*[(（][\s　]*[あ-おア-オa-e①-⑤][\s　]*[)）](?=[\s　]+[^\s　はがをにのでとも:：=])")
_ASKED = re.compile(r"^\s*(?:問|Q\d*[.:：)]|question\b|quiz\b|exercise\b|問題|設問)", re.IGNORECASE)
_ANSWER = re.compile(r"^\s*(?:答え?|解答|正解|A\d*[.:：)]|answers?\b|solution\b)", re.IGNORECASE)
_KEY = re.compile(r"^\s*(?:[(（]\s*([あ-おア-オa-e①-⑤])\s*[)）]\s*[:：=]?|([あ-おア-オ①-⑤])\s*(?:[:：=．.]|(?<=[①-⑤])))\s*")
_REASON = re.compile(r"\s*(?:⇒|→|=>|->|⟹|…|--+|―|because\b|since\b)\s*")
_CHOSEN = re.compile(r"^\s*(?:答え?|解答|正解|正答|[Aa]nswer)\s*[)）:：.]?\s*[(（]?\s*[あ-おア-オイロハニA-Ea-e①-⑤]\s*[)）]?[。.\s]*$")
_ANSWERS = re.compile(r"^\s*[(（]\s*[あ-おア-オa-e①-⑤]\s*[)）]\s*(?:は|＝|=|:|：)\s*[「『\"][^「」『』\"]{4,80}[」』\"][^(（]{0,6}$")
REACH = 14

def is_question(view: View) -> bool:
    """A sentence with a blank, or one that asks: it asserts nothing."""
    s = view.sentence
    return _has_blank(s) or (bool(_ASKED.match(s.words)) and s.has("question"))


def _has_blank(s: Sentence) -> bool:
    """Whether something is to be filled in; "(a) The kernel ..." begins an option with its label."""
    if _ANSWERS.match(s.words) or _CHOSEN.match(s.words):
        return False
    label = _LABEL.match(s.words)
    return _BLANK.search(s.words, label.end() if label else 0) is not None


def adjusted(view: View) -> list[Reading] | None:
    """The readings of an option or an answer; None where the sentence is neither."""
    s = view.sentence
    key = _KEY.match(s.words)
    question = _question(view)
    offered = bool(key and question is not None and _offered(view, question, key))
    if key and question is not None and not offered:
        return list(_answer(view, question, key[1] or key[2], key.end()))
    if question is None or not (view.outline.blocks[s.block].kind == "item" or (key and offered)):
        return None
    reason = _REASON.search(s.words, key.end() if key else 0)
    if reason and reason.start() > (key.end() if key else 0) + 2:
        return list(_reason(view, reason, question[1]))
    if _is_answer(view):
        return None
    right = _marked_right(view, s)
    return list(_option(view, s, question)) if right else []


def _offered(view: View, question: tuple[int, Sentence], key: re.Match[str]) -> bool:
    """Whether a label numbers an option below its question, and names no blank of it: 計算は（い）である。(a) ... (b) ..."""
    blocks = range(question[0] + 1, view.sentence.block + 1)
    run = all(OWN_LABEL.match(s.words) for at in blocks for s in view.outline.sentences[at][:1])
    blank = _blank_of(view, key[1] or key[2])
    return run and (blank is None or blank[0].block != question[0])


def _question(view: View) -> tuple[int, Sentence] | None:
    """The question (with its blank) that the sentence is an option of or an answer to."""
    outline, s = view.outline, view.sentence
    for block in range(s.block - 1, max(-1, s.block - REACH), -1):
        if outline.blocks[block].kind == "heading" and not _ANSWER.match(outline.blocks[block].raw):
            return None
        for sentence in reversed(outline.sentences[block]):
            if _has_blank(sentence):
                return block, sentence
            if _ASKED.match(sentence.words):
                return None  # another question, without a blank
    return None


def asked_by(view: View) -> Sentence | None:
    """The question that the sentence is an option of."""
    said = judged(view.outline, view.sentence)
    if said is not None and said.question is not None:
        return said.question
    task = offering(view.outline, view.sentence)
    question = None if task else _question(view)
    return task.stem[task.asking].sentence if task else question[1] if question else None


def right_options(view: View) -> list[Sentence]:
    """Of the options that stand with the sentence, those that the note's answers choose; the answers with them."""
    outline = view.outline
    beside = list(_beside(view))
    found = [s for s in beside if (said := judged(outline, s)) is not None and said.right]
    for s in beside:
        found += [s, *named] if (named := _naming(outline, s)) else []
    places = {(s.block, s.number) for s in beside}
    for task in tasks_of(outline).values():
        if task.chosen is not None and (task.chosen.sentence.block, task.chosen.sentence.number) in places:
            found += [task.chosen.sentence, task.answer.sentence]
    return found


def _beside(view: View) -> Iterator[Sentence]:
    """The options of one question: the sentence's own block and those that follow one another with it."""
    outline, block = view.outline, view.sentence.block
    kind, first, last = outline.blocks[block].kind, block, block
    while first and _alike(outline, first - 1, kind):
        first -= 1
    while last + 1 < len(outline.blocks) and _alike(outline, last + 1, kind):
        last += 1
    for at in range(first, last + 1):
        yield from outline.sentences[at][:1]


def _alike(outline: Outline, block: int, kind: str) -> bool:
    """Whether a block is one more option: it neither asks nor answers."""
    first = outline.sentences[block][:1]
    return bool(first) and outline.blocks[block].kind == kind and not (_has_blank(first[0]) or _ANSWER.match(first[0].words))


def _naming(outline: Outline, option: Sentence) -> list[Sentence]:
    """The answers below that fill a blank with an option's own words."""
    label = OWN_LABEL.match(option.words)
    text = re.sub(r"\s", "", option.words[label.end() if label else 0 :])
    below = range(option.block + 1, min(len(outline.blocks), option.block + REACH))
    return [s for at in below for s in outline.sentences[at] if text and (key := _KEY.match(s.words)) and re.sub(r"[\s。.]", "", s.words[key.end() :]) == text.rstrip("。.")]


def _is_answer(view: View) -> bool:
    outline, s = view.outline, view.sentence
    for block in range(s.block, max(-1, s.block - 6), -1):
        if any(_ANSWER.match(x.words) for x in outline.sentences[block]):
            return True
        if any(_has_blank(x) for x in outline.sentences[block]):
            return False
    return False


def _marked_right(view: View, s: Sentence) -> bool:
    """The option that the answers below name, or that alone has no reason against it."""
    outline = view.outline
    label = OWN_LABEL.match(s.words)
    text = re.sub(r"\s", "", s.words[label.end() if label else 0 :])
    for block in range(s.block + 1, min(len(outline.blocks), s.block + REACH)):
        for later in outline.sentences[block]:
            if _KEY.match(later.words) and text and text in re.sub(r"\s", "", later.words):
                return True
    return False


def _option(view: View, s: Sentence, question: tuple[int, Sentence]) -> Iterator[Reading]:
    from . import READERS

    about = _subject_of(question[1])
    if (
        family(about or "")
        and s.subjects
        and s.subjects[0].tag in ("dilated_stack", "causal_conv1d", "dilated_conv")
        and "wavenet" in {m.tag for e in view.outline.sentences[question[0]] for m in e.subjects}
    ):
        yield Reading(
            "definition(wavenet) == dilated_causal_convolution",
            0,
            len(s.words),
            ("the option marked as the answer",),
            sure=False,
        )
        return
    for reader in READERS:
        yield from view.read_by(reader)


def _subject_of(question: Sentence) -> str | None:
    return next((m.tag for m in question.subjects if not m.weak), None)


def _answer(view: View, question: tuple[int, Sentence], label: str, start: int) -> Iterator[Reading]:
    """The text after (い): stands for the blank (い) of the question: read with the words around that blank."""
    from . import READERS

    blank = _blank_of(view, label)
    for reader in READERS:
        yield from view.read_by(reader)
    if blank is None:
        return
    sentence, place = blank
    s = view.sentence
    for span in s.formulas:
        if span.start < start or span.atomic:
            continue
        yield from _filled(view, sentence, place, span)


def _blank_of(view: View, label: str) -> tuple[Sentence, int] | None:
    outline, s = view.outline, view.sentence
    for block in range(s.block - 1, max(-1, s.block - REACH), -1):
        for sentence in outline.sentences[block]:
            found = re.search(rf"[(（]\s*{re.escape(label)}\s*[)）]", sentence.words)
            if found:
                return sentence, found.start()
    return None


def _filled(view: View, sentence: Sentence, place: int, span) -> Iterator[Reading]:
    """The formula in the place of the blank: a count of the question's subject."""
    from ...properties.rendering import to_text
    from ..reading import call, known, runnable, statements

    trigger = next((m for m in reversed(sentence.tags.get("cost", [])) if m.end <= place), None)
    predicate = "macs" if trigger else "params" if sentence.has("parameters") else None
    named = view.outline.subject(sentence, place, lambda n: family(n) == "convolution")
    if predicate is None or named is None or not known(named.subject):
        return
    subject = runnable(named.subject)
    found = statements(
        view, f"{call(predicate, subject)} == {to_text(span.formula.value)}", subject, [span.formula.value]
    )
    if found:
        yield Reading(
            found[0][0],
            span.start,
            span.end,
            (f"fills the blank of the question about {subject}",),
            tuple(found[0][1:]),
            sure=bool(named.where) or any(m.tag == named.subject and m.start < place for m in sentence.subjects),
        )


def of_a_choice(view: View) -> list[Reading] | None:
    """The readings of a reason against one of the options that the note does not choose; None for another sentence."""
    from . import _readings

    s, outline = view.sentence, view.outline
    said, task = judged(outline, s), offering(outline, s)
    asked = said.question if said is not None and said.right is None else None
    if asked is None and task is not None and task.chosen is not None and task.chosen.sentence is not s:
        asked = task.stem[task.asking].sentence
    label = OWN_LABEL.match(s.words)
    arrow = REASON_ARROW.search(s.words, label.end() if label else 0)
    mark = mark_of(view) if asked is not None and arrow is not None else None
    if asked is None or arrow is None or (mark is not None and mark[0] is not None):
        return None
    return list(_under_its_conditions(view, arrow)) or against(view, asked, _readings)


def _reason(view: View, reason: re.Match[str], asked: Sentence) -> Iterator[Reading]:
    """What stands after the arrow, about what stands before it."""
    from . import READERS, _readings

    if found := list(_under_its_conditions(view, reason)):
        yield from found
        return
    found = [r for reader in READERS for r in view.read_by(reader) if r.end > reason.end()]
    yield from (replace(r, notes=(*r.notes, AGAINST)) for r in found)
    if not found:
        yield from against(view, asked, _readings) or ()


_UNABLE = re.compile(r"ない|ません|せず|不可|cannot|can't|not|impossible|no\b", re.IGNORECASE)
_ABLE = re.compile(r"でき(?:ない|ません|ず|る|ます|て)|不可能?|\bcannot\b|\bcan(?:'t| not)|\b(?:it )?can\b|\b(?:im|not )?possible\b", re.IGNORECASE)


def _under_its_conditions(view: View, reason: re.Match[str]) -> Iterator[Reading]:
    """A short reason ("it cannot"), about what its option says."""
    s = view.sentence
    label = OWN_LABEL.match(s.words)
    option = s.words[label.end() if label else 0 : reason.start()]
    if s.within("parallel", reason.end() - 1, len(s.words)) or (
        re.search(r"でき(?:ない|る)|不可|cannot|possible|can't", s.words[reason.end() :])
        and s.within("parallel", 0, reason.start())
    ):
        mode = (
            "training"
            if s.within("training", 0, reason.start()) and not s.within("inference", 0, reason.start())
            else "generation"
            if s.within("inference", 0, reason.start())
            else None
        )
        if mode:
            after = s.words[reason.end() :]
            first = _ABLE.search(after)  # できるが、利点にはならない: whether it can, not what follows from it
            denied = bool(_UNABLE.search(first[0] if first else after))
            text = f"parallel_over_time(wavenet, mode={mode})"
            yield Reading(
                f"not {text}" if denied else text,
                0,
                len(s.words),
                (f"{AGAINST} {option.strip()!r}",),
            )
            return
    if s.within("receptive_field", 0, reason.start()) and s.within("parameters", reason.end() - 1, len(s.words)):
        fewer = re.search(r"減|少な|fewer|less", s.words[reason.end() :])
        sign = ">" if fewer else "<"
        yield Reading(
            f"rf_per_params(dilated_causal_stack, to=causal_stack) {sign} 1",
            0,
            len(s.words),
            (AGAINST,),
            sure=False,
        )
