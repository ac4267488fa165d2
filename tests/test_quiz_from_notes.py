"""Questions made of a note's verified claims: sound, deterministic, never of what does not hold."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from kenzan.properties.statement import parse
from kenzan.properties.verdict import decide
from kenzan.questions import record, sheet_html, sheet_text
from kenzan.questions.gates.guessing import MARGIN, Guesses
from kenzan.reference.errors import InputError
from kenzan.reports.cli import main
from kenzan.reports.practice import from_notes
from kenzan.reports.practice.from_notes import sheets_from_note
from kenzan.reports.practice.quotations import quotations
from kenzan.reports.verification import verify_path, verify_text

EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "reports" / "examples").glob("*.md"))
USERS_NOTE = Path(__file__).resolve().parent.parent.parent / "shared" / "notes" / "00-section4.md"


@pytest.fixture(autouse=True)
def verified_once(monkeypatch):
    """A note as it stands is verified for the first sheet that is made of it."""
    monkeypatch.setattr(from_notes, "verify_path", lambda path: report(path, Path(path).read_bytes()))


@cache
def report(path, content):
    return verify_path(path)


def questions_of(path, seed=1, **options):
    return record.document(sheets_from_note(path, seed, **options), seed)["sheets"][0]["questions"]


def assert_sound(questions, path):
    """Every key holds and every other choice is refuted, decided anew; the claims asked are verified ones."""
    refuted = {c.line for c in report(path, Path(path).read_bytes()).claims if c.verdict.status == "refuted"}
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


COST = "The cost of a standard convolution is $H \\times W \\times K^2 \\times C \\times M$."
WEIGHTS = "A standard convolution has $K^2 \\times C \\times M$ parameters."
AXES = "Layer normalisation averages over C, H and W."
JA_COST = "通常の畳み込みの計算量は $H \\times W \\times K^2 \\times C \\times M$ である。"
JA_WEIGHTS = "畳み込みのパラメータ数は $K^2 \\times C \\times M$ である。"
JA_AXES = "レイヤー正規化は (C, H, W) について平均をとる。"

OTHERWISE = [  # the note's own words say another custom than the one by which the claim holds
    f"## Strided convolution\n\n{COST}\n", f"## Convolution without padding\n\n{COST}\n",
    f"# L\n\nWe use a stride of 2 throughout.\n\n## Conv\n\n{COST}\n",
    f"# L\n\n## Conventions\n\nStride 2, no padding.\n\n## Conv\n\n{COST}\n",
    f"# L\n\n{COST}\n\nHere the stride is 2.\n", f"# L\n\nLet $s = 2$ be the stride.\n\n{COST}\n",
    f"# L\n\nPadding is 0.\n\n{COST}\n", f"# L\n\nEach layer halves the resolution.\n\n{COST}\n",
    f"# L\n\nA convolution with stride S.\n\n{COST}\n", f"# L\n\nEvery layer has a bias.\n\n{WEIGHTS}\n",
    f"# L\n\n{WEIGHTS} This includes the bias.\n", f"# L\n\nThe bias is not ignored.\n\n{WEIGHTS}\n",
    f"# L\n\nWe count additions and multiplications separately.\n\n{COST}\n", f"# L\n\n{COST[:-1]} FLOPs.\n",
    f"# L\n\nWith 4 groups.\n\n{COST}\n", f"# L\n\nすべての層にバイアスを付ける。\n\n{JA_WEIGHTS}\n",
    f"# L\n\nストライドは２とする。\n\n{JA_COST}\n", f"# L\n\nゼロパディングは行わない。\n\n{JA_COST}\n",
    f"## パディングなしの畳み込み\n\n{JA_COST}\n",
]  # fmt: skip
NOT_ASSERTED = [
    f"# L\n\nThe following statements are wrong:\n\n- {COST}\n- {AXES}\n", f"# Myths\n\n{AXES}\n",
    f"# L\n\nNone of the following is true.\n\n- {COST}\n- {AXES}\n", f"## Incorrect statements\n\n- {AXES}\n",
    f"# L\n\n{AXES}\n\nThis is wrong.\n", f"# L\n\n- {COST}\n- {AXES}\n\nBoth statements are false.\n",
    f"# L\n\n{AXES} This is false.\n", f"# L\n\n> {AXES}\n\nWrong!\n", f"# L\n\n~~{AXES}~~\n",
    "# L\n\nMany people believe that layer normalisation averages over C, H and W.\n", f"# L\n\nStudent A claims: {AXES}\n",
    "# L\n\nDoes layer normalisation average over C, H and W?\n", f"# L\n\nTrue or false?\n\n- {AXES}\n",
    f"# L\n\n- [ ] {AXES}\n- [x] {COST}\n", f"# Quiz\n\n{AXES}\n", f"## Exercise 3\n\n{AXES}\n",
    f"# L\n\n次の文はすべて誤りである。\n\n- {JA_AXES}\n", f"# L\n\n- {JA_AXES}\n\nというのは誤り。\n",
    "# L\n\nレイヤー正規化は (C, H, W) について平均をとるか。\n", f"# 小テスト\n\n{JA_AXES}\n",
    f"# L\n\n正しければ○、誤りなら×をつけよ。\n\n1. {JA_AXES}\n", f"# L\n\n- Common mistakes:\n  - {AXES}\n",
]  # fmt: skip
ASKED = [
    f"# L\n\n{COST}\n", f"# L\n\n{WEIGHTS}\n", f"# L\n\n{AXES}\n", f"# L\n\n{JA_COST}\n",
    f"# L\n\nStride 1 and padding that keeps the size.\n\n{COST}\n", f"# L\n\nBiases are ignored.\n\n{WEIGHTS}\n",
    f"# L\n\nバイアスは無視する。\n\n{JA_WEIGHTS}\n", f"# L\n\nストライド１でパディングあり。\n\n{JA_COST}\n",
    f"# L\n\n## Pooling\n\nMax pooling with stride 2 halves the map.\n\n## Conv\n\n{COST}\n",
]  # fmt: skip


@pytest.mark.parametrize("note", OTHERWISE + NOT_ASSERTED)
def test_what_the_note_does_not_claim_or_claims_under_another_custom_is_not_asked(note):
    report = verify_text(note)
    assert any(c.verdict.status == "holds" for c in report.claims) or re.search("[?]|か。|people believe|~~", note)
    assert not quotations(report)


@pytest.mark.parametrize("note", ASKED)
def test_what_the_note_claims_is_asked(note):
    assert quotations(verify_text(note))


def test_a_question_tells_the_customs_by_which_its_claim_holds(tmp_path):
    note = tmp_path / "note.md"
    note.write_text(f"# L\n\n{COST}\n\n{WEIGHTS}\n", encoding="utf-8")
    for question in questions_of(note):
        told = question["stem"]["en"]
        assert "Letters: " in told
        assert ("bias not counted" if "parameters" in told else "stride 1; padding that keeps the size") in told


@pytest.mark.parametrize("path", [*EXAMPLES, USERS_NOTE], ids=lambda p: p.name)
def test_one_claim_gives_one_question_and_no_key_stands_elsewhere_on_the_sheet(path):
    if not path.exists():
        pytest.skip("the first user's note is not here")
    for sheet in sheets_from_note(path, 1, students="abc"):
        asked: list[str] = []
        for variant in sheet.variants:
            [part] = variant.parts
            statements = {parse(o.statement) for o in part.blank.options if o.statement}
            asked += sorted({str(s.left) for s in statements})
        assert len(asked) == len(set(asked))


@pytest.mark.parametrize("path", [*EXAMPLES, USERS_NOTE], ids=lambda p: p.name)
def test_blind_guessers_stay_near_chance_over_sheets(path):
    if not path.exists():
        pytest.skip("the first user's note is not here")
    choices, judged = Guesses("choices"), []
    for sheet in sheets_from_note(path, 1, students="abcdefgh"):
        for variant in sheet.variants:
            part = variant.parts[0]
            if part.blank.name == "answer" and part.blank.form == "statement":
                choices.add(part)
            elif part.blank.name == "verdict":
                judged.append(("$" in variant.texts["en"][0].split("\n\n")[1], part.answer == "A"))
    choices.check()
    right = [formula != true for formula, true in judged]
    assert abs(sum(right) / len(right) - 0.5) < MARGIN
    assert abs(sum(true for _, true in judged) / len(judged) - 0.5) < MARGIN


def test_the_japanese_sheet_is_japanese_and_shows_plain_ideographs():
    if not USERS_NOTE.exists():
        pytest.skip("the first user's note is not here")
    text = sheet_text.text(sheets_from_note(USERS_NOTE, 1), ("ja",))
    assert not re.search("[\u2e80-\u2fdf\uf900-\ufaff]", text)
    assert not re.search(r"\b(?:claimed|measured|the note|line \d+|not \(|proved|nothing|holds only)\b", text)


def test_the_code_of_a_sheet_makes_it_again_from_its_note(capsys, tmp_path):
    path = str(EXAMPLES[0])
    assert main(["quiz", "--from", path, "--seed", "5", "--questions", "6", "--lang", "en"]) == 0
    first = capsys.readouterr().out
    code = re.search(r"code (\S+)", first)[1]
    assert main(["quiz", "--from", path, "--code", code, "--lang", "en"]) == 0
    assert capsys.readouterr().out == first
    assert main(["quiz", "--lang", "en", "--key", "without"]) == 0
    banks = re.search(r"code (\S+)", capsys.readouterr().out)[1]
    for wrong, told in ((["--code", code], "give the note"), (["--from", str(EXAMPLES[1]), "--code", code], "has changed"),
                        (["--from", path, "--code", banks], "leave out --from")):  # fmt: skip
        assert main(["quiz", *wrong]) == 2
        error = capsys.readouterr().err
        assert told in error
        assert error.count("\n") == 1
