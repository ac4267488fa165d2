r"""LaTeX formulas in plain characters, read by structure: braces group, a power takes one argument, a fraction two.

What has no plain form here raises Unsayable: a formula printed in half would be another formula.
"""

import re
from collections.abc import Callable

_SIGNS = {
    "times": "×", "cdot": "·", "div": "÷", "ast": "*", "pm": "±", "mp": "∓", "circ": "∘", "approx": "≈", "simeq": "≈",
    "sim": "∼", "neq": "≠", "ne": "≠", "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "leqq": "≤", "geqq": "≥",
    "lt": "<", "gt": ">", "ll": "≪", "gg": "≫", "equiv": "≡", "coloneqq": ":=", "propto": "∝",
    "to": "→", "rightarrow": "→",
    "Rightarrow": "⇒", "leftarrow": "←", "mapsto": "↦", "dots": "…", "ldots": "…", "cdots": "…", "in": "∈",
    "notin": "∉", "subset": "⊂", "cup": "∪", "cap": "∩", "emptyset": "∅", "infty": "∞", "sum": "Σ", "prod": "Π",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "lvert": "|", "rvert": "|", "mid": "|", "vert": "|",
    "lbrack": "[", "rbrack": "]", "oplus": "⊕", "odot": "⊙", "otimes": "⊗", "ell": "ℓ", "prime": "′", "partial": "∂",
    "quad": "  ", "qquad": "  ", "colon": ":",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_NAMES = frozenset({"log", "ln", "exp", "min", "max", "gcd", "sin", "cos", "tanh", "lim", "arg"})
_SILENT = frozenset({"left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "displaystyle",
                     "textstyle", "limits", "nolimits"})  # fmt: skip
_SYMBOLS = {",": " ", ";": " ", ":": " ", "!": "", ">": " ", " ": " ", "{": "{", "}": "}", "%": "%", "$": "$", "_": "_",
            "&": "&", "#": "#", "|": "‖", "\\": " "}  # fmt: skip
_WRAPPERS = frozenset({"mathrm", "mathit", "mathbf", "mathsf", "mathtt", "mathcal", "operatorname", "boldsymbol", "bm",
                       "boxed", "fbox", "mathop", "mathbin", "mathrel"})  # fmt: skip
_WORDS = frozenset({"text", "textrm", "textit", "textbf", "textsf", "texttt", "mbox", "hbox"})
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
            "dot": "\u0307"}  # fmt: skip
_ALIGNED = frozenset({"aligned", "align", "align*", "gathered", "split"})
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\s+|.", re.DOTALL)
_LETTER, _AT = r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ₀-₉]", "[₀-₉⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁺⁻\u0302\u0303\u0304\u0307′]*"
_SIMPLE = re.compile(rf"√?(?:[\d.,]+|{_LETTER})(?:_{_LETTER}+)?{_AT}")
_WORD = re.compile(rf"(?:{_LETTER}|\d|_)+")
_EXPONENT = re.compile(rf"\d+|{_LETTER}|[*′]")
_MOST_NESTED = 40


class Unsayable(ValueError):
    """The formula has no plain form; the message says which part of it."""


def plain_formula(latex: str) -> str:
    r"""A LaTeX formula in plain characters.

    >>> plain_formula(r"\left\lfloor \frac{H + 2P - K}{S} \right\rfloor + 1"), plain_formula(r"28 \times 28 \times K^2")
    ('⌊(H + 2P - K)/S⌋ + 1', '28 × 28 × K²')
    >>> plain_formula(r"\frac{1}{D_{\mathrm{out}}^{2}} + \frac{\frac{a}{b}}{2K}"), plain_formula(r"\sum_{i=1}^{L} i^2")
    ('1/D_out² + (a/b)/(2K)', 'Σ(i=1…L) i²')
    """
    reader = _Reader(latex)
    text = reader.row("")
    text = re.sub(r"([(\[⌊⌈]) +| +([)\]⌋⌉,])", lambda m: m[1] or m[2], text)
    return " ".join(text.split())


class _Reader:
    """One pass over the tokens, left to right."""

    def __init__(self, latex: str) -> None:
        self.tokens = _TOKEN.findall(latex)
        self.at = self.depth = 0

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self.at += 1
        return token

    def row(self, end: str) -> str:
        """Everything up to a closing brace, or to the end."""
        self.depth += 1
        if self.depth > _MOST_NESTED:
            raise Unsayable("braces nested too deep")
        pieces: list[str] = []
        while (token := self._peek()) != end:
            if not token:
                raise Unsayable("a brace that is not closed")
            if token == "}":
                raise Unsayable("a closing brace too many")
            self._step(pieces)
        self.at += 1
        self.depth -= 1
        return "".join(pieces)

    def _step(self, pieces: list[str]) -> None:
        """The next atom, put down with what is raised or lowered at it."""
        token = self._peek()
        if token in "^_":
            self._index(pieces)
            return
        pieces.append(self._spaced(pieces, self._atom()))

    def _spaced(self, pieces: list[str], atom: str) -> str:
        """A fraction beside a factor, and a name beside a letter, would read as something else."""
        before = pieces[-1][-1:] if pieces and pieces[-1] else ""
        if atom.startswith("\0"):
            atom = atom[1:]
            beside = before and (before.isalnum() or before in ")⌋⌉/÷")
            following = self._next_visible()
            bound = following in ("^", "_") or (following and (following.isalnum() or following in "(\\"))
            bound = bound and not self._sign_follows()
            return f"({atom})" if beside or bound else atom
        return atom

    def _next_visible(self) -> str:
        return next((token[:1] for token in self.tokens[self.at :] if token.strip()), "")

    def _sign_follows(self) -> bool:
        """Whether the next command is a sign, so that what stands before it is a term of its own."""
        token = next((token for token in self.tokens[self.at :] if token.strip()), "")
        return token[:1] == "\\" and token[1:] not in _FRACTIONS | _WRAPPERS | {"sqrt", "lfloor", "lceil"}

    def _atom(self) -> str:
        token = self._take()
        if token.isspace():
            return " "
        if token == "{":
            return self.row("}")
        if token == "&":
            return ""
        if token in "~$":
            return " " if token == "~" else ""
        return self._command(token[1:]) if token[0] == "\\" and len(token) > 1 else token

    def _command(self, name: str) -> str:
        readers: dict[str, Callable[[], str]] = {
            "sqrt": self._root, "bmod": lambda: " mod ", "begin": self._environment, "end": self._environment,
            "pmod": lambda: f" (mod {self._argument()})", "mathbb": self._blackboard,
        }  # fmt: skip
        if name in readers:
            return readers[name]()
        if name in _FRACTIONS:
            top, bottom = self._argument(), self._argument()
            return f"\0{_bracketed(top, product=True)}/{_bracketed(bottom)}"
        if name in _WRAPPERS or name in _WORDS:
            return self._argument() if name in _WRAPPERS else self._words()
        if name in _ACCENTS:
            return self._accented(name)
        if name in _NAMES:
            return name + (" " if self._next_visible().isalnum() else "")
        if name in _SILENT:
            return self._delimiter()
        if name in _SIGNS:
            return _SIGNS[name]
        if name in _SYMBOLS:
            return _SYMBOLS[name]
        raise Unsayable(f"\\{name}")

    def _argument(self) -> str:
        """What a command applies to: a group, or the next token alone."""
        while self._peek().isspace():
            self.at += 1
        if not self._peek() or self._peek() == "}":
            raise Unsayable("a command without its argument")
        self.depth += 1
        if self.depth > _MOST_NESTED:
            raise Unsayable("commands nested too deep")
        found = self._atom().strip().lstrip("\0")
        self.depth -= 1
        return found

    def _words(self) -> str:
        """The words of a text command, as they are."""
        if self._peek() != "{":
            return self._argument()
        close = next((i for i in range(self.at, len(self.tokens)) if self.tokens[i] == "}"), None)
        if close is None or "{" in self.tokens[self.at + 1 : close]:
            raise Unsayable("braces inside a text")
        words = "".join(self.tokens[self.at + 1 : close])
        self.at = close + 1
        return re.sub(r"\\([%$_&#{}])", r"\1", words)

    def _root(self) -> str:
        if self._peek() == "[":
            raise Unsayable("a root that is not square")
        return f"√{_bracketed(self._argument())}"

    def _accented(self, name: str) -> str:
        letter = self._argument()
        if not re.fullmatch(r"\w", letter):
            raise Unsayable(f"\\{name} over more than a letter")
        return letter + _ACCENTS[name]

    def _blackboard(self) -> str:
        letter = self._argument()
        if letter not in "RNZQ":
            raise Unsayable("\\mathbb")
        return dict(zip("RNZQ", "ℝℕℤℚ", strict=True))[letter]

    def _delimiter(self) -> str:
        if self._peek() == ".":
            self.at += 1  # \left. draws nothing
        return ""

    def _environment(self) -> str:
        if self._argument() not in _ALIGNED:
            raise Unsayable("an environment")
        return " "

    def _index(self, pieces: list[str]) -> None:
        """A power or an index of what stands before it; after a sum its limits."""
        if pieces and pieces[-1] in "ΣΠ" and pieces[-1]:
            pieces[-1] += self._limits()
            return
        raised, text = self._take() == "^", self._argument()
        if not pieces or not pieces[-1].strip():
            raise Unsayable("a power or an index of nothing")
        if raised and re.match(r"\^|[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁺⁻]+$", pieces[-1]):
            raise Unsayable("two powers at one place")
        if raised and re.search(r"\w[\s+\-×·/*]+\w|[₀-₉⁰¹²³⁴⁵⁶⁷⁸⁹].*[⁰¹²³⁴⁵⁶⁷⁸⁹]", pieces[-1]):
            pieces[-1] = _bracketed(pieces[-1])
        if raised and text.strip("0123456789+-n") == "" and text:
            pieces.append(text.translate(_RAISED))
        elif not raised and text.isdecimal():
            pieces[-1] += text.translate(_LOWERED)
        else:
            shape = _EXPONENT if raised else _WORD
            pieces.append(("^" if raised else "_") + (text if shape.fullmatch(text) else f"({text})"))
            if shape.fullmatch(text) and self._peek()[:1].isalnum():
                pieces.append(" ")  # the next factor is none of the index's letters

    def _limits(self) -> str:
        """`_{i=1}^{L}` as `(i=1…L)`."""
        found = {}
        while self._peek() in ("^", "_"):
            mark = self._take()
            found[mark] = self._argument()
        if set(found) != {"^", "_"}:
            return f"({''.join(found.values())})"
        return f"({found['_']}…{found['^']})"


def _bracketed(text: str, product: bool = False) -> str:
    """The text in brackets unless it is one thing; `product`: letters side by side may stand as they are."""
    text = text.strip()
    whole = _SIMPLE.fullmatch(text) or _enclosed(text.removeprefix("√"))
    return text if whole or (product and re.fullmatch(r"[\w⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ₀-₉.,]+", text)) else f"({text})"


def _enclosed(text: str) -> bool:
    """Whether one pair of brackets is around all of it.

    >>> _enclosed("(a + b)"), _enclosed("(a) + (b)")
    (True, False)
    """
    if text[:1] not in ("(", "⌊", "⌈"):
        return False
    depth = 0
    for i, character in enumerate(text):
        depth += (character in "(⌊⌈") - (character in ")⌋⌉")
        if depth == 0:
            return i == len(text) - 1
    return False
