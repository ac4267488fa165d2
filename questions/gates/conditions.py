"""Gate: the text and the routes speak of the same thing: its conditions are measured under, and both languages agree.

A condition that a text names (a bias, groups, a stride ...) must be carried by a route: as an option, as a parameter
that names that size by custom, or by what is measured. What is asked for must be what the route measures.
"""

from fractions import Fraction
from functools import lru_cache

from ...properties.nodes import Call, Num, Sym, measurements, symbols, walk
from ...properties.parsing import parse_expression
from ...properties.roles import LETTERS, PARTS, ROLES
from ..conditions import Conditions, skeleton, told
from ..frontmatter import LANGUAGES
from ..measured import letters_of
from ..question import Question, Texts
from ..refusal import Refusal
from .units import quantity

GATE, LANGUAGE = "text and route", "language"
_SIMPLE = frozenset({"conv1d", "conv2d", "depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d",
                     "conv_transpose2d", "causal_conv1d", "masked_conv2d", "linear"})  # fmt: skip
_USUAL = {"stride": "1", "dilation": "1", "groups": "1", "padding": "0"}
_STORED = frozenset({"params", "kernel_shape"})  # what does not depend on the map
_CONFUSED = frozenset({"in_channels", "out_channels", "height", "width"})
_COUNTS = frozenset({"macs", "flops", "params", "bytes"})


def check(question: Question, texts: Texts, values) -> None:
    """Refuse a text whose conditions no route carries, or whose languages name different ones."""
    keys = ["", *(key[3:] for key in texts if key.startswith("ja ") and key.endswith(" text"))]
    pairs = tuple((key, *(skeleton(*texts[f"{language} {key}".strip()]) for language in LANGUAGES)) for key in keys)
    blanks = [blank for blank in question.blanks if blank.route_text and blank.form in ("number", "shape", "formula")]
    told_by_routes = len(blanks) == len(question.blanks) and question.figure is None
    routes = tuple(blank.route_text for blank in blanks) if told_by_routes else ()
    if found := _fault(pairs, routes, tuple(question.space.domains)):
        raise Refusal(*found, values)


@lru_cache(maxsize=4096)
def _fault(
    pairs: tuple[tuple[str, str, str], ...], routes: tuple[str, ...], names: tuple[str, ...]
) -> tuple[str, str] | None:
    """The gate that refuses and why: the same for every variant with the same words."""
    read = [(key or "stem", told(ja, "ja"), told(en, "en")) for key, ja, en in pairs]
    for where, ja, en in read:
        if fault := _unlike(ja, en, where):
            return LANGUAGE, fault
    for language, stem in zip(LANGUAGES, read[0][1:], strict=True):
        fault = _uncarried(routes, names, stem) or (len(routes) == 1 and _asks_else(routes[0], stem))
        if routes and fault:
            return GATE, f"the stem ({language}) {fault}; the route is {' and '.join(dict.fromkeys(routes))}"
    return None


def _unlike(ja: Conditions, en: Conditions, where: str) -> str:
    """Both languages must name the same numbers for the same thing, and the same kinds."""
    for role in [*ja.sizes, *en.sizes]:
        here, there = ja.sizes.get(role, frozenset()), en.sizes.get(role, frozenset())
        alone = (role in _USUAL and not (here and there)
                 and role not in (ja.heads if there else en.heads) and (here | there) != {_USUAL[role]})  # fmt: skip
        if alone or (here and there and not here & there):
            return f"the Japanese {where} gives {_listed(here)} for {_spoken(role)}, the English {_listed(there)}"
    for name in [*ja.kinds, *en.kinds]:
        here, there = ja.kinds.get(name, frozenset()), en.kinds.get(name, frozenset())
        if (here and there and not here & there) or (name in ("bias", "convolution") and bool(here) != bool(there)):
            return f"the Japanese {where} says {_listed(here)} of {name}, the English {_listed(there)}"
    return ""


def _listed(found: frozenset[str]) -> str:
    return " and ".join(sorted(found)) or "nothing"


def _spoken(role: str) -> str:
    return role.replace("_", " ")


def _uncarried(routes: tuple[str, ...], names: tuple[str, ...], stem: Conditions) -> str:
    """A condition of the text under which nothing is measured."""
    calls = [call for route in routes for call in measurements(parse_expression(route))]
    subjects = {node.name for call in calls for node in walk(call) if isinstance(node, Sym) and node in call.args}
    fault = _kind(stem, calls, subjects)
    if fault or not subjects <= _SIMPLE:
        return fault
    pointwise = "pointwise" in stem.kinds.get("convolution", ())
    return next(filter(None, (_size(names, role, size, calls, pointwise)
                              for role, sizes in stem.sizes.items() for size in sorted(sizes))), "")  # fmt: skip


def _kind(stem: Conditions, calls: list[Call], subjects: set[str]) -> str:
    """What the text says of bias, of the kind of convolution and of padding that is not measured."""
    options = [{key: getattr(option, "name", "") for key, option in call.options} for call in calls]
    biased = any(option.get("bias") == "true" for option in options)
    bias = stem.kinds.get("bias", frozenset())
    if bias == {"some"} and not biased and subjects <= _SIMPLE:
        return "speaks of a bias, and none is measured (bias=true)"
    if bias == {"none"} and biased:
        return "says that there is no bias, and one is measured"
    told = stem.kinds.get("convolution", frozenset())
    measured = {kind for kind in told for name in subjects if kind.removesuffix("d") in name}
    grouped = "depthwise" in told and any("groups" in option for option in options)
    if told and not measured and not grouped and subjects <= _SIMPLE:
        return f"speaks of a {' and a '.join(sorted(told))} convolution, and none is measured"
    kept, padding = {option.get("padding", "") for option in options}, stem.kinds.get("padding", frozenset())
    mapped = any(call.name not in _STORED for call in calls)
    if mapped and padding == {"valid"} and kept == {"same"}:
        return "says that there is no padding, and padding=same is measured"
    if mapped and padding == {"same"} and kept == {"valid"}:
        return "says that the size is kept, and padding=valid is measured"
    return ""


def _size(names: tuple[str, ...], role: str, size: str, calls: list[Call], pointwise: bool) -> str:
    """A size that the text names and nothing is measured with; a parameter that the text calls something else."""
    roles = {role, *PARTS.get(role, ())}
    if size.isdigit():
        given = [option for call in calls for key, option in call.options if key in roles]
        if role not in _USUAL or (not given and size == _USUAL[role]):
            return ""
        if all(isinstance(option, Num) and option.value != Fraction(size) for option in given) and not (
            role == "padding" and any(getattr(o, "name", "") for c in calls for k, o in c.options if k == "padding")
        ):
            return f"gives {_spoken(role)} {size}, and nothing is measured with it"
        return ""
    if size not in names:
        return ""
    if size in ROLES:  # a letter in a formula: the parameter says what it stands for
        return f"gives {size} as {_spoken(role)}" if {role, size} <= _CONFUSED and role != size else ""
    named = [call for call in calls if size in letters_of(call) or size in symbols(call)]
    if not named and role == "kernel_size" and pointwise:
        return ""  # the kernel of what comes before the 1 × 1 convolution that is asked about
    if not named:
        return f"gives {size} as {_spoken(role)}, and nothing that is measured has that size"
    implicit = [call for call in named if size not in symbols(call)]
    meant = {part for letter in LETTERS.get(size, ()) for part in (letter, *PARTS.get(letter, ()))}
    if implicit and role in _CONFUSED and meant & _CONFUSED and role not in meant:
        return f"gives {size} as {_spoken(role)}, and it is measured as {_spoken(LETTERS[size][0])}"
    return ""


def _asks_else(route: str, stem: Conditions) -> str:
    """What the text asks for must be what the route measures."""
    measured = quantity(parse_expression(route))
    if len(stem.asked) == 1 and measured in _COUNTS and measured not in stem.asked:
        return f"asks for {_listed(stem.asked)}, and {measured} is measured"
    return ""
