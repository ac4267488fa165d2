"""`equals`: whether two operations are the same function of the same input and the same weights."""

from math import prod

import numpy as np

from ...reference.errors import InputError
from ..measuring import random_arrays
from ..subjects import Instance
from .predicate import Case, Finite


def measure(case: Case) -> bool:
    """Both run on the same random whole numbers; weights are handed over in order, reshaped where the shape differs.

    A fully connected layer beside an operation on images is run on each position, or on the whole map where that is
    what the other one reduces to a single point.
    """
    first, second = _pair(case)
    if first is None or second is None:
        return False
    for seed in range(3):
        arrays = _as_given(random_arrays(first, seed), case)
        values = list(arrays.values())
        other = {name: v.reshape(shape) for (name, shape), v in zip(second.arrays.items(), values, strict=True)}
        a, b = first.run(**arrays), second.run(**other)
        if a.size != b.size or not np.allclose(a.ravel(), b.ravel(), rtol=1e-9, atol=1e-9):
            return False
    return True


def _as_given(arrays: dict[str, np.ndarray], case: Case) -> dict[str, np.ndarray]:
    """The numbers, with samples of mean zero or of variance one where the statement supposes that."""
    given, x = case.sizes.get("given", "any"), arrays.get("input")
    if given == "any" or x is None:
        return arrays
    axes = tuple(range(1, x.ndim))
    x = x.astype(float)
    centred = given == "zero_mean"
    return {**arrays, "input": x - x.mean(axis=axes, keepdims=True) if centred else x / x.std(axis=axes, keepdims=True)}


def _pair(case: Case) -> tuple[Instance | None, Instance | None]:
    """Two instances that take the same numbers; (None, None) where no sizes make them so."""
    assert case.to is not None
    to = case.to
    if "linear" in (case.subject.name, to.subject.name) and case.subject.name != to.subject.name:
        image, flat = (to, case) if case.subject.name == "linear" else (case, to)
        return image.build(), _linear_like(image.build(), flat)
    first = case.build()
    outputs = first.run(**{n: np.zeros(s) for n, s in first.arrays.items()}).shape[1]
    # A size that only the second has, and that the statement leaves free, is the one that fits.
    fitting = to.at(out_channels=outputs) if "out_channels" in to.sizes and "out_channels" not in case.sizes else to
    for candidate in (to, fitting):
        second = _built(candidate)
        if second is not None and _shapes(first) == _shapes(second):
            return first, second
    return None, None


def _built(case: Case) -> Instance | None:
    try:
        return case.build()
    except InputError:
        return None


def _shapes(instance: Instance) -> list[int]:
    return [prod(shape) for shape in instance.arrays.values()]


def _linear_like(image: Instance, flat: Case) -> Instance | None:
    """A fully connected layer on each position of an image, or on the whole of it, that takes the image's arrays."""
    batch, channels, *sizes = image.input_shape
    output = image.run(**{n: np.zeros(s) for n, s in image.arrays.items()})
    if len(image.weights) != 1:
        return None
    (weight,) = image.weights.values()
    whole = output.shape[2:] == (1,) * len(sizes) and prod(weight[1:]) == channels * prod(sizes)
    if not whole and prod(weight[1:]) != channels:
        return None
    features = channels * prod(sizes) if whole else channels
    rows = batch if whole else batch * prod(sizes)
    one = flat.at(batch=rows, in_features=features, out_features=weight[0]).build()

    def run(input: np.ndarray, weight: np.ndarray) -> np.ndarray:
        if whole:
            return one.run(input=input.reshape(rows, features), weight=weight.reshape(-1, features))
        result = one.run(input=np.moveaxis(input, 1, -1).reshape(rows, features), weight=weight.reshape(-1, features))
        return np.moveaxis(result.reshape(batch, *sizes, -1), -1, 1)

    return Instance({"input": image.input_shape, "weight": weight}, run, image.axes, image.output_axes)


def witness(case: Case, measured: bool) -> str:
    """What was seen."""
    if measured:
        return "the same output for the same numbers"
    first, second = _pair(case)
    if first is None or second is None:
        assert case.to is not None
        try:
            shapes = [dict(one.build().arrays) for one in (case, case.to)]
        except InputError:
            return "they do not take the same sizes"
        return f"they do not take the same numbers: {shapes[0]} and {shapes[1]}"
    return "another output for the same numbers"


PREDICATE = Finite(
    "equals",
    measure,
    "{subject} and the other run on the same random numbers",
    subjects=2,
    options={"given": ("any", "zero_mean", "unit_variance")},
    witness=witness,
    strength="sampled (3)",
    names={"eps": "eps = 0", "mode": "statistics of the batch (training mode)"},
)
