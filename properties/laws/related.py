"""Laws of how the normalisations relate: groups, instances, layers, one sample."""

import numpy as np

from ..implementation import Implementation
from ..strategies.space import Case
from .normalization import BA, ULYANOV, WU, own_statistics
from .registry import law
from .shared import assert_near


@law(
    "batch_of_one_is_instance_norm",
    "batch_norm in training of one sample is instance_norm of it.",
    own_statistics("batch_norm", batch=1),
    of=("batch_norm",),
    needs=("instance_norm",),
    source=ULYANOV,
)
def batch_of_one_is_instance_norm(implementation: Implementation, case: Case) -> None:
    shared = {name: value for name, value in case.arguments.items() if name != "training"}
    assert_near(implementation.instance_norm(**shared), implementation.batch_norm(**case.arguments), factor=500)


@law(
    "one_group_is_layer_norm",
    "group_norm with one group is layer_norm over channels and positions.",
    own_statistics("group_norm", num_groups=1, affine="none"),
    of=("group_norm",),
    needs=("layer_norm",),
    source=WU,
)
def one_group_is_layer_norm(implementation: Implementation, case: Case) -> None:
    layer = implementation.layer_norm(case.input, case.input.shape[1:], eps=case.eps)
    assert_near(implementation.group_norm(**case.arguments), layer, factor=500)


@law(
    "a_group_each_is_instance_norm",
    "group_norm with as many groups as channels is instance_norm.",
    own_statistics("group_norm", group_channels=1),
    of=("group_norm",),
    needs=("instance_norm",),
    source=WU,
)
def a_group_each_is_instance_norm(implementation: Implementation, case: Case) -> None:
    instance = implementation.instance_norm(case.input, weight=case.weight, bias=case.bias, eps=case.eps)
    assert_near(implementation.group_norm(**case.arguments), instance, factor=500)


@law(
    "groups_independent",
    "Each group gives what it gives alone.",
    own_statistics("group_norm", affine="none"),
    of=("group_norm",),
    source=WU,
)
def groups_independent(implementation: Implementation, case: Case) -> None:
    groups = np.split(case.input, case.num_groups, axis=1)
    alone = [implementation.group_norm(part, 1, eps=case.eps) for part in groups]
    assert_near(implementation.group_norm(**case.arguments), np.concatenate(alone, axis=1), factor=500)


@law(
    "folds_samples_into_channels",
    "instance_norm is batch_norm of one sample with N*C channels.",
    own_statistics("instance_norm", affine="none"),
    of=("instance_norm",),
    needs=("batch_norm",),
    source=ULYANOV,
)
def folds_samples_into_channels(implementation: Implementation, case: Case) -> None:
    x = case.input
    folded = implementation.batch_norm(x.reshape(1, -1, *x.shape[2:]), None, None, training=True, eps=case.eps)
    assert_near(implementation.instance_norm(**case.arguments), folded.reshape(x.shape), factor=500)


@law(
    "rows_independent",
    "layer_norm of many rows is layer_norm of each row.",
    own_statistics("layer_norm", normalized=[(5,), (2,)]),
    of=("layer_norm",),
    source=BA,
)
def rows_independent(implementation: Implementation, case: Case) -> None:
    result = implementation.layer_norm(**case.arguments)
    for where in np.ndindex(*case.input.shape[:-1]):
        alone = implementation.layer_norm(**{**case.arguments, "input": case.input[where]})
        assert_near(result[where], alone, f"row {where}", factor=500)


@law(
    "features_exchangeable",
    "Permuting the features with weight and bias permutes the result.",
    own_statistics("layer_norm", normalized=[(5,), (17,)]),
    of=("layer_norm",),
    source=BA,
)
def features_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.input.shape[-1])
    moved = {
        name: None if case.arguments.get(name) is None else case.arguments[name][order] for name in ("weight", "bias")
    }
    permuted = implementation.layer_norm(**{**case.arguments, **moved, "input": case.input[..., order]})
    assert_near(permuted, implementation.layer_norm(**case.arguments)[..., order], factor=500)


@law(
    "several_axes_are_one",
    "Normalising the last axes is normalising them flattened into one.",
    own_statistics("layer_norm", normalized=[(4, 3), (2, 3, 4)], affine="none"),
    of=("layer_norm",),
    source=BA,
)
def several_axes_are_one(implementation: Implementation, case: Case) -> None:
    lead = case.input.shape[: -len(case.normalized_shape)]
    flat = case.input.reshape(*lead, -1)
    one = implementation.layer_norm(flat, flat.shape[-1:], eps=case.eps)
    assert_near(implementation.layer_norm(**case.arguments), one.reshape(case.input.shape), factor=500)
