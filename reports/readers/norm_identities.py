"""Invariances written as equations: LN(ax + b) = LN(x), BN(αx) = BN(x) for any α > 0, IN(x + c) ≠ IN(x), LN(ax) = a LN(x).

The left side is a normalisation of a changed input; the right side tells whether its output stays. A factor that may be
negative (α ≠ 0) is another change than one that is positive; the equals sign is exact, with eps unless it is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import asserts, hedged, mode_of
from .norms import Stretch, note_of, plain, stretches

_SHORT = {"bn": "batch_norm", "ln": "layer_norm", "in": "instance_norm", "gn": "group_norm"}
_NAME = r"(?P<{0}>BN|LN|IN|GN|RMSNorm|(?:[Bb]atch|[Ll]ayer|[Ii]nstance|[Gg]roup)_?[Nn]orm(?:2d|1d)?|[Nn]orm|f)"
_FACTOR = r"(?:(?P<a>alpha|lambda|[αλackst]|\d+(?:\.\d+)?)(?:_?(?P<at>[cnij]))?[·*×]?)"
_TERM = r"(?:[+-](?P<b>beta|[βbcdt]|\d+(?:\.\d+)?)(?:_?(?P<bt>[cnij]))?(?:[·*×]?1)?)"
_ARGUMENT = r"(?:W[·*]?)?[xXuhz](?:_[a-z]{1,4})?"
_EQUATION = re.compile(
    rf"(?<![A-Za-z]){_NAME.format('f')}\((?:{_FACTOR}?|\({_FACTOR.replace('<a>', '<a2>').replace('<at>', '<at2>')}W\)){_ARGUMENT}{_TERM}?\)(?P<sign>=|≡|≈|≠|!=|neq|ne)"
    rf"(?P<before>[A-Za-zαλ\d.·*×]{{0,8}}?){_NAME.format('g')}\({_ARGUMENT}\)(?P<after>[+-](?:[a-zα-ω]|\d+)(?![a-zA-Z(]))?"
)
_ASIDE = re.compile(r"ε|eps|epsilon|イプシロン|aside|無視|approximately|ほぼ|≈", re.IGNORECASE)
_ANY_SIGN = re.compile(r"(?:≠|\\neq?|!=)\s*0|(?:任意の|すべての|全ての)実数|\b(?:any|every|all) (?:real|non-?zero|sign)|正負|0\s*(?:以外|でない)|負でも|negative", re.IGNORECASE)
_POSITIVE = re.compile(r">\s*0|正の|positive|0\s*より大", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Every equation of the sentence."""
    s = view.sentence
    if not asserts(view) or "(" not in s.text.chars:
        return
    text, back = _compact(_with_signs(plain(s)))
    for m in _EQUATION.finditer(text):
        if m["f"].lower() == m["g"].lower() and (m["a"] or m["a2"] or m["b"]):
            yield from _reading(view, m, back[m.start()], back[m.end() - 1] + 1)


_EQUALS = re.compile(r"(?<=\))\s*(?:equals|is equal to|is the same as|is identical to|is just|is simply|gives)\s+(?=\w)|(?<=\))\s*は\s*(?=[^、。は]{1,16}\)\s*(?:に等し|と等し|に一致|と一致|と同じ|そのもの|になる))", re.IGNORECASE)


def _with_signs(text: str) -> str:
    """The words of equality as signs, as long as before: LN(3x) は LN(x) に等しい."""
    text = re.sub(r"(?<=[\w)])\s(?=(?:for|where|if|with|when|whenever|holds|and|in|at|as)\b)", ",", text)
    return _EQUALS.sub(lambda m: "=".ljust(len(m[0])), text)


def _compact(text: str) -> tuple[str, list[int]]:
    """The text without blanks and braces, and where each of its characters stood."""
    kept = [(c, i) for i, c in enumerate(text.translate(str.maketrans("（）＝＋", "()=+"))) if c not in " \t{}\u3000" and c != "\ue002"]
    return "".join(c for c, _ in kept), [i for _, i in kept]


def _reading(view: View, m: re.Match[str], start: int, end: int) -> Iterator[Reading]:
    s = view.sentence
    found = _subject(view, m["f"])
    if found is None:
        return
    subject, note, sure = found
    words = f"{_before(view)} {s.text.chars}"
    denied = m["sign"] in ("≠", "!=", "neq", "ne")
    stays = (not m["before"] and not m["after"]) != denied
    aside = bool(_ASIDE.search(words)) or m["sign"] == "≈"
    mode = ", mode=evaluation" if subject == "batch_norm" and mode_of(s.text.chars) == "evaluation" else ""
    for change in _changes(m, words):
        predicate = "invariant_to" if aside or not stays or "shift" in change else "unchanged_by"
        text = f"{predicate}({subject}, {change}{mode})"
        yield Reading(text if stays else f"not {text}", start, end, note, sure=sure and not hedged(view))


def _changes(m: re.Match[str], words: str) -> Iterator[str]:
    """What is done to the input: a factor, a term, of everything or (by its index) of each channel or sample."""
    for letter, at, name in ((m["a"] or m["a2"], m["at"], "scale"), (m["b"], m["bt"], "shift")):
        if letter is None:
            continue
        of = {"c": "channel_", "n": "sample_", "i": "sample_"}.get(at or "", "")
        signed = name == "scale" and not of and _ANY_SIGN.search(words) and not _POSITIVE.search(words)
        yield "signed_scale" if signed else of + name


def _subject(view: View, name: str) -> tuple[str, tuple[str, ...], bool] | None:
    """The normalisation that the name stands for; `f` and `norm` for that of the section."""
    low = name.lower().replace("_", "")
    short = _SHORT.get(low) or {"rmsnorm": "rms_norm"}.get(low) or next((f"{k}_norm" for k in ("batch", "layer", "instance", "group") if low.startswith(k)), None)
    if short:
        return short, (), True
    own: list[Stretch] = stretches(view)
    if not own or len(own[0].named) != 1:
        return None
    [named] = own[0].named
    return named.subject, note_of(own[0], view), own[0].certain and low == "norm"


def _before(view: View) -> str:
    """The sentence before, in which a condition (ε = 0, a > 0) may stand."""
    s = view.sentence
    earlier = view.outline.sentences[s.block][: s.number]
    return earlier[-1].text.chars if earlier else ""
