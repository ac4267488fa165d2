"""Laws of transposed convolutions: adjoint of the convolution, stamps, stride, padding, output padding, groups."""

import math

import numpy as np

from ..compare import assert_same, assert_true
from ..implementation import Implementation
from ..strategies.space import Case, Space
from ..strategies.spaces import simple
from .convolution import DUMOULIN, axes_of, each, stuffed
from .registry import law
from .shared import TRANSPOSED

CONVOLUTION = {"conv_transpose1d": "conv1d", "conv_transpose2d": "conv2d"}


def cases(function: str, **values: object) -> Space:
    """Batched cases."""
    return simple(function, **{"batched": True, **values})


def _full(case: Case, **changed: object) -> dict:
    return {**case.arguments, "padding": 0, "output_padding": 0, **changed}


@law(
    "adjoint_of_conv",
    "The inner product of {f}(x, w) with y is that of x with the convolution of y by w.",
    lambda f: cases(f, bias=False, output_padding=0, contents="eighths"),
    of=("conv_transpose1d",),
    needs=("conv1d",),
    source=DUMOULIN,
)
@law(
    "adjoint_of_conv",
    "The inner product of {f}(x, w) with y is that of x with the convolution of y by w.",
    lambda f: cases(f, bias=False, output_padding=0, contents="eighths"),
    of=("conv_transpose2d",),
    needs=("conv2d",),
    source=DUMOULIN,
)
def adjoint_of_conv(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **case.arguments)
    y = np.random.default_rng(case.configuration["seed"]).integers(-3, 4, result.shape).astype(result.dtype)
    options = {n: v for n, v in case.options.items() if n != "output_padding"}
    back = implementation.call(CONVOLUTION[case.function], y, case.weight, **options)
    left, right = float((result * y).sum(dtype=np.float64)), float((case.input * back).sum(dtype=np.float64))
    assert_true(left == right, f"<{case.function}(x, w), y> is {left}, but <x, convolution of y by w> is {right}")


@law(
    "stamps_the_kernel",
    "Each input element stamps its multiple of the kernel on the output, where they are added.",
    lambda f: cases(f, groups=1),
    of=TRANSPOSED,
    source=DUMOULIN,
)
def stamps_the_kernel(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **{**_full(case), "bias": None})
    total = np.zeros_like(result)
    spans = [d * (k - 1) + 1 for d, k in zip(each(case, "dilation"), case.weight.shape[2:], strict=True)]
    for position in np.ndindex(*case.input.shape[2:]):
        stamp = np.tensordot(case.input[(..., *position)], case.weight, axes=(1, 0)).astype(total.dtype)
        where = (
            slice(p * s, p * s + span, d)
            for p, s, span, d in zip(position, each(case, "stride"), spans, each(case, "dilation"), strict=True)
        )
        total[(..., *where)] += stamp
    assert_same(result, total)


@law(
    "stride_stuffs_the_input",
    "Stride s is stride 1 on an input with s - 1 zeros between its elements.",
    lambda f: cases(f, output_padding=0),
    of=TRANSPOSED,
    source=DUMOULIN,
)
def stride_stuffs_the_input(implementation: Implementation, case: Case) -> None:
    wide = stuffed(case.input, each(case, "stride"))
    dense = implementation.call(case.function, **{**case.arguments, "input": wide, "stride": 1})
    assert_same(implementation.call(case.function, **case.arguments), dense)


@law(
    "dilation_stuffs_the_kernel",
    "Dilation d is a kernel with d - 1 zeros between its elements.",
    lambda f: cases(f, output_padding=0),
    of=TRANSPOSED,
    source="Yu and Koltun 2016",
)
def dilation_stuffs_the_kernel(implementation: Implementation, case: Case) -> None:
    wide = {**case.arguments, "weight": stuffed(case.weight, each(case, "dilation")), "dilation": 1}
    assert_same(implementation.call(case.function, **case.arguments), implementation.call(case.function, **wide))


@law(
    "padding_crops",
    "Padding p cuts p elements off every side of the result without padding.",
    lambda f: cases(f, output_padding=0),
    of=TRANSPOSED,
    source=DUMOULIN,
)
def padding_crops(implementation: Implementation, case: Case) -> None:
    full = implementation.call(case.function, **_full(case))
    inner = (slice(p, n - p) for p, n in zip(each(case, "padding"), full.shape[2:], strict=True))
    assert_same(implementation.call(case.function, **case.arguments), full[(..., *inner)])


@law(
    "output_padding_extends",
    "Output padding adds positions at the end only, and changes no other.",
    lambda f: cases(f, output_padding=[1, 2]),
    of=TRANSPOSED,
    source="torch.nn.functional",
)
def output_padding_extends(implementation: Implementation, case: Case) -> None:
    extended = implementation.call(case.function, **case.arguments)
    if any(n <= e for n, e in zip(extended.shape[2:], each(case, "output_padding"), strict=True)):
        return  # without output padding nothing would be left
    plain = implementation.call(case.function, **{**case.arguments, "output_padding": 0})
    grown = tuple(n + e for n, e in zip(plain.shape[2:], each(case, "output_padding"), strict=True))
    assert_true(extended.shape[2:] == grown, f"output_padding gives size {extended.shape[2:]}; expected {grown}")
    assert_same(extended[(..., *(slice(n) for n in plain.shape[2:]))], plain)


@law("groups_split_and_concatenate", "Groups are separate transposed convolutions, concatenated.", cases, of=TRANSPOSED)
def groups_split_and_concatenate(implementation: Implementation, case: Case) -> None:
    count = case.arguments.get("groups", 1)
    options = {name: value for name, value in case.options.items() if name != "groups"}
    biases = [None] * count if case.bias is None else np.split(case.bias, count)
    parts = [
        implementation.call(case.function, x, w, b, **options)
        for x, w, b in zip(np.split(case.input, count, 1), np.split(case.weight, count), biases, strict=True)
    ]
    assert_same(implementation.call(case.function, **case.arguments), np.concatenate(parts, axis=1))


@law(
    "inverts_the_size",
    "A convolution takes the result's size back to the input's, plus output_padding // stride.",
    lambda f: cases(f, bias=False),
    of=TRANSPOSED,
    source=DUMOULIN,
)
def inverts_the_size(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **case.arguments)
    sizes = zip(
        result.shape[2:],
        case.weight.shape[2:],
        *(each(case, n) for n in ("stride", "padding", "dilation")),
        strict=True,
    )
    back = tuple((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in sizes)
    more = [e // s for e, s in zip(each(case, "output_padding"), each(case, "stride"), strict=True)]
    wanted = tuple(n + m for n, m in zip(case.input.shape[2:], more, strict=True))
    assert_true(back == wanted, f"a convolution of {result.shape[2:]} gives {back}; expected {wanted}")


@law(
    "sum_is_preserved",
    "Without padding the sum of the result is the product of the sums, channel by channel.",
    lambda f: cases(f, groups=1, padding=0, bias=False, contents="eighths"),
    of=TRANSPOSED,
)
def sum_is_preserved(implementation: Implementation, case: Case) -> None:
    axes = tuple(range(2, 2 + axes_of(case)))
    sums = case.input.sum(axis=axes) @ case.weight.sum(axis=axes)
    assert_same(implementation.call(case.function, **case.arguments).sum(axis=axes), sums)


@law(
    "as_conv_transpose2d",
    "conv_transpose1d is conv_transpose2d of an image of height 1.",
    cases,
    of=("conv_transpose1d",),
    needs=("conv_transpose2d",),
)
def as_conv_transpose2d(implementation: Implementation, case: Case) -> None:
    neutral = {"stride": 1, "padding": 0, "output_padding": 0, "dilation": 1}
    options = {n: (neutral[n], *each(case, n)) if n in neutral else v for n, v in case.options.items()}
    image = implementation.conv_transpose2d(case.input[:, :, None], case.weight[:, :, None], case.bias, **options)
    assert_same(implementation.conv_transpose1d(**case.arguments), image[:, :, 0])


@law(
    "ones_count_the_stamps",
    "With ones everywhere an element of the result counts the kernels that cover it.",
    lambda f: cases(
        f, groups=1, group_inputs=1, group_outputs=1, bias=False, contents="ones", output_padding=0, padding=0
    ),
    of=TRANSPOSED,
)
def ones_count_the_stamps(implementation: Implementation, case: Case) -> None:
    ones = np.ones_like(case.weight)
    result = implementation.call(case.function, case.input, ones, **case.options)
    covered = math.prod(case.input.shape[2:]) * math.prod(case.weight.shape[2:])
    total = case.input.shape[0] * covered
    assert_true(result.sum() == total, f"the counts sum to {result.sum()}; expected {total}")
