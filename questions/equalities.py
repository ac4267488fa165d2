r"""The equalities of a text, wherever they stand: in formulas, in code, in plain words, and across their borders.

A reader does not care whether `3 \times 4 = 12` stands between dollars, half of it does, or none: each is found here as
one line of LaTeX, with units, boxes and bold letters taken off.

>>> equalities(r"So $ 3 \times 4 $ = $ 12\,\mathrm{MACs} $; 3 × 4 = 12 and `5 * 2 = 10`, with stride = 2.")
('3 \\times 4 = 12', '3 × 4 = 12', '5 * 2 = 10', '@w0 = 2')
"""

import re
from functools import lru_cache

_SEGMENT = re.compile(r"\$+(?P<math>[^$]+)\$+|`(?P<code>[^`]+)`")
_RELATION = re.compile(
    r"[=≈<>≤≥≠≡]|\\(?:neq?|leq?q?|geq?q?|lt|gt|approx|simeq|sim|equiv|in|mid|nmid|ll|gg|coloneqq|propto|fallingdotseq)"
    r"(?![A-Za-z])"
)
_PIECE = re.compile(
    r"""(?P<gap>[ \t]*\n[ \t]*\n\s*|(?:^|(?<=\n))[ \t]*(?:[-*+]|\d+[.)])[ \t]+|[-=]+>|<-+|[→⇒↦←])
      | (?P<space>\s+)
      | (?P<operand>(?:@q\d+|\d+(?:,\d{3})*(?:\.\d+)?(?![A-Za-z])|(?<![A-Za-z_])[A-Za-z](?:_\w+)?(?![A-Za-z_]))[%²³]*)
      | (?P<sign>\*\*|[-+−×·∗*/÷^√])
      | (?P<relation>[=≈≒≠≤≥<>≦≧]+)
      | (?P<open>[(⌊⌈]) | (?P<close>[)⌋⌉])
      | (?P<word>[^\W\d_][^\W_]*(?:['’_-]\w+)*|.)""",
    re.VERBOSE | re.DOTALL,
)
_FULL_WIDTH = str.maketrans("＝＋－＊／（）＜＞％０１２３４５６７８９", "=+-*/()<>%0123456789")
_PLAIN = {"−": "-", "÷": "/", "≦": "≤", "≧": "≥", "≒": "≈", "∗": "*", "²": "^2", "³": "^3", "==": "="}
_WRAPPED = re.compile(
    r"\\(?P<name>text|textrm|textbf|textit|mathrm|operatorname|mbox|hbox|boxed|fbox|mathbf|boldsymbol|bm|underline"
    r"|mathit|mathsf|mathtt)\s*\{(?P<inside>[^{}]*)\}"
)
_DECORATED = ("boxed", "fbox", "mathbf", "boldsymbol", "bm", "underline", "textbf")
_OPERAND_ENDS = re.compile(r"(?:[\d)}\]%²³]|(?<!\\)(?<![A-Za-z\\])[A-Za-z]|@\w+|⌋|⌉|\\r(?:floor|ceil))\s*$")
_THIN = re.compile(r"(?:\\[,;:! ]|\\q?quad|~|\s)+$")
_MOST = 200  # characters of one line of mathematics in plain words


@lru_cache(maxsize=8192)
def equalities(text: str) -> tuple[str, ...]:
    """Each equality or comparison as LaTeX; words that name a quantity or a unit as `@w0`, `@w1`, or dropped."""
    found = (_bare(line) for line in _lines(text.translate(_FULL_WIDTH)))
    named = re.compile(r"@?\w+ *[=≈]")  # `y = conv(x)`: a name for something that is no number
    return tuple(line for line in found if _RELATION.search(_without_indices(line)) and not named.fullmatch(line))


def _without_indices(latex: str) -> str:
    """Without what is written below: the `i = 1` of a sum is no equality."""
    return re.sub(r"_\s*\{[^{}]*\}", "", latex)


def _lines(text: str) -> list[str]:
    """The runs of mathematics: formulas, and in words and code what looks like it, joined where a sign ties them."""
    lines: list[list[tuple[str, str]]] = [[]]
    at = 0
    for segment in _SEGMENT.finditer(text):
        _prose(text[at : segment.start()], lines)
        if segment["math"] is not None:
            _put(lines, "formula", segment["math"].strip())
        else:
            lines.append([])
            _prose(segment["code"], lines)
            lines.append([])
        at = segment.end()
    _prose(text[at:], lines)
    return [_joined(line) for line in lines if any(kind in ("formula", "relation") for kind, _ in line)]


def _prose(text: str, lines: list[list[tuple[str, str]]]) -> None:
    for piece in _PIECE.finditer(text):
        kind = str(piece.lastgroup)
        if kind == "gap":
            lines.append([])
        elif kind == "word":
            _word(piece[0], text[piece.end() :], lines)
        elif kind != "space":
            _put(lines, kind, piece[0])


def _word(word: str, after: str, lines: list[list[tuple[str, str]]]) -> None:
    """A word ends a line of mathematics, unless a relation follows it: then it names a quantity or a unit."""
    named = re.match(r"\s*(?:=|≈|≒|≠|≤|≥)(?!>)", after) and word[0].isalpha()
    if not named:
        lines.append([])
    elif lines[-1] and lines[-1][-1][0] in ("operand", "close", "formula"):
        pass  # a unit: `12 MACs = 3 × 4`
    else:
        lines.append([("named", word)])


def _put(lines: list[list[tuple[str, str]]], kind: str, text: str) -> None:
    """Add to the line, or begin another where two operands stand side by side without a sign."""
    line = lines[-1]
    times = text in ("x", "X") or (len(line) > 1 and line[-1][1] in ("x", "X"))
    if line and not times and _ends(line[-1]) and _begins(kind, text):
        lines.append([])
    if sum(len(piece) for _, piece in lines[-1]) > _MOST and kind != "formula":
        lines.append([])
    lines[-1].append((kind, text))


def _ends(piece: tuple[str, str]) -> bool:
    """Whether an operand ends here."""
    kind, text = piece
    if kind == "formula":
        return not re.search(r"(?:[-+*/×=≈<>≤≥(]|\\(?:times|cdot|div|approx|leq?|geq?|neq?|le|ge))\s*$", text)
    return kind in ("operand", "close", "named")


def _begins(kind: str, text: str) -> bool:
    if kind == "formula":
        return not re.match(r"\s*(?:[-+*/×=≈<>≤≥)]|\\(?:times|cdot|div|approx|leq?|geq?|neq?|le|ge)(?![A-Za-z]))", text)
    return kind in ("operand", "open")


def _joined(line: list[tuple[str, str]]) -> str:
    """One line of LaTeX; what hangs loose at its ends (a dash, half a bracket) belongs to the words."""
    while line and line[0][0] == "sign" and line[0][1] not in "-−√":
        line = line[1:]
    while line and line[-1][0] in ("sign", "open"):
        line = line[:-1]
    texts = []
    for kind, text in line:
        if kind == "operand" and text in ("x", "X") and texts and len(texts) < len(line) - 1:
            texts.append("×")
        elif kind == "named":
            texts.append(rf"\text{{{text}}}")
        else:
            texts.append(text if kind == "formula" else _plain(text))
    return _balanced(" ".join(texts), "()") if any(kind != "formula" for kind, _ in line) else " ".join(texts)


def _plain(text: str) -> str:
    for plain, latex in _PLAIN.items():
        text = text.replace(plain, latex)
    return text


def _balanced(text: str, pair: str) -> str:
    """Without the brackets around it, or the half of one that the words closed or opened."""
    opened, closed = text.count(pair[0]), text.count(pair[1])
    if opened > closed and text.startswith(pair[0]):
        return text[1:].strip()
    if closed > opened and text.endswith(pair[1]):
        return text[:-1].strip()
    inner = text[1:-1]
    if text.startswith(pair[0]) and text.endswith(pair[1]) and _RELATION.search(inner) and pair[0] not in inner:
        return inner.strip()
    return text


def _bare(latex: str) -> str:
    """The line without decorations: units dropped, boxes and bold opened, names in words as `@w0`."""
    pieces, at, names = "", 0, 0
    for found in _WRAPPED.finditer(latex):
        pieces += latex[at : found.start()]
        at = found.end()
        inside = found["inside"].strip()
        name = found["name"] == "mathrm" and re.fullmatch(r"@?[A-Za-z]\w*|[×\s.,]*", inside) and not _unit(pieces)
        if name or re.search(r"_\s*\{?\s*$", pieces):
            pieces += found[0]
        elif found["name"] in _DECORATED or re.fullmatch(r"[-+\d.,@q ]+", inside):
            pieces += f"({inside})"
        elif _unit(pieces):
            pieces = _THIN.sub("", pieces)
        elif re.search(r"[\d=<>]", inside):
            pieces += found[0]
        else:
            pieces += f" @w{names} "
            names += 1
    text = pieces + latex[at:]
    text = text if text == latex or not _WRAPPED.search(text.replace(r"\mathrm", "")) else _bare_again(text)
    return " ".join(_spelled(text).split())


def _bare_again(text: str) -> str:
    """Once more for what stood inside one another (`\\boxed{8\\text{ units}}`), as long as it gets shorter."""
    again = _bare(text)
    return again if len(again) < len(text) else text


def _unit(before: str) -> bool:
    """Whether what stands before is an operand, or the bar of a unit, so that words after it are a unit."""
    before = _THIN.sub("", before)
    return bool(_OPERAND_ENDS.search(before))


def _spelled(text: str) -> str:
    """Per cent, remainders, absolute values and logarithms in the words that formulas are read in."""
    operand = r"(?:@\w+|\d[\d.,]*|[A-Za-z](?![A-Za-z]))"
    text = re.sub(rf"({operand})\s*\\?%", r"(\1/100)", text)
    text = re.sub(rf"({operand})\s*\\bmod\s*({operand})", r"(\1 - \2 * \\lfloor \1 / \2 \\rfloor)", text)
    text = re.sub(r"(?:\\left)?\|([^|]*?)(?:\\right)?\|", r"\\max(\1, -(\1))", text)
    text = re.sub(rf"\\log_\s*\{{?2\}}?\s*({operand})", r"\\log_2(\1)", text)
    return text.replace("＝", "=")
