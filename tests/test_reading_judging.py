"""Statements that a question lets be judged: the answer tells what the note claims, the question claims nothing."""

import pytest
from kenzan.reports.readers.judging import stated_in
from kenzan.reports.verification import verify_text

FALSE_EN, FALSE_JA = "a pointwise convolution mixes neighbouring positions", "1×1畳み込みは隣り合う位置の情報を混ぜる"
ENGLISH = [
    f"Q2. True or false: {FALSE_EN}.\n\nA: {{}}",
    f"(T/F) {FALSE_EN.capitalize()}.\n\nAnswer: {{}}",
    f"{FALSE_EN.capitalize()}. True or false?\n\nAnswer: {{}}",
    f"{FALSE_EN.capitalize()}. Is this claim right?\n\nA: {{}}",
    f"State whether the following is true or false: {FALSE_EN}.\n\nSolution: {{}}",
    f'A student claims: "{FALSE_EN.capitalize()}." Is the claim right?\n\nAnswer: {{}}',
    f"True or false: {FALSE_EN}. **{{}}**",
    f"Right or wrong: {FALSE_EN}.\n\nA: {{}}",
    f"True or false? {FALSE_EN.capitalize()}.\n\n<details><summary>Answer</summary>\n\n{{}}\n\n</details>",
    f"1. True or false: {FALSE_EN}.\n   - **{{}}**",
]
JAPANESE = [
    f"問2 次の記述は正しいか。「{FALSE_JA}。」\n\n答: {{}}",
    f"「{FALSE_JA}。」は正しいか。\n\n答: {{}}",
    f"「{FALSE_JA}」という説明は正しいか。\n\n解答：{{}}",
    f"{FALSE_JA}。これは正しいですか？\n\nA. {{}}",
    f"{FALSE_JA}。○か×か。\n\n答え：{{}}",
    f"○×問題：{FALSE_JA}。\n\n答え：{{}}",
    f"【正誤問題】{FALSE_JA}。\n\n【解答】{{}}",
    f"次の記述の正誤を判定せよ。「{FALSE_JA}」\n\n解答：{{}}",
    f"Q. 次の説明は正しいですか？\n{FALSE_JA}。\nA. {{}}",
    f"次の記述は正しいか。\n\n> {FALSE_JA}。\n\n答え：{{}}",
    f"Q3. {FALSE_JA}。（○／×）\n\n<details>\n<summary>解答</summary>\n\n{{}}\n\n</details>",
]
ANSWERS = [(q, r, w) for q in ENGLISH for r, w in (("False", "True"), ("False. It reads one position.", "True. It runs over the whole map."))]
ANSWERS += [(q, r, w) for q in JAPANESE for r, w in (("×", "○"), ("正しくない。", "正しい。"), ("誤り。一つの位置しか見ない。", "正しい。全体を走査する。"))]
ANSWERS += [(f"True or false: {FALSE_EN}.\n\n(a) True  (b) False\n\nAnswer: {{}}", "(b)", "(a)")]


def verdicts(note):
    return [claim.verdict.status for claim in verify_text(note + "\n").claims]


@pytest.mark.parametrize(("note", "right", "wrong"), ANSWERS)
def test_an_answer_judges_the_statement_of_its_question(note, right, wrong):
    assert "refuted" not in verdicts(note.format(right))
    assert "holds" in verdicts(note.format(right))
    assert "refuted" in verdicts(note.format(wrong))


@pytest.mark.parametrize("note", [f"{FALSE_JA}。これは正しいか。", f"次の記述は正しいか。\n\n{FALSE_JA}。", f"(e) True or false: {FALSE_EN}.", f"{FALSE_EN.capitalize()}. True or false?"])
def test_what_is_only_to_be_judged_accuses_nobody(note):
    assert "refuted" not in verdicts(note)


SPANS = [
    ("True or false: pooling has weights.", "pooling has weights."),
    ("3. (True/False) Pooling has weights.", "Pooling has weights."),
    ("「プーリングには重みがある」という説明は正しいか。", "プーリングには重みがある"),
    ("プーリングには重みがある(正しいか誤りか)。", "プーリングには重みがある"),
    ("正誤を答えよ。", ""),
    ("Is the following statement true or false?", ""),
    ("」は正しいか。", ""),
    ("これは正しい。", None),
    ("正しいものを選べ。", None),
    ("どれが正しいか。", None),
    ("True positives are right.", None),
    ("Which claim is right?", None),
]


@pytest.mark.parametrize(("words", "statement"), SPANS)
def test_where_the_statement_stands(words, statement):
    span = stated_in(words)
    assert (None if span is None else words[slice(*span)]) == statement
