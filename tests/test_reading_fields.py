"""Receptive fields in prose, formulas, tables and words: true sentences, their false twins, and silence."""

import pytest
from kenzan.reports.verification import verify_text

RF = "## Receptive field\n"
STACKS = [
    ("holds", "## 受容野\n3×3 の畳み込み（ストライド 1）を 2 回重ねたら 5×5 を見る。3 回なら 7×7。"),
    ("refuted", "## 受容野\n3×3 の畳み込み（ストライド 1）を 2 回重ねたら 5×5 を見る。3 回なら 9×9。"),
    ("refuted", "## 受容野\n3×3 を 2 回で 5×5 を見る。では 5×5 を 2 回なら？ 10×10 です。"),
    ("holds", "## 受容野\n3×3 を 2 回で 5×5 を見る。では 5×5 を 2 回なら？ 9×9 です。"),
    ("refuted", "## wavenet\ndilation は 1,2,4,…,512 で一巡\n\nk=2 一巡(10層)で受容野 1024\n\n三巡すると 3072"),
    ("holds", "## wavenet\ndilation は 1,2,4,…,512 で一巡\n\nk=2 一巡(10層)で受容野 1024\n\n三巡すると 3070"),
    ("holds", "## wavenet\n受容野は 1024。\n\ndilation なしの k=2 だと10層でたったの 11"),
    ("refuted", "## wavenet\n受容野は 1024。\n\ndilation なしの k=2 だと10層でたったの 20"),
    ("holds", "## WaveNet\nFor k = 2 and 1, 2, 4, ..., 512 the receptive field is 1024. With k = 3 the ten layers would reach 2047."),
    ("refuted", RF + "Without dilation you need exactly 1,024 layers of kernel size 2 for a receptive field of 1024 samples."),
    ("holds", RF + "Without dilation you need 1,023 layers of kernel size 2 for a receptive field of 1024 samples."),
    ("holds", RF + "A 3x3 filter with dilation 2 spreads over 5x5 pixels."),
    ("refuted", RF + "A 3x3 filter with dilation 2 spreads over 6x6 pixels."),
    ("holds", RF + "A 5x5 can be replaced by two 3x3 layers: the same receptive field."),
    ("refuted", RF + "A 5x5 can be replaced by three 3x3 layers: the same receptive field."),
    ("holds", "16 kHz では、受容野 1024 サンプルは 64 ms に相当する。"),
    ("refuted", "16 kHz では、受容野 1024 サンプルは 128 ms に相当する。"),
]  # fmt: skip
LETTERS = [
    ("holds", RF + r"\( r_l = r_{l-1} + (k_l - 1)\, j_{l-1} \)"),
    ("refuted", RF + r"\( r_l = r_{l-1} + k_l\, j_{l-1} \)"),
    ("refuted", RF + r"$$RF_n = RF_{n-1} + (k_n - 1) \times \prod_{i=1}^{n} s_i$$"),
    ("holds", RF + r"$$RF_n = RF_{n-1} + (k_n - 1) \times \prod_{i=1}^{n-1} s_i$$"),
    ("holds", RF + "r_out = r_in + (k-1)·j_in"),
    ("holds", r"The receptive field is $r = 1 + \sum_{l=1}^{L} (k_l - 1) \prod_{i=1}^{l-1} s_i$."),
    ("refuted", r"The receptive field is $r = 1 + \sum_{l=1}^{L} k_l \prod_{i=1}^{l-1} s_i$."),
    ("holds", "The receptive field is R = 1 + (k - 1) * (d_1 + ... + d_L)"),
    ("refuted", "The receptive field is R = (k - 1) * (d_1 + ... + d_L)"),
    ("holds_if", "「dilation の総和に1を足したものが受容野」である。"),
    ("holds", "## Dilation\nthe effective kernel size is d(k-1)+1"),
    ("refuted", "## 受容野\n普通の畳み込みを $L$ 層積む。カーネル長は $r$ とする。受容野は\n\n$$\nL(r - 1)\n$$"),
    ("holds", "## 受容野\n3×3 を 2 層で 5×5 を見る。$n$ 層重ねたときの一辺は $2n+1$ です。"),
    ("refuted", "## 受容野\n3×3 を 2 層で 5×5 を見る。$n$ 層重ねたときの一辺は $3n$ です。"),
]  # fmt: skip
LISTS = [
    ("holds", RF + "  two 3x3 = one 5x5, for 18/25 of the weights\n  three 3x3, s=1: 7\n  3x3 s2, 3x3 s2, 3x3 s2: 15"),
    ("refuted", RF + "  3x3 s2, 3x3 s2, 3x3 s2: 13"),
    ("holds", "# 受容野\n\n| 構成 | 見えている範囲 |\n|:--|:--|\n| 3×3 を2枚 | 5×5 |\n| 3×3 を5枚 | 11×11 |"),
    ("refuted", "# 受容野\n\n| 構成 | 見えている範囲 |\n|:--|:--|\n| 3×3 を2枚 | 5×5 |\n| 3×3 を5枚 | 15×15 |"),
    ("refuted", "CONV 3x3 -> POOL 2x2 -> CONV 3x3 -> POOL 2x2\n\n## Receptive field\n\n- after CONV2: 4 + 2 = 6"),
    ("holds", "CONV 3x3 -> POOL 2x2 -> CONV 3x3 -> POOL 2x2\n\n## Receptive field\n\n- after CONV2: 4 + 4 = 8"),
    ("holds", "One 3 by 3 looks at 3 by 3. Three of them, seven by seven."),
    ("refuted", "One 3 by 3 looks at 3 by 3. Three of them, nine by nine."),
    ("holds", "## WaveNet\n- kernel size 2\n- 4 stacks x 8 layers, dilations 1, 2, 4, ..., 128\n\n**Receptive field.** Going from 4 stacks to 8 gives 2041."),
    ("refuted", "## WaveNet\n- kernel size 2\n- 4 stacks x 8 layers, dilations 1, 2, 4, ..., 128\n\n**Receptive field.** Going from 4 stacks to 8 gives 2048."),
    ("holds", "## 受容野\n普通の畳み込みで、核の長さは q とする。\n\n受容野は L(q − 1) + 1 となる。"),
    ("holds", RF + "r ← r + (F − 1)·j"),
    ("holds", "受容野は、Each layer adds (k-1) times the product of the strides of all layers before it."),
    ("none", "## 受容野\n3×3 の畳み込みを $n$ 段重ねたとき、出力の 1 画素が参照する入力は $(2n+1)\\times(2n+1)$ である。"),
    ("refuted", "dilation を大きくするとパラメータが増える。"),
    ("holds", "## Dilated convolution\nd を増やしても重みの数は同じ"),
]  # fmt: skip
WORDS = [
    ("refuted", "ストライドは受容野に影響しない。"),
    ("refuted", "The receptive field depends only on the kernel sizes, not on the strides."),
    ("holds", "Striding makes the receptive field of later layers grow faster."),
    ("refuted", "層を重ねるほど受容野は狭くなる。"),
    ("holds", "層を重ねるほど受容野は広くなる。"),
    ("holds", RF + "1x1 layers: RF left as it was"),
    ("refuted", "1×1 convolutions enlarge the receptive field."),
    ("holds", "全結合層の受容野は入力全体である。"),
    ("holds_if", "拡張畳み込みでは受容野が層数に対して指数的に広がる。"),
    ("holds", "拡張畳み込みの dilation を層ごとに 2 倍にすると、受容野が層数に対して指数的に広がる。"),
    ("refuted", "拡張畳み込みでは受容野が層数に対して線形に広がる。"),
    ("holds", "With dilation the receptive field grows exponentially with depth, whereas without it the growth is only linear."),
    ("refuted", "Without dilation, the receptive field grows exponentially with the number of layers."),
    ("holds_if", "The receptive field of WaveNet doubles with every layer."),
    ("refuted", "Every additional 3x3 layer widens the receptive field by 3."),
    ("holds", "Every additional 3x3 layer widens the receptive field by 2."),
    ("refuted", "| dilation | 受容野の伸び |\n|---|---|\n| なし | 線形 |\n| あり | 線形 |"),
    ("none", "With same padding, stacking more layers enlarges the receptive field."),
]  # fmt: skip


@pytest.mark.parametrize(("status", "text"), STACKS + LETTERS + LISTS + WORDS)
def test_a_field_is_what_the_sentence_says(status, text):
    line = text.count("\n") + 1
    found = [c.verdict.status for c in verify_text(text + "\n").claims if line - 2 <= c.line <= line]
    assert status in found or (status == "none" and "refuted" not in found)
    assert status == "refuted" or "refuted" not in found
