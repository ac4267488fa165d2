"""Options and statements that the note's answers judge, and the answers to questions, as sentences of their own.

What stands in the question only (the layer, the verb) is put together with what stands in the option or the answer
only: "Which of these normalises over the batch axis? (b) batch norm" says "batch norm normalises over the batch axis".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View, runnable
from ..text.inline import MASK
from ..text.normalize import Text
from ..text.sentences import Sentence
from .answer_keys import judged
from .answer_marks import Judged
from .marks import as_marked, only, parts

Read = Callable[[View], Iterator[Reading]]
_WHICH = re.compile(r"\s*(?:(?:question|q)?\s*\d*\s*[.:)]*\s*)?\b(?:which|what)(?: one)?(?: of (?:these|the following|those|them)(?: (?:layers?|methods?|operations?|statements?|norms?|normali[sz]ations?|normali[sz]ers?|options?|networks?|blocks?|convolutions?)\b)?| (?:\w+ ){0,2}?\w+(?= (?:is|are|has|have|does|do|\w+s)\b)|(?= (?:is|are|has|have|\w+s)\b))", re.IGNORECASE)
_WHICH_OBJECT = re.compile(r"\s*(?:(?:question|q)?\s*\d*\s*[.:)]*\s*)?\b(?:which|what)((?: \w+){0,3}?) (?:does|do|is|are) ", re.IGNORECASE)
_OF_A_SUBJECT = re.compile(r"\b(?:does|do) $", re.IGNORECASE)
_DORE = re.compile(r"(?:次の(?:うち|中で)[、,]?\s*)?(?P<head>.*?)(?:(?P<what>もの|の|手法|方法|正規化|層|操作)(?:は|が))(?:どれ|何|いずれ|どちら|どの[^\s、。]{1,8}?)(?:か|です|だ|でしょう)?.*$")
_TAKEN = re.compile(r"subject (\w+) taken from")
LONGEST = 60  # letters of an option that is no sentence of its own


_CORRECTED = re.compile(r"\s(?:→|⇒|->|=>)\s")  # ✗ what is wrong → what is right
_MARKED_RIGHT = re.compile(r"\s*[「『\"]?\s*[○◯〇✓✔⭕✅]")
_OPTION = re.compile(r"[(（]\s*[あ-おア-オイロハニA-Ea-e①-⑤1-5]\s*[)）]")


def judgement(view: View) -> Judged | None:
    found = judged(view.outline, view.sentence)
    several = found is None or found.end is None
    return None if several and len(_OPTION.findall(view.sentence.words)) > 1 else found  # all that there is to choose from, in one line


def readings(view: View, found: Judged, read: Read) -> Iterator[Reading]:
    """What a judged statement says: as it stands, or its opposite, or (where nobody judges it) nothing."""
    s = view.sentence
    if found.right is None:
        return
    statement = only(view, found.start, len(s.words) if found.end is None else found.end)
    if not found.right and (turn := _CORRECTED.search(s.words, found.start)) and turn.end() < len(s.words) and not _MARKED_RIGHT.match(s.words, turn.end()):
        wrong, rest = parts(statement, turn.start())
        yield from as_marked(read(wrong), False, wrong.sentence)
        yield from read(parts(rest, turn.end())[1])
        return
    said = as_marked((_of_the_question(r, found) for r in read(statement)), found.right, statement.sentence)
    if not said and found.question is not None and len(s.words) - found.start <= LONGEST:
        for whole in with_question(s, found):
            said += as_marked(read(View(view.outline, whole)), found.right, whole)
    yield from said


def _of_the_question(reading: Reading, found: Judged) -> Reading:
    """An option is about what its question names, however far above that stands."""
    named = {runnable(m.tag) for m in found.question.subjects} if found.question else set()
    notes = tuple(n for n in reading.notes if not ((m := _TAKEN.match(n)) and runnable(m[1]) in named))
    return replace(reading, notes=notes)


_NUMBER_OF_QUESTION = re.compile(r"^\W*(?:問題?|設問|演習|第)\s*\d{1,2}\s*問?\s*[.．:：)）】]?\s*")


def with_question(s: Sentence, found: Judged) -> Iterator[Sentence]:
    """The question as a statement, with the option in the place of what is asked for."""
    asked = found.question
    assert asked is not None
    option = s.text.chars[found.start : found.end].strip().rstrip("。.")
    words = _NUMBER_OF_QUESTION.sub("", asked.text.chars.strip())
    if MASK in asked.words or s.math:
        return
    if (m := _WHICH_OBJECT.match(words)) and _OF_A_SUBJECT.search(m[0]) and not words.startswith("not ", m.end()):
        whole = f"{words[m.end() :].rstrip(' ?？')} {option}"  # Which axes does layer norm normalise over? C, H, W
    elif m := _WHICH.match(words):
        whole = option + words[m.end() :].rstrip(" ?？")
    elif m := _WHICH_OBJECT.match(words):
        whole = f"{words[m.end() :].rstrip(' ?？')} {option}"
    elif m := _DORE.match(words):
        whole = f"{option}は{m['head']}"
    else:
        return
    yield placed_in(s, whole, found.start)


def placed_in(s: Sentence, whole: str, start: int = 0) -> Sentence:
    """A sentence put together of several, which stands where one of them (from some character on) stands."""
    start += len(s.words[start:]) - len(s.words[start:].lstrip())
    first, last = s.text.origin[min(start, len(s.words) - 1)], s.text.origin[-1]
    half = max(1, len(whole) // 2)
    origin = (first,) * half + (last,) * (len(whole) - half)
    return Sentence(Text(whole, origin), whole, (), s.block, s.number, s.cell)


_OPENS = re.compile(r"[\s*_>・-]*(?:A\d*\s*[.:：)）]|答え?\s*[:：]?|[解回]答\s*[:：]|[^\s「『]{1,6}[「『]|[Aa]nswer\s*[:.：]|→|⇒)?[\s*_]*")
_YES = re.compile(r"(?:yes|yeah|yep|certainly|of course|sure|true|correct|right|(?:it|they|that|this) (?:does|do|is|are|can|will)(?=[.,;]|\s*$)|はい|うん|ええ|そうです|その通り)(?=[\s.,:;!。、！—–」』]|$)", re.IGNORECASE)
_NO = re.compile(r"(?:no(?:ne)?|nope|neither|(?:it|they|that|this) (?:does|do|is|are|can|will)(?:n't| not)|cannot|it cannot|not at all|never|false|wrong|いいえ|いや|いえ)(?=[\s.,:;!。、！—–」』]|$)", re.IGNORECASE)
_DENIES = re.compile(r"(?:ない|ません|なし|ず|不可(?:能)?)(?:です|である|だ|$|[。.、])|\b(?:not|n't|cannot)\b", re.IGNORECASE)
_AUX = re.compile(r"\W*(?:(?:question|quiz|q)\s*\d*\s*[.:)]+\s*)?[*_]*(does|do|did|is|are|can|will|has|have|could)\s+", re.IGNORECASE)
OPEN_QUESTION = re.compile(r"なぜ|どうして|理由|いくつ|どれ|どの|どちら|どう|何|いつ|\b(?:why|how|which|what|when|who|where|or)\b", re.IGNORECASE)
DENIES = re.compile(
    r"\W*(?:well, )?(?:they|it|we|you|one|this|that)\s+(?:(?:simply|just|really)\s+)?(?:(?:do|does|is|are|did|can|would|will|was|were)(?:n['’]t|\s+not|\s*not)|never (?:do|does|is))\W*|\W*(?:しない|しません|できない|できません|そうはならない)(?:です)?\W*",
    re.IGNORECASE,
)
_ENDS_JA = re.compile(r"(?:のだ?ろうか|のでしょうか|のか|でしょうか|だろうか|の?か)?\s*[?？。」』]*[\s*_]*$")


def yes_or_no(view: View, asked: Sentence, read: Read) -> list[Reading]:
    """The question as a statement, said to be so or not."""
    s = view.sentence
    if OPEN_QUESTION.search(asked.words) or len(asked.words) > 160:
        return []
    opening = _OPENS.match(s.words)
    start = opening.end() if opening else 0
    said = yes_or_no_of(s.words[start:], asked)
    whole = declared(asked) if said is not None else None
    if whole is None or said is None:
        return []
    sentence = placed_in(s, whole)
    return as_marked(_asked_of(read(View(view.outline, sentence)), said, whole), said, sentence)


_BY_DOING = re.compile(r"\W*(?:\d+\W+)?\w+ing\b")


def _asked_of(readings: Iterable[Reading], said: bool, whole: str) -> list[Reading]:
    """What a no denies: what is said last of all, not what the question takes for granted: does adding x change ...?"""
    found = list(readings)
    last = max((r.end for r in found), default=0)
    doing = _BY_DOING.match(whole)
    return found if said else [r for r in found if r.end == last and not (doing and r.start <= doing.end())]


_HOW = re.compile(r"\W*(?:q\d*[.:]\s*)?how\s+(?:is|are|does|do|were|was)\s+", re.IGNORECASE)
_INLINE = re.compile(r"[?？]\s*(?:→|⇒|=>|->)\s*")


def in_one_line(view: View, read: Read) -> list[Reading] | None:
    """A question with its answer behind an arrow: 1x1 conv は空間サイズを変える？ → 変えない. None where it is none."""
    s = view.sentence
    if (turn := _INLINE.search(s.words)) is None or turn.end() >= len(s.words):
        return None
    asked, answer = parts(view, turn.start() + 1)
    said = yes_or_no_of(answer.sentence.words[turn.end() :], asked.sentence)
    if said is None or OPEN_QUESTION.search(asked.sentence.words) or (whole := declared(asked.sentence)) is None:
        return None
    sentence = placed_in(s, whole)
    return as_marked(_asked_of(read(View(view.outline, sentence)), said, whole), said, sentence)


def how(view: View, asked: Sentence, read: Read) -> list[Reading]:
    """How are the outputs joined? Concatenated."""
    s = view.sentence
    opening = _HOW.match(asked.words)
    start = _OPENS.match(s.words)
    words = s.words[start.end() if start else 0 :]
    if opening is None or len(words) > 48 or s.subjects or MASK in asked.words + words:
        return []
    if DENIES.fullmatch(words):
        return []  # "How do they ...? They do not": what is asked supposes what is not so
    whole = f"{asked.words[opening.end() :].rstrip(' ?？*')}: {words}"
    sentence = placed_in(s, whole)
    return [replace(r, said=sentence) for r in read(View(view.outline, sentence))]


_ASKS_JA = re.compile(r"(?:ます|です|でしょう|だろう|ません|(?<![かど])(?:る|ない|た|の))か[」』]?[。.]?\s*$")


def only_asks(view: View) -> bool:
    """Whether a sentence is a question and nothing else; "isn't it ...?" and ではないですか say what they mean."""
    words = view.sentence.words.rstrip(" *_）)")
    if view.sentence.cell is not None or re.search(r"(?:では|じゃ|しょうが)な|n't\b|\bright\?$", words):
        return False
    return words.endswith(("?", "？")) or bool(_ASKS_JA.search(words))


def yes_or_no_of(answer: str, asked: Sentence) -> bool | None:
    """Yes, no, or the question's own verb again: 変える？ → 変えない."""
    if _YES.match(answer):
        return True
    if _NO.match(answer):
        return False
    verb = re.match(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]{2,12}(?=[。.、]|\s*$)", answer)
    if verb is None:
        return None
    tail = asked.words.rstrip("？?か。 ")[-8:]
    stem = verb[0][:1] if "\u4e00" <= verb[0] < "\ua000" else verb[0][:2]
    if stem not in tail and not (verb[0][0] in "あな" and tail.endswith(("ある", "あります", "ない"))):
        return None
    denied, asked_denied = bool(_DENIES.search(verb[0])), bool(re.search(r"(?:ない|ません)(?:の)?$", tail))
    return denied == asked_denied


def declared(asked: Sentence) -> str | None:
    """A yes-or-no question as a statement: "Is X parallel over time?" - "X is parallel over time"."""
    words = asked.text.chars.strip()
    if asked.japanese:
        words = re.sub(r"^\W*(?:(?:Q|問|質問)\s*\d*\s*[.．:：)）]?|[^\s「『]{1,6}[「『])\s*", "", words)
        return re.sub(r"は(?=(?:あ(?:る|り)|な(?:い|く|し)))", "が", _ENDS_JA.sub("", words)) + "。"
    aux = _AUX.match(words)
    if aux is None:
        return words.rstrip(" ?？*_") + "." if re.match(r"\W*(?:(?:a|an|the)\s)?\w+", words) else None
    rest = words[aux.end() :].rstrip(" ?？*_")
    at = len(words) - len(words.lstrip()) + aux.end()
    named = next((m for m in asked.subjects if m.start >= at - 2), None)
    verb = "" if aux[1].lower() in ("does", "do", "did") else f" {aux[1].lower()}"
    if rest.startswith("there "):
        return f"there{verb}{re.sub(r'^there(?: any)?', '', rest)}."
    if named is None:
        return rest + "."
    tail = re.match(r"(?:'s(?: \w+)?|s)?(?: (?:layers?|blocks?|pooling|generation|training|inference|norm\w*|stack|network))*", words[named.end :])
    cut = named.end - at + (tail.end() if tail else 0)
    if aux[1].lower() == "does":
        return rest[:cut] + re.sub(r"^(\s+(?:(?:also|really|ever|always|still)\s+)?)(\w+)", lambda m: m[1] + _inflected(m[2]), rest[cut:]) + "."
    return f"{rest[:cut]}{verb}{rest[cut:]}."


def _inflected(verb: str) -> str:
    if verb == "have":
        return "has"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")
