"""Shapes and sizes along a network: batches, stages, transposed convolutions, letters; true holds, its twin is refuted."""

from __future__ import annotations

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [
    ("## 4 | Transposed convolution\n\n- Output size: $(n-1)s - 2p + k$\n- k = 2, s = 2, p = 0 (U-Net): 28×28 → 56×56\n- k = 3, s = 2, p = 1, no output padding: 16×16 → {}", "31×31", "32×32"),
    ("## 転置畳み込み\n\n- k = 4, s = 2, p = 1: 16×16 → {}", "32×32", "31×31"),
    ("- 出力サイズ\n  - 通常の畳み込み\n    - $O_h = \\left\\lfloor \\dfrac{{H + 2P - K}}{{S}} \\right\\rfloor + 1$\n  - 転置畳み込み\n    - $O_h = (H-1)S - 2P + K$\n    - $H=8,\\ K=3,\\ S=2,\\ P=1$ なら $O_h = {}$(拡大)", "15", "16"),
    ("- 転置畳み込み\n  - $H=8,\\ K=4,\\ S=2,\\ P=1$ のとき $O_h = {}$", "16", "15"),
    ("- Deconvolution\n  - H = 7, K = 3, S = 2, P = 1, output_padding = 1 gives O = {}", "14", "13"),
    ("## 逆畳み込み（アップサンプリング）\n\n入力 14×14、k = 3、s = 2、p = 1 なら {}。", "27×27", "28×28"),
    ("### Up-convolution\n\n* kernel 2, stride 2: 28×28×1024 → {}", "56×56×512", "57×57×512"),
    ("## Transposed convolution\n\nWith k = 5, s = 2, p = 2 a 14×14 map becomes {}.", "27×27", "28×28"),
    ("## 転置畳み込み\n\n- i = 7, k = 4, s = 2, p = 1 → o = {}\n- i = 4, k = 4, s = 1, p = 0 → o = 7", "14", "13"),
    ("## 出力サイズ\n\n- 通常の畳み込み\n    - $O_h = \\left\\lfloor \\dfrac{{H + 2P - K}}{{S}} \\right\\rfloor + 1$\n    - $H=32,\\ K=3,\\ P=1,\\ S=2$ のとき $O_h = {}$", "16", "15"),
    ("記号: 入力 $H \\times W \\times C$、カーネルサイズ $K$、ストライド $S$、パディング $P$、フィルタ数 $M$\n\n- 出力サイズ\n  - 通常の畳み込み\n    - $O_h = \\left\\lfloor \\dfrac{{H + 2P - K}}{{S}} \\right\\rfloor + 1$\n    - $H=32,\\ K=3,\\ P=1,\\ S=2$ のとき $O_h = {}$", "16", "17"),
    ("## Convolution\n\n- for $H = 28$, $K = 5$, $P = 0$, $S = 1$ we get $H_{{out}} = {}$", "24", "28"),
    ("畳み込みの出力サイズ\n\n- H=W=64, K=5, P=2, S=2 → O_h = O_w = {}", "32", "30"),
    ("# WaveNet\n\n- 例:L = 100, k = 3, d = 4, パディングなし, ストライド 1 → {}", "92", "96"),
    ("## 1次元の dilated convolution\n\n出力長 $L - d(k-1)$\n\n- L = 50, k = 2, d = 8, パディングなし → {}", "42", "43"),
    ("## Dilated 1-D convolution\n\n- T = 64, k = 3, d = 2, no padding: output length {}", "60", "62"),
    ("## 1-D convolution\n\nL = 200, kernel 5, dilation 3, no padding, stride 1 → {}", "188", "196"),
    ("For instance, take an $8 \\times 8$ input, a $3 \\times 5$ kernel, one column of zeros on either side, none above or below, and strides $(3, 4)$. The result is ${}$.", "2 \\times 2", "3 \\times 2"),
    ("入力 8×8、カーネル 3×5、パディング (0, 1)、ストライド (3, 4) のとき出力は {}。", "2×2", "3×4"),
    ("An input of 8×8, a 3×5 kernel, padding (0, 1) and strides (3, 4) give {}.", "2×2", "3×2"),
    ("32×32×1 → C1(5×5, 6枚) → 28×28×6 → S2(2×2) → {} → C3(5×5, 16枚) → 10×10×16", "14×14×6", "27×27×6"),
    ("32×32×1 → C1(5×5, 6枚) → 28×28×6 → S2(2×2) → 14×14×6 → C3(5×5, 16枚) → {} → S4 → 5×5×16", "10×10×16", "12×12×16"),
    ("LeNet-5 by hand: 32x32x1 -> C1 (5x5, 6) -> 28x28x6 -> S2 (2x2) -> 14x14x6 -> C3 (5x5, 16) -> {} -> S4 (2x2) -> 5x5x16", "10x10x16", "9x9x16"),
    ("- DenseNet-121 を 224×224 で追う\n  - 最初の 7×7 conv(stride 2, padding 3)→ {}\n  - 3×3 max pooling, stride 2 → 56×56×64\n  - block 1(6 層)のあと 56×56×256\n  - transition → 28×28×128", "112×112×64", "111×111×64"),
    ("- DenseNet-121 (k = 32) を 224×224 で追う\n  - 最初の 7×7 conv(stride 2, padding 3)→ 112×112×64\n  - 3×3 max pooling, stride 2 → 56×56×64\n  - block 1(6 層)のあと {}\n  - transition → 28×28×128", "56×56×256", "56×56×224"),
    ("- DenseNet-121 (growth rate 32), input 224×224\n  - 7×7 conv, stride 2, padding 3 → 112×112×64\n  - 3×3 max pool, stride 2 → 56×56×64\n  - dense block 1 (6 layers) → {}\n  - transition → 28×28×128", "56×56×256", "56×56×192"),
    ("- DenseNet-121 を 224×224 で追う\n  - 7×7 conv(stride 2, padding 3)→ 112×112×64\n  - 3×3 max pooling, stride 2, padding 1 → {}", "56×56×64", "55×55×64"),
    ("画像をパッチに分割する。224×224 の画像を 16×16 のパッチに分けると、{}個のトークンが得られる。", "196", "256"),
    ("A ViT cuts a 224×224 image into 16×16 patches, which makes {} tokens.", "196", "224"),
    ("ViT-B/32: 224×224 の画像、パッチ 32×32 → {} トークン", "49", "56"),
    ("- 224×224 image, patches of 14×14: {} tokens", "256", "196"),
    ("## U-Net\n\n- パディングなしの 3×3 畳み込みを 2 回ずつ行い、2×2 の最大プーリングで半分にする（4 段）。\n- 原論文では 572×572 の入力から {} の出力が得られる。", "388×388", "572×572"),
    ("## U-Net\n\nThe original U-Net uses unpadded 3×3 convolutions: an input of 572×572 gives an output of {}.", "388×388", "392×392"),
    ("## U-Net\n\n元論文は padding なしなので、(1, 1, 572, 572) を入れると (1, 2, {}) が出てきます。", "388, 388", "392, 392"),
    ("## 5. Transposed conv\n\nThe output size is $s(n-1) + k - 2p$.\n\n| n | k | s | p | out |\n|---|---|---|---|---|\n| 4 | 4 | 2 | 1 | {} |", "8", "7"),
    ("### 転置畳み込み\n\n- 入力 8×8、カーネル 3×3、ストライド 2、パディング 1、output_padding 1 → {}", "16×16", "15×15"),
    ("- Transposed convolution (k = 3, s = 2, p = 1, output_padding = 1): 16×16 → {}", "32×32", "31×31"),
    ("- 転置畳み込み(k = 3, s = 2, p = 1):16×16 → {}", "31×31", "32×32"),
    ("## Upsampling\n\n- transposed convolution\n  - k = 4, s = 2, p = 1: 7×7 → {}", "14×14", "13×13"),
    ("The 32×32 CIFAR image is split into 4×4 patches, giving a sequence of {} tokens.", "64", "16"),
    ("## 入力と同じ大きさ\n\n- 画像 224×224、k = 7, s = 2, p = 3 → {}", "112×112", "224×224"),
    ("## U-Net\n\n元の U-Net は valid 畳み込みなので 572×572 → {}", "388×388", "570×570"),
    ("- $2 \\times 2$ のプーリング\n    - $O_h = H/{0},\\ O_w = W/{0}$", "2", "4"),
    ("## Pooling\n\n- 2×2 max pooling, stride 2: $H_{{out}} = H/{}$", "2", "3"),
    ("- 3×3 max pooling with stride 3\n  - $O_h = H/{}$", "3", "2"),
    ("表記は PyTorch の (N, C, H, W)。`resnet34` に (1, 3, 224, 224) を入れたとき。\n\n| 層 | 設定 | 出力 shape |\n|---|---|---|\n| conv1 | 7x7, stride=2, padding=3 | {} |\n| maxpool | 3x3, stride=2, padding=1 | (1, 64, 56, 56) |", "(1, 64, 112, 112)", "(1, 64, 111, 111)"),
    ("`resnet34` に (1, 3, 224, 224) を入れたとき。\n\n| 層 | 設定 | 出力 shape |\n|---|---|---|\n| conv1 | 7x7, stride=2, padding=3 | (1, 64, 112, 112) |\n| maxpool | 3x3, stride=2, padding=1 | {} |", "(1, 64, 56, 56)", "(1, 64, 55, 55)"),
    ("`resnet34` に (1, 3, 224, 224) を入れたとき。\n\n| 層 | 設定 | 出力 shape |\n|---|---|---|\n| conv1 | 7x7, stride=2, padding=3 | (1, 64, 112, 112) |\n| maxpool | 3x3, stride=2, padding=1 | (1, 64, 56, 56) |\n| layer1 | BasicBlock x 3 | (1, 64, 56, 56) |\n| layer2 | BasicBlock x 4 | (1, 128, 28, 28) |\n| layer3 | BasicBlock x 6 | {} |\n| layer4 | BasicBlock x 3 | (1, 512, 7, 7) |\n", "(1, 256, 14, 14)", "(1, 256, 28, 28)"),
    ("| 層 | 設定 | 出力 shape |\n|---|---|---|\n| layer4 | BasicBlock x 3 | (1, 512, 7, 7) |\n| avgpool | Global Average Pooling | {} |", "(1, 512, 1, 1)", "(1, 7, 7, 1)"),
    ("Feed a (8, 3, 32, 32) batch.\n\n| Layer | Settings | Output shape |\n|---|---|---|\n| conv1 | 3x3, 16 filters, padding 1 | (8, 16, 32, 32) |\n| conv2 | 3x3, 32 filters, stride 2, padding 1 | {} |\n| pool | 2x2 max | (8, 32, 8, 8) |", "(8, 32, 16, 16)", "(8, 32, 15, 15)"),
    ("- 1 層目のあとは (1, 64, 56, 56) と (1, 32, 56, 56) をつなげて {}", "(1, 96, 56, 56)", "(1, 64, 56, 56)"),
    ("- concatenating (1, 64, 56, 56) and (1, 32, 56, 56) along the channels gives {}", "(1, 96, 56, 56)", "(1, 96, 112, 112)"),
    ("- `torch.cat` of (4, 128, 28, 28) and (4, 64, 28, 28) with dim=1 → {}", "(4, 192, 28, 28)", "(8, 192, 28, 28)"),
    ("(1, 512, 56, 56) のスキップと (1, 512, 56, 56) を連結すると {} になる。", "(1, 1024, 56, 56)", "(1, 512, 56, 56)"),
    ("## U-Net\n\n- デコーダ: 2x2, stride=2 の転置畳み込みで (1, 1024, 28, 28) → (1, 512, 56, 56)\n- `ConvTranspose2d(1024, 512, 3, stride=2, padding=1)` に替えると {} になる", "(1, 512, 55, 55)", "(1, 512, 56, 56)"),
    ("## U-Net\n\n- デコーダ: 2x2, stride=2 の転置畳み込みで (1, 1024, 28, 28) → (1, 512, 56, 56)\n- `ConvTranspose2d(1024, 512, 3, stride=2, padding=1)` に替えても {} になる", "(1, 512, 55, 55)", "(1, 512, 56, 56)"),
    ("`nn.ConvTranspose2d(512, 256, 3, stride=2, padding=1)` に (1, 512, 28, 28) を入れると {} になる。", "(1, 256, 55, 55)", "(1, 256, 56, 56)"),
    ("`nn.Conv2d(64, 128, 3, stride=2, padding=1)` turns a (1, 64, 56, 56) tensor into {}.", "(1, 128, 28, 28)", "(1, 128, 27, 27)"),
    ("```python\nx = torch.randn(1, 3, 224, 224)\nconv = nn.Conv2d(3, 64, 7, stride=2, padding=3)\nprint(conv(x).shape)  # torch.Size({})\n```", "[1, 64, 112, 112]", "[1, 64, 224, 224]"),
    ("```python\nx  = torch.randn(1, 32, 112, 112)\ndw = nn.Conv2d(32, 32, 3, padding=1, groups=32, bias=False)\npw = nn.Conv2d(32, 64, 1, bias=False)\nprint(dw.weight.shape)   # torch.Size({})\nprint(pw(dw(x)).shape)   # torch.Size([1, 64, 112, 112])\n```", "[32, 1, 3, 3]", "[32, 32, 3, 3]"),
    ("```python\nx  = torch.randn(1, 32, 112, 112)\ndw = nn.Conv2d(32, 32, 3, padding=1, groups=32, bias=False)\npw = nn.Conv2d(32, 64, 1, bias=False)\nprint(pw(dw(x)).shape)   # torch.Size({})\n```", "[1, 64, 112, 112]", "[1, 32, 112, 112]"),
    ("```python\nx = torch.randn(8, 16, 28, 28)\nup = nn.ConvTranspose2d(16, 8, 3, stride=2, padding=1, output_padding=1)\ny = up(x)\ny.shape  # ({})\n```", "8, 8, 56, 56", "8, 8, 55, 55"),
    ("`growth_rate=32` の DenseNet-121。\n\n| ブロック | 層数 | ブロック出力 | transition 後 |\n|---|---|---|---|\n| denseblock1 | 6 | (1, 256, 56, 56) | (1, 128, 28, 28) |\n| denseblock2 | 12 | {} | (1, 256, 14, 14) |\n| denseblock3 | 24 | (1, 1024, 14, 14) | (1, 512, 7, 7) |", "(1, 512, 28, 28)", "(1, 480, 28, 28)"),
    ("`growth_rate=32` の DenseNet-121。\n\n| ブロック | 層数 | ブロック出力 | transition 後 |\n|---|---|---|---|\n| denseblock1 | 6 | (1, 256, 56, 56) | (1, 128, 28, 28) |\n| denseblock2 | 12 | (1, 512, 28, 28) | (1, 256, 14, 14) |\n| denseblock3 | 24 | (1, 1024, 14, 14) | {} |", "(1, 512, 7, 7)", "(1, 1024, 7, 7)"),
    ("Inception: 28×28×64、28×28×128、28×28×32、28×28×32 をチャネル方向に連結して {}", "28×28×256", "28×28×128"),
    ("- the 56×56×64 map and the 56×56×32 map are concatenated, giving {}", "56×56×96", "112×112×96"),
    ("`torch.cat([a, b], dim=1)`: (2, 16, 8, 8) and (2, 8, 8, 8) → {}", "(2, 24, 8, 8)", "(4, 24, 8, 8)"),
    ("ResNet-50 に (1, 3, 224, 224) を入れる。\n\n- layer1 の出力は {}\n- layer1 の 1×1 conv の出力 (1, 64, 56, 56)\n- layer2 の先頭の 1x1 のあと (1, 128, 56, 56)", "(1, 256, 56, 56)", "(1, 64, 56, 56)"),
    ("## ResNet-18\n\nInput 224×224.\n\n| stage | blocks | output |\n|---|---|---|\n| conv2_x | 2 | 56×56×64 |\n| conv3_x | 2 | {} |\n| conv4_x | 2 | 14×14×256 |", "28×28×128", "28×28×256"),
    ("DenseNet-169\n\n- transition 2 の後: {}\n- transition 1 → 28×28×128", "14×14×256", "14×14×512"),
    ("ResNet-34 (224×224)\n\n| 層 | 入力 | 出力 |\n|---|---|---|\n| layer2 | 56×56×64 | {} |\n| layer3 | 28×28×128 | 14×14×256 |", "28×28×128", "28×28×64"),
    ("```python\nx = torch.randn(1, 3, 32, 32)\nx = nn.Conv2d(3, 8, 3)(x)\nx = F.relu(x)\nx = nn.MaxPool2d(2)(x)  # {}\n```", "(1, 8, 15, 15)", "(1, 8, 16, 16)"),
    ("```python\nfc = nn.Linear(512, 10)\nfc.weight.shape  # torch.Size({})\n```", "[10, 512]", "[512, 10]"),
    ("```python\nup = nn.ConvTranspose2d(64, 32, 2, stride=2)\nx = torch.zeros(2, 64, 14, 14)\nprint(up(x).shape)  # torch.Size({})\nprint(up.weight.shape)  # torch.Size([64, 32, 2, 2])\n```", "[2, 32, 28, 28]", "[2, 32, 27, 27]"),
    ("Depthwise convolution\n\n- in PyTorch it's `groups=in_channels`, and the weight is then `{}` for a 3x3 without multiplier", "(M, 1, 3, 3)", "(M, M, 3, 3)"),
    ("## MobileNet\n\n記号: M = 入力 ch、N = 出力 ch\n\n- 普通の conv を depthwise 3×3 + pointwise 1×1 に分ける\n  - depthwise は 1 入力チャネルにつきフィルタ 1 枚、重みは {}", "3×3×M", "3×3×N"),
    ("A standard convolution with M input and N output channels: the weight has shape {}.", "(N, M, 3, 3)", "(N, 1, 3, 3)"),
]  # fmt: skip
TRUE = [
    "- 順番は 1×1 expand → 3×3 dw → 1×1 project、最後の 1×1 には ReLU なし",
    "- inverted residual: 1x1 expand → 3x3 depthwise → 1x1 linear",
    "- bottleneck: 1×1 (reduce) → 3×3 → 1×1 (restore)",
    "- L = 4, k = 2, d = 1, 2, 4, 8 → 16",
    "- WaveNet: L = 10 層, k = 2 → 受容野 1024",
    "- causal conv, L = 100, k = 3, d = 4, padding 8 on the left → 100",
    "- 転置畳み込みは畳み込みの逆ではない。k = 3, s = 2, p = 1 の畳み込みは 32×32 → 16×16",
    "## Transposed convolution\n\n- A convolution with k = 3, s = 2, p = 1 maps 32×32 → 16×16\n- its transpose maps 16×16 back to 31×31",
    "## 転置畳み込み\n\n対応する畳み込みは k = 4, s = 2, p = 1 で 16×16 → 8×8。\n\n- 逆向きは 8×8 → 16×16",
    "## U-Net\n\nIn our U-Net, padding=1 keeps the size: 256×256 in, 256×256 out.",
    "## U-Net\n\n原論文では 572×572 の画像を入力し、最初の 3×3 conv のあと 570×570 になる。",
    "- (1, 64, 56, 56) と (1, 64, 56, 56) を足すと (1, 64, 56, 56)",
    "- (1, 64, 57, 57) は (1, 64, 56, 56) に切り抜いてから連結し、(1, 128, 56, 56) になる",
    "- skip (1, 512, 64, 64) をクロップして (1, 512, 56, 56) と連結すると (1, 1024, 56, 56)",
    "ResNet-18 を CIFAR 用に変更し (1, 3, 32, 32) を入れると、layer1 の後は (1, 64, 32, 32)。",
    "ResNet-50 の各ステージは layer1〜layer4。特徴ピラミッドでは layer2 の出力 (1, 512, 28, 28) を 1×1 conv で (1, 256, 28, 28) にする。",
    "DenseNet-121, block 2 の入力は 28×28×128、出力は 28×28×512",
    "U-Net と ResNet-34 の比較\n\n- encoder の layer4 → (1, 512, 7, 7)\n- U-Net の block 2 → (1, 128, 284, 284)",
    "```python\ndef f(x):\n    x = conv(x)  # (1, 3, 4, 4)\n    return x\n```",
    "```python\nx = torch.randn(1, 3, 224, 224)\nx = model(x)\nx = nn.Conv2d(3, 8, 3)(x)  # (1, 8, 5, 5)\nx = x.view(1, -1)  # (1, 200)\n```",
    "```python\nx = torch.randn(1, 8, 8, 8)\npool = nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True)\ny = pool(x)  # (1, 8, 5, 5)\n```",
]


def statuses(text: str) -> list[str]:
    return [c.verdict.status for c in verify_text(f"# note\n\n{text}\n").claims]


@pytest.mark.parametrize(("note", "right", "wrong"), PAIRS)
def test_true_holds_and_its_twin_is_refuted(note: str, right: str, wrong: str) -> None:
    told = statuses(note.format(right))
    assert "refuted" not in told
    assert {"holds", "holds_if"} & set(told)
    assert "refuted" in statuses(note.format(wrong))


@pytest.mark.parametrize("note", TRUE)
def test_true_neighbours_accuse_nobody(note: str) -> None:
    assert "refuted" not in statuses(note)
