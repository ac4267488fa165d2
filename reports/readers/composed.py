"""Order: which operations a block is composed of and in which order they run.

Operations stand in a chain (A → B → C; A, B, C の順; A followed by B; まず A, 次に B) or before and after one another (B の前に A;
B comes after A). A mere list (A と B からなる) claims which operations there are: any order of it may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, NETWORKS, Named
from ..text.sentences import Sentence
from ..vocabulary import Mention, family
from . import singles
from .blocks import About, abouts
from .dataflow import is_of_another
from .pointing import replaced

_OPERATIONS = {
    "batch_norm", "relu", "conv2d", "pointwise_conv2d", "depthwise_conv2d", "avg_pool2d", "max_pool2d", "pool",
    "softmax", "global_avg_pool2d", "linear", "causal_conv1d", "dilated_conv", "dilated_stack", "grouped_conv2d",
}  # fmt: skip
_COMPOSED = (
    "dense_block", "densenet", "transition_layer", "residual_block", "resnet", "depthwise_separable_conv2d", "mobilenet",
    "gated_residual_layer", "wavenet", "lenet",
)  # fmt: skip
_ADDING = ("residual_block", "resnet", "wavenet", "gated_residual_layer")
_ONLY_IN = {"gate": ("wavenet",), "causal_conv1d": ("wavenet",), "add": ("wavenet", "residual_block"), "linear": ("lenet",), "softmax": ("wavenet", "lenet")}
_WHAT_THEY_DO = re.compile(  # 1x1 and the first BN grow with the inputs: no parts of a block
    r"\W*(?:both |all |each |alone )?(?:grows?|increas\w+|decreas\w+|shrinks?|depends?|scales?|costs?|needs?|ha(?:ve|s)|takes?|holds?)\b"
    r"|(?:だけ|のみ)?(?:は|が)[^。、]{0,16}(?:増え|増加|減|依存|比例|変わ|かか|多い|少な|大き|小さ)", re.IGNORECASE
)  # fmt: skip
_STRANGE = {"dilated_conv2d", "grouped_conv2d"}  # no order of them could be right
_RENAMED = {"pool": "avg_pool2d", "dilated_conv": "causal_conv1d", "dilated_stack": "causal_conv1d"}
_RUN = {"densenet": "dense_block", "resnet": "residual_block", "mobilenet": "depthwise_separable_conv2d",
        "gated_residual_layer": "wavenet"}  # fmt: skip
_MORE = re.compile(
    r"(?P<activation>活性化関数|活性化|非線形(?:関数|変換)?|\bactivation(?: function)?\b|\bnon-?linearit(?:y|ies)\b)"
    r"|(?P<gate>(?:\btanh|σ|\bsigmoid|シグモイド)\s*(?:\*|×|x|と|・|⊙|·|\\odot|and|times)\s*(?:の)?(?:\btanh|σ|\bsigmoid|シグモイド)(?:\([^)]*\))?(?:\s*の?(?:gates?|ゲート|積))?|\b(?:gated )?(?:activation )?gates?\b|ゲート(?:付き活性化|機構)?)"
    r"|(?P<norm>(?<![チ層プスー])正規化|(?<![a-z] )\bnorm\b)|(?P<kernel>(?<![\d.])(?P<side>[1357])\s*[x×]\s*(?P=side)(?!\d|\s*[x×]\s*\d))"
    r"|(?P<add>\+\s*(?:residual|shortcut|skip|x\b|input)|加算|足し算|足(?:す|した|し(?!算))|\baddition\b|\badd(?:ed|ing|s)?\b|\bsum(?:med)?\b)",
    re.IGNORECASE,
)
_SIZE_BEFORE = re.compile(r"(?<![\d.])([1357])\s*[x×*]\s*\1\s*(?:[（(][^（）()]{1,12}[)）]\s*)?(?:の)?\s*$")
_SIZED = re.compile(r"\s*[（(]\s*\d\s*[x×]\s*\d\s*[)）]\s*")
_SIZE = re.compile(r"\s*\d\s*[x×]\s*\d\s*")
_SIZE_AFTER = re.compile(r"\s*[（(]?\s*([1357])\s*[x×*]\s*\1(?!\d)")
_FILLER = re.compile(
    r"\b(?:(?:from|to|on|at|with)\s+)?(?:\d{1,4}|\d?k)(?:\s+(?:channels|maps))?(?=\W*(?:\b(?:down|back|up|to|on)\b|[,;→]|->|$|\d\s*[x×]))|\b(?:down|back|up|back up|back down)(?:\s+to\b)?|"
    r"(?:\d{1,4}|\d?k)\s*(?:ch(?:annels?)?(?![A-Za-z])|チャン?ネル|枚|(?:feature )?maps?\b)|\d\s*[x×]\s*\d|stride\s*\d|最後の|もう一度|もういちど|再び|再度|その|残差|ブロックの|(?:2|二)つ目の|\b(?:just|final|last|another|second|residual|shortcut|its|right|once more|again|places?|placed)\b|(?:with|of) stride\s*\d|[（(][^（）()]{0,24}[)）]|\ue000+"
    r"|\bwith\s+[\w\ue000]{1,8}\s+(?:filters|kernels|output channels)\b"
    r"|\b(?:linear|expan(?:sion|ds?|ding)|project(?:ion|s|ing)?|widen\w*|narrow\w*|reduc\w+|restor\w+)\b|(?:で|に|を)?(?:広げ|縮め|拡張|射影|圧縮|増や|減ら|絞)(?:し|る|っ|て|り|す)*|通し|通す|線形"
    r"|\b(?:standard|ordinary|normal|regular|plain|full)\b|\b(?:puts? out|outputs|produces)(?:\s+k\b)?|(?:通常|普通|標準)の"
    r"|(?:(?:the|its|their)\s+)?(?:number of\s+)?\b(?:channels|dimension(?:s|ality)?|depth|width|them|it)\b|(?:で|の|が)?(?:次元|チャン?ネル)(?:数)?(?:を|で|に)?(?=[^、。]{0,8}(?:減|増|戻|広|縮|絞|圧縮|拡張|落と|下げ|上げ|揃|そろ))|(?:元に|もとに)?戻[しすり]"
    r"|\b(?:an?|the|each|every|by|its|single|applies|apply|applied|application of|layers?|operations?|step|conv\w*|consecutive|one|function|with|padding|stride|of|size|is|are|comes?|unit)\b"
    r"|(?:層|処理|関数|レイヤー?|演算|変換|サイズ|ストライド\d?|畳み込み)|を?(?:かけ|掛け|行い|行って|行う|適用し|適用|通し|通って|通る|施し|施す|挟み|使い|し)(?:て)?|が?(?:行われ|適用され|施され|かけられ|挟まれ|置かれ)(?:る|て)?"
)
_ARROW = r"→|->|-->|=>|⇒|⟶|—>|➡|▶|〉"
_FORWARD = re.compile(
    rf"(?:[\s、,で;:.+]|と|の|を|{_ARROW}|then|and|followed|after that|afterwards|finally|next|last|it|first|second|そして"
    r"|の後に?|のあとに?|後に|次に|次いで|続いて|続けて|その後に?|そのあと|最後に|最終的に|さらに|から|先に|はじめに|second|before|comes? before|precedes?|follows?(?=\W*(?:,|;|and\b)))*",
    re.IGNORECASE,
)
_IS_FORWARD = re.compile(
    rf"てから|{_ARROW}|\bthen\b|followed|\bafter that|afterwards|finally|\bnext\b|後に|あと(?:に|で)|の(?:後|あと)|次|続|その後|最後|先に|\bfirst\b|before|precedes?|\bfollows(?=\s*(?:,|;|and\b))", re.IGNORECASE
)
_NEUTRAL = re.compile(r"\s*(?:、|,|,?\s*and|と|\+|＋|/|・|&|および|及び|および|plus|\s|の)*\s*", re.IGNORECASE)
_ANEW = re.compile(r"\b(?:and|but|where|while)\s+(?:the|an?|its)\s*$|[でがり]\s*[、,]\s*$", re.IGNORECASE)
_DOES = re.compile(r"\s*(?:conv\w*|layer|畳み?込み|層)?\s*(?:(?:puts?|has|have|is|are|gives?|produces?|outputs?|makes?|reduces?|keeps?|uses?|does|takes?|holds?|squeezes?|lowers?)\b|は|が)", re.IGNORECASE)
_HYPHEN = re.compile(r"\s*(?:-|–|—|−)\s*")
_BACKWARD = re.compile(r"\s*[,]?\s*(?:,?\s*(?:after|follows?|preceded by|comes? after|is after)|の前に)\s*", re.IGNORECASE)
_IN_ORDER = re.compile(
    r"の順|順に|順番|順序|順：|順:|この順|\bin (?:this|that|the|the following) order\b|\border(?:ed)?\b|\bsequence\b|consecutive|逐次|合成関数|\bends? with\b|で終わる|\bfirst\b.*\bthen\b|まず|初めに|最初に",
    re.IGNORECASE,
)
_LIST_OF = re.compile(
    r"のは[、,]?|行われる|からなる|から成る|からでき|で構成|から構成|で(?:でき|成り)|構成(?:する|要素)|の組み?合わせ|を組み?合わせ|が受け持|を行う|を行い|単位|セット|ひとまとまり"
    r"|\breplac|置き換|consist|compos|made (?:up )?of|combin|contains?|is built|factor|split|分け|分解|=|＝|:|：|[（(]",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"普通|通常|一般|従来|多く|原論文|元の|もとの|はじめの|ふつう|\btypical|\busual|\bconventional|\bstandard|\boriginal|\bordinary|xception|mobilenet\s?v?[23]|inverted"
    r"|shufflenet|逆の|in most|many",
    re.IGNORECASE,
)
_TAKEN_FOR = re.compile(  # the ordinary convolution, which is put apart: not how others do it
    r"(?:普通|通常|一般(?:的な)?|標準(?:的な)?|従来)の?(?:2次元)?(?:畳み?込み|conv\w*)|\b(?:standard|ordinary|usual|conventional|typical|normal|regular)\s+(?:\d\s*x\s*\d\s+|2D\s+)?conv\w*", re.IGNORECASE
)
_ORIGINAL = re.compile(r"(?:元|もと|最初|初め|はじめ|原)の?論文|オリジナル|原型|原典|元の(?:残差|ResNet)|2015|\boriginal\b", re.IGNORECASE)
_PREACTIVATION = re.compile(r"\bpre-?\s?act(?:ivation|ivated)?\b|プレ・?アクティ|(?:事前|前置|前)活性化", re.IGNORECASE)
_RESIDUAL_FORM = re.compile(r"\W*(?:original|classic|post-activation)\s+(?:residual\s+)?(?:block|unit)\s*[:：]|\W*(?:元の|従来の)(?:残差)?(?:ブロック|ユニット)\s*[:：]", re.IGNORECASE)
_EACH_AFTER = re.compile(
    r"after (?:the )?depth-?wise\b[^.;]{0,24}?\band (?:again |also |once more )?after (?:the )?point-?wise\b|(?:depth-?wise|深さ方向)[^。、]{0,12}?の?(?:後|あと|直後)(?:に)?(?:も|と|、)[^。]{0,4}?(?:point-?wise|点方向|1\s*[x×]\s*1)[^。、]{0,12}?の?(?:後|あと|直後)|each (?:\w+ ){0,6}followed by|(?:どちら|両方|双方|それぞれ|各(?:々|畳み込み|層|段))の?(?:畳み込み)?の?(?:後|あと|直後)|after (?:both|each)|follows? (?:each|both)|both (?:\w+ ){0,4}followed by",
    re.IGNORECASE,
)
_ONLY_AFTER = re.compile(r"\bonly after (?:the )?point-?wise|point-?wise[^。、]{0,12}?の?(?:後|あと|直後)(?:に)?(?:だけ|のみ)", re.IGNORECASE)
_NOT_ORDER = re.compile(r"計算量|パラメータ数|コスト|比べ|比較|より(?:も)?(?:軽|少|速)|\bcost|\bparameters\b|\bcompared\b|\bthan\b|違い|differ|どちら(?:が|か)", re.IGNORECASE)


@dataclass(frozen=True)
class _Operation:
    start: int
    end: int
    name: str


_TAKEN_APART = re.compile(r"\s*(?:層)?を(?!通|経|し)|\s*(?:layers?\s*)?(?:is|are|was)\s+(?:\w+\s+)?(?:split|factor|decompos|replac|divid)", re.IGNORECASE)
_CONVOLUTION = re.compile(r"conv|pointwise|depthwise")
_LED_TO = re.compile(r"(?<!入力)(?<!入力 )(?<!input)(?<!input )(?<![^A-Za-z]x)(?<![^A-Za-z]x )(?:→|->|⇒|⟶)\s*$")  # something stands before the first part that was understood


def read(view: View) -> Iterator[Reading]:
    """The order of operations that the sentence, or a list that begins with it, claims."""
    s = view.sentence
    if re.search(r"[?？]\s*$", s.words) or (s.has("question") and not s.japanese):
        return
    listed = _listed(view)
    if listed:
        yield listed
        return
    both = _after_each(view)
    if both:
        yield both
        return
    operations = [o for o in _merged(s, list(_operations(s))) if replaced(s, o.start, o.end) != "old"]
    about = view.subject(len(s.words), lambda n: n in _COMPOSED)
    if about is None or about.subject not in _ADDING:
        operations = [o for o in operations if o.name != "add"]
    if about is None or about.subject not in ("wavenet", "gated_residual_layer"):
        operations = [o for o in operations if o.name != "gate"]
    chains = list(_chains(s, operations))
    if not chains:
        chains = list(_transition_parts(view, operations))
    if not chains:
        yield from singles.read(view, operations)
    for chain, ordered in chains:
        named = _named(view, chain, any(other[0].start > chain[-1].end for other, _ in chains))
        if named:
            reading = _turned_out(s, named, chain) or _order(view, named, chain, ordered)
            if reading:
                part = any(o.end <= chain[0].start and _CONVOLUTION.match(o.name) and not _TAKEN_APART.match(s.words, o.end) for o in operations) and len(chains) == 1
                yield replace(reading, sure=reading.sure and not part)  # "by 1x1 it is narrowed, and after the 3x3 ..."


_NARROWS = re.compile(r"\b(?:projection|project(?:s|ed|ing)?|squeez\w+|compress\w*|reduc\w+|narrow\w*|shrink\w*|lower\w*)\b|圧縮|縮め|縮小|射影|絞|減ら|細く|狭め", re.IGNORECASE)
_WIDENS = re.compile(r"\b(?:expan\w+|widen\w*|restor\w+|rais(?:es|ed|ing)|increas\w+)\b|拡張|広げ|増や|太く|戻[しす]", re.IGNORECASE)
_BOTTLENECKS = ("residual_block", "resnet")
_INVERTED = re.compile(r"\binver\w+|\bopposite\b|\brevers\w+|mobile-?\s?net|\bMBConv|反転|逆|\bunlike\b|\binstead\b|\bother way\b|\bturn(?:s|ed)?\b|ひっくり|\bnot\b|ではな", re.IGNORECASE)
_BESIDE_IT = 20  # letters before the first and behind the last in which their part is told


def _turned_out(s: Sentence, named: Named, chain: list[_Operation]) -> Reading | None:
    """A block with the widths of the other: MobileNetV2's narrowed and widened again, ResNet's bottleneck widened and narrowed.

    Both have a 1x1 convolution at either end, so that the order of the layers alone does not tell them apart.
    """
    if len(chain) != 3 or chain[0].start > chain[2].start or s.has("hedged", "not"):
        return None
    text = s.key.text
    first = text[max(0, chain[0].start - _BESIDE_IT) : chain[1].start]
    last = text[chain[1].end : chain[2].end + _BESIDE_IT]
    narrows, widens = (bool(p.search(first)) - bool(p.search(last)) for p in (_NARROWS, _WIDENS))
    if narrows * widens != -1:
        return None
    if named.subject == "inverted_residual" and chain[1].name == "depthwise_conv2d" and narrows == 1:
        return Reading("definition(inverted_residual_shape) == wide_narrow_wide", chain[0].start, chain[2].end, sure=True, predicate="composition", subject="inverted_residual")
    if named.subject in _BOTTLENECKS and [o.name for o in chain] == ["conv1x1", "conv3x3", "conv1x1"] and widens == 1 and not _INVERTED.search(s.words):
        return Reading("definition(bottleneck_shape) == narrow_wide_narrow", chain[0].start, chain[2].end, sure=True, predicate="composition", subject=named.subject)
    return None


def _preactivated(view: View) -> bool:
    """Whether the pre-activation form is spoken of: here, or in the sentence before of which this one goes on."""
    s, outline = view.sentence, view.outline
    if _PREACTIVATION.search(s.words):
        return not re.search(r"ではな|以外|\b(?:before|unlike|without|not)\b[^.]{0,16}pre-?act", s.words, re.IGNORECASE)
    goes_on = re.match(r"\s*(?:its|it|this|here|there|the branch|これ|こちら|その|この)", s.words, re.IGNORECASE)
    before = outline.sentences[s.block][s.number - 1 : s.number] if s.number else [e for a in list(outline.ancestors(s.block))[:1] for e in outline.sentences[a]]
    return any(_PREACTIVATION.search(e.words) for e in before) and (bool(goes_on) or not s.number)


def _operations(s: Sentence) -> Iterator[_Operation]:
    """The operations that the sentence mentions, in order, each with the name that its kernel gives it."""
    found = [_Operation(m.start, m.end, _name(s, m.start, m.end, m.tag)) for m in s.subjects if (m.tag in _OPERATIONS or _single(s, m)) and not _FILTERS.match(s.key.text, m.start)]
    taken = [(m.start, m.end) for m in s.subjects]
    text = s.key.text
    for match in _MORE.finditer(text):
        free = not any(a < match.end() + 1 and match.start() < b for a, b in taken)
        kernel = match["kernel"]
        if kernel and (not free or _by_name(s, match.start(), match.end(), found)):
            continue
        kind = next(k for k in ("activation", "norm", "kernel", "add", "gate") if match[k])
        if kind == "gate":
            found = [o for o in found if not match.start() <= o.start < match.end()]
        if free or kind in ("gate", "add"):
            found.append(_Operation(match.start(), match.end(), f"conv{match['side']}x{match['side']}" if kernel else kind))
    return iter(sorted(found, key=lambda o: o.start))


_FILTERS = re.compile(r"filters\s+(?:it|them|the \w+|each|every|spatially|channels?)?\s*(?:with|by|using|separately|spatially|in space)\b", re.IGNORECASE)  # what the block does with a depthwise convolution


def _single(s: Sentence, mention: Mention) -> bool:
    """3x3の畳み込みを: the lexicon's stack, though only one convolution is meant."""
    return mention.tag == "conv_stack" and bool(re.match(r"[1357]\s*[x×]\s*[1357]\s*の?\s*畳み?込み", s.key.text[mention.start :])) and not re.match(r"を?[^。、]{0,6}(?:重ね|積)", s.key.text[mention.end :])


def _merged(s: Sentence, operations: list[_Operation]) -> Iterator[_Operation]:
    """A name in brackets after a description, 空間方向の畳み込み (depthwise), is the same operation."""
    for n, operation in enumerate(operations):
        following = operations[n + 1] if n + 1 < len(operations) else None
        if n and _is_its_name(operations[n - 1], operation, s.key.text[operations[n - 1].end : operation.start]):
            continue  # pointwise (1x1) convolution, depthwise 3x3 convolution: its own name with its size
        if n and operation.name == "conv2d" and _CONVOLUTION.search(operations[n - 1].name) and _TOOLS.match(s.key.text, operation.start) and _ITS_TOOLS.fullmatch(s.key.text, operations[n - 1].end, operation.start):
            continue  # a 1x1 convolution with 4k filters is one
        if n and operation.name in _KINDS_OF and operations[n - 1].name == "depthwise_conv2d" and _SAME_NOUN.fullmatch(s.key.text, operations[n - 1].end, operation.start):
            continue  # a depthwise dilated convolution is one
        if following and operation.name in _KINDS_OF and following.name == "depthwise_conv2d" and _SAME_NOUN.fullmatch(s.key.text, operation.end, following.start):
            continue  # and so is a dilated depthwise convolution
        if following and following.name not in ("relu", "batch_norm", "norm", "activation") and operation.name.startswith(("conv", "depth", "point")):
            gap, after = s.key.text[operation.end : following.start], s.key.text[following.end : following.end + 3]
            if _OPENED.fullmatch(gap) and re.match(r"\s*[)）]", after):
                continue
        yield operation


_OPENED = re.compile(  # フィルタをかけ (depthwise), a filter per channel (depthwise)
    r"\s*(?:処理|演算|層|を?(?:かけ|掛け|当て|適用し|行い|行って|施し|通し)(?:る|て|た|ます)?|(?:(?:per|for each|for every|on each|on every|to each|to every) (?:input )?channel|alone|only|of its own|separately)+)?\s*[（(]\s*", re.IGNORECASE
)
_TOOLS = re.compile(r"filters?\b|kernels?\b|フィルター?|カーネル", re.IGNORECASE)
_ITS_TOOLS = re.compile(r"[^→;.,]{0,12}\b(?:with|of|having|using)\b[^→;.,]{0,16}|\s*[（(][^（）()→]{0,12}", re.IGNORECASE)
_KINDS_OF = ("dilated_conv", "dilated_stack", "causal_conv1d", "grouped_conv2d")
_SAME_NOUN = re.compile(r"[\s,、・-]*(?:の|な)?\s*", re.IGNORECASE)


def _is_its_name(before: _Operation, operation: _Operation, gap: str) -> bool:
    if operation.name == "conv2d" and _SIZED.fullmatch(gap):
        return True
    return before.name in ("depthwise_conv2d", "pointwise_conv2d") and operation.name.startswith("conv") and bool(_SIZE.fullmatch(gap))


def _transition_parts(view: View, operations: list[_Operation]) -> Iterator[tuple[list[_Operation], bool]]:
    """A transition's convolution and pooling, each in a clause of its own."""
    s = view.sentence
    able = [o for o in operations if not s.contrasted(Mention(o.start, o.end, o.name))]
    convolutions = [o for o in able if o.name.startswith(("conv", "pointwise"))]
    pools = [o for o in able if "pool" in o.name]
    if len(convolutions) == 1 and len(pools) == 1 and len(able) <= 3:
        named = view.subject(able[0].start, lambda n: n in _COMPOSED)
        if named and named.subject == "transition_layer":
            told = s.key.text
            yield able, bool(_AT_FIRST.search(told[: able[0].start]) and _AFTERWARDS.search(told[able[0].end : able[1].start]))


_AT_FIRST = re.compile(r"\bfirst\b|まず|最初に|はじめに|先に", re.IGNORECASE)
_AFTERWARDS = re.compile(r"\b(?:then|afterwards|after that|next)\b|次に|その後|それから|続いて|そのあと", re.IGNORECASE)


def _by_name(s: Sentence, start: int, end: int, found: list[_Operation]) -> bool:
    """A kernel's size written beside the operation that has it."""
    return any(
        (o.start >= end and re.fullmatch(r"\s*(?:[（(][^（）()]{1,12}[)）]\s*)?(?:の)?\s*(?:[（(])?\s*", s.key.text[end : o.start]))
        or (o.end <= start and re.fullmatch(r"\s*[（(]?\s*", s.key.text[o.end : start]))
        for o in found
    ) or bool(re.match(r"\s*(?:stride|の?(?:最大|平均|max|average|avg|global)|pool|プーリング|で通|のまま)", s.key.text[end:], re.IGNORECASE))


def _name(s: Sentence, start: int, end: int, tag: str) -> str:
    if tag == "conv_stack":
        return f"conv{s.key.text[start]}x{s.key.text[start]}"
    if tag != "conv2d":
        return tag
    text = s.key.text
    size = _SIZE_BEFORE.search(text[max(0, start - 24) : start]) or _SIZE_AFTER.match(text[end : end + 10])
    if not size:
        return "conv2d"
    return "pointwise_conv2d" if size[1] == "1" else f"conv{size[1]}x{size[1]}"


def _chains(s: Sentence, operations: list[_Operation]) -> Iterator[tuple[list[_Operation], bool]]:
    """Runs of operations with nothing but order between them, and whether their order is claimed."""
    run: list[_Operation] = []
    firm, turned = False, False
    for n, operation in enumerate(operations):
        link = _link(s, run[-1], operation) if run else ""
        if link == "backward" and not firm and not turned:
            run, firm, turned = [operation, *run], True, True  # BN and ReLU come after the convolution
            continue
        if run and link and link != "backward" and not turned:
            run.append(operation)
            firm |= link == "forward"
        else:
            if len(run) > 1:
                yield run, firm or _claims_order(s)
            run, firm, turned = [operation], False, False
        if n == len(operations) - 1:
            break
    if len(run) > 1:
        yield run, firm or _claims_order(s)


def _claims_order(s: Sentence) -> bool:
    return bool(_IN_ORDER.search(s.words))


def _link(s: Sentence, first: _Operation, second: _Operation) -> str:
    """How two neighbouring operations are linked: forward, backward, neutral, or not at all ('')."""
    gap = re.sub(r"^\s*[)）\]]+|[(（\[]+\s*$", "", s.key.text[first.end : second.start])
    if _HYPHEN.fullmatch(re.sub(r"[（(][^（）()]{0,12}[)）]|\d\s*[x×]\s*\d", "", gap)):
        return "forward"
    if _BACKWARD.fullmatch(_FILLER.sub("", re.sub(r"\b(?:comes?|is|are)\b", " ", gap))):
        return "backward"
    after = s.key.text[second.end : second.end + 10]
    if re.fullmatch(r"\s*(?:は|が|を|も)[^。]{0,3}", gap) and (turn := re.match(r"\s*(?:層|畳み込み)?の?\s*(?:(後|あと|うしろ)|(前|まえ|手前))", after)):
        return "backward" if turn[1] else "forward"
    if re.fullmatch(r"\s*が?(?:先|前)(?:で|に|、|来て)*\s*(?:、)?", gap):
        return "forward"
    rest = _FILLER.sub("", gap)
    if _ANEW.search(gap) and _DOES.match(s.key.text, second.end):
        return ""  # ..., 3x3 and the 1x1 puts out 128 maps: said of that one
    if _NEUTRAL.fullmatch(rest) and not re.search(r"の(?:後|あと)", gap):
        return "neutral"
    if len(gap) <= 60 and _FORWARD.fullmatch(rest) and _IS_FORWARD.search(gap):
        return "forward"
    return ""


_INVERTED = re.compile(r"mobile-?\s?net\s?-?v2|inverted (?:residual|bottleneck)|逆残差|反転残差|倒置残差", re.IGNORECASE)


def _inverted(view: View) -> bool:
    """Whether MobileNetV2's block is what the sentence, or what stands above it, is about."""
    s, outline = view.sentence, view.outline
    over = [s.block, *outline.ancestors(s.block), *range(s.block - 1, max(-1, s.block - 3), -1), *outline.headings(s.block)]
    named = [m[0] for b in over for m in _BLOCK_NAMED.finditer(outline.blocks[b].raw)]
    return bool(named) and bool(_INVERTED.fullmatch(named[0]))


_BLOCK_NAMED = re.compile(rf"{_INVERTED.pattern}|xception|shufflenet|efficientnet|mobile-?\s?net\s?-?v?3|res-?next", re.IGNORECASE)
_IN_ITS_STYLE = re.compile(r"[-\s]*(?:style|like|type|inspired|esque)\b|\s*(?:風|型|系|もどき|っぽい|のような|に似た)", re.IGNORECASE)


def _named(view: View, chain: list[_Operation], more: bool) -> Named | None:
    """The block whose operations these are; depthwise and pointwise together are the separable convolution's."""
    s = view.sentence
    if _NOT_ORDER.search(s.words):
        return None
    names = {o.name for o in chain}
    if "depthwise_conv2d" in names and names & {"pointwise_conv2d", "conv1x1"}:
        fits = ("depthwise_separable_conv2d", "mobilenet")
        if is_of_another(view):
            return Named("inverted_residual", "", s.block) if _inverted(view) else None
        named = view.subject(chain[0].start, lambda n: n in fits)
        return named or Named("depthwise_separable_conv2d", "", s.block)
    named = _made_of(s, chain) or view.subject(chain[0].start, lambda n: n in _COMPOSED)
    about = abouts(view, chain[0].start, chain[-1].end)
    if about and about[0].subject == "wavenet" and (named is None or named.subject in ("resnet", "residual_block")):
        return Named("wavenet", "" if about[0].own else "the heading", s.block)
    if named is None and (_PREACTIVATION.search(s.words) or _RESIDUAL_FORM.match(s.words)):
        named = Named("residual_block", "", s.block)
    if named is None:
        named = _unnamed(view, chain, about)
    if named and not named.where and any(m.tag == named.subject and _IN_ITS_STYLE.match(s.words, m.end) for m in s.subjects):
        return None  # one like it
    if named is None or (named.where and _under_branches(view, named)):
        return None
    if more and named.where == "" and not any(m.tag == named.subject and m.start < chain[0].start for m in s.subjects):
        return None  # named only after it, beside another chain: said of that one
    if named.where and any(m.tag not in _OPERATIONS and m.tag not in _COMPOSED and not m.weak and s.is_topic(m) for m in s.subjects):
        return None
    return named


_MADE_OF = re.compile(r"\s*(?:層|演算|処理)?\s*(?:から(?:なる|成る|でき(?:た|ている)|構成され(?:る|た))|で(?:構成され(?:る|た)|でき(?:た|ている)|成る)|を(?:組み?合わせた|並べた|つないだ|合わせた))\s*[「『（(]?")


def _made_of(s: Sentence, chain: list[_Operation]) -> Named | None:
    """1×1 の畳み込みと 2×2 の平均プーリングからなる Transition Layer: what is named right after its parts."""
    if (made := _MADE_OF.match(s.key.text, chain[-1].end)) is None:
        return None
    tag = next((m.tag for m in s.subjects if m.tag in _COMPOSED and made.end() <= m.start <= made.end() + 2), None)
    return Named(tag, "", s.block) if tag else None


def _is_another_network(tag: str, subject: str) -> bool:
    """Whether a name is that of a network, and of another than the subject: GoogLeNet beside LeNet."""
    kind = family(tag)
    return kind in NETWORKS and (kind != family(subject) or (kind == "system" and tag != subject))


def _under_branches(view: View, named: Named) -> bool:
    """Whether an item or a heading nearer than the block's name speaks of GoogLeNet's branches."""
    over = [*view.outline.ancestors(view.sentence.block), *view.outline.headings(view.sentence.block)]
    block = view.sentence.block
    if named.block < block and any(_is_another_network(m.tag, named.subject) and not m.weak for e in view.outline.sentences[block] if e.number < view.sentence.number for m in e.subjects):
        return True  # another network is named nearer, in the same paragraph
    near = next((b for b in over for e in view.outline.sentences[b] for m in e.subjects if m.tag in ("googlenet", "inception_block")), None)
    return near is not None and near > named.block


def _unnamed(view: View, chain: list[_Operation], about: list[About]) -> Named | None:
    """A block that only its operations, or something further above, tell: three convolutions of a bottleneck, WaveNet's end."""
    s = view.sentence
    names = [o.name for o in chain]
    if len(names) == 3 and all(n.startswith(("conv", "pointwise")) for n in names):
        before = [e.words for e in view.outline.sentences[s.block][max(0, s.number - 2) : s.number + 1]]
        before += [e.words for b in range(max(0, s.block - 2), s.block) for e in view.outline.sentences[b]]
        if any(re.search(r"bottleneck|ボトルネック", words, re.IGNORECASE) for words in before):
            return Named("residual_block", "the words above", s.block)
    if about and about[0].subject == "wavenet" and ("softmax" in names or "gate" in names or "causal_conv1d" in names):
        return Named("wavenet", "further above" if about[0].vague else "the text above", s.block)
    return None


def _order(view: View, named: Named, chain: list[_Operation], ordered: bool) -> Reading | None:
    s = view.sentence
    start, end = chain[0].start, chain[-1].end
    if start > end:
        start, end = min(o.start for o in chain), max(o.end for o in chain)
    subject = "residual_block" if _preactivated(view) and not any(m.tag in ("densenet", "dense_block") for m in s.subjects) else _RUN.get(named.subject, named.subject)
    if len(chain) == 2 and _WHAT_THEY_DO.match(s.words, end):
        return None
    names = [_RENAMED.get(o.name, o.name) if o.name != "pool" or subject != "lenet" else "pool" for o in chain]
    if subject == "wavenet":
        names = [{"conv2d": "conv"}.get(name, name) for name in names]  # along time, whatever else is said of it
    if subject == "wavenet" and names[0] == "add":
        names = names[1:]  # the skips are summed: what is run begins behind that
    if subject == "depthwise_separable_conv2d":
        names = [{"dilated_conv": "dilated_conv2d"}.get(o.name, n) for o, n in zip(chain, names, strict=False)]
    if len(names) < 2 or any(subject not in _ONLY_IN[name] for name in names if name in _ONLY_IN):
        return None
    if subject in ("residual_block", "dense_block") and (_AROUND_BLOCKS & {*names, *(o.name for o in chain)} or any("7x7" in n for n in names)):
        return None  # the layers before the first block, or behind the last
    if subject == "residual_block" and set(names) == {"add", "relu"}:
        if not ordered or re.search(r"最初|[1一]つ目|途中|\bfirst\b|\bpre", s.words, re.IGNORECASE):
            return None
        subject = "residual_end"
    light = subject == "depthwise_separable_conv2d"
    if _OTHERS.search(_TAKEN_FOR.sub("", s.words) if light else s.words) and not (subject == "residual_block" and _ORIGINAL.search(s.words)) and (named.where or re.search(r"xception|mobilenet\s?v?[23]|inverted", s.words, re.IGNORECASE)):
        return None
    own_layer = light or subject == "transition_layer" or named.where != "" or bool(re.search(r"各層|[1一]層|層の中身|中身|ボトルネック|bottleneck|合成関数|(?<![A-Za-z])H(?![A-Za-z])|each layer|every layer|composite|遷移|transition", s.words))
    sure = not s.doubted(end) and named.where != NEARBY and (own_layer or named.where == "" or len(set(names)) >= 3)
    if subject == "residual_block" and _preactivated(view):
        subject = "residual_block, form=preactivation"
    elif subject == "residual_block" and _ORIGINAL.search(s.words):
        subject = "residual_block, form=original"
    if any(name in names[:n - 1] for n, name in enumerate(names) if n > 1):
        ordered = True  # what comes twice, comes in an order
    if not ordered:
        if not _LIST_OF.search(s.words) and subject != "transition_layer" and not (len(s.words) < 40 and re.search(r"\+|＋", s.words[start:end])):
            return None
        if len(names) > 3 or ("pool" in {o.name for o in chain} and subject != "transition_layer"):
            return None
        orders = [_statement(subject, list(one)) for one in permutations(names)]
        orders = [_statement(subject, names), *(o for o in orders if o != _statement(subject, names))]
        sure = sure and (subject in ("transition_layer", "dense_block") or bool(_STRANGE & set(names)))
        return Reading(orders[0], start, end, inherited_note(named, view), tuple(orders[1:]), sure=sure)
    sure = sure and len(set(names)) > 1 and not _LED_TO.search(s.words, 0, start)
    return Reading(_statement(subject, names), start, end, inherited_note(named, view), sure=sure)


_AROUND_BLOCKS = {"max_pool2d", "global_avg_pool2d", "linear", "flatten", "softmax"}


def _statement(subject: str, names: list[str]) -> str:
    return f"composition({subject}) == ({', '.join(names)}{',' if len(names) == 1 else ''})"


_IN_TURN = re.compile(r"その次|次に|次いで|続い|それから|その後|→|->|⇒|\bthen\b|\bfollowed by\b|\bafter (?:that|which)\b|\bnext\b|\bfinally\b", re.IGNORECASE)


def _after_each(view: View) -> Reading | None:
    """BN and ReLU follow each of the two convolutions."""
    s = view.sentence
    said, alone = _EACH_AFTER.search(s.key.text), _ONLY_AFTER.search(s.words)
    said = said or alone
    if not said:
        return None
    names = [o.name for o in _operations(s) if o.name in ("batch_norm", "relu", "activation", "norm")]
    named = view.subject(said.start(), lambda n: n in ("depthwise_separable_conv2d", "mobilenet"))
    if not names or named is None:
        return None
    names = list(dict.fromkeys(names))
    parts = [o for o in _operations(s) if o.name in names]
    in_turn = len(names) > 1 and bool(_IN_TURN.search(s.key.text, parts[0].end, parts[-1].start))
    if names[0] in ("relu", "activation") and len(names) > 1:
        names = [*names[1:], names[0]] if not (in_turn or _claims_order(s)) else names
    between = names if said is not alone else []
    first, last = _halves(s, said.start())
    text = _statement("depthwise_separable_conv2d", [first, *between, last, *names])
    own = named.where in ("", "the heading") and not is_of_another(view) and not _OTHERS.search(s.words)
    return Reading(text, said.start(), said.end(), inherited_note(named, view), sure=(said is alone or first == "pointwise_conv2d" or (in_turn and len(parts) == 2)) and own and not s.has("hedged", "not"))


def _halves(s: Sentence, before: int) -> tuple[str, str]:
    """The two convolutions in the order that the sentence gives them, the customary one where it gives none."""
    halves = [o for o in _operations(s) if o.end <= before and o.name in ("depthwise_conv2d", "pointwise_conv2d")]
    names = [o.name for o in halves]
    turned = names == ["pointwise_conv2d", "depthwise_conv2d"] and _IN_TURN.search(s.key.text, halves[0].end, halves[1].start)
    return ("pointwise_conv2d", "depthwise_conv2d") if turned else ("depthwise_conv2d", "pointwise_conv2d")


_NUMBERED = re.compile(r"\s*(?:[（(]?\d{1,2}[.)）]|[①-⑨])")


def _listed(view: View) -> Reading | None:
    """Operations one to an item: the claim stands at the first."""
    outline, s = view.outline, view.sentence
    block = outline.blocks[s.block]
    if block.kind != "item" or s.number:
        return None
    beside = [
        n
        for n in range(max(0, s.block - 8), min(len(outline.blocks), s.block + 8))
        if outline.blocks[n].parent == block.parent and outline.blocks[n].kind == "item"
    ]
    if beside[0] != s.block or len(beside) < 2:
        return None
    names: list[_Operation] = []
    for n in beside:
        found = outline.sentences[n]
        operations = list(_operations(found[0])) if len(found) == 1 else []
        if len(operations) != 1 or len(found[0].words) > 40:
            break
        names.append(operations[0])
    lead = outline.sentences[block.parent][-1] if block.parent is not None and outline.sentences[block.parent] else None
    told = r"処理|順|構成|following|order|composed|consist|計算|sequence|steps?|構造"
    numbered = all(_NUMBERED.match(outline.blocks[n].marker) for n in beside)
    if len(names) < 2 or lead is None or not (re.search(told, lead.words) or (numbered and len(names) == len(beside))):
        return None
    named = outline.inherited(s, lambda name: name in _COMPOSED)
    if named is None:
        return None
    subject = _RUN.get(named.subject, named.subject)
    text = _statement(subject, [o.name for o in names])
    whole = len(names) == len(beside) and numbered and subject == "transition_layer"
    return Reading(text, 0, len(s.words), inherited_note(named, view), sure=len(names) == 3 and (subject == "dense_block" or whole))
