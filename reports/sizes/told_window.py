"""The window that the words around a formula give in numbers, where the formula has none: | depthwise 3×3 | 9C |."""

from __future__ import annotations

from ...properties.nodes import Node, symbols
from .. import patterns as re
from ..reading import View, roles_of
from .counting import plain

_WINDOW = re.compile(r"(?<![\d.x])(\d{1,2})\s*x\s*\1(?!\d|\.\d|\s*x)")
_OF_A_KERNEL = re.compile(r"[KkFf](?![A-Za-z])|[KkFf]_|D_?K|[KF][HW]|k[hw]")


def told_window(view: View, subject: str, side: Node) -> dict[str, str]:
    """The kernel's size as an option: the one window that the sentence, its row, or the line above tells.

    Nothing where the formula has a letter for it, or the layer has no window of its own.
    """
    letters = symbols(side)
    if "kernel_width" not in roles_of(subject) or subject == "pointwise_conv2d":
        return {}
    if any((view.letters.get(x) or "").startswith("kernel") or (x not in view.letters and _OF_A_KERNEL.match(x)) for x in letters):
        return {}
    s, outline = view.sentence, view.outline
    row = [e for e in outline.sentences[s.block] if s.cell is None or e.cell in (0, s.cell)]
    own = " ; ".join(plain(e.text.chars) for e in row if s.cell is not None or e.number <= s.number)
    above = [plain(e.text.chars) for e in outline.sentences[s.block - 1]] if s.block and s.cell is None else []
    for text in (own, " ; ".join(above)):
        found = {int(m[1]) for m in _WINDOW.finditer(text)} - ({1} if subject.startswith("depthwise") else set())
        if found:
            side_of_it = found.pop()
            return {"kernel_size": str(side_of_it)} if not found and side_of_it > 1 else {}
    return {}
