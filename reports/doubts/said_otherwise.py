"""Words of a failing claim that are put as wrong, as a definition, as an effect on the input, or told of channels instead.

× 「BN はサンプルごとに平均を計算する」 → ○ ...; "is called causal when ..."; a constant added to a whole channel has no effect;
"reduces the input to 4k maps"; ブロック内で混ぜる演算がなくなる; y = relu(x + bn(conv(x))): none of them says what was read.
"""

from __future__ import annotations

from ...properties.statement import Statement
from .. import patterns as re
from ..decided import holds
from ..reading import Reading
from ..scope import Outline
from ..text.sentences import Sentence

_WRONG_FIRST = re.compile(r"^[\s>*+-]{0,8}(?:\d{1,2}[.)]\s*)?(?:[×✗✘❌]|x(?=\s*[「\"“])|誤|NG|wrong:?|false:?)\s*[:：]?\s*[「\"“『]?.{1,160}?(?:→|⇒|->|=>)", re.IGNORECASE)
_DEFINES = re.compile(r"(?:とき|場合|もの)[^。]{0,40}(?:と(?:いう|呼ぶ|呼び|よぶ|いいます|定義))|\b(?:is|are) (?:called|said to be|termed|named)\b|\bwe (?:call|say)\b", re.IGNORECASE)
_TRANSFORMED = re.compile(r"定数|ずら|足し|足す|かけ|掛け|スケール|\b(?:constant|added|adding|scal(?:ed|ing)|shift(?:ed|ing)|multipl\w+)\b|倍", re.IGNORECASE)
_NO_EFFECT = re.compile(r"変わら|変化しな|不変|影響(?:しな|がな|を受けな)|打ち消|消え|\b(?:no effect|unchanged|invariant|cancels?|the same|does not matter|disappears?)\b", re.IGNORECASE)
_OF_CHANNELS = re.compile(r"\s*(?:\S{1,12}\s*)?(?:maps\b|channels?\b|filters\b|チャン?ネル|枚)", re.IGNORECASE)
_CHANNELS = re.compile(r"\bto\b[^.;]{0,20}\b(?:maps|channels)\b|チャン?ネル(?:数)?(?:は|が|を|も)|足す(?:ため|に)|足し合わせるため", re.IGNORECASE)
_LOST = re.compile(r"[^。、]{0,14}(?:なくなる|無くなる|なくなっ|失われ|できなくな)")
_NESTED = re.compile(r"\w+\(\s*\w+\(")
_OWN_OUTPUT = re.compile(r"\b(?:itself|only produces|still produces|new maps|adds)\b|新た(?:に|な)|追加(?:する|され)", re.IGNORECASE)
_EXAMPLE = re.compile(r"^\W*(?:take|consider|suppose|imagine|say|picture)\b|を考え(?:る|よう|てみ)|とする[。、]", re.IGNORECASE)
_RESOLUTION = re.compile(r"ρ|\\?\brho\b|resolution|解像度", re.IGNORECASE)
_DENIED_BELOW = re.compile(r"[^。、]{0,8}(?:こと(?:は|が|も)(?:な[いく]|ありません)|わけでは(?:な[いく]|ありません)|はずが?な[いく])")
_BLIND = re.compile(r"\b(?:does not|doesn't|do not|don't|cannot|can't) (?:see|notice|care|feel|react)|\bblind to\b|\bignores?\b|見(?:えな|な)い|気(?:に|が)?(?:し|づか)ない|鈍感", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bpairs?\b|\bhow many\b|\bmeans and\b|組|個数|いくつ", re.IGNORECASE)
_OVER = re.compile(r"\bover\b|\bacross\b|\balong\b|\bax[ei]s\b|軸|方向|にわたって|をまたい", re.IGNORECASE)
_PRODUCT = re.compile(r"\\cdot|·|\\times|[×*]")
_LAYERS = re.compile(r"layers=(\d+)")
_QUALITIES = ("depends_on", "causal", "independent_of_batch")


def said_otherwise(statement: Statement, text: str, reading: Reading, sentence: Sentence, outline: Outline) -> str | None:
    """Why the words do not claim what was read of them, or None."""
    chars, predicate = sentence.text.chars, statement.predicate
    if _is_put_as_wrong(chars[reading.start : reading.end], outline.blocks[sentence.block].raw):
        return "it is put as wrong, and corrected"
    if not statement.negated and _DENIED_BELOW.match(chars, reading.end):
        return "it is denied"
    if predicate in ("invariant_to", "unchanged_by") and statement.negated and _BLIND.search(chars):
        return "what is not seen changes nothing"
    product = _PRODUCT.search(chars, reading.start, reading.end)
    if predicate == "normalised_over" and product and _HOW_MANY.search(chars) and not _OVER.search(chars):
        return "it is told how many there are"
    if predicate == "causal" and _DEFINES.search(chars):
        return "a word is defined"
    if predicate == "normalised_over" and _TRANSFORMED.search(chars) and _NO_EFFECT.search(chars):
        return "it tells what has no effect"
    if predicate == "spatial_preserved" and (_OF_CHANNELS.match(chars, reading.end) or _CHANNELS.search(chars)):
        return "the channels are spoken of"
    if predicate in _QUALITIES and _LOST.match(chars, reading.end):
        return "it is said to be lost"
    if predicate == "composition" and _EXAMPLE.search(chars):
        return "an example is supposed"
    if predicate == "monotone" and "channels" in text and _RESOLUTION.search(chars):
        return "the resolution is spoken of too"
    if predicate == "composition" and _NESTED.search(chars[reading.start : reading.end]):
        return "calls within calls are written from the last to the first"
    return _of_a_block(text, chars) if predicate == "channels_after" else None


def _is_put_as_wrong(said: str, line: str) -> bool:
    """Whether the words stand before the arrow of a line that begins with a cross: × ... → ○ ..."""
    wrong = _WRONG_FIRST.match(line)
    return bool(wrong and said in wrong[0] and said not in line[wrong.end() :])


def _of_a_block(text: str, chars: str) -> str | None:
    """The channels of one layer, or of a block with one layer more than the ordinal that the sentence has of its last."""
    if _OWN_OUTPUT.search(chars):
        return "what one layer puts out is spoken of"
    layers = _LAYERS.search(text)
    more = layers and f"{text[: layers.start(1)]}{int(layers[1]) + 1}{text[layers.end(1) :]}"
    ordinal = re.search(r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|last)\b|\d\s*(?:層目|番目)", chars, re.IGNORECASE)
    return "the last layer is told, and then the block" if more and ordinal and holds(more) else None
