"""Questions that let a statement be judged, and where in them the statement stands.

"True or false: pooling has weights." and 「...」は正しいか hold their statement; "Is this claim right?" and
次の記述の正誤を答えよ only ask, and the statement stands beside them. What is left without the words that ask is what
the answer calls right or wrong.
"""

from __future__ import annotations

from .. import patterns as re

SHORTEST = 8  # letters of a statement
NOWHERE = (0, 0)

_EITHER = r"(?:true\s*(?:or|/)\s*false|T\s*/\s*F|right\s+or\s+wrong|correct\s+or\s+(?:incorrect|wrong|not)|(?:fact|truth)\s+or\s+(?:myth|fiction)|(?:myth|fiction)\s+or\s+(?:fact|truth))"
_NOUN = r"(?:statements?|claims?|sentences?|assertions?|remarks?|propositions?|reasoning|answers?|views?|explanations?)"
_TRUE = r"(?:true|right|correct|valid|accurate)"
_LABEL = r"\W*(?:[(\[]?(?:Q|問)?\s*\w{1,2}[)\].:]\W*)?"  # (e), 3., Q8.
_LEAD = re.compile(
    rf"{_LABEL}(?:(?:state|say|decide|judge|determine|indicate|answer|tell|write|explain)\W+(?:whether|if)\s+|(?:is|are)\s+)?(?:the\s+following(?:\s+{_NOUN})?\s+(?:is\s+|are\s+)?|this(?:\s+{_NOUN})?\s+(?:is\s+)?)?[(\[]?{_EITHER}(?:\s*(?:question|{_NOUN}))?\W*(?=\s|$)\s*"
    rf"|{_LABEL}is\s+it\s+(?:really\s+|indeed\s+)?(?:true|right|correct)\s+that\s+",
    re.IGNORECASE,
)
_ONLY = re.compile(
    rf"{_LABEL}(?:(?:so|now|and),?\s+)?(?:is|was|are|were)\s+(?:this|that|it|these|(?:this|that|the|his|her|their|the\s+following|the\s+above|\w+'s)\s+{_NOUN})(?:\s+(?:really|indeed|always))?\s+(?:{_EITHER}|{_TRUE})(?:\s+or\s+(?:not|wrong|false))?\W*"
    rf"|{_LABEL}(?:do\s+you\s+agree|agree\s+or\s+disagree)(?:\s+with\s+(?:this|that|him|her|them|the\s+{_NOUN}))?\W*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:[.!?][\"”]?\s+|[\"”,;:—–-]\s*|\s*[(\[]\s*)(?:is\s+(?:this|that|it)\s+)?{_EITHER}\W*$", re.IGNORECASE
)
_SIGNS = r"[○〇◯]\s*[か/・]?\s*[×✗✕]か?"
_WHETHER = rf"(?:正しい(?:の)?(?:です|でしょう|だろう)?(?:か|(?=\?))(?:[、,]?\s*(?:それとも)?(?:誤り|間違い|間違って(?:いる|います)|誤って(?:いる|います)|正しくない)(?:です)?か)?(?:どうか)?|正しければ[^。]{{0,30}}|正誤|正か誤か|{_SIGNS}|(?:本当|妥当|適切|正解)(?:な(?:の)?)?(?:です|でしょう|だろう)?か(?:どうか)?|本当(?=\?))"
_TOLD = r"(?:を|で|かを)?(?:[^。「」]{0,6}?(?:答え|判定|判断|述べ|示|付け|つけ|選|記入|考え)[^。「」]{0,8})?"
_SUCH = r"(?:説明|記述|主張|文章?|意見|考え|理解|発言|命題|内容|計算|式|答え)"
_ONLY_JA = re.compile(
    rf"[\s(\[]*{_SIGNS}[\s)\].。]*|\W*(?:(?:という|との)?(?:の|{_SUCH})?(?:は|が)\s*|(?:次|以下|下記|上|下|この|その|これ|それ)(?:の|ら)?(?:{_SUCH})?(?:\s*(?:は|が|を|の|について)[、,]?)?\s*|{_SUCH}(?:は|が|の)\s*)?{_WHETHER}{_TOLD}\W*"
)
_LEAD_JA = re.compile(
    rf"{_LABEL}(?:{_SIGNS}|正誤|正しいか(?:誤りか)?)(?:問題|クイズ|判定)?(?:[)\]】]\s*[:。]?|\s*[:。])\s*"
)
_TAIL_JA = re.compile(
    rf"(?:[」』\"]|(?<=[るいすたんだ]))(?:という|といった|との)(?:の|こと|{_SUCH})?は\s*{_WHETHER}\W*$|[」』\"](?:の|{_SUCH})?(?:は|が)?\s*{_WHETHER}{_TOLD}\W*$|[(\[]\s*{_WHETHER}{_TOLD}\s*[)\]]\W*$|[、,]\s*{_SIGNS}\W*$"
)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_EDGE = re.compile(r"[\s\"“”「」『』>*_]*")


def stated_in(words: str) -> tuple[int, int] | None:
    """Where the statement stands in words that let it be judged: nowhere (no width) in such as only ask; None in others.

    >>> words = "True or false: pooling has weights."
    >>> words[slice(*stated_in(words))]
    'pooling has weights.'
    >>> stated_in("Is this claim right?")
    (0, 0)
    >>> stated_in("Which claim is right?") is None
    True
    """
    japanese = bool(_JAPANESE.search(words))
    if _ONLY_JA.fullmatch(words) or _ONLY.fullmatch(words):
        return NOWHERE
    lead = (_LEAD_JA if japanese else _LEAD).match(words)
    tail = (_TAIL_JA if japanese else _TAIL).search(words, lead.end() if lead else 0)
    if lead is None and tail is None:
        return None
    start = lead.end() if lead else 0
    end = tail.start() if tail else len(words)
    if tail and not japanese and words[end] in ".!?":
        end += 1
    start = min(end, start + _EDGE.match(words[start:end]).end())  # type: ignore[union-attr]
    return (start, end) if end - start >= SHORTEST else NOWHERE
