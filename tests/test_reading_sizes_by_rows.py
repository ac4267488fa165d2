"""Sizes and paddings told by rows, letters and cases: each with a value that is right and one that is wrong."""

import pytest
from kenzan.reports.verification import verify_text

TWINS = [
    ("# S\n\n| input | K | S | P | output |\n|---|---|---|---|---|\n| 30 | 5 | 1 | 0 | {} |\n", "26", "28"),
    ("# S\n\n| 入力 | K | S | P | 出力 |\n|---|---|---|---|---|\n| 30 | 5 | 1 | 0 | 26 |\n| 60 | 3 | 2 | 1 | {} |\n", "30", "29"),
    ("# S\n\n| layer | in | k / s / p | out |\n|---|---|---|---|\n| stem | 224 | 7 / 2 / 3 | {} |\n", "112", "111"),
    ("# S\n\n| 層 | 入力 | カーネル/ストライド/パディング | 出力 |\n|---|---|---|---|\n| conv1 | 227×227 | 11/4/0 | {} |\n", "55×55", "54×54"),
    ("# S\n\n| layer | in | k / s / p | out |\n|---|---|---|---|\n| AlexNet pool1 | 55 | 3 / 2 / 0 | {} |\n", "27", "28"),
    ("## same パディング\n\n- 目的：縦横を変えない\n- P = (F − 1) / 2 とおく\n- F = 3 → P = 1\n- F = 7 → P = {}\n", "3", "6"),
    ('## "Same" padding\n\nTo keep the size we set $P=(K-1)/2$: $K=3$ gives $P=1$, and $K=7$ gives $P={}$.', "3", "4"),
    ("### same パディング\n\n入力と同じ大きさの出力が欲しいときのパディングを求める。奇数の $K$ に対して、上下左右それぞれ {} ピクセルを足せばよい。", "$(K-1)/2$", "$K-1$"),
    ("# Padding\n\nTo keep the size with stride 1 and odd K, one adds {} pixels of zeros on each side.", "$(K-1)/2$", "$K-1$"),
    ("# 拡張畳み込み\n\n拡張率 $d$ とは、隣り合う要素のあいだに {} 個のゼロを挿入することをいう。", "$d-1$", "$d$"),
    ("# Causal\n\nWith `padding=(k-1)*d` zeros are added on both sides and the output has length {}, so the end has to be cut off.", "$T + (k-1)d$", "$T + 2(k-1)d$"),
    ("# 因果畳み込み\n\n`nn.Conv1d(..., padding=(k-1)*d)` とする書き方もある。その場合は両側に足されるので出力長は {} になる。", "T + (k−1)d", "T + 2(k−1)d"),
    ("# 因果畳み込み\n\nパディングを $(k-1)d$ として両側に入れると、出力の長さは ${}$ となる。", "T+(k-1)d", "T+2(k-1)d"),
    ("# Pooling\n\nPooling leaves the number of channels {}.", "unchanged", "halved"),
    ("# GAP\n\nGlobal average pooling turns a 7x7x2048 map into {}.", "1x1x2048", "1x1x49"),
    ("# AlexNet\n\n96 filters, 11 by 11, stride 4. The input is {0} by {0}. With no padding that gives us 55 by 55, times 96 channels.", "227", "224"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), TWINS)
def test_a_size_told_in_a_row_or_by_a_letter(text: str, right: str, wrong: str) -> None:
    true = verify_text(text.format(right)).claims
    assert not [c.reading for c in true if c.verdict.status == "refuted"]
    assert any(c.verdict.status in ("holds", "holds_if") for c in true)
    assert any(c.verdict.status == "refuted" for c in verify_text(text.format(wrong)).claims)


TRUE = [
    "# Padding\n\nTo keep the size, $K-1$ zeros are added in total, half of them on each side.",
    "# 因果畳み込み\n\n両側に $(k-1)d$ 個ずつ足したあと末尾を切り落とすと、長さは $T$ に戻る。",
    "# Full\n\nA full convolution pads $k-1$ zeros on each side, and the output is $n+k-1$ long.",
    "# Padding\n\nPadding keeps the size: $K=5$ gives $P=2$ at stride 1. With dilation $D=2$, $K=5$ gives $P=4$.",
    "# Pooling\n\nPooling leaves the number of channels as it is, with height and width halved.",
    "# S\n\n| K | F | in | S | P | out |\n|---|---|---|---|---|---|\n| 10 | 5 | 28x28x3 | 1 | 0 | 24x24x10 |\n",
]  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_what_is_true_is_not_accused(text: str) -> None:
    assert not [c.reading for c in verify_text(text).claims if c.verdict.status == "refuted"]
