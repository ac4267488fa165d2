"""Gate: the texts are whole. No placeholder left over, no value that is none, no formula left open."""

import re

from ..question import Question, Texts
from ..refusal import Refusal

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
_GAP = re.compile(r"\[\[(\w+)\]\]")


def check(question: Question, texts: Texts, values) -> None:
    """Refuse texts that a student could not read."""
    for name, (text, _) in texts.items():
        if not text.strip():
            raise Refusal(GATE, f"the text '{name}' is empty", values)
        if found := _NO_VALUE.search(text):
            raise Refusal(GATE, f"the text '{name}' prints {found[0]!r} instead of a value", values)
        if _LEFT_OVER.search(text) and not _is_math_only(text):
            raise Refusal(GATE, f"the text '{name}' has a placeholder that was not filled", values)
        if found := _UNFILLED.search(re.sub(r"\$[^${]*(?:\{[^$]*)?\$|`[^`]*`", "", text)):
            told = f"the text '{name}' has {found[0]!r}, a placeholder or a tag that was not filled"
            raise Refusal(GATE, told, values)
        if text.replace(r"\$", "").count("$") % 2:
            raise Refusal(GATE, f"the text '{name}' opens a formula with $ and does not close it", values)
        _balanced(name, text, values)
    _gaps(question, texts, values)


def _is_math_only(text: str) -> bool:
    """Braces of LaTeX may stand side by side inside a formula; outside one they are a leftover."""
    return not _LEFT_OVER.search(re.sub(r"\$[^$]*\$", "", text))


def _balanced(name: str, text: str, values) -> None:
    for formula in re.findall(r"\$([^$]*)\$", text):
        if not formula.strip():
            raise Refusal(GATE, f"the text '{name}' has an empty formula", values)
        inside = re.sub(r"\\[{}]", "", formula)
        if inside.count("{") != inside.count("}"):
            raise Refusal(GATE, f"the text '{name}' has the formula ${formula}$ with unbalanced braces", values)


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
