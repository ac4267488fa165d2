"""Which inputs an output is computed from, put together from a noun, what determines it, and what leaves the rest out.

"Each output channel is computed from a single input channel", "reads nothing but its own group's channels", 出力の各チャネルは
入力の全チャネルに依存する: the noun says along which axis, the determiner how much of it, `only` and しか that no more is seen,
the verb and its denial whether it is so. What is read in reach.py by whole phrases is not read here again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .. import patterns as re
from ..reading import Reading, View, inherited_note, known, runnable
from ..scope import Named
from ..vocabulary import family, lexicon
from . import reach
from .norm_causal import NORMALISES

_FAMILIES = ("convolution", "linear", "pooling")
_OUTPUT = re.compile(r"出力(?:側)?の?(?:各|それぞれの|[前後]半)?\s*\d*$|\boutputs? (?:\w+ )?$", re.IGNORECASE)
_OF_OUTPUT = re.compile(r"\s*(?:of|in) (?:the|its|an) outputs?\b|'s output", re.IGNORECASE)
_TOPIC = re.compile(r"(?:\d*ch)?(?:は|も|が)(?!(?:[^。、]{0,12}(?:使われ|足し合わ|混ざ|参照され|見え|入る|含まれ|反映され)))", re.IGNORECASE)
_IS_INPUT = re.compile(r"(?:の?(?:値|情報|入力|重み付き和|ベクトル|すべて|全て|全部|全体))?(?:だけ|のみ|しか)?(?:に|を|から|と|の|で|へ|だけ|のみ|しか)")
_WHAT_IF = re.compile(r"\b(?:if|unless|would|were|suppose|imagine)\b|(?:なら|たら|れば|とすると|仮に|もし)", re.IGNORECASE)
_COUNT = re.compile(r"(?:\d+|\bC(?:_?\{?(?:in|i)\}?)?\s*/\s*[gG]|\$C(?:_?\{?(?:in|i|\\(?:mathrm|text)\{in\})\}?)?\s*/\s*[gG]\$)\s*個?の?\s*(?:of\s+(?:the|its)\s+)?(?:input\s+)?$", re.IGNORECASE)
_LINKS_EN = re.compile(r"\b(?:from|on|of|at|to|with|over|reads?|sees?|us(?:es|ing)|mix\w*|combin\w*|sums?|needs?|takes?|connected|looks?|function|across|covers?)\b", re.IGNORECASE)

_COMPARED = re.compile(r"\b(?:fewer|more|less|times|as many)\b|倍|少な|多い|分の", re.IGNORECASE)  # how many weights, of two layers
_WITHIN = re.compile(r"\b(?:windows?|patch(?:es)?|regions?|areas?|squares?|blocks?|cells?|pixels?) (?:of|in) (?:each|every|a|one)\s+$", re.IGNORECASE)


_HAS_SO_MANY = re.compile(r"\b(?:with|of|has|have|having|from)\s+(?:only |just |exactly )?(?:one|a single|\d+)\s*(?:input )?$", re.IGNORECASE)
_IN_AND_OUT = re.compile(r"\s*(?:(?:going |coming )?in\b|each\b|only\b|to\b)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:(?<![A-Za-z\d])\d+|一|\b(?:one|single|two|three))[-\s]*$", re.IGNORECASE)
_A_FLAT_IMAGE = re.compile(r"\s*の?(?:グレー\w{0,4}|白黒)?(?:画像|入力画像|写真|データ)|[-\s]*(?:gr[ae]y\w*\s+)?(?:images?|inputs?|pictures?|photos?)\b", re.IGNORECASE)
_OF_GROUPS = re.compile(r"\s*(?:of|in|from) (?:(?P<all>all|every|the other)(?: the)? groups?|(?:its|their|the same|one|that)(?: own)? group)\b|の\s*1\s*/\s*[gG](?![A-Za-z])|の\s*\ue000", re.IGNORECASE)
_BEFORE_NOUN = re.compile(r"\ue000+(?=\s*(?:個の?)?\s*(?:of the )?(?:input|入力|channels?\b|チャン?ネル))")  # how many of them
_ALL_OF_THEM = re.compile(r"(?<=\ball )\s*\$?C_?\{?(?:\\?(?:mathrm|text)\{?)?(?:in|i)\}?\}?\$?(?!\s*/)(?=\s)", re.IGNORECASE)


@dataclass(frozen=True)
class _Seen:
    """A phrase for inputs: the axis, how much of it, whether nothing else, and where it stands."""

    noun: str
    much: str
    only: bool
    start: int
    end: int


@cache
def _words(table: str, name: str) -> re.Pattern[str]:
    found = "|".join(f"(?:{p})" for p in lexicon("reach")[table][name])
    return re.compile(found.replace("チャネル", "(?:チャン?ネル|(?<![A-Za-z])ch(?![A-Za-z]))"), re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The first phrase for inputs of each clause that says something of a subject."""
    s = view.sentence
    if (s.has("question") and not s.has("called")) or view.outline.blocks[s.block].kind == "heading" or NORMALISES.search(s.words) or s.cell is not None:
        return
    text = _BEFORE_NOUN.sub(lambda m: " " * len(m[0]), s.words)
    if reach._OTHER_TOPIC.search(text) or len(text) > 240 or (s.has("parameters") and _COMPARED.search(text)):
        return
    if view.read_by(reach):
        return
    for seen in _phrases(text, s.japanese, s.text.chars):
        reading = _said(view, seen, text)
        if reading is not None:
            yield reading
            return


def _phrases(text: str, japanese: bool, chars: str) -> Iterator[_Seen]:
    """The phrases of a text, each noun with what stands around it."""
    for noun in ("channel", "around", "position", "unit"):
        for m in _words("nouns", noun).finditer(text):
            before, after = text[max(0, m.start() - 44) : m.start()], text[m.end() : m.end() + 60]
            if _OUTPUT.search(before) or _OF_OUTPUT.match(after):
                continue
            if japanese and (_TOPIC.match(after) or not _IS_INPUT.match(after)):
                continue
            lead = re.split(r"[、,;。:：]", before)[-1]
            if noun == "channel" and _A_FLAT_IMAGE.match(after) and _NUMBERED.search(lead):
                continue  # how many channels an image has: 1チャネルの画像
            if _WITHIN.search(lead):
                continue  # each window of each channel: it is gone through channel by channel
            if not japanese and _HAS_SO_MANY.search(lead) and _IN_AND_OUT.match(after):
                continue  # how many it has: with one channel in and out
            if not japanese and not _LINKS_EN.search(lead):
                continue
            written = re.split(r"[、,;。:：]", chars[max(0, m.start() - 44) : m.start()])[-1]
            lead = _ALL_OF_THEM.sub(" ", written) if _ALL_OF_THEM.search(written) else lead
            only = bool(_words("exclusive", "after").match(after) or _words("exclusive", "before").search(lead))
            much = next((d for d in ("all", "one", "other", "part") if _words("determiners", d).search(lead)), "")
            if (of := _OF_GROUPS.match(after)) and noun == "channel":
                much, only = ("all" if of["all"] else "part"), only or not of["all"]
            if not much and (_COUNT.search(lead) or _COUNT.search(written) or re.search(r"\d\s*$", lead)):
                much = "part"
            yield _Seen(noun, much or ("around" if noun == "around" else ""), only, m.start(), m.end())


def _said(view: View, seen: _Seen, text: str) -> Reading | None:
    s = view.sentence
    start, end = s.clause(seen.start)
    joined = _joined(text, seen, start, end, s.japanese)
    statement = _statement(seen)
    if seen.much == "all" and reach.ALIKE.search(text, seen.end, end):
        return None  # each of them is dealt with in the same way
    if joined is None or statement is None:
        return None
    named = view.subject(seen.start, lambda name: family(name) in _FAMILIES)
    named = reach._staged(text, named, start, seen.start)
    if named is None or not reach._about(view, named, seen.start) or not _able(seen, named):
        return None
    subject = runnable(named.subject)
    grouped = any(m.tag == "grouped_conv2d" for m in s.subjects) or named.subject == "grouped_conv2d"
    if grouped:
        subject = "conv2d(groups=2)"
        if seen.noun == "channel" and seen.much in ("part", "one") and (seen.only or seen.much == "part"):
            statement = "not depends_on({s}, input=all_channels)"
    elif seen.much == "part" and named.subject != "linear":
        return None
    if not grouped and not known(subject):
        return None
    claim = statement.format(s=subject)
    if not joined:
        claim = claim.removeprefix("not ") if claim.startswith("not ") else f"not {claim}"
    plain = not s.has("hedged") and not _WHAT_IF.search(text) and not reach._OPPOSITE.search(text) and not reach._UNDONE.search(text[: seen.end])
    sure = plain and (not named.where or (grouped and named.where in ("the heading", "the item above", "the introduction"))) and named.subject != "depthwise_separable_conv2d" and not reach._SPLIT.search(text)
    return Reading(claim, seen.start, max(seen.end, min(end, seen.end + 12)), inherited_note(named, view), sure=sure, spare=True)


def _statement(seen: _Seen) -> str | None:
    """What is claimed where the verb joins: of the noun's axis, by how much of it is seen."""
    axis = {"channel": "channel", "around": "position", "position": "position", "unit": "channel"}[seen.noun]
    if seen.noun == "around" or seen.much == "other":
        return None if seen.only else f"depends_on({{s}}, input=other_{axis})"
    if seen.much == "one" and (seen.only or seen.noun == "channel"):
        return f"not depends_on({{s}}, input=other_{axis})"
    if seen.much == "all" and not seen.only:
        return f"depends_on({{s}}, input=all_{axis}s)"
    if seen.much == "part" and (seen.only or seen.noun == "unit" or seen.noun == "channel"):
        return f"not depends_on({{s}}, input=all_{axis}s)"
    return None


def _able(seen: _Seen, named: Named) -> bool:
    """Whether the subject has such inputs."""
    if seen.noun == "position" and seen.much == "all" and named.subject != "linear":
        return named.subject == "global_avg_pool2d" and not named.where  # at every position weights are shared, outputs computed
    if seen.noun == "unit":
        return named.subject == "linear"
    if named.subject == "linear":
        return seen.noun == "channel" and seen.much == "all"
    return True


def _joined(text: str, seen: _Seen, start: int, end: int, japanese: bool) -> bool | None:
    """Whether the clause says that these inputs are used; None where no verb says either."""
    if japanese:
        rest = text[seen.end : end]
        denials = len(reach._patterns("denial", "ja").findall(rest)) - ("しか" in rest[:12])
        apart = reach._patterns("verbs", "apart").search(rest)
        if not (apart or denials > 0 or reach._patterns("verbs", "joins").search(rest)):
            return None
        return (max(0, denials) + bool(apart)) % 2 == 0
    first = max([start, *(m.end() for m in reach._CONJUNCTION.finditer(text, start, seen.start))])
    last = min([end, *(m.start() for m in reach._NEXT_CLAUSE.finditer(text, seen.end, end))])
    lead = text[first : seen.start]
    rest = re.sub(r"\band (?:nothing else|no others?)\b", "", text[seen.end : last], flags=re.IGNORECASE)
    denials = len(reach._patterns("denial", "en").findall(re.sub(r"\bnothing but\b|\bno more than\b", "", lead, flags=re.IGNORECASE) + " " + rest))
    if not (reach._patterns("verbs", "joins").search(lead) or reach._patterns("verbs", "joins").search(rest)):
        return None
    return denials % 2 == 0
