"""Gate: the answer relies on what the reference measures, and not on the closed form written into the route once more.

At every variant what is measured must carry through to the route's value, doubled or halved; and with anything else in
its place the rest of the route must not already be the answer, up to a factor or a difference.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...properties.nodes import Call, Items, Node, Num, Sym, measurements, symbols, transform, walk
from ...properties.parsing import parse_expression
from ...properties.rendering import to_text
from ...properties.roles import LETTERS, PARTS
from ...properties.subjects import SUBJECTS, subject
from .. import compiled
from ..drawing import canonical
from ..measured import measure
from ..question import Blank, Question
from ..refusal import Refusal

GATE = "two routes"
_UNMEASURED = (0, 1, 2)  # what stands for a measurement where only the rest of the route is looked at
_RATIO = ("per", "times", "%", "ratio", "share", "あたり", "当たり", "ごと", "倍", "割")


def check_question(question: Question) -> None:
    """What needs no variant: the sizes of what is measured belong into the measurement, not around it."""
    for blank in question.blanks:
        if _compound(blank) and not blank.read and not _is_ratio(blank):
            route = parse_expression(blank.route_text)
            outside = [name for name in symbols(_emptied(route)) if name in question.space.domains]
            for call in measurements(route):
                if inside := [name for name in outside if name in _sizes(call)]:
                    raise Refusal(GATE, f"the route {blank.route_text} of {blank.name} has {inside[0]}, a size of what "
                                  f"{to_text(call)} measures, outside of the measurement; expected it to be measured, "
                                  "or a unit such as 'weights per filter'")  # fmt: skip


def _compound(blank: Blank) -> bool:
    """Whether a route does arithmetic with what is measured."""
    return blank.form in ("number", "shape") and bool(blank.route_text) and not _direct(parse_expression(blank.route_text))


def _direct(route: Node) -> bool:
    """Whether a route is a measurement as it is, or several as a shape."""
    items = route.items if isinstance(route, Items) else (route,)
    return all(isinstance(item, Call) and item.is_measurement for item in items)


def _is_ratio(blank: Blank) -> bool:
    return any(word in unit.split() or (not word.isascii() and word in unit)
               for unit in blank.unit.values() for word in _RATIO)  # fmt: skip


def _emptied(route: Node) -> Node:
    """The route with a number in each measurement's place."""
    return transform(route, lambda n: Num(Fraction(1)) if isinstance(n, Call) and n.is_measurement else n)


def _sizes(call: Call) -> frozenset[str]:
    """The letters that name a size of what is measured by custom, and those its options mention."""
    roles: set[str] = set()
    for node in walk(call):
        if isinstance(node, Sym) and node in call.args and node.name in SUBJECTS:
            roles |= subject(node.name).roles.keys()
    named = {letter for letter, meant in LETTERS.items() if {meant[0], *PARTS.get(meant[0], ())} & roles}
    return frozenset(named | set(symbols(call)))


class Reliance:
    """What is seen of the routes over the variants of a question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.blanks = [blank for blank in question.blanks if _compound(blank)]
        self.answers: dict[str, set[Any]] = {blank.name: set() for blank in self.blanks}
        self.apart: dict[tuple[str, int, str], set[Any]] = {}

    def add(self, facts: Mapping[str, Any], values) -> None:
        """Look at one variant; refused where no measurement carries through to the route's value."""
        given = {name: facts[name] for name in self.question.space.domains}
        for blank in self.blanks:
            key = canonical(facts[blank.name])
            _carried(blank, key, given, values)
            if len(self.answers[blank.name]) < 2:
                self.answers[blank.name].add(key)
            for stand_in in _UNMEASURED:
                self._rest(blank, stand_in, key, given)

    def _rest(self, blank: Blank, stand_in: int, key: Any, given: Mapping[str, Any]) -> None:
        """How far the answer is from the route without its measurements: as a quotient and as a difference."""
        seen = {how: self.apart.setdefault((blank.name, stand_in, how), set()) for how in ("quotient", "difference")}
        if not isinstance(key, Fraction) or all(len(found) > 1 for found in seen.values()):
            return
        try:
            value = canonical(_probed(blank, given, lambda call, found: stand_in))
            seen["difference"].add(key - value)
            seen["quotient"].add(key / value)
        except (ArithmeticError, TypeError, ValueError):
            for found in seen.values():
                found |= {None, key}  # without a value it is not the answer

    def check(self) -> None:
        """Refuse a route that is the answer whatever is measured."""
        for (name, _, _), found in self.apart.items():
            if len(self.answers[name]) > 1 and len(found) == 1:
                blank = next(blank for blank in self.blanks if blank.name == name)
                raise Refusal(GATE, f"the route {blank.route_text} of {name} has the answer in it already, and what is "
                              "measured does not decide it; expected a route that the reference decides")  # fmt: skip


class _Probe:
    """The reference, with another value than its own for some measurements."""

    def __init__(self) -> None:
        self.change: Callable[[Call, Any], Any] = lambda call, found: found

    def __call__(self, call: Call, given: Mapping[str, Any]) -> Any:
        return self.change(call, lambda: measure(call, given))


@lru_cache(maxsize=1024)
def _compiled(text: str, names: frozenset[str], words: tuple[tuple[str, str], ...]) -> tuple[_Probe, Any, tuple]:
    """The route as a function that measures by a probe, the probe, and the measurements it makes."""
    node = compiled.substituted(parse_expression(text), dict(words))
    probe, numbers = _Probe(), names - {name for name, _ in words}
    known = frozenset(n.name for n in walk(node) if isinstance(n, Sym)) - numbers
    return probe, compiled.function(node, numbers, known, probe), tuple(dict.fromkeys(measurements(node)))


def _of(blank: Blank, given: Mapping[str, Any]) -> tuple[_Probe, Any, tuple]:
    words = tuple(sorted((name, value) for name, value in given.items() if isinstance(value, str)))
    return _compiled(blank.route_text, frozenset(given), words)


def _probed(blank: Blank, given: Mapping[str, Any], change: Callable[[Call, Any], Any]) -> Any:
    """The route's value where `change(call, measured)` says what each measurement gives."""
    probe, route, _ = _of(blank, given)
    probe.change = change
    return route(given)


def _carried(blank: Blank, key: Any, given: Mapping[str, Any], values) -> None:
    """Refuse unless some measurement, doubled as well as halved, changes the route's value at this variant."""
    calls = _of(blank, given)[2]
    if not any(all(_changed(blank, call, factor, given) != key for factor in (Fraction(1, 2), 2)) for call in calls):
        raise Refusal(GATE, f"what is measured in the route {blank.route_text} of {blank.name} does not change "
                      "its value; expected a route that the reference decides", values)  # fmt: skip


def _changed(blank: Blank, changed: Call, factor: Fraction | int, given: Mapping[str, Any]) -> Any:
    """The route's value with one of its measurements multiplied; None where it then has none."""

    def change(call: Call, found: Callable[[], Any]) -> Any:
        return _scaled(found(), factor) if call == changed else found()

    try:
        return canonical(_probed(blank, given, change))
    except (ArithmeticError, TypeError, ValueError):  # a size that is no whole number: what is measured did matter
        return None


def _scaled(value: Any, factor: Fraction | int) -> Any:
    if isinstance(value, tuple):
        return tuple(_scaled(item, factor) for item in value)
    return (value or 1) * factor if isinstance(value, int | Fraction) else value
