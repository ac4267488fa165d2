"""The ratio of a separable convolution's cost in numbers: 1/128 + 1/25, of 128 filters and a window of 5x5.

One of the two denominators is the number of filters that the note gives; the other must then be the window's area. The
window is the sentence's own, or the only one in sight.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import Case, case_of, doubtful, plain

_SUM = re.compile(r"(?<![\d/.])1\s*/\s*(?P<a>\d{1,4})\s*\+\s*1\s*/\s*(?P<b>\d{1,4})(?:\s*\^\s*\{?(?P<power>[23])\}?)?(?![\d.]|\s*[*x/^+])")
_LIGHT = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "mobilenet")
_SPLIT = re.compile(r"separable|depth-?wise|\bsplit\b|\bpair\b|分離|分解|深さ方向", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The ratio that a sum of two reciprocals states."""
    s = view.sentence
    text = plain(s.text.chars)
    found = _SUM.search(text)
    if found is None or s.cell is not None or s.has("question", "parameters") or doubtful(s) or not _of_a_split(view, text):
        return
    case = case_of(view, found.span())
    kernels = [k for k in case.near("kernel_size") if k > 1] or [k for k in case.every("kernel_size") if k > 1]
    stated = _stated(found, case)
    if stated is None or len(set(kernels)) != 1:
        return
    filters, claimed = stated
    sizes = f"kernel_size={kernels[0]}, out_channels={filters}"
    yield Reading(
        f"macs_ratio(depthwise_separable_conv2d, to=conv2d, {sizes}) == {claimed}",
        found.start(), found.end(), ("the number of filters is one of the two",), firm=True,
    )  # fmt: skip


def _stated(found: re.Match[str], case: Case) -> tuple[int, str] | None:
    """The number of filters and the sum; of a sum with the channels that go in beside the window's area, too."""
    area = f"{found['b']}**{found['power']}" if found["power"] else found["b"]
    a, b, claimed = int(found["a"]), int(found["b"]), f"1/{found['a']} + 1/{area}"
    outs, ins = case.of("out_channels"), case.of("in_channels")
    if len(set(outs)) == 1 and a != outs[0] and a in ins:
        return outs[0], claimed
    filters = outs if len(set(outs)) == 1 else case.every("out_channels")
    if a in filters or (b in filters and not found["power"]):
        return (a if a in filters else b), claimed
    return None


def _of_a_split(view: View, text: str) -> bool:
    """Whether a separable convolution is what is compared: the sentence says so, or it is the section's matter."""
    if _SPLIT.search(text):
        return True
    named = view.subject(0, lambda n: n in _LIGHT)
    return named is not None and named.where not in ("", "further above")
