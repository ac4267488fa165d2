"""Joining: whether features are added or put side by side, by a block (its input and what it computes) or by a convolution.

A word of joining must have features for its object (出力を足す, "the outputs are summed"): a layer, a term or k channels
that are added join nothing. What is denied ("rather than adding") is taken as denied; where the sentence also says what
is done instead, that is the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from ..vocabulary import Mention, family
from .blocks import About, abouts, named_in
from .denials import TAKEN_BACK, denied_at
from .joined_objects import in_column_of_counts, object_en, object_ja, with_a_number
from .joined_sites import AT_THE_EDGE, is_elsewhere
from .pointing import replaced
from .sites import BY_SOMEBODY, acts, calculates, site_of

_VALUES = {"add": "add", "concatenate": "concat"}
_SUPPOSED = re.compile(
    r"(?:る|す|する|した|し|される)?(?:場合|なら|たら|としたら|れば|だと|(?:方法|手法|方式|こと|案)(?:も|が)(?:考え|あり|ある|でき|可能)|ためには?|には|必要|とき(?:は|には)?|前に)"
)
_SUPPOSING_EN = re.compile(r"\b(?:if|when|were|would|could|to be able to|before|in order to)\b[^,;.]{0,40}$", re.IGNORECASE)
_PER_CHANNEL = re.compile(r"チャン?ネル|RGB|[3３三]\s*(?:枚|色)|channels?|depth slices?", re.IGNORECASE)
_PARTIAL = re.compile(
    r"結果|積|値|もの|畳み込んだ|出力|マップ|和を|results?|products?|responses?|contributions?|correlat\w+|outputs?|sum\b", re.IGNORECASE
)


_BYPASS = re.compile(r"(?:接続|コネクション|connection|shortcut|ショートカット|恒等|identity|skip|スキップ).*(?:パス|経|伝|渡|入れ|設け|bypass|飛ば|直接|pass|間)|bypass", re.IGNORECASE)


_THEIRS = r"(?:(?:the |its )?(?:block|layer|residual|skip|shortcut)(?:'s)?\s*)?\b(?:input|output|shortcut|identity|x|F\(x\))(?![A-Za-z])|(?:ブロック|層|残差|元)?の?(?:入力|出力)|ショートカット|恒等写像"
_CALLED = r"(?:concat(?:enate)?|cat)\s*[(（\[]\s*\[?\s*(?:%s)\s*[,、]\s*(?:%s)\s*\]?\s*[)）\]]"


def _written_in_words(between: str) -> re.Pattern[str]:
    """Two features of a block with a sign between them: block output + block input."""
    return re.compile(rf"(?:{_THEIRS}){between}(?:{_THEIRS})", re.IGNORECASE)


_WRITTEN = (
    ("add", re.compile(r"(?<![A-Za-z])[HFf]_?\{?(?:[lLℓ]|\\ell)?\}?\s*\(\s*(?:\\sum|x_?\{?0\}?\s*\+)|(?<![A-Za-z])(?:out|x|y|h)\s*\+=\s*(?:x|identity|residual|shortcut|res)(?![A-Za-z])|(?<![A-Za-z])(?:x|out|identity|shortcut)\s*\+\s*(?:out|identity|shortcut|self\.\w+\(x\))(?![A-Za-z])|(?<![A-Za-z])[FfHg]\s*\(\s*x\s*\)\s*\+\s*x(?![A-Za-z_])|(?<![A-Za-z])x\s*\+\s*[FfHg]\s*\(\s*x\s*\)")),
    ("add", _written_in_words(r"\s*[+＋]\s*")),
    ("concat", re.compile(_CALLED % (_THEIRS, _THEIRS), re.IGNORECASE)),
    ("concat", re.compile(r"(?:torch\.|tf\.|np\.)(?:cat|concat|concatenate)\b|\[\s*(?:x\s*[,;、]\s*[FfHg]\s*\(\s*x\s*\)|[FfHg]\s*\(\s*x\s*\)\s*[,;、]\s*x)\s*\]")),
)


@dataclass(frozen=True)
class _Said:
    """A word of joining: what it says, whether it is denied, and how plainly it is about features."""

    mention: Mention
    value: str
    denied: bool
    sure: bool


_WEIGHED = re.compile(r"係数|定数|重み|ゲート|gate|tanh|sigmoid|シグモイド|フィルタ|カーネル|filter|kernel|factor|scal|pool|プーリング|勾配|gradient|確率|batch|バッチ|分散|variance", re.IGNORECASE)
_JOINED = re.compile(r"スキップ|ショートカット|残差|入力[をと][^。]{0,10}出力|出力[にと][^。]{0,10}入力|それまで|以前の|過去の|先行する|(?<![の直])前の(?:各)?層|次の層|\b(?:skips?|shortcuts?|residual|identity)\b|\binput\b.*\boutput\b|\boutput\b.*\binput\b|\b(?:earlier|previous|preceding)\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of adding and concatenating."""
    s = view.sentence
    heading = view.outline.blocks[s.block].kind == "heading"
    if re.search(r"[?？]\s*$", s.words) or (s.has("question") and not s.japanese) or in_column_of_counts(view):
        return
    said = [x for x in _said(view) if (not heading or (x.sure and _ends(s, x.mention))) and not _counted(s, x.mention)]
    yield from _channels(view, said)
    of: dict[str, list[tuple[_Said, About]]] = {}
    for one in said:
        if is_elsewhere(view, one.mention.start):
            continue
        for about in () if _KNOWN_FROM.search(s.words) else abouts(view, one.mention.start, one.mention.end):
            if not about.own and _under_branches(view):
                continue
            if one.value in ("multiply", "average") and not about.own and _DISTANT.search(" ".join(about.notes)):
                continue  # a network that is named far away joins nothing by every operation of the note
            if not about.own and _DISTANT.search(" ".join(about.notes)) and not (one.sure and _WIRES.search(s.words) and not _STACKS.match(s.words[one.mention.start :])):
                continue
            if about.kind in ("dense", "residual") or (about.kind == "wavenet" and _of_wavenet(s)):
                of.setdefault(about.subject, []).append((one, about))
    for subject, found in of.items():
        yield from _claims(view, subject, found)
    if not of and not heading:
        yield from _identity(view)


def _under_branches(view: View) -> bool:
    """Whether the nearest item or heading above that names a network names GoogLeNet."""
    s, outline = view.sentence, view.outline
    for block in (*outline.ancestors(s.block), *outline.headings(s.block)):
        tags = {m.tag for e in outline.sentences[block] for m in e.subjects}
        if tags & {"googlenet", "inception_block", "resnet", "residual_block", "densenet", "dense_block", "wavenet"}:
            return bool(tags & {"googlenet", "inception_block"}) and len(tags) == 1
    return False


_KNOWN_FROM = re.compile(r"\b(?:not|than|unlike|instead of)\s+(?:the |an? )?(?:addition|sum\w*|concatenation)\s+(?:that |as )?(?:you |we |I )?(?:know|known|met|saw|seen|familiar|remember)\b", re.IGNORECASE)


_A_BLOCK = re.compile(r"ブロック|\bblocks?\b", re.IGNORECASE)  # perhaps another network's, by a name that is not known
_AS_SUCH = re.compile(r"adds?\s+(?:is|are|stays|remains|grows|depends|the same number|as many|only|exactly|its own|their own|new|another|further|a fixed number|(?:about |just )?(?:k|\d+))\b|(?:addition|concatenation|summation)\s+(?:adds|keeps|leaves|grows|increases|needs|requires|preserves|costs|makes|does|is|has|can)\b|(?:加算|連結|結合)(?:は|だと|なら|では|で(?:は)?)[^。、]{0,12}(?:増え|足され|変わら|保た|必要)", re.IGNORECASE)
_TOTAL = re.compile(r"の?(?:合計|総計)(?!す|し|さ|を(?:と|取|求め|計算))|\b(?:sum|total)\b", re.IGNORECASE)
_OF_COUNTS = re.compile(r"比べ|比較|分の|倍|段階|計算量|乗算|コスト|[回個]|\b(?:cost|times|count|multiplications|weights|parameters|steps)\b", re.IGNORECASE)
_IN_A_ROW = re.compile(r"(?:→|->|⇒|\\to\b|\\rightarrow)[^。、.]{0,24}(?:と|の順に|の順で|を順に|を)\s*$")


_STACKS_LAYERS = re.compile(r"stack(?:s|ed|ing)?\s+(?:(?:up|together|several|many|a few|\w+-?\w*)\s+){0,3}?(?:blocks?|layers?|units|modules?|convolutions?|convs?|stages?)\b(?!\s*(?:outputs?|features?|inputs?))", re.IGNORECASE)


def _counted(s: Sentence, mention: Mention) -> bool:
    """4 stacks: a number of them, nothing that is done; 1×1 → 3×3 → 1×1 と並べる: one behind the other."""
    if _AS_SUCH.match(s.words[mention.start :]):
        return True  # what it does wherever it is used
    if calculates(s, Mention(mention.start, mention.end, "add")) and mention.tag == "add":
        return True  # numbers are worked out
    if _STACKS_LAYERS.match(s.words, mention.start):
        return True  # one on top of the other
    if re.search(r"(?:1|一)\s*列に\s*$", s.words[: mention.start]):
        return True  # flattened
    if _TOTAL.match(s.words, mention.start) and (_OF_COUNTS.search(s.words) or s.has("cost", "parameters")):
        return True  # a total of counts
    if _IN_A_ROW.search(s.text.chars[max(0, mention.start - 40) : mention.start]):
        return True
    return bool(re.match(r"stacks?\b", s.words[mention.start :], re.IGNORECASE) and re.search(r"\d\s*$", s.words[: mention.start]))


_DISTANT = re.compile(r"further above|of the note")
_WIRES = re.compile(r"入力|出力|特徴|スキップ|ショートカット|残差|出口|次の層|チャン?ネル方向|\b(?:inputs?|outputs?|features?|skips?|shortcuts?|residuals?)\b", re.IGNORECASE)
_STACKS = re.compile(r"stack|積み重ね|重ね", re.IGNORECASE)
_SKIPS = re.compile(r"skip|スキップ|出口|各層(?:から|の)|(?:全|すべて|全て|全部)の?層|全層|\b(?:all|every|each) (?:the |of the )?layers?\b", re.IGNORECASE)


def _of_wavenet(s: Sentence) -> bool:
    """WaveNet adds a layer's input to its output, and the skip outputs: a condition or a gate that is added is none."""
    return bool(re.search(r"入力|出力|skip|スキップ|残差|residual|input|output|[\ue000xX]", s.words, re.IGNORECASE)) and not re.search(
        r"条件|ゲートを|condition", s.words, re.IGNORECASE
    )


def _ends(s: Sentence, mention: Mention) -> bool:
    """The verb of a heading that is a sentence: 出力に入力を足し合わせる."""
    return bool(re.fullmatch(r"[るすたせてさ]{0,4}[。.\s]*", s.words[mention.end :])) and "を" in s.words[: mention.start]


def _claims(view: View, subject: str, found: list[tuple[_Said, About]]) -> Iterator[Reading]:
    """What is done; where only what is not done is said, that."""
    s = view.sentence
    done = [(one, about) for one, about in found if not one.denied] or found
    done = [(one, about) for one, about in done if not (_is_title(s, one) and any(x.value != one.value for x, _ in done))] or done
    values = {one.value for one, _ in done}
    seen: set[tuple[str, bool]] = set()
    for one, about in done:
        if s.words[one.mention.start :].startswith("積み重ね") and _LAYERS_THAT_STACK.search(s.words[: one.mention.start]):
            continue  # 畳み込みを積み重ねる: layers, no maps
        if _NO_MAPS_AT.match(s.words, one.mention.start) or _NO_MAPS.match(s.words, one.mention.end) or _NO_MAPS_BEFORE.search(s.words[: one.mention.start]):
            continue  # predict a sample, append it
        if one.value == "add" and AT_THE_EDGE.search(s.words):
            continue  # zeros, on both sides
        key = (one.value, about.kind == "wavenet" and _aside(s, one.mention))
        if key in seen:
            continue
        seen.add(key)
        denied = "not " if one.denied else ""
        path = ", path=skip" if about.kind == "wavenet" and _aside(s, one.mention) else ""
        apart = len(values) == 1 or (about.kind == "wavenet" and _apart(s, one, done))
        another = _A_BLOCK.search(s.words) and not path and any("only network" in note for note in about.notes)  # WaveNet's skips are its own
        sure = one.sure and not about.vague and not another and apart and not _hedged(s, one.mention)
        yield Reading(f"{denied}combine({subject}{path}) == {one.value}", *_place(s, one.mention), about.notes, sure=sure)


_SINGLES = r"(?:samples?|predictions?|tokens?|characters?|words?|zero(?:e?s)?|ones?|1|constant|bias|columns?|rows?|number)"
_NO_MAPS = re.compile(rf"(?:e?d|ing|s)?\s+(?:(?:a|the|this|that|each|its|one|another)\s+(?:\w+\s+)?{_SINGLES}\b)", re.IGNORECASE)
_NO_MAPS_AT = re.compile(r"append\w*\s+it\b(?!\s+to\b)", re.IGNORECASE)
_NO_MAPS_BEFORE = re.compile(r"(?:標本|サンプル|予測(?:値)?|単語|文字|トークン|定数|ゼロ|零|0|1つ?)を(?:[^。、]{0,8}(?:末尾|後ろ|うしろ|最後|先頭|前|左|列)に)?\s*$")
_LAYERS_THAT_STACK = re.compile(r"(?:畳み?込み|層|ブロック|カーネル|フィルター?|conv\w*|layers?)(?:層)?(?:を|が)(?![^。]{0,40}(?:特徴|マップ|チャン?ネル)[^。]{0,8}を)", re.IGNORECASE)


def _hedged(s: Sentence, mention: Mention) -> bool:
    """Whether the word of joining itself is said with doubt; 足し合わせるところにある と思う is not."""
    hedges = [m for m in s.tags.get("hedged", ()) if not re.match(r"たとえば|例えば", s.words[m.start :])]
    return s.doubted(mention.end) and any(m.start < mention.end or not re.search(r"(?:ところ|点|こと)(?:に|が|は|を|も)", s.words[mention.end : m.start]) for m in hedges)


def _is_title(s: Sentence, one: _Said) -> bool:
    """結合は加算で行う: the first word names the matter, the second says how."""
    return bool(re.match(r"\s*(?:の)?(?:方法|仕方|方式|操作|処理)?\s*(?:は|：|:)", s.words[one.mention.end :]))


_SKIP_AS_TOPIC = re.compile(r"\W*(?:the )?(?:skips?|スキップ)(?:\s(?:outputs?|paths?|side|branch(?:es)?))?\s*(?:の?(?:出力|ほう|方|側|経路)?)(?:は|も|について|に関して|:)?[、,]", re.IGNORECASE)


def _aside(s: Sentence, mention: Mention) -> bool:
    """Whether the skip outputs are joined, which WaveNet's layers put aside for the end of the network."""
    start, end = s.clause(mention.start)
    topic = _SKIP_AS_TOPIC.match(s.words)
    clause = (topic[0] if topic and topic.end() <= start else "") + s.words[start:end]
    found = _SKIPS.search(clause)
    return bool(found) and not re.search(r"スキップ接続|skip[- ]connection|ショートカット|次の層|\bnext layer", clause, re.IGNORECASE)


def _apart(s: Sentence, one: _Said, done: list[tuple[_Said, About]]) -> bool:
    """Two words of joining, each with features of its own in a clause of its own (the input; the skip outputs)."""
    clause = s.clause(one.mention.start)
    return all(other is one or s.clause(other.mention.start) != clause for other, _ in done)


def _identity(view: View) -> Iterator[Reading]:
    """A skip connection past the layers, where nothing is said of adding: the residual block's input is kept."""
    s = view.sentence
    mention = s.first("identity")
    if mention is None or not _BYPASS.search(s.words):
        return
    for about in abouts(view, mention.start, mention.end):
        if about.kind == "residual" and about.own:
            yield Reading("combine(residual_block) == add", mention.start, mention.end, about.notes, sure=False)


_MULTIPLY_ADD = re.compile(r"\bmul(?:t(?:ipl(?:y|ies|ications?))?)?\s*(?:[-–—/+&]|\band\b)?\s*(?:\b(?:an?|one|the)\s+)?$", re.IGNORECASE)


def _said(view: View) -> Iterator[_Said]:
    s = view.sentence
    for tag, value in _VALUES.items():
        for mention in s.tags.get(tag, ()):
            if any(m.start < mention.start < m.end for other in _VALUES if other != tag for m in s.tags.get(other, ())):
                continue  # 継ぎ足す is no 足す
            if value == "concat" and _done_by_adding(s, mention):
                continue  # joined by addition: the other word says how
            if TAKEN_BACK.match(s.words, mention.end):
                continue  # 足し、あ、ごめんなさい
            if value == "add" and with_a_number(s, mention):
                continue  # 入力に定数を足しても
            if _WAY.match(s.words, mention.end):
                continue  # つなぎ方: the way as such, whichever it is
            plain = object_ja(view, mention, value) if s.japanese else object_en(view, mention, value)
            if value == "add" and _MULTIPLY_ADD.search(s.words[: mention.start]):
                continue  # an operation that is counted
            if value == "add" and BY_SOMEBODY.match(s.words, mention.start):
                continue  # somebody put a part into the network
            if plain is None or _supposed(s, mention) or _said_again(s, mention, tag) or replaced(s, mention.start, mention.end) == "old":
                continue
            plain = plain or replaced(s, mention.start, mention.end) == "new"
            bracketed = re.match(r"\s*[（(]", s.words[mention.end :]) and _enclosing(view, mention)
            yield _Said(mention, value, not bracketed and denied_at(s, mention), plain)
    yield from _said_otherwise(view)
    for value, pattern in _WRITTEN:
        for match in pattern.finditer(s.text.chars):
            yield _Said(Mention(match.start(), match.end(), value), value, False, any(a.own or not a.vague for a in abouts(view, match.start(), match.end())))


_PUT_TOGETHER = re.compile(r"joined|結合|つな|繋|くっつ|束ね", re.IGNORECASE)
_BY_ADDING = re.compile(r"[^.;,]{0,20}?\b(?:by|via|through|using|with)\s+(?:an?\s+|the\s+)?(?:(?:simple|plain|mere|element-?\s?wise|pixel-?\s?wise|point-?wise)\s+)*(?:add|sum)", re.IGNORECASE)
_BY_ADDING_JA = re.compile(r"(?:加算|足し算|足し合わせ|和|加え合わせ)(?:で|によって|により|によ[るり]|して|て|という形で|を(?:使|用い|と)っ?て)\s*$")


def _done_by_adding(s: Sentence, mention: Mention) -> bool:
    """Whether a word that only says that things come together is followed, or led, by how: joined by addition, 加算で結合."""
    if not _PUT_TOGETHER.match(s.words, mention.start):
        return False
    return bool(_BY_ADDING_JA.search(s.words[: mention.start]) if s.japanese else _BY_ADDING.match(s.words, mention.end))


_WAY = re.compile(r"(?:り|い|え|せ|げ|ぎ|わせ)?(?:方(?!向|式|法)|かた)|(?:の|する)?(?:仕方|方法)\s*$")
_UNABLE = re.compile(r"(?:し|する)?(?:こと(?:が|は|も))?(?:せ|でき|出来|わせられ|られ)(?:な(?:い|く|かっ)|ません|ず)")
_UNABLE_EN = re.compile(r"\b(?:can(?:not|'t| not)|could not|couldn't|impossible to|unable to)\s+(?:simply |just |be )*$", re.IGNORECASE)


def _said_again(s: Sentence, mention: Mention, tag: str) -> bool:
    """つなげる (concat) のではなく: the other name of the word before the brackets, of which everything is said."""
    opened = re.search(r"[（(]\s*$", s.words[: mention.start])
    alone = opened and re.match(r"\s*[)）]", s.words[mention.end :])
    return bool(alone and opened and any(m.end <= opened.start() <= m.end + 4 for m in s.tags.get(tag, ())))


def _said_otherwise(view: View) -> Iterator[_Said]:
    """Features that are multiplied or averaged, where nothing is said of adding or concatenating, of weights or of gates."""
    s = view.sentence
    if s.has("add", "concatenate", "cost", "parameters", "hedged") or _WEIGHED.search(s.words):
        return
    for mention in acts(s):
        if mention.tag in ("multiply", "average") and not with_a_number(s, mention):
            plain = object_ja(view, mention, mention.tag) if s.japanese else object_en(view, mention, mention.tag)
            if plain and not _supposed(s, mention) and not replaced(s, mention.start, mention.end):
                yield _Said(mention, mention.tag, denied_at(s, mention), _JOINED.search(s.words) is not None)


def _enclosing(view: View, mention: Mention) -> bool:
    """加算 (ResNet) ではなく: what is denied is not denied of the network in the brackets."""
    return bool(view.outline) and any(a.own for a in abouts(view, mention.start, mention.end)) and bool(
        re.match(r"\s*[（(]\s*(?:resnet|densenet|残差|wavenet)", view.sentence.words[mention.end :], re.IGNORECASE)
    )


def _supposed(s: Sentence, mention: Mention) -> bool:
    """Said of what would be if one added: no claim."""
    if s.japanese:
        return bool(_SUPPOSED.match(s.words[mention.end :]) or _UNABLE.match(s.words[mention.end - (s.words[mention.end - 1] == "せ") :]))
    if _UNABLE_EN.search(s.words[max(0, mention.start - 40) : mention.start]):
        return True  # of another shape it cannot be added: what there must be, not what is done
    return bool(_SUPPOSING_EN.search(s.words[max(0, mention.start - 70) : mention.start]))


def _place(s: Sentence, mention: Mention) -> tuple[int, int]:
    start, _ = s.clause(mention.start)
    while start < mention.start and s.words[start] in " 　":
        start += 1
    return start, mention.end


# Convolutions


_ALONG = re.compile(r"チャン?ネル(?:の)?方向(?:に|へ|で)?|\b(?:along|over|across|on|in) (?:the )?(?:channels?|depth)(?: (?:axis|dimension|direction))?", re.IGNORECASE)
_OF_LAYERS = re.compile(r"(?:全|各|すべての|全ての|全部の)(?:層|ブロック)(?:分|ぶん|の)?|\b(?:all|every|each)(?: of)?(?: the)?(?: \w+)? (?:layers?|blocks?|stages?)\b", re.IGNORECASE)


def _channels(view: View, said: list[_Said]) -> Iterator[Reading]:
    """A convolution adds what it makes of each input channel; a depthwise one keeps it apart."""
    s = view.sentence
    for one in said:
        start = max(0, one.mention.start - 70)
        stretch = _ALONG.sub(" ", s.words[start : one.mention.end + 12])
        if re.search(r"勾配|\bgradients?\b", s.words, re.IGNORECASE):
            continue  # on the way back it is not the channels of the input that are summed
        if _OF_LAYERS.search(s.words[max(start, s.clause(one.mention.start)[0]) : one.mention.start]):
            continue  # what several layers put out: no channels of one convolution
        if not _PER_CHANNEL.search(stretch) or not _PARTIAL.search(stretch):
            continue
        about = _convolution(view, one.mention)
        if about is None or site_of(view, one.mention.start) or any(a.kind == "dense" for a in abouts(view, one.mention.start, one.mention.end)):
            continue
        denied = "not " if one.denied else ""
        alone = about.own and not any(m.tag in ("pointwise_conv2d", "conv2d") and not m.weak for m in s.subjects)
        sure = not about.vague and not s.has("hedged") and (about.subject == "conv2d" or alone)
        yield Reading(f"{denied}combine({about.subject}) == {one.value}", *_place(s, one.mention), about.notes, sure=sure)
        return


def _convolution(view: View, mention: Mention) -> About | None:
    """The convolution that joins its channels; 'each channel's convolution' is no name of one."""
    s = view.sentence
    if any(m.tag in ("dense_block", "densenet", "residual_block", "resnet", "wavenet") for m in s.subjects):
        return None
    phrases = [m for m in s.subjects if m.tag == "depthwise_conv2d" and re.match(r"チャン?ネル|channel", s.words[m.start :], re.IGNORECASE)]
    fits = ("conv2d", "depthwise_conv2d", "pointwise_conv2d")
    about = named_in(view, mention.start, lambda n: n in fits)
    if about and phrases and about.subject == "depthwise_conv2d":
        named = view.outline.inherited(s, lambda n: n in fits)
        about = About(named.subject, False, (f"subject {named.subject} taken from {named.where}",)) if named else None
    if about is None or view.subject(mention.start, lambda n: family(n) in ("dense", "residual", "normalisation", "pooling", "wavenet")):
        return about if about and about.own and about.subject != "depthwise_conv2d" else None
    return about
