"""Japanese notes as memos, slides and answers of questions write them: a true line, and its twin with one fact changed."""

import pytest
from kenzan.reports.verification import verify_text

# what stands above, true, its twin, what stands below
NOUNS = [
    ("## 正規化\n- ", "Group Norm：バッチサイズに非依存、検出でも使用", "Batch Norm：バッチサイズに非依存、検出でも使用", ""),
    ("## 正規化\n- ", "Instance Norm：スタイル変換向け。Layer Norm と同様、バッチサイズの影響なし", "Instance Norm：スタイル変換向け。Batch Norm と同様、バッチサイズの影響あり", ""),
    ("## 正規化\n- ", "Layer Norm：バッチサイズ非依存", "Layer Norm：バッチサイズ依存", ""),
    ("### Pointwise Convolution\n- ", "周囲の画素は不参照", "周囲の画素も参照", ""),
    ("### Depthwise Convolution\n- ", "他のチャネルは不参照", "他のチャネルも参照", ""),
    ("## WaveNet\n- ", "因果的畳み込み：未来の入力は未使用", "因果的畳み込み：未来の入力も使用", ""),
    ("## 音声生成\n1次元畳み込みを積む。\n- ", "Causal：t より後の入力は不使用", "Causal：t より後の入力も使用", ""),
    ("## WaveNet\n- ", "出力は現時刻以前の入力だけに依存", "出力は現時刻以降の入力だけに依存", ""),
    ("## WaveNet\n- カーネル幅2、dilation 1,2,4 の3層で受容野 8\n- ", "同じく dilation 256 まで9層なら受容野 512", "同じく dilation 256 まで9層なら受容野 511", ""),
]
FORMULAS = [
    ("# 畳み込み層\n\nバイアスを除いたパラメータ数は次のとおりです。\n\n$$\n", "\\text{パラメータ数} = K^2 \\times C_{in} \\times C_{out}", "\\text{パラメータ数} = K \\times C_{in} \\times C_{out}", "\n$$"),
    ("### Pointwise 畳み込み\n\n", "$\\text{演算量} = H \\times W \\times C \\times M$", "$\\text{演算量} = H \\times W \\times K \\times K \\times C$", ""),
    ("## 分離型畳み込み\n\nストライド1、same パディングでは次のようになる。\n\n", "$$\\text{合計の計算量} = HWC(K^2 + M)$$", "$$\\text{合計の計算量} = HWC(K + M)$$", ""),
    ("## 畳み込み\nパディング P（片側）\n- ", "出力の高さ：(H + 2P - K) / S + 1、小数点以下切り捨て", "出力の高さ：(H + 2P - K) / S、小数点以下切り捨て", ""),
    ("## 畳み込み\n- ", "出力幅は (W − K + 2P)/S の整数部分に1を足したもの", "出力幅は (W − K + 2P)/S の整数部分から1を引いたもの", ""),
    ("## 畳み込み\n", "$O = (I + 2P - K)/S + 1$ です。割り切れない場合は切り捨てます。", "$O = (I + 2P - K)/S - 1$ です。割り切れない場合は切り捨てます。", ""),
]
CHANGES = [
    ("## 畳み込み層の計算量\n\n", "縦横のストライドをともに3にすると、計算量はおよそ9分の1になります。", "縦横のストライドをともに3にすると、計算量はおよそ3分の1になります。", ""),
    ("### 畳み込み層\n- ", "ストライドを縦横とも2にすれば、計算量は4分の1", "ストライドを縦横とも2にすれば、計算量は2分の1", ""),
]
CHOSEN = [
    ("**問** $12 \\times 12$ の特徴マップに、カーネル $4 \\times 4$、ストライド2、パディング1の転置畳み込みを適用します。出力の大きさはどれですか。\n\n- (ア) $22 \\times 22$\n- (イ) $24 \\times 24$\n- (ウ) $26 \\times 26$\n\n", "**答** (イ)。", "**答** (ウ)。", ""),
    ("Q. カーネルサイズ2、拡張率 1, 2, 4 の因果的畳み込みを3層重ねた。受容野はいくつか。\n\n- ア. 7\n- イ. 8\n- ウ. 15\n\n", "A. イ", "A. ア", ""),
]
MADE = [
    ("# MobileNet\n\n14×14×96の入力に3×3の畳み込みをかけ、14×14×160の出力を得る場合を考える。\n\n| 層 | 積和演算回数 |\n|---|---|\n", "| 通常の畳み込み | 27,095,040 |", "| 通常の畳み込み | 27,059,040 |", ""),
    ("# MobileNet\n\n14×14×96の入力から14×14×160の出力を3×3の畳み込みで得る。バイアスは数えない。\n\n| 層 | パラメータ数 |\n|---|---|\n", "| Pointwise | 15,360 |", "| Pointwise | 15,630 |", ""),
]
OTHERS = [
    ("## Depthwise 畳み込み\n", "チャネル数を3倍に増やすと、パラメータ数は3倍になる。", "チャネル数を3倍に増やすと、パラメータ数は9倍になる。", ""),
    ("## 畳み込み\n", "チャネル数を2倍にすると、計算量は4倍になる。", "チャネル数を2倍にすると、計算量は8倍になる。", ""),
    ("## ResNet と DenseNet の違い\n| 手法 | つなぎ方 |\n|---|---|\n| ResNet | 加算 |\n", "| DenseNet | 連結 |", "| DenseNet | 加算 |", ""),
    ("# 比べる\n| | フィルタ1枚 | 枚数 |\n|---|---|---|\n", "| Depthwise | K×K×1 | C |", "| Depthwise | K×K×C | C |", "\n| Pointwise | 1×1×C | M |"),
    ("# DenseNet\n- ", "Transition Layer の2×2平均プーリング（ストライド2）で、縦横は半減", "Transition Layer の2×2平均プーリング（ストライド2）で、縦横は4分の1になる", ""),
    ("## 正規化\n- ", "Batch Norm：推論時はバッチに非依存、学習時は依存", "Batch Norm：学習時はバッチに非依存、推論時は依存", ""),
]


@pytest.mark.parametrize(("above", "true", "twin", "below"), NOUNS + FORMULAS + CHANGES + CHOSEN + MADE + OTHERS)
def test_a_line_and_its_twin(above: str, true: str, twin: str, below: str) -> None:
    claims = verify_text(f"{above}{true}{below}\n").claims
    line = above.count("\n") + 1
    assert [c.reading for c in claims if c.verdict.status == "refuted"] == []
    assert any(c.line == line and c.verdict.status in ("holds", "holds_if") for c in claims)
    told = [c.verdict.status for c in verify_text(f"{above}{twin}{below}\n").claims if c.line == line]
    assert "refuted" in told


# what is easily taken for something else
TRUE = [
    "## 正規化\n- Layer Normの計算はバッチサイズに左右されない。\n\n## WaveNet\n音声を生成する。\n",
    "## WaveNet\n- dilation は層ごとに 1, 2, 4, 8, …\n",
    "## 畳み込み\n$(H + 2P - K)/S + 1$ の切り捨てを忘れると、出力サイズが整数にならないことがある。\n",
    "## MobileNet\n32チャネルの28×28の特徴マップを入力し、64チャネルの28×28の特徴マップを出力する1×1畳み込みのパラメータ数は 2,048 個（バイアスなし）。\n",
]
TRUE += [
    "## WaveNet\n- Causal：未来を見ない\n- Non-causal：未来も参照\n",
    "# MobileNet\n\n出力チャネル数だけを2倍にすると、通常の畳み込みの計算量は2倍になる。\n",
    "# ストライド\n\n縦だけストライドを2にすると、計算量は半分になる。\n1次元の畳み込みではストライドを2にすると計算量は半分になる。\n",
    "問. 次のうち、バッチサイズに非依存でないものはどれか。\n\n- (ア) Layer Norm\n- (イ) Batch Norm\n\n解答：(イ)\n",
    "# 転置畳み込み\n7×7 の入力にカーネル3、ストライド2、パディング1、output_padding 1 の転置畳み込みをかけると 14×14 になる。\n",
    "# ResNet-50\nボトルネックでは1×1で512チャネルを128に減らし、3×3のあと1×1で512に戻す。\n",
    "# プーリング\n\nceil_mode では、出力の幅は $(W - K)/S + 1$ を切り上げた値になる。\n",
]


@pytest.mark.parametrize("note", TRUE)
def test_true_neighbours(note: str) -> None:
    assert [c.reading for c in verify_text(note).claims if c.verdict.status == "refuted"] == []


# a number that only another layer comes to: (above, line)
OF_OTHERS = [
    ("# MobileNet\n14×14×96の入力に3×3の畳み込みをかけ、14×14×160の出力を得る。\n\n", "通常の畳み込みの計算量は 3,010,560 回"),
    ("# WaveNet\n", "dilation なしで8層（カーネル幅2）積むと、受容野は256サンプルになる。"),
    ("# 全結合層\n", "2048 ユニットから 100 ユニットへの全結合層のパラメータ数は、バイアス込みで 204,800 個である。"),
]


@pytest.mark.parametrize(("above", "line"), OF_OTHERS)
def test_a_number_of_another_layer_does_not_hold(above: str, line: str) -> None:
    claims = verify_text(f"{above}{line}\n").claims
    assert not [c.reading for c in claims if c.line == above.count("\n") + 1 and c.verdict.status == "holds"]


def test_a_list_that_goes_on_is_a_schedule() -> None:
    [claim] = [c for c in verify_text(TRUE[1]).claims if c.predicate == "dilation_schedule"]
    assert claim.verdict.status == "holds"
