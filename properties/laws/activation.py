"""Laws of activation functions without the reference."""

import numpy as np

from ..compare import assert_close, assert_same, assert_true
from ..implementation import Implementation
from ..strategies.space import Case
from ..strategies.spaces import simple
from .registry import law
from .shared import assert_near

SHAPES = [(2, 3, 4), (7,), (2, 3), (1,), (17,), (2, 3, 4, 5)]
RELU = simple("relu", contents=["eighths", "normal", "negative"], shape=SHAPES)
SMOOTH = {f: simple(f, contents=["eighths", "normal", "logits"], shape=SHAPES) for f in ("sigmoid", "tanh")}
ROWS = [(2, 3, 4), (3, 5), (4,), (2, 3, 4, 5), (1, 3)]
SOFTMAX = simple("softmax", shape=ROWS, dim=[-1, 0, 1, 2, -2], contents=["normal", "logits", "eighths"])
ELEMENTWISE = ("relu", "sigmoid", "tanh")


@law("elementwise", "{f} of an array is {f} of each of its elements, wherever it stands.",
     lambda f: simple(f, shape=SHAPES, contents=["normal", "logits"]), of=ELEMENTWISE)  # fmt: skip
def elementwise(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, case.input)
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.input.size)
    shuffled = implementation.call(case.function, case.input.ravel()[order])
    assert_near(shuffled, result.ravel()[order], factor=4)


@law("increasing", "{f} never decreases.", lambda f: simple(f, contents=["normal", "logits"]), of=ELEMENTWISE)
def increasing(implementation: Implementation, case: Case) -> None:
    ordered = np.sort(case.input, axis=None)
    result = implementation.call(case.function, ordered)
    steps = np.diff(result)
    slack = 8 * np.finfo(result.dtype).eps
    assert_close(np.minimum(steps, 0), np.zeros_like(steps), slack, f"decrease of {case.function} along sorted inputs")


@law("idempotent", "relu of relu is relu.", RELU, of=("relu",))
def idempotent(implementation: Implementation, case: Case) -> None:
    once = implementation.relu(case.input)
    assert_same(implementation.relu(once), once)


@law("positive_and_negative_part", "x is relu(x) - relu(-x), and |x| is relu(x) + relu(-x).", RELU, of=("relu",))
def positive_and_negative_part(implementation: Implementation, case: Case) -> None:
    positive, negative = implementation.relu(case.input), implementation.relu(-case.input)
    assert_same(positive - negative, case.input)
    assert_same(positive + negative, np.abs(case.input))


@law("homogeneous", "relu of 4x is 4 relu(x).", RELU, of=("relu",))
def homogeneous(implementation: Implementation, case: Case) -> None:
    assert_same(implementation.relu(4 * case.input), 4 * implementation.relu(case.input))


@law("inplace_writes_the_input", "relu(inplace=True) writes into its input what relu returns.", RELU, of=("relu",),
     source="torch.nn.functional")  # fmt: skip
def inplace_writes_the_input(implementation: Implementation, case: Case) -> None:
    expected = implementation.relu(case.input)
    written = case.input.copy()
    assert_same(implementation.relu(written, inplace=True), expected, "result of relu(inplace=True)")
    assert_same(written, expected, "input after relu(inplace=True)")


@law("special_values", "relu keeps NaN and infinity, and gives 0 for minus infinity.", simple("relu", shape=(1,)),
     of=("relu",), source="IEEE 754, torch.nn.functional")  # fmt: skip
def special_values(implementation: Implementation, case: Case) -> None:
    x = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0], case.input.dtype)
    assert_same(implementation.relu(x), np.array([np.nan, np.inf, 0, 0, 0], case.input.dtype))


@law("symmetric", "sigmoid(x) + sigmoid(-x) = 1.", SMOOTH["sigmoid"], of=("sigmoid",))
def symmetric(implementation: Implementation, case: Case) -> None:
    both = implementation.sigmoid(case.input) + implementation.sigmoid(-case.input)
    assert_near(both, np.ones_like(both))


@law("odd", "tanh(-x) = -tanh(x).", SMOOTH["tanh"], of=("tanh",))
def odd(implementation: Implementation, case: Case) -> None:
    assert_near(implementation.tanh(-case.input), -implementation.tanh(case.input))


@law("tanh_of_half", "sigmoid(x) = (1 + tanh(x / 2)) / 2.", SMOOTH["sigmoid"], of=("sigmoid",), needs=("tanh",))
def tanh_of_half(implementation: Implementation, case: Case) -> None:
    assert_near(implementation.sigmoid(case.input), (1 + implementation.tanh(case.input / 2)) / 2)


@law("addition_formula", "tanh(2x) = 2 tanh(x) / (1 + tanh(x)**2).", SMOOTH["tanh"], of=("tanh",))
def addition_formula(implementation: Implementation, case: Case) -> None:
    single = implementation.tanh(case.input)
    assert_near(implementation.tanh(2 * case.input), 2 * single / (1 + single * single))


@law("between_0_and_1", "sigmoid lies between 0 and 1, is 1/2 at 0 and reaches both ends without overflow.",
     SMOOTH["sigmoid"], of=("sigmoid",))  # fmt: skip
def between_0_and_1(implementation: Implementation, case: Case) -> None:
    ends = np.array([0, 1e4, -1e4, np.inf, -np.inf], case.input.dtype)
    assert_near(implementation.sigmoid(ends), np.array([0.5, 1, 0, 1, 0], case.input.dtype))
    result = implementation.sigmoid(100 * case.input)
    assert_true(((result >= 0) & (result <= 1)).all(), "sigmoid lies outside [0, 1]")


@law("reaches_its_ends", "tanh is 0 at 0 and reaches -1 and 1 without overflow.", SMOOTH["tanh"], of=("tanh",))
def reaches_its_ends(implementation: Implementation, case: Case) -> None:
    ends = np.array([0, 1e4, -1e4, np.inf, -np.inf], case.input.dtype)
    assert_near(implementation.tanh(ends), np.array([0, 1, -1, 1, -1], case.input.dtype))
    result = implementation.tanh(100 * case.input)
    assert_true((np.abs(result) <= 1).all(), "tanh lies outside [-1, 1]")


@law("sums_to_one", "softmax is not negative and sums to 1 along its axis.", SOFTMAX, of=("softmax",))
def sums_to_one(implementation: Implementation, case: Case) -> None:
    result = implementation.softmax(case.input, dim=case.dim)
    assert_true((result >= 0).all(), "softmax is negative somewhere")
    sums = result.sum(axis=case.dim)
    assert_near(sums, np.ones_like(sums))


@law("invariant_under_shifts", "Adding a constant along the axis leaves softmax as it is, however large it is.",
     simple("softmax", shape=ROWS, dim=[-1, 0, 1, 2, -2], contents="eighths"), of=("softmax",))  # fmt: skip
def invariant_under_shifts(implementation: Implementation, case: Case) -> None:
    plain = implementation.softmax(case.input, dim=case.dim)
    for shift in (1024, -1024):
        assert_near(implementation.softmax(case.input + case.input.dtype.type(shift), dim=case.dim), plain)


@law("acts_along_one_axis", "softmax along one axis is softmax along the last one of the array with axes exchanged.",
     SOFTMAX, of=("softmax",))  # fmt: skip
def acts_along_one_axis(implementation: Implementation, case: Case) -> None:
    moved = implementation.softmax(np.moveaxis(case.input, case.dim, -1).copy(), dim=-1)
    assert_near(implementation.softmax(case.input, dim=case.dim), np.moveaxis(moved, -1, case.dim))


@law("axes_count_from_the_end", "A negative dim counts from the end.", SOFTMAX, of=("softmax",))
def axes_count_from_the_end(implementation: Implementation, case: Case) -> None:
    other = case.dim - case.input.ndim if case.dim >= 0 else case.dim + case.input.ndim
    assert_same(implementation.softmax(case.input, dim=other), implementation.softmax(case.input, dim=case.dim))


@law("permutation_equivariant", "Permuting the inputs along the axis permutes softmax.", SOFTMAX, of=("softmax",))
def permutation_equivariant(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.input.shape[case.dim])
    permuted = implementation.softmax(np.take(case.input, order, axis=case.dim), dim=case.dim)
    assert_near(permuted, np.take(implementation.softmax(case.input, dim=case.dim), order, axis=case.dim))


@law("two_classes_are_sigmoid", "softmax of (x, 0) is (sigmoid(x), sigmoid(-x)).",
     simple("softmax", shape=[(4,), (7,)], dim=-1), of=("softmax",), needs=("sigmoid",))  # fmt: skip
def two_classes_are_sigmoid(implementation: Implementation, case: Case) -> None:
    pairs = np.stack([case.input, np.zeros_like(case.input)], axis=1)
    sigmoids = np.stack([implementation.sigmoid(case.input), implementation.sigmoid(-case.input)], axis=1)
    assert_near(implementation.softmax(pairs, dim=1), sigmoids)


@law("masked_entries_vanish", "An input of minus infinity gets probability 0, and the others as without it.", SOFTMAX,
     of=("softmax",))  # fmt: skip
def masked_entries_vanish(implementation: Implementation, case: Case) -> None:
    hidden = np.full_like(np.take(case.input, [0], axis=case.dim), -np.inf)
    longer = implementation.softmax(np.concatenate([hidden, case.input], axis=case.dim), dim=case.dim)
    first, others = np.split(longer, [1], axis=case.dim)
    assert_same(first, np.zeros_like(first))
    assert_near(others, implementation.softmax(case.input, dim=case.dim))


@law("ratios_are_exponentials", "softmax(x)_i / softmax(x)_j = exp(x_i - x_j).",
     simple("softmax", shape=ROWS, dim=[-1, 0, 1], contents="eighths"), of=("softmax",))  # fmt: skip
def ratios_are_exponentials(implementation: Implementation, case: Case) -> None:
    result = np.moveaxis(implementation.softmax(case.input, dim=case.dim), case.dim, 0)
    x = np.moveaxis(case.input, case.dim, 0)
    assert_near(result / result[:1], np.exp(x - x[:1]))
