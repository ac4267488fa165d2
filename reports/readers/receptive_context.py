"""The layers that the text above an extent names, nearest first, and what of them is meant where a sentence leaves it open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from .. import patterns as re
from ..reading import View
from ..sizes.extents import said, squares_in
from ..sizes.layers import Layers, gathered
from ..sizes.setting import sentences_above
from ..text.sentences import Sentence
from .idioms import flat

FAR = 60  # blocks above that may name the layers where nothing nearer does
NEAR = 3  # blocks above from which layers may be taken to refute
_OWN_KERNEL = re.compile(r"(?:カーネル|フィルター?|核|窓|kernels?|filters?)(?:の)?(?:サイズ|長さ?|幅|大きさ|\s*size|\s*width|\s*length)*\s*(?:を|は|が|=|:|is|of)?[\s$]*(?P<b>[A-Za-z])(?![A-Za-z]|\s*[(*×+/'-])", re.IGNORECASE)


_A_WINDOW = re.compile(  # 7×7, 64 of them, stride 2
    r"(?<![\d.x×])(\d{1,2})\s*[x×]\s*\1(?!\d|\s*[x×]\s*\d)(?=[^.。;]{0,16}(?:ストライド|stride|パディング|padding))", re.IGNORECASE
)


@dataclass(frozen=True)
class Context:
    """The layers that the text above names, nearest first: those of each sentence, and how far above."""

    found: tuple[tuple[int, Layers], ...]
    windows: frozenset[int] = frozenset()  # of every layer told nearby by its window, also of one that was not gathered

    def merged(self) -> Layers:
        """What is spoken of, each part from the nearest sentence that has it."""
        result = Layers()
        dilated = any(layers.dilated for _, layers in self.found)
        for _, layers in self.found:
            if dilated and layers.undilated:
                continue  # an aside, against which dilation is held
            if result.empty:
                result = layers
            elif not (result.entries or result.kernel):
                result = replace(result, kernel=layers.size, entries=layers.entries if not result.dilated else ())
            if not (result.dilated or result.undilated or result.entries) and (layers.doubling or result.count in (0, len(layers.dilations))):
                result = replace(result, dilations=layers.dilations, doubling=layers.doubling, count=result.count or layers.count)
        return result

    def others(self) -> list[Layers]:
        """Every other way to take a kernel and dilations from what is spoken of."""
        kernels = list(dict.fromkeys(k for _, l in self.found for k in (l.kernel, *(e[0] for e in l.entries)) if k))
        dilations = list(dict.fromkeys(l.dilations for _, l in self.found if l.dilations)) or [()]
        counts = list(dict.fromkeys(n for _, l in self.found for n in (l.count, *(e[3] for e in l.entries)) if n)) or [0]
        cycles = list(dict.fromkeys(l.cycles for _, l in self.found))
        return [Layers(kernel=k, dilations=d, count=0 if d else n, cycles=c) for k, d, n, c in list(product(kernels, dilations, counts, cycles))[:12]]

    def agrees(self) -> bool:
        """Whether one kernel, and one list of dilations, is all that is spoken of nearby."""
        near = [l for distance, l in self.found if distance <= NEAR]
        kernels = {k for l in near for k in (l.kernel, *(e[0] for e in l.entries)) if k}
        if not kernels:
            near = [l for _, l in self.found]
            kernels = {k for l in near for k in (l.kernel, *(e[0] for e in l.entries)) if k}
        return len(kernels) == 1 and self.windows <= kernels and len({l.dilations for l in near if l.dilations}) <= 1


    def agrees_here(self) -> bool:
        """Whether the paragraph itself tells a stack of one kernel, whatever stands in the paragraphs above."""
        own = [l for distance, l in self.found if not distance and not l.empty]
        kernels = {k for l in own for k in (l.kernel, *(e[0] for e in l.entries)) if k}
        return len(kernels) == 1 and any(len(p) > 1 for l in own for p in l.plans())


def kernel_letters(view: View) -> frozenset[str]:
    """The letters that the note, up to here, uses for the size of a kernel."""
    if "kernel letters" not in view.kept:
        outline = view.outline
        found = {m["b"] for b in range(max(0, view.sentence.block - FAR), view.sentence.block + 1) for e in outline.sentences[b] for m in _OWN_KERNEL.finditer(flat(e))}
        view.kept["kernel letters"] = frozenset(found - set("kKfFLnNdDsS"))
    return view.kept["kernel letters"]


def context_of(view: View) -> Context:
    """The layers of the sentences above, nearest first."""
    if "layers above" not in view.kept:
        found = []
        for earlier in list(sentences_above(view))[:12]:
            if earlier.cell is None and not (layers := said_in(earlier, partial(kernel_letters, view))).empty:
                found.append((view.sentence.block - earlier.block, layers))
        if not any(layers.size for _, layers in found):
            found += _far_above(view)
        near = [e for e in list(sentences_above(view))[:6] if view.sentence.block - e.block <= NEAR and e.cell is None]
        windows = frozenset(int(m[1]) for e in near for m in _A_WINDOW.finditer(flat(e)))
        view.kept["layers above"] = Context(tuple(found), windows)
    return view.kept["layers above"]


def _far_above(view: View) -> list[tuple[int, Layers]]:
    """The layers that earlier sections name, where this one tells no kernel."""
    outline, mine = view.outline, view.sentence.block
    section, found = outline.sections[mine], []
    for block in range(mine - 1, max(-1, mine - FAR), -1):
        if outline.sections[block] == section:
            continue
        for earlier in reversed(outline.sentences[block]):
            if earlier.cell is None and not (layers := said_in(earlier, partial(kernel_letters, view))).empty and (layers.kernel or layers.dilated):
                found.append((mine - block, layers))
    return found[:8]


def said_in(s: Sentence, kernels: Callable[[], frozenset[str]] = frozenset) -> Layers:
    """The layers that a sentence is about in the end, the extents that it tells left out."""
    text = said(s, kernels)
    return gathered(text, 0, None, squares_in(text))
