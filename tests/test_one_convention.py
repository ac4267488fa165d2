"""What holds only by another convention than the rest of its note is decided by the note's own."""

import pytest
from kenzan.reports.verification import verify_text

PADS = "# Sizes\n\nA 5x5 filter with stride 1 and padding 2 keeps a 28x28 image at 28x28.\n\n"
NUMEROUS = "# VGG (MACs)\n\nconv1_2 takes 1.85 billion MACs.\n\nconv1_1 takes 86.7 million MACs.\n\n"


def last(text):
    """The claims of the last line."""
    claims = verify_text(text + "\n").claims
    return [(c.verdict.status, c.notes) for c in claims if c.line == text.count("\n") + 1]


@pytest.mark.parametrize(
    "text",
    [
        PADS + "The output size is $(W-F+P)/S+1$.",
        "# サイズ\n\n5×5 のフィルタでパディングを 2 にすると 28×28 の画像は 28×28 のままである。\n\n出力サイズは $\\frac{W-F+P}{S}+1$ で求まる。",
        "# Sizes\n\nThe output size is $(W-F+2P)/S+1$.\n\nTo preserve the size with an FxF filter and stride 1, pad with F-1 zeros.",
        NUMEROUS + "conv2_1 costs 1.85 billion.",
    ],
)
def test_a_lost_factor_is_no_other_convention(text):
    assert [s for s, notes in last(text) if "elsewhere in the note" in " ".join(notes)] == ["refuted"]


@pytest.mark.parametrize(
    "text",
    [
        PADS + "With P rows of padding in all the output size is $(W-F+P)/S+1$.",
        "# Sizes\n\nThe output size is $(W-F+P)/S+1$.",
        "# Sizes\n\nThe output size is $(W-F+P)/S+1$.\n\nTo preserve the size with an FxF filter and stride 1, pad with F-1 zeros.",
        NUMEROUS + "conv2_1 costs 1.85 billion floating point operations, additions counted.",
        NUMEROUS + "conv2_1 costs 925 million.",
    ],
)
def test_a_convention_that_is_told_or_alone_stands(text):
    assert last(text)
    assert "refuted" not in [s for s, _ in last(text)]


@pytest.mark.parametrize(
    "text",
    [
        PADS + "With padding P at each side, $H' = \\lfloor (H + 2P - K)/S \\rfloor + 1$.",
        PADS + "- $p_h = k_h - 1$、$s_h = 1$ ならば、出力の高さは $n_h$ に等しい。",
    ],
)
def test_twice_the_padding_of_a_side_and_rows_with_their_own_letters_stand(text):
    assert last(text)
    assert "refuted" not in [s for s, _ in last(text)]
