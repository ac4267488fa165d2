"""The reports that machines read (GitHub annotations, SARIF, JUnit) and the table that people read."""

import json
from xml.etree import ElementTree

import pytest
from kenzan.properties.verdict import Counterexample, Verdict
from kenzan.reports.claims import Claim, NoteReport, Unread, as_json
from kenzan.reports.render import github, junit, sarif, text
from rich.cells import cell_len

NASTY = "a%b\r\n::error::x,y:z \x1b[31m\x00 <&>\" ]]> 出力 \U0001f600"


def claim(number, status, words="the cost is 12", line=3, column=5, **verdict):
    extra = {"holds_if": {"condition": "K odd"}, "refuted": {"counterexample": Counterexample({"M": 2}, 8, 4)}}
    made = Verdict(status, "proved", **{"evidence": "run on 48 grids", **extra.get(status, {}), **verdict})
    return Claim(f"c{number}", line, column, words, "conv2d", "macs", "macs(conv2d) == 12", made)


@pytest.fixture
def note():
    claims = [claim(n, s) for n, s in enumerate(("holds", "holds_if", "refuted", "refuted", "empirical"))]
    return NoteReport("notes/a b,c.md", "x", tuple(claims), (Unread(9, "what is this?", "why"),), (("c0", "c2"),))


def nasty():
    return NoteReport(f"{NASTY}.md", NASTY, (claim(1, "refuted", NASTY, evidence=NASTY, reproduce=NASTY),))


def test_an_annotation_a_finding_with_its_place(note):
    lines = github.render([note]).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::warning", "::error", "::error", "kenzan:"]
    assert lines[0].startswith("::warning file=notes/a b%2Cc.md,line=3,col=5,title=holds if%3A the cost is 12::")
    assert "K odd" in lines[0]
    assert "claimed 8, measured 4" in lines[1]


def test_a_note_cannot_write_annotations_of_its_own():
    lines = github.render([nasty()]).splitlines()
    assert len(lines) == 2
    assert lines[0].count("::") >= 2
    head, title = lines[0].removeprefix("::error ").split("::")[0].split(",title=")
    assert head.count(",") == 2
    assert ":" not in title
    assert "," not in title
    assert "%25" in lines[0]


def test_a_known_refutation_is_a_notice(note):
    lines = github.render([note], fresh=[note.claims[2]]).splitlines()
    assert [line.split(" ")[0] for line in lines[:3]] == ["::warning", "::error", "::notice"]


def test_sarif_has_what_the_standard_requires(note):
    document = json.loads(sarif.render([note]))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["name"] == "kenzan"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "error"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"] == "macs"
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "notes/a%20b%2Cc.md", "uriBaseId": "%SRCROOT%"}
        assert (place["region"]["startLine"], place["region"]["startColumn"]) == (3, 5)
        assert place["region"]["endColumn"] == 5 + len("the cost is 12")
    prints = [result["partialFingerprints"]["kenzanClaim/v1"] for result in run["results"]]
    assert len(set(prints)) == 2 + 1  # two equal claims are told apart by their order


def test_sarif_tells_notes_of_one_name_apart():
    paths = ("week1/notes.md", "week2/notes.md", "/home/a/notes.md", "/home/b/notes.md")
    notes = [NoteReport(path, "x", (claim(1, "refuted", "12"),)) for path in paths]

    def prints(*notes):
        results = json.loads(sarif.render(notes))["runs"][0]["results"]
        return [result["partialFingerprints"]["kenzanClaim/v1"] for result in results]

    assert prints(*notes[:2]) == [*prints(notes[0]), *prints(notes[1])]  # whatever else is verified
    assert prints(notes[0]) != prints(notes[1])
    assert prints(notes[2]) == prints(notes[3])  # where a clone lies says nothing


def test_sarif_regions_count_code_points_and_lines():
    two = NoteReport("a.md", "x", (claim(1, "refuted", "\U0001f600漢字\nab"), claim(2, "refuted", "\U0001f600漢字")))
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in json.loads(sarif.render([two]))["runs"][0]["results"]
    ]
    assert [(r["endLine"], r["endColumn"]) for r in regions] == [(4, 3), (3, 8)]


def test_sarif_marks_what_the_baseline_knows(note):
    results = json.loads(sarif.render([note], fresh=[note.claims[2]]))["runs"][0]["results"]
    assert [result.get("baselineState") for result in results] == [None, "new", "unchanged"]


def test_junit_counts_and_failures(note):
    root = ElementTree.fromstring(junit.render([note]))
    (suite,) = root
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped", "errors")} == {
        "tests": "5", "failures": "2", "skipped": "1", "errors": "0",
    }  # fmt: skip
    assert root.get("failures") == "2"
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert "claimed 8, measured 4" in failure.get("message", "")
    known = ElementTree.fromstring(junit.render([note], fresh=[]))
    assert (known.get("failures"), known.get("skipped")) == ("0", "3")


@pytest.mark.parametrize("module", [github, sarif, junit, text])
def test_every_output_survives_a_nasty_note(module):
    written = module.render([nasty()])
    assert {char for char in written if not char.isprintable()} <= {"\n", "\ufffd"}
    assert written == module.render([nasty()])
    written.encode("utf-8")
    if module is junit:
        ElementTree.fromstring(written)
    if module is sarif:
        json.loads(written)


@pytest.mark.parametrize("module", [github, sarif, junit, text])
def test_no_claims_is_no_trouble(module):
    assert module.render([NoteReport("a.md", "")])


def test_the_table_shows_line_verdict_claim_and_reason(note):
    table = text.render([note], unread=True)
    for words in ("✓ holds", "◐ holds if", "✗ refuted", "⚗ empirical", "? unread", "if K odd", "claimed 8, measured 4"):
        assert words in table
    assert "5 claims in 1 note: 2 refuted, 1 holds if, 1 holds, 1 empirical, 1 line unread" in table
    assert "lines 3 and 3 contradict each other" in table
    assert "\x1b" not in table
    assert "(known)" in text.render([note], fresh=[])
    assert "unread" not in text.render([note]).splitlines()[-3]


def test_the_table_is_as_wide_as_its_terminal(note, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    wide = NoteReport("a.md", "x", (claim(1, "refuted", "畳み込みの計算量は" * 12),))
    for line in text.render([wide], terminal=False).splitlines():
        assert cell_len(line) <= 100
    coloured = text.render([wide], terminal=True)
    assert "\x1b[" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    plain = text.render([wide], terminal=True)
    assert "\x1b[" not in plain
    assert max(map(cell_len, plain.splitlines())) <= 60


def test_the_json_contract(note):
    document = as_json([note])
    assert document["schema"] == "kenzan.verify/1"
    keys = {"id", "line", "column", "text", "subject", "predicate", "reading", "status", "strength", "condition"}
    keys |= {"counterexample", "evidence", "convention"}
    for made in document["notes"][0]["claims"]:
        assert keys <= set(made)
    assert document["notes"][0]["contradictions"] == [["c0", "c2"]]
    assert document["notes"][0]["unread"][0]["line"] == 9
    assert document["summary"]["refuted"] == 2
