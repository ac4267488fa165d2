"""FLOPs as a multiple of multiply-accumulates: which of the two is doubled is told by what stands next to the factor."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [
    ("FLOPs はおおよそ MAC の2倍。", "FLOPs はおおよそ MAC の半分。"),
    ("FLOPs are usually counted as twice the number of MACs.", "FLOPs are usually counted as half the number of MACs."),
    ("1 MAC = one multiply + one add = 2 FLOPs.", "1 MAC = one multiply + one add = 3 FLOPs."),
    ("MACs are half the FLOPs.", "MACs are twice the FLOPs."),
    ("FLOPs に換算するには MACs を2倍する。", "FLOPs に換算するには MACs を半分にする。"),
    ("浮動小数点演算数は積和演算数の2倍になる。", "積和演算数は浮動小数点演算数の2倍になる。"),
    ("FLOPs = MAC × 2", "MAC = FLOPs × 2"),
    ("MAC は乗算と加算の組なので、FLOP に直すと倍になる。", "MAC は乗算と加算の組なので、FLOP に直すと半分になる。"),
]
SILENT = [
    "FLOPs が MAC の半分ということはない。",
    "FLOPs are not half the MACs.",
    "Some papers call a multiply-add one FLOP.",
    "Doubling the width means 4 times the MACs and FLOPs.",
    "幅を2倍にすると MAC と FLOPs は4倍になる。",
    "Is a MAC two FLOPs?",
    "The GPU does 10 TFLOP/s, twice as many as the old one.",
]


def statuses(note: str) -> set[str]:
    return {c.verdict.status for c in verify_text(note + "\n").claims if "count=flops" in c.reading}


@pytest.mark.parametrize(("true", "false"), PAIRS)
def test_twice_the_macs(true, false):
    assert statuses(true) == {"holds"}
    assert statuses(false) == {"refuted"}


@pytest.mark.parametrize("note", SILENT)
def test_a_convention_of_one_or_a_factor_of_both_is_no_claim(note):
    assert statuses(note) == set()


def test_the_number_above_is_doubled_where_macs_were_counted():
    counted = "積和の回数は 5,400,000 回。\n\n"
    assert statuses(counted + "FLOPs で書いてある資料とくらべるときは2倍してください。") == {"holds"}
    assert statuses("FLOPs で書いてある資料とくらべるときは2倍してください。") == set()
