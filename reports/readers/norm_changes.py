"""Under which changes of its input a normalisation's output stays: contrast, brightness, scale, shift; of what part of it.

The change (10 倍, "add a constant"), its scope (one channel, each channel, one image, everything) and the effect (変わらない,
"leaves the output untouched", or their denials) are found apart. Multiplying by a number is exact only without eps.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache

from .. import patterns as re
from ..reading import Reading, View
from .norm_modes import BOTH_MODES
from .norm_sense import asserts, hedged, mode_of
from .norm_weights import WEIGHT, scaled_weights
from .norms import Stretch, note_of, plain, stretches, widened, words

_DENIED = re.compile(r"(?:\b(?:not|never|no longer|cannot|hardly)\b|n't)(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
_DENIED_AFTER = re.compile(r"[^。、]{0,3}?(?:わけではな|ではな(?!い)|ではありません|ではない|とは限らな|ことはな|さない|せない)")
_NO_NEED = re.compile(r"(?:必要|理由|意味)(?:が|は|も)?(?:な|あり|無)")  # 持たせる必要がない
_NEGATED = re.compile(r"(?:do(?:es)?|will|would) not\b|not\b|cannot|un|\w+n['’]t\b|no\b|never|びく|ぴく|動じ|微動|見分けがつか|区別が", re.IGNORECASE)  # words of staying that hold their own denial
_EXACT = re.compile(r"does nothing|no consequence|変わらない|変わりません|変わらず|変化し(?:ない|ません)|不変|同じ|unchanged|unaltered|unaffected|untouched|same|no difference|not (?:change|alter)|n't (?:change|alter)|changes? nothing|nothing changes|as (?:it|they) (?:is|are|was|were)|no effect|invariant", re.IGNORECASE)
_ASIDE = re.compile(r"ε|eps|イプシロン|無視すれば|aside|ignoring|up to rounding|ほぼ|approximately|nearly|almost|essentially", re.IGNORECASE)
_MEASURED = re.compile(r"コントラスト(?:を|が)[^。、]{0,8}(?:変え|変わ|上げ|下げ|強め|弱め|いじ|倍)|\b(?:chang|alter|adjust|rais|lower|increas|reduc|doubl|halv)\w* (?:the |its )?contrast\b|\b(?:chang|alter)\w* (?:the |its )?(?:\w+ )?contrast\b|何倍|\bscaling (?:it|the input)\b|(?<![A-Za-z0-9.])(?:[aαkc]|\d+(?:\.\d+)?)\s*倍|定数倍|\bmultipl|\ba constant\b|\bby (?:a|any) (?:positive )?(?:number|factor|constant)|\bdoubl", re.IGNORECASE)
_PREVIOUS = re.compile(r"直前|前の(?:層|畳|conv)|前に(?:置|あ)る(?:畳|conv)|手前|先行|\bbefore\b|\bpreceding\b|\bprevious\b|\bthat conv|\bin front of\b", re.IGNORECASE)
_OTHER = re.compile(r"γ|gamma|スケールとシフト|スケール・シフト|学習率|learning rate|scale and shift|平行移動に|位置|回転|rotat|translat|精度|初期|\binitial|アフィン変換に|affine (?:map|transform)|depends? (?:less|more)|(?:less|more) (?:sensitive|robust)|ほど", re.IGNORECASE)
_BOTH = re.compile(r"(?:入力の)?スケール(?:と|・|や)(?:シフト|平行移動)(?:に対して|に関して|について|には?)(?=不変|頑健|変わら)")
_ALL_SCOPES = {
    "scale": {"one_channel": "one_channel_scale", "each_channel": "channel_scale", "one_sample": "sample_scale", "each_sample": "sample_scale", "both": "contrast"},
    "shift": {"one_channel": "one_channel_shift", "each_channel": "channel_shift", "one_sample": "sample_shift", "each_sample": "sample_shift", "both": "contrast"},
    "contrast": {"one_channel": "one_channel_scale", "both": "contrast"},
    "permutation": {},
}  # fmt: skip


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(words("changes", name).replace("チャン?ネル", r"(?:チャン?ネル|(?<![A-Za-z])ch(?![A-Za-z]))"), re.IGNORECASE)


# What one is told to do says nothing of what comes out: "Set `bias=False` and move on."
_ORDERED = re.compile(r"^\W*(?:so|then|just|hence|therefore)?,?\s*(?:set|use|drop|remove|leave|skip|keep|turn|pass|choose|pick)\b[^,;]*$", re.IGNORECASE)
_BATCH_SIZE = re.compile(r"バッチ(?:の)?(?:サイズ|大きさ)|batch size", re.IGNORECASE)


_DRIFTS = re.compile(r"\b(?:distributions?|covariate|domain|concept|policy|data)\s+(?:\w+\s+)?(?:shift|drift|chang)\w*|(?:分布|ドメイン|共変量)(?:の)?(?:シフト|ずれ)|分布が(?:ずれ|変わ|シフト|動)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Every change that the sentence speaks of."""
    s = view.sentence
    if not asserts(view) or s.cell is not None or s.has("padding_word") or (s.has("parameters") and _BATCH_SIZE.search(s.words)):
        return
    if _DRIFTS.search(s.words):
        return  # what the data do over time
    if _ORDERED.match(s.words) and not _OUTPUT.search(s.words):
        return
    for stretch in stretches(view):
        yield from (widened(stretch, reading) for reading in _of(view, stretch))


def _of(view: View, stretch: Stretch) -> Iterator[Reading]:
    """Clauses that each have a change and an effect are claims of their own: scaling ..., but not shifts."""
    if _OF_THE_SCALE.search(stretch.text):
        return  # γ or β is changed, not what comes in
    again = _again(view, stretch)
    if again:
        yield from again
        return
    if not _named(stretch.text) and not _SIGN.search(stretch.text):
        yield from _under_the_premise(view, stretch)
        return
    for text, denied in _parts(stretch.text):
        yield from _in(view, stretch, text, denied)


_PREMISE = re.compile(r"する[。]?\s*$|考える|置き換え|用意|してみ|変えて|^\W*(?:Let|Suppose|Take|Multiply|Add|Scale|Shift|Imagine|Consider|Say|Now|Replace)\b|[?？]\s*$", re.IGNORECASE)
_OUTPUT = re.compile(r"出力|結果|値|[（(][xX][)）]|\boutputs?\b|\bresults?\b|\bvalues?\b|\bcomes? out\b|\b(?:same|unchanged)\b|同じ|変わ", re.IGNORECASE)


def _under_the_premise(view: View, stretch: Stretch) -> Iterator[Reading]:
    """What becomes of the output under the change that the sentences before suppose: "Multiply the input by 10. ..."."""
    s = view.sentence
    effect = effect_of(stretch.text)
    if effect is None or not _OUTPUT.search(stretch.text):
        return
    earlier = view.outline.sentences[s.block][: s.number][-2:]
    if not s.number and s.block and view.outline.blocks[s.block - 1].kind != "heading":
        earlier = view.outline.sentences[s.block - 1][-2:]
    for e in reversed(earlier):
        premise = _without_questions(plain(e))
        names = _named(premise)
        if names and _PREMISE.search(_SET_ASIDE.sub("", e.words).strip()):
            break
    else:
        return
    stays, start, end = effect
    both = f"{premise} {stretch.text}"
    for subject in (n.subject for n in stretch.named):
        texts = _texts(subject, names[:2], _scope(premise), both, stays)
        told = [t.replace("unchanged_by", "invariant_to") if stays else f"not {t}" for t in texts]
        yield Reading(told[0], start, end, note_of(stretch, view), tuple(told[1:]), sure=stretch.certain and not hedged(view))


def _without_questions(text: str) -> str:
    return re.sub(r"(?:What|How|Which|Does|Is)\b[^?]*\?", "", text)


_THAT = re.compile(r"\b(?:do|doing|does|did|apply|try)\s+(?:that|this|so|it|the same(?: thing)?)\b|(?:これ|それ|同じこと|同じ操作|同じ変更)を", re.IGNORECASE)


def _again(view: View, stretch: Stretch) -> list[Reading]:
    """ "You can even do that to one channel only": the change of the sentence before, to another part of the input."""
    s = view.sentence
    earlier = view.outline.sentences[s.block][: s.number]
    if not earlier or not _THAT.search(stretch.text) or _named(stretch.text) or effect_of(stretch.text) is None:
        return []
    names = _named(plain(earlier[-1]))
    scope = _scope(stretch.text)
    stays, start, end = effect_of(stretch.text) or (True, 0, 0)
    if not names or scope is None or scope == "both":
        return []
    found = []
    for subject in (n.subject for n in stretch.named):
        claim = f"invariant_to({subject}, {_ALL_SCOPES[names[0]].get(scope, names[0])})"
        found.append(Reading(claim if stays else f"not {claim}", start, end, note_of(stretch, view), sure=stretch.certain))
    return found


def _parts(text: str) -> list[tuple[str, bool]]:
    """The clauses (as long as the text, the rest blank), and whether the effect is that of the clause before, denied."""
    but = re.search(r"\bbut (?:is |are )?(?:not|never)\b", text, re.IGNORECASE)
    if but and effect_of(text[: but.start()]) and not effect_of(text[but.end() :]) and _named(text[: but.start()]) and _named(text[but.end() :]):
        verb = effect_of(text[: but.start()])
        assert verb is not None
        word = text[verb[1] : verb[2]]
        later = " " * but.start() + word.ljust(but.end() - but.start())[: max(len(word), but.end() - but.start())]
        return [(text[: but.start()], False), ((later + text[len(later) :])[: len(text)], True)]
    cuts = [m.end() for m in re.finditer(r"[、;；]|が(?=[^、。]{4})|,\s|\b(?:but|while|whereas|yet)\b", text)]
    clauses = [text[a:b] for a, b in itertools.pairwise([0, *cuts, len(text)])]
    if sum(bool(_named(c)) and effect_of(c) is not None for c in clauses) < 2:
        return [(text, False)]
    found, at = [], 0
    for clause in clauses:
        if _named(clause) and effect_of(clause):
            found.append((" " * at + clause, False))
        at += len(clause)
    return found


def _named(text: str) -> list[str]:
    return [name for name in ("contrast", "scale", "shift", "permutation") if _pattern(name).search(text)]


def _in(view: View, stretch: Stretch, text: str, opposite: bool) -> Iterator[Reading]:
    effect = effect_of(text)
    if effect is None or _INTO.match(text[effect[1] - 1 :]) or (_OTHER.search(_BOTH.sub("", text)) and not _PREVIOUS.search(text)):
        return
    stays, start, end = effect
    if _FOLDED.search(text):
        return  # the two layers are made one: nothing is done to the input
    stays = stays != opposite
    found = [name for name in ("contrast", "scale", "shift", "permutation") if (m := _pattern(name).search(text)) and abs(m.start() - start) < 120]
    if _OF_STATISTICS.search(text[:start]) or re.search(r"\b(?:variance|deviation|mean)\b[^.;,]{0,14}$", text[:end], re.IGNORECASE):
        return
    if sign := _SIGN.search(text):
        found = ["scale"]
        if (stays and (end <= sign.end() or _TURNS.search(text, sign.end()))) or (not stays and start < sign.end()):
            return  # 符号も反転する: of the output too
    if not found or (found == ["shift"] and re.search(r"バイアス|\bbias", text, re.IGNORECASE) and not _PREVIOUS.search(text) and not re.search(r"bias=false|平均引|mean is subtracted|convolution|畳み?込み", text, re.IGNORECASE)):
        return
    scope = _scope(text)
    for subject in (n.subject for n in stretch.named):
        texts = _texts(subject, found[:2], scope, text, stays)
        told = [t if stays else f"not {t}" for t in texts]
        places = [m.start() for name in found if (m := _pattern(name).search(text))] or [start]
        sure = stretch.certain and not hedged(view) and (scope is not None or bool(_WHOLE.search(text)) or not stays or subject == "instance_norm" or "signed" in texts[0] or _mildest(texts) or bool(WEIGHT.search(text)))
        yield Reading(told[0], min([start, *places]), max([end, *places]), note_of(stretch, view), tuple(told[1:]), sure=sure)


def _mildest(texts: list[str]) -> bool:
    """Whether the change is the same for all values: who is not invariant to that is so to nothing more."""
    return len(texts) == 1 and re.search(r", (?:shift|scale)(?:, mode=\w+)?\)", texts[0]) is not None


_WHOLE = re.compile(r"(?:whole|entire|all (?:of )?the|to the) (?:input|values|activations|tensor)|all (?:the )?(?:values|inputs|activations)|入力(?:全体|すべて|全部)|一律に|全体に", re.IGNORECASE)
_SEPARATELY = re.compile(r"\bsingle\b|枚だけ|つだけ|ごと|毎|各|単位|\bper-|\b(?:each|every|individual)\b", re.IGNORECASE)
_SET_ASIDE = re.compile(r"[（(][^（）()]{0,8}(?:ε|eps)[^（）()]{0,24}[)）]|(?:ε|epsilon)\s*(?:は|を|さえ)?\s*(?:無視|省略)[^、。]{0,6}|\b(?:ignoring|neglecting|leaving out)\s+(?:the\s+)?(?:ε|eps\w*)", re.IGNORECASE)
_FOLDED = re.compile(r"\b(?:fold|merg|fus|bak|collaps|combin|incorporat)\w*\b[^.;]{0,40}\b(?:in)?(?:to|with)\b[^.;]{0,30}(?:conv|layer|linear|weights?|kernel|filter)|(?:畳み?込み|層|conv|重み|カーネル)[^。、]{0,8}(?:に|へ|と)[^。、]{0,8}(?:吸収|統合|マージ|融合|畳み込(?:め|ん|む)|折り(?:たた|畳)|まとめ(?:ら|て|る)|組み込)|(?:1|一|ひと)つの?(?:層|畳み?込み)?に(?:統合|まとめ)", re.IGNORECASE)
_INTO = re.compile(r"(?:に|へ)吸収|\sabsorbed (?:into|in|by)\b")
_SIGN = re.compile(r"符号(?:が|を)?(?:反転|ひっくり|逆|入れ替|変え|変わ)|(?:正負|プラスマイナス)(?:を|が)(?:逆|反転|ひっくり|入れ替)|-\s*1\s*倍|\bflip\w* (?:the |its |every )?signs?\b|\bnegat(?:e|es|ing) (?:the |every |its )?(?:input|value|activation)|\bmultipl\w+ (?:\w+ ){0,3}by (?:-\s*1|minus one)\b|\b(?:signs?|polarity) (?:of [^.;,]{0,24})?(?:is |are )?(?:flipped|reversed|inverted)", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?:\bneq?\b|≠|!=)\s*0(?!\.?\d)|non-?zero (?:constant|factor|number|scalar|multiple)|(?:0|ゼロ)\s*でない(?:任意の)?(?:定数|数|実数|値|スカラー)|負の(?:定数|数|値)|(?:0|ゼロ)(?:で(?:は)?ない|以外の)任意|正負(?:に|を)|\bnegative (?:constant|factor|number)|\bany (?:non-?zero|real)|\bpositive or negative|\b(?:either|any) sign|正でも負でも|\beven (?:a )?negative", re.IGNORECASE)


_OF_STATISTICS = re.compile(r"(?:分散|標準偏差|平均)(?:は|が|を(?!引)|も)[^。、]{0,6}$")
_TURNS = re.compile(r"(?:出力|結果)[^。、]{0,8}(?:符号|反転|逆)|\b(?:flips|negates|reverses)\b", re.IGNORECASE)


def _texts(subject: str, names: list[str], scope: str | None, text: str, stays: bool) -> list[str]:
    """The statements that the words allow: the widest change that they may mean first."""
    if _SIGN.search(text) or ("scale" in names and _NEGATIVE.search(text)):
        return [f"invariant_to({subject}, signed_scale)"]
    if _PREVIOUS.search(text) and "shift" in names and re.search(r"バイアス|\bbias", text, re.IGNORECASE):
        changes = ["channel_shift"]
    elif WEIGHT.search(text) and "scale" in names:
        changes = [scaled_weights(text)]
    elif set(names) >= {"scale", "shift"} or set(names) >= {"contrast", "shift"}:
        changes = ["scale"] if scope is None and not stays and "contrast" not in names else ["contrast"] if scope in (None, "both") or subject == "instance_norm" else [_ALL_SCOPES["scale"][scope]]
        if scope in ("each_sample", "one_sample") and subject == "layer_norm":
            changes = ["sample_scale", "sample_shift"][:1]
    else:
        changes = [_ALL_SCOPES[names[0]].get(scope or "", names[0])]
    if scope is None and changes == ["contrast"] and subject == "layer_norm":
        changes = ["contrast", "sample_scale"]
    if scope == "each_sample" and subject == "batch_norm" and not _SEPARATELY.search(text) and changes[0] in ("sample_scale", "sample_shift"):
        changes.append(changes[0].removeprefix("sample_"))
    exact = bool(_EXACT.search(text)) and _MEASURED.search(text) and not _ASIDE.search(text) and bool({"scale", "contrast"} & set(names))
    later = mode_of(text) == "evaluation" or (stays and BOTH_MODES.search(text))
    mode = ", mode=evaluation" if subject == "batch_norm" and later else ""
    predicate = "unchanged_by" if exact and stays else "invariant_to"
    return [f"{predicate}({subject}, {change}{mode})" for change in changes]


def _scope(text: str) -> str | None:
    """Of which part of the input the change is."""
    if _COLOURS_APART.search(text):
        return "each_channel"
    text = _WITHIN.sub(lambda m: " " * len(m[0]), text)  # where the statistics are taken, not what is changed
    channel = next((n for n in ("one_channel", "each_channel") if _pattern(n).search(text)), None)
    told = text if channel is None else _pattern(channel).sub(lambda m: " " * len(m[0]), text)  # of 32 channels only one: no image
    sample = next((n for n in ("one_sample", "each_sample") if _pattern(n).search(told)), None)
    if channel and sample == "one_sample":
        return sample
    if channel and sample and re.search(r"(?:every|each|all) (?:image|sample|example)", text, re.IGNORECASE) and channel == "each_channel":
        return channel
    if channel == "each_channel" and sample:
        return "both"
    return channel or sample


_WITHIN = re.compile(r"\b(?:within|inside) (?:one|each|a single|every|an?|the same) (?:image|sample|example|picture)\b(?!.{0,4}(?:is|are)\b)", re.IGNORECASE)
_COLOUR = r"(?:(?:\b(?:red|green|blue)|赤|緑|青)(?: channel| plane|の?(?:チャン?ネル|成分|面))?)"
_COLOURS_APART = re.compile(  # red twice as bright and blue half: two colours, each with a factor of its own
    rf"{_COLOUR}(?:だけ|のみ|を|は)?[^。.;；]{{0,16}}?(?:倍|半分|分の|twice|doubl\w*|halv\w*|half|by|tripl\w*)[^。.;；]{{0,20}}?{_COLOUR}(?:だけ|のみ|を|は)?[^。.;；]{{0,16}}?(?:倍|半分|分の|twice|doubl\w*|halv\w*|half|by|tripl\w*)"
    rf"|\b(?:doubl\w+|halv\w+|tripl\w+)[^.;]{{0,12}}{_COLOUR}[^.;]{{0,20}}\b(?:doubl\w+|halv\w+|tripl\w+)[^.;]{{0,12}}{_COLOUR}", re.IGNORECASE
)  # fmt: skip
_OF_THE_SCALE = re.compile(r"\b(?:to|doubl\w*|scal(?:e|ing)|multipl\w*|increas\w*|halv\w*|chang\w*|set\w*|add\w*)\s+(?:the\s+)?(?:γ|β|gamma|beta)(?![A-Za-z])|(?:γ|β|gamma|beta)\s*(?:を|の値を|に)[^。、]{0,10}(?:倍|足|加え|変え|増や|大きく)", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"(?:出力|結果|値)(?:に)?も(?:また)?[^。、]{0,12}(?:倍|加わ|足され|ずれ|増え|明る|暗く|移動|平行|上が|下が|大きく|小さく)|(?:出力|結果)(?:は|が)(?:そのぶん|その分|同じだけ|それだけ)[^。、]{0,10}|(?:差|ぶん|分)だけ(?:食い?違|ずれ|異な|違)"
    r"|\badds? (?:\S+|that constant|the same \w+|it) (?:also )?to (?:the|its|every|each) (?:outputs?|results?|output \w+)|\b(?:outputs?|results?|values?)\b[^.;,]{0,24}\b(?:(?:doubl|tripl|halv)\w*\b|(?:also|likewise)\b[^.;,]{0,12}\b(?:scal|shift|grow|increas|multipl|rais)\w*|(?:scal|shift|grow|increas|multipl|rais)\w*\b[^.;,]{0,24}\b(?:too|also|as well|likewise|by the same|accordingly)\b)|\b(?:twice|double|three times|half) the (?:values|output|result)|\bsame (?:amount|factor|constant) (?:is|gets|appears)",
    re.IGNORECASE,
)


def effect_of(text: str) -> tuple[bool, int, int] | None:
    """Whether the output stays as it was, and where it is said."""
    text = _SET_ASIDE.sub(lambda m: " " * len(m[0]), text)
    kept, changed = _pattern("kept").search(text), _pattern("changed").search(text)
    follows = _FOLLOWS.search(text)
    if follows and not _DENIED.search(text[max(0, follows.start() - 26) : follows.start()]) and not re.search(r"\bnot\b|n't|ない|ず", text[follows.start() : follows.end() + 4]) and (not kept or kept.start() < follows.end()):
        return False, follows.start(), follows.end()
    if kept and changed and changed.start() >= kept.start() and changed.end() <= kept.end():
        changed = None
    if kept and changed and re.search(r"the same output|output|出力", text) and changed.start() < kept.start():
        changed = None  # "if the contrast changes, the output stays"
    verb = changed if changed and (not kept or changed.start() > kept.start()) else kept
    if verb is None:
        return None
    denied = bool(_DENIED.search(text[max(0, verb.start() - 26) : verb.start()])) and not _NEGATED.match(verb[0])
    denied |= bool(_DENIED_AFTER.match(text[verb.end() :])) or bool(_NO_NEED.match(text[verb.start() :]))
    return (verb is kept) != denied, verb.start(), verb.end()
