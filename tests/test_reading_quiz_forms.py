"""Quizzes in the forms that lecturers give them: lists to match, gaps without labels, keys far below, ticked boxes."""

import pytest
from kenzan.reports.verification import verify_text

BOXES = "- [{}] Batch normalization\n- [{}] Layer normalization"
TWO = "{n} What is the receptive field of two stacked 3x3 convolutions?\n{a} 5x5{s}{b} 6x6\n\n{m} How does DenseNet join features?\n{a} by addition{s}{b} by concatenation\n\n"
BRACKETED = TWO.format_map({"n": "(1)", "m": "(2)", "a": "A.", "b": "B.", "s": "  "})
NUMBERED = TWO.format_map({"n": "1.", "m": "2.", "a": "   (a)", "b": "   (b)", "s": "\n"})
MATCHING = "Match each normalization with the axes of its statistics.\n\n1. Batch norm\n2. Layer norm\n3. Instance norm\n\nA. (C, H, W)\nB. (N, H, W)\nC. (H, W)\n\n"
FORMS = [  # the quiz, a right answer, a wrong one, how many claims of the wrong one are refuted
    (MATCHING, "Answer: 1-B, 2-A, 3-C", "Answer: 1-A, 2-B, 3-C", 2),
    ("Match each network to the way it joins features.\n\n(1) ResNet\n(2) DenseNet\n\n(a) concatenation\n(b) addition\n\n", "(1)→(b), (2)→(a)", "(1)→(a), (2)→(b)", 2),
    ("次の手法と結合の演算を対応させよ。\n\n(1) ResNet\n(2) DenseNet\n\n(ア) 連結　(イ) 加算\n\n", "解答：(1)-(イ)、(2)-(ア)", "解答：(1)-(ア)、(2)-(イ)", 2),
    ("層と重みの数を線で結べ。\n\n① 3×3畳み込み（32→32、バイアスなし）\n② 1×1畳み込み（32→32、バイアスなし）\n\nA. 1,024\nB. 9,216\n\n", "正解：①→B、②→A", "正解：①→A、②→B", 2),
    ("Fill in: DenseNet combines features by ____, whereas ResNet combines them by ____.\n\n", "Answer: concatenation, addition", "Answer: addition, concatenation", 2),
    ("空欄を埋めよ。\nResNet は特徴を（　　）し、DenseNet は特徴を（　　）する。\n\n", "解答：加算、連結", "解答：連結、加算", 2),
    ("Fill in the blanks.\n\nBatch norm computes its statistics over the axes (1), layer norm computes them over the axes (2).\n\n", "Answers: (1) N, H, W  (2) C, H, W", "Answers: (1) C, H, W  (2) N, H, W", 2),
    ("Batch Normalization は（ア）方向に統計量を計算する。\n\n① N, H, W　② C, H, W　③ H, W\n\n", "解答：ア = ①", "解答：ア = ②", 1),
    (BRACKETED, "Answers: (1) A, (2) B", "Answers: (1) B, (2) A", 2),
    (NUMBERED, "Answers: 1 (a), 2 (b)", "Answers: 1 (b), 2 (a)", 2),
    (NUMBERED, "Answers: 1-a, 2-b", "Answers: 1-b, 2-a", 2),
    (NUMBERED, "## Answers\n\n1. (a)\n2. (b)", "## Answers\n\n1. (b)\n2. (a)", 2),
    ("(1) Batch Normalization の統計量の軸はどれか。\n\n(ア) N, H, W (イ) C, H, W (ウ) H, W\n\n(2) DenseNet で特徴を統合する演算はどれか。\n\n(ア) 加算 (イ) 連結\n\n", "解答: (1) ア　(2) イ", "解答: (1) イ　(2) ア", 2),
    ("(1) DenseNet で特徴を統合する演算はどれか。\n　ア．加算　イ．連結\n\n(2) ResNet で特徴を統合する演算はどれか。\n　ア．加算　イ．連結\n\n", "解答　(1) イ　(2) ア", "解答　(1) ア　(2) イ", 2),
    ("Exercise 3\n\nA convolution has 64 filters of size 7x7, stride 2 and padding 3. Its input is 224x224x3.\n\n(a) What is the output shape?\n(b) Is it square?\n\nSolution:\n\n", "(a) 112x112x64", "(a) 109x109x64", 1),
    ("A 28x28 input, a 5x5 kernel, stride 1, no padding. How large is the output?\n\n", "- [x] 24x24\n- [ ] 28x28", "- [ ] 24x24\n- [x] 28x28", 1),
    ("Q. ストライド2の3×3畳み込み（パディング1）は 32×32 の入力を何×何にしますか？\n", "A. 16×16", "A. 15×15", 1),
    ("Which normalization does not depend on the batch?\n\n", BOXES.format(" ", "x"), BOXES.format("x", " "), 1),
    ("Which of these statements does not hold?\n\n(a) DenseNet concatenates features.\n(b) ResNet concatenates features.\n\n", "Answer: (b)", "Answer: (a)", 1),
    ("All of the following are true except one. Which one is it?\n\n(a) DenseNet concatenates features.\n(b) ResNet concatenates features.\n\n", "Answer: (b)", "Answer: (a)", 1),
]  # fmt: skip


def verdicts(note):
    return [claim.verdict.status for claim in verify_text(note + "\n").claims]


@pytest.mark.parametrize(("quiz", "right", "wrong", "refuted"), FORMS)
def test_the_stated_answers_are_the_claims(quiz, right, wrong, refuted):
    assert "refuted" not in verdicts(quiz + right)
    assert "holds" in verdicts(quiz + right)
    assert verdicts(quiz + wrong).count("refuted") >= refuted


@pytest.mark.parametrize(
    "note",
    [
        "Match the shapes of the two branches before the sum.\n\n1. DenseNet concatenates features.\n2. ResNet adds them.\n\nA. Both keep the size.",
        "組み合わせよ。\n\n1. ResNet\n2. DenseNet\n\nア. 連結\nイ. 加算\n\n（解答は次回）",
        "Layer norm has two steps: (1) subtract the mean and (2) divide by the standard deviation.\n\nAnswer: 1. mean 2. deviation",
        "1. 3×3 と 5×5 を使う。2. 結合する。\n\n解答：1-ア",
    ],
)
def test_lists_that_nobody_answers_accuse_nobody(note):
    assert "refuted" not in verdicts(note)
