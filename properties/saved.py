"""Outcomes saved by earlier runs (`kenzan.check/1` documents), read back: several runs make one table."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..reference.errors import InputError
from .check import Outcome
from .failure import Failure
from .implementation import Implementation
from .laws import all_laws
from .session import Session


def read_outcomes(paths: Iterable[str]) -> tuple[Session, list[Outcome]]:
    """The session and the outcomes of the documents together; an implementation in two of them is the later one's.

    A law that a document lacks is shown as not provided, for this reason.
    """
    laws, implementations, profiles, outcomes, xfails, seeds = all_laws(), {}, {}, {}, {}, set()
    for path in paths:
        document = _document(path)
        for given in document["implementations"]:
            implementations[given["name"]] = Implementation(None, given["name"], given["version"])
            profiles[given["name"]] = document["profile"]
        outcomes |= {(o["implementation"], o["law"]): _outcome(o) for o in document["laws"] if o["law"] in laws}
        xfails |= document["expected_failures"]
        seeds.add(document["seed"])
    known = {law for _, law in outcomes}
    chosen = [law for id, law in laws.items() if id in known]
    session = Session(list(implementations.values()), chosen, _profiles(profiles), min(seeds), xfails)
    found = [
        outcomes.get((name, law.id), Outcome(law, name, "not provided", unprovided={"not in the document": 1}))
        for name in implementations
        for law in chosen
    ]
    return session, found


def _document(path: str) -> dict[str, Any]:
    try:
        document = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path} cannot be read ({error}); expected a document of kenzan check --format json"
        ) from None
    if not isinstance(document, dict) or document.get("schema") != "kenzan.check/1":
        raise InputError(f'{path} has no "schema": "kenzan.check/1"; expected a document of kenzan check --format json')
    return document


def _outcome(saved: dict[str, Any]) -> Outcome:
    failure = Failure(**saved["failure"]) if saved["failure"] else None
    return Outcome(
        all_laws()[saved["law"]],
        saved["implementation"],
        saved["status"],
        failure,
        tuple(saved["lacking"]),
        saved["seconds"],
        saved.get("cases", 0),
        saved.get("unprovided", {}),
    )


def _profiles(by_name: dict[str, str]) -> str:
    """One profile for all, or which implementation had which.

    >>> _profiles({"a": "quick", "b": "quick"}), _profiles({"a": "quick", "b": "smoke", "c": "quick"})
    ('quick', 'quick (a, c), smoke (b)')
    """
    kinds = dict.fromkeys(by_name.values())
    if len(kinds) == 1:
        return next(iter(kinds))
    return ", ".join(f"{kind} ({', '.join(n for n, k in by_name.items() if k == kind)})" for kind in kinds)
