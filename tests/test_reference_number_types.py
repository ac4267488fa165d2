"""The same operation on every number type: equal values on floats, integers, Fractions and counting numbers."""

from fractions import Fraction

import numpy as np
import pytest
from kenzan.reference.filling import mapped
from kenzan.reference.normalization import statistics
from kenzan.reference.numbers import Count, Tally, Trace
from kenzan.reference.operations import OPERATIONS
from kenzan.reference.tallied import Tallied

RANDOM = np.random.default_rng(0)


def some(*shape):
    """Small integers, none zero."""
    return RANDOM.integers(1, 5, shape) * RANDOM.choice([-1, 1], shape)


# operation, arrays and options; arrays are integers, converted to each number type
CASES = {
    "conv1d": ([some(2, 4, 9), some(6, 2, 3), some(6)], {"groups": 2, "stride": 2, "padding": 1}),
    "conv2d": ([some(2, 3, 6, 5), some(4, 3, 3, 2), some(4)], {"dilation": (2, 1), "padding": (2, 0)}),
    "conv_transpose1d": ([some(2, 4, 3), some(4, 2, 3)], {"groups": 2, "stride": 3, "output_padding": 1}),
    "conv_transpose2d": ([some(1, 2, 3, 4), some(2, 3, 2, 3), some(3)], {"stride": (2, 1), "padding": 1}),
    "max_pool2d": ([some(2, 3, 5, 6)], {"kernel_size": 3, "stride": 2, "padding": 1}),
    "avg_pool2d": ([some(2, 3, 5, 6)], {"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": False}),
    "adaptive_avg_pool2d": ([some(2, 3, 5, 6)], {"output_size": (2, None)}),
    "linear": ([some(3, 4), some(5, 4), some(5)], {}),
    "relu": ([some(3, 4)], {}),
    "sigmoid": ([some(3, 4)], {}),
    "tanh": ([some(3, 4)], {}),
    "softmax": ([some(3, 4)], {"dim": 1}),
    "batch_norm": ([some(3, 4, 2), None, None, some(4), some(4)], {"training": True}),
    "layer_norm": ([some(3, 4, 2), (4, 2), some(4, 2), some(4, 2)], {}),
    "instance_norm": ([some(3, 4, 3), None, None, some(4)], {}),
    "group_norm": ([some(3, 4, 2), 2, some(4), some(4)], {}),
    "depthwise_conv2d": ([some(1, 2, 5, 4), some(4, 1, 3, 2), some(4)], {"padding": 1}),
    "pointwise_conv2d": ([some(1, 2, 5, 4), some(3, 2, 1, 1)], {}),
    "depthwise_separable_conv2d": ([some(1, 2, 5, 4), some(2, 1, 3, 3), some(3, 2, 1, 1)], {"stride": (1, 2)}),
    "causal_conv1d": ([some(1, 2, 7), some(3, 2, 2), some(3)], {"dilation": 3}),
    "masked_conv2d": ([some(1, 2, 4, 5), some(3, 2, 3, 3)], {"mask_type": "B"}),
    "dense_block": ([some(2, 2, 3, 4), [some(3, 2, 3, 3), some(2, 5, 3, 3)]], {}),
    "transition_layer": ([some(2, 2, 4, 5), some(3, 2, 1, 1), some(2), some(2)], {}),
    "residual_block": ([some(1, 2, 4, 5), some(3, 2, 3, 3), some(2, 3, 3, 3)], {}),
    "gated_residual_layer": ([some(1, 2, 6), some(3, 2, 2), some(3, 2, 2), some(2, 3, 1), some(4, 3, 1)], {}),
    "mu_law_encode": ([np.array([-1, 0, 1])], {}),
    "mu_law_decode": ([np.array([0, 1, 100, 128, 255])], {}),
}  # fmt: skip
EXACT = {"conv1d", "conv2d", "conv_transpose1d", "conv_transpose2d", "max_pool2d", "avg_pool2d", "adaptive_avg_pool2d",
         "linear", "relu", "depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "causal_conv1d",
         "masked_conv2d", "residual_block"}  # fmt: skip


def objects(make):
    return lambda array: np.frompyfunc(lambda value: make(int(value)), 1, 1)(array)


CONVERSIONS = {
    "float64": lambda array: array.astype(np.float64),
    "float32": lambda array: array.astype(np.float32),
    "int64": lambda array: array,
    "column-major": lambda array: np.asfortranarray(array.astype(np.float64)),
    "Fraction": objects(Fraction),
    "Count": lambda array, tally=Tally(): objects(lambda value: Count(value, tally))(array),
    "Tallied": lambda array, tally=Tally(): Tallied.of(array.astype(np.float64), tally),
}


def values(result) -> list[np.ndarray]:
    parts = result if isinstance(result, tuple) else (result,)
    return [np.vectorize(float, otypes=[float])(np.asarray(part)) for part in parts]


def test_every_operation_has_a_case():
    assert CASES.keys() == OPERATIONS.keys()


@pytest.mark.parametrize("kind", CONVERSIONS)
@pytest.mark.parametrize("name", CASES)
def test_values_agree(name, kind):
    arrays, options = CASES[name]
    expected = values(OPERATIONS[name](*mapped(lambda array: array.astype(np.float64), arrays), **options))
    got = values(OPERATIONS[name](*mapped(CONVERSIONS[kind], arrays), **options))
    tolerance = 1e-5 if kind == "float32" else 1e-12
    for ours, floats in zip(got, expected, strict=True):
        assert ours.shape == floats.shape
        np.testing.assert_allclose(ours, floats, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", sorted(EXACT))
def test_fractions_stay_exact(name):
    arrays, options = CASES[name]
    result = OPERATIONS[name](*mapped(objects(lambda value: Fraction(value, 7)), arrays), **options)
    assert all(isinstance(number, Fraction | int) for number in result.flat)


@pytest.mark.parametrize("name", CASES)
def test_floats_keep_their_type_and_arguments_their_values(name):
    arrays, options = CASES[name]
    given = mapped(lambda array: array.astype(np.float32), arrays)
    before = mapped(np.copy, given)
    result = OPERATIONS[name](*given, **options)
    kept = {"mu_law_encode": np.int64, "mu_law_decode": np.float64}.get(name, np.float32)
    for part in result if isinstance(result, tuple) else (result,):
        assert part.dtype == kept
        assert part.flags.writeable
        part[...] = 0  # a result is a new array: writing into it changes no argument
    for array, copy in zip(_flat(given), _flat(before), strict=True):
        np.testing.assert_array_equal(array, copy)


def _flat(values):
    found = []
    mapped(found.append, values)
    return found


def strided(array):
    """The same numbers seen backwards through every second element of a larger array."""
    view = np.zeros(tuple(2 * size for size in array.shape))[tuple(slice(None, None, -2) for _ in array.shape)]
    view[...] = array
    return view


@pytest.mark.parametrize("name", CASES)
def test_memory_layout_does_not_matter(name):
    arrays, options = CASES[name]
    expected = values(OPERATIONS[name](*mapped(lambda array: array.astype(np.float64), arrays), **options))
    for ours, floats in zip(values(OPERATIONS[name](*mapped(strided, arrays), **options)), expected, strict=True):
        np.testing.assert_array_equal(ours, floats)


@pytest.mark.parametrize("name", CASES)
def test_an_empty_batch_gives_an_empty_result(name):
    arrays, options = CASES[name]
    given = mapped(lambda array: array.astype(np.float64), arrays)
    full, empty = OPERATIONS[name](*given, **options), OPERATIONS[name](given[0][:0], *given[1:], **options)
    for part, whole in zip(values(empty), values(full), strict=True):
        assert part.shape == (0, *whole.shape[1:])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", sorted(CASES.keys() - {"mu_law_encode", "mu_law_decode"}))
def test_infinities_and_nan_are_values_without_warnings(name):
    arrays, options = CASES[name]
    given = mapped(lambda array: array.astype(np.float64), arrays)
    given[0] = given[0].copy()
    given[0].flat[:3] = [np.nan, np.inf, -np.inf]
    assert any(np.isnan(part).any() for part in values(OPERATIONS[name](*given, **options)))


def test_statistics_and_normalisation_of_fractions_are_exact():
    input = np.array([[Fraction(1, 3), Fraction(3)], [Fraction(2, 3), Fraction(7)]], dtype=object)
    mean, variance = statistics(input, [0])
    assert (mean.tolist(), variance.tolist()) == ([[Fraction(1, 2), 5]], [[Fraction(1, 36), 4]])
    normalised = OPERATIONS["batch_norm"](input, None, None, training=True, eps=0)
    assert normalised.tolist() == [[Fraction(-1), Fraction(-1)], [Fraction(1), Fraction(1)]]


def test_trace_refuses_to_be_compared():
    pixels = np.frompyfunc(Trace.of, 1, 1)(np.arange(16)).reshape(1, 4, 4)
    with pytest.raises(TypeError, match="no value to compare"):
        OPERATIONS["max_pool2d"](pixels, 2, return_indices=True)
