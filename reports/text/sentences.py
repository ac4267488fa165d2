"""Sentences of a block, each with the subjects, words, sizes and formulas it mentions and where."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from ...properties.formula import read_formula
from .. import patterns as re
from ..sizes.formulas import Span, marked, plain
from ..vocabulary import Key, Mention, abbreviated, family, key_of, labelled, mentions
from .inline import BREAK, MASK, Passage
from .normalize import Text

_BYTES = frozenset({"MB", "KB", "GB", "TB"})  # behind a number, units
_LAYER_NAMES = ("FC", "BN", "LN", "GN")  # no products of two sizes
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_END = re.compile(
    r"[。．]|(?<=[\u3040-\u30ff\u3400-\u9fff])(?<!(?<![\u3040-\u9fff])[ア-ク])\.(?=\s*[\u3040-\u30ff\u3400-\u9fff\ue000])"
    r"|[!?！？](?=\s|$|[^\x00-\x7f])(?!\s*(?:→|⇒|⟹|->|=>))"
    r"|(?<=[a-z][.!?])[\"”](?=\s+[A-Z])"
    r"|(?<!\.\.)(?<![A-Z\d])"
    r"(?<!(?<![\u3040-\u9fff])[ア-ク])"  # the label of an option
    r"(?<!e\.g)(?<!i\.e)(?<! vs)(?<!Fig)(?<!fig)(?<! al)(?<! cf)(?<!Eq)(?<!Sec)"
    r"(?<!approx)\.(?=\s+[A-Z\ue000(\d\"*]|\s+[α-ω]\s*(?:=|(?:is|has|scales|multiplies|acts|thins|shrinks|comes?|sets)\b"
    r"|(?:,|\s+and)\s+[α-ω](?![A-Za-z]))"
    r"|\s*$)"
    r"|(?<=[A-Z\d\)])\.(?=\s+[A-Z\ue000])|;\s(?=\S)|(?<![、,])" + BREAK
    + r"|(?<=[\s。.\u3040-\u9fff])(?=(?:[←⇐]|<--?)\s*(?:[\u3040-\u30ff\u3400-\u9fff]|[○◯〇⭕✓✔×✗✘❌]"
    r"|(?:no|not|wrong|false|incorrect|true|right|correct|yes|this|the|it|that|cannot|can't|impossible|because|since"
    r"|exactly|backwards|nope|answer)\b))"
)
_HYPER = re.compile(r"(?:ハイパー|hyper)[- ]?$", re.IGNORECASE)
_ANSWERED = re.compile(r"[?？]\s*(?:→|⇒|⟹|->|=>)\s*\S")
_ASKED_BY = 16  # an English sentence that asks does so at its beginning
_SIMPLE_MATH = re.compile(r"\s*(\d+|[A-Za-z])\s*(?:\\times|\\cdot|×|x|\*|\\ast)\s*(\d+|[A-Za-z])\s*")
_GREEK = {r"\mu": "μ", r"\gamma": "γ", r"\beta": "β", r"\theta": "θ"}
_AFTER_CONTRAST = re.compile(
    r"\s*(?:層|レイヤー?|演算|の場合)?\s*(?:の出力|の結果|からの出力|に対して|に対し|と比べ|に比べ|と比較|に比較|とは?(?:対照的|打って変わ|逆|反対|正反対)|(?:どうし|同士)?の(?:間|あいだ|合間)|との(?:大きな|主な|一番の)?(?:違い|差|相違)|とは?異な|とは?違"
    r"|(?:と|に)同様(?:に|で)?[、,]?|と同じ(?:く|ように)|ではなく|でなく|の代わり|に代わ|よりも|より(?!も前)|を置き換|を使わず|に代えて|ほど"
    r"|(?:の[^\s。、をがは]{1,8})?を(?:さらに|もっと|より|もう?一歩)[^。、]{0,4}(?:進め|発展|拡張|改良|徹底|突き詰め|極端|極限))"
)
_BEFORE_CONTRAST = re.compile(
    r"(?:outputs? of|result of|applied to|after|before|unlike|compared (?:to|with)"
    r"|instead of|rather than|in contrast (?:to|with)|as opposed to|than|relative to"
    r"|versus|vs\.?|over|between(?: two| consecutive| successive| neighbou?ring)?|replac\w+|swap(?:s|ped|ping)?"
    r"|(?:as|like) (?:with|in|for)|similar(?:ly)? to"
    r"|contrary to|different from|differ(?:s|ed|ing)? from|differences? (?:to|from|with)|alternative to)"
    r"\s+(?:(?:a|an|the|that|those|of|in|for|using|with|standard|plain|normal)\s+){0,3}$",
    re.IGNORECASE,
)
# Half the weights of a ResNet, ResNet の半分ほど: it is compared with.
_COMPARED_NETWORKS = ("resnet", "residual_block", "densenet", "dense_block")
_SHARE_AFTER = re.compile(r"\s*の(?:約|およそ|わずか)?\s*(?:半分|[\d二三四]+\s*(?:分の|割|%|％))")
_SHARE_BEFORE = re.compile(
    r"\b(?:half|third|quarter|twice|fraction)\s+(?:of\s+)?(?:the\s+|as many\s+)?"
    r"(?:weights|parameters|memory|size)\s+(?:of|as)\s+(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
_TOPIC_AFTER = re.compile(
    r"\s*(?:[)）」』】]\s*)?(?:層|レイヤー?|演算|処理|の計算)?\s*(?:では|には|とは|は(?!じめ)|が|も|において|における|にて|の場合|によって|により|を用い|:|：|\(|（)"
)

_VERB_AFTER = re.compile(
    (
        r"s?\s*(?:\([^)]{0,24}\))?\s*(?:layers?|blocks?|networks?|models?)?\s*(?:also "
        r"|only |typically |usually |simply |therefore |then )?(?:is|are|was|has|have|does"
        r"|do|can|cannot|will|uses?|adds?|concat\w+|comput\w+|normali[sz]es?|"
        r"appl(?:y|ies)|takes?|mix(?:es)?|combines?|sums?|needs?|requires?|keeps?"
        r"|introduces?|operates?|works?|halves|reduces?|costs?|produces?|receives?"
        r"|performs?|makes?|allows?|behaves?|depends?|divides?|connects?|contains?"
        r"|consists?)\b"
    ),
    re.IGNORECASE,
)
_IN_BEFORE = re.compile(
    r"(?:^|[\s,(])(?:in|for|with|inside|within)\s+(?:an?\s+|the\s+|each\s+|every\s+)?$", re.IGNORECASE
)


@dataclass(eq=False)
class Sentence:
    """One sentence. `text` keeps the places in the file; `words` is as long, its mathematics masked."""

    text: Text
    words: str
    math: tuple[tuple[int, int], ...]
    block: int
    number: int = 0
    cell: int | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def japanese(self) -> bool:
        return bool(_JAPANESE.search(self.words))

    @cached_property
    def key(self) -> Key:
        return key_of(_with_simple_math(self.text.chars, self.words, self.math))

    @cached_property
    def tags(self) -> dict[str, list[Mention]]:
        """Mentions of the words of claims, by tag, in order; overlapping ones of one tag reduced to the longest."""
        found: dict[str, list[Mention]] = {}
        for mention in sorted(mentions(self.key, "words"), key=lambda m: (m.start, -m.end)):
            if mention.tag == "parameters" and _HYPER.search(self.words[max(0, mention.start - 6) : mention.start]):
                continue  # a hyperparameter is no weight
            same = found.setdefault(mention.tag, [])
            if not same or mention.start >= same[-1].end:
                same.append(mention)
        if _ANSWERED.search(self.words):
            found.pop("question", None)  # a question with its answer is a claim
        told = not self.japanese and not self.words.rstrip().endswith("?")
        if told and all(m.start > _ASKED_BY for m in found.get("question", ())):
            found.pop("question", None)  # "what is already there" amid an English sentence asks nothing
        return found

    @cached_property
    def roles(self) -> list[Mention]:
        """Names of sizes, longest first at each place."""
        return _longest(mentions(self.key, "roles"))

    @cached_property
    def subjects(self) -> list[Mention]:
        """Mentions of subjects, in order; a mention inside a longer one is dropped."""
        return _longest([*mentions(self.key, "subjects"), *abbreviated(self.words), *labelled(self.text.chars)])

    @cached_property
    def formulas(self) -> list[Span]:
        """Every formula, number and letter that can be read, in order."""
        unmarked = (self._without_hyphen(f) for f in plain(self.words, list(self.roles)) if not self._is_name(f))
        spans = [*marked(self.text.chars, self.math), *unmarked]
        return sorted(spans, key=lambda s: s.start)

    def _without_hyphen(self, span: Span) -> Span:
        """The formula whose first number is a name's: ResNet-50 = 1 + 3·16 + 1 is no statement on minus 50."""
        words, start = self.words, span.start
        if not start or words[start] != "-" or not (words[start - 1].isascii() and words[start - 1].isalpha()):
            return span
        formula = read_formula(words[start + 1 : span.end], latex=False)
        return replace(span, start=start + 1, formula=formula, text=words[start + 1 : span.end]) if formula else span

    def _is_name(self, span: Span) -> bool:
        """Whether what reads like a product of sizes is the name of a layer: DW, DW＋PW."""
        text = self.words[span.start : span.end]
        if text in _LAYER_NAMES or (text in _BYTES and self.words[: span.start].rstrip()[-1:].isdigit()):
            return True
        if not text.isupper() or not re.fullmatch(r"[A-Z]{2}(?:\s*\+\s*[A-Z]{2})?", text):
            return False
        named = {(m.start, m.end) for m in self.subjects if not m.weak}
        return all((span.start + m.start(), span.start + m.end()) in named for m in re.finditer(r"[A-Z]{2}", text))

    def key_text(self, mention: Mention) -> str:
        """A mention's words as the text has them."""
        return self.words[mention.start : mention.end]

    def has(self, *tags: str) -> bool:
        return any(tag in self.tags for tag in tags)

    def doubted(self, end: int) -> bool:
        """Whether what is said up to a place is said with doubt; a guess at what follows from it is none.

        "Each layer reads only the one before it, so this should save memory": it is the saving that is guessed.
        """
        return any(m.start < self.consequence(end) for m in self.tags.get("hedged", ()))

    def consequence(self, end: int) -> int:
        """Where it begins to be told what follows from the words up to a place; the sentence's end if nothing does."""
        found = _FOLLOWS.search(self.words, end)
        return found.start() if found else len(self.words)

    def first(self, *tags: str) -> Mention | None:
        """The first mention of any of the tags."""
        found = [self.tags[tag][0] for tag in tags if tag in self.tags]
        return min(found, key=lambda m: m.start) if found else None

    def within(self, tag: str, start: int, end: int) -> Mention | None:
        """The first mention of the tag between two places."""
        return next((m for m in self.tags.get(tag, ()) if start <= m.start and m.end <= end), None)

    def contrasted(self, mention: Mention) -> bool:
        """Whether the subject is named only as what the claim's own subject is compared with."""
        before = self.words[max(0, mention.start - 60) : mention.start]
        after = self.words[mention.end : mention.end + 16]
        share = mention.tag in _COMPARED_NETWORKS and (_SHARE_AFTER.match(after) or _SHARE_BEFORE.search(before))
        return bool(share) or _contrasted(before, after)

    def is_topic(self, mention: Mention) -> bool:
        """Whether the sentence speaks of the subject: X は, X では; X computes, in X."""
        before = self.words[max(0, mention.start - 24) : mention.start]
        return _is_topic(before, self.words[mention.end : mention.end + 30])

    def clause(self, place: int) -> tuple[int, int]:
        """The clause around a place: between commas, arrows and semicolons outside brackets and mathematics."""
        bounds = [0, *self._commas, len(self.words)]
        for a, b in itertools.pairwise(bounds):
            if a <= place < b:
                return a, b
        return 0, len(self.words)

    @cached_property
    def _commas(self) -> list[int]:
        found, depth = [], 0
        for at, char in enumerate(self.words):
            depth += (char in "([（「") - (char in ")]）」" and depth > 0)
            if depth == 0 and (char in "、;⇒→，" or (char == "," and self.words[at + 1 : at + 2] in (" ", ""))):
                found.append(at + 1)
        return found


# What comes behind follows from what stands before.
_FOLLOWS = re.compile(r"(?:ので|から|ため|為)、|,\s+(?:so|and so|which|therefore|hence|thus)\b", re.IGNORECASE)


@lru_cache(maxsize=1_024)  # every reader asks of every subject above
def _contrasted(before: str, after: str) -> bool:
    return bool(_AFTER_CONTRAST.match(after) or _BEFORE_CONTRAST.search(before))


@lru_cache(maxsize=1_024)
def _is_topic(before: str, after: str) -> bool:
    return bool(_TOPIC_AFTER.match(after) or _VERB_AFTER.match(after) or _IN_BEFORE.search(before))


def _longest(found: Iterable[Mention]) -> list[Mention]:
    """Mentions in order, those inside a longer one dropped; strong before weak where they cover the same place."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end, m.weak)):
        if kept and mention.start < kept[-1].end:
            last = kept[-1]
            if last.weak and not mention.weak:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _with_simple_math(text: str, words: str, math: tuple[tuple[int, int], ...]) -> str:
    """The words, with `1 \\times 1` and `\\mu` of the mathematics written out, since they are parts of names."""
    out = list(words)
    for start, end in math:
        content = text[start:end]
        simple = _SIMPLE_MATH.fullmatch(content)
        new = f"{simple[1]}x{simple[2]}" if simple else _GREEK.get(content.strip(), "")
        if new:
            out[start:end] = (new + " " * (end - start))[: end - start]
    return "".join(out).replace("×", "x")


def sentences_of(passage: Passage, block: int, cell: int | None = None) -> list[Sentence]:
    """The sentences of a passage.

    >>> from .segments import Segment
    >>> from .inline import passage
    >>> [s.text.chars for s in sentences_of(passage([Segment("計算量は大きい。小さくしたい。", 0)]), 0)]
    ['計算量は大きい。', '小さくしたい。']
    """
    words, found, start = passage.words, [], 0
    for end in [*(m.end() for m in _END.finditer(words)), len(words)]:
        if words[start:end].strip(" " + BREAK):
            found.append(_cut(passage, words, start, end, block, len(found), cell))
        start = max(start, end)
    return found


def _cut(passage: Passage, words: str, start: int, end: int, block: int, number: int, cell: int | None) -> Sentence:
    while start < end and words[start] in " \t" + BREAK:
        start += 1
    while end > start and words[end - 1] in " \t" + BREAK:
        end -= 1
    math = tuple((max(a, start) - start, min(b, end) - start) for a, b in passage.math if a < end and b > start)
    return Sentence(passage.text[start:end], words[start:end], math, block, number, cell)


def masked(text: str) -> bool:
    return MASK in text


def in_family(subject: str, families: Iterable[str]) -> bool:
    return family(subject) in tuple(families)
