"""`kenzan verify --experiments`: empirical claims are measured where there is an experiment, and only then."""

import json
from dataclasses import replace

import pytest
from kenzan.properties import experiments
from kenzan.properties.statement import parse
from kenzan.reference.errors import InputError
from kenzan.reports.cli import main

NOTE = "# Batch normalization\n\nBatch normalization makes training converge faster.\n\n## Max pooling\n\nIt has no parameters.\n"


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "note.md"
    path.write_text(NOTE, encoding="utf-8")
    return str(path)


def strengths(capsys):
    (note,) = json.loads(capsys.readouterr().out)["notes"]
    return {claim["status"]: claim["strength"] for claim in note["claims"]}


def test_without_the_flag_nothing_is_run(note, capsys, monkeypatch):
    monkeypatch.setattr(experiments, "apply", None)
    assert main(["verify", note, "--format", "json"]) == 0
    assert strengths(capsys) == {"empirical": "not run", "holds": "proved"}


def test_with_the_flag_only_empirical_claims_are_measured(note, capsys, monkeypatch):
    asked = []

    def apply(verdict, statement, *, cache=True, language="en"):
        asked.append(str(statement))
        return replace(verdict, strength="reproduced (8 seeds)")

    monkeypatch.setattr(experiments, "apply", apply)
    assert main(["verify", note, "--experiments", "--format", "json"]) == 0
    assert strengths(capsys) == {"empirical": "reproduced (8 seeds)", "holds": "proved"}
    assert asked == [str(parse("training_effect(batch_norm, faster_training)"))]


def test_an_experiment_that_cannot_run_is_one_sentence_and_the_rest_is_shown(note, capsys, monkeypatch):
    def apply(*_, **__):
        raise InputError("the experiments need torch")

    monkeypatch.setattr(experiments, "apply", apply)
    assert main(["verify", note, "--experiments", "--format", "json"]) == 2
    out, err = capsys.readouterr()
    (shown,) = json.loads(out)["notes"]
    assert {claim["status"]: claim["strength"] for claim in shown["claims"]} == {"empirical": "not run", "holds": "proved"}
    assert err.splitlines()[-1] == "kenzan: the experiments need torch; the report lists the experiments as not run"
