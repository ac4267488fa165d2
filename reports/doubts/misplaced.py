"""Values and subjects that the sentence gives to something else than the failing claim.

"36,864 in place of 589,824", "the weights stay, while a quarter of the operations remains", 重みは 1200、バイアス 16: a
value belongs to what stands beside it, a chain of layers in a sentence on receptive fields is no block of a network, and
the option of a question is nobody's claim.
"""

from __future__ import annotations

from ...properties.nodes import Items, Num, Sym
from ...properties.rendering import to_text
from ...properties.statement import Statement
from .. import patterns as re
from ..scope import Outline
from ..sizes.quantities import whole
from ..text.sentences import Sentence
from ..vocabulary import family

_IN_PLACE_OF = re.compile(
    r"\b(?:in place of|instead of|rather than|down from|up from|as opposed to|compared (?:to|with)|versus|vs\.?)\s+(?:the\s+|only\s+|about\s+)?$|(?:の代わりに|ではなく|ではなくて)\s*$",
    re.IGNORECASE,
)
_WEIGHTS = re.compile(r"\b(?:weights|parameters|params)\b|重み|パラメータ", re.IGNORECASE)
_OPERATIONS = re.compile(
    r"\b(?:multipl\w+|mult-?adds?|macs?|flops?|operations|cost|computation)\b|計算量|積和|掛け算|演算", re.IGNORECASE
)
_TURNS = re.compile(r"\bwhile\b|\bwhereas\b|\bbut\b|\balone\b|\bunchanged\b|一方|だが|変わら|そのまま", re.IGNORECASE)
_RESOLUTION = re.compile(r"ρ|\\?\brho\b|resolution multiplier|解像度", re.IGNORECASE)
_WIDTH = re.compile(r"α|\\?\balpha\b|width multiplier|幅", re.IGNORECASE)
_FIELDS = re.compile(r"受容野|receptive", re.IGNORECASE)
_STEM = re.compile(
    r"最初に|入口|冒頭|(?<![ァ-ヶ])ステム|ImageNet|\bstem\b|\bfirst layers?\b|\bbegins? with\b|\bstarts? with\b",
    re.IGNORECASE,
)
_WISHED = re.compile(r"たければ|たい(?:なら|とき|場合)|\bif you (?:want|need)\b|\bin case you\b", re.IGNORECASE)
_NOT_SO = re.compile(
    r"\bit is not (?:the case|true) that\b|^\W*(?:nor|neither)\b|というわけではな|わけでは(?:な|あり)|という(?:こと|の)は(?:な|あり)",
    re.IGNORECASE,
)
_INPUTS = re.compile(r"\s*\$?\s*(?:個|つ|本)の入力|\s*\$?\s*(?:inputs|feature maps)", re.IGNORECASE)
_CHOICE = re.compile(
    r"どれか|どれ[？?]|選べ|選びな|選択せよ|次のうち|以下のうち|のはどれ|\bwhich (?:of|one|statement|is|are|layer)\b|(?<!\bwe )(?<!\bone )(?<!\bthey )(?<!if you )(?<!\bcan )(?<!\bcould )(?<!\bto )(?<!usually )(?<!often )\b(?:choose|select|mark|pick)\b(?!\s+(?:a|an|the|some|any)\s+(?:set|subset|kernel|filter|channel|axis|axes|batch|mini-?batch|size|window|stride|value|number of|layer)s?\b)",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\s*(?:[-*+]\s*)?[(（]?(?:[a-eA-E]|[ア-オ]|[あ-お]|[①-⑤]|[ivIV]{1,3}|\d)[.)）．:：]")
_THE_OTHERS = re.compile(
    r"(?:残り|ほか|他)の(?:\d|[二三四])つ[^、。はがも]{0,6}(?:は|が|も)|残りは|(?:それ|これ)以外(?:の(?:層|手法|正規化))?(?:は|が|も)"
    r"|(?:[,;:]|\b(?:while|whereas|but|and))\s+(?:for\s+)?the (?:others|rest|(?:other|remaining) (?:two|three|ones?|norm\w*|methods|layers))\b",
    re.IGNORECASE,
)
LARGEST_KERNEL = 11
AN_OPTION = "it is an option of a question"
_KERNEL = re.compile(r"(?<![A-Za-z])k\s*=\s*(\d+)")


def misplaced(outline: Outline, statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """Why the value of a failing claim belongs to something else, or None.

    >>> from ...properties.statement import parse
    >>> from ..text.notes import blocks_of
    >>> from ..text.segments import Source
    >>> from ..scope import outline_of
    >>> outline = outline_of(blocks_of(Source("It alone has 589,824 weights in place of 36,864.").lines()))
    >>> said = outline.sentences[0][0]
    >>> misplaced(outline, parse("params(conv2d, kernel_size=3, in_channels=256) == 36864"), said, 41, 47)
    'it is what something else is put in the place of'
    """
    text, words, predicate = sentence.text.chars, sentence.words, statement.predicate
    counted = predicate in ("params", "macs", "memory", "params_ratio", "macs_ratio")
    if counted and _IN_PLACE_OF.search(text[max(0, start - 28) : start]):
        return "it is what something else is put in the place of"
    if predicate == "params" and statement.subject == "batch_norm" and _NOT_ONE_NORM.search(text):
        return "no single normalisation is counted"
    if predicate == "macs_ratio" and _WIDENED.search(words[max(0, start - 80) : end]):
        return "channels are multiplied"
    wide = words[start : end + 24]
    outside = re.split(r"[(（]", wide)[0]
    if (_WEIGHTS if predicate.startswith("params") else _OPERATIONS).search(outside):
        wide = outside  # what stands in brackets is told for itself
    if counted and _WEIGHTS.search(wide) and _OPERATIONS.search(wide) and _TURNS.search(wide):
        return "two counts are spoken of"
    of_both = predicate == "macs_ratio" or (predicate == "macs" and _WIDTH.search(text))
    a_ratio = "to=" in str(statement) or "/" in str(statement)
    if of_both and _RESOLUTION.search(text) and "height" not in str(statement) and a_ratio:
        return "the resolution is spoken of too"
    if counted and re.search(r"\d\s*/\s*\d+\s*分の", text):
        return "its factor is a fraction"
    squared = re.search(r"\+\s*(\d+)\s*(?:[×x*·]|\\times|\\cdot)\s*\1(?!\d)", text) if predicate == "receptive_field" else None
    if squared and re.search(rf"\bk{squared[1]}\b|kernel_size={squared[1]}\b|_k{squared[1]}(?!\d)|=k{squared[1]}(?!\d)", str(statement)):
        return "a product is no layer"
    if family(statement.subject or "") == "normalisation" and _of_the_others(statement, sentence, end):
        return "the others are spoken of"
    if predicate == "composition" and (_FIELDS.search(words) or _STEM.search(words)):
        return "it tells layers that are no such block"
    if predicate == "monotone" and _WISHED.search(words):
        return "it tells what to do for what"
    if (
        predicate in ("combine", "feeds", "depends_on", "channels_after")
        and not statement.negated
        and _NOT_SO.search(words)
    ):
        return "it is denied as a whole"
    if (
        isinstance(statement.right, Sym)
        and "sum(" in str(statement.left) + to_text(statement.left)
        and _INPUTS.match(text[end:])
    ):
        return "inputs are counted"
    return _sizes(outline, statement, sentence) or _option(outline, sentence)


def _of_the_others(statement: Statement, sentence: Sentence, end: int) -> bool:
    """Whether what is said last is said of the others: ... なのは Batch Norm だけで、残りの2つは ..., BN does, the others do not."""
    named = [m for m in sentence.subjects if m.tag == statement.subject]
    return bool(named) and bool(_THE_OTHERS.search(sentence.words, named[-1].end, max(end, named[-1].end)))


def _sizes(outline: Outline, statement: Statement, sentence: Sentence) -> str | None:
    """Sizes that the sentence, or the row, gives otherwise."""
    options = dict(statement.call.options) if statement.call else {}
    sizes = {key: whole(value) for key, value in options.items() if isinstance(value, Num)}
    if statement.predicate in ("output_shape", "output_size"):
        if sizes.get("padding") and "no_padding" in sentence.tags:
            return "no padding is spoken of"
        if statement.subject == "conv2d" and _grows(statement, sizes) and _upsampling_above(outline, sentence):
            return "a transposed convolution is spoken of"
        called = rf"\w\(\s*{sizes.get('height')}\s*,\s*{sizes.get('width')}\b"
        if sizes.get("height") and sentence.cell is not None and re.search(called, outline.blocks[sentence.block].raw):
            return "its sizes are a layer's channels"
    if statement.predicate == "kernel_shape" and isinstance(statement.right, Items):
        numbers = [whole(n) for n in statement.right.items if isinstance(n, Num)]
        sides = numbers[:2]
        channels_first = len(numbers) == 4 and max(n or 0 for n in numbers[2:]) <= LARGEST_KERNEL  # (32, 32, 3, 3)
        if len(sides) == 2 and not channels_first and min(n or 0 for n in sides) > LARGEST_KERNEL:
            return "its sides are a map's"
    if statement.predicate == "receptive_field" and "plan" in options:
        kernels = set(re.findall(r"k(\d+)", to_text(options["plan"])))
        said = set(_KERNEL.findall(sentence.text.chars))
        if said and not kernels <= said:
            return "its kernel is another one's"
    return None


_WIDENED = re.compile(r"\binflat\w+|\bexpan\w+|\bwiden\w*|膨らま|チャン?ネル(?:数)?を[^。、]{0,6}(?:増や|広げ|拡張)", re.IGNORECASE)
_NOT_ONE_NORM = re.compile(
    r"\b(?:without|excluding|ignoring|not counting) (?:the |any )?(?:batch[- ]?norm|BN)|(?:\btwo|\bthree|\bfour|\bboth|\ball) (?:of the )?(?:batch[- ]?)?norm\w*s\b|(?:\d|[二三四])\s*つの\s*(?:BN|バッチ正規化)|(?:BN|バッチ正規化)\s*(?:の分)?(?:は|を)\s*(?:除|抜|含め[ずな]|数え[ずな])",
    re.IGNORECASE,
)
_TRANSPOSED = re.compile(r"転置|逆畳|アップサンプル|transposed|deconv|upsampl|fractionally", re.IGNORECASE)


def _grows(statement: Statement, sizes: dict[str, int | None]) -> bool:
    """Whether a map is said to come out larger than it goes in."""
    made = re.findall(r"\d+", to_text(statement.right))
    return bool(made and sizes.get("height") and int(made[-1]) > (sizes["height"] or 0))


def _upsampling_above(outline: Outline, sentence: Sentence) -> bool:
    """Whether the text above, up to its heading, is about maps that grow."""
    for at in range(sentence.block - 1, max(-1, sentence.block - 10), -1):
        if _TRANSPOSED.search(outline.blocks[at].raw):
            return True
        if outline.blocks[at].kind == "heading":
            return False
    return False


def _option(outline: Outline, sentence: Sentence) -> str | None:
    """An option of a question: it asserts nothing until it is marked."""
    block = outline.blocks[sentence.block]
    line = f"{block.marker} {block.raw}"
    before = sentence.text.origin[0] - block.start
    own_line = block.raw[: max(0, before)].rpartition("\n")[2] + sentence.words
    if not (_OPTION.match(line) or _OPTION.match(own_line)) or sentence.cell is not None:
        return None
    for at in range(sentence.block, max(-1, sentence.block - 7), -1):
        if outline.blocks[at].kind == "heading" and not _CHOICE.search(outline.blocks[at].raw):
            return None
        if any(_CHOICE.search(s.words) for s in outline.sentences[at] if s is not sentence):
            return AN_OPTION
    return None
