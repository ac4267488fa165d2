"""One question on a verified claim of a note: fill the gap, choose, judge, find the error, put in order, match.

Every wrong choice is refuted by running the reference. A true sentence and a false one are made by the same rule, and
the stem tells the conditions by which the claim was decided and what each letter stands for.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...properties.nodes import Items, Node
from ...properties.rendering import to_text
from ...properties.statement import Statement, parse
from ...questions.alike import reads_same
from ...questions.parameters import Space
from ...questions.question import Blank, Option, Question
from ...questions.streams import Stream, fingerprint
from ...questions.template import Template
from ...questions.variant import LABELS, Choice, Part, Variant
from .asking import Both, named, usual_letters
from .balance import Guessers, guesses_at, guesses_at_sentence
from .mutations import squares
from .question_texts import (
    HOLDS,
    Texts,
    axes_around,
    axes_set,
    conditions,
    letters_told,
    listed,
    otherwise,
    refuted,
    seen_against,
    sentence,
    shown,
    solved,
    verdict_on,
)
from .quotations import Quotation

COMPARED = 14  # sets of choices that are compared before any is decided
DECIDED = 8  # sets whose members are decided, the least telling first


@dataclass(frozen=True)
class _Offer:
    """A choice before it has a label: what it says, in both languages, the formula, whether it is to be picked."""

    statement: Statement
    text: Both
    right: bool
    node: Node | None = None
    why: Both | None = None


class Maker:
    """Makes a sheet's questions one after another; the guessers remember what they have seen."""

    def __init__(self, key: int, path: Path, guessers: Guessers) -> None:
        self.key, self.path, self.guessers = key, path, guessers

    def question(self, kind: str, group: list[Quotation]) -> Variant | None:
        """The question of this kind on these claims; None where no neighbour of theirs could be refuted."""
        made: dict[str, Callable[[list[Quotation]], Variant | None]] = {
            "cloze": self._choice, "single_choice": self._choice, "true_false": self._truth,
            "find_error": self._error, "order": self._order, "match": self._match,
        }  # fmt: skip
        return made[kind](group)

    def _stream(self, q: Quotation, purpose: str) -> Stream:
        return Stream(self.key, q.asked.key, purpose)

    def _choice(self, group: list[Quotation]) -> Variant | None:
        """Four formulas (or sets of axes) that differ from one another alike, one of them right."""
        [q] = group
        stream = self._stream(q, "choices")
        sets = (
            [tuple(map(axes_set, axes_around(q.value)))]
            if q.asked.values
            else stream.shuffled(squares(q.value, usual_letters(q.asked)))
        )
        parts: list[tuple[float, int, Part, Texts, list]] = []
        for n, nodes in enumerate(sets[:COMPARED]):
            offers = [_Offer(replace(q.asked.statement, right=node), shown(node), i == 0, node)
                      for i, node in enumerate(nodes)]  # fmt: skip
            part, texts = _part(stream.shuffled(offers), Blank("answer", "statement", len(offers)))
            by_text = {offer.text[1]: offer.node for offer in offers}
            guesses = guesses_at(part, [by_text[c.text["en"]] for c in part.choices])
            parts.append((self.guessers.after("choice", guesses), n, part, texts, guesses))
        tried: set[int] = set()
        for _, n, part, texts, guesses in sorted(parts, key=lambda item: item[0]):
            if n in tried or len(tried) == DECIDED:
                continue
            tried.add(n)
            stem = self._stem(q, sets[n])
            if stem is None or _read_alike(part) or not all(refuted(node, q) for node in sets[n][1:]):
                continue
            self.guessers.add("choice", guesses)
            return self._variant(q, "cloze" if q.before is not None else "single_choice",
                                 {**stem, **texts, **solved(q)}, part)  # fmt: skip
        return None

    def _stem(self, q: Quotation, nodes: Sequence[Node]) -> Texts | None:
        told = conditions([q], nodes)
        if told is None:
            return None
        if q.asked.quantity is None:
            x = named(q.asked.statement.subject) or ("", "")
            asks = (f"{x[0]}は、入力の軸 $(N, C, H, W)$ のうち、どれについて平均と分散をとるか。",
                    f"Over which axes of $(N, C, H, W)$, its input, does {x[1]} take mean and variance?")  # fmt: skip
        elif q.before is not None:
            asks = (f"次の文は{q.asked.quantity[0]}を述べている。空欄に入るものを選べ。",
                    f"This sentence gives {q.asked.quantity[1]}. Choose what fills the gap.")  # fmt: skip
        else:
            asks = f"{q.asked.quantity[0]}はどれか。", f"Which one is {q.asked.quantity[1]}?"
        quote = f"\n\n> {q.before}[[answer]]{q.after}" if q.before is not None else ""
        where = f"（{q.heading}）" if q.heading else "", f" ({q.heading})" if q.heading else ""
        return {lang: (f"{asks[i]}{where[i]}{quote}{told[i]}", []) for i, lang in enumerate(("ja", "en"))}

    def _truth(self, group: list[Quotation]) -> Variant | None:
        """A sentence to be judged: the claim, or a neighbour of it in the same words."""
        [q] = group
        stream = self._stream(q, "judged")
        others = stream.shuffled(list(otherwise(q)))[:DECIDED]
        group_name = "a quantity" if q.asked.quantity else "a fact"
        for other in others:
            ways = ((q.asked.statement, True), (other, False))
            blind = [guesses_at_sentence(sentence(q, way), true, group_name) for way, true in ways]
            gains = [(self.guessers.after("judged", guesses), stream.below(1 << 20)) for guesses in blind]
            statement, true = ways[gains.index(min(gains))]
            if true or verdict_on(str(statement)).status == "refuted":
                break
        else:
            return None
        told = conditions([q], [q.value, other.right])  # alike whichever is shown
        if told is None:
            return None
        words = sentence(q, statement)
        self.guessers.add("judged", guesses_at_sentence(words, true, group_name))
        frames = "次の文は正しいか。", "Is this sentence true?"
        texts: Texts = {lang: (f"{frames[i]}\n\n> {words[i]}{told[i]}", []) for i, lang in enumerate(("ja", "en"))}
        right, denied = str(statement), str(replace(statement, negated=not statement.negated))
        options = (
            Option("true", None, right, _constant(true), None, None, "reason" if true else None, seen_key="seen"),
            Option("false", None, denied, _constant(not true), None, None, None if true else "reason", seen_key="seen"),
        )
        labels = {"true": {"ja": "正しい", "en": "True"}, "false": {"ja": "誤り", "en": "False"}}
        choices = tuple(
            Choice(LABELS[i], option, option.name, labels[option.name], option.right({}))
            for i, option in enumerate(options)
        )
        blank = Blank("verdict", "statement", 2, shuffled=False, options=options)
        reason, seen = (("正しい。", "True."), HOLDS) if true else (("誤り。", "False."), seen_against(statement))
        texts |= {f"{lang} reason": (reason[i], []) for i, lang in enumerate(("ja", "en"))}
        texts |= {f"{lang} seen": (seen[i], []) for i, lang in enumerate(("ja", "en"))}
        answer = next(c.label for c in choices if c.correct)
        return self._variant(q, "true_false", {**texts, **solved(q)}, Part(blank, choices, answer))

    def _error(self, group: list[Quotation]) -> Variant | None:
        """Three sentences on different things, in one of which the formula is replaced by a neighbour."""
        stream = Stream(self.key, *(q.asked.key for q in group), "error")
        group = stream.shuffled(group)
        for wrong in stream.shuffled(range(len(group))):
            q = group[wrong]
            for statement in stream.shuffled(list(otherwise(q)))[:DECIDED]:
                if verdict_on(str(statement)).status != "refuted":
                    continue
                made = self._passage(group, wrong, statement)
                if made is not None:
                    return made
        return None

    def _passage(self, group: list[Quotation], wrong: int, statement: Statement) -> Variant | None:
        offers = []
        for i, q in enumerate(group):
            own = statement if i == wrong else q.asked.statement
            told = [listed(q, lang) for lang in (0, 1)]
            ja, en = sentence(q, own)
            text = (f"{ja}（{told[0]}）" if told[0] else ja,
                    f"{en} ({told[1]})" if told[1] else en)  # fmt: skip
            offers.append(_Offer(own, text, i == wrong, own.right, ("誤り", "Wrong") if i == wrong else None))
        nodes = [offer.node for offer in offers if offer.node is not None]
        told = letters_told(group, nodes)
        if told is None:
            return None
        frames = ("次の文のうち1つだけが誤っている。誤っている文を選べ。",
                  "One of these sentences is wrong. Which one?")  # fmt: skip
        texts: Texts = {lang: (f"{frames[i]}\n\n[[passage]]{told[i]}", []) for i, lang in enumerate(("ja", "en"))}
        part, said_ = _part(offers, Blank("answer", "error", len(offers), shuffled=False))
        return self._variant(group[wrong], "find_error", {**texts, **said_, **solved(group[wrong])}, part)

    def _order(self, group: list[Quotation]) -> Variant | None:
        """The steps of a block, to be put in order."""
        [q] = group
        assert isinstance(q.value, Items)
        items = tuple(to_text(n) for n in q.value.items)
        words = [named(item, "layers") for item in items]
        x = named(q.asked.statement.subject)
        if x is None or None in words:
            return None
        shuffled = self._stream(q, "order").shuffled(items)
        if tuple(shuffled) == items:
            shuffled = shuffled[1:] + shuffled[:1]
        both = {item: word for item, word in zip(items, words, strict=True) if word}
        choices = tuple(
            Choice(LABELS[i], None, item, {"ja": both[item][0], "en": both[item][1]}, True)
            for i, item in enumerate(shuffled)
        )
        label = {choice.value: choice.label for choice in choices}
        text = str(q.asked.statement)
        blank = Blank("order", "order", arrangement="order", route_text=to_text(q.asked.statement.left),
                      expression=text.split(" == ", 1)[1])  # fmt: skip
        texts: Texts = {"ja": (f"{x[0]}で行う次の処理を、行う順に並べよ。", []),
                        "en": (f"Put these steps of {x[1]} in the order in which they run.", [])}  # fmt: skip
        return self._variant(q, "order", {**texts, **solved(q)}, Part(blank, choices, tuple(label[i] for i in items)))

    def _match(self, group: list[Quotation]) -> Variant | None:
        """Normalisations, and the axes over which each takes its mean and variance."""
        stream = Stream(self.key, *(q.asked.key for q in group), "match")
        subjects = [q.asked.statement.subject for q in group]
        rights = [to_text(q.value) for q in group]
        if len(set(rights)) < len(rights):
            return None
        texts: Texts = {
            "ja": ("正規化と、入力の軸 $(N, C, H, W)$ のうち平均と分散をとる軸とを対応させよ"
                   "（Batch Normalization は学習時のもの）。", []),
            "en": ("Match each normalisation with the axes of $(N, C, H, W)$ over which it takes mean and variance "
                   "(batch normalisation in training).", []),
        }  # fmt: skip
        for i, q in enumerate(group, 1):
            words, axes = named(q.asked.statement.subject) or ("", ""), shown(q.value)
            for n, lang in enumerate(("ja", "en")):
                texts |= {f"{lang} pair {i} left": (words[n], []), f"{lang} pair {i} right": (axes[n], [])}
        order = stream.shuffled(range(len(group)))
        pairs = tuple(zip(subjects, rights, strict=True))
        blank = Blank("match", "statement", arrangement="match", pairs=pairs)
        choices = tuple(
            Choice(
                LABELS[i], None, pairs[n], {lang: texts[f"{lang} pair {n + 1} right"][0] for lang in ("ja", "en")}, True
            )
            for i, n in enumerate(order)
        )
        answer = tuple((n, LABELS[order.index(n)]) for n in range(len(group)))
        solution = [" ".join(sentence(q, q.asked.statement)[i] for q in group) for i in (0, 1)]
        texts |= {"ja solution": (solution[0], []), "en solution": (solution[1], [])}
        return self._variant(group[0], "match", texts, Part(blank, choices, answer),
                             "normalised_over(LEFT) == RIGHT")  # fmt: skip

    def _variant(self, q: Quotation, kind: str, texts: Texts, part: Part, statement: str | None = None) -> Variant:
        mark = fingerprint(q.asked.key, texts["en"][0]) % 16**4
        question = Question(
            id=f"line-{q.claim.line}-{kind.replace('_', '-')}-{mark:04x}", topic="note", level="medium", kind=kind,
            source=f"{self.path.name}, line {q.claim.line}", path=None, text="", space=Space({}), constraints=(),
            lets={}, blanks=(part.blank,), template=_NO_TEMPLATE, words={"ja": {}, "en": {}}, statement=statement,
        )  # fmt: skip
        texts = {**texts, **_seen(part)}
        facts = {part.blank.name: q.value} if kind == "order" else {}
        return Variant(question, {}, facts, texts, (part,))


_NO_TEMPLATE = Template.__new__(Template)  # the texts are made here, not rendered


def _constant(value: bool):
    return lambda facts: value


def _part(offers: Sequence[_Offer], blank: Blank) -> tuple[Part, Texts]:
    """The offers as labelled choices of a gap, and their texts."""
    texts: Texts = {}
    options = []
    wrong = itertools.count(1)
    for i, offer in enumerate(offers):
        name = f"{i + 1}" if blank.form == "error" else "key" if offer.right else f"neighbour {next(wrong)}"
        options.append(
            Option(name, None, str(offer.statement), _constant(offer.right), None, f"option {i}",
                   f"why {i}" if offer.why else None, seen_key=f"seen {i}")
        )  # fmt: skip
        for n, lang in enumerate(("ja", "en")):
            texts[f"{lang} option {i}"] = (offer.text[n], [])
            if offer.why:
                texts[f"{lang} why {i}"] = (offer.why[n], [])
    labels = [str(i + 1) if blank.form == "error" else LABELS[i] for i in range(len(offers))]
    choices = tuple(
        Choice(labels[i], option, option.statement, {"ja": offers[i].text[0], "en": offers[i].text[1]}, offers[i].right)
        for i, option in enumerate(options)
    )
    answer = next(choice.label for choice in choices if choice.correct)
    return Part(replace(blank, options=tuple(options)), choices, answer), texts


def _read_alike(part: Part) -> bool:
    """Whether two choices say the same to a reader, as H/1 and H*1 do; the order of a shape's sides matters."""
    pairs = itertools.combinations(part.choices, 2)
    shape = any(isinstance(parse(option.statement or "").right, Items) for option in part.blank.options)
    return any(reads_same(a.text["en"], b.text["en"], not shape) for a, b in pairs)


def _seen(part: Part) -> Texts:
    """What running the reference shows against each choice."""
    texts: Texts = {}
    for choice in part.choices:
        option = choice.option
        if option and option.seen_key and option.seen_key != "seen":
            seen = seen_against(parse(option.statement or ""))
            texts |= {f"{lang} {option.seen_key}": (seen[n], []) for n, lang in enumerate(("ja", "en"))}
    return texts
