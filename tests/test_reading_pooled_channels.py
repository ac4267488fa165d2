"""A pooling treats each channel by itself: it leaves their number alone, whatever a network does where it pools."""

import pytest
from kenzan.reports.verification import verify_text

FALSE = [
    "A 2x2 max pool with stride 2 halves the height and width and doubles the number of channels.",
    "Max pooling halves the resolution and doubles the number of channels.",
    "Max pooling halves the number of channels.",
    "Max pooling increases the number of channels.",
    "プーリングは縦横を半分にし、チャネル数を2倍にする。",
    "最大プーリングはチャネル数を増やす。",
]
OTHERS = [
    "After pooling we double the number of channels.",
    "Max pooling halves the resolution, then a convolution doubles the number of channels.",
    "プーリングで縦横を半分にし、次の段でチャネル数を2倍にする。",
    "プーリングで縦横を半分にしながらチャネル数を2倍に増やす設計である。",
    "While max pooling halves the resolution, the network doubles the number of channels.",
    "Max pooling halves height and width and keeps the number of channels.",
]


def statuses(sentence):
    """The verdicts on a sentence under a heading."""
    return [c.verdict.status for c in verify_text(f"## Pooling\n\n{sentence}\n").claims]


@pytest.mark.parametrize("sentence", FALSE)
def test_a_change_of_their_number_is_refuted(sentence):
    assert "refuted" in statuses(sentence)


@pytest.mark.parametrize("sentence", OTHERS)
def test_nobody_is_accused(sentence):
    assert "refuted" not in statuses(sentence)
