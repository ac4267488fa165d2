"""Which earlier layers a layer's input is made of, told one by one: [x_0, x_1, x_2] into layer 3, or a link to the first.

The receiver is a layer's number (in words, in the row's first cell), the sources are the letters x_i or y_i with their
numbers. All from 0 to n - 1 are every earlier one, n - 1 alone is the one before; anything else is neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import View

_ITEM = re.compile(r"(?<![A-Za-z])[xyzX]_?\{?\s*(\d)\s*\}?(?!\d)")
_RECEIVER = re.compile(
    r"(?:第\s*)?(\d)\s*(?:層目|番目の層|つ目の層)(?=[^。]{0,14}(?:入|受|は|には|へ))|第\s*(\d)\s*層(?=[^。]{0,14}(?:入|受|は|には|へ))|\b[Ll]ayer\s+(\d)\b|\b(\d)(?:st|nd|rd|th)\s+layer\b|(?<![A-Za-z])H_?\{?(\d)\}?"
)
_OUTPUTS = re.compile(r"\b(?:puts out|outputs?|produces|returns)\b|を出力|が出す|出力は", re.IGNORECASE)
_NOTHING_ELSE = re.compile(r"など|のほか|加えて|だけで(?:は)?な|\b(?:among|including|also|besides|not only|e\.g\.)\b", re.IGNORECASE)
_TITLE = re.compile(r"入力|受け|入る|渡|\binputs?\b|receiv|fed|takes|sees", re.IGNORECASE)
_FIRST = (
    r"(?:block'?s? (?:own )?input|input (?:of|to) the block|first layer(?:'s)?(?: \w+){0,2}|very first (?:\w+ ){0,2}(?:layer|maps?|features?)|earliest (?:\w+ ){0,2}(?:layers?|maps?|features?)|x_?\{?0\}?)"
)
_LINKED = r"(?:direct(?:ly)?|immediate(?:ly)?|straight|short-?cut)"
_DIRECT = re.compile(
    rf"\b{_LINKED}\b[^.;]{{0,40}}?\b(?:to|from|of|by|with|into)\s+(?:the\s+)?{_FIRST}|\b{_FIRST}[^.;]{{0,40}}?\b{_LINKED}"
    r"|(?:最初|一番前|先頭|はじめ|初め)の層[^。、]{0,24}(?:直接|じかに|直に)[^。、]{0,10}(?:使|アクセス|参照|届|つな|見|受け取|入)|(?:最初|はじめ|ブロック)の?(?:層の?)?(?:入力|特徴マップ)[^。、]{0,16}(?:直接|じかに|直に)[^。、]{0,10}(?:使|アクセス|参照|届|つな|見|受け取|入)",
    re.IGNORECASE,
)
_DEEP = re.compile(r"\b(?:last|later|deep\w*|every|each|all|any|subsequent|final)\b[^.;]{0,12}\blayers?\b|後ろ|後段|最後|深い|どの層|各層|すべての層|全ての層|全層|以降", re.IGNORECASE)
_NOT = re.compile(r"ない|ません|できず|\b(?:not|no|never|cannot|without|neither|n't)\b|n't\b", re.IGNORECASE)


def indexed(view: View, text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Layer 4 is fed with [x_0, x_1, x_2, x_3]; or a row that begins with the layer's number."""
    items = list(_ITEM.finditer(text))
    receiver = _RECEIVER.search(text)
    number = int(next(g for g in receiver.groups() if g)) if receiver else _row_number(view)
    if not items or not number or number < 2 or _NOTHING_ELSE.search(text) or (receiver and _OUTPUTS.search(text[receiver.end() : items[0].start()])):
        return
    told = {int(m[1]) for m in items if receiver is None or m.start() >= receiver.end()}
    if not told or re.search(r"\.\.\.|…|dots|⋯", text):
        return
    if told == set(range(number)):
        value = "all_earlier"
    elif max(told) >= number:
        value = "later"
    else:
        value = "previous" if told == {number - 1} else "some_earlier"
    yield items[0].start(), items[-1].end(), value, False


def is_row(view: View) -> bool:
    """Whether the cell stands under a head that asks for inputs, in the row of one layer."""
    return _row_number(view) is not None


def _row_number(view: View) -> int | None:
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if not s.cell or header is None or not any(_TITLE.search(e.words) for e in outline.sentences[header] if e.cell == s.cell):
        return None
    first = next((e.text.chars for e in outline.sentences[s.block] if e.cell == 0), "")
    number = re.fullmatch(r"\W*(?:第|layer)?\s*(\d)\s*(?:層目?|番目)?\W*", first.strip(), re.IGNORECASE)
    return int(number[1]) if number else None


def direct(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """The last layer has a direct link to the block's input."""
    found = _DIRECT.search(text)
    if found and _DEEP.search(text):
        end = found.end() + (8 if text.isascii() else 14)
        yield found.start(), found.end(), "all_earlier", bool(_NOT.search(text[max(0, found.start() - 24) : end]))
