"""The page shell: nothing is loaded, nothing of a stranger's is passed through, formulas are drawn or shown as text."""

import base64
import hashlib
import html
import re
from html.parser import HTMLParser

import jinja2
import pytest
from kenzan.questions.page import mathml, render


@pytest.fixture
def page(tmp_path):
    """Render a template's text in the shell."""

    def rendered(body, **values):
        (tmp_path / "t.html.j2").write_text('{% extends "base.html.j2" %}{% block main %}' + body + "{% endblock %}")
        return render("t.html.j2", tmp_path, title=values.pop("title", "t"), **values)

    return rendered


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def policy_of(text):
    return next(a["content"] for t, a in Tags(text).found if a.get("http-equiv") == "Content-Security-Policy")


def test_the_policy_allows_exactly_the_pages_own_style_and_script(page):
    text = page("<p>x</p>", style="p{color:red}", script="let x = 1 < 2;")
    policy = policy_of(text)
    assert policy.startswith("default-src 'none'")
    assert "unsafe-inline" not in policy
    assert "http" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        content = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_a_page_without_a_script_may_run_none(page):
    text = page("<p>x</p>")
    assert "script-src" not in policy_of(text)
    assert not [t for t, _ in Tags(text).found if t == "script"]


def test_a_page_loads_nothing(page):
    text = page("{{ 'H^2' | mathml }}")
    assert not [t for t, _ in Tags(text).found if t in ("link", "img", "iframe", "object", "embed", "base")]
    assert not [a for _, a in Tags(text).found if "src" in a or "style" in a]
    urls = re.findall(r"url\((.{0,20})", text)
    assert urls
    assert all(url.startswith("data:font/woff2") for url in urls)


def test_what_a_template_is_given_is_escaped_and_what_it_lacks_is_an_error(page):
    assert "&lt;b&gt;&#34;" in page("{{ x }}", x='<b>"')
    assert "<title>&lt;/title&gt;" in page("", title="</title>")
    with pytest.raises(jinja2.UndefinedError):
        page("{{ nothing }}")


def test_equal_input_gives_equal_bytes_and_the_language_is_the_pages(page):
    assert page("<p>{{ x }}</p>", x=1) == page("<p>{{ x }}</p>", x=1)
    assert '<html lang="ja">' in page("", language="ja")


def test_a_style_cannot_end_its_element_early(page):
    with pytest.raises(ValueError, match="</style"):
        page("", style="p{} </style><script>")


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"H \times W", "<mi>H</mi><mo>×</mo><mi>W</mi>"),
        (r"\frac{1}{N}", "<mfrac>"),
        (r"\lfloor x \rfloor", "⌊"),
        (r"\text{出力}", "<mtext>出力</mtext>"),
        ("チャネル数", "<mtext>チャネル数</mtext>"),
        (r"\bm{x}", "𝐱"),
        ("a < b & c", "&lt;"),
    ],
)
def test_formulas_are_drawn(latex, expected):
    drawn = mathml(latex)
    assert "<math" in drawn
    assert expected in drawn
    assert drawn.count("<mrow>") == drawn.count("</mrow>")


HOSTILE = [
    r"\text{<script>alert(1)</script>}", r"\text{</math><img src=x onerror=alert(1)>}", r"x \mathchoice{<a>}{b}{c}{d}",
    r"\style{position:fixed}{x}", r"\class{evil}{x}", r"\color{white}x", r"\hspace{999em}x", r"\href{javascript:x}{x}",
    "<img src=x onerror=alert(1)>", "\x00<b>", r"\operatorname{<b>}", r'\begin{array}{c" onload="x}a\end{array}',
    r"\rule{999em}{999em}", r"\verb|<script>|", "&lt;script&gt;", r"\unicode{60}script",
]  # fmt: skip


@pytest.mark.parametrize("latex", HOSTILE)
def test_hostile_formulas_become_text(latex):
    drawn = mathml(latex)
    safe = {"math", "code", "span"}
    for tag, attributes in Tags(drawn).found:
        assert tag in safe or re.fullmatch("m[a-z]+", tag)
        assert not {name for name in attributes if name in ("href", "style", "src", "mathcolor") or name[:2] == "on"}
        assert attributes.get("class") in (None, "latex", "math-long")
    assert "999" not in "".join(re.findall(r"<[^>]*>", drawn))


@pytest.mark.parametrize("latex", ["x^", "{", "}", r"\frac{1}", r"\nosuchcommand", "", r"\left( x", r"\def\a{b}\a"])
def test_what_cannot_be_drawn_is_shown_as_it_was_written(latex):
    assert mathml(latex) == f'<code class="latex">{html.escape(latex)}</code>'


BOMBS = [
    "{" * 1000 + "}" * 1000, "(" * 2000, r"\frac" * 400, r"\sqrt" * 400, "x^" * 1000, r"\left(" * 300, "a_" * 900,
    r"\begin{matrix}" * 60, "&" * 2000, "9" * 2000, r"\overline" * 200, "'" * 2000, "x" * 100_000,
    r"\newcommand{\a}{\b\b}\newcommand{\b}{\c\c}\a" * 9, r"\begin{matrix}" + "&" * 1900 + r"\end{matrix}",
]  # fmt: skip


@pytest.mark.parametrize("latex", BOMBS, ids=lambda latex: latex[:12])
def test_formulas_are_bounded(latex):
    drawn = mathml(latex)
    assert len(drawn) < 100_000
    assert len(Tags(drawn).found) <= 4_001
