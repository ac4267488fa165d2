"""An operation that a clause names without being about it: for what it has left to another, or for what it does elsewhere.

Depthwise で分けておいたチャネルをここで混ぜる is said of the layer that mixes, "the channels that the depthwise step has kept apart"
too; 空間の情報は depthwise が取り込む names its own doer behind the inputs, and 前の段で取り込み済み some other one.
"""

from __future__ import annotations

from .. import patterns as re
from ..text.sentences import Sentence

_HAS_DONE = re.compile(
    r"\s*(?:畳み?込み|conv\w*|層|の?(?:段階|段|工程|ステップ|処理))?(?:で|が|によって|により|の)[^。、]{0,14}?"
    r"(?:分け|別れ|分かれ|ばらばら|バラバラ|別々|個別|独立|切り離|計算し|処理し|作っ|作られ|残っ|残し|得られ|求め|混ざら|混ぜ)[^。、はがを]{0,8}?(?:た|ない|なかった|いる|ている)"
    r"(?:各|全|それぞれの)?(?:チャン?ネル|特徴マップ|マップ|出力|結果|情報|もの)(?:たち|同士)?(?:を|は|が|の)"
)
_OF_WHICH = re.compile(r"\b(?:channels?|maps|outputs?|results?|what)\s+(?:that |which )?(?:the |a )?$", re.IGNORECASE)
_DOES_IT = re.compile(
    r"\s*(?:畳み?込み|conv\w*|層|の?(?:段階|段|工程|ステップ|ほう|方))?(?:が|の(?:仕事|役目|役割|担当)|に(?:任せ|まか))"
)
_BY_ANOTHER = re.compile(
    r"(?:前|先|別|次|他|ほか|もう(?:一方|片方))の(?:段階|段|工程|ステップ|層|処理|畳み?込み|ほう|方)(?:で|が|に|の(?:仕事|役目|役割|担当))|(?:す|済)でに|済み|\b(?:is|are|was|were|has been|been) (?:\w+ )?(?:by|in|to) the (?:\w+ )?(?:previous|preceding|other|earlier|next|first) (?:step|layer|stage|one|convolution)",
    re.IGNORECASE,
)


def taken_over(s: Sentence, subject: str, start: int, end: int) -> bool:
    """Whether a stretch names an operation only for what it has left behind."""
    mentions = [m for m in s.subjects if m.tag == subject and start <= m.start < end]
    if s.japanese:
        return bool(mentions) and all(_HAS_DONE.match(s.words, m.end) for m in mentions)
    return bool(mentions) and all(_OF_WHICH.search(s.words[: m.start]) for m in mentions)


def done_elsewhere(s: Sentence, place: int, end: int, able: tuple[str, ...]) -> bool:
    """Whether who uses the inputs is told behind them, and is none of those that the claim could be about."""
    if _BY_ANOTHER.search(s.words[place:end]):
        return True
    doers = [m for m in s.subjects if place <= m.start < end and _DOES_IT.match(s.words, m.end)]
    return s.japanese and bool(doers) and all(m.tag not in able for m in doers)
