"""What a receptive field depends on and what changes it: causes, what is said of each, and which way the field goes.

The causes (depth, kernels, strides, pooling, dilation, padding, channels, 1x1 layers, layers that act on each element) are
data in `lexicon/receptive.toml`. A clause either lists what the field is determined by, each cause affirmed or denied in its
place ("on kernels and strides, not on filters"), or says what a change of one cause does to the field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.layers import words
from ..vocabulary import family, lexicon
from .directions import listed as stems
from .directions import way_of
from .receptive_weights import listed

_COUNTED = re.compile(r"パラメータ|重み|計算量|コスト|\bweights?\b|param|\bcosts?\b|FLOP|\bMACs?\b|multipl(?:y|ic)|解像度|resolution|メモリ|memory|勾配|精度|accuracy", re.IGNORECASE)
_ALONE = re.compile(r"depends? only|only depends?|だけで決|のみで決|だけに(?:依存|よ)|のみに(?:依存|よ)|determined (?:only|solely)|(?:solely|entirely) (?:on|by)", re.IGNORECASE)
_STRIDE_ONE = re.compile(r"同じ|\bsame\b|stride\s*(?:of |=\s*)?1\b|ストライド\s*1", re.IGNORECASE)
_WHOLE = re.compile(r"(?:入力|画像|画面|マップ|特徴マップ|系列)(?:の)?全(?:体|域|部|画素)|全(?:画素|入力|画面|ピクセル|位置)|すべての(?:画素|入力|位置)|\b(?:whole|entire|full|complete|all of the) (?:input|image|picture|map|feature map|signal)|\ball (?:inputs?|pixels|positions)|\beverything\b", re.IGNORECASE)
_GLOBAL = re.compile(r"全結合|fully[- ]connected|\bFC\b|\bdense layer|グローバル(?:平均)?プーリング|global (?:average )?pool\w*|\bGAP\b|大域(?:平均)?プーリング", re.IGNORECASE)
_NOT_LESS = re.compile(r"(?:狭|小さ|減|縮)[^。、]{0,8}(?:な[いく]|ません)|\b(?:never|not|n't)\s+(?:\w+\s+){0,2}(?:shrink|smaller|narrow|decreas|reduc)", re.IGNORECASE)
_OWN_FIELD = re.compile(r"(?:その層|自分|層)(?:自身|自体)|自層|同じ層|\bown (?:layer|receptive|field|window)|\bof (?:its|the|that) (?:own|same|very) layer\b|\bof the layer itself\b", re.IGNORECASE)
_A_SIZE = re.compile(r"\s*(?:の?(?:サイズ|大きさ|幅))?\s*(?:size|width|は|が|を|of|is|are|all|[=:])*\s*(?:どれも|すべて|全て|全部)?\s*(?:が|は|も)?\s*\d", re.IGNORECASE)
_INPUT_OF = re.compile(r"(?:入力|画像|特徴マップ|マップ|出力)の$|\b(?:input|image|map|output)(?:'s)? $", re.IGNORECASE)
_IN_INFERENCE = re.compile(r"推論|テスト時|評価時|評価モード|\b(?:inference|test|evaluation|eval)\b", re.IGNORECASE)
_BATCH_NORM = re.compile(r"バッチ(?:正規化|ノルム)|batch[- ]?norm|\bBN\b", re.IGNORECASE)
_MEASURED = {
    "padding": "receptive_field(conv2d), padding", "channels": "receptive_field(conv_stack), in_channels",
    "stride": "receptive_field(strided_stack), stride", "own_stride": "receptive_field(conv2d), stride",
    "dilation": "receptive_field(conv1d), dilation", "kernel": "receptive_field(conv_stack), kernel_size",
    "depth": "receptive_field(conv_stack), layers",
}  # fmt: skip
_WORDS = {"unchanged": ("constant", "=="), "larger": ("increasing", ">"), "smaller": ("decreasing", "<")}
_TURNED = {"larger": "smaller", "smaller": "larger"}
_IDLE = ("pointwise", "elementwise", "padding", "channels")  # what changes no field


@dataclass(frozen=True)
class Cause:
    """A cause that a text names, and where."""

    name: str
    start: int
    end: int


def changed(view: View, text: str, start: int, end: int) -> Iterator[Reading]:
    """What the clause says of a change of a cause and of the field."""
    clause = text[start:end]
    if _GLOBAL.search(clause) and (whole := _WHOLE.search(clause)):
        named = "global_avg_pool2d" if re.search(r"pool|プーリング|GAP", clause, re.IGNORECASE) and not re.search(r"全結合|connected|FC", clause) else "linear"
        denied = "" if view.polarity(start + whole.start()) else "not "
        yield Reading(f"{denied}depends_on({named}, input=all_positions)", start, start + whole.end(), sure=True, subject=named, predicate="receptive_field")
        return
    yield from _effect(view, text, start, end, causes_in(clause))


def causes_in(clause: str) -> list[Cause]:
    """The causes of a clause, in order; a kernel of which only the size is given (3x3) is none where there is another."""
    found = [Cause(name, m.start(), m.end()) for name in lexicon("receptive")["causes"] for m in listed("causes", name).finditer(clause)]
    found = [c for c in found if not (c.name in ("depth", "kernel") and _INPUT_OF.search(clause[: c.start]))]
    found = [c for c in found if c.name in ("elementwise", "pointwise") or not any(o is not c and o.start <= c.start and c.end <= o.end and o.end - o.start > c.end - c.start for o in found)]
    if words("fixed_dilation").search(clause):
        found = [c for c in found if c.name != "dilation"]  # it is what does not change
    varied = [c for c in found if not (c.name == "kernel" and _A_SIZE.match(clause, c.end))]
    return sorted(varied or found, key=lambda c: c.start)


# What the field is determined by

def determined(view: View, text: str) -> Iterator[Reading]:
    """Each cause of a list of those that the field depends on, affirmed or denied."""
    topic = words("topic").search(text)
    verbs = list(listed("determines", "verbs").finditer(text))
    if topic is None or not verbs or _COUNTED.search(text) or _OTHER_SIZE.search(text):
        return
    sure = not words("epistemic").search(text) and not view.sentence.has("hedged")
    alone = _ALONE.search(text)
    stretches = _stretches_ja(text, verbs) if view.sentence.japanese else _stretches_en(text, verbs, topic)
    for begin, stop, denied in stretches:
        for cause in causes_in(text[begin:stop]):
            if cause.name in ("pointwise", "elementwise", "pooling") or (alone and cause.name not in _IDLE):
                continue
            apart = len(_NOT_THIS.findall(_since_but(text[begin : begin + cause.start]))) % 2 == 1
            aside = bool(_OF_AN_ASIDE.match(text, begin + cause.end))
            statement = f"monotone({_MEASURED[cause.name]}) == constant"
            no = denied != apart or aside
            yield Reading(statement if no else f"not {statement}", begin + cause.start, begin + cause.end, (), sure=sure, subject="conv2d", predicate="receptive_field")


def _stretches_ja(text: str, verbs: list[re.Match[str]]) -> Iterator[tuple[int, int, bool]]:
    """For each verb where its causes stand (before it; behind it in a cleft: 決めるのは), and whether it denies them."""
    begin = 0
    for verb, after in zip(verbs, [*verbs[1:], None], strict=True):
        stop = after.start() if after else len(text)
        cleft = _CLEFT.match(text, verb.end())
        denied = bool(_DENIED_JA.match(text, verb.end())) or verb[0] == "無関係"
        if cleft:
            end = next((m.start() for m in re.finditer(r"で(?:あって|、)|であり|。", text[cleft.end() : stop])), stop - cleft.end())
            yield cleft.end(), cleft.end() + end, denied
            begin = cleft.end() + end
        else:
            if verb.start() > begin:
                yield begin, verb.start(), denied
            begin = verb.end()


def _stretches_en(text: str, verbs: list[re.Match[str]], topic: re.Match[str]) -> Iterator[tuple[int, int, bool]]:
    """For each verb where its causes stand (behind it; before it where the field stands behind), and whether it is denied."""
    for verb, after in zip(verbs, [*verbs[1:], None], strict=True):
        stop = min([m.start() for m in _NEW_CLAUSE.finditer(text, verb.end())] + ([after.start()] if after else []), default=len(text))
        lead = re.split(r"[.;]|\bbut\b|\bwhile\b|\bwhereas\b", text[: verb.start()])[-1]
        active = verb.end() <= topic.start() < stop and not re.search(r"\b(?:on|by|of)\s*$", verb[0])
        denied = len(stems("denial", "before").findall(lead)) % 2 == 1 or bool(re.search(r"\bno\b", verb[0]))
        yield (verb.start() - len(lead), verb.start(), denied) if active else (verb.end(), stop, denied)


def _since_but(text: str) -> str:
    """The end of a list, from its last "but" on."""
    return re.split(r"(?<!nothing )\bbut\b(?! not)", text)[-1]


_OTHER_SIZE = re.compile(r"出力(?:の)?(?:サイズ|大きさ|長さ)|\boutput (?:sizes?|length|shape)\b|速度|\bspeed\b", re.IGNORECASE)
_CLEFT = re.compile(r"[^。、]{0,8}?(?:の|もの|要因|要素|因子)(?:は|が)、?")
_DENIED_JA = re.compile(r"(?:し|さ|され|ら|か|を?(?:与え|受け)|が|は|も|に)*(?:ない|ず(?!つ)|ません|なく|無い)")
_NOT_THIS = re.compile(r"\bnot\b(?! only| just)|\bnor\b|\brather than\b|\binstead of\b|\bregardless of\b|\bnever\b|ではなく|でなく", re.IGNORECASE)
_OF_AN_ASIDE = re.compile(r"(?:の?(?:数|サイズ|大きさ))?(?:では?なく|でな(?:い|く))")
_NEW_CLAUSE = re.compile(r"[.;]\s|,\s*(?:and|so|but) (?:the|it|this|that|they|we|so|a|an)\b|\b(?:because|since|whereas|while|which|so that|therefore)\b", re.IGNORECASE)


# What a change does to the field

def _effect(view: View, text: str, start: int, end: int, causes: list[Cause]) -> Iterator[Reading]:
    """A cause, which way it goes, and what that does to the field."""
    clause = text[start:end]
    if not causes and start and _GOES_ON.match(clause):
        causes = causes_in(text[:start])[:1]
    direction = _direction(clause)
    if (named := words("topic").search(clause)) and (way := way_of(clause, named.start(), named.end())) and way.name in ("unchanged", "larger", "smaller") and not stems("stems", "same").search(clause, way.start, way.end):
        direction = way.name if way.name != "unchanged" or not _NOT_LESS.search(clause) else direction
    if not causes and direction and _of_pointwise(view, clause):
        causes = [Cause("pointwise", 0, 0)]
    if len(set(_SQUARES.findall(clause))) > 1 and _THAN.search(clause):
        return  # two stacks are compared: see receptive_relations.py
    if not causes or direction is None or (_COUNTED.search(clause) and direction != "unchanged"):
        return
    alone = direction == "unchanged" and _ALONE.search(clause)
    names = list(dict.fromkeys(c.name for c in causes))
    names = ["stride"] if alone and {"kernel", "depth"} & set(names) else names  # on kernels alone: not on strides
    if not ({"kernel", "stride", "pooling", "dilation"} & set(names) or _WIDER_KERNEL.search(clause)) and (acting := [n for n in names if n in ("pointwise", "elementwise")]):
        names = acting  # however many layers of them there are
    elif _goes_down(clause, causes[0]):
        direction = _TURNED.get(direction, direction)
    own = names == ["stride"] and bool(_OWN_FIELD.search(clause))
    statements = [x for name in names if (x := _statement("own_stride" if own else name, direction, clause))]
    if not statements:
        return
    sure = direction != "larger" or own or (len(statements) == 1 and names[0] in _IDLE)
    sure = sure and not words("epistemic").search(text) and not _STRIDE_ONE.search(clause) and bool(words("topic").search(clause))
    yield Reading(statements[0], start + causes[0].start if causes[0].end <= len(clause) else start, min(end, len(text)), (), tuple(statements[1:]), sure=sure, subject="conv2d", predicate="receptive_field")


_SQUARES = re.compile(r"(?<![\d×x])(\d{1,2})\s*[x×]\s*\1(?!\d)")
_THAN = re.compile(r"\bthan\b|より(?!前|後|先)|比べ|前者|後者", re.IGNORECASE)
_WIDER_KERNEL = re.compile(r"(?<![\d×x])(?:[2-9]|\d\d)\s*[x×]\s*[2-9]")
_GOES_ON = re.compile(r"\W*(?:so|and|thus|hence|therefore|and so|which means|meaning)?\s*(?:that )?(?:they|it|these|this|both|none of them|neither|それ|これ|だから|したがって)\b", re.IGNORECASE)
_DOWN_BEFORE = re.compile(r"\b(?:smaller|fewer|reduc\w+|decreas\w+|lower\w*|shallower|less|shrink\w*|remov\w+|dropping)\s+(?:the\s+|of\s+)*$", re.IGNORECASE)
_DOWN_AFTER = re.compile(r"\s*(?:の?(?:サイズ|大きさ|数|幅|率))?\s*(?:を|が|の)?\s*(?:小さく|減ら|狭め|狭く|浅く|縮め|下げ|少なく|なくす|外す|除く)|^[^、。]{0,3}浅", re.IGNORECASE)


def _goes_down(clause: str, cause: Cause) -> bool:
    """Whether it is told what a smaller cause does: カーネルを小さくすると, fewer layers."""
    return bool(_DOWN_BEFORE.search(clause[: cause.start]) or _DOWN_AFTER.match(clause, cause.end) or re.match(r"浅|shallow", clause[cause.start :]))


def _of_pointwise(view: View, clause: str) -> bool:
    """Whether a clause without a cause of its own is about the 1x1 convolution spoken of: the field does not grow."""
    s = view.sentence
    if re.search(r"[2-9]|\d\d|層|layers?\b|重ね|stack|深", clause, re.IGNORECASE) or any(m.tag != "pointwise_conv2d" and not m.weak for m in s.subjects):
        return False
    named = view.subject(0, lambda name: family(name) in ("convolution", "dilated", "causal", "pooling"))
    return named is not None and named.subject == "pointwise_conv2d" and named.where in ("the heading", "the item above", "the sentence before", "")


def _direction(clause: str) -> str | None:
    """What is said to happen to the field: a denial of a change is no change; 'never smaller' is larger."""
    smaller, larger = listed("directions", "smaller").search(clause), listed("directions", "larger").search(clause)
    if listed("directions", "unchanged").search(clause):
        return "unchanged"
    if smaller and re.search(r"\bnever\b|\bnot\b|n't\b|ことは(?:な|あ?りませ)|ならな|なりませ", clause):
        return "larger"
    if smaller and not larger:
        return "smaller"
    return "larger" if larger else None


def _statement(cause: str, direction: str, clause: str) -> str | None:
    word, sign = _WORDS[direction]
    if cause in ("pointwise", "elementwise"):
        if direction == "smaller" or (_BATCH_NORM.search(clause) and cause == "elementwise" and not _IN_INFERENCE.search(clause)):
            return None
        normal = cause == "elementwise" and _BATCH_NORM.search(clause)
        subject = "pointwise_conv2d" if cause == "pointwise" else "batch_norm, mode=inference" if normal else "relu"
        return f"receptive_field({subject}) {sign} 1"
    if cause == "pooling":
        return f"receptive_field(layer_stack, plan=k3_k2s2_k3) {sign} receptive_field(layer_stack, plan=k3_k3)"
    return f"monotone({_MEASURED[cause]}) == {word}"
