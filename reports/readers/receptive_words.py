"""Receptive fields in words: how they grow with depth, what enlarges them and what leaves them alone.

A clause is asked for a cause (strides, pooling, kernels, depth, dilation, padding, channels, 1x1 layers), for a
direction (larger, smaller, unchanged) and for growth (linear, exponential, doubled by each layer); all of them are data,
in `lexicon/receptive.toml`. A clause that speaks of weights, costs or sizes of maps says nothing of fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..sizes.extents import extents_in
from ..sizes.layers import gathered, words
from ..vocabulary import family, lexicon
from .directions import listed as stems
from .directions import way_of
from .idioms import flat
from .receptive import context_of, is_dilated, spoken
from .receptive_weights import LABEL, PER_WEIGHT, compared, for_weights, listed

_DILATED, _PLAIN = "dilated_causal_stack", "conv_stack"
_COUNTED = re.compile(r"パラメータ|重み|計算量|コスト|\bweights?\b|param|\bcosts?\b|FLOP|\bMACs?\b|multipl(?:y|ic)|解像度|resolution|メモリ|memory|勾配|精度|accuracy", re.IGNORECASE)
_EFFECTIVE = re.compile(r"有効受容野|実効受容野|effective (?:receptive|RF)|effective field|ERF\b|理論(?:上|的)|theoretical|ガウス|gaussian", re.IGNORECASE)
_GROWTH_NOUN = re.compile(r"受容野|視野|receptive|\bRF\b|伸び方|広がり方|\bgrowth\b|\bfield\b|\breach\b|\bit grows\b|\bgrows?\b", re.IGNORECASE)
_WIDENS = re.compile(r"伸び|広が|\bgets? longer|\breach\w* |\bgrow|\bwiden|\bexpand", re.IGNORECASE)
_TIMES = re.compile(r"(?P<n>\d)\s*倍|(?<!\d)倍|\btwice\b|\bdoubles?\b|\b(?:three|four) times\b", re.IGNORECASE)
_STEP = re.compile(
    r"(?:(?<![\d,])(?P<a>\d{1,3})|(?P<h>ひとつ|一つ|1つ|ふたつ|二つ|2つ)|(?P<f>\(?\s*[kKrfF]\s*[-−]\s*1\s*\)?))\s*(?:サンプル|画素|ピクセル|点|マス|行|ステップ|時刻)?(?:分)?(?:ずつ|だけ|しか|ほど)?\s*(?:広が|伸び|増|大きく|増加|足|加)"
    r"|\b(?:adds?|grows? by|increas\w+ by|widens? (?:\w+ ){0,3}by|gains?|extends? (?:\w+ ){0,4}by|enlarges? (?:\w+ ){0,4}by|look (?:only )?)\s*(?:only |exactly |just )?(?:(?P<b>\d{1,3}(?![,\d]\d)|one|two|three|four|six|eight)|\(?\s*(?P<g>[kKrfF]\s*[-−]\s*1)\s*\)?)(?!\s*(?:layers?|x|×|times))",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(?:と|ば|たら|なら|ても|でも|ほど|につれて?|ことで|ので|から|して|れて|いて|せず|だと|では|とき|場合(?:は|に)?|(?<![しき])は|も)[、,]\s*$|(?:→|->|⇒|=>)\s*$")
_NOT_SO = re.compile(r"(?:に|で|と|的|で?は|には|広が\w*|増え|伸び|大きく|な\w*|成長|関数)*(?:ではな|でな|ら?な[いく。、]|ません|ず[、に])")
_ALONE = re.compile(r"depends? only|only depends?|だけで決|のみで決|だけに(?:依存|よ)|のみに(?:依存|よ)|determined (?:only|solely)|(?:solely|entirely) (?:on|by)", re.IGNORECASE)
_STRIDE_ONE = re.compile(r"同じ|\bsame\b|stride\s*(?:of |=\s*)?1\b|ストライド\s*1", re.IGNORECASE)
_ONE_SIDED = re.compile(r"上|過去|片側|前の|\b(?:up|above|back|left|earlier|one side|each side|(?:each|either|every) direction|past)\b|両側に|上下左右|四方", re.IGNORECASE)
_COUNTERS = {"ひとつ": "1", "一つ": "1", "1つ": "1", "ふたつ": "2", "二つ": "2", "2つ": "2"}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8}
_WHOLE = re.compile(r"(?:入力|画像|画面|マップ|特徴マップ|系列)(?:の)?全(?:体|域|部|画素)|全(?:画素|入力|画面|ピクセル|位置)|すべての(?:画素|入力|位置)|\b(?:whole|entire|full|complete|all of the) (?:input|image|picture|map|feature map|signal)|\ball (?:inputs?|pixels|positions)|\beverything\b", re.IGNORECASE)
_GLOBAL = re.compile(r"全結合|fully[- ]connected|\bFC\b|\bdense layer|グローバル(?:平均)?プーリング|global (?:average )?pool\w*|\bGAP\b|大域(?:平均)?プーリング", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of how receptive fields grow and of what changes them."""
    s = view.sentence
    if s.has("question") and not s.has("called"):
        return
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence"):
        return
    if s.cell is not None:
        yield from _cell(view)
        return
    text = flat(s)
    topic = words("topic").search(text)
    if _EFFECTIVE.search(text) or words("asked").search(text):
        return
    told = topic is not None or spoken(view, text)
    if (told or _PER_LAYER.search(text)) and (behind := list(_behind(text))):
        yield from behind
        return
    if not told:
        return
    for start, end in _clauses(view, text):
        yield from _clause(view, text, start, end, topic is not None)
    if topic or PER_WEIGHT.search(text):
        yield from for_weights(view, text)


def _clauses(view: View, text: str) -> Iterator[tuple[int, int]]:
    """The clauses; a condition goes with what follows it."""
    place = first = 0
    while place < len(text):
        end = view.sentence.clause(place)[1]
        end = min(end, len(text))
        place = max(end, place + 1)
        if place < len(text) and (_CONDITION.search(text[first:end]) or re.match(r"\s*(?:if|when|with|without|as|by|in|for|since|because|the (?:more|less|\w+er))\b", text[first:end], re.IGNORECASE)):
            continue
        cuts = [first, *(m.start() for m in re.finditer(r"\b(?:whereas|while)\b", text[first:end]) for m in [m] if m.start() > 8), end]
        yield from pairwise([first, *(first + c for c in cuts[1:-1]), end])
        first = place


_STEP_WORD = r"プーリング|pool\w*|(?:ストライド|歩幅)\s*(?P<{a}>[2-4二三四])|stride[- ](?:of )?(?P<{b}>\d)|間引|\bdownsampl\w+"
_BEHIND = re.compile(
    rf"(?:{_STEP_WORD.format(a='a', b='b')})[^。.;]{{0,24}}?(?:より|の|した|を挟|を入れ|を置)[^。.;]{{0,16}}?(?:後|あと|先|上|以降|向こう)(?:ろ|の|に|は|で)"
    r"|\b(?:after|behind|beyond|above|past)\b[^.;,]{0,24}(?P<q>pool\w*|strid\w+(?:[- ](?:of )?(?P<c>\d))?|downsampl\w+)"
    r"|\b(?:put|insert|place|add|have)\w*\b[^.;,]{0,16}\b(?P<r>pool\w*|strid\w+)\b[^.;]{0,60}\b(?:later|afterwards|beyond|behind|after (?:it|that)|from (?:there|then) on|deeper|above it|subsequent)\b",
    re.IGNORECASE,
)
_DIGITS = {"二": 2, "三": 3, "四": 4}


def _behind(text: str) -> Iterator[Reading]:
    """After a stride of two each layer widens the field by twice as much; each 3x3 layer by 4 pixels."""
    behind = _BEHIND.search(text)
    if behind is None or not (widens := _WIDENS.search(text, behind.end()) or _STEP.search(text, behind.end()) or _SEES.search(text, behind.end())):
        return
    told = next((behind[g] for g in "abc" if behind[g]), "2")
    stride = _DIGITS.get(told) or int(told)
    first = "_".join([f"k2s{stride}"] * _how_often(text[: behind.end()]))
    kernel = next((k for k in map(int, re.findall(r"(?<![\dx×])(\d)\s*[x×]\s*\1(?![\dx×])", text)) if k > 2), 3)
    after, plain = (f"(receptive_field(layer_stack, plan={a}) - receptive_field(layer_stack, plan={b}))" for a, b in ((f"{first}_k{kernel}_k{kernel}", f"{first}_k{kernel}"), (f"k{kernel}_k{kernel}", f"k{kernel}")))
    note = (f"a stride of {stride}",)
    factor, step = _TIMES.search(text, behind.end()), _STEP.search(text, behind.end())
    if factor:
        times = {"倍": 2, "twice": 2, "double": 2, "doubles": 2, "three times": 3, "four times": 4}.get(factor[0].lower()) or int(factor["n"])
        yield Reading(f"{after} == {times}*{plain}", behind.start(), max(widens.end(), factor.end()), note, sure=True, subject="pool", predicate="rf_growth")
    elif step and (step["a"] or step["b"]) and not _ONE_SIDED.search(text) and re.search(rf"{kernel}\s*[x×]\s*{kernel}", text):
        amount = step["a"] or _NUMBERS.get(step["b"].lower(), step["b"])
        yield Reading(f"{after} == {amount}", behind.start(), step.end(), note, sure=True, subject="pool", predicate="rf_growth")


_OFTEN = re.compile(r"(?<![-\w])(two|three|four|2|3|4)\s+(?:\S+\s+){0,2}?(?:pool|strid|downsampl)|([2-4二三四])\s*(?:回|度|つの|層の)", re.IGNORECASE)


def _how_often(text: str) -> int:
    """How many such layers lie below: two poolings, プーリングを2回."""
    said = _OFTEN.search(text)
    word = (said[1] or said[2]).lower() if said else "1"
    return {"two": 2, "three": 3, "four": 4, **_DIGITS}.get(word) or int(word)


_PER_LAYER = re.compile(r"\bper layer\b|\beach (?:further |later )?layer\b|(?:1|一)\s*(?:層|段)(?:あたり|ごと)", re.IGNORECASE)
_SEES = re.compile(r"\bsees?\b|\blooks?\b|見[るえ]", re.IGNORECASE)


def _clause(view: View, text: str, start: int, end: int, topical: bool) -> Iterator[Reading]:
    clause = text[start:end]
    counted = _COUNTED.search(clause) and not words("topic").search(clause)
    if counted:
        return
    grown = list(_grown(view, text, start, end))
    if grown:
        yield from grown
    elif (topical or words("topic").search(clause)) and not listed("growth", "exponential").search(clause):
        yield from _changed(view, text, start, end)


# Growth

def _grown(view: View, text: str, start: int, end: int) -> Iterator[Reading]:
    """Linear, exponential, doubled or widened by so much with each layer."""
    found = [(m.start(), m.end(), name) for name in ("exponential", "linear", "other", "constant") for m in listed("growth", name).finditer(text, start, end)]
    clause = text[start:end]
    s = view.sentence
    before = view.outline.sentences[s.block][s.number - 1].words if s.number and s.cell is None else ""
    told = listed("growth", "depth").search(clause) and _WIDENS.search(clause) and spoken(view, text)
    about = told or _GROWTH_NOUN.search(text[:end]) or (_GROWTH_NOUN.search(before) and listed("growth", "exponential").search(before))
    if len(found) == 2 and {n for *_, n in found} == {"linear", "exponential"} and re.fullmatch(r"[\s\w]{0,6}(?:と|vs\.?|versus|対|and)[\s\w]{0,6}", text[sorted(found)[0][1] : sorted(found)[1][0]]):
        for place, stop, word in found:  # the difference between linear and exponential: without dilation and with it
            yield Reading(f"rf_growth({_PLAIN if word == 'linear' else _DILATED}) == {word}", place, stop, sure=False)
        return
    for place, stop, word in sorted(found):
        if not about or re.search(r"(?:カーネル|フィルタ|kernel|filter)(?:サイズ| size)?[^、,]{0,6}$", text[start:place]) or (word == "linear" and re.match(r"(?:\s*(?:な)?(?:層|変換|結合|layer|combin|transform|map)|時不変)", text[stop:])):
            continue
        near = text[max(start, place - 28) : stop + 28]
        if _COUNTED.search(near) and not words("topic").search(near):
            continue
        dilated, own = _kind_of(view, text, start, place, end)
        if dilated is None:
            continue
        denied = bool(_NOT_SO.match(text[stop:])) or bool(re.search(r"(?:\bnot|n't|\bnever|rather than|instead of)\s+(?:\w+\s+){0,2}$", text[:place], re.IGNORECASE))
        statement = f"rf_growth({_DILATED if dilated else _PLAIN}) {'!=' if denied else '=='} {word}"
        named = view.in_families(place, "dilated", "wavenet", "causal", "stack", "convolution")
        yield Reading(statement, place, stop, inherited_note(named, view) if named else (), sure=own and not denied and not words("epistemic").search(text))
    if not found:
        yield from _by_layer(view, text, start, end, clause)


def _by_layer(view: View, text: str, start: int, end: int, clause: str) -> Iterator[Reading]:
    """What each layer does to the field: doubles it, or widens it by so much."""
    layer = listed("growth", "per_layer").search(clause) or (listed("growth", "per_layer").search(text[:end]) if start else None)
    if layer is None or (words("topic").search(text) is None and not re.search(r"広が|伸び|\bgrow|\blook|\bdoubles? (?:it|the)\b|\bwiden|\b(?:side|size) of the field\b", clause)):
        return
    dilated, own = _kind_of(view, text, start, end, end)
    doubled = listed("growth", "doubles").search(clause)
    topic = words("topic").search(clause) or re.search(r"\bdoubles? (?:it|the)\b", clause)
    if doubled and topic and not re.search(r"(?:dilat\w+|拡張率|膨張率|間隔)[^、,]{0,14}$", clause[: doubled.start()], re.IGNORECASE):
        plain = (dilated is False and own) or (dilated is None and bool(gathered(text).size))
        subject, own = _PLAIN if plain else _DILATED, own or plain
        size = f", kernel_size={gathered(text).size}" if plain and gathered(text).size else ""
        yield Reading(f"receptive_field({subject}, layers=L+1{size}) == 2*receptive_field({subject}, layers=L{size})", start + min(topic.start(), doubled.start()), start + max(topic.end(), doubled.end()), sure=own)
        return
    step = _STEP.search(clause)
    if step is None or dilated:
        return
    own = own or dilated is None
    kernel = gathered(text).size or (context_of(view).merged().size if context_of(view).agrees() else 0)
    formula = step["f"] or step["g"]
    fixed = f", kernel_size={kernel}" if kernel and not formula else ""
    amount = "(K - 1)" if formula else (step["a"] or _COUNTERS.get(step["h"] or "") or str(_NUMBERS.get((step["b"] or "").lower(), step["b"])))
    if kernel > 2 and _ONE_SIDED.search(clause):
        amount = f"2*{amount}"  # so far to one side, and as far to the other
    yield Reading(f"receptive_field({_PLAIN}, layers=L+1{fixed}) == receptive_field({_PLAIN}, layers=L{fixed}) + {amount}", start + step.start(), start + step.end(), sure=bool(kernel or formula) and own and not _ONE_SIDED.search(clause))


def _kind_of(view: View, text: str, start: int, place: int, end: int) -> tuple[bool | None, bool]:
    """Whether dilated layers are meant (None: not told), and whether that is beyond doubt: by the clause, the sentence,
    what stands above."""
    for a, b in ((start, place), (start, end), (0, place)):
        without = [m.start() for m in words("undilated").finditer(text, a, b)] + [m.start() for m in _short("without_short", text, a, b)]
        with_it = [m.start() for m in listed("growth", "dilated").finditer(text, a, b) if m.start() not in without] + [m.start() for m in _short("with_short", text, a, b)]
        if without and (not with_it or (max(without) > max(with_it) and not compared(text, max(without)))):
            return False, True
        if with_it:
            return True, True
    before = view.outline.sentences[view.sentence.block][: view.sentence.number][-1:]
    case = " ".join(flat(e) for e in before if len(e.words) < 40 and LABEL.match(e.words))
    if case and words("undilated").search(case):  # (a) without dilation.
        return False, True
    if case and (listed("growth", "dilated").search(case) or words("doubling").search(case)):
        return True, True
    context = context_of(view).merged()
    if context.undilated:
        return False, False
    named = view.in_families(place, "dilated", "wavenet")
    if named is not None or is_dilated(view):
        return True, named is not None and named.where in ("", "the heading", "the item above", "the sentence before")
    headings = " ".join(flat(e) for h in list(view.outline.headings(view.sentence.block))[:2] for e in view.outline.sentences[h])
    if re.search(r"dilat|拡張|膨張|atrous", headings, re.IGNORECASE):
        return True, True
    near = view.in_families(place, "causal", "stack", "convolution", names=("cnn",))
    if near is None and _PLAIN_STACK.search(_just_above(view)) and not any(_STEPPED.search(b.raw) for b in view.outline.blocks):
        return False, True  # kernels on kernels, in a note that knows no dilation
    return (False, near is not None and near.where == "") if near else (None, False)


_PLAIN_STACK = re.compile(r"(\d)\s*[x×]\s*\1[^。.]{0,24}(?:重ね|\d\s*(?:回|層|枚|段)|stack|layers)|(?:stack|two|three)[^.]{0,16}(\d)\s*[x×]\s*\2", re.IGNORECASE)
_STEPPED = re.compile(r"dilat|拡張|膨張|穴あき|atrous|wavenet|倍々", re.IGNORECASE)


def _just_above(view: View) -> str:
    """The sentences before this one in its block, and the block before it."""
    s, outline = view.sentence, view.outline
    return " ".join(e.text.chars for e in [*(outline.sentences[s.block - 1] if s.block else []), *outline.sentences[s.block][: s.number]])


def _short(name: str, text: str, start: int, end: int) -> list[re.Match[str]]:
    """あり or なし alone before a colon: with dilation or without it."""
    found = list(re.finditer(r"(?<![ぁ-んァ-ヶ一-龠A-Za-z])(なし|無し|without|あり|有り|with)\s*[:：=]", text[start:end], re.IGNORECASE))
    negative = name == "without_short"
    return [m for m in found if bool(re.match(r"なし|無し|without", m[1], re.IGNORECASE)) == negative]


def _cell(view: View) -> Iterator[Reading]:
    """The growth in a table's column of it; the row says whether there is dilation."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if header is None or s.block <= header:
        return
    head = " ".join(flat(e) for e in outline.sentences[header] if e.cell == s.cell)
    row = " ".join(flat(e) for e in outline.sentences[s.block] if e.cell == 0)
    corner = " ".join(flat(e) for e in outline.sentences[header] if e.cell == 0)
    found = [(m, name) for name in ("exponential", "linear", "other") if (m := listed("growth", name).search(flat(s)))]
    if len(found) != 1 or not words("topic").search(head + row):
        return
    named = row if words("topic").search(head) else head
    about = f"{named} {corner}" if re.search(r"dilat|拡張|膨張", corner, re.IGNORECASE) else named
    without = re.search(r"なし|無し|without|\bno\b|通常|普通|plain|standard|ordinary|undilated", named, re.IGNORECASE)
    dilated = re.search(r"dilat|拡張|膨張|wavenet|atrous", about, re.IGNORECASE)
    if without or dilated:
        match, name = found[0]
        yield Reading(f"rf_growth({_PLAIN if without else _DILATED}) == {name}", match.start(), match.end(), sure=True)


# Changes

def _changed(view: View, text: str, start: int, end: int) -> Iterator[Reading]:
    """A cause and what it does to the field."""
    clause = text[start:end]
    if _GLOBAL.search(clause) and (whole := _WHOLE.search(clause)):
        named = "global_avg_pool2d" if re.search(r"pool|プーリング|GAP", clause, re.IGNORECASE) and not re.search(r"全結合|connected|FC", clause) else "linear"
        denied = "" if view.polarity(start + whole.start()) else "not "
        yield Reading(f"{denied}depends_on({named}, input=all_positions)", start, start + whole.end(), sure=True, subject=named, predicate="receptive_field")
        return
    causes = [(m.start(), name) for name in lexicon("receptive")["causes"] if (m := listed("causes", name).search(clause))]
    direction = _direction(clause)
    if (named := words("topic").search(clause)) and (way := way_of(clause, named.start(), named.end())) and way.name in ("unchanged", "larger", "smaller") and not stems("stems", "same").search(clause, way.start, way.end):
        direction = way.name if way.name != "unchanged" or not _NOT_LESS.search(clause) else direction
        if _NEVER.search(clause[: way.start]) and direction in _NEVER_SO:
            direction = _NEVER_SO[direction]
    if not causes and direction and _of_pointwise(view, clause):
        causes = [(0, "pointwise")]
    if not causes and (shallow := _SHALLOW.search(clause)) and _THE_MORE.search(clause):
        causes = [(shallow.start(), "shallow")]
    if not causes or direction is None or (_COUNTED.search(clause) and direction != "unchanged"):
        return
    place = min(causes)[0]
    if causes == [(place, "shallow")]:
        direction = {"larger": "smaller", "smaller": "larger"}.get(direction, direction)
    if _DESPITE.search(clause, place):
        return  # プーリングを減らしつつ: what is done beside it, no cause
    if any(e.strong and e.value > 1 for e in extents_in(clause, True)):
        return  # how far it sees is told in numbers
    if (cleft := _WHAT_GROWS.search(clause)) and cleft.end() <= place:
        return  # 増えるのは受容野（とパディング）: things that grow, no causes
    alone = direction == "unchanged" and _ALONE.search(clause)
    names = ["stride"] if alone and {"kernel", "depth"} & {n for _, n in causes} else [name for _, name in causes]  # on kernels alone: not on strides
    own = names == ["stride"] and bool(_OWN_FIELD.search(clause))
    statements = [x for name in names if (x := _statement("own_stride" if own else name, direction))]
    if not statements:
        return
    sure = direction != "larger" or own or (len(statements) == 1 and names[0] in ("pointwise", "padding", "channels"))
    sure = sure and not words("epistemic").search(text) and not _STRIDE_ONE.search(clause) and bool(words("topic").search(clause))
    yield Reading(statements[0], start + place, min(end, len(text)), (), tuple(statements[1:]), sure=sure, subject="conv2d", predicate="receptive_field")


_SHALLOW = re.compile(r"浅い?[^、。]{0,6}?層|(?:入力に近い|手前の|前の方の)層|\b(?:shallow\w*|earl(?:y|ier)|lower) (?:the )?layers?\b|\bthe (?:shallower|earlier|lower) (?:the|a) layer\b", re.IGNORECASE)
_THE_MORE = re.compile(r"ほど|\bthe \w+er\b[^.;]*\bthe \w+er\b", re.IGNORECASE)
_DESPITE = re.compile(r"つつ|ながら|(?:せ|さ|け|わ|か|ら|た|ま|ば|が|な|べ|め|れ|え|げ|ね)ずに|なくても|なくとも|\b(?:while|without|despite|instead of|even (?:with|if|though))\b", re.IGNORECASE)
_NEVER = re.compile(r"(?:\b(?:never|cannot|impossible)\b|\bcan(?: not|['’]t)\b|\bno\b[^,;]{0,40}\bever\b)[^,;]{0,40}$", re.IGNORECASE)
_NEVER_SO = {"smaller": "larger", "larger": "unchanged"}  # what is left of a change that never happens
_WHAT_GROWS = re.compile(r"(?:増え|増加す|広が|大きくな|伸び|変わ)[^、。]{0,4}(?:の|もの)は|\bwhat (?:grows|increases|changes|widens)(?: [\w ]{1,16})? is\b", re.IGNORECASE)
_NOT_LESS = re.compile(r"(?:狭|小さ|減|縮)[^。、]{0,8}(?:な[いく]|ません)|\b(?:never|not|n't)\s+(?:\w+\s+){0,2}(?:shrink|smaller|narrow|decreas|reduc)", re.IGNORECASE)


def _of_pointwise(view: View, clause: str) -> bool:
    """Whether a clause without a cause of its own is about the 1x1 convolution spoken of: the field does not grow."""
    s = view.sentence
    if re.search(r"[2-9]|\d\d|層|layers?\b|重ね|stack|深", clause, re.IGNORECASE) or any(m.tag != "pointwise_conv2d" and not m.weak for m in s.subjects):
        return False
    named = view.subject(0, lambda name: family(name) in ("convolution", "dilated", "causal", "pooling"))
    return named is not None and named.subject == "pointwise_conv2d" and named.where in ("the heading", "the item above", "the sentence before", "")


def _direction(clause: str) -> str | None:
    """What is said to happen to the field: a denial of a change is no change; 'never smaller' is larger."""
    smaller, larger = listed("directions", "smaller").search(clause), listed("directions", "larger").search(clause)
    if listed("directions", "unchanged").search(clause) or (larger and re.search(r"n't\b[^,;]{0,24}$", clause[: larger.start()])):
        return "unchanged"
    if smaller and re.search(r"\bnever\b|\bnot\b|\bcannot\b|\bno\b[^,;]{0,40}\bever\b|\bimpossible\b|n't\b|ことは(?:な|あ?りませ)|ならな|なりませ", clause):
        return "larger"
    if smaller and not larger:
        return "smaller"
    return "larger" if larger else None


_MEASURED = {
    "padding": "monotone(receptive_field(conv2d), padding)", "channels": "monotone(receptive_field(conv_stack), in_channels)",
    "stride": "monotone(receptive_field(strided_stack), stride)", "own_stride": "monotone(receptive_field(conv2d), stride)", "dilation": "monotone(receptive_field(conv1d), dilation)",
    "kernel": "monotone(receptive_field(conv_stack), kernel_size)", "depth": "monotone(receptive_field(conv_stack), layers)", "shallow": "monotone(receptive_field(conv_stack), layers)",
}  # fmt: skip
_OWN_FIELD = re.compile(r"(?:その層|自分|層)(?:自身|自体)|自層|同じ層|\bown (?:layer|receptive|field|window)|\bof (?:its|the|that) (?:own|same|very) layer\b|\bof the layer itself\b", re.IGNORECASE)
_WORDS = {"unchanged": ("constant", "=="), "larger": ("increasing", ">"), "smaller": ("decreasing", "<")}


def _statement(cause: str, direction: str) -> str | None:
    word, sign = _WORDS[direction]
    if cause == "pointwise":
        return f"receptive_field(pointwise_conv2d) {sign} 1" if direction != "smaller" else None
    if cause == "pooling":
        return f"receptive_field(layer_stack, plan=k3_k2s2_k3) {sign} receptive_field(layer_stack, plan=k3_k3)"
    return f"{_MEASURED[cause]} == {word}"
