"""`output_shape`: the sizes of the output's axes."""

from ..measuring import kept, output
from .predicate import VALID_PADDING, Case, Numeric


def measure(case: Case) -> dict[str, int]:
    """The axes of the output by their letters, from one run on zeros."""

    def sizes(one: Case) -> dict[str, int]:
        instance = one.build()
        return dict(zip(instance.output_axes, output(instance).shape, strict=True))

    return kept("output_shape", case, sizes)


LAYOUTS = (
    "HW", "WH", "HWC", "CHW", "WHC", "CWH", "NCHW", "NHWC", "NWHC", "C", "T", "CT", "TC", "NCT", "NTC", "NO", "O", "NC",
)  # fmt: skip
PREDICATE = Numeric(
    "output_shape", measure, "the shape of the output of {subject}", alternatives=(VALID_PADDING,), layouts=LAYOUTS
)
