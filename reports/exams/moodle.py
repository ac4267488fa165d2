"""Moodle's XML: multichoice, truefalse, shortanswer, numerical, matching, cloze.

A stranger's file: document types and entities are refused (which rules out entity bombs and outside files), sizes and
depth are capped.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from ...reference.errors import InputError
from .cloze import read_cloze
from .html_text import dollars, html_text, tidy
from .item import LABELS, LONGEST, MOST_OPTIONS, Item, Option, truth_word

MOST_NODES = 200_000
DEEPEST = 40


class Node:
    """An element: its tag, attributes, line, children and text."""

    __slots__ = ("attributes", "children", "line", "parts", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag, self.attributes, self.line = tag, attributes, line
        self.children: list[Node] = []
        self.parts: list[str] = []

    def all(self, tag: str) -> list[Node]:
        return [child for child in self.children if child.tag == tag]

    def text(self, tag: str | None = None) -> str:
        """The text of the element, or of its first child with the tag."""
        if tag is None:
            return "".join(self.parts).strip()
        found = self.all(tag)
        return found[0].text() if found else ""


def parse_xml(data: str) -> Node:
    """The root element; raises InputError for what is not well formed, declares a document type or is too big.

    >>> root = parse_xml("<quiz><question type='essay'/></quiz>")
    >>> root.tag, root.children[0].attributes
    ('quiz', {'type': 'essay'})
    """
    parser = expat.ParserCreate()
    stack: list[Node] = [Node("", {}, 0)]
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_NODES or len(stack) > DEEPEST:
            raise InputError(
                f"the XML has over {MOST_NODES:,} elements or is nested over {DEEPEST} deep; a question bank is expected"
            )
        node = Node(tag, attributes, parser.CurrentLineNumber)
        stack[-1].children.append(node)
        stack.append(node)

    def refused(*_: object) -> None:
        raise InputError(
            f"line {parser.CurrentLineNumber}: the XML declares a document type or an entity; Moodle's has none"
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = lambda text: stack[-1].parts.append(text)
    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    try:
        parser.Parse(re.sub(r"^\s*(<\?xml[^>]*?)\s+encoding=[\"'][^\"']*[\"']", r"\1", data).encode(), True)
    except expat.ExpatError as error:
        raise InputError(f"line {error.lineno}: the XML is not well formed ({expat.ErrorString(error.code)})") from None
    return stack[0].children[0]


def read_moodle(data: str) -> list[Item]:
    """The questions of a Moodle XML file; raises InputError where it is none."""
    root = parse_xml(data)
    if root.tag != "quiz":
        raise InputError(f"the XML's root is <{root.tag[:40]}>; Moodle's questions stand in <quiz>")
    items: list[Item] = []
    for number, question in enumerate((q for q in root.all("question") if q.attributes.get("type") != "category"), 1):
        items += _question(question, str(number))
    return items


def _question(node: Node, number: str) -> list[Item]:
    kind = node.attributes.get("type", "")
    holder = node.all("questiontext")
    stem = _formatted(holder[0]) if holder else ""
    named = node.all("name")
    name = (named[0].text("text") or named[0].text() if named else "") or number
    line = holder[0].line if holder else node.line
    answers = node.all("answer")[:MOST_OPTIONS]
    if kind == "cloze" and holder:
        return read_cloze(line, name, holder[0].text("text") or holder[0].text())
    if kind == "matching":
        pairs = [
            (_formatted(sub), sub.all("answer")[0].text("text")) for sub in node.all("subquestion") if sub.all("answer")
        ]
        return [
            Item(
                line,
                name,
                "pairs",
                stem,
                tuple(Option(str(i), f"{a}: {b}", True) for i, (a, b) in enumerate(pairs, 1) if a),
            )
        ]
    if kind not in ("multichoice", "truefalse", "shortanswer", "numerical"):
        return []
    options = tuple(_option(i, answer, kind) for i, answer in enumerate(answers))
    if kind == "truefalse":
        options = tuple(Option(o.label, str(truth_word(o.text)).lower(), o.marked, 0, o.line) for o in options)
        return [Item(line, name, "true_false", stem, options)]
    if kind in ("shortanswer", "numerical"):
        return [Item(line, name, "typed", stem, tuple(o for o in options if o.marked and o.text != "*"))]
    single = node.text("single").lower() not in ("false", "0")
    return [Item(line, name, "single" if single else "multiple", stem, _keyed(options, answers, single))]


def _option(index: int, answer: Node, kind: str) -> Option:
    fraction = _number(answer.attributes.get("fraction", "0")) or 0.0
    tolerance = _number(answer.text("tolerance")) or 0.0
    text = answer.text("text") or answer.text()
    text = text if kind in ("numerical", "shortanswer") else _formatted(answer)
    return Option(
        LABELS[index],
        text[:LONGEST],
        fraction > 0 if kind == "multichoice" else fraction >= 100,
        tolerance,
        answer.line,
    )


def _keyed(options: tuple[Option, ...], answers: list[Node], single: bool) -> tuple[Option, ...]:
    """With one right answer only the full mark makes a key: partial marks are consolation."""
    if not single:
        return options
    full = [(_number(a.attributes.get("fraction", "0")) or 0) >= 100 for a in answers]
    return tuple(Option(o.label, o.text, mark, o.tolerance, o.line) for o, mark in zip(options, full, strict=True))


def _number(text: str) -> float | None:
    text = text.strip().replace(",", ".")
    return float(text) if re.fullmatch(r"[+-]?\d{1,30}(?:\.\d{0,30})?(?:[eE][+-]?\d{1,2})?", text) else None


def _formatted(node: Node) -> str:
    text = (node.text("text") or node.text())[:LONGEST]
    form = node.attributes.get("format", "html")
    return (
        html_text(text)
        if form in ("html", "moodle_auto_format") or re.search(r"</\w+>|<br", text)
        else tidy(dollars(text))
    )
