"""What Python, PyTorch and NumPy give a program: built-in functions, methods of tensors and layers, whole calls."""

from __future__ import annotations

import math
from typing import Any

from .. import patterns as re
from .layers import ELEMENTWISE, NAMES, applied, layer_of
from .printed import ON_ONE_LINE, ON_SEVERAL, Text, rendered
from .tensors import KEEPING, MADE, OF_TENSORS, nested
from .tensors import called as of_tensor
from .tensors import made as made_tensor
from .values import (
    MODULES,
    MOST_ITEMS,
    UNKNOWN,
    Bound,
    Class,
    Container,
    Count,
    Function,
    Instance,
    Known,
    Layer,
    NotFollowed,
    Scope,
    Size,
    Tensor,
    children,
    within,
    words,
)  # fmt: skip

BUILT_IN = words(
    "print len range sum list tuple dict zip enumerate reversed int str max min isinstance sorted type float abs "
    "staticmethod round set getattr hasattr repr bool map object"
)
# calls that change no shape, whatever they are given: the value itself comes back
REGARDLESS = words(
    "module.eval module.train module.to module.cuda module.cpu module.float module.half module.double module.apply "
    "module.requires_grad_ module.zero_grad tensor.to tensor.cuda tensor.cpu tensor.type tensor.backward "
    "torch.manual_seed numpy.random.seed"
)
_OF_MODULES = words(
    "parameters named_parameters children named_children modules named_modules eval train to cuda cpu float half "
    "double apply requires_grad_ zero_grad forward add_module register_module append extend insert buffers "
    "named_buffers state_dict layer_summary save_hyperparameters items values keys"
)
_CONTEXTS = words("torch.no_grad torch.inference_mode torch.enable_grad torch.autograd.no_grad")
_MARK = re.compile(r"%[-+]?\d{0,2}(?:\.\d)?([sdrif%])|\{(\d?)(?:\:[^{}]{0,8})?\}")


def is_forgotten(name: str, scope: Scope) -> bool:
    """Whether a name was given a value that was not followed: then it is no longer what it was by custom."""
    at: Scope | None = scope
    for _ in range(32):
        if at is None:
            return False
        if name in at.names:
            return True
        at = at.outer
    return True


# attributes


def attribute(value: Any, name: str) -> Any:
    if isinstance(value, Known):
        return _of_known(value, name)
    if isinstance(value, Tensor):
        return _of_tensor(value, name)
    if isinstance(value, Instance):
        return _of_instance(value, name)
    if isinstance(value, Layer | Container):
        return _of_layer(value, name)
    if isinstance(value, Class):
        found = value.find(name)
        if name == "__name__":
            return value.name
        if found is None:
            raise NotFollowed(f"{value.name} has no {name}")
        return found[0].target if isinstance(found[0], Known) and found[0].name == "static" else found[0]
    if isinstance(value, list | dict | str | Text | Size):
        return Known(f"value.{name}", value)
    raise NotFollowed(f"{name} of something that is not followed")


def _of_known(value: Known, name: str) -> Any:
    if value.name == "class" and name == "__name__":
        return value.target
    if value.name == "super":
        return _of_parent(value, name)
    if value.target is not None:
        raise NotFollowed(f"{name} of something that is not followed")
    if value.name == "math" and name in ("pi", "e", "inf"):
        return getattr(math, name)
    return Known(f"{value.name}.{name}")


def _of_tensor(x: Tensor, name: str) -> Any:
    if name == "shape":
        return x.size()
    if name in ("data", "real"):
        return x.like()
    if name == "ndim":
        return len(x.shape)
    if name in ("T", "mT") and (len(x.shape) == 2 or x.numpy):
        return x.like(x.shape[::-1])
    if name == "size" and x.numpy:
        return math.prod(x.shape)
    if name == "requires_grad" and x.holder is not None:
        return True
    if name in OF_TENSORS or f"tensor.{name}" in REGARDLESS or name in ("size", "dim", "numel"):
        return Known(f"tensor.{name}", x)
    raise NotFollowed(f"{name} of a tensor is not followed")


def _of_instance(value: Instance, name: str) -> Any:
    if name in value.attributes:
        if value.attributes[name] is UNKNOWN:
            raise NotFollowed(f"{name} is not known")
        return value.attributes[name]
    if name == "__class__":
        return Known("class", value.cls.name)
    found = value.cls.find(name)
    if found is not None:
        member = found[0]
        if isinstance(member, Known) and member.name == "static":
            return member.target
        return Bound(member, value) if isinstance(member, Function) else member
    if name in _OF_MODULES and value.cls.known != "object":
        return Known(f"module.{name}", value)
    raise NotFollowed(f"{value.cls.name} has no {name}")


def _of_layer(value: Layer | Container, name: str) -> Any:
    if name == "__class__":
        return Known("class", value.kind)
    if isinstance(value, Layer):
        if name in value.arrays or name in value.buffers:
            return weight(value, name)
        if name in value.options and not value.waiting:
            return _option(value, name)
    elif any(key == name for key, _ in value.items):
        return dict(value.items)[name]
    if name in _OF_MODULES:
        return Known(f"module.{name}", value)
    raise NotFollowed(f"{value.kind} has no {name}")


def _option(layer: Layer, name: str) -> Any:
    """An option of a layer, windows as the tuples that PyTorch makes of them."""
    value = layer.options[name]
    windowed = name in ("kernel_size", "stride", "padding", "dilation", "output_padding") and "Conv" in layer.kind
    return (value,) * int(layer.kind[-2]) if windowed and isinstance(value, int) else value


def weight(layer: Layer, name: str) -> Any:
    """An array of a layer as a tensor, with what measures its shape."""
    shape = layer.arrays[name] if name in layer.arrays else layer.buffers[name]
    if shape is None:
        return None
    left, subject, predicate = "", "", "kernel_shape"
    if "Norm" in layer.kind:
        subject = "group_norm" if layer.kind == "GroupNorm" else "layer_norm" if "Layer" in layer.kind else "batch_norm"
        predicate = "stats_shape"
        if subject == "batch_norm" and "Batch" in layer.kind and shape and shape[0] > 1:
            left = f"stats_shape(batch_norm, batch=2, in_channels={shape[0]}, height=2, width=2)"
    elif name == "weight" and layer.counted:
        left = re.sub(r", bias=\w+\)$", ")", layer.counted.replace("params(", "kernel_shape(", 1))
        subject = left[len("kernel_shape(") :].partition(",")[0]
    return Tensor(shape, left, subject, predicate, holder=layer, name=name)


def parent(scope: Scope) -> Known:
    """What `super()` is in a method."""
    cls, first = scope.find("__class__"), None
    first = next(iter(v for k, v in scope.names.items() if k != "__class__"), None)
    if not isinstance(cls, Class) or not isinstance(first, Instance):
        raise NotFollowed("no method of an object")
    return Known("super", (first, cls))


def _of_parent(value: Known, name: str) -> Any:
    instance, cls = value.target
    found = cls.base.find(name) if cls.base is not None else None
    if found is not None:
        return Bound(found[0], instance)
    return Known(f"parent.{name}", instance)


def item(value: Container | Instance, index: Any) -> Any:
    """A layer of a Sequential by its number or its slice, of a ModuleDict by its name."""
    items = value.items if isinstance(value, Container) else children(value)
    if isinstance(value, Instance) and value.cls.known != "torch.nn.Sequential":
        raise NotFollowed("an object without parts")
    if isinstance(index, slice):
        chosen = [module for _, module in items[index]]
        return Container("Sequential", [(str(n), module) for n, module in enumerate(chosen)])
    if isinstance(index, str):
        return dict(items)[index]
    return items[index][1]


# calls


def called(program: Any, function: Any, given: list[Any], named: dict[str, Any]) -> Any:
    """The call of something that the note itself does not define."""
    if isinstance(function, MODULES):
        if named or not given:
            raise NotFollowed("a layer with options in its call")
        return forward(program, function, given)
    if not isinstance(function, Known):
        raise NotFollowed("nothing that can be called")
    kind, _, name = function.name.partition(".")
    if kind == "tensor":
        return of_tensor(name, function.target, given, named)
    if kind == "module":
        return _of_module(program, function.target, name, given, named)
    if kind == "parent":
        return _started(program, function.target, name, given, named)
    if kind == "value":
        return _of_value(program, function.target, name, given, named)
    if function.name in BUILT_IN:
        return _built_in(program, function.name, given, named)
    if function.name in _CONTEXTS:
        return Known("context")
    return _of_library(program, function.name, given, named)


def forward(program: Any, module: Any, given: list[Any]) -> Any:
    """What comes out of a layer, or of layers in a row."""
    program.step()
    if isinstance(module, Instance):
        found = module.cls.find("forward")
        if found is not None and module.cls.known != "object":
            return program.invoke(found[0], [module, *given], {})
        if module.cls.known != "torch.nn.Sequential":
            if module.cls.known.startswith("d2l.") and "net" in module.attributes:
                return forward(program, module.attributes["net"], given)
            raise NotFollowed("a class without a forward")
    if len(given) != 1:
        raise NotFollowed("more than one input")
    x = given[0]
    if isinstance(module, Layer):
        if not isinstance(x, Tensor):
            raise NotFollowed("no tensor goes in")
        return applied(module, x)
    if isinstance(module, Container) and module.kind != "Sequential":
        raise NotFollowed("a list of layers is no layer")
    with program.deeper():
        for _, child in children(module):
            x = program.call(child, [x], {})
    return x


def _of_library(program: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    holder, _, last = name.rpartition(".")
    if holder in ("torch.nn", "torch.nn.modules", "torch.nn.modules.conv"):
        return _layer(last, given, named)
    if holder == "torch.nn.init" or name.startswith("torch.nn.utils.init"):
        return given[0] if given else None
    if holder == "torch" and last in MADE:
        return made_tensor(last, given, named)
    if holder == "numpy" and last in ("zeros", "ones", "empty", "full"):
        return made_tensor(last, given, named, numpy=True)
    if holder == "numpy.random" and last in ("rand", "randn", "random", "standard_normal"):
        return made_tensor("rand", given, named, numpy=True)
    if name in ("torch.tensor", "torch.as_tensor", "numpy.array", "torch.Tensor") and len(given) == 1:
        return Tensor(nested(given[0]), numpy=holder == "numpy")
    if name == "torch.Size" and len(given) == 1:
        return Size.of(tuple(given[0]))
    if name in ("collections.OrderedDict", "torch.OrderedDict", "OrderedDict"):
        return dict(given[0] if given else {})
    if name == "d2l.torch.add_to_class" and len(given) == 1 and isinstance(given[0], Class):
        return Known("d2l.torch.add_to_class(", given[0])
    if name in ("math.prod", "numpy.prod") and given and isinstance(given[0], tuple | list):
        return math.prod(v for v in given[0] if isinstance(v, int))
    if holder == "math" and last in ("floor", "ceil") and isinstance(given[0], int | float):
        return getattr(math, last)(given[0])
    if holder in ("torch.nn.functional", "torch", "numpy") and last in OF_TENSORS and given:
        return of_tensor(last, given[0], given[1:], named)
    raise NotFollowed(f"{name} is not followed")


def _layer(kind: str, given: list[Any], named: dict[str, Any]) -> Any:
    if kind in NAMES:
        return layer_of(kind, given, named)
    if kind == "Parameter" and given and isinstance(given[0], Tensor):
        return Tensor(given[0].shape, predicate="kernel_shape", holder=Layer("Parameter", {}))
    if kind == "Sequential":
        return Container(kind, _named_layers(given))
    if kind in ("ModuleList", "ModuleDict"):
        layers = given[0] if given else []
        items = list(layers.items()) if isinstance(layers, dict) else [(str(n), m) for n, m in enumerate(_layers(layers))]
        return Container(kind, items)
    raise NotFollowed(f"nn.{kind} is not followed")


def _layers(value: Any) -> list[Any]:
    return [m for _, m in value.items] if isinstance(value, Container) else list(value)


def _named_layers(given: list[Any]) -> list[tuple[str, Any]]:
    """The layers of a Sequential, given one by one or as a dict."""
    items = list(given[0].items()) if len(given) == 1 and isinstance(given[0], dict) else [
        (str(n), module) for n, module in enumerate(given)
    ]  # fmt: skip
    if not all(isinstance(module, MODULES) for _, module in items):
        raise NotFollowed("something in a Sequential that is no layer")
    return items


def fill(instance: Instance, given: list[Any]) -> None:
    """The layers that an object of a class of Sequentials is made of."""
    instance.attributes.update(_named_layers(given))


def _started(program: Any, instance: Instance, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    """`super().__init__()` where the base is no class of the note, and the base's other methods."""
    if name == "__init__":
        if instance.cls.known == "torch.nn.Sequential":
            fill(instance, given)
        return None
    if name == "forward" and instance.cls.known == "torch.nn.Sequential" and len(given) == 1:
        x = given[0]
        for _, child in children(instance):
            x = program.call(child, [x], {})
        return x
    raise NotFollowed(f"{name} of a base that is not followed")


def _of_module(program: Any, module: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    if name in ("parameters", "named_parameters", "buffers", "named_buffers", "state_dict"):
        return _stored(program, module, name)
    if name == "forward":
        return forward(program, module, given)
    if name in ("children", "named_children"):
        return [pair if name == "named_children" else pair[1] for pair in children(module)]
    if name == "modules":
        return within(module)
    if isinstance(module, Instance):
        return _of_object(program, module, name, given)
    if isinstance(module, Container):
        return _of_container(module, name, given)
    raise NotFollowed(f"{name} is not followed")


def _of_object(program: Any, module: Instance, name: str, given: list[Any]) -> Any:
    if name in ("add_module", "register_module") and isinstance(given[1], MODULES):
        module.attributes[given[0]] = given[1]
        return None
    if name == "save_hyperparameters" and module.cls.known.startswith("d2l."):
        module.attributes.update({k: v for k, v in module.given.items() if k not in module.attributes})
        return None
    if name == "layer_summary" and module.cls.known == "d2l.torch.Classifier":
        x = Tensor(tuple(given[0]))
        for _, layer in children(module.attributes["net"]):
            x = program.call(layer, [x], {})
            program.printer.put([_name_of(layer), " ", "output shape:", " ", x.size()])
            program.printer.end()
        return None
    raise NotFollowed(f"{name} is not followed")


def _name_of(module: Any) -> str:
    return module.cls.name if isinstance(module, Instance) else module.kind


def _of_container(module: Container, name: str, given: list[Any]) -> Any:
    if len(module.items) > MOST_ITEMS:
        raise NotFollowed("more layers than any network has")
    if name in ("items", "keys", "values") and module.kind == "ModuleDict":
        return list({"items": module.items, "keys": dict(module.items), "values": dict(module.items).values()}[name])
    new = given[1:] if name in ("add_module", "register_module", "insert") else given
    if name == "extend":
        new = _layers(given[0])
    if not new or not all(isinstance(m, MODULES) for m in new):
        raise NotFollowed("no layer")
    if name in ("add_module", "register_module"):
        module.items = [*(p for p in module.items if p[0] != given[0]), (str(given[0]), new[0])]
        return None
    at = given[0] if name == "insert" else len(module.items)
    ordered = [m for _, m in module.items]
    ordered[at:at] = new
    module.items = [(str(n), m) for n, m in enumerate(ordered)]
    return module


def _stored(program: Any, module: Any, name: str) -> Any:
    """The parameters or buffers of a layer and all in it, each once."""
    parameters = "param" in name
    found: list[tuple[str, Tensor]] = []
    for path, one in _paths(module):
        program.step()
        if isinstance(one, Layer):
            if one.waiting:
                raise NotFollowed("a lazy layer that has seen no input has no parameters yet")
            arrays = one.arrays if parameters else one.buffers if "buffer" in name else {**one.arrays, **one.buffers}
            found += [(f"{path}{key}", weight(one, key)) for key, shape in arrays.items() if shape is not None]
        elif isinstance(one, Instance) and parameters:
            own = [(k, v) for k, v in one.attributes.items() if isinstance(v, Tensor) and v.holder is not None]
            found += [(f"{path}{k}", v) for k, v in own if v.holder and v.holder.kind == "Parameter"]
    if name == "state_dict":
        return dict(found)
    return found if "named" in name else [tensor for _, tensor in found]


def _paths(module: Any, before: str = "", seen: set[int] | None = None, depth: int = 0) -> list[tuple[str, Any]]:
    """A layer and all in it, each once, with the names that lead there."""
    seen = set() if seen is None else seen
    if id(module) in seen or depth > 16 or len(seen) > MOST_ITEMS:
        if depth > 16 or len(seen) > MOST_ITEMS:
            raise NotFollowed("more layers than are followed")
        return []
    seen.add(id(module))
    found = [(before, module)]
    for name, child in children(module):
        found += _paths(child, f"{before}{name}.", seen, depth + 1)
    return found


def summed(values: list[Any]) -> int:
    """A sum of counts, with what counts the whole."""
    total = sum(int(v) for v in values)
    counts = [v for v in values if isinstance(v, Count)]
    if any(int(v) for v in values if not isinstance(v, Count)) or not all(c.parts for c in counts if int(c)):
        return total
    parts = tuple(part for count in counts for part in count.parts)
    return Count.of(total, parts) if 0 < len(parts) <= MOST_ITEMS else total


# built-in functions and methods of strings, lists, shapes


def _built_in(program: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    if name == "print":
        return _print(program, given, named)
    if name == "sum":
        return _sum(program, given)
    if name == "isinstance":
        return _is_one(*given)
    if name == "type" and len(given) == 1 and isinstance(given[0], MODULES):
        return Known("class", _name_of(given[0]))
    if name in ("getattr", "hasattr") or (named and name not in ("dict", "enumerate", "zip", "max", "min")):
        raise NotFollowed(f"{name} is not followed")
    if name == "dict":
        return {**dict(given[0] if given else {}), **named}
    if name in ("str", "repr") and len(given) == 1:
        return Text(rendered(given[0]))
    if name in _OF_LISTS:
        return _of_lists(program, name, given, named)
    numbers = program.items(given[0]) if len(given) == 1 and not isinstance(given[0], int | float) else given
    if name in ("max", "min", "int", "float", "abs", "round", "bool") and not named and numbers and all(
        isinstance(v, int | float) for v in numbers
    ):
        return {"max": max, "min": min}[name](numbers) if name in ("max", "min") else _number(name, numbers)
    raise NotFollowed(f"{name} is not followed")


def _number(name: str, numbers: list[Any]) -> Any:
    if name == "int" and len(numbers) == 1 and isinstance(numbers[0], Count):
        return numbers[0]
    return {"int": int, "float": float, "abs": abs, "round": round, "bool": bool}[name](*numbers)


_OF_LISTS = words("len range list tuple zip enumerate reversed sorted set map")


def _of_lists(program: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    if name == "range":
        made = range(*given)
        if len(made) > MOST_ITEMS:
            raise NotFollowed("a loop that is too long")
        return list(made)
    if name in ("list", "tuple") and not given:
        return [] if name == "list" else ()
    if name == "map":
        return [program.call(given[0], [one], {}) for one in program.items(given[1])]
    if name in ("list", "tuple") and isinstance(given[0], Size):
        return given[0]
    if name == "len" and isinstance(given[0], Tensor):
        return given[0].shape[0]
    if name == "len" and isinstance(given[0], Container):
        return len(given[0].items)
    lists = [program.items(one) for one in (given if name == "zip" else given[:1])]
    if name == "enumerate":
        start = given[1] if len(given) > 1 else named.get("start", 0)
        return [(start + number, one) for number, one in enumerate(lists[0])]
    if name == "zip":
        return [tuple(row) for row in zip(*lists, strict=False)]
    if name in ("sorted", "set"):
        if not all(isinstance(v, int) for v in lists[0]):
            raise NotFollowed("an order that is not followed")
        return sorted(set(lists[0]) if name == "set" else lists[0])
    return {"len": len, "list": list, "tuple": tuple, "reversed": lambda v: v[::-1]}[name](lists[0])


def _sum(program: Any, given: list[Any]) -> Any:
    values = [*program.items(given[0]), *given[1:]]
    if values and all(isinstance(v, int) for v in values):
        return summed(values)
    total: Any = 0
    for one in values:
        total = one if isinstance(total, int) and not total else program.call(Known("torch.add"), [total, one], {})
    return total


_PLAIN: dict[str, type] = {"int": int, "tuple": tuple, "list": list, "str": str, "float": float, "dict": dict}


def _is_one(value: Any, kinds: Any) -> bool:
    """`isinstance`, of layers and of plain values."""
    for kind in kinds if isinstance(kinds, tuple) else (kinds,):
        if isinstance(kind, Class):
            fits = isinstance(value, Instance) and value.cls.name == kind.name
        elif not isinstance(kind, Known):
            raise NotFollowed("a kind that is not known")
        elif kind.name in _PLAIN:
            fits = isinstance(value, _PLAIN[kind.name])
        elif kind.name == "torch.nn.Module":
            fits = isinstance(value, MODULES)
        elif kind.name.startswith("torch.nn."):
            fits = isinstance(value, Layer | Container) and value.kind == kind.name.rpartition(".")[2]
        else:
            raise NotFollowed("a kind that is not known")
        if fits:
            return True
    return False


def _print(program: Any, given: list[Any], named: dict[str, Any]) -> None:
    between, end = named.get("sep", " "), named.get("end", "\n")
    if not isinstance(between, str) or not isinstance(end, str) or set(named) - {"sep", "end", "flush"}:
        raise NotFollowed("printed elsewhere")
    tokens: list[Any] = []
    for number, value in enumerate(given):
        tokens += [between] * bool(number) + rendered(value)
    program.printer.put(tokens)
    if end.startswith("\n"):
        program.printer.end()
    else:
        program.printer.put([end])


def echoed(value: Any) -> list[Any]:
    """What a notebook shows of the last value."""
    return rendered(value, inside=True)


def _of_value(program: Any, value: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    if isinstance(value, Size) and name == "numel":
        return math.prod(value)
    if isinstance(value, str) and name == "format" and not named:
        return filled(value, tuple(given))
    if isinstance(value, str | Text) and name in ("ljust", "rjust", "center", "strip"):
        return value
    if isinstance(value, list) and name in ("append", "extend", "insert") and not isinstance(value, Size):
        if name == "extend":
            value.extend(program.items(given[0]))
        elif name == "append":
            value.append(given[0])
        else:
            value.insert(given[0], given[1])
        program.bounded(value)
        return None
    if isinstance(value, list) and name == "pop":
        return value.pop(*given)
    if isinstance(value, dict) and name in ("items", "keys", "values"):
        return [*getattr(value, name)()]
    if isinstance(value, dict) and name in ("get", "update"):
        return getattr(value, name)(*given)
    raise NotFollowed(f"{name} is not followed")


def filled(text: str, values: Any) -> Text:
    """A string with values put in, "%s" % x or "{}".format(x)."""
    given = list(values) if isinstance(values, tuple) and not isinstance(values, Size) else [values]
    tokens: list[Any] = []
    at = number = 0
    for mark in _MARK.finditer(text):
        tokens.append(text[at : mark.start()])
        at = mark.end()
        if mark[1] == "%":
            tokens.append("%")
            continue
        which = int(mark[2]) if mark[2] else number
        number += 1
        if which >= len(given):
            raise NotFollowed("a value is missing")
        tokens += [ON_ONE_LINE] if mark[1] == "f" else rendered(given[which])
    return Text([*tokens, text[at:]])


def method(program: Any, value: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    return called(program, attribute(value, name), given, named)


__all__ = ["BUILT_IN", "ELEMENTWISE", "KEEPING", "ON_SEVERAL", "REGARDLESS", "attribute", "called", "echoed"]
