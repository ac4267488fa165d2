"""Formulas that stand plainly in the text, also with names of sizes as operands: (input - kernel) / stride + 1.

A stretch is taken for a formula only when every token of it may belong to one; the words around it end it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...properties.formula import Formula, read_formula
from ...properties.formula_tokens import NAMES
from ...properties.nodes import Num, Sym
from .. import patterns as re
from ..text.inline import MASK
from ..vocabulary import Mention

ROLE_LETTERS = {
    "height": "H", "width": "W", "size": "H", "in_channels": "C", "out_channels": "M", "kernel_size": "K",
    "kernel_height": "KH",
    "kernel_width": "KW", "stride": "S", "padding": "P", "dilation": "D", "layers": "L", "growth_rate": "k",
    "batch": "N",
    "groups": "G", "time": "T", "in_features": "I", "out_features": "O", "output_size": "OUT",
    "multiplier": "a", "compression": "theta",
}  # fmt: skip
"""The letter that stands for a role whose name is used as an operand."""

_ONE_KERNEL = re.compile(r"kernel|filter", re.IGNORECASE)  # in + 2*padding - kernel: its size, not how many there are
_TOKEN = re.compile(
    r"""(?P<arrow>[-=]{1,2}>)
      | (?P<number>\d{1,3}(?:,\d{3})+(?![\d])|\d+(?:\.\d+)?)
      | (?P<name>[A-Za-zα-ωµ](?:[A-Za-z]*)(?:_(?:\{[^{}\s]{1,12}\}|[A-Za-z0-9]+))?'*)
      | (?P<sign>\*\*|[-+*/×·^=≈≤≥<>√∗])
      | (?P<open>[(\[{⌊⌈]) | (?P<close>[)\]}⌋⌉])
      | (?P<comma>,) | (?P<blank>[ \t\u3000]+) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING = re.compile(r"(?:\s|\$\$|\\\[|\\begin\{[^}]{0,20}\}(?:\{[^}]{0,20}\})?|\\displaystyle|&)*")
_CLOSING = re.compile(r"[.,;]?(?:\s|\$\$|\\\]|\\end\{[^}]{0,20}\}|\\q?quad|\\(?:tag\*?|label)\{[^}]{0,24}\}|\\(?:notag|nonumber))*\Z")
_PARTING = re.compile(r"\\\\(?:\[[^\]]{0,8}\])?|[,;、](?!\d{3})|\\q?quad(?![A-Za-z])|\\(?:text|mathrm)\{\s*(?:and|,|、|かつ|および|,\s*and)\s*\}|[(){}\[\]]")
_SPOKEN_SIZE = re.compile(r"(?<![A-Za-z_])in(?:_size)?(?=\s*[-+]\s*(?:\d|pad|[a-zP]\b|kernel))|(?<=[*·×])pad(?![A-Za-z_])|(?<=\d )pad(?![A-Za-z_])")  # (in + 2*pad - k)
_PART_AFTER = re.compile(r"\s?(?:の(?:面積|体積|広さ)|'?s? (?:area|volume))")  # the kernel's area is not the kernel
_FUNCTIONS = frozenset({"floor", "ceil", "sqrt", "max", "min", "log2"})
_RATE_BY_LAYERS = re.compile(r"k[lLn]|[lLn]k|[θαρ][A-Za-z]")
_SIZE_RUN = re.compile(r"[HWCKMNDFPSTRGBL]{2,5}")
_BY_X = re.compile(r"(?:[A-Z]\w?|[a-z]|\d+)?(?:[xX](?:[A-Z]\w?|[a-z]|\d+))+[xX]?|(?:[A-Z]|\d+)[xX]")
_DOT = re.compile(r"(?<=[A-Za-z\d)])・(?=[A-Z(\d]|[a-z](?![a-z]))")  # H・W・C: the Japanese middle dot multiplies
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|w\.r\.t|a\.k\.a|et al|cf|vs|Fig|Eq|Sec)\b\.?|(?<![A-Za-z0-9_×*·+/=^\\(-])(?<![×*·+/=] )(?:ML|AI|DL|RL|CV|NN|IT|PC|OK|OS|SE|RF)(?![A-Za-z0-9_^(]|\s?[×*·+/=-])")
MAX_TOKENS = 160


@dataclass(frozen=True)
class Span:
    """A formula in a text: its place, what it says, and its text; `roles` tells whether names of sizes are in it."""

    start: int
    end: int
    formula: Formula
    text: str
    roles: bool = False
    marked: bool = False  # set off as mathematics by the author

    @property
    def letter(self) -> str | None:
        """The symbol, where the formula is nothing but one."""
        node = self.formula.sides[0]
        return node.name if len(self.formula.sides) == 1 and isinstance(node, Sym) else None

    @property
    def number(self) -> int | None:
        """The number, where the formula is nothing but a whole one."""
        node = self.formula.sides[0]
        if len(self.formula.sides) == 1 and isinstance(node, Num) and node.value.denominator == 1:
            return int(node.value)
        return None

    @property
    def atomic(self) -> bool:
        return len(self.formula.sides) == 1 and isinstance(self.formula.sides[0], Sym | Num)


@dataclass
class _Token:
    kind: str
    text: str
    start: int
    end: int


def marked(text: str, spans: Sequence[tuple[int, int]]) -> list[Span]:
    """The marked spans of mathematics that can be read."""
    found = []
    for start, end in spans:
        parts = _equations(text, start, end) or [(start, end)]
        found += filter(None, (_one(text, a, b) for a, b in parts))
    return found


def _one(text: str, start: int, end: int) -> Span | None:
    """The formula between two places, without what lays it out."""
    start += _OPENING.match(text[start:end]).end()  # type: ignore[union-attr] - it matches the empty string
    end = max(start, _CLOSING.search(text, max(start, end - 80), end).start())  # type: ignore[union-attr] - it matches at the end
    formula = read_formula(text[start:end])
    return Span(start, end, formula, text[start:end].strip(), marked=True) if formula else None


def _equations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of several equations in one stretch of mathematics: OH = ..., \\quad OW = ...; none where it is but one."""
    bounds, depth = [start], 0
    for sign in _PARTING.finditer(text, start, end):
        if sign[0] in "([{":
            depth += 1
        elif sign[0] in ")]}":
            depth = max(0, depth - 1)
        elif depth == 0:
            bounds += [sign.start(), sign.end()]
    parts = list(zip(bounds[::2], [*bounds[1::2], end], strict=True))
    told = [(a, b) for a, b in parts if re.search(r"[A-Za-z]", text[a:b])]
    return told if len(told) > 1 and all("=" in text[a:b] for a, b in told) else []


def plain(words: str, roles: Sequence[Mention] = ()) -> list[Span]:
    """The formulas in a text whose marked mathematics is masked; single letters and numbers are formulas too.

    >>> [s.text for s in plain("出力は H×W×M で, a 3x3 conv costs 2*(3*3) = 18")]
    ['H×W×M', '3x3', '2*(3*3) = 18']
    """
    found: list[Span] = []
    words = _ABBREVIATION.sub(lambda m: MASK * len(m[0]), words)
    run: list[_Token] = []
    depth = 0
    for token in [*_tokens(words, roles), _Token("other", "", len(words), len(words))]:
        if _may_follow(run, token, depth):
            run.append(token)
            depth += (token.kind == "open") - (token.kind == "close" and depth > 0)
            if len(run) < MAX_TOKENS:
                continue
        found += [] if _goes_on(run, token) else _read(run)
        run, depth = ([token], int(token.kind == "open")) if _may_follow([], token, 0) else ([], 0)
    return found


def _tokens(words: str, roles: Sequence[Mention]) -> list[_Token]:
    """The tokens of the text; the longest name of a size at a place is one token."""
    at_place: dict[int, Mention] = {}
    for mention in roles:
        if mention.start not in at_place or mention.end > at_place[mention.start].end:
            at_place[mention.start] = mention
    words = _DOT.sub("·", words)
    tokens, position = [], 0
    while position < len(words):
        mention = at_place.get(position)
        if mention and mention.tag in ROLE_LETTERS and not _PART_AFTER.match(words, mention.end):
            tag = "kernel_size" if _ONE_KERNEL.fullmatch(words, position, mention.end) else mention.tag
            tokens.append(_Token("role", "@" + ROLE_LETTERS[tag], position, mention.end))
            position = mention.end
            continue
        if spoken := _SPOKEN_SIZE.match(words, position):
            tokens.append(_Token("role", "@" + {"i": "H", "p": "P"}[spoken[0][0].lower()], position, spoken.end()))
            position = spoken.end()
            continue
        found = _TOKEN.match(words, position)
        assert found, "the pattern takes any character"
        product = _rate_by_layers(words, found)
        tokens.append(_Token("name" if product else _kind(found), product or found[0], position, found.end()))
        position = found.end()
    return tokens


def _rate_by_layers(words: str, found: re.Match[str]) -> str:
    """k0 + kL: beside a sign, growth rate and layers written together are a product, as θm is anywhere; else ''."""
    if not _RATE_BY_LAYERS.fullmatch(found[0]):
        return ""
    before, after = words[max(0, found.start() - 4) : found.start()], words[found.end() : found.end() + 4]
    beside = found[0][0] in "θαρ" or re.search(r"[+=(×*]\s*$", before) or re.match(r"\s*[+]", after)
    return f"{found[0][0]}*{found[0][1]}" if beside else ""


def _kind(found: re.Match[str]) -> str:
    kind = found.lastgroup or "other"
    if kind == "arrow":
        return "other"
    if kind != "name":
        return kind
    name = found[0]
    if len(name.rstrip("'")) == 1 or "_" in name or name in NAMES or name.lower() in _FUNCTIONS:
        return "name"
    if (
        _SIZE_RUN.fullmatch(name)
        or (_BY_X.fullmatch(name) and not name.isalpha())
        or re.fullmatch(r"[A-Z](?:[xX][A-Z])+[xX]?|[xX][A-Z](?:[xX][A-Z])*|[a-z](?:x[a-z])+|x[a-z]?", name)
    ):
        return "name"
    return "other"


def _may_follow(run: list[_Token], token: _Token, depth: int) -> bool:
    """Whether a token carries on the stretch of formula tokens before it."""
    if token.kind in ("other",) or token.text == MASK:
        return False
    if token.kind == "comma":
        return depth > 0
    if token.kind == "blank":
        return bool(run)
    if token.kind == "close":
        return depth > 0 or any(t.kind == "role" for t in run)
    if not run:
        return token.kind in ("number", "name", "open", "role", "sign")
    last = next((t for t in reversed(run) if t.kind != "blank"), None)
    if (
        last
        and run[-1].kind == "blank"
        and last.kind in ("number", "name", "close", "role")
        and token.kind in ("number", "name", "open", "role")
    ):
        return last.text in ("x", "X") or token.text in ("x", "X") or _beside(run, last, token)
    return not (
        last
        and "role" in (last.kind, token.kind)
        and last.kind in ("number", "name", "role", "close")
        and token.kind in ("number", "name", "role", "open")
    )


_SIZE_LETTER = re.compile(r"[HWCKMNDFSRGBLg]|[A-Za-z]_\S+")


def _beside(run: list[_Token], last: _Token, token: _Token) -> bool:
    """Letters for sizes side by side with a blank between them are a product: H W K^2 C M."""
    power = last.kind == "number" and any(t.text in ("^", "**") for t in run[-3:])
    letter = last.kind == "name" and bool(_SIZE_LETTER.fullmatch(last.text))
    return (power or letter) and token.kind == "name" and bool(_SIZE_LETTER.fullmatch(token.text))


def _goes_on(run: list[_Token], token: _Token) -> bool:
    """Whether a product goes on in words that are no size: H·W·channels is not H·W."""
    last = next((t for t in reversed(run) if t.kind != "blank"), None)
    return bool(last and last.text in ("×", "*", "·") and last is not run[0] and token.kind == "other" and token.text[:1].isalpha())


def _read(run: list[_Token]) -> list[Span]:
    """The formula in a stretch of tokens, its loose ends trimmed; where the whole is not one, its largest parts."""
    run = _trimmed(run)
    if not run:
        return []
    spans = _try(run)
    if spans is not None:
        return spans
    opened = _unmatched(run)
    if opened is not None:
        return _read(run[:opened]) + _read(run[opened + 1 :])
    for separator in (",", "≈", "="):
        for cut, token in enumerate(run):
            if token.text == separator and 0 < cut < len(run) - 1 and len(run) < 80:
                return _read(run[:cut]) + _read(run[cut + 1 :])
    return []


def _try(run: list[_Token]) -> list[Span] | None:
    if run[0].text in ("a", "A", "I") and len(run) == 1:
        return []
    text = "".join(t.text for t in run)
    has_roles = any(t.kind == "role" for t in run)
    operators = any(t.kind == "sign" or t.text in ("x", "X") for t in run)
    if has_roles and (not operators or sum(t.kind in ("role", "number", "name") for t in run) < 2):
        return _without_roles(run)
    formula = read_formula(_balanced(text), latex=False) or (read_formula(_balanced(_lone(text)), latex=False))
    if formula is None:
        return _without_roles(run) if has_roles else None
    shown = text if not has_roles else ""
    return [Span(run[0].start, run[-1].end, formula, shown, has_roles)]


def _without_roles(run: list[_Token]) -> list[Span]:
    """The formulas between the names of sizes, which are no operands here: フィルタ数(出力チャネル数)M."""
    found: list[Span] = []
    part: list[_Token] = []
    for token in [*run, _Token("role", "", 0, 0)]:
        if token.kind == "role":
            found += _read(part) if part else []
            part = []
        else:
            part.append(token)
    return found


def _lone(text: str) -> str:
    """Without one enclosing pair of brackets."""
    return text[1:-1] if text[:1] in "([" and text[-1:] in ")]" else text


def _balanced(text: str) -> str:
    """A bracket that opens nowhere is opened at the beginning: (a - b) / s) + 1 can mean nothing else."""
    missing = text.count(")") - text.count("(")
    return "(" * missing + text if 0 < missing <= 2 else text


def _trimmed(run: list[_Token]) -> list[_Token]:
    """Without blanks, operators and unmatched brackets at the ends, nor an article in front."""
    run = list(run)
    while run:
        first, last = run[0], run[-1]
        if (
            first.kind in ("blank", "comma", "close")
            or (first.kind == "sign" and first.text not in ("-", "√"))
            or (
                first.text == "-"
                and (len(run) < 2 or run[1].kind not in ("number", "name") or first.end != run[1].start)
            )
        ):
            run.pop(0)
        elif last.kind in ("blank", "comma", "sign", "open"):
            run.pop()
        elif first.kind == "open" and not _matched(run):
            run.pop(0)
        elif last.kind == "close" and not any(t.kind == "open" for t in run):
            run.pop()
        elif first.text in ("a", "A") and len(run) > 1 and run[1].kind == "blank" and not (len(run) > 3 and run[2].kind == "sign"):
            run.pop(0)
        else:
            return run
    return run


def _unmatched(run: list[_Token]) -> int | None:
    """The first bracket that opens and never closes: 28×28×6(4,704 is a shape and a number."""
    stack: list[int] = []
    for place, token in enumerate(run):
        if token.kind == "open":
            stack.append(place)
        elif token.kind == "close" and stack:
            stack.pop()
    return stack[0] if stack else None


def _matched(run: list[_Token]) -> bool:
    level = 0
    for token in run:
        level += (token.kind == "open") - (token.kind == "close")
        if level == 0:
            return True
    return False
