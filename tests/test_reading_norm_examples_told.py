"""Normalisation in numbers told before: the tensor of an example, one channel of many, both modes, γ and β per group."""

import pytest
from kenzan.reports.verification import verify_text

# note with a gap, what is true, what is false
TWINS = [
    ("## BN in short\n\nStats per channel over N, H, W. So for a batch of 16x32x28x28 that's {} means.\n", "32", "16"),
    ("## Layer norm\n\nWith an input of 16×32×28×28 we have {} means.\n", "16", "32"),
    ("# 正規化\n\n具体例。N = 4、C = 48、H = W = 16 とする。\n\n## Layer Normalization\n\n上の例なら平均は {} 個です。\n", "4", "48"),
    ("## {} norm\n\nThe map has 48 channels. Scale up just one of the 48 and the normalised result stays put.\n", "Instance", "Layer"),
    ("## {}\n\n32チャネルのうち1つだけを2倍しても、出力は変わらない。\n", "Batch norm", "Layer norm"),
    ("# 深いネット\n\n## Batch norm\n\n出力は、{}、同じバッチの他の画像に依存する。\n", "学習時には", "学習時も推論時も"),
]  # fmt: skip


@pytest.mark.parametrize(("note", "right", "wrong"), TWINS)
def test_what_is_right_holds_and_what_is_wrong_is_refuted(note: str, right: str, wrong: str) -> None:
    good = verify_text(note.replace("{}", right)).claims
    assert any(c.verdict.status.startswith("holds") for c in good)
    assert not [c.reading for c in good if c.verdict.status == "refuted"]
    assert [c.reading for c in verify_text(note.replace("{}", wrong)).claims if c.verdict.status == "refuted"]


def test_a_total_is_no_number_for_each_group() -> None:
    note = "## Group norm\n\nOur tensor has 32 channels. Split them into 4 groups. γ and β come per group as well, so that the layer has only 8 trainable numbers.\n"
    assert [c.reading for c in verify_text(note).claims if c.verdict.status == "refuted"] == ["params(group_norm, in_channels=32, affine=true) == 8"]


def test_who_scales_a_channel_tells_no_range_of_a_mean() -> None:
    note = "## Layer norm\n\nThe same goes for single channels: scale up just one of them and the normalised result stays put.\n"
    assert "normalised_over" not in [c.predicate for c in verify_text(note).claims]


def test_both_modes_are_told_of_the_one_in_which_it_is_wrong() -> None:
    note = "## Batch norm\n\nThe prediction for one image depends on the other images in the batch, in training and at test time alike.\n"
    assert "not independent_of_batch(batch_norm, mode=evaluation)" in [c.reading for c in verify_text(note).claims if c.verdict.status == "refuted"]


def test_the_example_pointed_to_gives_its_sizes_before_the_sentence_before() -> None:
    note = "# 正規化\n\n具体例。N = 4、C = 48、H = W = 16 とする。\n\n## Instance Norm\n\n1枚の1チャネルだけの範囲で正規化します。上の例では平均が {} 個。\n"
    assert "refuted" not in [c.verdict.status for c in verify_text(note.format("4×48 = 192")).claims]
    assert "refuted" in [c.verdict.status for c in verify_text(note.format("48")).claims]
