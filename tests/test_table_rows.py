"""A cell's statement is of what its row and its column are about, or it accuses nobody."""

import pytest
from kenzan.reports.doubts.table_rows import of_another_row
from kenzan.reports.reading import Reading
from kenzan.reports.scope import outline_of
from kenzan.reports.verification import blocks_in

HEADING = ("subject group_norm taken from the heading",)
CELLS = [  # a table, the cell, the statement, where its subject comes from, whether it is of something else
    ("| α | MACs |\n|---|---|\n| 0.75 | 29,578,752 |", "29,578,752", "macs(conv2d, in_channels=512) == 29578752", (), True),
    ("| k | MACs |\n|---|---|\n| 3 | 29,578,752 |", "29,578,752", "macs(conv2d, kernel_size=3) == 29578752", (), False),
    ("| layer | params |\n|---|---|\n| 2 | 896 |", "896", "params(conv2d, kernel_size=3) == 896", (), False),
    ("| layers of 3x3 | field |\n|---|---|\n| 3 | 8 |", "8", "receptive_field(layer_stack, plan=k5_k5_k5) == 8", (), False),
    ("| 種類 | 計算量 | 出力の形 |\n|---|---|---|\n| a | HWC | H×W×M |", "H×W×M", "macs(pointwise_conv2d) == H*W*M", (), True),
    ("| 種類 | 出力 1 点の計算量 |\n|---|---|\n| a | KKC |", "KKC", "macs(conv2d) == K*K*C", (), False),
    ("| 手法 | 平均の数 |\n|---|---|\n| 太郎式 | 64 |", "64", "stats_count(group_norm) == 64", HEADING, True),
    ("| 手法 | 平均の数 |\n|---|---|\n| 太郎式 | 64 |", "64", "stats_count(group_norm) == 64", (), False),
]  # fmt: skip


@pytest.mark.parametrize(("table", "cell", "statement", "notes", "other"), CELLS)
def test_whether_a_cell_is_of_something_else(table, cell, statement, notes, other):
    outline = outline_of(blocks_in(table + "\n", "note.md"))
    (sentence,) = [s for s in outline.all_sentences() if s.text.chars.strip() == cell]
    reading = Reading(statement, 0, len(cell), notes)
    assert bool(of_another_row(statement, reading, sentence, outline)) is other
