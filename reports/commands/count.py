"""`kenzan count`: layers, shapes, parameters and multiply-accumulates of an architecture, with the convention named."""

from __future__ import annotations

import argparse
import inspect
import json
from collections.abc import Callable

from ...reference.architectures import ARCHITECTURES
from ...reference.counting import CATEGORIES, Convention, Count, count
from ...reference.errors import InputError
from ...reference.network import Network
from ..output import write

SCHEMA = "kenzan.count/1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options; an architecture's options (`--width 0.5`) are read from its signature in `run`."""
    parser.add_argument("architecture", help=f"one of {', '.join(ARCHITECTURES)}")
    parser.add_argument("options", nargs=argparse.REMAINDER, help="the architecture's options, as --name value")


def _conventions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--include", default="", help=f"elementwise work to add to the FLOPs, of {', '.join(CATEGORIES)}")
    parser.add_argument("--no-fully-connected", action="store_true", help="leave the fully connected layers out")
    parser.add_argument("--no-bias", action="store_true", help="leave biases out of the parameters")
    parser.add_argument("--no-batch-norm", action="store_true", help="leave batch norm's scale and shift out")
    parser.add_argument("--moving-statistics", action="store_true", help="count batch norm's moving statistics as parameters")
    parser.add_argument("--flops-per-mac", type=int, choices=(1, 2), default=2, help="FLOPs in a multiply-accumulate")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("-o", "--output", help="write to this file instead of the terminal")


def run(arguments: argparse.Namespace) -> int:
    """Build the architecture with its options, count it, print it."""
    if arguments.architecture not in ARCHITECTURES:
        raise InputError(f"no architecture named {arguments.architecture!r}; expected one of {', '.join(ARCHITECTURES)}")
    function = ARCHITECTURES[arguments.architecture]
    chosen, network = _options(arguments.architecture, function, arguments.options)
    convention = Convention(
        include=tuple(name for name in chosen.include.split(",") if name),
        fully_connected=not chosen.no_fully_connected,
        bias=not chosen.no_bias,
        batch_norm=not chosen.no_batch_norm,
        moving_statistics=chosen.moving_statistics,
        flops_per_mac=chosen.flops_per_mac,
    )
    result = count(network, convention=convention)
    if chosen.format == "json":
        write(json.dumps(as_json(result), ensure_ascii=False, indent=1) + "\n", chosen.output)
    else:
        write(as_text(result), chosen.output)
    return 0


def _options(name: str, function: Callable[..., Network], rest: list[str]) -> tuple[argparse.Namespace, Network]:
    """An architecture's keyword arguments become command-line options of the same name and type."""
    parser = argparse.ArgumentParser(prog=f"kenzan count {name}", exit_on_error=False)
    _conventions(parser)
    own = inspect.signature(function).parameters.values()
    for parameter in own:
        flag = "--" + parameter.name.replace("_", "-")
        if isinstance(parameter.default, bool):
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=parameter.default)
        else:
            kind = type(parameter.default) if parameter.default is not None else int
            parser.add_argument(flag, type=kind, default=parameter.default, metavar=kind.__name__.upper())
    try:
        chosen, unknown = parser.parse_known_args(rest)
    except argparse.ArgumentError as error:
        raise InputError(f"count {name}: {error}") from None
    if unknown:
        known = ", ".join("--" + parameter.name.replace("_", "-") for parameter in own)
        raise InputError(f"count {name}: unknown option {unknown[0]!r}; expected some of {known}")
    return chosen, function(**{parameter.name: getattr(chosen, parameter.name) for parameter in own})


def as_json(result: Count) -> dict[str, object]:
    """The document of `kenzan count --format json`."""
    convention = result.convention
    return {
        "schema": SCHEMA,
        "architecture": result.network.name,
        "options": dict(result.network.options),
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
    options = ", ".join(f"{key}={value}" for key, value in result.network.options.items())
    rows = [("layer", "kind", "output", "parameters", "MACs", "field")]
    for layer in result.layers:
        shape = "x".join(map(str, layer.output_shape[1:]))
        figures = f"{layer.parameters(convention):,}", f"{layer.counted_macs(convention):,}", str(layer.receptive_field)
        rows.append((layer.name, layer.group, shape, *figures))
    rows.append(("total", "", "", f"{totals['parameters']:,}", f"{totals['macs']:,}", ""))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [f"{result.network.name} ({options}), input {'x'.join(map(str, result.input_shape))}", ""]
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
