"""What a predicate is: how it is measured on a subject, and what the decision procedure may assume about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from ...reference.errors import InputError
from ..subjects import Instance, Subject

if TYPE_CHECKING:
    from ..statement import Statement
    from ..verdict import Verdict


LARGEST = {"kernel": 64, "stride": 64, "padding": 64, "total": 128, "dilation": 1_024, "layers": 64,
           "stacks": 8, "depth": 1_000, "multiplier": 64, "groups": 4_096, "batch": 10**9}  # fmt: skip
"""The largest size that is accepted of a role, by the first word of its name; of others a thousand million."""


MOST_LAYERS = 4_096
"""The largest number of layers of a stack whose measure is extrapolated from a few layers, not run."""


def refuse_sizes(sizes: Mapping[str, Any], extrapolated: Collection[str] = ()) -> None:
    """Refuse what is no size of its role: a stride of nothing, a negative height, a kernel too large to be run."""
    for role, size in sizes.items():
        if isinstance(size, str):
            continue
        least, largest = _limits(role, role in extrapolated)
        if least is not None and size < least:
            raise InputError(f"{role} = {size}; expected {least} or more")
        if size > largest:
            raise InputError(f"{role} = {size} is larger than {largest:,}, the largest that is run")


@cache
def _limits(role: str, extrapolated: bool) -> tuple[int | None, int]:
    """The least and the largest size of a role; some may be any number, also a negative one."""
    word = role.split("_")[0]
    largest = MOST_LAYERS if role == "layers" and extrapolated else LARGEST.get(word, 10**9)
    if word in ("alpha", "compression"):
        return None, largest
    return 0 if word in ("padding", "total", "layers", "eps") else 1, largest


@dataclass(frozen=True)
class Case:
    """A subject with a value for each of its roles and each option of the predicate; `to` is what it is compared to."""

    subject: Subject
    sizes: Mapping[str, Any]
    to: Case | None = None

    def build(self) -> Instance:
        """The instance at these sizes."""
        refuse_sizes(self.sizes)
        return self.subject.build(self.sizes)

    def key(self) -> tuple[Any, ...]:
        """What tells this case from every other."""
        return self.subject.name, frozenset(self.sizes.items()), self.to.key() if self.to else None

    def at(self, **sizes: Any) -> Case:
        """The same subject with some sizes set otherwise."""
        return Case(self.subject, {**self.sizes, **sizes}, self.to)


@dataclass(frozen=True)
class Alternative:
    """A customary reading of what a statement left open: values for options and roles, and its name."""

    choose: Mapping[str, Any]
    name: str


@dataclass(frozen=True)
class Predicate:
    """What every predicate has.

    options: words it takes, each with those allowed; the first is chosen where a statement gives none, except for
    `open` ones: there each word is tried, and the verdict says for which the statement holds. positional: options
    that may be given without their name, after the subjects.
    """

    name: str
    measure: Callable[[Case], Any] | None
    what: str
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    subjects: int = 1
    positional: Sequence[str] = ()


@dataclass(frozen=True)
class Numeric(Predicate):
    """A predicate whose value is a number, or named axes with a number each (then `layouts` are the orders to try).

    ignores: roles that it chooses itself; degrees: the degree of its value in a role, by subject, where the
    subject's own does not hold (None: no polynomial). alternatives: customary readings, tried in turn. names: how the
    choice made for an option left open is named. open_roles: roles that range, under that letter, although the subject
    has a customary value for them. fits: which layouts suit which axes, where not every choice of axes does. tells:
    whether stride and padding, left open, are worth naming. most: how many input values it is run on as they are, where
    its time grows with their square.
    """

    ignores: frozenset[str] = frozenset()
    degrees: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    alternatives: Sequence[Alternative] = ()
    layouts: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    open_roles: Mapping[str, str] = field(default_factory=dict)
    fits: Callable[[str, Sequence[str]], bool] | None = None
    tells: bool = True
    most: int | None = None


VALID_PADDING = Alternative(
    {"padding_height": "valid", "padding_width": "valid", "padding": "valid"}, "no padding (valid)"
)


@dataclass(frozen=True)
class Finite(Predicate):
    """A predicate whose value is a word, a truth value or a set of axes, measured on a few instances of each subject.

    values: the words there are, or none where the value is a set of axes. open: options tried with every word where
    a statement gives none, with what each word means; then a statement may hold for some of them only. rename: which
    other subject stands for a subject here. witness: what was seen, in words; strength: how far the cases carry.
    """

    values: Sequence[str] = ("true", "false")
    open: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    alternatives: Sequence[Alternative] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    witness: Callable[[Case, Any], str | None] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    strength: str = "exhausted"


@dataclass(frozen=True)
class Composed(Predicate):
    """A predicate that is an expression in others: `expansion.py` writes it out, so it is never measured itself."""


@dataclass(frozen=True)
class Custom(Predicate):
    """A predicate with a procedure of its own: it is given the statement and gives the verdict."""

    decide: Callable[[Statement], Verdict] | None = None
