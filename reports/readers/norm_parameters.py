"""How many numbers a normalisation stores: 2C learned ones (γ and β), 4C with the running statistics, so many per channel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import Reading, View
from .norms import Stretch, asserts, note_of, sizes, stretches, widened

_PAIR = r"(?:γ|gamma|スケール|scale)\s*(?:\([^)]{0,8}\)\s*)?(?:と|,|、|，|and|および|・|&|やβ)\s*(?:the\s+)?(?:β|beta|シフト|shift|オフセット|offset)"
_STORED = r"(?:パラメータ|パラメーター|重み|parameters?|numbers?|weights?|scalars?|values?|値|数)"
_NUMBER = r"(?P<v>\d[\d,]*|[2-9]?\s*[×x*]?\s*[CNGDM](?:_\w+)?(?![A-Za-z])|two|four|three|one|2つ|二つ|チャン?ネル数の\s*\d\s*倍)"
_LEARNED = re.compile(r"学習|訓練可能|更新|learn|train(?!ing)|γ|gamma|affine", re.IGNORECASE)
_RUNNING = re.compile(r"移動|running|moving|バッファ|buffer|non-?trainable|統計量(?:も|まで)|合わせて|counting the", re.IGNORECASE)
_COUNTS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"{_STORED}(?:数|の数|の個数)?\s*(?:は|が|を|も|:|=|is|are)?\s*(?:[^。、;.]{{0,30}}?(?:で|の|から|の計|計|合計)\s*)?{_NUMBER}\s*(?:個|つ|だけ)?(?=[^\w×*]|$|個|つ|です|だ|で)",
        rf"{_NUMBER}\s*(?:個|つ)の(?:学習(?:可能な)?|訓練可能な)?{_STORED}",
        rf"(?<![\w.×*]){_NUMBER}\s+(?:(?:learn\w*|train\w*|extra|additional|affine|more|new)\s+)*{_STORED}",
        rf"(?:計|合計|合わせて|全部で|→)\s*{_NUMBER}\s*個",
        rf"so\s+{_NUMBER}\s+{_STORED}",
        rf"(?<![\w.×*]){_NUMBER}\s*個の(?:数|値)を(?:持|保)",
    )
)
_PER = re.compile(r"(?:1|一)?チャン?ネル(?:あたり|当たり|につき|ごとに|に)|\b(?:per|for each|for every) channel|\beach channel has", re.IGNORECASE)
_EACH = re.compile(
    r"(?:チャン?ネル|サンプル|グループ|画素)(?:ごと|毎|につき)に?\s*(?:1|一|ひと)(?:つ|組|個)(?:ずつ)?|\b(?:one (?:pair |each |scalar )?)?(?:per|for each|for every|of each) (?:channel|sample|group|image|pixel)|\b(?:each|every) (?:channel|sample|group|image|pixel)\b(?=[^.;]{0,10}(?:has|gets|own))|各(?:チャン?ネル|サンプル|グループ)(?=に|が)",
    re.IGNORECASE,
)
_ENTRIES = re.compile(r"(?:have|has|に(?:は)?|が|は|:)\s*(?P<v>[CNGD])\s*(?:entries|elements|values|components|個)(?:\s*each|\s*ずつ)?|(?P<w>[CNGD])\s*個(?:ずつ)?、?\s*(?:β|beta)", re.IGNORECASE)
_WORD = {"two": "2", "three": "3", "four": "4", "one": "1", "2つ": "2", "二つ": "2"}


def read(view: View) -> Iterator[Reading]:
    """The stored numbers that the sentence counts."""
    if not asserts(view) or view.sentence.cell is not None:
        return
    for stretch in stretches(view, generic="batch_norm"):
        yield from (widened(stretch, reading) for reading in _of(view, stretch))


def _of(view: View, stretch: Stretch) -> Iterator[Reading]:
    text = stretch.text
    pair = re.search(_PAIR, text, re.IGNORECASE) or (re.search(r"γ|gamma", text) and re.search(r"β|beta", text))
    if not pair and not re.search(r"パラメ|重み|param|weights|learn|学習", text, re.IGNORECASE) and not _RUNNING.search(text):
        return
    if re.search(r"ハイパー|hyper", text, re.IGNORECASE):
        return
    if re.search(r"averag|平均(?!・|と移|分)", _RUNNING.sub("", text), re.IGNORECASE) and not pair:
        return
    for m in (m for pattern in _COUNTS for m in pattern.finditer(text)):
        if _talks_of_counts(text, m):
            yield from _count(view, stretch, m, bool(pair))
    if any(_talks_of_counts(text, m) for pattern in _COUNTS for m in pattern.finditer(text)):
        return
    entries = _ENTRIES.search(text) if pair or re.search(r"γ|gamma", text) else None
    if entries:
        letter = (entries["v"] or entries["w"]).upper().replace("D", "C")
        yield from _reading(view, stretch, f"2*{letter}", entries, affine=True)
        return
    each = _EACH.search(text) if pair else None
    if each and not re.search(r"平均|mean|varian", text):
        letter = "C" if re.search(r"チャ|channel", each[0], re.IGNORECASE) else "G" if re.search(r"グループ|group", each[0], re.IGNORECASE) else "N" if not re.search(r"画素|pixel", each[0]) else "H*W"
        yield from _reading(view, stretch, f"2*{letter}", each, affine=True)


def _talks_of_counts(text: str, m: re.Match[str]) -> bool:
    """The number is not the size of something else in the sentence."""
    after = text[m.end("v") : m.end("v") + 12]
    return not re.search(r"^\s*(?:倍|%|エポック|epoch|layers?\b|層目|-?channel|チャン?ネル)", after, re.IGNORECASE)


def _count(view: View, stretch: Stretch, m: re.Match[str], pair: bool) -> Iterator[Reading]:
    text, value = stretch.text, m["v"].strip().lower()
    times = re.match(r"チャン?ネル数の\s*(\d)\s*倍", m["v"])
    value = _WORD.get(value, value.upper() if not value.isdigit() else value).replace(",", "")
    value = f"{times[1]}*C" if times else re.sub(r"^(\d)\s*[×X*]?\s*([A-Z])", r"\1*\2", value).replace("D", "C").replace("M", "C")
    per = _PER.search(text)
    if value.isdigit() and per and int(value) < 10:
        value = f"{value}*C"
    number = value.isdigit()
    if number and (int(value) < 4 or "in_channels" not in sizes(view)):
        return
    if not number and not re.fullmatch(r"\d?\*?[CNG]", value):
        return
    if not (number or pair or per or re.search(r"パラメ|parameter|\d\*", text + value, re.IGNORECASE)):
        return
    yield from _reading(view, stretch, value, m, affine=bool(_LEARNED.search(text)), given=sizes(view)["in_channels"] if number else None)


def _reading(view: View, stretch: Stretch, value: str, m: re.Match[str], affine: bool, given: int | None = None) -> Iterator[Reading]:
    """Learned numbers, or with the running statistics, or (neither said) whichever is meant."""
    text = stretch.text
    learned = affine and not (_RUNNING.search(text) and not re.search(r"学習(?:で|可能|する)|trainable|learn", text, re.IGNORECASE))
    for subject in (n.subject for n in stretch.named):
        if subject == "layer_norm":
            continue  # gamma and beta of every feature: how many, is a matter of the layout
        size = f", in_channels={given}" if given else ""
        moving = ", moving=false" if subject == "batch_norm" else ""
        running = bool(_RUNNING.search(text)) and not learned
        if subject == "batch_norm" and running:
            option = ", affine=true, moving=true"
        else:
            option = f", affine=true{moving}" if learned else ""
        yield Reading(f"params({subject}{size}{option}) == {value}", m.start(), m.end(), note_of(stretch, view), sure=stretch.certain)
