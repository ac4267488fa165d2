"""What an output sees: other channels or its own, its neighbours, the past or the future; connections to all inputs.

Three slots: which inputs a clause speaks of, whether its verb joins or parts them, and whether the clause denies that
(`lexicon/reach.toml`). The subject is the clause's or inherited. Exclusive words (only one channel) are a denial of
the rest, whatever the verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from .. import patterns as re
from ..reading import Reading, View, inherited_note, known, runnable
from ..scope import Named
from ..sizes.setting import sentences_above
from ..vocabulary import family, lexicon
from .marks import mark_of
from .norm_causal import NORMALISES
from .taken_over import done_elsewhere, taken_over

_CONVOLUTIONS = ("conv2d", "depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "grouped_conv2d", "conv1d")
_TEMPORAL = ("causal_conv1d", "dilated_stack", "wavenet", "masked_conv2d", "pixelcnn", "dilated_conv", "conv1d", "dilated_causal_stack")  # fmt: skip
_ORDINARY = re.compile(r"(?:普通|通常|ふつう|一般|標準(?:的)?|左右対称)(?:の|な)(?:1次元|一次元)?畳み?込み|\b(?:ordinary|standard|plain|regular|usual|normal|cent(?:re|er)d|symmetric\w*)\s+(?:1-?[dD]\s+)?(?:conv\w*|kernel|filter)", re.IGNORECASE)
_NOT_CAUSAL = re.compile(r"\bnon-?\s?causal(?: (?:conv\w*|filters?|kernels?)|\s*:)|非因果(?:的)?\s*:|非因果(?:的な?)?畳み?込み|因果(?:的|性)?(?:で|が)(?:は)?な(?:い|かった)(?:1次元)?畳み?込み", re.IGNORECASE)
_CAUSAL = re.compile(r"因果|(?<![a-z])causal|マスク|mask", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:unlike|than|contrast to|instead of|compared (?:to|with)|not)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)
_UNLIKE = re.compile(r"層?(?:と(?:は)?(?:違|異な)|ではな|に対し|より|に比べ|と比べ|の(?:よう|代わ))")
_FAMILIES = ("convolution", "linear", "pooling", "transposed", "causal", "dilated", "wavenet", "pixelcnn")
_NEAR = ("", "the heading", "the item above", "the table row", "the sentence before", "the introduction")
_RUN_AS = {"dilated_stack": "dilated_causal_stack", "dilated_conv": "dilated_causal_stack", "pool": "max_pool2d"}
_OTHER_TOPIC = re.compile(
    r"正規化|平均|分散|標準化|パラメータ数|パラメータの数|計算量|演算量|コスト|乗算|受容野|勾配|normali[sz]|\bmeans?\b|varianc|statistic|\bcosts?\b"
    r"|FLOP|\bMACs?\b|number of (?:parameters|multipl|weights)|receptive field|gradient|concat|output shape|times as many",
    re.IGNORECASE,
)  # fmt: skip
_SUMMED = re.compile(r"足し(?:合わせ|て|込|算)|合計|総和|和を|合算|加算|\bsumm?(?:ed|s|ing)?\b|\badd(?:ed|s|ing)?\b|\bcombin\w*|結合|まとめ", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\b(?:that|which|because|since|so|and|but|while|whereas|although|though|then)\b|:|\s--?\s|[—–]|\ue000", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r"\b(?:and (?:has|have|needs?|contains?|holds?|adds?|carries|costs?|requires?|so|therefore|thus|hence|the|it|this|that|never|won['’]t|(?:do|does|did|is|are|has|have|can|could|will)(?:n?['’]t| ?not))|so that|because|since|while|whereas|but|although|though|which|then)\b|\s--?\s|[—–]", re.IGNORECASE)
_FILTER_FOR_EACH = re.compile(r"チャン?ネル(?:ごと|毎|別)に?[^。、]{0,24}(?:フィルタ|カーネル|重み)")
_REASON = re.compile(r"\W*(?:since|because|as)\b", re.IGNORECASE)
_SPLIT = re.compile(r"\bsplit\w*|\bfactor\w*|\btwo (?:steps|stages|parts)\b|\bfirst\b.*\bthen\b|分け|分解|分離", re.IGNORECASE)
_STAGES = (
    ("depthwise_conv2d", re.compile(r"(?:第\s*)?(?:1|一)\s*(?:段|ステップ|層)目?|前段|\bfirst (?:step|stage|part|one|layer)\b|深さ方向[)）]", re.IGNORECASE)),
    ("pointwise_conv2d", re.compile(r"(?:第\s*)?(?:2|二)\s*(?:段|ステップ|層)目?|後段|\bsecond (?:step|stage|part|one|layer)\b", re.IGNORECASE)),
)  # fmt: skip
_OPPOSITE = re.compile(r"誤り|間違|まちがい|誤解|嘘|\bwrong\b|\bfalse\b|\bmyth\b|\bmisconception\b|\bincorrect\b", re.IGNORECASE)
INSTEAD = re.compile(r"\b(?:so|therefore|hence|instead|rather)\b|\b(?:let|allow|restrict|limit|make)s?\b|そこで|代わりに|だから|ので", re.IGNORECASE)
_PURPOSE = re.compile(r"ために|ためには|したい|べき|必要|\bin order to\b|\bto be able\b|\bwould\b|\bshould\b|\bif\b|\b(?:tempting|tempted|possible|a bad idea|no use) to\b|\bone (?:could|might)\b|としたら|れば", re.IGNORECASE)

_UNDONE = re.compile(
    r"(?:て|で)しま(?:うと|えば|ったら)|ちゃ(?:うと|えば|ったら)|\b(?:had|were|should) (?:we|the|it|one|you|they|there)\b|(?<!では)(?<!じゃ)ないと(?!い(?:け|う|っ)|なら|、?いけ)|なければ(?!なら|いけ)|なかったら|な(?:し|しだ)と|外(?:すと|せば|したら)|やめ(?:ると|れば|たら)|忘れ(?:ると|れば|たら)|挟(?:むと|めば|んだら)|入れ(?:ると|れば|たら)"
    r"|(?:付け|つけ|掛け|かけ)(?:ると|れば|たら)|\bif\b|\bunless\b|\botherwise\b|\bwould\b|\bwere\b|\bwithout (?:the|a|this|it|them|mask\w*|causal\w*|padding)\b", re.IGNORECASE)
_OTHER_PADDING = re.compile(
    r"両(?:側|端|方)|左右|均等|対称|真ん中に|中心(?:を|に)|右(?:側|端)?(?:に|へ)も|\b(?:both (?:ends|sides)|either (?:end|side)|evenly|symmetric\w*|cent(?:re|er)(?:ed|d)?|on the right|at the end)\b", re.IGNORECASE
)
_SO = re.compile(r"(?<=[うくぐすつぬぶむるいただ])(?:から(?![のではもと])|ので|ため(?![のにで])|おかげで)")
_NOT_YET = re.compile(r"まだ|未だ|\byet\b|ungenerated", re.IGNORECASE)  # a name of the future, no denial
_REGRET = re.compile(r"(?:て|で)しま(?:う|い|っ)|ちゃ(?:う|い)|じゃ(?:う|い)|恐れ|おそれ|\bwould\b|\bmight\b", re.IGNORECASE)
_MIXED_BY = re.compile(r"混(?:ぜ|合)[^。、は]{0,10}(?:のは|役(?:目|割)は)[^。、]{1,30}(?:だけ|のみ)|\bmixing (?:of|across) (?:the )?channels\b[^.;]{0,60}\b(?:alone|only)\b", re.IGNORECASE)  # who it is, stands behind
# What comes next as something that is made, in its turn: x_{t+1} has to be drawn before the step after it.
_IS_MADE = re.compile(r"[\s})$]*(?:itself )?(?:has to|must|can|may|cannot|is|will|needs to)\s+(?:only |first |then |not )*(?:be )?(?:drawn|sampled|generated|computed|produced|made|predicted)\b|[\s})$]*(?:を|が|は)(?:まだ|先に|次に)?(?:生成|サンプル|サンプリング|予測|計算)(?:する|した|され|でき|し(?:て|な))", re.IGNORECASE)
_PREDICTED = re.compile(r"次の|予測|\bnext\b|\bpredict\w*", re.IGNORECASE)
_SLASH = re.compile(r"\s[/／]\s|[\u3000\ue001]")
_CHANNEL = r"(?:チャン?ネル|channels?|ch|特徴マップ|feature maps?)"
_INDEXED = re.compile(
    rf"(?:出力|入力)の?{_CHANNEL}\s*\$?(?P<a>[a-z])(?![a-z])\$?[^。.]{{0,20}}?(?:出力|入力)の?(?:{_CHANNEL})?\s*\$?(?P=a)(?![a-z])"
    rf"|\b(?:output|input) {_CHANNEL} (?P<b>[a-z])\b[^.]{{0,50}}\b(?:output|input) {_CHANNEL} (?P=b)\b|\bchannel (?P<c>[a-z]) of the (?:output|input)[^.]{{0,40}}\bchannel (?P=c) of the (?:output|input)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"のみ|だけ|しか|\bonly\b|\balone\b|\bnothing else\b|\bexclusively\b|\bsolely\b", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """What a class of inputs makes of a clause: the statement of one that joins them, and which subjects have them."""

    name: str
    statement: str
    subjects: tuple[str, ...]
    exclusive: bool = False  # its words already deny the rest: no verb is needed
    denied: str = ""  # the statement of a clause that parts them, where it is not the negation


_KINDS = (
    Kind("both", "depends_on({s}, input=other_channel)", ("conv2d", "depthwise_separable_conv2d")),
    Kind("spatial_only", "not depends_on({s}, input=other_channel)", ("depthwise_conv2d", "pointwise_conv2d"), exclusive=True),
    Kind("channel_only", "not depends_on({s}, input=other_position)", ("depthwise_conv2d", "pointwise_conv2d"), exclusive=True),
    Kind("one_channel", "not depends_on({s}, input=other_channel)", (*_CONVOLUTIONS, "max_pool2d", "avg_pool2d", "pool"), exclusive=True),
    Kind("one_position", "not depends_on({s}, input=other_position)", ("pointwise_conv2d", "relu"), exclusive=True),
    Kind("past_only", "causal({s})", _TEMPORAL, exclusive=True),
    Kind("future", "not causal({s})", _TEMPORAL, denied="causal({s})"),
    Kind("all_channels", "depends_on({s}, input=all_channels)", (*_CONVOLUTIONS, "linear"), denied="not depends_on({s}, input=all_channels)"),
    Kind("all_inputs", "depends_on({s}, input=all_channels)", ("linear",), denied="not depends_on({s}, input=all_channels)"),
    Kind("part_only", "not depends_on({s}, input=all_positions)", ("linear", "conv2d"), exclusive=True),
    Kind("other_channel", "depends_on({s}, input=other_channel)", (*_CONVOLUTIONS, "linear", "max_pool2d", "avg_pool2d", "pool")),
    Kind("other_position", "depends_on({s}, input=other_position)", ("pointwise_conv2d",)),
)  # fmt: skip
_AND_ALSO = re.compile(r"\band\s+(?:(?:it|also|at the same time|thereby|then)\s+)*(?=(?:takes?|looks?|gathers?|collects?|sees?|uses?|picks?|reads?|draws?|mixes|combines|covers?|includes?|captures?|considers?)\b)", re.IGNORECASE)


@cache
def _patterns(table: str, name: str) -> re.Pattern[str]:
    found = "|".join(f"(?:{p})" for p in lexicon("reach")[table][name])
    found = found.replace("channels?", "(?:channels?|chs?\\b)")
    return re.compile(found.replace("チャネル", "(?:チャン?ネル|(?<![A-Za-z])ch(?![A-Za-z])\\s*)"), re.IGNORECASE)


_FEWER_INSTEAD = re.compile(r"[^.;,]{0,24}\b(?:one|a single|\d+) (?:positions?|pixels?)\b[^.;,]{0,12}\b(?:instead|rather|and not)\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The first kind of inputs that each clause speaks of, joined or parted."""
    s = view.sentence
    if s.has("question") and not s.has("called"):
        return
    if view.outline.blocks[s.block].kind == "heading" or NORMALISES.search(s.words) or _MIXED_BY.search(s.words):
        return
    if _ALONE_DOES.search(s.words) and not any(not m.weak for m in s.subjects):
        return  # ch を混ぜるのは 1×1 のほうだけ: said of that one, not of what stands above
    text = _with_times(view)
    done: set[str] = set()
    yield from _indexed(view)
    yield from _coloured(view)
    for start, end in _clauses(view, text):
        clause = text[start:end]
        if _OTHER_TOPIC.search(clause):
            continue
        for kind in _KINDS:
            if kind.name == "other_position" and _SHARED_AT.search(clause):
                continue
            reading = _said(view, kind, text, start, end)
            if reading is not None:
                if reading.statement not in done:
                    done.add(reading.statement)
                    yield reading
                yield from _also(view, kind, text, start, end)
                break


def _also(view: View, kind: Kind, text: str, start: int, end: int) -> Iterator[Reading]:
    """The other axis, told behind an "and" in the same clause: mixes the channels and looks at the neighbouring pixels."""
    found = _patterns("inputs", kind.name).search(text, start, end)
    again = _AND_ALSO.search(text, found.end(), end) if found and kind.name in ("other_channel", "all_channels") else None
    other = next(k for k in _KINDS if k.name == "other_position")
    if again and (reading := _said(view, other, text, again.end(), end)):
        yield reading


# One layer at every place joins no places: shared across all positions, 全画素で共有.
_SHARED_AT = re.compile(r"\b(?:shared?|appl(?:y|ied|ies)|reus\w+|the same|run|repeated)\b[^.;]{0,30}?\b(?:across|over|at|to|for|by)\s+(?:all|every|each)\s+(?:of\s+)?(?:the\s+)?(?:spatial\s+)?(?:positions?|pixels?|locations?)|(?:すべて|全て|全|各)の?(?:位置|画素|ピクセル)(?:で|に|ごとに)[^。、]{0,8}(?:共有|適用|同じ)", re.IGNORECASE)
_ALONE_DOES = re.compile(r"のは\s*[13]\s*[x×]\s*[13][^。、]{0,12}(?:だけ|のみ)|\bonly the [13]\s*[x×]\s*[13]\b", re.IGNORECASE)
_TIME = re.compile(r"\s*\\?\(?\s*(?:[xys]_?\s*\{?\s*\(?\s*)?(?:t\s*\+\s*\w|(?:s|\\tau|τ|u|k|t')\s*>\s*t)\s*\)?\s*\}?\s*|\s*x_?\{?[01]\}?\s*,.{0,24}x_?\{?t\}?\s*")


def _with_times(view: View) -> str:
    """The words, with the points in time that stand as mathematics: $x_{t+1}$, $s > t$."""
    s = view.sentence
    out = s.words
    for start, end in s.math:
        inside = s.text.chars[start:end]
        bare = re.sub(r"\$|\\[()]", lambda m: " " * len(m[0]), inside)
        if _TIME.fullmatch(bare):
            out = out[:start] + bare + out[end:]
    return out


_COLOUR = r"(?:赤|緑|青|(?<![A-Za-z])[RGB](?![A-Za-z])|\b(?:red|green|blue)\b)"
_OF_COLOUR = re.compile(
    rf"(?P<a>{_COLOUR})\s*(?:面|チャン?ネル|成分|色|プレーン|マップ)?の?(?:出力|結果)[^。]{{0,20}}?(?P<b>{_COLOUR})"
    rf"|(?:output|result|filter)s? (?:of|for|on) (?:the )?(?P<c>{_COLOUR})(?: \w+)?[^.]{{0,40}}?(?P<d>{_COLOUR})|(?P<e>{_COLOUR}) (?:output|result|filter|channel'?s? (?:output|filter))[^.]{{0,40}}?(?P<f>{_COLOUR})",
    re.IGNORECASE,
)


def _coloured(view: View) -> Iterator[Reading]:
    """R 面の出力に G 面の情報は入っていない: the output of one colour, and the input of another."""
    s = view.sentence
    found = _OF_COLOUR.search(s.words) if re.compile(_COLOUR).search(s.words) else None
    if found is None:
        return
    colours = [g.lower() for g in found.groups() if g]
    named = _staged(s.words, view.subject(found.start(), lambda name: name in _CONVOLUTIONS), s.clause(found.start())[0], found.start() + 1)
    if len(set(colours)) != 2 or named is None or named.subject == "depthwise_separable_conv2d":
        return
    rest = s.words[found.end() :]
    joined = _verbs(rest if s.japanese else s.words[found.start() :], s.japanese)
    if joined is None:
        return
    denied = "" if joined else "not "
    yield Reading(f"{denied}depends_on({runnable(named.subject)}, input=other_channel)", found.start(), len(s.words.rstrip(" 。.")), inherited_note(named, view), sure=named.where in _NEAR)


def _verbs(rest: str, japanese: bool) -> bool | None:
    """Whether the words after the inputs say that they are used, or that they are not."""
    joins = _patterns("verbs", "joins").search(rest)
    denials = len(_patterns("denial", "ja" if japanese else "en").findall(rest))
    if joins is None and not denials:
        return None
    return denials % 2 == 0


def of_an_ordinary_one(view: View, reading: Reading) -> Reading:
    """Whether the future is seen, said of an ordinary convolution in a section on causal ones: of it, not of them."""
    words = _NOT_CAUSAL.sub(lambda m: "ordinary conv".ljust(len(m[0])), view.sentence.words)
    found = _ORDINARY.search(words)
    if re.search(r"causal\(conv2d\)", reading.statement):
        return _in_time(view, reading)
    if found is None or _CAUSAL.search(words) or _AGAINST.search(words[: found.start()]) or _UNLIKE.match(words[found.end() :]):
        return reading
    return replace(reading, statement=re.sub(r"causal\(\w+[^()]*\)", "causal(conv1d)", reading.statement), notes=(), alternatives=())


def _in_time(view: View, reading: Reading) -> Reading:
    """A causality said of a convolution that has no time: of the causal one, where the heading or the text above has it."""
    s, outline = view.sentence, view.outline
    near = [*outline.ancestors(s.block), *list(outline.headings(s.block))[:2], *range(max(0, s.block - 2), s.block)]
    if not any(_CAUSAL.search(outline.blocks[b].raw[:400]) for b in near):
        return replace(reading, sure=False)
    return replace(reading, statement=reading.statement.replace("causal(conv2d)", "causal(causal_conv1d)"), alternatives=())


def _clauses(view: View, text: str) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(text):
        start, end = view.sentence.clause(place)
        slash = _SLASH.search(text, max(start, place), end)
        if slash:  # dw: one thing / pw: another
            end = slash.end()
        if (reason := _SO.search(text, max(start, place) + 1, end)) is not None:  # computed apart, so they do not change
            end = reason.end()
        yield max(start, place), end
        place = max(end, place + 1)


def _indexed(view: View) -> Iterator[Reading]:
    """Output channel j is a function of input channel j alone: one letter for both, and a word that excludes the rest."""
    s = view.sentence
    found = _INDEXED.search(s.text.chars)
    if found is None or not _ALONE.search(s.text.chars, found.start()):
        return
    owners = {m.tag for m in s.subjects if m.tag in _CONVOLUTIONS and not m.weak and m.end <= found.start() and not _AGAINST.search(s.words[: m.start])}
    own = Named(owners.pop(), "", s.block) if len(owners) == 1 else view.subject(found.start(), lambda name: name in _CONVOLUTIONS)
    named = _staged(s.words, own, s.clause(found.start())[0], found.start() + 1)
    if named is None:
        return
    denied = "not " if view.polarity(found.start()) or "しか" in s.words else ""
    yield Reading(
        f"{denied}depends_on({runnable(named.subject)}, input=other_channel)", found.start(), found.end(), inherited_note(named, view),
        sure=named.where in _NEAR and bool(denied),
    )  # fmt: skip


_ITS_KERNEL = re.compile(r"[1-9]\s*[x×]\s*[1-9]\s*の?\s*")
_HERE = re.compile(r"[\s、]*(?:ここで|この(?:層|段|畳み?込み)|こちら)")
ALIKE = re.compile(r"\b(?:equally|alike|(?:in )?the same way|identically)\b|等しく|同じように|同様に|平等に|一様に", re.IGNORECASE)
_OF_GRADIENTS = re.compile(r"バイアス(?:項)?(?:の|に対する|についての|に関する)勾配|\bgradients? (?:of|with respect to|for) (?:the |a |its )?bias|\bbias gradients?", re.IGNORECASE)  # what is summed there is no input


def _said(view: View, kind: Kind, text: str, start: int, end: int) -> Reading | None:
    """The statement that a clause makes of a kind of inputs."""
    found = _patterns("inputs", kind.name).search(text, start, end)
    if found is None or re.search(r"\bgroups?\s*=", view.sentence.text.chars) or _OF_GRADIENTS.search(text):
        return None
    named = view.in_clause(found.start(), lambda name: name in kind.subjects) or view.subject(found.start(), lambda name: family(name) in _FAMILIES)
    if done_elsewhere(view.sentence, found.end(), end, kind.subjects):
        return None
    if named is not None and not named.where and taken_over(view.sentence, named.subject, start, end):
        named = view.subject(0, lambda name: name in kind.subjects)
        if named is None or not named.where:
            return None
    named = _staged(text, named, start, found.start())
    if ordinal := _ORDINAL.match(text, start):
        named = _by_turns(view, "second" if ordinal["b"] or ordinal["c"] else "first", named, start, end)
        if named is None:
            return None
    if cleft := re.match(r"[^、。]{0,12}?(?:のが|のは)\s*", text[found.end() : end]):  # what mixes all channels is the pointwise one
        place = found.end() + cleft.end()
        named = next((Named(m.tag, "", view.sentence.block) for m in view.sentence.subjects if place <= m.start <= min(place + 2 + 8 * bool(_ITS_KERNEL.match(text, place)), end)), named)
    if named is None or named.subject not in kind.subjects:
        own = named is not None and not named.where
        named = None if own else view.subject(found.start(), lambda name: name in kind.subjects)
    if named is None and kind.name in ("future", "past_only") and _CAUSAL.search(view.sentence.words) and not _ORDINARY.search(view.sentence.words):
        named = Named("causal_conv1d", "", view.sentence.block)  # causal, the sentence says itself, whatever the layer
    if named is not None and not named.where and _HERE.match(text, start) and not any(start <= m.start < end for m in view.sentence.subjects if m.tag == named.subject):
        return None  # what is told of the operation ends before: depthwise に任せ、ここでは
    if named is None or not _about(view, named, found.start()) or _of_the_next_step(view, named, found, text) or _a_place(view, named):
        return None
    if kind.name == "all_channels" and ALIKE.search(text, found.end(), end):
        return None  # each of them is dealt with in the same way
    if kind.name == "other_channel" and _AMONG_THEM.search(found[0]) and not _of_channels(view):
        return None
    joined = _joined(text, found, start, end, kind)
    if joined is None or (kind.name == "future" and re.search(r"t\s*\+\s*1", found[0]) and _PREDICTED.search(text)):
        return None  # x_{t+1} is what is predicted
    if kind.name == "future" and _IS_MADE.match(text, found.end()):
        return None
    if kind.name == "one_channel" and named.subject != "depthwise_conv2d" and _FILTER_FOR_EACH.match(view.sentence.text.chars[found.start() :]):
        return None  # a filter for each output channel
    if kind.exclusive and named.subject not in ("depthwise_conv2d", "pointwise_conv2d") and _SUMMED.search(text[found.end() :]):
        return None  # each channel by itself, and then their sum
    subject = _RUN_AS.get(named.subject, runnable(named.subject))
    if kind.name in ("all_channels", "other_channel") and (named.subject == "grouped_conv2d" or any(m.tag == "grouped_conv2d" for m in view.sentence.subjects)):
        subject = "conv2d(groups=2)"
    elif not known(subject):
        return None
    statement = kind.statement if joined else kind.denied or _negated(kind.statement)
    plain = not view.sentence.has("hedged") and not _PURPOSE.search(text, start, end) and not _OPPOSITE.search(text)
    if kind.name in ("future", "past_only") and _OTHER_PADDING.search(text):
        plain = False  # of another padding than the one that makes it causal
    if _UNDONE.search(text[: found.end()]) or _REGRET.search(text, found.end()):
        plain = False  # what would be if something were left out or put in
    if named.where and kind.name in ("future", "past_only") and re.search(r"正規化|ノーム|[Nn]ormali[sz]|[Nn]orm\b|平均", text[: found.start()]):
        return None  # of a normalisation over time
    if named.where and ((kind.exclusive and _SPLIT.search(text)) or (_REASON.match(text[start:end]) and mark_of(view) is not None)):
        plain = False  # a part of what is being taken apart; a reason, which a mark does not speak of
    if _REASON.match(text[start:end]) and (mark := mark_of(view)) is not None and not mark[0]:
        return None
    if _FEWER_INSTEAD.match(text, found.start()):
        return None  # how many positions there are: one instead of 7x7
    if kind.name == "part_only" and named.subject == "linear" and INSTEAD.search(text):
        return None  # what is made of it instead: "so we let each neuron look at a small patch only"
    if kind.name in ("future", "past_only") and (named.subject == "conv2d" or statement.format(s=subject).endswith("(conv2d)")):
        return None  # it has no time
    sure = plain and named.subject != "depthwise_separable_conv2d" and named.where in _NEAR
    return Reading(
        statement.format(s=subject), found.start(), _end(text, found, end), inherited_note(named, view), sure=sure
    )


_AMONG_THEM = re.compile(r"each other|the others|互い", re.IGNORECASE)  # names nothing by itself
_CHANNELS = re.compile(r"\b(?:channels?|(?:feature |activation |input )?maps?|planes?|sheets?|slices?|colou?rs?|red|green|blue|RGB|ch|filters?|kernels?)\b|チャン?ネル|マップ|面|色|ch(?![a-z])|フィルタ|スライス", re.IGNORECASE)


def _of_channels(view: View) -> bool:
    """Whether those that touch each other are channels: named in the sentence or in the two before it, no papers or exercises."""
    s = view.sentence
    near = [s, *(e for _, e in zip(range(2), sentences_above(view), strict=False))]
    return any(_CHANNELS.search(e.words) for e in near) and not _OTHER_THINGS.search(s.words)


_OTHER_THINGS = re.compile(r"\b(?:papers?|chapters?|sections?|exercises?|problems?|questions?|lectures?|figures?|authors?|tables?|ideas?|topics?|articles?|posts?|tricks?|definitions?|theorems?|changes?)\b|論文|章|節|問題|演習|講義|図|著者|アイデア|話題|記事|定義", re.IGNORECASE)
_ORDINAL = re.compile(r"\W*(?:(?:and|but|while|whereas)\s+)?the (?:(?P<a>first|former)|(?P<b>second|latter))(?: (?:one|step|stage|part|layer|of (?:them|these|the two)))?\s+(?!conv|\d|layer|block|group)(?=\w)|\W*(?:一つ目|1つ目|前者|(?P<c>二つ目|2つ目|後者))(?:の(?:層|段|畳み?込み))?(?:は|が)", re.IGNORECASE)
_TWO_STEPS = ("depthwise_conv2d", "pointwise_conv2d")


def _by_turns(view: View, which: str, named: Named | None, start: int, end: int) -> Named | None:
    """What "the first", "the second" stands for: of the two steps that the text above names in turn, that one."""
    s = view.sentence
    if named is not None and any(m.tag == named.subject and not m.weak and start <= m.start < end for m in s.subjects):
        return named
    tags: list[str] = []
    for earlier in list(sentences_above(view))[:10]:
        tags = [*(m.tag for m in earlier.subjects if m.tag in _TWO_STEPS), *tags]
        if set(tags) == set(_TWO_STEPS):
            break
    order = list(dict.fromkeys(tags))
    return Named(order[which == "second"], "", s.block) if len(order) == 2 else None


_THEN = re.compile(r"\b(?:then|afterwards|and only then|followed by)\b|(?:次に|その後|それから|続い?て)", re.IGNORECASE)


def _of_the_next_step(view: View, named: Named, found: re.Match[str], text: str) -> bool:
    """Whether the operation is named only in a step that comes after: filters each channel, then mixes by a 1x1 one."""
    places = [m.start for m in view.sentence.subjects if m.tag == named.subject]
    return not named.where and bool(places) and min(places) > found.end() and bool(_THEN.search(text[found.end() : min(places)]))


_ITS_PLACE = re.compile(r"\s*(?:層)?の(?:直|すぐ)?(?:後|前|あと|まえ)(?:ろ)?(?:[にで]|など|の場合|なら|\s*[)）]|$)", re.IGNORECASE)


def _a_place(view: View, named: Named) -> bool:
    """Whether the operation is named only as the place where another stands: （depthwise の後など）."""
    mentions = [m for m in view.sentence.subjects if m.tag == named.subject]
    return not named.where and bool(mentions) and all(_ITS_PLACE.match(view.sentence.words, m.end) for m in mentions)


def _staged(text: str, named: Named | None, start: int, place: int) -> Named | None:
    """The first or second step of a separable convolution, where the clause says so."""
    if named is None or named.subject != "depthwise_separable_conv2d":
        return named
    for subject, pattern in _STAGES:
        if pattern.search(text, start, place):
            return Named(subject, "", named.block)
    return named


def _about(view: View, named: Named, place: int) -> bool:
    """An inherited subject is not meant where the sentence names another operation before the claim."""
    if not named.where:
        return True
    others = [m for m in view.sentence.subjects if not m.weak and m.start <= place]
    return all(family(m.tag) in ("convolution", "causal", "dilated", "wavenet", "network", "mobilenet") for m in others)


def _joined(text: str, found: re.Match[str], start: int, end: int, kind: Kind) -> bool | None:
    """True where the clause says that these inputs are used, False where it denies it, None where it says neither."""
    japanese = bool(re.search(r"[\u3040-\u30ff]", text[start:end]))
    if not japanese:  # a denial in a clause before (that, which, because) is not this one's, nor one in a clause after
        start = max([start, *(m.end() for m in _CONJUNCTION.finditer(text, start, found.start()))])
        end = min([end, *(m.start() for p in (_NEXT_CLAUSE, _AND_ALSO) for m in p.finditer(text, found.end(), end))])
    stretch = (found.start(), end) if japanese else (start, end)
    stretch = (stretch[0], _end_of_aside(text, found.end(), stretch[1]))
    joins = _patterns("verbs", "joins").search(text, *stretch)
    apart = _patterns("verbs", "apart").search(text, *(stretch if japanese else (start, end)))
    denying = _patterns("denial", "ja" if japanese else "en")
    denials = len(denying.findall(_SETTING.sub("", text[slice(*stretch)])))
    if _NOT_YET.search(found[0]):
        denials -= len(denying.findall(found[0]))
    if japanese and (re.search(r"しか|(?:だけ|のみ)(?:で|に)?(?:は)?な", text[found.start() : found.end() + 8]) or re.search(r"しか[^。、]{0,10}(?:な[いく]|ませ)", text[slice(*stretch)])):
        denials = max(0, denials - 1)  # しか ... ない says only
    if japanese and re.search(r"しか[^。、]{0,8}な(?:い|かった)[\u4e00-\u9fff\u30a1-\u30fa]", text[found.start() : end]):
        return None  # said of what comes next: 未来しか見ない畳み込み
    if kind.exclusive:
        return None if joins is None and not found[0].endswith(("だけ", "のみ")) else denials % 2 == 0
    if joins is None and apart is None and not denials:
        return None
    return (bool(apart) + denials) % 2 == 0


_SETTING = re.compile(
    r"(?:パディング|余白|バイアス|活性化|パラメータ|重み)(?:は|が|も)?な(?:し|く|い)|\b(?:no|without(?: any)?|not (?:have|need|contain) any) (?:\w+ ){0,2}(?:param\w*|weights|padding|bias\w*)"
    r"|\b(?:and |but )?nothing (?:else|more|but|besides)\b",  # that it does no more denies nothing
    re.IGNORECASE,
)


def _end_of_aside(text: str, place: int, end: int) -> int:
    """Where a stretch in brackets ends, at their end or at a comma in them: (全チャネルと結んだ版、パディングなし)."""
    depth = 0
    for at in range(place, end):
        depth += (text[at] in "(（「") - (text[at] in ")）」")
        if depth < 0:
            return at
        if depth == 0 and text[at] in "、," and re.search(r"[(（「][^)）」]*$", text[:place]):
            return at
    return end


def _negated(statement: str) -> str:
    return statement.removeprefix("not ") if statement.startswith("not ") else f"not {statement}"


def _end(text: str, found: re.Match[str], end: int) -> int:
    joins = _patterns("verbs", "joins").search(text, found.end(), end)
    return joins.end() if joins else found.end()
