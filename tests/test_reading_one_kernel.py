"""What one kernel covers, what a pooling adds to a field, zeros of a causal layer, and the weights of depthwise and grouped ones."""

import pytest
from kenzan.reports.verification import verify_text

DILATED, CAUSAL, VGG = "## Dilated convolution\n\n", "## causal convolution\n\n左側だけに $(k-1)d$ 個のゼロを足せばよい。\n\n", "## VGG\n\n"
DEPTHWISE, GROUPED, CONV = "## Depthwise convolution\n\n入力は C チャネル、カーネルは K×K。\n\n", "## Grouped convolution\n\nCin channels are split into g groups.\n\n", "## 畳み込み\n\n"

TWINS = [
    (DILATED, "- eff. kernel = d(k−1)+1", "- eff. kernel = d(k+1)+1"),
    (DILATED, "- 実効的な幅は $d(k-1)+1$", "- 実効的な幅は $dk+1$"),
    (DILATED, "- a kernel of $k$ taps covers $k + (k-1)(d-1)$ positions", "- a kernel of $k$ taps covers $k + k(d-1)$ positions"),
    (DILATED, "- k=3, d=2 なら 5 の幅をカバーする", "- k=3, d=2 なら 6 の幅をカバーする"),
    (DILATED, "- with k = 3 and d = 2 the kernel covers 5 positions", "- with k = 3 and d = 2 the kernel covers 6 positions"),
    (VGG, "- Put a 2x2 max pool with stride 2 after two of these layers and the receptive field grows from 5x5 to 6x6",
     "- Put a 2x2 max pool with stride 2 after two of these layers and the receptive field doubles, from 5x5 to 10x10"),
    (VGG, "- 3×3 を2層重ねた後に 2×2 の最大プーリング(ストライド2)を置くと、受容野は 5×5 から 6×6 になる",
     "- 3×3 を2層重ねた後に 2×2 の最大プーリング(ストライド2)を置くと、受容野は 5×5 から 10×10 になる"),
    (CAUSAL, "- k = 3, d = 4 なら左に 8 個", "- k = 3, d = 4 なら左に 12 個"),
    (CAUSAL, "- k = 2, d = 8: 8 zeros on the left", "- k = 2, d = 8: 16 zeros on the left"),
    (CAUSAL, "- ストライド 1 なら系列長は入力と出力で変わらない", "- ストライド 2 なら系列長は入力と出力で変わらない"),
    (CONV, "- 3×3でP=1なら縦横のサイズそのまま", "- 3×3でP=0なら縦横のサイズそのまま"),
    (DEPTHWISE, "- 重みの形は (C, 1, K, K)", "- 重みの形は (C, C, K, K)"),
    (DEPTHWISE, "- フィルタ1枚は K×K×1、重みは K×K×C", "- フィルタ1枚は K×K×C"),
    (DEPTHWISE, "- in PyTorch the weight is `(C, 1, 3, 3)` for a 3x3", "- in PyTorch the weight is `(C, C, 3, 3)` for a 3x3"),
    (GROUPED, "- each filter only sees Cin/g channels", "- each filter only sees g channels"),
]  # fmt: skip
QUIET = [
    "## MobileNet\n\nMは入力チャネル数、Nは出力チャネル数。\n\n- depthwise は 1 入力チャネルにつきフィルタ 1 枚、重みは 3×3×M\n- ch を混ぜるのは 1×1 のほうだけ",
    "# DenseNet\n\n- Transition layers keep the number of channels in check",
    "# ResNet\n\n1. Order within the block: $3 \\times 3$ convolution, BN, ReLU, $3 \\times 3$ convolution, BN, then the addition and a last ReLU.",
]
QUESTION = "**問** k = 2、d = 1, 2, 4, 8 の causal conv 4 層の受容野は? (a) 15 (b) 16 (c) 31\n\n"
LISTED = (
    "1. Depthwise Convolution の計算量(出力も $H \\times W$)として正しいものはどれか。\n   - (a) $H \\times W \\times C \\times K \\times K \\times M$\n"
    "   - (b) $H \\times W \\times C \\times K \\times K$\n   - (c) $H \\times W \\times C \\times M$\n   - **解答: (b)**\n"
)
ANSWERS = [
    ("## WaveNet\n\n- 確認テスト\n", "  - （あ）結合確率を効率よく学習できる新しいConvolution → Dilated causal convolution",
     "  - （あ）結合確率を効率よく学習できる新しいConvolution → Depthwise separable convolution"),
    ("## WaveNet\n\n- 確認テスト\n", "  - （い）単純なConvolution layerと比べた利点 → パラメータ数に対する受容野が広い",
     "  - （い）単純なConvolution layerと比べた利点 → 受容野あたりのパラメータ数が多い"),
    ("# WaveNet\n\n" + QUESTION, "- 答:(b)。", "- 答:(a)。"),
    ("# WaveNet\n\n" + QUESTION + "- 答:(b)。\n", "- (c) は k = 3 のときの値", "- (c) は k = 4 のときの値"),
    (LISTED, "     - (c) は Pointwise Convolution の計算量", "     - (a) は Pointwise Convolution の計算量"),
]  # fmt: skip


def _refuted(note: str) -> list[int]:
    return [claim.line for claim in verify_text(note + "\n").claims if claim.verdict.status == "refuted"]


@pytest.mark.parametrize(("above", "right", "wrong"), [*TWINS, *ANSWERS])
def test_the_true_holds_and_its_twin_is_refuted(above, right, wrong):
    line = above.count("\n") + 1
    told = {claim.verdict.status for claim in verify_text(above + right + "\n").claims if claim.line == line}
    assert told & {"holds", "holds_if"}
    assert _refuted(above + right) == []
    assert line in _refuted(above + wrong)


@pytest.mark.parametrize("note", QUIET)
def test_true_sentences_are_not_refuted(note):
    assert _refuted(note) == []
