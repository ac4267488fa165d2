"""How a note counts operations: one for each multiply-accumulate, where it says so, and not two.

A count of twice as many holds as floating-point operations only where the note does not tell that it counts products:
by the unit of the count itself, the head of its column, or what it said before ("I count multiply-accumulates").
"""

from __future__ import annotations

from ...properties.verdict import Verdict
from .. import patterns as re
from ..decided import decide
from ..scope import Outline
from ..text.sentences import Sentence

_PRODUCTS = r"(?:multipl(?:y|ies)[-–— ]?(?:and[- ])?(?:accumulat|add)\w*|mult[-–— ]?adds?\b|\bM-?ACs?\b|\bMAdds?\b|multiplications\b|積和(?:演算)?|乗算|掛け算|かけ算)"
_UNIT = re.compile(_PRODUCTS, re.IGNORECASE)
_DECLARED = re.compile(
    rf"\b(?:count\w*|costs?\b|operations?\b|everything)[^.;]{{0,40}}{_PRODUCTS}|{_PRODUCTS}[^.;。]{{0,60}}(?:\bcounts? as one|\bone operation|を?\s*1\s*(?:回|つ|演算)|で数え|だけを?数え|の回数(?:を|で|と)|を単位)"
    rf"|(?:計算量|演算量|コスト|演算回数)(?:と?は|を|の単位は)[^。]{{0,16}}{_PRODUCTS}",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"FLOP|\boperations\b|\bops\b|additions?\b|\btwice\b|\bdoubl|\btwo (?:for|per|each)|floating|加算|足し算|浮動|演算(?!量|回数)|[2２二]\s*(?:倍|回|演算)",
    re.IGNORECASE,
)
_FLOPS = re.compile(r"FLOP|浮動")
_TWICE = re.compile(r"^two floating-point operations|^every (?:executed )?multiplication and addition")
_CALL = re.compile(r"^(?P<head>(?:1/)?macs\([^()]*)\)")


def in_the_note_s_unit(statement: str, outline: Outline, sentence: Sentence) -> tuple[str, Verdict | str]:
    """A statement with its verdict; one that holds in floating-point operations, in the products that the note counts."""
    verdict = decide(statement)
    if isinstance(verdict, str) or verdict.status != "holds":
        return statement, verdict
    strict = in_products(statement, verdict.convention, outline, sentence)
    again = decide(strict) if strict else verdict
    return (statement, verdict) if isinstance(again, str) or not strict else (strict, again)


def in_products(statement: str, convention: str | None, outline: Outline, sentence: Sentence) -> str | None:
    """The statement in multiply-accumulates, where it holds by another unit than the note's; None where all is well."""
    strict = counted_in_products(statement)
    return strict if strict and _TWICE.search(convention or "") and counts_products(outline, sentence) else None


def counted_in_products(statement: str) -> str | None:
    """The statement about a count, of multiply-accumulates alone; None where it is of no count, or says its unit.

    >>> counted_in_products("macs(conv2d, kernel_size=3) == 18"), counted_in_products("params(conv2d) == 9")
    ('macs(conv2d, kernel_size=3, count=macs) == 18', None)
    """
    found = _CALL.match(statement)
    if not found or "count=" in found["head"]:
        return None
    return f"{found['head']}, count=macs){statement[found.end() :]}"


def counts_products(outline: Outline, sentence: Sentence) -> bool:
    """Whether the note says that multiply-accumulates are counted: by the sentence, its column's head, or before."""
    header = outline.blocks[sentence.block].header if sentence.cell else None
    head = " ".join(e.words for e in outline.sentences[header] if e.cell == sentence.cell) if header is not None else ""
    own = f"{head} {sentence.words}"
    if _OTHERWISE.search(own):
        return False
    return bool(_UNIT.search(own)) or _declared(outline, sentence)


NOWHERE = (1 << 60, 0)


def _declared(outline: Outline, sentence: Sentence) -> bool:
    """Whether a sentence before tells what is counted, and none tells of another unit."""
    if outline.products_from is None or outline.flops_from is None:
        outline.products_from, outline.flops_from = _told_first(outline)
    place = (sentence.block, sentence.number)
    return outline.products_from < place <= outline.flops_from


def _told_first(outline: Outline) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a note first tells that it counts products, and where it first names floating-point operations."""
    products = flops = NOWHERE
    for e in outline.all_sentences():
        if _FLOPS.search(e.words):
            flops = min(flops, (e.block, e.number))
        elif _DECLARED.search(e.words) and not _OTHERWISE.search(_UNIT.sub(" ", e.words).replace("operations", " ")):
            products = min(products, (e.block, e.number))
    return products, flops
