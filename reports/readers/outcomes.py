"""What comes out: every size that a sentence says to come out of operations, whatever order it says it in.

Three detectors (`sizes/maps.py`: maps and operations; the words beside a map that say it comes out or goes in) and one
combiner: each map that may have come out is tried with what may have gone in (the sentence's own maps, else those
above) and with the operations that the sentence, else the text above, names. One way that comes to exactly the size is
what was meant. Where none does, the size is refuted only if the note leaves one way, and nothing of the sentence was
left over that this does not follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.forward import WINDOWED, counted, outcomes
from ..sizes.gathering import Ways, agree, habitual_padding, is_count, told_as_alternatives, ways_of
from ..sizes.geometry import flat
from ..sizes.lettered import lettered
from ..sizes.maps import LARGEST_WINDOW, Mentioned, cue, mentioned
from ..sizes.operations import Operation
from ..sizes.setting import sentences_above
from ..sizes.sizing import is_by_an_unsaid_step
from ..sizes.spoken import IF_IT_IS, unclear
from ..sizes.stages import is_row_of_windows
from ..text.sentences import Sentence
from . import transition_shapes, unet_sizes
from .upward import goes_up

FAR = 10  # sentences above that are looked at
LONGEST = 320
_LINE = re.compile(
    r"系列|信号|波形|1次元|一次元|文長|音声|\b1-?d\b|sequence|signal|audio|waveform|conv1d|time series", re.IGNORECASE
)
_SUPPOSED = re.compile(
    r"とする(?!と)|としよう|とします|を考え(?!ると)|^\W*(?:suppose|assume|consider|let|given|take|say|imagine)\b",
    re.IGNORECASE,
)
_LABELLED_OUT = re.compile(
    r"(?:出力|\bout(?:put)?s?\b)\S{0,6}(?:\s*(?:size|shape|map|volume))?\s*(?:は|:|=|is)", re.IGNORECASE
)
_ARROW_BEFORE = re.compile(r"(?:→|->|⇒|=>)\s*[(\[]?\s*$")
_BESIDE = re.compile(
    r"[\s)\]]*(?:と|や|,|、|・|/|&|and|or|vs\.?|から成る|または|both)?[\s(\[]*(?:the\s+|an?\s+)?", re.IGNORECASE
)


def read(view: View) -> Iterator[Reading]:
    """The sizes of the sentence that come out of something."""
    s = view.sentence
    if s.cell is not None or len(s.text) > LONGEST or view.outline.blocks[s.block].kind == "heading":
        return
    if s.words.rstrip().endswith(("?", "？")) or is_next_of_listing(view):
        return
    if view.read_by(transition_shapes) or view.read_by(unet_sizes):
        return
    here = mentioned(s)
    if not here.maps or is_row_of_windows(here.text) or _SUPPOSED.search(here.text):
        return
    if any(len(one.sizes) == 2 for one in here.maps) and MATRICES.search(here.text):
        return
    above = [e for e in islice(sentences_above(view), FAR) if e.cell is None]
    for number in range(len(here.maps)):
        how = _comes_out(here, number)
        if how and (reading := _reading(view, here, number, above, how)):
            yield reading


_NEXT_LABEL = re.compile(r"\W*(?:output|出力)(?: layer|層)?\s*[:：]\s*\d+\W*", re.IGNORECASE)
_LABEL_BEFORE = re.compile(r"\W*[^:：。.]{2,24}[:：]\s*\S")


def is_next_of_listing(view: View) -> bool:
    """Whether a label is the next layer's, not the result of the one before: "Global pool: 32 numbers. Output: 10."."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    return bool(before and _NEXT_LABEL.fullmatch(s.words) and _LABEL_BEFORE.match(before[0].words))


def _comes_out(here: Mentioned, number: int) -> int:
    """How plainly a map is said to come out: 2 by an arrow or a word, 1 by its place alone, 0 where it goes in."""
    one, text = here.maps[number], here.text
    start = here.maps[number - 1].end if number else 0
    before, later = text[max(start, one.start - 60) : one.start], here.maps[number + 1 :]
    if one.chained:
        return 2
    if _ARROW_BEFORE.search(before):
        return 2
    if cue("comes_out", "in_after_ja", "after").match(text, one.end):
        return 0
    leads_on = bool(later) and (later[0].chained or bool(cue("comes_out", "in_after", "after").match(text, one.end)))
    if cue("comes_out", "after", "after").match(text, one.end) and not leads_on:
        return 2
    if cue("comes_out", "in_before", "before").search(before) and not cue("comes_out", "before", "before").search(
        before
    ):
        return 0
    if cue("comes_out", "before", "before").search(before):
        return 0 if leads_on and not number else 2
    if leads_on:
        return 0
    between = text[start : one.start] if number else ""
    if between and len(between) < 90 and not _BESIDE.fullmatch(between) and not re.search(r"[。;；]|\.\s", between):
        return (
            2 if max(one.sizes) > LARGEST_WINDOW else 1
        )  # named second, after what goes in; a small one may be a window
    return 1 if number or not later else 0


def _reading(view: View, here: Mentioned, number: int, above: Sequence[Sentence], how: int) -> Reading | None:
    one = here.maps[number]
    ways = ways_of(here, number, [mentioned(e) for e in above])
    if _LINE.search(" ".join([here.text, *(e.words for e in above[:3])])):
        ways.operations = [[_on_a_line(o) for o in row] for row in ways.operations]
    ways.operations = [row[-1:] if told_as_alternatives(here.text, row) else row for row in ways.operations]
    found: list[tuple[bool, str]] = []
    _nearer(view, ways, here, number)
    positions = is_count(here, one)
    if len(ways.operations) == 1:
        told = [mentioned(e) for e in above]
        ways.operations = [[habitual_padding(o, told) for o in ways.operations[0]]]
    if goes_up(view):
        ways.operations = [[replace(o, kind="conv_transpose2d") if o.kind in ("", "window", "conv2d") else o for o in row] for row in ways.operations]
    ways.incoming = _taken_in(ways)
    ways.operations = [[_laid_side_by_side(o) for o in row] for row in ways.operations]
    for row in ways.operations:
        for sizes in ways.incoming:
            if sizes != one.sizes or row:
                found += (
                    counted(row, sizes, *one.sizes) if positions and len(sizes) > 1 else outcomes(row, sizes, one.sizes)
                )
    good = [text for fits, text in found if fits]
    texts = list(dict.fromkeys(good or [text for _, text in found]))[:12]
    if not texts:
        return None
    sure = how == 2 and not _IN_A_ROW.search(here.text) and ways.plain and not good and _is_followed(here, number, ways) and not has_rivals(here)
    if any(row and all(o.kernel == row[0].kernel for o in row) and is_by_an_unsaid_step(row[0], sizes, one.sizes) for row in ways.operations for sizes in ways.incoming):
        sure = False
    if IF_IT_IS.search(here.text, 0, one.start):
        sure = False
    if not good and not sure:
        return None
    return Reading(
        texts[0], one.start, one.end, (), tuple(texts[1:]), sure=sure, firm=sure, spare=True, predicate="output_shape"
    )


def _nearer(view: View, ways: Ways, here: Mentioned, number: int) -> None:
    """Where a sentence nearer than the map above gives what goes in by letters (W = 10, F = 3), those sizes are meant."""
    if any(m.end <= here.maps[number].start for m in here.maps[:number]):
        return
    for above in islice(sentences_above(view), FAR):
        if above.cell is not None or mentioned(above).maps:
            return
        operation, sizes = lettered(flat(above), view.letters)
        if sizes:
            ways.incoming, ways.passed = [sizes[: max(1, len(here.maps[number].sizes))]], []
            if operation.kernel:
                ways.operations = [[operation]]
            return


MATRICES = re.compile(r"im2col|\bcols?\b|行列|並べて(?:から)?(?:掛|かけ)|内積|\bdot\b|\bmatmul\b|\breshape|\bmatri(?:x|ces)\b", re.IGNORECASE)  # 2-D tables of im2col, no maps
_IN_A_ROW = re.compile(r"\b(?:[2-9]|\d\d|two|three|four|five|six|seven|eight|nine|ten) (?:such )?(?:\d+\s*x\s*\d+\s*)?(?:conv\w*|kernels?|filters?|layers?)\b[^.;]{0,16}\b(?:in a row|in sequence|one after (?:the other|another)|on top of)|(?:続けて|連続して|立て続けに)[^。]{0,8}(?:[2-9]|\d\d)\s*(?:回|層|枚)", re.IGNORECASE)  # several, one after another


def _taken_in(ways: Ways) -> list[tuple[int, ...]]:
    """The sizes that may go in: where a call tells the channels of its input, those that have as many."""
    told = {row[0].incoming for row in ways.operations if row} - {None}
    if len(told) != 1 or len(ways.incoming) < 2:
        return ways.incoming
    fitting = [sizes for sizes in ways.incoming if len(sizes) > 2 and told & {sizes[-3], sizes[-1]}]
    return fitting or ways.incoming


def _laid_side_by_side(operation: Operation) -> Operation:
    """Patches that do not overlap: the step is the window."""
    if operation.kind or operation.stride or operation.padding or operation.kernel[:1] <= (11,):
        return operation
    return replace(operation, kind="conv2d", stride=operation.kernel[:1], padding=(0,))


def _on_a_line(operation: Operation) -> Operation:
    return replace(operation, kind="conv1d") if operation.kind in ("", "window", "conv2d") else operation


def has_rivals(here: Mentioned) -> bool:
    """Whether the sentence tells of several outcomes, under conditions of their own: 3x3 with stride 2, else 5x5."""
    outs = [n for n in range(len(here.maps)) if _comes_out(here, n)]
    if len(outs) < 2 or all(here.maps[n].chained for n in outs):
        return False
    parts = [o for o in here.operations if not o.kernel and o.kind in ("", "window")]
    wholes = [o for o in here.operations if o not in parts]
    return bool(parts) or len(wholes) != len(outs)


def _is_extent(here: Mentioned, ways: Ways) -> bool:
    """Whether lone numbers with arrows between them are sides, not channels: 56→28→14, where the resolution is spoken of."""
    texts = (here.text, *ways.texts)
    return any(cue("extents", "words").search(t) for t in texts) and not cue("extents", "channels").search(here.text)


def _is_followed(here: Mentioned, number: int, ways: Ways) -> bool:
    """Whether everything that the sentence says of the outcome was understood, and the note leaves one way."""
    if cue("doubts", "words").search(here.text) or len(ways.incoming) != 1:
        return False
    if any(here.maps[number].sizes == o.kernel[:2] for row in ways.operations for o in row):
        return False  # 3x3 → 3x3: a row of windows
    if any(cue("doubts", "above").search(t) for t in ways.texts):
        return False
    if len(here.maps[number].sizes) == 1 and here.maps[number].chained and not _is_extent(here, ways):
        return False
    rows = ways.operations
    if unclear(" ".join([here.text, *ways.texts]), tuple(o for row in rows for o in row)):
        return False
    if not rows or not all(_is_settled(o) for row in rows for o in row):
        return False
    if not all(_is_plain_pooling(o, ways.incoming[0]) for o in rows[0]):
        return False
    if any(not agree(o, passed) for row in rows for o in row[:1] for passed in ways.passed):
        return False  # something else was done in between
    labelled = _LABELLED_OUT.search(here.text, 0, here.maps[number].start)
    return bool(labelled) or not (ways.inherited and _keeps(rows[0], ways.incoming[0]))


def _is_plain_pooling(operation: Operation, sizes: tuple[int, ...]) -> bool:
    """Whether a pooling, if it is one, leaves no choice: 3x3 without a step may overlap, and be padded."""
    told = operation.stride or operation.kernel[:1] == (2,) or operation.kernel[:2] in (sizes[:2], sizes[-2:])
    return bool(told) or "pool" not in operation.kind or not operation.kernel


def _keeps(row: Sequence[Operation], sizes: tuple[int, ...]) -> bool:
    """Whether operations leave the extents as they are: where these change, another one did it."""
    return any(fits for fits, _ in outcomes([replace(o, filters=None) for o in row], sizes, sizes))


def _is_settled(operation: Operation) -> bool:
    """Whether the operation is known well enough to say what does not come out of it."""
    if operation.kind == "upsample":
        return bool(operation.kernel)
    if operation.kind in ("flatten", "global_avg_pool2d", "pointwise_conv2d"):
        return True
    if operation.kind == "linear":
        return operation.filters is not None
    return bool(operation.kernel) and operation.kind in ("", "window", *WINDOWED)


def ways_at(view: View, place: int) -> Ways | None:
    """The ways of the map that begins at a place of the sentence."""
    here = mentioned(view.sentence)
    number = next((n for n, m in enumerate(here.maps) if m.start == place), None)
    if number is None:
        return None
    above = [e for e in islice(sentences_above(view), FAR) if e.cell is None]
    return ways_of(here, number, [mentioned(e) for e in above])
