"""Stages between arrows that are no sizes: LeNet's layers by their labels, and rows of windows.

"C1(5×5, 6枚)" is a convolution and "S2(2×2)" a pooling, as LeNet's paper names them; "1×1 expand → 3×3 dw → 1×1 project"
tells windows one after the other, no size of a map.
"""

from __future__ import annotations

from .. import patterns as re

_LABEL = re.compile(r"(\s*)([CS])\d(?![A-Za-z0-9_=])(?!\s*[:：=]\s*\d)")
_DEEP = re.compile(r"\d\s*x\s*\d+\s*x\s*\d")
_KINDS = {"C": "conv", "S": "avg pool"}
_ARROW = re.compile(r"→|->|⇒|=>|—>|⟶|➡|↓")
_WINDOW = re.compile(r"(?<![\dx])([1-9]|11)\s*x\s*\1(?![\dx]|\s*x)")
_BIG = re.compile(r"(?<![\dx])(?:\d{2,}\s*x\s*\d+|\d+\s*x\s*\d+\s*x\s*\d)")
_LAYER = r"[^\W\d]*\s*\**\s*(?:[1-9]|11)\s*x\s*(?:[1-9]|11)[^,、→]{0,24}|(?:max|avg|average)?\s*(?:pool\w*|プーリング)[^,、→]{0,16}|ReLU|BN"
_LISTED = re.compile(rf"\W*(?:{_LAYER})(?:[,、]\s*(?:{_LAYER})){{2,12}}\W*", re.IGNORECASE)
_OF_A_MAP = re.compile(r"\bmaps?\b|output|input|image|size|マップ|出力|入力|画像|サイズ|になる|となる", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-zぁ-んァ-ヶ一-龥]{2,}")


def unlabelled(stage: str) -> str:
    """A stage that LeNet's label opens, with the operation's name in its place; any other as it is.

    >>> unlabelled(" S2(2x2) "), unlabelled(" 28x28x6 ")
    (' avg pool(2x2) ', ' 28x28x6 ')
    """
    found = _LABEL.match(stage)
    if found is None or _DEEP.search(stage):
        return stage
    return found[1] + _KINDS[found[2]] + stage[found.end() :]


def is_row_of_windows(text: str) -> bool:
    """Whether the arrows of a text part windows, each beside a word for what it does, and no maps.

    >>> is_row_of_windows("1x1 expand → 3x3 dw → 1x1 project"), is_row_of_windows("7x7 → 3x3 conv → 5x5")
    (True, False)
    >>> is_row_of_windows("5x5, pool 2/2, 5x5, pool 2/2")
    True
    """
    if _BIG.search(text):
        return False
    if not _ARROW.search(text):
        return bool(_LISTED.fullmatch(text))
    stages = [s for s in _ARROW.split(text) if _WINDOW.search(s)]
    return len(stages) > 1 and all(_WORD.search(s) and not _OF_A_MAP.search(s) for s in stages)
