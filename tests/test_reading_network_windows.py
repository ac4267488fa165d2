"""The window that all convolutions of a network are said to have is held against all of them."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [
    ("VGG uses {} kernels throughout.", "3x3", "5x5"),
    ("VGG-16 is built only from {} convolutions.", "3x3", "5x5"),
    ("VGG uses only 3x3 kernels with stride {}.", "1", "2"),
    ("All its convolutions are 3x3 with stride 1 and padding {}.", "1", "2"),
    ("Its kernels are all {}.", "3x3", "7x7"),
    ("VGG では畳み込みのカーネルはすべて {} である。", "3×3", "5×5"),
    ("VGG は {} の畳み込みだけを使う。", "3×3", "7×7"),
    ("すべての畳み込み層で {} のカーネルを用いる。", "3×3", "5×5"),
]
OTHERS = [
    "## AlexNet\n\nAfter the first layers, AlexNet uses only 3x3 kernels.",
    "## GoogLeNet\n\nA naive module would use only 5x5 kernels.",
    "## VGG\n\nAlmost all kernels of other networks are 5x5.",
    "## ResNet\n\nAll 3x3 convolutions in ResNet have a batch norm behind them.",
    "## MobileNet\n\nMobileNet では depthwise の畳み込みはすべて 3×3 である。",
    "## VGG\n\nVGG is not built only from 5x5 convolutions.",
]


def statuses(text):
    """The verdicts on kernels."""
    return [c.verdict.status for c in verify_text(text + "\n").claims if c.predicate == "kernel_shape"]


@pytest.mark.parametrize(("sentence", "true", "false"), PAIRS)
def test_all_convolutions_are_looked_at(sentence, true, false):
    assert "refuted" not in statuses(f"## VGG\n\n{sentence.format(true)}")
    assert "refuted" in statuses(f"## VGG\n\n{sentence.format(false)}")


@pytest.mark.parametrize("text", OTHERS)
def test_nobody_is_accused(text):
    assert "refuted" not in statuses(text)
