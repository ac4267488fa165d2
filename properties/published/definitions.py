"""Printed definitions of normalisations: every clause is decided by running; what is a choice is named so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from ...reference.errors import InputError
from ...reference.measure import normalised_axes
from ...reference.normalization import batch_norm, group_norm, instance_norm, layer_norm
from .entry import REPRODUCES, WRONG, Entry, Finding

SHAPE = (3, 4, 5, 6)  # N, C, H, W: all different, so that no axis can stand for another
AXES = "NCHW"
GROUPS = 2


def _batch(x: np.ndarray) -> np.ndarray:
    return batch_norm(x, None, None, training=True)


def _layer(x: np.ndarray) -> np.ndarray:
    return layer_norm(x, x.shape[1:])


def _group(x: np.ndarray) -> np.ndarray:
    return group_norm(x, GROUPS)


NORMS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "batch": _batch, "layer": _layer, "instance": instance_norm, "group": _group,
}  # fmt: skip


def definition(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """Each clause of the text, decided; one that is not understood, or is a choice, is named in the reason."""
    name = next((n for n in NORMS if n in entry.model.lower()), None)
    if name is None:
        raise InputError(f"the normalisation {entry.model!r} is not understood; expected one of {', '.join(NORMS)}")
    decided, left = [], []
    for clause in re.split(r";\s*", str(entry.value)):
        for part in _parts(clause):
            negated = re.search(r"(?i)\b(no|not|never|without|neither|unlike)\b|n't\b", part)  # is not read
            reader = next((check for pattern, check in CLAUSES if re.search(pattern, part) and not negated), None)
            if reader is None:
                left.append(part)
                continue
            if not reader(name, part):
                return Finding(entry, WRONG, _measured_axes(name), "run on sizes that all differ", f"refuted: {part}")
            decided.append(part)
    if not decided:
        raise InputError(f"no clause of {entry.value!r} is understood; expected one such as mean/var over (N,H,W)")
    reason = f"run: {'; '.join(decided)}" + (
        f". Not computed, a choice of the paper: {'; '.join(left)}" if left else ""
    )
    return Finding(
        entry, REPRODUCES, _measured_axes(name), "sizes N, C, H, W that all differ; torch's functions' meaning", reason
    )


def _parts(clause: str) -> list[str]:
    """A clause, split further at commas between statements (not inside brackets, nor in "C,H,W")."""
    return [part.strip() for part in re.split(r",\s+(?=\w+=)", clause) if part.strip()]


def _axes(name: str) -> set[str]:
    measured = {AXES[axis] for axis in normalised_axes(NORMS[name], SHAPE)}
    return {"C/G" if name == "group" and axis == "C" else axis for axis in measured}


def _measured_axes(name: str) -> str:
    order = [axis for axis in ("N", "C", "C/G", "H", "W") if axis in _axes(name)]
    return f"mean and variance over ({', '.join(order)})"


def _over_axes(name: str, text: str) -> bool:
    listed = re.search(r"over \(([^)]*)\)", text)
    assert listed is not None
    return {axis.strip() for axis in listed[1].split(",")} == _axes(name)


def _over_units(name: str, text: str) -> bool:
    return _axes(name) == {"C", "H", "W"}


def _any_batch(name: str, text: str) -> bool:
    """The result of a sample is the same alone and in any batch."""
    x = np.random.default_rng(0).normal(size=SHAPE)
    return bool(np.array_equal(NORMS[name](x)[:1], NORMS[name](x[:1])))


def _biased(name: str, text: str) -> bool:
    """Normalised with variance sum/m: the result's own variance is then 1 (up to eps), and not (m-1)/m."""
    x = np.random.default_rng(0).normal(size=SHAPE)
    axes = tuple(AXES.index(axis) for axis in _axes(name) if axis in AXES)
    variance = x.var(axis=axes, keepdims=True)
    expected = (x - x.mean(axis=axes, keepdims=True)) / np.sqrt(variance + 1e-5)
    unbiased = (x - x.mean(axis=axes, keepdims=True)) / np.sqrt(x.var(axis=axes, keepdims=True, ddof=1) + 1e-5)
    got = NORMS[name](x)
    return bool(np.allclose(got, expected, rtol=1e-9) and not np.allclose(got, unbiased, rtol=1e-9))


def _unbiased_for_inference(name: str, text: str) -> bool:
    """The stored variance is the unbiased one: with momentum 1 it is the batch's own."""
    if name != "batch":
        return False
    x = np.random.default_rng(0).normal(size=SHAPE)
    mean, variance = np.zeros(SHAPE[1]), np.ones(SHAPE[1])
    batch_norm(x, mean, variance, training=True, momentum=1.0)
    return bool(np.allclose(variance, x.var(axis=(0, 2, 3), ddof=1), rtol=1e-12))


def _limits_of_groups(name: str, text: str) -> bool:
    """G=1 is layer normalisation over C, H, W; G=C is instance normalisation."""
    x = np.random.default_rng(0).normal(size=SHAPE)
    one = bool(re.match(r"G\s*=\s*1\b", text))
    other = _layer(x) if one else instance_norm(x)
    says = ("LN" in text or "layer" in text.lower()) if one else ("IN" in text or "instance" in text.lower())
    return says and bool(np.allclose(group_norm(x, 1 if one else SHAPE[1]), other, rtol=1e-12))


CLAUSES: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    (r"over \([^()]*\)", _over_axes),
    (r"over all units of one sample", _over_units),
    (r"same for every N|independent of the batch", _any_batch),
    (r"unbiased", _unbiased_for_inference),
    (r"biased variance", _biased),
    (r"^G\s*=\s*(1|C)\b", _limits_of_groups),
)
