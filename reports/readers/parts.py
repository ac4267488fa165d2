"""Parts of networks: connections, layers, parameters of whole networks; compression, multipliers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...properties.nodes import Sym, symbols
from ...properties.rendering import to_text
from ..numerals import NUMERALS as _WORDS
from ..reading import Reading, View, inherited_note
from ..setting import setting
from ..vocabulary import family

_N = r"(\d{1,4}|" + "|".join(_WORDS) + r")"
_COUNTED = re.compile(
    rf"\b(?:of|with|has|have|for)\s+{_N}(?:\s+(?:dense\s+|conv\w*\s+)?layers?)?\s+(?:\w+\s+){{0,2}}?"
    r"(?:has|have|there are|contains?|gives?|makes?|get|yields?|=|:|uses?)\s*(?:a total of\s+|exactly\s+)?"
    r"(\d{1,5})(?!\s*[+·*×x,\d(])(?:\s+(?:direct\s+)?(?:connections?|links|edges))?",
    re.IGNORECASE,
)
_CONNECTIONS = re.compile(r"\b(?:connections?|links|edges)\b", re.IGNORECASE)
_LAYERS = re.compile(
    (
        r"(?:has|have|there are|is|gives?|total of|makes?|comes? to|with)\s+(\d{2,3})\s+(?:(?:weight"
        r"|trainable|convolution\w*|conv)\s+)?layers\b"
    ),
    re.IGNORECASE,
)
_MILLION = re.compile(
    r"(\d{1,3}(?:\.\d{1,2})?)\s*(?:M\b|million)\s*(?:(?:trainable|learnable|total)\s+)?(?:parameters|weights|params)",
    re.IGNORECASE,
)
_MULTIPLIER = re.compile(r"(?:α|alpha|width multiplier|ρ|rho|resolution multiplier)", re.IGNORECASE)
_SQUARED = re.compile(
    (
        r"(?P<letter>α|ρ|\\?alpha|\\?rho|it)\s*(?:\}|\$)?\s*(?:\^\s*\{?2\}?"
        r"|²|squared|\*\*2)|\b(?P<words>quadratic\w*|the square|squared)"
    ),
    re.IGNORECASE,
)
_NETWORKS = {"mobilenet": "mobilenet", "alexnet": "alexnet", "googlenet": "googlenet", "lenet": "lenet"}


def read(view: View) -> Iterator[Reading]:
    """What an English sentence says of the number of parts, and of the knobs of a network."""
    s = view.sentence
    if (
        s.japanese
        or s.cell is not None
        or re.search(r"\?\s*$", s.words)
        or view.outline.blocks[s.block].kind == "heading"
    ):
        return
    yield from _connections(view)
    yield from _whole_network(view)
    yield from _compression(view)
    yield from _multipliers(view)
    yield from _after_layers(view)
    yield from _kinds(view)


_KINDS = (
    ("conv", r"conv\w*"), ("linear", r"(?:fully[- ]connected|dense(?! block)|FC|linear)"),
    ("pool", r"(?:\w+[- ])?pool\w*"), ("dense_block", r"dense blocks?"), ("transition_layer", r"transition"),
    ("layers", r"(?:weight |trainable |learnable )?"),
)  # fmt: skip
_DEEP = re.compile(r"\b(vgg|resnet|densenet)[- ]?(\d{2,3})\b", re.IGNORECASE)


def _kinds(view: View) -> Iterator[Reading]:
    """LeNet has two convolutional layers; VGG-16 has 13 of them."""
    s = view.sentence
    deep = _DEEP.search(s.words)
    named = view.subject(0, lambda n: n in (*_NETWORKS, "vgg", "resnet", "densenet"))
    if named is None or (not deep and named.subject not in _NETWORKS):
        return
    about = f"{deep[1].lower()}, depth={deep[2]}" if deep else named.subject
    for part, words in _KINDS:
        for found in re.finditer(rf"\b{_N}\s+{words}(?:\s+(?:layers?|blocks?|and|,))", s.words, re.IGNORECASE):
            number = _WORDS.get(found[1].lower()) or (int(found[1]) if found[1].isdigit() else 0)
            if number and (part != "layers" or re.match(r"\d+\s+(?:\w+\s+)?layers?$", found[0])):
                yield Reading(
                    f"structure_count({about}, part={part}) == {number}", found.start(), found.end(), sure=False
                )


def _connections(view: View) -> Iterator[Reading]:
    """L(L+1)/2 connections; a block of five layers has 15."""
    s = view.sentence
    about = _CONNECTIONS.search(s.words)
    earlier = [e for e in view.outline.sentences[s.block] if e.number < s.number]
    if not about and not any(_CONNECTIONS.search(e.words) for e in earlier[-2:]):
        return
    if view.in_families(len(s.words), "dense", "network") is None:
        return
    for span in s.formulas:
        letters = symbols(span.formula.value)
        if len(letters) == 1 and not isinstance(span.formula.value, Sym) and not span.formula.relations:
            yield Reading(
                f"sum(i, 1, {letters[0]}, i) == {to_text(span.formula.value)}",
                span.start,
                span.end,
                subject="dense_block",
                predicate="structure_count",
                sure=False,
            )
            return
    chained = [
        *_COUNTED.finditer(s.words),
        *re.finditer(rf"\b(?:of|with)\s+{_N}\s+has\s+(\d+)(?!\s*[+·*×x,\d(])", s.words),
    ]
    seen: set[int] = set()
    for found in chained:
        layers = _WORDS.get(found[1].lower()) or (int(found[1]) if found[1].isdigit() else 0)
        if layers < 2 or found.start() in seen:
            continue
        seen.add(found.start())
        yield Reading(
            f"sum(i, 1, {layers}, i) == {found[2]}",
            found.start(),
            found.end(),
            subject="dense_block",
            predicate="structure_count",
            sure=bool(about) and not s.has("hedged"),
        )


def _whole_network(view: View) -> Iterator[Reading]:
    """So many layers, so many million parameters."""
    s = view.sentence
    layers, million = _LAYERS.search(s.words), _MILLION.search(s.words)
    if not layers and not million:
        return
    named = view.subject((layers or million).start(), lambda n: n in _NETWORKS)  # type: ignore[union-attr] - one is there
    if named is None:
        return
    if layers:
        yield Reading(
            f"structure_count({named.subject}, part=layers) == {layers[1]}",
            layers.start(),
            layers.end(),
            inherited_note(named, view),
            sure=False,
        )
    if million:
        yield Reading(
            f"params({named.subject}) ~= {million[1]}*10**6",
            million.start(),
            million.end(),
            inherited_note(named, view),
            sure=False,
        )


def _compression(view: View) -> Iterator[Reading]:
    """A transition lets floor(theta*m) of m channels through."""
    s = view.sentence
    named = view.in_families(len(s.words), "dense")
    if named is None:
        return
    for span in s.formulas:
        letters = symbols(span.formula.value)
        theta = next((x for x in letters if x in ("theta", "θ")), None)
        other = [x for x in letters if x != theta]
        if theta and len(other) == 1 and not isinstance(span.formula.value, Sym):
            yield Reading(
                f"channels_after(transition_layer, compression={theta}) == {to_text(span.formula.value)}"
                f" where {other[0]} = in_channels",
                span.start,
                span.end,
                inherited_note(named, view),
                sure=False,
            )
            return


def _multipliers(view: View) -> Iterator[Reading]:
    """alpha thins every layer, rho scales the maps: the cost goes with alpha**2 but for a term, with rho**2."""
    s = view.sentence
    text = s.text.chars
    squared = _SQUARED.search(text)
    known = _MULTIPLIER.search(text)
    if (not squared and not (known and s.has("parameters"))) or view.subject(
        len(s.words), lambda n: family(n) in ("mobilenet", "convolution")
    ) is None:
        return
    width = bool(re.search(r"α|alpha|width multiplier", text, re.IGNORECASE))
    resolution = bool(re.search(r"ρ|rho|resolution multiplier", text, re.IGNORECASE))
    measure = "params" if s.has("parameters") and not s.has("cost") else "macs"
    light = "depthwise_separable_conv2d"
    start, end = (squared.start(), squared.end()) if squared else (0, len(s.words))
    if resolution and not width:
        scale = "1" if not squared and re.search(r"\b(?:not|no|never|unchanged|same number|n't)\b", s.words) else "4"
        kept = "padding=same, stride=1"
        claimed = f"{measure}({light}, height=2*H, width=2*W, {kept})"
        claimed += f" == {scale}*{measure}({light}, height=H, width=W, {kept})"
        divides = measure == "macs" or bool(re.search(r"divid|reduc|shrink|cut|lower|scale", s.words, re.IGNORECASE))
        if measure == "params":
            claimed = f"params({light}, height=2*H, width=2*W) == {scale}*params({light}, height=H, width=W)"
        yield Reading(claimed, start, end, sure=divides and measure == "params" and not s.has("hedged"))
    elif width and squared:
        exact = "~=" if re.search(r"rough|about|approx|nearly|almost|≈|around", s.words, re.IGNORECASE) else "=="
        yield Reading(
            f"{measure}({light}, in_channels=2*C, out_channels=2*M) {exact} "
            f"4*{measure}({light}, in_channels=C, out_channels=M)",
            start,
            end,
            sure=False,
        )


def _after_layers(view: View) -> Iterator[Reading]:
    """k*L channels after L layers: the block's input is kept as well."""
    s = view.sentence
    if not s.has("channels") or not re.search(
        r"\bafter\b|\boutputs?\b|\bleav\w+|\bends?\b|\bin (?:all|total)\b|\bfinal\w*", s.words, re.IGNORECASE
    ):
        return
    named = view.in_families(len(s.words), "dense")
    if named is None:
        return
    for span in s.formulas:
        letters = set(symbols(span.formula.value))
        if letters in ({"k", "L"}, {"k", "l"}) and not span.formula.relations and span.formula.shape:
            other = next(iter(letters - {"k"}))
            sure = bool(re.search(r"concaten\w+|block|total|in all", s.words, re.IGNORECASE)) and not re.search(
                r"\b(?:new|more|additional|adds?|added|plus)\b", s.words, re.IGNORECASE
            )
            yield Reading(
                f"channels_after(dense_block, layers={other}) == {to_text(span.formula.value)} where k = growth_rate",
                span.start,
                span.end,
                inherited_note(named, view),
                sure=sure,
            )
            return
    here = setting(view)
    sizes = {role: here.nearest(role) for role in ("in_channels", "layers", "growth_rate")}
    claimed = [
        f.number
        for f in s.formulas
        if f.number
        and (
            re.match(r"\s*(?:output\s+)?(?:channels|feature maps)", s.words[f.end :])
            or re.search(r"\b(?:into|to|gives?|get|leaves?|outputs?|yields?|is|are|makes?)\s*$", s.words[: f.start])
        )
    ]
    if (
        all(isinstance(v, int) for v in sizes.values())
        and claimed
        and claimed[-1]
        and claimed[-1] not in sizes.values()
    ):
        yield Reading(
            f"channels_after(dense_block, in_channels={sizes['in_channels']}, layers={sizes['layers']}, "
            f"growth_rate={sizes['growth_rate']}) == {claimed[-1]}",
            0,
            len(s.words),
            sure=False,
        )
