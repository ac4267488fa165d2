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

_OF_A_LAYER = re.compile(r"\b(?:each|every|a|per|the|one)[ -]layer\b|\blayer['’]?s?\s+(?:inputs?|receives|sees|takes|gets)\b|\blayer\s*[$`]?\s*[lLℓ]\b|第\s*[lLℓ]\s*層(?:の入力|への入力|が受け)|各層|(?<![\u3400-\u9fffァ-ヶー])層(?:の入力|への入力|が受け)", re.IGNORECASE)
_ASKS_FOR_INPUT = re.compile(r"\binputs?\b|\breceiv|\bsees\b|\btakes\b|\bfed\b|\bgets\b|入力|受け取|受ける", re.IGNORECASE)
_ALL_OF_IT = re.compile(
    r"\W*(?:(?:the|its)\s+)?(?:(?:outputs?|(?:feature\s+)?maps?|features)\s+(?:of|from)\s+)?(?:(?:the|its)\s+)?(?:immediately\s+|directly\s+)?(?:previous|preceding)\s+(?:layer|block)(?:['’]s?\s+(?:outputs?|(?:feature\s+)?maps?|features))?\W*"
    r"|\s*x_?\{?\(?\s*(?:[lLℓ]|\\ell)\s*[-−]\s*1\s*\)?\}?\s*"
    r"|\W*(?:すぐ|1つ|一つ|ひとつ|1|一)?(?:直前|前)の?(?:[1一]?層|ブロック)(?:の(?:出力|特徴(?:マップ|量)?))?(?:である|です|を(?:受け取る|使う|入力とする))?\W*", re.IGNORECASE
)
_ASIDE = re.compile(r"[^:：]{3,40}[:：]")  # the label of a line


def is_all_that_enters(view: View) -> bool:
    """Whether a label, or the heads of a cell, ask for a layer's input and are answered by the layer before and nothing else.

    "input of a layer: output of the preceding layer", | each layer receives | the previous layer's output |.
    """
    s = view.sentence
    if s.cell is None:
        label = _ASIDE.match(s.words)
        asked, told = (label[0], s.text.chars[label.end() :]) if label else ("", "")
    else:
        asked, told = " ".join(_heads(view)), s.text.chars
    told = told.replace("$", " ").replace("`", " ")
    return bool(_OF_A_LAYER.search(asked) and _ASKS_FOR_INPUT.search(asked) and _ALL_OF_IT.fullmatch(told))


def _heads(view: View) -> list[str]:
    """What heads a cell's row and its column."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    row = [e for e in outline.sentences[s.block] if e.cell == 0 != s.cell]
    column = [e for e in outline.sentences[header] if e.cell == s.cell] if header is not None else []
    return [e.text.chars for e in (*row, *column)]


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
