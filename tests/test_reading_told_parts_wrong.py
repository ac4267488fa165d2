"""Fields, bytes and counts whose parts are all told: the right value holds, the wrong one is refuted."""

import pytest
from kenzan.reports.verification import verify_text

STEM = "- conv1 は 7×7, stride 2, pad 3\n- 続く 3×3 max pool(stride 2, pad 1)\n- pool を出た時点での受容野は {}\n"
LIST = "- conv 5x5, stride 1\n- max pool 2x2, stride 2\n- conv 5x5, stride 1\n\nThe receptive field after these layers is {}.\n"
TABLE = "The input is a 224x224 RGB crop, and the stem takes it down to 112x112x32.\n\n| op | weights | MACs |\n|---|---|---|\n| conv 3x3 /2, 32 filters | 864 | {} |\n"
DOWN = "A bottleneck on 256 channels goes 1×1 down to 64, 3×3, 1×1 back up, {} weights in all."
PAIRS = [
    (STEM, "11×11", "9×9"),
    (LIST, "14x14", "16x16"),
    ("# Receptive fields\n\nWhen all the filters are $3\\times3$ and all the strides are one, a stack of $L$ layers sees a window of side ${}$.\n", "2L + 1", "2L - 1"),
    ("3×3、stride 1 の畳み込みを $L$ 層重ねると、受容野の一辺は ${}$ になる。\n", "2L+1", "3L"),
    ("The receptive field matters. Pile up $L$ layers with kernels of side $k$, and the receptive field has side ${}$.\n", "L(k-1)+1", "Lk"),
    ("The output of conv1_1 holds 3,211,264 values, so at four bytes each it occupies about {} per image.\n", "12.8 MB", "6.4 MB"),
    ("出力は 3,211,264 個の値なので、float32 なら約 {} になる。\n", "12.8 MB", "6.4 MB"),
    (DOWN, "69,632", "36,864"),
    ("256チャネルのボトルネックは、1×1 で 64 に絞り、3×3 を通し、1×1 で戻すので、重みは 69,632 個。3×3 を2層並べると重みは {} 個になる。\n", "1,179,648", "589,824"),
    ("It's a little brick, 3 by 3 by 3, twenty-seven weights. Give each brick a bias as well. Take ten bricks and the whole layer owns {} parameters.\n", "280", "271"),
    ("フィルタ1枚には 27個の重みがあり、フィルタごとにバイアスが1つ付く。10枚使うと、層全体のパラメータは {} 個になる。\n", "280", "271"),
    ("`ch=64` のとき、BatchNormの方は1つにつき{}個しか学習パラメータがないので、ほぼ誤差みたいなものです。\n", "128", "64"),
    ("With 64 channels, a batch norm has {} learnable parameters.\n", "128", "64"),
    (TABLE, "10.8 M", "43.4 M"),
]


def _statuses(note: str, value: str) -> list[str]:
    text = note.format(value) if "{}" in note and "\\times" not in note else note.replace("{}", value)
    line = next(n for n, row in enumerate(note.splitlines(), 1) if "{}" in row)
    return [c.verdict.status for c in verify_text(text).claims if c.line == line]


@pytest.mark.parametrize(("note", "right", "wrong"), PAIRS)
def test_right_holds_and_wrong_is_refuted(note: str, right: str, wrong: str) -> None:
    told = _statuses(note, right)
    assert "holds" in told
    assert "refuted" not in told
    assert "refuted" in _statuses(note, wrong)


def test_a_wrong_sum_is_told_once() -> None:
    claims = verify_text("The layer has 96·11·11·3 + 96 = 34848 parameters.").claims
    assert [c.verdict.status for c in claims] == ["refuted"]


def test_a_padding_of_none_is_no_count() -> None:
    note = "The first layer takes a 227 x 227 x 3 crop and applies 96 filters with $f = 11$, $s = 4$, $p = 0$.\n"
    assert all(c.verdict.status != "refuted" for c in verify_text(note).claims)


def test_three_such_layers_are_those_just_named() -> None:
    note = (
        "# Small filters\n\nThe first layer has 11 x 11 kernels with a stride of 4.\n\nThe authors were fond of 3 x 3. Suppose we stack "
        "three such layers, stride 1. A unit at the top looks at a 7 x 7 window of the input.\n"
    )
    assert all(c.verdict.status != "refuted" for c in verify_text(note).claims)
