"""Formulas of normalisation found in characters: LaTeX, plain text or code, rewritten in x, mean, var, std, eps, gamma, beta.

A closed set of tokens; what holds any other is no such formula. `xhat` stands for the normalised value.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from .norm_own_letters import VARIANCE

_SUB = r"(?:\s{0,14}_(?:\s{0,14}\{[^{}]{0,24}\}|\s{0,14}\\?\w))?(?:\^\{?\(\w\)\}?)?"
_WRAPPED = re.compile(r"\\(?:mathbf|boldsymbol|mathrm|mathcal|bm|text|operatorname)\s*\{([^{}]{0,24})\}")
_TOKENS = re.compile(
    rf"""(?P<skip>\\(?:left|right|,|;|!|quad|displaystyle|big|Big|bigl|bigr|limits)(?![a-z]) | [ \t\u3000&]+)
      | (?P<xhat>\\hat\s*\{{\s*x{_SUB}\s*\}}{_SUB} | \\hat\s*x{_SUB} | x\u0302{_SUB} | \bx_?hat\b{_SUB} | \\widehat\{{\s*x{_SUB}\s*\}}{_SUB} | \\tilde\s*\{{\s*x{_SUB}\s*\}}{_SUB} | \bx_?norm\b | \bnormali[sz]ed\b)
      | (?P<ms>(?:(?:np|torch|tf|jnp)\.)?(?:reduce_)?mean\(\s*(?:x\s*(?:\*\*|\^)\s*2|x²|np\.square\(x\)|x\s*\*\s*x)\s*(?:,[^()]*(?:\([^()]*\))?[^()]*)?\) | (?:x\.pow\(2\)|\(x\s*\*\*\s*2\)|x\.square\(\))\.mean\([^()]*\) | (?:\\frac\s*\{{1\}}\s*\{{[nNdD]\}}|1\s*/\s*[nNdD])\s*(?:\\sum|Σ|∑)(?:_\{{?[a-z](?:=1)?\}}?)?(?:\^\{{?[a-zA-Z]\}}?)?\s*x{_SUB}\s*(?:\^\s*\{{?2\}}?|²)) | (?P<rms>\bRMS\s*\(\s*x\s*\)|\bRMS\b)
      | (?P<frac>\\[dt]?frac) | (?P<rsqrt>(?:np\.|torch\.|tf\.math\.)?rsqrt\b) | (?P<sqrt>\\sqrt|(?:np\.|torch\.|math\.|tf\.)?sqrt\b|√)
      | (?P<var>(?:(?:np|torch|tf|jnp|tf\.math)\.)?(?:reduce_)?(?:var|variance)\(\s*x\s*(?:,[^()]*(?:\([^()]*\))?[^()]*)?\) | \bx\.(?:var|variance)\([^()]*(?:\([^()]*\))?[^()]*\) | (?:\\hat\s*\{{\s*(?:\\sigma|σ)\s*\}}|(?:\\hat\s*)?(?:\\sigma|σ)){_SUB}\s*(?:\^\s*(?:\{{2\}}|2)|²){_SUB} | \bvar\b(?:iance\b)?{_SUB} | \b(?:sigma|std){_SUB}\s*(?:\^\s*\{{?2\}}?|\*\*\s*2|²) | \bsigma2\b | 分散 | {VARIANCE}{_SUB} | Var\s*[\[(]\s*x{_SUB}\s*[\])] )
      | (?P<std>(?:(?:np|torch|tf|jnp|tf\.math)\.)?(?:reduce_)?(?:std)\(\s*x\s*(?:,[^()]*(?:\([^()]*\))?[^()]*)?\) | \bx\.(?:std)\([^()]*(?:\([^()]*\))?[^()]*\) | (?:\\hat\s*\{{\s*(?:\\sigma|σ)\s*\}}|(?:\\hat\s*)?(?:\\sigma|σ)){_SUB} | \bstd\b | 標準偏差 | \bsigma\b{_SUB})
      | (?P<mean>(?:(?:np|torch|tf|jnp|tf\.math)\.)?(?:reduce_)?(?:mean|average)\(\s*x\s*(?:,[^()]*(?:\([^()]*\))?[^()]*)?\) | \bx\.(?:mean|average)\([^()]*(?:\([^()]*\))?[^()]*\) | (?:\\(?:hat|bar)\s*\{{\s*(?:\\mu|μ)\s*\}}|(?:\\(?:hat|bar)\s*)?(?:\\mu|μ)){_SUB} | \bmu\b{_SUB} | \bmean\b | 平均(?:値)? | E\s*[\[(]\s*x{_SUB}\s*[\])] | \\bar\s*\{{\s*x\s*\}})
      | (?P<eps>1e-0?[3-9]|10\s*(?:\*\*|\^)\s*\(?\{{?-\s*[3-9]\}}?\)? | \\(?:var)?epsilon | ε | ϵ | \beps(?:ilon)?\b | 微小(?:な)?(?:値|定数|量)) | (?P<gamma>\\gamma{_SUB} | γ{_SUB} | \bgamma\b{_SUB}) | (?P<beta>\\beta{_SUB} | β{_SUB} | \bbeta\b{_SUB})
      | (?P<x>\bx\b{_SUB}(?:\^\{{?\([a-z]\)\}}?)? | x(?=_) {_SUB}) | (?P<half>(?:\*\*|\^)\s*(?:\{{?\(?\s*(?:1\s*/\s*2|0?\.5)\s*\)?\}}?))
      | (?P<times>\\odot|\\cdot|\\times|[·*×⊙]) | (?P<plus>\+) | (?P<minus>[-−–]) | (?P<over>/|÷) | (?P<open>[(\[{{]) | (?P<close>[)\]}}])
      | (?P<number>\d+(?:\.\d+)?(?:e-\d+)?)""",
    re.VERBOSE,
)  # fmt: skip
_LETTERS = ("x", "xhat", "mean", "var", "std", "eps", "gamma", "beta", "ms", "rms")
_SIGN = {"times": "*", "plus": "+", "minus": "-", "over": "/"}
_LEFT = re.compile(r"(?:[A-Za-z]|[^\x00-\x7f])[^=\n]{0,24}[=:←]\s*$")
MAX = 400

Token = tuple[str, int, int]


def formulas_in(chars: str) -> list[tuple[str, int, int]]:
    """Each formula with its place; a step that is used by a later one is written out by the reader.

    >>> [f for f, *_ in formulas_in("x' = (x - μ) / √(σ^2 + ε)")]
    ['(x-mean)/sqrt(var+eps)']
    >>> [f for f, *_ in formulas_in(r"\\\\gamma \\\\hat{x}_i + \\\\beta".replace("\\\\\\\\", "\\\\"))]
    ['gamma*xhat+beta']
    """
    chars = _CROSS.sub(lambda m: m[0].replace("x", "×"), chars)
    if len({m[1] for m in _APPLIED.finditer(chars)}) > 1:
        return []  # the moments of two things: σ(s) (x - μ(x)) / σ(x) + μ(s)
    chars = _APPLIED.sub(lambda m: m[0][: m.start(1) - m.start() - 1].ljust(len(m[0])), chars)
    text = _in_x(_WRAPPED.sub(lambda m: m[1].rjust(len(m[0])) if m[1] else m[0], chars))
    found = []
    for run in _runs(text):
        for part in _sides(run):
            written = _written(part, text)
            if written and _is_normalisation(part, written):
                found.append((written, part[0][1], part[-1][2]))
    return found


_CROSS = re.compile(r"(?:γ|gamma)\s+x\s+(?=[(（])")  # the letter x between blanks, for a cross
_APPLIED = re.compile(r"(?:\\mu|\\sigma|μ|σ)\(\s*([A-Za-z])\s*\)")  # μ(x)
_CENTRED = re.compile(r"(?<![A-Za-z\\])([a-wyzAXZH])(?:_\{?[\w,]{1,12}\}?)?(?:\^\{?\(?\w\)?\}?)?\s*[-−–]\s*(?:\\mu|μ|\\bar|\bmu\b|\bmean\b|\\hat\s*\{?\s*\\mu|E\s*[\[(])")


def _in_x(text: str) -> str:
    """The same formula in x where the centred value has another letter: g/σ (a - μ) + b of the layer-norm paper."""
    m = _CENTRED.search(text)
    if m is None or re.search(r"(?<![A-Za-z\\])x(?![A-Za-z])", text) or m[1] in "gb":
        return text
    text = re.sub(rf"(?<![A-Za-z\\]){m[1]}(?![A-Za-z])", "x", text)
    if not re.search(r"γ|gamma|β|beta", text):
        text = re.sub(r"(?<![A-Za-z\\])g(?![A-Za-z])", "γ", text)
        text = re.sub(r"(?<![A-Za-z\\])b(?![A-Za-z])", "β", text)
    return text


def _runs(text: str) -> Iterator[list[Token]]:
    """Stretches of tokens that may all belong to a formula; an equals sign or a word parts them."""
    run: list[Token] = []
    at = 0
    while at < len(text):
        m = _TOKENS.match(text, at)
        if m is None:
            if run:
                yield run
            run, at = [], at + 1
            continue
        kind = m.lastgroup or ""
        if kind != "skip" and len(run) < MAX:
            run.append((kind, m.start(), m.end()))
        at = max(m.end(), at + 1)
    if run:
        yield run


def _sides(run: list[Token]) -> Iterator[list[Token]]:
    """The largest part with balanced brackets: loose brackets at either end belong to the sentence."""
    kinds = [k for k, *_ in run]
    depth, low = 0, 0
    for at, kind in enumerate(kinds):
        depth += (kind == "open") - (kind == "close")
        if depth < 0:
            if at > low:
                yield run[low:at]
            depth, low = 0, at + 1
    for at in [*_unclosed(kinds, low), len(run)]:
        if at > low:
            yield run[low:at]
        low = at + 1


def _unclosed(kinds: list[str], start: int) -> list[int]:
    """The brackets from a place on that nothing closes."""
    opened: list[int] = []
    for at in range(start, len(kinds)):
        if kinds[at] == "open":
            opened.append(at)
        elif kinds[at] == "close":
            opened.pop()
    return opened


def _is_normalisation(part: list[Token], written: str) -> bool:
    """x minus a mean over something of its spread, or the scale and the shift of the normalised value."""
    kinds = {k for k, *_ in part}
    if "xhat" in kinds:
        return {"gamma", "beta"} <= kinds and "+" in written
    if "x" in kinds and {"ms", "rms"} & kinds:
        return "/" in written
    return {"x", "mean"} <= kinds and bool({"var", "std"} & kinds) and "/" in written


def _written(part: list[Token], chars: str) -> str | None:
    """The formula in the statement language; None where its tokens do not make one."""
    while part and part[0][0] in ("times", "plus", "over", "half"):
        part = part[1:]
    while part and part[-1][0] in ("times", "plus", "minus", "over", "sqrt", "frac"):
        part = part[:-1]
    try:
        text, at = _sum([chars[a:b] if k == "number" else k for k, a, b in part], 0)
    except (IndexError, ValueError, RecursionError):
        return None
    return text if at == len(part) else None


def _sum(kinds: list[str], at: int, end: str = "") -> tuple[str, int]:
    out = ""
    while at < len(kinds) and kinds[at] != end:
        kind = kinds[at]
        if kind == "half":
            out, at = f"sqrt({out[_last(out) :]})" if not _last(out) else out[: _last(out)] + f"sqrt({out[_last(out) :]})", at + 1
            continue
        if kind in _SIGN:
            if not out and kind != "minus":
                raise ValueError
            out, at = out + _SIGN[kind], at + 1
            continue
        one, at = _operand(kinds, at)
        out += ("*" if out and out[-1] not in "*/+-" else "") + one
    if not out or out[-1] in "*/+-":
        raise ValueError
    return out, at


def _last(out: str) -> int:
    """Where the last operand begins."""
    if not out.endswith(")"):
        return max(out.rfind(c) for c in "*/+-(") + 1
    depth = 0
    for at in range(len(out) - 1, -1, -1):
        depth += (out[at] == ")") - (out[at] == "(")
        if depth == 0:
            return at
    raise ValueError


def _operand(kinds: list[str], at: int) -> tuple[str, int]:
    kind = kinds[at]
    if kind in _LETTERS:
        return kind, at + 1
    if kind[0].isdigit():
        return kind.replace("e-", "/10**"), at + 1
    if kind == "open":
        text, at = _sum(kinds, at + 1, "close")
        return f"({text})", at + 1
    if kind == "sqrt":
        text, at = _operand(kinds, at + 1)
        return f"sqrt{text}" if text[0] == "(" else f"sqrt({text})", at
    if kind == "rsqrt":
        text, at = _operand(kinds, at + 1)
        return f"(1/sqrt{text})" if text[0] == "(" else f"(1/sqrt({text}))", at
    if kind == "frac":
        top, at = _operand(kinds, at + 1)
        bottom, at = _operand(kinds, at)
        return f"({top}/{bottom})", at
    raise ValueError


# Sums

_MEAN = re.compile(
    r"(?:\\[dt]?frac\s*\{?\s*1\s*\}?\s*\{(?P<d>[^{}]{1,30})\}|1\s*/\s*\(?(?P<e>[A-Za-z][A-Za-z ×·*]{0,12}(?:-\s*1)?)\)?)\s*(?:\\displaystyle)?\s*"
    r"(?:(?:\\sum|Σ|∑)(?P<s>(?:\\limits)?\s*(?:_\s*(?:\{[^{}]{0,60}\}|\w)|\^\s*(?:\{[^{}]{0,12}\}|\w)|\s|\\sum|Σ|∑){0,16}))(?P<r>(?:(?!\\[dt]?frac|\\q?quad|=|\\sigma|σ|\\sum|Σ|∑|(?<![A-Za-z0-9_.])(?<!\d,)1\s*/\s*[A-Za-z(]).){0,60})"  # up to the next sum
)
_CENTRED_SUM = re.compile(r"\s*(?:\\left)?\s*\(\s*x(?:_\w|_\{[^{}]{1,12}\})?\s*[-−]\s*(?:\\hat\s*\{?\s*)?(?:\\mu|μ|\\bar|mean)[^()]{0,24}\)(?!\s*[\^²(*]|\s*(?:\\left)?\s*\()")
_OF_VARIANCE = re.compile(r"(?:\\sigma|σ|\bvar|\bVar|分散)[^=]{0,30}=\s*\$?\s*$")
_OVER_THE_BATCH = re.compile(r"\\in\b|∈|i\s*=\s*1")
_PAIRS = {"N": "N", "B": "N", "C": "C", "H": "H", "W": "W", "T": "T", "D": "C"}


def sums_in(chars: str) -> list[tuple[str, tuple[str, ...], bool, int, int]]:
    """Means and variances written as sums: what it is, over which axes (where its divisor tells), whether by the count itself.

    >>> sums_in("1/(HW) Σ_{h,w} x")[0][:3]
    ('mean', ('H', 'W'), True)
    """
    found = []
    chars = _WRAPPED.sub(lambda m: m[1].rjust(len(m[0])) if m[1] else m[0], chars)
    for m in _MEAN.finditer(chars):
        divisor = re.sub(r"\\(?:times|cdot|,|;)|[\s×·*{}|]", "", m["d"] or m["e"])
        biased = not re.search(r"-1$", divisor)
        letters = re.sub(r"-1$", "", divisor)
        rest = m["r"]
        if not re.match(r"\s*(?:\\left)?\s*[(\\]?\s*(?:\\?[a-z{]*\s*)?x", rest):
            continue
        kind = "variance" if re.search(r"\^\s*\{?2|\*\*\s*2|²", rest) else "deviations" if _CENTRED_SUM.match(rest) and _OF_VARIANCE.search(chars[: m.start()]) else "mean"
        axes = tuple(_PAIRS[a] for a in letters) if re.fullmatch(r"[NBCHWTD]{1,4}", letters) and letters not in ("N", "B") else ()
        if kind == "mean" and not axes:
            if letters in ("N", "B", "m") and _OVER_THE_BATCH.search(m["s"] or ""):
                axes = ("N",)
            else:
                continue
        found.append((kind, axes, biased, m.start(), m.end()))
    return found
