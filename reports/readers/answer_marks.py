"""Labels and marks of questions' answers, and what is known of a note's judged statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from .. import patterns as re
from ..scope import Outline
from ..text.sentences import Sentence
from ..vocabulary import lexicon

MOST_OPTIONS = 26
SIGNS = r"(?P<{r}>[○◯〇⭕✓✔☑]|正しい|正(?![解答規方則確])|真(?![偽の])|T(?![A-Za-z]|\s?[(（]\s*[A-Za-z]\s*[)）,])|(?:[Tt]rue|TRUE|[Rr]ight|[Cc]orrect|[Yy]es)\b)|(?P<{w}>[×✗✘❌]|誤り?(?!差|って)|間違い|偽(?!陽|陰)|F(?![A-Za-z]|\s?[(（]\s*[A-Za-z]\s*[)）,])|(?:[Ff]alse|FALSE|[Ww]rong|[Ii]ncorrect|[Nn]o)\b)"
MARK = SIGNS.format(r="right", w="wrong")
LABEL = r"(?:[(（\[【]\s*(?P<a>\d{1,2}|[A-Za-z]|[ア-コあ-こ]|i{1,3}|iv|v)\s*[)）\]】]|(?P<b>[①-⑳])|(?:問|Q|第)\s*(?P<c>\d{1,2})|(?<![A-Za-z\d.])(?P<d>\d{1,2}|[a-eA-E]|[ア-カ])(?=\s*[.．:：)）、,;=＝-]|\s|$))"
OPENING = re.compile(
    r"[^\w(（\[]*(?:(?:the\s+)?(?:correct|right)?\s*(?:answers?|solutions?|ans)(?:\s+key)?|key|解答例?|答え?|正解|正答|正誤|判定|解(?=\s*[:：.．)）×○◯])|(?-i:A)(?=\d{0,2}\s*[:：.．)）]))\s*(?:(?P<no>\d{1,2})\s*)?(?:は|is\b|are\b|[:：.．)）=]|(?=[\s×○(（①-⑳]))\s*",
    re.IGNORECASE,
)
PAIR = re.compile(rf"(?:^|(?<=[\s、,;；:：。.)）/|]))\W{{0,3}}?{LABEL}\s*[.．:：)）=＝→-]*\s*(?:{MARK})(?=\s*(?:$|[.。、,，;；:：/|]|[(（①-⑳—–-]|\s(?:[\da-eア-カ]|\())|\s+\S)")
ROW_OF_MARKS = re.compile(rf"\s*(?:{SIGNS.format(r='r0', w='w0')})(?:\s*[,、，/・ ]\s*(?:{SIGNS.format(r='r1', w='w1')}))+\s*[.。]?\s*$")
ONE_MARK = re.compile(rf"(?:{MARK})")
ALONE = re.compile(rf"\s*[(（\[【]?(?:{MARK})[)）\]】]?\s*(?=$|[.．](?![A-Za-z\d_])|[。、,，:：;；(（—–-])")  # F.pad(x) is no mark
CHOSEN = re.compile(rf"\s*(?:[Oo]nly\s+|[Jj]ust\s+)?{LABEL}(?:\s*[.．)）]+)?(?P<more>(?:\s*(?:と|、|,|，|and|&|・)\s*{LABEL.replace('?P<a>', '').replace('?P<b>', '').replace('?P<c>', '').replace('?P<d>', '')})*)\s*(?P<rest>$|です|のみ|だけ|(?: is| are) (?:right|true|correct)\b|だ|である|が正|[.。．、,，;；:：—–(（-]|because|since|理由|なぜなら|\s)")
FRONT = re.compile(rf"\s*(?:[(（\[【]\s*(?:{SIGNS.format(r='r0', w='w0')})\s*[)）\]】]\s*[:：—–-]?|(?P<bare>[×✗✘❌])(?!\s*(?:問題|クイズ|テスト))\s*[:：—–-]?(?=\s*\S)|(?P<true>[Tt]rue|TRUE|T|Fact|事実|正しい|正)\s*(?:[:：](?:\s|(?=[\u3040-\u9fff「A-Z]))|[—–]\s|\s-\s)|(?P<false>[Ff]alse|FALSE|F|[Ww]rong(?=:)|[Ii]ncorrect(?=:)|Myth|Misconception|誤り|誤|誤解|俗説|よくある(?:誤解|間違い))\s*(?:[:：](?:\s|(?=[\u3040-\u9fff「A-Z]))|[—–]\s|\s-\s))\s*(?=\S\s?\S)")
OWN_LABEL = re.compile(r"\s*(?:[-*・]\s*)?(?:[(（\[【]\s*(\d{1,2}|[A-Za-z]|[ア-コあ-こ]|i{1,3}|iv|v)\s*[)）\]】]|([①-⑳])|([ア-カ])\s*[.．:：、)）　 ]|(?:問題?|設問|Q|第)\s*(\d{1,2})\s*問?\s*[.．:：)） 　]|(\d{1,2}|[a-eA-E])\s*[.．)）:：]\s)")
MARKER = re.compile(r"[(（]?\s*(\d{1,2}|[A-Za-z]|[①-⑳])\s*[.．)）]?$")
QUESTION_NO = re.compile(r"\W*(?:【?問題?|設問|演習|課題|Q|Question|Exercise|Problem|Task|Quiz|Item|第)\s*(\d{1,2})", re.IGNORECASE)
REFERRED = re.compile(r"(?:^|(?<=[\s、,;；。.:：]))(?:(?:問|Q|Question|第)\s*(\d{1,2})\s*[.．:：)）-]?|(\d{1,2})\s*(?:[.．:：)）-]|(?=[(（][a-eA-Eア-オ①-⑤])))(?=\s*\S)|(?:^|(?<=[\s、,;；。.:：]))[(（]\s*(\d{1,2})\s*[)）](?=\s*[(（]?(?:[ア-コあ-こa-eA-E](?![\w\u3040-\u9fff])|[①-⑤]))", re.IGNORECASE)
BOX = re.compile(r"\s*\[(?P<box>[ xX✓])\]\s+|\s*(?P<empty>[☐□])\s*|\s*(?P<full>[☑☒■✅])\s*")
HEAD = re.compile(r"\W*(?:answers?|answer key|key|solutions?|解答|正解|答え?|解答例|解答と解説|解説)\b|\W*(?:解答|正解|答え)", re.IGNORECASE)
HEAD_ONLY = re.compile(r"\W*(?:answers?|answer key|key|solutions?|解答例?|正解|答え?|解答と解説)\W*$", re.IGNORECASE)
CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)}

# "Yes, we know ..." after a paragraph is said to the reader, and judges nothing.
REMARK = re.compile(r"\s*(?:yes|no|right|correct|true)\s*[,:—–-]\s*(?:and|but|we|I|you|my|our|your|of course)\b|\s*(?:はい|いいえ|正直|もちろん)、", re.IGNORECASE)

Place = tuple[int, int, int | None]  # block, sentence of it, cell


@dataclass(frozen=True)
class Judged:
    """What a note says of one of its statements: right, wrong, or (None) nothing; where the statement begins.

    `question` is the question whose answer the statement is.
    """

    right: bool | None
    start: int = 0
    question: Sentence | None = None
    end: int | None = None  # where it ends, if it stands in one line with the other options


@dataclass
class Keys:
    """The judged statements of a note, and the sentences that are answers themselves."""

    judged: dict[Place, Judged] = field(default_factory=dict)
    answers: set[Place] = field(default_factory=set)
    promised: bool = False  # whether a heading of the note says "Answers"


@cache
def asks(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in lexicon("marks")["questions"][name]), re.IGNORECASE)


def asks_to_choose(s: Sentence) -> bool:
    """Whether a sentence says to choose among what follows, or to judge it."""
    return asks("choice").search(s.words) is not None


_ALL_BUT_ONE = re.compile(r"\b(?:except|but)\s+(?:for\s+)?one\b|[一1]つを除(?:いて|き)", re.IGNORECASE)


def asks_for_the_wrong_one(outline: Outline, question: Sentence) -> bool:
    """Whether a question asks which option is wrong: which is not true; all hold except one. Which one is it?"""
    before = (e for e in outline.sentences[question.block] if e.number < question.number and e.cell is None)
    return bool(asks("wrong").search(question.words)) or any(_ALL_BUT_ONE.search(e.words) for e in before)


def place(s: Sentence) -> Place:
    return s.block, s.number, s.cell


def label_of(outline: Outline, s: Sentence) -> str | None:
    """The label before a statement or an option: (a), ア., ①, 1., 問3."""
    block = outline.blocks[s.block]
    found = OWN_LABEL.match(s.words)
    if found:
        return plain(next(g for g in found.groups() if g))
    if s.number == 0 and s.cell is None and (marker := MARKER.match(block.marker.strip())):
        return plain(marker[1])
    return None


def plain(label: str) -> str:
    return CIRCLED.get(label, label.lower())


def body(outline: Outline, block: int) -> str:
    """A block's words, its marker before them."""
    marker = outline.blocks[block].marker
    words = " ".join(s.words for s in outline.sentences[block] if s.cell is None)
    return f"{marker} {words}" if marker not in ("", "-", "*", "+", "•", "・") else words
