"""The words of a change: the sizes and counts that a sentence names, what "this number" stands for, and factors."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from .. import patterns as re
from ..reading import View
from ..text.sentences import Sentence
from ..vocabulary import lexicon

_FROM_TO = re.compile(
    r"(?:from (?:an? )?)?(\d{1,2})(?:\s*x\s*\1)?\s*(?:から|→|->|to (?:an? )?)\s*(?:(?:strides?|groups|kernel size)\s*(?:of|=)?\s*)?(\d{1,2})(?:\s*x\s*\2)?(?!\d)",
    re.IGNORECASE,
)
_LETTER_FROM_TO = re.compile(r"(?<![A-Za-z])[A-Za-z]\s*=\s*(\d{1,2})\s*を\s*(?:[A-Za-z]\s*=\s*)?(\d{1,2})\s*に")
_TIMES = re.compile(
    r"(?:(?:by |of )?(?:about |roughly |exactly )?(\d+(?:\.\d+)?|\d+/\d+)(?![\dx])\s*(?:倍|times|x\b)|\bby (\d+/\d+|\d+\.\d+)|倍率\s*(\d+(?:\.\d+)?))",
    re.IGNORECASE,
)
_POWER = re.compile(
    r"(?:1\s*/\s*)?(α|ρ|alpha|rho|\\alpha|\\rho|(?<![A-Za-z])[SsgG](?![A-Za-z]))\s*(?:\^\s*\{?\s*(\d)\}?)?\s*(?:分の1)?",
    re.IGNORECASE,
)
_BOTH_WAYS = r"(?:(?:縦横|縦も横も|縦と横|両方向?|どちら)(?:の方向)?(?:に|で|も)?)?(?:とも(?:に)?|共に|それぞれ|ずつ)?\s*"
_PART = re.compile(r"(?<![\d.])(\d{1,3}|[二三四五六七八九十])\s*分の\s*([1-9]|[一二三四])(?!\d)")
_KANJI = {x: n for n, x in enumerate("一二三四五六七八九十", 1)}
_LESS = re.compile(
    r"\b(?:less|fewer|cheaper|reduc\w+|cuts?|cut|smaller|sav\w+|lower\w*|divid\w+|decreas\w+|shrink\w*)\b|減|削減|少な|小さ|安く|軽",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Item:
    """A word of a change: a size, a count, a factor, a direction, with its place."""

    kind: str
    value: str
    start: int
    end: int


@cache
def patterns(section: str, japanese: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for name, texts in lexicon("changes")[section].items():
        texts = [t for t in texts if japanese or not _is_japanese(t)]
        found.append((name, re.compile("|".join(texts) or r"(?!)", re.IGNORECASE)))
    return tuple(found)


def _is_japanese(text: str) -> bool:
    return bool(re.search(r"[\u3040-\u30ff\u3400-\u9fff]", text))


def sizes_in(view: View, text: str) -> list[Item]:
    """The sizes the sentence names, a longer name before a shorter one inside it."""
    found: list[Item] = []
    for role, pattern in patterns("sizes", view.sentence.japanese):
        for m in pattern.finditer(text):
            if m[0] and not any(x.start < m.end() and m.start() < x.end for x in found):
                found.append(Item("size", role, m.start(), m.end()))
    for m in _BOTH_LETTERED.finditer(text):
        letters = [g for g in m.groups() if g]
        roles = {view.letters.get(x) or _channel_role(x) for x in letters}
        if roles == {"in_channels", "out_channels"}:
            found = [x for x in found if not (x.start < m.end() and m.start() < x.end)]
            found.append(Item("size", "channels", m.start(), m.end()))
        elif roles <= {"height", "width", ""} and set(letters) == {"H", "W"}:
            found = [x for x in found if not (x.start < m.end() and m.start() < x.end)]
            found.append(Item("size", "size", m.start(), m.end()))
    for m in (*_LETTERED.finditer(text), *_LETTERED_EN.finditer(text)):  # changing d, sを2にすると, d増やしても
        role = view.letters.get(m[1]) or _LETTER_ROLES.get(m[1])
        if role in _LETTER_ROLES.values() and not any(x.start < m.end() and m.start() < x.end for x in found):
            found.append(Item("size", str(role), m.start(1), m.end(1)))
    for m in _OF_SIZE.finditer(text):  # a にも b にも関わらぬ
        if view.letters.get(m[1]) in ("height", "width", "size"):
            found.append(Item("size", "size", m.start(1), m.end(1)))
    found = [x for x in found if not (x.value == "size" and _OF_ANOTHER.match(text[x.end :]))]
    return sorted((x for x in found if not (_HELD_FIXED.search(text[: x.start]) or _ALIKE_SO.match(text[x.end :]) or _LEFT_OUT_BEFORE.search(text[: x.start]) or _LEFT_OUT.match(text[x.end :]))), key=lambda x: x.start)


_LETTER = r"([A-Za-z](?:_?\{?(?:in|out|i|o)\}?)?)(?![A-Za-z\d_])"
_BOTH_LETTERED = re.compile(
    rf"\bboth\s+{_LETTER}\s+and\s+{_LETTER}|(?<![A-Za-z\d_]){_LETTER}\s+and\s+{_LETTER}(?=\s+(?:are |is |both |each )*(?:both|doubled|halved|tripled|each))|(?<![A-Za-z\d_]){_LETTER}\s*(?:と|、|も)\s*{_LETTER}\s*(?:を|が|も)?\s*(?=どちらも|両方|ともに|共に|それぞれ|とも)",
)  # both D_in and D_out; C と M をどちらも


def _channel_role(letter: str) -> str:
    """What a letter's own index says: D_in, C_out."""
    index = re.sub(r"[{}_]", "", letter)[1:].lower()
    return {"in": "in_channels", "i": "in_channels", "out": "out_channels", "o": "out_channels"}.get(index, "")


_OF_ANOTHER = re.compile(r"\s*の(?:両方の)?(?:ストライド|移動幅|歩幅|パディング|カーネル|フィルタ)")  # 縦横のストライド: no size of the map
_LEFT_OUT = re.compile(r"\s*(?:を|が|は|も)?\s*(?:使わ|用い|入れ|し)(?:ず|な(?:い|け|く))|\s*(?:なし|無し)")  # without it, something else is at work
_LEFT_OUT_BEFORE = re.compile(r"\b(?:without|no)\s+(?:any\s+)?$", re.IGNORECASE)
_HELD_FIXED = re.compile(r"(?:同じ|同一の|等しい|共通の|一定の|\b(?:the same|equal|identical|a fixed|a given|of the same)(?: number of)?)\s*$", re.IGNORECASE)  # what is alike does not change
_ALIKE_SO = re.compile(  # 層の数もフィルタサイズも同じなので: what is alike does not change
    r"(?:の?(?:数|サイズ|大きさ))?(?:(?:も|と|や|、|・)[^。、はが]{1,16})?(?:は|が|も|を)(?:みな|すべて|全部|どちらも|どれも|互いに|完全に)?(?:同じ|等し|共通|一致|そろ|揃|一定|固定|変え|変わら)[^。、]{0,6}?(?:なので|ので|だから|から|ため|なら|れば|とき|場合|まま|条件|もと|たら|で(?=[、,]))"
)
_OF_SIZE = re.compile(r"(?<![A-Za-z\d_])([A-Za-z])(?=\s*(?:に|と)(?:は|も)?\s*(?:[A-Za-z]\s*(?:に|と)(?:は|も)?\s*)?(?:依存|よ[らる]|関わ|関係|無関係|左右))")
_LETTERED = re.compile(
    r"(?<![A-Za-z\d_])([skdKSDPpgG])(?=\s*(?:を|が|は)?\s*(?:\d\s*(?:に|から)|に(?:は)?(?:依存|よ)|と(?:は)?無?関係|増|減|大き|小さ|変え|2倍|倍|いくつ))"
)
_LETTERED_EN = re.compile(r"\b(?i:(?:chang|vary|increas|doubl|rais|enlarg|halv|decreas)\w*|larger|bigger|smaller|depends? on|independent of|regardless of|whatever)\s+(?:the\s+)?([skdKSDgG])(?![A-Za-z\d_])")
_LETTER_ROLES = {
    "s": "stride",
    "S": "stride",
    "k": "kernel_size",
    "K": "kernel_size",
    "d": "dilation",
    "D": "dilation",
    "g": "groups",
    "G": "groups",
}


_MULTIPLIES = re.compile(r"multiplies\s+(?:the|its?|their|both|all|them|that|this|everything)\b", re.IGNORECASE)  # a verb, no count


def counts_in(s: Sentence) -> list[Item]:
    """The words for counts."""
    found = [Item("count", "params", m.start, m.end) for m in s.tags.get("parameters", ())]
    found += [
        Item("count", "macs", m.start, m.end)
        for m in s.tags.get("cost", ())
        if not any(x.start < m.end and m.start < x.end for x in found) and not _MULTIPLIES.match(s.words, m.start)
    ]
    return sorted(found, key=lambda x: x.start)


_THIS_NUMBER = re.compile(
    r"(?<![関数方公])式(?:の|に)|こ(?:の|れらの)(?:数|値|個数|枚数)|その(?:数|個数)|層(?:そのもの)?の(?:大きさ|サイズ)|\b(?:this|that|the) (?:figure|number|count)\b(?! of)",
    re.IGNORECASE,
)
_OTHER_THAN = re.compile(
    r"(?:パラメータ|重み)(?:の?数)?(?:と|とは)(?:違|異な|逆)|\bunlike (?:the )?(?:number of )?(?:param\w*|weights)",
    re.IGNORECASE,
)


def meant_in(view: View, text: str) -> list[Item]:
    """The count for which "this number" or "the size of the layer" stands, of which the sentence before speaks."""
    s = view.sentence
    if unlike := _OTHER_THAN.search(text):
        here = re.search(r"こちら|計算|\b(?:it|this one|this)\b", text[unlike.end() :], re.IGNORECASE)
        over = [e for h in list(view.outline.headings(s.block))[:1] for e in view.outline.sentences[h]]
        if here and any(e.has("cost") for e in over):
            return [Item("count", "macs", unlike.end() + here.start(), unlike.end() + here.end())]
    found = _THIS_NUMBER.search(text)
    before = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell][-3:]
    if len(before) < 3 and s.cell is None:  # a displayed formula parts the text
        before = [e for at in range(max(0, s.block - 2), s.block) for e in view.outline.sentences[at][-2:]] + before
    own = re.search(r"parameters|weights|パラメータ|重み", text[: found.start()]) if found else None
    kinds = {kind for e in before for kind, tag in (("params", "parameters"), ("macs", "cost")) if e.has(tag)}
    kind = "params" if own else next(iter(kinds)) if len(kinds) == 1 else ""
    return [Item("count", kind, found.start(), found.end())] if found and kind else []


def first_of(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    found = [(m.start(), name) for name, pattern in patterns if (m := pattern.search(text))]
    return min(found)[1] if found else None


def factor_in(text: str, japanese: bool) -> Fraction | None:
    found = [
        (m.start(), Fraction(name)) for name, pattern in patterns("factors", japanese) if (m := pattern.search(text))
    ]
    if japanese and (m := _PART.search(text)):
        below, above = (_KANJI.get(x) or int(x) for x in m.groups())
        found.append((m.start() - 1, Fraction(above, below or 1)))
    if m := _TIMES.search(text):
        number = next(g for g in m.groups() if g)
        found.append((m.start() - 1, Fraction(number)))
    return min(found)[1] if found else None


def cause_factor(cause: str, role: str, japanese: bool) -> Fraction | tuple[int, int] | None:
    m = _FROM_TO.search(cause) or _LETTER_FROM_TO.search(cause)
    if m and role in ("kernel_size", "stride", "groups"):
        return int(m[1]), int(m[2])
    if m and int(m[2]) != int(m[1]):
        return Fraction(int(m[2]), int(m[1]))
    if role == "dilation":
        m = re.search(r"(?:を|が|of|to|=|rate)\s*([2-9])(?!\d)", cause)
        return Fraction(int(m[1])) if m else factor_in(cause, japanese)
    if role in ("stride", "groups"):
        m = re.search(rf"(?:を|が|も|of|to|=|stride)\s*{_BOTH_WAYS}(\d)(?!\d)", cause)
        return (1, int(m[1])) if m and m[1] != "1" else None
    if m := re.search(r"(?:alpha|α|rho|ρ)\s*(?:=|is|を|が)\s*(\d(?:\.\d+)?|\d+/\d+)", cause, re.IGNORECASE):
        return Fraction(m[1]) or None
    return factor_in(cause, japanese)


def effect_factor(effect: str, japanese: bool) -> Fraction | None:
    factor = factor_in(effect, japanese)
    if (
        factor is not None
        and factor > 1
        and not japanese
        and _LESS.search(effect)
        and not re.search(r"more|larger|grow|increas", effect)
    ):
        return 1 / factor
    if factor is None and (m := re.search(r"(?<![\d/])(\d+)\s*/\s*(\d+)(?!\d)", effect)):
        return Fraction(int(m[1]), int(m[2]))
    return factor


def letter_power(effect: str) -> int | None:
    """The power of the multiplier by which a count is said to change."""
    for m in _POWER.finditer(effect):
        inverse = effect[m.start() : m.end()].lstrip().startswith("1") or "分の1" in m[0]
        if m[1].lower() in ("s", "g") and not inverse:
            continue
        if m[2] or re.search(
            r"倍|by\s*(?:roughly|about|a factor of|approximately|\$)*\s*$|with\s*(?:only\s*)?$|only with\s*$",
            effect[: m.start()] + ("倍" if effect[m.end() :].lstrip().startswith("倍") else ""),
        ):
            power = int(m[2] or 1)
            return -power if inverse else power
    return None
