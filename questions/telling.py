"""What the reference said, told to a student in Japanese and in English: no identifier, no claim turned round."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..properties.verdict import Verdict, shown
from .printed import number_text

_ROLES = {
    "batch": ("サンプル数", "batch size"), "in_channels": ("入力チャネル数", "input channels"),
    "out_channels": ("出力チャネル数", "output channels"), "height": ("高さ", "height"), "width": ("幅", "width"),
    "time": ("長さ", "length"), "size": ("一辺", "side"), "kernel_size": ("カーネルの一辺", "kernel side"),
    "kernel_height": ("カーネルの高さ", "kernel height"), "kernel_width": ("カーネルの幅", "kernel width"),
    "stride": ("ストライド", "stride"), "padding": ("パディング", "padding"), "dilation": ("膨張率", "dilation"),
    "groups": ("グループ数", "groups"), "layers": ("層数", "layers"), "growth_rate": ("成長率", "growth rate"),
    "in_features": ("入力の数", "inputs"), "out_features": ("出力の数", "outputs"),
    "stacks": ("ブロック数", "blocks"), "multiplier": ("倍率", "multiplier"), "classes": ("クラス数", "classes"),
}  # fmt: skip
_WORDS = {
    "concat": ("結合", "concatenation"), "add": ("足し算", "addition"), "doubling": ("倍々", "doubling"),
    "constant": ("一定", "constant"), "exponential": ("指数的", "exponential"), "linear": ("線形", "linear"),
    "increasing": ("増加", "increasing"), "decreasing": ("減少", "decreasing"),
}  # fmt: skip


def value_told(value: Any) -> dict[str, str]:
    """A value as a student reads it: digits in groups, known words in the language."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        text = number_text(value)
        return {"ja": text, "en": text}
    text = shown(value)
    ja, en = _WORDS.get(text, (text, text))
    return {"ja": ja, "en": en}


def values_told(measured: Any, said: Any) -> dict[str, str]:
    """A value that was measured, against the one that a statement gives."""
    found, given = value_told(measured), value_told(said)
    return {
        "ja": f"実行した結果は {found['ja']}、これによれば {given['ja']}",
        "en": f"running the reference gives {found['en']}, this says {given['en']}",
    }


def verdict_told(verdict: Verdict, relation: str) -> dict[str, str]:
    """What a verdict shows: the smallest case against the statement, the condition, or that it is so."""
    found = verdict.counterexample
    if found is None:
        return _without_case(verdict)
    case = _case(found.sizes)
    if shown(found.claimed) in ("true", "false"):
        return {
            "ja": f"{case['ja']}実行して確かめると、そうではない",
            "en": f"running the reference{case['en']} shows otherwise",
        }
    said, measured = value_told(found.claimed), value_told(found.measured)
    sign = f"{relation} " if relation != "==" else ""
    return {
        "ja": f"{case['ja']}主張は {sign}{said['ja']}、実行した結果は {measured['ja']}",
        "en": f"{case['en'].strip()}{': ' if case['en'] else ''}claimed {sign}{said['en']}, but running the reference "
        f"gives {measured['en']}",
    }


def _without_case(verdict: Verdict) -> dict[str, str]:
    if verdict.condition:
        only = verdict.condition
        return {"ja": f"成り立つのは {only} のときだけである", "en": f"it holds only if {only}"}
    if verdict.status == "holds":
        return {"ja": "実行して確かめると、成り立つ", "en": "running the reference confirms it"}
    return {"ja": "実行して確かめると、そうではない", "en": "running the reference shows otherwise"}


def _case(sizes: Mapping[str, Any]) -> dict[str, str]:
    """The sizes at which it was seen; a size that a letter names stays a letter."""
    if not sizes:
        return {"ja": "", "en": ""}
    ja = "、".join(f"{_ROLES.get(name, (name, name))[0]} {size}" for name, size in sizes.items())
    en = ", ".join(f"{_ROLES.get(name, (name, name))[1]} {size}" for name, size in sizes.items())
    return {"ja": f"{ja} のとき、", "en": f" with {en}"}
