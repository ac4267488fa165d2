"""Gate: a sentence that is offered speaks of what its statement decides; kenzan decides the statement, not the sentence.

By a small lexicon: a sentence about something else that can be measured, and not a word about what the statement
measures, is refused. Sentences without such words are not decided here.
"""

import re
from functools import lru_cache

from ...properties.nodes import Sym, measurements, walk
from ...properties.statement import parse
from ..question import Option, Texts
from ..refusal import Refusal

GATE = "text and route"
_TOPICS = {
    "weights": (("params", "params_ratio", "rf_per_params"), r"\bweights?\b|\bparameters?\b|重み|パラメータ"),
    "cost": (("macs", "macs_ratio"), r"multiply-acc|\bMACs?\b|\bcosts?\b|computation|積和|計算量|演算"),
    "receptive field": (("receptive_field", "rf_growth", "rf_per_params"), r"receptive field|\breach|受容野|届"),
    "mixing": (("depends_on", "filters"), r"\bmix(?:es|ed|ing)?\b|\bcross(?:es)? |混ぜ|またぐ|またいで"),
    "output": (("output_shape", "output_size", "output_height", "output_width", "output_length", "spatial_preserved"),
               r"\boutput'?s? (?:size|shape|height|width|length)|出力の(?:大きさ|形|高さ|幅|長さ)"),
}  # fmt: skip
_SUBJECTS = {
    "depthwise_conv2d": r"depthwise(?![- ]separable)|深さ方向", "pointwise_conv2d": r"pointwise|1 ?[×x] ?1",
    "batch_norm": r"batch norm|バッチ正規化", "layer_norm": r"layer norm|レイヤー正規化",
    "instance_norm": r"instance norm|インスタンス正規化", "group_norm": r"group norm|グループ正規化",
    "conv_transpose2d": "transposed|転置", "max_pool2d": "max(?:imum)? pool|最大値プーリング",
    "avg_pool2d": "average pool|平均プーリング",
}  # fmt: skip


def check(option: Option, texts: Texts, values) -> None:
    """Refuse a sentence about something else than its statement."""
    if not option.statement or not option.text_key:
        return
    for language in ("ja", "en"):
        text = texts[f"{language} {option.text_key}"][0]
        if fault := _fault(option.statement, re.sub(r"\d+", "0", text)):
            raise Refusal(GATE, f"'{text}' ({language}) {fault}: {option.statement}", values)


@lru_cache(maxsize=4096)
def _fault(statement: str, text: str) -> str:
    parsed = parse(statement)
    calls = [*measurements(parsed.left), *measurements(parsed.right)]
    text = text.replace(r"\times", "×").replace("$", "")
    told = {topic for topic, (_, words) in _TOPICS.items() if re.search(words, text, re.IGNORECASE)}
    asked = {topic for topic, (names, _) in _TOPICS.items() for call in calls if call.name in names}
    if asked and told and not asked & told:
        return f"speaks of {' and '.join(sorted(told))}, and its statement decides something else"
    spoken = {name for name, words in _SUBJECTS.items() if re.search(words, text, re.IGNORECASE)}
    decided = {node.name for call in calls for node in walk(call) if isinstance(node, Sym) and node in call.args}
    if spoken and decided and decided <= _SUBJECTS.keys() and not spoken & decided:
        return f"speaks of {' and '.join(sorted(spoken))}, and its statement of {' and '.join(sorted(decided))}"
    return ""
