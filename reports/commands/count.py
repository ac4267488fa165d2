"""`kenzan count`: layers, shapes, parameters and multiply-accumulates, with the convention named.

What is counted: an architecture of the reference, a user's own torch module (`pkg.module:Model`), or an ONNX file.
"""

from __future__ import annotations

import argparse
import inspect
import json

from ...reference.architectures import ARCHITECTURES
from ...reference.architectures.names import resolve
from ...reference.counting import CATEGORIES, Convention, Count, count
from ...reference.errors import InputError
from ...reference.layers import Shape
from ...reference.network import Network
from ..output import write
from ..render.counts import as_html, as_json, as_text

OPEN = True  # further options (`--width 0.5`) are the architecture's own; `run` reads them from its signature
STORED = ("weights", "bias", "batch_norm", "moving_statistics")
RENDER = {
    "text": as_text,
    "json": lambda result: json.dumps(as_json(result), ensure_ascii=False, indent=1) + "\n",
    "html": as_html,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options: what to count, the convention, the format."""
    known = ", ".join(ARCHITECTURES)
    parser.add_argument(
        "architecture", nargs="?",
        help=f"one of {known} (its options follow as --name value), pkg.module:Model or file.py:Model for a torch "
             "module, or file.onnx",
    )  # fmt: skip
    parser.add_argument("--input", action="append", default=[], metavar="N,C,H,W",
                        help="shape of the input (:int64 for another type); again for further inputs")  # fmt: skip
    parser.add_argument(
        "--include", default="", help=f"elementwise work to add to the FLOPs, of {', '.join(CATEGORIES)}"
    )
    parser.add_argument(
        "--stored", default="weights,bias,batch_norm", help=f"what counts as parameters, of {', '.join(STORED)}"
    )
    parser.add_argument("--no-fully-connected", action="store_true", help="leave the fully connected layers out")
    parser.add_argument("--flops-per-mac", type=int, choices=(1, 2), default=2, help="FLOPs in a multiply-accumulate")
    parser.add_argument("--published", metavar="FILE", help="check the printed figures of a JSON file instead")
    parser.add_argument("--format", choices=tuple(RENDER), default="text")
    parser.add_argument("-o", "--output", help="write to this file instead of the terminal")


def run(arguments: argparse.Namespace) -> int:
    """Count what is named, or check the figures of a file; print the result."""
    if arguments.published:
        if arguments.architecture or arguments.rest:
            raise InputError(
                "count: --published checks a file of figures; expected no architecture or other option with it"
            )
        return _published(arguments)
    if not arguments.architecture:
        raise InputError(f"count: nothing to count was named; expected one of {', '.join(ARCHITECTURES)}, "
                         "pkg.module:Model or file.onnx")  # fmt: skip
    write(RENDER[arguments.format](counted(arguments)), arguments.output)
    return 0


def counted(arguments: argparse.Namespace) -> Count:
    """The figures of an architecture, a torch module or an ONNX file."""
    name, convention = arguments.architecture, _convention(arguments)
    inputs = [_input(text) for text in arguments.input]
    if not name.endswith(".onnx") and ":" not in name:
        if len(inputs) > 1 or any(kind for _, kind in inputs):
            raise InputError(f"count {name}: --input is {' '.join(arguments.input)}; expected one shape without a type")
        return count(_network(name, arguments.rest), inputs[0][0] if inputs else None, convention)
    if arguments.rest:
        raise InputError(
            f"count {name}: unknown option {arguments.rest[0]!r}; expected --input and the convention's alone"
        )
    if name.endswith(".onnx"):
        from ...properties.adapters.onnx_count import count_file

        return count_file(name, [shape for shape, _ in inputs], convention)
    from ...properties.adapters.torch_count import count_module

    if not inputs:
        raise InputError(f"count {name}: no input shape; expected --input, such as --input 1,3,224,224")
    return count_module(name, [(shape, kind or "float32") for shape, kind in inputs], convention)


def _input(text: str) -> tuple[Shape, str]:
    """A shape and perhaps a type: `1,3,224,224` or `1,128:int64`."""
    sizes, _, kind = text.partition(":")
    parts = sizes.replace("x", ",").split(",")
    if (
        not all(part.strip().isascii() and part.strip().isdigit() and 0 < int(part) < 2**31 for part in parts)
        or len(parts) > 8
    ):
        raise InputError(f"count: --input is {text!r}; expected sizes with commas, such as 1,3,224,224 or 1,128:int64")
    return tuple(int(part) for part in parts), kind


def _published(arguments: argparse.Namespace) -> int:
    """Verdicts on the figures of a file; the exit status is 1 where one does not reproduce."""
    from ...properties.published import check_file
    from ..render.published import RENDER as PUBLISHED

    verdicts = check_file(arguments.published)
    write(PUBLISHED[arguments.format](verdicts), arguments.output)
    return int(any(verdict.status == "does not reproduce" for verdict in verdicts))


def _convention(arguments: argparse.Namespace) -> Convention:
    stored = [name for name in arguments.stored.split(",") if name]
    unknown = [name for name in stored if name not in STORED]
    if unknown or "weights" not in stored:
        raise InputError(
            f"count: --stored is {arguments.stored!r}; expected weights and some of {', '.join(STORED[1:])}"
        )
    return Convention(
        include=tuple(name for name in arguments.include.split(",") if name),
        fully_connected=not arguments.no_fully_connected,
        bias="bias" in stored,
        batch_norm="batch_norm" in stored,
        moving_statistics="moving_statistics" in stored,
        flops_per_mac=arguments.flops_per_mac,
    )


def _network(text: str, rest: list[str]) -> Network:
    """Build an architecture; its keyword arguments are command-line options of the same name and type."""
    name, fixed = resolve(text)
    own = list(inspect.signature(ARCHITECTURES[name]).parameters.values())
    parser = argparse.ArgumentParser(
        prog=f"kenzan count {name}", exit_on_error=False, add_help=False, allow_abbrev=False
    )
    for parameter in own:
        flag, default = "--" + parameter.name.replace("_", "-"), fixed.get(parameter.name, parameter.default)
        if isinstance(parameter.default, bool):
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=default)
        else:
            parser.add_argument(
                flag, type=type(parameter.default) if parameter.default is not None else int, default=default
            )
    try:
        chosen, unknown = parser.parse_known_args(rest)
    except argparse.ArgumentError as error:
        raise InputError(f"count {name}: {error}") from None
    if unknown:
        known = ", ".join("--" + parameter.name.replace("_", "-") for parameter in own)
        raise InputError(f"count {name}: unknown option {unknown[0]!r}; expected some of {known}")
    return ARCHITECTURES[name](**vars(chosen))
