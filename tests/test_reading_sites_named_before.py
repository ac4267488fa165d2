"""How things are joined at a place that the heading or the sentence before names; statistics and counts that only look like claims."""

import pytest
from kenzan.reports.verification import verify_text

# note with a gap, what is true, what is false
TWINS = [
    ("## Inception\n\nA module runs a 1x1, a 3x3, a 5x5 and a pooling branch on the same input. At the end, the four results are {}.\n", "concatenated along the channels", "added up, element by element"),
    ("## Grouped convolution\n\nThe channels are split into g groups, and each is convolved on its own. The results of the groups are {}.\n", "concatenated", "summed element by element"),
    ("## グループ畳み込み\n\nチャネルを $g$ 個の組に分け、組ごとに畳み込む。\n\n- 組ごとに得られた結果は、最後に{}1つの出力とする。\n", "チャネル方向に連結して", "要素ごとに足し合わせて"),
    ("## GoogLeNet\n\nEach module has four branches. Their results are {} and handed on.\n", "concatenated", "added up"),
    ("### The inverted residual\n\nMobileNetV2 keeps the separable layer. The classical bottleneck of ResNet is wide at its ends. The new block turns this inside out. When the stride is 1 and the widths agree, a shortcut joins the two ends; there, input and output are {}.\n", "added", "concatenated"),
    ("# 音声の生成\n\nWaveNet は1サンプルずつ作る。\n\n## 構造\n\n図を見ること。\n\n## 出力部\n\nskip のほうは、全ブロックの分を{}から ReLU に通す。\n", "足し合わせて", "チャネル方向に連結して"),
]  # fmt: skip
NOT_REFUTED = [
    "### ResNet\n\n| 項目 | 内容 |\n|:--|:--|\n| 特徴のつなぎ方 | 要素ごとの和 |\n",
    "## Batch norm\n\nStatistics are taken per channel, over the whole batch and all pixels. With 32 channels that is 32 means in all. γ and β are also per channel.\n",
    "# バッチ正規化と深いネット\n\n- N：枚数\n- 畳み込みはストライド1、同じ大きさを保つパディング、バイアスなし\n",
    "**Group Normalization.** チャネルを $G$ 組に分ける。\n\n- バッチが2枚程度の場合、Batch Normalization より誤差が小さいと報告されている。\n",
    "## MobileNet v3\n\n- **Squeeze-and-excite.** Inside a block, average each channel down to one number, run two small layers, and rescale the channels.\n",
]  # fmt: skip


@pytest.mark.parametrize(("note", "right", "wrong"), TWINS)
def test_what_is_right_holds_and_what_is_wrong_is_refuted(note: str, right: str, wrong: str) -> None:
    good = verify_text(note.replace("{}", right)).claims
    assert any(c.predicate == "combine" and c.verdict.status.startswith("holds") for c in good)
    assert not [c.reading for c in good if c.verdict.status == "refuted"]
    assert [c.reading for c in verify_text(note.replace("{}", wrong)).claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize("note", NOT_REFUTED)
def test_what_only_looks_like_a_claim_is_not_refuted(note: str) -> None:
    assert not [c.reading for c in verify_text(note).claims if c.verdict.status == "refuted"]


# What follows from a claim may be guessed: the claim is not. MobileNetV2's block is told the right way round, or not.
ORDERS = [
    ("## DenseNet\n\n各層への入力になるのは{}なので、メモリの使い方が変わりそうだと思いました。\n", "前方の全ての層の出力", "直前の層の出力だけ"),
    ("## DenseNet\n\nEach layer receives {}, so this should change the memory it takes.\n", "the outputs of all earlier layers", "only the output of the layer before it"),
    ("### The inverted residual\n\nMobileNetV2 is different. In the order of execution it consists of a $1\\times1$ {} layer.\n", "expansion, a $3\\times3$ depthwise layer and a $1\\times1$ projection", "projection, a $3\\times3$ depthwise layer and a $1\\times1$ expansion"),
    ("## MobileNetV2\n\nEach block: {}.\n", "1x1 conv (expand), 3x3 depthwise conv, 1x1 conv (project)", "1x1 conv (project), 3x3 depthwise conv, 1x1 conv (expand)"),
    ("## MobileNetV2\n\nブロックは、{}、の順である。\n", "1×1 で拡張 → 3×3 depthwise → 1×1 で圧縮", "1×1 で圧縮 → 3×3 depthwise → 1×1 で拡張"),
]  # fmt: skip


@pytest.mark.parametrize(("note", "right", "wrong"), ORDERS)
def test_orders_and_sources_are_held_against_the_network(note: str, right: str, wrong: str) -> None:
    good = verify_text(note.replace("{}", right)).claims
    assert any(c.predicate in ("composition", "feeds", "combine") and c.verdict.status.startswith("holds") for c in good)
    assert not [c.reading for c in good if c.verdict.status == "refuted"]
    assert [c.reading for c in verify_text(note.replace("{}", wrong)).claims if c.verdict.status == "refuted"]
