"""Counts that are right as arithmetic: products and sums told of a layer, a dense block, a separable convolution."""

from __future__ import annotations

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [
    ('64×64のRGB画像に5×5のフィルタ32枚を適用する場合（P=2、S=1）：\n\n- 出力は 64×64×32\n- 乗算は {} 回', '64×64×5×5×3×32 = 9,830,400 回', '64×64×5×5×32 = 3,276,800'),
    ('入力 56×56×64、3×3 のフィルタ 128 枚（パディング1、ストライド1）とする。\n\n- 積和は {} 回', '56×56×128×9×64 = 231,211,008', '56×56×128×9 = 3,612,672'),
    ('An RGB image of 64×64 goes through 16 filters of 5×5 (stride 1, padding 2).\n\n* multiplications: {}', '64·64·16·75 = 4,915,200', '64·64·16·25 = 1,638,400'),
    ('## 問題2\n\n入力 32×32×16、フィルタ 3×3 が 32 枚、ストライド 2、パディング 1。\n\n**解答** 乗算回数：{}', '16×16×32×3×3×16 = 1,179,648', '32×32×32×3×3×16 = 4,718,592'),
    ('## AlexNet\n\n- conv1: 227×227×3, 96 filters of 11×11, stride 4 → 55×55×96\n  - mults: {}', '55·55·96·11·11·3 ≈ 105M', '227·227·96·11·11·3 ≈ 1.8G'),
    ('ある層は 64 チャネルの 32×32 の入力を受け、3×3 で 128 チャネルを出す（same）。乗算は {} となる。', '32×32×9×64×128 = 75,497,472 回', '32×32×9×128 = 1,179,648 回'),
    ('Depthwise separable, input 56×56×64, 128 output channels, 3×3:\n\n- depthwise: {} multiplications\n- pointwise: 56·56·64·128 = 25,690,112 multiplications', '56·56·64·9 = 1,806,336', '56·56·64·128·9 = 231,211,008'),
    ('入力 112×112×32、出力 64 チャネル、3×3 の depthwise separable（ストライド1）\n\n- pointwise：{} 回', '112×112×32×64 = 25,690,112', '112×112×9×64 = 7,225,344'),
    ('### VGG-16 の計算\n\n- 最初の畳み込み層の乗算: {}', '224×224×64×3×3×3 ≒ 8,670万回', '224×224×64×3×3 ≒ 2,890万回'),
    ('### VGG-16 in numbers\n\n- multiplications in the second CONV layer: {}', '224·224·64·3·3·64, about 1.85G', '224·224·64·3·3, about 28.9M'),
    ('### AlexNet\n\n227×227 の入力に 11×11 のフィルタをストライド4でかけるため、最初の層の出力は 55×55 になり、フィルタは96枚あります。\n入力はカラー画像ですが、この最初の層に必要な乗算は {} です。', '55×55×96×11×11×3 で、およそ1億500万回', '55×55×96×11×11 で、およそ3500万回'),
    ('## VGG16\n\nconv1_1 の乗算回数は {} である。', '224×224×3×3×3×64 = 86,704,128', '224×224×3×3×64 = 28,901,376'),
    ('AlexNet の第1層の重みは {} 個。', '11×11×3×96 = 34,848', '11×11×96 = 11,616'),
    ('- 例：$k_0=24$、$k=12$、6層のブロックなら、ブロックの出力は ${}$ チャンネル', '24+12\\times 6=96', '24+12\\times 5=84'),
    ('**問** 入力 16 チャネル、growth rate 12、4 層の Dense ブロック。出力のチャネル数は？\n\n**答** {} チャネル', '16 + 12 × 4 = 64', '16 + 12 × (4 − 1) = 52'),
    ('- Take 64 channels, a growth rate of 32, four blocks of four convolutions and a transition after each of the first three: the last block ends with ${}$ channels.', '120 + 4 \\cdot 32 = 248', '240 + 4 \\cdot 32 = 368'),
    ('### 計算例\n\n入力チャネル数 32、成長率 16、層数 8 のとき、ブロックの出力チャネル数は {} である。', '32 + 16 × 8 = 160', '32 + 16 × (8 − 1) = 144'),
    ('入力 64 チャネル、growth rate 32、6 層。6 層目の入力は {} チャネル。', '64 + 5 × 32 = 224', '64 + 6 × 32 = 256'),
    ('DenseNet, 64 channels in, growth rate 32, blocks of 4 layers, transitions halve.\n\n- after block 1: 64 + 4·32 = 192, after the transition 96\n- after block 2: {}', '96 + 4·32 = 224', '192 + 4·32 = 320'),
    ('Transition で 192 → 96 チャネルに半減し、次のブロック（4層、k=32）の出力は {} チャネル', '96 + 4×32 = 224', '192 + 4×32 = 320'),
    ('**問11** 14×14×512 の入力、3×3、512 フィルタ(same、ストライド 1)の乗算回数は?\n- 答(通常):462,422,016 回\n- 答(Depthwise separable):{} 回', '52,283,392', '903,168'),
    ('**問** 56×56×64 の入力に、出力 128 チャネルの depthwise separable convolution（3×3、same）をかけるときの乗算回数は？\n\n**答** {} 回', '27,496,448', '1,806,336'),
    ('Here is the layer the network repeats five times, 14×14×512 in and 14×14×512 out, 3×3, stride 1:\n\n| variant | multiplications |\n|---|---|\n| standard | 462,422,016 |\n| separable | {} |', '52,283,392', '903,168'),
    ('演習では一辺14、チャンネル数512の層を電卓で計算し、普通の 3×3 なら約4億6200万回、分離すると合わせて約{}になることを確かめました。', '5228万回', '90万回'),
    ('**問題** 56×56×64 の入力に 3×3 のフィルタを 128 枚かける($P=1, S=1$)。\n\n**解答**\n- バイアス込みのパラメータ数は {}\n', '73,856', '73,728'),
    ('32×32のRGB画像に3×3のフィルター64枚を適用する場合（P=1、S=1）：\n\n- 乗算の回数は {}', '32×32×3×3×3×64 = 1,769,472 回', '32×32×3×3×64 = 589,824 回'),
    ('48×48のRGB画像に7×7のフィルタを24枚かける（ストライド1、パディング3）。\n\n- 掛け算は {} 回必要です', '48×48×7×7×3×24 = 8,128,512', '48×48×7×7×24 = 2,709,504'),
    ('## AlexNet を手計算\n\n最初の畳み込み層の乗算回数は、{} 回である。', '55×55×11×11×3×96 ≒ 1.05億', '55×55×11×11×96 ≒ 3,500万'),
    ('# VGG16 の計算量\n\n* conv2_1 の積和: {}', '112×112×9×64×128 ≒ 9.25億', '112×112×9×128 ≒ 1,445万'),
    ('DenseNet の Dense ブロック\n\n入力 32 チャネル、成長率 k = 16、層数 L = 5 とする。出力チャネル数は {} です。', '32 + 16 × 5 = 112', '32 + 16 × 4 = 96'),
    ("A dense block with growth rate 16 has five layers. If 40 channels come in, the block's output has {} channels.", '40 + 5·16 = 120', '40 + 4·16 = 104'),
    ('**例題** 28×28×64 の入力、出力 128、カーネル 3×3（same）。depthwise separable convolution の乗算回数を求めよ。\n\n**解答** {} 回', '6,874,112', '451,584'),
    ('Exercise: 28×28×64 input, 3×3, 128 filters, stride 1, same.\n\n- Standard: 57,802,752 multiplications\n- Depthwise separable: {} multiplications', '6,874,112', '6,422,528'),
    ('MobileNet の 1 層（28×28×64 → 28×28×128、3×3）\n\n- depthwise: {} 回\n- pointwise: 28×28×64×128 = 6,422,528 回', '28×28×9×64 = 451,584', '28×28×9×64×128 = 57,802,752'),
    ('- first conv of ResNet-50: {} weights', '7·7·3·64 = 9,408', '7·7·64 = 3,136'),
    ('LeNet-5 の C1 の乗算は {} 回', '28×28×5×5×6 = 117,600', '32×32×5×5×6 = 153,600'),
]
"""A note, what is true in it, and what is false."""
TRUE = [
    '28×28のグレースケール画像ではなく、64×64のRGB画像に 5×5 のフィルタを 32 枚適用する（P=2、S=1）。\n\n- 重みは {}',
    '## LeNet-5, worked\n\nInput 32×32×1.\n\n| Layer | Output | Parameters |\n|---|---|---|\n| C1: 6 filters 5×5 | 28×28×6 | 156 |\n| S2: 2×2 subsampling | 14×14×6 | 12 |\n| C3: 16 filters 5×5, sparse table | 10×10×16 | 1,516 |\n| S4: 2×2 subsampling | 5×5×16 | 32 |',
    'layer 3 → 64, 3×3, with bias: 27·64 + 64 = 1792 (first conv of VGG).\nlayer 64 → 64, 3×3, bias: 576·64 + 64 = 36,928 (second one).',
    'Input 32×32×3, ten 5×5 filters, S = 1, P = 2:\n\n- output volume 32×32×10\n- 76 parameters per filter with the bias, 760 altogether\n- 32·32·10·75 = 768,000 multiplications',
    '### VGG-16 in numbers\n\n- weights in the first FC layer: 7·7·512·4096 = 102,760,448',
    '## 2. BN くわしく\n\n- y = γ·(x − μ)/√σ² + β\n  - 学習パラメータ: C=64 → 128 個\n- train',
    '64 → 128 チャネル、3×3、4 グループ。\n- 答:計算量は通常の 1/4',
    'S2 は 2×2 のサブサンプリングで、係数とバイアスを 1 枚につき 1 組もつので 12 個のパラメータがある（LeNet-5）。',
    '28×28×1 の入力、5×5 を 6 枚（padding 2）。乗算 28×28×25×6 = 117,600 回',
    '入力 32×32×3、3×3 を 64 枚。\n\n- 出力の値は 32×32×64 = 65,536 個\n- 1 枚のフィルタで 32×32×3×3×3 = 27,648 回の乗算\n- 1 チャネル分だけなら 32×32×3×3×64 = 589,824 回',
    '入力 32×32×3、3×3 を 64 枚。全結合なら 32×32×3×32×32×64 = 201,326,592 個の重みが要る。',
    'Input 56×56×64, 3×3, 128 filters.\n\n- depthwise step: 56·56·64·9 = 1,806,336 multiplications\n- pointwise step: 56·56·64·128 = 25,690,112 multiplications\n- together 27,496,448',
    '第1層：入力 224×224×3、11×11、96 枚、S=4\n\n- ストライド 1 なら乗算は 224×224×11×11×3×96 ≒ 17.5 億回',
    'k0=24、k=12、6層。\n\n- 6層目の入力は 24+12×5=84 チャンネル\n- 出力は 24+12×6=96',
    'Dense block, k0 = 16, k = 12, 4 layers: the last layer reads 16 + 12·3 = 52 channels and adds 12.',
    '- after three blocks we have 240 channels; a fourth block of four layers with k = 32 and no transition before it ends with 240 + 4·32 = 368 channels',
    'ResNet の最初の 7×7 の重みは 7×7×3×64 = 9,408 個。BN の γ と β は 64×2 = 128 個。',
    'VGG-16, per channel of the input: the first layer takes 224·224·64·9 = 28.9M multiplications.',
    'AlexNet の第1層は 2 GPU に分けると、1 枚あたり 55×55×48×11×11×3 ≒ 5270万回の乗算。',
    'VGG-16. The second pooling keeps 56·56·128 = 401,408 values. One filter of the second layer has 3·3·64 = 576 weights.',
    'im2col: 入力 32×32×3、3×3（p=1）→ 行列は 32×32×27 = 27,648 要素、重みの行列は 27×64',
    'ボトルネック 256→64→64→256: 1×1 で 16,384、3×3 で 36,864、1×1 で 16,384 の重み',
    '分離した場合（14×14×512、3×3）、depthwise だけで 903,168 回、pointwise で 51,380,224 回、合わせて 52,283,392 回。',
    'VGG-16 の最初の層。入力 1 チャネル分だけなら 224×224×9×64 = 28,901,376 回、3 チャネルで 86,704,128 回。',
    '## VGG-16\n\n- first conv layer, output values: 224·224·64 = 3,211,264\n- one filter has 3·3·3 = 27 weights\n- moving one filter over the image: 224·224·27 = 1,354,752 multiplications',
    'DenseNet, k0=64, k=32, 6 層。5 層目の出力までを連結すると 64 + 32×5 = 224 チャネル。6 層目を足すと 256。',
    'A dense block: 6 layers, growth rate 32, 64 channels. Just before the last layer there are 64 + 5·32 = 224 channels.',
    'Depthwise separable, 28×28×64 → 128, 3×3. The depthwise convolution takes 28·28·9·64 = 451,584, and the separable layer as a whole 6,874,112 multiplications.',
    'AlexNet conv2 は 2 グループなので重みは 5×5×48×256 = 307,200 個。',
    'VGG-16 on CIFAR: the input is 32×32, so conv1_1 takes 32·32·27·64 = 1,769,472 multiplications.',
    'AlexNet の最初の層：入力を 224×224、パディングなしとすると 54×54×11×11×3×96 = 101,616,768 回の乗算。',
    '## VGG-16\n\n入力をグレースケールに変えると、conv1_1 の重みは 3×3×1×64 = 576 個になる。',
    '## DenseNet\n\nk = 32. The first block (6 layers) starts with 64 channels: 64 + 6·32 = 256. The transition halves them to 128. The second block (12 layers): 128 + 12·32 = 512.',
    '- LeNet の S2 は 2×2 のサブサンプリングで、パラメータは 12 個。',
    'MobileNetV2 の 24 → 144 → 24。展開の 1×1 は 24×144 = 3,456、depthwise は 9×144 = 1,296、射影は 3,456 個の重み。',
    '**問題** 28×28×64、3×3、128 枚。depthwise separable の乗算回数は？\n\n**解答** まず depthwise が 451,584 回、次に pointwise が 6,422,528 回。合計 6,874,112 回。',
    'The separable version of a 3×3 layer 64 → 128 on 28×28 spends 6,422,528 multiplications in its 1×1 step.',
    '- 入力 28×28×64、3×3、128 枚\n- 出力 1 画素、1 チャネルの計算: 3×3×64 = 576 回の乗算\n- 1 枚のマップ: 28×28×576 = 451,584 回',
]


def refuted(note: str) -> list[str]:
    return [c.reading for c in verify_text(f"# note\n\n{note}\n").claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("note", "right", "wrong"), PAIRS)
def test_a_count_is_held_against_its_layer(note: str, right: str, wrong: str) -> None:
    assert not refuted(note.replace("{}", right))
    assert refuted(note.replace("{}", wrong))


@pytest.mark.parametrize("note", TRUE)
def test_a_true_count_is_not_accused(note: str) -> None:
    assert not refuted(note)
