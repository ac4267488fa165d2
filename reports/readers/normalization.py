"""Normalisations: which axes share a mean, what comes out, what it depends on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...properties.nodes import Bin, Num, Sym, symbols, transform, walk
from ...properties.rendering import to_text
from ..formulas import Span
from ..reading import Reading, View, inherited_note
from ..scope import Named
from ..vocabulary import family

NORMS = ("batch_norm", "layer_norm", "instance_norm", "group_norm")
_MANY_SAMPLES = re.compile(
    (
        r"[NnBmM]\s*(?:個|枚|つ)の?(?:同一|同じ|sample|サンプル|画像|データ)|全(?:て|部)?の?(?:サンプル|データ|画像)"
        r"|(?:all|across)\s+(?:the\s+)?(?:samples|examples|images|instances)|over the "
        r"(?:whole |entire )?(?:mini-?)?batch"
    ),
    re.IGNORECASE,
)
_AND = r"\s*(?:,\s*and\b|,|×|x|・|、|and\b|と|および|&)\s*"
_AXES = re.compile(
    rf"[(（\[{{]\s*([NBCHWG](?:{_AND}[NBCHWG])+)\s*[)）\]}}]"
    rf"|(?<![A-Za-z×x])([NBCHWG](?:{_AND}[NBCHWG])+)(?![A-Za-z])"
)
_OVER = re.compile(
    (
        r"(?:方向|軸|に(?:わた|渡)|個の(?:値|要素|画素|データ)|で平均|の(?:全て|すべて|全体)|の平均|について|を(?:単位|まと)|の範囲"
        r"|で正規化|に対して|dimension|axes|axis|values|elements)"
    ),
    re.IGNORECASE,
)
_OVER_BEFORE = re.compile(
    r"(?:over|across|along|axes|axis|dimensions?|on|in)\s*(?:the\s+|all\s+|of\s+|its\s+)*$", re.IGNORECASE
)
_TROUBLE = re.compile(
    r"問題|解決|解消|欠点|改善|課題|克服|小さ|大き|解説|solv|problem|issue|address|overcom|small|large|drawback|avoid",
    re.IGNORECASE,
)
_TRAINING_ONLY = re.compile(r"推論時|テスト時|評価時|at test|at inference|during inference|eval", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of a normalisation."""
    s = view.sentence
    if s.has("question") and not s.has("called"):
        return
    yield from _independence(view)
    yield from _invariance(view)
    yield from _mean_and_variance(view)
    yield from _modes(view)
    yield from _formula(view)
    stats = list(_stats_shape(view))
    yield from stats
    if not stats:
        yield from _axes(view)


def _norm(view: View, place: int) -> Named | None:
    return view.subject(place, lambda name: name in NORMS)


# Axes


def _axes(view: View) -> Iterator[Reading]:
    """Which values share a mean and a variance."""
    s = view.sentence
    trigger = s.first("same_distribution", "normalise", "statistics")
    if trigger is None and s.cell is not None and any(x.has("normalise", "statistics") for x in view.leads()):
        trigger = s.first("per_channel", "all_channels", "samples", "batch_word")
    if (
        trigger is None
        or (s.has("zero_mean") and not s.has("per_channel", "samples", "all_channels"))
        or _TRAINING_ONLY.search(s.words)
    ):
        return
    if s.has("training_effect", "running_average") and not s.has("statistics", "same_distribution"):
        return
    named = _norm(view, _pivot(view, trigger.start))
    if named is None or not _says_axes(view, named):
        return
    sets, known = _sets(view, named.subject)
    if not sets:
        return
    left = f"normalised_over({named.subject})"
    texts = [f"{left} == {{{', '.join(a)}}}" for a in sets]
    start, end = _extent(view, trigger.start, trigger.end)
    yield Reading(
        texts[0], start, end, inherited_note(named, view), tuple(texts[1:]), sure=known and view.polarity(trigger.start)
    )


def _pivot(view: View, place: int) -> int:
    """Where the words for the axes stand (the subject is looked for there)."""
    found = [
        m.start
        for tag in ("per_channel", "all_channels", "samples", "group_word")
        for m in view.sentence.tags.get(tag, ())
    ]
    return min(found, default=place)


def _extent(view: View, start: int, end: int) -> tuple[int, int]:
    marks = [
        m
        for tag in ("per_channel", "all_channels", "samples", "batch_word", "group_word")
        for m in view.sentence.tags.get(tag, ())
    ]
    near = [m for m in marks if abs(m.start - start) < 60]
    return min([start, *(m.start for m in near)]), max([end, *(m.end for m in near)])


def _says_axes(view: View, named: Named) -> bool:
    s = view.sentence
    if _explicit(view):
        return True
    if named.subject == "group_norm" and s.has("group_word"):
        return True
    return (
        s.has("per_channel", "all_channels", "samples")
        or s.has("same_distribution")
        or bool(_MANY_SAMPLES.search(s.words))
        or (s.has("statistics") and s.has("batch_word"))
    )


def _explicit(view: View) -> tuple[str, ...] | None:
    """Axes named by their letters: (N, H, W) の平均, over H×W."""
    text = view.sentence.text.chars.replace("\\times", "×").replace("\\", " ")
    for found in _AXES.finditer(text):
        letters = re.findall(r"[NBCHWG]", found[1] or found[2])
        after, before = text[found.end() : found.end() + 14], text[max(0, found.start() - 24) : found.start()]
        if len(set(letters)) == len(letters) and (
            _OVER.match(after.lstrip(" $)）")) or _OVER_BEFORE.search(before.rstrip("$( （"))
        ):
            if re.match(r"\s*[$)）]*\s*の(?:sample|サンプル|画像|データ|入力|テンソル|特徴)", after):
                continue
            return tuple("N" if x == "B" else x for x in letters)
    return None


def _sets(view: View, subject: str) -> tuple[list[tuple[str, ...]], bool]:
    """The sets of axes that the words allow, the customary one first, and whether the words leave no other."""
    s = view.sentence
    explicit = _explicit(view)
    if explicit:
        return [explicit], True
    if subject == "group_norm" and s.has("group_word"):
        return [("G", "H", "W"), ("G", "N", "H", "W")], False
    batch: bool | None = (
        False if s.has("samples") else True if s.has("batch_word") or _MANY_SAMPLES.search(s.words) else None
    )
    if s.has("samples") and _MANY_SAMPLES.search(s.words) and not s.japanese:
        batch = None
    every, single = s.has("all_channels"), s.has("per_channel")
    channels: bool | None = True if every and not single else False if single and not every else None
    own = {
        "batch_norm": (True, False),
        "layer_norm": (False, True),
        "instance_norm": (False, False),
        "group_norm": (False, None),
    }[subject]
    if batch is None and channels is None:
        return [], False
    n = own[0] if batch is None else batch
    c = own[1] if channels is None else channels
    chosen = tuple(axis for axis, there in (("N", n), ("C", c), ("H", True), ("W", True)) if there)
    return [chosen], batch is not None and channels is not None and not s.has("hedged")


# Shapes of the statistics


def _stats_shape(view: View) -> Iterator[Reading]:
    """(1, 1, 1, C) for the shape of a mean, C means and C variances."""
    s = view.sentence
    for span in s.formulas:
        shape = span.formula.shape
        if (
            not shape
            or len(shape) not in (3, 4)
            or sum(isinstance(n, Num) and n.value == 1 for n in shape) < 2
            or not symbols_of(span)
        ):
            continue
        named = _norm(view, span.start)
        if named and (
            named.where == ""
            or s.has("statistics", "size", "gamma_beta")
            or re.search(r"平均|分散|mean|var|shape|形状", s.words)
        ):
            items = ", ".join(_letter(n) for n in shape)
            yield Reading(
                f"stats_shape({named.subject}) == ({items})", span.start, span.end, inherited_note(named, view)
            )
    for span in s.formulas:
        letter = span.letter
        after = s.words[span.end : span.end + 22]
        if letter and re.match(r"\s*(?:個の)?(?:の)?\s*(?:平均|means?\b|組の平均|pairs? of)", after):
            named = _norm(view, span.start)
            if named and letter in "CcNnGg":
                yield Reading(
                    f"stats_count({named.subject}) == {letter.upper()}",
                    span.start,
                    span.end + 10,
                    inherited_note(named, view),
                    sure=False,
                )


def symbols_of(span: Span) -> bool:
    return any(symbols(n) for n in span.formula.shape or ())


def _letter(node) -> str:
    if isinstance(node, Sym):
        return node.name.upper() if len(node.name) == 1 else node.name
    return str(node.value) if isinstance(node, Num) else "?"


# Independence of the batch


def _independence(view: View) -> Iterator[Reading]:
    s = view.sentence
    for batch in s.tags.get("batch_word", ()):
        free = _near(view, "independent", batch.start, batch.end)
        bound = _near(view, "dependent", batch.start, batch.end)
        if not free and not bound:
            continue
        mention = free or bound
        assert mention is not None
        named = view.outline.subject(s, mention.start, lambda name: name in NORMS)
        if not named or (s.has("hedged") and not s.japanese):
            continue
        depends = not free if free or bound else None
        if not free and not view.polarity(mention.end):
            depends = False
        inference = bool(_TRAINING_ONLY.search(s.words))
        option = ", mode=evaluation" if inference and not depends and named.subject == "batch_norm" else ""
        text = f"independent_of_batch({named.subject}{option})"
        yield Reading(
            f"not {text}" if depends else text,
            min(batch.start, mention.start),
            max(batch.end, mention.end),
            inherited_note(named, view),
            sure=free is not None or not _TROUBLE.search(s.words),
        )
        return


def _near(view: View, tag: str, start: int, end: int):
    return next(
        (m for m in view.sentence.tags.get(tag, ()) if -60 < m.start - start < 45 and not _far(view, m.start, start)),
        None,
    )


def _far(view: View, a: int, b: int) -> bool:
    low, high = min(a, b), max(a, b)
    return bool(re.search(r"[。;]|ため、", view.sentence.words[low:high]))


# Invariance


def _invariance(view: View) -> Iterator[Reading]:
    s = view.sentence
    mention = s.first("invariant", "independent") if s.has("contrast_word", "scale_word", "shift_word") else None
    if mention is None:
        return
    named = view.in_families(mention.start, "normalisation", "pooling")
    if named is None or named.subject == "norms":
        return
    for tag, change in (
        ("contrast_word", "contrast"),
        ("scale_word", "scale"),
        ("shift_word", "shift"),
        ("permutation_word", "permutation"),
    ):
        word = s.first(tag)
        if word and abs(word.start - mention.start) < 60:
            subject = "max_pool2d" if named.subject == "pool" else named.subject
            if change == "shift" and family(named.subject) == "pooling":
                change = "translation"
            text = f"invariant_to({subject}, {change})"
            yield Reading(
                text if view.polarity(mention.end) or mention.tag in ("invariant", "independent") else f"not {text}",
                min(word.start, mention.start),
                max(word.end, mention.end),
                inherited_note(named, view),
                sure=False,
            )
            return


# Mean 0, variance 1


def _mean_and_variance(view: View) -> Iterator[Reading]:
    s = view.sentence
    zero, unit = s.first("zero_mean"), s.first("unit_variance")
    if (
        not zero
        or not unit
        or s.has("question")
        or re.search(r"初期|initial|random|乱数|noise|ノイズ|gaussian weights", s.words)
    ):
        return
    named = _norm(view, zero.start) or view.subject(zero.start, lambda name: name == "norms")
    if named:
        subject = "batch_norm" if named.subject == "norms" else named.subject
        yield Reading(
            f"mean_var({subject}) == (0, 1)",
            min(zero.start, unit.start),
            max(zero.end, unit.end),
            inherited_note(named, view),
            sure=False,
        )


# Training and evaluation


def _modes(view: View) -> Iterator[Reading]:
    s = view.sentence
    moving = s.first("running_average")
    both = s.first("training") and s.first("inference")
    mention = moving if moving and s.has("inference") else s.first("differs", "same") if both else None
    if mention is None:
        return
    named = _norm(view, mention.start)
    if named is None:
        return
    text = f"train_eval_differs({named.subject})"
    if mention.tag == "same" or (named.subject != "batch_norm" and not view.polarity(mention.start)):
        text = f"not {text}"
    stored = mention is moving and named.where == "" and view.polarity(mention.start)
    yield Reading(text, mention.start, mention.end, inherited_note(named, view), sure=stored)


# Formulas

_LETTERS = (
    ("x", r"x(?!_hat)|x_i|x_k"),
    ("mu", r"mu|m$|mean|E$"),
    ("sigma", r"sigma(?!.*_?2$)|std"),
    ("var", r"var|v$"),
    ("eps", r"eps"),
    ("gamma", r"gamma"),
    ("beta", r"beta"),
)


def _formula(view: View) -> Iterator[Reading]:
    """(x - mu) / sqrt(sigma^2 + eps), with gamma and beta or without."""
    for span in view.sentence.formulas:
        for side in span.formula.sides:
            named = {x: _letter_of(x) for x in symbols(side)}
            if (
                None in named.values()
                or not {"x", "mu"} <= set(named.values())
                or not {"sigma", "var"} & set(named.values())
            ):
                continue
            if not any(isinstance(n, Bin) and n.op == "/" for n in walk(side)):
                continue
            found = _norm(view, span.start)
            subject = found.subject if found else "batch_norm"
            renamed = transform(side, lambda n, names=named: Sym(names[n.name]) if isinstance(n, Sym) else n)  # pyright: ignore[reportArgumentType]
            yield Reading(
                f"norm_formula({subject}) == {to_text(renamed)}",
                span.start,
                span.end,
                inherited_note(found, view) if found else (),
                sure=found is not None,
            )
            return


def _letter_of(name: str) -> str | None:
    return next((part for part, pattern in _LETTERS if re.match(pattern, name)), None)
