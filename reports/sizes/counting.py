"""What a text gives of a layer whose weights or operations are counted: its kind, its sizes in numbers, its biases.

`sizes_in` reads one sentence, heading or cell; `Case` puts those together that a claim inherits, the nearest first,
and says whether they leave a choice: only a claim whose sizes are all given once may be refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .. import patterns as re
from ..reading import View, letter_customs
from ..text.sentences import Sentence
from .geometry import FRAME, WORDS
from .operations import NO_PADDING
from .setting import sentences_above

_SIGNS = tuple((re.compile(rf"\\{word}(?![A-Za-z])"), f" {sign} ".center(len(word) + 1)) for word, sign in (("times", "x"), ("cdot", "x"), ("ast", "x"), ("rightarrow", "→"), ("to", "→")))
_KINDS = (
    ("depthwise_separable_conv2d", r"depth-?wise[- ]+separable|separable|分離(?:可能)?(?:な)?畳|分離畳|DSConv|SeparableConv2[dD]"),
    ("depthwise_conv2d", r"depth-?wise(?![- ]+separable)|デプスワイズ|深さ方向(?:の)?畳|チャン?ネル(?:別|ごと|毎)の?\s*(?:畳|\d\s*x)|(?<![A-Za-z])dw(?![A-Za-z])|DepthwiseConv2D"),
    ("pointwise_conv2d", r"point-?wise|ポイントワイズ|(?<![\d.x])1\s*x\s*1(?!\s*x\s*\d|\d)|(?<![A-Za-z])pw(?![A-Za-z])"),
    ("conv_transpose2d", r"transposed|deconv|転置畳|逆畳|ConvTranspose2d"),
    ("linear", r"fully[- ]connected|(?<![A-Za-z])fc(?![A-Za-z])|dense layer(?!s?\W{0,3}(?:with\s+)?(?:k\s*=|growth|of (?:a|the) dense))|linear layer|全結合|線形層|classifier|nn\.Linear|アフィン|output layer"),
    ("batch_norm", r"batch[- ]?norm\w*|バッチ正規化|(?<![A-Za-z])BN(?![A-Za-z])"),
    ("max_pool2d", r"pool\w*|プーリング"),
    ("conv2d", r"(?:standard|ordinary|normal|regular|usual|full|plain|普通|ふつう|通常|標準)(?:の|的な)?|conv\w*|畳み?込み"),
)  # fmt: skip
_KIND = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_SHAPE = re.compile(r"(?<![\d.,x*])(\d{1,4})\s*[x*]\s*(\d{1,4})(?:\s*[x*]\s*(\d{1,5}))?(?!\d|\.\d|,\d{3}|\s*[x*=]\s*\d|\s*\+\s*\d+(?!\s*x))")
_MAP_AFTER = re.compile(r"\s*(?:\]|\)|の)*\s*(?:RGB |spatial |input |output |入力|出力|カラー|白黒|グレースケール)*\s*(?:feature |activation )?(?:maps?\b|images?\b|inputs?\b|volumes?\b|特徴マップ|画像|マップ|pixels|画素|出力|入力|outputs?\b|resolution)", re.IGNORECASE)
_MAP_BEFORE = re.compile(r"(?:input|image|map|入力(?:サイズ|マップ|画像)?|画像(?:サイズ)?|特徴マップ|サイズ)\s*(?:is|of|size|shape|[:=(\[]|は|が|を)*\s*[\[(]?\s*$", re.IGNORECASE)
_OUT_BEFORE = re.compile(r"(?:output|\bout\b(?! of)|out comes|comes out(?: as)?|出力|できあがる絵|→|->)\s*(?:is|of|size|shape|volume|map|tensor|still|[:=(\[]|は|が|も)*\s*[\[(]?\s*$", re.IGNORECASE)
_BY = r"(?:\s*\d{1,2}\s*x\s*\d{1,2}\s*の?\s*(?:カーネル|フィルター?|畳み?込み|conv\w*)(?:層)?(?:で|によって|により)\s*)?"
_MADE = rf"(?:を|が)[、,]?{_BY}(?:出力|得|作|生成|返|でき|出て)"  # the map that is made, not the one it is made from
_OUT_AFTER = re.compile(rf"\s*の?(?:出力(?!チャ)(?:サイズ|マップ|画像|特徴マップ)?|(?:大きさの)?(?:特徴マップ|マップ|画像)?{_MADE})|\s*outputs?\b(?! (?:channels?|of))", re.IGNORECASE)
_KERNEL_AFTER = re.compile(r"\s*(?:[\])の]|,)*\s*(?:\w+ )?(?:filters?\b|kernels?\b|conv|フィルタ|カーネル|畳|を|、?\s*(?:stride|ストライド))", re.IGNORECASE)
_CH = r"(?:-?\s*(?:ch\b|チャン?ネル|channels?\b|channel\b|maps\b|feature maps\b|次元|units?\b|個))"
_BOTH = (
    re.compile(rf"(?<![\dx.,])(\d[\d,]{{0,8}})(?!\s*x\s*\d){_CH}?\s*(?:→|->|⇒|-?\bto\b-?|から)\s*(\d[\d,]{{0,8}})(?!\d|\s*x\s*\d|\.\d)", re.IGNORECASE),
    re.compile(r"(\d+) input(?: channels?)? and (\d+) output", re.IGNORECASE),
    re.compile(r"input (?:has|with|of) (\d+)(?: channels?)? and the output (?:has |of |with )?(\d+)(?!\d|\s*x)", re.IGNORECASE),
    re.compile(r"(\d+) (?:feature |input )?(?:maps|channels)\b[^.;\d]{0,24}(?:of size #*)?[^.;\d]{0,12}\b(?:in)?to (\d+)(?! *x)", re.IGNORECASE),
    re.compile(r"(\d+)\s*(?:枚|チャン?ネル|ch)(?:の(?:特徴)?マップ)?(?:を|から)\s*(\d+)\s*(?:枚|チャン?ネル|ch)(?:の|に|へ|と)"),
    re.compile(r"入力\s*(?:は|が|:|=)?\s*(\d[\d,]*)\s*(?:ch|チャン?ネル|次元|個)?\s*(?:[、,・]|で|と)?\s*出力\s*(?:は|が|:|=)?\s*(\d[\d,]*)(?!\s*x)"),
    re.compile(r"(\d[\d,]*) inputs? and (\d[\d,]*) outputs?", re.IGNORECASE),
)  # fmt: skip
_NO_CHANNELS = re.compile(  # the side goes from 56 to 28, k doubles from 32 to 64
    r"(?:\b(?:sides?|heights?|resolution|batch(?: size)?|rate|stride|dilation|length|(?-i:[kLNHWsd]))|一辺|縦横|解像度|高さ|長さ|バッチ(?:サイズ)?|成長率|層数)"
    r"(?:\s+[a-z]+){0,2}\s+from\s+$|(?:一辺|縦横|解像度|高さ|長さ|バッチ(?:サイズ)?|成長率|層数)(?:が|は|を)\s*$", re.IGNORECASE
)  # fmt: skip
_ONE = (
    ("in_channels", re.compile(r"入力(?:の)?(?:チャン?ネル(?:数)?)?\s*(?:は|が|:|=)?\s*(\d+)\s*(?:ch|チャン?ネル|個|[、,)]|で|$)(?!\s*x)|(?<![\dx.])(\d+)\s+in(?=\s*[,;/):.]|\s+and\b|$)|(\d+)\s*(?:input channels?|channels? in\b|入力チャン?ネル)|(\d+)\s*(?:ch\b|チャン?ネル|channels?\b|-channel)(?:の)?\s*(?:入力|input|画像|map|特徴マップ|image)(?!を(?:出力|得|作|生成|返))|input channels?\s*(?:=|:|is|of)\s*(\d+)|in_channels\s*=\s*(\d+)|(?:with|of|and) (\d+) channels\b(?! out)", re.IGNORECASE)),
    ("out_channels", re.compile(r"出力(?:の)?(?:チャン?ネル(?:数)?)?\s*(?:は|が|:|=|を)?\s*(\d+)\s*(?:ch|チャン?ネル|枚|[、,)]|の|で|$)(?!\s*x)|(?<![\dx.])(\d+)\s+out(?=\s*[,;/):.]|$)|(\d+)\s*(?:ch|チャン?ネル)(?:の\s*(?:#+\s*の?\s*)?(?:特徴マップ|マップ))?を(?:返|出力|出す|出し|作|得|生成)|(\d+)\s*(?:ch|チャン?ネル)の\s*(?:#+\s*の?\s*)?出力(?!チャ)|(\d+)\s*(?:output channels?|channels? out\b|出力チャン?ネル|(?:#+\s*)?(?:different |learnable |convolution\w* )?(?:filters?|kernels?)\b)|(?:フィルター?|カーネル)(?:の)?(?:枚|個)?(?:数)?\s*(?:は|が|を|:|=)?\s*(?:それぞれ)?(\d+)\s*(?:枚|個|種類|本)|(\d+)\s*(?:枚|個|種類|本)の?\s*(?:#+\s*の?)?\s*(?:フィルタ|カーネル)|(?:フィルタ|カーネル)(?:の)?数\s*(?:は|が|:|=)?\s*(\d+)|(?:produc\w+|yield\w*|giv\w+|into) (\d+) (?:output )?(?:channels|feature maps|maps)|\bwrites? (\d+)\b(?!\s*x)|out_channels\s*=\s*(\d+)|CONV\w*\s+#+,\s*(\d+)(?!\s*→)|#+\s*(?:の)?(?:カーネル|フィルター?|窓)?\s*[、,を]?\s*(\d+)\s*(?:枚|個)(?!の(?:出力|重み|パラメ|画像))", re.IGNORECASE)),
    ("both", re.compile(r"(\d+)\s*(?:channels|チャン?ネル|ch)\s*(?:both )?(?:in and out|入出力)|入出力(?:チャン?ネル(?:数)?)?(?:は|が)?(?:とも(?:に)?|共に|両方)?(?:は|が)?\s*(\d+)", re.IGNORECASE)),
    ("kernel_size", re.compile(r"(?:kernel|filter)(?:[ _]size| width)?\s*(?:=|:|of(?: size)?|is)?\s*(\d{1,2})\b(?!\s*[x\d])|(?:カーネル|フィルター?)(?:の)?(?:サイズ|大きさ|一辺|幅|長)\s*(?:は|が|:|=|を)?\s*(\d{1,2})(?!\s*[x\d枚個])", re.IGNORECASE)),
    ("stride", re.compile(r"(?:ストライド|strides?|(?:(?<=[,;(]\s)|(?<=\ba\s)|(?<=with\s)|(?<=and\s))(?-i:steps?)|\bs(?=\s*=))(?:幅)?\s*(?:は|が|を|=|:|of|is)?\s*(\d)(?!\d)|(\d)\s*(?:画素|ピクセル|マス)\s*(?:飛ばし|とばし|ずつ(?:ずら|動か|移動))|#\s*/\s?([2-4])(?=\s*(?:[,;:)、]|$))", re.IGNORECASE)),
    ("padding", re.compile(r"(?:パディング|padding|\bp(?=\s*=)|\bpad)(?:幅|量)?\s*(?:は|が|を|=|:|of|is)?\s*(\d)(?!\d)", re.IGNORECASE)),
    ("groups", re.compile(r"(?:groups?\s*(?:=|:|of)?|グループ数\s*(?:は|が|を|=|:)?)\s*(\d{1,3})\b|\b(\d{1,3}) groups|(\d{1,3})\s*(?:つの)?グループ", re.IGNORECASE)),
    ("units", re.compile(r"(\d[\d,]*)\s*-?\s*(?:units?\b|neurons?\b|classes\b|outputs\b|クラス|ユニット|ニューロン)|(?:\bFC|全結合|linear|dense)(?:層)?(?:[- (]+(?=\d)|(?=\d{2}))(\d[\d,]*)\b(?!\s*(?:→|->|to\b|x|,\s*\d))", re.IGNORECASE)),
)  # fmt: skip
_WORDED = re.compile(
    r"\b(two|three|four|five|six|eight|ten|twelve|sixteen|twenty|thirty-two|sixty-four)\b(?=\s+(?:(?:\d+\s*x\s*\d+(?:\s*x\s*\d+)?|different|learn\w+|square|small|such|output|input|feature)\s+){0,3}(?:filters|kernels|channels|maps|units|neurons|outputs|classes)\b)",
    re.IGNORECASE,
)
_BROUGHT_TO = re.compile(  # a 1x1 convolution reduces it to 64 channels; 64 チャネルに減らす
    r"\b(?:reduc|bring|brought|cut|squeez|shrink|compress|expand|widen|project|turn)\w*\s+(?:it|them|this|these|that|the (?:map|maps|input|channels|result|number of channels|depth|width))\s+(?:down |up |back |in)?to\s+(\d+)(?=\s+channels|[.,;]|\s*$)(?:\s+channels)?"
    r"|(?<![\d.])(\d+)\s*(?:ch|チャン?ネル)に(?:まで)?(?:減ら|増や|絞|しぼ|広げ|拡張|圧縮|落と)",
    re.IGNORECASE,
)
_CHANNELS = re.compile(r"(?<![\d.])(\d+)\s*(?:ch\b|チャン?ネル|-?channels?\b)", re.IGNORECASE)
_LETTERS = re.compile(r"((?:(?<![A-Za-z\d_.])[A-Za-z]\w{0,5}(?:_?\{\w{1,4}\})?'?\s*=\s*)+)(\d[\d,]*)(?!\d|\.\d|\s*[x*+/=-])")
_MODULE = re.compile(r"(?:nn\.)?(Conv2d|ConvTranspose2d|Linear|BatchNorm2d|Conv1d)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_WITH = re.compile(r"(?:バイアス(?:項)?|切片|偏り)(?:も|を|は|の分(?:も|を)?)?\s*(?:込|こみ|コミ|含め(?!ず|な)|含む|あり|有|入れ(?!ず|な)|つき|付き|付[くけい]|つく|つけ(?!な|ず)|足|使(?!わ)|持(?!た)|もつ|もち|数え(?!ず|な)|考慮(?!せず|しな))|(?:with|includ\w+|plus|counting|and)\s+(?:the\s+|its\s+|their\s+|one\s+|an?\s+)?bias(?:es)?\b|bias(?:es)?\s+(?:(?:is|are) )?(?:included|incl\b|counted|added|used)|\b(?:there is|has|have|having) (?:a|one) bias\b|\buses? (?:a |the )?bias(?:es)?\b|bias\s*=\s*true", re.IGNORECASE)
_WITHOUT = re.compile(r"(?:バイアス(?:項)?|切片)(?:は|を|も|の分を?)?[^。、()]{0,6}?(?:なし|無し|無視|除|抜|ぬき|ヌキ|含ま(?:ない|ず)|含めな|含めず|考え(?:ない|ず)|切っ|使わ|省|数えな|入れな|ない)|(?:without|no|ignor\w+|excluding|neglecting|not counting|omit\w*|w/o|not including)\s+(?:the\s+|any\s+)?bias(?:es)?|bias(?:es)?\s+(?:(?:is|are) )?(?:ignored|excluded|omitted|neglected|left out|not (?:counted|included|used)|aside|off)|(?:use_)?bias\s*=\s*false|bias-free", re.IGNORECASE)
_PLAINLY = re.compile(r"standard|ordinary|normal|regular|usual|full|plain|普通|ふつう|通常|標準", re.IGNORECASE)
_VAGUE = frozenset({"conv2d", "max_pool2d"})


_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\{,\}|\\,|\{\\,\})\d{3}){1,4}(?!\d)")  # 462{,}422{,}016


@lru_cache(maxsize=1_024)  # many readers ask for the same sentence
def plain(text: str) -> str:
    """A text with its mathematics in plain signs, as long as it was.

    >>> plain("a $3 \\\\times 3$ kernel, 14×14"), plain("$1{,}728$ weights")
    ('a  3    x   3  kernel, 14x14', ' 1,728   weights')
    """
    if "枠" in text:
        text = FRAME.sub("窓", text)
    if "," in text:
        text = _THOUSANDS.sub(lambda m: re.sub(r"[^\d]+", ",", m[0]).ljust(len(m[0])), text)
    for sign, sign_plain in _SIGNS if "\\" in text else ():
        text = sign.sub(sign_plain, text)
    text = re.sub(r"\$|`|\\[()\[\],;! ]|\*\*", lambda m: " " * len(m[0]), text)
    return text.replace("×", "x").replace("\\*", " x").replace("·", "x")


def bias_said(text: str) -> bool | None:
    """Whether a text counts the biases; None where it does not say.

    >>> bias_said("4608（バイアス込み）"), bias_said("ignoring biases"), bias_said("3x3")
    (True, False, None)
    """
    if _WITHOUT.search(text):
        return False
    return True if _WITH.search(text) else None


def kinds_in(text: str) -> list[tuple[int, int, str]]:
    """The layers that a plain text names, with their places, a more special name before a more general one."""
    found: list[tuple[int, int, str]] = []
    for kind, pattern in _KIND:
        for m in pattern.finditer(text):
            if not any(a < m.end() and m.start() < b for a, b, _ in found):
                found.append((m.start(), m.end(), kind))
    return sorted(found)


@dataclass
class Sizes:
    """Numbers by role, in the order in which a text gives them."""

    values: dict[str, list[int]] = field(default_factory=dict)
    bias: bool | None = None
    same: bool = False
    masked: bool = False

    def add(self, role: str, value: int | str) -> None:
        """Keep a number; a size of 0 is none, but for the padding, and nothing may be divided by it."""
        number = int(str(value).replace(",", ""))
        if not number and "padding" not in role:
            return
        held = self.values.setdefault(role, [])
        if number not in held:
            held.append(number)


def sizes_in(text: str, letters: dict[str, str] | None = None) -> Sizes:
    """The sizes that a text gives in numbers.

    >>> sizes_in("3×3、入力 64、出力 128 の畳み込み").values
    {'kernel_size': [3], 'in_channels': [64], 'out_channels': [128]}
    >>> sizes_in("Input 14×14×512, depthwise 3×3, stride 1.").values
    {'height': [14], 'width': [14], 'in_channels': [512], 'kernel_size': [3], 'stride': [1]}
    """
    text = plain(text)
    found = Sizes(bias=bias_said(text))
    found.same = bool(re.search(r"(?<![A-Za-z])same(?![A-Za-z])(?!\s+(?:size|as|number))|サイズ(?:を)?維持|大きさを保|パディングあり", text, re.IGNORECASE))
    if NO_PADDING.search(text):
        found.add("padding", 0)
    found.masked = bool(re.search(r"mask|マスク", text, re.IGNORECASE))
    text = _modules(text, found)
    text = _WORDED.sub(lambda m: str(WORDS[m[1].lower()]), text)
    text = _shapes(text, found)
    for pattern in _BOTH:
        for m in pattern.finditer(text):
            if _NO_CHANNELS.search(text[max(0, m.start() - 48) : m.start()]):
                continue
            found.add("in_channels", m[1])
            found.add("out_channels", m[2])
            text = text[: m.start()] + " " * (m.end() - m.start()) + text[m.end() :]
    for m in _BROUGHT_TO.finditer(text):
        found.add("out_channels", next(g for g in m.groups() if g))
    text = _BROUGHT_TO.sub(lambda m: " " * len(m[0]), text)
    for role, pattern in _ONE:
        for m in pattern.finditer(text):
            value = next(g for g in m.groups() if g)
            if value == "1" and re.search(r"枚|個|filter|kernel", m[0], re.IGNORECASE):
                continue  # "one filter" speaks of each of them
            for one in ("in_channels", "out_channels") if role == "both" else (role,):
                found.add(one, value)
    if "in_channels" not in found.values:
        for m in _CHANNELS.finditer(text):
            found.add("in_channels", m[1])
    if re.search(r"(?<![A-Za-z])RGB(?![A-Za-z])|カラー(?:画像|の入力|写真)|\bcolou?r (?:image|picture|photo)", text):
        found.add("in_channels", 3)
    _lettered(text, found, letters or {})
    return found


_OF_MODULES: dict[str, str] = {
    "in_features": "in_channels", "out_features": "out_channels", "num_features": "in_channels",
}  # fmt: skip


def _modules(text: str, found: Sizes) -> str:
    """nn.Conv2d(3, 64, kernel_size=7, bias=False): its sizes; what is left of the text."""
    for m in _MODULE.finditer(text):
        plain_args = [a.strip() for a in re.split(r",(?![^(]*\))", m[2])]
        pairs = [a.split("=", 1) for a in plain_args if "=" in a]
        named: dict[str, str] = {pair[0].strip(): pair[1].strip() for pair in pairs}
        order = {
            "Linear": ("in_features", "out_features"), "BatchNorm2d": ("num_features",),
        }.get(m[1], ("in_channels", "out_channels", "kernel_size", "stride", "padding"))  # fmt: skip
        named |= dict(zip(order, [a for a in plain_args if "=" not in a], strict=False))
        for role, value in named.items():
            if re.fullmatch(r"\d[\d,]*", value):
                found.add(_OF_MODULES.get(role, role), value)
        if found.bias is None and m[1] != "BatchNorm2d" and ("bias" in named or not re.search(r"重み|weights", text)):
            found.bias = named.get("bias", "True") != "False"
        text = text[: m.start()] + " " * (m.end() - m.start()) + text[m.end() :]
    return text


def _shapes(text: str, found: Sizes) -> str:
    """The kernels and maps of a text; what is left of it."""
    for m in _SHAPE.finditer(text):
        a, b = int(m[1]), int(m[2])
        c = int(m[3]) if m[3] else None
        before, after = text[: m.start()], text[m.end() :]
        if _is_kernel(a, b, c, before, after):
            found.add("kernel_size" if a == b else "kernel_height", a)
            if a != b:
                found.add("kernel_width", b)
            if c:
                found.add("in_channels", c)
            continue
        if c and b == c and a != b:
            a, b, c = b, c, a  # channels first
        told_before = _OUT_BEFORE.search(before[-30:]) and not re.search(r"(?:入力|input)[^。、.]{0,12}$", before[-16:], re.IGNORECASE)
        out = bool(told_before or _OUT_AFTER.match(after))
        found.add("out_height" if out else "height", a)
        found.add("out_width" if out else "width", b)
        if c:
            found.add("out_channels" if out else "in_channels", c)
    return _SHAPE.sub(lambda m: "#" * len(m[0]), text)


def _is_kernel(a: int, b: int, c: int | None, before: str, after: str) -> bool:
    """Whether a shape is a kernel's rather than a map's."""
    if max(a, b) > 11 or _MAP_AFTER.match(after) or _MAP_BEFORE.search(before[-24:]):
        return False
    if _KERNEL_AFTER.match(after):
        return True
    return c is None or c <= 4 or a in (1, 3, 5) or bool(re.search(r"(?:filters?|kernels?|フィルター?|カーネル)[^。.,、]{0,12}$", before[-24:], re.IGNORECASE))


def _lettered(text: str, found: Sizes, letters: dict[str, str]) -> None:
    """D_F = 14, M = N = 512: by the note's declarations, else by custom."""
    given: dict[str, str] = {}
    channels = {"in_channels", "out_channels"}
    for m in _LETTERS.finditer(text):
        names = [n.replace("{", "").replace("}", "") for n in re.findall(r"[A-Za-z]\w*(?:\{\w+\})?", m[1])]
        given |= dict.fromkeys(names, m[2])
        if len(names) > 1 and {letters.get(n, "") for n in names} <= channels:  # M = N: one of them is what goes in
            for role in sorted(channels):
                found.add(role, m[2])
    if not given:
        return
    unknown = [x for x in given if x not in letters]
    customs = [c for _, c in letter_customs() if all(c.get(x, "batch") != "batch" for x in unknown)]
    for name, value in given.items():
        role = letters.get(name) or next((c[name] for c in customs if name in c), None)
        role = {"output_height": "out_height", "output_width": "out_width"}.get(role or "", role)
        if role in ("size", "output_size"):
            found.add("height", value)
            found.add("width", value)
        elif role and role != "batch":
            found.add(role, value)


@dataclass
class Case:
    """The example a claim is about: its sizes, those of the sentence itself, and which of them leave a choice.

    `clause` are the sizes that stand between the count before and this one, where a sentence counts several layers.
    """

    own: Sizes
    above: list[Sizes]
    clause: Sizes = field(default_factory=Sizes)

    def of(self, role: str) -> list[int]:
        """The values of a role: the clause's, the sentence's, else those of the nearest text that gives one."""
        for sizes in (self.clause, self.own, *self.above):
            if role in sizes.values:
                return sizes.values[role]
        return []

    def near(self, role: str) -> list[int]:
        """The values of a role that the claim's own clause or sentence gives."""
        return self.clause.values.get(role) or self.own.values.get(role) or []

    def every(self, role: str) -> list[int]:
        """Every value of a role in sight, the nearest first."""
        return list(dict.fromkeys(v for sizes in (self.clause, self.own, *self.above) for v in sizes.values.get(role, ())))[:6]

    @property
    def bias(self) -> bool | None:
        return next((s.bias for s in (self.clause, self.own, *self.above) if s.bias is not None), None)

    @property
    def masked(self) -> bool:
        """Whether masks are spoken of, which leave only some of the weights."""
        return any(s.masked for s in (self.clause, self.own, *self.above))

    @property
    def same(self) -> bool:
        return any(s.same for s in (self.clause, self.own, *self.above))


def case_of(view: View, hide: tuple[int, int] = (0, 0), more: str = "", clause: str = "") -> Case:
    """The case of a claim: its sentence (the claim's own number hidden) and what stands above it in its section."""
    s = view.sentence
    text = s.text.chars
    own = sizes_in(more + " " + text[: hide[0]] + " " * (hide[1] - hide[0]) + text[hide[1] :], view.letters)
    above = [sizes_in(t, view.letters) for t in texts_above(view)]
    return Case(own, above, sizes_in(clause, view.letters) if clause else Sizes())


def with_modules(view: View, text: str) -> str:
    """The text, the names that program text gives to layers replaced by what they are: conv1, self.fc2."""
    for name, call in view.outline.modules().items():
        text = re.sub(rf"(?<![A-Za-z0-9_.])(?<!\d,)(?:self\.|model\.|net\.)?{re.escape(name)}(?![\w(])", lambda m, call=call: f" {call} ", text)
    return text


_BESIDE = re.compile(r"(?:without|excluding|ignoring|not counting|except(?: for)?|leaving out|followed by|then|\band|plus|with|before|→|->|[+＋,、・と])\s*(?:a |the )?$", re.IGNORECASE)
_NEXT_TO = re.compile(r"\s*(?:層)?(?:(?:は|を|の分(?:は|を))?(?:除|抜|含め[ずな]|数え[ずな])|が続|を挟|を入れ|の前|の後|を付|をつけ|と\s*ReLU|\s+(?:follows|afterwards|layer follows|comes next))", re.IGNORECASE)


def _merely_beside(text: str, kind: tuple[int, int, str]) -> bool:
    """A normalisation that follows the layer which is counted ("followed by BN")."""
    start, end, name = kind
    return name == "batch_norm" and bool(_BESIDE.search(text[:start]) or _NEXT_TO.match(text[end:]))


def texts_above(view: View) -> Iterator[str]:
    """The sentences above in the section, the nearest first, then the headings."""
    for earlier in sentences_above(view):
        if earlier.cell is None or earlier.block != view.sentence.block:
            yield earlier.text.chars
    for heading in view.outline.headings(view.sentence.block):
        yield view.outline.blocks[heading].raw


def named_kind(view: View, place: int) -> str | None:
    """The layer that the sentence itself names for a claim at a place: the last before it, else the first after."""
    return kind_at(plain(view.sentence.text.chars), place)


def kind_at(text: str, place: int) -> str | None:
    kinds = kinds_in(text)
    kinds = [k for k in kinds if not _merely_beside(text, k)] or kinds[:0]
    if not kinds:
        return None
    special = [k for k in kinds if k[2] not in _VAGUE or _PLAINLY.match(text[k[0] : k[1]])] or kinds
    before = [k for k in special if k[1] <= place] or [k for k in kinds if k[1] <= place]
    return before[-1][2] if before else special[0][2]


def kind_above(view: View, fits: frozenset[str] | None = None) -> tuple[str, str] | None:
    """The layer that the texts above name, nearest first, and the text."""
    for text in texts_above(view):
        shown = plain(text)
        kinds = [k[2] for k in kinds_in(shown) if (fits is None or k[2] in fits) and not _merely_beside(shown, k)]
        if kinds:
            special = [k for k in kinds if k not in _VAGUE] or kinds
            return special[0], text
    return None


_DOUBTFUL = re.compile(r"かもしれ|と思[うわっい]|だろう|らしい|might|perhaps|maybe|possibly|wonder|疑問|予想", re.IGNORECASE)


def doubtful(s: Sentence) -> bool:
    """Whether the author is not sure himself; an "if" or a "for example" is no doubt."""
    return bool(_DOUBTFUL.search(s.words))


def sentence_text(s: Sentence) -> str:
    """A sentence in plain signs."""
    return plain(s.text.chars)


_HIDDEN = re.compile(r"(?:隠れ|中間|hidden)(?:層|layer| units?)?\s*(?:は|が|=|:|of)?\s*\d.*(?:入力|出力|inputs?|outputs?)|(?:入力|inputs?).*(?:隠れ|中間|hidden)\D{0,8}\d", re.IGNORECASE)


def layers_between(text: str) -> bool:
    """Whether a hidden layer stands between the inputs and outputs of a text: 入力 784、中間 100、出力 10."""
    return bool(_HIDDEN.search(text))
