"""The composites that torch lacks, against the same composed of torch's own functions; and mu-law companding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenzan.reference.companding import mu_law_decode, mu_law_encode
from kenzan.reference.operations import OPERATIONS

torch = pytest.importorskip("torch")
F = torch.nn.functional
examples = settings(max_examples=60, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 7)


def drawn(seed: int, *shapes, low: int = -3):
    """Small integers in double precision: exact sums, and exact comparisons."""
    random = np.random.default_rng(seed)
    return [random.integers(low, 4, shape).astype(float) for shape in shapes]


def same(result, expected, tolerance: float = 0.0) -> None:
    assert result.shape == tuple(expected.shape)
    np.testing.assert_allclose(result, expected.numpy(), rtol=tolerance, atol=tolerance)


def tensors(*arrays):
    return [torch.from_numpy(array) for array in arrays]


@examples
@given(seeds, st.sampled_from([(), (1,), (3,)]), sizes, sizes, st.integers(1, 3), st.integers(1, 3), st.integers(1, 3),
       st.sampled_from([1, (1, 2), (3, 2)]), st.integers(0, 2), st.sampled_from([1, (2, 1)]))  # fmt: skip
def test_separable(seed, batch, height, width, channels, multiplier, outputs, stride, padding, dilation):
    x, depthwise, pointwise, bias = drawn(
        seed, (*batch, channels, height + 4, width + 4), (channels * multiplier, 1, 2, 3),
        (outputs, channels * multiplier, 1, 1), (channels * multiplier,),
    )  # fmt: skip
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    tx, td, tp, tb = tensors(x, depthwise, pointwise, bias)
    expected = F.conv2d(tx, td, tb, groups=channels, **options)
    same(OPERATIONS["depthwise_conv2d"](x, depthwise, bias, **options), expected)
    expected = F.conv2d(F.conv2d(tx, td, groups=channels, **options), tp)
    same(OPERATIONS["depthwise_separable_conv2d"](x, depthwise, pointwise, **options), expected)


@examples
@given(seeds, st.sampled_from([(), (2,)]), sizes, st.integers(1, 3), st.integers(1, 3), st.integers(1, 4),
       st.integers(1, 4))  # fmt: skip
def test_causal_conv1d(seed, batch, length, channels, outputs, kernel, dilation):
    x, weight, bias = drawn(seed, (*batch, channels, length), (outputs, channels, kernel), (outputs,))
    tx, tw, tb = tensors(x, weight, bias)
    expected = F.conv1d(F.pad(tx, (dilation * (kernel - 1), 0)), tw, tb, dilation=dilation)
    same(OPERATIONS["causal_conv1d"](x, weight, bias, dilation), expected)


@examples
@given(seeds, st.sampled_from([(), (2,)]), sizes, sizes, st.sampled_from([1, 3, 5]), st.sampled_from([1, 3]),
       st.sampled_from("AB"))  # fmt: skip
def test_masked_conv2d(seed, batch, height, width, kernel_height, kernel_width, mask_type):
    x, weight, bias = drawn(seed, (*batch, 2, height, width), (3, 2, kernel_height, kernel_width), (3,))
    mask = torch.zeros(kernel_height, kernel_width, dtype=torch.float64)
    mask[: kernel_height // 2] = 1
    mask[kernel_height // 2, : kernel_width // 2 + (mask_type == "B")] = 1
    tx, tw, tb = tensors(x, weight, bias)
    expected = F.conv2d(tx, tw * mask, tb, padding=(kernel_height // 2, kernel_width // 2))
    same(OPERATIONS["masked_conv2d"](x, weight, bias, mask_type), expected)


@examples
@given(seeds, st.integers(2, 3), sizes, sizes, st.integers(1, 3), st.lists(st.integers(1, 3), max_size=3),
       st.booleans())  # fmt: skip
def test_dense_block_and_transition_layer(seed, batch, height, width, channels, growths, affine):
    inputs = [channels + sum(growths[:i]) for i in range(len(growths) + 1)]
    x, *weights = drawn(seed, (batch, channels, height + 1, width + 1),
                        *((k, c, 3, 3) for k, c in zip(growths, inputs, strict=False)))  # fmt: skip
    gammas = drawn(seed + 1, *((c,) for c in inputs)) if affine else [None] * len(inputs)
    betas = drawn(seed + 2, *((c,) for c in inputs)) if affine else [None] * len(inputs)

    def activated(features, gamma, beta):
        parameters = [None if p is None else torch.from_numpy(p) for p in (gamma, beta)]
        return F.relu(F.batch_norm(features, None, None, *parameters, training=True))

    features = torch.from_numpy(x)
    for weight, gamma, beta in zip(weights, gammas, betas, strict=False):
        new = F.conv2d(activated(features, gamma, beta), torch.from_numpy(weight), padding=1)
        features = torch.cat([features, new], 1)
    arguments = (gammas[:-1], betas[:-1]) if affine else ()
    result = OPERATIONS["dense_block"](x, weights, *arguments)
    same(result, features, tolerance=1e-9)
    np.testing.assert_array_equal(result[:, :channels], x)
    (weight,) = drawn(seed, (2, inputs[-1], 1, 1))
    expected = F.avg_pool2d(F.conv2d(activated(features, gammas[-1], betas[-1]), torch.from_numpy(weight)), 2)
    same(OPERATIONS["transition_layer"](result, weight, gammas[-1], betas[-1]), expected, tolerance=1e-9)


@examples
@given(seeds, st.sampled_from([(), (2,)]), sizes, sizes, st.integers(1, 3), st.sampled_from([1, 3]))
def test_residual_block(seed, batch, height, width, inner, kernel):
    shapes = (*batch, 2, height, width), (inner, 2, kernel, kernel), (2, inner, kernel, kernel)
    x, weight1, weight2 = drawn(seed, *shapes)
    tx, t1, t2 = tensors(x, weight1, weight2)
    expected = F.relu(tx + F.conv2d(F.relu(F.conv2d(tx, t1, padding=kernel // 2)), t2, padding=kernel // 2))
    same(OPERATIONS["residual_block"](x, weight1, weight2), expected)


@examples
@given(seeds, st.sampled_from([(), (2,)]), sizes, st.integers(1, 3), st.integers(1, 3))
def test_gated_residual_layer(seed, batch, length, kernel, dilation):
    arrays = drawn(seed, (*batch, 2, length), (3, 2, kernel), (3, 2, kernel), (2, 3, 1), (4, 3, 1))
    x, filter_weight, gate_weight, residual_weight, skip_weight = tensors(*arrays)
    padded = F.pad(x, (dilation * (kernel - 1), 0))
    gated = torch.tanh(F.conv1d(padded, filter_weight, dilation=dilation)) * torch.sigmoid(
        F.conv1d(padded, gate_weight, dilation=dilation)
    )
    residual, skip = OPERATIONS["gated_residual_layer"](*arrays, dilation)
    same(residual, x + F.conv1d(gated, residual_weight), tolerance=1e-12)
    same(skip, F.conv1d(gated, skip_weight), tolerance=1e-12)


@pytest.mark.parametrize("channels", [2, 3, 16, 255, 256, 65536])
def test_mu_law_codes_come_back_and_ends_are_exact(channels):
    codes = np.arange(min(channels, 2000)) * max(1, channels // 2000)
    samples = mu_law_decode(codes, channels)
    np.testing.assert_array_equal(mu_law_encode(samples, channels), codes)
    assert np.all(np.diff(samples) > 0)
    assert mu_law_encode(np.array([-1.0, 1.0]), channels).tolist() == [0, channels - 1]
    assert mu_law_decode(np.array([0, channels - 1]), channels).tolist() == [-1.0, 1.0]
    assert (samples.dtype, mu_law_encode(samples).dtype) == (np.float64, np.int64)


@examples
@given(st.lists(st.floats(-1, 1), min_size=1), st.integers(2, 300))
def test_mu_law_is_the_published_formula(samples, channels):
    x, mu = np.array(samples), channels - 1
    companded = np.sign(x) * np.log(1 + mu * np.abs(x)) / np.log(1 + mu)
    codes = mu_law_encode(x, channels)
    assert np.all(np.abs((companded + 1) / 2 * mu - codes) <= 0.5 + 1e-9)
