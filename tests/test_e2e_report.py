"""The report in a real browser (extra `e2e`): it loads nothing, fits a phone, filters and steps by keyboard."""

import os
import shutil

import pytest
from kenzan.properties.verdict import Counterexample, Verdict
from kenzan.reports.claims import Claim, NoteReport, Unread
from kenzan.reports.render import html

playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra e2e")
BROWSER = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
         "--disable-sync --disable-quic")  # fmt: skip
NOTE = """# 計算量

- 標準の畳み込みの計算量は $H \\times W \\times K \\times K \\times C \\times M \\times N \\times L \\times P$ である。
- 受容野は 15 になる。ここは <b onclick="document.title='clicked'">太字</b> と <img src="https://evil.example/x.png">

| 層 | 出力の大きさ | 計算量 | パラメータ数 | 受容野 | 備考 |
|---|---|---|---|---|---|
| conv1 | 112x112x64 | 118,013,952 | 9,408 | 7x7 | 最初の層 |

$$
\\hat{x}_{n,c,h,w} = \\frac{x_{n,c,h,w} - \\mu_c}{\\sqrt{\\sigma_c^2 + \\epsilon}} + aaaaaaaaaaaaaaaaaaaaaaaaaaaa
$$
"""


def claims():
    lines = NOTE.split("\n")
    wrong = {"counterexample": Counterexample({"H": 1, "W": 1, "C": 1, "K": 2, "M": 1}, 15, 16)}
    made = [
        (3, "計算量は", "holds", {}),
        (4, "受容野は 15 になる", "refuted", wrong),
        (8, "112x112x64", "holds_if", {"condition": "P = 3"}),
    ]
    for number, (line, text, status, extra) in enumerate(made, 1):
        verdict = Verdict(status, "proved", "run on 48 grids", reproduce="kenzan verify note.md", **extra)
        column = lines[line - 1].index(text) + 1
        yield Claim(f"c{number}", line, column, text, "conv2d", "macs", "macs(conv2d) == 1", verdict)


@pytest.fixture(scope="module")
def browser():
    if not BROWSER:
        pytest.skip("needs chromium")
    with playwright.sync_playwright() as running:
        launched = running.chromium.launch(executable_path=BROWSER, args=FLAGS.split())
        yield launched
        launched.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open the report at a width; afterwards there must have been no complaint and no request but for the page."""
    page_file = tmp_path / "report.html"
    note = NoteReport("note.md", NOTE, tuple(claims()), (Unread(1, "計算量", ""),))
    page_file.write_text(html.render([note]), encoding="utf-8")
    complaints, requests, contexts = [], [], []

    def open_at(width, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(page_file.as_uri())
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []
    assert {url for url in requests if not url.startswith("data:")} == {page_file.as_uri()}


def visible(page, selector):
    return page.locator(f"{selector}:visible").count()


def test_filters_show_only_what_was_asked_for(opened):
    page = opened(1280)
    assert visible(page, ".card") == 3
    page.get_by_role("radio", name="誤り").check()
    assert (visible(page, ".card"), visible(page, ".card.refuted")) == (1, 1)
    page.get_by_role("radio", name="すべて").check()
    assert visible(page, ".card") == 3


def test_a_flag_in_the_text_opens_its_card_and_a_key_steps_to_the_next_finding(opened):
    page = opened(1280)
    page.locator("a.flag.holds_if").click()
    assert page.locator(".card.holds_if").get_attribute("open") is not None
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.closest('.card').id")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.card').id") != first
    assert page.title() != "clicked"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 800, 1280])
def test_no_width_overflows(opened, width, scheme):
    page = opened(width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach((card) => { card.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    bright = [sum(int(part) for part in colour[4:-1].split(",")) for colour in colours]
    assert (bright[0] > bright[1]) == (scheme == "light")


def test_formulas_are_drawn_with_the_embedded_font(opened):
    page = opened(800)
    assert page.evaluate("document.fonts.check('16px \"Kenzan Math\"', 'x')")
    assert page.evaluate("[...document.fonts].map(f => f.status).join()") == "loaded"
    assert page.locator("math[display=block] mfrac").bounding_box()["height"] > 25
