"""How a measure goes with a size, in Japanese: 比例する, 2乗に比例, 大きくすると減る, 2倍にすると4倍, 増えない, よらない."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, known, roles_of, runnable
from ..vocabulary import family
from .idioms import flat, subjects_at

_MEASURES = (
    ("receptive_field", r"受容野|見える範囲|見える広さ|receptive field"),
    ("output_size", r"出力(?:サイズ|の(?:サイズ|大きさ|一辺|縦横|解像度)|特徴マップ(?:の(?:サイズ|大きさ))?|マップ|画像)?|特徴マップ(?:の(?:サイズ|大きさ))?|出てくる(?:サイズ|マップ)"),
)  # fmt: skip
_SIZES = (
    ("out_channels", r"出力チャン?ネル数?|フィルター?(?:の)?(?:枚|個)?数|カーネル(?:の)?(?:枚|個)?数|出力の深さ"),
    ("in_channels", r"入力チャン?ネル数?|入力の深さ"),
    ("kernel_size", r"(?:カーネル|フィルター?)(?:の)?(?:サイズ|大きさ|幅|一辺)|大きな(?:カーネル|フィルター?)|(?:カーネル|フィルター?)(?=(?:が|を)大き)"),
    ("dilation", r"dilation(?:\s*rate)?|拡張率|膨張率|ダイレーション"),
    ("stride", r"ストライド(?:幅)?|stride"),
    ("padding", r"パディング(?:幅|量)?|padding|ゼロ埋め"),
    ("growth_rate", r"growth\s*rate|成長率|増加率"),
    ("batch", r"バッチサイズ|ミニバッチの(?:大きさ|サイズ|数)"),
    ("size", r"(?:入力|画像|入力画像|特徴マップ)(?:の)?(?:サイズ|大きさ|解像度|縦横|一辺)|解像度"),
    ("layers", r"層(?:の)?数|層を(?:深く|増や|重ね|積)|深さ"),
)  # fmt: skip
_LETTER = {"out_channels": "M", "in_channels": "C", "kernel_size": "K", "size": "H", "layers": "L", "growth_rate": "k", "dilation": "D", "stride": "S", "padding": "P", "batch": "N"}
_UP = r"(?:大き|増|広|長|深|多|高|上が|上げ|伸び|重ね|積)"
_DOWN = r"(?:小さ|減|狭|短|浅|少な|低|下が|下げ|縮|抑え)"
_LINK = r"(?:ほど|と(?!も)|につれ|に従|ば|たら|場合|ことで|たび|分だけ|ても)"
_FREE = re.compile(r"(?:に|と)?(?:は)?(?:依存し(?:ない|ません)|依存せず|よら(?:ない|ず)|無関係|関係(?:し)?な(?:い|く)|関係せず|影響し(?:ない|ません)|影響を(?:与え|及ぼさ)な|左右されな|変わらない|変わりません|変わらず|変化しない|増えない|増えません|増やさず|同じ(?:まま)?(?:で|だ|。|$)|一定)")
_POWERS = (("2", re.compile(r"(?:2乗|二乗|自乗|平方)(?:に|で)(?:比例|増|効|大き)")), ("3", re.compile(r"(?:3乗|三乗)に比例")), ("1", re.compile(r"比例|線形に|1次に|一次に")))
_BY = re.compile(r"([2-9]|二|三|四)\s*倍(?:に(?:する|なる|なれ|すれ|増や|した|し)|すれ|の)[^。]{0,30}?([2-9]|二|三|四|十六|16|64|\d{1,2})\s*倍|半分に(?:する|なる|した|し|すれ)[^。]{0,30}?(1/[248]|[248]分の1|四分の一|半分|二分の一)")
_DIGITS = {"二": 2, "三": 3, "四": 4, "十六": 16}
_FAMILIES = ("convolution", "dilated", "causal", "transposed", "pooling", "dense", "stack", "wavenet", "linear")


def read(view: View) -> Iterator[Reading]:
    """The relation of a measure and a size that a Japanese sentence states."""
    s = view.sentence
    if not s.japanese or view.outline.blocks[s.block].kind == "heading" or s.has("question", "training_effect") or len(s.words) > 160:
        return
    text = flat(s)
    measure = next(((name, m) for name, p in _MEASURES for m in re.compile(p, re.IGNORECASE).finditer(text) if re.match(r"\s*[^。、]{0,3}?(?:は|が|も|を|に)", text[m.end() :])), None)
    if measure is None:
        return
    name, said = measure
    size = next(((role, m) for role, p in _SIZES for m in re.compile(p, re.IGNORECASE).finditer(text) if m.end() <= said.start() or m.start() >= said.end()), None)
    if size is None:
        return
    role, cause = size
    subject = _subject(view, name, role, min(said.start(), cause.start()))
    statement = _relation(text, name, role, subject, cause, said) if subject else None
    if statement:
        end = max(said.end(), cause.end())
        named = any(runnable(m.tag) == subject and not m.weak and not s.contrasted(m) for m in s.subjects)
        yield Reading(statement, min(said.start(), cause.start()), end, sure=named and not s.has("hedged"))


def _subject(view: View, name: str, role: str, place: int) -> str | None:
    """What is measured, as something that has the size."""
    named = subjects_at(view, place, _FAMILIES, "conv2d")
    own = runnable(named[0].subject)
    dilated = family(named[0].subject) in ("dilated", "wavenet", "causal") or role == "dilation"
    if role == "layers":
        return ("dilated_causal_stack" if dilated else "conv_stack") if name == "receptive_field" else None
    if name == "receptive_field" and role == "dilation" and re.search(r"層", view.sentence.words):
        return None  # of several layers together
    if dilated:
        return "conv1d" if role in ("dilation", "kernel_size", "in_channels", "out_channels") else None
    if name == "receptive_field":
        return "conv2d" if role == "kernel_size" else None
    return own if known(own) and role in roles_of(own) else None


def _relation(text: str, name: str, role: str, subject: str, cause: re.Match[str], said: re.Match[str]) -> str | None:
    """The statement: constant, to a power, so many times, or more and less."""
    left = f"{name}({subject})"
    after = text[max(cause.end(), said.end()) :]
    between = text[min(cause.end(), said.end()) : max(cause.start(), said.start())]
    lacks = role not in roles_of(subject)
    times = _BY.search(text)
    if times and not lacks and name in ("macs", "params"):
        return _times(name, subject, role, times)
    power = next((n for n, p in _POWERS if p.search(text[cause.end() : cause.end() + 16])), None)
    if power and name in ("macs", "params"):
        return None if lacks else _scaled(name, subject, role, 2, 2 ** int(power))
    if lacks:
        return None
    if _FREE.match(after) or (_FREE.search(after[:14]) and not re.search(_LINK, between)):
        return f"monotone({left}, {role}) == constant"
    grows = re.match(rf"[^。、]{{0,6}}?({_UP}|{_DOWN})[^。、]{{0,10}}?{_LINK}", text[cause.end() :]) or re.match(rf"[^。、]{{0,2}}({_UP}|{_DOWN})[^。、]{{0,8}}?{_LINK}", text[cause.start() :])
    result = re.search(rf"(?:が|は|も|を)[^。、]{{0,8}}?(?:({_UP})|({_DOWN}))", text[said.end() :])
    if grows and result and said.start() >= cause.end() and result.start() < 4 and not re.search(r"ない|ません", text[said.end() + result.end() :][:10]):
        same = bool(re.match(_UP, grows[1])) == bool(result[1])
        return f"monotone({left}, {role}) == {'increasing' if same else 'decreasing'}"
    return None


def _times(name: str, subject: str, role: str, times: re.Match[str]) -> str | None:
    def number(text: str) -> int:
        return _DIGITS.get(text) or int(text)

    if times[1]:
        return _scaled(name, subject, role, number(times[1]), number(times[2]))
    return None


def _scaled(name: str, subject: str, role: str, by: int, grown: int) -> str:
    """measure(by * size) == grown * measure(size)."""
    letter = _LETTER[role]
    if role == "size":
        fixed = ", padding=same, stride=1" if "padding_height" in roles_of(subject) and subject != "depthwise_separable_conv2d" else ""
        return f"{name}({subject}, height={by}*H, width={by}*W{fixed}) == {grown}*{name}({subject}, height=H, width=W{fixed})"
    fixed = ", padding=same, stride=1" if name == "macs" and "padding_height" in roles_of(subject) and subject != "depthwise_separable_conv2d" else ""
    return f"{name}({subject}, {role}={by}*{letter}{fixed}) == {grown}*{name}({subject}, {role}={letter}{fixed}) where {letter} = {role}"
