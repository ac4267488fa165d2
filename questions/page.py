"""The shell of every HTML page that kenzan writes: one file that loads nothing, draws formulas, and prints.

    from .page import mathml, render
    html = render("sheet.html.j2", Path(__file__).parent / "templates", title="...", language="ja",
                  style="extra css", script="extra javascript", questions=questions)

A template says `{% extends "base.html.j2" %}` and fills the blocks `header`, `main` and `footer`; any other keyword of
`render` is a variable of the template. Everything is escaped (Jinja2's autoescape); what is undefined is an error.
In a template `{{ "H \\times W" | mathml }}` (or `| mathml(display=True)`) draws a formula as native MathML.

The page's policy forbids everything but its own style and script, named by their hashes: no network, no inline
handlers (`onclick=` never runs: use addEventListener in `script`) and no `style="..."` attributes (use classes,
or SVG's own attributes such as `fill`). Variables and classes to build on are in `templates/base.css`: the colours
--good --warn --bad --info (each with -soft), --ink --quiet --line --shade --panel --accent, and .page .scroll
(around a wide table) .quiet .number .no-print .sr (for screen readers only).
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from .formula_markup import mathml

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["environment", "mathml", "render"]

_HERE = Path(__file__).parent


def render(template: str, folder: Path, *, title: str, language: str = "en", style: str = "", script: str = "",
           images: bool = False, **values: object) -> str:  # fmt: skip
    """The whole page as text: `template` from `folder`, in the shell; equal arguments give equal bytes.

    `language` ("ja" or "en") sets the page's `lang`; `style` follows the shell's own rules; `script` runs at the end
    of the body. Both are the program's own text, never a stranger's: a `</style` or `</script` in them is refused.
    `images`: the page may show images that it holds itself.
    """
    style = f"{_font_face()}\n{_text('base.css')}\n{style}"
    for text, tag in ((style, "style"), (script, "script")):
        if f"</{tag}" in text.lower():
            raise ValueError(f"the page's own {tag} contains </{tag}, which would end it early")
    return environment(folder).get_template(template).render(
        title=title, language=language, style=Markup(style), script=Markup(script),
        policy=_policy(style, script, images), **values,
    )  # fmt: skip


@cache
def environment(folder: Path) -> Environment:
    """Jinja2 over `folder` and the shared templates: autoescape, StrictUndefined, the filter `mathml`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([folder, _HERE / "templates"]), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["mathml"] = mathml
    return made


def _policy(style: str, script: str, images: bool) -> str:
    """A Content-Security-Policy that allows this style, this script and what is embedded, and nothing else."""
    own = f"style-src {_hash(style)}; script-src {_hash(script)}" if script else f"style-src {_hash(style)}"
    return f"default-src 'none'; {own}; font-src data:;{' img-src data:;' * images} base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _text(name: str) -> str:
    return (_HERE / "templates" / name).read_text(encoding="utf-8")


@cache
def _font_face() -> str:
    data = base64.b64encode((_HERE / "fonts" / "kenzan-math.woff2").read_bytes()).decode()
    # The font's own ascent has room for its tallest brackets; Firefox would give it to every line with a formula.
    metrics = "ascent-override:78%;descent-override:25%"
    return f'@font-face{{font-family:"Kenzan Math";src:url(data:font/woff2;base64,{data}) format("woff2");{metrics}}}'
