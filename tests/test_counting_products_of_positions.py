"""Products told as a layer's count: a side that is worked out from the window, and positions times what each of them takes."""

import pytest
from kenzan.reports.verification import verify_text

FIRST = (
    "Images of 227x227x3, filters of 11x11, stride 4, no padding, 96 filters.\n\nFor the layer above, that adds up to "
)
MIDDLE = "Input 56x56x64, 128 filters of size 3x3, stride 2, pad 1. We multiply the number of positions by the work per position, which comes to "
PLACES = (
    "入力 32×32×16 に 5×5 のフィルタ 24 枚、ストライド 1、パディングなし。出力の位置の数に1か所あたりの積和を掛けると、"
)
PAIRS = [
    (FIRST + "55*55*96*11*11*3 = 105,415,200 MACs.", FIRST + "55*55*96*11*11 = 35,138,400 MACs."),
    (MIDDLE + "28*28*3*3*64*128 = 57,802,752 MACs.", MIDDLE + "56*56*3*3*64*128 = 231,211,008 MACs."),
    (PLACES + "28×28×5×5×16×24 = 7,526,400 回。", PLACES + "28×28×5×5×24 = 470,400 回。"),
]
PARTS = [
    "The input is 32x32x16, the layer has 24 filters of 5x5 without padding. One filter needs 28*28*5*5*16 = 313,600 multiplications.",
    "The input is 32x32x16, the layer has 24 filters of 5x5 without padding. Per input channel the layer needs 28*28*5*5*24 = 470,400 multiplications.",
]


def _statuses(text: str) -> list[str]:
    return [c.verdict.status for c in verify_text(text).claims if c.predicate == "macs"]


@pytest.mark.parametrize(("right", "wrong"), PAIRS)
def test_the_product_is_held_against_the_layer(right: str, wrong: str) -> None:
    assert set(_statuses(right)) == {"holds"}
    assert "refuted" in _statuses(wrong)


@pytest.mark.parametrize("text", PARTS)
def test_the_product_of_a_part_is_not_accused(text: str) -> None:
    assert "refuted" not in _statuses(text)
