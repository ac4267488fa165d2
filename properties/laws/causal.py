"""Laws of causal convolutions and the gated residual layer: no future, the receptive field, step by step generation."""

import numpy as np

from ..compare import assert_same, assert_true, assert_unaffected
from ..implementation import Implementation
from ..strategies.space import Case
from ..strategies.spaces import simple
from .registry import law
from .shared import assert_near

WAVENET = "van den Oord et al. 2016, WaveNet"

CAUSAL = simple("causal_conv1d", batch=[2, 1, 3], length=[9, 1, 4, 12])


def _causal_span(case: Case, weight: np.ndarray) -> int:
    return 1 + (weight.shape[2] - 1) * case.dilation


@law(
    "sees_no_future",
    "Changing the input from time t on leaves every output before t as it is.",
    CAUSAL,
    of=("causal_conv1d",),
    source=WAVENET,
)
def sees_no_future(implementation: Implementation, case: Case) -> None:
    before = implementation.causal_conv1d(**case.arguments)
    for t in range(case.input.shape[2]):
        changed = case.input.copy()
        changed[:, :, t:] = case.other("input")[:, :, t:] + 1
        after = implementation.causal_conv1d(**{**case.arguments, "input": changed})
        assert_unaffected(after, before, (..., slice(t)), f"outputs before time {t} with another future")


@law(
    "receptive_field",
    "Output t depends on input t - j d for j < K, on that of K - 1 too, and on nothing earlier.",
    simple("causal_conv1d", contents="eighths", batch=1, channels=1, outputs=1, bias=False, length=[17, 33]),
    of=("causal_conv1d",),
    source=WAVENET,
)
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


@law(
    "time_shift",
    "Zeros put before the input put as many bias-only outputs before the output.",
    CAUSAL,
    of=("causal_conv1d",),
    source=WAVENET,
)
def time_shift(implementation: Implementation, case: Case) -> None:
    later = np.pad(case.input, [(0, 0), (0, 0), (3, 0)])
    result = implementation.causal_conv1d(**case.arguments)
    assert_same(implementation.causal_conv1d(**{**case.arguments, "input": later})[..., 3:], result)


@law(
    "is_a_padded_convolution",
    "It is conv1d of the input with dilation (K - 1) zeros on its left.",
    CAUSAL,
    of=("causal_conv1d",),
    needs=("conv1d",),
    source=WAVENET,
)
def is_a_padded_convolution(implementation: Implementation, case: Case) -> None:
    longer = np.pad(case.input, [(0, 0), (0, 0), (_causal_span(case, case.weight) - 1, 0)])
    assert_same(
        implementation.causal_conv1d(**case.arguments),
        implementation.conv1d(longer, case.weight, case.bias, dilation=case.dilation),
    )


@law(
    "step_by_step",
    "One pass over the whole input is the same as generating one output after another.",
    CAUSAL,
    of=("causal_conv1d",),
    source=WAVENET,
)
def step_by_step(implementation: Implementation, case: Case) -> None:
    whole = implementation.causal_conv1d(**case.arguments)
    for t in range(case.input.shape[2]):
        so_far = implementation.causal_conv1d(**{**case.arguments, "input": case.input[..., : t + 1]})
        assert_same(so_far[..., -1], whole[..., t], f"output at time {t}")


@law(
    "stack_receptive_field",
    "Layers with dilations 1, 2, 4 see exactly 1 + sum (K - 1) d inputs.",
    simple("causal_conv1d", batch=1, channels=1, outputs=1, bias=False, length=33, kernel=[2, 3], dilation=1),
    of=("causal_conv1d",),
    source=WAVENET,
)
def stack_receptive_field(implementation: Implementation, case: Case) -> None:
    x = np.zeros_like(case.input)
    x[..., 0] = 1
    for dilation in (1, 2, 4):
        x = implementation.causal_conv1d(x, np.ones_like(case.weight), dilation=dilation)
    reached = 1 + sum((case.weight.shape[2] - 1) * d for d in (1, 2, 4))
    assert_same(
        (x != 0).astype(x.dtype)[0, 0], (np.arange(33) < reached).astype(x.dtype), "reach of an impulse at time 0"
    )


GATED = simple("gated_residual_layer", batch=[2, 1, 3], length=[9, 1, 4])


@law(
    "sees_no_future",
    "Changing the input from time t on leaves both outputs before t as they are.",
    GATED,
    of=("gated_residual_layer",),
    source=WAVENET,
)
def gate_sees_no_future(implementation: Implementation, case: Case) -> None:
    before = implementation.gated_residual_layer(**case.arguments)
    for t in range(case.input.shape[2]):
        changed = case.input.copy()
        changed[:, :, t:] = case.other("input")[:, :, t:] + 1
        after = implementation.gated_residual_layer(**{**case.arguments, "input": changed})
        for name, now, then in zip(("residual", "skip"), after, before, strict=True):
            assert_near(now[..., :t], then[..., :t], f"{name} output before time {t} with another future")


@law(
    "closed_gate_passes_the_input",
    "With zero filter weights the residual output is the input and the skip output zero.",
    GATED,
    of=("gated_residual_layer",),
    source=WAVENET,
)
def closed_gate_passes_the_input(implementation: Implementation, case: Case) -> None:
    closed = {**case.arguments, "filter_weight": np.zeros_like(case.filter_weight)}
    residual, skip = implementation.gated_residual_layer(**closed)
    assert_same(residual, case.input, "residual output")
    assert_same(skip, np.zeros_like(skip), "skip output")


@law(
    "half_open_gate",
    "With zero gate weights the gate is 1/2: half the tanh of the filter's causal convolution.",
    GATED,
    of=("gated_residual_layer",),
    needs=("causal_conv1d", "tanh", "conv1d"),
    source=WAVENET,
)
def half_open_gate(implementation: Implementation, case: Case) -> None:
    half = {**case.arguments, "gate_weight": np.zeros_like(case.gate_weight)}
    filtered = implementation.causal_conv1d(case.input, case.filter_weight, dilation=case.dilation)
    gated = implementation.tanh(filtered) / 2
    residual, skip = implementation.gated_residual_layer(**half)
    assert_near(residual, case.input + implementation.conv1d(gated, case.residual_weight), "residual output")
    assert_near(skip, implementation.conv1d(gated, case.skip_weight), "skip output")


@law(
    "is_tanh_times_sigmoid",
    "z = tanh(filter * x) sigmoid(gate * x); the outputs are x + residual z and skip z.",
    GATED,
    of=("gated_residual_layer",),
    needs=("causal_conv1d", "tanh", "sigmoid", "conv1d"),
    source=WAVENET,
)
def is_tanh_times_sigmoid(implementation: Implementation, case: Case) -> None:
    filtered, gate = (
        implementation.causal_conv1d(case.input, w, dilation=case.dilation)
        for w in (case.filter_weight, case.gate_weight)
    )
    gated = implementation.tanh(filtered) * implementation.sigmoid(gate)
    residual, skip = implementation.gated_residual_layer(**case.arguments)
    assert_near(residual, case.input + implementation.conv1d(gated, case.residual_weight), "residual output")
    assert_near(skip, implementation.conv1d(gated, case.skip_weight), "skip output")


@law(
    "skip_is_no_residual",
    "The skip weights do not influence the residual output, nor the residual weights the skip.",
    GATED,
    of=("gated_residual_layer",),
    source=WAVENET,
)
def skip_is_no_residual(implementation: Implementation, case: Case) -> None:
    residual, skip = implementation.gated_residual_layer(**case.arguments)
    other_skip = {**case.arguments, "skip_weight": case.skip_weight + 1}
    assert_near(implementation.gated_residual_layer(**other_skip)[0], residual, "residual output")
    other_residual = {**case.arguments, "residual_weight": case.residual_weight + 1}
    assert_near(implementation.gated_residual_layer(**other_residual)[1], skip, "skip output")


@law(
    "step_by_step",
    "One pass over the whole input is the same as generating one output after another.",
    GATED,
    of=("gated_residual_layer",),
    source=WAVENET,
)
def gate_step_by_step(implementation: Implementation, case: Case) -> None:
    whole = implementation.gated_residual_layer(**case.arguments)
    for t in range(case.input.shape[2]):
        so_far = implementation.gated_residual_layer(**{**case.arguments, "input": case.input[..., : t + 1]})
        for name, now, then in zip(("residual", "skip"), so_far, whole, strict=True):
            assert_near(now[..., -1], then[..., t], f"{name} output at time {t}")
