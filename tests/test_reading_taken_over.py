"""An operation that is named only for what it has left, or whose task is told behind the inputs; what a 1x1 does besides."""

from __future__ import annotations

import pytest
from kenzan.reports.verification import verify_text

_POINTWISE = "# Pointwise Convolution\n\n"


def _statuses(note: str, predicate: str) -> set[str]:
    return {c.verdict.status for c in verify_text(note).claims if c.predicate == predicate}


@pytest.mark.parametrize(
    "sentence",
    [
        "Depthwise で分けてしまったチャネルをここで混ぜる役目を持つ。",
        "Depthwise で分けたチャネルを混ぜる役割がある。",
        "チャネルを混ぜる。空間方向の情報は depthwise が取り込む。",
        "周囲の画素の情報は前の段で取り込み済みで、ここではチャネルを混ぜる。",
        "空間方向の畳み込みは depthwise に任せ、ここではチャネルを混ぜる。",
        "上下左右の画素を見るのは 3×3 の depthwise のほうで、ここではチャネルだけを混ぜる。",
        "The 1x1 convolution combines the channels and takes no pixels around it into account.",
    ],
)
def test_what_another_operation_does_is_not_said_of_this_one(sentence: str) -> None:
    """Neither refuted of the one that is named, nor of the one that the heading names."""
    assert "refuted" not in _statuses(_POINTWISE + sentence + "\n", "depends_on")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("チャネルを混ぜ、あわせて上下左右の画素の情報も取り込む。", "refuted"),
        ("A 1×1 convolution mixes the channels and takes in the neighbouring pixels as well.", "refuted"),
        ("It mixes the channels and also looks at the surrounding pixels.", "refuted"),
        ("1×1 の畳み込みは上下左右の画素を見ない。", "holds"),
        ("チャネルを混ぜるだけで、上下左右の画素の情報は取り込まない。", "holds"),
    ],
)
def test_neighbours_that_a_pointwise_convolution_sees_besides(sentence: str, status: str) -> None:
    """The second of two things that it is said to do is read as well."""
    assert status in _statuses(_POINTWISE + sentence + "\n", "depends_on")
    assert status == "refuted" or "refuted" not in _statuses(_POINTWISE + sentence + "\n", "depends_on")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The bottleneck block: 1x1 expands the channels, 3x3, and a last 1x1 reduces them.", "refuted"),
        ("In the bottleneck block the first 1×1 expands the channels and the last one reduces them.", "refuted"),
        ("ボトルネックブロックは、1×1でチャネルを増やし、3×3、最後の1×1で減らす。", "refuted"),
        ("A bottleneck uses a 1×1 to reduce, 3×3 to process, 1×1 to expand.", "holds"),
        ("ボトルネックでは、最初の 1×1 でチャネル数を減らし、最後の 1×1 で増やす。", "holds"),
    ],
)
def test_a_bottleneck_is_narrow_in_the_middle(sentence: str, status: str) -> None:
    """The widths in words, whatever the order of the kernels."""
    assert _statuses("# ResNet\n\n" + sentence + "\n", "definition") == {status}


@pytest.mark.parametrize(
    ("norm", "sentence", "status"),
    [
        ("Layer Norm", "赤のチャネルを2倍、青のチャネルを半分にしても、出力は変わらない（εは無視）。", "refuted"),
        ("Layer Norm", "Doubling the red channel and halving the blue one leaves the result unchanged.", "refuted"),
        (
            "Layer Norm",
            "Layer norm works within one image, so doubling only the red channel leaves the result unchanged.",
            "refuted",
        ),
        ("Layer Norm", "If the red channel is doubled and the blue channel halved, the output changes.", "holds"),
        (
            "Layer Norm",
            "Layer norm works within one image, so doubling the whole image leaves the result unchanged (ignoring epsilon).",
            "holds",
        ),
        ("Instance Norm", "赤だけ2倍、青だけ半分、のようにしても結果は変わりません（εは無視）。", "holds"),
    ],
)
def test_colours_changed_each_by_a_factor_of_its_own(norm: str, sentence: str, status: str) -> None:
    """One colour, or two by different factors, are a change of channels."""
    assert _statuses(f"# {norm}\n\n{sentence}\n", "invariant_to") == {status}
