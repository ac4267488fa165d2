"""The statements of a change and its effect: doubled and four times as much, to a power, more, fewer, the same."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import patterns as re
from .change_words import cause_factor, effect_factor, first_of, letter_power, patterns

_LETTER = {"out_channels": "M", "in_channels": "C", "kernel_size": "K", "layers": "L", "growth_rate": "k", "dilation": "D", "batch": "N"}
ABOUT = re.compile(r"約|およそ|ほぼ|だいたい|おおよそ|about|roughly|approximately|nearly|almost|≈|around", re.IGNORECASE)
_NONE = re.compile(r"\b(?:no|not|never|nothing|without|neither)\b|n't\b", re.IGNORECASE)
_GROWS_WITH = re.compile(r"\b(?:grow\w*|increas\w+|ris(?:es?|ing)|scales?|climbs?)\s*$", re.IGNORECASE)
BOTH_SIDES = re.compile(r"\bH and W\b|\bboth W and H\b|H\s*[と・,]\s*W|α|alpha|ρ|rho|縦横|縦と横|縦も横も|一辺|解像度|each side|both sides|(?:height|high|tall)\b[^,.;]{0,20}\b(?:wide|width)|width and (?:the )?height|resolution|each dimension", re.IGNORECASE)


def statements(measure: str, subject: str, roles: list[str], cause: str, effect: str, whole: str, japanese: bool, more: dict[str, str]) -> Iterator[str]:
    """The statement of a change and its effect."""
    role = roles[0]
    extra = "".join(f", {k}={v}" for k, v in more.items())
    about = "~=" if ABOUT.search(effect) else "=="
    sides = subject == "linear" and role == "size" and bool(BOTH_SIDES.search(cause))
    open_sides = subject == "linear" and role == "size" and not sides
    if subject == "linear" and role in ("size", "area"):
        role = "in_features"
    if subject == "depthwise_separable_conv2d" and role == "channels" and about == "==":
        about = "~= if wide"  # of its two steps only one grows with the square
    power = letter_power(effect)
    if power is not None and role in ("channels", "size", "area", "stride"):
        yield from scaled(measure, subject, role, Fraction(2), Fraction(2) ** power, about, extra)
        return
    by, grown = cause_factor(cause, role, japanese), effect_factor(effect, japanese)
    if by is not None and grown is not None:
        if role == "kernel_size" and isinstance(by, tuple):
            yield f"{measure}({subject}, kernel_size={by[1]}{extra}) {'~=' if (grown.denominator > 1 and grown.denominator % 2 == 0) or about == '~=' else '=='} {number(grown)}*{measure}({subject}, kernel_size={by[0]}{extra})"
            return
        by = Fraction(by[1], by[0]) if isinstance(by, tuple) else by
        if open_sides and grown == by**2:
            sides = True  # of each side, or of all inputs: it does not say which
        by = by**2 if sides else by
        yield from scaled(measure, subject, role, by, grown, about, extra)
        return
    raised = next((int(n) for n, p in patterns("powers", japanese) if p.search(effect if effect.strip() else whole)), None)
    if raised and role not in ("stride", "groups") and not first_of(patterns("growing", japanese)[2:3], effect):
        yield from scaled(measure, subject, role, Fraction(2), Fraction(2) ** raised, "==", extra)
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
    elif said == "varies" or (role in ("dilation", "padding", "stride") and said in ("up", "down") and not changed and not japanese and not _NONE.search(effect)):
        yield f"not {left} == constant"
    elif said and changed:
        grows = said == changed
        if role == "groups":
            yield f"{measure}(conv2d, groups=2, in_channels=2*C, out_channels=2*M) {'>' if grows else '<'} {measure}(conv2d, in_channels=2*C, out_channels=2*M)"
        else:
            yield f"{left} == {'increasing' if grows else 'decreasing'}"


def number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def scaled(measure: str, subject: str, role: str, by: Fraction, grown: Fraction, about: str, extra: str) -> Iterator[str]:
    """measure(by * size) == grown * measure(size)."""
    if role == "padding" or by <= 0 or by == 1 or by.numerator > 64 or by.denominator > 64:
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
        yield f"{measure}({subject}, stride={up}{plane}{extra}) == {number(grown)}*{measure}({subject}, stride={down}{plane}{extra})"
        return
    if role == "groups":
        both = f"in_channels={up}*C, out_channels={up}*M"
        yield f"{measure}(conv2d, groups={up}, {both}{extra}) == {number(grown)}*{measure}(conv2d, groups={down}, {both}{extra})"
        return
    yield f"{measure}({subject}{sizes(up)}{extra}) {about.split()[0]} {number(grown)}*{measure}({subject}{sizes(down)}{extra}){where}"
