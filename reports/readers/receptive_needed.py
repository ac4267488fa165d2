"""How many small layers see as much as one large one: 7x7 を見るには 3x3 が3枚いる, "to cover 11x11 you need five".

Three slots: the small kernel and how many of it, and the side that they are to see, which is a larger square of the
sentence, or what the sentence before came to (1+4×4=17, as far as seven 3x3 layers). Where the sentence says only
how many, the kernel is that of the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.extents import sees
from ..sizes.layers import number_of, words
from ..text.sentences import Sentence
from .receptive import STRIDED, is_dilated, spoken

_N = r"\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|[二三四五六七八九十]"
_SQUARE = re.compile(r"(?<![\dx*.+])(?<!\w[x*])(\d{1,2})\s*[x*]\s*\1(?!\d|\.\d|\s*(?:[x*+]\s*\d|=))")
_BEFORE = re.compile(
    rf"(?<![A-Za-z\d.,])(?P<n>{_N})\s*(?:枚の|層の|段の|つの|個の|stacked |consecutive |successive |layers? of |of )*\s*$", re.IGNORECASE
)
_AFTER = re.compile(
    r"\s*(?:の?(?:畳み?込み層?|conv\w*|フィルター?|カーネル|kernels?|filters?|layers?))?\s*(?:[(（][^()（）]{0,12}[)）])?\s*(?:を|が|は|なら|で|だと|も|の)?\s*(?:少なくとも|最低|全部で|計)?\s*"
    r"(?P<n>\d{1,2}|[二三四五六七八九十])\s*(?:枚|層|段|つ|個|回)(?!目)"
)
_BARE = re.compile(
    rf"\b(?:needs?|requires?|takes?)\s+(?:only\s+|just\s+|at least\s+)?(?P<n>{_N})(?:\s+(?:of (?:them|these|those)|such \w+|layers?))?\s*(?:[.,;:]|$)|(?<![\d.x])(?P<m>\d{{1,2}})\s*(?:枚|層|段)\s*(?:が|は|も)?\s*(?:必要|要|いる|いり)",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\btil(?:e|es|ing)\b|\bpatch|敷き|並べ|param|パラメータ|重み|weights|channels?\b|チャン?ネル|\bpad|パディング|余白|macs?\b|計算量|\breduc\w+|shrink|縮|出力(?:サイズ|の大きさ)?(?:を|が)|pool|プーリング|dilat|拡張率|膨張",
    re.IGNORECASE,
)
_ALIKE = re.compile(r"重ね\S{0,4}と(?:同じ|同等)|as far as|as wide as|as much as|the same (?:field|view|reach|extent)|同じ(?:広さ|範囲|視野|受容野|大きさ)", re.IGNORECASE)
_COMES_TO = re.compile(r"=\s*(\d{1,3})\s*[.。．,、;]?\s*$")
_FIELD = "receptive_field(conv_stack, kernel_size={k}, layers={n})"
LARGEST = 64


_WANTED_FIELD = re.compile(r"(?:受容野|視野|見える範囲|receptive field|\bRF\b)[^。.;、\d]{0,12}?(\d{1,3})(?!\d|\s*[x*層枚段]|\.\d)|(?<![\dx*.])(\d{1,3})\s*(?:画素|ピクセル|pixels?)?\s*(?:の|分の|wide )?(?:受容野|視野)(?=を|が|に|まで)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """How many layers the sentence says are needed, or see alike."""
    s = view.sentence
    text = plain(s.text.chars)
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$|何(?:枚|層|段)|how many", text):
        return
    needs = words("needs").search(text)
    if not needs and not _ALIKE.search(text):
        return
    if _ELSE.search(text) or STRIDED.search(text) or is_dilated(view) or not (sees(text) or _ALIKE.search(text) or spoken(view, text)):
        return
    squares = list(_SQUARE.finditer(text))
    counted = [(m, n) for m in squares if (n := _count(text, m)) is not None]
    if len(counted) == 1:
        (token, (count, start, end)), rest = counted[0], [m for m in squares if m is not counted[0][0]]
        kernel = int(token[1])
        named = _WANTED_FIELD.search(text)
        wanted = [int(m[1]) for m in rest] if len(rest) == 1 else [] if rest else [int(named[1] or named[2])] if named else _told(view, text, min(start, token.start()))
    elif len(squares) == 1 and needs and (bare := _BARE.search(text)):
        count, start, end = number_of(bare["n"] or bare["m"]), bare.start(), bare.end()
        kernel, wanted = _kernel_above(view), [int(squares[0][1])]
    else:
        return
    if not kernel or len(wanted) != 1 or not 1 < kernel < wanted[0] <= LARGEST or count < 2:
        return
    sure = not words("epistemic").search(text) and not s.has("not")
    yield Reading(enough_layers(kernel, count, wanted[0]), start, end, ("as many layers as see so far",), sure=sure, firm=True, subject="conv2d")


def enough_layers(kernel: int, count: int, wanted: int) -> str:
    """So many layers see so far, and one fewer would not."""
    return f"{_FIELD.format(k=kernel, n=count - 1)} + 1 <= {wanted} <= {_FIELD.format(k=kernel, n=count)}"


def _count(text: str, square: re.Match[str]) -> tuple[int, int, int] | None:
    """How many layers of a kernel are spoken of, with the stretch that says so."""
    if found := _BEFORE.search(text, max(0, square.start() - 40), square.start()):
        return number_of(found["n"]), found.start(), square.end()
    if found := _AFTER.match(text, square.end()):
        return number_of(found["n"]), square.start(), found.end()
    return None


def _before(s: Sentence, view: View) -> list[Sentence]:
    return [e for e in view.outline.sentences[s.block] if e.number < s.number][::-1]


def _told(view: View, text: str, start: int) -> list[int]:
    """What the words just before, or the sentence before, come to."""
    earlier = _before(view.sentence, view)
    head = re.sub(r"(?:核|カーネル|フィルタ|これは|つまり|so|which is|\W(?<![.。．,、;\d]))*$", "", text[:start])
    found = _COMES_TO.search(head) or (_COMES_TO.search(plain(earlier[0].text.chars)) if earlier and len(head) < 8 else None)
    return [int(found[1])] if found else []


def _kernel_above(view: View) -> int:
    """The kernel of the layers that the sentence before counts."""
    for earlier in _before(view.sentence, view)[:1]:
        text = plain(earlier.text.chars)
        kernels = {int(m[1]) for m in _SQUARE.finditer(text) if _count(text, m)}
        if len(kernels) == 1:
            return kernels.pop()
    return 0
