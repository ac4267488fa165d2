"""Keys: which options the words after `Answer:` mean, and lists of keys at the end of an exam."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from .item import Option
from .labels import LABEL, leading, named, place

_ASKED = r"[【\[［「]?\s*(?:第|問題?|設問|Q(?:uestion)?\.?\s*)?\s*[(（]?\s*(\d{1,3})\s*[)）]?\s*(?:問|題)?\s*"
_ENTRY = re.compile(
    rf"(?:^|(?<=[\s,;、，；|/　])){_ASKED}(?:[】\]］」]\s*[:：.．]?|[.．:：=→—–-]"
    rf"|\)|\||\s|(?=[①-⑩]))\s*[*_`]*[(（]?\s*((?:{LABEL})(?:\s*[,、&と]\s*(?:[A-Za-z](?![\w.])"
    rf"|[ア-コあ-こ①-⑩]))*)(?![\w.])\s*[)）]?[*_`]*",
    re.IGNORECASE,
)
_LINE = re.compile(rf"^\s*(?:[-*+]\s+)?[*_]*{_ASKED}[】\]］」.．:：)）=→-]+\s*[*_]*\s*(\S.*?)\s*$", re.IGNORECASE)


def key_list(lines: list[str]) -> dict[str, str]:
    """The keys of a closing list by the question's number, in one line or in many, or in a table.

    >>> key_list(["1. B  2. C, 3: い"]), key_list(["| 1 | A |", "|---|---|", "| 2 | D |"]), key_list(["1-B", "2) 28x28"])
    ({'1': 'B', '2': 'C', '3': 'い'}, {'1': 'A', '2': 'D'}, {'1': 'B', '2': '28x28'})
    >>> key_list(["【問題1】②", "【問題２】①"]), key_list(["[1] B  [2] C"]), key_list(["問1② 問2③"])
    ({'1': '②', '2': '①'}, {'1': 'B', '2': 'C'}, {'1': '②', '2': '③'})
    """
    found: dict[str, str] = {}
    for line in lines[:400]:
        entries = _ENTRY.findall(line)
        whole = _LINE.match(line)
        if (
            whole
            and len(entries) < 2
            and (not entries or (leading(whole[2]) is None and named(whole[2]) is None) or leading(whole[2]))
        ):
            found.setdefault(str(int(whole[1])), whole[2])
            continue
        for number, label in entries:
            found.setdefault(str(int(number)), label)
    return found


def keyed(options: list[Option], key: str | None) -> list[Option]:
    """The options with those marked that the key names; without a key, as the options mark themselves.

    >>> three = [Option(x, t) for x, t in zip("ABC", ("26", "28", "30"))]
    >>> [[o.label for o in keyed(three, key) if o.marked] for key in ("b", "2", "(い)", "28", "C. 30", "A, C")]
    [['B'], ['B'], ['B'], ['B'], ['C'], ['A', 'C']]
    """
    if key is None:
        if any(o.marked for o in options):
            return [replace(o, marked=bool(o.marked)) for o in options]
        return options
    chosen = _meant(options, key)
    return (
        [replace(o, marked=i in chosen) for i, o in enumerate(options)]
        if chosen
        else [replace(o, marked=None) for o in options]
    )


def _meant(options: list[Option], key: str) -> set[int]:
    """The places of the options that a key names: by text, by label, by label with text or a reason after it."""
    same = {i for i, o in enumerate(options) if _bare(o.text) == _bare(key)}
    if same:
        return same
    labels = named(key)
    if labels is None:
        first = leading(key)
        labels = [first[0]] if first else None
    if labels is None:
        lone = re.match(rf"\s*[*_`(（]*({LABEL})[*_`)）]*\s*(?:[-–—,、。.(（]|\b(?=because|since|となる|が))", key)
        labels = [lone[1]] if lone else []
    return {i for label in labels if (i := _place(options, label)) is not None}


def _place(options: list[Option], label: str) -> int | None:
    exact = [i for i, o in enumerate(options) if _bare(o.label) == _bare(label)]
    if exact:
        return exact[0]
    at = place(label)
    return at if at is not None and at < len(options) else None


def _bare(text: str) -> str:
    return re.sub(r"[\s*_`$.。]", "", unicodedata.normalize("NFKC", text)).lower()
