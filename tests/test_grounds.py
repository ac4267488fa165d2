"""What an accusation must rest on: another explanation of a number keeps a true sentence unaccused, a plain falsehood is not spared."""

import pytest
from kenzan.reports.verification import verify_text

# heading, a true sentence that is no count of the layer it seems to be of, a false one
PAIRS = [
    ("Batch norm", "Without batch norm the block with 24 channels has 5,040 weights.", "With 24 channels batch norm has 72 trainable parameters."),
    ("DenseNet", "Block with 8 layers, growth rate 16, fed 48 channels: the input of the last layer has 48 + 7*16 = 160 channels.", "Block with 8 layers, growth rate 16, fed 48 channels. Its output has 48 + 7*16 = 160 channels."),
    ("U-Net", "It's concatenation, not the addition you know from ResNet.", "A ResNet block concatenates its input and its output."),
    ("WaveNet", "In generation there is one pass per sample: 240,000 passes, one after the other.", "In generation all samples are computed in parallel."),
    ("Depthwise convolution", "1枚のフィルタが担当するのは1チャネルだけ。", "各出力は他のチャネルも見る。"),
    ("Residual block", "足し算なので F(x) と x は形が同じでないといけない。", "残差ブロックを通すと縦横は変わる。"),
    ("Max pooling", "Max pooling with a 2x2 window and stride 2 gives rows (5, 7) and (8, 6).", "Max pooling with a 2x2 window and stride 2 turns 8x8x6 into 4x4x3."),
    ("Depthwise separable convolution", "A 1x1 convolution inflates the thin tensor (usually by a factor of 6) before the 3x3 depthwise one.", "With 3x3 kernels and 64 channels out it needs 50 % of the multiplications of a standard convolution."),
    ("Batch norm", "直前の畳み込みのバイアスは、平均を引く操作で消えるから持たせる必要がない。", "入力の符号をひっくり返しても出力は変わらない。"),
    ("Grouped convolution", "`nn.Conv2d(48, 48, 5, padding=2, groups=48)` の重みの shape は `(48, 1, 5, 5)` である。", "`nn.Conv2d(48, 48, 5, padding=2)` の重みの shape は `(48, 1, 5, 5)` である。"),
    ("Group norm", "`GroupNorm(32, 256)` averages over 8 channels and all positions at a time. Its scale and shift are per channel, so 512 parameters, not 64.", "With 256 channels group norm has 64 learnable parameters."),
    ("Batch norm", "128 チャネルの BN の学習パラメータは 256 個、そのほかに移動平均と移動分散が 128 個ずつ。", "128 チャネルの BN の学習パラメータは 128 個。"),
    ("Depthwise separable", "The depthwise layer, the only one with a 3x3 window, has the smallest share of the weights: less than 16%.", "With 3x3 kernels and 64 channels out it needs 50 % of the multiplications of a standard convolution."),
]  # fmt: skip


def refuted(heading: str, sentence: str) -> list[str]:
    """The readings of a sentence that are refuted."""
    return [c.reading for c in verify_text(f"# {heading}\n\n{sentence}\n").claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("heading", "true", "false"), PAIRS, ids=lambda text: text[:24])
def test_what_is_explained_is_not_accused_and_a_plain_falsehood_is(heading, true, false):
    assert refuted(heading, true) == []
    assert refuted(heading, false)
