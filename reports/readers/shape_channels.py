"""Channels in words: how many come out (as many as filters, as went in, one), and how deep one filter is.

What is counted, and what it is said to be, are two slots: "the number of output channels equals X" with X the filters,
the input's channels, the kernel's size or a number. Operations without filters of their own keep the channels.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .. import patterns as re
from ..reading import Reading, View, inherited_note, known, runnable
from ..scope import Named
from ..sizes.geometry import WORDS, flat
from ..vocabulary import family, lexicon
from .size_words import IN_CHECK

_N = r"(\d{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen)"
_OTHER = re.compile(
    r"計算量|演算(?:量|回数|コスト)|コスト|パラメータ|正規化(?!層)|平均(?!値?プーリング)|分散|成長率|グループ|k\s*枚|cost|parameter|macs|flops|normali[sz]|\bmean\b|variance|growth|groups?\b|layers? (?:deep|in total)", re.IGNORECASE
)
_DEPTH_OF_FILTER = re.compile(
    r"(?:フィルター?|カーネル)(?:[1一]枚)?の(?:奥行き|深さ|チャン?ネル数?)|(?:depth|channels|number of channels) of (?:each|every|the|a) (?:filter|kernel)|(?:filter|kernel)(?:'s)? (?:depth|channels)"
    r"|(?:filters?|kernels?)\s+(?:\w+\s+){0,3}(?:extends?|reach\w*|span\w*|goes|go)\s+(?:\w+\s+){0,3}(?:full\s+)?depth",
    re.IGNORECASE,
)
_OUT = re.compile(
    r"出力(?:データ|マップ|画像|特徴マップ)?(?:の|される)?(?:チャン?ネル数?|奥行き|深さ|特徴マップの?(?:数|枚数))|(?:number|count) of (?:output|resulting) (?:channels|feature maps)|output(?:'s)? (?:channels|depth)|(?:depth|channels|number of channels) (?:of|in) the (?:output|result)\w*(?: \w+)?|入出力|(?:出力|結果|output)[^。.;]{0,16}(?:チャン?ネル数?|channels|feature maps?|depth)",
    re.IGNORECASE,
)
_CHANNELS = re.compile(r"チャン?ネル(?:数|サイズ)?|奥行き|\bchannels?\b|\bdepth\b(?!-?wise)|feature maps", re.IGNORECASE)
_COUNT = re.compile(r"チャン?ネル(?:数|サイズ)|奥行き|number of (?:\w+ )?channels|\bdepth\b(?!-?wise)", re.IGNORECASE)
_IS = re.compile(r"\s*(?:\S{0,6}?(?:に|と)(?:同じ|等し|一致|揃|なる|決ま|同数)|で決ま|によ(?:って|り)?(?:決ま|定ま)|だけ|分だけ|の分|に合わせ|と同一|次第|で好きに|で自由)")
_IS_EN = r"(?:equals?|equal to|is|are|same as|as|match\w*|determined by|given by|set by|=|decided by|depends (?:only )?on|through|corresponds to)\s+(?:exactly |simply |just |always |equal to |the same as |determined by |given by |fixed by )*(?:the )?(?:full )?"
_KEPT = re.compile(
    r"(?:変わら|変わり|変え|変化し|変化させ|変更し)(?:な[いく]|ず|ません)|変化(?:は|が)?(?:ない|なし)|同じ|同一|一致|等し[いく]|保[たちつっ]|維持|保持|不変|そのまま"
    r"|\b(?:keeps?|preserv\w+|maintain\w*|retain\w*|unchanged|unaltered|untouched|same|stays?|remains?|constant|leaves?)\b|(?:not|never|without) (?:chang|alter|affect|touch)\w+|n['’]t change|(?<!times )(?<!twice )(?<!half )as many",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"変え|変わ|変更|変換|調整|増や|減ら|自由に|任意|好きな|\b(?:changes?|changing|adjust\w*|alters?|mix\w*|reduc\w+|increas\w+|control\w*|arbitrary|any (?:desired )?number)\b", re.IGNORECASE)
_NOT = re.compile(r"な[いく]|ません|ず[、に]|\b(?:not|never|no|cannot|without)\b|n't\b", re.IGNORECASE)
_INFLUENCE = re.compile(r"影響|依存|関係|よら|\b(?:depends?|independent\w*|affects?|influence\w*|irrespective|regardless)\b", re.IGNORECASE)
_PAIRED = re.compile(
    rf"(?:フィルター?|カーネル)\S{{0,8}}?\s*{_N}\s*[枚個つ][^。、]{{0,24}}?[、,]?\s*(?:出力\S{{0,8}}?は?|出力チャン?ネル数は)\s*{_N}\s*(?:チャン?ネル|枚|ch)|(?<!\d){_N}\s*[枚個]\s*(?:の(?:フィルター?|カーネル))?\s*(?:を|使)[^。、]{{0,24}}?[、,]?\s*出力\S{{0,6}}?\s*{_N}\s*(?:チャン?ネル|枚|ch)"
    rf"|{_N}\s+(?:\S+\s+){{0,2}}?(?:filters?|kernels?)\b[^.;]{{0,60}}?\b(?:outputs?|gives?|get|yields?|produc\w+|has|have|with|into)\s+(?:an? |the |output |us |with |exactly )*{_N}\s+(?:output |feature |activation )?(?:channels|maps?|feature maps?)",
    re.IGNORECASE,
)


@cache
def entries() -> dict[str, re.Pattern[str]]:
    """What a number of channels may be said to be."""
    return {name: re.compile(text, re.IGNORECASE) for name, text in lexicon("shape_changes")["number"].items()}


_AXIS = re.compile(r"\b(?:is|over|along|on|across|in) the channel (?:dimension|axis)\b", re.IGNORECASE)  # where, not how many


def read(view: View, text: str) -> Iterator[Reading]:
    """What the sentence says of numbers of channels."""
    if not _CHANNELS.search(text) or _OTHER.search(text) or _AXIS.search(text):
        return
    paired = list(_in_numbers(view, text))
    yield from paired
    if paired:
        return
    settled = list(_settled(view, text))
    yield from settled
    if settled:
        return
    depth = _DEPTH_OF_FILTER.search(text)
    if depth:
        yield from _depth_of_filter(view, text, depth)
        return
    yield from _number(view, text)


_SETTLES = re.compile(
    r"(?:(?P<filters>(?:フィルター?|カーネル)の?(?:枚|個)?数)|(?P<input>入力(?:の)?(?:チャン?ネル数|奥行き|深さ))|(?P<this>これ|それ|この(?:数|枚数)))(?:だけ)?(?:で|によって|が)[^。]{0,10}?(?:出力(?:の)?(?:奥行き|深さ|チャン?ネル数?)(?:が|は|を|も)[^。、]{0,6}?(?:決ま|決め|定ま)|決ま)"
    r"|出力(?:の)?(?:奥行き|深さ|チャン?ネル数)(?:は|が)(?:(?P<filters2>(?:フィルター?|カーネル)の?(?:枚|個)?数)|(?P<input2>入力(?:の)?(?:チャン?ネル数|奥行き))|(?P<this2>これ|それ|この(?:数|枚数)))(?:だけ)?(?:で|によって)決ま"
)
_ANY_INPUT = re.compile(r"入力(?:が|は)?何チャン?ネルでも[^。]{0,10}(?:関係(?:が)?な|同じ|変わらな|よらな)|入力のチャン?ネル数(?:に|と)は?(?:よらな|関係(?:が)?な|無関係)")


def _settled(view: View, text: str) -> Iterator[Reading]:
    """The number of filters settles the output's depth, whatever goes in: of this sentence, or of the one before."""
    s = view.sentence
    before = " ".join(e.words for e in view.outline.sentences[s.block] if s.number - 2 <= e.number < s.number)
    found = _SETTLES.search(text)
    if found and view.subject(0, lambda name: family(name) in ("pooling", "normalisation", "transposed")) is None:
        this = found["this"] or found["this2"]
        filters = found["filters"] or found["filters2"] or (this and re.search(r"(?:フィルター?|カーネル)の?(?:枚|個)?数", before))
        if (filters or found["input"] or found["input2"]) and re.search(r"出力", text[: found.end()]):
            yield Reading(f"output_channels(conv2d) == {'M' if filters else 'C'}", found.start(), found.end(), sure=not s.has("hedged"))
    if (anything := _ANY_INPUT.search(text)) and re.search(r"出力", before + text):
        yield Reading("monotone(channels_after(conv2d), in_channels) == constant", anything.start(), anything.end(), sure=False)


def _in_numbers(view: View, text: str) -> Iterator[Reading]:
    """20 filters give 20 channels."""
    for match in _PAIRED.finditer(text):
        filters, claimed = [int(WORDS.get(g.lower(), g)) for g in match.groups() if g][:2]
        named = view.in_families(match.start(), "convolution")
        subject = runnable(named.subject) if named and runnable(named.subject) in ("conv2d", "pointwise_conv2d") else "conv2d"
        yield Reading(f"output_channels({subject}, out_channels={filters}) == {claimed}", match.start(), match.end())


def _depth_of_filter(view: View, text: str, depth: re.Match[str]) -> Iterator[Reading]:
    said = _said(text, depth.end(), view.sentence.japanese)
    through = re.search(r"extend|reach|span|through|go", depth[0], re.IGNORECASE)
    letter = {"input": "C", "output": "M", "filters": "M"}.get(said[0] if said else "input" if through and re.search(r"input", text[depth.end() : depth.end() + 24]) else "")
    named = view.in_families(depth.start(), "convolution")
    subject = runnable(named.subject) if named else "conv2d"
    if letter and subject in ("conv2d", "pointwise_conv2d") and not view.sentence.has("hedged"):
        size = "1, 1" if subject == "pointwise_conv2d" else "K, K"
        yield Reading(
            f"kernel_shape({subject}, in_channels=C, out_channels=M, of=filter) == ({size}, {letter})", depth.start(), said[2] if said else depth.end(), inherited_note(named, view) if named else (),
        )  # fmt: skip


def _said(text: str, after: int, japanese: bool) -> tuple[str, int, int] | None:
    """What a number is said to be: its name with "に等しい" after it, or after "equals"."""
    for name, pattern in entries().items():
        for match in pattern.finditer(text):
            if japanese and match.start() >= after and _IS.match(text[match.end() :]):
                return name, match.start(), match.end()
            if not japanese and match.start() >= after and re.search(_IS_EN + r"$", text[after : match.start()], re.IGNORECASE):
                return name, match.start(), match.end()
    return None


_NUMBER_OF = re.compile(r"チャン?ネルの?数|枚数|形|number of (?:\w+ )?(?:channels|feature maps)|(?:as many|same|more|fewer) (?:\w+ )?(?:channels|feature maps)|shape", re.IGNORECASE)


_BARE_1X1 = re.compile(r"(?<![\d.x])1\s*x\s*1(?!\d|\s*x|\s*(?:の)?\s*(?:最大|平均|max|av\w+|画|出力|特徴|pool|map|output|image))", re.IGNORECASE)


def _subject(view: View, place: int) -> Named | None:
    named = view.in_families(place, "convolution", "pooling", "transposed", "dilated", "causal", names=("transition_layer", "residual_block", "resnet"))
    direct = [m for m in view.sentence.subjects if m.start < place and not m.weak and re.fullmatch(r"\s*(?:層)?の?\s*", view.sentence.words[m.end : place])]
    if direct and known(direct[-1].tag):
        return Named(direct[-1].tag, "", view.sentence.block)
    if named and named.where and family(named.subject) == "pooling" and _BARE_1X1.search(flat(view.sentence)):
        return Named("pointwise_conv2d", "", view.sentence.block)  # 1×1 を置く: it is named by its kernel alone
    other = view.in_families(place, "normalisation", "activation")
    if other and other.where in ("", "the heading") and (named is None or named.where not in ("", "the item above")):
        named = other
    return named if named and known(named.subject) else None


def _number(view: View, text: str) -> Iterator[Reading]:
    s = view.sentence
    channels = _COUNT.search(text) or _CHANNELS.search(text)
    out = _OUT.search(text)
    assert channels is not None
    first = out or channels
    named = _subject(view, first.start())
    if named is None:
        return
    if family(named.subject) == "normalisation" and not _NUMBER_OF.search(text):
        return  # what becomes of a channel's values
    subject, notes = runnable(named.subject), inherited_note(named, view)
    sure = not s.has("hedged") and named.where != "the text before"
    if out and (influence := _INFLUENCE.search(text)) and entries()["input"].search(text[: influence.start()] + text[influence.end() :]) and subject == "conv2d" and not entries()["filters"].search(text):
        less = bool(_NOT.search(text[influence.start() :]) or re.match(r"independent|irrespective|regardless|よら", influence[0], re.IGNORECASE) or _NOT.search(text[: influence.start()]))
        yield Reading(f"monotone(channels_after(conv2d), in_channels) == {'constant' if less else 'increasing'}", first.start(), influence.end(), notes, sure=sure)
        return
    if _SEEN_BY.search(text):
        return  # from which of them one is computed
    said = _said(text, out.end() if out else channels.start(), s.japanese) if out or s.japanese else _said(text, 0, False)
    single = None if _EACH_ONE.search(text[max(0, first.start() - 12) : first.start()]) else _one(text, first, subject)
    if unable := _unable(text, subject):
        yield Reading(unable[0], min(first.start(), unable[1]), unable[2], notes, sure=sure)
    elif single:
        yield Reading(f"output_channels({subject}) == {single[0]}", first.start(), single[1], notes, sure=sure and subject != "conv2d")
    elif said and (out or said[0] == "filters") and _equal(subject, said[0]):
        right = {"filters": "M", "input": "C", "kernel": "K"}[said[0]]
        yield Reading(f"output_channels({subject}) == {right}", min(first.start(), said[1]), max(first.end(), said[2]), notes, sure=sure)
    else:
        yield from _kept_or_changed(view, text, first, subject, named, sure)


_SEEN_BY = re.compile(r"(?:チャン?ネル|ch)(?:だけ|のみ|すべて|全て|全部)?から(?:のみ|だけ)?(?:計算|作|得|求|決ま)|(?:チャン?ネル|ch)(?:だけ|のみ|しか)(?:を|に)?(?:見|使|依存|参照|つなが)|\b(?:sees?|looks? at|connected to|computed from|depends? (?:only )?on|reads?)\b[^.;]{0,40}\bchannels?\b", re.IGNORECASE)


def _equal(subject: str, said: str) -> bool:
    if said == "output":
        return False
    return said != "filters" or subject in ("conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "conv_transpose2d", "conv1d")


def _one(text: str, first: re.Match[str], subject: str) -> tuple[str, int] | None:
    """Channels that are said to be one, or half of those that went in."""
    rest = text[first.end() : first.end() + 40]
    match = re.match(r"(?:数)?\s*(?:は|が|も)\s*(?:常に|必ず)?\s*(?:1|一つ|ひとつ)\s*(?:に|と|で|つ)|\s*(?:is|are|becomes?|equals?|will be)\s*(?:always |just |only )?(?:1|one|a single)\b(?! of| per)", rest, re.IGNORECASE)
    if match:
        return "1", first.end() + match.end()
    match = re.match(r"(?:数)?\s*(?:は|が|も|を)\s*[^。、]{0,10}?(?:半分(?!に(?:分|割))|半減|1/2)|\s*(?:is|are|gets?)\s*halved", rest, re.IGNORECASE) or (re.match(r"\s*halved\b", rest) if _LEAVES.search(text[: first.start()]) else None)
    return ("C/2", first.end() + match.end()) if match and subject not in ("transition_layer", "pointwise_conv2d", "residual_block", "depthwise_separable_conv2d", "conv_transpose2d") else None


_EACH_ONE = re.compile(r"\b(?:each|every|one|a)\s+$|各$|(?:1|１|一)(?:つの)?$", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:following|next|subsequent|another)\b|次の層|続く", re.IGNORECASE)
_UNABLE = re.compile(
    r"(?P<ja>増や|減ら|増加|削減|減少)(?:す|さ|し|せ)?(?:こと|の)?(?:は|が|も)?(?:せ|でき)(?:な[いく]|ません|ず)|\b(?:cannot|can't|can not|never|unable to|not able to|can only)\s+(?P<en>increase|raise|reduce|decrease|lower|shrink|grow|expand)", re.IGNORECASE
)


def _unable(text: str, subject: str) -> tuple[str, int, int] | None:
    """Channels that can be made more but not fewer, or fewer but not more."""
    found = _UNABLE.search(text)
    if found is None or subject not in ("pointwise_conv2d", "conv2d", "transition_layer"):
        return None
    if re.search(r"ないと|なければ|なしで|使わず|だけで|\bwithout\b|\bunless\b|\bby itself\b", text[: found.start()], re.IGNORECASE):
        return None
    up = bool(re.match(r"増|incr|raise|grow|expand", found["ja"] or found["en"], re.IGNORECASE))
    if "only" in found[0].lower():
        up = not up
    if subject != "transition_layer":  # unable for any number of filters: for more of them, or fewer, than channels come in
        return f"output_channels({subject}, in_channels=2*a, out_channels={'4*a' if up else 'a'}) {'<=' if up else '>='} 2*a where a = stacks", found.start(), found.end()
    return f"output_channels({subject}) {'<=' if up else '>='} C", found.start(), found.end()


_AS_OTHERS = re.compile(r"\s*(?:(?:output )?channels\s*)?as (?:there are (?!in)|(?:we|you) (?:have|want|need|like)|the (?:task|number of classes)|classes|filters|kernels|labels|categories)", re.IGNORECASE)


_BY_DESIGN = re.compile(r"設計|構成|構造|ながら|たびに?|ごとに|段|ステージ|\b(?:design\w*|networks?|architectures?|stages?|while|whenever|each time|every time|as we|usually|typically)\b", re.IGNORECASE)  # what a network does where it pools


_LEAVES = re.compile(r"\bleav(?:es?|ing)\s+(?:the\s+)?$", re.IGNORECASE)
_LEFT_CHANGED = re.compile(r"\b(?:halved|doubled|reduced|smaller|larger|quadrupled|at (?:half|twice))\b", re.IGNORECASE)  # leaves the channels halved


def _kept_or_changed(view: View, text: str, first: re.Match[str], subject: str, named: Named, sure: bool) -> Iterator[Reading]:
    """Channels unchanged or changed: of an operation that has no say in them, or of one that has."""
    start, end = _clause(text, first.start())
    kept, changed = _KEPT.search(text, start, end), _CHANGED.search(text, start, end)
    if kept and (IN_CHECK.match(text, kept.end()) or _LEFT_CHANGED.search(text, kept.end(), end)):
        return
    if kept and _AS_OTHERS.match(text, kept.end()):
        return  # as many as there are classes
    if kept and _OF_THE_MAP.match(text, kept.end()):
        kept = None  # without touching width and height
    keeper = subject in ("max_pool2d", "avg_pool2d", "global_avg_pool2d", "depthwise_conv2d", "residual_block") or family(subject) in ("normalisation", "activation")
    notes = inherited_note(named, view)
    if kept:
        near = _beside(text, first, kept, view.sentence.japanese)
        if not near or not (keeper or subject in ("pointwise_conv2d", "transition_layer")):
            return
        if subject == "transition_layer" and _SHARE.search(text):
            return  # how many of them it keeps
        denied = bool(re.match(r"\S{0,3}(?:な[いく]|ません)", text[kept.end() :])) or bool(re.search(r"\b(?:not|never)\s+(?:\w+\s+)?$", text[max(0, kept.start() - 12) : kept.start()])) or bool(re.search(r"\b(?:neither|none)\b", text[start : kept.start()], re.IGNORECASE))
        claim = f"output_channels({subject}) == C"
        yield Reading(f"not {claim}" if denied else claim, min(first.start(), kept.start()), max(first.end(), kept.end()), notes, sure=sure)
    elif changed and not _NOT.search(text, changed.end(), min(end, changed.end() + 8)) and abs(changed.start() - first.end()) < 44:
        if keeper and (_EACH_ONE.search(text[max(0, first.start() - 12) : first.start()]) or _ANOTHER.search(text[start : changed.start()]) or re.match(r"\s*of the\b", text[first.end() :])):
            return  # what becomes of one channel; what another layer does
        denied = _NONE.search(text, start, changed.start())
        sure = sure and not (family(subject) == "pooling" and _BY_DESIGN.search(text))
        if denied and not keeper:
            return
        claim = f"output_channels({subject}) == M" if not keeper else f"output_channels({subject}) == C" if denied else f"not output_channels({subject}) == C"
        if subject in ("depthwise_conv2d", "residual_block") or _SUPPOSED.match(text, changed.end()) or _SUPPOSED_BEFORE.search(text[start : changed.start()]):
            return  # where, when and if the channels change is no claim that they do
        if keeper or subject in ("pointwise_conv2d", "transition_layer", "depthwise_separable_conv2d") or re.search(r"任意|自由|好きな|arbitrary|any (?:desired )?number", text, re.IGNORECASE):
            yield Reading(claim, min(first.start(), changed.start()), max(first.end(), changed.end()), notes, sure=sure and keeper)


_NONE = re.compile(r"\b(?:neither|none|nor|no (?:kind|type|form|sort|amount|pooling|normali[sz]ation))\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:half|a third|a quarter|two thirds|part|some) of (?:the|its|all|them)\b|θ|theta|圧縮|割合|比率|\bfraction|\bshare\b|\bratio\b|compress|\bpart of\b", re.IGNORECASE)
_OF_THE_MAP = re.compile(r"\s+(?:the )?(?:\w+ )?(?:widths?|heights?|spatial\w*|resolution|sizes?|H\b|W\b|pixels?|positions?|locations?|points?|places?|values?|weights?|kernels?|time)(?! of the (?:channel|depth))", re.IGNORECASE)
_SUPPOSED = re.compile(r"\S{0,3}?(?:とき|時|場合|ところ|箇所|場所|段|層|ステージ|ブロック|なら|たら|れば|際)")
_SUPPOSED_BEFORE = re.compile(r"\b(?:where|when|whenever|if|in case|as soon as|once)\b", re.IGNORECASE)


def _beside(text: str, first: re.Match[str], kept: re.Match[str], japanese: bool) -> bool:
    """Whether it is the channels that are kept, not something said of them."""
    if not japanese:
        return abs(kept.start() - first.end()) < 44 or abs(first.start() - kept.end()) < 24
    if kept.start() < first.end():
        counted = bool(re.search(r"数|サイズ|奥行き|深さ", first[0]))  # 同じチャネル数; 同じチャネルの値 is no count
        return counted and text[kept.end() : first.start()].strip() in ("", "の")
    gap = text[first.end() : kept.start()]
    return len(gap) < 40 and bool(re.search(r"数|奥行き|深さ|サイズ", first[0])) and "を" not in gap[1:]


def _clause(text: str, place: int) -> tuple[int, int]:
    cuts = [0, *(m.end() for m in re.finditer(r"、|，|;|,\s|\bbut\b|\band\b(?! width| height)|が、", text)), len(text)]
    start = max(c for c in cuts if c <= place)
    return start, min(c for c in cuts if c > place)

