"""Wiring and normalisation in more words: dense blocks in prose, skips, the dial of group norm, gradients of layers."""

from __future__ import annotations

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [
    ("# DenseNet\n\nA block starts from 48 channels with $g = 16$. After five layers, it hands {} channels to the transition that follows.\n", "128", "112"),
    ("# DenseNet\n\nWith a growth rate of 12 and 16 channels going in, the tenth layer of the block reads {} channels.\n", "124", "136"),
    ("# DenseNet\n\nWith a growth rate of 12 and 16 channels going in, the last layer of the block of ten layers reads {} channels.\n", "124", "136"),
    ("# DenseNet\n\n$k=24$、入口は 48ch、ブロックの層数は 4, 8。\n\n- ブロック1を抜けた時点で 48+4×24=144ch\n- 次の transition(θ=0.5)で 72ch\n- ブロック2に入って、その最後の8層目が読む入力は {}ch\n", "72+7×24=240", "72+8×24=264"),
    ("# SqueezeNet\n\nFire モジュールは squeeze 層で絞り、続く expand 層で 1×1 と 3×3 を並列に適用します。最後に二つの結果を{}モジュールの出力とします。\n", "チャネル方向に連結して", "要素ごとに加算して"),
    ("# WaveNet\n\nz は 1×1 を通ったあと二手に分かれる。もう片方が skip で、全層ぶんを{}から ReLU に通す。\n", "足し合わせて", "チャネル方向に連結して"),
    ("# Normalisation\n\n*Group normalisation* splits the channels of each example into $G$ groups. It is a dial. At one end, $G = 1$, we recover {}.\n", "layer normalisation", "instance normalisation"),
    ("# Normalisation\n\n*Group normalisation* splits the channels of each example into $G$ groups, normalised over $D h w / G$ entries. At the other end, $G = D$, we are back at {}.\n", "instance normalisation", "layer normalisation"),
    ("# Normalisation\n\nGroup normalisation is the compromise. Split the channels into $G$ groups and normalise each group of each image; a mean is taken over ${} \\cdot H \\cdot W$ entries.\n", "(C/G)", "G"),
    ("# 正規化\n\n- {} では、平均と分散は画像 1 枚につき 1 組だけ求める\n", "Layer Norm", "Instance Norm"),
    ("# 正規化\n\n- {} では、平均と分散は画像 1 枚のチャネル 1 つにつき 1 組求める\n", "Instance Norm", "Layer Norm"),
    ("# Normalisation\n\n**{} norm** takes one mean and one variance per pair $(n,c)$.\n", "Instance", "Batch"),
    ("# 正規化\n\n| 手法 | 何をひとまとまりにするか |\n|:--|:--|\n| {} | 1つのサンプルの全チャネル・全画素 |\n", "Layer Norm", "Batch Norm"),
    ("# Normalisation\n\nDuring training batch norm normalises with {}.\n", "the statistics of the mini-batch", "the running averages"),
    ("# Backpropagation\n\nFor {} pooling, g is shared out equally over the four pixels of the window.\n", "average", "max"),
    ("# Backpropagation\n\nIn {} pooling the whole gradient goes back to the largest entry.\n", "max", "average"),
    ("# 逆伝播\n\n最大値プーリングでは、勾配は{}。\n", "最大値をとった画素だけに流れる", "窓の中の全画素に均等に配られる"),
    ("# 逆伝播\n\n畳み込み層のバイアスの勾配は簡単で、`dout`(形は `(N, FN, OH, OW)`)を{}で足し合わせればよい。\n", "バッチと縦横の軸", "チャネル軸"),
    ("# Backpropagation\n\nThe gradient of the bias of a convolution is the upstream gradient summed over {}.\n", "the batch and all positions", "the channels"),
]  # fmt: skip
NOT_REFUTED = [
    "# Sequences\n\nWaveNet stacks dilated convolutions.\n\n**Layer norm** takes one mean per example. It also has a pleasant property: multiplying its input by any positive constant leaves the output untouched.\n",
    "# ResNet\n\nResNet では BN を使う。\n\n入力に定数を掛けても、入力全体に定数を足しても出力は変わらない。\n",
    "# ResNet\n\n入力を2倍しても出力が2倍になるとは限らない。\n",
    "# DenseNet\n\nA block of six layers starts from 64 channels with $g = 32$. The last layer's output is part of the input of the transition, which receives 256 channels.\n",
    "# 正規化\n\n- Instance Norm では各チャネルについて、画像 1 枚につき 1 組の平均と分散を求める\n",
    "# Normalisation\n\nDuring training batch norm uses a moving average to track the mean, which is used at test time.\n",
    "# 逆伝播\n\n畳み込み層のバイアスの勾配は、チャネル軸以外の軸で総和をとる。\n",
    "# 逆伝播\n\n畳み込み層のバイアスの勾配は、dout をチャネルごとに全部足したもの。\n",
]  # fmt: skip


@pytest.mark.parametrize(("note", "right", "wrong"), PAIRS)
def test_what_is_right_holds_and_what_is_wrong_is_refuted(note: str, right: str, wrong: str) -> None:
    last = note.replace("{}", right).rstrip("\n").count("\n") + 1
    good = verify_text(note.replace("{}", right)).claims
    assert any(c.line == last and c.verdict.status.startswith("holds") for c in good)
    assert not [c.reading for c in good if c.verdict.status == "refuted"]
    bad = verify_text(note.replace("{}", wrong)).claims
    assert [c.reading for c in bad if c.line == last and c.verdict.status == "refuted"]


@pytest.mark.parametrize("note", NOT_REFUTED)
def test_what_only_looks_like_a_mistake_is_not_refuted(note: str) -> None:
    assert not [c.reading for c in verify_text(note).claims if c.verdict.status == "refuted"]


def test_a_shifted_input_is_said_of_the_layer_that_the_sentence_before_names() -> None:
    note = "# 畳み込み・受容野・1×1畳み込み\n\n畳み込み層は、平行移動と順番を入れ替えられる演算です。つまり、入力を右に3画素ずらせば、出力も右に3画素ずれます。\n"
    assert "holds_if" in {c.verdict.status for c in verify_text(note).claims if c.predicate in ("equivariant_to", "invariant_to")}
