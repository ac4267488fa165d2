"""Whether a note asserts a claim where it stands: not denied, asked, supposed, or told of somebody else."""

from __future__ import annotations

from functools import lru_cache

from . import patterns as re
from .text.normalize import fold
from .text.segments import Block

_DENIED = re.compile(
    r"\b(?:wrong(?:ly)?|false|incorrect(?:ly)?|untrue|not true|not correct"
    r"|mis(?:take|conception|belie|leading|under)\w*"
    r"|myth\w*|fallac\w+|erroneous\w*|error in|errors?\b|lies?\b|bogus|nonsense|contrary to"
    r"(?!\s+(?:the |an? |usual |plain )*(?:res|dense|u-?nets?|vgg|mobile|lenet|alex|google|inception|plain|batch)\w*)"
    r"(?!\s+(?:the |an? |usual |plain )*(?:layer|conv|rnn|lstm|transformer|max|average|wavenet)\w*)"
    r"|not the case|counterexample"
    r"|incorrectly|refute\w*|debunk\w*|pitfall\w*|confus\w+)\b"
    r"|誤(?!差|分類|り率|り訂正)|間違|まちが|正しくな|正しいとは|正確でな|嘘|うそ|ウソ|デマ|偽(?!陽|陰)|勘違|とは限ら"
    r"|ではあり得|わけではな|というわけで|反例|落とし穴",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(
    r"\b(?:claim(?:s|ed)?|argue[sd]?|believe[sd]?|thinks?|thought|suppos\w+|assum\w+|pretend\w*|allege\w*|so-called"
    r"|says?|said"
    r"|guess\w*|hypothes\w+|conjectur\w+|suspect\w*|imagine"
    r"|would|could|might|maybe|perhaps|probably|one may|hopefully)\b"
    r"|と思われ|と言われ|といわれ|と主張|と考えがち|と思いがち|と思う|という人|だろう|でしょう|かもしれ|仮に|仮定|もし|と答え|さんは|君は|学生",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"[?？]|(?:です|ます|だろう|でしょう|である|る|い|た|の|数|量|は|[A-Z\d$²])か(?:[。．]|\s*$)"
    r"|\b(?:which of|true or false|choose|select|tick|prove|disprove|discuss|judge|decide|check) "
    r"|正誤|正しいもの|誤っている"
    r"|選べ|選びなさい|答えよ|答えなさい|述べよ|判定せよ|確かめよ|[○〇]か[×✕]|[○〇][×✕]"
    r"|\b[TF]\s*/\s*[TF]\b|\[[ xX]?\]|☐|☑|✗|✘|❌|^\s*[×✕]",
    re.IGNORECASE | re.MULTILINE,
)
_STRUCK = re.compile(r"~~|<(?:del|s|strike)\b|\\(?:sout|cancel|st)\b", re.IGNORECASE)
_LIST = re.compile(
    r"\b(?:none of (?:the following|the above|these|those|them)|not one of)\b"
    r"|(?:正しい|成り立つ|真である)もの(?:は|が)(?:ない|無い|1つも|一つも)"
    r"|(?:\b(?:following|these|those|above|below|both|all|each|any|statements?|claims?|sentences?|list)\b"
    r"|次の|以下|下記|上記|上の|これら|いずれ|どれも|すべて|全て|文は)"
    r".{0,80}?(?:\b(?:wrong|false|incorrect|untrue|mistake\w*|misconception\w*"
    r"|not true|not correct|not hold)\b"
    r"|誤|間違|正しくな|成り立たな|偽|嘘)",
    re.IGNORECASE | re.DOTALL,
)
_BACK = re.compile(
    r"^\W{0,4}(?:(?:this|that|these|those|both|all|none|neither|it|they"
    r"|the (?:above|last|previous|former|latter)|except|but|however|no|not|actually|in fact)\b"
    r"|これ|それ|以上|上|いずれ|どれ|しかし|ただし|だが|ところが|実際|というのは|は誤|は間違)",
    re.IGNORECASE,
)
SHORT = 30  # characters of a block that has no subject of its own ("Wrong!")
_HEADED = re.compile(
    r"確認テスト|演習|練習|小テスト|クイズ|設問|問題(?!点)|^問|テスト$|チェック|宿題|課題"
    r"|\b(?:quiz\w*|exercises?|questions?|exam\w*|test|homework|assignments?|problems?|self-check|review)\b",
    re.IGNORECASE,
)


def asserted(blocks: list[Block], number: int) -> bool:
    """Whether what the block says is the note's own assertion; where its surroundings leave a doubt, it is not.

    >>> blocks = blocks_here("## Myths\\n\\nPooling has weights.\\n\\n## Facts\\n\\nPooling has none.\\n")
    >>> [asserted(blocks, n) for n, b in enumerate(blocks) if b.kind == "text"]
    [False, True]
    """
    own = _text(blocks[number])
    if _DENIED.search(own) or _ATTRIBUTED.search(own) or _ASKED.search(own) or _STRUCK.search(own):
        return False
    for parent in parents(blocks, number):
        text = _text(parent)
        if _DENIED.search(text) or _ASKED.search(text) or _ATTRIBUTED.search(text):
            return False
        if parent.kind == "heading" and _HEADED.search(text):
            return False
    return not _denied_beside(blocks, number)


def _denied_beside(blocks: list[Block], number: int) -> bool:
    """Whether its section calls a list of statements wrong or asks about them, or the block beside it speaks of it."""
    section = section_of(blocks, number)
    if any(_LIST.search(_text(blocks[n])) for n in section if n != number):
        return True
    before = [n for n in section if n < number]
    if before and _leads(_text(blocks[before[-1]])):
        return True
    after = [n for n in section if n > number][:1]
    return any(_denies_back(_text(blocks[n])) for n in after)


def _denies_back(text: str) -> bool:
    """Whether a block denies the one before it: it points back, or is too short to speak of anything else."""
    return bool(_DENIED.search(text) and (_BACK.search(text) or len(text.strip()) < SHORT))


def _leads(text: str) -> bool:
    """Whether a block introduces the one after it as something denied, asked or told of others."""
    doubted = _DENIED.search(text) or _ASKED.search(text) or _ATTRIBUTED.search(text)
    return bool(doubted and re.search(r"[:：]\s*$|次|以下|following|below", text))


def parents(blocks: list[Block], number: int) -> list[Block]:
    """The blocks over a block in the outline, the innermost first."""
    found: list[Block] = []
    parent = blocks[number].parent
    while parent is not None and len(found) < 16:
        found.append(blocks[parent])
        parent = blocks[parent].parent
    return found


def heading_of(blocks: list[Block], number: int) -> int | None:
    """The heading a block stands under (its own index for a heading)."""
    at: int | None = number
    for _ in range(64):
        if at is None or blocks[at].kind == "heading":
            return at
        at = blocks[at].parent
    return None


def section_of(blocks: list[Block], number: int) -> list[int]:
    """The blocks that stand under the same heading, in order."""
    heading = heading_of(blocks, number)
    return [n for n in range(len(blocks)) if blocks[n].kind != "heading" and heading_of(blocks, n) == heading]


def _text(block: Block) -> str:
    return folded(block.raw)


@lru_cache(maxsize=4096)
def folded(raw: str) -> str:
    """A block's text in its compared form; the blocks of a section are looked at once for each of its claims."""
    return fold(raw, 0).chars


def blocks_here(text: str) -> list[Block]:
    """The blocks of a note given as text."""
    from .text.notes import blocks_of
    from .text.segments import Source

    return blocks_of(Source(text).lines())
