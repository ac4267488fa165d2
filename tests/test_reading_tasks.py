"""Answers read with their questions: a true one stands, its false twin is refuted, and what only asks accuses nobody."""

import pytest
from kenzan.reports.readers.task_parts import tasks_of
from kenzan.reports.readers.task_sentences import wholes
from kenzan.reports.scope import outline_of
from kenzan.reports.text.notes import blocks_of
from kenzan.reports.text.segments import Source
from kenzan.reports.verification import verify_text

PAIRS = [  # the task, the right answer, a wrong one
    ("Q. What is the number of parameters of a fully connected layer from 50 to 20 units, with biases?\nA. ", "1,020", "1,000"),
    ("Self-test: nn.Conv2d(16, 32, kernel_size=3) has how many learnable parameters (default bias)?\n\nAnswer: ", "4,640", "4,608"),
    ("Fill in: in a block of DenseNet the features of earlier layers are combined by ________.\n\n-> ", "concatenation", "addition"),
    ("問5　3×3 の畳み込み（ストライド1）を4枚重ねたときの受容野はどれか。\n　① 7×7　② 9×9　③ 12×12\n正答：", "②", "③"),
    ("1. How large is the output of a 5x5 convolution of a 30x30 image, without padding, at stride 1?\n   (a) 25x25  (b) 26x26  (c) 30x30\n\nKey: 1-", "b", "a"),
    ("正しいものを1つ選べ。\nア Depthwise Convolution は全チャネルの情報をまとめる。\nイ Pointwise Convolution は全チャネルの情報をまとめる。\n正解：", "イ", "ア"),
    ("| 設問 | 解答 |\n|---|---|\n| ResNet のスキップ接続の演算 | ", "加算 |", "連結 |"),
    ("| Question | Answer |\n|---|---|\n| Receptive field of two stacked 3x3 convolutions? | ", "5x5 |", "6x6 |"),
    ("| 問 | 答 |\n|---|---|\n| 3×3畳み込み3層の受容野は？ | ", "7×7 |", "9×9 |"),
    ("How many parameters does a convolution with 16 filters of 5x5 on a 3-channel input have, biases included?\n\n(a) 1200\n(b) 1216\n(c) 400\n\nAnswer: ", "(b)", "(a)"),
    ("通常の畳み込みに対し、深さ方向分離可能畳み込みの計算量は約何倍か。カーネルは 3×3、出力チャネル数は 256 とする。\n\nA. 1/3　B. 1/9　C. 1/256\n\n【解答】", "B", "C"),
    ("Consider a max-pooling layer with a 2x2 window and stride 2 on a 28x28x6 map. How many learnable parameters does it have?\n\n(A) 0 (B) 4 (C) 24\n\nSolution: ", "(A)", "(C)"),
    ("How many learnable parameters does a 3x3 average-pooling layer have?\n\nA: ", "0", "9"),
    ("What is the output size of a 9x9 input after a 3x3 filter with stride 2?\n\n- (a) 3x3\n- (b) 4x4\n- (c) 7x7\n\nAnswer: ", "(b)", "(c)"),
    ("What is the output size of a 3x3 kernel with stride 2 applied to a 9x9 image?\nA: ", "4x4", "7x7"),
    ("Q　WaveNet で音声を生成するとき、全サンプルを同時に計算できる？\nA　", "できない。", "できる。"),
]  # fmt: skip


def verdicts(text):
    return [claim.verdict.status for claim in verify_text(text + "\n").claims]


@pytest.mark.parametrize(("task", "right", "wrong"), PAIRS)
def test_an_answer_is_read_with_its_question(task, right, wrong):
    assert "refuted" not in verdicts(task + right)
    last = len((task + right).rstrip().splitlines())
    assert any(
        c.line == last and c.verdict.status in ("holds", "holds_if") for c in verify_text(task + right + "\n").claims
    )
    assert any(c.line == last and c.verdict.status == "refuted" for c in verify_text(task + wrong + "\n").claims)


CHOICES = ["- (a) 12x12\n- (b) 13x13\n- (c) 25x25", "(a) 12x12  (b) 13x13  (c) 25x25", "A. 12x12\nB. 13x13\nC. 25x25", "A. 12x12  B. 13x13  C. 25x25"]


@pytest.mark.parametrize("options", CHOICES)
@pytest.mark.parametrize("end", ["\n\n", " "])
def test_a_question_that_begins_with_what_is_given_is_no_option(options, end):
    """ "A 27x27 map ... stride 2. What ..." has no labels A and 2."""
    if end == " " and "\n" in options:
        return
    task = f"A 27x27 map is convolved with a 3x3 filter at stride 2. What is the output size?{end}{options}\n\nAnswer: "
    right, wrong = ("B", "C") if options.startswith("A") else ("(b)", "(c)")
    assert "refuted" not in verdicts(task + right)
    assert "holds" in verdicts(task + right)
    assert "refuted" in verdicts(task + wrong)


SILENT = [
    "$k=4,\\ s=2,\\ p=1$ のとき、$5\\times5$ の入力に対する転置畳み込みの出力の一辺を求めよ。\n\n> $(5-1)\\cdot 2-2\\cdot 1+4=10$。倍に拡大される。",
    "Put the steps of DenseNet's composite function in order: conv 3x3, ReLU, BN.\nAnswer: BN, ReLU, conv 3x3",
    "1. 「5×5のフィルタをパディングなし・ストライド1で20×20に当てると？」\n   私は 15×15 と書いた。**正解は 16×16**。",
    "**Q. グループ数を 2 にすると重みは 2 倍になりますか。**\nA. 逆です。半分になります。",
    "問7 深さ方向の畳み込みで、入力が 32 チャネル、カーネルが 3×3 のとき、重みは何個か。またチャネルを 64 に増やす点方向の畳み込みの重みは？\n解答: 前者 288 個、後者 2,048 個。",
    "**Q. バッチサイズ1でも Batch Normalization は使えますか?**\nA. 学習時は使わない方がいいです。",
    "問 ○×で答えよ。\n1. DenseNet は前の層の出力を足し合わせる。 ×\n2. ResNet は入力をブロックの出力に足す。 ○",
]  # fmt: skip


@pytest.mark.parametrize("note", SILENT)
def test_nobody_is_accused_of_what_a_task_shows(note):
    assert "refuted" not in verdicts(note)


TOGETHER = [
    ("Q: What is the output size?\nA: 32x32", "the output size is 32x32"),
    ("Q: How many weights does a layer of 3 units have?\nA: 12", "a layer of 3 units have 12 weights"),
    ("Give the receptive field.\n\nSolution: 7", "the receptive field is 7"),
    ("計算量は通常の畳み込みの何倍か。\n答：0.1 倍", "計算量は通常の畳み込みの0.1 倍"),
    ("出力のサイズを求めよ。\n解）3×3", "出力のサイズは3×3"),
    ("DenseNet の k は何と呼ばれるか。\n— 成長率", "DenseNet の k は成長率と呼ばれる"),
]  # fmt: skip


@pytest.mark.parametrize(("note", "together"), TOGETHER)
def test_question_and_answer_make_a_sentence(note, together):
    tasks = tasks_of(outline_of(blocks_of(Source(note).lines())))
    assert together in [whole.sentence.text.chars for task in tasks.values() for whole in wholes(task)]


# Prose that asks in passing, or begins a sentence as a question begins, asserts: true, and a false twin.
IN_PASSING = [
    ("## ResNet\n\nHow far does one unit of the stem see? Seven pixels. The blocks come next.\n\nWhat a talk that was.\n\nIn a residual block the input is {} the output.", "added to", "concatenated with"),
    ("## ResNet\n\nThe figure is famous.\n\nWhere the shortcut comes back, the input of the block is {} its result. It has no weights.\n\nNow for the numbers.", "added to", "concatenated with"),
    ("## Inverted residuals of MobileNetV2\n\nWhen the stride is 1 and the widths agree, the block's input is {} the projected output.\n\nThe reader may wonder why.", "added to", "concatenated with"),
    ("## DenseNet\n\nThe fix fits on one line.\n\nSay every layer makes k maps. In a dense block the outputs of the earlier layers are {}.\n\nThat is all.", "concatenated", "added up"),
    ("## DenseNet\n\nThe outputs of the earlier layers are {}. Does it help? It does, they say.", "concatenated", "added"),
    ("## DenseNet\n\nなぜこれが効くのでしょうか。図を見てください。各層の出力は、それより前の層の出力と{}。\n\n次へ進みます。", "連結されます", "足し合わされます"),
]  # fmt: skip


@pytest.mark.parametrize(("note", "right", "wrong"), IN_PASSING)
def test_a_paragraph_that_asks_in_passing_asserts_the_rest(note, right, wrong):
    assert "refuted" not in verdicts(note.format(right))
    assert "refuted" in verdicts(note.format(wrong))


@pytest.mark.parametrize("note", [
    "DenseNet adds the outputs of its earlier layers. Is that right?\nNo, they are concatenated.",
    "The skip connection of ResNet concatenates. What is wrong here? It adds.",
    "問1 DenseNet では前の層の出力を足し合わせる。○か×か。\n答え ×",
    "## MobileNet: two steps\n\nDepthwise first. Every map gets its own little filter, and nothing is summed across channels.",
])  # fmt: skip
def test_what_is_put_to_be_judged_accuses_nobody(note):
    assert "refuted" not in verdicts(note)
