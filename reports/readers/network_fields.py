"""How far the layers of a published network see: conv1 11, pool1 19, conv2 51 in a table of AlexNet's.

The network is named in the text around, the layers go by the names of the papers; their kernels and strides are those of
the reference's architecture. A network with branches has no one stack of layers and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ...reference.architectures import alexnet, vgg
from ...reference.network import Network
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import said
from ..sizes.layers import Layer, field_of, words
from ..sizes.setting import introduction, sentences_above
from ..text.columns import column_head

_NETWORKS = re.compile(r"(?<![A-Za-z])(?:(?P<alex>alexnet)|vgg[-_ ]?(?P<vgg>16|19|11|13)?(?!\d))", re.IGNORECASE)
_OTHER = re.compile(r"(?:res|dense|google|mobile|efficient|squeeze|le)net|inception|u-?net|modified|variant|自作|変更|改造", re.IGNORECASE)
_LAYER = re.compile(r"^\W*(?:after |up to )?(?P<kind>conv|pool)\s*[-_]?(?P<n>\d)(?:[_.-](?P<m>\d))?\W*$", re.IGNORECASE)
_HEAD = re.compile(r"^\W*(?:r|RF)\W*$")
_VALUE = re.compile(r"^\W*(?P<n>\d{1,4})(?:\s*[x×]\s*(?P=n))?\s*(?:px|pixels?|画素|ピクセル)?\W*$", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The field in the cell of a layer of a network."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    value = _VALUE.match(said(s)) if s.cell and header is not None and s.block > header else None
    if value is None or not (_HEAD.match(head := column_head(view)) or words("topic").search(head)):
        return
    row = " ".join(said(e) for e in outline.sentences[s.block] if e.cell == 0)
    layer, stack = _LAYER.match(row), _network(view)
    if layer is None or not stack:
        return
    name = f"{layer['kind'].lower()}{layer['n']}" + (f"_{layer['m']}" if layer["m"] else "")
    names = [n for n, _ in stack]
    if name not in names:
        return
    plan = tuple(p for _, p in stack[: names.index(name) + 1])
    yield Reading(f"{field_of(plan)} == {value['n']}", value.start("n"), value.end("n"), ("the layers of the published network",), sure=True, firm=True, subject="conv2d")


def _network(view: View) -> list[tuple[str, Layer]]:
    """The layers of the one network that the text around names, the nearest text that names one."""
    heads = [view.outline.blocks[h].raw for h in list(view.outline.headings(view.sentence.block))[:1]]
    for text in (*(e.words for e in introduction(view)), *heads, *(e.words for e in list(sentences_above(view))[:12])):
        found = {(m["alex"] or "vgg").lower(): m["vgg"] for m in _NETWORKS.finditer(text)}
        if _OTHER.search(text):
            return []
        if found:
            name, depth = next(iter(found.items()))
            return _stack(name, int(depth or 16)) if len(found) == 1 else []
    return []


@lru_cache(maxsize=8)
def _stack(name: str, depth: int) -> list[tuple[str, Layer]]:
    """The convolutions and poolings of a plain network in order, each with its kernel, stride and dilation."""
    network: Network = alexnet() if name == "alexnet" else vgg(depth=depth)
    found = []
    for node in network.nodes:
        kernel = getattr(node.layer, "kernel_size", None)
        if kernel is None or not node.name.startswith(("conv", "pool")):
            continue
        size = kernel[0] if isinstance(kernel, tuple) else kernel
        found.append((node.name.replace(".", "_"), (size, getattr(node.layer, "stride", 1) or size, getattr(node.layer, "dilation", 1))))
    return found
