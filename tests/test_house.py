"""The shape of the house: import directions, lazy heavy packages, what `kenzan --help` loads, packaging."""

import ast
import functools
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["reference", "properties", "questions", "reports"]
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))

# Heavy or optional packages, and the only files that may name them at all (always inside a function, so lazily).
ADAPTED = {
    "torch": {f"properties/adapters/torch{part}.py" for part in ("", "_network", "_count", "_load")}
    | {"properties/experiments/training.py"},
    "onnx": {f"properties/adapters/onnx{part}.py" for part in ("", "_count", "_graph")},
    "jax": {"properties/adapters/jax.py"},
    "onnxruntime": {"properties/adapters/onnxruntime.py"},
    "tinygrad": {"properties/adapters/tinygrad.py"},
    "sympy": set(),
    "matplotlib": set(),
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@functools.cache
def imports(path: Path) -> list[tuple[ast.stmt, str, int]]:
    """(node, absolute dotted name or room-relative name, level) of each import statement."""
    found: list[tuple[ast.stmt, str, int]] = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found += [(node, alias.name, 0) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node, node.module or "", node.level))
    return found


def imported_room(path: Path, module: str, level: int) -> str | None:
    """The room that an import reaches, or None for other packages."""
    if level == 0:
        parts = module.split(".")
        return parts[1] if parts[0] == "kenzan" and len(parts) > 1 else None
    package = ["kenzan", *path.relative_to(ROOT).parts[:-1]]
    target = package[: len(package) - (level - 1)] + module.split(".")
    return target[1] if len(target) > 1 and target[1] in ROOMS else None


# With this scope pytest takes the three tests of a file in turn, and so does one worker: the file is parsed once.
each_source = pytest.mark.parametrize("path", SOURCES, ids=name, scope="module")


@each_source
def test_imports_run_one_way(path):
    here = ROOMS.index(path.relative_to(ROOT).parts[0])
    for node, module, level in imports(path):
        room = imported_room(path, module, level)
        if room is not None:
            assert ROOMS.index(room) <= here, f"{name(path)}:{node.lineno} imports {room}, which lies above it"


@each_source
def test_rooms_import_each_other_relatively(path):
    if path.name.startswith("test_"):
        pytest.skip("pytest imports it by its path")
    absolute = [node.lineno for node, module, level in imports(path) if level == 0 and module.split(".")[0] == "kenzan"]
    assert not absolute, f"{name(path)} lines {absolute}: import relatively, so that the path read is the folder seen"


@each_source
def test_heavy_packages_are_imported_lazily_in_their_adapter(path):
    top_level = {id(node) for node in parsed(path).body}
    for node, module, level in imports(path):
        package = module.split(".")[0] if level == 0 else ""
        if package in ADAPTED:
            assert name(path) in ADAPTED[package], f"{name(path)}:{node.lineno} imports {package}"
            assert id(node) not in top_level, f"{name(path)}:{node.lineno} imports {package} at import time"


def test_the_import_rule_can_fail(tmp_path):
    assert imported_room(ROOT / "reference" / "x.py", "properties.laws", 2) == "properties"
    assert imported_room(ROOT / "reports" / "readers" / "x.py", "questions.page", 3) == "questions"
    assert imported_room(ROOT / "reference" / "x.py", "kenzan.reports", 0) == "reports"
    assert imported_room(ROOT / "reference" / "x.py", "errors", 1) == "reference"


def loaded_modules(*arguments: str) -> set[str]:
    """The modules that Python loads for a kenzan command line."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kenzan.reports.cli", *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT / "tests", encoding="utf-8",
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr[-2000:]
    assert "Traceback" not in run.stderr, run.stderr[-2000:]  # a crash ends with 1, too, and has loaded little
    return {line.rsplit("|", 1)[1].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}


HEAVY = {"torch", "jax", "onnxruntime", "tinygrad", "sympy", "matplotlib", "hypothesis", "pytest"}


def test_help_loads_nothing_heavy():
    loaded = loaded_modules("--help")
    assert "argparse" in loaded
    assert not loaded & (HEAVY | {"numpy", "jinja2", "markdown_it", "latex2mathml", "rich"})


@pytest.mark.parametrize("arguments", [["verify", "--format", "json"], ["quiz", "--seed", "7", "--format", "json"]])
def test_commands_load_no_test_machinery(arguments):
    assert not loaded_modules(*arguments) & HEAVY


def test_every_package_is_listed_for_the_wheel():
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    on_disk = {path.parent.relative_to(ROOT).as_posix() for path in SOURCES if path.name == "__init__.py"}
    assert {f"kenzan.{folder.replace('/', '.')}" for folder in on_disk} == set(setuptools["packages"])
    assert {folder.removeprefix("kenzan.") for folder in setuptools["package-dir"]} == {
        folder.replace("/", ".") for folder in on_disk
    }
    assert set(setuptools["package-dir"].values()) == on_disk


def test_torch_is_pinned_wherever_it_is_named():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = [spec for specs in extras.values() for spec in specs if spec.startswith("torch")]
    assert named
    assert set(named) == {"torch==2.13.0"}
