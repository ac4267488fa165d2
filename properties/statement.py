"""Statements: a claim, the letters it binds and the conditions it states; read from and written as plain text."""

from __future__ import annotations

from dataclasses import dataclass

from ..reference.errors import InputError
from .nodes import Call, Items, Node, Sym, measurements
from .parsing import RELATIONS, Reader
from .rendering import to_latex, to_text
from .roles import ROLES

LATEX_RELATION = {"==": "=", "!=": r"\neq", "<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq", "~=": r"\approx"}


@dataclass(frozen=True, slots=True)
class Condition:
    """What the sizes must satisfy: a relation of two expressions, the left `odd` or `even`, or `left divides right`."""

    left: Node
    relation: str
    right: Node | None = None

    def __str__(self) -> str:
        left = to_text(self.left)
        return f"{left} {self.relation}" if self.right is None else f"{left} {self.relation} {to_text(self.right)}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim `left relation right`, perhaps negated, with bindings of letters to roles and conditions on the sizes.

    The relation `in` stands for `low <= left <= high`; its right side is the tuple (low, high). `~=` means equal as
    far as the right side is printed.
    """

    left: Node
    relation: str
    right: Node
    negated: bool = False
    where: tuple[tuple[str, str], ...] = ()
    given: tuple[Condition, ...] = ()

    @property
    def call(self) -> Call | None:
        """The first measurement of the claim, which names its predicate and subject."""
        return next(iter((*measurements(self.left), *measurements(self.right))), None)

    @property
    def predicate(self) -> str:
        """The name of what is measured; a claim about numbers alone is `arithmetic`."""
        return self.call.name if self.call else "arithmetic"

    @property
    def subject(self) -> str:
        """The name of the subject measured, or the empty string where there is none."""
        return _subject(self.call) if self.call else ""

    def claim(self) -> str:
        """The claim alone, in plain syntax."""
        left = to_text(self.left)
        if self.relation == "in":
            assert isinstance(self.right, Items)
            low, high = self.right.items
            text = f"{to_text(low)} <= {left} <= {to_text(high)}"
        else:
            text = f"{left} {self.relation} {to_text(self.right)}"
        return f"not {text}" if self.negated else text

    def __str__(self) -> str:
        where = ", ".join(f"{letter} = {role}" for letter, role in self.where)
        given = " and ".join(map(str, self.given))
        return self.claim() + (f" where {where}" if where else "") + (f" if {given}" if given else "")


def _subject(call: Call) -> str:
    if not call.args:  # a subject with options of its own
        return call.name
    first = call.args[0]
    return _subject(first) if isinstance(first, Call) else first.name if isinstance(first, Sym) else ""


def statement_latex(statement: Statement) -> str:
    r"""The claim of a statement in LaTeX.

    >>> statement_latex(parse("macs(pointwise_conv2d) == H*W*C*M"))
    '\\mathrm{macs} \\left( \\mathrm{pointwise\\_conv2d} \\right) = H \\times W \\times C \\times M'
    """
    left = to_latex(statement.left)
    if statement.relation == "in":
        assert isinstance(statement.right, Items)
        low, high = map(to_latex, statement.right.items)
        text = rf"{low} \leq {left} \leq {high}"
    else:
        text = f"{left} {LATEX_RELATION[statement.relation]} {to_latex(statement.right)}"
    return rf"\neg \left( {text} \right)" if statement.negated else text


def parse(text: str) -> Statement:
    """The statement a text says; raises InputError, in one sentence, where it says none.

    >>> statement = parse("macs(conv2d, stride=S) == floor((H-K)/S + 1)**2*K**2*C*M if H == W and K odd")
    >>> statement.predicate, statement.subject
    ('macs', 'conv2d')
    >>> str(statement)
    'macs(conv2d, stride=S) == floor((H - K)/S + 1)**2*K**2*C*M if H == W and K odd'
    >>> parse("not causal(conv1d)") == parse("not causal(conv1d) == true")
    True
    """
    reader = Reader(text)
    negated = reader.take("not") is not None
    left, relation, right = _claim(reader)
    where = _bindings(reader) if reader.take("where") else ()
    given = _conditions(reader) if reader.take("if") else ()
    reader.finish()
    return Statement(left, relation, right, negated, where, given)


def _claim(reader: Reader) -> tuple[Node, str, Node]:
    left = reader.expression()
    relation = reader.take(*RELATIONS)
    if relation is None:
        if reader.take("in"):
            return left, "in", _bounds(reader.expression())
        if isinstance(left, Call) and left.is_measurement and reader.peek() != "=":
            return left, "==", Sym("true")
        raise reader.error("a relation such as ==")
    right = reader.expression()
    second = reader.take(*RELATIONS)
    if second is None:
        return left, relation, right
    high = reader.expression()
    if (relation, second) == ("<=", "<="):
        return right, "in", Items((left, high))
    raise InputError(f"{reader.text!r}: a chain is written low <= value <= high, not with {relation} and {second}")


def _bounds(node: Node) -> Items:
    match node:
        case Items((low, high), True):
            return Items((low, high))
        case Call("range", (low, high)):
            return Items((low, high))
    raise InputError(f"after 'in' two bounds are expected, as in (8, 9), not {to_text(node)}")


def _bindings(reader: Reader) -> tuple[tuple[str, str], ...]:
    bindings: list[tuple[str, str]] = []
    while True:
        letter = reader.name("a letter to bind")
        reader.expect("=", f"after the letter {letter}")
        role = reader.name(f"a role for the letter {letter}")
        if role not in ROLES:
            raise InputError(f"{letter} is bound to {role!r}, which is no role; the roles are {', '.join(ROLES)}")
        if any(letter == bound for bound, _ in bindings):
            raise InputError(f"the letter {letter} is bound twice")
        bindings.append((letter, role))
        if not reader.take(","):
            return tuple(bindings)


def _conditions(reader: Reader) -> tuple[Condition, ...]:
    conditions: list[Condition] = []
    while True:
        left = reader.expression()
        if parity := reader.take("odd", "even"):
            conditions.append(Condition(left, parity))
        elif reader.take("divides"):
            conditions.append(Condition(left, "divides", reader.expression()))
        elif relation := reader.take("==", "!=", "<=", ">=", "<", ">"):
            conditions.append(Condition(left, relation, reader.expression()))
        else:
            raise reader.error("a condition: a relation, odd, even or divides")
        if not reader.take("and"):
            return tuple(conditions)
