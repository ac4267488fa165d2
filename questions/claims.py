"""Reading the kinds that are made of statements: a claim with its reasons, a passage with one error, pairs to match."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..properties.statement import parse as parse_statement
from ..reference.errors import InputError
from .frontmatter import Table
from .question import Blank, Option

OFFERED = ("name", "value", "statement", "key", "if", "ja", "en", "why_ja", "why_en")


class Claims:
    """The part of the loader for these kinds; `_keep` collects texts, `_declared` reads what the author calls right."""

    table: Table
    _keep: Callable[[str, Mapping[str, str]], None]
    _declared: Callable[[Table], Callable]
    _answer: Callable[[], Table]

    def _truth(self) -> tuple[Blank, ...]:
        """A claim, true or false, and the reason for it."""
        verdicts, reasons = [], []
        for i, claim in enumerate(self.table.tables("claim"), 1):
            claim.only("name", "statement", "true", "ja", "en", "why_ja", "why_en", "reason")
            self._keep(f"claim {i} text", claim.both())
            self._keep(f"claim {i} why", claim.both("why_"))
            text, true = checked_statement(claim.text("statement"), claim.where), claim.get("true", bool)
            if true is None:
                raise InputError(f"{claim.where}: true is missing; expected true or false")
            here = partial(_picked, "claim", i)
            for word in ("true", "false"):
                verdicts.append(Option(word, None, text if word == "true" else f"not {text}",
                                       partial(constant, true == (word == "true")), here, None,
                                       f"claim {i} why"))  # fmt: skip
            for j, reason in enumerate(claim.tables("reason"), 1):
                reasons.append(self._reason(reason, i, j, here))
        first = Blank("verdict", "statement", 2, shuffled=False, options=tuple(verdicts))
        return (first, Blank("reason", "statement", 3, options=tuple(reasons))) if reasons else (first,)

    def _reason(self, table: Table, claim: int, index: int, here: Callable) -> Option:
        table.only(*OFFERED)
        key = f"claim {claim} reason {index}"
        self._keep(key + " text", table.both())
        self._keep(key + " why", table.both("why_", required=False))
        why = key + " why" if table.get("why_en", str) else None
        name = table.get("name", str, f"reason {index}")
        return Option(name, None, checked_statement(table.text("statement"), table.where),
                      self._declared(table), here, key + " text", why)  # fmt: skip

    def _error(self) -> Blank:
        """A passage with one wrong sentence; the variant says which, and how it is wrong."""
        options, count = [], 0
        for i, sentence in enumerate(self.table.tables("sentence"), 1):
            sentence.only("statement", "ja", "en", "mutant")
            self._keep(f"sentence {i} text", sentence.both())
            mutants = sentence.tables("mutant")
            own = range(count + 1, count + len(mutants) + 1)
            count += len(mutants)
            text = checked_statement(sentence.text("statement"), sentence.where)
            options.append(Option(f"{i}", None, text, None, partial(_outside, own), f"sentence {i} text", None))
            for number, mutant in zip(own, mutants, strict=True):
                mutant.only("name", "statement", "ja", "en", "why_ja", "why_en")
                self._keep(f"mutant {number} text", mutant.both())
                self._keep(f"mutant {number} why", mutant.both("why_"))
                options.append(Option(f"{i}", None, checked_statement(mutant.text("statement"), mutant.where),
                                      partial(constant, True), partial(_picked, "error", number),
                                      f"mutant {number} text", f"mutant {number} why"))  # fmt: skip
        return Blank("answer", "error", len(self.table.tables("sentence")), shuffled=False, options=tuple(options))

    def _match(self) -> Blank:
        answer = self._answer()
        answer.only("statement", "shown")
        pairs = []
        for i, pair in enumerate(self.table.tables("pair"), 1):
            pair.only("left", "right", "left_ja", "left_en", "right_ja", "right_en")
            pairs.append((pair.text("left"), pair.text("right")))
            self._keep(f"pair {i} left", pair.both("left_"))
            self._keep(f"pair {i} right", pair.both("right_"))
        if len(pairs) < 3:
            raise InputError(f"a match question has {len(pairs)} [[pair]]s; expected at least 3")
        if "LEFT" not in answer.text("statement") or "RIGHT" not in answer.text("statement"):
            raise InputError("answer: the statement of a match question names LEFT and RIGHT")
        shown = answer.get("shown", int, len(pairs))
        return Blank("answer", "match", 0, arrangement="match", pairs=tuple(pairs), decimals=min(shown, len(pairs)))


def checked_statement(text: str, where: str) -> str:
    """The text, once it has been seen to be a statement."""
    try:
        parse_statement(text)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    return text


def constant(value: bool, facts: Mapping[str, Any]) -> bool:
    return value


def _picked(name: str, number: int, facts: Mapping[str, Any]) -> bool:
    return facts[name] == number


def _outside(own: range, facts: Mapping[str, Any]) -> bool:
    return facts["error"] not in own
