"""What a sentence inherits: its subject from parents and headings, the meaning of letters from declarations above.

More than half of the claims of lecture notes name no subject in their own line. The nearest of these that names one
of the right family gives it: the sentence itself, the sentences before it in its block, the items it is nested under
(a bare sibling above counts: `- DenseBlock` heads what follows it), the introduction, the headings from the inside out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import patterns as re
from .row_pointers import name_rows
from .short_names import name_short
from .sizes.declarations import Declarations
from .sizes.modules import modules_in
from .sizes.quantities import Assignment, assignments, declared
from .text.inline import passage
from .text.notes import Comment, without_comments
from .text.segments import Block
from .text.sentences import Sentence, sentences_of
from .vocabulary import Mention, family

if TYPE_CHECKING:
    from .readers.answer_marks import Keys
    from .readers.task_parts import Task

NETWORKS = frozenset({"dense", "residual", "wavenet", "pixelcnn", "mobilenet", "system", "foreign", "rnn"})  # families
DEEPEST = 12  # levels of headings and of items that are looked up
MOST_LETTERS = 80  # declarations of a section that are kept
ASKED = "the question"
NEARBY = "the text before"  # the least certain source of a subject
_BESIDE_AFTER = re.compile(  # ResNet と並べて説明される, ResNet の skip connection を発展させた, ResNet の翌年に
    r"\s*(?:と(?:並|比べ|比較|対比|同じ(?:く|流れ)|よく|セット)|に(?:続|似|ヒント|着想|触発|対抗|影響)|から(?:発展|着想|派生|の(?:発展|流れ))"
    r"|(?:の[^。、はが]{0,24})?(?:を|から)(?:さらに|より|もう一歩)?[^。、はが]{0,6}(?:発展|拡張|改良|改善|推し進|進め|ベース|土台|もと|元に|基に|参考|受け継|引き継|踏まえ|意識)"
    r"|の(?:後継|改良|発展|翌年|次に|あとに|後に|直後|延長|流れ))"
)
_BESIDE_BEFORE = re.compile(
    r"\b(?:next to|alongside|along with|beside|after|following|inspired by|buil(?:ds?|t|ding) (?:up)?on|based on"
    r"|extend(?:s|ed|ing)?|(?:successor|extension|generali[sz]ation|evolution|variant|version|refinement) (?:of|to)"
    r"|compared (?:to|with)|idea (?:of|from|behind)|improv\w+ (?:up)?on|further than|takes? [^.;]{0,24} from"
    r"|push\w* [^.;]{0,24} of|relative of|cousin of|sibling of)"
    r"\s+(?:the\s+)?(?:[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
_SHORTCUT = re.compile(
    r"skip|short-?cut|identity|residual (?:conn|path)|スキップ|ショートカット|恒等|残差(?:接続|結合)", re.IGNORECASE
)
_OWNS = re.compile(r"\s*(?:の|における|での|'s)\s*", re.IGNORECASE)
_AROUND_NAME = " *_「」()（）[]【】\u3000"
_TEXT_ABOVE = ("the introduction", "the sentence before", "the item above")
MOST_BEFORE = 24  # sentences before it in its block that may give the subject
REACH = 12  # blocks back within a section in which a sibling may still give the subject
_OF = re.compile(r"(?:\bof|\bfor|\bin|\bby|\bwith)\s+(?:an?\s+|the\s+|each\s+)?$", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][A-Za-z-]{2}|[\u30a1-\u30fa\u30fc]{3}")
_ASKED = re.compile(r"\s*(?:【?問|Q|質問)\s*[\d.:：．)）]", re.IGNORECASE)
_LETTER = r"([A-Za-z](?![A-Za-z])|[ア-コあ-こ](?![\u3040-\u30ff\u4e00-\u9fff])|[①-⑳]|\d{1,2}(?!\d))"
_ANSWERED = re.compile(
    rf"[\s*_>・-]*(?:答え?|解答|正解|正答|[Aa]nswer)\s*(?:は|is)?\s*[)）:：.]*[\s*_]*[(（\[]?\s*{_LETTER}\s*[)）\].:：、,。]+\s*(?=\S)"
)  # with a reason behind it
_OPTION = re.compile(rf"[\s*_>・-]*[(（\[]?\s*{_LETTER}\s*[)）\].:：]")
_ENTRY = re.compile(r"\s*(?P<mark>\*\*|__)(?P<term>[^*_\n]{2,60}?)(?:[.:。：](?P=mark)|(?P=mark)\s*[.:。：—–(（-])")
_NO_TERM = re.compile(
    r"\W*(?:q|a|問|答|例|解|step|hint|note|answer|solution|question|exercise|problem|task|example|remark|comment|review"
    r"|summary|why|how|what|注|補足|ヒント|手順|まとめ)(?![a-z])|.*\d",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\s*(?:where|here|in which|with|ただし|ここで|なお)\b|\s*(?:ただし|ここで|なお)", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """A subject and how the sentence came by it."""

    subject: str
    where: str  # "" when the sentence names it itself
    block: int


@dataclass
class Outline:
    """A note's blocks with their sentences; answers what a sentence inherits."""

    blocks: list[Block]
    sentences: list[list[Sentence]] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)
    bindings: list[tuple[int, int, str, str]] = field(default_factory=list)  # block, sentence, letter, role
    explained: set[str] = field(default_factory=set)  # letters that a sentence explains outright
    comments: list[Comment] = field(default_factory=list)
    ignored: set[int] = field(default_factory=set)
    _given: dict[int, tuple[Sentence, list[Assignment]]] = field(default_factory=dict)
    _of_section: dict[int, list[tuple[int, int, str, str]]] = field(default_factory=dict)
    _before: dict[int, dict[str, str]] = field(default_factory=dict)
    _sorted: int = -1
    pictures: dict[str, str] | None = None  # words that stand for an axis by analogy, worked out once
    tensors: dict[int, set[tuple[int, ...]]] | None = None  # by the block that declares them, found once
    kinds_of_note: frozenset[str] | None = None  # the networks that the note names, worked out once
    keys: Keys | None = None  # what the note's answers say of its statements, worked out once
    systems: frozenset[str] | None = None  # the kinds of networks that the note names, worked out once
    products_from: tuple[int, int] | None = None  # the place behind which multiply-accumulates are what is counted
    flops_from: tuple[int, int] | None = None  # the first place where floating-point operations are named
    along_one: bool | None = None  # whether the note speaks mostly of one axis, worked out once
    answers: bool | None = None  # whether the note answers numbered questions, worked out once
    tasks: dict[tuple[int, int, int | None], Task] | None = None  # by the place of their answers, worked out once
    matched: dict[tuple[int, int, int | None], list[Sentence]] | None = None  # pairs of matched lists, worked out once
    stems: set[tuple[int, int, int | None]] = field(default_factory=set)  # what these tasks ask, and their options
    offered: set[tuple[int, int, int | None]] = field(default_factory=set)  # the options alone, where they are labelled
    _modules: dict[str, str] | None = None
    _declarations: Declarations = field(default_factory=Declarations)

    @property
    def declarations(self) -> Declarations:
        return self._declarations.with_new(self.bindings, self.sections)

    def modules(self) -> dict[str, str]:
        """The layers that program text of the note names (conv1 = nn.Conv2d(3, 16, 3)) or lists, by order."""
        if self._modules is None:
            self._modules = modules_in([comment.block for comment in self.comments if comment.block.kind == "code"])
        return self._modules

    def all_sentences(self) -> Iterator[Sentence]:
        for of_block in self.sentences:
            yield from of_block

    def given(self, sentence: Sentence) -> list[Assignment]:
        """What the sentence says of sizes (kept, since declarations and readers ask alike)."""
        key = id(sentence)
        if key not in self._given:  # the sentence is kept too: another must not come by its identity
            self._given[key] = sentence, assignments(sentence)
        return self._given[key][1]

    def sentences_of_section(self, block: int) -> Iterator[Sentence]:
        """The sentences around a block in its section, those after it too, within reach."""
        for at in range(max(0, block - REACH), min(len(self.blocks), block + REACH)):
            if self.sections[at] == self.sections[block] and self.blocks[at].kind != "heading":
                yield from self.sentences[at]

    def headings(self, block: int) -> Iterator[int]:
        """The headings over a block, from the inside out."""
        at = self.sections[block]
        for _ in range(DEEPEST):
            if at < 0:
                return
            yield at
            parent = self.blocks[at].parent
            at = parent if parent is not None else -1

    def ancestors(self, block: int) -> Iterator[int]:
        """Parents up to, and without, the first heading."""
        at = self.blocks[block].parent
        for _ in range(DEEPEST):
            if at is None or self.blocks[at].kind == "heading":
                return
            yield at
            at = self.blocks[at].parent

    def subject(self, sentence: Sentence, place: int, fits: Callable[[str], bool]) -> Named | None:
        """The subject of a claim at a place of the sentence, among those that fit."""
        own = self.own(sentence, place, fits)
        if own and not own.weak:
            return Named(own.tag, "", sentence.block)
        inherited = self.inherited(sentence, fits)
        if own is None:
            later = self._later(sentence, fits) if inherited is None else None
            return Named(later.tag, "", sentence.block) if later else inherited
        near = inherited is not None and inherited.where != NEARBY
        if near and inherited and family(inherited.subject) == family(own.tag) and not _generic(sentence, own):
            return inherited
        return Named(own.tag, "", sentence.block)

    def own(self, sentence: Sentence, place: int, fits: Callable[[str], bool]) -> Mention | None:
        """The mention in the sentence that a claim at `place` is about: the nearest topic before it, else after."""
        able = [m for m in sentence.subjects if fits(m.tag) and not sentence.contrasted(m)]
        strong = [m for m in able if not m.weak] or able
        before = [m for m in strong if m.start <= place]
        topics = [m for m in before if sentence.is_topic(m)]
        if topics:
            return topics[-1]
        if before:
            return before[0] if not sentence.japanese else before[-1]
        return next((m for m in strong if _OF.search(sentence.words[max(0, m.start - 16) : m.start])), None)

    def _later(self, sentence: Sentence, fits: Callable[[str], bool]) -> Mention | None:
        """A subject named only after the claim: taken where nothing above gives one."""
        able = [m for m in sentence.subjects if fits(m.tag) and not sentence.contrasted(m)]
        return next(iter([m for m in able if not m.weak] or able), None)

    def inherited(self, sentence: Sentence, fits: Callable[[str], bool]) -> Named | None:
        """The subject from what stands above the sentence."""
        weak: Named | None = None
        for block, earlier, where in self.above(sentence):
            found = self._topic(earlier, fits, where in (ASKED, "the heading"))
            if found and where in _TEXT_ABOVE and self._named_aside(sentence.block, earlier, found):
                continue
            if found and not found.weak:
                if weak and family(found.tag) != family(weak.subject):
                    return weak
                if where == NEARBY and not self._is_entry(sentence.block) and self._only(sentence, found.tag):
                    where = "the text above"
                return Named(found.tag, where, block)
            if found and weak is None:
                weak = Named(found.tag, where, block)
        return weak

    def _named_aside(self, block: int, earlier: Sequence[Sentence], found: Mention) -> bool:
        """Whether, under the heading of one network, the text names another only as what came before or stands beside.

        "DenseNet: builds on the skip connections of ResNet": what follows is about DenseNet.
        """
        heading = next(iter(self.headings(block)), None)
        named = {family(m.tag) for s in self.sentences[heading] for m in s.subjects} if heading is not None else set()
        kind = family(found.tag)
        if kind not in NETWORKS or kind in named or not named & NETWORKS:
            return False
        told = [(s, m) for s in earlier for m in s.subjects if m.tag == found.tag]
        return bool(told) and all(
            _BESIDE_AFTER.match(s.words, m.end) or _BESIDE_BEFORE.search(s.words[: m.start]) for s, m in told
        )

    def _is_entry(self, block: int) -> bool:
        """Whether a paragraph begins with a term of its own, as a glossary's entries do: **Width multiplier.** ..."""
        label = _ENTRY.match(self.blocks[block].raw)
        return label is not None and not _NO_TERM.match(label["term"])

    def _only(self, sentence: Sentence, subject: str) -> bool:
        """Whether the text before in the section speaks of no other subject of the family."""
        before = (s for _, stretch, _ in self._earlier_siblings(sentence.block) for s in stretch)
        named = {m.tag for s in before for m in s.subjects if not m.weak and family(m.tag) == family(subject)}
        return named == {subject}

    def alone(self, subject: str) -> bool:
        """Whether the note speaks of no other network at all: what it names is its topic throughout."""
        if self.systems is None:
            self.systems = frozenset(family(m.tag) for s in self.all_sentences() for m in s.subjects) & NETWORKS
        return self.systems == {family(subject)}

    def above(self, sentence: Sentence) -> Iterator[tuple[int, Sequence[Sentence], str]]:
        """Stretches of sentences that may give the subject, nearest first, with what they are."""
        block = sentence.block
        earlier = [s for s in self.sentences[block] if s.number < sentence.number and s.cell == sentence.cell]
        for one in reversed(earlier[-MOST_BEFORE:]):
            yield block, [one], "the item above" if self._heads_item(one) else "the sentence before"
        header = self.blocks[block].header
        if sentence.cell is not None:
            first = [s for s in self.sentences[block] if s.cell == 0 and s.cell != sentence.cell]
            yield block, first, "the table row"
            if header is not None:
                yield header, [s for s in self.sentences[header] if s.cell == sentence.cell], "the table's head"
        yield from self._chosen_option(block)
        yield from self._question(block)
        yield from self._heading_siblings(block)
        for parent in self.ancestors(block):
            yield (
                parent,
                self.sentences[parent][::-1],
                "the item above" if self.blocks[parent].kind == "item" else "the introduction",
            )
            yield from self._heading_siblings(parent)
        for heading in self.headings(block):
            yield heading, self.sentences[heading], "the heading"
            if heading == self.sections[block]:
                yield from self._earlier_siblings(block, self._own_row(sentence))
        if self.sections[block] < 0:
            yield from self._earlier_siblings(block, self._own_row(sentence))

    def _chosen_option(self, block: int) -> Iterator[tuple[int, Sequence[Sentence], str]]:
        """The option that an answer names before its reason: 答) (い)：... tells of what stands at (い)."""
        first = self.sentences[block][0] if self.sentences[block] else None
        chosen = _ANSWERED.match(first.words) if first is not None and first.cell is None else None
        if chosen is None:
            return
        for at in range(block - 1, max(-1, block - REACH), -1):
            if self.blocks[at].kind == "heading":
                return
            for option in reversed(self.sentences[at]):
                label = _OPTION.match(option.words if option.number else f"{self.blocks[at].marker} {option.words}")
                if label and label[1].lower() == chosen[1].lower() and not _ANSWERED.match(option.words):
                    yield at, [option], "the item above"
                    return

    def _heads_item(self, sentence: Sentence) -> bool:
        """Whether an item opens with a name and a colon: all of it is about that ("LN: for text. Of one sample.")."""
        first = next((m for m in sentence.subjects if not m.weak), None)
        if first is None or sentence.number or self.blocks[sentence.block].kind != "item":
            return False
        before, after = sentence.words[: first.start], sentence.words[first.end :]
        return not before.strip(_AROUND_NAME) and after.lstrip(_AROUND_NAME).startswith(":")

    def _question(self, block: int) -> Iterator[tuple[int, Sequence[Sentence], str]]:
        """The question that a paragraph answers: Q10. What does pooling learn?"""
        for at in range(block - 1, max(-1, block - 4), -1):
            if self.blocks[at].kind != "text" or self.blocks[block].kind not in ("text", "item"):
                return
            asked = [s for s in self.sentences[at] if s.words.rstrip().endswith(("?", "？"))]
            if asked and (at == block - 1 or _ASKED.match(self.sentences[at][0].words)):
                if asked[-1] is self.sentences[at][-1] and len(self.sentences[at]) <= 3:
                    yield at, asked[-1:], ASKED
                return

    def _heading_siblings(self, block: int) -> Iterator[tuple[int, Sequence[Sentence], str]]:
        """A bare name among the items above at the same depth heads those after it."""
        mine = self.blocks[block]
        for at in range(block - 1, max(-1, block - REACH - 8), -1):
            other = self.blocks[at]
            if other.kind == "heading":
                return
            beside = other.kind == mine.kind == "item" and other.depth == mine.depth
            nested = other.depth < mine.depth or (other.depth == mine.depth and other.parent == mine.parent)
            over = other.kind == "text" and mine.kind == "item" and nested  # a name on its own line
            if ((beside and other.parent == mine.parent) or over) and self._bare(at):
                yield at, self.sentences[at], "the item above"
                return

    def _own_row(self, sentence: Sentence) -> int | None:
        """The table's head, where the row begins with a name: the rows before it speak of something else."""
        block = sentence.block
        named = sentence.cell and any(s.cell == 0 and _NAME.search(s.words) for s in self.sentences[block])
        return self.blocks[block].header if named else None

    def _earlier_siblings(self, block: int, table: int | None = None) -> Iterator[tuple[int, Sequence[Sentence], str]]:
        """Text before it in the same section, without the other rows of its table."""
        for at in range(block - 1, max(-1, block - REACH), -1):
            if self.blocks[at].kind == "heading":
                return
            if table is not None and at > table and self.blocks[at].header == table:
                continue
            yield at, self.sentences[at][::-1], NEARBY

    def _bare(self, block: int) -> bool:
        """Whether a block is hardly more than the name of a subject."""
        found = self.sentences[block]
        if len(found) != 1 or not found[0].subjects or any(m.weak for m in found[0].subjects[:1]):
            return False
        named = sum(m.end - m.start for m in found[0].subjects)
        return len(found[0].words.strip(" :：")) - named <= 6

    def _topic(self, sentences: Sequence[Sentence], fits: Callable[[str], bool], asked: bool = False) -> Mention | None:
        """The one subject of these sentences that fits; where two stand side by side (A and B, A と B), none."""
        for sentence in sentences:
            if not sentence.subjects or (sentence.words.rstrip().endswith(("?", "？")) and not asked):
                continue  # what is asked about is not yet what is spoken of
            able = [m for m in sentence.subjects if fits(m.tag) and not sentence.contrasted(m)]
            strong = [m for m in able if not m.weak] or able
            topics = [m for m in strong if sentence.is_topic(m)]
            names = list(dict.fromkeys(m.tag for m in topics or strong))
            chosen = topics or strong
            if len(names) == 1 or topics or (names and not _side_by_side(sentence, strong)):
                return _owner(sentence, chosen[0], strong) or chosen[0]
        return None

    def letters(self, sentence: Sentence) -> dict[str, str]:
        """What the letters mean here: other sections' declarations first, then outer sections', the nearest last."""
        self._sort_bindings()
        found = dict(self._before.get(self.sections[sentence.block], {}))
        for section in [-1, *reversed(list(self.headings(sentence.block)))]:
            for block, number, letter, role in self._of_section.get(section, ())[:MOST_LETTERS]:
                if self._reaches(block, number, sentence):
                    found[letter] = role
        return found

    def _sort_bindings(self) -> None:
        """The declarations by section, and what had been declared anywhere before each section began."""
        if self._sorted == len(self.bindings):
            return
        self._sorted, self._of_section, self._before = len(self.bindings), {}, {}
        known: dict[str, str] = {}
        for block, number, letter, role in sorted(self.bindings):
            section = self.sections[block]
            self._before.setdefault(section, dict(known))
            self._of_section.setdefault(section, []).append((block, number, letter, role))
            if len(known) < MOST_LETTERS:
                known[letter] = role
        latest: dict[str, str] = {}
        for section in dict.fromkeys(self.sections):
            latest = self._before.setdefault(section, latest)
            latest = latest | {letter: role for _, _, letter, role in self._of_section.get(section, ())[:MOST_LETTERS]}

    def _reaches(self, block: int, number: int, sentence: Sentence) -> bool:
        """A declaration holds from where it stands on, in its block, and just before it where it explains ("where")."""
        if block <= sentence.block:
            return True
        return block - sentence.block <= 2 and bool(_WHERE.match(self.sentences[block][number].words))


def _generic(sentence: Sentence, mention: Mention) -> bool:
    """Whether a weak mention is meant as such: "a convolution with ..." explains the general case."""
    before = sentence.words[max(0, mention.start - 14) : mention.start].lower()
    return bool(re.search(r"(?:通常の|一般の|一般的な|普通の|standard|normal|regular|ordinary)\s*$", before))


def _owner(sentence: Sentence, mention: Mention, found: Sequence[Mention]) -> Mention | None:
    """The network whose shortcut is spoken of: DenseNet のスキップ接続は, DenseNet's skip connection."""
    if not _SHORTCUT.match(sentence.words, mention.start):
        return None
    return next((m for m in found if _OWNS.fullmatch(sentence.words[m.end : mention.start])), None)


def _side_by_side(sentence: Sentence, found: Sequence[Mention]) -> bool:
    gap = sentence.words[found[0].end : found[1].start] if len(found) > 1 else ""
    return bool(
        re.fullmatch(
            r"\s*(?:層|レイヤー?)?\s*(?:と|や|、|and|or|vs\.?|,|/|および|及び|・|&|から|との|\+|\|)\s*(?:the\s+)?", gap
        )
    )


_OUTPUT_TOO = re.compile(
    r"=\W*input\W+channels\W+\w{1,4}\W*=\W*output\b(?!\W*(?:size|side|width|height|map))|入力チャン?ネル数?\W+\w{1,4}\W*[=:：]\W*出力(?!サイズ|の)",
    re.IGNORECASE,
)


def outline_of(blocks: list[Block]) -> Outline:
    """The outline of a note: its sentences found, its declarations collected."""
    blocks, comments = without_comments(blocks)
    outline = Outline(blocks, comments=comments)
    section = -1
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            outline.sections.append(block.parent if block.parent is not None else -1)
            section = number
        else:
            outline.sections.append(section)
        outline.sentences.append(_sentences(block, number))
    name_short(outline.sections, outline.sentences)
    name_rows(outline.blocks, outline.sections, outline.sentences)
    known: set[str] = set()
    for sentence in outline.all_sentences():
        for assignment in outline.given(sentence):
            for letter, role in declared([assignment]):
                # A filter's or an output's shape is a claim about letters that have a meaning already.
                custom = role == "out_channels" and assignment.role == "output" and letter.lower()[:1] == "c"
                told = assignment.role in ("kernel", "output") or assignment.of_output
                if role == "output_size" and _OUTPUT_TOO.search(sentence.words):
                    role = "out_channels"  # M = input channels, N = output
                if not (told and letter in known) and not custom:
                    outline.bindings.append((sentence.block, sentence.number, letter, role))
                    known.add(letter)
                    if assignment.explicit:
                        outline.explained.add(letter)
        for tabled in _tabled(outline, sentence):
            outline.bindings.append(tabled)
            outline.explained.add(tabled[2])
    return outline


def _tabled(outline: Outline, sentence: Sentence) -> Iterator[tuple[int, int, str, str]]:
    """A letter alone in its cell, explained in the next: | M | number of filters |."""
    letter = sentence.formulas[0].letter if sentence.cell is not None and len(sentence.formulas) == 1 else None
    if letter is None or len(sentence.words.strip()) > len(letter) + 4:
        return
    beside = [s for s in outline.sentences[sentence.block] if s.cell == (sentence.cell or 0) + 1]
    roles = beside[0].roles if beside and not beside[0].formulas else []
    if roles and roles[0].start <= 12 and not roles[0].weak:
        yield sentence.block, sentence.number, letter, roles[0].tag


def _sentences(block: Block, number: int) -> list[Sentence]:
    if block.kind == "row":
        found = []
        for cell, segments in enumerate(block.cells):
            found += sentences_of(passage(segments), number, cell)
        return found
    return sentences_of(passage(block.segments, display=block.kind == "formula"), number)
