"""The verdict on a question of an exam: key right, key wrong, two right, none right, or not decidable."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ...properties.verdict import Counterexample, shown
from .accounting import unused
from .denials import denied, passes_over_not
from .doubts import blurred, doubtful, elsewhere, same_convention, same_value, text_of
from .item import Item, Option, truth_word
from .judging import Finding, Interpretation, interpretations
from .phrasing import claim_of, negative
from .words import left_over

VERDICTS = ("key right", "key wrong", "two right", "none right", "no key", "not decidable")
ALARMS = ("key wrong", "two right", "none right")
_NONE = re.compile(
    r"^\s*(?:none (?:of (?:the )?(?:above|these|them))|該当なし|(?:上記の?)?(?:いずれも"
    r"|どれも)(?:正しくない|当てはまらない|違う)|上記のいずれでもない|該当するものはない)",
    re.IGNORECASE,
)
_ASKS_TRUTH = re.compile(r"true\s*(?:or|/)\s*false|正しいか|正誤|○か×", re.IGNORECASE)
_ALL = re.compile(
    r"^\s*(?:all (?:of (?:the )?(?:above|these|them))|both .* and |上記(?:の)?すべて|(?:いずれも|すべて)正しい|全て正しい)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Judged:
    """A question with its verdict: which options are right, why, and what refutes the key."""

    item: Item
    verdict: str
    why: str
    right: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    found: dict[str, Finding] = field(default_factory=dict)
    truth: dict[str, str] = field(default_factory=dict)

    @property
    def alarm(self) -> bool:
        return self.verdict in ALARMS


def judge(item: Item) -> Judged:
    """The verdict on a question: the mildest over the interpretations that its wording allows.

    >>> from .item import Option
    >>> size = "What is the output size of a 32x32 input through a 5x5 convolution, stride 1, no padding?"
    >>> judged = judge(Item(1, "1", "single", size, (Option("A", "27x27", True), Option("B", "28x28", False))))
    >>> judged.verdict, judged.right, judged.why
    ('key wrong', ('B',), 'A is refuted: C = 1, M = 1; claimed (27, 27), measured (28, 28); B is right')
    """
    item = _true_or_false(item)
    if not item.options:
        return Judged(item, "not decidable", "there is nothing to decide: no options and no key")
    judged = [_judged(item, one) for one in interpretations(item)]
    decided = [j for j in judged if j.verdict != "not decidable"]
    if not decided:
        return judged[0] if judged else Judged(item, "not decidable", "no reading of the stem with its options")
    calm = [j for j in decided if not j.alarm]
    return (calm or decided)[0]


def _true_or_false(item: Item) -> Item:
    """A question that asks whether it is true, with the one word of its key where options would be."""
    word = truth_word(item.options[0].text.strip(" *_")) if len(item.options) == 1 else None
    if item.kind != "single" or word is None or not _ASKS_TRUTH.search(item.stem):
        return item
    options = tuple(Option(label, text, (text == "true") == word) for label, text in (("A", "true"), ("B", "false")))
    return replace(item, kind="true_false", options=options)


def _judged(item: Item, one: Interpretation) -> Judged:
    if item.kind != "true_false" and doubtful(one):
        return Judged(item, "not decidable", "no option fits what was read", found=one.found)
    truth = _truths(item, one)
    verdict, why, right = _typed(item, truth, one) if item.kind in ("typed", "pairs") else _chosen(item, truth, one)
    said = [f.statement for f in one.found.values()]
    uses = (*one.uses, r"\b(?:all|each|every one|any) of\b|\bexcept\b") if negative(item.stem) else one.uses
    if verdict != "not decidable" and (lost := left_over(_stem(item), said, uses)):
        told = ", ".join(f"'{word}'" for word in lost)
        return Judged(item, "not decidable", f"{told} of the stem was not understood", found=one.found)
    if verdict != "not decidable" and item.kind != "true_false" and passes_over_not(item.stem, one.rule, said):
        return Judged(item, "not decidable", "the 'not' of the stem was not understood", found=one.found)
    if verdict != "not decidable" and (left := unused(item.stem, said, item.kind == "true_false", one.uses)):
        told = ", ".join(map(str, left))
        return Judged(item, "not decidable", f"the stem gives {told}, which no reading uses", found=one.found)
    if verdict in ALARMS and elsewhere(item, one):
        return Judged(item, "not decidable", "what was read is not what the question is about", found=one.found)
    if one.convention and verdict != "not decidable":
        why = f"{why} ({one.convention})"
    refuted = [
        one.found[o.label] for o in item.options if o.marked and truth.get(o.label) == "wrong" and o.label in one.found
    ]
    example = next((f.verdict.counterexample for f in refuted if f.verdict.counterexample), None)
    return Judged(item, verdict, why, tuple(right), example, one.found, truth)


def _stem(item: Item) -> str:
    """What is claimed or asked, without the words that ask whether it is true."""
    if item.kind != "true_false":
        return item.stem
    claim = claim_of(item.stem)
    return f"{claim.context} {denied(claim.sentence)[0]}"


def _truths(item: Item, one: Interpretation) -> dict[str, str]:
    """Each option right, wrong or conditional, as far as decided; a stem that asks for what is wrong turns them round."""
    holds = any(f.status == "holds" for f in one.found.values())
    truth: dict[str, str] = {}
    for label, found in one.found.items():
        if found.status == "holds_if":
            truth[label] = "conditional"
        elif found.status == "holds":
            truth[label] = "right"
        elif found.firm or (
            one.compared and holds
        ):  # an unsure reading that another option satisfies is the right reading
            truth[label] = "wrong"
    if item.kind not in ("typed", "pairs", "true_false") and negative(item.stem):
        truth = {label: {"right": "wrong", "wrong": "right"}.get(word, word) for label, word in truth.items()}
    return _collective(item, truth)


def _collective(item: Item, truth: dict[str, str]) -> dict[str, str]:
    """`None of the above` is right where all others are wrong, `all of the above` where all are right."""
    for option in item.options:
        word = "wrong" if _NONE.match(option.text) else "right" if _ALL.match(option.text) else None
        if word is None:
            continue
        others = [truth.get(o.label) for o in item.options if o is not option]
        if all(o == word for o in others):
            truth[option.label] = "right"
        elif any(o is not None and o != word for o in others):
            truth[option.label] = "wrong"
        if word == "right" and truth.get(option.label) == "right":  # the parts of it are no competitors
            truth |= {o.label: "part" for o in item.options if o is not option}
    return truth


def _labels(item: Item, truth: dict[str, str], word: str, marked: bool | None = None) -> list[str]:
    return [
        o.label for o in item.options if truth.get(o.label) == word and (marked is None or bool(o.marked) == marked)
    ]


def _shown(labels: list[str]) -> str:
    return ", ".join(labels)


def _typed(item: Item, truth: dict[str, str], one: Interpretation) -> tuple[str, str, list[str]]:
    wrong, right = _labels(item, truth, "wrong"), _labels(item, truth, "right")
    if wrong and (item.kind == "pairs" or not right or any(item_ in wrong for item_ in _full(item))):
        return "key wrong", "; ".join(_refuted(item, one, label, typed=True) for label in wrong), right
    if (right and len(truth) == len(item.options)) or (right and item.kind == "typed"):
        return (
            "key right",
            f"{'the answer holds' if item.kind == 'typed' else 'every pair holds'}: {one.found[right[0]].statement}",
            right,
        )
    conditional = _labels(item, truth, "conditional")
    if conditional and item.kind == "typed":
        return "key right", f"it holds if {one.found[conditional[0]].verdict.condition}", conditional
    return "not decidable", f"{len(right)} of {len(item.options)} could be decided", right


def _full(item: Item) -> list[str]:
    return [o.label for o in item.options if o.marked]


def _chosen(item: Item, truth: dict[str, str], one: Interpretation) -> tuple[str, str, list[str]]:
    right = _labels(item, truth, "right")
    if not item.key:
        return (
            ("no key", f"no key is given; {_shown(right)} {_holds(right)}", right)
            if right
            else ("not decidable", "no key is given", [])
        )
    if item.kind == "multiple":
        return _several(item, truth, one, right)
    return _single(item, truth, one, right)


def _holds(labels: list[str]) -> str:
    return "is right" if len(labels) == 1 else "are right"


def _several(item: Item, truth: dict[str, str], one: Interpretation, right: list[str]) -> tuple[str, str, list[str]]:
    wrong, missed = (
        _labels(item, truth, "wrong", True),
        [x for x in _labels(item, truth, "right", False) if x not in one.found or one.found[x].firm],
    )
    if wrong or missed:
        told = [_refuted(item, one, label) for label in wrong] + [
            f"{label} is right though the key leaves it out" for label in missed
        ]
        return "key wrong", "; ".join(told), right
    if all(truth.get(o.label) in ("right", "wrong") for o in item.options):
        return "key right", f"{_shown(right)} {_holds(right)}, the others are wrong", right
    if _labels(item, truth, "right", True) and set(item.key) <= set(right):
        return "key right", f"{_shown(right)} {_holds(right)}; {_open(item, truth)}", right
    return "not decidable", _open(item, truth), right


def _single(item: Item, truth: dict[str, str], one: Interpretation, right: list[str]) -> tuple[str, str, list[str]]:
    key = item.key[0]
    others = [x for x in right if x not in item.key]
    state = truth.get(key)
    if state == "right":
        rivals = [x for x in others if same_value(one, key, x) or x not in one.found
                  or (one.found[x].firm and same_convention(one, key, x))]  # fmt: skip
        if any(blurred(item, one, key, rival) for rival in rivals):
            return "not decidable", "options that differ were read as the same", right
        if rivals:
            return "two right", f"{_shown([key, *rivals])} are right{_same(item, one, [key, *rivals])}", right
        left = _open(item, truth) or (f"{_shown(others)} may be right as well" if others else "")
        return "key right", f"{key} is right, " + (left or "the others are wrong"), right
    if state == "wrong":
        told = _refuted(item, one, key)
        if others:
            return "key wrong", f"{told}; {_shown(others)} {_holds(others)}", right
        if all(truth.get(o.label) == "wrong" for o in item.options):
            return "none right", f"{told}, and so are the others{_value(one, key)}", right
        return "key wrong", f"{told}{_value(one, key)}; {_open(item, truth)}", right
    if state == "conditional":
        condition = one.found[key].verdict.condition
        if others:
            return (
                "key wrong",
                f"{key} holds only if {condition}; {_shown(others)} {_holds(others)} without a condition",
                right,
            )
        return "key right", f"{key} holds if {condition}", [key]
    if len(others) == 1 and one.compared and truth and one.found[others[0]].firm and one.rule == "measured":
        return "key wrong", f"{others[0]} is right; {key} could not be read", right
    return "not decidable", _open(item, truth), right


def _same(item: Item, one: Interpretation, labels: list[str]) -> str:
    texts = {re.sub(r"\s", "", next(o.text for o in item.options if o.label == x)) for x in labels}
    return " (the same value)" if one.compared and (len(texts) == 1 or one.rule == "measured") else ""


def _refuted(item: Item, one: Interpretation, label: str, typed: bool = False) -> str:
    found = one.found.get(label)
    name = text_of(item, label) if typed else label
    if found is None or found.verdict.counterexample is None or found.status != "refuted":
        return f"{name} is refuted"  # the stem asks for what is wrong, and this is right; or it follows from the others
    return f"{name} is refuted: {found.verdict.counterexample}"


def _value(one: Interpretation, label: str) -> str:
    """The right value, where one was measured."""
    found = one.found.get(label)
    example = found.verdict.counterexample if found else None
    return f"; the reference gives {shown(example.measured)}" if one.rule == "measured" and example else ""


def _open(item: Item, truth: dict[str, str]) -> str:
    """Which options were not decided, or only under a condition."""
    undecided: list[Option] = [o for o in item.options if o.label not in truth]
    conditional = _labels(item, truth, "conditional", False)
    told = [f"{_shown([o.label for o in undecided])} not decided"] if undecided else []
    told += [f"{_shown(conditional)} only under a condition"] if conditional else []
    return "; ".join(told)
