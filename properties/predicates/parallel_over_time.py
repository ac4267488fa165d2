"""`parallel_over_time`: whether all time steps can be computed at once, in training or in generation."""

import numpy as np

from ...reference.errors import InputError
from ..measuring import kept, random_arrays, sources, traced
from .predicate import Case, Finite


def measure(case: Case) -> bool:
    """`mode=training`: every input is given, so one call on the whole sequence must equal the steps one after another.

    `mode=generation`: the input of a step is the output of the step before. If that output depends on the inputs
    before it, every step must wait for the one before: the chain is as long as the sequence.
    """
    if "time" not in case.sizes and case.subject.name not in _RASTER:
        raise InputError(f"{case.subject.name} has no time axis")
    return (
        _one_call_equals_steps(case)
        if case.sizes["mode"] == "training"
        else not (_raster_chained if case.subject.name in _RASTER else _chained)(case)
    )


def _one_call_equals_steps(case: Case) -> bool:
    instance = case.build()
    arrays = random_arrays(instance)
    whole = instance.run(**arrays)
    cells = traced(instance)
    if case.subject.name in _RASTER:
        cells, whole = (x.reshape(*x.shape[:2], -1) for x in (cells, whole))
    for t in range(whole.shape[-1]):
        seen = np.zeros(instance.input_shape, bool)
        for value in cells[..., t].flat:
            seen[tuple(sources(instance, value).T)] = True
        step = instance.run(**{**arrays, "input": np.where(seen, arrays["input"], 99.0)}).reshape(whole.shape)[..., t]
        if not np.allclose(step, whole[..., t], rtol=1e-12):
            return False
    return True


def _raster_chained(case: Case) -> bool:
    """Whether each pixel but the first, in raster order, needs one before it; each is an input of the next."""
    instance = case.build()
    cells = traced(instance)
    width = instance.input_shape[-1]
    rows = cells.reshape(*cells.shape[:2], -1)
    needs = [
        {int(i[-2]) * width + int(i[-1]) for v in rows[..., t].flat for i in sources(instance, v)}
        for t in range(rows.shape[-1])
    ]
    return all(any(i < t for i in needs[t]) for t in range(1, len(needs)))


def _chained(case: Case) -> bool:
    """Whether the last output depends on the input of some step before its own, and each of those on an earlier one."""
    instance = case.build()
    cells = kept("traced", case.at(mode=""), lambda c: traced(instance))
    last = cells.shape[-1]
    needs = [{int(i) for value in cells[..., t].flat for i in sources(instance, value)[:, -1]} for t in range(last)]
    return all(needs[t] & set(range(t + 1)) for t in range(1, last))


def witness(case: Case, measured: bool) -> str:
    """What was seen."""
    steps = case.sizes.get("time", 0) or case.sizes["height"] * case.sizes["width"]
    if case.sizes["mode"] == "training":
        return f"one call on {steps} given samples gives every output that {steps} single steps give"
    return f"output t depends on input t, which is output t - 1: a chain of {steps} steps, each waiting for the last"


_RASTER = ("pixelcnn", "masked_conv2d")  # their steps are the pixels, row by row
_SEQUENCES = {"conv": "conv1d", "conv2d": "conv1d", "dilated_stack": "dilated_causal_stack",
              "conv_stack": "causal_stack", "dilated_conv": "dilated_causal_stack"}  # fmt: skip
PREDICATE = Finite(
    "parallel_over_time",
    measure,
    "{subject} run on a whole sequence and step by step",
    options={"mode": ("training", "generation")},
    open={"mode": {"training": "in training, where all samples are given",
                   "generation": "in generation, where each sample is made from those before it"}},
    rename=_SEQUENCES,
    witness=witness,
)  # fmt: skip
