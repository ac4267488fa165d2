"""Shapes: of inputs, kernels and outputs; sizes as formulas; what stays, what halves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...properties.nodes import Bin, Call, Items, Node, Num, Sym, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import (
    Reading,
    View,
    call,
    inherited_note,
    known,
    options,
    runnable,
    statements,
    text_of,
)
from ..scope import Named
from ..sizes.formulas import Span
from ..text.sentences import Sentence
from ..vocabulary import family
from .rounding import rounded
from .upward import goes_up

SHAPED = ("convolution", "transposed", "pooling", "dilated", "causal")
BLOCKS = ("dense_block", "transition_layer", "residual_block", "densenet", "resnet", "pixelcnn", "masked_conv2d")
_OUTPUT_NAMES = re.compile(
    r"^(?:O[HWUT]*|[Oo]_[hwHW]|o|OUT|[HWDnhwNL]_(?:out|2|o|prime|new|H|W|h|w)|[HWDnhwN]_prime"
    r"|[HWDnhw]_(?:out|2)\w*|out\w*|y|M|n_[HWhw](?:_out)?|W2|H2|H_l|Hout|Wout)$"
)
def read(view: View) -> Iterator[Reading]:
    """What the sentence says of shapes."""
    yield from _formulas(view)


def _shaped(view: View, place: int) -> Named | None:
    named = view.in_families(place, *SHAPED, names=BLOCKS)
    return named if named and known(named.subject) else None


# Declared shapes


# Formulas of sizes


def _formulas(view: View) -> Iterator[Reading]:
    """(W - F + 2P)/S + 1, floor((n - k + p + s)/s) x ..., H - K + 1."""
    for span in view.sentence.formulas:
        sides = span.formula.sides
        shape = next(
            (
                x
                for x in span.formula.shapes
                if x
                and len(x) in (2, 3)
                and all(_like_a_size(n) or isinstance(n, Sym) for n in x)
                and sum(map(_like_a_size, x)) > 1
            ),
            None,
        )
        value = Items(shape) if shape else next((s for s in sides if _like_a_size(s)), None)
        if value is None or not _about_output(view, span):
            continue
        value = rounded(view, span, value)
        named = _shaped(view, span.start) or Named("conv2d", "the formula itself", view.sentence.block)
        subject = runnable(named.subject)
        if subject in ("dense_block", "transition_layer", "residual_block"):
            subject = "conv2d"
        if (subject in ("conv2d", "max_pool2d", "avg_pool2d") and _multiplied_by_stride(value)) or (view.bare and goes_up(view)):
            subject = "conv_transpose2d"
        parts = value.items if isinstance(value, Items) else (value,)
        if family(subject) == "pooling" and any(_role_letter(view, "dilation", p) for p in parts):
            subject = "conv2d"  # said of both: windows of a pooling are not dilated
        for predicate in _axis(value, sides):
            chosen = {k: v for k, v in options(view, subject, numbers=False).items() if k != "padding" or v != "same"}
            letter = next((x for p in parts for x in symbols(p) if view.letters.get(x, "padding" if x in "Pp" else "") == "padding"), "")
            if not any(_role_letter(view, "padding", p) for p in parts) and "padding" not in chosen:
                chosen["padding"] = "valid"
            elif letter and "padding" not in chosen and _at_each_side(view, letter):
                chosen["total_padding"] = f"2*{letter}"
            right = text_of(parts) if isinstance(value, Items) else to_text(value)
            found = statements(view, f"{call(predicate, subject, chosen)} == {right}", subject, parts)
            if found and (condition := _even_division(view, value)):
                found = [text + condition for text in found[0]], found[1]
            if found:
                yield Reading(
                    found[0][0],
                    span.start,
                    span.end,
                    (*inherited_note(named, view), *filter(None, [found[1]])),
                    tuple(found[0][1:]),
                    sure=span.formula.relations != () or view.sentence.has("output") or bool(_OUT.search(view.sentence.words[: span.start])),
                )


_EACH_SIDE = re.compile(r"片側|各辺|上下左右|周囲|四方|両側(?:に|へ)|外側に|\b(?:each|per|every|both) sides?\b|\brings?\b|\baround\b|\bborder|on all sides", re.IGNORECASE)
_IN_TOTAL = re.compile(r"合計|両側(?:の|を)?(?:合|あわ)|合わせて|\btotal\b|altogether|\bboth sides together", re.IGNORECASE)


def _at_each_side(view: View, letter: str) -> bool:
    """Whether the note says that the padding's letter counts one side."""
    outline = view.outline
    section = outline.sections[view.sentence.block]
    if _IN_TOTAL.search(view.sentence.words):
        return False
    if _EACH_SIDE.search(view.sentence.words):
        return True
    for block, number, role in outline.declarations.of_section.get(section, {}).get(letter, ()):
        if role == "padding":
            words = outline.sentences[block][number].words
            return bool(_EACH_SIDE.search(words)) and not _IN_TOTAL.search(words)
    return False


def _role_letter(view: View, role: str, node: Node) -> bool:
    """Whether a formula has a letter for that role (P or p, unless the note says otherwise)."""
    for letter in symbols(node):
        if view.letters.get(letter, "").endswith(role) or (
            letter.lower().startswith(role[0]) and letter not in view.letters
        ):
            return True
    return False


def _like_a_size(node: Node) -> bool:
    """A difference of letters plus one, perhaps over a stride, perhaps rounded: the size of an output."""
    letters = symbols(node)
    if len(letters) < 2 or len(letters) > 6 or isinstance(node, Items):
        return False
    differs = any(isinstance(n, Bin) and n.op == "-" for n in walk(node))
    powers = any(isinstance(n, Bin) and n.op == "**" for n in walk(node))
    quotient = any(isinstance(n, Bin) and n.op == "/" for n in walk(node))
    rounded = any(isinstance(n, Call) and n.name in ("floor", "ceil") for n in walk(node))
    plus_one = any(
        isinstance(n, Bin) and n.op == "+" and isinstance(n.right, Num) and n.right.value == 1 for n in walk(node)
    )
    if differs and not powers and not quotient and not rounded and not plus_one:
        return len(letters) >= 4  # a transposed convolution: (H - 1)*S - 2*P + K
    return differs and not powers and (plus_one or rounded or (quotient and len(letters) >= 3)) and not _dilates(node)


def _dilates(node: Node) -> bool:
    """A kernel's extent under dilation, K + (K-1)(D-1), and receptive fields are other sizes."""
    return isinstance(node, Bin) and node.op == "+" and isinstance(node.left, Num)


def _multiplied_by_stride(value: Node) -> bool:
    """s*(n - 1) - 2*p + k: the size of a transposed convolution's output, whatever the section is called."""
    return not any(isinstance(n, Bin) and n.op == "/" for n in walk(value)) and any(
        isinstance(n, Bin) and n.op == "*" and any(
            isinstance(a, Sym) and isinstance(b, Bin) and b.op == "-" and isinstance(b.right, Num) and b.right.value == 1
            for a, b in ((n.left, n.right), (n.right, n.left))
        )
        for n in _added(value)
    )  # fmt: skip


def _added(node: Node) -> Iterator[Node]:
    """The terms of a sum that are not subtracted."""
    if isinstance(node, Bin) and node.op in "+-":
        yield from _added(node.left)
        if node.op == "+":
            yield from _added(node.right)
    else:
        yield node


_EVEN = re.compile(
    r"\b(?:whenever|if|when|provided|as long as|assuming|where)\b[^.;]{0,60}\b(?:divi\w+|even(?:ly)?|integers?|whole)\b",
    re.IGNORECASE,
)


_REMAINDER = re.compile(r"remainder|divides? evenly|integer|whole number|割り切れ|端数|余り|整数", re.IGNORECASE)
_RULED_OUT = re.compile(
    r"not (?:legal|allowed|permitted|valid|considered)|illegal|forbid\w*|exclud\w*|invalid|never occur|(?:we |will |always )(?:only )?(?:assume|require|choose|pick|consider)|must be|だけを?(?:考|扱)|のみ(?:を|考|扱)|ものとする|場合に限|前提|認めない|許さ(?:ない|れない)|使わない|考えない", re.IGNORECASE
)


def _rules_out_remainders(sentence: Sentence) -> bool:
    """Whether a sentence says that divisions with a remainder do not occur."""
    return bool(_REMAINDER.search(sentence.words) and _RULED_OUT.search(sentence.words))


def _even_division(view: View, value: Node) -> str:
    """The condition that the division comes out even, where the sentence states it."""
    if not _EVEN.search(view.sentence.words) and not any(map(_rules_out_remainders, view.outline.sentences_of_section(view.sentence.block))):
        return ""
    quotient = next((n for n in walk(value) if isinstance(n, Bin) and n.op == "/" and isinstance(n.right, Sym)), None)
    return f" if {to_text(quotient.right)} divides {to_text(quotient.left)}" if quotient else ""


_BECOMES = re.compile(
    r"\b(?:height|width|rows|columns|side|length|neurons|positions|placements|times)\b[^.;]{0,40}"
    r"\b(?:becomes?|is|are|will be|turns? into|shrinks? to|has|get)\b|\b(?:gives?|yields?|get|leaves?|fits?)\b[^.;]{0,12}$",
    re.IGNORECASE,
)


_OUT = re.compile(r"(?<![A-Za-z])(?:out|out_size|output_size|n_out|出力|出力サイズ)\s*=\s*(?:floor\s*)?\(*\s*$", re.IGNORECASE)


_ON_A_SIDE = re.compile(r"\s*(?:on (?:a|each|every|the) side|(?:pixels? )?(?:wide|high|tall)|(?:squared|along each axis))\b", re.IGNORECASE)
_SIDE_IS = re.compile(r"(?:一辺|サイズ|大きさ|縦横|高さ|幅|\bside|\bsize|\bwidth|\bheight)\s*(?:の長さ)?\s*(?:は|が|is|=|:)\s*[、,:]?\s*$", re.IGNORECASE)


def _about_output(view: View, span: Span) -> bool:
    left = span.formula.sides[0]
    if isinstance(left, Sym) and (
        _OUTPUT_NAMES.match(left.name) or view.letters.get(left.name, "").startswith("output")
    ):
        return True
    sentence, lead = view.sentence, view.lead()
    if _OUT.search(sentence.words[: span.start]):
        return True
    if not span.atomic and (_ON_A_SIDE.match(sentence.words[span.end :]) or (lead is not None and _SIDE_IS.search(lead.words) and not sentence.words[: span.start].strip())):
        return True
    if any(s is not None and s.has("receptive_field") for s in (sentence, lead)):
        return False
    if _BECOMES.search(sentence.words[: span.start]):
        return True
    return any(s is not None and s.has("output", "size", "spatial") for s in (sentence, lead)) or any(
        r.tag == "output_size" for r in sentence.roles
    )


def _axis(value: Node, sides: Sequence[Node]) -> Iterator[str]:
    if isinstance(value, Items):
        yield "output_shape"
        return
    names = " ".join(symbols(value))
    if re.search(r"\bn_h\b|\bH\w*\b|\bKH\b|\bFH\b|_h\b|_H\b", names) and not re.search(r"\bW", names):
        yield "output_height" if re.search(r"KH|FH|_h\b|_H\b", names) else "output_size"
    elif re.search(r"_w\b|_W\b|KW|FW", names):
        yield "output_width"
    else:
        yield "output_size"
