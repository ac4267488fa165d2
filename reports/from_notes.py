"""Questions made of a note's verified claims: fill the gap, find the error, true or false, name the axes.

Only what holds for every case decided is asked; every wrong choice is a neighbour of the author's own formula that the
reference refutes. The author's words are quoted as they are, in a frame of either language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ..properties.nodes import Items, Node, Sym, symbols
from ..properties.rendering import to_latex
from ..properties.statement import Statement, parse
from ..properties.verdict import Verdict, decide
from ..questions.code import DIGEST_BITS, KEY_BITS, SheetCode
from ..questions.gates import distractors
from ..questions.parameters import Space
from ..questions.question import Blank, Option, Question
from ..questions.sheet import MOST_QUESTIONS, Sheet
from ..questions.streams import Stream, fingerprint
from ..questions.template import Template
from ..questions.variant import LABELS, Choice, Part, Variant
from ..reference.errors import InputError
from .mutations import LETTERS, mutations
from .quotations import Quotation, quotations
from .verification import verify_path

SHOWN = 4  # choices of a gap
TRIED = 16  # neighbours of a formula that are decided
PASSAGE = 3  # sentences in which one error is to be found
DECLARED = ("input_shape",)  # a note that names its input's sizes claims nothing
IN_WORDS = (
    "combine", "feeds", "independent_of_batch", "depends_on", "causal", "parallel_over_time", "train_eval_differs",
    "dilation_schedule", "rf_growth", "rf_per_params", "params", "normalised_over",
)  # fmt: skip
_AXES = (("N", "H", "W"), ("C", "H", "W"), ("H", "W"), ("N",), ("C",), ("N", "C", "H", "W"))


@dataclass(frozen=True)
class _Written:
    """A question before its choices are put in order: its texts by key, its one gap, its options and how they read."""

    name: str
    kind: str
    line: int
    texts: dict[str, tuple[str, list]]
    blank: Blank


def sheets_from_note(
    path: str | Path,
    seed: int | str,
    count: int = MOST_QUESTIONS,
    students: Sequence[str] = ("",),
    course: str = "kenzan",
) -> list[Sheet]:
    """Sheets of questions on a note's verified claims; equal notes and seeds give equal sheets.

    Raises InputError where the note cannot be read or nothing in it could be verified.
    """
    if not 1 <= count <= MOST_QUESTIONS:
        raise InputError(f"{count} questions are asked for; expected 1 to {MOST_QUESTIONS}")
    report = verify_path(path)
    quoted = [q for q in quotations(report) if q.statement.predicate not in DECLARED]
    digest = fingerprint("note", report.source)
    made = []
    for number, student in enumerate(students, 1):
        key = fingerprint("note sheet", course, seed, digest, number, student) >> (256 - KEY_BITS)
        variants = _variants(quoted, key, Path(path))
        if not variants:
            raise InputError(
                f"{path}: no claim of the note could be verified and asked; expected formulas or facts kenzan reads"
            )
        chosen = _chosen(variants, key, count)
        code = SheetCode(key, digest >> (256 - DIGEST_BITS), len(chosen))
        made.append(Sheet(student, number, str(code), tuple(chosen)))
    return made


def _chosen(variants: list[Variant], key: int, count: int) -> list[Variant]:
    """So many of them, of each kind in turn, in the order of the note."""
    kinds: dict[str, list[Variant]] = {}
    for variant in sorted(variants, key=lambda v: fingerprint(key, v.question.id, "select")):
        kinds.setdefault(variant.question.kind, []).append(variant)
    rounds = max(map(len, kinds.values()))
    turns = [of_kind[i] for i in range(rounds) for of_kind in kinds.values() if i < len(of_kind)][:count]
    return [variant for variant in variants if variant in turns]


def _variants(quoted: list[Quotation], key: int, path: Path) -> list[Variant]:
    """Every question that can be made, each checked by the gate that distractors of the bank pass."""
    variants = []
    for written in _questions(quoted, key):
        variant = _realised(written, key, path)
        distractors.check(variant, {}, {})
        variants.append(variant)
    return variants


def _questions(quoted: list[Quotation], key: int) -> Iterator[_Written]:
    formulas = [q for q in quoted if q.value is not None]
    mutants = {id(q): _refuted(q, Stream(key, str(q.statement), "mutants")) for q in formulas}
    able = [q for q in formulas if len(mutants[id(q)]) >= SHOWN - 1]
    for q in able:
        yield _cloze(q, mutants[id(q)])
    apart = list({q.text: q for q in able}.values())  # one of each block: sentences of a passage read differently
    for at in range(0, len(apart) - PASSAGE + 1, PASSAGE):
        yield _error(apart[at : at + PASSAGE], mutants, key)
    for q in quoted:
        if q.statement.predicate == "normalised_over":
            yield _axes(q)
    spoken = [q for q in quoted if q.value is None and q.statement.predicate in IN_WORDS and _says_no_more(q)]
    for q in spoken:
        yield _truth(q, q.text, q.statement, True)
    stream = Stream(key, "false")
    for q in stream.sample(able, min(len(able), max(1, len(spoken)))):
        statement, mutant = stream.choice(mutants[id(q)])
        yield _truth(q, _with(q, _formula(mutant)), statement, False)


def _says_no_more(q: Quotation) -> bool:
    """Whether the verified words are most of the sentence: what else it says was not checked."""
    return 2 * len(q.claim.text) >= len(q.text)


def _refuted(q: Quotation, stream: Stream) -> list[tuple[Statement, Node]]:
    """Neighbours of the formula that running the reference refutes, drawn, longer and shorter ones mixed."""
    assert q.value is not None
    own = set(symbols(q.value))
    letters = tuple(x for x in LETTERS if x != "K" or not {"D_K", "F"} & own)
    found: list[tuple[Statement, Node]] = []
    for mutant in stream.shuffled(mutations(q.value, letters))[:TRIED]:
        statement = replace(q.statement, right=mutant)
        verdict = _verdict(str(statement))
        if verdict is not None and verdict.status == "refuted":
            found.append((statement, mutant))
    length = len(_formula(q.value))
    longer = [m for m in found if len(_formula(m[1])) > length]
    rest = [m for m in found if len(_formula(m[1])) <= length]
    mixed = [m for pair in zip(rest, longer, strict=False) for m in pair]
    return mixed + [m for m in found if m not in mixed]


@lru_cache(maxsize=4096)
def _verdict(statement: str) -> Verdict | None:
    """The verdict on a neighbour; None where it makes no sense of the letters."""
    try:
        return decide(parse(statement))
    except InputError:
        return None


def _formula(node: Node) -> str:
    """A formula as a note writes it; a shape as a product."""
    if isinstance(node, Items):
        return "$" + r" \times ".join(to_latex(item) for item in node.items) + "$"
    return f"${to_latex(node)}$"


def _with(q: Quotation, formula: str) -> str:
    """The author's words with this in the formula's place."""
    return f"{q.before}{formula}{q.after}"


def _framed(q: Quotation, ja: str, en: str, text: str) -> dict[str, tuple[str, list]]:
    """The stem in both languages: what to do, where in the note, the quotation."""
    where = " › ".join(q.headings[-2:]).replace("[[", "[ [")
    place = {"ja": f"（{where}）" if where else "", "en": f" ({where})" if where else ""}
    return {lang: (f"{frame}{place[lang]}\n\n> {text}", []) for lang, frame in (("ja", ja), ("en", en))}


def _solved(q: Quotation, text: str) -> dict[str, tuple[str, list]]:
    """The note's own words, and what shows them right."""
    strength = {"proved": ("すべての大きさについて証明", "proved for every size")}.get(
        q.claim.verdict.strength, ("定めた範囲のすべての場合で確認", "checked on every case of a finite domain")
    )
    return {
        "ja solution": (f"ノートの {q.claim.line} 行目：{text}\n\n検算：`{q.statement}`（{strength[0]}）", []),
        "en solution": (f"The note, line {q.claim.line}: {text}\n\nChecked: `{q.statement}` ({strength[1]})", []),
    }


def _options(
    pairs: Sequence[tuple[Statement, str, str]], right: int = 0
) -> tuple[tuple[Option, ...], dict[str, tuple[str, list]]]:
    """Options in words from (statement, Japanese, English); the one at `right` is the key."""
    options, texts = [], {}
    for i, (statement, ja, en) in enumerate(pairs):
        texts |= {f"ja option {i}": (ja, []), f"en option {i}": (en, [])}
        name = "key" if i == right else f"neighbour {i}"
        options.append(Option(name, None, str(statement), _constant(i == right), None, f"option {i}", None))
    return tuple(options), texts


def _constant(value: bool):
    return lambda facts: value


def _cloze(q: Quotation, mutants: list[tuple[Statement, Node]]) -> _Written:
    assert q.value is not None
    offered = [(q.statement, q.value), *mutants[: SHOWN - 1]]
    options, texts = _options([(s, _formula(node), _formula(node)) for s, node in offered])
    stem = _framed(
        q,
        "講義ノートの文の空欄に入るものを選べ。",
        "Choose what fills the gap in the note's sentence.",
        _with(q, "[[answer]]"),
    )
    blank = Blank("answer", "statement", len(options), options=options)
    return _Written("gap", "cloze", q.claim.line, {**stem, **texts, **_solved(q, _with(q, _formula(q.value)))}, blank)


def _axes(q: Quotation) -> _Written:
    """Over which axes a normalisation takes its mean and variance, for a sentence that says it in words."""
    pairs = [(q.statement, q.statement.right)]
    for axes in _AXES:
        other = replace(q.statement, right=Items(tuple(map(Sym, axes)), ordered=False))
        verdict = _verdict(str(other))
        if verdict is not None and verdict.status == "refuted" and len(pairs) < SHOWN:
            pairs.append((other, other.right))
    shown = [(s, "$" + ", ".join(x for x in "NCHWG" if x in symbols(right)) + "$") for s, right in pairs]
    options, texts = _options([(s, text, text) for s, text in shown])
    ja = "講義ノートの文の正規化は、$(N, C, H, W)$ のどの軸について平均と分散をとるか。"
    en = "Over which axes of $(N, C, H, W)$ does the normalisation of the note's sentence take mean and variance?"
    blank = Blank("answer", "statement", len(options), options=options)
    return _Written(
        "axes", "single_choice", q.claim.line, {**_framed(q, ja, en, q.text), **texts, **_solved(q, q.text)}, blank
    )


def _truth(q: Quotation, text: str, statement: Statement, true: bool) -> _Written:
    """The author's sentence, or one with a neighbour of its formula: true or false."""
    claim = str(replace(statement, negated=False))
    denied = str(replace(statement, negated=True)) if not statement.negated else claim
    options = (
        Option("true", None, str(statement), _constant(true), None, None, "reason"),
        Option("false", None, denied, _constant(not true), None, None, "reason"),
    )
    own = q.text if q.value is None else _with(q, _formula(q.value))
    why = _why(statement, true)
    stem = _framed(q, "次の文は正しいか。", "Is this sentence true?", text)
    blank = Blank("verdict", "statement", 2, shuffled=False, options=options)
    name = "true" if true else "false"
    return _Written(name, "true_false", q.claim.line, {**stem, **why, **_solved(q, own)}, blank)


def _why(statement: Statement, true: bool) -> dict[str, tuple[str, list]]:
    if true:
        return {"ja reason": ("講義ノートのとおりである。", []), "en reason": ("It is as the note says.", [])}
    verdict = _verdict(str(statement))
    assert verdict is not None
    example = verdict.counterexample
    return {"ja reason": (f"誤り：{example}", []), "en reason": (f"False: {example}", [])}


def _error(group: list[Quotation], mutants: dict[int, list[tuple[Statement, Node]]], key: int) -> _Written:
    """Sentences of the note, in one of which the formula is replaced by a neighbour."""
    stream = Stream(key, *(str(q.statement) for q in group), "error")
    wrong = stream.below(len(group))
    options, texts = [], {}
    for i, q in enumerate(group):
        assert q.value is not None
        statement, node = stream.choice(mutants[id(q)]) if i == wrong else (q.statement, q.value)
        place = f"（{q.headings[-1]}）" if q.headings else ""
        text = f"{place}{_with(q, _formula(node))}".replace("[[", "[ [")
        texts |= {f"{lang} sentence {i}": (text, []) for lang in ("ja", "en")}
        texts |= {f"{lang} why {i}": (_why_wrong(q, lang), []) for lang in ("ja", "en")}
        options.append(
            Option(f"{i + 1}", None, str(statement), _constant(i == wrong), None, f"sentence {i}", f"why {i}")
        )
    stem = {"ja": ("講義ノートから引いた次の文のうち、1つだけ式を変えてある。誤っている文を選べ。\n\n[[passage]]", []),
            "en": ("Of these sentences from the note one has had its formula changed. Which one is wrong?\n\n[[passage]]", [])}  # fmt: skip
    blank = Blank("answer", "error", len(options), shuffled=False, options=tuple(options))
    return _Written(
        "error",
        "find_error",
        group[wrong].claim.line,
        {**stem, **texts, **_solved(group[wrong], _own(group[wrong]))},
        blank,
    )


def _own(q: Quotation) -> str:
    assert q.value is not None
    return _with(q, _formula(q.value))


def _why_wrong(q: Quotation, language: str) -> str:
    return f"ノートでは「{_own(q)}」である。" if language == "ja" else f"The note says: {_own(q)}"


def _realised(written: _Written, key: int, path: Path) -> Variant:
    """The question as a variant of the sheet machinery, its options in an order of their own."""
    name = f"line-{written.line}-{written.name}-{fingerprint(written.blank.options[0].statement, written.texts['en'][0]) % 16**4:04x}"
    blank = written.blank
    order = list(blank.options)
    if blank.shuffled:
        order = Stream(key, name, blank.name, "order").shuffled(order)
    question = Question(
        id=name, topic="note", level="medium", kind=written.kind, source=f"{path.name}, line {written.line}", path=None,
        text="", space=Space({}), constraints=(), lets={}, blanks=(blank,), template=_NO_TEMPLATE,
        words={"ja": {}, "en": {}},
    )  # fmt: skip
    choices = tuple(_choice(question, blank, i, option, written.texts) for i, option in enumerate(order))
    answer = next(choice.label for choice in choices if choice.correct)
    return Variant(question, {}, {}, written.texts, (Part(blank, choices, answer),))


_NO_TEMPLATE = Template.__new__(Template)  # the texts are made here, not rendered


def _choice(question: Question, blank: Blank, index: int, option: Option, texts: dict[str, tuple[str, list]]) -> Choice:
    label = str(index + 1) if blank.form == "error" else LABELS[index]
    if option.text_key:
        return Choice(label, option, option.statement, question.both(texts, option.text_key), option.right({}))
    words = {"true": {"ja": "正しい", "en": "True"}, "false": {"ja": "誤り", "en": "False"}}
    return Choice(label, option, option.name, words[option.name], option.right({}))
