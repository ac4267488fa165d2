"""What was decided of a sentence's readings: the verdict on a statement, and which of several say the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..properties import facts
from ..properties.statement import parse
from ..properties.verdict import Verdict, decide_once
from ..reference.errors import InputError
from . import kept
from . import patterns as re
from .reading import Reading
from .spares import is_vague, overlap
from .text.sentences import Sentence

MAX_CLAIMS_A_LINE = 12
PUT_TOGETHER = "put together from the sizes around it"  # by no reader of its own construction
FACTORS = "the number is a wrong product of these very sizes"  # however far off, it is about them
IN_PAIRS = "each map of the sentence with what becomes of it"
BY_NAME = "the layer of that name"
STRIDES = "the strides of the steps, multiplied"  # whatever else the sentence has numbers for
AT_SIZES_GIVEN = "the formula at the sizes given"  # the note's own formula comes to the note's own number
ENTERS = "what enters the block is worked out from the blocks before it"
OF_ITS_COLUMN = "what the row asks, said of what heads the column"
AS_A_COUNT = "the product is told as the count of the layer"
SIZED = ("output_shape", "output_size", "output_height", "output_width", "receptive_field")
COUNTS = ("macs", "params", "macs_ratio", "params_ratio")  # what is read as a count is no shape


@dataclass(frozen=True)
class Decided:
    """A reading, the statement of it that was taken, and the verdict on that."""

    reading: Reading
    statement: str
    verdict: Verdict
    sentence: Sentence


facts.read = lambda path: kept.table("facts", [path], lambda: facts.from_toml(path))


@lru_cache(maxsize=4_096)
def decide(statement: str) -> Verdict | str:
    """The verdict on a statement, or why there is none; the same statements come up again and again in notes."""
    try:
        return decide_once(parse(statement))
    except InputError as error:
        return str(error)


def holds(statement: str) -> bool:
    """Whether a statement can be decided, and holds."""
    verdict = decide(statement)
    return not isinstance(verdict, str) and verdict.status == "holds"


def distinct(decided: list[Decided]) -> list[Decided]:
    """Each statement once, a number measured once however its sizes were found, and at most a dozen for a sentence."""
    seen: dict[str, Decided] = {}
    for one in decided:
        if not any(_again(one, other) for other in seen.values()):
            seen.setdefault(one.statement, one)
    kept = [one for one in seen.values() if not _otherwise(one, seen.values())]
    kept = [one for one in kept if not _told_as_a_count(one, kept)]
    return [one for one in kept if not _by_another_custom(one, kept)][:MAX_CLAIMS_A_LINE]


def _told_as_a_count(one: Decided, others: Iterable[Decided]) -> bool:
    """Whether a product that comes out right is read as what it is told to be: a layer's count."""
    right = one.verdict.predicate == "arithmetic" and one.verdict.status == "holds"
    counts = [o.reading for o in others if AS_A_COUNT in o.reading.notes]
    return right and any(overlap(one.reading, c) and one.reading.end == c.end for c in counts)


def _by_another_custom(one: Decided, others: Iterable[Decided]) -> bool:
    """Whether a count holds only as the other rows of its table do not count: that it fails as they do is told."""
    return one.verdict.status == "holds" and any(
        _BY_THE_TABLE & set(o.reading.notes) and o.verdict.status == "refuted" and overlap(one.reading, o.reading)
        and one.verdict.predicate == o.verdict.predicate
        for o in others
    )  # fmt: skip


def _with_letters_named(one: Decided) -> tuple[str, int, str]:
    """A statement without the meaning of its letters, with the end of its words and what became of it."""
    return one.statement.partition(" where ")[0], one.reading.end, one.verdict.status


def _again(one: Decided, other: Decided) -> bool:
    """Whether a number that holds is one that holds already: a row's count, read from the row and from those above."""
    if _with_letters_named(one) == _with_letters_named(other):
        return True
    found, known = (re.search(r" == ([\d,() ]+)$", d.statement) for d in (one, other))
    return bool(
        found
        and known
        and found[1] == known[1]
        and one.verdict.status == other.verdict.status == "holds"
        and one.verdict.predicate == other.verdict.predicate
        and one.reading.start == other.reading.start
        and one.reading.end == other.reading.end
    )


VALUED = ("macs", "params", "kernel_shape")
AS_THE_ROWS = "biases counted as in the other rows"
ALL_GIVEN = "all sizes are given, once each"
_BY_THE_TABLE = {AS_THE_ROWS, ALL_GIVEN}


def _same_value(one: Decided, other: Decided) -> bool:
    """Whether a refuted value, read otherwise from the same words, holds: as another layer's, as a map's shape."""
    certain = other.reading.sure and not other.reading.spare
    held = other.verdict.status == "holds" and (certain or PUT_TOGETHER in one.reading.notes)
    alike = held and {one.verdict.predicate, other.verdict.predicate} <= {*VALUED, *SIZED}
    if not alike or one.verdict.predicate not in VALUED or not overlap(one.reading, other.reading):
        return False
    mine, its = (re.split("[=~]=", d.statement.partition(" where ")[0])[-1].strip() for d in (one, other))
    return mine == its or _figure(mine) == _figure(its) != 0


def _figure(value: str) -> float:
    """A number with its scale, zeros at its end rounded or not: 1240*10000 is 124*100000; 0 for another value."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?:\*(\d+))?", value)
    return float(found[1]) * int(found[2] or 1) if found else 0


def _beside_the_claim(one: Decided, other: Decided) -> bool:
    """Whether another formula of the sentence gives the very count that this one fails to be: this is a size."""
    if one.verdict.predicate not in ("macs", "params") or other.verdict.status != "holds" or not other.reading.sure:
        return False
    mine, its = (d.statement.partition(" where ")[0].partition(" == ") for d in (one, other))
    letters = all(re.search(r"[A-Z]", right) for _, _, right in (mine, its))
    return letters and mine[0] == its[0] and mine[2] != its[2] and not overlap(one.reading, other.reading)


def _otherwise(one: Decided, others: Iterable[Decided]) -> bool:
    """Whether the same words, read otherwise, hold: the reading that fails was not what they mean."""
    if one.verdict.status != "refuted" or _BY_THE_TABLE & set(one.reading.notes):
        return False
    end = one.reading.end
    if any(
        AT_SIZES_GIVEN in o.reading.notes and o.verdict.status == "holds" and overlap(one.reading, o.reading)
        for o in others
    ):
        return True
    if one.verdict.predicate in COUNTS and any(
        other.verdict.predicate == "receptive_field" and other.verdict.status == "holds" and other.reading.end == end
        for other in others
    ):
        return True
    if one.verdict.predicate in _OF_BATCHES and any(_told_in(one, other) for other in others):
        return True
    if any(_same_value(one, other) or _beside_the_claim(one, other) for other in others):
        return True
    if one.verdict.predicate not in SIZED:
        return False
    return any(
        other.verdict.status == "holds"
        and not (is_vague(other.statement) and (one.reading.spare or not other.reading.sure))
        and overlap(one.reading, other.reading)
        and not _says_less(other, one)
        and (other.verdict.predicate in SIZED or (other.verdict.predicate in COUNTS and other.reading.end == end))
        for other in others
    )


def _says_less(other: Decided, one: Decided) -> bool:
    """Whether a guess tells only the side of the map whose every size the failing claim tells: 1x1 of 1x1x512."""
    same = other.verdict.subject == one.verdict.subject
    kinds = other.statement.startswith("output_size(") and one.statement.startswith("output_shape(")
    return same and kinds and not other.reading.sure and one.reading.firm


_OF_BATCHES = ("independent_of_batch", "standardised")


def _told_in(one: Decided, other: Decided) -> bool:
    """Whether the words of a failing claim say of the same operation over which axes it averages, and rightly."""
    told = other.verdict.predicate in ("normalised_over", "stats_count", "stats_shape")
    same = other.verdict.subject == one.verdict.subject and overlap(one.reading, other.reading)
    return told and same and other.verdict.status == "holds"
