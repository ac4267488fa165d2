"""How many channels a filter of a grouped convolution has: "each filter only sees Cin/g channels", 各フィルタは C/G チャネルだけを見る."""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat

_GROUPS = re.compile(r"group|グループ|群", re.IGNORECASE)
_FILTER = re.compile(r"\b(?:each|every|a|one|a single)\s+(?:\w+\s+)?(?:filter|kernel)\b|(?:各|[1１一](?:枚|つ)の|どの)(?:フィルター?|カーネル)|フィルター?[1１一]枚", re.IGNORECASE)
_SEES = re.compile(r"\b(?:sees?|looks at|reads?|covers?|has|gets|receives|takes|connects to|works on|depth)\b|見|受け取|もつ|持つ|つなが|担当|かか|入力|奥行き|深さ", re.IGNORECASE)
_AFTER = re.compile(r"\s*\$?`?\s*(?:個の|枚の)?(?:of the )?(?:input )?(?:チャン?ネル|ch\b|channels?\b)", re.IGNORECASE)
_ROLES = ((re.compile(r"[gG]$"), "groups"), (re.compile(r"C$|[Cc]_?\{?(?:in|i)\}?$|M$"), "in_channels"), (re.compile(r"[Cc]_?\{?(?:out|o)\}?$|N$"), "out_channels"))


_TOLD = ("in_channels", "out_channels", "groups")  # what a note's own declarations may say that a letter is


def read(view: View) -> Iterator[Reading]:
    """The channels of one filter, as a formula of all channels and the groups."""
    s = view.sentence
    text = flat(s)
    if not view.in_prose or not (_FILTER.search(text) and _SEES.search(text)) or s.has("not", "hedged", "question") or not _of_groups(view):
        return
    for span in s.formulas:
        letters = symbols(span.formula.value)
        roles = {x: role for x in letters for pattern, role in _ROLES if pattern.match(x)}
        split = {letter for _, _, letter, role in view.outline.bindings if role == "groups"}  # "g channels" gives g no other meaning
        roles |= {x: view.letters[x] for x in roles if view.letters.get(x) in _TOLD and not (roles[x] == "groups" and x in split)}
        if not letters or len(roles) < len(letters) or "groups" not in roles.values() or len(set(roles.values())) < len(roles) or not _AFTER.match(text, span.end):
            continue
        groups = next(x for x, role in roles.items() if role == "groups")
        where = ", ".join(f"{x} = {role}" for x, role in roles.items() if role != "groups")
        yield Reading(
            f"kernel_shape(conv2d, groups={groups}, of=filter) == (K, K, {to_text(span.formula.value)}) where K = kernel_size{', ' + where if where else ''}",
            span.start, span.end, firm=True, predicate="kernel_shape",
        )  # fmt: skip
        return


def _of_groups(view: View) -> bool:
    """Whether groups are what the sentence, its item or its heading is about."""
    outline, s = view.outline, view.sentence
    over = (s.block, *outline.ancestors(s.block), *list(outline.headings(s.block))[:1])
    named = [e for b in over for e in outline.sentences[b]]
    return any(_GROUPS.search(e.words) for e in named) and not any(re.search(r"group norm|グループ正規化", e.words, re.IGNORECASE) for e in named)
