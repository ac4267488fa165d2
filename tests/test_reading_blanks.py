"""Names that fill a blank: the operation that a network's question asks for, right and wrong, and what is no answer."""

import pytest
from kenzan.reports.verification import verify_text

QUESTION = "## WaveNet\n\n提案された新しい Convolution 型アーキテクチャは（あ）と呼ばれる。\n\n"
ANSWERS = [
    (QUESTION + "（あ）は Dilated causal convolution。\n", "holds"),
    (QUESTION + "（あ）：拡張畳み込み\n", "holds"),
    (QUESTION + "（あ）は Depthwise separable convolution。\n", "refuted"),
    (QUESTION + "- Dilated causal convolution\n- Pointwise convolution　⇒MobileNetで使われている\n", "holds"),
    ("# MobileNet\n\nThe new layer is called (a).\n\n(a): depthwise separable convolution\n", "holds"),
    ("# WaveNet\n\nThe new layer is called (a).\n\n(a): depthwise separable convolution\n", "refuted"),
]  # fmt: skip
SILENT = [
    "## WaveNet\n\n- Dilated causal convolution\n- Pointwise convolution\n",  # a list of topics, no blank
    "提案されたアーキテクチャは（あ）と呼ばれる。\n\n（あ）は Dilated causal convolution。\n",  # no network is named
]


@pytest.mark.parametrize(("note", "status"), ANSWERS)
def test_the_name_is_decided_for_the_network_that_is_asked_about(note, status):
    assert status in {c.verdict.status for c in verify_text(note).claims if c.predicate == "used_in"}


@pytest.mark.parametrize("note", SILENT)
def test_where_nothing_is_asked_nothing_is_answered(note):
    assert not [c for c in verify_text(note).claims if c.predicate == "used_in"]
