"""`--format junit`: JUnit XML, the format in which CI servers read test results; a note is a suite, a claim a case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..claims import Claim, NoteReport
from .words import finding, one_line

# What XML 1.0 cannot hold, escaped or not, and the carriage return, which its readers change.
_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(notes: Sequence[NoteReport], fresh: Iterable[Claim] | None = None, **_: object) -> str:
    """Refuted claims fail, unless the baseline knows them; those and the empirical ones are skipped."""
    new = None if fresh is None else {id(claim) for claim in fresh}
    suites = [_suite(note, new) for note in notes]
    root = Element("testsuites", name="kenzan verify")
    root.extend(suites)
    for total in ("tests", "failures", "errors", "skipped"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in suites)))
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(note: NoteReport, new: set[int] | None) -> Element:
    suite = Element("testsuite", name=_clean(note.path), tests=str(len(note.claims)), errors="0")
    cases = [_case(note, claim, new) for claim in note.claims]
    suite.extend(cases)
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    return suite


def _case(note: NoteReport, claim: Claim, new: set[int] | None) -> Element:
    name = _clean(f"line {claim.line}, column {claim.column}: {one_line(claim.text, 120)}")
    case = Element("testcase", classname=_clean(note.path), name=name, file=_clean(note.path), line=str(claim.line))
    verdict = claim.verdict
    if verdict.status == "refuted" and new is not None and id(claim) not in new:
        SubElement(case, "skipped", message=_clean(f"known: {finding(claim)}"))
    elif verdict.status == "refuted":
        failure = SubElement(case, "failure", type="refuted", message=_clean(finding(claim)))
        failure.text = _clean("\n".join(filter(None, (verdict.evidence, verdict.reproduce))))
    elif verdict.status == "empirical":
        SubElement(case, "skipped", message=_clean(finding(claim)))
    else:
        SubElement(case, "system-out").text = _clean(finding(claim))
    return case


def _clean(text: str) -> str:
    """Text that XML can hold.

    >>> _clean("a\\x00\\x1bb")
    'a\ufffd\ufffdb'
    """
    return _FORBIDDEN.sub("\ufffd", text)
