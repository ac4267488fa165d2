r"""The tokens of formulas in the wild: numbers with thousands, LaTeX commands, names with indices, all signs.

Everything that is not in these tables makes the formula unreadable, which the reader reports as "not read".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NAMES = frozenset(
    [
        "FH",
        "FW",
        "FN",
        "OH",
        "OW",
        "KH",
        "KW",
        "IH",
        "IW",
        "PH",
        "PW",
        "SH",
        "SW",
        "IC",
        "OC",
        "DK",
        "DF",
        "RF",
        "Cin",
        "Cout",
        "Hin",
        "Win",
        "Hout",
        "Wout",
        "Ci",
        "Co",
        "Ho",
        "Wo",
    ]
)
"""Two or more letters that are customarily one name; other letters in a row are factors."""

_GREEK = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "varepsilon",
    "theta",
    "lambda",
    "mu",
    "nu",
    "rho",
    "sigma",
    "tau",
    "phi",
    "varphi",
    "eta",
    "kappa",
    "omega",
]
_DROPPED = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "limits",
        "nolimits",
        "quad",
        "qquad",
        ",",
        ";",
        "!",
        ":",
        ">",
        "nonumber",
        "notag",
        "hspace",
        "label",
        "mathstrut",
        " ",
    ]
)
_SIGNS = {"times": "*", "cdot": "*", "ast": "*", "div": "/", "lbrack": "[", "rbrack": "]", "lparen": "(", "rparen": ")"}
_RELATIONS = {
    "=": "=", "≈": "~", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "≠": "!=", "≡": "=", ":=": "=",
    "<=": "<=", ">=": ">=",
    "==": "=", "approx": "~", "simeq": "~", "sim": "~", "fallingdotseq": "~", "le": "<=", "leq": "<=", "leqq": "<=",
    "ge": ">=", "geq": ">=", "geqq": ">=", "lt": "<", "gt": ">", "neq": "!=", "ne": "!=", "equiv": "=", "coloneqq": "=",
    "in": "in", "∈": "in", "ll": "<", "gg": ">",
}  # fmt: skip
_WRAPPERS = frozenset(
    [
        "text",
        "mathrm",
        "mathit",
        "mathbf",
        "mathsf",
        "mathtt",
        "rm",
        "bf",
        "it",
        "textrm",
        "textit",
        "textbf",
        "operatorname",
        "boldsymbol",
        "bm",
        "mbox",
        "hbox",
        "boldsymbol",
        "mathcal",
        "cal",
    ]
)
_ACCENTS = {
    "hat": "_hat",
    "widehat": "_hat",
    "bar": "_bar",
    "overline": "_bar",
    "tilde": "_tilde",
    "vec": "",
    "dot": "_dot",
}
_FUNCTIONS = {
    "floor": "floor",
    "ceil": "ceil",
    "sqrt": "sqrt",
    "log_2": "log2",
    "log2": "log2",
    "min": "min",
    "max": "max",
}
_SIZES = frozenset("HWCKMNDFPSTRGBLhwckmndfpstrgblnqijo")

_SCAN = re.compile(
    r"""(?P<space>[\s~]+)
      | (?P<number>\d{1,3}(?:(?:,|\{,\})\d{3})+(?!\d)|\d+(?:\.\d+)?)
      | (?P<environment>\\(?:begin|end)\{[a-z]+\*?\}(?:\{[lcr|]{1,6}\})?)
      | (?P<newline>\\\\(?:\[\d+\w+\])?)
      | (?P<command>\\[a-zA-Z]+|\\[,;!:>\s%&_*{}#|])
      | (?P<phrase>@[A-Za-z][A-Za-z0-9_]*)
      | (?P<letters>[A-Za-zα-ω]+)
      | (?P<relation>:=|==|<=|>=|[=<>≤≥≈≠≡∈])
      | (?P<power>\*\*|\^)
      | (?P<mark>[-+*/,_×·∗])
      | (?P<open>[(\[{⌊⌈]) | (?P<close>[)\]}⌋⌉])
      | (?P<prime>'+)
      | (?P<and>&)
      | (?P<root>√) | (?P<sum>[Σ∑])
    """,
    re.VERBOSE,
)


class Unreadable(ValueError):
    """The formula holds something outside the vocabulary."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str


def tokenize(text: str, latex: bool) -> list[Token]:
    """The tokens of a formula; raises Unreadable."""
    return _Scanner(text.strip().rstrip(".,;、。\\ "), latex).run()


class _Scanner:
    def __init__(self, text: str, latex: bool) -> None:
        self.text, self.latex, self.at = text, latex, 0
        self.out: list[Token] = []

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            found = _SCAN.match(self.text, self.at)
            if not found:
                raise Unreadable(self.text[self.at])
            self.at = found.end()
            getattr(self, f"_on_{found.lastgroup}")(found[0])
        return self.out

    def _emit(self, kind: str, text: str) -> None:
        self.out.append(Token(kind, text))

    def _on_space(self, text: str) -> None:
        pass

    _on_environment = _on_and = _on_space

    def _on_number(self, text: str) -> None:
        digits = text.replace("{", "").replace("}", "").replace(",", "")
        if len(digits) > 18:
            raise Unreadable("number too long")
        # "3.14 15": two numbers in a row are no product
        if self.out and self.out[-1].kind == "number":
            raise Unreadable("two numbers in a row")
        self._emit("number", digits)

    def _on_newline(self, text: str) -> None:
        following = re.match(r"[\s&]*(?:[=≈+\-]|\\(?:approx|simeq|times))", self.text[self.at :])
        if self.text[self.at :].strip() and not following:
            raise Unreadable("several formulas")

    def _on_phrase(self, text: str) -> None:
        self._emit("name", text[1:])

    def _on_relation(self, text: str) -> None:
        self._emit("relation", _RELATIONS[text])

    def _on_power(self, text: str) -> None:
        if self._index_follows():
            return
        self._emit("mark", "^")

    def _on_mark(self, text: str) -> None:
        self._emit("mark", {"×": "*", "·": "*", "∗": "*"}.get(text, text))

    def _on_open(self, text: str) -> None:
        self._emit("open", {"⌊": "lfloor", "⌈": "lceil"}.get(text, text))

    def _on_close(self, text: str) -> None:
        self._emit("close", {"⌋": "rfloor", "⌉": "rceil"}.get(text, text))

    def _on_root(self, text: str) -> None:
        self._emit("root", text)

    def _on_sum(self, text: str) -> None:
        self._emit("sum", text)

    def _on_prime(self, text: str) -> None:
        if not self.out or self.out[-1].kind != "name":
            raise Unreadable("a prime after no name")
        self.out[-1] = Token("name", self.out[-1].text + "_prime")

    def _on_letters(self, text: str) -> None:
        if (
            text.lower() in ("floor", "ceil", "min", "max", "sqrt")
            or (text == "log" and self.text.startswith("_2", self.at))
            or text == "log2"
        ):
            self.at += 2 if text == "log" else 0
            self._emit("function", "log2" if text.startswith("log") else text.lower())
        elif text == "O" and re.match(r"\s*\(", self.text[self.at :]):
            self._emit("order", "O")
        elif not self.latex and text in ("x", "X") and self._between_operands():
            self._emit("mark", "*")
        elif (
            "x" in text.lower()[1:-1]
            or (text.lower().startswith("x") and len(text) > 1)
            or (text.lower().endswith("x") and len(text) > 1)
        ):
            self._multiplied(text)
        else:
            self._names(text)

    def _between_operands(self) -> bool:
        before = self.out[-1].kind in ("number", "name", "close") if self.out else False
        return before and bool(re.match(r"\s*[\w(@\\]", self.text[self.at :]))

    def _multiplied(self, text: str) -> None:
        """`HxWxC`, and the tail of `3xC`: an x between operands of one or two letters multiplies."""
        pieces = re.split(r"[xX]", text)
        ends_open = bool(re.match(r"[\d(]", self.text[self.at :]))
        starts_open = bool(self.out) and self.out[-1].kind in ("number", "close", "name") and text[0] in "xX"
        if text.lower() in ("exp", "axes", "axis", "box", "fix", "mix"):
            raise Unreadable(text)
        inner = pieces[1 if starts_open else 0 : -1 if ends_open and not pieces[-1] else None]
        if not all(p and (len(p) == 1 or p in NAMES) for p in inner):
            if self.latex:
                self._names(text)
                return
            raise Unreadable(text)
        for number, piece in enumerate(pieces):
            if number:
                self._emit("mark", "*")
            if piece:
                self._name(piece, number == len(pieces) - 1)

    def _names(self, text: str) -> None:
        """Letters in a row: one name where custom says so, factors where each is a size, else unreadable."""
        if len(text) == 1 or text in NAMES:
            self._name(text, True)
        elif all(letter in _SIZES for letter in text) and len(text) <= 6 and (self.latex or text.isupper()):
            for number, letter in enumerate(text):
                self._name(letter, number == len(text) - 1)
        elif re.match(r"_", self.text[self.at :]) and len(text) <= 8:
            self._name(text, True)
        else:
            raise Unreadable(text)

    def _name(self, name: str, last: bool) -> None:
        """Emit a name, with the index that follows it when it is the last of its row."""
        if last:
            index = re.match(
                (
                    r"\s*_\s*(?:\{\s*((?:\\[a-z]+\{[^{}]{1,16}\}|[^{}]){1,24})\}|\\(?:text\w{0,2}"
                    r"|math\w{2}|rm|operatorname)\{([^{}]{1,16})\}|((?:(?![xX][A-Z\d(])[A-Za-z0-9])+))"
                ),
                self.text[self.at :],
            )
            if index:
                self.at += index.end()
                name += "_" + _index(
                    next(g for g in index.groups() if g is not None), self.latex and index[3] is not None, self
                )
            elif not self.latex and len(name) == 1 and (digit := re.match(r"[0-9](?![\d.])", self.text[self.at :])):
                self.at += 1  # k0, C1: the index lost its place in plain text
                name += "_" + digit[0]
        self._emit("name", name)

    def _index_follows(self) -> bool:
        """`^{[l-1]}` and `^{(l)}` number a layer: they belong to the name, not to its value."""
        found = re.match(r"\s*(?:\{\s*[\[(]([^{}\[\]()]{1,12})[\])]\s*\}|\{?\\prime\}?)", self.text[self.at :])
        if not found or not self.out or self.out[-1].kind != "name":
            return False
        self.at += found.end()
        suffix = "_prime" if found[1] is None else "_prev" if "-" in found[1] else ""
        self.out[-1] = Token("name", self.out[-1].text + suffix)
        return True

    def _on_command(self, text: str) -> None:
        name = text[1:]
        if name in _DROPPED or name.isspace():
            if name in ("label", "hspace"):
                self._argument()
            return
        if name in _SIGNS:
            sign = _SIGNS[name]
            self._emit("open" if sign in "([" else "close" if sign in ")]" else "mark", sign)
        elif name in _RELATIONS:
            self._emit("relation", _RELATIONS[name])
        elif name == "ell":
            self._name("l", True)
        elif name in _GREEK:
            self._name({"varepsilon": "epsilon", "varphi": "phi"}.get(name, name), True)
        elif name in ("lfloor", "lceil", "rfloor", "rceil"):
            self._emit("open" if name[0] == "l" else "close", name)
        elif name in ("frac", "dfrac", "tfrac", "cfrac"):
            self._fraction()
        else:
            self._rarer(name)

    def _rarer(self, name: str) -> None:
        if name == "sqrt":
            self._emit("root", name)
        elif name in ("min", "max") or (name == "log" and re.match(r"\s*_\{?2\}?", self.text[self.at :])):
            if name == "log":
                self.at += re.match(r"\s*_\{?2\}?", self.text[self.at :]).end()  # type: ignore[union-attr]
            self._emit("function", "log2" if name == "log" else name)
        elif name == "sum":
            self._emit("sum", name)
        elif name == "mathbb" and re.match(r"\s*\{?\s*R\s*\}?", self.text[self.at :]):
            self.at += re.match(r"\s*\{?\s*R\s*\}?", self.text[self.at :]).end()  # type: ignore[union-attr]
            self._emit("space", "R")
        elif name in _ACCENTS:
            self._name(re.sub(r"\W", "", self._argument()) + _ACCENTS[name], True)
        elif name == "prime":
            self._on_prime("'")
        elif name in _WRAPPERS:
            self._wrapped(name)
        else:
            raise Unreadable(name)

    def _fraction(self) -> None:
        """`\\frac12` has one-digit arguments, `\\frac{1}{2}` braces."""
        self._emit("fraction", "frac")
        short = re.match(r"\s*(\d)\s*(\d)(?!\d)", self.text[self.at :])
        if short:
            self.at += short.end()
            for digit in short.groups():
                self.out += [Token("open", "{"), Token("number", digit), Token("close", "}")]

    def _argument(self) -> str:
        found = re.match(r"\s*(?:\{([^{}]{0,60})\}|([A-Za-z])|\\([a-z]+))", self.text[self.at :])
        if not found:
            raise Unreadable("argument")
        self.at += found.end()
        return next(g for g in found.groups() if g is not None)

    def _wrapped(self, name: str) -> None:
        inside = self._argument().strip()
        if (name in ("mathcal", "cal") and inside == "O") or (
            inside == "O" and re.match(r"\s*(?:\\left)?\(", self.text[self.at :])
        ):
            self._emit("order", "O")
        elif inside.lower() in _FUNCTIONS:
            self._emit("function", _FUNCTIONS[inside.lower()])
        elif re.fullmatch(r"@?[A-Za-z][A-Za-z0-9_']{0,12}", inside):
            self._name(inside.lstrip("@").replace("'", "_prime"), True)
        elif not inside or re.fullmatch(r"[\s.,]+", inside):
            return
        elif inside in ("×", "x"):
            self._emit("mark", "*")
        else:
            raise Unreadable(inside)


def _index(text: str, single: bool, scanner: _Scanner) -> str:
    """An index as part of a name; LaTeX takes only one character without braces, the rest goes back."""
    if single and len(text) > 1:
        scanner.at -= len(text) - 1
        text = text[0]
    text = re.sub(r"\\[a-z]+\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\(?:rm|it|bf)\b|\\", "", text)
    flat = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")
    if not flat:
        raise Unreadable(text)
    return flat.replace("l_1", "prev") if re.fullmatch(r"[A-Za-z]?_?l_1", flat) else flat
