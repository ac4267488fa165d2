"""Counts: multiply-accumulates (計算量) and parameters, as formulas, as numbers, or none at all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Num, Sym, symbols, walk
from ...properties.rendering import to_text
from ..formulas import Span
from ..reading import Reading, View, call, inherited_note, known, letters_in, options, roles_of, runnable, statements
from ..sentences import Sentence
from ..vocabulary import Mention, family
from .ratio import quotient_of_counts, sum_of_reciprocals

_POINT = re.compile(
    (
        r"[1１一ひと]つ?の?(?:出力)?(?:点|位置|画素|ピクセル)|各(?:点|位置)|(?:one|each|per|single"
        r"|a)\s+(?:output\s+)?(?:spatial\s+)?(?:point|position|location|pixel)"
    ),
    re.IGNORECASE,
)
_VALUE = re.compile(
    (
        r"\b(?:one|each|every|per|single)\s+(?:single\s+)?(?:output\s+)?(?:value"
        r"|element|neuron|activation|number|output)\b"
    ), re.IGNORECASE
)
_WHOLE = re.compile(r"全体|すべての点|全ての点|total|overall|in all", re.IGNORECASE)
_NOT_A_COUNT = re.compile(r"(?:あたり|当たり|per |ratio|比|倍|rate|率)")
_PER_FILTER = re.compile(
    (
        r"(?:weights|parameters|params)?\s*(?:per|for each|in each|of each|of "
        r"one)\s+(?:filter|kernel|neuron)|フィルタ(?:ー)?(?:1|一|ひと)?(?:つ|個|枚)?(?:あたり|当たり|につき)"
        r"|(?:1|一)つのフィルタ"
    ),
    re.IGNORECASE,
)
COUNTED = ("convolution", "transposed", "linear", "pooling", "normalisation", "dilated", "causal", "activation")
FORMULA_REACH = 48


def read(view: View) -> Iterator[Reading]:
    """The counts that the sentence states."""
    yield from _none(view)
    seen: set[int] = set()
    for predicate, trigger, where in _triggers(view):
        for span in _values(view, trigger, where):
            if span.start not in seen:
                seen.add(span.start)
                yield from _count(view, predicate, trigger, span, where)


def _triggers(view: View) -> Iterator[tuple[str, Mention, Sentence]]:
    """Words for a count in the sentence, or in the sentence that introduces a bare formula."""
    for sentence in (view.sentence, *view.leads(), _continued(view)):
        if sentence is None:
            continue
        found = [("params", m) for m in sentence.tags.get("parameters", ())]
        found += [("macs", m) for m in sentence.tags.get("cost", ()) if not any(m.start == p.start for _, p in found)]
        for predicate, mention in sorted(found, key=lambda f: f[1].start):
            yield predicate, mention, sentence
        if found:
            return


def _continued(view: View) -> Sentence | None:
    """A sentence about the whole map, after one about the cost at a point."""
    if not _WHOLE.search(view.sentence.words) or view.outline.blocks[view.sentence.block].kind == "heading":
        return None
    for block in range(view.sentence.block, max(-1, view.sentence.block - 2), -1):
        for sentence in view.outline.sentences[block]:
            if sentence is not view.sentence and _POINT.search(sentence.words) and sentence.has("cost"):
                return sentence
    return None


def _values(view: View, trigger: Mention, where: Sentence) -> Iterator[Span]:
    """The formulas that the word for the count is said to equal."""
    spans = [s for s in view.sentence.formulas if not s.atomic or (s.number is not None and s.number > 9)]
    if where is not view.sentence:
        yield from (s for s in spans if letters_in(s))
        return
    after = [s for s in spans if trigger.end <= s.start and _linked(view, trigger.end, s.start)]
    if after:
        yield after[0]
        yield from _others(view, after)
    else:
        before = [
            s for s in spans if s.end <= trigger.start and _close_before(view.sentence.words[s.end : trigger.start])
        ]
        yield from before[-1:]


def _linked(view: View, start: int, end: int) -> bool:
    gap = re.sub(r"^s(?=\s)", "", view.sentence.words[start:end])
    if (
        re.search(r"[。]|でき[るた]|のため|ので|because|since|where|with\s+\d|using|when|for (?:a|an|the)\b", gap)
        or len(gap) > FORMULA_REACH
    ):
        return False
    return (
        bool(re.search(r"は|が|:|=|とな|\bis\b|\bare\b|has|have|of|by|equals?|cost|to|≈|として|で、|、|⇒|→|\|", gap))
        or not gap.strip()
    )


def _others(view: View, after: list[Span]) -> Iterator[Span]:
    """In "A に対して B に削減", the second formula as well."""
    for first, second in itertools.pairwise(after):
        gap = view.sentence.words[first.end : second.start]
        if re.search(r"に対し|から|whereas|while|to\b|instead", gap) and letters_in(second):
            yield second
            return


def _close_before(gap: str) -> bool:
    return bool(
        re.fullmatch(
            (
                r"\s*(?:個の|回の|個|回|の|learnable|trainable|total|free|distinct|different|additional"
                r"|extra)?\s*(?:learnable|trainable|学習)?\s*"
            ),
            gap,
        )
    )


def _count(view: View, predicate: str, trigger: Mention, span: Span, where: Sentence) -> Iterator[Reading]:
    place = span.start if where is view.sentence else len(view.sentence.words)
    named = view.in_families(
        min(place, trigger.start if where is view.sentence else place),
        *COUNTED,
        names=("dense_block", "transition_layer", "residual_block"),
    )
    if where is view.sentence and re.search(
        r"に対し|から[^。]*削減|whereas", view.sentence.words[trigger.end : span.start]
    ):
        named = view.outline.inherited(view.sentence, lambda s: family(s) in COUNTED or s == "mobilenet") or named
    if not named and any(_two_steps(side) for side in span.formula.sides):
        named = view.subject(place, lambda name: name == "mobilenet")
    if not named or not known(named.subject):
        return
    subject = runnable(named.subject)
    if any(_two_steps(side) for side in span.formula.sides) and _light_above(view):
        subject = "depthwise_separable_conv2d"
    symbolic = [
        side
        for side in span.formula.sides
        if symbols(side) and not isinstance(side, Sym) and not sum_of_reciprocals(side) and not quotient_of_counts(side)
    ]
    if symbolic:
        yield from _formula(
            view, predicate, subject, symbolic, span, trigger, inherited_note(named, view), named.subject  # pyright: ignore[reportArgumentType]
        )
    else:
        yield from _number(view, predicate, subject, span, trigger, inherited_note(named, view))


def _two_steps(node: Node) -> bool:
    """A sum of two counts, or a product with one: what two convolutions one after the other cost."""
    return any(
        (
            isinstance(n, Bin)
            and n.op == "+"
            and symbols(n.left)
            and symbols(n.right)
            and not isinstance(n.right, Sym | Num)
        )
        or (isinstance(n, Bin) and n.op == "+" and isinstance(n.left, Bin) and isinstance(n.right, Sym))
        for n in walk(node)
    )


def _light_above(view: View) -> bool:
    """Whether the section is about the separable convolution or its parts."""
    light = ("depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "mobilenet")
    return view.subject(len(view.sentence.words), lambda name: name in light) is not None


def _formula(
    view: View, predicate: str, subject: str, sides: list[Node], span: Span, trigger: Mention, notes, named: str
) -> Iterator[Reading]:
    words = view.sentence.words
    if _NOT_A_COUNT.search(words[trigger.end : min(span.start, trigger.end + 6)]):
        return
    chosen = {k: v for k, v in options(view, subject, numbers=False).items() if not (k == "padding" and v == "same")}
    said = words[
        max((s.end for s in view.sentence.formulas if s.end <= span.start and not s.atomic), default=0) : span.start
    ]
    if predicate == "macs" and (_POINT.search(said) or _VALUE.search(said)) and not _WHOLE.search(said):
        chosen["per"] = "output" if _VALUE.search(said) else "position"
    if predicate == "params" and _PER_FILTER.search(words) and "out_channels" in roles_of(subject):
        chosen["out_channels"] = "1"
    start = (
        trigger.start
        if trigger.start < span.start and trigger.end <= len(words) and view.sentence.has("cost", "parameters")
        else span.start
    )
    for side in dict.fromkeys(sides):
        found = statements(view, f"{call(predicate, subject, chosen)} == {to_text(side)}", subject, [side])
        if found:
            texts, remark = found
            yield Reading(
                texts[0],
                start,
                span.end,
                (*notes, *filter(None, [remark])),
                tuple(texts[1:]),
                sure=_sure(view, named, side) and not span.formula.order,
            )


def _sure(view: View, named: str, side: Node) -> bool:
    """A product of at least two sizes is a count beyond doubt; one letter times a number may be many things."""
    return len(symbols(side)) >= 2 and named not in ("pool", "norms")


def _number(view: View, predicate: str, subject: str, span: Span, trigger: Mention, notes) -> Iterator[Reading]:
    """A number of parameters or operations, where the sizes are all given."""
    value = span.formula.value
    if not isinstance(value, Num):
        value = span.formula.sides[0]
    chosen = options(view, subject)
    chosen = {
        k: v for k, v in chosen.items() if not (predicate == "params" and k in ("height", "width", "stride", "padding"))
    }
    if subject == "linear":
        chosen |= _units(view)
    needed = {"conv2d": {"in_channels", "out_channels"}, "linear": {"in_features", "out_features"}}.get(subject)
    if (
        needed is None
        or not needed <= chosen.keys()
        or (subject == "conv2d" and not {"kernel_size", "kernel_height"} & chosen.keys())
    ):
        return
    if predicate == "macs" and not {"height", "width"} <= chosen.keys():
        return
    if predicate == "params" and "bias" in roles_of(subject) and view.sentence.has("bias"):
        without = re.search(
            r"バイアス(?:なし|を除|は含ま|無し)|(?:without|no|ignoring|excluding)\s+(?:the\s+)?bias",
            view.sentence.words,
        )
        chosen["bias"] = "false" if without else "true"
    yield Reading(
        f"{call(predicate, subject, chosen)} == {to_text(value)}",
        trigger.start if trigger.start < span.start else span.start,
        max(span.end, trigger.end),
        notes,
        sure=predicate == "params",
    )


def _units(view: View) -> dict[str, str]:
    """The inputs and outputs of a linear layer, given as numbers of units."""
    words = view.sentence.words
    into = re.search(
        (
            r"(?<![\d,])(\d[\d,]{0,10})\s*(?:個の|次元の|-dimensional\s+)?(?:入力|inputs?\b|input "
            r"(?:units|features))|入力(?:が|は|次元|数|ユニット数?)?\s*(?<![\d,])(\d[\d,]{0,10})"
            r"|from\s+(?<![\d,])(\d[\d,]{0,10})"
        ),
        words,
    )
    out = re.search(
        (
            r"(?<![\d,])(\d[\d,]{0,10})\s*(?:個の|次元の)?(?:出力|outputs?\b|output (?:units"
            r"|features)|hidden units|neurons|units|ユニット|ニューロン)|出力(?:が|は|次元|数"
            r"|ユニット数?)?\s*(?<![\d,])(\d[\d,]{0,10})|to\s+(?<![\d,])(\d[\d,]{0,10})"
        ),
        words,
    )
    found = {}
    for role, match in (("in_features", into), ("out_features", out)):
        if match:
            found[role] = next(g for g in match.groups() if g).replace(",", "")
    return found


def _none(view: View) -> Iterator[Reading]:
    """No parameters at all."""
    mention = view.sentence.first("no_parameters")
    if not mention:
        return
    named = view.in_families(
        mention.start,
        "pooling",
        "activation",
        names=("conv2d", "linear", "batch_norm", "layer_norm", "instance_norm", "depthwise_conv2d", "pointwise_conv2d"),
    )
    if named and known(named.subject):
        yield Reading(
            f"params({runnable(named.subject)}) == 0",
            mention.start,
            mention.end,
            inherited_note(named, view),
            sure=family(named.subject) in ("pooling", "activation"),
        )
