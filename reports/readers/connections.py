"""Counts of structure: direct connections of a dense block or a plain chain; blocks and layers of whole networks."""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, Num, Sym, symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.formulas import Span
from ..sizes.quantities import whole
from ..sizes.setting import sentences_above
from ..text.numerals import NUMERALS as WORDS
from .blocks import About, abouts

_CONNECTIONS = re.compile(r"接続|結合|直結|リンク|経路|つながり|結線|配線|矢印|\b(?:connections?|links?|edges?|arrows?|shortcuts?|paths?)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\s*\$?\s*(?:本|個|通り|つ|(?:direct|total|skip|shortcut|different)?\s*(?:connections?|links?|edges?|arrows?|paths?))", re.IGNORECASE)
_COUNT_BEFORE = re.compile(
    r"(?:接続|結合|直結|リンク|経路|結線|矢印)(?:の)?(?:総)?(?:数|本数)?(?:は|が|も|:|：|=)[^。、]{0,10}$|\b(?:number of|total of|has|have|just|only|are|is|=)\s*(?:\w+\s+){0,4}$", re.IGNORECASE
)
_LABEL_LEADS = re.compile(r"\W*[^:：,、.。;]{2,40}[:：]\s*\$?\s*")  # DenseNet: L(L+1)/2, after a sentence that counts connections
_N = r"(\d{1,3}|" + "|".join(WORDS) + r")"
_LAYERS = re.compile(rf"(?<![\d.]){_N}\s*(?:つの|個の)?\s*層(?!目)|\b{_N}[- ]layers?\b|\b{_N}\s+(?:dense\s+|conv\w*\s+)?layers\b|(?<![A-Za-z])L\s*=\s*(\d{{1,3}})", re.IGNORECASE)
_NETWORK = re.compile(
    r"(?<![A-Za-z])(?P<deep>vgg|resnet|densenet)\s*(?:net)?[- ]?(?P<depth>\d{2,3})(?!\d|\.\d)|(?<![A-Za-z])(?P<name>alexnet|googlenet|inception[- ]?v1|lenet(?:-?5)?|mobilenet(?!\s*-?v[23])(?:-?v1)?)(?![A-Za-z])",
    re.IGNORECASE,
)
PARTS = (
    ("dense_block", r"(?:dense|デンス|密)\s*(?:ブロック|blocks?)"),
    ("transition_layer", r"(?:transition|トランジション|遷移)\s*(?:layers?|層|レイヤー?|ブロック|blocks?)?"),
    ("residual_block", r"(?:residual|残差|bottleneck|ボトルネック|basic|基本|3\s*[x×]\s*3\s*(?:の畳み?込み(?:層)?)?\s*を\s*(?:2|二|２)\s*(?:つ|層|回|枚|個)(?:含む|持つ|もつ|重ねた|並べた|使う))[ の]?\s*(?:ブロック|blocks?|units?)"),  # BasicBlock too
    ("inception", r"(?:inception|インセプション)\s*(?:モジュール|ブロック|modules?|blocks?)"),
    ("linear", r"(?:全結合層?|fully[- ]connected(?: layers?| ones?)?|dense layers?|FC(?:層| layers?)?|linear layers?)"),
    ("pool", r"(?:(?:最大|平均)?プーリング層?|(?:max[- ]|average[- ])?pool\w*(?: ?layers?)?)"),
    ("conv", r"(?:畳み?込み層?|conv(?:olution\w*)?(?: ?layers?|層| ones?)?)"),
)  # fmt: skip
_COUNT = r"(?P<n>\d{1,3}|" + "|".join(w for w in WORDS if not w.endswith(("th", "rd", "nd"))) + r")"  # the second layer is one
_LABELLED = r"(?<!fc)(?<!conv)(?<!pool)"  # fc6, conv1 and pool2 are layers, no numbers of them
_DEPTH = re.compile(
    r"(?:層数は|数えて|数えると|数えれば|数えた場合)[、,]?\s*(?:全部で|合計|全)?\s*(?P<a>\d{1,3})(?:\s*層)?(?!\s*(?:目|枚|個))|(?:全部で|合計|合わせて|全|は|が)\s*(?P<b>\d{1,3})\s*層(?!目)|(?P<c>\d{1,3})\s*層(?:から(?:なる|成る)|で構成|の(?:重み|学習|ネット)|の?深さ|構成)"
    r"|\b(?P<d>\d{1,3})\s+(?:weight\s+|trainable\s+|learnable\s+)?layers\b(?!\s*(?:of|deep in))",
    re.IGNORECASE,
)
_DEEP = re.compile(  # said of the whole, along its longest way
    r"\b(?P<e>\d{1,3})[- ]layers? deep\b|\bdepth of (?P<f>\d{1,3})\b(?!\s*%)|\b(?P<g>\d{1,3})-layer (?:deep )?(?:network|net\b|model|CNN|architecture)"
    r"|深さ(?:は|が)?\s*(?P<h>\d{1,3})\s*層|(?P<i>\d{1,3})\s*層の(?:深さ|深い|ネットワーク|CNN|モデル)",
    re.IGNORECASE,
)
_COUNTED_APART = re.compile(r"pool|プーリング|数え|count|without|except|除|blocks?\b|ブロック|plain|プレーン|version|版|以上|超|up to|まで|\bover\b|more than|from", re.IGNORECASE)
_EACH_HALF = re.compile(  # how the halves of a depthwise separable convolution are counted is said
    r"(?:depth-?wise|dw)[^。.;]{0,24}(?:point-?wise|pw|1\s*[x×]\s*1)[^。.;]{0,24}(?:別|separate|one each|their own)|separately", re.IGNORECASE
)
_OF_THOSE = re.compile(r"\b(?:all|these|those|both|first|last|other|the same|of the|in the)\s*$|(?:この|これらの|その|うちの|最初の|最後の|残りの|前の)\s*$", re.IGNORECASE)
_IN_EACH = re.compile(r"\s*(?:in|per|for) (?:every|each|a|one) |\s*(?:ずつ|の(?:ブロック|段)ごと)", re.IGNORECASE)
_SOME = re.compile(r"\s*(?:つ|個|層|段|枚|番)?目|\s*[〜~～–-]\s*\d|\s*の(?:間|あいだ|前後|うち|直前|直後)|\s*(?:後|前)に")  # the second one; two or three; what lies between two of them
_BETWEEN = re.compile(r"\b(?:between|before|after|behind|or|the (?:first|last|other|next)|any|every)\s+(?:the\s+)?$|[〜~～–-]\s*$", re.IGNORECASE)
_COUNTS_PARTS = re.compile(r"\d\s*(?:つ|個|層|段|枚)|[がをは:：]\s*\d")  # transition 1, fc 10: names of layers
_OF_ITS_OWN = re.compile(  # said of the network that stands above: it has them, or the line tells nothing but them
    r"\b(?:has|have|having|consists?|contains?|comprises?|compris\w+|includes?|there (?:are|is)|made (?:up )?of|composed of|built (?:from|of)|holds|employs|uses?|totals?|in (?:total|all))\b"
    r"|(?<=\w )with\b|(?:から|で)(?:な[るりっ]|成[るりっ]|構成|でき)|[をが](?:もつ|もち|もって|持[つちっ]|あ[るりっ]|含[むみん]|備え|有[すし]|並[ぶびん])|(?<=[層個つ段枚])あ[るり]|含まれ|合計|全部で|全体|総数|\bnumber of\b|\b(?:whole|entire|network|model|architecture)\b|数は|(?:^|[:：])\W*\d{1,3}\s*(?:層|つ|個|段|x\b)?\W*$",
    re.IGNORECASE,
)
_COUNTED_PARTS = re.compile("|".join(rf"(?:{words})" for _, words in PARTS) + r"|(?<![A-Za-z])(?:" + "|".join(WORDS) + r"|(?:\d\s*[x×]\s*)?\d{1,3}|conv\w*|layers?)(?![A-Za-z])", re.IGNORECASE)
_NOTHING_MORE = re.compile(r"(?:[\s,、。.+＋・/&:：()（）-]|層|つ|個|段|枚|[がはをとの]|です|であ?る|だ|含む|and|plus|then|(?<=\w )with|followed by|the)*", re.IGNORECASE)
_ALTERS = re.compile(r"に(?:減ら|増や|置き換|置換|変え|取り替え|する(?:と|こと|場合)|すれ|した(?:場合|とき))|[をは](?:外|はず|取り除|除|削|省|捨て|凍結|足|加え|置き換)|\b(?:replac\w+|remov\w+|drop(?:ping|ped)?|add(?:ing|ed)?|delet\w+|freez\w+|cut(?:ting)?|stacking|by|instead)\b[^.;]{0,30}$", re.IGNORECASE)
_ADDED_UP = re.compile(r"conv\w*(?: layers?)? (?:in|inside|within) (?:the|its|all) (?:\w+ )?blocks|ブロック(?:の中|内)?の畳み?込み|\bblocks? of\b", re.IGNORECASE)  # `network_depths` has these
_PER_STAGE = re.compile(r"(?<![\d.×x])(\d{1,2})\s*[,、\-–・/]\s*(\d{1,2})\s*[,、\-–・/]\s*(\d{1,2})\s*(?:[,、\-–・/]\s*(?:and\s+)?|\s+and\s+|\s*と\s*)(\d{1,2})(?![\d.×x])")


def read(view: View) -> Iterator[Reading]:
    """What the sentence counts."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    yield from _connections(view)
    if s.cell:
        yield from _cell(view)
    yield from _networks(view)


def _connections(view: View) -> Iterator[Reading]:
    """L(L+1)/2 connections; fifteen in a block of five layers; as many as layers in a plain chain."""
    s = view.sentence
    told = _CONNECTIONS.search(s.words) or _plain_number(view) or re.search(r"[\ue000LlNn)]\s*本", s.words)
    if not told:
        return
    yield from _spoken(view)
    seen: set[str] = set()
    for span in s.formulas:
        count = _count(view, span)
        if count is None:
            continue
        for about in abouts(view, span.start, span.end):
            if about.kind not in ("dense", "plain") or about.subject in seen or s.has("hedged"):
                continue
            if about.kind == "dense" and not about.own and count[1] == count[0] and _counts_twice(view, count[0]):
                continue
            seen.add(about.subject)
            yield _counted(about, *count, span, re.search(r"直|direct|all|全", s.words) is not None)


_SPOKEN = re.compile(
    r"(?<![A-Za-z])(?P<l>[LlNn])\s*(?:かける|掛ける)\s*(?P=l)\s*(?P<sign>プラス|マイナス|足す|たす|引く|ひく)\s*[1一]\s*(?:の半分|を\s*[2二]\s*で割|[、]?(?:割る|わる)\s*[2二])"
)  # L かける L 引く 1 割る 2


def _spoken(view: View) -> Iterator[Reading]:
    """The count of connections, spoken: L かける L たす 1 割る 2 本になる."""
    s = view.sentence
    found = _SPOKEN.search(s.words)
    if found is None or s.has("hedged"):
        return
    layers, sign = found["l"].upper(), "+" if re.match(r"プラス|足|た", found["sign"]) else "-"
    for about in abouts(view, found.start(), found.end()):
        if about.kind == "dense":
            yield Reading(
                f"sum(i, 1, {layers}, i) == {layers}*({layers} {sign} 1)/2", found.start(), found.end(), about.notes,
                subject=about.subject, predicate="structure_count", sure=not about.vague,
            )  # fmt: skip
            return


def _counts_twice(view: View, layers: str) -> bool:
    """Whether a sentence has more to say of so many layers than that there are as many connections: one is of a chain."""
    others = (to_text(span.formula.sides[-1]) for span in view.sentence.formulas if layers in symbols(span.formula.sides[-1]))
    return any(text not in (layers, f"{layers} - {layers}") for text in others)  # L-layer is no difference


def _plain_number(view: View) -> bool:
    """An L-layer chain has L, after connections were spoken of."""
    earlier = [e for e in view.outline.sentences[view.sentence.block] if e.number < view.sentence.number]
    return any(_CONNECTIONS.search(e.words) for e in earlier[-1:])


_OF_THE_NTH = re.compile(r"(?:[lnℓ]|\\ell)\s*[`$]*\s*(?:番目|層目|-?th\b)[^。.;]{0,24}$|\blayer\s*[`$]*\s*(?:[lnℓ]|\\ell)\b[^.;]{0,24}$|第\s*[`$]*\s*(?:[lnℓ]|\\ell)\s*[`$]*\s*層[^。;]{0,24}$")  # into the l-th layer go l
_HOW_MANY_LAYERS = re.compile(r"層(?:の?数|の?枚数)?\s*(?:は|が|を|も|=)\s*\$?\s*$|\blayers (?:is|are|be|=)\s*\$?\s*$", re.IGNORECASE)  # 層が L 個なら
_SUPPOSED = re.compile(r"\s*\$?\s*(?:個|つ|枚)?\s*(?:の層)?(?:なら|のとき|の場合|であれば|あれば|あるとき|だと(?!思)|とする|として)")


def _count(view: View, span: Span) -> tuple[str, str] | None:
    """(number of layers, claimed count), where the span is a count of connections."""
    s = view.sentence
    value = span.formula.sides[-1]
    after, before = s.text.chars[span.end : span.end + 30], s.words[: span.start]
    led = _COUNT_BEFORE.search(before[-50:]) or (_LABEL_LEADS.fullmatch(before) and _plain_number(view) and re.fullmatch(r"[\s$本個.。]*", after))
    led = led or (_AND_SO.search(before) and _asked(view))
    if _HOW_MANY_LAYERS.search(before) or _SUPPOSED.match(after) or _OF_THE_NTH.search(s.text.chars[: span.start]):
        return None
    if not (_COUNTED.match(after) or led) or re.match(r"\s*\$?\s*[-‐]?\s*(?:層|layers?\b|チャン?ネル|channels?)", after):
        return None
    letters = symbols(value)
    half = re.search(r"\bhalf (?:of )?\W*$", before, re.IGNORECASE)
    if len(letters) == 1 and half and isinstance(value, Bin):
        return letters[0], f"({to_text(value)})/2"
    if len(letters) == 1 and letters[0] in ("L", "l", "n", "N", "ℓ"):
        if not isinstance(value, Sym) or re.search(r"層|layer", s.words):
            return letters[0], to_text(value)
        return None
    if isinstance(value, Num) and whole(value) is not None:
        layers = _layers(view)
        return (str(layers), to_text(value)) if layers and layers > 1 else None
    return None


_AND_SO = re.compile(r"(?:\b(?:so|thus|hence|gives?|makes?|totals?|that is|comes to|in all|answer(?: is)?)|よって|つまり|だから|したがって|全部で|合計)[\W\s:：は]*$", re.IGNORECASE)
_ASKS = re.compile(r"\bhow many\b[^?]*\b(?:connections?|links?|edges?|arrows?|paths?)\b|(?:接続|結合|直結|リンク|経路|結線|矢印)[^。？?]{0,12}(?:何本|いくつ|何個)", re.IGNORECASE)


def _asked(view: View) -> bool:
    """Whether the sentence before asks how many connections there are."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    return bool(before and _ASKS.search(before[-1].words) and re.search(r"[?？]\s*$", before[-1].words))


def _layers(view: View) -> int | None:
    for sentence in (view.sentence, *sentences_above(view)):
        for found in _LAYERS.finditer(sentence.words):
            text = next(g for g in found.groups() if g).lower()
            return WORDS.get(text) or int(text)
    return None


def _counted(about: About, layers: str, claimed: str, span: Span, plain: bool) -> Reading:
    """Layer i of a dense block receives the block's input and the i - 1 maps before it: i direct connections."""
    each = "i" if about.kind == "dense" else "1"
    return Reading(
        f"sum(i, 1, {layers}, {each}) == {claimed}",
        span.start,
        span.end,
        about.notes,
        subject=about.subject,
        predicate="structure_count",
        sure=not about.vague and (plain or about.kind == "dense" or about.own),
    )


def _networks(view: View) -> Iterator[Reading]:
    """DenseNet-121 has four dense blocks and three transition layers; VGG-16 has 13 convolutions; ResNet-50 has 50 layers."""
    s = view.sentence
    found = network_over(view)
    if found is None or s.has("hedged"):
        return
    about, place, own = found
    seen: list[Reading] = []
    for part, words in PARTS:
        for pattern in (rf"(?<![A-Za-z\d.\-x×]){_COUNT}\s*(?:つの|個の|枚の|層の|層|つ|個|の)?\s*(?:\w+\s+|3\s*[x×]\s*3\s*(?:の)?\s*)?{words}", rf"{words}\s*(?:が|を|は|の数は|:|：)?\s*{_LABELLED}{_COUNT}\s*(?:つ|個|層|段|枚)?(?![\d.x×·*%本]|\s*[x×·*]|つ?の?(?:並列|枝|分岐|経路|ブランチ|パス|系統)|\s*(?:→|->|⇒|=>|の(?:後|あと|出力|入力)|後))"):
            match = re.compile(pattern, re.IGNORECASE).search(s.words[place:])
            if match and _IN_EACH.match(s.words, place + match.end()):
                continue  # two convolutions in every block: of the part, not of the network
            if match and (_OF_A_WINDOW.search(s.words[: place + match.start("n")]) or re.match(r"\s*[x×]\s*\d", s.words[place + match.end("n") :])):
                continue  # 3x3 CONV, ストライド 2 の max pooling: no count
            if match and part in ("conv", "pool") and re.search(r"\d\s*枚\s*$", match[0]):
                continue  # 畳み込みは64枚: its filters
            if match and _NTH.search(s.words[: place + match.start()]):
                continue  # second pooling: 13, its size
            if match and _A_PIPELINE.match(s.words, place + match.end()):
                continue  # conv 5, pool 2/2, conv 5: windows, one after another
            if match and (_SOME.match(s.words, place + match.end()) or _BETWEEN.search(s.words[: place + match.start()])):
                continue
            if match and part == "conv" and re.search(r"[x×]", match[0]) and not about.startswith("vgg"):
                continue  # those of one size, where a network has others too
            if match and not any(r.start < place + match.end() and place + match.start() < r.end for r in seen):
                part_of = _OF_THOSE.search(s.words[: place + match.start()]) or (part == "conv" and _IN_BRACKETS.search(s.words[: place + match.start()]))
                told = place > 0 or s.cell is not None or _it_has_them(s.words, match)  # the match's places are the sentence's where it names none
                seen.append(_parts_claim(about, part, match, place, own and told and not part_of and (place > 0 or match.start("n") == match.start() or bool(_COUNTS_PARTS.search(match[0])))))
                break
    yield from seen if not _ADDED_UP.search(s.words) else ()
    stages = _PER_STAGE.search(s.words, place)
    of_layers = stages and re.match(r"\s*(?:層|(?:dense |residual )?(?:layers?|blocks?|units?)\b|個の)", s.words[stages.end() :], re.IGNORECASE)
    if stages and (of_layers or not _is_a_batch(stages)) and about.split(",")[0] in ("densenet", "resnet") and re.search(r"層|ブロック|layers?|blocks?|units?", s.words, re.IGNORECASE):
        part = "dense_layer" if about.startswith("densenet") else "residual_block"
        yield Reading(f"structure_count({about}, part={part}) == {' + '.join(stages.groups())}", stages.start(), stages.end(), sure=own and bool(_NETWORK.search(s.words)))
    deep = _DEEP.search(s.words, place)
    if deep and not seen and not stages:
        number = next(g for g in deep.groups() if g)
        named = about.startswith(("googlenet", "alexnet")) or "depth=" in about
        yield Reading(f"structure_count({about}, part=depth) == {number}", deep.start(), deep.end(), sure=own and place > 0 and named and not _COUNTED_APART.search(s.words), predicate="structure_count")
        return
    depth = _DEPTH.search(s.words, place)
    if depth and not seen and not stages:
        number = next(g for g in depth.groups() if g)
        yield Reading(f"structure_count({about}, part=layers) == {number}", depth.start(), depth.end(), sure=about == "mobilenet" and bool(_EACH_HALF.search(s.words)))


def _is_a_batch(numbers: re.Match[str]) -> bool:
    """Whether four numbers are a batch of square maps: (1, 3, 224, 224)."""
    *_, height, width = (int(g) for g in numbers.groups())
    return height == width > 4


def _it_has_them(words: str, parts: re.Match[str]) -> bool:
    """Whether a sentence that names no network counts the parts of the one above, and does not change or stack some.

    "It has thirteen convolutional layers" and "13 conv layers + 3 FC" do, "two convolutional layers in a row see 5x5" does not.
    """
    if _ALTERS.search(words[: parts.start()]) or _ALTERS.search(words[parts.end() : parts.end() + 12]):
        return False
    bare = _NOTHING_MORE.fullmatch(_COUNTED_PARTS.sub(" ", words)) is not None
    return bare or _OF_ITS_OWN.search(words) is not None


def _cell(view: View) -> Iterator[Reading]:
    """A number in the row of a network, under the name of a part."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    number = re.fullmatch(r"\W*(\d{1,3})\s*(?:層|個|つ|layers?)?\W*", s.text.chars, re.IGNORECASE)
    named = [m for e in outline.sentences[s.block] if e.cell == 0 for m in _NETWORK.finditer(e.words)]
    if header is None or number is None or len(named) != 1:
        return
    head = " ".join(e.words for e in outline.sentences[header] if e.cell == s.cell)
    if re.search(r"パラメ|重み|計算|サイズ|チャン?ネル|param|weight|size|channel|kernel|filter|FLOP|MAC", head, re.IGNORECASE):
        return
    part = next((part for part, words in PARTS if re.search(words, head, re.IGNORECASE)), "")
    if part:
        about = _subject(named[0])
        more = (f"structure_count({about}, part=layers) - structure_count({about}, part=linear) == {number[1]}",) if part == "conv" else ()
        plain = part not in ("pool", "conv") or about.startswith(("vgg", "alexnet", "lenet"))  # others are counted in several ways
        yield Reading(f"structure_count({about}, part={part}) == {number[1]}", number.start(1), number.end(1), (), more, sure=plain)


def _line_above(view: View) -> int:
    """The block above, past the items beside it: the line that heads their list."""
    s, outline = view.sentence, view.outline
    mine, at = outline.blocks[s.block], s.block - 1
    while at >= 0 and mine.kind == "item" == outline.blocks[at].kind and outline.blocks[at].depth >= mine.depth and s.block - at < 12:
        at -= 1
    return at


def network_over(view: View) -> tuple[str, int, bool] | None:
    """The one network that the sentence names, as a subject, the place after its name, and whether it is the sentence's own."""
    s = view.sentence
    own = list(_NETWORK.finditer(s.words))
    if own:
        return (_subject(own[0]), own[0].end(), True) if len({_subject(m) for m in own}) == 1 else None
    before = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell][-2:]
    over = _line_above(view)
    line = [e for e in view.outline.sentences[over] if len(e.words) < 24] if over >= 0 and len(view.outline.sentences[over]) == 1 else []
    row = [e for e in view.outline.sentences[s.block] if e.cell == 0] if s.cell else []
    for earlier in (before[::-1], row, line):
        named = [m for e in earlier[:1] for m in _NETWORK.finditer(e.words)]
        if named:
            return (_subject(named[0]), 0, True) if len({_subject(m) for m in named}) == 1 else None
    return _version(view) or _over(view)


def _over(view: View) -> tuple[str, int, bool] | None:
    """The network that the headings name; beyond doubt where its section, down to the sentence, names no other."""
    outline, s = view.outline, view.sentence
    earlier = [e for at in range(max(0, s.block - 40), s.block) if outline.sections[at] == outline.sections[s.block] and outline.blocks[at].kind != "heading" for e in outline.sentences[at]]
    told = [m for e in earlier for m in _NETWORK.finditer(e.words)]
    others = any(_ANY_NETWORK.search(_NETWORK.sub("", e.words)) for e in earlier)
    for number, heading in enumerate(outline.headings(s.block)):
        words = " ".join(e.words for e in outline.sentences[heading])
        above = list(_NETWORK.finditer(words))
        kinds = {m[0].lower() for m in _ANY_NETWORK.finditer(words)}
        if above:
            one = len({_subject(m) for m in above}) == 1
            plain = number == 0 and not others and {_subject(m) for m in told} <= {_subject(above[0])}
            return (_subject(above[0]), 0, plain) if one else None
        if number == 0 and len({_subject(m) for m in told}) == 1 and kinds == {told[0]["deep"] and told[0]["deep"].lower()}:
            return _subject(told[0]), 0, True  # "I tried DenseNet-121", under DenseNet
    return None


_ANY_NETWORK = re.compile(r"(?<![A-Za-z])(?:vgg|resnet|densenet|alexnet|googlenet|inception|lenet|mobilenet|squeezenet|xception|efficientnet|u-?net|wavenet)", re.IGNORECASE)
_VERSION = re.compile(r"(?<![\d.])(?P<ja>\d{2,3})\s*層の?(?:版|バージョン|モデル|もの|構成|ネットワーク|ネット|VGG|ResNet|DenseNet)|(?<![\d.])(?P<en>\d{2,3})[- ]layers?\s+(?:version|model|config\w*|net\w*|variant|one|VGG|ResNet|DenseNet)", re.IGNORECASE)
_VERSIONS = {"vgg": ("11", "13", "16", "19"), "resnet": ("18", "34", "50", "101", "152"), "densenet": ("121", "161", "169", "201")}


def _version(view: View) -> tuple[str, int, bool] | None:
    """The 19-layer version of the network that the heading names, VGG."""
    found = list(_VERSION.finditer(view.sentence.words))
    if len(found) != 1:
        return None
    depth = found[0]["ja"] or found[0]["en"]
    texts = [view.sentence.words, *(" ".join(e.words for e in view.outline.sentences[h]) for h in view.outline.headings(view.sentence.block))]
    for text in texts:
        named = {m[0].lower() for m in _ANY_NETWORK.finditer(text)}
        if named:
            name = next(iter(named))
            return (f"{name}, depth={depth}", found[0].end(), True) if len(named) == 1 and depth in _VERSIONS.get(name, ()) else None
    return None


def _subject(match: re.Match[str]) -> str:
    if match["deep"]:
        return f"{match['deep'].lower()}, depth={match['depth']}"
    name = match["name"].lower()
    return "googlenet" if name.startswith("inception") else "lenet" if name.startswith("lenet") else "mobilenet" if name.startswith("mobile") else name


_OF_A_WINDOW = re.compile(r"\d\s*[x×]\s*$|(?:ストライド|strides?|サイズ|size|パディング|padding|カーネル|kernel|(?<![A-Za-z])[kfspKFSP])\s*(?:of|は|が|を|=|:)?\s*$", re.IGNORECASE)
_NTH = re.compile(r"\b(?:first|second|third|fourth|fifth|sixth|last|final|next|\d(?:st|nd|rd|th))\s+(?:max |average |the )?$|(?:つ目|番目|段目|回目|最後)の?(?:最大|平均)?$", re.IGNORECASE)
_A_PIPELINE = re.compile(r"\s*(?:[,、/]|→|->)\s*(?:max|avg|average)?[- ]?(?:pool|conv|プーリング|畳み?込み)\w*\s*\d(?:\s*/\s*\d|\s*[,、→])", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[（(][^()（）]*[)）]\s*[:：]\s*$")  # basic (ResNet-18 and 34): two convolutions, of that block


def _parts_claim(about: str, part: str, match: re.Match[str], place: int, own: bool) -> Reading:
    """So many parts of a kind; convolutions may be counted with the projections on the shortcuts or without."""
    number = WORDS.get(match["n"].lower()) or int(match["n"])
    more = (f"structure_count({about}, part=layers) - structure_count({about}, part=linear) == {number}",) if part == "conv" else ()
    sure = own and (part != "pool" or about.startswith(("vgg", "alexnet", "lenet")))  # others end with one over the whole map
    return Reading(f"structure_count({about}, part={part}) == {number}", place + match.start(), place + match.end(), (), more, sure=sure)
