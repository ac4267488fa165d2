"""Values that a sentence denies, or has just worked out, accuse nobody; the same values claimed do."""

import pytest
from kenzan.reports.verification import verify_text

# (a note that accuses nobody, what is wrong in a note of the same words that claims it)
PAIRS = [
    ("# Dense layer\n\nThe order inside a layer of a dense block is BN -> ReLU -> conv, not conv -> BN -> ReLU.\n", "# DenseNet\n\nThe order inside a layer of a dense block is conv -> BN -> ReLU.\n"),
    ("# 正規化\n\nレイヤー正規化とグループ正規化は学習時と推論時で同じ計算を行い、移動平均をもたない。\n", "# 正規化\n\nレイヤー正規化は学習時と推論時で異なる計算を行い、移動平均を使う。\n"),
    ("# Pooling\n\nMax pooling with a 2x2 window and stride 2 gives [[6, 5], [8, 9]].\n", "# Pooling\n\nMax pooling with a 2x2 window and stride 2 turns 6x6 into 4x4.\n"),
    ("# Head\n\nGlobal average pooling + linear: 512 x 1000 = 512,000 weights.\n", "# Head\n\nGlobal average pooling has 512,000 weights.\n"),
    ("# Norms\n\n| 正規化 | 平均をとる範囲 |\n|---|---|\n| Group Norm | 群内のチャネルと H, W |\n", "# Norms\n\n| 正規化 | 平均をとる範囲 |\n|---|---|\n| Group Norm | N, H, W |\n"),
    ("# AlexNet\n\nAlexNet の1層目の積和の回数は 55×55×34,848 = 105,415,200、つまり約1億500万回。\n", "# AlexNet\n\nAlexNet の1層目の積和の回数は 55×55×34,848 = 105,415,300。\n"),
    ("# 例題\n\n2×2、間隔2の最大プーリングを例題の出力にかけると32×32×16になる。\n", "# 例題\n\n64×64×16 に 2×2、ストライド2の最大プーリングをかけると31×31×16になる。\n"),
    ("### Q4\n> プーリング層にも学習すべき重みがある。\n\n**×**　最大や平均を取るだけで、学習する値は持たない。\n", "### Q4\n> プーリング層にも学習すべき重みがある。\n\n**○**　学習する。\n"),
]  # fmt: skip


def refuted(text):
    return [c.reading for c in verify_text(text).claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("silent", "claimed"), PAIRS)
def test_what_is_denied_or_said_again_accuses_nobody(silent, claimed):
    assert refuted(silent) == []
    assert refuted(claimed)
