"""Gate: the texts are whole, on a page and on a terminal. No placeholder left over, no value that is none, no formula
left open, and none that has no plain form."""

import re
from functools import lru_cache

from ..plaintext import unsayable
from ..question import Question, Texts
from ..refusal import Refusal
from ..variant import Variant

GATE = "wording"
_LEFT_OVER = re.compile(r"\{\{|\}\}\}|\{%|%\}|\{#")
_NO_VALUE = re.compile(
    r"(?<![\w\\])(?:None|NaN|nan|inf|-inf|Undefined|undefined|null|TODO|FIXME|XXX|TBD|[Ll]orem ipsum)"
    r"(?!\w)|\?\?\?|？？？"
)
_UNFILLED = re.compile(
    r"%\(\w+\)[sdfg]|(?<![\w.])%[sdfg](?!\w)|\$\{\w+\}|<%|%>|<<\w+>>|<[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|</\w+>|\{\w+\}"
    r"|\[(?:insert|value|number|answer|placeholder|todo)\b[^\]]*\]",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_GAP = re.compile(r"\[\[(\w+)\]\]")


def check(question: Question, texts: Texts, values) -> None:
    """Refuse texts that a student could not read."""
    for name, (text, _) in texts.items():
        if fault := _fault(_DIGITS.sub("0", text)):  # the same whatever the numbers are
            raise Refusal(GATE, f"the text '{name}' {fault}", values)
    _gaps(question, texts, values)


@lru_cache(maxsize=1 << 15)
def _fault(text: str) -> str:
    """What is wrong with a text; empty if it is whole."""
    if not text.strip():
        return "is empty"
    if found := _NO_VALUE.search(text):
        return f"prints {found[0]!r} instead of a value"
    if found := _UNFILLED.search(re.sub(r"\$[^${]*(?:\{[^$]*)?\$|`[^`]*`", "", text)):
        return f"has {found[0]!r}, a placeholder or a tag that was not filled"
    if _LEFT_OVER.search(text) and not _is_math_only(text):
        return "has a placeholder that was not filled"
    if text.replace(r"\$", "").count("$") % 2:
        return "opens a formula with $ and does not close it"
    return _unbalanced(text) or _unsaid(text)


def check_choices(variant: Variant, values) -> None:
    """Refuse choices that are made from values (formulas, sets) and that a terminal could not show."""
    for part in variant.parts:
        for choice in part.choices:
            for language, text in choice.text.items():
                if fault := _unsaid(_DIGITS.sub("0", text)):
                    raise Refusal(GATE, f"the choice {choice.label} ({language}) {fault}", values)


@lru_cache(maxsize=1 << 15)
def _unsaid(text: str) -> str:
    """What a sheet of plain text would print as something else: a command without a plain form, a stray brace."""
    found = unsayable(text)
    return f"has {found}, which has no plain form; expected LaTeX that plain text can say" if found else ""


def _is_math_only(text: str) -> bool:
    """Braces of LaTeX may stand side by side inside a formula; outside one they are a leftover."""
    return not _LEFT_OVER.search(re.sub(r"\$[^$]*\$", "", text))


def _unbalanced(text: str) -> str:
    for formula in re.findall(r"(?<!\\)\$\$?([^$]*)\$\$?", text):
        if not formula.strip():
            return "has an empty formula"
        inside = re.sub(r"\\[{}]", "", formula)
        if inside.count("{") != inside.count("}"):
            return f"has the formula ${formula}$ with unbalanced braces"
    return ""


def _gaps(question: Question, texts: Texts, values) -> None:
    """Every gap stands in both stems exactly once, and no other."""
    expected = sorted(b.name for b in question.blanks) if question.kind == "cloze" else []
    expected = {"find_error": ["passage"], "true_false": ["claim"]}.get(question.kind, expected)
    for language in ("ja", "en"):
        found = sorted(_GAP.findall(texts[language][0]))
        if found != expected:
            raise Refusal(
                GATE,
                f"the stem ({language}) has the gaps {found or 'none'}; expected {expected or 'none'}, each once",
                values,
            )
