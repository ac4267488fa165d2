"""A count taken over less than the layer: one filter's weights, one output's multiplications, where the sentence speaks of one.

A formula that fails as the whole layer's count, and holds as that of the one filter, place or value that its sentence
names, in whatever words and wherever, is that count.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re

_FILTER = re.compile(
    r"\b(?:each|every|per|one|single|a|an)\b[^.;,]{0,24}\b(?:filter|kernel|neuron|output channel)\b|(?:フィルター?|カーネル|ニューロン|出力チャン?ネル)[^。、]{0,8}?(?:[1１一]\s*(?:枚|つ|個)|ひとつ|ごと|毎|あたり|につき)|(?:[1１一]\s*(?:枚|つ|個)|各|ひとつ)の?(?:フィルター?|カーネル|ニューロン)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:each|every|per|one|single|a|an)\b[^.;,]{0,24}\b(?:position|pixel|location|point|place|value|element|entry|output)\b|(?:[1１一]|各|ひと)\s*(?:つ|個)?の?(?:出力)?の?(?:画素|点|位置|要素|値|箇所|か所|マス)|(?:出力|画素|位置|要素|点|値|マス)[^。、]{0,6}?(?:[1１一]\s*(?:つ|個|点|画素|要素|位置)|ひとつ|ごと|あたり|につき|毎)",
    re.IGNORECASE,
)
_CALL = re.compile(r"^(?P<measure>macs|params)\((?P<subject>\w+)(?P<options>[^()]*)\)(?P<rest> [=~]= .*)$")


_GROUPED = re.compile(r"^(?P<measure>macs|params)\((?P<subject>conv2d|pointwise_conv2d)(?P<options>[^()]*)\)(?P<rest> [=~]= .*/(?P<letter>[gG])(?![\w*]).*)$")
_GROUPS = re.compile(r"\bgroups?\b|グループ", re.IGNORECASE)
_ONE_AXIS = re.compile(r"1\s*次元|一次元|系列|音声|\b1-?D\b|one[- ]dimension|sequence|Conv1d", re.IGNORECASE)
_TAPS = re.compile(r"^params\((?:conv1d|conv2d)\)(?P<rest> == .* where .*)= width(?P<more>.*)$")


def _otherwise_meant(statement: str, words: str) -> Iterator[str]:
    """The letter that divides a count as the number of groups; of a layer along time, the width as its window's."""
    if (m := _GROUPED.match(statement)) and "groups" not in m["options"] and _GROUPS.search(words):
        window = ", kernel_size=1" if m["subject"] == "pointwise_conv2d" else ""
        yield f"{m['measure']}(conv2d{window}, groups={m['letter']}{m['options']}){m['rest']}"
    if (m := _TAPS.match(statement)) and _ONE_AXIS.search(words):
        yield f"params(conv1d){m['rest']}= kernel_size{m['more']}"


def scoped(statement: str, words: str) -> Iterator[str]:
    """The statement for each smaller scope that the words name.

    >>> list(scoped("params(conv2d) == F*F*D", "each F x F filter carries"))
    ['params(conv2d, out_channels=1) == F*F*D']
    """
    yield from _otherwise_meant(statement, words)
    found = _CALL.match(statement)
    if found is None or "per=" in found["options"] or "out_channels=" in found["options"]:
        return
    head = f"{found['measure']}({found['subject']}{found['options']}"
    of_filter, of_place = _FILTER.search(words), _PLACE.search(words)
    if found["measure"] == "params":
        if of_filter and found["subject"] in ("conv2d", "pointwise_conv2d"):
            yield f"{head}, out_channels=1){found['rest']}"
    elif of_place:
        yield f"{head}, per=output){found['rest']}"
        yield f"{head}, per=position){found['rest']}"
    elif of_filter:
        yield f"{head}, out_channels=1){found['rest']}"
