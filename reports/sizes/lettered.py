"""Sizes that a sentence gives its letters: n_h = n_w = 32, c = 3, k_h = k_w = 7, p_h = p_w = 6.

The letters mean what the note declares them to mean, else what custom has them mean; padding by letters with an axis of
their own (`p_h`) counts both sides together, as D2L has it, and is tried per side as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import patterns as re
from .operations import Operation
from .sizing import Sizes

_GIVEN = re.compile(
    r"(?<![A-Za-z0-9_\\])((?:[A-Za-z](?:_\{?[A-Za-z0-9]{1,3}\}?|[hw](?=\s*=))?\s*=\s*){1,3})(\d{1,4})(?!\d|\.\d|\s*[-+*/x^(])"
)
_LETTER = re.compile(r"[A-Za-z](?:_\{?[A-Za-z0-9]{1,3}\}?|[hw])?")
_CUSTOM = {
    "n_h": "height", "n_w": "width", "h": "height", "w": "width", "H": "height", "W": "width", "n": "size", "i": "size", "I": "size", "N": "size",
    "k_h": "kernel_height", "k_w": "kernel_width", "kh": "kernel_height", "kw": "kernel_width", "k": "kernel_size", "K": "kernel_size", "f": "kernel_size", "F": "kernel_size",
    "s_h": "stride_height", "s_w": "stride_width", "s": "stride", "S": "stride",
    "p_h": "padding_height", "p_w": "padding_width", "p": "padding", "P": "padding", "d": "dilation",
    "c": "in_channels", "c_i": "in_channels", "c_in": "in_channels", "C_in": "in_channels", "C": "in_channels",
    "c_o": "out_channels", "c_out": "out_channels", "C_out": "out_channels", "M": "out_channels",
}  # fmt: skip
_PARTS = {
    "size": ("height", "width"),
    "kernel_size": ("kernel_height", "kernel_width"),
    "stride": ("stride_height", "stride_width"),
    "padding": ("padding_height", "padding_width"),
    "time": ("height",),
}
_LONG = frozenset("LT")  # a signal's length, where a padding is told beside it: "L = 4, k = 3" may be of four layers
_PADS = re.compile(r"pad|パディング|余白|埋め", re.IGNORECASE)


def lettered(text: str, letters: Mapping[str, str]) -> tuple[Operation, Sizes]:
    """The operation and the input that a sentence gives by letters.

    >>> operation, sizes = lettered("n_h = n_w = 32, c = 3, k_h = k_w = 5", {})
    >>> operation.kernel, sizes
    ((5, 5), (32, 32, 3))
    """
    given: dict[str, int] = {}
    total = False
    for m in _GIVEN.finditer(text):
        for letter in _LETTER.findall(m[1]):
            name = letter.replace("{", "").replace("}", "")
            role = letters.get(name) or _CUSTOM.get(name, "") or ("time" if name in _LONG and _PADS.search(text) else "")
            role = {"output_size": "", "output_height": "", "output_width": ""}.get(role, role)
            if role in ("padding", "stride", "kernel_size") and name[-1:] in "hw" and len(name) > 1:
                role = f"{role.removesuffix('_size')}_{'height' if name[-1] == 'h' else 'width'}"
            total = total or role.startswith(("padding_", "total"))
            for part in _PARTS.get(role, (role,)):
                given.setdefault(part, int(m[2]))
    operation = Operation(total=total)
    operation.kernel = _pair(given, "kernel")
    operation.stride, operation.padding = _single(_pair(given, "stride")), _single(_pair(given, "padding"))
    operation.filters = given.get("out_channels")
    operation.dilation = (given["dilation"],) if "dilation" in given else ()
    plane = (
        (given["height"], given["width"])
        if {"height", "width"} <= given.keys()
        else (given["height"],)
        if "height" in given
        else (given["width"],)
        if "width" in given
        else ()
    )
    deep = (given["in_channels"],) if "in_channels" in given and len(plane) == 2 else ()
    return operation, (*plane, *deep)


def _pair(given: Mapping[str, int], role: str) -> tuple[int, ...]:
    found = tuple(given[f"{role}_{axis}"] for axis in ("height", "width") if f"{role}_{axis}" in given)
    return found * 2 if len(found) == 1 else found


def _single(values: tuple[int, ...]) -> tuple[int, ...]:
    return values[:1] if len(set(values)) == 1 else values
