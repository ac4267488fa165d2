"""What a pattern is said to need is in every text that it matches."""

import re
from functools import cache
from pathlib import Path

import pytest
from kenzan.reports import patterns
from kenzan.reports.needles import folded, needles
from kenzan.reports.verification import verify_path

compiled = cache(re.compile)  # `re` itself keeps 512 patterns, and compiles the others again and again
NOTES = sorted((Path(__file__).parent / "notes").glob("*.md"))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?P<up>増|increas)|(?P<down>減)", "計算量が減る"), (r"kernels?", "KERNEL"), (r"maſk", "MASK"), (r"in", "İN"),
        (r"a{,3}b", "b"), (r"x{2}y", "xxy"), (r"a\(b\)?", "a(b"), (r"(?:ab)?(?=cd)c", "cd"), (r"[]a]b*c", "]c"),
        (r"(?i:\u53d7容野)|\x41b", "ab"), (r"(a|b|)c", "c"), (r"{n}", "{n}"), (r"Kelvin", "\u212aelvin"), (r"\.", "."),
    ],
)  # fmt: skip
def test_a_match_has_one_of_the_needles(pattern: str, text: str) -> None:
    assert re.search(pattern, text, re.IGNORECASE)
    assert patterns.compile(pattern, re.IGNORECASE).search(text)
    found = needles(pattern, re.IGNORECASE)
    assert not found or any(needle in folded(text) for needle in found)


@pytest.mark.parametrize("note", NOTES[:4], ids=lambda p: p.stem)
def test_no_pattern_is_refused_a_text_that_it_matches(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hopeless, wrong = patterns.Pattern._hopeless, []

    def checked(self: patterns.Pattern, text: str) -> bool:
        refused = hopeless(self, text)
        if refused and compiled(self.pattern, self._flags).search(text):
            wrong.append((self.pattern, text))
        return refused

    monkeypatch.setattr(patterns.Pattern, "_hopeless", checked)
    verify_path(note)
    assert not wrong
