"""How a sentence on normalisations is meant: whether it says something, whether it doubts it, of which mode it speaks."""

from __future__ import annotations

from .. import patterns as re
from ..reading import View
from ..text.sentences import Sentence

_MISTAKEN = re.compile(
    r"誤解|勘違い|思い込み|思われがち|と(?:考え|思い|誤解し|言われ)がち|(?:というの|これ|それ|との主張)は(?:誤り|間違い|まちがい|嘘|ウソ|正しくな)|[」』](?:は|も)(?:誤り|間違い|正しくな|×)|\bmisconception|\bmisunderst\w+|\bmistake to\b|\bcommon (?:mistake|error|belief)|\bmyth\b|\bwrongly\b|\b(?:is|are) (?:not true|false|untrue|wrong)\b"
    r"|\bcontrary to\b[^.;]{0,20}\bbelie|\b(?:one|you|people|many|some|beginners) (?:might|may|often|sometimes|tend to|would)?\s*(?:think|believe|assume|expect|suppose)s?\b|\bit is (?:often )?(?:thought|believed|assumed)\b", re.IGNORECASE,
)


# What is mistaken is not told; what comes after is said.
_OPENING = re.compile(r"\s*(?:よく)?(?:誤解|勘違い)され(?:がち|やすい)?(?:だ|です|る)?(?:が|けれど|けど)[、,]|\s*(?:contrary to (?:popular|common) belief|a common misconception aside)\s*,", re.IGNORECASE)


def asserts(view: View) -> bool:
    """Whether the sentence says something: no question, no wish, no task."""
    if "asserts" not in view.kept:
        view.kept["asserts"] = _asserts(view.sentence)
    return view.kept["asserts"]


def _asserts(s: Sentence) -> bool:
    opening = _OPENING.match(s.words)
    if re.search(r"[?？]\s*$", s.words) or _MISTAKEN.search(s.words, opening.end() if opening else 0):
        return False
    quoted = [m.span() for m in re.finditer(r"「[^「」]*」(?=と|に|なら)", s.words)]  # "..." と来たら: what is answered is said
    asking = [m for m in s.tags.get("question", ()) if (not s.words[m.start : m.end].isascii() or m.start < 14) and not any(a < m.start < b for a, b in quoted)]
    return not asking or s.has("called")  # "..., which is why" asks nothing


def mode_of(text: str) -> str | None:
    """Training or evaluation, where the text names one of the two."""
    if re.search(r"\b(?:after|once) training\b|\btraining (?:is|has) (?:over|ended|finished|done)|\bonce trained\b|学習(?:が|を)?(?:終|済|完了)|学習後|訓練後", text, re.IGNORECASE):
        return "evaluation"
    training = re.search(r"学習(?:時|中|の(?:とき|際))|訓練(?:時|中|の(?:とき|際))|(?:学習|訓練)モード|\btrain(?:ing)?\b", text, re.IGNORECASE)
    after = re.search(
        r"推論|テスト|評価(?:時|モード|中|の(?:とき|際))|予測時|\.eval\(\)|\btest(?:ing)?(?:[- ]time)?\b|\binference\b|\beval(?:uation)?\b|\b(?:during|at|for|in) prediction\b|\bprediction time\b|\bdeploy",
        text, re.IGNORECASE,
    )  # fmt: skip
    return "evaluation" if after and not training else "training" if training and not after else None


_SUPPOSED = re.compile(r"たら|if we|suppose|imagine|would|should|could|例えば|たとえば", re.IGNORECASE)


def hedged(view: View) -> bool:
    """Whether the sentence doubts what it says; what happens under a supposition (変えたら) is no doubt."""
    s = view.sentence
    for m in s.tags.get("hedged", ()):
        word = s.words[m.start : m.end]
        if word.lower() == "may" and re.search(r"\b(?:you|we|one|they)\s+$", s.words[: m.start], re.IGNORECASE):
            continue  # leave, not doubt
        if word == "もし" and re.match(r"な[いく]|ません", s.words[m.end :]):
            continue  # びくともしない
        if word.lower() in ("would", "should", "could") and re.search(r"\bif\b|\bhad\b", s.words, re.IGNORECASE):
            return True  # what would be so if something were not as it is
        if not _SUPPOSED.fullmatch(word):
            return True
    return False
