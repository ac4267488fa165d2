"""Pairs of sentences, one true and one falsified, of receptive fields, normalisations and dense blocks."""

from __future__ import annotations

import pytest
from kenzan.reports.verification import verify_text

PAIRS = (
    ("# 受容野", "3×3を2段重ねると元の写真の5×5、3段なら7×7。", "3×3を2段重ねると元の写真の5×5、3段なら9×9。"),
    ("# Receptive field", "a k-wide kernel with dilation d spans (k-1)*d + 1 pixels.", "a k-wide kernel with dilation d spans k*d pixels."),
    ("# Dilated convolution", "dilations 1, 2, 4 in a row, all 3x3: 15x15", "dilations 1, 2, 4 in a row, all 3x3: 13x13"),
    ("# 受容野", "3×3、プーリング、3×3の順なら8×8まで届きます。", "3×3、プーリング、3×3の順なら9×9まで届きます。"),
    ("# 受容野", "プーリングより後ろの層は、1段で広がる幅が2倍になる。", "プーリングより後ろの層は、1段で広がる幅が3倍になる。"),
    ("# Norms", r"Layer Norm: $S_i = \{k \mid k_N = i_N\}$", r"Layer Norm: $S_i = \{k \mid k_C = i_C\}$"),
    ("# Group Norm", "G = 1 なら Layer，G = C なら Instance になる。", "G = 1 なら Instance，G = C なら Layer になる。"),
    ("# Norms", "The number of means is C for Batch Norm and N for Layer Norm.", "The number of means is C for Batch Norm and N C for Layer Norm."),
    ("# Norms", "Group Norm does the same thing in both phases.", "Batch Norm does the same thing in both phases."),
    ("# Group norm", "In training batchnorm depends on the other samples of the batch.", "In training batchnorm does not depend on the other samples of the batch."),
    ("# DenseNet, growth rate 32", "Channels go 64 → 96 → 128 → 160.", "Channels go 64 → 96 → 128 → 192."),
    ("# DenseNet", "Layer two sees the maps of the stem and of layer one.", "Layer two sees only the maps of layer one."),
    ("# WaveNet", "z は 1×1 を通してから層の入力に足し戻す（残差）。", "z は 1×1 を通してから層の入力に連結する（残差）。"),
    ("# 因果的畳み込み", "普通の畳み込みは未来のサンプルも見る。", "普通の畳み込みは未来のサンプルを見ない。"),
)  # fmt: skip


@pytest.mark.parametrize(("context", "true", "false"), PAIRS)
def test_the_true_one_holds_and_its_twin_is_refuted(context: str, true: str, false: str) -> None:
    def found(text: str) -> set[str]:
        return {c.verdict.status for c in verify_text(f"{context}\n\n{text}\n").claims if c.line > 1}

    assert "refuted" not in found(true)
    assert "holds" in found(true)
    assert "refuted" in found(false)
