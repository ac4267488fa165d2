"""Masks: how many weights of a masked kernel are left, マスクAで生き残る重みは 9 個中 4 個, 24 of the 49 weights survive.

The kernel, the mask and the number stand in the sentence or, for a short answer, in the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import doubtful, plain

_KERNEL = re.compile(r"(?<![\d.x])(\d{1,2})\s*x\s*\1(?!\s*x|\d)")
_MASK = re.compile(r"(?:mask|マスク|type|タイプ)\s*[-:]?\s*[(「]?([AB])(?![A-Za-z])|(?<![A-Za-z])([AB])\s*(?:型|の?マスク|マスク|mask|type)(?![A-Za-z])|(?<![A-Za-z])([AB])(?=\s*(?:が|は|なら|だと|で|：|:|の|keeps?\b|has\b|leaves?\b|lets\b))", re.IGNORECASE)
_LEFT = re.compile(r"生き残|残る|残り|残っ|残[すし]|使え|有効|0\s*でない|ゼロでない|見える|surviv\w*|\bleft\b|remain\w*|\bkeeps?\b|\bkept\b|\blive\b|non-?zero|unmasked|visible", re.IGNORECASE)
_COUNT = re.compile(r"(?:(?P<all>\d{1,3})\s*(?:個|つ)?\s*(?:中|のうち)\s*)?(?P<n>\d{1,3})\s*(?:個|つ)(?!中|のうち)|(?P<m>\d{1,3})\s+(?:of|out of)\s+(?:the\s+|its\s+)?(?P<whole>\d{1,3})\b|(?P<k>\d{1,3})\s+(?:live |nonzero )?(?:weights|cells|taps|entries)|\b(?:keeps?|leaves?)\s+(?:only\s+)?(?P<j>\d{1,2})(?![\dx.]|\s*(?:weights|cells|taps|entries|of\b|out\b))", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The weights that masks leave."""
    s = view.sentence
    text = plain(s.text.chars)
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words) or not (_MASK.search(text) or _LEFT.search(text)):
        return
    before = _before(view)
    about = [text, *before, *(view.outline.blocks[h].raw for h in view.outline.headings(view.sentence.block))]
    if not re.search(r"mask|マスク|pixelcnn", " ".join(about), re.IGNORECASE) or not any(_LEFT.search(t) for t in (text, *before)):
        return
    for m in _COUNT.finditer(text):
        number = m["n"] or m["m"] or m["k"] or m["j"]
        kernel = _last(_KERNEL, text[: m.start()]) or next((k for t in (text, *before) if (k := _last(_KERNEL, t))), "")
        mask = _last(_MASK, text[: m.end()]) or next((k for t in before if (k := _last(_MASK, t))), "")
        kernel = kernel or _of_so_many(text)
        if not kernel or not mask or not number or int(kernel) % 2 == 0 or int(number) > int(kernel) ** 2:
            continue
        own = bool(_MASK.search(text)) and (bool(_KERNEL.search(text)) or bool(before and _KERNEL.search(before[0])))
        sizes = f"kernel_size={kernel}, in_channels=1, out_channels=1, bias=false"
        yield Reading(
            f"params(masked_conv2d, mask={mask.upper()}, {sizes}, live=true) == {number}", m.start(), m.end(),
            ("of one channel to one",), sure=own and not doubtful(s) and len(set(_KERNEL.findall(text))) <= 1, firm=True,
        )  # fmt: skip


def _of_so_many(text: str) -> str:
    """The kernel whose cells are counted: 4 of 9."""
    whole = re.search(r"(?:of|out of|のうち|中)\s*(?:the\s+)?(9|25|49|81)(?!\d)|(?<!\d)(9|25|49|81)\s*(?:個|つ)?(?:の)?(?:中|うち)", text)
    return str(round(int(whole[1] or whole[2]) ** 0.5)) if whole else ""


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = list(pattern.finditer(text))
    return next((g for g in found[-1].groups() if g), "") if found else ""


def _before(view: View) -> list[str]:
    """The sentences just above, the nearest first."""
    outline, s = view.outline, view.sentence
    near = [e for e in outline.sentences[s.block] if e.number < s.number][::-1]
    near += [e for at in range(s.block - 1, max(-1, s.block - 4), -1) for e in outline.sentences[at][::-1]]
    return [plain(e.text.chars) for e in near[:4]]
