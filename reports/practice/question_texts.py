"""The texts of a question on a note's claim: the claim in a sentence, its wrong neighbours, conditions and solution."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...properties.nodes import Items, Node, Sym
from ...properties.rendering import to_text
from ...properties.statement import Statement, parse
from ...properties.verdict import Verdict, decide_once
from ...questions.printed import Slot
from ...reference.errors import InputError
from ..render.japanese import example_said, in_japanese
from .asking import Both, formula, legend, letters, said, usual_letters
from .mutations import neighbours
from .quotations import SOUND, Quotation

Texts = dict[str, tuple[str, list[Slot]]]
HOLDS = ("この文は成り立つ。", "This sentence holds.")
AXES = (("H", "W"), ("N", "H", "W"), ("C", "H", "W"), ("N", "C", "H", "W"))


def axes_set(axes: tuple[str, ...]) -> Node:
    return Items(tuple(map(Sym, axes)), ordered=False)


def axes_around(right: Node) -> list[tuple[str, ...]]:
    """The sets of axes among which one is to be chosen, the right one first: with and without samples and channels."""
    own = {to_text(n) for n in right.items} if isinstance(right, Items) else set()
    return sorted(AXES, key=lambda axes: set(axes) != own)


def shown(node: Node) -> Both:
    """A formula or a set of axes, as both languages write it."""
    if isinstance(node, Items) and not node.ordered:
        text = "$" + ", ".join(x for x in "NCHW" if x in {to_text(n) for n in node.items}) + "$"
    else:
        text = formula(node)
    return text, text


def sentence(q: Quotation, statement: Statement) -> Both:
    """The statement in a sentence of kenzan's own."""
    if q.asked.quantity is None:
        return said(statement) or ("", "")
    ja, en = q.asked.quantity
    right = formula(statement.right)
    return f"{ja}は {right} である。", f"{en[:1].upper()}{en[1:]} is {right}."


def otherwise(q: Quotation) -> Iterator[Statement]:
    """The claim with something else in its place, in the same words."""
    own = q.asked.statement
    if q.asked.quantity is not None:
        yield from (replace(own, right=node) for node in neighbours(own.right, usual_letters(q.asked)))
    elif q.asked.values == ("set",):
        yield from (replace(own, right=axes_set(axes)) for axes in axes_around(own.right)[1:])
    elif q.asked.values == ("order",):
        assert isinstance(own.right, Items)
        yield from (
            replace(own, right=Items(p)) for p in itertools.permutations(own.right.items) if p != own.right.items
        )
    elif "yes" in q.asked.values:
        yield replace(own, negated=not own.negated)
    elif ">" in q.asked.values:
        yield replace(own, relation="<" if own.relation == ">" else ">")
    else:
        yield from (replace(own, right=Sym(v)) for v in q.asked.values if v != to_text(own.right))


def verdict_on(statement: str) -> Verdict:
    """The verdict on a neighbour; one that makes no sense of the letters is empirical: it shows nothing."""
    try:
        return decide_once(parse(statement))
    except InputError:
        return Verdict("empirical", "not run", "")


def refuted(node: Node, q: Quotation) -> bool:
    verdict = verdict_on(str(replace(q.asked.statement, right=node)))
    return verdict.status == "refuted" and verdict.strength in SOUND


def conditions(group: list[Quotation], nodes: Sequence[Node]) -> Both | None:
    """The lines below a question: its conditions, and its letters; None where a letter has no words."""
    told = letters_told(group, nodes)
    if told is None:
        return None
    ja, en = listed(group[0], 0), listed(group[0], 1)
    return (f"\n\n条件：{ja}。" if ja else "") + told[0], (f"\n\nConditions: {en}." if en else "") + told[1]


def listed(q: Quotation, language: int) -> str:
    return ("、" if language == 0 else "; ").join(c[language] for c in q.asked.conditions)


def letters_told(group: list[Quotation], nodes: Sequence[Node]) -> Both | None:
    """What the letters stand for; None where one has no words, or two claims mean different things by it."""
    told: dict[str, Both] = {}
    for i, q in enumerate(group):
        if q.asked.quantity is None:
            continue
        own = letters(q.asked, list(nodes) if len(group) == 1 else [nodes[i]])
        if own is None or any(told.get(letter, words) != words for letter, words in own.items()):
            return None
        told |= own
    if not told:
        return "", ""
    ja, en = legend(told)
    return f"\n\n文字：{ja}。", f"\n\nLetters: {en}."


def solved(q: Quotation) -> Texts:
    """The claim in a sentence, where the note says it, and what shows it right."""
    ja, en = sentence(q, q.asked.statement)
    verdict = q.claim.verdict
    line = q.claim.line
    return {
        "ja solution": (f"{ja}（講義ノートの {line} 行目）\n\n検算：{in_japanese(verdict.evidence)}。", []),
        "en solution": (f"{en} (line {line} of the note)\n\nChecked: {verdict.evidence}.", []),
    }


def seen_against(statement: Statement) -> Both:
    """What a run shows against a statement."""
    example = verdict_on(str(statement)).counterexample
    if example is None:
        return HOLDS
    return example_said(example, "ja"), example_said(example, "en")
