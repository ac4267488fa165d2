"""Labels of options (A, ア, い, ②, 3) and keys that name them, in the many ways people write them."""

from __future__ import annotations

import re
import unicodedata

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "アイウエオカキクケコ",
    "あいうえおかきくけこ",
    "イロハニホヘト",
    "①②③④⑤⑥⑦⑧⑨⑩",
)
LABEL = r"[A-Za-zＡ-Ｚａ-ｚア-コあ-こ①-⑩]|\d{1,2}"
_TOKEN = re.compile(rf"[(（\[【「]?\s*({LABEL})\s*[)）\]】」.．:：]?")
_BETWEEN = re.compile(r"\s*(?:,|、|，|・|&|and|と|および|;|/)?\s*", re.IGNORECASE)
MARK = re.compile(
    r"\s*(?:[✓✔✅☑◎]+|[(（\[]\s*(?:correct|right|answer|true answer|正解|答え|正答|○|◯)\s*[)）\]]"
    r"|(?:←|<-+|⇐|&larr;)\s*(?:correct(?: answer)?|answer|right|正解|答え|これ|key)\s*)\s*$",
    re.IGNORECASE,
)


def place(label: str) -> int | None:
    """The place of a label in its row, from 0.

    >>> [place(x) for x in ("B", "ウ", "い", "②", "3", "Ｃ")]
    [1, 2, 1, 1, 2, 2]
    """
    found = _ROWS[-1].find(label) if label else -1
    if found >= 0:
        return found
    label = unicodedata.normalize("NFKC", label).lower()
    if label.isdigit():
        return int(label) - 1
    return next((row.index(label) for row in _ROWS if label and label in row), None)


def row(label: str) -> str:
    """The kind of label: two labels of one kind may follow each other.

    >>> row("B") == row("C"), row("ア") == row("1")
    (True, False)
    """
    if label in _ROWS[-1]:
        return "circled"
    label = unicodedata.normalize("NFKC", label)
    return (
        "digit"
        if label.isdigit()
        else "upper"
        if label.isascii() and label.isupper()
        else "lower"
        if label.isascii()
        else "kana"
        if label in _ROWS[1]
        else "hira"
    )


def named(key: str) -> list[str] | None:
    """The labels that a key names; None where it is no list of labels.

    >>> named("(い)"), named("B, D"), named("ア と ウ"), named("28x28"), named("BD")
    (['い'], ['B', 'D'], ['ア', 'ウ'], None, ['B', 'D'])
    """
    key = key.strip(" \t*_`。.　")
    if re.fullmatch(r"[A-H]{2,6}", key):
        return list(key)
    found, at = [], 0
    while at < len(key):
        token = _TOKEN.match(key, at)
        if token is None:
            return None
        found.append(token[1])
        at = token.end()
        gap = _BETWEEN.match(key, at)
        assert gap is not None
        if gap.end() == at and at < len(key) and key[at - 1] not in ")）]】」":
            return None
        at = gap.end()
    return found or None


def leading(key: str) -> tuple[str, str] | None:
    """A label and the option's text after it, as in `B. 28x28` or `(い) 出力`; None where there is no such label.

    >>> leading("B) 28 x 28"), leading("2: concat"), leading("Batch norm")
    (('B', '28 x 28'), ('2', 'concat'), None)
    """
    found = re.match(
        rf"\s*[*_]*(?:[(（]\s*({LABEL})\s*[)）]|({LABEL})\s*[.．)）:：、]|([①-⑩]))[*_]*\s*(\S.*)$", key, re.DOTALL
    )
    return (found[1] or found[2] or found[3], found[4].strip()) if found else None
