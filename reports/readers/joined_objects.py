"""What a word of joining joins: features, or something else that is added or connected (a layer, a term, k channels).

The object of an active verb, the subject of a passive one, what a sum is of; in a table, what its heads ask.
"""

from __future__ import annotations

from .. import patterns as re
from ..reading import View
from ..text.sentences import Sentence
from ..vocabulary import Mention, family
from .blocks import abouts

_FEATURES_JA = re.compile(
    r"(?:入力|出力|特徴(?:マップ|量)?|マップ|もの|結果|(?<![A-Za-z])[xX]|F\(x\)|それら?|すべて|全て|全部|恒等(?:写像)?|値|スキップ(?:接続)?|skip(?:\s?connections?|\s?outputs?)?"
    r"|ショートカット(?:接続)?|スキップコネクション|本流|残差|情報|テンソル|(?:全|各|すべての|全ての|全部の)(?:層|ブロック|段)の?ぶん|同士|どうし|両者|[2二]つ|これら?|(?:前|手前|以前|先行する|それまで|これまで|過去)の?(?:全て?の|すべての|各)?層"
    r"|活性|[\ue000\]］]|データ|分|接続|ブロック出力|ここ|そこ|この部分|その部分)\s*$"
)
_OTHERS_JA = re.compile(
    r"(?:図|表|写真|スライド|グラフ|式|層|レイヤー?|ブロック|ノイズ|バイアス|パラメータ|重み|項|損失|機構|処理|正規化|説明|補足|機能|工夫|モジュール|畳み?込み|conv|フィルタ|カーネル"
    r"|次元|ゼロ|零|0|パディング|関数|制約|条件|要素|(?:チャン?ネル|枚|個|層|フィルタ|マップ|パラメータ)の?数|チャン?ネル|枚|個|k|BN|ReLU|Attention)\s*(?:だけ|ずつ|ほど|ぶん|分)?\s*$",
    re.IGNORECASE,
)
_GENERAL_OBJECT = re.compile(r"\s*(?:\d+|k|新しい|別の|もう|さらに|他の)\s*", re.IGNORECASE)
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
_ITS_SUBJECT = re.compile(  # what goes on to be joined, however much is told of it before: the input skips two layers and is added
    r"\W*(?:(?:so|here|then|finally|afterwards|the|its|this|each|every|an?|block|layer|unit|gated|upsampled|cropped|original)(?:'s)?\s+)*(?:inputs?|outputs?|identity|shortcut|features?|(?:feature )?maps?|activations?|signal|x)\b(?!\s+(?:channels?|layers?|size))", re.IGNORECASE
)
NEW_EN = re.compile(r"\s*(?:up\s+|together\s+)?(?:an?|another|more|new|only|just|exactly|its own|few|extra|additional|k|k\s*[·*]?\s*L|L\s*[·*]?\s*k|\d+|one|two|three|four|six|eight)\b", re.IGNORECASE)
_WHAT_IS_MADE = re.compile(r"\bwhat(?:ever)?\s+(?:\w+\s+){1,4}?(?:computes?|produces?|puts? out|outputs?|learns?|makes?|returns?)\s*$", re.IGNORECASE)
_THEY = re.compile(r"\bthey\s+(?:all\s+)?$", re.IGNORECASE)
_ARE_FEATURES = re.compile(r"\b(?:features|outputs|maps|activations)\b", re.IGNORECASE)
_WHOSE = re.compile(r"\s*(?:an?|one|another|its own)\s+(?:\w+\s+){0,2}(?:\w+['’]s\s+)(?:inputs?|outputs?|features?)\b", re.IGNORECASE)  # a block's input: no new thing
_LABELLED = re.compile(r"\W*(?:the )?(?:skips?|residuals?|shortcuts?|merg(?:e|ing)|joining|branches|(?:skip|residual|shortcut) (?:connections?|outputs?|paths?))\W{0,3}[:：=]\s*(?:by |via |an? |the |element-?wise )*", re.IGNORECASE)
_CONNECTS = re.compile(r"[本0-9L]の$|密$|全$|残差$|スキップ$|直$|再$|層の$|層間の$|層同士の$|ブロックの$|接続の$|(?:all|every)\s$")
_IS_COUNT = re.compile(r"数|が?(?:ある|存在)|を持|本|\s*(?:は|が)\s*[0-9L\ue000]|の(?:数|本数|総数)|パターン|確率|構造|層")
_TITLES = re.compile(r"つな|繋|結合|合流|合わせ|まとめ|join|combin|merg|aggregat|skip|connect|接続|ショートカット|スキップ|特徴|方法|方式|操作|演算|融合", re.IGNORECASE)


_A_NUMBER = r"(?:(?:an?|any|some|every|each|one|the|that|this|same|fixed|single|positive|negative|nonzero|non-zero|common|small|large|real|given|arbitrary)\s+)*(?:constants?|scalars?|numbers?|factors?|offsets?|scales?|amounts?|two|ten|a hundred|\d+(?:\.\d+)?|one half|minus one)\b"
_BY_A_NUMBER = re.compile(rf"[^.;,]{{0,40}}?\b(?:by|with)\s+{_A_NUMBER}|\s*(?:up\s+)?{_A_NUMBER}\s+(?:to|onto|by|with)\b", re.IGNORECASE)
_BY_A_NUMBER_JA = re.compile(r"(?:定数|スカラー|(?:正|負)の(?:実)?数|実数|一定(?:の)?(?:値|数)|同じ(?:値|数|量|定数)|ある(?:値|数)|オフセット|\d+(?:\.\d+)?)(?:の値)?(?:を|で|だけ)?\s*(?:一律に|全体に|すべてに|全てに)?\s*$")


def with_a_number(s: Sentence, mention: Mention) -> bool:
    """Whether something is multiplied by, or moved by, a number: its values change, and nothing is joined to it."""
    if s.japanese:
        return _BY_A_NUMBER_JA.search(s.words[max(0, mention.start - 24) : mention.start]) is not None
    return _BY_A_NUMBER.match(s.words[mention.end : mention.end + 100]) is not None


def object_ja(view: View, mention: Mention, value: str) -> bool | None:
    """Whether features are joined: True plainly, False perhaps, None where it is something else."""
    s = view.sentence
    start = max(s.clause(mention.start)[0], s.words.rfind("。", 0, mention.start) + 1)
    before = s.words[start : mention.start]
    if value == "concat" and not (s.cell is not None and alone(s)) and _connection(s, mention):
        return None
    if re.search(r"精度|表に|図に|グラフ|実験|論文の|説明|節に|章に|資料|一覧", s.words[start : mention.end + 12]):
        return None
    if value == "add" and re.search(r"積$|飽$|平$|緩$|中$|追$|付け$|書き$|重み付き$|加重$", before):
        return None
    if value == "add" and re.match(r"(?:て(?:いく|ゆく))?る?(?:新しい|新たな)?(?:特徴マップ|チャン?ネル|マップ)の?(?:枚|個)?数", s.words[mention.end :]):
        return None  # 各層が加えるチャネル数: how many, not how they are joined
    if s.words[mention.start : mention.end].endswith(("加え", "加えて")) and re.match(r"て?[、,]", s.words[mention.end :]):
        return None  # それに加えて: besides
    if _FEATURES_JA.search(before) and s.words[mention.start] == "の":
        return True
    held = re.search(r"([^、。]*)(?:を(?!(?:通|経|掛|かけ|施|適用)[^。、]{0,6}(?:て|で|から))|(?<!^)(?<![はがに])も(?!ら|の|し|と|う)|とを)(?=[^、。を]{0,24}$)", before)
    if held and re.search(r"を[^を]*[てで]から\s*$", before):
        return None if not (s.has("identity") or titled(view) or _is_residual(view, mention)) else True  # 形をそろえてから足す
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
    return bool(alone(s) or not held) if titled(view) or s.has("identity", "input", "output") or not held else False


def object_en(view: View, mention: Mention, value: str) -> bool | None:
    """As for Japanese: the object of an active verb, the subject of a passive one, what a sum is of."""
    s = view.sentence
    word = s.words[mention.start : mention.end].lower()
    if _LABELLED.match(s.words) and _LABELLED.match(s.words).end() == mention.start:  # type: ignore[union-attr] - a match
        return True
    before, after = s.words[max(0, mention.start - 70) : mention.start], s.words[mention.end : mention.end + 60]
    after = re.sub(r"^\s*\((?:along |on |over )?(?:the )?(?:channels?|depth)[^()]{0,20}\)|^\s*(?:along|across|over|in|on)\s+(?:the\s+)?(?:channel|depth|feature)s?(?:\s+(?:axis|dimension|direction))?", "", after)
    if re.search(r"weighted\s$|\bin\s$|\bBN\b.{0,6}$", before, re.IGNORECASE) or re.match(r"\s*(?:to|into) (?:the )?(?:network|loss|model|end|paper|benchmark)", after):
        return None
    if re.search(r"\b(?:number of|maps?|channels?|features?|outputs?)\b[^,;.]{0,30}\b(?:each|every|a|one|the)\s+(?:\w+\s+)?(?:layer|block)\s+$", before) and re.match(r"\s*(?:[.,;)]|$|to\b)", after):
        return None  # the maps that each layer adds: how many, not how they are joined
    passive = re.search(r"([^,;.]*?)\b(?:are|is|was|get|gets|be|been|being)\s+(?:\w+ly\s+|then\s+|all\s+|never\s+|not\s+|element-?wise\s+)*$", before)
    if passive:
        if _THEY.search(passive[1]) and _ARE_FEATURES.search(before, 0, passive.end(1)) and not _NOT_FEATURES_EN.search(before, 0, passive.end(1)):
            return True  # to keep the earlier features, they are added
        if _ALL_OF_THEM.fullmatch(passive[1]) and _RECEIVED.search(_sentence_before(view)) and _TOGETHER.match(after):
            return True  # every layer gets the maps of all before it. They are added together ...
        if _WHAT_IS_MADE.search(passive[1]) and re.match(r"\s*(?:up\s+|together\s+|back\s+)*(?:to|onto|with)\s+(?:\w+\s+){0,4}?(?:inputs?|outputs?|features?|maps?|activations)\b", after):
            return True  # what a layer computes is appended to the existing maps
        what = passive[1][-40:]
        joined_to = re.match(r"\s*(?:up\s+|together\s+|back\s+|element-?wise\s+)*(?:to|onto|with)\s+(?:\w+\s+){0,4}?\w+", after)
        if not _ITS_SUBJECT.match(passive[1]) and _NOT_FEATURES_EN.search(re.sub(r"\bof\b.*$", "", what)[-24:]) and not _FEATURES_EN.search(what):
            return None
        return bool(_FEATURES_EN.search(what) or _ITS_SUBJECT.match(passive[1]) or (joined_to and _FEATURES_EN.search(joined_to[0])))
    if word in ("plus",) or (word == "sum" and re.match(r"\s*(?:to|up to)\b", after)):
        return None
    if re.match(r"\s*\ue000+\s*(?:more |new |extra |further )?(?:output )?(?:channels?|(?:feature )?maps?)\b", after):
        return None  # adds $k$ channels
    if NEW_EN.match(after) and not _WHOSE.match(after) and not re.match(r"\s*(?:an?|the)\s+(?:identity|skip|shortcut|residual)", after):
        return None
    if re.match(r"\s*(?:an?|the)\s+(?:identity|skip|shortcut|residual)", after):
        return value != "add" or _is_residual(view, mention)
    object_ = re.match(r"\s*(?:of\s+)?((?:[\w'()\ue000-]+\s+){0,6}[\w'()\ue000-]+)?", after)
    what = re.split(r"\b(?:before|after|which|that|when|so|and then)\b", object_[1] or "")[0] if object_ else ""
    if _FEATURES_EN.search(what):
        return None if _NOT_FEATURES_EN.match(what.strip()) else True
    if _NOT_FEATURES_EN.search(what):
        return None
    ended = not what or re.match(r"\s*(?:[,.;:)]|$|whereas|while|but|rather|instead)", after)
    return bool(ended or _FEATURES_EN.search(before) or titled(view))


_ALL_OF_THEM = re.compile(r"\W*(?:then\s+|there\s+)?they(?:\s+all)?\s+", re.IGNORECASE)
_RECEIVED = re.compile(r"\b(?:gets?|receives?|takes?|sees?|is (?:given|fed)|collects?|has access to|reads?|reuses?|uses?)\b[^.;]{0,24}\b(?:(?:feature )?maps|features|outputs|activations)\b(?!\s+(?:and|,|plus)\s)", re.IGNORECASE)
_TOGETHER = re.compile(r"\s*(?:up|together|element-?wise|along the channels?|side by side)*\s*(?:[.;]|,(?!\s*(?:just\s+)?(?:as|like|unlike|the way)\b)|$|\b(?:before|and|first|rather|instead|not)\b)", re.IGNORECASE)


def _sentence_before(view: View) -> str:
    s = view.sentence
    return view.outline.sentences[s.block][s.number - 1].words if s.number else ""


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


def alone(s: Sentence) -> bool:
    """Whether the sentence (a table's cell, a fragment) is hardly more than the word of joining."""
    found = [m for tag in ("add", "concatenate") for m in s.tags.get(tag, ())]
    named = sum(m.end - m.start for m in s.subjects if family(m.tag) in ("dense", "residual", "wavenet"))
    rest = re.sub(r"[（(][^（()）]{0,30}[）)]|(?:チャン?ネル|深さ)方向(?:に|の|で)?|(?:along|on|over) (?:the )?channels?(?: axis)?|element-?wise|要素(?:ごと|毎)(?:に|の)?", "", s.words)
    return bool(found) and len(rest.strip(" 　|・-*.。")) - sum(m.end - m.start for m in found) - named <= 8


def in_column_of_counts(view: View) -> bool:
    """In a table: its column's head asks how many channels or weights, not how things are joined; a row of sums."""
    s, outline = view.sentence, view.outline
    if s.cell == 0 and _SUMS.fullmatch(s.words) and any(re.search(r"\d{2}", e.words) for e in outline.sentences[s.block] if e.cell):
        return True
    header = outline.blocks[s.block].header if s.cell else None
    heads = [x.words for x in outline.sentences[header] if x.cell == s.cell] if header is not None else []
    return any(_COUNTS.search(head) for head in heads) and not titled(view)


_COUNTS = re.compile(r"(?:チャン?ネル|枚|次元|パラメータ|重み|計算)の?(?:数|量)?\s*$|サイズ|大きさ|形状|\b(?:channels?|parameters|weights|maps|sizes?|shapes?|width|number|count|MACs?|FLOPs?)\b", re.IGNORECASE)


_SUMS = re.compile(r"\W*(?:the )?(?:(?:grand |column )?(?:sums?|totals?)|added up|altogether|sum total|合計|総?計|総和|小計|和)\W*", re.IGNORECASE)


def titled(view: View) -> bool:
    """In a table: its row's or its column's head asks how things are joined."""
    s, outline = view.sentence, view.outline
    block = outline.blocks[s.block]
    if s.cell is None:
        return False
    heads = [x for x in outline.sentences[s.block] if x.cell == 0]
    if block.header is not None:
        heads += [x for x in outline.sentences[block.header] if x.cell == s.cell]
    return any(_TITLES.search(x.words) for x in heads)
