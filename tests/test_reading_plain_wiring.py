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
