"""What an output sees, in parallel or in turn, marks of right and wrong, extents of stacks: true sentences and twins."""

import pytest
from kenzan.reports.verification import verify_text

SEEN_AND_MARKED = [
    ('holds', '## Depthwise\n異なるチャネルの情報が混ざることはありません。'),
    ('refuted', '## Depthwise Convolution\n異なるチャネルの情報が混ざる。'),
    ('holds', '## Depthwise Convolution\n- となりのチャネルの情報は混ざらない'),
    ('holds', '## 通常の畳み込み\n各出力は入力の全チャネルから計算されます'),
    ('refuted', '## Depthwise畳み込み\n各出力は入力の全チャネルから計算されます'),
    ('holds', '## Depthwise step\nevery filter looks at a single channel'),
    ('holds', '### The depthwise layer\noutput channel i knows nothing about input channel j for any j other than i.'),
    ('holds', '## Pointwise convolution\n空間方向にはまったく混ざらず、チャネル方向だけを混ぜる。'),
    ('holds', '## Pointwise convolution\nIt never looks at neighbouring pixels.'),
    ('refuted', '## Pointwise convolution\nIt looks at neighbouring pixels as well.'),
    ('holds', '## Causal convolution\n時刻 $t$ までの入力だけから決まる'),
    ('holds', '## Causal convolution\ny[t] may use x[t], x[t-1], ... and nothing later'),
    ('refuted', '## Causal convolution\nThe output at t also depends on future samples.'),
    ('holds', 'WaveNetでは未来のサンプルを参照しない。'),
    ('refuted', 'WaveNetでは未来のサンプルも参照する。'),
    ('holds', 'A depthwise convolution filters each channel independently.'),
    ('refuted', 'A pointwise convolution filters each channel independently.'),
    ('holds', 'A pointwise convolution mixes information across channels.'),
    ('refuted', 'A depthwise convolution mixes information across channels.'),
    ('holds', 'Depthwise convolutionは1つのチャネルしか見ない。'),
    ('refuted', 'Pointwise convolutionは1つのチャネルしか見ない。'),
    ('holds', 'In a standard convolution every output channel depends on all input channels.'),
    ('refuted', 'In a depthwise convolution every output channel depends on all input channels.'),
    ('holds', 'Pooling treats each channel independently.'),
    ('holds', '## プーリング層\nプーリングはチャネルごとに独立に行われる。'),
    ('refuted', '## プーリング層\nMax poolingはチャネル間の情報を混ぜ合わせる。'),
    ('holds', 'Depthwise 畳み込みは空間方向のみの畳み込みを行う。'),
    ('refuted', 'Pointwise 畳み込みは空間方向のみの畳み込みを行う。'),
    ('holds', 'A fully connected layer connects every output to all inputs.'),
    ('none', '## Depthwise\nチャネルごとに正規化する。'),
    ('holds', '## 1x1 conv\n各画素ごとに独立に全結合層を適用している。'),
    ('holds', '通常の畳み込みは空間方向とチャネル方向を同時に畳み込む。'),
    ('none', 'The number of input channels is 3.'),
    ('holds', 'Ｂ１\u30001×1畳み込みは隣の画素を混ぜる。\u3000\u3000×\u3000同じ位置のチャネルだけを混ぜる'),
    ('refuted', '- 1×1畳み込みは隣の画素を混ぜる。\u3000\u3000○'),
    ('holds', '- ResNet concatenates its input with its output. (False)'),
    ('refuted', '- ResNet concatenates its input with its output. (True)'),
    ('holds', '| DenseNetは前の層の出力を足し合わせる | × |\n|---|---|\n| DenseNetは前の層の出力を足し合わせる | × |'),
    ('refuted', 'WaveNetは生成時にも時間方向の並列計算ができる。\u3000\u3000○'),
    ('holds', 'WaveNetは生成時にも時間方向の並列計算ができる。\u3000\u3000×\u3000１つ前の出力を待つ必要がある'),
    ('refuted', 'A depthwise convolution mixes channels. *(True.)*'),
    ('holds', '## WaveNet\n- training: all time steps in one pass'),
    ('refuted', '## WaveNet\n- training: one step after another'),
    ('holds', '## WaveNet\n- sampling: one step after another'),
    ('refuted', '## WaveNet\n- sampling: all time steps at once'),
    ('holds', 'WaveNetは学習時には並列計算ができるが、生成時は1サンプルずつ逐次的に計算する必要がある。'),
    ('refuted', 'WaveNetは学習時も並列計算ができない。'),
    ('refuted', 'At inference time WaveNet produces all samples in parallel.'),
    ('holds', 'WaveNet can be trained in parallel, but generation is sequential.'),
    ('refuted', 'WaveNet must be trained sequentially, one sample at a time.'),
    ('holds', 'PixelCNN generates an image pixel by pixel.'),
]
ORDERS_AND_SIDES = [
    ('holds', '## Depthwise\n出力チャネル $j$ は入力チャネル $j$ のみの関数である。'),
    ('refuted', 'dw ＝ チャネルをまぜる係 ／ pw ＝ 空間をまぜる係'),
    ('holds', '## Pooling\nEvery channel is treated separately and so the number of channels does not change.'),
    ('none', '## 1x1 convolution\nOne can also split a layer in two, first a 3x3 filter for every channel by itself and then a 1x1 layer.'),
    ('holds', '両側にパディングすると因果性が失われる。'),
    ('refuted', '両側に同じだけ詰めても因果的である。'),
    ('holds', 'With symmetric padding the convolution is no longer causal.'),
    ('holds', '## PixelCNN\nマスク畳み込みを何枚重ねても、右上のほうに見えない領域（blind spot）が残る。'),
    ('refuted', '## PixelCNN\n層を重ねれば、自分より前にある画素はすべて受容野に入る。'),
    ('refuted', 'μ-law では小さい音ほど粗く、大きい音ほど細かく量子化される。'),
    ('holds', 'μ-law では小さい音ほど細かく、大きい音ほど粗く量子化される。'),
    ('holds', 'WaveNet の学習：全時刻いっぺんに計算できる'),
    ('refuted', 'WaveNet は学習時も1サンプルずつしか計算できない。'),
    ('refuted', "# A WaveNet\n\n**Isn't WaveNet parallel at sampling time as well?** Yes. Every output sample can be computed at once, you just need enough GPU."),
    ('holds', '(d) WaveNet は推論時に並列計算が行える ⇒ 直前のサンプルが出ないと次が作れないので ✕'),
]
FIELDS = [
    ('holds', '3×3を2層重ねると、出力の1画素は元画像の5×5を見ている。'),
    ('refuted', '3×3を2層重ねると、出力の1画素は元画像の7×7を見ている。'),
    ('refuted', '## 受容野\n3×3を2層重ねると5×5を見ている。3層重ねれば9×9です。'),
    ('holds', '## 受容野\n3×3を2層重ねると5×5を見ている。3層重ねれば7×7です。'),
    ('refuted', '## Receptive field\n- two 3x3 -> 7x7'),
    ('holds', '## Receptive field\n- three 3x3 -> 7x7'),
    ('holds', 'Two stacked 3x3 convolutions have the same receptive field as a single 5x5 convolution.'),
    ('refuted', 'Two stacked 3x3 convolutions have the same receptive field as a single 7x7 convolution.'),
    ('holds', '## Receptive field\n3x3 conv, then 2x2/2 max pool -> a pooled unit sees 4x4'),
    ('refuted', '## Receptive field\n3x3 conv, then 2x2/2 max pool -> a pooled unit sees 6x6'),
    ('holds', '## WaveNet\nカーネル長2で dilation を 1, 2, 4, 8 とすると受容野は 16 サンプルになる。'),
    ('refuted', '## WaveNet\nカーネル長2で dilation を 1, 2, 4, 8 とすると受容野は 15 サンプルになる。'),
    ('holds', '## WaveNet\nWith kernel size 2 and dilations 1, 2, 4, ..., 512 the receptive field is 1024 samples.'),
    ('refuted', '## WaveNet\nカーネル長は2。1, 2, 4, …, 512 の10層を1ブロックとし、これを3回繰り返すと受容野は 3,072 サンプル。'),
    ('holds', '## WaveNet\nカーネル長は2。1, 2, 4, …, 512 の10層を1ブロックとし、これを3回繰り返すと受容野は 3,070 サンプル。'),
    ('refuted', 'a 3x3 filter with dilation 2 covers a 7x7 window'),
    ('holds', 'a 3x3 filter with dilation 2 covers a 5x5 window'),
    ('refuted', '## Receptive field\n\n| layer | k | s | RF |\n|---|---|---|---|\n| conv | 7 | 2 | 7 |\n| pool | 3 | 2 | 11 |\n| conv | 3 | 1 | 25 |'),
    ('holds', '## Receptive field\n\n| layer | k | s | RF |\n|---|---|---|---|\n| conv | 7 | 2 | 7 |\n| pool | 3 | 2 | 11 |\n| conv | 3 | 1 | 19 |'),
    ('holds', 'With L layers of kernel size k at stride 1 the receptive field is $r = L(k-1) + 1$.'),
    ('refuted', 'With L layers of kernel size k at stride 1 the receptive field is $r = L(k-1)$.'),
    ('holds', '## Dilated\nThe effective kernel size is $k + (k-1)(d-1)$.'),
    ('refuted', '## Dilated\nThe effective kernel size is $k + (k-1)d$.'),
    ('holds', '３層の3×3畳み込みは、7×7の1層と同じ受容野を持つ。'),
    ('refuted', '３層の3×3畳み込みは、9×9の1層と同じ受容野を持つ。'),
    ('holds', '5x5のフィルタ1枚は3x3のフィルタ2枚で置き換えられ、受容野は同じ5x5。'),
    ('none', '3x3の畳み込みを2層重ねるとパラメータは18個。'),
    ('none', 'The network has 16 layers and 3x3 filters, and runs at 30 frames.'),
    ('holds', 'A stack of three 3x3 conv layers sees a 7x7 region of the input.'),
    ('refuted', 'A stack of three 3x3 conv layers sees a 9x9 region of the input.'),
    ('holds', 'k = 2, ten layers, d = 1 ... 512: RF = 1024'),
    ('refuted', '3×3を３段重ねた受容野は（9×9）'),
    ('holds', '3×3を３段重ねた受容野は（7×7）'),
    ('holds', '## 受容野\n畳み込み層（3×3）を1層通すと3×3、2層で5×5、3層で7×7の範囲が見える。'),
    ('refuted', '## 受容野\n畳み込み層（3×3）を1層通すと3×3、2層で5×5、3層で9×9の範囲が見える。'),
]
EXPERIMENTS = [
    ("Batch Normは学習を速くする。", True),
    ("Batch normalization makes training converge faster.", True),
    ("With small batches batch normalization degrades.", True),
    ("Batch normalization has a mean for each channel.", False),
    ("Training needs a GPU.", False),
]


def statuses(text):
    """The statuses of the claims on the last line."""
    line = text.count("\n") + 1
    return [c.verdict.status for c in verify_text(text + "\n").claims if c.line == line]


@pytest.mark.parametrize(("status", "text"), SEEN_AND_MARKED + ORDERS_AND_SIDES + FIELDS)
def test_the_value_is_the_sentences_own(status, text):
    found = statuses(text)
    if status == "none":
        assert "refuted" not in found
    else:
        assert status in found
        assert status == "refuted" or "refuted" not in found


@pytest.mark.parametrize(("text", "claims"), EXPERIMENTS)
def test_effects_are_left_to_experiments(text, claims):
    assert ("empirical" in statuses(text)) is claims


def test_a_question_of_how_many_layers_tells_no_extent():
    assert not statuses("5x5の畳み込み1層と同じ受容野を3x3の畳み込みで得るには何層必要か。")
