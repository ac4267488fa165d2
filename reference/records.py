"""Records: classes whose fields are given once and stay, told apart by what they hold.

`@record` makes of a class what `@dataclass(frozen=True)` makes of it, in a fifth of the time: that writes and compiles
six methods for each class, which for the hundred and fifty that a note needs takes a tenth of the time of reading it.
Here `__init__` alone is written for each class, and the others are shared.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A class with its annotations as fields, as `dataclass(frozen=True)` makes it.

    >>> @record
    ... class Size:
    ...     height: int
    ...     width: int = 1
    >>> Size(3), Size(3) == Size(3, 1), len({Size(3), Size(3, width=1), Size(1, 3)})
    (Size(height=3, width=1), True, 2)
    """
    made: Any = dataclass(init=False, repr=False, eq=False)(cls)
    compared = [one.name for one in fields(made) if one.compare]
    made._compared = attrgetter(*compared) if compared else staticmethod(lambda _: ())
    made.__init__ = _initializer(made)
    for name, method in _SHARED.items():
        if name not in vars(cls):
            setattr(made, name, method)
    return made


def _initializer(cls: type[Any]) -> Callable[..., None]:
    """An `__init__` that puts each field in its place."""
    parameters, lines = ["self"], []
    known: dict[str, Any] = {"put": object.__setattr__, "MISSING": MISSING}
    for one in fields(cls):
        given = one.name
        if one.default is not MISSING:
            known[f"default_{one.name}"] = one.default
            parameters.append(f"{one.name}=default_{one.name}")
        elif one.default_factory is not MISSING:
            known[f"make_{one.name}"] = one.default_factory
            parameters.append(f"{one.name}=MISSING")
            given = f"make_{one.name}() if {one.name} is MISSING else {one.name}"
        else:
            parameters.append(one.name)
        lines.append(f"put(self, {one.name!r}, {given})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"]), known)
    known["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return known["__init__"]


def _equal(self: Any, other: object) -> bool:
    return self._compared(self) == self._compared(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _shown(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _stays(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _is_needed(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED: dict[str, Any] = {
    "__eq__": _equal, "__hash__": _hash, "__repr__": _shown, "__setattr__": _stays, "__delattr__": _is_needed,
}  # fmt: skip
