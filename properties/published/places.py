"""Which layers the row of a table means: "fire2", "inception (3a)", "conv2_x", "transition layer 1", "fc6"."""

from __future__ import annotations

import re

from ...reference.counting import LayerCount
from ...reference.errors import InputError
from .entry import Entry
from .models import Model
from .options import plain_key

KEYS = frozenset({"stage", "layer", "row", "block", "module", "at"})  # options that name a place in a network
_OWN = {"lenet": {"c1": "conv1", "s2": "pool1", "c3": "conv2", "s4": "pool2", "c5": "fc3", "f6": "fc4"}}  # the paper's
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}


def place_of(entry: Entry) -> str:
    """The place that an entry's options name; the empty string for none."""
    texts = [str(value) for key, value in entry.options.items() if plain_key(key) in KEYS]
    if len(texts) > 1:
        raise InputError(f"the options name {len(texts)} places, {' and '.join(map(repr, texts))}; expected one")
    return texts[0] if texts else ""


def layers_at(model: Model, place: str) -> list[LayerCount]:
    """The layers at a place, in their order; raises InputError where none is there."""
    result = model.count()
    plain = _plain(place)
    for pattern in _patterns(_OWN.get(model.architecture, {}).get(plain, plain)):
        found = [layer for layer in result.layers if re.fullmatch(pattern, layer.name.lower())]
        if found:
            return found
    names = ", ".join(dict.fromkeys(layer.name.split(".")[0] for layer in result.layers))
    raise InputError(f"{model.architecture} has no {place[:50]!r}; expected one of {names}")


def _plain(place: str) -> str:
    """Lower case, without spaces and signs: "Inception (3a)" -> "inception3a", "conv2_x" -> "conv2_x".

    >>> _plain("Dense Block (1)"), _plain("Transition Layer 2"), _plain("conv 2_x")
    ('denseblock1', 'transition2', 'conv2_x')
    """
    text = re.sub(r"[\s()\[\]\-]+", "", place.lower().replace("transition layer", "transition"))
    for word, digit in _ORDINALS.items():
        text = re.sub(rf"^{word}(.+)$", rf"\g<1>{digit}", text)
    return text


def _patterns(plain: str) -> list[str]:
    """Regular expressions for layers' names, the likeliest first; everything but letters, digits and _ is refused."""
    if not re.fullmatch(r"[a-z0-9_./x]{1,40}", plain):
        return []
    own = re.escape(plain)
    patterns = [rf"{own}(\..*)?"]
    if residual := re.fullmatch(r"conv([2-5])_?x", plain):  # ResNet's table: conv2_x is the first stage
        return [rf"stage{int(residual[1]) - 1}\..*"]
    found = re.fullmatch(r"(conv|pool|maxpool|denseblock|b|block|stage|t|transition|stem)_?(\d*)", plain)
    if found:
        part, number = found[1], found[2]
        first = "[01]" if number in ("", "0", "1") else number
        places = {"conv": rf"conv{first}(_\d+)?(\..*)?", "stem": r"conv[01](\..*)?"}
        places |= dict.fromkeys(("pool", "maxpool"), rf"pool{first}")
        places |= dict.fromkeys(("t", "transition"), rf"transition{number}\..*")
        places |= dict.fromkeys(("b", "block", "stage", "denseblock"), rf"(block|stage){number}\..*")
        patterns = [places[part], *patterns]
    if re.fullmatch(r"(fc|classifier|fullyconnected|linear|classificationlayer|softmax)(layers?)?", plain):
        patterns.append(r"fc\d*")
    if re.fullmatch(r"(globalpool|gap|globalaveragepool(ing)?|avgpool|averagepool)", plain):
        patterns.append("pool")
    if joined := re.fullmatch(r"([a-z]+)_?(\d+)[./_]?([a-z]?\w*)", plain):
        patterns.append(rf"{joined[1]}{joined[2]}{joined[3]}(\..*)?")
    return patterns
