"""A sheet as JSON (kenzan.quiz/1): each question with its choices, answer, solution and certificate."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..properties.expression import to_text
from ..properties.nodes import Node
from ..properties.verdict import plain
from . import measuring
from .gates import distractors, routes
from .printed import number_text
from .question import Blank, Option
from .sheet import Sheet
from .variant import Choice, Part, Variant

SCHEMA = "kenzan.quiz/1"


def document(sheets: Sequence[Sheet], seed: int | str | None, key: bool = True) -> dict[str, Any]:
    """The whole document; `code` is the first sheet's. Without its key it holds what a student may see, no more."""
    made = question if key else asked
    return {
        "schema": SCHEMA,
        "code": sheets[0].code,
        "seed": seed,
        "sheets": [
            {"student": sheet.student, "code": sheet.code, "questions": [made(v) for v in sheet.variants]}
            for sheet in sheets
        ],
    }


def asked(variant: Variant) -> dict[str, Any]:
    """One question without its key: nothing of this is made from an answer, a solution or a certificate."""
    own = variant.question
    parts = [_asked_part(variant, part) for part in variant.parts]
    picked = ("claim", "error")  # which sentence is the wrong one, by its number in the file
    return {
        "id": own.id,
        "topic": own.topic,
        "level": own.level,
        "kind": own.kind,
        "source": own.source,
        "parameters": {name: _json(value) for name, value in variant.values.items() if name not in picked},
        "stem": {language: stem(variant, language) for language in ("ja", "en")},
        "figure": _figure(variant),
        "choices": parts[0]["choices"] if len(parts) == 1 else [],
        "parts": parts,
    }


def question(variant: Variant) -> dict[str, Any]:
    """One question as served. Several gaps are listed under `parts`; `choices` are those of a question with one gap."""
    parts = [_part(variant, part) for part in variant.parts]
    single = len(parts) == 1
    return {
        **asked(variant),
        "parameters": {name: _json(value) for name, value in variant.values.items()},
        "choices": parts[0]["choices"] if single else [],
        "answer": parts[0]["answer"] if single else {part["name"]: part["answer"] for part in parts},
        "parts": parts,
        "solution": {language: solution(variant, language) for language in ("ja", "en")},
        "certificate": certificate(variant),
    }


def stem(variant: Variant, language: str) -> str:
    """The stem with the passage or the claim in its place."""
    text = variant.texts[language][0]
    if "[[passage]]" in text:
        lines = [f"({choice.label}) {choice.text[language]}" for choice in variant.parts[0].choices]
        text = text.replace("[[passage]]", "\n".join(lines))
    if "[[claim]]" in text:
        text = text.replace("[[claim]]", variant.texts[f"{language} claim {variant.values['claim']} text"][0])
    if variant.drawing:
        text = f"{text}\n\n{variant.drawing.text[language]}"
    return text


def _figure(variant: Variant) -> dict[str, Any] | None:
    """The figure as drawn, and in words (which the stem ends with, too)."""
    drawing = variant.drawing
    return {"svg": dict(drawing.svg), "text": dict(drawing.text)} if drawing else None


def _part(variant: Variant, part: Part) -> dict[str, Any]:
    return {
        **_asked_part(variant, part),
        "tolerance": tolerance(part.blank),
        "choices": [choice(variant, part, c) for c in part.choices],
        "answer": answer(part),
    }


def _asked_part(variant: Variant, part: Part) -> dict[str, Any]:
    """A gap as the student sees it: what is offered, under which labels."""
    blank = part.blank
    record = {
        "name": blank.name,
        "form": blank.form,
        "unit": dict(blank.unit) if any(blank.unit.values()) else None,
        "choices": [{"label": c.label, "text": dict(c.text)} for c in part.choices],
    }
    if blank.arrangement == "match":
        both = variant.question.both
        record["left"] = [{"number": i, "text": both(variant.texts, f"pair {n + 1} left")}
                          for i, (n, _) in enumerate(part.answer, 1)]  # fmt: skip
    return record


def tolerance(blank: Blank) -> float:
    """How far a typed number may be off: as declared, and at least half a unit of the last place asked for."""
    return max(blank.tolerance, 0.5 * 10**-blank.decimals if blank.decimals is not None else 0)


def choice(variant: Variant, part: Part, offered: Choice) -> dict[str, Any]:
    """One of the choices, and where it is wrong what refutes it."""
    wrong = offered.option is not None and not offered.correct
    why = variant.question.both(variant.texts, offered.option.why_key) if offered.option else {"ja": "", "en": ""}
    return {
        "label": offered.label,
        "text": dict(offered.text),
        "value": _json(offered.value),
        "correct": offered.correct,
        "misconception": offered.option.name if offered.option and wrong else None,
        "refutation": _refutation(why, _witness(variant, part, offered))
        if wrong
        else None,
    }


def solution(variant: Variant, language: str) -> str:
    """The worked solution; with a claim or a wrong sentence, first why it is so, and what a run shows."""
    text = variant.texts[f"{language} solution"][0]
    for part in variant.parts[:1]:
        told = next((c for c in part.choices if _explained(part, c)), None)
        if told is None or told.option is None:
            continue
        why = variant.question.both(variant.texts, told.option.why_key)[language]
        if part.blank.form == "error":
            seen = _run(variant, told.option)[language]
            why = f"({told.label}) {why}（{seen}）" if language == "ja" else f"({told.label}) {why} ({seen})"
        text = f"{why}\n\n{text}"
    return text


def _witness(variant: Variant, part: Part, offered: Choice) -> Mapping[str, str]:
    """What shows a choice wrong: the text that tells it, else the gate's own words."""
    if offered.option and offered.option.seen_key:
        return variant.question.both(variant.texts, offered.option.seen_key)
    return distractors.witness(variant.question, part, offered, variant.facts)


def _run(variant: Variant, option: Option) -> Mapping[str, str]:
    """What a run shows against the statement of an option."""
    if option.seen_key:
        return variant.question.both(variant.texts, option.seen_key)
    return measuring.decided(option.statement or "", variant.facts).told


def _explained(part: Part, offered: Choice) -> bool:
    return offered.correct and (part.blank.form == "error" or part.blank.name == "verdict")


def _refutation(why: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, str]:
    if not why["en"]:
        return dict(seen)
    return {"ja": f"{why['ja']}（{seen['ja']}）", "en": f"{why['en']} ({seen['en']})"}


def answer(part: Part) -> Any:
    """The answer as plain data: a number, a list, labels, or a formula's text."""
    if part.blank.arrangement == "match":
        return {str(i): label for i, (_, label) in enumerate(part.answer, 1)}
    if part.blank.decimals is not None and not part.blank.chosen:
        return float(number_text(part.answer, part.blank.decimals).replace(",", ""))
    return _json(part.answer)


def _json(value: Any) -> Any:
    if isinstance(value, Node):
        return to_text(value)
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return float(value) if isinstance(value, float) else plain(value)


def certificate(variant: Variant) -> dict[str, Any]:
    """What shows the answer right, and for which cases: this variant, out of how many."""
    found = [_certified(variant, part) for part in variant.parts]
    space = variant.question.space.combinations
    return {
        "statement": " and ".join(statement for statement, _, _ in found),
        "routes": [route for _, both, _ in found for route in both],
        "domain": f"the numbers of this variant, read back from its text; {space:,} combinations declared",
        "strength": _weakest([strength for _, _, strength in found]),
    }


def _certified(variant: Variant, part: Part) -> tuple[str, list[dict[str, Any]], str]:
    """The statement behind one gap, the routes to it and the strength."""
    blank, facts = part.blank, variant.facts
    if blank.form == "order":
        decision = measuring.decided(f"{blank.route_text} == {blank.expression}", {})
        routes_ = _two(blank, blank.expression, blank.expression)
        return f"{blank.route_text} == {blank.expression}", routes_, decision.strength
    if blank.form == "formula":
        statement = routes.formula_statement(variant.question, blank, facts[blank.name], facts)
        decision = measuring.decided(statement, {})
        return statement, _two(blank, to_text(facts[blank.name]), decision.evidence), decision.strength
    if blank.value is not None:
        value = _json(facts[blank.name])
        at = ", ".join(f"{name} = {_json(number)}" for name, number in variant.values.items())
        return f"{blank.route_text} == {blank.expression} at {at}", _two(blank, value, value), "exhausted"
    if blank.arrangement == "match":
        pairs = [(variant.question.statement or "").replace("LEFT", left).replace("RIGHT", right)
                 for left, right in blank.pairs]  # fmt: skip
        decisions = [measuring.decided(statement, {}) for statement in pairs]
        return " and ".join(pairs), [{"name": "reference", "value": True}], _weakest([d.strength for d in decisions])
    statements, strengths = [], []
    for choice in part.choices:
        text = choice.option.statement if choice.option else None
        if text:
            decision = measuring.decided(text, facts)
            statements.append(text if decision.holds else f"not ({text})")
            strengths.append(decision.strength)
    both = [{"name": name, "value": part.answer} for name in ("author", "reference")]
    return " and ".join(statements), both, _weakest(strengths)


def _two(blank: Blank, closed: Any, measured: Any) -> list[dict[str, Any]]:
    return [{"name": "closed form", "expression": blank.expression, "value": closed},
            {"name": "reference", "expression": blank.route_text, "value": measured}]  # fmt: skip


def _weakest(strengths: list[str]) -> str:
    """The weakest of several strengths: a chain is as strong as its weakest link."""
    order = ("proved", "exhausted", "sampled", "looked up")
    return max(strengths, key=lambda s: next((i for i, kind in enumerate(order) if s.startswith(kind)), len(order)))
