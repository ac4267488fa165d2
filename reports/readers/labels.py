"""The labels of options in a line: (a), ア., ①, 1), [x]; several may stand in one line."""

from __future__ import annotations

from .. import patterns as re
from ..scope import Outline
from ..text.sentences import Sentence
from .answer_marks import plain

ORDERED = ("abcdefgh", "アイウエオカキク", "あいうえおかきく", "12345678", ("i", "ii", "iii", "iv", "v", "vi"))
LABEL = re.compile(
    r"(?:(?<![^\s\[(【])[(\[【]\s*([A-Ha-hア-ク]|[あ-く]|\d|[ivx]{1,4})\s*[)\]】]|(?<!\S)([①-⑧])|(?<!\S)([A-Ha-h]|\d|[ア-ク])\s*[.:)、]|(?<!\S)([A-Hア-ク])(?=\s\S))\s*"
)
_BOX = re.compile(r"\[(?P<box>[ xX✓]?)\]\s+|(?P<empty>[☐□])\s*|(?P<full>[☑☒■✅])\s*")


def line_of(outline: Outline, s: Sentence) -> str:
    """A sentence, the marker of its item before it where it is the first."""
    marker = outline.blocks[s.block].marker if s.number == 0 else ""
    return f"{marker} {s.words}" if marker not in ("", "-", "*", "+", "•", "・") else s.words


def label_heads(line: str) -> list[re.Match[str]]:
    """The labels of the options in a line that begins with one; a letter without a stop only in a row of them."""
    heads = [m for m in LABEL.finditer(line) if m.start() == 0 or line[m.start() - 1].isspace()]
    heads = _in_turn(heads) or list(_BOX.finditer(line))
    if (
        not heads
        or line[: heads[0].start()].strip()
        or (heads[0].groups()[-1] and heads[0][0][0].isascii() and len(heads) < 2)
    ):
        return []
    return heads


def _in_turn(heads: list[re.Match[str]]) -> list[re.Match[str]]:
    """The labels that follow one another: A and B; not A and 2 of "A 7x7 input ... with stride 2. What is ...?"."""
    labels = [plain(next(g for g in m.groups() if g)) for m in heads]
    row = next((row for row in ORDERED if labels and labels[0] in row), ())
    following = iter(row[list(row).index(labels[0]) :] if row else ())
    found: list[re.Match[str]] = []
    wanted = next(following, None)
    for label, m in zip(labels, heads, strict=True):
        if label == wanted:
            found.append(m)
            wanted = next(following, None)
    return found or heads[:1]
