"""A question's text on a terminal: formulas in plain characters, gaps as lines to write on."""

import re

_SIGNS = {
    r"\times": "×", r"\cdot": "·", r"\approx": "≈", r"\neq": "≠", r"\leq": "≤", r"\geq": "≥", r"\le": "≤", r"\ge": "≥",
    r"\lfloor": "⌊", r"\rfloor": "⌋", r"\lceil": "⌈", r"\rceil": "⌉", r"\left": "", r"\right": "",
    r"\,": " ", r"\;": " ",
    r"\quad": "  ", r"\to": "→", r"\rightarrow": "→", r"\dots": "…", r"\ldots": "…", r"\cdots": "…", r"\in": "∈",
    r"\{": "{", r"\}": "}", r"\sum": "Σ", r"\mu": "μ", r"\sigma": "σ", r"\gamma": "γ", r"\beta": "β", r"\theta": "θ",
    r"\epsilon": "ε", r"\log": "log", r"\div": "÷",
}  # fmt: skip
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")


def formula(latex: str) -> str:
    r"""A LaTeX formula in plain characters.

    >>> formula(r"\left\lfloor \frac{H + 2P - K}{S} \right\rfloor + 1"), formula(r"28 \times 28 \times K^2")
    ('⌊(H + 2P - K)/S⌋ + 1', '28 × 28 × K²')
    """
    text = re.sub(r"\\(?:mathrm|text|operatorname)\s*\{([^{}]*)\}", r"\1", latex)
    text = re.sub(r"\^\{?([0-9+\-n]+)\}?", lambda m: m[1].translate(_RAISED), text)
    while (shorter := _FRACTION.sub(lambda m: f"{_bracketed(m[1])}/{_bracketed(m[2])}", text)) != text:
        text = shorter
    text = re.sub(r"\\(?:[A-Za-z]+|[,;{}])", lambda m: _SIGNS.get(m[0], m[0].lstrip("\\")), text)
    text = re.sub(r"(?<=\w)([_^])\{([^{}]*)\}", lambda m: m[1] + _bracketed(m[2]), text)
    return " ".join(text.replace("⌊ ", "⌊").replace(" ⌋", "⌋").replace("⌈ ", "⌈").replace(" ⌉", "⌉").split())


def _bracketed(text: str) -> str:
    text = text.strip()
    return f"({text})" if re.search(r"[-+*/×\s]", text) else text


def plain(text: str, gap=lambda name: "____") -> str:
    """A text with its formulas, emphasis and gaps as a terminal shows them."""
    text = re.sub(r"\$+([^$]+)\$+", lambda m: formula(m[1]), text)
    text = re.sub(r"\[\[(\w+)\]\]", lambda m: gap(m[1]), text)
    return re.sub(r"\*\*([^*]+)\*\*|`([^`]+)`", lambda m: m[1] or m[2], text)
