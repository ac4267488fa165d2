"""The report in a real browser (extra `e2e`): it loads nothing, fits a phone, filters, steps by keyboard and prints;
each card stands with its claim."""

import os
import shutil

import pytest
from kenzan.properties.verdict import Counterexample, Verdict
from kenzan.reports.claims import Claim, NoteReport, Unread
from kenzan.reports.commands.verify import BUNDLED
from kenzan.reports.render import html
from kenzan.reports.verification import verify_folder

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


@pytest.fixture(scope="module")
def bundled():
    return verify_folder(BUNDLED)


@pytest.fixture
def opened(browser, tmp_path):
    """Open the report at a width; afterwards there must have been no complaint and no request but for the page."""
    page_file = tmp_path / "report.html"
    note = NoteReport("note.md", NOTE, tuple(claims()), (Unread(1, "計算量", ""),))
    complaints, requests, contexts = [], [], []

    def open_at(width, scheme="light", notes=(note,)):
        page_file.write_text(html.render(notes), encoding="utf-8")
        size = {"width": width, "height": 900}  # no motion: a page that still scrolls slips away under a click
        context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
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


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_no_word_widens_the_page(opened, width):
    long = "w" * 400
    note = f"cost {long} https://x.example/{long}\n\nother {long}\n\n| a | b |\n|---|---|\n| {long} | two |\n\n- **{long}** `{long}`\n\n<table><tr><td>{long}"
    wrong = Counterexample({long: 1}, int("9" * 400), long, long)
    verdicts = Verdict("refuted", long, long, counterexample=wrong, convention=long, reproduce=long), Verdict("holds_if", "proved", long, condition=long)
    made = [Claim(f"c{n}", n * n, 6, long, long, "macs", long, verdict, notes=(long,)) for n, verdict in enumerate((*verdicts, verdicts[1]), 1)]
    report = NoteReport(f"{long[:200]}.md", note, tuple(made), (Unread(3, long, long),), (("c1", "c2"),))
    page = opened(width, notes=(report, report))
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_elements_of_a_note_stand_in_the_browsers_tree_as_they_are_written(opened):
    note = "<h3>A\n<p>b <ul><li>c<li>d</ul> e\n\n<table><tr><td>f<td>g</table>\n\n<details><summary>h</summary>\n\n- i\n\n</details>\n\n</div></section></main>\n\nlast"
    page = opened(820, notes=(NoteReport("note.md", note),))
    tree = "[...document.querySelectorAll('.text :is(h5, p, li, td, summary)')].map((e) => e.tagName + e.textContent.trim()).join(' ')"
    assert page.evaluate(tree) == "H5A Pb LIc LId Pe TDf TDg SUMMARYh LIi P</main> Plast"


def test_formulas_are_drawn_with_the_embedded_font(opened):
    page = opened(800)
    assert page.evaluate("document.fonts.check('16px \"Kenzan Math\"', 'x')")
    assert page.evaluate("[...document.fonts].map(f => f.status).join()") == "loaded"
    assert page.locator("math[display=block] mfrac").bounding_box()["height"] > 25


CROWDED = """# Sizes of a layer

one two three four five six seven eight nine ten on one line

- one line of a list

| layer | size | cost |
|---|---|---|
| conv1 | 64x64x12 | 1728 |
| conv2 | 32x32x24 | 3456 |

$$
H \\times W
$$
"""


def crowded():
    """A note with ten claims on a line, and some in a list, a table and a display formula."""
    lines = CROWDED.split("\n")
    words = [*lines[2].split()[:10], "one line", "64x64x12", "1728", "3456", "H \\times W"]
    for number, word in enumerate(words, 1):
        line = next(n for n, line in enumerate(lines) if word in line and (number != 11 or line.startswith("-")))
        status = "refuted" if word == "3456" else "holds"
        verdict = Verdict(status, "proved", "run", counterexample=Counterexample({}, 1, 2) if status == "refuted" else None)
        yield Claim(f"c{number}", line + 1, lines[line].index(word) + 1, word, "conv2d", "macs", "macs(conv2d) == 1", verdict)


STANDING = """() => [...document.querySelectorAll(".card")].map((card) => {
  const flag = document.querySelector(`.flag[href="#${card.id}"]`).getBoundingClientRect();
  const own = card.querySelector("summary").getBoundingClientRect();
  const said = card.closest(".row").firstElementChild.getBoundingClientRect(), box = card.getBoundingClientRect();
  return { open: card.open, away: Math.max(0, own.top - flag.bottom, flag.top - own.bottom), under: box.top - said.bottom,
    margin: box.left >= said.right, box: [box.left, box.top, box.right, box.bottom] };
})"""


def overlapping(boxes):
    return [
        (a, b) for n, a in enumerate(boxes) for b in boxes[:n]
        if a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1
    ]  # fmt: skip


def standing(page):
    """Where the cards stand in a wide page; whatever is open, none overlaps another."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    cards = page.evaluate(STANDING)
    assert not overlapping([card["box"] for card in cards])
    assert all(card["margin"] for card in cards if not card["open"])
    assert all(card["under"] >= 0 and not card["margin"] for card in cards if card["open"])
    return cards


@pytest.mark.parametrize("width", [1000, 1280, 1440])
def test_a_card_stands_with_its_claim(opened, bundled, width):
    page = opened(width, notes=bundled)
    cards = standing(page)
    away = sorted(card["away"] for card in cards)
    assert len(away) > 70
    assert away[len(away) // 2] <= 1, "half of the cards stand on their claim's line"
    assert away[-1] <= 100
    assert max(card["away"] for card in cards if not card["open"]) <= 15
    page.evaluate("document.querySelectorAll('.card').forEach((card) => { card.open = !card.open; })")
    standing(page)


def test_cards_of_a_crowded_line_share_lines_of_the_margin(opened):
    page = opened(1280, notes=[NoteReport("note.md", CROWDED, tuple(crowded()))])
    cards = standing(page)
    assert max(card["away"] for card in cards) <= 60
    assert len({card["box"][1] for card in cards[:10]}) == 3  # ten claims, four abreast
    assert page.locator("#n1c14-card").get_attribute("open") is not None
    page.locator("#n1c14-card summary").click()
    assert max(card["away"] for card in standing(page)) <= 60


def test_a_flag_bears_its_cards_number_and_leads_to_it_in_sight(opened, bundled):
    page = opened(1280, notes=bundled)
    for flag in page.locator("a.flag").all()[::5]:
        flag.click()
        card = page.locator(f'[id="{flag.get_attribute("href")[1:]}"]')
        assert card.get_attribute("open") is not None
        assert card.locator(".no").inner_text() == flag.inner_text().lstrip("\u2060")
        top, bottom = page.evaluate("[document.activeElement.getBoundingClientRect().top, innerHeight]")
        assert 0 < top < bottom
        page.keyboard.press("Escape")
        assert card.get_attribute("open") is None
        assert page.evaluate("document.activeElement.closest('.card').id") == card.get_attribute("id")


def test_a_card_that_a_step_opened_is_closed_by_the_next(opened):
    page = opened(1280)
    opens = []
    for _ in range(3):
        page.keyboard.press("j")
        opens.append([card.get_attribute("id") for card in page.locator(".card[open]").all()])
    assert opens == [["n1c2-card"], ["n1c2-card", "n1c3-card"], ["n1c2-card"]]


def test_in_print_cards_follow_their_block_whole_and_commands_wrap(opened, bundled):
    page = opened(680, notes=bundled)  # the width of a sheet of A4 between its margins
    page.emulate_media(media="print")
    page.evaluate("document.querySelectorAll('.card').forEach((card) => { card.open = true; })")
    assert all(card["under"] >= 0 for card in page.evaluate(STANDING))
    assert page.evaluate("[...document.querySelectorAll('.card, .row')].every((c) => getComputedStyle(c).breakInside === 'avoid')")
    clipped = "[...document.querySelectorAll('.card pre, .card dd, .card summary')].filter((e) => e.scrollWidth > e.clientWidth + 1)"
    assert page.evaluate(f"{clipped}.length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
