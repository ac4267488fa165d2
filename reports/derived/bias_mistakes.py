"""Biases left out of a count that is said to have them, counted where it is said to have none, one for each input.

The sizes are those that the nearest text gives once, or the factors of the product that the sentence writes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from .. import patterns as re
from ..reading import View, call
from ..sizes.counting import bias_said, plain
from . import counts
from .around import Around
from .stated import Stated

_PRODUCT = re.compile(
    r"(?<![\d.+*x-])(?<![+*x-] )(?P<product>\d[\d,]*(?:\s*[*x]\s*\d[\d,]*){1,3})\s*(?:\+\s*(?P<added>\d[\d,]*)\s*)?(?:=|は|で|→|->|gives|is|makes)\s*(?:全部で|合計|in all|in total)?\s*$"
)
_TWO_WAYS = re.compile(
    r"バイアス(?:を|も|は)[^。、]{0,4}(?:足|加え|入れ|含め)(?:る|れば|て|た)|(?:なし|無し)[^。]{0,24}(?:あり|込み)|(?:込み|あり)[^。]{0,24}(?:なし|無し)|\b(?:with|plus|adding)\b[^.]{0,40}\bwithout\b|\bwithout\b[^.]{0,40}\b(?:with|plus|adding)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\s*(?:個|weights|parameters)?\s*(?:より|に(?:加え|足)|から|と\s*(?:\d[\d,]*\s*個の?)?(?:バイアス|切片)|\b(?:plus|and then|before)\b|\band (?:the |\d[\d,]* )?bias)",
    re.IGNORECASE,
)
_WEIGHTS_ALONE = re.compile(
    r"(?:重み|\bweights?\b)[^。.;、]{0,40}?\d[^。.;]{0,24}?[、,;]?\s*(?:と|and|plus|\+)?\s*(?:バイアス|bias)",
    re.IGNORECASE,
)
_LABELLED_WEIGHTS = re.compile(r"\W*(?:重み|weights?)(?:数|の数)?(?!.*(?:バイアス|bias))\s*[:：=\s\d]", re.IGNORECASE)
_ADDED = re.compile(r"\s*\+\s*\d")
_COUNTED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{3,}")


@dataclass(frozen=True)
class Mistaken:
    """The statement that is meant, and the mistake that leads to its number, in words."""

    statement: str
    mistake: str


def of_biases(view: View, value: Stated, near: Around) -> Iterator[Mistaken]:
    """The statements of a count of weights that a mistake with the biases explains."""
    text = plain(view.sentence.text.chars)
    if _LABELLED_WEIGHTS.match(text) or _ADDED.match(text, value.end):
        return  # weights, by their name; the first summand
    if not _told_twice(text) and not _MORE.match(text, value.end):
        yield from _written(view, value)
        yield from _biases(value.number, near, both_told=bool(_WEIGHTS_ALONE.search(text)))
        yield from _connected(value.number, near)


def _told_twice(text: str) -> bool:
    """Whether a count is told without the biases and then with them."""
    return bool(_TWO_WAYS.search(text)) and len(_COUNTED.findall(text)) > 1


def once(values: list[int]) -> int | None:
    """The one value that is given, None where there are several."""
    return values[0] if len(values) == 1 else None


def layer_sizes(near: Around) -> tuple[int | None, int | None, int | None]:
    """Kernel, channels in and out, each where the nearest text that gives it gives it once."""
    case = near.case
    given = [once(case.of(role)) for role in ("in_channels", "out_channels")]
    return once(near.own_kernels or near.kernels[:1]), given[0], given[1]


def _biases(number: int, near: Around, both_told: bool) -> Iterator[Mistaken]:
    """The biases left out where the note counts them, counted where it leaves them out, one for each input."""
    said = next((b for b in (bias_said(near.own), near.case.bias) if b is not None), None)
    kernel, i, o = layer_sizes(near)
    if said is None or i is None or o is None:
        return
    layers: list[tuple[str, int | None, int]] = [("conv2d", kernel, kernel * kernel * i * o)] if kernel else []
    if kernel in (None, 1) and counts.connected(near):
        layers.append(("linear", None, i * o))
    for kind, k, weights in layers:
        wrong = {
            weights: "the biases are left out",
            weights + i: "there is a bias for each input",
            weights + 1: "there is one bias for all",
        }
        wrong = wrong if said else {weights + o: "the biases are counted"}
        sizes = (
            {"kernel_size": str(k), "in_channels": str(i), "out_channels": str(o)}
            if k
            else {"in_features": str(i), "out_features": str(o)}
        )
        if number == weights and said and both_told:
            continue  # 重みは 1200、バイアスは 16
        if number in wrong and number != weights + o * said:
            yield Mistaken(f"{call('params', kind, {**sizes, 'bias': str(said).lower()})} == {number}", wrong[number])


def _connected(number: int, near: Around) -> Iterator[Mistaken]:
    """A fully connected layer's weights alone, said to include the biases: 37,632 values on 20 units."""
    if bias_said(near.own) is not True or not counts.connected(near):
        return
    for units in near.case.near("units") or near.case.of("units")[:1]:
        inputs = number // units
        if units > 1 and inputs * units == number and inputs >= units and inputs in near.bare:
            sizes = {"in_features": str(inputs), "out_features": str(units), "bias": "true"}
            yield Mistaken(f"{call('params', 'linear', sizes)} == {number}", "the biases are left out")


def _written(view: View, value: Stated) -> Iterator[Mistaken]:
    """A product written out that has no biases though they are said to be counted, or has them though they are not."""
    text = plain(view.sentence.text.chars)
    said = bias_said(text)
    found = _PRODUCT.search(text, max(0, value.start - 60), value.start)
    if said is None or found is None:
        return
    factors = [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", found["product"])]
    added = int(found["added"].replace(",", "")) if found["added"] else 0
    weights = prod(factors)
    if weights + added != value.number or bool(added) == said or (added and added not in factors):
        return
    mistake = "the biases are left out" if said else "the biases are counted"
    if len(factors) == 2:
        sizes = {"in_features": str(factors[0]), "out_features": str(factors[1])}
        yield Mistaken(f"{call('params', 'linear', {**sizes, 'bias': str(said).lower()})} == {value.number}", mistake)
    side = next((a for a, b in pairwise(factors) if a == b and a <= 11), None)
    if len(factors) == 4 and side:
        i, o = (n for n in factors[:] if n != side) if factors.count(side) == 2 else (factors[2], factors[3])
        if factors[0] == o or (factors[0] == i and factors[-1] != o):
            i, o = o, i
        yield Mistaken(
            f"{call('params', 'conv2d', {'kernel_size': str(side), 'in_channels': str(i), 'out_channels': str(o), 'bias': str(said).lower()})} == {value.number}",
            mistake,
        )
