"""Check generated questions by a route that is not the generator's own.

    python tools/check_items.py --items 100000 --seed 1

Sheets are made and written as JSON; each question is read back from it. Its numbers are taken from the printed texts of
both languages by this file's own reading, its answer is measured again with torch and fractions (`independent.py`),
every choice is compared by value, every statement decided anew, the worked solution's arithmetic done again.
What is wrong is counted and shown; the exit status is 1 if there is any.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from independent import evaluate, holds
from kenzan.questions import record
from kenzan.questions.bank import entries
from kenzan.questions.sheet import Request, make_sheet

LEFT_OVER = re.compile(
    r"\{\{|\{%|%\}|\[\[(?!\w+\]\])|\b(?:None|NaN|nan|inf|Undefined|undefined|TODO|FIXME)\b|[\ue000-\uf8ff]"
)
NUMBER = re.compile(r"(?<![A-Za-z0-9_.])[-−]?\d+(?:(?:\{,\}|,)\d{3}(?!\d))*(?:\.\d+)?")
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@lru_cache(maxsize=1 << 16)
def numbers(text: str) -> tuple[Fraction, ...]:
    """The numbers that a reader sees, in order."""
    return tuple(Fraction(n.replace("{,}", "").replace(",", "").replace("−", "-")) for n in NUMBER.findall(text))


def bare(text: str) -> str:
    """A text as it is compared: width, case and spaces do not count, and numbers are values."""
    text = re.sub(r"\s+|\\[,;]", "", unicodedata.normalize("NFKC", text).replace("{,}", ",")).rstrip(".。")
    return NUMBER.sub(lambda m: str(Fraction(m[0].replace(",", "").replace("−", "-"))), text)


class Checker:
    """The faults found, each with the question that shows it."""

    def __init__(self) -> None:
        self.items, self.faults, self.kinds, self.routes = 0, [], Counter(), Counter()

    def fault(self, question: dict[str, Any], what: str) -> None:
        self.faults.append(f"{question['id']} {json.dumps(question['parameters'])}: {what}")

    def check(self, question: dict[str, Any]) -> None:
        self.items += 1
        self.kinds[question["kind"]] += 1
        self._texts(question)
        letters = self._read(question)
        self._choices(question)
        self._answers(question, letters)
        for language in ("ja", "en"):
            self._arithmetic(question, question["solution"][language])

    def _texts(self, question: dict[str, Any]) -> None:
        """Whole and well-formed, in both languages."""
        shown = [(lang, where, question[where][lang]) for lang in ("ja", "en") for where in ("stem", "solution")]
        shown += [
            (lang, "choice", c["text"][lang])
            for part in question["parts"]
            for c in part["choices"]
            for lang in ("ja", "en")
        ]
        for language, where, text in shown:
            if not text.strip() or LEFT_OVER.search(text) or text.replace("\\$", "").count("$") % 2:
                self.fault(question, f"the {where} ({language}) is ill-formed: {text[:80]!r}")
            if any(
                f.count("{") != f.count("}") or not f.strip()
                for f in re.findall(r"\$([^$]*)\$", text.replace(r"\{", "").replace(r"\}", ""))
            ):
                self.fault(question, f"the {where} ({language}) has a broken formula: {text[:80]!r}")
            if where == "stem" and bool(JAPANESE.search(text)) != (language == "ja"):
                self.fault(question, f"the {where} is not {language}: {text[:80]!r}")
        gaps = [sorted(re.findall(r"\[\[(\w+)\]\]", question["stem"][language])) for language in ("ja", "en")]
        names = sorted(p["name"] for p in question["parts"]) if question["kind"] == "cloze" else []
        if gaps != [names, names]:
            self.fault(question, f"the gaps are {gaps}; the parts {names}")

    def _read(self, question: dict[str, Any]) -> dict[str, Any]:
        """The parameters, as far as they are numbers, read from both texts."""
        printed = {language: numbers(self._all(question, language)) for language in ("ja", "en")}
        if sorted(printed["ja"]) != sorted(printed["en"]):
            self.fault(question, "the two languages print different numbers")
        letters: dict[str, Any] = {}
        for name, value in question["parameters"].items():
            if isinstance(value, str):
                letters[name] = value
                continue
            exact = Fraction(str(value))
            shown = all(exact in seen for seen in printed.values())
            if name not in ("claim", "error") and not shown and not question["figure"]:  # which shows some by its lines
                self.fault(question, f"{name} = {value} is not printed")
            letters[name] = exact
        return letters

    def _all(self, question: dict[str, Any], language: str) -> str:
        choices = (
            [c["text"][language] for part in question["parts"] for c in part["choices"]]
            if question["kind"] != "find_error"
            else []
        )
        return "\n".join([question["stem"][language], *choices])

    def _choices(self, question: dict[str, Any]) -> None:
        """Labels and texts all different; the number of right ones fits the kind and is the answer."""
        for part in question["parts"]:
            choices = part["choices"]
            if not choices:
                continue
            for key in (lambda c: c["label"], lambda c: bare(c["text"]["ja"]), lambda c: bare(c["text"]["en"])):
                if len({key(c) for c in choices}) != len(choices):
                    self.fault(question, f"choices are the same: {[key(c) for c in choices]}")
            right = [c["label"] for c in choices if c["correct"]]
            if part["form"] in ("order", "match") or question["kind"] in ("order", "match"):
                continue
            many = question["kind"] == "multiple_choice"
            if (len(right) != 1 and not many) or not right or (many and len(right) == len(choices)):
                self.fault(question, f"{len(right)} choices are right")
            answer = part["answer"] if many else [part["answer"]]
            if right != list(answer):
                self.fault(question, f"the answer is {answer}, and {right} are marked right")

    def _answers(self, question: dict[str, Any], letters: dict[str, Any]) -> None:
        routes = question["certificate"]["routes"]
        for i, part in enumerate(question["parts"]):
            if question["kind"] == "match":
                self._pairs(question, part)
            elif part["form"] in ("statement", "error"):
                self._statements(question, part, letters)
            else:
                self._value(question, part, routes[2 * i + 1]["expression"], letters)

    def _value(self, question: dict[str, Any], part: dict[str, Any], route: str, letters: dict[str, Any]) -> None:
        """The answer against the measurement made again; every other choice must have another value."""
        answer = part["answer"]
        chosen = [c for c in part["choices"] if c["correct"]]
        stated = chosen[0]["value"] if chosen and question["kind"] not in ("order",) else answer
        if part["form"] == "formula":
            return self._formula(question, part, route, letters, stated)
        found = evaluate(route, letters)
        self.routes[route] += 1
        if question["kind"] == "order":
            labels = {c["label"]: c["value"] for c in part["choices"]}
            if tuple(labels[label] for label in answer) != found:
                self.fault(question, f"the order is {found}")
            return None
        if not _same(stated, found, part["tolerance"]):
            self.fault(question, f"the answer is {stated}, measured again it is {found}")
        for choice in part["choices"]:
            if not choice["correct"] and _same(choice["value"], found, part["tolerance"]):
                self.fault(question, f"the choice {choice['label']} is right as well")
        return None

    def _formula(
        self, question: dict[str, Any], part: dict[str, Any], route: str, letters: dict[str, Any], stated: str
    ) -> None:
        """Formulas are compared at several sizes; a letter stands for the role after which its parameter is named."""
        self.routes[route] += 1
        roles = {name: letter for name, letter in letters.items() if isinstance(letter, str)}
        for sizes in _SIZES:
            at = {name: sizes[i] + 2 * ("kernel" in name) for i, name in enumerate(roles)}
            named = {_LETTER.get(name, name): value for name, value in at.items()}
            found = evaluate(route, {**named})
            spelt = {letter: at[name] for name, letter in roles.items()}
            agree = [evaluate(c["value"], spelt) == found for c in part["choices"]]
            if not part["choices"] and evaluate(stated, spelt) != found:
                return self.fault(question, f"the formula {stated} is not {route} at {at}")
            for c, same in zip(part["choices"], agree, strict=True):
                if c["correct"] and not same:
                    return self.fault(question, f"the formula {c['value']} is not {route} at {at}")
                c.setdefault("same", True)
                c["same"] = c["same"] and same
        for c in part["choices"]:
            if not c["correct"] and c["same"]:
                self.fault(question, f"the choice {c['label']} is the same formula")
        return None

    def _statements(self, question: dict[str, Any], part: dict[str, Any], letters: dict[str, Any]) -> None:
        """Each statement decided anew; right is what holds (in a passage: what does not)."""
        known = {k: v for k, v in letters.items() if k not in ("claim", "error")}
        decided = question["certificate"]["statement"]
        for choice in part["choices"]:
            text = choice["value"]
            if text in ("true", "false"):
                claim = re.match(r"not \((.*?)\)(?= and |$)|(.*?)(?= and |$)", decided)
                own = (claim[1] or claim[2]) if claim else ""
                truth = holds(own, known) != bool(claim and claim[1])
                # The certificate lists "true" first: its statement as it is, or denied.
                if truth is not True:
                    self.fault(question, f"the certificate's {own} does not hold as certified")
                continue
            self.routes[text] += 1
            if holds(text, known) != (choice["correct"] != (part["form"] == "error")):
                self.fault(
                    question, f"{choice['label']} says {text}, which is{'' if holds(text, known) else ' not'} so"
                )

    def _pairs(self, question: dict[str, Any], part: dict[str, Any]) -> None:
        rights = {c["label"]: c for c in part["choices"]}
        if sorted(part["answer"].values()) != sorted(rights):
            self.fault(question, "the answer does not use every label once")
        for left in part["left"]:
            subject, axes = rights[part["answer"][str(left["number"])]]["value"]
            if (
                not holds(f"normalised_over({subject}) == {axes}", {})
                or subject.split("_")[0] not in left["text"]["en"]
            ):
                self.fault(question, f"{left['text']['en']} is matched with {axes}")

    def _arithmetic(self, question: dict[str, Any], text: str) -> None:
        for formula in re.findall(r"\$([^$]+)\$", text):
            sides = re.split(r"=|\\approx", formula)
            values = [_number(side) for side in sides]
            pairs = zip(values, values[1:], re.findall(r"=|\\approx", formula), sides[1:], strict=False)
            for a, b, sign, shown in pairs:
                if a is None or b is None:
                    continue
                places = len(shown.strip().partition(".")[2])
                if (a != b) if sign == "=" else abs(a - b) > Fraction(1, 2 * 10**places):
                    self.fault(question, f"the solution has {formula}")


_LETTER = {
    "in_channels": "C",
    "out_channels": "M",
    "height": "H",
    "width": "W",
    "kernel_size": "K",
    "layers": "L",
    "growth_rate": "k",
}
_SIZES = ((3, 4, 5, 6, 1), (7, 5, 4, 3, 3), (4, 6, 8, 5, 5), (5, 9, 3, 7, 3))


def _same(stated: Any, found: Any, tolerance: float) -> bool:
    """Whether a value as JSON has it is the one measured, as far as it was asked for."""
    if isinstance(stated, list):
        other = found[-len(stated) :] if isinstance(found, tuple) else (found,)
        return len(stated) == len(other) and all(Fraction(str(a)) == b for a, b in zip(stated, other, strict=True))
    if isinstance(stated, str):
        stated = Fraction(stated)
    return abs(Fraction(str(stated)) - Fraction(found)) <= Fraction(str(tolerance))


@lru_cache(maxsize=1 << 16)
def _number(side: str) -> Fraction | None:
    """The value of an expression of digits alone."""
    text = (
        side.replace("{,}", "")
        .replace(r"\times", "*")
        .replace(r"\cdot", "*")
        .replace("−", "-")
        .replace(r"\left", "")
        .replace(r"\right", "")
    )
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"\\[dt]?frac\{([^{}]+)\}\{([^{}]+)\}", r"((\1)/(\2))", text)
    text = re.sub(r"\^\{?(\d+)\}?", r"**\1", text).replace(r"\lfloor", "floor(").replace(r"\rfloor", ")")
    if not re.fullmatch(r"(?:[\d.+*/() -]|floor\()+", text) or not text.strip() or re.search(r"\d\s+\d", text):
        return None
    try:
        value = evaluate(text.strip(), {})
    except (LookupError, SyntaxError, ValueError, TypeError, ZeroDivisionError):
        return None
    return value if isinstance(value, Fraction) else None


def run(items: int, seed: str, checker: Checker | None = None) -> Checker:
    """Make and check at least so many questions: whole sheets of every question of the bank."""
    checker, bank, number = checker or Checker(), entries(), 0
    ids = tuple(entry.id for entry in bank)
    while checker.items < items:
        number += 1
        sheet = make_sheet(bank, Request(seed, ids=ids), number)
        document = json.loads(json.dumps(record.document([sheet], seed), ensure_ascii=False))
        for question in document["sheets"][0]["questions"]:
            checker.check(question)
            if checker.items % 10_000 == 0:
                print(f"{checker.items:,} checked, {len(checker.faults)} faults", file=sys.stderr, flush=True)
            if checker.items >= items:
                break
    return checker


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    start = time.perf_counter()
    checker = run(options.items, options.seed)
    for fault in checker.faults[:40]:
        print("WRONG", fault)
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(checker.kinds.items()))
    print(f"{checker.items:,} questions ({kinds}) in both languages, {len(checker.routes)} routes and statements "
          f"measured again with torch: {len(checker.faults)} faults; {time.perf_counter() - start:.0f} s")  # fmt: skip
    return 1 if checker.faults else 0


if __name__ == "__main__":
    sys.exit(main())
