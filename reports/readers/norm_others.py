"""Whom a sentence on normalisations is about where it names those that it is not about: all but batch norm, only this one.

BN 以外の2つ, "everything except batch norm", BN を除けば: the others of the sentence's own list (LN, IN, BN のうち, "Of BN, LN and
GN, ..."), else those that the section's text or table names, else the usual four.
"""

from __future__ import annotations

from collections.abc import Sequence

from .. import patterns as re
from ..reading import View
from ..scope import Named
from ..text.sentences import Sentence
from ..vocabulary import Mention

USUAL = ("batch_norm", "layer_norm", "instance_norm", "group_norm")
_EXCEPT_AFTER = re.compile(r"\s*(?:層|レイヤー?|系)?\s*(?:[(（][^()（）]{0,20}[)）])?\s*(?:だけ|のみ)?(?:以外|を除(?:く|いた|いて|けば|き|いては)|を(?:別|例外)(?:に|と)(?:すれば|して|すると)|は例外(?:として|で)|\s+(?:excepted|excluded|aside|apart)\b)(?:の(?:\d|[一二三四])つ|の(?:\d|[一二三四])種類?|のもの|の手法|の方法)?|\s+(?:in|during|at) \w+(?: time)?,? (?:excepted|excluded|aside|apart)\b")
_EXCEPT_BEFORE = re.compile(
    r"(?:\b(?:except(?:ing)?(?: for)?|excluding|other than|apart from|aside from|save(?: for)?|besides|bar(?:ring)?|with the exception of|not counting)"
    r"|\b(?:all|every\w*|each|any\w*|none|nothing|no one|the (?:others?|rest|four|three))(?:\s+[\w-]+){0,3}\s+but)\s+(?:the\s+|for\s+)?(?:plain\s+|ordinary\s+)?$",
    re.IGNORECASE,
)
_DOMAIN_AFTER = re.compile(r"\s*(?:層)?\s*(?:の(?:\d|[二三四])つ|の(?:\d|[二三四])種類?|など)?\s*の?(?:うち|中|なか)(?:で|から|、|では|にあって)")
_DOMAIN_BEFORE = re.compile(r"(?:^|[:：,;]\s*)(?:of|among|amongst|out of|from among|between)\s+(?:the\s+)?(?:\w+\s+)?(?:\w+\s+)?[(:]?\s*$", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r"(?:\d|[三四])(?:つ|種類?)(?:の[^。、]{0,8})?の?(?:うち|中|なか)|\bof (?:the|these|those|all) (?:\w+ )?(?:three|four|five|methods|variants|layers|normali[sz]\w+|norms|them)\b|\bof them\b|この中で", re.IGNORECASE)
_ONLY_AFTER = re.compile(r"\s*(?:層)?\s*(?:だけ|のみ|ただ(?:1|一)つ|しか)")
_ONLY_BEFORE = re.compile(r"\b(?:only|just|solely|none but|nothing but)\s+(?:in\s+|for\s+|with\s+|the\s+)?$", re.IGNORECASE)


def domain(view: View, groups: Sequence[Sequence[Mention]]) -> tuple[list[list[Mention]], tuple[str, ...]]:
    """The groups without the list of those from which the sentence chooses, and that list."""
    words = view.sentence.words
    for n, group in enumerate(groups):
        tags = tuple(dict.fromkeys(m.tag for m in group))
        if len(tags) < 2:
            continue
        if _DOMAIN_AFTER.match(words[group[-1].end :]) or _DOMAIN_BEFORE.search(words[: group[0].start]):
            return [list(g) for i, g in enumerate(groups) if i != n], tags
    return [list(g) for g in groups], ()


def parted(words: str, group: Sequence[Mention], then: Mention) -> bool:
    """Whether a name that comes again is chosen from a list which it ends: "Of BN, LN and GN, only GN"."""
    return bool(_DOMAIN_AFTER.match(words[group[-1].end : then.start]) or _DOMAIN_BEFORE.search(words[: group[0].start]))


def excepted(view: View, group: Sequence[Mention]) -> tuple[int, int] | None:
    """Where the words stand that take a group out, names included; None where it is not taken out."""
    words = view.sentence.words
    after = _EXCEPT_AFTER.match(words[group[-1].end :])
    if after:
        return group[0].start, group[-1].end + after.end()
    before = _EXCEPT_BEFORE.search(words[: group[0].start])
    return (before.start(), group[-1].end) if before else None


def complement(view: View, group: Sequence[Mention], among: Sequence[str]) -> list[str]:
    """The other normalisations: of the sentence's list, of the section (a table of it too), or of the usual ones."""
    out = {m.tag for m in group}
    return [n for n in among or named_around(view) or USUAL if n not in out] or [n for n in USUAL if n not in out]


def named_around(view: View) -> tuple[str, ...]:
    """The normalisations that the section names, else the whole note, where they are more than two."""
    outline, s = view.outline, view.sentence
    section = outline.sections[s.block]
    for blocks in ((b for b, of in enumerate(outline.sections) if of == section or b == section), range(len(outline.blocks))):
        named = dict.fromkeys(m.tag for b in blocks for e in outline.sentences[b] if e is not s for m in e.subjects)
        found = tuple(n for n in named if n in USUAL)
        if len(found) > 1:
            return found
    return ()


def alone(view: View, tags: Sequence[str], among: Sequence[str]) -> tuple[str, ...]:
    """The others of an explicit list where only this one is said to be so ("of the four, only BN")."""
    s = view.sentence
    if not among and _ALL_OF_THEM.search(s.words):
        among = named_around(view)
    if not among:
        return ()
    marked = [m for m in s.subjects if m.tag in tags and (_ONLY_AFTER.match(s.words[m.end :]) or _ONLY_BEFORE.search(s.words[: m.start]))]
    return tuple(n for n in among if n not in tags) if marked else ()


_ALL = re.compile(
    r"(?<![Nn]ot )\b(?:all|each|every(?: one)?|any) (?:of )?(?:the |these |those )?(?:(?P<n>two|three|four|five)\b|(?:of )?(?:them|these|those)\b|(?:normali[sz]\w+|norms?|layers|methods|variants)\b)|\bthey all\b"
    r"|(?:どれ|いずれ|すべて|全て|全部)も|(?P<m>[2-5二三四五])(?:つ|種類|者|手法)とも|(?:どの|いずれの|すべての|全ての)(?:正規化|手法|方法|層)も",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:none of|no one of|not one of|neither of)\s+(?:the(?:se|m)?|those|they|all)?\s*(?P<n>two|three|four|five)?(?:\s+(?:layers|methods|norms|variants|of them))?(?:\s+(?P<aux>is|are|was|were|does|do|can|will|has|have))?\b", re.IGNORECASE)
_THIS = re.compile(r"\s*(?:this|that|it|which)\b", re.IGNORECASE)  # none of this: of what was said, not of several
_NOT_ALWAYS = re.compile(r"(?:わけ|の)(?:では|じゃ)(?:な|あり)|とは限|とも限|\bnot (?:always|necessarily|all|every)\b", re.IGNORECASE)
_MANY = {"two": 2, "three": 3, "four": 4, "five": 5, "二": 2, "三": 3, "四": 4, "五": 5}


def _named_before(view: View) -> tuple[str, ...]:
    """The normalisations that the section has named so far."""
    s = view.sentence
    before = [e for e in view.outline.sentences_of_section(s.block) if (e.block, e.number) < (s.block, s.number)]
    return tuple(dict.fromkeys(m.tag for e in before for m in e.subjects if m.tag in USUAL))


def all_of_them(view: View, text: str) -> tuple[str, ...]:
    """Whom "all three", "none of them", どれも speak of."""
    none = _NONE.search(text)
    found = none or _ALL.search(text)
    if found and (re.search(r"\b(?:not|hardly|nearly|almost)\s+$", text[: found.start()], re.IGNORECASE) or _NOT_ALWAYS.search(text)):
        return ()
    if none and _THIS.match(text, none.end()):
        return ()
    around = named_around(view) if found else ()
    if found is None or len(around) < 2:
        return ()
    told = found["n"] or (found.groupdict().get("m") or "")
    number = _MANY.get(told.lower()) or (int(told) if told.isdigit() else len(around))
    if number != len(around):
        around = _named_before(view)  # what comes after belongs to something else
    return around if number == len(around) > 1 else ()


_ONLY_THIS = re.compile(r"しか(?P<verb>[^。、]{0,10}?)(?P<no>(?:わ|ら|か|れ|き|け|め|え|し|見|み)?(?:ない|ません|なく))")


_WHOLE_UNIT = re.compile(r"((?:全(?:て|部)?の?|すべての)(?:チャン?ネル|特徴|画素|要素))を(?:1つの|一つの)?単位")


def only_said(text: str) -> str:
    """その画像の値しか使わない as その画像の値だけ使う: what is left out, not what is used, is denied."""
    text = _WHOLE_UNIT.sub(lambda m: m[1] + " " * (len(m[0]) - len(m[1])), text)  # the unit is all of them at once
    return _ONLY_THIS.sub(lambda m: "だけ" + m["verb"] + "る".ljust(len(m["no"]), "\u3000"), text)


def set_in_under(view: View, names: Sequence[str]) -> Named | None:
    """A line set in deeper than the one above it, which begins with a name: LN … 画像1枚ぶん / 　　何枚入りでも動かない."""
    s, blocks = view.sentence, view.outline.blocks
    if blocks[s.block].kind != "text" or any(m.tag in names for m in s.subjects):
        return None
    for at in range(s.block - 1, max(-1, s.block - 4), -1):
        if blocks[at].kind != "text":
            return None
        if blocks[at].depth < blocks[s.block].depth:
            named = [m for e in view.outline.sentences[at] for m in e.subjects if m.tag in names]
            return Named(named[0].tag, "the item above", at) if len({m.tag for m in named}) == 1 and named[0].start < 4 else None
    return None


# Questions and their answers

ANSWERS = re.compile(r"^[\s*_>・-]*(?:A\d*\s*[.:：)）]|答え?(?:え)?\s*[:：]|[解回]答\s*[:：]|[^\s「『]{1,6}[「『]|[Aa]nswer\s*[:.：]|→|⇒)[\s*_]*")
_ENDS_ASKING = re.compile(r"[?？][\s*_）)]*$|[?？]\s*[（(][^（）()]{0,30}[)）][\s*_。]*$|(?:どれか|何か|選べ|答えよ|いくつか|ですか|ますか|だろうか|(?:る|ない|た|の)か)[」』]?[。\s*_]*$")


_ANSWER_LABEL = re.compile(r"\W*(?:answers?|ans|a|solutions?|reply|答え?|解答?|回答)\W*", re.IGNORECASE)


def asked_before_label(view: View) -> Sentence | None:
    """The question before a label in the same paragraph, "... ? **Answer.** 8, if it ...": what the answer is about."""
    s = view.sentence
    earlier = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    labelled = len(earlier) > 1 and _ANSWER_LABEL.fullmatch(earlier[-1].words) and _ENDS_ASKING.search(earlier[-2].words)
    return earlier[-2] if labelled else None


def question_of(view: View) -> Sentence | None:
    """The question that the sentence answers: it begins as an answer does, or follows the question at once."""
    outline, s = view.outline, view.sentence
    marked = ANSWERS.match(s.words) is not None
    earlier = [e for e in outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    if s.cell is not None:
        return None
    if earlier:
        if _ENDS_ASKING.search(earlier[-1].words):
            return earlier[-1]
        if len(earlier) > 3 or not ANSWERS.match(earlier[0].words):
            return None
    for block in range(s.block - 1, max(-1, s.block - (4 if marked or earlier else 2)), -1):
        above = outline.sentences[block]
        if above and _ENDS_ASKING.search(above[-1].words):
            return above[-1]
        if above and len(above) > 1 and _ENDS_ASKING.search(above[-2].words) and above[-1].words.strip()[:1] in "（(":
            return above[-2]
    return None
