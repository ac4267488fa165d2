"""What is true and was once called false for want of understanding, each with a falsehood of its kind that is still refuted."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [  # a text, a value of it that accuses nobody, one that is refuted
    ("# WaveNet\n\n{}.", "Sampling is the opposite story: $x_{t+1}$ has to be drawn before the step after it can start", "WaveNet looks at future samples"),
    ("**Q: What does a 1×1 convolution do?**\n\nFrom 256 to 64 channels it takes {} weights.", "16,384", "18,384"),
    ("28×28×192 の入力に 5×5 を 32 枚かける。\n\n| 方法 | 積和の回数 |\n|---|---|\n| 直接 | {} |\n| 1×1 で 16 に絞ってから | 12,443,648 |", "120,422,400", "120,422,300"),
    ("# Layer normalization\n\nAs with batch normalization, there is a scale. Layer normalization {}.", "does not depend on the batch", "depends on the batch size"),
    ("The layer gives $(227-11)/4+1 = {}$ rows.\n\nYes, we know which input size the paper gives.", "55", "56"),
]  # fmt: skip
TRUE = [
    "**Q: What does a 1×1 convolution do?**\n\nFrom 256 to 64 channels it takes 16,384 weights, where a 3×3 would take nine times as many.",
    "Each 5x5 filter on the 32x32x3 image has 5\\*5\\*3 = 75 weights (and one bias).",
    "# 演習\n\n1. 最初の畳み込み層（32×32 の濃淡画像，5×5，6 枚）について，重みの数を求めよ。\n2. 大域平均プーリングの利点は何か。自分の言葉で説明せよ。\n\n**略解**　1. 重みは 156。 2. 省略。",
    "# ResNet\n\nIn the basic block, there are two 3×3 convolutions with batch norm. For 64 channels the two kernels have 73,728 weights, the norms not counted.",
    "# DenseNet\n\n- *How do feature maps of different size get concatenated?* They do not.",
    "# U-Net for people who know ResNet\n\nThe maps of the encoder are set beside those of the decoder. Side by side that makes 1024 channels.",
    "At the very end a 1×1 convolution turns 64 channels into as many as there are classes.",
    "# Layer norm\n\nFor 196 tokens with 768 features there are 196 means, each over 768 values, and 1,536 learned numbers.",
    "(e) True or false: doubling the batch size doubles the number of parameters of a convolution.",
]  # fmt: skip


def refuted(text: str) -> list[str]:
    return [c.reading for c in verify_text(text + "\n").claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_what_is_understood_is_judged(text, right, wrong):
    assert refuted(text.replace("{}", right)) == []
    assert refuted(text.replace("{}", wrong))


@pytest.mark.parametrize("text", TRUE)
def test_nobody_is_accused(text):
    assert refuted(text) == []
