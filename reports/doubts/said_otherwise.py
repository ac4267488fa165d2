"""Words of a failing claim that are put as wrong, as a definition, as an effect on the input, or told of channels instead.

× 「BN はサンプルごとに平均を計算する」 → ○ ...; "is called causal when ..."; a constant added to a whole channel has no effect;
"reduces the input to 4k maps"; ブロック内で混ぜる演算がなくなる; y = relu(x + bn(conv(x))): none of them says what was read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...properties.statement import Statement
from .. import patterns as re
from ..decided import holds
from ..readers.denials import TAKEN_BACK
from ..readers.denied_trends import DENIED
from ..readers.marks import MARKED_WRONG
from ..reading import Reading
from ..scope import Outline
from ..text.sentences import Sentence

_WRONG_FIRST = re.compile(r"^[\s>*+-]{0,8}(?:\d{1,2}[.)]\s*)?(?:[×✗✘❌]|x(?=\s*[「\"“])|誤|NG|wrong:?|false:?)\s*[:：]?\s*[「\"“『]?.{1,160}?(?:→|⇒|->|=>)", re.IGNORECASE)
_DEFINES = re.compile(r"(?:とき|場合|もの)[^。]{0,40}(?:と(?:いう|呼ぶ|呼び|よぶ|いいます|定義))|\b(?:is|are) (?:called|said to be|termed|named)\b|\bwe (?:call|say)\b", re.IGNORECASE)
_TRANSFORMED = re.compile(r"定数|ずら|足し|足す|かけ|掛け|スケール|\b(?:constant|added|adding|scal(?:ed|ing)|shift(?:ed|ing)|multipl\w+)\b|倍", re.IGNORECASE)
_NO_EFFECT = re.compile(r"変わら|変化しな|不変|影響(?:しな|がな|を受けな)|打ち消|消え|\b(?:no effect|unchanged|invariant|cancels?|the same|does not matter|disappears?)\b", re.IGNORECASE)
_OF_CHANNELS = re.compile(r"\s*(?:[\dA-Za-z$^{}\\]{1,12}\s+)?(?:maps\b|channels?\b|filters\b)|\s*\d*\s*(?:チャン?ネル|枚)", re.IGNORECASE)
_SIZE = re.compile(r"サイズ|縦|横|高さ|解像度|大きさ|\b(?:size|height|width|side|resolution|spatial\w*)\b", re.IGNORECASE)
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
_RATE = re.compile(r"growth_rate=(\d+)")
_LAYERS = re.compile(r"layers=(\d+)")
_BLOCK = re.compile(r"\bblock\b|ブロック|出口", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|last)\b|\d\s*(?:層目|番目)", re.IGNORECASE)
_QUALITIES = ("depends_on", "causal", "independent_of_batch")


@dataclass(frozen=True)
class _Failing:
    """A claim that fails, and the sentence it was read from; `said` are its own words."""

    text: str
    negated: bool
    chars: str
    start: int
    end: int

    @property
    def said(self) -> str:
        return self.chars[self.start : self.end]


def _of_channels(c: _Failing) -> bool:
    told = _CHANNELS.search(c.chars) and not _SIZE.search(c.said)
    return bool(told or _OF_CHANNELS.match(c.chars, c.end))


def _how_many(c: _Failing) -> bool:
    return bool(_PRODUCT.search(c.said) and _HOW_MANY.search(c.chars) and not _OVER.search(c.chars))


_A_NETWORK = r"(?:AlexNet|VGG|ResNet|DenseNet|GoogLeNet|Inception|MobileNet|EfficientNet|SqueezeNet|Xception|LeNet|U-Net)[\w.-]*"
_OF_A_NETWORK = re.compile(rf"\s*(?:(?:of|as many as|as much as) (?:the )?(?:\w+ (?:of|in) )?{_A_NETWORK}|の{_A_NETWORK})", re.IGNORECASE)
_BEFORE_ITS_SHARE = re.compile(rf"{_A_NETWORK}\s*の\s*(?:約|およそ|わずか)?\s*$", re.IGNORECASE)
_NETWORKS = re.compile(r"vgg|resnet|alexnet|lenet|googlenet|mobilenet|densenet|squeezenet")
_OF_WHAT_IT_IS_NOT = re.compile(r"(?:\b(?:isn['’]t|is not|not)\b|n['’]t\b)[^.;]{3,80}\b(?:which|that) would (?:have|need|take|cost|hold|be|require)\b[^.;]{0,16}$|(?:ではな|でな)[^。]{2,40}(?:だったら|なら|であれば)[^。、]{0,12}$", re.IGNORECASE)


def _of_two_networks(c: _Failing) -> bool:
    """A share of a network's count, where layers were read: less than a fifth of VGG-16."""
    return not _NETWORKS.search(c.text) and bool(_OF_A_NETWORK.match(c.chars, c.end) or _BEFORE_ITS_SHARE.search(c.chars[: c.start]))


_LOOKS: tuple[tuple[tuple[str, ...], Callable[[_Failing], object], str], ...] = (
    (("invariant_to", "unchanged_by"), lambda c: c.negated and _BLIND.search(c.chars), "what is not seen changes nothing"),
    (("params_ratio", "macs_ratio"), _of_two_networks, "networks are compared"),
    (("params", "macs"), lambda c: _OF_WHAT_IT_IS_NOT.search(c.chars[: c.start]), "it is the count of what the layer is not"),
    (("normalised_over",), _how_many, "it is told how many there are"),
    (("normalised_over",), lambda c: _TRANSFORMED.search(c.chars) and _NO_EFFECT.search(c.chars), "it tells what has no effect"),
    (("causal",), lambda c: _DEFINES.search(c.chars), "a word is defined"),
    (("depends_on",), lambda c: "groups" not in c.text and re.search(r"\bgroups?\s*=", c.chars), "it is of so many groups"),
    (("spatial_preserved",), _of_channels, "the channels are spoken of"),
    (_QUALITIES, lambda c: _LOST.match(c.chars, c.end), "it is said to be lost"),
    (("composition",), lambda c: _EXAMPLE.search(c.chars), "an example is supposed"),
    (("composition",), lambda c: _NESTED.search(c.said), "calls within calls are written from the last to the first"),
    (("monotone",), lambda c: "channels" in c.text and _RESOLUTION.search(c.chars), "the resolution is spoken of too"),
    (("channels_after",), lambda c: _of_one_layer(c), "what one layer puts out is spoken of"),
    (("channels_after",), lambda c: _of_a_longer_block(c), "the last layer is told, and then the block"),
)  # fmt: skip


def said_otherwise(statement: Statement, text: str, reading: Reading, sentence: Sentence, outline: Outline) -> str | None:
    """Why the words do not claim what was read of them, or None."""
    claim = _Failing(text, statement.negated, sentence.text.chars, reading.start, reading.end)
    if MARKED_WRONG not in reading.notes and _is_put_as_wrong(claim.said, outline.blocks[sentence.block].raw):
        return "it is put as wrong, and corrected"
    if TAKEN_BACK.match(claim.chars, claim.end):
        return "it is taken back at once"
    if not claim.negated and DENIED not in reading.notes and _DENIED_BELOW.match(claim.chars, claim.end):
        return "it is denied"
    if statement.predicate in _WIRING and (name := _owner(claim, sentence)):
        return f"the brackets belong to {name}"
    return next((why for predicates, look, why in _LOOKS if statement.predicate in predicates and look(claim)), None)


_WIRING = ("composition", "combine", "feeds")
_BRACKETED = re.compile(r"(?<![A-Za-z])([A-Za-z][\w.+-]{0,15})\s*[（(]\s*$")
_PARTS = re.compile(r"block|layer|unit|module|conv\w*|BN|ReLU|order|path|type|version|basic|bottleneck|pre-?activation", re.IGNORECASE)  # no names of networks


def _owner(claim: _Failing, sentence: Sentence) -> str | None:
    """The name before brackets in which the claim stands, where it is none of the field's: V1（...）と V2（...）."""
    named = _BRACKETED.search(claim.chars[: claim.start])
    if named is None or _PARTS.fullmatch(named[1]) or any(m.start < named.end(1) and named.start(1) < m.end for m in sentence.subjects):
        return None
    return named[1]


def _is_put_as_wrong(said: str, line: str) -> bool:
    """Whether the words stand before the arrow of a line that begins with a cross: × ... → ○ ..."""
    wrong = _WRONG_FIRST.match(line)
    return bool(wrong and said in wrong[0] and said not in line[wrong.end() :])


def _of_one_layer(c: _Failing) -> bool:
    """The value is the growth rate, which each layer puts out."""
    rate = _RATE.search(c.text)
    return bool(rate and " - C ==" not in c.text and c.text.endswith(f"== {rate[1]}") and _OWN_OUTPUT.search(c.chars))


_OF_ITS_BLOCK = re.compile(r"[^.;,。、]{0,12}?\b(?:of|in) (?:the|a|this|that|its|each) (?:\w+ ){0,2}block\b|[^.;,。、]{0,12}?ブロックの", re.IGNORECASE)


def _of_a_longer_block(c: _Failing) -> bool:
    """The sentence has what its last layer receives ("the sixth layer sees ..."), and then what the block puts out."""
    layers, ordinal = _LAYERS.search(c.text), _ORDINAL.search(c.chars)
    if layers is None or ordinal is None:
        return False
    after = max((m.end() for m in [_OF_ITS_BLOCK.match(c.chars, ordinal.end())] if m), default=ordinal.end())
    if not _BLOCK.search(c.chars, after, max(after, c.start)):
        return False
    return holds(f"{c.text[: layers.start(1)]}{int(layers[1]) + 1}{c.text[layers.end(1) :]}")
