"""Counts in a table of layers: where the other rows are right with their biases, a row that leaves them out is wrong."""

import pytest
from kenzan.reports.verification import verify_text

TABLE = """| Layer | Output shape | Params |
|---|---|---|
| Input | 32×32×3 | 0 |
| Conv 5×5, 6 filters | 28×28×6 | {0} |
| MaxPool 2×2 | 14×14×6 | 0 |
| Conv 5×5, 16 filters | 10×10×16 | {1} |
| MaxPool 2×2 | 5×5×16 | 0 |
| FC 120 | 120 | {2} |
"""


def of_params(first, second, last):
    claims = verify_text(TABLE.format(first, second, last)).claims
    return {c.line: c.verdict.status for c in claims if c.predicate == "params" and c.line in (4, 6, 8)}


@pytest.mark.parametrize(
    "counts",
    [
        (456, 2416, 48120),  # biases everywhere
        (450, 2400, 48000),  # nowhere
        (450, 2400, 48120),  # in the linear layer alone, as behind a batch norm
        (456, 2400, 48000),  # one row each way: no custom that the rest could be held to
    ],
)
def test_a_table_that_counts_in_one_way_holds(counts):
    assert set(of_params(*counts).values()) == {"holds"}


def test_the_row_without_its_biases_is_refuted():
    assert of_params(456, 2400, 48120) == {4: "holds", 6: "refuted", 8: "holds"}
    assert of_params(450, 2416, 48120) == {4: "refuted", 6: "holds", 8: "holds"}
