"""What changes the memory that is taken: other number formats, a larger batch, im2col's copies, the queues of fast generation.

Slots: what is changed (fp16 for fp32, a batch doubled), what takes the memory (maps, weights), by how much. A queue holds
what a dilated layer reaches back to; a patch matrix holds every value once for each tap that reads it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.layers import gathered, words
from ..sizes.setting import sentences_above
from ..text.numerals import number_of
from .receptive_context import context_of

_FORMATS = re.compile(r"(?P<f8>float64|fp64|double precision|倍精度)|(?P<f4>float32|fp32|\bf32\b|single precision|\bfloats?\b|単精度)|(?P<f2>b?float16|b?fp16|\bf16\b|half precision|半精度)|(?P<f1>u?int8|8[- ]?bit|8\s*ビット)", re.IGNORECASE)
_RATIO = re.compile(
    r"(?P<half>半分|半減|\bhalf\b|\bhalv(?:es|ed|ing)\b)|(?P<quarter>\b(?:a |one )?(?:quarter|fourth)\b|四分の一)|(?P<twice>\btwice\b|\bdoubl(?:es?|ed|ing)\b|(?<!\d)倍(?=に|の|と|だ|で|。|$))"
    r"|(?P<inverse>\d)\s*分の\s*[1一]|1\s*/\s*(?P<slash>\d)(?!\d)|(?P<times>\d{1,2}|two|three|four|eight)[\s-]*(?:times|倍|x\b|-?fold)",
    re.IGNORECASE,
)
_MEMORY = re.compile(r"memor|\bspace\b|\broom\b|\bstorage|\bbytes?\b|\bRAM\b|\btakes?\b|\boccup\w+|\bsize\b|\bfootprint|\bfile\b|メモリ|容量|バイト|サイズ|占め|領域", re.IGNORECASE)
_BATCH = re.compile(r"\bbatch\w*|バッチ", re.IGNORECASE)
_ACTIVATIONS = re.compile(r"activations?|feature maps?|(?<!weight )\bmaps\b|特徴マップ|活性|中間(?:出力|結果|の値)", re.IGNORECASE)
_WEIGHTS = re.compile(r"\bweights?\b|\bparam\w*|重み|パラメータ", re.IGNORECASE)
_GROWS = re.compile(r"\bdoubl\w+|\btwice\b|\bgrows?\b|\bscales?\b|\bproportional\w*|\blinear\w*|\bmore\b|\blarger\b|\bincreas\w+|倍|増え|比例|大きく|膨ら", re.IGNORECASE)
_STAYS = re.compile(r"(?:does|do|are|is|will)(?:n['’]t| not)\b|\bsame\b|\bunchanged\b|\bconstant\b|\bindependent\b|\bstays?\b|\bremains?\b|\bno (?:more|extra)\b|変わら|変わりません|同じ|増え(?:な|ませ|ず)|一定|そのまま|よら(?:な|ず)|関係(?:な|し)", re.IGNORECASE)
_INFLATES = re.compile(r"inflat|blow[ns]?\b|膨[られ]|\blarger\b|\bbigger\b|\btimes\b|-?fold\b|倍", re.IGNORECASE)
_COPIED = re.compile(r"im2col|patch matri\w+|patches|unfold|(?<![A-Za-z])cols?(?![A-Za-z])|パッチ行列|展開した行列|列に展開", re.IGNORECASE)
_OF_THE_INPUT = re.compile(r"\b(?:input|image|original|maps?)\b|入力|元の|画像|マップ", re.IGNORECASE)
_FOLD = re.compile(r"(?<![\d.])(?P<n>\d{1,3})\s*(?:倍|times\b|-?fold\b)|\b(?P<w>four|nine|sixteen|twenty-five|twenty five|forty-nine)(?:[\s-]*(?:times|fold))\b|(?P<l>[A-Za-z]{1,2}\s*(?:\^\s*\{?2\}?|²|(?:\s*[x*]\s*|\s+)[A-Za-z]{1,2}))(?:\s|\$)*(?:倍|times\b|-?fold)", re.IGNORECASE)
_FOLDS = {"four": 4, "nine": 9, "sixteen": 16, "twenty-five": 25, "twenty five": 25, "forty-nine": 49}
_SQUARE = re.compile(r"(?<![\dx*])([1-9])\s*[x*]\s*\1(?![\dx*]|\s*[x*]\s*\d)")
_SAME = re.compile(r"\bsame\b|padding (?:of |= ?)?\d|パディング|余白", re.IGNORECASE)
_STRIDED = re.compile(r"(?:stride|ストライド|歩幅)\s*(?:of|=|が|は|を)?\s*([1-9])(?!\d)", re.IGNORECASE)
_QUEUE = re.compile(r"queue|buffer|cache|remember|キュー|バッファ|キャッシュ|覚え|記憶|保持|ためて|溜め", re.IGNORECASE)
_KEEPS = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})\s*(?:個の?|つの|本の?|点の?|時刻分の?)?\s*(?:past |previous |old |earlier )?(?:vectors?|activations?|values|samples?|entries|elements|slots?|time ?steps?|steps|states?|ベクトル|要素|値|活性|標本|サンプル|個|ステップ|時刻)", re.IGNORECASE)
_ONE_DILATION = re.compile(r"(?:\bdilation(?: rate| factor)?|拡張率|膨張率|ダイレーション|間隔)\s*(?:of|is|=|が|は|を)?\s*(\d{1,5})(?![\d,.]\d|\s*(?:,|、|から|to\b|\.\.|…))", re.IGNORECASE)
HEDGED = re.compile(r"\b(?:about|roughly|nearly|almost|up to|at (?:least|most)|more than|less than)\b|約|ほぼ|およそ|以[上下]|程度|近く", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of how memory changes."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or re.search(r"[?？]\s*$", s.words):
        return
    text = plain(s.text.chars)
    yield from _queue(view, text)
    yield from _copies(view, text)
    yield from _formats(view, text)
    yield from _batches(view, text)


def _queue(view: View, text: str) -> Iterator[Reading]:
    """How many past values a dilated layer has to keep: as many as it reaches back to."""
    above = [e.words for e in list(sentences_above(view))[:2]]
    kept, dilations = list(_KEEPS.finditer(text)), _ONE_DILATION.findall(text)
    if not any(_QUEUE.search(t) for t in (text, *above)) or len(kept) != 1 or len(dilations) != 1:
        return
    own, context = gathered(text).size, context_of(view)
    kernel = own or context.merged().size or 2
    sure = bool(own) and not HEDGED.search(text) and not words("epistemic").search(text)
    kernels = dict.fromkeys([kernel, *([] if own else [2, *(layers.size for layers in context.others() if layers.size)])])
    texts = [f"receptive_field(causal_conv1d, kernel_size={k}, dilation={dilations[0]}) - 1 == {kept[0]['n'].replace(',', '')}" for k in kernels]
    yield Reading(texts[0], kept[0].start(), kept[0].end(), ("as far as the layer reaches back",), tuple(texts[1:]), sure=sure, firm=True, predicate="memory", subject="causal_conv1d")


def _copies(view: View, text: str) -> Iterator[Reading]:
    """By how much im2col inflates its input: as often as each value is read."""
    fold = _FOLD.search(text)
    if fold is None or not _INFLATES.search(text) or not _OF_THE_INPUT.search(text):
        return
    above = [plain(e.text.chars) for e in list(sentences_above(view))[:3]]
    if not any(_COPIED.search(t) for t in (text, *above)):
        return
    strides = [int(n) for n in _STRIDED.findall(text)]
    told = (f", stride={strides[0]}" if strides else "") + (", padding=same" if _SAME.search(text) else "")
    told = told if strides or fold["n"] or fold["w"] else ", stride=S, padding=P"
    held = f"memory(conv2d, kernel_size={{k}}{told}, in_channels=C, out_channels=C)"
    if fold["l"]:
        statement = f"{held.format(k='K')}*K**2 == K**2*H*W*C"
        yield Reading(statement, fold.start(), fold.end(), ("every value once for each tap that reads it",), sure=False, predicate="memory", subject="conv2d")
        return
    number = int(fold["n"]) if fold["n"] else _FOLDS[fold["w"].lower()]
    kernels = [int(k) for t in (text, *above) for k in _SQUARE.findall(t)]
    if not kernels:
        return
    own = set(map(int, _SQUARE.findall(text)))
    texts = [f"{held.format(k=k)}*{k}**2 == {number}*H*W*C" for k in dict.fromkeys(kernels)]
    sure = len(own) == 1 and not HEDGED.search(text) and strides in ([], [1])
    yield Reading(texts[0], fold.start(), fold.end(), ("every value once for each tap that reads it",), tuple(texts[1:]) if not sure else (), sure=sure, predicate="memory", subject="conv2d")


def _formats(view: View, text: str) -> Iterator[Reading]:
    """What one format of numbers takes beside another."""
    named = [(m.start(), int(next(g[1:] for g, v in m.groupdict().items() if v))) for m in _FORMATS.finditer(text)]
    ratios = [m for m in _RATIO.finditer(text) if not re.match(r"\s*(?:精度|precision)", text[m.end() :])]
    if not named or len(ratios) != 1 or not _MEMORY.search(text):
        return
    share, sizes = _share(ratios[0]), list(dict.fromkeys(n for _, n in named))
    if not share:
        return
    others = sizes[1:] if len(sizes) == 2 else _formats_above(view, sizes[0]) if len(sizes) == 1 else []
    directed = _directed(text, [(m.start(), m.end()) for m in _FORMATS.finditer(text)]) if len(sizes) == 2 and len(named) == 2 else 0
    if directed:
        a, b = (sizes[0], sizes[1]) if directed > 0 else (sizes[1], sizes[0])
        yield Reading(f"{a}/{b} == {share}", ratios[0].start(), ratios[0].end(), ("the bytes of one number in either format",), sure=not HEDGED.search(text) and not _FASTER.search(text), firm=True, predicate="memory")
        return
    statements = [f"{a}/{b} == {share}" for n in others for a, b in ((sizes[0], n), (n, sizes[0])) if (a > b) == (not share.startswith("1/"))]
    if statements:
        yield Reading(statements[0], ratios[0].start(), ratios[0].end(), ("the bytes of one number in either format",), tuple(statements[1:]), sure=False, firm=True, predicate="memory")


_FASTER = re.compile(r"speed|fast|slow|throughput|accura|precis(?:e|ion of)|速|精度", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:instead of|than|compared (?:to|with)|rather than|over|relative to|as much as|that of|what)\b|に比べ|より|と比べ|の代わり|に対し", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s*$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|into|->|→|から|を)\s*$", re.IGNORECASE)


def _directed(text: str, places: list[tuple[int, int]]) -> int:
    """Which of two formats is set beside the other: 1 for the first one, -1 for the second, 0 where nothing says so."""
    (start, end), (second, stop) = places
    between = text[end:second]
    if _FROM.search(text[:start]) or _TO.fullmatch(between):
        return -1  # from fp32 to fp16
    if re.match(r"\s*(?:の)?(?:に|と)比べ|\s*より|\s*の代わり|\s*に対し", text[end:]) and not _BESIDE.search(text[stop : stop + 8]):
        return -1  # float32 に比べて int8 は
    return 1 if _BESIDE.search(between) or re.match(r"\s*(?:に比べ|より|と比べ|の代わり|に対し)", text[stop:]) else 0


def _formats_above(view: View, own: int) -> list[int]:
    """The formats told before the sentence; numbers of four bytes where none is."""
    outline = view.outline
    found = [int(next(g[1:] for g, v in m.groupdict().items() if v)) for at in range(max(0, view.sentence.block - 40), view.sentence.block + 1) for m in _FORMATS.finditer(outline.blocks[at].raw[:1_000])]
    return [n for n in dict.fromkeys([*found, 4]) if n != own]


def _share(m: re.Match[str]) -> str:
    """The ratio in the statement language."""
    if m["half"]:
        return "1/2"
    if m["quarter"]:
        return "1/4"
    if m["twice"]:
        return "2"
    if m["inverse"] or m["slash"]:
        return f"1/{m['inverse'] or m['slash']}"
    number = number_of(m["times"]) or 1
    return str(number) if number > 1 else ""


def _batches(view: View, text: str) -> Iterator[Reading]:
    """A larger batch takes more room for maps, and none for weights."""
    if not _BATCH.search(text) or not (_GROWS.search(text) and (_MEMORY.search(text) or _ACTIVATIONS.search(text))):
        return
    maps, weights = _ACTIVATIONS.search(text), _WEIGHTS.search(text)
    for thing, count in ((maps, "memory(conv2d)"), (weights, "params(conv2d)")):
        if thing is None:
            continue
        after = text[thing.end() : thing.end() + 40]
        stop = _WEIGHTS.search(after) if thing is maps else _ACTIVATIONS.search(after)
        after = after[: stop.start()] if stop else after
        stays = _STAYS.search(after)
        if said := stays or _GROWS.search(after):
            value = "constant" if stays else "increasing"
            yield Reading(f"monotone({count}, batch) == {value}", thing.start(), thing.end() + said.end(), sure=False, predicate="memory", subject="conv2d")
