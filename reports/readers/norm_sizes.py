"""The sizes of the example that a sentence on normalisation speaks of: 8 images, N = 4, 64 channels, 32×32, (8, 3, 4, 4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from .. import patterns as re
from ..reading import View
from ..scope import Outline
from ..sizes.setting import sentences_above
from ..text.sentences import Sentence
from .norm_analogies import rewritten
from .norms import plain

_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)"
_EACH = r"ごと|毎|あたり|当たり|につき|ずつ|単位|ぶん"  # 1枚ごと: per image, whatever their number
_SIZES = tuple((role, re.compile(pattern)) for role, pattern in (
    ("in_channels", r"BatchNorm[123]d\((\d+)"), ("in_channels", r"LayerNorm\(\[?(\d+)"), ("height", r"LayerNorm\(\[\d+,\s*(\d+)"), ("width", r"LayerNorm\(\[\d+,\s*\d+,\s*(\d+)"),
    ("batch", rf"(?i:\bbatch(?: size)?\s+(?:\w+\s+){{1,3}}from\s+\d+\s+to\s+{_NUMBER})"), ("batch", rf"バッチ(?:サイズ)?[をがは]\s*\d+\s*(?:から|→)\s*{_NUMBER}"),  # what it becomes
    ("batch", rf"(?:(?<![A-Za-z])[NB]|(?i:\bbatch(?:[- ]size)?|バッチ(?:サイズ|数)?|枚数))\s*(?:[をがは:：=]|(?:goes|grows|changes|rises|falls|drops|is changed|is raised)\s)?\s*(?:from\s*)?\d+\s*枚?\s*(?:から|→|->|to\s)\s*{_NUMBER}"),
    ("batch", rf"(?<![×x\d.])(?!1\s*[枚件](?:{_EACH}|(?:の|・|、|,|と|かつ|×|x)?\s*[1一各]\s*(?:つの)?(?:チャン?ネル|ch|グループ|群|組))){_NUMBER}\s*(?:枚|件|個の(?:サンプル|画像|データ))(?!目)"),
    ("batch", rf"(?i:(?<![×x\d.]){_NUMBER}\s+(?:\w+\s+)?(?:images|pictures|samples|examples|photos|instances)\b)"),
    ("batch", rf"(?i:(?:バッチ(?:サイズ|数)?|batch(?:[- ]size)?)\s*(?:が|は|を|=|:|of|is)?\s*{_NUMBER})"),
    ("batch", r"(?<![A-Za-z])[NB]\s*=\s*(\d+)"),
    ("in_channels", rf"(?i:(?<![×x\d.])(?!1\s*チャン?ネル(?:{_EACH})){_NUMBER}\s*-?(?:(?:output|input|feature)\s+)?(?:channels?|チャン?ネル|ch\b|(?:feature |activation )?maps\b|\ua794+))"),
    ("in_channels", rf"(?i:(?:チャン?ネル(?:数)?|channels)\s*(?:が|は|を|=|:|of)?\s*{_NUMBER})"),
    ("in_channels", r"(?<![A-Za-z])[CD]\s*=\s*(\d+)"),
    ("in_channels", rf"(?i:(?:ユニット|ニューロン|特徴(?:量)?|隠れ(?:層の)?次元|特徴(?:の|ベクトルの)?次元|埋め込み(?:の)?次元|モデル(?:の)?次元|次元|正規化(?:する|される)?形状)(?:数)?(?:が|は|を|=|:)?\s*{_NUMBER}|(?<![×x\d.]){_NUMBER}\s*(?:個の)?(?:隠れ)?(?:ユニット|ニューロン|特徴量)|(?<![×x\d.]){_NUMBER}\s*-?(?:hidden\s+|input\s+)?(?:units|neurons|features)\b)"),
    ("in_channels", rf"(?i:\b(?:normali[sz]ed[ _]shape|d_\{{?model\}}?|(?:hidden|embedding|feature|model|token)[- ](?:size|dim(?:ension)?|width)|dimension(?:ality)?)\s*(?:is|of|=|:)?\s*[\[(]?{_NUMBER}(?!\s*[,)]\s*\d)|(?<![×x\d.]){_NUMBER}\s*(?:次元(?!目|配列|畳)|-?dimensional\b(?!\s+conv)))"),
    ("groups", rf"(?i:(?<![×x\d.]){_NUMBER}\s*(?:groups?|グループ|組に(?!入|含|属|つき|あた|対)))"),
    ("groups", r"(?<![A-Za-z])G\s*=\s*(\d+)|グループ(?:数)?(?:が|は|を|=)?\s*(\d+)"),
    ("time", rf"(?i:(?:\b(?:sequence\s+)?length|系列長|系列の長さ|長さ|トークン数|時刻数)\s*(?:が|は|を|=|:|of|is)?\s*{_NUMBER})|(?<![A-Za-z])T\s*=\s*(\d+)|(?i:(?<![×x\d.]){_NUMBER}\s*-?(?:tokens?\b|トークン))"),
    ("height", r"(?<![A-Za-z])H\s*=\s*(?:W\s*=\s*)?(\d+)"),
    ("width", r"(?<![A-Za-z])W\s*=\s*(\d+)"),
))  # fmt: skip
_MAP = re.compile(r"(?<![\d×x.,])(\d{1,4})\s*[×xX*]\s*(\d{1,4})(?:\s*[×xX*]\s*(\d{1,4}))?(?![\d×x]|\s*[×xX*]\s*\d|\s*=)")
_TENSOR = re.compile(r"[(\[]\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*[)\]]")
_CROSSED = re.compile(r"(?<![\d×x.,*])(\d+)\s*[×x]\s*(\d+)\s*[×x]\s*(\d+)\s*[×x]\s*(\d+)(?!\s*[×x*=^\d])")  # a batch of 8x64x32x32
_IS_A_BATCH = re.compile(r"\b(?:batch|tensor|input|activations?|NCHW|NHWC|shape)\b|バッチ|テンソル|入力|形(?:状)?[がはの]", re.IGNORECASE)
_SEQUENCE = re.compile(r"[(\[]\s*[NB]\s*,\s*[TLS]\s*,\s*[dDCEH]\s*[)\]]\D{0,12}?[(\[]\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*[)\]]")  # (N, T, d) = (32, 100, 512)
_RGB = re.compile(r"RGB|カラー画像", re.IGNORECASE)


def sizes(view: View, claim: tuple[int, int] = (0, 0)) -> dict[str, int]:
    """The sizes of the example at hand, those of the sentence (the claim itself left out) before those of the text above."""
    found: dict[str, int] = {}
    s, outline = view.sentence, view.outline
    before = [e for e in reversed(outline.sentences[s.block]) if e.number < s.number and e.cell == s.cell]
    above = [e for block in outline.ancestors(s.block) for e in outline.sentences[block]]
    for sentence in [s, *_head_of(view), *_first_of_the_row(view), *before, *above, *sentences_above(view)][:24]:
        text = rewritten(view, plain(sentence))
        if sentence is s:
            text = text[: claim[0]] + " " * (claim[1] - claim[0]) + text[claim[1] :]
        for role, value in _sizes_in(text).items():
            found.setdefault(role, value)
        if sentence is s and _THE_EXAMPLE.search(s.words):
            found = dict(_of_the_example(view)) | found
    if not {"batch", "in_channels"} <= found.keys():
        for role, value in _tensor_of_the_note(view).items():
            found.setdefault(role, value)
    return found


_THE_EXAMPLE = re.compile(r"(?:上|先|先ほど|さっき|前|さき|同じ|この|その|右|左)の?(?:具体|数値)?例|例(?:で(?:は|いえば|言えば)|なら|の(?:場合|とき))|\b(?:our|the|that|this|same) (?:\w+ )?example\b|\bexample (?:above|from before)", re.IGNORECASE)
_AN_EXAMPLE = re.compile(r"例|\bexample\b|\be\.g\b|\bsay\b|\bsuppose\b|\btake\b", re.IGNORECASE)


def _of_the_example(view: View) -> Mapping[str, int]:
    """The sizes of the example that "in the example above" points to, the nearest told, in whatever section."""
    s, outline = view.sentence, view.outline
    for block in range(s.block - 1, max(-1, s.block - MOST_BLOCKS), -1):
        if not any(_AN_EXAMPLE.search(e.words) for e in outline.sentences[block]):
            continue
        for e in reversed(outline.sentences[block]):
            if {"batch", "in_channels"} <= (told := _sizes_in(plain(e))).keys():
                return told
    return {}


def _head_of(view: View) -> list[Sentence]:
    """The cell over this one: GN (G=8)."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header if s.cell is not None else None
    return [] if header is None else [e for e in outline.sentences[header] if e.cell == s.cell]


def _first_of_the_row(view: View) -> list[Sentence]:
    """What the row is of: group, G = 8."""
    s = view.sentence
    return [e for e in view.outline.sentences[s.block] if e.cell == 0] if s.cell else []


_INPUT = re.compile(r"(?<![A-Za-z])[xX](?![A-Za-z])|入力|テンソル|特徴マップ|\binput|\btensor|\bactivation|\bfeature map", re.IGNORECASE)


def _tensor_of_the_note(view: View) -> dict[str, int]:
    """The one tensor declared under a heading over this one: "everything below uses x of shape (8, 64, 32, 32)"."""
    s, outline = view.sentence, view.outline
    over = {-1, *outline.headings(s.block)}
    found: set[tuple[int, ...]] = set()
    for block, declared in _declared(outline).items():
        if block < s.block and outline.sections[block] in over:
            found |= declared
    return dict(zip(_AXES, found.pop(), strict=True)) if len(found) == 1 else {}


def _declared(outline: Outline) -> dict[int, set[tuple[int, ...]]]:
    """The tensors that each block of a note declares, found once: every sentence asks for them."""
    if outline.tensors is None:
        told = {
            block: {m for e in sentences if _INPUT.search(e.words) and (m := _tensor(plain(e)))}
            for block, sentences in enumerate(outline.sentences[:MOST_BLOCKS])
        }
        outline.tensors = {block: tensors for block, tensors in told.items() if tensors}
    return outline.tensors


MOST_BLOCKS = 400  # that are searched for a declaration
_AXES = ("batch", "in_channels", "height", "width")


def _tensor(text: str) -> tuple[int, ...] | None:
    """(8, 64, 32, 32); a shape that is mostly ones is no input but what is left of one."""
    written = [m for m in _TENSOR.finditer(text) if not _is_data(text, m)] or list(_CROSSED.finditer(text) if _IS_A_BATCH.search(text) else ())
    sizes = next((tuple(map(int, m.groups())) for m in written), None)
    if sizes is None or sizes.count(1) > 1:
        return None
    return (sizes[0], sizes[3], sizes[1], sizes[2]) if _CHANNELS_LAST.search(text) else sizes


def _is_data(text: str, m: re.Match[str]) -> bool:
    """Whether the four numbers are values: "for [1, 2, 3, 4] the mean is 2.5"."""
    if re.match(r"\s*(?:の|は、?|なら、?|だと、?)\s*(?:平均|分散)|,?\s*(?:the |have |has |with )?(?:a )?(?:mean|variance)\b", text[m.end() :], re.IGNORECASE):
        return True
    return m[0][0] == "[" and not re.search(r"shape|size|形|サイズ|次元|入力|テンソル|tensor|input|(?<![A-Za-z])[xX]\s*(?:of|は|:|=)", text[max(0, m.start() - 60) : m.start()], re.IGNORECASE)


_CHANNELS_LAST = re.compile(r"[NB]\s*[,×]\s*H\s*[,×]\s*W\s*[,×]\s*C|NHWC|channels?[- ]last", re.IGNORECASE)


_OF_ONE_GROUP = re.compile(r"\b\d+\s+channels\s+(?:of|in|per)\s+(?:an?|one|each|every|the)?\s*group|(?:1|一|各)\s*グループ(?:は|が|に|あたり|につき)?\s*\d+\s*(?:チャン?ネル|ch)|\b(?:one|each|per) group\s+(?:of|has|holds)\s+\d+\s+channels", re.IGNORECASE)


@lru_cache(maxsize=1_024)  # every sentence looks through those above it
def _sizes_in(text: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    text = _OF_ONE_GROUP.sub(" ", text)
    for role, pattern in _SIZES:
        m = pattern.search(text)
        if m:
            found.setdefault(role, int(next(g for g in m.groups() if g).replace(",", "")))
    if tensor := _tensor(text):
        found |= dict(zip(_AXES, tensor, strict=True))
    if tokens := _SEQUENCE.search(text):
        found |= dict(zip(("batch", "time", "in_channels"), map(int, tokens.groups()), strict=True))
    area = _MAP.search(text)
    if area:
        height, width, channels = area[1], area[2], area[3]
        if channels == width != height:  # 64 x 32 x 32: channels first
            height, channels = channels, height
        found.setdefault("height", int(height))
        found.setdefault("width", int(width))
        if channels:
            found.setdefault("in_channels", int(channels))
    if _RGB.search(text):
        found.setdefault("in_channels", 3)
    if "height" in found and re.search(r"H\s*=\s*W\s*=", text):
        found.setdefault("width", found["height"])
    return found
