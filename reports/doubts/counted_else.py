"""What a formula or a number that was read as a count may be besides: a map's size, the other side of a comparison.

"On an HxWxC input" says how large a map is; "instead of HWCKKM", "down from F", "all that remains of F" give the count
of the layer that is compared with; additions of biases are no multiplications; without shared weights every place has
its own. None of these is what the named layer is said to cost: who takes it for that accuses the author of his own foil.
"""

from __future__ import annotations

from ...properties.statement import Statement
from .. import patterns as re
from ..decided import holds
from ..reading import Reading
from ..scope import Outline
from ..sizes.counting import plain
from ..text.sentences import Sentence

COUNTS = ("macs", "params")
_MAP_AFTER = re.compile(
    r"\s*\$?\s*(?:の|サイズの|大の)?\s*(?:(?:output|input|feature|spatial|activation|入力|出力|中間)\s*)*"
    r"(?:inputs?\b|images?\b|maps?\b|volumes?\b|tensors?\b|特徴マップ|画像|マップ|テンソル|入力(?!チャ)|出力(?!チャ)|(?:output |input )?(?:positions|pixels|places)\b)",
    re.IGNORECASE,
)
_MAP_BEFORE = re.compile(
    r"(?:入力(?:画像|マップ|特徴マップ|サイズ)?|出力(?:マップ|特徴マップ|サイズ)?|(?<![の数])(?:フィルター?|カーネル)(?=\s*[:：は])|特徴マップ|画像|\b(?:input|image|feature map|output size|map|volume)(?: of)?(?: size| shape)?)\s*(?:は|が|を|の|:|：|=|is|of|サイズ)?\s*(?:an? )?[\s$\\(]*$",
    re.IGNORECASE,
)
_FOIL_BEFORE = re.compile(
    r"(?:\b(?:instead of|rather than|in place of|in lieu of|as opposed to|compared (?:to|with)|relative to|as against|against|versus|vs\.?"
    r"|remains of|left of|reduc\w+ from|down from|starting from|fewer than|less than|more than|not(?: the)?)|[^\d]から|代わり(?:に|の))\s*(?:the |an? |its |full |usual |previous |original |naive )*[\s$\\(]*$",
    re.IGNORECASE,
)
_FOIL_AFTER = re.compile(
    r"[\s$\\)]*(?:個|回|の?(?:重み|乗算|積和|パラメータ))?\s*(?:だったの(?:が|に)|だった|から|ではなく|じゃなく|でなく|に対し|と比べ|に比べ|の代わり|の(?:うち|中)|in place of nothing\b|(?:shrinks?|drops?|falls?|collapses?|reduces?|becomes?|turns? into|simplif\w+)\b)",
    re.IGNORECASE,
)
_ADDED = re.compile(r"加算|足し算|\badditions?\b|\badds\b(?!\s*(?:up|a|the|its))", re.IGNORECASE)
_MULTIPLIED = re.compile(r"積和|乗算|掛け算|かけ算|multipl|\bmacs?\b|mult-?add|FLOP", re.IGNORECASE)
_UNSHARED = re.compile(
    r"局所結合|locally[- ]connected|(?:重み|パラメータ)(?:の)?共有(?:が(?:ない|なけれ|なかっ)|を(?:しな|やめ)|しな|せず|なし)"
    r"|\b(?:without|no|not) (?:weight |parameter )?shar\w+|\bunshared\b|\bits own (?:copy|weights|set|filter|kernel)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(  # a reduction is put before another layer; steps of a chain, each with its window
    r"(?:先に|まず|間に|前に|あらかじめ|事前に)[^。]{0,24}1\s*[x×]\s*1|1\s*[x×]\s*1[^。]{0,32}(?:挟|はさ|てから|絞って|減らして)|\breduction\b|bottleneck|ボトルネック"
    r"|1\s*[x×]\s*1[^.;]{0,40}\b(?:first|before|in front|in between)\b|\bfirst\b[^.;]{0,24}1\s*[x×]\s*1"
    r"|(?:[(（]\s*\d\s*[x×]\s*\d\s*[)）][^。;]{0,12}){2}",
    re.IGNORECASE,
)
_NETWORKS = ("vgg", "resnet", "alexnet", "lenet", "googlenet", "mobilenet", "densenet", "squeezenet")
_ONE_LAYER = re.compile(
    r"(?<![A-Za-z])(?:fc[-_ ]?\d|conv[-_ ]?\d(?:[-_]\d|_x)?|第?\s*[1-9一二三四五]\s*層目?(?!の?構成)|(?:first|last|second|third|final|1st|2nd) (?:\w+ )?layer\b|最初の(?:層|畳)|最後の(?:層|全結合))",
    re.IGNORECASE,
)


def counted_else(statement: Statement, text: str, reading: Reading, sentence: Sentence, outline: Outline) -> str | None:
    """Why the value of a failed count may be no such count, in words, or None."""
    if statement.predicate not in COUNTS or not text.startswith(COUNTS) or reading.predicate == "depends_on":
        return None
    chars = sentence.text.chars
    start = _value(sentence, reading)
    before, after = chars[max(0, start - 48) : start], chars[reading.end : reading.end + 48]
    if _MAP_AFTER.match(after) or _MAP_BEFORE.search(before):
        return "it is the size of a map"
    if _FOIL_BEFORE.search(before) or _FOIL_AFTER.match(after):
        return "it is the other side of a comparison"
    if statement.predicate == "macs" and _ADDED.search(chars) and not _MULTIPLIED.search(chars):
        return "additions are counted"
    if statement.subject == "pointwise_conv2d" and " + " not in text and _GOES_ON.search(plain(chars)):
        return "the layers that follow are counted too"
    return _of_one_layer(statement, text, sentence, outline) or _unshared(text, sentence, outline)


def _of_one_layer(statement: Statement, text: str, sentence: Sentence, outline: Outline) -> str | None:
    """A count of one layer of a network, where the sentence or the heading over it names that layer."""
    if statement.subject not in _NETWORKS or "part=" in text:
        return None
    heading = next(iter(outline.headings(sentence.block)), None)
    over = outline.blocks[heading].raw if heading is not None else ""
    above = outline.blocks[sentence.block].parent
    over += outline.blocks[above].raw if above is not None else ""
    return "one layer of the network is spoken of" if _ONE_LAYER.search(sentence.text.chars + "\n" + over) else None


def _value(sentence: Sentence, reading: Reading) -> int:
    """Where the value of a reading begins, of which the words before may be a part."""
    inside = [f.start for f in sentence.formulas if f.end == reading.end and f.start >= reading.start]
    return min(inside, default=reading.start)


def _unshared(text: str, sentence: Sentence, outline: Outline) -> str | None:
    """The same count of a layer without shared weights, where one is spoken of."""
    near = [s.text.chars for s in outline.sentences_of_section(sentence.block) if abs(s.block - sentence.block) <= 2]
    if "(conv2d" not in text or not any(_UNSHARED.search(t) for t in (sentence.text.chars, *near)):
        return None
    other = text.replace("(conv2d", "(locally_connected2d", 1)
    return f"another layer may be meant: {other}" if holds(other) else None
