"""The sizes that a stem gives in numbers: input, kernel, stride, padding, channels, layers and the rest."""

from __future__ import annotations

import re

from .values import normal

_IS = (
    r"\s*(?:\(\s*\w{1,4}\s*\)|[A-Za-z](?:_\w+)?(?=\s*[=はが]))?\s*(?:of|=|is|:"
    r"|are|の|は|が|を|で|to|size|set to|equal to)*\s*"
)
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "sixteen": 16,
}
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b(?=\s+[\w-])", re.IGNORECASE)
_DIMS = re.compile(r"(\d+) x (\d+)(?: x (\d+))?(?: x (\d+))?")
_KERNEL_AFTER = re.compile(
    r"^\s*(?:の|square|spatial|grouped|group|グループ|因果|因果的|膨張|拡張|普通の|depthwise|standard|dilated|strided|causal|transposed"
    r"|pointwise|separable|non-overlapping|max|average|mean|global|最大値?|平均値?"
    r"|通常の|標準|[- ])*\s*(?:kernel|filter|conv|window|pool|max|average|deconv|カーネル"
    r"|フィルタ|畳|窓|プーリング|最大|平均|Depthwise|Pointwise|Conv|転置)",
    re.IGNORECASE,
)
_KERNEL_BEFORE = re.compile(
    r"(?:kernels?|filters?|window|\bpooling|\bconvolution|カーネル|フィルター?|窓|プーリング)(?:\s*(?:size|shape|サイズ"
    r"|の大きさ|数))?\s*(?:of|size|is|=|:|are|の|が|は|サイズ|大きさ|\(|,)*\s*$",
    re.IGNORECASE,
)
_INPUT_AFTER = re.compile(
    r"^\s*(?:\(\S{1,9}\)\s*)?(?:の|RGB|colou?r|gray-?scale|カラー|グレースケール|[- ])*\s*(?:input"
    r"|image|feature|map|picture|入力|画像|特徴|マップ)",
    re.IGNORECASE,
)
_INPUT_BEFORE = re.compile(
    r"(?:inputs?|images?|maps?|入力|画像|特徴マップ|マップ)(?:\s*(?:volume|tensor|size|shape"
    r"|サイズ|画像|データ|マップ|テンソル))?\s*(?:of|with|size|shape|is|=|:|has|の|が|は|サイズ|大きさ"
    r"|\(|,)*\s*$",
    re.IGNORECASE,
)
_OUTPUT_AFTER = re.compile(r"^\s*(?:の)?\s*(?:output|result|出力)", re.IGNORECASE)
_OUTPUT_BEFORE = re.compile(
    r"(?:outputs?|出力)(?:\s*(?:map|feature map|size|shape|サイズ|マップ|特徴マップ))?\s*(?:of"
    r"|with|size|is|=|:|has|の|が|は|サイズ|大きさ|\(|,)*\s*$",
    re.IGNORECASE,
)
_LEADS = re.compile(r"(?:\b(?:to|into|gives?|produces?|yields?|becomes?)(?: an?)?|→|->|から|を)\s*$", re.IGNORECASE)
_NAMED: tuple[tuple[str, str], ...] = (
    ("stride", rf"(?:strides?|ストライド幅?){_IS}(\d+)"),
    ("stride", r"(?:スライド)\s*(\d+)"),
    ("height", r"(\d+)-(?:wide|pixel|pixel-wide)\s+(?:\w+ )?(?:input|image|map)"),
    ("kernel_size", r"(\d+)-(?:wide|tap)\s+(?:\w+ )?(?:kernel|filter|window)"),
    ("padding", rf"(?:(?:zero[- ])?padding|\bpad|ゼロ?パディング|パディング幅?){_IS}(\d+)"),
    ("padding", r"(\d+)\s*(?:pixels?|画素|ピクセル)\s*(?:of|の)\s*(?:zero[- ])?(?:padding|パディング)"),
    ("padding", r"(?:pad(?:ded|ding)?|パディング)[^.。,、]{0,20}?(?:by|を)\s*(\d+)"),
    (
        "dilation",
        rf"(?:dilation(?:\s+(?:rate|factor))?|dilated by|膨張率|拡張率|ダイレーション){_IS}(\d+)(?!\s*,\s*\d)",
    ),
    (
        "kernel_size",
        rf"(?:(?:kernels?|filters?|windows?)\s+(?:sizes?|widths?|lengths?)|(?:kernels?"
        rf"|filters?|convolutions?|pooling)\s+of\s+(?:size|width|length)|カーネル(?:サイズ"
        rf"|幅|の大きさ|の一辺)?|フィルタ(?:サイズ|の大きさ)|窓の?幅|一辺){_IS}(\d+)(?!\s*(?:x|個|枚|つ))",
    ),
    ("kernel_size", r"(?:size|width|length)[- ](\d+)\s+(?:kernel|filter|window|conv)"),
    ("kernel_size", r"(?:kernel|filter|window)s?\s+(\d+)(?!\s*x|\d|\.)"),
    ("height", r"高さ\s*(?:が|は|を)?\s*(\d+)"),
    ("width", r"(?<!フィルタ)(?<!カーネル)(?<!グ)(?<!ド)幅\s*(?:が|は|を)?\s*(\d+)"),
    ("growth_rate", rf"(?:growth rate|成長率|growth-rate){_IS}(\d+)"),
    ("groups", rf"(?:groups|グループ数|group count){_IS}(\d+)"),
    ("groups", r"(\d+)\s*(?:groups|グループ)"),
    ("multiplier", rf"(?:(?:channel|depth|width)[ _-]?multiplier|チャネル乗数|深さ乗数|(?:チャネル)?倍率){_IS}(\d+)"),
    ("batch", rf"(?:batch size|batch of|mini-?batch of|バッチサイズ|ミニバッチ){_IS}(\d+)"),
    ("time", rf"(?:length|長さ|signal of|sequence of){_IS}(\d+)"),
    ("time", r"(\d+)\s*(?:samples|time steps|サンプル|時刻)"),
    (
        "layers",
        r"(\d+)\s*(?:stacked |such |dilated |causal |convolutional |conv(?:olution)? "
        r"|consecutive |successive |dense |plain |\d+ x \d+ )*(?:layers|convolutions)",
    ),
    ("layers", r"(\d+)\s*(?:つの)?層"),
    ("layers", rf"(?:number of layers|層数|depth){_IS}(\d+)"),
    ("layers", r"stack of (\d+)"),
    (
        "out_channels",
        rf"(?:number of (?:filters|output channels)|output channels|出力チャネル数?|フィルタ(?:ー)?(?:数"
        rf"|の数|の枚数)|out_channels){_IS}(\d+)",
    ),
    (
        "out_channels",
        r"(?<!x )(?<!\d)(\d+)\s*(?:個の|枚の|つの|個|枚)?\s*(?:different |such |separate "
        r"|convolutional |learnable )*(?:\d+ x \d+(?: x \d+)?\s*(?:の|sized?)?\s*)?(?:filters?\b"
        r"|kernels?\b(?!\s*size)|output channels?|output feature maps?|フィルタ|カーネル(?!サイズ)"
        r"|出力チャネル|-filter)",
    ),
    ("out_channels", r"(?:フィルター?|カーネル)[^\d。、]{0,8}?(\d+)\s*(?:個|枚|つ)"),
    ("out_channels", r"(?:to|into|produces?|出力(?:は|が))\s*(\d+)\s*(?:output\s+)?(?:channels|チャネル)"),
    ("in_channels", rf"(?:number of input channels|input channels|入力(?:の)?チャネル数?|in_channels){_IS}(\d+)"),
    ("in_channels", r"(\d+)[- ]*(?:input|in)[- ]channels?|(\d+)\s*(?:入力チャネル)"),
    ("in_channels", r"(\d+)[- ]?channels?\s+(?:input|image|map|feature)"),
    ("in_channels", r"(?:receives?|takes?|gets?|starts? (?:with|from)|begins? with)\s+(\d+)\s+(?:feature maps|maps|channels)"),
    ("in_channels", r"(\d+)\s+(?:input\s+)?(?:feature maps|channels)\s+(?:enter|go into|are fed)"),
    ("in_channels", r"入力(?:は|が|に|の|マップは?)?\s*(\d+)\s*チャネル"),
    (
        "in_channels",
        r"(?:from|over|on|with|has|having|starts? (?:with|from))\s+(?:an? )?(\d+)[- ]channels?\b(?!\s*out)",
    ),
)
_LETTERS = {
    "S": "stride", "s": "stride", "P": "padding", "p": "padding", "D": "dilation", "d": "dilation", "K": "kernel_size", "D_K": "kernel_size", "F": "kernel_size",
    "H": "height", "W": "width", "C": "in_channels", "C_in": "in_channels", "M": "out_channels", "C_out": "out_channels", "k": "growth_rate", "L": "layers",
    "k_0": "in_channels", "N": "batch", "G": "groups", "T": "time",
}  # fmt: skip
_FROM_TO = re.compile(
    r"(?<!x )(?<![\dx])(\d{1,9})\s*(?:(?:input )?channels?\s*)?(?:to|into|->|→|から)\s*(\d{1,9})\s*(?:output )?(?:channels?|チャネル)", re.IGNORECASE
)
_IN_OUT = re.compile(
    r"(\d{1,9}) (?:input|in)(?: channels?)? and (\d{1,9}) (?:output|out) channels?|入力(?:が|は)?\s*(\d{1,9})\s*(?:チャネル)?\s*[・、,/]?\s*出力(?:が|は)?\s*(\d{1,9})\s*チャネル",
    re.IGNORECASE,
)
_ARROW = re.compile(r"(?:conv\w*|畳み込み\S*?|channels?|チャネル)[\s(:、]*(\d{1,9})\s*(?:→|->)\s*(\d{1,9})(?!\s*x|\d)", re.IGNORECASE)
NO_PADDING = re.compile(
    r"\b(?:no|without(?: any)?|zero|0|unpadded)\s+(?:zero[- ])?padding|\bvalid\b"
    r"|\bunpadded\b|パディング(?:は|を|も)?(?:な[しい]|無し|行わ|しない|用いない|使わ|入れない)",
    re.IGNORECASE,
)
SAME = re.compile(
    r"[\"'“‘]?\bsame[\"'”’]?[- ]?(?:padding|convolution)|padding\s*(?:=|is|of"
    r"|mode)?\s*[\"'“‘]same|(?:keep|preserv|maintain)\w*\s+(?:the\s+)?(?:spatial\s+)?(?:size"
    r"|dimension|resolution)|size[- ]preserving|(?:サイズ|大きさ)[をが](?:変え|変わら|保|維持)"
    r"|same(?:パディング| パディング)",
    re.IGNORECASE,
)


def digits(text: str) -> str:
    """A text with its number words as digits.

    >>> digits("three stacked layers")
    '3 stacked layers'
    """
    return _WORD.sub(lambda m: str(_WORDS[m[1].lower()]), text)


def sizes(stem: str) -> dict[str, int | str]:
    """The number of each size that a stem gives; padding may be `same`.

    >>> sizes("A 32x32x3 image, 10 filters of 5x5, stride 2, no padding") == {
    ...     "height": 32, "width": 32, "in_channels": 3, "kernel_height": 5, "kernel_width": 5, "out_channels": 10, "stride": 2, "padding": 0}
    True
    """
    text = re.sub(r"\d{25,}", " ", digits(normal(stem)))
    found: dict[str, int | str] = {}
    both = _FROM_TO.search(text) or _ARROW.search(text)
    for role, pattern in _NAMED:
        match = re.search(pattern, text, re.IGNORECASE)
        if role in ("in_channels", "out_channels") and both:
            continue
        if match and role not in found:
            found[role] = int(next(g for g in match.groups() if g)[:9])
    if either := re.search(r"入出力(?:とも)?(?:の?チャネル数?(?:は|が|とも)?)?\s*(\d{1,9})|(\d{1,9}) channels in and out|(\d{1,9}) input and output channels", text):
        value = int(next(g for g in either.groups() if g))
        found |= {"in_channels": value, "out_channels": value}
    pair = _IN_OUT.search(text)
    if pair:
        found |= {"in_channels": int(pair[1] or pair[3]), "out_channels": int(pair[2] or pair[4])}
    if both:
        found |= {"in_channels": int(both[1]), "out_channels": int(both[2])}
    for letter, value in re.findall(r"(?<![\w])([A-Za-z](?:_(?:in|out|K|F|0))?)\s*=\s*(\d{1,9})(?![\d.])", text):
        if letter in _LETTERS:
            found.setdefault(_LETTERS[letter], int(value))
    if "padding" not in found or found["padding"] == 0:
        found |= {"padding": "same"} if SAME.search(text) else {"padding": 0} if NO_PADDING.search(text) else {}
    for role, value in _dimensions(text).items():
        found.setdefault(role, value)
    if "height" in found and "width" not in found:
        found["width"] = found["height"]
    _channels(text, found)
    if share := re.search(r"(?:compression(?: factor| rate)?|圧縮(?:率|係数)?|theta|θ)\s*(?:of|=|is|が|は)?\s*(0?\.\d{1,4}|1/\d{1,2})", text, re.IGNORECASE):
        found["compression"] = share[1]
    return found


def _dimensions(text: str) -> dict[str, int]:
    """What the products `a x b (x c)` are: of the input, the kernel or the output, by the words beside them."""
    found: dict[str, int] = {}
    for match in _DIMS.finditer(text):
        values = [int(v[:9]) for v in match.groups() if v]
        what = _what(text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40])
        what = "output" if what in ("", "input") and "height" in found and _LEADS.search(text[max(0, match.start() - 20) : match.start()]) else what
        what = what or ("kernel" if "height" in found else "input")
        height, width, *channels = values
        if what == "input" and len(values) == 3 and values[1] == values[2] != values[0]:
            height, width, channels = values[1], values[2], values[:1]
        first, second, third = {
            "input": ("height", "width", "in_channels"),
            "kernel": ("kernel_height", "kernel_width", "in_channels"),
            "output": ("output_height", "output_width", "out_channels"),
        }[what]
        found.setdefault(first, height)
        found.setdefault(second, width)
        if channels:
            found.setdefault(third, channels[0])
    return found


def _what(before: str, after: str) -> str:
    if _KERNEL_AFTER.match(after):
        return "kernel"
    if _INPUT_AFTER.match(after):
        return "input"
    if _OUTPUT_AFTER.match(after):
        return "output"
    return (
        "kernel"
        if _KERNEL_BEFORE.search(before)
        else "output"
        if _OUTPUT_BEFORE.search(before)
        else "input"
        if _INPUT_BEFORE.search(before)
        else ""
    )


def _channels(text: str, found: dict[str, int | str]) -> None:
    """Channels named without a side: the first number is the input's, a second one the output's."""
    loose = [
        int(a or b or c)
        for a, b, c in re.findall(
            r"(\d{1,9})[- ]?channels?\b|(\d{1,9})\s*チャネル|チャネル数?(?:は|が|を|=)?\s*(\d{1,9})", text
        )
    ]
    loose = [v for v in loose if v not in (found.get("in_channels"), found.get("out_channels"))]
    for role, value in zip([r for r in ("in_channels", "out_channels") if r not in found], loose, strict=False):
        found[role] = value
    if "in_channels" not in found:
        if re.search(r"\bRGB\b|colou?r image|カラー画像", text):
            found["in_channels"] = 3
        elif re.search(r"gray-?scale|グレースケール", text, re.IGNORECASE):
            found["in_channels"] = 1
