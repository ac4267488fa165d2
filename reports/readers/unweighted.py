"""What needs no formula to be counted: layers without weights (or said to have some), and what biases add."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...properties.rendering import to_text
from ..reading import Reading, View, inherited_note, known, letters_in, runnable, statements
from ..vocabulary import family

_SOME = re.compile(r"\b(?:has|have|with|introduces?|adds?|contains?|learns?)\s+(?:its own |their own |some |many )?(?:learnable|trainable|learned|free)?\s*(?:parameters|weights)\b", re.IGNORECASE)
_UNLEARNED = ("max_pool2d", "avg_pool2d", "global_avg_pool2d", "pool", "relu", "sigmoid", "softmax")


def read(view: View) -> Iterator[Reading]:
    """The layers without weights that the sentence names, and what it says of biases."""
    yield from _none(view)
    yield from _biases(view)
    yield from _summed(view)


_SUMMED = re.compile(
    r"(?<![\d,.])(\d[\d,]*)\s*(?:個の)?(?:weights|parameters|個)?[^.。\d]{0,12}?(?:plus|and|\+|と)\s*(?:バイアス(?:の)?\s*)?(\d[\d,]*)\s*(?:個の?)?(?:bias(?:es)?|バイアス|個)"
    r"[^.。\d]{0,24}?(?<![\d,])(\d[\d,]*)\s*(?:parameters|weights|params|個|in (?:all|total))",
    re.IGNORECASE,
)


def _summed(view: View) -> Iterator[Reading]:
    """2,940 weights plus 20 biases, 2,960 parameters in all."""
    s = view.sentence
    found = _SUMMED.search(s.text.chars) if s.has("bias") else None
    if found:
        weights, biases, total = (int(g.replace(",", "")) for g in found.groups())
        yield Reading(f"{weights} + {biases} == {total}", found.start(), found.end(), subject="conv2d", predicate="params")


def _some(view: View) -> Iterator[Reading]:
    """A pooling or an activation that is said to have parameters."""
    s = view.sentence
    found = _SOME.search(s.words)
    if not found or not view.polarity(found.start()) or s.has("question") or re.search(r"[?？]\s*$|\b(?:no|not|nor|zero|fewer|without|neither|should|would|if)\b", s.words, re.IGNORECASE):
        return
    own = [m.tag for m in s.subjects if m.end <= found.start()]
    if own and all(tag in _UNLEARNED for tag in own):
        yield Reading(f"params({runnable(own[-1])}) > 0", found.start(), found.end())


_BIAS_ADDS = re.compile(r"(?:バイアス(?:項)?(?:を(?:入れ|加え|含め|付け)[^。、]{0,6}|で|の分|が)?[^。、]{0,20}?(?:増え|加わ|追加|足され|ぶん)|\bbias(?:es)?\s+(?:adds?|contributes?|brings?|costs?)|(?:adds?|plus)\s+[^.,]{0,12}bias)", re.IGNORECASE)
_BIAS_EACH = re.compile(r"バイアス[^。]{0,12}(フィルタ|出力チャン?ネル|入力チャン?ネル|カーネル|画素|重み)(?:1|一|ひと)?(?:枚|つ|個)?(?:ごと|につき|に|毎に|あたり)[^。]{0,6}(?:1|一|ひと)(?:つ|個)|one bias (?:per|for each|for every) (filter|output channel|kernel|input channel|weight|pixel)|each (filter|output channel|kernel|input channel) has (?:one|a single|a|its own) bias", re.IGNORECASE)


def _biases(view: View) -> Iterator[Reading]:
    """What the biases add: one for each filter, M in all."""
    s = view.sentence
    each = _BIAS_EACH.search(s.words)
    if each and not re.search(r"not|ない|ません", s.words[each.end() :][:12]):
        what = next(g for g in each.groups() if g).lower()
        count = {"フィルタ": "M", "出力チャネル": "M", "出力チャンネル": "M", "カーネル": "M", "filter": "M", "output channel": "M", "kernel": "M", "入力チャネル": "C", "入力チャンネル": "C", "input channel": "C"}.get(what)
        if count:
            yield Reading(f"params(conv2d, bias=true) == params(conv2d, bias=false) + {count}", each.start(), each.end())
        return
    if not _BIAS_ADDS.search(s.words) or not s.has("parameters"):
        return
    for span in s.formulas:
        letters = letters_in(span)
        if letters and len(span.formula.sides) == 1 and len(letters) <= 2 and re.match(r"\s*(?:個|つ|(?:more |extra |additional )?(?:parameters|weights))", s.words[span.end :]):
            node = span.formula.value
            found = statements(view, f"params(conv2d, bias=true) == params(conv2d, bias=false) + {to_text(node)}", "conv2d", [node])
            if found:
                yield Reading(found[0][0], span.start, span.end, (), tuple(found[0][1:]))
            return


def _none(view: View) -> Iterator[Reading]:
    """No parameters at all."""
    mention = view.sentence.first("no_parameters")
    if not mention:
        yield from _some(view)
        return
    named = view.in_families(
        mention.start,
        "pooling",
        "activation",
        names=("conv2d", "linear", "depthwise_conv2d", "pointwise_conv2d"),
    )
    if named and known(named.subject):
        yield Reading(
            f"params({runnable(named.subject)}) == 0",
            mention.start,
            mention.end,
            inherited_note(named, view),
            sure=family(named.subject) in ("pooling", "activation"),
        )
