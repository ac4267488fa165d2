"""`output_shape`: the sizes of the output's axes."""

from ...reference.errors import InputError
from ..measuring import kept, output
from .predicate import VALID_PADDING, Case, Numeric


def measure(case: Case) -> dict[str, int]:
    """The axes of the output by their letters, from one run on zeros."""

    if case.subject.network is not None:
        return _of_network(case)

    def sizes(one: Case) -> dict[str, int]:
        instance = one.build()
        return dict(zip(instance.output_axes, output(instance).shape, strict=True))

    return kept("output_shape", case, sizes)


def _of_network(case: Case) -> dict[str, int]:
    """The output of one layer of a network, or of the last."""
    assert case.subject.network is not None
    network = case.subject.network(case.sizes)
    shapes = network.shapes()
    layer = case.sizes["layer"]
    layer = network.nodes[-1].name if layer == "last" else layer
    layer = next((name for name in shapes if name.replace(".", "_") == layer), layer)  # a statement has no dots
    if layer not in shapes:
        raise InputError(f"{case.subject.name} has no layer {layer!r}; it has {', '.join(list(shapes)[:20])} ...")
    return dict(zip("NCHW" if len(shapes[layer]) == 4 else "NO", shapes[layer], strict=True))


LAYOUTS = (
    "HW", "WH", "HWC", "CHW", "WHC", "CWH", "NCHW", "NHWC", "NWHC", "C", "T", "CT", "TC", "NCT", "NTC", "NO", "O", "NC",
)  # fmt: skip
PREDICATE = Numeric(
    "output_shape", measure, "the shape of the output of {subject}", alternatives=(VALID_PADDING,), layouts=LAYOUTS
)
