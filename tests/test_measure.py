"""Measurement by running: executed counts equal closed forms, dependence has witnesses, causality is exact."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenzan.reference import measure
from kenzan.reference.convolution import conv1d, conv2d, conv_transpose2d, linear
from kenzan.reference.densenet import dense_block, transition_layer
from kenzan.reference.errors import InputError
from kenzan.reference.normalization import batch_norm, group_norm, instance_norm, layer_norm
from kenzan.reference.numbers import Count
from kenzan.reference.operations import OPERATIONS
from kenzan.reference.pixelcnn import masked_conv2d
from kenzan.reference.pooling import max_pool2d
from kenzan.reference.separable import depthwise_conv2d, depthwise_separable_conv2d, pointwise_conv2d
from kenzan.reference.tallied import Tallied
from kenzan.reference.wavenet import causal_conv1d, gated_residual_layer

examples = settings(max_examples=40, deadline=None)
size = st.integers(1, 5)


@pytest.mark.parametrize("number_type", [Count, Tallied])
@examples
@given(n=st.integers(1, 2), h=size, w=size, c=size, m=size, k=st.sampled_from([1, 3]))
def test_macs_equal_the_closed_forms(number_type, n, h, w, c, m, k):
    def macs(function, *shapes, **options):
        return measure.macs(function, *shapes, number_type=number_type, **options)

    image, pad = (n, c, h, w), {"padding": k // 2}
    assert macs(conv2d, image, (m, c, k, k), **pad) == n * h * w * c * m * k * k
    assert macs(depthwise_conv2d, image, (c, 1, k, k), **pad) == n * h * w * c * k * k
    assert macs(pointwise_conv2d, image, (m, c, 1, 1)) == n * h * w * c * m
    assert macs(depthwise_separable_conv2d, image, (c, 1, k, k), (m, c, 1, 1), **pad) == n * h * w * c * (k * k + m)
    assert macs(conv_transpose2d, image, (c, m, k, k), stride=2) == n * h * w * c * m * k * k
    assert macs(linear, (n, h, c), (m, c), (m,)) == n * h * c * m
    assert macs(causal_conv1d, (n, c, w), (m, c, k), dilation=2) == n * w * c * m * k
    assert macs(masked_conv2d, image, (m, c, k, k)) == n * h * w * c * m * k * k
    assert macs(dense_block, (n, c, h + 1, w + 1), [(m, c, 3, 3), (m, c + m, 3, 3)]) == (
        n * (h + 1) * (w + 1) * 9 * m * (2 * c + m)
    )


def test_large_sizes_are_counted_too():
    assert measure.macs(conv2d, (1, 64, 112, 112), (128, 64, 3, 3), padding=1) == 112 * 112 * 64 * 128 * 9


def test_normalisation_and_activation_have_no_macs_but_multiplications():
    tally = measure.executed(batch_norm, (2, 3, 4), None, None, (3,), (3,), training=True)
    assert (tally.macs, tally.multiplications, tally.divisions) == (0, 24 + 24, 3 + 3 + 24)


def test_parameters_and_output_shapes():
    assert measure.parameters((64, 3, 7, 7), np.ones((64,)), None, [(2, 3), np.ones((4, 4))]) == 64 * 147 + 64 + 6 + 16
    assert measure.output_shape(dense_block, (1, 4, 5, 6), [(3, 4, 3, 3), (3, 7, 3, 3)]) == (1, 10, 5, 6)
    assert measure.output_shape(layer_norm, (2, 3, 4), (3, 4)) == (2, 3, 4)
    assert measure.output_shape(max_pool2d, (1, 1, 7, 8), (2, 3)) == (1, 1, 3, 2)
    wavenet = [(1, 2, 9), (3, 2, 2), (3, 2, 2), (2, 3, 1), (5, 3, 1)]
    assert measure.output_shape(gated_residual_layer, *wavenet) == ((1, 2, 9), (1, 5, 9))


@examples
@given(st.integers(5, 9), st.integers(1, 3), st.integers(1, 3), st.integers(1, 2), st.data())
def test_dependence_has_a_witness_for_each_input_and_only_for_those(length, kernel, dilation, stride, data):
    span = dilation * (kernel - 1) + 1
    length += span
    options = {"stride": stride, "dilation": dilation}
    output = data.draw(st.integers(0, (length - span) // stride))
    claimed = measure.dependence(conv1d, (1, 1, length), (1, 1, kernel), output=(0, 0, output), **options)
    x, weight = np.arange(1.0, length + 1).reshape(1, 1, length), np.ones((1, 1, kernel))
    before = conv1d(x, weight, **options)
    for position in range(length):
        changed = x.copy()
        changed[0, 0, position] += 100
        moved = conv1d(changed, weight, **options)[0, 0, output] != before[0, 0, output]
        assert moved == ((0, 0, position) in claimed)


def test_dependence_on_weights_lists_and_several_results():
    assert measure.dependence(conv2d, (1, 2, 4, 4), (3, 2, 2, 2), argument="weight", output=(0, 1, 0, 0)) == {
        (1, c, y, x) for c in range(2) for y in range(2) for x in range(2)
    }
    weights = [(1, 2, 3, 3), (1, 3, 3, 3)]
    layers = {i[0] for i in measure.dependence(dense_block, (2, 2, 4, 4), weights, argument=1, output=(0, 2, 0, 0))}
    assert layers == {0}  # the first layer's channel does not depend on the second layer's weights
    shapes = [(1, 2, 5), (3, 2, 2), (3, 2, 2), (2, 3, 1), (5, 3, 1)]
    residual = measure.dependence(gated_residual_layer, *shapes, argument="skip_weight", output=(0, 0, 0, 0))
    skip = measure.dependence(gated_residual_layer, *shapes, argument="skip_weight", output=(1, 0, 4, 0))
    assert (residual, skip) == (frozenset(), {(4, d, 0) for d in range(3)})


def test_zeros_in_a_given_array_erase_dependence():
    weight = np.array([[[1.0, 0.0, 2.0]]])
    assert measure.dependence(conv1d, (1, 1, 3), weight) == {(0, 0, 0), (0, 0, 2)}


@examples
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=3))
def test_receptive_field_of_a_causal_stack_is_one_plus_the_sum(layers):
    field = 1 + sum((kernel - 1) * dilation for kernel, dilation in layers)

    def stack(x, *weights):
        for weight, (_, dilation) in zip(weights, layers, strict=True):
            x = causal_conv1d(x, weight, dilation=dilation)
        return x

    weights = [(1, 1, kernel) for kernel, _ in layers]
    assert measure.receptive_field(stack, (1, 1, field + 2), *weights) == (field,)
    assert measure.is_causal(stack, (1, 1, field + 2), *weights)
    early = measure.dependence(stack, (1, 1, field), *weights, output=(0, 0, field - 1))
    assert (0, 0, 0) in early


def test_causality_in_time_and_in_raster_order():
    assert not measure.is_causal(conv1d, (1, 1, 6), (1, 1, 3), padding="same")
    assert measure.is_causal(causal_conv1d, (1, 1, 6), (1, 1, 3))
    assert not measure.is_causal(causal_conv1d, (1, 1, 6), (1, 1, 3), strict=True)
    raster = {"axes": (-2, -1)}
    assert measure.is_causal(masked_conv2d, (1, 2, 4, 5), (3, 2, 3, 3), mask_type="A", strict=True, **raster)
    assert measure.is_causal(masked_conv2d, (1, 2, 4, 5), (3, 2, 3, 3), mask_type="B", **raster)
    assert not measure.is_causal(masked_conv2d, (1, 2, 4, 5), (3, 2, 3, 3), mask_type="B", strict=True, **raster)
    leak = measure.future_dependence(conv2d, (1, 1, 3, 3), (1, 1, 3, 3), padding=1, **raster)
    assert leak == ((0, 0, 0, 0), (0, 0, 0, 1))


AXES = [
    (batch_norm, (None, None), {"training": True}, {0, 2, 3}, 6),
    (batch_norm, ((6,), (6,)), {"training": False}, set(), 2 * 6 * 3 * 4),
    (layer_norm, ((6, 3, 4),), {}, {1, 2, 3}, 2),
    (layer_norm, ((4,),), {}, {3}, 2 * 6 * 3),
    (instance_norm, (), {}, {2, 3}, 2 * 6),
    (group_norm, (3,), {}, {1, 2, 3}, 2 * 3),
    (group_norm, (6,), {}, {2, 3}, 2 * 6),
]


@pytest.mark.parametrize(("function", "arguments", "options", "axes", "statistics"), AXES)
def test_axes_of_normalisations(function, arguments, options, axes, statistics):
    shape = (2, 6, 3, 4)
    assert measure.normalised_axes(function, shape, *arguments, **options) == axes
    assert measure.independent_statistics(function, shape, *arguments, **options) == statistics
    together = measure.shared_statistics(function, shape, *arguments, output=(1, 5, 0, 0), **options)
    assert len(together) == math.prod(shape) // statistics
    assert (1, 5, 0, 0) in together


def test_a_group_shares_statistics_with_its_own_channels_only():
    assert measure.shared_statistics(group_norm, (1, 6, 1), 3, output=(0, 3, 0)) == {(0, 2, 0), (0, 3, 0)}


def test_measuring_refuses_in_one_sentence():
    with pytest.raises(InputError, match=r"output is \(9, 9\); expected an index of the result, up to \(0, 1\)"):
        measure.dependence(linear, (1, 2), (2, 2), output=(9, 9))
    with pytest.raises(InputError, match="argument is 'kernel'; expected one of input, weight, bias"):
        measure.dependence(linear, (1, 2), (2, 2), argument="kernel")
    with pytest.raises(InputError, match="200001 inputs are to be traced; expected at most 200000"):
        measure.dependence(OPERATIONS["relu"], (200_001,))
    with pytest.raises(InputError, match=r"a shape is \(100000, 100000\); expected sizes of at least 0, and at most"):
        measure.macs(linear, (100_000, 100_000), (1, 100_000))


def test_a_black_box_that_is_no_operation_can_be_measured():
    def einsum_linear(x, weight):
        return np.einsum("nc,mc->nm", x, weight)

    assert measure.executed(einsum_linear, (2, 3), (4, 3)).multiplications == 24
    weights = measure.dependence(transition_layer, (2, 2, 4, 4), (1, 2, 1, 1), argument="weight")
    assert weights == {(0, 0, 0, 0), (0, 1, 0, 0)}
