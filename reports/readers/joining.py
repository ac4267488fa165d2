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
from .pointing import replaced

_VALUES = {"add": "add", "concatenate": "concat"}
_FEATURES_JA = re.compile(
    r"(?:入力|出力|特徴(?:マップ|量)?|マップ|もの|結果|(?<![A-Za-z])[xX]|F\(x\)|それら?|すべて|全て|全部|恒等(?:写像)?|値|スキップ(?:接続)?"
    r"|ショートカット(?:接続)?|スキップコネクション|本流|残差|情報|テンソル|同士|どうし|両者|[2二]つ|これら?|(?:前|手前|以前|先行する|それまで|これまで|過去)の?(?:全て?の|すべての|各)?層"
    r"|活性|[\ue000\]］]|データ|分|接続|ブロック出力)\s*$"
)
_OTHERS_JA = re.compile(
    r"(?:図|表|写真|スライド|グラフ|式|層|レイヤー?|ブロック|ノイズ|バイアス|パラメータ|重み|項|損失|機構|処理|正規化|説明|補足|機能|工夫|モジュール|畳み?込み|conv|フィルタ|カーネル"
    r"|次元|ゼロ|零|0|パディング|関数|制約|条件|要素|(?:チャン?ネル|枚|個|層|フィルタ|マップ|パラメータ)の?数|チャン?ネル|枚|個|k|BN|ReLU|Attention)\s*(?:だけ|ずつ|ほど|ぶん|分)?\s*$",
    re.IGNORECASE,
)
_GENERAL_OBJECT = re.compile(r"\s*(?:\d+|k|新しい|別の|もう|さらに|他の)\s*", re.IGNORECASE)
_DENIED_AFTER = re.compile(
    r"算?[、,]\s*(?:では|じゃ)(?:な|あり)|[」』”]?(?:る|す|し|した|する|される?|(?:合)?わさ(?:れる)?|れる|られる|せる|算|わせ|わせる|合わせ|こと|型|方式|演算|[（(][^（）()]{0,16}[)）])*[」』”]?\s*(?:を?(?:行わ|とら|取ら|使わ|用い|し)"
    r"|は(?:し|行わ)|(?:の|こと|わけ)?(?:では|じゃ|でも|で(?=な))|わ|さ|せ|げ|ば)?\s*(?:な(?:く|い|し|かっ)|ず(?!つ)|ません|ぬ)"
    r"|(?:る|す|し|する|算|わせ|わせる|合わせ)?(?:の?処理|操作)?(?:は|も|が|を|など)?\s*(?:一切|いっさい|全く|まったく|どこにも|決して|もう|特に|何も)?\s*(?:し|行わ|おこなわ|使わ|出て(?:こ|き)|現れ|登場し|含まれ|用い|せ|入ら|やら|なさ|要ら|いら)(?:な(?:い|く)|ませ|ず(?!つ))"
    r"|(?:る|す|し|する|算|わせる)?(?:の)?(?:よりも|の?代わり|のをやめ|かわりに)"
)
_DENIED_BEFORE = re.compile(
    r"(?:instead of|rather than|\bnot|unlike|\bnever|without|as opposed to|in place of|\bno|n't|neither|nor)\s+"
    r"(?:\w+ing\s+)?(?:to\s+|simply\s+|just\s+|being\s+|be\s+|get\s+|the\s+|an?\s+|element-?wise\s+|by\s+|them\s+|via\s+|through\s+)*$"
    r"|\b(?:nothing|none(?: of \w+(?: \w+)?)?|no (?:\w+ )?\w+)\s+(?:is|are|gets?|was|were|has to be|needs? to be)\s+(?:\w+ly\s+|ever\s+)?$"
    r"|(?:never|not|n't)\s+(?:\w+\s+){0,4}(?:by|through|via)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"(?:る|す|する|した|し|される)?(?:場合|なら|たら|としたら|れば|だと|(?:方法|手法|方式|こと|案)(?:も|が)(?:考え|あり|ある|でき|可能)|ためには?|には|必要|とき(?:は|には)?|前に)"
)
_SUPPOSING_EN = re.compile(r"\b(?:if|when|were|would|could|to be able to|before|in order to)\b[^,;.]{0,40}$", re.IGNORECASE)
_NOT_FEATURES_EN = re.compile(
    r"\b(?:layers?|blocks?|channels?|parameters?|weights?|noise|bias(?:es)?|losse?s?|terms?|modules?|attention|sections?|benchmarks?"
    r"|padding|zeros?|regulari\w+|nonlinearit\w+|norm\w*|BN|ReLU|complexity|cost|dropout|heads?|convolutions?|abstraction)\b",
    re.IGNORECASE,
)
_FEATURES_EN = re.compile(
    r"\b(?:inputs?|outputs?|features?|maps?|activations?|results?|shortcuts?|skip|identity|residuals?|x|F\(x\)|them|it|tensors?"
    r"|everything|branch(?:es)?|both|everything|these|streams?|paths?)\b|\ue000",
    re.IGNORECASE,
)
_NEW_EN = re.compile(r"\s*(?:up\s+|together\s+)?(?:an?|another|more|new|only|just|exactly|its own|few|extra|additional|k|\d+|one)\b", re.IGNORECASE)
_CONNECTS = re.compile(r"[本0-9L]の$|密$|全$|残差$|スキップ$|直$|再$|層の$|層間の$|層同士の$|ブロックの$|接続の$|(?:all|every)\s$")
_IS_COUNT = re.compile(r"数|が?(?:ある|存在)|を持|本|\s*(?:は|が)\s*[0-9L\ue000]|の(?:数|本数|総数)|パターン|確率|構造|層")
_TITLES = re.compile(r"つな|繋|結合|合流|合わせ|まとめ|join|combin|merg|aggregat|skip|connect|接続|ショートカット|スキップ|特徴|方法|方式|操作|演算|融合", re.IGNORECASE)
_PER_CHANNEL = re.compile(r"チャン?ネル|RGB|[3３三]\s*(?:枚|色)|channels?|depth slices?", re.IGNORECASE)
_PARTIAL = re.compile(
    r"結果|積|値|もの|畳み込んだ|出力|マップ|和を|results?|products?|responses?|contributions?|correlat\w+|outputs?|sum\b", re.IGNORECASE
)


_BYPASS = re.compile(r"(?:接続|コネクション|connection|shortcut|ショートカット|恒等|identity|skip|スキップ).*(?:パス|経|伝|渡|入れ|設け|bypass|飛ば|直接|pass|間)|bypass", re.IGNORECASE)


_WRITTEN = (
    ("add", re.compile(r"(?<![A-Za-z])(?:out|x|y|h)\s*\+=\s*(?:x|identity|residual|shortcut|res)(?![A-Za-z])|(?<![A-Za-z])(?:x|out|identity|shortcut)\s*\+\s*(?:out|identity|shortcut|self\.\w+\(x\))(?![A-Za-z])|(?<![A-Za-z])[FfHg]\s*\(\s*x\s*\)\s*\+\s*x(?![A-Za-z_])|(?<![A-Za-z])x\s*\+\s*[FfHg]\s*\(\s*x\s*\)")),
    ("concat", re.compile(r"(?:torch\.|tf\.|np\.)(?:cat|concat|concatenate)\b|\[\s*(?:x\s*[,;、]\s*[FfHg]\s*\(\s*x\s*\)|[FfHg]\s*\(\s*x\s*\)\s*[,;、]\s*x)\s*\]")),
)


@dataclass(frozen=True)
class _Said:
    """A word of joining: what it says, whether it is denied, and how plainly it is about features."""

    mention: Mention
    value: str
    denied: bool
    sure: bool


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of adding and concatenating."""
    s = view.sentence
    heading = view.outline.blocks[s.block].kind == "heading"
    if re.search(r"[?？]\s*$", s.words) or (s.has("question") and not s.japanese):
        return
    said = [x for x in _said(view) if (not heading or (x.sure and _ends(s, x.mention))) and not _counted(s, x.mention)]
    yield from _channels(view, said)
    of: dict[str, list[tuple[_Said, About]]] = {}
    for one in said:
        for about in () if _KNOWN_FROM.search(s.words) else abouts(view, one.mention.start, one.mention.end):
            if not about.own and _under_branches(view):
                continue
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


def _counted(s: Sentence, mention: Mention) -> bool:
    """4 stacks: a number of them, nothing that is done."""
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
        key = (one.value, about.kind == "wavenet" and _aside(s, one.mention))
        if key in seen:
            continue
        seen.add(key)
        denied = "not " if one.denied else ""
        path = ", path=skip" if about.kind == "wavenet" and _aside(s, one.mention) else ""
        apart = len(values) == 1 or (about.kind == "wavenet" and _apart(s, one, done))
        sure = one.sure and not about.vague and apart and not _hedged(s, one.mention)
        yield Reading(f"{denied}combine({subject}{path}) == {one.value}", *_place(s, one.mention), about.notes, sure=sure)


def _hedged(s: Sentence, mention: Mention) -> bool:
    """Whether the word of joining itself is said with doubt; 足し合わせるところにある と思う is not."""
    hedges = [m for m in s.tags.get("hedged", ()) if not re.match(r"たとえば|例えば", s.words[m.start :])]
    return any(m.start < mention.end or not re.search(r"(?:ところ|点|こと)(?:に|が|は|を|も)", s.words[mention.end : m.start]) for m in hedges)


def _is_title(s: Sentence, one: _Said) -> bool:
    """結合は加算で行う: the first word names the matter, the second says how."""
    return bool(re.match(r"\s*(?:の)?(?:方法|仕方|方式|操作|処理)?\s*(?:は|：|:)", s.words[one.mention.end :]))


def _aside(s: Sentence, mention: Mention) -> bool:
    """Whether the skip outputs are joined, which WaveNet's layers put aside for the end of the network."""
    start, end = s.clause(mention.start)
    clause = s.words[start:end]
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


def _said(view: View) -> Iterator[_Said]:
    s = view.sentence
    for tag, value in _VALUES.items():
        for mention in s.tags.get(tag, ()):
            plain = _object_ja(view, mention, value) if s.japanese else _object_en(view, mention, value)
            if plain is None or _supposed(s, mention) or replaced(s, mention.start, mention.end) == "old":
                continue
            bracketed = re.match(r"\s*[（(]", s.words[mention.end :]) and _enclosing(view, mention)
            yield _Said(mention, value, not bracketed and denied_at(s, mention), plain)
    for value, pattern in _WRITTEN:
        for match in pattern.finditer(s.text.chars):
            yield _Said(Mention(match.start(), match.end(), value), value, False, any(a.own or not a.vague for a in abouts(view, match.start(), match.end())))


def _enclosing(view: View, mention: Mention) -> bool:
    """加算 (ResNet) ではなく: what is denied is not denied of the network in the brackets."""
    return bool(view.outline) and any(a.own for a in abouts(view, mention.start, mention.end)) and bool(
        re.match(r"\s*[（(]\s*(?:resnet|densenet|残差|wavenet)", view.sentence.words[mention.end :], re.IGNORECASE)
    )


def denied_at(s: Sentence, mention: Mention) -> bool:
    """Whether the word of joining is denied."""
    return bool(_DENIED_AFTER.match(s.words[mention.end :]) or _DENIED_BEFORE.search(s.words[max(0, mention.start - 90) : mention.start]))


def _supposed(s: Sentence, mention: Mention) -> bool:
    """Said of what would be if one added: no claim."""
    if s.japanese:
        return bool(_SUPPOSED.match(s.words[mention.end :]))
    return bool(_SUPPOSING_EN.search(s.words[max(0, mention.start - 70) : mention.start]))


def _object_ja(view: View, mention: Mention, value: str) -> bool | None:
    """Whether features are joined: True plainly, False perhaps, None where it is something else."""
    s = view.sentence
    start = max(s.clause(mention.start)[0], s.words.rfind("。", 0, mention.start) + 1)
    before = s.words[start : mention.start]
    if value == "concat" and not (s.cell is not None and _alone(s)) and _connection(s, mention):
        return None
    if re.search(r"精度|表に|図に|グラフ|実験|論文の|説明|節に|章に|資料|一覧", s.words[start : mention.end + 12]):
        return None
    if value == "add" and re.search(r"積$|飽$|平$|緩$|中$|追$|付け$|書き$|重み付き$|加重$", before):
        return None
    if s.words[mention.start : mention.end].endswith(("加え", "加えて")) and re.match(r"て?[、,]", s.words[mention.end :]):
        return None  # それに加えて: besides
    if _FEATURES_JA.search(before) and s.words[mention.start] == "の":
        return True
    held = re.search(r"([^、。]*)(?:を(?!(?:通|経|掛|かけ|施|適用)[^。、]{0,6}(?:て|で|から))|(?<!^)(?<![はがに])も(?!ら|の|し|と|う)|とを)(?=[^、。を]{0,24}$)", before)
    what = held[1] if held else re.sub(r"(?:が|は|も|には?|へ|と|で|同士|の)\s*[^がはもにへとでの]{0,8}$", "", before)
    what = re.split(r"(?:では|には|とは|は|が|に|へ|で)(?=[^はがにへで]*$)", what)[-1] if held else what
    what = re.sub(r"(?<![A-Za-z])[（(][^（）()]{0,20}[)）]\s*$", "", what)
    if _FEATURES_JA.search(what):
        return True
    by = not held and re.search(r"(?:で|から|して)[^がはもにへとでの]{0,8}$", before)  # 1×1 の畳み込みで合わせてから足す: how, not what
    if _OTHERS_JA.search(what) and not by:
        return None
    if not held and re.search(r"(?:入力|出力|本流|恒等写像|もと|元)\s*(?:に|へ)\s*(?:そのまま|もう一度|再び|また)?$", before):
        return True
    if held and _GENERAL_OBJECT.match(what):
        return None
    return bool(_alone(s) or not held) if _titled(view) or s.has("identity", "input", "output") or not held else False


def _object_en(view: View, mention: Mention, value: str) -> bool | None:
    """As for Japanese: the object of an active verb, the subject of a passive one, what a sum is of."""
    s = view.sentence
    word = s.words[mention.start : mention.end].lower()
    before, after = s.words[max(0, mention.start - 70) : mention.start], s.words[mention.end : mention.end + 60]
    after = re.sub(r"^\s*\((?:along |on |over )?(?:the )?(?:channels?|depth)[^()]{0,20}\)|^\s*(?:along|across|over|in|on)\s+(?:the\s+)?(?:channel|depth|feature)s?(?:\s+(?:axis|dimension|direction))?", "", after)
    if re.search(r"weighted\s$|\bin\s$|\bBN\b.{0,6}$", before, re.IGNORECASE) or re.match(r"\s*(?:to|into) (?:the )?(?:network|loss|model|end|paper|benchmark)", after):
        return None
    if re.search(r"\b(?:number of|maps?|channels?|features?|outputs?)\b[^,;.]{0,30}\b(?:each|every|a|one|the)\s+(?:\w+\s+)?(?:layer|block)\s+$", before) and re.match(r"\s*(?:[.,;)]|$|to\b)", after):
        return None  # the maps that each layer adds: how many, not how they are joined
    passive = re.search(r"([^,;.]*?)\b(?:are|is|was|get|gets|be|been|being)\s+(?:\w+ly\s+|then\s+|all\s+|never\s+|not\s+|element-?wise\s+)*$", before)
    if passive:
        what = passive[1][-40:]
        joined_to = re.match(r"\s*(?:up\s+|together\s+|back\s+|element-?wise\s+)*(?:to|onto|with)\s+(?:\w+\s+){0,4}?\w+", after)
        if _NOT_FEATURES_EN.search(re.sub(r"\bof\b.*$", "", what)[-24:]) and not _FEATURES_EN.search(what):
            return None
        return bool(_FEATURES_EN.search(what) or (joined_to and _FEATURES_EN.search(joined_to[0])))
    if word in ("plus",) or (word == "sum" and re.match(r"\s*(?:to|up to)\b", after)):
        return None
    if _NEW_EN.match(after) and not re.match(r"\s*(?:an?|the)\s+(?:identity|skip|shortcut|residual)", after):
        return None
    if re.match(r"\s*(?:an?|the)\s+(?:identity|skip|shortcut|residual)", after):
        return value != "add" or _is_residual(view, mention)
    object_ = re.match(r"\s*(?:of\s+)?((?:[\w()\ue000-]+\s+){0,6}[\w()\ue000-]+)?", after)
    what = re.split(r"\b(?:before|after|which|that|when|so|and then)\b", object_[1] or "")[0] if object_ else ""
    if _FEATURES_EN.search(what):
        return None if _NOT_FEATURES_EN.match(what.strip()) else True
    if _NOT_FEATURES_EN.search(what):
        return None
    ended = not what or re.match(r"\s*(?:[,.;:)]|$|whereas|while|but|rather|instead)", after)
    return bool(ended or _FEATURES_EN.search(before) or _titled(view))


def _is_residual(view: View, mention: Mention) -> bool:
    return any(a.kind == "residual" for a in abouts(view, mention.start, mention.end))


_LAYERS_STACKED = re.compile(r"(?:積み|重)|stack", re.IGNORECASE)
_OF_LAYERS = re.compile(r"(?:た|て(?:い|き)?る?|られた|ねた)?\s*(?:層|レイヤ|畳|conv|ブロック|側|部分|経路|構造)|\s*(?:\w+\s+)?(?:layers?|conv\w*|blocks?|networks?|path|part|side)\b", re.IGNORECASE)


def _connection(s: Sentence, mention: Mention) -> bool:
    """結合 as a connection between layers, not of feature maps; layers that are stacked."""
    word = s.words[mention.start : mention.end]
    if _LAYERS_STACKED.match(word) and _OF_LAYERS.match(s.words, mention.end):
        return True
    if word.startswith(("つな", "繋", "並べ", "くっつ")) and not re.search(r"[「『\"]$", s.words[: mention.start]) and not re.search(r"特徴|出力|入力|マップ|チャン?ネル|[xX\]］\ue000]", s.words[max(0, mention.start - 24) : mention.start]):
        return True
    before, after = s.words[max(0, mention.start - 12) : mention.start], s.words[mention.end :]
    if word == "積み重ね" and re.match(r"(?:た|る|ている|の)\s*(?:\d+|複数の|[一二三数]つの)?(?:層|畳|もの|ブロック|側|重み|ネット|構造|部分|経路|conv|先)|(?:が|は|では)", after, re.IGNORECASE):
        return True
    if s.words[mention.start : mention.end] == "結合" and (_CONNECTS.search(before) or _IS_COUNT.match(after)):
        return True
    return bool(re.search(r"(?:(?<!前の)(?<!ての)(?<!各)層|レイヤー?|ブロック|畳み?込み|カーネル|フィルタ)(?:を|同士を|どうしを|が|も)[^、。]{0,6}$", before))


def _alone(s: Sentence) -> bool:
    """Whether the sentence (a table's cell, a fragment) is hardly more than the word of joining."""
    found = [m for tag in _VALUES for m in s.tags.get(tag, ())]
    named = sum(m.end - m.start for m in s.subjects if family(m.tag) in ("dense", "residual", "wavenet"))
    rest = re.sub(r"[（(][^（()）]{0,30}[）)]|(?:チャン?ネル|深さ)方向(?:に|の|で)?|(?:along|on|over) (?:the )?channels?(?: axis)?|element-?wise|要素(?:ごと|毎)(?:に|の)?", "", s.words)
    return bool(found) and len(rest.strip(" 　|・-*.。")) - sum(m.end - m.start for m in found) - named <= 8


def _titled(view: View) -> bool:
    """In a table: its row's or its column's head asks how things are joined."""
    s, outline = view.sentence, view.outline
    block = outline.blocks[s.block]
    if s.cell is None:
        return False
    heads = [x for x in outline.sentences[s.block] if x.cell == 0]
    if block.header is not None:
        heads += [x for x in outline.sentences[block.header] if x.cell == s.cell]
    return any(_TITLES.search(x.words) for x in heads)


def _place(s: Sentence, mention: Mention) -> tuple[int, int]:
    start, _ = s.clause(mention.start)
    while start < mention.start and s.words[start] in " 　":
        start += 1
    return start, mention.end


# Convolutions


def _channels(view: View, said: list[_Said]) -> Iterator[Reading]:
    """A convolution adds what it makes of each input channel; a depthwise one keeps it apart."""
    s = view.sentence
    for one in said:
        start = max(0, one.mention.start - 70)
        stretch = s.words[start : one.mention.end + 12]
        if not _PER_CHANNEL.search(stretch) or not _PARTIAL.search(stretch):
            continue
        about = _convolution(view, one.mention)
        if about is None or any(a.kind == "dense" for a in abouts(view, one.mention.start, one.mention.end)):
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
