"""A stranger's Markdown as HTML that is safe in a page: its own rendering, with maths drawn and nothing loaded.

No tag of the note is passed through: harmless elements (`<table>`, `<sub>`) are made anew without attributes, see
`elements`, wrappers are left out, every other tag is shown as the text it is. Images are named, not loaded; one that
the note holds in itself is shown, see `images`, and a formula that stands in an image's address is drawn. Links lead to
http and https only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token
from markupsafe import Markup, escape

from ...questions.page import mathml
from ..text.inline import formula_in_address
from .elements import FORMATTING, STATEMENT, left_out, tag_of
from .images import source_of

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

INLINE_LIMIT = 20_000  # characters of one paragraph that are taken apart; a longer one is shown as it stands
_FORMULA_LIMIT = 3000
_WORDS = ("text", "text_special")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b", re.IGNORECASE)
_PRE = re.compile(r"<pre\b[^<>]*>(?:<code\b[^<>]*>)?", re.IGNORECASE)
_PRE_END = re.compile(r"(?:</code\s*>)?\s*</pre\s*>?", re.IGNORECASE)
_PRE_LINES = 400
_DELIMITED = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|(\\begin\{([a-z]{2,12}\*?)\}.+?\\end\{\4\})", re.DOTALL)


def html_of(tokens: list[Token], breaks: bool, images: Sequence[str] = ()) -> Markup:
    """Tokens as HTML; `breaks`: a line end of the note is a line end of the page; `images`: those it holds itself."""
    md = parser()
    return Markup(md.renderer.render(tokens, md.options, {"breaks": breaks, "images": images}))


def snippet(text: str, limit: int = 150) -> Markup:
    """A few words of a note on one line, their formulas drawn, without emphasis and links; cut where they are many.

    >>> print(snippet("the **cost**  is $K^2$"))
    the cost is <math><mrow><msup><mi>K</mi><mn>2</mn></msup></mrow></math>
    >>> print(snippet("<td>pool</td><td>4 <b>weights</b>"))
     pool  4 weights
    """
    kept: list[Token] = []
    for token in inline(re.sub(r"\s+", " ", text[: 10 * limit]).removesuffix("\\"), {}):
        tag = tag_of(token)
        if tag and tag.name not in FORMATTING:
            token = Token("text", "", 0, content=" ")  # between two cells, two items
        elif tag or token.nesting or not token.content:  # emphasis, links, line ends
            continue
        if limit <= 0 or (token.type in _WORDS and len(token.content) > limit):
            kept.append(Token("text", "", 0, content=token.content[: max(0, limit)] * (token.type in _WORDS) + " …"))
            break
        kept.append(token)
        limit -= min(len(token.content), 40)  # a formula is shorter than its source
    return html_of([Token("inline", "", 0, children=kept)], breaks=False)


def tokens_of(text: str) -> tuple[list[Token], dict[str, Any]]:
    """The block tokens of a Markdown text (inline tokens without children yet), and the references found."""
    env: dict[str, Any] = {}
    return parser().parse(text, env), env


def inline(content: str, env: dict[str, Any]) -> list[Token]:
    """The tokens inside a paragraph."""
    children: list[Token] = []
    if len(content) > INLINE_LIMIT:
        return [Token("text", "", 0, content=content)]
    parser().inline.parse(content, parser(), env, children)
    _drop_unbalanced(children)
    return children


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables and mathematics; indented text is text, and HTML blocks are paragraphs."""
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    md.use(dollarmath_plugin, allow_labels=False, double_inline=True, allow_blank_lines=False)
    md.use(front_matter_plugin)
    md.disable(["html_block", "code"])
    md.block.ruler.before("fence", "preformatted", _preformatted, {"alt": ["paragraph", "blockquote", "list"]})
    md.core.ruler.disable(["inline", "text_join"])  # done block by block, see `inline`
    md.inline.ruler.before("escape", "math_delimited", _delimited)
    for name, rule in _RULES.items():
        md.add_render_rule(name, rule)
    return md


def _preformatted(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """`<pre>` to `</pre>` as it stands; without its end it is no such block."""
    opening = _PRE.match(state.src, state.bMarks[first] + state.tShift[first], state.eMarks[first])
    if not opening:
        return False
    numbers = range(first, min(end, first + _PRE_LINES))
    last = next((i for i in numbers if "</pre" in state.src[state.bMarks[i] : state.eMarks[i]].lower()), None)
    if last is None:
        return False
    if not silent:
        body, *rest = _PRE_END.split(state.src[opening.end() : state.eMarks[last]], maxsplit=1)
        more = f"\n{rest[0].strip()}" if rest and rest[0].strip() else ""  # what follows on its last line is not lost
        token = state.push("fence", "code", 0)
        token.content, token.map = unescapeAll(body.removeprefix("\n")) + more, [first, last + 1]
        state.line = last + 1
    return True


def _delimited(state: StateInline, silent: bool) -> bool:
    r"""`\( \)`, `\[ \]` and environments: mathematics without dollars."""
    if state.src[state.pos] != "\\":
        return False
    found = _DELIMITED.match(state.src, state.pos, min(state.posMax, state.pos + _FORMULA_LIMIT))
    if not found:
        return False
    if not silent:
        token = state.push("math_inline" if found[1] else "math_inline_double", "math", 0)
        token.content = found[1] or found[2] or found[3]
    state.pos = found.end()
    return True


def _drop_unbalanced(children: list[Token]) -> None:
    """Formatting tags that do not nest become text, so that a note's stray `<b>` ends with its paragraph."""
    opened: list[tuple[str, Token]] = []
    for token in children:
        tag = tag_of(token)
        if tag is None or tag.name not in FORMATTING:
            continue
        if not tag.closes:
            opened.append((tag.name, token))
        elif opened and opened[-1][0] == tag.name and opened[-1][1].level == token.level:
            opened.pop()
        else:
            token.type = "text"
    for _, token in opened:
        token.type = "text"


def _html_inline(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    content = tokens[index].content
    if _BREAK.fullmatch(content):
        return "<br>\n"
    if _IMAGE.match(content):
        attributes = dict(re.findall(r"""\b(src|alt)\s*=\s*["']([^"']{0,3000})["']""", content, re.IGNORECASE))
        return _picture(attributes.get("src", ""), attributes.get("alt", ""), env.get("images", ()))
    if statement := STATEMENT.fullmatch(content):
        return Markup('<code class="statement">{}</code>').format(statement[1])
    return "" if tag_of(tokens[index]) or left_out(content) else Markup('<span class="quiet">{}</span>').format(content)


def _image(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    return _picture(str(token.attrs.get("src", "")), token.content, env.get("images", ()))


def _picture(address: str, words: str, images: Sequence[str]) -> str:
    """What stands for an image: the formula its address holds, the image where the note holds it, or its words and
    the address."""
    if source := source_of(address, images):
        return Markup('<img alt="{}" src="{}">').format(words, source)
    formula = formula_in_address(address)
    if formula:
        return mathml(formula)
    short = address if len(address) <= 80 else address[:77] + "..."
    named = '<span class="picture"><span aria-hidden="true">▨</span> {} <code>{}</code></span>'
    return Markup(named).format(words, short)


def _link_open(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    address = str(tokens[index].attrs.get("href", ""))
    if re.match(r"https?://", address, re.IGNORECASE):
        return Markup('<a rel="noopener noreferrer nofollow" href="{}">').format(address)
    return Markup('<span class="quiet" title="{}">').format(address)


def _link_close(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    depth = 0
    for token in reversed(tokens[:index]):
        depth += (token.type == "link_close") - (token.type == "link_open")
        if depth < 0:
            return "</a>" if re.match(r"https?://", str(token.attrs.get("href", "")), re.IGNORECASE) else "</span>"
    return ""


def _math(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return mathml(tokens[index].content)


def _display(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return mathml(tokens[index].content, display=True)


def _fence(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if token.info.strip().lower() in ("math", "latex", "tex", "katex"):
        return mathml(token.content, display=True) + "\n"
    return Markup("<pre><code>{}</code></pre>\n").format(token.content)


def _heading(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """A heading two levels below where it stood: the page's own title and the note's name are above it."""
    token = tokens[index]
    level = int(token.tag[1])
    return f'<h{min(6, level + 2)} class="h{level}">' if token.nesting == 1 else f"</h{min(6, level + 2)}>\n"


def _table(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return '<div class="scroll"><table>\n' if tokens[index].nesting == 1 else "</table></div>\n"


def _cell(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """A table's cell; its alignment, which Markdown writes as a style, as a class."""
    token = tokens[index]
    side = re.search(r"left|right|center", str(token.attrs.get("style", "")))
    return f"<{token.tag} class={side[0]}>" if side else f"<{token.tag}>"


def _text(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return str(escape(tokens[index].content))


def _raw(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """HTML of our own making (`Markup`), put among the tokens by `marking`."""
    return tokens[index].content


def _line_end(self: Any, tokens: list[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    return "<br>\n" if env["breaks"] or tokens[index].type == "hardbreak" else "\n"


def _nothing(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return ""


_RULES = {
    "html_inline": _html_inline, "image": _image, "link_open": _link_open, "link_close": _link_close,
    "math_inline": _math, "math_inline_double": _display, "math_block": _display, "fence": _fence,
    "heading_open": _heading, "heading_close": _heading,
    "table_open": _table, "table_close": _table, "th_open": _cell, "td_open": _cell,
    "text": _text, "text_special": _text, "kenzan": _raw, "front_matter": _nothing,
    "softbreak": _line_end, "hardbreak": _line_end,
}  # fmt: skip
