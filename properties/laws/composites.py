"""Laws of the composites that torch lacks: separable, causal, masked and gated layers, dense and residual blocks."""

import numpy as np

from ..compare import assert_same, assert_true, assert_unaffected
from ..implementation import Implementation
from ..strategies.convolution import per_axis
from ..strategies.space import Case
from ..strategies.spaces import simple
from .registry import law
from .shared import assert_near

HOWARD, CHOLLET = "Howard et al. 2017, MobileNets", "Chollet 2017, Xception"
HUANG, HE = "Huang et al. 2017, DenseNet", "He et al. 2016, ResNet"
WAVENET, PIXELCNN = "van den Oord et al. 2016, WaveNet", "van den Oord et al. 2016, PixelCNN"


def _options(case: Case) -> dict:
    return {name: getattr(case, name) for name in ("stride", "padding", "dilation")}


# --- depthwise, pointwise, separable


@law("is_a_grouped_convolution", "depthwise_conv2d is conv2d with as many groups as channels.", lambda f: simple(f),
     of=("depthwise_conv2d",), needs=("conv2d",), source=HOWARD)  # fmt: skip
def is_a_grouped_convolution(implementation: Implementation, case: Case) -> None:
    grouped = implementation.conv2d(case.input, case.weight, case.bias, groups=case.input.shape[1], **_options(case))
    assert_same(implementation.depthwise_conv2d(**case.arguments), grouped)


@law("channels_stay_apart", "An output channel sees its own input channel and no other.",
     lambda f: simple(f, channels=[3, 2, 4]), of=("depthwise_conv2d",), source=HOWARD)  # fmt: skip
def channels_stay_apart(implementation: Implementation, case: Case) -> None:
    before = implementation.depthwise_conv2d(**case.arguments)
    multiplier = before.shape[1] // case.input.shape[1]
    changed = case.input.copy()
    changed[:, 0] += 1
    after = implementation.depthwise_conv2d(**{**case.arguments, "input": changed})
    assert_unaffected(after, before, (slice(None), slice(multiplier, None)))


@law("channels_one_by_one", "Output channel m is conv2d of input channel m // multiplier with kernel m.", lambda f: simple(f),
     of=("depthwise_conv2d",), needs=("conv2d",), source=HOWARD)  # fmt: skip
def channels_one_by_one(implementation: Implementation, case: Case) -> None:
    result = implementation.depthwise_conv2d(**case.arguments)
    multiplier = result.shape[1] // case.input.shape[1]
    for m in range(result.shape[1]):
        c, bias = m // multiplier, None if case.bias is None else case.bias[m : m + 1]
        one = implementation.conv2d(case.input[:, c : c + 1], case.weight[m : m + 1], bias, **_options(case))
        assert_same(result[:, m : m + 1], one, f"output channel {m}")


@law("is_a_matrix_product", "pointwise_conv2d is a matrix product over the channels of every pixel.", lambda f: simple(f),
     of=("pointwise_conv2d",), source="Lin et al. 2014, Network in network")  # fmt: skip
def is_a_matrix_product(implementation: Implementation, case: Case) -> None:
    product = np.moveaxis(np.tensordot(case.weight[:, :, 0, 0], case.input, axes=(1, 1)), 0, 1)
    bias = 0 if case.bias is None else case.bias.reshape(-1, 1, 1)
    assert_same(implementation.pointwise_conv2d(**case.arguments), product + bias)


@law("pixels_independent", "A pixel of pointwise_conv2d depends on that pixel alone.", lambda f: simple(f, batch=[2, 1]),
     of=("pointwise_conv2d",))  # fmt: skip
def pixels_independent(implementation: Implementation, case: Case) -> None:
    before = implementation.pointwise_conv2d(**case.arguments)
    changed = case.input.copy()
    changed[..., 0, 0] += 1
    after = implementation.pointwise_conv2d(**{**case.arguments, "input": changed})
    others = np.ones(before.shape, bool)
    others[..., 0, 0] = False
    assert_unaffected(after, before, others)


SEPARABLE = simple("depthwise_separable_conv2d")


@law("is_depthwise_then_pointwise", "It is depthwise_conv2d followed by pointwise_conv2d, with nothing between.", SEPARABLE,
     of=("depthwise_separable_conv2d",), needs=("depthwise_conv2d", "pointwise_conv2d"), source=HOWARD)  # fmt: skip
def is_depthwise_then_pointwise(implementation: Implementation, case: Case) -> None:
    inner = implementation.depthwise_conv2d(case.input, case.depthwise_weight, **_options(case))
    outer = implementation.pointwise_conv2d(inner, case.pointwise_weight)
    assert_same(implementation.depthwise_separable_conv2d(**case.arguments), outer)


@law("is_a_factored_convolution", "It is conv2d with the kernel sum over multiplier of pointwise times depthwise, exactly.",
     SEPARABLE, of=("depthwise_separable_conv2d",), needs=("conv2d",), source=CHOLLET)  # fmt: skip
def is_a_factored_convolution(implementation: Implementation, case: Case) -> None:
    depthwise, pointwise, channels = case.depthwise_weight, case.pointwise_weight[:, :, 0, 0], case.input.shape[1]
    multiplier = depthwise.shape[0] // channels
    kernels = depthwise.reshape(channels, multiplier, *depthwise.shape[2:])
    factored = np.einsum("mcq,cqij->mcij", pointwise.reshape(len(pointwise), channels, multiplier), kernels)
    full = implementation.conv2d(case.input, factored.astype(case.input.dtype), **_options(case))
    assert_same(implementation.depthwise_separable_conv2d(**case.arguments), full)


@law("linear_in_each_argument", "Doubling the input, or either weight, doubles the result.", SEPARABLE,
     of=("depthwise_separable_conv2d",))  # fmt: skip
def linear_in_each_argument(implementation: Implementation, case: Case) -> None:
    result = implementation.depthwise_separable_conv2d(**case.arguments)
    for name in ("input", "depthwise_weight", "pointwise_weight"):
        doubled = implementation.depthwise_separable_conv2d(**{**case.arguments, name: 2 * case.arguments[name]})
        assert_same(doubled, 2 * result, f"result with {name} doubled")


# --- causal convolution

CAUSAL = simple("causal_conv1d", batch=[2, 1, 3], length=[9, 1, 4, 12])


def _causal_span(case: Case, weight: np.ndarray) -> int:
    return 1 + (weight.shape[2] - 1) * case.dilation


@law("sees_no_future", "Changing the input from time t on leaves every output before t as it is.", CAUSAL,
     of=("causal_conv1d",), source=WAVENET)  # fmt: skip
def sees_no_future(implementation: Implementation, case: Case) -> None:
    before = implementation.causal_conv1d(**case.arguments)
    for t in range(case.input.shape[2]):
        changed = case.input.copy()
        changed[:, :, t:] = case.other("input")[:, :, t:] + 1
        after = implementation.causal_conv1d(**{**case.arguments, "input": changed})
        assert_unaffected(after, before, (..., slice(t)), f"outputs before time {t} with another future")


@law("receptive_field", "Output t depends on input t - j d for j < K, on that of K - 1 too, and on nothing earlier.",
     simple("causal_conv1d", contents="eighths", batch=1, channels=1, outputs=1, bias=False, length=[17, 33]),
     of=("causal_conv1d",), source=WAVENET)  # fmt: skip
def receptive_field(implementation: Implementation, case: Case) -> None:
    kernel, span = np.ones_like(case.weight), _causal_span(case, case.weight)
    impulse = np.zeros_like(case.input)
    impulse[..., 0] = 1
    result = implementation.causal_conv1d(impulse, kernel, dilation=case.dilation)
    expected = np.zeros_like(result)
    expected[..., : min(span, expected.shape[2]) : case.dilation] = 1
    assert_same(result, expected, "response to an impulse at time 0")


@law("keeps_the_length", "The output is as long as the input.", CAUSAL, of=("causal_conv1d",), source=WAVENET)
def keeps_the_length(implementation: Implementation, case: Case) -> None:
    shape = implementation.causal_conv1d(**case.arguments).shape
    wanted = (case.input.shape[0], case.weight.shape[0], case.input.shape[2])
    assert_true(shape == wanted, f"expected shape {wanted}, got shape {shape}")


@law("time_shift", "Zeros put before the input put as many bias-only outputs before the output.", CAUSAL,
     of=("causal_conv1d",), source=WAVENET)  # fmt: skip
def time_shift(implementation: Implementation, case: Case) -> None:
    later = np.pad(case.input, [(0, 0), (0, 0), (3, 0)])
    result = implementation.causal_conv1d(**case.arguments)
    assert_same(implementation.causal_conv1d(**{**case.arguments, "input": later})[..., 3:], result)


@law("is_a_padded_convolution", "It is conv1d of the input with dilation (K - 1) zeros on its left.", CAUSAL,
     of=("causal_conv1d",), needs=("conv1d",), source=WAVENET)  # fmt: skip
def is_a_padded_convolution(implementation: Implementation, case: Case) -> None:
    longer = np.pad(case.input, [(0, 0), (0, 0), (_causal_span(case, case.weight) - 1, 0)])
    assert_same(implementation.causal_conv1d(**case.arguments),
                implementation.conv1d(longer, case.weight, case.bias, dilation=case.dilation))  # fmt: skip


@law("step_by_step", "One pass over the whole input is the same as generating one output after another.", CAUSAL,
     of=("causal_conv1d",), source=WAVENET)  # fmt: skip
def step_by_step(implementation: Implementation, case: Case) -> None:
    whole = implementation.causal_conv1d(**case.arguments)
    for t in range(case.input.shape[2]):
        so_far = implementation.causal_conv1d(**{**case.arguments, "input": case.input[..., : t + 1]})
        assert_same(so_far[..., -1], whole[..., t], f"output at time {t}")


@law("stack_receptive_field", "Layers with dilations 1, 2, 4 see exactly 1 + sum (K - 1) d inputs.",
     simple("causal_conv1d", batch=1, channels=1, outputs=1, bias=False, length=33, kernel=[2, 3], dilation=1),
     of=("causal_conv1d",), source=WAVENET)  # fmt: skip
def stack_receptive_field(implementation: Implementation, case: Case) -> None:
    x = np.zeros_like(case.input)
    x[..., 0] = 1
    for dilation in (1, 2, 4):
        x = implementation.causal_conv1d(x, np.ones_like(case.weight), dilation=dilation)
    reached = 1 + sum((case.weight.shape[2] - 1) * d for d in (1, 2, 4))
    assert_same((x != 0).astype(x.dtype)[0, 0], (np.arange(33) < reached).astype(x.dtype), "reach of an impulse at time 0")


# --- masked convolution

MASKED = simple("masked_conv2d", batch=[2, 1], height=[7, 2, 3], width=[6, 1, 4])


@law("raster_order", "An output depends on no pixel that comes after it in raster order; of type A not on its own either.",
     MASKED, of=("masked_conv2d",), source=PIXELCNN)  # fmt: skip
def raster_order(implementation: Implementation, case: Case) -> None:
    before = implementation.masked_conv2d(**case.arguments)
    height, width = case.input.shape[2:]
    for position in {0, height * width // 2, height * width - 1}:
        later = np.arange(height * width).reshape(height, width) >= position
        changed = np.where(later, case.other("input") + 1, case.input).astype(case.input.dtype)
        after = implementation.masked_conv2d(**{**case.arguments, "input": changed})
        seen = np.arange(height * width).reshape(height, width) <= position - (case.mask_type == "B")
        unchanged = np.broadcast_to(seen, before.shape)
        assert_unaffected(after, before, unchanged, f"outputs up to pixel {position}")


@law("is_a_convolution_with_a_masked_kernel", "It is conv2d with half padding and the kernel's later elements set to zero.",
     MASKED, of=("masked_conv2d",), needs=("conv2d",), source=PIXELCNN)  # fmt: skip
def is_a_convolution_with_a_masked_kernel(implementation: Implementation, case: Case) -> None:
    height, width = case.weight.shape[2:]
    rank = np.arange(height * width).reshape(height, width) - (height * width) // 2
    kernel = case.weight * (rank < (case.mask_type == "B"))
    plain = implementation.conv2d(case.input, kernel.astype(case.weight.dtype), case.bias, padding=(height // 2, width // 2))
    assert_same(implementation.masked_conv2d(**case.arguments), plain)


@law("type_b_adds_the_centre", "Type B is type A plus a pointwise convolution with the kernel's centre.",
     MASKED.restricted(mask_type="A"), of=("masked_conv2d",), needs=("pointwise_conv2d",), source=PIXELCNN)  # fmt: skip
def type_b_adds_the_centre(implementation: Implementation, case: Case) -> None:
    height, width = case.weight.shape[2:]
    centre = case.weight[:, :, height // 2, width // 2, None, None]
    own = implementation.pointwise_conv2d(case.input, centre)
    type_a = implementation.masked_conv2d(case.input, case.weight, case.bias, mask_type="A")
    assert_same(implementation.masked_conv2d(case.input, case.weight, case.bias, mask_type="B"), type_a + own)


@law("all_channels_alike", "The mask is spatial only: every output channel sees every input channel of an earlier pixel.",
     simple("masked_conv2d", kernel_height=3, kernel_width=3, bias=False, batch=1), of=("masked_conv2d",),
     source=PIXELCNN)  # fmt: skip
def all_channels_alike(implementation: Implementation, case: Case) -> None:
    ones = np.ones_like(case.weight)
    x = np.zeros((1, case.input.shape[1], 3, 3), case.input.dtype)
    for c in range(x.shape[1]):
        impulse = x.copy()
        impulse[0, c, 0, 1] = 1
        result = implementation.masked_conv2d(impulse, ones, mask_type=case.mask_type)
        assert_same(result[0, :, 1, 1], np.ones(ones.shape[0], x.dtype), f"response below an impulse in channel {c}")


@law("blind_spot", "A stack of 3x3 masked convolutions never sees the pixels up and to the right beyond one a row.",
     simple("masked_conv2d", kernel_height=3, kernel_width=3, bias=False, batch=1, channels=1, outputs=1),
     of=("masked_conv2d",), source="van den Oord et al. 2016, Conditional image generation with PixelCNN decoders")  # fmt: skip
def blind_spot(implementation: Implementation, case: Case) -> None:
    size, ones = 7, np.ones((1, 1, 3, 3), case.input.dtype)
    for row, column in ((1, 5), (2, 6), (3, 1)):
        x = np.zeros((1, 1, size, size), case.input.dtype)
        x[0, 0, row, column] = 1
        x = implementation.masked_conv2d(x, ones, mask_type="A")
        for _ in range(3):
            x = implementation.masked_conv2d(x, ones, mask_type="B")
        down, right = 4 - row, 3 - column
        seen = (down > 0 and -4 <= right and -right <= down and right <= 4) and down <= 4
        assert_true((x[0, 0, 4, 3] != 0) == seen, f"pixel (4, 3) after 4 layers and an impulse at ({row}, {column})")


# --- gated residual layer

GATED = simple("gated_residual_layer", batch=[2, 1, 3], length=[9, 1, 4])


@law("sees_no_future", "Changing the input from time t on leaves both outputs before t as they are.", GATED,
     of=("gated_residual_layer",), source=WAVENET)  # fmt: skip
def gate_sees_no_future(implementation: Implementation, case: Case) -> None:
    before = implementation.gated_residual_layer(**case.arguments)
    for t in range(case.input.shape[2]):
        changed = case.input.copy()
        changed[:, :, t:] = case.other("input")[:, :, t:] + 1
        after = implementation.gated_residual_layer(**{**case.arguments, "input": changed})
        for name, now, then in zip(("residual", "skip"), after, before, strict=True):
            assert_near(now[..., :t], then[..., :t], f"{name} output before time {t} with another future")


@law("closed_gate_passes_the_input", "With zero filter weights the residual output is the input and the skip output zero.",
     GATED, of=("gated_residual_layer",), source=WAVENET)  # fmt: skip
def closed_gate_passes_the_input(implementation: Implementation, case: Case) -> None:
    closed = {**case.arguments, "filter_weight": np.zeros_like(case.filter_weight)}
    residual, skip = implementation.gated_residual_layer(**closed)
    assert_same(residual, case.input, "residual output")
    assert_same(skip, np.zeros_like(skip), "skip output")


@law("half_open_gate", "With zero gate weights the gate is 1/2: half the tanh of the filter's causal convolution.", GATED,
     of=("gated_residual_layer",), needs=("causal_conv1d", "tanh", "conv1d"), source=WAVENET)  # fmt: skip
def half_open_gate(implementation: Implementation, case: Case) -> None:
    half = {**case.arguments, "gate_weight": np.zeros_like(case.gate_weight)}
    filtered = implementation.causal_conv1d(case.input, case.filter_weight, dilation=case.dilation)
    gated = implementation.tanh(filtered) / 2
    residual, skip = implementation.gated_residual_layer(**half)
    assert_near(residual, case.input + implementation.conv1d(gated, case.residual_weight), "residual output")
    assert_near(skip, implementation.conv1d(gated, case.skip_weight), "skip output")


@law("is_tanh_times_sigmoid", "z = tanh(filter * x) sigmoid(gate * x); the outputs are x + residual z and skip z.", GATED,
     of=("gated_residual_layer",), needs=("causal_conv1d", "tanh", "sigmoid", "conv1d"), source=WAVENET)  # fmt: skip
def is_tanh_times_sigmoid(implementation: Implementation, case: Case) -> None:
    filtered, gate = (implementation.causal_conv1d(case.input, w, dilation=case.dilation)
                      for w in (case.filter_weight, case.gate_weight))  # fmt: skip
    gated = implementation.tanh(filtered) * implementation.sigmoid(gate)
    residual, skip = implementation.gated_residual_layer(**case.arguments)
    assert_near(residual, case.input + implementation.conv1d(gated, case.residual_weight), "residual output")
    assert_near(skip, implementation.conv1d(gated, case.skip_weight), "skip output")


@law("skip_is_no_residual", "The skip weights do not influence the residual output, nor the residual weights the skip.", GATED,
     of=("gated_residual_layer",), source=WAVENET)  # fmt: skip
def skip_is_no_residual(implementation: Implementation, case: Case) -> None:
    residual, skip = implementation.gated_residual_layer(**case.arguments)
    other_skip = {**case.arguments, "skip_weight": case.skip_weight + 1}
    assert_near(implementation.gated_residual_layer(**other_skip)[0], residual, "residual output")
    other_residual = {**case.arguments, "residual_weight": case.residual_weight + 1}
    assert_near(implementation.gated_residual_layer(**other_residual)[1], skip, "skip output")


@law("step_by_step", "One pass over the whole input is the same as generating one output after another.", GATED,
     of=("gated_residual_layer",), source=WAVENET)  # fmt: skip
def gate_step_by_step(implementation: Implementation, case: Case) -> None:
    whole = implementation.gated_residual_layer(**case.arguments)
    for t in range(case.input.shape[2]):
        so_far = implementation.gated_residual_layer(**{**case.arguments, "input": case.input[..., : t + 1]})
        for name, now, then in zip(("residual", "skip"), so_far, whole, strict=True):
            assert_near(now[..., -1], then[..., t], f"{name} output at time {t}")


# --- dense block, transition layer

DENSE = simple("dense_block", contents=["normal", "shifted"], affine=["both", "none"])


@law("grows_by_k", "Every layer adds k channels: C + L k in all.", DENSE, of=("dense_block",), source=HUANG)
def grows_by_k(implementation: Implementation, case: Case) -> None:
    channels = case.input.shape[1] + sum(w.shape[0] for w in case.weights)
    wanted = (case.input.shape[0], channels, *case.input.shape[2:])
    shape = implementation.dense_block(**case.arguments).shape
    assert_true(shape == wanted, f"expected shape {wanted}, got shape {shape}")


@law("keeps_its_input", "The block's input is the first channels of its output, unchanged.", DENSE, of=("dense_block",),
     source=HUANG)  # fmt: skip
def keeps_its_input(implementation: Implementation, case: Case) -> None:
    assert_same(implementation.dense_block(**case.arguments)[:, : case.input.shape[1]], case.input)


@law("prefix", "The first layers alone give the first channels of the whole block.",
     simple("dense_block", contents=["normal"], layers=[2, 3], affine=["both", "none"]), of=("dense_block",),
     source=HUANG)  # fmt: skip
def prefix(implementation: Implementation, case: Case) -> None:
    whole = implementation.dense_block(**case.arguments)
    first = {name: value[:-1] for name, value in case.arguments.items() if name != "input"}
    part = implementation.dense_block(case.input, **first)
    assert_near(whole[:, : part.shape[1]], part, factor=1000)


@law("layers_compose", "A block of L layers is a block of the first, followed by a block of the rest.",
     simple("dense_block", contents=["normal"], layers=[2, 3], affine=["both", "none"]), of=("dense_block",),
     source=HUANG)  # fmt: skip
def layers_compose(implementation: Implementation, case: Case) -> None:
    lists = {name: value for name, value in case.arguments.items() if name != "input"}
    first = implementation.dense_block(case.input, **{name: value[:1] for name, value in lists.items()})
    rest = implementation.dense_block(first, **{name: value[1:] for name, value in lists.items()})
    assert_near(implementation.dense_block(**case.arguments), rest, factor=1e5)


@law("one_layer_is_its_parts", "A layer is batch_norm in training, relu and a 3x3 convolution with padding 1.",
     simple("dense_block", contents=["normal"], layers=1), of=("dense_block",), needs=("batch_norm", "relu", "conv2d"),
     source=HUANG)  # fmt: skip
def one_layer_is_its_parts(implementation: Implementation, case: Case) -> None:
    gamma = case.gammas and case.gammas[0]
    beta = case.betas and case.betas[0]
    normalized = implementation.batch_norm(case.input, None, None, gamma, beta, training=True)
    added = implementation.conv2d(implementation.relu(normalized), case.weights[0], padding=1)
    result = implementation.dense_block(**case.arguments)
    assert_near(result, np.concatenate([case.input, added], axis=1), factor=1e4)


@law("zero_weights_add_zeros", "With zero weights the added channels are zero.", DENSE, of=("dense_block",))
def zero_weights_add_zeros(implementation: Implementation, case: Case) -> None:
    zeros = [np.zeros_like(w) for w in case.weights]
    added = implementation.dense_block(**{**case.arguments, "weights": zeros})[:, case.input.shape[1] :]
    assert_same(added, np.zeros_like(added))


@law("reuses_features", "Other weights in the first layer change what the last layer adds: later layers see earlier ones.",
     simple("dense_block", contents=["normal"], layers=[2, 3], affine="none", height=[5, 4], width=[4, 6]),
     of=("dense_block",), source=HUANG)  # fmt: skip
def reuses_features(implementation: Implementation, case: Case) -> None:
    later = [np.ones_like(w) for w in case.weights[1:]]
    growth = case.weights[0].shape[0]
    added = [implementation.dense_block(case.input, [first, *later])[:, -growth:]
             for first in (case.weights[0], case.other("weights")[0])]  # fmt: skip
    assert_true(not np.array_equal(*added), "the last layer adds the same whatever the first layer's weights are")


@law("scale_invariant_input", "Input times 8 scales what a layer sees not at all, as the normalisation divides it out.",
     simple("dense_block", contents=["normal"], layers=1, affine="none", dtype="float64", batch=[2, 3]),
     of=("dense_block",))  # fmt: skip
def scale_invariant_input(implementation: Implementation, case: Case) -> None:
    channels = case.input.shape[1]
    scaled = implementation.dense_block(**{**case.arguments, "input": 4096 * case.input})[:, channels:]
    more = implementation.dense_block(**{**case.arguments, "input": 2 * 4096 * case.input})[:, channels:]
    assert_near(more, scaled, factor=1e9)


TRANSITION = simple("transition_layer", contents=["normal", "shifted"])


@law("halves_the_image", "The image is halved, an odd last row or column is dropped.", TRANSITION, of=("transition_layer",),
     source=HUANG)  # fmt: skip
def halves_the_image(implementation: Implementation, case: Case) -> None:
    wanted = (case.input.shape[0], case.weight.shape[0], *(n // 2 for n in case.input.shape[2:]))
    shape = implementation.transition_layer(**case.arguments).shape
    assert_true(shape == wanted, f"expected shape {wanted}, got shape {shape}")


@law("is_its_parts", "It is batch_norm in training, relu, a 1x1 convolution and average pooling by 2.", TRANSITION,
     of=("transition_layer",), needs=("batch_norm", "relu", "conv2d", "avg_pool2d"), source=HUANG)  # fmt: skip
def is_its_parts(implementation: Implementation, case: Case) -> None:
    normalized = implementation.batch_norm(case.input, None, None, case.gamma, case.beta, training=True)
    mixed = implementation.conv2d(implementation.relu(normalized), case.weight)
    assert_near(implementation.transition_layer(**case.arguments), implementation.avg_pool2d(mixed, 2), factor=1e4)


@law("pooling_and_mixing_commute", "Doubling the weight doubles the result, and its rows give their channels alone.",
     TRANSITION, of=("transition_layer",))  # fmt: skip
def pooling_and_mixing_commute(implementation: Implementation, case: Case) -> None:
    result = implementation.transition_layer(**case.arguments)
    assert_near(implementation.transition_layer(**{**case.arguments, "weight": 2 * case.weight}), 2 * result)
    for m in range(len(case.weight)):
        alone = implementation.transition_layer(**{**case.arguments, "weight": case.weight[m : m + 1]})
        assert_near(result[:, m : m + 1], alone, f"output channel {m}", factor=1e4)


# --- residual block

RESIDUAL = simple("residual_block", batch=[2, 1, 3])


@law("identity_at_zero_weights", "With zero weights the block is relu of its input.", RESIDUAL, of=("residual_block",),
     source=HE)  # fmt: skip
def identity_at_zero_weights(implementation: Implementation, case: Case) -> None:
    expected = np.maximum(case.input, 0)
    zeros = np.zeros_like(case.weight2)
    assert_same(implementation.residual_block(case.input, case.weight1, zeros), expected, "result with weight2 zero")
    zeros = np.zeros_like(case.weight1)
    assert_same(implementation.residual_block(case.input, zeros, case.weight2), expected, "result with weight1 zero")


@law("is_its_parts", "It is relu(x + conv(relu(conv(x)))), both convolutions keeping the size.", RESIDUAL,
     of=("residual_block",), needs=("conv2d", "relu"), source=HE)  # fmt: skip
def residual_is_its_parts(implementation: Implementation, case: Case) -> None:
    halves = [tuple(n // 2 for n in w.shape[2:]) for w in (case.weight1, case.weight2)]
    inner = implementation.relu(implementation.conv2d(case.input, case.weight1, padding=halves[0]))
    outer = implementation.conv2d(inner, case.weight2, padding=halves[1])
    assert_same(implementation.residual_block(case.input, case.weight1, case.weight2), implementation.relu(case.input + outer))


@law("homogeneous", "The block of 2x is twice the block of x.", RESIDUAL, of=("residual_block",), source=HE)
def residual_homogeneous(implementation: Implementation, case: Case) -> None:
    doubled = implementation.residual_block(2 * case.input, case.weight1, case.weight2)
    assert_same(doubled, 2 * implementation.residual_block(case.input, case.weight1, case.weight2))


@law("never_negative", "The result is not negative, and has the input's shape.", RESIDUAL, of=("residual_block",), source=HE)
def never_negative(implementation: Implementation, case: Case) -> None:
    result = implementation.residual_block(case.input, case.weight1, case.weight2)
    assert_true(result.shape == case.input.shape, f"expected shape {case.input.shape}, got shape {result.shape}")
    assert_true((result >= 0).all(), "the result is negative somewhere")


@law("inner_relu", "Where the first convolution is nowhere positive, the block is relu of its input.",
     simple("residual_block", batch=[2, 1, 3], contents="ones"), of=("residual_block",), source=HE)  # fmt: skip
def inner_relu(implementation: Implementation, case: Case) -> None:
    negative = -np.abs(case.weight1)
    x = np.abs(case.input)
    assert_same(implementation.residual_block(x, negative, case.weight2), x)


@law("inner_channels_exchangeable", "Permuting the inner channels in both weights leaves the result as it is.", RESIDUAL,
     of=("residual_block",))  # fmt: skip
def inner_channels_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.weight1.shape[0])
    permuted = implementation.residual_block(case.input, case.weight1[order], case.weight2[:, order])
    assert_same(permuted, implementation.residual_block(case.input, case.weight1, case.weight2))


@law("stride_and_padding_are_per_axis", "Stride, padding and dilation given as pairs act on rows and columns apart.",
     simple("depthwise_conv2d", bias=False), of=("depthwise_conv2d",))  # fmt: skip
def stride_and_padding_are_per_axis(implementation: Implementation, case: Case) -> None:
    pairs = {name: per_axis(value, 2) for name, value in _options(case).items()}
    plain = implementation.depthwise_conv2d(**{**case.arguments, **_options(case)})
    assert_same(implementation.depthwise_conv2d(case.input, case.weight, **pairs), plain)
