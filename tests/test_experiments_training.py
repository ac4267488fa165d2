"""The experiments' mechanics on tiny budgets: determinism, pairing, what each arm can see; nothing about outcomes."""

import numpy as np
import pytest
from kenzan.properties import experiments
from kenzan.properties.experiments import (
    depth,
    dilated,
    images,
    networks,
    normalisation,
    separable,
    sequences,
    training,
)
from kenzan.reference.errors import InputError
from kenzan.reference.normalization import batch_norm, instance_norm, layer_norm

torch = pytest.importorskip("torch")


@pytest.mark.parametrize("name", ["batch_norm-regularisation", "dilated_stack-long_range", "relu-trainable_depth"])
def test_same_seeds_same_result(name):
    experiment = experiments.EXPERIMENTS[name]
    torch.manual_seed(1)
    first = experiment.run([3, 4], steps=2)
    torch.manual_seed(2)
    assert experiment.run([3, 4], steps=2) == first
    assert experiment.run([4, 3], steps=2).differences == first.differences[::-1]
    assert experiment.run([5, 6], steps=2) != first


@pytest.mark.parametrize("name", sorted(experiments.EXPERIMENTS))
def test_every_experiment_runs(name):
    result = experiments.EXPERIMENTS[name].run([7, 8], steps=1)
    assert result.n == 2
    assert np.isfinite(result.interval.mean)


def test_torch_is_left_as_it_was():
    torch.manual_seed(0)
    state, strict = torch.get_rng_state(), torch.are_deterministic_algorithms_enabled()

    @training.deterministic()
    def failing():
        assert torch.get_num_threads() == 1
        assert torch.are_deterministic_algorithms_enabled()
        return torch.rand(3) / (1 // 0)

    with pytest.raises(ZeroDivisionError):
        failing()
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.are_deterministic_algorithms_enabled() == strict


def weights(net):
    return [w for w in net.parameters() if w.ndim > 1]


@pytest.mark.parametrize("nets", [
    lambda: [normalisation._net(5, kind) for kind in ("none", "batch", "layer", "group")],
    lambda: [networks.initialised(dilated.causal_stack(dilated.dilations(grow)), 5) for grow in (False, True)],
    lambda: [networks.initialised(net, 5) for net in depth._residual_nets()],
    lambda: [networks.initialised(net, 5) for net in depth._perceptrons()],
])  # fmt: skip
def test_arms_start_from_the_same_weights(nets):
    first, *others = nets()
    assert len(weights(first)) > 3
    for other in others:
        assert all(torch.equal(a, b) for a, b in zip(weights(first), weights(other), strict=True))
        assert networks.parameters(other) >= networks.parameters(first)


def test_weights_have_the_scale_they_should():
    net = networks.initialised(networks.conv_net((64, 64), (1, 1)), 0, gain=3.0)
    second = weights(net)[1]
    assert float(second.detach().std()) == pytest.approx(3 * (2 / (64 * 9)) ** 0.5, rel=0.02)
    assert not any(bias.any() for name, bias in net.named_parameters() if name.endswith("bias"))


def test_equal_parameters_are_equal():
    goal = networks.parameters(networks.conv_net(separable.WIDTHS, separable.STRIDES, "batch"))
    wider = networks.conv_net(separable.equal_widths(), separable.STRIDES, "batch", separable.separable)
    assert networks.parameters(wider) == pytest.approx(goal, rel=0.02)
    plain, dense = depth._dense_nets()
    assert networks.parameters(plain) == pytest.approx(networks.parameters(dense), rel=0.05)
    stacks = [networks.parameters(dilated.causal_stack(dilated.dilations(grow))) for grow in (False, True)]
    assert stacks[0] == stacks[1]


@pytest.mark.parametrize("growing", [False, True])
def test_a_stack_sees_its_receptive_field_and_no_more(growing):
    net = networks.initialised(dilated.causal_stack(dilated.dilations(growing)), 0).eval()
    symbols = torch.from_numpy(sequences.echoes(1, 0, length=dilated.LENGTH, distance=24, symbols=8)[0])
    with torch.no_grad():
        before = net(symbols)[0, :, -1]
        changed = []
        for t in range(dilated.LENGTH):
            other = symbols.clone()
            other[0, t] = (other[0, t] + 1) % 8
            changed.append(not torch.equal(net(other)[0, :, -1], before))
    assert changed == [t >= dilated.LENGTH - dilated.receptive_field(growing) for t in range(dilated.LENGTH)]


def test_the_task_lies_between_the_receptive_fields():
    assert dilated.receptive_field(False) < dilated.DISTANCE <= dilated.receptive_field(True)


def test_batch_norm_of_one_sample_is_instance_norm():
    """The confound that the small-batch experiments name, by running the reference."""
    x = np.random.default_rng(0).normal(size=(1, 3, 4, 5))
    one = batch_norm(x, None, None, training=True)
    np.testing.assert_allclose(one, instance_norm(x), rtol=0, atol=1e-12)


def test_a_single_value_is_normalised_to_beta():
    """With one value per mean the output is beta whatever the input; batch norm refuses to train on it."""
    x = np.random.default_rng(0).normal(size=(5, 1))
    assert layer_norm(x, (1,), np.array([2.0]), np.array([7.0])).tolist() == [[7.0]] * 5
    with pytest.raises(InputError, match="one value per channel"):
        batch_norm(x[:1, :, None, None], None, None, training=True)


def test_both_arms_see_the_same_batches_and_all_samples():
    first, second = ([b.tolist() for b in training.batches(10, 5, 4, seed=2)] for _ in range(2))
    assert first == second
    assert sorted(first[0] + first[1]) == sorted(first[2] + first[3]) == list(range(10))
    assert first[0] + first[1] != first[2] + first[3]
    with pytest.raises(InputError, match="a batch of 5"):
        next(training.batches(4, 5, 1, seed=0))


def test_training_learns_what_is_plain():
    """Class = which of two inputs is larger: the loss falls, the steps to the target are counted and capped."""
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(256, 2)).astype(np.float32)
    data = inputs, inputs.argmax(1)

    def net():
        return networks.initialised(torch.nn.Sequential(torch.nn.Linear(2, 2)), 0)

    losses = list(training.descend(net(), data, steps=60, rate=0.1, seed=0))
    assert len(losses) == 60
    assert np.mean(losses[-10:]) < np.mean(losses[:10]) / 2
    assert training.accuracy(training.trained(net(), data, steps=60, rate=0.1, seed=0), data) > 0.95
    needed = training.steps_to(net(), data, 0.3, steps=60, rate=0.1, seed=0)
    assert 10 <= needed < 60
    assert training.steps_to(net(), data, 0.0, steps=20, rate=0.1, seed=0) == 20


def test_diverging_training_ends():
    net = networks.initialised(torch.nn.Sequential(torch.nn.Linear(2, 2)), 0)
    data = np.full((64, 2), 1e30, np.float32), np.arange(64) % 2
    losses = list(training.descend(net, data, steps=50, rate=1e30, seed=0))
    assert len(losses) < 50
    assert np.isfinite(losses).all()


def test_images_of_a_seed():
    pictures, labels = images.shapes(64, 3)
    assert pictures.dtype == np.float32
    assert np.bincount(labels).tolist() == [8] * 8
    assert all(np.array_equal(a, b) for a, b in zip(images.shapes(64, 3), (pictures, labels), strict=True))
    assert not np.array_equal(images.shapes(64, 4)[0], pictures)


def test_shapes_are_what_they_are_called():
    """Without noise: a ring is empty in its middle and a disc is not; stripes change along one axis only."""
    pictures, labels = images.shapes(160, 0, noise=0.0)
    for picture, label in zip(pictures[:, 0], labels, strict=True):
        inside = picture != picture[0, 0]
        rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
        middle = inside[(rows[0] + rows[-1]) // 2, (columns[0] + columns[-1]) // 2]
        if label in (0, 1, 2, 4, 5):
            assert middle
        if label == 3:
            assert not middle
        if label in (6, 7):
            box = inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            lines = box if label == 6 else box.T
            assert (lines == lines[:, :1]).all()


class Scaled(torch.nn.Module):
    """Multiplies by a number."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return self.factor * x


@pytest.mark.parametrize(("factor", "layers", "expected"), [(1.0, 3, 0), (0.1, 3, -3), (10.0, 2, 2)])
def test_gradients_shrink_by_the_product_of_the_slopes(factor, layers, expected):
    net = depth._framed(4, [Scaled(factor) for _ in range(layers)], 4)
    assert depth._reach(net, depth.BODY, 0, 1.0) == pytest.approx(expected, abs=1e-5)
