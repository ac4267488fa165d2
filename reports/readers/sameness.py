"""When one operation is another: "a 1x1 convolution is a linear layer at every pixel", g = C で depthwise になる.

Two operations, a word of equality between or after them, and the condition that makes them one (kernel size, groups,
dilation, the input's size): each is the sentence's own. The condition belongs to the more general of the two. What is
equal in cost, size or reach only is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..scope import NEARBY
from ..text.sentences import Sentence
from ..vocabulary import Mention
from .groups import groups_told
from .norm_sense import asserts
from .norms import plain

_CONVOLUTIONS = ("conv2d", "pointwise_conv2d", "depthwise_conv2d", "grouped_conv2d", "dilated_conv", "depthwise_separable_conv2d")
_ABLE = (*_CONVOLUTIONS, "linear", "avg_pool2d", "max_pool2d", "global_avg_pool2d")
_SPECIFIC = {"pointwise_conv2d": 3, "depthwise_conv2d": 3, "global_avg_pool2d": 3, "linear": 2, "dilated_conv": 1, "grouped_conv2d": 1, "avg_pool2d": 1}
_EQUAL = re.compile(
    r"は(?:まったく|全く|完全に)?(?:同じ|別の?)(?:計算|もの|物|演算|関数|層)(?=$|[。、だでにと（(])|と(?:は)?(?:まったく|全く|完全に|実質的?に?|数学的に(?:は)?)?(?:同じ(?!く|よう|数|サイズ|大きさ|形|解像度|程度|計算量|パラメ|受容)|等価|等し|同一|一致|同値|変わらない)|に(?:等し|一致|相当|帰着|ほかなら|他なら|なる|なり|な[っり])|そのもの|とみな[せさ]|と(?:考え|見|捉え)(?:られ|る|て)|で(?:表せ|書け|実現|実装|代用|置き換え)|を再現"
    r"|(?<=[A-Za-z\u3040-\u9fff])\s*[=＝≡]\s*(?=[A-Za-z\u3040-\u9fff])(?!\w{1,8}\s*[=＝])|(?:畳み?込み|層|演算|conv\w*)(?:です|である|だ)?[。.]?$"
    r"|\b(?:equals?|equivalent|equivalently|identical|amounts? to|reduces? to|coincides? with|same (?:thing|operation|layer|computation|function|result|output|as)|acts? (?:exactly )?(?:like|as)|works? (?:exactly )?(?:like|as)"
    r"|behaves? (?:exactly )?(?:like|as)|becomes?|turns? into|degenerates? (?:in)?to|corresponds? to|recovers?|(?:we|you|one) (?:obtains?|gets?)|gives?|yields?|(?:seen|viewed|regarded|interpreted|written|thought of|implemented|expressed|realised|realized) as|special case|nothing (?:but|more|else)"
    r"|(?:is|are|it's|that's|be) (?:just|simply|exactly|really|in effect|effectively|an?|the|precisely|merely)|is like)\b",
    re.IGNORECASE,
)
_OTHER_TALK = re.compile(
    r"計算量|パラメータ|重みの(?:数|個数)|受容野|(?:出力|画像|入力)(?:の)?サイズ|サイズ(?:は|が)|解像度|コスト|精度|\b(?:cost|params?|parameters?|MACs?|FLOPs?|receptive|accura\w+|number of weights|same (?:size|shape|number|resolution))\b|違い|差は|\bdiffer|に比べ|より(?:も)?|\bthan\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"別(?:の)?(?:物|もの|計算|演算|関数|層)|ではな|でない|とは(?:限ら|言え|異な|違)|同じで(?:は)?ない|等しくな|一致しな|\b(?:not|never|neither|no longer)\b|n't", re.IGNORECASE)
_KERNEL = re.compile(
    r"(?<![\d.×xX])(\d{1,2})\s*[×xX*]\s*\1(?![\d×xX]|\s*[×xX]\s*\d)|(?:カーネル|フィルタ|kernel|filter|window|窓)(?:の|[- ])?(?:サイズ|大きさ|size|幅|width)?\s*(?:が|は|を|=|of|is)?\s*(?:size )?(\d{1,2}|one|two|three)(?!\.?\d|\s*[枚個×xX])|(?<![A-Za-z])[KFk]\s*=\s*(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_ENDS_WITH_A_LAYER = re.compile(r"(?:畳み?込み|層|演算|conv\w*)(?:です|である|だ)?[。.]?", re.IGNORECASE)
_STEP = re.compile(r"(?:た|の)(?:後|あと|うえ|上)(?:に|で|、|から)|次(?:に|は|が)|続(?:けて|いて|く)|(?:の|する)前(?:に|で|は)|最[初後](?:に|は|が)|→|\b(?:after|before|then|first|last|next|finally)\b", re.IGNORECASE)
_WORD = {"one": "1", "two": "2", "three": "3"}
_GROUPS = re.compile(
    r"(?:グループ(?:の)?数|groups?|(?<![A-Za-z])[gG](?![A-Za-z]))\s*(?:が|を|は|=|of|is|equals?|equal to|set to|to)?\s*(?:the\s+)?(?P<v>(?:入力)?(?:チャン?ネル|ch\s*)(?:の)?数|C_?(?:\{?\s*in\s*\}?)?(?![a-z])|in_channels|(?:number of )?(?:input )?channels|1(?!\d)|one|\d{1,3})"
    r"|as many groups as (?:there are )?(?:input )?(?P<c>channels)|(?P<e>one group per (?:input )?channel|each (?:input )?channel (?:is |forms )?(?:its|a group of its) own|チャン?ネル(?:ごと|毎)に(?:1|一)(?:つの)?グループ|each group (?:contains?|has|holds|consists of) (?:exactly |just |only )?(?:1|one|a single) channel|各グループ(?:が|は)[^、。]{0,6}?(?:1|一)(?:つの)?\s*チャン?ネル)|(?P<j>グループが(?:ただ)?(?:1|一)つ)|(?P<s>single|one|two|four|(?<![\d.])\d{1,3}) groups?\b",
    re.IGNORECASE,
)
_DILATION = re.compile(r"(?:dilation(?:\s*(?:rate|factor))?|拡張率|膨張率|ダイレーション|(?<![A-Za-z])[dr](?![A-Za-z]))\s*(?:が|を|は|=|of|is|rate)?\s*(?:1(?P<one>)(?!\d)|(?P<n>\d{1,2}|one|two))", re.IGNORECASE)
_POSITION = re.compile(r"空間(?:サイズ|方向)|画素|ピクセル|位置|各点|\b(?:pixels?|positions?|locations?|pixelwise|point[- ]?wise|spatial)\b|チャン?ネル方向|across (?:the )?channels|channel vector", re.IGNORECASE)
_WHOLE = re.compile(r"(?:入力|特徴マップ|マップ|画像)全体(?:\s*[（(][^()（）]{0,12}[)）])?(?:に(?:し|広げ|合わせ)|を(?:覆|1つ|カバー)|の(?:大きさ|サイズ))|(?<![A-Za-z])H\s*(?:[×x]|\\times)\s*W(?![A-Za-z])(?!\s*(?:[×x]|\\times))[^。.;]{0,12}(?:window|kernel|窓|カーネル)|(?:入力|特徴マップ|マップ|画像)(?:全体)?と同じ(?:大きさ|サイズ)|(?:入力|マップ|画像)全体を覆う|\b(?:as (?:large|big) as|size of|equal to|covers?|spans?|same size as)\s+(?:the\s+)?(?:whole\s+|entire\s+)?(?:input|image|map|feature map|volume)", re.IGNORECASE)
_VOLUME = re.compile(r"(?<![\d×x])(\d{1,3})\s*[×xX*]\s*(\d{1,3})\s*[×xX*]\s*(\d{1,4})(?![\d×x])")
_PADDED = re.compile(r"(?<![A-Za-z])P\s*=\s*(\d+)|padding\s*(?:=|of)\s*(\d+)", re.IGNORECASE)


_FLATTENED = re.compile(r"(?:画像|入力|マップ|特徴マップ)全体|平らに|平坦|全画素|\bflatten\w*|\b(?:whole|entire|full) (?:image|input|map|picture)", re.IGNORECASE)
_NO_OTHER = re.compile(r"(?:別(?:の)?(?:物|もの)|違うもの|異なるもの)では(?:なく|ない|ありません)")  # no other thing: the same
_EXACTLY = re.compile(r"厳密|正確|完全に|そのまま|ぴったり|同じ(?:計算|関数|結果|演算|変換|出力)|並べ替え|\b(?:exact(?:ly)?|precisely|perfectly|same (?:computation|functions?|results?|operation|map|outputs?|values?)|reordering|lossless\w*|always be (?:re)?written)\b", re.IGNORECASE)
_OF_SOME = re.compile(r"\b(?:rank|special|suitable|certain|some|whose|only if|when|provided)\b|階数|ランク|特別|特殊|適当な", re.IGNORECASE)  # of kernels of one kind
_IS_THE_SAME = re.compile(r"\b(?:is|are) (?:\w+ly )?(?:equivalent|identical) to\b|と(?:完全に|数学的に)?等価", re.IGNORECASE)
_SPLIT = re.compile(r"分解|分け|書き(?:直|換|替)|置き換|表(?:せ|す|現)|\b(?:re)?written\b|\bfactor\w*|\bdecompos\w*|\bexpressed\b|\bsplit\b", re.IGNORECASE)


_EFFECTIVE = re.compile(r"(?:effective|equivalent|実効|有効|等価)(?:な)?\s*(?:kernel|filter|カーネル|フィルター?)(?:\s*(?:size|サイズ|幅))?\s*(?:[A-Za-z_]{1,6}\s*)?[=は:]", re.IGNORECASE)  # a formula of its size follows


def read(view: View) -> Iterator[Reading]:
    """The equality that the sentence states, of the two operations that it names (or the one above and the one named)."""
    s = view.sentence
    if asserts(view) and not s.has("hedged") and (again := _plain_again(s)) is not None:
        yield again
        return
    text = _NO_OTHER.sub(lambda m: "同じ".ljust(len(m[0])), plain(s))
    if not asserts(view) or not (_EQUAL.search(text) or _SPLIT.search(text)) or _OTHER_TALK.search(_WHOLE.sub("", text)) or s.has("hedged") or _EFFECTIVE.search(text):
        return
    sides = _sides(view)
    if sides is None:
        return
    (first, second), places, sure = sides
    if not _EQUAL.search(text) and {first, second} != {"conv2d", "depthwise_separable_conv2d"}:
        return
    claim = _claim(text, first, second, view.letters)
    if claim is None:
        return
    word = _EQUAL.search(text) or _SPLIT.search(text)
    assert word is not None
    if _ENDS_WITH_A_LAYER.fullmatch(word[0]) and _STEP.search(text):
        return  # a step that comes before or after another
    denied = bool(_DENIED.search(text))
    yield Reading(f"not {claim}" if denied else claim, min(*places, word.start()), max(*places, word.end()), sure=sure)


_ROLE = r"(?P<{x}>(?<![A-Za-z])[drg](?![A-Za-z])|dilation(?:[- ](?:rate|factor))?|groups?|拡張率|膨張率|グループ数)"
_PLAIN_AGAIN = re.compile(
    rf"{_ROLE.format(x='a')}\s*(?:=|が|を|は)\s*(?P<n>\d{{1,3}})\s*(?:の(?:とき|時|場合)(?:に)?は?|なら(?:ば)?|に(?:すると|すれば|した)|と(?:すると|すれば)|だと|で(?:は)?)?、?[^。、]{{0,6}}?(?:普通|通常|ただ|ふつう|標準|もと|元)の\s*(?:causal\s*|因果的?な?)?\s*(?:conv\w*|畳み?込み)(?:層)?\s*"
    r"(?:と(?:同じ(?=$|[。、だで]|に(?:なる|なり|なっ)|もの|計算(?!量))|一致|等し|等価|変わらない)|に(?:一致|戻|帰着|等し|なる(?!べく)|ほかならな))"
    rf"|\b{_ROLE.format(x='b')}\s*(?:=|of|is|to|equal to|equals)\s*(?P<m>\d{{1,3}}|one|two)\b[^.;]{{0,30}}?\b(?:gives?|yields?|is|recovers?|reduces?|brings?|leads?|means|returns?|becomes?|get|equals?)\b(?! not)[^.;,]{{0,20}}?\b(?:ordinary|plain|usual|standard|regular|normal) (?:causal )?(?:conv\w*|one|layer)\b",
    re.IGNORECASE,
)


def _plain_again(s: Sentence) -> Reading | None:
    """With which dilation, or number of groups, a layer is an ordinary one: d = 1 gives back the ordinary convolution."""
    text = re.sub(r"[$`*]", " ", s.text.chars)
    found = _PLAIN_AGAIN.search(text)
    if found is None or _OTHER_TALK.search(text) or _DENIED.search(text):
        return None
    number, role = (found["n"] or _WORD.get(found["m"].lower(), found["m"])), (found["a"] or found["b"]).lower()
    if not int(number):
        return None  # some count dilations from 0
    if role.startswith("g") or role == "グループ数":
        claim = f"equals(conv2d(groups={number}), conv2d)"
    else:
        layer = "causal_conv1d" if re.search(r"causal|因果", found[0], re.IGNORECASE) else "conv2d"
        claim = f"equals({layer}(dilation={number}), {layer})"
    return Reading(claim, found.start(), found.end())


def _sides(view: View) -> tuple[tuple[str, str], list[int], bool] | None:
    s = view.sentence
    named: list[Mention] = [m for m in s.subjects if m.tag in _ABLE and not s.contrasted(m)]
    if any(m.tag in ("avg_pool2d", "max_pool2d", "global_avg_pool2d") for m in named):
        named = [m for m in named if not (m.weak and m.tag == "conv2d")]  # the kernel of a pooling
    tags = list(dict.fromkeys(m.tag for m in named))
    dense = _DENSE_LAYER.search(s.words)
    if dense and len(tags) == 1 and tags[0] in ("pointwise_conv2d", "conv2d") and not _names_densenet(view):
        return (tags[0], "linear"), [named[0].start, dense.end()], True
    if any(not m.weak and m.tag not in _ABLE for m in s.subjects):
        return None
    places = [p for m in named for p in (m.start, m.end)]
    if groups_told(s.text.chars) and not {"depthwise_conv2d", "grouped_conv2d"} & set(tags):
        return None  # what g = 1 gives: readers/groups.py
    if len(tags) == 2:
        if set(tags) == {"conv2d", "depthwise_conv2d"} and groups_told(s.text.chars) > 1:
            return None  # "with g = 1 it is an ordinary one, with g = C a depthwise one": each is another claim
        return (tags[0], tags[1]), places, True
    if set(tags) == {"conv2d", "depthwise_conv2d", "pointwise_conv2d"} and tags[0] == "conv2d" and (_SPLIT.search(s.words) or _IS_THE_SAME.search(s.words)):
        return ("conv2d", "depthwise_separable_conv2d"), places, True
    if len(tags) == 3 and "conv2d" in tags:  # "a convolution" beside its own name
        rest = [t for t in tags if t != "conv2d"]
        return (rest[0], rest[1]), places, True
    if len(tags) != 1:
        return None
    if tags == ["conv2d"] and _A_DILATION_IS.match(s.text.chars):
        return ("dilated_conv", "conv2d"), places, True
    above = view.outline.inherited(s, lambda n: n in _SPECIFIC and n not in tags)
    if above is None and tags == ["linear"] and _one_by_one(view) and _refers(s):
        return ("pointwise_conv2d", "linear"), places, False
    if above is None or _refers(s) is None:
        return None
    return (above.subject, tags[0]), places, above.where != NEARBY


_DENSE_LAYER = re.compile(r"\b(?:like|as|to|is|just) an? (?:small |shared |tiny |per-pixel )?dense layer\b", re.IGNORECASE)


def _names_densenet(view: View) -> bool:
    """Whether a dense layer may be one of DenseNet's."""
    return any(m.tag in ("densenet", "dense_block") for e in view.outline.all_sentences() for m in e.subjects)


# d = 1 is simply the ordinary convolution
_A_DILATION_IS = re.compile(r"\W*(?:with |for |at |case )?(?:d|r|the dilation(?: rate)?|dilation(?: rate)?|拡張率|膨張率)\s*(?:=|of|が)?\s*\d+\s*,?\s*(?:it |this |we |の(?:とき|場合)|なら|は|だと)?\s*(?:は|is|gives|means|has|get|simply|just|、|普通|通常)", re.IGNORECASE)


def _one_by_one(view: View) -> bool:
    """Whether 1x1 alone, in the sentences before or in the heading, is what is spoken of."""
    outline, s = view.outline, view.sentence
    above = [e for e in outline.sentences[s.block] if e.number < s.number]
    above += [e for h in list(outline.headings(s.block))[:1] for e in outline.sentences[h]]
    return any(re.search(r"(?<![\d×x.])1\s*[×x]\s*1(?![\d×x]|\s*[×x])", plain(e)) for e in above)


def _refers(s: Sentence) -> re.Match[str] | None:
    """Whether the sentence speaks of what stands above: it begins with its verb or with a pronoun, or has no topic."""
    words = re.sub(r"グループ(?:の)?数(?:が|は|を)", "グループ数", s.words)  # of the grouped one, no topic
    last = re.search(r"(?:(?:ので|から|ため|が|て)、|[、。]|^)([^、。]*)[。\s]*$", words) if s.japanese else None
    if last and not re.search(r"[^\d\W](?:は|とは|が)(?![い行起])", re.sub(r"(?:実際|結局|それ|これ|実質|中身)(?:に)?は", "", last[1])):
        return last
    return re.match(
        r"\s*(?:(?:so|thus|hence|in fact|in short|equivalently|that is|i\.e\.|in other words|put differently)[,:]?\s+)?(?:it|it's|this|that|that's|which|these|they|equivalent(?:ly)?|the same|just|simply|nothing|an?)\b"
        r"|\s*(?:if|when|for|with)\b[^,]{0,60},\s*(?:it|this|that|we|one|you|the (?:result|layer|operation))\b"
        r"|\s*(?:要するに|つまり|すなわち|これは|それは|言い換えると|実質(?:的に)?|結局)|^.{0,24}?(?:のとき|なら|すれば|すると|の場合|だと)|^[^はがも]{0,30}(?:と同じ|と等価|そのもの|に等しい|とみな)", s.words, re.IGNORECASE,
    )  # fmt: skip


def _claim(text: str, first: str, second: str, letters: dict[str, str]) -> str | None:
    """The statement, its conditions those of the words; None where the words give none that these two need."""
    a, b = sorted((first, second), key=lambda n: -_SPECIFIC.get(n, 0))
    pair = {a, b}
    kernel, groups, dilation = _kernel(text), _groups(text, letters), _dilation(text)
    if pair == {"pointwise_conv2d", "linear"} and _POSITION.search(text):
        return "equals(pointwise_conv2d, linear)"
    if pair == {"pointwise_conv2d", "linear"} and _FLATTENED.search(text):
        return "depends_on(pointwise_conv2d, input=all_positions)"
    if pair == {"pointwise_conv2d", "depthwise_conv2d"} and _IS_THE_SAME.search(text) and not groups:
        return "equals(pointwise_conv2d, depthwise_conv2d)"
    if pair == {"depthwise_separable_conv2d", "conv2d"}:
        return "equals(conv2d, depthwise_separable_conv2d)" if (_EXACTLY.search(text) or _IS_THE_SAME.search(text)) and not _OF_SOME.search(text) else None
    if pair == {"linear", "conv2d"}:
        return _dense(text, kernel)
    if pair == {"pointwise_conv2d", "conv2d"} and kernel and not _POSITION.search(text):
        return f"equals(pointwise_conv2d, conv2d(kernel_size={kernel}))"
    if a == "depthwise_conv2d" and b in ("grouped_conv2d", "conv2d"):
        if groups:
            return f"equals(depthwise_conv2d, conv2d(groups={groups}, out_channels=C))"
        return None
    if pair == {"grouped_conv2d", "conv2d"} and groups:
        return f"equals(conv2d(groups={groups}{', out_channels=C' if groups == 'C' else ''}), conv2d{'(out_channels=C)' if groups == 'C' else ''})"
    if pair == {"dilated_conv", "conv2d"} and dilation:
        return f"equals(conv2d(dilation={dilation}), conv2d)"
    if a == "global_avg_pool2d" and b in ("avg_pool2d", "max_pool2d") and (_WHOLE.search(text) or kernel):
        size = "kernel_height=H, kernel_width=W" if _WHOLE.search(text) else f"kernel_size={kernel}"
        return f"equals(global_avg_pool2d, {b}({size}))"
    return None


def _dense(text: str, kernel: str | None) -> str | None:
    """A fully connected layer as a convolution: at every position, or with a kernel as large as the input."""
    volume, padding = _VOLUME.search(text), _PADDED.search(text)
    pad = next((g for g in padding.groups() if g), "0") if padding else "0"
    if volume and kernel and volume[1] == volume[2]:
        n = volume[1]
        return f"equals(linear, conv2d(height={n}, width={n}, kernel_height={kernel}, kernel_width={kernel}, padding={pad}))"
    if _WHOLE.search(text):
        return f"equals(linear, conv2d(height=H, width=W, kernel_height=H, kernel_width=W, padding={pad}))"
    if kernel and _POSITION.search(text):
        return f"equals(conv2d(kernel_size={kernel}), linear)"
    return None


def _kernel(text: str) -> str | None:
    m = _KERNEL.search(text)
    value = next((g for g in m.groups() if g), None) if m else None
    return _WORD.get(value.lower(), value) if value else None


def _groups(text: str, letters: dict[str, str]) -> str | None:
    m = _GROUPS.search(text)
    if m is None:
        named = re.search(r"groups?`?\s*=\s*`?([A-Z])(?![A-Za-z])", text)
        return "C" if named and letters.get(named[1]) == "in_channels" else None
    value = m["v"] or ""
    number = "1" if m["j"] else (m["s"] or value).lower()
    number = {"single": "1", "four": "4", **_WORD}.get(number, number)
    return number if number.isdigit() else "C"


def _dilation(text: str) -> str | None:
    m = _DILATION.search(text)
    if m is None:
        return None
    value = m["n"] or "1"
    return _WORD.get(value.lower(), value)
