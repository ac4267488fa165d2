"""The pytest plugin: options, header, summary, JSON output (entry point pytest11).

It is loaded in every pytest run of an environment with kenzan, so importing it imports nothing but the standard library
and pytest, and it does nothing unless the laws are collected.
"""

from pathlib import Path
from typing import Any

import pytest

OURS = Path(__file__).resolve().parent
PROFILES = ("smoke", "quick", "ci", "deep")
# (option, how it is stored, help). Each also has the name --kenzan-NAME, for where another plugin has the short one.
OPTIONS = (
    (
        "implementation",
        {"action": "append", "metavar": "MODULE[:ATTR]"},
        "implementation under test: pkg.module, pkg.module:attribute, or a ready adapter (reference, torch, jax, "
        "onnxruntime, tinygrad, onnx); repeatable; default: reference",
    ),
    ("profile", {"choices": PROFILES}, "number of cases: smoke (for what is slow), quick (default), ci, deep"),
    ("laws", {"metavar": "PATTERN"}, "only the laws whose id matches: conv2d, 'batch_norm-*', or several with commas"),
    (
        "xfails",
        {"metavar": "FILE"},
        "laws expected to fail: a line each, 'law-id reason', or TOML 'law-id = \"reason\"'",
    ),
    (
        "tolerances",
        {"metavar": "FILE"},
        "TOML: 'law pattern' = {rtol = ..., atol = ...} for approximate implementations",
    ),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; a short name that another plugin has taken is left to it."""
    group = parser.getgroup("kenzan", "kenzan: laws of neural-network operations")
    for name, how, text in OPTIONS:
        long, short = f"--kenzan-{name}", f"--{name}"
        try:
            group.addoption(short, long, dest=f"kenzan_{name}", default=None, help=text, **how)
        except ValueError:
            group.addoption(long, dest=f"kenzan_{name}", default=None, help=text, **how)
    group.addoption("--kenzan-json", dest="kenzan_json", metavar="FILE", help="write the outcomes of the laws as JSON")
    group.addoption(
        "--kenzan-seed",
        dest="kenzan_seed",
        type=int,
        default=None,
        metavar="N",
        help="seed of the random cases; default 0 (quick, ci) or a new one (deep)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Make the Hypothesis profiles known where one of them is asked for, and prepare the JSON output."""
    if config.getoption("--hypothesis-profile", None) in PROFILES:
        from .profiles import register

        register()
    path = config.getoption("kenzan_json")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Json(path), "kenzan-json")


def session_of(config: pytest.Config) -> Any:
    """What the options ask for; made once, when the laws are collected."""
    from .session import Session

    if not hasattr(config, "_kenzan"):
        config._kenzan = Session.from_config(config)  # type: ignore[attr-defined]
    return config._kenzan  # type: ignore[attr-defined]


def _asked_for(config: pytest.Config) -> bool:
    return bool(config.getoption("kenzan_implementation")) or any("kenzan.properties" in str(a) for a in config.args)


def pytest_sessionstart(session: pytest.Session) -> None:
    """A wrong option is a usage error before anything is collected."""
    if _asked_for(session.config):
        session_of(session.config)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Name, version, seed and profile, where the laws are asked for."""
    return session_of(config).header() if _asked_for(config) else []


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Our folder is collected without importing it as a package by its place, which would be called `properties`."""
    return pytest.Dir.from_parent(parent, path=path) if path.resolve() == OURS else None


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """The file of the laws is imported by its own name, whatever the import mode."""
    if module_path.resolve() == OURS / "test_laws.py":
        return _Laws.from_parent(parent, path=module_path)
    return None


class _Laws(pytest.Module):
    def _getobj(self) -> Any:
        import importlib

        return importlib.import_module(f"{__package__}.test_laws")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say which cases were not provided, and which entries of the xfails file were not needed."""
    session = getattr(config, "_kenzan", None)
    if session is None:
        return
    for line in _unprovided(terminalreporter):
        terminalreporter.write_line(f"kenzan: {line}")
    if not session.xfails:
        return
    passed = {report.nodeid for report in terminalreporter.stats.get("xpassed", [])}
    for line in session.unused(passed):
        terminalreporter.write_line(f"kenzan: {line}", yellow=True)


def _unprovided(terminalreporter: Any) -> list[str]:
    """For each implementation that does not provide some cases, how many and why."""
    import json
    from collections import Counter

    from .provided import summary

    tried, reasons = Counter(), {}
    for report in (r for kind in ("passed", "failed", "skipped") for r in terminalreporter.stats.get(kind, [])):
        for value in (value for name, value in report.user_properties if name == "kenzan"):
            outcome = json.loads(str(value))
            tried[outcome["implementation"]] += outcome["cases"]
            reasons.setdefault(outcome["implementation"], Counter()).update(outcome["unprovided"])
    return [
        f"{name}: {tried[name]} cases tried, {sum(why.values())} not provided: {summary(why)}"
        for name, why in reasons.items()
        if why
    ]


class _Json:
    """Gathers the outcomes, also from the workers of pytest-xdist, and writes them at the end."""

    def __init__(self, path: str) -> None:
        self.path, self.outcomes = path, []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        import json

        if report.when == "call":
            self.outcomes += [json.loads(str(value)) for name, value in report.user_properties if name == "kenzan"]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        from .session import document

        Path(self.path).write_text(document(session_of(session.config), self.outcomes), "utf-8")
