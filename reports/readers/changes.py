"""What a change of a size does to a count: double the channels and the cost quadruples, 計算量は一辺の2乗に比例する.

Four slots, each from the sentence: the size (or sizes) that change, how they change (by a factor, from a number to
another, up or down, at all), the count, and what is said of it (a factor, a power, more, fewer, the same, not the
same). The words are data in `lexicon/changes.toml`; where in the sentence a factor stands tells whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import patterns as re
from ..reading import Reading, View, inherited_note, known, roles_of, runnable
from ..scope import NEARBY, Named
from ..sizes.counting import bias_said, doubtful, kinds_in, plain
from ..vocabulary import family
from .change_statements import ABOUT, BOTH_SIDES, number, scaled, statements
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
_WHEN_JA = re.compile(r"(?:する|した|なる|なった|やす|らす|げる|ねる|変わ[るっ]|きい|さい|える|れる)?(?:と(?!も|同|比|し|無|関|は)|ほど|につれ|に従|れば|けば|せば|ても|でも|たら|場合|ことで|なら|だけで)")
_WHEN_EN = re.compile(r"\b(?:if|when|as|with|while|whenever|once|after)\b", re.IGNORECASE)
_UNSURE = re.compile(r"\?\s*$|？\s*$|ではな|わけではな|とは限ら|not (?:quite|exactly|simply)|誤り|精度|accuracy|過学習|overfit", re.IGNORECASE)
_ALIKE = re.compile(r"\b(?:and )?so (?:is|are|does|do|has|have)\b|\bas (?:is|are|does|do)\b", re.IGNORECASE)


_WEIGHTS_SCALED = re.compile(r"重み[^。、]{0,16}(?:定数|\d|[a-zα])\s*倍(?:し|す)|\b(?:scal|multipl|doubl)\w* (?:(?!number of|count)[^.;,]){0,24}\bweights?\b[^.;,]{0,16}\bby\b", re.IGNORECASE)  # their values, not their number


# What a larger batch makes of the maps: not the size of one that changes.
_BATCHED = re.compile(r"\bbatch\w*\b[^.;]{0,60}\b(?:feature maps?|activations?)\s+(?:double|grow|scale|take)|バッチ[^。]{0,24}(?:倍|増やす|大きくする)[^。]{0,12}(?:特徴マップ|活性)[^。、]{0,10}(?:倍|増え)", re.IGNORECASE)

_LIGHT = ("depthwise_separable_conv2d", "mobilenet")
_A_SHARE = re.compile(r"(?<![\d/])1\s*/\s*\(?[A-Za-z\d][^。.;]{0,8}?(?:程度|ほど|くらい)?(?:に|まで)(?:減|下が|な|近づ|抑え|削減)|(?:\bto|towards?|approach\w*)\s+(?:about |roughly |nearly |only )?1\s*/\s*\(?[A-Za-z\d]", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The changes that the sentence states."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or len(s.words) > 260 or s.has("training_effect") or s.cell is not None:
        return
    text = plain(s.text.chars)
    if _BATCHED.search(text) or _UNSURE.search(text) or _WEIGHTS_SCALED.search(text):
        return
    if _A_SHARE.search(text) and view.subject(0, lambda n: n in _LIGHT):
        return  # with many channels it falls to 1/K² of the standard convolution's: compared, not changed
    sizes, counts = sizes_in(view, text), counts_in(s)
    counts = [c for c in counts if not _COMPARED_AFTER.match(text[c.end :]) and not _COMPARED_BEFORE.search(text[: c.start])]
    if meant := meant_in(view, text):
        counts = meant
    if counts and (told := list(_two_images(view, text, counts))):
        yield from told
        return
    if counts and not sizes:
        yield from _in_both_cases(view, text, counts)
        yield from _as_before(view, text, counts)
    if _OF_KINDS.search(text) and all(x.value == "kernel_size" and _GIVEN_KERNEL.search(text[: x.start]) for x in sizes):
        return  # with 3x3 kernels it needs 8 to 9 times less than a standard convolution: nothing changes (`compared.py`)
    if not counts or not sizes or _traded(text, sizes, counts, s.japanese):
        return
    for count, stretch in _clauses(text, counts):
        yield from _claims(view, text, _on_its_side(text, sizes, count), count, stretch)


_ON_THE_OTHER_HAND = re.compile(r"一方(?:で|、)|のに対し|反面|(?<=[るいただ])(?:が|けれど(?:も)?)、|\bwhile\b|\bwhereas\b|\byet\b|;")


def _on_its_side(text: str, sizes: list[Item], count: Item) -> list[Item]:
    """The sizes that change on the count's own side of a contrast, where it has one there: the field grows with the layers,
    while the weights stay the same as the dilation grows."""
    parts = [m.start() for m in _ON_THE_OTHER_HAND.finditer(text, 0, count.start)]
    own = [x for x in sizes if parts and x.start > parts[-1]]
    return own or sizes


_OF_KINDS = re.compile(r"\b(?:than|of|to|with|as) (?:an? |the |that of an? )?(?:standard|ordinary|normal|regular|usual|full|plain) (?:\d\s*x\s*\d )?conv", re.IGNORECASE)
_GIVEN_KERNEL = re.compile(r"\b(?:with|for|using|at)\s+$", re.IGNORECASE)
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


_SPATIAL, _DEEP = ("size", "area"), ("channels", "in_channels", "out_channels")
_CHANNELS = re.compile(r"チャン?ネル|\bchannels?\b|\bfilters\b", re.IGNORECASE)


def _traded(text: str, sizes: list[Item], counts: list[Item], japanese: bool) -> bool:
    """Whether two sizes change at once: the channels double where the resolution is halved, so that the cost stays."""
    if len(counts) > 1 or not any(x.value in _SPATIAL for x in sizes):
        return False
    if not any(x.value in _DEEP for x in sizes) and not _CHANNELS.search(text):
        return False
    factors = {m.start() for _, p in patterns("factors", japanese) for m in p.finditer(text)}
    return len(factors) >= (2 if first_of(patterns("growing", japanese)[2:3], text) else 3)


_IMAGE = re.compile(r"(?<![\dx.])(\d{2,4})\s*x\s*\1(?!\d|\s*x\s*\d{2})(?:\s*x\s*\d)?\s*(?:の)?\s*(?:RGB |colou?r )?(?:images?|inputs?|pictures?|maps?|画像|入力|写真|特徴マップ|one\b|(?=[.。、]|$))", re.IGNORECASE)


def _two_images(view: View, text: str, counts: list[Item]) -> Iterator[Reading]:
    """A layer on a 224x224 image has 49 times as many weights as on a 32x32 image; the same number for both."""
    images = list(_IMAGE.finditer(text))
    if len(images) != 2 or images[0][1] == images[1][1] or len(counts) != 1 or len({k for *_, k in kinds_in(text)}) > 1:
        return
    first, second = (int(m[1]) for m in images)
    same = first_of(patterns("growing", view.sentence.japanese)[2:3], text) or re.search(r"\bthe same\b|同じ", text)
    grown = effect_factor(text, view.sentence.japanese)
    named = _subject(view, ["size"], counts[0].start, text)
    if named is None or (grown is None) == (not same) or not re.search(r"as many|as much|times|倍|同じ|\bsame\b|変わら", text):
        return
    by = Fraction(first, second) if grown is None or view.sentence.japanese is False or "から" not in text else Fraction(second, first)
    about, value = "~=" if ABOUT.search(text) else "==", Fraction(1) if grown is None else grown
    if named[0] == "linear":
        told = list(scaled(counts[0].value, "linear", "in_features", by**2, value, about, ""))
    else:
        fixed = ", padding=same, stride=1" if named[0] == "conv2d" else ""
        sides = (first, second) if by == Fraction(first, second) else (second, first)
        one, other = (f"{counts[0].value}({named[0]}, height={n}, width={n}{fixed})" for n in sides)
        told = [f"{one} {about} {number(value)}*{other}"]
    for statement in told:
        yield Reading(statement, min(images[0].start(), counts[0].start), max(images[1].end(), counts[0].end), sure=grown is not None and not doubtful(view.sentence))


def _as_before(view: View, text: str, counts: list[Item]) -> Iterator[Reading]:
    """What the change that the sentence before supposes does to another count: 計算の量のほうは4倍になる."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    if not before or not counts:
        return
    above = plain(before[0].text.chars)
    sizes, other = sizes_in(View(view.outline, before[0]), above), counts_in(before[0])
    if not other and sizes and (link := (_LINK_JA if s.japanese else _LINK_EN).search(above, sizes[0].end)):
        sizes = [x for x in sizes if x.end <= link.start()]  # the cause alone
    if not sizes or len(set(_roles(sizes, above)) - {"in_channels", "out_channels"}) > 1 or sizes[0].value == "layers" or len(counts) > 1:
        return
    role, count = _roles(sizes, f"{above} {text}")[0], counts[-1]
    if other:
        border = _border(above, sizes, other[0], s.japanese)
        cause = above[:border] if border <= other[0].end else above[border:]
    else:
        link = (_LINK_JA if s.japanese else _LINK_EN).search(above, sizes[0].end)
        cause = above[: link.start()] if link else above if _THEN.search(text) else above[:0]
    if len({x.value in _SPATIAL for x in sizes}) > 1:  # each size has its own factor
        cause = _beside(cause, sizes, role)
    named = _subject(view, [role], count.start, text)
    by, grown = cause_factor(cause, role, s.japanese), effect_factor(text[count.end :], s.japanese)
    by = Fraction(by[1], by[0]) if isinstance(by, tuple) else by
    if named is not None and by is not None and grown is None and first_of(patterns("growing", s.japanese)[2:], text[count.end :]) == "same":
        what = {"channels": "in_channels", "area": "size"}.get(role, role)
        yield Reading(f"monotone({count.value}({named[0]}), {what}) == constant", count.start, len(text.rstrip(" 。.")), ("the change of the sentence before",), sure=False)
    if named is None or by is None or grown is None or _LINE.search(f"{above} {text}"):
        return
    for statement in scaled(count.value, named[0], role, by, grown, "~=" if ABOUT.search(text) else "==", ""):
        yield Reading(statement, count.start, len(text.rstrip(" 。.")), ("the change of the sentence before",), sure=not doubtful(s))


_CLAUSE = re.compile(r"\b(?:while|whereas|and|but|as)\b|,\s|、|(?<=[るす])が|一方", re.IGNORECASE)


def _beside(cause: str, sizes: list[Item], role: str) -> str:
    """The part of a cause that speaks of the sizes of one role."""
    item = next((x for x in sizes if x.value == role or (role == "channels" and x.value.endswith("channels"))), sizes[0])
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(cause)), len(cause)]
    return cause[max(c for c in cuts if c <= item.start) : min([c for c in cuts if c > item.end], default=len(cause))]


_COMPARED_AFTER = re.compile(r"\s*(?:の)?(?:比|割合|差|節約|削減率|倍率)|\s*(?:ratio|saving)", re.IGNORECASE)
_COMPARED_BEFORE = re.compile(r"\b(?:ratio|share|fraction|savings?|relative|difference)\s*(?:(?:of|in|between)\s+)?(?:the\s+|both\s+)?$", re.IGNORECASE)
_TURN = re.compile(r"(?<=[るいたすうだん])が[、,]|けれど(?:も)?[、,]|(?:のに|に)対し(?:て)?[、,]|一方(?:で)?[、,]|,\s*(?:but|while|whereas|yet)\b|;\s", re.IGNORECASE)
_ASIDE = re.compile(r"\s*(?:層|レイヤー?)?\s*(?:と(?:は|も)?(?:の[^、。]{0,10}(?:違い|差|相違)|違|異な|比べ|対照的|同じ|同様|似)|のよう[なに]|ではな)")
_ASIDE_BEFORE = re.compile(r"\b(?:unlike|like|as (?:in|for|with)|just as|than|compared (?:with|to)|in contrast to|as opposed to)\s+(?:(?:that|those|the weights|the parameters) (?:of|in) |(?:in|for|with) )?(?:an?|the)?\s*$", re.IGNORECASE)
_THEN = re.compile(r"^\W*(?:すると|このとき|そのとき|こうすると|それで|then\b|now\b|in that case)|\bthen\b", re.IGNORECASE)
_EVERY_LAYER = re.compile(r"(?:各|どの|すべての|全ての|全)層|ネットワーク全体|\b(?:every|each|all) (?:the )?layers?\b|\bwhole network\b|\bthroughout\b", re.IGNORECASE)
_LINK_JA = re.compile(r"(?:する|した|なる|なった|やす|らす|える|げる)と(?!も)|(?:すれ|なれ|えれ|やせ|らせ)ば|たら|場合")
_LINK_EN = re.compile(r",|\b(?:halves|doubles|makes?|gives?|leaves?|quarters)\b", re.IGNORECASE)
_LINE = re.compile(r"1次元|一次元|系列|音声|信号|conv1d|\b1-?d\b|\bsignal|\bsequence", re.IGNORECASE)


_OF_BIASES = re.compile(r"[、,;]\s*(?:バイアス|切片)(?:の(?:数|個数|本数))?(?:は|が|の(?:ほう|方)は)|[,;]\s*(?:but |while |and |whereas )?(?:the )?bias(?:es)? (?:is|are|stays?|remains?|do|does|keeps?)\b", re.IGNORECASE)


def _clauses(text: str, counts: list[Item]) -> Iterator[tuple[Item, tuple[int, int]]]:
    """Each count with the stretch of the sentence that speaks of it; counts joined by "and" share what follows."""
    turns = [m.end() for m in _TURN.finditer(text)]
    for at, count in enumerate(counts):
        end = min((t for t in turns if t > count.start), default=len(text))
        for later in counts[at + 1 :]:
            gap = text[count.end : later.start]
            if not re.fullmatch(r"\s*(?:の|数)?\s*(?:と|や|も|、|・|および|and|,|or|the|both|number of|\s)*", gap):
                end = later.start
                break
        start = max((t for t in turns if t <= count.start), default=0)
        for earlier in counts[:at]:
            gap = text[earlier.end : count.start]
            if bracket := re.search(r"[(（](?!.*[(（])", gap):
                start = max(start, earlier.end + bracket.end())
            elif re.search(r"[、,;。]|\b(?:but|while|and)\b|が", gap):
                start = max(start, earlier.end)
        if (bias := _OF_BIASES.search(text, count.end, end)) and "macs" not in count.value:
            end = bias.start()  # a topic of its own: バイアスはそのまま
        if at and _ALIKE.search(text, counts[at - 1].end, count.start + 1):
            end, start = count.start, 0  # and so is the other
        yield count, (start, end)


def _claims(view: View, text: str, sizes: list[Item], count: Item, stretch: tuple[int, int]) -> Iterator[Reading]:
    japanese = view.sentence.japanese
    sizes = [x for x in sizes if not any(y.value == "area" and re.fullmatch(r"\s*[(（]\s*", text[x.end : y.start]) for y in sizes)]
    cause = _depended_on(text, [x for x in sizes if not re.match(r"\s*あたり|\s*per\b", text[x.end :])], count)
    if not cause:
        return
    if all(_MULTIPLIER.fullmatch(text[x.start : x.end].strip()) for x in cause) and not re.search(r"=\s*[01]", text) and (multiplied := _multiplied(view, text, count, cause, stretch)):
        yield from multiplied
        return
    split = _border(text, cause, count, japanese)
    effect_text = text[max(split, stretch[0]) : stretch[1]] if split <= count.end else text[stretch[0] : min(split, stretch[1])]
    if another := _ANOTHER_CHANGE.search(effect_text):
        effect_text = effect_text[: another.start()]
    cause_text = text[:split] if split <= count.end else text[split:]
    if japanese and (both := _BOTH_OF_THEM.match(effect_text)):
        effect_text = effect_text[both.end() :]  # 両方が半分になるので 1/4: what follows from it
    offset = max(split, stretch[0]) if split <= count.end else stretch[0]
    near = [x for x in cause if (x.start < split) == (split <= count.end)] or cause
    roles = _roles(near, text)
    unsaid = roles[0] == "any_channels"  # whether of the input, the output or both, it does not say
    roles = ["channels", *roles[1:]] if unsaid else roles
    if roles[0] == "kernel_size" and _SEVERAL_SMALL.search(text):
        return  # several small ones against a large one: their number changes as well
    if roles[0] in ("stride", "kernel_size") and _ONE_WAY.search(text):
        return  # along one axis only
    named = _subject(view, roles, count.start if stretch[0] else min(count.start, near[0].start), text[stretch[0] : stretch[1]])
    if named is None:
        return
    subject, named_by = named
    if roles[0] == "channels" and "out_channels" not in roles_of(subject):
        roles = ["in_channels"]  # as many go out as come in
    bias = bias_said(text) if count.value == "params" else None
    more = {"bias": "true" if bias else "false"} if bias is not None else {}
    if subject in ("conv2d", "depthwise_conv2d") and roles[0] in ("stride", "size", "area") and len(windows := set(_WINDOW.findall(text))) == 1:
        more["kernel_size"] = windows.pop()
    done = list(statements(count.value, subject, roles, cause_text, effect_text, text, japanese, more))
    if not done:
        return
    sure = not doubtful(view.sentence) and (named_by is None or named_by.where in ("", "the heading", "the item above", "the introduction", "the words themselves") or subject == "conv2d")
    # Without a name of its own it would be the standard convolution as well, wherever that is named.
    notes = inherited_note(named_by, view) if named_by and subject != "conv2d" else ()
    start, end = min(near[0].start, count.start), max(near[-1].end, count.end, offset + len(effect_text.rstrip(" 。.")))
    other: list[str] = []
    if roles[0] == "size" and not BOTH_SIDES.search(text):  # proportional to the size: of a side, or of all pixels
        other = [o for o in statements(count.value, subject, ["area"], cause_text, effect_text, text, japanese, more) if o not in done]
    if unsaid and roles[0] == "channels":
        sides = ("in_channels", "out_channels")
        other += [o for r in sides for o in statements(count.value, subject, [r], cause_text, effect_text, text, japanese, more)]
    if roles[0] == "growth_rate" and "== 4*" in done[0]:
        sure = False  # it is nearly so where the layers of the block outweigh what goes in
    for statement in done:
        yield Reading(statement, start, min(end, len(text)), notes, tuple(other), sure=sure)


_ANOTHER_CHANGE = re.compile(r"(?<=\w)[,;:]\s*(?:and\s+|while\s+|but\s+|whereas\s+)?(?:doubl|halv|tripl|quadrupl|quarter)ing\b", re.IGNORECASE)  # told for itself
_ONE_WAY = re.compile(r"(?:縦|横|高さ|幅|片方|一方|片側)(?:の?方向)?(?:に)?(?:だけ|のみ)|\b(?:only|just) (?:along|in) (?:one|the)\b|\balong one\b", re.IGNORECASE)
_WINDOW = re.compile(r"(?<![\dx.])([1357])\s*x\s*\1(?!\d|\s*x)")
_DEPENDS_ON = re.compile(r"\b(?:depend(?:s|ing|ent)? (?:up)?on|independent(?:ly)? of|regardless of|irrespective of|no matter|whatever|(?:un)?affected by|influenced by|(?:var(?:y|ies)|changes?) with)\b", re.IGNORECASE)


def _depended_on(text: str, sizes: list[Item], count: Item) -> list[Item]:
    """The sizes on which a count is said to depend or not: they, and not a size named before, are what changes."""
    words = next((m for m in _DEPENDS_ON.finditer(text, count.end)), None)
    governed = [x for x in sizes if words and words.end() <= x.start] if words else []
    return governed if governed and any(x.end <= count.start for x in sizes) else sizes


_BOTH_OF_THEM = re.compile(r"[^。]{0,24}(?:両方|ともに|とも|双方)[^。]{0,20}(?:ので|ため|から|だから)[、,]?")
_SEVERAL_SMALL = re.compile(r"重ね|積み|積む|多段|\bstack\w*|\b(?:several|many|multiple|two|three|successive) (?:\w+ ){0,2}(?:kernels|filters|layers|convolutions|conv\w*|\d\s*[x×]\s*\d)", re.IGNORECASE)
_MULTIPLIER = re.compile(r"(?:\\?alpha|\\?rho|α|ρ|width multiplier|resolution(?: multiplier)?|幅乗数|解像度乗数|解像度の係数|幅の係数|解像度)", re.IGNORECASE)


_AND = re.compile(r"\b(?:and|but|while|whereas)\b|[,;]\s", re.IGNORECASE)
_LEFT_ALONE = re.compile(r"\bleav\w+\b[^.;,]{0,40}\b(?:(?:where|as) (?:it|they) (?:is|are|was|were)|alone|untouched|unchanged|the same)\b", re.IGNORECASE)


def _multiplied(view: View, text: str, count: Item, cause: list[Item], stretch: tuple[int, int]) -> list[Reading]:
    """alpha^2 times the mult-adds, 計算量は ρ^2 倍: what a multiplier of the widths or of the resolution does to a count."""
    start, end = view.sentence.clause(count.start)
    if _LEFT_ALONE.search(text, max((m.end() for m in _AND.finditer(text, 0, count.start)), default=0), stretch[1]):
        return []
    clause = text[max(start, stretch[0]) : min(end, stretch[1])]
    power = letter_power(clause) or (2 if re.search(r"quadratic\w*|the square|squared|2乗|二乗", clause) else None)
    if power is None:
        return []
    role = "channels" if cause[0].value in ("channels", "in_channels", "out_channels") else "size"
    chosen = _subject(view, [role], count.start, text)
    if chosen is None:
        return []
    subject = "depthwise_separable_conv2d" if chosen[0] in ("conv2d", "mobilenet") and view.subject(0, lambda n: n == "mobilenet") else chosen[0]
    about = "==" if subject != "depthwise_separable_conv2d" or role != "channels" else "~=" if ABOUT.search(clause) else "~= if wide"
    texts = list(scaled(count.value, subject, role, Fraction(2), Fraction(2) ** power, about, ""))
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
    m = re.search(r"\b(?:multipl\w+|divid\w+|makes?|leaves?|costs?|affects?|changes?|does|do|has|have|is|are)\b", text[start:end])
    return start + m.start() if m else None


def _roles(sizes: list[Item], text: str) -> list[str]:
    """The sizes that change; more filters in every layer are more channels at both ends."""
    roles = list(dict.fromkeys(x.value for x in sizes))
    roles = [r for r in roles if r != "padding"] or roles  # 余白を保って: a condition
    if {"in_channels", "out_channels"} & set(roles) and _EVERY_LAYER.search(text):
        roles = ["channels", *roles]
    if {"in_channels", "out_channels"} <= set(roles):
        roles = ["channels", *(r for r in roles if r not in ("in_channels", "out_channels"))]
    return roles[:1] if roles[0] != "area" or len(roles) == 1 else roles[1:2]


_ORDINARY = re.compile(r"(?:普通|通常|標準)(?:的な|の)?(?:1次元|一次元)?の?\s*(?:畳み?込み|conv)|(?:1次元|一次元)の?畳み?込み", re.IGNORECASE)
_TOGETHER = re.compile(r"合わせ|合計|全体|両方|together|in total|\bboth\b|combined|altogether", re.IGNORECASE)


def _subject(view: View, roles: list[str], place: int, clause: str) -> tuple[str, Named | None] | None:
    """What is counted, as something that has the size: the layer that the clause names, else the sentence's."""
    kinds = {k for a, b, k in kinds_in(clause) if not _ASIDE.match(clause[b:]) and not _ASIDE_BEFORE.search(clause[:a])}
    if kinds == {"conv2d"} and _ORDINARY.search(clause):
        return ("conv1d" if _LINE.search(clause) else "conv2d"), None
    able = [m for m in view.sentence.subjects if m.tag == "linear"]
    words = view.sentence.words
    aside = bool(able) and "linear" not in kinds and ("conv2d" in kinds or all(_ASIDE.match(words[m.end :]) or _ASIDE_BEFORE.search(words[: m.start]) for m in able))
    named = view.subject(place, lambda n: family(n) in _FAMILIES and not (aside and n == "linear"))
    if roles[0] == "groups" and not kinds and not view.in_families(place, "convolution"):
        return None  # it may be group normalisation's groups
    own = {k for k in kinds if k in ("depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "linear")}
    if own == {"depthwise_conv2d", "pointwise_conv2d"} and _TOGETHER.search(clause):
        return "depthwise_separable_conv2d", None
    if len(own) > 1:
        start, end = view.sentence.clause(place)
        here = {k for _, _, k in kinds_in(plain(view.sentence.text.chars)[start:end]) if k in own}
        if len(here) != 1:
            return None  # each of them may change in its own way
        own = here
    if len(own) == 1 and (named is None or named.where or len(view.sentence.subjects) > 1):
        named = Named(own.pop(), "", view.sentence.block)
    normal = view.in_families(place, "normalisation") if roles[0] == "batch" and (named is None or named.where) else None
    if normal is not None and (named is None or not normal.where):
        return None  # what is computed from the batch's statistics, not how much
    default = "conv_stack" if roles[0] == "layers" else "dense_block" if roles[0] == "growth_rate" else "conv2d"
    own = runnable(named.subject) if named and known(named.subject) else default
    if roles[0] == "layers" and own not in ("dense_block", "conv_stack"):
        own = "conv_stack"
    if family(own) in ("dilated", "wavenet", "causal"):
        own = "conv1d" if roles[0] == "dilation" else own
    if own == "depthwise_separable_conv2d" and roles[0] in ("dilation", "groups") and not (named and named.where):
        return None
    if own == "linear" and named is not None and named.where and "conv2d" in kinds:
        return "conv2d", None  # the clause names it, however plainly
    if own == "linear" and roles[0] in ("size", "area"):
        return "linear", named
    if roles[0] == "channels" and own == "depthwise_conv2d":
        return own, named
    needed = {"channels": "out_channels", "area": "height"}.get(roles[0], roles[0])
    if needed in roles_of(own):
        return own, named
    if named and named.where and roles[0] in ("dilation", "groups"):
        return "conv2d", None  # whatever was spoken of before has none
    return ("conv2d", None) if named and named.where == NEARBY and needed in roles_of("conv2d") else None
