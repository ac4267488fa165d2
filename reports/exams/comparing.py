"""Askings that set two operations against each other: a quotient, a difference, what is saved, a percentage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..reading import call, roles_of, runnable
from .asked import FLOPS, WITH, WITHOUT
from .sizes import sizes

_ANY = re.IGNORECASE | re.ASCII
Subjects = Callable[[str], list[str]]
_OP = r"(?P<{}>[^.?。？、;]{{2,110}}?)"
_A, _B = _OP.format("a"), _OP.format("b")
_END = r"(?=[.?。？:：;,、]|$|\s+(?:save|reduce|what|how)\b)"
_BACK = r"(?=[.?。？:：;]|$)"
_SHAPES: tuple[tuple[str, str], ...] = (  # a: the first operand of the formula; b: the second
    ("a / b", rf"(?:cost|number of [\w-]+|weights|parameters|multiplications|count)\s+of\s+{_A}\s+divided by\s+{_B}{_BACK}"),
    ("a / b", rf"\bratio of\s+{_A}\s+to\s+{_B}{_BACK}"),
    ("a / b", rf"\bfraction of\s+(?:the\s+)?{_B}\s+(?:does|do|is needed by|remains for)\s+{_A}\s+(?:need|require|have|use|cost)\w*{_BACK}"),
    ("a / b", rf"\bhow many times (?:more|larger|as many|higher|greater)\b.{{0,40}}?\b(?:does|do|is|are)\s+{_A}\s+(?:\w+\s+)?(?:than|as)\s+{_B}{_BACK}"),
    ("b / a", rf"\bhow many times (?:fewer|less|smaller|cheaper|lower)\b.{{0,40}}?\b(?:does|do|is|are)\s+{_A}\s+(?:\w+\s+)?than\s+{_B}{_BACK}"),
    ("a - b", rf"\bhow many more\b[^.?]{{0,40}}?\b(?:does|do|are in|has|have)\s+{_A}\s+(?:have|need|use|require|contain|perform|take)?\s*than\s+{_B}{_BACK}"),
    ("b - a", rf"\bhow many (?:fewer|less)\b[^.?]{{0,40}}?\b(?:does|do|are in|has|have)\s+{_A}\s+(?:have|need|use|require|contain|perform|take)?\s*than\s+{_B}{_BACK}"),
    ("b - a", rf"\bhow many\b[^.?]{{0,40}}?\b(?:does|do)\s+{_A}\s+save\s+(?:over|against|compared (?:to|with)|relative to)\s+{_B}{_BACK}"),
    ("a ? b", rf"\breplac(?:ed|es|ing|e)\s+{_A}\s+(?:by|with)\s+{_B}{_END}"),
    ("a ? b", rf"(?:^|[.。\n]\s*|\b(?:if|when|suppose|that)\s+){_A}\s+(?:is|are|was)\s+replaced\s+(?:by|with)\s+{_B}{_END}"),
    ("a ? b", rf"(?:^|[。\n]\s*){_A}を{_B}(?:に|で|へと?)(?:置き換え|取り替え|差し替え|変更)"),
    ("a / b", rf"(?:^|[。、\n]\s*){_A}の[^。、]{{1,16}}?は、?{_B}の(?:それの)?何(?:倍|%|パーセント|分の(?:1|一))"),
    ("a / b", rf"(?:^|[。、\n]\s*){_A}の[^。、]{{1,16}}?を、?{_B}の[^。、]{{1,16}}?で割った"),
    ("a / b", rf"(?:^|[。、\n]\s*){_B}に対する{_A}の[^。、]{{1,16}}?(?:の比|比率|割合)"),
)  # fmt: skip
_SAVED = re.compile(r"\bsav(?:e|ed|es|ing|ings)\b|\breduc\w*|\bfewer\b|\bless\b|削減|節約|減[らるっ少]", _ANY)
_REMAINS = re.compile(r"\bremain\w*|\bleft\b|\bstill\b|残る|残り|何(?:%|パーセント)になる", _ANY)
_PERCENT = re.compile(r"\bpercent\w*|%|パーセント|百分率", _ANY)
_TIMES = re.compile(r"\bfactor\b|\bhow many times\b|何分の|何倍", _ANY)
_WEIGHTS = re.compile(r"\bweights?\b|\bparameters?\b|パラメータ|重み", _ANY)
_COSTS = re.compile(r"multipl|\bMACs?\b|\bFLOPs?\b|\bcosts?\b|operations|計算量|積和|乗算|演算|コスト", _ANY)
_PLAIN = "conv2d"
_SPLIT = "depthwise_separable_conv2d"


@dataclass(frozen=True)
class Comparison:
    """The formula of two measurements, its form, the convention, and the words that it used."""

    left: str
    form: str
    convention: str
    uses: tuple[str, ...]


@dataclass(frozen=True)
class _Operand:
    subject: str
    given: dict[str, int | str]


def comparisons(text: str, subjects_of: Subjects) -> Iterator[Comparison]:
    """The comparisons that a stem (in plain characters) may mean; none where it sets no two operations side by side."""
    for kind, pattern in _SHAPES:
        found = re.search(pattern, text, _ANY)
        if found is None:
            continue
        formula = _formula(kind, text)
        first, second = (_operand(found[x], text, subjects_of) for x in "ab")
        quantity = _quantity(text)
        if formula and first and second and quantity:
            yield from _measured(formula, quantity, first, second, text)
        return


_CLAIMED = re.compile(
    rf"^\s*{_A}\s+(?:has|have|needs?|requires?|uses?|costs?|performs?|is|are)\s+(?P<how>more|fewer|less|as many|as much|the same number of|equally many)\b"
    rf"(?P<what>[^.?]{{0,40}}?)\s*\b(?:than|as)\s+{_B}[.]?\s*$",
    _ANY,
)


def claimed(text: str, subjects_of: Subjects) -> str | None:
    """The statement of a claim that one operation has more or fewer weights or operations than another.

    >>> claimed("A convolution with stride 2 has more weights than one with stride 1.", lambda text: ["conv2d"])
    'params(conv2d, stride=2) > params(conv2d, stride=1)'
    """
    found = _CLAIMED.match(text)
    quantity = _quantity(text)
    if found is None or quantity is None:
        return None
    first, second = (_operand(found[x], text, subjects_of) for x in "ab")
    if first and re.match(r"\s*(?:one|that)\b(?! of)", found["b"], _ANY):  # `one with stride 1` is of the kind of the first
        second = _Operand(first.subject, {**first.given, **sizes(found["b"])})
    if first is None or second is None:
        return None
    relation = {"more": ">", "fewer": "<", "less": "<"}.get(found["how"].lower(), "==")
    shared = "macs" if quantity == "macs" else "params"
    a, b = (call(shared, one.subject, _all_sizes(one)) for one in (first, second))
    return f"{a} {relation} {b}"


def _all_sizes(one: _Operand) -> dict[str, str]:
    have = roles_of(one.subject)
    chosen = {r: str(one.given[r]) for r in (*_ROLES, *_MAPS) if r in one.given and r in have}
    return {k: v for k, v in chosen.items() if not (k == "kernel_size" and "kernel_height" in chosen)}


SAME = r"\b(?:more|fewer|less)\b|\bthe same number of\b|\bas (?:many|much)\b|\bequally many\b"


def _quantity(text: str) -> str | None:
    """`params` or `macs`; None where a stem names neither or both."""
    weights, costs = bool(_WEIGHTS.search(text)), bool(_COSTS.search(text))
    return None if weights == costs else "params" if weights else "macs"


def _formula(kind: str, text: str) -> str | None:
    """What is asked of the two counts `a` and `b`."""
    if kind != "a ? b":
        return f"100*{kind}" if _PERCENT.search(text) and "/" in kind else kind if not _PERCENT.search(text) else None
    saved, remains, percent = (bool(x.search(text)) for x in (_SAVED, _REMAINS, _PERCENT))
    if saved == remains:
        return None
    if percent:
        return "100*(1 - b/a)" if saved else "100*b / a"
    if _TIMES.search(text):
        return "a / b" if saved else None
    return "a - b" if saved else "b"


def _operand(segment: str, text: str, subjects_of: Subjects) -> _Operand | None:
    """An operation with its sizes: its own before those that the stem gives for both."""
    segment = re.sub(r"\b(?:that|those) of\b", " ", segment)
    named = re.sub(r"\bones?\b", "convolution", segment)
    if re.fullmatch(r"[\d\sx]+|標準|通常|普通|一般", named):
        named += "の畳み込み"
    subjects = [runnable(s) for s in subjects_of(named) if s not in ("mobilenet", "densenet", "resnet")]
    if not subjects or subjects[0] not in (_PLAIN, _SPLIT, "depthwise_conv2d", "pointwise_conv2d", "conv_transpose2d", "linear"):
        return None
    own, whole = sizes(named), sizes(text)
    kernel = {"kernel_size", "kernel_height", "kernel_width"}
    if kernel & own.keys():
        whole = {k: v for k, v in whole.items() if k not in kernel}
    if subjects[0] == "pointwise_conv2d":
        own, whole = ({k: v for k, v in d.items() if k not in kernel} for d in (own, whole))
    return _Operand(subjects[0], {**whole, **own})


_ROLES = ("in_channels", "out_channels", "kernel_size", "kernel_height", "kernel_width", "groups", "multiplier")
_MAPS = ("height", "width", "stride", "padding", "dilation")


def _count(quantity: str, one: _Operand, more: dict[str, str]) -> str:
    have = roles_of(one.subject)
    chosen = {r: str(one.given[r]) for r in (*_ROLES, *(_MAPS if quantity == "macs" else ())) if r in one.given and r in have}
    if "kernel_height" in chosen:
        chosen.pop("kernel_size", None)
    return call(quantity, one.subject, {**chosen, **more})


def _measured(formula: str, quantity: str, first: _Operand, second: _Operand, text: str) -> Iterator[Comparison]:
    uses = used_words()
    numbers = {"in_channels", "out_channels"} <= first.given.keys() | second.given.keys() and any(
        {"kernel_size", "kernel_height"} & one.given.keys() for one in (first, second)
    )
    form = "percent" if formula.startswith("100") else "number"
    if not numbers or (quantity == "macs" and not {"height", "output_height"} & first.given.keys()):
        if "-" in formula and "(" not in formula:
            return
        yield from _quotient(formula, quantity, first, second, form, uses)
        return
    for told, more in _customs(quantity, first, text):
        counts = {"a": _count(quantity, first, more), "b": _count(quantity, second, more)}
        yield Comparison(re.sub(r"\b[ab]\b", lambda m, c=counts: c[m[0]], formula), form, told, uses)


def _quotient(formula: str, quantity: str, first: _Operand, second: _Operand, form: str, uses: tuple[str, ...]) -> Iterator[Comparison]:
    """A quotient at sizes that are letters, or partly so."""
    if first.subject == second.subject:
        yield from _kernels(formula, quantity, first, second, uses)
        return
    if not {_PLAIN, _SPLIT} >= {first.subject, second.subject}:
        return
    over, under = (first, second) if "a / b" in formula else (second, first)
    have = roles_of(over.subject)
    chosen = {r: str(v) for r, v in over.given.items() if r in _ROLES and r in have}
    ratio = call(f"{quantity}_ratio", over.subject, chosen, f"to={under.subject}")
    left = {"100*a / b": f"100*{ratio}", "100*b / a": f"100*{ratio}", "100*(1 - b/a)": f"100*(1 - {ratio})"}.get(formula, ratio)
    yield Comparison(left, form if chosen else "formula", "", uses)


def _kernels(formula: str, quantity: str, first: _Operand, second: _Operand, uses: tuple[str, ...]) -> Iterator[Comparison]:
    """The same operation with two kernels."""
    a, b = ({k: str(v) for k, v in one.given.items() if k in ("kernel_height", "kernel_width")} for one in (first, second))
    if a and b and formula in ("a / b", "b / a") and first.subject in (_PLAIN, "depthwise_conv2d"):
        over, under = (a, b) if formula == "a / b" else (b, a)
        told = ", ".join(f"{k}={v}" for k, v in under.items())
        left = call(f"{quantity}_ratio", f"{first.subject}({', '.join(f'{k}={v}' for k, v in over.items())})", {}, f"to={first.subject}({told})")
        yield Comparison(left, "number", "", uses)


def _customs(quantity: str, first: _Operand, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    if quantity == "params":
        for biased in [False] if WITHOUT.search(text) else [True] if WITH.search(text) else [False, True]:
            yield "with bias" if biased else "without bias", {"bias": str(biased).lower()}
        return
    counts = ("macs", "flops") if FLOPS.search(text) else ("macs",)
    paddings = [{}] if "padding" in first.given else [{"padding": "same"}, {"padding": "0"}]
    for count in counts:
        for padding in paddings:
            yield ", ".join([f"count {count}", *(f"padding {p}" for p in padding.values())]), {**padding, "count": count}


def used_words() -> tuple[str, ...]:
    """The words by which a comparison is asked for."""
    return (
        r"\bhow many (?:times )?(?:more|fewer|less|as many|larger|smaller|cheaper)\b|\bthan\b|\bdivided by\b|\breplac\w*",
        r"\b(?:with |of )?the same (?:(?:number of )?channels?|kernel(?: size)?|sizes?|input)\b|\(?チャネル数は?同じ\)?|同じチャネル数",
        r"\bpercent\w*|%|パーセント|\bsav\w+|\bremain\w*|\breduc\w*|\b(?:that|those) of\b|\bones?\b|\bratio\b|\bfraction\b",
        r"置き換え[ぁ-ん]*|削減[ぁ-ん]*|節約|減[らるっ少][ぁ-ん]*|残[るり]|割った|何倍|何%|何分の[1一]|比率?|に対する",
    )
