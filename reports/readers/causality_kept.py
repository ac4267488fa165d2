"""Whether a layer stays causal: dilation を入れても因果性は保たれる, "same padding makes it causal", "pad both ends to make it causal".

Found apart: what is done (dilation, zeros at both ends), and whether it is causal then, by its verb and its denial.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.layers import words
from .idioms import flat

_LEFT_CAUSAL = re.compile(
    r"因果(?:性|律)?(?:は|が|を|も)?[^、。]{0,6}(?:保|維持|守ら|守る|満た|壊さ(?:な|ず)|崩さ(?:な|ず))|因果的(?:な|で(?:ある|あり)?)?(?:まま|続け)|\b(?:stays?|remains?|still|leaves? (?:it|the \w+|them)|keeps? (?:it|the \w+|them)) causal\b|\b(?:preserves?|keeps?|respects?|maintains?) (?:the )?causality\b|\bcausality (?:is|stays|remains) (?:kept|preserved|intact|untouched)\b",
    re.IGNORECASE,
)
_LOST = re.compile(r"因果(?:性|律)(?:は|が|を|も)?[^、。]{0,4}(?:失|崩|壊|破|なくな|損な)|\b(?:breaks?|destroys?|violates?|loses?|spoils?|ruins?) (?:the |its )?causality\b|\bno longer causal\b|\bcausality is (?:lost|broken|violated|destroyed)\b|\bmakes? (?:it|the \w+) (?:non-?causal|acausal)\b", re.IGNORECASE)
_IS_CAUSAL = re.compile(r"因果的(?:である|だ(?!け)|です|に(?:なる|なり|でき)|で(?:は)?(?:な|あり)|と(?:なる|いえる))")
_DENIED = re.compile(r"[^、。]{0,6}?(?:ない|ません|ず(?![つ]))")
_DENIED_EN = re.compile(r"\b(?:not|never|n't|nor|neither|without)\b[^.;,]{0,16}$|n't\b[^.;,]{0,16}$", re.IGNORECASE)
_DILATES = re.compile(r"dilat|拡張率|拡張畳|膨張|穴(?:を|あき)|間隔を(?:あけ|空け|開け|広げ)", re.IGNORECASE)
_SAME = re.compile(r"same\W{0,3}(?:パディング|padding|畳)|両(?:側|端)に?(?:同じ|等しく|均等に)?[^、。]{0,8}(?:パディング|詰め|ゼロ|埋め|足)|(?:左右)(?:対称|均等|に同じ)", re.IGNORECASE)
_BY_BOTH = re.compile(
    r"\bcausal\w*[^.;]{0,24}\b(?:reached|achieved|obtained|ensured|guaranteed|got|comes?)\b[^.;]{0,12}\bpad\w* (?:\w+ ){0,4}both\b|\bpad\w* (?:\w+ ){0,4}both (?:ends|sides)[^.;]{0,24}\b(?:makes?|keeps?|ensures?|gives?)\b[^.;]{0,16}\bcausal"
    r"|両(?:側|端)に[^。、]{0,20}(?:詰め|パディング|埋め|足)[^。]{0,16}因果(?:性|的)[^。]{0,8}(?:実現|満た|なる|でき|得|保)", re.IGNORECASE
)
_ELSE = re.compile(r"切り|捨て|取り除|削|crop|trim|\bcut\b|chop|drop|remov|右端|ずら|shift|マスク|mask|\bif\b|\bunless\b|でなければ|しないと|なければ|逆再生|もし|かどうか|whether", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Whether it is causal then."""
    s = view.sentence
    text = flat(s)
    if not view.in_prose or s.has("question") or _ELSE.search(text) or len(text) > 140:
        return
    sure = not s.has("hedged") and not words("epistemic").search(text)
    if both := _BY_BOTH.search(text):
        kept = not (s.has("not") or _DENIED.match(text, both.end()))
        yield _reading("causal(conv1d, padding=same)", both, kept, sure)
        return
    kept, lost = _LEFT_CAUSAL.search(text), _LOST.search(text)
    if bool(kept) != bool(lost) and _DILATES.search(text):
        found = kept or lost
        assert found is not None
        yield _reading("causal(causal_conv1d, dilation=2)", found, bool(kept) != _turned(text, found), sure)
        return
    said = _IS_CAUSAL.search(text)
    if said and (same := _SAME.search(text[: said.start()])) and re.match(r"[^、。]{0,20}(?:は|だと|では|も)", text[same.end() :]):
        yield _reading("causal(conv1d, padding=same)", said, not (_turned(text, said) or said[0][-1] == "な"), sure)


def _turned(text: str, found: re.Match[str]) -> bool:
    """Whether a denial turns the words: 失われない, does not break causality."""
    return bool(_DENIED.match(text, found.end())) or bool(_DENIED_EN.search(text[: found.start()]))


def _reading(claim: str, found: re.Match[str], holds: bool, sure: bool) -> Reading:
    return Reading(claim if holds else f"not {claim}", found.start(), found.end(), (), sure=sure, spare=True, subject="causal_conv1d", predicate="causal")
