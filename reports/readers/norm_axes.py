"""Which axes share a mean: "per channel, over the batch", サンプルごとに全チャネル, (N, H, W), dim=(0, 2, 3), a table's cell.

Every axis that the words speak of is *together* (averaged over) or *apart* (each has a mean of its own); an axis that is
left open is tried both ways, so that only what is said can be refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from ..reading import Reading, View
from .norms import Stretch, asserts, note_of, plain, stretches, words

_AXIS = {"sample": "N", "batch": "N", "channel": "C", "feature": "C", "space": "S", "token": "T", "group": "G"}
_SEP = r"\s*(?:,\s*and\b|,|×|x|\*|・|、|と|および|and|&|/)\s*"
_LETTER = r"(?:\(?\s*C\s*/\s*G\s*\)?|[NBCHWGTD])"
_LETTERS = re.compile(
    rf"[(\[{{]\s*({_LETTER}(?:{_SEP}{_LETTER})+)\s*[)\]}}]|(?<![A-Za-z×*/^_])({_LETTER}(?:{_SEP}{_LETTER})+)(?![A-Za-z_^*])"
    rf"|(?<![A-Za-z×*])(NHW|CHW|NCHW|HW|HWC)(?![A-Za-z])|(?<![A-Za-z×*/+-])([nchw](?:{_SEP}[nchw])*)(?=\s*(?:を固定|だけ|ごと))"
)
_AFTER_LETTERS = re.compile(
    r"\s*[)\]}]?\s*(?:の?\d+\s*(?:軸|次元)|方向|の?軸|個(?=の|で|を|から|全)|に(?:わた|渡)|で|の(?:全|すべ|平均|値|範囲|方向|要素)|全(?:て|部)|すべて|だけ|のみ|を(?:ひと)?まとめ"
    r"|をまとめて|について|に対して|だ$|です|である|dimensions?|ax[ei]s|values|elements|pixels|only|inside|together|$)",
    re.IGNORECASE,
)
_BEFORE_LETTERS = re.compile(
    r"(?:over|across|along|ax[ei]s|dimensions?|dims?|in|on|軸[はがを:]?|方向[はがを:]?|範囲[はがを:]?|(?:統計|平均|正規化|\bstat\w*|\bmeans?|averag\w*|normali\w*|\ue002)[^:：]{0,12}[:：])\s*(?:both\s+|only\s+|the\s+|all\s+|of\s+|its\s+|just\s+)*[:：]?\s*$",
    re.IGNORECASE,
)
_TENSOR = re.compile(r"\s*[)\]]?\s*(?:の\s*(?:サンプル|sample|画像|データ|入力|テンソル|特徴|形|うち)|(?:tensor|feature|input|image|layout|activation))", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:dim|axis|axes|軸|dims|dimensions)\s*[= ]?\s*[(\[]\s*(\d(?:\s*,\s*\d)*)\s*,?\s*[)\]]|(?:dim|axis)\s*=\s*(\d)", re.IGNORECASE)
_TOKENWISE = re.compile(r"transformer|トランスフォーマ|token|トークン|sequence|系列|\bT\b", re.IGNORECASE)
_LATER = re.compile(r"推論|テスト時|評価時|移動平均|移動分散|\brunning\b|\bmoving (?:av|me)|\binference\b|\btest[- ]time\b|\bevaluation\b", re.IGNORECASE)
_SHARES = re.compile(r"[^.,;]{0,24}\bshares? (?:the|a|one|its)\b", re.IGNORECASE)
_HEAD = re.compile(r"まとめ|平均|分散|統計|正規化|範囲|軸|単位|\bover\b|ax[ei]s|averag|statistic|normali[sz]|mean|pool|dimension|group", re.IGNORECASE)
_COUNTED = re.compile(r"(?:個数|数|統計量|平均|分散|μ|σ\^?2?|means?|variances?)\s*(?:は|が|:|=|is|are)\s*(?:それぞれ|各|計)?\s*$", re.IGNORECASE)
_COUNTING = re.compile(r"個数|の数|いくつ|count|number|how many|shape|形|依存|depend", re.IGNORECASE)


@dataclass
class Said:
    """Axes averaged over together and axes kept apart, and where the words stand."""

    together: set[str] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)  # the batch as what merely contains the samples
    listed: bool = False  # by letters, so that what is not listed is kept apart
    places: list[tuple[int, int]] = field(default_factory=list)

    def put(self, axis: str, together: bool, start: int, end: int) -> None:
        (self.together if together else self.apart).add(axis)
        self.places.append((start, end))


def read(view: View) -> Iterator[Reading]:
    """The axes that a sentence, a list item or a cell states."""
    s = view.sentence
    if not asserts(view) or (s.has("zero_mean") and s.has("unit_variance")):
        return
    head = _head(view)
    if s.cell is not None and head is not None and (not _HEAD.search(head) or _COUNTING.search(head)):
        return
    for stretch in stretches(view):
        if head is None and not _speaks(view, stretch):
            continue
        yield from _statements(view, stretch)


def _head(view: View) -> str | None:
    """The head of the column that a cell stands in."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if s.cell is None:
        return None
    return " ".join(plain(h) for h in outline.sentences[header] if h.cell == s.cell) if header is not None else None


def _speaks(view: View, stretch: Stretch) -> bool:
    """Whether the words speak of averaging or normalising, and of nothing else that may be "per channel"."""
    text = stretch.text
    if re.search(words("words", "other"), text, re.IGNORECASE) and not re.search(r"平均と分散|mean and (?:the )?var|statistic|統計", text):
        return False
    if _LATER.search(text) or (view.sentence.has("training_effect") and not view.sentence.has("statistics")):
        return False
    whole = plain(view.sentence)
    return bool(re.search(words("words", "statistics"), text, re.IGNORECASE)) or (
        not stretch.own and bool(re.search(words("words", "statistics"), whole, re.IGNORECASE))
    ) or (stretch.own and bool(re.search(words("words", "statistics"), _tail(whole, stretch), re.IGNORECASE)))


def _tail(whole: str, stretch: Stretch) -> str:
    """The words after a stretch, for the verb that several stretches share; the names themselves hold no verb."""
    return re.sub(r"(?:正規化|[Nn]orm(?:ali[sz]ation)?)(?=は|が|では|\s*(?:は|が|:))", "", whole[stretch.end :])


def _statements(view: View, stretch: Stretch) -> Iterator[Reading]:
    said = spoken(stretch.text)
    for subject in [n.subject for n in stretch.named]:
        sets = _sets(said, subject, stretch.text)
        if not sets or not said.places:
            continue
        layout = ", layout=sequence" if "T" in said.together | said.apart else ""
        texts = [f"normalised_over({subject}{layout}) == {{{', '.join(a)}}}" for a in sets]
        start, end = min(a for a, _ in said.places), max(b for _, b in said.places)
        if re.search(r"特徴マップ(?:ごと|毎|別)|feature maps?", stretch.text, re.IGNORECASE) and "N" not in said.together | said.apart:
            texts.append(f"normalised_over({subject}) == {{C, H, W}}")  # a feature map of all channels is one sample's
        sure = stretch.certain and not view.sentence.has("hedged") and not (layout and len(said.places) < 2)
        yield Reading(texts[0], start, end, note_of(stretch, view), tuple(texts[1:]), sure=sure)


def _sets(said: Said, subject: str, text: str) -> list[tuple[str, ...]]:
    """The sets of axes that the words allow, the subject's customary one first."""
    if said.together & said.apart:
        return []
    grouped = subject == "group_norm"
    known = said.together | said.apart
    if grouped and "G" not in known and "C" in said.apart:
        return []  # the channels of a group, or each of them: it is not told
    axes = [a for a in ("N", "C", "T") if a in known]
    if not [a for a in axes if a != "T"] and not (grouped and "G" in known) and not said.listed:
        return []
    free = [a for a in (("N",) if grouped and "G" in known else ("N", "C")) if a not in known and not said.listed]
    if "T" in known:
        free = [a for a in free if a != "N"]
    found = []
    for chosen in _subsets(free):
        inside = said.together | set(chosen)
        pooled = [a for a in ("N", "T") if a in inside]
        pooled += ["G"] if grouped and ("G" in known or "C" not in inside) and "G" in known else ["C"] if "C" in inside else []
        space = [] if "S" in said.apart or "T" in known else ["H", "W"]
        if said.listed:
            space = [a for a in ("H", "W") if a in said.together]
        found.append(tuple(pooled + space))
        flat = re.search(words("nouns", "feature"), text, re.IGNORECASE) and not said.listed
        if flat and pooled and space:
            found.append(tuple(pooled))
    own = {"batch_norm": {"N"}, "layer_norm": {"C"}, "instance_norm": set(), "group_norm": {"G"}}[subject]
    found = [f for f in dict.fromkeys(found) if f]
    return sorted(found, key=lambda f: len(own ^ (set(f) - {"H", "W", "T"})))


def _subsets(items: list[str]) -> list[tuple[str, ...]]:
    return [tuple(x for i, x in enumerate(items) if n >> i & 1) for n in range(2 ** len(items))]


# What the words say


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """For each noun the pattern of its being kept apart and that of its being averaged over."""
    found = []
    for name in _AXIS:
        noun = words("nouns", name)
        apart = (
            rf"{words('apart', 'before')}{noun}|{noun}{words('apart', 'after')}|{words('apart', 'before_en')}{noun}\b"
            rf"|\b{noun}{words('apart', 'after_en')}"
        )
        together = (
            rf"{words('together', 'before')}{noun}|{noun}{words('together', 'after')}|{words('together', 'before_en')}{noun}\b"
        )
        found.append((name, re.compile(apart, re.IGNORECASE), re.compile(together, re.IGNORECASE)))
    return found


@cache
def _others() -> dict[str, re.Pattern[str]]:
    made = {
        "many": words("nouns", "many"), "one": words("nouns", "one"), "batch": words("nouns", "batch"),
        "listed": rf"{words('together', 'list_en')}(?:(?P<S>{words('nouns', 'space')})|(?P<C>{words('nouns', 'channel')}|{words('nouns', 'feature')})"
                  rf"|(?P<N>{words('nouns', 'batch')}|{words('nouns', 'sample')}))\b",
        "denied": words("words", "denied"), "denied_en": words("words", "denied_en"),
    }  # fmt: skip
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in made.items()}


def spoken(text: str) -> Said:
    """Every axis that a text speaks of."""
    said = Said()
    _letters(text, said)
    taken: list[tuple[int, int]] = []
    for name, apart, together in _patterns():
        axis = _AXIS[name]
        for m in apart.finditer(text) if name != "batch" else ():
            shared = _SHARES.match(text[m.end() :])  # each unit shares the same mean: all of them together
            said.put(axis, axis == "G" or _denied(text, m) or bool(shared), m.start(), m.end())
            taken.append(m.span())
        for m in together.finditer(text):
            if any(a <= m.end() - 1 < b for a, b in taken):
                continue  # "over each channel" keeps the channels apart
            said.put(axis, not _denied(text, m), m.start(), m.end())
            _listed(text, m.end(), said)
    other = _others()
    for m in other["many"].finditer(text):
        if not re.match(r"\s*(?:平均|分散|統計|組|μ|σ|グループ)", text[m.end() :]):
            said.put("N", True, m.start(), m.end())
    if not {"N"} & (said.together | said.apart):
        for m in other["one"].finditer(text):
            said.put("N", False, m.start(), m.end())
    vector = re.search(words("together", "vector"), text, re.IGNORECASE)
    if vector and "C" not in said.apart:
        said.put("C", True, vector.start(), vector.end())
    _contained(text, said)
    return said


def _listed(text: str, place: int, said: Said) -> None:
    """What follows in a list: over the images, the rows and the columns."""
    step = _others()["listed"].match(text, place)
    for _ in range(4):
        if not step:
            return
        said.put(next(a for a in "SCN" if step[a]), True, step.start(), step.end())
        step = _others()["listed"].match(text, step.end())


def _contained(text: str, said: Said) -> None:
    """The batch alone means all its samples, unless each sample is spoken of."""
    if "N" in said.together | said.apart:
        if {"N"} <= said.together & said.apart and not re.search(r"バッチ(?:方向|全体)|across|(?:whole|entire|all)", text, re.IGNORECASE):
            said.together.discard("N")
        return
    if said.listed:
        return
    for m in _others()["batch"].finditer(text):
        said.put("N", not _denied(text, m), m.start(), m.end())


def _denied(text: str, m: re.Match[str]) -> bool:
    """Whether an axis is named only to be excluded: バッチ方向には平均をとらず, rather than over the batch."""
    other = _others()
    after = text[m.end() : m.end() + 16]
    stop = re.search(r"[、,。;]", after)
    return bool(other["denied"].search(after[: stop.start() + 1 if stop else 16])) or bool(
        other["denied_en"].search(text[max(0, m.start() - 30) : m.start()])
    )


def _letters(text: str, said: Said) -> None:
    """Axes by their letters or numbers, where the words around tell that they are averaged over."""
    for m in _NUMBERED.finditer(text):
        layout = "NHWC" if re.search(r"NHWC|channels[_ -]last", text, re.IGNORECASE) else "NCHW"
        numbers = [int(d) for d in re.findall(r"\d", m[1] or m[2])]
        if max(numbers) <= 3:
            _take(said, [layout[d] for d in numbers], True, m)
    if said.listed:
        return
    for m in _LETTERS.finditer(text):
        group = next(g for g in m.groups() if g)
        letters = _axes_of(group)
        after, before = text[m.end() :], text[: m.start()]
        if len(set(letters)) != len(letters) or len(letters) >= 4 or _TENSOR.match(after):
            continue
        if _COUNTED.search(before[-16:]) and re.match(r"\s*[)\]]?\s*(?:個|組|つ|$|です|である|。|に?な|とな|,|\.)", after):
            continue
        if re.match(r"\s*を固定|\s*(?:軸)?(?:ごと|毎|を除)", after):
            for axis in letters:
                said.put("S" if axis in "HW" else axis, False, m.start(), m.end())
        elif re.search(r"\b(?:for|per|each)\s*(?:each|every|pair)?\s*\(?$", before):
            continue
        elif _AFTER_LETTERS.match(after) or _BEFORE_LETTERS.search(before[-40:]):
            _take(said, letters, True, m)
    one = re.search(r"(?<![A-Za-z×*])([NCnc])\s*(?:軸)?(?:ごと|毎)|\bper ([NC])\b", text)
    if one:
        said.put((one[1] or one[2]).upper(), False, one.start(), one.end())


def _axes_of(group: str) -> list[str]:
    group = re.sub(r"\(?\s*C\s*/\s*G\s*\)?", "G", group)
    letters: list[str] = re.findall(r"(?<![A-Za-z])[NBCHWGTD](?![A-Za-z])|[nchw](?![a-z])|(?<=[NCHW])[NCHW]|[NCH](?=[HWC])", group)
    other = {"B": "N", "D": "C"}
    return [other.get(a.upper()) or a.upper() for a in letters]


def _take(said: Said, letters: Iterable[str], together: bool, m: re.Match[str]) -> None:
    said.listed = True
    for axis in letters:
        said.put(axis, together, m.start(), m.end())
