"""Tables of DenseNet's stages: every cell of a right table holds; one changed cell is the only one refuted."""

import pytest
from kenzan.reports.verification import verify_text

STAGES = """# DenseNet-121

成長率 k = 32、圧縮率 θ = 0.5。

| ステージ | 層数 | 出力サイズ | 出力チャネル |
|---|---|---|---|
| conv 7×7, stride 2, pad 3 | 1 | 112×112 | 64 |
| max pool 3×3, stride 2, pad 1 | - | 56×56 | 64 |
| Dense Block 1 | 6 | 56×56 | 256 |
| Transition 1 | - | 28×28 | 128 |
| Dense Block 2 | 12 | 28×28 | 512 |
| Transition 2 | - | 14×14 | 256 |
"""
SHAPES = """# DenseNet

growth rate 12, no compression in the first table; below theta = 0.5.

| stage | output |
|---|---|
| conv | 32×32×24 |
| dense block (12 layers) | 32×32×168 |
| transition | 16×16×84 |
| dense block (12 layers) | 16×16×228 |
"""
REPEATED = """# DenseNet

k=32, θ=0.5

| Layers | Output Size | DenseNet-121 | Channels |
|---|---|---|---|
| Pooling | 56×56 | 3×3 max pool, stride 2 | 64 |
| Dense Block (1) | 56×56 | [1×1 conv, 3×3 conv] × 6 | 256 |
| Transition Layer (1) | 28×28 | 1×1 conv, 2×2 average pool, stride 2 | 128 |
"""
NUMBERED = """DenseNet-121（k = 32、最初は64ch、入力 224×224、圧縮率0.5）:

| ブロック | 層数 | ブロック出口のch |
|---|---|---|
| 1 | 6 | 256 |
| 2 | 12 | 512 |
| 3 | 24 | 1024 |
| 4 | 16 | 1024 |
"""
PLAIN = """# VGG

All convolutions have k = 3.

| block | layers | channels |
|---|---|---|
| 1 | 2 | 64 |
| 2 | 2 | 128 |
"""


def refuted(text):
    return [(c.line, c.predicate) for c in verify_text(text).claims if c.verdict.status == "refuted"]


def held(text):
    """What holds, but for the sizes of what goes in."""
    return {(c.line, c.subject, c.predicate) for c in verify_text(text).claims if c.verdict.status == "holds" and c.predicate != "input_shape"}


@pytest.mark.parametrize(("text", "first"), [(STAGES, 9), (SHAPES, 8), (REPEATED, 8)])
def test_a_right_table_holds(text, first):
    assert refuted(text) == []
    last = text.count("\n")
    for line in range(first, last + 1):
        subject = "dense_block" if "ense" in text.splitlines()[line - 1] else "transition_layer"
        assert {(line, subject, "channels_after"), (line, subject, "output_shape")} <= held(text)


def test_the_transitions_between_blocks_need_no_rows():
    assert {line for line, *_ in held(NUMBERED)} == {5, 6, 7, 8}
    assert refuted(NUMBERED.replace("| 1024 |", "| 896 |", 1)) == [(7, "channels_after")]


@pytest.mark.parametrize(
    ("text", "cell", "wrong", "line", "predicate"),
    [
        (STAGES, "56×56 | 256 |", "56×56 | 192 |", 9, "channels_after"),
        (STAGES, "28×28 | 128 |", "28×28 | 256 |", 10, "channels_after"),
        (STAGES, "28×28 | 512 |", "28×28 | 544 |", 11, "channels_after"),
        (STAGES, "28×28 | 512 |", "14×14 | 512 |", 11, "output_shape"),
        (STAGES, "14×14 | 256 |", "28×28 | 256 |", 12, "output_shape"),
        (SHAPES, "32×32×168", "32×32×36", 8, "channels_after"),
        (SHAPES, "16×16×84", "16×16×168", 9, "channels_after"),
        (REPEATED, "| 256 |", "| 250 |", 8, "channels_after"),
    ],
)
def test_an_error_is_told_once(text, cell, wrong, line, predicate):
    assert refuted(text.replace(cell, wrong, 1)) == [(line, predicate)]


@pytest.mark.parametrize(
    "text",
    [
        STAGES.replace("成長率 k = 32、", ""),  # of an unknown growth rate nothing is known
        PLAIN,
        STAGES.replace("| 6 |", "| 12 |"),  # each bottleneck counted as two layers
        STAGES.replace("| 56×56 | 256 |", "| 56×56 | 32 |").replace("出力チャネル", "各層のチャネル"),
        REPEATED.replace("1×1 conv, 2×2 average pool, stride 2", "1×1 conv").replace(
            "Transition Layer (1) | 28×28", "Transition Layer (1), 1×1 conv | 56×56"
        ),
    ],
)
def test_nobody_is_accused(text):
    assert refuted(text) == []
