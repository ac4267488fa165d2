"""A formula in LaTeX, from anybody, as MathML that is safe to put into a page."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

MAX_LENGTH = 2000  # characters of LaTeX
MAX_NESTING = 32  # braces, brackets and environments inside one another
MAX_DEPTH = 80  # elements inside one another
MAX_ELEMENTS = 4000
LONG = 28  # characters from which an inline formula may need a scrollbar of its own on a phone

_ELEMENTS = re.compile(
    "math|mrow|mi|mn|mo|mtext|mspace|ms|mfrac|msqrt|mroot|mstyle|mpadded|mphantom|msub|msup|msubsup|munder|mover"
    "|munderover|mmultiscripts|mprescripts|none|mtable|mtr|mtd|menclose"
)
_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_ATTRIBUTES = re.compile(
    "display|displaystyle|scriptlevel|mathvariant|stretchy|fence|separator|largeop|movablelimits|accent|accentunder"
    "|form|lspace|rspace|minsize|maxsize|symmetric|linethickness|width|columnalign|notation"
)
_VALUE = re.compile(r"-?\d{0,2}(\.\d{1,3})?(em|ex|px|pt|mu|%)?|[a-z][a-z -]{0,30}")
# Macros can grow without bound; \verb, \href, \style and the like have no business in a note's formula.
_REFUSED = re.compile(
    r"\\(?:[egx]?def|let|(?:re|provide)?newcommand|renewcommand|newenvironment|DeclareMathOperator|verb|href|url|style"
    r"|class|id|cssId|includegraphics|input|include|require|unicode|special|write|read|catcode|loop)(?![A-Za-z])"
)
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CJK_RUN = re.compile(r"(?:<m[io]>[\u3040-\u30ff\u3400-\u9fff]</m[io]>)+")


class _Unsafe(Exception):
    """The formula cannot be shown as mathematics."""


@lru_cache(maxsize=4096)
def mathml(latex: str, display: bool = False) -> Markup:
    """`latex` as a `<math>` element; what cannot be read, or is too large, as its own escaped source in `<code>`.

    >>> print(mathml("K^2"))
    <math><mrow><msup><mi>K</mi><mn>2</mn></msup></mrow></math>
    >>> print(mathml(r"\\href{javascript:alert(1)}{x}"))
    <code class="latex">\\href{javascript:alert(1)}{x}</code>
    >>> print(mathml("<b>"))
    <math><mrow><mo>&lt;</mo><mi>b</mi><mo>&gt;</mo></mrow></math>
    """
    latex = latex.strip()
    try:
        _check(latex)
        text = _serialise(_tree(latex, display))
    except _Unsafe:
        shown = latex if len(latex) <= MAX_LENGTH else latex[:MAX_LENGTH] + " ..."
        return Markup('<code class="latex">{}</code>').format(shown)
    if not display and len(latex) >= LONG:
        return Markup('<span class="math-long">{}</span>').format(text)
    return text


def _check(latex: str) -> None:
    """Refuse what could take long or mean something else than a formula."""
    if not latex or len(latex) > MAX_LENGTH or _REFUSED.search(latex):
        raise _Unsafe
    depth = 0
    for opening, closing in re.findall(r"(?<!\\)(\{)|(?<!\\)(\})", latex):
        depth += bool(opening) - bool(closing)
        if not 0 <= depth <= MAX_NESTING:
            raise _Unsafe
    if depth or latex.count(r"\left") > MAX_NESTING or latex.count(r"\begin") > MAX_NESTING:
        raise _Unsafe


def _tree(latex: str, display: bool) -> Element:
    from latex2mathml.converter import convert_to_element

    try:
        return convert_to_element(latex, display="block" if display else "inline")
    except Exception as error:  # the converter raises what it stumbles on (IndexError, KeyError, its own dozen)
        raise _Unsafe from error


def _serialise(tree: Element) -> Markup:
    """The tree with only the elements and attributes of presentation MathML, every text escaped.

    The converter's own serialiser *unescapes* its result, so that `\\text{<script>}` would become a script.
    """
    count = 0

    def write(element: Element, depth: int) -> str:
        nonlocal count
        count += 1
        if not _ELEMENTS.fullmatch(element.tag) or depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise _Unsafe
        text = html.unescape(element.text or "")
        # An unknown command comes back as its own name, a fraction without its denominator as half of one.
        if re.match(r"\\[A-Za-z]", text) or len(element) != _CHILDREN.get(element.tag, len(element)):
            raise _Unsafe
        inner = "".join(write(child, depth + 1) for child in element)
        return f"<{element.tag}{_attributes(element)}>{_letters(text, element)}{inner}</{element.tag}>"

    return Markup(_CJK_RUN.sub(_join, write(tree, 0)))


def _attributes(element: Element) -> str:
    """The harmless attributes; a length of three digits, a colour or a link is not among them."""
    return "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if _ATTRIBUTES.fullmatch(name) and value != "inline" and _VALUE.fullmatch(value)
    )


def _letters(text: str, element: Element) -> str:
    """The escaped text; bold letters as the characters for them, since browsers dropped `mathvariant="bold"`."""
    if "bold" in element.get("mathvariant", ""):
        text = "".join(chr(0x1D400 + _LATIN.index(c)) if c in _LATIN else c for c in text)
    return str(escape(text))


def _join(run: re.Match[str]) -> str:
    """Japanese outside `\\text` comes as one identifier a character: one word instead."""
    return f"<mtext>{re.sub('<.*?>', '', run.group())}</mtext>"
