"""`--format sarif`: SARIF 2.1.0, the exchange format of static analysis that code hosts and editors read."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ..claims import Claim, NoteReport
from ..text.segments import LINE_END
from .words import finding, one_line

_LEVELS = {"refuted": "error", "holds_if": "warning"}


def render(notes: Sequence[NoteReport], fresh: Iterable[Claim] | None = None, **_: object) -> str:
    """One run; a result for each claim that is refuted or holds only under a condition, a rule for each predicate."""
    new = None if fresh is None else {id(claim) for claim in fresh}
    findings = [(note, claim) for note in notes for claim in note.claims if claim.verdict.status in _LEVELS]
    rules = sorted({claim.predicate for _, claim in findings})
    run = {
        "tool": {"driver": {"name": "kenzan", "version": version("kenzan"), "rules": [_rule(name) for name in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": _results(findings, rules, new),
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _rule(predicate: str) -> dict[str, Any]:
    return {
        "id": predicate,
        "shortDescription": {"text": f"A claim about {predicate}, decided by running the reference."},
        "defaultConfiguration": {"level": "error"},
    }


def _results(
    findings: list[tuple[NoteReport, Claim]], rules: list[str], new: set[int] | None
) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    results = []
    for note, claim in findings:
        identity = "\0".join((_stable(note.path), claim.predicate, claim.subject, one_line(claim.text, 10_000)))
        seen[identity] += 1
        digest = hashlib.sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "backslashreplace")).hexdigest()
        result = {
            "ruleId": claim.predicate,
            "ruleIndex": rules.index(claim.predicate),
            "kind": "fail",
            "level": _LEVELS[claim.verdict.status],
            "message": {"text": finding(claim)},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(note.path), "region": _region(claim)}}],
            "partialFingerprints": {"kenzanClaim/v1": digest},
            "properties": {"status": claim.verdict.status, "strength": claim.verdict.strength},
        }
        if new is not None and claim.verdict.status == "refuted":
            result["baselineState"] = "new" if id(claim) in new else "unchanged"
        results.append(result)
    return results


def _stable(path: str) -> str:
    """A note's path as other machines have it too: relative, or its name alone where the path is absolute."""
    pure = PurePath(path)
    return pure.name if pure.is_absolute() else pure.as_posix()


def _artifact(path: str) -> dict[str, Any]:
    """Where the note is: relative to the root of the sources, unless its path is absolute."""
    pure = PurePath(path)
    if pure.is_absolute():
        return {"uri": pure.as_uri()}
    return {"uri": quote(os.fsencode(pure.as_posix())), "uriBaseId": "%SRCROOT%"}


def _region(claim: Claim) -> dict[str, Any]:
    """The claim's stretch; the end column is the one after its last character."""
    lines = LINE_END.split(claim.text)
    last = len(lines[-1]) + (claim.column if len(lines) == 1 else 1)
    return {
        "startLine": claim.line, "startColumn": claim.column, "endLine": claim.line + len(lines) - 1, "endColumn": last,
        "snippet": {"text": claim.text},
    }  # fmt: skip
