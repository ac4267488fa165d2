"""Laws about NaN and infinity: they are values that travel like any other, and no further."""

import numpy as np

from ...reference import operations
from ..compare import assert_close, assert_same, assert_true
from ..contract import RUNNING
from ..implementation import Implementation
from ..strategies.space import Case
from ..strategies.spaces import simple
from ..tolerance import tolerance
from .oracle import call, expected, plain_arrays
from .registry import law
from .shared import AFFINE, INDEPENDENT

LINEAR = (*AFFINE, "depthwise_separable_conv2d", "avg_pool2d", "adaptive_avg_pool2d")
SPREADING = (
    *LINEAR,
    "tanh",
    "sigmoid",
    "relu",
    "softmax",
    "batch_norm",
    "layer_norm",
    "instance_norm",
    "group_norm",
    "residual_block",
    "gated_residual_layer",
    "transition_layer",
)


def cases(function: str):
    """Cases with some element in every argument."""
    filled = {"batch": [2, 1, 3], "shape": [(2, 3, 4), (7,), (3, 3)], "lead": [(2,), (3,), (2, 3)]}
    return simple(function, contents="eighths", inplace=False, **filled)


def _spoiled(array: np.ndarray, value: float, position: int) -> np.ndarray:
    result = np.array(array)
    result.reshape(-1)[position % result.size] = value
    return result


def _reached(case: Case, name: str, position: int) -> list[np.ndarray]:
    """Where the results change when one element of an argument does, by the reference."""
    arguments = plain_arrays(case.arguments)
    moved = {
        **arguments,
        name: _spoiled(arguments[name], arguments[name].reshape(-1)[position % arguments[name].size] + 64, position),
    }
    results = [getattr(operations, case.function)(**plain_arrays(a)) for a in (arguments, moved)]
    before, after = ([r] if isinstance(r, np.ndarray) else list(r) for r in results)
    return [a != b for a, b in zip(after, before, strict=True)]


@law(
    "spreads_nan",
    "A NaN in an argument makes NaN of every result that depends on that element.",
    cases,
    of=SPREADING,
    source="IEEE 754",
)
def spreads_nan(implementation: Implementation, case: Case) -> None:
    for name, value in case.arrays.items():
        if not isinstance(value, np.ndarray) or value.size == 0:
            continue
        position = case.configuration["seed"]
        spoiled = {name: _spoiled(value, np.nan, position)}
        for result, reached in zip(call(implementation, case, **spoiled), _reached(case, name, position), strict=True):
            assert_true(result.shape == reached.shape, f"expected shape {reached.shape}, got shape {result.shape}")
            hidden = reached & ~np.isnan(result)
            assert_true(
                not hidden.any(),
                f"{case.function} gives a number where its {name} holds NaN, "
                f"first at index {tuple(int(i) for i in np.argwhere(hidden)[0]) if hidden.any() else ()}",
            )


@law(
    "spreads_infinity",
    "An infinite input makes every result that depends on it infinite or NaN.",
    cases,
    of=LINEAR,
    source="IEEE 754",
)
def spreads_infinity(implementation: Implementation, case: Case) -> None:
    position = case.configuration["seed"]
    spoiled = {"input": _spoiled(case.input, np.inf, position)}
    for result, reached in zip(call(implementation, case, **spoiled), _reached(case, "input", position), strict=True):
        assert_true(result.shape == reached.shape, f"expected shape {reached.shape}, got shape {result.shape}")
        hidden = reached & np.isfinite(result)
        assert_true(not hidden.any(), f"{case.function} gives a finite number where its input is infinite")


SEPARATE = tuple(f for f in INDEPENDENT if f != "max_pool2d")


@law(
    "nan_stays_in_its_sample",
    "A NaN in one sample does not reach another.",
    lambda f: simple(f, batch=[2, 3], batched=True, use_input_stats=True, training=False, running=True),
    of=SEPARATE,
    source="IEEE 754",
)
def nan_stays_in_its_sample(implementation: Implementation, case: Case) -> None:
    spoiled = case.input.copy()
    spoiled[0].reshape(-1)[case.configuration["seed"] % spoiled[0].size] = np.nan
    for clean, other in zip(call(implementation, case), call(implementation, case, input=spoiled), strict=True):
        assert_same(other[1:], clean[1:], "results of the other samples")


# Each result of these depends on a part of the input alone: an element, a row, a window, a group, the past.
CONFINED = (
    "relu",
    "sigmoid",
    "tanh",
    "softmax",
    "max_pool2d",
    "avg_pool2d",
    "adaptive_avg_pool2d",
    "batch_norm",
    "layer_norm",
    "instance_norm",
    "group_norm",
    "causal_conv1d",
)


@law(
    "nonfinite_stays_within_reach",
    "A NaN or an infinity in the input leaves alone every result that does not depend on that element.",
    cases,
    of=CONFINED,
    source="IEEE 754",
)
def nonfinite_stays_within_reach(implementation: Implementation, case: Case) -> None:
    if case.input.size == 0:
        return
    position = case.configuration["seed"]
    limits = tolerance(case, expected(case)[0])
    clean = call(implementation, case, **_renewed(case))
    for value in (np.nan, np.inf):
        spoiled = call(implementation, case, input=_spoiled(case.input, value, position), **_renewed(case))
        for got, want, reached, limit in zip(spoiled, clean, _dependent(case, position), limits, strict=True):
            assert_true(got.shape == want.shape, f"expected shape {want.shape}, got shape {got.shape}")
            what = f"{case.function} where nothing depends on the input's {value}"
            assert_close(np.where(reached, want, got), want, 2 * limit, what)


def _renewed(case: Case) -> dict[str, np.ndarray]:
    """The running statistics as they were, for calls that update them."""
    return {name: case.arguments[name].copy() for name in RUNNING if isinstance(case.arguments.get(name), np.ndarray)}


def _dependent(case: Case, position: int) -> list[np.ndarray]:
    """Which results depend on an element of the input, whatever the weights: those that NaN reaches by definition."""
    arguments = plain_arrays({**case.arguments, "input": _spoiled(case.input, np.nan, position)})
    whole = {name: np.ones_like(v) if name == "weight" else v for name, v in arguments.items()}
    result = getattr(operations, case.function)(**whole)
    results = result if isinstance(result, tuple) else (result,)
    reached = np.isnan(results[0])
    return [reached for _ in results]


@law(
    "zero_times_infinity",
    "Where an infinite input meets a zero weight the result is NaN: no product is left out because of a zero.",
    lambda f: simple(f, contents="integers", padding=0, bias=False, batch=[2, 1, 3]),
    of=tuple(f for f in AFFINE if f != "masked_conv2d"),  # a mask may leave its weights out
    source="IEEE 754",
)
def zero_times_infinity(implementation: Implementation, case: Case) -> None:
    if case.input.size == 0:
        return
    generator, seed = np.random.default_rng(case.configuration["seed"]), case.configuration["seed"]
    thinned = {n: v * generator.integers(0, 2, v.shape).astype(v.dtype) for n, v in case.arrays.items() if n != "input"}
    spoiled = {**thinned, "input": _spoiled(case.input, np.inf, seed)}
    for got, want in zip(call(implementation, case, **spoiled), expected(case, **spoiled)[0], strict=True):
        assert_true(got.shape == want.shape, f"expected shape {want.shape}, got shape {got.shape}")
        missed = np.isnan(want) & ~np.isnan(got)
        assert_true(
            not missed.any(),
            f"{case.function} gives a number where its infinite input is multiplied by zero, "
            f"first at index {tuple(int(i) for i in np.argwhere(missed)[0]) if missed.any() else ()}",
        )
