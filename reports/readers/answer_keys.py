"""Which statements of a note its answers call right or wrong: 解答：(1) × (2) ○, Answer: (b), 正解は②, "> ×。", [F] ...

A note asks "which is right?", lists options and gives the answer below, or lists statements to be judged and gives the
marks at the end. What the note claims is the option that its answer names, and the opposite of what its answer calls
wrong; an option whose answer is not given is nobody's claim. All of a note's answers are looked up once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .. import patterns as re
from ..scope import Outline
from ..text.sentences import Sentence
from .answer_marks import (
    ALONE,
    CHOSEN,
    FRONT,
    HEAD,
    HEAD_ONLY,
    LABEL,
    MOST_OPTIONS,
    ONE_MARK,
    OPENING,
    OWN_LABEL,
    PAIR,
    QUESTION_NO,
    REFERRED,
    REMARK,
    ROW_OF_MARKS,
    Judged,
    Keys,
    asks,
    asks_for_the_wrong_one,
    asks_to_choose,
    body,
    label_of,
    place,
    plain,
)
from .answer_options import own_marks, unanswered
from .judging import stated_in
from .labels import label_heads, line_of

REACH = 60  # blocks above an answer in which its statements are looked for


def judged(outline: Outline, sentence: Sentence) -> Judged | None:
    """What the note's answers say of a sentence; None where they do not speak of it.

    >>> from kenzan.reports.text.notes import blocks_of
    >>> from kenzan.reports.text.segments import Source
    >>> from kenzan.reports.scope import outline_of
    >>> note = "1. Pooling has weights.\\n2. Pooling has none.\\n\\nAnswers: 1 F, 2 T"
    >>> outline = outline_of(blocks_of(Source(note).lines()))
    >>> [judged(outline, s).right for s in outline.all_sentences() if s.block < 2]
    [False, True]
    """
    return keys_of(outline).judged.get(place(sentence))


def keys_of(outline: Outline) -> Keys:
    """Every answer of the note, looked up once."""
    if outline.keys is None:
        keys = Keys(promised=any(block.kind == "heading" and HEAD.match(block.raw) for block in outline.blocks))
        for block in range(len(outline.blocks)):
            if outline.blocks[block].kind not in ("heading", "row", "formula"):
                own_marks(outline, block, keys)
            if outline.blocks[block].kind not in ("heading", "row", "formula") or _answers_in_bold(outline, block):
                _answer(outline, block, keys)
        for block in range(len(outline.blocks)):
            unanswered(outline, block, keys)
        outline.keys = keys
    return outline.keys


def _answers_in_bold(outline: Outline, block: int) -> bool:
    """Whether a heading is an answer that stands alone in bold: **正解：ウ**, **Answer: (b)**."""
    if outline.blocks[block].kind != "heading":
        return False
    text = body(outline, block)
    opening = OPENING.match(text)
    return bool(opening and CHOSEN.match(text[opening.end() :]))


def _answer(outline: Outline, block: int, keys: Keys) -> None:
    """What a block that gives an answer says of the statements above it."""
    text = body(outline, block)[:600]
    opening = OPENING.match(text)
    headed = _under_answers(outline, block)
    start = opening.end() if opening else 0
    if (opening or headed) and _numbered(outline, block, text, start, keys):
        return
    pairs = [(_of_label(m), m["right"] is not None) for m in PAIR.finditer(text, start)]
    if (opening or headed or len(pairs) > 1) and pairs and _pairs(outline, block, pairs, keys, opening["no"] if opening else None):
        return
    if opening is None and not headed:
        if (alone := ALONE.match(text)) and not REMARK.match(text):
            _of_the_one_above(outline, block, alone["right"] is not None, keys)
        return
    rest = text[start:]
    if ROW_OF_MARKS.match(rest):
        _in_order(outline, block, [m["right"] is not None for m in ONE_MARK.finditer(rest)], keys)
    elif alone := ALONE.match(rest):
        _of_the_one_above(outline, block, alone["right"] is not None, keys)
    elif chosen := CHOSEN.match(rest):
        _chosen(outline, block, chosen, rest, keys, opened=opening is not None)


def _numbered(outline: Outline, block: int, text: str, start: int, keys: Keys) -> bool:
    """解答 問1 (a) 問2 (b): the answers to several questions, each by its number."""
    heads = list(REFERRED.finditer(text, start if text[:start].strip() else 0))
    done = False
    for n, head in enumerate(heads):
        rest = text[head.end() : heads[n + 1].start() if n + 1 < len(heads) else len(text)].rstrip(" 、,;；")
        number = head[1] or head[2] or head[3]
        region = (None if head[3] else _region(outline, block, number)) or _region_of_label(outline, block, number)
        if region is None:
            continue
        if chosen := CHOSEN.match(rest):
            options = [(x, s) for x, s in _labelled(outline, block) if region[0] <= s.block < region[1]][::-1]
            head = outline.sentences[region[0]][-1:]
            label = _of_label(chosen)
            alike = [(x, s) for x, s in options if _row(x) == _row(label)]
            done |= _in_one_line(outline, region, label, keys) or _chosen(outline, block, chosen, rest, keys, alike, head[0] if head else None)
    return done


def _in_one_line(outline: Outline, region: tuple[int, int], label: str, keys: Keys) -> bool:
    """The option that a key chooses, where all of them stand in one line below their question: (ア) 加算 (イ) 連結."""
    said = [s for at in range(*region) for s in outline.sentences[at] if s.cell is None]
    for asked, s in pairwise(said):
        line = line_of(outline, s)
        heads = label_heads(line)
        at = next((n for n, m in enumerate(heads) if plain(next((g for g in m.groups() if g), "")) == label), None)
        if len(heads) < 2 or at is None:
            continue
        shift = len(line) - len(s.words)
        end = heads[at + 1].start() if at + 1 < len(heads) else len(line)
        keys.judged[place(s)] = Judged(not asks_for_the_wrong_one(outline, asked), max(0, heads[at].end() - shift), asked, end - shift)
        return True
    return False


def _of_label(m: re.Match[str]) -> str:
    return plain(m["a"] or m["b"] or m["c"] or m["d"])


def _under_answers(outline: Outline, block: int) -> bool:
    """Whether a block stands under a heading, or a line of its own, that says "Answers"."""
    return answers_head(outline, block) is not None


def answers_head(outline: Outline, block: int) -> int | None:
    """The heading over a block, or the line of its own, that says "Answers"."""
    heading = next(iter(outline.headings(block)), None)
    if heading is not None and HEAD.match(outline.blocks[heading].raw):
        return heading
    for at in range(block - 1, max(-1, block - 12), -1):
        raw = outline.blocks[at].raw
        if len(raw) > 60 or outline.blocks[at].kind == "heading":
            return None
        if HEAD_ONLY.match(raw):
            return at
    return None


def _labelled(outline: Outline, block: int) -> Iterator[tuple[str, Sentence]]:
    """The labelled statements above a block, the nearest first, with its own earlier sentences."""
    for at in range(block - 1, max(-1, block - REACH), -1):
        for s in reversed(outline.sentences[at]):
            if s.cell is None and outline.blocks[at].kind != "heading" and (label := label_of(outline, s)):
                yield label, s


def _pairs(outline: Outline, block: int, pairs: list[tuple[str, bool]], keys: Keys, number: str | None) -> bool:
    """(1) × (2) ○: each label's nearest statement above."""
    wanted = dict(pairs)
    if number is not None and (region := _region(outline, block, number)):
        found = {label: s for label, s in _labelled(outline, block) if region[0] <= s.block < region[1]}
    else:
        found = {}
        since = -1 if _under_answers(outline, block) else next(iter(outline.headings(block)), -1)
        for label, s in _labelled(outline, block):
            if s.block < since:
                break  # statements of another section
            if label in wanted and label not in found and place(s) not in keys.answers:
                found[label] = s
    hit = [(found[label], right) for label, right in wanted.items() if label in found]
    if not hit or len(hit) < len(wanted) / 2:
        return False
    for s, right in hit:
        own = OWN_LABEL.match(s.words)
        keys.judged.setdefault(place(s), Judged(right, own.end() if own else 0))
    keys.answers.update(place(s) for s in outline.sentences[block] if PAIR.search(s.words) or ONE_MARK.search(s.words))
    return True


def _region(outline: Outline, block: int, number: str) -> tuple[int, int] | None:
    """The blocks of the numbered question, up to the next one."""
    starts = [(m[1], at) for at in range(max(0, block - REACH), block) for s in outline.sentences[at][:1] if (m := QUESTION_NO.match(body(outline, at)))]
    for n, (found, at) in enumerate(starts):
        if found == number:
            return at, starts[n + 1][1] if n + 1 < len(starts) else block
    return None


def _region_of_label(outline: Outline, block: int, number: str) -> tuple[int, int] | None:
    """The blocks of the question that has this number in brackets: (2) ..., up to the next such."""
    first = (outline.sentences[at][0] if outline.sentences[at] else None for at in range(block))
    starts = [(label, s.block) for s in first if s is not None and s.cell is None and (label := label_of(outline, s)) and label.isdigit()]
    found = [n for n, (label, at) in enumerate(starts) if label == number and at >= block - REACH]
    if not found:
        return None
    n = found[-1]
    end = starts[n + 1][1] if n + 1 < len(starts) else block
    answers = (at for at in range(starts[n][1] + 1, end) if HEAD_ONLY.match(outline.blocks[at].raw) or (outline.blocks[at].kind == "heading" and HEAD.match(outline.blocks[at].raw)))
    return starts[n][1], next(answers, end)


def _in_order(outline: Outline, block: int, marks: list[bool], keys: Keys) -> None:
    """×, ○, ×: the statements above in their order, where there are as many."""
    above = [s for _, s in _run(outline, block)]
    if len(above) == len(marks):
        for s, right in zip(above, marks, strict=True):
            own = OWN_LABEL.match(s.words)
            keys.judged.setdefault(place(s), Judged(right, own.end() if own else 0))


def _run(outline: Outline, block: int) -> list[tuple[str, Sentence]]:
    """The labelled statements above a block that follow one another, in their order."""
    found: list[tuple[str, Sentence]] = []
    for at in range(block - 1, max(-1, block - REACH), -1):
        here = [(label, s) for s in outline.sentences[at] if s.cell is None and (label := label_of(outline, s))]
        if outline.blocks[at].kind == "heading" or (found and not here):
            break
        if found and any(QUESTION_NO.match(s.words) for _, s in here) and not QUESTION_NO.match(found[0][1].words):
            break  # the question over its options: Q9.
        here = [(label, s) for label, s in here if not found or _row(label) == _row(found[0][0])]
        if not here:
            if found:
                break
            continue
        found = [(label, s) for label, s in here if _row(label) == _row(here[-1][0])] + found
        if len(found) > MOST_OPTIONS:
            return []
    return found


def _row(label: str) -> str:
    """The kind of a label: figures, letters, kana."""
    return "1" if label.isdigit() else "a" if label.isascii() else "あ"


def _of_the_one_above(outline: Outline, block: int, right: bool, keys: Keys) -> None:
    """An answer of one mark: of the one sentence of the block above, unless it asks."""
    above = outline.sentences[block - 1] if block and outline.blocks[block - 1].kind not in ("heading", "row", "formula") else []
    if not above or above[-1].cell is not None or len(above) > 2 or above[-1].words.rstrip()[-1:] in "?？" or len(above[-1].words) < 8:
        return
    if any(stated_in(s.words) is not None for s in above):
        return  # told from the question's own words (task_parts.py)
    if FRONT.match(above[0].words) or ALONE.match(above[0].words) or PAIR.match(above[0].words):
        return
    own = OWN_LABEL.match(above[-1].words)
    keys.judged.setdefault(place(above[-1]), Judged(right, own.end() if own else 0))


def _chosen(outline: Outline, block: int, chosen: re.Match[str], rest: str, keys: Keys, options: list[tuple[str, Sentence]] | None = None, asked: Sentence | None = None, opened: bool = False) -> bool:
    """正解は②: the options above, of which this one is chosen."""
    label = _of_label(chosen)
    labels = {label} | {plain(next(g for g in m.groups() if g)) for m in re.compile(LABEL).finditer(chosen["more"])}
    options = _run(outline, block) if options is None else options
    named = len(options) > 1 and (not label.isdigit() or all(_NUMBER_ALONE.fullmatch(s.words) for _, s in options))
    question = _question(outline, options[0][1], named) or asked if options else None
    while question is None and len(options) > 1:  # the first of the run is the question itself: 1. Which ...?
        head = options.pop(0)[1]
        question = head if asks_to_choose(head) else None
    names = [x for x, _ in options]
    if question is None or not labels <= set(names) or len(names) != len(set(names)):
        return False
    after = rest[chosen.end() :].strip(" *_.。)）")
    repeated = bool(after) and _repeats(after, dict(options)[label])
    bare = not opened or (chosen["d"] is not None and not re.match(r"\s*\w{1,2}\s*[.．)）]", chosen[0]))
    if bare and chosen["rest"].isspace() and after and not repeated and label.isascii():
        return False  # a text in the place of a blank, or an article: a 3x3 kernel
    right = not asks_for_the_wrong_one(outline, question)
    for x, s in options:
        own = OWN_LABEL.match(s.words)
        start = own.end() if own else 0
        keys.judged[place(s)] = Judged(right if x in labels and not re.search(r"\s[(（][b-hイ-コ][)）]", s.words[start:]) else None, start, question)
    for s in outline.sentences[block][:2]:
        if repeated and (at := s.words.find(after[:12])) >= 0:
            keys.judged[place(s)] = Judged(right, at)
        keys.answers.add(place(s))
    return True


_NUMBER_ALONE = re.compile(r"\W*(?:[(（]?\w[)）.．])?\s*[\d,.]+\s*\w{0,12}\W*")  # 1. 73,728


def _repeats(text: str, option: Sentence) -> bool:
    """Whether an answer repeats its option's words behind the label."""
    said, own = (re.sub(r"\W", "", t).lower() for t in (text, option.words))
    return bool(said) and (said[:12] in own or own[-12:] in said)


def _question(outline: Outline, option: Sentence, named: bool) -> Sentence | None:
    """The sentence over the first option that asks to choose; any question, where an option is named as its answer."""
    earlier = [s for s in outline.sentences[option.block] if s.number < option.number and s.cell is None]
    above = outline.sentences[option.block - 1] if option.block else []
    over = [*reversed(earlier), *reversed(above)][:3]
    chosen = next((s for s in over if asks("choice").search(s.words)), None)
    return chosen or (next((s for s in over[:1] if s.words.rstrip()[-1:] in "?？"), None) if named else None)
