"""Findings on printed figures: a table for people, JSON, Markdown for the documentation, and a page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from ...properties.published import STATUSES, Finding
from .counts import printable

SCHEMA = "kenzan.published/1"
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
HEAD = ("figure", "what", "printed", "computed", "verdict", "convention or reason")


def cells(finding: Finding) -> tuple[str, ...]:
    """A row: id, what is measured, printed, computed, verdict, and the words that go with it."""
    entry = finding.entry
    printed = "" if entry.value is None else str(entry.value) + (f" {entry.unit}" if _is_unit(entry.unit) else "")
    what = f"{entry.model}: {entry.quantity}" + (f" ({_options(entry.options)})" if entry.options else "")
    return entry.id, what, printed, finding.computed, finding.status, words(finding)


def words(finding: Finding) -> str:
    """The convention, the reason, and other conventions that fit as well."""
    others = f"; or: {'; or: '.join(other.convention for other in finding.others)}" if finding.others else ""
    return "; ".join(part for part in (finding.convention + others, finding.reason) if part)


def _is_unit(unit: str) -> bool:
    return unit not in ("", "formula", "definition")


def _options(options: object) -> str:
    assert isinstance(options, dict)
    return ", ".join(f"{key} {value}" for key, value in options.items())


def summary(findings: Sequence[Finding]) -> str:
    """How many figures have each verdict."""
    counts = Counter(finding.status for finding in findings)
    parts = [f"{status}: {counts[status]}" for status in STATUSES if counts[status]]
    return f"{len(findings)} printed figures ({', '.join(parts)})"


def as_text(findings: Sequence[Finding]) -> str:
    """Three lines a figure that does not simply reproduce, one for the others."""
    lines = []
    for finding in findings:
        name, what, printed, computed, status, why = cells(finding)
        lines.append(f"{status}: {name}  {what}: printed {printed or 'nothing'}, computed {computed or 'nothing'}")
        if status != STATUSES[0]:
            lines.append(f"    {why}")
    return "\n".join([*map(printable, lines), "", summary(findings), ""])


def as_json(findings: Sequence[Finding]) -> str:
    """The findings as a document."""
    counts = Counter(finding.status for finding in findings)
    document = {
        "schema": SCHEMA,
        "figures": [finding.as_json() for finding in findings],
        "summary": {status: counts[status] for status in STATUSES},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_markdown(findings: Sequence[Finding]) -> str:
    """A table for each source, the same cells escaped for Markdown."""
    lines = [f"**{summary(findings)}.**"]
    for source in dict.fromkeys(finding.entry.source for finding in findings):
        lines += ["", f"### {_escaped(source)}", "", _row(HEAD), _row(["---"] * len(HEAD))]
        lines += [_row([_escaped(cell) for cell in cells(f)]) for f in findings if f.entry.source == source]
    return "\n".join(lines) + "\n"


def _row(parts: Sequence[str]) -> str:
    return f"| {' | '.join(parts)} |"


def _escaped(text: str) -> str:
    """Plain text inside a Markdown table: no markup, no cell border, no line break."""
    for character in "\\|*_`<[":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())


def as_html(findings: Sequence[Finding]) -> str:
    """One self-contained page."""
    from ...questions.page import render

    return render(
        "published.html.j2", TEMPLATES, title="Printed figures, computed again", summary=summary(findings), head=HEAD,
        rows=[cells(finding) for finding in findings], statuses=STATUSES, style=STYLE,
    )  # fmt: skip


STYLE = """
.page { max-width: 96rem; } table { font-size: .92rem; } td:last-child { min-width: 22rem; }
.s0 { color: var(--good); } .s1 { color: var(--warn); } .s2 { color: var(--bad); font-weight: 600; }
"""
RENDER: dict[str, Callable[[Sequence[Finding]], str]] = {"text": as_text, "json": as_json, "html": as_html}
