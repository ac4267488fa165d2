"""What a program that is followed works with: tensors of which the shape alone is known, layers, shapes, counts."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, field
from math import prod
from typing import Any

MOST_ITEMS = 4_096  # of one list, string or range
LARGEST = 10**13
_MOST_TERMS = 24  # of a count that is written as a sum of layers


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set of names."""
    return frozenset(text.split())


class NotFollowed(Exception):
    """The program does something that is not known here; nothing is claimed of what depends on it."""


class Exhausted(Exception):
    """More work than any note's program needs."""


class Size(tuple):
    """The shape of a tensor as it is shown, with the call of a statement that measures it, where there is one."""

    __slots__ = ()
    left, subject, predicate, plain = "", "", "output_shape", False

    @staticmethod
    def of(dims: tuple[int, ...], left: str = "", subject: str = "", predicate: str = "output_shape") -> Size:
        made = _Known(dims)
        made.left, made.subject, made.predicate = left, subject, predicate
        return made


class _Known(Size):
    """A shape with what is known of it."""


class Count(int):
    """A number of parameters, with the calls of a statement that count them."""

    parts: tuple[tuple[Layer, str], ...] = ()  # the arrays that are counted

    @staticmethod
    def of(number: int, parts: tuple[tuple[Layer, str], ...]) -> Count:
        made = Count(number)
        made.parts = parts
        return made

    @property
    def left(self) -> str:
        """The calls of a statement that count the same; nothing where a layer is counted in part only."""
        arrays: dict[int, list[str]] = {}
        layers = {id(layer): layer for layer, _ in self.parts}
        for layer, name in self.parts:
            arrays.setdefault(id(layer), []).append(name)
        terms: Counter[str] = Counter()
        for key, layer in layers.items():
            stored = sorted(name for name, shape in layer.arrays.items() if shape is not None)
            if not layer.counted or stored != sorted(arrays[key]):
                return ""
            terms[layer.counted] += 1
        left = " + ".join(f"{n}*{term}" if n > 1 else term for term, n in terms.items())
        return left if len(terms) <= _MOST_TERMS and len(left) < 1_500 else ""


@dataclass
class Tensor:
    """A tensor's shape; `numpy` for an array of NumPy, whose shape is shown as a plain tuple."""

    shape: tuple[int, ...]
    left: str = ""
    subject: str = ""
    predicate: str = "output_shape"
    numpy: bool = False
    holder: Layer | None = None  # the layer whose array it is
    name: str = ""  # under which the layer has it

    def __post_init__(self) -> None:
        if len(self.shape) > 8 or any(n < 0 or n > LARGEST for n in self.shape) or prod(self.shape) > LARGEST:
            raise NotFollowed("a tensor of no such shape")

    def size(self) -> Size:
        made = Size.of(self.shape, self.left, self.subject, self.predicate)
        made.plain = self.numpy
        return made

    def like(self, shape: tuple[int, ...] | None = None) -> Tensor:
        """Another tensor of that shape; the same shape keeps what measures it."""
        if shape is None or shape == self.shape:
            return Tensor(self.shape, self.left, self.subject, self.predicate, self.numpy)
        return Tensor(shape, numpy=self.numpy)


class Layer:
    """A layer of PyTorch, with its options by name; `arrays` are its parameters, None for one that is not stored."""

    def __init__(self, kind: str, options: dict[str, Any]) -> None:
        self.kind, self.options = kind, options
        self.arrays: dict[str, tuple[int, ...] | None] = {}
        self.buffers: dict[str, tuple[int, ...]] = {}
        self.counted = ""  # the call of a statement that counts the parameters
        self.waiting = False  # a lazy layer that has seen no input


class Container:
    """nn.Sequential, nn.ModuleList and nn.ModuleDict: layers under names, in order."""

    def __init__(self, kind: str, items: list[tuple[str, Any]]) -> None:
        self.kind, self.items = kind, items


@dataclass
class Function:
    """A function of the note, or a lambda, with the names around it; `owner` is the class it is written in."""

    name: str
    arguments: ast.arguments
    body: list[ast.stmt]
    scope: Scope
    owner: Class | None = None
    defaults: dict[int, Any] = field(default_factory=dict)


@dataclass
class Bound:
    """A method with the object it is called on."""

    function: Any
    target: Any


@dataclass
class Class:
    """A class of the note: a network, as it says that its base is nn.Module, or a class of the note itself."""

    name: str
    base: Class | None
    known: str  # the dotted name of a base that is no class of the note
    members: dict[str, Any] = field(default_factory=dict)

    def find(self, name: str) -> tuple[Any, Class] | None:
        at: Class | None = self
        for _ in range(16):
            if at is None:
                return None
            if name in at.members:
                return at.members[name], at
            at = at.base
        return None


class Instance:
    """An object of a class of the note."""

    def __init__(self, cls: Class) -> None:
        self.cls = cls
        self.attributes: dict[str, Any] = {}
        self.given: dict[str, Any] = {}  # what it was made with


@dataclass(frozen=True, eq=False)
class Known:
    """Something of a library, by its dotted name: torch.nn.Conv2d; or a method of a value, with the value."""

    name: str
    target: Any = None

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and other.name == self.name and other.target is self.target


@dataclass
class Scope:
    """Names and their values, with the scope around them."""

    names: dict[str, Any]
    outer: Scope | None = None

    def find(self, name: str) -> Any:
        """The value of a name; NotFollowed where it is not known."""
        at: Scope | None = self
        for _ in range(32):
            if at is None:
                break
            if name in at.names:
                if at.names[name] is UNKNOWN:
                    break
                return at.names[name]
            at = at.outer
        raise NotFollowed(f"{name} is not known")


UNKNOWN = object()
MODULES = (Layer, Container, Instance)


def children(module: Any) -> list[tuple[str, Any]]:
    """The layers right inside a layer, with their names, in the order in which PyTorch has them."""
    if isinstance(module, Container):
        return module.items
    if isinstance(module, Instance):
        return [(name, value) for name, value in module.attributes.items() if isinstance(value, MODULES)]
    return []


def within(module: Any) -> list[Any]:
    """The layer and all that are in it, each once."""
    found: list[Any] = []
    seen: set[int] = set()
    waiting = [module]
    while waiting and len(found) < MOST_ITEMS:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            found.append(one)
            waiting += [child for _, child in reversed(children(one))]
    return found


def pending(value: Any) -> bool:
    """Whether a layer still waits for its first input, so that an unknown call may have given it one."""
    return any(isinstance(one, Layer) and one.waiting for one in within(value)) if isinstance(value, MODULES) else False
