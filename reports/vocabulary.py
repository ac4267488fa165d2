"""The vocabulary of lecture notes, from the tables in `lexicon/`, and where a text uses it.

A text is compared in a *key*: lower case, typing errors of Latin words corrected against the vocabulary itself,
spellings unified, blanks and hyphens taken out. Every character of the key knows its place in the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from . import kept
from . import patterns as re
from .text.inline import BREAK, MASK

# Subjects that have no weights.
UNLEARNED = ("max_pool2d", "avg_pool2d", "global_avg_pool2d", "pool", "relu", "sigmoid", "softmax", "tanh")
_LATIN = re.compile(r"[a-z]+")
_SQUEEZED = frozenset(" \t-_\u3000'\"" + BREAK)


class Phrase(NamedTuple):
    """One entry of the lexicon in its compared form; `open_ended` allows any Latin ending."""

    key: str
    tag: str
    open_ended: bool
    weak: bool
    latin_start: bool
    latin_end: bool
    breaks: frozenset[int]  # after which characters of the key the phrase had a blank or a hyphen


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text uses an entry: offsets in the text, the tag, and whether the entry is a weak one."""

    start: int
    end: int
    tag: str
    weak: bool = False


@dataclass(frozen=True)
class Key:
    """A text's compared form; its i-th character stands for the text from `back[i]` to `until[i]`."""

    chars: str
    back: tuple[int, ...]
    until: tuple[int, ...]
    text: str


@cache
def lexicon(name: str) -> dict[str, Any]:
    """One table of the vocabulary: `lexicon/NAME.toml`, read once (its TOML once for all runs)."""
    path = _path(name)
    return kept.table(f"lexicon {name}", [path], lambda: _read(path))


def _path(name: str) -> Path:
    return Path(__file__).with_name("lexicon") / f"{name}.toml"


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # seldom needed

    return tomllib.loads(path.read_text("utf-8"))


@cache
def spellings() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of every variant spelling, longest first, and what each is unified to."""
    table = {v.lower(): canonical for canonical, variants in lexicon("words")["spellings"].items() for v in variants}
    ordered = sorted(table, key=len, reverse=True)
    parts = [rf"(?<![a-z]){re.escape(v)}s?(?![a-z])" if _LATIN.fullmatch(v) else re.escape(v) for v in ordered]
    return re.compile("|".join(parts)), table


@cache
def _families() -> dict[str, str]:
    return {name: entry["family"] for name, entry in lexicon("subjects").items()}


def family(subject: str) -> str:
    """The family a subject belongs to (`convolution`, `normalisation`, ...), as the lexicon has it.

    >>> family("depthwise_conv2d")
    'convolution'
    """
    return _families().get(subject, "")


@cache
def _words() -> frozenset[str]:
    """Every Latin word of the lexicon, and those that must not be taken for a misspelt one."""
    texts = [*lexicon("words")["never_corrected"]["words"]]
    for table in ("subjects", "words", "roles"):
        for entry in lexicon(table).values():
            texts += [*entry.get("phrases", ()), *entry.get("weak", ())]
    return frozenset(w for text in texts for w in _LATIN.findall(text.lower()))


@cache
def _by_initial() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in _words():
        if len(word) >= 4:
            found.setdefault(word[0], []).append(word)
    return {initial: tuple(sorted(words)) for initial, words in found.items()}


@lru_cache(maxsize=20_000)
def corrected(word: str) -> str:
    """The word of the lexicon that a Latin word (lower case) is a misspelling of, else the word itself.

    Four letters: two may be swapped. Five to seven: one edit. More: two. The first letter must be right.

    >>> [corrected(w) for w in ("nrom", "dence", "convolition", "dliated", "separatable", "depth", "later")]
    ['norm', 'dense', 'convolution', 'dilated', 'separable', 'depth', 'later']
    """
    known = _words()
    if (
        not 4 <= len(word) <= 24
        or word in known
        or any(word.startswith(w) for w in (word[:-1], word[:-2]) if w in known)
    ):
        return word
    allowed = 2 if len(word) >= 8 else 1
    best = min(
        (
            (_distance(word, w, allowed), w)
            for w in _by_initial().get(word[0], ())
            if abs(len(w) - len(word)) <= allowed
        ),
        default=(9, word),
    )
    if best[0] > allowed or (len(word) == 4 and sorted(word) != sorted(best[1])) or len(best[1]) < 4:
        return word
    return best[1]


def _distance(a: str, b: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) between two words, or limit + 1 when there are more."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def key_of(words: str) -> Key:
    """The compared form of a text (mathematics already masked).

    >>> key_of("Batch-Nrom は チャンネル毎").chars
    'バッチnormはチャネルごと'
    """
    chars: list[str] = []
    back: list[int] = []
    until: list[int] = []
    position = 0
    for found in _RUNS.finditer(words):
        _plain(words, position, found.start(), chars, back, until)
        position = found.end()
        for piece, start, end in _unified(found[0], found.start()):
            same = len(piece) == end - start
            chars.extend(piece)
            back.extend(range(start, end) if same else [start] * len(piece))
            until.extend(range(start + 1, end + 1) if same else [end] * len(piece))
    _plain(words, position, len(words), chars, back, until)
    return Key("".join(chars), tuple(back), tuple(until), words)


# A cross is the letter x here: 入力chx is no word, maxプーリング is.
_RUNS = re.compile(r"ch(?=x[\u3040-\u30ff\u3400-\u9fff])|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[\u3040-\u30ff\u3400-\u9fff]+")


def _plain(words: str, start: int, end: int, chars: list[str], back: list[int], until: list[int]) -> None:
    """Characters that belong to no word: taken as they are, blanks and hyphens left out."""
    for at in range(start, end):
        if words[at] not in _SQUEEZED:
            chars.append(words[at].lower()[:1])
            back.append(at)
            until.append(at + 1)


def _unified(run: str, start: int) -> Iterable[tuple[str, int, int]]:
    """A word corrected and in its unified spelling, or a run of Japanese with its variant spellings unified."""
    pattern, table = spellings()
    if run.isascii():
        word = corrected(run.lower())
        yield table.get(word) or table.get(word.removesuffix("s")) or word, start, start + len(run)
        return
    last = 0
    for variant in pattern.finditer(run):
        if variant.start() > last:
            yield run[last : variant.start()], start + last, start + variant.start()
        yield table[variant[0]], start + variant.start(), start + variant.end()
        last = variant.end()
    if last < len(run):
        yield run[last:], start + last, start + len(run)


@cache
def _index(table: str) -> dict[str, list[Phrase]]:
    """The phrases of a table by their first two characters (one, for those of one)."""
    sources = [Path(__file__), *map(_path, sorted({table, "subjects", "words", "roles"}))]
    index = kept.table(f"index {table}", sources, lambda: _indexed(table))
    return {start: [Phrase(*phrase) for phrase in phrases] for start, phrases in index.items()}


def _indexed(table: str) -> dict[str, list[tuple[Any, ...]]]:
    index: dict[str, list[Phrase]] = {}
    for tag, entry in lexicon(table).items():
        for weak in (False, True):
            for text in entry.get("weak" if weak else "phrases", ()):
                phrase = _phrase(text, tag, weak)
                index.setdefault(phrase.key[:2], []).append(phrase)
    for phrases in index.values():
        phrases.sort(key=lambda p: -len(p.key))
    return {start: [tuple(phrase) for phrase in phrases] for start, phrases in index.items()}


def _phrase(text: str, tag: str, weak: bool) -> Phrase:
    open_ended = text.endswith("*")
    compared = key_of(text.rstrip("*"))
    key = compared.chars
    breaks = frozenset(i for i in range(1, len(key)) if compared.back[i] > compared.until[i - 1])
    latin = [c.isascii() and c.isalnum() for c in key]
    return Phrase(key, tag, open_ended, weak, latin[0], latin[-1], breaks)


def mentions(key: Key, table: str) -> list[Mention]:
    """Every mention of the table's entries in the text, longest first where they begin alike.

    >>> [(m.tag, m.start, m.end) for m in mentions(key_of("その計算量は"), "words") if m.tag == "cost"]
    [('cost', 2, 5)]
    """
    index = _index(table)
    chars, found = key.chars, {}
    for at, char in enumerate(chars):
        pair = chars[at : at + 2]
        if pair not in index and char not in index:  # so it mostly is
            continue
        for phrase in (*index.get(pair, ()), *(index.get(char, ()) if pair != char else ())):
            end = at + len(phrase.key)
            if chars.startswith(phrase.key, at) and _bounded(key, at, end, phrase):
                mention = Mention(key.back[at], _end(key, end, phrase.open_ended), phrase.tag, phrase.weak)
                found.setdefault((mention.start, mention.tag), mention)
    return list(found.values())


@cache
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of the subjects' abbreviations that are words too in small letters (IN), and what each stands for."""
    table = {short: tag for tag, entry in lexicon("subjects").items() for short in entry.get("abbreviations", ())}
    shout = r"(?<![A-Z]{3})(?<![A-Z]{3} )(?<![A-Za-z])"
    return re.compile(rf"{shout}(?:{'|'.join(map(re.escape, table))})(?![A-Za-z]| [A-Z]{{3}})"), table


def abbreviated(text: str) -> list[Mention]:
    """Subjects by an abbreviation in capitals.

    >>> [m.tag for m in abbreviated("IN は N×C 組, unlike LN in a CNN")]
    ['instance_norm']
    """
    pattern, table = _abbreviations()
    return [Mention(m.start(), m.end(), table[m[0]]) for m in pattern.finditer(text)]


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of the labels of subjects in formulas, and what each stands for."""
    table = {label: tag for tag, entry in lexicon("subjects").items() for label in entry.get("labels", ())}
    one = "|".join(re.escape(label) for label in sorted(table, key=len, reverse=True))
    upright = r"\\(?:mathrm|text|textrm|textit|mathit|mathsf|rm|operatorname)"
    equals = r"(?:\([^()]{0,20}\)\s*)?(?:&\s*)?(?=[=≈:]|\\(?:approx|simeq|coloneqq)\b)"
    index = rf"_\s*\{{?\s*(?:{upright}\s*\{{?\s*)?(?P<index>{one})\s*\}}{{0,2}}\s*{equals}"
    ahead = rf"{upright}\s*\{{\s*(?P<text>{one})\s*(?:[:：]\s*\}}|\}}\s*[:：])"
    return re.compile(rf"(?<=[A-Za-z}}\d]){index}|{ahead}"), table


@lru_cache(maxsize=1_024)  # asked of each formula of a sentence, and for its subjects
def labelled(text: str) -> tuple[Mention, ...]:
    """Subjects by the index of what an equation begins with, or by a text before it.

    >>> [m.tag for m in labelled(r"F_\\text{std} = HWCMK^2, F_{dw} = HWCK^2, \\text{Layer:} \\mu = 0")]
    ['conv2d', 'depthwise_conv2d', 'layer_norm']
    """
    if "_" not in text and "\\" not in text:
        return ()
    pattern, table = _labels()
    found = ((m, m.lastgroup or 0) for m in pattern.finditer(text))
    return tuple(Mention(m.start(group), m.end(group), table[m[group]]) for m, group in found)


def _end(key: Key, end: int, open_ended: bool) -> int:
    """The place in the text after the key's character end - 1; an open-ended phrase takes the word's ending along."""
    place = key.until[end - 1]
    while open_ended and place < len(key.text) and key.text[place].isascii() and key.text[place].isalpha():
        place += 1
    return place


def _bounded(key: Key, at: int, end: int, phrase: Phrase) -> bool:
    """Latin phrases begin and end with a word of the text (an ending is allowed where the entry says so)."""
    if phrase.latin_start and at and _touching(key, at):
        return False
    if any(_parted(key, at + i) for i in range(1, end - at) if i not in phrase.breaks):
        return False
    if not phrase.latin_end or phrase.open_ended or end >= len(key.chars) or not _touching(key, end):
        return True
    return key.chars[end] == "s" and (end + 1 >= len(key.chars) or not _touching(key, end + 1))


def _parted(key: Key, at: int) -> bool:
    """Whether a blank of the text stands between the Latin characters at - 1 and `at` of the key."""
    before, here = key.chars[at - 1], key.chars[at]
    return (
        before.isascii() and before.isalpha() and here.isascii() and here.isalpha() and key.back[at] > key.until[at - 1]
    )


def _touching(key: Key, at: int) -> bool:
    """Whether the characters at - 1 and `at` of the key are Latin and of one word of the text."""
    before, here = key.chars[at - 1], key.chars[at]
    if not (before.isascii() and before.isalnum() and here.isascii() and here.isalnum()):
        return False
    if before.isdigit() and not here.isdigit():
        return False
    following = key.chars[at + 1 : at + 2]
    if here == "x" and following and not following.isascii():
        return False  # a sign, written as the letter: 入力chxフィルタ数
    return key.back[at] <= key.until[at - 1]


def clear_of(mask: str) -> str:
    """The text without masked mathematics, for showing."""
    return mask.replace(MASK, "")
