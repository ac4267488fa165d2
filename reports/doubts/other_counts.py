"""Counts and ratios that are something else than what a failing claim takes them for.

A shape that is told, a share of a block and not of the network, the weights that a mask leaves, other numbers of the
same row, letters that count channels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from math import gcd

from ...properties.nodes import Node, Num
from ...properties.rendering import to_text
from ...properties.statement import Statement
from .. import patterns as re
from ..decided import holds
from ..readers.networks import one_network_over
from ..scope import Outline
from ..sizes.quantities import whole
from ..text.sentences import Sentence
from ..vocabulary import family

_SHAPE_LABEL = re.compile(
    r"\b(?:results?|outputs?|shapes?|size|volume|map|tensor|becomes?|gives?)\b|出力|結果|形|サイズ|大きさ|になる|となる",
    re.IGNORECASE,
)
_COUNT_LABEL = re.compile(
    r"\b(?:weights?|param\w*|macs?|mult\w*|flops?|operations?|adds?|numbers?|values?|cost)\b|重み|パラメ|積和|乗算|掛け算|計算|演算|個",
    re.IGNORECASE,
)
_PRODUCT_OF_THREE = re.compile(r"\W*\d+\s*[x×]\s*\d+(?:\s*[x×]\s*\d+)?\W*")
_MASKED = re.compile(r"マスク|\bmask", re.IGNORECASE)
_IN_USE = re.compile(
    r"\b(?:not masked|unmasked|in use|used|usable|live|alive|survive\w*|non-?zero|effective|remain\w*|left)\b|残[るりっ]|使われ|使える|有効|生き|マスクされない|隠されない|隠れない",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"全体|ネットワーク|モデル|網|全部|\b(?:network|model|whole|overall|entire|total)\b", re.IGNORECASE)
_GROUPS = re.compile(r"\bgroup|グループ|(?<![A-Za-z])[gG]\s*=\s*\d|\d\s*組|[二三四]組", re.IGNORECASE)
MOST_GROUPS = 64
_WEIGHTED = re.compile(r"linear|fully[- ]connected|全結合|線形|conv|畳み?込み|\+", re.IGNORECASE)


def options_of(statement: Statement) -> dict[str, Node]:
    """The options of a statement's one call."""
    return dict(statement.call.options) if statement.call else {}


def with_options(statement: Statement, **options: str | int | None) -> str:
    """A statement of one call as text, with other options; None takes one away."""
    assert statement.call is not None
    kept = {k: to_text(v) for k, v in statement.call.options if k not in options}
    kept |= {k: str(v) for k, v in options.items() if v is not None}
    args = ", ".join([*(to_text(a) for a in statement.call.args), *(f"{k}={v}" for k, v in kept.items())])
    return f"{statement.call.name}({args}) {statement.relation} {to_text(statement.right)}"


def sentences_near(outline: Outline, sentence: Sentence) -> Iterator[Sentence]:
    """The sentences of the block and of the two above it."""
    for block in range(sentence.block, max(-1, sentence.block - 3), -1):
        yield from outline.sentences[block]


def of_a_count(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """Weights or operations: a shape, a share, what a mask leaves, the row's own numbers, letters that count channels."""
    text, words = sentence.text.chars, sentence.words
    if statement.predicate == "params" and family(statement.subject or "") == "pooling" and _WEIGHTED.search(words):
        return "a layer with weights is named beside the pooling"
    first, last = sentence.clause(start)
    label = words[max(0, first - 40) : start]
    if (
        _PRODUCT_OF_THREE.fullmatch(text[start:end])
        and _SHAPE_LABEL.search(label)
        and not _COUNT_LABEL.search(label + words[end:last])
    ):
        return "a shape is told"
    if ", part=layer" in str(statement):
        return None  # the layer is named, and the network that has it
    if "part" in options_of(statement) or ", part=" in str(statement):
        return _of_a_part(outline, statement, sentence)
    masked = (
        statement.predicate == "params" and statement.subject in ("conv2d", "masked_conv2d") and _IN_USE.search(words)
    )
    if masked and _MASKED.search(" ".join(e.words for e in sentences_near(outline, sentence))):
        head, _, value = str(statement).replace(f"params({statement.subject}", "params(masked_conv2d").partition(") ")
        bare = re.sub(r", (?:mask|live)=\w+", "", head)
        others = (f"{bare}, mask={mask}, live=true) {value}" for mask in "AB")
        if any(holds(other) for other in others):
            return "the weights in use are counted"
    if sentence.cell is not None and _of_its_row(outline, statement, sentence):
        return "other numbers of its row would explain it"
    if "groups" not in options_of(statement) and _GROUPS.search(words) and _in_some_groups(statement):
        return "groups are spoken of"
    return _of_other_letters(outline, statement)


def _in_some_groups(statement: Statement) -> bool:
    """Whether the claim holds for a number of groups that divides the channels that go in and come out."""
    given = options_of(statement)
    both = gcd(*(whole(given[c]) or 0 if c in given else 0 for c in ("in_channels", "out_channels")))
    return any(not both % g and holds(with_options(statement, groups=g)) for g in range(2, min(both, MOST_GROUPS) + 1))


def _of_its_row(outline: Outline, statement: Statement, sentence: Sentence) -> bool:
    """Whether the row's own numbers, taken as kernel and channels in some order, come to the number of weights."""
    claimed = whole(statement.right)
    if statement.predicate != "params" or not claimed:
        return False
    row = " ; ".join(e.text.chars for e in outline.sentences[sentence.block] if e.cell != sentence.cell)
    told = [
        int(n.replace(",", "")) for n in re.findall(r"(?<![\d.,])\d{1,3}(?:,\d{3})+|(?<![\d.,])\d{1,4}(?![\d.])", row)
    ][:6]
    if len(told) < 3:
        return False
    biased = "bias=true" in str(statement)
    counts = {
        k * k * a * b + bias for k, a, b in permutations(told, 3) for bias in ((b,) if biased else (0, b)) if k <= 11
    }
    return claimed in counts


def _of_a_part(outline: Outline, statement: Statement, sentence: Sentence) -> str | None:
    """A share of a layer's or a block's cost is no share of the whole network's, which is named if it is meant.

    Which of its kinds of layers has the most, the heading of one network is enough for.
    """
    if ">" in str(statement) and one_network_over(outline, sentence.block):
        return None
    header = outline.blocks[sentence.block].header if sentence.cell is not None else None
    said = [sentence, *(outline.sentences[header] if header is not None else ())]
    said += [e for e in outline.sentences[sentence.block] if e.cell == 0 and sentence.cell is not None]
    named = any(
        family(m.tag) in ("network", "mobilenet", "dense", "residual") or m.tag.startswith(("mobilenet", "vgg"))
        for e in said
        for m in e.subjects
    )
    return None if named or any(_WHOLE.search(e.words) for e in said) else "no whole network is spoken of"


def _of_other_letters(outline: Outline, statement: Statement) -> str | None:
    """Small letters that nothing declares may count channels."""
    bound = {letter for letter, _ in statement.where} | {letter for _, _, letter, _ in outline.bindings}
    free = [
        x
        for x in dict.fromkeys(re.findall(r"(?<![A-Za-z_\d])[a-z](?![A-Za-z_\d(])", to_text(statement.right)))
        if x not in bound
    ]
    if not free or len(free) > 2:
        return None
    for roles in (("in_channels", "out_channels"), ("out_channels", "in_channels")):
        where = (*statement.where, *zip(free, roles, strict=False))
        if holds(str(replace(statement, where=where))):
            return f"{', '.join(free)} may count channels"
    return None


def of_a_ratio(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """A factor that the output channels spoken of nearby would explain: 1/N + 1/9 = 1/7.9 with N = 64."""
    if statement.subject != "depthwise_separable_conv2d" or "out_channels" in str(statement):
        return None
    if "part=" in str(statement):
        return _of_a_part(outline, statement, sentence)
    value = _number(statement.right)
    if not value:
        return None
    share, kernel = (
        min(value, 1 / value),
        _number(options_of(statement).get("kernel_size", Num(Fraction(3)))) or Fraction(3),
    )
    rest = share - 1 / (kernel * kernel)
    if rest <= 0:
        return None
    near = [e.text.chars for n in range(max(0, sentence.block - 12), sentence.block + 1) for e in outline.sentences[n]]
    told = {int(n) for chars in near for n in re.findall(r"(?<![\d.,])\d{1,4}(?![\d.,]\d|\d)", chars)}
    return (
        "it may be of the channels told nearby"
        if any(n > 3 and abs(n * rest - 1) < Fraction(6, 100) for n in told)
        else None
    )


def _number(node: Node) -> Fraction | None:
    found = re.fullmatch(r"([\d.]+)(?:/([\d.]+))?", to_text(node))
    return Fraction(found[1]) / Fraction(found[2] or "1") if found and Fraction(found[2] or "1") else None
