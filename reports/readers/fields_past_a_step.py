"""Fields told behind a layer that steps: "7x7 with stride 2, then a 3x3 pooling: by now a neuron sees 11x11", not 9x9.

The layers stand in the order of their sentences, in the paragraph that ends with the field. What a layer behind a step of
two adds is twice its window less one; a field that is what the layers come to if nobody steps is a well-known mistake, and
nothing else is refuted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import said, sees
from ..sizes.layers import field_of, number_of, words
from ..sizes.setting import sentences_above
from ..text.numerals import NUMERALS
from .receptive_stacks import extent_of_plan

Plan = tuple[tuple[int, int, int], ...]
LARGEST_WINDOW = 11
MOST_LAYERS = 12
MOST_SENTENCES = 6
IN_ORDER = "the layers of the paragraph, one after another"
_WINDOW = re.compile(r"(?<![\d.x*])(?P<k>\d{1,2})\s*x\s*(?P=k)(?!\d|\s*[x*]\s*\d|\.\d)", re.IGNORECASE)
_KIND = re.compile(
    r"[^\d.;。、,]{0,26}?(?:(?P<pool>pool\w*|プーリング)|conv\w*|畳|layers?\b|filters?\b|kernels?\b|層|フィルタ|カーネル|one\b|ones\b)|\s*(?:の)?\s*[(（]\s*(?:with )?(?:s\b|stride|ストライド)|\s*,?\s*(?:/\s*[2-4]|s\s*=|stride|ストライド)",
    re.IGNORECASE,
)
_POOL = re.compile(r"pool|プーリング", re.IGNORECASE)
_STEP = re.compile(
    r"(?:strides?|ストライド|歩幅|刻み幅?|(?<![A-Za-z])s(?=\s*=))\s*(?:of|=|:|は|が|を|幅)?\s*(?P<n>\d|one|two|three|four|一|二|三)(?!\d|\.\d)|(?<=\d)\s*/\s*(?P<s>[2-4])(?!\d|\.\d)"
    r"|(?P<m>[2-4二三])\s*(?:画素|ピクセル|マス)?ずつ(?:ずら|動|進)|(?P<e>two|three|2|3)[- ]?(?:pixels?|steps?)? at a time", re.IGNORECASE
)  # fmt: skip
_BEFORE = re.compile(
    r"(?:^|[^\w.])(?P<n>two|three|four|five|[2-5])\s+(?:(?:more|such|stacked|further|successive|consecutive|plain|ordinary|standard|of the)\s+)*$|(?P<j>[2-5二三四五])\s*(?:つ|層|枚|回|個|段)の\s*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"^[^\d。.、,;]{0,16}?(?:を|が|の)?\s*(?P<j>[2-5二三四五])\s*(?:つ|層(?!目)|枚(?!目)|回(?!目)|個(?!目)|段(?!目))", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:the|this|that|these|those|our)\s+(?:first |second |third |last |lower |upper |same |final )?$|(?:この|その|上の|先の|さっきの|先ほどの)\s*$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"dilat|拡張|膨張|atrous|穴|transposed|転置|up-?conv|deconv|\bbranch|分岐|並列|in parallel|\beither\b|\bor\b|または|あるいは|もしくは|\binstead|代わり|かわり|置き換え|replac|residual|skip|without (?:the )?(?:pool|stride)|プーリングがな|ストライドがな|\bif\b|もし|仮に|忘れ|forget|mistak|間違|誤|ではな|でなく|\bnot\b|n't\b|\bbetween\b|間に|挟|\bblocks\b|ブロック|前に|手前|\b(?:before|ahead of|precede[ds]?(?: by)?|follows|behind|sits? on|stands? on)\s+(?:it|them|(?:an?|the|two|three)\s[^.]{0,12}\d)"
    r"|compar|比べ|\bversus\b|\bvs\b|より(?:も)?(?:広|狭|大|小)|重み|パラメ|weights|param",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:\b(?:total(?: of)?|makes?(?: it| that)?|making(?: it)?|(?:is|are|we're|it's)(?: now)? at|up to|gives?|giving|becomes?|is|to|reach(?:es|ing)?|sees?|seeing|looks? at|looking at|covers?|covering|spans?|views?|takes? in|region of|area of|window of|patch of|field of|of|get|arrive at|end up (?:at|with))|[=:→]|->|合計(?:で|は)?|計|全部で|あわせて|合わせて|受容野[はがも]|[はがで、]|範囲[はが]|視野[はが])"
    r"\s*(?:an? |the |now |already |only |just |about |total of |all of |(?:入力|元の?画像|画像)の\s*|約\s*)*(?P<v>\d{1,3})(?:\s*x\s*(?P=v))?(?!\d|\.\d|\s*[x*/]\s*\d|\s*(?:層|枚|回|つ|個|倍|ch|チャ|channels?|filters?|layers?|conv|pool|more|%|の(?:畳|プーリング|カーネル|フィルタ)))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Told:
    """The layers of one sentence, and whether the step of its last one is known."""

    layers: Plan
    open_step: bool


def read(view: View) -> Iterator[Reading]:
    """The field at the end of a paragraph that tells layer after layer."""
    s = view.sentence
    if not view.in_prose or len(s.words) > 260 or words("epistemic").search(s.words) or words("asked").search(s.words):
        return
    text = said(s).replace("×", "x")
    values = list(_TO.finditer(text))
    if not values or re.search(r"[?？]\s*$", text):
        return
    before = [said(e).replace("×", "x") for e in islice(sentences_above(view), MOST_SENTENCES) if e.cell is None and e.block >= s.block - 1][::-1]  # each line may be a block
    own = [said(e).replace("×", "x") for e in view.outline.sentences[s.block] if e.number < s.number and e.cell is None]
    if any(_WINDOW.search(t) for t in own):
        before = own[-MOST_SENTENCES:]  # the paragraph has layers of its own
    value = values[-1]
    passage = [*before, text[: value.start("v")]]
    if any(_ELSE.search(t) for t in (*before, text)) or not (words("topic").search(text) or sees(text) or re.search(r"\bthe (?:\w+ )?field\b", text) or any(words("topic").search(t) for t in before)):
        return
    told = [one for t in passage if (one := _layers(t)) is None or one.layers]
    if not told or any(one is None for one in told):
        return
    known = [one for one in told if one is not None]
    plan = tuple(layer for one in known for layer in one.layers)
    if not 2 <= len(plan) <= MOST_LAYERS or any(one.open_step for one in known[:-1]) or not any(step > 1 for _, step, _ in plan[:-1]):
        return
    field, claimed = extent_of_plan(plan), int(value["v"])
    careless = extent_of_plan(tuple((k, 1, d) for k, _, d in plan))
    others = {extent_of_plan(tuple(x for one in some for x in one.layers)) for n in range(1, len(known)) for some in combinations(known, n)}
    if claimed == field or (claimed == careless and claimed not in others):
        yield Reading(f"{field_of(plan)} == {claimed}", value.start("v"), value.end(), (IN_ORDER,), firm=True, subject="conv2d")


def _number(word: str) -> int:
    return NUMERALS.get(word.lower()) or number_of(word.lower()) or int(word)


def _layers(text: str) -> _Told | None:
    """The layers that a sentence tells in order; None where it tells one in a way that leaves it open."""
    found = [m for m in _WINDOW.finditer(text) if int(m["k"]) <= LARGEST_WINDOW and _KIND.match(text, m.end()) and not _AGAIN.search(text[: m.start()])]
    layers: list[tuple[int, int, int]] = []
    open_step = False
    for n, m in enumerate(found):
        until = found[n + 1].start() if n + 1 < len(found) else len(text)
        stretch = text[m.end() : until]
        steps = {_number(next(g for g in x.groups() if g)) for x in _STEP.finditer(stretch)}
        kind = _KIND.match(text, m.end())
        pool = bool(kind and kind["pool"]) or bool(_POOL.search(stretch))
        if len(steps) > 1 or (pool and kind and not kind["pool"] and not re.match(r"\s*[(（]", stretch)) or open_step:
            return None
        count = _BEFORE.search(text[: m.start()]) or _BEHIND.search(stretch)
        times = _number(next(g for g in count.groups() if g)) if count else 1
        window = int(m["k"])
        step = steps.pop() if steps else window if pool and window == 2 else 1
        open_step = pool and step == 1 and window > 2
        layers += [(window, step, 1)] * times
    return _Told(tuple(layers), open_step)
