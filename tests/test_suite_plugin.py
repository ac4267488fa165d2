"""The suite as a stranger runs it: from an empty folder, on a module of their own, through pytest or `kenzan check`."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from kenzan.properties.check import selected, violated
from kenzan.properties.failure import reproduction
from kenzan.properties.laws import all_laws
from kenzan.properties.mutants import all_mutants
from kenzan.reports.cli import main

ONE_FUNCTION = """
import numpy as np

def linear(input, weight, bias=None):
    result = input @ weight.T
    return result if bias is None else result + bias
"""
WRONG = ONE_FUNCTION.replace("result + bias", "result - bias")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder with a right and a wrong module in it."""
    (tmp_path / "own_right.py").write_text(ONE_FUNCTION, "utf-8")
    (tmp_path / "own_wrong.py").write_text(WRONG, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_pytest(folder: Path, *options: str):
    command = [Path(sys.executable).parent / "pytest", "-q", "-p", "no:cacheprovider", "--pyargs", "kenzan.properties"]
    return subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False)


def test_one_function_gives_skips_for_the_rest(folder):
    run = run_pytest(
        folder, "--implementation", "own_right", "--kenzan-json", "out.json", "--laws", "linear-,relu-,conv2d-"
    )
    assert run.returncode == 0, run.stdout
    outcomes = json.loads((folder / "out.json").read_text("utf-8"))
    assert outcomes["schema"] == "kenzan.check/1"
    statuses = {o["law"]: o["status"] for o in outcomes["laws"]}
    assert {s for law, s in statuses.items() if law.startswith("relu-")} == {"not provided"}
    assert statuses["linear-bias_is_added"] == "holds"
    assert {p.name for p in folder.iterdir()} - {"__pycache__"} == {"own_right.py", "own_wrong.py", "out.json"}


def test_cases_that_are_not_provided_are_summed_up(folder):
    text = "from kenzan.properties.provided import NotProvided\nfrom kenzan.reference import operations\n\n" + (
        "def relu(input, inplace=False):\n    if inplace:\n        raise NotProvided('in place')\n"
        "    return operations.relu(input)\n"
    )
    (folder / "own_partial.py").write_text(text, "utf-8")
    run = run_pytest(folder, "--implementation", "own_partial", "--laws", "relu-inplace*,relu-idempotent,relu-agrees*")
    assert run.returncode == 0, run.stdout
    assert re.search(r"kenzan: own_partial: \d+ cases tried, \d+ not provided: in place \(\d+\)", run.stdout)


def test_a_wrong_module_fails_with_a_script_that_shows_it(folder):
    run = run_pytest(folder, "-x", "--implementation", "own_wrong")
    assert run.returncode == 1
    assert "linear gives what the reference computes" in run.stdout
    script = run.stdout.split("Reproduce it with\n")[1].split("\n\n===")[0]
    script = "\n".join(line.removeprefix("    ") for line in script.splitlines())
    shown = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    comment = next(line for line in script.splitlines() if line.startswith("print("))
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.strip() == comment.rsplit("got ", 1)[1]


def test_expected_failures_are_accepted_and_unused_ones_named(folder):
    Path("known.txt").write_text(
        "linear-bias_is_added subtracts  # known\nlinear-composes not needed\nno-law x\n", "utf-8"
    )
    run = run_pytest(
        folder, "--implementation", "own_wrong", "--laws", "bias_is_added,linear-composes", "--xfails", "known.txt"
    )
    assert run.returncode == 0, run.stdout
    assert "linear-composes holds" in run.stdout
    assert "no-law is not the id of a law" in run.stdout


@pytest.mark.parametrize(
    "options",
    [
        ["--implementation", "no_such_module"],
        ["--implementation", "json"],
        ["--laws", "no-such-law"],
        ["--tolerances", "own_wrong.py"],
    ],
)
def test_wrong_options_are_one_sentence(folder, options):
    run = run_pytest(folder, *options)
    assert run.returncode == 4
    assert "kenzan: " in run.stderr
    assert "Traceback" not in run.stderr + run.stdout


def test_ids_and_workers(folder):
    run = run_pytest(
        folder,
        "-n",
        "2",
        "--implementation",
        "own_wrong",
        "--laws",
        "linear-bias_is_added",
        "-rf",
        "--junitxml",
        "junit.xml",
        "--kenzan-json",
        "out.json",
    )
    assert run.returncode == 1
    assert "test_laws.py::test_law[linear-bias_is_added]" in run.stdout
    assert [o["status"] for o in json.loads(Path("out.json").read_text("utf-8"))["laws"]] == ["fails"]
    assert "linear-bias_is_added" in Path("junit.xml").read_text("utf-8")


@pytest.mark.parametrize("form", ["text", "json", "html", "junit"])
def test_check_shows_failures_in_every_format(folder, form, capsys):
    assert (
        main(["check", "own_wrong", "reference", "--laws", "bias_is_added", "--format", form, "-o", f"out.{form}"]) == 1
    )
    shown = Path(f"out.{form}").read_text("utf-8")
    assert "linear-bias_is_added" in shown
    assert "from own_wrong import linear" in shown
    assert main(["check", "own_right", "--laws", "linear-composes"]) == 0
    assert "1 hold" in capsys.readouterr().out


def test_tolerances_allow_what_they_say(folder):
    Path("wide.toml").write_text('"linear-*" = {atol = 1e9}\n', "utf-8")
    assert (
        main(["check", "own_wrong", "--laws", "linear-bias_is_added", "--tolerances", "wide.toml", "-o", "out.txt"])
        == 0
    )


def test_check_refuses_what_it_cannot_import(capsys):
    assert main(["check", "no_such_module"]) == 2
    assert "no_such_module" in capsys.readouterr().err


def test_the_plugin_imports_nothing_heavy():
    code = "import sys, kenzan.properties.plugin; print(*{'numpy', 'hypothesis', 'torch'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""


MUTANTS = [m for i, m in enumerate(all_mutants().values()) if i % 25 == 0]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: m.name)
def test_reproductions_are_python(mutant):
    own = (law for law in all_laws().values() if law.functions == (mutant.function,))
    violation = next(filter(None, (violated(law, mutant.implementation()) for law in own)), None)
    assert violation is not None
    script = reproduction("some.module:attribute", violation.case, violation.records, violation.difference)
    compile(script, "reproduction", "exec")
    assert "import numpy as np" in script
    assert mutant.function in script


def test_laws_have_a_sentence_and_a_source():
    laws = selected(None)
    assert len(laws) > 60
    for law in laws:
        assert law.sentence.endswith(".")
        assert "{" not in law.sentence
        assert law.source
        assert law.id.split("-")[0] == law.functions[0]
