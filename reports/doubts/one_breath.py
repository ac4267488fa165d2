"""Whether the sizes of a count that fails are all of one layer, told in the same breath.

"From 256 to 64 it takes 16,384 weights, where a 3×3 would take nine times as many": the window behind the count is what
it is compared with. A row "1×1 で 16 に絞ってから" has sizes of its own, and where its 16 is left over, its layer was not
understood.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.statement import Statement
from .. import patterns as re
from ..decided import holds
from ..reading import Reading
from ..scope import Outline
from ..sizes.counting import plain
from ..sizes.quantities import whole
from ..text.sentences import Sentence

NEAR = 3  # blocks above and below whose windows are tried
MOST = 6
_COUNTS = ("params", "macs")
_WINDOW = re.compile(r"(?<![\dx.])(\d{1,2})\s*x\s*\1(?!\d|\s*x\s*\d|\.\d)")
_OF_A_MAP = re.compile(r"\d+(?:\s*x\s*\d+)+")
_NUMBER = re.compile(r"(?<![A-Za-z\d.,_-])\d{1,3}(?:,\d{3})+(?![\d.])|(?<![A-Za-z\d.,_-])\d{1,5}(?![\d]|\.\d|,\d{3}|[%％])")
_NO_SIZE = re.compile(r"(?:stride|strid|ストライド|pad(?:ding)?|パディング|dilat\w*|s|p|d|第|step|stage|block|layer|module|図|表|式|問)\s*[=:]?\s*$", re.IGNORECASE)
_ORDINAL = re.compile(r"\s*(?:[.)）:：]\s|番目|つ目|層目|年|段目|st\b|nd\b|rd\b|th\b|x\s|回|層|bits?\b|GB|MB|ビット)", re.IGNORECASE)
_PARENT = re.compile(r"[(（][^)）]*$")


def of_several_breaths(statement: Statement, sentence: Sentence, reading: Reading, outline: Outline) -> str | None:
    """What of the sizes is another layer's, or left over, or None."""
    if statement.predicate not in _COUNTS or statement.call is None or statement.relation not in ("==", "~="):
        return None
    if sentence.cell:
        unused = _left_in_its_row(statement, sentence, outline)
        return f"its row leaves {', '.join(unused)} unused" if unused else None
    other = next((text for text in _of_other_windows(statement, sentence, reading, outline) if holds(text)), None)
    return f"{other} would hold" if other else None


def _left_in_its_row(statement: Statement, sentence: Sentence, outline: Outline) -> list[str]:
    """The numbers that the first cell of a row names its layer by, and that its count does not have."""
    label = " ".join(plain(e.text.chars) for e in outline.sentences[sentence.block] if e.cell == 0)
    used = set(re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", str(statement))))
    shapes = [m.span() for m in _OF_A_MAP.finditer(label)]
    found = []
    for number in _NUMBER.finditer(label):
        value = number[0].replace(",", "")
        in_shape = any(a <= number.start() < b for a, b in shapes)
        if value in used or int(value) < 2 or in_shape or _ORDINAL.match(label, number.end()) or _NO_SIZE.search(label[: number.start()]):
            continue
        if not _PARENT.search(label[: number.start()]):
            found.append(value)
    return found


def _of_other_windows(statement: Statement, sentence: Sentence, reading: Reading, outline: Outline) -> Iterator[str]:
    """The count with another window of its surroundings, where its own stands only behind the count or in another sentence."""
    options = dict(statement.call.options) if statement.call else {}
    kernel = whole(options["kernel_size"]) if "kernel_size" in options else None
    if kernel is None:
        return
    text = plain(sentence.text.chars)
    own = [m for m in _WINDOW.finditer(text) if int(m[1]) == kernel]
    if any(m.start() < reading.end for m in own) or re.search(rf"(?:kernel|filter|window|カーネル|フィルタ|窓)\D{{0,12}}{kernel}(?!\d)|(?<![A-Za-z])[kKfF]\s*=\s*{kernel}(?!\d)", text):
        return
    places = [*list(outline.headings(sentence.block))[:2], *range(max(0, sentence.block - NEAR), min(len(outline.blocks), sentence.block + NEAR + 1))]
    texts = [text, *(plain(outline.blocks[b].raw) for b in places)]
    windows = dict.fromkeys(int(m[1]) for t in texts for m in _WINDOW.finditer(t))
    for window in [w for w in windows if w != kernel][:MOST]:
        yield str(statement).replace(f"kernel_size={kernel}", f"kernel_size={window}")
