"""Moodle's GIFT format in full: choices, several answers, true/false, short answers, matching, numbers, gaps, escapes."""

from __future__ import annotations

import re

from ...reference.errors import InputError
from .html_text import dollars, html_text, tidy
from .item import LABELS, LONGEST, Item, Option, truth_word

_ESCAPES = {
    r"\~": "\ue001",
    r"\=": "\ue002",
    r"\#": "\ue003",
    r"\{": "\ue004",
    r"\}": "\ue005",
    r"\:": "\ue006",
    "\\\\": "\ue007",
}
_WEIGHT = re.compile(r"\s*%\s*(-?\d+(?:\.\d+)?)\s*%\s*")
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
BLANK = "____"


def read_gift(text: str) -> list[Item]:
    r"""The questions of a GIFT file; raises InputError where braces do not close.

    >>> [item] = read_gift("::size:: The side of the output is { ~30 =28 #yes ~26 }\n")
    >>> item.stem, item.key, [o.text for o in item.options]
    ('The side of the output is', ('B',), ['30', '28', '26'])
    """
    items: list[Item] = []
    for line, block in _blocks(_hidden(text)):
        item = _question(line, block, len(items) + 1)
        if item:
            items.append(item)
    return items


def _hidden(text: str) -> str:
    """Escaped characters put out of the way, lines kept."""
    return re.sub(r"\\[~=#{}:\\]", lambda m: _ESCAPES[m[0]], text)


def _shown(text: str) -> str:
    """The escaped characters as themselves; `\\n` is a line break."""
    text = re.sub(r"\\n(?![a-z])", "\n", text)
    for escaped, hidden in _ESCAPES.items():
        text = text.replace(hidden, escaped[1:])
    return text


def _blocks(text: str) -> list[tuple[int, str]]:
    """The questions with the lines on which they begin: parted by empty lines outside braces; comments dropped."""
    blocks: list[tuple[int, str]] = []
    lines: list[str] = []
    start, depth = 1, 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if re.match(r"\s*(?://|\$CATEGORY:)", line) and depth == 0:
            continue
        if not line.strip() and depth == 0:
            if lines:
                blocks.append((start, "\n".join(lines)))
            lines = []
            continue
        if not lines:
            start = number
        lines.append("" if depth and re.match(r"\s*//", line) else line)
        depth += line.count("{") - line.count("}")
        if depth not in (0, 1):
            raise InputError(
                f"line {number}: braces of a GIFT question do not match; a brace in a text is written \\{{"
            )
    if depth or lines:
        raise InputError(f"line {start}: the GIFT question that begins here has a brace that is not closed")
    return blocks


def _question(line: int, block: str, number: int) -> Item | None:
    title = re.match(r"\s*::(.*?)::", block, re.DOTALL)
    name = _shown(title[1]).strip() if title else str(number)
    body = block[title.end() :] if title else block
    opened, closed = body.find("{"), body.find("}")
    if opened < 0:
        return None  # a description
    before, inner, after = body[:opened], body[opened + 1 : closed], body[closed + 1 :]
    stem = _text(before + (f" {BLANK} {after}" if after.strip() else ""))
    if not inner.strip():
        return None  # an essay
    return _answers(line, name, stem, inner)


def _answers(line: int, name: str, stem: str, inner: str) -> Item:
    inner = inner.split("####")[0]
    bare = inner.split("#")[0].strip()
    if inner.lstrip().startswith("#"):
        return Item(line, name, "typed", stem, tuple(_numbers(inner.lstrip()[1:])))
    if truth_word(bare) is not None and bare.upper() in ("T", "F", "TRUE", "FALSE"):
        truth = truth_word(bare)
        return Item(line, name, "true_false", stem, (Option("A", "true", truth), Option("B", "false", not truth)))
    answers = [_answer(sign, body) for sign, body in re.findall(r"([=~])([^=~]*)", inner)]
    if any("->" in text for _, text, _ in answers):
        pairs = (text.split("->", 1) for _, text, _ in answers if "->" in text)
        found = [(left.strip(), right.strip()) for left, right in pairs if left.strip()]
        return Item(
            line, name, "pairs", stem, tuple(Option(str(i), f"{a}: {b}", True) for i, (a, b) in enumerate(found, 1))
        )
    if not any(sign == "~" for sign, _, _ in re.findall(r"(([=~]))()", inner)):
        kept = [Option(LABELS[i % 26], text, (weight or 100) > 0) for i, (_, text, weight) in enumerate(answers)]
        return Item(line, name, "typed", stem, tuple(kept))
    full = sum(sign == "=" for sign, _, _ in answers)
    several = (
        not full
        and sum((weight or 0) > 0 for _, _, weight in answers) > 0
        and not any(weight == 100 for _, _, weight in answers)
    )
    options = tuple(
        Option(LABELS[i % 26], text, sign == "=" or (weight or 0) >= (0.01 if several else 100))
        for i, (sign, text, weight) in enumerate(answers)
    )
    return Item(line, name, "multiple" if several or full > 1 else "single", stem, options)


def _answer(sign: str, body: str) -> tuple[str, str, float | None]:
    """An answer's sign, text and weight in percent; its feedback dropped."""
    body = body.split("#")[0]
    weight = _WEIGHT.match(body)
    return sign, _text(body[weight.end() :] if weight else body), float(weight[1]) if weight else None


def _numbers(inner: str) -> list[Option]:
    """Numerical answers: `28`, `28:0.5`, `27..29`, several of them with `=` and weights."""
    parts = re.findall(r"[=~]([^=~]*)", inner) if re.match(r"\s*[=~]", inner) else [inner]
    found = []
    for i, part in enumerate(parts):
        _, text, weight = _answer("=", part)
        if weight is not None and weight <= 0:
            continue
        spread = re.fullmatch(r"\s*(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)\s*", text)
        near = re.fullmatch(r"\s*(-?[\d.eE+]+)\s*:\s*([\d.eE+-]+)\s*", text)
        if spread and _is_number(spread[1]) and _is_number(spread[2]):
            low, high = float(spread[1]), float(spread[2])
            found.append(Option(LABELS[i % 26], f"{(low + high) / 2:.12g}", True, (high - low) / 2))
        elif near and _is_number(near[2]):
            found.append(Option(LABELS[i % 26], near[1], True, float(near[2])))
        else:
            found.append(Option(LABELS[i % 26], text, True))
    return found


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?(?:\d{1,300}\.?\d{0,300}|\.\d{1,300})(?:[eE][+-]?\d{1,3})?", text) is not None


def _text(text: str) -> str:
    marked = _FORMAT.match(text)
    text = _shown(text[marked.end() :] if marked else text)[:LONGEST]
    html = (
        marked[1].lower() == "html"
        if marked
        else bool(re.search(r"</?(?:p|b|i|br|sup|sub|em|strong|span|div)\b", text))
    )
    return html_text(text) if html else tidy(dollars(text))
