"""Claims by the shape of a sentence: the entries of `lexicon/claims.toml`, for English.

An entry asks for words of certain classes and for a subject; a sentence that denies what the entry says is left alone
unless the entry knows the denial.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .. import patterns as re
from ..reading import Reading, View, inherited_note, known, runnable
from ..scope import NEARBY
from ..text.sentences import Sentence
from ..vocabulary import family, lexicon

_QUESTION = re.compile(
    (
        r"\?\s*$|^\W*(?:why|what|how|which|exercise|todo|question)\b|^\W*(?:give"
        r"|compute|calculate|determine|find|derive|explain|show that|prove)\b"
    ),
    re.IGNORECASE,
)
_NEXT = (
    "the sentence before",
    "the item above",
    "the heading",
    "the introduction",
    "the text before",
    "the text above",
    "",
)


@dataclass(frozen=True)
class Shape:
    """One entry, its patterns compiled."""

    about: frozenset[str]
    families: frozenset[str]
    said: tuple[re.Pattern[str], ...]
    never: tuple[re.Pattern[str], ...]
    claim: str
    denied: str = ""
    own: bool = False
    ordered: bool = False
    sure: bool = False
    raw: bool = False  # look at the text with its mathematics, not at the words alone
    negate: bool = False

    def fits(self, subject: str) -> bool:
        return subject in self.about or family(subject) in self.families


@cache
def _shapes() -> tuple[Shape, ...]:
    table = lexicon("claims")
    classes = table["classes"]

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(
            re.sub(r"<([a-z]+)>", lambda m: f"(?:{classes[m[1]]})" if m[1] in classes else m[0], pattern), re.IGNORECASE
        )

    found = []
    for entry in table["claim"]:
        names = frozenset(n for n in entry["about"] if ":" not in n)
        families = frozenset(n.split(":")[1] for n in entry["about"] if ":" in n)
        rest = {k: v for k, v in entry.items() if k not in ("about", "said", "never")}
        found.append(
            Shape(
                names,
                families,
                tuple(map(compiled, entry["said"])),
                tuple(map(compiled, entry.get("never", ()))),
                **rest,
            )
        )
    return tuple(found)


def read(view: View) -> Iterator[Reading]:
    """The first claim of each kind whose shape the sentence has."""
    s = view.sentence
    if (
        s.japanese
        or s.cell is not None
        or len(s.words) < 12
        or view.outline.blocks[s.block].kind == "heading"
        or _QUESTION.search(s.words)
    ):
        return
    seen: set[str] = set()
    for shape in _shapes():
        reading = _matched(view, s, shape)
        if reading and reading.statement.split("(")[0] not in seen:
            seen.add(reading.statement.split("(")[0])
            yield reading


def _matched(view: View, s: Sentence, shape: Shape) -> Reading | None:
    text = s.text.chars if shape.raw else s.words
    found = []
    for pattern in shape.said:
        match = pattern.search(text, found[-1].end() if shape.ordered and found else 0)
        if match is None:
            return None
        found.append(match)
    if any(pattern.search(text) for pattern in shape.never):
        return None
    start, end = min(m.start() for m in found), max(m.end() for m in found)
    named = view.subject(start, shape.fits)
    if named is None or (shape.own and named.where) or named.where not in _NEXT:
        return None
    if len(shape.said) == 1 and named.where in (NEARBY, "the text above"):
        return None  # one word, and a subject of another paragraph
    if named.where and any(
        not shape.fits(m.tag) and not m.weak and not start <= m.start < end and _other(m.tag, named.subject)
        for m in s.subjects
    ):
        return None
    claim = shape.claim
    if _denied(s, found):
        if not shape.denied:
            return None
        claim = shape.denied
    subject = runnable(named.subject)
    if "{s}" in claim and not known(subject) and "training_effect" not in claim:
        return None
    text = claim.replace("{s}", _effect_subject(named.subject) if "training_effect" in claim else subject)
    if shape.negate:
        text = f"not {text}"
    sure = shape.sure and named.where == "" and not s.has("hedged")
    return Reading(text, start, end, inherited_note(named, view), sure=sure)


def _other(tag: str, subject: str) -> bool:
    """Another thing of the field is spoken of, so that an inherited subject is not what is meant."""
    return family(tag) != family(subject) and family(tag) not in ("activation", "network", "")


def _effect_subject(name: str) -> str:
    return {
        "densenet": "dense_block",
        "resnet": "residual_block",
        "mobilenet": "depthwise_separable_conv2d",
        "norms": "batch_norm",
        "dilated_conv": "wavenet",
        "pool": "max_pool2d",
    }.get(name, name)


def _denied(s: Sentence, found: list[re.Match[str]]) -> bool:
    """A word of denial near the claim that is no part of the shape itself."""
    start, end = min(m.start() for m in found), max(m.end() for m in found)
    for mention in s.tags.get("not", ()):
        if start - 24 <= mention.start <= end + 4 and not any(
            m.start() - 1 <= mention.start < m.end() + 1 for m in found
        ):
            if re.match(r"(?:not only|not just|without|zero|no longer)", s.words[mention.start :], re.IGNORECASE):
                continue
            return True
    return False
