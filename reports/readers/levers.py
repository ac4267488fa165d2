"""What the number of filters changes, and what it cannot: "changing c_o lets us shrink the channels, not the height and width".

Slots: the number that is changed (of filters, of output channels, a letter that stands for it), that something changes
with it or does not, and what: height and width, or the channels.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import doubtful
from ..sizes.geometry import flat

_FILTERS = r"(?:the )?(?:number of (?:output )?(?:channels|filters|kernels|feature maps)|(?:output )?channel count|number of output channels)"
_LETTER = r"[A-Za-z](?:_\{?\w{1,4}\}?)?(?![A-Za-z])"
_CHANGING = re.compile(
    rf"\b(?:changing|varying|choosing|adjusting|increasing|raising|reducing|lowering|tuning)\s+(?P<x>{_FILTERS}|{_LETTER})\s+(?P<v>(?:only |simply |just )?(?:lets?|allows?|makes it possible|can|will|changes?|alters?|shrinks?|enlarges?|reduces?|increases?|controls?|affects?|determines?|sets?|does not|doesn't|never|leaves?|has no|neither)\b)"
    rf"|(?P<xj>(?:フィルター?|カーネル)(?:の)?(?:枚|個)?数|出力チャン?ネル数|(?<![A-Za-z]){_LETTER})\s*を(?:変え(?:る)?|増減させ?る?|増やし?(?:たり)?|調整す?る?|選ぶ?)(?P<how>と|ことで|れば|ても|だけで)",
    re.IGNORECASE,
)
_SIDES = re.compile(r"縦(?:も|と|、|・)?横|高さ(?:と|や|・|、)?幅?|幅(?!広)|空間(?:の|的な)?(?:サイズ|大きさ|解像度)?|解像度|\b(?:heights?|widths?|spatial (?:size|extent|dimensions?|resolution)|resolution)\b", re.IGNORECASE)
_DEPTH = re.compile(r"(?:出力(?:の)?)?チャン?ネル(?:の)?数|(?:出力(?:の)?)?(?:奥行き|深さ)|\b(?:number of (?:output )?channels|(?:output )?channels?|depth(?!-?wise))\b", re.IGNORECASE)
_KEPT = re.compile(r"変わら|変わりま|変えな|変化し(?:な|ま)|影響(?:し|を与え|は)?(?:な|ま)|そのまま|同じ|\b(?:does not|doesn't|do not|don't|never|no (?:effect|influence)|leaves?|unchanged|not|neither|nor)\b", re.IGNORECASE)
_CHANGED = re.compile(r"変わ[るっ]|変え(?:ら|る)|変化|調整|増減|増やし|減らし|縮め|縮小|拡大|広げ|\b(?:chang\w+|shrink\w*|enlarg\w+|reduc\w+|increas\w+|adjust\w*|control\w*|affect\w*|alter\w*|set|determin\w+)\b", re.IGNORECASE)
_ASIDE = re.compile(r",?\s*\b(?:not|rather than|but not|instead of)\s+(?:the\s+)?$|ではな", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What is said to change with the number of filters, or not to."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind in ("heading", "code", "fence") or len(s.words) > 220:
        return
    text = flat(s)
    cause = _CHANGING.search(text)
    if cause is None or re.search(r"[?？]\s*$|計算|コスト|パラメータ|重み|\bcost|\bparam|\bweights|stride|ストライド|pool|プーリング", text, re.IGNORECASE):
        return
    named = (cause["x"] or cause["xj"]).strip("$")
    letter = re.fullmatch(_LETTER, named)
    if letter and view.letters.get(named.replace("{", "").replace("}", "")) != "out_channels" and named.lower().replace("_", "") not in ("co", "cout"):
        return
    since = cause.start("v") if cause["v"] else cause.end()
    for pattern, measured in ((_SIDES, "output_size"), (_DEPTH, "output_channels")):
        aspect = pattern.search(text, since)
        if aspect is None:
            continue
        kept = _said(text, since, aspect, s.japanese)
        if kept is not None:
            if measured == "output_size":
                statement = f"{'' if kept else 'not '}monotone(output_size(conv2d), out_channels) == constant"
            else:
                more, as_many = (f"output_channels(conv2d, out_channels={n}*M)" for n in (2, 1))
                statement = f"{more} {'==' if kept else '>'} {as_many}"
            yield Reading(statement, cause.start(), len(text.rstrip(" 。.")), sure=not doubtful(s))


def _said(text: str, since: int, aspect: re.Match[str], japanese: bool) -> bool | None:
    """Whether the aspect is said to stay (True) or to change (False); None where neither is said of it."""
    if japanese:
        clause = re.split(r"[、。]|(?<=が)(?=、)", text[aspect.end() :])[0]
        if clause.startswith(("ではな", "でな")):
            return True
        return True if _KEPT.search(clause) else False if _CHANGED.search(clause) else None
    clause = text[since : aspect.start()]
    if _ASIDE.search(clause):
        return True
    clause = re.split(r",|\bbut\b", clause)[-1]
    return True if _KEPT.search(clause) or re.match(r"\s*\w*\s*(?:alone|unchanged|as (?:it|they) )", text[aspect.end() :]) else False if _CHANGED.search(clause) else None
