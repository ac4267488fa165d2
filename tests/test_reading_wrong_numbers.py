"""Numbers that are wrong: each true line holds, its twin with another number is refuted, and true look-alikes accuse nobody."""

import pytest
from kenzan.reports.derived.slips import comes_out, is_slip, is_telling
from kenzan.reports.verification import verify_text

CODE = "```python\nself.conv1 = nn.Conv2d(3, 16, 3, padding=1)\nself.conv2 = nn.Conv2d(16, 32, 3, padding=1)\nself.fc = nn.Linear(2048, 10)\n```\n\n"
COSTS = "# MobileNet\n\n$D_F=14$、$M=N=512$、$D_K=3$ とします。\n\n| 演算 | 積和の回数 |\n|:--|--:|\n| depthwise | 903,168 |\n| pointwise | 51,380,224 |\n"
VALUES = "# AlexNet\n\n| layer | output | neurons |\n|---|---|---|\n"
DOUBLING = "# WaveNet\n\n* dilation 1,2,4,...,512 then repeat\n* one such stack, k=2: RF = 1024\n"
EQUATION = "# 形\n\n出力の一辺は\n$$n' = \\left\\lfloor \\frac{n+2p-k}{s} \\right\\rfloor + 1$$\nとなる。\n\n"
EXERCISE = "# 演習\n\n問1．$n=64,\\ f=4,\\ p=1,\\ s=2$ のときの出力の一辺を求めよ。\n問2．入力 $64\\times64\\times3$、フィルタ $5\\times5$ を20枚、$p=2,\\ s=1$。出力の形・重みの数を求めよ。\n\n"
NORMS = "# 正規化\n\n問１　N = 16, C = 64, H = W = 32 とする．(a) バッチ正規化，(b) レイヤー正規化のそれぞれについて，統計量の組数を答えよ．\n\n略解\n"
TASKS = """## Exercises

1. A 5x5 convolution reads 16 channels and writes 32, with biases. How many parameters does it have?
2. A 28x28x16 map goes through 64 filters of 3x3, stride 1, padding 1. How many multiply-adds is that?
3. Two 3x3 layers: how far do they see?

## Solutions

1. 12,832 parameters.
"""
PAIRS = [
    # what the note says before, a true line, the line with another number
    # slips of the pen
    (VALUES, "| pool 3x3, s=2 | 27x27x96 | 69,984 |", "| pool 3x3, s=2 | 27x27x96 | 96,984 |"),
    (VALUES, "| conv1 | 55x55x96 | 290,400 |", "| conv1 | 55x55x96 | 209,400 |"),
    ("# パラメータ\n\n入力 64×64×3、5×5 のフィルタ 20 枚、パディング 2、ストライド 1。\n\n", "値は 64×64×20 で 81,920 個。", "値は 64×64×20 で 81,290 個。"),
    ("# VGG\n\n", "The first fully connected layer takes 7x7x512 values to 4096 units: 102,760,448 weights.", "The first fully connected layer takes 7x7x512 values to 4096 units: 102,706,448 weights."),
    # sums
    (COSTS, "| depthwise + pointwise | 52,283,392 |", "| depthwise + pointwise | 52,823,392 |"),
    (COSTS, "| dw・pw の合計 | 52,283,392 |", "| 合計 | 52,382,392 |"),
    # what the head of a column, and the program, say
    (CODE + "| 層 | パラメータ数（バイアス込み） |\n|---|---|\n", "| conv2 | 4,640 |", "| conv2 | 4,608 |"),
    (CODE + "| layer | parameters (biases included) |\n|---|---|\n", "| conv1 | 448 |", "| conv1 | 432 |"),
    # how many layers see so far
    ("# VGG\n\n", "7x7に相当する範囲を見るには3x3が3枚いります。", "7x7に相当する範囲を見るには3x3が4枚いります。"),
    ("# VGG\n\n", "To see as much as a 7x7 layer you need three 3x3 layers.", "To see as much as a 7x7 layer you need four 3x3 layers."),
    ("# VGG\n\nTo see as much as a 7x7 layer you need three 3x3 layers. ", "To cover 11x11 you need five.", "To cover 11x11 you need six."),
    ("# 受容野\n\n核 $5\\times5$ の層を4つ重ねる．\n　", "解　1+4×4=17．核 $3\\times3$ なら8層重ねたものと同じ広さである．", "解　1+4×4=17．核 $3\\times3$ なら7層重ねたものと同じ広さである．"),
    ("# Stacks\n\nThree 3x3 layers on top of each other have a 7x7 view of the input; ", "two have 5x5.", "two have 6x6."),
    (DOUBLING, "* three of them: RF = 3070", "* three of them: RF = 3072"),
    ("**RECEPTIVE FIELD**\n\n", "stack k=3 with d = 1, 2, 4 → 15", "stack k=3 with d = 1, 2, 4 → 13"),
    ("# Dilated\n\n", "3*3でdilation2 → 5*5相当の範囲", "3*3でdilation2 → 7*7相当の範囲"),
    ("# 膨張畳み込み\n\n$f\\times f$ のフィルタを使う。", "間隔 $d$ なら、見かけ上 $d(f-1)+1$ の大きさのフィルタとして働く。", "間隔 $d$ なら、見かけ上 $d(f-1)$ の大きさのフィルタとして働く。"),
    # channels
    ("# DenseNet\n\n", "With a growth rate of 24, a block of five convolutions turns 48 channels into 168.", "With a growth rate of 24, a block of five convolutions turns 48 channels into 120."),
    ("# DenseNet\n\n", "各層が 32 枚ずつ足すので、64 枚から始めて 4 層で 192 枚。", "各層が 32 枚ずつ足すので、64 枚から始めて 4 層で 160 枚。"),
    # answers with the sizes of their question
    (EXERCISE + "### 解答例\n\n答1．32\n", "答2．重みはバイアス込みで 1520 個。", "答2．重みはバイアス込みで 1500 個。"),
    (TASKS, "2. 7,225,344 multiply-adds.", "2. 7,252,344 multiply-adds."),
    (TASKS + "2. 7,225,344 multiply-adds.\n", "3. 5x5.", "3. 6x6."),
    (NORMS + "(a) 16,384 個，64 組\n", "(b) 65,536 個，16 組", "(b) 65,536 個，64 組"),
    ("# Pool\n\n入力 28×28×6。\n\n- 2×2 の最大値プーリング、ストライド 2\n", "- 14×14×6 になる。", "- 14×14×3 になる。"),
    # quotients, biases
    ("# MobileNet\n\n$D_F=14$、$M=N=512$、$D_K=3$ とする。\n\n", "標準は 462,422,016 回、分離型は 52,283,392 回で、約8.8分の1。", "標準は 462,422,016 回、分離型は 52,283,392 回で、約12分の1。"),
    ("# C\n\n49×24×32 を一列に並べ、37,632 個の値が全結合層に渡る。", "続く 20 ユニットの全結合層は、バイアスを含めて 752,660 個のパラメータを持つ。", "続く 20 ユニットの全結合層は、バイアスを含めて 752,640 個のパラメータを持つ。"),
    # formulas at sizes
    ("# DenseNet\n\n", "接続の本数は $L(L+1)/2$、$L=5$ なら15本。", "接続の本数は $L(L+1)/2$、$L=5$ なら10本。"),
    ("# DenseNet\n\n", "A block of L layers has L(L+1)/2 connections, so five layers have 15.", "A block of L layers has L(L+1)/2 connections, so five layers have 10."),
    (EQUATION, "問．$n=28,\\ k=3,\\ s=2,\\ p=1$ のときの $n'$ を求めよ。（答：14）", "問．$n=28,\\ k=3,\\ s=2,\\ p=1$ のときの $n'$ を求めよ。（答：15）"),
]  # fmt: skip
TRUE = [
    "# VGG\n\nThe second one has 4096x4096 = 16,777,216 weights; the last one, 4096 to 1000, has 4,096,000 (4,097,000 with biases).",
    "# Net\n\n| layer | settings | params |\n|---|---|---|\n| conv1 | 3x3, 3 -> 16 | 448 |\n| conv2 | 3x3, 16 -> 32 | 4,640 |\n| conv1 + conv2 | | 5,088 |",
    "# T\n\nTo cover a 7x7 input with 3x3 patches you need nine of them. Tiling 6x6 with 3x3 windows needs four.",
    "# Weights\n\nTwo 3x3 layers see 5x5. To match it, a 5x5 needs 25 weights, two 3x3 need 18.",
    "**Q1.** Input 32x32x3, ten 5x5 filters, no padding, stride 1. Output size?\n\n**Q2.** How many weights, biases included?\n\n**A1.** 28x28x10.\n\n**A2.** 760.",
    "# FC\n\nThe 400 values go to a fully connected layer of 120 units: 48,000 weights and 120 biases, 48,120 with the biases.",
    "# Fields\n\n13×13 = 169 画素のうち実際に受容野に効くのは 49 画素。\n\nVGG の頭（3×3, 3×3, 2×2 プーリング, 3×3, 3×3, 2×2 プーリング）で受容野は\n3 → 5 → 6 → 10 → 14 → 16。",
    "# TCN\n\nHere every residual block has two dilated convolutions with the same d. For K = 3 and d = 1, 2, 4, 8 the receptive field is 61; adding a fifth block with d = 16 takes us to 125.",
    "# 転置畳み込み\n\n出力は (n − 1)s − 2p + k です。\n\n| 入力 n | k | s | p | 出力 |\n|:-:|:-:|:-:|:-:|:-:|\n| 4 | 4 | 2 | 1 | 8 |\n| 7 | 4 | 2 | 1 | 14 |",
    "# Counting\n\nA 7x7 first layer from 1 to 64 channels stores 3,136 weights, 1,536 of which are not masked.",
    "# Pool\n\n24x24x20 goes through 2x2 max pooling, stride 2, then a 1x1 convolution with 10 filters: 12x12x10.",
    "# Padding\n\nA 3x3 kernel needs one ring of zeros, a 5x5 needs two, a 7x7 three.",
    "# DenseNet\n\n$k_0 + k(l-1)$ 枚が $l$ 層目に入る。$k_0=16$、$k=12$、$l=5$ なら 64 枚。",
    "# 形\n\n$(N-F)/S+1$、N=7、F=3、S=3 なら 2.33 で割り切れない。N=8、F=3、S=2 なら 3。",
    "# 重み\n\n1枚の重みは $k^2 c$ 個。$k=3, c=64, m=128$ なら 73,728 個。",
    EQUATION + "系．$s=1,\\ p=0$ のとき $n' = n-k+1$ である。\n\n問 5．$n=32,\\ k=5,\\ s=1,\\ p=2$ のときの $n'$ を求めよ。（答：32）",
    "# 重み\n\n重みは $k^2 c m$ 個で、$k=3, c=64, m=128$ なら 73,728 個、バイアスを足すと 73,856 個。",
    "# Fields\n\nThe stack has 10 layers with dilations 1, 2, ..., 512, kernel 2. Three of these see 8 samples, all of them 1024.",
    "# Dilated conv\n\nk=3, d=1,2,4 → 15. k=3, d=2 → 5. A dilated 3x3 conv with d=2 spans 5x5, with d=4 → 9x9.",
]  # fmt: skip


def statuses(note: str, line: str) -> set[str]:
    last = (note + line).count("\n") + 1
    return {c.verdict.status for c in verify_text(note + line).claims if c.line == last}


@pytest.mark.parametrize(("before", "true", "false"), PAIRS)
def test_a_number_and_a_wrong_one(before: str, true: str, false: str) -> None:
    assert statuses(before, true) & {"holds"}
    assert "refuted" not in statuses(before, true)
    assert "refuted" in statuses(before, false)


@pytest.mark.parametrize("note", TRUE)
def test_true_numbers_accuse_nobody(note: str) -> None:
    assert not [c for c in verify_text(note).claims if c.verdict.status == "refuted"]


def test_what_is_a_slip() -> None:
    slips = [(52_823_392, 52_283_392), (20_704, 200_704), (4_680, 4_608)]
    others = [(300_000, 307_000), (1_023, 1_024), (73_728, 73_856)]
    assert [is_slip(a, b) for a, b in (*slips, *others)] == [True] * 3 + [False] * 3
    assert [comes_out(4_097_000, [4_096, 1_000]), comes_out(96_984, [27, 96])] == [True, False]
    assert [is_telling(52_823_392, 100), is_telling(96_984, 100)] == [True, False]
