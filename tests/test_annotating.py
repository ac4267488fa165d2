"""`kenzan annotate`: comments that change nothing on the page, whole words, and nothing of the author's lost."""

import re

import pytest
from kenzan.reports.annotating import annotated, without_proposals
from kenzan.reports.cli import main
from kenzan.reports.verification import verify_text
from markdown_it import MarkdownIt

POINTWISE = "# Pointwise convolution\n\n"
COST = "The pointwise convolution costs $H W C M$."
FREE = "Max pooling has no learnable parameters."


def shown(text):
    """The page without its comments; blank space between tags is not seen."""
    html = MarkdownIt("commonmark").enable("table").render(text)
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"<!--.*?-->", "", html)).replace("\n<", "<").strip()


def confirmed(text):
    return text.replace("<!-- kenzan? ", "<!-- kenzan: ")


PLACES = {
    "blanks behind a marker": f"{POINTWISE}-   {COST}\n\n    And this carries the item on.\n-   Next.\n",
    "numbered, two blanks": f"1.  {COST}\n2.  {FREE}\n3.  Last.\n",
    "a letter and a tab": f"-\t{COST}\n\n\tMore of it.\n-\tNext.\n",
    "one blank deeper": f"-  Structure\n -  {FREE}\n - {COST}\n \nMore.\n",
    "a formula in an item": f"{POINTWISE}1. The cost of the pointwise convolution is\n\n   $$\n   H W C M\n   $$\n\n   as said.\n2. Next.\n",
    "a fence in an item": f"{POINTWISE}- Cost:\n\n  ```\n  The pointwise convolution costs H x W x C x M.\n  ```\n\n  as said.\n- Next.\n",
    "a quotation in an item": f"- Quoted:\n\n  > {FREE}\n  > More.\n\n  as said.\n- Next.\n",
    "an item in a quotation": f"> -   {FREE}\n>\n>     carried on\n> -   Next.\n",
    "a row without pipes": f"| operation | parameters |\n|---|---|\n| max pooling | 0 |\n{FREE}\n\nMore.\n",
    "a year begins a line": f"{FREE}\n1986. a year, in which it was new.\n\nMore.\n",
    "a lazy line": f"> {FREE}\nlazily carried on\n\nMore.\n",
    "indented text": f"Code:\n\n    {FREE}\n\n    Second line.\n\nMore.\n",
    "nested lists": f"* {FREE}\n    * {COST}\n        1) {FREE}\n    * Next.\n* Last.\n",
    "an item that is code": f"-      {FREE}\n- Next.\n",
    "markup": f"<div>\n{FREE}\n</div>\n\nMore.\n",
    "no line end": f"- {FREE}",
}


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_a_comment_changes_nothing_on_the_page(text):
    report = verify_text(text)
    proposed = annotated(report)
    assert proposed.count("kenzan?") > 0
    assert shown(proposed) == shown(text)
    assert without_proposals(proposed) == text
    again = verify_text(confirmed(proposed))
    assert not again.rejected
    assert {(c.reading, c.verdict.status) for c in again.claims} == {(c.reading, c.verdict.status) for c in report.claims}
    assert annotated(again) == confirmed(proposed)


def test_only_our_own_comment_goes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = '<!-- kenzan? "a" means 1 == 1 -->'
    (tmp_path / "note.md").write_text(f"{own} The layers are deep. <!-- TODO: ask -->\n\nText {own} goes on. {own}\n\n> {own} {own}\n")
    assert main(["annotate", "--remove", "note.md"]) == 0
    assert (tmp_path / "note.md").read_text() == "The layers are deep. <!-- TODO: ask -->\n\nText goes on.\n\n"


def test_a_proposal_that_was_wrapped_goes_and_one_that_does_not_end_takes_nothing_along():
    assert without_proposals('a\n<!-- kenzan? "a"\n  means 1 == 1 -->\nb\n') == "a\nb\n"
    broken = '<!-- kenzan? "a" means 1\n\nb\n\n<!-- c -->\n'
    assert without_proposals(broken) == broken


EXAMPLES = [
    '```markdown\n<!-- kenzan{} "pooling" means params(max_pool2d) == 1 -->\n```\n',
    '- Example:\n\n  ~~~\n  <!-- kenzan{} "pooling" means params(max_pool2d) == 1 -->\n  ~~~\n',
    'Write `<!-- kenzan{} "pooling" means params(max_pool2d) == 1 -->` under it.\n',
    'Write ``<!-- kenzan{} params(max_pool2d) == 1 -->`` under it.\n',
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_in_program_text_is_neither_obeyed_nor_removed(example):
    proposal, directive = example.format("?"), example.format(":")
    assert without_proposals(proposal) == proposal
    report = verify_text(f"Max pooling.\n\n{directive}")
    assert not report.claims
    assert not report.rejected


def test_a_quotation_of_code_is_still_a_comment():
    report = verify_text('Call `max_pool2d` here.\n<!-- kenzan: "`max_pool2d` here" means params(max_pool2d) == 0 -->\n')
    assert [c.text for c in report.claims] == ["`max_pool2d` here"]


@pytest.mark.parametrize(
    "comment",
    ["<!-- kenzan macs(conv2d) == 1 -->", "<!-- kenzan ignore -->", '<!-- kenzan "a" means 1 == 1 -->', "<!--kenzan where M = in_channels-->"],
)
def test_a_forgotten_colon_is_one_sentence(comment):
    (complaint,) = verify_text(f"a\n\n{comment}\n").complaints()
    assert "line 3" in complaint
    assert "no colon" in complaint


@pytest.mark.parametrize("remark", ["kenzan is run on this note (by hand)", "kenzan", "kenzan ignores this", "kenzan? x"])
def test_a_remark_about_kenzan_is_nobodys_business(remark):
    assert not verify_text(f"a\n\n<!-- {remark} -->\n").complaints()


@pytest.mark.parametrize("comment", ["<!-- KENZAN: IGNORE -->", "<!-- Kenzan: Ignore -->", "<!-- kenzan： ignore -->"])
def test_capitals_ignore_too(comment):
    assert verify_text(f"{FREE}\n").claims
    assert not verify_text(f"{comment}\n{FREE}\n").claims


QUOTED = [
    "# Receptive fields\n\nTwo layers of 3x3 convolutions see 5 pixels. Three layers see 7 pixels, and 7 is odd.\n",
    "# DenseNet\n\nResNet adds the feature maps. DenseNet concatenates feature maps. DenseNet concatenates feature maps.\n",
    "# 1x1 convolution\n\n-  1 x 1 convolution has $C M$ weights, 1 x 1 convolution\n",
    "# Depthwise\n\nThe number of weights of depthwise convolution depends on 3 x 3 x C; 3 is the kernel, 3 x 3 x C.\n",
]


@pytest.mark.parametrize("text", [*QUOTED, *PLACES.values()])
def test_whole_words_are_quoted_without_the_marker_of_a_list(text):
    proposed = annotated(verify_text(text))
    quotes = re.findall(r'kenzan\? "(.*?)" means', proposed)
    for words in quotes:
        assert re.search(rf"(?<![A-Za-z0-9]){re.escape(words)}(?![A-Za-z0-9])", text), words
        assert not re.match(r"[-*+]\s|\d[.)]\s", words)


def test_a_quoted_row_under_a_table_is_no_row():
    table = "# 3x3 convolution\n\n| dilation | extent | weights |\n|---|---|---|\n| 1 | 3 | 9 |\n| 2 | 5 | 9 |\n"
    comment = '<!-- kenzan{} "2 | 5 | 9" means params(conv2d, kernel_size=3, in_channels=1, out_channels=1) == 9 -->\n'
    bare = {(c.line, c.reading) for c in verify_text(table).claims}
    assert {(c.line, c.reading) for c in verify_text(table + comment.format("?") * 2).claims} == bare
    assert all(c.line <= 6 for c in verify_text(table + comment.format(":") * 2).claims)


def test_a_proposal_changes_no_other_reading():
    text = "# Depthwise convolution\n\nThe cost is $W^2 C K^2$.\n\nMore words.\n"
    proposal = '<!-- kenzan? "More words" means macs(conv2d) == H*W*C -->\n'
    assert [c.reading for c in verify_text(text + proposal).claims] == [c.reading for c in verify_text(text).claims]


def test_what_program_text_says_is_confirmed_once():
    lines = ["x = torch.zeros(1, 64, 14, 14)", "nn.Conv2d(64, 32, 3, padding=1)(x).shape      # (1, 32, 14, 14)", "nn.Conv2d(64, 32, 1)(x).shape  # (1, 32, 14, 14)"]
    proposed = annotated(verify_text("```python\n" + "\n".join(lines) + "\n```\n"))
    assert proposed.count("kenzan?") == 2
    assert annotated(verify_text(confirmed(proposed))) == confirmed(proposed)


def test_a_finding_stays_known_when_its_reading_is_confirmed(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    note = tmp_path / "note.md"
    note.write_text("# Max pooling\n\nMax pooling has 3 parameters, since its kernel is 3 wide and 3 high.\n")
    main(["verify", "note.md", "--format", "json", "-o", "known.json"])
    assert main(["verify", "note.md", "--baseline", "known.json"]) == 0
    text = note.read_text()
    for words in ("Max pooling has 3 parameters", "has 3", "3 parameters"):
        note.write_text(f'{text}<!-- kenzan: "{words}" means params(max_pool2d) == 3 -->\n')
        assert main(["verify", "note.md"]) == 1
        assert main(["verify", "note.md", "--baseline", "known.json"]) == 0
    note.write_text(f'{text}<!-- kenzan: "has 3" means macs(max_pool2d) == 3 -->\n')
    assert main(["verify", "note.md", "--baseline", "known.json"]) == 1


def test_a_dash_is_standard_output(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.md").write_text(f"{FREE}\n")
    assert main(["annotate", "note.md", "-o", "-"]) == 0
    out, _ = capfd.readouterr()
    assert out == annotated(verify_text(f"{FREE}\n"))
    assert [path.name for path in tmp_path.iterdir()] == ["note.md"]
    assert (tmp_path / "note.md").read_text() == f"{FREE}\n"
