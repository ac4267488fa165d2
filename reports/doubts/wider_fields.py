"""Fields that are told step by step, or inside a network: the layers of the sentence are then not all that are seen through.

続く 3×3 のプーリングで r = 11, "after pool2 it is 12×12", VGG16 の 5 回目のプーリングの直後で 212×212, "each 3×3 adds 8, since
the jump is 4": the layers before count too. "Points 128 samples apart" tells a gap, and no field.
"""

from __future__ import annotations

from ...properties.statement import Statement
from .. import patterns as re
from ..readers.fields_past_a_step import IN_ORDER
from ..reading import Reading
from ..scope import Outline
from ..text.sentences import Sentence

_GOES_ON = re.compile(
    r"累積|積算|続く|つづく|(?:pool|conv|プーリング|畳み込み)\s*\d\s*(?:の)?(?:あと|後|まで|で)|そこから|\bjump\b|ジャンプ|ストライドの積|\b(?:after|by) (?:the )?(?:pool|conv)\w*[ -]?\d|\bfrom (?:there|then) on\b|(?<![A-Za-z])j\s*=\s*\d",
    re.IGNORECASE,
)
_NETWORK = re.compile(r"(?<![A-Za-z])(?:vgg|resnet|alexnet|googlenet|inception|densenet|mobilenet|u-?net|lenet)", re.IGNORECASE)
_KERNELS = re.compile(r"(?<![\dx×])([1357]|11)\s*[x×]\s*\1(?!\d)")
_INTERLEAVED = re.compile(
    r"\beach (?:one |of (?:them|these|which) )?(?:is |being )?(?:followed|preceded) by\b|\balternat\w+|\binterleav\w+|\bin between\b|\bafter each (?:of (?:them|these)|one|layer|conv\w*)\b|それぞれの(?:後|あと)に|各層の(?:後|あと|間)に|交互に", re.IGNORECASE
)
_SUM_BEFORE = re.compile(r"\d\s*\+\s*\(?\d+[\s)]*(?:[·*×]|\\cdot|\\times)\s*\(?\d[\d\s+)]*=\s*$")
_KERNEL_NAMED = re.compile(r"\d\s*[x×]\s*\d|\b[kK]\s*=\s*\d|kernel|filter|taps?\b|カーネル|フィルタ|窓", re.IGNORECASE)
SHORT_PLAN = 2  # joints of a plan: of three layers and more, those before were read
LARGEST_KERNEL = 11
_PLANNED = re.compile(r"(?<![a-z])k(\d+)")
_SQUARE = re.compile(r"(?<!\d)(\d{2,4})\s*(?:[x×*]|\\times)\s*\1(?!\d)")
_OWN_KERNEL = re.compile(
    r"\b(?:kernel|filter|window) of the (?:\w+ )?(?:first|second|third|fourth|fifth|last|top)\b|\b(?:first|second|third|fourth|fifth|last|layer)(?:'s)? (?:kernel|filter|window)\b|層目の?(?:カーネル|フィルター?|窓)(?:だけ|単独)?(?:は|が|で|の)|\bon its own\b|\bby itself\b|単独|それだけで", re.IGNORECASE
)
_LAST_OF_PLAN = re.compile(r"_k(\d+)d(\d+)\) == (\d+)$")
_GAP_AFTER = re.compile(r"\s*(?:samples?|steps?|pixels?|taps?|サンプル|画素|ステップ|点)?\s*(?:apart|離れ|間隔|おき|ごと|飛ば)", re.IGNORECASE)


def of_a_wider_field(statement: Statement, text: str, reading: Reading, sentence: Sentence, outline: Outline) -> str | None:
    """Why the stated field may be seen through more layers than were read, in words, or None."""
    if "receptive_field(" not in text or "plan=" not in text:
        return None
    chars = sentence.text.chars
    if _GAP_AFTER.match(chars, reading.end):
        return "a gap is told, and no field"
    if (last := _LAST_OF_PLAN.search(text)) and (int(last[1]) - 1) * int(last[2]) + 1 == int(last[3]) and _OWN_KERNEL.search(chars):
        return "the reach of one dilated kernel is told"
    if _SUM_BEFORE.search(chars[: reading.start]) and not _KERNEL_NAMED.search(chars):
        return "a sum is written out, of layers that it does not name"
    if _GOES_ON.search(chars) and IN_ORDER not in reading.notes and text.count("_") - text.count("_stack") - text.count("_field") < SHORT_PLAN:
        return "the layers before are seen through as well"
    if any(int(k) > LARGEST_KERNEL for k in _PLANNED.findall(text)) and _SQUARE.search(chars):
        return "its kernel is the side of a map"
    near = [chars, *(e.text.chars for e in outline.sentences[sentence.block] if sentence.number - 2 <= e.number < sentence.number)]
    if any(_INTERLEAVED.search(t) for t in near):
        return "further layers stand between those that were read"
    kernels = {int(k) for k in _KERNELS.findall(chars)}
    if _NETWORK.search(chars) and not kernels:
        return "the layers of a network are spoken of"
    return None
