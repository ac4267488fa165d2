"""How a measure goes with a size: does not depend on it, doubles with it, grows with it, and by what power.

A sentence names a measure (the cost, the parameters, the receptive field, the output's size), a size (channels, kernel
size, resolution, dilation, depth) and a relation between the two; the subject comes from the sentence or from above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note, known, roles_of, runnable
from ..scope import Named
from ..text.sentences import Sentence
from ..vocabulary import family

_MEASURES = (
    ("receptive_field", re.compile(r"receptive fields?|\bcontext\b|field of view|\bthe field\b", re.IGNORECASE)),
    ("output_size", re.compile((
        r"\b(?:output (?:size|shape|map|volume|width|height|resolution)|size"
        r" of the output|spatial size|feature map(?: size)?|resolution)\b"
    ), re.IGNORECASE)),
)  # fmt: skip
_SIZES = (
    ("out_channels", re.compile((
        r"(?:number of )?(?:output[- ]channels?|filters|output (?:feature"
        r" )?maps|output depth)\b"
    ), re.IGNORECASE)),
    ("in_channels", re.compile((
        r"(?:number of )?(?:input[- ]channels?|input (?:feature )?maps|input"
        r" depth)\b"
    ), re.IGNORECASE)),
    ("kernel_size", re.compile((
        r"\b(?:kernel|filter) (?:size|width|extent)|size of the (?:kernel"
        r"|filter)s?|(?:larger|bigger|smaller) (?:kernel|filter)s?"
    ), re.IGNORECASE)),
    ("dilation", re.compile(r"\bdilation(?: rate| factor)?\b", re.IGNORECASE)),
    ("stride", re.compile(r"\bstride\b", re.IGNORECASE)),
    ("size", re.compile((
        r"\b(?:(?:spatial |input |image |map )+(?:size|resolution|dimensions?)"
        r"|resolution|size of the (?:input|image|picture|map)|height and (?:the"
        r" )?width|width and (?:the )?height|input's size|larger (?:images?"
        r"|inputs?|pictures?|maps?))\b"
    ), re.IGNORECASE)),
    ("growth_rate", re.compile(r"\bgrowth rate\b|(?:bigger|larger) k\b", re.IGNORECASE)),
    ("layers", re.compile((
        r"\b(?:number of layers|depth|layers|deeper|every (?:extra |additional"
        r" )?layer|each (?:extra |additional )?layer)\b"
    ), re.IGNORECASE)),
    ("batch", re.compile(r"\bbatch size\b", re.IGNORECASE)),
)  # fmt: skip
_FREE = re.compile(
    r"(?:does|do|did)(?: not|n't) (?:\w+ )?(?:depend|change|increase|grow"
    r"|affect|vary|matter)|independent(?:ly)? of|regardless of|irrespective"
    r" of|no matter|(?:stays?|remains?|is|are) (?:exactly )?(?:the same"
    r"|unchanged|what it was|constant|unaffected|fixed)|without (?:\w+ )?(?:increasing"
    r"|changing|adding|extra|additional|more|any)"
    r"|(?:has|have) no (?:effect|influence|bearing)|drop(?:s|ped)? out|cancels?"
    r"|(?:adds?|introduces?|costs?|needs?|requires?) no (?:extra|additional"
    r"|more|new)|no (?:extra|additional) |unaffected by|not (?:a function"
    r" of|affected by)|at no (?:extra|additional) ",
    re.IGNORECASE,
)
_POWERS = (
    (1, re.compile(r"\b(?:linear(?:ly)?|proportional(?:ly)?|in proportion)\b", re.IGNORECASE)),
    (2, re.compile(r"\b(?:quadratic(?:ally)?|with the square|squared)\b", re.IGNORECASE)),
    (3, re.compile(r"\b(?:cubic(?:ally)?)\b", re.IGNORECASE)),
)  # fmt: skip
_FACTORS = (
    (2, re.compile((
        r"\b(?:doubl\w+|halv\w+|half|twice|two times|twofold|factor (?:of"
        r" )?(?:two|2)\b|(?<![x\d])2\s*(?:x(?!\s*\d)|times))"
    ), re.IGNORECASE)),
    (4, re.compile((
        r"\b(?:quadrupl\w+|quarter\w*|four times|fourfold|factor (?:of )?(?:four"
        r"|4)\b|(?<![x\d])4\s*(?:x(?!\s*\d)|times))"
    ), re.IGNORECASE)),
    (3, re.compile((
        r"\b(?:tripl\w+|three times|threefold|factor (?:of )?(?:three|3)\b"
        r"|(?<![x\d])3\s*(?:x(?!\s*\d)|times))"
    ), re.IGNORECASE)),
    (8, re.compile(r"\b(?:eight times|eightfold|factor (?:of )?(?:eight|8)\b|(?<![x\d])8\s*(?:x(?!\s*\d)|times))", re.IGNORECASE)),
    (9, re.compile(r"\b(?:nine times|ninefold|factor (?:of )?(?:nine|9)\b|(?<![x\d])9\s*(?:x(?!\s*\d)|times))", re.IGNORECASE)),
)  # fmt: skip
_UP = re.compile(
    (
        r"\b(?:increas\w+|grow\w*|larger|bigger|greater|more|wider|heavier"
        r"|rises?|higher|costlier|longer|expand\w*|widen\w*|enlarg\w*)\b"
    ),
    re.IGNORECASE,
)
_DOWN = re.compile(r"\b(?:decreas\w+|shrink\w*|smaller|fewer|less|lower|reduc\w+|falls?|cheaper)\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(?:doubl\w+|halv\w+|tripl\w+|quadrupl\w+)\b", re.IGNORECASE)
_LETTER = {
    "out_channels": "M",
    "in_channels": "C",
    "kernel_size": "K",
    "size": "H",
    "layers": "L",
    "growth_rate": "k",
    "dilation": "D",
    "stride": "S",
    "batch": "N",
}
_FAMILIES = ("convolution", "dilated", "causal", "transposed", "pooling", "dense", "stack", "wavenet", "linear")


def read(view: View) -> Iterator[Reading]:
    """The relation of a measure and a size that an English sentence states."""
    s = view.sentence
    if (
        s.japanese
        or s.cell is not None
        or (s.has("question") and s.words.rstrip().endswith("?"))
        or view.outline.blocks[s.block].kind == "heading"
    ):
        return
    measure = _measure(s)
    role = _role(s, measure)
    if measure is None or role is None:
        return
    (name, start, end), (size, first, last) = measure, role
    named = view.in_families(min(start, first), *_FAMILIES)
    subject = _subject(name, size, named, s)
    if subject is None:
        return
    span = (min(start, first), max(end, last))
    notes = inherited_note(named, view) if named else ()
    text = _relation(s, name, size, subject, first, start)
    if text:
        yield Reading(text, *span, notes, sure=_certain(s, named))


def _certain(s: Sentence, named: Named | None) -> bool:
    """A refutation needs the subject named in the sentence, and one relation."""
    return named is not None and named.where == "" and not s.has("hedged", "contrast_marker") and len(s.words) < 140


def _measure(s: Sentence) -> tuple[str, int, int] | None:
    for name, pattern in _MEASURES:
        found = pattern.search(s.words)
        if found:
            return name, found.start(), found.end()
    return None


def _role(s: Sentence, measure: tuple[str, int, int] | None) -> tuple[str, int, int] | None:
    for role, pattern in _SIZES:
        for found in pattern.finditer(s.words):
            if measure is None or found.end() <= measure[1] or found.start() >= measure[2]:
                return role, found.start(), found.end()
    return None


def _subject(measure: str, role: str, named: Named | None, s: Sentence) -> str | None:
    """What is measured: the subject, run as something that has this size."""
    own = runnable(named.subject) if named else "conv2d"
    dilated = (named is not None and family(named.subject) in ("dilated", "wavenet")) or role == "dilation"
    if measure == "receptive_field" and role in ("kernel_size", "dilation") and re.search(r"\b\w+[- ]layer\b|\blayers\b|\bstack", s.words, re.IGNORECASE):
        return None  # of several layers together
    if measure == "receptive_field" or role == "layers":
        if role not in ("layers", "kernel_size", "dilation") or own in ("dense_block",):
            return "dense_block" if own == "dense_block" and role == "layers" and measure != "receptive_field" else None
        plain = re.search(r"without dilat|ordinary|standard|plain|undilated|regular", s.words, re.IGNORECASE)
        return (
            ("dilated_causal_stack" if dilated and not plain else "conv_stack")
            if role == "layers"
            else "conv1d"
            if role == "dilation"
            else "conv2d"
        )
    if dilated:
        return "conv1d" if role in ("dilation", "kernel_size", "in_channels", "out_channels") else None
    return own if known(own) and role in roles_of(own) else None


def _relation(s: Sentence, name: str, role: str, subject: str, first: int, start: int) -> str | None:
    """The statement: constant, so many times, to a power, or simply more or less."""
    words = s.words
    left, letter = f"{name}({subject})", _LETTER[role]
    if _FREE.search(words):
        return f"monotone({left}, {role}) == constant"
    changed = list(_CHANGE.finditer(words))
    factors = sorted((m.start(), n) for n, pattern in _FACTORS for m in pattern.finditer(words))
    if name == "receptive_field" and re.search(r"exponential", words, re.IGNORECASE) and role == "layers":
        return None
    if changed and len(factors) >= 2:
        ordered = sorted(factors, key=lambda f: abs(f[0] - first))
        by, grown = ordered[0][1], next((n for at, n in factors if at != ordered[0][0]), 0)
        return _scaled(name, subject, role, letter, by, str(grown))
    power = next((n for n, pattern in _POWERS if pattern.search(words)), None)
    if power and not re.search(r"linear (?:layer|combination|map|activation|function)", words, re.IGNORECASE):
        if name == "receptive_field":
            return f"rf_growth({subject}) == linear" if role == "layers" and power == 1 else None
        return _scaled(name, subject, role, letter, 2, str(2**power))
    up, down = _UP.search(words), _DOWN.search(words)
    if up and not down and not s.has("not"):
        return f"monotone({left}, {role}) == increasing"
    return None


def _scaled(name: str, subject: str, role: str, letter: str, by: int, grown: str) -> str:
    """measure(by * size) == grown * measure(size)."""
    fixed = (
        ", padding=same, stride=1"
        if name in ("macs", "output_size")
        and "padding_height" in roles_of(subject)
        and subject != "depthwise_separable_conv2d"
        else ""
    )
    if role == "size" and name == "macs" and "kernel_height" in roles_of(subject):
        larger = f"{name}({subject}, height={by}*H, width={by}*W{fixed})"
        return f"{larger} == {grown}*{name}({subject}, height=H, width=W{fixed})"
    where = f" where {letter} = {role}"
    return f"{name}({subject}, {role}={by}*{letter}) == {grown}*{name}({subject}, {role}={letter}){where}"
