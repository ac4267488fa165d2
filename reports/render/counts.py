"""A count for people and for programs: the table of model summaries, shares with bars, JSON, and a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...reference.counting import Count, LayerCount

SCHEMA = "kenzan.count/1"
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def as_json(result: Count) -> dict[str, object]:
    """The document of `kenzan count --format json`."""
    convention = result.convention
    return {
        "schema": SCHEMA,
        "architecture": result.name,
        "options": dict(result.options),
        "input": [list(n) if isinstance(n, tuple) else n for n in result.input_shape],
        "layers": [
            {
                "name": layer.name,
                "kind": layer.kind,
                "output_shape": list(layer.output_shape),
                "parameters": layer.parameters(convention),
                "macs": layer.counted_macs(convention),
                "flops": layer.flops(convention),
                "activations": layer.activations,
                "receptive_field": layer.receptive_field,
                "stride": layer.stride,
            }
            for layer in result.layers
        ],
        "totals": result.totals(),
        "convention": convention.describe(),
        "complete": result.complete,
        "not_counted": [{"operation": name, "times": times} for name, times in result.not_counted.items()],
    }


def as_text(result: Count) -> str:
    """The table people know from model summaries, the share by type of layer, and the convention."""
    lines = [title(result), "", *_table(rows(result)), "", *_shares(result), "", *_convention_lines(result)]
    return "\n".join(printable(line) for line in [*lines, *incomplete(result), ""])


def printable(line: str) -> str:
    """A line without control characters, which a stranger's file may use to write over the terminal.

    >>> printable("conv\\x1b[31m")
    'conv?[31m'
    """
    return "".join(character if character.isprintable() else "?" for character in line)


def title(result: Count) -> str:
    """What was counted, on which input."""
    several = bool(result.input_shape) and isinstance(result.input_shape[0], tuple)
    shapes = result.input_shape if several else (result.input_shape,)
    options = ", ".join(f"{key}={value}" for key, value in result.options.items())
    of = " and ".join("x".join(map(str, shape)) or "a single number" for shape in shapes)  # type: ignore[arg-type]
    return f"{result.name}{f' ({options})' if options else ''}, input {of}"


def rows(result: Count) -> list[tuple[str, ...]]:
    """The table's cells: heading, a row a layer, the totals."""
    totals = result.totals()
    traced = any(layer.receptive_field for layer in result.layers)
    cells = [("layer", "kind", "output", "parameters", "MACs", *(("field", "stride") if traced else ()))]
    cells += [_cells(layer, result, traced) for layer in result.layers]
    total = f"{totals['parameters']:,}", f"{totals['macs']:,}", *(("", "") if traced else ())
    return [*cells, ("total", "", "", *total)]


def _cells(layer: LayerCount, result: Count, traced: bool) -> tuple[str, ...]:
    shape = "x".join(map(str, layer.output_shape[1:] if traced else layer.output_shape))
    figures = f"{layer.parameters(result.convention):,}", f"{layer.counted_macs(result.convention):,}"
    reach = (str(layer.receptive_field), str(layer.stride)) if traced else ()
    return layer.name, layer.group, shape, *figures, *reach


def _table(cells: list[tuple[str, ...]]) -> list[str]:
    """Columns in line: names to the left, figures to the right."""
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    lines = []
    for row in cells:
        padded = [
            cell.ljust(w) if i < 3 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(padded).rstrip())
    return lines


def shares(result: Count) -> list[tuple[str, float, float]]:
    """(type of layer, its share of the multiply-accumulates, of the parameters), the largest first."""
    totals = result.totals()
    return [
        (kind, macs / max(1, totals["macs"]), parameters / max(1, totals["parameters"]))
        for kind, (macs, parameters) in result.shares().items()
    ]


def _shares(result: Count) -> list[str]:
    """A bar a type of layer: its share of the multiply-accumulates and of the parameters."""
    heading = "share by type of layer"
    width = max([len(heading), *(len(kind) for kind, _, _ in shares(result))])
    lines = [f"{heading.ljust(width)}  {'MACs':>7}  {'':20}  {'parameters':>10}"]
    for kind, macs, parameters in shares(result):
        bars = ("█" * round(20 * share) for share in (macs, parameters))
        lines.append(f"{kind.ljust(width)}  {macs:7.2%}  {next(bars):20}  {parameters:10.2%}  {next(bars)}".rstrip())
    return lines


def _convention_lines(result: Count) -> list[str]:
    totals = result.totals()
    lines = [f"{key + ':':12} {totals[key]:>15,}  ({words})" for key, words in result.convention.describe().items()]
    peak = totals.get("peak_activations")
    if peak is not None:
        lines.append(f"{'at once:':12} {peak:>15,}  (of these, alive together: freed after their last use)")
    return lines


def incomplete(result: Count) -> list[str]:
    """A line for each operation that is not understood, and what follows from it; nothing for a complete count."""
    if result.complete:
        return []
    lines = [f"not counted: {name}, {times} time{'s' * (times > 1)}" for name, times in result.not_counted.items()]
    return ["", *lines, "The totals are not complete: what is not counted may cost anything."]


def as_html(result: Count) -> str:
    """The same as one self-contained page, with the multiply-accumulates of the layers drawn in their order."""
    from ...questions.page import render

    head, *body, total = rows(result)
    totals = result.totals()
    words: Mapping[str, object] = result.convention.describe()
    return render(
        "count.html.j2", TEMPLATES, title=title(result), head=head, body=body, total=total, shares=shares(result),
        figures=[(key, f"{totals[key]:,}", words[key]) for key in words], incomplete=incomplete(result)[1:],
        bars=_bars(result), style=STYLE,
    )  # fmt: skip


STYLE = """
.shares td:nth-child(2n+2) { text-align: right; } .figure { width: 100%; height: auto; }
.figure, .shares svg { color: var(--accent); } td { white-space: nowrap; }
.warning { background: var(--warn-soft); color: var(--warn); padding: .6em .9em; border-radius: 6px; }
"""
_WIDTH, _HEIGHT = 1000, 200


def _bars(result: Count) -> list[dict[str, object]]:
    """One bar for each layer that multiplies: place, height and what it is, in a picture of 1000 x 200."""
    layers = [layer for layer in result.layers if layer.counted_macs(result.convention)]
    most = max((layer.counted_macs(result.convention) for layer in layers), default=1)
    step = _WIDTH / max(1, len(layers))
    bars: list[dict[str, object]] = []
    for i, layer in enumerate(layers):
        height = _HEIGHT * layer.counted_macs(result.convention) / most
        place = {"x": round(i * step, 2), "y": round(_HEIGHT - height, 2), "width": round(0.8 * step, 2)}
        label = f"{layer.name}: {layer.counted_macs(result.convention):,} MACs ({layer.group})"
        bars.append({**place, "height": round(height, 2), "label": label})
    return bars
