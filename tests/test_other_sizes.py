"""Counts put together from another layer's sizes accuse nobody; those that no exchange explains still do."""

import pytest
from kenzan.reports.verification import verify_text

SILENT = [
    "The letters are the paper's: the layer sees a __D_F__ × __D_F__ map with __M__ channels and hands on one with __N__ "
    "channels, using kernels of side __D_K__ (stride one, zeros around the edge).\n\n"
    "## The bill for a convolution\n\nOne kernel is a D_K × D_K × M brick and there are N bricks, so the weight tensor is "
    "D_K × D_K × M × N. Each brick visits every place of the map. Hence\n\n"
    "$$D_K \\cdot D_K \\cdot M \\cdot N \\cdot D_F \\cdot D_F$$\n",
    "## LeNet\n\n| layer | output | parameters |\n|---|---|---|\n| input | 32×32×1 | |\n| 5×5, 6 | 28×28×6 | 156 |\n",
    "## Letters\n\nThe kernel has side K, stride D_K.\n\nA convolution, then.\n\n$$D_K \\cdot D_K \\cdot M \\cdot N \\cdot D_F \\cdot D_F$$\n",
    "## Bottleneck\n\n- ResNet: 1×1 で絞る → 3×3 → 1×1 で戻す\n",
    "## DenseNet\n\n- Block1（6層）: 64＋6×32＝256　→ 128\n- DenseNet の k＝32 なら真ん中は常に 128 枚\n",
    "## Field\n\nA 3 x 3 layer, a 2 x 2 pool with step 2, another 3 x 3 layer: 8 x 8.\n",
]
REFUTED = [
    "## Layer\n\nA 5×5 convolution from 3 to 8 channels has 601 parameters, biases included.\n",
    "## Bottleneck\n\n- ResNet のボトルネックは 3×3 → 1×1 → 3×3 の順。\n",
    "## DenseNet\n\n- 入力 64 枚、成長率 32、6 層のブロックを出るのは 224 枚。\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_nobody_is_accused(text):
    assert [c.reading for c in verify_text(text).claims if c.verdict.status == "refuted"] == []


@pytest.mark.parametrize("text", REFUTED)
def test_what_no_exchange_explains_is_refuted(text):
    assert "refuted" in {c.verdict.status for c in verify_text(text).claims}
