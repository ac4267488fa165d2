"""`kernel_shape`: the sizes of one filter, or of the whole weight (`of=weight`)."""

from ...reference.errors import InputError
from .predicate import Case, Numeric

_AXES = {"FCHW": ("conv2d", "pointwise_conv2d", "masked_conv2d"), "FCT": ("conv1d", "causal_conv1d"),
         "MCHW": ("depthwise_conv2d",), "CFHW": ("conv_transpose2d",), "OI": ("linear",)}  # fmt: skip


def measure(case: Case) -> dict[str, int]:
    """The axes of the weight: F filters (M where each filter has a channel of its own), C input channels, H, W, T.

    With `of=filter` there is one filter only; with `of=weight` the letters are small, and all of them are compared.
    """
    axes = next((a for a, names in _AXES.items() if case.subject.name in names), None)
    if axes is None:
        raise InputError(f"{case.subject.name} has no kernel of its own; {', '.join(sum(_AXES.values(), ()))} have")
    shape = case.build().arrays["weight"]
    named = dict(zip(axes, shape, strict=True))
    if case.sizes["of"] == "weight":  # all of its axes, under names of their own
        return {axis.lower(): size for axis, size in named.items()}
    if case.sizes["of"] == "filter":
        return {axis: size for axis, size in named.items() if axis not in "FMO"}
    return named


PREDICATE = Numeric(
    "kernel_shape",
    measure,
    "the shape of the weight that {subject} takes",
    options={"of": ("any", "filter", "weight")},
    ignores=frozenset({"batch", "height", "width", "time"}),
    layouts=("HW", "HWC", "CHW", "WHC", "T", "CT", "TC", "HWM", "MHW", "FCHW", "HWCF", "HWFC", "CFHW", "MCHW", "HWMC",
             "HWCM", "FCT", "TCF", "OI", "IO", "fchw", "hwcf", "hwfc", "cfhw", "mchw", "hwmc", "hwcm", "fct", "tcf",
             "oi", "io"),
)  # fmt: skip
