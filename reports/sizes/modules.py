"""Layers in program text: `conv1 = nn.Conv2d(3, 16, 3)`, the lines of an `nn.Sequential`, those of a Keras model.

Notes speak of them by the names they are given, or by the kind and the order (conv1, conv2, fc1; conv2d, conv2d_1).
"""

from __future__ import annotations

from .. import patterns as re
from ..text.segments import Block

_CALL = re.compile(
    r"(?:(?:self\.)?(?P<name>[A-Za-z]\w{0,24})\s*=\s*)?(?:torch\.|nn\.|layers\.|keras\.|tf\.)*"
    r"(?P<kind>Conv[12]d|ConvTranspose2d|Linear|BatchNorm[12]d|MaxPool2d|AvgPool2d|Conv2D|SeparableConv2D|DepthwiseConv2D|Dense)\((?P<args>[^()#]{0,60}(?:\([^()]{0,40}\)[^()#]{0,60})*)\)"
)  # fmt: skip
_SHORT = {"Conv2d": "conv", "Conv1d": "conv", "Linear": "fc", "ConvTranspose2d": "deconv"}
_KERAS = {"Conv2D": "conv2d", "Dense": "dense", "SeparableConv2D": "separable_conv2d", "DepthwiseConv2D": "depthwise_conv2d"}
MOST = 64


def modules_in(blocks: list[Block]) -> dict[str, str]:
    """Every layer's name and its call, in PyTorch's order of arguments.

    >>> from ..text.segments import Segment
    >>> modules_in([Block("code", 0, [Segment("a = nn.Conv2d(3, 8, 3)", 0), Segment("nn.Linear(8, 2)", 30)])])
    {'conv1': 'nn.Conv2d(3, 8, 3)', 'fc1': 'nn.Linear(8, 2)', 'a': 'nn.Conv2d(3, 8, 3)'}
    """
    found: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for block in blocks:
        channels: str | None = None  # that the layers of a Keras model so far put out
        flat = False
        text = "\n".join(line.raw for line in block.segments)
        for m in list(_CALL.finditer(text))[:MOST]:
            kind, args = m["kind"], m["args"].strip()
            if kind in _KERAS:
                call, channels, flat = _keras(kind, args, channels, flat or "Flatten" in text[: m.start()])
                short = _KERAS[kind]
                number = numbers.get(short, 0)
                numbers[short] = number + 1
                name = m["name"] or (f"{short}_{number}" if number else short)
            else:
                call = f"nn.{kind}({args})"
                short = _SHORT.get(kind, "")
                numbers[short] = numbers.get(short, 0) + 1
                name = m["name"] or ""
                if short:
                    found.setdefault(f"{short}{numbers[short]}", call)
            if name and call:
                found[name] = call
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _keras(kind: str, args: str, channels: str | None, flat: bool) -> tuple[str, str | None, bool]:
    """A Keras layer as a PyTorch call: what goes in stands in `input_shape`, or is what the layer before puts out."""
    shape = re.search(r"input_shape\s*=\s*\(([^()]*)\)", args)
    given = [a.strip() for a in shape[1].split(",") if a.strip()] if shape else []
    incoming = given[-1] if given else channels
    plain = [a.strip() for a in re.sub(r"\([^()]*\)", "", args).split(",") if "=" not in a and a.strip()]
    out = plain[0] if plain else None
    bias = ", bias=False" if re.search(r"use_bias\s*=\s*False", args) else ""
    if kind == "Dense":
        known = incoming is not None and (not flat or channels == "units")
        call = f"nn.Linear({incoming}, {out}{bias})" if known and out else ""
        return call, out, False
    kernel = plain[1] if len(plain) > 1 else None
    if out is None or kernel is None or incoming is None or kind != "Conv2D":
        return "", out, flat
    return f"nn.Conv2d({incoming}, {out}, {kernel}{bias})", out, flat
