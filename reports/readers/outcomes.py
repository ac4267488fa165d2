"""What comes out: every size that a sentence says to come out of operations, whatever order it says it in.

Three detectors (`sizes/maps.py`: maps and operations; the words beside a map that say it comes out or goes in) and one
combiner: each map that may have come out is tried with what may have gone in (the sentence's own maps, else those
above) and with the operations that the sentence, else the text above, names. One way that comes to exactly the size is
what was meant. Where none does, the size is refuted only if the note leaves one way, and nothing of the sentence was
left over that this does not follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.forward import WINDOWED, outcomes
from ..sizes.maps import Map, Mentioned, cue, mentioned
from ..sizes.operations import Operation
from ..sizes.setting import sentences_above
from ..sizes.spoken import over, row_of_operations, unclear
from ..text.sentences import Sentence

FAR = 10  # sentences above that are looked at
NEAR = 6  # of which so many are near enough to refute from
LONGEST = 320
_NUMBERS = {w: n for n, w in enumerate(("two", "three", "four", "five", "six", "seven", "eight"), 2)} | {
    w: n for n, w in enumerate("二三四五六七八", 2)
}
_TIMES = re.compile(
    r"(?<![\dx.])(?P<n>\d|two|three|four|five|six|seven|eight|二|三|四|五|六|七|八)\s*(?:回|段|度|つ(?:の|続|重)|層(?:[をのでに重積通]|続)|(?:of (?:them|these|those)|such|more|consecutive|successive|(?:\S+ )?(?:times|steps?|stages?|layers?|pools?|poolings|convs?|convolutions|of (?:them|these)))\b)|(?P<twice>\btwice\b)|(?P<nth>[2-9])\s*(?:層|段|回|ブロック|ステージ)目|\b(?P<ordinal>second|third|fourth|fifth)\s+(?:\w+\s+)?(?:layer|stage|block|pool|conv|step)",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"系列|信号|波形|1次元|一次元|文長|音声|\b1-?d\b|sequence|signal|audio|waveform|conv1d|time series", re.IGNORECASE
)
_SUPPOSED = re.compile(
    r"とする(?!と)|としよう|とします|を考え(?!ると)|^\W*(?:suppose|assume|consider|let|given|take|say|imagine)\b",
    re.IGNORECASE,
)
_POSITIONS = re.compile(
    r"positions?|patches|columns|rows|cells|windows|位置|パッチ|行数|列数|[かヶケカ箇]所|通り|マス", re.IGNORECASE
)
_LABELLED_OUT = re.compile(r"(?:出力|\bout(?:put)?s?\b)\S{0,6}(?:\s*(?:size|shape|map|volume))?\s*(?:は|:|=|is)", re.IGNORECASE)
_ARROW_BEFORE = re.compile(r"(?:→|->|⇒|=>)\s*[(\[]?\s*$")
_BESIDE = re.compile(r"[\s)\]]*(?:と|や|,|、|・|/|&|and|or|vs\.?|から成る|または|both)?[\s(\[]*(?:the\s+|an?\s+)?", re.IGNORECASE)
_NO_STEP = re.compile(r"batch ?norm|\bBN\b|relu|dropout|活性化|正規化", re.IGNORECASE)


@dataclass
class Ways:
    """What an outcome is tried with: rows of operations and what goes in, the likeliest first, and how plain they are."""

    operations: list[list[Operation]] = field(default_factory=list)
    incoming: list[tuple[int, ...]] = field(default_factory=list)
    plain: bool = True
    texts: list[str] = field(default_factory=list)  # the texts above that gave something
    passed: list[Operation] = field(default_factory=list)  # operations told between what goes in and the size
    inherited: bool = False  # whether the operation is none of the sentence's own


def read(view: View) -> Iterator[Reading]:
    """The sizes of the sentence that come out of something."""
    s = view.sentence
    if s.cell is not None or len(s.text) > LONGEST or view.outline.blocks[s.block].kind == "heading":
        return
    if s.words.rstrip().endswith(("?", "？")):
        return
    here = mentioned(s)
    if not here.maps or _SUPPOSED.search(here.text):
        return
    above = [e for e in islice(sentences_above(view), FAR) if e.cell is None]
    for number in range(len(here.maps)):
        how = _comes_out(here, number)
        if how and (reading := _reading(view, here, number, above, how)):
            yield reading


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
        return 2  # what is named second, after what goes in
    return 1 if number or not later else 0


def _reading(view: View, here: Mentioned, number: int, above: Sequence[Sentence], how: int) -> Reading | None:
    one = here.maps[number]
    ways = _ways(here, number, [mentioned(e) for e in above])
    if _LINE.search(" ".join([here.text, *(e.words for e in above[:3])])):
        ways.operations = [[_on_a_line(o) for o in row] for row in ways.operations]
    found: list[tuple[bool, str]] = []
    for row in ways.operations:
        for sizes in ways.incoming:
            if sizes != one.sizes or row:
                found += outcomes(row, sizes, one.sizes)
    good = [text for fits, text in found if fits]
    texts = list(dict.fromkeys(good or [text for _, text in found]))[:12]
    if not texts:
        return None
    sure = how == 2 and ways.plain and not good and _is_followed(here, number, ways) and not has_rivals(here)
    if not good and not sure:
        return None
    return Reading(
        texts[0], one.start, one.end, (), tuple(texts[1:]), sure=sure, firm=sure, spare=True, predicate="output_shape"
    )


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
    if any(not _agree(o, passed) for row in rows for o in row[:1] for passed in ways.passed):
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


# What goes in, through what


def _ways(here: Mentioned, number: int, above: Sequence[Mentioned]) -> Ways:
    one, found = here.maps[number], Ways()
    start = here.maps[number - 1].end if number else 0
    own = [o for o in here.operations if start <= o.start < one.start]
    if one.chained or not own:
        until = here.maps[number + 1].start if number + 1 < len(here.maps) and not one.chained else len(here.text)
        own = (
            own
            or [o for o in here.operations if one.end <= o.start < until and is_joined(here.text, one.end, o.start)]
            or [o for o in here.operations if o.start < one.start]
        )
    rest = [o for o in here.operations if o not in own and not o.kernel and o.kind in ("", "window")]
    if len(own) == 1:
        for other in rest:
            own = [over(own[0], other)]
    _incoming(found, here, number, above)
    _operations(found, here, one, own, above)
    return found


_BY_MEANS = re.compile(r"\b(?:by|with|using|through|via|after|for|of|under)\b|[:(（]|で|によ|通", re.IGNORECASE)


def is_joined(text: str, start: int, end: int) -> bool:
    """Whether an operation that is named after a size makes it: "14x14 with stride 2", not "14x14 before the pooling"."""
    between = text[start:end]
    return bool(_BY_MEANS.search(between)) and not re.search(r"\bbefore\b|[。;]|\.\s|前に|\bis then\b|\bgoes\b", between)


def _incoming(found: Ways, here: Mentioned, number: int, above: Sequence[Mentioned]) -> None:
    """The sizes that may go in: the map before it, else the nearest above."""
    if number:
        found.incoming = [here.maps[number - 1].sizes]
        if not here.maps[number].chained and number > 1 and here.maps[0].sizes not in found.incoming:
            found.incoming.append(here.maps[0].sizes)
        return
    after = [
        m.sizes
        for m in here.maps[1:]
        if cue("comes_out", "in_before", "before").search(here.text[max(0, m.start - 40) : m.start])
    ]
    if after:
        found.incoming = after[:1]
        return
    for count, other in enumerate(above):
        if other.maps:
            sizes = [m.sizes for m in other.maps]
            found.incoming = (
                list(dict.fromkeys([sizes[-1], sizes[0]])) if not here.maps[number].flat else [max(sizes, key=len)]
            )
            found.plain = found.plain and count < NEAR
            found.texts.append(other.text)
            last = other.maps[-1].end
            found.passed = [o for o in other.operations if o.start >= last]
            found.passed += [o for e in above[:count][::-1] for o in e.operations]
            return


def _operations(found: Ways, here: Mentioned, one: Map, own: list[Operation], above: Sequence[Mentioned]) -> None:
    """The operations that it may have gone through: the sentence's own, completed from above, else the nearest above."""
    merged = own[0] if len(own) == 1 else None
    line = _in_a_row([*found.passed, *own])
    if len(line) > 1:  # one after the other, on lines of their own
        found.operations = [row_of_operations(tuple(line)), *([own] if own else [])]
        found.passed = []
        return
    if len(own) > 1:
        found.operations = [row_of_operations(tuple(own))]
        found.plain = found.plain and all(map(_is_settled, own))
        return
    rows: list[list[Operation]] = []
    if not own and not found.passed and len(line := _listed(above)) > 1:
        rows, found.plain = [row_of_operations(tuple(line))], False
    for count, other in enumerate(above):
        if merged is not None and _is_whole(merged):
            break
        told = other.operations
        if not told:
            continue
        found.plain = found.plain and count < NEAR
        found.texts.append(other.text)
        if len(told) == 1 and (merged is None or _agree(merged, told[0])):
            merged = told[0] if merged is None else over(merged, told[0])
        elif merged is None:
            rows.append(row_of_operations(told))
            rows += [[o] for o in told]
            found.plain = False
            break
        else:
            same = [o for o in told if _agree(merged, o) and o.kind in (merged.kind, "window", "")]
            if len(same) == 1 and not merged.kernel:
                merged = over(merged, same[0])
            break
    found.inherited = not own
    if merged is not None:
        rows = [[replace(merged, times=1)], *rows]
        times = _times(here, merged)
        if times > 1 and not one.chained:
            rows = [[replace(merged, times=1)] * times]
    found.operations = rows


def _listed(above: Sequence[Mentioned]) -> list[Operation]:
    """The operations of the lines right above that tell nothing else."""
    lines: list[Operation] = []
    for other in above:
        if not other.operations or other.maps:
            break
        lines = [*other.operations, *lines]
    return _in_a_row(lines)


def ways_at(view: View, place: int) -> Ways | None:
    """The ways of the map that begins at a place of the sentence."""
    here = mentioned(view.sentence)
    number = next((n for n, m in enumerate(here.maps) if m.start == place), None)
    if number is None:
        return None
    above = [e for e in islice(sentences_above(view), FAR) if e.cell is None]
    return _ways(here, number, [mentioned(e) for e in above])


def _in_a_row(operations: Sequence[Operation]) -> list[Operation]:
    """The operations that are told one after the other, what is only added to one (its stride, its filters) put to it."""
    row: list[Operation] = []
    for one in operations:
        if row and not one.kernel and one.kind in ("", "window"):
            row[-1] = over(row[-1], one)
        elif row and not one.kernel and "pool" not in one.kind and _agree(row[-1], one):
            row[-1] = over(row[-1], one)  # 畳み込んだ後, said of the same
        elif row and not row[-1].kernel and _agree(row[-1], one):
            row[-1] = over(one, row[-1])
        else:
            row.append(one)
    return row


def _is_whole(operation: Operation) -> bool:
    """Whether nothing more need be looked for above."""
    if operation.kind in ("flatten", "global_avg_pool2d", "linear", "upsample") or operation.call:
        return True
    return bool(operation.kernel and operation.stride and (operation.padding or "pool" in operation.kind))


def _agree(a: Operation, b: Operation) -> bool:
    """Whether two mentions may be of one operation: no slot is given twice, unless alike."""
    kinds = {a.kind, b.kind} - {"", "window"}
    if len(kinds) > 1 and kinds != {"conv2d", "conv1d"}:
        return False
    return all(
        not (x := getattr(a, slot)) or not (y := getattr(b, slot)) or x == y
        for slot in ("kernel", "stride", "padding", "dilation", "filters")
    )


def _times(here: Mentioned, operation: Operation) -> int:
    """How often the operation is done before the map comes out."""
    said = _TIMES.search(here.text)
    if said is None:
        return operation.times
    if said["twice"]:
        return 2
    if said["ordinal"]:
        return ("second", "third", "fourth", "fifth").index(said["ordinal"].lower()) + 2
    if said["nth"]:
        return int(said["nth"])
    word = said["n"].lower()
    return int(word) if word.isdigit() else _NUMBERS[word]
