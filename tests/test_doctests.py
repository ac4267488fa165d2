"""Every doctest of the product, each module imported by its `kenzan.` name."""

import doctest
import importlib
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OPTIONAL = "adapters/"  # adapters of optional packages: their doctests would need the package


def modules():
    for room in ("reference", "properties", "questions", "reports"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).with_suffix("").as_posix()
            if path.name not in ("__init__.py", "test_laws.py") and ">>>" in path.read_text("utf-8") and OPTIONAL not in name:
                yield "kenzan." + name.replace("/", ".")


@pytest.mark.parametrize("name", list(modules()))
def test_doctests(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # an example may write a file
    monkeypatch.setitem(os.environ, "COLUMNS", "80")
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert result.attempted
    assert not result.failed
