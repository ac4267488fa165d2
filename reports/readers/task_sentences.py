"""A question and its answer as the sentence they say together, for the readers of ordinary sentences.

"出力のサイズを答えよ" with "3×3" says 出力のサイズは3×3; "How many weights does it have?" with "64" says "it has 64
weights"; a gap is filled; a statement that is judged stands as it is, with the verdict beside it. What else the task
gives (sizes, the stride) stands before it in the same sentence. Only word order is known here, nothing of the field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .. import patterns as re
from ..text.normalize import Text
from ..text.sentences import Sentence
from .answered import DENIES, OPEN_QUESTION, declared
from .task_parts import Piece, Task, is_puzzle

ANSWER = object()  # stands for the answer in a template
Template = list  # of pairs of places in the asking sentence, words of our own, and ANSWER


@dataclass(frozen=True)
class Whole:
    """A sentence put together, where the answer's own words stand in it, and whether the note calls it right."""

    sentence: Sentence
    own: tuple[tuple[int, int], ...]
    right: bool = True


@dataclass
class Builder:
    """Stretches of sentences one after another; what is not the answer's own stands where the answer begins."""

    answer: Sentence
    place: int
    chars: str = ""
    words: str = ""
    origin: list[int] = field(default_factory=list)
    math: list[tuple[int, int]] = field(default_factory=list)
    own: list[tuple[int, int]] = field(default_factory=list)

    def add(self, piece: Piece, own: bool = False) -> None:
        s, at = piece.sentence, len(self.chars)
        self.math += [
            (a - piece.start + at, b - piece.start + at) for a, b in s.math if piece.start <= a and b <= piece.end
        ]
        kept = own and s is self.answer
        self.origin += s.text.origin[piece.start : piece.end] if kept else (self.place,) * (piece.end - piece.start)
        self.chars, self.words = self.chars + s.text.chars[piece.start : piece.end], self.words + piece.words
        if own:
            self.own.append((at, len(self.chars)))

    def say(self, words: str) -> None:
        self.origin += (self.place,) * len(words)
        self.chars, self.words = self.chars + words, self.words + words

    def whole(self, right: bool = True) -> Whole:
        s = self.answer
        made = Sentence(Text(self.chars, tuple(self.origin)), self.words, tuple(self.math), s.block, s.number, None)
        return Whole(made, tuple(self.own), right)


def wholes(task: Task) -> Iterator[Whole]:
    """The sentences that a task and its answer say, the likeliest first."""
    answer = _trimmed(task.chosen or task.answer)
    if task.verdict is not None:
        yield from _judged(task)
        if len(answer.words) > 5:
            yield from _with_topic(task, answer)
        return
    if not answer.words.strip() or (DENIES.fullmatch(answer.words) and OPEN_QUESTION.search(task.stem[task.asking].words)):
        return  # "How do they ...? They do not": what is asked supposes what is not so
    if task.chosen and answer.sentence.subjects and _is_clause(answer):
        yield _alone(task, answer)
        return
    if _is_clause(_without_reason(answer)) and not task.chosen and not is_puzzle(task.stem[task.asking].words) and not _GAP.search(task.stem[task.asking].words):
        yield from _with_topic(task, answer)
        if len(answer.words) > 40:
            return
    if is_puzzle(task.stem[task.asking].words) and (mended := _mended(task, answer)):
        yield mended
        return
    if template := _template(task, _without_reason(answer)):
        answer = _without_reason(answer)
        yield _filled(task, template, answer)


def _trimmed(piece: Piece) -> Piece:
    """Without blanks, stops and the label of a gap ("a = ") around it."""
    label = re.match(
        r"\s*(?:[(\[]?\s*(?:[A-Za-z]|[ア-コあ-こ]|[①-⑧])\s*[)\]]?\s*(?:[:=…]|は(?!\w))\s*|…\s*|[*_]+)?\s*", piece.words
    )
    start = piece.start + (label.end() if label else 0)
    end = piece.start + len(piece.words.rstrip(" 。.*_"))
    return Piece(piece.sentence, min(start, end), end)


_REASON = re.compile(
    r"\s*[,;、(]?\s*\b(?:as|because|since|so that|where)\b\s|\s+[-—–]\s|[、。]\s*(?:なぜなら|理由は)|(?<=\w)[、(]\s*(?=[^、。]{2,}(?:から|ため|ので)[)）]?$)"
)


def _without_reason(answer: Piece) -> Piece:
    """The answer proper, without the reason given after it."""
    reason = _REASON.search(answer.words)
    return Piece(answer.sentence, answer.start, answer.start + reason.start()) if reason and reason.start() else answer


_CLAUSE_JA = re.compile(
    r"[はがをにで].*(?:る|い|す|た|ん|だ|から|ため|ので)(?:から|ため|ので|です)?$|、.*(?:る|ない|です|ます|なので)"
)
_CLAUSE_EN = re.compile(
    r"\b(?:is|are|was|has|have|does|do|can|cannot|will|comes?|come from|takes?|adds?|gets?|goes|go|receives?|uses?|sums?|concatenates?|normali[sz]es?|keeps?|makes?|needs?|depends?|contributes?|multipl(?:y|ies)|computes?|averages?|mixes|shares?)\b",
    re.IGNORECASE,
)
_GAP = re.compile(r"_{2,}|(?<![A-Za-z])[(\[]\s*[)\]]|(?<![A-Za-z])[(\[]\s*(?:[A-Za-z]|[ア-コあ-こ]|[①-⑧?])\s*[)\]]")


def _is_clause(piece: Piece) -> bool:
    """Whether an answer is a sentence of its own."""
    if len(re.findall(r"[A-Za-z]{2,}", piece.words)) > 7 and not re.search(r"[\u3040-\u9fff]", piece.words):
        return True
    return bool((_CLAUSE_JA if re.search(r"[\u3040-\u9fff]", piece.words) else _CLAUSE_EN).search(piece.words))


def _judged(task: Task) -> Iterator[Whole]:
    """The statement before a verdict: the question as a statement, what is quoted, or the sentence itself."""
    if task.stated:
        one = all(_GIVEN.match(p.words) for p in task.stated[:-1])  # of several, a "false" does not say which
        for piece in task.stated if task.verdict else task.stated[-1:] if one else ():
            yield _as_judged(task, piece)
        return
    piece = task.stem[task.asking] if task.stem[task.asking].words.rstrip().endswith("?") else task.stem[-1]
    if not piece.words.rstrip().endswith("?"):
        yield _as_judged(task, piece)
    elif len(piece.words) <= 200 and not piece.sentence.math and (said := declared(piece.sentence)) is not None:
        builder = Builder(task.answer.sentence, _place(task))
        builder.say(said)
        yield _all_its_own(builder, task)


# What is given for the statement behind it is not what a "false" calls wrong.
_GIVEN = re.compile(r"\W*(?:consider|suppose|assume|let|take|given|imagine)\b|.*(?:とする|考える|ある|与えられ(?:る|ている))[」。\s]*$", re.IGNORECASE)


def _as_judged(task: Task, piece: Piece) -> Whole:
    quote = re.search(r"「([^「」]{8,})」|\"([^\"]{8,})\"", piece.words)
    lead = re.match(r"\s*(?:【[^】]{0,12}】|[(\[][^)\]]{0,8}[)\]])?[\s「『>]*", piece.words)
    start = quote.start() + 1 if quote else lead.end() if lead else 0
    tail = re.search(r"[…\s?]*[○×✓✗]?\s*$", piece.words)
    end = quote.end() - 1 if quote else tail.start() if tail else len(piece.words)
    builder = Builder(task.answer.sentence, _place(task))
    builder.add(Piece(piece.sentence, piece.start + start, piece.start + end))
    return _all_its_own(builder, task)


def _all_its_own(builder: Builder, task: Task) -> Whole:
    whole = builder.whole(bool(task.verdict))
    return Whole(whole.sentence, ((0, len(whole.sentence.words)),), whole.right)


def _with_topic(task: Task, answer: Piece) -> Iterator[Whole]:
    """An answer that is a sentence, about what its question names; nothing where it names that itself."""
    if any(not m.weak and m.start >= answer.start for m in answer.sentence.subjects) or _OF_SEVERAL.search(answer.words):
        return
    for piece in [task.stem[task.asking], *task.stem]:
        named = next((m for m in piece.sentence.subjects if not m.weak and m.start >= piece.start), None)
        if named is None:
            continue
        builder = Builder(task.answer.sentence, _place(task))
        builder.add(Piece(piece.sentence, named.start, named.end))
        pronoun = re.match(r"\s*(?:its|it|they|their|the layer)\s+", answer.words, re.IGNORECASE)
        builder.say(
            "では、"
            if piece.sentence.japanese
            else "'s "
            if pronoun and "s" in pronoun[0]
            else " "
            if pronoun
            else ": "
        )
        builder.add(Piece(answer.sentence, answer.start + (pronoun.end() if pronoun else 0), answer.end), own=True)
        yield builder.whole()
        return


def _mended(task: Task, answer: Piece) -> Whole | None:
    """A statement with its correction in it: what the correction begins with is said anew from there on."""
    if re.search(r"order|arrange|sort|並べ|順", task.stem[task.asking].words):
        return None
    words = answer.words.split()
    for piece in task.stem:
        for n in range(min(4, len(words)), 1, -1):
            at = piece.words.find(" ".join(words[:n]))
            if at > 8:
                lead = re.match(r"[^:]{0,40}:\s*[\"「]?", piece.words)
                builder = Builder(task.answer.sentence, _place(task))
                builder.add(Piece(piece.sentence, piece.start + (lead.end() if lead and lead.end() < at else 0), piece.start + at))
                builder.add(answer, own=True)
                return builder.whole()
    return None


def _alone(task: Task, answer: Piece) -> Whole:
    builder = Builder(task.answer.sentence, _place(task))
    builder.add(answer, own=True)
    return builder.whole(not task.asks_wrong)


def _place(task: Task) -> int:
    origin = task.answer.sentence.text.origin
    return origin[min(task.answer.start, len(origin) - 1)]


def _filled(task: Task, template: Template, answer: Piece) -> Whole:
    """The asking sentence with the answer in it, the rest of the task before it."""
    builder = Builder(task.answer.sentence, _place(task))
    asking = task.stem[task.asking]
    for n, piece in enumerate(task.stem):
        if n != task.asking and piece.words.strip() and not _NO_SETTING.match(piece.words):
            builder.add(Piece(piece.sentence, piece.start, piece.start + len(piece.words.rstrip(" 。"))))
            builder.say("、" if piece.sentence.japanese else " ")
    for part in template:
        if part is ANSWER:
            pronoun = _PRONOUN.match(answer.words) if template[0] is not ANSWER and builder.words.endswith(" ") else None
            builder.add(Piece(answer.sentence, answer.start + (pronoun.end() if pronoun else 0), answer.end), own=True)
        elif isinstance(part, str):
            builder.say(part)
        else:
            builder.add(Piece(asking.sentence, asking.start + part[0], asking.start + part[1]))
    return builder.whole(not task.asks_wrong)


_PRONOUN = re.compile(r"\s*(?:it|they|this|that)\s+(?=(?:becomes?|grows?|is|are|doubles?|halves?|rises?|falls?|drops?|increases?|shrinks?|stays?|changes?)\b)", re.IGNORECASE)
_NO_SETTING = re.compile(r"\s*(?:complete the|fill in|\d*問目|次の|以下の|[「」\"。.\s]*$)", re.IGNORECASE)


def _template(task: Task, answer: Piece) -> Template | None:
    """Where in the asking sentence the answer belongs."""
    words = task.stem[task.asking].words
    if (gaps := list(_GAP.finditer(words))) and re.search(r"\w", answer.words):
        if len(gaps) > 1 and (len({g[0] for g in gaps}) > 1 or not re.search(r"\w", gaps[0][0].replace("_", ""))):
            return None  # several gaps: filled one by one (filled.py)
        return [(0, gaps[0].start()), ANSWER, (gaps[0].end(), len(words))]
    if is_puzzle(words):
        return _puzzle_template(words)
    japanese = task.stem[task.asking].sentence.japanese
    return _japanese(words, answer.words) if japanese else _english(words)


def _puzzle_template(words: str) -> Template | None:
    """Steps to put in order: whose they are, and the order given."""
    cut = re.search(r"[【\[:]|を(?:正しい順に)?(?:並べ|正)|\bin(?:to)? (?:the )?(?:right |correct )?order", words)
    return [(0, cut.start()), ": ", ANSWER] if cut and cut.start() else None


_WH = re.compile(
    r"何\s*[×x]\s*何|何(?:分の1|[^\s、。?はがをにでとかの]{0,4})?|いくつ(?!か)|いくつ(?=か)|いくら|どれ(?:だけ|くらい|ほど)?|どう(?:なる|なり(?:ます)?|変わる|変化する|変わり(?:ます)?)?|どのよう[にな]|どの[^\s、。?はがをにでとかの]{0,8}|どんな|どちら|いずれ|誰|どこ"
)
_ENDING = re.compile(r"(?:です|でしょう|だろう|なの|ます|の)?か?[\s。?」]*$")
_DO = re.compile(
    r"(?P<of>を|について|も)?[、\s]*(?:全て|すべて|\d+つ|正しく|順に)*[\s、]*(?P<verb>かけ|通し|適用し|畳み込[みめ]|[^\sをはがに、。]{1,6})(?:よ|なさい|せよ?|てください|て下さい|ましょう|う|け|べ)?[\s。]*$"
)
_OPERATES = ("かけ", "通し", "適用", "畳み込")


_OF_SEVERAL = re.compile(r"\b(?:none|all|each|both|neither|any|some|most) of\b|\b(?:both|neither)\b|どれも|いずれも|どちらも", re.IGNORECASE)
_SEVERAL = re.compile(r"前者|後者|それぞれ|\brespectively\b|\b(?:former|latter)\b", re.IGNORECASE)


def _japanese(words: str, answer: str) -> Template | None:
    aside = re.search(r"\s*[(【]([^()【】]{2,80})[)】][\s。]*$", words)
    front: Template = [(aside.start(1), aside.end(1)), "、"] if aside else []
    end = aside.start() if aside else len(words)
    end = len(words[:end].rstrip(" 。」"))
    body = words[:end]
    if _SEVERAL.search(answer):
        return None
    if (asked := list(_WH.finditer(body))) and not re.search(r"なぜ|何が違", body):
        last = asked[-1]
        if last[0].startswith("どう") and "は" in answer and (given := re.match(r".*?(?:ると|たら|れば|とき|場合)", body[: last.start()])):
            return [*front, given.span(), "、", ANSWER]
        tail = _ENDING.search(body, last.end())
        unit = last[0][1:] if last[0].startswith("何") and re.fullmatch(r"[約\s]*[\d.,]+", answer.strip()) else ""
        rest = (last.end(), tail.start() if tail else end)
        if tail and tail[0].startswith("ます") and body[rest[0] : rest[1]].endswith("し"):  # 何×何にしますか
            return [*front, (0, last.start()), ANSWER, (rest[0], rest[1] - 1), "する"]
        return [*front, (0, last.start()), ANSWER, unit, rest]
    if body.endswith("?"):
        stem = body.rstrip("? 」")
        if re.search(r"(?:か|る|い|す|た|の|よね|っけ)$", stem):
            return None  # to be answered by yes or no
        link = "" if stem.endswith("は") else "、出力は" if re.search(r"(?:ると|たら|れば|す?と)$", stem) else "は"
        return [*front, (0, len(stem)), link, ANSWER]
    done = _DO.search(body)
    if done and done["of"] and done.start() > 2:
        if done["verb"].startswith(_OPERATES):
            return [*front, (0, done.start()), "に通すと、", ANSWER]
        return [*front, (0, done.start()), "は", ANSWER]
    return [*front, (0, end), "は", ANSWER] if not re.search(r"[るたいすんか]$", body) else None


_ENGLISH = (
    # asked first, and what is said of it
    (re.compile(r"(?:so,? |and )?(?:what|which)(?: \w+)?(?:'s| is| are| was| would be| will be) (?P<a>.+)", re.IGNORECASE), ("a", " is ", ANSWER)),
    (re.compile(r"what (?:happens to|becomes of) (?P<a>.+?),? (?P<b>(?:if|when|once|after|with) .+)", re.IGNORECASE), ("b", ", ", "a", " ", ANSWER)),
    (re.compile(r"what (?:happens to|becomes of) (?P<a>.+)", re.IGNORECASE), ("a", " ", ANSWER)),
    (re.compile(r"(?:by )?(?:\w+ )?(?:what|which) factor (?:do|does|is|are|did|will) (?P<a>.+)", re.IGNORECASE), ("a", " by a factor of ", ANSWER)),
    (re.compile(r"how many (?P<a>.+?) (?:does|do|did|can|will) (?P<b>.+)", re.IGNORECASE), ("b", " ", ANSWER, " ", "a")),
    (re.compile(r"how many (?P<a>.+)", re.IGNORECASE), (ANSWER, " ", "a")),
    (re.compile(r"how (?:much )?\w+ (?:is|are) (?P<a>.+)", re.IGNORECASE), ("a", " is ", ANSWER)),
    (re.compile(r"how (?:is|are|does|do) (?P<a>.+)", re.IGNORECASE), ("a", ": ", ANSWER)),
    (re.compile(r"what (?:do|does|did|can|will|would) (?:you|we|one) (?:get|obtain|have) (?P<a>.+)", re.IGNORECASE), ("a", " we get ", ANSWER)),
    (re.compile(r"what(?P<n> \w+)? (?:do|does|did|can|will|would) (?P<a>.+)", re.IGNORECASE), ("a", " ", ANSWER)),
    (re.compile(r"(?:which|what)(?: amount of)? (?P<n>padding|stride|dilation|kernel size)(?: per side)? (?P<a>\w+s .+)", re.IGNORECASE), ("n", " ", ANSWER, " ", "a")),
    (re.compile(r"(?:which|what)(?: one)?(?: of (?:these|the following|those|them))?(?: \w+)? (?P<a>\w+s .+)", re.IGNORECASE), (ANSWER, " ", "a")),
    (re.compile(r"(?:name|identify) (?:the|this|that|which)\s?\w*\s*:\s*(?P<a>.+)", re.IGNORECASE), (ANSWER, ": ", "a")),
    (re.compile(r"(?:compute|calculate|give|write(?: down)?|find|state|name|determine|derive|evaluate|list|work out|say) (?P<a>.+)", re.IGNORECASE), ("a", " is ", ANSWER)),
)  # fmt: skip
_ASIDE = re.compile(r"(?:in|for|with|under|after|consider|take) [^,?]{1,80}, (?=(?:what|how|which)\b)", re.IGNORECASE)
_AMID = re.compile(r"(?<=\s)(?:how many|how much|what|which(?: \w+)?)(?=\s|$)", re.IGNORECASE)


def _english(words: str) -> Template | None:
    end = len(words.rstrip(' ?.:*_"'))
    lead = len(words) - len(words.lstrip(' *_"'))
    if re.match(r"(?:why\b|what is the difference|complete\b|fill\b)", words[lead:], re.IGNORECASE):
        return None
    begin = (
        max(lead, words.rfind(": ", lead, end) + 2)
        if _AMID.search(words, max(lead, words.rfind(": ", lead, end) + 2)) is None
        else lead
    )
    aside = _ASIDE.match(words, lead)  # in the example above, what happens to ...
    for start in dict.fromkeys((lead, begin, aside.end() if aside else lead)):
        for pattern, order in _ENGLISH:
            if found := pattern.match(words[:end], start):
                front: Template = [(lead, start)] if start > lead else []
                return front + [found.span(x) if isinstance(x, str) and x in found.groupdict() else x for x in order]
    if amid := _AMID.search(words[:end]):
        return [(lead, amid.start()), ANSWER, (amid.end(), end)]
    return [(lead, end), " is " if words.rstrip().endswith("?") else ": ", ANSWER]
