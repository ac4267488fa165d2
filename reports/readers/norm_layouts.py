"""How the means of a normalisation are laid out: (1, C, 1, 1), shape (N, C), (B, T), or in the numbers of the example."""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Num, Sym, symbols
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.formulas import Span
from .norm_sense import hedged
from .norm_sizes import sizes
from .norms import Stretch, note_of


def shaped(view: View, stretch: Stretch) -> Iterator[Reading]:
    """(1, C, 1, 1), shape (N, C), N×C×1×1: of the mean, the variance, the statistics."""
    s = view.sentence
    for span in s.formulas:
        if not stretch.start <= span.start < stretch.end:
            continue
        items = _items(span) or _numbers(span)
        if _IS_FED.search(stretch.text[: span.start]):
            continue  # "the input has shape (N, D)"
        around = stretch.text[max(0, span.start - 30) : span.end + 20]
        ones = sum(i == "1" for i in items) >= 2 and len(items) in (3, 4)
        meant = re.search(r"平均|分散|統計|\bmeans?\b|\bvariances?\b|statistic|running", stretch.text, re.IGNORECASE)
        shaped = re.search(r"shape|形|サイズ", around, re.IGNORECASE) or s.cell is not None
        meant = meant or s.cell is not None
        tabled = s.cell is not None and len(items) == 4 and _of_statistics(view)
        if not items or not (ones or tabled or (meant and shaped and len(items) <= 2)) or not (meant or stretch.own or ones):
            continue
        if not any(i.isalpha() for i in items):
            yield from _laid_out_in_numbers(view, stretch, items, span) if meant and (ones or shaped) else ()
            continue
        if re.search(r"カーネル|フィルタ|kernel|filter|conv", stretch.text, re.IGNORECASE):
            continue
        for one in stretch.named:
            yield from _laid_out(view, stretch, one.subject, items, span)


# The shape of what goes in, no statistic being named between the two: inputs of shape (N, D), X is an (N, D) matrix.
_IS_FED = re.compile(
    r"(?:\b(?:inputs?|activations?|data|tensors?|batch(?:es)?|features|vectors?|samples|examples|matrix|outputs? of)\b|(?<![A-Za-z\u0370-\u03ff])[xXhHzZ](?![A-Za-z])|入力|データ|テンソル|特徴量)"
    r"(?:(?!mean|varian|statistic|平均|分散|統計)[^.;。]){0,28}$",
    re.IGNORECASE,
)


def _of_statistics(view: View) -> bool:
    """Whether the head of the cell's column speaks of the statistics, or of their shape."""
    header = view.outline.blocks[view.sentence.block].header
    heads = view.outline.sentences[header] if header is not None else []
    return any(re.search(r"統計|平均(?:と|・)分散|statistic|means?\b.*(?:shape|size)", h.words, re.IGNORECASE) for h in heads if h.cell == view.sentence.cell)


_AXIS_OF = {"B": "N", "D": "C", "L": "T"}  # (B, T), (B, L, 1): as transformers have them


def _laid_out(view: View, stretch: Stretch, subject: str, items: list[str], span: Span) -> Iterator[Reading]:
    """The layout, or where it has too many or too few axes for the subject, the count that it means."""
    items = [_AXIS_OF.get(i, i) for i in items]
    letters = [i for i in items if i != "1"]
    layout = ""
    if "T" in items and len(items) < 4:  # by position, so that what is left out is shared
        items, layout = [a if a in items else "1" for a in "NTC"], ", layout=sequence"
    text = f"stats_shape({subject}{layout}) == ({', '.join(items)}{',' if len(items) == 1 else ''})"
    own = {"batch_norm": 1, "layer_norm": 1, "instance_norm": 2, "group_norm": 2, "rms_norm": 1}[subject]
    if len(items) <= 2 and len(items) != own:
        text = f"stats_count({subject}) == {'*'.join(letters)}"
    yield Reading(text, span.start, span.end, note_of(stretch, view), sure=stretch.certain)


def _items(span: Span) -> list[str]:
    nodes = span.formula.shape
    if nodes is None and isinstance(span.formula.value, Sym) and re.search(r"^[(\[]", span.text):
        nodes = (span.formula.value,)
    if not nodes or not any(symbols(n) for n in nodes):
        return []
    return [n.name.upper() if isinstance(n, Sym) else str(n.value) if isinstance(n, Num) else "?" for n in nodes]


def _numbers(span: Span) -> list[str]:
    """The sizes of a shape that is written in numbers: (1, 64, 1, 1)."""
    nodes = span.formula.shape or ()
    return [str(n.value) for n in nodes if isinstance(n, Num)] if len(nodes) in (1, 4) else []


def _laid_out_in_numbers(view: View, stretch: Stretch, items: list[str], span: Span) -> Iterator[Reading]:
    """The shape of the mean of the example at hand; its sizes must be given elsewhere, each another one."""
    known = sizes(view, (span.start, span.end))
    if not {"batch", "in_channels"} <= known.keys() or _RUNNING.search(stretch.text[max(0, span.start - 60) : span.start]):
        return
    for subject in (n.subject for n in stretch.named if n.subject != "group_norm"):
        inner = f"{subject}, batch={known['batch']}, in_channels={known['in_channels']}"
        text = f"stats_shape({inner}) == ({', '.join(items)})" if len(items) > 1 else f"stats_count({inner}) == {items[0]}"
        plausible = all(i == "1" or int(i) in known.values() for i in items)
        yield Reading(text, span.start, span.end, note_of(stretch, view), sure=stretch.certain and plausible and not hedged(view))


_RUNNING = re.compile(r"移動|running|moving|γ|β|gamma|beta|入力|\binputs?\b|(?<![A-Za-z])x(?![A-Za-z])", re.IGNORECASE)
