"""From a note to its report: read every sentence, decide what was read, list what was not, find contradictions.

A reading that several customs allow is decided for each of them, and the first that holds is taken; only when the
reading is sure is a refutation reported, since a false alarm costs an author more than a claim that stayed unread.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..properties.statement import parse
from ..properties.verdict import Verdict, decide_once
from ..reference.errors import InputError
from . import kept
from . import patterns as re
from .answer_stands import with_reasons
from .claims import BY_AUTHOR, Claim, NoteReport, Unread
from .code_lines import formula_lines, read_line
from .contradictions import contradictions
from .counting.conventions import in_the_note_s_unit
from .counting.scopes import scoped
from .decided import Decided, decide, distinct
from .doubts.put_forward import set_as_task
from .doubts.unsaid import unsaid
from .doubts.withheld import of_something_else, withheld
from .one_convention import of_one_convention
from .own_words import own_words
from .programs.pieces import MOST_LINES, Piece, pieces_of, with_others
from .readers import read_sentence
from .reading import BY_CUSTOM, Reading, View
from .scope import Outline, outline_of
from .second_look import looked_at_again
from .side_by_side import processes, shared
from .sizes.sizing import other_order
from .sizes.traced import Traced, traced
from .spares import against_declarations, in_turn, overlap, says_already
from .suspects import looks_like_a_claim
from .text.bounds import BEYOND, cut_short, told
from .text.comments import Written, directives, uncommented
from .text.notebook import cells_of, programs_of
from .text.notes import blocks_of
from .text.segments import Block, Segment, Source
from .text.sentences import Sentence
from .universal import instance

MAX_BYTES = 20_000_000
_FOLLOWED = "followed through the program text"
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NO_SIZE = re.compile(r"\d{60}")
FEW = 20  # sentences that are not worth a process of their own
MOST_REJECTED = 100  # lines with comments that say nothing usable, told of one note; all are among the unread
_RANK = {"holds": 0, "empirical": 1, "holds_if": 2, "refuted": 3}


def verify_path(path: str | Path, at_once: int = 1) -> NoteReport:
    """The report of one note on disk (.md, .txt, .ipynb), by so many processes (1 where they cannot be had).

    Raises InputError where it cannot be read as text.
    """
    return verify_text(text_of_file(path).removeprefix("\ufeff"), str(path), at_once)


def text_of_file(path: str | Path) -> str:
    """A note's text, line ends and a byte order mark kept; raises InputError where it cannot be read as text."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; expected a note (.md, .txt or .ipynb)") from None
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} has {len(data):,} bytes; a note of at most {MAX_BYTES:,} bytes is expected")
    return _decoded(data, path)


def verify_folder(folder: str | Path) -> list[NoteReport]:
    """The reports of all notes in a folder and its folders, in the order of their names."""
    found = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in (".md", ".markdown", ".txt", ".ipynb"))
    return [verify_path(p) for p in found if p.is_file() and not any(part.startswith(".") for part in p.parts[1:-1])]


def _decoded(data: bytes, path: Path) -> str:
    """UTF-8 (or UTF-16 with its mark); line ends are kept as they are, so that places agree with the file."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not {encoding.upper()} text (byte {error.start}); save the note as UTF-8"
        ) from None


def fault_of(error: Exception) -> str:
    """An unforeseen error in one line, with the function of ours it came from: what a report of the fault needs."""
    import traceback  # seldom needed

    frames = traceback.extract_tb(error.__traceback__)
    where = [f for f in frames if Path(f.filename).is_relative_to(Path(__file__).parent.parent)][-1]
    return f"{type(error).__name__} in {Path(where.filename).stem}.{where.name}"


def verify_text(text: str, path: str = "note.md", at_once: int = 1) -> NoteReport:
    """The report of a note given as text; `path` names it and its ending tells the format, `at_once` is as above.

    >>> report = verify_text("# Pooling\\n\\nMax pooling has no learnable parameters.\\n")
    >>> [(c.line, c.predicate, c.verdict.status) for c in report.claims]
    [(3, 'params', 'holds')]
    """
    text = text.removeprefix("\ufeff")
    return _Verification(path, Source(text), outline_of(blocks_in(text, path)), min(at_once, processes())).report()


def blocks_in(text: str, path: str) -> list[Block]:
    """The blocks of a note: a notebook's cells one after another, the lines of any other."""
    if not path.lower().endswith(".ipynb"):
        return blocks_of(Source(text).lines(), markdown=not path.lower().endswith(".txt"))
    blocks: list[Block] = []
    for lines in cells_of(text, path):
        start = len(blocks)
        blocks += [_shifted(b, start) for b in blocks_of(lines)]
    return blocks


def _shifted(block: Block, by: int) -> Block:
    parent = block.parent + by if block.parent is not None else None
    return replace(block, parent=parent, header=block.header + by if block.header is not None else None)


_SIDES = {"H": "height", "W": "width"}
_ONE_SIDE = re.compile(r"(?<![A-Za-z_])([HW]) = (size)(?![A-Za-z_])")
_SQUARE = re.compile(r"square maps, ([HW]) x")
_TWO_SIDES = re.compile(r"(?<![A-Za-z])(?:H\W{0,3}(?:\\?times)?\W{0,3}W|W\W{0,3}(?:\\?times)?\W{0,3}H)(?![A-Za-z])")


@dataclass
class _Part:
    """What some of the sentences of a note came to, and what was made for it that the next run will need again."""

    claims: list[Claim] = field(default_factory=list)
    unread: dict[int, Unread] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)
    made: dict[str, dict[Any, Any]] = field(default_factory=dict)


class _Verification:
    def __init__(self, path: str, source: Source, outline: Outline, at_once: int = 1) -> None:
        self.path, self.source, self.outline, self.at_once = path, source, outline, at_once
        self.told = _Part()
        self.fixed: list[Written] = []
        self.rejected: dict[int, str] = {}
        self.declared = [(letter, role) for _, _, letter, role in outline.bindings]
        self.words = uncommented(source.text)  # a statement in a comment changes no other reading
        self.two_sides = bool(_TWO_SIDES.search(self.words))

    def report(self) -> NoteReport:
        written, rejected = directives(self.outline, self.source)
        for segment, why in rejected:
            self._reject(segment, why)
        self.fixed = [w for w in written if w.first is not None]
        sentences = [s for s in self.outline.all_sentences() if s.block not in self.outline.ignored]
        for part in shared(self._part, sentences, min(self.at_once, len(sentences) // FEW)):
            self._take(part)
        for one in written:
            self._written(one)
        self._program_text(self._pieces())
        self._lines_of_code()
        self._without_guesses()
        told = with_reasons(self.outline, self.source, of_one_convention(self.told.claims, self.words))
        claims = tuple(sorted(told, key=lambda c: (c.line, c.column)))
        claims = tuple(replace(c, id=f"c{n}") for n, c in enumerate(claims, 1))
        taken = {c.line for c in claims}
        unread = [u for line, u in sorted(self.told.unread.items()) if line not in taken] + self._beyond()
        unread = tuple(sorted(unread, key=lambda u: u.line))
        return NoteReport(
            self.path, self.source.text, claims, unread, contradictions(claims), tuple(self.told.faults),
            tuple(self.rejected.items())[:MOST_REJECTED],
        )  # fmt: skip

    def _beyond(self) -> list[Unread]:
        """What no reader was given, since its line or paragraph is too long: told on lines with claims, too."""
        beyond = [c.block for c in self.outline.comments if c.block.kind == BEYOND]
        beyond += filter(None, map(cut_short, self.outline.blocks))
        return [Unread(*told(block, self.source)) for block in beyond]

    def _part(self, sentences: Sequence[Sentence]) -> _Part:
        """What some of the sentences come to, in a process that may be a copy of this one."""
        before, self.told = self.told, _Part()
        for sentence in sentences:
            self._guarded(sentence)
        part, self.told = self.told, before
        part.made = kept.fresh
        return part

    def _take(self, part: _Part) -> None:
        self.told.claims += part.claims
        self.told.faults += part.faults
        self.told.unread = part.unread | self.told.unread
        for of, made in part.made.items():
            kept.fresh[of].update(made)

    def _guarded(self, sentence: Sentence) -> None:
        """A sentence that a reader stumbles over costs its own verdict, not the whole note's; the fault is told."""
        try:
            self._sentence(sentence)
        except Exception as error:
            fault = fault_of(error)
            line = self._leave_unread(sentence, None, f"a fault of kenzan itself, {fault}: please report it")
            self.told.faults.append((line, fault))

    def _sentence(self, sentence: Sentence) -> None:
        if self._explained(sentence):
            return
        if _NO_SIZE.search(sentence.text.chars):
            self._leave_unread(sentence, None, "it has a number of more digits than any size has")
            return
        decided: list[Decided] = []
        failed: Reading | None = None
        why = ""
        view = View(self.outline, sentence)
        for reading in sorted(read_sentence(view), key=in_turn):
            if reading.spare and any(says_already(reading, one.reading, one.statement, one.verdict) for one in decided):
                continue
            result = self._settle(reading, sentence)
            if isinstance(result, str):
                failed, why = reading, result
            else:
                if reading.spare and result[1].status == "holds":
                    beaten = any(overlap(reading, one.reading) for one in decided)
                    if beaten and against_declarations(result[0], self.declared):
                        continue
                    decided = [one for one in decided if not overlap(reading, one.reading)]
                decided.append(Decided(reading, result[0], result[1], sentence))
        decided = looked_at_again(view, distinct(decided))
        for one in decided:
            if one.verdict.status != "refuted" or not self._unsaid(one):
                self._claim(one)
        if not decided and (failed or looks_like_a_claim(sentence)):
            self._leave_unread(sentence, failed, why)

    def _explained(self, sentence: Sentence) -> bool:
        """Whether the author has said, in comments, what the sentence means: his reading stands, and no other."""
        first, last = sentence.text.origin[0], sentence.text.origin[-1]
        return any(w.last is not None and first < w.last <= last + 1 for w in self.fixed)

    def _settle(self, reading: Reading, sentence: Sentence) -> tuple[str, Verdict] | str:
        """The best verdict over the consistent ways to read a claim, with the statement that got it."""
        best: tuple[str, Verdict] | None = None
        reason = ""
        firm = not any(note.startswith(BY_CUSTOM) for note in reading.notes)
        for statement in (reading.statement, *reading.alternatives):
            statement, verdict = self._with_two_sides(*in_the_note_s_unit(statement, self.outline, sentence))
            if isinstance(verdict, str):
                reason = reason or verdict
            elif best is None or _RANK[verdict.status] < _RANK[best[1].status]:
                best = (statement, verdict)
            if best and (best[1].status in ("holds", "empirical") or (firm and best[1].status == "holds_if")):
                break
        if best and best[1].status == "refuted" and (other := other_order(best[0], self.words)):
            verdict = decide(other)
            best = (other, verdict) if not isinstance(verdict, str) and verdict.status == "holds" else best
        if best and best[1].status == "refuted":
            best = self._of_one(reading, sentence) or best
        if best is None:
            return reason or "no consistent reading"
        if best[1].status == "holds_if" and reading.sure:
            best = self._for_every_size(best, reading, sentence)
        if best[1].status == "refuted" and (why := withheld(*best, reading, reading.said or sentence, self.outline)):
            return f"a possible reading, {best[0]}, fails; {why}"
        return best

    def _of_one(self, reading: Reading, sentence: Sentence) -> tuple[str, Verdict] | None:
        """The count of the one filter or place that the sentence names, where that is what a formula gives."""
        words = (reading.said or sentence).text.chars
        for statement in (reading.statement, *reading.alternatives):
            for smaller in scoped(statement, words, reading.end):
                verdict = decide(smaller)
                if not isinstance(verdict, str) and verdict.status == "holds":
                    return smaller, verdict
        return None

    def _unsaid(self, one: Decided) -> bool:
        if one.reading.said is not None and not one.reading.notes and set_as_task(self.outline, one.sentence):
            return True
        said = one.reading.said or one.sentence
        why = unsaid(self.outline, parse(one.statement), one.reading, said)
        return bool(why or of_something_else(one.statement, one.verdict, one.reading, said, self.outline))

    def _for_every_size(self, best: tuple[str, Verdict], reading: Reading, sentence: Sentence) -> tuple[str, Verdict]:
        """A claim that holds under a condition, but is made for every size: the size that breaks it is decided too."""
        broken = instance(parse(best[0]), best[1], sentence, self.outline.letters(sentence), reading.start, reading.end)
        verdict = decide(str(broken)) if broken else best[1]
        return (str(broken), verdict) if not isinstance(verdict, str) and verdict.status == "refuted" else best

    def _with_two_sides(self, statement: str, verdict: Verdict | str) -> tuple[str, Verdict | str]:
        """Where a note's maps have two sides, H and W, a formula in one of them alone is of no square map."""
        if isinstance(verdict, str) or verdict.status != "holds" or not self.two_sides:
            return statement, verdict
        if bound := _ONE_SIDE.search(statement):  # W taken for both sides
            strict = f"{statement[: bound.start(2)]}{_SIDES[bound[1]]}{statement[bound.end(2) :]}"
        elif square := _SQUARE.search(verdict.convention or ""):
            side = f"{square[1]} = {_SIDES[square[1]]}"
            strict = f"{statement}, {side}" if " where " in statement else f"{statement} where {side}"
        else:
            return statement, verdict
        again = decide(strict)
        return (statement, verdict) if isinstance(again, str) else (strict, again)

    def _claim(self, one: Decided) -> None:
        said = one.reading.said or one.sentence
        text = said.text
        start = min(one.reading.start, len(text) - 1)
        end = max(start + 1, min(one.reading.end, len(text)))
        first, last = own_words(self.outline, said, start, end, one.sentence)
        line, column = self.source.place(first)
        verdict = one.verdict
        self.told.claims.append(
            Claim(
                id="", line=line, column=column, text=self._original(first, last),
                subject=one.reading.subject or verdict.subject, predicate=one.reading.predicate or verdict.predicate,
                reading=one.statement, verdict=verdict, language="ja" if one.sentence.japanese else "en",
                notes=one.reading.notes,
            )
        )  # fmt: skip

    def _original(self, first: int, last: int) -> str:
        """The file's own characters from the claim's start to its end (to the line's end where it runs over)."""
        return self.source.text[first : max(last, first) + 1]

    def _leave_unread(self, sentence: Sentence, reading: Reading | None, why: str) -> int:
        """List a sentence, whole, among the lines that nothing here understood; the line of what it claims."""
        start = reading.start if reading else 0
        first, last = sentence.text.origin[0], sentence.text.origin[-1]
        line, _ = self.source.place(sentence.text.origin[min(start, len(sentence.text) - 1)])
        begins, _ = self.source.place(first)
        self.told.unread.setdefault(line, Unread(begins, self.source.text[first : max(first, last) + 1], why))
        return line

    def _reject(self, segment: Segment, why: str) -> None:
        """A comment for kenzan that says nothing usable costs its own claim, not the whole note's; it is told."""
        line, _ = self.source.place(segment.start)
        self.rejected.setdefault(line, why)
        self.told.unread[line] = Unread(line, segment.raw.partition("\n")[0][:80], why)

    def _written(self, written: Written) -> None:
        """A statement that the note's author wrote in a comment, at the words it explains if it explains any."""
        line, column = self.source.place(written.segment.start)
        try:
            verdict = decide_once(parse(written.statement))
        except InputError as error:
            self._reject(written.segment, f"the statement {written.statement[:80]!r} cannot be decided: {error}")
            return
        text = written.segment.raw
        if written.first is not None:
            line, column = self.source.place(written.first)
            text = self.source.text[written.first : written.last]
        self.told.claims.append(
            Claim(
                "", line, column, text, verdict.subject, verdict.predicate, written.statement, verdict,
                "ja" if _JAPANESE.search(text) else "en", (BY_AUTHOR,),
            )
        )  # fmt: skip


    def _without_guesses(self) -> None:
        """On a line of output that the program was followed to, what it came to stands, and no other reading."""
        followed = {c.line for c in self.told.claims if _FOLLOWED in c.notes}
        firm = {_FOLLOWED, BY_AUTHOR}
        self.told.claims = [c for c in self.told.claims if c.line not in followed or firm & set(c.notes)]

    def _pieces(self) -> list[Piece]:
        """The program text of the note and what it put out."""
        blocks = [c.block for c in self.outline.comments if c.block.kind == "code"]
        if self.path.lower().endswith(".ipynb"):
            cells = [Piece(kind, lines) for kind, lines in programs_of(self.source.text, self.path)]
            return with_others([p for p in cells if len(p.lines) <= MOST_LINES], blocks)
        return with_others(pieces_of(self.source.lines()), blocks)

    def _program_text(self, pieces: list[Piece]) -> None:
        """The shapes that program text states; where following it meets a fault, the verdicts so far stand."""
        line = 0
        try:
            for stated in traced(pieces):
                line = self.source.place(stated.segment.start)[0]
                self._traced(stated)
        except Exception as error:
            line = line or self.source.place(pieces[0].start)[0] if pieces else 1
            fault = fault_of(error)
            self.told.unread.setdefault(line, Unread(line, "", f"a fault of kenzan itself, {fault}: please report it"))
            self.told.faults.append((line, fault))

    def _lines_of_code(self) -> None:
        """The formulas of single lines of program text; what fails there accuses nobody, but for a recursion."""
        for sentence in formula_lines(self.outline):
            for reading in read_line(View(self.outline, sentence)):
                result = self._settle(reading, sentence)
                if not isinstance(result, str) and (reading.sure or result[1].status == "holds"):
                    self._claim(Decided(reading, *result, sentence))

    def _traced(self, stated: Traced) -> None:
        """A shape or a count that program text states in a comment, or its output."""
        line, column = self.source.place(stated.segment.start)
        statement, verdict = stated.statement, decide(stated.statement)
        if isinstance(verdict, str) or (verdict.status == "holds") != stated.agrees:
            statement, verdict = stated.plain, decide(stated.plain)
        if not isinstance(verdict, str):
            self.told.claims.append(
                Claim(
                    "", line, column, stated.segment.raw, stated.subject or verdict.subject, stated.predicate,
                    statement, verdict, "en", (_FOLLOWED,),
                )
            )  # fmt: skip


def as_text(reports: list[NoteReport]) -> str:
    """The reports as JSON lines, for a quick look."""
    return "\n".join(json.dumps(r.as_json(), ensure_ascii=False) for r in reports)
