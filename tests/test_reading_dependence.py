"""On what an output depends, and what changes it: each true sentence with a twin that differs in a word and is refuted."""

import pytest
from kenzan.reports.verification import verify_text

BN, LN, WAVENET, CNN = "## Batch norm", "## Layer norm", "# WaveNet", "# CNN"
TENSOR = "Everything uses one tensor `x` of shape `(N, C, H, W) = (8, 64, 32, 32)`.\n\n| layer | number of means | values per mean |\n|---|---|---|"
SPLIT = "## MobileNet\n\n- 普通の conv を depthwise 3×3 + pointwise 1×1 に分ける"
# context, sentence, its twin
PAIRS = [
    ("# Norms\n\n## The recipe\n\n1. Pick a set of axes.", "2. Standardise: `x_hat = (x - mean) / sqrt(var + eps)`", "2. Standardise: `x_hat = (x - mean) / (var + eps)`"),
    ("## Norm layers\n\n- general", "  - x̂ = (x − μ)/√(σ² + ε)", "  - x̂ = (x − μ)/(σ² + ε)"),
    ("## 正規化\n\n- Batch Normalization", r"  - $\mu_c = \dfrac{1}{NHW} \sum_{n,h,w} x_{nchw}$", r"  - $\mu_c = \dfrac{1}{CHW} \sum_{c,h,w} x_{nchw}$"),
    (BN, "- テストの時は、学習中にためた移動平均と移動分散で正規化する", "- テストの時も、その時入れたミニバッチの平均と分散で正規化する"),
    (BN, "- 推論時はバッチの統計量は使わず、学習時の移動平均を使う", "- 推論時にも、そのとき入力したバッチの統計量を使う"),
    (BN, "- eval: running averages instead of batch stats", "- eval: batch stats instead of running averages"),
    (BN, "- train: batch stats; eval: running averages", "- train: running averages; eval: batch stats"),
    ("- Batch Norm：チャネルごとに平均と分散を求める", "  - 推論時の出力は同じバッチに入れた他のサンプルによって変わらない", "  - 推論時の出力も同じバッチに入れた他のサンプルによって変わる"),
    ("## Instance norm", "- a normalized value depends only on the other values in the same feature map of the same image", "- a normalized value depends on the other images of the minibatch"),
    (BN, "- in training, an output depends on the same channel of all images in the minibatch", "- so during training a normalized value depends only on the other values in the same feature map of the same image"),
    (LN, "- 正規化に使われるのは同じサンプルの値だけ", "- 正規化に使われるのは同じチャネルの値だけ"),
    (BN, "- in training, multiplying the conv's weights by 10 leaves the output of the BN unchanged (ignoring eps)", "- multiply the conv's weights by 10 and the output of the BN stays the same, in training and at inference alike"),
    ("- Layer Normalization\n  - 全結合層 $Wx$ の直後に置いた場合", "    - $W$ 全体を定数倍しても出力は変わらない", "    - $W$ の1行だけを定数倍しても出力は変わらない"),
    (LN, "- If the incoming weights of one neuron are rescaled, the output changes.", "- If the incoming weights of one neuron are rescaled, the output does not change."),
    (LN, "各ニューロンの重みを別々の定数倍すると出力は変わる。", "各ニューロンの重みを別々に定数倍しても出力は変わらない。"),
    (BN, "- Scaling the incoming weights of a single neuron leaves the output unchanged.", "- Scaling the incoming weights of a single neuron changes the output."),
    (CNN, "- 重みの共有により、畳み込み層の出力は入力の平行移動に対して同変である。", "- 重みの共有により、畳み込み層の出力は入力の平行移動に対して不変である。"),
    (BN, "- 同じチャネルの中で NｘHｘW 全部を使って正規化", "- 1サンプルの CｘHｘW 全部を使って正規化"),
    (TENSOR, "| batch norm | 64 | 8192 |", "| batch norm | 8 | 65536 |"),
    (TENSOR, "| layer norm | 8 | 65536 |", "| layer norm | 64 | 8192 |"),
    ("`x` of shape `(N, C, H, W) = (8, 64, 32, 32)`\n\n## Batch norm", "- The mean has shape `(1, 64, 1, 1)` with keepdim.", "- The mean has shape `(8, 1, 1, 1)` with keepdim."),
    (LN, "- With `x` of shape `(B, T, D)` the reduction is over D only, so the mean has shape `(B, T)`.", "- With `x` of shape `(B, T, D)` the mean has shape `(T,)`."),
    ("## Instance norm", "- One mean per image and per channel.", "- One mean per channel."),
    (BN, "- one scale and one shift per channel", "- one scale and one shift per layer"),
    (BN, "例：[1, 2, 3, 4] の平均は 2.5、分散は 1.25。", "例：[1, 2, 3, 4] の平均は 2.5、分散は 1.5。"),
    ("## WaveNet と正規化", "- Instance Norm:T 方向に平均するので、未来のサンプルが混ざって因果性が壊れる", "- Instance Norm:T 方向に平均するが、未来のサンプルは混ざらず因果性は保たれる"),
    (WAVENET, "時刻tのサンプルの確率は、x1からxt-1までの全サンプルに条件づけられる", "時刻tのサンプルの確率は、x1からxtまでの全サンプルに条件づけられる"),
    (WAVENET, r"$p(\mathbf{x}) = \prod_{t=1}^T p(x_t \mid x_1, \dots, x_{t-1})$", r"$p(\mathbf{x}) = \prod_{t=1}^T p(x_t \mid x_1, \dots, x_{t})$"),
    (WAVENET, "Each sample x_t is conditioned on x_1, ..., x_{t-1}.", "Each sample x_t is conditioned on x_1, ..., x_{t+1}."),
    (CNN, "- 畳み込み層の出力の各要素は、カーネルの覆う局所的な範囲の入力にのみ依存する。", "- 畳み込み層の出力の各要素は、入力の全ての画素に依存する。"),
    ("- Depthwise Convolution", "  - 1つの出力チャネルは、対応する入力チャネル1枚だけから計算される", "  - 1つの出力チャネルは、すべての入力チャネルから計算される"),
    ("1. Depthwise:", "   - output channel 5 looks only at input channel 5", "   - output channel 5 looks at all input channels"),
    ("## Standard convolution", "- output channel 3 is computed from all input channels", "- output channel 3 is computed from input channel 3 only"),
    (SPLIT, "  - ch を混ぜるのは 1×1 のほうだけ", "  - ch を混ぜるのは 3×3 のほうだけ"),
]
TRUE = [
    (LN, "各ニューロンの重みを同じ定数倍しても出力は変わらない。"),
    (LN, "Rescaling the weight matrix leaves the output unchanged, but rescaling a single row does not."),
    (LN, "系列 (B, T, D) では平均は B×T 個。"),
    (BN, "系列 (B, T, D) では B と T で平均するので、平均の形は (D,)。"),
    (BN, "γ と β を学習すると、出力の分散は 1 とは限らない。"),
    (BN, "At test time, batch statistics would make the output depend on the other images, so running averages are used."),
    (BN, "Channel 1 has the values 1, 3, 9, 11 (mean 6), channel 2 the values 5, 7, 13, 15 (mean 10)."),
    (CNN, "層を重ねると、1つの出力は入力画像全体に依存するようになる。"),
    ("# WaveNet\n\n## RNN との比較", "RNN の隠れ状態 h_t は x_1,…,x_t に依存する。"),
    (BN, "- With minibatches of size 1 every hidden unit of a fully connected layer is 0."),
    (BN, "- at inference it is a fixed scale and shift, so you can fold it into the convolution before it and get the same output"),
    ("## Instance norm", "- the same as batch norm with batch size 1"),
    ("## Group norm", "グループごとに平均が1つ。"),
    (BN, "- 推論時はミニバッチの統計量の代わりに、学習中に求めた移動平均を使う"),
    (WAVENET, "The next sample x_{t+1} is predicted from x_1, ..., x_t."),
    (WAVENET, "時刻tの出力は x_1 から x_t までに依存する。"),
    (CNN, "CNN は位置のずれに対して不変性をもつと言われる。"),
]
IMPRECISE = [
    ("- BN", "  - x̂ has mean 0 / var 1"),
    (BN, "* Before scale and shift, the activations have zero mean and unit variance."),
    ("## Instance Norm", "正規化後の分散は 1"),
]


def _statuses(context: str, sentence: str) -> list[str]:
    last = context.rpartition("\n")[2]
    tight = last.startswith("|") or sentence.startswith("  ") or last[:1].isdigit()
    text = f"{context}{'' if tight else chr(10)}\n{sentence}\n"
    line = text[: text.rindex(sentence)].count("\n") + 1
    return [c.verdict.status for c in verify_text(text).claims if c.line >= line]


@pytest.mark.parametrize(("context", "sentence", "twin"), PAIRS)
def test_twins(context: str, sentence: str, twin: str) -> None:
    true = _statuses(context, sentence)
    assert {"holds", "holds_if"} & set(true)
    assert "refuted" not in true
    assert "refuted" in _statuses(context, twin)


@pytest.mark.parametrize(("context", "sentence"), TRUE)
def test_nobody_is_accused(context: str, sentence: str) -> None:
    assert "refuted" not in _statuses(context, sentence)


@pytest.mark.parametrize(("context", "sentence"), IMPRECISE)
def test_one_verdict_for_all_wordings(context: str, sentence: str) -> None:
    assert "holds_if" in _statuses(context, sentence)
