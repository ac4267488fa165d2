"""Words that a note shows without asserting them: quoted as another's, struck out, an exercise's, a list of mistakes.

"「3×3 を 3 層で 9×9」と書いた答案", `~~GN averages over N~~`, "(b) The output is 64x14x14." under a task with its key at the
end: whoever wrote the note knows better, so that a claim that fails there accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..readers.judging import NOWHERE, stated_in
from ..scope import Outline
from ..text.sentences import Sentence
from .instructed import instructed

_QUOTED = re.compile(
    r"「([^「」]{8,240})」|『([^『』]{8,240})』|“([^“”]{12,400})”|(?<![\w\d])\"([^\"\n]{12,400})\"(?!\w)", re.DOTALL
)
_A_QUESTION = re.compile(r"(?:[?？]|(?:です|ます|の|だろう|でしょう)か)[。]?\W$")
_CLAUSE_JA = re.compile(r"[はがをもでに].{3,}")
_STRUCK = re.compile(
    r"~~(.{1,400}?)~~|<(?:del|s|strike)>(.{1,400}?)</(?:del|s|strike)>|\\(?:sout|st|cancel)\{([^{}]{1,400})\}",
    re.DOTALL,
)
_AGREED = re.compile(
    r"\s*という(?:点|こと|性質|特徴|違い|の)(?:が|は)(?![^。]{0,20}(?:誤|間違|嘘|ウソ|違い(?:ます|だ|です)))|[^。.]{0,8}[。.]?\s*(?:はい|そう(?:です|だ|なの)|その(?:通り|とおり)|正しい|合って|正解|これは正|この(?:通り|とおり)|is (?:right|correct|true)|(?:yes|right|correct|true|exactly|indeed|that is (?:right|correct|true|so))\s*[.,;:!。]|[(（]?(?:true|correct|right)[)）])",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"(?:誤り|間違い|まちがい|誤って|間違って|まちがって|正しくない|おかしな?)[^。]{0,24}(?:直せ|直しなさい|直そう|直して|訂正せよ|訂正しなさい|訂正して|正せ|探せ|探そう|探し|見つけ|指摘|消せ|選べ|挙げ)"
    r"|下線部|正誤(?:を|問題|判定)|[○〇◯]か?[×✕✗]|真偽|正しいもの|誤っているもの|選べ|選びなさい|選択せよ|どちらか|穴埋め(?!の定番|[でにとは](?:よく|頻|出|狙|問わ))"
    r"|\b(?:spot|find|correct|fix|identify) (?:the|any|all|each|every) (?:\w+ )?(?:errors?|mistakes?|sentences?|statements?|bugs?)\b|\b(?:strike|cross) (?:it )?out\b|\btrue or false\b|\bT\s*/\s*F\b|\bright or wrong\b"
    r"|\b(?:which|tick|choose|select|mark|circle)\b[^.?]{0,40}\b(?:of (?:these|the following)|what applies|correct|true|false|wrong|apply|applies|right)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:^|\n|(?<=[.。!?]))[\s>*_(（【\[-]*(?:(?P<wrong>myths?|misconception|wrong|false|incorrect|bad|not so|誤解|迷信|俗説|誤り|誤|間違い|まちがい|ウソ|嘘|うそ|NG|悪い例|誤答)|(?P<right>facts?|reality|truth|right|correct|in fact|actually|true|正しくは|正解|正|実際|事実|本当|OK|訂正|良い例))"
    r"\s*(?:no\.?\s*)?\d{0,2}[\s*_)）】\]]*[:：.。—–]",
    re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(
    r"[^.。\[(（【]{0,48}[.。]?\s*[\[(（【]\s*(?:wrong\b|false\b|no\s*[.,:;!)\]]|incorrect\b|not so\b|untrue\b|誤|間違|まちが|[×✗✘✕❌]|ちが|違う|嘘|うそ|いいえ)", re.IGNORECASE
)
_SUPPOSED_BEHIND = re.compile(
    r"[^。、,.]{0,10}(?:た(?:とすれば|としたら|とすると|なら|場合|ら[、,])|ていれば|ていたら|でいたら|(?:である|だ|する|る)とすれば|(?:である|だ|する|る)としたら|(?:である|だ|する|る)とすると|(?:だっ|であっ)たら)|[^。、]{0,24}(?:もの|の|こと)?が(?:あれば|あったら|あるとすれば)"
)
_ASKED_BEHIND = re.compile(r"(?:っけ|だろうか|でしょうか|のかな|ますか|ですか|んですか|ですかね|のかしら|のでは|んじゃない(?:か|の|ですか))[。.？?!！\s]*$")
_WRONG_HEAD = re.compile(
    r"勘違い|誤解|誤(?:り|答|記)|間違い|まちがい|思い込み|俗説|迷信|訂正前|修正前|(?<![正])誤(?![差分])|直す前|よく(?:ある|聞く)|\b(?:was|old|before|myths?|wrong|mistakes?|misconceptions?|misreadings?|claimed|said|errors?|incorrect|false|thought|assumed|believed|expected|guess(?:ed)?)\b|(?:思|考え|信じ)(?:って|て)い(?:た|ました)|思い込|予想",
    re.IGNORECASE,
)
_STUDENT = re.compile(r"\W*(?:students?|pupil|undergrad\w*|newcomer|beginner|freshman|learner|学生|生徒|受講[者生]|質問者|新人|後輩|新入生|初学者|弟子)\s*[A-Z0-9]?\W{0,3}[:：]", re.IGNORECASE)
_LETTERED = re.compile(r"\s*(?:[-*+]\s*)?[(（]?(?:[a-e]|[ア-オ]|[あ-お]|[①-⑤]|[ivx]{1,4})[.)）．:：]\s*", re.IGNORECASE)
_EXERCISE = re.compile(
    r"\bQ\.?\s?\d|\b(?:exam|quiz|tasks?|exercises?|problems?|questions?|multiple[- ]choice|self-test|homework)\b|試験|演習|小テスト|クイズ|問題|練習|選択肢|設問|問\s*\d|テスト対策|期末|中間",
    re.IGNORECASE,
)
REACH = 10  # blocks above in which an exercise may say what is to be done


def put_forward(outline: Outline, sentence: Sentence, start: int, end: int) -> str | None:
    """Why the words of a claim are shown and not asserted; None where they are the note's own.

    >>> from ..text.notes import blocks_of
    >>> from ..text.segments import Source
    >>> from ..scope import outline_of
    >>> outline = outline_of(blocks_of(Source('One hand-in has "pooling layers have weights to learn" in it.').lines()))
    >>> put_forward(outline, outline.sentences[0][0], 16, 42)
    'it is quoted'
    """
    place = _places(outline, sentence, start, end)
    if place is not None:
        raw = outline.blocks[sentence.block].raw
        if _within(_STRUCK.finditer(raw), *place):
            return "it is struck out"
        quotes = (m for m in _QUOTED.finditer(raw) if _is_clause(m) and _overlaps(m, *place))
        if any(_A_QUESTION.search(m[0]) or not _AGREED.match(raw, m.end()) for m in quotes):
            return "it is quoted"
        if (label := _last_label(raw[: place[0] + 1])) and label["wrong"]:
            return f'it is put forward as "{label["wrong"]}"'
    if sentence.cell is not None and (why := _of_a_column(outline, sentence)):
        return why
    if _STUDENT.match(outline.blocks[sentence.block].raw):
        return "a student says it"
    if _DENIED_BEHIND.match(sentence.words, end):
        return "a bracket after it denies it"
    if _SUPPOSED_BEHIND.match(sentence.words, end) or _ASKED_BEHIND.search(sentence.words):
        return "it is supposed or asked"
    return instructed(sentence) or set_as_task(outline, sentence)


def set_as_task(outline: Outline, sentence: Sentence) -> str | None:
    """Whether a sentence is what a task asks to judge, or one of its options."""
    if (span := stated_in(sentence.words)) is not None and span[1]:
        return "it is put forward to be judged"
    return _of_a_task(outline, sentence) or _an_option(outline, sentence)


def _of_a_column(outline: Outline, sentence: Sentence) -> str | None:
    """A column's head asserts nothing; under some heads stands what is wrong."""
    header = outline.blocks[sentence.block].header
    below = sentence.block + 1 < len(outline.blocks) and outline.blocks[sentence.block + 1].header == sentence.block
    if header == sentence.block or (header is None and below):
        return "it is the head of a column"
    heads = [e.words for e in outline.sentences[header] if e.cell == sentence.cell] if header is not None else []
    return "its column tells what is wrong" if any(_WRONG_HEAD.search(words) for words in heads) else None


def _last_label(raw: str) -> re.Match[str] | None:
    """The label under which the words after it stand: Myth 2. ... Fact. ..."""
    found = list(_LABEL.finditer(raw))
    return found[-1] if found else None


_REASONED = re.compile(r"\S\s*(?:⇒|⟹|=>|→)\s*\S")


def _of_a_task(outline: Outline, sentence: Sentence) -> str | None:
    """Whether the sentence is what a task asks to judge or to correct: 下線部が誤っていれば直せ, "spot the error"."""
    if sentence.number and sentence.cell is None and _REASONED.search(" ".join(e.words for e in outline.sentences[sentence.block][: sentence.number])):
        return None  # DenseNet ⇒ 持つ。...: what goes on behind an option's arrow is the author's
    over = [*outline.ancestors(sentence.block), *list(outline.headings(sentence.block))[:1]]
    beside = [e for e in outline.sentences[sentence.block] if e is not sentence and e.cell == sentence.cell]
    said = [*beside, *(e for block in over for e in outline.sentences[block])]
    above = outline.sentences[sentence.block - 1][-1:] if sentence.block and not sentence.number and sentence.cell is None else []
    judges = any(stated_in(e.words) == NOWHERE for e in [*beside, *above])
    return "a task asks to judge it" if judges or any(_TASK.search(e.words) for e in said) else None


def _an_option(outline: Outline, sentence: Sentence) -> str | None:
    """Whether it is one of several lettered options of an exercise: without a mark it asserts nothing."""
    if sentence.cell is not None or not _label(outline, sentence.block, sentence):
        return None
    if len(_IN_ONE_LINE.findall(sentence.words)) > 2 and _asks_above(outline, sentence):
        return "it lists the options of a question"
    beside = (n for n in range(sentence.block - 1, sentence.block + 2) if 0 <= n < len(outline.blocks))
    if sum(bool(_LETTERED.match(line)) for n in beside for line in _lines(outline, n)) < 2:
        return None
    above = [*range(max(0, sentence.block - REACH), sentence.block), *outline.headings(sentence.block)]
    asked = any(_EXERCISE.search(outline.blocks[n].raw) or _TASK.search(outline.blocks[n].raw) for n in above)
    return "it is an option of an exercise" if asked else None


_IN_ONE_LINE = re.compile(r"[(（](?:[a-eA-E1-5]|[ア-オあ-お]|[ivx]{1,4})[)）]\s*[^()（）]{1,40}")  # (a) 24 (b) 72 (c) 120
_ASKS = re.compile(r"[?？]\W*$|(?:か|よ|せよ|なさい)[。.]?\W*$|[:：]\W*$")


def _asks_above(outline: Outline, sentence: Sentence) -> bool:
    """Whether what stands right before a line asks."""
    own = [e for e in outline.sentences[sentence.block] if e.number < sentence.number]
    before = own or (outline.sentences[sentence.block - 1] if sentence.block else [])
    return bool(before) and bool(_ASKS.search(before[-1].words))


def _label(outline: Outline, block: int, sentence: Sentence) -> bool:
    """Whether the sentence's own line begins with a letter in brackets."""
    own = next((line for line in _lines(outline, block) if sentence.words[:16] in line), "")
    return bool(_LETTERED.match(own))


def _lines(outline: Outline, block: int) -> list[str]:
    found = outline.blocks[block]
    return f"{found.marker} {found.raw}".split("\n")


def _places(outline: Outline, sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Where the claim stands in its block's own characters."""
    origin, end = sentence.text.origin, min(end, len(sentence.text.origin))
    if not 0 <= start < end:
        return None
    first, last = origin[start], origin[end - 1]
    before, found = 0, []
    for segment in outline.blocks[sentence.block].segments:
        for place in (first, last):
            if segment.offsets is None and segment.start <= place < segment.start + len(segment.raw):
                found.append(before + place - segment.start)
        before += len(segment.raw) + 1
    return (min(found), max(found)) if found else None


def _is_clause(quote: re.Match[str]) -> bool:
    """Whether a quotation says something, and is no name or value."""
    japanese, english = quote[1] or quote[2], quote[3] or quote[4]
    return (
        bool(_CLAUSE_JA.search(japanese))
        if japanese
        else len((english or "").split()) >= 4 or bool(re.search(r"[はがを]", english or ""))
    )


def _overlaps(found: re.Match[str], first: int, last: int) -> bool:
    return found.start() < last and first < found.end() - 1


def _within(found: Iterator[re.Match[str]], first: int, last: int) -> bool:
    return any(m.start() <= last < m.end() for m in found)
