"""Group convolution: which settings give which layer (g = 1 the ordinary one, g = a = b depthwise), and what g does to counts.

Slots of an equality: the number of groups (1, or a letter that is a number of channels) and the layer of the same clause.
Slots of a factor: the count, and by what it is divided or multiplied, in the letter or number of the groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import doubtful, plain, texts_above
from . import told_effects

_LETTER = r"[A-Za-z](?:_\{?\w{1,6}\}?)?"
_CHANNELS = r"(?:number of )?(?:input |output )?channels|in_channels|out_channels|(?:入力|出力)?チャン?ネル数|(?:入力|出力)(?:の)?(?:枚|ch)数"
_VALUE = rf"(?:1(?![\d.])|one(?! group per)|{_LETTER}(?![A-Za-z])|{_CHANNELS})"
_SETTING = re.compile(
    rf"(?<![A-Za-z])(?:[gG](?![A-Za-z])|groups?(?![A-Za-z])|グループ(?:の)?数(?:\s*[gG](?![A-Za-z]))?|組(?:の)?数)\s*(?:を|が|は|=|equals?|is|to)?\s*=?\s*(?P<v>{_VALUE})(?P<rest>(?:\s*=\s*{_VALUE}){{0,2}})(?!\s*[\^*/(]|\s*(?:groups|組|グループ))"
    r"|(?P<one>\b(?:one|a single) group\b(?! per)|1\s*(?:組|グループ)(?=なら|の(?:とき|場合)|だと|は))"
    r"|(?P<each>\bas many groups as (?:there are )?(?:input )?channels|\b(?:one|a) group (?:per|for each|for every) (?:input )?channel|(?:1|一)チャン?ネル(?:ずつ|を)?(?:1|一)(?:組|グループ))",
    re.IGNORECASE,
)
_LAYER = re.compile(
    r"(?P<d>depth-?wise(?! separable)|デプスワイズ|チャン?ネル(?:別|ごと|毎)の?畳)|(?P<o>(?:通常|普通|ふつう|標準|一般|もと|元)(?:の|的な)\s*(?:#*)?(?:畳|conv)|\b(?:ordinary|standard|regular|usual|plain|normal|full|vanilla)\s+(?:\w+\s+)?conv)",
    re.IGNORECASE,
)
_CUT = re.compile(r"[、,;。]|\band\b(?! out)|\bwhile\b|\bwhereas\b|(?:で|し|が|と)(?=[、,])", re.IGNORECASE)
_NOT = re.compile(
    r"ではな|でな[いく]|に(?:は)?なら|等しくな|一致し(?:な|ま)|\bnot\b|n't\b|\bnever\b|より|\bthan\b|違|[?？]\s*$|計算量|コスト|パラメータ|重み|\bcost|\bparam|\bweights|に近|\bclose\b|極端|間|between",
    re.IGNORECASE,
)


def read(view: View) -> Iterator[Reading]:
    """The layers that numbers of groups give, and what groups do to counts."""
    s = view.sentence
    if not view.in_prose or len(s.words) > 260:
        return
    text = plain(s.text.chars)
    if not re.search(r"group|グループ|組|(?<![A-Za-z])[gG](?![A-Za-z])", text):
        return
    spoken = (
        re.search(r"group|グループ", text, re.IGNORECASE)
        or view.subject(0, lambda n: n == "grouped_conv2d")
        or "groups" in view.letters.values()
        or _above(view)
    )
    if not spoken:
        return
    yield from _settings(view, text)
    if not view.read_by(told_effects):  # each count with its own factor
        yield from _factors(view, text)


def groups_told(text: str) -> int:
    """How many settings of the number of groups a text gives.

    >>> groups_told("$g=1$ is the ordinary convolution, $g=a=b$ the depthwise one")
    2
    """
    return len(_SETTING.findall(plain(text)))


def _above(view: View) -> bool:
    """Whether the headings, or the sentences before, speak of groups."""
    return any(_GROUPED.search(x) and not _NORM.search(x) for x in islice(texts_above(view), 12))


_GROUPED = re.compile(r"group(?!\s*norm)|グループ|[組群]に(?:分け|割)", re.IGNORECASE)
_NORM = re.compile(r"group norm|グループ正規化|(?<![A-Za-z])GN(?![A-Za-z])", re.IGNORECASE)


def _settings(view: View, text: str) -> Iterator[Reading]:
    """g = 1 is the ordinary convolution; g = a = b the depthwise one: each number of groups with the layer of its clause."""
    found = list(_SETTING.finditer(text))
    for number, setting in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        layer = _LAYER.search(text, setting.end(), end)
        if layer is None and len(found) == 1 and not view.sentence.japanese:
            layer = _LAYER.search(text, 0, setting.start())  # an ordinary convolution is what g = 1 gives
        if layer is None or _NOT.search(text[min(setting.start(), layer.start()) : end]):
            continue
        groups = _groups(view, setting)
        if groups is None:
            continue
        same = ", out_channels=C" if groups == "C" else ""
        if layer["d"]:
            statement = f"equals(depthwise_conv2d, conv2d(groups={groups}, out_channels=C))"
        else:
            statement = f"equals(conv2d(groups={groups}{same}), conv2d{'(out_channels=C)' if same else ''})"
        yield Reading(
            statement,
            min(setting.start(), layer.start()),
            max(setting.end(), layer.end()),
            sure=not doubtful(view.sentence),
        )


def _groups(view: View, setting: re.Match[str]) -> str | None:
    """One group, or as many as there are channels; None for a letter that stands for something else."""
    if setting["one"] or setting["each"]:
        return "1" if setting["one"] else "C"
    values = [setting["v"], *re.findall(_VALUE, setting["rest"] or "", re.IGNORECASE)]
    if any(v.lower() in ("1", "one") for v in values):
        return "1"
    roles = [view.letters.get(v.replace("{", "").replace("}", "")) for v in values if re.fullmatch(_LETTER, v)]
    if any(r is not None and r not in ("in_channels", "out_channels", "in_features", "out_features") for r in roles):
        return None
    return "C"


_OTHER_COUNT = re.compile(
    r"受容野|receptive|チャン?ネル(?:数)?(?:は|を)|accura|精度|同じ(?:計算量|コスト|予算)|\bsame (?:cost|budget)|\bas many (?:filters|channels|kernels|maps)",
    re.IGNORECASE,
)
_ORDINARY = re.compile(
    r"(?:通常|普通|ふつう|標準|一般|もと|元)の畳み?込み(?:層)?(?:は|が|には|だと|では)"
    r"|\b(?:ordinary|standard|regular|usual|plain|normal|full) conv\w*(?: layer)? (?:costs?|needs?|takes?|has|requires?|is|would)\b",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    r"(?<![\d.A-Za-z])(?P<n>[2-9]|16|32|two|three|four|eight)(?![\d.])\s*(?:つの|個の)?\s*(?:groups\b|グループ|組)|(?:groups?|グループ数|(?<![A-Za-z])[gG])\s*(?:を|が|は|=|of|to|is)\s*(?P<m>[2-9]|16|32)(?![\d.])",
    re.IGNORECASE,
)
_WORDS = {"two": "2", "three": "3", "four": "4", "eight": "8"}
_OVER = re.compile(
    r"(?:1|一)\s*/\s*(?P<a>[gG]|\d{1,2})(?P<p>\s*\^\s*2|²)?(?![\dA-Za-z])|(?P<b>[gG]|\d{1,2})(?P<q>\s*\^\s*2|²|\s*の2乗)?\s*分の\s*[1一]|(?P<c>[gG]|\d{1,2}|two|three|four|eight)(?P<r>\s*\^\s*2|²)?\s*times\s+(?:\w+\s+)?(?:cheaper|fewer|less|smaller|lighter)|\b(?:divid\w+|reduc\w+|cuts?|drops?|falls?|shrinks?|lower\w*|sav\w+)\b[^.;]{0,40}?\bby (?:a factor of )?(?P<d>[gG]|\d{1,2}|two|three|four|eight)(?P<s>\s*\^\s*2|²)?(?![\dA-Za-z%]|\.\d)|(?P<half>半分|半減|\bin half\b|\bhal(?:f|ves?|ved|ving)\b)|(?P<quarter>\ba quarter\b|四分の一)",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"(?P<a>[gG]|\d{1,2})(?P<p>\s*\^\s*2|²)?\s*倍|\b(?:multipl\w+|increas\w+|grow\w*)\b[^.;]{0,40}?\bby (?:a factor of )?(?P<b>[gG]|\d{1,2})(?P<q>\s*\^\s*2|²)?(?![\dA-Za-z%]|\.\d)|(?P<c>[gG]|\d{1,2})\s*times\s+(?:\w+\s+)?(?:more|as many|the|costlier)",
    re.IGNORECASE,
)


def _factors(view: View, text: str) -> Iterator[Reading]:
    """The whole layer is g times cheaper; two groups cut the weights in half."""
    s = view.sentence
    many = _SO_MANY.search(text)
    lettered = re.search(r"(?<![A-Za-z])[gG](?![A-Za-z])", text)
    over = _OVER.search(text)
    found = over or _UNDER.search(text)
    measure = (
        "params" if s.has("parameters") else "macs" if s.has("cost") or re.search(r"cheaper|軽く|安く", text) else ""
    )
    if (
        found is None
        or not measure
        or not (many or lettered)
        or _OTHER_COUNT.search(text)
        or (s.has("parameters") and s.has("cost") and measure != "params")
    ):
        return
    named = {k: v for k, v in found.groupdict().items() if v}
    factor = (
        "2"
        if "half" in named
        else "4"
        if "quarter" in named
        else next((v for k, v in named.items() if k in "abcd"), "")
    )
    factor = _WORDS.get(factor.lower(), factor)
    groups = _WORDS.get((many["n"] or many["m"]).lower(), many["n"] or many["m"]) if many else "G"
    if (factor.lower() == "g") != (groups == "G") and not (factor.isdigit() and groups.isdigit()):
        return  # a number where the groups are a letter, or the other way round
    power = "**2" if any(k in named for k in "pqrs") else ""
    factor = "G" if factor.lower() == "g" else factor
    value = f"1/{factor}{power}" if over else f"{factor}{power}"
    sizes = f"in_channels={groups}*C, out_channels={groups}*M"
    first, second = (1, groups) if _ORDINARY.search(text) else (groups, 1)  # which of the two is spoken of
    for one in ["params", "macs"] if s.has("parameters") and s.has("cost") else [measure]:
        sides = [f"{one}(conv2d, groups={g}, {sizes})" for g in (first, second)]
        yield Reading(f"{sides[0]} == {value}*{sides[1]}", found.start(), found.end(), sure=not doubtful(s))
