"""The matrix in Markdown: functions by implementations, the failing laws by name, what is not provided and why."""

from collections import Counter

from ...properties.check import Outcome
from ...properties.provided import summary
from ...properties.session import Session


def as_markdown(session: Session, outcomes: list[Outcome]) -> str:
    """A table that fits a page, then a line for each law that fails, then the reasons for what is not provided."""
    names = [i.name for i in session.implementations]
    lines = [
        "# Laws by implementations",
        "",
        f"{len(session.laws)} laws, profile {session.profile}, seed {session.seed}; made by `kenzan check`.",
        "",
        *_table(["implementation", "version", "hold", "fail", "not provided", "cases tried"], _sums(session, outcomes)),
        "",
        *_table(["function", *names], _functions(session, names, outcomes)),
        "",
        "## Laws that fail",
        "",
        *(_failures(names, outcomes) or ["None."]),
        "",
        "## Cases that are not provided",
        "",
        "A case for which a library has no operation is skipped, and counted here with its reason.",
        "",
        *(f"- **{name}**: {_reasons([o for o in outcomes if o.implementation == name])}" for name in names),
    ]
    return "\n".join(lines) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]


def _sums(session: Session, outcomes: list[Outcome]) -> list[list[str]]:
    rows = []
    for implementation in session.implementations:
        mine = [o for o in outcomes if o.implementation == implementation.name]
        counts = Counter(o.status for o in mine)
        numbers = [str(counts[status]) for status in ("holds", "fails", "not provided")]
        rows.append([implementation.name, implementation.version, *numbers, f"{sum(o.cases for o in mine):,}"])
    return rows


def _functions(session: Session, names: list[str], outcomes: list[Outcome]) -> list[list[str]]:
    rows = []
    for function in dict.fromkeys(law.functions[0] for law in session.laws):
        cells = [[o for o in outcomes if o.law.functions[0] == function and o.implementation == n] for n in names]
        rows.append([f"`{function}`", *map(_cell, cells)])
    return rows


def _cell(outcomes: list[Outcome]) -> str:
    counts = Counter(o.status for o in outcomes)
    if counts["fails"]:
        return f"**{counts['fails']} of {len(outcomes)} fail**"
    return f"{counts['holds']} hold" if counts["holds"] else "–"


def _failures(names: list[str], outcomes: list[Outcome]) -> list[str]:
    """A line for each law: what was found, for which implementations."""
    failing: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.failure:
            what = " ".join(outcome.failure.what.split())
            what = what if len(what) <= 160 else what[:157] + "..."
            failing.setdefault(outcome.law.id, []).append(f"  - {outcome.implementation}: {_escaped(what)}")
    return [line for law, found in failing.items() for line in (f"- `{law}`", *found)]


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join("\\" + c if c in "\\`*_[]<>|" else c for c in text)


def _reasons(outcomes: list[Outcome]) -> str:
    lacking = sorted({f for o in outcomes for f in o.lacking})
    reasons = sum((Counter(o.unprovided) for o in outcomes), Counter())
    parts = [f"no {', '.join(lacking)}"] if lacking else []
    parts += [_escaped(summary(reasons, most=8))] if reasons else []
    return "; ".join(parts) or "everything is provided"
