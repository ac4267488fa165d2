"""Statements that a note marks as right or wrong: ○ and × after a sentence, (True) and (False), 誤り.

What the note claims is the statement, or its opposite where the mark says so. A reason after the mark is read as any
sentence is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from .. import patterns as re
from ..decided import holds
from ..reading import Reading, View
from ..text.normalize import Text
from ..text.sentences import Sentence
from ..vocabulary import lexicon
from .answer_marks import HEAD

MARKED_WRONG = "marked as wrong in the note"
MARKED_RIGHT = "marked as right in the note"
_NO_FACTOR = r"(?!\s*[\dA-Za-z\ue000(])"  # a product goes on after its sign
_SIGN = rf"(?P<right>[○◯〇⭕✓✔]|正しい(?:記述|説明|文|内容|選択肢|もの)?|適切(?:な(?:記述|説明))?|正答|正(?=\s*[.。,、:：)）】\]]|\s*$))|(?P<wrong>×{_NO_FACTOR}|❌|✗|✘|(?:誤り|間違い|まちがい)(?:の(?:記述|説明))?|(?:誤った|間違った|正しくない)(?:記述|説明|文)?|不適切(?:な(?:記述|説明))?|嘘|うそ|誤(?=\s*[.。,、:：)）】\]]|\s*$)|逆(?=[。.]|\s*$)|不可(?=[。.]|\s*$))"
_WORD = r"(?P<true>true|right|correct|yes|T|正解)|(?P<false>false|wrong|incorrect|no|F|不正解)"
_END = re.compile(
    rf"(?:\s{{2,}}|(?:…|‥|\.\s?\.)[\s.…‥]*\s*|(?<=[.!])\s(?=[○◯〇⭕✓✔×❌✗✘]\s*$)|(?<=[\u3040-\u30ff\u3400-\u9fff。])\s(?=[○◯〇⭕✓✔×❌✗✘][)）]?\s*$)|[→⇒:：(（\[【]\s*|\s[\-—]+\s*)(?:{_SIGN})[)）\]】]?\s*[.。]?(?=$|[\s（(、])"
    r"|[→⇒]\s*(?:(?P<ticked>[○◯〇⭕✓✔]|これ(?=が|だ|で|。|$)|(?:正解|答え|正答)(?=だ|で|。|$))|(?P<struck>[×❌✗✘]))(?=だ|で|が|。|、|[（(]|\s*[:：]|$)"
    rf"|(?:(?<![A-Za-z_\d])[(（\[【]|[(（\[【](?=[*_]*\w\w)|\s[→⇒\-—]+>?\s)[*_]*(?:{_WORD})[.。!！]?[*_]*[)）\]】]?[*_]*[.。]?\s*$"
    rf"|(?:[→⇒]|->|=>|\s[—–-]+)\s*(?:(?P<sure>true|right|correct)|(?P<not_so>false|wrong|incorrect))(?=[,.;:]|\s*$)"
    r"|\s(?:Answer|Ans|答え?|正解|解答)\s*[:：]\s*(?:(?P<said>T|true|○|正)|(?P<unsaid>F|false|×|誤))\W*$"
    r"|(?<=[」』”\"])\s*(?:という?(?:の|こと|説明|記述|主張|理解|考え)?|との(?:説明|記述|主張|理解))?(?:とあった(?:の)?|と書いた(?:の)?|と言った(?:の)?)?(?:は|も)[、,]?\s*(?:完全に|全く|まったく)?(?P<unsound>誤|間違|まちが|正しくな|嘘|うそ|偽)"
    r"|(?<=[\"”])\s*(?:is|was)\s+(?:simply |just |plainly )?(?P<not_true>wrong|false|incorrect|untrue|not true|a myth|a misconception)\b"
    r"|[→⇒]\s*(?P<crossed>×)(?=\s)",
    re.IGNORECASE,
)
_ANSWER = r"(?:(?:解答?|答え?|正解|判定|解|A\d*|Ans(?:wer)?)\s*[:：.]\s*)?"
_FRONT = re.compile(
    rf"^[\s→⇒\-—…]*{_ANSWER}[(（\[【]?(?:{_SIGN.replace(_NO_FACTOR, '')})(?:[】\]]|[)）]?[.。,:：、]?(?=\s|$))|^[\s→⇒\-—]*[(（\[【*_]+(?:{_WORD})(?:[.。]?[)）\]】*_.。]+(?=\s|$)|\s*[,:;–—-]\s)",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\s*(?:(?P<true>T|True|TRUE|Right|Correct|Yes)|(?P<false>F|False|FALSE|Wrong|Incorrect|No)|(?P<right>正|○|〇)|(?P<wrong>誤|×))\s*(?:[.。]?\s*$|[,:;、—–]|-{1,3}\s|\s[-—–]|[（(])")
_MARKS_HEAD = re.compile(r"正誤|正解|判定|答|[○×✓✗]|\bT\s*/\s*F\b|true|false|right|wrong|correct|answer|verdict|check", re.IGNORECASE)
_OWN_ANSWER = re.compile(r"自分|自己|私の|採点|\bmy\b|\byour\b|\bscore", re.IGNORECASE)  # whether it was known, not whether it is so
_ALONE = re.compile(rf"^[\s(（\[【*_]*(?:{_SIGN}|{_WORD}|(?P<cross>[xX]))[)）\]】*_.。]*\s*(?:$|[(（].{{0,60}}[)）]\s*$)", re.IGNORECASE)


_SIGN_ALONE = re.compile(r"\s*[○◯〇⭕✓✔×❌✗✘](?=\s|$)")
_ARROW = re.compile(r"\s*(?:[←⇐]|<--?)\s*[「『\"(（]?")


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in lexicon("marks")["after_arrow"][name]), re.IGNORECASE)


def mark_of(view: View) -> tuple[bool | None, int] | None:
    """Whether the sentence is marked right (True) or wrong, and where its statement ends; None where it has no mark.

    A remark put to it (A ← B) that says neither, and an unmarked option among marked ones, leave it open: (None, end).
    """
    s = view.sentence
    found = _last(s)
    if found is not None:
        reason = re.search(r"[→⇒]\s*(?=[^\s→⇒]{6})", s.words[: found.start()])  # A ⇒ because B, ×
        return _is_right(found), reason.start() if reason and reason.start() >= 6 else found.start()
    following = _next(view)
    if following is not None and (arrow := _ARROW.match(following.words)):
        return _after_arrow(view, following, arrow.end()), len(s.words)
    if _chosen_beside(view):
        return None, len(s.words)
    if (right := _in_a_key(view)) is not None:
        return right, len(s.words)
    if following is None or len(s.words.strip()) < 6:
        return None
    after = _ALONE.match(following.words) if s.cell is not None else _FRONT.match(following.words) or _bare(view, following)
    return (_is_right(after), len(s.words)) if after else None


def _after_arrow(view: View, remark: Sentence, start: int) -> bool | None:
    """What a remark after an arrow says of the statement before it: ←逆, ← これ, ← 前の出力が要るから無理."""
    words = remark.words[start:]
    if _words("wrong").match(words):
        return False
    if _words("right").match(words):
        return True
    whole = " ".join(e.words for e in view.outline.sentences[remark.block] if e.number >= remark.number)[start:]
    if _words("reason_wrong").search(whole):
        return False
    return True if _words("reason_right").search(whole) else None


def _chosen_beside(view: View) -> bool:
    """An option without a mark, where the question says to choose and another option is marked by an arrow."""
    outline, s = view.outline, view.sentence
    block = outline.blocks[s.block]
    if block.kind != "item" or _ARROW.match(s.words):
        return False
    beside = [b for b in range(max(0, s.block - 6), min(len(outline.blocks), s.block + 7)) if b != s.block and outline.blocks[b].kind == "item" and outline.blocks[b].parent == block.parent]
    if not any(_ARROW.match(e.words) for b in beside for e in outline.sentences[b]):
        return False
    over = [*list(outline.ancestors(s.block)), *list(outline.headings(s.block))[:1], *range(max(0, min([s.block, *beside]) - 1), min([s.block, *beside]))]
    return any(_words("choice").search(e.words) for b in over for e in outline.sentences[b])


_KEY = re.compile(r"\W*(?:answers?(?: key)?|key|solutions?|解答|答え|正解|答)\b|\W*(?:解答|答え|正解|答)", re.IGNORECASE)
_KEYED = re.compile(r"(?<!\d)[(（]?(\d{1,2})\s*[.:：)）=\-]?\s*(?:(T|True|○|◯|〇|正|✓)|(F|False|×|誤|✗))(?![A-Za-z])")
_NUMBERED = re.compile(r"\s*[(（]?(\d{1,2})\s*[.)）．]")


def _in_a_key(view: View) -> bool | None:
    """What a list of answers below says of a numbered statement: Answers: 13 F, 14 T."""
    outline, s = view.outline, view.sentence
    block = outline.blocks[s.block]
    number = _NUMBERED.match(f"{block.marker} {block.raw}")
    if number is None or s.cell is not None or len(s.words.strip()) < 6:
        return None
    for at in range(s.block + 1, min(len(outline.blocks), s.block + 40)):
        words = outline.blocks[at].raw
        if outline.blocks[at].kind == "heading" and not HEAD.match(words):
            return None  # another section, with statements of its own
        if len(keyed := _KEYED.findall(words)) < 2 or not (_KEY.match(words) or _KEY.match(outline.blocks[at - 1].raw)):
            continue
        return next((bool(right) for n, right, _ in keyed if n == number[1]), None)
    return None


_ANSWERING = re.compile(r"\s*(?:解答?|答え?|正解|判定|A\d*|Ans(?:wer)?)\s*[:：.]\s*", re.IGNORECASE)


def _bare(view: View, following: Sentence) -> re.Match[str] | None:
    """A letter or word alone after the statement, in a list of statements that are right or wrong."""
    opening = _ANSWERING.match(following.words)
    found = _BARE.match(following.words[opening.end() :] if opening else following.words)
    if found is None or opening:
        return found
    outline, s = view.outline, view.sentence
    over = [e.words for h in list(outline.headings(s.block))[:1] for e in outline.sentences[h]] + [e.words for a in outline.ancestors(s.block) for e in outline.sentences[a]]
    beside = [b for b in range(max(0, s.block - 3), min(len(outline.blocks), s.block + 4)) if b != s.block and outline.blocks[b].parent == outline.blocks[s.block].parent]
    marked = any(_BARE.match(e.words) for b in beside for e in outline.sentences[b])
    told = re.search(r"\bT\s*/\s*F\b|\btrue or false\b", s.words, re.IGNORECASE)
    return found if marked or told or any(_MARKS_HEAD.search(words) for words in over) else None


def _is_right(mark: re.Match[str]) -> bool:
    named = mark.groupdict()
    return any(named.get(name) for name in ("right", "true", "ticked", "sure", "said"))


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
    if s.cell is None:
        return _line_below(view)
    if not _marks_column(view, s.cell + 1):
        return None
    return next((x for x in view.outline.sentences[s.block] if x.cell == (s.cell or 0) + 1), None)


def _line_below(view: View) -> Sentence | None:
    """The line below a statement, where it begins with an arrow and a mark, or a sign alone: (1) ... / → 誤．"""
    outline, at = view.outline, view.sentence.block + 1
    below = outline.sentences[at][:1] if at < len(outline.blocks) else []
    if not below or below[0].cell is not None or not _FRONT.match(below[0].words):
        return None
    alone = (
        len(outline.sentences[at - 1]) == 1
        and outline.blocks[at].kind == outline.blocks[at - 1].kind == "text"
        and outline.blocks[at].parent == outline.blocks[at - 1].parent
        and _SIGN_ALONE.match(below[0].words)
    )
    return below[0] if alone or below[0].words.lstrip()[:1] in "→⇒" else None


def _marks_column(view: View, cell: int) -> bool:
    """Whether a table's column holds marks: its head says so, or says nothing."""
    outline = view.outline
    header = outline.blocks[view.sentence.block].header
    heads = [e.words for e in outline.sentences[header] if e.cell == cell] if header is not None else []
    return not heads or any(_MARKS_HEAD.search(words) and not _OWN_ANSWER.search(words) for words in heads)


def struck_in_its_row(view: View) -> bool:
    """Whether a cell is one that its table marks as wrong: | 224 | × | 5 層ぶんで止まっている |; what is told after the mark is not."""
    s = view.sentence
    if s.cell is None:
        return False
    beside = [e for e in view.outline.sentences[s.block] if e.cell is not None and (e.cell > s.cell or e.cell == s.cell - 1 == 0)]
    marked = [m for e in beside if _marks_column(view, e.cell or 0) and (m := _ALONE.match(e.words))]
    return bool(marked) and not _is_right(marked[0])


def parts(view: View, end: int) -> tuple[View, View]:
    """The sentence without what follows its statement, and without the statement: each as long as it was."""
    return only(view, 0, end), only(view, end, len(view.sentence.words))


def only(view: View, first: int, last: int) -> View:
    """The sentence with blanks in the place of all else, so that it is as long as it was."""
    s = view.sentence

    def blanked(text: str) -> str:
        return " " * first + text[first:last] + " " * (len(text) - last)

    math = tuple((a, b) for a, b in s.math if first <= a and b <= last)
    return View(view.outline, replace(s, text=Text(blanked(s.text.chars), s.text.origin), words=blanked(s.words), math=math))


_CALL = re.compile(r"[a-z_]{4,}\(")
_REASONED = re.compile(r"\b(?:because|since|therefore|hence|so that|due to)\b|(?:から|ので|ため)[、,]|(?:したがって|よって|ゆえに)", re.IGNORECASE)


_SUM = re.compile(r"(?:not )?[\d\s*+/().-]+ [=~]= [\d./]+$")
_SEVERAL = re.compile(r"[^\s]{3}[、，][^\s]{3}|\w, \w|\w;|\b(?:and|but)\b", re.IGNORECASE)


def as_marked(readings: Iterable[Reading], right: bool, said: Sentence) -> list[Reading]:
    """The readings of a statement that is marked right; their opposites where it is marked wrong.

    Of a statement in several parts that is marked wrong one part may be right.
    """
    found = [replace(r, said=r.said or said) for r in readings]
    if right:
        return [replace(r, notes=(*r.notes, MARKED_RIGHT)) for r in found]
    denied = [opposite(r) for r in found]
    denied = [r if _CALL.search(r.statement) else replace(r, sure=False) for r in denied]  # a sum is seldom what is wrong
    if _REASONED.search(said.words):  # wrong may be that it follows
        denied = [replace(r, sure=False) for r in denied]
    denied = [replace(r, sure=r.sure and not _SUM.match(r.statement)) for r in denied]  # what is wrong is not the sum
    if _SEVERAL.search(said.words):  # wrong may be what is said beside it, of whatever that is
        denied = [replace(r, sure=r.sure and not any("taken from" in note for note in r.notes)) for r in denied]
    wrong = [r for r in denied if holds(r.statement)]
    return wrong if wrong and len(wrong) < len(denied) else denied


def opposite(reading: Reading) -> Reading:
    """The reading of a statement that is marked wrong.

    >>> opposite(Reading("combine(resnet) == concat", 0, 3)).statement
    'not combine(resnet) == concat'
    """
    note = (*reading.notes, MARKED_WRONG)
    return replace(reading, statement=_denied(reading.statement), alternatives=(), notes=note)


def _denied(statement: str) -> str:
    return statement.removeprefix("not ") if statement.startswith("not ") else f"not {statement}"
