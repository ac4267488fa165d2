"""Fenced and preformatted text: read where it is mathematics or a drawing, kept aside where it is a program."""

from __future__ import annotations

from .. import patterns as re
from .aligned import aligned_rows
from .flow import RULE
from .outline import Outline
from .segments import Block, Segment
from .tables import add_rows

MOST_CODE = 200  # lines of one piece of program text that are kept


def fenced(lines: list[Segment], number: int, outline: Outline, fence: str, language: str) -> int:
    """A fenced block: read when it is mathematics, else left out (program text claims nothing)."""
    last = number + 1
    while last < len(lines) and not lines[last].raw.strip().startswith(fence):
        last += 1
    body = [line.strip() for line in lines[number + 1 : last] if line.raw.strip()]
    before = len(outline.blocks)
    if language in ("math", "latex", "tex", "katex") and body:
        outline.add(Block("formula", 0, body))
    elif language in ("", "text", "txt") and body:
        plain_lines(body[:40], outline)
    elif body:
        outline.blocks.append(Block("code", 0, body[:MOST_CODE]))
    for block in outline.blocks[before:]:
        block.fenced = True
    return last + 1


def plain_lines(body: list[Segment], outline: Outline) -> None:
    """What stands in a bare fence: drawings, worked examples, tables of aligned columns; program text is left out.

    >>> outline = Outline()
    >>> plain_lines([Segment("import torch", 0), Segment("3x3 -> ReLU", 13)], outline)
    >>> [block.raw for block in outline.blocks]
    ['3x3 -> ReLU']
    """
    number = 0
    while number < len(body):
        rows, after = aligned_rows(body, number)
        if rows:
            add_rows(rows, outline)
            number = after
            continue
        line = body[number]
        number += 1
        if not re.search(r"[=(]\s*[A-Za-z_]\w*\.\w+|^\s*(?:import|from|def|for|print|>>>|\$ )\b", line.raw):
            outline.add(Block("text", 1, [line]))


def preformatted(lines: list[Segment], language: str, outline: Outline) -> None:
    ends = [re.search(r"(?:</code>)?</pre|$", line.raw, re.IGNORECASE) for line in lines]
    body = [line.cut(0, end.start() if end else None) for line, end in zip(lines, ends, strict=True)]
    body = [line.strip() for line in body if line.raw.strip() and not RULE.match(line.raw)]
    if language not in ("", "text", "txt", "plaintext"):
        outline.blocks.append(Block("code", 0, body[:MOST_CODE]))
        return
    plain_lines(body[:40], outline)
