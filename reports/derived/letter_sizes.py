"""Sizes in letters: the side of an output, the reach of a dilated window, the field of a stack, the ratio of two layers."""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Num, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import View
from ..sizes.counting import kinds_in, plain, texts_above
from ..sizes.lettering import meanings, ways
from ..text.numerals import number_of
from .letter_formulas import Lettered

_HOLES = re.compile(r"dilat|atrous|à trous|拡張|膨張|穴|間隔|holes|gaps?\b|taps? apart|spread", re.IGNORECASE)
_EFFECTIVE = re.compile(r"(?:k_?)?eff\w*\s*=", re.IGNORECASE)
_REACH = re.compile(r"\beff|実効|有効|見かけ|一辺|side|spans?|covers?|reach|extent|広が|覆|width|幅|kernel|核|カーネル", re.IGNORECASE)
_SIZE = re.compile(
    r"出力|サイズ|大きさ|一辺|長さ|output|size|side|length|\bout\b|width|height|positions|fit\b|縮|shrink|(?<![A-Za-z])[oOmMhwHW](?:_?out|['′])?\s*=", re.IGNORECASE
)
_TRANSPOSED = re.compile(r"transpos|転置|逆畳み?込み|deconv|upsampl|復号", re.IGNORECASE)
_FIELD = re.compile(r"受容野|視野|receptive|\bfield\b|\bsees?\b|見え|見渡|look\w* back|reach|span|cover|届", re.IGNORECASE)
_DOUBLED = re.compile(r"1\s*,\s*2\s*,\s*4|doubl|倍々|2\s*倍ずつ|倍にし|2\^\{?[lLi]|指数", re.IGNORECASE)
_KERNELS = re.compile(
    r"(?<![\d.])(?P<a>[2-9])\s*x\s*(?P=a)(?!\d)|(?<![A-Za-z])[kKfFwr]\s*=\s*(?P<b>[2-9])(?!\d)|(?P<c>two|three|2|3|five|5)[- ]?(?:taps?|wide)\b|(?:幅|kernel(?: size)?|カーネル(?:サイズ|幅)?|窓)\s*(?:は|が|of|=)?\s*(?P<d>[2-9])(?!\d)", re.IGNORECASE
)
_LAYERS = frozenset("LlnN")


def near(view: View, most: int = 5) -> list[str]:
    """The sentence and the text above it, in plain signs."""
    return [plain(t) for t in (view.sentence.text.chars, *(t for _, t in zip(range(most), texts_above(view), strict=False)))]


def sizes(view: View, one: Lettered) -> Iterator[str]:
    """The statements about sizes in which a formula could come out."""
    node, texts = one.node, near(view)
    if _reciprocals(node):
        yield from _ratios(view, one)
        return
    own = texts[0]
    if re.search(r"[-+]", to_text(node)):
        if _REACH.search(own) and (any(_HOLES.search(t) for t in texts) or _EFFECTIVE.match(own)):
            yield from _reach(view, one)
        if _SIZE.search(own) or "//" in own or (view.bare and any(_SIZE.search(t) for t in texts[1:3])):
            yield from _sides(view, one, bool(_TRANSPOSED.search(" ".join(texts[:3]))))
    if re.match(r"(?:RF|rf|[rR])(?:_|$)", one.left) or any(_FIELD.search(t) for t in texts[:3]):
        yield from _fields(view, one, texts)


def _where(bound: dict[str, str]) -> str:
    return ", ".join(f"{x} = {r}" for x, r in bound.items() if r)


def _reach(view: View, one: Lettered) -> Iterator[str]:
    """d(k - 1) + 1, F + (F - 1)(D - 1): how far one window reaches."""
    for bound, _ in ways(view, "conv1d", symbols(one.node), ())[:4]:
        if set(bound.values()) == {"kernel_size", "dilation"}:
            yield f"receptive_field(conv1d) == {to_text(one.node)} where {_where(bound)}"


def _sides(view: View, one: Lettered, transposed: bool) -> Iterator[str]:
    """(n + 2p - k)/s + 1 and s(n - 1) - 2p + k: the side of an output."""
    along = any("time" in roles for roles in meanings(view).values())
    subject = "conv_transpose2d" if transposed else "conv1d" if along else "conv2d"
    for bound, _ in ways(view, subject, symbols(one.node), ("size",) if not along else ())[:6]:
        roles = set(bound.values())
        if len(roles & {"size", "time", "height", "width"}) != 1 or ("kernel_size" not in roles and "kernel_height" not in roles):
            continue
        if roles & {"in_channels", "out_channels", "channels"}:
            continue
        options = "" if "stride" in roles else ", stride=1"
        options += "" if roles & {"padding", "total_padding"} else ", padding=valid"
        yield f"output_size({subject}{options}) == {to_text(one.node)} where {_where(bound)}"


def _fields(view: View, one: Lettered, texts: list[str]) -> Iterator[str]:
    """2^L, 2L + 1: the field of a stack of so many layers by a window that the text tells."""
    letters = symbols(one.node)
    roles = meanings(view)
    if len(letters) != 1 or not (letters[0] in _LAYERS or "layers" in roles.get(letters[0], ())):
        return
    kernels = {m["a"] or m["b"] or m["c"] or m["d"] for t in texts[:3] for m in _KERNELS.finditer(t)}
    doubled = any(_DOUBLED.search(t) for t in texts[:3])
    powers = any(isinstance(n, Bin) and n.op == "**" and isinstance(n.left, Num) for n in walk(one.node))
    for kernel in sorted({number_of(k) or 1 for k in kernels}):
        stack = "dilated_causal_stack" if powers else "conv_stack"
        if powers == doubled or not powers:
            yield f"receptive_field({stack}, kernel_size={kernel}) == {to_text(one.node)} where {letters[0]} = layers"


def _reciprocals(node: Node) -> bool:
    """1/N + 1/K^2: a sum of two parts of one."""
    parts = (node.left, node.right) if isinstance(node, Bin) and node.op == "+" else ()
    return len(parts) == 2 and all(isinstance(p, Bin) and p.op == "/" and isinstance(p.left, Num) and symbols(p.right) for p in parts)


def _ratios(view: View, one: Lettered) -> Iterator[str]:
    """What a separable convolution costs as a part of the ordinary one."""
    about = {k for t in near(view, 8) for _, _, k in kinds_in(t)}
    if not about & {"depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d"}:
        return
    for bound, _ in ways(view, "depthwise_separable_conv2d", symbols(one.node), ())[:3]:
        yield f"macs_ratio(depthwise_separable_conv2d, to=conv2d) == {to_text(one.node)} where {_where(bound)}"
