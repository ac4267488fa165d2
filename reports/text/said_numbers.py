"""English numbers and formulas as they are spoken, put into signs: "thirty-two by thirty-two" is 32x32.

Transcripts and captions say what other notes write. Every reader knows the written form; so the words are rewritten
once, before anything is read, each sign keeping its place in the source. Small numbers alone stay words ("one of the
three"): only beside a word for a size, or in "a by b", are they sizes.
"""

from __future__ import annotations

from .. import patterns as re
from .normalize import Text

_UNITS = dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(1, 10), strict=True))
_TEENS = dict(
    zip(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_SMALL = rf"(?:{'|'.join((*_TEENS, *_UNITS))})"
_TENFOLD = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS)}))?"
_BELOW = rf"(?:{_TENFOLD}|{_SMALL})"
_SAID = rf"(?:(?:{'|'.join(_UNITS)}|a) hundred(?: and)?(?: {_BELOW})?|{_BELOW})"
_WORD = rf"{_SAID}(?![a-z-])"
_NUMBER = rf"(?:\d{{1,5}}|{_WORD})"
_BARE = rf"(?:\d{{1,5}}|{_SAID})"
_LAST = rf"{_BARE}(?=s?\b)"
_BY = re.compile(rf"(?<![\w.])({_BARE}) ?[- ]by[- ] ?({_LAST})(?:[- ]by[- ]({_LAST}))?(?!\.\d|\w*th\b)", re.IGNORECASE)
_CHANGED = re.compile(
    r"(?:divid|multipl|increas|reduc|decreas|grow|grew|shift|scal|mov|shr[aiu]nk|cut|rais|lower)\w*\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\s*(?:conv\w*|kernel|filter|window|layer)", re.IGNORECASE)
_SIZED = re.compile(
    r"\b(?:steps?|strides?|padding|border|margin|window|kernel|filter|dilation|width|side)(?: size| width)?"
    rf"(?: (?:of|is|at|equals?|by))? ({_WORD})(?! (?:\w+ )?(?:layers?|times)\b)",
    re.IGNORECASE,
)
_HUNDREDS = rf"(?:{'|'.join(_UNITS)}|a) hundred(?: and)?(?: {_BELOW})?"
_BEYOND_TWELVE = "|".join(w for w, n in _TEENS.items() if n > 12)
_LARGE = re.compile(rf"(?<![\w-])((?:{_TENFOLD}|{_BEYOND_TWELVE}|{_HUNDREDS})(?![a-z-]))", re.IGNORECASE)
_HALF = re.compile(rf"(?<![\w.])({_NUMBER}) and a half\b", re.IGNORECASE)
_SQUARED = re.compile(r"(?<=[A-Za-z0-9)]) squared\b")
_TERM = rf"(?:\d*[A-Z](?:\^2)?|\d{{1,5}}|{_SMALL})(?![\w-])"
_FORMULA = re.compile(
    rf"(?<![\w.])(?P<all>(?:[A-Z]|\d{{1,5}})(?:\^2)?(?:,? (?:minus|plus|times|over|divided by) {_TERM}){{1,8}})"
)
_NEXT_TO_IT = re.compile(r"(?<![\w^)])([A-Z])\*\1([-+])1$")  # L times L minus one: the one beside L is taken with it
_SIGN = {"minus": "-", "plus": "+", "times": "*", "over": "/", "divided by": "/"}
_SPOKEN = ("by", "squared", "minus", "plus", "times", "over", "half", "hundred", *_TENS, *_TEENS, *_UNITS)
_ANY = re.compile(rf"\b(?:{'|'.join(_SPOKEN)})", re.IGNORECASE)


def value_of(words: str) -> int:
    """The number that words or digits say.

    >>> value_of("two hundred and twenty-seven"), value_of("sixty four"), value_of("28")
    (227, 64, 28)
    """
    if words.isdigit():
        return int(words)
    total = 0
    for word in words.lower().replace("-", " ").split():
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += _UNITS.get(word) or _TEENS.get(word) or _TENS.get(word) or (word == "a")
    return total


def in_signs(text: Text) -> Text:
    """The text with spoken sizes and formulas written.

    >>> from .normalize import fold
    >>> in_signs(fold("a thirty-two by thirty-two picture, five by five windows, step two", 0)).chars
    'a 32x32 picture, 5x5 windows, step 2'
    >>> in_signs(fold("W minus F plus 2P, over S, plus one; divide 28 by 2, one by one", 0)).chars
    '(W-F+2P)/S+1; divide 28 by 2, one by one'
    >>> in_signs(fold("L times L minus one, over two", 0)).chars
    '(L*(L-1))/2'
    """
    if not _ANY.search(text.chars):
        return text
    for pattern, written in _REWRITTEN:
        parts: list[Text] = []
        place = 0
        for found in pattern.finditer(text.chars):
            new = written(found, text.chars)
            if new is None:
                continue
            a, b, signs = new
            first, last = text.origin[a], text.origin[b - 1]
            parts += [text[place:a], Text(signs, (*(first for _ in signs[1:]), last))]
            place = b
        if parts:
            parts.append(text[place:])
            text = Text("".join(p.chars for p in parts), tuple(o for p in parts for o in p.origin))
    return text


_New = tuple[int, int, str] | None


def _by(m: re.Match[str], text: str) -> _New:
    sizes = [value_of(g) for g in m.groups() if g]
    if len(set(sizes)) > 1 and _CHANGED.search(text, max(0, m.start() - 40), m.start()):
        return None  # divide 28 by 2
    if sizes == [1, 1] and not _ALONE.match(text, m.end()):
        return None  # one by one
    return m.start(), m.end(), "x".join(map(str, sizes))


def _number(m: re.Match[str], text: str) -> _New:
    return m.start(1), m.end(1), str(value_of(m[1]))


def _half(m: re.Match[str], text: str) -> _New:
    return m.start(), m.end(), f"{value_of(m[1])}.5"


def _squared(m: re.Match[str], text: str) -> _New:
    return m.start(), m.end(), "^2"


def _formula(m: re.Match[str], text: str) -> _New:
    """What stands before "over" is divided as a whole, as it is meant where it is spoken."""
    if not re.search(r"[A-Z]", m["all"]):
        return None  # "28 times 28 places" is a count as it stands
    found = ""
    for word, term in re.findall(rf"(?:,? (minus|plus|times|over|divided by) )?({_TERM})", m["all"]):
        number = term if term[0].isdigit() or term[0].isupper() else str(value_of(term))
        sign = _SIGN.get(word, "")
        if sign == "/" and re.search(r"[-+]", found):
            found = f"({found})"
        found = _NEXT_TO_IT.sub(r"\1*(\1\g<2>1)", found + sign + number)
    return m.start(), m.end(), found


_REWRITTEN = (
    (_BY, _by), (_SQUARED, _squared), (_HALF, _half), (_FORMULA, _formula), (_SIZED, _number), (_LARGE, _number),
)  # fmt: skip
"""In this order: "five by five" before "five", "C squared" before the product it stands in."""
