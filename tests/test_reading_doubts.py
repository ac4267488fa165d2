"""Second thoughts before a refutation: what a reading leaves unused, maps with two sides, another subject near by."""

import pytest
from kenzan.reports.verification import verify_text


def statuses(note, line):
    return [c.verdict.status for c in verify_text(note).claims if c.line == line]


UNUSED = (
    "# Pooling\n\nThe input is 112x112x64.\n\nglobal avg pool: 7x7x512 in, 512 numbers out\n",
    "# Dense layer of DenseNet\n\nThe 1x1 convolution takes 256 channels and 9 others, so it has 128 weights for 64 outputs.\n",
)


@pytest.mark.parametrize("note", UNUSED)
def test_a_reading_that_leaves_a_number_unused_accuses_nobody(note):
    assert "refuted" not in statuses(note, note.count("\n"))


@pytest.mark.parametrize(
    "note",
    [
        "# Convolution\n\nA 3x3 convolution from 64 to 128 channels has 73,000 weights without bias.\n",
        "# 畳み込み\n\n3×3 の畳み込みで入力 64 チャネル、出力 128 チャネルなら、重みは 73,000 個である。\n",
        "# Pooling\n\nA 2x2 max pooling with stride 2 turns 28x28x64 into 13x13x64.\n",
    ],
)
def test_one_that_uses_all_of_them_does(note):
    assert "refuted" in statuses(note, 3)


SIDES = "# 一般的な畳み込み\n\n入力マップ：$H \\times W \\times C$\nカーネル：$K \\times K \\times C$\n出力マップ：$H \\times W \\times M$\n\n"


def test_a_square_of_one_side_is_no_cost_of_a_map_with_two():
    assert statuses(SIDES + "計算量は $H \\times H \\times K \\times K \\times C \\times M$\n", 7) in (["holds_if"], ["refuted"])
    assert statuses(SIDES + "計算量は $H \\times W \\times K \\times K \\times C \\times M$\n", 7) == ["holds"]


def test_where_a_note_has_one_side_its_square_is_the_map():
    note = "# Convolution\n\nAn $H \\times H \\times C$ input and $M$ kernels of $K \\times K \\times C$.\n\nThe cost is $H^2 K^2 C M$.\n"
    assert statuses(note, 5) == ["holds"]


ORDER = "# {}\n\nA transition layer follows the block.\n\nThe order is batch norm, 1x1 convolution, 2x2 average pooling.\n"


def test_what_holds_of_a_subject_named_near_by_is_not_refuted_of_the_headings():
    assert "refuted" not in statuses(ORDER.format("Dense blocks"), 5)


def test_a_kernels_shape_names_no_other_convolution():
    note = "# Depthwise convolution\n\nKernel: $K \\times K \\times 1$\n\nThe cost is $H \\times W \\times C \\times M \\times K^2$.\n"
    assert statuses(note, 5) == ["refuted"]
