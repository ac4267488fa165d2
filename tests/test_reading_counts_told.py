"""Counts of named layers of networks, of several layers together, and products told as counts: each true, and its twin."""

import pytest
from kenzan.reports.verification import verify_text

STEPS = "- Inception の 5×5 の枝（28×28×192 → 32枚）\n  - 直接やると乗算は 120,422,400 回\n  - "
EXAMPLE = "**Example.** Input 32x32x3, ten 5x5 filters, stride 1, pad 2.\n\n- output volume: 32x32x10\n- "
AXIS = "# WaveNet\n\n- 例:L = 100, k = 3, d = 4, パディングなし, ストライド 1 → 92\n- "
DW = "# MobileNet\n\n- 計算量(D_F = 14, M = N = 512, 3×3, same)\n  - "
PAIRS = [
    ("# LeNet-5\n\n- C1 の学習パラメータは {} 個である。", "156", "160"),
    ("# LeNet-5\n\n- F6 has {} trainable parameters with biases.", "10,164", "10,200"),
    ("# LeNet-5\n\n| 層 | パラメータ数 |\n|---|---|\n| C1 | 156 |\n| C5 | {} |\n", "48,120", "48,200"),
    ("# VGG-16\n\n- 最初の全結合層だけで約{}個の重みをもつ。", "1億300万", "1億500万"),
    ("# VGG-16\n\n- The first fully connected layer alone holds {} weights.", "102.8M", "25.1M"),
    ("# VGG-16\n\n- conv1_2 の乗算は約 {} 回。", "18.5 億", "2890 万"),
    ("# AlexNet\n\n- fc6 の重みは約 {} 個。", "3770 万", "3100 万"),
    ("# VGG-16\n\n- 推論に必要な乗算の大部分も{}で行われる。", "畳み込み層", "全結合層"),
    ("# VGG-16\n\n- Most of the multiplications are done in the {} layers.", "convolutional", "fully connected"),
    ("VGG-16 は{}の畳み込み層と3の全結合層をもつ。", "13", "12"),
    ("ResNet-18 は同じ BasicBlock が {} 個（1 個に conv が 2 枚）", "8", "9"),
    ("# MobileNet\n\n- 全体は dw と pw を別々に数えて {} 層", "28", "27"),
    (STEPS + "1×1 で 16 チャネルに減らしてからだと乗算は {} 回", "12,443,648", "13,443,648"),
    ("- 28×28×192 に 5×5 を 32 枚（same）直接適用すると乗算は約 1.2 億回、間に 1×1 を 16 枚挟むと約 {} 回となる。", "1240 万", "1440 万"),
    ("- For an input 28x28x256 with 128 1x1, 192 3x3, 96 5x5 filters and a 3x3 pool: {} multiplications.", "854M", "754M"),
    ("- 256 チャネルのボトルネック（64 に絞る）の重みは {} 個である。", "69,632", "71,632"),
    ("A bottleneck block (256 → 64 → 64 → 256) has {} weights.", "69,632", "79,632"),
    (EXAMPLE + "multiplications: {} each = 768,000", "10,240 outputs times 75", ""),
    (EXAMPLE + "multiplications: {}", "10,240 outputs times 75 each = 768,000", "1,024 outputs times 75 each = 76,800"),
    ("- the second layer (64 filters of 3x3 on 224x224x64) takes {} multiplications", "224·224·64·9·64 = 1.85G", "224·224·64·9 = 28.9M"),
    ("# 掛け算の回数\n\n- 224×224×3 に 3×3 を 32枚（S=2, P=1）：{}", "112·112·27·32 = 10,838,016", "224·224·27·32 = 43,352,064"),
    (AXIS + "64 ch → 64 ch なら、1 時刻あたりの乗算は {} 回", "3·64·64 = 12,288", "9·64·64 = 36,864"),
    ("# WaveNet\n\n- k = 2, 32 ch → 32 ch の causal conv はバイアス抜きで {} 個の重み", "2,048", "4,096"),
    (DW + "比は 1/N + 1/9 ≒ {}", "0.113", "0.213"),
    ("With 3x3 kernels and N = 64 filters a depthwise separable convolution costs 1/N + 1/9 ≈ {} of it.", "0.127", "0.227"),
    ("# MobileNet\n\n- 解像度乗数 ρ = 0.5 なら計算量も{}になる(パラメータはそのまま)", "1/4", "半分"),
    ("# MobileNet\n\n- A width multiplier of 0.5 {} the computation.", "reduces to about a quarter", "halves"),
]  # fmt: skip
SILENT = [
    "# DenseNet\n\n- k0 = 64、k = 32 のブロック\n  - 1×1 の出力は 4k = 128 ch",
    "# Batch norm\n\n- First layer of ResNet: 224×224×3, 64 filters 7×7, s = 2, p = 3\n  - 9,472 parameters with biases",
    "# GoogLeNet\n\n- 先に 1×1 の畳み込みで16チャネルに減らすと、乗算は全体で約1240万回となる。",
    "# LeNet-5\n\n- C3 のパラメータは 1,516 個。",
    "# VGG-16\n\n- fc6 has 102,760,448 weights.",
    "# VGG-16\n\n| layer | weights | multiplications |\n|---|---|---|\n| first conv (3 to 64) | 1,728 | 86,704,128 |",
    "ResNet-18 は BasicBlock が 8 個で、1 個に conv が 2 枚ある。",
    "- 7×7 を 64 枚、ストライド 2 (入力 224×224×3)\n  - 出力は 112·112·64 = 802,816 個の値",
    "# MobileNet\n\nα = 0.75 のとき、入出力がともに 0.75 倍なので計算量は 0.5625 倍。深さ方向は 0.75 倍。",
]


def statuses(note: str) -> list[str]:
    return [c.verdict.status for c in verify_text(note + "\n").claims]


@pytest.mark.parametrize(("note", "right", "wrong"), PAIRS)
def test_a_count_holds_and_its_twin_is_refuted(note, right, wrong):
    found = statuses(note.format(right))
    assert "refuted" not in found
    assert "holds" in found
    if wrong:
        assert "refuted" in statuses(note.format(wrong))


@pytest.mark.parametrize("note", SILENT)
def test_nothing_is_said_against_what_may_be_meant_otherwise(note):
    assert "refuted" not in statuses(note)


def test_a_product_told_as_a_count_is_one_claim():
    note = "- the second layer (64 filters of 3x3 on 224x224x64) takes 224·224·64·9·64 = 1.85G multiplications\n"
    assert [c.predicate for c in verify_text(note).claims if c.predicate in ("macs", "arithmetic")] == ["macs"]
