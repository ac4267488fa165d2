"""Structure in words: options with remarks, wiring, weights that are none, what a count does not depend on, filters' depth."""

import pytest
from kenzan.reports.verification import verify_text

OPTIONS = [
    ("holds", "## WaveNet\n- 推論を並列に計算できる　←直前に出した値が次の入力になるから無理"),
    ("refuted", "## WaveNet\n- 学習を並列に計算できる　←無理"),
    ("holds", "## WaveNet\n- 受容野あたりのパラメータが多い　←逆。間隔を空けても重みの個数は同じ"),
    ("refuted", "## WaveNet\n- 推論を並列に計算できる　←これ"),
    ("holds", "## Quiz: depthwise\n- The depthwise step mixes the channels ← wrong, each has its own filter"),
    ("refuted", "## Quiz: depthwise\n- The depthwise step never looks at other channels <- false"),
    ("none", "WaveNet の利点を選べ。\n\n- 学習を並列に計算できる ←これ\n- 推論を並列に計算できる"),
    ("holds", "(b) プーリングによりチャネル数が減る ⇒ 誤り。減るのは縦横だけ"),
    ("holds", "・ResNetは前の層すべてから直接入力を受ける　×"),
]
WIRING = [
    ("holds_if", "レスネットは入れる前の数字を足す。どの層も、すぐ手前の層の数字しか見ていない。"),
    ("none", "どの層も、すぐ手前の層の数字しか見ていない。\n\nDenseNet のほうは足さない。\n\n終わり。"),
    ("holds", "## GoogLeNet\n\nFour branches.\n\nOutputs joined along channels."),
    ("refuted", "## GoogLeNet\n枝分かれした出力を足し合わせる"),
    ("holds_if", "## GoogLeNet\n5×5 の前に 1×1 を置いて計算量を減らす"),
    ("holds", "# DenseNet\nThe brackets denote concatenation along the channel axis; nothing is summed."),
    ("holds", "# DenseNet\n足し算は一切しない"),
    ("refuted", "結局DenseNetの強みは、前の層の特徴を足し合わせて再利用するところにあると思う。"),
    ("refuted", "## ResNet\npre-act ResNet: Conv→BN→ReLUの順"),
    ("holds", "## ResNet\npre-act ResNet: BN→ReLU→Convの順"),
    ("refuted", "# WaveNet\nゲートでは tanh 側とシグモイド側を足し合わせる"),
    ("refuted", "AlexNet は全部で8層。4つの畳み込み層と4つの全結合層。"),
    ("refuted", "# DenseNet\nk0=64、k=32、6層なら 64+32*6=256 チャネル。3層目の入力は 64+32*3=160。"),
    ("holds", "# DenseNet\nk0=64、k=32、6層なら 64+32*6=256 チャネル。3層目の入力は 64+32*2=128。"),
]
WEIGHTS = [
    ("holds", "プーリングには学習する数値がなく、ただ最大値を選ぶ。"),
    ("refuted", "プーリングの方にもパラメータがある。"),
    ("holds", "**Q10. What does pooling learn?**\n\nNothing: there are zero parameters in it."),
    ("holds_if", "## ResNet\n近道の分のパラメータは増えない"),
    ("holds", "## ResNet\n恒等写像のショートカットにはパラメータがない"),
    ("holds", "## 畳み込み層\nH も W もパラメータ数の式に出てこない"),
    ("refuted", "## 畳み込み層\n計算量は画像の大きさによらない"),
    ("holds", "## 畳み込み層\n計算量は画像の大きさに比例する"),
    ("refuted", "## Convolutional layer\nParameters grow with the image size."),
    ("refuted", "## 計算量\n5x5 1枚は 3x3 2枚より軽い"),
]
SEEN = [
    ("none", "## 因果的畳み込み\n時間軸まで含めて平均をとる正規化を挟むと、過去の出力が未来の入力に依存してしまう。"),
    ("none", "## WaveNet\nIf you normalise over time, the output depends on future samples."),
    ("holds", "## 因果的畳み込み\n$x_{t+1}$ 以降は現れない。"),
    ("refuted", "## 因果的畳み込み\n$x_{t+1}$ 以降も使う。"),
    ("holds", "## 最大プーリング\nチャンネルごとに独立に計算するからチャンネル数は変わらない。"),
    ("holds", "## Depthwise\nR 面の出力を見ても G 面・B 面の情報は一切入っていない"),
    ("refuted", "## Depthwise\n赤の出力には緑の情報も混ざる"),
    ("holds", "## 因果的畳み込み\n両側に補ってから右側を捨てる書き方もよく見る。結果は同じである。"),
    ("refuted", "## 因果的畳み込み\n両側パディングして左側を捨てても同じ結果になる"),
    ("refuted", "any standard convolution can be rewritten exactly as one depthwise and one pointwise layer"),
    ("holds", "## 1x1 conv\n全結合層を画素ごとに適用しているのと同じです。"),
    ("holds", "A filter always runs through the full depth of its input."),
    ("refuted", "on an RGB image a 5x5 filter is really a 5x5x1 block of weights"),
    ("refuted", "## Depthwise\nA depthwise filter has the shape D_K x D_K x M."),
    ("holds", "## WaveNet\nT 点の生成には T 回の順伝播が必要"),
    ("refuted", "## WaveNet\n学習でも1サンプルずつ待たないといけない"),
    ("refuted", "# 受容野\n(a) 膨張なし。深さに対して指数的に伸びる。"),
    ("holds", "# Receptive field\nthe plain stack gets longer linearly with depth whereas the doubling one grows exponentially"),
]  # fmt: skip


def statuses(text):
    """The statuses of the claims on the last line."""
    line = text.count("\n") + 1
    return [c.verdict.status for c in verify_text(text + "\n").claims if c.line == line]


@pytest.mark.parametrize(("status", "text"), OPTIONS + WIRING + WEIGHTS + SEEN)
def test_what_is_said_of_structure_is_decided(status, text):
    found = statuses(text)
    if status != "none":
        assert status in found
    assert status == "refuted" or "refuted" not in found
