"""In parallel or one after another: how the time steps of WaveNet, or PixelCNN's pixels, can be computed.

Three slots: together or in turn, in training or in generation, denied or not (`lexicon/order.toml`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from .. import patterns as re
from ..decided import OF_ITS_COLUMN
from ..reading import MUST, Reading, View, inherited_note
from ..scope import Named
from ..text.sentences import Sentence
from ..vocabulary import lexicon
from .idioms import flat

_SUBJECTS = {
    "wavenet": "wavenet", "dilated_stack": "wavenet", "dilated_conv": "wavenet", "causal_conv1d": "wavenet",
    "dilated_causal_stack": "wavenet", "pixelcnn": "pixelcnn", "masked_conv2d": "pixelcnn",
}  # fmt: skip
_OTHERS = ("rnn",)
_NOT_THAT = re.compile(r"(?:な(?:い|く)|ません)(?:という)?(?:わけ|の|こと)(?:では|じゃ)(?:ない|ありません)|(?:な(?:い|く)|ません)とは限")
_ONLY_WAY = re.compile(r"(?:しか|ほか)[^。、]{0,10}(?:な|ません)|しかでき")
_UNLIKE = re.compile(r"(?:RNN|LSTM|GRU)s?\s*(?:のように|みたいに|と(?:は)?(?:違|異な))|\bunlike (?:an? )?(?:RNN|LSTM)", re.IGNORECASE)
_NO_RNN = re.compile(r"\b(?:no|without(?: any)?|not an?|n't an?|lacks?|free of)\s+(?:\w+\s+)?(?:recurren|RNN|LSTM|hidden state)|(?:再帰|リカレント|RNN|LSTM)[^。、]{0,8}(?:ない|なく|持た(?:な|ず)|使わ(?:な|ず)|不要|せず)", re.IGNORECASE)
_BREAKS = re.compile(r"[:：;—]|\s--?\s|\b(?:and|so)\s+(?:\w+\s+)?(?:can|is|are|may|must|could|will|therefore|thus|hence)\b(?! not)", re.IGNORECASE)
_AS_MANY = re.compile(
    r"(?<![A-Za-z\d])(?P<n>[TNn]|\d{2,6})\s*(?:点|個|サンプル|画素|ステップ|時刻|samples?|pixels?|steps?|values?)[^。.]{0,30}?(?<![A-Za-z\d])(?P=n)\s*(?:回|(?:forward\s+|network\s+)?(?:passes|evaluations|runs|calls|steps)\b)", re.IGNORECASE
)
_A_NAME = re.compile(r"Parallel[- ]WaveNet|並列WaveNet")  # another model
_UNLESS = re.compile(r"(?:ないと|なければ|てから|から(?:で)?ないと|待)$")  # what follows only says that nothing else is possible
_ORDER_OF_TRAINING = re.compile(r"\bepochs?\b|エポック|mini-?batch|ミニバッチ|(?:multi\w*|several|\d+|複数の?|across|over)[- ]?GPUs?|GPUs\b|GPU[^.。]{0,8}[枚台]|高速化|畳み込み層を|チャネル|複数の(?:音声|系列|話者|波形|クリップ|サンプル列)|バッチ(?:内|方向)|\b(?:several|many|multiple) (?:clips|utterances|sequences|speakers|waveforms)", re.IGNORECASE)


@cache
def _words(table: str, name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in lexicon("order")[table][name]), re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """One reading for each mode of which the sentence says how its steps are computed."""
    s = view.sentence
    if s.has("question") and not s.has("called"):
        return
    done: set[str] = set()
    if s.cell is not None and (told := _in_a_row_of_answers(view)) is not None:
        yield from told
        return
    for way in ("parallel", "sequential"):
        for found in _words("ways", way).finditer(s.words):
            if _A_NAME.match(s.words, found.start()):
                continue
            reading = _said(view, way, found)
            if reading and reading.statement.split("mode=")[1] not in done:
                done.add(reading.statement.split("mode=")[1])
                yield reading
                yield from _other_mode(s, reading, done)
    if not done and (counted := _AS_MANY.search(flat(s))):  # T samples take T passes
        reading = _said(view, "sequential", counted)
        if reading:
            yield reading


_YES = re.compile(r"\W*(?:yes|可能|可|できる|はい|あり)\W*|\s*[○◯〇✓✔]\s*", re.IGNORECASE)
_NO = re.compile(r"\W*(?:no|不可(?:能)?|できない|いいえ|なし)\W*|\s*[×✗✘]\s*", re.IGNORECASE)


def _in_a_row_of_answers(view: View) -> list[Reading] | None:
    """| parallel over time in training | no | yes |: what the row's label asks, said of what heads the cell's column; the label itself says nothing.

    None where the row is no such one.
    """
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    row = outline.sentences[s.block]
    label = next((e for e in row if e.cell == 0), None)
    answers = [e for e in row if e.cell and (_YES.fullmatch(e.words) or _NO.fullmatch(e.words))]
    way = next((w for w in ("parallel", "sequential") if label and _words("ways", w).search(label.words)), "")
    if header is None or label is None or not way or not answers:
        return None
    modes = [m for m in ("training", "generation") if _words("modes", m).search(label.words)]
    heads = {m.tag for e in outline.sentences[header] if e.cell == s.cell for m in e.subjects if not m.weak}
    subjects = {_SUBJECTS[tag] for tag in heads if tag in _SUBJECTS}
    if s not in answers or len(modes) != 1 or len(subjects) != 1 or heads & set(_OTHERS):
        return []
    text = f"parallel_over_time({subjects.pop()}, mode={modes[0]})"
    together = (way == "parallel") == bool(_YES.fullmatch(s.words))
    denied = bool(_words("denial", "words").search(label.words))
    return [Reading(text if together != denied else f"not {text}", 0, len(s.words), (OF_ITS_COLUMN,), sure=not denied)]


_BOTH_MODES = re.compile(
    r"(?:学習|訓練)(?:時|中|の(?:とき|際))?(?:で|に)?も[、\s]?(?:生成|推論|サンプリング|合成)(?:時|中|の(?:とき|際))?(?:で|に)?も|(?:生成|推論|サンプリング|合成)(?:時|中|の(?:とき|際))?(?:で|に)?も[、\s]?(?:学習|訓練)(?:時|中|の(?:とき|際))?(?:で|に)?も"
    r"|\b(?:both|neither)(?: (?:in|during|at))? training (?:and|nor)(?: (?:in|during|at))? (?:generation|inference|sampling)|\btraining and (?:generation|inference|sampling) (?:alike|both)\b", re.IGNORECASE
)


def _other_mode(s: Sentence, reading: Reading, done: set[str]) -> Iterator[Reading]:
    """学習時も生成時も: what is said of one is said of both."""
    if _BOTH_MODES.search(s.words):
        mode = "generation" if reading.statement.endswith("training)") else "training"
        if f"{mode})" not in done:
            done.add(f"{mode})")
            yield replace(reading, statement=re.sub(r"mode=\w+", f"mode={mode}", reading.statement))


def _said(view: View, way: str, found: re.Match[str]) -> Reading | None:
    s = view.sentence
    beside = any(m.tag in _OTHERS for m in s.subjects)  # an RNN steps through time, whereas WaveNet ...: each in its clause
    named = view.in_clause(found.start(), lambda name: name in _SUBJECTS or name in _OTHERS) if beside else None
    named = named or view.subject(found.start(), lambda name: name in _SUBJECTS or name in _OTHERS)
    if named and named.subject in _OTHERS and not named.where and (_UNLIKE.search(s.words) or _NO_RNN.search(s.words)):
        named = view.outline.inherited(s, lambda name: name in _SUBJECTS) or named
    if named and named.subject in _OTHERS and named.where == "the table row":
        return None  # the row is about them
    if named is None or (named.subject in _OTHERS and named.where and not _just_named(view)):
        named = view.outline.inherited(s, lambda name: name in _SUBJECTS) or _of_the_note(view)  # RNNs were an aside
    if named is None or named.subject in _OTHERS or _ORDER_OF_TRAINING.search(s.words):
        return None
    modes, stated = _modes(view, found)
    if len(modes) != 1:
        return None
    start, end = s.clause(found.start())
    start = max([start, *(m.end() for m in _BREAKS.finditer(s.words, start, found.start()))])
    words = MUST.sub(lambda m: "・" * len(m[0]), s.words)  # that it must be so denies nothing
    denials = [m for m in _words("denial", "words").finditer(words, start, _reach(s, end)) if not _inside(m, found)]
    denied = len(denials) % 2 == 1 and not _UNLESS.search(found[0]) and not (way == "sequential" and _ONLY_WAY.search(s.words[found.start() :]))
    together = (way == "parallel") != denied
    if way == "sequential" and not denied and _NOT_THAT.search(s.words, found.start()):
        together = True  # しかできないわけではない
    text = f"parallel_over_time({_SUBJECTS[named.subject]}, mode={modes[0]})"
    sure = stated and not s.has("hedged") and (way == "parallel" or not denied)
    return Reading(text if together else f"not {text}", found.start(), max(end, found.end()), inherited_note(named, view), sure=sure)  # fmt: skip


def _just_named(view: View) -> bool:
    """Whether the sentence before speaks of RNNs."""
    s = view.sentence
    before = view.outline.sentences[s.block][s.number - 1 : s.number] if s.number else []
    heads = [e for h in list(view.outline.headings(s.block))[:1] for e in view.outline.sentences[h]]
    return any(m.tag in _OTHERS for e in (*before, *heads) if not (_NO_RNN.search(e.words) or _UNLIKE.search(e.words)) for m in e.subjects)


def _of_the_note(view: View) -> Named | None:
    """The one model of this kind that the note names up to here, where nothing nearer names one."""
    outline, s = view.outline, view.sentence
    named = {m.tag: block for block in range(s.block) for e in outline.sentences[block] for m in e.subjects if m.tag in _SUBJECTS and not m.weak}
    kinds = {_SUBJECTS[tag] for tag in named}
    if len(kinds) != 1:
        return None
    tag = next(tag for tag in named if _SUBJECTS[tag] in kinds)
    return Named(tag, "the note above", named[tag])


def _inside(denial: re.Match[str], found: re.Match[str]) -> bool:
    return found.start() <= denial.start() < found.end()


def _reach(s: Sentence, end: int) -> int:
    """A clause that ends in は or a comma after the topic carries on: 並列計算は、できない."""
    return s.clause(end)[1] if end < len(s.words) and re.search(r"(?:[はもを]|(?<![るいただすん])が)、$", s.words[:end]) else end


def _modes(view: View, found: re.Match[str]) -> tuple[list[str], bool]:
    """The modes spoken of where the words stand, and whether the sentence itself says so."""
    s = view.sentence
    if s.cell is not None and (of_head := _of_the_column(view)):
        return [of_head], True
    for compared in (False, True):
        for start, end in (s.clause(found.start()), (0, found.start()), (0, len(s.words))):
            if near := _nearest(s, start, end, found.start(), compared):
                return [near], True
    for earlier in _above(view):
        near = [m for m in ("training", "generation") if _words("modes", m).search(earlier.words)]
        if near:
            asked = earlier.block == s.block and s.number - earlier.number <= 2 and earlier.words.rstrip().endswith(("?", "？"))
            return near, asked and len(near) == 1
    return [], False


def _of_the_column(view: View) -> str | None:
    """The one mode of which the head of a cell's column speaks."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    heads = [e.words for e in outline.sentences[header] if e.cell == s.cell] if header is not None else []
    modes = [m for m in ("training", "generation") if any(_words("modes", m).search(h) for h in heads)]
    return modes[0] if len(modes) == 1 else None


def _nearest(s: Sentence, start: int, end: int, place: int, compared: bool) -> str | None:
    """The mode whose word stands nearest before the place, else nearest after it; one with which it is compared only where asked for."""
    places = [(m.start(), mode) for mode in ("training", "generation") for m in _words("modes", mode).finditer(s.words, start, end)]
    places = [p for p in places if compared or not _compared(s.words, p[0])]
    before = [p for p in places if p[0] <= place]
    return (max(before)[1] if before else min(places)[1]) if places else None


_AS_WITH = re.compile(r"\w{2}(?:時|中|の(?:とき|際))?(?:で)?(?:と(?:同じ|同様|まったく同|違|異な|は(?:違|異な|逆|対照))|のように|に(?:比べ|対し))")
_AS_IN = re.compile(r"\b(?:as|like|unlike|than|in contrast to|contrary to|as opposed to|similar to)\s+(?:in |during |at |for |the )*$", re.IGNORECASE)


def _compared(words: str, place: int) -> bool:
    """Whether a mode is only what the other one is compared with: 学習時と同じく, as in training."""
    return bool(_AS_WITH.match(words, place) or _AS_IN.search(words[:place]))


def _above(view: View) -> Iterator[Sentence]:
    """The sentences that may set the mode: those before in the block, the items and the heading above."""
    outline, s = view.outline, view.sentence
    yield from [e for e in outline.sentences[s.block] if e.number < s.number][::-1]
    for block in outline.ancestors(s.block):
        yield from outline.sentences[block][::-1]
    for heading in list(outline.headings(s.block))[:1]:
        yield from outline.sentences[heading]
