"""Fields of dilated layers told one by one: up to a layer of the row, and behind one more; what a mistake makes of them."""

import pytest
from kenzan.reports.verification import verify_text

ROW = "では重ねるとどうなるか。3×3 を3層、$d$ を順に 1、2、4 としてみます（ストライドは全部1）。"
WIDTHS = "例はフィルタの幅2、dilationが 1, 2, 4, 8 の4層。出力の1点は入力16点ぶんを見ている。さらに dilation 16 の層を重ねると、"
MORE = "Three 3×3 layers have dilations 1, 2, 4. Adding one more with dilation 8 gives a receptive field of "
EACH = "3×3 の層を 3 つ、dilation を順に 1, 2, 4 とする。受容野は 2 層目で "
PAIRS = [
    (
        ROW + "1層目は 3×3、2層目まで来ると 7×7。出力1点が見ている入力の範囲は広がります。",
        ROW + "1層目は 3×3、2層目まで来ると 5×5。出力1点が見ている入力の範囲は広がります。",
    ),
    (
        ROW + "そして3層目の出力1点が見ている入力の範囲は 15×15 です。",
        ROW + "そして3層目の出力1点が見ている入力の範囲は 9×9 です。",
    ),
    (WIDTHS + "受容野は 32 まで広がる。", WIDTHS + "受容野は 31 まで広がる。"),
    (MORE + "31×31.", MORE + "17×17."),
    (EACH + "7×7、3 層目で 15×15 になる。", EACH + "5×5、3 層目で 9×9 になる。"),
]
OWN_KERNELS = [
    "Stack three 3×3 layers with dilations 1, 2, 4. On its own, the kernel of the third spans 9×9.",
    "カーネル幅 3、d = 1, 2, 4 の3層を積む。2層目の出力は直前の層の 5 点から作られ、受容野は 7 である。",
]


def _statuses(text: str) -> list[str]:
    return [c.verdict.status for c in verify_text(text).claims if c.predicate == "receptive_field"]


@pytest.mark.parametrize(("right", "wrong"), PAIRS)
def test_the_layers_before_are_seen_through(right: str, wrong: str) -> None:
    assert set(_statuses(right)) == {"holds"}
    assert "refuted" in _statuses(wrong)


@pytest.mark.parametrize("text", OWN_KERNELS)
def test_the_reach_of_one_kernel_is_not_accused(text: str) -> None:
    assert "refuted" not in _statuses(text)
