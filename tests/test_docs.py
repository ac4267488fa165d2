"""The documentation is run: each `$ kenzan ...` or `$ python ...` line of a console block, and each `>>>` example.

A console block's expected output is compared as in a doctest: `...` stands for anything, runs of blanks are one blank.
Files that the blocks of one page make stay for the page's later blocks.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
RUN = ("kenzan ", "python ", "cat ", "pytest --pyargs", "pytest -x")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def console_steps(block: str):
    """(command, expected output) pairs; `# status N` at a command's end states its exit status."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        while command.endswith("\\"):
            more, _, expected = expected.partition("\n")
            command = command[:-1] + more
        yield command, expected


def files(text: str):
    """(name, content) of the files that a page shows: a code block right after a line that ends in `name`: ."""
    pattern = r"^[^\n]*`([\w./-]+)`:\n\n?```\w*\n(.*?)^```$"
    return re.findall(pattern, text, flags=re.MULTILINE | re.DOTALL)


def run(command: str, folder: Path) -> tuple[int, str]:
    scripts = sysconfig.get_path("scripts")
    env = {**os.environ, "PATH": scripts + os.pathsep + os.environ["PATH"], "COLUMNS": "100", "PYTHONUTF8": "1"}
    env.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(command, shell=True, cwd=folder, env=env, text=True, encoding="utf-8", check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_console_examples(page, tmp_path):
    text = page.read_text("utf-8")
    for name, content in files(text):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    checker = doctest.OutputChecker()
    for block in blocks(text, "console"):
        for command, expected in console_steps(block):
            command, _, status = command.partition("# status ")
            if not command.startswith(RUN):
                continue
            code, output = run(command, tmp_path)
            assert code == int(status or 0), f"{page.name}: $ {command}\nexit status {code}\n{output}"
            if expected.strip():
                assert checker.check_output(expected, output, FLAGS), f"{page.name}: $ {command}\nprinted\n{output}\nnot\n{expected}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_python_examples(page):
    source = "\n".join(blocks(page.read_text("utf-8"), "python"))
    if ">>>" not in source:
        pytest.skip("no >>> examples on this page")
    test = doctest.DocTestParser().get_doctest(source, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def test_a_wrong_example_is_noticed(tmp_path):
    assert list(console_steps("$ kenzan a \\\n b\nout\n$ python c\n")) == [("kenzan a  b", "out\n"), ("python c", "")]
    assert not doctest.OutputChecker().check_output("one ... three\n", "one two four\n", FLAGS)
    assert shutil.which("sh")
    assert run(f"{sys.executable} -c 'raise SystemExit(3)'", tmp_path)[0] == 3
