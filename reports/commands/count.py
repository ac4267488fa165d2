"""`kenzan count`: layers, shapes, parameters and multiply-accumulates of an architecture, with the convention named."""

from __future__ import annotations

import argparse
import inspect
import json

from ...reference.architectures import ARCHITECTURES
from ...reference.counting import CATEGORIES, Convention, Count, count
from ...reference.errors import InputError
from ...reference.network import Network
from ..output import write

SCHEMA = "kenzan.count/1"


OPEN = True  # further options (`--width 0.5`) are the architecture's own; `run` reads them from its signature
STORED = ("weights", "bias", "batch_norm", "moving_statistics")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options: what to count, the convention, the format."""
    parser.add_argument("architecture", help=f"one of {', '.join(ARCHITECTURES)}; its options follow as --name value")
    parser.add_argument("--include", default="", help=f"elementwise work to add to the FLOPs, of {', '.join(CATEGORIES)}")
    parser.add_argument("--stored", default="weights,bias,batch_norm", help=f"what counts as parameters, of {', '.join(STORED)}")
    parser.add_argument("--no-fully-connected", action="store_true", help="leave the fully connected layers out")
    parser.add_argument("--flops-per-mac", type=int, choices=(1, 2), default=2, help="FLOPs in a multiply-accumulate")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("-o", "--output", help="write to this file instead of the terminal")


def run(arguments: argparse.Namespace) -> int:
    """Build the architecture with its options, count it, print it."""
    network = _network(arguments.architecture, arguments.rest)
    result = count(network, convention=_convention(arguments))
    if arguments.format == "json":
        write(json.dumps(as_json(result), ensure_ascii=False, indent=1) + "\n", arguments.output)
    else:
        write(as_text(result), arguments.output)
    return 0


def _convention(arguments: argparse.Namespace) -> Convention:
    stored = [name for name in arguments.stored.split(",") if name]
    unknown = [name for name in stored if name not in STORED]
    if unknown or "weights" not in stored:
        raise InputError(f"count: --stored is {arguments.stored!r}; expected weights and some of {', '.join(STORED[1:])}")
    return Convention(
        include=tuple(name for name in arguments.include.split(",") if name),
        fully_connected=not arguments.no_fully_connected,
        bias="bias" in stored,
        batch_norm="batch_norm" in stored,
        moving_statistics="moving_statistics" in stored,
        flops_per_mac=arguments.flops_per_mac,
    )


def _network(name: str, rest: list[str]) -> Network:
    """Build an architecture; its keyword arguments are command-line options of the same name and type."""
    if name not in ARCHITECTURES:
        raise InputError(f"no architecture named {name!r}; expected one of {', '.join(ARCHITECTURES)}")
    function = ARCHITECTURES[name]
    own = list(inspect.signature(function).parameters.values())
    parser = argparse.ArgumentParser(prog=f"kenzan count {name}", exit_on_error=False, add_help=False, allow_abbrev=False)
    for parameter in own:
        flag = "--" + parameter.name.replace("_", "-")
        if isinstance(parameter.default, bool):
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=parameter.default)
        else:
            kind = type(parameter.default) if parameter.default is not None else int
            parser.add_argument(flag, type=kind, default=parameter.default)
    try:
        chosen, unknown = parser.parse_known_args(rest)
    except argparse.ArgumentError as error:
        raise InputError(f"count {name}: {error}") from None
    if unknown:
        known = ", ".join("--" + parameter.name.replace("_", "-") for parameter in own)
        raise InputError(f"count {name}: unknown option {unknown[0]!r}; expected some of {known}")
    return function(**{parameter.name: getattr(chosen, parameter.name) for parameter in own})


def as_json(result: Count) -> dict[str, object]:
    """The document of `kenzan count --format json`."""
    convention = result.convention
    return {
        "schema": SCHEMA,
        "architecture": result.name,
        "options": dict(result.options),
        "input": list(result.input_shape),
        "layers": [
            {
                "name": layer.name,
                "kind": layer.kind,
                "output_shape": list(layer.output_shape),
                "parameters": layer.parameters(convention),
                "macs": layer.counted_macs(convention),
                "receptive_field": layer.receptive_field,
                "stride": layer.stride,
            }
            for layer in result.layers
        ],
        "totals": result.totals(),
        "convention": convention.describe(),
        "complete": True,
    }


def as_text(result: Count) -> str:
    """The table people know from model summaries, the share by type of layer, and the convention."""
    convention, totals = result.convention, result.totals()
    options = ", ".join(f"{key}={value}" for key, value in result.options.items())
    rows = [("layer", "kind", "output", "parameters", "MACs", "field")]
    for layer in result.layers:
        shape = "x".join(map(str, layer.output_shape[1:]))
        figures = f"{layer.parameters(convention):,}", f"{layer.counted_macs(convention):,}", str(layer.receptive_field)
        rows.append((layer.name, layer.group, shape, *figures))
    rows.append(("total", "", "", f"{totals['parameters']:,}", f"{totals['macs']:,}", ""))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [f"{result.name} ({options}), input {'x'.join(map(str, result.input_shape))}", ""]
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
        right = [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
        lines.append("  ".join([*left, *right]).rstrip())
    return "\n".join([*lines, "", *_shares(result), "", *_convention_lines(result), ""])


def _shares(result: Count) -> list[str]:
    """A bar a type of layer: its share of the multiply-accumulates and of the parameters."""
    totals = result.totals()
    shares = result.shares()
    width = max(map(len, shares), default=0)
    lines = [f"{'share by type of layer'.ljust(width)}  {'MACs':>7}  {'parameters':>10}"]
    for kind, (macs, parameters) in shares.items():
        macs_share = macs / max(1, totals["macs"])
        bar = "█" * round(30 * macs_share)
        lines.append(f"{kind.ljust(width)}  {macs_share:7.2%}  {parameters / max(1, totals['parameters']):10.2%}  {bar}".rstrip())
    return lines


def _convention_lines(result: Count) -> list[str]:
    totals = result.totals()
    return [f"{key + ':':12} {totals[key]:>15,}  ({words})" for key, words in result.convention.describe().items()]
