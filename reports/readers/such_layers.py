"""Several layers of the kind just spoken of: "Four such layers see 11x11", "A fourth makes it 9x9", n 回重ねると 2n+1.

How many and how far stand in the sentence itself; the kernel in it or in the sentences right before it. Where those
speak of several kernels, each is tried, and of strides, poolings or dilations nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, letters_in
from ..sizes.counting import plain
from ..text.sentences import Sentence

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
            "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}  # fmt: skip
_N = r"(?P<n>two|three|four|five|six|seven|eight|nine|ten|[二三四五六七]|\d{1,2}|[nL])"
_MANY = re.compile(
    rf"(?<![A-Za-z\d.]){_N}\s*(?:(?:of )?(?:such|these|those)(?: \w+)?|of (?:them|these|those))\b(?: layers?| convolutions?| filters?)?"
    r"|\b(?:a|the|adding a|with a) (?P<nth>third|fourth|fifth|sixth|seventh)\b(?: (?:such )?(?:layer|one))?"
    rf"|(?<![A-Za-z\d.])(?:これを\s*)?{_N.replace('<n>', '<nj>')}\s*(?:回|枚|層|段|つ)\s*(?:も|を)?\s*(?:重ね|積[みむめん]|続け|つなげ|繋げ)",
    re.IGNORECASE,
)
_SEES = re.compile(
    r"\bsees?\b|\blooks? (?:at|back)|\bcovers?\b|\bspans?\b|\breach|\bmakes? it\b|\bmake that\b|\bgives?\b|\bview\b|\bwindow\b|\bfield\b|\bextends?\b|\bgets? (?:us|you|it)\b"
    r"|受容野|視野|範囲|見え|見[てるわ渡]|一辺|広さ|相当|カバー",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"dilat|拡張率|膨張|(?<![A-Za-z])d\s*=\s*\d|穴|pool|プーリング|(?:stride|ストライド|歩幅|\bs)\s*(?:of|=|が|は|を|で)?\s*[2-9]|wavenet|causal|因果", re.IGNORECASE
)
_COUNTS = re.compile(r"param|パラメータ|重み|計算量|weights|\bcost", re.IGNORECASE)
_SQUARE = re.compile(r"(?<![\dx*.])(\d{1,2})\s*[x*]\s*\1(?!\d|\s*[x*]\s*\d)")
_AREA = re.compile(r"(?<![\dx*.])(\d{1,2})\s*[x*]\s*\1(?!\d|\s*[x*]\s*\d)")
_SIDE = re.compile(r"(?:side|一辺|width|幅)\s*(?:が|は|of|length)?\s*(\d{1,2})(?!\d)", re.IGNORECASE)
_SAYS_IT = re.compile(r"(?:side|一辺(?:が|は)?|width|幅が?)\s*$|\bof\s*$|は\s*$", re.IGNORECASE)
KERNELS = (2, 3, 5, 7, 9, 11)
NEAR = 4  # sentences above in which the kernel may stand


_IN_TURN = re.compile(r"\b(?P<nth>first|second|third|fourth|fifth|sixth)\b(?: (?:layer|one|convolution))?[^.;\d]{0,24}?(?<![\dx*.])(?P<side>\d{1,2})\s*[x*]\s*(?P=side)(?!\d|\s*[x*]\s*\d)", re.IGNORECASE)


def in_turn(view: View) -> list[Reading]:
    """The first sees 3x3, the second 5x5, the third 7x7: each of the layers that the sentence before stacks."""
    s = view.sentence
    text = plain(s.text.chars)
    found = list(_IN_TURN.finditer(text))
    if len(found) < 2 or s.cell is not None or not _SEES.search(text) or s.has("question") or _OTHER.search(text) or _COUNTS.search(text):
        return []
    near = _near(view, "")
    kernels = {int(m) for t in near[:2] for m in _SQUARE.findall(t)}
    if len(kernels) != 1 or [_NTH.index(m["nth"].lower()) for m in found] != list(range(len(found))) or any(_OTHER.search(t) for t in near):
        return []
    kernel = kernels.pop()
    note = ("layers such as those just spoken of",)
    return [Reading(f"receptive_field(conv_stack, kernel_size={kernel}, layers={n}) == {m['side']}", m.start(), m.end(), note, sure=not s.has("not"), firm=True) for n, m in enumerate(found, 1)]


_NTH = ("first", "second", "third", "fourth", "fifth", "sixth")


def read(view: View) -> Iterator[Reading]:
    """How far so many such layers see."""
    s = view.sentence
    text = plain(s.text.chars)
    if listed := in_turn(view):
        yield from listed
        return
    many = _MANY.search(text)
    if not many or s.cell is not None or not _SEES.search(text) or s.has("question") or _OTHER.search(text) or _COUNTS.search(text):
        return
    word = (many["n"] or many["nth"] or many["nj"]).lower()
    letter = many["n"] or many["nj"] if word in ("n", "l") else ""
    count = letter or (int(word) if word.isdigit() else _NUMBERS.get(word, 0))
    if not letter and (not count or int(count) < 2):
        return
    near = _near(view, text[: many.end()] if _SQUARE.search(text[: many.end()]) else "")
    kernels = [k for k in KERNELS if any(int(m) == k for t in near for m in _SQUARE.findall(t))]
    if not kernels or any(_OTHER.search(t) for t in near):
        return
    value, start, end = _value(s, text, many.end(), str(letter)) or ("", 0, 0)
    if value:
        where = f" where {letter} = layers" if letter else ""
        texts = [f"receptive_field(conv_stack, kernel_size={k}, layers={count}) == {value}{where}" for k in kernels]
        yield Reading(texts[0], min(many.start(), start), end, ("layers such as those just spoken of",), tuple(texts[1:]), sure=not s.has("not"), firm=True)


def _near(view: View, own: str) -> list[str]:
    """The sentence's own words where they give a kernel, else the sentences before it."""
    if own:
        return [own]
    s, outline = view.sentence, view.outline
    found = [plain(e.text.chars) for e in outline.sentences[s.block][: s.number]][::-1]
    for at in range(s.block - 1, max(-1, s.block - 4), -1):
        if outline.blocks[at].kind == "heading" or len(found) >= NEAR:
            break
        found += [plain(e.text.chars) for e in outline.sentences[at] if e.cell is None][::-1]
    return found[:NEAR]


def _value(s: Sentence, text: str, start: int, letter: str) -> tuple[str, int, int] | None:
    """The side of what is seen: 11x11, a side of 11; in the letter that counts the layers, 2n+1."""
    if letter:
        spans = [f for f in s.formulas if f.start >= start and letters_in(f) == (letter,) and len(f.formula.sides) == 1 and f.letter is None]
        if len(spans) != 1 or not (_SEES.search(text[start : spans[0].start]) or _SEES.search(text[spans[0].end :])):
            return None
        return to_text(spans[0].formula.value), spans[0].start, spans[0].end
    found = [*_AREA.finditer(text, start)] or [*_SIDE.finditer(text, start)]
    return (found[0][1], found[0].start(), found[0].end()) if len(found) == 1 else None
