"""Fields whose parts stand in different sentences: the layers told before, one more of them, rounds, the answers of exercises."""

import pytest
from kenzan.reports.verification import verify_text

STEM = "The network begins with a 5×5 convolution of stride 2. Right behind it comes a 2×2 max pool with stride 2. How much of the image does one pooled unit see? "
CHAIN = "まず 3×3 の畳み込み、次に 2×2 のプーリング（ストライド 2）、続けて 3×3 の畳み込みを置く。ここで手が止まる人が多い。"
TALK = "Say a 3 by 3 convolution, then two by two pooling with stride two, then another 3 by 3. "
EXERCISES = "## Exercises\n\n**4.1** Find the receptive field of three $5 \\times 5$ layers of stride one.\n\n**4.2** Find the receptive field of four $3 \\times 3$ layers of stride one with dilations $1, 2, 4, 8$.\n\n### Answers\n\n"
QUIZ = "# WaveNet\n\nQ. 単純な畳み込みと比べた利点は何か。\n\n- (a) パラメータ数に対する受容野が広い ⇒ 正解\n- (b) "
PAIRS = [
    ("Put two 3×3 layers on top of each other. A unit of the upper one looks at a 3×3 patch of the lower, and so at a 5×5 patch of the image. Add a third layer of the same kind, and the patch grows to 7×7.",
     "Put two 3×3 layers on top of each other. A unit of the upper one looks at a 3×3 patch of the lower, and so at a 5×5 patch of the image. Add a third layer of the same kind, and the patch grows to 9×9."),
    ("Stack two 3 by 3 layers, stride one. A unit of the second looks at a 5 by 5 patch of the input. Three of them, and you're at 7 by 7.",
     "Stack two 3 by 3 layers, stride one. A unit of the second looks at a 5 by 5 patch of the input. Three of them, and you're at 9 by 9."),
    (TALK + "The last one steps in units of two, and the receptive field at the top is 8.", TALK + "The last one steps in units of two, and the receptive field at the top is 7."),
    (CHAIN + "最後の層の 1 画素の受容野は 8×8 である。", CHAIN + "最後の層の 1 画素の受容野は 7×7 である。"),
    (STEM + "Five for the convolution, two more for the pool: a 7×7 patch.", STEM + "Five for the convolution, one more for the pool: a 6×6 patch."),
    ("カーネル幅 2 で dilation を 1, 2, 4, 8 とした 4 層を積むと、出力 1 点から見える入力の範囲（受容野）は、全部を足し合わせて 16 サンプルとなる。",
     "カーネル幅 2 で dilation を 1, 2, 4, 8 とした 4 層を積むと、出力 1 点から見える入力の範囲（受容野）は、全部を足し合わせて 15 サンプルとなる。"),
    ("1 周で 1,024 なので、3 周すると受容野は 1,023 × 3 + 1 = 3,070 サンプルになります。", "1 周で 1,024 なので、3 周すると受容野は 1,024 × 3 = 3,072 サンプルになります。"),
    ("1 ブロックの受容野は 512 だから、4 ブロック重ねれば 2045 サンプルを見渡せる。", "1 ブロックの受容野は 512 だから、4 ブロック重ねれば 2048 サンプルを見渡せる。"),
    ("Each block has a receptive field of 256 samples. Stacking five blocks gives 1276 samples.", "Each block has a receptive field of 256 samples. Stacking five blocks gives 1280 samples."),
    (EXERCISES + "4.2. By the formula the field is $31$ pixels wide.", EXERCISES + "4.2. By the formula the field is $32$ pixels wide."),
    (EXERCISES + "4.1. By the formula the field is $13$ pixels wide.", EXERCISES + "4.1. By the formula the field is $15$ pixels wide."),
    ("- 途中の層のストライドを大きくする → 最終層の受容野は広くなる", "- 途中の層のストライドを大きくする → 最終層の受容野は狭くなる"),
    ("3×3 を 2 層重ねる。2 層目の 1 画素は 1 層目の 3×3 を見るので、入力では 5×5 の範囲を見ることになる。もう 1 層足すと 7×7 まで広がる。",
     "3×3 を 2 層重ねる。2 層目の 1 画素は 1 層目の 3×3 を見るので、入力では 5×5 の範囲を見ることになる。もう 1 層足すと 9×9 まで広がる。"),
    ("3×3 の層を 1 つ通すと 3×3 が見える。もう 1 つ重ねると 5×5、さらにもう 1 つで 7×7 になる。", "3×3 の層を 1 つ通すと 3×3 が見える。もう 1 つ重ねると 5×5、さらにもう 1 つで 9×9 になる。"),
    ("A 3×3 layer sees 3×3. Put another 3×3 on top and each output depends on a 5×5 region.", "A 3×3 layer sees 3×3. Put another 3×3 on top and each output depends on a 6×6 region."),
    ("## 受容野\n\nカーネル幅はどの層も 3 とする。\n\ndilation は順に 1, 3, 9 である。\n\n一番上の出力は 27 サンプルを見る。",
     "## 受容野\n\nカーネル幅はどの層も 3 とする。\n\ndilation は順に 1, 3, 9 である。\n\n一番上の出力は 26 サンプルを見る。"),
    ("Take a 3×3 convolution, a 2×2 max pooling with stride 2 and again a 3×3 convolution. The receptive field of the last layer is 8×8.",
     "Take a 3×3 convolution, a 2×2 max pooling with stride 2 and again a 3×3 convolution. The receptive field of the last layer is 7×7."),
    ("3×3 の畳み込み、2×2 の最大プーリング（ストライド2）、3×3 の畳み込みを順に通す。最後の出力 1 画素の受容野は 8×8 である。",
     "3×3 の畳み込み、2×2 の最大プーリング（ストライド2）、3×3 の畳み込みを順に通す。最後の出力 1 画素の受容野は 7×7 である。"),
    ("The deeper the layer, the larger its receptive field.", "The deeper the layer, the smaller its receptive field."),
    ("浅い層ほど受容野は狭い。", "浅い層ほど受容野は広い。"),
    (QUIZ + "推論時に並列計算が行える ⇒ 前の出力を待つので並列計算はできない", QUIZ + "学習時に並列計算が行える ⇒ 前の出力を待つので並列計算はできない"),
]  # fmt: skip
TRUE = [
    "## WaveNet\n\n- Dilated causal convolution\n- 重みの数は変わらないのに広く見える、というのが売り",
    "One round adds 1,023 samples to the receptive field, so three rounds add 3,069.",
    "1 周で受容野は 1,023 広がり、3 周で 3,069 広がる。",
    "1 周 1,024 サンプル、3 周で 3,072 サンプルになると思いきや、端を共有するので受容野は 3,070 である。",
    "One epoch has 1,024 parameters to fit, three of them have 3 × 1024 = 3072.",
    "## Exercises\n\n**6.9** Design a layer that is both grouped and dilated and that has fewer weights than a 1×1 convolution.",
]


def _refuted(text: str) -> list[str]:
    return [c.reading for c in verify_text(text + "\n").claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("true", "twin"), PAIRS)
def test_the_parts_are_put_together_and_the_twin_is_refuted(true, twin):
    line = true.count("\n") + 1
    held = [c for c in verify_text(true + "\n").claims if c.line == line and c.verdict.status in ("holds", "holds_if")]
    assert not _refuted(true)
    assert held
    assert _refuted(twin)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_neighbour_is_not_accused(text):
    assert not _refuted(text)
