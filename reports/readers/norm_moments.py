"""Of which part of a normalisation's output the mean is 0 or the variance 1: every channel, every picture, the whole.

"Take any picture and the mean of its first channel will be zero", RMSNorm の出力は平均 0, どの画像も平均0・分散1: the part is the
sentence's (else the normalisation's own group), and whether it is so is seen by running.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import patterns as re
from ..reading import Reading, View
from ..scope import Named
from .norm_sense import asserts, hedged
from .norms import NORMS, Stretch, note_of, plain, stretches, widened

OWN = {"batch_norm": "channel", "layer_norm": "sample", "instance_norm": "map", "group_norm": "sample", "rms_norm": "sample"}
_EVERY = r"(?:各|どの|すべての|全ての|それぞれの|個々の|(?:1|一)(?:つ|枚)(?:1|一)(?:つ|枚)の)\s*"
_EVERY_EN = r"\b(?:each|every|any|all|one|a single|any one|individual|per)\s+(?:(?:of|the|one|single|individual|\w+)\s+){0,3}?"
_CHANNEL = re.compile(
    rf"{_EVERY}(?:チャン?ネル|特徴(?:量|マップ)?|ch)|(?:チャン?ネル|特徴)(?:ごと|毎|別)|{_EVERY_EN}(?:channels?|feature maps?|features?)\b|\b(?:its|first|second|a|one) (?:\w+ )?channel\b|\bchannel-?wise\b", re.IGNORECASE
)
_SAMPLE = re.compile(
    rf"{_EVERY}(?:サンプル|画像|データ|標本|写真|入力)|(?:サンプル|画像|データ|(?:1|一)枚)(?:ごと|毎)|(?:1|一)枚(?:だけ|の画像)|{_EVERY_EN}(?:samples?|examples?|images?|pictures?|photos?|inputs?)\b|\b(?:sample|image|example|picture)(?:-wise| by (?:sample|image|example|picture))\b",
    re.IGNORECASE,
)
_NOUN_JA = r"(?P<noun>平均|分散|標準偏差|ばらつき)(?:値)?"
_NOUN_EN = r"(?P<noun>means?|variances?|var|standard deviations?|std|spread)"
_SIGNS = r"(?:[βγσμε()\d.√]|\^\s*\{?\s*2\s*\}?|²|(?<=[βγσμε²2)])\s*[+/·*]\s*(?=[βγσμε(\d])|\s+(?=[²^)+/βγσμε])|\b(?:beta|gamma|sigma|mu)(?:\s+squared)?\b|\{|\}|_\w)"
_VALUE = rf"(?P<value>ゼロ|零|\b(?:zero|one|unit)\b|(?!\.(?!\d)){_SIGNS}{{1,30}})"
_NEARLY = r"(?P<about>約|およそ|ほぼ|だいたい|大体|\babout|\broughly|\bapproximately|\bnearly|\balmost|\bclose to|≈|~)?"
_SAID = (
    re.compile(rf"{_NOUN_JA}\s*(?:は|が|も|を|に|:|=|→|＝)?\s*(?:必ず|常に|ぴったり|ちょうど|いつも|それぞれ|ともに)?\s*{_NEARLY}\s*{_VALUE}(?![\d,.]*\s*(?:倍|個|つ|%|次|で割|を引|を掛))"),
    re.compile(
        rf"\b{_NOUN_EN}\b(?:\s+(?:of|over|in|for|within|across)\s+(?!zero|one|unit|0|1|about|roughly|close)[^.,;]{{1,40}}?)?\s*(?:(?:is|are|was|will be|becomes?|of|equals?|equal to|=|:|to be|to|at)\s*)?(?:(?:also|then|exactly|always|identically|again|now)\s+)?{_NEARLY}\s*{_VALUE}(?![\d,.]*\s*(?:times|%|×)|\s+(?:single |training |input )?(?:example|sample|image|picture|case|channel|feature|token|group|map|instance|neuron|unit)s?\b)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![A-Za-z0-9_.])(?<!\d,)(?P<value>zero|unit|0|1)[- ]{_NOUN_EN}\b(?P<about>\b)?", re.IGNORECASE),
)  # fmt: skip
_BOTH = re.compile(
    r"(?:平均(?:値)?\s*[と・、/]\s*(?P<k>分散|標準偏差)|\bmean\s+and\s+(?:the\s+|its\s+)?(?P<k2>variance|standard deviation|std)\b)[^。.;0-9βγゼz・]{0,24}?(?:は|が|を|=|それぞれ|\b(?:is|are|of|become|becomes|equal|to)\b)[^。.;0-9βγゼz・]{0,24}?(?P<m>0|1|ゼロ|zero|one|β|γ|beta|gamma)\s*(?:と|、|・|,|/|and)\s*(?P<v>0|1|ゼロ|zero|one|β|γ|beta|gamma)(?P<sq>\s*(?:\^\s*\{?2|²))?",
    re.IGNORECASE,
)
_DENIED = re.compile(r"^[^。、.;]{0,10}?(?:にはな(?:ら|り)|とはな(?:ら|り)|にな(?:らな|りませ)|で(?:は)?な(?!る|り)|とは限[らり]|くはな)", re.IGNORECASE)
_DENIED_EN = re.compile(r"(?:\b(?:not|never|no|no longer|need not|nor)\b|n't)(?:\s+\w+){0,4}\s*$", re.IGNORECASE)
_ELSE = re.compile(r"初期|initial|random|乱数|noise|ノイズ|gaussian|正規分布|前処理|preprocess|dataset|移動平均|running|moving|学習率", re.IGNORECASE)
_INPUT = re.compile(r"入力(?:画像|データ)?の?[^。、]{0,8}$|(?:もともと|元々|元から)[^。、]{0,8}$|\b(?:inputs?|features|activations|data)\b[^.;,]{0,14}\b(?:have|has|had|with|already|of)\b[^.;,]{0,16}$|\balready\b[^.;,]{0,24}$", re.IGNORECASE)
_STANDARDISED = re.compile(r"\b(?:before|prior to) (?:the )?(?:learned )?(?:scal|affine|γ|gamma)|\bafter (?:the )?normali|\bnormali[sz]ed\b|x_?hat|\u0302", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|when|suppose|assum\w+|provided|given|whenever|unless)\b[^,;.]*$", re.IGNORECASE)
_IF_JA = re.compile(r"[^。、]{0,8}?(?:なら|であれば|のとき|の(?:場合|ものは)|だと(?!い)|とすれば|とすると|ならば)")
_NOT_CENTRED = re.compile(r"(?:引|減)[^。、]{0,8}?(?:ない|ず|ません|なし)|\b(?:not|without|never|no)\b[^.;]{0,24}\b(?:subtract\w*|cent(?:er|re)\w*)|n't\s+(?:subtract|cent)", re.IGNORECASE)
_LEARNED = re.compile(r"γ|β|gamma|beta|スケール(?:と|・)シフト|scale and (?:the )?shift|affine|アフィン", re.IGNORECASE)
_TAUGHT = re.compile(r"(?:γ|gamma|affine|アフィン|スケール)[^。.;]{0,40}(?:後|たあと|ても|\blearned\b|\blearnt\b|\btrained\b|\bstep\b|\bapplied\b)|\b(?:after|once)\b[^.;,]{0,20}(?:γ|gamma|affine|scale and)", re.IGNORECASE)
_ASIDE = re.compile(r"(?:ε|eps(?:ilon)?|イプシロン)[^。;]{0,14}?(?:無視|省略|除[けい]|抜き|なし|考えな|→\s*0|=\s*0|＝\s*0|0\s*と)|(?:ignoring|neglecting|up to|apart from|without|disregarding|setting aside|for|with|leaving out|omitting)\s+(?:the\s+)?(?:tiny\s+|small\s+)?(?:ε|eps)|(?:ε|epsilon|eps)\s+(?:aside|ignored|=\s*0|set to (?:0|zero)|is (?:ignored|omitted|negligible))", re.IGNORECASE)
_WORDS = {"ゼロ": "0", "零": "0", "zero": "0", "one": "1", "unit": "1"}


@dataclass(frozen=True)
class Moment:
    """A mean or a spread with the value it is said to have."""

    kind: str  # mean, var or std
    value: str
    about: bool
    denied: bool
    start: int
    end: int


def moments(text: str) -> list[Moment]:
    """Every mean and every spread of the text with its value, of the output only.

    >>> [(m.kind, m.value) for m in moments("出力の分散は γ^2、平均は β になる")], [(m.kind, m.value) for m in moments("zero mean and unit variance")]
    ([('var', 'gamma**2'), ('mean', 'beta')], [('mean', '0'), ('var', '1')])
    """
    found: list[Moment] = []
    if both := _BOTH.search(text):
        kind = _kind(both["k"] or both["k2"])
        squared = "**2" if both["sq"] else ""
        pairs = (("mean", _expression(both["m"])), (kind, f"{_expression(both['v'])}{squared}"))
        return [Moment(k, v, False, _denied(text, both.start(), both.end()), both.start(), both.end()) for k, v in pairs if v]
    for m in (m for pattern in _SAID for m in pattern.finditer(text)):
        if any(o.start < m.end() and m.start() < o.end for o in found) or _conditional(text, m.start(), m.end()):
            continue
        value = _expression(m["value"])
        if value is not None:
            found.append(Moment(_kind(m["noun"]), value, bool(m["about"]), _denied(text, m.start(), m.end()), m.start(), m.end()))
    return sorted(found, key=lambda o: o.start)


def _kind(noun: str) -> str:
    low = noun.lower()
    return "mean" if low[:2] in ("平均", "me") else "var" if low[:2] in ("分散", "va") else "std"


def _conditional(text: str, start: int, end: int) -> bool:
    """Whether it is supposed rather than claimed, or said of what comes in."""
    before = text[max(0, start - 60) : start]
    return bool(_IF.search(before) or (_INPUT.search(before) and not _STANDARDISED.search(text[:end])) or _IF_JA.match(text[end:]))


def _denied(text: str, start: int, end: int) -> bool:
    return bool(_DENIED.match(text[end - 1 :])) or bool(_DENIED_EN.search(text[max(0, start - 30) : start])) or bool(re.search(r"\b(?:not|never)\b|n't", text[start:end]))


def _expression(text: str) -> str | None:
    """A value in the statement language: σ^2/(σ^2+ε) is var/(var + eps)."""
    word = text.strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    out = re.sub(r"[{}]|_\w", "", word)
    out = re.sub(r"\s*\^\s*2|²|\s+squared", "²", out)
    for sign, name in (("σ²", "var"), ("sigma²", "var"), ("σ", "sqrt(var)"), ("sigma", "sqrt(var)"), ("μ", "mean"), ("ε", "eps"), ("γ", "gamma"), ("β", "beta"), ("²", "**2")):
        out = re.sub(rf"\b{sign}\b" if sign.isascii() else re.escape(sign), name, out) if sign != "μ" else re.sub(r"μ|\bmu\b", "mean", out)
    out = out.strip(" .*·/+").replace("·", "*")
    opened = out.count("(") - out.count(")")
    out = out.strip("()") if opened and out.count("(") + out.count(")") == abs(opened) else out
    plain_words = re.sub(r"\b(?:var|mean|eps|gamma|beta|sqrt)\b", "", out)
    return out if out and not re.search(r"[^\d\s.()+/*-]", plain_words) and out.count("(") == out.count(")") and re.search(r"[\da-z]", out) else None


def unit(text: str, place: int) -> str | None:
    """The part of which something is said at a place: the words of its clause and of the clause before."""
    before = text[max(0, place - 90) : place + 30]
    channel, sample = _CHANNEL.search(before), _SAMPLE.search(before)
    return "map" if channel and sample else "channel" if channel else "sample" if sample else None


def of_another_part(text: str, place: int, subject: str) -> str | None:
    """The part, where it is not the one that the normalisation takes together."""
    part = unit(text, place)
    return part if part and part != OWN.get(subject) and not (subject == "group_norm" and part == "channel") else None


def read(view: View) -> Iterator[Reading]:
    """The mean, the spread or both of what comes out."""
    s = view.sentence
    if s.cell is not None or not asserts(view):
        return
    for stretch in stretches(view, generic="batch_norm") or _of_the_normalised(view):
        yield from (widened(stretch, reading) for reading in _of(view, stretch))


def _of_the_normalised(view: View) -> list[Stretch]:
    """ "正規化後の分散", "the normalized value": of whichever normalisation, they agree on it."""
    text = plain(view.sentence)
    if not re.search(r"正規化(?:後|した値|された)|x_?hat|\\?hat\s*\{?\s*x|\bnormali[sz]ed (?:value|activation|output)|\bafter normali[sz]", text, re.IGNORECASE) or any(m.tag != "norms" and not m.weak for m in view.sentence.subjects):
        return []
    return [Stretch(0, len(text), text, (Named("batch_norm", "the formula", view.sentence.block),), own=False)]


def _of(view: View, stretch: Stretch) -> Iterator[Reading]:
    text = stretch.text
    told = moments(text) if not _ELSE.search(text) else []
    told = [m for m in told if not _names_it(m, text)]
    if not told or (any(m.value.replace(".", "").isdigit() and m.value not in ("0", "1") for m in told) and not _chosen(text)):
        return  # numbers of an example
    if _COMES_IN.search(text):
        return  # gamma = 2, mu = 3, var = 4: what is put in
    if len(told) == 1 and told[0].kind != "mean" and told[0].value == "0":
        return  # of values that are all the same, or of a single one
    if not _OUTPUT.search(text) and (len(told) == 1 and told[0].value in ("0", "1") and (told[0].kind == "mean") != (told[0].value == "0")):
        return  # of whatever comes in
    if len([m for m in told if m.kind == "mean"]) == len(told) == 2:
        yield from _each(view, stretch, told)
        return
    if not told or len({(m.kind == "mean", m.value) for m in told}) != len({m.kind == "mean" for m in told}):
        return  # nothing, or more than one output
    start, end = min(m.start for m in told), max(m.end for m in told)
    for subject in (n.subject for n in stretch.named if n.subject in NORMS):
        claim = _claim(view, text, subject, told)
        if claim:
            yield Reading(claim, start, end, note_of(stretch, view), sure=stretch.certain and not hedged(view), predicate="mean_var")


_COMES_IN = re.compile(r"(?:\bmu\b|μ|\bmean\b|平均)\s*=\s*-?[\d.]+\s*[,、]\s*(?:\bvar\w*|σ\^?2?|sigma\^?2?|分散)\s*=\s*[\d.]+", re.IGNORECASE)
_OUTPUT = re.compile(r"出力|正規化(?:後|した|すると|され|を|の結果)|標準化|通[しすっ]|かけ(?:る|た|れば)|x_?hat|hat\b|\boutputs?\b|\bresults?\b|\bafter\b|\bnormali[sz]\w+|\bstandardi[sz]\w+|\bbecomes?\b|\bends? up\b|\bleav(?:es?|ing)\b|なる|なり", re.IGNORECASE)


def _names_it(moment: Moment, text: str) -> bool:
    """Whether a sign merely names it (平均を μ とする): a claim only of an output."""
    if {moment.kind, moment.value} & {"gamma", "beta"} or not re.fullmatch(r"mean|var|sqrt\(var\)", moment.value):
        return False
    before = text[max(0, moment.start - 24) : moment.start]
    return not re.search(r"出力|x_?hat|\bhat\b|\boutput|正規化後", before) or "を" in text[moment.start : moment.end]


def _each(view: View, stretch: Stretch, told: list[Moment]) -> Iterator[Reading]:
    """The means of two parts, each as its own clause has it: of every sample 0, of every channel not."""
    for one in told:
        start = max((m.end() for m in re.finditer(r"[、,;]|\b(?:but|while|and)\b", stretch.text[: one.start])), default=0)
        part = unit(" " * start + stretch.text[start : one.end], one.end - 1) if start < one.start else None
        for subject in (n.subject for n in stretch.named if n.subject in NORMS and part and one.value == "0"):
            claim = f"standardised({subject}, of={part}, moments=centred)"
            yield Reading(f"not {claim}" if one.denied else claim, one.start, one.end, note_of(stretch, view), sure=stretch.certain and not hedged(view), predicate="mean_var")


def _claim(view: View, text: str, subject: str, told: list[Moment]) -> str | None:
    """The pair, or the one of the two that is told; where γ and β are spoken of, of the output after them."""
    mean = next((m for m in told if m.kind == "mean"), None)
    spread = next((m for m in told if m.kind != "mean"), None)
    if mean and spread and mean.denied != spread.denied:
        return None
    denied = told[0].denied
    chosen = _chosen(text)
    if chosen and mean and spread and not denied and (mean.value + spread.value).replace(".", "").isdigit():
        second = spread.value if spread.kind == "var" else f"{spread.value}**2"
        return f"mean_var({subject}, {chosen}) == ({mean.value}, {second})"
    variance = None if spread is None else spread.value if spread.kind == "var" or spread.value in ("0", "1") else f"({spread.value})**2" if "(" in spread.value else f"{spread.value}**2"
    part = unit(text, told[0].start) or OWN[subject]
    taught = not denied and bool(_TAUGHT.search(text[: told[0].start]))
    if taught:
        pass
    elif mean and mean.value == "0" and variance in (None, "1") and not (denied and _LEARNED.search(text)):
        if spread is None or of_another_part(text, told[0].start, subject):
            moment = ", moments=centred" if spread is None else ""
            claim = f"standardised({subject}, of={part}{moment})"
            return f"not {claim}" if denied else claim
    elif mean is None and variance == "1" and ((denied and not _LEARNED.search(text)) or of_another_part(text, told[0].start, subject) or _ASIDE.search(f"{text} {_beside(view)}")):
        claim = f"standardised({subject}, of={part}, moments=scaled)"
        return f"not {claim}" if denied else claim
    if not denied and (taught := _TAUGHT.search(text[: told[0].start])) and not re.search(r"前|\bbefore\b", taught[0]):
        return f"mean_var({subject}, affine=true) == ({mean.value if mean else 0}, {variance or 'gamma**2'})"
    affine = "gamma" in (variance or "") or "beta" in (mean.value if mean else "")
    first = mean.value if mean else "beta" if affine else "0"
    second = variance or ("gamma**2" if affine or (denied and _LEARNED.search(text)) else "1")
    if denied and _LEARNED.search(text):
        return f"not mean_var({subject}, affine=true) == ({first}, {second})"
    eps = ", eps=0" if _ASIDE.search(f"{text} {_beside(view)}") else ""
    sign = "~=" if any(m.about for m in told) else "=="
    claim = f"mean_var({subject}{eps}) {sign} ({first}, {second})"
    return f"not {claim}" if denied else claim


_IS_SET = r"\s*(?:_\w)?\s*(?:=|を|が|は|\bis\b|\bto\b|\bequals?\b)\s*(\d+)(?!\d|\.\d|\s*[*/])"
_GAMMA_IS = re.compile(rf"(?:γ|gamma|スケール|\bscale){_IS_SET}", re.IGNORECASE)
_BETA_IS = re.compile(rf"(?:β|beta|シフト|\bshift){_IS_SET}", re.IGNORECASE)


def _chosen(text: str) -> str:
    """The numbers that the text sets γ and β to, as options; nothing where it does not set both."""
    gamma, beta = _GAMMA_IS.search(text), _BETA_IS.search(text)
    return f"gamma={gamma[1]}, beta={beta[1]}" if gamma and beta else ""


def _beside(view: View) -> str:
    """The sentences next to it in its paragraph, which may set the small constant aside."""
    s = view.sentence
    return " ".join(plain(e) for e in view.outline.sentences[s.block][max(0, s.number - 1) : s.number + 2] if e is not s)
