"""How many means a normalisation takes, how they are laid out, and how many values share one of them.

"C means and C variances", 統計量は N×C 組, "8 images with 3 channels give 24 means", 平均1つあたり 8,192 個の値, (1, C, 1, 1),
cells under 平均の個数. The number or formula is the sentence's; the sizes of an example come from it or from above.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from math import prod

from .. import patterns as re
from ..reading import Reading, View
from .norm_counts import counts
from .norm_layouts import shaped
from .norm_sense import asserts, hedged
from .norm_sizes import sizes
from .norms import Stretch, asked, groups_counted, lead_of, note_of, plain, stretches, widened

_STAT = r"(?:平均(?:値)?(?:[と・,、/]\s*分散)?|分散|統計量(?:の組)?|μ(?:\s*(?:[,、と]|and)\s*σ(?:\s*\^?2)?)?|means?(?:\s+and\s+variances?)?|variances?|statistics)"
_VALUE = r"(?P<v>\(?\s*(?:[NCGT]|\d[\d,]*)(?:\s*[×x*·・+/]\s*(?:[NCGT]|\d[\d,]*)|\s*[NCGT]|(?:\s+|(?<=[NCGT]))\d[\d,]*)*\s*\)?|(?:チャン?ネル|\ua794+)の?数|バッチ(?:サイズ|数)|(?:サンプル|\ua7a9+)の?数|画像の?枚?数|グループの?数|the number of (?:channels|samples|images|groups))"
_PRODUCT = r"(?:\d[\d,]*(?:\s*[×x*·]\s*\d[\d,]*)+\s*[=＝]\s*)?"
_UNIT = r"(?:個|組|つ|セット|対|通り|枚分|チャン?ネル分)"
_PARTS = r"(?:elements|entries|components|numbers|values)"
_HOLDS = rf"{_STAT}(?:\s+(?:vector|tensor))?\s+(?:has|have|contains?)\s*"  # the mean itself has so many
_COUNTS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"{_STAT}\s*(?:の)?(?:個数|数)?\s*(?:は|が|も|を|:|=)?\s*(?:それぞれ|ともに|各|全部で|合計|計|全体で|どちらも)?\s*{_PRODUCT}{_VALUE}\s*(?:{_UNIT}|(?:分)?だけ)(?!あたり|につき|当たり|の?(?:値|要素|画素|サンプル|画像|データ|数値|同))",
        rf"{_STAT}\s*の?(?:個数|数)\s*(?:は|が|:|=)\s*[(（]?{_VALUE}(?=\s*(?:[)）]?と?(?:同じ|等しい|一致)|[。.、]|だ|で|に(?!関係|よら|依存|かかわ|関わ|無関係|左右|比例)|$))",
        rf"{_STAT}(?:の)?(?:ベクトル)?の(?:長さ|次元数?|要素数|成分の?数)\s*(?:は|が|=)\s*{_VALUE}(?:\s*[NCG](?![A-Za-z]))?",
        rf"{_STAT}\s+(?:vectors?\s+)?(?:has|have|is a vector of|of)\s+(?:length|size|dimension)\s+{_VALUE}",
        rf"{_HOLDS}{_VALUE}\s+{_PARTS}",
        rf"(?<![\d.×x*/^]){_VALUE}\s*{_UNIT}の\s*{_STAT}",
        rf"(?<![A-Za-z0-9_.×x*/^])(?<!\d,){_VALUE}\s+(?:different\s+|separate\s+|pairs of\s+|distinct\s+)?{_STAT}\b(?=\s*(?:[,.;:)]|and\b|for\b|in\b|each\b|over\b|per\b|$))",
        rf"(?:number|count) of {_STAT}\s+(?:is|are|equals?|=|:)\s*{_VALUE}",
        rf"(?<![A-Za-z0-9_×*])(?<!\d,){_VALUE} of each\b",
        rf"(?:→|計|合計|全部で|なら、?|だと、?|では、?|の(?:とき|場合)は?、?)\s*{_VALUE}\s*(?:組|セット|個(?!の(?!平均)))|統計量\D{{0,6}}{_VALUE.replace('?P<v>', '?P<w>')}\s*組",
    )
)
_AT_THE_END = re.compile(rf"\ue002\s*(?:[:：=→]|は|では|が|も|なら|->|has)?\s*{_VALUE}\s*{_UNIT}?(?:ずつ)?\s*(?:です|だ|と?なる)?\s*[、,，。.;/／|）)]*\s*$", re.IGNORECASE)
_COUNTED = re.compile(rf"\ue002\s*(?:[:：=→]|は|では|が|も|なら)?\s*{_VALUE}\s*{_UNIT}(?=で、|、|,|で|（|\()", re.IGNORECASE)
_GROUP = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"(?<![A-Za-z0-9_.×*/])(?<!\d,)(?P<v>[NCHWG\d(][NCHWG/()×x*·\d, ]{0,20}?)\s*個(?:ぶん|分)?の?(?:値|要素|画素|数値|データ)",
        r"(?P<v>(?<![A-Za-z0-9_.,×*])(?<!\d,)(?:\d[\d,]*|\(?[NCHWG](?:\s*[×x*·]?\s*[NCHWG/()])+))\s+(?:different\s+)?(?:values|numbers|elements|pixels|activations|entries)",
        r"(?:1|一)?(?:個|つ|組|平均)(?:の平均)?(?:あたり|につき)\s*(?P<v>\d[\d,]*|[NCHWG(][NCHWG/()×x*·\s]{0,14})\s*(?:個の)?(?:画素|ピクセル|値|要素|個)",
        r"(?P<v>(?<![A-Za-z×*])[NCHWG(][NCHWG/()×x*·\s]{1,14}[NCHWG)])\s*個(?=で(?!き|あ|す)|を(?:使|平均|まと|用)|から|の平均をと|の平均を取)",
    )
)
_HOLDING = re.compile(rf"{_HOLDS}$", re.IGNORECASE)
_MEANT = re.compile(r"平均|統計|分散|正規化|μ|\bmeans?\b|averag|normali[sz]|statistic|variance|\beach\b|shar|グループ|\bgroup", re.IGNORECASE)
_HEADS = (
    ("stats_size", r"要素数|(?:値|画素)の(?:個)?数|(?:values|elements|pixels|numbers)\s*(?:per|in|for|averaged)|(?:per|each) (?:mean|group)|平均1つ|group size"),
    ("stats_count", r"(?:平均|統計量?|分散|グループ|μ)の?(?:個数|数)|統計量?の組|(?:number|count|how many)[^|]{0,12}(?:means?|statistics|groups|pairs)|(?:何|いく)(?:組|個|つ)(?:でき|ある|得|の平均)?|(?:組|個)(?:数|の数)$|いくつの(?:平均|統計)|(?:平均|統計量?)[はがを]いくつ|#\s*(?:of\s+)?(?:the\s+)?(?:means|stat|groups)|(?:means|averages|statistics)(?:\s+(?:and|&)\s+variances)?(?:\s+(?:to\s+)?(?:be\s+)?(?:comput|calculat|need|requir|tak|kept|stor|in (?:all|total))\w*(?: \w+)?)?\s*$"),
)  # fmt: skip
_SHAPED = re.compile(r"(?:平均|統計量?|分散|μ|mu\b|means?|stat\w*|variances?)[^|]{0,10}(?:形|shape|サイズ|layout)|(?:shape|形) of (?:the )?(?:means?|stat\w*|μ)", re.IGNORECASE)
_OWN = {"batch_norm": ("in_channels",), "layer_norm": ("batch",), "instance_norm": ("batch", "in_channels"), "group_norm": ("batch", "groups"), "rms_norm": ("batch",)}
_ALL = ("batch", "in_channels", "height", "width")
_IN_ONE = re.compile(r"(?:\b(?:each|every|per|a single|one) (?:example|sample|image|picture|instance)\b[^.;,]{0,24}|各(?:画像|サンプル|データ)(?:は|に|が|で)[^。、]{0,10}|(?:画像|サンプル)?(?:1|一)(?:枚|件|サンプル)(?:の画像)?(?:あたり|につき|に(?:は|つき)|ごとに)[^。、]{0,10})$", re.IGNORECASE)
IN_ONE_AFTER = re.compile(r"\s*(?:per|for (?:each|every|one)|in (?:each|every|one)|of (?:each|every|one))\s+(?:example|sample|image|picture|instance|sequence|sentence)\b", re.IGNORECASE)
_WORDED = {"チャ": "C", "バッ": "N", "サン": "N", "画像": "N", "グル": "G", "\ua794\ua794": "C", "\ua7a9\ua7a9": "N"}


def read(view: View) -> Iterator[Reading]:
    """Counts and shapes of the statistics."""
    if not asserts(view):
        return
    s = view.sentence
    predicate = _column(view)
    for stretch in stretches(view):
        if s.cell is not None:
            of_shapes = _SHAPED.search(asked(view) or "")
            found = shaped(view, stretch) if of_shapes else _cell(view, stretch, predicate) if predicate else iter(())
        else:
            labelled = list(_labelled(view, stretch))
            others = itertools.chain(_in_a_group(view, stretch), _counts(view, stretch), _sizes(view, stretch), shaped(view, stretch))
            found = [*labelled, *_sizes(view, stretch)] if labelled else list(others) or counts(view, stretch)
        yield from (widened(stretch, reading) for reading in found)


def _column(view: View) -> str | None:
    """What a column (or a row) of numbers counts, by its head."""
    head = asked(view)
    if groups_counted(view):
        return "stats_count"
    return next((predicate for predicate, pattern in _HEADS if head and re.search(pattern, head, re.IGNORECASE)), None)


def _cell(view: View, stretch: Stretch, predicate: str) -> Iterator[Reading]:
    found = re.fullmatch(rf"\s*{_VALUE}\s*{_UNIT}?\s*", stretch.text, re.IGNORECASE) or re.fullmatch(
        r"\s*(?P<v>\(?[NCHWG\d][NCHWG/()×x*·\d,\s]{0,16})\s*個?\s*", stretch.text
    )
    if found:
        yield from _statement(view, stretch, predicate, found["v"], found.start(), found.end())


def _kinds_asked(lead: str) -> list[str]:
    """What an introduction says that is counted, in its order: the means, and then how many values each is of."""
    found = [(m.start(), predicate) for predicate, pattern in _HEADS if (m := re.search(pattern, lead, re.IGNORECASE))]
    return [predicate for _, predicate in sorted(found)]


def _labelled(view: View, stretch: Stretch) -> Iterator[Reading]:
    """BN：C　LN：N, where the words before, or the introduction, tell what is counted."""
    if not stretch.own or len(stretch.named) > 1:
        return
    found = _AT_THE_END.search(stretch.text)
    lead = lead_of(view)
    kinds = _kinds_asked(lead)
    if not found and (counted := _COUNTED.search(stretch.text)):
        found = counted
        kinds = kinds or (["stats_count"] if _told_before(view) or re.search(r"(?:1|一)(?:個|つ|組)(?:あたり|につき)", stretch.text) else [])
    elif found and not kinds and _told_before(view):
        kinds = ["stats_count"]
    if found and kinds:
        yield from _statement(view, stretch, kinds[0], found["v"], found.start("v"), found.end("v"))


_PER_GROUP = re.compile(r"(?<![\d.])(?P<v>\d+)\s*channels? (?:per|in each|in every|to a) group|each group (?:has|holds|contains) (?P<w>\d+) channels?|(?:each|every|one) (?:mean|statistic|average)[^.;,]{0,24}\b(?:over|from|across|of) (?P<y>\d+) channels|(?:1|一)つの平均(?:は|に|を)[^。、]{0,6}?(?P<z>\d+)\s*(?:チャン?ネル|ch)|(?<![\d.])(?P<s>\d+|\b(?:two|three|four|five|six|eight|ten|twelve|sixteen))\s*channels (?:then |always |each |all )?share (?:an?|one|the same|their|a single|a common) (?:mean|statistic|average|variance|pair)|(?P<t>\d+)\s*(?:個の)?(?:チャン?ネル|ch)(?:ずつ)?(?:が|で|ごとに)(?:同じ|(?:1|一|ひと)つの|共通の)?(?:平均|統計量?)(?:と分散)?(?:を|が)?(?:共有|(?:1|一|ひと)つ|使)|(?:1|一)グループ(?:あたり|につき|は|に)\s*(?P<x>\d+)\s*(?:チャン?ネル|ch)", re.IGNORECASE)


_REGROUPED = re.compile(r"\b(?:halv|doubl|increas|reduc)\w*|\bhalf as many|\btwice as many|\b(?:fewer|more) groups|半分|倍|減ら|増や|変え", re.IGNORECASE)
_NUMBER_WORDS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "eight": "8", "ten": "10", "twelve": "12", "sixteen": "16"}


def _in_a_group(view: View, stretch: Stretch) -> Iterator[Reading]:
    """So many channels in a group: their quotient."""
    m = _PER_GROUP.search(stretch.text)
    if m is None or stretch.named[0].subject != "group_norm":
        return
    known = sizes(view, m.span())
    if "groups" in known and "in_channels" in known:
        value = m["v"] or m["w"] or m["x"] or m["y"] or m["z"] or m["s"] or m["t"]
        value = _NUMBER_WORDS.get(value.lower(), value)
        if _REGROUPED.search(stretch.text[: m.start()]):
            return  # into more groups, or fewer, than the text above has
        yield Reading(f"{known['in_channels']}/{known['groups']} == {value}", m.start(), m.end(), subject="group_norm")


def _told_before(view: View) -> bool:
    """Whether the sentence before counts means: "BN の平均は3個。IN は24個"."""
    s = view.sentence
    earlier = view.outline.sentences[s.block][: s.number]
    return bool(earlier) and any(pattern.search(plain(earlier[-1])) for pattern in _COUNTS[:-2])


def _counts(view: View, stretch: Stretch) -> Iterator[Reading]:
    """N×C 組, C means and C variances, the number of means is 24."""
    for pattern in _COUNTS:
        for m in pattern.finditer(stretch.text):
            value = m.groupdict().get("v") or m.groupdict().get("w") or ""
            rest = stretch.text[m.end() :]
            total = re.match(r"\s*=\s*([\d,]+)", rest)  # 8 × 3 = 24 means: the result is what is claimed
            meant = re.search(_STAT, stretch.text, re.IGNORECASE) or _sets_told_above(view) or (stretch.own and re.search(r"(?:組|セット)\s*$", m[0]))
            if value.strip() == "1" or _elsewhere(stretch.text, m) or (pattern in _COUNTS[-2:] and not meant):
                continue
            found = list(_statement(view, stretch, "stats_count", total[1] if total else value, m.start(), m.end()))
            if found:
                yield from found
                return
    if re.search(r"=\s*(\d+)\s+means?\b", stretch.text):
        m = re.search(r"=\s*(\d+)\s+means?\b", stretch.text)
        assert m is not None
        yield from _statement(view, stretch, "stats_count", m[1], m.start(), m.end())


_SETS_TOLD = re.compile(rf"{_STAT}[^。、.]{{0,12}}(?:の組|組|ペア|セット|pairs?\b|sets?\b)|(?:組|pairs?|sets?)[^。、.]{{0,12}}{_STAT}", re.IGNORECASE)


def _sets_told_above(view: View) -> bool:
    """Whether the paragraphs just above count pairs of means and variances: "20組できる", and then "同じ例なら60組"."""
    s, outline = view.sentence, view.outline
    near = [e for block in outline.sentences[max(0, s.block - 2) : s.block] for e in block] + outline.sentences[s.block][: s.number]
    return any(outline.sections[e.block] == outline.sections[s.block] and _SETS_TOLD.search(plain(e)) for e in near)


def _elsewhere(text: str, m: re.Match[str]) -> bool:
    """Whether the number counts something else: mean 0, 1 mean of 64 values, running means."""
    return bool(re.search(r"移動|running|moving|γ|gamma", text[max(0, m.start() - 12) : m.end() + 12], re.IGNORECASE))


def _sizes(view: View, stretch: Stretch) -> Iterator[Reading]:
    """How many values share a mean."""
    if not _MEANT.search(stretch.text) and not (re.search(r"あたり|につき|in each|\beach\b", stretch.text) and _told_before(view)) and not _shared_around(view, stretch):
        return
    if _OF_VECTORS.search(stretch.text):
        return  # without positions
    if re.search(r"\btime ?steps?\b|\btokens?\b|トークン|時刻", stretch.text, re.IGNORECASE):
        return  # of sequences
    if re.search(r"位置ごと|各位置|画素ごと|\b(?:per|each|every) (?:position|pixel|location)\b|channels?[- ]last|NHWC", stretch.text, re.IGNORECASE):
        return  # over the channels alone
    for pattern in _GROUP:
        for m in pattern.finditer(stretch.text):
            if _HOLDING.search(stretch.text[: m.start()]):
                continue  # the mean itself, not what is under it
            if re.search(r"移動|running|moving|γ|gamma", stretch.text[max(0, m.start() - 48) : m.end() + 24], re.IGNORECASE):
                continue
            found = list(_statement(view, stretch, "stats_size", m["v"], m.start(), m.end()))
            if found:
                yield from found
                return


_OF_VECTORS = re.compile(r"[(（\[]\s*[NBM]\s*[,×x]\s*[DFHd]\s*[)）\]]|全結合|\bfully[- ]connected|\blinear layers?\b|\bdense layers?\b|\bFC\b|[A-Z]\s*個の特徴(?!マップ)", re.IGNORECASE)


def _shared_around(view: View, stretch: Stretch) -> bool:
    """ "That's N·H·W numbers; they share one mean": the sentence next to it says what they are for."""
    s = view.sentence
    if not re.match(r"\s*(?:that(?:'s| is| makes)|which (?:is|makes)|so|these are|つまり|これは|全部で|合わせて)", stretch.text, re.IGNORECASE):
        return False
    beside = view.outline.sentences[s.block][max(0, s.number - 1) : s.number + 2]
    return any(e is not s and re.search(r"\bshar|\bmean|平均|\bgather|\bpool|集め", plain(e), re.IGNORECASE) for e in beside)


_CALLED = re.compile(r"GroupNorm\(\s*(?:num_groups\s*=\s*)?(\d{1,4})\s*,\s*(?:num_channels\s*=\s*)?(\d{1,4})\s*[,)]")


def _row(view: View) -> str:
    """The sentence, with the first cell of its row."""
    s = view.sentence
    first = [e.text.chars for e in view.outline.sentences[s.block] if s.cell is not None and e.cell == 0]
    return " ".join([*first, s.text.chars])


def _statement(view: View, stretch: Stretch, predicate: str, value: str, start: int, end: int) -> Iterator[Reading]:
    claimed = expression_of(value)
    if claimed is None:
        return
    number = claimed.isdigit()
    known = sizes(view, (start, end)) if number else {}
    of_one = bool(_IN_ONE.search(stretch.text[:start]) or IN_ONE_AFTER.match(stretch.text, end))
    if of_one and number:
        known = {"batch": 1, **known}
    for one in stretch.named:
        subject = one.subject
        needed = _OWN[subject] if predicate == "stats_count" else _ALL + (("groups",) if subject == "group_norm" else ())
        if subject == "group_norm" and number:
            needed = (*needed, "in_channels") if "in_channels" not in needed else needed
        tokens = predicate == "stats_count" and number and subject in ("layer_norm", "rms_norm") and "time" in known
        needed = (*needed, "time") if tokens else needed
        if number and any(role not in known for role in needed):
            continue
        if not number and "G" in claimed and subject != "group_norm":
            continue
        given = {role: known[role] for role in needed} if number else {}
        if not number and subject == "group_norm" and (called := _CALLED.search(_row(view))):
            given = {"groups": int(called[1]), "in_channels": int(called[2])}
        if predicate == "stats_count" and subject != "batch_norm" and of_one:
            given["batch"] = 1
        inner = "".join(f", {role}={size}" for role, size in given.items())
        inner += ", layout=sequence" if tokens or ("T" in claimed and not number) else ""
        grouped = subject == "group_norm" and "G" in claimed and not number and any(_GROUPS.search(e.text.chars) for e in view.outline.sentences[view.sentence.block][: view.sentence.number + 1])
        yield Reading(  # no other normalisation has groups: the sentence names its subject by them
            f"{predicate}({subject}{inner}) == {claimed}", start, end, () if grouped else note_of(stretch, view),
            sure=(stretch.certain or grouped) and not hedged(view),
        )  # fmt: skip


_GROUPS = re.compile(r"グループ|\bgroups?\b", re.IGNORECASE)


def expression_of(text: str) -> str | None:
    """A number or a product of the sizes' letters, as the statement language writes it.

    >>> [expression_of(t) for t in ("8,192", "4×5", "N×C", "NHW", "(C/G)×H×W", "チャネル数", "Nx")]
    ['8192', '20', 'N*C', 'N*H*W', '(C/G)*H*W', 'C', None]
    """
    if text[:2] in _WORDED:
        return _WORDED[text[:2]]
    worded = re.fullmatch(r"the number of (channels|samples|images|groups)", text.strip(), re.IGNORECASE)
    if worded:
        return {"channels": "C", "groups": "G"}.get(worded[1].lower(), "N")
    plain_text = re.sub(r"(?<=\d),(?=\d{3})", "", text.strip())
    if re.fullmatch(r"\d+", plain_text):
        return plain_text
    if re.fullmatch(r"\d+(?:\s*[×x*·・]\s*\d+)+", plain_text):
        return str(prod(int(d) for d in re.findall(r"\d+", plain_text)))
    tokens = re.findall(r"[NCHWGT]|\d+|[()/+]|[×x*·・]|\S", plain_text)
    if any(re.fullmatch(r"[^NCHWGT\d()/+×x*·・]", t) for t in tokens) or not any(t in "NCHWGT" for t in tokens):
        return None
    if tokens[-1] in "×x*·・/+":  # a product that was cut off
        return None
    out = ""
    for token in tokens:
        if token in "×x*·・":
            continue
        if out and (out[-1].isalnum() or out[-1] == ")") and token not in ")/+":
            out += "*"
        out += token
    return out if out.count("(") == out.count(")") and out[-1] not in "*/+" else None
