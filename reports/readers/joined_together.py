"""Networks named side by side, or as the former and the latter, and how all of them join their features.

"Both Inception and ResNet add" says the same of two; 前者は連結、後者は加算 one thing of each. A run of names with nothing but
"and" between them is the subject of the word of joining that follows it; each name stands for the place of that network in
which features are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from ..vocabulary import Mention
from .denials import denied_at
from .joined_objects import object_en, object_ja
from .pointing import replaced
from .sites import acts

_NETWORKS = re.compile(
    r"(?P<residual_block>(?<![A-Za-z])res-?\s?net(?:s|-\d+)?(?![A-Za-z])|残差ネットワーク|レズネット)|(?P<dense_block>(?<![A-Za-z])dense-?\s?net(?:s|-\d+)?(?![A-Za-z]))"
    r"|(?P<inception_block>googlenet|inception(?![- ]?v[34]|[- ]?resnet)|インセプション)|(?P<unet_skip>(?<![A-Za-z])U-?\s?Nets?(?![A-Za-z+])|ユーネット)"
    r"|(?P<fpn_lateral>(?<![A-Za-z])FPNs?(?![A-Za-z]))|(?P<inverted_residual>mobile-?\s?net\s?-?v2)",
    re.IGNORECASE,
)
_COMBINES = ("residual_block", "dense_block", "inception_block")
_PART = r"\s*(?:(?:の)?(?:スキップ接続|ショートカット|ブロック|モジュール|枝)|(?:'s)?\s*(?:skip connections?|shortcuts?|modules?|blocks?|branches))?\s*"
_BESIDE = re.compile(rf"{_PART}(?:と|や|、|,|も|および|及び|・|/|and|or|&|as well as)\s*(?:also\s+|and\s+|the\s+)?", re.IGNORECASE)
_SUBJECT = re.compile(rf"{_PART}(?:[)）]\s*)?(?:は|も|では|でも|が|とも|ともに|どちらも|両方|いずれも|だけ|のみ|\b(?:both|all|merge|join|combine|use|add|sum|concat|rely|work|do|stack|put|append)\w*)", re.IGNORECASE)
_RESPECTIVE = re.compile(r"それぞれ|各々|respectively|順に|どちらか|いずれか|\beither\b", re.IGNORECASE)
_POINTED = re.compile(r"(?P<first>前者|\bthe former)|(?P<second>後者|\bthe latter)", re.IGNORECASE)
_ANEW = re.compile(r"[;；。]|[、,]|(?<=[るだい])が、?|\b(?:whereas|while|but|unlike|instead|rather)\b", re.IGNORECASE)
_FURTHEST = 70  # letters between the names and the word of joining


@dataclass(frozen=True)
class _Named:
    start: int
    end: int
    site: str


def read(view: View) -> Iterator[Reading]:
    """What is said of several networks at once, and of the former and the latter of two."""
    s = view.sentence
    kind = view.outline.blocks[s.block].kind
    if kind in ("heading", "code") or s.cell is not None or re.search(r"[?？]\s*$", s.words) or s.has("hedged") or len(s.words) > 300:
        return
    names = _names(s)
    joining = [a for a in acts(s) if a.tag in ("add", "concat")]
    if not joining or _RESPECTIVE.search(s.words):
        return
    yield from _together(view, names, joining)
    yield from _pointed(view, names, joining)


def _names(s: Sentence) -> list[_Named]:
    return [_Named(m.start(), m.end(), m.lastgroup or "") for m in _NETWORKS.finditer(s.words)]


def _runs(s: Sentence, names: Sequence[_Named]) -> Iterator[list[_Named]]:
    """Names with nothing but "and" between them."""
    run: list[_Named] = []
    for name in names:
        if run and not _BESIDE.fullmatch(s.words, run[-1].end, name.start):
            if len(run) > 1:
                yield run
            run = []
        run.append(name)
    if len(run) > 1:
        yield run


def _together(view: View, names: Sequence[_Named], joining: Sequence[Mention]) -> Iterator[Reading]:
    """One way of joining, said of every network of a run."""
    s = view.sentence
    for run in _runs(s, names):
        last = run[-1]
        following = next((n.start for n in names if n.start > last.end), len(s.words))
        able = [a for a in joining if last.end <= a.start < min(following, last.end + _FURTHEST)]
        led = _SUBJECT.match(s.words, last.end) or re.match(r"\s*by\b", s.words[last.end :])
        if not led or len({a.tag for a in able}) != 1 or _ANEW.search(s.words, led.end(), able[0].start):
            continue
        if _joins(view, able[0]):
            for name in run:
                yield _claim(s, name.site, able[0], run[0].start)


def _pointed(view: View, names: Sequence[_Named], joining: Sequence[Mention]) -> Iterator[Reading]:
    """前者は連結、後者は加算: each of the two networks named last, where one of them is not read by its kind already."""
    s = view.sentence
    for at in _POINTED.finditer(s.words):
        before = [n for n in names if n.start < at.start()]
        if not before and s.number:
            before = _names(view.outline.sentences[s.block][s.number - 1])
        pair = list(dict.fromkeys(n.site for n in before))
        act = next((a for a in joining if a.start >= at.end()), None)
        if len(pair) != 2 or set(pair) <= set(_COMBINES[:2]) or act is None or act.start - at.end() > 24:
            continue
        if not _ANEW.search(s.words, at.end(), act.start) and _joins(view, act):
            yield _claim(s, pair[0 if at["first"] else 1], act, at.start())


def _joins(view: View, act: Mention) -> bool:
    s = view.sentence
    if denied_at(s, act) or replaced(s, act.start, act.end) == "old":
        return False
    value = "add" if act.tag == "add" else "concat"
    return (object_ja(view, act, value) if s.japanese else object_en(view, act, value)) is not None


def _claim(s: Sentence, site: str, act: Mention, start: int) -> Reading:
    predicate = "combine" if site in _COMBINES else "definition"
    return Reading(f"{predicate}({site}) == {act.tag}", start, act.end, predicate="combine")
