"""Counts told of a step, of one group or of a whole layer, where the sizes and the layer stand in other sentences."""

import pytest
from kenzan.reports.verification import verify_text

SEPARABLE = (
    "A feature map is square with side $D_F$, a kernel is square with side $D_K$, the input has $M$ channels and the output $N$. "
    "The depthwise separable layer breaks the product into two stages. First, every channel is filtered by a kernel of its own, at a cost of {}."
)
GROUPS = "# Grouped convolution\n\nSplit the channels into $g$ groups. "
KUMI = "## グループ畳み込み\n\nチャネルを $g$ 個の組に分ける。"
RECIPROCALS = (
    "The depthwise separable layer works in two stages, the second a $1\\times1$ convolution. The ratio of the costs is\n\n"
    "$$ \\frac{1}{N} + \\frac{1}{D_K^2} $$\n\n- Take $D_K = 3$ and $N = 512$.\n- Suppose we tried $D_K = 5$ and $N = 64$. The cost would fall by a factor of {}."
)
EXERCISE = "### Exercises\n\n1. Compute the cost of a separable layer for $D_F = 112$, $D_K = 3$, $M = 64$, $N = 128$. (Answer: {}.)"
ONE_PLANE = (
    "The input is 32 by 32, one channel, and the first layer has six 5 by 5 filters, no padding, stride one. What do we get? Yes: 28 by 28 by 6. "
    "How many parameters? Each filter has twenty-five weights and a bias, so {} all together."
)

PAIRS = [  # a text, a value of it that is right, one that is wrong
    (SEPARABLE, "$D_K^2 \\cdot M \\cdot D_F^2$", "$D_K^2 \\cdot D_F^2$"),
    (
        "## Depthwise separable 畳み込み\n\n入力は H×W×C、カーネルは K×K、出力は M チャネルとする。まず各チャネルを専用のフィルタで別々に畳み込むので、計算量は {} となる。",
        "$HWCK^2$",
        "$HWCMK^2$",
    ),
    (
        "## Depthwise separable 畳み込み\n\n入力は H×W×C、カーネルは K×K、出力は M チャネルとする。続いてチャネル方向に混ぜる計算量は {} である。",
        "$HWCM$",
        "$HWCK^2$",
    ),
    (GROUPS + "Each group holds {} weights.", "$k^2 (C_{in}/g)(C_{out}/g)$", "$k^2 C_{in} C_{out}/g$"),
    (GROUPS + "The number of multiplications per group is {}.", "$HWK^2CM/g^2$", "$HWK^2CM/g$"),
    (
        GROUPS
        + "Every single group is a small convolution from $C/g$ to $M/g$ channels, and so the whole layer costs\n\n$$ \\frac{{K^2 C M H W}}{{{}}} $$",
        "g",
        "g^2",
    ),
    (
        KUMI + "1 組の重みは {} で、それが $g$ 組ある。",
        "$K^2 \\cdot \\frac{C}{g} \\cdot \\frac{M}{g}$",
        "$K^2 \\cdot \\frac{C}{g} \\cdot M$",
    ),
    (KUMI + "グループあたりの計算量は {} となる。", "$HWK^2CM/g^2$", "$HWK^2CM/g$"),
    (
        "## MobileNet\n\n計算量の比は $\\frac{{1}}{{M}} + \\frac{{1}}{{K^2}}$ となる。\n\n- K=5、M=64 とする。計算量は {} 分の 1 になる。",
        "18",
        "25",
    ),
    (EXERCISE, "109,985,792", "102,760,448"),
    (
        "### 演習\n\n問1. $H=W=112$、$K=3$、$C=64$、$M=128$ のとき、depthwise separable 畳み込みの計算量を求めよ。（答：{}）",
        "109,985,792",
        "102,760,448",
    ),
]
TRUE = [
    ONE_PLANE.format(156),
    "## 拡張畳み込み\n\n- 重みの数は変わらないのに広く見える",
    GROUPS
    + "Each group is a convolution from $C_{in}/g$ to $C_{out}/g$ channels with $k^2 (C_{in}/g)(C_{out}/g)$ weights.",
    GROUPS + "Since each group sees only $C/g$ channels, the layer has $k^2 C M/g$ weights.",
    "各グループは C/g チャネルしか見ないので、グループ畳み込みの計算量は $HWK^2CM/g$ となる。",
    "A layer maps $C_{in}$ channels to $C_{out}$ channels of size $m \\times m$ with kernels of side $k$. The plain convolution has $k^2 C_{in} C_{out}$ weights, "
    "each of which is used once for every output position, so that the layer costs $m^2 k^2 C_{in} C_{out}$ MACs.",
    "## Depthwise separable convolutions\n\nEach channel is filtered by its own kernel and the results are mixed by 1x1 filters, so the cost is $HWC(K^2 + M)$.",
]


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text, "a.md").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_right_count_holds_and_the_wrong_one_is_refuted(text, right, wrong):
    fill = (lambda value: text.replace("{}", value)) if "{in}" in right else text.format
    found = statuses(fill(right))
    assert "refuted" not in found
    assert {"holds", "holds_if"} & set(found)
    assert "refuted" in statuses(fill(wrong))


@pytest.mark.parametrize("wrong", ["twenty-five", "25"])
def test_a_factor_at_sizes_supposed_under_the_formula(wrong):
    assert "refuted" not in statuses(RECIPROCALS.replace("{}", "eighteen"))
    assert "refuted" in statuses(RECIPROCALS.replace("{}", wrong))


def test_a_rule_of_thumb_is_of_the_usual_window():
    text = "# MobileNet\n\n- Take $D_K = 3$ and $N = 512$.\n- Suppose we tried $D_K = 5$ and $N = 64$.\n\nA separable layer needs between {} and nine times less computation than an ordinary one."
    assert statuses(text.format("eight")) == ["holds_if"]


@pytest.mark.parametrize("text", TRUE)
def test_true_sentences_are_not_accused(text):
    assert "refuted" not in statuses(text)
