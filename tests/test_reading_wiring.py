"""Sentences on wiring by many hands: each true one with a twin that differs in one word or sign and must be refuted."""

import time

import pytest
from kenzan.reports.verification import verify_text

DENSE, RESNET = "## DenseNet\n\n", "## ResNet\n\n"
BLOCK = "# DenseNet\n\n## Dense Block\n\n"
TRANSITION = "## Transition Layer\n\n"
TABLE = "## Comparison\n\n| | ResNet | DenseNet |\n|---|---|---|\n"

# heading, sentence, predicate, status
CLAIMS = [
    (DENSE, "前の層の特徴マップを次の層の入力へ concat する", "combine", "holds"),
    (DENSE, "前の層の特徴マップを次の層の入力へ加算する", "combine", "refuted"),
    (DENSE, "それまでの層の出力の和をとって次の層に入力する。", "combine", "refuted"),
    (DENSE, "足すのではなく、結合する点がポイント", "combine", "holds"),
    (DENSE, "結合するのではなく、足す点がポイント", "combine", "refuted"),
    (DENSE, "ResNetが加算するのに対し、DenseNetは連結する。", "combine", "holds"),
    (DENSE, "ResNetが連結するのに対し、DenseNetは加算する。", "combine", "refuted"),
    (DENSE, "ResNetとの違いは、足し算ではなく連結で特徴マップをまとめるところ。", "combine", "holds"),
    (DENSE, "ResNetとの違いは、連結ではなく足し算で特徴マップをまとめるところ。", "combine", "refuted"),
    (DENSE, "スキップ接続は結合で行う", "combine", "holds"),
    (DENSE, "スキップ接続は加算で行う", "combine", "refuted"),
    (DENSE, "出力は全ての層の特徴マップの合計になります。", "combine", "refuted"),
    (DENSE, "Instead of adding, the layer outputs get concatenated.", "combine", "holds"),
    (DENSE, "Instead of concatenating, the layer outputs get added.", "combine", "refuted"),
    (DENSE, "Unlike ResNets, which sum features, DenseNets join them by concatenation.", "combine", "holds"),
    (DENSE, "The input to layer l is the sum of all preceding feature maps.", "combine", "refuted"),
    (RESNET, "ショートカットの x を F(x) に加える", "combine", "holds"),
    (RESNET, "ショートカットの x を F(x) に concat する", "combine", "refuted"),
    (RESNET, "The shortcut is concatenated with the output of the stacked layers.", "combine", "refuted"),
    (TABLE, "| つなぎ方 | 加算 | 連結 |", "combine", "holds"),
    (TABLE, "| つなぎ方 | 加算 | 加算 |", "combine", "refuted"),
    ("## 通常の畳み込み\n\n", "入力チャネルごとの畳み込み結果を足し合わせて1枚の出力とする。", "combine", "holds"),
    ("## 通常の畳み込み\n\n", "入力チャネルごとの畳み込み結果を連結して1枚の出力とする。", "combine", "refuted"),
    ("## WaveNet\n\n", "The skip outputs of all layers are summed.", "combine", "holds"),
    ("## WaveNet\n\n", "The skip outputs of all layers are concatenated.", "combine", "refuted"),
    (BLOCK, "各層は、それより前の全ての層の出力を入力として受け取る", "feeds", "holds"),
    (BLOCK, "各層は、直前の層の出力だけを入力として受け取る", "feeds", "refuted"),
    (BLOCK, "直前の層だけでなく、それ以前のすべての層の出力を使う。", "feeds", "holds"),
    (BLOCK, "ある層の出力は、次の層にだけ渡される", "feeds", "refuted"),
    (BLOCK, "Every layer is connected directly to all subsequent layers.", "feeds", "holds"),
    (BLOCK, "Every layer is connected only to the next layer.", "feeds", "refuted"),
    (RESNET, "各ブロックが受け取るのは直前のブロックの出力のみ。", "feeds", "holds"),
    (BLOCK, "各層は BN → ReLU → 3×3 Conv の順", "composition", "holds"),
    (BLOCK, "各層は Conv → BN → ReLU の順", "composition", "refuted"),
    (BLOCK, "BNとReLUのあとに3×3の畳み込みを行う", "composition", "holds"),
    (BLOCK, "3×3の畳み込みのあとにBNとReLUを行う", "composition", "refuted"),
    (BLOCK, "Batch normalisation comes before the convolution.", "composition", "holds"),
    (BLOCK, "Batch normalisation comes after the convolution.", "composition", "refuted"),
    (TRANSITION, "2×2の平均プーリングと1×1の畳み込みからなる。", "composition", "holds"),
    (TRANSITION, "1×1の畳み込みと2×2の最大プーリングからなる。", "composition", "refuted"),
    (TRANSITION, "3×3の畳み込みと2×2の平均プーリングからなる。", "composition", "refuted"),
    ("## MobileNet\n\n", "depthwise畳み込みの後にpointwise畳み込みを行う", "composition", "holds"),
    ("## MobileNet\n\n", "pointwise畳み込みの後にdepthwise畳み込みを行う", "composition", "refuted"),
    (BLOCK, "入力が k0 チャネルなら、L 層を通したあとのチャネル数は k0 + kL", "channels_after", "holds"),
    (BLOCK, "入力が k0 チャネルなら、L 層を通したあとのチャネル数は k0 + k(L-1)", "channels_after", "refuted"),
    (BLOCK, "Layer l has k0 + k(l-1) input channels.", "channels_after", "holds"),
    (BLOCK, "Layer l has k0 + kl input channels.", "channels_after", "refuted"),
    (BLOCK, "1層ごとにチャネルが k 枚増える", "channels_after", "holds"),
    (BLOCK, "1層ごとにチャネルが 2k 枚増える", "channels_after", "refuted"),
    (BLOCK, "1層ごとにチャネルが k 倍になる", "channels_after", "refuted"),
    (BLOCK, "入力のチャネル数が n×k のとき、出力は (n+1)×k になる", "channels_after", "holds"),
    (BLOCK, "入力のチャネル数が n×k のとき、出力は (n+2)×k になる", "channels_after", "refuted"),
    (BLOCK, "成長率32で6層、入力64チャネルなら出力は 256 チャネル", "channels_after", "holds"),
    (BLOCK, "成長率32で6層、入力64チャネルなら出力は 224 チャネル", "channels_after", "refuted"),
    (BLOCK, "チャネル: k0 → k0+k → k0+2k → …", "channels_after", "holds"),
    (BLOCK, "チャネル: k0 → k0+k → k0+3k → …", "channels_after", "refuted"),
    (BLOCK, "The 1x1 bottleneck produces 4k feature maps.", "channels_after", "holds"),
    (BLOCK, "The 1x1 bottleneck produces 2k feature maps.", "channels_after", "refuted"),
    (TRANSITION, "θ = 0.5 なら 512 チャネルは 256 チャネルになる", "channels_after", "holds"),
    (TRANSITION, "θ = 0.5 なら 512 チャネルは 128 チャネルになる", "channels_after", "refuted"),
    (BLOCK, "L層のブロックには L(L+1)/2 本の結合がある", "structure_count", "holds"),
    (BLOCK, "L層のブロックには L(L-1)/2 本の結合がある", "structure_count", "refuted"),
    (BLOCK, "5層のブロックでは接続は10本", "structure_count", "refuted"),
    ("## Models\n\n", "VGG16 は畳み込み層13層と全結合層3層からなる。", "structure_count", "holds"),
    ("## Models\n\n", "VGG16 は畳み込み層12層と全結合層4層からなる。", "structure_count", "refuted"),
    (BLOCK, "成長率kを大きくするとパラメータ数が増える", "monotone", "holds"),
    (BLOCK, "成長率kを大きくするとパラメータ数が減る", "monotone", "refuted"),
    (BLOCK, "The larger k is, the smaller the network.", "monotone", "refuted"),
    (BLOCK, "Increasing the growth rate leaves the number of parameters unchanged.", "monotone", "refuted"),
]  # fmt: skip

# What must not be refuted: other things are added, other networks spoken of, things only supposed.
HARMLESS = [
    (DENSE, "DenseBlockに層を1つ足すと、パラメータが増える可能性がある"),
    (DENSE, "DenseNetに注意機構を加えるモデルもある。"),
    (DENSE, "特徴マップを足し合わせる方法も考えられる。"),
    (DENSE, "もし足し算にするとチャネル数は増えない。"),
    (DENSE, "前の層の出力を加算（ResNet）ではなく結合（concat）で渡す"),
    (DENSE, "各層のパラメータ数を合計すると約 8M になる。"),
    (DENSE, "それに加えて、学習も速い。"),
    (DENSE, "Every layer adds k channels to the stack."),
    (DENSE, "Batch norm layers are added before each convolution."),
    (DENSE, "In addition, DenseNet was presented at CVPR 2017."),
    (DENSE, "一般的なCNNでは直前の層の出力だけが次の層の入力になる。"),
    (DENSE, "In a plain network a layer sees only the output of the previous layer."),
    (DENSE, "従来のCNNではL層にL本の結合しかない。"),
    (DENSE, "The usual order in most networks is conv, BN, ReLU."),
    ("## MobileNet\n\n", "In Xception the pointwise convolution comes before the depthwise one."),
    (RESNET, "DenseNet では加算の代わりに連結が使われる。"),
]


def _read(heading: str, sentence: str) -> list[tuple[str, str]]:
    text = heading + sentence + "\n"
    return [(c.predicate, c.verdict.status) for c in verify_text(text).claims if c.line == text.count("\n")]


@pytest.mark.parametrize(("heading", "sentence", "predicate", "status"), CLAIMS, ids=[c[1] for c in CLAIMS])
def test_claims(heading, sentence, predicate, status):
    found = _read(heading, sentence)
    assert (predicate, status) in found
    assert status == "refuted" or "refuted" not in [s for _, s in found]


@pytest.mark.parametrize(("heading", "sentence"), HARMLESS, ids=[h[1] for h in HARMLESS])
def test_nothing_true_is_refuted(heading, sentence):
    assert "refuted" not in [status for _, status in _read(heading, sentence)]


@pytest.mark.parametrize("piece", ["前の層の出力を足して", "BN → ReLU → ", "k0 + k(l-1) ", "each layer adds k ", "x_0, x_1, ..., "])
def test_long_sentences_take_time_in_proportion(piece):
    started = time.perf_counter()
    _read(DENSE, piece * 300)
    assert time.perf_counter() - started < 8
