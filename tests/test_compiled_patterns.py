"""The file of compiled patterns: what comes out of it is what `re` makes, and where it is no good there is none."""

import errno
import importlib
import marshal
import os
import pkgutil
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kenzan.reports import compiled, patterns, readers, vocabulary
from kenzan.reports import kept as store
from kenzan.reports.verification import verify_text

FLAGS = [
    (r"(?P<up>増|increas\w*)|(?P<down>減)", re.IGNORECASE), (r"(?<=[\u3040-\u30ff])x(\d{1,3})(?:y\1)?", 0),
    (r"(?i:kernel) [^a-z。]+?$", re.MULTILINE), (r"(a) # a comment\n | (?P<b>b)", re.VERBOSE), (r"(?s)x.y|\w", re.ASCII),
    (r"(?i)(?P<all>(?P<one>[α-ω])(?P=one))", 0), ("", 0), (r"[^\W\d_]+(?!\d)", re.DOTALL | re.IGNORECASE),
]  # fmt: skip
TEXTS = ["計算量が減る, INCREASING", "のx12yx12 かx3", "Kernel 3!\nkernel x", "b a", "x\ny é", "Αα ββ", "畳み込み3 conv2"]


def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As another run begins: with what the file has."""
    monkeypatch.setattr(store, "fresh", {part: {} for part in store.fresh})
    store._opened.cache_clear()
    store._stamp.cache_clear()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the file is to be; there is none yet."""
    path = tmp_path / "cache" / "kept.patterns"
    monkeypatch.setattr(store, "_file", lambda: path)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    anew(monkeypatch)
    yield path
    store._opened.cache_clear()
    store._stamp.cache_clear()


@pytest.fixture
def full(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with a pattern of which it says something false, to tell what comes from it."""
    compiled.compiled("strides?", 0)
    store.fresh["code"]["kernels?", 0] = store.fresh["code"].pop(("strides?", 0))
    store.fresh["needles"]["kernels?", 0] = ("stride",)
    store.keep()
    anew(monkeypatch)
    return kept


def used() -> set[str]:
    """What is taken from the file, which says something false."""
    false = {
        "needles": compiled.needles_of("kernels?", 0) == ("stride",),
        "code": compiled.compiled("kernels?", 0).search("two kernels") is None,
    }
    return {part for part, is_so in false.items() if is_so}


def comes_from_the_file() -> bool:
    found = used()
    assert found in (set(), {"needles", "code"})
    return bool(found)


def keys(part: str) -> set[tuple[str, int]]:
    """The patterns in the file."""
    return set(store._opened()[0][part])


def test_the_file_is_read(full: Path) -> None:
    assert comes_from_the_file()


@pytest.mark.parametrize("turn", ["fresh", "kept"])
def test_a_pattern_matches_as_that_of_re(kept: Path, monkeypatch: pytest.MonkeyPatch, turn: str) -> None:
    others = [re.compile(pattern, flags) for pattern, flags in FLAGS]
    for pattern, flags in FLAGS:
        compiled.compiled(pattern, int(flags))
    if turn == "kept":
        store.keep()
        anew(monkeypatch)
        monkeypatch.setattr("re._compiler._code", None)  # nothing is compiled again
        assert keys("code") == {(pattern, int(flags)) for pattern, flags in FLAGS}
    for (pattern, flags), other in zip(FLAGS, others, strict=True):
        one = compiled.compiled(pattern, int(flags))
        assert one == other
        assert (one.flags, one.groups, one.groupindex) == (other.flags, other.groups, other.groupindex)
        for text in TEXTS:
            found = [[(m.span(), m.groups(), m.lastgroup, m.groupdict()) for m in p.finditer(text)] for p in (one, other)]
            assert found[0] == found[1]
            assert one.sub("-", text) == other.sub("-", text)


def of_the_readers() -> set[tuple[str, int]]:
    modules = [importlib.import_module(m.name) for m in pkgutil.iter_modules(readers.__path__, f"{readers.__name__}.")]
    found = {v for module in modules for v in vars(module).values() if isinstance(v, patterns.Pattern)}
    return {(one.pattern, one._flags) for one in found}


def test_every_pattern_of_the_readers_comes_back_as_re_compiles_it(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = of_the_readers()
    assert len(every) > 500
    others = {(pattern, flags): re.compile(pattern, flags) for pattern, flags in every}
    for pattern, flags in every:
        compiled.compiled(pattern, flags)
    store.keep()
    anew(monkeypatch)
    monkeypatch.setattr("re._compiler._code", None)
    assert keys("code") == every
    assert not [pattern for pattern, flags in every if compiled.compiled(pattern, flags) != others[pattern, flags]]


def _flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:at] + bytes([data[at] ^ 1]) + data[at:][1:]


def _entries_from(data: bytes) -> int:
    return 72 + int.from_bytes(data[64:72])


# What is done to the file, what of it is used all the same, and how often something of it is unmarshalled.
DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str, int]] = {
    "empty": (lambda data: b"", "", 0), "foreign": (lambda data: b"nothing of the kind", "", 0),
    "zeros": (lambda data: b"\x00" * 400, "", 0), "stamp": (_flipped(0), "", 0), "checksum": (_flipped(32), "", 0),
    "size": (_flipped(71), "", 0), "first byte": (_flipped(72), "", 0), "middle": (_flipped(90), "", 0),
    "head alone": (lambda data: data[:72], "", 0), "body alone": (lambda data: data[72:], "", 0),
    "last byte": (_flipped(-1), "needles", 2), "cut": (lambda data: data[:-1], "needles", 2),
    "entries lost": (lambda data: data[: _entries_from(data)], "", 1),
    "entries moved": (lambda data: data[: _entries_from(data)] + b"x" + data[_entries_from(data) :], "", 1),
    "longer": (lambda data: data + b"x", "code needles", 3),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_never_unmarshalled(full: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = full.read_bytes()
    spoil, left, times = DAMAGES[damage]
    full.write_bytes(spoil(whole))
    loaded, loads = [], marshal.loads
    monkeypatch.setattr(store.marshal, "loads", lambda data: loaded.append(bytes(data)) or loads(data))
    assert used() == set(left.split())
    assert len(loaded) == times
    assert all(data in whole for data in loaded)
    store.keep()  # and the next run has a good one
    anew(monkeypatch)
    assert used() == set(left.split())
    assert set(store._opened()[0]) == set(store.fresh)


def test_what_cannot_be_compiled_so_is_compiled_as_ever(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.fresh["code"] |= {("kernels?", 0): (0, b"\x01\x00\x00\x00", 0, {}, (None,)), ("a", 0): (1,)}
    store.keep()
    anew(monkeypatch)
    assert keys("code") == {("kernels?", 0), ("a", 0)}
    assert compiled.compiled("kernels?", 0).search("two kernels")
    assert compiled.compiled("a", 0).search("a")
    monkeypatch.setitem(sys.modules, "_sre", None)
    monkeypatch.setattr(store, "fresh", {part: {} for part in store.fresh})
    assert compiled.compiled("(?P<s>strides?)", re.IGNORECASE) == re.compile("(?P<s>strides?)", re.IGNORECASE)
    assert not store.fresh["code"]
    with pytest.raises(re.error):
        compiled.compiled("(", 0)


def test_the_file_of_another_python_is_none(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version", sys.version.replace("3", "4"))
    anew(monkeypatch)
    assert not comes_from_the_file()


@pytest.mark.parametrize("number", range(len(store._MADE_BY)), ids=[path.name for path in store._MADE_BY])
def test_the_file_that_other_code_made_is_none(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    made_by = list(store._MADE_BY)
    copy = tmp_path / "copy.py"
    copy.write_bytes(made_by[number].read_bytes())
    made_by[number] = copy
    monkeypatch.setattr(store, "_MADE_BY", made_by)
    anew(monkeypatch)
    assert comes_from_the_file()
    copy.write_bytes(copy.read_bytes() + b"\n")
    anew(monkeypatch)
    assert not comes_from_the_file()
    copy.unlink()
    anew(monkeypatch)
    assert not comes_from_the_file()


def _folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)


def _file_for_its_folder(path: Path) -> None:
    path.parent.write_text("no folder")


@pytest.mark.parametrize("block", [_folder_in_its_place, _file_for_its_folder])
def test_where_nothing_can_be_written_nothing_is_said(
    kept: Path, block: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    block(kept)
    assert compiled.compiled("kernels?", 0).search("two kernels")
    store.keep()
    assert capfd.readouterr() == ("", "")
    assert not kept.parent.is_dir() or list(kept.parent.iterdir()) == [kept]


@pytest.mark.parametrize("error", [errno.EROFS, errno.EACCES, errno.ENOSPC], ids=errno.errorcode.get)
@pytest.mark.parametrize("call", ["mkdir", "open", "replace"])
def test_a_file_that_cannot_be_replaced_stays(
    full: Path, monkeypatch: pytest.MonkeyPatch, error: int, call: str
) -> None:
    """Read-only folders and full disks; the superuser of a test may write everywhere."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    before = full.read_bytes()
    assert compiled.compiled("another", 0).search("another")
    monkeypatch.setattr(Path, call, refused)
    store.keep()
    monkeypatch.undo()
    assert full.read_bytes() == before
    assert list(full.parent.iterdir()) == [full]


def test_a_python_without_bytecode_has_no_file(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise NotImplementedError("sys.implementation.cache_tag is None")

    monkeypatch.setattr(store, "_file", none)
    assert compiled.compiled("kernels?", 0).search("two kernels")
    assert compiled.needles_of("kernels?", 0) == ("kernel",)
    store.keep()


def test_nothing_is_written_where_no_bytecode_is(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    compiled.compiled("kernels?", 0)
    store.keep()
    assert not kept.parent.exists()


def test_what_is_known_is_not_written_again(full: Path) -> None:
    before = full.stat()
    assert comes_from_the_file()
    store.keep()
    assert full.stat().st_ino == before.st_ino


def test_patterns_are_added_and_those_that_are_gone_make_room(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.compiled("another", 0)
    store.keep()
    anew(monkeypatch)
    assert keys("code") == {("kernels?", 0), ("another", 0)}
    monkeypatch.setattr(store, "MOST", 1)
    compiled.compiled("a third", 0)
    store.keep()
    anew(monkeypatch)
    assert keys("code") == {("a third", 0)}


def test_two_that_write_at_once_leave_a_whole_file(kept: Path) -> None:
    wholes = [letter * 400_000 for letter in (b"a", b"b")]
    store._write(kept, wholes[0])
    writers = [threading.Thread(target=lambda data=data: [store._write(kept, data) for _ in range(40)]) for data in wholes]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        seen.add(kept.read_bytes())
    assert seen <= set(wholes)
    assert kept.read_bytes() in wholes
    assert list(kept.parent.iterdir()) == [kept]


def test_two_runs_at_once_leave_a_file_that_the_third_reads(tmp_path: Path) -> None:
    program = (
        "import sys; from kenzan.reports import kept as store, patterns; print(len(store._opened()[0]['code']));"
        "[patterns.compile(f'{w}{n}', 0).search(f'{w}{n}') for w in sys.argv[1:] for n in range(200)]; store.keep()"
    )

    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def run(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-X", f"pycache_prefix={tmp_path}", "-c", program, *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)

    runs = [run("kernel", "both"), run("stride", "both")]
    assert [one.communicate()[0].strip() for one in runs] in (["0", "0"], ["400", "0"], ["0", "400"])
    assert run().communicate()[0].strip() in ("400", "600")


def test_a_table_is_made_again_only_where_a_source_is_another(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text("a")
    second.write_text("b")
    made = []

    def made_now() -> bool:
        before = len(made)
        anew(monkeypatch)
        found = store.table("both", [first, second], lambda: made.append(first.read_text() + second.read_text()) or made[-1])
        assert found == first.read_text() + second.read_text()
        store.keep()
        return len(made) > before

    assert [made_now(), made_now()] == [True, False]
    second.write_text("c")
    assert [made_now(), made_now()] == [True, False]
    first.write_text("ab")
    assert [made_now(), made_now()] == [True, False]


def test_the_vocabulary_that_is_kept_is_that_of_its_files(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def vocabulary_now() -> list[object]:
        anew(monkeypatch)
        vocabulary.lexicon.cache_clear()
        vocabulary._index.cache_clear()
        return [*(vocabulary.lexicon(path.stem) for path in tables), *map(vocabulary._index, ("words", "roles", "subjects"))]

    tables = sorted(Path(vocabulary.__file__).with_name("lexicon").glob("*.toml"))
    made = vocabulary_now()
    assert made[: len(tables)] == [tomllib.loads(path.read_text("utf-8")) for path in tables]
    store.keep()
    monkeypatch.setattr("tomllib.loads", None)  # nothing is read again
    assert vocabulary_now() == made


def test_only_patterns_that_are_no_part_of_a_note_are_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept are a pattern that is given to `compile`, and one that is written out where it is used."""
    word = "".join(["of ", "the ", "note"])
    assert patterns.search(f"a word {word}", f"a word {word} that is looked for")
    assert patterns.sub(word, "", word) == ""
    assert patterns.compile("always the same, in every run of it").search("always the same, in every run of it")
    assert patterns.findall(r"written +out", "written  out") == ["written  out"]
    assert next(patterns.finditer(r"also w[a-z]+n out", word + " also written out"))
    store.keep()
    anew(monkeypatch)
    assert {pattern for pattern, _ in keys("code")} == {
        "always the same, in every run of it", r"written +out", r"also w[a-z]+n out",
    }  # fmt: skip


def test_no_word_of_a_note_is_kept(kept: Path) -> None:
    note = """
Think of each channel as a zorble and each sample as a quandle.

Batch normalisation takes the mean of each zorble over all quandles. With $Q_{zq}$ filters and $V_{zq}$ channels of the
input, a $K \\times K$ convolution has $K^2 V_{zq} Q_{zq}$ weights.
"""
    claims = verify_text(note).claims
    assert {claim.predicate for claim in claims} == {"normalised_over", "params"}, claims
    store.keep()
    assert not [word for word in (b"zorble", b"quandle", b"_zq", b"{zq") if word in kept.read_bytes()]
