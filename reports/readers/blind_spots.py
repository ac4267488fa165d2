"""The pixels that a stack of masked convolutions never sees, and the loudness at which mu-law steps are fine."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.layers import words
from ..vocabulary import family
from .idioms import flat

_BLIND = re.compile(r"盲点|死角|ブラインドスポット|\bblind[- ]?spots?\b|(?:右上|上の)[^。]{0,30}(?:見え(?:な|ず)|届か(?:な|ず)|見られな)|\bnever (?:sees?|reach\w*|covers?)\b[^.]{0,40}\b(?:right|above)\b|\b(?:right|above)\b[^.]{0,50}\bnever (?:seen|reached|covered)", re.IGNORECASE)
_SEES_ALL = re.compile(r"(?:上|左)[^。、]{0,8}(?:画素|ピクセル)(?:は|を|が)?(?:すべて|全て|全部|残らず)|\b(?:everything|all(?: of)?(?: the)? pixels|every pixel)\s+(?:that (?:is |lies |comes |stands )?)?(?:above|before|to (?:its|the) left|earlier)\b|(?:前|上|過去|生成済み|既に生成)[^。、]{0,16}画素(?:は|を|が)?(?:すべて|全て|全部)|すべての(?:過去|前|上|生成済み)の?画素|\b(?:all|every) (?:of the )?(?:previous|earlier|preceding|already generated|pixels? (?:above|before))\b[^.]{0,24}", re.IGNORECASE)
_SEES = re.compile(r"見|受容野|依存|届|カバー|\bsees?\b|receptive|\bdepend\w*|\breach\w*|\bcover\w*", re.IGNORECASE)
_STACK = re.compile(r"重ね|積[むみめん]|層|スタック|\bstack\w*|\blayers?\b|\bdeep\b", re.IGNORECASE)
_GATED = re.compile(r"gated|ゲート|縦[^。]{0,6}横|垂直|水平|\bvertical\b|\bhorizontal\b|2\s*本|二本|\btwo stacks\b", re.IGNORECASE)
_NONE = re.compile(r"^[^。.→]{0,10}(?:は|が)?(?:ない(?!か)|なくな|消え|生じない|残らない|できない|起きない|解消)|\b(?:no|without(?: any)?|removes?|has no|eliminat\w+|avoid\w*)\s+(?:a |the )?$", re.IGNORECASE)
_QUIET = re.compile(r"小さ(?:い|な)(?:音|振幅|値|信号|声)|静かな(?:音|部分)|弱い(?:音|信号)|(?:0|ゼロ)(?:付近|の近く|近傍)|\b(?:small|quiet|soft|low)[- ]?(?:\w+ )?(?:amplitudes?|values?|sounds?|signals?|samples?|levels?)?\b|\bnear (?:zero|0)\b", re.IGNORECASE)
_LOUD = re.compile(r"大き(?:い|な)(?:音|振幅|値|信号|声)|強い(?:音|信号)|\b(?:large|loud|high|big)[- ]?(?:\w+ )?(?:amplitudes?|values?|sounds?|signals?|samples?)?\b", re.IGNORECASE)
_FINE = re.compile(r"細か|密に|精密|高い(?:分解能|解像度)|\b(?:fine(?:r|ly)?|more (?:levels|codes|finely|resolution|precis\w+)|higher resolution|small(?:er)? steps?|denser)\b", re.IGNORECASE)
_COARSE = re.compile(r"粗|荒く|大雑把|\b(?:coarse(?:r|ly)?|fewer (?:levels|codes)|large(?:r)? steps?|sparser)\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of blind spots and of mu-law's steps."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    text = flat(s)
    yield from _blind(view, text)
    yield from _steps(view, text)


def _blind(view: View, text: str) -> Iterator[Reading]:
    blind, every = _BLIND.search(text), _SEES_ALL.search(text)
    if blind is None and not (every and _SEES.search(text) and _STACK.search(text)):
        return
    found = blind or every
    assert found is not None
    named = view.in_families(found.start(), "pixelcnn")
    before = re.split(r"[→。;]|->|, (?:so|and) ", text[: found.end()])[-1]
    if named is None or _GATED.search(before):
        return
    none = blind is not None and (_NONE.search(text[found.end() :]) or re.search(r"\b(?:no|without(?: any)?)\s+(?:an? |the )?$", text[: found.start()], re.IGNORECASE))
    if none and (_GATED.search(text) or re.search(r"解決|対策|改良|solv|fix", text)):
        return
    seen = bool(none) or (blind is None and view.polarity(found.start()))
    statement = "depends_on(pixelcnn, input=all_past, layers=6)"
    yield Reading(statement if seen else f"not {statement}", found.start(), found.end(), sure=not words("epistemic").search(text), subject="pixelcnn", predicate="receptive_field")


def _steps(view: View, text: str) -> Iterator[Reading]:
    """Fine for the quiet and coarse for the loud, or the other way round: by the words that stand together."""
    pairs = [(m.start(), kind) for kind, pattern in (("quiet", _QUIET), ("loud", _LOUD)) for m in pattern.finditer(text)]
    steps = [(m.start(), kind) for kind, pattern in (("fine", _FINE), ("coarse", _COARSE)) for m in pattern.finditer(text)]
    named = any(family(m.tag) == "audio" for m in view.sentence.subjects) or view.in_families(0, "audio") is not None or re.search(r"量子化|quanti[sz]|[μµ]\s*(?:則|-?law)|mu-?law", text, re.IGNORECASE)
    if not pairs or not steps or not named or not re.search(r"量子化|刻|quanti|level|段階|step|分解|resol|mu-?law|μ|code", text, re.IGNORECASE):
        return
    said = set()
    for place, step in steps:
        after, before = [p for p in pairs if p[0] > place], [p for p in pairs if p[0] < place]
        follows = after and (not before or re.match(r"\w*\W+(?:\w+ ){0,3}(?:for|at|near|to|around)\b", text[place:]))
        near = min(after) if follows else max(before)
        said.add("increasing" if (near[1], step) in (("quiet", "fine"), ("loud", "coarse")) else "decreasing")
    if len(said) == 1:
        value = said.pop()
        place = min(pairs[0][0], steps[0][0])
        yield Reading(f"quantisation_step(mu_law_encode) == {value}", place, max(p for p, _ in (*pairs, *steps)) + 2, sure=not words("epistemic").search(text), subject="mu_law_encode", predicate="monotone")
