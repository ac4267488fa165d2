"""What the resolution multiplier does to the weights: the parameters shrink with rho, ρ を下げても重みの数は同じ."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain

_RESOLUTION = re.compile(r"\\?(?<![a-z])rho\b|ρ|\bresolution (?:multiplier|factor|parameter|knob)|解像度(?:の)?(?:乗数|係数|倍率|マルチプライヤー?|パラメータ)|解像度マルチ", re.IGNORECASE)
_WIDTH = re.compile(r"\\?(?<![a-z])alpha\b|α|\bwidth multiplier|幅(?:の)?(?:乗数|係数|倍率|マルチ)", re.IGNORECASE)
_WEIGHTS = re.compile(r"(?:パラメータ|重み)(?:の)?(?:数|個数|量)?(?:も|は|が|を)|\b(?:number of )?(?:parameters?|params|weights)\b|\bmodel size\b|モデルサイズ(?:も|は|が|を)", re.IGNORECASE)
_LESS = re.compile(r"減[るらりっ少]|小さく|少なく|下が|削減|軽く|\b(?:cuts?|reduc\w+|shrink\w*|fewer|decreas\w+|lower\w*|drops?|falls?|saves?|smaller|go(?:es)? down)\b|(?:\\?rho|ρ)\s*(?:\^\s*\{?2\}?|²|の?[2２二]乗)\s*(?:倍|times)?|倍になる", re.IGNORECASE)
_LIKEWISE = re.compile(r"\band so (?:do|does)\b|(?:パラメータ|重み)(?:の)?(?:数|個数|量)?も(?:同様|同じ(?:割合|比率|だけ|よう))", re.IGNORECASE)
_SAME = re.compile(r"変わら(?:ない|ず|ぬ|ん)|変わりません|変化し(?:ない|ません)|同じ(?:まま|$|。|です|だ|で)|そのまま|減ら(?:さ)?(?:ない|ず|ぬ)|減らしません|減りません|影響(?:し|を与え|を及ぼさ)な|一定|\bleav\w+\b[^.;,]{0,40}\b(?:where|as) (?:it|they) (?:is|are|was|were)\b|\b(?:unchanged|untouched|the same(?! (?:factor|amount|proportion|rate|ratio|way|extent))|not (?:\w+ )?(?:change|affect|depend|reduc|touch|alter)\w*|unaffected|alone|constant|fixed|does nothing|no effect|no fewer|independent)\b|n't (?:\w+ )?(?:change|affect|depend|reduce|touch|alter)|影響されな|よらない|依存しない|無関係", re.IGNORECASE)
_IT = re.compile(r"\s*(?:it|this|that|これ|それ)\b|\s*(?:これ|それ|同時に|さらに|また|しかも|もちろん|このとき)|[^。]{0,12}も", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b|どちらも|両方|いずれも", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Whether the weights go with the resolution, of which the sentence or the one right before it speaks."""
    s = view.sentence
    text = plain(s.text.chars)
    weights = _WEIGHTS.search(text)
    if not weights or s.cell is not None or s.has("question", "hedged") or _BOTH.search(text):
        return
    about = [m.end() for m in _RESOLUTION.finditer(text)]
    before = [m.end() for m in _WIDTH.finditer(text)]
    if not about and not before and s.number and _IT.match(text):
        previous = plain(view.outline.sentences[s.block][s.number - 1].text.chars)
        if not _RESOLUTION.search(previous) or _WIDTH.search(previous):
            return
    elif not about or before:  # of the width too: which of the two is meant is not plain
        return
    start, end = _clause(text, weights.start())
    likewise = _LIKEWISE.search(text, start) if _LESS.search(text, 0, start) or re.search("goes down", text[:start]) else None
    same, less = (None, likewise) if likewise else (_SAME.search(text, start, end), _LESS.search(text, start, end))
    if same or less:
        kind = "constant" if same else "increasing"
        found = same or less
        assert found is not None
        places = (weights.start(), weights.end(), found.start(), found.end())
        yield Reading(f"monotone(params(depthwise_separable_conv2d), size) == {kind}", min(places), max(places), ("the multiplier of the resolution scales the maps alone",), firm=True, spare=True)


def _clause(text: str, place: int) -> tuple[int, int]:
    """From the comma or the conjunction before a place to the one after it."""
    cuts = [m.start() for m in re.finditer(r"[、;；:。]|,\s|\bbut\b|\bwhile\b|\bwhereas\b|のに対し|が、|けれど|一方", text)]
    return max([c for c in cuts if c <= place], default=0), min([c for c in cuts if c > place], default=len(text))
