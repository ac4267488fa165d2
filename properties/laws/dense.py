"""Laws of dense blocks and transition layers: growth, feature reuse, their parts."""

import numpy as np

from ..compare import assert_same, assert_true
from ..implementation import Implementation
from ..strategies.space import Case
from ..strategies.spaces import simple
from .registry import law
from .shared import assert_near

HUANG = "Huang et al. 2017, DenseNet"

DENSE = simple("dense_block", contents=["normal", "shifted"], affine=["both", "none"])


@law("grows_by_k", "Every layer adds k channels: C + L k in all.", DENSE, of=("dense_block",), source=HUANG)
def grows_by_k(implementation: Implementation, case: Case) -> None:
    channels = case.input.shape[1] + sum(w.shape[0] for w in case.weights)
    wanted = (case.input.shape[0], channels, *case.input.shape[2:])
    shape = implementation.dense_block(**case.arguments).shape
    assert_true(shape == wanted, f"expected shape {wanted}, got shape {shape}")


@law(
    "keeps_its_input",
    "The block's input is the first channels of its output, unchanged.",
    DENSE,
    of=("dense_block",),
    source=HUANG,
)
def keeps_its_input(implementation: Implementation, case: Case) -> None:
    assert_same(implementation.dense_block(**case.arguments)[:, : case.input.shape[1]], case.input)


@law(
    "prefix",
    "The first layers alone give the first channels of the whole block.",
    simple("dense_block", contents=["normal"], layers=[2, 3], affine=["both", "none"]),
    of=("dense_block",),
    source=HUANG,
)
def prefix(implementation: Implementation, case: Case) -> None:
    whole = implementation.dense_block(**case.arguments)
    first = {name: value[:-1] for name, value in case.arguments.items() if name != "input"}
    part = implementation.dense_block(case.input, **first)
    assert_near(whole[:, : part.shape[1]], part, factor=1000)


@law(
    "layers_compose",
    "A block of L layers is a block of the first, followed by a block of the rest.",
    simple("dense_block", contents=["normal"], layers=[2, 3], affine=["both", "none"]),
    of=("dense_block",),
    source=HUANG,
)
def layers_compose(implementation: Implementation, case: Case) -> None:
    lists = {name: value for name, value in case.arguments.items() if name != "input"}
    first = implementation.dense_block(case.input, **{name: value[:1] for name, value in lists.items()})
    rest = implementation.dense_block(first, **{name: value[1:] for name, value in lists.items()})
    assert_near(implementation.dense_block(**case.arguments), rest, factor=1e5)


@law(
    "one_layer_is_its_parts",
    "A layer is batch_norm in training, relu and a 3x3 convolution with padding 1.",
    simple("dense_block", contents=["normal"], layers=1),
    of=("dense_block",),
    needs=("batch_norm", "relu", "conv2d"),
    source=HUANG,
)
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


@law(
    "reuses_features",
    "Other weights in the first layer change what the last layer adds: later layers see earlier ones.",
    simple("dense_block", contents=["normal"], layers=[2, 3], affine="none", height=[5, 4], width=[4, 6]),
    of=("dense_block",),
    source=HUANG,
)
def reuses_features(implementation: Implementation, case: Case) -> None:
    later = [np.ones_like(w) for w in case.weights[1:]]
    growth = case.weights[0].shape[0]
    added = [
        implementation.dense_block(case.input, [first, *later])[:, -growth:]
        for first in (case.weights[0], case.other("weights")[0])
    ]
    assert_true(not np.array_equal(*added), "the last layer adds the same whatever the first layer's weights are")


@law(
    "scale_invariant_input",
    "Input times 8 scales what a layer sees not at all, as the normalisation divides it out.",
    simple("dense_block", contents=["normal"], layers=1, affine="none", dtype="float64", batch=[2, 3]),
    of=("dense_block",),
)
def scale_invariant_input(implementation: Implementation, case: Case) -> None:
    channels = case.input.shape[1]
    scaled = implementation.dense_block(**{**case.arguments, "input": 4096 * case.input})[:, channels:]
    more = implementation.dense_block(**{**case.arguments, "input": 2 * 4096 * case.input})[:, channels:]
    assert_near(more, scaled, factor=1e9)


TRANSITION = simple("transition_layer", contents=["normal", "shifted"])


@law(
    "halves_the_image",
    "The image is halved, an odd last row or column is dropped.",
    TRANSITION,
    of=("transition_layer",),
    source=HUANG,
)
def halves_the_image(implementation: Implementation, case: Case) -> None:
    wanted = (case.input.shape[0], case.weight.shape[0], *(n // 2 for n in case.input.shape[2:]))
    shape = implementation.transition_layer(**case.arguments).shape
    assert_true(shape == wanted, f"expected shape {wanted}, got shape {shape}")


@law(
    "is_its_parts",
    "It is batch_norm in training, relu, a 1x1 convolution and average pooling by 2.",
    TRANSITION,
    of=("transition_layer",),
    needs=("batch_norm", "relu", "conv2d", "avg_pool2d"),
    source=HUANG,
)
def is_its_parts(implementation: Implementation, case: Case) -> None:
    normalized = implementation.batch_norm(case.input, None, None, case.gamma, case.beta, training=True)
    mixed = implementation.conv2d(implementation.relu(normalized), case.weight)
    assert_near(implementation.transition_layer(**case.arguments), implementation.avg_pool2d(mixed, 2), factor=1e4)


@law(
    "pooling_and_mixing_commute",
    "Doubling the weight doubles the result, and its rows give their channels alone.",
    TRANSITION,
    of=("transition_layer",),
)
def pooling_and_mixing_commute(implementation: Implementation, case: Case) -> None:
    result = implementation.transition_layer(**case.arguments)
    assert_near(implementation.transition_layer(**{**case.arguments, "weight": 2 * case.weight}), 2 * result)
    for m in range(len(case.weight)):
        alone = implementation.transition_layer(**{**case.arguments, "weight": case.weight[m : m + 1]})
        assert_near(result[:, m : m + 1], alone, f"output channel {m}", factor=1e4)
