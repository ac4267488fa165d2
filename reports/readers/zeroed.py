"""What is left of a layer whose weights are zero, and of linear layers in a row: each told by its condition and its result.

"If F is zero, the residual block is the identity": the condition (F, the branch, all weights are zero) and the result
(the input, zero, twice the input) stand in one sentence, or the condition in the one before. "Two linear layers without
an activation between them are one linear layer": how many, that nothing stands between them, and what they amount to.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY
from ..vocabulary import family, lexicon

_WORDS = {name: re.compile(words, re.IGNORECASE | re.ASCII) for name, words in lexicon("zeroed")["words"].items()}
_RESULTS = {name: re.compile(words, re.IGNORECASE | re.ASCII) for name, words in lexicon("zeroed")["results"].items()}


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of layers without weights, or without an activation between them."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code") or re.search(r"[?？]\s*$", s.words) or s.cell is not None:
        return
    yield from _zeroed(view)
    yield from _in_a_row(view)


def _zeroed(view: View) -> Iterator[Reading]:
    s = view.sentence
    text = s.text.chars.replace("$", " ")
    condition = _WORDS["zero"].search(text)
    before = "" if condition else _zeroed_before(view)
    if condition is None and not before:
        return
    start = condition.end() if condition else 0
    found = sorted((m.start(), m.end(), name) for name, words in _RESULTS.items() for m in words.finditer(text, start))
    if not found or _WORDS["learning"].search(text):
        return
    named = view.subject(found[0][0], lambda n: family(n) == "residual")
    if named is None and _WORDS["sum"].search(text + before):
        subject, notes, far = "residual_block", (), False
    elif named is None or any(family(m.tag) in ("dense", "wavenet", "normalisation") for m in s.subjects):
        return
    else:
        subject, notes, far = "residual_block", inherited_note(named, view), named.where == NEARBY
    first, end, name = found[0]
    denied = bool(_WORDS["not"].match(text, end) or _WORDS["not_before"].search(text[max(0, first - 20) : first]))
    yield Reading(
        f"{'not ' if denied else ''}at_zero_weights({subject}) == {name}", condition.start() if condition else first, end,
        notes, sure=not far and not denied and not _WORDS["branch_alone"].search(text),
    )  # fmt: skip


def _zeroed_before(view: View) -> str:
    """The sentence before, where it sets all weights to zero: Take y = x + F(x) and set every weight of F to zero."""
    s, outline = view.sentence, view.outline
    before = outline.sentences[s.block][s.number - 1] if s.number else None
    if before is None or before.words.rstrip().endswith(("?", "？")):
        return ""
    told = before.text.chars.replace("$", " ")
    return told if _WORDS["zero"].search(told) and _WORDS["goes_on"].match(s.words) else ""


def _in_a_row(view: View) -> Iterator[Reading]:
    s = view.sentence
    row, bare = _WORDS["row"].search(s.words), _WORDS["bare"].search(s.words)
    if not row or not bare or (s.has("hedged") and not _WORDS["one_layer"].search(s.words)):
        return
    one, more = _WORDS["one_layer"].search(s.words), _WORDS["more"].search(s.words)
    if one is None and more is None:
        return
    denied = bool(more) and not _WORDS["no_more"].search(s.words)
    last = more or one
    assert last is not None
    yield Reading(f"{'not ' if denied else ''}is_linear(conv_stack)", min(row.start(), last.start()), max(row.end(), last.end()))
