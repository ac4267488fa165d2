"""What a run of the laws was asked for: implementations, laws, profile, seed, expected failures, tolerances."""

import json
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..reference.errors import InputError
from .check import Tolerances, selected
from .implementation import Implementation, load
from .laws import Law, all_laws


@dataclass
class Session:
    """One run: the laws to try, the implementations to try them on, and how hard."""

    implementations: list[Implementation]
    laws: list[Law]
    profile: str = "quick"
    seed: int = 0
    xfails: dict[str, str] = field(default_factory=dict)
    tolerances: Tolerances = field(default_factory=dict)

    @classmethod
    def from_config(cls, config: Any) -> "Session":
        """The session that pytest's options ask for; a wrong option is pytest's usage error."""
        import pytest

        option = config.getoption
        names = option("kenzan_implementation") or ["reference"]
        profile = option("kenzan_profile") or "quick"
        try:
            return cls(
                [load(name, str(config.invocation_params.dir)) for name in names],
                selected(option("kenzan_laws")),
                profile,
                seed_of(profile, option("kenzan_seed"), config),
                read_xfails(option("kenzan_xfails")),
                read_tolerances(option("kenzan_tolerances")),
            )
        except InputError as error:
            raise pytest.UsageError(f"kenzan: {error}") from None

    def header(self) -> list[str]:
        """The lines of the report header."""
        names = ", ".join(f"{i.name} {i.version}".strip() for i in self.implementations)
        return [f"kenzan: implementation {names}; {len(self.laws)} laws, profile {self.profile}, seed {self.seed}"]

    def marks(self, law: Law) -> list:
        """pytest's marks for a law: expected to fail, with the reason."""
        import pytest

        return [pytest.mark.xfail(reason=self.xfails[law.id], strict=False)] if law.id in self.xfails else []

    def unused(self, passed: set[str]) -> Iterator[str]:
        """A line for every expected failure that did not fail, or that is no law at all."""
        known = all_laws()
        for id in self.xfails:
            if id not in known:
                yield f"expected failure {id} is not the id of a law"
            elif any(f"[{id}]" in node or f"[{id}@" in node for node in passed):
                yield f"expected failure {id} holds: its entry can be removed"


def seed_of(profile: str, given: int | None, config: Any = None) -> int:
    """The seed that was given; else 0 for quick and ci, and a new one for deep (the same in every xdist worker)."""
    if given is not None or profile != "deep":
        return given or 0
    shared = getattr(config, "workerinput", {}).get("testrunuid") if config is not None else None
    return random.Random(shared).randrange(2**32) if shared else random.SystemRandom().randrange(2**32)


def read_xfails(path: str | None) -> dict[str, str]:
    """Law ids with reasons: TOML `id = "reason"`, or a line each, the id first; lines with # are comments."""
    if path is None:
        return {}
    text = _read(path)
    if path.endswith(".toml"):
        entries = _toml(path, text)
        if not all(isinstance(reason, str) for reason in entries.values()):
            raise InputError(f'{path}: expected lines such as relu-idempotent = "reason"')
        return entries
    lines = [line.split("#", 1)[0].strip() for line in text.splitlines()]
    return {
        id: reason.strip() or "expected to fail" for id, _, reason in (line.partition(" ") for line in lines if line)
    }


def read_tolerances(path: str | None) -> Tolerances:
    """Patterns of law ids with rtol and atol, from TOML."""
    if path is None:
        return {}
    entries = _toml(path, _read(path))
    pairs = {}
    for pattern, value in entries.items():
        if (
            not isinstance(value, dict)
            or not set(value) <= {"rtol", "atol"}
            or not all(map(_is_number, value.values()))
        ):
            raise InputError(
                f'{path}: {pattern} is {value!r}; expected numbers, "{pattern}" = {{rtol = 1e-3, atol = 1e-5}}'
            )
        pairs[pattern] = (float(value.get("rtol", 0)), float(value.get("atol", 0)))
    return pairs


def document(session: Session, outcomes: list[dict[str, Any]]) -> str:
    """The outcomes as one JSON document, `kenzan.check/1`."""
    content = {
        "schema": "kenzan.check/1",
        "implementations": [{"name": i.name, "version": i.version} for i in session.implementations],
        "profile": session.profile,
        "seed": session.seed,
        "expected_failures": session.xfails,
        "laws": outcomes,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); expected a text file") from None


def _toml(path: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is not TOML: {error}") from None
