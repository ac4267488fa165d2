"""Who published what, when, and what it won: looked up, with the name in the sentence, in brackets or above it."""

import pytest
from kenzan.reports.verification import verify_text

TWINS = [
    ("## MobileNet\n\n", "- 2017年、GoogleのHowardら", "- 2015年、GoogleのHowardら"),
    ("## MobileNet\n\n", "- 2017年、GoogleのHowardら", "- 2017年、Googleの Szegedy ら"),
    ("## LeNet\n\n", "LeCun らが 1998 年に手書き文字認識のために発表した。", "Krizhevsky らが 1998 年に手書き文字認識のために発表した。"),
    ("## LeNet\n\n", "LeCun らが 1998 年に手書き文字認識のために発表した。", "LeCun らが 2012 年に手書き文字認識のために発表した。"),
    ("# CNN\n\n", "AlexNet は ILSVRC 2012 の優勝モデルである。", "VGG は ILSVRC 2012 の優勝モデルである。"),
    ("# CNN\n\n", "The winner of ILSVRC 2014 was GoogLeNet.", "The winner of ILSVRC 2015 was GoogLeNet."),
    ("## GoogLeNet\n\n", "- ILSVRC 2014 優勝", "- ILSVRC 2016 優勝"),
    ("# CNN\n\n", "CNN の起源は、1980年に福島邦彦が発表したネオコグニトロンにある。", "CNN の起源は、1980年に甘利俊一が発表したネオコグニトロンにある。"),
    ("# CNN\n\n", "DenseNet (Huang et al., 2017) joins features.", "DenseNet (He et al., 2017) joins features."),
    ("# CNN\n\n", "In the MobileNet paper (Howard et al., Google, 2017) $M$ is the input's.", "In the MobileNet paper (Sandler et al., Google, 2017) $M$ is the input's."),
    ("# CNN\n\n", "Batch normalization was introduced by Ioffe and Szegedy in 2015.", "Batch normalization was introduced by Ioffe and Szegedy in 2012."),
    ("# CNN\n\n", "Group Normalization は Wu と He が 2018 年に提案した。", "Group Normalization は Ba らが 2018 年に提案した。"),
    ("# 年表\n\n", "- 2015: He らの ResNet", "- 2015: Huang らの ResNet"),
    ("## U-Net\n\n", "- Ronneberger et al. 2015, for biomedical segmentation", "- Ronneberger et al. 2012, for biomedical segmentation"),
]  # fmt: skip
QUIET = [
    "## ResNet\n\nHe らは、層を深くすると訓練誤差も増えることを示した。",
    "## DenseNet\n\nResNet (He et al., 2015) の考えを発展させたもの。",
    "## MobileNet\n\n- V2 は 2018 年に Sandler らが発表",
    "## MobileNet\n\n- Xception (Chollet, 2017) と同じ構造",
    "# 参考\n\nResNet の論文を読んだ Huang らは DenseNet を提案した。\nDenseNet の実装は 2019 年の講義で扱った。",
]


def _statuses(note: str) -> set[str]:
    return {claim.verdict.status for claim in verify_text(note + "\n").claims}


@pytest.mark.parametrize(("heading", "right", "wrong"), TWINS)
def test_who_and_when(heading, right, wrong):
    assert _statuses(heading + right) == {"holds"}
    assert "refuted" in _statuses(heading + wrong)


@pytest.mark.parametrize("note", QUIET)
def test_other_names_are_not_the_authors(note):
    assert "refuted" not in _statuses(note)
