"""The bank as a page: every question with one variant, the misconceptions it knows, and its certificate.

The same page, with several variants of one question, is the preview of an author who is writing it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import record
from .certify import certified_variant
from .drawing import choice_text
from .markup import inline
from .page import render
from .question import Question
from .refusal import Refusal, variant_text
from .sheet_html import LEVELS, TOPICS, WORDS, question_view
from .streams import Stream
from .variant import Variant

_TEMPLATES = Path(__file__).parent / "templates"
_WORDS = {
    "ja": {"title": "問題集", "misconceptions": "誤解と、その答え", "here": "この変種では", "variants": "変種",
           "steps": "手順",
           "guess": "問題文を読まずに当てる最良の方法", "chance": "偶然なら", "refused": "認証されない",
           "certified": "認証済み",
           "routes": "経路", "answer": "答え", "not_offered": "この変種では出さない", "kind": "形式", "example": "例"},
    "en": {"title": "Question gallery", "misconceptions": "Misconceptions and what they give", "here": "here",
           "variants": "Variants", "steps": "steps", "guess": "Best guess without reading", "chance": "chance",
           "refused": "Refused", "certified": "Certified", "routes": "Routes", "answer": "Answer",
           "not_offered": "not offered here", "kind": "kind", "example": "Example"},
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One question to be shown: some of its variants, and what its certification found (where it was certified)."""

    question: Question
    variants: tuple[Variant, ...]
    summary: Mapping[str, Any] | None = None
    problem: str = ""


def card(question: Question, count: int = 1, summary: Mapping[str, Any] | None = None) -> Card:
    """The question with so many certified variants; where one is refused, the page says why."""
    made: list[Variant] = []
    try:
        for i in range(count):
            values = question.space.draw(Stream("gallery", question.id, i))
            streams: Any = lambda part, purpose, i=i: Stream("gallery", question.id, i, part, purpose)  # noqa: E731
            made.append(certified_variant(question, values, streams)[0])
    except Refusal as refusal:
        at = f" [{variant_text(refusal.variant)}]" if refusal.variant else ""
        return Card(question, tuple(made), summary, f"{refusal.gate}: {refusal.message}{at}")
    return Card(question, tuple(made), summary)


def page(cards: Sequence[Card], languages: Sequence[str] = ("ja", "en"), title: str = "", refresh: int = 0,
         problem: str = "") -> str:  # fmt: skip
    """The whole page, by topic; `refresh`: seconds after which a browser reads it again; `problem`: why it is empty."""
    shown = {language: [_shown(one, i, language) for i, one in enumerate(cards, 1)] for language in languages}
    topics = list(dict.fromkeys(one.question.topic for one in cards))
    return render(
        "gallery.html.j2", _TEMPLATES, title=title or f"{_WORDS[languages[0]]['title']} · kenzan",
        language=languages[0],
        style="\n".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("sheet.css", "gallery.css")),
        cards=shown, languages=languages, words={lang: {**WORDS[lang], **_WORDS[lang]} for lang in languages},
        topics={lang: [(t, TOPICS.get(t, (t, t))[("ja", "en").index(lang)]) for t in topics] for lang in languages},
        refresh=refresh, heading=title, problem=problem,
    )  # fmt: skip


def _shown(one: Card, number: int, language: str) -> dict[str, Any]:
    question, column = one.question, ("ja", "en").index(language)
    return {
        "id": question.id, "topic": question.topic, "kind": question.kind, "source": question.source,
        "topic_name": TOPICS.get(question.topic, (question.topic,) * 2)[column],
        "level": LEVELS[question.level][column], "combinations": f"{question.space.combinations:,}",
        "variants": [question_view(v, number, i, language) for i, v in enumerate(one.variants, 1)],
        "misconceptions": _misconceptions(one.variants[0], language) if one.variants else [],
        "summary": one.summary, "problem": one.problem, "guesses": _guesses(one.summary),
    }  # fmt: skip


def _guesses(summary: Mapping[str, Any] | None) -> list[dict[str, str]]:
    found = summary["guessability"] if summary else []
    return [{"part": g["part"], "strategy": g["strategy"], "score": f"{g['score']:.0%}",
             "chance": f"{g['chance']:.0%}" if g["chance"] else ""} for g in found]  # fmt: skip


def _misconceptions(variant: Variant, language: str) -> list[dict[str, Any]]:
    """Every wrong option of the question with its name, what it gives in this variant, and why it is wrong."""
    question, listed = variant.question, []
    for part in variant.parts:
        blank = part.blank
        for option in blank.options:
            if option.right(variant.facts) != (blank.form == "error") or (
                blank.name == "verdict" and not option.text_key
            ):
                continue
            why = question.both(variant.texts, option.why_key)[language] if option.why_key else ""
            offered = option.offered(variant.facts)
            if option.value is not None:
                given = (
                    choice_text(option.value(variant.facts), question.words[language], blank.decimals)
                    if offered
                    else ""
                )
            else:
                given = question.both(variant.texts, option.text_key)[language]
            listed.append({"name": option.name, "given": inline(given), "why": inline(why), "offered": offered})
    return listed


def certificates(one: Card) -> list[dict[str, Any]]:
    """The certificates of the variants shown."""
    return [record.certificate(variant) for variant in one.variants]
