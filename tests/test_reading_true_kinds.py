"""True sentences of kinds that were once misread, each with a falsehood of its kind that is still refuted."""

import pytest
from kenzan.reports.verification import verify_text

LETTERS = "- 入力特徴マップ：縦横 $F \\times F$、チャネル数 $M$\n- 出力特徴マップ：縦横 $F \\times F$、チャネル数 $N$\n- カーネルサイズ：$K \\times K$\n\n"
COUNTS = "- depthwise\n  - 重みは 4,608\n  - MAC は 903,168\n- pointwise\n  - 重みは 262,144\n  - MAC は 51,380,224\n- 二段の合計は "
LAYERS = "1. conv：156\n2. pool：0\n3. conv：2,416\n4. flatten：5×5×16 = 400\n5. fc：48,120\n\n合計 "
IMAGES = "Batch norm: 8 images of 64 x 32 x 32. If the batch shrinks from 8 to 2, batch norm has "
ROWS = "# Q. Group Normalization\n\n(N, C, H, W) = (4, 64, 16, 16)、グループは 32。\n\n| 手法 | 平均の数 |\n|---|---|\n| バッチ | 64 |\n| レイヤー | {} |\n| インスタンス | 256 |\n"

PAIRS = [  # a text, a value of it that is right, one that is wrong
    ("Neither average nor max pooling {} the number of channels.", "changes", "preserves"),
    (LETTERS + "Depthwise Separable Convolution の計算量は通常の畳み込みの $\\frac{{1}}{{{}}}+\\frac{{1}}{{K^2}}$ 倍である。", "N", "M"),
    ("{} 畳み込みは出力チャネルごとに入力チャネル 1 枚しか見ない。", "depthwise", "pointwise"),
    (COUNTS + "{} MAC", "52,283,392", "52,383,392"),
    (LAYERS + "{}。", "50,692", "50,792"),
    (IMAGES + "{} values per mean.", "2048", "4096"),
    ("検算: $1/512 + 1/9 = 0.00195 + {} = 0.11306$。", "0.11111", "0.11211"),
    (ROWS, "4", "8"),
    ("# Batch norm\n\nIn a conv net, all positions of a {} share one mean.", "channel", "sample"),
    ("$(5-1)\\cdot 2-2\\cdot 1+4={}$", "10", "12"),
    ("| k | receptive field of two layers |\n|---|---|\n| 3 | {} |", "5", "6"),
    ("3. Does a residual block {} its input and its output? -> No", "concatenate", "add"),
    ("- ✗ 最大プーリングはチャネル数を{} → 各チャネルで最大値をとる", "減らす", "変えない"),
    ("- 3x3 conv, 64 -> 128, no bias: {} weights", "73,728", "73,856"),
    ("| 種類 | 計算量 | 出力の形 |\n|---|---|---|\n| Depthwise | {} | H×W×C |\n| Pointwise | H×W×C×M | H×W×M |", "H×W×C×K×K", "H×W×C×K"),
    ("# 畳み込み\n\n画像が大きくなってもパラメータ数は増えない（計算量は{}）。", "増える", "増えない"),
    ("- ResNet-50 = 1 + 3·(3+4+6+{}) + 1 weighted layers", "3", "2"),
    ("- with a padding of 1 a 32x32 map turns into {}", "34x34", "33x33"),
    ("## DenseNet\n\n- ResNet と何が違うか\n  - Dense: 自分より手前の層の出力を{}", "チャネル方向に結合", "要素ごとに足す"),
    ("- MobileNet V1（{}）と V2（pointwise → depthwise → pointwise）の順番に注意。", "depthwise → pointwise", "pointwise → depthwise"),
    ("層どうしを結ぶ線の本数。$L$ 層のネットワークを普通に積めば線は $L$ 本ですが、Dense な結び方では ${}$ 本になります。", "L(L+1)/2", "L^2"),
    ("## DenseNet\n\nResNet をさらに押し進めた形で、手前にある全層の特徴マップを{}次の層に入れる。", "チャネル方向に結合して", "足し算して"),
    ("## DenseNet\n\nBuilding on ResNet, it {} the feature maps of all earlier layers.", "concatenates", "sums"),
    ("## DenseNet\n\n- 例) 入口 16 枚、k=12、12 層のブロック → 出口は {} 枚", "16+12*12 = 160", "12*12 = 144"),
    ("DenseNet-121 の最初のブロックは、入口が 64 チャネル、$k=32$、6 層。\n\n- 6 層目（最後の層）が受け取るチャネル数：{}", "224", "256"),
    ("DenseNet-121 の最初のブロックは、入口が 64 チャネル、$k=32$、6 層。\n\n- 出口のチャネル数：{}", "64 + 6×32 = 256", "64 + 5×32 = 224"),
    ("## ResNet と DenseNet\n\n- ResNet\n  - ブロックの入力 x を{}、ブロックの出力とする\n- DenseNet\n  - つなぎ方は別", "足して", "チャネル方向に結合して"),
    ("## ResNet と DenseNet\n\n- ResNet\n  - 近道を付ける\n- DenseNet\n  - 1つの層の中の処理は {} の順", "Batch Norm → ReLU → 3×3 Conv", "3×3 Conv → Batch Norm → ReLU"),
    ("2. Pointwise Convolution\n   - 入力が H×W×32 なら、1×1 でもフィルタ1枚の重みは{}", "32個ある", "1個だけ"),
    ("A 1x1 filter on 64 channels has {}.", "64 weights", "only one weight"),
    ("* DW … チャネルごとに畳み込む役。チャネル同士の関係はここで学習され{}", "ない", "る"),
    ("次のうち正しい組合せは？\n\n- ア　depthwise ＝ チャネル方向だけを混ぜる\n- イ　depthwise ＝ チャネルごとに空間方向へ畳み込む\n- ウ　pointwise のカーネルは 3×3×1\n\n**正解：{}**\nほかは誤り。", "イ", "ア"),
    ("DenseNet の説明として誤りはどれか。\n\n- ア　前の層の出力をチャネル方向に結合する\n- イ　前の層の出力を要素ごとに足し合わせる\n\n**正解：{}**　授業で見たとおり。", "イ", "ア"),
    ("次のうち正しいものは？\n\nア　Layer Norm はバッチサイズによらない\nイ　Instance Norm はバッチ全体で平均をとる\n\n**答え：{}**", "ア", "イ"),
    ("DenseNet のほうは、足し、あ、ごめんなさい、いま足すって言いかけましたけど、{}です。", "結合", "足し算"),
    ("ResNet は、結合、いや、{}です。", "加算", "結合"),
    ("DenseNet adds, sorry, {} the outputs of all earlier layers.", "concatenates", "sums"),
    ("画像が8枚、チャネルが6。インスタンスノルムは、1枚の1チャネルごとなので、平均は{}個。", "48", "6"),
    ("画像が8枚、チャネルが6。LN は 1 枚ごとだから平均は {} 個。", "8", "6"),
    ("カーネルサイズ2の層を4つ重ねたとき：\n\n- 普通の畳み込み：受容野は {}", "5", "6"),
    ("チャネル数が入出力とも $C$ のとき、3×3の層を2枚重ねると重みは ${}C^2$ 個で、5×5の層1枚の $25C^2$ 個より少ない。", "18", "9"),
    ("## Inverted residual\n\n{}。", "細い → 太い → 細い", "太い → 細い → 太い"),
    ("| | BN | LN | IN |\n|---|---|---|---|\n| 推論時に移動平均を使う | {} | 使わない（通常） | 使わない（既定） |", "使う（必須）", "使わない（常に）"),
    ("The convolution (3×3, 64 → 64, no bias) has ${}$ weights.", "36{,}864", "36{,}964"),
    ("# Depthwise separable convolution\n\n$H=W=14$, $K=3$, $C=M=512$. The depthwise part takes $903{{,}}168$ and the pointwise part $51{{,}}380{{,}}224$ multiplications. The saving is a factor of about ${}$.", "8.84", "7.84"),
    ("# Depthwise separable convolution\n\n$H=W=14$, $K=3$, $C=M=512$. The baseline needs ${}$ multiplications.", "462{,}422{,}016", "462{,}422{,}116"),
    ("## 3. 正規化\n\n**問1** 入力 56×56×64、3×3 の Depthwise Separable Convolution(ストライド 1、パディング 1)、出力チャネル 128。\n重みの数はどれか。バイアスは含めない。\n\n- (ア) 8,768\n- (イ) 73,728\n\n**答え** ({})", "ア", "イ"),
    ("The receptive field is 1024 samples. At 16 kHz that is 1024 / 16000 s = {} ms.", "64", "32"),
    ("# 正規化\n\n例:バッチ8、64チャネル、32×32のとき\n\n- LN:平均8個、それぞれ{}個の値から", "65,536", "65,636"),
    ("# DenseNet\n\n入力 24 チャネル、growth rate $k=12$、3層。\n\n| l | 入力 | 出力 | 重み 9×入力×12 | 連結後 |\n|---|---|---|---|---|\n| 1 | 24 | 12 | 2,592 | 36 |\n| 2 | 36 | 12 | 3,888 | {} |", "48", "60"),
    ("# 正規化\n\n入力 (N, C, H, W) = (16, 64, 32, 32)、GN は 8 組。\n\n| | BN（学習時） | LN (C,H,W) | GN (G=8) |\n|---|---|---|---|\n| 1組に入る値の数 | 16,384 | 65,536 | {} |", "8,192", "65,536"),
    ("## Depthwise separable convolution: cost\n\n$$F_\\text{{full}} = D_K^2 M N D_F^2,\\quad F_\\text{{depth}} = {},\\quad F_\\text{{point}} = M N D_F^2$$", "D_K^2 M D_F^2", "D_K^2 M N D_F^2"),
    ("## 正規化の統計量\n\n$$\n\\begin{{aligned}}\n\\text{{Batch:}}\\quad & \\mu_c = \\frac{{1}}{{NHW}}\\sum_{{n,h,w}} x_{{nchw}} \\\\\n\\text{{Layer:}}\\quad & \\mu_n = \\frac{{1}}{{{}}}\\sum_{{c,h,w}} x_{{nchw}}\n\\end{{aligned}}\n$$", "CHW", "NHW"),
    ("# DenseNet\n\nDenseNet-B では、その前に BN → ReLU → {} 畳み込みが入る。", "1×1", "5×5"),
    ("# 正規化\n\n| | BN | LN | IN |\n|---|---|---|---|\n| 推論で計算が違うか | {} | 同じ | 同じ* |", "違う", "同じ"),
    ("# WaveNet\n\nカーネル幅 2、dilation 1, 2, 4, 8 の 4 層で受容野は 16。\n\n- 普通の畳み込み（dilation はすべて1）：受容野は 1+4 = {}", "5", "6"),
    ("### Dilated convolution\n- 3×3、rate r の実効サイズは {}", "2r+1", "3r+1"),
    ("# 正規化\n\nBN では移動平均は勾配で{}。", "学習するものではなくバッファである", "学習するものである"),
    ("# パラメータ\n\n畳み込み1層のパラメータは F×{}入力ch×フィルタ数です。", "F×", ""),
    ("# Inception\n\n枝は 64ch と 32ch で、連結すると {}ch になる。", "96", "128"),
]  # fmt: skip


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text + "\n").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_true_one_is_not_accused_and_the_false_one_is(text, right, wrong):
    assert "refuted" not in statuses(text.format(right))
    assert "refuted" in statuses(text.format(wrong))


TRUE = [
    "# バッチ正規化\n\n問 1　推論時にバッチ正規化の出力がバッチの構成に依存しない理由はどれか。\nア．バッチサイズを 1 にするから　イ．保存された移動平均を使うから\n\n答：イ。統計量が定数なので、各サンプルの出力はそのサンプルだけで決まる。",
    "# Group normalisation\n\nFor an input of shape (N, C, H, W) it uses G groups.\n\n* The mean has shape $N\\times G$.",
    "**Q3.** Which pair both concatenate? (a) ResNet, DenseNet (b) DenseNet, U-Net (c) ResNet, VGG — **(b)**. ResNet adds; VGG has no skip connections.",
    "# DenseNet\n\nConcatenation happens inside a block only, because sizes differ between blocks; that's what transitions are for.",
    "# DenseNet-121 (k = 32)\n\n| 段 | 層数 | 出力 |\n|---|---|---|\n| stem + pool | - | (64, 56, 56) |\n| block1 | 6 | (256, 56, 56) |\n| block4 | 16 | (1024, 7, 7) |",
    "# MobileNet\n\n14×14、512 ch → 512 ch の層で数えてみる。\n\n- depthwise\n  - 積和は 14×14×512×9 = 903,168 回",
    "# Convolution\n\nA 32x32x3 input, 10 filters 5x5, stride 1, pad 2.\n\n- each filter really has shape 5x5x3, it always extends through the full depth",
    "# Grouped convolution\n\nGrouped convolution with g groups needs g times fewer weights than the ordinary one with the same channels.",
    "# Networks\n\n| model | year | note |\n|---|---|---|\n| VGG | 2014 | 3×3 only, ~138M params (16) |",
    "The product runs over the strides before the layer; a layer's own stride doesn't enlarge its own receptive field.",
    "# Networks\n\n| model | parameters | note |\n|---|---|---|\n| AlexNet (two groups) | 60,965,224 | the first linear layer 9216 → 4096 alone has 37,752,832 |",
    "# Networks\n\n- with stride 2, $3\\times3$ and padding 1, $112\\times112\\times64$ turns into $56\\times56\\times64$",
    "# U-Net\n\n- All $3\\times3$ convolutions are unpadded; a $572\\times572$ tile comes out as $388\\times388$.",
    "Max pooling replaces each window of each channel by its largest entry.",
    "3. Does adding x in ResNet change the channel count? -> No",
    "例1　3→64、3×3、バイアスあり\n\n    重み   3×3×3×64 = 1,728\n    バイアス          64\n    合計           1,792",
    "# Separable layer\n\nA width multiplier of 0.5 cuts the multiply-adds of a separable layer to one quarter.",
    "# ResNet\n\nボトルネック型は $1\\times1 \\to 3\\times3 \\to 1\\times1$ と並べる。",
    "The layer first filters every channel separately, then mixes channels with a 1x1 convolution.",
    "The batch norms together hold 53,120 learnable numbers, about 0.2 % of the 25.6 million in the network.",
    "In ResNet the side goes from 56 to 28, so the shortcut is a 1 × 1 convolution with stride 2. It has 64 · 128 = 8,192 weights.",
    "# DenseNet\n\nEach layer is BN, ReLU and conv. Only the 1x1 and the first BN grow with the number of inputs.",
    "# DenseNet\n\nQ: does the average pool in the transition add parameters?\nA: none.",
    "重みの数は $D_K^2 M N$ である。MobileNet の計算量は $D_F$ の 2 乗に比例する。",
    "バッチサイズ 1 で 1×1 の特徴マップを学習モードの BatchNorm に入れると、チャネルあたりの値が 1 個しかない。",
    "channels-last の (8, 16, 16, 32) に LayerNorm をかけると、位置ごとに 32 個の値で正規化します。",
    "増えるのは受容野（と、必要なパディング）。",
    "[1, 5, 2, 8] を 2×2 の窓とすると、最大は 8、平均は 4 になります。受容野の話は次の節。",
    "# Causal convolution with Conv1d\n\nFor k=2, d=16 the left padding is 16 and the length is preserved.",
    "# Group normalisation\n\nThe number of groups does not change the number of parameters.",
    "# WaveNet, causal convolution\n\nWithout dilation:\n\n    receptive field = layers + filter length − 1",
    "Conv B: 16 x 16 x 32.\nGlobal pool: 32 numbers. Output: 10.",
    "# MobileNet\n\n$K=3, M=N=512, F=14$ の通常の畳み込み層での例：\n\n| $\\alpha$ | 積和演算 |\n|---|---|\n| 1.0 | 52,283,392 |\n| 0.5 | 13,296,640 |",
    "# 正規化\n\n- LN:平均8個、それぞれ65,536個の値から\n- IN:平均512個、それぞれ1,024個の値から",
    "# MobileNetV2\n\nResNet のボトルネックが「絞る → 3×3 → 広げる」なのと逆向きなので inverted residual と呼ばれる。",
    "# WaveNet\n\nカーネル幅 2、dilation 1, 2, 4, …, 512 の 10 層で受容野は 1024 サンプル。\n\n- 倍々をそのまま続ける：$2^n \\ge 4000$ → $n = 12$（受容野 4,096、最大 dilation 2,048）",
    "# 正誤\n\n1. プーリング層を増やすとパラメータが増える → **×** 最大値・平均プーリングは0個",
    "# ResNet と DenseNet\n\n取り違え：「どちらも前の層の出力を足す」は誤り。DenseNet は足さない。",
    "# 正規化\n\n| | BN | LN | IN |\n|---|---|---|---|\n| 学習パラメータ | 2C = 128 | PyTorch の LayerNorm なら 2CHW = 131,072 | 2C = 128（使う場合） |",
    "# 正規化\n\nIN も移動平均を使う設定にすれば推論時の計算が違ってくるが、既定では使わない。",
    "# 受容野\n\n最初の層が 5×5、続く 2 層が 3×3 で、ストライドは 1 である。受容野は 9 である。",
    "# DenseNet\n\n- 例(DenseNet-121 の第1ブロック、k0=64、k=32、6層)\n  - 各層の入力:64, 96, 128, 160, 192, 224\n  - ブロックの出力:256",
    "# MobileNet\n\n積和のうち約 95 % が 1×1 畳み込みで、depthwise の 3×3 は約 3 %。パラメータも約 74 % が 1×1、約 24 % が最後の全結合。",
    "# 正規化\n\n`nn.LayerNorm([64, 32, 32])` の γ は 65,536 個。`nn.GroupNorm(1, 64)` の γ は 64 個。",
    "## 分離畳み込み\n\n標準の計算量が三段とも同じなのは、縦横が半分(面積1/4)、入力chが2倍、出力chが2倍で打ち消し合うため。",
    "## Pointwise\n\n数値(48x48x16, M=32)\n重み: 512\n重みの合計: 656。4,608の約7.02分の1。",
    "# SqueezeNet\n\nFire: 1x1で16chに絞り、1x1で64chと3x3で64chに広げて連結",
    "## 1×1 畳み込みは何のため？\n\n1. チャネル数を変える\n2. チャネルを混ぜる（depthwise の後など）",
    "## Q. 3×3 を2枚と 5×5 を1枚、どちらが得？\n\n受容野はどちらも 5×5（ストライド1のとき）。3枚なら 7×7 と同じ受容野になる。",
    "# 正規化\n\n3. γ と β はチャネルごとに 1 個ずつ学習される(畳み込み層の後の場合)",
    "# WaveNet\n\n左右に半分ずつ詰めると長さは保てる場合でも未来が混ざる。",
    "## FPN\n- 下の層を 1×1 畳み込みで 256 チャネルにそろえて足す\n- 足した後に 3×3 畳み込み",
    "## Atrous convolution\n- プーリングを減らしつつ受容野を確保できる",
    "## Pointwise\n\nカーネル: 1x1xC をM枚\n計算量: HxWxCxM\n重み: CxM",
    "# AlphaGo\n\n方策ネットワークは 19×19×48 です。最初が 5×5、続く 11 層が 3×3、最後が 1×1 で、いずれもストライド 1、19×19 を保ちます。受容野は 5 + 2×11 = 27 で、19 を超えます。",
    "畳み込みは、端の影響を除けば平行移動に対して同変である。\n\n入力の高さを $n_h$、核の高さを $k_h$、上下に加える行数の合計を $p_h$、ストライドを $s_h$ とする。\n\n- $p_h=k_h-1$ のまま $s_h$ を一般の正整数にとると、出力の高さは $\\lceil n_h/s_h\\rceil$ になる。",
    "カーネルサイズ2の層を4つ重ねたとき：\n\n- 普通の畳み込み（dilation はすべて1）：受容野は 1+4 = 5",
    "Stack four layers with kernel size 2:\n\n- ordinary convolutions (dilation 1 throughout): receptive field 1 + 4 = 5",
    "N=8、C=16、H=W=32、G=4 としたときの個数：\n\n- この4つのうち学習時の統計量がミニバッチ内の他のサンプルに左右されるのは Batch Norm だけ。",
    "inverted residual：細い → 太い → 細い。ResNet の bottleneck（太い → 細い → 太い）とは逆向き。",
    "# グループ畳み込み\n\n- groups を増やすと重みは 1/groups、バイアスはそのまま",
    "# DenseNet-121（k=32）\n\n| ブロック | 層数 |\n|---|---|\n| Dense Block 4 | 16 |\n\nDense Block 4（16層）の入口は 512 チャネル。\n\n- もし k を 64 にしていたら、Dense Block 1 の出力は 64+6×64=448 チャネルになる。",
    "# DenseNet\n\n各層の中身は BN → ReLU → 3×3 畳み込み。DenseNet-B では、その前に BN → ReLU → 1×1 畳み込みが入る。",
    "A layer of a dense block is BN → ReLU → 3×3 conv. In DenseNet-B, before that there is BN → ReLU → 1×1 conv.",
    "問 DenseNet の説明として誤りはどれか。\n\n- ア　結合する\n- イ　足し合わせる\n\n**正解：イ**　足し合わせるのは ResNet。本番では結合と答える。",
    "### 問2\nU-Netのスキップ接続は、デコーダの特徴と何をする？\n\n**正解：チャネル方向の結合**。加算ではない。",
    "# CNN のまとめ＋正規化\n\n## GoogLeNet\n\n- 入力 28×28×192。重みは 163,328 個。",
    "入力 H*W*C、フィルタ K*K、出力チャネル M。\n\n| 種類 | 計算量 | 重みの数 |\n|:--|:--|:--|\n| depthwise (DW) | H*W*K*K*C | K*K*C |\n| pointwise (PW) | H*W*C*M | C*M |",
    "# Batch Norm\n\n極端な例として、画像1枚・特徴マップ 1×1 で学習しようとすると $x-\\mu$ は必ず 0 なので、出力は $\\beta$ だけになる。",
    "1チャネルの画像に 1×1 のフィルタを当てると、フィルタ1枚の重みは1個。",
    "- DW … 空間方向の畳み込み。このあと 1×1 を通す。チャネル同士の関係はここで学習される",
    "## U-Net と ResNet\n\n- ResNet\n  - スキップ接続は足し算\n- U-Net\n  - スキップ接続は結合。足し算ではない",
    "depthwise はチャネルを混ぜ、あ、混ぜないほうだ。混ぜるのは pointwise。",
    "# 受容野\n\nえー、3×3 を 3 枚で 9×9、じゃない、7×7 です。受容野は重ねるほど広がる。",
    "## DenseNet\n\n- ResNet と何が違うか\n  - Dense: チャネル方向に結合\n  - Res: 要素ごとに足す",
]  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_nobody_is_accused(text):
    assert "refuted" not in statuses(text)


def test_the_inside_of_a_block_is_no_transition():
    text = "# DenseNet\n\n- Transition Layer\n  - 以上のような構造なので、各ブロック内で特徴マップのサイズは一致する。"
    assert "holds" in statuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "- Depthwise Convolution\n  - 別の ch の値はまったく使わない",
        "## Batch Norm\n\n- $\\gamma$ と $\\beta$ は学習する。チャネルごとに1つずつなので、合わせて 2C 個。",
    ],
)
def test_what_is_true_is_read(text):
    assert set(statuses(text)) == {"holds"}
