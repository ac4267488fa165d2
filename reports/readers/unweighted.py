"""What needs no formula to be counted: layers without weights (or said to have some), and weights with their biases."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note, known, runnable
from ..sizes.counting import plain
from ..vocabulary import UNLEARNED, family

_LEARNED = r"(?:(?:学習|訓練|調整|最適化|更新|トレーニング)(?:可能な|可能|する|される|した|すべき|対象(?:の|となる|になる)?|させる|(?:で|によって)(?:決まる|得(?:る|られる)|動く)|しなければならない|(?:が|の)?必要な|できる)?|(?:覚え|おぼえ|憶え)(?:る|た|ておく|ておくべき|なければならない)|学(?:ぶ|んだ|ぶべき))"
_WHAT = rf"(?:{_LEARNED}\s*(?:パラメーター?|重み|係数|数値|数字|数|値|もの|変数|量|対象|要素|ところ|こと|中身)(?!化)(?:となるもの)?|(?:学習|訓練)対象(?:となるもの)?|パラメーター?|重み(?!付)|(?:係数|学習)(?=は|が)|\bweights?|\bparam\w*)(?:の?(?:個?数|総数|量|分))?"
_AT_ALL = r"(?:一切|全く|まったく|ひとつ(?:も|として)|[1一]つ(?:も|として)|[1一]個も|特に|何(?:も|ひとつ|一つ)|なにも|どこにも|新たに|追加で|余(?:計|分)に)"
_NONE = r"(?:な(?:い(?!と|まま|よう)|く|し(?!で|に))|無(?:い|く|し)|あ(?:り|る(?:わけ|もの)では)(?:ません|な)|も(?:たな|たず|ちません)|持(?:たな|たず|ちません|って(?:い)?(?:な|ません)|ち合わせ(?:な|て(?:い)?な))|存在し(?:な|ま)|含(?:まな|まず|まれな|んで(?:い)?な)|不要|要(?:らな|りません)|いら(?:な|ず)|いりません|必要(?:が|は|と)?(?:な(?:い|く)|しな|しま|せず)|増(?:えな|えず|えま|やさ)|加わ(?:らな|りま)|使わな|発生し(?:な|ま)|生じな|ゼロ|零|皆無|[0０]\s*(?:個|つ)?(?![\d.,×*x]))"
_NOTHING = re.compile(
    rf"{_WHAT}\s*(?:は|が|を|も|:|：|=|など|自体|として|に|，)*\s*{_AT_ALL}?\s*(?:は)?{_NONE}"
    r"|\b(?:no|zero|free of|devoid of|without(?: any)?|nor any|0|(?:not|n't|never) (?:have|has|add|introduce|contain|need|require|contribute|carry|own|hold|store|bring|use|own|possess)\w*(?: any)?)\s+(?:\w+ )?(?:(?:learn|train|tun|adjust)(?:able|ed)\s+|extra\s+|additional\s+|free\s+|new\s+|own\s+|further\s+)*(?:parameters|weights|params|coefficients|variables)\b(?: (?:whatsoever|at all|of (?:its|their) own))?"
    r"|\b(?:none|neither|not one)(?: of (?:the |these |those )?\w+(?: \w+)?)? (?:has|have|holds?|needs?|contains?|adds?|carr(?:y|ies)|owns?|brings?)(?: any)?\s+(?:(?:learn|train|tun)(?:able|ed)\s+|own\s+|free\s+)*(?:parameters|weights|params)\b"
    r"|\bnothing (?:in (?:it|them|there) )?(?:to|is|that is|gets|needs? to be|whatsoever to) (?:learn|train|tun)\w*|(?:parameter|weight)s?[- ]?(?:free|less)\b|\b(?:parameters?|params|weights)\s*[:=]\s*(?:0|zero|none)\b(?![\d.,×*]|\s*[x*])|\blearns? (?:absolutely )?nothing|nothing (?:is )?(?:learnt|learned|trained)|\bcosts? nothing in (?:weights|param\w*)|\b(?:has|have|holds?|learns?) nothing to (?:learn|train)",
    re.IGNORECASE,
)
_SOMETHING = re.compile(
    r"(?:学習|訓練)(?:によって|で|により)[^。、]{0,4}(?:重み|パラメータ)が(?:更新|決ま|調整)|(?:重み|パラメータ)が(?:学習|訓練)(?:によって|で|により)?(?:更新|決ま|調整)?され(?!な)|\b(?:has|have|learns?)\s+(?:one|a|an|two|\d+)\s+(?:learn(?:ed|able)|trainable|free)?\s*(?:weight|parameter|slope|coefficient|scale)s?\s+(?:per|for each|in each)\b|"
    rf"{_WHAT}\s*(?:が|を|も)\s*(?:[一1-9]\w*つ|\d+\s*個)?\s*(?:あ(?:る(?!わけ|の(?!で))|り(?!ま(?:せ)))|ありま(?!せ)|持(?:つ|ち(?!ま)|ちます|って)|存在(?:する|しま(?!せ))|含(?:む|まれ)|必要(?!な|と))"
    r"|\b(?:has|have|with|introduces?|adds?|contains?|learns?|owns?|carr(?:y|ies)|comes? with|holds?)\s+(?:its (?:own )?|their (?:own )?|some |many |a few |several )?(?:learnable|trainable|learned|free)?\s*(?:parameters|weights)\b",
    re.IGNORECASE,
)
_HARDLY = re.compile(r"[?？]\s*$|n['’]t\b|\bcannot\b|\b(?:no|not|nor|none|zero|fewer|without|neither|should|would|if|unlike|like)\b|ない|ません|ず(?:に|、)|ではなく|違(?:い|って)|異な", re.IGNORECASE)
_SHORTCUT = re.compile(r"shortcut|skip|\bbypass|residual connection|ショートカット|スキップ|恒等|identity|近道|迂回|バイパス|残差(?:接続|結合)|飛び越し", re.IGNORECASE)
_IDENTITY = re.compile(r"恒等|\bidentit", re.IGNORECASE)
_PROJECTED = re.compile(r"1\s*[x×]\s*1|projection|projected|射影|投影|線形変換", re.IGNORECASE)
_NOUGHT = re.compile(r"(?:^|[^\d.,xX×*/^+=-])(?P<n>[0０]|ゼロ|零|\bzero|\bnone)\s*(?:個|つ|コ)?\s*(?=[。.、,]|$|[（(]|です|だ|で|になる)", re.IGNORECASE)
_COLUMN = re.compile(rf"^\s*(?:{_WHAT}|(?:learn|train)(?:able|ed|s)?(?: (?:parameters|weights|what|params))?|what (?:is|it) learn\w*|parameters|weights)\s*(?:の?有無|[?？])?\s*$", re.IGNORECASE)
_EMPTY = re.compile(r"\s*(?:なし|ない|無し|無い|ありません|持たない|none|nothing|no|ゼロ|zero)[。.]?\s*", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The layers without weights that the sentence names, and what weights and biases come to."""
    yield from _none(view)
    yield from _in_a_column(view)
    yield from _summed(view)


_SUMMED = re.compile(
    r"(?<![\d,.])(\d[\d,]*)\s*(?:個の)?(?:weights|parameters|個)?[^.。\d]{0,12}?(?:plus|and|\+|と)\s*(?:バイアス(?:の)?\s*)?(\d[\d,]*)\s*(?:個の?)?(?:bias(?:es)?|バイアス|個)"
    r"[^.。\d]{0,24}?(?<![\d,])(\d[\d,]*)\s*(?:parameters|weights|params|個|in (?:all|total))",
    re.IGNORECASE,
)


def _summed(view: View) -> Iterator[Reading]:
    """2,940 weights plus 20 biases, 2,960 parameters in all."""
    s = view.sentence
    found = _SUMMED.search(s.text.chars) if s.has("bias") else None
    if found:
        weights, biases, total = (int(g.replace(",", "")) for g in found.groups())
        yield Reading(f"{weights} + {biases} == {total}", found.start(), found.end(), subject="conv2d", predicate="params")


def _none(view: View) -> Iterator[Reading]:
    """A layer that is said to have no parameters at all, or some."""
    s = view.sentence
    text = plain(s.text.chars)
    nothing = _NOTHING.search(text)
    if s.has("question") and not s.japanese and not nothing:
        return
    if nothing:
        yield from _nothing(view, text, nothing)
    elif (nought := _NOUGHT.search(text)) and s.cell is None and len(s.words) < 60 and _counts_weights(view):
        yield from _nought(view, text, nought)
    elif (something := _SOMETHING.search(text)) and not _HARDLY.search(s.words):
        own = [m.tag for m in s.subjects if m.end <= something.start() + 1 and not m.weak]
        under = len(s.words) < 30 and not any(not m.weak for m in s.subjects)
        named = view.in_families(something.start(), "pooling", "activation")
        if named and (not own or own[-1] == named.subject) and named.subject in UNLEARNED and known(named.subject):
            yield Reading(f"params({runnable(named.subject)}) > 0", something.start(), something.end(), inherited_note(named, view), sure=bool(own) or (under and named.where in ("the heading", "the item above")))


def _counts_weights(view: View) -> bool:
    """Whether the lines around count weights."""
    outline, s = view.outline, view.sentence
    if s.has("cost", "memory"):
        return False
    near = [e for at in range(max(0, s.block - 8), s.block) for e in outline.sentences[at]]
    near += [e for h in outline.headings(s.block) for e in outline.sentences[h]]
    counted = [e for e in (*near, s) if e.has("parameters", "bias", "cost")]
    return bool(counted) and not any(e.has("cost") for e in counted[-3:])


def _nought(view: View, text: str, nought: re.Match[str]) -> Iterator[Reading]:
    """Pooling: 0; 残差接続：足すだけなので 0 個, among lines that count weights."""
    s = view.sentence
    start, end = nought.start("n"), nought.end()
    if _SHORTCUT.search(text, 0, start):
        yield from _shortcut(view, text, start, end)
        return
    named = next((m for m in s.subjects if m.end <= start and (m.tag in UNLEARNED or family(m.tag) in ("convolution", "linear")) and not m.weak), None)
    if named and re.match(r"[^、。,;]{0,30}$", text[named.end : start]) and re.match(r"\W*$", text[: named.start]) and re.search(r"[個つ:：はが]|\bis\b|\bhas\b", text[named.end : end]) and known(named.tag):
        yield Reading(f"params({runnable(named.tag)}) == 0", start, end, sure=family(named.tag) in ("pooling", "activation"))


def _in_a_column(view: View) -> Iterator[Reading]:
    """A table's column of what is learned: none, of the row's layer."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if s.cell is None or header is None or not _EMPTY.fullmatch(s.words):
        return
    heads = [e.words for e in outline.sentences[header] if e.cell == s.cell]
    named = view.in_families(0, "pooling", "activation", "convolution", "linear")
    if heads and _COLUMN.match(heads[0]) and named and named.where == "the table row" and known(named.subject):
        yield Reading(f"params({runnable(named.subject)}) == 0", 0, len(s.words), inherited_note(named, view))


_SIZED = re.compile(r"(?<!\d)(\d)\s*[x×]\s*\1\s*の?\s*$")  # a 3x3 convolution


def _nothing(view: View, text: str, nothing: re.Match[str]) -> Iterator[Reading]:
    s = view.sentence
    if re.search(r"ではな|わけではな|とは限ら|誤り|バイアスな|without bias", text[nothing.end() - 2 : nothing.end() + 12]):
        return
    if _SHORTCUT.search(text):
        yield from _shortcut(view, text, nothing.start(), nothing.end())
        return
    norms = [m.tag for m in s.subjects if family(m.tag) == "normalisation" and m.tag != "norms" and m.start < nothing.start()]
    if norms:
        if re.search(r"without (?:an? |the )?(?:affine|scale)|affine\s*=\s*False|γ(?:と|や|・)β(?:なし|が?な[いけ]|を(?:使わ|持た))|アフィン(?:変換)?(?:なし|を(?:使わ|持た))", text, re.IGNORECASE):
            yield Reading(f"params({norms[-1]}, affine=false) == 0", nothing.start(), nothing.end())
        return
    named = view.in_families(nothing.start(), "pooling", "activation", names=("conv2d", "linear", "depthwise_conv2d", "pointwise_conv2d", "conv_transpose2d"))
    if named and known(named.subject):
        plain_layer = family(named.subject) in ("pooling", "activation")
        windows = {k[1] for m in s.subjects if m.tag == named.subject == "conv2d" and (k := _SIZED.search(s.words[: m.start]))}
        window = f", kernel_size={windows.pop()}" if len(windows) == 1 else ""
        own = any(m.tag == named.subject and (not m.weak or re.match(r"層|レイヤ|\s*layer", s.words[m.end :]) or window) for m in s.subjects)
        if named.subject == "conv_transpose2d" and not any(m.tag == named.subject and re.fullmatch(r"[^,;、。]{0,30}", text[m.end : nothing.start()]) for m in s.subjects if m.end <= nothing.start()):
            return  # upsampling has none, a transposed convolution has some
        if not plain_layer and re.search(r"増|加わ|追加|余|extra|additional|further|more\b|バイアス|\bbias", text[nothing.start() - 12 if nothing.start() > 12 else 0 : nothing.end()]):
            return  # no more than before
        yield Reading(f"params({runnable(named.subject)}{window}) == 0", nothing.start(), nothing.end(), inherited_note(named, view), sure=plain_layer or (own and "dropout" not in text.lower()))


def _shortcut(view: View, text: str, start: int, end: int) -> Iterator[Reading]:
    """A shortcut is the input itself, without weights, wherever the numbers of channels agree; a projection has some."""
    if re.search(r"(?:だけ|のみ|しか)(?:が|に|を)?\s*(?:重み|パラメ)|では(?:ない|なく)", text[max(0, start - 4) : end]):
        return
    if _PROJECTED.search(text) and not _IDENTITY.search(text):
        own = re.search(r"(?:1\s*x\s*1|projection|射影|投影)[^、,。]{0,24}$", text[:start], re.IGNORECASE)
        if own and not re.search(r"(?:なら|場合|ときは|なければ|ではな|でな|unless|without|instead)", text[own.start() : start]):
            yield Reading("params(pointwise_conv2d) == 0", start, end, subject="residual_block")
        return
    options = ", out_channels=C" if _IDENTITY.search(text) else ""
    yield Reading(f"params(shortcut{options}) == 0", start, end, subject="residual_block")
