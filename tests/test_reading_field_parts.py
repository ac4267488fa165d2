"""Claims on fields put together from their parts: layers told in steps, directions, gaps, zeros at one end, inputs seen."""

import pytest
from kenzan.reports.readers.directions import way_of
from kenzan.reports.verification import verify_text

STEPS = "LeNet-style net: conv 5x5, pool 2x2 (stride 2), conv 5x5, pool 2x2 (stride 2).\n"
LIST = "## 受容野の計算\n- conv1: 3×3, stride 1 → 3\n- pool1: 2×2, stride 2 → 4\n- conv2: 3×3, stride 1 → "
RATES = "| dilation | 3×3カーネルの実効サイズ |\n|---|---|\n| 1 | 3×3 |\n| 2 | "
ROWS = "| kernel | layers | dilation | receptive field |\n|---|---|---|---|\n| 3 | 4 | 1 | 9 |\n| 3 | 4 | 1, 2, 4, 8 | "
SETTING = "Settings: kernel 3, dilation 2, stride 1.\nCausal padding: "
PAIRS = [
    (STEPS + "After the second conv the receptive field is 14x14.", STEPS + "After the second conv the receptive field is 10x10."),
    ("- conv 3x3, conv 3x3: receptive field 5\n- then max pool 2x2, stride 2: receptive field 6",
     "- conv 3x3, conv 3x3: receptive field 5\n- then max pool 2x2, stride 2: receptive field 10"),
    (LIST + "8", LIST + "6"),
    (RATES + "5×5 |", RATES + "6×6 |"),
    (ROWS + "31 |", ROWS + "32 |"),
    ("3×3を3層、拡張率は全部2。\n受容野の一辺は 13 になる。", "3×3を3層、拡張率は全部2。\n受容野の一辺は 19 になる。"),
    ("小さいフィルタ（3×3）\n- 2層で5×5、3層で7×7の領域を見る", "小さいフィルタ（3×3）\n- 2層で6×6、3層で9×9の領域を見る"),
    ("問：3×3を5層重ねた場合、見る入力領域は？\n答：11×11", "問：3×3を5層重ねた場合、見る入力領域は？\n答：15×15"),
    ("Two 3x3 layers: one output depends on 25 input pixels.", "Two 3x3 layers: one output depends on 24 input pixels."),
    ("パディングを増やしても受容野の大きさは変わりません。", "パディングを増やすと受容野は大きくなります。"),
    ("大きさ $k$、拡張率 $d$ の層を1枚追加する。\nすると受容野は $(k-1)d$ だけ増加する。",
     "大きさ $k$、拡張率 $d$ の層を1枚追加する。\nすると受容野は $kd$ だけ増加する。"),
    ("## Atrous convolution\nrate $r$ の場合、カーネルの要素の間に $r-1$ 個のゼロが入る。", "## Atrous convolution\nrate $r$ の場合、カーネルの要素の間に $r$ 個のゼロが入る。"),
    (SETTING + "4 zeros at the beginning of the sequence", SETTING + "2 zeros at the beginning of the sequence"),
    ("causalにしたければ左にだけ k-1 個のゼロを足せばよい。", "causalにしたければ右にだけ k-1 個のゼロを足せばよい。"),
    ("In a standard convolution, each output channel is computed from all input channels.",
     "In a standard convolution, each output channel is computed from a single input channel."),
    ("## Dilated Convolutionの特徴\n- パラメータ数は通常の畳み込みと変わらない", "## Dilated Convolutionの特徴\n- パラメータ数は通常の畳み込みより多い"),
    ("5×5を1層使うより3×3を2層使う方が、同じ受容野で重みが少ない。", "5×5を1層使うより3×3を2層使う方が、同じ受容野で重みが多い。"),
]  # fmt: skip
TRUE = [
    "A 3x3 filter sees 9 pixels, two of them see 25.",
    "3×3カーネルを1回かけると周囲1画素、2回かけると周囲2画素まで見える。",
    "入力サイズ28×28に対し、最後の層の受容野は14×14しかない。",
    "Kernel 3, five layers: 11 without dilation, 63 with dilations 1, 2, 4, 8, 16.",
    "How many 3x3 layers do you need for a receptive field of 31? Fifteen, since 2L + 1 = 31.",
    "Without dilation one would need more layers, and hence more parameters, for the same receptive field.",
    "同じ受容野で比べると、dilatedの方がパラメータが少ない。",
    "大きなカーネル1枚より、小さなカーネルを重ねた方が、同じ受容野でパラメータが少ない。",
    "The receptive field doubles with each layer when the dilation doubles and the kernel has two taps.",
    "ストライド1の畳み込みは平行移動に対して同変である（不変ではない）。",
    "A non-causal convolution sees (k-1)/2 future samples.",
    "Parallel WaveNet was proposed because the original one generates samples one at a time.",
    "In contrast to an RNN, WaveNet has no recurrent connections and can therefore be trained in parallel over time.",
    "The code pads both ends by (k-1)*d and then chops (k-1)*d steps off the right end, so the length stays the same.",
    "畳み込み層は同じ重みを画像のどの場所でも使い回す。",
    "チャネルごとに1枚のフィルタを使うのがdepthwise畳み込みで、全チャネルを混ぜるのがpointwise畳み込みである。",
]


def _refuted(text: str) -> list[str]:
    return [c.reading for c in verify_text(text + "\n").claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("true", "twin"), PAIRS)
def test_what_is_put_together_holds_and_its_twin_is_refuted(true, twin):
    line = true.count("\n") + 1
    found = [c for c in verify_text(true + "\n").claims if c.line == line]
    assert not _refuted(true)
    assert any(c.verdict.status in ("holds", "holds_if") for c in found)
    assert _refuted(twin)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_neighbour_is_not_accused(text):
    assert not _refuted(text)


@pytest.mark.parametrize(
    ("text", "quantity", "way"),
    [
        ("パラメータ数は増えない", "パラメータ数", "unchanged"),
        ("より広い受容野を持つ", "受容野", "larger"),
        ("層を増やしても受容野は変わらない", "受容野", "unchanged"),
        ("a larger field that stays cheap", "field", "larger"),
        ("the number of weights never grows", "weights", "unchanged"),
        ("重みは減る", "重み", "smaller"),
    ],
)
def test_a_direction_is_read_with_its_denial(text, quantity, way):
    start = text.index(quantity)
    found = way_of(text, start, start + len(quantity))
    assert found is not None
    assert found.name == way
