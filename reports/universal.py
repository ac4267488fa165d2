"""Claims that a sentence makes for every size: "whatever M is", for every T and Q, M がいくつであっても.

A claim that holds only under a condition is imprecise; where the sentence itself says that the size in the condition does
not matter, it is wrong. `instance` is the claim at the size that breaks the condition, to be decided by running.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..properties.nodes import Call, Node, Num, symbols
from ..properties.roles import LETTERS, SYMBOL
from ..properties.statement import Statement
from ..properties.verdict import Verdict
from . import patterns as re
from .text.sentences import Sentence

_LETTER = r"\\?[A-Za-z](?:_\{?\w{1,3}\}?)?"
_NAMES = (
    ("out_channels", r"出力(?:の)?チャン?ネル数?|フィルター?(?:の)?(?:枚|個)?数|(?:number of )?(?:output channels|filters|output maps)"),
    ("in_channels", r"入力(?:の)?チャン?ネル数?|(?:number of )?input (?:channels|maps)"),
    ("kernel_size", r"(?:カーネル|フィルター?)(?:の)?(?:サイズ|大きさ|幅|一辺)?|(?:kernel|filter)(?: size| width)?|kernels|size of the (?:kernel|filter)"),
    ("layers", r"層(?:の)?数|深さ|(?:number of layers|depth)"),
    ("size", r"(?:入力|画像)(?:の)?(?:サイズ|大きさ|解像度)|(?:input|image) size|resolution"),
)  # fmt: skip
_NAME = "|".join(p for _, p in _NAMES)


def _what(first: str, second: str) -> str:
    """A size by its name, its letter or both, and perhaps another letter."""
    return rf"(?:{_NAME})?\s*(?P<{first}>{_LETTER})?(?:\s*(?:,|and|or|と|や|、)\s*(?P<{second}>{_LETTER})(?![A-Za-z]))?"


EVERY = re.compile(
    rf"(?:\b(?:for|with|at|under|of) (?:every|all|any)(?: (?:values?|choices?|numbers?|sizes?|pairs?)(?: of)?)?(?: the)?\s+{_what('a', 'b')}"
    rf"|\b(?:whatever|no matter (?:what|how (?:large|big|small|many|few))|regardless of|irrespective of|independent(?:ly)? of)(?: the)?(?: values?(?: of)?| choices? of| size of| number of)?(?: the)?\s+{_what('c', 'd')}(?![A-Za-z])"
    rf"|(?P<ja>{_what('e', 'f')})\s*(?:の値)?\s*(?:が|は)?\s*(?:いくつ|どんな値|いくら|何(?:枚|個|層|チャン?ネル)?|どれだけ(?:大きく|小さく)|どう)(?:で|に|とって|なって)?(?:あって|あろうと|変わって|変えて|なって)?も"
    rf"|(?P<ja3>{_what('i', 'j')})\s*(?:の(?:値|大きさ))?(?:が|は|の)?\s*(?:に(?:は)?(?:よらず|よらない|関係なく|かかわらず|関わらず|依存せず|左右されず)|を問わず|(?:どんな|どれほど|どれだけ|いくら|どの)[^、。]{{0,8}}?(?:でも|ても|とも|うと))"
    rf"|\b(?P<en>{_what('k', 'l')})\s*(?:of|with) (?:any|every|arbitrary|whatever) (?:size|width|number|values?)"
    rf"|(?:どんな|いかなる|任意の|すべての|全ての|あらゆる)\s*(?:大きさ|サイズ|幅)?の?\s*(?P<ja2>{_what('g', 'h')})\s*(?:の値)?(?:でも|に対して|について|で(?=成り立|言え|常に)|であっても))",
    re.IGNORECASE,
)
_BOUNDS = (
    ("<=", re.compile(r"\s*(?:以下|以内|or (?:less|lower)\b)", re.IGNORECASE)),
    ("<", re.compile(r"\s*(?:未満|より(?:も)?(?:少な|小さ|軽))")),
    (">=", re.compile(r"\s*(?:以上|or more\b)", re.IGNORECASE)),
    (">", re.compile(r"\s*(?:より(?:も)?(?:多|大き)|を(?:超え|上回))")),
)
_FRACTION = re.compile(r"分の\s*[1１一]|[1１]\s*/\s*\d+")
_BUT = re.compile(r"[^、。,;]{0,8}?(?:以上|より(?:も)?大き|を超え|以外|を除)|[^,;.]{0,24}?(?:\b(?:larger|greater|bigger|wider|more|other) than\b|\b(?:at least|above|over|except|from \d+ on)\b|[>≥]|\\geq?\b)", re.IGNORECASE)
_BOUND_SAID = re.compile(r"奇数|偶数|\bodd\b|\beven\b", re.IGNORECASE)
_DENIED = re.compile(r"ない|ません|ず(?:に|、)|\b(?:not|never|no)\b|n't", re.IGNORECASE)
_COMPARED = re.compile(
    r"以下|以内|以上|未満|より|超え|上回|下回|少なくとも|最大|最小|せいぜい|\b(?:at least|at most|or (?:more|less)|more|less|fewer|than|below|above|under|over|exceed\w*|up to|never|not)\b|n't",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b([A-Za-z]\w*) (?:(>=|==) (\d+)|(odd))")
ALWAYS = re.compile(r"必ず|常に|いつでも|\b(?:always|in every case|in all cases|never fails)\b", re.IGNORECASE)


def instance(
    statement: Statement, verdict: Verdict, sentence: Sentence, letters: dict[str, str], place: int, until: int = 0
) -> Statement | None:
    """The claim at a size that the sentence includes and the condition leaves out, or None."""
    call = statement.call
    if call is None or statement.negated or not verdict.condition or statement.given:
        return None
    if statement.relation == "~=":
        value = _FRACTION.search(sentence.text.chars, place)
        bound = next(
            (relation for relation, words in _BOUNDS if value and words.match(sentence.text.chars, value.end())), None
        )
        bound = None if _DENIED.search(sentence.words) else bound
        if bound is None and _COMPARED.search(sentence.words):
            return None  # more or less than what is about so much
        if bound and "/" not in str(statement.right):
            return None
        statement = replace(statement, relation=bound or "~=")
    own = dict(statement.where)
    included = _included(sentence, letters | own, place, until)
    always = bool(ALWAYS.search(sentence.words)) and not _BOUND_SAID.search(sentence.words)
    for letter, relation, value, odd in _CONDITION.findall(verdict.condition):
        role = own.get(letter) or next((r for r in LETTERS.get(letter, ()) if SYMBOL.get(r) == letter), None)
        said = role in included or (always and letter in _letters_of(call))
        other = 2 if odd else int(value) + 2 if relation == "==" else int(value) // 2  # well inside, by any custom of counting
        if said and other > 0 and letter not in symbols(statement.right):
            return _at(statement, call, str(role), other)
    return None


def _letters_of(call: Call) -> set[str]:
    """The letters in which a claim gives its sizes: "padding = k // 2 always keeps it" is said of every k."""
    return {name for _, value in call.options if not isinstance(value, Num) for name in symbols(value)}


def _included(sentence: Sentence, letters: dict[str, str], place: int, until: int) -> set[str]:
    """The roles of which the claim's clause says that they may be anything."""
    start, end = sentence.clause(place)
    end = max(end, until)
    found: set[str] = set()
    text = sentence.text.chars.replace("$", " ").replace("\\(", "  ").replace("\\)", "  ")
    for m in EVERY.finditer(text):
        here = m.start() < end and start < m.end()
        ahead = m.end() <= start and not re.search("[、,;。]", text[m.end() : start].strip("、, "))
        after = m.start() >= end and not sentence.japanese and not re.search("[,;]", text[end : m.start()])
        if not (here or ahead or after):
            continue
        if _BUT.match(text[m.end() :]):
            continue  # every kernel larger than 1x1
        named = [g for g in "abcdefghijkl" if m[g]]
        found |= {role for g in named for role in _roles(m[g], letters)}
        found |= {role for role, pattern in _NAMES if re.search(pattern, m[0], re.IGNORECASE)}
    return found


def _roles(letter: str, letters: dict[str, str]) -> tuple[str, ...]:
    """What a letter stands for: as the note declares it, else by custom."""
    letter = letter.strip("\\")
    return (letters[letter],) if letter in letters else LETTERS.get(letter, ())[:1]


def _at(statement: Statement, call: Call, role: str, value: int) -> Statement:
    fixed = replace(call, options=(*call.options, (role, Num(Fraction(value)))))

    def changed(node: Node) -> Node:
        return fixed if node == call else node

    return replace(statement, left=changed(statement.left), right=changed(statement.right))
