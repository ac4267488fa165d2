"""The words for what is spoken of, what becomes of it and what does it (`lexicon/shape_changes.toml`), found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .. import patterns as re
from ..vocabulary import lexicon

OTHER = re.compile(
    r"計算|演算|コスト|パラメータ|重み(?!付)|受容野|分散|平均(?!値?プーリング|プール)|分布|統計|学習|精度|勾配|メモリ|速|cost|parameter|weights?\b|macs|flops|comput|receptive|variance|\bmean\b|statistic|training|accuracy|gradient|memory|batch size|バッチサイズ|growth|成長率|影響|依存|depend|(?:画像|物体|位置|入力)[^。、]{0,8}(?:ずれ|シフト)|平行移動|\btranslat(?:ed|ions?|es?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """An aspect or a change, where it stands."""

    name: str
    start: int
    end: int


@cache
def patterns(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The compiled entries of one group of the lexicon."""
    return tuple((name, re.compile(text, re.IGNORECASE)) for name, text in lexicon("shape_changes")[group].items())


IN_CHECK = re.compile(  # no larger than is wanted; nothing of staying as it was
    r"\S*[^.;]{0,48}?\b(?:in check|under control|at bay|low|small|down|manageable|moderate|limited|reasonable|within (?:bounds|limits)|from \w+ing)\b", re.IGNORECASE
)


def found_in(text: str, group: str) -> list[Found]:
    """The entries of a group in a text, in order; what lies inside an earlier one is left out."""
    every = sorted(
        (Found(name, m.start(), m.end()) for name, pattern in patterns(group) for m in pattern.finditer(text)),
        key=lambda f: (f.start, -f.end),
    )
    kept: list[Found] = []
    for one in every:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
