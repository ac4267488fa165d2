"""Counts of a part, or of something without weights, where a failing claim takes them for a layer's.

"64 scales and 64 shifts", γ は何個, 「16」は重みを持つ層の数で、プーリングは数えません, "7×7×512 → 4096", 2つの全結合で 8,192 個,
ResNet-20 read as another ResNet, a formula of a row on self-attention: each number is right where it stands.
"""

from __future__ import annotations

from numbers import Rational

from ...properties.statement import Statement
from ...properties.verdict import Verdict
from .. import patterns as re
from ..reading import Reading
from ..scope import Outline
from ..text.sentences import Sentence

COUNTS = ("params", "macs", "params_ratio", "macs_ratio")
_PART_AFTER = re.compile(
    r"\s*(?:個の|つの)?\s*(?:scales?|shifts?|gains?|offsets?|gammas?|betas?|means?|variances?|biases|γ|β|μ|σ|移動平均|移動分散|スケール|シフト|バイアス(?!込|を含|あり))(?![A-Za-z])",
    re.IGNORECASE,
)
_BIAS_BESIDE = re.compile(  # 75 weights (and one bias), 個の重みと、ほかにバイアスが1つ
    r"[\s$]*(?:weights|個の重み|の重み|重み|parameters|numbers|個)?[\s,、]*[(（—–-]?\s*(?:and|plus|\+|(?<=weights )with(?! (?:its|the|bias))|besides|beside|on top of|と|、|に加え(?:て)?|のほか(?:に)?|他に|ほかに|別に|それに)[\s,、]*(?:(?:also|then|ほかに|他に|別に)[\s,、]*)?"
    r"(?:one|an?|its|the|1つの|1個の|一つの|\d+|a single|one single)?\s*(?:個の)?\s*(?:bias(?!es (?:are )?(?:included|counted))|バイアス(?!(?:を|も)?(?:含|込|入れ))|切片)",
    re.IGNORECASE,
)
_VALUES = re.compile(r"[\s$]*(?:(?:different|distinct|output|input) )?(?:values|entries|pixels|positions|activations|neurons|samples|個の値|個の画素|画素|要素)(?![A-Za-z])", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?![\d,.]*\d)")
_ONE_OF_TWO = re.compile(r"(?:γ|ガンマ|gamma|scales?|スケール)(?![A-Za-z])|(?P<other>β|ベータ|\bbeta\b|shifts?|シフト)", re.IGNORECASE)
_WEIGHTS = re.compile(r"(?:パラメータ|パラメーター|重み|係数|parameters?|params?|weights?)", re.IGNORECASE)
_TAKEN_IN = re.compile(  # of a whole network, its normalisations counted too
    r"\b(?:including|counting|incl\.?|plus|excluding|not counting|apart from|besides|in addition to)\s+(?:(?:the|those of|its|all|that of)\s+)*(?:BN|batch[- ]?norm\w*)"
    r"|\d\s*(?:M|million|k)?\s*(?:parameters|weights)\s+(?:with|without)\s+(?:BN|batch[- ]?norm\w*)"
    r"|(?:BN|バッチ(?:正規化|ノーマライゼーション)|batch[- ]?norm\w*)\s*(?:層)?(?:の(?:分|ぶん|パラメータ|[^、。]{0,8}(?:γ|β)))?(?:も|を|まで)?\s*(?:含[めみむま]|込み|こみ|除[きいく]|入れ)", re.IGNORECASE
)
_OF_BOTH = re.compile(r"γ|β|gamma|beta|学習|統計量|移動|バッファ|\b(?:learn\w*|statistics|moving|running|stored|buffers?|scales?|shifts?)\b", re.IGNORECASE)
_BOTH_STATISTICS = re.compile(r"stats_count\(batch_norm, in_channels=(\d+)\) == (\d+)$")
_CHANNELS_AFTER = re.compile(r"[\s$]*(?:(?:input|output|of the|of its) )?(?:channels?\b|チャン?ネル)(?! (?:in|out)\b)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\s*(?:learn(?:able|ed)|train(?:able|ed)|free|adjustable))?[\s\w:：=はがもの数個をs]{0,10}", re.IGNORECASE)
_ARROW = re.compile(r"(?:→|->|⇒|\\to|\\rightarrow)\s*\$?\s*$")
_SEVERAL = re.compile(r"(?:2|3|二|三|ふた|みっ)\s*(?:つ|層|枚)(?:で|の(?:合計|和)|合わせて|分)|\b(?:two|three|both|together|altogether|combined)\b|合わせて|合計|計(?=\s*\d)", re.IGNORECASE)
_CHAIN = re.compile(r"\d\s*(?:→|->)\s*[\d,]+\s*(?:→|->)\s*[\d,]+")
_NETWORK = re.compile(r"(?<![A-Za-z])(resnet|vgg|densenet)\s*[-‐ ]?\s*(\d{1,4})(?!\d)", re.IGNORECASE)
_THINNER = re.compile(r"(?:幅|width|α|alpha|multiplier|倍率|解像度|resolution|ρ)\s*(?:を|が|は|=|of)?\s*(?:0?\.\d|1/2|半分|half)|(?:0\.\d+)\s*(?:x|×|倍)?\s*(?:の)?MobileNet", re.IGNORECASE)
_NETWORKS = ("vgg", "resnet", "alexnet", "lenet", "googlenet", "mobilenet", "densenet", "squeezenet")
VARIANTS = 0.06  # by how much variants of a published network differ: groups, biases, batch norm
_FOREIGN = re.compile(r"(?<![A-Za-z])(?:self-?attention|attention|RNN|LSTM|GRU|transformer|MLP|softmax)(?![A-Za-z])|自己注意|注意機構|射影|再帰|リカレント", re.IGNORECASE)


def counted_part(statement: Statement, text: str, verdict: Verdict, reading: Reading, sentence: Sentence, outline: Outline) -> str | None:
    """Why the number is a part's, another network's or no count of weights at all, in words; None where nothing says so."""
    if (both := _BOTH_STATISTICS.match(text)) and int(both[2]) == 2 * int(both[1]) and (sentence.cell is not None or _OF_BOTH.search(outline.blocks[sentence.block].raw)):
        return "means and variances, or scales and shifts, are counted together"
    if statement.predicate not in COUNTS:
        return None
    chars = sentence.text.chars
    if statement.where and _CHANNELS_AFTER.match(chars, reading.end):
        return "channels are counted"
    if statement.subject == "conv2d" and re.search(r"subsampl|サブサンプリング", chars, re.IGNORECASE):
        return "what subsamples is no convolution"
    if _PART_AFTER.match(chars, reading.end) and "bias=false) + " not in text:
        return "a part of its parameters is counted"
    if "bias=true" in text and _BIAS_BESIDE.match(chars, reading.end):
        return "the bias is told beside it"
    if statement.subject not in _NETWORKS and _SHARED_OUT.match(chars, reading.end):
        return "it is a total, of which a part is the layer's"
    if statement.predicate == "params" and any(_VALUES.match(chars, m.end()) for m in _DIGITS.finditer(chars, reading.start, reading.end) if m.end() == reading.end or not _DIGITS.search(chars, m.end(), reading.end)):
        return "values are counted"
    window = re.search(r"kernel_size=(\d+)", text)
    if window and re.search(_SPANS + rf"{window[1]}\s*[x×]\s*{window[1]}(?!\d)|(?<![\d×x]){window[1]}\s*[x×]\s*{window[1]}\s*(?:の(?:範囲|領域))?\s*(?:を|に|と)\s*(?:カバー|覆|またが|跨|相当|見)", chars, re.IGNORECASE):
        return "its window is what a kernel spans"
    if statement.subject == "batch_norm" and statement.predicate == "params" and not _WEIGHTS.search(chars) and _asked_for_means(sentence, outline):
        return "means are counted"
    if statement.subject == "batch_norm" and _TAKEN_IN.search(chars):
        return "it is the count of a whole, its normalisations taken in"
    if statement.subject == "batch_norm" and _of_one_of_two(chars, reading):
        return "one of its two kinds of parameters is spoken of"
    if (statement.subject or "").endswith("pool2d") and statement.predicate == "params" and sentence.cell is None and not _is_of_weights(chars, reading):
        return "it is no number of weights"
    if _ARROW.search(chars, max(0, reading.start - 12), reading.start) and not _WEIGHTS.match(chars[reading.end :].lstrip(" 個の$")):
        return "it is a number of channels or units"
    if _CHAIN.search(chars) and _SEVERAL.search(chars) and "+ params(" not in text:
        return "several layers are counted together"
    return _of_another(statement, text, verdict, chars, sentence, outline)


_SHARED_OUT = re.compile(
    r"[\s$)）]*(?:個)?(?:の)?(?:(?:trainable|learned|learnable) )?(?:param\w*|weights|MACs|multipl[\w-]*(?: adds)?|パラメータ|重み)?[\s,、;(（—–-]*(?:(?:about|roughly|nearly|almost|over|just) )?(?:[\d.]+\s*(?:%|percent)\s*of (?:them|which|these)|(?:most|all|half|the bulk|the majority|nine tenths|two thirds|three quarters|a third) of (?:them|which|these)|of which|大半|ほとんど|大部分|そのうち|うち)", re.IGNORECASE
)
_SPANS = r"\b(?:spans?|covers?|reach(?:es)?|stretch(?:es)?|extends?|sees?|looks? at)[\s*_]*(?:over |across |an? |the )*"
_MEANS = re.compile(r"\b(?:means?|averages|statistics|variances)\b|平均|統計|分散", re.IGNORECASE)


def _asked_for_means(sentence: Sentence, outline: Outline) -> bool:
    """Whether the question or sentence before, in the same block, speaks of means and of no parameters."""
    before = [e.words for e in outline.sentences[sentence.block] if sentence.number - 3 <= e.number < sentence.number and e.cell == sentence.cell]
    return any(_MEANS.search(words) for words in before) and not any(_WEIGHTS.search(words) for words in before)


def _of_one_of_two(chars: str, reading: Reading) -> bool:
    """γ は何個? 128: only one of scale and shift is named."""
    kinds = {bool(m["other"]) for m in _ONE_OF_TWO.finditer(chars)}
    return len(kinds) == 1 and not _WEIGHTS.search(chars)


def _is_of_weights(chars: str, reading: Reading) -> bool:
    """Whether the number stands right beside a word of parameters."""
    before = list(_WEIGHTS.finditer(chars, 0, reading.end))
    after = _WEIGHTS.search(chars, reading.end, min(len(chars), reading.end + 24))
    number = re.search(r"\d[\d,]*", chars[reading.start : reading.end])
    start = reading.start + (number.start() if number else 0)
    near = any(m.end() >= reading.start or _BETWEEN.fullmatch(chars[m.end() : start]) for m in before)
    return near or bool(after and _BETWEEN.fullmatch(chars[reading.end : after.start()]))


def _nearly(verdict: Verdict) -> bool:
    """Whether the total is what another variant of the network has: off by a few parts in a hundred."""
    counter = verdict.counterexample
    pair = (counter.claimed, counter.measured) if counter else ()
    if len(pair) != 2 or not all(isinstance(value, Rational | float) for value in pair):
        return False
    claimed, measured = pair
    return abs(float(claimed) - float(measured)) <= VARIANTS * abs(float(measured))


def _of_another(statement: Statement, text: str, verdict: Verdict, chars: str, sentence: Sentence, outline: Outline) -> str | None:
    """A network of another depth or width; a row or sentence on an operation that is no convolution."""
    if statement.subject in _NETWORKS and "part=layer" not in text and _nearly(verdict):
        return "published networks differ by as little"
    named = {m[1].lower(): m[2] for m in _NETWORK.finditer(chars)}
    depth = re.search(r"depth=(\d+)", text)
    if depth and statement.subject in named and named[statement.subject] != depth[1]:
        return "another depth is named"
    if statement.subject == "mobilenet" and "width" not in text and _THINNER.search(chars):
        return "another width is named"
    row = " ".join(e.words for e in outline.sentences[sentence.block]) if sentence.cell is not None else sentence.words
    if (statement.subject or "").startswith("conv") and _FOREIGN.search(row) and not re.search(r"畳み?込|conv", row, re.IGNORECASE):
        return "another operation is spoken of"
    return None
