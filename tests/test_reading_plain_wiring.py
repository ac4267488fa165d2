"""Wiring in plain words, told under a heading or in a table that names two networks: each true sentence with a twin that errs."""

import pytest
from kenzan.reports.verification import verify_text

DENSE = "# DenseNet\n\nDense blocks have fewer parameters than ResNet. {}\n"
DENSE_JA = "# DenseNet\n\nパラメータは ResNet より少ない。{}\n"
BLOCK = "# Week 4\n\n## Dense block\n\nAll layers of a block work on maps of one size.\n\n- {}\n"
BLOCK_JA = "# DenseNet\n\nDense Block の層はどれも同じ解像度で働く。\n\n- {}\n"
BOTH = "# ResNet and DenseNet\n\nThe two networks side by side.\n\n| | ResNet | DenseNet |\n|---|---|---|\n| {} |\n"
ROWS = "# 比較\n\n| モデル | 各層の入力 |\n|---|---|\n| ResNet | 直前の層の出力 |\n| DenseNet | {} |\n"
JUDGED = "# 確認問題\n\n問：{}○か×か。\n\n答：○\n"

# predicate, note with a gap, what is true, what is false
TWINS = [
    ("combine", DENSE, "All earlier outputs are simply put side by side and concatenated.", "All earlier outputs are simply summed up."),
    ("combine", DENSE_JA, "それまでの層の出力は、そのまま連結される。", "それまでの層の出力は、そのまま足し合わされる。"),
    ("combine", DENSE_JA, "それまでの特徴マップをつなげて次の層に入れる。", "それまでの特徴マップを足して次の層に入れる。"),
    ("combine", BLOCK, "the outputs of earlier layers are joined by concatenation", "the outputs of earlier layers are joined by element-wise addition"),
    ("combine", BLOCK_JA, "前の層の出力は連結によって結合される", "前の層の出力は加算によって結合される"),
    ("combine", BLOCK, "so that old features survive, they are concatenated rather than added", "so that old features survive, they are added rather than concatenated"),
    ("combine", BLOCK, "While a ResNet adds the identity, here the feature maps are concatenated.", "While a ResNet concatenates the identity, here the feature maps are added."),
    ("combine", BLOCK_JA, "ResNet が恒等写像を足すのに対し、ここでは特徴マップを連結する", "ResNet が恒等写像を連結するのに対し、ここでは特徴マップを足す"),
    ("combine", BLOCK_JA, "ResNet の加算を連結に置き換えたもの", "ResNet の連結を加算に置き換えたもの"),
    ("combine", BOTH, "skip connection | element-wise sum | concat", "skip connection | element-wise sum | element-wise sum"),
    ("combine", BOTH, "スキップ接続 | 加算 | 連結", "スキップ接続 | 加算 | 加算"),
    ("combine", BOTH, "how features are merged | addition | concatenation", "how features are merged | addition | addition"),
    ("feeds", BOTH, "each layer receives | the output of the previous layer | the outputs of all previous layers", "each layer receives | the output of the previous layer | the output of the previous layer"),
    ("feeds", ROWS, "それ以前の全ての層の出力", "直前の層の出力"),
    ("feeds", BLOCK, "input of a layer: outputs of all preceding layers", "input of a layer: output of the preceding layer"),
    ("feeds", BLOCK_JA, "各層の入力：前のすべての層の出力", "各層の入力：1つ前の層の出力"),
    ("feeds", BLOCK, "Every layer feeds all layers after it.", "Every layer feeds only the layer after it."),
    ("feeds", BLOCK, "A layer has direct connections to all subsequent layers.", "A layer has a direct connection to the subsequent layer only."),
    ("feeds", BLOCK, "Layer 5 takes the outputs of all previous layers.", "Layer 5 takes the output of layer 4 alone."),
    ("feeds", BLOCK_JA, "第4層は、第1層から第3層までの出力とブロックの入力を受け取る", "第4層は、第3層の出力だけを受け取る"),
    ("feeds", BLOCK, "Each layer sees everything computed before it.", "Each layer has one input, namely the feature map of the preceding convolutional layer."),
    ("feeds", BLOCK, "A layer's input is made up of all the feature maps computed so far.", "A layer's input is made up of only the feature map of its predecessor."),
    ("feeds", BLOCK_JA, "各層は先行するすべての層から入力を受け取る", "各層は先行する1層からのみ入力を受け取る"),
    ("combine", JUDGED, "DenseNet は前の層の特徴マップを連結する。", "DenseNet は前の層の特徴マップを加算する。"),
    ("feeds", JUDGED, "DenseNet の各層は前の全ての層の出力を受け取る。", "DenseNet の各層は前の層の出力だけを受け取る。"),
    ("combine", "# Quiz\n\n{} True or false?\n\nAnswer: True\n", "DenseNet concatenates the feature maps of earlier layers.", "DenseNet adds the feature maps of earlier layers."),
]  # fmt: skip

# What looks alike and is true, or claims nothing of the kind.
HARMLESS = [
    (DENSE, "Unlike here, in ResNet the input is added to the output."),
    (DENSE_JA, "ResNet では入力を出力に足し合わせる。"),
    (BLOCK, "In a plain CNN each layer has one input, namely the feature map of the preceding layer."),
    (BLOCK, "The paths of an Inception module are joined by concatenation, those of ResNet by addition."),
    (BLOCK, "input of the transition layer: output of the preceding block"),
    (BLOCK_JA, "遷移層の入力：直前のブロックの出力"),
    (BLOCK_JA, "ResNet の加算をやめて連結に置き換えた"),
    (BOTH, "input of the classifier | output of the last layer | output of the last layer"),
    ("# GoogLeNet\n\n{}\n", "Inception モジュールは4つの経路を並列に持つ。"),
    ("# 確認問題\n\n{}\n", "問：DenseNet は前の層の特徴マップを加算する。○か×か。\n\n答：×"),
    ("# Quiz\n\n{}\n", "ResNet adds the input of a block to its output. Is that true or false?\n\nAnswer: true"),
]


def _statuses(note: str, predicate: str = "") -> list[str]:
    return [c.verdict.status for c in verify_text(note).claims if predicate in ("", c.predicate)]


@pytest.mark.parametrize(("predicate", "note", "true", "false"), TWINS, ids=[t[2] for t in TWINS])
def test_twins(predicate, note, true, false):
    held = _statuses(note.replace("{}", true), predicate)
    assert {"holds", "holds_if"} & set(held)
    assert "refuted" not in _statuses(note.replace("{}", true))
    assert "refuted" in _statuses(note.replace("{}", false), predicate)


@pytest.mark.parametrize(("note", "sentence"), HARMLESS, ids=[h[1] for h in HARMLESS])
def test_nothing_true_is_refuted(note, sentence):
    assert "refuted" not in _statuses(note.replace("{}", sentence))


INVERTED = "# MobileNetV2\n\nThe unit is the inverted residual block.\n\n{}\n"
RESNET, RESNET_JA = (
    "# ResNet\n\nThe deeper ones use bottlenecks.\n\n{}\n",
    "# ResNet\n\n深いものはボトルネックを使う。\n\n{}\n",
)
AFTER, AFTER_JA = (
    "# Notes\n\n## Differences to ResNet\n\nNext comes DenseNet.\n\n{}\n",
    "# メモ\n\n## ResNet との違い\n\n続いて DenseNet を扱う。\n\n{}\n",
)
TRANSITION = "# DenseNet\n\n## Transition layer\n\n{}\n"
HALF, HALF_JA = (
    "# DenseNet\n\nIt has half the weights of a ResNet.\n\n{}\n",
    "# DenseNet\n\n重みは ResNet の半分ほど。\n\n{}\n",
)
SEQUENCES = "# Sequence models\n\n| | RNN | WaveNet |\n|---|---|---|\n| {} |\n"

ORDERS = [
    (HALF_JA, "各層は BN、続いて ReLU、続いて 3×3 畳み込みからなる。", "各層は 3×3 畳み込み、続いて BN、続いて ReLU からなる。"),
    (HALF, "A layer's input comprises the outputs of all layers before it.", "A layer's input comprises the output of a single layer, the one before it."),
    (HALF, "Features of one layer are available to all later layers.", "Features of one layer are available only to the next layer."),
    ("# Grouped convolution\n\n{}\n", "If each group has exactly one channel, we obtain a depthwise convolution.", "If there is just one group, we obtain a depthwise convolution."),
    ("# グループ畳み込み\n\n{}\n", "各グループが1チャネルからなるとき、Depthwise 畳み込みになる。", "グループが1つだけのとき、Depthwise 畳み込みになる。"),
    (AFTER, "What a layer puts out is appended to the existing features.", "What a layer puts out is added to the existing features."),
    (AFTER_JA, "各層の計算結果は、それまでの特徴マップに連結される。", "各層の計算結果は、それまでの特徴マップに加算される。"),
    (AFTER, "Each layer passes its maps to all layers that come later.", "Each layer passes its maps to nobody but the next layer."),
    (AFTER_JA, "各層の出力は、後に続くすべての層に渡される。", "各層の出力は、すぐ後ろの層にしか渡されない。"),
    (BLOCK, "A layer can look at the output of any layer that precedes it.", "A layer can look only at the output of the layer that directly precedes it."),
    (BLOCK_JA, "各層は自分より前のどの層の出力も参照できる", "各層は自分の直前の層の出力しか参照できない"),
    (BOTH, "input to layer l | $x_{l-1}$ | $[x_0, x_1, ..., x_{l-1}]$", "input to layer l | $x_{l-1}$ | $x_{l-1}$"),
    (TRANSITION, "It reduces the channel count by a factor of two.", "It increases the channel count by a factor of two."),
    ("# Depthwise 畳み込み\n\n{}\n", "グループ数が入力チャネル数と等しいグループ畳み込みと同じである。", "グループ数が1のグループ畳み込みと同じである。"),
    (BLOCK, "BN and ReLU are applied before each convolution.", "BN and ReLU are applied after each convolution."),
    (RESNET, "In the bottleneck a 1×1 convolution reduces the channels, a 3×3 convolution follows, and a 1×1 convolution restores them.", "In the bottleneck a 3×3 convolution reduces the channels, a 1×1 convolution follows, and a 3×3 convolution restores them."),
    (RESNET_JA, "ボトルネックでは 1×1 でチャネル数を減らし、3×3 を通し、1×1 で元に戻す。", "ボトルネックでは 3×3 でチャネル数を減らし、1×1 を通し、3×3 で元に戻す。"),
    (INVERTED, "A block expands, applies a depthwise convolution and then projects.", "A block projects, applies a depthwise convolution and then expands."),
    ("# 1×1 convolution\n\n{}\n", "A 1×1 convolution acts like a dense layer shared by all pixels.", "A 3×3 convolution acts like a dense layer shared by all pixels."),
    ("# 1×1 convolution\n\n{}\n", "A pointwise convolution is equivalent to a fully connected layer at each pixel.", "A pointwise convolution is equivalent to a depthwise convolution."),
    ("# 1×1 畳み込み\n\n{}\n", "1×1 畳み込みは、各画素での全結合層と等価である。", "1×1 畳み込みは、Depthwise 畳み込みと等価である。"),
    (SEQUENCES, "training in parallel over time | no | yes", "training in parallel over time | yes | no"),
    (SEQUENCES, "学習時の時間方向の並列化 | 不可 | 可能", "学習時の時間方向の並列化 | 可能 | 不可"),
    (SEQUENCES, "生成時の並列計算 | × | ×", "生成時の並列計算 | × | ○"),
    ("# Sequence models\n\n{}\n", "An LSTM steps through time, whereas a causal convolution handles all steps in parallel during training.", "An LSTM handles all steps in parallel during training, whereas a causal convolution must handle them one after another during training."),
    ("# 確認問題\n\n問：スキップ接続を持つものを選べ。\n\n- VGG ⇒ 持たない\n- DenseNet ⇒ {}\n", "持つ。ただし足すのではなく連結する", "持つ。ResNet と同じく出力に足す"),
]  # fmt: skip

TRUE = [
    ("# Notes\n\n## Skip connections\n\nDenseNet concatenates the features of all layers.\n\n{}\n", "The usual skip connection adds the input to the output."),
    (TRANSITION, "It reduces the number of channels by half and the area by a factor of four."),
    (TRANSITION, "It reduces the number of channels and the area of the maps by a factor of two and four."),
    ("# WaveNet\n\n{}\n", "学習時の並列計算は普通の causal convolution でもできるので、WaveNet だけの利点にはならない。"),
    (INVERTED, "It expands the channels with a 1×1 convolution, filters with a depthwise 3×3 convolution, and projects back with a linear 1×1 convolution."),
    ("# ResNet\n\n{}\n", "BN and ReLU are applied after each convolution."),
    ("# 1×1 convolution\n\n{}\n", "The same dense layer is applied at all spatial positions, so a 1×1 convolution mixes channels only."),
    (SEQUENCES, "sequential generation | yes | yes"),
    ("# 確認問題\n\n(1) 層正規化は他のサンプルに依存する。\n(2) 平均プーリングは線形である。\n\n{}\n", "**答** ×, ○"),
]  # fmt: skip


@pytest.mark.parametrize(("note", "true", "false"), ORDERS, ids=[o[1] for o in ORDERS])
def test_orders_and_equalities(note, true, false):
    assert {"holds", "holds_if"} & set(_statuses(note.replace("{}", true)))
    assert "refuted" not in _statuses(note.replace("{}", true))
    assert "refuted" in _statuses(note.replace("{}", false))


@pytest.mark.parametrize(("note", "sentence"), TRUE, ids=[t[1] for t in TRUE])
def test_true_orders_are_not_refuted(note, sentence):
    assert "refuted" not in _statuses(note.replace("{}", sentence))
