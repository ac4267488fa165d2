"""Effects on training: experiments, or nothing. They are reported as empirical, with the words of the experiments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import Reading, View, inherited_note
from ..vocabulary import family

_EFFECTS = (
    ("small_batch", (r"(?:バッチ|batch)[^。.]{0,30}(?:小さ|small|(?:サイズ|size)[^。.\d]{0,6}1(?!\d))[^。.]{0,"
r"40}(?:収束し|学習が|不安定|性能|精度|悪|困難|unstable|degrad|poor|fail|hurt|worse|error|suffer)"
r"|(?:unstable|degrad\w+|poor\w*|fail\w*|suffer\w*|worse)[^.]{0,50}small[^.]{0,"
r"20}batch")),
    ("initialisation", r"初期値|initiali[sz]ation"),
    ("vanishing_gradient", r"勾配(?:の)?(?:消失|爆発)|勾配が流れ|勾配の流れ|vanishing|exploding|gradient flow"),
    ("learning_rate", r"学習率|learning rate|安定|stabili"),
    ("regularisation", r"過学習|汎化|overfit|regulari[sz]|generali[sz]"),
    ("faster_training", (r"学習時間|学習速度|学習が速|学習が早|高速化|学習を速|学習を早|収束|converge|speed"
r"|faster|accelerat|促進|内部共変量"
r"|covariate|smooth")),
    ("trainable_depth", (r"劣化問題|degradation|深い|easier to (?:train|optimi[sz]e)|学習しやす|学習が(?:難し|困難)"
r"|hard(?:er)? to train|difficult to train|deeper networks|very deep")),
    ("accuracy_kept", (r"精度を(?:保|維持|落とさ)|(?:small|little|slight|without|no|minimal)\w*[^.]{0,24}(?:loss"
r"|drop|decrease|reduction)[^.]{0,12}accuracy|精度(?:が|の)(?:わずか|低下|落ち|下が)|accuracy "
r"drop")),
    ("long_range", r"長期|長い依存|long[- ]range|長距離"),
    ("accuracy", (r"精度|性能|accuracy|performance|perform|outperform|state of the art|error rate|音質|自然"
r"|quality|うまく|上手|効果的|有効|works? (?:well|better)|表現力|expressive|natural")),
)  # fmt: skip
_ABOUT = ("normalisation", "residual", "dense", "wavenet", "dilated", "causal", "pixelcnn", "mobilenet")


def read(view: View) -> Iterator[Reading]:
    """The first effect on training that the sentence claims."""
    s = view.sentence
    mention = s.first("training_effect")
    if mention is None or s.has("question") or view.outline.blocks[s.block].kind == "heading":
        return
    named = view.subject(
        mention.start, lambda n: family(n) in _ABOUT or n in ("depthwise_separable_conv2d", "depthwise_conv2d")
    )
    if named is None or not (
        named.where == ""
        or named.where
        in (
            "the sentence before",
            "the text before",
            "the text above",
            "the item above",
            "the heading",
            "the introduction",
        )
    ):
        return
    if family(named.subject) == "mobilenet" and (named.where or not s.has("reduce", "same")):
        return
    if s.has("cost", "parallel", "receptive_field", "zero_mean") and not re.search(
        r"精度|accuracy|収束|converge|学習時間|音質|過学習", s.words
    ):
        return
    if named.where in ("the text before", "the text above") and named.block != s.block - 1:
        return
    effect = next((name for name, pattern in _EFFECTS if re.search(pattern, s.words, re.IGNORECASE)), None)
    if effect is None:
        return
    subject = {
        "densenet": "dense_block",
        "resnet": "residual_block",
        "mobilenet": "depthwise_separable_conv2d",
        "norms": "batch_norm",
        "dilated_stack": "wavenet",
        "dilated_conv": "wavenet",
        "causal_conv1d": "wavenet",
    }.get(named.subject, named.subject)
    yield Reading(f"training_effect({subject}, {effect})", mention.start, mention.end, inherited_note(named, view))
