"""Which check a figure gets, by its quantity; what none understands is said to be undecided, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ...reference.errors import InputError
from .blind_spots import blind_spot
from .budget import budget, charge
from .conventions import is_stored, is_work
from .costs import cost_formula, field_formula
from .counts import model_count, ratio, share, two_models
from .definitions import definition
from .entry import REPRODUCES, UNDECIDED, UNDER, Entry, Finding, read_entries
from .fields import field
from .formulas import connections, input_channels, is_formula, size_formula
from .memory import activations, in_bytes, memory
from .single import one_layer, saving
from .structure import layers, size, stride

Check = Callable[[Entry, Sequence[Entry]], Finding]
FIXED = 5_000  # a figure of any kind, in the budget's units; some kinds run hundreds of cases whatever is printed
RUNNING: dict[Check, int] = {
    size_formula: 100_000, saving: 250_000, definition: 30_000, blind_spot: 40_000, size: 40_000, memory: 30_000,
    layers: 30_000, ratio: 15_000,
}  # fmt: skip


def _says(entry: Entry, *words: str) -> bool:
    return any(word in entry.quantity.lower() for word in words)


SIZES = ("side", "output size", "map size", "shape", "spatial", "resolution", "input size")


def _channels(entry: Entry) -> bool:
    """Whether a number of channels is meant: "output channels", "filters", "feature maps"."""
    return _says(entry, "channels", "filters", "feature maps") and not (is_work(entry) or is_stored(entry))


CHECKS: tuple[tuple[Callable[[Entry], bool], Check], ...] = (
    (lambda e: e.unit == "definition", definition),
    (lambda e: is_formula(e, "output size"), size_formula),
    (lambda e: is_formula(e, "channels"), input_channels),
    (lambda e: is_formula(e, "connections"), connections),
    (lambda e: is_formula(e, "receptive field"), field_formula),
    (lambda e: is_formula(e, "cost|param|mult|madd|mac|flop|ratio|reduction|computation"), cost_formula),
    (lambda e: _says(e, "blind spot"), blind_spot),
    (lambda e: _says(e, "receptive field"), field),
    (lambda e: _says(e, "saving") and e.number is None, saving),
    (lambda e: _says(e, "share"), share),
    (lambda e: _says(e, "ratio") or (len(two_models(e)) == 2 and (is_work(e) or is_stored(e))), ratio),
    (lambda e: e.model.startswith("one layer"), one_layer),
    (lambda e: _says(e, "activation", "feature map memory", "peak"), activations),
    (lambda e: _says(e, "memory") and not in_bytes(e), activations),
    (lambda e: in_bytes(e) and _says(e, "size", "memory", "param", "weight", "storage"), memory),
    (lambda e: _says(e, "stride"), stride),
    (lambda e: _says(e, *SIZES) or _channels(e), size),
    (lambda e: _says(e, "layers", "depth") and not is_stored(e) and not is_work(e), layers),
    (lambda e: e.number is not None and (is_work(e) or is_stored(e)), model_count),
)


def check_entry(entry: Entry, siblings: Sequence[Entry] = ()) -> Finding:
    """The finding on one figure; `siblings` are the figures of the same file, for tables that add up or accumulate."""
    check = next((check for suits, check in CHECKS if suits(entry)), None)
    if check is None:
        reason = f"the quantity {entry.quantity!r} is not one that is computed here"
        return Finding(entry, UNDECIDED, "", "", reason)
    try:
        charge(FIXED + RUNNING.get(check, 0))
        return check(entry, siblings or (entry,))
    except InputError as error:
        return Finding(entry, UNDECIDED, "", "", str(error))


def check_entries(entries: Sequence[Entry]) -> list[Finding]:
    """The findings on the figures of one file, in its order; a table under one convention where one fits."""
    with budget():
        findings = [check_entry(entry, entries) for entry in entries]
    tables: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        tables.setdefault((finding.entry.source, finding.entry.quantity), []).append(finding)
    votes = {
        key: Counter(choice.convention for f in table for choice in (f, *f.others)) for key, table in tables.items()
    }
    plain = {key: sum(f.status == REPRODUCES for f in table) for key, table in tables.items()}
    return [
        _as_in_its_table(f, votes[key], plain[key]) for f in findings if (key := (f.entry.source, f.entry.quantity))
    ]


def _as_in_its_table(finding: Finding, votes: Counter[str], plain: int) -> Finding:
    """The finding under that of its conventions which fits most figures of the same table; the others are named."""
    if finding.status != UNDER:
        return finding
    choices = (finding, *finding.others)
    best = max(choices, key=lambda choice: votes[choice.convention])
    remark = f"; {plain} other{'s' * (plain > 1)} of the table by default" if plain else ""
    rest = tuple(replace(choice, others=()) for choice in choices if choice is not best)
    return replace(best, others=rest, reason=best.reason + remark)


def check_file(path: str | Path) -> list[Finding]:
    """The findings on the figures of a JSON file; raises InputError for a file that is not one."""
    return check_entries(read_entries(path))
