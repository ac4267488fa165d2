"""Sizes that a sentence gives: "ストライド2", "six 3x3 filters", "where M is the number of input channels".

The same patterns declare letters and state numbers; a declaration is an assignment whose value is a letter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ...properties.nodes import Node, Num, Sym
from .. import patterns as re
from ..text.sentences import Sentence
from ..vocabulary import Mention
from .formulas import Span
from .respective import respective

_BEFORE = re.compile(
    r"\s*(?:[)）」]\s*)?(?:[A-Za-z\ue000]{1,3}\s*(?=が|は|を|=|:|is"
    r"|of))?(?:[(（「\[]\s*)?(?:は|が|を|の|＝|=|:|も|:=|of size|of|is set to|is|are|set to"
    r"|equal to|equals|as|to|with|at|size|on|for)?\s*(?:それぞれ|ともに|共に|both|the|a|an|size"
    r"|サイズ|大きさ|幅|数|が|=|たったの)?\s*(?:[(（]\s*)?"
)
_AFTER = re.compile(
    r"\s*(?:[)）\]」]\s*)?(?:個の|枚の|つの|種類の|本の|段の|の|個|sized?|different|such|separate"
    r"|independent|learnable|distinct|of the|of|convolutional|conv"
    r"|large)?\s*(?:\d+\s*x\s*\d+(?:\s*x\s*\d+)?\s*(?:の|sized?)?\s*)?(?:different"
    r"|convolutional|conv|spatial|の|2D|learned|square|zero|unit|RGB)?\s*"
)
_DEFINED = re.compile(
    r"\s*(?:[)）]\s*)?(?:は|を|が|:|=|,|…+|‥+|\.{2,4}|・{2,}|―+|—+|–|--+|→|⇒|is|are"
    r"|denotes?|represents?|stands? for|being"
    r"|means|refers? to|\()\s*(?:the|a|an|それぞれ|ここで|respectively|of|単に"
    r"|それは)?\s*(?:number of|total|spatial|入力の|画像の)?\s*"
)
_ELLIPSIS = re.compile(
    r"\s+(?:the|its|their|for the|as the)\s+"
)  # M is the number of input channels, N the number of output channels
_CHANNELS_AFTER = re.compile(r"\s*(?:個の|枚の)?(?:チャン?ネル|ch\b|channels?\b|枚)")
_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "sixteen": 16, "a single": 1, "single": 1,
}  # fmt: skip
_WORD_BEFORE_NOUN = re.compile(
    (
        r"\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
        r"|sixteen)\s+(?:different\s+|such\s+|separate\s+|stacked\s+|learnable\s+"
        r"|\d+\s*[x×]\s*\d+(?:\s*[x×]\s*\d+)?\s+)*(filters?|kernels?|channels?|layers?"
        r"|input channels?|output channels?|feature maps?)"
    ),
    re.IGNORECASE,
)
SHAPED = {
    "kernel_size",
    "kernel_height",
    "kernel_width",
    "size",
    "output_size",
    "height",
    "width",
    "in_channels",
    "out_channels",
}


_NO_SIZES = frozenset({"β", "γ", "μ", "σ", "ε", "gamma", "beta", "mu", "sigma", "eps", "epsilon"})
_LABEL = re.compile(r"\W*[(（]?[a-z][)）]\s*")  # (a), b): the mark of an option


@dataclass(frozen=True)
class Assignment:
    """A size given: its role, its value, its place. Roles `input`, `kernel`, `output` have several values."""

    role: str
    values: tuple[Node, ...]
    start: int
    end: int
    named: bool = True
    explicit: bool = False  # the letter is explained, not merely used beside a name
    of_output: bool = False  # channels, which the label before them makes the output's

    @property
    def value(self) -> Node:
        return self.values[0]

    @property
    def letter(self) -> str | None:
        return self.value.name if len(self.values) == 1 and isinstance(self.value, Sym) else None

    @property
    def number(self) -> int | None:
        """The whole number given, if it is one."""
        return whole(self.value) if len(self.values) == 1 else None


def whole(node: Node) -> int | None:
    """The whole number a node is, or None."""
    return (
        int(node.value)
        if isinstance(node, Num) and isinstance(node.value, Fraction) and node.value.denominator == 1
        else None
    )


_COUNT_AFTER = re.compile(
    r"\s*(?:(?:million|billion|thousand|[MG](?=\s)|万|億)\s*(?:個の?|回の?)?)?(?:multipl\w+|mult-?adds?|MACs?\b|FLOPs?\b|parameters\b|params\b|weights\b|積和|乗算|パラメータ|重み)|\s*(?:million|billion|万|億)",
    re.IGNORECASE,
)


def assignments(sentence: Sentence) -> list[Assignment]:
    """What the sentence says of sizes, in order; every formula serves one size at most.

    >>> from ..text.segments import Segment
    >>> from ..text.inline import passage
    >>> from ..text.sentences import sentences_of
    >>> read = lambda text: [(a.role, a.value) for a in assignments(sentences_of(passage([Segment(text, 0)]), 0)[0])]
    >>> read("フィルタ数M、ストライド2")
    [('out_channels', Sym(name='M')), ('stride', Num(value=Fraction(2, 1), places=0))]
    """
    found = []
    for span in sentence.formulas:
        values = _values(span)
        if span.start and span.letter == "s" and re.match(r"[A-Za-z]", sentence.words[span.start - 1]):
            continue  # the s of "pads"
        if span.number is not None and _COUNT_AFTER.match(sentence.words, span.end):
            continue  # 231 million multiply-adds: a count, of which no size is made
        if values and _LABEL.fullmatch(sentence.words[: span.end + 1]):
            continue
        if values:
            alone = _in_brackets(sentence.words, span)  # how wide they are (F), the stride (S): what stands before it
            given = (
                _by_verb(sentence, span, values)
                or _counted_filters(sentence, span, values)
                or (None if alone else _adjacent(sentence, span, values))
                or (None if _goes_to(sentence, span) and _after(sentence, span, values) else _before(sentence, span, values))
                or (None if alone else _after(sentence, span, values) or _defined(sentence, span, values))
            )
            if given:
                found.append(given)
        elif (
            span.formula.relations == ("=",)
            and isinstance(span.formula.sides[0], Sym)
            and isinstance(span.formula.sides[1], Num)
        ):
            value = (span.formula.sides[1],)
            named = _before(sentence, span, value)
            found.append(named or Assignment("letter:" + span.formula.sides[0].name, value, span.start, span.end))
        elif span.roles and (given := _set_equal(sentence, span)):
            found.append(given)
    for word in _WORD_BEFORE_NOUN.finditer(sentence.words):
        role = _counted(word[2].lower())
        found.append(Assignment(role, (Num(Fraction(_NUMBER_WORDS[word[1].lower()])),), word.start(), word.end()))
    found += _coordinated(sentence, found)
    found = [_of_the_labelled(sentence, a) for a in found]
    found = [_as_many_out(sentence, a, found) for a in found]
    if padded := _OUTPUT_PADDING.search(sentence.words):  # no size of the output
        first, last = padded.span()
        found = [a for a in found if not (a.role.startswith("output") and a.start < last and first <= a.end)]
    if pairs := respective(sentence):
        first, last = pairs[0][2], pairs[-1][1].end
        found = [a for a in found if a.end <= first or a.start >= last]
        for role, span, _ in pairs:
            found.append(Assignment(role, (Sym(span.letter or ""),), span.start, span.end, explicit=True))
    return sorted(found, key=lambda a: a.start)


_OUTPUT_LABEL = re.compile(
    r"\W*(?:(?:出力[^\s:：、。]{0,8}|outputs?(?: \w+){0,2})\s*[:：—–]|(?:the )?output(?: \w+){0,2} (?:has|is)\b|出力(?:側|の?特徴マップ|マップ|画像|テンソル)?[はが])", re.IGNORECASE
)  # fmt: skip
_ELSEWHERE = re.compile(r"入力|各|ごと|毎|\b(?:inputs?|each|every|per|all|sums?|over)\b|[。;]", re.IGNORECASE)


_AND_OUT = re.compile(
    r"\s*(?:input\s+)?(?:(?:個の|枚の)?(?:チャン?ネル|ch\b)|channels?\b)?(?:と|で|が|、|,|\s|and|at|in|while|で、)*(?:in\s+)?(?:\s*(?:the\s+)?outputs?|出力)\s*(?:が|は|を|has|have|is|to have|with)?\s*", re.IGNORECASE
)  # fmt: skip
_A_SIDE = re.compile(r"\s*\$?\s*(?:[x×*]|\\times|pixels?\b|画素|ピクセル|by\b|wide\b|high\b|units?\b)", re.IGNORECASE)


def _as_many_out(sentence: Sentence, given: Assignment, found: list[Assignment]) -> Assignment:
    """The output's channels, told right after the input's: the input has $M$ channels and the output $N$."""
    if given.role != "output_size" or len(given.values) != 1 or _A_SIDE.match(sentence.words, given.end):
        return given
    value = next((f for f in sentence.formulas if given.start <= f.start and f.end <= given.end), None)
    before = [a for a in found if a.role == "in_channels" and len(a.values) == 1 and a.end <= given.start]
    if value is None or not before or not _AND_OUT.fullmatch(sentence.words[before[-1].end : value.start]):
        return given
    return replace(given, role="out_channels")


def _of_the_labelled(sentence: Sentence, given: Assignment) -> Assignment:
    """Channels whose letter stands under the label of the output: 出力特徴マップ：縦横 F×F、チャネル数 N."""
    if given.role != "in_channels" or given.letter is None:
        return given
    label = _OUTPUT_LABEL.match(sentence.words[: given.start])
    if label is None or _ELSEWHERE.search(sentence.words, label.end(), given.end):
        return given
    return replace(given, role="out_channels", of_output=True)


_OUTPUT_PADDING = re.compile(r"output[ _-]?padding", re.IGNORECASE)
_PADS = re.compile(r"\bpad(?:s|ded)?\s+(?:it\s+|the \w+\s+)?(?:by\s+|with\s+)?$", re.IGNORECASE)
_ZEROS = re.compile(r"\s*(?:zeros?|pixels?|rows?|cells?)\b", re.IGNORECASE)
_MOVES = re.compile(
    r"\b(?:moves?|steps?|slides?|shifts?|jumps?|advances?|hops?)\s+(?:it\s+|on\s+)?(?:by\s+)?$", re.IGNORECASE
)
_AT_A_TIME = re.compile(
    r"\s*(?:pixels?|cells?|steps?|positions?|places?)?\s*(?:at a time|at once|each time|per step|at every step)",
    re.IGNORECASE,
)
_STEPWISE = re.compile(r"\s*(?:画素|ピクセル|マス|個)?\s*ずつ\s*(?:ずら|動|移動|スライド|進|飛ば|すべら)")
_FILLED = re.compile(
    r"\s*(?:画素|ピクセル|マス|個|列)?\s*(?:分|ずつ|だけ)?の?\s*(?:ゼロ|零|0)?\s*(?:を|で)?\s*(?:埋め|詰め|足[しす]|余白)"
)
_AROUND = re.compile(r"(?:周囲|周り|まわり|外側|上下左右|四方|四辺|端)(?:を|に|へ)?\s*$")


def _by_verb(sentence: Sentence, span: Span, values: tuple[Node, ...]) -> Assignment | None:
    """A size that a verb gives: pads p zeros on every side, moves s at a time, t マスずつずらす."""
    if not span.atomic or len(values) != 1:
        return None
    before, after = sentence.words[max(0, span.start - 24) : span.start], sentence.words[span.end : span.end + 24]
    if (_PADS.search(before) and _ZEROS.match(after)) or (_AROUND.search(before) and _FILLED.match(after)):
        return Assignment("padding", values, span.start, span.end, explicit=True)
    if (_MOVES.search(before) and _AT_A_TIME.match(after)) or _STEPWISE.match(after):
        return Assignment("stride", values, span.start, span.end, explicit=True)
    return None


def _set_equal(sentence: Sentence, span: Span) -> Assignment | None:
    """The name of a size, an equals sign, a letter: 入力ch=a."""
    sides = span.formula.sides
    named = next((r for r in sentence.roles if span.start < r.start and r.end == span.end), None)
    first = sentence.words[span.start : named.start] if named else ""
    if named and span.formula.relations == ("=",) and re.fullmatch(r"[A-Za-z]\w{0,3}\s*[=＝]\s*", first):
        both = named.tag in ("height", "width") and re.match(r"\s*\(?[=＝]", sentence.words[span.end :])
        letter = sides[0] if isinstance(sides[0], Sym) else None  # W＝入力の幅(＝高さ)
        tag = "size" if both else named.tag
        if letter and _is_one_window(sentence, named):
            tag = "kernel_size" if letter.name[:1].upper() in _WINDOW_LETTERS else ""
        return Assignment(tag, (letter,), span.start, span.end, explicit=True) if letter and tag else None
    role = next((r for r in sentence.roles if r.start == span.start), None)
    if role is None or span.formula.relations != ("=",) or not isinstance(sides[1], Sym):
        return None
    if len(sentence.words[role.end : span.end].strip(" =＝")) > len(sides[1].name):
        return None
    return Assignment(role.tag, (sides[1],), span.start, span.end, explicit=True)


def _coordinated(sentence: Sentence, found: list[Assignment]) -> list[Assignment]:
    """ストライドとパディングは1, stride and padding are both 1: the first role shares the second's value."""
    extra = []
    for first, second in zip(sentence.roles, sentence.roles[1:], strict=False):
        shared = next(
            (a for a in found if a.role == second.tag and a.start == second.start and len(a.values) == 1), None
        )
        denied = re.search(
            r"\b(?:no|without|same|valid|any|zero)\s+(?:zero[- ])?$", sentence.words[: first.start], re.IGNORECASE
        )
        if (
            shared
            and not denied
            and not any(a.role == first.tag and a.start <= first.start < a.end for a in found)  # it has its own value
            and first.tag != second.tag
            # in English a comma parts what is said one after another: ten filters, stride 1
            and re.fullmatch(
                rf"\s*(?:と|および|及び|and|、|・|&{'|,' if sentence.japanese else ''})\s*(?:the\s+)?",
                sentence.words[first.end : second.start],
            )
        ):
            extra.append(Assignment(first.tag, shared.values, first.start, shared.end))
    return extra


def _counted(noun: str) -> str:
    noun = noun.rstrip("s")
    return {
        "filter": "out_channels",
        "kernel": "out_channels",
        "channel": "in_channels",
        "layer": "layers",
        "input channel": "in_channels",
        "feature map": "out_channels",
    }.get(noun, "out_channels")


def _values(span: Span) -> tuple[Node, ...] | None:
    """The one value, or the factors of a shape, that a formula may give."""
    formula = span.formula
    if len(formula.sides) == 1 and isinstance(formula.sides[0], Num | Sym):
        return (formula.sides[0],)
    if formula.shape and (len(formula.sides) == 1 or formula.member):
        return formula.shape if 2 <= len(formula.shape) <= 4 else None
    return None


_ONE_WINDOW = ("filter", "kernel", "window", "the filter", "the kernel", "the window")
_WINDOW_LETTERS = ("K", "F", "W")


def _is_one_window(sentence: Sentence, role: Mention) -> bool:
    """Whether a word for filters is in the singular: F the filter, k = kernel are its side, not how many there are."""
    return role.tag == "out_channels" and sentence.words[role.start : role.end].lower() in _ONE_WINDOW


_FILTERS_BEFORE = re.compile(
    r"(?:カーネル|フィルター?|kernels?|filters?)[^。、.]{0,26}(?:を|が|は|:|=)\s*$", re.IGNORECASE
)


def _counted_filters(sentence: Sentence, span: Span, values: tuple[Node, ...]) -> Assignment | None:
    """カーネル(K, K, C)をM枚: sheets, where filters are spoken of, are filters."""
    if len(values) != 1 or not re.match(r"\s*(?:枚|個|種類|つ)(?!目)", sentence.words[span.end : span.end + 4]):
        return None
    before = sentence.words[max(0, span.start - 40) : span.start]
    if not _FILTERS_BEFORE.search(before) or re.search(r"[x×*]\s*1(?![\d.])[^x×*]{0,12}$", before):
        return None  # filters of depth one: there are as many as channels come in
    return Assignment("out_channels", values, span.start, span.end)


def _before(sentence: Sentence, span: Span, values: tuple[Node, ...]) -> Assignment | None:
    """The name of a size right before the formula: ストライド2, kernel size of 3, 入力: H×W×C."""
    for role in reversed(sentence.roles):
        if role.end <= span.start and span.start - role.end <= 24:
            gap = sentence.words[role.end : span.start]
            if _BEFORE.fullmatch(gap):
                return _assign(role, values, span, sentence, before=True)
            return None
    return None


def _adjacent(sentence: Sentence, span: Span, values: tuple[Node, ...]) -> Assignment | None:
    """A shape with the name of a kernel or a map right after it: an 8x8 input with a 3x3 kernel."""
    if len(values) < 2 or sentence.japanese:
        return None
    role = next((r for r in sentence.roles if r.start >= span.end), None)
    if role is None or sentence.words[span.end : role.start].strip() or role.start - span.end > 2:
        return None
    return _assign(role, values, span, sentence, before=False)


def _after(sentence: Sentence, span: Span, values: tuple[Node, ...]) -> Assignment | None:
    """The name right after: 6個のフィルタ, 3x3 kernel, C input channels."""
    for role in sentence.roles:
        if role.start >= span.end:
            gap = sentence.words[span.end : role.start]
            if len(gap) <= 40 and _AFTER.fullmatch(gap):
                return _assign(role, values, span, sentence, before=False)
            return None
    return None


_OWN_VALUE = re.compile(r"\s*(?:(?:is|are|be|was|of|=|:|equals?|being)\s*)?[($\\]*\s*", re.IGNORECASE)


def _defined(sentence: Sentence, span: Span, values: tuple[Node, ...]) -> Assignment | None:
    """A letter that is explained: Mは出力チャネル数, where $D_F$ is the spatial width and height of the input."""
    if span.letter is None or span.letter in _NO_SIZES:
        return None
    for role in sentence.roles:
        if role.start >= span.end:
            gap = sentence.words[span.end : role.start]
            if gap.strip() == "," and re.match(r"\s*(?:of |is |= ?)?\d", sentence.words[role.end :]):
                return None  # input n, stride 1: the role has a value of its own
            if gap.lstrip().startswith(",") and any(
                0 <= f.start - role.end <= 9 and _OWN_VALUE.fullmatch(sentence.words, role.end, f.start) for f in sentence.formulas
            ):
                return None  # extent F, the stride S; size k, the padding is p: a list, each name with its letter behind it
            if sentence.words[role.end : role.end + 1] == "側":
                return None  # said of a side: M が出力側
            if _is_one_window(sentence, role):
                if span.letter[:1].upper() not in _WINDOW_LETTERS:
                    return None
                role = Mention(role.start, role.end, "kernel_size", role.weak)
            if len(gap) <= 40 and (_DEFINED.fullmatch(gap) or (not role.weak and _ELLIPSIS.fullmatch(gap))):
                return Assignment(_clean_role(role), values, span.start, role.end, explicit=not role.weak)
            return None
    return None


def _clean_role(role: Mention) -> str:
    return role.tag


def _assign(role: Mention, values: tuple[Node, ...], span: Span, sentence: Sentence, before: bool) -> Assignment | None:
    noun = sentence.key_text(role).lower()
    tag = role.tag
    if len(values) == 1:
        if before and (
            noun in ("kernel", "filter", "カーネル", "フィルタ", "フィルター", "核")
            or (noun in ("kernels", "filters") and isinstance(values[0], Sym) and values[0].name in ("k", "f"))
        ):  # "the kernel k": its size, not how many
            plain = isinstance(values[0], Sym) and (values[0].name.upper()[:1] in ("K", "F") or noun == "核")
            return Assignment("kernel_size", values, role.start, span.end) if plain else None
        if before and noun in ("layer", "layers") and re.search(r"\bwith\b", sentence.words[role.end : span.start]):
            return None
        counted = not before and tag in ("kernel_size", "out_channels")
        if role.weak and tag in ("kernel_size", "size") and not counted:
            lettered = before and isinstance(values[0], Sym) and values[0].name in ("n", "N", "i", "I", "W", "L")
            after = sentence.words[span.end :]
            side = noun == "一辺" and re.match(r"\s*の(?:正方形の?)?(?:入力|画像|特徴マップ)", after)
            alone = noun in ("input", "入力") and _PLAIN_END.match(after)
            if not lettered or not (side or alone):
                return None
        if counted and role.weak:
            tag = "out_channels"
        if tag in ("kernel_size",) and not before and not role.weak and "サイズ" not in noun and "size" not in noun:
            return None
        if tag == "output_size" and not before:
            return None
        if before and tag in ("output_size", "size") and _CHANNELS_AFTER.match(sentence.words[span.end :]):
            tag = "out_channels" if tag == "output_size" else "in_channels"  # 出力 M チャネル
        return Assignment(tag, values, span.start if not before else role.start, role.end if not before else span.end)
    if noun in ("size", "サイズ", "大きさ", "volume", "shape", "形状", "dimensions"):
        around = (
            sentence.words[max(0, role.start - 70) : role.start]
            + " "
            + sentence.words[max(span.end, role.end) : max(span.end, role.end) + 10]
        )
        noun = (
            "kernel"
            if re.search(
                (
                    r"(?:filters?|kernels?|kernel tensors?|weights?|weight tensors?|windows?|フィルター?|カーネル"
                    r"|窓)(?:\s+(?:each|all))?\s*(?:[1一]?(?:枚|個|つ))?\s*(?:of|with|has|have|の)?\s*$"
                    r"|kernel[^.]{0,60}\bits\s*$|^.* "
                    r"\s*の?(?:フィルター?|カーネル|filter|kernel|窓)"
                ),
                around,
                re.I,
            )
            else noun
        )
        if re.search(r"\bweights?\s+(?:has|have|is|are|of)\s+(?:the\s+|an?\s+)?$", sentence.words[: role.start], re.I):
            noun = "kernel"
        role = Mention(role.start, role.end, "kernel_size" if noun == "kernel" else role.tag, role.weak)
        tag = role.tag
    if any(
        word in noun
        for word in (
            "kernel",
            "カーネル",
            "filter",
            "フィルタ",
            "window",
            "窓",
            "spatial extent",
            "pool",
            "ウィンドウ",
            "プーリング",
        )
    ) or tag in ("kernel_size", "kernel_height"):
        shaped = "kernel"
    elif (
        tag == "output_size"
        or tag == "out_channels"
        or (tag in ("size", "height", "width") and _comes_out(sentence, min(role.start, span.start)))
    ):
        shaped = "output"
    elif tag in ("size", "height", "width", "in_channels"):
        shaped = "input"
    elif tag in ("stride", "padding", "dilation") and len(set(values)) == 1:
        return Assignment(tag, (values[0],), span.start, span.end)
    else:
        return None
    return Assignment(shaped, values, min(span.start, role.start), max(span.end, role.end), not role.weak)


def _goes_to(sentence: Sentence, span: Span) -> bool:
    """Whether a value is what something goes to: from $M$ input channels to $N$ output channels."""
    named = [role for role in sentence.roles if role.end <= span.start]
    return bool(named) and re.fullmatch(r"\s*to\s*", sentence.words[named[-1].end : span.start]) is not None


def _in_brackets(words: str, span: Span) -> bool:
    """Whether a letter stands alone in brackets."""
    return bool(span.letter and re.search(r"[(（]\s*\$?\s*$", words[: span.start]) and re.match(r"\s*\$?\s*[)）]", words[span.end :]))


_PLAIN_END = re.compile(r"\s*(?:[,、;:)）]|$)")
_MAKES = re.compile(
    r"\b(?:outputs?|produc\w+|giv(?:es?|ing)|yields?|returns?|emits?|generates?|spits? out|resulting in|results? in"
    r"|results? (?:is|was|are)|outcome is|becomes?|turns? (?:it )?into|creat(?:es?|ing)|transforms? \S+ (?:in)?to"
    r"|maps? \S+ (?:in)?to|into|obtain\w*|get)\b"
    r"(?![^.;]{0,60}\b(?:takes?|accepts?|receives?|inputs?|from)\b)[^.;:]{0,40}$",
    re.IGNORECASE,
)


def _comes_out(sentence: Sentence, place: int) -> bool:
    """Whether the shape at a place is what an English verb of making makes ("spits out a map of size ...")."""
    return not sentence.japanese and bool(_MAKES.search(sentence.words[:place]))


def declared(given: list[Assignment]) -> list[tuple[str, str]]:
    """The letters that assignments bind, with their roles.

    >>> declared([Assignment("kernel", (Sym("F"), Sym("F"), Sym("C")), 0, 9)])
    [('F', 'kernel_size'), ('C', 'in_channels')]
    """
    bound: list[tuple[str, str]] = []
    for a in given:
        if a.role in ("input", "kernel", "output"):
            bound += _shape_letters(a.role, a.values)
        elif a.letter and not a.role.startswith("letter:"):
            low = a.letter.lower()
            axis = "output_width" if low[:1] == "w" else "output_height" if "h" in low else "output_size"
            bound.append((a.letter, axis if a.role == "output_size" else a.role))
    return [(letter, spelled(letter) or role) for letter, role in bound]


def spelled(letter: str) -> str | None:
    """The role that a letter's own spelling says, whatever stands before it ("output `Cout` ch" is no height).

    >>> spelled("C_in"), spelled("Cout"), spelled("C")
    ('in_channels', 'out_channels', None)
    """
    axis = re.fullmatch(r"([FKOfko])_?([HWhw])", letter)
    if axis:
        what = "output" if axis[1] in "Oo" else "kernel"
        return f"{what}_{'height' if axis[2] in 'Hh' else 'width'}"
    if re.fullmatch(r"D_?K", letter):
        return "kernel_size"  # MobileNet's letter, whatever side the words before it are of
    named = re.fullmatch(r"c_?(i|in|o|out)", letter, re.IGNORECASE)
    return None if named is None else "in_channels" if named[1].lower().startswith("i") else "out_channels"


def _shape_letters(what: str, values: tuple[Node, ...]) -> list[tuple[str, str]]:
    names = [v.name if isinstance(v, Sym) else None for v in values]
    roles = _shape_roles(what, names)
    if roles is None:
        return []
    return [(name, role) for name, role in dict(zip(names, roles, strict=True)).items() if name]


def _plane(first: str | None, second: str | None) -> bool:
    """Whether two letters are a height and a width: FH and FW, k_h and k_w."""
    return bool(re.search(r"[hH]$|^[hH]", first or "") and re.search(r"[wW]$|^[wW]", second or ""))


def _shape_roles(what: str, names: list[str | None]) -> list[str] | None:
    """The role of each factor of a shape; channels stand last unless the letters say that they stand first."""
    first, second = ("kernel_height", "kernel_width") if what == "kernel" else ("height", "width")
    square = "kernel_size" if what == "kernel" else "size"
    if what == "output":
        first, second, square = "output_height", "output_width", "output_size"
    channels = {"input": "in_channels", "kernel": "in_channels", "output": "out_channels"}[what]
    if len(names) == 2:
        plane, rest, order = names, [], (0, 1)
    elif len(names) == 3 and what == "input" and names in (["N", "H", "W"], ["B", "H", "W"]):
        return ["batch", "height", "width"]  # what one channel is normalised over
    elif len(names) == 3:
        channel_first = ((names[0] or "").lower()[:1] in ("c", "d", "n", "m") and names[1] == names[2]) or (
            (names[0] or "").lower()[:1] == "c" and (names[2] or "").lower()[:1] in ("w", "k", "f")
        )
        order = (1, 2, 0) if channel_first else (0, 1, 2)
        plane, rest = [names[order[0]], names[order[1]]], [channels]
    elif what == "kernel":
        outward = names[0] != names[1] and (names[2] == names[3] or _plane(names[2], names[3]))
        order = (2, 3, 1, 0) if outward else (0, 1, 2, 3)
        plane, rest = [names[order[0]], names[order[1]]], ["in_channels", "out_channels"]
    else:
        channel_first = (names[1] or "").lower()[:1] == "c" or names[2] == names[3]
        order = (2, 3, 1, 0) if channel_first else (1, 2, 3, 0)
        plane, rest = [names[order[0]], names[order[1]]], [channels, "batch"]
    both = [square, square] if plane[0] is not None and plane[0] == plane[1] else [first, second]
    if (
        what == "input"
        and both == [first, second]
        and (plane[0] or "").lower()[:1] == "w"
        and (plane[1] or "").lower()[:1] == "h"
    ):
        both = [second, first]
    roles = [""] * len(names)
    for place, role in zip(order, [*both, *rest], strict=True):
        roles[place] = role
    return roles
