"""What the readers of normalisation share: the sentence in plain characters, its stretches by subject, its sizes.

A sentence may speak of several normalisations in turn ("X はバッチ方向、Y は特徴方向"). A *stretch* is the part that speaks
of one of them (or of several named side by side); what is named only for contrast has none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, Named
from ..sizes.setting import sentences_above
from ..text.numerals import with_commas
from ..text.sentences import Sentence
from ..vocabulary import Mention, family, lexicon
from .norm_analogies import rewritten
from .norm_others import (
    all_of_them,
    alone,
    asked_before_label,
    complement,
    domain,
    excepted,
    only_said,
    parted,
    question_of,
    set_in_under,
)

NORMS = ("batch_norm", "layer_norm", "instance_norm", "group_norm", "rms_norm")
REACH = 40  # blocks of the section before in which other normalisations are looked for
_SIGNS = (
    (r"\\times|\\cdot|\\ast", "×"), (r"\\mu(?![a-z])", "μ"), (r"\\sigma(?![a-z])", "σ"), (r"\\gamma(?![a-z])", "γ"),
    (r"\\beta(?![a-z])", "β"), (r"\\(?:var)?epsilon(?![a-z])", "ε"), (r"\\(?:left|right|,|;|!|quad)", " "),
    (r"\\(?:mathbf|boldsymbol|mathrm|text|mathcal|bm)(?![a-z])", " "), (r"[$\\]", " "),
)  # fmt: skip
_TIMES = re.compile(r"(?<=[NBCHWGTD])x(?=[NBCHWGTD](?![a-wyz]))|(?<=[NBCHWGTD] )x(?= [NBCHWGTD](?![A-Za-z]))")  # NxHxW
_JOINED = re.compile(r"[ \u3000]|\s*(?:層|レイヤー?)?\s*(?:と|や|、|,|，|・|/|および|及び|and|or|nor|&|,|,\s*and)\s*(?:the\s+)?", re.IGNORECASE)
_CUT = re.compile(r"[、;；→⇒。／|]|(?<!\d),(?!\s*[NBCHWGD](?![A-Za-z]))|(?<=\d),(?!\s*\d)|\b(?:whereas|while|but|and)\b|が、|一方")
_COMPARED = re.compile(r"^[^、。]{0,48}(?:の|わけ)ではなく[、]?|^(?:rather than|instead of)\b[^,.;]{0,90},|^[^、。,]{0,20}(?:と同じく|と同様に?|のように|とは?違い|とは?違って|とは?異なり|とは?異なって|とは?逆に)[、,]?|^(?:just )?like [\w\s-]{0,24},", re.IGNORECASE)
_DESPITE = re.compile(r"\b(?:despite|in spite of|notwithstanding)\b[^,.;]{0,40}(?=,)|[^、。]{0,24}にも(?:かか|関)わらず[、]?", re.IGNORECASE)
_ALIKE = re.compile(r"\b(?:same (?:thing )?as|similar to|identical to|analogous to|as (?:in|with|for)|like)\s+(?:(?:in|for|an?|the)\s+){0,2}$", re.IGNORECASE)
_LIKE_END = re.compile(r"\b(?:like|as in|as with|as for|as)\s+(?:in\s+|for\s+|the\s+)?$", re.IGNORECASE)
_HERE = re.compile(r"(?:こちら|ここ|本手法|本層|この(?:手法|方法|正規化|層|レイヤー?)|今回)(?=は|では|も|の|だと)|\b(?:this (?:one|layer|method|variant|time)|here)\b", re.IGNORECASE)
_WHILE = re.compile(r"\s*(?:while|whereas|although|where)\b[^,.;]{4,120},\s*", re.IGNORECASE)
_ABOUT_ELSE = re.compile(r"\s*(?:\S{0,8}(?:損失|誤差|勾配|学習率|精度|ラベル)(?:関数)?(?:は|の|を|も)|(?:the )?(?:loss|gradients?|accuracy|labels?|error|learning rate)\b)", re.IGNORECASE)
_UNLIKE = re.compile(r"\b(?:unlike|in contrast to|as opposed to|contrary to|different from|compared (?:to|with))\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_ELSEWHERE = ("convolution", "pooling", "linear", "residual", "dense", "dilated", "causal", "wavenet")
_PLACES = re.compile(r"transformer|rnn|lstm|gan|attention", re.IGNORECASE)


@dataclass(frozen=True)
class Stretch:
    """A part of a sentence and what it speaks of: the same words, with blanks for those of the other parts."""

    start: int
    end: int
    text: str  # as long as the sentence
    named: tuple[Named, ...]
    own: bool  # whether the part itself names its subject
    others: tuple[str, ...] = ()  # whom else it may be about, where its subject stands in the text before
    unlike: tuple[str, ...] = ()  # of whom the opposite is said: of the four, only this one

    @property
    def certain(self) -> bool:
        """Whether a refutation may be reported: about this subject, or about each that it may be about."""
        return bool(self.others) or all(n.where != NEARBY for n in self.named)


def plain(sentence: Sentence) -> str:
    """The sentence's characters, as many, with the signs of its mathematics written plainly."""
    return _plain(sentence.text.chars)


@lru_cache(maxsize=1_024)  # each reader of normalisation asks for the same sentence
def _plain(text: str) -> str:
    text = with_commas(text)
    for written, sign in _SIGNS:
        text = re.compile(written).sub(lambda m, sign=sign: sign.center(len(m[0])), text)
    return _TIMES.sub("×", text).replace("おなじ", " 同じ").replace("−", "-")


@cache
def words(table: str, name: str) -> str:
    """A pattern of `lexicon/normalisation.toml`."""
    return lexicon("normalisation")[table][name]


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """The same, to search with in capitals and small letters alike."""
    return re.compile(words(table, name), re.IGNORECASE)


def stretches(view: View, generic: str | None = None) -> list[Stretch]:
    """The parts of the sentence by subject; `generic` is taken where only "normalisation layers" are spoken of."""
    key = f"stretches {generic}"
    if key not in view.kept:
        view.kept[key] = _stretches(view, generic)
    return view.kept[key]


_HOW_MANY = re.compile(  # of those of which each is spoken of: それぞれ of N 個のサンプル, each of the D features
    r"(?<![A-Za-z\d])(?:[A-Z]|\d+)\s*(?:個|枚|つ|組|件)の(?=\s*(?:サンプル|画像|データ|特徴|チャン?ネル|グループ|標本|トークン)(?:量|マップ)?の?(?:それぞれ|各々|おのおの|ごと|毎))|(?<=\beach of the )[A-Z](?= )|(?<=\bevery one of the )[A-Z](?= )"
)


def _stretches(view: View, generic: str | None) -> list[Stretch]:
    s = view.sentence
    text = rewritten(view, _without_names(s, plain(s)))
    for aside in (_COMPARED, _DESPITE, _HOW_MANY):
        text = aside.sub(lambda m: " " * len(m[0]), text)
    text = only_said(text)
    named = _by_turns(view) or [m for m in s.subjects if m.tag in NORMS]
    groups, among = domain(view, _side_by_side(s, [m for m in named if not contrasted(s, m)]))
    if not groups and among:
        return []  # one of them, it is not said which
    if not groups:
        if together := all_of_them(view, text):
            return [Stretch(0, len(text), text, tuple(Named(tag, "", s.block) for tag in together), own=False)]
        found = _inherited(view, generic)
        return [Stretch(0, len(text), text, found, own=False, others=_also(view, found))] if found else []
    bounds = _bounds(s, groups)
    bounds[0] = (_own_clause(s, groups[0][0]), bounds[0][1])
    result = []
    for (start, end), group in zip(bounds, groups, strict=True):
        part = " " * start + text[start:end] + " " * (len(text) - end)
        part = _without_contrast(s, part, [m for m in named if contrasted(s, m)])
        tags = list(dict.fromkeys(m.tag for m in group))
        out = excepted(view, group)
        if out:
            tags = complement(view, group, among)
            none = re.match(r"none|nothing|nobody|no one", s.words[out[0] : out[1]], re.IGNORECASE)
            part = part[: out[0]] + (none[0].lower() if none else "").ljust(out[1] - out[0], "\ue002") + part[out[1] :]
        names = tuple(Named(tag, "", s.block) for tag in tags)
        result.append(Stretch(start, end, part, names, own=True, unlike=alone(view, tags, among)))
    return _handed_over(view, result)


_TURNS = re.compile(r"(?P<first>前者|\bthe former\b)|(?P<second>後者|\bthe latter\b)", re.IGNORECASE)


def _by_turns(view: View) -> list[Mention]:
    """前者は…、後者は…: the two named before them, in this sentence or in the last that names two."""
    s = view.sentence
    turns = list(_TURNS.finditer(s.words))
    if not turns:
        return []
    earlier = [s, *reversed(view.outline.sentences[s.block][: s.number]), *sentences_above(view)][:6]
    for e in earlier:
        tags = list(dict.fromkeys(m.tag for m in e.subjects if m.tag in NORMS and (e is not s or m.end <= turns[0].start())))
        if len(tags) == 2:
            return [Mention(m.start(), m.end(), tags[0 if m["first"] else 1]) for m in turns]
    return []


def _handed_over(view: View, found: list[Stretch]) -> list[Stretch]:
    """ "BN は ..., こちらは ...", "While BN ..., this layer ...": what follows is about the section's own subject again."""
    last = found[-1]
    named = {n.subject for one in found for n in one.named}
    after = last.text.rfind("\ue002")
    here, opening = _HERE.search(last.text, after + 1), _WHILE.match(view.sentence.words)
    if here:
        place = here.start()
    elif len(found) == 1 and opening and opening.end() > after:
        place = opening.end()
    else:
        return found
    if here and re.search(r"\ue002\s*[:：、,=-]+\s*$", last.text[:place]):
        return found  # "LayerNorm：こちらも": the one just named
    own = view.outline.inherited(view.sentence, lambda n: n in NORMS)
    if own is not None and own.subject in named:
        return found
    end = last.start + len(last.text.rstrip()) if last.end < place else last.end
    before = replace(last, end=place, text=last.text[:place] + " " * (len(last.text) - place))
    rest = [Stretch(place, end, " " * place + last.text[place:], (own,), own=False, others=_also(view, (own,)))] if own else []
    return [*found[:-1], before, *rest]


def contrasted(s: Sentence, mention: Mention) -> bool:
    """Whether a normalisation is named only to be compared with; the output of one is still what is spoken of."""
    rest = s.words[mention.end : mention.end + 14]
    if re.match(r"\s*(?:層|レイヤー?)?\s*の(?:出力|結果|計算|統計量|平均)\s*(?:[yｙ]\s*)?(?:の[^。、はがを]{1,8})?(?:は|が|も|を|に|、|:|=)", rest):
        return False
    if re.search(r"(?:ごと|毎)に\s*$|\bper[- ]group\s+$", s.words[: mention.start]) and re.match(r"\s*(?:を(?:する|かける|行う|適用))?[。./／、,)）]?\s*$", rest) and any(m.end <= mention.start and m.tag in NORMS and m.tag != mention.tag for m in s.subjects):
        return True  # GN: 組ごとに LN
    if re.search(r"\bthan\s+(?:(?:that|those|it is|is the case|the \w+)\s+)?(?:(?:of|in|for|with)\s+)?(?:the\s+)?$", s.words[: mention.start][-40:]) or re.match(r"\s*(?:層|レイヤー?)?の?(?:場合)?(?:ほど(?!こ)|よりは)", rest):
        return True  # "less strongly than those of batch norm", BN ほどではない
    if re.match(r"\s*(?:層|レイヤー?)?と(?:同じく|同様に|似て)[、,]?", rest):
        return True
    if re.match(r"\s*(?:みたい|っぽ|風(?:の|に))|\s*のように|\s*(?:層|レイヤー?)?と(?:同じ|同様|似)[^。、]{0,6}(?:だが|ですが|ものの|けど)", rest):
        return True
    if _LIKE_END.search(s.words[: mention.start][-24:]) and mention.start > 12 and re.match(r"(?:'s|layers?|\s)*[.,;)]?\s*$", s.words[mention.end :]):
        return not any(m.tag in NORMS and m.tag != mention.tag for m in s.subjects)  # "... mean zero like layer norm's"
    if _ALIKE.search(s.words[: mention.start][-40:]) and re.match(r"\s*(?:layers?)?,?\s*(?:but|except|only that|minus|without|apart from|save)\b", rest + s.words[mention.end + 14 : mention.end + 30], re.IGNORECASE):
        return True
    return s.contrasted(mention) and not re.search(r"\b(?:before|after|applied to|outputs? of|result of)\s+(?:an?\s+|the\s+)?$", s.words[: mention.start][-20:], re.IGNORECASE)


def _without_names(s: Sentence, text: str) -> str:
    """The names of the normalisations blanked, since they hold the words that are looked for (バッチ, 正規化)."""
    for m in s.subjects:
        if m.tag in NORMS or m.tag == "norms":
            text = text[: m.start] + "\ue002" * (m.end - m.start) + text[m.end :]
    return text


def _side_by_side(s: Sentence, named: list[Mention]) -> list[list[Mention]]:
    groups: list[list[Mention]] = []
    for m in named:
        if groups and _JOINED.fullmatch(s.words[groups[-1][-1].end : m.start]):
            groups[-1].append(m)
        elif groups and groups[-1][-1].tag == m.tag and not (len(groups[-1]) > 1 and parted(s.words, groups[-1], m)):
            groups[-1].append(m)  # the same again: BN (Batch Normalization)
        else:
            groups.append([m])
    return groups


def _bounds(s: Sentence, groups: list[list[Mention]]) -> list[tuple[int, int]]:
    """Each part begins after the last comma before its name."""
    starts = [0]
    for before, group in itertools.pairwise(groups):
        low, high = before[-1].end, group[0].start
        cuts = [low + m.end() for m in _CUT.finditer(s.words[low:high]) if m.start() > 3 or m[0] not in "→⇒"]
        labelled = re.match(r"[^:：,;。]{0,18}\s*[:：]", s.words[group[-1].end :])
        starts.append(cuts[-1] if cuts and not labelled else high)
    return list(zip(starts, [*starts[1:], len(s.words)], strict=True))


def _without_contrast(s: Sentence, part: str, contrasted: list[Mention]) -> str:
    """What is said of a thing named for contrast only, up to the next comma, left out."""
    for m in contrasted:
        if part[m.start : m.end].strip():
            cut = re.search(r"[、,;)）]", part[m.end :])
            end = m.end + cut.start() if cut and cut.start() < 60 else m.end
            word = _UNLIKE.search(part[: m.start])
            start = word.start() if word else m.start
            part = part[:start] + " " * (end - start) + part[end:]
    return part


def _inherited(view: View, generic: str | None) -> tuple[Named, ...]:
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading":
        return ()  # "Normalising without the batch": a heading opens a new matter
    others = [m for m in s.subjects if not m.weak and not _PLACES.search(s.key_text(m)) and not _is_case(s, m)]
    if _ABOUT_ELSE.match(s.words) or any(family(m.tag) in ("foreign", *_ELSEWHERE) and s.is_topic(m) for m in others):
        return ()
    if (stated := _of_the_statement(view)) is not None:
        return (stated,)
    if (above := set_in_under(view, NORMS)) is not None:
        return (above,)
    aside = {m.tag for m in s.subjects if m.tag in NORMS and contrasted(s, m)}
    found = view.subject(len(s.words), lambda n: n in NORMS and n not in aside)
    if (found is None or found.where in (NEARBY, "the text above", "the heading")) and (asked := question_of(view) or asked_before_label(view)):
        tags = {m.tag for m in asked.subjects if m.tag in NORMS}
        found = Named(tags.pop(), "the introduction", asked.block) if len(tags) == 1 else found
    found = _of_groups(view, _taken_up(view, found))
    if found is None and generic:
        norms = view.subject(len(s.words), lambda n: n == "norms")
        found = Named(generic, norms.where, norms.block) if norms else titled(view, generic)
    found = found or _of_the_program(view) or _of_the_next(view) or _of_the_question_before(view)
    return (found,) if found else ()


_LET = re.compile(r"(?:とする|とおく|とし|と書く|と置く)[。、]?\s*$|^\W*(?:let|write|denote|call|fix)\b", re.IGNORECASE)


def _of_the_next(view: View) -> Named | None:
    """The one normalisation that the next sentence defines with what this one declares: 平均を μ、分散を σ² とする。BN は ...。"""
    s, outline = view.sentence, view.outline
    if not _LET.search(s.words):
        return None
    after = [e for e in outline.sentences[s.block] if e.number > s.number]
    tags = {m.tag for e in after[:1] for m in e.subjects if m.tag in NORMS and not contrasted(e, m)}
    return Named(tags.pop(), "the next sentence", s.block) if len(tags) == 1 else None


_ASKS = re.compile(r"[?？]\W*$")
_GOES_ON_ASKING = re.compile(r"\W*(?:Q\s*\d*\s*[.:：)]?\s*)?(?:and|but|so|then|ok|okay|では|じゃあ|それで|すると|でも|なら)\b", re.IGNORECASE)
_QUESTION = re.compile(r"\W*(?:Q\s*\d*\s*[.:：)]|問\s*\d*|質問)", re.IGNORECASE)


def _of_the_question_before(view: View) -> Named | None:
    """The one normalisation of the question that the paragraph answers; one that goes on ("And afterwards ...?") is about the last."""
    s, outline = view.sentence, view.outline
    if s.cell is not None or outline.blocks[s.block].kind != "text" or s.block < 1:
        return None
    question = s.block - 1
    asked = outline.sentences[question]
    if not asked or not _ASKS.search(asked[-1].words) or not (_QUESTION.match(asked[0].words) or outline.blocks[question].kind == "heading"):
        return None
    stretch = list(asked)
    if not any(m.tag in NORMS for e in asked for m in e.subjects) and _GOES_ON_ASKING.match(asked[0].words):
        stretch = [e for block in outline.sentences[max(0, question - 2) : question] for e in block]
    tags = {m.tag for e in stretch for m in e.subjects if m.tag in NORMS}
    return Named(tags.pop(), "the introduction", question) if len(tags) == 1 else None


_PRONOUN = re.compile(r"\W*(?:its?|this|they|their|here)\b|\W*(?:その|これ|それ|ここでは|この)", re.IGNORECASE)


_IN_GROUPS = re.compile(r"\d\s*groups?\b|\b(?:each|every|per) group\b|\d\s*(?:つの)?(?:グループ|組に)|各グループ|グループ(?:ごと|あたり)", re.IGNORECASE)


def _of_groups(view: View, found: Named | None) -> Named | None:
    """Groups are group norm's, where its paragraph names it too: "With G = 1 it is layer norm. With 32 groups ..."."""
    s = view.sentence
    earlier = view.outline.sentences[s.block][: s.number]
    if found is None or found.subject == "group_norm" or found.where != "the sentence before" or not any(_IN_GROUPS.search(e.words) for e in (s, *earlier[-1:])):
        return found
    near = [e for e in earlier if any(m.tag == "group_norm" for m in e.subjects)]
    return Named("group_norm", "the sentence before", s.block) if near else found


def _taken_up(view: View, found: Named | None) -> Named | None:
    """ "Group norm ... . Its statistics ...": the pronoun stands for the one subject with which the sentence before begins."""
    s = view.sentence
    if found is None or found.where != "the sentence before" or not s.number or not _PRONOUN.match(s.words):
        return found
    before = view.outline.sentences[s.block][s.number - 1]
    if before.has("parameters", "macs"):
        return found  # they may be meant
    named = [m for m in before.subjects if m.tag in NORMS and not contrasted(before, m)]
    alone = {m.tag for m in named} == {found.subject} and named[0].start < 8
    return Named(found.subject, "", s.block) if alone else found


_IN_CODE = re.compile(r"(?<![a-z])(batch|layer|instance|group|rms)_?norm", re.IGNORECASE)


def _of_the_program(view: View) -> Named | None:
    """The one normalisation that the program text just above has in a name (def batchnorm, nn.LayerNorm)."""
    s = view.sentence
    code = [c.block.raw for c in view.outline.comments if c.block.kind == "code" and s.block - 1 <= c.after <= s.block]
    named = {m[1].lower() for raw in code[-1:] for m in _IN_CODE.finditer(raw)}
    return Named(f"{named.pop()}_norm", "the program text above", s.block) if len(named) == 1 else None


def _own_clause(s: Sentence, first: Mention) -> int:
    """Where the clause begins that speaks of the first one named, where one on something else comes before it."""
    turns = [m.end() for m in re.finditer(r"(?<=[るすいうただ])が、|のに対し(?:て)?、|けれど(?:も)?、|,\s+(?:but|while|whereas)\s+", s.words[: first.start])]
    said_of = s.is_topic(first) or re.match(r"\s*(?:なら|だと|では|は)", s.words[first.end :])
    return turns[-1] if turns and said_of and first.start - turns[-1] < 12 else 0


def _of_the_statement(view: View) -> Named | None:
    """The one normalisation of a marked statement, for the reason that follows its mark."""
    s = view.sentence
    blank = len(s.words) - len(s.words.lstrip(" "))
    if blank < 6:
        return None
    whole = next((e for e in view.outline.sentences[s.block] if e.number == s.number and e.cell == s.cell and e is not s), None)
    tags = {m.tag for m in whole.subjects if m.tag in NORMS and m.end <= blank} if whole else set()
    return Named(tags.pop(), "", s.block) if len(tags) == 1 else None


_IN_SUCH = re.compile(r"\W*(?:in|for|with|on|after)\s+(?:an?\s+|the\s+)?", re.IGNORECASE)


def _is_case(s: Sentence, mention: Mention) -> bool:
    """ "conv layer: per channel ...", 畳み込み層の場合は: the kind of layer that is normalised."""
    if _IN_SUCH.fullmatch(s.words[: mention.start]) and family(mention.tag) in ("convolution", "linear"):
        return True
    return mention.start < 3 and bool(re.match(r"\s*(?:層|レイヤー?|layers?)?\s*(?:の(?:場合|とき)|では|なら(?:ば)?|だと|:)", s.words[mention.end :], re.IGNORECASE)) and family(mention.tag) in ("convolution", "linear")


def _also(view: View, found: tuple[Named, ...]) -> tuple[str, ...]:
    """The other normalisations of the section, where the subject is merely the nearest of them."""
    if found[0].where != NEARBY:
        return ()
    s, outline = view.sentence, view.outline
    near = range(max(0, s.block - REACH), s.block + 1)
    named = [m.tag for b in near if outline.sections[b] == outline.sections[s.block] for e in outline.sentences[b] for m in e.subjects]
    return tuple(dict.fromkeys(n for n in named if n in NORMS and n != found[0].subject))


def widened(stretch: Stretch, reading: Reading) -> Reading:
    """The reading, and the same of each other normalisation that it may be about: only what fails for all is refuted."""
    name = stretch.named[0].subject
    if not stretch.others or len(stretch.named) > 1:
        return reading
    texts = (reading.statement, *reading.alternatives)
    more = [re.sub(rf"\({name}(?=[,)])", f"({other}", text) for other in stretch.others for text in texts]
    note = f"subject {name} taken from {NEARBY}; {', '.join(stretch.others)} tried too"
    return replace(reading, alternatives=(*reading.alternatives, *more), notes=(note,))


def titled(view: View, generic: str) -> Named | None:
    """Under a heading that speaks of normalisation in general."""
    for heading in view.outline.headings(view.sentence.block):
        if re.search(r"正規化|normali[sz]|\bnorms?\b(?! of)", view.outline.blocks[heading].raw, re.IGNORECASE):
            return Named(generic, "the heading", heading)
    return None


def asked(view: View) -> str | None:
    """What a table asks in a cell: its column's head, or its row's where the heads name the normalisations."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if s.cell is None or header is None:
        return None
    heads = [h for h in outline.sentences[header] if h.cell == s.cell]
    if s.cell and any(m.tag in NORMS for h in heads for m in h.subjects):
        heads = [e for e in outline.sentences[s.block] if e.cell == 0]
    return " ".join(plain(h) for h in heads)


_GROUPS_HEAD = re.compile(r"^\W*(?:#\s*|no\.? of |number of |independent |separate |distinct |resulting )*(?:groups?|sets|組|グループ)(?!\s*(?:norm|size|内|ごと|axes|dim|over))\b", re.IGNORECASE)
_AXES_HEAD = re.compile(r"\bover\b|\bacross\b|\balong\b|\bax[ei]s|\bdim(?:ension)?s?\b|reduc|averag|平均|軸|まとめ|方向|範囲|にわたって", re.IGNORECASE)


def groups_counted(view: View) -> bool:
    """Whether a cell stands under "groups" beside a column of axes: as many groups of values, one mean each, are told."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if not s.cell or header is None:
        return False
    heads = {h.cell: plain(h) for h in outline.sentences[header]}
    if any(m.tag in NORMS for h in outline.sentences[header] for m in h.subjects) or not _GROUPS_HEAD.search(heads.get(s.cell, "")):
        return False
    return any(_AXES_HEAD.search(head) and not _GROUPS_HEAD.search(head) for cell, head in heads.items() if cell not in (0, s.cell))


def lead_of(view: View) -> str:
    """What introduces a value that merely follows a name (BN：C): a table's head, the words before, the list's introduction."""
    s, outline = view.sentence, view.outline
    if s.cell is not None:
        return asked(view) or ""
    first = next((m for m in s.subjects if m.tag in NORMS), None)
    before = plain(s)[: first.start].strip(" 　-・*") if first else ""
    if before:
        return before
    above = [e for block in outline.ancestors(s.block) for e in outline.sentences[block]]
    headings = [e for block in outline.headings(s.block) for e in outline.sentences[block]]
    others = [e for e in sentences_above(view) if e.cell is None and not (e.subjects and e.subjects[0].tag in NORMS and e.subjects[0].start < 4)]
    return " ".join(plain(e) for e in [*above[-2:], *others[:1], *headings[:1]])


def note_of(stretch: Stretch, view: View) -> tuple[str, ...]:
    """Where the subject comes from, said once."""
    return inherited_note(stretch.named[0], view)


def nearest(view: View, place: int, able: Iterable[str]) -> Named | None:
    """The operation that a word at a place is said of: named before it in the sentence, else after it, else above."""
    s = view.sentence
    named = [m for m in s.subjects if m.tag in able and not contrasted(s, m)]
    before = [m for m in named if m.start < place]
    chosen = before[-1] if before else named[0] if named else None
    if chosen is not None:
        return Named(chosen.tag, "", s.block)
    return view.outline.inherited(s, lambda n: n in able)
