"""The field of a run of dilated layers that is repeated: three rounds of 1, 2, ..., 512 see 3,070 samples, not 3,072.

Found apart: how often the run is repeated (in the sentence), the dilations of one run, the kernel, the number. A number
that is the field of the whole holds; one that is the fields of the runs added up, which share their ends, is refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from .. import patterns as re
from ..decided import FACTORS
from ..derived import extents
from ..reading import Reading, View
from ..sizes.extents import said
from ..sizes.layers import MOST, field_of, gathered, number_of, words
from ..sizes.lettering import meanings
from ..sizes.setting import sentences_above

REACH = 10  # sentences above that may tell the run
_N = r"\d{1,2}|two|three|four|five|six|seven|eight|二|三|四|五|六"
_TIMES = re.compile(
    rf"\b(?P<a>{_N})\s+(?:such |more |of these |identical |complete |full |times )?(?:rounds?|stacks?|blocks?|cycles?|runs?|copies|repetitions?|repeats|passes|groups|sets|of (?:them|these|those))\b"
    rf"|\b(?:repeat\w*|stack\w*|cycl\w+|do\w*|run\w*|go\w*|over|again|pattern|schedule)\b(?:\s+\w+){{0,6}}?\s+(?P<b>{_N})\s+times|\b(?P<c>twice|thrice)\b|\b(?P<d>{_N}) times over\b|[x×*]\s*(?P<e>[2-9])(?!\d)"
    rf"|(?P<f>{_N})\s*(?:回|度|周|巡|サイクル|スタック|ブロック|セット|組|つ|段)(?:ずつ|ほど|分)?\s*(?:の)?(?:繰|くり|反復|重ね|積[みむんめ]|つな|並べ|回[しすせ]|続け|ぶん|分|した|する|すれば|だと|なら|$|で|に|を|、)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.,×x*^/+A-Za-z_-])(\d{1,3}(?:,\d{3})+|\d{2,6})(?![\d]|\.\d|,\d{3}|\s*(?:[×x*+/^]\s*\d|層|回|段|枚|倍|%|組|ミリ|秒|k?Hz|msec|ms\b|layers?\b|times\b|channels?\b|チャ|個の重み|weights|param|blocks?\b|stacks?\b|rounds?\b|まで|から))")
_SAMPLES = re.compile(r"samples?\b|pixels?\b|標本|サンプル|画素|\b(?:of them|bring|look|reach|see|cover)", re.IGNORECASE)
_LAST = re.compile(r"(?:…|\.\.+|⋯|から|まで|\bto\b|\bthrough\b|~|〜)\s*,?\s*(\d{1,4})(?![\d,.]\d)|(?<![\d,.])(\d{1,4})\s*まで", re.IGNORECASE)
_KERNEL = re.compile(r"(?<![A-Za-z\\_])([A-Za-z])(?:\s|\$|`)*=(?:\s|\$|`)*(\d)(?![\d.,])|\b(two|three|four|five|\d)[- ](?:tap|sample|wide)\b|\b(two|three|four|five)\s+taps\b|(?:幅|長さ?|サイズ)\s*(?:を|が|は|=)?\s*(\d)(?![\d.,])", re.IGNORECASE)
_DENIED = re.compile(r"\bnot\b|n't\b|\b(?:less|more|fewer|under|short of|at (?:least|most)|nearly|almost|about|roughly|instead|rather|would|naive\w*|wrong\w*)\b|ない|ではな|でな|以[上下]|未満|約|ほぼ|およそ|弱|強(?!い)|誤|間違", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The number that a sentence tells of a repeated run."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or re.search(r"[?？]\s*$", s.words):
        return
    text = said(s)
    if added_up := list(_from_one(view, text)):
        yield from added_up
        return
    times = list(dict.fromkeys(_times(m) for m in _TIMES.finditer(text)))[:3]
    if not times:
        return
    above = [said(e) for e in list(sentences_above(view))[:REACH]]
    if not any(extents.DILATED.search(t) or words("doubling").search(t) for t in (text, *above)):
        return
    if not (extents.SEES.search(text) or _SAMPLES.search(text)) or not any(extents.SEES.search(t) for t in (text, *above)):
        return
    numbers = [m for m in _NUMBER.finditer(text) if m.start() > min(t.start() for t in _TIMES.finditer(text)) or extents.SEES.search(text[: m.start()])]
    runs, kernels = _runs(text, above), kernels_told(view, text, above)
    for m in numbers[:4]:
        yield from _told(text, m, list(product(times, kernels, runs)))


_ONE = re.compile(
    r"(?:(?<!\d)1|一|ひと)\s*(?:周|巡|サイクル|スタック|ブロック|セット|組|回し|まわり)[^。.;\d]{0,24}?(?P<a>\d{1,3}(?:,\d{3})+|\d{2,6})(?!\d|\s*(?:層|回|枚|段|[×x*]))"
    r"|\b(?:one|a single|each|every|a)\s+(?:such |full |complete )?(?:cycle|stack|block|round|pass|run|repetition|group|set)\b[^.;\d]{0,40}?(?P<b>\d{1,3}(?:,\d{3})+|\d{2,6})(?!\d|\s*(?:layers|times|[×x*]))", re.IGNORECASE
)
_ADDS = re.compile(r"ずつ|だけ(?:増|広|伸)|\d\s*(?:サンプル|画素|点)?(?:ほど|も)?\s*(?:増え|広が|伸び|大きく)|\b(?:adds?|adding|gains?|grows?|widens?|more|further|by)\b", re.IGNORECASE)
_LAYERED = re.compile(r"dilat|拡張|膨張|層|畳|\blayers?\b|conv|wavenet|causal", re.IGNORECASE)


def _from_one(view: View, text: str) -> Iterator[Reading]:
    """One round sees 1,024, three rounds 3 × 1,024: whatever the layers are, the rounds share their ends."""
    if not view.in_prose or _ADDS.search(text) or not _field_is_meant(view, text):
        return
    own, told = list(_ONE.finditer(text)), list(_ONE.finditer(_before(view)))
    begins = own[0].end() if own else 0
    often = {n for m in _TIMES.finditer(text, begins) if (n := _times(m)) > 1}
    if len(often) != 1 or len(one := own or told) != 1:
        return
    times, field = often.pop(), int((one[0]["a"] or one[0]["b"]).replace(",", ""))
    for m in _NUMBER.finditer(text, begins):
        if (value := int(m[1].replace(",", ""))) in (times * field, times * (field - 1) + 1):
            sure = not _DENIED.search(text) and not words("epistemic").search(text)
            notes = (f"a round of a field of {field} as two taps that are as far apart, {times} times over", *([FACTORS] if value == times * field else ()))
            yield Reading(f"{field_of(((2, 1, field - 1),) * times)} == {value}", m.start(1), m.end(1), notes, sure=sure, firm=True, subject="dilated_conv")
            return


def _before(view: View) -> str:
    """The sentence before this one in its block, where it too tells of fields and of nothing added."""
    s = view.sentence
    earlier = view.outline.sentences[s.block][s.number - 1 : s.number] if s.number and s.cell is None else []
    text = said(earlier[0]) if earlier else ""
    return text if extents.SEES.search(text) and not _ADDS.search(text) else ""


def _field_is_meant(view: View, text: str) -> bool:
    """Whether the numbers are fields: so named here, or seen here in a note of layers."""
    return bool(words("topic").search(f"{_before(view)} {text}") or (extents.SEES.search(text) and any(_LAYERED.search(said(e)) for e in (view.sentence, *list(sentences_above(view))[:REACH]))))


def _told(text: str, m: re.Match[str], ways: list[tuple[int, int, tuple[int, ...]]]) -> Iterator[Reading]:
    """The statement of a number: by a run that comes to it, else by one whose fields, added up, do."""
    value = int(m[1].replace(",", ""))
    for times, kernel, run in ways:
        if 1 + times * (kernel - 1) * sum(run) == value and len(run) * times <= MOST:
            yield Reading(_field(times, kernel, run, value), m.start(1), m.end(1), ("the run told around it, repeated",), sure=False, subject="dilated_conv")
            return
    for times, kernel, run in ways:
        if times * (1 + (kernel - 1) * sum(run)) == value and times > 1 and len(run) * times <= MOST:
            sure = not _DENIED.search(text) and not words("epistemic").search(text)
            notes = (f"the number is what comes out when the fields of {times} runs are added up, which share their ends",)
            yield Reading(_field(times, kernel, run, value), m.start(1), m.end(1), notes, sure=sure, firm=True, subject="dilated_conv")
            return


def _field(times: int, kernel: int, run: tuple[int, ...], value: int) -> str:
    return f"{field_of(tuple((kernel, 1, d) for d in run) * times)} == {value}"


def _times(m: re.Match[str]) -> int:
    """How often a run is repeated."""
    word = next(g for g in m.groups() if g).lower()
    return {"twice": 2, "thrice": 3, "六": 6}.get(word) or number_of(word)


def _runs(text: str, above: list[str]) -> list[tuple[int, ...]]:
    """The dilations that one run may have, those of the sentence first."""
    found: dict[tuple[int, ...], None] = {}
    for told in (text, *above):
        layers = gathered(told)
        if layers.dilations:
            found.setdefault(layers.dilations)
        lasts = [int(a or b) for a, b in _LAST.findall(told)]
        for last in (n for n in lasts if n > 1 and n & (n - 1) == 0 and n <= 4_096):
            found.setdefault(tuple(2**n for n in range(last.bit_length())))
        for count in (n for n in extents.layers(told) if 2 <= n <= 12):
            found.setdefault(tuple(2**n for n in range(count)))
    return list(found)[:6]


def kernels_told(view: View, text: str, above: list[str]) -> list[int]:
    """The widths that the layers may have: the nearest first, two taps where nothing else is said."""
    letters = meanings(view)
    found: dict[int, None] = {}
    for told in (text, *above):
        if size := gathered(told).size:
            found.setdefault(size)
        for letter, number, *worded in _KERNEL.findall(told):
            if number and (letter in "kKwWrfF" or "kernel_size" in letters.get(letter, ())):
                found.setdefault(int(number))
            for word in filter(None, worded):
                found.setdefault(number_of(word))
    return list(dict.fromkeys([*(k for k in found if 1 < k < 12), 2]))[:4]
