"""A question's text as HTML: a little Markdown, formulas as MathML, gaps as fields. Nothing of it is trusted."""

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .page import mathml


@cache
def _markdown() -> MarkdownIt:
    """Paragraphs, lists, emphasis, code, tables and formulas; no HTML, no links, no images."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.disable(
        ["link", "image", "autolink", "html_inline", "html_block", "reference", "heading", "lheading", "hr"]
    )
    markdown.use(dollarmath_plugin, renderer=_formula, allow_space=True, double_inline=True)
    return markdown


def _formula(content: str, options: dict) -> str:
    return str(mathml(grouped(content), display=bool(options.get("display_mode"))))


def grouped(latex: str) -> str:
    r"""The formula with the commas between digits as part of the number.

    >>> grouped(r"28 \times 28 = 50,176"), grouped("(28, 28)")
    ('28 \\times 28 = 50{,}176', '(28, 28)')
    """
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "{,}", latex)


def html(text: str, gap: Callable[[str], Markup] | None = None) -> Markup:
    """The text as HTML blocks; `gap(name)` gives the HTML that stands for a gap."""
    rendered = _markdown().render(text)
    if gap is not None:
        rendered = re.sub(r"\[\[(\w+)\]\]", lambda m: str(gap(m[1])), rendered)
    return Markup(rendered)


def inline(text: str) -> Markup:
    """The text as HTML within a line."""
    return Markup(_markdown().renderInline(text))
