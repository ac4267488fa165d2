"""What a stretch of text says of operations in numbers: the kind, window, stride, padding, filters, the shapes around.

Prose, table cells, listings and pipelines are read alike, in Japanese and English: each number is taken by the word
that stands beside it ("stride 2", "ストライド2", `S=2`, "2x2/2", "6枚", "CONV3-64"), each shape is a window, what goes in
or what comes out by the words around it. What is not said stays empty.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .. import patterns as re
from ..text.sentences import Sentence

WORDS = {
    "a": 1, "an": 1, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "sixteen": 16, "twenty": 20, "thirty-two": 32, "sixty-four": 64,
}  # fmt: skip
_N = r"(\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|twenty|thirty-two|sixty-four)(?![\d.]\d|[a-z\d_])"
_D = r"(\d{1,5})"
_SHAPE = re.compile(
    rf"(?<![\d.x*/+-])(?<![\d)]\s[*+=-]\s)[\[(]?\s*(?<![\d.x])(?:{_D}\s*x\s*{_D}(?:\s*x\s*{_D})?(?:\s*x\s*{_D})?(?![\dx/^]|\s*[*=+]\s*\d|\.\d)"
    rf"|{_D}\s*\*\s*{_D}(?:\s*\*\s*{_D})?(?![\dx*/^]|\s*[*=+-]\s*[\dA-Za-z(]|\.\d))"
    rf"|[\[(]\s*(?:(?:none|n|batch|-1)\s*,\s*)?{_D}\s*,\s*{_D}(?:\s*,\s*{_D})?(?:\s*,\s*{_D})?\s*[\])]",
    re.IGNORECASE,
)
FRAME = re.compile(r"枠(?![組内外線])")  # what a window is called in plain words
_BY = re.compile(r"(?<=\d) by (?=\d)")
_SIDES = re.compile(r"(?:縦|高さ)\s*(\d{1,4})(?:画素|ピクセル)?\s*[、,・]?\s*(?:横|幅)\s*(\d{1,4})")  # 縦480、横640
_LOOSE = re.compile(r"(?<![\dx])(\d{1,4})\s{1,8}x\s{1,8}(\d{1,4})(?:\s{1,8}x\s{1,8}(\d{1,4}))?(?!\d|\s*x)")  # 3 \times 3
_WORDED = re.compile(r"\b(one|two|three|four|five|six|seven|eight)[ -]by[ -](one|two|three|four|five|six|seven|eight)\b", re.IGNORECASE)
_SAYS = r"(?:\s*(?:は|が|を|の|も|に|で|幅|量|数|サイズ|大きさ|と|して|=|:|is|are|of|size|length|equal to|set to|to|with|by|both|=)\s*)*"
_STRIDE = re.compile(
    rf"(?:stride[ds]?|ストライド|移動幅|スライド幅)(?:\s*s(?![a-z])|[-\s])?{_SAYS}\(?\s*(?:\b[sS]\s*=\s*)?{_N}(?!\s*x\s*\d|\s*フィルタ)(?:\s*,\s*(?P<second>\d+)\s*\))?"
    rf"|(?<![a-z0-9_])s\s*=\s*{_D}|(?<=[\s,(/])s{_D}\b|(?:(?<=x)|(?<=x\s)|(?<![\d.])(?=[2-9]))\d\s*/\s*{_D}(?=\s*(?:pool|conv|max|avg|$|[,;:)]))|,\s*/{_D}\b"
    rf"|{_N}(?:画素|ピクセル|マス)?ずつ(?:ずら|動か|移動|スライド)|{_N}\s*(?:画素|ピクセル|マス)\s*(?:飛ばし|とばし)|{_N}[- ](?:pixels?|steps?)\s+at a time",
    re.IGNORECASE,
)
_PADDING = re.compile(
    rf"(?:zero[- ])?(?:padd?(?:ing|ed|s)?|パディング|パッド)(?:\s*p(?![a-z]))?{_SAYS}(?:each side|zeros?|an?)?\s*\(?\s*(?:\bp\s*=\s*)?{_N}(?!\s*x\s*\d)(?:\s*,\s*(?P<second>\d+)\s*\))?"
    rf"|(?<![a-z0-9_])p\s*=\s*{_D}|(?<=[\s,(/])p{_D}\b|(?:幅|厚さ)\s*{_D}\s*の(?:ゼロ)?パディング"
    rf"|{_N}(?:画素|ピクセル|[- ]pixels?| pixels? of| rows? of)?\s*(?:の|of|の?ゼロ)?\s*(?:zero[- ]?)?(?:パディング|padding)",
    re.IGNORECASE,
)
_DILATION = re.compile(
    rf"(?:dilat(?:ion|ed)(?:\s+(?:rate|factor))?|(?:atrous\b[^.;]{{0,24}}?)?\brate|拡張率|膨張率|ダイレーション率?|dilated)(?:\s*[dr](?![a-z]))?{_SAYS}\(?\s*(?:\bd\s*=\s*)?{_N}(?!\s*x\s*\d)"
    rf"|(?<![a-z0-9_])d\s*=\s*{_D}",
    re.IGNORECASE,
)
_GROUPS = re.compile(rf"(?:groups?|グループ数?){_SAYS}{_D}|(?<![A-Za-z0-9_])[gG]\s*=\s*{_D}", re.IGNORECASE)
_FILTERS = re.compile(
    rf"{_N}\s*(?:枚|個|種類|つ)(?!の?(?:入力|画像|サンプル|データ|画素|値|ニューロン|zero|ゼロ|重み|パラメ|0))"
    rf"|(?<![x\d.-]){_N}\s+(?:(?:such|different|separate|learnable|square)\s+)*(?:\d+\s*x\s*\d+(?:\s*x\s*\d+)?\s+)?(?:convolution\w*\s+)?(?:filters?|kernels?|output channels?|feature maps)\b(?!\s+size)"
    rf"|(?:number of (?:filters|output channels)|filters|kernels|フィルタ数|フィルターの?数|フィルタの(?:枚数|数|個数)|カーネル数|出力チャネル数?|出力チャンネル数?|out_channels|output channels)\s*(?:は|が|を|=|:|is|are)*\s*{_D}(?!\s*x|[\d,.]*\s*(?:million|billion|thousand|[MGk]\b|万|億|mult|MAC|param|weight)|,\d)"
    rf"|conv\w*\(\s*{_D}\s*,\s*\d+\s*x|conv\w*?\d?\s*-\s*(?=\d\d){_D}(?!\s*x)|\d\s*,\s*{_D}(?=\s*$|\s*[,)])|@\s*{_D}\b|{_D}\s*@",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?<![A-Za-z_\d.])(?=[\w.]*[A-Za-z])(?![\w.]*(?:shape|size|zeros|ones|rand|input|view|tensor|array|empty|image|map|volume|output|torch|np))[A-Za-z_][\w.]*$", re.IGNORECASE)


def is_called(before: str) -> bool:
    """Whether the words before a bracket are the name of something that is called: DoubleConv(64, 128)."""
    return _CALLED.search(before[-40:]) is not None


_KERNEL_WORD = (
    r"(?:filters?|kernels?|windows?|stencils?|conv\w*|layers?\b|(?:max|average|avg|mean|global)?[- ]?pool\w*|max\b|average\b|masks?|receptive"
    r"|depth-?wise|transposed|dilated|フィルター?|カーネル|窓|ウィンドウ|畳み?込み?|(?:最大|平均|最大値)?プーリング|マックス)"
)
_KERNEL_AFTER = re.compile(
    rf"\s*(?:(?:の|サイズの|大きさの|size[ds]?|spatial|square|learnable|通常の|最大|平均|領域の|standard|causal|the|zero-padded)\s*)*{_KERNEL_WORD}",
    re.IGNORECASE,
)
_LISTED_AFTER = re.compile(r"(?:filters?|kernels?|フィルター?|カーネル)\s*[,、]\s*$", re.IGNORECASE)
_KERNEL_NOUN = re.compile(rf"\s*(?:の|サイズの|大きさの)?\s*{_KERNEL_WORD}", re.IGNORECASE)
_KERNEL_BEFORE = re.compile(
    rf"{_KERNEL_WORD}(?:層|layer|領域)?\d?\s*(?:(?:の?サイズ|の?大きさ|の?形状?|size|sized|shape|of|with|は|が|を|の|as|a|is|are|each|それぞれ)\s*)*[:=]?\s*[\[(（]?\s*(?:\d+\s*,\s*)?$",
    re.IGNORECASE,
)
_KERNEL_NUMBER = re.compile(
    rf"(?:kernel|filter|window|フィルター?|カーネル|窓|pool)(?:[_\s]*(?:size|width|length|extent|サイズ|幅|の?大きさ|の?長さ|の?高さ))?(?:\s*[kKfF](?![a-z]))?(?:\s*(?:は|が|を|の|=|:|of|is|size|width|length)\s*)*\s*{_D}(?!\s*[x*枚個種つ]|\s*,\s*\d|\d|\s*(?:channels|filters))"
    rf"|(?:幅|長さ|サイズ|width|length|size)\s*(?:of\s*)?{_D}\s*の?\s*(?:フィルター?|カーネル|filters?|kernels?|window)"
    rf"|(?<![a-z0-9_])[fk]\s*=\s*{_D}(?!\s*x)|(?<=[\s,(/])k{_D}\b|\bconv{_D}(?=-\d\d)",
    re.IGNORECASE,
)
_LAYER_FOLLOWS = re.compile(
    r"\s*[,、・/(（]?\s*(?:ストライド|stride|pad|パディング|padding|\d+\s*(?:枚|個|種|filters)|dilation|[sp]\s*=|s\d\b|/\d)", re.IGNORECASE
)
_IN_AFTER = re.compile(
    r"\s*(?:の|サイズの|sized?|の大きさの)?\s*(?:(?:rgb|gray\w*|colou?r|カラー|白黒|グレースケール|spatial|feature|入力|特徴|input|padded|square)\s*)*"
    r"(?:入力|画像|写真|マス(?!ク)|方眼|絵|特徴マップ|マップ|ボリューム|テンソル|データ|inputs?\b|images?\b|volumes?\b|maps?\b|tensors?\b|pictures?\b|photos?\b|frames?\b|patch(?:es)?\b|feature maps?\b|activations?\b)"
    r"(?!\s*(?:に|と)?な[るりっ]|が?得ら|を出|が出|サイズ)",
    re.IGNORECASE,
)
_IN_BEFORE = re.compile(
    r"(?:入力(?:画像|マップ|特徴マップ|データ|テンソル|ボリューム)?|画像|元画像|inputs?|images?|input (?:volume|map|image|size|feature map|tensor)|takes?|maps?|turns?|transforms?|reduces?|shrinks?|converts?|from|of|accepts?|take|feed"
    r"|looking at|over|on)\s*(?:(?:の?サイズ|の?大きさ|の?形状?|は|が|を|も|:|=|is|are|an?|the|of|size|shape|サイズが)\s*)*[\[(（]?\s*$",
    re.IGNORECASE,
)
_IN_NAMED = re.compile(
    r"(?:入力(?:画像|マップ|特徴マップ|データ|テンソル|ボリューム|サイズ)?|元画像|\b(?:inputs?|images?)(?:\s+(?:volumes?|maps?|images?|size|feature maps?|tensors?|shape))?)"
    r"\s*(?:(?:の?サイズ|の?大きさ|の?形状?|は|が|も|:|=|is|are|an?|the|of|size|shape)\s*)*[\[(（]?\s*$",
    re.IGNORECASE,
)
_IN_THEN = re.compile(r"\s*(?:から|が|を|に(?!な)|の|->|→|⇒|=>|to\b|into\b|becomes?\b|is (?:reduced|mapped|turned))", re.IGNORECASE)
_OF_WHAT = re.compile(r"\b(?:size|shape|dimensions?|width|height|outputs?|side)\s+(?:of|for|from)\s+(?:an?|the|our)?\s*$|\bapplied\s+to\s+(?:an?|the|our)?\s*$", re.IGNORECASE)  # the output size of a 7x7 input
_IMAGE = re.compile(r"\s*(?:(?:rgb|gr[ae]y\w*|colou?r|square|padded)\s+)?(?:inputs?|images?|pictures?|photos?)\b", re.IGNORECASE)
_OUT_AFTER = re.compile(
    r"\s*(?:の(?:出力|特徴マップ|マップ|ボリューム|テンソル|形状?|サイズ|大きさ)?)?\s*(?:が得ら|[がで]出(?:て|力|る)|を得|(?:に|まで)?(?:な[るりっ]|なります|縮|小さく|変換|減|拡大|変わ|する|し[、て]|戻)|と(?:な[るりっ]|なります|求)|を出力|である|です"
    r"|(?:sized\s+|spatial\s+|feature\s+|activation\s+)*(?:outputs?\b|results?\b|output volume|activation map))",
    re.IGNORECASE,
)
_OUT_BEFORE = re.compile(
    r"(?:出力(?:画像|マップ|特徴マップ|データ|テンソル|ボリューム|サイズ|の?形状?)?|(?:できる|できあがる|出来上がる|出てくる)(?:絵|もの|の|画像|マップ)?|結果|答え?|\bA[.:]|answer\s*:|→|->|⇒|=>|\boutputs?(?:\s+(?:volume|size|shape|map|feature map|image|tensor))?"
    r"|gives?|giving|yields?|produc\w+|results? in|becomes?|turns? into|\binto|\bto|down to|end(?:s|ed)? up (?:with|as|at)|comes? out(?: (?:as|with|at))?|came out(?: (?:as|with|at))?|hand(?:s|ed)? back|out comes?|\bget|obtain\w*|returns?|leav\w+|leaves|stays?|remains?|feature map|shape|volume|result|so|therefore|hence|we have|output)"
    r"\s*(?:(?:の?サイズ|の?大きさ|の?形状?|は|が|も|:|=|≈|will|be|is|are|has|have|size|shape|of|an?|the|us|only|still|just|again|therefore|then|thus|now|exactly|one|with|single|dimensions?|activation|volume|map|to)\s*)*[\[(（]?\s*$",
    re.IGNORECASE,
)
_APPLIED_TO = re.compile(r"\b(?:applied|fed|passed|given|slid|run)\s+(?:in)?(?:to|over|across|on)\s+(?:an?|the|this|our|each)?\s*(?:\w+\s)?[\[(（]?\s*$", re.IGNORECASE)
COMES_OUT = re.compile(r"(?:出力(?:サイズ|の?大きさ|マップ|特徴マップ|の?形状?)?(?:は|が)|\boutput(?:\s+(?:size|shape|map))?\s+(?:is|becomes|will be|would be|has size))\s*$", re.IGNORECASE)
_LABEL = re.compile(r"^\W*[^:：]{1,48}[:：]\s*[\[(]?\s*$")
_INPUT_NUMBER = re.compile(
    rf"(?<![A-Za-z_0-9])[WNnHi](?:_in)?\s*=\s*{_D}(?!\s*x|\d)"
    rf"|(?:入力(?:の?(?:サイズ|幅|高さ|長さ|一辺))?|入力画像の?(?:サイズ|幅|高さ)|input (?:size|width|length|side|height)|input)\s*(?:は|が|を|=|:|of|is|size|width)?\s*{_D}(?!\s*[x*チc枚個]|\s*,\s*\d+\s*[,)]|\d|\s*ch)"
    rf"|(?:長さ|系列長|length)\s*(?:が|は|of|=|:|is)?\s*{_D}\s*の?\s*(?:系列|信号|入力|sequence|signal|input)|(?:signal|sequence|input|series) of length\s*{_D}"
    rf"|(?:an?|the)\s+{_D}[- ](?:sample|step|pixel wide)\s+(?:signal|input|sequence|image)|長さ\s*{_D}\s*の?(?:系列|信号)",
    re.IGNORECASE,
)
_OUTPUT_NUMBER = re.compile(
    rf"(?:outputs?|results?|resulting|feature map)\b[^.,;:\d]{{0,26}}?(?:width|size|length|side|height)?\s*(?:is|of|=|:|will be|becomes|be|has|are|gives)\s*(?:length|size|width|side|only|just|a|an|of|now|still|now|again)*\s*(?:length|size|width|of)*\s*{_D}(?!\s*[x*,/+%-]|\d|\.\d|\s*(?:ch|filter|weight|param|feature maps|of|dim|maps|values|numbers))"
    rf"|(?<!product of )(?<!vector of )(?<!products of )(?<!input )(?<!image )(?:width|length|size|side|height)\s*(?:of|is|=|becomes|:|to)?\s*{_D}(?=\s*(?:$|[,;)!]|\.(?!\d)))"
    rf"|(?:gives?|gets?|returns?|leaves|yields?|→|->|=>|⇒|出力(?:サイズ|の?(?:幅|高さ|長さ|サイズ))?[はがも]?)\s*[:=]?\s*{_D}(?=\s*(?:$|[,;)!。、]|\.(?!\d)|に|と|で|画素|ピクセル|samples|steps|pixels))"
    rf"|(?:横|縦|一辺|1辺)(?:方向)?(?:に|は|が|で)?\s*(?:それぞれ)?\s*{_D}\s*(?:[かヶケカ箇]所|通り|個の?位置)|{_D}\s+(?:positions?|places?|times)\s+(?:across|per (?:row|side|axis)|along|on a side|in each)"
    rf"|(?:長さ|幅|高さ|サイズ|一辺|系列長)\s*(?:は|が)?\s*{_D}\s*(?:に|と)な|{_D}\s*(?:wide|high|tall|on (?:a|each|the) side)",
    re.IGNORECASE,
)
_LINE = re.compile(r"長さ|系列|信号|\blength\b|\bsignal|sequence|1-?d\b|1次元|一次元|samples", re.IGNORECASE)
_KINDS = (
    ("global_avg_pool2d", re.compile(r"global[- ](?:average[- ])?pool|\bGAP\b|グローバル(?:平均|アベレージ)?プーリング|大域平均", re.IGNORECASE)),
    ("conv_transpose2d", re.compile(r"transposed?[- ]?(?:2d )?conv|deconv|転置畳|逆畳|convtranspose|up-?conv", re.IGNORECASE)),
    ("avg_pool2d", re.compile(r"(?:avg|average|mean)[- ]?pool|平均(?:値)?プーリング", re.IGNORECASE)),
    ("max_pool2d", re.compile(r"pool|プーリング|subsampl", re.IGNORECASE)),
    ("depthwise_separable_conv2d", re.compile(r"separable|分離可能", re.IGNORECASE)),
    ("depthwise_conv2d", re.compile(r"depth-?wise|\bdw\b|デプスワイズ", re.IGNORECASE)),
    ("pointwise_conv2d", re.compile(r"point-?wise|\bpw\b|ポイントワイズ|(?<!\d)1\s*x\s*1(?:\s*x\s*\d+)?\s*(?:の|size[ds]?)?\s*(?:conv|畳|filter|kernel|フィルタ|カーネル)|(?:filter|kernel|フィルタ|カーネル)[^.。]{0,20}\b1\s*x\s*1(?!\d)", re.IGNORECASE)),
    ("linear", re.compile(r"\bfc\d?\b|fully[- ]connected|全結合|\bdense\b|affine|\blinear\b", re.IGNORECASE)),
    ("conv2d", re.compile(r"conv|畳み?込|filter|kernel|フィルタ|カーネル|コンボリューション", re.IGNORECASE)),
    ("relu", re.compile(r"\brelu\b|softmax|dropout|batch ?norm|\bbn\b|活性化", re.IGNORECASE)),
)  # fmt: skip


@dataclass
class Shape:
    """Two to four numbers that are sizes, where they stand, and as what: `kernel`, `input`, `output`, or unknown."""

    sizes: tuple[int, ...]
    start: int
    end: int
    role: str = ""


@dataclass
class Layer:
    """One operation as a stretch of text gives it; numbers that are not given are None."""

    kind: str = ""
    kernel: tuple[int, ...] = ()
    stride: tuple[int, ...] = ()
    padding: tuple[int, ...] | str = ()
    dilation: int | None = None
    filters: int | None = None
    groups: int | None = None
    kinds: tuple[str, ...] = ()
    shapes: list[Shape] = field(default_factory=list)

    @property
    def outputs(self) -> list[Shape]:
        return [s for s in self.shapes if s.role == "output"]

    @property
    def inputs(self) -> list[Shape]:
        return [s for s in self.shapes if s.role == "input"]

    @property
    def names_an_operation(self) -> bool:
        return bool(self.kernel) or bool(self.kind and self.kind != "relu")

    def over(self, other: Layer) -> Layer:
        """This layer, with the other's numbers where it has none of its own."""
        return replace(
            self, kind=self.kind or other.kind, kernel=self.kernel or other.kernel, stride=self.stride or other.stride,
            padding=self.padding or other.padding, filters=self.filters or other.filters,
            dilation=self.dilation if self.dilation is not None else other.dilation,
            groups=self.groups if self.groups is not None else other.groups,
        )  # fmt: skip


_AROUND = " 　$`*_"


def flat(sentence: Sentence) -> str:
    """The sentence's characters, as long, its mathematics written plainly: `$3 \\times 3$` is 3x3."""
    return _flat(sentence.text.chars)


@lru_cache(maxsize=1_024)  # many readers ask for the same sentence
def _flat(text: str) -> str:
    text = re.sub(r"\\times|\\ast|\\cdot", lambda m: "x".center(len(m[0])), text)
    if "枠" in text:
        text = FRAME.sub("窓", text)
    text = re.sub(r"[×✕∗ｘ]|(?<=\d)X(?=\d)|(?<=\d )[X*✖](?= \d)", "x", text).replace("$", " ").replace("\\*", " x")
    text = re.sub(r"\\[\[\](){}]|\\,|[`*_]{2}|`", lambda m: " " * len(m[0]), text)
    text = _WORDED.sub(lambda m: f"{WORDS[m[1].lower()]}x{WORDS[m[2].lower()]}".ljust(len(m[0])), text)
    text = _SIDES.sub(lambda m: f"{m[1]}x{m[2]}".ljust(len(m[0])), text)
    text = _BY.sub(lambda m: "  x ", text)
    return _LOOSE.sub(lambda m: "x".join(g for g in m.groups() if g).ljust(len(m[0])), text)


def place_of(sentence: Sentence, m: re.Match[str]) -> tuple[int, int]:
    """Where what was found in the plain characters stands in the sentence, whole and without what encloses it."""
    chars, text = sentence.text.chars, flat(sentence)
    after = text[m.end() :]
    said = chars[m.start() : m.end() + len(after) - len(after.lstrip())]
    start = m.start() + len(said) - len(said.lstrip(_AROUND))
    return start, max(start + 1, m.start() + len(said.rstrip(_AROUND)))


def layer_of(text: str) -> Layer:
    """The operation that a stretch of text gives.

    >>> layer_of("96 11x11 filters at stride 4, pad 0")
    Layer(kind='conv2d', kernel=(11, 11), stride=(4,), padding=(0,), dilation=None, filters=96, groups=None, kinds=('conv2d',), shapes=[Shape(sizes=(11, 11), start=3, end=8, role='kernel')])
    """
    kinds = kinds_of(text)
    found = Layer(kind=next((k for k in kinds if k != "relu"), ""), kinds=kinds)
    found.shapes = shapes_of(text)
    found.kernel = next((s.sizes for s in found.shapes if s.role == "kernel"), ())
    found.stride, found.padding = _pair(_STRIDE, text), _padding(text)
    dilation, filters, groups = _pair(_DILATION, text), _pair(_FILTERS, text), _pair(_GROUPS, text)
    found.dilation, found.groups = (dilation or (None,))[0], (groups or (None,))[0]
    found.filters = filters[0] if filters else None
    if (many := re.search(r"(?<!\w)K\s*=\s*(\d+)", text)) and re.search(r"(?<!\w)F\s*=\s*\d", text):
        found.filters = int(many[1])  # CS231n: K filters of extent F
    if found.kind == "linear" and "conv2d" in kinds:
        found.kind = "conv2d"  # a fully connected layer written as a convolution
    if found.kind == "conv2d" and _LINE.search(text) and all(len(s.sizes) == 1 for s in found.shapes):
        found.kind = "conv1d"
    if not found.kernel:
        number = _pair(_KERNEL_NUMBER, text)
        found.kernel = (number[0], number[0]) if number else ()
    return found


def kinds_of(text: str) -> tuple[str, ...]:
    """The kinds of operations that a text names, each kind of a place once (a max pooling is no other pooling)."""
    found: dict[str, int] = {}
    taken: list[tuple[int, int]] = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            if not any(a - 24 <= match.start() < b + 24 and _same_family(kind, k) for a, b, k in _at(taken, found)):
                found.setdefault(kind, match.start())
                taken.append((match.start(), match.end()))
    return tuple(sorted(found, key=lambda k: found[k]))


def _at(taken: list[tuple[int, int]], found: dict[str, int]) -> list[tuple[int, int, str]]:
    return [(a, b, next((k for k, at in found.items() if at == a), "")) for a, b in taken]


def _same_family(kind: str, other: str) -> bool:
    return ("pool" in kind) == ("pool" in other) and "relu" not in (kind, other) and "linear" not in (kind, other)


def _pair(pattern: re.Pattern[str], text: str) -> tuple[int, ...]:
    match = pattern.search(text)
    if match is None:
        return ()
    groups = match.groupdict()
    second = groups.get("second")
    first = next(g for g in match.groups() if g)
    value = WORDS.get(first.lower()) if not first.isdigit() else int(first)
    if value is None:
        return ()
    return (value, int(second)) if second else (value,)


_NO_PADDING = re.compile(
    r"\bno pad\b|\bno (?:added |extra )?(?:zeros|border|rim|margin|rings?)\b|(?:パッド|pad)(?:は)?\s*(?:なし|無し)|(?:no|without(?: any)?|zero amount of) (?:zero[- ])?padding|unpadded|\bvalid\b|パディング(?:は|を|も)?(?:なし|無し|せず|しない|ない|行わ|用い?な|使わ)|without being padded",
    re.IGNORECASE,
)  # fmt: skip
_SAME_PADDING = re.compile(r"\bsame\b[^.;]{0,12}padd|padding\s*[=:]?\s*['\"「]?same|sameパディング|「same」|サイズを(?:保|維持)つ?(?:ような)?パディング", re.IGNORECASE)


def _padding(text: str) -> tuple[int, ...] | str:
    if _NO_PADDING.search(text):
        return (0,)
    if _SAME_PADDING.search(text):
        return "same"
    return _pair(_PADDING, text)


def shapes_of(text: str) -> list[Shape]:
    """The shapes of numbers in a text with their roles, as far as the words around them tell."""
    found: list[Shape] = []
    for match in _SHAPE.finditer(text):
        if text[match.start()] == "(" and "," in match[0] and "x" not in match[0] and is_called(text[: match.start()]):
            continue  # DoubleConv(64, 128): what a call is given
        sizes = tuple(int(g) for g in match.groups() if g)
        first = next(i for i, g in enumerate(match.groups(), 1) if g)
        closing = re.match(r"\s*[\])]", text[match.end() :])
        found.append(Shape(sizes, match.start(first), match.end() + (closing.end() if closing and match[0][0] in "[(" else 0)))
    for at, shape in enumerate(found):
        shape.role = _role(text, shape, found[at - 1] if at else None, len(found))
    _complete(text, found)
    return sorted([*found, *_single(text, found)], key=lambda s: s.start)


def _single(text: str, found: list[Shape]) -> Iterator[Shape]:
    """Sizes of one number: W = 10, a signal of length 100, the output is 17 wide."""
    for pattern, role in ((_INPUT_NUMBER, "input"), (_OUTPUT_NUMBER, "output")):
        if any(s.role == role for s in found):
            continue
        matches = list(pattern.finditer(text))
        for match in matches[:1] if role == "input" else matches[-1:]:
            group = next(i for i, g in enumerate(match.groups(), 1) if g)
            if not any(s.start <= match.start(group) < s.end for s in found):
                yield Shape((int(match[group]),), match.start(group), match.end(group), role)


def _role(text: str, shape: Shape, last: Shape | None, many: int) -> str:
    before, after = text[max(0, shape.start - 48) : shape.start], text[shape.end : shape.end + 40]
    if last is not None:
        before = before[max(0, len(before) - (shape.start - last.end)) :]
    square = shape.sizes[0] == shape.sizes[1] and shape.sizes[0] <= 15
    labelled = _LABEL.match(text[: shape.start])
    if labelled and len(shape.sizes) == 3 and (shape.sizes[0] > 7 or "max_pool2d" in kinds_of(labelled[0])):
        return "output"
    if COMES_OUT.search(before) and not _KERNEL_NOUN.match(after):
        return "output"  # 出力は 5×5、ストライド 2 なら ...: no window
    if _APPLIED_TO.search(before) and not _KERNEL_NOUN.match(after):
        return "input"
    kernel = _KERNEL_AFTER.match(after)
    if kernel and not re.match(r"\s*(?:の|\w*)?\s*(?:特徴マップ|convolved)", after) and not (re.search(r"[\s,、;]", kernel[0]) and re.match(r"\s*(?:は|が|:|=|サイズ)?\s*\d+\s*x\s*\d", after[kernel.end() :])):
        return "kernel"
    if _KERNEL_BEFORE.search(before) and not re.search(r"(?:後|得られる|of the|after)\s*\S{0,6}$", before) and square and shape.sizes[0] <= 11:
        return "kernel"
    if square and len(shape.sizes) == 2 and _LAYER_FOLLOWS.match(after) and _LISTED_AFTER.search(before):
        return "kernel"  # 96 filters, 11x11, stride 4
    if _OUT_AFTER.match(after) and not _IN_AFTER.match(after):
        return "output"
    if square and len(shape.sizes) < 4 and _LAYER_FOLLOWS.match(after) and many > 1:
        return "kernel"
    if _IN_NAMED.search(before):
        return "input"
    if _OF_WHAT.search(before) and _IMAGE.match(after):
        return "input"
    if _OUT_BEFORE.search(before) or (_LABEL.match(text[: shape.start]) and kinds_of(text[: shape.start])):
        return "output"
    if _IN_AFTER.match(after) or _IN_BEFORE.search(before):
        return "input"
    return ""


def _complete(text: str, found: list[Shape]) -> None:
    """Of the shapes that are no windows, one that stands before a result is what went in."""
    plain = [s for s in found if s.role != "kernel"]
    for first, second in itertools.pairwise(plain):
        if first.role == "" and second.role == "output" and _IN_THEN.match(text[first.end : first.end + 12]):
            first.role = "input"
    for first, second in itertools.pairwise(plain):
        if first.role == second.role == "" and re.fullmatch(r"\s*(?:が|→|->|から)\s*\[?", text[first.end : second.start]):
            first.role, second.role = "input", "output"
    for first, second in itertools.pairwise(plain):
        between = text[first.end : second.start]
        if second.role == "output" and (first.role == "" or (first.role == "output" and _goes_in(text, first, between))):
            first.role = "input"


def _goes_in(text: str, shape: Shape, after: str) -> bool:
    """A shape after "to" that is called an image or a map, with a result still to come."""
    return bool(_IN_AFTER.match(after)) and not re.search(r"(?:→|->|⇒|=>|output\w*|出力\S*)\W*$", text[max(0, shape.start - 14) : shape.start])
