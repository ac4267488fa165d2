"""What comes out, by other verbs: an output that measures so much, a bare window that is laid over a map, a block that is fed a map."""

import pytest
from kenzan.reports.verification import verify_text

STRIDED = "Take a 64 × 64 input and a 3 × 3 kernel with padding 1 and stride 2. "
PAIRS = [
    (STRIDED + "The output measures 32 × 32.", STRIDED + "The output measures 31 × 31."),
    (STRIDED + "The output works out to 32 × 32.", STRIDED + "The output works out to 31 × 31."),
    ("32×32 に 3×3 をパディング 1、ストライド 2 で適用すると 16×16 になる。", "32×32 に 3×3 をパディング 1、ストライド 2 で適用すると 15×15 になる。"),
    ("28×28 に 5×5 をパディングなし、ストライド1でかければ、24×24 になります。", "28×28 に 5×5 をパディングなし、ストライド1でかければ、23×23 になります。"),
    ("$k=32$ の Dense Block に 64 チャネルの特徴マップを入れて 6 層通すと、出てくるのは 256 チャネル。",
     "$k=32$ の Dense Block に 64 チャネルの特徴マップを入れて 6 層通すと、出てくるのは 192 チャネル。"),
    ("成長率 12 の Dense Block に 24 チャネルの画像を渡し、4 層通すと、72 チャネルが出てくる。",
     "成長率 12 の Dense Block に 24 チャネルの画像を渡し、4 層通すと、60 チャネルが出てくる。"),
]  # fmt: skip


def _statuses(text: str) -> list[str]:
    return [
        c.verdict.status
        for c in verify_text(text).claims
        if c.predicate in ("output_shape", "output_size", "channels_after")
    ]


@pytest.mark.parametrize(("right", "wrong"), PAIRS)
def test_the_result_is_read_and_its_twin_refuted(right: str, wrong: str) -> None:
    assert set(_statuses(right)) == {"holds"}
    assert "refuted" in _statuses(wrong)


def test_an_input_that_measures_so_much_is_no_output() -> None:
    assert set(_statuses("The input measures 31 × 31. A 3 × 3 kernel with stride 2 and padding 1 gives 16 × 16.")) == {
        "holds"
    }
