"""The HTML report: the note as it was written, every claim marked in place, nothing of a stranger's note active."""

import ast
import dataclasses
import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from kenzan.properties.verdict import Counterexample, Verdict
from kenzan.reports.claims import Claim, NoteReport, Unread
from kenzan.reports.render import html

TABLED = {"table", "thead", "tbody", "tfoot", "tr"}
ROOMLESS = TABLED | {"ul", "ol"}
BLOCK = {"p", "div", "ul", "ol", "li", "table", "td", "details", "blockquote", "pre", "hr", *(f"h{n}" for n in range(1, 7))}
VOID = {"img", "meta", "br", "hr", "input", "rect", "line"}


def claim(note, text, status="holds", number=1, occurrence=0, **verdict):
    """A claim on the text where it stands in the note."""
    start = [m.start() for m in re.finditer(re.escape(text), note)][occurrence]
    line = note.count("\n", 0, start) + 1
    extra = {"holds_if": {"condition": "K odd"}, "refuted": {"counterexample": Counterexample({"M": 2}, 8, 4)}}
    made = Verdict(status, "proved", **{"evidence": "run on 48 grids", **extra.get(status, {}), **verdict})
    column = start - (note.rfind("\n", 0, start) + 1) + 1
    return Claim(f"c{number}", line, column, text, "conv2d", "macs", "macs(conv2d) == 1", made)


def report(note, *claims, path="note.md", **more):
    return html.render([NoteReport(path, note, tuple(claims), **more)])


class Page(HTMLParser):
    """Tags, the text of marks, ids and links; and whether every element is closed where it should be."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.marks, self.ids, self.links, self._open = [], [], [], [], []
        self.shown = []  # (the elements around them, words)
        self.feed(text)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        self._may_stand(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "mark":
            self.marks.append([attributes["class"], ""])
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def _may_stand(self, tag):
        """A browser moves what stands where it cannot, out of the note's part of the page if need be."""
        parent = self._open[-1] if self._open else None
        allowed = {"tr": TABLED - {"tr"}, "td": {"tr"}, "th": {"tr"}, "thead": {"table"}, "tbody": {"table"},
                   "tfoot": {"table"}, "caption": {"table"}, "li": {"ul", "ol"}, "summary": {"details"}}  # fmt: skip
        assert tag not in allowed or parent in allowed[tag], f"<{tag}> in <{parent}>"
        assert parent not in ROOMLESS or tag in allowed, f"<{tag}> in <{parent}>"
        assert not (tag in BLOCK and "p" in self._open), f"<{tag}> in a paragraph"

    def handle_data(self, data):
        parent = self._open[-1] if self._open else None
        assert parent not in ROOMLESS or not data.strip(), f"{data!r} in <{parent}>"
        if data.strip():
            self.shown.append((tuple(self._open), data))
        if "mark" in self._open:
            self.marks[-1][1] += data


HOSTILE = """---
title: <script>alert(0)</script>
---
# Notes <script>alert(1)</script> <img src=x onerror=alert(2)>
[link](javascript:alert(3)) <a href="javascript:alert(4)" onclick="alert(5)">x</a> ![pic](https://evil.example/a.png)
<svg onload=alert(6)><style>body{display:none}</style> <!-- comment --> <!--> <b>bold <i>open
$\\text{<script>alert(7)</script>}$ `<script>` [x]: javascript:alert(8) <iframe src="//evil.example"></iframe>

<div onmouseover="alert(9)" style="position:fixed">

| a <script> | <img src=x onerror=alert(10)> |
|---|:--:|
| <https://ok.example/"onclick=alert(11)> | [y](data:text/html,<script>alert(12)</script>) |

```html
</code></pre><script>alert(13)</script>
```
<img src="https://evil.example/pixel.gif"> <meta http-equiv=refresh content=0> <form action=//x.example><input name=q>
"""


def test_a_hostile_note_runs_and_loads_nothing():
    text = report(
        HOSTILE, claim(HOSTILE, "<script>alert(1)</script>", "refuted", evidence="<script>e</script>"),
        unread=(Unread(5, "<img src=x onerror=alert(2)>", "<b>why</b>"),), path="<img src=x>.md",
    )  # fmt: skip
    page = Page(text)
    forbidden = "img iframe object embed link base svg:image foreignObject audio video template noscript area"
    assert not {tag for tag, _ in page.tags} & set(forbidden.split())
    assert sum(tag == "form" for tag, _ in page.tags) == sum(tag == "style" for tag, _ in page.tags) == 1
    assert sum(tag == "script" for tag, _ in page.tags) == 1  # the page's own
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert not {"src", "style", "action", "srcset", "formaction"} & set(attributes), (tag, attributes)
    assert all(link.startswith(("#", "https://ok.example/")) for link in page.links)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "javascript:alert(1)", "</style><script>", '"><script>'])
def test_every_field_of_a_claim_is_escaped(text):
    note = f"cost {text} end"
    made = Verdict(
        "refuted", text, text, counterexample=Counterexample({text: 1}, text, text, text), convention=text,
        reproduce=text,
    )  # fmt: skip
    written = html.render([NoteReport(text, note, (Claim("c", 1, 6, text, text, "macs", text, made, notes=(text,)),))])
    assert sum(tag == "script" for tag, _ in Page(written).tags) == 1
    assert not [link for link in Page(written).links if link.startswith("javascript")]


MARKED = [
    ("the cost is $H \\times W$ here", "cost is $H \\times W$"),
    ("the cost is $H \\times W$ here", "H \\times"),
    ("some **bold words** there", "bold words"),
    ("some **bold words** there", "some **bold"),
    ("計算量は**とても大きい**です", "とても大きい"),
    ("a `code piece` b", "code piece"),
    ("see [the link](https://x.example) now", "the link"),
    ("snake_case_name and _emphasis_ x", "emphasis_ x"),
    ("- item one\n  - nested claim\n- three", "nested claim"),
    ("1. first\n2. second claim \\\nrest", "second claim"),
    ("| a | b |\n|---|---|\n| 1 | 2 claims |", "2 claims"),
    ("> quoted claim\n> goes on", "quoted claim"),
    ("##Heading claim", "Heading claim"),
    ("same same", "same"),
    ("ＣＮＮの⼊⼒", "⼊⼒"),
    ("line one\nline two", "one\nline"),
    ("a &amp; b &lt; c", "&amp; b"),
    ("tail \\* star", "\\* star"),
    ("    indented prose", "indented prose"),
]


@pytest.mark.parametrize(("note", "text"), MARKED)
@pytest.mark.parametrize("path", ["note.md", "note.txt"])
def test_a_claim_is_marked_where_it_stands(note, text, path):
    page = Page(report(note, claim(note, text, "refuted"), path=path))
    marked = "".join(words for _, words in page.marks)
    plain = re.sub(r"\\times|[\s$*_`\\|]|&amp;|\[|\]|&", "", text)
    assert plain in re.sub(r"[\s×*&]", "", marked)
    assert all(kind == "refuted" for kind, _ in page.marks)
    assert page.ids.count("n1c1") == 1
    assert "n1c1-card" in page.ids
    assert "#n1c1-card" in page.links


def test_of_equal_words_the_right_ones_are_marked():
    note = "same words, same words"
    written = report(note, claim(note, "same words", occurrence=1))
    assert re.search(r"same words, <span id=\"n1c1\"></span><mark", written)


def test_overlapping_claims_show_the_graver_and_lead_to_both():
    note = "an outer claim with an inner one"
    page = Page(report(note, claim(note, note), claim(note, "inner", "refuted", number=2)))
    assert ["refuted", "inner"] in page.marks
    assert {"#n1c1-card", "#n1c2-card"} <= set(page.links)


def test_a_display_formula_is_marked_as_a_whole():
    note = "text\n\n$$\nx = H \\times W\n$$\n"
    written = report(note, claim(note, "x = H \\times W", "refuted"))
    assert '<span id="n1c1"></span><div class="row">' in written
    assert '<div class="said whole refuted"><math display="block">' in written


def test_the_signs_used_inside_cannot_be_forged():
    note = "a ⹌⹊⹍ b ⹌⹋⹋⹋⹍ claim ⹌⹍"
    page = Page(report(note, claim(note, "claim", "refuted")))
    assert [words for _, words in page.marks] == ["claim"]


def test_what_a_verdict_says_is_shown():
    note = "# 計算量\n\n畳み込みの計算量は H×W×K です。\n"
    verdict = {"convention": "multiply-accumulates", "reproduce": "kenzan verify x.md"}
    written = report(note, claim(note, "H×W×K", "refuted", **verdict), claim(note, "計算量", "holds_if", number=2))
    for words in ("macs(conv2d) == 1", "run on 48 grids", "multiply-accumulates", "kenzan verify x.md", "K は奇数"):
        assert words in written
    assert '<td class="stated">8</td>' in written
    assert '<td class="found">4</td>' in written
    assert '<html lang="ja">' in written
    assert "誤り" in written


def test_counts_contradictions_and_unread_lines_are_listed():
    note = "one claim\n\nanother claim\n\nwhat is this?\n"
    written = report(
        note, claim(note, "one claim"), claim(note, "another claim", "refuted", number=2),
        unread=(Unread(5, "what is this?", "no predicate"),), contradictions=(("c1", "c2"),),
    )  # fmt: skip
    page = Page(written)
    assert ["unread", "what is this?"] in page.marks
    assert "Contradictions" in written
    assert "no predicate" in written
    assert "#n1u0" in page.links
    assert "n1u0" in page.ids


def test_every_link_inside_the_page_has_its_target():
    note = "# A\n\nfirst claim\n\n<!-- kenzan: macs(conv2d) == 1 -->\n\n| x | claim |\n|---|---|\n| 1 | 2 |\n"
    claims = [claim(note, t, number=n) for n, t in enumerate(("first claim", "macs(conv2d) == 1", "2", "A"), 1)]
    claims.append(Claim("c9", 99, 1, "not there", "conv2d", "macs", "r", Verdict("holds", "proved", "e")))
    page = Page(html.render([NoteReport("a.md", note, tuple(claims)), NoteReport("b.md", note, tuple(claims))]))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


@pytest.mark.parametrize(
    "address",
    [
        "https://latex.codecogs.com/gif.latex?H\\times&space;W",
        "https://latex.codecogs.com/svg.image?H%5Ctimes%20W",
    ],
)
def test_a_formula_in_an_images_address_is_drawn(address):
    for note in (f"cost ![f]({address}) here", f'cost <img src="{address}" alt="f"> here'):
        assert "<mi>H</mi><mo>×</mo><mi>W</mi>" in report(note)


def test_front_matter_tables_breaks_and_fences_read_as_their_author_meant_them():
    note = "---\ntitle: secret\n---\n\nx<br>y H<sub>2</sub>\n\n```math\nK^2\n```\n\n~~~\n<b>\n~~~\n"
    written = report(note)
    assert "secret" not in written
    assert "x<br>\ny H<sub>2</sub>" in written
    assert "<msup><mi>K</mi><mn>2</mn></msup>" in written
    assert "<pre><code>&lt;b&gt;\n</code></pre>" in written


def test_equal_notes_give_equal_bytes():
    note = "a claim\n\nanother $K^2$\n"
    make = [claim(note, "claim", "refuted"), claim(note, "$K^2$", "holds_if", number=2)]
    assert report(note, *make) == report(note, *make)


ODD = [
    "", "\n\n", "#", "|", "$", "$$", "```", "<", "<!--", "\\(", "[" * 5000, "*a " * 3000, "> " * 4000,
    "a\x00\x0cb\u2028",
]  # fmt: skip


@pytest.mark.parametrize("note", ODD, ids=range(len(ODD)))
def test_odd_notes_are_shown_without_trouble(note):
    Page(report(note, Claim("c1", 1, 1, note[:10] or "x", "conv2d", "macs", "r", Verdict("holds", "proved", "e"))))
    Page(report(note, Claim("c1", 99, 9, "not there", "conv2d", "macs", "r", Verdict("holds", "proved", "e"))))


def test_a_notebooks_cells_are_shown_and_marked():
    cells = [
        {"cell_type": "markdown", "source": ["# \u7573\u307f \"quoted\"\n", "cost is $H \\times W$ here\n", "tail"]},
        {"cell_type": "code", "source": "print('<b>')", "outputs": [{"text": "output text"}]},
        {"cell_type": "markdown", "source": "second cell\n\nhas a claim"},
    ]
    source = json.dumps({"nbformat": 4, "cells": cells}, indent=1)
    claims = [claim(source, t, number=n) for n, t in enumerate((r"is $H \\times W$", "has a claim"), 1)]
    page = Page(report(source, *claims, path="a.ipynb"))
    assert ["holds", "is "] in page.marks
    assert ["holds", "H×W"] in page.marks
    assert ["holds", "has a claim"] in page.marks
    written = report(source, *claims, path="a.ipynb")
    assert "&lt;b&gt;" in written
    assert "output text" not in written
    assert "畳み &#34;quoted&#34;" in written


ELEMENTS = [
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", '<td colspan="2" onclick="x()">', "<th>", "</th>", "<tbody>",
    "<thead>", "</thead>", "<caption>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<p>", '<p align="center">', "</p>",
    "<h3>", "</h3>", "<h1 style='x'>", "<div>", "</div>", '<div onmouseover="x()">', "<details>", "</details>",
    "<summary>", "</summary>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<hr>", "<br>", "<b>", "</b>", "<sub>",
    "</sub>", "<span>", "</span>", "<center>", "</center>", "<script>alert(1)</script>", "<svg onload=x()>", "<style>",
    "<!-- c -->", "<!-- kenzan: x -->", "<tab", "<td ", "<a href='javascript:x()'>", "\n\n", "\n\n", "\n", "\n- ", "\n  - ",
    "\n> ", "\n# ", "**", "`", "| a | <td> | <ul><li>x |\n|-|-|-|\n| b | </td> |\n", "words", "4 parameters", "語", " ",
]  # fmt: skip
PIECES = [
    "<b>", "</b>", "$", "$$", "`", "**", "_", "[a](", "](", "<!--", "-->", "\\(", "\\)", "|", "\n\n", "\n- ", "\n# ",
    "\n> ", '<img src="', '"', ">", "<br>", "\\", "&amp;", "\n|-|-|\n", "\r\n", "⹌", "⹍", "<sub>", "</sub>", "\n---\n",
    "\x00", "語", "cost is $H \\times W$ ", "| 1 | 2 |\n",
    "計算量は大きい", "![x](https://latex.codecogs.com/gif.latex?a) ",
]  # fmt: skip


@pytest.mark.parametrize("pieces", [PIECES, ELEMENTS, [*ELEMENTS, *PIECES]], ids=["markdown", "elements", "both"])
@pytest.mark.parametrize("seed", [*range(40), 1964])
def test_mangled_notes_with_claims_anywhere_stay_well_formed(seed, pieces):
    draw = random.Random(seed)
    note = "".join(draw.choice(pieces) for _ in range(draw.randrange(5, 120)))
    claims = []
    for number in range(8):
        start = draw.randrange(len(note))
        before = re.split(r"\r\n|\r|\n", note[:start])
        status = draw.choice(["holds", "refuted", "holds_if", "empirical"])
        made = claim(note, note[start], status, number)
        words = note[start : start + draw.randrange(1, 60)]
        claims.append(dataclasses.replace(made, line=len(before), column=len(before[-1]) + 1, text=words))
    page = Page(report(note, *claims))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert sum(name.endswith("-card") for name in page.ids) == len(claims)
    assert_nothing_runs(page)


def assert_nothing_runs(page):
    """No script but the page's own, nothing loaded, no attribute of the note's."""
    assert sum(tag == "script" for tag, _ in page.tags) == sum(tag == "style" for tag, _ in page.tags) == 1
    assert not {tag for tag, _ in page.tags} & {"img", "iframe", "object", "embed", "link", "base", "video", "center"}
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert not {"src", "style", "action", "srcset", "formaction", "align"} & set(attributes), (tag, attributes)
    assert not [link for link in page.links if not link.startswith(("#", "http"))]


TABLE = """<table border="1">
<tr><th>Op</th><th>Params</th></tr>
<tr><td>Max pooling</td><td>4 learnable</td></tr>
<tr><td colspan="2" style="color:red">Average pooling
</table>
"""


def test_a_table_of_tags_is_a_table_with_its_claims_marked_in_the_cells():
    page = Page(report(TABLE, claim(TABLE, "4 learnable", "refuted"), claim(TABLE, "Average pooling", number=2)))
    cells = {words.strip(): around[around.index("article") :] for around, words in page.shown if "td" in around or "th" in around}
    assert [name for name in cells if name in ("Op", "Params", "Max pooling", "4 learnable", "Average pooling")] == [
        "Op", "Params", "Max pooling", "4 learnable", "Average pooling",
    ]  # fmt: skip
    assert cells["4 learnable"][-3:] == ("tr", "td", "mark")
    assert ["refuted", "4 learnable"] in page.marks
    assert ("td", {"colspan": "2"}) in page.tags


def test_headings_lists_and_details_of_tags_are_elements():
    note = "<h3>Pooling</h3>\nIt halves.\n<ul>\n<li>one\n<li>two</li>\n</ul>\n\n<details>\n<summary>Q</summary>\n\nA **b**\n\n</details>\n\nafter"
    page = Page(report(note, claim(note, "two"), claim(note, "A", number=2)))
    inside = [(words.strip(), around[around.index("article") + 1 :]) for around, words in page.shown if "article" in around]
    shown = {words: tuple(tag for tag in around if tag != "div") for words, around in inside}
    assert shown["Pooling"] == ("h5",)
    assert shown["It halves."] == ("p",)
    assert shown["one"][-2:] == ("ul", "li")
    assert shown["two"][-3:] == ("ul", "li", "mark")
    assert shown["Q"][-2:] == ("details", "summary")
    assert shown["A"][-3:] == ("details", "p", "mark")
    assert shown["b"][-3:] == ("details", "p", "strong")
    assert shown["after"] == ("p",)
    assert ("details", {"open": None}) in page.tags


def test_preformatted_text_keeps_its_lines_and_signs():
    assert "<pre><code>a\n  *b* &lt;c&gt;\n\nd</code></pre>" in report("x\n<pre><code class='y'>a\n  *b* &lt;c>\n\nd</code></pre>\n")


@pytest.mark.parametrize("tag", ["div", "ul", "table", "details", "b", "p", "li", "td", "h1", "blockquote"])
@pytest.mark.parametrize("between", ["", "\n\n", "x"])
def test_thousands_of_open_tags_leave_the_page_whole(tag, between):
    note = f"first\n\n{f'<{tag}>{between}' * (10_000 if between else 3000)}words\n\n- last claim"
    page = Page(report(note, claim(note, "last claim")))
    assert_nothing_runs(page)
    assert max(len(around) for around, _ in page.shown) < 120
    assert ["holds", "last claim"] in page.marks


# What stays in the Latin alphabet in a Japanese report: names of operations, roles and options, and verdicts' values.
NAMES = re.compile(
    r"[a-z]+_[a-z_]+\d?d?|\w+\(.*?\)|\b(?:conv|linear|relu|sigmoid|tanh|concat|add|multiply|softmax|densenet|wavenet|resnet|"
    r"pixelcnn|mobilenet|pool|height|width|size|stride|padding|batch|eps|true|false|doubling|increasing|exponential|layers|other|keep)\d?d?\b"
)


def test_a_japanese_report_speaks_japanese():
    from kenzan.reports.commands.verify import BUNDLED
    from kenzan.reports.render.japanese import in_japanese
    from kenzan.reports.verification import verify_folder

    claims = [c for note in verify_folder(BUNDLED) for c in note.claims if c.language == "ja"]
    verdicts = [c.verdict for c in claims]
    told = [t for v in verdicts for t in (v.condition, v.convention, v.counterexample and v.counterexample.witness)]
    told += [v.evidence for v in verdicts if v.strength not in ("looked up", "not run")] + [n for c in claims for n in c.notes]
    assert len(claims) > 10
    left = {t: in_japanese(t) for t in told if t and re.search(r"(?<![\w-])[a-z]{3,}", NAMES.sub("", in_japanese(t)))}
    assert not left


SAID = [
    ("looked up, not computed: Yu and Koltun 2016, section 2 and table 1, stride 2", "計算ではなく出典による: Yu and Koltun 2016, section 2 and table 1, stride 2"),
    ("batch_norm run in training and in evaluation mode, on 2 instances: true", "batch_norm を学習時と推論時のモードで実行、2 例: 真"),
    ("x run with random and with zero weights, on 2 instances: add or concat; y", "x を乱数の重みと 0 の重みで実行、2 例: 加算 または 連結; y"),
    ("it fills a blank", "空欄を埋めたもの"),
    ("subject conv2d taken from the sentence before", "主語 conv2d は前の文から"),
    ("K odd and 2 divides H", "K は奇数 かつ H は 2 で割り切れる"),
    ("a possible reading, f(x) == 1, fails; g(x) == 2 would hold", "読みの候補 f(x) == 1 は成り立たない。g(x) == 2 なら成り立つ"),
]  # fmt: skip


@pytest.mark.parametrize(("english", "japanese"), SAID)
def test_what_is_said_of_a_verdict_has_its_japanese(english, japanese):
    from kenzan.reports.render.japanese import in_japanese

    assert in_japanese(english) == japanese


def named_remarks(trees):
    """The strings that modules have under names of their own."""
    return {
        t.id: node.value.value
        for tree in trees for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for t in node.targets if isinstance(t, ast.Name)
    }  # fmt: skip


def remarks_in(tree, constants):
    """What program text has for notes on a reading: the strings of what is called so, and of tuples given to readings."""
    for node in ast.walk(tree):
        named = [node.value] if isinstance(node, ast.keyword) and node.arg == "notes" else []
        if isinstance(node, ast.Assign) and any(re.match(r"notes?$", ast.unparse(t)) for t in node.targets):
            named.append(node.value)
        if isinstance(node, ast.Call) and re.search(r"Reading|replace|reading", ast.unparse(node.func)):
            named += [part for part in node.args if isinstance(part, ast.Tuple | ast.BinOp | ast.IfExp)]
        for part in (part for value in named for part in ast.walk(value)):
            if isinstance(part, ast.JoinedStr):
                yield "".join(p.value if isinstance(p, ast.Constant) else "'x'" if p.conversion == 114 else "x" for p in part.values)
                continue
            value = part.value if isinstance(part, ast.Constant) else constants.get(part.id) if isinstance(part, ast.Name) else None
            if re.fullmatch(r"[a-z]\w* [\w ,.:;]+", str(value)):
                yield value


def test_every_remark_on_a_reading_has_its_japanese():
    from kenzan.reports.render.japanese import in_japanese

    reports = Path(html.__file__).parents[1]
    trees = {path: ast.parse(path.read_text("utf-8")) for path in reports.rglob("*.py")}
    named = named_remarks(trees.values())
    said = {text for path, tree in trees.items() if path.parent.name in ("readers", "counting") for text in remarks_in(tree, named | named_remarks([tree]))}
    parts = ("the text before", "taken from", "taken from above", "taken from the table row", "tried too", "the item above", "the heading", "above the table")
    whole = {text for text in said if (text == text.strip() and not text.strip(" ,").endswith(parts)) or text.startswith("subject")}
    assert len(whole) > 20
    assert not {text for text in whole if re.search(r"[a-z]{2,} [a-z]{2,}", in_japanese(text))}


def test_why_a_line_is_unread_is_said_in_the_pages_language():
    note = "畳み込み層の計算量はとても大きいかもしれません。"
    why = "a possible reading, f(x) == 1, fails; the sentence is not clear enough to say more"
    written = report(note, unread=(Unread(1, note, why),))
    assert "読みの候補 f(x) == 1 は成り立たないが" in written
    assert "fails;" not in written


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.mark.parametrize(("kind", "data"), [("png", PNG), ("gif", GIF)])
@pytest.mark.parametrize("form", ["![loss <b> \"x](data:image/{};base64,{}) holds", "<img alt='loss' src='data:image/{};base64,{}'> holds"])
def test_an_image_that_the_note_holds_is_shown(form, kind, data):
    note = f"see {form.format(kind, data)}"
    written = report(note, claim(note, "holds"))
    page = Page(written)
    (shown,) = [attributes for tag, attributes in page.tags if tag == "img"]
    assert set(shown) == {"alt", "src"}
    assert shown["src"] == f"data:image/{kind};base64,{data}"
    assert shown["alt"].startswith("loss")
    assert "; img-src data:" in written
    assert ["holds", "holds"] in page.marks


LARGE = PNG[:21] + "AD///wAP//8" + PNG[32:]


@pytest.mark.parametrize(
    "address",
    [
        f"data:image/svg+xml;base64,{'PHN2ZyBvbmxvYWQ9' * 9}", f"data:text/html;base64,{PNG}", f"data:image/png;base64,{'AAAA' * 20}",
        f"data:image/png;base64,{LARGE}", f"data:image/png;base64,{PNG[:-2]}{'A' * 800_002}", "data:image/png;kept=0",
        "https://x.example/a.png", "figures/loss.png",
    ],
    ids=range(8),
)  # fmt: skip
def test_no_other_image_is_loaded(address):
    for note in (f"see ![loss]({address}) and more", f"see <img alt='loss' src='{address}'> and more"):
        written = report(note)
        assert_nothing_runs(Page(written))
        assert "img-src" not in written
        assert len(written) < len(report("see")) + 2000
        assert "loss" in written


def test_nothing_comes_along_with_an_image():
    note = f"see <img alt='loss' src='data:image/png;base64,{PNG}\" onerror=\"x' onload=x style=y> and more"
    assert all(set(attributes) == {"alt", "src"} for tag, attributes in Page(report(note)).tags if tag == "img")
