"""The larger the stride, the smaller the output; a 3x3 kernel with dilation 2 is in effect 5x5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View, call
from .keeping import layer_with_window
from .size_words import OTHER, Found, found_in, patterns


def monotone_reading(view: View, text: str) -> Reading | None:
    """The larger the stride, the smaller the output: a size of the operation and what becomes of the map."""
    s = view.sentence
    if OTHER.search(text) or s.has("receptive_field"):
        return None
    agents = dict(patterns("agent"))
    for role in ("stride", "padding", "dilation", "kernel_size"):
        for agent in agents[role].finditer(text):
            sign = _direction(text, agent, agents)
            rest = [c for c in found_in(text, "change") if c.name in ("smaller", "larger") and not _used(c, sign)]
            aspects = [a for a in found_in(text, "aspect") if a.name in ("spatial", "shape")]
            if sign is None or len(rest) != 1 or not any(a.start >= sign[2] or not s.japanese for a in aspects):
                continue
            same = (rest[0].name == "larger") == (sign[0] == "more")
            if role == "dilation":
                continue
            measured = _measured(view, role, agent.start())
            return Reading(
                f"monotone({measured}, {role}) == {'increasing' if same else 'decreasing'}", min(agent.start(), rest[0].start), max(agent.end(), rest[0].end), sure=not s.has("hedged"),
            )  # fmt: skip
    return None


def _measured(view: View, role: str, place: int) -> str:
    """The output of the operation that is spoken of: a transposed convolution goes the other way."""
    named, s = view.in_families(place, "transposed"), view.sentence
    ordinary = not _UNLIKE_ORDINARY.search(s.words) and any(m.tag == "conv2d" and not s.contrasted(m) for m in s.subjects)
    if named is not None and not (named.where and ordinary):
        return call("output_size", "conv_transpose2d", {"padding": "P"} if role == "padding" else {})
    return call("output_size", "conv2d", {"padding": "P" if role == "padding" else "valid"})


_UNLIKE_ORDINARY = re.compile(r"畳み?込み(?:層|演算)?(?:の場合)?と(?:は)?(?:違|異な|逆|反対)|\b(?:unlike|in contrast to|contrary to|as opposed to)\b[^,;.]{0,30}\bconvolution", re.IGNORECASE)
_HEAD = re.compile(r"\W*([^：:。]{2,20}?)\s*(?:[（(][^）)]{1,16}[）)]\s*)?[：:]")
_GOES_ON = re.compile(r"\s*(?:これを|値を|この値を)?(?:大き|小さ|増や|減ら|上げ|下げ|広げ|狭め)[^、。]{0,8}(?:と|ほど|ば|たら)|\s*(?:raising|increasing|lowering|reducing|decreasing|enlarging)\s+it\b|\s*(?:larger|bigger|smaller|higher|lower|greater) values?\b", re.IGNORECASE)


def of_the_item(view: View, text: str) -> Reading | None:
    """大きくすると出力は小さくなる, said of the size that begins the item: ストライド：フィルタをずらす幅。"""
    s = view.sentence
    if s.number == 0 or s.cell is not None or not _GOES_ON.match(text):
        return None
    head = _HEAD.match(view.outline.sentences[s.block][0].words)
    if head is None:
        return None
    before = head[1].strip(" *`") + ("を" if s.japanese else " ")
    whole = before + re.sub(r"^\s*(?:これを|値を|この値を)", lambda m: " " * len(m[0]), text) if s.japanese else re.sub(r"\b(?:it|values?)\b", head[1].strip(" *`"), text, count=1, flags=re.IGNORECASE)
    read = monotone_reading(view, whole) or next(trends(view, whole), None)
    if read is None:
        return None
    return replace(read, start=0, end=len(text.rstrip(" 。.")), notes=("the size that begins the item",))


_ROLE = r"(?P<{0}>stride|ストライド|歩幅|padding|パディング|余白|kernel(?: size)?|filter size|カーネル(?:サイズ)?|フィルター?(?:サイズ|の大きさ))"
_MORE = r"(?P<{0}>大き|増や|上げ|広げ|\b(?:rais\w+|increas\w+|enlarg\w+|larger|bigger|more|wider|greater)\b)"
_FEWER = r"(?P<{0}>小さ|減ら|下げ|狭め|\b(?:lower\w*|reduc\w+|decreas\w+|smaller|less|shrink\w*)\b)"
_TREND_JA = re.compile(
    rf"{_ROLE.format('role')}\s*(?:を|が)?\s*(?:{_MORE.format('up')}|{_FEWER.format('down')})[^。、→⇒>]{{0,8}}\s*(?:→|⇒|->|=>)\s*(?:出力|特徴マップ|サイズ)(?:サイズ|の(?:大きさ|縦横))?(?:は|が|も)?\s*(?:(?P<larger>大|増|広|拡)|(?P<smaller>小|減|縮|狭))", re.IGNORECASE
)
_TREND_EN = re.compile(
    rf"(?:{_MORE.format('up')}|{_FEWER.format('down')})\s+(?:the\s+)?{_ROLE.format('role')}\b[^.;]{{0,40}}?\b(?:(?P<larger>enlarg\w+|grows?|increas\w+|larger|bigger|expands?)|(?P<smaller>shrinks?|reduc\w+|decreas\w+|smaller))\b[^.;]{{0,12}}?\b(?:output|map|result)", re.IGNORECASE
)


def trends(view: View, text: str) -> Iterator[Reading]:
    """strideを大きくする → 出力小; raising the stride can only shrink the output."""
    for pattern in (_TREND_JA, _TREND_EN):
        for found in pattern.finditer(text):
            if re.search(r"\b(?:not|never|n't)\b|ない|ません", found[0] + text[found.end() : found.end() + 6], re.IGNORECASE) or OTHER.search(found[0]):
                continue
            word = found["role"].lower()
            role = "stride" if re.match("str|スト|歩", word) else "padding" if re.match("pad|パデ|余", word) else "kernel_size"
            same = bool(found["up"]) == bool(found["larger"])
            measured = _measured(view, role, found.start())
            yield Reading(f"monotone({measured}, {role}) == {'increasing' if same else 'decreasing'}", found.start(), found.end(), sure=not view.sentence.has("hedged"))


def _direction(text: str, agent: re.Match[str], agents: dict[str, re.Pattern[str]]) -> tuple[str, int, int] | None:
    """Which way the agent goes: the word for more or less that stands beside it."""
    window = text[agent.end() : agent.end() + 12]
    for name in ("more", "less"):
        if match := re.match(rf"\s*(?:の?(?:幅|数|値|量|サイズ))?\s*(?:を|が|は|size)?\s*(?:{agents[name].pattern})", window, re.IGNORECASE):
            return name, agent.end(), agent.end() + match.end()
    before = text[max(0, agent.start() - 24) : agent.start()]
    for name in ("more", "less"):
        if match := re.search(rf"(?:{agents[name].pattern})\s*(?:the|a|the amount of|zero|number of)?\s*$", before, re.IGNORECASE):
            return name, agent.start() - len(match[0]), agent.end()
    return None


def _used(change: Found, sign: tuple[str, int, int] | None) -> bool:
    return sign is not None and sign[1] <= change.start < sign[2]


_COVERS = re.compile(r"effective|equivalent|実効|実質|相当|範囲|カバー|covers?|spans?|見渡", re.IGNORECASE)


def extent(view: View, text: str) -> Iterator[Reading]:
    """A 3x3 kernel with dilation 2 is in effect 5x5 (other wordings in English: `fields.py`)."""
    if "dilat" not in text.lower() and not re.search(r"拡張|膨張|穴あき|ダイレ", text):
        return
    layer = layer_with_window(text)
    if not _COVERS.search(text) or layer.dilation is None or not layer.kernel or layer.kernel[0] != layer.kernel[1]:
        return
    last = layer.shapes[-1] if layer.shapes else None
    if last is None or last.start == layer.shapes[0].start or last.sizes[0] != last.sizes[-1] or len(last.sizes) != 2:
        return
    yield Reading(
        f"receptive_field(conv2d, kernel_size={layer.kernel[0]}, dilation={layer.dilation}) == {last.sizes[0]}", last.start, last.end, sure=not view.sentence.has("hedged"),
    )  # fmt: skip
