"""A failure as a person needs it: the law's sentence, what differs where, and a script that rebuilds it."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .compare import Difference
from .contract import signature
from .implementation import ADAPTERS, Record
from .strategies.arrays import number
from .strategies.space import Case

MOST_LITERALS = 4096  # elements of an array that is written out; generated arrays are written as code at any size
MOST_CALLS = 6


@dataclass(frozen=True)
class Failure:
    """One law that does not hold for one implementation, with its smallest counterexample found."""

    law: str
    sentence: str
    source: str
    implementation: str
    what: str
    case: str
    reproduction: str
    profile: str = ""
    seed: int = 0

    def text(self) -> str:
        """The report for a terminal."""
        script = "\n".join("    " + line for line in self.reproduction.splitlines())
        return (
            f"{self.law} does not hold for {self.implementation}\n\n"
            f"  law      {self.sentence}\n"
            f"  source   {self.source}\n"
            f"  found    {self.what}\n"
            f"  case     {self.case}\n"
            f"  again    pytest --pyargs kenzan.properties --implementation {self.implementation} --laws {self.law}"
            f" --profile {self.profile}\n\n"
            f"Reproduce it with\n\n{script}\n"
        )

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return asdict(self)


def reproduction(implementation: str, case: Case, records: list[Record], difference: Difference) -> str:
    """A Python script with the calls that a law made, up to the one that shows the failure; it needs NumPy only."""
    known = list(case.described())
    shown = records[-MOST_CALLS:]
    lines, names = [], {}
    prefix = _imports(implementation, sorted({r.function for r in shown}), lines)
    for position, record in enumerate(shown):
        suffix = "" if position == 0 else f"_{position + 1}"
        lines.append("")
        lines.extend(_call(record, suffix, prefix, known, names))
    if len(records) > len(shown):
        lines.insert(0, f"# the last {len(shown)} of {len(records)} calls")
    return "\n".join(["import numpy as np", *lines, _verdict(difference, shown)])


def _imports(implementation: str, functions: list[str], lines: list[str]) -> str:
    """Import what is called; return what stands before a function's name."""
    module, _, attribute = implementation.partition(":")
    if implementation in ADAPTERS:
        lines += ["from kenzan.properties.implementation import load", f"f = load({implementation!r}).target"]
        return "f."
    if not re.fullmatch(r"\w+(\.\w+)*", module):
        lines.append(f"# the functions are those of {implementation}")
        return ""
    if attribute:
        lines.append(f"from {module} import {attribute.split('.')[0]}")
        return attribute + "."
    lines.append(f"from {module} import {', '.join(functions)}")
    return ""


def _call(record: Record, suffix: str, prefix: str, known: list, names: dict) -> Iterator[str]:
    """The arguments' definitions, then the call."""
    order = list(signature(record.function).parameters)
    shown = []
    for name, value in record.named.items():
        code, is_array = _value(value, known)
        if is_array:
            if code not in names:
                names[code] = name + suffix
                yield f"{names[code]} = {code}"
            code = names[code]
        shown.append(code if order.index(name) < record.positional else f"{name}={code}")
    yield f"result{suffix} = {prefix}{record.function}({', '.join(shown)})"


def _value(value: Any, known: list) -> tuple[str, bool]:
    if isinstance(value, np.ndarray):
        return _array(value, known), True
    if isinstance(value, list) and any(isinstance(v, np.ndarray) for v in value):
        return "[\n    " + ",\n    ".join(_value(v, known)[0] for v in value) + ",\n]", True
    return (number(value) if isinstance(value, float) else repr(value)), False


def _array(value: np.ndarray, known: list) -> str:
    """Code for an array: its generator's where one made it, else its elements."""
    small = value.size <= 24
    for array, code in known:
        same = (
            array.shape == value.shape and array.dtype == value.dtype and np.array_equal(array, value, equal_nan=True)
        )
        if same and not (small and array.flags.c_contiguous):
            return code
    if value.size > MOST_LITERALS:
        return f"...  # an array of shape {value.shape} and dtype {value.dtype}: run the law to rebuild it"
    elements = ", ".join(number(v) for v in value.ravel().tolist())
    literal = f"np.array([{elements}], dtype=np.{value.dtype})"
    literal = literal if value.ndim == 1 else f"{literal}.reshape({value.shape})"
    return literal if value.flags.c_contiguous else f"np.asfortranarray({literal})"


def _verdict(difference: Difference, records: list[Record]) -> str:
    if not records:
        return f"# {difference}"
    last = f"result_{len(records)}" if len(records) > 1 else "result"
    if len(records) == 1 and difference.where is not None and not records[0].raised and len(records[0].results) == 1:
        shape = records[0].results[0].shape
        if len(difference.where) == len(shape) and all(i < n for i, n in zip(difference.where, shape, strict=True)):
            index = ", ".join(map(str, difference.where))
            return f"print({last}[{index}])  # expected {difference.expected}, got {difference.got}"
    return f"print({last})  # {difference}"
