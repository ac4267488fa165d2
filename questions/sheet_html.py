"""A sheet as one HTML file: to fill in and score on the screen without a network, or to print with a separate key."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from . import record
from .markup import html, inline
from .page import render
from .sheet import Sheet
from .sheet_text import answer_text
from .variant import Choice, Part, Variant

_TEMPLATES = Path(__file__).parent / "templates"
TOPICS = {
    "convolution": ("畳み込み", "Convolution"), "mobilenet": ("MobileNet", "MobileNet"),
    "densenet": ("DenseNet", "DenseNet"), "resnet": ("ResNet", "ResNet"), "normalization": ("正規化", "Normalisation"),
    "pixelcnn": ("PixelCNN", "PixelCNN"), "wavenet": ("WaveNet", "WaveNet"),
    "dilation": ("膨張畳み込み", "Dilated convolution"),
    "receptive-field": ("受容野", "Receptive field"), "pooling": ("プーリング", "Pooling"),
    "transposed": ("転置畳み込み", "Transposed convolution"), "output-size": ("出力サイズ", "Output size"),
    "transformer": ("Transformer", "Transformer"),
}  # fmt: skip
LEVELS = {"easy": ("基本", "basic"), "medium": ("標準", "standard"), "hard": ("発展", "advanced")}
WORDS = {
    "ja": {
        "title": "確認テスト", "name": "氏名", "code": "コード", "key": "解答と解説", "answer": "答え",
        "check": "採点する", "again": "やり直す", "score": "得点", "show": "解答と解説を表示する",
        "certificate": "検算",
        "shape": "例: 64, 28, 28", "formula": "例: 2*A*B**2", "number": "数値", "order": "順番", "correct": "正解",
        "wrong": "不正解", "choose": "選択", "source": "出典", "multiple": "当てはまるものをすべて選びなさい。",
        "single": "1つ選びなさい。", "ordering": "正しい順に並べなさい。", "matching": "対応するものを選びなさい。",
        "questions": "問",
    },
    "en": {
        "title": "Practice sheet", "name": "Name", "code": "Code", "key": "Answers and solutions", "answer": "Answer",
        "check": "Check my answers", "again": "Start again", "score": "Score",
        "show": "Show answers and solutions", "certificate": "Certificate", "shape": "e.g. 64, 28, 28",
        "formula": "e.g. 2*A*B**2", "number": "number", "order": "position", "correct": "correct",
        "wrong": "not correct",
        "choose": "choose", "source": "Source", "multiple": "Choose all that apply.", "single": "Choose one.",
        "ordering": "Put these in order.", "matching": "Choose the one that fits.", "questions": "questions",
    },
}  # fmt: skip


def page(sheets: Sequence[Sheet], languages: Sequence[str], questions: bool = True, key: bool = True) -> str:
    """The whole page; every sheet starts on a page of its own in print, and so does every key."""
    views = [_sheet(sheet, languages, key) for sheet in sheets]
    return render(
        "sheet.html.j2", _TEMPLATES, title=f"{WORDS[languages[0]]['title']} · kenzan", language=languages[0],
        style=(_TEMPLATES / "sheet.css").read_text(encoding="utf-8"),
        script=(_TEMPLATES / "sheet.js").read_text(encoding="utf-8") if key and questions else "",
        sheets=views, languages=languages, words=WORDS, with_questions=questions, with_key=key,
    )  # fmt: skip


def _sheet(sheet: Sheet, languages: Sequence[str], key: bool) -> dict[str, Any]:
    return {
        "student": sheet.student, "number": sheet.number, "code": sheet.code,
        "questions": {
            language: [question_view(v, i, sheet.number, language, key) for i, v in enumerate(sheet.variants, 1)]
            for language in languages
        },
    }  # fmt: skip


def question_view(variant: Variant, index: int, number: int, language: str, key: bool = True) -> dict[str, Any]:
    """One question as the templates show it; without its key nothing in it is made from an answer."""
    question, column = variant.question, ("ja", "en").index(language)
    labels = question.gap_labels(language)
    prefix = f"s{number}-q{index}"
    parts = [_part(variant, part, labels[part.blank.name], prefix, language, key) for part in variant.parts]
    by_name = {part["name"]: part for part in parts}
    drawing = variant.drawing
    return {
        "id": question.id, "number": index, "prefix": prefix,
        "topic": TOPICS.get(question.topic, (question.topic,) * 2)[column],
        "level": LEVELS[question.level][column], "kind": question.kind, "source": question.source, "parts": parts,
        "stem": html(_stem(variant, language), lambda name: _gap(by_name.get(name), language)),
        "solution": html(record.solution(variant, language)) if key else "",
        "figure": Markup(drawing.svg[language]) if drawing else "",
        "solved_figure": Markup(drawing.solved[language]) if drawing and key else "",
        "certificate": record.certificate(variant) if key else None,
        "listed": [part for part in parts if part["form"] != "typed" or question.kind != "cloze"],
    }  # fmt: skip


def _stem(variant: Variant, language: str) -> str:
    text = variant.texts[language][0]
    if "[[passage]]" in text:
        lines = "\n".join(f"{choice.label}. {choice.text[language]}" for choice in variant.parts[0].choices)
        return text.replace("[[passage]]", f"\n\n{lines}\n\n")
    if variant.drawing:
        return text
    return record.stem(variant, language)


def _part(variant: Variant, part: Part, label: str, prefix: str, language: str, key: bool) -> dict[str, Any]:
    blank, words = part.blank, WORDS[language]
    form = blank.arrangement or ("choice" if blank.chosen else "typed")
    return {
        "name": blank.name, "label": label, "form": form, "many": blank.many, "field": f"{prefix}-{blank.name}",
        "group": f"{prefix}-{blank.name}-{language}", "entry": blank.form, "unit": blank.unit.get(language, ""),
        "tolerance": record.tolerance(blank), "hint": words.get(blank.form, ""), "passage": blank.form == "error",
        "short": all(len(choice.text[language]) <= 24 and "$" not in choice.text[language] for choice in part.choices),
        "answer": _typed_answer(part) if key else None,
        "answer_text": inline(answer_text(variant.question, part, language)) if key else "",
        "choices": [_choice(variant, part, choice, language, key) for choice in part.choices],
        "left": [inline(variant.question.both(variant.texts, f"pair {n + 1} left")[language]) for n, _ in part.answer]
        if form == "match" else [],
        "right": _slots(part, key),
    }  # fmt: skip


def _choice(variant: Variant, part: Part, choice: Choice, language: str, key: bool) -> dict[str, Any]:
    if not key:
        return {"label": choice.label, "text": inline(choice.text[language]), "correct": False, "why": "", "name": None}
    shown = record.choice(variant, part, choice)
    return {
        "label": choice.label, "text": inline(choice.text[language]), "correct": choice.correct,
        "why": inline(shown["refutation"][language]) if shown["refutation"] and part.blank.form != "error" else "",
        "name": shown["misconception"],
    }  # fmt: skip


def _slots(part: Part, key: bool) -> list[str]:
    """The right label of each place to fill in, where something is to be ordered or matched; blank without a key."""
    if not key:
        return [""] * len(part.answer) if part.blank.arrangement else []
    if part.blank.arrangement == "match":
        return [label for _, label in part.answer]
    return list(part.answer) if part.blank.arrangement == "order" else []


def _typed_answer(part: Part) -> str:
    """What the script compares a typed answer with."""
    value = record.answer(part)
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _gap(part: dict[str, Any] | None, language: str) -> Markup:
    """A gap in a cloze text: a field to type in, or the label of the choices below."""
    if part is None:
        return Markup("")
    if part["form"] == "choice":
        return Markup('<b class="gap">{}</b>').format(part["label"])
    unit = f" {part['unit']}" if part["unit"] else ""
    return Markup(
        '<span class="gap-field"><b>{}</b><input class="field" type="text" autocomplete="off" '
        'data-field="{}" data-entry="{}"{} aria-label="{}">{}</span>'
    ).format(part["label"], part["field"], part["entry"], _scored(part), part["label"], escape(unit))


def _scored(part: dict[str, Any]) -> Markup:
    """What the script compares with, as attributes of a field; nothing on a page without its key."""
    if part["answer"] is None:
        return Markup("")
    return Markup(' data-answer="{}" data-tolerance="{}"').format(part["answer"], part["tolerance"])
