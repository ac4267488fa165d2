"""Two published networks compared by their weights, operations or layers, counted in the architectures."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [
    ("ResNet-152 has {} FLOPs than VGG-19.", "fewer", "more"),
    ("ResNet-50 has about {} times fewer parameters than VGG-16.", "five", "two"),
    ("DenseNet-121 has {} of the parameters of ResNet-50.", "a third", "a fifth"),
    ("GoogLeNet has {} parameters than AlexNet.", "far fewer", "more"),
    ("{} is deeper than VGG-16.", "GoogLeNet", "AlexNet"),
    ("ResNet-50 のパラメータ数は VGG-16 の約 {} 分の 1 である。", "5", "2"),
    ("ResNet-50 は VGG-16 よりパラメータ数が{}。", "少ない", "多い"),
    ("VGG-16 より ResNet-50 のほうがパラメータ数が{}。", "少ない", "多い"),
    ("MobileNet の計算量は VGG-16 の約 {} 分の 1 である。", "27", "9"),
    ("SqueezeNet has {} times fewer parameters than AlexNet.", "50", "500"),
]
OTHERS = [
    "ResNet-152 is more accurate than VGG-16 although it has more layers.",
    "ResNet-50 runs faster than VGG-16.",
    "ResNet has not more parameters than VGG.",
    "Each block of ResNet-50 has fewer parameters than the first fully connected layer of VGG-16.",
    "もし ResNet-50 の幅を 4 倍にすれば VGG-16 よりパラメータ数が多い。",
    "ResNet has fewer parameters than VGG.",
]


def statuses(sentence):
    """The verdicts on a sentence."""
    return [c.verdict.status for c in verify_text(f"# Networks\n\n{sentence}\n").claims]


@pytest.mark.parametrize(("sentence", "true", "false"), PAIRS)
def test_both_are_counted(sentence, true, false):
    found = statuses(sentence.format(true))
    assert "holds" in found
    assert "refuted" not in found
    assert "refuted" in statuses(sentence.format(false))


@pytest.mark.parametrize("sentence", OTHERS)
def test_nobody_is_accused(sentence):
    assert "refuted" not in statuses(sentence)
