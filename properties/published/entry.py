"""A printed figure as data, and what was found about it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf, isfinite
from pathlib import Path
from typing import Any

from ...reference.errors import InputError

REPRODUCES, UNDER, WRONG, NOT_PRINTED, UNDECIDED = (
    "reproduces", "reproduces only under", "does not reproduce", "not printed", "not decided",
)  # fmt: skip
STATUSES = (REPRODUCES, UNDER, WRONG, NOT_PRINTED, UNDECIDED)
MOST_BYTES = 5_000_000
MOST_ENTRIES = 5_000
_SCALES = {"k": 10**3, "m": 10**6, "million": 10**6, "g": 10**9, "b": 10**9, "billion": 10**9, "t": 10**12}
# A quantity's own scale: "Million Parameters", "GMACs", "BFLOPs" (but BOPs are bits), "Params (M)"
_SCALED = (
    r"\b((?i:million|billion))(?i:s?)\b"
    r"|\b([KMGT])(?=(?i:flop|mac|param|op|madd))|\b(B)(?=(?i:flop|mac))|[(\[]([KMGB])[)\]]"
)
_POWER = re.compile(r"(?:[×x*]\s*|\b)10\s*(?:\^|\*\*)?\s*\{?(3|6|9|12|[³⁶⁹])(?!\d)")
_POWERS = {"³": 3, "⁶": 6, "⁹": 9}
_PRINTED = re.compile(r"[~≈]?\s*(\d[\d,]*(?:\.\d+)?)\s*([KMGBTkx×%]?)", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """One printed figure: where, of what model with which options, which quantity, and how precisely."""

    id: str
    model: str
    quantity: str
    value: Any
    unit: str = ""
    printed_precision: Fraction | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""

    @property
    def number(self) -> Fraction | None:
        """The printed number, in the entry's unit; None for words and formulas."""
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return Fraction(str(self.value))
        found = _PRINTED.fullmatch(self.value.strip()) if isinstance(self.value, str) else None
        return Fraction(found[1].replace(",", "")) if found else None

    @property
    def step(self) -> Fraction:
        """The unit in the last place printed; 0 for an exact whole number. Not given: that of the last digit not 0."""
        if self.printed_precision is not None:
            return self.printed_precision
        text = str(self.value)
        digits = re.sub(r"[^\d.]", "", text)
        if "." in digits:
            return Fraction(1, 10 ** len(digits.split(".")[1]))
        return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))

    @property
    def scale(self) -> Fraction:
        """How much one of the entry's units is: 10**6 for "M", 1/100 for "%"; without one, the value's own end."""
        unit = self.unit.strip()
        if not unit and isinstance(self.value, str) and (printed := _PRINTED.fullmatch(self.value.strip())):
            unit = printed[2]
        if unit.startswith("%"):
            return Fraction(1, 100)
        if power := _POWER.search(unit) or _POWER.search(self.quantity):
            return Fraction(10 ** int(_POWERS.get(power[1], power[1])))
        for text, pattern in ((unit, r"^\s*([a-zA-Z]+)"), (self.quantity, _SCALED)):
            word = next((w for found in re.findall(pattern, text) if (w := "".join(found))), "")
            short = re.sub(r"(?i)(mac|flop|mult-?add|madd|op|param)s?$", "", word).lower()
            if short in _SCALES:
                return Fraction(_SCALES[short])
        return Fraction(1)

    def agrees(self, value: Fraction | int, how: str = "nearest") -> bool:
        """Whether a computed value prints as this figure: rounded to the nearest, "down" (truncated) or "up"."""
        if self.number is None:
            raise InputError(f"the value {self.value!r} is not understood; expected a number")
        computed, step = Fraction(value) / self.scale, self.step
        if step == 0:
            return computed == self.number
        if how == "nearest":
            return abs(computed - self.number) <= step / 2
        low = self.number if how == "down" else self.number - step
        return low <= computed < low + step if how == "down" else low < computed <= low + step

    def shown(self, value: Fraction | int) -> str:
        """A computed value in the entry's unit, with two digits more than printed."""
        computed = Fraction(value) / self.scale
        if computed.denominator == 1 and self.step in (0, 1):
            return f"{computed.numerator:,}{_suffix(self.unit)}"
        places = max(0, len(str(float(self.step)).partition(".")[2].rstrip("0"))) + 2 if self.step < 1 else 2
        return f"{float(computed):,.{places}f}{_suffix(self.unit)}"


def _suffix(unit: str) -> str:
    return f" {unit}" if unit else ""


@dataclass(frozen=True)
class Finding:
    """What was found about a figure: a status of STATUSES, the computed value, the convention, and the reason.

    `others` are further conventions under which the figure holds as well.
    """

    entry: Entry
    status: str
    computed: str
    convention: str
    reason: str
    others: tuple[Finding, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The finding as plain values."""
        entry = self.entry
        return {
            "id": entry.id, "model": entry.model, "quantity": entry.quantity, "printed": entry.value,
            "unit": entry.unit,
            "status": self.status, "computed": self.computed, "convention": self.convention, "reason": self.reason,
            "or": [other.convention for other in self.others], "source": entry.source,
        }  # fmt: skip


def whole(value: Any, what: str) -> int:
    """An option as a whole number, or an InputError that names it."""
    if isinstance(value, bool) or not isinstance(value, int | str) or not re.fullmatch(r"\d{1,9}", str(value).strip()):
        raise InputError(f"{what} is {value!r}; expected a whole number")
    return int(value)


def read_entries(path: str | Path) -> list[Entry]:
    """The figures of a JSON file: a list of objects with id, model, quantity, value, and more of `Entry`."""
    try:
        data = Path(path).read_bytes()
        if len(data) > MOST_BYTES:
            raise InputError(f"{path} has {len(data):,} bytes; expected at most {MOST_BYTES:,}")
        document = json.loads(data)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; expected a JSON file of printed figures") from None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, list):
        raise InputError(
            f"{path} is not a JSON list; expected printed figures, each with id, model, quantity and value"
        )
    if len(document) > MOST_ENTRIES:
        raise InputError(f"{path} has {len(document):,} figures; expected at most {MOST_ENTRIES:,}")
    return [_entry(item, f"{path}, figure {number}") for number, item in enumerate(document, 1)]


def _entry(item: Any, where: str) -> Entry:
    missing = [key for key in ("id", "model", "quantity", "value") if not isinstance(item, dict) or key not in item]
    if missing:
        raise InputError(f"{where}: no {missing[0]}; expected an object with id, model, quantity and value")
    precision, options = item.get("printed_precision"), item.get("options") or {}
    if isinstance(precision, bool) or not isinstance(precision, int | float | None) or not isinstance(options, dict):
        raise InputError(f"{where}: printed_precision is {precision!r}; expected a number, and options an object")
    if isinstance(item["value"], float) and not isfinite(item["value"]):
        raise InputError(f"{where}: value is {item['value']}; expected a finite number or text")
    if precision is not None and not 0 <= precision < inf:
        raise InputError(f"{where}: printed_precision is {precision}; expected 0 or a finite number above it")
    return Entry(
        id=str(item["id"]), model=str(item["model"]), quantity=str(item["quantity"]), value=item["value"],
        unit=str(item.get("unit") or ""), options=options, source=str(item.get("source") or ""),
        printed_precision=None if precision is None else Fraction(str(precision)),
    )  # fmt: skip
