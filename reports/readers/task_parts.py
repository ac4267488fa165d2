"""The parts of a task in a note: what is asked, the options to choose from, the answer, and what the answer chooses.

An answer is known by its label (答）, A:, Solution:, →), or by its place behind what asks. Its task is the nearest thing
above that asks, or has a gap; what stands between are options. Nothing here knows what the words are about: putting
question and answer together is the matter of `task_sentences.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from .. import patterns as re
from ..answering import question_of
from ..scope import Outline
from ..text.sentences import Sentence
from ..vocabulary import lexicon
from .answer_keys import answers_head, judged
from .answer_marks import OWN_LABEL, REMARK, asks_for_the_wrong_one, label_of, plain
from .answered import OPEN_QUESTION, yes_or_no_of
from .judging import NOWHERE, SHORTEST, stated_in
from .labels import LABEL, ORDERED, label_heads, line_of

REACH = 10  # blocks above an answer in which its question may stand
HINTS = 1  # sentences that may stand between a question and an answer that only its place makes one
SHORT = 60  # letters of an answer that nothing but its place makes one
_POINTS = re.compile(r"\s*(?:_{2,}\s*)?(?:→|⇒|-{1,2}>|=>|—+|─+|–+|…+|\.\.\.+|>)\s*")
_GAP = re.compile(r"_{2,}|(?<![A-Za-z_\d])[(\[]\s*[)\]]|(?<![A-Za-z])[(\[]\s+[A-Za-zア-コあ-こ①-⑧?]\s+[)\]]|(?<![A-Za-z])[(\[][ア-コあ-こA-H①-⑧?][)\]]")
_ENDS = r"[\s。.」』\"*_)】]*$"
_SHOWN = re.compile(
    r"\W*(?:show|see|click|open|view)?\W*(?:for )?(?:the )?(?:answers?|solutions?|答え?|解答|正解)(?:を(?:見る|表示))?[^\w○◯〇⭕✓✔☑×✗✘❌]*",
    re.IGNORECASE,
)
_NOT_ANSWER = re.compile(
    r"\W*(?:(?:the |a )?(?:students?|pupil|wrong|common|first|typical)\w*(?:'s)?\s+(?:\w+\s+)?(?:answer|solution)|(?:学生|生徒|誤|よくある)[^:]{0,6}(?:答|解))",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"選|どれ|正しいもの|\b(?:which|choose|pick|select)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|(?<=\s))(?:[(\[]\d[)\]]|\d[.)])\s")
_ARROW = re.compile(r"[?？]\W{0,3}?\s*(?:→|⇒|-{1,2}>|=>)\s*(?=\S)")
_GAP_ASKED = re.compile(r"\s*[(\[（]\s*[あ-こア-コ]\s*[)\]）]\s*(?P<asked>[^→⇒?？()（）]{6,60}?)\s*(?:→|⇒)\s*(?=\S)")  # (い) 単純な畳み込みと比べた利点 → ...
_GIVEN = re.compile(
    r"と(?:書い|答え|思っ|した(?:が|の|。|$)|間違え)|\b(?:I|we|they|he|she|most|many|some|students?) (?:\w+ )?(?:wrote|answered|said|put|thought|guessed)\b",
    re.IGNORECASE,
)
_JUDGES = re.compile(r"\s*(?![TF]\s?\(\s*[A-Za-z]\s*[,)])(?:[TF]|True|False|Yes|No|Right|Wrong|[○×✗✓]|正|誤|正しい|誤り)\s*(?:[:.,—–、。(]|-\s|\s-)")
_GAP_NAMED = re.compile(r"\s*[(\[]\s*([あ-こア-コA-Ha-h①-⑧])\s*[)\]]\s*(?:[=:…]|は)\s*(?=[ア-コA-Ha-h①-⑧]\W*$)")
_VERDICTS = re.compile(r"\W*?(?:[○◯〇⭕✓✔×✗✘❌TF](?:[\s*_.。)]*[,、・/\s][\s(]*(?=[○◯〇⭕✓✔×✗✘❌TF])|[\s*_.。]*$)){2,}")
_END_MARK = re.compile(r"[○×✓✗]\s*$")
_BRACKET = re.compile(r"\s*[(【][^()【】]{0,60}[)】][\s。.]*$")


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence."""

    sentence: Sentence
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.sentence.words[self.start : self.end]


# A reason behind an option; "4 → 2" and "Conv → BN → ReLU" are options themselves.
REASON_ARROW = re.compile(
    r"\s*(?:⇒|=>|⟹)\s*|\s*(?:→|->)\s*(?![\d(])"
    r"(?=[^→⇒>]*(?:[ぁ-ん]{2}|\b(?:it|that|this|is|are|has|have|does|not|no|because|wrong|forgot|only|cannot|can|must|needs?|waits?|depends?)\b))",
    re.IGNORECASE,
)


def without_reason(option: Piece) -> Piece:
    """An option without the reason behind its arrow."""
    arrow = REASON_ARROW.search(option.words)
    return Piece(option.sentence, option.start, option.start + arrow.start()) if arrow and arrow.start() else option


@dataclass
class Task:
    """What is asked (the sentences, the asking one by its place among them), and the answer given."""

    stem: list[Piece]
    asking: int
    answer: Piece
    options: list[tuple[str, Piece]] = field(default_factory=list)
    chosen: Piece | None = None  # the option that the answer names by its label
    verdict: bool | None = None  # where the answer says right or wrong of a statement
    stated: list[Piece] = field(default_factory=list)  # the statement, where the question only lets it be judged
    asks_wrong: bool = False


@cache
def _any(table: str, name: str) -> str:
    return "|".join(f"(?:{p})" for p in lexicon("tasks")[table][name])


@cache
def _answer_label() -> re.Pattern[str]:
    nouns, adjectives = _any("answer", "nouns"), _any("answer", "adjectives")
    return re.compile(
        rf"\s*(?:[(\[]\w[)\]]の)?[(\[【*_~>]*\s*(?:(?:{adjectives})\s+)*(?<![A-Za-z])(?:{nouns})(?![A-Za-z])(?:\s?\d{{1,2}}(?=\s*[.:)\]】]))?\s*[)\]】*_]*\s*(?:is\b|は|[:)=]|\.(?!\d)|(?=\s)|(?<=[】\])])|$)\s*",
        re.IGNORECASE,
    )


@cache
def _question_label() -> re.Pattern[str]:
    return re.compile(
        rf"\s*[(\[【*_]*\s*(?:\w+\s)?(?:{_any('question', 'nouns')})(?![A-Za-z])\s*\d{{0,3}}\s*[)\]】*_]*(?:\s*[:.)—-]|\s|$|(?<=[】\])]))\s*",
        re.IGNORECASE,
    )


@cache
def _asks_ja() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('asking', 'ends')}){_ENDS}")


@cache
def _asks_en() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('asking', 'begins')})\b", re.IGNORECASE)


@cache
def _puzzle() -> re.Pattern[str]:
    return re.compile(_any("asking", "puzzle"), re.IGNORECASE)


@cache
def _verdict() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:(?P<right>{_any('verdict', 'right')})|(?P<wrong>{_any('verdict', 'wrong')}))[\s。.,、:;—–-]*",
        re.IGNORECASE,
    )


def without_label(s: Sentence) -> int:
    """Where what a question says begins, behind "問3.", "Q:", "Exercise." and the like."""
    found = _question_label().match(s.words)
    return found.end() if found else 0


def asks(s: Sentence) -> bool:
    """Whether a sentence asks, sets a task, or leaves a gap to fill."""
    words = _BRACKET.sub("", s.words)
    if words.rstrip(' 。.」』"*_)】').endswith(("?", "？")) or _GAP.search(s.words) or _puzzle().search(words):
        return True
    if s.japanese:
        return bool(_asks_ja().search(words))
    label = without_label(s)
    begun = _asks_en().match(words, label)
    return begun is not None and (label > 0 or not _tells(begun[0].lower(), words[begun.end() :]))


_AUXILIARY = re.compile(r"(?:'s|'re)?\s*(?:(?!(?:it|they|this|that|we|you|I|the|an?|comes|goes|leaves|enters|remains|follows|matters|counts|makes|gives|happens)\b)\w+\s+){0,3}?(?:is|are|was|were|do|does|did|can|will|would|should|must|has|have|many|much|happens|becomes)\b", re.IGNORECASE)
_SUPPOSES = re.compile(r"\s+(?:every|each|all|we|you|the (?:input|layer|map)|there|that|it|an?|\d|\ue000|[A-Zα-ω]\b)", re.IGNORECASE)  # Say every layer has 64 maps
_DONE_WITH = re.compile(r"[^.:]{0,60}\b(?:on top of|over|behind|between|before|after|next to|together|one by one|into|through|side by side)\b", re.IGNORECASE)
_INVERTED = re.compile(r"\s+(?:is|are|was|were|do|does|did|can|will|would|should|must|has|have)\b", re.IGNORECASE)


def _tells(begun: str, rest: str) -> bool:
    """Whether an English sentence without a question mark tells something, though it begins as what asks may begin.

    "When the stride is 2 there is no shortcut", "What comes out has 64 channels", "Say every layer has 64 of them", "Put
    the sum over the original and most of it cancels": a clause goes on, something is supposed, a step is taken.
    """
    if begun in ("when", "where", "who", "why"):
        return not _INVERTED.match(rest)
    if begun == "what":
        return not _AUXILIARY.match(rest) or bool(_WHAT_IS_LEFT.match(rest))
    if begun == "say":
        return bool(_SUPPOSES.match(rest))
    return begun == "put" and bool(_DONE_WITH.match(rest))


_WHAT_IS_LEFT = re.compile(r"\s+(?:is|are) (?:left|added|more|new|learned|learnt|passed on|put out|computed|kept|fed)\b[^.?]{0,60}\b(?:is|are|has|have|goes|comes)\b", re.IGNORECASE)  # is a map of 7x7


def tasks_of(outline: Outline) -> dict[tuple[int, int, int | None], Task]:
    """Every answered task of a note, by the place of its answer; looked up once."""
    if outline.tasks is None:
        outline.tasks = {}
        for s in outline.all_sentences():
            if task := _task(outline, s):
                outline.tasks[s.block, s.number, s.cell] = task
        for task in outline.tasks.values():
            outline.stems |= {(p.sentence.block, p.sentence.number, p.sentence.cell) for p in _of_the_task(task)}
            offered = {(p.sentence.block, p.sentence.number, p.sentence.cell) for _, p in task.options}
            outline.stems |= offered
            outline.offered |= offered if len(task.options) > 1 and all(label for label, _ in task.options) else set()
    return outline.tasks


def _of_the_task(task: Task) -> list[Piece]:
    """What of a stem asserts nothing by itself: of a paragraph that asks in passing only the question does.

    A problem with its label, what an answer calls right or wrong, and what is to be mended are set as a whole.
    """
    first = task.stem[0].sentence
    prose = task.answer.sentence.block == first.block and first.cell is None and not task.asks_wrong
    if not prose or task.options or any(without_label(p.sentence) or is_puzzle(p.words) or _JUDGING.search(p.words) for p in task.stem):
        return task.stem
    return [task.stem[task.asking]]


_JUDGING = re.compile(  # DenseNet adds. Is that right?
    r"\b(?:true|right|correct|agreed?|really|wrong|mistake|error|sure|happy|yes|no|(?:is|does|do|are|can|could|may)(?:n't| not)? (?:this|that|it|they|so)(?: be)?\s*\?|\w+n't (?:it|they)\s*\?)|\b(?:right|so)\s*\?|本当|正し|合って|おかし|まちが|間違|誤|そう(?:です|だろう|でしょう)?か|はい|いいえ",
    re.IGNORECASE,
)


def task_of(outline: Outline, s: Sentence) -> Task | None:
    """The task that a sentence answers."""
    return tasks_of(outline).get((s.block, s.number, s.cell))


def is_asked(outline: Outline, s: Sentence) -> bool:
    """Whether a sentence belongs to a task or its options, so that it asserts nothing by itself."""
    tasks_of(outline)
    return (s.block, s.number, s.cell) in outline.stems


def is_offered(outline: Outline, s: Sentence) -> bool:
    """Whether a sentence is one of the options that an answered question lets choose from."""
    tasks_of(outline)
    return (s.block, s.number, s.cell) in outline.offered


def is_left_open(outline: Outline, s: Sentence) -> bool:
    """Whether a sentence is an option of a question, which gives no number to anything else."""
    said = judged(outline, s)
    return is_offered(outline, s) or (said is not None and said.right is None and said.question is not None)


def offering(outline: Outline, s: Sentence) -> Task | None:
    """The task of which a sentence is one of the options, where the answer names one of them."""
    tasks = tasks_of(outline).values() if is_offered(outline, s) else ()
    return next((t for t in tasks if t.chosen is not None and any(p.sentence is s for _, p in t.options)), None)


def _task(outline: Outline, s: Sentence) -> Task | None:
    if s.cell is not None:
        return _of_row(outline, s)
    if outline.blocks[s.block].kind == "heading" or not s.words.strip():
        return None
    if re.search(r"\d", s.words) and (only := _question_label().match(s.words)) and not s.words[only.end() :].strip():
        return None  # "Exercise 1." begins a task and answers none
    behind = _in_one_block(outline, s)
    if behind is not None:
        return behind
    if in_line := _in_one_line(s):
        return in_line
    if (
        len(_NUMBERED.findall(s.words))
        + sum(bool(_NUMBERED.match(e.words)) for e in outline.sentences[s.block] if e is not s)
        > 1
    ):
        return None  # the answers to several questions
    if part := _of_part(outline, s):
        return part
    start = _answer_start(outline, s)
    numbered = start is None and not s.number and any(e.block != s.block for e in question_of(outline, s)) and not _first_option(outline, s)
    if numbered and not _END_MARK.search(line_of(outline, s)):
        start = 0
    if start is None and not s.number and (_JUDGES.match(s.words) or _judges_above(outline, s)) and (verdict := _judged_above(outline, s, 0)):
        return verdict
    if start is None and _is_next_step(outline, s):
        return None
    asked_above = s.block and outline.blocks[s.block].kind == "text" and any(asks(e) for e in outline.sentences[s.block - 1][-1:])
    if start is None and (s.number or len(s.words) > (2 * SHORT if asked_above else SHORT) or asks(s) or _is_option(outline, s)):
        return None
    if (start is not None and (not s.words[start:].strip() or s.words.rstrip().endswith("?"))) or _SHOWN.fullmatch(
        s.words
    ):
        return None
    if start is not None and _VERDICTS.fullmatch(s.words, start):
        return None  # ×, ○: of several statements
    if start is not None and (verdict := _judged_above(outline, s, start)):
        return verdict
    stem, between = _above(outline, s, labelled=start is not None)
    if not stem or (start is None and any((e.block, e.number, e.cell) in (outline.tasks or {}) for e in stem)):
        return None  # what stands behind an answer that is already given is none
    return _put_together(outline, stem, between, Piece(s, start or 0, len(s.words)), labelled=start is not None)


def _of_part(outline: Outline, s: Sentence) -> Task | None:
    """The answer to one part of an exercise, below a line "Solution": (a) 112x112x64. Its part is labelled as it is."""
    label = label_of(outline, s) if s.number == 0 else None
    head = answers_head(outline, s.block) if label else None
    if head is None or outline.blocks[head].kind == "heading":
        return None  # under a heading answers are found by their numbers (answering.py)
    asked = next((e for at in range(head - 1, max(-1, head - REACH), -1) for e in outline.sentences[at][:1] if label_of(outline, e) == label), None)
    if asked is None or not asks(asked):
        return None
    at = asked.block - 1
    while at >= 0 and outline.sentences[at] and label_of(outline, outline.sentences[at][0]):
        at -= 1  # the parts before it
    setting = outline.sentences[at][-3:] if at >= 0 and outline.blocks[at].kind == "text" else []
    asking = [e for e in outline.sentences[asked.block] if e.cell is None]
    task = _put_together(outline, [*setting, *asking], [], Piece(s, _own_label(s), len(s.words)), labelled=True)
    if task is not None:
        task.stem[len(setting)] = Piece(asked, _own_label(asked), len(asked.words))
    return task


def _own_label(s: Sentence) -> int:
    found = OWN_LABEL.match(s.words)
    return found.end() if found else 0


def _first_option(outline: Outline, s: Sentence) -> bool:
    """Whether an item is the first below a question that asks to choose: an option, whatever the question's number."""
    above = outline.sentences[s.block - 1] if s.block and outline.blocks[s.block].kind == "item" else []
    return bool(above) and outline.blocks[s.block - 1].kind != "item" and any(_CHOICE.search(e.words) for e in above[-1:])


# The answer itself says that the option it names is the wrong one.
_CALLED_WRONG = re.compile(r"\W*(?:[A-Ha-h]|\d|[ア-コあ-こ]|[①-⑧])\W*\s*(?:is|が|は)\s*(?:the )?(?:only )?(?:one (?:that|which) is )?(?:incorrect|wrong|false|untrue|not (?:true|correct|right)|誤|間違|正しくな)", re.IGNORECASE)
_COUNTER = re.compile(r"\W*(\d{1,2})\W*")


def _is_next_step(outline: Outline, s: Sentence) -> bool:
    """Whether an item goes on with the numbers of the one before ("1. Pick a set of axes. 2. Subtract ..."): no answer to it."""
    here, before = outline.blocks[s.block], outline.blocks[s.block - 1] if s.block else None
    if before is None or not (here.kind == before.kind == "item") or here.depth != before.depth:
        return False
    numbers = [_COUNTER.fullmatch(block.marker or "") for block in (before, here)]
    first, second = (int(m[1]) if m else None for m in numbers)
    return first is not None and second == first + 1


def _put_together(outline: Outline, stem: list[Sentence], between: list[tuple[str, Piece]], answer: Piece, labelled: bool) -> Task | None:
    asking = next((n for n in range(len(stem) - 1, -1, -1) if asks(stem[n])), len(stem) - 1)
    pieces = [Piece(e, without_label(e) if n == 0 else 0, len(e.words)) for n, e in enumerate(stem)]
    if (not labelled and not asks(stem[asking])) or _GIVEN.search(answer.words):
        return None
    if not (labelled or between) and len(stem) - 1 - asking > HINTS:
        return None  # a question in passing, in a paragraph that goes on to other things
    task = Task(pieces, asking, answer, between)
    task.asks_wrong = bool(
        re.search(
            r"誤って|誤り|間違|正しくない|不適切|\b(?:wrong|false|incorrect|not (?:true|correct|right|valid)|untrue)\b",
            stem[asking].words,
            re.IGNORECASE,
        )
        or _CALLED_WRONG.match(answer.words)
        or (between and asks_for_the_wrong_one(outline, stem[asking]))
    )
    task.stated = _stated(pieces)
    if between and (chosen := _chosen(between, answer)):
        task.chosen = chosen
        return judging_by(task)
    if (
        not between
        and re.fullmatch(r"\W*(?:\d|[A-Ha-h]|[ア-コあ-こ])\W*", answer.words)
        and (_CHOICE.search(stem[asking].words) or not re.search(r"\d", answer.words))
    ):
        return None  # a label of options that were not found
    asked = stem[asking]
    closed = bool(task.stated) or not OPEN_QUESTION.search(asked.words)
    if asks(asked) and closed and (said := yes_or_no_of(answer.words, asked)) is not None:
        task.verdict = said
        begin = re.match(r"[^。.,、:;]{0,24}[。.,、:;]?", answer.words)
        task.answer = Piece(answer.sentence, answer.start + (begin.end() if begin else 0), answer.end)
    elif closed and (found := _verdict().match(answer.words)):
        task.verdict = found["right"] is not None
        task.answer = Piece(answer.sentence, answer.start + found.end(), answer.end)
    return task


def judging_by(task: Task) -> Task:
    """A task whose chosen option is a verdict on the statement: (a) True (b) False."""
    task.stated = task.stated or _stated(task.stem)
    if task.stated and task.chosen and (found := _verdict().fullmatch(task.chosen.words)):
        task.chosen, task.verdict, task.answer = None, found["right"] is not None, replace(task.answer, start=task.answer.end)
    return task


def _stated(stem: list[Piece]) -> list[Piece]:
    """The statement that a question lets be judged: in it (True or false: ...), behind it, or before it (... Is this right?)."""
    told = [(piece, stated_in(piece.words)) for piece in stem]
    asking = [n for n, (_, span) in enumerate(told) if span is not None]
    if not asking:
        return []
    at = asking[-1]
    piece, span = told[at]
    assert span is not None
    inside = [Piece(piece.sentence, piece.start + span[0], piece.start + span[1])] if span[1] else []
    behind, before = ([p for p, none in part if none is None and len(p.words.strip(_QUOTES)) >= SHORTEST] for part in (told[at + 1 :], told[:at]))
    return [*inside, *behind] or before


_QUOTES = " 「」『』。.\"*_>"


def _answer_start(outline: Outline, s: Sentence) -> int | None:
    """Where an answer's words begin behind its label; None where it has no label."""
    if s.number:
        before = [e for e in outline.sentences[s.block] if e.number < s.number and e.cell is None]
        label = line_of(outline, before[0])
        found = _answer_label().match(label)
        return 0 if len(before) == 1 and found and found.end() >= len(label.rstrip()) else None
    line = line_of(outline, s)
    if stated_in(line) is not None:
        return None  # Right or wrong: ...
    offset = len(line) - len(s.words)
    pointed = _POINTS.match(line) or (_POINTS.match(s.words) if outline.blocks[s.block].marker == "-" else None)
    at = pointed.end() if pointed else 0
    at += offset if pointed and pointed.string is s.words else 0
    if (gap := _GAP_NAMED.match(line)) and any(f"({gap[1]})" in e.words for b in range(max(0, s.block - REACH), s.block) for e in outline.sentences[b]):
        return max(0, gap.end() - offset)
    found = _answer_label().match(line, at)
    if found and _BEGINS_A_SENTENCE.match(line, at):
        found = None
    if found is None and pointed is None:
        return None
    if found and re.match(r"\s*A(?!\d)", line) and _goes_on(outline, s):
        return None  # the first of several options
    return max(0, (found.end() if found else at) - offset)


_BEGINS_A_SENTENCE = re.compile(r"\s*(?-i:The |This |Our |My |That )(?:\w+ )?(?:fix|key|reason|reply|solution|answer|explanation|correction)s? (?!is\b|was\b|would\b)(?-i:[a-z]{2,}) ", re.IGNORECASE)  # The fix fits on one line


def _only_labelled(here: list[Sentence]) -> bool:
    """Whether what looks like a gap in an item is the label of an option: (イ) 28×28."""
    label = LABEL.match(here[0].words)
    if label is None or len(here) > 1:
        return False
    rest = here[0].words[label.end() :]
    return not _GAP.search(rest) and not rest.rstrip(' 。.」』"*_)】').endswith(("?", "？")) and not _asks_ja().search(rest)


def _goes_on(outline: Outline, s: Sentence) -> bool:
    """Whether a line that begins with A is followed by B, in the line or below it."""
    below = outline.sentences[s.block + 1][:1] if s.block + 1 < len(outline.blocks) else []
    return bool(
        re.search(r"\sB(?:\s*[.:)]|\s)", s.words)
        or (below and re.match(r"\s*B(?:\s*[.:)]|\s)", line_of(outline, below[0])))
    )


def _judges_above(outline: Outline, s: Sentence) -> bool:
    """Whether a line is a verdict and no more, below a question that lets a statement be judged."""
    return bool(_verdict().match(s.words)) and any(stated_in(e.words) is not None for e in outline.sentences[_block_above(outline, s)])


def _block_above(outline: Outline, s: Sentence) -> int:
    """The block above a sentence's; above the line that only shows the answer (Answer, 解答を見る) where that is between."""
    at = max(0, s.block - 1)
    while at and (not (here := outline.sentences[at]) or _SHOWN.fullmatch(here[0].words)):
        at -= 1
    return at


def _judged_above(outline: Outline, s: Sentence, start: int) -> Task | None:
    """A statement with its verdict in the line below: Pooling has weights. / F - it has none."""
    found = _verdict().match(s.words, start)
    above = _block_above(outline, s)
    here = [e for e in outline.sentences[above] if e.cell is None] if found and s.block else []
    if found is None or not here or outline.blocks[above].kind in ("row", "heading") or (not start and label_heads(line_of(outline, s))):
        return None
    if here[-1].words.rstrip().endswith("?") or len(here) > 4:
        return None
    if start == 0 and REMARK.match(s.words):
        return None  # "Yes, we know ...", after a paragraph: said to the reader
    stem = [Piece(e, without_label(e) if n == 0 else 0, len(e.words)) for n, e in enumerate(here)]
    return Task(stem, len(stem) - 1, Piece(s, found.end(), len(s.words)), verdict=found["right"] is not None, stated=_stated(stem))


def _above(outline: Outline, s: Sentence, labelled: bool) -> tuple[list[Sentence], list[tuple[str, Piece]]]:
    """The sentences of the question above an answer, and the options between."""
    if _answer_start(outline, s) is None or re.match(r"\D{0,12}\d", s.words):
        numbered = [e for e in question_of(outline, s) if e.block != s.block]
        over = [e for a in outline.ancestors(numbered[0].block) for e in outline.sentences[a][-2:]] if numbered else []
        if numbered:
            return [*over[:2], *numbered], []
    lines: list[Sentence] = []
    for at in range(s.block - 1, max(-1, s.block - REACH), -1):
        here = [e for e in outline.sentences[at] if e.cell is None]
        if not here or _SHOWN.fullmatch(here[0].words) or _NOT_ANSWER.match(here[0].words):
            continue
        if outline.blocks[at].kind == "row" or (
            outline.blocks[at].kind == "heading" and not any(asks(e) for e in here)
        ):
            break
        if _answer_start(outline, here[0]) is not None and not _is_option(outline, here[0]):
            break  # another answer
        item = outline.blocks[at].kind == "item" and not _only_labelled(here)
        if not labelled and _answers_itself(here):
            break
        if any(asks(e) for e in here) and (item or not _is_option(outline, here[0])):
            asked, options = _beside_the_question(outline, here)
            if options and not lines:
                return asked, options
            return [*_begun_above(outline, here), *here, *(e for e in lines if not _is_option(outline, e))], list(_options(outline, lines))
        if _question_label().match(here[0].words) or (
            labelled and not lines and at == s.block - 1 and not _is_option(outline, here[0])
        ):
            return here, list(_options(outline, lines))
        lines = [*here, *lines]
        if not labelled:
            break
    return (lines[:3], []) if labelled and len({e.block for e in lines}) == 1 else ([], [])


_HINT = re.compile(r"\W*(?:[(（※*]|hint\b|note\b|use\b|assume\b|take\b|give\b|ヒント|ただし|なお)", re.IGNORECASE)


def _answers_itself(here: list[Sentence]) -> bool:
    """Whether a paragraph asks in passing and goes on with what it has to say: the next one is no answer to it.

    "How much of it does one unit see? Seven pixels. The blocks come next.": nothing is left to be answered.
    """
    last = next((n for n in range(len(here) - 1, -1, -1) if asks(here[n])), None)
    if last is None or _question_label().match(here[0].words) or _CHOICE.search(here[last].words):
        return False
    return any(not _HINT.match(e.words) and not LABEL.match(e.words) and len(e.words.strip()) > 8 for e in here[last + 1 :])


def _begun_above(outline: Outline, here: list[Sentence]) -> list[Sentence]:
    """The line above a question that begins its problem: 問1 入力は 56×56×64 とする。"""
    at = here[0].block - 1
    begun = outline.sentences[at] if at >= 0 and outline.blocks[at].kind == outline.blocks[at + 1].kind == "text" else []
    labelled = bool(begun) and bool(_question_label().match(begun[0].words)) and not _question_label().match(here[0].words)
    return begun if labelled and begun[0].cell is None and not any(asks(e) for e in begun) else []


def _beside_the_question(outline: Outline, here: list[Sentence]) -> tuple[list[Sentence], list[tuple[str, Piece]]]:
    """A question and the options that stand behind it in its own line: 受容野は? (a) 15 (b) 16 (c) 31."""
    last = next((n for n, e in enumerate(here) if e.words.rstrip(' 。」』"*_').endswith(("?", "？"))), None)
    behind = here[last + 1 :] if last is not None else []
    if last is None or not behind or len(label_heads(behind[0].words)) < 2:
        return here, []
    options = list(_options(outline, behind))
    return (here[: last + 1], options) if options else (here, [])


def _is_option(outline: Outline, s: Sentence) -> bool:
    return bool(label_heads(line_of(outline, s))) or (outline.blocks[s.block].kind == "item" and s.number == 0)


def _options(outline: Outline, lines: list[Sentence]) -> Iterator[tuple[str, Piece]]:
    """The options that some lines hold, each with its label; several may stand in one line."""
    found: list[tuple[str, Piece]] = []
    for s in lines:
        line = line_of(outline, s)
        offset = len(line) - len(s.words)
        heads = label_heads(line)
        if not heads:
            if outline.blocks[s.block].kind == "item" and s.number == 0:
                found.append(("", Piece(s, 0, len(s.words))))
            continue
        for n, m in enumerate(heads):
            end = heads[n + 1].start() if n + 1 < len(heads) else len(line)
            label = plain(next((g for g in m.groups() if g), ""))
            found.append((label.strip(), Piece(s, max(0, m.end() - offset), max(0, end - offset))))
    labels = [x for x, _ in found]
    if any(list(labels) == list(row[: len(labels)]) for row in ORDERED) or not any(labels):
        yield from found


def _chosen(options: list[tuple[str, Piece]], answer: Piece) -> Piece | None:
    """The option that an answer names by its label, where it says hardly more."""
    labels = {x: piece for x, piece in options if x}
    named = [
        m
        for m in re.finditer(
            r"(?<![A-Za-z\d])(?:[(\[]\s*)?([A-Ha-h]|[ア-ク]|[あ-く](?=\s*[)\]])|\d|[①-⑧]|[ivx]{1,4})(?![A-Za-z\d.]*[A-Za-z\d])\s*[)\]]?",
            answer.words,
        )
        if plain(m[1]) in labels
    ]
    if not named:
        return None
    last = named[-1]
    rest = answer.words[: last.start()] + answer.words[last.end() :]
    if (
        len(
            re.sub(
                r"[\W\d_]|です|でした|である|だ|が|は|正しい|正解|wrong|right|correct|one|the|is|option|answer",
                "",
                rest,
            )
        )
        > 3
    ):
        return None
    return labels[plain(last[1])]


def _in_one_line(s: Sentence) -> Task | None:
    """A question with its answer behind an arrow: output? → 32×32×16."""
    found = _ARROW.search(s.words)
    if found is None and (gap := _GAP_ASKED.match(s.words)):
        return Task([Piece(s, gap.start("asked"), gap.end("asked"))], 0, Piece(s, gap.end(), len(s.words)))
    if found is None or found.start() < 4:
        return None
    stem = Piece(s, without_label(s), found.start() + 1)
    if not OPEN_QUESTION.search(stem.words) and s.japanese and not re.search(r"は\W*$", stem.words):
        return None  # to be answered by yes or no
    return Task([stem], 0, Piece(s, found.end(), len(s.words)))


def _says(s: Sentence) -> bool:
    """Whether a sentence begins with a verdict, behind its label or without one."""
    label = _answer_label().match(s.words)
    words = s.words[label.end() if label else 0 :]
    return bool(_verdict().match(words)) or yes_or_no_of(words, s) is not None


def _in_one_block(outline: Outline, s: Sentence) -> Task | None:
    """A question and its answer in one paragraph: What does growth rate mean? Each layer ..."""
    before = [e for e in outline.sentences[s.block] if e.number < s.number and e.cell is None]
    if (
        not before
        or not before[-1].words.rstrip(" *_」").endswith("?")
        or asks(s)
        or _puzzle().search(before[-1].words)
        or (stated_in(before[-1].words) == NOWHERE and not _says(s))
    ):
        return None
    start = _answer_label().match(s.words) or _POINTS.match(s.words)
    return _put_together(outline, before[-3:], [], Piece(s, start.end() if start else 0, len(s.words)), labelled=True)


_QUESTIONS = re.compile(r"\W*(?:問題?|設問|質問|問い|questions?|q|task|asked)\W*", re.IGNORECASE)
_ANSWERS = re.compile(r"\W*(?:解答?|答え?|正解|正答|回答|answers?|a|key|solutions?)\W*", re.IGNORECASE)


def _of_row(outline: Outline, s: Sentence) -> Task | None:
    """A table of questions and answers: the cell before is the question, what the row above it gives may be its setting."""
    header = outline.blocks[s.block].header
    if header is None or not s.cell or header == s.block:
        return None
    heads = {e.cell: e.words for e in outline.sentences[header]}
    if not _ANSWERS.fullmatch(heads.get(s.cell, "")) or not _QUESTIONS.fullmatch(heads.get(s.cell - 1, "")):
        return None
    asked = [e for e in outline.sentences[s.block] if e.cell == s.cell - 1]
    if asked and s.block - 1 > header and re.search(r"同じ|上の|その|\b(?:same|this|that|above)\b", asked[0].words):
        asked = [*(e for e in outline.sentences[s.block - 1] if e.cell == s.cell - 1), *asked]
    return _put_together(outline, asked, [], Piece(s, 0, len(s.words)), labelled=True) if asked else None


def is_puzzle(words: str) -> bool:
    """Whether a task says to put in order, to judge or to mend what it shows."""
    return bool(_puzzle().search(words))
