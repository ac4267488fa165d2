"""Which choices are offered with the key: by rank, length and kinship as evenly as the options allow."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ..properties.expression import equivalent, to_latex, to_text
from ..properties.nodes import Node, walk
from .frontmatter import LANGUAGES
from .printed import read_number
from .question import Blank, Option, Texts
from .refusal import Refusal
from .streams import Stream
from .template import value_text

Streams = Callable[[str, str], Stream]
Draws = tuple[tuple[int, tuple[tuple[int, ...], ...]], ...]  # (weight, sets of distractors by index) of each cell
MOST_SETS = 2_000  # sets of distractors that are compared


def canonical(value: Any, decimals: int | None = None) -> Any:
    """The value in a form in which equal things are equal: numbers as printed, sets and tuples of them, formulas."""
    if isinstance(value, bool | str | Node):
        return value
    if isinstance(value, tuple):
        return tuple(canonical(item, decimals) for item in value)
    if isinstance(value, frozenset):
        return frozenset(canonical(item, decimals) for item in value)
    return read_number(value_text(value, {}, decimals)) if decimals is not None else Fraction(value)


def same(a: Any, b: Any) -> bool:
    """Whether two canonical values are equal; formulas as mathematics, not as text."""
    return _same_formula(a, b) if isinstance(a, Node) and isinstance(b, Node) else a == b


@lru_cache(maxsize=65536)
def _same_formula(a: Node, b: Node) -> bool:
    return equivalent(a, b)


def choice_text(value: Any, words: Mapping[str, str], decimals: int | None) -> str:
    """A value as one of the choices: formulas and numbers as mathematics."""
    if isinstance(value, Node):
        return f"${to_latex(value)}$"
    if isinstance(value, frozenset):
        return r"$\{" + ", ".join(sorted(str(item) for item in value)) + r"\}$"
    return value_text(value, words, decimals)


def drawn_words(
    blank: Blank, offered: list[Option], facts: Mapping[str, Any], texts: Texts, streams: Streams
) -> list[Option]:
    """Options in words: one right one among wrong ones; in a multiple choice, any number of right ones."""
    if blank.form == "error" or (len(offered) <= blank.shown and not blank.many):
        return offered
    right = [option for option in offered if option.right(facts)]
    wrong = _worded_apart([option for option in offered if not option.right(facts)], texts)
    stream = streams(blank.name, "choices")
    least = max(1, blank.shown - len(wrong)) if blank.many else 1
    most = min(len(right), blank.shown - 1) if blank.many else 1
    if not right or least > most or len(wrong) < blank.shown - most:
        raise Refusal(
            "distractors", f"{blank.shown} choices of {blank.name} are to be shown, of {len(right)} right and "
            f"{len(wrong)} wrong ones; expected enough of both",
        )  # fmt: skip
    if blank.many:
        count = least + stream.below(most - least + 1)
        return stream.sample(right, count) + stream.sample(wrong, blank.shown - count)
    key = stream.choice(right)
    sizes = tuple(
        tuple(len(texts[f"{language} {option.text_key}"][0]) for language in LANGUAGES) for option in (key, *wrong)
    )
    chosen = draw_from(_sets_by_length(sizes, blank.shown - 1), stream)
    return [key, *(wrong[i - 1] for i in chosen)]


def _worded_apart(options: list[Option], texts: Texts) -> list[Option]:
    """The options without those that read like an earlier one, as they may where their numbers happen to be equal."""
    kept: dict[tuple[str, ...], Option] = {}
    for option in options:
        own = option.text_key
        key = tuple(texts[f"{language} {own}"][0] for language in LANGUAGES) if own else (option.name,)
        kept.setdefault(key, option)
    return list(kept.values())


@lru_cache(maxsize=4096)
def _sets_by_length(sizes: tuple[tuple[int, ...], ...], wanted: int) -> Draws:
    """All sets of wrong options, by how many are longer than the key in each language: neither must give it away."""
    cells: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    for chosen in itertools.islice(itertools.combinations(range(1, len(sizes)), wanted), MOST_SETS):
        first, second = (sum(sizes[i][language] > sizes[0][language] for i in chosen) for language in (0, 1))
        cells.setdefault((first, second), []).append(chosen)
    return balanced(cells)


def balanced(cells: Mapping[tuple[int, int], list[tuple[int, ...]]]) -> Draws:
    """The cells with weights such that each row and each column is drawn about equally often.

    Iterative proportional fitting (Deming and Stephan 1940), in thousandths of a per mille at the end.
    """
    weights = dict.fromkeys(sorted(cells), 1.0)
    for step in range(60):
        axis = step % 2
        lines = {cell[axis] for cell in weights}
        totals = {line: sum(weight for cell, weight in weights.items() if cell[axis] == line) for line in lines}
        weights = {cell: weight / totals[cell[axis]] / len(lines) for cell, weight in weights.items()}
    return tuple((max(1, round(weight * 1_000_000)), tuple(cells[cell])) for cell, weight in weights.items())


def draw_from(draws: Draws, stream: Stream) -> tuple[int, ...]:
    """A set out of a cell drawn by its weight."""
    at = stream.below(sum(weight for weight, _ in draws))
    for weight, sets in draws:
        if at < weight:
            return stream.choice(sets)
        at -= weight
    raise AssertionError("the weights add up to what was drawn below")


def distinct(blank: Blank, offered: list[Option], facts: Mapping[str, Any]) -> list[tuple[Option, Any]]:
    """The distractors whose values differ from one another, with their values (the first of equals is kept)."""
    kept: list[tuple[Option, Any]] = []
    for option in offered:
        value = canonical(option.value(facts), blank.decimals) if option.value else None
        if not any(same(value, other) for _, other in kept):
            kept.append((option, value))
    return kept


def drawn_values(
    blank: Blank, offered: list[Option], facts: Mapping[str, Any], streams: Streams
) -> list[Option | None]:
    """The key and distractors such that the key's rank among the numbers is as even as they allow."""
    key = canonical(facts[blank.name], blank.decimals)
    pool = distinct(blank, offered, facts)
    wanted = blank.shown - 1
    if len(pool) < wanted:
        raise Refusal(
            "distractors", f"only {len(pool)} different distractors of {blank.name} are left; expected {wanted}"
        )
    stream = streams(blank.name, "choices")
    if isinstance(key, Node | tuple | frozenset):
        return [None, *_unremarkable(key, pool, wanted, stream)]
    below, above = _sides(pool, key)
    low = max(0, wanted - len(above))
    rank = low + stream.below(min(wanted, len(below)) - low + 1)
    return [None, *stream.sample(below, rank), *stream.sample(above, wanted - rank)]


def _unremarkable(key: Any, pool: list[tuple[Option, Any]], wanted: int, stream: Stream) -> list[Option]:
    """Distractors among which the key is, as often as not, the one that shares most with the others.

    Distractors are the key with one thing changed, so that the key would stand out as the one in the middle. Of all
    sets of distractors those are drawn in which its ranks, by what it shares with the others and by its length, are
    each as often as any other.
    """
    values = [key, *(value for _, value in pool)]
    lengths = tuple(length(value, choice_text(value, {}, None)) for value in values)
    ranks = _sets_by_rank(tuple(map(parts_of, values)), lengths, wanted)
    chosen = draw_from(ranks, stream)
    return [pool[i - 1][0] for i in chosen]


@lru_cache(maxsize=1024)
def _sets_by_rank(parts: tuple[frozenset, ...], lengths: tuple[int, ...], wanted: int) -> Draws:
    """All sets of `wanted` distractors (by index), by how many are longer than the key, and how many share more."""
    cells: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    for chosen in itertools.islice(itertools.combinations(range(1, len(parts)), wanted), MOST_SETS):
        scores = kinship([parts[i] for i in (0, *chosen)])
        rank = sum(lengths[i] > lengths[0] for i in chosen), sum(score > scores[0] for score in scores)
        cells.setdefault(rank, []).append(chosen)
    return balanced(cells)


def kinship(parts: Sequence[frozenset]) -> list[int]:
    """For each choice, how much it shares with the others, less what it does not share."""
    return [sum(len(own & other) - len(own ^ other) for other in parts if other is not own) for own in parts]


def length(value: Any, text: str) -> int:
    """How long a choice looks: a formula by its symbols and signs (LaTeX has many letters that nobody sees)."""
    return _symbols(value) if isinstance(value, Node) else len(text)


@lru_cache(maxsize=1 << 14)
def _symbols(formula: Node) -> int:
    return sum(1 for _ in walk(formula))


@lru_cache(maxsize=1 << 14)
def _pieces(formula: Node) -> frozenset:
    return frozenset(to_text(node) for node in walk(formula))


def parts_of(value: Any) -> frozenset:
    """What a value is made of: the pieces of a formula, the items of a shape or set."""
    if isinstance(value, Node):
        return _pieces(value)
    if isinstance(value, tuple):
        return frozenset(enumerate(value))
    return value if isinstance(value, frozenset) else frozenset()


def _sides(pool: list[tuple[Option, Any]], key: Any) -> tuple[list[Option], list[Option]]:
    """The distractors below and above the key."""
    below = [option for option, value in pool if value < key]
    return below, [option for option, value in pool if value > key]
