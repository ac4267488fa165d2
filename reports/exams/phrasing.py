"""A stem and an option joined into sentences: the blank filled, the question word replaced by the option.

Several wordings are tried; a wording that makes no sense is one that the note readers do not understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BLANK = re.compile(
    r"_{2,}|\\_(?:\\_)+|[(（\[［【]\s*[?？_　]*\s*[)）\]］】]|[(（]\s*[あ-おア-オ]\s*[)）]|□{1,3}|\[blank\]|＿+"
)
_SENTENCE = re.compile(r"(?<=[。．？！])|(?<=[?!])\s+|(?<=[^.\d\s]{2}\.)\s+(?=[A-Z\"$(\d])|(?<=\d\.)\s+(?=[A-Z])|\n")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
NEGATIVE = re.compile(
    r"\b(?:not|n't)\s+(?:true|correct|right|valid|accurate|hold)|\bNOT\b|\b(?:is"
    r"|are)\s+(?:false|incorrect|wrong|untrue)\b|\b(?:false|incorrect|wrong)\s+(?:statement"
    r"|option|claim|one|description|formula|answer)"
    r"|\b(?i:which|what)\b[^.?]{0,60}\b(?:is|are) not (?:an?|one|part|among)\b|\b(?:untrue|does not hold|do not hold|disagrees?)\b(?= (?:of|about|for|on)\b|\?)"
    r"|\b(?i:except)\b(?=[^a-z]*$)|\b(?:(?i:all)|(?i:each|every one)) (?:of )?[^.?]{0,60}(?i:except)\b|\*\*(?i:not)\*\*|誤っ|間違[いえっ]|正しくない|適切でない|不適切|誤り|当てはまらない|該当しない|ふさわしくない|適当でない",
)
_LEAD_EN = r"(?:which|what)(?:\s+one)?(?:\s+of\s+(?:the\s+following|these|the\s+options(?:\s+below)?|them))?"
_KINDS_EN = (
    r"(?:\s+(?:statements?|sentences?|claims?|options?|answers?|descriptions?"
    r"|propert(?:y|ies)|assertions?|facts?|choices?|formulas?|expressions?))?"
)
_CHOOSE_JA = r"(?:はどれ(?:か|ですか|でしょうか)|を?(?:すべて|全て|1つ|一つ|ひとつ|2つ|二つ)?、?(?:選べ|選びなさい|選んでください|選択せよ|答えよ|答えなさい|挙げよ|示せ|述べよ))"
_RIGHT_JA = r"(?:最も)?(?:正しい|正しく(?:ない)?|適切(?:な|でない)|適当(?:な|でない)|当てはまる|当てはまらない|該当する|ふさわしい|誤っている|間違っている|誤った|不適切な|妥当な)"
_THING_JA = r"(?:もの|記述|説明|式|値|組み?合わ?せ|選択肢|数|文|大きさ|サイズ|形状|用語|語句|の)"
_LIST_JA = re.compile(
    r"^(?:次の|以下の|下の|下記の)(?:うち|中で|中から|選択肢の?(?:うち|中)?(?:で|から)?|もの(?:のうち)?|記述の(?:うち"
    r"|中)で?|[^、。]{0,10}のうち)[、,]?\s*|^(?:次|以下|下記)から[、,]?\s*"
)


_CLAUSE = re.compile(r",?\s+(?:and|while|whereas|but)\s+(?=the\s|an?\s|that\s)|[;；]\s*|(?<=[りいしで])、|が、")


@dataclass(frozen=True)
class Wording:
    """A sentence with the option in its place; `rule` names how it was made, so that options compare like with like."""

    rule: str
    context: str
    sentence: str

    @property
    def text(self) -> str:
        return f"{self.context}\n\n{self.sentence}\n" if self.context else self.sentence + "\n"


def is_japanese(text: str) -> bool:
    return bool(_JAPANESE.search(text))


def parts(stem: str) -> tuple[str, str]:
    """What a stem gives, and the sentence of it that asks.

    >>> parts("The input is 32x32. How large is the output?")
    ('The input is 32x32.', 'How large is the output?')
    """
    found = [s.strip() for s in _SENTENCE.split(stem) if s and s.strip()]
    asking = [i for i, s in enumerate(found) if BLANK.search(s)] or [i for i, s in enumerate(found) if _asks(s)]
    at = asking[-1] if asking else len(found) - 1
    return "\n".join(s for i, s in enumerate(found) if i != at), found[at] if found else ""


def _asks(sentence: str) -> bool:
    return bool(
        re.search(
            r"[?？]|\b(?:which|what|how|choose|select|compute|calculate|find|give)\b|どれ|いくつ|いくら|選|答えよ|答えなさい|求め|何|か。?$",
            sentence,
            re.IGNORECASE,
        )
    )


def negative(stem: str) -> bool:
    """Whether the stem asks for what is wrong."""
    return bool(NEGATIVE.search(parts(stem)[1]))


def wordings(stem: str, option: str) -> Iterator[Wording]:
    """The sentences that an option makes of a stem, the likeliest first.

    >>> [w.sentence for w in wordings("What is the output size of a pooling layer?", "H/2")][:1]
    ['The output size of a pooling layer is H/2.']
    >>> [w.sentence for w in wordings("次のうち、バッチサイズに依存しない正規化はどれか。", "Layer Norm")][:1]
    ['Layer Normはバッチサイズに依存しない。']
    """
    context, asked = parts(stem)
    option = option.strip().rstrip("。.．")
    blanks = list(BLANK.finditer(asked))
    if blanks:
        yield from _blanked(context, asked, blanks, option)
        return
    aside = re.search(r"\s*[(（]([^()（）]{2,80})[)）]\s*(?=[?？。.．:：]*$)", asked)
    if aside:  # what stands in brackets at the end is a condition, not part of the question
        context, asked = f"{context}\n{aside[1]}".strip(), asked[: aside.start()] + asked[aside.end() :]
    made = _japanese(asked, option) if is_japanese(asked) else _english(asked, option)
    for rule, sentence in made:
        yield Wording(rule, context, sentence)


def _blanked(context: str, asked: str, blanks: list[re.Match[str]], option: str) -> Iterator[Wording]:
    """The blank filled: in the clause that holds it, and in the whole sentence."""
    if len(blanks) > 1:
        yield Wording("blank", context, _filled(asked, blanks, option))
        return
    blank = blanks[0]
    before, after = asked[: blank.start()], asked[blank.end() :]
    cuts = list(_CLAUSE.finditer(before))
    if cuts:
        end = _CLAUSE.search(after)
        clause = before[cuts[-1].end() :] + option + (after[: end.start()] if end else after)
        stop = "。" if is_japanese(asked) else "."
        yield Wording("clause", context, _capital(clause.strip().rstrip("。.")) + stop)
    yield Wording("blank", context, before + option + after)


def claim_of(stem: str) -> Wording:
    """A stem that is itself to be called true or false, as a claim.

    >>> claim_of("True or false: max pooling has weights.").sentence
    'max pooling has weights.'
    """
    text = re.sub(
        r"^[\s*_]*(?:true\s*(?:or|/)\s*false|t\s*/\s*f|(?:is (?:the following|this) (?:statement )?(?:true"
        r"|correct)(?: or false)?)|次の(?:文|記述|説明)(?:は|が)?正しいか|正誤(?:問題)?|○か×か|○×(?:問題)?)[\s*_]*[?？:：。.、—-]*\s*",
        "",
        stem,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        r"[(（]?\s*(?:true\s*(?:or|/)\s*false|t\s*/\s*f|○か×か|○×(?:で答えよ)?|正しいか(?:誤りか)?|正か誤か)\s*[?？。.]?\s*[)）]?\s*$",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(rf"{BLANK.pattern}\s*$", "", text).strip()
    found = [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]
    return Wording("claim", "\n".join(found[:-1]), found[-1] if found else text)


def _filled(asked: str, blanks: list[re.Match[str]], option: str) -> str:
    """Several blanks: options such as `a / b` or `a, b` fill them in turn."""
    pieces = [p.strip() for p in re.split(r"\s*(?:/|;|、|，|,\s|→)\s*", option)]
    if len(pieces) != len(blanks):
        return asked[: blanks[0].start()] + option + asked[blanks[0].end() :]
    words = iter(pieces)
    return BLANK.sub(lambda m: next(words), asked)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_QUESTION_EN = re.compile(r"\b(?:which|what|how|who|when|where|why|choose|select|pick)\b", re.IGNORECASE)


def _english(asked: str, option: str) -> Iterator[tuple[str, str]]:
    q = re.sub(r"\s+", " ", asked.rstrip(" ?.:*")).strip(" *")
    q = re.sub(r"\b(?:NOT|\*\*not\*\*)\b", "", q)
    front = re.match(r"(.{3,160}?),\s+(?=(?:which|what|how|over which|along which|by what)\b)", q, re.IGNORECASE)
    tail = f" {front[1][0].lower()}{front[1][1:]}" if front else ""
    q = q[front.end() :] if front else q
    yield from _statement_en(q, option)
    is_ = re.match(
        rf"{_LEAD_EN}\s+(?:(?:correctly|best|usually)\s+)?(?:is|are|gives?|describes?"
        rf"|equals?|expresses|represents?|states|shows|was|were)\s+(.+)$",
        q,
        re.IGNORECASE,
    )
    if is_:
        x = is_[1]
        yield "is", f"{_capital(x)}{tail} is {option}."
        yield "option is", f"{_capital(option)} is {x}{tail}."
    verb = re.match(rf"{_LEAD_EN}\s+(.+)$", q, re.IGNORECASE)
    if verb and not is_:
        rest = verb[1]
        yield "option verb", f"{_capital(option)} {rest}{tail}."
        noun = re.match(
            r"(?:[\w-]+\s+){0,3}?(?:methods?|layers?|techniques?|networks?|normali[sz]ations?"
            r"|operations?|architectures?|convolutions?|models?|schemes?|blocks?|kinds?"
            r"|types?|norms?)(?:\s+of\s+\w+)?\s+(?!of\b)(.+)$",
            rest,
            re.IGNORECASE,
        )
        if noun:
            yield "option noun verb", f"{_capital(option)} {noun[1]}{tail}."
    if not _QUESTION_EN.search(q):
        yield "completed", f"{_capital(q)} {option}."
    yield from _axes_en(q, option)
    yield from _how_en(q, option, tail)


def _statement_en(q: str, option: str) -> Iterator[tuple[str, str]]:
    about = re.search(
        r"\b(?:about|on|regarding|concerning|of|for)\s+(?!the (?:following|options)|these\b|those\b|them\b)((?:an?\s+"
        r"|the\s+)?[\w\s-]{3,60}?)(?:\s+(?:is|are)\b|$)",
        q,
        re.IGNORECASE,
    )
    asks = re.search(r"\b(?:true|correct|right|false|incorrect|wrong|holds?|valid)\b", q, re.IGNORECASE)
    if asks:
        yield "statement", f"{_capital(option)}."
        if about:
            yield "about", f"{_capital(about[1].strip())}: {option}."
            yield "it", f"{_capital(about[1].strip())} {option[:1].lower()}{option[1:]}."


def _axes_en(q: str, option: str) -> Iterator[tuple[str, str]]:
    """Over which axes does X compute Y; by what operation does X combine Y; what does X compute."""
    found = re.match(
        r"(?:(over|along|across|by|in|with|on|to|how)\s+)?(?:which|what)?\s*((?:[\w-]+\s+){0,4}?)(?:do"
        r"|does|did|can|will)\s+((?:an?\s+|the\s+|each\s+)?.+?)\s+(comput|normali[sz]"
        r"|combin|depend|us|tak|averag|add|concatenat|appl|join|connect|receiv|shar"
        r"|grow|have|need|requir|keep|produc|contain|perform|scale|chang|double|increas)(\w*)\b\s*(.*)$",
        q,
        re.IGNORECASE,
    )
    if not found:
        return
    preposition, noun, subject, verb, ending, rest = found[1] or "", found[2], found[3], found[4], found[5], found[6]
    third = "has" if verb.lower() == "have" else _third(verb + ending)
    preposition = "" if preposition.lower() == "how" else preposition
    yield (
        "verb prep",
        f"{_capital(subject)} {third} {rest} {preposition} {option}.".replace("  ", " ").replace(" .", "."),
    )
    if not preposition:
        yield (
            "verb",
            f"{_capital(subject)} {third} {option} {noun.strip().removeprefix('many').removeprefix('How many').strip()} {rest}.".replace(
                "  ", " "
            ).replace(" .", "."),
        )
        yield "verb by", f"{_capital(subject)} {third} {rest} by {option}.".replace("  ", " ")


def _third(verb: str) -> str:
    return (
        verb + "es"
        if verb.endswith(("ss", "ch", "sh", "x"))
        else verb[:-1] + "ies"
        if verb.endswith("ly") and verb == "apply"
        else verb + "s"
    )


def _how_en(q: str, option: str, tail: str) -> Iterator[tuple[str, str]]:
    many = re.match(
        r"how\s+many\s+(.+?)\s+(?:do|does|did|can|will|must)\s+(.+?)\s+(have|need"
        r"|require|use|perform|produce|contain|store|learn)\b\s*(.*)$",
        q,
        re.IGNORECASE,
    )
    if many:
        yield (
            "has many",
            f"{_capital(many[2])} {'has' if many[3] == 'have' else many[3] + 's'} {option} {many[1]} {many[4]}{tail}.".replace(
                "  ", " "
            ).replace(" .", "."),
        )
    there = re.match(r"how\s+many\s+(.+?)\s+(?:are|is)\s+(?:there\s+)?(.+)$", q, re.IGNORECASE)
    if there:
        yield "number of", f"The number of {there[1]} {there[2]}{tail} is {option}."
    large = re.match(r"how\s+(?:large|big|wide|long|high|costly|expensive)\s+(?:is|are)\s+(.+)$", q, re.IGNORECASE)
    if large:
        yield "is", f"{_capital(large[1])}{tail} is {option}."


def _japanese(asked: str, option: str) -> Iterator[tuple[str, str]]:
    q = _LIST_JA.sub("", asked.strip(" *。．.？?：:"))
    tail = re.search(
        rf"(?:{_THING_JA})?(?:{_CHOOSE_JA}|は(?:何|いくつ|いくら|何個|何回|何倍|何層|どう(?:なる|表される)"
        rf"|どのように(?:なる|表される))(?:か|ですか|でしょうか|である|になる)*|を(?:求めよ|求めなさい|計算せよ|書け|答えよ))$",
        q,
    )
    about = re.match(
        rf"(.+?)(?:について(?:の)?|に関する|に関して|の|に対する)(?:[、,]|次の|以下の|(?:記述|説明|特徴|性質)(?:として"
        rf"|のうち、?)?)*{_RIGHT_JA}?{_THING_JA}?{_CHOOSE_JA}$",
        q,
    )
    right = re.match(rf"(.+?)(?:として|を表す|を示す|の)?{_RIGHT_JA}{_THING_JA}?{_CHOOSE_JA}$", q)
    relative = re.match(
        r"(.+?)(?:の|もの|手法|方法|(?:正規化|畳み込み)?(?:層|手法|演算|ネットワーク|モデル|アーキテクチャ|正規化|畳み込み)(?:手法)?)(?:は(?:次のうち)?(?:どれ"
        r"|何)(?:か|ですか|でしょうか)|を(?:1つ|一つ|すべて)?(?:選べ|選びなさい|答えよ))$",
        q,
    )
    if relative and re.search(r"(?:る|ない|た|う|す|く|つ|む|ぶ|れる)$", relative[1]):
        yield "relative", f"{option}は{relative[1]}。"
    axes = re.match(r"(.+?)(?:において|における|では|で|は|が|の)、?(?:平均|統計量|正規化).{0,16}(?:軸|次元|範囲)", q)
    if axes:
        yield "axes", f"{axes[1]}は{option}について平均と分散を計算する。"
    if right:
        topic = re.sub(r"(?:の?(?:説明|記述)|を表す式|を表す|を示す|の式|に関する)$", "", right[1])
        yield "topic", f"{topic}は{option}。" if _ends(option) else f"{topic}は{option}である。"
    if about:
        yield "statement", f"{option}。"
        yield "about", f"{about[1]}は{option}。" if "は" not in option[:20] else f"{about[1]}では、{option}。"
    if tail and not right:
        head = q[: tail.start()]
        head = re.sub(r"(?:を表す|として|の)$", "", head)
        yield "is", f"{head}は{option}である。"
    if re.search(_RIGHT_JA, q):
        yield "plain", f"{option}。"
    yield "joined", f"{re.sub(r'(?:はどれ|は何|を選べ|を選びなさい|はいくつ|を求めよ).*$', '', q)}は{option}。"


def _ends(option: str) -> bool:
    return bool(re.search(r"(?:る|ない|た|う|す|く|つ|む|ぶ|れる|です|ます|である)$", option))
