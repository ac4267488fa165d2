"""Of which network a claim about wiring speaks: DenseNet, ResNet, WaveNet or a plain chain of layers.

A sentence that compares two networks says one thing of each: a word belongs to the topic before it in its part of the
sentence. "Skip connection" and the like name a network only where nothing above does.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .. import patterns as re
from ..reading import View
from ..scope import NEARBY
from ..text.sentences import Sentence
from ..vocabulary import Mention, family
from .pointing import cleft_end, kind_of, pointer, replaced

_RUN = {"dense": "dense_block", "residual": "residual_block", "wavenet": "wavenet", "plain": "conv_stack"}
_GENERIC = re.compile(r"skip|shortcut|identity|スキップ|ショートカット|恒等|アイデンティティ", re.IGNORECASE)
_RESIDUAL_WORDS = re.compile(r"residual (?:connection|path|learning)|残差接続|残差結合|残差学習", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?:通常|普通|従来|一般的?|ふつう|単純)(?:の|な)?(?:CNN|(?:畳み込み)?(?:ニューラル)?(?:ネットワーク|ネット|網)|構造|モデル|方式|積層|手法)"
    r"|従来(?:は|では)|一列に(?:積|並べ|重ね)|(?:普通|ふつう|通常|単純|素直)に(?:積|並べ|重ね|つな|繋)"
    r"|\b(?:traditional|ordinary|plain|standard|conventional|usual|regular|normal|feed-?forward)\s+(?:\w+\s+){0,2}?"
    r"(?:networks?|nets?|CNNs?|ConvNets?|chains?|stacks?|architectures?)\b|\b(?:a|the|simple|single|linear) chain of\b",
    re.IGNORECASE,
)
# "Residual: F(x) + x", "Dense = concatenation": the kind of connection, in one word, as a label.
_LABEL = re.compile(
    r"\W*(?:(?P<residual>residual|additive skips?|残差)|(?P<dense>dense(?!\s+layers?\b)|密結合?))(?:[- ](?:connections?|links?|networks?|nets?|style)|接続|結合)?\s*(?:[:：=＝→–—]|\s-\s|->)",
    re.IGNORECASE,
)
_DENSE_ALONE = re.compile(r"\W*dense", re.IGNORECASE)  # a fully connected layer, in a note that names no such network
_LABELLED_AT_THE_END = re.compile(r"\W*[^:：。.]{3,40}[:：][^。]{1,80}[（(]\s*$")
_PARTS = re.compile(
    r"[;；。]|(?:,\s*)?\b(?:whereas|while|but|although|though|however|in contrast|on the other hand)\b|—|\s/\s|／"
)
_BOTH = re.compile(r"どちらも|両方|ともに|いずれも|共に|とも(?!い)|\bboth\b|\balike\b", re.IGNORECASE)
_DENSE_LAYER = re.compile(r"\b[Dd]ense (?:layers?|connectivity|wiring|connection pattern)\b|(?:\b[Dd]ense\s*|デンス)な(?:結び方|つなぎ方|繋ぎ方|結線|配線|接続)")  # of a dense block, where features are joined or passed on
_FULLY = re.compile(r"fully|softmax|weights?\b|bias|matri(?:x|ces)\b|units|neurons|classif|flatten|全結合", re.IGNORECASE)
_AS_ELSEWHERE = re.compile(r"\b(?:like|just as|the way|same way as|as in|as with|similar to|similarly to|à la)\s+(?:in\s+)?(?:an?\s+|the\s+|your\s+)?(?:usual\s+|plain\s+|ordinary\s+)?$", re.IGNORECASE)
_ITS_OUTPUT = re.compile(r"^\W*(?:the |each |every )?(?:outputs?|results?) of (?:an? |the |each |every )?(?:\w+ )?$", re.IGNORECASE)  # what becomes of it is told next
_LIKE = re.compile(r"\s*(?:と(?:同様|同じ|同じく|同じよう)|でも?同様|同様)")
_BESIDE = re.compile(
    r"\s*(?:層|ブロック)?\s*(?:と|や|、|,|も|および|及び|・|/|and|or|&|as well as)\s*(?:also\s+|the\s+)?", re.IGNORECASE
)
_CLOSED = re.compile(r"[（(][^（()）]*[)）]")
_RELATIVE = re.compile(r"\b(?:what|which|that|whatever|by|of|after|past|around|over|through)\s+(?:the\s+|an?\s+|its\s+|two\s+|both\s+|three\s+|all\s+)*(?:\d+\s*x\s*\d+\s+)?$", re.IGNORECASE)  # what the layers compute: they are no topic
_OTHER_NETWORKS = ("googlenet", "vgg", "alexnet", "lenet", "mobilenet", "unet", "u_net", "nin", "squeezenet", "senet", "transformer")
_FURTHEST = 40  # blocks above in which the last network named is looked for
_ANSWER = re.compile(r"^\s*(?:答え?|解答|正解|A\d*|Ans(?:wer)?|→|⇒|⇨|×|○|✕|〇)\s*[.:：)）、\s]?", re.IGNORECASE)


@dataclass(frozen=True)
class About:
    """What a claim is about: the subject that is run, whether the sentence names it, and from where it has it."""

    subject: str
    own: bool
    notes: tuple[str, ...] = ()
    vague: bool = False

    @property
    def kind(self) -> str:
        return next((kind for kind, name in _RUN.items() if name == self.subject), "")


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    kind: str
    text: str


def abouts(view: View, place: int, end: int) -> list[About]:
    """The networks of which the words between two places are said; none where it is something else."""
    s = view.sentence
    marks = [m for m in _marks(s) if m.kind != "dense" or not _DENSE_ALONE.fullmatch(m.text) or _network_kinds(view)]
    bracket = _in_brackets(s, marks, end)
    if bracket:
        return [About(_RUN[bracket.kind], True)]
    cleft = cleft_end(s, end)
    after = next((m for m in marks if m.start == cleft), None)
    if after and not _is_generic(after):
        return [About(_RUN[after.kind], True)]
    owners: list[_Mark] = []
    if replaced(s, place, end) == "new":
        owners = [m for m in marks if m.start <= place and not _acts(s, m) and not _is_generic(m)]
        marks = [m for m in marks if m.start > place or _acts(s, m)]
    aside = _aside(s, marks, place)
    if aside:
        return [About(_RUN[aside.kind], True)]
    able = [m for m in marks if not _enclosed(s, m) and not _set_aside(s, m, place)]
    mark = after or _topic(view, able, place) or _closing(s, marks)
    start, _ = _part(s, place)
    pointed = pointer(view, max(start, mark.start if mark and mark.start <= place else 0), place)
    if pointed and (mark is None or mark.start < pointed.start):
        return [About(_RUN[kind], True, ("by the pointing word",)) for kind in pointed.kinds if len(pointed.kinds) == 1]
    if mark is None and owners:  # ResNet の加算を連結に置き換えた: of the network above that is another
        return [replace(a, own=True, notes=("what is replaced is another's",)) for a in _inherited(view) if not a.vague and a.kind not in {m.kind for m in owners}]
    if mark is None:
        return _inherited(view)
    if _is_generic(mark):
        above = _inherited(view)
        if above and (above[0].kind != "dense" or not _RESIDUAL_WORDS.search(mark.text)):
            return [a for a in above if a.kind in ("dense", "residual", "wavenet")]
        return [About(_RUN[mark.kind], True, vague=bool(above))]
    found = [About(_RUN[mark.kind], True)]
    other = _companion(s, marks, mark, place)
    return [*found, About(_RUN[other.kind], True)] if other else found


def _bracket(s: Sentence, place: int) -> tuple[int, int] | None:
    """The brackets around a place, from the mark that opens them to the one that closes them."""
    start = max(s.words.rfind("(", 0, place), s.words.rfind("（", 0, place))
    found = _CLOSED.match(s.words, start) if start >= 0 else None
    return (start, found.end()) if found and found.end() > place else None


def _aside(s: Sentence, marks: list[_Mark], place: int) -> _Mark | None:
    """The network that a remark in brackets is about: 連結 (ResNet は足し算)."""
    around = _bracket(s, place)
    named = [m for m in marks if around and around[0] < m.start < place and not _contrasted(s, m, place)]
    return named[-1] if named and not _is_generic(named[-1]) and len({m.kind for m in named}) == 1 else None


def _set_aside(s: Sentence, mark: _Mark, place: int) -> bool:
    """Whether a network is named in brackets that the place is not in: it is what is remarked there that is said of it."""
    around = _bracket(s, mark.start)
    return around is not None and not around[0] < place < around[1] and around[0] > 0


def _acts(s: Sentence, mark: _Mark) -> bool:
    """Whether the network is who replaces one thing by another: not whose thing is replaced."""
    return bool(re.match(r"\s*(?:の[^。、はがを]{0,12})?(?:で)?(?:は|が|も(?!の))|s?\s+(?:\w+\s+)?(?:replac|swap|exchang|turn|chang)\w*", s.words[mark.end :]))


def _marks(s: Sentence) -> Iterator[_Mark]:
    """Mentions of networks, in order."""
    found = [
        _Mark(m.start, m.end, kind, s.words[m.start : m.end])
        for m in s.subjects
        if (kind := _kind(m))
    ]
    label = _LABEL.match(s.words)
    if label and not (label["dense"] and _FULLY.search(s.words)) and not any(m.start < label.end() and m.kind for m in found):
        found.append(_Mark(label.start(), label.end(), label.lastgroup or "", label[0].rstrip(" :：=＝→–—->")))
    if ("ense " in s.words or "ンス" in s.words) and not _FULLY.search(s.words) and not any(m.kind == "dense" for m in found):
        found += [_Mark(m.start(), m.end(), "dense", m[0]) for m in _DENSE_LAYER.finditer(s.words)]
    found += [_Mark(m.start(), m.end(), "plain", m[0]) for m in _PLAIN.finditer(s.words)]
    return iter(sorted(found, key=lambda m: m.start))


def _closing(s: Sentence, marks: list[_Mark]) -> _Mark | None:
    """The one network of a short line with a label, in brackets at its end: "Skip by addition: x + F(x) (ResNet)"."""
    last = marks[-1] if len(marks) == 1 or (marks and all(_is_generic(m) for m in marks[:-1])) else None
    closed = last is not None and _LABELLED_AT_THE_END.fullmatch(s.words[: last.start]) and re.fullmatch(r"\s*[)）][\s.。]*", s.words[last.end :])
    return last if closed else None


def _kind(mention: Mention) -> str:
    return kind_of(mention.tag)


def _is_generic(mark: _Mark) -> bool:
    return bool(_GENERIC.search(mark.text) or _RESIDUAL_WORDS.search(mark.text))


def _enclosed(s: Sentence, mark: _Mark) -> bool:
    """Alone in brackets: 加算 (ResNet), it belongs to the word before them."""
    return bool(re.search(r"[（(]\s*$", s.words[: mark.start])) and bool(re.match(r"\s*[)）]", s.words[mark.end :]))


def _in_brackets(s: Sentence, marks: list[_Mark], end: int) -> _Mark | None:
    gap = re.match(r"[^（(、。]{0,6}[（(]\s*", s.words[end:])
    return next((m for m in marks if gap and m.start == end + gap.end() and _enclosed(s, m)), None)


def _topic(view: View, marks: list[_Mark], place: int) -> _Mark | None:
    """The mention that words at a place are about."""
    s = view.sentence
    start, end = _part(s, place)
    able = [m for m in marks if not _contrasted(s, m, place) and not _led_up_from(view, m)]
    here = [m for m in able if start <= m.start < end]
    before = [m for m in here if m.start <= place]
    named = [m for m in before if s.is_topic(Mention(m.start, m.end, m.kind))]
    strong = [m for m in named or before if not _is_generic(m)] or _owners(s, before)
    if strong or named or before:
        return (strong or named or before)[-1]
    if _other_topic(s, start, place):
        return None
    after = [m for m in here if not s.japanese or s.is_topic(Mention(m.start, m.end, m.kind))]
    if after:
        return after[0]
    kinds = {m.kind for m in able if not _is_generic(m)}
    earlier = [m for m in able if m.start <= place and not _is_generic(m)]
    return earlier[-1] if earlier and len(kinds) == 1 else None


_LED_UP = re.compile(
    r"\s*の(?:話|説明|議論|節|章|回)?の?(?:続き|続編|延長|後継|発展(?:形|版)?|改良(?:版)?)(?:として|で|に(?:あた|当た))"
    r"|\s*(?:の?(?:考え(?:方)?|アイデ[ィア]*|発想|構造|構成|設計|路線|方針|接続|スキップ接続|近道|ショートカット|仕組み|やり方|手法))?を(?:さらに|もっと|もう|一歩|1歩|より|[、\s])*(?:押し?進め|推し進め|おし進め|発展|拡張|改良|徹底|突き詰め|つきつめ|一般化|進化|進め|極端に|極限まで)(?:させ|推し進め|進め)?(?:し)?た(?!もので(?:は)?な)"
    r"|(?:'s \w+)?\s+(?:(?:one|a) step further|further|to (?:its|the) (?:extreme|limit|logical conclusion))\b", re.IGNORECASE,
)
_LEADS_UP = re.compile(r"\b(?:build(?:s|ing)? (?:up)?on|extend(?:s|ing)|inspired by|starting from|an? (?:\w+ )?(?:extension|refinement|generali[sz]ation) of|goes beyond|going beyond)\s+(?:the (?:ideas?|shortcuts?) of\s+)?$", re.IGNORECASE)


def _led_up_from(view: View, mark: _Mark) -> bool:
    """ResNet の話の続きとして: what came before, where the heading is about another network."""
    s, outline = view.sentence, view.outline
    if not (_LED_UP.match(s.words, mark.end) or _LEADS_UP.search(s.words[: mark.start])):
        return False
    over = (k for h in outline.headings(s.block) for m in outline.sentences[h] for k in map(_kind, m.subjects) if k)
    return next(over, mark.kind) != mark.kind


_OWNS = re.compile(r"\s*(?:の|における|での?|では?、?|にある|に(?:ある|出てくる|使われる)|で(?:使われ|使っ)(?:る|た|ている)|が(?:使う|用いる|採用した)|'s|’s|,)\s*(?:(?:the|an?|each|every|残差|各|その)\s*)*", re.IGNORECASE)


def _owners(s: Sentence, marks: list[_Mark]) -> list[_Mark]:
    """The network whose shortcut is spoken of: ResNet のスキップ接続は, in ResNet, the shortcut."""
    return [a for a, b in itertools.pairwise(marks) if _is_generic(b) and not _is_generic(a) and _OWNS.fullmatch(s.words[a.end : b.start])][-1:]


def _part(s: Sentence, place: int) -> tuple[int, int]:
    """The part of a comparing sentence around a place."""
    bounds = [0, *(m.end() for m in _PARTS.finditer(s.words)), len(s.words)]
    return next(((a, b) for a, b in itertools.pairwise(bounds) if a <= place < b), (0, len(s.words)))


_LIKENED = re.compile(r"\s*(?:の|みたいな?)(?:よう(?:に|な))")


def _contrasted(s: Sentence, mark: _Mark, place: int) -> bool:
    """Named for comparison only; what a relative clause says of it (unlike X, which sums, ...) is still about it."""
    mention = Mention(mark.start, mark.end, mark.kind)
    if _LIKE.match(s.words, mark.end) or _LIKENED.match(s.words, mark.end):
        return True
    if _AS_ELSEWHERE.search(s.words[max(0, mark.start - 30) : mark.start]) and mark.start > 12:
        return True
    if not s.contrasted(mention) or _ITS_OUTPUT.search(s.words[: mark.start]):
        return False
    return not re.match(r"s?\s*,?\s*(?:which|that|where)\b[^,;]*$", s.words[mark.end : place])


def _other_topic(s: Sentence, start: int, place: int) -> bool:
    """Something else of the field is the topic before the place."""
    return any(
        start <= m.start < place and not _kind(m) and family(m.tag) != "network" and s.is_topic(m) and s.words[m.end : m.end + 1] != "(" and not _RELATIVE.search(s.words[max(0, m.start - 30) : m.start]) for m in s.subjects
    )


def _companion(s: Sentence, marks: list[_Mark], mark: _Mark, place: int) -> _Mark | None:
    """The second network of "both X and Y", "X, like Y"."""
    for other in marks:
        if other.kind == mark.kind or other.start >= place or _is_generic(other):
            continue
        first, second = sorted((mark, other), key=lambda m: m.start)
        if _BESIDE.fullmatch(s.words[first.end : second.start]) and (
            _BOTH.search(s.words[:place]) or re.match(r"\s*も", s.words[second.end :])
        ):
            return other
        if _LIKE.match(s.words[other.end :]):
            return other
    return None


def _inherited(view: View) -> list[About]:
    """The network from what stands above: the question that is answered, a table's row or head, parents, headings."""
    s, outline = view.sentence, view.outline
    start, _ = s.clause(0)
    if _other_topic(s, start, len(s.words)) or _other_network(view):
        return []
    asked = _asked(view)
    if asked:
        marks = [m for m in _marks(asked) if not _contrasted(asked, m, 0)]
        if len({m.kind for m in marks}) == 1:
            return [About(_RUN[marks[0].kind], False, ("subject taken from the question",))]
    if s.cell and (label := _row_label(view)):
        return [About(_RUN[label], False, ("subject taken from the table row",))]
    if s.cell and (headed := _column_of(view)):
        return [About(_RUN[headed[1]], False, (f"subject {headed[0]} taken from the table's head",))]
    named = outline.inherited(s, _fits)
    if named is None:
        return _distant(view)
    if _compared(view, named.block):
        under = next((n for h in outline.headings(s.block) for n in _kinds_of(outline.sentences[h])), None)
        return [About(_RUN[under], False, ("subject taken from the heading",))] if under else []
    if family(named.subject) == "residual" and _under_wavenet(view):
        return [About("wavenet", False, ("subject wavenet taken from the heading",))]
    note = f"subject {named.subject} taken from {named.where}"
    return [About(_RUN[family(named.subject)], False, (note,), named.where == NEARBY and not _only_kind(view, family(named.subject)))]


def _column_of(view: View) -> tuple[str, str] | None:
    """The network that heads a cell's column, and its kind, where the row begins with a kind of connection: | skip | sum | concat |."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    row = [m for e in outline.sentences[s.block] if e.cell == 0 for m in _marks(e)]
    if header is None or not row or not all(_is_generic(m) for m in row):
        return None
    named = {m.tag: kind for e in outline.sentences[header] if e.cell == s.cell for m in e.subjects if (kind := _kind(m)) and not _GENERIC.search(e.key_text(m))}
    return next(iter(named.items())) if len(named) == 1 else None


def _row_label(view: View) -> str:
    """The kind of connection that the first cell of a row names in a word: | residual | F(x) + x |."""
    first = " ".join(e.words for e in view.outline.sentences[view.sentence.block] if e.cell == 0)
    label = _LABEL.fullmatch(first.strip() + ":")
    return label.lastgroup or "" if label else ""


def _other_network(view: View) -> bool:
    """Whether the row or the item is about a network of another kind: VGG, GoogLeNet, MobileNet."""
    s, outline = view.sentence, view.outline
    if s.cell is not None:
        over = [e for e in outline.sentences[s.block] if e.cell == 0 and s.cell != 0]
    else:
        nearest = next(iter([*outline.ancestors(s.block), *outline.headings(s.block)]), None)
        over = outline.sentences[nearest] if nearest is not None else []
    own = {m.tag for e in (s, *over) for m in e.subjects if m.tag in _OTHER_NETWORKS}
    return bool(own) and not any(_kind(m) for e in over for m in e.subjects)


def _only_kind(view: View, kind: str) -> bool:
    """Whether the section speaks of no other network up to here."""
    outline, s = view.outline, view.sentence
    blocks = range(max(0, outline.sections[s.block]), s.block + 1)
    return {kind_of(m.tag) for b in blocks for e in outline.sentences[b] for m in e.subjects if not e.contrasted(m)} - {""} == {kind}


def _distant(view: View) -> list[About]:
    """The only network of the whole note; else the last one named above, of which nothing is refuted."""
    outline, s = view.outline, view.sentence
    if s.cell and any(e.cell == 0 and re.search(r"[A-Z][A-Za-z]", e.words) for e in outline.sentences[s.block]):
        return []  # a row under a name of its own
    kept = _network_kinds(view)
    if len(kept) == 1:
        (kind,) = kept
        before = any(kind_of(m.tag) for at in range(s.block + 1) for e in outline.sentences[at] for m in e.subjects if at < s.block or e.number < s.number)
        return [About(_RUN[kind], False, ("the only network of the note",), not before)]
    for block in range(s.block, max(-1, s.block - _FURTHEST), -1):
        for sentence in reversed(outline.sentences[block]):
            if block == s.block and sentence.number >= s.number:
                continue
            kinds = [m.kind for m in _marks(sentence) if not _is_generic(m) and m.kind != "plain"]
            if kinds:
                return [About(_RUN[kinds[-1]], False, (f"subject {kinds[-1]} taken from further above",), True)]
    return []


def _network_kinds(view: View) -> frozenset[str]:
    """The kinds of network that the note names anywhere."""
    outline = view.outline
    if outline.kinds_of_note is None:
        found = {kind_of(m.tag) for e in outline.all_sentences() for m in e.subjects if not _GENERIC.search(e.words[m.start : m.end])}
        outline.kinds_of_note = frozenset(found - {""})
    return outline.kinds_of_note


def _under_wavenet(view: View) -> bool:
    """A residual block described under WaveNet's heading is WaveNet's."""
    outline, s = view.outline, view.sentence
    kinds = [{family(m.tag) for x in outline.sentences[h] for m in x.subjects if _kind(m)} for h in outline.headings(s.block)]
    named = any(m.tag in ("resnet", "densenet") and not _GENERIC.search(x.words) for h in outline.headings(s.block) for x in outline.sentences[h] for m in x.subjects)
    return not named and any("wavenet" in found for found in kinds)


def _compared(view: View, block: int) -> bool:
    """Whether the sentence before, which gave the subject, speaks of two networks: it gives none."""
    s = view.sentence
    before = view.outline.sentences[s.block][: s.number][-1:]
    return block == s.block and s.cell is None and len(_kinds_of(before)) > 1


def _kinds_of(sentences: list[Sentence]) -> list[str]:
    return list(dict.fromkeys(m.kind for x in sentences for m in _marks(x) if not _is_generic(m)))


def _fits(name: str) -> bool:
    return family(name) in _RUN and name != "transition_layer"


def _asked(view: View) -> Sentence | None:
    """The question that the sentence answers."""
    s, outline = view.sentence, view.outline
    if s.number:
        before = outline.sentences[s.block][s.number - 1]
    elif s.block and _ANSWER.match(s.words) and outline.sentences[s.block - 1]:
        before = outline.sentences[s.block - 1][-1]
    else:
        return None
    return before if before.words.rstrip().endswith(("?", "？")) else None


def named_in(view: View, place: int, fits: Callable[[str], bool]) -> About | None:
    """Any other subject of the field at a place, as an `About`."""
    named = view.subject(place, fits)
    if named is None:
        return None
    notes = (f"subject {named.subject} taken from {named.where}",) if named.where else ()
    return About(named.subject, named.where == "", notes, named.where == NEARBY)
