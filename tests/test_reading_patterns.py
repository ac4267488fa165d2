"""What a pattern is said to need is in every text that it matches."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from kenzan.reports import compiled, patterns
from kenzan.reports.needles import folded, needles
from kenzan.reports.verification import verify_path

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
        if refused and re.search(self.pattern, text, self._flags):
            wrong.append((self.pattern, text))
        return refused

    monkeypatch.setattr(patterns.Pattern, "_hopeless", checked)
    verify_path(note)
    assert not wrong


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file for the compiled patterns that is still empty."""
    path = tmp_path / "cache" / "kept.patterns"
    monkeypatch.setattr(compiled, "_file", lambda: path)
    monkeypatch.setattr(compiled, "_fresh", {"needles": {}, "code": {}})
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    compiled._known.cache_clear()
    yield path
    compiled._known.cache_clear()


PATTERNS = [
    (r"(?P<up>増|increas\w*)|(?P<down>減)", re.IGNORECASE), (r"(?<=[\u3040-\u30ff])x(\d{1,3})(?:y\1)?", 0),
    (r"(?i:kernel) [^a-z。]+?$", re.MULTILINE), (r"(a) # a comment\n | (?P<b>b)", re.VERBOSE),
]  # fmt: skip


def test_a_kept_pattern_is_the_one_that_was_compiled(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["計算量が減る, INCREASING", "のx12yx12 かx3", "Kernel 3!\nkernel x", "b a"]
    for turn in ("fresh", "kept"):
        for pattern, flags in PATTERNS:
            one, other = compiled.compiled(pattern, int(flags)), re.compile(pattern, flags)
            assert (one.flags, one.groups, one.groupindex) == (other.flags, other.groups, other.groupindex), turn
            for text in texts:
                found = [[(m.span(), m.groups(), m.lastgroup) for m in p.finditer(text)] for p in (one, other)]
                assert found[0] == found[1], turn
        compiled.keep()
        compiled._known.cache_clear()
        monkeypatch.setattr(compiled, "_fresh", {"needles": {}, "code": {}})
    assert len(compiled._known()["code"]) == len(PATTERNS)


@pytest.mark.parametrize("damage", [b"", b"nothing of the kind", b"\x00" * 40], ids=["empty", "foreign", "zeros"])
def test_a_damaged_file_of_patterns_is_as_good_as_none(kept: Path, damage: bytes) -> None:
    kept.parent.mkdir()
    kept.write_bytes(damage)
    assert compiled.compiled("kernels?", 0).search("two kernels")
    assert compiled._known() == {"needles": {}, "code": {}}


def test_only_patterns_that_are_no_part_of_a_note_are_kept(kept: Path) -> None:
    note_s_own = "a word of the note that is looked for"
    assert patterns.search(note_s_own, note_s_own)
    assert patterns.compile("always the same, in every run of it").search("always the same, in every run of it")
    compiled.keep()
    assert b"always the same" in kept.read_bytes()
    assert b"of the note" not in kept.read_bytes()
