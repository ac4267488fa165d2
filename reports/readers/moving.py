"""What becomes of the output of a convolution or a pooling when its input is moved: nothing (invariance), or it moves along.

The move (平行移動, "shifted by a pixel"), the effect (変わらない, "moves along") with its denial, and words that make it a matter
of degree (わずかな, "roughly", ロバスト): those are never refuted.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, Named
from .norm_changes import effect_of
from .norm_sense import asserts
from .norms import nearest, plain

MOVABLE = ("conv2d", "depthwise_conv2d", "pointwise_conv2d", "max_pool2d", "avg_pool2d", "global_avg_pool2d", "pool", "linear", "cnn", "dilated_conv")
STAND_IN = {"pool": "max_pool2d", "cnn": "conv2d", "dilated_conv": "conv2d"}
_MOVE = re.compile(
    r"平行移動|(?:画像|入力|物体|対象|被写体|猫|犬|画素|ピクセル|位置)[^。、]{0,12}(?:ずら(?:し|す|せ)|ずれ|シフト|動か|移動)|位置(?:の)?ずれ|並進"
    r"|\btranslat(?:ion|ions|e|ed|ing)\b|\b(?:shift|slid|mov)(?:s|ed|e|es|ing)?\b[^.;]{0,24}\b(?:image|input|picture|pixels?|object)\b|\b(?:image|input|picture|object)\b[^.;]{0,16}\b(?:shift|slid|mov)(?:s|ed|e|es|ing)?\b",
    re.IGNORECASE,
)
_ALONG = re.compile(
    r"可換|同変|等変|出力(?:の?(?:特徴)?マップ)?も[^。、]{0,14}(?:ずれ|移動|シフト|動)|特徴マップも[^。、]{0,14}(?:ずれ|移動|シフト|動)|同じだけ(?:ずれ|移動|シフト|動)"
    r"|\bequivarian\w*|\bcommut\w+|\b(?:slid|shift|mov)(?:e|es|s) (?:the|its) (?:output|feature map|response)|\b(?:outputs?|feature maps?|responses?)\b[^.;]{0,24}\b(?:shifts?|moves?|slides?|translates?)\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"わずか|微小|小さな|小さい|少し|多少|ある程度|ほぼ|おおよそ|だいた|近似|やや|強(?:い|く|さ)|頑健|ロバスト|変わりにく|されにく|影響を受けにく|\b(?:small|slight\w*|nearly|almost|approximate\w*|roughly|robust\w*|some|somewhat|partial\w*|more|less|local|tolera\w+|to (?:a|some) (?:degree|extent)|little)\b",
    re.IGNORECASE,
)
_AT_ALL = re.compile(
    r"絶対|必ず|まったく|全く|完全に|一切|どれだけ|どれほど|いくら|どんなに|どう(?:ずら|動か)|何(?:画素|ピクセル)|常に|厳密|(?:どんな|任意の|あらゆる)[^、。]{0,6}(?:ずれ|移動|シフト)|\b(?:any|every|all|always|never|exactly|completely|perfectly|entirely|totally|strictly|whatever|however|no matter|at all|wherever|arbitrar\w+)\b",
    re.IGNORECASE,
)
_GLOBAL = re.compile(r"global|グローバル|大域|全域|全体", re.IGNORECASE)
_SOMETIMES = re.compile(r"ことが(?:あ|多)|こともあ|場合(?:が|も)(?:あ|多)|\b(?:sometimes|often|may|might|can|in many cases)\b", re.IGNORECASE)
_NOT_QUITE = re.compile(r"わけではな|とは限ら|とはいえな|とは言えな|ほどではな|\bnot (?:quite |really )?(?:completely|fully|exactly|strictly|perfectly|entirely|always|truly|every|all|any)\b|\b(?:not|n't|never)\b[^.;]{0,24}\b(?:any|every|all)\b", re.IGNORECASE)
_BORDERS = re.compile(r"境界|端|縁|パディングを(?:除|無視)|\b(?:border|edge|boundar|padding)\w*", re.IGNORECASE)
_DENIED = re.compile(r"ではな|でな[いく]|しな[いく]|ません|\b(?:not|no|never)\b|n't", re.IGNORECASE)
_STRIDED = re.compile(r"(?:ストライド|stride)\s*(?:が|は|of|=)?\s*(\d)", re.IGNORECASE)


_ELSE = re.compile(r"重み(?!の?共有)|(?<!重み)学習|精度|データ拡張|augment|accuracy", re.IGNORECASE)
_SAID = re.compile(r"と(?:よく|しばしば)?(?:言|い)われ|とされ(?:る|て)|と(?:呼|よ)ば|\b(?:is|are) (?:often |commonly |sometimes )?(?:said|claimed|thought|believed)\b|\bso-called\b", re.IGNORECASE)
_NOT_SO = re.compile(r"(?:性|的)?(?:を|は|が|に|で|も)?[ぁ-ん]{0,5}?(?:な[いく]|ません|ず)|\s*(?:は|が)?成り立たな|\s+(?:only|not)\b")


def read(view: View) -> Iterator[Reading]:
    """Invariance under a translation, or equivariance."""
    s = view.sentence
    text = plain(s)
    if s.cell is not None or not asserts(view):
        return
    move, along = _MOVE.search(text), _ALONG.search(text)
    if not move and not (along and re.search(r"同変|equivarian", along[0], re.IGNORECASE)):
        move = _moved_before(view)
        if move is None:
            return
    named = nearest(view, along.start() if along else len(s.words), MOVABLE)
    if named is not None and named.where not in ("", NEARBY) and _CONVOLUTION_BEFORE.match(_before(view)):
        named = Named("conv2d", NEARBY, s.block)  # the topic of the sentence that it goes on with
    if named is None or _ELSE.search(text):
        return
    subject = STAND_IN.get(named.subject, named.subject)
    stride = _STRIDED.search(text)
    option = f", stride={stride[1]}" if stride and subject != "linear" and stride[1] != "0" else ""
    degree = bool(_DEGREE.search(text))
    sure = named.where != NEARBY and not s.has("hedged") and not _SAID.search(text) and (not degree or bool(_AT_ALL.search(text))) and subject != "linear"
    if along:
        borders = ", borders=inner" if _BORDERS.search(text) else ""
        denied = bool(_DENIED.search(text[along.start() : along.end()]) or _NOT_SO.match(text[along.end() :]) or _DENIED.search(re.sub(r"(?:だけ|のみ)で(?:は)?なく", "", text[max(0, along.start() - 16) : along.start()])))
        claim = f"equivariant_to({subject}, translation{option}{borders})"
        yield Reading(f"not {claim}" if denied else claim, min(m.start() for m in (move, along) if m and m.string == text), along.end(), inherited_note(named, view), sure=sure and subject.startswith("conv"))
        return
    effect = effect_of(_without(text, move))
    if effect is None or (degree and not subject.endswith("pool2d")):
        return
    stays, start, end = effect
    if subject == "max_pool2d" and _GLOBAL.search(text):
        return
    if _NOT_QUITE.search(text):
        yield Reading(f"not invariant_to({subject}, translation{option})", start, end, inherited_note(named, view), sure=False)
        return
    if stays and subject in ("max_pool2d", "avg_pool2d") and not _AT_ALL.search(text):
        # What is said of pooling in passing is true of a step that stays in its window.
        sometimes = ", step=inside" if _SOMETIMES.search(text) else ""
        yield Reading(f"unmoved({subject}{option}{sometimes})", start, end, inherited_note(named, view), sure=sure, predicate="invariant_to")
        return
    if degree and not _AT_ALL.search(text):
        return
    claim = f"invariant_to({subject}, translation{option})"
    yield Reading(claim if stays else f"not {claim}", start, end, inherited_note(named, view), sure=sure)


_CONVOLUTION_BEFORE = re.compile(r"\s*(?:この|ふつうの|普通の|通常の|一般の)?畳み?込み(?:層|演算|処理)?(?:は|も|とは|では)、?|\s*(?:a |the |an ordinary )?convolution(?:s|al layers?| layers?)?\s+(?:is|are|can|has|have|commutes?)\b", re.IGNORECASE)


def _before(view: View) -> str:
    """The words of the sentence before, in the same block."""
    s = view.sentence
    return view.outline.sentences[s.block][s.number - 1].words if s.number else ""


def _without(text: str, move: re.Match[str] | None) -> str:
    """The text without the move itself: "if the input moves" tells nothing of the output."""
    if move is None or move.string != text or re.search(r"出力|結果|\boutputs?\b", move[0], re.IGNORECASE):
        return text
    return text[: move.start()] + " " * (move.end() - move.start()) + text[move.end() :]


def _moved_before(view: View) -> re.Match[str] | None:
    """The move in the sentence before, where this one tells only what becomes of the output."""
    s = view.sentence
    earlier = view.outline.sentences[s.block][: s.number]
    if not earlier or not re.search(r"出力|\boutputs?\b", s.words):
        return None
    return _MOVE.search(plain(earlier[-1]))
