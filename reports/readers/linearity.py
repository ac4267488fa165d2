"""What is linear: "a linear operation", 非線形; an average pooling that is a convolution; batch norm folded into the weights.

An operation is a convolution with fixed weights, or can be merged into the one before it, where it is linear in its input.
The subject and the denial are the sentence's; of batch norm the mode too (at inference, where nothing else is said).
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY
from .norm_sense import asserts, mode_of
from .norms import NORMS, nearest, plain

_ABLE = (*NORMS, "conv2d", "depthwise_conv2d", "pointwise_conv2d", "max_pool2d", "avg_pool2d", "global_avg_pool2d", "linear", "relu", "sigmoid", "tanh", "softmax", "conv_transpose2d")
_LINEAR = re.compile(
    r"(?P<non>非)?線形(?:な)?(?:演算|変換|写像|操作|処理|関数|フィルタ)|一次式|1次式|アフィン(?:変換|写像)|(?P<ja>非線形)(?:である|です|だ|なので)|線形(?:である|です|だ(?!け)|なので|では(?=ない|ありま))"
    r"|\b(?P<en>non-?\s?linear|not linear)\b(?! activation)|\blinear (?:operation|map|function|transformation|filter|operator)s?\b|\baffine (?:map|function|transformation)\b|\b(?:is|are) linear\b"
    r"|\b(?:a|one|single) multiplication and (?:an?|one|a single) addition\b|(?P<plain>\b(?:fixed|constant) (?:per-channel )?scale and (?:an? )?(?:fixed |constant )?shift\b|\b(?:nothing (?:more|but|else)(?: than)?|just|merely|only|simply)\s+(?:an?\s+)?(?:fixed |constant |per-channel |channel-wise |linear )*(?:scale[- ]and[- ]shift|scaling and shift\w*|affine (?:map\w*|transform\w*|function|operation)|rescal\w+ and shift\w*)\b|\blinear \(affine\)|\b(?:per-channel|channel-wise|fixed) affine (?:map\w*|transform\w*|function|operation)|(?:定数倍|定数を(?:掛|かけ))[^。、]{0,8}(?:定数|足)[^。、]{0,8}(?:だけ|に過ぎ|にすぎ)|(?:ただの|単なる|固定の|固定された)(?:アフィン変換|線形変換|一次式|1次式|スケール(?:と|・)シフト))",
    re.IGNORECASE,
)
_MERGED = re.compile(
    r"(?:畳み?込み|conv\w*|重み|前の層|層)(?:層|の(?:重み|カーネル|フィルタ|バイアス)|(?:と|・|、)(?:バイアス|重み))*(?:に|へ)(?:吸収|融合|統合|埋め込|畳み込(?:め|ん|む)|まとめ(?:られ|る|て|込)|組み込|繰り込|折り畳|マージ)|(?:畳み?込み|conv\w*|重み)(?:層)?(?:と)(?:融合|統合|合成|一体化|まとめ(?:られ|る|て))|\b(?:fold|merge|absorb|fuse|bake|incorporat)\w*\s+(?:\w+\s+){0,3}(?:into|with|in)\s+(?:\w+\s+){0,3}(?:conv\w*|weights?|layer|kernel)",
    re.IGNORECASE,
)
_INTO = re.compile(r"畳み?込み|conv|重み|バイアス|前の層|直前|\bweights?\b|\bpreceding\b|\bprevious\b|\bkernel", re.IGNORECASE)
_DISGUISED = re.compile(
    r"(?:畳み?込み|conv\w*)(?:の一種|の特別な場合|として(?:書け|表せ|表現|実装|実現)|と(?:み(?:な|る)|等価|同じ|見な)|で(?:書け|表せ|実現|表現))|\bconvolution in disguise|\b(?:is|as|be) (?:just |simply |really |also |nothing but )?(?:a |an? \w+ )(?:special )?(?:depthwise |grouped )?convolution\b(?! layer)|\b(?:written|expressed|implemented|seen|viewed) as an? (?:\w+ )?convolution",
    re.IGNORECASE,
)
_PROJECTION = re.compile(r"projection|bottleneck|射影|ボトルネック|1\s*[x×]\s*1", re.IGNORECASE)
_DENIED = re.compile(r"でき(?:ない|ません)|ではな|でな[いく]|られない|えない|ません|\b(?:not|never|cannot|no longer|neither)\b|n't", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Whether what the sentence speaks of is linear."""
    s = view.sentence
    text = plain(s)
    if s.cell is not None or not asserts(view) or re.search(r"計算量|パラメータ|cost|活性化関数|activation function|次元削減", text, re.IGNORECASE):
        return
    merged, disguised = _MERGED.search(text), _DISGUISED.search(text)
    if merged and _INTO.search(text):
        yield from _claim(view, text, merged, ("batch_norm", "layer_norm", "instance_norm", "group_norm"), positive=True)
    elif disguised and re.search(r"pool|プーリング", text, re.IGNORECASE):
        yield from _claim(view, text, disguised, ("max_pool2d", "avg_pool2d", "global_avg_pool2d"), positive=True)
    for said in _LINEAR.finditer(text) if not merged and not disguised else ():
        if _PROJECTION.search(text, max(0, said.start() - 24), said.start()):
            continue  # of a bottleneck: what the sentence names besides is not what is linear
        yield from _claim(view, text, said, _ABLE, positive=not (said["non"] or said["ja"] or said["en"]))


def _says_linear(word: re.Match[str]) -> bool:
    """Whether the word says linear or non-linear of whatever is named: then its topic must be the subject itself."""
    return "non" in word.re.groupindex


def _claim(view: View, text: str, word: re.Match[str], able: tuple[str, ...], positive: bool) -> Iterator[Reading]:
    s = view.sentence
    named = nearest(view, word.start(), able)
    if named is None:
        return
    own = next((m for m in reversed(s.subjects) if m.tag == named.subject and m.end <= word.start()), None)
    spoken_of = own is not None and not own.weak and word.start() - own.end < 60 and s.is_topic(own)
    denied = bool(_DENIED.search(text[word.start() : word.end() + 14]) or re.search(r"\b(?:not|never|cannot|no longer)\b[^.;,]{0,24}$|n't[^.;,]{0,24}$", text[: word.start()], re.IGNORECASE))
    denied = denied and not word.groupdict().get("en")
    mode = ""
    if named.subject == "batch_norm":
        mode = ", mode=training" if mode_of(text) == "training" else ", mode=evaluation"
    claim = f"is_linear({named.subject}{mode})"
    yield Reading(claim if positive != denied else f"not {claim}", word.start(), word.end(), inherited_note(named, view), sure=(spoken_of or not _says_linear(word) or bool(word.groupdict().get("plain"))) and named.where != NEARBY and not s.has("hedged"))
