"""Outcomes of laws for people and programs: a table, JSON, JUnit, and a page of laws by implementations."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from ...properties.check import Outcome
from ...properties.provided import summary
from ...properties.session import Session, document

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def as_text(session: Session, outcomes: list[Outcome]) -> str:
    """A line for each function with what holds, then every failure, then the sums."""
    names = [i.name for i in session.implementations]
    functions = list(dict.fromkeys(law.functions[0] for law in session.laws))
    width = max(len(f) for f in functions) + 2
    lines = [*session.header(), "", " " * width + "".join(f"{name:>20}" for name in names)]
    for function in functions:
        cells = [
            _cell([o for o in outcomes if o.law.functions[0] == function and o.implementation == n]) for n in names
        ]
        lines.append(f"{function:<{width}}" + "".join(f"{cell:>20}" for cell in cells))
    failures = [o for o in outcomes if o.failure]
    for outcome in failures:
        expected = session.xfails.get(outcome.law.id)
        lines += ["", "-" * 80, f"expected to fail: {expected}" if expected else "", outcome.failure.text()]  # pyright: ignore[reportOptionalMemberAccess]
    lines += ["", *(_sums(name, [o for o in outcomes if o.implementation == name]) for name in names)]
    held = {o.law.id for o in outcomes if o.status == "holds"} - {o.law.id for o in failures}
    lines += [f"kenzan: {line}" for line in session.unused({f"[{id}]" for id in held})]
    return "\n".join(lines) + "\n"


def as_json(session: Session, outcomes: list[Outcome]) -> str:
    """The document `kenzan.check/1`, the same as of pytest's --kenzan-json."""
    return document(session, [o.as_dict() for o in outcomes])


def as_junit(session: Session, outcomes: list[Outcome]) -> str:
    """JUnit XML: a suite for each implementation, a case for each law."""
    root = ElementTree.Element("testsuites", name="kenzan check")
    for implementation in session.implementations:
        mine = [o for o in outcomes if o.implementation == implementation.name]
        counts = Counter(_junit_kind(session, o) for o in mine)
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=implementation.name,
            tests=str(len(mine)),
            failures=str(counts["failure"]),
            skipped=str(counts["skipped"]),
        )
        for outcome in mine:
            case = ElementTree.SubElement(
                suite, "testcase", classname=implementation.name, name=outcome.law.id, time=f"{outcome.seconds:.4f}"
            )
            kind = _junit_kind(session, outcome)
            if kind:
                message = outcome.failure.what if outcome.failure else outcome.reason()
                element = ElementTree.SubElement(case, kind, message=_printable(message))
                element.text = _printable(outcome.failure.text()) if outcome.failure else ""
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def as_html(session: Session, outcomes: list[Outcome]) -> str:
    """One self-contained page: laws by implementations; a cell that fails opens its reproduction."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    functions: dict[str, list] = {}
    for law in session.laws:
        functions.setdefault(law.functions[0], []).append(law)
    names = [i.name for i in session.implementations]
    by_function = {(f, n): Counter() for f in functions for n in names}
    for outcome in outcomes:
        by_function[outcome.law.functions[0], outcome.implementation][outcome.status] += 1
    return environment.get_template("check.html.j2").render(
        session=session,
        functions=functions,
        names=names,
        kinds=(("holds", "holds"), ("fails", "fails"), ("none", "not provided")),
        outcomes={(o.law.id, o.implementation): o for o in outcomes},
        failures=[o for o in outcomes if o.failure],
        by_function=by_function,
        sums={name: _counts([o for o in outcomes if o.implementation == name]) for name in names},
    )


def _counts(outcomes: list[Outcome]) -> Counter[str]:
    """Laws by status, the cases tried, and the cases that are not provided."""
    counts = Counter(o.status for o in outcomes)
    counts["cases"] = sum(o.cases for o in outcomes)
    counts["unprovided"] = sum(sum(o.unprovided.values()) for o in outcomes)
    return counts


def _cell(outcomes: list[Outcome]) -> str:
    counts = Counter(o.status for o in outcomes)
    if counts["fails"]:
        return f"{counts['fails']} of {len(outcomes)} fail"
    if not counts["holds"]:
        return "not provided"
    return f"{counts['holds']} hold" + (f", {counts['not provided']} -" if counts["not provided"] else "")


def _sums(name: str, outcomes: list[Outcome]) -> str:
    counts = _counts(outcomes)
    parts = [
        f"{counts[s]} {word}" for s, word in (("holds", "hold"), ("fails", "fail"), ("not provided", "not provided"))
    ]
    line = f"{name}: {', '.join(parts)}; {counts['cases']:,} cases ({sum(o.seconds for o in outcomes):.1f} s)"
    reasons = sum((Counter(o.unprovided) for o in outcomes), Counter())
    return line + (f"\n  cases not provided: {summary(reasons, most=8)}" if reasons else "")


def _junit_kind(session: Session, outcome: Outcome) -> str:
    if outcome.status == "not provided" or (outcome.failure and outcome.law.id in session.xfails):
        return "skipped"
    return "failure" if outcome.failure else ""


def _printable(text: str) -> str:
    """XML 1.0 has no control characters but tab and line ends."""
    return "".join(c if c in "\t\n\r" or ord(c) >= 32 else "\N{REPLACEMENT CHARACTER}" for c in text)
