"""`@record` gives what `@dataclass(frozen=True)` gives."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from functools import cached_property
from typing import Any, ClassVar

import pytest
from kenzan.reference.records import record

Made = tuple[type[Any], type[Any], type[Any]]


def classes(make: Callable[[type[Any]], type[Any]]) -> Made:
    @make
    class Base:
        """Fields of every sort."""

        kind: ClassVar[str] = "base"
        first: int
        second: tuple[int, ...] = ()
        third: list[int] = field(default_factory=list)
        aside: str = field(default="", compare=False, repr=False)

        def __post_init__(self) -> None:
            if self.first < 0:
                raise ValueError("less than nothing")

        @cached_property
        def doubled(self) -> int:
            return 2 * self.first

    @make
    class Derived(Base):
        """With a field more, another default, and words of its own."""

        second: tuple[int, ...] = (1, 2)
        fourth: int = 4

        def __repr__(self) -> str:
            return f"derived {self.first}"

    @make
    class Empty:
        """Nothing."""

    return Base, Derived, Empty


ACTS: dict[str, Callable[[type[Any], type[Any], type[Any]], object]] = {
    "shown": lambda b, d, e: [repr(b(1, (2,), [3], "x")), repr(d(first=5)), repr(e())],
    "equal": lambda b, d, e: [b(1) == b(1, (), []), b(1) == b(1, aside="y"), b(1) == b(2), b(1) == d(1, ()), d(1) == d(1, fourth=4), e() == e(), b(1) == 1],
    "alike": lambda b, d, e: [hash(d(1, third=())) == hash(d(1, third=(), aside="z")), len({e(), e()}), len({b(1, third=()), b(2, third=()), b(1, third=())})],
    "unhashable": lambda b, d, e: hash(b(1)),
    "apart": lambda b, d, e: b(1).third is b(1).third,
    "set": lambda b, d, e: setattr(b(1), "first", 2),
    "set unknown": lambda b, d, e: setattr(d(1), "other", 2),
    "deleted": lambda b, d, e: delattr(b(1), "first"),
    "missing": lambda b, d, e: d(),
    "surplus": lambda b, d, e: d(1, (), [], "", 4, 5),
    "unknown": lambda b, d, e: b(1, none=2),
    "refused": lambda b, d, e: b(-1),
    "replaced": lambda b, d, e: [replace(d(1), fourth=9).fourth, replace(b(1), first=2) == b(2), replace(b(1, aside="x"), first=2).aside],
    "fields": lambda b, d, e: [[(f.name, f.default, f.compare) for f in fields(one)] for one in (b, d, e)],
    "places": lambda b, d, e: [b.__match_args__, d.__match_args__, b.second, d.second, b.kind, hasattr(b, "third")],
    "worked out": lambda b, d, e: [(one := d(3)).doubled, one == d(3), repr(one)],
    "copied": lambda b, d, e: [copy.deepcopy(b(1, (2,), [3])) == b(1, (2,), [3]), copy.copy(d(1)) == d(1)],
}  # fmt: skip


def outcome(act: str, made: Made) -> object:
    try:
        return ACTS[act](*made)
    except (TypeError, ValueError, FrozenInstanceError) as error:
        return type(error), str(error)


@pytest.mark.parametrize("act", ACTS)
def test_a_record_does_what_a_frozen_dataclass_does(act: str) -> None:
    assert outcome(act, classes(record)) == outcome(act, classes(dataclass(frozen=True)))


@record
class Kept:
    """One that pickle can find."""

    name: str


def test_a_record_is_pickled() -> None:
    assert pickle.loads(pickle.dumps(Kept("x"))) == Kept("x")
