"""Gate: an answer has the unit, in each language, of what its route measures."""

import re

from ...properties.nodes import Bin, Call, Items, Neg, Node, measurements
from ...properties.parsing import parse_expression
from ..frontmatter import LANGUAGES
from ..question import Blank, Question
from ..refusal import Refusal

GATE = "unit"
_PLACES = ("pixels?|rows?|columns?|values?|time steps?|steps?|samples?|positions?|units?|inputs?|points?|cells?",
           "画素|ピクセル|行|列|個|時刻|ステップ|サンプル|点|単位|入力|箇所|分")  # fmt: skip
_FITTING = {
    "params": ("weights?|parameters?|biases|coefficients?", "個|つ|重み|パラメータ|バイアス"),
    "macs": ("macs?|multiply.?accumulates?|multiply.?adds?|multiplications?|operations?", "回|積和|乗算|MACs?"),
    "flops": ("flops?|floating.?point operations?|operations?", "回|浮動小数|FLOPs?"),
    "bytes": ("bytes?|[kmg]i?b", "バイト|[kmg]i?b"),
    "memory": ("bytes?|values?|activations?|numbers?|[kmg]i?b", "バイト|個|値|[kmg]i?b"),
    "receptive_field": _PLACES,
    "stats_count": ("means?|variances?|statistics|pairs?|values?", "個|つ|組|平均|分散|統計量"),
    "stats_size": ("values?|numbers?", "個|つ|値"),
    "ratio": ("times|%|per ?cent|fold", "倍|%|％|パーセント|割"),
    **dict.fromkeys(("output_height", "output_width", "output_size", "output_length"), _PLACES),
    **dict.fromkeys(("output_channels", "channels_after"), ("channels?|feature maps?|maps?", "チャネル|枚|個|つ")),
}  # by what is measured: words of which one must stand in the unit, in English and in Japanese
_OWN = {
    "params": r"\bparameters?\b|\bweights?\b|パラメータ|重み",
    "macs": r"\bmacs?\b|multiply|multiplications?\b|積和|乗算",
    "flops": r"\bflops?\b|floating.point|浮動小数",
    "bytes": r"\b(?:bytes?|[kmg]i?b)\b|バイト",
}  # what no other quantity is counted in
_LARGE = re.compile(
    r"\b(?:[kMGT](?:MACs?|FLOPs?|B)\b|kilo|mega|giga|million|billion|thousand)|百万|千|万|億|メガ|ギガ|キロ"
)
_PLAIN = re.compile(r"[\w\s%％·/().,'’²³-]*")
COUNTED = frozenset(_FITTING) - {"ratio"}
_RATIOS = ("macs_ratio", "params_ratio")


def check_question(question: Question) -> None:
    """Refuse a unit of something else than what the route measures, of another size, or none where one is typed."""
    for blank in question.blanks:
        if not blank.route_text or blank.form != "number":
            continue
        route = parse_expression(blank.route_text)
        measured = quantity(route)
        if not any(unit.strip() for unit in blank.unit.values()):
            if measured in _FITTING and not blank.chosen and question.kind in ("number", "figure"):
                raise Refusal(GATE, f"{blank.name} has no unit, and {blank.route_text} measures {measured}; expected "
                              f"unit_ja and unit_en, such as {_example(measured)}")  # fmt: skip
            continue
        _unit(blank, route, measured)


def _unit(blank: Blank, route: Node, measured: str) -> None:
    for language in LANGUAGES:
        text = blank.unit.get(language, "")
        if not _PLAIN.fullmatch(text):
            raise Refusal(GATE, f"the unit of {blank.name} ({language}) is {text!r}; expected plain words")
        if measured not in _FITTING:
            continue
        fits = re.search(rf"(?<![A-Za-z])[kMGT]?(?:{_FITTING[measured][language == 'ja']})(?![A-Za-z])", text, re.IGNORECASE)
        other = next((name for name, words in _OWN.items() if name != measured and measured != "memory"
                      and re.search(words, text, re.IGNORECASE) and not re.search(r"\bper\b", text)), None)  # fmt: skip
        if not fits or other:
            raise Refusal(GATE, f"the unit of {blank.name} ({language}) is {text!r}, but {blank.route_text} measures "
                          f"{measured}; expected a word such as {_example(measured)}")  # fmt: skip
    text = " ".join(blank.unit.values())
    if isinstance(route, Call) and (large := _LARGE.search(text)):
        raise Refusal(
            GATE, f"the unit of {blank.name} has {large[0]!r}, but its value is not divided; expected plain numbers"
        )


def _example(measured: str) -> str:
    en, ja = (words.partition("|")[0].replace("?", "") for words in _FITTING[measured])
    return f"'{ja}' and '{en}'"


def quantity(route: Node) -> str:
    """What a route's value is an amount of: `macs`, `params` ...; "ratio" of two amounts; empty where it is mixed.

    >>> [quantity(parse_expression(text)) for text in ("macs(conv2d, count=flops)", "1 - params(conv2d)/params(linear)")]
    ['flops', 'ratio']
    """
    match route:
        case Call(name) if route.is_measurement:
            counted = getattr(route.option("count"), "name", "")
            return "flops" if name == "macs" and counted == "flops" else "ratio" if name in _RATIOS else name
        case Neg(operand):
            return quantity(operand)
        case Bin(op, left, right):
            measured = [side for side in (left, right) if measurements(side)]
            found = {quantity(side) for side in measured}
            if len(measured) < 2:
                inverse = op == "**" or (op == "/" and measured == [right])
                return "" if inverse or not measured else found.pop()
            return ("ratio" if op == "/" else found.pop() if op in "+-" else "") if len(found) == 1 else ""
        case Call(_, args) | Items(args):
            found = {quantity(arg) for arg in args if measurements(arg)}
            return found.pop() if len(found) == 1 else ""
        case _:
            return ""
