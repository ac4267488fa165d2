"""Askings about extents: the field of listed layers, the span of a kernel, a padding or stride that is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import call, runnable
from ..vocabulary import family
from .asked_common import ANY, Given, kernel_of
from .measure import Measure


def causal_padding(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    kernel = kernel_of(given)
    if (kernel and "causal_conv1d" in [runnable(s) for s in subjects]) or (kernel and re.search(r"causal|因果", text, ANY)):
        if given.get("stride", 1) != 1:
            return
        uses = (r"\bleft\b|\bin front\b|\bbefore\b|\bpast\b|左|前|先頭|過去", r"\bkeeps? its length\b|\bsame length\b|長さを(?:保|変え)\w*", r"\bcausal\w*|因果的?")
        yield Measure(f"receptive_field(conv1d, kernel_size={kernel}, dilation={given.get('dilation', 1)}) - 1", "number", "", uses)


def same_padding(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    kernel = kernel_of(given)
    subject = "conv1d" if re.search(r"\b1-?D\b|1次元", text) else "conv2d"
    if not re.search(r"padding|パディング|ゼロ", text, ANY):
        return
    if kernel is None or given.get("stride", 1) != 1 or re.search(r"causal|因果|transpos|転置|both sides together|in total|合計", text, ANY):
        return
    side = str(given.get("height", 8 + int(kernel) * int(given.get("dilation", 1))))
    place = f"time={side}" if subject == "conv1d" else f"height={side}, width={side}"
    left = f"output_size({subject}, {place}, kernel_size={kernel}, stride=1, dilation={given.get('dilation', 1)}, padding={{}})"
    yield Measure(left, "role", "", (r"\bsame\b|\bkeep\w*|\bunchanged\b", r"保つ?|変え[ぁ-ん]*|同じ|一致"), side)


def wanted(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    """The size that leads from a given input to a given output."""
    subject = runnable(next((s for s in subjects if family(s) in ("convolution", "pooling", "transposed")), ""))
    role = next((r for r, word in (("padding", r"padding|パディング"), ("stride", r"stride|ストライド"), ("kernel_size", r"kernel|filter|カーネル|フィルタ"))
                 if re.search(word, found[0], ANY)), "")  # fmt: skip
    rest = {"padding", "stride", "kernel_size"} - {role}
    if "pool" in subject and "padding" in rest and "height" in given:
        given = {"padding": 0, **given}
    if subject not in ("conv2d", "max_pool2d", "avg_pool2d", "conv_transpose2d") or not role or not {"height", "output_height"} <= given.keys():
        return
    if ("kernel_size" in rest and not kernel_of(given)) or not rest - {"kernel_size"} <= given.keys():
        return
    chosen = {"height": str(given["height"]), "width": str(given.get("width", given["height"])), **{r: str(given[r]) for r in rest if r in given}}
    chosen["kernel_size"] = kernel_of(given) or "{}"
    chosen[role] = "{}"
    yield Measure(call("output_size", subject, chosen), "role", "", (rf"\b{given['output_height']}(?: x {given['output_height']})?\b",), str(given["output_height"]))


def past(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    uses = (r"\b(?:past|previous|earlier)\b|過去|以前", r"\b(?:excluding|not counting|besides|without|apart from|other than)\b[^.?)]*", r"\(?現在を?(?:除[ぁ-ん]*|含[ぁ-ん]*)\)?|現在(?:の入力)?")
    for one in fields(text, given):
        yield Measure(f"{one.left} - 1", "number", one.convention, (*one.uses, *uses))


def fields(text: str, given: Given) -> Iterator[Measure]:
    """The receptive field of the stack of layers that a stem lists.

    >>> [m.left for m in fields("dilations 1, 3 and kernel size 3", {"kernel_size": 3})]
    ['receptive_field(layer_stack, plan=k3d1_k3d3)']
    """
    kernel = kernel_of(given)
    if kernel is None or re.search(r"pool|プーリング|strides?\s*(?:of\s*|=\s*)?[2-9]|ストライド\s*[2-9]|transpos|転置", text, ANY):
        return
    dilations = dilations_of(text, given)
    if dilations:
        plan = "_".join(f"k{kernel}d{d}" for d in dilations)
        yield Measure(f"receptive_field(layer_stack, plan={plan})", "side", "", (*LISTED, rf"\b{len(dilations)}(?=(?: [\w-]+){{0,4}} (?:layers|convolutions)|\s*(?:つの)?層)"))


_DILATION = r"(?:dilations?(?:\s+(?:rates?|factors?))?|dilated by|膨張率|拡張率|ダイレーション)"
LISTED = (
    rf"{_DILATION}\D{{0,20}}\d+(?:\s*(?:[,、]|and|と|\.{{2,}}|…+|⋯|\\l?c?dots|～|~)+\s*\d+)*",
    r"\b(?:the )?(?:first|second|third|fourth|fifth|last)(?: one| layer)?\b|\d+\s*層目|第\s*\d+\s*層|\bdoubl\w*|2倍|倍々|倍に[ぁ-ん]*",
    r"\btwo\b|\bstack(?:ed|s)?\b|\bten\b",
)


def dilations_of(text: str, given: Given) -> list[int] | None:
    """The dilation of each layer that a stem lists; None where the list is not understood.

    >>> dilations_of("dilations 1, 2, 4, ..., 16", {}), dilations_of("the first with dilation 1 and the second with dilation 2", {})
    ([1, 2, 4, 8, 16], [1, 2])
    """
    listed = re.search(rf"{_DILATION}\D{{0,20}}?(\d+(?:\s*(?:[,、]\s*(?:and\s+)?|and\s+|と\s*)\d+)+)(\s*[,、]?\s*(?:\.{{2,}}|…+|⋯|\\l?c?dots|～|~)\s*[,、]?\s*(?:and\s+)?(\d{{1,6}})?)?",
                       text, ANY)  # fmt: skip
    if listed:
        found = [int(d) for d in re.findall(r"\d+", listed[1])]
        if listed[2]:
            found = _continued(found, listed[3])
    else:
        found = [int(d) for d in re.findall(rf"{_DILATION}\s*(?:of|=|が|は)?\s*(\d+)", text, ANY)]
    layers = given.get("layers")
    if len(found) < 2 or len(found) > 64 or (layers is not None and layers != len(found)):
        return None
    return found


def _continued(found: list[int], last: str | None) -> list[int]:
    """A list with dots in it: doubling up to its last number."""
    if last is None or found != [2**i for i in range(len(found))] or int(last).bit_count() != 1:
        return []
    return [2**i for i in range(int(last).bit_length())]


def span(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    kernel = kernel_of(given)
    if kernel and "dilation" in given and "layers" not in given and dilations_of(text, given) is None:
        uses = (r"\beffective\b|実効(?:的な)?|有効な?|\bpixels wide\b|\bspann?\w*|\bcover\w*|覆う?|広がり|及ぶ",)
        yield Measure(f"receptive_field(conv1d, kernel_size={kernel}, dilation={given['dilation']})", "side", "", uses)


def layers_for(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    """The number of layers that reaches a stated field."""
    kernel = kernel_of(given)
    rest = re.sub(r"\b(?:kernel|filter)s? (?:size )?\d+|\d+ x \d+ (?:conv\w*|kernels?|filters?|畳み込み)", " ", text)
    field = re.search(r"receptive field (?:of|size of|as large as|equal to|covering)?\s*(?:at least )?(\d+)|(\d+)(?: x \d+)? receptive field|受容野[^\d。]{0,8}(\d+)", rest, ANY)
    if kernel is None or field is None or re.search(r"dilat|膨張|ダイレーション|stride|ストライド|pool|プーリング|at least|以上|same|同じ", text, ANY):
        return
    wanted_field = next(g for g in field.groups() if g)
    yield Measure(f"receptive_field(conv_stack, layers={{}}, kernel_size={kernel})", "role", "", (rf"\b{wanted_field}(?: x {wanted_field})?\b",), wanted_field)
