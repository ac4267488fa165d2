"""Sharing: whether a convolution uses the same weights at every position, and into how many values sound is cut.

Shared weights do not grow in number with the image; weights of their own at each position do: that is run.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..vocabulary import family

_SHARED = re.compile(
    r"同じ(?:1つの|一つの)?(?:重み|フィルタ|フィルター|カーネル|パラメータ)[^。]{0,20}?(?:使|共有|適用|かけ|掛け|走査|動か|滑ら)|(?:重み|パラメータ|フィルタ|カーネル)(?:を|が|は|の)?[^。]{0,20}?(?:共有(?!でき?な|し(?:な|ま)|され(?:な|ま))|使い回|使いまわ|同一)"
    r"|\b(?:weight|parameter)[- ]sharing\b|\bshar\w+ (?:the )?(?:same )?(?:weights|parameters|filters?|kernels?)\b|\b(?:weights|parameters|kernels?|filters?)\b[^.]{0,20}\bshared\b"
    r"|\b(?:same|identical) (?:set of )?(?:\w+ )?(?:weights|kernels?|filters?|parameters)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:位置|場所|画素|ピクセル|箇所|ニューロン)(?:ごとに|毎に|によって|で)[^。、]{0,6}(?:違う|異なる|別の?|別々の|独自の|固有の)[^。、]{0,6}(?:重み|フィルタ|カーネル|パラメータ)|(?:重み|フィルタ|カーネル)(?:は|が)(?:(?:画像|入力|出力)の)?(?:位置|場所|画素)(?:ごとに|によって)(?:違|異な|別|変わ(?!ら))"
    r"|(?:重み|パラメータ)(?:は|が|を)[^。]{0,16}共有(?:し|され)(?:な|ま)"
    r"|\b(?:different|own|separate|distinct)\s+(?:set of )?(?:\w+ )?(?:weights|kernels?|filters?|parameters)\b",
    re.IGNORECASE,
)
# Different weights at one place are those of different filters; a filter of its own for each channel is depthwise.
_ONE_PLACE = re.compile(
    r"\b(?:each|every|per|a|one)(?: single)?(?: of the)?(?: \d+)?(?: input| output)? channels?\b|各チャン?ネル|チャン?ネル(?:ごと|毎)|"
    r"\b(?:same|identical|one|single|this)\s+(?:\S+\s+){0,2}(?:windows?|patch(?:es)?|regions?|areas?|places?|positions?|locations?|pixels?|part|columns?|inputs?|receptive fields?)\b|\bdepth columns?\b"
    r"|\b(?:different|each|every|other|two|several) (?:filters?|kernels?|(?:depth )?slices?|(?:feature |activation )?maps?)\b|同じ(?:位置|場所|窓|領域|パッチ|入力|範囲|受容野)|(?:別|異なる|違う)の?(?:フィルタ|スライス|チャン?ネル)",
    re.IGNORECASE,
)
_PLACES = re.compile(r"位置|場所|どこ|画像(?:全体|上|中|の中)|全体|全域|画素|ニューロン|ユニット|スライス|空間|\b(?:positions?|locations?|everywhere|spatial\w*|across|over the (?:whole )?(?:image|input)|neurons?|units?|depth slice|pixels?|places?)\b", re.IGNORECASE)
# A filter of its own for each channel: depthwise, and the same one at every position.
_OF_A_CHANNEL = re.compile(r"\b(?:channels?|maps?|slices?)\s+(?:\w+\s+){0,3}(?:own|separate|different|distinct)\b|\b(?:own|separate|different|distinct)\s+(?:\w+\s+){1,3}(?:for|to|on|per)\s+(?:each|every|a)?\s*(?:\w+\s+)?(?:channels?|maps?)\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"もし|仮に|たら|れば|(?:持たせ|用意す|使う|変える)と|\d\s*倍|\b(?:if|had|would|without|suppose|imagine|times)\b", re.IGNORECASE)
_LEVELS = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d{2,5})\s*(?:段階|値|クラス|通り|レベル|階調|種類|個の値|levels|values|classes|bins|[- ]way)(?:\s*(?:の|に|へ))?", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Shared or separate weights; the number of values of a sample."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words) or s.has("question"):
        return
    yield from _weights(view)
    yield from _of_the_image(view)
    yield from _values(view)
    yield from _companding(view)


def _weights(view: View) -> Iterator[Reading]:
    s = view.sentence
    if re.search(r"局所結合|locally[- ]connected|unshared|共有しない層", s.words, re.IGNORECASE):
        return
    own = _OWN.search(s.words)
    found = own or _SHARED.search(s.words)
    if found is None or not _PLACES.search(s.words) or s.has("receptive_field", "dilation"):
        return
    if any(m.tag in ("linear", "depthwise_conv2d", "foreign", "rnn", "conv_stack") or family(m.tag) in ("normalisation", "dilated", "pooling") for m in s.subjects):
        return
    named = view.subject(found.start(), lambda n: family(n) in ("convolution", "normalisation", "linear", "network"))
    if named is None or family(named.subject) not in ("convolution", "network"):
        return
    word = "increasing" if own else "constant"
    if own and (_SUPPOSED.search(s.words) or _ONE_PLACE.search(s.words) or _OF_A_CHANNEL.search(s.words)):
        return  # what would be: `shared_counts.py`
    denied = s.has("not") and not re.search(r"共有(?:し|され)(?:な|ま)", s.words)
    yield Reading(f"monotone(params(conv2d), height) == {word}", found.start(), found.end(), sure=bool(own) and not denied and not s.has("hedged"))


_SIZE = re.compile(r"(?:入力)?(?:画像|特徴マップ|入力)の?(?:大きさ|サイズ|解像度|縦横)|\b(?:input|image|feature map)(?:'s)? (?:size|resolution)|\b(?:size|resolution) of the (?:input|image|feature map)(?: image)?", re.IGNORECASE)
_FREE = re.compile(r"(?:は|も)?(?:関係(?:し?な[いくし]|しません|ありません)|無関係|依存し(?:ない|ません)|依存せず|よら(?:ない|ず)|左右され(?:ない|ず)|変わら(?:ない|ず)|変わりません)|\b(?:not|n't|never) (?:depend|grow|change|increase)|\bindependent of\b|\bregardless of\b|\bthe same (?:number )?for\b", re.IGNORECASE)
_BOUND = re.compile(r"(?:に|で)(?:依存(?:する|します)|比例(?:する|します)|よって(?:変わる|変わります|異なる))|\b(?:depends?|grows?|increases?|changes?)\b", re.IGNORECASE)
_OPENED = re.compile(r"\W*(?:they|it|these|this|their number)\b|the same (?:number|weights)|畳み?込み(?:層|の場合)?(?:では|は)|[^はが]{0,16}(?:大きさ|サイズ|解像度)", re.IGNORECASE)


def _of_the_image(view: View) -> Iterator[Reading]:
    """They do not depend on the size of the image: said of the parameters that the item above, or the lead, counts."""
    s, outline = view.sentence, view.outline
    size = _SIZE.search(s.words)
    free, bound = _FREE.search(s.words), _BOUND.search(s.words)
    if size is None or s.cell is not None or s.has("parameters", "output", "macs") or any(family(m.tag) != "convolution" for m in s.subjects) or not (free or bound):
        return
    parents = list(outline.ancestors(s.block))
    over = [e for b in parents for e in outline.sentences[b]] + outline.sentences[s.block][: s.number]
    over = over or (outline.sentences[s.block - 1][-1:] if s.block and _OPENED.match(s.words) else [])
    headed = [e for b in list(outline.headings(s.block))[:1] for e in outline.sentences[b]]
    spoken = [e for e in (*over, *headed) if e.has("parameters")]
    if not spoken or not _OPENED.match(s.words) or any(family(m.tag) in ("linear", "normalisation") for e in over for m in e.subjects) or any(e.has("macs", "output_shape") for e in over):
        return
    verb = free or bound
    assert verb is not None
    claim = f"monotone(params(conv2d), size) == {'constant' if free else 'increasing'}"
    sure = any(family(m.tag) == "convolution" for e in (*over, s) for m in e.subjects) and not s.has("hedged")
    yield Reading(claim, min(size.start(), verb.start()), max(size.end(), verb.end()), sure=sure)


def _values(view: View) -> Iterator[Reading]:
    """256 values by mu-law, a softmax over 256 classes."""
    s = view.sentence
    softmax = re.search(r"softmax|ソフトマックス", s.words, re.IGNORECASE)
    cut = re.search(r"量子化|圧縮|companding|quanti[sz]|discreti[sz]|離散化|μ|mu-?law", s.words, re.IGNORECASE)
    numbers = list(_LEVELS.finditer(s.words))
    if not (softmax or cut) or not numbers:
        return
    named = view.subject(0, lambda n: n in ("wavenet", "pixelcnn", "mu_law_encode", "gated_residual_layer"))
    if named is None:
        return
    subject = "pixelcnn" if named.subject == "pixelcnn" else "mu_law" if named.subject == "mu_law_encode" and not softmax else "wavenet"
    what = "softmax_over" if softmax and not (cut and subject == "wavenet") else "quantisation_to"
    if subject == "pixelcnn" and what != "softmax_over":
        return
    number = numbers[-1]
    sure = len(numbers) == 1 and not s.has("hedged", "not") and not re.search(r"必要|本来|もし|では|なければ|without|would|instead|16\s*(?:bit|ビット)|より|代わり|まま|\b(?:than|rather|against|versus|compared)\b", s.words)
    yield Reading(f"definition({subject}) == {what}_{number[1].replace(',', '')}_levels", number.start(), number.end(), sure=sure)


_LOG = r"(?:\\?ln|\\?log)\s*"
_PLAIN = re.compile(r"\\(?:left|right|,|;|!|mathrm|text|operatorname|bigl?|bigr?|,)|[\s$`]")
_COMPANDED = re.compile(r"(?:sign|sgn|\\sgn)\(?\{?x(?:_t|_\{t\})?\}?\)?[·*・×]?(?:\\cdot|\\frac)?\{?(?:\\?ln|\\?log)[({](?P<num>[^()]*(?:\|x(?:_t|_\{t\})?\|)[^()]*)[)}]\}?[/／]?\{?(?:\\?ln|\\?log)[({](?P<den>[^()]*)[)}]")
_NUMERATORS = {"1+μ|x|", "μ|x|+1", "1+255|x|", "255|x|+1"}
_DENOMINATORS = {"1+μ", "μ+1", "256", "1+255", "255+1"}


def _companding(view: View) -> Iterator[Reading]:
    """sign(x) ln(1 + mu|x|)/ln(1 + mu): both logarithms as they stand."""
    text = view.sentence.text.chars
    if "ln" not in text and "log" not in text:
        return
    flat = _PLAIN.sub("", text).replace("\\mu", "μ").replace("µ", "μ").replace("mu", "μ").replace("\\vert", "|").replace("\\lvert", "|").replace("\\rvert", "|")
    flat = flat.replace("＋", "+").replace("−", "-").replace("（", "(").replace("）", ")").replace("｜", "|").replace("{sign}", "sign").replace("{sgn}", "sgn").replace("\\cdot", "·").replace("·", "").replace("・", "").replace("*", "").replace("x_t", "x").replace("x_{t}", "x")
    found = _COMPANDED.search(flat)
    if found is None:
        return
    right = found["num"] in _NUMERATORS and found["den"] in _DENOMINATORS
    yield Reading(f"definition(mu_law) == {'logarithmic_companding' if right else 'another_companding'}", max(0, text.find("s")), len(text), sure=True)
