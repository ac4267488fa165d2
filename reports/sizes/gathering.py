"""What may have gone into a map, and through what: the sentence's own maps and operations, else those above it.

An operation told in pieces (its window here, its step there) is put together; operations told on lines of their own, one
after the other, are a row; a convolution without a padding has that which the others above it have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .. import patterns as re
from .maps import Map, Mentioned, cue
from .operations import Operation
from .spoken import named_again, over, row_of_operations

NEAR = 6  # sentences above that are near enough to refute from
_NUMBERS = {w: n for n, w in enumerate(("two", "three", "four", "five", "six", "seven", "eight"), 2)} | {
    w: n for n, w in enumerate("二三四五六七八", 2)
}
_TIMES = re.compile(
    r"(?<![\dx.])(?P<n>\d|two|three|four|five|six|seven|eight|二|三|四|五|六|七|八)\s*(?:回|段|度|つ(?:の|続|重)|層(?:[をのでに重積通]|続)|(?:of (?:them|these|those)|such|more|consecutive|successive|(?:(?!x\d)\S+ )?(?:times|steps?|stages?|layers?|pools?|poolings|convs?|convolutions|of (?:them|these)))\b)|(?P<twice>\btwice\b)|(?P<nth>[2-9])\s*(?:層|段|回|ブロック|ステージ)目|\b(?P<ordinal>second|third|fourth|fifth)\s+(?:\w+\s+)?(?:layer|stage|block|pool|conv|step)",
    re.IGNORECASE,
)
_ALONG = re.compile(
    r"1方向|一方向|per axis|per side|along|横に|縦に|一辺|各軸|a side|in each direction|across", re.IGNORECASE
)
_POSITIONS = re.compile(
    r"positions?|patches|tokens|トークン|columns|rows|cells|windows|位置|パッチ|行数|列数|[かヶケカ箇]所|通り|マス", re.IGNORECASE
)


@dataclass
class Ways:
    """What an outcome is tried with: rows of operations and what goes in, the likeliest first, and how plain they are."""

    operations: list[list[Operation]] = field(default_factory=list)
    incoming: list[tuple[int, ...]] = field(default_factory=list)
    plain: bool = True
    texts: list[str] = field(default_factory=list)  # the texts above that gave something
    passed: list[Operation] = field(default_factory=list)  # operations told between what goes in and the size
    inherited: bool = False  # whether the operation is none of the sentence's own


def ways_of(here: Mentioned, number: int, above: Sequence[Mentioned]) -> Ways:
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


_ALTERNATIVES = re.compile(
    r"\b(?:settings|variants|versions|choices|options|alternatives|flavou?rs|configurations|possibilities)\b|\beither\b|\bmore rarely\b"
    r"|\b(?:overlapping|other|latter|former|second) (?:version|variant|setting|choice|option|one)\b"
    r"|前者|後者|(?:[2二両])(?:つの?|種類の?|通りの?)(?:設定|組み?合わせ|選び方|使い方|方式|変種)|よく使われるのは",
    re.IGNORECASE,
)
_ONE_BEHIND_ANOTHER = re.compile(r"\bthen\b|\bfollowed by\b|->|→|⇒|=>|\bafter (?:that|which)\b|続け|のあと|の後|次に", re.IGNORECASE)


def told_as_alternatives(text: str, operations: Sequence[Operation]) -> bool:
    """Whether the operations of a sentence are settings to choose from, not steps one behind the other.

    >>> from .operations import Operation
    >>> two = [Operation(start=20, end=28), Operation(start=60, end=68)]
    >>> told_as_alternatives("Two settings are seen: F=2, S=2, and the overlapping F=3, S=2, ...", two)
    True
    """
    if len(operations) < 2 or not _ALTERNATIVES.search(text):
        return False
    return not _ONE_BEHIND_ANOTHER.search(text, min(o.start for o in operations), max(o.start for o in operations))


_BY_MEANS = re.compile(r"\b(?:by|with|using|through|via|after|for|of|under)\b|[:(（]|で|によ|通", re.IGNORECASE)


def is_joined(text: str, start: int, end: int) -> bool:
    """Whether an operation that is named after a size makes it: "14x14 with stride 2", not "14x14 before the pooling"."""
    between = text[start:end]
    return bool(_BY_MEANS.search(between)) and not re.search(
        r"\bbefore\b|[。;]|\.\s|前に|\bis then\b|\bgoes\b", between
    )


def _incoming(found: Ways, here: Mentioned, number: int, above: Sequence[Mentioned]) -> None:
    """The sizes that may go in: the map before it, else one that is said to go in, else the nearest above."""
    one = here.maps[number]
    before = [m for m in here.maps[:number] if not (is_count(here, one) and len(m.sizes) == 1)]
    if before:
        found.incoming = [before[-1].sizes]
        if not one.chained and before[0].sizes not in found.incoming:
            found.incoming.append(before[0].sizes)
        return
    said_in = cue("comes_out", "in_before", "before")
    after = [m.sizes for m in here.maps[number + 1 :] if said_in.search(here.text[max(0, m.start - 40) : m.start])]
    if after:
        found.incoming = after[:1]
        return
    for count, other in enumerate(above):
        maps = [m for m in other.maps if not (is_count(here, one) or one.flat) or len(m.sizes) > 1]
        if maps:
            found.incoming = (
                list(dict.fromkeys([maps[-1].sizes, maps[0].sizes]))
                if not one.flat
                else [max((m.sizes for m in maps), key=len)]
            )
            found.plain = found.plain and count < NEAR
            found.texts.append(other.text)
            found.passed = [o for o in other.operations if o.start >= maps[-1].end]
            found.passed += [o for e in above[:count][::-1] for o in e.operations]
            return


def is_count(here: Mentioned, one: Map) -> bool:
    """Whether a lone number counts positions of both axes together."""
    around = here.text[max(0, one.start - 12) : one.end + 16]
    along = here.text[max(0, one.start - 24) : one.end + 24]
    return len(one.sizes) == 1 and bool(_POSITIONS.search(around)) and not _ALONG.search(along)


def habitual_padding(operation: Operation, above: Sequence[Mentioned]) -> Operation:
    """A convolution without a padding of its own, with that which the others above it have, if all have none or `same`."""
    if operation.padding or not operation.kernel or operation.kind not in ("", "window", "conv2d"):
        return operation
    told = {o.padding for other in above for o in other.operations if o.padding and o.kernel and "pool" not in o.kind}
    return replace(operation, padding=told.pop()) if len(told) == 1 and told <= {(0,), "same"} else operation


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
        if len(told) == 1 and (merged is None or agree(merged, told[0])):
            merged = told[0] if merged is None else over(merged, told[0])
        elif merged is None:
            rows.append(row_of_operations(told))
            rows += [[o] for o in told]
            found.plain = False
            break
        else:
            same = [o for o in told if agree(merged, o) and o.kind in (merged.kind, "window", "")]
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


def _in_a_row(operations: Sequence[Operation]) -> list[Operation]:
    """The operations that are told one after the other, what is only added to one (its stride, its filters) put to it."""
    row: list[Operation] = []
    for one in operations:
        if row and not one.kernel and one.kind in ("", "window"):
            row[-1] = over(row[-1], one)
        elif row and not one.kernel and "pool" not in one.kind and agree(row[-1], one):
            row[-1] = over(row[-1], one)  # 畳み込んだ後, said of the same
        elif row and named_again(one, row[-1]):
            continue
        elif row and not row[-1].kernel and agree(row[-1], one):
            row[-1] = over(one, row[-1])
        else:
            row.append(one)
    return row


def _is_whole(operation: Operation) -> bool:
    """Whether nothing more need be looked for above."""
    if operation.kind in ("flatten", "global_avg_pool2d", "linear", "upsample") or operation.call:
        return True
    return bool(operation.kernel and operation.stride and (operation.padding or "pool" in operation.kind))


def agree(a: Operation, b: Operation) -> bool:
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
