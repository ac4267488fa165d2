"""Formulas in any letters, and products in words, are read for what the words beside them say that they are."""

from __future__ import annotations

import pytest
from kenzan.reports.claims import Claim
from kenzan.reports.verification import verify_text

MAP = "普通の畳み込み。縦 $H$・横 $W$・チャネル $C$ の入力に $K \\times K$ のフィルタを $M$ 枚（ストライド1、ゼロ埋めで縦横は維持）。"
OWN = "記号は自分で決めた。マップの縦横はどちらも S、入ってくるch数は a、出ていくch数は b、フィルタの一辺は q です（ストライド1、縦横は変わらない）。\n\n（１）ふつうの畳み込み"
PROSE = "入力の縦を a、横を b、厚み（チャネルの数）を d とし、正方形の窓の一辺を r、窓の種類の数を q と記す。歩幅は一、縁には零を補って縦横を保つ。"
ARROWS = "## Cost\n\n| op | MACs | params |\n|---|---|---|\n| conv k×k, a→b | h·w·k²·a·b | k²·a·b |"
TABLED = "## sizes\n\ni = in, k = kernel, p = pad (per side), s = stride, d = dilation\n\n| thing | formula |\n|---|---|"
SIDES = "絵の１辺をＮ、窓の１辺をＦ、窓を動かす歩幅をＳ、まわりにつけるふちの幅（片側）をＰとする。"
CAUSAL = "フィルタ幅を $r$、層の数を $L$ と書く。どの層も入力・出力ともに $q$ チャネルとし、バイアスは省く。\n\n## 因果的畳み込み"
FAQ = "Input depth D, filters F x F, K of them."
LAYER = "入力 $C_{in}$ チャネル、出力 $C_{out}$ チャネル、カーネル $k \\times k$ の畳み込み層が持つ数値の個数は"
STACK = "Every layer maps q channels to q channels with filters of width r; there are L layers and no biases.\n\n## Causal convolution"
PLACED = "# 畳み込みの計算\n\n入力の高さを $h$、幅を $w$、枚数を $a$、出力の枚数を $b$、窓を $f \\times f$ とおく（はみ出し分はゼロで補い、1画素ずつずらす）。"
IMAGE = "## Convolutional layers\n\nSuppose we have a p x q image with u channels and v filters, each t x t (padding so that the size stays, stride 1)."
CLOZE = "**Q5.** 空欄を埋めよ。\n\nDepthwise Convolutionの計算量は（　あ　）、Pointwise Convolutionの計算量は（　い　）。ただし入力H×W×C, カーネルK, 出力チャネルM。"
LISTED = "### MobileNet\n\n入力 H×W×C、出力チャネル数 M、カーネル D×D、stride=1、same padding を仮定\n\n- standard convolution の計算量 ： $HWD^2CM$\n- depthwise ： $HWD^2C$"
PAPER = "## mobilenet corner\n\nnotation from the paper: D_F feature map side, D_K kernel side, M in, N out\n\n* pointwise: M\\*N\\*D_F\\*D_F"
MAPS = "## Cheap convolutions\n\nMy letters: input is `B x B x J` (J maps), kernel side is `T`, and we want `V` maps out. Stride one, zero padded so the side stays B.\n\n* plain: `B*B*T*T*J*V` mults"
DENSE = "## DenseNet\n\nブロックに入るチャネル数を a、1層が足す枚数を b とする。"

# (what stands above, a true sentence, a false one, the predicate that is refuted)
PAIRS = [
    ("## 畳み込みレイヤー\n\n入力：$H \\times W \\times C$ \\", "出力：$H \\times W \\times M$", "出力：$H \\times M$", "output_shape"),
    ("## Depthwise Convolution\n\n- input: $H \\times W \\times C$", "- output: $H \\times W \\times C$", "- output: $H \\times C$", "output_shape"),
    ("## Pointwise Convolution\n\n- input: $H \\times W \\times C$", "- kernel: $1 \\times 1 \\times C$", "- kernel: $1 \\times C$", "kernel_shape"),
    ("## 畳み込みレイヤー\n\n入力：$P \\times Q \\times C$ \\", "カーネル：$K \\times K \\times C$", "カーネル：$K \\times C$", "kernel_shape"),
    (MAP + "\n\n| 何を数えるか | 積和の回数 |\n| --- | --- |", "| 1画素ぶん、フィルタ全部 | $K^2 C M$ |", "| 1画素ぶん、フィルタ全部 | $K C M$ |", "macs"),
    (MAP + "\n\n| 何を数えるか | 積和の回数 |\n| --- | --- |", "| 画像全体 | $H W K^2 C M$ |", "| 画像全体 | $K^2 C M$ |", "macs"),
    (MAP, "1か所で全部のフィルタをかけるには $K^2 C M$ 回の掛け算がいる。", "1か所で全部のフィルタをかけるには $K^2 C$ 回の掛け算がいる。", "macs"),
    (FAQ, "Every output value still costs \\(F \\cdot F \\cdot D\\) multiplies.", "Every output value still costs \\(F \\cdot D\\) multiplies.", "macs"),
    (FAQ, "Each entry of the output takes F*F*D multiply-adds.", "Each entry of the output takes F*F*D*K multiply-adds.", "macs"),
    ("入力は C チャネル、窓は K×K とする。", "出力の値1つを出すのに掛け算は K·K·C 回。", "出力の値1つを出すのに掛け算は K·C 回。", "macs"),
    ("■　かけ算は何回？", "かけ算の回数は、出てくる点の数に、窓の面積と、入れる絵の枚数と、出す絵の枚数をかけたもの。", "かけ算の回数は、出てくる点の数に、窓の面積と、出す絵の枚数をかけたもの。", "macs"),
    ("## 畳み込み層", "積和演算の回数は出力の縦×横×フィルタの面積×入力チャネル数×フィルタの数で求まる。", "積和演算の回数は出力の縦×横×フィルタの面積×フィルタの数で求まる。", "macs"),
    ("## Convolution", "The number of multiplications is the number of output positions times the filter area times the number of input channels times the number of filters.", "The number of multiplications is the number of output positions times the filter area times the number of filters.", "macs"),
    ("## Depthwise convolution", "The cost is the number of output positions times the kernel area times the number of channels.", "The cost is the number of output positions times the kernel area times the number of input channels times the number of output channels.", "macs"),
    ("## Convolution", "The number of weights is the number of filters times the filter's volume.", "The number of weights is the number of filters times the filter's area.", "params"),
    ("## 畳み込み層", "パラメータ数＝（フィルタの縦×横×入力チャネル数＋1）×フィルタ数", "パラメータ数＝（フィルタの縦×横＋1）×フィルタ数", "params"),
    ("## Fully connected", "A dense layer has inputs times outputs weights.", "A dense layer has inputs plus outputs weights.", "params"),
    (CAUSAL, "1層の重みは $r q^2$ 個であって膨張率を含まない。", "1層の重みは $r^2 q^2$ 個であって膨張率を含まない。", "params"),
    (CAUSAL, "重みの総数はともに $L r q^2$ である。", "重みの総数はともに $L^2 r q^2$ である。", "params"),
    (STACK, "One layer has r q^2 weights, the whole stack L r q^2.", "The whole stack has L r^2 q^2 weights.", "params"),
    (LAYER, "$$\nk^2 C_{in} C_{out} + C_{out}\n$$", "$$\nk^2 C_{in} + C_{out}\n$$", "params"),
    ("## 畳み込み層", "覚える数の個数（m 枚入力、n 枚出力、窓 k×k）：k×k×m×n ＋ n", "覚える数の個数（m 枚入力、n 枚出力、窓 k×k）：k×k×m×n ＋ m", "params"),
    ("## Linear", "A layer from n to m units stores nm + m numbers.", "A layer from n to m units stores n + m numbers.", "params"),
    ("画像の一辺 a、フィルタの一辺 b（パディングなし、ストライド1）", "→ 出てくるマップの一辺は a − b + 1", "→ 出てくるマップの一辺は a − b", "output_shape"),
    ("Let the image be of side m and the filter of side q, no padding, stride one.", "The feature map has side m - q + 1.", "The feature map has side m - q.", "output_shape"),
    (SIDES, "　　出てくる絵の１辺　＝　（Ｎ－Ｆ＋２×Ｐ）÷Ｓ＋１", "　　出てくる絵の１辺　＝　（Ｎ－Ｆ＋Ｐ）÷Ｓ＋１", "output_shape"),
    (SIDES, "ふちの幅を（Ｆ－１）÷２にしておくと、絵の大きさは前と後で変わらない。", "ふちの幅を（Ｆ＋１）÷２にしておくと、絵の大きさは前と後で変わらない。", "spatial_preserved"),
    (CAUSAL, "因果的でない通常の畳み込みなら、両端に $(r-1)/2$ 個ずつ補うことで長さが保たれる。", "因果的でない通常の畳み込みなら、両端に $r-1$ 個ずつ補うことで長さが保たれる。", "spatial_preserved"),
    (OWN, "　・積和の回数 ＝ S・S・q・q・a・b", "　・積和の回数 ＝ S・S・q・a・b", "macs"),
    (OWN, "　・それを b 枚持つので重みは q・q・a・b 個（バイアスは数えない）", "　・それを b 枚持つので重みは q・q・a・a 個（バイアスは数えない）", "params"),
    (PROSE, "層全体では a·b·r²·d·q 積和を要する。", "層全体では a·b·r·d·q 積和を要する。", "macs"),
    (PROSE, "覚えておくべき重みは r²·d·q 個である。", "覚えておくべき重みは r²·d·a 個である。", "params"),
    (ARROWS, "| depthwise | h·w·k²·a | k²·a |", "| depthwise | h·w·k²·a·b | k²·a |", "macs"),
    (ARROWS, "| pointwise | h·w·a·b | a·b |", "| pointwise | h·a·b | a·b |", "macs"),
    ("i = in, k = kernel, p = pad, s = stride", "- params of a conv, a -> b: (k*k*a + 1)*b", "- params of a conv, a -> b: (k*k*a + 1)*a", "params"),
    (TABLED, "| out side | floor((i + 2p - k)/s) + 1 |", "| out side | floor((i + 2p - k)/s) + 2 |", "output_shape"),
    (TABLED, "| transposed conv | (i - 1)s + k - 2p |", "| transposed conv | (i - 1)s + k - p |", "output_shape"),
    (PAPER, "* ratio to a full conv: 1/N + 1/D_K^2", "* ratio to a full conv: 1/M + 1/D_K^2", "macs_ratio"),
    (MAPS, "* depthwise: `B*B*T*T*J`", "* depthwise: `B*B*T*J`", "macs"),
    (DENSE, "n 層を通ると a + bn 枚になる。", "n 層を通ると a + b(n-1) 枚になる。", "channels_after"),
    ("## Dense block", "With c input maps, growth g and m layers, c + g·m maps come out.", "With c input maps, growth g and m layers, c·g·m maps come out.", "channels_after"),
    ("## MobileNet", "With $q$ output channels and $r\\times r$ kernels, the cost drops to $\\frac1q + \\frac1{r^2}$ of that of a standard convolution.", "With $q$ output channels and $r\\times r$ kernels, the cost drops to $\\frac1q \\cdot \\frac1{r^2}$ of that of a standard convolution.", "macs"),
    ("## MobileNet", "普通の畳み込みの (k²+n)/(k²n) 倍（k: カーネル、n: 出力チャネル数）で済む。", "普通の畳み込みの (k²+n)/(k+n) 倍（k: カーネル、n: 出力チャネル数）で済む。", "macs_ratio"),
    (PLACED, "掛け算は全部で $hwf^2ab$ 回。", "掛け算は全部で $hwf^2a$ 回。", "macs"),
    (PLACED, "出力の1マスを決めるには $af^2$ 回の掛け算がいる。", "出力の1マスを決めるには $af$ 回の掛け算がいる。", "macs"),
    (PLACED, "学習するのは $b(af^2+1)$ 個の数である。", "学習するのは $a(bf^2+1)$ 個の数である。", "params"),
    (IMAGE, "That is pq positions, each of which needs t^2 u v multiplications.", "Per output value we need t*t*u*v multiplications.", "macs"),
    (IMAGE, "It needs to store t * t * u * v + v numbers.", "It needs to store t * t * u * v + u numbers.", "params"),
    ("## Dense layer", "With a inputs and b outputs there are ab + b parameters.", "With a inputs and b outputs there are ab + a parameters.", "params"),
    ("画像 a×a、フィルタ b×b をずらす（歩幅1、余白なし）", "(a−b+1)×(a−b+1) の地図ができる。", "(a−b)×(a−b) の地図ができる。", "output_shape"),
    ("## DenseNet", "入力が a 枚、成長率が g のとき、i 番目の層は a+(i−1)g 枚を受け取る。", "入力が a 枚、成長率が g のとき、i 番目の層は a+ig 枚を受け取る。", "channels_after"),
    (CLOZE, "い：HｘWｘCｘM", "い：HｘWｘMｘM", "macs"),
    (LISTED, "- pointwise ： $HWCM$", "- pointwise ： $HWM^2$", "macs"),
    ("## 受容野\n\n第 $\\ell$ 層のストライドを $s_\\ell$、フィルタ幅を $r$ とする。", "$$R = 1 + \\sum_{\\ell=1}^{L} (r-1) \\prod_{i=1}^{\\ell-1} s_i$$", "$$R = 1 + \\sum_{\\ell=1}^{L} (r-1) \\prod_{i=1}^{\\ell} s_i$$", "receptive_field"),
    ("", "A filter of size F with dilation R spans R(F-1)+1 pixels.", "A filter of size F with dilation R spans R·F pixels.", "receptive_field"),
]  # fmt: skip
SILENT = [
    ("## Convolution", "Let $n = HW$ be the number of pixels."),
    ("", "We write $x = a b c$ for the product."),
    ("", "The learning rate is $\\eta = \\eta_0 / (1 + kt)$."),
    ("## Notes", "In physics, the energy is m c^2."),
    ("## Im2col", "The patches matrix is HW by K^2 C."),
    ("## Attention", "Attention costs $T^2 d$ multiplications."),
    ("## RNN", "An LSTM has 4(nm + n^2 + n) weights."),
    ("## Transformers", "The feed-forward layer has 8d^2 weights."),
    ("## Batch norm", "Here m = N H W."),
]


def claims(above: str, sentence: str) -> list[Claim]:
    """The claims of a sentence under what stands above it."""
    between = "\n" if above.endswith("|") or sentence.startswith(("- ", "* ")) else "\n\n"
    text = f"{above}{between}{sentence}\n"
    first = text.rindex(sentence)
    return [c for c in verify_text(text).claims if c.line > text[:first].count("\n")]


@pytest.mark.parametrize(("above", "true", "false", "predicate"), PAIRS)
def test_a_true_formula_stands_and_its_false_twin_is_refuted(above, true, false, predicate):
    stands = {c.verdict.status for c in claims(above, true)}
    assert stands & {"holds", "holds_if"}
    assert "refuted" not in stands
    assert predicate in {c.predicate for c in claims(above, false) if c.verdict.status == "refuted"}


@pytest.mark.parametrize(("above", "sentence"), SILENT)
def test_letters_of_other_things_claim_nothing(above, sentence):
    assert claims(above, sentence) == []
