"""Values that are something else than what a failing claim takes them for.

169 pixels are an area and not the side of a field, 3 → 5 → 6 goes on, 512 zeros are padded, 32x32x128 is a shape and no
product of weights, "the 7th layer receives" is what comes out of six. Each look is at the words around the value and at
what else would come to it; what is found leaves the claim open.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt

from ...properties.nodes import Items, Num, Sym
from ...properties.rendering import to_text
from ...properties.statement import Statement
from .. import patterns as re
from ..decided import holds
from ..readers.answer_marks import OPENING, body
from ..reading import View
from ..scope import Outline
from ..sizes.quantities import whole
from ..text.columns import column_head
from ..text.sentences import Sentence
from ..vocabulary import family
from .other_counts import of_a_count, of_a_ratio, options_of, sentences_near, with_options

_FIELD_WORD = re.compile(
    r"受容野|視野|receptive|field of view|\bRF\b|\brf\b|見え|見る|見て|\bsees?\b|\bseen\b|\bcovers?\b|\breach|\blook(?:s|ing)? at\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:→|->|⇒|=>|➝|⟶)\s*\d")
_IN_A_ROW = re.compile(r"(?<![\d.,])\d+\s*[,、]\s*(?:then\s+)?\d+\s*(?:,|、|and|,\s*and|と|then)\s*$")
_ROW_AFTER = re.compile(r"\s*(?:,|、|then)\s*\d+\s*(?:,|、|and|,\s*and|と|then)\s*\d+")
_OTHER_COUNT = re.compile(
    r"\d\s*(?:個|枚|本|チャン?ネル|weights?\b|channels?\b|filters?\b|maps?\b)|受け取|残る|使える|重み|マスク|\bweights?\b|\bchannels?\b|\bmask",
    re.IGNORECASE,
)
_OTHER_WORD = re.compile(r"受け取|残る|使える|重み|マスク|\bweights?\b|\bchannels?\b|\bmask", re.IGNORECASE)
_CHANNELS = re.compile(r"チャン?ネル|\bchannels?\b", re.IGNORECASE)
_ACROSS = re.compile(r"またい|またが|across|バッチ全体|全画像", re.IGNORECASE)
_ZEROS = re.compile(r"ゼロ|零|0\s*を|パディング|詰め|埋め|\bzeros?\b|\bpad(?:ded|ding|s)?\b|\bborder", re.IGNORECASE)
_BETWEEN = re.compile(r"間に|あいだに|\bbetween\b", re.IGNORECASE)  # zeros between taps widen a kernel
_CELLS = re.compile(r"\s*(?:個の?)?(?:pixels?\b|cells?\b|positions?\b|taps?\b|画素|ピクセル|マス|点)")
_TWO_EACH = re.compile(
    r"\b(?:two|2|a pair of)\s+(?:\w+\s+){0,2}(?:conv\w*|layers?)\b[^.]{0,40}|\b(?:every|each|a|one|per)\s+(?:residual\s+)?block\b[^.]{0,24}\b(?:two|2|twice|pair)"
    r"|ブロック(?:は|に|が|ごとに|あたり)[^。]{0,16}(?:2|二|２)\s*(?:つ|層|回|枚|個|本)|(?:2|二|２)\s*(?:つ|層|回)ずつ",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\badd(?:ing|ed|s)?\b|\banother\b|\bfurther\b|\bmore\b|\btakes us\b|\bappend\w*|さらに|もう\s*(?:1|一|ひと)|足す|足せ|加え|追加|増や|続け",
    re.IGNORECASE,
)
_RECEIVES = re.compile(
    r"受け取|もら|入力|入って|入る|届く|読[むみ]|\breceiv\w*|\binputs?\b|\breads?\b|\btakes?\b|\bsees?\b|\bfed\b|\benter",
    re.IGNORECASE,
)
_NTH = re.compile(
    r"(?:第\s*)?(\d+)\s*(?:層目|番目|つ目|段目)|第\s*(\d+)\s*(?:の)?層|\b(\d+)(?:st|nd|rd|th)\b|\blayer\s*(\d+)",
    re.IGNORECASE,
)
_COUNT_LABEL = re.compile(
    r"\b(?:weights?|param\w*|macs?|mult\w*|flops?|operations?|adds?|numbers?|values?|cost)\b|重み|パラメ|積和|乗算|掛け算|計算|演算|個",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\W*(?:second|third|fourth|fifth|sixth|first|last|第|\d+(?:nd|rd|th|st)\b|\d+\s*(?:番目|つ目|層目))", re.IGNORECASE
)
_ORDINAL_BEFORE = re.compile(r"(?:第\s*|番目の\s*|\b(?:the|its|in)\s+)$", re.IGNORECASE)
_MADE_OF = re.compile(
    r"\s*(?:の\w{0,6})?\s*(?:と\s*)?(?:から(?:なる|成る|できた|構成される)|で(?:できた|構成される|作られた)|を(?:持つ|含む|並べた|重ねた))\s*[A-Za-zァ-ヶ一-龠]"
)
_ADVISED = re.compile(
    r"(?:する|したい|使う|使いたい|小さい|大きい)なら|\b(?:use|prefer|choose|pick|go with)\b", re.IGNORECASE
)
_SAME = re.compile(
    r"同じ|一致|等し|等価|同等|同一|帰着|\b(?:same|equals?|identical|equivalent|coincid\w*|reduces? to|amounts? to|becomes?|is|are)\b|なる|である|[=＝]|IN、|LN",
    re.IGNORECASE,
)
_PER_TOKEN = re.compile(
    r"トークン|時刻|位置|系列|\btokens?\b|\bpositions?\b|\btransformer|\btime step|\bsequence", re.IGNORECASE
)
_OF_GROUPS = re.compile(
    r"\b(?:one|a single|each|every|per|\d+|all|the) groups?\b|\bchannels? per group\b|\bgroups? of\b|グループ\s*(?:数|が|は|を|に|の)|(?<![A-Za-z])[Gg]\s*=\s*\w",
    re.IGNORECASE,
)
_NO_BATCH = re.compile(
    r"\b(?:not|n't|never|nor|without)\b[^.;,]{0,24}\b(?:rest of the |other |whole |mini-?)?(?:batch|samples?|images?|examples?)\b"
    r"|(?:バッチ|サンプル|画像|データ)(?:(?!しか)[^。、]){0,12}(?:使わ|含[まめ]|見|関係|依存し|またが|混ぜ|関わら|触れ|足さ|合わせ)(?:な|ず|ませ)",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\bexcept\b|\bapart from\b|\bother than\b|\bsave for\b|以外|を除|だけが(?:違|ちが|異な)", re.IGNORECASE
)
_IF_USED = re.compile(
    r"(?:使う|用いる|替える|変える|入れる|し続ける|してしまう)と|てしま|ちゃう|\bwould\b|\bwere\b", re.IGNORECASE
)
_OTHER_PADDING = re.compile(
    r"両(?:側|端|方)|左右|均等|対称|真ん中に|右(?:側|端)?(?:に|へ)も|\b(?:both (?:ends|sides)|either (?:end|side)|evenly|symmetric\w*|on the right|at the end)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"ならず|ならな|失|なくな|崩れ|壊れ|漏れ|混ざ|見え|でない|ではな|\bnot\b|n't|\bno longer\b|\bbreaks?\b|\bleaks?\b|\bfuture\b|\blos",
    re.IGNORECASE,
)
_POINTED = re.compile(r"前者|後者|こちら|こっち|あちら|\b(?:former|latter|this one|here)\b", re.IGNORECASE)
_DENSE = re.compile(r"密|デンス|dense|成長|growth|ブロック|block|層|layer", re.IGNORECASE)
_BLOCKS = {"residual": "residual_block", "dense": "dense_block", "wavenet": "wavenet"}
_PADDED = re.compile(r"パディング|詰め|埋め|余白|\bpad", re.IGNORECASE)
_COPIES = re.compile(r"(k\d+(?:s\d+)?(?:d\d+)?)")

Look = Callable[[Outline, Statement, Sentence, int, int], "str | None"]


def other_value(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """Why a failing claim's value is probably no such value; None where nothing says so.

    >>> from ...properties.statement import parse
    >>> from ..text.notes import blocks_of
    >>> from ..text.segments import Source
    >>> from ..scope import outline_of
    >>> outline = outline_of(blocks_of(Source("With pooling the field goes 3 → 5 → 6 → 10.").lines()))
    >>> stack = parse("receptive_field(layer_stack, plan=k3_k3_k2s2_k3) == 3")
    >>> other_value(outline, stack, outline.sentences[0][0], 28, 29)
    'it is a step on the way'
    """
    looks = _LOOKS.get(statement.predicate or "", ())
    return next((why for look in looks if (why := look(outline, statement, sentence, start, end))), None)


def widest_kernel(plan: str) -> int:
    """The largest kernel of several layers, 0 for fewer: no field behind them is smaller, so none has an area below its square."""
    return max((int(k) for k in re.findall(r"k(\d+)", plan)), default=0) if "_" in plan else 0


def _of_a_field(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    text = sentence.text.chars
    claimed = whole(statement.right)
    counted = (
        _OTHER_COUNT.search(text[max(start, end - 1) : end + 12])
        or _OTHER_WORD.search(text[max(0, start - 24) : start])
        or _CHANNELS.search(text)
    )
    if counted and not _FIELD_WORD.search(sentence.words):
        return "something else is counted"
    if _GOES_ON.match(text, end) or _IN_A_ROW.search(text[max(0, start - 40) : start]) or _ROW_AFTER.match(text, end):
        return "it is a step on the way"
    before = [e for e in outline.sentences[sentence.block] if e.number == sentence.number - 1]
    around = " ".join(e.words for e in (*before, sentence))
    if _ZEROS.search(around) and not _FIELD_WORD.search(sentence.words) and not _BETWEEN.search(sentence.words):
        return "what is padded is counted"
    plan = to_text(options_of(statement).get("plan", Sym("")))
    a_side = re.match(r"(\d+)\s*[x×]\s*\1\s*$", text[start:end]) or (claimed and isqrt(claimed) < widest_kernel(plan))
    if claimed and claimed >= 9 and isqrt(claimed) ** 2 == claimed and _CELLS.match(text, end) and not a_side:
        near = [
            e.text.chars for n in range(max(0, sentence.block - 2), sentence.block + 1) for e in outline.sentences[n]
        ]
        if any(re.search(rf"(?<!\d){isqrt(claimed)}(?!\d)", chars) for chars in near):
            return "an area is told"
    if plan.count("_") == 0 and _MORE.search(sentence.words):
        return "it goes on from the layers before"
    if (
        plan.count("d") > 1
        and not _has_its_kernel(plan, text)
        and holds(with_options(statement, plan=_of_two_taps(plan)))
    ):
        return "kernels of two taps may be meant"
    if (
        plan
        and any(_TWO_EACH.search(e.words) for e in sentences_near(outline, sentence))
        and holds(with_options(statement, plan=_COPIES.sub(r"\1_\1", plan)))
    ):
        return "its blocks have two layers each"
    return None


def _has_its_kernel(plan: str, text: str) -> bool:
    return any(re.search(rf"(?<!\d){k}(?!\d)", text) for k in set(re.findall(r"k(\d+)", plan)))


def _of_two_taps(plan: str) -> str:
    """The same dilations with the kernels of WaveNet."""
    return re.sub(r"k\d+", "k2", plan)


_OF_THE_BOTTLENECK = re.compile(r"(?:1\s*[x×]\s*1|\\times\s*1|ボトルネック|bottleneck)[^。.;、,]{0,24}(?:の出力|が出|を出|出力|output|produces?|gives?|yields?|makes?|は|:|：)[^。.;、,]{0,16}$", re.IGNORECASE)


def _of_channels(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """What the 7th layer receives comes out of six."""
    text = sentence.text.chars
    if statement.subject == "dense_block" and _OF_THE_BOTTLENECK.search(text[:start]) and "k" not in str(statement.right):
        return "the channels inside a layer are told"
    if _other_sum(statement, text, start, end):
        return "its sum has sizes of its own"
    arrows = _GOES_ON.match(text, end) or re.search(r"\d\s*(?:→|->|⇒|=>)\s*$", text[:start])
    if arrows and not _DENSE.search(sentence.words):
        return "another layer's channels are told"
    layers = whole(options_of(statement).get("layers", Sym("n")))
    near = (
        [sentence, *outline.sentences[max(0, sentence.block - 1)]]
        if not _RECEIVES.search(sentence.words)
        else [sentence]
    )
    nth = {int(n) for e in near for m in _NTH.finditer(e.text.chars) for n in m.groups() if n}
    if (
        layers
        and layers in nth
        and any(_RECEIVES.search(e.words) for e in near)
        and holds(with_options(statement, layers=layers - 1))
    ):
        return "what a layer receives comes out of the layers before it"
    return None


_SUM = re.compile(r"(\d+)\s*\+\s*(\d+)\s*(?:[×x*·]|\\times|\\cdot)\s*(\d+)")
_SUPPOSED = re.compile(r"もし|仮に|としたら|していたら|だったら|\b(?:if|suppose|were|had)\b", re.IGNORECASE)


def _other_sum(statement: Statement, text: str, start: int, end: int) -> bool:
    """Whether the channels are worked out with other sizes than the layers and the rate that stand further above: 64+6×64.

    A sum that only has one layer too many or too few is a slip; one that supposes something has its sizes for itself.
    """
    found = _SUM.search(text, max(0, start - 24), end)
    layers = whole(options_of(statement).get("layers", Sym("n")))
    if found is None or not layers or re.search(rf"(?<!\d){layers}(?!\d)", text):
        return False
    into, *factors = (int(n) for n in found.groups())
    rate, supposed = whole(options_of(statement).get("growth_rate", Sym("k"))), _SUPPOSED.search(text)
    return any(
        ((supposed and k != rate) or (k == rate and abs(n - layers) > 1)) and holds(with_options(statement, in_channels=into, layers=n, growth_rate=k))
        for n, k in (factors, factors[::-1])
        if k == rate or rate not in factors
    )


_OUTPUT_PADDING = re.compile(r"(?<!\bno )(?<!\bwithout )(?<!\bwithout any )output[\s_-]?padding(?!\s*(?:=|は|が|を)?\s*(?:0|なし|無し))|出力(?:側の)?パディング(?!\s*(?:は|が|を)?\s*(?:0|な|無))", re.IGNORECASE)


_OWN_PADDING = re.compile(r"(?<![A-Za-z])[pP](?:_\{?\w+\}?)?\s*=\s*(?!0(?![.\d]))")


def _of_a_size(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """A size that grows as a transposed convolution makes it grow; a row whose first size comes out of its last."""
    if "[[" in sentence.text.chars:
        return "the numbers are values, not sizes"
    if "padding=valid" in str(statement) and _OWN_PADDING.search(sentence.text.chars):
        return "it has a padding of its own"
    if _of_channel_letters(statement):
        return "a letter of it counts channels"
    if "conv_transpose" in str(statement) and _OUTPUT_PADDING.search(sentence.words):
        return "an output padding is spoken of"
    if statement.subject == "conv_transpose2d" or statement.negated:
        return None
    sizes = {k: whole(v) for k, v in options_of(statement).items() if isinstance(v, Num)}
    claimed = whole(
        statement.right.items[0] if isinstance(statement.right, Items) and statement.right.items else statement.right
    )
    size, kernel, stride = (
        sizes.get("height"),
        sizes.get("kernel_size") or sizes.get("kernel_height"),
        sizes.get("stride") or 1,
    )
    padding = sizes.get("padding") or 0
    if not (size and kernel and claimed and claimed > size):
        return None
    if padding and claimed == size + 2 * padding and _PADDED.search(sentence.words):
        return "the padded map is told"
    grown = (size - 1) * stride - 2 * padding + kernel
    if grown <= claimed < grown + max(stride, 1) and (stride > 1 or size == 1):
        return "a transposed convolution would make it so"
    if sentence.cell is not None and (claimed + 2 * padding - kernel) // stride + 1 == size:
        return "its row may give what comes out first"
    return None


def _of_channel_letters(statement: Statement) -> bool:
    """Whether a formula of a side has a letter that was taken for a number of channels: no side depends on those."""
    roles = dict(statement.where)
    used = set(re.findall(r"(?<![A-Za-z_])[A-Za-z](?:_\w+)?(?![A-Za-z_\d(])", to_text(statement.right)))
    channels = {
        x for x, role in roles.items() if role in ("in_channels", "out_channels", "batch", "multiplier", "groups")
    }
    return statement.predicate == "output_size" and bool(used & (channels | ({"M", "N", "C"} - roles.keys())))


def _of_a_kernel(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """weights = C_in * C_out * k: a product that counts, and no shape."""
    head = column_head(View(outline, sentence)) if sentence.cell is not None else ""
    if re.search(r"[*·]|\\cdot", sentence.text.chars[start:end]) and _COUNT_LABEL.search(sentence.words[:start] or head):
        return "weights are counted"
    return None


def _of_parts(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """AlexNet, second convolution: which one it is, not how many there are."""
    text = sentence.text.chars
    if _ORDINAL.match(text, start) or (
        _ORDINAL_BEFORE.search(text[max(0, start - 8) : start]) and re.match(r"\d+\s*(?:の|番)", text[start:])
    ):
        return "a layer is told by its number"
    return None


def _of_relation(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """g = 1 が通常の畳み込み、g = a = b が depthwise: each condition belongs to its own clause."""
    if _ADVISED.search(sentence.words) and not _SAME.search(sentence.words):
        return "something is advised"
    groups = re.search(r"groups=(\d+)\b", str(statement))
    said = re.search(rf"(?<![A-Za-z])[gG]\s*=\s*{groups[1]}(?!\d)", sentence.text.chars) if groups else None
    if said is None:
        return None
    own = [m for m in sentence.subjects if m.tag == statement.subject]
    if own and all(m.start > said.end() and sentence.clause(m.start) != sentence.clause(said.start()) for m in own):
        return "its condition stands in another clause"
    return None


def _of_order(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """1×1 の畳み込みとプーリングからなる遷移層: the layers of what is named after them."""
    if not _MADE_OF.match(sentence.words, end):
        return None
    made = next((m.tag for m in sentence.subjects if m.start >= end), None)
    return "it tells what something else is made of" if made != statement.subject else None


def _of_axes(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """The layer norm of a signal, which is no sequence of tokens; groups of which a limit is told; a batch that is denied."""
    axes = {to_text(n) for n in statement.right.items} if isinstance(statement.right, Items) else set()
    if axes == {"H", "W"}:
        if statement.subject == "group_norm" and _CHANNELS.search(sentence.words):
            return "channels are named beside the axes"
        if statement.subject == "batch_norm" and _ACROSS.search(sentence.words):
            return "the sentence goes across the images"
    sequence = statement.subject == "layer_norm" and "layout=sequence" in str(statement)
    if sequence and axes == {"T", "C"} and not _PER_TOKEN.search(sentence.words):
        return "a signal's layer norm is spoken of"
    if statement.subject != "group_norm" and _OF_GROUPS.search(sentence.words[max(0, start - 40) : end + 40]):
        return "groups are spoken of"
    return "the batch is denied" if "N" in axes and not statement.negated and _NO_BATCH.search(sentence.words) else None


def _of_a_mask(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """Mask B hides the same except for the centre: the other way round."""
    first, last = sentence.clause(start)
    if statement.subject != "masked_conv2d":
        return None
    told = _EXCEPT.search(sentence.words[first : max(last, end)]) or _IF_USED.search(sentence.words)
    return f'"{told[0]}" makes an exception' if told else None


def _of_a_cause(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """右にも足すと因果性は失われる: of another padding than the one that makes a convolution causal."""
    if not _OTHER_PADDING.search(sentence.words) or (
        "padding=same" in str(statement) and not _LOST.search(sentence.words)
    ):
        return None
    return "another padding is spoken of"


def _of_joining(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """A subject from a heading or a sentence that names another block as well, of which the claim holds."""
    kind = family(statement.subject or "")
    if statement.negated or _POINTED.search(sentence.words) or any(family(m.tag) == kind for m in sentence.subjects):
        return None
    row = [e for e in outline.sentences[sentence.block] if e.cell == 0 and sentence.cell]
    if row and {family(m.tag) for e in row for m in e.subjects} == {kind}:
        return None  # a row of a table is about what heads it
    header = outline.blocks[sentence.block].header if sentence.cell else None
    column = [e for e in outline.sentences[header] if e.cell == sentence.cell] if header is not None else []
    if {family(m.tag) for e in column for m in e.subjects} & _BLOCKS.keys() == {kind}:
        return None  # and so is a column
    if _own_item(outline, sentence) == {kind}:
        return None
    near = [e for e in outline.sentences[sentence.block] if e.number < sentence.number]
    if not any(family(m.tag) == kind for e in near for m in e.subjects):
        over = (list(outline.sentences[n]) for n in outline.headings(sentence.block))
        near = [*near, *next((es for es in over if any(family(m.tag) == kind for e in es for m in e.subjects)), [])]
    near = [*near, *_asked_in(outline, sentence)]
    others = {m.tag for e in near for m in e.subjects if family(m.tag) != kind and not e.contrasted(m)}
    blocks = [_BLOCKS[family(tag)] for tag in others if family(tag) in _BLOCKS]
    held = next((b for b in blocks if holds(f"combine({b}) {statement.relation} {to_text(statement.right)}")), None)
    return f"{held} is spoken of too" if held else None


def _own_item(outline: Outline, sentence: Sentence) -> set[str]:
    """The families of blocks that the nearest item over a sentence names: what stands under it is of these."""
    for block in outline.ancestors(sentence.block):
        if named := {family(m.tag) for e in outline.sentences[block] for m in e.subjects} & _BLOCKS.keys():
            return named
    return set()


def _asked_in(outline: Outline, sentence: Sentence) -> list[Sentence]:
    """The question that the sentence's line answers: what is told there, unless it is named, is of what was asked."""
    if not OPENING.match(body(outline, sentence.block)):
        return []
    above = range(sentence.block - 1, max(-1, sentence.block - MOST_ABOVE), -1)
    first = next((n for n in above if outline.blocks[n].kind == "heading"), None)
    asked = [e for n in above if first is None or n >= first for e in outline.sentences[n] if e.cell is None]
    return [e for e in asked if _ASKS.search(e.words)][:1]


_ASKS = re.compile(r"[?？]\s*$|(?:どれ|何|いずれ|どちら)(?:か|でしょうか)?[。.]?\s*$|選べ|選びなさい|答えよ|求めよ|述べよ|\b(?:which|choose|select)\b", re.IGNORECASE)
MOST_ABOVE = 10  # blocks in which the question of an answer may stand, its options between them


def _of_a_trend(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """More padding makes the output of an ordinary convolution larger: said in a section on transposed ones."""
    kinds = {family(m.tag) for m in sentence.subjects}
    turned = "conv_transpose2d" in str(statement) and "transposed" not in kinds
    return "an ordinary convolution is spoken of" if turned and "convolution" in kinds else None


def _of_a_group(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """8*10*12 = 960 values, of which the reading has no factor: its sizes are another example's."""
    product = re.search(r"(\d+(?:\s*\\?[*×x·]\s*\d+)+)\s*=\s*$", sentence.text.chars[max(0, start - 60) : start])
    product = product or re.match(r"(\d+(?:\s*\\?[*×x·]\s*\d+)+)\s*=", sentence.text.chars[start:])
    factors = set(re.findall(r"\d+", product[1])) if product else set()
    return "its sizes are another example's" if factors and not factors & set(re.findall(r"=(\d+)", str(statement).partition(" == ")[0])) else None


_LOOKS: dict[str, tuple[Look, ...]] = {
    "receptive_field": (_of_a_field,),
    "params": (of_a_count,),
    "macs": (of_a_count,),
    "macs_ratio": (of_a_ratio,),
    "params_ratio": (of_a_ratio,),
    "channels_after": (_of_channels,),
    "output_size": (_of_a_size,),
    "output_shape": (_of_a_size,),
    "kernel_shape": (_of_a_kernel,),
    "structure_count": (_of_parts,),
    "equals": (_of_relation,),
    "composition": (_of_order,),
    "depends_on": (_of_a_mask,),
    "causal": (_of_a_cause,),
    "combine": (_of_joining,),
    "monotone": (_of_a_trend,),
    "stats_size": (_of_a_group,),
    "stats_count": (_of_a_group,),
    "normalised_over": (_of_axes,),
}
