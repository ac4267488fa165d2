"""Tables of changes: | 入力ch と出力ch をどちらも 2 倍 | 4 倍 | under 変えるもの and 計算量; | double the kernel size | ×4 |.

A row's first cell tells what is changed, its column's head what is counted, the cell by what factor that changes. They
are put together to a sentence, which is read as prose is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from . import changes
from .answered import placed_in

_COUNTED = re.compile(r"(?P<macs>計算量?|演算量?|積和|乗算|掛け算|MACs?|FLOPs?|\bcosts?\b|\bcomput\w+|mult\w*)|(?P<params>パラメータ|重み|\bparam\w*|\bweights?\b)", re.IGNORECASE)
_NAMES = {"macs": ("計算量", "the number of multiplications"), "params": ("パラメータ数", "the number of parameters")}
_FACTOR = re.compile(r"\W*(?P<about>約|およそ|ほぼ|about |roughly |~|≈)?\s*(?:[x×*]\s*)?(?P<n>\d+(?:\.\d+)?(?:/\d+)?)\s*(?:倍|times|[x×]|-?fold)?(?:に(?:なる)?)?\W*", re.IGNORECASE)
_PART = re.compile(r"\W*(?P<about>約|およそ|ほぼ|about |roughly )?\s*(?P<p>半分|\d+\s*分の\s*\d+|1/\d+|half|halved|a quarter|doubled|doubles|quadruples|quadrupled)(?:に(?:なる)?)?\W*", re.IGNORECASE)
_SAME = re.compile(r"\W*(?:変わらない|変わらず|変化なし|変化しない|不変|同じ|そのまま|変わりません|unchanged|no change|the same|same|constant)\W*", re.IGNORECASE)
_CHANGES = re.compile(r"倍\W*$|半分(?:に)?\W*$|(?:から|→)[^。]{1,16}(?:に|へ|→)?(?:変更|する|変える)?\W*$|(?:増や|減ら|大きく|小さく|広げ|縮め)(?:す|る)?\W*$|\bdoubl\w+|\bhalv\w+|\btripl\w+|\bincreas\w+|\bfrom \d.{0,12} to \d", re.IGNORECASE)
LONGEST = 80


def read(view: View) -> Iterator[Reading]:
    """What a cell says of a count when the size of its row's first cell changes."""
    if (said := _sentence(view)) is not None:
        yield from (replace(reading, said=said) for reading in changes.read(View(view.outline, said)))


def _sentence(view: View) -> Sentence | None:
    """The row and the head of the cell's column in one sentence."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if not s.cell or header is None or header == s.block:
        return None
    cause = " ".join(e.words for e in outline.sentences[s.block] if e.cell == 0).strip(" *。.")
    head = " ".join(e.words for e in outline.sentences[header] if e.cell == s.cell)
    counted = _COUNTED.search(head)
    if counted is None or not cause or len(cause) > LONGEST or not _CHANGES.search(cause):
        return None
    japanese = bool(re.search(r"[\u3040-\u30ff\u3400-\u9fff]", cause))
    effect = _effect(s.words, japanese)
    if not effect:
        return None
    name = _NAMES[counted.lastgroup or "macs"][0 if japanese else 1]
    whole = f"{_supposed(cause)}、{name}は{effect}。" if japanese else f"If we {cause[0].lower()}{cause[1:]}, {name} {effect}."
    return replace(placed_in(s, whole), cell=None)


def _supposed(cause: str) -> str:
    """What is changed, as a condition."""
    if cause.endswith(("に", "へ")):
        return f"{cause}すると"
    return f"{cause}と" if re.search(r"[すくるつうむ]$", cause) else f"{cause}にすると"


def _effect(words: str, japanese: bool) -> str:
    """What a cell says that happens to the count; nothing where it says no factor."""
    if _SAME.fullmatch(words):
        return "変わらない" if japanese else "does not change"
    if m := _PART.fullmatch(words) or _FACTOR.fullmatch(words):
        value = m.groupdict().get("p") or f"{m['n']}倍"
        if japanese:
            return f"{'約 ' if m['about'] else ''}{value}になる"
        number = {"half": "1/2", "halved": "1/2", "a quarter": "1/4", "doubled": "2", "doubles": "2", "quadruples": "4", "quadrupled": "4"}.get(value.lower(), value.removesuffix("倍"))
        return f"is multiplied by {'about ' if m['about'] else ''}{number}"
    return ""
