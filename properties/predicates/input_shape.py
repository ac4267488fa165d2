"""`input_shape`: the sizes of the input's axes."""

from .output_shape import LAYOUTS
from .predicate import Case, Numeric


def measure(case: Case) -> dict[str, int]:
    """The axes of the input by their letters, as the subject is built."""
    instance = case.build()
    return dict(zip(instance.axes, instance.input_shape, strict=True))


PREDICATE = Numeric(
    "input_shape", measure, "the shape of the input that {subject} takes", layouts=(*LAYOUTS, "I", "NI"),
    tells=False,
)
