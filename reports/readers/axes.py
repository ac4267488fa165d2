"""Which axes a normalisation averages over, by English words: "over the images and the positions, for every channel".

What stands after *over*, *across*, *all* belongs to the average, what stands after *each*, *per*, *separately for* does
not; an axis that is not spoken of is left to the subject's definition, and then a refutation is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import Reading, View, inherited_note

NORMS = ("batch_norm", "layer_norm", "instance_norm", "group_norm")
_SPEAKS = re.compile(
    (
        r"\b(?:averag\w*|means?|variances?|statistics?|normali[sz]\w*|moments?"
        r"|standardi[sz]\w*|pool together|computed|mixes|taken)\b"
    ),
    re.IGNORECASE,
)
_AXIS = {
    "N": r"(?:mini-?)?batch(?:es)?(?: dimension| axis)?|images|samples|examples|instances|observations|N\b",
    "C": r"channels?(?: dimension| axis)?|features?|feature maps|neurons|units|C\b",
    "S": (
        r"spatial(?: dimensions| positions| locations| axes)?|pixels|positions"
        r"|locations|height|width|H\b|W\b|space|points"
    ),
}
_ONE = {
    "N": r"(?:image|sample|example|instance|observation|input|data point|training case)s?\b|N\b",
    "C": r"(?:channel|feature(?: map)?|depth slice|activation map)s?\b|C\b",
}
_FILLER = (
    r"and|x|as well as|plus|both|all|the|of|its|their|every|whole|entire"
    r"|dimensions?|axes|axis|individual|different|in|a|values|from"
)
_JOIN = rf"(?:\s*(?:[,&×]|\d+\s*[x×]\s*\d+|(?:{_FILLER})\b))*\s*"
_NEXT = re.compile(rf"{_JOIN}(?:(?P<N>{_AXIS['N']})|(?P<C>{_AXIS['C']})|(?P<S>{_AXIS['S']}))\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:over|across|along|all|whole|entire|together|nothing but|only)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:nothing but|only)\b", re.IGNORECASE)
_ONE_PLACE = re.compile(r"\b(?:one|single|each|every|per)\s+(?:pixel|position|location|point)\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:each|every|per|single|one|individual\w*|separate\w*|independent\w*|own)\b[^.;]{0,24}?$", re.IGNORECASE
)
_CELL = re.compile(r"^[\s(\[{$]*([NBCHWG](?:\s*(?:,|and|×|x|\*|\s)\s*[NBCHWG])*)[\s)\]}$]*$")
_HEAD = re.compile(r"\bover\b|ax[ei]s|averag|statistic|normali[sz]|mean|dimension", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The axes of a sentence, or of a table's cell."""
    from . import normalization

    s = view.sentence
    if s.japanese or re.search(r"\?\s*$", s.words) or view.outline.blocks[s.block].kind == "heading":
        return
    if s.cell is not None:
        yield from _cell(view)
        return
    if (
        not _SPEAKS.search(s.words)
        or s.has("running_average", "gamma_beta")
        or not (_OVER.search(s.words) or re.search(r"\bonly\b|nothing but", s.words))
    ):
        return
    if any("normalised_over" in r.statement for r in normalization.read(view)):
        return
    named = view.subject(len(s.words), lambda n: n in NORMS)
    if named is None:
        return
    included, excluded = _spoken(s.text.chars.replace("$", " ").replace("\\times", "  ×   "))
    if "S" not in included and not {"N", "C"} & included:
        return
    if _ONLY.search(s.words):
        excluded |= {"N", "C"} - included
    own = {"batch_norm": {"N"}, "layer_norm": {"C"}, "instance_norm": set(), "group_norm": {"G"}}[named.subject]
    axes = {a for a in "NC" if a in included and a not in excluded}
    axes |= {a for a in own if a not in excluded and a not in included}
    if named.subject == "group_norm":
        axes = (axes - {"C"}) | {"G"}
    spatial = [] if _ONE_PLACE.search(s.words) else ["H", "W"]
    shown = [a for a in ("N", "C", "G") if a in axes] + spatial
    if not shown:
        return
    sure = (
        included | excluded >= {"N", "C"}
        and not included & excluded
        and named.subject != "group_norm"
        and named.where in ("", "the sentence before")
    )
    yield Reading(
        f"normalised_over({named.subject}) == {{{', '.join(shown)}}}",
        0,
        len(s.words),
        inherited_note(named, view),
        sure=sure and not s.has("hedged", "not"),
    )


def _spoken(text: str) -> tuple[set[str], set[str]]:
    """The axes that are averaged over, and those that are kept apart."""
    included: set[str] = set()
    excluded: set[str] = set()
    for axis, words in _ONE.items():
        for found in re.finditer(rf"\b(?:{words})", text, re.IGNORECASE):
            before = text[max(0, found.start() - 40) : found.start()]
            apart = re.search(
                (
                    r"\b(?:each|every|per|single|one|individual|separately(?: for"
                    r"| per)?|independently(?: for| per)?|own|given)\b(?:\s+(?:of"
                    r"|the|and|single|individual|each|every|image|sample|example"
                    r"|instance|for))*\s*$"
                ),
                before,
                re.IGNORECASE,
            )
            if apart or re.match(
                r"[^.;,]{0,8}\b(?:by itself|on its own|separately|at a time|independently|alone)",
                text[found.end() :],
                re.IGNORECASE,
            ):
                excluded.add(axis)
    for over in _OVER.finditer(text):
        place = over.end()
        while True:
            step = _NEXT.match(text, place)
            if not step:
                break
            axis = next(a for a in "NCS" if step[a])
            included.add(axis)
            place = step.end()
    return included, excluded - included


def _cell(view: View) -> Iterator[Reading]:
    """A cell of letters under a head that speaks of averaging: (N, H, W)."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    letters = _CELL.match(s.text.chars)
    if header is None or not letters or not s.cell:
        return
    head = " ".join(h.text.chars for h in outline.sentences[header] if h.cell == s.cell)
    first = [m for e in outline.sentences[s.block] if e.cell == 0 for m in e.subjects if m.tag in NORMS]
    if not _HEAD.search(head) or not first:
        return
    axes = ["N" if a == "B" else a for a in re.findall(r"[NBCHWG]", letters[1])]
    if len(set(axes)) == len(axes) and "G" not in axes and first[0].tag != "group_norm":
        yield Reading(f"normalised_over({first[0].tag}) == {{{', '.join(axes)}}}", 0, len(s.words), sure=len(axes) >= 2)
