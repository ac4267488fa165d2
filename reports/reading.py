"""What a reader is given (`View`) and what it gives back (`Reading`): a statement, its place, how it was understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Protocol

from ..properties.nodes import Node, symbols
from ..properties.rendering import to_text
from ..properties.roles import LETTERS, PARTS
from ..properties.subjects import SUBJECTS
from ..properties.subjects import subject as subject_of
from ..reference.errors import InputError
from . import patterns as re
from .scope import Named, Outline
from .sizes.formulas import Span
from .sizes.quantities import Assignment, whole
from .text.inline import MASK
from .text.sentences import Sentence
from .vocabulary import family, lexicon

STAND_INS = {
    "dilated_conv": "conv2d", "dilated_stack": "dilated_causal_stack",
    "grouped_conv2d": "conv2d", "resnet": "residual_block", "densenet": "dense_block",
    "pool": "max_pool2d",
    "mobilenet": "depthwise_separable_conv2d",
}  # fmt: skip
"""Which subject is run where a note names a system or a family."""
_OUTPUT_ROLES = {"output_height": "height", "output_width": "width", "output_size": "size"}
_CHANNELS = ("in_channels", "out_channels")  # a letter declared as these is no number of samples, whatever is customary
MAX_CUSTOMS = 6
_FILLING = re.compile(rf"[{MASK}\s.,;:()（）。、=（）あ-おア-オ]|となる|になる|です")
_NO_DENIAL = re.compile(r"少$|(?:パディング|余白|バイアス|padding|bias)(?:は|が)?\s*$")  # 少ない, パディングなし
# That it must be so denies nothing: 同じでないといけない, 揃えなければならない, 同じでないと足せない.
MUST = re.compile(
    r"(?:な(?:い|けれ|く|きゃ|くちゃ)|ね)(?:と|ば|て|ては)?、?(?:いけ|なら|なり|だめ|ダメ|駄目|困)(?:な(?:い|く|かっ)|ません)?"
    r"|な(?:いと|ければ)、?[^、。]{0,14}?(?:せ|でき|れ|[えけげねべめ])(?:ない|ません|ず)"
)
BY_CUSTOM = "read by custom: "


@dataclass(frozen=True)
class Reading:
    """A sentence, read: the statement, where its words stand in the sentence, and remarks.

    `alternatives` are other consistent readings (letters bound by another custom): the first that holds is taken.
    `vetoes` are readings with other sizes in reach: where one of them holds, nothing is refuted.
    A reading that is not `sure` is never reported as refuted: its line is listed as unread instead. Of a `firm` one
    every size stands in the row, the question or the list that the claim belongs to: none may be taken away again.
    A `spare` one counts only where no other reading of the same words was decided, or where that one failed.
    `said` are the words that were read, where they are only a part of the note's sentence, or several put together.
    """

    statement: str
    start: int
    end: int
    notes: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    sure: bool = True
    firm: bool = False
    spare: bool = False
    subject: str = ""
    predicate: str = ""
    said: Sentence | None = None


class Reader(Protocol):
    """A module of `readers/`: a sentence in, its readings out."""

    __name__: str

    def read(self, view: View, /) -> Iterator[Reading]: ...


@dataclass
class View:
    """One sentence and all it inherits."""

    outline: Outline
    sentence: Sentence
    _letters: dict[str, str] | None = field(default=None)
    kept: dict[str, Any] = field(default_factory=dict)  # what several readers of one family work out once

    @property
    def letters(self) -> dict[str, str]:
        if self._letters is None:
            from .sizes.lettering import told

            inherited = self.outline.letters(self.sentence)
            unsaid = {x: r for x, r in told(self).items() if x not in self.outline.explained or x not in inherited}
            self._letters = inherited | unsaid
        return self._letters

    @property
    def given(self) -> list[Assignment]:
        return self.outline.given(self.sentence)

    def read_by(self, reader: Reader) -> list[Reading]:
        """What a reader reads of the sentence, read once: some readers ask what others have read."""
        if reader.__name__ not in self.kept:
            self.kept[reader.__name__] = list(reader.read(self))
        return self.kept[reader.__name__]

    def subject(self, place: int, fits: Callable[[str], bool]) -> Named | None:
        return self.outline.subject(self.sentence, place, fits)

    def in_clause(self, place: int, fits: Callable[[str], bool]) -> Named | None:
        """The one subject that fits and is named in the clause at a place itself."""
        s = self.sentence
        start, end = s.clause(place)
        named = [m for m in s.subjects if start <= m.start < end and not m.weak and fits(m.tag) and not s.contrasted(m)]
        return Named(named[0].tag, "", s.block) if len({m.tag for m in named}) == 1 else None

    def in_families(self, place: int, *families: str, names: Iterable[str] = ()) -> Named | None:
        """The subject at a place among those of the families (or of the names)."""
        allowed = set(names)
        return self.subject(place, lambda s: family(s) in families or s in allowed)

    def polarity(self, place: int) -> bool:
        """False where the clause at a place is denied (しない, できない, not, never, no)."""
        start, end = self.sentence.clause(place)
        text, told = self.sentence.words, self.sentence.tags.get("not", ())
        musts = [m.span() for m in MUST.finditer(text)]
        denials = [m for m in told if not _NO_DENIAL.search(text[max(0, m.start - 6) : m.start])]
        denials = [m for m in denials if not any(a <= m.start < b for a, b in musts)]
        words = [m for m in denials if start <= m.start < end]
        return len(words) % 2 == 0 if len(words) < 2 else False

    def clause_has(self, place: int, *tags: str) -> bool:
        start, end = self.sentence.clause(place)
        return any(self.sentence.within(tag, start, end) for tag in tags)

    def formula_after(self, place: int, reach: int = 60, symbolic: bool | None = None) -> Span | None:
        """The first formula within reach after a place."""
        for span in self.sentence.formulas:
            if place <= span.start <= place + reach and (symbolic is None or bool(letters_in(span)) == symbolic):
                return span
        return None

    def number_of(self, role: str) -> int | None:
        """The number this sentence gives a role."""
        return next((a.number for a in self.given if a.role == role and a.number is not None), None)

    @cached_property
    def bare(self) -> bool:
        """Whether the sentence is hardly more than a formula (a displayed equation, a formula on its own line)."""
        if not self.sentence.formulas:
            return False
        words = list(self.sentence.words)
        for span in self.sentence.formulas:
            words[span.start : span.end] = MASK * (span.end - span.start)
        return len(_FILLING.sub("", "".join(words))) <= 6

    @property
    def in_prose(self) -> bool:
        """Whether the sentence stands in running text: no heading, no cell, no program text."""
        s = self.sentence
        return s.cell is None and self.outline.blocks[s.block].kind not in ("heading", "code", "fence")

    def leads(self) -> list[Sentence]:
        """For a bare formula, the sentences that introduce it, nearest first: a table's head, the text before."""
        s, outline = self.sentence, self.outline
        block = outline.blocks[s.block]
        if s.cell is not None and block.header is not None:
            return [x for x in outline.sentences[block.header] if x.cell == s.cell]
        if not self.bare or s.has("output", "input"):  # it says itself what its formula is
            return []
        earlier = outline.sentences[s.block][: s.number]
        if earlier:
            return earlier[::-1]
        for at in range(s.block - 1, max(-1, s.block - 3), -1):
            if outline.blocks[at].kind in ("heading", "text") or at == block.parent:
                return outline.sentences[at][::-1]
        return outline.sentences[block.parent][::-1] if block.parent is not None else []

    def lead(self) -> Sentence | None:
        """The nearest sentence that introduces a bare formula."""
        return next(iter(self.leads()), None)


def letters_in(span: Span) -> tuple[str, ...]:
    """The letters of a formula's value."""
    return symbols(span.formula.value)


@cache
def letter_customs() -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple(lexicon("symbols").items())


@cache
def roles_of(subject: str) -> frozenset[str]:
    """Every role a subject has, those of both axes included; empty where there is no such subject."""
    try:
        own = set(subject_of(subject).roles)
    except InputError:
        return frozenset()
    return frozenset(own | {role for role, parts in PARTS.items() if own & set(parts)})


def runnable(subject: str) -> str:
    """The subject that is run for one that a note names."""
    return STAND_INS.get(subject, subject)


def known(subject: str) -> bool:
    return runnable(subject) in SUBJECTS or bool(roles_of(runnable(subject)))


def bindings(view: View, subject: str, nodes: Sequence[Node]) -> list[tuple[dict[str, str], str]]:
    """The consistent ways to bind the letters of some expressions, the note's own declarations first kept.

    Each is (letter -> role, remark). Empty where a letter has no meaning that the subject could give it.
    """
    letters = list(dict.fromkeys(name for node in nodes for name in symbols(node)))
    roles = roles_of(subject)
    if family(subject) == "convolution" and "time" not in roles and any(view.letters.get(x) == "time" for x in letters):
        return []  # the length of a sequence is no size of a map, whatever is customary
    own = {x: r for x in letters if (r := _fitting(view.letters.get(x), roles))}
    found: list[tuple[dict[str, str], str]] = []
    for name, custom in letter_customs():
        bound = {x: own.get(x) or _fitting(custom.get(x) or _default(x, roles, name), roles) for x in letters}
        complete = {x: r for x, r in bound.items() if r and not _taken(x, r, view.letters)}
        complete = {x: r for x, r in complete.items() if r != "batch" or view.letters.get(x) not in _CHANNELS}
        if len(complete) == len(letters) and _consistent(complete, subject) and complete not in [b for b, _ in found]:
            found.append((complete, _remark(complete, own)))
    if (
        not found
        and own
        and not any(_fitting(view.letters.get(x), roles) is None and x in view.letters for x in letters)
    ):
        found = _without_own(view, subject, letters, roles)
    if not found:
        found = _foreign_letters(view, subject, letters, roles)
    return found[:MAX_CUSTOMS]


def settled_letters(view: View, *nodes: Node) -> bool:
    """Whether the note explains outright every letter of some expressions, each in one way only."""
    letters = {name for node in nodes for name in symbols(node)}
    meanings = view.outline.declarations.meanings
    explained = view.outline.explained
    known = explained & view.letters.keys()
    return bool(letters) and letters <= known and all(len(meanings.get(x, ())) == 1 for x in letters)


def _taken(letter: str, role: str, letters: dict[str, str]) -> bool:
    """A letter declared as something else may not stand for what another declared letter is, nor for the batch."""
    declared = letters.get(letter)
    if declared is None or _OUTPUT_ROLES.get(declared, declared) == role:
        return False
    if role == "batch" and declared in ("in_channels", "out_channels"):
        return True  # N filters are no N images, though the layer has no such size
    return any(r == role for x, r in letters.items() if x != letter)


def _foreign_letters(
    view: View, subject: str, letters: list[str], roles: frozenset[str]
) -> list[tuple[dict[str, str], str]]:
    """A letter whose meaning is plain though the subject has no such size: the claim says it matters."""
    custom = dict(letter_customs())["roles"]
    bound = {x: view.letters.get(x) or custom.get(x) or "" for x in letters}
    bound = {x: _OUTPUT_ROLES.get(r, r) for x, r in bound.items()}
    odd = [x for x, r in bound.items() if not _fitting(r, roles)]
    plain = all(x in view.letters or x in "HWCKM" or x in ("D_K", "D_F") for x in odd)
    if (
        len(letters) < 3
        or len(odd) > 1
        or not all(bound.values())
        or not plain
        or len(set(bound.values())) < len(bound)
    ):
        return []
    return [(bound, "")]


def _without_own(
    view: View, subject: str, letters: list[str], roles: frozenset[str]
) -> list[tuple[dict[str, str], str]]:
    """Where the declarations clash (a letter changed its meaning), custom alone."""
    found = []
    for name, custom in letter_customs():
        bound = {x: _fitting(custom.get(x) or _default(x, roles, name), roles) for x in letters}
        complete = {x: r for x, r in bound.items() if r}
        if len(complete) == len(letters) and _consistent(complete, subject) and complete not in [b for b, _ in found]:
            found.append((complete, _remark(complete, {})))
    return found[:MAX_CUSTOMS]


def _default(letter: str, roles: frozenset[str], custom: str) -> str | None:
    if custom != "roles":
        return None
    return next((r for r in LETTERS.get(letter, ()) if r in roles), None)


def _fitting(role: str | None, roles: frozenset[str]) -> str | None:
    """The role if the subject has it; a size of the output stands for the input's where those are equal."""
    if role is None:
        return None
    role = _OUTPUT_ROLES.get(role, role)
    return role if role in roles or any(part in roles for part in PARTS.get(role, ())) else None


def _consistent(bound: dict[str, str], subject: str) -> bool:
    """No two letters for one size."""
    own = set(subject_of(subject).roles)
    seen: set[str] = set()
    for role in bound.values():
        parts = {role} & own or set(PARTS.get(role, ())) & own
        if parts & seen:
            return False
        seen |= parts
    return True


def _remark(bound: dict[str, str], own: dict[str, str]) -> str:
    guessed = [f"{x} = {r}" for x, r in bound.items() if x not in own]
    return BY_CUSTOM + ", ".join(guessed) if guessed else ""


def statements(
    view: View, claim: Callable[[], str] | str, subject: str, nodes: Sequence[Node]
) -> tuple[list[str], str] | None:
    """The statement texts of a claim, one for each way to bind its letters, and the remark on the first."""
    text = claim if isinstance(claim, str) else claim()
    ways = bindings(view, subject, nodes)
    if not ways:
        return None
    texts = []
    for bound, _ in ways:
        where = ", ".join(f"{x} = {r}" for x, r in bound.items() if LETTERS.get(x, ("",))[0] != r or x in ("k", "n"))
        texts.append(text + (f" where {where}" if where else ""))
    return texts, ways[0][1]


def options(view: View, subject: str, numbers: bool = True) -> dict[str, str]:
    """What the sentence (and what introduces it) fixes: stride, padding, dilation, sizes given as numbers."""
    found: dict[str, str] = {}
    for sentence in _conditions_of(view):
        given = view.outline.given(sentence)
        if sentence is not view.sentence:
            given = [a for a in given if not _supposed(sentence, a)]
        found |= stated(given, sentence, numbers)
    roles = roles_of(subject)
    return {k: v for k, v in found.items() if k in roles or any(p in roles for p in PARTS.get(k, ()))}


def _conditions_of(view: View) -> Iterator[Sentence]:
    """Outer sentences first, so that the nearest condition prevails."""
    s = view.sentence
    for block in reversed(list(view.outline.ancestors(s.block))):
        yield from view.outline.sentences[block][-1:]
    earlier = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    yield from earlier[-2:]
    yield s


_SUPPOSED = re.compile(r"\s*(?:に|と)?\s*(?:する|した|なる|すれ|変え|増や|上げ|下げ)(?:と|場合|ら|ば|れば)")


def _supposed(sentence: Sentence, a: Assignment) -> bool:
    """A size that an earlier sentence only supposes (ストライドを2にすると..., in brackets): no condition here."""
    if a.role not in ("stride", "padding", "dilation", "groups"):
        return False
    before = sentence.words[: a.start]
    aside = before.count("(") + before.count("（") > before.count(")") + before.count("）")
    if aside or _SUPPOSED.match(sentence.words[a.end :]):
        return True
    what_if = re.search(r"\b(?:if|when|with)\b[^.,;]{0,24}$", before, re.IGNORECASE)
    return bool(what_if and re.search(r"\b(?:halv|doubl|becom|would|instead)", sentence.words, re.IGNORECASE))


def stated(given: Sequence[Assignment], sentence: Sentence, numbers: bool) -> dict[str, str]:
    """What one sentence fixes by itself, as options."""
    found: dict[str, str] = {}
    if "same_padding" in sentence.tags:
        found["padding"] = "same"
    if "no_padding" in sentence.tags:
        found["padding"] = "valid"
    for a in given:
        number = a.number
        if a.role in ("stride", "padding", "dilation", "total_padding") and number is not None:
            found[a.role] = str(number)
        elif numbers:
            found |= numeric(a)
    return found


def numeric(a: Assignment) -> dict[str, str]:
    """The sizes that an assignment of numbers fixes, as options."""
    if a.role in ("input", "kernel"):
        values = [whole(v) for v in a.values]
        if a.role == "kernel":
            found = {} if None in values[:2] else {"kernel_height": str(values[0]), "kernel_width": str(values[1])}
            if len(values) == 3 and values[2]:
                found["in_channels"] = str(values[2])
            return found
        if len(values) in (2, 3) and None not in values:
            first = len(values) == 3 and values[1] == values[2] and values[0] != values[1]
            h, w, *c = [values[1], values[2], values[0]] if first else values
            return {"height": str(h), "width": str(w), **({"in_channels": str(c[0])} if c else {})}
        return {}
    if a.number is not None and a.role in (
        "in_channels",
        "out_channels",
        "kernel_size",
        "groups",
        "growth_rate",
        "layers",
        "in_features",
        "out_features",
        "size",
        "height",
        "width",
    ):
        return {a.role: str(a.number)}
    return {}


def call(predicate: str, subject: str, chosen: dict[str, str] | None = None, *more: str) -> str:
    """A measurement in the statement language.

    >>> call("macs", "conv2d", {"stride": "1"})
    'macs(conv2d, stride=1)'
    """
    inner = [subject, *more, *(f"{k}={v}" for k, v in (chosen or {}).items())]
    return f"{predicate}({', '.join(inner)})"


def text_of(nodes: Sequence[Node]) -> str:
    """A tuple in the statement language."""
    return "(" + ", ".join(to_text(n) for n in nodes) + ("," if len(nodes) == 1 else "") + ")"


def inherited_note(named: Named, view: View) -> tuple[str, ...]:
    """The remark that tells from where a subject was inherited."""
    if not named.where:
        return ()
    return (f"subject {named.subject} taken from {named.where}",)
