"""Notes of nothing but true and harmless sentences, in many voices: nobody is accused, and much of it is read."""

from pathlib import Path

import pytest
from kenzan.reports.verification import verify_path

NOTES = sorted((Path(__file__).parent / "true_notes").glob("*.md"))
EVERY = 16  # the default profile reads every sixteenth of them, "ci" and "deep" all
LEAST = 4  # claims of each note that hold: a note of which nothing is read proves nothing


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_nobody_is_accused(note, request):
    quick = request.config.getoption("--hypothesis-profile", default=None) in (None, "quick", "default")
    if quick and NOTES.index(note) % EVERY:
        pytest.skip("read in the deeper profiles")
    report = verify_path(note)
    claims = report.claims
    assert report.faults == ()
    assert [(c.line, c.reading) for c in claims if c.verdict.status == "refuted"] == []
    assert sum(c.verdict.status == "holds" for c in claims) >= LEAST
