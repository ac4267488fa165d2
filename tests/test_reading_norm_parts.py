"""What a normalisation does, put together from parts in many orders: each true sentence with a twin that is refuted."""

import pytest
from kenzan.reports.verification import verify_text

# predicate of the true sentence's claim, the sentence, its twin
PAIRS = [
    (
        "normalised_over",
        "Batch Norm は、同じチャネルに属する値をバッチ中の全画像・全位置から集めて統計をとる。",
        "Batch Norm は、同じ画像に属する値を全チャネル・全位置から集めて統計をとる。",
    ),
    (
        "normalised_over",
        "BN では 1 つのチャネルに注目し、そのチャネルの値を N 枚の画像すべてにわたって平均する。",
        "BN では 1 枚の画像に注目し、その画像の値を全チャネルにわたって平均する。",
    ),
    (
        "normalised_over",
        "Layer Norm の統計量は、画像 1 枚に含まれるすべての値（全チャネル・全画素）から求める。",
        "Layer Norm の統計量は、チャネル 1 枚に含まれる値をバッチの全画像から集めて求める。",
    ),
    (
        "normalised_over",
        "レイヤー正規化はサンプル内で閉じており、チャネルと空間の両方をまとめて平均する。",
        "レイヤー正規化はチャネル内で閉じており、バッチと空間の両方をまとめて平均する。",
    ),
    (
        "normalised_over",
        "インスタンス正規化が平均するのは H と W だけで、N と C は残る。",
        "インスタンス正規化が平均するのは C と H と W で、N だけが残る。",
    ),
    (
        "normalised_over",
        "Layer normalisation computes its statistics over C, H and W.",
        "Layer normalisation computes its statistics over N, C, H and W.",
    ),
    (
        "normalised_over",
        "Batch Norm は N, H, W の全てで平均と分散をとる。",
        "Batch Norm は N, C, H, W の全てで平均と分散をとる。",
    ),
    (
        "norm_formula",
        r"BN は平均 $\mu = \frac{1}{m}\sum_i x_i$ と分散 $\sigma^2 = \frac{1}{m}\sum_i (x_i-\mu)^2$ を求める。",
        r"BN は平均 $\mu = \frac{1}{m}\sum_i x_i$ と分散 $\sigma^2 = \frac{1}{m-1}\sum_i (x_i-\mu)^2$ を求める。",
    ),
    ("normalised_over", "- LN：サンプル1つの中身を全部まとめる", "- LN：チャネル1つの中身をバッチ全体でまとめる"),
    (
        "normalised_over",
        "- BN … チャネルごと（バッチ全体）\n- LN … サンプルごと（全チャネル）",
        "- BN … チャネルごと（バッチ全体）\n- LN … チャネルごと（バッチ全体）",
    ),
    (
        "normalised_over",
        "In batch norm the values that share a mean are those with the same channel index.",
        "In batch norm the values that share a mean are those with the same sample index.",
    ),
    (
        "normalised_over",
        "Layer norm lumps together everything that belongs to one example.",
        "Layer norm lumps together everything that belongs to one channel.",
    ),
    (
        "normalised_over",
        "For LN, the statistics are taken within a single sample, across all of its channels and pixels.",
        "For LN, the statistics are taken within a single channel, across all samples and pixels of the batch.",
    ),
    (
        "normalised_over",
        "BN reduces over the batch, height and width axes and keeps the channel axis.",
        "BN reduces over the channel, height and width axes and keeps the batch axis.",
    ),
    (
        "normalised_over",
        "Group norm splits the channels of a sample into groups and normalizes within each group.",
        "Group norm splits the samples of a batch into groups and normalizes within each group.",
    ),
    (
        "normalised_over",
        "Transformer の LayerNorm は、各トークンの特徴ベクトル（d 次元）の中で平均と分散を計算する。",
        "Transformer の LayerNorm は、各特徴について系列中の全トークンにわたり平均と分散を計算する。",
    ),
    (
        "normalised_over",
        "全結合層の BN では、ニューロン1個ずつについてミニバッチ m 件の平均をとる。",
        "全結合層の BN では、データ1件ずつについて全ニューロンの平均をとる。",
    ),
    (
        "normalised_over",
        "# x は (N, C, H, W)\n`x.mean(axis=(0, 2, 3))` が BN の平均になる。",
        "# x は (N, C, H, W)\n`x.mean(axis=(1, 2, 3))` が BN の平均になる。",
    ),
    (
        "normalised_over",
        "With `x` in NCHW layout, layer norm is `x.mean(dim=(1, 2, 3))`.",
        "With `x` in NCHW layout, layer norm is `x.mean(dim=(0, 2, 3))`.",
    ),
    (
        "normalised_over",
        "Batch norm: fix a channel, average over everything else.",
        "Batch norm: fix a sample, average over everything else.",
    ),
    ("stats_shape", "BN が計算する平均の個数はチャネル数に等しい。", "BN が計算する平均の個数はバッチサイズに等しい。"),
    ("stats_shape", "Instance Norm の統計量は N×C 個ある。", "Instance Norm の統計量は N 個ある。"),
    (
        "stats_shape",
        "32 枚の画像、3 チャネルの入力なら、Instance Norm は 96 組の平均と分散を求める。",
        "32 枚の画像、3 チャネルの入力なら、Instance Norm は 32 組の平均と分散を求める。",
    ),
    (
        "stats_shape",
        "Layer norm has as many means as there are images in the batch.",
        "Layer norm has as many means as there are channels.",
    ),
    (
        "stats_shape",
        "With N = 8 and C = 16, instance norm computes 128 means.",
        "With N = 8 and C = 16, instance norm computes 16 means.",
    ),
    ("stats_shape", "BN では平均も分散も長さ C のベクトルになる。", "BN では平均も分散も長さ N のベクトルになる。"),
    (
        "stats_shape",
        "In BN every channel has its own mean, so there are C of them.",
        "In BN every image has its own mean, so there are N of them.",
    ),
    (
        "stats_shape",
        "入力が (8, 16, 10, 10) のとき、BN の平均 1 つは 800 個の値から計算される。",
        "入力が (8, 16, 10, 10) のとき、BN の平均 1 つは 1600 個の値から計算される。",
    ),
    (
        "stats_shape",
        "For an input of shape (8, 16, 10, 10), each layer-norm mean is taken over 1600 values.",
        "For an input of shape (8, 16, 10, 10), each layer-norm mean is taken over 800 values.",
    ),
    (
        "independent_of_batch",
        "LN の結果は一緒に入力された他の画像とは無関係である。",
        "LN の結果は一緒に入力された他の画像によって変わる。",
    ),
    (
        "independent_of_batch",
        "訓練時の BN では、ある画像の出力が同じバッチの他の画像によって変わってしまう。",
        "訓練時の BN でも、ある画像の出力は同じバッチの他の画像によって変わらない。",
    ),
    (
        "independent_of_batch",
        "Group Norm はバッチサイズが 1 でも問題なく使える。",
        "Group Norm はバッチサイズが 1 だと使えない。",
    ),
    (
        "independent_of_batch",
        "Instance norm needs only the image itself.",
        "Instance norm needs the other images of the batch as well.",
    ),
    (
        "independent_of_batch",
        "Layer norm gives the same result whether the batch holds one example or a hundred.",
        "Layer norm gives different results depending on whether the batch holds one example or a hundred.",
    ),
    (
        "independent_of_batch",
        "At inference, BN treats each image independently of the others in the batch.",
        "At inference, BN makes each image depend on the others in the batch.",
    ),
    (
        "independent_of_batch",
        "In training mode, the output of BN for one example changes if you replace the other examples.",
        "In training mode, the output of BN for one example stays the same if you replace the other examples.",
    ),
    (
        "independent_of_batch",
        "| 手法 | バッチが必要か |\n|---|---|\n| BN | はい |\n| LN | いいえ |",
        "| 手法 | バッチが必要か |\n|---|---|\n| BN | はい |\n| LN | はい |",
    ),
    (
        "independent_of_batch",
        "LN はバッチの統計を使わないので、バッチサイズをいくつにしてもよい。",
        "LN はバッチの統計を使うので、バッチサイズによって出力が変わる。",
    ),
    (
        "mean_var",
        "正規化した値 x̂ の平均は 0、分散は 1 である（ε は無視する）。\nBatch Norm の話である。",
        "正規化した値 x̂ の平均は 1、分散は 0 である（ε は無視する）。\nBatch Norm の話である。",
    ),
    (
        "mean_var",
        "BN の出力 y の平均は β、標準偏差は γ になる（ε=0）。",
        "BN の出力 y の平均は γ、標準偏差は β になる（ε=0）。",
    ),
    (
        "mean_var",
        "Layer norm leaves each sample with mean zero and standard deviation one (ε = 0).",
        "Layer norm leaves each sample with mean one and standard deviation zero (ε = 0).",
    ),
    (
        "mean_var",
        "LN を通したあと、各サンプルの値の平均はゼロになる。",
        "LN を通したあと、各サンプルの値の平均は 1 になる。",
    ),
    (
        "mean_var",
        "RMSNorm does not subtract the mean, so its output need not be zero-mean.",
        "RMSNorm subtracts the mean, so its output is always zero-mean.",
    ),
    (
        "norm_formula",
        "LN：平均を引く → √(分散+ε) で割る → γ を掛ける → β を足す",
        "LN：平均を引く → 分散+ε で割る → γ を掛ける → β を足す",
    ),
    (
        "norm_formula",
        "Batch norm subtracts the mean from x and divides the result by the square root of the variance plus epsilon.",
        "Batch norm subtracts the mean from x and divides the result by the variance plus epsilon.",
    ),
    (
        "norm_formula",
        "Batch norm scales the normalized value by γ and then adds β.",
        "Batch norm scales the normalized value by β and then adds γ.",
    ),
    (
        "norm_formula",
        "BN の分散は、平均との差の二乗を m で割って求める。",
        "BN の分散は、平均との差の二乗を m-1 で割って求める。",
    ),
    (
        "invariant_to",
        "入力全体を 5 倍しても、Layer Norm の出力は同じままだ（ε=0）。",
        "入力全体を 5 倍すると、Layer Norm の出力も 5 倍になる（ε=0）。",
    ),
    (
        "invariant_to",
        "直前の畳み込みのバイアスは BN によって打ち消される。",
        "直前の畳み込みのバイアスは BN を通ったあとも出力に残る。",
    ),
    (
        "invariant_to",
        "If all weights of the layer before BN are doubled, the output of BN stays the same (ε = 0).",
        "If all weights of the layer before BN are doubled, the output of BN doubles too (ε = 0).",
    ),
    (
        "invariant_to",
        "Adding 3 to every entry of the input does not affect the output of layer norm.",
        "Adding 3 to every entry of the input adds 3 to the output of layer norm.",
    ),
    (
        "invariant_to",
        "IN は画像ごとのコントラストの違いを消す（ε を無視すれば）。",
        "IN は画像ごとのコントラストの違いをそのまま残す（ε を無視すれば）。",
    ),
    (
        "invariant_to",
        "RMSNorm の出力は、入力を正の定数倍しても変わらない（ε=0）が、定数を足すと変わる。",
        "RMSNorm の出力は、入力を正の定数倍すると変わるが（ε=0）、定数を足しても変わらない。",
    ),
    (
        "invariant_to",
        "LN(x + c) equals LN(x) for every constant c.",
        "LN(x + c) equals LN(x) + c for every constant c.",
    ),
    ("equals", "グループが 1 つだけの GN は LN そのものだ。", "グループが 1 つだけの GN は IN そのものだ。"),
    (
        "equals",
        "GN with as many groups as channels is instance norm.",
        "GN with as many groups as channels is layer norm.",
    ),
    (
        "train_eval_differs",
        "LN は移動平均を使わず、訓練と推論で同じ計算をする。",
        "LN は移動平均を使い、訓練と推論で異なる計算をする。",
    ),
    ("train_eval_differs", "BN は推論では保存しておいた移動平均を使う。", "BN は推論でもそのバッチの平均を使う。"),
    (
        "train_eval_differs",
        "At test time batch norm switches to the running statistics.",
        "At test time batch norm goes on using the statistics of the test batch.",
    ),
    (
        "train_eval_differs",
        "GroupNorm does the same thing in train() and eval().",
        "GroupNorm does different things in train() and eval().",
    ),
    (
        "params",
        "128 チャネルの BN で学習されるパラメータは 256 個。",
        "128 チャネルの BN で学習されるパラメータは 128 個。",
    ),
    (
        "params",
        "For 64 channels, batch norm has 128 learnable parameters (γ and β).",
        "For 64 channels, batch norm has 64 learnable parameters (γ and β).",
    ),
    (
        "params",
        "BN のチャネルあたりのパラメータは γ と β の 2 つ。",
        "BN のチャネルあたりのパラメータは γ と β と ε の 3 つ。",
    ),
    (
        "normalised_over",
        "バッチ正規化の平均は「同じチャネル」の値の平均であり、バッチ内の全画像と全ての位置が含まれる。",
        "バッチ正規化の平均は「同じ画像」の値の平均であり、全てのチャネルと全ての位置が含まれる。",
    ),
    (
        "normalised_over",
        "#### BN と LN\n入力 (N, C, H, W)\n- BN：C を固定して残りの軸で平均\n- LN：N を固定して残りの軸で平均",
        "#### BN と LN\n入力 (N, C, H, W)\n- BN：C を固定して残りの軸で平均\n- LN：C を固定して残りの軸で平均",
    ),
    (
        "normalised_over",
        "LN は画像 1 枚だけを見て、そのチャネルも位置も区別せずに平均を取る。",
        "LN は 1 つのチャネルだけを見て、バッチの画像も位置も区別せずに平均を取る。",
    ),
    (
        "normalised_over",
        "グループ正規化ではチャネルをいくつかの組に分け、画像ごと・組ごとに正規化する。",
        "グループ正規化ではチャネルをいくつかの組に分け、バッチ全体で組ごとに正規化する。",
    ),
    (
        "normalised_over",
        "BN takes the mean of a feature over all the examples in the mini-batch; LN takes the mean of an example over all its features.",
        "BN takes the mean of a feature over all the examples in the mini-batch; LN takes the mean of a feature over all the examples too.",
    ),
    (
        "normalised_over",
        "Whereas BN normalizes down the batch, LN normalizes across the features of each example.",
        "Whereas BN normalizes across the features of each example, LN normalizes down the batch.",
    ),
    (
        "normalised_over",
        "| method | statistics computed over |\n|---|---|\n| BN | all images and positions, per channel |\n| IN | positions of one channel of one image |",
        "| method | statistics computed over |\n|---|---|\n| BN | all images and positions, per channel |\n| IN | positions of one channel in all images |",
    ),
    (
        "normalised_over",
        "| 手法 | 平均をとる範囲 |\n|---|---|\n| LN | 1枚の画像の全チャネル・全画素 |",
        "| 手法 | 平均をとる範囲 |\n|---|---|\n| LN | 1つのチャネルの全画像・全画素 |",
    ),
    (
        "normalised_over",
        "For each channel, BN computes μ and σ using every pixel of every image in the batch.",
        "For each image, BN computes μ and σ using every pixel of every channel.",
    ),
    (
        "normalised_over",
        "InstanceNorm treats every (sample, channel) pair on its own.",
        "InstanceNorm treats every sample on its own but mixes the channels.",
    ),
    (
        "normalised_over",
        "Think of the tensor as N images with C channels: layer norm gives each image one mean, whatever the channel.",
        "Think of the tensor as N images with C channels: layer norm gives each channel one mean, whatever the image.",
    ),
    (
        "normalised_over",
        "In PyTorch, `nn.LayerNorm([C, H, W])` averages over the last three axes of an (N, C, H, W) tensor.",
        "In PyTorch, `nn.LayerNorm([C, H, W])` averages over the first axis of an (N, C, H, W) tensor.",
    ),
    (
        "normalised_over",
        "With channels-last data (N, H, W, C), BN is `x.mean(axis=(0, 1, 2))`.",
        "With channels-last data (N, H, W, C), BN is `x.mean(axis=(1, 2, 3))`.",
    ),
    (
        "normalised_over",
        "× 誤：LN はバッチ方向に平均をとる\n○ 正：LN は特徴方向に平均をとる",
        "× 誤：LN は特徴方向に平均をとる\n○ 正：LN はバッチ方向に平均をとる",
    ),
    (
        "normalised_over",
        "LayerNorm の μ は、ある1サンプルについて隠れユニット全体をわたる平均だ。",
        "LayerNorm の μ は、ある1ユニットについてミニバッチ全体をわたる平均だ。",
    ),
    (
        "normalised_over",
        "$\\mu_c = \\frac{1}{NHW}\\sum_{n,h,w} x_{nchw}$ は BN の平均である。",
        "$\\mu_c = \\frac{1}{NHW}\\sum_{n,h,w} x_{nchw}$ は LN の平均である。",
    ),
    (
        "normalised_over",
        "The layer-norm mean is $\\mu_n = \\frac{1}{CHW}\\sum_{c,h,w} x_{nchw}$.",
        "The layer-norm mean is $\\mu_c = \\frac{1}{NHW}\\sum_{n,h,w} x_{nchw}$.",
    ),
    (
        "normalised_over",
        "The normalization statistics in BN are shared by all spatial locations and all examples, but not between channels.",
        "The normalization statistics in BN are shared by all spatial locations and all channels, but not between examples.",
    ),
    (
        "independent_of_batch",
        "LN ではミニバッチの大きさは結果に影響しない。",
        "LN ではミニバッチの大きさが結果に影響する。",
    ),
    ("independent_of_batch", "IN の計算に他の画像は一切登場しない。", "IN の計算には他の画像も登場する。"),
    (
        "independent_of_batch",
        "Swapping the other images in the batch has no effect on what layer norm outputs for the first one.",
        "Swapping the other images in the batch changes what layer norm outputs for the first one.",
    ),
    (
        "independent_of_batch",
        "Q: Does layer norm need a large batch?\nA: No, it works the same with a single example.",
        "Q: Does layer norm need a large batch?\nA: Yes, it needs many examples to estimate its mean.",
    ),
    (
        "independent_of_batch",
        "In training, BN makes the examples of a mini-batch interact; LN does not.",
        "In training, LN makes the examples of a mini-batch interact; BN does not.",
    ),
    (
        "independent_of_batch",
        "BN（推論時）は、他のサンプルに関係なく 1 件ごとに計算できる。",
        "BN（推論時）は、他のサンプルがないと 1 件だけでは計算できない。",
    ),
    (
        "independent_of_batch",
        "Group norm was proposed because it is not tied to the batch dimension.",
        "Group norm was proposed although it is tied to the batch dimension.",
    ),
    ("independent_of_batch", "LN の平均・分散はそのサンプルだけで決まる。", "LN の平均・分散はバッチ全体で決まる。"),
    (
        "independent_of_batch",
        "| | BN | LN | IN |\n|---|---|---|---|\n| バッチサイズに依存 | ○ | × | × |",
        "| | BN | LN | IN |\n|---|---|---|---|\n| バッチサイズに依存 | ○ | × | ○ |",
    ),
    (
        "train_eval_differs",
        "BN では、訓練中はミニバッチの統計を、推論中は学習中に蓄えた移動平均を用いる。",
        "BN では、訓練中は移動平均を、推論中はミニバッチの統計を用いる。",
    ),
    (
        "train_eval_differs",
        "LN には学習モードと評価モードの区別がない。",
        "LN には学習モードと評価モードの区別がある。",
    ),
    (
        "train_eval_differs",
        "When you switch to eval mode, batch norm stops using batch statistics and uses its running averages.",
        "When you switch to eval mode, batch norm keeps using batch statistics.",
    ),
    (
        "train_eval_differs",
        "Layer norm has no running averages, because the statistics of an example are always computed from that example.",
        "Layer norm has running averages, which it uses at test time.",
    ),
    (
        "train_eval_differs",
        "推論時の BN の出力は、訓練時と同じ入力でも一般に異なる。",
        "推論時の BN の出力は、訓練時と同じ入力なら常に一致する。",
    ),
    (
        "train_eval_differs",
        "GN は train() でも eval() でも振る舞いが変わらない。",
        "GN は train() と eval() で振る舞いが変わる。",
    ),
    (
        "equals",
        "Group norm with G = C is the same as instance norm.",
        "Group norm with G = C is the same as layer norm.",
    ),
    (
        "equals",
        "G=1 とした Group Norm は Layer Norm に、G=C とした Group Norm は Instance Norm に一致する。",
        "G=1 とした Group Norm は Instance Norm に、G=C とした Group Norm は Layer Norm に一致する。",
    ),
    (
        "equals",
        "For a batch of size 1, batch norm (in training mode) coincides with instance norm.",
        "For a batch of size 1, batch norm (in training mode) coincides with layer norm.",
    ),
    (
        "equals",
        "バッチサイズ 1 で学習モードの BN は、IN と同じ計算になる。",
        "バッチサイズ 1 で学習モードの BN は、LN と同じ計算になる。",
    ),
    (
        "equals",
        "If every group holds just one channel, group norm turns into instance norm.",
        "If every group holds just one channel, group norm turns into layer norm.",
    ),
    (
        "equals",
        "When there is only one channel, layer norm and instance norm agree.",
        "When there is only one image, layer norm and instance norm agree.",
    ),
    (
        "params",
        "BN はチャネルごとに γ と β を 1 個ずつ、合計 2C 個のパラメータをもつ。",
        "BN はチャネルごとに γ と β を 1 個ずつ、合計 4C 個のパラメータをもつ。",
    ),
    ("params", "BatchNorm2d(32) has 64 trainable parameters.", "BatchNorm2d(32) has 32 trainable parameters."),
    (
        "params",
        "A LayerNorm over 512 features has 1024 learnable parameters.",
        "A LayerNorm over 512 features has 512 learnable parameters.",
    ),
    (
        "invariant_to",
        "BN の直前にある線形層のバイアス項は無意味である（平均を引くと消えるため）。",
        "BN の直前にある線形層のバイアス項は必要である（平均を引いても残るため）。",
    ),
    (
        "invariant_to",
        "Batch norm makes the network insensitive to the scale of the weights in the preceding layer (ε = 0).",
        "Batch norm leaves the network sensitive to the scale of the weights in the preceding layer (ε = 0).",
    ),
    (
        "invariant_to",
        "画像の明るさを全画素で一様に 10 だけ上げても、IN の出力は変わらない。",
        "画像の明るさを全画素で一様に 10 だけ上げると、IN の出力も 10 だけ上がる。",
    ),
    (
        "invariant_to",
        "LN は入力ベクトルの定数倍に対して不変である（ε を除く）。",
        "LN は入力ベクトルの定数倍に対して不変ではない（ε を除く）。",
    ),
    (
        "invariant_to",
        "RMSNorm is not invariant to shifts of its input.",
        "RMSNorm is invariant to shifts of its input.",
    ),
    ("mean_var", "BN 後の値は平均 0、分散 1 にそろう。", "BN 後の値は平均 1、分散 0 にそろう。"),
    (
        "mean_var",
        "γ と β を学習した後の BN の出力は、平均 β、分散 γ² をもつ。",
        "γ と β を学習した後の BN の出力は、平均 0、分散 1 のままである。",
    ),
    ("normalised_over", "BN does not average over the channels.", "BN does not average over the batch."),
    ("normalised_over", "LN はバッチ方向の平均をとらない。", "LN はチャネル方向の平均をとらない。"),
    (
        "normalised_over",
        "バッチノルムとレイヤーノルムの違い：前者はバッチ方向、後者は特徴方向に平均をとる。",
        "バッチノルムとレイヤーノルムの違い：前者は特徴方向、後者はバッチ方向に平均をとる。",
    ),
    (
        "normalised_over",
        "BN and IN both keep the channels separate; the difference is that IN keeps the images separate too.",
        "BN and IN both keep the images separate; the difference is that IN keeps the channels separate too.",
    ),
    (
        "normalised_over",
        "| 名前 | まとめる軸 | 残る軸 |\n|---|---|---|\n| BatchNorm | N, H, W | C |\n| LayerNorm | C, H, W | N |",
        "| 名前 | まとめる軸 | 残る軸 |\n|---|---|---|\n| BatchNorm | N, H, W | C |\n| LayerNorm | N, H, W | C |",
    ),
    (
        "normalised_over",
        "| norm | mean over |\n|---|---|\n| batch | N, H, W |\n| layer | C, H, W |\n| instance | H, W |",
        "| norm | mean over |\n|---|---|\n| batch | N, H, W |\n| layer | C, H, W |\n| instance | N, H, W |",
    ),
    (
        "normalised_over",
        "### 層正規化\n各入力について、その層の全ユニットの平均と標準偏差を使って正規化する。",
        "### 層正規化\n各ユニットについて、ミニバッチ全体の平均と標準偏差を使って正規化する。",
    ),
    (
        "normalised_over",
        "**Layer norm.** The mean and variance are computed from all of the summed inputs to the neurons in a layer on a single training case.",
        "**Layer norm.** The mean and variance of each neuron are computed over all training cases in the mini-batch.",
    ),
    (
        "normalised_over",
        "レイヤー正規化（Layer Normalization）ではデータごとに、インスタンス正規化ではデータごと・チャネルごとに平均と分散を求める。",
        "レイヤー正規化（Layer Normalization）ではチャネルごとに、インスタンス正規化ではデータごと・チャネルごとに平均と分散を求める。",
    ),
    (
        "normalised_over",
        "The four methods differ in what they average over: batch norm over the examples, layer norm over the channels.",
        "The four methods differ in what they average over: batch norm over the channels, layer norm over the examples.",
    ),
    (
        "normalised_over",
        "GN computes the mean of the (C/G)·H·W values in a group of channels of one image.",
        "GN computes the mean of the (C/G)·H·W values in a group of channels over all images.",
    ),
    (
        "normalised_over",
        "For a 2-D input of shape (N, D), batch norm averages over N and layer norm over D.",
        "For a 2-D input of shape (N, D), batch norm averages over D and layer norm over N.",
    ),
    (
        "normalised_over",
        "(N, D) の入力に対し、BN は列ごと（N 方向）、LN は行ごと（D 方向）に正規化する。",
        "(N, D) の入力に対し、BN は行ごと（D 方向）、LN は列ごと（N 方向）に正規化する。",
    ),
    (
        "normalised_over",
        "Q. Which axes does layer norm average over in an NCHW tensor?\nA. C, H and W.",
        "Q. Which axes does layer norm average over in an NCHW tensor?\nA. N, H and W.",
    ),
    (
        "stats_shape",
        "| norm | number of means |\n|---|---|\n| BN | C |\n| LN | N |\n| IN | N × C |",
        "| norm | number of means |\n|---|---|\n| BN | C |\n| LN | N |\n| IN | C |",
    ),
    (
        "stats_shape",
        "N=2、C=3、H=W=4 とする。\n- BN の平均は 3 個\n- LN の平均は 2 個\n- IN の平均は 6 個",
        "N=2、C=3、H=W=4 とする。\n- BN の平均は 3 個\n- LN の平均は 2 個\n- IN の平均は 3 個",
    ),
    (
        "stats_shape",
        "x: (16, 32, 8, 8)\nbatch norm: 32 means, each over 16·8·8 = 1024 values",
        "x: (16, 32, 8, 8)\nbatch norm: 16 means, each over 32·8·8 = 2048 values",
    ),
    (
        "stats_shape",
        "The mean in batch norm has shape (1, C, 1, 1), in layer norm (N, 1, 1, 1).",
        "The mean in batch norm has shape (1, C, 1, 1), in layer norm (1, C, 1, 1).",
    ),
    (
        "independent_of_batch",
        "バッチサイズの影響を受けるのは 4 つのうち BN だけである。",
        "バッチサイズの影響を受けるのは 4 つのうち LN だけである。",
    ),
    (
        "independent_of_batch",
        "| method | depends on other samples |\n|---|---|\n| BN (train) | yes |\n| GN | no |",
        "| method | depends on other samples |\n|---|---|\n| BN (train) | yes |\n| GN | yes |",
    ),
    (
        "independent_of_batch",
        "With LN you can use a batch size of 1 without any trouble.",
        "With LN you cannot use a batch size of 1.",
    ),
    (
        "independent_of_batch",
        "推論時、BN の出力は 1 枚ずつ入れてもまとめて入れても同じである。",
        "推論時、BN の出力は 1 枚ずつ入れるかまとめて入れるかで変わる。",
    ),
    (
        "train_eval_differs",
        "| 手法 | 学習時と推論時の計算 |\n|---|---|\n| BN | 異なる |\n| LN | 同じ |",
        "| 手法 | 学習時と推論時の計算 |\n|---|---|\n| BN | 異なる |\n| LN | 異なる |",
    ),
    (
        "train_eval_differs",
        "テスト時の BN は、訓練中に指数移動平均で求めておいた平均と分散で正規化する。",
        "テスト時の BN は、テスト用ミニバッチの平均と分散で正規化する。",
    ),
    (
        "train_eval_differs",
        "Unlike BN, LN computes its statistics the same way at training and test time.",
        "Like BN, LN computes its statistics differently at training and test time.",
    ),
    (
        "invariant_to",
        "$\\mathrm{LN}(\\alpha x) = \\mathrm{LN}(x)$ for $\\alpha > 0$ (with ε = 0).",
        "$\\mathrm{LN}(\\alpha x) = \\alpha\\,\\mathrm{LN}(x)$ for $\\alpha > 0$ (with ε = 0).",
    ),
    (
        "invariant_to",
        "If one image is made twice as bright, IN gives the same output as before (ε = 0).",
        "If one image is made twice as bright, the output of IN doubles (ε = 0).",
    ),
    (
        "equals",
        "`nn.GroupNorm(1, C)` is the same as layer norm over (C, H, W).",
        "`nn.GroupNorm(1, C)` is the same as instance norm.",
    ),
    (
        "equals",
        "GN はグループ数を C にすれば IN に、1 にすれば LN になる。",
        "GN はグループ数を C にすれば LN に、1 にすれば IN になる。",
    ),
    (
        "mean_var",
        "BN の出力は、γ=1、β=0 のとき各チャネルで平均 0 になる。",
        "BN の出力は、γ=1、β=0 のとき各チャネルで平均 1 になる。",
    ),
    (
        "mean_var",
        "LN は各サンプルの平均を 0 にそろえるが、各チャネルの平均は 0 とは限らない。",
        "LN は各チャネルの平均を 0 にそろえるが、各サンプルの平均は 0 とは限らない。",
    ),
    (
        "definition",
        "内部共変量シフトとは、学習が進むにつれて各層への入力の分布が変わっていく現象のこと。",
        "内部共変量シフトとは、訓練データとテストデータの分布が異なること。",
    ),
    (
        "equals",
        "入力の平均がもともと0なら、RMSNormはLayerNorm（γ=1, β=0）と同じ結果を返す。",
        "入力の分散がもともと1なら、RMSNormはLayerNorm（γ=1, β=0）と同じ結果を返す。",
    ),
    (
        "stats_shape",
        "| norm | # of means (N=16, C=48, G=8) |\n|---|---|\n| batch | 48 |\n| layer | 16 |\n| group | 128 |",
        "| norm | # of means (N=16, C=48, G=8) |\n|---|---|\n| batch | 48 |\n| layer | 16 |\n| group | 6 |",
    ),
]
# True or harmless: the words of the twins above in sentences that accuse nobody.
HARMLESS = """
入力ベクトル x の平均を μ、分散を σ² とする。LN(x) は x と同じ形である。
BN でバッチサイズを1にすると平均は自分自身、分散は0になる。
If the features already have zero mean, RMSNorm gives the same result as LayerNorm.
Example: a mini-batch of three values 1, 2, 6 has mean 3. Batch norm subtracts it.
Forgetting model.eval() means that batch norm keeps normalizing with the current batch's statistics.
BN の分散は、平均との差の二乗を m で割って求める。
Batch norm first adds ε to the variance and then takes the square root.
With batch norm, the number of means does not depend on the batch size.
BN の統計は画素の位置によらず共通で、チャネルだけで決まる。
Multiply the input by 10: layer norm's γ and β stay as they are.
推論時の BN では平均・分散・γ・β がすべて定数になる。
With a batch of one image, BN in training mode computes the same thing as IN.
Instance norm divides by the standard deviation of each map, so a map of ones becomes zero.
正規化してから γ を掛けて β を足すので、BN の出力の平均は 0 とは限らない。
Layer norm has as many means as there are images in the batch.
Unlike batch norm, layer norm's mean is not a running average.
学習時の BN では統計がその1枚だけから計算されることがあるので、1枚ずつ流してはいけない。
(あ) Batch Norm (い) Layer Norm (う) Instance Norm
GN ではチャネルを G 個の群に分け、サンプルごと・群ごとに統計を取る。
GN が統計をとる範囲は、1サンプルの中の (C/G)×H×W 個である。
For every channel of batch norm the mean $\\mu$ is taken over the mini-batch, after which the output is scaled.
BN の平均は 64 チャネル分、つまり 64 個あり、それぞれ 32×28×28 = 25088 個の値の平均である。
LN の統計量は画像ごとに 1 組なので、16 枚なら 16 組になる。
With 8 images and 4 groups, group norm on 32 channels computes 32 means.
Group norm with 4 groups on 32 channels: each group has 8 channels.
Layer norm takes one mean per image; with N images that makes N means and N variances.
Batch norm keeps two vectors of length C: the running mean and the running variance.
BN は長さ C のベクトルを 4 本もつ（γ、β、移動平均、移動分散）。
BN stores 4C numbers, of which 2C are learned.
The mean of a batch of 4 values, 1, 2, 3 and 6, is 3; batch norm subtracts it, so that the outputs have mean 0.
For an activation with mean 5 and standard deviation 2, batch norm maps the value 9 to 2.
入力の平均が 5、分散が 4 のとき、BN は値 9 を 2 に写す（ε=0）。
まず入力を平均 0、分散 1 にし、そのあと γ 倍して β を足すのが BN である。
BN では γ の初期値は 1、β の初期値は 0 なので、学習の最初は出力の平均は 0、分散は 1 である。
After scaling by γ and shifting by β the output of batch norm no longer has zero mean and unit variance.
With γ = 1 and β = 0 the output of layer norm has mean 0 and (almost) unit variance.
Batch norm first subtracts the mean of the mini-batch, then divides by its standard deviation. Finally it multiplies by γ and adds β.
At test time batch norm subtracts the running mean and divides by the square root of the running variance plus ε.
Weight decay multiplies the weights by a factor; batch norm's output is the same afterwards.
Dropout multiplies the activations by a random mask, so the variance after it differs between train and test.
Multiplying the input by 2 doubles the mean and the standard deviation, so layer norm's output is the same.
入力を 2 倍すると平均も標準偏差も 2 倍になるが、LN の出力は変わらない（ε=0）。
BN の γ を 2 倍にすると、出力も 2 倍になる（β=0 のとき）。
If you double γ, the output of batch norm doubles as well (for β = 0).
Adding a constant to β shifts the output of batch norm by that constant.
Adding a constant to one channel does not change batch norm's output, but it changes layer norm's.
1 枚の画像だけ明るくすると、BN の出力は変わるが、IN の出力は変わらない。
BN を推論モードで使うとき、入力に定数を足すと出力も変わる。
At test time, adding a constant to the input of batch norm shifts its output.
Without normalization, scaling the weights by 10 scales the output by 10.
畳み込みの重みを 2 倍すると出力も 2 倍になるが、直後に BN があれば打ち消される。
A bias after batch norm is not needed because β does the same.
BN, LN, IN and GN differ only in the axes over which the mean is taken.
LN は BN と違って (N, C, H, W) の C, H, W で平均をとる。
nn.LayerNorm(d_model) normalizes over the last dimension of a (B, T, d_model) tensor.
x is (N, H, W, C). Batch norm averages over the first three axes, instance norm over the second and third.
Layer norm averages over the last axis of the (N, T, D) input.
In batch norm the last axis of the output has the same size as that of the input.
The number of channels doubles, so batch norm has twice as many parameters.
バッチサイズを変えても BN のパラメータ数は変わらないが、学習時の出力は変わる。
The output of LN does not depend on the batch size, but its cost does.
Batch norm's statistics become noisy for small batches, which is why GN is preferred there.
LN は系列長が変わっても使えるので、RNN や Transformer に向く。
IN は画像 1 枚ごとにスタイル（コントラスト）を取り除くので、画風変換に使われる。
Batch Norm の欠点：バッチサイズが小さいと統計量が不正確になる。これを避けるために LN や GN が提案された。
BN の学習時の出力はバッチ内の他のサンプルに依存し、それが正則化として働くことがある。
推論時に BN をバッチ統計のまま使うと、1 枚ずつ推論した場合と結果が変わってしまう。
If BN were run with batch statistics at test time, the prediction for an image would depend on the other images.
Frozen BN behaves the same in training and evaluation.
In eval mode, BN gives the same output for an image whether it is alone or in a batch of 100.
RMSNorm is LN without the mean subtraction.
RMSNorm は平均を引かないので、平均が 0 の入力に対しては LN と同じになる。
For inputs with zero mean, RMSNorm and LayerNorm (without affine parameters) give the same output.
GN with 32 groups on 32 channels is instance norm, with 1 group it is layer norm.
チャネル数 64 の層に GN（G=32）を使うと、1 グループあたり 2 チャネルになる。
LayerNorm(512) has 512 gains and 512 biases, 1024 parameters in all.
γ と β はチャネルごとに 1 つずつあるので、64 チャネルなら 64 個ずつ、計 128 個になる。
ε は 0 で割るのを防ぐための小さな数で、分散に足してから平方根をとる。
分散が 0 のとき、ε がないと 0 で割ることになる。
Batch norm maps a constant channel to β, because its variance is 0.
正規化した値に γ を掛け β を足す。γ=σ、β=μ なら元に戻る（ε=0）。
""".strip().splitlines()


def _verdicts(text: str) -> set[tuple[str, str]]:
    return {(c.predicate, c.verdict.status) for c in verify_text(f"{text}\n").claims}


@pytest.mark.parametrize(("predicate", "sentence", "twin"), PAIRS)
def test_twins(predicate: str, sentence: str, twin: str) -> None:
    found = _verdicts(sentence)
    assert found & {(predicate, "holds"), (predicate, "holds_if")}
    assert "refuted" not in {status for _, status in found}
    assert "refuted" in {status for _, status in _verdicts(twin)}


@pytest.mark.parametrize("sentence", HARMLESS)
def test_harmless(sentence: str) -> None:
    assert "refuted" not in {status for _, status in _verdicts(sentence)}
