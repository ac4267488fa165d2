"""What the letters of a note may stand for, beyond the declarations that `quantities.py` reads.

A letter beside a word for a size ("窓の1辺を F", "m 枚入力", "a layer from n to m units", "filters of width r") is declared
by it; letters that nothing declares have what custom allows. `ways` gives the consistent ways to bind the letters of a
formula to the sizes of a subject, the likeliest first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cache

from ...properties.roles import LETTERS, PARTS, ROLES
from .. import patterns as re
from ..reading import View, roles_of
from ..vocabulary import lexicon
from .counting import plain
from .quantities import spelled

MOST_WAYS = 8
FAR = 40  # blocks back in which letters are looked for
ONE = r"(?<![A-Za-z\\_'])(?P<NAME>C[io]|Cin|Cout|D[KFG]|F[HWN]|O[HW]|K[HW]|[HW]o(?:ut)?|[A-Za-z](?:_[A-Za-z0-9]{1,4}|')?)(?![A-Za-z_'])(?!\([A-Za-z0-9])"
_GAP_AFTER = r"\s*(?:\([^()\d+*/-]{1,8}\)\s*)?(?:(?:を|が|は|も|:|=|\(|それぞれ|どちらも|いずれも|ともに|共に|両方とも?|どれも|\bboth\b|\beach\b|\bis\b|\bare\b|\bof\b|\bbe\b|\bbeing\b|\bcalled\b|\bdenoted(?: by)?\b|\bas\b|\bequals?\b|\bto\b)\s*){0,2}"
_GAP_BEFORE = (
    r"\s*(?:個の|枚の|本の|つの|層の|は|を|が|:|=|-|\bis\b|\bdenotes?\b|\bbe\b|\bfor\b)?\s*(?:the |its |their )?"
)
_UNIT = r"(?:個|枚|本|次元|ユニット|チャン?ネル|ch\b|面|つ|層)"
_MAPS = r"(?:channels?|maps|planes|feature maps)"


def _one(name: str) -> str:
    return ONE.replace("NAME", name)


X, Y, Z, W, V = (_one(name) for name in "xyzwv")
_MORE = (
    (
        "kernel_size",
        rf"{X}\s*(?:x|by|-by-)\s*(?P=x)(?![A-Za-z])\s*(?:の|sized? )?\s*(?:窓|カーネル|フィルタ|畳み込み|枠|核|conv|kernel|filter|window)",
    ),
    (
        "kernel_size",
        rf"(?:窓|カーネル|フィルター?|枠|核|kernels?|filters?|windows?)\s*(?:は|が|を|:|=|\(|of|is|are)?\s*{X}\s*x\s*(?P=x)(?![A-Za-z])",
    ),
    (
        "kernel_size",
        rf"(?:kernels?|filters?|windows?|convolutions?) of (?:spatial )?(?:side|size|width|length|extent)\s*{X}|{Y}-(?:tap|wide)\b|(?:kernels?|filters?|windows?),? (?:be )?of (?:side|width|size) {Z}",
    ),
    (
        "size",
        rf"(?:入力|画像|絵|写真|マップ|image|input|picture|map)\s*(?:は|が|:|=|\(|of)?\s*{X}\s*x\s*(?P=x)(?![A-Za-z])",
    ),
    (
        "in_channels",
        rf"{X}\s*{_UNIT}の?入力|入力(?:は|が|の|を)?\s*{Y}\s*(?:枚|チャン?ネル|ch\b|面)|\b(?:from|takes?|reads?|with) {Z} (?:input |incoming )?{_MAPS}\b|\b(?:depth|channels) {W}(?= |,|\.|$)",
    ),
    (
        "out_channels",
        rf"{X}\s*{_UNIT}の?出力|出力(?:は|が|の|を)?\s*{Y}\s*(?:枚|チャン?ネル|ch\b|面)|\b(?:to|gives?|makes?|produces?) {Z} (?:output )?{_MAPS}\b|(?:フィルター?|カーネル)(?:は|が|を)?\s*{W}\s*(?:枚|個|本|つ)",
    ),
    (
        "kernel_size",
        rf"(?:kernels?|filters?|windows?) (?:has|have|having|with|is|are)(?: an?| the)?(?: spatial)? (?:side|size|width|length|extent)s? {X}",
    ),
    ("kernel_size", rf"{X}\s*[:=は]\s*(?:カーネル|フィルタ|窓|kernel|filter|window)(?!ー?の?(?:数|枚数|個数)|s)"),
    ("in_channels", rf"{X} input (?:and|to)\b"),
    (
        "out_channels",
        rf"(?<!x)(?<!x ){X} (?:of them|filters\b|kernels\b)|{Y}\s*(?:枚|個|本|つ)の(?:フィルター?|カーネル)",
    ),
    (
        "in_features",
        rf"入力(?:は|が|の|を)?\s*{X}\s*(?:個|次元|ユニット|つ)|\bfrom {Y} (?:inputs? |units? )?to [A-Za-z] (?:units|outputs|neurons|nodes)|{Z} inputs\b",
    ),
    (
        "out_features",
        rf"出力(?:は|が|の|を)?\s*{X}\s*(?:個|次元|ユニット|つ)|\bfrom [A-Za-z] (?:inputs? |units? )?to {Y} (?:units|outputs|neurons|nodes)|{Z} outputs\b",
    ),
    ("in_channels", rf"{X}[ ,/・]+[A-Za-z]\w?\s*[:=]?\s*(?:{_MAPS} in\s?/\s?out|入出力(?:の)?チャン?ネル)"),
    ("out_channels", rf"(?<![A-Za-z])[A-Za-z]\w?[ ,/・]+{X}\s*[:=]?\s*(?:{_MAPS} in\s?/\s?out|入出力(?:の)?チャン?ネル)"),
    ("in_channels", rf"{X} (?:counts? |is |are |= ?)?(?:the )?{_MAPS} (?:before|coming in|going in|that (?:go|come) in|on the way in)|{Y}\s*(?:が|は|:|=)\s*(?:入力側|入る側|入る|畳み込む前)"),
    ("out_channels", rf"{X} (?:counts? |is |are |= ?)?(?:the )?{_MAPS} (?:after|coming out|going out|that (?:go|come) out|on the way out)|{Y}\s*(?:が|は|:|=)\s*(?:出力側|出る側|出る|畳み込んだ後)"),
    ("kernel_size", rf"(?:filters?|kernels?|windows?),? (?:each |all )?(?:of )?(?:size )?{X}\s*(?:x|by)\s*(?P=x)(?![A-Za-z])"),
    ("height", rf"{X}\s*(?:x|by)\s*(?!(?P=x)(?![A-Za-z]))[A-Za-z](?![A-Za-z])\s*(?:の)?(?:image|input|map|picture|画像|入力|絵|写真)"),
    ("width", rf"(?P<other>(?<![A-Za-z])[A-Za-z])\s*(?:x|by)\s*(?!(?P=other)(?![A-Za-z])){X}\s*(?:の)?(?:image|input|map|picture|画像|入力|絵|写真)"),
    ("height", rf"(?:高さと幅|縦と横|縦横|height and width)(?:を|は|が|:)?\s*(?:それぞれ)?\s*{X}\s*(?:,|、|・|と|and|x)\s*[A-Za-z]{{1,2}}(?![A-Za-z])"),
    ("width", rf"(?:高さと幅|縦と横|縦横|height and width)(?:を|は|が|:)?\s*(?:それぞれ)?\s*[A-Za-z]{{1,2}}\s*(?:,|、|・|と|and|x)\s*{X}(?![A-Za-z])"),
    ("kernel_size", rf"幅\s*{X}\s*の?(?:カーネル|フィルタ|窓|畳み込み|層)"),
    ("any_in", rf"{X}\s*入力|\bwith {Y} inputs|{Z}\s*(?:=|:|\bfor\b|\s)\s*in(?:put)?(?=\s*(?:[,;.)]|$))"),
    ("any_out", rf"{X}\s*出力|\b(?:and|to) {Y} outputs|{Z}\s*(?:=|:|\bfor\b|\s)\s*out(?:put)?(?=\s*(?:[,;.)]|$))"),
    ("in_channels", rf"(?:conv\w*|畳み?込み|[kKfF]\s*x\s*[kKfF])[^→;。|]{{0,12}}?{X}\s*(?:→|->|⇒)\s*[A-Za-z](?![A-Za-z])"),
    ("out_channels", rf"(?:conv\w*|畳み?込み|[kKfF]\s*x\s*[kKfF])[^→;。|]{{0,12}}?(?<![A-Za-z])[A-Za-z]\s*(?:→|->|⇒)\s*{X}(?![A-Za-z])"),
    ("dilation", rf"dilated by (?:a factor of )?{X}"),
    ("growth_rate", rf"\badds? {X}(?= |,|\.|$)|{Y} new (?:maps|channels)|{Z}\s*(?:枚|チャン?ネル)?ずつ増え"),
    ("layers", rf"{X}\s*番目"),
    ("out_channels", rf"\b(?:and |, ){X} (?:of|for) (?:the )?output|{Y} out(?:put)?\s*(?=[,.;)]|and\b|$)|{Z} (?:channels |maps )(?:come |go )?out\b"),
    ("in_channels", rf"\b(?:and |, ){X} (?:of|for) (?:the )?input|{Y} (?:channels |maps )(?:come |go )?in\s*(?=[,.;)]|and\b|$)"),
    ("any_channels", rf"(?<![のク])枚数(?:を|は|が|:|=)?\s*{X}"),
    ("in_channels", rf"(?:starts|begins|starting|beginning) with {X} {_MAPS}"),
    ("any_in", rf"入力(?:は|が|を)?\s*{X}\s*(?=[、,]\s*出力)|\binputs? {Y}(?=,| and)"),
    ("any_out", rf"出力(?:は|が|を)?\s*{X}\s*(?=で|の|なら|だと|、|\)|$)|\boutputs? {Y}(?=,|:|\.| )"),
    ("layers", rf"{X}\s*(?:つの|枚の)?(?:層|段)(?!目)|{Y} (?:[a-z-]{{3,14}} ){{0,2}}layers\b"),
    ("batch", rf"バッチ\s*{X}\s*枚|{Y} (?:images|examples|samples(?! (?:apart|long|wide|later|ago|back|ahead|earlier|further|before|after|away|of (?:the |a )?(?:signal|sound|audio))))\b|\bbatch(?:es)? of {Z}\b"),
    (
        "any_channels",
        rf"チャン?ネルの?数(?:を|は|が|:|=)?\s*{X}|{Y}(?:\s*:|\s*=| is| be)? the number of {_MAPS}|{Z} {_MAPS} (?:everywhere|throughout|each)|number of {_MAPS},?(?: is| be)? {W}",
    ),
    (
        "channels",
        rf"(?:入力|入り口)[^。.、]{{0,4}}(?:も|・|と|、)\s*出[力口][^。.、]{{0,6}}(?:も|ともに|共に|とも|どちらも|同じ)[^。A-Za-z]{{0,4}}{X}|{Y} {_MAPS} to (?P=y) {_MAPS}|(?<![x*]\s)(?<![x*]){Z}\s*(?:→|->)\s*(?P=z)(?![A-Za-z])|入出力[^。]{{0,12}}{W}\s*(?:チャン?ネル|枚)|{V} {_MAPS} (?:both )?in and out",
    ),
)
"""Letters in longer phrases; `channels` go in and come out alike."""
_BOTH = re.compile(
    r"\(?\s*(?:in|input)\s*=\s*(?:out|output)\b|入力?=出力?|入出力とも同じ|same number (?:of channels )?in and out|in and out alike",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:\b[aA]|\bI)(?=\s+(?!x\b)[a-z-]+(?<!s)\b)")
_CLEAN = (
    (r"\\ell(?![A-Za-z])", "l"),
    (r"_\{([A-Za-z0-9]{1,4})\}", r"_\1"),
    (r"\\(?:mathrm|text|mathit)\{([A-Za-z]+)\}", r"\1"),
)


def cleaned(text: str) -> str:
    """A text in plain signs; it may be shorter than it was."""
    text = plain(text.replace("×", " x "))
    for pattern, new in _CLEAN:
        text = re.sub(pattern, new, text)
    return re.sub(r"\s{2,}", " ", text)


@cache
def _patterns() -> tuple[tuple[int, str, re.Pattern[str]], ...]:
    """The patterns that declare letters, each with its role; the groups of one letter are x, y, z, w, v.

    First those in which the letter follows the word, then those in which it stands before it, then the others.
    """
    after, before = [], []
    for role, noun in lexicon("letters")["nouns"].items():
        after.append((0, role, re.compile(rf"(?:{noun}){_GAP_AFTER}{X}(?!\s*(?:[-+*/^]|x(?![A-Za-z])))", re.IGNORECASE)))
        before.append((1, role, re.compile(rf"(?<![-+*/^x]\s)(?<![-+*/^(]){X}{_GAP_BEFORE}(?:{noun})", re.IGNORECASE)))
    return (*after, *before, *((2, role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _MORE))


def meanings(view: View) -> dict[str, list[str]]:
    """The roles that the note's own words give its letters, those of the nearest sentence first."""
    if "meanings" not in view.kept:
        found: dict[str, list[str]] = {}
        for text in _texts(view):
            for letter, role in _declared(text):
                roles = found.setdefault(letter, [])
                if role not in roles:
                    roles.append(role)
        view.kept["meanings"] = found
    return view.kept["meanings"]


def told(view: View) -> dict[str, str]:
    """The letters that the note's own words give one role."""
    return {x: roles[0] for x, roles in meanings(view).items() if len(roles) == 1 and roles[0] in ROLES}


def _texts(view: View) -> Iterator[str]:
    """The sentence, those before it, those of the whole section."""
    outline, s = view.outline, view.sentence
    yield s.text.chars
    for at in range(s.block, max(-1, s.block - FAR), -1):
        for earlier in reversed(outline.sentences[at]):
            if earlier is not s and (at < s.block or earlier.number < s.number or earlier.cell != s.cell):
                yield earlier.text.chars
    for later in outline.sentences[s.block + 1 : s.block + 3]:
        yield from (
            e.text.chars
            for e in later
            if re.match(r"\s*(?:where|here|with|ただし|ここで|なお)", e.words, re.IGNORECASE)
        )


def _declared(text: str) -> list[tuple[str, str]]:
    kept = _of_text.get(text)
    if kept is None:
        if len(_of_text) > 4_000:
            _of_text.clear()
        kept = _of_text[text] = list(_declarations(cleaned(text)))
    return kept


_of_text: dict[str, list[tuple[str, str]]] = {}
_ANY_CHANNELS = {"any_channels": ("in_channels", "channels"), "any_in": ("in_features", "in_channels", "size"), "any_out": ("out_features", "out_channels")}
_LETTER_ALONE = re.compile(X)


def _declarations(text: str) -> Iterator[tuple[str, str]]:
    text = _ARTICLE.sub(lambda m: "·" * len(m[0]), text)
    if not _LETTER_ALONE.search(text):
        return
    found: list[tuple[int, int, int, str, str]] = []
    named: set[int] = set()  # letters right after the word for them: the next word is another letter's
    for follows, role, pattern in _patterns():
        for m in pattern.finditer(text):
            name = next((g for g in ("x", "y", "z", "w", "v") if m.groupdict().get(g)), None)
            if name and m[name] not in "xX" and not (follows == 1 and m.start(name) in named):
                if follows == 0:
                    named.add(m.start(name))
                found.append((m.start(name), m.start(), m.end(), m[name].replace("'", "_prime"), role))
    # The longest phrase around a letter says what it is; of two that overlap, only that.
    kept: list[tuple[int, int, int]] = []
    for place, start, end, letter, role in sorted(found, key=lambda f: f[1] - f[2]):
        if any(p == place and ((a <= start and end <= b) or (b - a) >= end - start + 4) for p, a, b in kept):
            continue
        kept.append((place, start, end))
        yield letter, spelled(letter) or role
        if role in ("in_channels", "any_channels") and _BOTH.search(text[place : place + 44]):
            yield letter, "channels"


_OUTPUT = {"output_height": "height", "output_width": "width", "output_size": "size"}


def fitting(role: str, roles: frozenset[str]) -> str | None:
    """The role by which a subject knows a size, or None."""
    role = _OUTPUT.get(role, role)
    if role in roles or any(part in roles for part in PARTS.get(role, ())):
        return role
    if role in ("time", "size", "height") and "time" in roles:
        return "time"
    if role in ("channels", "in_channels", "out_channels") and "channels" in roles:
        return "channels"
    if role == "channels":
        return "in_channels" if "in_channels" in roles else None
    return "kernel_size" if role in ("kernel_height", "kernel_width") and "kernel_size" in roles else None


def ways(
    view: View, subject: str, letters: Sequence[str], extra: Sequence[str] = ()
) -> list[tuple[dict[str, str], bool]]:
    """The consistent bindings of letters to a subject's sizes, each with whether every letter of it is declared."""
    roles = roles_of(subject) | set(extra)
    options: list[list[tuple[str, bool]]] = []
    of_paper = bool({"D_K", "D_F", "D_G", "DK", "DF"} & set(letters)) and "C" not in letters
    unknown = 0  # letters of which nobody says what they are: one may be told from the others
    for letter in letters:
        said = [
            r for role in _said(view, letter) for one in _ANY_CHANNELS.get(role, (role,)) if (r := fitting(one, roles))
        ]
        custom = [
            r
            for role in ((of_paper and _PAPER.get(letter)) or _customary(letter))
            if role != "batch" and (r := fitting(role, roles))
        ]
        if letter in meanings(view) and said:
            agreed = (
                letter not in view.outline.explained
                or (fitting(view.letters.get(letter, ""), roles) or said[0]) in said
            )
            own = dict.fromkeys((r, agreed) for r in said)
        else:
            own = dict.fromkeys([*((r, r in custom) for r in said), *((r, False) for r in custom if r not in said)])
        if not own and len(letters) > 1 and letter not in meanings(view):
            unknown += 1
            own = dict.fromkeys((r, False) for r in _OF_LAYERS if r in roles)
        if not own or unknown > 1:
            return []
        options.append(list(own))
    found: list[tuple[dict[str, str], bool]] = []
    for chosen in itertools.islice(itertools.product(*options), 200):
        bound = dict(zip(letters, (r for r, _ in chosen), strict=True))
        if _consistent(bound, roles) and bound not in [b for b, _ in found]:
            found.append((bound, all(sure for _, sure in chosen)))
    return found[:MOST_WAYS]


def _said(view: View, letter: str) -> list[str]:
    """What the note says of a letter: its own words first, what is inherited else."""
    own = meanings(view).get(letter, [])
    inherited = view.letters.get(letter)
    if inherited and letter in view.outline.explained and inherited not in own and own != ["channels"]:
        return [inherited, *own]
    return own or ([inherited] if inherited else [])


@cache
def _customary(letter: str) -> tuple[str, ...]:
    """What custom lets a letter be, the commonest first."""
    tables = [table.get(letter) for table in lexicon("symbols").values()]
    found = [*LETTERS.get(letter, ()), *(r for r in tables if r), *_SPARE.get(letter, ())]
    return tuple(dict.fromkeys(found))


_PAPER = {"M": ("in_channels",), "N": ("out_channels",)}  # as the paper on MobileNet has them beside D_K and D_F
_OF_LAYERS = ("in_channels", "out_channels", "kernel_size", "in_features", "out_features", "stride", "padding", "growth_rate")
_SPARE = {
    "k": ("kernel_size", "growth_rate", "out_channels"), "f": ("kernel_size", "out_channels"), "F": ("kernel_size", "out_channels"),
    "r": ("kernel_size",), "R": ("kernel_size", "dilation"), "q": ("in_channels",), "n": ("in_features", "size", "out_channels", "in_channels", "time"),
    "m": ("out_features", "size", "in_channels", "out_channels", "layers"), "N": ("size", "out_channels", "in_features"), "M": ("out_features", "in_channels"), "D": ("in_channels", "size"),
    "a": ("in_channels", "height", "size"), "b": ("out_channels", "width"),
    "C": ("in_channels",), "c": ("in_channels",), "L": ("layers", "time"), "d": ("in_channels",), "T": ("time",), "O": ("out_channels", "size"), "I": ("in_channels", "size"),
}  # fmt: skip


def _consistent(bound: dict[str, str], roles: frozenset[str]) -> bool:
    """No two letters for one size."""
    seen: set[str] = set()
    for role in bound.values():
        parts = {role} | (set(PARTS.get(role, ())) & roles)
        if parts & seen:
            return False
        seen |= parts
    return True
