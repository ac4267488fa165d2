"""A count that fails may have been put together from sizes of another layer: the sizes around it are tried in turn.

Only sizes that the claim's own sentence or row does not print are exchanged, for others that its section prints; closed
forms find the candidates, and each is decided by running. What is found accuses nobody and proves nothing: the claim
stays unread, with the reading that would hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product

from ...properties.verdict import Verdict
from .. import patterns as re
from ..scope import Outline
from ..text.columns import row_text
from ..text.sentences import Sentence

Decide = Callable[[str], Verdict | str]

_COUNT = re.compile(
    r"(?P<count>params|macs)\((?P<subject>conv2d|linear|pointwise_conv2d|depthwise_conv2d), "
    r"(?P<options>[^()]*)\) == (?P<value>\d+)"
)
_FORMULA = re.compile(r"(?P<count>params|macs)\((?P<rest>[^()]*)\) == (?=.*[A-Za-z])")
_COUNTED = re.compile(
    r"積和|計算|演算|掛け算|乗算|手間|コスト|パラメ|重み|MACs?\b|FLOP|cost|mult|operation|param|weight", re.IGNORECASE
)
_OF_THE_PAPER = re.compile(r"\b(?:D_K = (?!kernel_size)|D_F = (?!size|height|width))\w+")
_EXCHANGED = ("in_channels", "out_channels", "in_features", "out_features")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,5}(?![\d.]|,\d{3})")
MOST_NUMBERS = 24
FAR = 30  # blocks on either side, in which the section is looked through
USUAL = (1, 3)  # channels of an image, which are often left unsaid
_OTHER = {"params": "macs", "macs": "params"}


def of_other_sizes(outline: Outline, statement: str, sentence: Sentence, decide: Decide) -> str | None:
    """A reading with other sizes, or of the other count, that would hold; None where there is none."""
    if _OF_THE_PAPER.search(statement):
        return "D_K and D_F are the sides of kernel and map in the paper that has them"
    if (found := _COUNT.fullmatch(statement)) is not None:
        candidates = _exchanged(outline, found, sentence)
    elif sentence.cell is None and not _COUNTED.search(sentence.words) and (formula := _FORMULA.match(statement)):
        candidates = iter([statement.replace(formula["count"], _OTHER[formula["count"]], 1)])
    else:
        return None
    return next((c for c in candidates if _holds(decide(c))), None)


def _holds(verdict: Verdict | str) -> bool:
    return not isinstance(verdict, str) and verdict.status == "holds"


def _exchanged(outline: Outline, found: re.Match[str], sentence: Sentence) -> Iterator[str]:
    """The count with one size exchanged, where a closed form comes to the number."""
    options = dict(pair.split("=", 1) for pair in found["options"].split(", "))
    here = f"{sentence.text.chars} {row_text(outline, sentence.block) if sentence.cell is not None else ''}"
    own = Counter(int(n) for n in _NUMBER.findall(here))
    own = own or Counter(int(n) for n in _NUMBER.findall(_just_before(outline, sentence)))
    sizes = {r: int(options[r]) for r in _EXCHANGED if options.get(r, "").isdigit()}
    taken = Counter(sizes.values())
    free = [r for r, n in sizes.items() if own[n] < taken[n] and n > 1]  # 6 printed once is not both in and out
    if not free:
        return
    in_row = own if sentence.cell is not None else ()  # what the sentence itself counts is no size
    near = list(dict.fromkeys([*in_row, *_numbers(outline, sentence), *USUAL]))[:MOST_NUMBERS]
    for role, value in product(free, near):
        changed = options | {role: str(value)}
        if int(found["value"]) in _closed(found["count"], found["subject"], changed):
            text = ", ".join(f"{k}={v}" for k, v in changed.items())
            yield f"{found['count']}({found['subject']}, {text}) == {found['value']}"


def _just_before(outline: Outline, sentence: Sentence) -> str:
    """The sentence that a count without a size of its own goes on with: "... and 128 filters. The layer costs 231,211,008"."""
    before = [e for e in outline.sentences[sentence.block] if e.number < sentence.number and e.cell == sentence.cell]
    return before[-1].text.chars if before else ""


def _numbers(outline: Outline, sentence: Sentence) -> list[int]:
    """The numbers of the section, the nearest first."""
    blocks, at = outline.blocks, sentence.block
    first = next((b for b in range(at, max(-1, at - FAR), -1) if blocks[b].kind == "heading"), max(0, at - FAR))
    last = next(
        (b for b in range(at + 1, min(len(blocks), at + FAR)) if blocks[b].kind == "heading"),
        min(len(blocks), at + FAR),
    )
    order = sorted(range(first, last), key=lambda b: abs(b - at))
    return [int(n) for b in order if b != at for n in _NUMBER.findall(blocks[b].raw) if int(n)]


def _closed(count: str, subject: str, options: dict[str, str]) -> tuple[int, ...]:
    """What a count comes to, with biases and without."""
    size = {k: int(v) for k, v in options.items() if v.isdigit()}
    if subject == "linear":
        weights, biases = size.get("in_features", 0) * size.get("out_features", 0), size.get("out_features", 0)
    else:
        kernel = size.get("kernel_size", 1) ** 2
        i, o = size.get("in_channels", 0), size.get("out_channels", 0)
        weights, biases = (kernel * i, i) if subject == "depthwise_conv2d" else (kernel * i * o, o)
    if count == "macs":
        return (weights * size.get("height", 1) * size.get("width", size.get("height", 1)),)
    return weights, weights + biases
