"""Normalisations in a note's own letters, by rows and in few words, and what outputs see: a right value and a wrong one each."""

import pytest
from kenzan.reports.verification import verify_text

FAMILY = "# 6.4 Norms\n\nThe index $b$ runs over the $B$ examples of a minibatch, $d$ over $D$ channels, and $(p,q)$ over a grid of $P$ rows and $Q$ columns.\n\n"
OWN = "### Batch normalisation\n\nLet $m_d$ and $v_d$ be the mean and the (biased) variance. The normalised activation is\n\n"
TABLE = "# Normalisation\n\n| method | axes |\n|---|---|\n| Batch norm | N, H, W |\n| Layer norm | C, H, W |\n\n"
MEANS = "# Norms\n\nThe table lists how many means have to be computed for $B = 16$, $D = 64$.\n\n| Layer | Means computed |\n|---|---|\n| batch | 64 |\n| layer | 16 |\n| instance | 1024 |\n"
VARIANCE = "# バッチ正規化\n\n$$\\sigma^2 = \\frac{{1}}{{m}}\\sum_{{i=1}}^m (x_i - \\mu){}$$"

PAIRS = [  # a text, a value of it that is right, one that is wrong
    ("# Norms\n\n- {}: per img, batch irrelevant", "LN", "BN"),
    ("# 正規化\n\n- {}:画像1枚ごと、バッチ関係なし", "LN", "BN"),
    ("# Norms\n\n- {}: per img and ch; batch doesn't matter", "IN", "BN"),
    (FAMILY + "## Group normalisation\n\nThe extremes are familiar: for $G = 1$ one recovers {} normalisation.", "layer", "instance"),
    (FAMILY + "## Group normalisation\n\nThe extremes are familiar: for $G = D$ one recovers {} normalisation.", "instance", "layer"),
    ("# Group normalisation\n\nWith $G = C$ we are back at the {} version.", "instance", "layer"),
    ("# Group normalisation\n\nEach group of an image is normalised; a mean is taken over ${}$ entries.", "C H W / G", "G \\cdot H \\cdot W"),
    (MEANS + "| group, $G = 8$ | {} |", "128", "512"),
    (OWN + "$$\\tilde a_{{b,d,p,q}} = \\frac{{a_{{b,d,p,q}} - m_d}}{{{}}},$$", "\\sqrt{v_d + \\varepsilon}", "v_d + \\varepsilon"),
    ("# Batch norm\n\n平均を $m$、分散を $v$ とすると、出力は $y = g \\cdot \\frac{{x - m}}{{{}}} + b$。スケール $g$ とシフト $b$ は学習する。", "\\sqrt{v+\\epsilon}", "v+\\epsilon"),
    ("# Batch norm\n\nAt inference it is an affine map, so fold it into the convolution in front of it:\n\n    w' = gamma * w / sqrt(var + eps)\n    b' = beta + gamma * (b {} mean) / sqrt(var + eps)", "-", "+"),
    (OWN + "\n\nBatch normalisation may be absorbed by the convolution in front of it, with a learned scale $g_d$ and a learned shift $h_d$. If $W_d$ and $c_d$ are the filter and the bias, then\n\n$$c_d' = h_d + \\frac{{g_d\\,(c_d {} m_d)}}{{\\sqrt{{v_d+\\varepsilon}}}}.$$", "-", "+"),
    (VARIANCE, "^2", ""),
    ("# Group norm\n\n* With 32 channels and 8 groups {} channels share a mean.", "four", "eight"),
    ("### 正規化\n\nInstance Norm では、RGB画像が20枚あれば、平均と分散の組は60組できる。\n\nLayer Norm はさらに粗い。同じ20枚の例なら{}組。", "20", "60"),
    ("# 正規化\n\n{} は1枚のサンプルだけを見る。縦・横・チャネルのすべての画素がひとかたまりである。", "Layer Norm", "Instance Norm"),
    ("# 正規化の式\n\nチャネル $c$ を固定し、{}にわたる平均を $\\mu_c$ とする。バッチ正規化は $\\hat{{x}} = \\frac{{x - \\mu_c}}{{\\sqrt{{\\sigma_c^2 + \\epsilon}}}}$ である。", "ミニバッチと空間の両方", "空間だけ"),
    (TABLE + "Only the method in the {} row depends on the other images of the batch.", "first", "second"),
    ("# 4. 正規化\n\nバッチの大きさに左右されるのは表の1行目だけ。\n\n| 手法 | 備考 |\n|---|---|\n| {} | よく使う |\n| Group Norm | 検出 |", "Batch Norm", "Layer Norm"),
    ("# Norms\n\n* Group norm splits the channels {} into groups.", "of a sample", "across the whole batch"),
    ("# Grouped convolution\n\nWith $g$ groups an output channel sees only the inputs of {}.", "its own group", "the other groups"),
    ("# グループ畳み込み\n\n各出力チャネルは{}見る。", "自分のグループの入力チャネルだけを", "他のグループの入力チャネルも"),
    ("# Convolution\n\nEach neuron of the CONV layer is wired asymmetrically: {}.", "local in the plane, complete in depth", "complete in the plane, local in depth"),
    ("# 畳み込み層\n\n接続は{}である。", "空間方向には局所的、チャネル方向には全体", "空間方向には全体、チャネル方向には局所的"),
    ("# 軽量\n\n{} の出力チャネル c は入力チャネル c しか見ていない。残りの仕事は 1×1 のほうが引き受ける。", "depthwise", "pointwise"),
]
UNDER_A_CONDITION = [
    "# LN\n\nMultiply an input by a constant and the output stays as it was.",
    "# Instance norm\n\nMultiplying a map by a constant changes nothing.",
    "# Instance norm\n\n画像のコントラストを変えても出力は変わらない。",
    "# Instance norm\n\n画像全体のコントラストを何倍に変えても出力は変わらない。",
    "# Batch norm\n\nMultiplying the weights before it by a positive constant changes nothing.",
    "# Batch norm\n\n**Q: And afterwards everything is a standard normal?**\n\nWhat leaves the layer has mean 0 and variance 1 in every channel.",
]
TRUE = [
    "# Layer normalisation\n\nRecurrent networks made the coupling intolerable, and Ba answered by turning the array on its side.",
    "# Layer normalisation\n\nTo get rid of the dependence on the batch, Ba et al. proposed another axis.",
    "# Separable\n\n`dw` is a depthwise convolution. An output channel is made from its own input channel and nothing else. The other half of the job is left to `pw`, the pointwise convolution.",
    "# Batch norm\n\nA convolution before it needs no bias, since a constant added to a channel disappears again when the mean is subtracted.",
    "# Instance norm\n\nUp to the effect of eps, multiplying one channel of one image by $s > 0$ does not alter the result.",
]


def statuses(text):
    return [c.verdict.status for c in verify_text(text + "\n").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_true_one_holds_and_the_false_one_is_refuted(text, right, wrong):
    said = statuses(text.format(right))
    assert "refuted" not in said
    assert "holds" in said
    assert "refuted" in statuses(text.format(wrong))


@pytest.mark.parametrize("text", UNDER_A_CONDITION)
def test_what_holds_without_eps_alone(text):
    assert "holds_if" in statuses(text)
    assert "refuted" not in statuses(text)


@pytest.mark.parametrize("text", TRUE)
def test_nobody_is_accused(text):
    assert "refuted" not in statuses(text)
