"""Counts: multiply-accumulates (計算量) and parameters, as formulas, as numbers, or none at all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from ...properties.nodes import Bin, Items, Node, Num, Sym, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..counting.scopes import of_a_group, plainly_of_a_group, times_the_groups
from ..counting.times import together_told
from ..reading import (
    Reading,
    View,
    call,
    inherited_note,
    known,
    letters_in,
    options,
    roles_of,
    runnable,
    settled_letters,
    statements,
)
from ..scope import Named
from ..sizes.counting import bias_said, layers_between, plain, texts_above
from ..sizes.formulas import Span
from ..sizes.letter_quantities import fixed_before
from ..sizes.positions import in_positions
from ..sizes.scope_of_count import of_output_values, scope_of
from ..sizes.steps_described import step_told, steps_told
from ..sizes.told_window import told_window
from ..text.sentences import Sentence
from ..vocabulary import Mention, family, labelled
from .ratio import quotient_of_counts, sum_of_reciprocals

_ORDERED = re.compile(r"(?:書け|求めよ|答えよ|計算せよ|示せ|考えよ|(?:プログラム|関数|コード)を(?:書|作))")
_LABELLED = (
    ("macs", re.compile(r"MACs?\b|FLOPs?\b|\bcost\b|計算量|演算量|積和", re.IGNORECASE)),
    ("params", re.compile(r"\bparam\w*|weights|パラメータ|重み", re.IGNORECASE)),
)
_NO_COUNT_AFTER = re.compile(r"\s*個(?!の?(?:パラメータ|重み|掛|かけ|乗|積|学習))|\s*(?:画素|ピクセル|枚|pixels?\b|positions?\b)")
_PROPORTIONAL = re.compile(r"(?:proportional|linear|quadratic|independent)\w*\s+(?:to|in|of)\s*$|\b(?:divided|multiplied|reduced) by\s*$", re.IGNORECASE)
_WHOLE = re.compile(r"全体|すべての点|全ての点|total|overall|in all", re.IGNORECASE)
_NOT_A_COUNT = re.compile(r"(?:あたり|当たり|per |ratio|比|倍|rate|率)")
_SCOPE_AFTER = re.compile(r"\s*(?:MACs?\s+|multipl\w+\s+|operations\s+|weights\s+|parameters\s+|params\s+|回\s*|個\s*)?(?:per|for each|for every|in each|of each|of one)(?:\s+\w+){1,3}", re.IGNORECASE)
BIASED = dict.fromkeys(("conv2d", "linear", "depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "conv_transpose2d"), ("bias",))
_LINEAR_LETTERS = (
    ("in_features", re.compile(r"入力(?:の)?(?:次元|ユニット|ニューロン)?(?:数)?(?:は|が|を)?\s*([A-Za-z]\w?)\s*(?:次元|個|[、,])|\b([A-Za-z]\w?)\s*(?:inputs?\b|input units|次元の?入力)|from ([A-Za-z]\w?) to\b|([A-Za-z]\w?)\s*(?:→|->)\s*[A-Za-z]")),
    ("out_features", re.compile(r"出力(?:の)?(?:次元|ユニット|ニューロン)?(?:数)?(?:は|が|を)?\s*([A-Za-z]\w?)\s*(?:次元|個|[、,]|の)|\b([A-Za-z]\w?)\s*(?:outputs?\b|output units|次元の?出力)|from [A-Za-z]\w? to ([A-Za-z]\w?)\b|[A-Za-z]\w?\s*(?:→|->)\s*([A-Za-z]\w?)")),
)
COUNTED = ("convolution", "transposed", "linear", "pooling", "dilated", "causal", "activation")
FORMULA_REACH = 48


def read(view: View) -> Iterator[Reading]:
    """The counts that the sentence states."""
    if _ORDERED.search(view.sentence.words):
        return
    seen: set[int] = set()
    for predicate, trigger, where in _triggers(view):
        for span in _values(view, trigger, where):
            if span.start not in seen:
                seen.add(span.start)
                yield from _count(view, predicate, trigger, span, where)


def _triggers(view: View) -> Iterator[tuple[str, Mention, Sentence]]:
    """Words for a count in the sentence, or in the sentence that introduces a bare formula."""
    for span in view.sentence.formulas[:1] if view.bare else ():
        label = view.sentence.text.chars[span.start : span.end].split("=")[0]
        named = [(name, m) for name, pattern in _LABELLED if (m := pattern.search(label))]
        if len(named) == 1 and "=" in view.sentence.text.chars[span.start : span.end]:
            name, m = named[0]
            yield name, Mention(span.start, span.start, "cost"), view.sentence
            return
    for sentence in (view.sentence, *view.leads(), _continued(view), *_heads(view)):
        if sentence is None:
            continue
        found = [("params", m) for m in sentence.tags.get("parameters", ())]
        found += [("macs", m) for m in sentence.tags.get("cost", ()) if not any(m.start == p.start for _, p in found)]
        for predicate, mention in sorted(found, key=lambda f: f[1].start, reverse=sentence is not view.sentence):
            yield predicate, mention, sentence  # of what introduces a formula, the last words do
        if found:
            return


def _heads(view: View) -> Iterator[Sentence]:
    """For a formula on its own line, the heading of its section: ## パラメータ数."""
    outline, s = view.outline, view.sentence
    if outline.blocks[s.block].kind == "formula" or (view.bare and s.cell is None):
        heading = next(outline.headings(s.block), None)
        yield from outline.sentences[heading][:1] if heading is not None else ()


def _continued(view: View) -> Sentence | None:
    """A sentence about the whole map, after one about the cost at a point."""
    if not _WHOLE.search(view.sentence.words) or view.outline.blocks[view.sentence.block].kind == "heading":
        return None
    for block in range(view.sentence.block, max(-1, view.sentence.block - 2), -1):
        for sentence in view.outline.sentences[block]:
            if sentence is not view.sentence and scope_of(sentence.words) in ("position", "output") and sentence.has("cost"):
                return sentence
    return None


def _values(view: View, trigger: Mention, where: Sentence) -> Iterator[Span]:
    """The formulas that the word for the count is said to equal."""
    spans = [s for s in view.sentence.formulas if not s.atomic or (s.number is not None and s.number > 9)]
    spans = [s for s in spans if not isinstance(s.formula.value, Items) and not _elsewhere(view, s)]
    if where is not view.sentence:
        yield from (s for s in spans if letters_in(s))
        return
    yield from (s for s in spans if letters_in(s) and _label(view, s) is not None)
    after = [s for s in spans if trigger.end <= s.start and _linked(view, trigger.end, s.start)]
    if after:
        yield after[0]
        yield from _others(view, after)
    else:
        before = [
            s for s in spans if s.end <= trigger.start and _close_before(view.sentence.words[s.end : trigger.start])
        ]
        yield from before[-1:]


def _label(view: View, span: Span) -> Named | None:
    """The subject that the left side of an equation has as its index: F_{dw} = ..."""
    chars = view.sentence.text.chars
    own = next((m for m in labelled(chars) if span.start <= m.start < span.end), None)
    return Named(own.tag, "", view.sentence.block) if own else None


def _elsewhere(view: View, span: Span) -> bool:
    """Whether a formula counts pixels, or says what the count goes with, rather than what it is."""
    words = view.sentence.words
    return bool(
        (letters_in(span) and _NO_COUNT_AFTER.match(words[span.end :]) and not view.sentence.has("parameters"))
        or _PROPORTIONAL.search(words[: span.start])
        or re.match(r"\s*[)）]?\s*(?:の\s*\S{1,2}乗\s*)?(?:に|と)(?:正|反)?比例", words[span.end :])
    )


def _linked(view: View, start: int, end: int) -> bool:
    gap = re.sub(r"^s(?=\s)", "", view.sentence.words[start:end])
    if (
        re.search(r"[。]|でき[るた]|のため|ので|because|since|where|with\s+\d|using|when|for (?:a|an|the)\b", gap)
        or len(gap) > FORMULA_REACH
    ):
        return False
    return (
        bool(re.search(r"は|が|:|=|とな|\bis\b|\bare\b|has|have|of|by|equals?|becom|need|cost|to|≈|として|で、|、|⇒|→|\|", gap))
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
    named = _label(view, span) or named
    if where is view.sentence and _label(view, span) is None and re.search(
        r"に対し|から[^。]*削減|whereas", view.sentence.words[trigger.end : span.start]
    ):
        named = view.outline.inherited(view.sentence, lambda s: family(s) in COUNTED or s == "mobilenet") or named
    if not named and any(_two_steps(side) for side in span.formula.sides):
        named = view.subject(place, lambda name: name == "mobilenet")
    if family(named.subject if named else "") in ("", "convolution") and _in_groups(view, span):
        named = Named("grouped_conv2d", "", view.sentence.block)
    if not named or not known(named.subject):
        return
    subject = runnable(named.subject)
    if named.where and subject == "depthwise_separable_conv2d" and where is view.sentence and (step := step_told(view.sentence.words[: span.start])):
        named = Named(step, "", view.sentence.block)
        subject = step
    if any(_two_steps(side) for side in span.formula.sides) and (_light_above(view) or _both_steps(view, span)):
        subject = "depthwise_separable_conv2d"
    if subject == "conv2d" and predicate == "macs" and not _ORDINARY.search(view.sentence.words) and _of_one_pixel(view, span):
        subject = "pointwise_conv2d"
    if subject == "depthwise_separable_conv2d" and named.where == "the heading" and _as_large_as_a_filter(view, span):
        named, subject = Named("conv2d", named.where, named.block), "conv2d"
    if named.where and subject in _LIGHT and _REPLACED.search(view.sentence.words):
        named, subject = Named("conv2d", named.where, named.block), "conv2d"
    symbolic = [
        side
        for side in span.formula.sides
        if symbols(side) and not {"α", "ρ", "alpha", "rho"} & set(symbols(side)) and not isinstance(side, Sym) and not sum_of_reciprocals(side) and not quotient_of_counts(side)
    ]
    symbolic = [in_positions(view, side) for side in symbolic]
    if symbolic and predicate == "params" and named.where and family(named.subject) == "pooling":
        return  # no pooling spoken of above has a formula of weights: other layers' are counted
    if symbolic:
        yield from _formula(
            view, predicate, subject, symbolic, span, trigger, inherited_note(named, view), named.subject  # pyright: ignore[reportArgumentType]
        )
    else:
        yield from _number(view, predicate, subject, span, trigger, inherited_note(named, view))


_IN_GROUPS = re.compile(r"\b(?:in|into|of|has|have|with|each|every|per|one|between|all)\s+(?:\S+\s+){0,2}?groups?\b|グループ|(?:個の|つの|の)?組(?:に分|あたり|ごと)", re.IGNORECASE)
_OTHER_GROUPS = re.compile(r"norm|正規化|\bGN\b", re.IGNORECASE)


def _in_groups(view: View, span: Span) -> bool:
    """Whether the formula of a kernel and of groups follows on words that split the channels: the layer is in groups."""
    if not _with_a_kernel(view, span.formula.sides) or not any(x in "gG" or view.letters.get(x) == "groups" for side in span.formula.sides for x in symbols(side)):
        return False
    s = view.sentence
    before = [s, *view.leads(), *(e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell)]
    text = " ".join(e.words for e in before if e is not None)
    return bool(_IN_GROUPS.search(text)) and not _OTHER_GROUPS.search(text)


_ORDINARY = re.compile(r"standard|ordinary|normal|regular|usual|普通|ふつう|通常|標準", re.IGNORECASE)

_LIGHT = ("depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d")
_REPLACED = re.compile(  # the layer whose place a lighter one takes
    r"\b(?:original|baseline|naive|undivided|unfactori[sz]ed|full)\b|\bbefore (?:the )?(?:replac|factori|split)|\bwithout (?:the |any )?(?:split|factor|separat)|ベースライン|(?:元|もと)の(?!入力|特徴|画像|サイズ)|従来|(?:置き換え(?:る)?|置換(?:する)?|分解(?:する)?|分割(?:する)?|分離(?:する)?)前|まとめて畳|一度に畳|分け(?:ない|ず|なければ)", re.IGNORECASE
)  # fmt: skip


def _of_one_pixel(view: View, span: Span) -> bool:
    """Whether a formula without a kernel stands where windows of one pixel are spoken of."""
    kernel = _with_a_kernel(view, span.formula.sides)
    near = [plain(t) for _, t in zip(range(3), texts_above(view), strict=False)]
    return not kernel and any(re.search(r"(?<![\d.x])1\s*x\s*1(?!\s*x|\d)|point-?wise", t, re.IGNORECASE) for t in [plain(view.sentence.text.chars), *near])


def _with_a_kernel(view: View, sides: Sequence[Node]) -> bool:
    """Whether a formula has the letter of a kernel in it."""
    letters = {x for side in sides for x in symbols(side)}
    return any((view.letters.get(x) or "").startswith("kernel") or re.match(r"[KkFfR]$|[KkFf]_|D_K|[KF][HW]", x) for x in letters)


_FILTER_IS = re.compile(r"\b(?:filters?|kernels?)\b|フィルタ|カーネル", re.IGNORECASE)


def _as_large_as_a_filter(view: View, span: Span) -> bool:
    """Whether the text just before tells a filter of the very sizes that are multiplied: an ordinary one, K x K x C."""
    s = view.sentence
    wanted = _factors(s.text.chars[span.start : span.end])
    near = [e for e in view.outline.sentences[s.block][: s.number + 1] if e.cell == s.cell and _FILTER_IS.search(e.words)]
    told = (e.text.chars[f.start : f.end] for e in near for f in e.formulas if f is not span)
    return len(wanted) > 2 and any(_factors(one) == wanted for one in told)


def _factors(text: str) -> list[str]:
    """The letters of a product, in any order; nothing for a sum."""
    product = re.split(r"\s*(?:[·*×・x]|\\cdot|\\times)\s*", text.strip(" $()"))
    return sorted(product) if all(re.fullmatch(r"[A-Za-z](?:_?\w)?", factor) for factor in product) else []


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


def _both_steps(view: View, span: Span) -> bool:
    """Whether the depthwise and the pointwise convolution are both named before the sum: it is what they cost together."""
    before = {m.tag for m in view.sentence.subjects if m.start < span.start} | steps_told(view.sentence.words[: span.start])
    return {"depthwise_conv2d", "pointwise_conv2d"} <= before


def _light_above(view: View) -> bool:
    """Whether the section is about the separable convolution or its parts."""
    light = ("depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "mobilenet")
    named = view.subject(len(view.sentence.words), lambda name: name in light)
    return named is not None and named.subject != "pointwise_conv2d"

_OF_PLACES = re.compile(r"\s*\$?\s*(?:点|か所|箇所|ヶ所|個の(?:点|位置|出力)|(?:output )?(?:positions?|points?|places?|locations?|times)\b)", re.IGNORECASE)


def _formula(
    view: View, predicate: str, subject: str, sides: list[Node], span: Span, trigger: Mention, notes, named: str
) -> Iterator[Reading]:
    words = view.sentence.words
    between = words[trigger.end : span.start] if trigger.end <= span.start and view.sentence.has("cost", "parameters") else ""
    if _NOT_A_COUNT.search(between[:6]) and not scope_of(between) and not of_a_group(between):
        return
    chosen = {k: v for k, v in options(view, subject, numbers=False).items() if not (k == "padding" and v == "same")}
    before = max((s.end for s in view.sentence.formulas if s.end <= span.start and not s.atomic), default=0)
    said = words[before : span.start]
    if before and (of_that := _SCOPE_AFTER.match(said)):
        said = said[of_that.end() :]  # said of the formula before
    if len(said.strip()) < 4 and (lead := view.lead()):
        said = lead.words
    scope = scope_of(said) or ("filter" if _A_FILTER.search(said) else "") or fixed_before(view)
    after = _SCOPE_AFTER.match(words[span.end :])
    if after:
        scope = scope_of(after[0]) or scope
    if predicate == "macs" and scope in ("output", "position"):
        chosen["per"] = scope
    elif scope in ("filter", "output") and "out_channels" in roles_of(subject):
        chosen["out_channels"] = "1"
    if of_output_values(words, span.start, span.end):
        yield from _values_put_out(view, subject, sides, span, notes)
        return
    if _OF_PLACES.match(words, span.end):
        return  # so many places, at each of which it is done
    if subject == "pointwise_conv2d" and any(view.letters.get(x) == "groups" or x in "gG" for side in sides for x in symbols(side)):
        window = {} if _with_a_kernel(view, sides) else {"kernel_size": "1"}
        subject, chosen = "conv2d", chosen | window  # in groups: run as the convolution that it is
    chosen |= _conditions(view, predicate, subject, sides, named)
    start = (
        trigger.start
        if trigger.start < span.start and trigger.end <= len(words) and view.sentence.has("cost", "parameters")
        else span.start
    )
    if predicate == "macs" and (_WEIGHTS_BEHIND.match(words, span.end) or family(subject) == "pooling"):
        return  # what it costs in weights; a pooling multiplies nothing
    several = together_told(view, said) if predicate == "params" and subject == "conv2d" else 1
    of_one = plainly_of_a_group(said) or bool(_PER_GROUP.match(words[span.end :]))
    for side in dict.fromkeys(sides):
        window = {} if chosen.keys() & {"kernel_size", "kernel_width"} else told_window(view, subject, side)
        found = statements(view, f"{call(predicate, subject, chosen | window)} == {to_text(side)}", subject, [side])
        if found:
            texts, remark = found
            if of_one:
                texts = [times_the_groups(text) or text for text in texts]
            if several > 1:  # as wide inside as at their ends
                texts = [f"{several}*{text}" for text in texts]
            yield Reading(
                texts[0],
                start,
                span.end,
                (*notes, *filter(None, [remark])),
                tuple(texts[1:]),
                sure=(_sure(view, named, side) or (subject == "depthwise_conv2d" and bool(window)) or _of_a_whole_filter(view, predicate, subject, scope)) and not span.formula.order,
                firm=settled_letters(view, side),
            )


_WEIGHTS_BEHIND = re.compile(r"[\s$`]*(?:weights?|parameters?|params)\b|[\s$`]*(?:個の?)?(?:重み|パラメータ)", re.IGNORECASE)


def _values_put_out(view: View, subject: str, sides: list[Node], span: Span, notes: tuple[str, ...]) -> Iterator[Reading]:
    """How many values come out, where the note tells its letters: "and there are HWM output values"."""
    for side in sides[:1]:
        found = statements(view, f"{call('memory', subject)} == {to_text(side)}", subject, [side])
        if found and all(x in view.letters for x in symbols(side)):
            yield Reading(found[0][0], span.start, span.end, notes, tuple(found[0][1:]), predicate="memory")


_PER_GROUP = re.compile(r"\s*(?:MACs?\s+|multipl\w+\s+|operations\s+|weights\s+|parameters\s+|params\s+)?(?:per|for each|for every|in each|in every|of each) group\b", re.IGNORECASE)
_A_FILTER = re.compile(r"^\W*(?:so\s+)?an? (?:single )?(?:filter|kernel)\s+(?:has|holds|is|carries|reaches|covers|spans|contains|consists|sees|looks|goes|extends|needs)\b", re.IGNORECASE)
_BIAS_APART = re.compile(r"\s*(?:weights?|numbers|parameters|個の重み|個)?\s*[,、]?\s*(?:and|plus|と|に加えて|、それに)\s*(?:one|a|1|its|an extra|バイアス(?:が)?(?:1|一))", re.IGNORECASE)


_GIVES_A_MAP = re.compile(r"\b(?:produc|yield|giv|mak|creat|comput|generat)\w*\s+(?:exactly |only )?(?:one|a single|an?) (?:output )?(?:channel|map|feature map)\b|(?:1|一|ひと)\s*(?:つの?|枚の?)?\s*(?:出力)?(?:チャン?ネル|(?:特徴)?マップ)(?:だけ)?を(?:出力|生成|作|得|計算)", re.IGNORECASE)


def _of_a_whole_filter(view: View, predicate: str, subject: str, scope: str) -> bool:
    """Whether a filter is meant that makes an output channel of all that come in, of which the note says how many they are."""
    told = {"in_channels", "channels"} & set(view.letters.values())
    return bool(told) and (predicate, subject, scope) == ("params", "conv2d", "filter") and bool(_GIVES_A_MAP.search(view.sentence.words))


def _conditions(view: View, predicate: str, subject: str, sides: list[Node], named: str) -> dict[str, str]:
    """What the sentence says of biases, groups, and of a linear layer's inputs and outputs."""
    chosen: dict[str, str] = {}
    text = view.sentence.text.chars
    if predicate == "params" and subject in BIASED and (bias := bias_said(text)) is not None:
        apart = any(_BIAS_APART.match(text[s.end :]) for s in view.sentence.formulas if not s.atomic)
        chosen["bias"] = "true" if bias and not apart else "false"
    if predicate == "params" and subject == "batch_norm" and re.search(r"learn|train|学習", text):
        chosen["affine"] = "true"
    letters = {x for side in sides for x in symbols(side)}
    group = next((x for x in ("G", "g") if x in letters), next((x for x in sorted(letters) if view.letters.get(x) == "groups"), None))
    if subject == "conv2d" and (group or named == "grouped_conv2d"):
        chosen["groups"] = group or "G"
    if subject == "linear":
        for role, pattern in _LINEAR_LETTERS:
            for m in pattern.finditer(plain(text)):
                letter = next(g for g in m.groups() if g)
                if letter in letters:
                    view.letters[letter] = role
    return chosen


def _sure(view: View, named: str, side: Node) -> bool:
    """A product of at least two sizes is a count beyond doubt; one letter times a number may be many things."""
    if named == "norms" or view.sentence.has("question"):
        return False
    return (len(symbols(side)) >= 2 and named != "pool") or family(named) in ("pooling", "normalisation")


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
            view.sentence.words[: max(span.end, trigger.end) + 24],
        )  # what stands further on is said of another count: 34,944 parameters and, ignoring the bias, so many operations
        if without and re.match(r"\s*(?:and|,)", view.sentence.words[max(span.end, trigger.end) : without.start()]):
            without = None
        chosen["bias"] = "false" if without else "true"
    elif predicate == "params" and "bias" in roles_of(subject) and (told := _told_before(view)) is not None:
        chosen["bias"] = "true" if told else "false"
    yield Reading(
        f"{call(predicate, subject, chosen)} == {to_text(value)}",
        trigger.start if trigger.start < span.start else span.start,
        max(span.end, trigger.end),
        notes,
        sure=predicate == "params" and not layers_between(view.sentence.words),
    )


def _told_before(view: View) -> bool | None:
    """Whether the sentences before it in its paragraph count the biases; None where none says so."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    return next((told for e in before[::-1] if (told := bias_said(e.text.chars)) is not None), None)


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
