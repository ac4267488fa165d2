"""The `kenzan` command among awkward surroundings: locales, closed or full outputs, files that are no files."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from kenzan.properties.implementation import load
from kenzan.properties.parsing import parse_expression
from kenzan.properties.strategies.arrays import Filled
from kenzan.questions.compiled import expression
from kenzan.questions.measured import measure
from kenzan.questions.parameters import domain
from kenzan.reference.errors import InputError
from kenzan.reports.verification import MOST_REJECTED, verify_text

RIGHT = "# Depthwise\n\n<!-- kenzan: macs(depthwise_conv2d) == H*W*C*K**2 -->\n"
ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}


def kenzan(folder: Path, *arguments: str, shell: str = "", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own; `shell` is what a shell would add, such as a redirection."""
    command = [sys.executable, "-m", "kenzan.reports.cli", *arguments]
    program = ["sh", "-c", f'exec "$@" {shell}', "sh", *command]
    return subprocess.run(
        program, cwd=folder, env={**os.environ, **more}, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [["--help"], ["list", "operations"], ["verify", "right.md"], ["verify", "nö.md"]])
def test_the_locale_changes_nothing(tmp_path, arguments):
    (tmp_path / "right.md").write_text(RIGHT, encoding="utf-8")
    plain, ascii_only = kenzan(tmp_path, *arguments, PYTHONUTF8="1"), kenzan(tmp_path, *arguments, **ASCII)
    assert (ascii_only.returncode, ascii_only.stdout) == (plain.returncode, plain.stdout)
    assert b"Traceback" not in ascii_only.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["verify", "right.md"], ["list", "laws"]])
def test_a_closed_output_is_no_error(tmp_path, arguments):
    (tmp_path / "right.md").write_text(RIGHT, encoding="utf-8")
    done = kenzan(tmp_path, *arguments, shell=">&-")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk_is_one_sentence(tmp_path):
    done = kenzan(tmp_path, "list", "operations", shell=">/dev/full")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("kenzan: ")
    assert done.stderr.count(b"\n") == 1


def test_an_output_without_a_name_or_into_a_folder_is_one_sentence(tmp_path):
    for output in ("", str(tmp_path), str(tmp_path / "missing" / "file")):
        done = kenzan(tmp_path, "list", "operations", "-o", output)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
        assert b"expected" in done.stderr


def test_half_a_surrogate_pair_is_escaped(tmp_path):
    source = '["# Depthwise convolution\\n", "\\ud800 the cost is $H W C K^2$"]'
    notebook = f'{{"nbformat": 4, "cells": [{{"cell_type": "markdown", "source": {source}}}]}}'
    (tmp_path / "half.ipynb").write_text(notebook, encoding="utf-8")
    for form in ("text", "json", "html"):
        done = kenzan(tmp_path, "verify", "half.ipynb", "--format", form)
        assert done.returncode in (0, 1), done.stderr
        assert done.stdout.decode("utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_note(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    done = kenzan(tmp_path, "verify", "pipe.md")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


@pytest.mark.parametrize("comment", ["<!-- kenzan: macs(conv2d) == 1", f"<!-- kenzan: {'1 + ' * 1000}1 == 1 -->"])
def test_a_comment_that_does_not_end_is_not_passed_over(comment):
    (complaint,) = verify_text(f"# Depthwise\n\n{comment}\n\ntext\n").complaints()
    assert "line 3: a kenzan comment does not end" in complaint


def test_comments_are_read_in_one_pass():
    """Blanks that three quantifiers could share among them would keep a backtracking search busy for hours."""
    for text in ("<!-- kenzan: " + " " * 1_000_000 + "-->\n", "<!-- kenzan: " * 20_000 + "-->\n"):
        complaints = verify_text(text).complaints()
        assert 0 < len(complaints) <= MOST_REJECTED
        assert all("does not end" in complaint for complaint in complaints)


def test_numbers_do_not_outgrow_their_cap():
    step = expression("a*a", frozenset("a"))
    assert step({"a": 2**2047}) == 2**4094
    with pytest.raises(InputError, match="bits"):
        step({"a": 2**2048})


def test_negative_sizes_are_refused_in_words():
    with pytest.raises(InputError, match="C = -5"):
        measure(parse_expression("macs(depthwise_conv2d, padding=same)"), {"H": 4, "W": 5, "C": -5, "K": 3})
    assert measure(parse_expression("macs(depthwise_conv2d, padding=same)"), {"H": 4, "W": 5, "C": 2, "K": 3}) == 360


def test_a_range_that_is_too_long_says_so():
    with pytest.raises(InputError, match="at most 10,000 values"):
        domain("C", "1..10001")
    assert len(domain("C", "1..10000")) == 10_000


@pytest.mark.parametrize("shape", [(1, 1), (1,), (3, 1, 2), (2, 3)])
def test_reversed_arrays_can_be_made_contiguous(shape):
    """`torch.from_numpy(np.ascontiguousarray(x))`, as most adapters write it, must be enough for every layout."""
    given = Filled("integers", shape, "float64", seed=3, layout="reversed")
    contiguous = np.ascontiguousarray(given.array())
    assert all(stride > 0 for stride in contiguous.strides)
    rebuilt = eval(given.code(), {"np": np})
    assert rebuilt.strides == given.array().strides
    assert np.array_equal(rebuilt, given.array())
    assert any(stride < 0 for stride in rebuilt.strides) == (max(shape) > 1)


def test_a_module_that_ends_the_interpreter_is_no_implementation(tmp_path):
    (tmp_path / "ends_the_interpreter.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be imported"):
        load("ends_the_interpreter", str(tmp_path))
