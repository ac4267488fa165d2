"""Follows the program text of a note, statement by statement, with tensors of which only the shapes are known.

Nothing is executed: the syntax tree is walked, and whatever is not known here ends its statement. What such a statement
would have changed is forgotten. Steps, depth, lengths and numbers are bounded, so that no program takes long.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from . import library
from .expressions import Expressions
from .printed import ON_SEVERAL, Printer
from .values import UNKNOWN, Class, Function, Instance, Known, NotFollowed, Scope, pending, words

_CLASSES = ("object", "torch.nn.Module", "torch.nn.Sequential", "d2l.torch.Module", "d2l.torch.Classifier",
            "d2l.torch.HyperParameters")  # fmt: skip


class _Returned(Exception):
    def __init__(self, value: Any) -> None:
        self.value = value


class _Left(Exception):
    """A `break`, or a `continue`."""

    def __init__(self, goes_on: bool) -> None:
        self.goes_on = goes_on


class Interpreter(Expressions):
    """The state of the program of a note; `watch` is told the value of each line that a comment stands beside."""

    def __init__(self, watch: Callable[[ast.stmt, Any, Scope, str], None]) -> None:
        super().__init__()
        self.scope = Scope({"__name__": "__main__"})
        self.printer = Printer()
        self.watch = watch

    def forget(self) -> None:
        """Nothing is known any more: a piece of the program could not be read."""
        self.scope = Scope({})

    def follow(self, statement: ast.stmt, last: bool) -> None:
        """One statement at the top of a piece of program text; the value of the last is shown, as in a notebook."""
        before = len(self.printer.lines)
        try:
            self.execute(statement, self.scope)
            if last and isinstance(statement, ast.Expr) and self.shown is not None:
                self.printer.put(library.echoed(self.shown))
                self.printer.end()
        except (NotFollowed, RecursionError, _Returned, _Left, OverflowError, ZeroDivisionError, TypeError,
                ValueError, KeyError, IndexError, AttributeError):  # fmt: skip - what Python itself would say
            self.depth, self.calls = 0, []
            del self.printer.lines[before:]
            self.printer.begun = []
            if _may_print(statement, last):
                self.printer.lines.append([ON_SEVERAL])
            self._forget_what_it_touched(statement)

    def _forget_what_it_touched(self, statement: ast.stmt) -> None:
        for name in _touched(statement):
            self.scope.names[name] = UNKNOWN
        for node in ast.walk(statement):
            value = self.scope.names.get(node.id) if isinstance(node, ast.Name) else None
            if isinstance(value, list | dict | Instance) or pending(value):
                self.scope.names[node.id] = UNKNOWN  # type: ignore[union-attr] - it is a name

    # statements

    def execute(self, node: ast.stmt, scope: Scope) -> None:
        self.step()
        with self.deeper():
            method = getattr(self, f"_do_{type(node).__name__}", None)
            if method is None:
                raise NotFollowed(f"{type(node).__name__} is not followed")
            method(node, scope)

    def run(self, body: list[ast.stmt], scope: Scope) -> None:
        for statement in body:
            self.execute(statement, scope)

    def _do_Expr(self, node: ast.Expr, scope: Scope) -> None:
        before = len(self.printer.lines)
        self.shown = None
        value = self.value(node.value, scope)
        printed = self.printer.lines[before:]
        told = printed[0] if len(printed) == 1 else value if value is not None else None
        self._tell(node, ("printed", told) if told is not None and printed else ("shown", value), scope)
        self.shown = value

    def _tell(self, node: ast.stmt, told: tuple[str, Any], scope: Scope) -> None:
        self.watch(node, told, scope, self.calls[-1] if self.calls else "")

    def _do_Assign(self, node: ast.Assign, scope: Scope) -> None:
        value = self.value(node.value, scope)
        for target in node.targets:
            self.assign(target, value, scope)
        self._tell(node, ("assigned", value), scope)

    def _do_AnnAssign(self, node: ast.AnnAssign, scope: Scope) -> None:
        if node.value is not None:
            self.assign(node.target, self.value(node.value, scope), scope)

    def _do_AugAssign(self, node: ast.AugAssign, scope: Scope) -> None:
        current = self.value(node.target, scope)
        if isinstance(current, list) and isinstance(node.op, ast.Add):
            current.extend(self.items(self.value(node.value, scope)))
            self.bounded(current)
            return
        value = self.operate(node.op, current, self.value(node.value, scope))
        self.assign(node.target, value, scope)
        self._tell(node, ("assigned", value), scope)

    def _do_For(self, node: ast.For, scope: Scope) -> None:
        for item in self.items(self.value(node.iter, scope)):
            self.assign(node.target, item, scope)
            try:
                self.run(node.body, scope)
            except _Left as left:
                if not left.goes_on:
                    return
        self.run(node.orelse, scope)

    def _do_If(self, node: ast.If, scope: Scope) -> None:
        self.run(node.body if self.truth(self.value(node.test, scope)) else node.orelse, scope)

    def _do_With(self, node: ast.With, scope: Scope) -> None:
        for item in node.items:
            opened = self.value(item.context_expr, scope)
            if item.optional_vars is not None or opened != Known("context"):
                raise NotFollowed("a context that is not known")
        self.run(node.body, scope)

    def _do_Return(self, node: ast.Return, scope: Scope) -> None:
        value = self.value(node.value, scope) if node.value is not None else None
        self._tell(node, ("assigned", value), scope)
        raise _Returned(value)

    def _do_Break(self, node: ast.Break, scope: Scope) -> None:
        raise _Left(False)

    def _do_Continue(self, node: ast.Continue, scope: Scope) -> None:
        raise _Left(True)

    def _do_Pass(self, node: ast.stmt, scope: Scope) -> None:
        """Nothing to do; nor of an assertion, since the note's own program is taken to run."""

    _do_Assert = _do_Pass

    def _do_Import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            scope.names[alias.asname or name] = Known(name)

    def _do_ImportFrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            scope.names[alias.asname or alias.name] = Known(f"{node.module}.{alias.name}")

    def _do_FunctionDef(self, node: ast.FunctionDef, scope: Scope) -> None:
        function: Any = self.function(node.name, node.args, node.body, scope)
        for decorator in node.decorator_list:
            made = self.value(decorator, scope)
            if isinstance(made, Known) and made.name == "d2l.torch.add_to_class(":
                function.owner = made.target
                made.target.members[node.name] = function
                return
            if made != Known("staticmethod") and made != Known("context"):
                raise NotFollowed("a decorator that is not known")
            function = Known("static", function) if made == Known("staticmethod") else function
        scope.names[node.name] = function

    def function(self, name: str, arguments: ast.arguments, body: list[ast.stmt], scope: Scope) -> Function:
        made = Function(name, arguments, body, scope)
        for default in [*arguments.defaults, *(d for d in arguments.kw_defaults if d is not None)]:
            made.defaults[id(default)] = self.value(default, scope)
        return made

    def _do_ClassDef(self, node: ast.ClassDef, scope: Scope) -> None:
        if node.decorator_list or node.keywords or len(node.bases) > 1:
            raise NotFollowed("a class that is made otherwise")
        base = self.value(node.bases[0], scope) if node.bases else Known("object")
        if isinstance(base, Class):
            made = Class(node.name, base, base.known)
        elif isinstance(base, Known) and base.name in _CLASSES:
            made = Class(node.name, None, base.name)
        else:
            raise NotFollowed("a class whose base is not known")
        inner = Scope(made.members, scope)
        self.run([s for s in node.body if not isinstance(s, ast.Expr)], inner)
        for member in made.members.values():
            if isinstance(member, Function):
                member.owner, member.scope = made, scope
        scope.names[node.name] = made

    # calls of the note's own functions

    def invoke(self, function: Function, given: list[Any], named: dict[str, Any]) -> Any:
        scope = Scope(self.bind(function, given, named), function.scope)
        if function.owner is not None:
            scope.names["__class__"] = function.owner
        if function.name == "__init__" and given and isinstance(given[0], Instance):
            given[0].given = {k: v for k, v in scope.names.items() if k != "__class__" and v is not given[0]}
        self.calls.append(function.name)
        try:
            self.run(function.body, scope)
        except _Returned as returned:
            return returned.value
        finally:
            if self.calls:
                self.calls.pop()
        return None

    def instance(self, cls: Class, given: list[Any], named: dict[str, Any]) -> Instance:
        made = Instance(cls)
        started = cls.find("__init__")
        if started:
            self.invoke(started[0], [made, *given], named)
        elif cls.known == "torch.nn.Sequential":
            library.fill(made, given)
        elif given or named:
            raise NotFollowed("a class that takes nothing")
        return made


def _touched(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement gives a value, or whose value it may change."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield from _root(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _changes(node.func.attr):
            yield from _root(node.func)


_CHANGING = words("append extend insert add_module register_module update pop setdefault remove clear apply add")


def _changes(method: str) -> bool:
    """Whether a method may change what it is called on, as those do that end in `_`: x.unsqueeze_(0)."""
    return method in _CHANGING or (method.endswith("_") and not method.endswith("__"))


def _root(node: ast.expr) -> Iterator[str]:
    for _ in range(64):
        if isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            break
    if isinstance(node, ast.Name):
        yield node.id


def _may_print(statement: ast.stmt, last: bool) -> bool:
    """Whether a statement that was not followed may have put something out."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom):
        return False
    return (last and isinstance(statement, ast.Expr)) or any(isinstance(n, ast.Call) for n in ast.walk(statement))
