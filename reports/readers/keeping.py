"""Which padding keeps a size: by a formula, (F - 1)/2 or k // 2, by numbers, by its name, or by the operation itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...properties.nodes import Bin, Call, Num, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, bindings, call
from ..scope import Named
from ..sizes.formulas import Span
from ..sizes.geometry import Layer, flat, layer_of
from ..sizes.setting import sentences_above
from ..sizes.spoken import example_of
from ..vocabulary import family
from .transforms import layer_in

_PADS = re.compile(r"pad|パディング|(?:ゼロ|零|[0０])\s*(?:を|で)|詰め|埋め|補[いうえっ]|付け足|ずつ(?:足|加え|付け|つけ)|(?:ふち|縁|枠|端)(?:の幅|に|を)|zeros|余白|\bborder|\bmargin", re.IGNORECASE)
_LEFT = re.compile(r"左|past|left|causal|total|合計|両側合わせ", re.IGNORECASE)
_TOTAL = re.compile(r"合計|両側合わせ|in total|altogether|rows and columns in total", re.IGNORECASE)
_ODD = re.compile(r"\bodd\b|奇数", re.IGNORECASE)
_EVEN = re.compile(r"\beven\b|偶数", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:whatever|for (?:any|every|all)|regardless|always|no matter|irrespective)\b|任意の|どんな|常に|必ず", re.IGNORECASE)
EVERY_KERNEL = re.compile(
    r"(?:フィルター?|カーネル|窓)(?:の)?(?:サイズ|大きさ|幅)?(?:が|は)?\s*(?:どんな|どれほど|どれだけ|いくら|いくつ|何|によらず|に(?:関係なく|かかわらず|関わらず|依存せず)|を問わず)|(?:どんな|任意の|あらゆる|すべての|どの)\s*(?:大きさ|サイズ)?の?\s*(?:フィルター?|カーネル|窓)"
    r"|\b(?:whatever|regardless of|irrespective of|independent(?:ly)? of|for (?:any|every|all)|no matter (?:what|how \w+)|with (?:any|every))\s+(?:the\s+)?(?:size of the\s+)?(?:filter|kernel|window)|\b(?:filters?|kernels?|windows?) of (?:any|every|arbitrary|whatever) size",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"\b(?:chop|crop|trim|cut|drop|remov|discard|slic|strip)\w*|切り(?:落と|捨て|取)|取り除|除去|捨て|削(?:る|り|っ)|トリミング|クロップ", re.IGNORECASE)
_KEEPERS = ("pointwise_conv2d", "dense_block", "residual_block", "causal_conv1d", "dilated_causal_stack", "pixelcnn", "wavenet", "masked_conv2d")


def kept_by(view: View, text: str, subject: str, layer: Layer, named: Named) -> tuple[str, bool] | None:
    """The statement that the size is kept under the padding that is spoken of, and whether that is plain."""
    span = padding_formula(view)
    if span is not None and _CUT_OFF.search(text):
        return None  # what is padded is cut off again
    if span is not None:
        return by_formula(view, text, span, subject, layer)
    kind = subject if subject in ("depthwise_conv2d", "conv1d") else "conv2d"
    windowed = subject == "pointwise_conv2d" and layer.kernel not in ((), (1, 1))  # "3x3 with P=1", under a pointwise layer
    if family(subject) in ("normalisation", "activation") or (subject in _KEEPERS and not windowed):
        return f"spatial_preserved({subject})", True
    if family(subject) == "pooling" or subject == "transition_layer":
        return (f"spatial_preserved({subject})", False) if subject == "transition_layer" or not layer.kernel else None
    if subject == "conv_transpose2d":
        given = {"kernel_size": layer.kernel, "stride": layer.stride, "padding": layer.padding if layer.padding != "same" else ()}
        own = {name: str(value[0]) for name, value in given.items() if value}
        return (call("spatial_preserved", subject, own), "padding" in own) if {"kernel_size", "stride"} <= own.keys() else None
    sole = [x.sizes for x in layer.shapes if x.role == ""]
    if not layer.kernel and len(sole) == 1 and sole[0][0] == sole[0][-1] <= 15:
        layer = replace(layer, kernel=sole[0])
    own = layer.over(layer_in_context(view)) if layer.kernel or layer.padding else layer
    if own.kernel and own.padding and own.padding != "same" and (layer.kernel or layer.padding):
        fits = 2 * int(own.padding[0]) == (own.kernel[0] - 1) * (own.dilation or 1)
        options = {"kernel_size": str(own.kernel[0]), "stride": step_of(view, layer) if fits else str((layer.stride or (1,))[0]), "padding": str(own.padding[0])}
        if own.dilation:
            options["dilation"] = str(own.dilation)
        return call("spatial_preserved", kind, options), bool(layer.kernel and layer.padding)
    stride = {"stride": step_of(view, layer)}
    if layer.padding == "same" or ("same" in text.lower() and _PADS.search(text) and "padding" in text.lower() and re.search(r"same[^.]{0,3}padding", text, re.IGNORECASE)):
        return call("spatial_preserved", kind, {**stride, "padding": "same"}), True
    if layer.padding and layer.padding != "same" and EVERY_KERNEL.search(text):
        return call("spatial_preserved", kind, {"stride": "1", "padding": str(layer.padding[0])}), True
    if layer.padding:
        return None
    if _PADS.search(text):
        return call("spatial_preserved", kind, {**stride, "padding": "P"}), False
    if family(named.subject) == "dilated":
        return call("spatial_preserved", "conv2d", {"dilation": "D", "padding": "P"}), False
    return None


_UNIT = re.compile(r"(?:stride[sd]?|ストライド|歩幅|(?<![A-Za-z])[sS](?:_\w)?)\s*(?:は|が|を|も|の|=|:|of|is|was|=\s*)*\s*(?:[1１一]|one)(?![\d.])|\bunit stride|stride-1|[1１]\s*(?:画素|ピクセル)ずつ|one pixel at a time", re.IGNORECASE)


_LONGER = re.compile(r"(?:stride[sd]?|ストライド|歩幅|(?<![A-Za-z])[sS](?:_\w)?)\s*(?:は|が|を|も|の|=|:|of|is)*\s*(?:[2-9２-４]|two|three)(?![\d.])", re.IGNORECASE)


def step_of(view: View, layer: Layer) -> str:
    """The stride that is given here or above, as an option; S, whatever it is, where nobody has given one."""
    if layer.stride:
        return str(layer.stride[0])
    outline, s = view.outline, view.sentence
    around = [s, *sentences_above(view), *(e for b in (*outline.ancestors(s.block), *outline.headings(s.block)) for e in outline.sentences[b])]
    told = [flat(e) for e in around]
    other = any(_LONGER.search(text) for text in told)
    return "1" if any(_UNIT.search(text) for text in told) and not other else "S"


def layer_with_window(text: str) -> Layer:
    """What a text says of one operation; a small square that stands alone is its window."""
    layer = layer_of(text)
    sole = [x.sizes for x in layer.shapes if x.role == "" and len(x.sizes) == 2]
    if not layer.kernel and len(sole) == 1 and sole[0][0] == sole[0][-1] <= 11:
        return replace(layer, kernel=sole[0])
    return layer


_KEEPS = re.compile(
    r"変わら|かわら|変え(?:な|ず|たく)|同じ|そろ|揃|一致|保[たちつっ]|維持|等し|\bkeep\w*|\bpreserv\w+|\bsame\b|\bunchanged\b|\bequal\w*|\bretain\w*|\bmaintain\w*", re.IGNORECASE
)
_SIZE = re.compile(r"サイズ|大きさ|縦横|幅|解像度|形|\bsizes?\b|\bwidth|\bheight|\bspatial|\bdimension|\bresolution|\bshape", re.IGNORECASE)


def windows_with_padding(view: View, text: str) -> Iterator[Reading]:
    """Several windows, each with the padding that keeps the size: P=1 for F=3, P=2 for F=5."""
    if not _KEEPS.search(text) or not (_SIZE.search(text) or re.search(r"→|->|⇒|=>", text)) or ("な" in text and re.search(r"(?:同じ|一致|等し)\S{0,4}な[いく](?!と)", text)):
        return
    pairs = [o for o in example_of(text).operations if len(set(o.kernel[:2])) == 1 and isinstance(o.padding, tuple) and len(o.padding) == 1 and o.kind in ("", "window", "conv2d")]
    if len(pairs) < 2:
        return
    stride = next((str(o.stride[0]) for o in pairs if o.stride), "") or step_of(view, Layer())
    for one in pairs:
        fits = 2 * int(one.padding[0]) == (one.kernel[0] - 1) * (one.dilation or (1,))[0]
        options = {"kernel_size": str(one.kernel[0]), "stride": stride if fits or stride != "S" else "1", "padding": str(one.padding[0]), **({"dilation": str(one.dilation[0])} if one.dilation else {})}
        yield Reading(call("spatial_preserved", "conv2d", options), one.start, one.end, sure=not view.sentence.has("hedged"))


def layer_in_context(view: View) -> Layer:
    """What the nearest sentences above give of kernel, stride and padding."""
    found = Layer()
    for count, sentence in enumerate(sentences_above(view)):
        if count >= 3 or (found.kernel and found.padding):
            break
        if sentence.cell is None:
            found = found.over(layer_in(sentence))
    return found


def padding_formula(view: View) -> Span | None:
    """The formula that the padding is: (K - 1)/2, d*(k - 1)/2, k // 2."""
    s = view.sentence
    for span in s.formulas:
        value = span.formula.value
        letters = symbols(value)
        if not 1 <= len(letters) <= 2 or (span.formula.shape and len(span.formula.shape) > 2):
            continue
        named = len(span.formula.sides) == 2 and re.match(r"[Pp]", str(getattr(span.formula.sides[0], "name", "")))
        if not named and not _PADS.search(s.words):
            continue
        minus = any(isinstance(n, Bin) and n.op in "+-" and isinstance(n.right, Num) and n.right.value == 1 for n in walk(value))
        halved = any(isinstance(n, Bin) and n.op == "/" and isinstance(n.right, Num) and n.right.value == 2 for n in walk(value))
        zeros = re.match(r"\s*\$?\s*(?:個の?|個だけ\s*|だけ\s*|ずつ\s*)?(?:ゼロ|零|[0０]\s*(?:を|で)|詰め|足|埋め|補|zeros)", s.text.chars[span.end :]) and not span.atomic
        if (minus or halved or zeros or any(isinstance(n, Call) for n in walk(value))) and any(re.match("[FKfk]", x) or view.letters.get(x, "").startswith("kernel") for x in letters):
            return span
        if named and span.formula.sides[-1:] and value == span.formula.sides[-1] and len(letters) == 1 and view.letters.get(letters[0], "dilation" if letters[0] in "dDr" else "") == "dilation":
            return span  # pad = d
    return None


_STAYS = re.compile(r"変わら(?:ない|ず|ん)|かわらない|変え(?:ず|ない)|同じ(?:大きさ|サイズ|長さ)|(?:大きさ|サイズ|長さ|縦横)[^。、]{0,8}(?:は|が|と|も)[^。、]{0,8}(?:同じ|等し|一致|保[たっ])|\b(?:keeps?|preserves?|retains?|maintains?|unchanged|same (?:spatial )?size|as (?:large|long|big|wide) as|same length|size-preserving)\b", re.IGNORECASE)
_OF_MAP = re.compile(r"大きさ|サイズ|縦横|長さ|解像度|一辺|1辺|\bsize|\bwidth|\bheight|\blength|\blarge|\bbig|\blong|\bwide|resolution|spatial", re.IGNORECASE)
_WINDOWED = re.compile(r"畳み?込み|窓|カーネル|フィルタ|\bconv|kernel|filter|window", re.IGNORECASE)


def kept_by_letters(view: View) -> Reading | None:
    """The size is kept with a padding in letters, where the text names windows or filters but no layer."""
    s = view.sentence
    text = flat(s)
    kept = _STAYS.search(text)
    if not kept or not _OF_MAP.search(text) or (not _PADS.search(text) and not re.search(r"(?<![A-Za-z])[pP]\s*=", text)) or re.search(r"stride\s*(?:of\s*)?[2-9]|ストライド\s*[2-9]|\bif\b.*\bunless\b", text):
        return None
    span = padding_formula(view)
    if span is None or _CUT_OFF.search(text) or not any(_WINDOWED.search(x) for x in (text, *(e.words for _, e in zip(range(16), sentences_above(view), strict=False)), *(view.outline.blocks[h].raw for h in view.outline.headings(s.block)))):
        return None
    if re.search(r"\bnot\b|n't\b|ではない|とは限らない|わけではない", text):
        return None
    about = "conv1d" if re.search(r"長さ|\blength|\blong\b|系列|signal|sequence", text) else "conv2d"
    statement, certain = by_formula(view, text, span, about, Layer())
    return Reading(statement, min(kept.start(), span.start), max(kept.end(), span.end), spare=True, sure=certain and not s.has("hedged"))


def _odd_above(view: View) -> bool:
    """Whether the sentences above take every kernel to be odd."""
    texts = [e.words for _, e in zip(range(8), sentences_above(view), strict=False)]
    return any(_ODD.search(x) for x in texts) and not any(_EVEN.search(x) for x in texts)


def by_formula(view: View, text: str, span: Span, subject: str, layer: Layer) -> tuple[str, bool]:
    """The size is kept with that padding: at a side, or of both together where it says so or is not halved."""
    value = span.formula.value
    letters = symbols(value)
    about = "conv1d" if len(letters) > 1 or subject == "conv1d" or (_LEFT.search(text) and family(subject) in ("causal", "dilated")) else subject if subject == "depthwise_conv2d" else "conv2d"
    roles = next(
        (b for b, _ in bindings(view, about, [value]) if set(b.values()) <= {"kernel_size", "dilation", "kernel_height", "kernel_width"}), None
    ) or {x: "dilation" if x[0] in "dDr" else "kernel_size" for x in letters}
    roles = {x: "kernel_size" if r.startswith("kernel") and len(letters) == 1 else r for x, r in roles.items()}
    where = ", ".join(f"{x} = {r}" for x, r in roles.items())
    halved = any(isinstance(n, Bin) and n.op == "/" for n in walk(value))
    per_side = re.search(r"each side|per side|both sides|either side|all (?:four )?sides|片側|両側に|両端に|左右に|上下|ずつ|四方|周囲|各辺|(?:ふち|縁|余白|枠)の幅|border|margin", text, re.IGNORECASE) and not _TOTAL.search(text)
    one_side = re.search(r"左(?!右)|片方|手前|過去|\bleft\b|\bpast\b", text, re.IGNORECASE) and not re.search(r"両|both|each|右|right", text, re.IGNORECASE)
    option = "padding" if (halved or per_side) and not one_side else "total_padding"
    odd = (_ODD.search(text) or _odd_above(view)) and halved
    stride = f"stride={step_of(view, layer)}" if layer.stride or odd else "stride=1"
    kernel = next((x for x, r in roles.items() if r.startswith("kernel")), "")
    if not kernel and layer.kernel:
        about, stride, option = "conv2d", f"kernel_size={layer.kernel[0]}, {stride}", "padding"
    condition = f" if {kernel} odd" if odd and kernel else f" if {kernel} even" if _EVEN.search(text) and kernel else ""
    if _EVERY.search(text) and kernel and len(letters) == 1 and not condition and not re.search(r"whatever the stride|ストライドに", text):
        rounded = to_text(value).replace(kernel, f"(2*{kernel})")
        return f"spatial_preserved({about}, stride=1, kernel_size=2*{kernel}, {option}=floor({rounded})) where {where}", len(letters) == 1
    return f"spatial_preserved({about}, {stride}, {option}={to_text(value)}) where {where}{condition}", True
