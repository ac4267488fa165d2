"""What the words of a text say of each axis: averaged over together with others, or kept apart (a mean for each index).

Nouns of axes (サンプル, channels) stand in runs ("the rows and the columns", バッチと空間); a marker before or after
(全, ごと, "per", "across") speaks for the whole run. Axes may also be given by letters, (N, H, W), or by numbers, dim=(0, 2, 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from .. import patterns as re
from .norm_positions import Placed
from .norms import pattern, words

_AXIS = {"sample": "N", "batch": "N", "channel": "C", "feature": "C", "space": "S", "token": "T", "group": "G"}
_SEP = r"\s*(?:,\s*and\b|,|×|x|\*|・|、|と|および|and|&|/)\s*"
_LETTER = r"(?:\(?\s*C\s*/\s*G\s*\)?|[NBCHWGTD])"
_INDEX = r"(?:[nchwij])"
_LETTERS = re.compile(
    rf"[(\[{{]\s*({_LETTER}(?:{_SEP}{_LETTER})+)\s*[)\]}}]|(?<![A-Za-z×*/^_])({_LETTER}(?:{_SEP}{_LETTER})+)(?![A-Za-z_^*])"
    rf"|(?<![A-Za-z×*])(NHW|CHW|NCHW|HW|HWC)(?![A-Za-z])|(?<![A-Za-z×*/+-])([nchw](?:{_SEP}[nchw])*)(?=\s*(?:を固定|だけ|ごと))"
    rf"|(?:(?<=over )|(?<=across )|(?<=along )|(?<=all )|(?<=添字)|(?<=添字 )|(?<=添字  )|(?<=内の)|(?<=要素 \()|(?<=要素\()|(?<=要素  \())({_INDEX}(?:{_SEP}{_INDEX})+)(?![A-Za-z_^*])"
    rf"|^\s*({_INDEX}(?:{_SEP}{_INDEX})+)\s*$"
)
_AFTER_LETTERS = re.compile(
    r"\s*[)\]}]?\s*(?:の?\s*\d+\s*(?:軸|次元|方向)|方向|の?軸|個(?=の(?!(?:平均|分散|統計|μ)(?!値?をと|値?を取))|で|を|から|全)|に(?:わた|渡)|で|の(?:全|すべ|平均|値|範囲|方向|要素)|全(?:て|部)|すべて|だけ|のみ|を(?:ひと)?まとめ|\s*(?:is|are|gets?) (?:averaged|reduced|pooled|summed|collapsed)"
    r"|\s*(?:ぜんぶ|込み)|をまとめて|について|に対して|だ$|です|である|dimensions?|ax[ei]s|values|elements|pixels|only|inside|together|channels|チャン?ネル|[.。]?\s*$)",
    re.IGNORECASE,
)
_BEFORE_LETTERS = re.compile(
    r"(?:over|across|along|reduced|averaged|pooled|ax[ei]s|dimensions?|dims?|in|on|軸[はがを:]?|方向[はがを:]?|範囲[はがを:]?|(?:統計|平均|正規化|\bstat\w*|\bmeans?|averag\w*|normali\w*|\ue002)[^:：]{0,12}[:：])\s*(?:both\s+|only\s+|the\s+|all\s+|of\s+|its\s+|just\s+)*[:：]?\s*$",
    re.IGNORECASE,
)
_ALL_AXES = re.compile(  # the letters of a whole tensor, said to be averaged over: "over N, C, H and W", N, C, H, W の全て
    r"\b(?:over|across|along) (?:all )?(?:of )?(?:the )?[(\[{]?\0|\0\s*[)\]}]?\s*(?:の?(?:全て|すべて|全部|\d軸)|(?:軸|方向)?(?:の全て)?に(?:わた|渡))",
    re.IGNORECASE,
)
_APART_LETTER = re.compile(
    r"各\s*([nc])(?![a-z])|(?<![A-Za-z×*])([NCnc])\s*(?:軸|方向|次元)?(?:ごと|毎|(?:は|を)(?:残|保|固定|そのまま))|\bper ([NC])\b|\b(?:each|every|fixed|any) (?:[a-z]+ )?([ncNC])\b(?!\s*(?:×|x\s|\*))"
)
_TOGETHER_LETTER = re.compile(r"(?<![A-Za-z×*,、])(?<![,、] )([NCHW])\s*(?:軸|方向|次元)(?:も|を|で|に)?(?:も)?(?:一緒に|まとめて|わたって|沿って|ついて)?(?:平均|潰|つぶ|集計|縮約|正規化)")
_ONE_LETTER = re.compile(r"\b(?:over|across|along)\s+(?:axis\s+)?([NBCDT])(?=\s*(?:[.;)]|$|,?\s*and\s+(?:the\s+)?(?:[LBIG]N\b|layer|batch|instance|group|\ue002)|,\s*\ue002))|(?<![A-Za-z×*,、/])([NCD])\s*(?:軸|方向|次元)\s*[)）]|\b(?:over|across|along)\s+(?:the\s+)?(?:axis\s+)?([NBCDT])\s+(?:alone|only|and nothing else)\b|\b(?:only|just)\s+(?:over|across|along)\s+(?:the\s+)?([NBCDT])(?![A-Za-z×*,/])|(?<![A-Za-z×*,、/])([NBCDT])\s*(?:軸|方向|次元)?\s*(?:だけ|のみ)(?=で|に|の平均|を平均|にわた)")
_EXCEPT_LETTER = re.compile(r"\b(?:everything|all(?: axes| dimensions| the axes)?|every (?:axis|dimension)|each axis)\s+(?:except|but|other than|apart from)\s+(?:the\s+)?([NBCD])(?![A-Za-z])|(?<![A-Za-z])(?:[NC])(?=\s*以外)")
_PAIR = re.compile(r"\b(?:each|every|per)\s*\(?\s*(?:(?:sample|image|example|picture|instance)s?\s*(?:,|and|-|/|–)\s*(?:feature )?(?:channel|map)|(?:channel|map)s?\s*(?:,|and|-|/|–)\s*(?:sample|image|example|picture|instance))s?\s*\)?\s*(?:pair|combination)|(?:サンプル|画像|データ)と(?:チャン?ネル|特徴マップ)の(?:組|ペア|組み?合わせ)(?:ごと|毎)", re.IGNORECASE)
_SEQUENCE = re.compile(r"[(\[]\s*[BN]\s*,\s*[TL]\s*,\s*[DCE]\s*[)\]]")
_OF_SEQUENCE = re.compile(r"(?:系列|テンソル|入力|形状?|shape|tensor|sequences?|inputs?)(?:\s*(?:of|が|は|の|:))?\s*[(\[]?$", re.IGNORECASE)
_OF_INPUT = re.compile(r"(?:入力|データ|テンソル|特徴量?|行列|出力)[^。、]{0,10}(?:は|が|を|の形は?|[:：=])\s*[(\[]?$|\b(?:inputs?|activations?|outputs?|data|tensors?|matrix|vectors)\b[^.;,]{0,24}(?:\b(?:of|has|have|is|are|an?)|[=:])\s*(?:shape\s*|size\s*)?[(\[]?$", re.IGNORECASE)
_TENSOR = re.compile(r"\s*[)\]]?\s*(?:の\s*(?:サンプル|sample|画像|データ|入力|テンソル|特徴|形|うち)|(?:tensor|feature|input|image|layout|activation))", re.IGNORECASE)
_SHARES = re.compile(r"[^.,;]{0,24}\bshares? (?:the|a|one|its)\b", re.IGNORECASE)
_SHARE, _WITHIN = re.compile(r"\s*(?:all\s+)?share\b", re.IGNORECASE), re.compile(r"\b(?:of|in|within|from)\s+(?:the\s+)?$", re.IGNORECASE)  # R, G and B of one image share a mean
_FROM_EVERY = re.compile(
    r"\b(?:gather|collect|pool|lump|combine|aggregat|accumulat|draw)\w*\b[^.;]{0,60}?\b(?:from|over|across)\s+(?:each|every)\b[^.;]{0,80}|\b(?:using|uses?|takes?|taking|from|averag\w+)\s+(?:every|each|all) (?:single )?\w+ (?:of|in|from) (?:every|each|all)\b[^.;,]{0,30}|\b(?:averag|reduc|sum)\w*\b[^.;]{0,50}?\b(?:over|across)\s+every\b[^.;]{0,80}", re.IGNORECASE
)
_COUNTED = re.compile(r"(?:個数|数|統計量|平均|分散|μ|σ\^?2?|means?|variances?)\s*(?:は|が|:|=|is|are)\s*(?:それぞれ|各|計)?\s*$", re.IGNORECASE)


_SO_MANY_VALUES = re.compile(r"\s*[)\]]?\s*(?:values|entries|elements|numbers|pixels|activations|(?:個の?)(?:値|要素|画素|数値|活性|データ)?(?!の(?:平均|分散|統計)))", re.IGNORECASE)


# 縦・横・チャネルのすべて: a list of axes that are all put together.
_HEIGHT_JA, _WIDTH_JA = r"(?:縦(?:方向)?|高さ|たて)", r"(?:横(?:方向)?|幅|よこ)"
_JOIN_JA = r"\s*[・、,×xと]\s*"
_ALL_THREE = re.compile(
    rf"(?:{_HEIGHT_JA}{_JOIN_JA}{_WIDTH_JA}{_JOIN_JA}チャン?ネル(?:方向)?|チャン?ネル(?:方向)?{_JOIN_JA}{_HEIGHT_JA}{_JOIN_JA}{_WIDTH_JA})(?:の?(?:すべて|全て|全部|ぜんぶ|全|三つ|3つ|三方向|3方向)|を(?:ひと)?まとめ|を(?:まるごと|丸ごと)|が(?:ひとかたまり|一かたまり|ひとまとまり|一緒)|に(?:わた|渡|またが))|(?:height|rows)[,\s]+(?:the )?(?:width|columns)(?:,)?\s+and\s+(?:the )?channels?\b(?=[^.;]{0,12}\b(?:together|all|in one|at once))", re.IGNORECASE
)


@dataclass
class Said:
    """Axes averaged over together and axes kept apart, and where the words stand."""

    together: set[str] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)  # the batch as what merely contains the samples
    space_marked: bool = False  # that the positions are put together, or kept apart, is said of them alone
    listed: bool = False  # by letters, so that what is not listed is kept apart
    places: list[tuple[int, int]] = field(default_factory=list)

    def put(self, axis: str, together: bool, start: int, end: int) -> None:
        (self.together if together else self.apart).add(axis)
        self.places.append((start, end))


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """For each noun the pattern of its being kept apart and that of its being averaged over."""
    found = []
    for name in _AXIS:
        noun = words("nouns", name)
        apart = (
            rf"{words('apart', 'before')}{noun}|{noun}{words('apart', 'after')}|{words('apart', 'before_en')}{noun}\b"
            rf"|\b{noun}{words('apart', 'after_en')}"
        )
        together = (
            rf"{words('together', 'before')}{noun}|{noun}{words('together', 'after')}|{words('together', 'before_en')}{noun}\b"
            rf"|\b{noun}{words('together', 'passive_en')}"
        )
        found.append((name, re.compile(apart, re.IGNORECASE), re.compile(together, re.IGNORECASE)))
    return found


@cache
def _others() -> dict[str, re.Pattern[str]]:
    made = {
        "many": words("nouns", "many"), "one": words("nouns", "one"), "batch": words("nouns", "batch"),
        "listed": rf"{words('together', 'list_en')}(?:(?P<S>{words('nouns', 'space')})|(?P<C>{words('nouns', 'channel')}|{words('nouns', 'feature')})"
                  rf"|(?P<N>{words('nouns', 'batch')}|{words('nouns', 'sample')}))\b",
        "denied": words("words", "denied"), "denied_en": words("words", "denied_en"),
    }  # fmt: skip
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in made.items()}


def spoken(text: str, placed: Placed | None = None) -> Said:
    """Every axis that a text speaks of; `placed` are those that it gives by their place."""
    said = Said()
    if placed:
        said.listed = True
        for axis in placed.axes:
            said.put(axis, True, placed.start, placed.end)
        said.apart |= set(placed.layout) & {"T"} - said.together
        return said
    text = _excepted(text, said)
    gathered = [m.span() for m in _FROM_EVERY.finditer(text)]  # the values from every example: all of them together
    _letters(text, said)
    stated = frozenset(said.together)  # letters listed as axes stand as they are: "each sample is normalised over N, C, H, W"
    taken: list[tuple[int, int]] = []
    marked: list[_Marked] = []
    for m in _PAIR.finditer(text):
        said.put("N", False, *m.span())
        said.put("C", False, *m.span())
    for name, apart, together in _patterns():
        axis = _AXIS[name]
        for m in apart.finditer(text) if name != "batch" else ():
            if _IN_BATCH.search(text[max(0, m.start() - 24) : m.start()]):
                continue  # "a minibatch of a single example" says how large it is
            parts = _PARTS_OF.search(text[max(0, m.start() - 24) : m.start()]) or (_SHARE.match(text[m.end() :]) and _WITHIN.search(text[: m.start()]))
            shared = not parts and _SHARES.match(text[m.end() :])  # each unit shares the same mean: all of them together
            together_too = any(a < m.start() < b for a, b in gathered) and bool(re.match(r"each|every", m[0], re.IGNORECASE))
            whole = axis == "G" or _denied(text, m) or bool(shared) or together_too
            if whole or axis not in stated:
                said.put(axis, whole, m.start(), m.end())
            taken.append(m.span())
            marked.append(_Marked(m.start(), m.end(), whole, name))
        for m in together.finditer(text):
            if name == "batch" and _EXAMPLES.search(text[: m.start()]):
                continue  # the sizes of an example
            if any(a <= m.end() - 1 < b or a < m.start() < b for a, b in taken):
                continue  # "over each channel" keeps the channels apart
            whole = not _denied(text, m)
            said.put(axis, whole, m.start(), m.end())
            marked.append(_Marked(m.start(), m.end(), whole, name))
            _listed(text, m.end(), said)
    said.space_marked = sum(k.name == "space" for k in marked) > 1 or any(k.name == "space" and _EACH_PLACE.search(text[max(0, k.start - 12) : k.end + 10]) for k in marked)
    _runs(text, said, marked)
    _entering(text, said)
    _label(text, said, marked)
    other = _others()
    for m in other["many"].finditer(text):
        if not re.match(r"\s*(?:平均|分散|統計|組|μ|σ|グループ)", text[m.end() :]):
            said.put("N", True, m.start(), m.end())
    if not {"N"} & (said.together | said.apart):
        for m in other["one"].finditer(text):
            said.put("N", False, m.start(), m.end())
    for m in _ALL_THREE.finditer(text):
        said.put("C", True, m.start(), m.end())
        said.apart.discard("C")
    vector = pattern("together", "vector").search(text)
    if vector and "C" not in said.apart:
        said.put("C", True, vector.start(), vector.end())
    _contained(text, said)
    _only(text, said)
    _rest(text, said)
    return said


_EACH_PLACE = re.compile(r"(?:画素|ピクセル|位置)(?:の)?(?:位置)?(?:ごと|毎)に(?:別|異な|違)|空間(?:方向|位置)?(?:も|は)(?:まとめ|平均)|\b(?:each|every) (?:pixel|position|location) (?:has|gets|keeps|separately)|\bdifferent (?:for|at) (?:each|every) (?:pixel|position|location)", re.IGNORECASE)


_ALL_BUT_EN = (
    r"(?:\beverything|\ball(?: of)?(?: the)?(?: (?:other|remaining))?(?: (?:axes|dimensions|dims|directions|values|entries))?|\bevery (?:axis|dimension|dim)|\b(?:axes|dimensions|dims))"
    r"\s+(?:except|but|other than|apart from|excluding|save)\s+(?:for\s+)?(?:the\s+)?"
)
_ALL_BUT_JA = r"(?:以外|を除(?:く|いた|いて))の?(?:、)?(?:すべて|全て|全部|全|残り|ほか|他)?の?(?:軸|次元|方向|要素|成分|値|すべて|全て|全部)"
_EXCEPTABLE = {"batch": "N", "sample": "N", "channel": "C", "feature": "C", "space": "S"}


@cache
def _all_but() -> re.Pattern[str]:
    """Everything but some axes, named in words: all axes except the batch, チャネル以外のすべての軸."""
    noun = rf"(?:{'|'.join(words('nouns', name) for name in _EXCEPTABLE)})(?:\s*(?:axis|axes|dimensions?|dims?|軸|次元|方向))?"
    return re.compile(
        rf"{_ALL_BUT_EN}(?P<en>{noun}(?:\s*(?:,|/|and|or|nor)\s*(?:the\s+)?{noun})*)|(?P<ja>{noun}(?:(?:と|や|・|、|および){noun})*){_ALL_BUT_JA}",
        re.IGNORECASE,
    )


def _excepted(text: str, said: Said) -> str:
    """The text without the words that except some axes from all: these are kept apart, the others put together."""
    for m in _all_but().finditer(text):
        named = m["en"] or m["ja"]
        out = {axis for name, axis in _EXCEPTABLE.items() if re.search(words("nouns", name), named, re.IGNORECASE)}
        for axis in ("N", "C", "S"):
            said.put(axis, axis not in out, m.start(), m.end())
        text = text[: m.start()] + " " * (m.end() - m.start()) + text[m.end() :]
    return text


@dataclass(frozen=True)
class _Marked:
    """A noun with its marker."""

    start: int
    end: int
    together: bool
    name: str


@cache
def _nouns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(words("nouns", name), re.IGNORECASE)) for name in _AXIS]


_JOINED_JA = re.compile(r"\s*(?:方向|軸)?\s*(?:と|や|も|、|・|および|及び|かつ|×|/|,)\s*")
_JOINED_EN = re.compile(r"\s*(?:and|&|/|×)\s*")


def _runs(text: str, said: Said, marked: list[_Marked]) -> None:
    """A marker speaks for its run: バッチと空間をまとめて marks the batch too, "per sample and channel" the channel."""
    bare = []
    for name, noun in _nouns():
        for m in noun.finditer(text):
            if m.end() > m.start() and not any(k.start <= m.start() < k.end for k in marked):
                bare.append(_Marked(m.start(), m.end(), False, name))
    for _ in range(3):
        added = []
        for one in bare:
            later = next((k for k in marked if one.end <= k.start and _JOINED_JA.fullmatch(text, one.end, k.start)), None)
            if later and not text[one.start : one.end].isascii() and _begins(text, later):
                added.append((one, later))
                continue
            before = next((k for k in marked if k.end <= one.start and _JOINED_EN.fullmatch(text, k.end, one.start)), None)
            if before and not before.together and text[one.start : one.end].isascii():
                added.append((one, before))
        if not added:
            return
        for one, like in added:
            together = like.together or _AXIS[one.name] == "G"
            said.put(_AXIS[one.name], together, one.start, one.end)
            marked.append(_Marked(one.start, one.end, together, one.name))
            bare.remove(one)


def _begins(text: str, one: _Marked) -> bool:
    """Whether the marker stands after its noun, so that it may speak for the nouns before."""
    return bool(dict(_nouns())[one.name].match(text, one.start))


def _entering(text: str, said: Said) -> None:
    """ "Neither the other channels nor the other images enter", 他のチャネルの値は使わない."""
    verb = re.compile(words("together", "entering"), re.IGNORECASE)
    for name, noun in _nouns():
        axis = _AXIS[name]
        if axis not in ("N", "C") or name == "batch":
            continue
        for m in re.compile(rf"(?:(?:他|ほか|別)の|\bother\s+)(?:{noun.pattern})", re.IGNORECASE).finditer(text):
            after = re.split(r"[。;.]", text[m.end() : m.end() + 60])[0]
            used = verb.search(after)
            if not used or axis in said.together | said.apart:
                continue
            before = text[max(0, m.start() - 40) : m.start()] + after[: used.start()]
            denied = re.search(r"\b(?:neither|nor|not|no|never|without|none)\b|n't", before, re.IGNORECASE) or re.match(r"[^。、]{0,5}(?:ない|ず|ません)", after[used.end() :])
            said.put(axis, not denied, m.start(), m.end())


def _label(text: str, said: Said, marked: list[_Marked]) -> None:
    """範囲 = バッチ × 高さ × 幅, "reduce over: channel, height, width": bare nouns, and nothing else, after a label."""
    label = pattern("together", "label").search(text)
    if not label or said.listed:
        return
    at, found = label.end(), []
    noun = re.compile("|".join(rf"(?P<{name}>{pattern.pattern})" for name, pattern in _nouns()) + "|(?P<H>高さ|縦|height|rows)|(?P<W>幅|横|width|columns)", re.IGNORECASE)
    while len(found) < 5 and (m := noun.match(text, at)):
        name = m.lastgroup or "batch"
        found.append((_AXIS.get(name, name), m.start(), m.end()))
        joint = re.compile(rf"(?:{_SEP}|\s*\+\s*)(?:the\s+)?", re.IGNORECASE).match(text, m.end())
        at = joint.end() if joint else m.end()
    if not found or not re.fullmatch(r"\s*(?:方向|軸)?[\s。.)）」]*(?:です|だ|である)?[\s。.]*", text[found[-1][2] :]) or any(k.start >= label.end() for k in marked if k.together is False):
        return
    if re.search(r"単位", label[0]):
        return  # the unit is what is kept apart
    said.listed = True
    for axis, start, end in found:
        for one in "HW" if axis == "S" else axis:
            said.put(one, True, start, end)


def _rest(text: str, said: Said) -> None:
    """ "Everything else", 残りの軸: all but what is kept apart."""
    m = pattern("together", "rest").search(text)
    if not m or said.listed or not said.apart & {"N", "C"} or (said.together & {"N", "C"} and not said.apart >= {"N", "C"} - said.together):
        return
    said.together |= {"N", "C"} - said.apart
    said.places.append(m.span())


_PARTS_OF = re.compile(r"\b(?:positions|pixels|values|elements|entries|places|locations|samples|images)\s+(?:of|in|within)\s+$", re.IGNORECASE)  # it is they that share
_EXAMPLES = re.compile(r"\bfor (?:our|this|that|such an?)\s+$", re.IGNORECASE)
_IN_BATCH = re.compile(r"\bfor (?:our|this|that|such an?)\s+$|\bbatch(?:es)? (?:of|with|containing|that has)\s+(?:size\s+|only\s+|just\s+)*$", re.IGNORECASE)
_ONLY = re.compile(
    r"(?:方向|軸|次元|の(?:画素|ピクセル|値|中))?\s*(?:だけ|のみ)|\s*(?:axes|axis|dimensions?|directions?|positions?|locations?)?\s*(?:only|alone|and nothing else)\b", re.IGNORECASE
)
_ONLY_EN = re.compile(r"\b(?:only|just|solely|nothing but)\s+(?:(?:over|across|along|the|its|of|within|all)\s+){0,3}(?:the\s+)?$", re.IGNORECASE)


def _only(text: str, said: Said) -> None:
    """空間方向のみ, "only the spatial axes": the samples and the channels that are not named are kept apart."""
    if said.listed:
        return
    for name, noun in _nouns():
        axis = _AXIS[name]
        if axis not in ("N", "C", "S") or name == "sample":
            continue
        for m in noun.finditer(text):
            if _ONLY.match(text, m.end()) or _ONLY_EN.search(text[max(0, m.start() - 30) : m.start()]):
                if axis in said.apart or _denied(text, m) or _DECIDED.match(text, m.end()):
                    continue
                if _TOLD_APART.search(text[max(0, m.start() - 24) : m.start()]):
                    said.put(axis, False, m.start(), m.end())
                    said.together |= {"N", "C"} - said.apart
                    return
                said.put(axis, True, m.start(), m.end())
                said.apart |= {"N", "C"} - said.together
                return


def _listed(text: str, place: int, said: Said) -> None:
    """What follows in a list: over the images, the rows and the columns."""
    step = _others()["listed"].match(text, place)
    for _ in range(4):
        if not step:
            return
        said.put(next(a for a in "SCN" if step[a]), True, step.start(), step.end())
        step = _others()["listed"].match(text, step.end())


_DECIDED = re.compile(r"(?:ごと)?(?:だけ|のみ)(?:で|によって|に(?:よって)?)(?:決まる|決まり|依存|よる)")
_TOLD_APART = re.compile(r"(?:区別(?:される|する)|残(?:る|す)|分け(?:る|られる)|固定(?:する|される)|別々な)(?:の|軸|もの)は[^。、]{0,4}$|\b(?:distinguish\w*|kept apart|kept separate|separated)\b[^.;,]{0,16}\b(?:only|is|are)\s+(?:by\s+)?(?:the\s+)?$", re.IGNORECASE)
_FROM_BATCH = re.compile(r"\b(?:from|over|across)\s+(?:the|its|a)\s+(?:(?:whole|entire|current)\s+)?(?:mini-?)?batch\b", re.IGNORECASE)


def _contained(text: str, said: Said) -> None:
    """The batch alone means all its samples, unless each sample is spoken of."""
    for m in _FROM_BATCH.finditer(text):
        said.put("N", not _denied(text, m), m.start(), m.end())
    if "N" in said.together | said.apart:
        if {"N"} <= said.together & said.apart and not re.search(r"バッチ(?:方向|全体)|across|(?:whole|entire|all)|\b(?:from|over) (?:the|its) batch", text, re.IGNORECASE):
            said.together.discard("N")
        return
    if said.listed:
        return
    for m in _others()["batch"].finditer(text):
        if _EXAMPLES.search(text[: m.start()]):
            continue
        said.put("N", not (_denied(text, m) or _dismissed(text, m)), m.start(), m.end())


def _dismissed(text: str, m: re.Match[str]) -> bool:
    """Whether the batch is named only to say that it does not matter: "batch irrelevant", バッチ関係なし."""
    after = re.split(r"[、,。;；]", text[m.end() : m.end() + 44])[0]
    before = re.split(r"[、,。;；]", text[max(0, m.start() - 44) : m.start()])[-1]
    return bool(pattern("batch", "free").search(after) or (before.isascii() and pattern("batch", "free").search(before)))


def _denied(text: str, m: re.Match[str]) -> bool:
    """Whether an axis is named only to be excluded: バッチ方向には平均をとらず, rather than over the batch."""
    other = _others()
    if "区別" in m[0]:
        return not re.match(r"せ|し(?:な|ま)", m[0].partition("区別")[2] + text[m.end() : m.end() + 2])
    after = text[max(m.start(), m.end() - 4) : m.end() + 16]
    stop = re.search(r"[、,。;]|(?<=[るすいだた])(?:が|ので|から|ため|ゆえ)", after)  # what follows from it is denied, not it
    return bool(other["denied"].search(after[: stop.start() + 1 if stop else 16])) or bool(
        other["denied_en"].search(text[max(0, m.start() - 30) : m.start()])
    )

_BATCH_AND_GROUP = re.compile(r"(?<![A-Za-z×*/])N\s*(?:and|&|,|と|、|・)\s*(?:over )?(?:the )?(?:channels (?:of|in|within) (?:a|the|each|one) group|グループ内)|channels (?:of|in|within) (?:a|the|each|one) group\s*(?:and|&|,)\s*N(?![A-Za-z×*/])|グループ内のチャン?ネル\s*(?:と|、)\s*N(?![A-Za-z×*/個枚])", re.IGNORECASE)


def _letters(text: str, said: Said) -> None:
    """Axes by their letters or numbers, where the words around tell that they are averaged over."""
    for m in _LETTERS.finditer(text):
        group = next(g for g in m.groups() if g)
        letters = _axes_of(group)
        after, before = text[m.end() :], text[: m.start()]
        if len(set(letters)) != len(letters) or _TENSOR.match(after):
            continue
        if len(letters) == 2 and "N" in letters and "C" in letters and _OF_INPUT.search(before):
            continue  # the layout of a batch of vectors
        if len(letters) == 3 and "T" in letters and "C" in letters and _OF_SEQUENCE.search(before):
            continue  # the layout of a sequence
        if len(letters) >= 4 and "G" not in letters and not _ALL_AXES.search(f"{before[-24:]}\0{after[:12]}"):
            continue  # the layout of a tensor
        if "G" in letters and "/" not in group and _SO_MANY_VALUES.match(after):
            continue  # a product: G times as many values as a map has, not the axes of a group
        if re.match(r"\s*[)\]]?\s*(?:個|組|つ)の(?:平均|分散|統計|μ)(?!値?をと|値?を取)", after):
            continue
        if _COUNTED.search(before[-16:]) and re.match(r"\s*[)\]]?\s*(?:個|組|つ|$|です|である|。|に?な|とな|,|\.)", after):
            continue
        if re.match(r"\s*を固定|\s*(?:軸)?(?:ごと|毎|を除)", after):
            for axis in letters:
                said.put("S" if axis in "HW" else axis, False, m.start(), m.end())
        elif m.lastindex is not None and m.lastindex >= 5:
            _take(said, letters, True, m)
        elif re.search(r"\b(?:for|per|each)\s*(?:each|every|pair)?\s*\(?$", before):
            continue
        elif _AFTER_LETTERS.match(after) or _BEFORE_LETTERS.search(before[-40:]):
            _take(said, letters, True, m)
    if m := _BATCH_AND_GROUP.search(text):
        _take(said, "N", True, m)
    for one in _EXCEPT_LETTER.finditer(text):
        named = one[1] or one[0]
        letter = {"B": "N", "D": "C"}.get(named, named)
        said.put(letter, False, one.start(), one.end())
        for axis in {"N", "C", "S"} - {letter}:
            said.put(axis, True, one.start(), one.end())
    for one in _ONE_LETTER.finditer(text):
        letter = next(g for g in one.groups() if g)
        _take(said, ["C" if letter == "D" else "N" if letter == "B" else letter], True, one)
        if letter in "DT" or _SEQUENCE.search(text):
            said.apart.add("C" if letter == "T" else "T")
    for one in _APART_LETTER.finditer(text):
        said.put(next(g for g in one.groups() if g).upper(), False, one.start(), one.end())
    for one in _TOGETHER_LETTER.finditer(text) if not said.listed else ():
        said.put("S" if one[1] in "HW" else one[1], True, one.start(), one.end())


def _axes_of(group: str) -> list[str]:
    group = re.sub(r"\(?\s*C\s*/\s*G\s*\)?", " G ", group)
    letters: list[str] = re.findall(r"(?<![A-Za-z])[NBCHWGTD](?![A-Za-z])|[nchwij](?![a-z])|(?<=[NCHW])[NCHW]|[NCH](?=[HWC])", group)
    other = {"B": "N", "D": "C", "I": "H", "J": "W"}
    return [other.get(a.upper()) or a.upper() for a in letters]


def _take(said: Said, letters: Iterable[str], together: bool, m: re.Match[str]) -> None:
    said.listed = True
    for axis in letters:
        said.put(axis, together, m.start(), m.end())
