"""A normalisation in a causal network: one that averages over time lets the future in, one of each time step does not."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from .norm_sense import asserts, hedged
from .norms import NORMS, plain

NORMALISES = re.compile(r"正規化|標準化|\bnormali[sz]\w*|\b(?:batch|layer|instance|group)[- ]?norm\w*|(?<![A-Za-z])(?-i:BN|LN|IN|GN)(?![A-Za-z])", re.IGNORECASE)
_OVER_TIME = re.compile(r"(?:時間|時刻|系列|T)\s*(?:軸|方向|次元)?(?:まで|も|を|に)?(?:含め|わたっ|渡っ|またい|沿っ|またがっ|通し|またがる|わたる)|(?:時間|時刻|(?<![A-Za-z])T\s*)(?:軸|方向)(?:で|に|も|の)[^。、]{0,6}(?:平均|統計|正規化)|\b(?:over|across|along|including) (?:the )?(?:whole |entire )?(?:time|sequence|temporal)\b|\b(?:over|across) (?:[NC] and |both [NC] and )?(?-i:T)\b|時間方向(?:に|で)", re.IGNORECASE)
_EACH_STEP = re.compile(r"時刻(?:ごと|毎|別)|各(?:時刻|時点|ステップ)|(?:1|一)時刻(?:の中|ずつ|だけ)|\b(?:each|every|per|one|single) (?:time ?-?step|step|position|frame|instant)\b|\bat each (?:time|step)|\bchannels? only\b|チャン?ネル方向だけ", re.IGNORECASE)
_FUTURE = re.compile(r"未来|先の(?:値|時刻|入力)|\bfuture\b|\blater (?:inputs?|samples?|values?|steps?)\b", re.IGNORECASE)
_SEEN = re.compile(r"依存|漏れ|見え|見て|混ざ|混入|入り込|使(?:う|って)|参照|影響|\bdepend\w*|\bleak\w*|\bsees?\b|\bmix\w*|\buses?\b|\blets?\b|\binclud\w*|\bcontain\w*|含", re.IGNORECASE)
_CAUSALITY = re.compile(r"因果(?:性|的|律)|\bcausal(?:ity)?\b", re.IGNORECASE)
_BROKEN = re.compile(r"壊|崩|破|失|損な|台無し|でなくな|ではなくな|なくなる|\bbreaks?\b|\bbroken\b|\bviolat\w*|\bdestroy\w*|\blos(?:es|t)\b|\bno longer\b|\bruin\w*|\bgone\b|\bspoil\w*|\bnot causal\b|\bnon-?causal\b", re.IGNORECASE)
_KEPT = re.compile(r"保|守|問題(?:は|が)?(?:ない|起き(?:ない|ません)|起こら)|壊(?:さない|れない|しません)|崩(?:さない|れない)|\bpreserv\w*|\bkeeps?\b|\bremains?\b|\bstays?\b|\bintact\b|\brespects?\b|\bno (?:such )?problem|\bnot break|\bn't break|\bsafe\b|\bstill causal\b|因果的な(?:まま|の)", re.IGNORECASE)
_DENIED = re.compile(r"(?:ら|ま)?(?:ず(?![うっ])|りません)|(?:する|なる)?こと(?:は|が|も)?な|し(?:ない|ません)|(?:し|せ)ず|(?:漏れ|見え|見|混ざら|使わ)(?:ない|ず|ません)|\b(?:not|never|no)\b|n't", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Over time or step by step, and whether the future is let in."""
    s = view.sentence
    text = plain(s)
    first = None if NORMALISES.search(text) else _begun(view)
    before = plain(first) if first else ""
    if s.cell is not None or not (before or NORMALISES.search(text)) or not asserts(view):
        return
    over, each = _OVER_TIME.search(before or text), _EACH_STEP.search(before or text)
    if bool(over) == bool(each):
        return
    found = _future(text)
    if found is None:
        return
    leaks, start, end = found
    named = [m.tag for m in (first or s).subjects if m.tag in NORMS]
    subject = named[0] if named else "instance_norm" if over else "layer_norm"
    if over and subject in ("layer_norm", "rms_norm", "group_norm"):
        subject = "instance_norm"  # one that takes time in, whatever it is called
    mark = (over or each) if not before else None
    claim = f"causal({subject}, layout=sequence)"
    places = (start, mark.start()) if mark else (start,)
    yield Reading(f"not {claim}" if leaks else claim, min(places), max(end, mark.end() if mark else 0), sure=not hedged(view), subject=subject)


def _begun(view: View) -> Sentence | None:
    """The first sentence of an item that goes on: "IN: per clip, over T only. Still causal, since ..."."""
    s, outline = view.sentence, view.outline
    parent = outline.blocks[s.block].parent
    at = s.block if s.number else parent if parent is not None and outline.blocks[parent].kind == "item" else None
    first = outline.sentences[at][0] if at is not None and outline.sentences[at] else None
    return first if first and any(m.tag in NORMS and m.start < 6 for m in first.subjects) else None


def _future(text: str) -> tuple[bool, int, int] | None:
    """Whether the future gets in (or the causality goes), and where it is said."""
    future = _FUTURE.search(text)
    seen = _SEEN.search(text, future.start()) if future else None
    seen = seen or (_SEEN.search(text) if future else None)
    if future and seen:
        denied = bool(_DENIED.match(text[seen.end() :])) or bool(_DENIED.search(text[seen.end() : seen.end() + 7])) or bool(re.search(r"\b(?:not|never|no)\b[^.;,]{0,16}$|n't\s*$", text[: seen.start()], re.IGNORECASE))
        return not denied, min(future.start(), seen.start()), max(future.end(), seen.end())
    kept, broken = _KEPT.search(text), _BROKEN.search(text)
    topic = _CAUSALITY.search(text) or (re.search(r"この問題|this problem|such problem", text, re.IGNORECASE) if kept else None)
    verb = kept or broken
    if not topic or verb is None:
        return None
    return verb is not kept, min(topic.start(), verb.start()), max(topic.end(), verb.end())
