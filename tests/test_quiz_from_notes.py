"""Questions made of a note's verified claims: sound, deterministic, never of what does not hold."""

import json
import re
from pathlib import Path

import pytest
from kenzan.properties.statement import parse
from kenzan.properties.verdict import decide
from kenzan.questions import record, sheet_html, sheet_text
from kenzan.reference.errors import InputError
from kenzan.reports.cli import main
from kenzan.reports.from_notes import sheets_from_note
from kenzan.reports.verification import verify_path

EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "reports" / "examples").glob("*.md"))
USERS_NOTE = Path(__file__).resolve().parent.parent.parent / "shared" / "notes" / "00-section4.md"


def questions_of(path, seed=1, **options):
    return record.document(sheets_from_note(path, seed, **options), seed)["sheets"][0]["questions"]


def assert_sound(questions, path):
    """Every key holds and every other choice is refuted, decided anew; the claims asked are verified ones."""
    refuted = {c.line for c in verify_path(path).claims if c.verdict.status == "refuted"}
    for question in questions:
        line = int(re.search(r"line (\d+)", question["source"])[1])
        assert line not in refuted, question["id"]
        assert question["certificate"]["strength"] in ("proved", "exhausted")
        if question["kind"] in ("order", "match"):
            assert all(decide(parse(one)).status == "holds" for one in question["certificate"]["statement"].split(" and "))
            continue
        statements = [c["value"] for c in question["choices"]]
        if question["kind"] == "true_false":
            statement = question["certificate"]["statement"].split(" and ")[0]
            right = next(c["value"] for c in question["choices"] if c["correct"])
            denied = statement.startswith("not (")
            bare = statement[5:-1] if denied else statement
            assert decide(parse(bare)).status == ("refuted" if denied else "holds")
            assert right == ("false" if denied else "true")
            continue
        assert len(set(statements)) == len(statements) >= 3
        for choice in question["choices"]:
            holds = decide(parse(choice["value"])).status == "holds"
            wrong_one = choice["correct"] if question["kind"] == "find_error" else not choice["correct"]
            assert holds is not wrong_one, (question["id"], choice)
            if not choice["correct"] and question["kind"] != "find_error":
                assert "measured" in choice["refutation"]["en"]
        assert sum(c["correct"] for c in question["choices"]) == 1


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_questions_on_the_bundled_notes_are_sound(path):
    questions = questions_of(path)
    assert len(questions) >= 15
    assert {q["kind"] for q in questions} >= {"cloze", "find_error", "true_false", "single_choice"}
    assert_sound(questions, path)


def test_questions_on_the_first_users_note():
    if not USERS_NOTE.exists():
        pytest.skip("the first user's note is not here")
    questions = questions_of(USERS_NOTE)
    assert len(questions) >= 15
    assert_sound(questions, USERS_NOTE)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_sheet():
    path = EXAMPLES[0]
    first, again, other = (sheets_from_note(path, seed) for seed in (3, 3, 4))
    pages = [sheet_html.page(s, ("ja", "en")) + sheet_text.text(s, ("en",)) for s in (first, again, other)]
    assert pages[0] == pages[1] != pages[2]
    students = sheets_from_note(path, 3, 5, ["Ada", "Grace"])
    assert [len(s.variants) for s in students] == [5, 5]
    assert students[0].code != students[1].code


def test_quotations_are_the_authors_words_in_both_frames():
    path = EXAMPLES[0]
    source = " ".join(path.read_text("utf-8").split())
    for question in questions_of(path):
        if question["kind"] != "cloze":
            continue
        for language in ("ja", "en"):
            quote = " ".join(question["stem"][language].split("> ", 1)[1].split("\n\n")[0].split())
            before, after = quote.split("[[answer]]")
            assert before.strip() in source
            assert after.strip() in source


def test_nothing_is_made_of_a_refuted_claim(tmp_path):
    note = tmp_path / "note.md"
    note.write_text("## Depthwise convolution\n\nThe cost is $H \\times W \\times C \\times K^2 \\times M$.\n", encoding="utf-8")
    with pytest.raises(InputError, match="no claim of the note could be verified"):
        sheets_from_note(note, 1)
    note.write_text("## Depthwise convolution\n\nThe cost is $H \\times W \\times C \\times K^2$.\n", encoding="utf-8")
    kinds = [q["kind"] for q in questions_of(note)]
    assert "cloze" in kinds
    assert_sound(questions_of(note), note)


def test_a_hostile_note_is_shown_as_text(tmp_path):
    note = tmp_path / "note.md"
    note.write_text("## <script>x</script> [[passage]]\n\n<img src=x onerror=y> The cost of a depthwise convolution is $H \\times W \\times C \\times K^2$.\n",
                    encoding="utf-8")  # fmt: skip
    page = sheet_html.page(sheets_from_note(note, 1), ("ja", "en"))
    assert "<img" not in page
    assert "<script>x" not in page


def test_the_command_line(capsys, tmp_path):
    path = str(EXAMPLES[0])
    assert main(["quiz", "--from", path, "--format", "json", "--seed", "5"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "kenzan.quiz/1"
    assert len(document["sheets"][0]["questions"]) >= 15
    assert main(["quiz", "--from", path, "--questions", "4", "--lang", "en"]) == 0
    assert "line" in capsys.readouterr().out
    page = tmp_path / "sheet.html"
    assert main(["quiz", "--from", path, "-o", str(page)]) == 0
    assert "<blockquote>" in page.read_text("utf-8")
    capsys.readouterr()
    for wrong in (["--from", str(tmp_path / "none.md")], ["--from", path, "--topic", "mobilenet"],
                  ["--from", path, "--questions", "some"], ["--from", path, "--questions", "0"]):  # fmt: skip
        assert main(["quiz", *wrong]) == 2
        assert capsys.readouterr().err.count("\n") == 1
