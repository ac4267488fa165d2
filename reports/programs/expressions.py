"""The expressions of a program that is followed: names, numbers, containers, indices, comprehensions, calls."""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .. import patterns as re
from . import library
from .printed import ON_ONE_LINE, Printer, Text, rendered
from .tensors import combined, indexed
from .values import (
    LARGEST,
    MODULES,
    MOST_ITEMS,
    Bound,
    Class,
    Container,
    Count,
    Exhausted,
    Function,
    Instance,
    Known,
    NotFollowed,
    Scope,
    Size,
    Tensor,
)  # fmt: skip

DEEPEST = 90  # expressions and statements inside each other, calls included
MOST_CALLS = 24
MOST_STEPS = 60_000  # of all the program text of a note
LONGEST = 2_000  # characters of a string
_UNREAD = ("device", "dtype", "requires_grad", "generator", "inplace", "non_blocking", "memory_format")
_OPERATORS: dict[type, Any] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
}  # fmt: skip
_COMPARED: dict[type, Any] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}  # fmt: skip
_DEFAULTS = {"torch": "torch", "nn": "torch.nn", "F": "torch.nn.functional", "np": "numpy", "numpy": "numpy",
             "d2l": "d2l.torch", "math": "math"}  # fmt: skip
_SPEC = re.compile(r",|_|d|[<>^ ]?\d{0,2}[,d]?|[<>^]?\d{0,2}s?")


def _is_flat(value: Any) -> bool:
    """Whether a list holds no further lists: comparing lists in lists in lists may take for ever."""
    return not isinstance(value, tuple | list | dict) or not any(isinstance(v, tuple | list | dict) for v in value)


class Expressions:
    """What every expression comes to, within the bounds."""

    printer: Printer

    def __init__(self) -> None:
        self.steps = self.depth = 0
        self.calls: list[str] = []
        self.shown: Any = None

    def step(self, work: int = 1) -> None:
        """Count work done; lists cost by their length."""
        self.steps += work
        if self.steps > MOST_STEPS:
            raise Exhausted

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotFollowed("nested too deep")
        try:
            yield
        finally:
            self.depth -= 1

    def bounded(self, value: Any) -> Any:
        """The value, where it is no larger than any of a note's program."""
        if isinstance(value, str | list | tuple | dict) and len(value) > MOST_ITEMS:
            raise NotFollowed("longer than is followed")
        if isinstance(value, list | tuple | dict):
            self.step(len(value) // 16)
        if isinstance(value, Text) and sum(len(t) if isinstance(t, str) else 8 for t in value.tokens) > LONGEST:
            raise NotFollowed("longer than is followed")
        if isinstance(value, int | float) and not abs(value) <= LARGEST:
            raise NotFollowed("larger than is followed")
        return value

    def value(self, node: ast.expr, scope: Scope) -> Any:
        self.step()
        self.depth += 1
        if self.depth > DEEPEST:
            self.depth -= 1
            raise NotFollowed("nested too deep")
        try:
            method = getattr(self, f"_of_{type(node).__name__}", None)
            if method is None:
                raise NotFollowed(f"{type(node).__name__} is not followed")
            return self.bounded(method(node, scope))
        finally:
            self.depth -= 1

    def _of_Constant(self, node: ast.Constant, scope: Scope) -> Any:
        if isinstance(node.value, bytes | complex):
            raise NotFollowed("a constant of another kind")
        return node.value

    def _of_Name(self, node: ast.Name, scope: Scope) -> Any:
        try:
            return scope.find(node.id)
        except NotFollowed:
            if library.is_forgotten(node.id, scope):
                raise
        if node.id in _DEFAULTS:
            return Known(_DEFAULTS[node.id])
        if node.id in library.BUILT_IN:
            return Known(node.id)
        raise NotFollowed(f"{node.id} is not known")

    def _of_Tuple(self, node: ast.Tuple, scope: Scope) -> Any:
        return tuple(self._elements(node.elts, scope))

    def _of_List(self, node: ast.List, scope: Scope) -> Any:
        return self._elements(node.elts, scope)

    def _elements(self, nodes: list[ast.expr], scope: Scope) -> list[Any]:
        found: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                found += self.items(self.value(node.value, scope))
                self.bounded(found)
            else:
                found.append(self.value(node, scope))
        return found

    def _of_Dict(self, node: ast.Dict, scope: Scope) -> Any:
        made = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                made.update(self.value(value, scope))
            else:
                made[self._key(self.value(key, scope))] = self.value(value, scope)
        return made

    def _key(self, value: Any) -> Any:
        if not isinstance(value, str | int | tuple) or not _is_flat(value):
            raise NotFollowed("a key that is none")
        return value

    def _of_UnaryOp(self, node: ast.UnaryOp, scope: Scope) -> Any:
        value = self.value(node.operand, scope)
        if isinstance(node.op, ast.Not):
            return not self.truth(value)
        if isinstance(value, Tensor) or not isinstance(value, int | float):
            if isinstance(value, Tensor):
                return value.like()
            raise NotFollowed("no number")
        return -value if isinstance(node.op, ast.USub) else +value

    def _of_BinOp(self, node: ast.BinOp, scope: Scope) -> Any:
        return self.operate(node.op, self.value(node.left, scope), self.value(node.right, scope))

    def operate(self, op: ast.operator, first: Any, second: Any) -> Any:
        """A sum, a product, ...: of tensors, numbers, strings, lists."""
        if isinstance(op, ast.MatMult):
            return library.method(self, first, "matmul", [second], {})
        if type(op) not in _OPERATORS:
            raise NotFollowed("an operation that is not followed")
        if isinstance(first, Tensor) or isinstance(second, Tensor):
            return combined(first, second)
        if isinstance(first, str | Text):
            return self._with_text(op, first, second)
        if isinstance(first, tuple | list) or isinstance(second, tuple | list):
            return self._of_lists(op, first, second)
        if not isinstance(first, int | float) or not isinstance(second, int | float):
            raise NotFollowed("no numbers")
        if isinstance(op, ast.Pow) and (abs(second) > 64 or abs(first) > 10**6):
            raise NotFollowed("a power that is too large")
        made = self.bounded(_OPERATORS[type(op)](first, second))
        if isinstance(op, ast.Add) and isinstance(made, int) and (isinstance(first, Count) or isinstance(second, Count)):
            return library.summed([first, second])
        return made

    def _with_text(self, op: ast.operator, first: Any, second: Any) -> Any:
        if isinstance(op, ast.Add) and isinstance(second, str | Text):
            return self.bounded(Text([*rendered(first), *rendered(second)]))
        if isinstance(op, ast.Mult) and isinstance(first, str) and isinstance(second, int) and len(first) * second <= LONGEST:
            return first * second
        if isinstance(op, ast.Mod) and isinstance(first, str):
            return library.filled(first, second)
        raise NotFollowed("strings that are put together otherwise")

    def _of_lists(self, op: ast.operator, first: Any, second: Any) -> Any:
        if isinstance(op, ast.Add) and isinstance(first, list) == isinstance(second, list):
            made = [*first, *second]
        elif isinstance(op, ast.Mult):
            items, times = (first, second) if isinstance(first, tuple | list) else (second, first)
            if not isinstance(times, int) or len(items) * max(times, 0) > MOST_ITEMS:
                raise NotFollowed("a list that is too long")
            made = list(items) * times
        else:
            raise NotFollowed("lists that are put together otherwise")
        return made if isinstance(first, list) or isinstance(second, list) else tuple(made)

    def truth(self, value: Any) -> bool:
        if isinstance(value, bool | int | float | str | tuple | list | dict) or value is None:
            return bool(value)
        if isinstance(value, MODULES):
            return True
        raise NotFollowed("neither true nor false")

    def _of_BoolOp(self, node: ast.BoolOp, scope: Scope) -> Any:
        value: Any = None
        for part in node.values:
            value = self.value(part, scope)
            if self.truth(value) != isinstance(node.op, ast.And):
                break
        return value

    def _of_Compare(self, node: ast.Compare, scope: Scope) -> Any:
        first = self.value(node.left, scope)
        for op, part in zip(node.ops, node.comparators, strict=True):
            second = self.value(part, scope)
            if not self._compare(op, first, second):
                return False
            first = second
        return True

    def _compare(self, op: ast.cmpop, first: Any, second: Any) -> bool:
        if isinstance(op, ast.Is | ast.IsNot):
            return (first is second) == isinstance(op, ast.Is)
        plain = (int, float, str, tuple, list, type(None))
        if isinstance(op, ast.In | ast.NotIn) and isinstance(second, tuple | list | dict | str):
            if not isinstance(first, plain) or not _is_flat(first) or not _is_flat(second):
                raise NotFollowed("values that are not compared")
            if isinstance(second, str):
                if not isinstance(first, str):
                    raise NotFollowed("values that are not compared")
                return (first in second) == isinstance(op, ast.In)
            return (first in second) == isinstance(op, ast.In)
        both = isinstance(first, plain) and isinstance(second, plain) and _is_flat(first) and _is_flat(second)
        if not both or type(op) not in _COMPARED:
            raise NotFollowed("values that are not compared")
        return bool(_COMPARED[type(op)](first, second))

    def _of_IfExp(self, node: ast.IfExp, scope: Scope) -> Any:
        return self.value(node.body if self.truth(self.value(node.test, scope)) else node.orelse, scope)

    def _of_Lambda(self, node: ast.Lambda, scope: Scope) -> Any:
        return self.function("<lambda>", node.args, [ast.Return(node.body, lineno=-1, end_lineno=-1)], scope)

    def function(self, name: str, arguments: ast.arguments, body: list[ast.stmt], scope: Scope) -> Function:
        raise NotImplementedError

    def _of_JoinedStr(self, node: ast.JoinedStr, scope: Scope) -> Any:
        tokens: list[Any] = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                tokens += self._formatted(part, scope)
            else:
                tokens += rendered(self.value(part, scope))
        return Text(self.bounded(tokens))

    def _formatted(self, part: ast.FormattedValue, scope: Scope) -> list[Any]:
        tokens = rendered(self.value(part.value, scope))
        if part.format_spec is None:
            return tokens
        spec = part.format_spec.values if isinstance(part.format_spec, ast.JoinedStr) else []
        text = spec[0].value if len(spec) == 1 and isinstance(spec[0], ast.Constant) else None
        return tokens if isinstance(text, str) and _SPEC.fullmatch(text) else [ON_ONE_LINE]

    # containers

    def items(self, value: Any) -> list[Any]:
        """What a loop goes through."""
        if isinstance(value, Tensor):
            if not value.shape or value.shape[0] > MOST_ITEMS:
                raise NotFollowed("a tensor that is not gone through")
            return [value.like(value.shape[1:])] * value.shape[0]
        if isinstance(value, Container):
            return [name if value.kind == "ModuleDict" else item for name, item in value.items]
        if isinstance(value, Instance) and value.cls.known == "torch.nn.Sequential":
            return [v for v in value.attributes.values() if isinstance(v, MODULES)]
        if isinstance(value, dict | list | tuple | str):
            return list(value)
        raise NotFollowed("nothing to go through")

    def _of_ListComp(self, node: ast.ListComp, scope: Scope) -> Any:
        return list(self._gathered(node, scope))

    _of_GeneratorExp = _of_ListComp

    def _of_DictComp(self, node: ast.DictComp, scope: Scope) -> Any:
        pair = ast.Tuple([node.key, node.value], ast.Load())
        made = ast.ListComp(pair, node.generators)
        return {self._key(k): v for k, v in self._gathered(made, scope)}

    def _gathered(self, node: Any, scope: Scope) -> list[Any]:
        found: list[Any] = []
        self._gather(node, 0, Scope({}, scope), found)
        return found

    def _gather(self, node: Any, number: int, scope: Scope, found: list[Any]) -> None:
        if number == len(node.generators):
            found.append(self.value(node.elt, scope))
            self.bounded(found)
            return
        loop = node.generators[number]
        for item in self.items(self.value(loop.iter, scope)):
            self.step()
            self.assign(loop.target, item, scope)
            if all(self.truth(self.value(test, scope)) for test in loop.ifs):
                self._gather(node, number + 1, scope, found)

    def _of_Subscript(self, node: ast.Subscript, scope: Scope) -> Any:
        value, index = self.value(node.value, scope), self._index(node.slice, scope)
        if isinstance(value, Tensor):
            return indexed(value, index)
        if isinstance(value, Container | Instance):
            return library.item(value, index)
        if isinstance(value, Size) and isinstance(index, slice):
            return Size.of(tuple(value)[index])
        if isinstance(value, dict):
            return value[self._key(index)]
        if isinstance(value, list | tuple | str) and isinstance(index, int | slice):
            return value[index]
        raise NotFollowed("nothing that has parts")

    def _index(self, node: ast.expr, scope: Scope) -> Any:
        if isinstance(node, ast.Slice):
            ends = [None if e is None else self.value(e, scope) for e in (node.lower, node.upper, node.step)]
            if not all(e is None or isinstance(e, int) for e in ends):
                raise NotFollowed("a slice of no numbers")
            return slice(*ends)
        if isinstance(node, ast.Tuple):
            return tuple(self._index(e, scope) for e in node.elts)
        return self.value(node, scope)

    def assign(self, target: ast.expr, value: Any, scope: Scope) -> None:
        """Give a name, an attribute or several of them a value."""
        if isinstance(target, ast.Name):
            scope.names[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            items = self.items(value)
            if len(items) != len(target.elts):
                raise NotFollowed("another number of values")
            for one, item in zip(target.elts, items, strict=True):
                self.assign(one, item, scope)
        elif isinstance(target, ast.Attribute):
            holder = self.value(target.value, scope)
            if not isinstance(holder, Instance):
                raise NotFollowed("an attribute of something that is no object of the note")
            holder.attributes[target.attr] = value
        elif isinstance(target, ast.Subscript):
            holder, index = self.value(target.value, scope), self._index(target.slice, scope)
            if isinstance(holder, list) and isinstance(index, int) and -len(holder) <= index < len(holder):
                holder[index] = value
            elif isinstance(holder, dict):
                holder[self._key(index)] = value
            elif isinstance(holder, Tensor):
                return  # other numbers in the same shape
            else:
                raise NotFollowed("a part that is not set")
        else:
            raise NotFollowed("a target that is not known")

    # calls

    def _of_Attribute(self, node: ast.Attribute, scope: Scope) -> Any:
        return library.attribute(self.value(node.value, scope), node.attr)

    def _of_Call(self, node: ast.Call, scope: Scope) -> Any:
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return library.parent(scope)
        called = self.value(node.func, scope)
        if isinstance(called, Known) and called.name in library.REGARDLESS:
            return called.target
        given = self._elements(node.args, scope)
        named: dict[str, Any] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                named.update(self.value(keyword.value, scope))
            elif keyword.arg not in _UNREAD or not isinstance(called, Known):
                named[keyword.arg] = self.value(keyword.value, scope)
        return self.call(called, given, named)

    def call(self, called: Any, given: list[Any], named: dict[str, Any]) -> Any:
        self.step()
        if len(self.calls) > MOST_CALLS:
            raise NotFollowed("calls inside each other, too many")
        with self.deeper():
            if isinstance(called, Function):
                return self.invoke(called, given, named)
            if isinstance(called, Bound):
                return self.invoke(called.function, [called.target, *given], named)
            if isinstance(called, Class):
                return self.instance(called, given, named)
            return library.called(self, called, given, named)

    def invoke(self, function: Function, given: list[Any], named: dict[str, Any]) -> Any:
        raise NotImplementedError

    def instance(self, cls: Class, given: list[Any], named: dict[str, Any]) -> Instance:
        raise NotImplementedError

    def bind(self, function: Function, given: list[Any], named: dict[str, Any]) -> dict[str, Any]:
        """The arguments of a call by their names."""
        arguments = function.arguments
        places = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
        bound: dict[str, Any] = dict(zip(places, given, strict=False))
        if len(given) > len(places) and arguments.vararg is None:
            raise NotFollowed("more arguments than the function takes")
        if arguments.vararg is not None:
            bound[arguments.vararg.arg] = tuple(given[len(places) :])
        names = {*places, *(a.arg for a in arguments.kwonlyargs)}
        others = {k: v for k, v in named.items() if k not in names}
        if (others and arguments.kwarg is None) or set(named) & set(bound):
            raise NotFollowed("arguments that the function does not take")
        if arguments.kwarg is not None:
            bound[arguments.kwarg.arg] = others
        bound |= {k: v for k, v in named.items() if k in names}
        usual = [*zip(places[len(places) - len(arguments.defaults) :], arguments.defaults, strict=True),
                 *((a.arg, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d)]  # fmt: skip
        for name, default in usual:
            if name not in bound:
                bound[name] = function.defaults[id(default)]
        if any(name not in bound for name in names):
            raise NotFollowed("an argument is missing")
        return bound


