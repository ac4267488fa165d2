"""Which options hold: by the measurement that the stem names, else by what the note readers make of stem and option.

An exam is judged under each interpretation that its wording allows (a convention left open, a way to join stem and
option); its key is called wrong only if no interpretation saves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...properties.nodes import symbols
from ...properties.statement import parse
from ...properties.verdict import Verdict
from ..decided import decide
from ..readers import read_sentence
from ..reading import View
from ..scope import outline_of
from ..text.notes import blocks_of
from ..text.segments import Source
from .comparing import SAME, claimed, used_words
from .denials import JUDGES, denied
from .item import Item, Option
from .measures import composite, measures, subjects_of
from .phrasing import Wording, claim_of, wordings
from .stated import stated
from .values import normal

_DEFINING = re.compile(r"defin|\bmeans\b|refers to|stands for|とは|定義|という|を指す|を表す", re.IGNORECASE)
RANK = {"holds": 0, "holds_if": 1, "refuted": 2}


@dataclass(frozen=True)
class Finding:
    """What one option says and what was decided; `firm` where the reading left nothing open."""

    status: str
    statement: str
    verdict: Verdict
    firm: bool = True


@dataclass(frozen=True)
class Interpretation:
    """One way to understand a question: what was found about its options, by label."""

    rule: str
    found: dict[str, Finding] = field(default_factory=dict)
    convention: str = ""
    compared: bool = True  # all options fill the same place of one statement
    uses: tuple[str, ...] = ()  # the words of the stem that the reading used

    @property
    def reach(self) -> int:
        return len(self.found)


def interpretations(item: Item) -> list[Interpretation]:
    """The ways to understand a question, the likeliest first; those that decide nothing left out."""
    found = []
    if item.kind != "pairs" and item.kind != "true_false":
        for measure in measures(item.stem):
            statements = {o.label: measure.statement(o.text) for o in item.options}
            decided = {
                label: one
                for label, text in statements.items()
                if text and (one := _decided(_tolerant(text, item, label), True))
            }
            if decided:
                found.append(Interpretation("measured", decided, measure.convention, uses=measure.uses))
    return found or _read(item)


def _tolerant(statement: str, item: Item, label: str) -> str:
    """A typed answer with a tolerance is rounded."""
    option = next(o for o in item.options if o.label == label)
    return statement.replace(" == ", " ~= ", 1) if option.tolerance and "." in option.text else statement


def _decided(statement: str, firm: bool) -> Finding | None:
    verdict = decide(statement)
    if isinstance(verdict, str) or verdict.status not in RANK:
        return None
    return Finding(verdict.status, statement, verdict, firm)


@dataclass(frozen=True)
class _Said:
    """One claim that a wording makes: its readings in order of preference."""

    findings: tuple[Finding, ...]

    @property
    def best(self) -> Finding:
        best = min(self.findings, key=lambda f: RANK[f.status])
        return (
            best
            if best is self.findings[0] or best.status == self.findings[0].status
            else Finding(best.status, best.statement, best.verdict, False)
        )


def _said(wording: Wording) -> list[_Said]:
    """The claims of the wording's own sentence."""
    outline = outline_of(blocks_of(Source(wording.text).lines()))
    last = max((s.block for s in outline.all_sentences()), default=-1)
    claims = []
    for sentence in outline.all_sentences():
        if sentence.block != last:
            continue
        for reading in read_sentence(View(outline, sentence)):
            texts = dict.fromkeys((reading.statement, *reading.alternatives))
            findings = tuple(one for text in texts if (one := _decided(text, reading.sure)))
            if findings and not _defines(findings[0], wording.text):
                claims.append(_Said(findings))
    return claims if any(claim.best.firm for claim in claims) else claims + _stated(wording)


def _defines(one: Finding, text: str) -> bool:
    """Whether a sentence that defines nothing was taken for a definition and refuted."""
    return one.status == "refuted" and one.statement.startswith("definition(") and not _DEFINING.search(text)


def _stated(wording: Wording) -> list[_Said]:
    """The claims of numbers that only this reader understands."""
    found = []
    for texts in stated(wording.text):
        findings = tuple(one for text in texts if (one := _decided(text, True)))
        if findings:
            found.append(_Said(findings))
    return found


def _read(item: Item) -> list[Interpretation]:
    if item.kind == "true_false":
        return _truth(item)
    if item.kind == "pairs":
        stated = {
            o.label: _said(Wording("pair", item.stem, o.text + "。" if not o.text.isascii() else o.text + "."))
            for o in item.options
        }
        return [one for one in [_own("pair", stated)] if one]
    rules: dict[str, dict[str, list[_Said]]] = {}
    for option in item.options:
        for wording in wordings(item.stem, option.text):
            rules.setdefault(wording.rule, {})[option.label] = _said(wording)
    found: list[Interpretation] = []
    for rule, said in rules.items():
        compared = list(_compared(rule, said, item))
        found += compared
        own = (
            _own(rule, said)
            if rule in ("statement", "about", "it", "plain", "clause", "blank", "topic", "option verb", "completed")
            and not compared
            else None
        )
        found += [own] if own else []
    if composite(item.stem):
        found = [one for one in found if not _single_measure(one)]
    told = max((i.reach for i in found if i.rule == "about"), default=0)
    if told:  # a statement taken by itself passes over what the stem says it is about
        found = [i for i in found if i.rule not in ("statement", "plain") or i.reach > told]
    return sorted(found, key=lambda i: -i.reach)


def _single_measure(one: Interpretation) -> bool:
    """Whether numbers are compared with a measurement of one operation."""
    statements = [parse(f.statement) for f in one.found.values()]
    measured = all(s.predicate in ("output_shape", "output_size", "macs", "params") for s in statements)
    return measured and not any(symbols(s.right) for s in statements)


def _truth(item: Item) -> list[Interpretation]:
    """A claim to be called true or false."""
    wording = claim_of(item.stem)
    sentence, wrong = denied(wording.sentence)
    if JUDGES.search(sentence):
        return []  # it speaks of the truth of something: not the claim itself
    compared = claimed(normal(sentence), subjects_of)
    finding = _decided(compared, True) if compared else None
    uses = (*used_words(), SAME) if finding else ()
    one = _own("claim", {"claim": [_Said((finding,))] if finding else _said(Wording("claim", wording.context, sentence))})
    if one is None:
        return []
    claim = one.found["claim"]
    if wrong:
        claim = Finding({"holds": "refuted", "refuted": "holds"}.get(claim.status, "holds_if"), f"not ({claim.statement})", claim.verdict, claim.firm)
    status = {"holds": "refuted", "refuted": "holds"}.get(claim.status, "holds_if")
    opposite = claim.statement[5:-1] if wrong else f"not ({claim.statement})"
    other = Finding(status, opposite, claim.verdict, claim.firm)
    return [
        Interpretation("claim", {o.label: claim if o.text == "true" else other for o in _in_words(item)}, compared=True, uses=uses)
    ]


def _in_words(item: Item) -> list[Option]:
    from .item import truth_word

    return [Option(o.label, str(truth_word(o.text)).lower(), o.marked) for o in item.options]


def _compared(rule: str, said: dict[str, list[_Said]], item: Item) -> Iterator[Interpretation]:
    """Claims that differ between options in one place only: the value of one measurement, or the subject of one claim."""
    for signature in (_left, _frame):
        groups: dict[str, dict[str, Finding]] = {}
        for label, claims in said.items():
            for claim in claims:
                best = claim.best
                group = groups.setdefault(signature(best.statement), {})
                if (
                    label not in group
                    or RANK[best.status] < RANK[group[label].status]
                    or (best.firm and not group[label].firm and best.status == group[label].status)
                ):
                    group[label] = best
        made = [
            g
            for g in groups.values()
            if len({f.statement for f in g.values()}) >= min(2, len(item.options))
            and len(g) >= min(2, len(item.options))
        ]
        for group in sorted(made, key=len, reverse=True)[:2]:
            yield Interpretation(rule, group)
        if made:
            return


def _left(statement: str) -> str:
    """What a statement measures."""
    return str(parse(statement).left)


def _frame(statement: str) -> str:
    """A statement without its subject."""
    one = parse(statement)
    return statement.replace(one.subject, "*") if one.subject else statement


def _own(rule: str, said: dict[str, list[_Said]]) -> Interpretation | None:
    """Each option a statement of its own: it holds if all it says holds."""
    found: dict[str, Finding] = {}
    for label, claims in said.items():
        bests = [c.best for c in claims]
        sure = [b for b in bests if b.firm] or [b for b in bests if b.status == "holds"]
        if sure:
            found[label] = max(sure, key=lambda f: RANK[f.status])
    if len(said) > 1 and len(found) > 1 and len({f.statement for f in found.values()}) == 1:
        return None  # the same whatever is chosen: the options were not read
    return Interpretation(rule, found, compared=False) if found else None
