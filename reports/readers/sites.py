"""Where features are joined: the network, or the place in one, that a word of joining speaks of, and how it says they are.

The sites are data (`lexicon/sites.toml`): how each is named, and by which words its parts are. The name nearest to the
word of joining tells the site, in its own part of the sentence first, then in the row, the sentences and headings above;
a network of another kind named nearer leaves nothing to read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .. import patterns as re
from ..reading import View
from ..scope import NEARBY
from ..text.sentences import Sentence
from ..vocabulary import Mention, family, lexicon

_OTHERS = ("dense", "residual", "wavenet", "pixelcnn", "mobilenet", "system", "foreign", "rnn")
_GENERIC = re.compile(r"skip|shortcut|identity|residual|スキップ|ショートカット|恒等|残差|attention|注意機構|gate|ゲート|encoder|dropout", re.IGNORECASE)
_PARTS = re.compile(r"[;；。]|(?:,\s*)?\b(?:whereas|while|but|although|though|however|in contrast|on the other hand)\b|—|のに対し|一方|(?:し|り|で|が)、(?=[^、]{2,24}(?:は|では)(?!、))")
_LIKE = re.compile(r"\s*(?:と(?:同様|同じ|同じく|違|異な|は(?:違|異な))|のよう|でも?同様|に対し|に比べ|ではな[いく]|でなく|の代わり|よりも?)")
_AS_IN = re.compile(r"\b(?:like|unlike|as|as in|as with|than|than in|similar to|unlike in|contrary to|from|instead of|rather than|in contrast (?:to|with)|compared (?:to|with)|(?:classical|classic|ordinary|usual|original|traditional|conventional|earlier|older|old|known)\s+(?:\w+[\s-]){1,2}(?:of|in|from))\s+(?:in\s+)?(?:an?\s+|the\s+)?$", re.IGNORECASE)
_POINTS = re.compile(r"^\s*(?:its?|this|that|they|their|these|both|the two|the result|これ|それ|この|その|両者|[2二]つ)", re.IGNORECASE)
_A_STACK = re.compile(r"\b(?:an?|the|two|three|both|of|vertical|horizontal|separate|\d)\s+stacks?$", re.IGNORECASE)  # nothing that is done
BY_SOMEBODY = re.compile(r"(?i:added)\s+(?:(?:only |later |first |then )*(?:by\s+[A-Z][a-z]|in\s+(?:19|20)\d\d|(?:two|three|some|several|a few) years))|(?:足|加え)(?:した|たの(?:は|が))[^。、]{0,6}[A-Z][a-z]+\s*(?:ら|さん|and|et)")
_LIE = re.compile(r"\b(?:runs?|running|ran|work(?:s|ing)?|appl(?:y|ies|ied)|us(?:es?|ed|ing)|ha(?:s|ve|ving)|puts?|plac(?:es?|ed)|branch\w*|paths?|towers?|filters?|kernels?|conv\w*|pool\w*|layers?)\b[^.;]{0,60}?$", re.IGNORECASE)
_PUT_OUT = re.compile(r"\b(?:outputs?|results?|maps?|features?|channels|responses?|activations?)\b[^,.;]{0,40}$", re.IGNORECASE)
SHORT = 48


@dataclass(frozen=True)
class Site:
    """A place where features are joined, as the lexicon has it."""

    fact: str
    named: re.Pattern[str]
    parts: re.Pattern[str]
    near: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None


@dataclass(frozen=True)
class At:
    """The site that a word of joining is about, and how the sentence came by it."""

    site: Site
    own: bool
    notes: tuple[str, ...] = ()
    vague: bool = False


def _words(text: str) -> re.Pattern[str]:
    """A pattern of words that may stand right beside Japanese ones."""
    return re.compile(text, re.IGNORECASE | re.ASCII)


@cache
def sites() -> tuple[Site, ...]:
    """All sites, those inside another one first."""

    def compiled(text: str | None) -> re.Pattern[str] | None:
        return _words(text) if text else None

    return tuple(
        Site(e["fact"], _words(e["named"]), _words(e["parts"]), compiled(e.get("near")), compiled(e.get("never")))
        for e in lexicon("sites")["site"]
    )


@cache
def _acts() -> dict[str, re.Pattern[str]]:
    return {act: _words(words) for act, words in lexicon("sites")["acts"].items()}


_OPERATIONS = re.compile(
    r"(?:乗算|掛け算|かけ算|加算|足し算)(?:の?(?:回数|総数|数))?\s*(?:は|が|も|:|：|=)?[^。、\d]{0,12}\d[\d,.]*(?:\d{3}|\s*(?:億|万|回|[MGk]\b))|(?:乗算|掛け算|かけ算|加算|足し算)の?(?:回数|総数)"
    r"|(?:乗算|掛け算|かけ算|加算|足し算)(?:は|が|も|:|：)\s*(?:約|およそ|全体で|合計で?)?\s*(?:\ue000|\d+\s*[·x×*])|(?:multiplications|additions)\b", re.IGNORECASE
)  # fmt: skip
_OPERATIONS_BEFORE = re.compile(r"\d\s*(?:億|万)?\s*回(?:分)?の$")


_SUMS_DONE = re.compile(r"\b(?:same|quick|easy|simple|little|following|similar|own|back-of-the-envelope|do(?:ing|es|ne)?|did|try|work(?:ed)? (?:out|through)|repeat|redo|check)\s+(?:(?:the|these|those|your|our|some|a few|same|all)\s+){0,3}$|\b(?:the|these|those|our|your|such)\s+$", re.IGNORECASE)
_DONE_FOR = re.compile(r"sums?\s+(?:for|with|on|above|below|again|yourself|come|came|work)\b", re.IGNORECASE)
_COMES_TO = re.compile(
    r"(?:合わせ|算)?(?:る|す|せ|て|し|とっ|取っ|した|たら|すれ)*(?:ば|と|て|たら|で)?(?:[^。\d]{0,10}?(?:足し?(?:せ|す|合わせ)?(?:る|れ)?(?:ば|と|て)|合計(?:すれば|すると|して)))?[、,:：は]?\s*(?:合計|全部|合わせて|あわせて|約|計|で|して)?\s*\$?\s*(?P<first>\d[\d,.]*)\s*(?P<then>[+＋×x*=]\s*\d|個|回|万|億|[MGk]\b)"
    r"|(?:\s+(?:up|together|them|these|everything|the (?:numbers|products|terms|three|two|four|counts)|and|then|add|sum|over|all|branches|per|branch|by))*\s*(?:gives?|yields?|makes?|comes? to|to get|we get|you get|is|are|:|=|→)?\s*\$?\s*(?:about |roughly )?\d[\d,.]*\s*(?:[+×x*=]\s*\d|weights|param\w*|multipl\w*|MACs?|[MGk]\b)",
    re.IGNORECASE,
)


_ONE_CALCULATION = 40  # letters from a product that is taken to the sum that it goes into


def calculates(s: Sentence, act: Mention) -> bool:
    """Whether numbers are worked out with the word, and no features joined: "try the same sums", 足せば 16 + 64 = 80 個."""
    if act.tag not in ("add", "multiply"):
        return False
    if _DONE_FOR.match(s.words, act.start) and _SUMS_DONE.search(s.words, max(0, act.start - 50), act.start):
        return True
    if re.match(r"sums\b", s.words[act.start :], re.IGNORECASE) and _SUMS_DONE.search(s.words[max(0, act.start - 30) : act.start].replace("the ", "")):
        return True
    return bool(_COMES_TO.match(s.text.chars, act.end))


@lru_cache(maxsize=64)  # several readers ask for the same sentence
def acts(s: Sentence) -> tuple[Mention, ...]:
    """The words that say how things are joined, in order: added, put side by side, multiplied, averaged."""
    found = [Mention(m.start, m.end, {"concatenate": "concat"}.get(tag, tag)) for tag in ("add", "concatenate") for m in s.tags.get(tag, ())]
    found += [Mention(m.start(), m.end(), act) for act, words in _acts().items() for m in words.finditer(s.words)]
    kept: list[Mention] = []
    worked_out = [m.start for m in found if calculates(s, m)]
    for one in sorted(found, key=lambda m: (m.start, -m.end)):
        if _OPERATIONS.match(s.words, one.start) or _OPERATIONS_BEFORE.search(s.words, max(0, one.start - 16), one.start):
            continue  # so many of them: a count, and nothing joined
        if one.tag in ("add", "multiply") and any(0 <= place - one.start <= _ONE_CALCULATION for place in worked_out):
            continue  # a calculation, with the numbers of the layers
        if one.tag == "add" and BY_SOMEBODY.match(s.words, one.start):
            continue  # a gate, a layer that somebody put in
        if (not kept or one.start >= kept[-1].end) and not _A_STACK.search(s.words, max(0, one.start - 16), one.end) and not _lie(s, one):
            kept.append(one)
    return tuple(kept)


def _lie(s: Sentence, act: Mention) -> bool:
    """Branches that run side by side: how they lie; their outputs side by side are joined."""
    if not re.match(r"side by side|next to each other", s.words[act.start : act.end], re.IGNORECASE):
        return False
    before = s.words[max(0, act.start - 80) : act.start]
    return bool(_LIE.search(before)) and not _PUT_OUT.search(before)


def site_of(view: View, place: int) -> At | None:
    """The site that words at a place are about."""
    s = view.sentence
    start, end = _part(s, place)
    for first, last, whole in ((start, end, True), (0, start, False)):
        names = _names(s, first, last)
        before = [n for n in names if n[0] <= place] if whole else names
        ordered = [*reversed(before), *(n for n in names if n not in before)]
        if ordered:
            return _fitting([site for _, site in ordered], (s,), view, True)
    return _inherited(view)


def _inherited(view: View) -> At | None:
    s, outline = view.sentence, view.outline
    spoken = [s, *_beside(view)]
    for block, stretch, where in outline.above(s):
        found = [site for e in stretch for _, site in _names(e, 0, len(e.words))]
        if found:
            at = _fitting(found, spoken, view, False)
            network = None if at is None else at.site.fact
            note = f"subject {network} taken from {where}"
            lone = len({site.fact for site in found if site}) == 1
            vague = where == NEARBY and block < s.block - 2
            return At(at.site, False, (note,), vague or not lone) if at else None
    return None


def _beside(view: View) -> Iterator[Sentence]:
    """What a short sentence goes on with, and a cell's row and head."""
    s, outline = view.sentence, view.outline
    if s.cell is not None:
        yield from (e for e in outline.sentences[s.block] if e.cell != s.cell)
        header = outline.blocks[s.block].header
        yield from (e for e in outline.sentences[header] if e.cell == s.cell) if header is not None else ()
        return
    if _POINTS.match(s.words) or len(s.words) < SHORT:
        earlier = [e for e in outline.sentences[s.block] if e.number < s.number][-2:]
        yield from earlier
        if not earlier:
            yield from (e for b in range(max(0, s.block - 2), s.block) if outline.blocks[b].kind != "heading" for e in outline.sentences[b])


def _fitting(found: Sequence[Site | None], spoken: Sequence[Sentence], view: View, own: bool) -> At | None:
    """The first named site of which the sentences name a part; none where another network is named nearer."""
    named = list(dict.fromkeys(found))
    able = (n for n in named if n and not (n.never and n.never.search(spoken[0].words)))
    for site in sorted(able, key=lambda n: named.index(n) + (0 if not _within(n, named) else 10)):
        if any(site.parts.search(e.words) or site.parts.search(e.text.chars) for e in spoken) and _near(site, view):
            if None in named and named.index(None) < named.index(site):
                return None
            return At(site, own)
    return None


def _within(site: Site, named: Sequence[Site | None]) -> bool:
    """Whether a place inside the network is named beside it: the heads of a Transformer."""
    return site.fact == "transformer_sublayer" and any(n and n.fact in ("multi_head", "positional_encoding") for n in named)


def _near(site: Site, view: View) -> bool:
    if site.near is None:
        return True
    outline, s = view.outline, view.sentence
    around = (e for b in (*range(max(0, s.block - 6), s.block + 1), *outline.headings(s.block)) for e in outline.sentences[b])
    return any(site.near.search(e.text.chars) for e in around)


@lru_cache(maxsize=1_024)  # every sentence looks through those above it
def _names(s: Sentence, start: int, end: int) -> list[tuple[int, Site | None]]:
    """The sites named between two places, and (as None) other networks, without those named for comparison."""
    found: list[tuple[int, int, Site | None]] = [(m.start(), m.end(), site) for site in sites() for m in site.named.finditer(s.words, start, end)]
    taken = [(a, b) for a, b, _ in found]
    homes = [site.near for _, _, site in found if site and site.near]  # the networks that have such a site
    found += [
        (m.start, m.end, None) for m in s.subjects
        if start <= m.start < end and family(m.tag) in _OTHERS and not _GENERIC.search(s.words[m.start : m.end])
        and not any(a < m.end and m.start < b for a, b in taken)
        and not any(home.search(s.words[m.start : m.end]) for home in homes)
    ]  # fmt: skip
    able = [(a, site) for a, b, site in found if not _compared(s, a, b)]
    return sorted(able, key=lambda n: n[0])


def _compared(s: Sentence, start: int, end: int) -> bool:
    return bool(_LIKE.match(s.words[end : end + 12]) or _AS_IN.search(s.words[max(0, start - 24) : start]))


def _part(s: Sentence, place: int) -> tuple[int, int]:
    """The part of a comparing sentence around a place."""
    bounds = [0, *(m.end() for m in _PARTS.finditer(s.words)), len(s.words)]
    return next(((a, b) for a, b in itertools.pairwise(bounds) if a <= place < b), (0, len(s.words)))
