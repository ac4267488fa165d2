"""Notes as pytest items, and readings that their author confirms in comments."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from kenzan.reports.cli import main
from kenzan.reports.verification import verify_text

ROOT = Path(__file__).resolve().parent.parent
NOTE = """# Depthwise convolution

The kernel is $K \\times K \\times 1$.\\
The cost is $H \\times W \\times C \\times M \\times K^2$.

| operation | cost |
|---|---|
| depthwise convolution | $H \\times W \\times C \\times K^2$ |

- Max pooling has no learnable parameters.
- Batch normalization makes training faster.
"""


@pytest.fixture
def note(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "note.md"
    path.write_bytes(NOTE.encode())
    return path


def readings(text):
    return sorted((c.line, c.reading, c.verdict.status) for c in verify_text(text).claims)


def test_annotated_and_confirmed_a_note_is_read_as_before(note, capfd):
    before = [r[1:] for r in readings(NOTE)]
    assert main(["annotate", "note.md"]) == 0
    proposed = note.read_text("utf-8")
    assert [r[1:] for r in readings(proposed)] == before
    confirmed = proposed.replace("kenzan?", "kenzan:")
    assert [r[1:] for r in readings(confirmed)] == before
    assert proposed.count("kenzan?") == len(before) == len(set(before))


def test_annotating_twice_changes_nothing_and_removing_restores_every_byte(note, capfd):
    main(["annotate", "note.md"])
    once = note.read_bytes()
    main(["annotate", "note.md"])
    assert note.read_bytes() == once != NOTE.encode()
    assert main(["annotate", "--remove", "note.md"]) == 0
    assert note.read_bytes() == NOTE.encode()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_the_byte_order_mark_are_kept(note, capfd, end):
    data = b"\xef\xbb\xbf" + NOTE.replace("\n", end).encode()
    note.write_bytes(data)
    main(["annotate", "note.md"])
    assert note.read_bytes().startswith(b"\xef\xbb\xbf# Depthwise")
    assert b"kenzan?" in note.read_bytes()
    assert not re.search(r"(?<!\r)\n" if end == "\r\n" else "\n", note.read_bytes().decode())
    main(["annotate", "--remove", "note.md"])
    assert note.read_bytes() == data


def test_a_table_and_a_paragraph_stay_whole(note, capfd):
    main(["annotate", "note.md"])
    lines = note.read_text("utf-8").splitlines()
    table = [n for n, line in enumerate(lines) if line.startswith("|")]
    assert table == list(range(table[0], table[0] + 3))
    first = next(n for n, line in enumerate(lines) if line.startswith("The kernel"))
    assert lines[first + 1].startswith("The cost")


def test_a_confirmed_reading_prevails_over_the_readers(note):
    text = NOTE.replace("M \\times K^2$.", "M \\times K^2$.\n\n<!-- kenzan: \"The cost is\" means macs(conv2d) == H*W*C*M*K**2 -->")
    claim = next(c for c in verify_text(text).claims if c.line == 4)
    assert (claim.subject, claim.verdict.status, claim.column, claim.text) == ("conv2d", "holds", 1, "The cost is")


def test_words_that_no_longer_stand_above_are_one_sentence(note, capfd):
    note.write_text(NOTE + '\n<!-- kenzan: "no such words" means macs(conv2d) == 1 -->\n', "utf-8")
    assert main(["verify", "note.md"]) == 2
    err = capfd.readouterr().err
    assert "line 13" in err
    assert "'no such words'" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["absent.md"], "cannot read absent.md"), (["note.ipynb"], "expected a Markdown note"), (["note.md", "note.md", "-o", "x.md"], "2 notes")],
)  # fmt: skip
def test_two_for_what_cannot_be_annotated(note, capfd, arguments, said):
    assert main(["annotate", *arguments]) == 2
    assert said in capfd.readouterr().err
    assert note.read_bytes() == NOTE.encode()


def run_pytest(folder, *arguments):
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_claims_are_pytest_items(note):
    status, out = run_pytest(note.parent, "note.md")
    assert status == 1
    assert "1 failed, 3 passed, 1 skipped" in out
    assert "note.md:4:" in out
    assert "M = 2" in out
    assert "RefutedError" not in out


def test_a_note_that_nobody_named_is_not_collected(note):
    assert run_pytest(note.parent)[0] == 5
    (note.parent / "pytest.ini").write_text("[pytest]\nkenzan_notes = *.md\n")
    assert run_pytest(note.parent)[0] == 1


def test_known_findings_are_expected_to_fail(note, capfd):
    main(["verify", "note.md", "--format", "json", "-o", "known.json"])
    status, out = run_pytest(note.parent, "note.md", "--kenzan-baseline", "known.json")
    assert status == 0
    assert "1 xfailed" in out
    status, out = run_pytest(note.parent, "note.md", "--kenzan-baseline", "note.md")
    assert status == 2
    assert "is not a baseline" in out


def test_a_note_that_cannot_be_read_is_one_error(note):
    note.write_bytes(b"\xff\xfe\xff")
    status, out = run_pytest(note.parent, "note.md")
    assert status == 2
    assert "save the note as UTF-8" in out
    assert "Traceback" not in out


def test_the_hook_and_the_action_run_commands_that_exist():
    hook, action = (ROOT / name for name in (".pre-commit-hooks.yaml", "action.yml"))
    commands = [*re.findall(r"entry: (.+)", hook.read_text()), *re.findall(r"run: (kenzan .+)", action.read_text())]
    assert len(commands) == 4
    for command in commands:
        words = [w for w in command.split(" || ")[0].split()[1:] if "$" not in w and "BASELINE" not in w]
        words = [w for w in words if w != "-o"]
        assert main([*words, "--help"]) == 0, command


def test_a_line_that_kenzan_fails_at_is_a_failing_item(note):
    code = (
        "import pytest, kenzan.reports.verification as v; read = v.read_sentence\n"
        "v.read_sentence = lambda view: 1 / 0 if 'Max pooling' in view.sentence.words else read(view)\n"
        "raise SystemExit(pytest.main(['-p', 'no:cacheprovider', '-q', 'note.md']))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=note.parent)
    assert run.returncode == 1
    assert "line 10: not read" in run.stdout
    assert "ZeroDivisionError" in run.stdout


@pytest.mark.parametrize("command", [["annotate", "note.md"], ["quiz", "--from", "note.md", "--seed", "1"]])
def test_other_commands_tell_a_fault_too(note, capfd, monkeypatch, command):
    from kenzan.reports import verification

    read = verification.read_sentence
    monkeypatch.setattr(verification, "read_sentence", lambda v: 1 / 0 if "faster" in v.sentence.words else read(v))
    main(command)
    assert "note.md, line 11: ZeroDivisionError in " in capfd.readouterr().err
