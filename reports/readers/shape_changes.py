"""What becomes of a size: kept, halved, doubled, smaller, larger, less by so much; of the map or of the channels.

Three slots, each filled from the sentence or from what it inherits: the aspect (height and width, channels, shape), the
change with its polarity, and the operation with its stride, padding and kernel. The words are in `lexicon/shape_changes.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import MUST, Reading, View, call, inherited_note, known, roles_of, runnable
from ..scope import Named
from ..sizes.geometry import WORDS, Layer, flat
from ..vocabulary import family
from . import padding_rules, step_changes, strides_together
from . import shape_channels as channels
from .keeping import kept_by, layer_in_context, layer_with_window, windows_with_padding
from .size_trends import extent, monotone_reading, of_the_item, trends
from .size_words import IN_CHECK, OTHER, Found, found_in

BLOCKS = (
    "dense_block", "transition_layer", "residual_block", "densenet", "resnet", "pixelcnn", "masked_conv2d", "wavenet", "dilated_stack", "causal_conv1d",
)  # fmt: skip
FAMILIES = ("convolution", "transposed", "pooling", "dilated", "causal")
_SEGMENT = re.compile(r"[(（](?=with\b|if\b|when\b|なら|ストライド|stride)|、|，|;|⇒|(?<=[a-z\d)]),\s|\bbut\b|\bwhile\b|\bwhereas\b|(?<=る)が|(?<=い)が|\band (?:only|then|the number|halv\w+|doubl\w+|reduc\w+|keep\w*|leav\w+|changes?|down-?samples?|up-?samples?|subsamples?)\b")
_NOT = re.compile(r"な[いく]|ません|ず[、に]|\b(?:not|never|no|cannot|neither)\b|n't\b", re.IGNORECASE)
_MULTIPLIER = re.compile(r"\s*(?:multiplier|乗数|の?係数)", re.IGNORECASE)
_MULTIPLIER_SAID = re.compile(r"multiplier|乗数|係数|ハイパーパラメ|hyper-?parameter", re.IGNORECASE)
_OF_A_COUNT = re.compile(r"mult\w*[- ]adds?|\bMACs?\b|\bFLOPs?\b|parameters|weights|\bcost|\boperations|計算量|演算|積和|パラメ|重み", re.IGNORECASE)
_PADS_LEFT = re.compile(r"\bleft[- ]pad|\bpad\w*[^.;]{0,24}\b(?:left|front|start)\b|(?:左|前|過去)(?:側|方)?(?:だけ|のみ)?(?:に|の|へ)?[^。、]{0,10}(?:パディング|ゼロ|詰め)", re.IGNORECASE)
_IF_NOT = re.compile(rf"^\S{{0,3}}?(?:{MUST.pattern}|な(?:い(?:と|では|場合)|けれ|くては|きゃ))")  # 同じでないと足せない
_BY = re.compile(
    r"(?P<n>\d+|\bone|\btwo|\bthree|\bfour|\ba(?: single)?)\s*(?:画素|ピクセル|マス|px|pixels?|rows?|ずつ|samples?|cells?)(?:\s*(?:ずつ|だけ|ぶん|分))*(?P<sides>\s*(?:on|from|off|at)\s+(?:each|every|both|all|either)\s+(?:sides?|borders?|edges?))?", re.IGNORECASE
)
_SIDES = re.compile(r"(?:片側|各辺|両側(?:から|で|に)?|上下左右(?:から|で|に)?|四辺|端から|左右それぞれ)[^。、]{0,6}$")
_OF_A_WINDOW = re.compile(r"(?:窓|カーネル|フィルター?)の\s*$|\b(?:window|kernel|filter)(?:'s)? $", re.IGNORECASE)
_EXACT = re.compile(r"ちょうど|きっかり|正確|exactly|precisely", re.IGNORECASE)
_EVEN = re.compile(r"\beven\b|偶数|divisible by 2|2で割り切れ", re.IGNORECASE)
_SIZE = re.compile(r"形|サイズ|大きさ|解像度|縦横|高さ|チャン?ネル数|\bshapes?\b|\bsizes?\b|resolution|\bheight|\bwidth|dimension", re.IGNORECASE)
_ASKS = re.compile(r"\W*(?:what|how|which|why|compute|show|find|let)\b", re.IGNORECASE)
_DOWNSAMPLES = re.compile(r"ダウンサンプリング|downsampl|sub-?sampl", re.IGNORECASE)
_REACH = re.compile(r"段(?:で|ごと|あたり)|1\s*層(?:で|ごと|あたり)|(?:後ろ|以降|次)の層|見(?:え|て|渡)|視野|届[きくい]|\b(?:every|each|per) (?:further |later |additional )?layer\b|\blater layers\b", re.IGNORECASE)  # how far is seen
_SUPPOSED = re.compile(r"(?:に)?(?:す(?=と)|せ(?=ば)|し(?=た(?:ら|場合|とき))|する|した|して|なる|なった|る)?(?:と(?!も)|ほど|につれ|に従|れば|ば|たら|ても(?!よ|い|か)|でも)")
_BREADTH = re.compile(r"幅|\bwidth\b", re.IGNORECASE)
_JOINS = re.compile(r"連結|結合|concat|つなげ|積み|チャン?ネル|\bchannels?\b", re.IGNORECASE)
_STEP_AHEAD = re.compile(r"→|->|⇒|=>")
_WHENEVER = re.compile(r"\b(?:whenever|wherever|each time|every time)\b[^,;.]{0,40}$", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|when|whenever|where|unless|once)\b[^,;.]{0,40}$", re.IGNORECASE)
_NETWORK = re.compile(r"ネットワーク|\bnetworks?\b|layers\b.*\bdeeper|深い層|後段", re.IGNORECASE)


_THEN_ANOTHER = re.compile(
    r"(?:upsampl\w*|アップサンプリング|補間|interpolat\w*)[^.。]{0,40}(?:followed by|\bthen\b|\band (?:then )?an?\b|の(?:後|あと)|して(?:から)?|続け)[^.。]{0,24}(?:conv|畳)", re.IGNORECASE
)


_BY_HALVES = re.compile(r"\s*(?:ずつ|分ずつ)|\s+(?:on|to) (?:each|either|both) sides?\b", re.IGNORECASE)
_BESIDE_ANOTHER = re.compile(r"(?:ストライド|歩幅)\D{0,6}\d[^。]{0,40}(?:ストライド|歩幅)\D{0,4}\d|\bstride\D{0,6}\d[^.;]{0,48}\bstride\D{0,6}\d", re.IGNORECASE)  # half of what it is at stride 1
_OF_FIELDS = re.compile(r"\bgaussian\b|ガウス|effective (?:receptive )?(?:field|part|area|region)|実効(?:的な)?受容野|有効受容野|\btheoretical (?:field|square|receptive)", re.IGNORECASE)  # how much of a field counts
_CANCELS = re.compile(r"打ち消|相殺|釣り合|つり合|\bcancel\w*|\bcompensat\w*|\boffsets?\b|\bbalanc\w*|\bmakes? up for\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of sizes that change or stay."""
    s = view.sentence
    text = flat(s)
    if _is_cause(view):
        return
    asked = s.has("question") and (s.japanese or _ASKS.match(text))
    if asked or re.search(r"[?？]\s*$", s.words) or len(text) > 400:
        return
    if view.read_by(strides_together):
        return  # several steps together, not the layer named last
    if _THEN_ANOTHER.search(text) or _CANCELS.search(text) or _OF_FIELDS.search(text):
        return  # upsampled, then convolved: what both do together; sizes of a whole network that trade off
    if told := [*trends(view, text), *step_changes.read(view, text)]:
        yield from told
        return
    if step_changes.changes_stride(text) or _BESIDE_ANOTHER.search(text):
        return  # two strides: neither is the layer's
    if monotone := monotone_reading(view, text) or of_the_item(view, text):
        yield monotone
        return
    listed = list(windows_with_padding(view, text)) or list(padding_rules.read(view, text))
    if listed:
        yield from listed
        return
    yield from channels.read(view, text)
    yield from extent(view, text)
    done: set[tuple[str, str]] = set()
    plain = list(text)
    for span in s.formulas:
        if not span.atomic and span.text.replace(" ", "") != "1/2":
            plain[span.start : span.end] = " " * (span.end - span.start)
    words = "".join(plain)
    for start, end in _segments(text):
        for change in found_in(words[start:end], "change"):
            place = start + change.start
            if change.name == "halved" and _BY_HALVES.match(text, start + change.end):
                continue  # 半分ずつ詰める: how much is put on either side
            if _A_HALF.search(text[:place]) and re.match(r"half\b(?!\s+(?:the|its|as|of the (?:size|height|width|resolution)))", text[place:], re.IGNORECASE):
                continue  # the pointwise half: a part of a layer
            if _SUPPOSED.match(text[start + change.end :]) and change.name != "kept":
                continue  # what is done, not what becomes of it
            if change.name == "kept" and IN_CHECK.match(text, start + change.end):
                continue
            if _DOING.match(text[place:]):
                continue  # doubling the input makes ...: what is done
            if _WHENEVER.search(text[start:place]) or (change.name == "altered" and _IF.search(text[start:place])):
                continue
            aspect = _aspect(text, start, end, place, start + change.end, s.japanese)
            if aspect and _OF_A_WINDOW.search(text[max(0, aspect.start - 10) : aspect.start]):
                continue  # 窓の大きさ: it tells how something else changes
            if aspect is None and change.name == "multiplied" and text[change.start : start + change.end].endswith("as"):
                aspect = Found("spatial", place, start + change.end)  # sixteen times as long
            if aspect is None and re.search(r"(?:→|->|⇒|=>)\W{0,3}(?:ちょうど|約|およそ)?\s*$", text[:place]):
                aspect = Found("spatial", place, start + change.end)  # k3 s2 p1 → ちょうど半分
            if aspect and _BREADTH.fullmatch(text[aspect.start : aspect.end]) and _JOINS.search(text):
                continue  # the breadth of a network whose features are joined: its channels
            if aspect is None and _DOWNSAMPLES.match(text[place:]):
                aspect = Found("spatial", place, start + change.end)
            if aspect and (_MULTIPLIER.match(text, aspect.end) or _OF_A_COUNT.search(text[aspect.end : place])):
                continue  # a width multiplier; what the width does to a count
            if aspect is None or OTHER.search(text[start:end]) or (aspect.name, change.name) in done:
                continue
            reading = _reading(view, text, aspect, Found(change.name, place, start + change.end), (start, end))
            if reading:
                done.add((aspect.name, change.name))
                yield reading


_A_HALF = re.compile(r"\b(?:point-?wise|depth-?wise|spatial|first|second|other|lower|upper|left|right|encoder|decoder|contracting|expanding|that|this|1\s*x\s*1|3\s*x\s*3)\s+$", re.IGNORECASE)
_FACTOR = re.compile(r"\W*(?:\\?times|[x×*]|by\s)?\s*\d+(?:[./]\d+)?\s*(?:[x×*]|倍|times)?\W*", re.IGNORECASE)
_OF_CHANGES = re.compile(r"\bchanges?\b|\bif (?:you|we|only)\b|\bwhat (?:is|you) (?:change|do)|\bmodification|変更|変える|操作|したとき|すると", re.IGNORECASE)


def _is_cause(view: View) -> bool:
    """Whether a row's first cell tells what is changed, and the cells beside it by what factors counts change."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if s.cell != 0 or header is None or header == s.block:
        return False
    beside = [e.text.chars for e in outline.sentences[s.block] if e.cell]
    return any(_OF_CHANGES.search(e.words) for e in outline.sentences[header] if e.cell == 0) or bool(beside and all(map(_FACTOR.fullmatch, beside)))


_DOING = re.compile(
    r"(?:doubl|halv|quarter|tripl)ing\s+(?:the|its|both|all|an?|each|only)\b[^.;]{0,90}?\b(?:makes?|quadruples?|doubles?|halves|costs?|needs?|means|leads?|gives?|takes?|multiplies|increases|reduces|cuts|leaves|changes|brings|has|is|will)\b",
    re.IGNORECASE,
)


def _segments(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for cut in _SEGMENT.finditer(text):
        if cut.start() > last:
            yield last, cut.start()
        last = cut.start() if cut[0][0].isalpha() else cut.end()
    yield last, len(text)


def _aspect(text: str, start: int, end: int, place: int, after: int, japanese: bool) -> Found | None:
    """What the change is a change of: the nearest aspect of the segment, else the one before it."""
    own = [Found(f.name, start + f.start, start + f.end) for f in found_in(text[start:end], "aspect")]
    before, later = [f for f in own if f.start < place], [f for f in own if f.start >= after]
    if later and _GERUND.search(text[place:after]) and _ITS_OBJECT.fullmatch(text[after : later[0].start]):
        return later[0]  # cancelled by doubling both the input and the output channels
    named = before[-1:] or later[:1] if japanese else later[:1] if later and not before else before[-1:]
    if not japanese and before and later and later[0].name != "elements" and later[0].start - after < 24:
        named = later[:1] if before[-1].name in ("spatial",) and text[before[-1].start : before[-1].end].lower() in ("output", "map", "maps", "feature map", "feature maps") else named
    if named and named[0].name == "spatial" and later and later[0].name == "elements" and re.match(r"\s*(?:of\s+)?(?:the\s+|its\s+)?$", text[after : later[0].start]):
        return later[0]  # a quarter of the elements
    if named:
        return named[0]
    if place - start > 12 or not japanese:
        return None
    earlier = [f for f in found_in(text[:start], "aspect") if f.start > start - 40]
    return earlier[-1] if earlier else None


_PADS = re.compile(r"\W*(?:(?:zero|same|the|more|extra)[- ]){0,2}padding\b(?! (?:the |of |in |for |a )?(?:\w+ )?pool)|\W*(?:ゼロ)?パディング(?:は|が|を|に|で)|\W*余白(?:は|が|を)", re.IGNORECASE)  # of whatever is padded, not of the pooling above
_SOME_BLOCK = re.compile(
    r"\bstages?\b|ステージ|各段|\b(?:an?|one|another|the (?:first|last|second|next)(?: \w+)?|some)\s+(?:\w+\s+)?blocks?\s+(?:that|which|to|where)\b|\b(?:one|another|the (?:next|second|third)|some)\s+(?:\w+\s+)?blocks?\s+(?:halv|doubl)|\b(?:first|last) (?:residual )?blocks?\b|(?:最初|先頭|一部|次|[2-9]つ目|途中)の[^。、]{0,8}ブロック|(?:する|にする|なる)[^。、]{0,4}ブロック", re.IGNORECASE
)
_GERUND = re.compile(r"\b(?:doubl|halv|quarter|tripl|increas|reduc|decreas|enlarg|shrink|keep)\w*ing$", re.IGNORECASE)
_ITS_OBJECT = re.compile(r"\s*(?:(?:the|its|both|all|each|only|just|number of|input|output|and|spatial|two|of)\b\s*)*", re.IGNORECASE)
_INSIDE = re.compile(r"ブロック(?:の)?(?:内|中)|\b(?:within|inside|in) (?:an?|the|each|every|one) (?:dense )?block\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween (?:the )?(?:\w+ )?(?:blocks|stages|networks)\b|(?:ブロック|段|ステージ)(?:の)?間で", re.IGNORECASE)  # of two of them, not of what one does


def _named(view: View, place: int, text: str) -> Named | None:
    """The operation: a normalisation or activation only where the sentence or its heading speaks of nothing else."""
    named = view.in_families(place, *FAMILIES, names=BLOCKS)
    other = view.in_families(place, "normalisation", "activation", names=("norms",))
    if other and other.where in ("", "the heading") and (named is None or named.where not in ("", "the item above")):
        named = Named("batch_norm", other.where, other.block) if other.subject == "norms" else other
    if named and family(named.subject) == "pooling":
        transition = view.subject(place, lambda n: n == "transition_layer")
        named = transition if transition and transition.where != "the text before" else named
    if named and named.subject == "transition_layer" and named.where and _INSIDE.search(text):
        named = Named("dense_block", named.where, named.block)
    if named is None and re.search(r"pad|パディング|詰め|\b[PpSs](?:_\w)?\s*=|stride|ストライド|歩幅", text, re.IGNORECASE):
        kind = layer_in_context(view).kind
        named = Named("conv_transpose2d" if kind == "conv_transpose2d" else "conv2d", "", view.sentence.block)  # what has a stride or a padding and is not named
    return named if named and known(named.subject) else None


def _reading(view: View, text: str, aspect: Found, change: Found, span: tuple[int, int]) -> Reading | None:
    s = view.sentence
    if aspect.name == "channels" or (aspect.name == "shape" and change.name not in ("kept", "altered")):
        return None
    named = _named(view, aspect.start, text)
    if named is None or _BETWEEN.search(text) or (named.where and family(named.subject) == "pooling" and _PADS.match(text)):
        return None
    if not named.where and all(m.start > change.end for m in s.subjects if m.tag == named.subject) and any(m.end < change.start and m.tag != named.subject for m in s.subjects):
        return None  # the step named before it does so, this one follows
    if family(named.subject) == "normalisation" and (change.name not in ("kept", "altered") or not _SIZE.search(text)):
        return None  # what a normalisation changes are values, unless a size is named
    if _STEP_AHEAD.search(text, max(aspect.end, change.end)) and all(m.start > max(aspect.end, change.end) for m in s.subjects):
        return None  # upsample -> 1x1 conv: another step's
    own = _OF_THE_WHOLE.sub(lambda m: " " * len(m[0]), text)
    subject, layer = runnable(named.subject), layer_with_window(own[span[0] : span[1]]).over(layer_with_window(own))
    if subject == "conv2d" and change.name in ("doubled", "multiplied", "larger") and _goes_up(view, text):
        subject = "conv_transpose2d"
    if change.name == "altered" and _MULTIPLIER_SAID.search(text):
        return None  # the multipliers adjust it, not the layer
    if subject in ("conv1d", "conv2d") and _PADS_LEFT.search(text):
        return None  # causal: it is not padded at both sides
    if subject == "transition_layer" and _POOLED.search(text):
        usual = {*layer.kernel, *layer.stride} <= {2}
        subject, layer = (subject, Layer()) if usual else ("avg_pool2d", layer)  # its pooling, with its own window
    if subject in BLOCKS and (layer.kernel or layer.stride):
        subject = "conv2d"  # one convolution of the block, not the block
    if subject == "conv_transpose2d" and change.name == "multiplied":
        layer = layer.over(layer_in_context(view))
    if _NETWORK.search(text) or s.has("receptive_field") or (_REACH.search(text) and aspect.name != "elements"):
        return None
    if subject == "residual_block" and change.name in ("halved", "doubled") and (OTHER.search(text) or _SOME_BLOCK.search(text)):
        return None  # from stage to stage, where a cost is weighed; one of the blocks, which does so
    if re.search(r"ここで|そこで", text[aspect.end : change.start]):
        return None  # ブロックの中では縦横を変えられないので、ここで縮める: another layer does
    start, end = min(aspect.start, change.start), max(aspect.end, change.end)
    notes = inherited_note(named, view)
    denied = _denied(text, change, span)
    sure = not s.has("hedged") and named.where != "the text before"
    if change.name in ("kept", "altered"):
        if aspect.name == "elements":
            return None
        made = kept_by(view, text, subject, layer, named)
        if made is None:
            return None
        statement, certain = made
        no = (change.name == "altered") != denied
        if change.name == "altered" and not _always(subject):
            return None
        return Reading(f"not {statement}" if no else statement, start, end, notes, sure=sure and certain)
    if change.name in ("smaller", "larger", "halved") and subject in ("dense_block", "pointwise_conv2d"):
        kept = f"spatial_preserved({subject})"
        at_once = subject == "pointwise_conv2d" and re.search(r"in the process|in doing so|thereby|このとき|その際|これにより", text, re.IGNORECASE)
        within = not named.where or at_once or re.search(r"途中|内部|内側|の中|within|inside", text, re.IGNORECASE)
        other = re.search(r"transition|トランジション|pool|プーリング|あいだ|ブロックの?間|between", text, re.IGNORECASE)
        if aspect.start == change.start or other or _DOWNSAMPLES.search(text[change.start : change.end]):
            return None  # what makes it smaller may be what stands between the blocks
        return Reading(kept if denied else f"not {kept}", start, end, notes, sure=sure and bool(within) and not layer.stride)
    evenly = any(_EVEN.search(e.words) for e in view.outline.sentences[s.block] if e.number < s.number)
    return _scaled(text, aspect, change, subject, layer, (start, end), notes, sure and not denied, evenly)


# The steps of all layers together, or how much smaller the last map is: no layer's own stride.
_OF_THE_WHOLE = re.compile(r"\b(?:output|total|overall|effective|cumulative) strides?\b[^.;,\d]{0,16}\d+|(?:出力|全体の|合計の|累積)ストライド[^。、\d]{0,6}\d+", re.IGNORECASE)
_CONVOLVES = re.compile(r"(?<!transposed )(?<!transpose )(?<!up-)(?<!upsampling )\bconv|(?<!転置)畳み?込み", re.IGNORECASE)
_UPWARD = re.compile(r"\bup-?conv\w*|(?<![A-Za-z])上り|\b(?:generators?|decoders?|upsampl\w*|checkerboard\w*|expanding path)\b|生成器|デコーダ|アップサンプリング|拡大", re.IGNORECASE)
FEW = 8  # blocks above in which the transposed convolution may be the topic


def _goes_up(view: View, text: str) -> bool:
    """Whether a layer that no word of the sentence names is a transposed one: of a generator, or of what stands above."""
    if _CONVOLVES.search(text):
        return False
    outline, block = view.outline, view.sentence.block
    near = [m.tag for at in range(max(0, block - FEW), block + 1) for e in outline.sentences[at] for m in e.subjects]
    return _UPWARD.search(text) is not None or "conv_transpose2d" in near


_POOLED = re.compile(r"プーリング|\bpool", re.IGNORECASE)
_PARTS = {"三": 3, "四": 4, "五": 5, "八": 8, "third": 3, "fifth": 5, "eighth": 8, "quarter": 4, "fourth": 4}


def _part(words: str) -> int:
    """The part that is said to be left: 3 of a third, of 3 分の 1, of 1/3."""
    number = re.search(r"(\d)\s*分の|/\s*(\d)", words)
    if number:
        return int(number[1] or number[2])
    return next((n for word, n in _PARTS.items() if word in words.lower()), 4)


def _denied(text: str, change: Found, span: tuple[int, int]) -> bool:
    """Whether the change is denied: not the same, 保たれない."""
    before, after = text[max(span[0], change.start - 14) : change.start], _IF_NOT.sub("", text[change.end : change.end + 16])[:10]
    own = text[change.start : change.end]
    if _NOT.search(own):
        return False
    if re.match(r"\S{0,4}な(?:いと|ければ|くては|くちゃ)(?:いけ|なら|なり|だめ|ダメ|駄目|困)", after):
        return False  # it must be so
    if re.search(r"\b(?:none of|neither|no(?! (?:zero[- ]?)?(?:pad\w*|bias\w*|strides?|dilation)))\b[^.;,]{0,40}$", text[span[0] : change.start], re.IGNORECASE):
        return True
    return bool(re.search(r"\b(?:not|never|no longer|cannot)\s+(?:\w+\s+){0,2}$|n't\s+(?:\w+\s+)?$", before, re.IGNORECASE) or re.match(r"\S{0,4}(?:な[いく]|ません|わけではない)", after))


def _always(subject: str) -> bool:
    """Operations of which it is a claim that the size changes."""
    return subject in ("pointwise_conv2d", "dense_block", "residual_block", "max_pool2d", "avg_pool2d", "transition_layer") or family(subject) in ("normalisation", "activation")


_ADDED_AT_THE_END = re.compile(r"(?:output[ _-]padding|出力(?:側の)?パディング)\s*(?:of|is|は|が|を|=|:)?\s*(\d)|\b(\d)\s+(?:pixels? )?of output[ _-]padding", re.IGNORECASE)  # rows and columns more
_VALUES_DOUBLED = re.compile(r"(?:入力|値|画像)(?:全体)?を[^。、]{0,4}倍(?:に)?(?:し(?:て|た)|す(?:る|れ))|限らな|限りま|\b(?:not necessarily|need not)\b|\b(?:multiply|multiplying|scal(?:e|ing)) (?:the |its |an? )?inputs?\b", re.IGNORECASE)


def _scaled(text: str, aspect: Found, change: Found, subject: str, layer: Layer, place: tuple[int, int], notes: tuple[str, ...], sure: bool, evenly: bool) -> Reading | None:
    """Halved, doubled, a quarter left, smaller, less by n."""
    options = _options(subject, layer)
    if options is None:
        return None
    size, even = call("output_size", subject, options), " if 2 divides H" if _EVEN.search(text) else ""
    exact = subject != "transition_layer" or bool(_EXACT.search(text))
    if aspect.name == "elements":
        part = {"halved": "1/2", "quartered": "1/4", "parted": f"1/{_part(text[change.start : change.end])}"}.get(change.name)
        if part is None or subject not in ("max_pool2d", "avg_pool2d"):
            return None
        if not (_EVEN.search(text) or evenly):
            return Reading(f"{size}**2 == {part}*H**2", *place, notes, sure=sure)
        right, kept = f"{part}*(2*H)**2", {**options, "height": "2*H", "width": "2*W"}
        return Reading(f"{call('output_size', subject, kept)}**2 == {right} if H == W", *place, notes, sure=sure)
    if change.name == "halved":
        return Reading(f"{size} == {'H/2' if exact else 'floor(H/2)'}{even}", *place, notes, sure=sure)
    if change.name in ("quartered", "parted"):
        return Reading(f"{size} == H/{_part(text[change.start : change.end])}", *place, notes, sure=sure)
    if change.name == "multiplied":
        number = re.match(r"\d+|\w+", text[change.start :])[0]  # type: ignore[index] - a number begins it
        times = int(number) if number.isdigit() else WORDS.get(number.lower(), 1)
        if subject != "conv_transpose2d" or not {"kernel_size", "stride"} <= options.keys():
            return None
        return Reading(f"{size} == {times}*H", *place, notes, sure=sure)
    if change.name == "doubled" and subject == "conv_transpose2d":
        told = {"kernel_size", "stride", "padding"} <= options.keys()
        added = _ADDED_AT_THE_END.search(text)
        more = f" + {next(g for g in added.groups() if g)}" if added else ""
        return Reading(f"{call('output_size', subject, {'stride': '2', 'kernel_size': '2', **options})}{more} == 2*H", *place, notes, sure=sure and told)
    if change.name == "doubled" and _VALUES_DOUBLED.search(text):
        return None  # values, not sides
    if change.name == "doubled":
        return Reading(f"{size} == 2*H", *place, notes, sure=sure)
    if change.name not in ("smaller", "larger"):
        return None
    sign = "<" if change.name == "smaller" else ">"
    by = next((m for m in _BY.finditer(text) if abs(m.end() - change.start) < 30 or abs(m.start() - change.end) < 16), None)
    if by and {"kernel_size", "kernel_height"} & options.keys():
        number = int(by["n"]) if by["n"].isdigit() else WORDS.get(by["n"].lower(), 1)
        if by["sides"] or _SIDES.search(text[: by.start()]):
            number *= 2
        return Reading(f"{size} == H {'-' if sign == '<' else '+'} {number}", *place, notes, sure=sure)
    if by or any(x.role == "output" for x in layer.shapes):
        return None  # the sentence says to what size (`transforms.py`)
    if subject == "conv_transpose2d":
        return Reading(f"monotone(output_size(conv_transpose2d), stride) == {'increasing' if sign == '>' else 'decreasing'}", *place, notes, sure=False)
    if subject in ("max_pool2d", "avg_pool2d", "transition_layer"):
        return Reading(f"{size} {sign} H if H > 1", *place, notes, sure=sure)
    if subject in ("conv2d", "depthwise_conv2d") and options.get("padding") in ("0", "valid") and "stride" not in options:
        return Reading(f"{size} {sign} H if K > 1", *place, notes, sure=sure)
    if subject in ("conv2d", "depthwise_conv2d") and options.get("stride", "1") != "1":
        return Reading(f"{size} {sign} H if H > 1", *place, notes, sure=False)
    return None


def _options(subject: str, layer: Layer) -> dict[str, str] | None:
    """What the sentence fixes of the operation; a pooling has windows of 2 and steps as large unless it says otherwise."""
    found: dict[str, str] = {}
    if layer.kernel:
        same = layer.kernel[0] == layer.kernel[1]
        found |= {"kernel_size": str(layer.kernel[0])} if same else {"kernel_height": str(layer.kernel[0]), "kernel_width": str(layer.kernel[1])}
    if layer.stride:
        found["stride"] = str(layer.stride[0])
    if layer.padding:
        found["padding"] = "same" if layer.padding == "same" else str(layer.padding[0]) if layer.padding[0] else "valid"
    if subject in ("max_pool2d", "avg_pool2d"):
        if layer.kernel == (1, 1):
            found.pop("kernel_size")
        found.setdefault("kernel_size", "2")
        found.setdefault("stride", "2" if "stride" not in found and found["kernel_size"] == "2" else found["kernel_size"])
        found.pop("padding", None)
    if subject in ("conv2d", "depthwise_conv2d") and not found:
        return None
    if subject == "conv2d" and found.keys() <= {"kernel_size", "kernel_height", "kernel_width"}:
        return None
    roles = roles_of(subject)
    return {k: v for k, v in found.items() if k in roles}
