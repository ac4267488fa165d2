"""The weights of a block of convolutions: its path in the row, in the sentence, in the item or the table above.

"1x1, 64 / 3x3, 64 / 1x1, 256 | 69,632"; "the bottleneck 1x1 (256 -> 64), 3x3 (64 -> 64), 1x1 (64 -> 256) has 69,632
weights"; a table of a layer a row, and below it "altogether the bottleneck has 69,632 weights".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from .. import patterns as re
from ..counting.figures import Figure, figures
from ..decided import ALL_GIVEN
from ..reading import Reading, View
from ..sizes.conv_paths import Path, Step, counted, entering, is_chained, joined, paths_in
from ..sizes.counting import bias_said, doubtful, plain
from ..sizes.setting import introduction, sentences_above
from ..text.columns import column_head

BACK = 3  # sentences above that may tell the path
LEAST = 100
_COUNT = re.compile(r"\bparam\w*|\bweights?\b|重み|パラメ", re.IGNORECASE)
_COUNTED = re.compile(rf"\s*(?:個の?)?\s*(?:(?:learnable|trainable|free|learned)\s+)?(?:{_COUNT.pattern})", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:altogether|in total|total|together|in all|overall|sum|whole|block|bottleneck|stack|three (?:layers|convs?|convolutions)|two (?:layers|convs?|convolutions)|these (?:\w+ )?(?:layers|convs?|convolutions)|all of (?:it|them))\b|合計|全体|全部|合わせて|ブロック|ボトルネック",
    re.IGNORECASE,
)
_MORE = re.compile(r"norm|\bbn\b|shortcut|projection|stride|group|depth-?wise|dilat|per (?:layer|channel|filter)|each|saves?|saving|more than|less than|fewer than|extra|additional|\bnot\b|wrong|instead|twice|repeat|\btimes\b|blocks\b|[)\]]\s*x\s*\d|(?<!\d)(?<!\d )x\s*\d|正規化|射影|グループ", re.IGNORECASE)
_PART = re.compile(r"\b(?:first|second|third|middle|last|final|outer|inner|alone|of which|only|its \d|the \d\s*x\s*\d)\b|うち|だけ|真ん中|最初|最後", re.IGNORECASE)
_COMPARED = re.compile(r",?\s*\b(?:(?:a )?(?:small|tiny|mere) (?:fraction|part)|compared|against|versus|vs\.?|while|whereas|instead of|rather than|than)\b.*$", re.IGNORECASE | re.DOTALL)
_ARROWED = re.compile(r"(?<![\d.])(\d{1,4})\s*(?:ch\w*)?\s*(?:->|→|⇒|=>|to)\s*(\d{1,4})(?![\d.])", re.IGNORECASE)
_WINDOW = re.compile(r"(?<![\dx.])([1-9]|11)\s*x\s*\1(?!\s*x|\d)")


def read(view: View) -> Iterator[Reading]:
    """The number of weights of a path."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.words.rstrip().endswith(("?", "？")):
        return
    if s.cell is not None:
        yield from _in_a_row(view)
    else:
        yield from _in_a_sentence(view)


def _in_a_row(view: View) -> Iterator[Reading]:
    s, outline = view.sentence, view.outline
    head = column_head(view)
    if not _COUNT.search(head) or s.number:
        return
    found = [p for e in outline.sentences[s.block] if e.cell != s.cell for p in paths_in(e.text.chars)]
    told = [head, *(e.text.chars for e in introduction(view))]
    numbers = [f for f in figures(plain(s.text.chars)) if f.value >= LEAST]
    if len(found) != 1 or not numbers:
        return
    row = " ".join(e.text.chars for e in outline.sentences[s.block])
    sure = not _MORE.search(f"{row} {head}") and not any(_MORE.search(t) for t in told[1:2])
    yield from _tested(view, found[0], numbers[-1], told, sure)


def _in_a_sentence(view: View) -> Iterator[Reading]:
    s = view.sentence
    text = plain(s.text.chars)
    own = paths_in(text)
    clause = _COMPARED.sub("", text)
    numbers = [f for f in figures(clause) if f.value >= LEAST and _COUNTED.match(clause, f.end)]
    if len(numbers) != 1 or len(own) > 1:
        return
    above = [e.text.chars for e in islice(sentences_above(view), 2 * BACK)]
    if own:
        path: Path | None = own[0]
    elif _WHOLE.search(clause) or _sums_up(clause, numbers[0]):
        path = _told_above(view)
    else:
        return
    if path is not None:
        yield from _tested(view, path, numbers[0], [text, *above], not _MORE.search(clause) and not doubtful(s))


def _sums_up(text: str, figure: Figure) -> bool:
    """Whether a number is the result of a sum written out."""
    return bool(re.search(r"\d\s*\+\s*[\d,\s+]+=\s*$", text[: figure.start]))


def _told_above(view: View) -> Path | None:
    """The one path of the item above, of the sentences above, or of the rows of the table just above."""
    near = list(islice((e for e in sentences_above(view) if e.cell is None), BACK))
    parent = view.outline.blocks[view.sentence.block].parent
    near = [*(view.outline.sentences[parent] if parent is not None else ()), *near]
    for sentence in near:
        if found := paths_in(sentence.text.chars):
            return found[0] if len(found) == 1 else None
    return _of_the_table(view)


def _of_the_table(view: View) -> Path | None:
    """The path that the rows of the table just above tell, one step a row."""
    outline, at = view.outline, view.sentence.block - 1
    header = outline.blocks[at].header if at >= 0 else None
    if header is None:
        return None
    steps = []
    for block in range(header + 1, at + 1):
        row = plain(" | ".join(e.text.chars for e in outline.sentences[block]))
        windows, channels = list(_WINDOW.finditer(row)), list(_ARROWED.finditer(row))
        if len(windows) != 1 or len(channels) != 1:
            return None
        steps.append(Step(int(windows[0][1]), int(channels[0][1]), int(channels[0][2]), 0, 0))
    return joined(steps) if len(steps) > 1 else None


def _tested(view: View, path: Path, figure: Figure, told: list[str], sure: bool) -> Iterator[Reading]:
    """The count of a path, with biases or without as the words say it; what goes in is told, or is what comes out."""
    enters = path[0].enters or entering(told)
    first = enters or path[-1].leaves  # of a residual block as many come out as go in
    whole = joined((Step(path[0].kernel, first, path[0].leaves, path[0].start, path[0].end), *path[1:]))
    said = next((b for text in told if (b := bias_said(plain(text))) is not None), None)
    relation = "~=" if figure.rounded else "=="
    texts = [f"{counted(whole, bias)} {relation} {figure.text}" for bias in ((False, True) if said is None else (said,))]
    surely = sure and bool(enters) and is_chained(whole) and not _otherwise(whole, int(figure.value), view.sentence.words)
    yield Reading(
        texts[0], figure.start, figure.end, ("the convolutions of the path", *((ALL_GIVEN,) if surely else ())), tuple(texts[1:]), sure=surely, firm=True, predicate="params"
    )


def _otherwise(path: Path, number: int, words: str) -> bool:
    """Whether a part of the path explains a number, where one is spoken of; or the path with norms, or a projection, beside it."""
    steps = [s.kernel**2 * s.enters * s.leaves for s in path]
    biases, norms = sum(s.leaves for s in path), 2 * sum(s.leaves for s in path)
    projected = path[0].enters * path[-1].leaves
    parts = {sum(some) for n in range(1, len(steps)) for some in combinations(steps[:6], n)}
    extras = {norms, norms + biases, 2 * norms, projected, projected + path[-1].leaves, projected + norms, projected + norms + 2 * path[-1].leaves}
    return number - sum(steps) in extras or (bool(_PART.search(words)) and number in parts)
