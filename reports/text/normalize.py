"""Text as it is compared: NFKC and a little more, with the place in the original kept for every character.

Notes copied from PDF files hold Kangxi radicals for ordinary ideographs, notes typed with an input method hold
full-width letters, and both must read as the plain character. What is shown stays the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The CJK radicals that NFKC leaves alone although PDF copies put them in place of the ideograph.
_RADICALS = dict(
    zip(
        "⺎⺠⺩⻁⻄⻅⻆⻉⻋⻑⻓⻗⻘⻝⻟⻢⻣⻤⻥⻦⻨⻩⻫⻬⻭⻯⻱⻲⻌⻖⻏⻔",
        "兀民王虎西見角貝車長長雨青食飠馬骨鬼魚鳥麦黄斉齐歯竜龟亀辶阝阝門",
        strict=True,
    )
)
# What NFKC would turn into something else than the writer meant, or leaves in several spellings.
_SIGNS = {
    "−": "-", "–": "-", "‐": "-", "‑": "-", "—": "—", "∗": "*", "✕": "×", "✖": "×", "⨯": "×", "╳": "×", "⊗": "⊗",
    "⋅": "·", "∙": "·", "•": "•", "・": "・", "÷": "/", "∕": "/", "⁄": "/", "〜": "~", "∼": "~", "≒": "≈", "≃": "≈",
    "′": "'", "’": "'", "‘": "'", "“": '"', "”": '"', "≦": "≤", "≧": "≥", "⟹": "⇒", "⟶": "→", "➡": "→", "➔": "→",
    "⇨": "⇒", "➝": "→", "⟵": "←", "…": "…", "‥": "…", "\u00a0": " ", "\u200b": " ", "\ufeff": " ", "\x00": " ",
}  # fmt: skip
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", "0123456789n", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))


@dataclass(frozen=True)
class Text:
    """Characters and, for each, its offset in the source; slices keep the offsets.

    >>> fold("ＣＮＮの⼊⼒", 10)
    Text(chars='CNNの入力', origin=(10, 11, 12, 13, 14, 15))
    """

    chars: str
    origin: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.chars)

    def __getitem__(self, span: slice) -> Text:
        return Text(self.chars[span], self.origin[span])

    def strip(self) -> Text:
        """Without blanks at either end."""
        left = len(self.chars) - len(self.chars.lstrip())
        right = len(self.chars.rstrip())
        return self[left:right] if right > left else self[0:0]


def join(parts: Iterable[Text]) -> Text:
    """The parts one after another."""
    chosen = list(parts)
    return Text("".join(p.chars for p in chosen), tuple(o for p in chosen for o in p.origin))


def placed(chars: str, offset: int) -> Text:
    """Characters that all stand for one place of the source (a decoded entity, a formula inside an address).

    >>> placed("ab", 3).origin
    (3, 3)
    """
    return Text(chars, (offset,) * len(chars))


def fold_char(char: str) -> str:
    """One character (or a letter with its combining marks) in the form in which it is compared.

    >>> "".join(map(fold_char, "Ｋ²ｘ１⻘⼒①−"))
    'K^2x1青力①-'
    """
    if char in _SIGNS:
        return _SIGNS[char]
    if char in _RADICALS:
        return _RADICALS[char]
    if char in _RAISED:
        return "^" + _RAISED[char]
    if char in _LOWERED:
        return "_" + _LOWERED[char]
    if "①" <= char[0] <= "⓿":  # a circled number counts an item; it is no operand
        return char
    return unicodedata.normalize("NFKC", char)


def fold(raw: str, start: int, offsets: Sequence[int] | None = None) -> Text:
    """The text `raw`, which begins at offset `start` of the source, in its compared form.

    `offsets` gives each character's place instead, where the source is escaped (a notebook's JSON strings).

    >>> fold("か゛K²", 0).chars, fold("か\u3099る", 0)
    ('か ゙K^2', Text(chars='がる', origin=(0, 2)))
    """
    chars: list[str] = []
    origin: list[int] = []
    position = 0
    while position < len(raw):
        end = position + 1
        while end < len(raw) and end - position < 4 and unicodedata.combining(raw[end]):
            end += 1
        new = fold_char(raw[position:end])
        chars.append(new)
        origin.extend([offsets[position] if offsets else start + position] * len(new))
        position = end
    return Text("".join(chars), tuple(origin))


_COPIED = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


def ideographs(text: str) -> str:
    """The text with the radicals and compatibility ideographs of a PDF copy as the plain characters, which fonts have.

    >>> ideographs("⻘い⼊⼒（１×１）")
    '青い入力（１×１）'
    """
    return _COPIED.sub(lambda m: fold_char(m[0]), text)
