"""A normalisation told step by step: what is subtracted, by what is divided, multiplied, what is added, in the order told.

平均を引いて√(分散+ε)で割り、γ倍して β を足す; "scales the result by γ, then adds β". Every step is an operation with its operand; the
steps are put together into one formula as they stand, swapped operands included. A step with an operand that is not
understood leaves the whole unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import patterns as re
from ..reading import View
from .norms import plain

HAT = "((x - mean) / sqrt(var + eps))"
_ROOT = re.compile(r"平方根|根号|ルート|√|\bsquare[- ]root\b|\broot\b|\bsqrt\b", re.IGNORECASE)
_EPS = re.compile(r"ε|epsilon|\beps\b|微小|小さな(?:値|定数|数)|small (?:constant|number|value)", re.IGNORECASE)
_SQUARED = re.compile(r"(?:二|2)乗|平方和|\bsquare[sd]?\b(?![- ]root)|[σ]\s*(?:\^|²)", re.IGNORECASE)
_OPERANDS = (
    ("rms", re.compile(r"(?:二|2)乗平均(?:の)?平方根|(?:二|2)乗の平均の(?:平方根|ルート)|root[- ]mean[- ]square|(?<![A-Za-z])RMS(?![A-Za-z])|root of the mean (?:of the )?square", re.IGNORECASE)),
    ("std", re.compile(r"標準偏差|\bstandard deviations?\b|\bstd\b|(?<![A-Za-z])σ(?!\s*(?:\^|²|_\w\s*\^))|\bsigma\b(?!\s*(?:\^|²))", re.IGNORECASE)),
    ("var", re.compile(r"分散|\bvariances?\b|\bvar\b|σ\s*(?:_\w)?\s*(?:\^\s*\{?2|²)|\bsigma(?:\^2|²)", re.IGNORECASE)),
    ("mean", re.compile(r"平均|\bmeans?\b|\baverages?\b|(?<![A-Za-z])μ|\bmu\b", re.IGNORECASE)),
    ("gamma", re.compile(r"γ|\bgamma\b|スケール(?:係数|パラメータ)?|\bscale(?: (?:parameter|factor))?\b|\bgains?\b|\bg\b", re.IGNORECASE)),
    ("beta", re.compile(r"β|\bbeta\b|シフト|オフセット|バイアス|\bshift\b|\boffset\b|\bbias\b", re.IGNORECASE)),
)  # fmt: skip
_JA = re.compile(
    r"(?P<what>[^、。；;→⇒,，をで倍（）]{1,18}(?:[（(][^（）()]{1,16}[)）])?[^、。；;→⇒,，をで倍（）]{0,6}?)\s*(?:"
    r"(?:を|だけ|が)\s*(?:(?:まず|次に|全体から|入力から|各値から|値から|そこから|そこに|さらに|最後に)\s*)?(?:(?P<sub>引|減じ|減算|差し引)|(?P<mul>掛|かけ|乗じ|乗算)|(?P<add>足|加え|加算|たす|たし|ずら|シフト))"
    r"|(?:で|によって)\s*(?:割|除し|除算|わ[りっる])(?P<div>)|で\s*(?:スケール|拡大)(?P<mul2>)|(?P<mul3>倍(?=[しさにすの、]|$)))"
)
_EN = re.compile(
    r"\b(?:(?P<sub>subtract(?:s|ed|ing)?|minus|tak(?:es?|ing) away)|(?P<div>divid(?:es?|ed|ing)(?:\s+(?:it|that|this|the (?:result|difference|outcome|deviation)|everything|x|by the result))?\s+by)|(?P<mul>(?:multipl(?:y|ies|ied|ying)|scal(?:es?|ed|ing)|rescal(?:es?|ed|ing))(?:\s+(?:it|that|this|everything|(?:the )?\w*\s?(?:result|value|outcome|output|x_?hat|quotient)s?))?\s+(?:by|with)|times)"
    r"|(?P<add>add(?:s|ed|ing)?|plus|shift(?:s|ed|ing)?(?:\s+(?:it|that|the (?:result|value|outcome)))?\s+by))\s+(?P<what>[^,.;:→]{1,60}?)(?=\s*(?:[,.;:→)]|$|\b(?:from|to|and|then|before|after|without|which|afterwards|in|so)\b))"
    r"|\b(?P<passive>(?:the |its )?(?:mini-?batch |batch |sample )?(?:mean|beta|gamma|standard deviation|variance)|[βγ])\s+(?:is|gets|being)\s+(?:first |then )?(?:(?P<sub2>subtracted|removed|taken away)|(?P<add2>added))",
    re.IGNORECASE,
)
_ROOT_OF = re.compile(r"(?P<what>(?:the\s+)?(?:square[- ]root|sqrt)\s*(?:of|\()\s*[^,.;:→]{1,50})", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|never|without|no|n't|instead of|rather than|skip\w*|omit\w*|drop\w*)\b(?:\s+\w+){0,2}\s*$|n't(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(r"(?:[かさしえきくけい]?(?:れ|せ)?)(?:ず|ない|ません|なく)|(?:し|き)?(?:ない|ず)")


@dataclass(frozen=True)
class Step:
    """One operation with the operand as the statement language has it; None where that is not understood."""

    kind: str
    operand: str | None
    start: int
    end: int
    done: bool = True


def operand_of(kind: str, text: str) -> str | None:
    """What a step works with.

    >>> operand_of("div", "the square root of the variance plus epsilon"), operand_of("sub", "平均"), operand_of("div", "m")
    ('sqrt(var + eps)', 'mean', None)
    """
    told = [(m.start(), order, name) for order, (name, pattern) in enumerate(_OPERANDS) if (m := pattern.search(text))]
    name = min(told)[2] if told else None  # the first that is named
    eps = " + eps" if _EPS.search(text) else ""
    if kind == "div":
        root = bool(_ROOT.search(text))
        if name == "rms":
            return "rms"
        if name in ("std", "var") and not (_SQUARED.search(text) and name != "var"):
            return f"sqrt({name}{eps})" if root else f"({name}{eps})"
        return None if name in (None, "mean") or eps or root else name
    if eps:
        return "eps" if name is None else None
    if _ROOT.search(text) or (_SQUARED.search(text) and name != "var"):
        return None
    return name


def steps(text: str, japanese: bool) -> list[Step]:
    """The steps in their order."""
    found = []
    for m in (_JA if japanese else _EN).finditer(text):
        groups = m.groupdict()
        kind = next(
            (k for k in ("sub", "div", "mul", "add") if any(groups.get(k + n) is not None for n in ("", "2", "3"))),
            None,
        )
        what = groups.get("what") or groups.get("passive") or ""
        if kind is None:
            continue
        end = m.end()
        if kind == "div" and not japanese and (root := _ROOT_OF.match(text, m.start("what"))):
            what, end = root["what"], root.end()
        if (
            not japanese
            and kind == "div"
            and (
                more := re.match(
                    r"\s*(?:plus|\+|and)\s+(?:a |an |the )?(?:ε|eps(?:ilon)?|(?:small|tiny) (?:constant|number))",
                    text[end:],
                    re.IGNORECASE,
                )
            )
        ):
            what, end = what + more[0], end + more.end()
        denied = (
            bool(_NOT_AFTER.match(text[m.end() :]))
            if japanese
            else bool(_NOT.search(text[max(0, m.start() - 24) : m.start()]))
        )
        found.append(
            Step(
                kind,
                operand_of(kind, what),
                m.start() if not japanese else m.start() + len(what) - len(what.lstrip()),
                end,
                not denied,
            )
        )
    return found


def formula(told: list[Step]) -> str | None:
    """The steps as one formula of x, from the normalised value on where they begin with the scale; None if they are too few.

    >>> formula(steps("subtract the mean, divide by the standard deviation, multiply by gamma and add beta", False))
    'gamma * ((x - mean) / (std)) + beta'
    """
    done = [s for s in told if s.done and s.operand != "eps"]
    if any(s.operand is None for s in done):
        return None
    kinds = [s.kind for s in done]
    centred = {"sub", "div"} <= set(kinds)
    by_rms = (
        "sub" not in kinds
        and any(s.operand == "rms" for s in done)
        and any(not s.done and s.kind == "sub" for s in told)
    )
    affine = {"mul", "add"} <= set(kinds) and {s.operand for s in done if s.kind in ("mul", "add")} <= {
        "gamma",
        "beta",
        "mean",
        "std",
        "var",
    }
    if not (centred or by_rms or affine) or len(kinds) != len(set(kinds)):
        return None
    value = "x" if centred or by_rms else HAT
    if not (centred or by_rms) and {"sub", "div"} & set(kinds):
        return None
    for step in done:
        value = {
            "sub": f"({value} - {step.operand})",
            "div": f"({value} / {step.operand})",
            "mul": f"{step.operand} * {value}",
            "add": f"{value} + {step.operand}",
        }[step.kind]
        value = f"({value})" if step.kind == "add" and step is not done[-1] else value
    return value


def steps_told(view: View, text: str) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
    """The formula of a text's steps, what else may be meant where eps is left out, and the place."""
    told = steps(text, view.sentence.japanese)
    right = formula(told)
    if right is None:
        return
    start, end = min(s.start for s in told), max(s.end for s in told)
    if "(std)" in right and "eps" not in right:
        loose = right.replace("(std)", "sqrt(var + eps)")
        first = _eps_around(view)
        yield (loose, (right,), start, end) if first else (right, (), start, end)
    else:
        yield right, (), start, end


def _eps_around(view: View) -> bool:
    """Whether the program text or the formulas around have the small constant that the words leave out."""
    outline, s = view.outline, view.sentence
    code = any(_EPS.search(c.block.raw) for c in outline.comments if c.block.kind == "code")
    near = (e for b in range(max(0, s.block - 3), s.block + 1) for e in outline.sentences[b] if e is not s)
    return code or any(_EPS.search(plain(e)) for e in near)
