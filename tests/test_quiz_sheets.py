"""Sheets: the same seed gives the same bytes, each question has its own numbers, codes re-derive, answers are right."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from kenzan.questions import record, sheet_html, sheet_text
from kenzan.questions.bank import BUNDLED, entries
from kenzan.questions.code import SheetCode
from kenzan.questions.sheet import Request, make_sheet, sheet_of_code
from kenzan.questions.streams import Stream
from kenzan.reference.errors import InputError
from kenzan.reports.cli import main


@pytest.fixture(scope="module")
def bank():
    return entries()


@pytest.fixture(scope="module")
def sheet(bank):
    return make_sheet(bank, Request(seed=7, count=8))


def test_the_same_seed_gives_the_same_bytes(bank, sheet):
    again = make_sheet(bank, Request(seed=7, count=8))
    first, second = (
        [s.code, sheet_html.page([s], ("ja", "en")), json.dumps(record.document([s], 7))] for s in (sheet, again)
    )
    assert first == second


def test_another_seed_number_or_student_gives_other_numbers(bank, sheet):
    others = [make_sheet(bank, Request(seed=8, count=8)), make_sheet(bank, Request(seed=7, count=8), 2),
              make_sheet(bank, Request(seed=7, count=8), 1, "Ada")]  # fmt: skip
    parameters = [json.dumps([(v.question.id, v.values) for v in s.variants], default=str) for s in (sheet, *others)]
    assert len(set(parameters)) == 4


def test_a_question_has_the_same_numbers_with_and_without_others(bank, sheet):
    names = tuple(v.question.id for v in sheet.variants)
    together = make_sheet(bank, Request(seed=7, ids=names))
    apart = make_sheet(bank, Request(seed=7, ids=names[3:5]))
    assert [v.values for v in apart.variants] == [v.values for v in together.variants[3:5]]
    assert [[c.text for p in v.parts for c in p.choices] for v in apart.variants] == [
        [c.text for p in v.parts for c in p.choices] for v in together.variants[3:5]
    ]


def test_a_code_makes_the_sheet_again(bank, sheet):
    again = sheet_of_code(bank, sheet.code)
    assert record.document([again], None)["sheets"] == record.document([sheet], None)["sheets"]
    by_id = make_sheet(bank, Request(seed=5, ids=("standard-cost",)))
    assert sheet_of_code(bank, by_id.code).variants[0].values == by_id.variants[0].values


def test_a_code_notices_a_changed_bank(tmp_path, bank):
    folder = tmp_path / "bank"
    shutil.copytree(BUNDLED, folder)
    code = make_sheet(entries(folder), Request(seed=1, ids=("standard-cost", "plain-stack"))).code
    path = folder / "convolution" / "standard-cost.md.j2"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[8, 16, 24, 32, 64]", "[8, 16, 24, 32]"), encoding="utf-8"
    )
    from kenzan.questions import bank as bank_module

    bank_module._loaded.cache_clear()
    with pytest.raises(InputError, match="bank has changed"):
        sheet_of_code(entries(folder), code)
    path.unlink()
    with pytest.raises(InputError, match="bank has changed"):
        sheet_of_code(entries(folder), code)


def test_a_mistyped_code_is_refused(sheet):
    wrong = sheet.code[:-1] + ("0" if sheet.code[-1] != "0" else "1")
    for text in (wrong, "HELLO", "", "0" * 600):
        with pytest.raises(InputError):
            SheetCode.parse(text)


def test_every_question_carries_choices_answer_and_certificate(sheet):
    for question in record.document([sheet], 7)["sheets"][0]["questions"]:
        certificate = question["certificate"]
        assert certificate["statement"]
        assert certificate["strength"] in ("proved", "exhausted", "looked up") or certificate["strength"].startswith(
            "sampled"
        )
        assert certificate["domain"]
        routes = certificate["routes"]
        assert len(routes) >= 2
        assert set(question["stem"]) == set(question["solution"]) == {"ja", "en"}
        for choice in question["choices"]:
            assert choice["correct"] or question["kind"] in ("order", "match") or choice["refutation"]["en"]
        if question["kind"] == "single_choice":
            right = [c["label"] for c in question["choices"] if c["correct"]]
            assert right == [question["answer"]]
            values = [json.dumps(c["value"]) for c in question["choices"]]
            assert len(set(values)) == len(values)


def test_the_page_is_one_file_without_a_leftover(sheet):
    page = sheet_html.page([sheet], ("ja", "en"))
    assert not re.search(r"(?:src|href)=\"(?!#)", page), "nothing is loaded"
    assert "<math" in page
    body = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    for leftover in ("{{", "{%", "[[", "None", "built-in", "Undefined", "\ue000"):
        assert leftover not in body
    assert sheet.code in page
    assert "data-right" in page


def test_without_the_key_the_page_does_not_give_it_away(sheet):
    page = sheet_html.page([sheet], ("en",), key=False)
    assert '<section class="key"' not in page
    assert 'class="why"' not in page


def test_the_text_form_has_every_number_of_the_stem(sheet):
    shown = sheet_text.text([sheet], ("en",))
    for variant in sheet.variants:
        for value in variant.values.values():
            if isinstance(value, int) and value > 9:
                assert f"{value:,}" in shown or str(value) in shown


def test_streams_do_not_disturb_one_another():
    alone = _draws("choices", 3)
    _draws("order", 100)
    assert _draws("choices", 3) == alone != _draws("order", 3)


def _draws(purpose, n):
    stream = Stream("course", "sheet", "student", "question", "part", purpose)
    return [stream.below(1000) for _ in range(n)]


def test_a_stream_is_even():
    stream = Stream("even")
    counts = [0] * 6
    for _ in range(6000):
        counts[stream.below(6)] += 1
    assert all(850 < count < 1150 for count in counts)


def test_quiz_command_json_text_and_errors(capsys, tmp_path):
    assert main(["quiz", "--seed", "7", "--questions", "3", "--format", "json"]) == 0
    first = capsys.readouterr().out
    assert main(["quiz", "--seed", "7", "--questions", "3", "--format", "json"]) == 0
    assert capsys.readouterr().out == first
    document = json.loads(first)
    assert document["schema"] == "kenzan.quiz/1"
    assert document["seed"] == 7
    assert main(["quiz", "--code", document["code"], "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sheets"] == document["sheets"]
    for wrong in (["--topic", "cooking"], ["--questions", "no-such"], ["--questions", "0"], ["--sheets", "0"],
                  ["--code", "XXXX"], ["--students", str(tmp_path / "none.txt")],
                  ["--bank", str(tmp_path / "none")]):  # fmt: skip
        assert main(["quiz", *wrong]) == 2
        assert capsys.readouterr().err.count("\n") <= 1


def test_quiz_for_students_gives_each_a_sheet(capsys, tmp_path):
    roll = tmp_path / "students.txt"
    roll.write_text("Ada\nGrace\n\n", encoding="utf-8")
    page = tmp_path / "sheets.html"
    assert main(["quiz", "--questions", "2", "--students", str(roll), "-o", str(page), "--lang", "en"]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.count('<section class="sheet"') == 2
    assert ">Ada<" in text
    assert ">Grace<" in text


def test_certify_command_accepts_the_sound_and_refuses_the_altered(capfd, tmp_path):
    sound = BUNDLED / "densenet" / "block-parameters.md.j2"
    altered = tmp_path / "block-parameters.md.j2"
    altered.write_text(sound.read_text(encoding="utf-8").replace("9*k*inputs", "9*k*inputs + k"), encoding="utf-8")
    assert main(["certify", str(sound)]) == 0
    assert "certified" in capfd.readouterr().out
    assert main(["certify", str(altered)]) == 1
    out = capfd.readouterr().out
    assert "two routes" in out
    assert re.search(r"variant: .*k = \d", out)
    assert main(["certify", str(altered), "--format", "json"]) == 1
    document = json.loads(capfd.readouterr().out)
    assert document["questions"][0]["refusal"]["variant"]["k"] >= 1


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"+++\n+++\n", b"hello", b"+++\nid = 1\n+++\n=== ja ===\n", b"+" * 100_000]
)
def test_an_unreadable_question_is_one_sentence_and_status_2(capfd, tmp_path, content):
    path = tmp_path / "bad.md.j2"
    path.write_bytes(content)
    assert main(["certify", str(path)]) == 2
    error = capfd.readouterr().err
    assert error.startswith("kenzan: ")
    assert error.count("\n") == 1
    assert "Traceback" not in error


def test_quiz_does_not_load_what_it_does_not_need():
    program = "import sys; from kenzan.reports.cli import main; main(['quiz', '--questions', '2'])"
    program += "; print(sorted(sys.modules))"
    shown = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True).stdout
    loaded = shown.splitlines()[-1]
    for heavy in ("'hypothesis'", "'torch'", "'sympy'", "'markdown_it'", "'latex2mathml'", "'pytest'"):
        assert heavy not in loaded
