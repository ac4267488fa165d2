"""Counts put together from figure, measure, layer and sizes: a true note stands, its falsified twin is refuted."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = (
    ("(3×3, 64ch→128ch) の層では 32×32×3×3×64×128 ≒ 7,550 万回の乗算。", "7,550 万", "755 万"),
    ("In all that is 2.4M + 10.0M = 12.4M multiplications.", "12.4M", "24.0M"),
    ("12.4 / 120.4 ≈ 0.103 of the work is left.", "0.103", "0.013"),
    ("通常 294,912、depthwise separable 33,920。\nパラメータは約 8.7 分の1になった。", "8.7", "2.3"),
    ("Plain 3×3: 589,824 MACs, bottleneck: 69,632 MACs.\nThe bottleneck is about 8.5 times cheaper.", "8.5", "4"),
    (
        "**conv1**\n入力: RGB画像（3ch）、フィルタ: 3×3 が64枚、バイアスあり\n→ パラメータ数は 1,792",
        "1,792",
        "1,728",
    ),
    ("**fc6**\n- input: 7×7×512, flattened\n- units: 4096\n- weights: roughly 102.8M", "102.8M", "10.3M"),
    ("A 5x5 kernel has 25/9 times the weights of a 3x3 kernel.", "25/9", "5/3"),
    ("Factorising a 3×3 into a 3×1 followed by a 1×3 is 33% cheaper in weights.", "33%", "67%"),
    ("7×7 の代わりに 3×3 を3層使うと、パラメータは 55% になる。", "55%", "30%"),
    ("3×3 → 1×1 means nine times fewer weights.", "nine times", "three times"),
    ("Each of the 64 filters is 7×7×3, since the image is RGB.", "7×7×3", "7×7×64"),
    ("- Conv2（入力 14×14×6、出力 10×10×16）\n  - カーネル: 5×5×6 が 16 枚", "5×5×6", "5×5×16"),
    ("`nn.Conv2d(32, 32, 3, groups=32, bias=False)` の重みは 288 個です。", "288", "9,216"),
)


def statuses(text):
    return {c.verdict.status for c in verify_text(f"# 数える\n\n{text}\n").claims}


@pytest.mark.parametrize(("note", "right", "wrong"), PAIRS)
def test_a_count_put_together(note, right, wrong):
    assert note.count(right) == 1
    assert "holds" in statuses(note)
    assert "refuted" not in statuses(note)


@pytest.mark.parametrize(("note", "right", "wrong"), [p for p in PAIRS if p[2] != "9,216"])
def test_its_falsified_twin(note, right, wrong):
    assert "refuted" in statuses(note.replace(right, wrong))


def test_groups_are_no_idle_words():
    assert "holds" not in statuses(PAIRS[-1][0].replace("288", "9,216"))


@pytest.mark.parametrize(
    "text",
    [
        "出力特徴マップは H×W×M で、バイアスを足す加算は全体で H×W×M 回になる。",  # additions
        "A depthwise separable layer needs $HWC(K^2+M)$ multiply-adds, instead of $HWCK^2M$.",  # a foil
        "With stride 1, a convolution on an $H\\times W\\times C$ input costs $HWK^2CM$ multiply-adds.",  # a map
        "1×1 畳み込みの計算量は、入力 H×W×C、出力チャネル M とすると HWCM。",
        "VGG16 の fc6 は 7×7×512 を 4096 ユニットにつなぐので、重みは約1億276万個になる。",  # one layer
        "局所結合層では重みを共有しない。出力 H×W×M、入力 C チャネルなら重みの数は H×W×K×K×C×M 個。",
        "If the input has D channels, each F×F filter carries F·F·D weights.",  # one filter's
        "A 3x3 convolution from 64 to 64 channels has 36,864 weights (36,928 parameters with biases).",
        "入力 784、中間 100、出力 10 の全結合では、1層目の重みが 78,400 個。",  # another layer between
        "With 7x7x512 inputs and 4096 units, fc6 has 102,760,448 weights. fc7 has 16,777,216.",
        "AlexNet, conv2 (5x5, 96 -> 256, two groups): 307,200 weights.",
        "The layer maps 56×56×64 to 56×56×128 with 3×3 filters: 231 million multiply-adds.",  # no 231 filters
        "5x5 weights take 2.5 times longer to load than 3x3 weights on this GPU.",
        "The filter is 11x11x3 and the next ones are 5x5x48, because of the two groups.",
        "Doubling the input height and width makes a same-padded conv layer four times as expensive.",
    ],
)
def test_who_is_right_is_not_accused(text):
    assert "refuted" not in statuses(text)
