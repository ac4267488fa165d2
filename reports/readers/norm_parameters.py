"""How many numbers a normalisation stores: 2C learned ones (γ and β), 4C with the running statistics, so many per channel."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..scope import NETWORKS
from ..sizes.counting import kinds_in, sentence_text, sizes_in
from ..text.sentences import Sentence
from ..vocabulary import family
from .norm_sense import asserts
from .norm_sizes import sizes
from .norms import Stretch, note_of, plain, stretches, widened

_PAIR = r"(?:γ|gamma|スケール|scale)\s*(?:\([^)]{0,8}\)\s*)?(?:と|,|、|，|and|および|・|&|やβ)\s*(?:(?:the|an?|one)\s+)?(?:β|beta|シフト|shift|オフセット|offset)"
_STORED = r"(?:パラメータ|パラメーター|重み|parameters?|numbers?|weights?|scalars?|values?|値|数)"
_NUMBER = r"(?P<v>\d[\d,]*|[2-9]?\s*[×x*]?\s*[CNGDM](?:_\w+)?(?![A-Za-z]|\s*=)|two|four|three|one|2つ|二つ|チャン?ネル数の\s*\d\s*倍)"
_LEARNED = re.compile(r"学習|訓練可能|更新|learn|train(?!ing)|γ|gamma|affine", re.IGNORECASE)
_BESIDE = re.compile(r"(?:BN|batch ?norm\w*)\s+(?:follows|comes next|afterwards)|followed by (?:BN|batch ?norm\w*)|(?:BN|バッチ正規化)が(?:続|あと)", re.IGNORECASE)
_BUFFERS = re.compile(r"移動|running|moving|バッファ|buffer|trainable|統計量|counting the", re.IGNORECASE)
_RUNNING = re.compile(r"移動|running|moving|バッファ|buffer|non-?trainable|統計量(?:も|まで)|合わせて|counting the", re.IGNORECASE)
_COUNTS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"{_STORED}(?:数|の数|の個数)?\s*(?:は|が|を|も|:|=|is|are)?\s*(?:[^。、;.]{{0,30}}?(?:で|の|から|の計|計|合計)\s*)?{_NUMBER}\s*(?:個|つ|だけ)?(?=[^\w×*]|$|個|つ|です|だ|で)",
        rf"{_NUMBER}\s*(?:個|つ)の(?:学習(?:可能な)?|訓練可能な)?{_STORED}",
        rf"(?<![A-Za-z0-9_.×*])(?<!\d,){_NUMBER}\s+(?:(?:learn\w*|train\w*|extra|additional|affine|more|new)\s+)*{_STORED}",
        rf"(?:計|合計|合わせて|あわせて|併せて|全部で|都合|→)\s*{_NUMBER}\s*個",
        rf"(?:\d+\s*(?:ch|チャン?ネル)|C\s*=\s*\d+)\s*(?:の\ue002*)?(?:なら|だと|では|の(?:場合|とき)(?:は)?|で)、?\s*(?:全部で|合計)?\s*{_NUMBER}\s*個",
        rf"so\s+{_NUMBER}\s+{_STORED}",
        rf"(?<![A-Za-z0-9_.×*])(?<!\d,){_NUMBER}\s*個の(?:数|値)を(?:持|保)",
    )
)
_PER = re.compile(r"(?:1|一)?チャン?ネル(?:あたり|当たり|につき|ごとに|に)|\b(?:per|for each|for every) channel|\beach channel has", re.IGNORECASE)
_UNITS = (
    ("C", r"チャン?ネル|特徴(?:量|マップ)?|channels?|features?|feature maps?"), ("H*W", r"画素|ピクセル|位置|pixels?|positions?|(?:spatial )?locations?"),
    ("N", r"サンプル|画像|データ|バッチ|examples?|samples?|images?|(?:mini-?)?batch"), ("G", r"グループ|groups?"), ("1", r"層|レイヤー?|layers?"),
)  # fmt: skip
_PER_UNIT = tuple(
    (count, re.compile(
        rf"(?:{unit})\s*(?:ごと|毎|につき|あたり|1つに|に(?=\s*(?:1|一|ひと)(?:つ|組|個|対)))|各(?:{unit})(?=に|が|で|ご)|(?:{unit})の?(?:個)?数だけ|(?:{unit})(?:サイズ|の?数|の個数)?\s*と同じ(?:個)?(?:数|だけ|く)?(?!く)"
        rf"|\b(?:per|for each|for every|of each|each|every|and each|and every)\s+(?:single\s+)?(?:{unit})\b|\bas many\b[^.;]{{0,20}}\bas\s+(?:there are\s+)?(?:{unit})\b|\b(?:one|equal in number)\s+to the (?:number of )?(?:{unit})\b",
        re.IGNORECASE,
    ))
    for count, unit in _UNITS
)  # fmt: skip
_EACH_SO_MANY = re.compile(r"(?<![\d.,*×])(?P<v>[1-9]|two|four|three|2つ|二つ)\s*(?:個|つ|numbers|parameters|values|scalars|(?:learn|train)\w+ (?:numbers|parameters))", re.IGNORECASE)
_ENTRIES = re.compile(r"(?:have|has|に(?:は)?|が|は|:)\s*(?P<v>[CNGD])\s*(?:entries|elements|values|components|個)(?:\s*each|\s*ずつ)?|(?P<w>[CNGD])\s*個(?:ずつ)?、?\s*(?:β|beta)", re.IGNORECASE)
_OTHER_VALUE = re.compile(r"[A-Za-z]\s*(?:\^|\*\*|[²³*×/+])\s*\{?\w\}?\s*\$?\s*(?:個|parameters|numbers|values|weights)|[A-Za-z][²³]\s*個")
_WORD = {"two": "2", "three": "3", "four": "4", "one": "1", "2つ": "2", "二つ": "2"}


def read(view: View) -> Iterator[Reading]:
    """The stored numbers that the sentence counts."""
    if not asserts(view) or view.sentence.cell is not None or _of_a_convolution(view):
        return
    for stretch in stretches(view, generic="batch_norm"):
        if not stretch.own and _of_other_layers(view.sentence):
            continue
        yield from (widened(stretch, reading) for reading in _of(view, stretch))


def _of_a_convolution(view: View) -> bool:
    """Whether a line names no normalisation, and hangs under one that gives a convolution's window and filters."""
    outline, s = view.outline, view.sentence
    parent = outline.blocks[s.block].parent
    if parent is None or outline.blocks[parent].kind == "heading" or any(k == "batch_norm" for *_, k in kinds_in(sentence_text(s))) or re.search(r"norm|正規化|γ|β|gamma|beta", s.words, re.IGNORECASE):
        return False
    over = " ".join(e.text.chars for e in outline.sentences[parent])
    return "out_channels" in sizes_in(over).values and not re.search(r"norm|正規化|(?<![A-Za-z])BN(?![A-Za-z])", over, re.IGNORECASE)


_WINDOW = re.compile(r"(?<![\d.x×])(\d)\s*[x×]\s*\1(?!\d|\s*[x×])")
_OTHERS_TOO = re.compile(r"norm|正規化|γ|β|gamma|beta|affine|running|移動平均|(?<![A-Za-z])BN(?![A-Za-z])", re.IGNORECASE)


def _of_other_layers(s: Sentence) -> bool:
    """Whether a sentence without a word of normalising names layers of its own: what it counts are their weights."""
    if _OTHERS_TOO.search(plain(s)):
        return False
    return bool(_WINDOW.search(plain(s).replace("×", "x"))) or any(family(m.tag) in NETWORKS and not m.weak for m in s.subjects) or bool(kinds_in(sentence_text(s)))


def _of(view: View, stretch: Stretch) -> Iterator[Reading]:
    text = stretch.text
    if _BESIDE.search(view.sentence.words):
        return  # a normalisation that follows the layer whose weights are counted
    pair = re.search(_PAIR, text, re.IGNORECASE) or (re.search(r"γ|gamma", text) and re.search(r"β|beta", text))
    bare = _BARE_COUNT.search(text)
    if bare and stretch.own and not pair and len(text.strip()) < 40 and _counted_above(view):
        for reading in _count(view, stretch, bare, True):
            yield reading
            return
    so_many = _SO_MANY_CHANNELS.search(text)
    if so_many and _counted_above(view):
        number = so_many["v"].replace(",", "")
        yield from _reading(view, stretch, number, so_many, affine=True, given=int(so_many["c"] or so_many["d"]))
        if not pair:
            return
    if not pair and not re.search(r"パラメ|重み|param|weights|learn|学習", text, re.IGNORECASE) and not _RUNNING.search(text):
        return
    if re.search(r"ハイパー|hyper", text, re.IGNORECASE):
        return
    if re.search(r"averag|平均(?!・|と移|分)", _RUNNING.sub("", text), re.IGNORECASE) and not pair:
        return
    done = False
    for m in (m for pattern in _COUNTS for m in pattern.finditer(text)):
        if _talks_of_counts(text, m):
            for reading in _count(view, stretch, m, bool(pair)):
                done = True
                yield reading
    if done:
        return
    entries = _ENTRIES.search(text) if pair or re.search(r"γ|gamma", text) else None
    if entries:
        letter = (entries["v"] or entries["w"]).upper().replace("D", "C")
        yield from _reading(view, stretch, f"2*{letter}", entries, affine=True)
        return
    if (shared := _SHARED.search(text)) and not _SHARED_NOT.search(text) and not _PER.search(text):
        yield from _reading(view, stretch, "2", shared, affine=True, given=sizes(view).get("in_channels"))
        return
    yield from _per_units(view, stretch, bool(pair))


_TWO = r"(?:two|2)\s+(?:(?:learn\w*|train\w*)\s+)*(?:parameters?|scalars?|numbers?|values?)"
_WHOLE = r"(?:for|in|per) (?:the|a|each) (?:whole |entire )?layer|(?:regardless|independent(?:ly)?) of (?:the )?(?:number of )?(?:channels|features)|whatever the number of (?:channels|features)"
_SHARED = re.compile(  # one γ and one β for everything
    rf"\b(?:shared|the same|common) (?:by|across|among|between|over|for|to) (?:all )?(?:of )?(?:the |its )?(?:channels|features)\b|\b{_TWO}[^.;]{{0,30}}?\b(?:in all|in total|altogether|{_WHOLE})|\b(?:one|a single|only one) (?:γ|gamma|scale|pair)\b[^.;]{{0,40}}?\b(?:{_WHOLE})"
    r"|(?:全|すべての?|全ての?)\s*(?:チャン?ネル|特徴(?:量)?)(?:の?間)?(?:で|に)(?:共有|共通|同じ)|(?:チャン?ネル|特徴(?:量)?)(?:間で|に(?:は)?(?:よらず|関わらず|関係なく))[^。、]{0,8}(?:共有|共通|同じ|1つ|一つ|1組|一組)"
    r"|層(?:全体)?(?:で|に|につき|あたり)\s*(?:1|一|ひと)(?:つ|組|対|個)(?:ずつ|だけ|しか|のみ|の|で|です)|(?:全部|全体|合計)で\s*(?:2|二)\s*(?:個|つ)", re.IGNORECASE
)  # fmt: skip
_SHARED_NOT = re.compile(r"\b(?:not|never|no|nor|neither|rather than|instead of)\b|n't|ではな|でな[くい]|せず|しない|されない|平均|分散|\bmeans?\b|varianc|statistic|統計", re.IGNORECASE)


_BARE_COUNT = re.compile(rf"(?:[:：、]|も|は|が|同じく)\s*{_NUMBER}\s*(?:個|つ|numbers|parameters)?\s*[。.]?\s*$", re.IGNORECASE)
_SO_MANY_CHANNELS = re.compile(r"(?:(?P<c>\d+)\s*(?:ch|チャン?ネル|-?channels?)|C\s*=\s*(?P<d>\d+))\s*(?:の\ue002*)?(?:なら|だと|では|の(?:場合|とき)(?:は)?|で|:|,|gives?|makes?|means)?、?\s*(?:全部で|合計)?\s*(?P<v>\d[\d,]*)\s*(?:個|numbers|parameters|values)", re.IGNORECASE)


def _counted_above(view: View) -> bool:
    """Whether γ and β, or the parameters, are what is counted: in the sentence, the item before it, or over it."""
    s, outline = view.sentence, view.outline
    near = [e for block in [s.block, *range(max(0, s.block - 2), s.block), *outline.ancestors(s.block)] for e in outline.sentences[block]]
    return any(re.search(r"γ|β|gamma|beta|パラメ|param|学習する(?:値|数)", plain(e), re.IGNORECASE) for e in near)


def _per_units(view: View, stretch: Stretch, pair: bool) -> Iterator[Reading]:
    """One γ and one β for every channel (and every pixel); so many numbers per channel; as many as there are channels."""
    text = stretch.text
    units = [(count, m) for count, pattern in _PER_UNIT if (m := pattern.search(text))]
    if not units or (re.search(r"平均|mean|varian|分散|標準偏差", text) and not _RUNNING.search(text)) or re.search(r"[?？]\s*$|ではな|not ", text):
        return
    if _OTHER_VALUE.search(text):
        return  # what they come to is said in letters, and is not understood
    many = _EACH_SO_MANY.search(text)
    if many and _ALTOGETHER.search(text, max(0, many.start() - 40), many.end()):
        many = None  # so the layer has only 8 numbers: of all of them
    if not pair and _OF_VALUES.search(text):
        return
    number = _WORD.get(many["v"].lower(), many["v"]) if many else "2"
    if not pair and not many:
        return
    if number == "1" and (pair or re.search(r"ずつ|one of each|one each", text)):
        number = "2"  # one of each
    product = "*".join(count for count, _ in units if count != "1")
    first = min(units, key=lambda u: u[1].start())[1]
    yield from _reading(view, stretch, f"{number}*{product}" if product else number, first, affine=bool(_LEARNED.search(text)) or pair)


_ALTOGETHER = re.compile(r"\b(?:layer|it|norm\w*|module)\s+(?:\w+\s+)?(?:has|have|holds?|stores?|learns?|needs?|comes? to)\b|\b(?:in all|in total|altogether|all told|a total of|total)\b|全部で|合計|合わせて|層(?:全体)?(?:で|が|の)", re.IGNORECASE)
_OF_VALUES = re.compile(r"(?:値|サンプル|画素|データ|要素)(?:が|は|も|しか)|\bonly (?:one|a single|\d+) (?:value|sample|element|number|pixel)s?\b(?! to learn)", re.IGNORECASE)  # per channel there is one value: what is normalised


def _talks_of_counts(text: str, m: re.Match[str]) -> bool:
    """The number is not the size of something else in the sentence, nor the M of 1.3 M, a million, nor cut from 2C²/r."""
    if re.match(r"\s*(?:[²³^/*·×]|\*\*)", text[m.end("v") :]) and not m["v"].strip().isdigit():
        return False
    if re.fullmatch(r"\s*\d\s*M", m["v"]) or (m["v"].strip() == "M" and re.search(r"\d\s*$", text[: m.start("v")])):
        return False
    after = text[m.end("v") : m.end("v") + 12]
    return not re.search(r"^\s*(?:倍|%|エポック|epoch|layers?\b|層目|-?channel|チャン?ネル)", after, re.IGNORECASE)


def _count(view: View, stretch: Stretch, m: re.Match[str], pair: bool) -> Iterator[Reading]:
    text, value = stretch.text, m["v"].strip().lower()
    times = re.match(r"チャン?ネル数の\s*(\d)\s*倍", m["v"])
    value = _WORD.get(value, value.upper() if not value.isdigit() else value).replace(",", "")
    value = f"{times[1]}*C" if times else re.sub(r"^(\d)\s*[×X*]?\s*([A-Z])", r"\1*\2", value).replace("D", "C").replace("M", "C")
    per = _PER.search(text)
    if value.isdigit() and len(value.lstrip("0")) < 2 and not _ALTOGETHER.search(text, max(0, m.start() - 40), m.start("v")):
        return  # so many for each channel: below
    number = value.isdigit()
    if number and (len(value) > 15 or int(value) < 4 or "in_channels" not in sizes(view)):
        return
    if not number and not re.fullmatch(r"\d?\*?[CNG]", value):
        return
    if not (number or pair or per or re.search(r"パラメ|parameter|\d\*", text + value, re.IGNORECASE)):
        return
    yield from _reading(view, stretch, value, m, affine=bool(_LEARNED.search(text)), given=sizes(view)["in_channels"] if number else None)


_OF_WHICH = re.compile(r"\bof which\b|\bof (?:them|these)\b|(?:その)?うち|\bhalf of\b", re.IGNORECASE)


_RECURRENT = re.compile(r"\b(?:LSTM|GRU|RNN)s?\b|\brecurrent\b|\bhidden size\b|隠れ(?:層|状態)|再帰", re.IGNORECASE)
_GROUP_OF = re.compile(r"(?:\bgroups? of\b|\baverages? over\b|\beach group\b|\bper group\b|グループ(?:ごと|あたり|は)|各グループ)[^.。;]{0,24}|\d+\s*(?:channels|チャン?ネル|ch)\s*(?:each\b|per group|ずつ|in each group)", re.IGNORECASE)


def _of_a_group(view: View) -> str:
    """What is told nearby of one group's channels."""
    s = view.sentence
    near = [e for e in view.outline.sentences[s.block] if e.number <= s.number]
    return " ".join(m[0] for e in near for m in _GROUP_OF.finditer(e.words))


def _reading(view: View, stretch: Stretch, value: str, m: re.Match[str], affine: bool, given: int | None = None) -> Iterator[Reading]:
    """Learned numbers, or with the running statistics, or (neither said) whichever is meant."""
    text = stretch.text
    if _RECURRENT.search(text):
        return
    learned = affine and not _OF_WHICH.search(text, m.end()) and not (_RUNNING.search(text) and not re.search(r"学習(?!中|時|デ)|訓練可能|trainable|learn", text, re.IGNORECASE))
    for subject in (n.subject for n in stretch.named):
        if subject in ("layer_norm", "rms_norm"):  # gamma and beta of every feature: how many, is a matter of the layout
            known = sizes(view)
            whole = "".join(f", {role}={known[role]}" for role in ("in_channels", "height", "width")) if given and len(known) > 2 and {"height", "width"} <= known.keys() else ""
            claim = f"params({subject}, affine=true{{}}) == {value}"
            texts = [claim.format(f", layout=features, in_channels={given}" if given else ", layout=features"), claim.format(whole or (f", in_channels={given}" if given else ""))]
            texts = texts[::-1] if whole else texts
            yield Reading(texts[0], m.start(), m.end(), note_of(stretch, view), (texts[1],), sure=stretch.certain)
            continue
        if given and subject == "group_norm" and re.search(rf"(?<!\d){given}\s*(?:channels\b|チャン?ネル|ch\b)", _of_a_group(view)):
            continue  # of one group; how many there are in all is told elsewhere
        size = f", in_channels={given}" if given else ""
        moving = ", moving=false" if subject == "batch_norm" else ""
        running = bool(_RUNNING.search(text)) and not learned
        if running and subject == "batch_norm" and not _BUFFERS.search(view.outline.blocks[view.sentence.block].raw):
            option = f", affine=true{moving}"  # γ と β ... 合わせて: of these two
        elif subject == "batch_norm" and running:
            option = ", affine=true, moving=true"
        else:
            option = f", affine=true{moving}" if learned else ""
        part = "2*" if learned and _one_of_the_pair(text[: m.start('v' if m.groupdict().get('v') else 0)]) else ""  # γ は 64 個: as many β beside them
        yield Reading(f"params({subject}{size}{option}) == {part}{value}", m.start(), m.end(), note_of(stretch, view), sure=stretch.certain)


def _one_of_the_pair(before: str) -> bool:
    """Whether γ alone, or β alone, is what is counted."""
    return bool(re.search(r"(?:γ|gamma)\s*(?:は|が|has|have|:)\s*$", before, re.IGNORECASE)) != bool(re.search(r"(?:β|beta)\s*(?:は|が|has|have|:)\s*$", before, re.IGNORECASE)) and not re.search(r"(?:γ|gamma)[^。.;]{0,8}(?:と|and|、|,|・)[^。.;]{0,8}(?:β|beta)", before, re.IGNORECASE)
