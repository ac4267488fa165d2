"""The operations that a stretch of text speaks of, one after another, each with the numbers that belong to it.

A number is taken by the word beside it, as in `geometry.py`; here every one is found, with its place, and a number whose
slot is taken opens the next operation: "a 7x7 conv (stride 2, padding 3) followed by a 3x3 max pool (stride 2)" are two.
Calls of PyTorch and Keras (`nn.Conv2d(3, 16, 5)`, `Conv2D(32, (3, 3))`) are operations of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .. import patterns as re
from .geometry import WORDS

_D = r"(\d{1,4})"
_W = r"(\d{1,4}|one|two|three|four|five|six|eight|ten|twelve|sixteen|a single)"
_BE = r"(?:\s*(?:は|が|を|の|も|に|で|と|して|値|幅|量|数|長さ|サイズ|大きさ|それぞれ|ともに|=|:|is|are|of|size|length|width|equal to|set to|to|with|both|each|a|an)\s*)*"
_SECOND = re.compile(r"\s*(?:(,)\s*(\d{1,3})\s*[)\]]|(and|と)\s*(\d{1,3})(?![\dx]|\s*(?:x|枚|個|filters|層|layers)))")
_NAMES: tuple[tuple[str, str], ...] = (
    ("global_avg_pool2d", r"global[- ]?(?:average|avg|mean)?[- ]?pool\w*|\bGAP\b|グローバル(?:平均|アベレージ)?(?:値)?プーリング|大域(?:的)?(?:平均)?プーリング|大域平均"),
    ("conv_transpose2d", r"transposed?[- ]?(?:2d )?conv\w*|deconv\w*|転置畳み?込み?|逆畳み?込み?|convtranspose\w*|up-?conv\w*"),
    ("upsample", r"(?:nearest(?:[- ]neighbou?r)?\s+)?up-?sampl\w*|アップサンプリング|最近傍補間|unpool\w*"),
    ("avg_pool2d", r"(?:avg|average|mean)[-_ ]?pool(?:ing|s|ed)?\w*|平均(?:値)?プーリング"),
    ("max_pool2d", r"(?:max[-_ ]?)?pool(?:ings?|s|ed)?(?:\s+layers?)?(?![a-z])|max[-_]?pool\w*|(?:最大(?:値)?|マックス)?プーリング|maxim(?:um|a) (?:over|taken)|subsampl\w*"),
    ("flatten", r"flatten\w*|平坦化|平らに|一列に(?:並べ|し|伸ば)|[1１一]次元(?:の?(?:ベクトル|配列))?に(?:並べ|し|変換|伸ば|展開)|unroll\w*"),
    ("linear", r"\bfc\d?\b|fully[- ]connected|全結合|\bdense\b(?![- ]?block)|affine|\blinear\b"),
    ("block", r"dense[- ]?block|デンスブロック|inception\w*|residual[- ]?block|残差ブロック|bottleneck|ボトルネック|\bmodules?\b|transition|\b(?:block|stage)s?\s*\d|(?:ブロック|ステージ)\s*\d|basicblock"),
    ("depthwise_conv2d", r"depth-?wise(?!\s*separable)|\bdw\d?\b|デプスワイズ|深さ方向"),
    ("pointwise_conv2d", r"point-?wise|\bpw\d?\b|ポイントワイズ"),
    ("conv2d", r"conv(?:olution\w*|s|2d)?(?![a-z])|convolv\w+|畳み?込[みむん]\w{0,2}|コンボリューション"),
    ("window", r"filters?\b|kernels?\b|windows?\b|stencils?\b|フィルター?|カーネル|窓|ウィンドウ|(?<![中結])核"),
)  # fmt: skip
_KIND = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _NAMES), re.IGNORECASE)
_SLOTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("stride", re.compile(
        rf"(?:stride[ds]?|hop(?:s|ping)?(?: of)?|(?:(?<=[,;(]\s)|(?<=\ba\s)|(?<=with\s)|(?<=and\s))(?-i:steps?)(?:\ssize)?|ストライド|移動幅|スライド幅|ずらし幅|歩幅|刻み幅)(?:\s*\(?s\)?(?![a-z]))?[-\s]*{_BE}[(\[]?\s*(?:\b[sS]\s*=\s*)?{_W}(?!\d|\.\d|\s*x\s*\d)"
        rf"|(?<![A-Za-z0-9_])[sS]\s*=\s*\(?{_D}|(?<=[\s,(])[sS]{_D}\b|(?<=\d)\s*/\s*s?([2-9])(?![\d=+*x)]|\s*[=+*x])|(?<=[\s,])/\s*s?([2-9])(?!\d)"
        rf"|{_W}\s*(?:画素|ピクセル|マス|px)?\s*(?:ずつ|おきに|(?:飛|と)ばし(?:で|て|に)?)(?!小さ|減|大き|縮|\s*の?(?:パディング|余白|ゼロ|零|埋め|詰め|足))|{_W}[- ](?:pixels?|steps?|samples?|positions?|frames?)\s+at a time|moves?\s+(?:by\s+)?{_W}\s+pixels?", re.IGNORECASE)),
    ("padding", re.compile(
        rf"(?:zero[- ])?(?<!output[ _-])(?:padd?(?:ing|ed|s)?|(?<!出力)パディング|パッド|ゼロ埋め|ゼロ詰め|詰め物|詰め|余白)(?:\s*\(?p\)?(?![a-z]))?(?:\s*(?:width|amount|size|幅|量))?{_BE}(?:on\s+)?(?:each side|all sides|zeros?|an?)?\s*[(\[]?\s*(?:\bp\s*=\s*)?{_W}(?!\d|\.\d|\s*x\s*\d)"
        rf"|(?<![A-Za-z0-9_])[pP]\s*=\s*\(?{_D}|(?<=[\s,(])[pP]{_D}\b|(?:幅|厚さ)\s*{_D}\s*の(?:ゼロ)?パディング"
        rf"|(?:周囲|周り|まわり|外側|上下左右|四方|端)(?:を|に)\s*{_D}\s*(?:画素|ピクセル|マス|px|列|周)?(?:分|ぶん|だけ|ずつ)*(?:の)?(?:ゼロ|0|０)?(?:で|を|に)?\s*(?:パディング|埋め|足|付|囲|詰め)"
        rf"|{_W}(?:画素|ピクセル|[- ]pixels?|\s+(?:rings?|rows?|borders?|pixels?))?\s*(?:ずつ)?\s*(?:の|of)?\s*(?:zero[- ]|ゼロ)?(?:パディング|padding|zeros|詰め|埋め)", re.IGNORECASE)),
    ("dilation", re.compile(
        rf"(?:dilat(?:ion|ed|e)(?:\s+(?:rate|factor))?|(?:atrous\b[^.;]{{0,24}}?)?\brate|拡張率|膨張率|ダイレーション率?)(?:\s*\(?[dr]\)?(?![a-z]))?{_BE}\(?\s*(?:\bd\s*=\s*)?{_W}(?!\d|\s*x\s*\d)|(?<![A-Za-z0-9_])[dD]\s*=\s*{_D}", re.IGNORECASE)),
    ("surplus", re.compile(rf"(?:output[ _-]?padding|出力パディング){_BE}\s*{_D}(?!\d|\s*x\s*\d)|(?<![A-Za-z0-9_])o\s*=\s*([01])(?!\d)", re.IGNORECASE)),
    ("groups", re.compile(rf"(?:groups?|グループ数?){_BE}{_D}|(?<![A-Za-z0-9_])[gG]\s*=\s*{_D}", re.IGNORECASE)),
    ("filters", re.compile(
        rf"{_W}\s*(?:枚|種類)(?!の?(?:入力|画像|サンプル|データ)|目)|{_W}\s*(?:個|本|つ)(?!の?(?:入力|画像|サンプル|データ|画素|値|ニューロン|zero|ゼロ|重み|パラメ|特徴|要素|出力|0|畳|プーリング|層|レイヤ|数)|目)"
        rf"|(?<![x\d.-]){_W}\s+(?:(?:such|different|separate|learnable|square|convolution\w*|of (?:size|these))\s+)*(?:\d+\s*x\s*\d+(?:\s*x\s*\d+)?\s+)?(?:convolution\w*\s+)?(?:filters?|kernels?|output channels?|out channels|feature maps)\b(?!\s+size)"
        rf"|(?:number of (?:filters|output channels)|\bfilters|\bkernels|フィルター?の?(?:数|枚数|個数)|カーネルの?(?:数|枚数)|出力チャン?ネル数?|出力\s*ch(?:annels?)?|out[_ ]channels|output channels)\s*(?:は|が|を|=|:|is|are)*\s*{_D}(?!\s*x|\d|[,.]\d|\s*(?:million|billion|[MG]\b|万|億|mult|MAC|param|weight))"
        rf"|@\s*{_D}\b|{_D}\s*@|(?<=[\sv3])\s*/\s*(\d{{2,4}})(?!\d|\s*[=+*x])|\b{_D}\s+out\b|出力(?:は|が|を)?\s*{_D}\s*(?:ch|チャ)", re.IGNORECASE)),
    ("kernel", re.compile(
        rf"(?:kernel|filter|window|フィルター?|カーネル|窓|ウィンドウ|核)(?!の?(?:数|枚数|個数))(?:[_\s]*(?:sizes?|width|length|extent|heights? and widths?|サイズ|の?幅|の?大きさ|の?長さ|の?高さ|の?一辺|の?辺))?(?:\s*\(?[kKfF]\)?(?![a-z]))?{_BE}[(\[]?\s*(?:\b[kf]\s*=\s*)?{_D}(?!\s*[x*枚個種本つ]|\s*,\s*\d|\d|\s*(?:channels|filters|チャ|ch))"
        rf"|(?:幅|長さ|サイズ|一辺|width|length|size)\s*(?:of\s*)?{_D}\s*の?\s*(?:フィルター?|カーネル|filters?|kernels?|window)|{_W}[- ]taps?\b|\btaps?\s*(?:=|:)\s*{_D}|タップ数?\s*(?:は|が|=|:)?\s*{_D}|{_D}\s*タップ"
        rf"|(?-i:(?<![A-Za-z0-9_])[fFk])\s*=\s*\(?{_D}(?!\s*x|\d)|(?-i:(?<=[\s,(/])k{_D}\b)|\bconv{_D}(?=-\d\d)|(?:max|avg|average|最大|平均)[- _]?(?:値)?(?:pool(?:ing)?|プーリング)\s*([2-5])(?![\dx]|\s*[x:]|\s*層)", re.IGNORECASE)),
)  # fmt: skip
NO_PADDING = re.compile(
    r"\bno pad\b|\bno (?:added |extra )?(?:zeros|border|rim|margin|rings?)\b|(?:パッド|pad)(?:は)?\s*(?:なし|無し)|(?:no|without(?: any)?|zero amount of|not using) (?:zero[- ])?padding|unpadded|\bvalid\b|パディング(?:は|を|も)?(?:なし|無し|ナシ|せず|しない|しなければ|ない|行わ|用い?な|使わ|入れな)|without being padded|(?:ゼロ埋め|余白|詰め物|ふち(?:足し|取り|どり)|縁(?:足し|取り))(?:を|は|も)?(?:なし|無し|ナシ|せず|しない|ない|つけ?な|付けな|入れな|取らな|とらな|足さな)",
    re.IGNORECASE,
)  # fmt: skip
_ONE_BY_ONE = re.compile(r"\bno (?:hops?|hopping|skipping|jumps?|stride)\b|\bone (?:step|pixel|position) at a time\b", re.IGNORECASE)
_SAME = re.compile(
    r"\bsame\b[^.;]{0,12}padd|padding\s*[=:]?\s*['\"「]?same|(?:same|セイム)\s*パディング|「same」|\bsame conv|サイズを(?:保|維持)つ?(?:ような)?パディング|(?<=[,(])\s*same\s*(?=[,)])",
    re.IGNORECASE,
)
_ARROWED = re.compile(
    rf"(?:conv(?:olution)?(?:2d)?\d?(?:\s*\d\s*x\s*\d)?|畳み?込み|point-?wise|\bpw)\s*[,:(]?\s*{_D}\s*(?:→|->)\s*{_D}(?![\d]|\s*x)",
    re.IGNORECASE,
)
_DASHED = re.compile(r"\bconv([1357])(?:x\d)?-(\d{2,4})(?!\d|x)", re.IGNORECASE)
_LISTED = re.compile(
    r"(\d{1,2}\s*x\s*\d{1,2}|conv\w*)\s*,\s*(\d{2,4})(?=\s*(?:$|[,)\];]|conv|stride|s\s*=|/))", re.IGNORECASE
)
_CALL = re.compile(
    r"(?:\b(?:nn|layers|tf\.keras\.layers|keras\.layers|F)\.)?\b(?P<name>Conv[123][dD]|ConvTranspose[12]d|Conv2DTranspose|DepthwiseConv2D|MaxPool(?:ing)?[12][dD]|Av(?:era)?g(?:e)?Pool(?:ing)?[12][dD]|AdaptiveAvgPool2d|"
    r"GlobalAveragePooling2D|Flatten|Linear|Dense|Upsample|UpSampling2D)\s*\((?P<args>(?:[^()]|\([^()]{0,40}\)){0,160})\)"
)


@dataclass
class Operation:
    """One operation; what is not said stays empty."""

    kind: str = ""
    kernel: tuple[int, ...] = ()
    stride: tuple[int, ...] = ()
    padding: tuple[int, ...] | str = ()
    dilation: tuple[int, ...] = ()
    filters: int | None = None
    incoming: int | None = None  # channels of the input, as a call gives them
    groups: int | None = None
    start: int = 0
    end: int = 0
    call: bool = False
    times: int = 1
    total: bool = False  # the padding counts both sides together
    surplus: int | None = None  # the output padding of a transposed convolution

    @property
    def says_nothing(self) -> bool:
        return not (self.kind or self.kernel or self.stride or self.padding)


@dataclass
class Spoken:
    """The operations of a text in order, and the places of the numbers they took."""

    operations: list[Operation] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)


def operations_of(text: str, windows: list[tuple[int, int, tuple[int, ...]]]) -> Spoken:
    """The operations of a text whose windows (`3x3`, with their places) are known.

    >>> found = operations_of("a 7x7 conv (stride 2, padding 3), then a 3x3 max pool with stride 2", [(2, 5, (7, 7)), (41, 44, (3, 3))])
    >>> [(o.kind, o.kernel, o.stride, o.padding) for o in found.operations]
    [('conv2d', (7, 7), (2,), (3,)), ('max_pool2d', (3, 3), (2,), ())]
    """
    found = _operations_of(text, tuple(windows))
    return Spoken([*found.operations], [*found.taken])


@lru_cache(maxsize=1_024)  # a sentence's example and its maps have the same operations
def _operations_of(text: str, windows: tuple[tuple[int, int, tuple[int, ...]], ...]) -> Spoken:
    called = calls_in(text)
    found = Spoken(called, [(c.start, c.end) for c in called])
    marks: list[tuple[int, int, str, object]] = []
    for start, end in found.taken:
        text = text[:start] + " " * (end - start) + text[end:]
    marks += [(a, b, "kernel", sizes) for a, b, sizes in windows]
    marks += list(_marks(text, found.taken))
    current = Operation(start=-1)
    opened: list[Operation] = []
    for start, end, slot, value in sorted(marks, key=lambda m: (m[0], -m[1])):
        if slot == "kind":
            own = _merged(current.kind, str(value))
            if own is None:
                current = Operation(start=-1)
                own = str(value)
            current.kind = own
        else:
            before = getattr(current, slot)
            if before not in ((), None) and before != value:
                current = Operation(start=-1)
            setattr(current, slot, value)
        if current.start < 0:
            current.start = start
            opened.append(current)
        current.end = end
    opened = [o for o in opened if not o.says_nothing or o.filters]
    if any(o.kernel for o in opened):  # a fully connected layer written as a convolution is that convolution
        opened = [o for o in opened if o.kind != "linear" or o.kernel]
    for one in opened:
        if one.kind == "upsample" and not one.kernel and (by := _FACTOR.search(text)):
            one.kernel = (int(next((g for g in by.groups() if g), "2")),) * 2
    if opened and (apart := _by_axis(text)):
        opened[-1].padding = apart
    found.operations += opened
    found.operations.sort(key=lambda o: o.start)
    return found


def calls_in(text: str) -> list[Operation]:
    """The operations that a text writes as a library's calls: `nn.Conv2d(3, 16, 5)`."""
    return [_of_call(call) for call in _CALL.finditer(text)]


_FACTOR = re.compile(
    r"(?:\bby|factor(?: of)?|scale\w*|stride)\s*(?:=\s*)?(?:a factor of\s+)?(\d)(?!\d|x)|(\d)\s*倍(?!率)|倍率\s*(?:は|が|=|:)?\s*(\d)|(?<!\d)x\s*(\d)(?!\d|x)|\bdoubl\w+|\btwo\b|二倍",
    re.IGNORECASE,
)
_AXIS_PADDING = re.compile(
    r"(?P<rows>no|\d|one|two|three)\s+(?:extra\s+)?rows?\s+and\s+(?P<columns>no|\d|one|two|three)\s+(?:extra\s+)?columns?(?:\s+of\s+(?:zero[- ])?padding)|(?P<none>no|without)\s+(?P<a>vertical|horizontal)\s+padding|(?P<b>vertical|horizontal)\s+padding\s+(?:of\s+|is\s+|=\s*)?(?P<n>\d)|(?P<w>\d|one|two|three)\s+(?:extra\s+)?(?P<c>row|column)s?\s+(?:of zeros\s+)?on\s+(?:either|each|both|every)\s+sides?"
    r"|(?P<d>上下(?!左右)|(?<!上下)左右|縦(?:方向)?|横(?:方向)?)(?:の?(?:パディング|余白)(?:は|が|を|に)?|に)\s*(?P<m>\d|なし)(?!\s*(?:[かヶケカ箇]所|個|つ|通り|枚|回|列|行))",
    re.IGNORECASE,
)


def _by_axis(text: str) -> tuple[int, int] | None:
    """Padding that is given for height and width apart; what is not spoken of is none."""
    found = [0, 0]
    matches = list(_AXIS_PADDING.finditer(text))
    for m in matches:
        if m["rows"]:
            found = [0 if n.lower() == "no" else int(n) if n.isdigit() else WORDS[n.lower()] for n in (m["rows"], m["columns"])]
            continue
        axis = (m["a"] or m["b"] or m["c"] or m["d"]).lower()
        number = "0" if m["none"] or m["m"] == "なし" else m["n"] or m["w"] or m["m"]
        found[axis[0] not in "vr上縦"] = WORDS.get(number.lower(), 0) if not number.isdigit() else int(number)
    return (found[0], found[1]) if matches else None


def _merged(before: str, new: str) -> str | None:
    """The kind after one more word for it: a window is any operation's; None where another operation begins."""
    if not before or before == "window":
        return new
    if new in ("window", before):
        return before
    if {before, new} == {"avg_pool2d", "global_avg_pool2d"}:
        return "global_avg_pool2d"  # avgpool: Global Average Pooling
    if {before, new} <= {"conv2d", "depthwise_conv2d", "pointwise_conv2d", "conv_transpose2d"}:
        return before if new == "conv2d" else new if before == "conv2d" else None
    return None


def _marks(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, str, object]]:
    """Every kind and number with its place."""
    for m in _KIND.finditer(text):
        yield m.start(), m.end(), "kind", m.lastgroup or ""
    for pattern, slots in ((_ARROWED, ("", "filters")), (_DASHED, ("kernel", "filters")), (_LISTED, ("", "filters"))):
        for m in pattern.finditer(text):
            for group, slot in enumerate(slots, 1):
                if slot:
                    value = int(m[group])
                    yield m.start(group), m.end(group), slot, (value, value) if slot == "kernel" else value
            taken.append(m.span())
            text = text[: m.start()] + " " * (m.end() - m.start()) + text[m.end() :]
    if (many := re.search(r"(?<![A-Za-z0-9_])K\s*=\s*(\d+)", text)) and re.search(r"(?<![A-Za-z0-9_])F\s*=\s*\d", text):
        yield many.start(1), many.end(1), "filters", int(many[1])  # CS231n: K filters of extent F
    for m in re.finditer(r"(?<![A-Za-z0-9_])K\s*=\s*(\d{1,2})(?!\d)", text):
        if not many:
            yield m.start(1), m.end(1), "kernel", (int(m[1]), int(m[1]))
    for slot, pattern in _SLOTS:
        for m in pattern.finditer(text):
            first = next(g for g in m.groups() if g)
            value = WORDS.get(first.lower(), 1) if not first.isdigit() else int(first)
            at = m.start(next(i for i, g in enumerate(m.groups(), 1) if g))
            second = _second(text, m, at, slot)
            taken.append((at, m.end()))
            if slot in ("filters", "groups", "surplus"):
                yield at, at + len(first), slot, value
            elif slot == "kernel":
                yield at, at + len(first), slot, (value, value)
            else:
                yield at, m.end(), slot, (value, second) if second is not None else (value,)
    for m in _ONE_BY_ONE.finditer(text):
        yield m.start(), m.end(), "stride", (1,)
    for pattern, value in ((NO_PADDING, (0,)), (_SAME, "same")):
        for m in pattern.finditer(text):
            yield m.start(), m.end(), "padding", value


def _second(text: str, found: re.Match[str], at: int, slot: str) -> int | None:
    """The other axis' number: strides 2 and 3, stride (2, 1)."""
    second = _SECOND.match(text, found.end())
    if second is None or slot not in ("stride", "padding", "dilation"):
        return None
    if second[1]:
        return int(second[2]) if text[:at].rstrip()[-1:] in ("(", "[") else None
    return int(second[4]) if re.search(r"s\b|縦|height|それぞれ", text[found.start() : at]) else None


def _of_call(call: re.Match[str]) -> Operation:
    """`nn.Conv2d(3, 16, 5, stride=2)`, `Conv2D(32, (3, 3), padding="same")`."""
    name, keras = call["name"], call["name"].endswith("D") or call["name"] == "Dense"
    plain, named = _arguments(call["args"])
    found = Operation(kind=_kind_of_call(name), start=call.start(), end=call.end(), call=True)
    if found.kind in ("conv2d", "conv_transpose2d", "conv1d"):
        order = (
            ("filters", "kernel", "stride", "padding") if keras else ("in", "filters", "kernel", "stride", "padding")
        )
    elif "pool2d" in found.kind and found.kind != "global_avg_pool2d":
        order = ("kernel", "stride", "padding")
    else:
        order = ("filters",) if keras else ("in", "filters")
    aliases = {
        "kernel_size": "kernel",
        "pool_size": "kernel",
        "strides": "stride",
        "out_channels": "filters",
        "in_channels": "in",
        "filters": "filters",
        "scale_factor": "kernel",
        "size": "kernel",
        "units": "filters",
        "k": "kernel",
        "s": "stride",
        "p": "padding",
    }
    given = {**dict(zip(order, plain, strict=False)), **{aliases.get(k, k): v for k, v in named.items()}}
    found.kernel = _pair(given.get("kernel"))
    found.stride = _single(given.get("stride"))
    padding = str(given.get("padding", "")).strip("'\" ").lower()
    found.padding = "same" if padding == "same" else (0,) if padding == "valid" else _single(given.get("padding"))
    if (not found.padding and found.kind in ("conv2d", "conv_transpose2d", "conv1d")) or (
        "pool2d" in found.kind and not found.padding
    ):
        found.padding = (0,)  # the libraries' default
    if not found.stride and found.kind in ("conv2d", "conv_transpose2d", "conv1d"):
        found.stride = (1,)
    found.dilation = _single(given.get("dilation") or given.get("dilation_rate"))
    found.surplus = _number(given.get("output_padding"))
    found.filters, found.incoming, found.groups = (_number(given.get(k)) for k in ("filters", "in", "groups"))
    return found


def _kind_of_call(name: str) -> str:
    low = name.lower()
    if "adaptive" in low or "global" in low:
        return "global_avg_pool2d"
    if "transpose" in low:
        return "conv_transpose2d"
    if "pool" in low:
        return "max_pool2d" if "max" in low else "avg_pool2d"
    if "depthwise" in low:
        return "depthwise_conv2d"
    return {"conv1d": "conv1d", "flatten": "flatten", "linear": "linear", "dense": "linear"}.get(
        low, "upsample" if low.startswith("up") else "conv2d"
    )


def _arguments(text: str) -> tuple[list[str], dict[str, str]]:
    parts = re.findall(r"(?:[^,()]|\([^()]*\))+", text)
    plain = [p.strip() for p in parts if "=" not in p]
    return plain, {p.split("=")[0].strip(): p.split("=", 1)[1].strip() for p in parts if "=" in p}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdigit() else None


def _single(text: str | None) -> tuple[int, ...]:
    numbers = tuple(int(n) for n in re.findall(r"\d+", text or ""))[:2]
    return numbers[:1] if len(set(numbers)) == 1 else numbers


def _pair(text: str | None) -> tuple[int, ...]:
    numbers = tuple(int(n) for n in re.findall(r"\d+", text or ""))[:2]
    return numbers * 2 if len(numbers) == 1 else numbers
