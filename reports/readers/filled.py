"""Texts with blanks and their key: "... を（ ア ）し、次の層へ" with "ア：連結、イ：加算"; "over the axes ___(1)___" with "(1) N, H, W".

The sentence with the blank is read with the key's words in it; the claim stands where the key has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import patterns as re
from ..decided import holds
from ..reading import Reading, View
from ..scope import Outline
from ..text.normalize import Text
from ..text.sentences import Sentence
from .answer_marks import asks_to_choose
from .answered import placed_in
from .labels import label_heads, line_of

REACH = 12  # blocks above a key in which its blanks are looked for
LONGEST = 60  # letters that fill one blank
_LETTER = r"\d{1,2}|[A-Ha-h]|[ア-コあ-こ]|[①-⑳]|i{1,3}|iv|v"
_BLANK = re.compile(rf"_+\s*[(（\[]?\s*({_LETTER})\s*[)）\]]?\s*_+|(?<![式図表項])[(（\[【]\s*({_LETTER})\s*[)）\]】](?:_{{2,}})?|\[\s*_+\s*({_LETTER})\s*_+\s*\]|(①|②|③|④|⑤)(?=[\s　]|で|を|に|し|の)")
_MARKER = re.compile(rf"[(（]?({_LETTER})[.．)）]?$")
_KEYED = re.compile(rf"(?:^|(?<=[\s、,;；/:：]))[*_]*(?:[(（\[【]\s*({_LETTER})\s*[)）\]】]\s*[:：=＝は]?|([①-⑳])\s*[:：=＝は]?|(?<![A-Za-z\d])([ア-カ]|[A-Ha-h]|\d)\s*(?:[:：=＝]|[.．)）]|(?=\s)))\s*")
_NOT_BLANK = re.compile(r"(?:式|図|表|eq|eqn|equation|fig|figure|section|step)\.?\s*$", re.IGNORECASE)
_OPENING = re.compile(r"\s*(?:answers?|key|solutions?|解答|答え?|正解)\s*[:：]?\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"。.|(?:る|ない|です|ます|した)$|\b(?:is|are|has|have|does)\b")

MOST_BLANKS = 20  # of one sentence: more are no cloze, and each would be read by itself

Filler = tuple[str, int, int]  # label, and where its words stand in the key


def filled(view: View) -> list[Sentence]:
    """The sentences with blanks that this key fills, filled; of one with several blanks each clause by itself too."""
    s, outline = view.sentence, view.outline
    if s.cell is not None or outline.blocks[s.block].kind == "heading":
        return []
    if chosen := _chosen_inline(outline, s):
        return [chosen]
    fillers = fillers_of(outline, s)
    blanks = list(_blanks(outline, s, {x for x, _, _ in fillers})) if fillers else []
    if not blanks and (in_turn := _in_turn(outline, s)):
        fillers, blanks = in_turn
    found = []
    for blank, places in blanks:
        if len(places) > 1:
            found += [_with(blank, s, [p], fillers, *_clause(blank, places, n)) for n, p in enumerate(places) if p[0] in {x for x, _, _ in fillers}]
        found.append(_with(blank, s, places, fillers, 0, len(blank.words)))
    return found


_UNNAMED = re.compile(r"_{2,}|(?<!\w)[(（\[][\s　]+[)）\]]|(?<=[\u3040-\u9fff])[(（][\s　]*[)）]")
_PARTS = re.compile(r"\s*(?:[,、，;；/]|→)\s*(?:and\s+)?|\s+and\s+")
_FEWEST = 2  # letters of what fills a blank: N, H, W is one layout, not three answers


def _in_turn(outline: Outline, s: Sentence) -> tuple[list[Filler], list[tuple[Sentence, list[Filler]]]] | None:
    """ "X by ____, Y by ____" with "Answer: adding, joining": the blanks have no labels and are filled in their order."""
    opening = _OPENING.match(s.words)
    if opening is None or s.cell is not None:
        return None
    end = len(s.words.rstrip(" 。.*_"))
    cuts = [m.span() for m in _PARTS.finditer(s.words, opening.end(), end)]
    edges = list(zip([opening.end(), *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True))
    if len(edges) < 2 or any(not _FEWEST <= b - a <= LONGEST for a, b in edges):
        return None
    before = [e for e in outline.sentences[s.block] if e.number < s.number]
    above = [e for at in range(s.block - 1, max(-1, s.block - 4), -1) for e in reversed(outline.sentences[at])]
    for blank in [*reversed(before), *above]:
        places = [m.span() for m in _UNNAMED.finditer(blank.words)]
        if len(places) == len(edges) and blank.cell is None:
            return [(str(n), *at) for n, at in enumerate(edges)], [(blank, [(str(n), *at) for n, at in enumerate(places)])]
        if places:
            return None
    return None


def is_cloze(outline: Outline, s: Sentence) -> bool:
    """Whether a key below fills the numbered blanks of a sentence, which then says nothing without it."""
    labels = {next(g for g in m.groups() if g).lower() for m in _BLANK.finditer(s.words) if _is_blank(s, m)} if s.cell is None else set()
    if not labels:
        return False
    below = (e for at in range(s.block + 1, min(len(outline.blocks), s.block + REACH)) for e in outline.sentences[at])
    return any(_OPENING.match(e.words) and labels <= {x for x, _, _ in fillers_of(outline, e)} for e in below)


_ANSWER = re.compile(r"\s*(?:the\s+)?(?:correct\s+|right\s+)?(?:answer|ans|解答|答え?|正解)\s*(?:は|is|[:：.])?\s*[(（]?\s*([a-eア-オ])\s*[)）]?\s*[.。]?\s*$", re.IGNORECASE)
_OPTION = re.compile(r"[(（]\s*([a-eア-オ])\s*[)）]\s*(.{1,60}?)(?=\s*[(（]\s*[a-eア-オ]\s*[)）]|[。.?？]?\s*$)")


def _chosen_inline(outline: Outline, s: Sentence) -> Sentence | None:
    """ "DenseNet joins features by (a) addition (b) concatenation. Answer: (a)": the sentence with the option chosen."""
    answer = _ANSWER.match(s.words)
    if answer is None:
        return None
    before = [e for e in outline.sentences[s.block] if e.number < s.number and e.cell is None] or (outline.sentences[s.block - 1] if s.block else [])
    options = list(_OPTION.finditer(before[-1].words)) if before else []
    if len(options) < 2 or options[0].start() < 6 or options[0][1].lower() not in ("a", "ア"):
        return None
    text = next((m[2] for m in options if m[1].lower() == answer[1].lower()), None)
    return placed_in(s, f"{before[-1].words[: options[0].start()]}{text.strip()}。") if text else None


def settled(readings: list[Reading]) -> list[Reading]:
    """The readings of one key without those that fail where the same words, read otherwise, hold."""
    readings = [_described(r) for r in readings]
    held = [(_kind(r), _place(r)) for r in readings if holds(r.statement)]
    return [r for r in readings if holds(r.statement) or not any(_kind(r) == kind and _place(r) & place for kind, place in held)]


_DESCRIBED = (
    ("depthwise_conv2d", re.compile(r"チャン?ネル(?:ごと|毎|別)|\b(?:each|per) channel|channel by channel|空間方向", re.IGNORECASE)),
    ("pointwise_conv2d", re.compile(r"チャン?ネル方向|チャン?ネル(?:間)?を混ぜ|1\s*[x×]\s*1|\bacross (?:the )?channels|画素ごと", re.IGNORECASE)),
)  # fmt: skip


def _described(reading: Reading) -> Reading:
    """A convolution that the words describe and do not name: チャネルごとに空間方向へ畳み込む計算量は（い）."""
    if reading.said is None or "(conv2d" not in reading.statement:
        return reading
    others = [name for name, pattern in _DESCRIBED if pattern.search(reading.said.words)]
    more = tuple(reading.statement.replace("(conv2d", f"({name}") for name in others)
    return replace(reading, alternatives=(*reading.alternatives, *more))


def _kind(reading: Reading) -> str:
    return reading.statement.removeprefix("not ").partition("(")[0]


def _place(reading: Reading) -> set[int]:
    return set(reading.said.text.origin[reading.start : max(reading.end, reading.start + 1)]) if reading.said else set()


def _clause(blank: Sentence, places: list[tuple[str, int, int]], n: int) -> tuple[int, int]:
    """From the comma before a blank that follows the blank before it, to the one before the next blank's clause."""
    start, end = 0, len(blank.words)
    if n:
        cut = re.search(r"[、,;；。]", blank.words[places[n - 1][2] : places[n][1]])
        start = places[n - 1][2] + cut.end() if cut else 0
    if n + 1 < len(places):
        cut = re.search(r"[、,;；。]", blank.words[places[n][2] : places[n + 1][1]])
        end = places[n][2] + cut.start() if cut else places[n + 1][1]
    return start, end


def fillers_of(outline: Outline, s: Sentence) -> list[Filler]:
    """ "ア：連結、イ：加算": each label and the place of its words."""
    opening = _OPENING.match(s.words)
    begins = opening.end() if opening else 0
    found: list[Filler] = []
    heads = [m for m in _KEYED.finditer(s.words, begins) if m.start() == begins or s.words[m.start() - 1] in " 、,;；/　:："]
    marker = _MARKER.match(outline.blocks[s.block].marker) if s.number == 0 else None
    first = s.words[begins : heads[0].start() if heads else len(s.words)].rstrip(" 、,;；。./　")
    if marker and 0 < len(first) <= LONGEST and not _SENTENCE.search(first):
        found.append((marker[1].lower(), begins, begins + len(first)))
    elif heads and first.strip():
        return []
    for n, m in enumerate(heads):
        end = heads[n + 1].start() if n + 1 < len(heads) else len(s.words)
        words = s.words[m.end() : end].rstrip(" 、,;；。./　")
        if 0 < len(words) <= LONGEST and not _SENTENCE.search(words):
            found.append((next(g for g in m.groups() if g).lower(), m.end(), m.end() + len(words)))
    return found


def _blanks(outline: Outline, key: Sentence, labels: set[str]) -> Iterator[tuple[Sentence, list[tuple[str, int, int]]]]:
    """The sentences above with blanks of these labels."""
    for at in range(key.block - 1, max(-1, key.block - REACH), -1):
        for s in outline.sentences[at]:
            if s.cell is not None or outline.blocks[at].kind == "heading" or asks_to_choose(s) or len(label_heads(line_of(outline, s))) > 1:
                continue  # what is asked, or a line of options
            places = [(next(g for g in m.groups() if g).lower(), m.start(), m.end()) for m in _BLANK.finditer(s.words) if _is_blank(s, m)]
            if 0 < len(places) <= MOST_BLANKS and {x for x, _, _ in places} & labels:
                yield s, places


def _is_blank(s: Sentence, m: re.Match[str]) -> bool:
    """A label inside a sentence, where words are missing; at its beginning it numbers the sentence."""
    if "_" in m[0]:
        return True
    before, after = s.words[: m.start()], s.words[m.end() :]
    if (not before.strip() and not re.match(r"\s*(?:を|が|は|に|と|の|で)", after)) or _NOT_BLANK.search(before):
        return False
    return not re.match(r"\s*[:：=＝〜~-]", after) and not re.search(r"[〜~]\s*$", before)


def _with(blank: Sentence, key: Sentence, places: list[tuple[str, int, int]], fillers: list[Filler], first: int, end_at: int) -> Sentence:
    """The sentence with the key's words in its blanks; every character stands where the nearest of them stands."""
    by_label = {x: (a, b) for x, a, b in fillers}
    chars, words, origin, math = "", "", [], []
    last, place = first, key.text.origin[next(iter(by_label.values()))[0]]

    def add(source: Sentence, a: int, b: int, own: bool) -> None:
        nonlocal chars, words
        math.extend((x - a + len(chars), y - a + len(chars)) for x, y in source.math if a <= x and y <= b)
        origin.extend(source.text.origin[a:b] if own else (place,) * (b - a))
        chars, words = chars + source.text.chars[a:b], words + source.words[a:b]

    for label, start, end in places:
        if label not in by_label:
            continue
        a, b = by_label[label]
        place = key.text.origin[a]
        add(blank, last, start, own=False)
        add(key, a, b, own=True)
        last, place = end, key.text.origin[b - 1]
    add(blank, last, end_at, own=False)
    return Sentence(Text(chars, tuple(origin)), words, tuple(math), blank.block, blank.number)
