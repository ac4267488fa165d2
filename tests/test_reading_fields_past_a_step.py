"""Fields behind a layer that steps, told over the sentences of a paragraph: right, and as if nobody stepped."""

import pytest
from kenzan.reports.verification import verify_text

STEM = "Images enter through a 7x7 convolution with 64 filters, stride 2 and pad 3. A 3x3 max pooling with stride 2 and pad 1 follows. By this point one neuron looks at "
POOLED = "Poolings widen what a neuron sees. Take two 3x3 convolutions, then a 2x2 max pooling with stride 2, then one more 3x3 convolution. The receptive field goes from 5x5 to 6x6, and the last convolution adds "
FIRST = "最初の層は 5×5 の畳み込みで、ストライドは 2。次に 3×3 の畳み込みが来る。2 層目の 1 画素が見ているのは入力の "
PAIRS = [
    (STEM + "11x11 pixels of the image.", STEM + "9x9 pixels of the image."),
    (POOLED + "four pixels more, for a total of 10x10.", POOLED + "two pixels more, for a total of 8x8."),
    ("The first layer is a 5x5 convolution with stride 2. A 3x3 convolution comes next. Its receptive field is 9x9.",
     "The first layer is a 5x5 convolution with stride 2. A 3x3 convolution comes next. Its receptive field is 7x7."),
    (FIRST + "9×9 の範囲になる。", FIRST + "7×7 の範囲になる。"),
    ("## 受容野\n\n7×7（ストライド2）で受容野は7。続く3×3のmax poolでさらに4広がって、合計11ピクセルです。",
     "## 受容野\n\n7×7（ストライド2）で受容野は7。続く3×3のmax poolでさらに2広がって、合計9ピクセルです。"),
    ("A 2×2 max pooling with stride 2 comes first. A 3×3 convolution after it adds two steps of two and sees 6×6 of the input.",
     "A 2×2 max pooling with stride 2 comes first. A 3×3 convolution after it adds two pixels and sees 4×4 of the input."),
]  # fmt: skip
ELSE = [
    "2×2 のプーリング（ストライド2）の前に 3×3 の畳み込みがある。プーリングの出力1つの受容野は 4×4。",
    "A 3×3 convolution with stride 2 halves the map. Two 3×3 convolutions of stride 1 have a receptive field of 5×5.",
    "A 3×3 convolution with stride 2 follows a 7×7 convolution. A unit of it sees 9×9 pixels.",
    "The 3×3 convolution sits on a 2×2 pooling with stride 2. A unit of it looks at 3×3 pooled values, or 6×6 pixels of the image.",
]


def _claims(text: str) -> list[tuple[str, str]]:
    return [(c.verdict.status, c.reading) for c in verify_text(text).claims if c.predicate == "receptive_field"]


@pytest.mark.parametrize(("right", "wrong"), PAIRS)
def test_the_step_of_a_layer_counts_for_those_behind_it(right: str, wrong: str) -> None:
    assert all(status == "holds" for status, _ in _claims(right)), _claims(right)
    assert any(status == "holds" and "s2_" in reading for status, reading in _claims(right)), _claims(right)
    assert any(status == "refuted" and "s2_" in reading for status, reading in _claims(wrong)), _claims(wrong)


@pytest.mark.parametrize("text", ELSE)
def test_another_order_is_not_accused(text: str) -> None:
    assert all(status != "refuted" for status, _ in _claims(text)), _claims(text)
