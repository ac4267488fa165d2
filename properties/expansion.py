"""Predicates that are expressions in others: ratios, channels, sizes of one axis, whether a map keeps its size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..reference.errors import InputError
from .nodes import Bin, Call, Items, Node, Sym, transform
from .rendering import to_text
from .space import name_of, option_parts, parts, subject_nodes
from .statement import Statement
from .subjects import Subject, subject

AXES = {"height": "H", "width": "W", "time": "T", "channels": "C", "batch": "N", "features": "O"}


def expanded(statement: Statement) -> Statement:
    """The statement with every measurement that is defined by others written out."""
    left, right = statement.left, statement.right
    if isinstance(left, Call) and left.name == "spatial_preserved":
        return _spatial(statement, left)
    shape = isinstance(left, Call) and left.name == "output_size" and left.option("axis") is None
    if shape:  # compared as a shape is: along every axis that the other side speaks of
        assert isinstance(left, Call)
        left = Call("output_shape", left.args, left.options)
    return replace(statement, left=transform(left, _written), right=transform(right, _written))


def _written(node: Node) -> Node:
    rule = _RULES.get(node.name) if isinstance(node, Call) else None
    return rule(node) if rule else node  # type: ignore[arg-type]


def _one(call: Call, name: str, one: Node, extra: tuple[tuple[str, Node], ...] = ()) -> Call:
    """A measurement of one of a call's subjects, with those of the call's options that this subject has."""
    from .predicates import predicate

    about = subject(name_of(one))
    kept = tuple(o for o in call.options if option_parts(about, predicate(name), o[0]))
    return Call(name, (one,), (*kept, *extra))


def _ratio(name: str) -> Callable[[Call], Node]:
    def rule(call: Call) -> Node:
        first, second = subject_nodes(call, 2)
        _all_options_used(call, [first, second], name)
        return Bin("/", _one(call, name, first), _one(call, name, second))

    return rule


def _all_options_used(call: Call, nodes: list[Node], name: str) -> None:
    from .predicates import predicate

    for key, _ in call.options:
        if key != "to" and not any(option_parts(subject(name_of(n)), predicate(name), key) for n in nodes):
            raise InputError(f"{to_text(call)}: neither subject has an option {key!r}")


def _field_per_weight(call: Call) -> Node:
    """(receptive field / weights) of the first subject over that of the second, both on the same kind of input."""
    first, second = subject_nodes(call, 2)
    _all_options_used(call, [first, second], "params")
    dims = subject(name_of(first)).roles.get("dims")
    same = (("dims", Sym(str(dims))),) if dims and "dims" in subject(name_of(second)).roles else ()
    quotients = [
        Bin("/", _one(call, "receptive_field", node, extra), _one(call, "params", node, extra))
        for node, extra in ((first, ()), (second, same))
    ]
    return Bin("/", *quotients)


def _axis_shown(call: Call, axis: str) -> Call:
    options = tuple(o for o in call.options if o[0] != "axis")
    return Call("output_shape", call.args, (*options, ("axis_shown", Sym(axis))))


def _output_size(call: Call) -> Node:
    axis = call.option("axis")
    word = axis.name if isinstance(axis, Sym) else None
    if word is None:
        word = "time" if "time" in _subject(call).roles and "height" not in _subject(call).roles else "height"
    if word not in AXES:
        raise InputError(f"axis={word} in {to_text(call)}; expected one of {', '.join(AXES)}")
    return _axis_shown(call, AXES[word])


def _channels_after(call: Call) -> Node:
    return _axis_shown(call, "O" if _subject(call).name == "linear" else "C")


def _subject(call: Call) -> Subject:
    return subject(name_of(call.args[0]))


def _spatial(statement: Statement, call: Call) -> Statement:
    """Kept means: every spatial axis of the output has the size of the input's."""
    if statement.right not in (Sym("true"), Sym("false")):
        raise InputError(f"spatial_preserved(...) is true or false, not {to_text(statement.right)}")
    axes = [axis for role, axis in AXES.items() if role in ("height", "width", "time") and parts(_subject(call), role)]
    if not axes:
        raise InputError(f"{_subject(call).name} has no height, width or time to keep")
    axes = axes[:2] if axes[0] == "H" else axes
    sides = [Items(tuple(Call(name, call.args, (*call.options, ("axis_shown", Sym(a)))) for a in axes))
             for name in ("output_shape", "input_shape")]  # fmt: skip
    kept = (statement.right == Sym("true")) == (statement.relation == "==")
    return replace(statement, left=sides[0], relation="==" if kept else "!=", right=sides[1])


_RULES: dict[str, Callable[[Call], Node]] = {
    "macs_ratio": _ratio("macs"), "params_ratio": _ratio("params"), "rf_per_params": _field_per_weight,
    "output_size": _output_size, "channels_after": _channels_after,
}  # fmt: skip
