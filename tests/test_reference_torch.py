"""Every operation against torch.nn.functional, over all documented arguments; both must refuse the same ones.

Small integers in floats make sums exact in any order, so that the comparison is bitwise, wherever there is no root.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenzan.reference.errors import InputError
from kenzan.reference.operations import OPERATIONS

torch = pytest.importorskip("torch")
examples = settings(max_examples=150, deadline=None)
seeds = st.integers(0, 2**32 - 1)
dtypes = st.sampled_from(["float32", "float64"])


def integers(seed: int, dtype: str, *shapes):
    """Small integers in arrays of these shapes; None for None."""
    random = np.random.default_rng(seed)
    return [None if shape is None else random.integers(-4, 5, shape).astype(dtype) for shape in shapes]


def agree(name: str, *arguments, rtol: float = 0.0, precise: bool = False, **options) -> None:
    """The reference and torch return the same arrays and leave the same arguments, or both refuse.

    `precise`: torch computes in double precision, whatever the type, so that only the reference's rounding remains.
    """
    mine = [np.array(a) if isinstance(a, np.ndarray) else a for a in arguments]
    theirs = [torch.from_numpy(a.astype(float if precise else a.dtype)) if isinstance(a, np.ndarray) else a
              for a in arguments]  # fmt: skip
    empty = arguments[0].size == 0
    try:
        expected = getattr(torch.nn.functional, name)(*theirs, **options)
    except (RuntimeError, ValueError, IndexError) as refusal:
        if not (empty and isinstance(refusal, IndexError)):  # a defect of torch 2.13: instance_norm of an empty batch
            with pytest.raises(InputError, match=f"^{name}: .*; expected "):
                OPERATIONS[name](*mine, **options)
        return
    try:
        got = OPERATIONS[name](*mine, **options)
    except InputError:
        assert empty or expected.numel() == 0  # with nothing to compute, torch skips some of its checks
        return
    pairs = zip(got, expected, strict=True) if isinstance(expected, tuple) else [(got, expected)]
    changed = ((a, t) for a, t in zip(mine, theirs, strict=True) if isinstance(a, np.ndarray))
    for ours, torchs in [*pairs, *changed]:
        torchs = torchs.numpy()
        assert ours.shape == torchs.shape
        assert ours.dtype == (arguments[0].dtype if precise else torchs.dtype)
        known = ours != -1 if ours.dtype == np.int64 else ...  # torch's index of a window of padding alone is arbitrary
        np.testing.assert_allclose(ours[known], torchs[known], rtol=rtol, atol=rtol)


@st.composite
def convolutions(draw, axes: int, transposed: bool):
    """Shapes and options of a convolution, now and then impossible ones."""

    def sizes(low: int, high: int):
        return draw(st.one_of(st.integers(low, high), st.tuples(*[st.integers(low, high)] * axes)))

    groups = draw(st.integers(1, 3))
    channels, outputs = groups * draw(st.integers(1, 3)), groups * draw(st.integers(1, 3))
    kernel = draw(st.tuples(*[st.integers(1, 4)] * axes))
    image = draw(st.tuples(*[st.integers(1, 9)] * axes))
    batch = draw(st.sampled_from([(), (0,), (1,), (2,), (3,)]))
    weight = (channels, outputs // groups, *kernel) if transposed else (outputs, channels // groups, *kernel)
    options = {"stride": sizes(1, 3), "dilation": sizes(1, 3), "groups": groups, "padding": sizes(0, 4)}
    if transposed:
        options["output_padding"] = sizes(0, 2)
    elif draw(st.booleans()):
        options["padding"] = draw(st.sampled_from(["same", "valid"]))
        options["stride"] = draw(st.sampled_from([1, 1, 2]))
    bias = draw(st.sampled_from([None, (outputs,)]))
    return [(*batch, channels, *image), weight, bias], options


@pytest.mark.parametrize("name", ["conv1d", "conv2d", "conv_transpose1d", "conv_transpose2d"])
@pytest.mark.filterwarnings("ignore:Using padding='same'")
@examples
@given(data=st.data(), seed=seeds, dtype=dtypes)
def test_convolutions(name, data, seed, dtype):
    shapes, options = data.draw(convolutions(axes=int(name[-2]), transposed="transpose" in name))
    agree(name, *integers(seed, dtype, *shapes), **options)


@st.composite
def pools(draw, name: str):
    def sizes(low: int, high: int):
        return draw(st.one_of(st.integers(low, high), st.tuples(*[st.integers(low, high)] * 2)))

    batch, image = draw(st.sampled_from([(), (0,), (2,)])), draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    shape = (*batch, draw(st.integers(1, 3)), *image)
    options = {"kernel_size": sizes(1, 4), "padding": sizes(0, 2), "ceil_mode": draw(st.booleans())}
    if draw(st.booleans()):
        options["stride"] = sizes(1, 5)
    if name == "max_pool2d":
        return shape, options | {"dilation": sizes(1, 3), "return_indices": draw(st.booleans())}
    divisor = draw(st.sampled_from([None, None, 1, 3, -2, 0]))
    return shape, options | {"count_include_pad": draw(st.booleans()), "divisor_override": divisor}


@pytest.mark.parametrize("name", ["max_pool2d", "avg_pool2d"])
@settings(max_examples=400, deadline=None)
@given(data=st.data(), seed=seeds, dtype=dtypes, special=st.lists(st.sampled_from([np.nan, np.inf, -np.inf])))
def test_pooling(name, data, seed, dtype, special):
    shape, options = data.draw(pools(name))
    (input,) = integers(seed, dtype, shape)
    places = np.random.default_rng(seed).integers(0, max(input.size, 1), len(special))
    if input.size:
        input.flat[places] = special
    agree(name, input, **options)


@examples
@given(
    shape=st.tuples(st.integers(1, 3), st.integers(1, 9), st.integers(1, 9)), batch=st.sampled_from([(), (0,), (2,)]),
    size=st.one_of(st.integers(0, 6), st.tuples(*[st.one_of(st.none(), st.integers(0, 10))] * 2)),
    seed=seeds, dtype=dtypes,
)  # fmt: skip
def test_adaptive_avg_pool2d(shape, batch, size, seed, dtype):
    agree("adaptive_avg_pool2d", *integers(seed, dtype, (*batch, *shape)), output_size=size, rtol=1e-6)


@examples
@given(st.lists(st.integers(0, 4), max_size=3), st.integers(1, 5), st.integers(1, 5), st.booleans(), seeds, dtypes)
def test_linear(lead, features, outputs, bias, seed, dtype):
    agree("linear", *integers(seed, dtype, (*lead, features), (outputs, features), (outputs,) if bias else None))
    agree("linear", *integers(seed, dtype, (*lead, features), (features,)))


@pytest.mark.parametrize(("name", "rtol"), [("relu", 0), ("sigmoid", 1e-6), ("tanh", 1e-6)])
@examples
@given(shape=st.lists(st.integers(0, 4), max_size=4), seed=seeds, dtype=dtypes, scale=st.sampled_from([0.1, 1, 50]))
def test_activations(name, rtol, shape, seed, dtype, scale):
    (input,) = integers(seed, dtype, shape)
    agree(name, np.asarray(input * np.array(scale, dtype)), rtol=rtol)
    agree(name, np.array([np.nan, np.inf, -np.inf, 0.0, 1e4, -1e4], dtype), rtol=rtol)


@examples
@given(shape=st.lists(st.integers(0, 4), max_size=4), dim=st.integers(-5, 5), seed=seeds, dtype=dtypes)
def test_softmax(shape, dim, seed, dtype):
    (input,) = integers(seed, dtype, shape)
    if -max(len(shape), 1) <= dim < max(len(shape), 1):
        agree("softmax", np.asarray(20 * input), dim=dim, rtol=1e-6)
        agree("softmax", np.asarray(np.where(input > 2, -np.inf, input).astype(dtype)), dim=dim, rtol=1e-6)
    else:
        with pytest.raises(InputError, match=r"^softmax: dim is .*; expected "):
            OPERATIONS["softmax"](input, dim=dim)


@pytest.mark.filterwarnings("ignore:Implicit dimension choice")
@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 3, 4), (2, 3, 4, 2)])
def test_softmax_without_dim_and_with_dtype(shape):
    (input,) = integers(0, "float32", shape)
    agree("softmax", input, rtol=1e-6)
    result = OPERATIONS["softmax"](input, dim=0, dtype=np.float64)
    np.testing.assert_allclose(result, torch.softmax(torch.from_numpy(input), 0, dtype=torch.float64), rtol=1e-14)
    assert result.dtype == np.float64


@st.composite
def normalized_inputs(draw):
    """An input (N, C, *), of which the float32 mean may be large, and whether each parameter is there."""
    shape = (draw(st.integers(0, 4)), draw(st.integers(1, 6)), *draw(st.lists(st.integers(1, 5), max_size=2)))
    random = np.random.default_rng(draw(seeds))
    dtype = draw(dtypes)
    input = (random.normal(size=shape) + draw(st.sampled_from([0, 1, 1000]))).astype(dtype)
    parameters = [random.normal(size=shape[1]).astype(dtype) for _ in range(4)]
    parameters[1] = np.abs(parameters[1]) + np.array(0.5, dtype)
    return input, parameters


TOLERANCE = {"float32": 1e-5, "float64": 1e-9}


@pytest.mark.parametrize("name", ["batch_norm", "instance_norm"])
@examples
@given(drawn=normalized_inputs(), running=st.booleans(), affine=st.booleans(), flag=st.booleans(),
       eps=st.sampled_from([1e-5, 0.5]), momentum=st.sampled_from([0.1, 0.0, 1.0]))  # fmt: skip
def test_batch_and_instance_norm(name, drawn, running, affine, flag, eps, momentum):
    input, (mean, variance, weight, bias) = drawn
    arrays = [input, *((mean, variance) if running else (None, None)), *((weight, bias) if affine else (None, None))]
    options = {"training" if name == "batch_norm" else "use_input_stats": flag, "eps": eps, "momentum": momentum}
    agree(name, *arrays, rtol=TOLERANCE[input.dtype.name], precise=True, **options)


@examples
@given(drawn=normalized_inputs(), groups=st.integers(1, 4), affine=st.booleans(), eps=st.sampled_from([1e-5, 0.5]))
def test_group_norm(drawn, groups, affine, eps):
    input, (_, _, weight, bias) = drawn
    parameters = (weight, bias) if affine else (None, None)
    agree("group_norm", input, groups, *parameters, eps, rtol=TOLERANCE[input.dtype.name], precise=True)


@examples
@given(drawn=normalized_inputs(), last=st.integers(1, 3), affine=st.booleans(), eps=st.sampled_from([1e-5, 0.5]))
def test_layer_norm(drawn, last, affine, eps):
    input, _ = drawn
    shape = input.shape[-last:]
    weight = np.linspace(-1, 2, int(np.prod(shape)), dtype=input.dtype).reshape(shape)
    parameters = (weight, weight[::-1].copy()) if affine else (None, None)
    agree("layer_norm", input, shape, *parameters, eps, rtol=TOLERANCE[input.dtype.name], precise=True)
