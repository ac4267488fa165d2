"""`kenzan verify`: files and folders, formats, exit status, baseline, and files that are whole or not there."""

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from kenzan.reports import verification
from kenzan.reports.cli import main
from kenzan.reports.verification import verify_path

RIGHT = "# Depthwise\n\n<!-- kenzan: macs(depthwise_conv2d) == H*W*C*K**2 -->\n"
WRONG = "# Depthwise\n\n<!-- kenzan: macs(depthwise_conv2d) == H*W*C*K**3 -->\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "right.md").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "wrong.md").write_text(WRONG, encoding="utf-8")
    return tmp_path


def run(capfd, *arguments):
    status = main(["verify", *map(str, arguments)])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


def document(capfd, *arguments):
    status, out, _ = run(capfd, *arguments, "--format", "json")
    return status, json.loads(out)


def test_zero_when_all_holds_and_one_when_something_is_refuted(capfd):
    assert run(capfd, "right.md")[0] == 0
    status, out, err = run(capfd, "wrong.md")
    assert (status, err) == (1, "")
    assert "✗ refuted" in out
    assert run(capfd, "right.md", "wrong.md")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.md"], "no such file: absent.md"),
        (["right.md", "absent.md"], "absent.md"),
        (["a.pdf"], "a.pdf"),
        (["empty"], "no note in the folder empty"),
        (["right.md", "--baseline", "absent.json"], "absent.json"),
        (["right.md", "--baseline", "right.md"], "is not a baseline"),
        (["right.md", "-o", "absent/report.txt"], "cannot write"),
        (["latin.md"], "UTF-8"),
        (["broken.ipynb"], "not a notebook"),
        (["x" * 5000 + ".md"], "cannot read"),
        (["nul\0.md"], "nul"),
        (["right.md", "--format", "pdf"], "invalid choice: 'pdf'"),
    ],
)
def test_two_and_one_sentence_for_what_cannot_be_used(capfd, own_folder, arguments, said):
    (own_folder / "empty").mkdir()
    (own_folder / "a.pdf").write_bytes(b"%PDF")
    (own_folder / "latin.md").write_bytes(b"caf\xe9")
    (own_folder / "broken.ipynb").write_text("{")
    status, _, err = run(capfd, *arguments)
    assert status == 2
    assert said in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_one_unreadable_note_does_not_cost_the_others(capfd, own_folder):
    (own_folder / "latin.md").write_bytes(b"caf\xe9")
    status, out, err = run(capfd, "latin.md", "right.md", "--format", "json")
    assert status == 2
    assert [note["path"] for note in json.loads(out)["notes"]] == ["right.md"]
    assert "latin.md" in err


def test_folders_are_searched_but_hidden_ones_are_not(capfd, own_folder):
    for name in ("notes/b.md", "notes/deep/a.txt", "notes/.git/c.md", "notes/d.py"):
        (own_folder / name).parent.mkdir(parents=True, exist_ok=True)
        (own_folder / name).write_text(RIGHT, encoding="utf-8")
    status, made = document(capfd, "notes", "notes/b.md")
    assert status == 0
    assert [note["path"] for note in made["notes"]] == ["notes/b.md", "notes/deep/a.txt"]


def test_the_json_contract(capfd):
    status, made = document(capfd, "wrong.md")
    assert status == 1
    assert made["schema"] == "kenzan.verify/1"
    (claim,) = made["notes"][0]["claims"]
    assert (claim["line"], claim["status"], claim["predicate"], claim["subject"]) == (
        3, "refuted", "macs", "depthwise_conv2d",
    )  # fmt: skip
    assert claim["counterexample"]["claimed"] != claim["counterexample"]["measured"]
    assert made["summary"]["refuted"] == 1


@pytest.mark.parametrize("kind", ["text", "json", "html", "github", "sarif", "junit"])
def test_every_format_goes_to_the_terminal_or_to_a_file_alike(capfd, own_folder, kind):
    status, out, _ = run(capfd, "wrong.md", "--format", kind)
    assert status == 1
    assert run(capfd, "wrong.md", "--format", kind, "-o", "made")[:2] == (1, "")
    assert (own_folder / "made").read_text(encoding="utf-8") == out
    readers = {"json": json.loads, "sarif": json.loads, "junit": ElementTree.fromstring}
    readers.get(kind, str)(out)


def test_the_format_follows_the_files_ending(capfd, own_folder):
    starts = {"a.html": "<!DOCTYPE html>", "a.json": "{", "a.sarif": "{", "a.xml": "<?xml", "a.txt": "right"}
    for name, start in starts.items():
        assert run(capfd, "right.md", "-o", name)[0] == 0
        assert (own_folder / name).read_text(encoding="utf-8").startswith(start)
    assert json.loads((own_folder / "a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_a_file_is_replaced_whole_or_stays(capfd, own_folder, monkeypatch):
    target = own_folder / "made.json"
    target.write_text("before")

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    status, _, err = run(capfd, "right.md", "--format", "json", "-o", "made.json")
    assert status == 2
    assert "No space left" in err
    assert target.read_text() == "before"
    assert sorted(p.name for p in own_folder.iterdir()) == ["made.json", "right.md", "wrong.md"]


def test_a_baseline_forgives_what_it_knows_and_nothing_else(capfd, own_folder):
    assert run(capfd, "wrong.md", "--format", "json", "-o", "known.json")[0] == 1
    status, out, _ = run(capfd, "wrong.md", "--baseline", "known.json")
    assert status == 0
    assert "(known)" in out
    (own_folder / "wrong.md").write_text("\n\n" + WRONG, encoding="utf-8")  # moved down: still known
    assert run(capfd, "wrong.md", "--baseline", "known.json")[0] == 0
    (own_folder / "wrong.md").write_text(WRONG + WRONG.replace("K**3", "K**4"), encoding="utf-8")
    assert run(capfd, "wrong.md", "--baseline", "known.json")[0] == 1
    assert run(capfd, "wrong.md", "--baseline", "known.json", "--format", "github")[1].count("::notice ") == 1


def test_without_notes_the_bundled_ones_are_verified_and_a_page_is_written(capfd, own_folder):
    status, out, err = run(capfd)
    assert (status, err) == (1, "")
    page = (own_folder / "kenzan-report.html").read_text(encoding="utf-8")
    assert str(own_folder / "kenzan-report.html") in out
    assert page.count('<section class="note"') == 2
    assert "keiryou-model.ja.md" in page


def test_a_folder_that_cannot_be_written_to_does_not_undo_the_verdicts(capfd, monkeypatch):
    from kenzan.reference.errors import InputError
    from kenzan.reports.commands import verify

    def refuses(content, path):
        if path is not None:
            raise InputError(f"cannot write {path}: Permission denied")
        print(content)

    monkeypatch.setattr(verify, "write", refuses)
    status, out, err = run(capfd)
    assert status == 1
    assert "✗ refuted" in out
    assert err == "kenzan: the report was not written: cannot write kenzan-report.html: Permission denied\n"


def test_the_bundled_notes_show_every_kind_of_verdict(capfd):
    examples = Path(main.__code__.co_filename).parent / "examples"
    _, made = document(capfd, examples)
    assert len(made["notes"]) == 2
    for note in made["notes"]:
        statuses = {claim["status"] for claim in note["claims"]}
        assert statuses == {"holds", "holds_if", "refuted", "empirical"}, note["path"]
        text = (examples / Path(note["path"]).name).read_text(encoding="utf-8").splitlines()
        for claim in note["claims"]:
            first = re.split(r"\r?\n", claim["text"])[0]
            assert text[claim["line"] - 1][claim["column"] - 1 :].startswith(first)


def test_the_list_command(capfd):
    assert main(["list", "--format", "json"]) == 0
    made = json.loads(capfd.readouterr().out)
    assert "conv2d" in {row["name"] for row in made["operations"]}
    assert {row["name"] for row in made["predicates"]} >= {"macs", "params", "output_shape"}
    assert all(row["definition"] for kind in ("operations", "predicates", "laws") for row in made[kind])
    assert made["questions"]
    assert main(["list", "predicates"]) == 0
    assert "multiply-accumulates" in capfd.readouterr().out
    assert main(["list", "nonsense"]) == 2


def test_a_fault_of_our_own_costs_one_line_and_is_told(capfd, own_folder, monkeypatch):

    read = verification.read_sentence

    def stumbles(view):
        if "stumble" in view.sentence.words:
            raise IndexError("list index out of range")
        return read(view)

    monkeypatch.setattr(verification, "read_sentence", stumbles)
    (own_folder / "two.md").write_text(
        "# Pooling\n\nMax pooling has no learnable parameters.\n\nHere readers stumble.\n", encoding="utf-8"
    )
    status, out, err = run(capfd, "two.md")
    assert status == 1  # no bad input, and no note in which all holds
    assert "1 claim" in out
    assert "no learnable" in out
    assert err == (
        "kenzan: two.md, line 5: IndexError in test_verify_command.stumbles; a fault of kenzan itself, please report it\n"
    )
    _, said = document(capfd, "two.md")
    assert [u["line"] for u in said["notes"][0]["unread"]] == [5]


def test_a_fault_in_following_program_text_costs_no_sentence(capfd, own_folder, monkeypatch):
    def stumbles(blocks):
        raise IndexError("list index out of range")

    monkeypatch.setattr(verification, "traced", stumbles)
    (own_folder / "code.md").write_text(
        "# Pooling\n\nMax pooling has no learnable parameters.\n\n```python\nx = 1\n```\n", encoding="utf-8"
    )
    status, out, err = run(capfd, "code.md")
    assert status == 1
    assert "no learnable" in out
    assert err.startswith("kenzan: code.md, line 6: IndexError in test_verify_command.stumbles; a fault of kenzan")


def test_a_fault_before_the_sentences_costs_one_note(capfd, monkeypatch):

    outline = verification.outline_of

    def stumbles(blocks):
        if any("depthwise_conv2d) == H*W*C*K**3" in str(b) for b in blocks):
            raise KeyError("block")
        return outline(blocks)

    monkeypatch.setattr(verification, "outline_of", stumbles)
    status, out, err = run(capfd, "right.md", "wrong.md")
    assert status == 2
    assert "✓ holds" in out
    assert err.startswith("kenzan: wrong.md: KeyError in ")
    assert "Traceback" not in err


ZEROS = """# 畳み込み

| 構成 | 受容野 | 重み |
|---|---|---|
| 3×3 を3枚 | 7×7 | $27C^2$ |
| 999×3 を3枚 | 100×7 | $0C^2$ |

チャネル数を $C$ に揃えると重みは $25C^2$ から $0C^2$ へ、3% の節約です。

| 入力 | 窓 | 歩幅 | 余白 | 出力 |
|---|---|---|---|---|
| 7 | 0 | 0 | 1 | 14 |

③ 2×2 プーリング (s=0) → たて・よこ ちょうど半分、0000 から 1000 へ 3%。

$c_i=32, c_o=0, 3\\times 0$ とすると，通常の畳み込みは分離型の 8 倍の積和を要する．

Dilated 3x3 convolutions, d = 2:

| layers | receptive field |
|---|---|
| 30 | 121 |
"""


def test_sizes_of_nothing_and_stacks_beyond_the_plan_are_no_fault(own_folder):
    """Each of these lines once divided by zero, or asked the first of no readings."""
    (own_folder / "zeros.md").write_text(ZEROS, encoding="utf-8")
    assert verify_path(own_folder / "zeros.md").faults == ()


def test_a_report_never_replaces_a_note(capfd, own_folder):
    before = (own_folder / "wrong.md").read_text("utf-8")
    status, _, said = run(capfd, own_folder, "-o", "wrong.md")
    assert status == 2
    assert "would replace the note" in said
    assert (own_folder / "wrong.md").read_text("utf-8") == before


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_a_file_name_that_is_no_text_is_reported(capfd, own_folder):
    name = os.fsdecode(b"\xff.md")
    Path(name).write_text(WRONG, encoding="utf-8")
    status, out, _ = run(capfd, name, "--format", "sarif")
    assert status == 1
    assert json.loads(out)["runs"][0]["results"]


def test_a_number_of_thousands_of_digits_is_no_fault(capfd, own_folder):
    note = "# Conv\n\nThe convolution has " + "9" * 5_000 + " parameters with 3 input channels, 4 filters of 3x3 and bias.\n"
    (own_folder / "long.md").write_text(note, encoding="utf-8")
    status, _, said = run(capfd, "long.md")
    assert "fault" not in said
    assert status in (0, 1)


def test_one_formula_is_one_claim(capfd, own_folder):
    (own_folder / "one.md").write_text("# Depthwise convolution\n\nThe cost is $H \\times W \\times C$.\n", encoding="utf-8")
    _, out, _ = run(capfd, "one.md", "--format", "json")
    assert len(json.loads(out)["notes"][0]["claims"]) == 1


def test_a_comment_that_cannot_be_used_costs_its_own_claim(capfd, own_folder):
    (own_folder / "note.md").write_text("<!-- kenzan: macs(conv2d) = -->\n\nMax pooling has no parameters.\n", "utf-8")
    assert main(["verify", "note.md", "--format", "json"]) == 2
    out, err = capfd.readouterr()
    (note,) = json.loads(out)["notes"]
    assert [c["status"] for c in note["claims"]] == ["holds"]
    assert err.count("\n") == 1
    assert "note.md, line 1: the statement 'macs(conv2d) =' cannot be decided" in err


def test_annotate_leaves_a_note_that_it_cannot_keep(capfd, own_folder):
    kept = "Max pooling has no parameters.\n".encode("utf-16")
    (own_folder / "note.md").write_bytes(kept)
    assert main(["annotate", "note.md"]) == 2
    assert "UTF-16" in capfd.readouterr().err
    assert (own_folder / "note.md").read_bytes() == kept


@pytest.mark.parametrize(
    "words",
    [
        ["verify", ""], ["verify", "right.md", ""], ["verify", "right.md", "--baseline", ""], ["verify", "-o", ""],
        ["annotate", ""], ["certify", ""], ["check", ""], ["count", ""], ["quiz", "--from", ""], ["quiz", "--bank", ""],
    ],
)  # fmt: skip
def test_an_empty_name_is_no_folder(capfd, words):
    assert main(words) == 2
    out, err = capfd.readouterr()
    assert (out, err) == ("", f"kenzan: {words[0]}: an empty name is given; expected the name of a file or folder\n")


@pytest.mark.parametrize(
    "words", [["verify", "right.md"], ["certify"], ["check", "reference"], ["quiz", "--seed", "1"]], ids=lambda w: w[0]
)
def test_an_ending_that_says_no_format_is_one_sentence(capfd, own_folder, words):
    assert main([*words, "-o", "out.pdf"]) == 2
    out, err = capfd.readouterr()
    assert err.startswith("kenzan: cannot tell the format of out.pdf by its ending; expected one of .")
    assert (out, err.count("\n")) == ("", 1)
    assert not (own_folder / "out.pdf").exists()


def test_a_format_that_is_named_may_have_any_ending(capfd, own_folder):
    assert run(capfd, "right.md", "--format", "json", "-o", "out.dat")[0] == 0
    assert json.loads((own_folder / "out.dat").read_text("utf-8"))["notes"]


def test_control_characters_of_a_name_are_escaped(capfd, own_folder):
    for name in ("a\x1b[31m\n.md", "b\u202e.md"):
        (own_folder / name).write_bytes(b"\xff\xfe\xff")
    status, _, err = run(capfd, "absent\x1b[2J.md")
    assert (status, "\x1b" in err, r"absent\x1b[2J.md" in err) == (2, False, True)
    _, _, err = run(capfd, "a\x1b[31m\n.md", "b\u202e.md")
    assert [line for line in err.splitlines() if r"a\x1b[31m\n.md" in line or r"b\u202e.md" in line] == err.splitlines()
    assert run(capfd, "--\x1b[2J")[2].count("\x1b") == 0


def test_one_claim_is_no_claims(capfd):
    assert "1 claim in 1 note: " in run(capfd, "right.md")[1]


def test_a_notebook_with_a_number_too_long_says_so(capfd, own_folder):
    for name, value, said in (("a", "9" * 10_000, "too many digits"), ("b", "[" * 100_000, "nested too deep")):
        (own_folder / f"{name}.ipynb").write_text('{"nbformat": 4, "cells": [], "x": ' + value, encoding="utf-8")
        assert said in run(capfd, f"{name}.ipynb")[2]


def _in_two_folders(own_folder):
    for folder in ("w1", "w2"):
        (own_folder / folder).mkdir()
        (own_folder / folder / "README.md").write_text(WRONG, encoding="utf-8")


def test_a_finding_of_one_note_is_not_known_in_another_of_the_same_name(capfd, own_folder):
    _in_two_folders(own_folder)
    run(capfd, "w1", "--format", "json", "-o", "known.json")
    (own_folder / "w1" / "README.md").write_text(RIGHT, encoding="utf-8")
    assert run(capfd, "w1", "--baseline", "known.json")[0] == 0
    assert run(capfd, "w1", "w2", "--baseline", "known.json")[0] == 1


def test_a_note_of_the_baseline_is_found_from_another_folder(capfd, own_folder, monkeypatch):
    _in_two_folders(own_folder)
    run(capfd, "w1", "w2", "--format", "json", "-o", "known.json")
    assert run(capfd, own_folder / "w1", own_folder / "w2", "--baseline", "known.json")[0] == 0
    monkeypatch.chdir(own_folder / "w1")
    assert run(capfd, "README.md", "--baseline", "../known.json")[0] == 0


def test_another_reading_of_the_same_words_is_a_new_finding(capfd, own_folder):
    run(capfd, "wrong.md", "--format", "json", "-o", "known.json")
    known = json.loads((own_folder / "known.json").read_text("utf-8"))
    for claim in known["notes"][0]["claims"]:
        claim["reading"] = "macs(depthwise_conv2d) == 1"
    (own_folder / "known.json").write_text(json.dumps(known), encoding="utf-8")
    assert run(capfd, "wrong.md", "--baseline", "known.json")[0] == 1


def test_a_baseline_without_readings_is_one_sentence(capfd, own_folder):
    run(capfd, "wrong.md", "--format", "json", "-o", "known.json")
    known = json.loads((own_folder / "known.json").read_text("utf-8"))
    for claim in known["notes"][0]["claims"]:
        del claim["reading"]
    (own_folder / "known.json").write_text(json.dumps(known), encoding="utf-8")
    status, _, err = run(capfd, "wrong.md", "--baseline", "known.json")
    assert (status, err.count("\n"), "is not a baseline" in err) == (2, 1, True)
