"""What a count is taken over: the whole layer, one point of the output, one value of it, one filter."""

from __future__ import annotations

from .. import patterns as re

_TAKEN_ONE = r"\s*を?\s*(?:(?<!\d)[1１一]\s*(?:つ|個|点)|ひとつ)(?!\d)"  # 出力の値を 1 つ
_ONE_JA = r"(?:[1１一]|ひと|各)\s*(?:つ|個|枚)?\s*の?"
_POINT = re.compile(
    rf"{_ONE_JA}(?:出力)?(?:の)?(?:点|位置|画素|ピクセル|か所|箇所|ヶ所|カ所|場所)(?!目)|(?:出力)?(?:画素|ピクセル|位置|点)\s*(?:[1１一]\s*(?:つ|個|点)|ひとつ|ごと|あたり|当たり|につき|毎)"
    rf"|(?:出力)?(?:画素|ピクセル|位置|点){_TAKEN_ONE}"
    r"|\b(?:positions|pixels|locations|points),? each\b|(?<!\d)\b1\s+(?:output\s+)?(?:point|position|location|pixel)\b|\b(?:one|each|per|single|every|a)\s+(?:single\s+)?(?:output\s+)?(?:spatial\s+)?(?:output\s+)?(?:point|position|location|pixel)\b",
    re.IGNORECASE,
)
_FILTER = re.compile(
    rf"(?:フィルター?|カーネル|チャン?ネル|枚|枠|窓)\s*(?:[1１一]\s*(?:枚|つ|個)?|ひとつ)(?![\d×x*チ])|{_ONE_JA}(?:出力)?(?:の)?(?:フィルター?|カーネル|窓|枠(?!組)|出力チャン?ネル)"
    r"|(?:フィルター?|カーネル|出力チャン?ネル)(?:ごと|毎|あたり|当たり|につき)"
    r"|\b(?:one|each|per|single|every|a single)\s+(?:output\s+)?(?:filter|kernel|output channel)\b|\b(?:one|each|every(?: one)?|any)\s+of\s+(?:the|its|these|those|our)\s+(?:\S{1,4}\s+)?(?:filters|kernels|output channels)\b",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"[・、,]\s*[1１一]\s*チャン?ネル|\band (?:one|each|per)?\s*(?:single )?(?:output )?(?:channel|plane|map)\b|(?:点|画素|位置|ピクセル)の?[1１一]\s*チャン?ネル", re.IGNORECASE)
_VALUE = re.compile(
    r"\b(?:neurons|units|values|outputs|activations),? each\b|\b(?:one|each|every|per|single)\s+(?:single\s+)?(?:output\s+)?(?:value|element|neuron|activation|number|output|entry)\b(?!\s+(?:position|pixel|location|point|channels?|maps?))"
    rf"|(?:出力|(?:出力)?(?:の)?(?:値|要素|数値|数字|マス目?|セル)){_TAKEN_ONE}"
    rf"|(?<![\d])[1１一]\s*出力(?:を|あたり|につき|ごと)|出力の?(?:[1１一]\s*(?:つ|個)?の?)?(?:マス|ます目)|出力の?(?:値|要素|数値|数字)\s*(?:[1１一]\s*(?:つ|個)?|ひとつ)|(?:[1１一]\s*つ|ひとつ|1個)の出力(?!チャ|マップ|特徴|サイ)|出力(?:の)?(?:[1１一]|ひと)\s*(?:つの)?(?:要素|値|個|マス)|出力\s*(?:[1１一]つ|ひとつ)(?:を|あたり|につき)|{_ONE_JA}(?:出力)?(?:の)?(?:値|要素)(?:を|あたり|につき|の)",
    re.IGNORECASE,
)
_ALL_FILTERS = re.compile(r"(?:すべての?|全ての?|全)(?:フィルター?|カーネル|出力チャン?ネル)|\ball (?:the |output )?(?:filters|kernels|channels)", re.IGNORECASE)
_ALL = re.compile(r"全体|すべての?(?:点|画素|位置)|全ての?(?:点|画素|位置)|全(?:画素|部で)|\ball (?:the )?(?:positions|pixels|outputs)|\btotal\b|overall|in all|altogether", re.IGNORECASE)

_REASON = re.compile(r"^.*(?:ので|ため|から)[、,]\s*|^.*\b(?:because|since)\b[^,]{0,80},\s*", re.IGNORECASE)
_SO_THE_LAYER = re.compile(r"^.*\b(?:so(?: that)?|hence|thus|therefore|which means)\b(?=[^.;]{0,12}\b(?:the|a|one|such an?|this|its)\s+(?:\w+ ){0,2}(?:layer|convolution|network)\b)", re.IGNORECASE)

_VALUES_AFTER = re.compile(r"\s*\$?\s*(?:個の出力(?:の)?(?:値|要素)?|(?:output|result\w*) (?:values?|elements?|entries|numbers?|activations?)\b|outputs\b)", re.IGNORECASE)
_VALUES_ARE = re.compile(r"出力(?:の)?(?:要素|値|個数)(?:の?数)?(?:は|が)\s*\$?\s*$|\b(?:outputs|output (?:values|elements)) (?:is|are)\s*\$?\s*$", re.IGNORECASE)


def of_output_values(words: str, start: int, end: int) -> bool:
    """Whether what stands at a place is how many values come out: no cost, but how often one is paid.

    >>> of_output_values("there are HWM output values", 10, 13), of_output_values("it costs HWM operations", 9, 12)
    (True, False)
    """
    return bool(_VALUES_AFTER.match(words, end) or _VALUES_ARE.search(words[:start]))


def scope_of(said: str) -> str:
    """`output`, `position`, `filter`, or nothing where the words before a count restrict it to none of these.

    >>> [scope_of(t) for t in ("1画素ぶんをフィルタ1枚で求めるのに", "each output pixel", "one output value", "全画素、全フィルタでは")]
    ['output', 'position', 'output', '']
    >>> scope_of("each is used once for every output position, so that the layer costs")
    ''
    """
    said = _SO_THE_LAYER.sub("", _REASON.sub("", said))
    if _ALL.search(said):
        return ""
    if _VALUE.search(said):
        return "output"
    if _ALL_FILTERS.search(said):
        return "position" if _POINT.search(said) else ""
    if _POINT.search(said):
        return "output" if _FILTER.search(said) or _CHANNEL.search(said) else "position"
    return "filter" if _FILTER.search(said) else ""
