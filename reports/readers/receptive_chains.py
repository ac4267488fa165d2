"""Fields told one after the other, a number a layer: "the field goes 1 → 3 → 4 → 8", 受容野は 5, 6, 10 と広がる.

Two slots: the row of numbers, in a sentence on fields, and the stack whose layers it follows, told in the sentence itself or
nearest above it. There are as many numbers as layers, or one more where the row begins with the input's own 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import said
from ..sizes.layers import Layer, field_of, gathered, words
from .receptive_context import NEAR, context_of
from .receptive_stacks import extent_of_plan

_STEP = r"\s*(?:→|->|=>|⇒|⟶|[,、]\s*(?:then|and)?|then|and)\s*"
_FIELD = r"(?:\d{1,3}\s*[x×]\s*)?\d{1,3}(?!\s*[x×]\s*\d|\d|\.\d)"
_DILATES = re.compile(r"dilat|拡張率|膨張|ダイレーション|atrous", re.IGNORECASE)
FURTHEST = 48  # characters between the word for the field and the row
_ROW = re.compile(rf"(?<![\d.×x])(?<![×x] ){_FIELD}(?:{_STEP}{_FIELD}){{2,12}}", re.IGNORECASE)
_OF_OTHERS = re.compile(r"dilat|拡張率|膨張率|ダイレーション|stride|ストライド|channel|チャン?ネル|kernel|カーネル|filter|フィルタ|\b[dsk]\s*=|output|出力サイズ|jump|ジャンプ", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The field behind each layer of a stack, where a sentence tells them in a row."""
    s = view.sentence
    if s.cell is None and view.outline.blocks[s.block].kind not in ("heading", "code", "fence"):
        yield from told_in_a_row(view, said(s))


def told_in_a_row(view: View, text: str) -> list[Reading]:
    """The statements of a row of fields; none where the text has no such row, or no stack is known that it follows."""
    named = words("topic").search(text)
    if named is None or words("asked").search(text) or re.search(r"[?？]\s*$", text):
        return []
    for row in _ROW.finditer(text, named.start()):
        between = text[named.end() : row.start()]
        if _OF_OTHERS.search(between) or len(between) > FURTHEST:
            continue
        fields = [int(f.split("x")[-1].split("×")[-1]) for f in re.findall(_FIELD, row[0])]
        plan = _plan(view, text, row, len(fields))
        if plan and not (_DILATES.search(text) and all(d == 1 for *_, d in plan)):
            return list(_behind_each(fields, plan, row))
    return []


def _plan(view: View, text: str, row: re.Match[str], number: int) -> tuple[Layer, ...]:
    """The stack that has as many layers as there are numbers, or one fewer: the sentence's own, else the nearest above."""
    own = gathered(text[: row.start()])
    near = [own, *(layers for distance, layers in context_of(view).found[:1] if distance <= NEAR)]
    plans = (plans[0] for layers in near if not layers.apart and (plans := layers.plans()))
    return next((plan for plan in plans if len(plan) in (number, number - 1)), ())


def _behind_each(fields: list[int], plan: tuple[Layer, ...], row: re.Match[str]) -> Iterator[Reading]:
    """The statement of the whole row: the first number that its layers do not come to, else the last."""
    if len(fields) == len(plan) + 1:
        if fields[0] != 1:
            return
        fields = fields[1:]
    layers = next((n for n, field in enumerate(fields, 1) if extent_of_plan(plan[:n]) != field), len(plan))
    yield Reading(
        f"{field_of(plan[:layers])} == {fields[layers - 1]}", row.start(), row.end(), ("the layers one after the other",), sure=True, firm=True, subject="conv2d"
    )
