"""Definitions: a term, a word that defines, and what it is defined as; all three from the sentence or its line.

The concepts and what may be said of them are data (`lexicon/definitions.toml`): "stride is the number of zeros around
the border" is read as it stands, and the cited table of facts contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from ..vocabulary import lexicon
from .sites import acts

_LONGEST = 240
_WITH_IT = re.compile(r"\S{0,2}(?:に比例|に応じ|に対し|とともに|[がを]増|ほど|が進)")  # what the term changes with, not what it is
_AFTER_JA = re.compile(r"\s*[)）]?\s*(?:[（(][^）)]{0,40}[)）])?\s*\$?(?:[kθαρdspSPD\ue000]|\\\w+)?\$?\s*(?:とは|って|は|：|:|＝|=|…|―|—)")
_AFTER_EN = re.compile(
    r"\s*(?:\([^)]{0,40}\))?\s*\$?(?:[kθαρdspSPD\ue000]|of an? \w+|of the \w+(?: \w+)?)?\$?\s*(?:\bis\b|\bmeans\b|\brefers\b|\bdenotes\b|\bcontrols\b|\bdefines\b|\bspecifies\b|\bdescribes\b|\bdetermines\b|\bmeasures\b|\bgives\b|\btells\b|\bsays\b|\badds\b|\bputs\b|\bscales\b|\bthins\b|\breduces\b|\bshrinks\b|\bmultiplies\b|\blowers\b|\bwe mean\b|\bis meant\b|:|=|—|–)", re.IGNORECASE
)
_BEFORE_JA = re.compile(r"\s*(?:[kθαρg\ue000]\s*)?(?:[（(][^）)]{0,30}[)）])?\s*[」』*_]*\s*(?:と(?:呼|い[うい]|言|よ[ばぶ]|名付|称)|という(?!の)|で表)")
_BEFORE_EN = re.compile(r"\b(?:called|known as|referred to as|termed|named|call (?:this|it)|the name of this is)\s+(?:the\s+|an?\s+)?[\"“*_'`]*$", re.IGNORECASE)
_IS_TERM = re.compile(r"\s*(?:[（(]?[kθαρ][)）]?)?\s*(?:である|です|だ|。|$)")  # ...を決める圧縮係数である
_PLACED = re.compile(r"置|挟|はさ|入れ|入る|ある|あり|位置|つなぐ|\b(?:sit|sits|placed|put|lie|lies|between|inside|within|located|inserted|stand|stands|connect\w*)\b", re.IGNORECASE)
_DENIED = re.compile(r"ではな|でな[いく]|じゃな|わけではな|\bnot\b|n't\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Concept:
    subject: str
    term: re.Pattern[str]
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    placed: bool = False  # said of where it stands: words of place define it
    anywhere: bool = False  # its definiens says by itself that it is one


@cache
def _definientia() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in lexicon("definitions")["definiens"].items()}


@cache
def _concepts() -> tuple[_Concept, ...]:
    return tuple(
        _Concept(e["subject"], re.compile(e["term"], re.IGNORECASE), tuple(e["right"]), tuple(e.get("wrong", ())), e.get("placed", False), e.get("anywhere", False))
        for e in lexicon("definitions")["concept"]
    )


def read(view: View) -> Iterator[Reading]:
    """The first definition that the sentence gives of each concept."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or len(s.words) > _LONGEST or re.search(r"[?？]\s*$", s.words):
        return
    if s.has("question") and not s.has("called") and not _EXPLAINED.match(_text(s)) and not any(_term_of(view, c) for c in _concepts()):
        return
    yield from _letter(view)
    yield from _backward(view)
    yield from _gate(view)
    yield from _gate_formula(view)
    joined = {act.tag for act in acts(s)}
    for concept in _concepts():
        if concept.subject == "gated_residual_layer" and joined and "multiply" not in joined:
            continue  # "adds the outputs of tanh and sigmoid" names no product
        if concept.subject == "gated_residual_layer" and _OTHER_GATES.search(s.words):
            continue  # the gates of a recurrent network
        for start, end, own in _stretches(view, concept):
            reading = _claim(s, concept, start, end, own)
            if reading:
                yield reading
                break


_EXPLAINED = re.compile(r"[^:：]{2,24}\s*[:：]\s*(?:how\b|[^?？]{4,60}か\s*$)", re.IGNORECASE)  # Stride: how far the kernel moves

_GATED = re.compile(r"ゲート|門|(?<![A-Za-z])gat(?:e|ed|ing)\b|tanh", re.IGNORECASE)
_TWO = re.compile(r"(?:[2二]つ|[2二]本|両方|両者|双方|2系統)の?[^。、]{0,14}?(?:を|は)?[^。、]{0,12}?(?:要素(?:ごと|毎|どうし|同士)|成分ごと|アダマール)[^。、]{0,8}?(?P<ja>掛け|かけ|乗|積|足し|加算|和)|\b(?:two|both)\s+(?:\w+\s+){0,3}?(?:are |get )?(?P<en>multipli\w+|added|summed)\b[^.]{0,12}(?:element|point)-?\s?wise", re.IGNORECASE)


def _gate(view: View) -> Iterator[Reading]:
    """The two convolutions are multiplied element by element, where a gate was spoken of just before."""
    s = view.sentence
    found = _TWO.search(s.words)
    if found is None or s.has("not"):
        return
    outline = view.outline
    before = [e for e in outline.sentences[s.block] if e.number < s.number] + [e for at in range(max(0, s.block - 3), s.block) for e in outline.sentences[at]]
    over = [e for h in list(outline.headings(s.block))[:1] for e in outline.sentences[h]]
    if not any(_GATED.search(e.text.chars) for e in (s, *before[-5:], *over)) or _OTHER_GATES.search(s.words):
        return
    word = (found["ja"] or found["en"]).lower()
    value = "tanh_plus_sigmoid" if word.startswith(("足", "加", "和", "add", "sum")) else "tanh_times_sigmoid"
    yield Reading(f"definition(gated_residual_layer) == {value}", found.start(), found.end(), sure=not s.has("hedged"))


_OTHER_GATES = re.compile(r"(?:forget|input|output|reset|update)\s+gate|(?:忘却|入力|出力|リセット|更新)ゲート|\bLSTM\b|\bGRU\b", re.IGNORECASE)
_SQUASHED = r"\\?(?:mathrm|operatorname|text)?\s*\{?\s*(?P<%s>tanh|sigma|σ|sigmoid|sigm|relu|softmax)\s*\}?\s*\(?\s*\((?:[^()]|\([^()]*\))*\)"
_OF_TWO = re.compile(rf"{_SQUASHED % 'a'}\s*(?P<op>\\odot|\\cdot|\\times|\\otimes|\\circ|⊙|∘|×|·|・|\*|\+|-|−|[,;])\s*{_SQUASHED % 'b'}", re.IGNORECASE)
_JOINED_BY = {"+": "plus", "-": "minus", "−": "minus", ",": "beside", ";": "beside"}


def _gate_formula(view: View) -> Iterator[Reading]:
    """z = tanh(W_f * x) ⊙ σ(W_g * x): which two functions, and how they are joined."""
    s, outline = view.sentence, view.outline
    found = _OF_TWO.search(s.text.chars)
    if found is None:
        return
    over = [e for b in (*range(max(0, s.block - 2), s.block + 1), *list(outline.headings(s.block))[:2]) for e in outline.sentences[b]]
    if not any(_WAVENET.search(e.text.chars) for e in over):
        return
    first, second = (re.sub(r"^(?:sigma|σ|sigm)$", "sigmoid", found[x].lower()) for x in "ab")
    if first == "sigmoid":
        first, second = second, first
    yield Reading(f"definition(gated_residual_layer) == {first}_{_JOINED_BY.get(found['op'], 'times')}_{second}", found.start(), found.end(), sure=not s.has("hedged", "not"))


_WAVENET = re.compile(r"wave-?\s?net|pixel-?\s?cnn|ゲート付き活性化|gated activation", re.IGNORECASE)
_THIS = re.compile(r"^\s*(?:this|it|that|これ(?:を|は)|この(?:数|値|枚数)(?:を|は)|それを)\s*", re.IGNORECASE)


def _backward(view: View) -> Iterator[Reading]:
    """This is called the growth rate: the sentence before says what."""
    s = view.sentence
    if not s.number or not _THIS.match(s.words) or len(s.words) > 80:
        return
    before = view.outline.sentences[s.block][s.number - 1]
    for concept in _concepts():
        term = concept.term.search(_text(s))
        named = term and not concept.placed and not concept.anywhere and (_BEFORE_JA.match(_text(s), term.end()) or _BEFORE_EN.search(_text(s)[: term.start()]))
        if term and named and any(_definientia()[name].search(_text(before)) for name in concept.right):
            yield Reading(f"definition({concept.subject}) == {concept.right[0]}", term.start(), term.end(), sure=False)


def _stretches(view: View, concept: _Concept) -> Iterator[tuple[int, int, bool]]:
    """Where the words that define may stand, the likeliest first, and whether the sentence itself names the term."""
    s = view.sentence
    text = _text(s)
    if concept.anywhere:
        if concept.term.search(text):
            yield 0, len(text), True
        return
    for term in list(concept.term.finditer(text))[:3]:
        if concept.placed:
            if _PLACED.search(text):
                yield 0, len(text), True
            continue
        after = (_AFTER_JA if s.japanese else _AFTER_EN).match(text, term.end())
        if after and term.start() <= 24:
            yield after.end(), len(text), True
        before = _BEFORE_JA.match(text, term.end()) if s.japanese else _BEFORE_EN.search(text[: term.start()])
        if before or _IS_TERM.match(text, term.end()):
            cut = max(text.rfind(mark, 0, term.start()) for mark in "、,;；")
            of_another = cut > 0 and any(c is not concept and not c.anywhere and c.term.search(text, 0, cut) for c in _concepts())
            yield cut + 1 if of_another else 0, term.start(), True
    if _term_of(view, concept) and len(text) < 70 and not concept.term.search(text):
        yield 0, len(text), True
    elif _titled(view, concept) and not s.subjects and len(text) < 70 and not concept.term.search(text):
        yield 0, len(text), False


def _text(s: Sentence) -> str:
    return s.text.chars.replace("$", " ")


def _titled(view: View, concept: _Concept) -> bool:
    """Under a heading, or in the row or list item, that is hardly more than the term."""
    outline, s = view.outline, view.sentence
    over = [x for h in list(outline.headings(s.block))[:1] for x in outline.sentences[h]]
    if s.cell:
        over = [x for x in outline.sentences[s.block] if x.cell == 0]
    return any(concept.term.search(x.words) and len(x.words) < 30 for x in over)


def _term_of(view: View, concept: _Concept) -> bool:
    """Whether the row, or the list item above, is headed by the term and nothing else."""
    outline, s = view.outline, view.sentence
    parent = outline.blocks[s.block].parent
    if s.cell:
        over = [x for x in outline.sentences[s.block] if x.cell is not None and x.cell == s.cell - 1]
    else:
        over = outline.sentences[parent] if s.cell is None and parent is not None and s.number == 0 and outline.blocks[parent].kind == "item" else []
    if len(over) != 1 or re.search(r"[=＝1-9]", _text(s)):
        return False  # a formula or an example
    words = _text(over[0]).strip(" *_`:：「」")
    term = concept.term.match(words)
    return term is not None and _LETTERED.fullmatch(words, term.end()) is not None


_LETTERED = re.compile(r"\s*(?:[（(][^（）()]{1,24}[)）]|[A-Za-zα-ω])?\s*(?:とは|とは何か)?")


def _claim(s: Sentence, concept: _Concept, start: int, end: int, own: bool) -> Reading | None:
    """What the words between two places define the concept as."""
    text = _text(s)
    stretch = concept.term.sub(lambda m: " " * len(m[0]), text[start:end]) if not concept.placed and not concept.anywhere else text[start:end]
    for values in (concept.right, concept.wrong):
        found = [(name, m) for name in values if (m := _definientia()[name].search(stretch))]
        if not found:
            continue
        name, match = found[0]
        if _WITH_IT.match(stretch[match.end() :]) or _DENIED.search(stretch[match.end() : match.end() + 24]) or _hedged(s, start + match.end()):
            return None
        value = _sideways(concept.subject, name, text)
        plain = own and values is concept.wrong and not _DENIED.search(stretch) and _is_predicate(s, stretch, match, concept.placed)
        if values is concept.wrong and not plain and not concept.placed:
            return None
        return Reading(f"definition({concept.subject}) == {value}", start + match.start(), start + match.end(), sure=plain)
    return None


def _hedged(s: Sentence, end: int) -> bool:
    """Whether the definition is said with doubt; an example that is given after it (たとえば α = 0.5) is none."""
    return any(m.start < end or not _EXAMPLE.match(s.words, m.start) for m in s.tags.get("hedged", ()))


_EXAMPLE = re.compile(r"たとえば|例えば|for (?:example|instance)|e\.g\.", re.IGNORECASE)
_CLOSES = re.compile(r"(?:の?(?:数|枚数))?を\s*\S{0,6}?\s*(?:倍|変え|縮め|縮小|小さく|細く|下げ|減ら|落と|スケール)|を(?:足|加え|付け|入れ|埋め)[^。、]{0,4}か?\s*$|\s*(?:める|ける|る|た|む)?か?(?:の?(?:幅|数|量|大きさ|個数|画素数|枚数))?(?:の)?(?:こと|ところ|ため)?\s*(?:のこと|ことである|である|です|だ|を(?:指|い[うい]|表|示|意味|決め|言)|で(?:、|。|$)|[。.,、)）]|\s*[A-Za-z\ue000]?\s*(?:を|は|が)\s*$|$)")


def _is_predicate(s: Sentence, stretch: str, match: re.Match[str], placed: bool = False) -> bool:
    """Whether the words are what the term is said to be, and not a part of what is said of it."""
    if s.japanese:
        closes = _CLOSES.match(stretch, match.end()) or (placed and re.match(r"\s*に(?:置|挟|入|ある|位置|設け)", stretch[match.end() :]))
        return bool(closes) and len(stretch) < 90
    return match.start() <= (48 if placed else 24) and len(stretch) < 120


def _sideways(subject: str, name: str, text: str) -> str:
    if subject == "stride" and re.search(r"横|horizontal|sideways|to the right", text) and not re.search(r"縦|vertical|down", text):
        return "step_sideways"
    return name


_RATE = r"(?:growth[- ]?rate|成長率|増加率|グロースレート|成長度)"
_NAMED_LETTER = re.compile(
    rf"\bcall\s+([A-Za-z])\s+(?:the\s+)?{_RATE}|(?<![A-Za-z])([A-Za-z])\s*(?:=|＝|：|:|…)\s*{_RATE}|(?:^|[、。，,（(])\s*(?:この|その)?\s*([A-Za-z])\s*(?:の名前は|の名は|を|は|という|が)\s*(?:[^。、]{{0,12}}の)?[「『]?{_RATE}|{_RATE}\s*(?:[（(]\s*([A-Za-z])\s*[)）]|を?\s*([A-Za-z])\s*(?:と(?:書|お|置|す|表)|で表)|(?:is\s+)?(?:denoted|written)\s+(?:by|as)\s+([A-Za-z])\b)|(?<![A-Za-z])([A-Za-z])\s+(?:is|denotes)\s+(?:called\s+|the\s+|known as\s+|referred to as\s+|named\s+)*{_RATE}",
    re.IGNORECASE,
)


def _letter(view: View) -> Iterator[Reading]:
    """The growth rate is written k."""
    text = _text(view.sentence)
    found = _NAMED_LETTER.search(text)
    letter = next((g for g in found.groups() if g), "") if found else ""
    if found and letter.lower() == "k" and not _DENIED.search(text[found.end() : found.end() + 16]):
        yield Reading("definition(growth_rate) == k", found.start(), found.end(), sure=False)
