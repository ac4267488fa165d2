"""The customs a claim was decided by (stride 1, padding that keeps the size, ...), and whether the note says otherwise.

Each custom has the words by which a note speaks of it. Where the note's own words (the claim's sentence, its section,
the headings over it, the text under those headings, what is said for the whole note) speak of a custom and do not
plainly say the same, the claim is not asked; where they are silent, the question states the custom.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from . import patterns as re
from .asserted import folded, heading_of, parents
from .text.segments import Block

_GLOBAL = re.compile(
    r"\b(?:throughout|everywhere|always|all (?:layers|convolutions)"
    r"|in (?:this|these|the) (?:lecture|note|course|document|chapter|text)s?"
    r"|from (?:here|now) on|by default|unless|we (?:use|assume|take)|convention\w*|notation|setting)\b"
    r"|以下|以降|本講義|本資料|本稿|本章|この(?:講義|資料|ノート|章)|すべての|全ての|全て|常に|つねに|断りのない|前提|規約|約束|記法|設定|とする",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[。．！？!?;\n])|(?<=\.)\s")


@dataclass(frozen=True)
class _Custom:
    """How notes speak of a custom: words that mention it, words that say the same, words that say otherwise."""

    mentions: re.Pattern[str]
    same: re.Pattern[str]
    other: re.Pattern[str]


def _custom(mentions: str, same: str, other: str = r"(?!)") -> _Custom:
    return _Custom(*(re.compile(p, re.IGNORECASE) for p in (mentions, same, other)))


_ONE = r"(?:1(?![\d.])|one\b|unit\b|一)"
CUSTOMS = {
    "stride 1": _custom(
        r"strid|ストライド|(?<![A-Za-z])s\s*=\s*\d|every (?:second|other|third)"
        r"|downsampl|subsampl|ダウンサンプ|halv|半分|間引|1/2",
        rf"(?:strides?|ストライド|\bs)\W{{0,4}}(?:is|of|=|は|が|を|の値は)?\W{{0,3}}{_ONE}|{_ONE}\W?strides?",
        r"(?:strides?|ストライド|\bs)\W{0,4}(?:is|of|=|は|が|を)?\W{0,3}(?:[02-9]|1\d|two|three|four|[a-z]\b|二|三)|strided",
    ),
    "padding that keeps the size": _custom(
        r"padd?(?:ing|ed|s)?\b|unpadded|パディング|余白|\bvalid\b|shr[iu]nk|縮む|縮小"
        r"|zero.?pad|穴埋め|full convolution|サイズが小さく|マップが小さく"
        r"|(?<![A-Za-z])p\s*=\s*\d|smaller (?:map|output)",
        r"same|keep|kept|preserv|保|あり|維持|同じ|変わらな|変えな|\(\s*[kf]\s*-\s*1\s*\)\s*/\s*2",
        r"\b(?:no|non|without|zero|un|lacks?|omit\w*|not?)\b[^.。]{0,16}\bpad|unpadded"
        r"|\bvalid\b|パディング[^。]{0,6}(?:なし|無し|無い|ない|しない|せず|使わ|行わ|0)|なしで"
        r"|shr[iu]nk|縮む|縮小|pad\w*\W{0,5}(?:is|of|=)?\W{0,3}(?:0|zero|none)",
    ),
    "bias": _custom(
        r"\bbias(?:es|ed)?\b|バイアス|offset|切片|affine|アフィン",
        r"(?:\b(?:no|without|ignor\w+|omit\w*|exclud\w+|neglect\w*|leav\w+ out"
        r"|disregard\w*|not? count\w*|free of|bias-free)\b"
        r"|なし|無し|無視|含め?ない|含まな|除|数えない|考えない|使わない|省)",
        r"\b(?:not|never|cannot)\b.{0,10}(?:ignor|omit|neglect)|無視しな|除かな",
    ),
    "counting": _custom(
        r"\bflops?\b|floating|加算|足し算|\badditions?\b|\badds?\b|浮動小数|separately|twice|2倍|two operations|演算数",
        r"(?:mac|multiply-accumulate|積和|multiply-add)[^.。]*(?:one|1|single|ひとつ|一)",
        r"separately|twice|2倍|two",
    ),
    "multiplier": _custom(
        r"multiplier|乗数|倍率|チャネル倍|per input channel",
        r"multiplier\W{0,6}(?:is|of|=)?\W{0,3}1\b|one filter|1(?:枚|つ)",
    ),
    "groups": _custom(r"\bgroup(?:s|ed)\b|グループ", r"groups?\W{0,4}(?:=|is|of)?\W{0,3}1\b|group\s*norm|normali"),
    "training": _custom(r"infer|\beval|test time|at test|deploy|running|moving|推論|評価|テスト時|移動平均", r"(?!)"),
    "dilation 1": _custom(
        r"dilat|atrous|膨張|拡張畳み込み",
        r"dilat\w*\W{0,4}(?:=|is|of)?\W{0,3}1\b|no dilation|膨張なし",
    ),
}  # fmt: skip
_PIECES = {  # what a verdict says of its conventions, and the customs meant
    "multiply-accumulates counted": ("counting",), "stride 1": ("stride 1",),
    "padding that keeps the size": ("padding that keeps the size",),
    "one output channel for each input channel": ("multiplier",), "bias not counted": ("bias",),
    "statistics of the batch (training mode)": ("training",), "within one stack": (), "in the order": (),
}  # fmt: skip
_COUNTED = {"macs": ("groups", "counting", "stride 1", "padding that keeps the size"), "params": ("groups", "bias"),
            "kernel_shape": ("groups",), "output_shape": ("dilation 1",), "macs_ratio": ("counting", "groups"),
            "params_ratio": ("bias", "groups")}  # fmt: skip


def pieces(convention: str | None) -> list[str]:
    """The conventions of a verdict, one by one."""
    return [piece.strip() for piece in (convention or "").split(";") if piece.strip()]


def known(convention: str | None) -> bool:
    """Whether every convention is one whose words are known."""
    return all(_meant(piece) is not None for piece in pieces(convention))


def _meant(piece: str) -> tuple[str, ...] | None:
    return next((names for words, names in _PIECES.items() if words in piece), None)


def gainsaid(blocks: list[Block], number: int, predicate: str, convention: str | None, options: set[str]) -> bool:
    """Whether the note speaks of one of the customs behind a claim and does not plainly say the same.

    `options` are those that the statement itself gives (`stride`, `padding`, ...): no custom is needed for them.
    """
    needed = {name for piece in pieces(convention) for name in _meant(piece) or ()}
    needed |= {c for c in _COUNTED.get(predicate, ()) if c not in ("stride 1", "padding that keeps the size")}
    needed |= {"stride 1", "padding that keeps the size"} & needed
    needed -= {name for name in needed if name.split()[0] in options}
    near, far = _near(blocks, number), _far(blocks, number)
    own = [s for block in (blocks[number], *parents(blocks, number)) for s in _sentences(block)]
    return any(_says_otherwise(CUSTOMS[name], *((own, []) if name == "training" else (near, far))) for name in needed)


def _says_otherwise(custom: _Custom, near: list[str], far: list[str]) -> bool:
    for sentence in (*near, *(s for s in far if _is_global(s))):
        if custom.mentions.search(sentence) and (custom.other.search(sentence) or not custom.same.search(sentence)):
            return True
    return False


def _near(blocks: list[Block], number: int) -> list[str]:
    """The sentences of the claim's section, of the headings over it and of the text directly under those."""
    over = {heading_of(blocks, number), None}
    for parent in parents(blocks, number):
        over |= {n for n, block in enumerate(blocks) if block is parent}
    chosen = [b for n, b in enumerate(blocks) if heading_of(blocks, n) in over and b.kind != "comment"]
    return [s for block in chosen for s in _sentences(block)]


def _far(blocks: list[Block], number: int) -> list[str]:
    """All other sentences, each with its heading: what is said there for the whole note counts here too."""
    found: list[str] = []
    for n, block in enumerate(blocks):
        heading = heading_of(blocks, n)
        title = blocks[heading].raw if heading is not None and heading != n else ""
        found += [f"{sentence} {title}" for sentence in _sentences(block)]
    return found


def _sentences(block: Block) -> tuple[str, ...]:
    return _split(block.raw)


@lru_cache(maxsize=4096)
def _split(raw: str) -> tuple[str, ...]:
    return tuple(s for s in _SENTENCE.split(folded(raw)) if s and s.strip())


@lru_cache(maxsize=4096)
def _is_global(sentence: str) -> bool:
    return bool(_GLOBAL.search(sentence))
