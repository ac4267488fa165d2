"""Numbers looked at once more, with the sizes around them: what no reader placed, and what one placed wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..properties.statement import parse
from . import patterns as re
from .counting.conventions import in_the_note_s_unit
from .decided import AT_SIZES_GIVEN, COUNTS, SIZED, Decided, decide
from .derived import accusations, derivations
from .derived.from_letters import letter_derivations
from .doubts.rebinding import from_elsewhere
from .readers.marks import struck_in_its_row
from .readers.task_parts import is_left_open
from .reading import Reading, View
from .scope import Outline
from .spares import overlap, place_in
from .text.sentences import Sentence

DERIVABLE = (*SIZED, *COUNTS, "channels_after", "output_channels", "arithmetic")
_ALIKE = ({"macs_ratio", "params_ratio", "arithmetic"}, {"output_shape", "output_size"})
_DENIED = re.compile(
    r"wrong|false|incorrect|mistake|not \d|if (?:you|we) (?:forget|had)"
    r"|\b(?:were|would have)\b|だったら|であったら|仮に|もし"
    r"|誤|間違|ではな|じゃな|[×✗]\s*[。.]?\s*$|嘘|だろうか|でしょうか|忘れ",
    re.IGNORECASE,
)


CLOSING = 4  # letters by which two readings of one number may end apart: a bracket, a unit


def looked_at_again(view: View, decided: list[Decided]) -> list[Decided]:
    """What was read, and the numbers that nothing was read from but that the sizes around them explain.

    A number that was read and failed is looked at again: where the sizes around it explain it, it was misread.
    One that only comes out right as a sum, and that a mistake with these sizes explains, is refuted.
    """
    sentence, outline = view.sentence, view.outline
    if is_left_open(outline, sentence):
        return decided  # a number to choose from is nobody's: that of another option least of all gives it
    failed = [d for d in decided if d.verdict.status == "refuted" and _may_be_misread(d)]
    held = [d for d in decided if d not in failed]
    struck = struck_in_its_row(view)
    found = [] if struck else list(_settled(derivations(view, _places(held, sentence)), sentence, "holds", outline))
    if not struck:
        found += _settled(letter_derivations(view, _places([*decided, *found], sentence)), sentence, "holds", outline)
    misread = [d for d in failed if any(_explains(f, d) for f in found)]
    found = [f for f in found if not any(d not in misread and overlap(f.reading, d.reading) for d in failed)]
    read = [d for d in [*decided, *found] if d not in misread]
    told = [d for d in read if not _merely_a_sum(d)]
    plain = (r for r in accusations(view, _places(told, sentence)) if r.sure)
    wrong = [] if struck or _denied(sentence) else list(_settled(plain, sentence, "refuted", outline))
    accused = [*wrong, *(d for d in decided if d.verdict.status == "refuted" and d not in misread)]
    kept = [d for d in decided if d not in misread and not _only_sums_up(d, accused)]
    return list(_once([*kept, *found, *wrong]))


def _once(decided: list[Decided]) -> Iterator[Decided]:
    """Each number judged once: where the sum that the note writes out is wrong, that is what is told of it.

    The result of a wrong sum may be the right count of something else, without its biases; its author has not said so.
    """
    sums = [d for d in decided if d.verdict.status == "refuted" and d.verdict.predicate == "arithmetic"]
    for one in decided:
        told = one not in sums and any(_is_its_number(one.reading, other.reading) for other in sums)
        if not told:
            yield one


def _is_its_number(one: Reading, of_a_sum: Reading) -> bool:
    """Whether a reading is of the result of a sum: what is read of its first factors alone is not."""
    return overlap(one, of_a_sum) and one.end >= of_a_sum.end - CLOSING


def _merely_a_sum(one: Decided) -> bool:
    """Whether a number is read as the result of a sum that is right, and no formula of the note gives it."""
    right = one.verdict.predicate == "arithmetic" and one.verdict.status == "holds"
    return right and AT_SIZES_GIVEN not in one.reading.notes


def _only_sums_up(one: Decided, accused: list[Decided]) -> bool:
    """Whether a sum comes out right whose result is refuted as what it is said to be."""
    return _merely_a_sum(one) and any(overlap(one.reading, other.reading) for other in accused if other is not one)


def _settled(
    readings: Iterable[Reading], sentence: Sentence, status: str, outline: Outline | None = None
) -> Iterator[Decided]:
    """Those of some readings that get a status."""
    for reading in readings:
        for statement in (reading.statement, *reading.alternatives):
            verdict = decide(statement)
            if outline is not None:
                statement, verdict = in_the_note_s_unit(statement, outline, sentence)
            if not isinstance(verdict, str) and verdict.status == status:
                yield Decided(reading, statement, verdict, sentence)
                break


def _denied(sentence: Sentence) -> bool:
    """Whether a sentence calls something wrong, or tells of a mistake itself."""
    return bool(_DENIED.search(sentence.words))


def _places(decided: Iterable[Decided], sentence: Sentence) -> list[tuple[int, int]]:
    return [place_in(d.reading, sentence) for d in decided]


def _may_be_misread(one: Decided) -> bool:
    """Whether a failing number may have been read with sizes that are not its own."""
    if one.verdict.predicate not in DERIVABLE:
        return False
    return not one.reading.firm or bool(from_elsewhere(parse(one.statement), one.sentence))


def _explains(found: Decided, failed: Decided) -> bool:
    """Whether a derivation explains the number of a failed reading: as the same kind of value, by the same window."""
    kinds = {found.verdict.predicate, failed.verdict.predicate}
    if not overlap(found.reading, failed.reading) or _window(found.statement) != _window(failed.statement):
        return False
    return len(kinds) == 1 or any(kinds <= alike for alike in _ALIKE)


def _window(statement: str) -> dict[str, str]:
    """The window of a statement about the shape of a map."""
    return dict(re.findall(r"(stride|padding)=(\w+)", statement)) if statement.startswith("output_") else {}
