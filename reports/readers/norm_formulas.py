"""The arithmetic of a normalisation: its formula, in LaTeX, plainly, as code or in words; its mean; what comes out.

(x - μ)/√(σ² + ε), γ·x̂ + β, "subtract the mean and divide by the variance", μ = 1/(NHW) Σ x, 平均 0・分散 1. What stands there is
taken as it is, roots, epsilons and swapped letters included, and compared with the reference.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View
from ..scope import NEARBY, Named
from ..vocabulary import family, labelled
from .norm_expression import formulas_in, sums_in
from .norm_own_letters import in_customary_signs
from .norm_sense import asserts, hedged, mode_of
from .norm_steps import steps_told
from .norms import NORMS, Stretch, note_of, plain, stretches, titled, widened

_HAT = "((x - mean) / sqrt(var + eps))"
_SUBTRACT = re.compile(r"平均(?:値)?(?:との差|からの(?:差|偏差|ずれ))|\b(?:difference|deviation) (?:from|to) (?:the|its) mean|平均(?:値)?(?:を|が)?(?:引|減|差し引)|\bsubtract\w*[^.;]{0,20}\bmeans?\b|\bmeans?\b[^.;]{0,16}\bsubtracted|(?:\bminus the mean|\bcent(?:er|re)d?\b)", re.IGNORECASE)
_DIVIDE = re.compile(
    r"(?P<ja>(?:分散|標準偏差|(?:二|2)乗平均)[^。;]{0,40}?)(?:で|によって)(?:割|除|スケール)|\bdivid\w+[^.;]{0,10}\bby (?P<en>[^.;]{0,60})", re.IGNORECASE
)  # fmt: skip
_ROOT = re.compile(r"平方根|ルート|√|\bsquare[- ]root\b|\broot\b|\bsqrt\b", re.IGNORECASE)
_DEVIATION = re.compile(r"標準偏差|ばらつき|\bstandard deviation\b|\bstd\b", re.IGNORECASE)
_EPS = re.compile(r"ε|epsilon|\beps\b|微小|小さな(?:値|定数|数)|small (?:constant|number|value)", re.IGNORECASE)
_MULTIPLIED = re.compile(
    r"(?P<a>γ|β|gamma|beta)\s*(?:を|で)(?:掛|乗|かけ|スケール|拡大)|\b(?:multipl\w+|scal\w+)[^.;]{0,16}?\bby (?P<b>γ|β|gamma|beta)|(?P<c>γ|β|gamma|beta)倍", re.IGNORECASE
)  # fmt: skip
_ADDED = re.compile(
    r"(?P<a>γ|β|gamma|beta)\s*(?:を|だけ)(?:足|加|シフト|ずら)|\b(?:shift\w*|offset\w*|add\w*)[^.;]{0,12}?\b(?:by )?(?P<b>γ|β|gamma|beta)|\b(?P<c>γ|β|gamma|beta) (?:is )?added", re.IGNORECASE
)  # fmt: skip
_DIVISOR = re.compile(
    r"(?:分散|variance)[^。.;]{0,40}?(?:(?P<not>(?:[mnN]|NHW)\s*(?:-\s*1)?)\s*(?:で(?:は)?な(?:く(?:て)?|い))\s*(?P<v>(?:[mnN]|NHW)\s*(?:-\s*1)?)\s*で割|(?P<w>(?:[mnN]|NHW)\s*(?:-\s*1)?)\s*で割)"
    r"|\bvariance[^.;]{0,40}\b(?:divid\w+ by|(?:with|has|uses?)(?: the| a)? (?:divisor|denominator)(?: of)?|(?:divisor|denominator) (?:is|=)) (?P<x>(?:[mnN]|NHW)\s*(?:-\s*1)?)(?!\w)"
    r"|\b(?:divid\w+ by|(?:divisor|denominator)(?: of)?) (?P<y>(?:[mnN]|NHW)\s*(?:-\s*1)?)(?!\w)[^.;,]{0,24}\bvariance", re.IGNORECASE,
)  # fmt: skip
_ESTIMATE = re.compile(  # the variance by its name
    r"(?P<minus>不偏分散|\bunbiased (?:\w+ )?(?:variance|estimat\w+)|\bBessel.s correction)|(?:偏りのある|標本)分散|\b(?:biased|population) (?:\w+ )?variance", re.IGNORECASE
)
_USED = re.compile(r"(?:を|で|が)\s*(?:用い|使|計算|求め|正規化|割)|\b(?:uses?|using|used|divid\w+|normali[sz]\w+|computes?|computed|applies|applied)\b", re.IGNORECASE)
_NORMALISES = re.compile(r"正規化|学習|訓練|\b(?:normali[sz]\w+|training)\b", re.IGNORECASE)
_LATER = re.compile(r"推論|移動(?:平均|分散)|テスト|評価|\b(?:inference|test(?:ing)?|evaluation|running|moving|population)\b", re.IGNORECASE)
_IF_ONE_DID = re.compile(r"\b(?:would|could|might|if)\b|なら|れば|とすれば|こともある|場合もある", re.IGNORECASE)
_NOT_USED = re.compile(r"ではな|でな[くい]|じゃな|せず|しない|使わ|用いな|なく|\b(?:not|rather|instead|no|never|without)\b|n't|違い|異な|differ|PyTorch|frameworks?|フレームワーク|TensorFlow", re.IGNORECASE)
_ROLES = re.compile(
    r"(?P<l>γ|β|gamma|beta)\s*(?:is|は|:|：|が|=)?\s*(?:the\s+|an?\s+)?(?:(?P<scale>scale|scaling|gain|multiplier|スケール|倍率|拡大)|(?P<shift>shift|offset|bias|シフト|オフセット|ずら|平行移動))", re.IGNORECASE
)  # fmt: skip
_NOT_CENTRED = re.compile(r"平均(?:値)?(?:を|は)?(?:引か(?:ず|ない)|減算せず|使わ(?:ず|ない))|\b(?:without|not|never|no|n't|skips?|omits?|drops?)\b[^.;,]{0,24}\b(?:mean|subtract\w*|cent(?:er|re|ring|ering)\w*)", re.IGNORECASE)
_MEAN_SQUARE = re.compile(r"(?:二|2)乗平均(?:の)?平方根|(?:二|2)乗の平均の(?:平方根|ルート)|\broot[- ]mean[- ]square\b|\bRMS\b(?! ?Norm)|(?:square )?root of the mean (?:of the )?squares?", re.IGNORECASE)
_BY_ROOT = re.compile(r"で(?:割|除|スケール)|\bdivid|\bby its RMS", re.IGNORECASE)
_SHORT = {"BN": "batch_norm", "LN": "layer_norm", "IN": "instance_norm", "GN": "group_norm"}
_DEFINED = re.compile(r"(?:σ|sigma|var\w*)[^=。]{0,24}?(?:\^\s*\{?2\}?|²)[^=。]{0,12}=[^=。]{0,120}?\+\s*(?:ε|eps)", re.IGNORECASE)
_PARTS = r"(?P<{0}>√\s*(?:\([^()]{{1,24}}\)|(?:(?!\band\b|と|β|beta|γ|gamma|,)[^、。;()]){{1,24}})|sqrt\s*\([^()]{{1,24}}\)|σ(?:\s*\^?\s*2|²)?|標準偏差|分散|平均|μ|(?:the\s+)?(?:(?:batch|mini-?batch)\s+)?(?:standard deviation|variance|mean)|std|sigma|mu|var)"
_CHOSEN = {
    "gamma": re.compile(r"(?:γ|gamma)\s*(?:_\w)?\s*(?:=|:=|を|が|に|→|←|is|equals?|equal to|to|set to|learns?)\s*" + _PARTS.format("v"), re.IGNORECASE),
    "beta": re.compile(r"(?:β|beta)\s*(?:_\w)?\s*(?:=|:=|を|が|に|→|←|is|equals?|equal to|to|set to|learns?)\s*" + _PARTS.format("v"), re.IGNORECASE),
}
_IDENTITY = re.compile(r"恒等|(?:元|もと|正規化前)の(?:値|入力|活性)?[^。、]{0,6}(?:に)?(?:戻|復元)|(?:に|を)(?:戻せ|戻る|戻す)|打ち消|そのまま(?:出|通)|\bidentity\b|\brecover|\bundo|\brestor|\boriginal (?:activations?|values?|inputs?)|\bcancel", re.IGNORECASE)
_HATTED = re.compile(r"\\hat\s*\{?\s*(?:\\boldsymbol\s*\{?\s*|\\bm\s*\{?\s*)?(?:\\sigma|σ)|σ̂", re.IGNORECASE)
_ABLE = re.compile(r"\b(?:lets?|can|could|allows?|able|enables?|so that|if (?:it|needed))\b|でき(?:る|ます)|られる|可能|せ(?:る|ます)|れる", re.IGNORECASE)
_ADDS_EPS = re.compile(r"(?:ε|epsilon|\beps\b|constant|定数)[^.。]{0,40}(?:added|adding|足|加え)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Every formula, spoken or written."""
    s = view.sentence
    if not asserts(view) or (s.cell is not None and not s.formulas):
        return
    yield from _written(view)
    for stretch in stretches(view, generic="batch_norm") or _of_the_normalised(view):
        found = itertools.chain(_spoken(view, stretch), _identity(view, stretch), _divisor(view, stretch))
        yield from (widened(stretch, reading) for reading in found)


def _of_the_normalised(view: View) -> list[Stretch]:
    """x_hat is the normalised value of whichever normalisation: they agree on it."""
    text = plain(view.sentence)
    if not re.search(r"x_?hat|x\u0302|hat\s*\{?\s*x|正規化|normali[sz]", text) or (not re.search(r"hat|\u0302", text) and not re.search(r"γ[^。]{0,24}β", text)) or any(family(m.tag) == "foreign" for m in view.sentence.subjects):
        return []
    return [Stretch(0, len(text), text, (Named("batch_norm", "the formula", view.sentence.block),), own=False)]


# Written


def _written(view: View) -> Iterator[Reading]:
    """Formulas in x, μ, σ, ε, γ, β; and the sum that a mean or a variance is."""
    s = view.sentence
    named = _about(view)
    subject = named.subject if named else "batch_norm"
    sure = named is not None and not hedged(view)  # one formula for all of them: whichever it is about
    shared = subject in ("batch_norm", "layer_norm", "instance_norm", "group_norm")  # whichever of them stands above
    note = (f"{named.subject} in {named.where}",) if named and named.where and not shared else ()
    for text, start, end in formulas_in(in_customary_signs(view, s.text.chars)):
        right = text.replace("xhat", _HAT)
        claim = f"norm_formula({subject}) == {right}"
        estimated = _HATTED.search(s.text.chars[start:end]) is not None  # the estimate of a textbook that puts eps into it
        if "eps" not in text and "std" in text and (_eps_later(view) or estimated):
            yield Reading(claim.replace("std", "sqrt(var + eps)"), start, end, note, (claim,), sure=sure)
        else:
            if "gamma" in text and "beta" not in text:  # the shift is left out
                claim = claim.replace(")", ", beta=0)", 1)
            whichever = named is None and ("xhat" in text or "eps" in text)  # the small constant is of a normalisation
            yield Reading(claim, start, end, note, sure=sure or (whichever and not hedged(view)))
    labels = [m for m in labelled(s.text.chars) if m.tag in NORMS]
    for kind, axes, biased, start, end in sums_in(s.text.chars):  # each with the label that it stands behind
        if before := [m for m in labels if m.start <= start]:
            named = Named(before[-1].tag, "", s.block)
            subject, note, sure = named.subject, (), not hedged(view)
        if subject == "rms_norm":
            continue  # the mean of the squares is no variance
        if named is None or mode_of(s.text.chars) == "evaluation":
            continue
        sure = sure and named.where != NEARBY
        if kind == "deviations":  # whose sum is 0
            yield Reading(f"norm_formula({subject}) == (x - mean) / sqrt(mean - mean + eps)", start, end, note, sure=sure)
        elif kind == "variance" and not biased:
            yield Reading(f"norm_formula({subject}) == (x - mean) / sqrt(squares / (n - 1) + eps)", start, end, note, sure=sure)
        elif axes:
            whole = axes != ("N",)  # of vectors, or of maps with their positions: it is not told
            yield Reading(f"normalised_over({subject}) == {{{', '.join(axes)}}}", start, end, note, sure=sure and whole)
        elif kind == "variance":
            yield Reading(f"norm_formula({subject}) == (x - mean) / sqrt(squares / n + eps)", start, end, note, sure=sure)


def _eps_later(view: View) -> bool:
    """Whether the text just below says that a small constant is added to the variance."""
    s, outline = view.sentence, view.outline
    if _DEFINED.search(plain(s)):
        return True
    below = outline.sentences[s.block][s.number + 1 :]
    below = below + [e for block in outline.sentences[s.block + 1 : s.block + 2] for e in block]
    return any(_ADDS_EPS.search(plain(e)) or _DEFINED.search(plain(e)) for e in below[:3])


def _about(view: View) -> Named | None:
    """The normalisation that a formula belongs to; "normalisation" in general stands for any."""
    s = view.sentence
    short = re.search(r"(?<![A-Za-z])(BN|LN|IN|GN)(?![A-Za-z])", s.text.chars)
    if short:
        return Named(_SHORT[short[1]], "", s.block)
    found = view.subject(len(s.words), lambda n: n in NORMS)
    if found is None:
        found = view.subject(len(s.words), lambda n: n == "norms")
        found = Named("batch_norm", found.where, found.block) if found else titled(view, "batch_norm")
    return found


# Spoken


def _spoken(view: View, stretch: Stretch) -> Iterator[Reading]:
    for right, others, start, end in steps_told(view, stretch.text):
        reading = _reading(view, stretch, f"norm_formula({{}}) == {right}", start, end)
        more = tuple(f"norm_formula({stretch.named[0].subject}) == {other}" for other in others)
        yield replace(reading, alternatives=(*reading.alternatives, *more))
    yield from _eps_place(view, stretch)
    yield from _roles(view, stretch)


_EPS_WORD = r"(?:ε|epsilon|\beps\b|微小(?:な)?(?:値|定数|量)|small constant)"
_ROOT_WORD = r"(?:平方根|根号|ルート|√|(?:square[- ])?root|sqrt)"
_PLACED = re.compile(
    rf"{_EPS_WORD}[^。.;]{{0,40}}?(?:{_ROOT_WORD}\s*(?:の|記号の)?\s*(?:(?P<in>中|内|下|内側)|(?P<out>外|外側))|\b(?:(?P<in2>inside|under|within|beneath)|(?P<out2>outside|after))\s+(?:of\s+)?(?:the\s+)?(?:square[- ])?(?:root|sqrt|radical))"
    rf"|{_ROOT_WORD}\s*の\s*(?:(?P<in3>中|内|内側)|(?P<out3>外|外側))[^。;]{{0,16}}?{_EPS_WORD}"
    rf"|(?:(?P<in4>分散|variance)|(?P<out4>標準偏差|standard deviation))\s*(?:に|へ)[^。、]{{0,12}}?{_EPS_WORD}[^。、]{{0,6}}(?:足|加)|{_EPS_WORD}[^.;]{{0,24}}\badded to the (?:(?P<in5>variance)|(?P<out5>standard deviation|std))",
    re.IGNORECASE,
)


def _eps_place(view: View, stretch: Stretch) -> Iterator[Reading]:
    """Where the small constant stands: under the root with the variance, or outside, with the standard deviation."""
    m = _PLACED.search(stretch.text)
    if m is None or formulas_in(view.sentence.text.chars) or re.search(r"ではな|でな[いく]|\bnot\b|n't", stretch.text):
        return
    within = any(value for name, value in m.groupdict().items() if name.startswith("in"))
    under = "sqrt(var + eps)" if within else "(std + eps)"
    yield _reading(view, stretch, f"norm_formula({{}}, epsilon=positive) == (x - mean) / {under}", m.start(), m.end())


def _identity(view: View, stretch: Stretch) -> Iterator[Reading]:
    """γ = σ and β = μ give the input back: the scale and the shift are the sentence's."""
    text = stretch.text
    word = _IDENTITY.search(text)
    found = {key: m for key, pattern in _CHOSEN.items() if (m := pattern.search(text))}
    if not word or re.search(r"ない|ません|\bnot\b|n't", text):
        return
    if len(found) < 2:
        able = _ABLE.search(text)
        if able and not found and (re.search(r"γ|gamma|スケール|\bscale\b", text, re.IGNORECASE) and re.search(r"β|beta|シフト|\bshift\b", text, re.IGNORECASE)):
            yield _reading(view, stretch, "norm_formula({}, gamma=sqrt(var + eps), beta=mean) == x", min(word.start(), able.start()), max(word.end(), able.end()))
        return
    parts = {key: _part(m["v"]) for key, m in found.items()}
    if all(parts.values()):
        options = ", ".join(f"{key}={value}" for key, value in parts.items())
        places = [p for m in [word, *found.values()] for p in m.span()]
        yield _reading(view, stretch, f"norm_formula({{}}, {options}) == x", min(places), max(places))


def _part(text: str) -> str:
    """A measure of the input in the statement language: √(σ² + ε) is sqrt(var + eps)."""
    eps = bool(_EPS.search(text))
    if re.search(r"平均|μ|mean|\bmu\b", text, re.IGNORECASE):
        return "mean"
    squared = bool(re.search(r"分散|varian|\bvar\b|2|²", text, re.IGNORECASE))
    if _ROOT.search(text):
        return "sqrt(var + eps)" if eps else "sqrt(var)" if squared else ""
    return "" if eps else "var" if squared else "std"


def _roles(view: View, stretch: Stretch) -> Iterator[Reading]:
    """γ is the scale, β the shift."""
    said = {("gamma" if m["l"].lower() in ("γ", "gamma") else "beta"): m for m in _ROLES.finditer(stretch.text)}
    if len(said) == 2 and bool(said["gamma"]["scale"]) != bool(said["beta"]["scale"]):
        a, b = ("gamma", "beta") if said["gamma"]["scale"] else ("beta", "gamma")
        places = [p for m in said.values() for p in m.span()]
        yield _reading(view, stretch, f"norm_formula({{}}) == {a} * {_HAT} + {b}", min(places), max(places))


def _divisor(view: View, stretch: Stretch) -> Iterator[Reading]:
    """By what the sum of squares is divided for the variance."""
    m = _DIVISOR.search(stretch.text)
    named = None if m else _ESTIMATE.search(stretch.text)
    if not (m or named) or re.search(r"移動|running|moving|推論|inference|test", stretch.text, re.IGNORECASE):
        return
    if named and (not _USED.search(stretch.text) or _NOT_USED.search(stretch.text)):
        return
    minus = re.sub(r"\s", "", m["v"] or m["w"] or m["x"] or m["y"]).endswith("-1") if m else bool(named and named["minus"])
    if minus and (_IF_ONE_DID.search(stretch.text) or _kept_for_later(view)):
        return
    if m and minus and _ESTIMATE.search(stretch.text) and not (_NORMALISES.search(stretch.text) and not _NOT_USED.search(stretch.text)):
        return  # what the unbiased variance is, whoever uses it
    m = m or named
    assert m is not None
    yield _reading(view, stretch, f"norm_formula({{}}) == (x - mean) / sqrt(squares / {'(n - 1)' if minus else 'n'} + eps)", m.start(), m.end())


def _kept_for_later(view: View) -> bool:
    """Whether the paragraph, or its heading, speaks of what is kept for evaluation: that variance is the unbiased one."""
    outline, s = view.outline, view.sentence
    before = [e for e in outline.sentences[s.block] if e.number < s.number]
    over = [e for block in [*outline.ancestors(s.block), *outline.headings(s.block)] for e in outline.sentences[block]]
    return any(_LATER.search(plain(e)) for e in (*before, *over))


def _reading(view: View, stretch: Stretch, claim: str, start: int, end: int) -> Reading:
    texts = [claim.format(n.subject) for n in stretch.named]
    return Reading(texts[0], start, end, note_of(stretch, view), sure=stretch.certain and not hedged(view))
