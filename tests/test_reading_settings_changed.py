"""One layer told, then what comes out under another stride, padding or dilation: each with a value right and one wrong."""

import pytest
from kenzan.reports.verification import verify_text

C, JA, UP, UP_JA = "# Convolution\n\n", "# 畳み込み\n\n", "# Transposed convolution\n\n", "# 転置畳み込み\n\n"
TWINS = [
    (C + "The image is 36x36x3. Eight 5x5 filters slide over it with stride 1 and no padding. The output is 32x32x8. With a stride of 2 the output would be {}.", "16x16x8", "17x17x8"),
    (C + "Take a 9x9 input and a 3x3 filter. With stride 1 the output is 7x7, with stride 2 it is {0}x{0}.", "4", "5"),
    (C + "Take a 9x9 input and a 3x3 filter. With stride 1 the output is {0}x{0}, with stride 2 it is 4x4.", "7", "8"),
    (C + "Consider a 40x40 map. A 3x3 convolution with dilation 2 and padding {} keeps it at 40x40.", "2", "1"),
    (C + "Consider a 40x40 map, a 3x3 kernel with rate 3, and a padding of {} pixels on either side. The map remains 40x40.", "three", "two"),
    (C + "A 1x1 convolution with 32 filters is applied to a 28x28x128 map. The output has shape {}.", "28x28x32", "28x28x128"),
    (JA + "9×9 の入力に 3×3 のフィルタをかける。ストライド 1 なら出力は 7×7、ストライド 2 なら {0}×{0} となる。", "4", "5"),
    (JA + "入力を 40×40 とする。3×3 のカーネルを dilation 2、パディング 0、ストライド 1 で適用すると、出力は {} となる。", "36×36", "38×38"),
    (JA + "dilation 2 の 3×3 畳み込みでは、パディングを {} にすれば 40×40 が保たれる。", "2", "1"),
    (JA + "カーネル 3×3、dilation 2、パディング {} とする。40×40 の特徴マップは 40×40 のまま保たれる。", "2", "1"),
    (C + "Consider a 40x40 map, a 3x3 kernel with rate 2, and a padding of {} on either side. Thanks to the 3x3 kernel the output is 40x40.", "two pixels", "one pixel"),
    (UP + "The transposed convolution has K=3, S=2, P=1. An input of 12 is enlarged to {}.", "23", "24"),
    (UP + "A transposed convolution with a 2x2 kernel and stride 2 and no padding is used. A side of 12 grows to {}.", "24", "25"),
    (UP_JA + "転置畳み込みで K=4, S=2, P=1 とする。このとき 12 は {} に拡大される。", "24", "23"),
    (UP_JA + "- $H=12$、$K=4$、$S=2$、$P=1$ のとき、24 になる。\n- フィルタを $K=3$ に替えても（$S=2$、$P=1$ はそのまま）、12 は {} に拡大される。", "23", "24"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), TWINS)
def test_a_result_under_other_settings(text: str, right: str, wrong: str) -> None:
    true = verify_text(text.format(right)).claims
    assert not [c.reading for c in true if c.verdict.status == "refuted"]
    assert any(c.predicate == "output_shape" and c.verdict.status == "holds" for c in true)
    assert any(c.predicate == "output_shape" and c.verdict.status == "refuted" for c in verify_text(text.format(wrong)).claims)


TRUE = [
    C + "The input is 32x32. The first layer has 5x5 kernels, stride 1 and no padding, so 28x28 remains. The second layer, with stride 2, leaves 12x12.",
    C + "The input is 32x32. A 5x5 convolution with stride 1 and no padding gives 28x28. Now with stride 2 we get 14x14.",
    C + "The input is 10x10. We use 3x3 filters with stride 1. If the padding is 0 we get 8x8; if it is 1, we get 10x10.",
    C + "Consider a 28x28 map, a 3x3 kernel with rate 2. Without dilation a padding of 1 keeps it at 28x28.",
    C + "Consider a 28x28 map and a 3x3 kernel with rate 2 and padding 2. An ordinary 3x3 kernel with padding 1 also keeps it at 28x28.",
    JA + "32×32 の入力に 3×3 の畳み込みをパディング 1 で適用する。サイズは 32×32 のまま変わらない。ストライド 2 にすると 16×16 になる。",
    UP + "A transposed convolution with k=3, s=2, p=1, output_padding=1. 8 becomes 16.",
    UP_JA + "転置畳み込みは K=3、S=2、P=1。8 は 15 になる。出力パディングを 1 にすると 8 は 16 になる。",
    "# SE block\n\nInside a block, average each channel down to one number, run two small fully connected layers, and rescale the channels.",
    "# SE ブロック\n\n各チャネルの平均をとり、1×1×C のベクトルにする。",
    "# Grouped convolution\n\nSplit the input channels into $g$ equal parts, likewise the output channels, and compute each part of the output from one part of the input.",
    "# Causal\n\n左にだけ (k−1)×d 個のゼロを足せば、出力の長さは入力と同じ T です。\n\n`F.pad` を使わず `padding` に任せる書き方もあります。",
]  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_what_is_true_is_not_accused(text: str) -> None:
    assert not [c.reading for c in verify_text(text).claims if c.verdict.status == "refuted"]
