"""Counting a user's own torch module by running it once: every operation that reaches torch's dispatcher is seen.

Functional calls, products of tensors and transposed or grouped convolutions count like layers, because what is watched
is the operation executed, not the module that asked for it. An operation that none of the tables knows is named in the
count's `not_counted`; it is never taken for zero.
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

from ...reference.counting import Convention, Count, LayerCount, convolution_group
from ...reference.errors import InputError
from ...reference.layers import Shape
from .torch_load import first_line, import_path, load, tensor_of
from .torch_operations import ELEMENTWISE, FREE, PRODUCTS, Products, elementwise, short_name

Input = tuple[Shape, str]
# Methods that hand a tensor's values to another library: what is computed there is not seen.
LEAVING = ("numpy", "__array__", "__dlpack__")


def count_module(name: str, inputs: Sequence[Input], convention: Convention) -> Count:
    """Count the module `pkg.module:attribute` (or `file.py:attribute`), run once on inputs of these shapes and types.

    The attribute is a `torch.nn.Module`, or a class or function that gives one without arguments. Raises InputError
    where it cannot be loaded, or raises on these inputs. What the user's own code prints goes to standard error.
    """
    with redirect_stdout(sys.stderr), import_path(name.rpartition(":")[0]):
        return count_built(load(name), name, inputs, convention)


def count_built(module: Any, name: str, inputs: Sequence[Input], convention: Convention) -> Count:
    """Count a `torch.nn.Module` that is there already; it is run once, as it is."""
    watched = _Watched(module)
    shapes = tuple(shape for shape, _ in inputs)
    with _plain_execution(module):
        try:
            _run(module, [tensor_of(shape, kind) for shape, kind in inputs], watched)
        except InputError:
            raise
        except (Exception, SystemExit) as error:  # the user's own code: whatever it raises is told in one sentence
            given = ", ".join("x".join(map(str, shape)) for shape in shapes)
            raise InputError(
                f"{name} raised {type(error).__name__} on an input of {given}: {first_line(error)}; "
                "expected an input that the module can be run on"
            ) from None
    return Count(
        name, shapes[0] if len(shapes) == 1 else shapes, tuple(watched.layers()), convention,
        not_counted=dict(watched.unknown.most_common()),
    )  # fmt: skip


@contextmanager
def _plain_execution(module: Any) -> Iterator[None]:
    """No fused fast paths, which would hide the products that they are made of; everything is put back afterwards.

    oneDNN fuses recurrent layers alone, and is switched off for them alone: convolutions are faster with it.
    """
    import torch

    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")  # torch's own, about hardware that is not there
            fused = any(isinstance(part, torch.nn.RNNBase) for part in module.modules())
            usual = torch.backends.mkldnn.enabled
            with torch.backends.mkldnn.flags(enabled=usual and not fused), torch.compiler.set_stance("force_eager"):
                yield
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)


def _run(module: Any, tensors: Sequence[Any], watched: _Watched) -> None:
    from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
    from torch.overrides import TorchFunctionMode
    from torch.utils._python_dispatch import TorchDispatchMode

    class Watch(TorchDispatchMode):
        supports_higher_order_operators = True

        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            out = func(*args, **(kwargs or {}))
            watched.see(func, args, kwargs or {}, out)
            return out

    class WatchLeaving(TorchFunctionMode):
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            name = getattr(func, "__name__", "")
            if name in LEAVING:
                watched.unknown[f"Tensor.{name} (what is computed outside torch)"] += 1
            return func(*args, **(kwargs or {}))

    entering = register_module_forward_pre_hook(lambda module, _: watched.enter(module))
    leaving = register_module_forward_hook(lambda module, *_: watched.leave(), always_call=True)
    try:
        with WatchLeaving(), Watch():
            module(*tensors)
    finally:
        entering.remove()
        leaving.remove()


@dataclass
class _Watched:
    """What was seen so far: a row for each (module, type of operation), in the order of their first execution."""

    module: Any
    rows: dict[tuple[str, str], LayerCount] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    stack: list[str] = field(default_factory=list)
    visited: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.names = {id(part): name for name, part in self.module.named_modules()}
        self.stored = _storages(self.module)

    def enter(self, module: Any) -> None:
        if id(module) not in self.names:  # built by a forward pass
            self.names = {id(part): name for name, part in self.module.named_modules()}
        self.stack.append(self.names.get(id(module), self.stack[-1] if self.stack else ""))

    def leave(self) -> None:
        self.stack.pop()

    def see(self, func: Any, args: Sequence[Any], options: Mapping[str, Any], out: Any) -> None:
        """One operation executed; what is known by name but called in an unknown way is unknown too."""
        if not hasattr(func, "overloadpacket"):  # an operator that takes functions: cond, while_loop, flex_attention
            self.unknown[f"{func} (runs functions of its own)"] += 1
            return
        name = short_name(func)
        if name in FREE:
            return
        unusual = [layout for a in args if (layout := _layout(a)) != "torch.strided"]
        try:
            known = not unusual and self._counted(name, args, options, out)
        except (AttributeError, IndexError, TypeError):
            known = False
        if not known:
            self.unknown[str(func.overloadpacket) + (f" ({unusual[0]})" if unusual else "")] += 1

    def _counted(self, name: str, args: Sequence[Any], options: Mapping[str, Any], out: Any) -> bool:
        """Add the operation to the rows; whether its name is in a table."""
        if name in PRODUCTS:
            self._products(PRODUCTS[name](args, options, out), args, out)
        elif name in ELEMENTWISE:
            category, operations = elementwise(name, args, out)
            self._add(LayerCount("", name, _shape(out), elementwise=operations, category=category, group=name))
        return name in PRODUCTS or name in ELEMENTWISE

    def _products(self, products: Products, args: Sequence[Any], out: Any) -> None:
        kind, group = products.kind, products.kind
        if products.kernel is not None:
            group = convolution_group(kind, products.kernel, products.groups, products.channels)
        elif any(self._is_stored(a) for a in args):
            kind = group = "linear"
        additions = prod(_shape(out)) if products.bias else 0
        row = LayerCount("", kind, _shape(out), products.macs, additions, "bias", group=group)
        self._add(row)

    def _is_stored(self, value: Any) -> bool:
        """Whether a tensor is a parameter, or a view of one; parameters may be made by the forward pass."""
        if not hasattr(value, "untyped_storage"):
            return False
        place = value.untyped_storage().data_ptr()
        if place not in self.stored and self.stack and self.stack[-1] not in self.visited:
            self.visited.add(self.stack[-1])
            self.stored |= _storages(self.module)
        return place in self.stored

    def _add(self, row: LayerCount) -> None:
        place = self.stack[-1] if self.stack else ""
        before = self.rows.get((place, row.group))
        values = prod(row.output_shape)
        if before is None:
            self.rows[place, row.group] = replace(row, name=place or "(itself)", values=values)
            return
        self.rows[place, row.group] = replace(
            before, output_shape=row.output_shape, macs=before.macs + row.macs,
            elementwise=before.elementwise + row.elementwise, values=before.activations + values,
        )  # fmt: skip

    def layers(self) -> Iterator[LayerCount]:
        """The rows, each module's parameters beside its first product or normalisation, or in a row of their own."""
        stored = _stored(self.module)
        holders: dict[str, str] = {}
        for (place, group), row in self.rows.items():
            if place in stored and (row.macs or row.category in ("batch_norm", "normalisation")):
                holders.setdefault(place, group)
        for (place, group), row in self.rows.items():
            yield replace(row, **stored[place]) if holders.get(place) == group else row
        for place in stored:
            if place not in holders:
                yield LayerCount(place or "(itself)", "parameters", (), values=0, group="parameters", **stored[place])  # pyright: ignore[reportArgumentType]


def _storages(module: Any) -> set[int]:
    """Where the parameters lie in memory, of those that are there: a lazy module has none before it runs."""
    from torch.nn.parameter import is_lazy

    return {p.untyped_storage().data_ptr() for p in module.parameters() if not is_lazy(p)}


def _layout(value: Any) -> str:
    """How a tensor is stored: "torch.strided" for the usual ones and for what is no tensor."""
    nested = getattr(value, "is_nested", False)
    return "nested" if nested else str(getattr(value, "layout", "torch.strided")).replace("torch.sparse_", "sparse ")


def _stored(module: Any) -> dict[str, dict[str, int]]:
    """Each module's own stored numbers by what they are; one that is shared counts where it comes first."""
    from torch.nn.modules.batchnorm import _BatchNorm

    result: dict[str, dict[str, int]] = {}
    parts = dict(module.named_modules())
    for full, parameter in module.named_parameters():
        place, _, name = full.rpartition(".")
        kind = "norm" if isinstance(parts.get(place), _BatchNorm) else "biases" if "bias" in name else "weights"
        counts = result.setdefault(place, {"weights": 0, "biases": 0, "norm": 0, "statistics": 0})
        counts[kind] += parameter.numel()
    for full, buffer in module.named_buffers():
        place, _, name = full.rpartition(".")
        if name in ("running_mean", "running_var"):
            counts = result.setdefault(place, {"weights": 0, "biases": 0, "norm": 0, "statistics": 0})
            counts["statistics"] += buffer.numel()
    return result


def _shape(out: Any) -> Shape:
    """The shape of a result; of several, of the first."""
    while isinstance(out, list | tuple):
        if not out:
            return (0,)
        out = out[0]
    return tuple(out.shape) if hasattr(out, "shape") else (0,)
