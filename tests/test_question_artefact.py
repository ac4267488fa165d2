"""Verified artefacts: an exported file in which the key was moved or a number lost is refused."""

import json
import re
from dataclasses import replace

import pytest
from kenzan.questions import record, sheet_html, sheet_text
from kenzan.questions.artefact import verify
from kenzan.questions.bank import entries
from kenzan.questions.refusal import Refusal
from kenzan.questions.sheet import Request, make_sheet

IDS = ("standard-cost", "which-dependence", "causal-shift", "norm-axes", "layer-order", "masks", "mobile-find-the-error",
       "drawn-norm", "strided-cost", "field-formula", "upsampled-shape")  # fmt: skip


@pytest.fixture(scope="module")
def sheets():
    return [make_sheet(entries(), Request("artefact", ids=IDS))]


@pytest.fixture(scope="module")
def made(sheets):
    return {"json": json.dumps(record.document(sheets, 1), ensure_ascii=False), "html": sheet_html.page(sheets, ("ja", "en")),
            "text": sheet_text.text(sheets, ("ja", "en"))}  # fmt: skip


@pytest.mark.parametrize("form", ["json", "html", "text"])
def test_what_was_written_is_what_was_certified(form, made, sheets):
    verify(form, made[form], sheets)


def test_a_key_moved_on_the_page_is_refused(made, sheets):
    page = made["html"]
    tag = re.search(r'<input type="radio"[^>]*data-right="yes">', page)[0]
    spoilt = page.replace(tag, tag.replace(' data-right="yes"', ""), 1)
    with pytest.raises(Refusal, match="marks another choice"):
        verify("html", spoilt, sheets)


def test_an_answer_changed_on_the_page_is_refused(made, sheets):
    page = re.sub(r'data-entry="number" data-answer="(\d)', r'data-entry="number" data-answer="9\1', made["html"], count=1)
    assert page != made["html"]
    with pytest.raises(Refusal, match="scores"):
        verify("html", page, sheets)


def test_an_order_changed_on_the_page_is_refused(made, sheets):
    page = re.sub(r'data-entry="pick" data-answer="A"', 'data-entry="pick" data-answer="B"', made["html"], count=1)
    with pytest.raises(Refusal, match="another order"):
        verify("html", page, sheets)


def test_a_number_lost_is_refused(made, sheets):
    height = sheets[0].variants[0].values["H"]
    text = re.sub(rf"(?<!\d){height}(?!\d)", "", made["text"], count=1)
    with pytest.raises(Refusal, match="numbers of the stem"):
        verify("text", text, sheets)


def test_a_choice_marked_right_in_the_document_is_refused(made, sheets):
    document = json.loads(made["json"])
    for choice in document["sheets"][0]["questions"][0]["parts"][0]["choices"]:
        choice["correct"] = not choice["correct"]
    with pytest.raises(Refusal, match="not the certified one"):
        verify("json", json.dumps(document), sheets)


def _with_another_key(sheet):
    """The same sheet with every answer, flag, solution and explanation changed: what a student sees is the same."""
    def changed(variant):
        texts = {key: (f"OTHER {text}", []) if key.endswith((" solution", " why")) else (text, slots)
                 for key, (text, slots) in variant.texts.items()}  # fmt: skip
        parts = tuple(_changed_part(part) for part in variant.parts)
        return replace(variant, texts=texts, parts=parts)

    return replace(sheet, variants=tuple(map(changed, sheet.variants)))


def _changed_part(part):
    if part.blank.arrangement == "match":
        answer = tuple((n, "Z") for n, _ in part.answer)
    elif part.blank.arrangement == "order":
        answer = tuple(reversed(part.answer))
    else:
        answer = ("B",) if part.blank.many else "B" if part.blank.chosen else 987654321
    return replace(part, answer=answer, choices=tuple(replace(c, correct=not c.correct) for c in part.choices))


def _without_key(form, sheets):
    if form == "json":
        return json.dumps(record.document(sheets, 1, key=False), ensure_ascii=False)
    if form == "html":
        return sheet_html.page(sheets, ("ja", "en"), key=False)
    return sheet_text.text(sheets, ("ja", "en"), key=False)


@pytest.mark.parametrize("form", ["json", "html", "text"])
def test_a_file_without_its_key_is_the_same_whatever_the_key_is(form, sheets):
    every = [*sheets, make_sheet(entries(), Request("without", count=100), 2)]  # each question of the bank
    content = _without_key(form, every)
    verify(form, content, every, key=False)
    assert content == _without_key(form, [_with_another_key(sheet) for sheet in every])


def test_a_key_left_in_a_students_file_is_refused(made, sheets):
    for form in ("json", "html"):
        with pytest.raises(Refusal, match="without a key has"):
            verify(form, made[form], sheets, key=False)


def test_a_students_document_does_not_say_which_claim_was_picked(sheets):
    for question in record.document(sheets, 1, key=False)["sheets"][0]["questions"]:
        assert not {"claim", "error"} & question["parameters"].keys()
