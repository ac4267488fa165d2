"""What things are called, where they come from, what training shows: true sentences and twins that differ in one word."""

import tomllib

import pytest
from kenzan.properties.statement import parse
from kenzan.properties.verdict import decide
from kenzan.reports.verification import verify_text

DENSE, RESNET, BOTH = "## DenseNet\n\n", "## ResNet\n\n", "## ResNet と DenseNet の違い\n\nResNet はスキップ接続をもつ。DenseNet は密に結合する。\n\n"
CONV, WAVENET, PIXEL, NORM = "## 畳み込み\n\n", "## WaveNet\n\n", "## PixelCNN\n\n", "## Batch Normalization\n\n"

# heading, sentence, what some claim of the sentence must be, or "silent"
CLAIMS = [
    (CONV, "ストライドとは、フィルタを動かす間隔のことである。", "holds"),
    (CONV, "Stride is the number of zeros added around the border.", "refuted"),
    (CONV, "フィルタを適用する位置の間隔をストライドという。", "holds"),
    (CONV, "受容野とは、フィルタの枚数のことである。", "refuted"),
    (CONV, "受容野は層数に比例してしか伸びない。", "unaccused"),
    (CONV, "フィルタは画像上のどの位置でも同じ重みを使う。", "holds"),
    (CONV, "フィルタは画像上の位置ごとに違う重みを使う。", "refuted"),
    (DENSE, "各層が出力する特徴マップの枚数 k を成長率という。", "holds"),
    (DENSE, "層の数 k を成長率という。", "refuted"),
    (DENSE, "The growth rate k is the number of feature maps each layer adds.", "holds"),
    (DENSE, "The growth rate k is the number of layers in a block.", "refuted"),
    (WAVENET, "PixelCNN を音声に持ってきたもの", "holds"),
    (WAVENET, "WaveNet は DenseNet をもとにしたモデル", "refuted"),
    (WAVENET, "f(x) = sign(x) ln(1+μ|x|)/ln(1+μ)", "holds"),
    (WAVENET, "f(x) = sign(x) ln(1+μ|x|)/ln(μ)", "refuted"),
    (WAVENET, "音声は μ-law 圧縮で 256 段階に量子化される。", "holds"),
    (WAVENET, "音声は μ-law 圧縮で 128 段階に量子化される。", "refuted"),
    (WAVENET, "各層の skip 出力を足し合わせて出力層に渡す。", "holds"),
    (WAVENET, "各層の skip 出力を連結して出力層に渡す。", "refuted"),
    (WAVENET, "出力側は ReLU → 1×1 → ReLU → 1×1 → softmax", "holds"),
    (WAVENET, "出力側は 1×1 → ReLU → 1×1 → ReLU → softmax", "refuted"),
    (PIXEL, "Mask A hides the current pixel itself, mask B lets it through.", "holds"),
    (PIXEL, "Mask B hides the current pixel itself, mask A lets it through.", "refuted"),
    (PIXEL, "マスク A は最初の層だけで使う。", "holds"),
    (PIXEL, "All layers of the network use mask A.", "refuted"),
    (PIXEL, "画素は左上から右下へ、1 つずつ生成される。", "holds"),
    (PIXEL, "右下から左上へ順に生成する。", "refuted"),
    (BOTH, "前者は足し算、後者は連結で特徴を統合する。", "holds"),
    (BOTH, "前者は連結、後者は足し算で特徴を統合する。", "refuted"),
    (DENSE, "足すのは ResNet。こちらはチャネル方向に並べる。", "holds"),
    (DENSE, "並べるのは ResNet。こちらは足す。", "refuted"),
    (DENSE, "DenseNet replaces the sum by a concatenation.", "holds"),
    (DENSE, "DenseNet replaces the concatenation by a sum.", "refuted"),
    (DENSE, "ある層の入力には、それより前にある層の出力がひとつ残らず使われる。", "holds"),
    (DENSE, "4層目は、3層目の出力だけを受け取る。", "refuted"),
    (DENSE, "成長率が 12 なら、1 層進むごとに 12 チャネル増える。", "holds"),
    (DENSE, "成長率が 12 なら、1 層進むごとに 24 チャネル増える。", "refuted"),
    (DENSE, "チャネル数は層が進むごとに指数的に増える。", "refuted"),
    (DENSE, "k0=64, k=32, L=6: 256", "holds"),
    (RESNET, "チャネル数が変わるときは、ショートカット側に 1×1 の畳み込みを入れる。", "holds"),
    (RESNET, "チャネル数が変わるときは、ショートカット側に 3×3 の畳み込みを入れる。", "refuted"),
    (RESNET, "元の論文の残差ブロックは Conv → BN → ReLU → Conv → BN の順である。", "holds"),
    (RESNET, "元の論文の残差ブロックは BN → ReLU → Conv の順である。", "refuted"),
    ("## Networks\n\n", "AlexNet は畳み込み層 5 層と全結合層 3 層からなる。", "holds"),
    ("## Networks\n\n", "AlexNet は畳み込み層 6 層と全結合層 2 層からなる。", "refuted"),
    (NORM, "バッチが小さいと学習がうまく進まない。", "empirical"),
    (NORM, "手元の実験では BN ありで 93.1%、なしで 90.4% だった。", "empirical"),
    (RESNET, "Networks of this kind reach a lower training error than plain networks of the same depth.", "empirical"),
    ("## 実験\n\n", "テスト精度は 3 エポックで 71% くらい。", "empirical"),
    ("## 実験\n\n", "学習率は 0.1、エポック数は 100 とした。", "silent"),
    ("## 実験\n\n", "精度を表1にまとめる。", "silent"),
    ("## True or false?\n\n", "1. A 1x1 convolution cannot change the number of channels. **F**", "unaccused"),
]


@pytest.mark.parametrize(("above", "sentence", "wanted"), CLAIMS)
def test_the_value_is_the_sentences_own(above, sentence, wanted):
    line = above.count("\n") + 1
    found = [c.verdict.status for c in verify_text(above + sentence + "\n").claims if c.line >= line]
    if wanted in ("silent", "unaccused"):
        assert found == [] if wanted == "silent" else "refuted" not in found
    else:
        assert wanted in found
        assert wanted == "refuted" or "refuted" not in found


def concepts():
    from importlib import resources

    text = resources.files("kenzan.reports").joinpath("lexicon", "definitions.toml").read_text("utf-8")
    for concept in tomllib.loads(text)["concept"]:
        for kind, status in (("right", "holds"), ("wrong", "refuted")):
            yield from ((f"definition({concept['subject']}) == {value}", status) for value in concept.get(kind, ()))


@pytest.mark.parametrize(("line", "status"), concepts())
def test_the_lexicons_definitions_are_those_of_the_fact_table(line, status):
    assert decide(parse(line)).status == status
