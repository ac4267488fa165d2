"""How features are joined, in many wordings of both languages: each line true, its twin with the other word refuted."""

import pytest
from kenzan.reports.verification import verify_text

DENSE, RESNET, UNET, INCEPTION, WAVENET = "# DenseNet\n\n", "## ResNet\n\n", "## U-Net\n\n", "## GoogLeNet\n\n", "## WaveNet\n\n"

# heading, what is true, what is false
TWINS = [
    (DENSE, "- まとめ方はチャネル方向の連結(ResNet は足し算)", "- まとめ方は要素ごとの足し算(ResNet は連結)"),
    (DENSE, "- features are combined by concatenation (ResNet: addition)", "- features are combined by addition (ResNet: concatenation)"),
    (DENSE, "- 過去の層の出力とチャネル方向につなげる", "- 過去の層の出力と要素ごとに和をとる"),
    (DENSE, "- 特徴マップは足すのではなくつなげる(concat)のがポイント", "- 特徴マップはつなげる(concat)のではなく足すのがポイント"),
    (DENSE, "- 前の層の特徴をつなげて次の層に渡す", "- 前の層の特徴を平均して次の層に渡す"),
    (DENSE, "DenseNetの特徴は、ResNetの足し算に代えて連結を用いる点にある。", "DenseNetの特徴は、ResNetの連結に代えて足し算を用いる点にある。"),
    (DENSE, "**DenseNet**: no addition here, features get concatenated.", "**DenseNet**: no concatenation here, features get added."),
    (RESNET, "- residual: block output + block input", "- residual: concat(block output, block input)"),
    (RESNET, "- 入力をそのまま後ろの出力へ足すだけなので追加の重みは要らない", "- 入力をそのまま後ろの出力へつなげてチャネルを増やす"),
    (RESNET, "- merge: sum", "- merge: concat"),
    (UNET, "- 縮小側の特徴マップを拡大側へコピーしてくっつける", "- 縮小側の特徴マップを拡大側へコピーして足し合わせる"),
    (UNET, "- skips: concat", "- skips: add"),
    (INCEPTION, "- 1×1、3×3、5×5 の畳み込みとプーリングが並列に置かれ、それらの出力はチャネル方向に連結される。",
     "- 1×1、3×3、5×5 の畳み込みとプーリングが並列に置かれ、それらの出力は要素ごとに足し合わされる。"),
    (INCEPTION, "- the outputs of the 1x1, 3x3 and 5x5 convolutions are concatenated channel-wise",
     "- the outputs of the 1x1, 3x3 and 5x5 convolutions are summed up"),
    (INCEPTION, "- Inception: 枝を並べて最後に連結", "- Inception: 枝を並べて最後に加算"),
    (INCEPTION, "| モデル | 特徴のまとめ方 |\n|---|---|\n| Inception | チャネル方向に連結 |", "| モデル | 特徴のまとめ方 |\n|---|---|\n| Inception | 要素ごとの和 |"),
    (INCEPTION, "- 4本の枝 64, 128, 32, 32 をチャネル方向に連結して 28×28×256", "- 4本の枝 64, 128, 32, 32 をチャネル方向に連結して 28×28×224"),
    (INCEPTION, "- the 64, 128, 32 and 32 channels are concatenated to 256 channels", "- the 64, 128, 32 and 32 channels are concatenated to 192 channels"),
    (DENSE, "- concat of 56×56×64 and 56×56×32 gives 56×56×96", "- concat of 56×56×64 and 56×56×32 gives 56×56×64"),
    (UNET, "- (512, 56, 56) と (512, 56, 56) を concat して (1024, 56, 56)", "- (512, 56, 56) と (512, 56, 56) を concat して (512, 56, 56)"),
    (WAVENET, "- skip: sum over all blocks", "- skip: concat over all blocks"),
    (WAVENET, "- skip を全部足す", "- skip を全部 concat"),
    (WAVENET, "- スキップ接続の出力は全層分を合計する", "- スキップ接続の出力は全層分を結合する"),
]  # fmt: skip
# true as they stand, though a word in them is denied or is no word of joining
QUIET = [
    RESNET + "- 入力 x を F(x) に足す\n- F(x) と x は同じ形でないと足せない",
    INCEPTION + "- 先に 1×1 の畳み込みで16チャネルに減らすと、乗算は全体で約1240万回となる。",
    "## U-Net\n\n- 連結した 1024ch は 3×3 の畳み込みで 512ch に戻す",
]


def _statuses(note: str) -> set[str]:
    return {claim.verdict.status for claim in verify_text(note + "\n").claims}


@pytest.mark.parametrize(("heading", "right", "wrong"), TWINS)
def test_how_features_are_joined(heading, right, wrong):
    told = _statuses(heading + right)
    assert "holds" in told
    assert "refuted" not in told
    assert "refuted" in _statuses(heading + wrong)


@pytest.mark.parametrize("note", QUIET)
def test_what_joins_nothing_is_not_refuted(note):
    assert "refuted" not in _statuses(note)
