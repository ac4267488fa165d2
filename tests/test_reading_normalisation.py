"""Sentences on normalisation by many hands: each true one with a twin that differs in a word or a number and is refuted."""

import pytest
from kenzan.reports.readers.norm_expression import formulas_in
from kenzan.reports.verification import verify_text

# context, sentence, its twin, predicate
PAIRS = [
    ('## バッチ正規化', 'チャネルごとに、ミニバッチ全体と縦横の全画素から平均と分散を求める。', 'サンプルごとに、全チャネルと縦横の全画素から平均と分散を求める。', 'normalised_over'),
    ('## レイヤー正規化', '各データについて C×H×W 個の値すべてをまとめて正規化する。', '各データについてチャネル別に H×W 個の値をまとめて正規化する。', 'normalised_over'),
    ('', 'バッチ正規化では、N 枚の同じチャネルの画素がひとまとまりとして正規化される。', 'バッチ正規化では、1 枚の全チャネルの画素がひとまとまりとして正規化される。', 'normalised_over'),
    ('', 'LayerNorm はミニバッチ方向には平均をとらず、1データの中だけで平均をとる。', 'LayerNorm はミニバッチ方向に平均をとる。', 'normalised_over'),
    ('', 'Layer normalization averages over all features of a single example.', 'Layer normalization averages over the batch for each feature.', 'normalised_over'),
    ('## Group Normalization', 'Channels are split into G groups and statistics are taken within each group, per sample.', 'Channels are split into G groups and statistics are taken within each group, over the batch.', 'normalised_over'),
    ('', 'In a Transformer, layer norm normalizes each token over its feature dimension.', 'In a Transformer, layer norm normalizes each feature over the tokens of the sequence.', 'normalised_over'),
    ('| Method | averaged over | batch-dependent? |\n|---|---|---|\n| Batch norm | N, H, W | yes |', '| Layer norm | C, H, W | no |', '| Layer norm | N, C | no |', 'normalised_over'),
    ('', 'ミニバッチ8枚、3チャネルなら、インスタンス正規化の平均は24個。', 'ミニバッチ8枚、3チャネルなら、インスタンス正規化の平均は3個。', 'stats_shape'),
    ('## Layer Normalization', 'One mean and one variance per sample, i.e. N of each.', 'One mean and one variance per channel, i.e. C of each.', 'stats_shape'),
    ('## Group Normalization', 'The number of means is N*G.', 'The number of means is G.', 'stats_shape'),
    ('', 'Batch size 4, 10 channels, 5x5 maps: batch norm averages 100 values per channel.', 'Batch size 4, 10 channels, 5x5 maps: batch norm averages 250 values per channel.', 'stats_shape'),
    ('', 'The running mean of batch norm has shape (C,).', 'The running mean of batch norm has shape (N, C).', 'stats_shape'),
    ('## Batch Normalization', '$y = \\gamma \\frac{x-\\mu}{\\sqrt{\\sigma^2+\\epsilon}} + \\beta$', '$y = \\beta \\frac{x-\\mu}{\\sqrt{\\sigma^2+\\epsilon}} + \\gamma$', 'norm_formula'),
    ('', 'Layer norm computes (x - mean) / sqrt(var + eps).', 'Layer norm computes (x - mean) / (var + eps).', 'norm_formula'),
    ('## Batch Normalization', 'The normalized value is then multiplied by gamma and shifted by beta.', 'The normalized value is then multiplied by beta and shifted by gamma.', 'norm_formula'),
    ('## Instance Normalization', '$$\\mu_{nc} = \\frac{1}{HW}\\sum_{h=1}^{H}\\sum_{w=1}^{W} x_{nchw}$$', '$$\\mu_{c} = \\frac{1}{NHW}\\sum_{n=1}^{N}\\sum_{h=1}^{H}\\sum_{w=1}^{W} x_{nchw}$$', 'normalised_over'),
    ('## インスタンス正規化', '他のサンプルの影響を受けない。', '他のサンプルの影響を受ける。', 'independent_of_batch'),
    ('', 'バッチ正規化では、学習時の出力が同じミニバッチの他の画像に依存する。', 'バッチ正規化では、学習時の出力は同じミニバッチの他の画像に依存しない。', 'independent_of_batch'),
    ('', "At test time, batch norm's output for an image does not depend on the other images in the batch.", "At test time, batch norm's output for an image depends on the other images in the batch.", 'independent_of_batch'),
    ('', 'Layer norm works independently of the batch size.', "Layer norm's output changes with the batch size.", 'independent_of_batch'),
    ('', 'Unlike batch norm, layer norm does not use statistics of other samples.', 'Unlike batch norm, layer norm uses statistics of other samples.', 'independent_of_batch'),
    ('## Instance Normalization', '- バッチに依存：しない', '- バッチに依存：する', 'independent_of_batch'),
    ('## Layer Normalization', 'Each sample is normalized on its own, whatever else is in the batch.', 'Each sample is normalized with the others of the batch.', 'normalised_over'),
    ('## インスタンス正規化', '画像のコントラストを変えても、εを除けば出力は変わらない。', '画像のコントラストを変えると出力も変わる。', 'invariant_to'),
    ('', 'チャネルごとに別々の倍率を掛けると、レイヤー正規化の出力は変わる。', 'チャネルごとに別々の倍率を掛けても、レイヤー正規化の出力は変わらない。', 'invariant_to'),
    ('', 'インスタンス正規化は画像ごとの明るさの違いを取り除く。', 'インスタンス正規化は画像ごとの明るさの違いを残す。', 'invariant_to'),
    ('', 'Batch norm behaves differently at training and test time.', 'Batch norm behaves the same at training and test time.', 'train_eval_differs'),
    ('## Batch Normalization', 'At inference it uses running averages of the mean and variance.', 'At inference it uses the mean and variance of the current batch.', 'train_eval_differs'),
    ('| | 学習と推論で違うか |\n|---|---|\n| BN | 違う |', '| LN | 同じ |', '| LN | 違う |', 'train_eval_differs'),
    ('', 'バッチ正規化の学習パラメータは γ と β で 2C 個。', 'バッチ正規化の学習パラメータは γ と β で 4C 個。', 'params'),
    ('', '移動平均・移動分散まで数えると BN は 4C 個の数を持つ。', '移動平均・移動分散まで数えると BN は 3C 個の数を持つ。', 'params'),
    ('## Group Normalization', 'Gamma and beta are per channel: 2C parameters.', 'Gamma and beta are per group: 2G parameters.', 'params'),
    ('## Group Normalization', 'G = C gives instance norm.', 'G = C gives layer norm.', 'equals'),
    ('## グループ正規化', 'G=1 のときレイヤー正規化、G=C のときインスタンス正規化に一致する。', 'G=1 のときインスタンス正規化、G=C のときレイヤー正規化に一致する。', 'equals'),
    ('', 'グループ数を 1 にすればレイヤー正規化、チャネル数と同じにすればインスタンス正規化になる。', 'グループ数を 1 にすればインスタンス正規化、チャネル数と同じにすればレイヤー正規化になる。', 'equals'),
    ('## Group norm', 'One single group gives Layer Norm back, and one group per channel gives Instance Norm.', 'One single group gives Layer Norm back, and one group per channel gives Batch Norm.', 'equals'),
    ('## GN', 'グループを1チャネルにつき1つにすると Instance Norm、全体で1つにすると Layer Norm と一致する。', 'グループを1チャネルにつき1つにすると Batch Norm、全体で1つにすると Layer Norm と一致する。', 'equals'),
    ('', 'Group norm with as many groups as channels is instance norm.', 'Group norm with as many groups as channels is layer norm.', 'equals'),
    ('', 'バッチサイズ1の(学習時の)バッチ正規化はインスタンス正規化と等しい。', 'バッチサイズ1の(学習時の)バッチ正規化はレイヤー正規化と等しい。', 'equals'),
    ('## Instance Normalization', 'Equivalent to batch norm with a batch of one image.', 'Equivalent to layer norm with a batch of one image.', 'equals'),
    ('', '1チャネルなら、レイヤー正規化とインスタンス正規化は一致する。', '1サンプルなら、レイヤー正規化とインスタンス正規化は一致する。', 'equals'),
    ('## Group Normalization', '- G = 1 → LN\n- G = C → IN', '- G = 1 → IN\n- G = C → LN', 'equals'),
    ('', 'GN は LN（G=1）と IN（G=C）の中間にある。', 'GN は LN（G=C）と IN（G=1）の中間にある。', 'equals'),
    ('### LayerNorm', '平均・分散は1枚の画像の全チャネルにまたがって計算する', '平均・分散は1枚の画像のチャネルごとに計算する', 'normalised_over'),
    ('', 'レイヤ正規化ではサンプル毎に、すべてのチャネルとすべての位置を合わせて統計をとる。', 'レイヤ正規化ではチャネル毎に、すべてのサンプルとすべての位置を合わせて統計をとる。', 'normalised_over'),
    ('## Batch norm', 'The mean for channel c is taken over all N images and all H×W positions.', 'The mean for image n is taken over all C channels and all H×W positions.', 'normalised_over'),
    ('', '層正規化は、ある1つの入力に対する層の全ニューロンの出力を使って平均と分散を計算する。', '層正規化は、ある1つのニューロンに対するバッチの全入力を使って平均と分散を計算する。', 'normalised_over'),
    ('N=4、C=6 とする。\n', '- インスタンス正規化：平均の数は 24', '- インスタンス正規化：平均の数は 10', 'stats_shape'),
    ('', 'In batch normalization there is one mean per channel.', 'In batch normalization there is one mean per image.', 'normalised_over'),
    ('## Group norm', '各グループには (C/G)·H·W 個の値が入る。', '各グループには C·H·W 個の値が入る。', 'stats_shape'),
    ('## Layer Norm', 'y = (x - E[x]) / sqrt(Var[x] + eps) * gamma + beta', 'y = (x - E[x]) / sqrt(Var[x] + eps) * beta + gamma', 'norm_formula'),
    ('### BN', 'γ でスケールし、β だけシフトする。', 'β でスケールし、γ だけシフトする。', 'norm_formula'),
    ('', 'LayerNorm treats each sample separately, so the batch size plays no role.', 'LayerNorm treats the samples jointly, so the batch size plays a role.', 'independent_of_batch'),
    ('', 'BN だけがバッチサイズに依存し、LN・IN・GN は依存しない。', 'LN だけがバッチサイズに依存し、BN・IN・GN は依存しない。', 'independent_of_batch'),
    ('', 'Unlike BN, LN and IN give the same result whatever the batch size.', 'Unlike LN, BN and IN give the same result whatever the batch size.', 'independent_of_batch'),
    ('', 'With layer norm, feeding the samples one by one gives the same outputs as feeding them as a batch.', 'With batch norm (training), feeding the samples one by one gives the same outputs as feeding them as a batch.', 'independent_of_batch'),
    ('', 'Instance norm discards the contrast of each image.', 'Instance norm keeps the contrast of each image.', 'invariant_to'),
    ('', 'LN は1つのチャネルだけを明るくすると出力が変わる。', 'LN は1つのチャネルだけを明るくしても出力が変わらない。', 'invariant_to'),
    ('', 'Layer norm performs exactly the same computation at training and test times.', 'Layer norm performs different computations at training and test times.', 'train_eval_differs'),
    ('', 'A BatchNorm2d(64) layer has 128 learnable parameters.', 'A BatchNorm2d(64) layer has 64 learnable parameters.', 'params'),
    ('', 'Batch norm stores 4 numbers per channel: γ, β, running mean and running variance.', 'Batch norm stores 3 numbers per channel: γ, β, running mean and running variance.', 'params'),
    ('', '各チャネルを1つのグループとすれば、GN は IN に等しい。', '各チャネルを1つのグループとすれば、GN は LN に等しい。', 'equals'),
    ('', 'If every channel forms its own group, group norm becomes instance norm.', 'If every channel forms its own group, group norm becomes layer norm.', 'equals'),
    ('', 'バッチが1枚だけなら、学習時の BN は IN と同じ計算になる。', 'バッチが1枚だけなら、学習時の BN は LN と同じ計算になる。', 'equals'),
    ('', 'グループ数1 ⇒ Layer Norm、グループ数C ⇒ Instance Norm', 'グループ数1 ⇒ Instance Norm、グループ数C ⇒ Layer Norm', 'equals'),
    ('平均をとる軸に○をつけた。\n', '| | BN | LN |\n|---|---|---|\n| バッチ | ○ | |\n| チャネル | | ○ |\n| 空間 | ○ | ○ |', '| | BN | LN |\n|---|---|---|\n| バッチ | ○ | ○ |\n| チャネル | | ○ |\n| 空間 | ○ | ○ |', 'normalised_over'),
    ('## 正規化の種類', '- BN: (N,H,W)', '- BN: (C,H,W)', 'normalised_over'),
    ('入力は N×C×H×W。\n## 正規化', '- 平均の個数　BN：C　LN：N　IN：N×C', '- 平均の個数　BN：N　LN：C　IN：N×C', 'stats_shape'),
    ('', '| | 平均の個数 | 平均をとる軸 |\n|---|---|---|\n| LN | N | C,H,W |', '| | 平均の個数 | 平均をとる軸 |\n|---|---|---|\n| LN | C | N,H,W |', 'normalised_over'),
    ('## Which axes?', 'Batch norm fixes the channel and runs over everything else.', 'Batch norm fixes the sample and runs over everything else.', 'normalised_over'),
    ('## BN', '統計量の集計範囲 = バッチ × 高さ × 幅', '統計量の集計範囲 = チャネル × 高さ × 幅', 'normalised_over'),
    ('', 'RMSNorm divides by the root mean square over the feature dimension.', 'RMSNorm divides by the root mean square over the batch dimension.', 'normalised_over'),
    ('', '| 手法 | ミニバッチの大きさに |\n|---|---|\n| LN | 左右されない |', '| 手法 | ミニバッチの大きさに |\n|---|---|\n| LN | 左右される |', 'independent_of_batch'),
    ('', 'With group norm, changing the other images in the batch leaves the output of an image untouched.', 'With batch norm in training, changing the other images in the batch leaves the output of an image untouched.', 'independent_of_batch'),
    ('## Layer Normalization', '- 同じミニバッチの他の画像が変わると出力も変わる ⇒ 誤り（1枚の中だけで計算するから）', '- 同じミニバッチの他の画像が変わると出力も変わる ⇒ 正しい', 'independent_of_batch'),
    ('', 'Setting ε aside, LN(αx) = LN(x) for α > 0.', 'Setting ε aside, LN(αx) = LN(x) for any α ≠ 0.', 'invariant_to'),
    ('', 'Layer norm is the special case G = 1 of group norm, instance norm the case G = C.', 'Layer norm is the special case G = C of group norm, instance norm the case G = 1.', 'equals'),
    ('', 'グループ正規化はレイヤー正規化とインスタンス正規化の中間で、G を 1 にすると前者、C にすると後者になる。', 'グループ正規化はレイヤー正規化とインスタンス正規化の中間で、G を C にすると前者、1 にすると後者になる。', 'equals'),
    ('', 'A 1x1 convolution is the same as a fully connected layer applied at every pixel.', 'A 3x3 convolution is the same as a fully connected layer applied at every pixel.', 'equals'),
    ('', 'Average pooling is a convolution in disguise: every weight is 1/k².', 'Max pooling is a convolution in disguise with a suitable kernel.', 'is_linear'),
    ('', 'At inference BN can be folded into the preceding convolution.', 'At inference layer norm can be folded into the preceding convolution.', 'is_linear'),
    ('', '畳み込みは平行移動に対して同変である（境界を除く）。', '畳み込みは平行移動に対して不変である。', 'invariant_to'),
    ('## Instance Norm', '1×1 のマップを入れると出力は β だけになる。', '1×1 のマップを入れると出力は γ だけになる。', 'norm_formula'),
    ('## 正規化', '式はどれも x^ = (x-μ)/√(σ²+ε)', '式はどれも x^ = (x-μ)/(σ²+ε)', 'norm_formula'),
    ('', "You may rescale each channel by its own positive factor and instance norm won't notice.", "You may rescale each channel by its own positive factor and layer norm won't notice.", 'invariant_to'),
    ('', 'LN, IN, GN, BN のうち、バッチサイズに左右されないのは BN 以外の3つ。', 'LN, IN, GN, BN のうち、バッチサイズに左右されないのは LN 以外の3つ。', 'independent_of_batch'),
    ('', 'Of BN, LN, IN and GN, only BN depends on the other samples.', 'Of BN, LN, IN and GN, only GN depends on the other samples.', 'independent_of_batch'),
    ('', 'BN を除けば、どれもバッチサイズに依存しない。', 'LN を除けば、どれもバッチサイズに依存しない。', 'independent_of_batch'),
    ('## Layer normalisation', 'You get the same answer at batch size 1 as at batch size 1000.', 'The answer at batch size 1 differs from that at batch size 1000.', 'independent_of_batch'),
    ('## Layer normalisation', '1枚ずつ流しても、32枚まとめて流しても出力は同じである。', '1枚ずつ流すのと、32枚まとめて流すのとでは出力が異なる。', 'independent_of_batch'),
    ('## 比較\n\nBatch Norm\n: チャネルごとに平均をとる', 'Instance Norm\n: 画像1枚の、そのまた1チャネルでひとまとまり', 'Instance Norm\n: 画像1枚の全チャネルでひとまとまり', 'normalised_over'),
    ('## Layer norm', 'Same code with `axis=(1, 2, 3)`.', 'Same code with `axis=(0, 2, 3)`.', 'normalised_over'),
    ('## Batch norm', 'ε は根号の中で分散に足す。', 'ε は根号の外で標準偏差に足す。', 'norm_formula'),
    ('## RMSNorm', 'The result does not have mean zero.', 'The result has mean zero.', 'mean_var'),
    ('## Group norm\n\nN = 8 pictures, C = 6 channels, H = 10, W = 12.', 'G = 6 gives instance norm.', 'G = 3 gives instance norm.', 'equals'),
    ('', 'Normalising over time breaks causality: the output at t depends on later inputs.', 'Normalising over time keeps the network causal.', 'causal'),
    ('Think of a batch as a class of students and of each channel as an exam subject.', 'Batch norm averages each subject over the whole class.', 'Layer norm averages each subject over the whole class.', 'normalised_over'),
    ('クラス（バッチ）に生徒（画像）がいて、それぞれ国語・算数（チャネル）の答案を持つと思ってほしい。', 'バッチ式…　科目ごとに、クラス全員の答案を集めて平均を出す。', 'バッチ式…　ひとりの生徒の全科目をまとめて平均を出す。', 'normalised_over'),
    ('Q. バッチサイズの影響を受ける正規化は？', 'A. Batch Norm のみ', 'A. Layer Norm のみ', 'independent_of_batch'),
    ('## Batch norm', 'In evaluation mode it is nothing more than a fixed scale and shift per channel.', 'In training mode it is nothing more than a fixed scale and shift per channel.', 'is_linear'),
    ('## Batch norm', '移動平均は学習されるパラメータではない。', '移動平均は誤差逆伝播で学習されるパラメータである。', 'definition'),
    ('## Batch norm', '訓練時はミニバッチの統計量、評価時は移動平均を使う。', '訓練時も評価時もミニバッチの統計量を使う。', 'train_eval_differs'),
    ('## Batch norm', 'Pick a channel, gather its values from every example in the batch and from every position; they share one mean.', 'Pick an example, gather its values from every channel and from every position; they share one mean.', 'normalised_over'),
]
UNDER_A_CONDITION = [
    ("## Batch Normalization", "After normalization each channel has mean 0 and variance 1.", "mean_var"),
    ("## レイヤー正規化", "出力はサンプルごとに平均0・分散1。", "mean_var"),
    ("## Batch Normalization", "With scale and shift the output has mean beta and standard deviation gamma.", "mean_var"),
    ("## Batch Normalization", r"$\hat{x} = \frac{x-\mu}{\sigma}$", "norm_formula"),
    ("## バッチ正規化", "平均を引き、標準偏差で割る。", "norm_formula"),
    ("## レイヤー正規化", "サンプル全体を定数倍しても出力は変わらない。", "invariant_to"),
    ("## インスタンス正規化", "画像のコントラストを変えても出力は変わらない。", "invariant_to"),
    ("## Layer Normalization", "Doubling all the inputs does not change the output.", "invariant_to"),
]
REFUTED = [
    ("## Batch Normalization", "After normalization each channel has mean 1 and variance 0."),
    ("## バッチ正規化", "平均を引き、分散で割る。"),
    ("## バッチ正規化", "標準化は (x−μ)/σ² で行う。"),
    ("## Batch norm", r"$\sigma_B^2 = \frac{1}{m-1}\sum_{i=1}^{m}(x_i-\mu_B)^2$"),
]
HARMLESS = """
BN is a normalisation over all channels is a common misconception.
「BN は全チャネルの平均をとる」というのは誤解である。
もし LN がバッチに依存するなら困るが、そうではない。
If batch norm averaged over the channels too, it would depend only on the image.
BN でバッチサイズを1にすると統計量は1枚の画像だけから計算される。
BN はチャネルをまたいで平均をとることはない。
RNN では時刻ごとにバッチの統計量が変わってしまうが、LN ならその心配がない。
BN 以外はバッチサイズの影響を受けない。
Every normalisation here except batch norm ignores the other images.
Instance norm without affine has no parameters at all.
Once training is over, BN is just an affine transformation.
Batch normalization fixes the mean and variance of each layer's inputs.
Ioffe and Szegedy insert the layer before the nonlinearity and note that it permits higher learning rates.
In convolutional networks, batch norm gives each feature map a single mean and a single variance.
Because statistics are estimated on the mini-batch, a small batch makes them noisy.
Layer norm was introduced for recurrent networks, where the batch statistics would differ at each time step.
Set `bias=False` in the layer before and move on.
With layer norm, each hidden unit in a layer shares the same normalization terms, but different training cases have different ones.
For images, group norm with 32 groups is a common choice.
Synchronized batch norm shares statistics across GPUs, so that the effective batch is larger.
During training batch norm uses the statistics of the mini-batch; at test time it uses running averages.
When fine-tuning, the batch norm statistics are often frozen.
Instance norm is like batch norm applied to one image at a time.
The parameters gamma and beta let the network undo the normalization.
The moving averages are updated with momentum 0.9.
Layer norm does not work as well as batch norm for convolutional networks.
If the batch size is 1, batch norm on a fully connected layer outputs zeros.
Batch norm in convolutional layers treats every position of a channel as another example.
Weight decay has no effect on the output of a layer followed by batch norm, since its scale does not matter.
Each of the N samples is normalized with its own mean in layer norm.
Batch norm subtracts the batch mean and divides by the batch standard deviation, plus a small epsilon.
Batch renormalization corrects the differences between the batch statistics and the running ones.
We can fold batch norm into the preceding convolution at inference time.
In PyTorch, BatchNorm2d uses the biased variance to normalize, but the unbiased one to update the running variance.
The unbiased estimate, with m - 1, is used for the running variance.
Layer norm has as many scale parameters as it normalizes features.
Transformers use layer norm because sequences have different lengths.
In group norm, channels in one group share a mean; different groups have different means.
バッチ正規化は各層の入力の分布を安定させる手法である。
学習時はミニバッチの平均と分散を用い、推論時は学習時に求めた移動平均を用いる。
レイヤー正規化はRNNやTransformerで用いられ、系列長が異なっても使える。
インスタンス正規化はスタイル変換でよく使われ、画像ごとのコントラストを正規化する。
バッチサイズが小さいと、バッチ正規化の平均と分散の推定が不安定になる。
グループ正規化はバッチサイズが小さい場合でも性能が落ちにくい。
バッチ正規化を用いると、重みの初期値にあまり依存しなくなる。
バッチ正規化では、チャネルごとに学習可能なγとβを持ち、正規化後の値をスケール・シフトする。
畳み込み層の場合、同じチャネルの全画素を同じ平均と分散で正規化する。
ミニバッチの各サンプルについて、レイヤー正規化は独立に統計量を計算する。
全結合層の場合、バッチ正規化はユニットごとに、バッチ方向の平均を計算する。
BNは畳み込みの後、活性化関数の前に置くことが多い。
正規化の対象となる軸が手法によって異なる。
LNはバッチサイズ1でも動作するため、オンライン学習に向く。
バッチ正規化は1バッチの中の全データを使うので、他のデータの影響を受ける。
IN はチャネルごとの平均と分散を画像1枚の中で計算する。
バッチ正規化の移動平均は学習中にのみ更新される。
Layer Norm は、特徴マップ全体（C×H×W）をサンプルごとに正規化する。
入力の平均が変わっても、バッチ正規化の後では影響がない。
Group Norm はLayer Normのように全チャネルをまとめるのではなく、グループごとに計算する。
Layer Norm と違って、Instance Norm はチャネルをまたいで平均をとらない。
Batch Norm と異なり Layer Norm はバッチ方向の統計量を使わない。
Batch Norm は1チャネルにつき平均と分散を1組ずつ持つ。
バッチ正規化層のパラメータは、学習されるγ、βと、学習されない移動平均・移動分散からなる。
Unlike batch norm, instance norm does not mix images of a batch.
Compared with layer norm, instance norm keeps the channels separate.
Batch norm computes one mean per channel; layer norm computes one mean per image.
LN averages over channels as well as positions, while IN averages over positions only.
BN shares statistics across the batch, LN across the channels, IN across neither.
""".strip().splitlines()
SILENT = [
    "Does batch norm depend on the batch size?",
    "レイヤー正規化とインスタンス正規化の違いを説明せよ。",
    "BN, LN, IN, GN の順に見ていく。",
    "GNはグループ数 G というハイパーパラメータをもつ。",
    "入力は (N, C, H, W) の4次元テンソルである。",
    "Let N be the batch size and C the number of channels of the layer-norm input.",
]


def _statuses(context: str, sentence: str) -> list[tuple[str, str]]:
    """Predicate and status of every claim from the sentence on."""
    gap = "" if not context else "\n" if context.startswith("|") else "\n\n"
    text = f"{context}{gap}{sentence}\n"
    line = text[: text.rindex(sentence)].count("\n") + 1
    return [(c.predicate, c.verdict.status) for c in verify_text(text).claims if c.line >= line]


@pytest.mark.parametrize(("context", "sentence", "twin", "predicate"), PAIRS)
def test_twins(context: str, sentence: str, twin: str, predicate: str) -> None:
    true, false = _statuses(context, sentence), _statuses(context, twin)
    assert (predicate, "holds") in true
    assert "refuted" not in [status for _, status in true]
    assert "refuted" in [status for _, status in false]


@pytest.mark.parametrize(("context", "sentence", "predicate"), UNDER_A_CONDITION)
def test_imprecise(context: str, sentence: str, predicate: str) -> None:
    found = _statuses(context, sentence)
    assert (predicate, "holds_if") in found
    assert "refuted" not in [status for _, status in found]


@pytest.mark.parametrize(("context", "sentence"), REFUTED)
def test_false(context: str, sentence: str) -> None:
    assert "refuted" in [status for _, status in _statuses(context, sentence)]


@pytest.mark.parametrize("context", ["# Normalization\n\n## Batch Normalization", "# 正規化"])
def test_no_false_alarm(context: str) -> None:
    """Also under another normalisation's heading, nothing that is true is refuted."""
    alarms = [s for s in HARMLESS if "refuted" in [status for _, status in _statuses(context, s)]]
    assert alarms == []


def test_none_of_this_is_said_of_the_last_one_named() -> None:
    context = "## Normalization\n\nBatch norm averages over the batch.\nGroup norm splits the channels of a sample."
    assert _statuses(context, "None of this changes with the batch size.") == [("independent_of_batch", "holds")]
    assert ("independent_of_batch", "refuted") in _statuses(context, "None of them depends on the batch.")


@pytest.mark.parametrize("sentence", SILENT)
def test_silent(sentence: str) -> None:
    assert _statuses("## Normalization", sentence) == []


@pytest.mark.parametrize(
    ("chars", "formulas"),
    [
        ("x̂ = (x - μ) / √(σ² + ε)", ["(x-mean)/sqrt(var+eps)"]),
        ("np.sqrt(var + eps) * 2", []),
        (r"\gamma \odot \frac{\mathbf{x} - \hat{\boldsymbol{\mu}}_\mathcal{B}}{\hat{\boldsymbol{\sigma}}_\mathcal{B}} + \beta", ["gamma*((x-mean)/(std))+beta"]),
        (r"\frac{x-\mu}{(\sigma^2+\epsilon)^{1/2}}", ["((x-mean)/(sqrt((var+eps))))"]),
        ("(" * 3000 + "x - mu", []),
        (r"\frac{" * 400, []),
    ],
)
def test_formulas(chars: str, formulas: list[str]) -> None:
    assert [text for text, *_ in formulas_in(chars)] == formulas
