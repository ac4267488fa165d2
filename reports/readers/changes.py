"""What a change of a size does to a count: double the channels and the cost quadruples, 計算量は一辺の2乗に比例する.

Four slots, each from the sentence: the size (or sizes) that change, how they change (by a factor, from a number to
another, up or down, at all), the count, and what is said of it (a factor, a power, more, fewer, the same, not the
same). The words are data in `lexicon/changes.toml`; where in the sentence a factor stands tells whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import patterns as re
from ..counting import bias_said, doubtful, kinds_in, plain
from ..reading import Reading, View, inherited_note, known, roles_of, runnable
from ..scope import NEARBY, Named
from ..vocabulary import family
from .change_words import (
    Item,
    cause_factor,
    counts_in,
    effect_factor,
    first_of,
    letter_power,
    meant_in,
    patterns,
    sizes_in,
)

_FAMILIES = ("convolution", "dilated", "causal", "transposed", "dense", "stack", "wavenet", "linear", "mobilenet", "pooling")
_LETTER = {"out_channels": "M", "in_channels": "C", "kernel_size": "K", "layers": "L", "growth_rate": "k", "dilation": "D", "batch": "N"}
_WHEN_JA = re.compile(r"(?:する|した|なる|なった|やす|らす|げる|ねる|変わ[るっ]|きい|さい|える|れる)?(?:と(?!も|同|比|し|無|関|は)|ほど|につれ|に従|れば|けば|せば|ても|でも|たら|場合|ことで|なら|だけで)")
_WHEN_EN = re.compile(r"\b(?:if|when|as|with|while|whenever|once|after)\b", re.IGNORECASE)
_ABOUT = re.compile(r"約|およそ|ほぼ|だいたい|おおよそ|about|roughly|approximately|nearly|almost|≈|around", re.IGNORECASE)
_UNSURE = re.compile(r"\?\s*$|？\s*$|ではな|わけではな|とは限ら|not (?:quite|exactly|simply)|誤り|精度|accuracy|過学習|overfit", re.IGNORECASE)
_ALIKE = re.compile(r"\b(?:and )?so (?:is|are|does|do|has|have)\b|\bas (?:is|are|does|do)\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The changes that the sentence states."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or len(s.words) > 260 or s.has("training_effect") or s.cell is not None:
        return
    text = plain(s.text.chars)
    if _UNSURE.search(text):
        return
    sizes, counts = sizes_in(view, text), counts_in(s)
    if meant := meant_in(view, text):
        counts = meant
    if counts and not sizes:
        yield from _in_both_cases(view, text, counts)
        yield from _as_before(view, text, counts)
    if not counts or not sizes:
        return
    for count, stretch in _clauses(text, counts):
        yield from _claims(view, text, sizes, count, stretch)


_BOTH_CASES = re.compile(r"どちら(?:も|で(?:も)?)|両(?:者|方)(?:とも|で)?|ともに|とも(?=同じ|等し)|いずれも|\b(?:in )?both (?:cases|stacks|variants)?\b|\beither way\b|\bboth have\b|\bno more (?:weights|parameters) than\b", re.IGNORECASE)


def _in_both_cases(view: View, text: str, counts: list[Item]) -> Iterator[Reading]:
    """As many weights in both cases, with holes in the filter and without, of which the sentence before speaks."""
    s = view.sentence
    both = _BOTH_CASES.search(text)
    said = first_of(patterns("growing", s.japanese)[2:], text)
    before = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell][-2:]
    if both is None or said not in ("same", "varies") or not any(e.has("dilation") for e in before) or s.has("hedged"):
        return
    denied = "" if said == "same" else "not "
    yield Reading(f"{denied}monotone({counts[0].value}(conv1d), dilation) == constant", counts[0].start, max(both.end(), counts[0].end), ("the two that the sentence before compares",))


def _as_before(view: View, text: str, counts: list[Item]) -> Iterator[Reading]:
    """What the change that the sentence before supposes does to another count: 計算の量のほうは4倍になる."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    if not before or not counts:
        return
    above = plain(before[0].text.chars)
    sizes, other = sizes_in(View(view.outline, before[0]), above), counts_in(before[0])
    if len({x.value for x in sizes}) != 1 or not other or sizes[0].value in ("layers", "stride"):
        return
    border = _border(above, sizes, other[0], s.japanese)
    cause = above[:border] if border <= other[0].end else above[border:]
    role, count = sizes[0].value, counts[-1]
    named = _subject(view, [role], count.start, text)
    by, grown = cause_factor(cause, role, s.japanese), effect_factor(text[count.end :], s.japanese)
    if named is None or by is None or grown is None or isinstance(by, tuple) or len(counts) > 1:
        return
    for statement in _scaled(count.value, named[0], role, by, grown, "~=" if _ABOUT.search(text) else "==", ""):
        yield Reading(statement, count.start, len(text.rstrip(" 。.")), ("the change of the sentence before",), sure=not doubtful(s))


_TURN = re.compile(r"(?<=[るいたすうだん])が[、,]|けれど(?:も)?[、,]|(?:のに|に)対し(?:て)?[、,]|一方(?:で)?[、,]|,\s*(?:but|while|whereas|yet)\b|;\s", re.IGNORECASE)
_ASIDE = re.compile(r"\s*(?:層|レイヤー?)?\s*(?:と(?:は|も)?(?:の[^、。]{0,10}(?:違い|差|相違)|違|異な|比べ|対照的|同じ|同様|似)|のよう[なに]|ではな)")
_ASIDE_BEFORE = re.compile(r"\b(?:unlike|like|as (?:in|for|with)|just as|than|compared (?:with|to)|in contrast to|as opposed to)\s+(?:(?:that|those|the weights|the parameters) (?:of|in) |(?:in|for|with) )?(?:an?|the)?\s*$", re.IGNORECASE)
_GROWS_WITH = re.compile(r"\b(?:grow\w*|increas\w+|ris(?:es?|ing)|scales?|climbs?)\s*$", re.IGNORECASE)


def _clauses(text: str, counts: list[Item]) -> Iterator[tuple[Item, tuple[int, int]]]:
    """Each count with the stretch of the sentence that speaks of it; counts joined by "and" share what follows."""
    turns = [m.end() for m in _TURN.finditer(text)]
    for number, count in enumerate(counts):
        end = min((t for t in turns if t > count.start), default=len(text))
        for later in counts[number + 1 :]:
            gap = text[count.end : later.start]
            if not re.fullmatch(r"\s*(?:の|数)?\s*(?:と|や|も|、|・|および|and|,|or|the|both|number of|\s)*", gap):
                end = later.start
                break
        start = max((t for t in turns if t <= count.start), default=0)
        for earlier in counts[:number]:
            if re.search(r"[、,;。]|\b(?:but|while|and)\b|が", text[earlier.end : count.start]):
                start = max(start, earlier.end)
        if number and _ALIKE.search(text, counts[number - 1].end, count.start + 1):
            end, start = count.start, 0  # and so is the other
        yield count, (start, end)


def _claims(view: View, text: str, sizes: list[Item], count: Item, stretch: tuple[int, int]) -> Iterator[Reading]:
    japanese = view.sentence.japanese
    sizes = [x for x in sizes if not any(y.value == "area" and re.fullmatch(r"\s*[(（]\s*", text[x.end : y.start]) for y in sizes)]
    cause = [x for x in sizes if not re.match(r"\s*あたり|\s*per\b", text[x.end :])]
    if not cause:
        return
    if all(_MULTIPLIER.fullmatch(text[x.start : x.end].strip()) for x in cause) and not re.search(r"=\s*[01]", text) and (multiplied := _multiplied(view, text, count, cause, stretch)):
        yield from multiplied
        return
    split = _border(text, cause, count, japanese)
    effect_text = text[max(split, stretch[0]) : stretch[1]] if split <= count.end else text[stretch[0] : min(split, stretch[1])]
    cause_text = text[:split] if split <= count.end else text[split:]
    offset = max(split, stretch[0]) if split <= count.end else stretch[0]
    near = [x for x in cause if (x.start < split) == (split <= count.end)] or cause
    roles = _roles(near)
    named = _subject(view, roles, count.start if stretch[0] else min(count.start, near[0].start), text[stretch[0] : stretch[1]])
    if named is None:
        return
    subject, named_by = named
    bias = bias_said(text) if count.value == "params" else None
    more = {"bias": "true" if bias else "false"} if bias is not None else {}
    done = list(_statements(count.value, subject, roles, cause_text, effect_text, text, japanese, more))
    if not done:
        return
    sure = not doubtful(view.sentence) and (named_by is None or named_by.where in ("", "the heading", "the item above", "the introduction", "the words themselves") or subject == "conv2d")
    # Without a name of its own it would be the standard convolution as well, wherever that is named.
    notes = inherited_note(named_by, view) if named_by and subject != "conv2d" else ()
    start, end = min(near[0].start, count.start), max(near[-1].end, count.end, offset + len(effect_text.rstrip(" 。.")))
    other: list[str] = []
    if roles[0] == "size" and not _BOTH_SIDES.search(text):  # proportional to the size: of a side, or of all pixels
        other = [o for o in _statements(count.value, subject, ["area"], cause_text, effect_text, text, japanese, more) if o not in done]
    for statement in done:
        yield Reading(statement, start, min(end, len(text)), notes, tuple(other), sure=sure)


_MULTIPLIER = re.compile(r"(?:\\?alpha|\\?rho|α|ρ|width multiplier|resolution(?: multiplier)?|幅乗数|解像度乗数|解像度の係数|幅の係数|解像度)", re.IGNORECASE)


def _multiplied(view: View, text: str, count: Item, cause: list[Item], stretch: tuple[int, int]) -> list[Reading]:
    """alpha^2 times the mult-adds, 計算量は ρ^2 倍: what a multiplier of the widths or of the resolution does to a count."""
    start, end = view.sentence.clause(count.start)
    clause = text[max(start, stretch[0]) : min(end, stretch[1])]
    power = letter_power(clause) or (2 if re.search(r"quadratic\w*|the square|squared|2乗|二乗", clause) else None)
    if power is None:
        return []
    role = "channels" if cause[0].value in ("channels", "in_channels", "out_channels") else "size"
    chosen = _subject(view, [role], count.start, text)
    if chosen is None:
        return []
    subject = "depthwise_separable_conv2d" if chosen[0] in ("conv2d", "mobilenet") and view.subject(0, lambda n: n == "mobilenet") else chosen[0]
    about = "==" if subject != "depthwise_separable_conv2d" or role != "channels" else "~=" if _ABOUT.search(clause) else "~= if wide"
    texts = list(_scaled(count.value, subject, role, Fraction(2), Fraction(2) ** power, about, ""))
    return [Reading(t, cause[0].start, count.end, inherited_note(chosen[1], view) if chosen[1] else (), sure=not doubtful(view.sentence)) for t in texts if cause[0].start < count.end] or [
        Reading(t, count.start, cause[-1].end, (), sure=not doubtful(view.sentence)) for t in texts
    ]


def _border(text: str, sizes: list[Item], count: Item, japanese: bool) -> int:
    """Where the change ends and what is said of the count begins (or, told the other way round, the converse)."""
    before = [x for x in sizes if x.end <= count.start]
    if japanese:
        if not before:
            after = [x for x in sizes if x.start >= count.end]
            return count.end if not after else after[0].start if _WHEN_JA.search(text[after[0].end :]) else count.start
        link = list(_WHEN_JA.finditer(text, before[-1].end, count.start))
        return link[-1].end() if link else count.start
    if before:
        comma = text.rfind(",", before[-1].end, count.start)
        if comma > 0:
            return comma
        verb = _second_verb(text, before[-1].end, count.start)
        return verb if verb is not None else count.start
    after = [x for x in sizes if x.start >= count.end]
    link = list(_WHEN_EN.finditer(text, count.end, after[0].start)) if after else []
    return link[-1].start() if link else len(text)


def _second_verb(text: str, start: int, end: int) -> int | None:
    """In "doubling X quadruples Y", where the second verb stands."""
    found = [m.start() for section in ("factors", "growing", "powers") for _, p in patterns(section, False) if (m := p.search(text, start, end))]
    if found:
        return min(found)
    m = re.search(r"\b(?:multipl\w+|makes?|leaves?|costs?|affects?|changes?|does|do|has|have|is|are)\b", text[start:end])
    return start + m.start() if m else None


def _roles(sizes: list[Item]) -> list[str]:
    roles = list(dict.fromkeys(x.value for x in sizes))
    if {"in_channels", "out_channels"} <= set(roles):
        roles = ["channels", *(r for r in roles if r not in ("in_channels", "out_channels"))]
    return roles[:1] if roles[0] != "area" or len(roles) == 1 else roles[1:2]


def _subject(view: View, roles: list[str], place: int, clause: str) -> tuple[str, Named | None] | None:
    """What is counted, as something that has the size: the layer that the clause names, else the sentence's."""
    kinds = {k for a, b, k in kinds_in(clause) if not _ASIDE.match(clause[b:]) and not _ASIDE_BEFORE.search(clause[:a])}
    able = [m for m in view.sentence.subjects if m.tag == "linear"]
    words = view.sentence.words
    aside = bool(able) and "linear" not in kinds and ("conv2d" in kinds or all(_ASIDE.match(words[m.end :]) or _ASIDE_BEFORE.search(words[: m.start]) for m in able))
    named = view.subject(place, lambda n: family(n) in _FAMILIES and not (aside and n == "linear"))
    own = {k for k in kinds if k in ("depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "linear")}
    if len(own) > 1:
        start, end = view.sentence.clause(place)
        here = {k for _, _, k in kinds_in(plain(view.sentence.text.chars)[start:end]) if k in own}
        if len(here) != 1:
            return None  # each of them may change in its own way
        own = here
    if len(own) == 1 and (named is None or named.where or len(view.sentence.subjects) > 1):
        named = Named(own.pop(), "", view.sentence.block)
    if roles[0] == "batch" and named is None and view.in_families(place, "normalisation"):
        return None  # what is computed from the batch's statistics, not how much
    default = "conv_stack" if roles[0] == "layers" else "dense_block" if roles[0] == "growth_rate" else "conv2d"
    own = runnable(named.subject) if named and known(named.subject) else default
    if roles[0] == "layers" and own not in ("dense_block", "conv_stack"):
        own = "conv_stack"
    if family(own) in ("dilated", "wavenet", "causal"):
        own = "conv1d" if roles[0] == "dilation" else own
    if own == "depthwise_separable_conv2d" and roles[0] in ("dilation", "groups") and not (named and named.where):
        return None
    if own == "linear" and roles[0] in ("size", "area"):
        return "linear", named
    needed = {"channels": "in_channels", "area": "height"}.get(roles[0], roles[0])
    if needed in roles_of(own):
        return own, named
    if named and named.where and roles[0] in ("dilation", "groups"):
        return "conv2d", None  # whatever was spoken of before has none
    return ("conv2d", None) if named and named.where == NEARBY and needed in roles_of("conv2d") else None


_BOTH_SIDES = re.compile(r"\bH and W\b|H\s*[と・,]\s*W|α|alpha|ρ|rho|縦横|縦と横|縦も横も|一辺|解像度|each side|both sides|(?:height|high|tall)\b[^,.;]{0,20}\b(?:wide|width)|width and (?:the )?height|resolution|each dimension", re.IGNORECASE)


def _statements(measure: str, subject: str, roles: list[str], cause: str, effect: str, whole: str, japanese: bool, more: dict[str, str]) -> Iterator[str]:
    """The statement of a change and its effect."""
    role = roles[0]
    extra = "".join(f", {k}={v}" for k, v in more.items())
    about = "~=" if _ABOUT.search(effect) else "=="
    sides = subject == "linear" and role == "size" and bool(_BOTH_SIDES.search(cause))
    open_sides = subject == "linear" and role == "size" and not sides
    if subject == "linear" and role in ("size", "area"):
        role = "in_features"
    power = letter_power(effect)
    if power is not None and role in ("channels", "size", "area", "stride"):
        yield from _scaled(measure, subject, role, Fraction(2), Fraction(2) ** power, about, extra)
        return
    by, grown = cause_factor(cause, role, japanese), effect_factor(effect, japanese)
    if by is not None and grown is not None:
        if role == "kernel_size" and isinstance(by, tuple):
            yield f"{measure}({subject}, kernel_size={by[1]}{extra}) {'~=' if (grown.denominator > 1 and grown.denominator % 2 == 0) or about == '~=' else '=='} {_number(grown)}*{measure}({subject}, kernel_size={by[0]}{extra})"
            return
        by = Fraction(by[1], by[0]) if isinstance(by, tuple) else by
        if open_sides and grown == by**2:
            sides = True  # of each side, or of all inputs: it does not say which
        by = by**2 if sides else by
        yield from _scaled(measure, subject, role, by, grown, about, extra)
        return
    raised = next((int(n) for n, p in patterns("powers", japanese) if p.search(effect if effect.strip() else whole)), None)
    if raised and role not in ("stride", "groups") and not first_of(patterns("growing", japanese)[2:3], effect):
        yield from _scaled(measure, subject, role, Fraction(2), Fraction(2) ** raised, "==", extra)
        return
    yield from _direction(measure, subject, role, cause, effect, japanese, extra)


def _direction(measure: str, subject: str, role: str, cause: str, effect: str, japanese: bool, extra: str) -> Iterator[str]:
    """More, fewer, the same, not the same."""
    effect = re.sub(r"(?:減ら|増や)さ(?:ない|ず)|(?:減ら|増や)しません", "変わらない", effect)
    effect = effect.replace("一緒に", "　　　")  # "shrinks along with it": it does not stay the same
    said = first_of(patterns("growing", japanese)[2:], effect) or first_of(patterns("growing", japanese)[:2], effect)
    changed = first_of(patterns("growing", japanese)[:2], cause)
    if changed is None and said == "up" and re.match(r"\s*(?:together |along )?with\b(?!.*\d)", cause, re.IGNORECASE) and _GROWS_WITH.search(effect):
        changed = "up"  # grows with the image
    left = f"monotone({measure}({subject}{extra}), {'in_channels' if role == 'channels' else 'size' if role == 'area' else role})"
    if said == "same":
        if role == "groups":
            yield f"{measure}(conv2d, groups=2, in_channels=2*C, out_channels=2*M) == {measure}(conv2d, in_channels=2*C, out_channels=2*M)"
        else:
            yield f"{left} == constant"
    elif said == "varies" or (role == "dilation" and said in ("up", "down") and not changed and not japanese):
        yield f"not {left} == constant"
    elif said and changed:
        grows = said == changed
        if role == "groups":
            yield f"{measure}(conv2d, groups=2, in_channels=2*C, out_channels=2*M) {'>' if grows else '<'} {measure}(conv2d, in_channels=2*C, out_channels=2*M)"
        else:
            yield f"{left} == {'increasing' if grows else 'decreasing'}"


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _scaled(measure: str, subject: str, role: str, by: Fraction, grown: Fraction, about: str, extra: str) -> Iterator[str]:
    """measure(by * size) == grown * measure(size)."""
    if by <= 0 or by == 1 or by.numerator > 64 or by.denominator > 64:
        return
    up, down = by.numerator, by.denominator

    def sizes(times: int) -> str:
        if role == "channels":
            if about == "~= if wide":  # exactly so it is said to be; it is where there are many filters
                return f", kernel_size=3, in_channels={times}*C, out_channels={times}*M"
            if about == "~=":  # where one part prevails: at the sizes of a layer deep in a network
                return f", kernel_size=3, in_channels={256 * times}, out_channels={512 * times}"
            return f", in_channels={times}*C, out_channels={times}*M"
        if role in ("size", "area"):
            width = f"{times}*W" if role == "size" else "W"
            fixed = ", padding=same, stride=1" if subject == "conv2d" else ""
            return f", height={times}*H, width={width}{fixed}"
        fixed = ", padding=same, stride=1" if measure == "macs" and subject == "conv2d" else ""
        return f", {role}={times}*{_LETTER.get(role, 'I')}{fixed}"

    where = f" where {_LETTER.get(role, 'I')} = {role}" if role in _LETTER or role == "in_features" else ""
    if role == "stride":
        plane = ", height=H, width=W" + (", padding=same" if subject == "conv2d" else "") if measure == "macs" else ""
        grown = grown if grown < 1 else 1 / grown if grown > 1 else grown
        yield f"{measure}({subject}, stride={up}{plane}{extra}) == {_number(grown)}*{measure}({subject}, stride={down}{plane}{extra})"
        return
    if role == "groups":
        both = f"in_channels={up}*C, out_channels={up}*M"
        yield f"{measure}(conv2d, groups={up}, {both}{extra}) == {_number(grown)}*{measure}(conv2d, groups={down}, {both}{extra})"
        return
    yield f"{measure}({subject}{sizes(up)}{extra}) {about.split()[0]} {_number(grown)}*{measure}({subject}{sizes(down)}{extra}){where}"
