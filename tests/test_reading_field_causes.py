"""What a field depends on and how it grows, put together from a cause, what is said of it, and the way the field goes."""

import pytest
from kenzan.reports.verification import verify_text

PIPELINE = "Two stages: conv 3x3 → avg pool 2x2 (stride 2) → conv 5x5.\n"
SETTING = "カーネル幅2、拡張率は 1, 2, 4, 8, 16 とする。\n"
PAIRS = [
    ("The field of view depends on the depth, the kernel width and the strides, but not on the number of filters.",
     "The field of view depends on the depth, the kernel width and the number of channels."),
    ("受容野はカーネル幅と層数で決まり、チャネル数には左右されない。", "受容野はカーネル幅と層数とチャネル数で決まる。"),
    ("受容野を決める要因は、カーネルサイズとストライドと深さである。", "受容野を決める要因は、カーネルサイズとパディングと深さである。"),
    ("tanhをかけても受容野は変わらない。", "tanhをかけると受容野は1画素広がる。"),
    ("Sigmoid layers never widen the receptive field.", "Each sigmoid layer widens the receptive field."),
    ("1x1の畳み込みは何枚重ねても受容野を広げない。", "1x1の畳み込みは重ねるほど受容野を広げる。"),
    ("The deeper a unit lies, the larger the region of the input that it covers.", "The deeper a unit lies, the smaller the region of the input that it covers."),
    ("Reducing the kernel size makes the receptive field smaller.", "Enlarging the kernel size makes the receptive field smaller."),
    ("層ごとにdilationを2倍にすれば、受容野は深さに対して指数的に広がる。", "層ごとにdilationを2倍にすれば、受容野は深さに対して線形に広がる。"),
    ("Keeping the dilation constant over all layers, the receptive field grows linearly with depth.",
     "Keeping the dilation constant over all layers, the receptive field grows exponentially with depth."),
    ("Three 3x3 layers have a larger receptive field than one 5x5 layer.", "Three 3x3 layers have a smaller receptive field than one 5x5 layer."),
    ("5×5の1枚と3×3の3枚では、視野が広いのは後者だ。", "5×5の1枚と3×3の3枚では、視野が広いのは前者だ。"),
    ("3×3を2枚重ねたものより、7×7を1枚使うほうが見える範囲は広い。", "3×3を2枚重ねたものより、5×5を1枚使うほうが見える範囲は広い。"),
    (PIPELINE + "The receptive field goes 1 → 3 → 4 → 12.", PIPELINE + "The receptive field goes 1 → 3 → 5 → 12."),
    (PIPELINE + "One output looks at 12x12 pixels.", PIPELINE + "One output looks at 9x9 pixels."),
    (SETTING + "出力1点に対応する入力は32点。", SETTING + "出力1点に対応する入力は31点。"),
    ("- kernel: 3×3\n- rates: dilation 1, 2, 4\n- one output covers 15×15", "- kernel: 3×3\n- rates: dilation 1, 2, 4\n- one output covers 14×14"),
]  # fmt: skip
TRUE = [
    "With ReLUs in between, stacking 3x3 layers enlarges the receptive field.",
    "1×1を挟みながら3×3を重ねると受容野は広がっていく。",
    "The output size depends on padding and stride, the receptive field does not depend on padding.",
    "カーネルを小さくすると受容野は狭くなる。",
    "With fewer layers the receptive field is smaller.",
    "A batch norm in training sees the whole batch.",
    "受容野を広げるには、層を深くする、カーネルを大きくする、dilationを使う、などの方法がある。",
    "A common mistake is to think that the receptive field depends on the number of channels.",
    "Does the receptive field depend on the number of filters?",
    "出力サイズはパディングによって変わるが、受容野は変わらない。",
    "Stack: conv 3x3, conv 3x3, pool 2x2 (stride 2).\nWith dilations the receptive field goes 3, 7, 15.",
    "TCN: kernel size 3, dilations 1, 2, 4, 8, one convolution per level.\nIt looks back over 31 steps.",
]


def _refuted(text: str) -> list[str]:
    return [c.reading for c in verify_text(text + "\n").claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("true", "twin"), PAIRS)
def test_what_is_said_of_a_field_holds_and_its_twin_is_refuted(true, twin):
    line = true.count("\n") + 1
    found = [c for c in verify_text(true + "\n").claims if c.line == line]
    assert not _refuted(true)
    assert any(c.verdict.status == "holds" for c in found)
    assert _refuted(twin)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_neighbour_is_not_accused(text):
    assert not _refuted(text)
