"""The stacks that the text around an extent may mean: what is named there, put together in every way that notes do.

A note tells its layers in steps: kernels in one line, dilations in another, "then a pooling", layers one below the other,
"after the first pooling". Each way to put them together is a stack with a field that is worked out in closed form; only
the stacks that come to the stated extent are decided by running.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from .. import patterns as re
from ..reading import View
from ..sizes.extents import compared_squares, squares_in
from ..sizes.layers import Layer, Layers, field_of, gathered, number_of
from ..sizes.setting import sentences_above
from ..text.sentences import Sentence

Plan = tuple[Layer, ...]
FURTHEST = 10  # sentences above whose layers are put together
MOST = 240  # stacks that are tried
LONGEST = 64  # layers of a stack put together from several sentences
_AFTER = re.compile(
    r"\b(?:after|behind|at|past|following|of)\s+(?:the\s+)?(?:output of\s+)?(?:the\s+)?(?P<en>first|second|third|fourth|fifth|last|\d)(?:st|nd|rd|th)?\s+(?:\w+\s+)??(?P<kind>conv\w*|pool\w*|layer)"
    r"|(?:第\s*)?(?P<ja>[1-9一二三四五]|最初|最後)\s*(?:つ目|番目|層目|回目|個目|段目)?の?(?P<sort>畳み?込み|プーリング|conv\w*|pool\w*)(?:層)?(?:の)?(?:\s*)?(?:後|あと|出力|直後|まで|通)"
    r"|\b(?:after|behind|past|of)\s+(?:the\s+)?(?P<alone>conv\w*|pool\w*)|(?P<allein>畳み?込み|プーリング)(?:層)?の(?:後|あと|直後)",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\badd(?:ing|s|ed)?\b|\bappend|\bon top\b|追加|足[しすせ]|加え|重ね(?:て|る|た)と|挟", re.IGNORECASE)
_COMES_TO = re.compile(r"(?:→|->|=>|⇒|=|:)\s*(?P<v>\d{1,3}\s*[x×]\s*\d{1,3})(?!\s*[x×\d])\W*$")
_LABEL = re.compile(r"^\W*(?:(?:layer|block|conv|pool|stage)\s*[-_#]?\s*\d{1,2}|第?\d{1,2}層目?)\s*[:：.)]", re.IGNORECASE)
_ORDINALS = {"最初": 1, "last": -1, "最後": -1}
_BEGINS_THEN = re.compile(r"\W*(?:\d+[.)]\s*)?(?:and\s+)?(?:then|next|followed by|after that|afterwards|plus|the next|さらに|次に|次の|つぎに|その次の?|続いて|続けて|その後|そのあと|それから|\+)(?![a-z])", re.IGNORECASE)


def extent_of_plan(plan: Plan) -> int:
    """How far a stack sees, in closed form.

    >>> extent_of_plan(((3, 1, 1), (2, 2, 1), (3, 1, 1)))
    8
    """
    extent, step = 1, 1
    for kernel, stride, dilation in plan:
        extent += (kernel - 1) * dilation * step
        step *= stride
    return extent


def explaining(view: View, text: str, value: int, skip: tuple[int, ...], most: int = 3) -> list[str]:
    """The statements of the stacks around that come to an extent, the likeliest first."""
    plans = (p for p in islice(_stacks(view, text, skip), MOST) if extent_of_plan(p) == value)
    fields = (f"{field} == {value}" for p in dict.fromkeys(plans) if (field := field_of(p)))
    return list(islice(fields, most))


def _stacks(view: View, text: str, skip: tuple[int, ...]) -> Iterator[Plan]:
    """Every stack, those of the sentence's own words first."""
    own = gathered(text, 0, None, (*skip, *compared_squares(text)))
    above = _described(view)
    told = [own, *(layers for _, layers in above)]
    for layers in told:
        for base in (own, *told):
            for one in layers.over(base):
                yield from _with_prefixes(one)
        yield from (p for other in layers.elsewise(True) for p in other.plans())
    yield from _crossed(told)
    if going_on(text) or _ADDED.search(text):
        yield from _one_after_another([*above[::-1], ("", own)])


def _with_prefixes(layers: Layers) -> Iterator[Plan]:
    """A stack, and its beginnings where its layers differ (after the first of them)."""
    for plan in layers.plans():
        yield plan
        if len(set(plan)) > 1 and len(plan) <= LONGEST and not layers.dilated:
            yield from (plan[:n] for n in range(1, len(plan)))


def _crossed(told: list[Layers]) -> Iterator[Plan]:
    """The kernel of one sentence with the dilations, or the number of layers, of another."""
    kernels = list(dict.fromkeys(k for one in told for k in (one.kernel, *(e[0] for e in one.entries)) if k))[:4]
    counts = list(dict.fromkeys(n for one in told for n in (one.count, one.times, *(e[3] for e in one.entries)) if n))[:5]
    steps = list(dict.fromkeys(one.dilations for one in told if one.dilations))[:3]
    single = list(dict.fromkeys(one.dilation for one in told if one.dilation > 1))[:3]
    cycles = list(dict.fromkeys([1, *(one.cycles or one.times for one in told if one.cycles or one.times)]))[:3]
    doubling = any(one.doubling or one.dilations for one in told)
    for kernel in kernels:
        for times in cycles:
            for dilations in steps:
                yield tuple((kernel, 1, d) for d in dilations) * times
            for count in counts:
                if doubling and count < 13:
                    yield tuple((kernel, 1, 2**n) for n in range(count)) * times
                for dilation in (*single, 1):
                    if count * times <= LONGEST:
                        yield ((kernel, 1, dilation),) * (count * times)
        yield from (((kernel, 1, d),) for d in single)


def _one_after_another(told: list[tuple[str, Layers]]) -> Iterator[Plan]:
    """The layers of several sentences, one stack from any of them down to this one."""
    parts = [plans[0] for _, one in told if (plans := one.plans()) or (plans := _bare(one))]
    for start in range(len(parts)):
        joined = tuple(layer for part in parts[start:] for layer in part)
        if 1 < len(joined) <= LONGEST:
            yield joined


def _bare(layers: Layers) -> list[Plan]:
    """A kernel alone, as one layer."""
    return [((layers.size, 1, layers.dilation or 1),)] if layers.size else []


def _described(view: View) -> list[tuple[str, Layers]]:
    """The layers that the sentences above name, the nearest first, with their words."""
    if "stacks around" not in view.kept:
        found = []
        for earlier in islice(sentences_above(view), FURTHEST):
            text = _said(earlier)
            layers = gathered(text, 0, None, squares_in(text))
            if not layers.empty:
                found.append((text, layers))
        view.kept["stacks around"] = found
    return view.kept["stacks around"]


def listed_above(view: View) -> tuple[tuple[int, int, int, int], ...]:
    """The layers of the items (or lines) right above, where each of them tells one: conv 3x3 → 3, pool 2x2 → 4."""
    outline, block = view.outline, view.sentence.block
    mine, found = outline.blocks[block], []
    for at in range(block - 1, max(-1, block - 1 - LONGEST), -1):
        other = outline.blocks[at]
        if other.kind != mine.kind or other.parent != mine.parent or not outline.sentences[at]:
            break
        layer = _one_layer(" ".join(_said(e) for e in outline.sentences[at]))
        if layer is None:
            break
        found.append(layer)
    return tuple(reversed(found))


def _said(sentence: Sentence) -> str:
    from .receptive import said  # the sentence as extents are read in it

    return said(sentence)


def _one_layer(text: str) -> tuple[int, int, int, int] | None:
    """The one layer that a line of a list tells, the field that it tells left out."""
    text = _LABEL.sub(lambda m: " " * len(m[0]), text)
    layers = gathered(text, 0, None, (*squares_in(text), *(m.start("v") for m in _COMES_TO.finditer(text))))
    entries = layers.entries
    if not entries and layers.dilation and not (layers.count or layers.dilations):
        return (layers.kernel, 1, layers.dilation, 1)
    if len(entries) != 1 or entries[0][3] > 1 or layers.count > 1 or layers.dilated or layers.apart or not (entries[0][0] or layers.kernel):
        return None
    return (entries[0][0] or layers.kernel, entries[0][1], layers.dilation or entries[0][2], 1)


def up_to(text: str, base: Layers) -> Layers | None:
    """The beginning of a stack up to the layer that the words point out: after the first pooling."""
    found = _AFTER.search(text)
    if found is None or len(base.entries) < 2:
        return None
    kind = (found["kind"] or found["sort"] or found["alone"] or found["allein"] or "").lower()
    word = (found["en"] or found["ja"] or "").lower()
    pooled = kind.startswith(("pool", "プ"))
    of_kind = [n for n, (k, s, *_) in enumerate(base.entries) if kind == "layer" or pooled == _pools(k, s, base)]
    if not word:
        place = of_kind[-1] if len(of_kind) == 1 else None
    else:
        number = _ORDINALS.get(word) or number_of(word)
        place = of_kind[number - 1 if number > 0 else -1] if len(of_kind) >= abs(number) else None
    return replace(base, entries=base.entries[: place + 1]) if place is not None else None


def _pools(kernel: int, stride: int, base: Layers) -> bool:
    """Whether a layer of a stack is a pooling: its windows do not overlap, and are the smaller ones."""
    return stride > 1 and kernel <= 3 and any(e[0] > kernel or e[1] == 1 for e in base.entries)


def going_on(text: str) -> bool:
    """Whether a sentence goes on with a stack told above it: then a pooling of 2x2."""
    return bool(_BEGINS_THEN.match(text))


_ONE_MORE = re.compile(r"\b(?:put|add|stack|place)\w* another \d\s*[x×]\s*\d(?!\d)(?: (?!\w*pool)\w+){0,2}|\b(?:one|another|a (?:third|fourth|fifth|further)) (?:more|further)?(?: such| of (?:them|these|those))?(?: layers?)?(?=\s*(?:,|:|and|makes?|gives?|sees?|->|→|$))|\b(?:append|add|stack|put)\w* (?:another|one more|an?(?: (?:third|fourth|fifth|further|last))?)(?: \w+)? layer\b|もう\s*(?:1|一|ひと)\s*(?:つ|層|枚|段|回)|さらに\s*(?:1|一)\s*(?:層|枚|段)", re.IGNORECASE)


def with_one_more(text: str, fresh: Layers, base: Layers) -> Plan:
    """The layers told before with one more of their kind, where the words add one: its dilation is told, or goes on."""
    if not _ONE_MORE.search(text) or len(plans := base.plans()) != 1:
        return ()
    plan, own = plans[0], [e for e in fresh.entries if e[0]]
    if len({(k, s) for k, s, _ in plan}) != 1 or plan[0][1] != 1 or len(own) > 1 or (own and (own[0][1] > 1 or own[0][3] > 1)) or fresh.dilations or fresh.count not in (0, 1, len(plan) + 1):
        return ()
    kernel, _, rate = plan[-1]
    doubles = len(plan) > 1 and all(b[2] == 2 * a[2] for a, b in pairwise(plan))
    dilation = fresh.dilation or (2 * rate if doubles else rate)
    return (*plan, (own[0][0] if own else kernel, 1, dilation)) if doubles or fresh.dilation or len(set(plan)) == 1 else ()


_THE_END = re.compile(
    r"\b(?:units?|neurons?|outputs?|values?|activations?|pixels?|positions?|cells?|entries|entry)\b[^.;,]{0,16}\b(?:at|of|in|after|on) the (?:\w+ )?(?:end|top|last|final|output|pooling|stack)\b|\b(?:final|last|topmost) (?:units?|neurons?|outputs?|values?|activations?|map|layer)\b|\beach (?:output|final) (?:value|unit|pixel|position|neuron|activation)\b|\b(?:this|the) (?:(?:whole|entire|little|small|short|complete|resulting) )+(?:stack|network|net|chain|sequence)\b|\bat the end\b|\bfields?\b[^.;,]{0,12}\b(?:at|of|on) the (?:very )?(?:end|top|last|final|output|stack)\b|\b(?:one|a|each|every) (?:pooled|final|resulting) (?:unit|pixel|value|neuron|cell|position)\b"
    r"|(?:最後|最終|一番上|いちばん上|最上|末端)(?:の|段|層)*(?:出力|ユニット|ニューロン|1?\s*(?:点|画素)|プーリング)?[^。、]{0,12}(?:受容野|視野|見え|見る|見て)",
    re.IGNORECASE,
)
_JOINED_BY = re.compile(r"\bfollow(?:ed|s) by\b|\bis followed\b|\bthen\b|->|→|⇒|\bafter (?:that|which|it)\b|続け|その(?:後|あと)|次に|順に|の順|\band (?:again|another|finally|lastly)\b", re.IGNORECASE)
_PLAIN = re.compile(r"parallel|branch|residual|skip|shortcut|concat|transposed|upsampl|deconv|並列|残差", re.IGNORECASE)


def whole_stack(view: View, text: str) -> Plan | None:
    """The stack that the sentences just above tell from its beginning to its end, where the end is what is spoken of."""
    near = [e for e in islice(sentences_above(view), NEAREST) if view.sentence.block - e.block <= 1]
    above = [e for e in near if e.block == view.sentence.block] or near
    if not (_THE_END.search(text) or (above and _ASKED_OF_IT.search(above[0].words) and _THE_END.search(_said(above[0])))):
        return None
    told = [(_said(e), layers) for e in above if not (layers := gathered(_said(e), 0, None, squares_in(_said(e)))).empty]
    joined = all(_SITS_BEHIND.search(words) for words, _ in told[:-1]) if len(told) > 1 else bool(told) and bool(_JOINED_BY.search(told[0][0]))
    if not joined or any(_PLAIN.search(words) or layers.apart for words, layers in told):
        return None
    plans = [layers.plans() for _, layers in told[::-1]]
    whole = tuple(layer for one in plans if len(one) == 1 for layer in one[0])
    return whole if all(len(one) == 1 for one in plans) and len(whole) > 1 else None


NEAREST = 4  # sentences above that tell such a stack
_ASKED_OF_IT = re.compile(r"[?？]\s*$")
_SITS_BEHIND = re.compile(
    r"\b(?:right |directly |immediately )?(?:behind|after|on top of|above) (?:it|that|this|them)\b|\b(?:then|next) (?:comes?|follows?|we|there|an?)\b|^\W*(?:then|next|it is followed)\b|\bfollows?\b"
    r"|(?:その|この|すぐ)(?:後ろ|うしろ|後|あと|上|次)に|続(?:けて|いて|く)|次に|^\W*(?:次は|さらに)", re.IGNORECASE
)
