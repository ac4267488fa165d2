"""Effects on training, quality and measured time: experiments, or nothing. They are reported as empirical.

Three slots: what is affected and that something is said of it (`lexicon/effects.toml`), and what has the effect: the
sentence's subject or the one that it inherits.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, Named
from ..vocabulary import family, lexicon
from . import proposed_by

_RUN_AS = {
    "densenet": "dense_block", "resnet": "residual_block", "mobilenet": "depthwise_separable_conv2d",
    "norms": "batch_norm", "dilated_stack": "wavenet", "dilated_conv": "wavenet", "causal_conv1d": "wavenet",
}  # fmt: skip
_ABOUT = ("normalisation", "residual", "dense", "wavenet", "dilated", "causal", "pixelcnn", "mobilenet")
_IF_NAMED = ("convolution", "transposed", "pooling", "stack", "system")  # too general to be inherited
_ALSO = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "relu", "global_avg_pool2d", "gated_residual_layer")
_FOREIGN = re.compile(r"ドロップアウト(?:は|を(?:使|入|加)|で|率)|^\W*dropout|Adam|SGD|データ拡張|data augmentation|transformer|attention", re.IGNORECASE)
_LASTING = re.compile(r"(?<![A-Za-z])k?Hz\b|サンプリング(?:レート|周波数)|標本化|サンプル/秒|samples? (?:per|a|each) second|(?:sampling|sample) rate|÷\s*[\d,]+\s*=", re.IGNORECASE)
_SPENT = re.compile(r"かか(?:る|り|った)|要(?:する|した)|実測|計測|生成|学習|推論|\b(?:took|takes?|measured|generat\w+|train\w*|inference)\b", re.IGNORECASE)
_IN_FACT = re.compile(r"実際|実測|体感|なのに|のわりに|\bin practice\b|\bin reality\b|\bdespite\b|\balthough\b|\bin fact\b|wall[- ]?clock", re.IGNORECASE)
_JOINT = re.compile(r"[、;；]|,\s|\band\b|\bbut\b")
_MEASURED = ("measured_time", "memory_in_training", "small_batch")
_OF_SETTINGS = ("learning_rate", "initialisation", "long_range", "vanishing_gradient")  # with nothing named: how it was trained
_NEXT = ("", "the heading", "the item above", "the sentence before")  # from where a general subject may come
ANY = "network"  # what is measured of some network, whichever it is


@cache
def _words(table: str, name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in lexicon("effects")[table][name]), re.IGNORECASE)


@cache
def _effects() -> tuple[str, ...]:
    return tuple(lexicon("effects")["effects"])


def read(view: View) -> Iterator[Reading]:
    """The first effect that the sentence claims."""
    s = view.sentence
    if any(s.words[m.start : m.end].lower() != "lets" for m in s.tags.get("question", ())) or view.outline.blocks[s.block].kind == "heading" or len(s.words) < 4:
        return
    if any(re.search(r"== (?:won|second)_", r.statement) for r in view.read_by(proposed_by)):
        return  # which competition it won is looked up
    found, strong = effect_of(s.words), outright(s.words)
    if found is None and strong:
        found = (_effect_named(s.words), strong.start(), strong.end())
    foreign = _FOREIGN.search(s.words)
    if found is None or (foreign and not strong):
        return
    effect, start, end = found
    if effect == "measured_time" and _LASTING.search(s.words) and not _SPENT.search(s.words):
        return  # so many samples at such a rate last so long: that is calculated
    named = None if foreign else _subject(view, effect, start)
    if named is not None:
        subject = _RUN_AS.get(named.subject, named.subject)
        yield Reading(f"training_effect({subject}, {effect})", start, end, inherited_note(named, view))
        yield from _another(s.words, subject, effect, end)
    elif strong or (effect not in _OF_SETTINGS and _measured(s.words)):
        yield Reading(f"training_effect({ANY}, {effect})", start, end)
        yield from _another(s.words, ANY, effect, end)


def _another(words: str, subject: str, effect: str, end: int) -> Iterator[Reading]:
    """A second outcome in a later clause: it trained faster, and listeners preferred it."""
    joint = _JOINT.search(words, end)
    found = outright(words[joint.end() :]) if joint else None
    if joint is None or found is None:
        return
    other = _effect_named(words[joint.end() :])
    if other != effect:
        yield Reading(f"training_effect({subject}, {other})", joint.end() + found.start(), joint.end() + found.end())


def outright(words: str) -> re.Match[str] | None:
    """An outcome that only an experiment shows, with how it is said to be: a claim even where nothing of the field is named."""
    found = _words("outright", "patterns").search(words)
    if found is None or _words("measured", "noted").search(words) or (_words("never", "patterns").search(words) and not _IN_FACT.search(words)):
        return None
    return found


def _effect_named(words: str) -> str:
    """The first effect of which a sentence speaks."""
    return next((effect for effect in _effects() if _words("effects", effect).search(words)), "accuracy")


def _subject(view: View, effect: str, start: int) -> Named | None:
    """What is said to have the effect; None where nothing near is."""
    s = view.sentence
    named = view.subject(start, lambda name: family(name) in (*_ABOUT, *_IF_NAMED) or name in _ALSO)
    if named is not None and named.where not in _NEXT and family(named.subject) in _IF_NAMED:
        named = view.subject(start, lambda name: family(name) in _ABOUT or name in _ALSO)
    if named is None:
        return None
    far = named.where in (NEARBY, "the text above") and named.block < s.block - 2
    if far or (named.where and (_of_another(view) or _only_spoken_of(named.subject, effect, s.words))):
        return None
    return named


def _measured(words: str) -> bool:
    """A plain outcome (an accuracy, an error) with a number or a comparison, and no mere pointer to a table."""
    if not _words("measured", "outcomes").search(words) or _words("measured", "noted").search(words):
        return False
    return bool(_words("measured", "values").search(words) or _words("measured", "compared").search(words))


def effect_of(words: str) -> tuple[str, int, int] | None:
    """The effect that some words claim, and where they stand.

    >>> effect_of("BN makes training faster"), effect_of("Training needs a GPU.")
    (('faster_training', 9, 24), None)
    """
    said = _words("claims", "relations").search(words) or _words("measured", "values").search(words)
    computed = _words("never", "patterns").search(words)
    claimed = said and (not computed or _measured(words))
    for effect in _effects():
        if (claimed or effect in _MEASURED) and (found := _words("effects", effect).search(words)):
            return effect, found.start(), found.end()
    seen = _words("measured", "experience").search(words)
    better = _words("claims", "judged").search(words)
    return ("accuracy", better.start(), better.end()) if seen and better and not computed else None


def _only_spoken_of(subject: str, effect: str, words: str) -> bool:
    """MobileNet as the topic of a chapter: what is said of networks at large is not said of it."""
    return family(subject) == "mobilenet" and effect not in ("accuracy_kept", *_MEASURED) and not _measured(words)


def _of_another(view: View) -> bool:
    """Whether the sentence itself speaks of something else of the field, and not only to compare."""
    s = view.sentence
    return any(not m.weak and not s.contrasted(m) and s.is_topic(m) and family(m.tag) not in (*_ABOUT, "activation", "network", "rnn", "foreign") for m in s.subjects)
