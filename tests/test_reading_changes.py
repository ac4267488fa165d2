"""Changes, comparisons and what is said of every size: true sentences hold, their falsified twins are refuted."""

import pytest
from kenzan.reports.verification import verify_text

# What stands above, a true sentence, and the same with one thing wrong.
PAIRS = [
    ("## Cost", "Doubling both channel counts quadruples the cost.", "Doubling both channel counts doubles the cost."),
    (
        "## Cost",
        "A feature map twice as high and twice as wide costs four times as much.",
        "A feature map twice as high and twice as wide costs twice as much.",
    ),
    (
        "## 計算量",
        "縦横を2倍にしても重みの個数は変わらない。変わるのは計算の量のほうで、こっちは4倍になります。",
        "縦横を2倍にしても重みの個数は変わらない。変わるのは計算の量のほうで、こっちは2倍になります。",
    ),
    (
        "## パラメータ数",
        "画像が大きくなっても重みは増えない、という点が全結合層との決定的な違いである。",
        "画像が大きくなると重みも増える、という点は全結合層と同じである。",
    ),
    (
        "## パラメータ数",
        "全結合層の重みは画像が大きくなると増えるが、畳み込み層の重みは変わらない。",
        "全結合層の重みは画像が大きくなっても変わらないが、畳み込み層の重みは増える。",
    ),
    (
        "## Parameters",
        "Unlike a fully connected layer, the number of weights does not grow with the image.",
        "Like a fully connected layer, the number of weights grows with the image.",
    ),
    ("## MobileNet\n\nρ は縦横に掛かる。", "計算量は $\\rho^2$ 倍になる。", "計算量は $\\rho$ 倍になる。"),
    (
        "## Strides",
        "Going from stride 1 to stride 2 leaves about a quarter of the output units.",
        "Going from stride 1 to stride 2 halves the number of output units.",
    ),
    (
        "## ストライド",
        "ストライドを1から2に変えると、出力の縦横はそれぞれおよそ半分になる。",
        "ストライドを1から2に変えると、出力の縦横はそれぞれおよそ4分の1になる。",
    ),
    (
        "## 畳み込み",
        "- ストライド：フィルタをずらす幅。大きくすると出力は小さくなる",
        "- ストライド：フィルタをずらす幅。大きくすると出力は大きくなる",
    ),
    ("## Depthwise\n\n$k=3$", "pointwise の側が計算の大半を占める。", "depthwise の側が計算の大半を占める。"),
    (
        "## Cost",
        "For a 3x3 kernel and 128 output channels the pointwise part is heavier than the depthwise part.",
        "For a 3x3 kernel and 128 output channels the depthwise part is heavier than the pointwise part.",
    ),
    (
        "## CNN\n\n| layer | params |\n|--|--|\n| conv1 | 448 |\n| conv2 | 4640 |\n| fc | 20490 |",
        "Most of the parameters are in fc.",
        "Most of the parameters are in conv2.",
    ),
    (
        "## Padding",
        "For a 3x3 filter, padding=1 keeps the size at stride 1.",
        "padding=1 keeps the size at stride 1, whatever the kernel size.",
    ),
    (
        "## パディング",
        "k が奇数なら padding=k//2 で入力と同じサイズになる（ストライド1）。",
        "k が何であっても padding=k//2 で入力と同じサイズになる（ストライド1）。",
    ),
    (
        "## パディング",
        "３×３なら一周、５×５なら二周足せば、元の大きさが保たれる（ストライド1）。",
        "３×３なら一周、５×５なら三周足せば、元の大きさが保たれる（ストライド1）。",
    ),
    (
        "## Sharing",
        "Sharing leaves the number of multiplications unchanged.",
        "Sharing does reduce the number of multiplications too.",
    ),
    (
        "## Sharing\n\nThe output is 20x20.",
        "If each output position had its own filter, there would be 400 times as many weights.",
        "If each output position had its own filter, there would be 20 times as many weights.",
    ),
    (
        "## Grouped\n\n入力チャネル数を $a$、出力チャネル数を $b$、グループ数を $g$ とする。",
        "$g=1$ が通常の畳み込みで、$g=a=b$ が depthwise である。",
        "$g=a=b$ が通常の畳み込みで、$g=1$ が depthwise である。",
    ),
    (
        "## Group convolution",
        "Splitting into g groups divides the parameters by g.",
        "Splitting into g groups multiplies the parameters by g.",
    ),
    ("## グループ畳み込み", "グループ数を2にすると計算量は半分になる。", "グループ数を2にすると計算量は4分の1になる。"),
    (
        "## Depthwise separable",
        "With 1x1 kernels the separable version is not cheaper than the standard convolution.",
        "Even with 1x1 kernels the separable version is cheaper than the standard convolution.",
    ),
    (
        "## Depthwise separable",
        "For 3x3 kernels the separable version is cheaper than the standard convolution.",
        "The separable version is cheaper than the standard convolution whatever the kernel size.",
    ),
    (
        "## Receptive field",
        "A stride never changes the receptive field of its own layer.",
        "The stride of a layer enlarges its own receptive field.",
    ),
    (
        "## Receptive field",
        "After a stride-2 pool, every further 3x3 layer adds 4 input pixels to the receptive field.",
        "After a stride-2 pool, every further 3x3 layer adds 2 input pixels to the receptive field.",
    ),
    (
        "## 受容野",
        "3×3 を1層重ねるごとに受容野は2画素ずつ広がる。",
        "3×3 を1層重ねるごとに受容野は3画素ずつ広がる。",
    ),
    (
        "## Pooling",
        "Global average pooling is invariant to any shift of the image.",
        "Max pooling is invariant to any shift of the image.",
    ),
    (
        "## プーリング",
        "位置が1画素ずれると、最大プーリングの出力は変わることがある。",
        "位置が1画素ずれても、最大プーリングの出力は絶対に変わらない。",
    ),
    (
        "## Channels\n\nc_o is the number of output channels.",
        "Changing $c_o$ lets us shrink or enlarge the number of channels.",
        "Changing $c_o$ lets us shrink or enlarge the height and width.",
    ),
    (
        "## Depthwise separable\n\nM は出力チャネル数。",
        "M を限りなく大きくすると、計算量の比は 1/K² に近づく。",
        "M を限りなく大きくすると、計算量の比は零に近づく。",
    ),
    (
        "## 計算量",
        "ストライドを2にすると出力は縦も横も半分になります。点が減るので、計算量はだいたい4分の1になります。",
        "ストライドを2にすると出力は縦も横も半分になります。点が減るので、計算量はだいたい半分になります。",
    ),
    (
        "## Parameters",
        "A fully connected layer on a 224x224 image needs 49 times as many weights as on a 32x32 image.",
        "A convolution on a 224x224 image needs 49 times as many weights as on a 32x32 image.",
    ),
    (
        "## Norms\n\nBN averages over N, H and W, LN over C, H and W, IN over H and W.",
        "Not all of the three are affected by who else sits in the batch.",
        "None of the three is affected by who else sits in the batch.",
    ),
    ("## Parameters", "Padding adds no parameters.", "Padding adds to the number of parameters."),
    (
        "## 計算量",
        "核の一辺を3から5に替えると、演算量は25/9倍になる。",
        "核の一辺を3から5に替えると、演算量は5/3倍になる。",
    ),
    (
        "## Grouped\n\ng 組に分ける。g=p かつ q=p の場合を depthwise 畳み込みという。",
        "g=1 とすれば通常の畳み込みに一致する。",
        "g=p とすれば通常の畳み込みに一致する。",
    ),
]
# True, or left open: nobody may be accused.
TRUE = [
    ("## Pooling", "Max-pooling makes the representation invariant to a shift by one pixel."),
    ("## プーリング", "物体の位置が少しずれても、プーリングの出力は変わらない。"),
    ("## MobileNet\n\n- α: 各層のチャネル数に掛ける", "- この層の計算量は $\\alpha^2$ 倍になります"),
    ("## パディング", "一周足せばフィルタの大きさが何であっても縮まない、というのは誤りである。"),
    ("## パディング", "「一周足せばフィルタの大きさが何であっても縮まないんですよね」と質問された。"),
    ("## パディング", "一周足しただけでは、フィルタの大きさによっては縮んでしまう。"),
    ("## Padding", "padding=1 does not always keep the size."),
    ("## 1×1畳み込み", "フィルタの枚数を変えても出力の縦横は変わらない。"),
    ("## 畳み込み", "- カーネルサイズ：大きくすると（パディングなしなら）出力は小さくなる"),
    (
        "## Depthwise separable",
        "The separable version is cheaper than the standard one for every kernel larger than 1x1 and at least two filters.",
    ),
    ("## Group convolution", "g = 2 lies between the ordinary convolution and the depthwise one."),
    ("## MobileNet", "depthwise が大半を占めるのは、出力チャネルが 9 より少ないときだけだ。"),
    ("## Grouped convolution\n\ng groups.", "An ordinary convolution costs g times as much."),
    ("## グループ畳み込み", "同じ計算量なら、グループ数を2にするとチャネル数を約1.4倍に増やせる。"),
    ("## Receptive field\n\n3x3 layers.", "After two poolings by two, each 3x3 layer adds 8 pixels."),
    ("## Strides", "Moving from stride 1 to stride 2 in one direction only halves the number of positions."),
    ("## Strides", "Stride 2 instead of 1 halves each side of the output, so a quarter of the values is left."),
    ("## Depthwise separable", "画像サイズがいくつであっても、計算量の比は変わらない。"),
    ("## Norms", "Neither LN nor GN is affected by the other images."),
    ("## Sharing", "A locally connected layer has as many multiplications as a convolution but far more weights."),
    ("## ResNet", "縦横が半分になるところではチャネル数を2倍にするので、計算量は変わらない。"),
    ("## VGG", "Halving the resolution and doubling the channels leaves the cost of a layer as it was."),
    ("## DenseNet", "Doubling the growth rate roughly quadruples the weights of a block."),
    ("## Batch norm", "バッチサイズを2倍にしても、パラメータ数は変わらない。"),
    ("## Transposed convolution", "In an ordinary convolution more padding means a larger output, here a smaller one."),
    ("## 転置畳み込み", "ふつうの畳み込みと違い、ストライドを大きくすると出力は大きくなる。"),
    ("## Transposed convolution", "A larger stride makes the output larger, contrary to an ordinary convolution."),
    ("## Sharing", "Sharing means that the same weights take part in many multiplications."),
]


def statuses(text):
    """The statuses of the claims on the last line."""
    line = text.count("\n") + 1
    return [c.verdict.status for c in verify_text(text + "\n").claims if c.line == line]


@pytest.mark.parametrize(("above", "true", "false"), PAIRS)
def test_a_change_is_decided_and_its_falsified_twin_refuted(above, true, false):
    held = statuses(f"{above}\n\n{true}")
    assert held
    assert "refuted" not in held
    assert "refuted" in statuses(f"{above}\n\n{false}")


@pytest.mark.parametrize(("above", "sentence"), TRUE)
def test_a_true_sentence_beside_it_accuses_nobody(above, sentence):
    assert "refuted" not in statuses(f"{above}\n\n{sentence}")


ROWS = "## 計算量（サイズを保つ畳み込み）\n\n| 変えるもの | {} |\n|---|---|\n| {} | {} |\n"
CHANGED = [  # the head, what is changed, by what the count changes, what it does not
    ("計算量", "入力ch と出力ch をどちらも 2 倍", "4 倍", "2 倍"),
    ("計算量", "画像の縦と横をどちらも 2 倍", "4 倍", "2 倍"),
    ("計算量", "カーネルを 3×3 から 5×5 に", "約 2.8 倍", "約 1.7 倍"),
    ("パラメータ数", "画像の縦と横をどちらも 2 倍", "変わらない", "4 倍"),
    ("パラメータ数", "出力チャネル数を半分", "半分", "1/4"),
    ("MACs", "double the number of input channels", "×2", "×4"),
    ("weights", "double the kernel size", "×4", "×2"),
    ("weights", "double the height and width of the image", "unchanged", "×4"),
]


@pytest.mark.parametrize(("head", "cause", "right", "wrong"), CHANGED)
def test_a_row_of_a_table_of_changes(head, cause, right, wrong):
    told = [c.verdict.status for c in verify_text(ROWS.format(head, cause, right)).claims]
    assert "holds" in told
    assert "refuted" not in told
    assert "refuted" in [c.verdict.status for c in verify_text(ROWS.format(head, cause, wrong)).claims]
