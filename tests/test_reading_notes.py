"""The readers on notes written for them: found, agreeing, and no false alarm; mutations of true claims are noticed."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from kenzan.reports.verification import verify_path, verify_text

NOTES = Path(__file__).parent / "notes"
WANT = {"true": "holds", "imprecise": "holds_if", "false": "refuted", "empirical": "empirical"}


@cache
def labels():
    found = defaultdict(list)
    for line in (NOTES / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        found[label["doc"]].append(label)
    return found


@cache
def report(doc):
    return verify_path(NOTES / doc)


def statuses(text):
    return [(c.reading, c.verdict.status) for c in verify_text(text).claims]


@pytest.mark.parametrize("doc", sorted(p.name for p in NOTES.glob("*.md")))
def test_claims_are_found_and_agree(doc):
    at_line = defaultdict(list)
    for claim in report(doc).claims:
        at_line[claim.line].append(claim.verdict.status)
    # A label's claim may be reported at a neighbouring line of its sentence or display.
    near = {n: at_line[n] + at_line[n - 1] + at_line[n + 1] for n in {label["line"] for label in labels()[doc]}}
    found = [label for label in labels()[doc] if near[label["line"]]]
    agree = [label for label in found if WANT[label["verdict"]] in near[label["line"]]]
    assert len(found) >= 0.85 * len(labels()[doc])
    assert len(agree) >= 0.92 * len(found)


@pytest.mark.parametrize("doc", sorted(p.name for p in NOTES.glob("*.md")))
def test_nothing_true_is_refuted_and_the_false_is(doc):
    wrong = {label["line"] for label in labels()[doc] if label["verdict"] == "false"}
    refuted = {claim.line for claim in report(doc).claims if claim.verdict.status == "refuted"}
    assert refuted <= wrong
    assert len(wrong - refuted) <= 0.3 * len(wrong)


def test_lines_that_claim_nothing_stay_silent():
    quiet = [json.loads(line) for line in (NOTES / "not_claims.jsonl").read_text("utf-8").splitlines()]
    spurious = [
        row
        for row in quiet
        if any(c.line == row["line"] and c.verdict.status != "holds" for c in report(row["doc"]).claims)
    ]
    assert spurious == []


CONV = (
    "通常の畳み込み。入力マップ：$H \\times W \\times C$\nカーネル：$K \\times K \\times C$\n出力マップ：$H "
    "\\times W \\times M$\n計算量は ${}$ である。\n"
)


@pytest.mark.parametrize(
    "formula",
    [
        "H W K K C",
        "H W K C M",
        "H W K^3 C M",
        "H H W K K C M",
        "H W K K M M",
        "H + W K K C M",
        "H W K K C M + M",
        "2 H W K^2",
    ],
)
def test_a_changed_formula_is_noticed(formula):
    assert statuses(CONV.format("H W K^2 C M"))[-1][1] == "holds"
    last = statuses(CONV.format(formula))[-1]
    assert last[0].startswith("macs(conv2d")
    assert last[1] in ("refuted", "holds_if")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("# DenseNet\n各層の出力は入力に足し合わせる。", "refuted"),
        ("# DenseNet\n各層の出力は入力に足し合わせるのではなく、チャネル方向に連結する。", "holds"),
        ("# WaveNet\n学習時には並列に計算できる。", "holds"),
        ("# WaveNet\n学習時には並列に計算できない。", "refuted"),
        ("# WaveNet\nGeneration cannot be done in parallel.", "holds"),
        ("# Batch Norm\nバッチサイズに依存しない。", "refuted"),
        ("Unlike batch normalization, layer normalization does not depend on the batch size.", "holds"),
    ],
)
def test_polarity_and_contrast_are_kept(text, status):
    assert [s for _, s in statuses(text)] == [status]


def test_a_subject_is_inherited_and_said_so():
    (claim,) = verify_text("## Pointwise Convolution\n- 仕組み\n  - 計算量は H×W×C×M\n").claims
    assert claim.subject == "pointwise_conv2d"
    assert any("taken from" in note for note in claim.notes)


def test_spelling_is_forgiven():
    assert [
        s for _, s in statuses("Dence Blockでは、前の層の出力をチャンネル方向にconcatinateする。出力と入力を結合する。")
    ]
    (claim,) = verify_text("Instance Nrom: 各サンプルの各チャネルで正規化する。").claims
    assert claim.subject == "instance_norm"


def test_an_author_may_write_statements():
    text = (
        "<!-- kenzan: macs(conv2d) == H*W*C*K**2*M -->\n\n<!-- kenzan: ignore -->\n- "
        "DenseNetは入力を出力に足し合わせる。\n"
    )
    (claim,) = verify_text(text).claims
    assert claim.verdict.status == "holds"
    bound = "<!-- kenzan: where Q = out_channels -->\n\n通常の畳み込みの計算量は H×W×K×K×C×Q である。\n"
    assert [s for _, s in statuses(bound)] == ["holds"]


@pytest.mark.parametrize(
    "comment", ["macs(conv2d) ==", "macs(nothing) == 1", "where Q = nonsense", "where 3", "__import__('os')"]
)
def test_a_malformed_statement_names_its_line(comment):
    report = verify_text(f"# Pooling\n\n<!-- kenzan: {comment} -->\n\nMax pooling has no parameters.\n", "x.md")
    (complaint,) = report.complaints()
    assert complaint.startswith("x.md, line 3: ")
    assert [(c.line, c.verdict.status) for c in report.claims] == [(5, "holds")]
    assert [u.line for u in report.unread] == [3]


def test_questions_and_wrong_options_assert_nothing():
    text = (
        "# WaveNet\nWaveNetの畳み込みは（あ）であり、（い）という利点がある。\n- "
        "パラメータ数に対する受容野が広い\n- 学習時に並列計算が行える "
        "→ 並列計算はできない\n- 推論時に並列計算が行える → "
        "できない\n\n答え\n（い）パラメータ数に対する受容野が広い\n"
    )
    by_line = {c.line: c.verdict.status for c in verify_text(text).claims}
    assert 2 not in by_line
    assert by_line[4] == "refuted"
    assert by_line[5] == "holds"


def test_contradictions_of_a_note_are_named():
    text = (
        "# DenseNet\n- Dense Blockでは出力に入力を足し合わせる。\n- Dense "
        "Blockでは入力と出力をチャネル方向に連結する。\n"
    )
    assert len(verify_text(text).contradictions) == 1


def test_every_refutation_shows_its_counterexample():
    for doc in labels():
        for claim in report(doc).claims:
            assert (claim.verdict.counterexample is not None) == (
                claim.verdict.status == "refuted"
            ) or claim.verdict.status == "holds_if"


def test_places_point_at_the_text():
    for doc in labels():
        lines = re.split(r"\r\n|\r|\n", (NOTES / doc).read_text("utf-8"))
        for claim in report(doc).claims:
            assert lines[claim.line - 1][claim.column - 1 :].startswith(claim.text.split("\n")[0][:6])


MENTIONED = """
import sys
from pathlib import Path
from kenzan.reports.vocabulary import key_of, mentions

lines = [line for path in sorted(Path(sys.argv[1]).glob("*.md")) for line in path.read_text("utf-8").splitlines()]
print([mentions(key_of(line), table) for line in lines for table in ("words", "roles", "subjects")])
"""


def test_words_are_found_in_the_same_order_whatever_the_hash_seed():
    def found(seed):
        code = [sys.executable, "-c", MENTIONED, str(NOTES)]
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(code, env=environment, capture_output=True, check=True).stdout

    assert len({found(seed) for seed in range(4)}) == 1


@pytest.mark.parametrize(
    ("text", "line", "listed"),
    [
        ("Max pooling resembles 4 crossed parameters.", 3, "Max pooling resembles 4 crossed parameters."),
        ("Fine words. - Max pooling\nresembles 4 crossed parameters.", 3, "Max pooling\nresembles 4 crossed parameters."),
    ],
)
def test_an_unread_sentence_is_listed_whole(text, line, listed):
    (unread,) = verify_text(f"# Pooling\n\n{text}\n").unread
    assert (unread.line, unread.text.endswith(listed)) == (line, True)
