"""The text of a stranger's HTML, as Moodle stores it: tags dropped, breaks kept, formulas between `$`."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = {"p", "br", "div", "li", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "table", "pre"}
_SILENT = {"script", "style", "head"}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.parts.append("\n")
        elif tag == "sup":
            self.parts.append("^")
        elif tag == "sub":
            self.parts.append("_")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def html_text(html: str) -> str:
    r"""The text of a piece of HTML.

    >>> html_text("<p>A &lt; B<sup>2</sup>, \\(H \\times W\\)</p><p>next</p>")
    'A < B^2, $H \\times W$\nnext'
    """
    parser = _Text()
    parser.feed(html)
    parser.close()
    return tidy(dollars("".join(parser.parts)))


def dollars(text: str) -> str:
    r"""`\( \)` and `\[ \]` as `$ $`, the way notes are written."""
    text = re.sub(r"\\\((.{0,500}?)\\\)", lambda m: f"${m[1].strip()}$", text, flags=re.DOTALL)
    return re.sub(
        r"\\\[(.{0,500}?)\\\]|\$\$(.{1,500}?)\$\$", lambda m: f"${(m[1] or m[2]).strip()}$", text, flags=re.DOTALL
    )


def tidy(text: str) -> str:
    """Blanks within a line made one, empty lines dropped."""
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
