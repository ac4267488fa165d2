"""Formulas in letters, of any letters: what they are said to be is tried for every subject and binding in reach.

Read only where no other reader understood the same words. A claim holds where a consistent reading of it holds; it is
refuted only where quantity, subject and letters are plain and no consistent reading (of one point, of one filter,
without bias) makes it hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...properties.nodes import symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..counting.scopes import plainly_of_a_group, times_the_groups
from ..reading import BY_CUSTOM, Reading, View, inherited_note, known, roles_of, runnable
from ..scope import NEARBY, Named
from ..sizes.counting import bias_said, doubtful, kinds_in, plain
from ..sizes.letter_quantities import Said, said_of
from ..sizes.letter_spans import LetterSpan, letter_spans, spoken_roles
from ..sizes.lettering import meanings, ways
from ..sizes.positions import in_positions
from ..sizes.scope_of_count import of_output_values
from ..sizes.steps_described import step_told
from ..vocabulary import family
from .keeping import kept_by_letters
from .letter_channels import channels_of
from .letter_multipliers import THIN, thinner
from .letter_ratios import ratio_of

_COUNTED = ("convolution", "transposed", "linear", "dilated", "causal", "wavenet", "stack")
_PARTS = ("depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d")
_NOT_PLAIN = (NEARBY, "the text before", "further above")
_NAMES = ("depthwise_separable_conv2d", "mobilenet", "masked_conv2d", "grouped_conv2d")
_STACKS = {
    "dilated_causal_stack": "causal_conv1d",
    "causal_stack": "causal_conv1d",
    "conv_stack": "conv2d",
    "layer_stack": "conv2d",
    "strided_stack": "conv2d",
    "wavenet": "causal_conv1d",
    "dilated_stack": "causal_conv1d",
}
_OTHER_FIELDS = re.compile(
    r"attention|アテンション|注意機構|transformer|\bLSTM\b|\bGRU\b|\bRNN\b|再帰|リカレント|feed-?forward|embedding|埋め込み|SVM|回帰|im2col|FFT|フーリエ|Winograd|\bsort|GEMM",
    re.IGNORECASE,
)
_CONVOLVED = re.compile(
    r"畳み?込み|コンボリューション|convol|\bconv|カーネル|フィルタ|窓|kernel|filter|特徴マップ|feature map",
    re.IGNORECASE,
)
_CONNECTED = re.compile(r"全結合|線形層|fully[- ]connected|linear layer|dense layer|アフィン|affine", re.IGNORECASE)
_WEIGHED = frozenset(
    {
        "kernel_size",
        "kernel_height",
        "kernel_width",
        "in_channels",
        "out_channels",
        "channels",
        "in_features",
        "out_features",
        "",
    }
)
_SHAPED = re.compile(
    r"(?:入力|出力|サイズ|大きさ|画像|マップ|形状?|形は|\bshape|\binput|\boutput|\bimage|\bmap|volume|tensor)(?:データ)?\s*(?:は|が|の|を|:|of|size|is|=)?\s*(?:of )?[\W_]*$",
    re.IGNORECASE,
)
_TRANSPOSED = re.compile(r"transpos|転置|逆畳み?込み|deconv", re.IGNORECASE)
_AS_WIDE = re.compile(r"[sS]\s*=\s*[kKfF](?![A-Za-z])|non-?overlap|重なら|重なりな|stride\s*=\s*kernel", re.IGNORECASE)
_STRIDED = re.compile(
    r"stride(?!\s*(?:of |= ?|is )?(?:1\b|one\b))|ストライド(?!\s*(?:は|が|を|=)?\s*[1１])|歩幅(?!\s*(?:は|が|を|=)?\s*[1１])",
    re.IGNORECASE,
)
_CORE = frozenset({"H", "W", "C", "K", "M", "C_in", "C_out", "D_K", "D_F", "k", "S", "P", "F"})
_ORDERED = re.compile(r"書け|求めよ|答えよ|計算せよ|示せ|考えよ|compute the|calculate the|show that", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The counts and sizes that formulas in letters are said to be."""
    s = view.sentence
    if (
        view.outline.blocks[s.block].kind == "heading"
        or s.has("question")
        or s.words.rstrip().endswith(("?", "？"))
        or _ORDERED.search(s.words)
    ):
        return
    if (kept := kept_by_letters(view)) is not None:
        yield kept
    since, before = 0, None
    for span in letter_spans(view)[:6]:
        ratio = ratio_of(view, span, since)
        said = said_of(view, span, since, before) if ratio is None else None
        since, before = span.end, said or before
        if ratio is not None:
            yield ratio
        if ratio is None and (made := channels_of(view, span)) is not None:
            yield made
            continue
        if said is None or span.order:
            continue
        if said.quantity != "size":
            span = replace(span, node=in_positions(view, span.node))
        reading = (_size if said.quantity == "size" else _count)(view, span, said)
        if reading is not None:
            yield reading


def _subject(view: View, span: LetterSpan, quantity: str) -> tuple[str, Named | None] | None:
    """What is run, and how the note names it."""
    named = view.in_families(span.start, *_COUNTED, *(("pooling",) if quantity == "size" else ()), names=_NAMES)
    if quantity == "params":
        normal = view.subject(span.start, lambda name: family(name) == "normalisation")
        if normal is not None and not normal.where and normal.subject not in ("batch_norm", "instance_norm"):
            return None  # the others have a shape of their own, or as many as the layer is given
        if normal is not None and (not normal.where or named is None or normal.block > named.block):
            return normal.subject, normal
    if named is not None and named.where and named.subject == "conv2d" and (light := _labelled(view)):
        return light, named
    if named is not None and known(named.subject):
        subject = runnable(named.subject)
        if named.where and subject == "depthwise_separable_conv2d" and (step := step_told(view.sentence.words[: span.start])):
            return step, Named(step, "", view.sentence.block)
        return _STACKS.get(subject, subject), named
    text = " ".join([view.sentence.text.chars, *_around(view)])
    if _OTHER_FIELDS.search(text):
        return None
    said = {r for roles in meanings(view).values() for r in roles}
    if (
        {"in_features", "out_features"} <= said or ({"any_in", "any_out"} <= said and _CONNECTED.search(text))
    ) and quantity != "size":
        return "linear", None
    return ("conv2d", None) if "kernel_size" in said or _CONVOLVED.search(text) else None


def _labelled(view: View) -> str:
    """The part of a separable convolution that the block above a bare formula is about: "1. **Depthwise.** ... Cost:"."""
    if not view.bare or view.sentence.cell is not None:
        return ""
    leads = view.leads()[:1]
    above = view.outline.sentences[leads[0].block] if leads else []
    kinds = {k for e in above for _, _, k in kinds_in(plain(e.text.chars))} & {
        "depthwise_conv2d",
        "pointwise_conv2d",
        "depthwise_separable_conv2d",
    }
    return kinds.pop() if len(kinds) == 1 else ""


def _around(view: View) -> Iterator[str]:
    outline, s = view.outline, view.sentence
    for at in range(max(0, s.block - 6), s.block + 1):
        yield from (e.text.chars for e in outline.sentences[at])
    yield from (outline.blocks[h].raw for h in outline.headings(s.block))


def _bindings(view: View, subject: str, span: LetterSpan, extra: tuple[str, ...]) -> list[tuple[dict[str, str], bool]]:
    letters = symbols(span.node)
    if not span.spoken:
        return ways(view, subject, letters, extra)
    own = roles_of(subject) | set(extra)
    bound = {x: "time" if r == "size" and "time" in own else r for x, r in spoken_roles(span).items()}
    if not all(r in own or r in ("size", "kernel_size") for r in bound.values()):
        bound = {x: r for x, r in bound.items() if r in own or r in ("size", "kernel_size")}
        foreign = [x for x in letters if x not in bound]
        return [(bound | dict.fromkeys(foreign, ""), True)] if foreign else []
    return [(bound, True)]


def _ways(
    view: View, subject: str, named: Named | None, span: LetterSpan
) -> Iterator[tuple[str, tuple[dict[str, str], bool]]]:
    """The subjects with their bindings: where no layer is named, a convolution's parts too, if every letter is declared."""
    yield from ((subject, way) for way in _bindings(view, subject, span, ("channels", "layers")))
    if subject == "conv2d" and not span.spoken and (named is None or named.where in _NOT_PLAIN):
        for kind in _PARTS:
            yield from ((kind, way) for way in _bindings(view, kind, span, ("channels", "layers")) if way[1])


_DIVISIBLE = re.compile(r"\$?(?P<n>[A-Za-z]\w*)\$?\s*(?:is|being|are)\s+(?:evenly )?(?:divisible by|a multiple of)\s*\$?(?P<s>[A-Za-z]\w*)|\$?(?P<m>[A-Za-z]\w*)\$?\s*(?:が|は)\s*(?:ストライド(?:の)?\s*)?\$?(?P<t>[A-Za-z]\w*)\$?\s*で割り切れ|\$?(?P<u>[A-Za-z]\w*)\$?\s*divides\s*\$?(?P<o>[A-Za-z]\w*)")


def _divisible(text: str, bound: dict[str, str]) -> str:
    """The condition that one size divides another, where the sentence says so: if n is divisible by s."""
    found = _DIVISIBLE.search(text)
    if found is None:
        return ""
    whole, part = found["n"] or found["m"] or found["o"], found["s"] or found["t"] or found["u"]
    return f" if {part} divides {whole}" if {whole, part} <= bound.keys() else ""


def _statement(left: str, text: str, bound: dict[str, str]) -> str:
    where = ", ".join(f"{x} = {r}" for x, r in bound.items() if r)
    return f"{left} == {text}" + (f" where {where}" if where else "")


def _count(view: View, span: LetterSpan, said: Said) -> Reading | None:
    if of_output_values(view.sentence.words, span.start, span.end):
        return None
    found = _subject(view, span, said.quantity)
    if found is None or (len(symbols(span.node)) < 2 and family(found[0]) != "normalisation"):
        return None
    subject, named = found
    after = view.sentence.text.chars[span.end : span.end + 6]
    if not span.spoken and _SHAPED.search(view.sentence.words[max(0, span.start - 16) : span.start]):
        return None
    if subject != "conv2d" and re.match(r"\s*\$?\s*(?:→|->|⇒|から|\\to|\\rightarrow)", after):
        return None  # what it was before
    if _OTHER_FIELDS.search(view.sentence.text.chars) or family(subject) == "pooling":
        return None
    if set(symbols(span.node)) & THIN.keys():
        return thinner(view, span, said, subject)
    grouped = named is not None and named.subject == "grouped_conv2d"
    ordered: list[str] = []
    spare: list[str] = []
    declared = False
    own = set(symbols(span.node))
    elsewhere = any(
        f.letter not in own and "out_channels" in meanings(view).get(f.letter or "", ()) for f in view.sentence.formulas
    )
    for kind, (bound, sure) in _ways(view, subject, named, span):
        if not set(bound.values()) & _WEIGHED and family(subject) != "normalisation":
            continue  # so many positions: neither kernel nor channels are in it
        statements = [
            x
            for scope in _scopes(said, elsewhere)
            if (x := _count_statement(view, span, said, kind, bound, scope, grouped))
        ]
        if statements and (kind == subject or named is None):
            declared = declared or sure
            ordered += statements[: len(_stated(said))]
            spare += statements[len(_stated(said)) :]
        else:  # a part of what is named further up: what it would make of the claim keeps it from refutation
            spare += statements[:1]
    if not ordered:
        return None
    if plainly_of_a_group(view.sentence.words[: span.start]):
        ordered = [times_the_groups(x) or x for x in ordered]
        spare = []
    clear = declared or set(symbols(span.node)) <= _CORE
    degree = len(re.findall(r"[A-Za-z_0-9]+", to_text(span.node)))
    sure = (
        clear
        and not span.vague
        and said.own
        and not doubtful(view.sentence)
        and degree >= 2
        and (named is not None or declared)
    )
    notes = (f"subject {named.subject} taken from above",) if named is not None and named.where else ()
    if not declared:
        notes = inherited_note(named, view) if named is not None else ()
        notes = (*notes, BY_CUSTOM + "letters as they are customary")
    return Reading(
        ordered[0],
        said.place,
        span.end,
        notes,
        tuple(ordered[1:16]),
        vetoes=tuple(spare[:16]),
        spare=True,
        sure=sure,
        firm=declared,
    )


def _stated(said: Said) -> tuple[str, ...]:
    """The scopes that the words leave open, the likeliest first."""
    if said.scope == "position":
        return ("position",) if said.many else ("position", "output")
    if said.scope in ("output", "filter"):
        return (said.scope,)
    return ("",)


def _scopes(said: Said, elsewhere: bool) -> tuple[str, ...]:
    """The scopes as stated, then the others if none was: what they would make of the claim keeps it from refutation."""
    stated = _stated(said)
    whole = said.scope or said.all_layers
    if whole or (elsewhere and said.quantity == "params"):
        return stated
    return (*stated, "position", "output", *(() if elsewhere else ("filter",)))


def _count_statement(
    view: View, span: LetterSpan, said: Said, subject: str, bound: dict[str, str], scope: str, grouped: bool
) -> str | None:
    bound = dict(bound)
    roles = roles_of(subject)
    if "out_channels" in bound.values() and (scope in ("filter",) or (said.quantity == "params" and scope == "output")):
        return None
    chosen: dict[str, str] = {}
    text, times = to_text(span.node), ""
    if group := next((x for x, r in bound.items() if r == "groups"), "G" if grouped else ""):
        chosen["groups"] = group
    both = [x for x, r in bound.items() if r == "channels"]
    if both:
        if len(both) > 1 or {"in_channels", "out_channels"} & set(bound.values()) or "out_channels" not in roles:
            return None
        bound[both[0]] = "in_channels"
        chosen["out_channels"] = both[0]
    layers = [x for x, r in bound.items() if r == "layers"]
    if layers and "layers" not in roles:
        free = layers[0]
        bound.pop(free)
        if free != "L":
            if "L" in bound:
                return None
            text = re.sub(rf"(?<![A-Za-z_]){re.escape(free)}(?![A-Za-z_(0-9])", "L", text)
        times = "L*"
    if said.quantity == "macs":
        if scope in ("position", "output"):
            chosen["per"] = scope
        elif scope == "filter":
            chosen["out_channels"] = "1"
    elif scope in ("filter", "output"):
        if both or "out_channels" not in roles:
            return None
        chosen["out_channels"] = "1"
    elif scope == "position":
        return None
    if family(subject) == "normalisation":
        chosen |= {"affine": "true"} | ({"moving": "false"} if subject == "batch_norm" else {})
    bias = bias_said(view.sentence.text.chars) if said.quantity == "params" else None
    if bias is not None and "bias" in roles:
        chosen["bias"] = "true" if bias else "false"
    options = "".join(f", {k}={v}" for k, v in chosen.items())
    return _statement(f"{times}{said.quantity}({subject}{options})", text, bound)


_PER_SIDE = re.compile(
    r"片側|両側に|左右に|上下左右|周囲|まわり|each side|per side|either side|all sides|on both sides", re.IGNORECASE
)


def _size(view: View, span: LetterSpan, said: Said) -> Reading | None:
    """The side of an output: (N - F + 2P)/S + 1 in any letters."""
    if span.side is not None:
        span = replace(span, node=span.side)
    if said.scope or ("/" not in to_text(span.node) and not re.search(r"[-+]", to_text(span.node))):
        return None
    found = _subject(view, span, "size")
    if found is None:
        return None
    subject, named = found
    transposed = _TRANSPOSED.search(view.sentence.words[: span.start])
    if subject in ("linear", "causal_conv1d") and not transposed:
        return None
    if transposed:
        subject = "conv_transpose2d"
    elif subject == "conv_transpose2d" and named is not None and named.where in (NEARBY, "the text above"):
        subject = "conv2d"
    if _AS_WIDE.search(view.sentence.text.chars):
        subject = "max_pool2d"
    if family(subject) == "pooling" and "dilation" in {
        r for x in symbols(span.node) for r in meanings(view).get(x, ())
    }:
        subject = "conv2d"
    vague = False
    if subject == "conv2d" and any("time" in roles for roles in meanings(view).values()):
        subject = "conv1d"
    ordered: list[str] = []
    declared = False
    for bound, sure in _bindings(view, subject, span, ()):
        roles = set(bound.values())
        if not roles & {"size", "time", "height", "width"} or not roles & {
            "kernel_size",
            "kernel_height",
            "kernel_width",
            "stride",
            "padding",
        }:
            continue
        text = view.sentence.text.chars
        kernel = next((x for x, r in bound.items() if r == "kernel_size"), "")
        as_wide = kernel and _AS_WIDE.search(text)
        vague = vague or ("stride" not in roles and not as_wide and bool(_STRIDED.search(text)))
        options = "" if "stride" in roles else f", stride={kernel}" if as_wide else ", stride=1"
        same = re.search(r"\bsame\b", text, re.IGNORECASE) or not roles & {"kernel_size", "kernel_height", "kernel_width"}
        options += "" if roles & {"padding", "total_padding"} else ", padding=same" if same else ", padding=valid"
        ordered.append(_statement(f"output_size({subject}{options})", to_text(span.node), bound) + _divisible(text, bound))
        declared = declared or sure
    if not ordered:
        return None
    sure = said.own and not vague and not doubtful(view.sentence) and (declared or set(symbols(span.node)) <= _CORE)
    notes = inherited_note(named, view) if named is not None and not declared else ()
    return Reading(ordered[0], said.place, span.end, notes, tuple(ordered[1:10]), spare=True, sure=sure, firm=declared)
