"""What needs no formula to be counted: layers without weights (or said to have some), and weights with their biases."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..counting import plain
from ..reading import Reading, View, inherited_note, known, runnable
from ..vocabulary import family

_WHAT = r"(?:(?:学習|訓練)(?:可能な|する|すべき|対象の|させる)?\s*(?:パラメーター?|重み|もの|値|変数|量)|パラメーター?|重み)(?:の?数|量)?"
_NOTHING = re.compile(
    rf"{_WHAT}\s*(?:は|が|を|も|:|=|など)*\s*(?:一切|全く|まったく|ひとつも|[1一]つも|特に)?\s*(?:な(?:い|く|し)|無(?:い|く|し)|あ(?:り|る(?:わけ|もの)では)(?:ません|な)|も(?:たな|たず|ちません)|持(?:たな|たず|ちません|って(?:い)?な|って(?:い)?ません)|存在し(?:な|ま)|含ま(?:な|ず|れな)|不要|必要(?:な(?:い|く)|と(?:しな|せず))|ゼロ|0\s*個?(?![\d.,×*]))"
    r"|\b(?:no|zero|without (?:any )?|0|(?:not|n't) (?:have|has|add|introduce|contain|need|require)\w* any)\s+(?:\w+ )?(?:(?:learn|train)(?:able|ed)\s+|extra\s+|additional\s+|free\s+|new\s+)*(?:parameters|weights|params)\b|\bnothing (?:to|is|that is|gets) (?:learn|train)\w*|parameter-free|\b(?:parameters?|params|weights)\s*[:=]\s*(?:0|zero|none)\b(?![\d.,×*]|\s*[x*])|\blearns? nothing|nothing (?:is )?(?:learnt|learned|trained)",
    re.IGNORECASE,
)
_SOMETHING = re.compile(
    rf"{_WHAT}\s*(?:が|を|も)\s*(?:あ(?:る(?!わけ|の)|り(?!ま(?:せ)))|ありま(?!せ)|持(?:つ|ち(?!ま)|ちます|って)|存在(?:する|しま(?!せ))|含(?:む|まれ)|必要(?!な|と))"
    r"|\b(?:has|have|with|introduces?|adds?|contains?|learns?)\s+(?:its own |their own |some |many )?(?:learnable|trainable|learned|free)?\s*(?:parameters|weights)\b",
    re.IGNORECASE,
)
_HARDLY = re.compile(r"[?？]\s*$|\b(?:no|not|nor|zero|fewer|without|neither|should|would|if|unlike|like)\b|ない|ません|ず(?:に|、)|ではなく|違(?:い|って)|異な", re.IGNORECASE)
_UNLEARNED = ("max_pool2d", "avg_pool2d", "global_avg_pool2d", "pool", "relu", "sigmoid", "softmax", "tanh")
_SHORTCUT = re.compile(r"shortcut|skip|ショートカット|スキップ|恒等|identity", re.IGNORECASE)
_PROJECTED = re.compile(r"1\s*[x×]\s*1|projection|射影|線形変換", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The layers without weights that the sentence names, and what weights and biases come to."""
    yield from _none(view)
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


def _none(view: View) -> Iterator[Reading]:
    """A layer that is said to have no parameters at all, or some."""
    s = view.sentence
    text = plain(s.text.chars)
    nothing = _NOTHING.search(text)
    if s.has("question") and not s.japanese and not nothing:
        return
    if nothing:
        yield from _nothing(view, text, nothing)
    elif (something := _SOMETHING.search(text)) and not _HARDLY.search(s.words):
        own = [m.tag for m in s.subjects if m.end <= something.start() + 1 and not m.weak]
        named = view.in_families(something.start(), "pooling", "activation")
        if named and (not own or own[-1] == named.subject) and named.subject in _UNLEARNED and known(named.subject):
            yield Reading(f"params({runnable(named.subject)}) > 0", something.start(), something.end(), inherited_note(named, view), sure=bool(own))


def _nothing(view: View, text: str, nothing: re.Match[str]) -> Iterator[Reading]:
    s = view.sentence
    if re.search(r"ではな|わけではな|とは限ら|誤り|バイアスな|without bias", text[nothing.end() - 2 : nothing.end() + 12]):
        return
    if _SHORTCUT.search(text) and not _PROJECTED.search(text):
        if view.subject(nothing.start(), lambda n: n in ("residual_block", "resnet")):
            yield Reading("params(residual_block, kernel_size=3) == 2*9*C**2", nothing.start(), nothing.end(), ("the shortcut adds none to its two convolutions",), sure=False, subject="residual_block")
        return
    named = view.in_families(nothing.start(), "pooling", "activation", names=("conv2d", "linear", "depthwise_conv2d", "pointwise_conv2d"))
    if named and known(named.subject):
        plain_layer = family(named.subject) in ("pooling", "activation")
        own = any(m.tag == named.subject and not m.weak for m in s.subjects)
        yield Reading(f"params({runnable(named.subject)}) == 0", nothing.start(), nothing.end(), inherited_note(named, view), sure=plain_layer or (own and "dropout" not in text.lower()))
