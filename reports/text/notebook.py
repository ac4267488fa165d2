"""The Markdown cells of a Jupyter notebook, every character with its place in the file as it is on disk.

The file is scanned once for its strings, with the path of keys that leads to each; `json` checks and decodes.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from ...reference.errors import InputError
from .. import patterns as re
from .segments import Segment

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([{}\[\],:])')
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)|([^\\])", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def cells_of(text: str, path: str) -> list[list[Segment]]:
    """The lines of each Markdown cell; raises InputError where the file is no notebook of format 4.

    >>> cells = cells_of('{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": ["# a\\\\n"]}]}', "x.ipynb")
    >>> [[line.raw for line in cell] for cell in cells]
    [['# a', '']]
    """
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        reason = "nested too deep" if deep else getattr(error, "msg", "a number in it has too many digits")
        raise InputError(f"{path} is not a notebook: {reason}; expected JSON of nbformat 4") from None
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4 or not isinstance(notebook.get("cells"), list):
        raise InputError(f"{path} is not a notebook of nbformat 4 with a list of cells")
    kinds = [cell.get("cell_type") if isinstance(cell, dict) else None for cell in notebook["cells"]]
    strings = _strings(text)
    return [_lines(strings.get(number, [])) for number, kind in enumerate(kinds) if kind == "markdown"]


def programs_of(text: str, path: str) -> list[tuple[str, list[Segment]]]:
    """The lines of each code cell ("code"), each followed by those of what it put out ("output"), if it did.

    >>> cell = '{"cell_type": "code", "source": ["x.shape"], "outputs": [{"data": {"text/plain": ["(1, 2)"]}}]}'
    >>> [(kind, lines[0].raw) for kind, lines in programs_of('{"nbformat": 4, "cells": [' + cell + "]}", "x.ipynb")]
    [('code', 'x.shape'), ('output', '(1, 2)')]
    """
    cells_of(text, path)  # whether it is a notebook at all
    sources, outputs = _strings(text), _strings(text, _put_out)
    found: list[tuple[str, list[Segment]]] = []
    for number, cell in enumerate(json.loads(text)["cells"]):
        if isinstance(cell, dict) and cell.get("cell_type") == "code" and number in sources:
            found.append(("code", _lines(sources[number])))
            found += [("output", _lines(outputs[number]))] if number in outputs else []
    return found


def _of_source(stack: list[list]) -> bool:
    return len(stack) in (3, 4) and stack[0][1] == "cells" and stack[2][1] == "source"


def _put_out(stack: list[list]) -> bool:
    """Whether a string is a line that a cell printed, or the value that it showed last."""
    if len(stack) < 5 or stack[0][1] != "cells" or stack[2][1] != "outputs":
        return False
    printed = len(stack) in (5, 6) and stack[4][1] == "text"
    return printed or (len(stack) in (6, 7) and stack[4][1] == "data" and stack[5][1] == "text/plain")


def _strings(text: str, wanted: Callable[[list[list]], bool] = _of_source) -> dict[int, list[tuple[str, int]]]:
    """For each cell, the raw strings of its source (or of what else is wanted), with their offsets."""
    found: dict[int, list[tuple[str, int]]] = {}
    stack: list[list] = []  # [kind, key or index]
    for token in _TOKEN.finditer(text):
        mark = token[2]
        if mark in ("{", "["):
            stack.append([mark, None if mark == "{" else 0])
        elif mark in ("}", "]"):
            stack.pop()
        elif mark == "," and stack:
            stack[-1][1] = None if stack[-1][0] == "{" else stack[-1][1] + 1  # pyright: ignore[reportOperatorIssue]
        elif mark is None and stack:
            if stack[-1][0] == "{" and stack[-1][1] is None:
                stack[-1][1] = token[1]
            elif wanted(stack):
                found.setdefault(stack[1][1], []).append((token[1], token.start(1)))
    return found


def _lines(strings: list[tuple[str, int]]) -> list[Segment]:
    """The strings of a cell decoded, cut at their line ends."""
    lines: list[Segment] = []
    chars: list[str] = []
    offsets: list[int] = []
    for raw, start in strings:
        for piece in _ESCAPE.finditer(raw):
            char = chr(int(piece[1], 16)) if piece[1] else _PLAIN.get(piece[2], piece[2]) if piece[2] else piece[3]
            if char == "\n":
                lines.append(_segment(chars, offsets, start))
                chars, offsets = [], []
            else:
                chars.append(char)
                offsets.append(start + piece.start())
    return [*lines, _segment(chars, offsets, strings[-1][1] if strings else 0)]


def _segment(chars: list[str], offsets: list[int], start: int) -> Segment:
    return Segment("".join(chars), offsets[0] if offsets else start, tuple(offsets) or None)
