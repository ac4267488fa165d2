"""Shapes that program text states in its comments: `print(conv(x).shape)  # torch.Size([1, 64, 112, 112])`.

Lines are followed one after the other: tensors that are made of numbers, layers that are called by name, what comes out.
Nothing is executed. A name that is given anything else is forgotten, and so is all where functions or loops begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .. import patterns as re
from ..text.segments import Block, Segment
from .forward import outcomes
from .operations import Operation, calls_in
from .sizing import Sizes, tuple_text, ways

DEEPEST = 8
_COMMENT = re.compile(r"#\s*(?:→|->|=>)?\s*(?:shape\s*[:=]\s*)?(?:torch\.Size\()?[(\[]\s*(\d{1,6}(?:\s*,\s*\d{1,6}){0,4})\s*,?\s*[\])]\)?[^\d#]{0,24}$")
_ASSIGNED = re.compile(r"([A-Za-z_][\w.]*)\s*=(?!=)\s*(\S.*)$")
_SHOWN = re.compile(r"(?:print\(\s*)?(?P<what>[^#=]{1,160}?)\.(?:shape|size\(\))\s*\)?\s*$")
_MADE = re.compile(r"(?:torch|np|tf|np\.random|tf\.random)\.(?:randn|rand|zeros|ones|empty|normal|random\.randn)\(\s*[(\[]?\s*(\d{1,6}(?:\s*,\s*\d{1,6}){0,4})\s*[)\]]?\s*(?:,[^()]{0,60})?\)$")
_APPLIED = re.compile(r"((?:nn\.)?[A-Za-z_][\w.]*)\((.{1,160})\)$")
_OPENS = re.compile(r"(?:async\s+)?(?:def|class|for|while|if|elif|else|try|with)\b(?!\s+torch\.(?:no_grad|inference_mode))")
_KEEPS = re.compile(r"(?:nn\.)?(?:BatchNorm[123]d|ReLU6?|LeakyReLU|GELU|SiLU|Sigmoid|Tanh|Dropout(?:2d)?|Identity|InstanceNorm2d|GroupNorm)\(")
_KEEPING = re.compile(r"(?:F|torch|nn\.functional)\.(?:relu|gelu|silu|sigmoid|tanh|dropout)$")
_UNKNOWN = re.compile(r"ceil_mode|padding_mode|reflect|return_indices|\*")
_GLOBAL = re.compile(r"AdaptiveAvgPool2d\(\s*(?:1|\(\s*1\s*,\s*1\s*\))\s*\)")


@dataclass(frozen=True)
class Traced:
    """A shape that a comment states, with the statement that decides it."""

    segment: Segment
    statement: str
    predicate: str
    subject: str


@dataclass
class _State:
    tensors: dict[str, Sizes] = field(default_factory=dict)
    layers: dict[str, Operation | None] = field(default_factory=dict)  # None: it keeps the shape


def traced(blocks: list[Block]) -> Iterator[Traced]:
    """The shapes stated in the comments of a note's program text.

    >>> lines = ["c = nn.Conv2d(3, 8, 5)", "c(torch.zeros(1, 3, 9, 9)).shape  # (1, 8, 5, 5)"]
    >>> [t.statement.split(" == ")[1] for t in traced([Block("code", 0, [Segment(raw, 0) for raw in lines])])]
    ['(1, 8, 5, 5)']
    """
    state = _State()
    for block in blocks:
        for line in block.segments:
            if _OPENS.match(line.raw):
                state = _State()
                break
            yield from _line(line, state)


def _line(line: Segment, state: _State) -> Iterator[Traced]:
    code, mark, _ = line.raw.partition("#")
    said = _COMMENT.search(line.raw) if mark else None
    code = code.strip()
    assigned, shown = _ASSIGNED.match(code), _SHOWN.match(code)
    if shown and not assigned:
        if said:
            yield from _told(line, said, shown["what"].strip(), state)
        return
    if assigned is None:
        return
    name, value = assigned.groups()
    layer, sizes = _layer(value), _shape(value, state)
    if said and layer == "":
        yield from _told(line, said, value, state)
    state.tensors.pop(name, None)
    state.layers.pop(name, None)
    if not isinstance(layer, str):
        state.layers[name] = layer
    elif sizes is not None:
        state.tensors[name] = sizes


def _told(line: Segment, said: re.Match[str], what: str, state: _State) -> Iterator[Traced]:
    """The statement that an expression has the shape that the comment states."""
    claimed = tuple(int(n) for n in said[1].split(","))
    segment = line.cut(said.start(), said.end())
    if weighed := re.fullmatch(r"([A-Za-z_][\w.]*)\.(weight|bias)", what):
        layer = state.layers.get(weighed[1])
        shape = _weight(layer, weighed[2]) if layer else ""
        if layer and shape:
            yield Traced(segment, f"{shape} == {tuple_text(claimed)}", "kernel_shape", layer.kind)
        return
    made, applied = _shape(what, state), _APPLIED.match(what)
    if made is None or _MADE.match(what) or len(made) != len(claimed):
        return
    if applied is None:
        yield Traced(segment, f"{tuple_text(made)} == {tuple_text(claimed)}", "output_shape", "")
        return
    layer, inner = _called(applied[1], what, state), _shape(_argument(what), state)
    if isinstance(layer, Operation) and inner is not None:
        fitting = [text for fits, text in outcomes([layer], inner, claimed) if fits == (made == claimed) and fits]
        yield Traced(segment, fitting[0] if fitting else f"{tuple_text(made)} == {tuple_text(claimed)}", "output_shape", layer.kind)


def _layer(text: str) -> Operation | str | None:
    """The layer that a call makes; None for one that keeps the shape, "" for anything else."""
    text = text.strip()
    if _KEEPS.match(text) and text.endswith(")"):
        return None
    found = calls_in(text)
    if len(found) != 1 or found[0].start > 0 or found[0].end < len(text) or _UNKNOWN.search(text):
        return ""
    if found[0].kind == "global_avg_pool2d" and not _GLOBAL.search(text):
        return ""
    return found[0]


def _argument(text: str) -> str:
    """What stands in the last brackets of a call, those of the same depth."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return text[at + 1 : -1].strip()
    return ""


def _called(name: str, text: str, state: _State) -> Operation | str | None:
    """The layer that is called: by its name, or made in place, `nn.Conv2d(3, 8, 3)(x)`."""
    if name in state.layers:
        return state.layers[name]
    if _KEEPING.fullmatch(name):
        return None
    return _layer(text[: len(text) - len(_argument(text)) - 2])


def _shape(text: str, state: _State, depth: int = 0) -> Sizes | None:
    """The shape of an expression, or None where it is not known."""
    text = text.strip()
    if text in state.tensors:
        return state.tensors[text]
    if made := _MADE.match(text):
        return tuple(int(n) for n in made[1].split(","))
    applied = _APPLIED.match(text)
    if applied is None or depth > DEEPEST or not (inner := _argument(text)):
        return None
    sizes, layer = _shape(inner, state, depth + 1), _called(applied[1], text, state)
    if sizes is None or layer == "" or isinstance(layer, str):
        return None
    return sizes if layer is None else _through(layer, sizes)


def _through(layer: Operation, sizes: Sizes) -> Sizes | None:
    """What comes out of a layer, channels first; None where it does not fit or is not known well enough."""
    if layer.kind == "linear" and layer.filters and layer.incoming in (None, sizes[-1]):
        return (*sizes[:-1], layer.filters)
    if len(sizes) != 4 or (layer.incoming is not None and layer.incoming != sizes[1]):
        return None
    batch, channels, *plane = sizes
    if layer.kind == "global_avg_pool2d":
        return batch, channels, 1, 1
    if layer.kind not in ("conv2d", "conv_transpose2d", "max_pool2d", "avg_pool2d") or not layer.kernel:
        return None
    pooled = "pool" in layer.kind
    if not pooled and (layer.filters is None or layer.incoming is None):
        return None  # a call of another library
    way, up = ways(layer)[0], layer.kind == "conv_transpose2d"
    made = [way.size(axis, size, up) + ((layer.surplus or 0) if up else 0) for axis, size in enumerate(plane)]
    return (batch, channels if pooled else layer.filters or 0, *made) if min(made) > 0 else None


def _weight(layer: Operation, which: str) -> str:
    """The shape of a layer's weight or bias as PyTorch has it, as a tuple of the statement language."""
    if not layer.filters or not layer.incoming:
        return ""
    if which == "bias":
        return f"({layer.filters},)"
    if layer.kind == "linear":
        return f"({layer.filters}, {layer.incoming})"
    first, second = (layer.incoming, layer.filters) if layer.kind == "conv_transpose2d" else (layer.filters, layer.incoming)
    if layer.kind not in ("conv2d", "conv_transpose2d") or len(layer.kernel) != 2:
        return ""
    return f"({first}, {second}/{layer.groups or 1}, {layer.kernel[0]}, {layer.kernel[1]})"
