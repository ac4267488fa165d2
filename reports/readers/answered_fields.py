"""A field, or a number of layers, that stands as the answer behind its question: δ = 1, 3, 9 の3層で受容野はいくつか。(答:27)

The question tells the kernel and the dilations, in words or as letters that are given numbers; an answer in layers is to
reach as far as is said there, or as far as the answer before it came to.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import said
from ..sizes.layers import Layer, field_of, gathered, words
from ..text.sentences import Sentence
from .receptive_context import context_of, kernel_letters
from .receptive_needed import enough_layers as needed
from .repeated_fields import kernels_told

_ANSWER = re.compile(r"[(（\[]?\s*(?:答え?|解答?|正解|Ans(?:wer)?|A|→|⇒)\s*\d{0,2}\s*[:：.．)=は]?\s*(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})\s*(?:[x×]\s*(?P=n)\s*)?(?P<u>層|枚|段|layers?|samples?|pixels?|サンプル|標本|画素|ピクセル|点)?\s*(?:です|だ|である|必要)?\s*[)）\]。.]*\s*$", re.IGNORECASE)
_ASKS = re.compile(r"いくつ|いくら|何(?:層|枚|段|サンプル|標本|画素|ピクセル|点)|どれだけ|どこまで|求め|答えよ|計算せよ|\bfind\b|\bcompute\b|\bwhat\b|\bhow (?:many|far|large|big|wide)\b|[?？]", re.IGNORECASE)
_IN_LAYERS = re.compile(r"何(?:層|枚|段)|層(?:の)?数|\bhow many\b[^.?]{0,24}\blayers\b", re.IGNORECASE)
_STEPS = re.compile(r"(?:δ|\\delta|(?<![A-Za-z])[dr](?:_\w)?|dilations?|rates?|拡張率|膨張率|間隔|ダイレーション)\W{0,4}(?:are|of|=|が|は|を|:)?\W{0,3}(\d{1,4}(?:\s*(?:,|、|→|・|\band\b|と)\s*\d{1,4}){1,12})(?![\d.])", re.IGNORECASE)
_OTHERWISE = re.compile(r"stride|strid|pool|ストライド|プーリング|歩幅|…|\.\.\.|repeat|繰", re.IGNORECASE)
_SAME_FIELD = re.compile(r"同じ(?:受容野|視野|範囲)|\bsame (?:receptive )?(?:field|reach|range|span)", re.IGNORECASE)
_ALL_ONE = re.compile(r"間隔\s*1|dilation\s*(?:of |= ?)?1|拡張率\s*1|普通|通常|without|ordinary|plain|dilation (?:なし|を使わず)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The number that answers a question about fields."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind in ("heading", "code", "fence"):
        return
    text = said(s)
    answer = _ANSWER.search(text)
    asked = _question(view, text, answer)
    if answer is None or asked is None or not words("topic").search(asked) or _OTHERWISE.search(asked):
        return
    value, in_layers = int(answer["n"].replace(",", "")), bool(answer["u"] and answer["u"][0] in "層枚段lL")
    if in_layers or _IN_LAYERS.search(asked):
        yield from _layers(view, asked, answer, value)
        return
    plan, own = _plan(view, asked)
    if plan:
        yield Reading(f"{field_of(plan)} == {value}", answer.start("n"), answer.end("n"), ("the layers of its question",), sure=own, firm=True, subject="dilated_conv")


def _question(view: View, text: str, answer: re.Match[str] | None) -> str | None:
    """The words that ask: those before the answer in its sentence, else the sentence before it."""
    if answer is None:
        return None
    before = text[: answer.start()]
    if _ASKS.search(before):
        return before
    s = view.sentence
    earlier: list[Sentence] = view.outline.sentences[s.block][: s.number] if not before.strip(" (（→⇒") else []
    return said(earlier[-1]) if earlier and _ASKS.search(earlier[-1].words) else None


def _plan(view: View, asked: str) -> tuple[tuple[Layer, ...], bool]:
    """The layers that a question tells, and whether it alone tells them all."""
    layers = gathered(asked)
    steps = _STEPS.findall(asked)
    dilations = tuple(int(n) for n in re.findall(r"\d+", steps[0])) if len(steps) == 1 else layers.dilations
    own = kernels_told(view, asked, [])
    told = layers.size or (own[0] if len(own) > 1 or own != [2] else 0)
    kernel = told or context_of(view).merged().size
    if not kernel or not dilations or (layers.count and layers.count != len(dilations)):
        return (), False
    return tuple((kernel, 1, d) for d in dilations), bool(told) and not layers.apart


def _layers(view: View, asked: str, answer: re.Match[str], value: int) -> Iterator[Reading]:
    """So many layers without holes see as far as was asked for before."""
    if not (_SAME_FIELD.search(asked) and _ALL_ONE.search(asked)):
        return
    for earlier in _before(view):
        plan, own = _plan(view, earlier)
        if plan and value > 1:
            wanted = 1 + sum((k - 1) * d for k, _, d in plan)
            yield Reading(needed(plan[0][0], value, wanted), answer.start("n"), answer.end("n"), ("as many layers as see so far",), sure=own and not gathered(asked).size, firm=True, subject="conv2d")
            return


def _before(view: View) -> Iterator[str]:
    """The questions of the items before, the nearest first."""
    outline, block = view.outline, view.sentence.block
    kernel_letters(view)
    for at in range(block - 1, max(-1, block - 3), -1):
        yield from (said(e) for e in reversed(outline.sentences[at]) if _ASKS.search(e.words))
