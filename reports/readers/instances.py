"""A formula and what it comes to at stated sizes: L(L+1)/2 本、L=5 なら 15 本; n=28, k=3 のときの n' を求めよ（答：15）.

The formula, the numbers for all of its letters and the result are three slots; the formula is that of the sentence or
of the one before it, or, for a letter that a question asks for, the equation above that gives the letter. Where several
formulas fit the letters, any of them may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ...properties.expression import Undefined, evaluate
from ...properties.nodes import Bin, Node, Num, Sym, measurements, symbols
from ...properties.rendering import to_text
from ...reference.errors import InputError
from .. import patterns as re
from ..decided import AT_SIZES_GIVEN
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.layers import number_of
from ..text.sentences import Sentence

_GIVEN = re.compile(r"(?<![A-Za-z_\d'])(?P<letter>[A-Za-z](?:_\{?\w{1,3}\}?)?)\s*=\s*(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d.]*\d|\s*[-+*/x^×(A-Za-z=])")
_COUNTED = re.compile(r"(?<![A-Za-z])(?P<letter>[A-Za-z])\s+(?P<noun>layers?|channels?|filters?|steps|blocks)\b")
_NUMBERED = re.compile(r"\b(?P<n>\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?P<noun>layers?|channels?|filters?|steps|blocks)\b", re.IGNORECASE)
_LINKS = (
    r"(?:\s|[,、:：→⇒=()（）]|->|=>|なら(?:ば)?|のとき|の時|の場合|では|だと|とすると|とすれば|とおくと|を(?:入れる|代入する)と|に対して|で|は|ちょうど|合計|全部で|then|this is|that is|that makes|it is|we get|you get|gives?|giving|makes?|is|are|has|have|there are|already|exactly|just|so|i\.e\.)*"
)
_RESULT = re.compile(rf"(?P<link>{_LINKS})(?P<about>約|およそ|about |roughly |≈|~)?\s*(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}})(?P<point>\.\d{{1,6}})?(?:\s*[x×]\s*(?P=n)(?!\d))?(?!\d|\s*[-+*/x^×]\s*\d|\s*[A-Za-z]\s*=)(?P<after>.{{0,8}})", re.IGNORECASE)
_OTHER_UNIT = re.compile(r"\s*(?:%|％|percent|倍|times|分の|割|層|layers?\b|番|年|秒|ms\b|[MGk]\b|万|億|million|thousand|個ずつ|枚ずつ)", re.IGNORECASE)
_ANSWER = re.compile(r"[(（]?\s*(?:答え?|解答?|Ans(?:wer)?|A)\s*[:：.．]?\s*(?:(?P<letter>[A-Za-z]'?)\s*=\s*)?(?P<n>\d{1,6})\s*(?:[)）。.]|$)")
_ASKS = re.compile(r"求め|いくつ|いくら|何(?:か|に)|計算せよ|答えよ|\bfind\b|\bcompute\b|\bcalculate\b|\bwhat is\b|[?？]\s*$", re.IGNORECASE)
_DOUBTS = re.compile(r"かもしれ|だろう|もし仮に|\bmight\b|\bmaybe\b|\bwould\b|間違|誤|wrong|忘れ|forget", re.IGNORECASE)
BEFORE = 1  # sentences before in which the formula may stand
FAR = 80  # sentences above in which an equation may stand
MOST = 4


def read(view: View) -> Iterator[Reading]:
    """What a formula is said to come to."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or _DOUBTS.search(s.words):
        return
    text = plain(s.text.chars)
    given = {m["letter"]: int(m["n"].replace(",", "")) for m in _GIVEN.finditer(text)}
    if not given and not _COUNTED.search(text):
        yield from _answered(view, text)
        return
    yield from _told(view, text)


def _told(view: View, text: str) -> Iterator[Reading]:
    """Results that stand right behind the numbers for the letters."""
    formulas = list(_formulas(view))
    if not formulas:
        return
    nouns = {m["noun"].rstrip("s"): m["letter"] for m in _COUNTED.finditer(text)}
    places = [(m.end(), m["letter"], int(m["n"].replace(",", ""))) for m in _GIVEN.finditer(text)]
    places += [(m.end(), nouns[noun], number_of(m["n"])) for m in _NUMBERED.finditer(text) if (noun := m["noun"].rstrip("s")) in nouns]
    given: dict[str, int] = {}
    for end, letter, number in sorted(places):
        given[letter] = number
        found = _RESULT.match(text, end)
        if found is None or not found["link"].strip(" ,、") or _OTHER_UNIT.match(found["after"]):
            continue
        start, stop = found.start("n"), found.end("point") if found["point"] else found.end("n")
        value = found["n"].replace(",", "") + (found["point"] or "")
        sums = [(Bin("+", a, b), end) for a, b, end in _side_by_side(view)]
        texts = [t for node, place in (*sums, *formulas) if place < start and (t := _at(node, given, value, bool(found["about"])))]
        if texts:
            yield Reading(texts[0], start, stop, (AT_SIZES_GIVEN,), tuple(texts[1:MOST]), sure=True, firm=True)


def _formulas(view: View) -> Iterator[tuple[Node, int]]:
    """The formulas in letters of the sentence, the last first, then those of the sentence before; with their places."""
    s = view.sentence
    earlier = [e for e in view.outline.sentences[s.block] if e.number < s.number][-BEFORE:]
    for sentence in (s, *reversed(earlier)):
        for span in reversed(sentence.formulas):
            node = span.formula.sides[-1]
            if not span.atomic and not isinstance(node, Num | Sym) and symbols(node) and not measurements(node):
                yield node, span.end if sentence is s else -1


_BESIDE = re.compile(r"[\s$]*(?:and|plus|then|followed by|と|、|,|および)[\s$]*(?:an?\s+)?", re.IGNORECASE)


def _side_by_side(view: View) -> Iterator[tuple[Node, Node, int]]:
    """Two formulas joined by a word, "1×n and n×1": what is told of them may be of both together."""
    spans = [f for f in view.sentence.formulas if not f.atomic]
    for first, second in pairwise(spans):
        if _BESIDE.fullmatch(view.sentence.text.chars[first.end : second.start]):
            a, b = first.formula.sides[-1], second.formula.sides[-1]
            if symbols(a) and symbols(b) and not measurements(a) and not measurements(b):
                yield a, b, second.end


def _at(node: Node, given: dict[str, int], value: str, about: bool = False) -> str | None:
    """A formula at the numbers given, said to be so much; None where a letter is open or idle, or the result was rounded."""
    if set(symbols(node)) != set(given):
        return None
    sizes = {name: given[name] for name in symbols(node)}
    try:
        measured = evaluate(node, sizes)
    except (InputError, Undefined, ZeroDivisionError, OverflowError):
        return None
    if not isinstance(measured, Fraction | int):
        return None
    whole = Fraction(measured).denominator == 1 or ("." in value and not about)
    if not whole and not _is_output_size(node):
        return None  # so much, rounded to a whole one
    text = to_text(node) if whole else f"floor({to_text(node)})"
    for name, number in sizes.items():
        text = re.sub(rf"(?<![A-Za-z_\d]){re.escape(name)}(?![A-Za-z_\d])", str(number), text)
    return f"{text} {'~=' if about or '.' in value else '=='} {value}"


def _is_output_size(node: Node) -> bool:
    """(n + 2p - k)/s + 1: the places of a window, of which there is no half."""
    return isinstance(node, Bin) and node.op == "+" and isinstance(node.left, Bin) and node.left.op == "/" and isinstance(node.right, Num)


def _answered(view: View, text: str) -> Iterator[Reading]:
    """The answer to a question that asks for a letter at given sizes."""
    s = view.sentence
    answer = _ANSWER.match(text)
    asked = next((e for e in reversed(view.outline.sentences[s.block][: s.number]) if e.cell is None), None)
    if answer is None or asked is None or not _ASKS.search(asked.words):
        return
    question = plain(asked.text.chars)
    given = {m["letter"]: int(m["n"].replace(",", "")) for m in _GIVEN.finditer(question.replace("\\", " "))}
    wanted = {f.letter for f in asked.formulas if f.letter and f.letter not in given}
    texts = [t for node in _equations(view, wanted) if (t := _at(node, given, answer["n"]))]
    if texts and len(wanted) == 1:
        yield Reading(texts[0], answer.start("n"), answer.end("n"), ("the equation above at the sizes asked for",), tuple(texts[1:MOST]), sure=True, firm=True)


def _equations(view: View, wanted: set[str]) -> Iterator[Node]:
    """What the equations above give for a letter, the nearest first."""
    for sentence in _above(view):
        for span in reversed(sentence.formulas):
            sides = span.formula.sides
            if len(sides) < 2 or not isinstance(sides[0], Sym) or sides[0].name not in wanted:
                continue
            result: Node = sides[len(sides) - 1]
            if not isinstance(result, Sym | Num) and symbols(result) and not measurements(result):
                yield result


def _above(view: View) -> Iterator[Sentence]:
    count = 0
    for block in range(view.sentence.block, -1, -1):
        for sentence in reversed(view.outline.sentences[block]):
            count += 1
            if count > FAR:
                return
            if (sentence.block, sentence.number) < (view.sentence.block, view.sentence.number):
                yield sentence
