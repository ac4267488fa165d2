"""Claims that nobody makes: quoted, struck out, set as a task, supposed, or whose value is something else.

Each true note is read without a refutation; its twin, which asserts the same or something false in its own words, is
refuted: the second thoughts take nothing from what a note says itself.
"""

import pytest
from kenzan.reports.verification import verify_text

SHOWN = [
    ('One hand-in has "a 1x1 convolution enlarges the receptive field" in it.', "A 1x1 convolution enlarges the receptive field."),
    ("答案に「DenseNet は前の層の特徴を足し合わせる」とあった。", "DenseNet は前の層の特徴を足し合わせる。"),
    ("- ~~ResNet concatenates its input with its output.~~", "- ResNet concatenates its input with its output."),
    ("## 次の文の誤りを正せ\n\n- ResNet は入力と出力を連結する。", "## まとめ\n\n- ResNet は入力と出力を連結する。"),
    ("Myth 1. Instance norm depends on the other images of the batch.", "Fact 1. Instance norm depends on the other images of the batch."),
    ("Student: A 1x1 convolution enlarges the receptive field.", "Teacher: A 1x1 convolution enlarges the receptive field."),
    ("| 勘違い | 本当は |\n|---|---|\n| DenseNet は特徴を足す | 連結する |", "| 事実 | 理由 |\n|---|---|\n| DenseNet は特徴を足す | 速いから |"),
    ("最大値プーリングはチャネル数を半分にする、という文は誤りである。", "最大値プーリングはチャネル数を半分にする。"),
    ("A: DenseNet は特徴を足していくんでしたっけ。", "A: DenseNet は特徴を足していく。"),
]  # fmt: skip
OTHERWISE = [
    ("## VGG\n\n3×3、3×3、2×2 プーリングの受容野は 3 → 5 → 6。", "## VGG\n\n3×3、3×3 と重ねた受容野は 6×6。"),
    ("## 受容野\n\n3×3 を 3 層重ねると 7×7 = 49 画素が見える。", "## 受容野\n\n3×3 を 3 層重ねると 9×9 が見える。"),
    ("## 転置畳み込み\n\n| 入力 n | k | s | p | 出力 |\n|---|---|---|---|---|\n| 7 | 4 | 2 | 1 | 14 |", "## 転置畳み込み\n\n| 入力 n | k | s | p | 出力 |\n|---|---|---|---|---|\n| 7 | 4 | 2 | 1 | 15 |"),
    ("## 出力\n\n| 入力 n | k | s | p | 出力 |\n|---|---|---|---|---|\n| 7 | 3 | 2 | 1 | 4 |\n| 32 | 5 | 1 | 0 | 28 |", "## 出力\n\n| 入力 n | k | s | p | 出力 |\n|---|---|---|---|---|\n| 7 | 3 | 2 | 1 | 4 |\n| 32 | 5 | 1 | 0 | 27 |"),
    ("PixelCNN's mask A hides the centre; mask B hides the same except for the centre.", "PixelCNN's mask B hides the centre."),
    ("# DenseNet\n\nk0 = 64, k = 32: 7 層目は 256 枚を受け取る。", "# DenseNet\n\nk0 = 64, k = 32: 6 層を通ると 288 枚になる。"),
]  # fmt: skip


@pytest.mark.parametrize(("shown", "asserted"), SHOWN)
def test_what_a_note_only_shows_accuses_nobody(shown, asserted):
    assert "refuted" not in statuses(shown)
    assert "refuted" in statuses(asserted)


@pytest.mark.parametrize(("true", "false"), OTHERWISE)
def test_a_value_of_something_else_accuses_nobody(true, false):
    assert "refuted" not in statuses(true)
    assert "refuted" in statuses(false)


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text).claims]
