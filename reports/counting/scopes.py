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


_COUNT_NOUN = r"(?:weights?|parameters?|params|costs?|macs|mults?|multiplications|operations|multiply-\w+|flops)"
_COUNT_NOUN_JA = r"(?:重み|パラメータ|計算量|演算量|演算|積和|MAC|乗算|掛け算|かけ算|コスト)"
_GROUP = (
    r"(?:\b(?:each|every|per|one|(?:any )?single)\s+(?:(?:such|single|small|of (?:the|these)(?: \S{1,12})?)\s+)*groups?\b(?!\s+(?:conv|norm))"
    r"|(?:(?<!\d)[1１一]\s*(?:つの?)?\s*|各)(?:組|グループ|群)(?!化|畳|正規|ノーム)|(?:組|グループ|群)(?:[1１一]\s*つ|ひとつ)?\s*(?:あたり|当たり|ごと|毎|につき)|(?:組|グループ|群)(?:[1１一]\s*つ|ひとつ))"
)
_A_GROUP = re.compile(_GROUP, re.IGNORECASE)
_A_GROUP_HAS = re.compile(
    rf"{_GROUP}\s*(?:(?:\w+ly|then|thus|therefore|alone|only|itself|of its own)\s+)*(?:has|have|holds?|needs?|costs?|takes?|contains?|carries|contributes?|requires?|uses?|performs?|comes? to|amounts? to)\b[^.;,]{{0,24}}$"
    rf"|{_COUNT_NOUN}\s+(?:(?:of|in|for|within|inside)\s+)?{_GROUP}[^.;,]{{0,16}}$"
    rf"|{_GROUP}(?:の|あたりの?|につき|では|には|だけの|分の|は|が)?[、,]?\s*{_COUNT_NOUN_JA}[^。、]{{0,8}}$|{_COUNT_NOUN_JA}(?:の?数|量|回数)?(?:は|が)[、,]?\s*{_GROUP}[^。、]{{0,8}}$",
    re.IGNORECASE,
)
_THE_WHOLE = re.compile(
    r"\b(?:layer|network|convolution as a whole)\b|\b(?:whole|total|altogether|together|overall|in all|in total|all (?:the )?(?:\S+ )?groups)\b|全体|合計|全部|合わせ|層の|層は|層で|畳み込み層",
    re.IGNORECASE,
)
_DIVIDED = re.compile(r"^(?P<left>(?:macs|params)\(conv2d(?:, [^()]*)?groups=(?P<letter>[A-Za-z]\w*)[^()]*\)) == (?P<side>.*?)(?P<where> where .*)?$")


def of_a_group(said: str) -> bool:
    """Whether the words before a count may tell it of one group, and not of the layer.

    >>> [of_a_group(t) for t in ("each group then holds", "1 組の重みは", "each group is small, so the layer costs")]
    [True, True, False]
    """
    named = [m.end() for m in _A_GROUP.finditer(said)]
    return bool(named) and not _THE_WHOLE.search(said, named[-1])


def plainly_of_a_group(said: str) -> bool:
    """Whether they tell it of one group beyond doubt: what a group has, the weights of a group.

    >>> [plainly_of_a_group(t) for t in ("each group then holds", "1 組の重みは", "each group being separate, it takes")]
    [True, True, False]
    """
    return bool(_A_GROUP_HAS.search(said)) and of_a_group(said)


def times_the_groups(statement: str) -> str | None:
    """A grouped convolution's count, told of one of its groups: so many times that is the layer's.

    >>> times_the_groups("params(conv2d, groups=g) == K**2*(C/g)*(M/g)")
    'params(conv2d, groups=g) == g*(K**2*(C/g)*(M/g))'
    """
    found = _DIVIDED.match(statement)
    return f"{found['left']} == {found['letter']}*({found['side']}){found['where'] or ''}" if found else None


def _otherwise_meant(statement: str, words: str) -> Iterator[str]:
    """The letter that divides a count as the number of groups; of a layer along time, the width as its window's."""
    if (m := _GROUPED.match(statement)) and "groups" not in m["options"] and _GROUPS.search(words):
        window = ", kernel_size=1" if m["subject"] == "pointwise_conv2d" else ""
        yield f"{m['measure']}(conv2d{window}, groups={m['letter']}{m['options']}){m['rest']}"
    if (m := _TAPS.match(statement)) and _ONE_AXIS.search(words):
        yield f"params(conv1d){m['rest']}= kernel_size{m['more']}"


def scoped(statement: str, words: str, end: int | None = None) -> Iterator[str]:
    """The statement for each smaller scope that the words name; the count itself ends at a place of them.

    >>> list(scoped("params(conv2d) == F*F*D", "each F x F filter carries"))
    ['params(conv2d, out_channels=1) == F*F*D']
    """
    yield from _otherwise_meant(statement, words)
    if of_a_group(words[:end]) and (of_one := times_the_groups(statement)):
        yield of_one
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
