"""Words around a claim that turn its sense without denying it: "gives up the ability to", "なかなか広がらない".

What such words leave of a claim is more than a reader of clauses can tell, so a claim that fails amid them accuses
nobody. The same goes for a number that belongs to one part of what is counted, and for windows that do not fit: both
say that the sizes were taken from the wrong place.
"""

from __future__ import annotations

from ..properties.nodes import Num
from ..properties.statement import Statement
from . import patterns as re
from .quantities import whole
from .sentences import Sentence

QUALITIES = (
    "depends_on", "causal", "parallel_over_time", "independent_of_batch", "invariant_to", "unchanged_by", "equivariant_to",
    "spatial_preserved", "train_eval_differs", "equals", "monotone", "rf_growth", "mean_var", "is_linear",
)  # fmt: skip
SUPPOSED = ("definition", "lineage", "used_in")
_TURNED = re.compile(
    r"\b(?:giv(?:es?|ing) up|los(?:es?|ing)|lost|forgo\w*|sacrific\w*|lack\w*|unable|fail(?:s|ed)? to|avoid\w*|prevent\w*|"
    r"rid of|barely|hardly|scarcely|seldom|rarely|not (?:always|necessarily)|only partly|at the (?:cost|expense) of|would be)\b"
    r"|なかなか|それほど|さほど|あまり(?!に)|必ずしも|とは限|言えない|いえない"
    r"|犠牲|失[うわっい]|手放|避け|防[いぐ]|抑え",
    re.IGNORECASE,
)
_NO_MERIT = re.compile(r"(?:利点|長所|メリット|欠点|特徴|理由|問題|売り)(?:と|で)?は(?:言え|いえ|な)[^。]{0,4}|\bno (?:real )?(?:advantage|merit|drawback|problem)s?\b", re.IGNORECASE)
_OWN_CHANNEL = re.compile(r"チャン?ネル(?:だけ|のみ|しか)(?![^。、]*(?:画素|位置|周囲|まわり|近傍))", re.IGNORECASE)
_SUPPOSED = re.compile(r"(?:だっ|し|っ)たら|んだら|仮に|もし(?!く)|れば|\b(?:if|were|had|would|suppose|unless)\b", re.IGNORECASE)
_APART = re.compile(r"\b(?:each|every|per|modules?|stages?|(?:one|a|this) block|in (?:the|a) block)\b|各|ごと|毎に|それぞれ|ステージ|ブロック内|モジュール", re.IGNORECASE)
_LAST = re.compile(r"\b(?:last|final|fifth|fourth|five|four|all)\b[^.;]{0,16}\b(?:pool\w*|layers?|stages?|blocks?)|(?:最後|最終|5つ|五つ|5回|全て|すべて)[^。、]{0,8}(?:プーリング|層|ブロック|段)", re.IGNORECASE)
_OF_BATCH = re.compile(r"バッチ(?:の|サイズ)?\s*$|batch\s*$", re.IGNORECASE)
_SHAPES = ("output_shape", "output_size")


def turned(statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """Why words around a failing claim, or its own sizes, leave its sense open; None where they do not.

    >>> from ..properties.statement import parse
    >>> from .inline import passage
    >>> from .notes import Segment
    >>> from .sentences import sentences_of
    >>> [said] = sentences_of(passage([Segment("It gives up the ability to look at neighbouring pixels.", 0)]), 0)
    >>> turned(parse("depends_on(pointwise_conv2d, input=other_position)"), said, 20, 50)
    'the words "gives up" turn what is said'
    """
    first, last = sentence.clause(start)
    clause = sentence.words[first:last]
    if statement.predicate in QUALITIES and (found := _TURNED.search(clause)):
        return f'the words "{found[0]}" turn what is said'
    if statement.predicate in QUALITIES and (found := _NO_MERIT.search(sentence.words)):
        return f'"{found[0]}" denies a merit'
    if statement.predicate == "depends_on" and statement.negated and _OWN_CHANNEL.search(clause):
        return "one channel alone is told from the others, not from places"
    if statement.predicate in QUALITIES and re.search(r"[(（][^)）]*$", sentence.words[start:end]):
        return "it is read across a bracket"
    if statement.predicate == "spatial_preserved" and _OF_BATCH.search(sentence.words[:start]):
        return "the size of the batch is spoken of"
    if statement.predicate in SUPPOSED and _SUPPOSED.search(sentence.words):
        return "it is only supposed"
    if statement.predicate == "structure_count" and _APART.search(sentence.words):
        return "a part of the network is counted"
    if statement.predicate in _SHAPES:
        if _LAST.search(sentence.words):
            return "what comes out of the last layer is said to come out of one"
        if not _fits(statement):
            return "its window does not fit into its map"
    return None


def _fits(statement: Statement) -> bool:
    """Whether the window of a worked example fits into the map that goes in."""
    sizes = {key: whole(value) for key, value in (statement.call.options if statement.call else ()) if isinstance(value, Num)}
    padding = sizes.get("padding") or 0
    for side, window in (("height", "kernel_height"), ("width", "kernel_width")):
        size, kernel = sizes.get(side), sizes.get(window) or sizes.get("kernel_size")
        if size and kernel and size + 2 * padding < kernel:
            return False
    return True
