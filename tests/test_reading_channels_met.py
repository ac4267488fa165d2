"""Channels that meet in U-Net, branches whose channels a module hands on, and how the values of a window count in its pooling."""

from __future__ import annotations

import pytest
from kenzan.reports.verification import verify_text


def _statuses(heading: str, sentence: str, predicate: str) -> set[str]:
    return {c.verdict.status for c in verify_text(f"# {heading}\n\n{sentence}\n").claims if c.predicate == predicate}


@pytest.mark.parametrize(
    ("heading", "sentence", "status"),
    [
        (
            "U-Net",
            "512 upsampled channels meet 512 from the left side, which makes 512 again, on a 56×56 grid.",
            "refuted",
        ),
        (
            "U-Net",
            "512 upsampled channels meet 512 from the left side, which makes 1024 again, on a 56×56 grid.",
            "holds",
        ),
        ("U-Net", "The 512 upsampled channels are joined by 512 from the encoder, giving 512 channels.", "refuted"),
        ("U-Net", "アップサンプルした256チャネルとエンコーダの256チャネルを合わせると256チャネルになる。", "refuted"),
        (
            "U-Net",
            "下の段の256チャネルに左の256チャネルを合流させ、合わせたあとも256チャネルのまま次の 3×3 に進みます。",
            "refuted",
        ),
        (
            "U-Net",
            "下の段の256チャネルに左の256チャネルを合流させ、合わせたあとは512チャネルになって次の 3×3 に進みます。",
            "holds",
        ),
        (
            "U-Net",
            "アップサンプルした256チャネルとエンコーダの256チャネルを合わせ、畳み込みで256チャネルに減らす。",
            "",
        ),
        (
            "U-Net",
            "The 512 upsampled channels meet 512 channels of the encoder, and the 3×3 convolution brings them to 512.",
            "",
        ),
        ("ResNet", "分枝の256チャネルとショートカットの256チャネルを合わせると256チャネルになる。", ""),
        (
            "DenseNet",
            "$k=32$ の Dense Block に 64 チャネルの特徴マップを入れて 6 層通すと、出てくるのは 192 チャネル。",
            "refuted",
        ),
        (
            "DenseNet",
            "成長率 12 のブロックに 24 チャネルのマップを与え、4 層を通すと出力は 48 チャネルになる。",
            "refuted",
        ),
        (
            "DenseNet",
            "成長率 12 のブロックに 24 チャネルのマップを与え、4 層を通すと出力は 72 チャネルになる。",
            "holds",
        ),
        ("GoogLeNet", "The branches end with 64, 128, 32 and 32 maps, so the module returns 224 channels.", "refuted"),
        ("GoogLeNet", "Its branches have 128, 192, 96 and 64 maps, and it hands on 480 channels.", "holds"),
        ("GoogLeNet", "Its branches have 128, 192, 96 and 64 maps, and it hands on 448 channels.", "refuted"),
        ("GoogLeNet", "The branches put out 64, 128, 32 and 32 channels, and the next module gives 480 channels.", ""),
    ],
)
def test_channels_put_together(heading: str, sentence: str, status: str) -> None:
    """Their sum where the network concatenates; another layer's number is not theirs."""
    assert _statuses(heading, sentence, "channels_after") == ({status} if status else set())


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        (
            "Max or average is mostly a matter of taste, since in either case all values in the window contribute equally to the result.",
            {"refuted"},
        ),
        ("With average pooling all values in the window contribute equally to the result.", {"holds"}),
        ("最大プーリングでは窓の中の値がすべて同じ重みで結果に寄与する。", {"refuted"}),
        ("最大プーリングでは最大の値だけが結果に影響する。", {"holds"}),
        ("平均プーリングでは最大の値だけが結果に影響する。", {"refuted"}),
        ("In max pooling only the largest value matters, in average pooling all values count equally.", {"holds"}),
        ("Max pooling treats all feature maps equally.", set()),
        ("Max pooling does not weight all values equally.", set()),
    ],
)
def test_how_the_values_of_a_window_count(sentence: str, statuses: set[str]) -> None:
    """All alike in an average, the largest alone in a maximum."""
    assert _statuses("Pooling", sentence, "definition") == statuses


def test_maps_dealt_with_alike() -> None:
    """What is done to each of them in the same way joins none of them."""
    assert "refuted" not in _statuses("Pooling", "最大プーリングはすべての特徴マップを等しく扱う。", "depends_on")


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("They are added together before they go in.", {"refuted"}),
        ("They are then summed and passed on.", {"refuted"}),
        ("They are concatenated before they go in.", {"holds"}),
        ("They are not summed, as ResNet does it.", set()),
        ("They are many.", set()),
    ],
)
def test_maps_that_a_layer_gets_are_meant_by_they(sentence: str, statuses: set[str]) -> None:
    """What the sentence before says that it receives."""
    assert (
        _statuses("DenseNet", f"Every layer gets the maps of all layers before it in the block. {sentence}", "combine")
        == statuses
    )


def test_channels_that_a_block_adds_are_not_all_that_come_out() -> None:
    """48 are new, of the 72 that come out."""
    assert "refuted" not in _statuses(
        "DenseNet",
        "成長率 12、4 層のブロックに 24 チャネルのマップを入れると、48 チャネルが新しく加わる。",
        "channels_after",
    )
