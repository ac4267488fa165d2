"""The report's own words, in the language of the note; a verdict's sign and word are the same in every output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..claims import Claim

# Never colour alone: each status has its sign and its word.
SIGNS = {"refuted": "✗", "holds_if": "◐", "holds": "✓", "empirical": "⚗", "unread": "?"}
ORDER = tuple(SIGNS)

WORDS = {
    "en": {
        "refuted": "refuted", "holds_if": "holds if", "holds": "holds", "empirical": "empirical", "unread": "unread",
        "all": "all", "title": "kenzan report", "claims": "claims", "show": "Show",
        "lead": "Every claim that could be read was decided by running the operation it speaks of.",
        "findings": "What to correct", "conditions": "What holds only under a condition", "notes": "Notes",
        "none_refuted": "No claim that could be read is refuted.",
        "line": "line", "read_as": "read as", "decided": "decided", "because": "evidence", "provided": "provided",
        "without": "else fails",
        "counterexample": "fails", "at": "at", "claimed": "claimed", "measured": "measured",
        "convention": "convention",
        "remarks": "reading", "rerun": "run it again", "contradictions": "Contradictions",
        "contradicts": "These two cannot both be right", "against": "and",
        "unread_title": "Lines that look like claims and could not be read",
        "previous": "previous finding", "next": "next finding", "figure": "traced",
        "shown wrong": "a case that disagrees was run",
        "proved": "proved for every size", "exhausted": "every case of a stated domain was run",
        "sampled": "a sample of cases was run", "looked up": "looked up in a table with its source, not computed",
        "not run": "needs an experiment; not run", "reproduced": "reproduced by an experiment",
        "not reproduced in this setting": "not reproduced in this setting", "strength": "How sure",
        "legend": "A claim in the note is marked and numbered in place; the verdict of that number stands beside it.",
        "no_claims": "No claim could be read in this note.", "baseline": "known",
    },
    "ja": {
        "refuted": "誤り", "holds_if": "条件つき", "holds": "成り立つ", "empirical": "実験による", "unread": "未読",
        "all": "すべて", "title": "検算レポート", "claims": "件の主張", "show": "表示",
        "lead": "読み取れた主張は、どれもその演算を実際に動かして確かめています。",
        "findings": "直すところ", "conditions": "条件つきで成り立つところ", "notes": "ノート",
        "none_refuted": "読み取れた主張に誤りはありません。",
        "line": "行", "read_as": "読み方", "decided": "判定", "because": "根拠", "provided": "条件",
        "without": "条件なしの反例",
        "counterexample": "反例", "at": "例", "claimed": "主張", "measured": "実測", "convention": "規約",
        "remarks": "読み取り", "rerun": "再実行", "contradictions": "食い違い",
        "contradicts": "次の二つは両立しません", "against": "と",
        "unread_title": "主張らしいが読み取れなかった行",
        "previous": "前の指摘", "next": "次の指摘", "figure": "追跡",
        "shown wrong": "食い違うケースを実行",
        "proved": "すべてのサイズで証明", "exhausted": "明示した範囲の全ケースを実行",
        "sampled": "抜き取ったケースを実行", "looked up": "出典つきの表で照合（計算ではない）",
        "not run": "実験が必要（未実行）", "reproduced": "実験で再現された",
        "not reproduced in this setting": "この設定では再現されなかった", "strength": "確かさ",
        "legend": "主張は本文中に印と番号をつけ、同じ番号の判定をその横に置いています。",
        "no_claims": "このノートからは主張を読み取れませんでした。", "baseline": "既知",
    },
}  # fmt: skip


_BRIEF = {
    "proved": "証明", "exhausted": "全ケース", "sampled": "抜き取り", "looked up": "表で照合", "not run": "未実行",
    "reproduced": "再現", "not reproduced in this setting": "再現せず",
}  # fmt: skip


def language_of(text: str) -> str:
    """The language of a note: Japanese as soon as one letter in eight is kana or an ideograph.

    >>> language_of("畳み込み層 (convolution) の計算量"), language_of("The name kenzan (検算) means checking.")
    ('ja', 'en')
    """
    letters = len(re.findall(r"[^\W\d_]", text))
    return "ja" if len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]", text)) * 8 > letters else "en"


def strength_words(strength: str, language: str, status: str = "holds") -> str:
    """What a strength means, in words: `proved` -> "proved for every size"; one case is enough to refute.

    >>> strength_words("sampled (40)", "en")
    'a sample of cases was run (40)'
    >>> strength_words("proved", "en", "refuted")
    'a case that disagrees was run'
    """
    name, _, count = strength.partition(" (")
    if status == "refuted" and name in ("proved", "exhausted", "sampled"):
        return WORDS[language]["shown wrong"]
    words = WORDS[language].get(name, strength)
    return f"{words} ({count}" if count and name in WORDS[language] else words


def strength_briefly(strength: str, language: str) -> str:
    """A strength in one word, for a card that is one line; English has the words of the JSON.

    >>> strength_briefly("sampled (40)", "ja"), strength_briefly("proved", "en")
    ('抜き取り (40)', 'proved')
    """
    name, _, count = strength.partition(" (")
    words = _BRIEF.get(name, strength) if language == "ja" else name
    return f"{words} ({count}" if count else words


def one_line(text: str, limit: int = 160) -> str:
    """Text on one line without control characters (a note must not drive a terminal or a log), cut where it is long.

    >>> one_line("a \\x1b[31m\\n b $K$ \\\\"), one_line("abcdef", 4)
    ('a [31m b $K$', 'abc…')
    """
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split()).removesuffix(" \\")
    return line if len(line) <= limit else line[: limit - 1] + "…"


def finding(claim: Claim) -> str:
    """What is to be said of a claim in one line: the reading, and the counterexample or the condition."""
    verdict = claim.verdict
    why = f"counterexample: {verdict.counterexample}" if verdict.counterexample else verdict.evidence
    if verdict.condition:
        why = f"holds only if {verdict.condition}"
    return one_line(f"read as {claim.reading}: {why}", 600)
