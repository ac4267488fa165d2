"""What comes out of operations, told in any order: the true note holds, its twin is refuted, true neighbours accuse nobody."""

from __future__ import annotations

import pytest
from kenzan.reports.sizes.forward import outcomes
from kenzan.reports.sizes.maps import mentioned_in
from kenzan.reports.sizes.operations import Operation
from kenzan.reports.verification import verify_text

PAIRS = [
    ("3×3・ストライド2のプーリングは、57×57を{}に落とす。", "28×28", "29×29"),
    ("# 1次元\n\n系列長200、カーネル幅9、ストライド1、パディングなし。\n畳み込んだ後の系列長はというと、{}。", "192", "191"),
    ("A signal of 40 samples meets a filter with five taps.\nSliding it one sample at a time, without padding, we end up with {} outputs.", "36", "35"),
    ("Front end: kernel 80, stride 4, no padding.\n4000 samples in, {} frames out.", "981", "980"),
    ("(32, 400)・(400, 120) の積なので、出てくるのは {}。", "(32, 120)", "(120, 32)"),
    ("If you feed a (16, 400) batch through `nn.Linear(400, 84)`, you get back a {} tensor.", "(16, 84)", "(400, 84)"),
    ("Input (8, 20, 64) through `nn.Linear(64, 32)`: output {}.", "(8, 20, 32)", "(8, 32, 64)"),
    ("Upsampling by a factor of 2 maps 7×7×64 to {}.", "14×14×64", "14×14×32"),
    ("`nn.ConvTranspose2d(64, 32, kernel_size=3, stride=2, padding=1, output_padding=1)`\n- (64, 8, 8) を入れると {} が返ってくる", "(32, 16, 16)", "(32, 15, 15)"),
    ("## Conv\n\n* 入力サイズ: 64×64×3\n* フィルタサイズ: 5×5\n* フィルタ数: 16\n* パディング: 0、ストライド: 1\n* 出力サイズ: {}", "60×60×16", "62×62×16"),
    ("The image is 96×96.\nIt's cut into non-overlapping 16×16 patches, for a total of {} patches.", "36", "256"),
    ("1. 入力 32×32×1\n2. C1：5×5フィルタ6枚（パディングなし）→ 28×28×6\n3. S2：2×2プーリング → 14×14×6\n4. C3：5×5フィルタ16枚 → {}", "10×10×16", "14×14×16"),
    ("Atrous convolution, rate 2, kernel 3×3, stride 1: with padding 2 the feature map {}.", "retains its resolution", None),
    ("出力チャネル数は{}。", "入力のチャネル数ではなくフィルタ数と一致する", "フィルタ数ではなく入力のチャネル数と一致する"),
    ("The number of output channels equals the {}.", "number of filters, not the depth of each filter", "depth of each filter"),
    ("In a depthwise convolution (multiplier 1) you get out {}.", "as many channels as you put in", "a single channel"),
    ("RGB画像（3チャネル）に16個のフィルタを適用した場合、出力されるチャネルは{}である。", "48ではなく16", "16ではなく48"),
]  # fmt: skip
TRUE = [
    "We resize the 256×256 image to 224×224 before the first 7×7 convolution with stride 2.",
    "With a 5×5 kernel a 32×32 map becomes 28×28, whereas with padding 2 it stays 32×32.",
    "64×64×3 の画像を 4×4・stride 2・padding 1 の畳み込みで半分ずつ縮め、4層目の出力は 4×4×512。",
    "5×5の出力を得るには、7×7の入力に3×3のフィルタをパディングなしでかければよい。",
    "パディングを1にすると出力は5×5、なしなら3×3（入力5×5、カーネル3×3、ストライド1）。",
    "The max pool (2×2) brings 13×13 down to 6×6; with ceil mode it would be 7×7.",
    "3×3, stride 2, padding 1 の転置畳み込みに output_padding=1 を付けると、16×16 が 32×32 になる。",
    "5×5カーネルを3×3カーネル2つに置き換えても、32×32の入力に対する出力は28×28で同じ（パディングなし）。",
    "入力 28×28\n- 5×5, 20枚\n- 2×2 プーリング\n→ 12×12×20",
    "Encoder:\n- conv 3×3, stride 2, pad 1\n- conv 3×3, stride 2, pad 1\n→ 8×8 (from 32×32)",
    "VGG の畳み込みは 3×3、パディング 1。\n224 → 112 → 56 → 28 → 14 → 7 と、サイズはプーリングのたびに半分になる。",
    "1×1 で 64→128 にする。重みは 8,192 個。入力は 64×64。",
    "A 3x3 kernel needs one ring of zeros, a 5x5 needs two, a 7x7 three.",
    "- $n=1, k=4, s=1, p=0, o=0$: 4, the first layer of a generator with transposed convolutions.",
    "このブロックでは出力チャネル数を入力チャネル数と同じにする。",
    "Nearest-neighbour upsampling by 2 followed by a 3×3 convolution with padding 1 also doubles the side.",
]


def statuses(text: str) -> list[str]:
    return [c.verdict.status for c in verify_text(f"# note\n\n{text}\n").claims]


@pytest.mark.parametrize(("note", "right", "wrong"), PAIRS)
def test_true_holds_and_its_twin_is_refuted(note: str, right: str, wrong: str | None) -> None:
    told = statuses(note.format(right))
    assert "refuted" not in told
    assert {"holds", "holds_if"} & set(told)
    assert wrong is None or "refuted" in statuses(note.format(wrong))


@pytest.mark.parametrize("note", TRUE)
def test_true_neighbours_accuse_nobody(note: str) -> None:
    assert "refuted" not in statuses(note)


def test_windows_steps_and_labels_are_no_maps() -> None:
    found = mentioned_in("C1: 6枚の5x5フィルタ、ストライド2で 32x32 を 14x14 にする")
    assert [m.sizes for m in found.maps] == [(32, 32), (14, 14)]
    assert [(o.kernel, o.stride, o.filters) for o in found.operations] == [((5, 5), (2,), 6)]


def test_every_layout_is_tried() -> None:
    conv = [Operation("conv2d", (3, 3), (2,), (1,), filters=16)]
    for sizes, output in (
        ((1, 3, 8, 8), (1, 16, 4, 4)),
        ((8, 8, 3), (4, 4, 16)),
        ((8, 8, 3), (16, 4, 4)),
        ((8, 8), (4, 4, 16)),
    ):
        assert outcomes(conv, sizes, output)[0][0]
    assert not outcomes(conv, (8, 8, 3), (4, 4, 3))[0][0]
