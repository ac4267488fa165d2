"""What enters the last layer of a dense block: the channels after all layers but one.

"The last layer receives k_0 + k(L - 1) channels", "224 channels go into the last layer": the block is spoken of with all
its layers, and the value is of one less.
"""

from __future__ import annotations

from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View

_BLOCK = re.compile(r"channels_after\(dense_block(?P<before>[^()]*), layers=(?P<n>\w+)(?P<after>(?:, \w+=\w+)*)\) == ")
_LAST = r"(?:the |its )?(?:last|final)\s+(?:of (?:the |its )?(?:\w+ )?|dense )?layers?\b"
_BEFORE = re.compile(
    rf"\b{_LAST}(?:(?!\bout)[^.;,]){{0,24}}?\b(?:sees?|receives?|gets?|takes?|reads?|is fed|has (?:an |as )?inputs?|inputs?)\b[^.;]{{0,30}}$"
    rf"|\binputs? (?:of|to) {_LAST}[^.;,]{{0,24}}$|(?:最後|最終)の?層(?:は|が|に(?:は)?|へ(?:は|の入力は)?|の入力は)[^。、]{{0,30}}$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"[^.;,]{{0,24}}?\b(?:go|goes|enter|enters|flow|come|are fed|arrive)\b(?:\s+(?:into|to|at))?\s+{_LAST}|[^。、]{{0,12}}が(?:最後|最終)の?層に(?:入|届|渡)", re.IGNORECASE)


def into_the_last(view: View, reading: Reading) -> Reading:
    """The reading of a dense block's channels, of one layer less where the value is what its last layer takes in."""
    if not _BLOCK.match(reading.statement):
        return reading
    text = view.sentence.text.chars
    started = max([m.end() for m in re.finditer(r"[.;。]\s", text[: reading.start])], default=0)
    if not (_BEFORE.search(text[started : reading.start]) or _AFTER.match(text, reading.end)):
        return reading
    return replace(reading, statement=_one_less(reading.statement), alternatives=tuple(map(_one_less, reading.alternatives)))


def _one_less(statement: str) -> str:
    """The statement, of a block with one layer less."""
    found = _BLOCK.match(statement)
    if found is None:
        return statement
    layers = str(int(found["n"]) - 1) if found["n"].isdigit() else f"{found['n']} - 1"
    return f"channels_after(dense_block{found['before']}, layers={layers}{found['after']}) == {statement[found.end() :]}"
