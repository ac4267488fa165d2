"""The words by which a stem says what it asks for, and what it leaves out."""

import re

WITHOUT = re.compile(
    r"\bno bias|without (?:any |a |the )?bias|(?:ignor|exclud|neglect|omit)\w*\s+(?:the "
    r"|all )?bias|bias(?:es)?\s+(?:is |are )?(?:not|ignored|excluded|omitted)"
    r"|bias-free|not counting bias|バイアス(?:項)?(?:は|を|も)?(?:な[いし]|無|含ま?な|含めな|考えな"
    r"|考慮しな|数えな|除|使わな|用いな|持たな)",
    re.IGNORECASE,
)
WITH = re.compile(r"\bbias(?:es)?\b|バイアス", re.IGNORECASE)
INVERSE = re.compile(
    r"\b(?:what|which|how (?:much|large a|big a))\s+(?:\w+\s+){0,2}(?:padding"
    r"|stride|kernel size|filter size|dilation|growth rate)\b"
    r"|how many (?:[\w-]+ ){0,4}layers\b|何層|(?:パディング|ストライド|カーネルサイズ|フィルタサイズ|膨張率|成長率)(?:の?幅|の?値)?は(?:いく|何|どれ)",
    re.IGNORECASE,
)
"""Questions for a size that would give a stated result: nothing that one measurement answers."""
COMPOSITE = re.compile(
    r"\b(?:2|3|4|5|6|two|three|four|five|six)\s+(?:\d+ x \d+\s+)?(?:[\w-]+\s+){0,2}(?:convolutions|poolings|layers)\b"
    r"|\bfollowed by\b|\bthen\b|\btwice\b|\bstack(?:ed)?\b|\bin a row\b|(?<!bias )\bper (?:filter"
    r"|channel|layer)\b|\bdepthwise part\b"
    r"|[2-9二三]\s*(?:つの)?層|続けて|その後|次に|さらに|[2-9二三]回|(?:フィルタ|カーネル|チャネル)(?:1つ|1枚|一つ)?(?:あたり|当たり)",
    re.IGNORECASE,
)
"""Words that join several operations, or take a part of one: no single measurement."""
MORE = re.compile(
    r"\blayers\b|\bstack|層重ね|strides?\s*(?:of\s*)?[2-9]|ストライド\s*[2-9]|pool|プーリング", re.IGNORECASE
)
PART = re.compile(
    r"\d+\s*層目|第\s*[\dlLn]+\s*層|\b\d+(?:st|nd|rd|th)\s+(?:\w+\s+)?layer|\b(?:last|first|second|third) (?:\w+ )?layer(?:'s)? (?:input|receive|get|take|see)"
    r"|(?:pointwise|depthwise) (?:part|half|step|stage|portion)|(?:pointwise|depthwise|ポイントワイズ|デプスワイズ)(?:の)?(?:部分|段|側)",
    re.IGNORECASE,
)
"""Words that take a part of an operation or one layer of several."""
RELATIVE = re.compile(
    r"relative|compar|ratio|fraction|reduc|times|percent|sav(?:e|ing)|fewer|less|more|\bper\b|each|比|倍|割合|削減|節約|少な|多|当たり|あたり|ごと"
    r"|strid|ストライド|group|グループ|bottleneck|block|network",
    re.IGNORECASE,
)
"""Words by which a cost is not the whole cost of the one operation at stride 1."""
FLOPS = re.compile(r"(?<![A-Za-z])FLOPs?(?![A-Za-z])|operations|演算(?:の)?(?:回)?数", re.IGNORECASE)
MEASURES: tuple[tuple[str, str], ...] = (
    ("axes", r"(?:which|what) (?:axes|axis|dimensions)|どの(?:軸|次元)"),
    (
        "receptive_field",
        r"receptive field|受容野|受容域|\b(?:span|cover)s? how many|how many (?:inputs?|positions|samples|pixels) (?:does|do|are|is) .{0,60}(?:span|cover)",
    ),
    ("params", r"parameters?\b|\bweights\b|パラメータ|重みの(?:数|個数|総数)|重み(?:は|が)?(?:全部で|合計で)?(?:何|いくつ)"),
    (
        "macs",
        r"multiply[- ]?(?:accumulate|add)|multiplications?|\bMACs?\b|\bFLOPs?\b|\bcost\b"
        r"|operations|計算量|積和|乗算|演算(?:の)?(?:回)?数|掛け算",
    ),
    (
        "stats",
        r"(?:how many|number of) (?:means|statistics|pairs of mean)|平均(?:値)?(?:と分散)?(?:の組)?(?:は|を)?(?:何|いくつ)",
    ),
    (
        "channels",
        r"(?:how many|number of)\s+(?:output\s+)?(?:channels|feature maps)|channels? (?:does|do|are|is)|チャネル数|特徴マップの(?:枚)?数",
    ),
    ("output", r"output|feature map|\bshape\b|how (?:large|big|wide|long)|resolution|\bsides?\b|出力|サイズ|大きさ|形状|長さ|一辺"),
)
OUTPUT_PADDING = re.compile(r"(?:output[ _-]?padding|出力パディング)\s*(?:of|=|is|が|は)?\s*(\d{1,3})", re.IGNORECASE)
CEILING = re.compile(r"\bceil(?:ing|_mode)?(?:\s*=\s*True)?\b|rounded up|rounding up|切り上げ|天井関数", re.IGNORECASE)
TWO_FLOPS = re.compile(
    r"(?:MACs?|multiply[- ]?(?:accumulates?|adds?))\)?\s*(?:=|is|as|counts? as|counted as|are)\s*(?:two|2)|two FLOPs (?:per|for)|2 FLOPs (?:per|for)"
    r"|(?:multiplication|multipl)\w* and (?:an? )?addition\w* (?:are )?(?:each )?counted? (?:separately|as one)|積和(?:演算)?(?:1回)?(?:を|は|=)\s*2",
    re.IGNORECASE,
)
ONE_FLOP = re.compile(
    r"(?:MACs?|multiply[- ]?(?:accumulates?|adds?))\)?\s*(?:=|is|as|counts? as|counted as|are)\s*(?:one|1|a single)\b|one FLOP (?:per|for)|積和(?:演算)?(?:1回)?(?:を|は|=)\s*1",
    re.IGNORECASE,
)
