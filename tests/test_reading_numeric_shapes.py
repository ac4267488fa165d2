"""Shapes and sides in plain numbers: each kind with a value that is right and one that is wrong."""

import pytest
from kenzan.reports.verification import verify_text

DENSE = "# DenseNet\n\nLet us trace an example with $k_0 = 64$ and $k = 32$. The transition layer after each block halves the channels.\n\n| block | channels at the end |\n|---|---|\n| first, of 6 layers | 256 |\n| second, of 12 | {} |\n"
DENSE_JA = "### DenseNet-121($k=32$, $k_0=64$, transition で半分に圧縮)\n\nブロックの層数は順に 6, 12, 24, 16。\n\n| ブロック | 出口ch | transition後 |\n|---|---|---|\n| 1 | 256 | 128 |\n| 2 | 512 | 256 |\n| 3 | {} | 512 |\n"
REFUTED = [  # a text, a value of it that is right, one that is wrong
    ("# 畳み込み\n\nストライドを 1 とする場合，奇数の $F$ で $P=(F{}1)/2$ と選べば入力と出力の大きさが一致する。", "-", "+"),
    ("# Convolution\n\nFor odd kernels a zero padding of (K{}1)/2 keeps the size of the map.", "-", "+"),
    ("# 因果畳み込み\n\n幅 $r$ のカーネルを間隔(dilation) $\\delta$ で当てる。左に ${}\\delta$ 個のゼロを足せば、出力の長さは入力と同じになる。", "(r-1)", "r"),
    ("# Causal convolution\n\nPadding ${}d$ zeros on the left and none on the right does it, and the output has the same length as the input again.", "(k-1)", "k"),
    ("# Padding\n\nTo keep the size, take p = (f - 1)/2. For a 5 by 5 stencil that's {} rings of zeros.", "two", "three"),
    ("# LeNet\n\nLeNet-5 は余白を使わず、5×5 の畳み込みと 2×2 の縮小を交互に置く。一辺は $32 \\to {} \\to 14 \\to 10 \\to 5$ と変化する。", "28", "27"),
    ("# Sizes\n\nWith no padding, 5x5 convolutions and 2x2 pooling alternate. The side goes from 32 to 28 to 14 to {} to 5.", "10", "11"),
    ("# Sizes\n\n入力は 48x48。3×3、ストライド2、パディング1 の畳み込みを3回: 48 → 24 → {} → 6", "12", "13"),
    ("# Sizes\n\n- transposed conv: 8 -> {} w/ f=4, s=2, p=1", "16", "15"),
    ("# Sizes\n\n**例**　第1層を、$n=227,\\ k=11,\\ s=4,\\ p=0$ とすると $m={}$ となる。", "55", "56"),
    ("# Sizes\n\n32 by 32 going in, 5 by 5 stencils, no zeros, no hopping, so we come out with {0} by {0}.", "28", "27"),
    (DENSE, "512", "640"),
    (DENSE_JA, "1,024", "1,280"),
    ("# Inception\n\n枝が64、128、32、32で、出てくるのは{}チャネル。", "256", "224"),
    ("# Inverted residual\n\nd = d' = 24, t = 6, so {} channels inside.", "144", "128"),
    ("# DenseNet\n\nThe block ends at 256 channels, halved to {} by the transition.", "128", "64"),
    ("# FCN\n\nAn FC layer with 500 outputs sits on a block of [6x6x128]. It is a CONV layer with F = 6, P = 0, S = 1, K = 500.\n\nFeed a larger picture: the block grows to [12x12x128] and the converted layer now yields [{0}x{0}x500].", "7", "6"),
    ("# LeNet\n\n| layer | output |\n|---|---|\n| conv1, 5×5 | {} |", "6×28×28", "6×29×29"),
    ("# VGG-16\n\nconv1_2 alone produces {}.", "224x224x64", "224x224x128"),
    ("# VGG-16\n\nThe output of conv3_1 is {}.", "56×56×256", "56×56×128"),
    ("# Code\n\n```python\nimport torch\nfrom torch import nn\nx = torch.randn(1, 3, 224, 224)\nprint(nn.Conv2d(3, 64, 7, stride=2, padding=3)(x).shape)\n```\n\n```text:出力\ntorch.Size([1, 64, {0}, {0}])\n```\n", "112", "111"),
    ("# Code\n\n```python\nimport torch\nfrom torch import nn\nx = torch.randn(1, 3, 8, 8)\nnn.Conv2d(3, 1, 3, padding=1)(x).shape\n```\n\n`torch.Size([1, 1, {}, 8])`\n", "8", "6"),
]  # fmt: skip
UNREAD = [
    ("# Strides\n\nSomebody fed us 225-pixel crops and a 3x3 with `stride=2, padding=1` handed back {}.", "113", "112"),
    ("# AlexNet\n\n- 1層目（11×11、ストライド4、パディングなし）の出力サイズがどうしても合わない\n  - {}", "227なら55でぴったり", "先生に聞いた"),
    ("# LeNet\n\nA grey image of 32 × 32 pixels goes through two rounds of 5 × 5 convolution (no padding, stride one) and 2 × 2 subsampling.\n\nSo the first convolution gives maps of side {}.", "28", "31"),
    ("# AlexNet\n\n- The last pool leaves {}.", "256×6×6", "256×8×8"),
    ("# im2col\n\n手元の例で追う。`x.shape == (8, 3, 32, 32)`、フィルタ 3×3 を16枚、`S=1`, `P=1`。\n\n- col の形は{}", "(8192, 27)", "(8192, 9)"),
    ("# U-Net\n\n- 原論文の 3×3 conv は padding なし\n- いちばん底は {}", "28×28、1024ch", "26×26、1024ch"),
    ("# Same\n\n毎回面倒なので、自分は `padding=kernel_size // 2` を手癖で書いています。{}。", "こうしておけば画像サイズは変わりません", "便利だ"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), REFUTED)
def test_a_wrong_value_is_refuted_and_a_right_one_holds(text: str, right: str, wrong: str) -> None:
    true = verify_text(text.format(right)).claims
    assert any(c.verdict.status == "holds" for c in true)
    assert not [c.reading for c in true if c.verdict.status == "refuted"]
    assert any(c.verdict.status == "refuted" for c in verify_text(text.format(wrong)).claims)


@pytest.mark.parametrize(("text", "right", "wrong"), UNREAD)
def test_what_is_not_told_in_full_holds_or_stays_unread(text: str, right: str, wrong: str) -> None:
    assert any(c.verdict.status in ("holds", "holds_if") for c in verify_text(text.format(right)).claims)
    for value in (right, wrong):
        assert not [c.reading for c in verify_text(text.format(value)).claims if c.verdict.status == "refuted"]


IMPRECISE = [
    "# 畳み込み\n\n$s=1$ のとき、$p = (k-1)/2$ と選べば出力の大きさは変わらない。",
    "# Sizes\n\n- \"same\" pad: p = (f-1)/2",
    "### Q6. same にするにはパディングをいくつにする?\n\nA. 片側 (K−1)/2。",
    "# Dilated\n\nTo hold the length you would pad `d*(w-1)/2` zeros at either end.",
]  # fmt: skip


@pytest.mark.parametrize("text", IMPRECISE)
def test_padding_that_keeps_the_size_of_odd_kernels_alone_gets_its_condition(text: str) -> None:
    claims = verify_text(text).claims
    assert [c.verdict.status for c in claims if c.predicate == "spatial_preserved"] == ["holds_if"]


DECLARED = ["> 227 × 227 × 3 in, 96 filters of 11 × 11, stride 4.", "- INPUT [48x48x3] holds the raw pixels.", "32×32 の RGB 画像に、5×5 のフィルタ 10 枚を適用した。", "7×7のstride 2という畳み込みから始まります。"]


@pytest.mark.parametrize("text", DECLARED)
def test_sizes_that_are_given_are_read(text: str) -> None:
    assert {c.predicate for c in verify_text(f"# CNN\n\n{text}").claims} & {"input_shape", "kernel_shape"}


def test_a_map_of_a_network_is_measured_in_the_layer_that_is_named():
    note = "# VGG-16\n\nThe input is a 224×224 image. The output of conv1_2 is 224×224×64, and pool5 leaves 7×7×512."
    readings = [c.reading for c in verify_text(note).claims if c.predicate in ("input_shape", "output_shape")]
    assert readings == [
        "output_shape(vgg, depth=16, layer=input) == (224, 224)",
        "output_shape(vgg, depth=16, layer=conv1_2) == (224, 224, 64)",
        "output_shape(vgg, depth=16, layer=pool5) == (7, 7, 512)",
    ]


def test_the_map_of_another_layer_does_not_hold_for_the_one_that_is_named():
    claims = verify_text("# VGG-16\n\nThe output of conv3_1 is 28×28.").claims
    assert "holds" not in [c.verdict.status for c in claims]
