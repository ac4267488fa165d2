"""The reproductions of docs/divergences.md print what the page says, with the versions of the libraries that it names.

A library that is not installed, or in another version, is skipped: a divergence may have been repaired.
"""

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "divergences.md").read_text("utf-8")
DISTRIBUTIONS = {
    "PyTorch": "torch",
    "ONNX Runtime": "onnxruntime",
    "ONNX": "onnx",
    "tinygrad": "tinygrad",
    "JAX": "jax",
}
CASE = re.compile(r"^```python\n((?:(?!```).)*?)^```\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
NODE = re.search(r"`one_node\.py`:\n\n```python\n(.*?)```", PAGE, re.DOTALL)


def cases():
    """(library, version, code, what it prints) of every reproduction."""
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        library, version = re.match(r"(\D+) ([\d.]+\d)", section).groups()
        for position, (code, printed) in enumerate(CASE.findall(section), start=1):
            yield pytest.param(library, version, code, printed, id=f"{library}-{position}")


CASES = list(cases())


@pytest.mark.parametrize(("library", "version", "code", "printed"), CASES)
def test_a_reproduction_prints_what_the_page_says(library, version, code, printed, tmp_path):
    try:
        installed = metadata.version(DISTRIBUTIONS[library]).partition("+")[0]
    except metadata.PackageNotFoundError:
        pytest.skip(f"{library} is not installed")
    if installed != version:
        pytest.skip(f"{library} {installed} is installed, the page is about {version}")
    (tmp_path / "one_node.py").write_text(NODE[1], "utf-8")
    (tmp_path / "reproduction.py").write_text(code, "utf-8")
    command = [sys.executable, "-W", "ignore", "reproduction.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    if printed == "Segmentation fault\n":
        assert run.returncode < 0, run.stdout
    else:
        assert run.returncode == 0, run.stderr
        assert run.stdout == printed


def test_every_reproduction_has_what_it_prints():
    blocks = re.findall(r"^```python\n", PAGE, re.MULTILINE)
    assert len(CASES) == len(blocks) - 1  # one_node.py prints nothing
    assert {case.values[0] for case in CASES} == set(DISTRIBUTIONS)
