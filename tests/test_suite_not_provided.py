"""Arguments that an implementation does not provide: skipped with the reason, never a cover for a failure."""

import json

import numpy as np
import pytest
from kenzan.properties.check import outcome, selected
from kenzan.properties.implementation import implementation, load
from kenzan.properties.provided import NotProvided
from kenzan.reference import operations
from kenzan.reports.cli import main


def law(id):
    return selected(id)[0]


def relu(refused, wrong=False, again=True):
    """A relu that does not take what `refused` says; wrong ones give the input."""
    calls = []

    def function(input, inplace=False):
        calls.append(1)
        if refused(input, inplace) or (not again and len(calls) % 2 == 0):
            raise NotProvided("this")
        return input.copy() if wrong else operations.relu(input, inplace)

    return implementation({"relu": function}, "mine")


def test_some_cases_are_skipped_and_counted():
    found = outcome(law("relu-agrees_with_reference"), relu(lambda x, inplace: inplace))
    assert found.status == "holds"
    assert found.cases > 5
    assert found.unprovided["this"] > 0
    assert found.as_dict()["unprovided"] == {"this": found.unprovided["this"]}


def test_no_case_left_is_not_provided():
    found = outcome(law("relu-agrees_with_reference"), relu(lambda x, inplace: True))
    assert (found.status, found.cases) == ("not provided", 0)
    assert found.reason().startswith("this (")


def test_a_failure_is_not_covered_by_what_is_not_provided():
    assert outcome(law("relu-agrees_with_reference"), relu(lambda x, inplace: inplace, wrong=True)).status == "fails"


def test_answering_once_is_no_licence():
    found = outcome(law("relu-agrees_with_reference"), relu(lambda x, inplace: False, again=False))
    assert found.status == "fails"
    assert "not provided the second time" in found.failure.what


def test_single_precision_stands_in_for_double():
    found = outcome(law("relu-idempotent"), relu(lambda x, inplace: x.dtype == np.float64))
    assert found.status == "holds"
    assert found.cases
    wrong = relu(lambda x, inplace: x.dtype == np.float64, wrong=True)
    assert outcome(law("relu-agrees_with_reference_at_corners"), wrong).status == "fails"


def test_smoke_has_fewer_cases():
    chosen = law("relu-agrees_with_reference_at_pairs")
    smoke, quick = (outcome(chosen, load("reference"), profile) for profile in ("smoke", "quick"))
    assert 10 < smoke.cases < quick.cases / 4


MODULE = """
import numpy as np
from kenzan.properties.provided import NotProvided

def relu(input, inplace=False):
    if inplace:
        raise NotProvided("in [place]")
    return np.maximum(input, 0)

def sigmoid(input):
    return input * 0
"""


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """A folder with two documents of earlier runs."""
    (tmp_path / "half_relu.py").write_text(MODULE, "utf-8")
    monkeypatch.chdir(tmp_path)
    laws = ["--laws", "relu-,sigmoid-symmetric,tanh-odd"]
    assert main(["check", "half_relu", *laws, "--format", "json", "-o", "one.json"]) == 1
    assert main(["check", "reference", *laws, "--profile", "smoke", "--format", "json", "-o", "two.json"]) == 0
    return tmp_path


def test_saved_outcomes_make_one_table(saved, capsys):
    together = ["check", "--from", "one.json", "--from", "two.json"]
    assert main(together) == 1
    text = capsys.readouterr().out
    assert "profile quick (half_relu), smoke (reference)" in text
    assert "cases not provided: in [place] (" in text
    assert main([*together, "-o", "all.html"]) == 1
    page = (saved / "all.html").read_text("utf-8")
    assert 'id="sigmoid-symmetric@half_relu"' in page
    assert 'href="#sigmoid-symmetric@half_relu"' in page
    assert "not provided: in [place] (" in page
    assert "<script src" not in page
    assert main([*together, "-o", "all.md"]) == 1
    table = (saved / "all.md").read_text("utf-8")
    assert "| `tanh` | – | 1 hold |" in table
    assert r"in \[place\] (" in table
    assert main([*together, "--format", "json", "-o", "all.json"]) == 1
    laws = json.loads((saved / "all.json").read_text("utf-8"))["laws"]
    assert {o["status"] for o in laws if o["implementation"] == "half_relu"} == {"holds", "fails", "not provided"}


@pytest.mark.parametrize(
    "arguments", [[], ["--from", "missing.json"], ["torch", "--from", "one.json"], ["--from", "half_relu.py"]]
)
def test_what_cannot_be_shown_is_one_sentence(saved, arguments, capsys):
    assert main(["check", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "expected" in error


ADAPTERS = {"onnx": "onnx", "onnxruntime": "onnxruntime", "jax": "jax", "tinygrad": "tinygrad"}


@pytest.mark.parametrize("name", ADAPTERS)
def test_an_adapter_holds_what_it_promises(name):
    pytest.importorskip(ADAPTERS[name])
    adapter = load(name)
    assert adapter.version
    for id in ("linear-bias_is_added", "conv2d-zero_for_zero", "masked_conv2d-blind_spot", "tanh-odd", "layer_norm-only_its_axes"):
        found = outcome(law(id), adapter, "smoke")
        assert found.status == "holds", found.failure and found.failure.text()
        assert found.cases
    for arguments in ({"inplace": True},):
        with pytest.raises(NotProvided, match="inplace"):
            adapter.relu(np.ones(3, np.float32), **arguments)
