"""Askings for a share or another unit: weights of one filter, operations for one place, bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import call, runnable
from ..vocabulary import family
from .asked import WITH, WITHOUT
from .asked_common import ANY, KERNEL, Given, pick
from .counts import params
from .measure import Measure
from .sizes import sizes


def per_filter(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    """The weights of one filter: those of the layer by its filters."""
    given = sizes(text.replace(found[0], "フィルタ" if "フィルタ" in found[0] else " filter " if "filter" in found[0] else " "))
    subject = runnable(next((s for s in subjects if family(s) == "convolution"), "conv2d"))
    if subject not in ("conv2d", "pointwise_conv2d") or not re.search(r"weight|parameter|重み|パラメータ", text, ANY):
        return
    uses = (r"\b(?:a single|single|each|one|per)\b|1枚|1個|1つ|一つ|あたり|当たり|ごと",)
    biases = [False] if WITHOUT.search(text) else [True] if WITH.search(text) else [False, True]
    if "in_channels" not in given:
        if not given and not WITH.search(text):
            yield Measure(f"params({subject}, bias=false)/M", "formula", "without bias", (*uses, r"M\s*(?:個|枚)"))
        return
    chosen = pick(subject, {**given, "out_channels": 1}, *KERNEL, "in_channels", "out_channels", "groups")
    if subject == "conv2d" and not set(KERNEL) & chosen.keys():
        return
    filters = rf"\b{given['out_channels']}\b" if "out_channels" in given else r"(?!)"
    for biased in biases:
        yield Measure(call("params", subject, {**chosen, "bias": str(biased).lower()}), "number", "with bias" if biased else "without bias", (*uses, filters))


def per_place(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    """The operations for one place of the map (all channels) or for one number of it; either where the stem leaves it open."""
    given = sizes(text.replace(found[0], "フィルタ" if "フィルタ" in found[0] else " filter " if "filter" in found[0] else " "))
    subject = runnable(next((s for s in subjects if family(s) == "convolution"), "conv2d"))
    if subject not in ("conv2d", "depthwise_conv2d", "pointwise_conv2d") or not re.search(r"multipl|mac|積和|乗算|計算量|演算|cost", text, ANY):
        return
    whole = re.search(r"all (?:output )?channels|every channel|全(?:ての)?(?:出力)?チャネル|位置|position|location", text, ANY)
    single = re.search(r"(?:output|one|single) (?:value|element|number|activation)|(?:1つの|1)(?:値|要素)|one channel|要素", text, ANY)
    pers = ["position"] if whole else ["output"] if single else ["position", "output"]
    chosen = pick(subject, given, *KERNEL, "in_channels", "out_channels", "groups")
    letters = not given
    complete = all(r in given for r in (("in_channels", "out_channels") if subject != "depthwise_conv2d" else ()))
    if not letters and not (complete or (pers == ["output"] and "in_channels" in given)):
        return
    uses = (r"\(?\ball (?:output )?channels\b\)?|every channel|\(?全(?:ての)?(?:出力)?チャネル(?:分)?\)?", r"\b(?:a single|single|each|one|per)\b|1画素|1点|1つの|あたり|当たり|ごと")
    for per in pers:
        yield Measure(call("macs", subject, {**chosen, "per": per, "count": "macs"}), "formula" if letters else "number", f"per {per}", uses)


_SIZES = {"64": 8, "double": 8, "32": 4, "single": 4, "16": 2, "half": 2, "8": 1}


def in_bytes(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    """The bytes of an operation's weights, by the type that the stem names."""
    kinds = re.findall(r"\b(?:b?float|fp|int|bf)\s?-?(64|32|16|8)\b|(\d+)[- ]?bits?\b|(\d+)\s*ビット|\b(double|single|half)[- ]precision", text, ANY)
    widths = {_SIZES.get(next(x for x in kind if x), 0) for kind in kinds}
    each = re.search(r"\b(\d+|four|two|eight)[- ]bytes? (?:each|per|floats?)|(\d+)\s*バイトの", text)
    if each:
        word = each[1] or each[2]
        widths |= {int(word) if word.isdigit() else {"two": 2, "four": 4, "eight": 8}[word]}
    if len(widths) != 1 or 0 in widths or not re.search(r"weight|parameter|重み|パラメータ", text, ANY):
        return
    uses = (r"\b(?:b?float|fp|int|bf)\s?-?(?:64|32|16|8)\b|\d+[- ]?bits?\b|\d+\s*ビット|\b(?:double|single|half)[- ]precision(?: floats?)?",
            r"\b(?:\d+|four|two|eight)?[- ]?bytes?\b(?: each)?|\d*\s*バイト|\b[KMG]i?B\b|\bstor\w+|\bmemory\b|\boccup\w+|保存[ぁ-ん]*|格納[ぁ-ん]*|メモリ|容量|占め[ぁ-ん]*|浮動小数点数?")  # fmt: skip
    for one in params(text, given, subjects):
        yield Measure(f"{widths.copy().pop()}*{one.left}", "bytes", one.convention, (*one.uses, *uses))


def biases(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    """The biases alone: what counting them adds."""
    for one in params(text + " (with bias)", given, subjects):
        if "bias=true" in one.left:
            uses = (r"\b(?:are|number of|how many) bias(?:es)?\b|\bbias(?:es)? (?:parameters?|terms?)?|バイアスの(?:個|総)?数|バイアスは",)
            yield Measure(f"{one.left} - {one.left.replace('bias=true', 'bias=false')}", "number", "", (*one.uses, *uses))
