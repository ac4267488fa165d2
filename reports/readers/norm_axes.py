"""Which axes share a mean: "per channel, over the batch", サンプルごとに全チャネル, (N, H, W), dim=(0, 2, 3), a table's cell.

Every axis that the words speak of is *together* (averaged over) or *apart* (each has a mean of its own); an axis that is
left open is tried both ways, so that only what is said can be refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View
from .axis_words import Said, spoken
from .batch_order import order_of_samples
from .norm_analogies import SIGNS
from .norm_letters import put_letters
from .norm_others import question_of
from .norm_positions import NUMBERED, numbered
from .norm_sense import asserts, hedged
from .norms import (
    NORMS,
    Stretch,
    asked,
    contrasted,
    groups_counted,
    lead_of,
    note_of,
    pattern,
    plain,
    stretches,
    widened,
    words,
)

_TOKENWISE = re.compile(r"transformer|トランスフォーマ|token|トークン|sequence|系列|\bT\b", re.IGNORECASE)
_LATER = re.compile(r"推論|(?:テスト|評価)(?:の)?(?:時|とき|際|中|モード)|(?<![A-Za-z])eval\b|\bat test\b|移動平均|移動分散|\brunning\b|\bmoving (?:av|me)|\binference\b|\bprediction\b|\bfrozen\b|\btest[- ]time\b|\bevaluation\b", re.IGNORECASE)
_HEAD = re.compile(r"まとめ|まとま|かたまり|ひとくくり|平均|分散|統計|正規化|範囲|軸|単位|\bover\b|ax[ei]s|averag|statistic|normali[sz]|mean|pool|dimension|group", re.IGNORECASE)
_COUNTS_LEAD = re.compile(r"(?:平均|統計量?|分散|グループ|μ)の?(?:個数|数)|(?:number|count|how many)[^|]{0,12}(?:means?|statistics|groups|pairs)", re.IGNORECASE)
_AVERAGED = re.compile(r"平均|統計|\bmeans?\b|averag|\bover\b|ごと|毎", re.IGNORECASE)
_DEPENDS = re.compile(r"依存|影響|左右され|\bdepend|\baffect|\binfluenc", re.IGNORECASE)
_SHAPES = re.compile(r"パラメータ|重み|γ|β|形状|shape|個数|の数|count|number|入力|出力|param|weight|input|output|tensor|テンソル", re.IGNORECASE)
_SHORTLY = re.compile(r"\ue002\s*(?:[:：=→⇒]|->|[-–—]+)\s*(?:(?:over|across|along|per|for each)\b.{3,36}|.{1,10}(?:ごと|毎|方向|全体).{0,8})$", re.IGNORECASE)
_CHANGING = re.compile(r"\b(?:constant|number|value|offset|bias|noise|amount)s?\b[^.;,]{0,20}\badded\b|\b(?:constant|number|value|offset|bias|amount)s? (?:\w+ ){0,2}(?:you|we|one) add\b|(?:まとめて|ずつ)(?:流|入れ|通|処理|与え|投入|渡)|\b(?:scale|multiply|shift|double|halve|brighten|darken)\s+(?:up\s+|down\s+)?(?:just\s+|only\s+)?(?:an?|one|any|every|each|some)\b|\b(?:adding|multiplying|scaling|shifting|changing|brightening|doubling)\b|(?:足|加え|掛け|かけ|倍|ずら|変え|上げ|下げ)(?:して?も|して|ると|れば|すと|て?も)", re.IGNORECASE)
_SO_MANY = re.compile(r"\b(?:batch|example|sample|image|layer|group)s? (?:has|have|gives?|yields?) (?:only )?[\w·×* $\\]{1,16} (?:means|averages|variances|statistics|pairs)\b|\bas many (?:means|averages|variances|statistics|pairs)\b|\bnumber of (?:[\w\ue002-]+[ -]){0,2}(?:means|statistics|averages|variances)\b|(?:平均|統計量)の(?:個|本)?数|(?:平均|統計量?|分散|標準偏差|組)(?:と分散|・分散)?(?:の組)?(?:は|が|を|:|：)[^。、]{0,8}(?:\d+|[A-Z](?:\s*[×x*]\s*[A-Z])*)\s*(?:個|組|通り|つ)(?!の)")
# What is awkward about the statistics of a batch is said of batch norm, under whatever heading.
_BATCHES_NEED = re.compile(r"バッチの(?:統計|平均)[^。]{0,24}(?:要る|要り|必要|不便|困|難し|使えな)|\b(?:batch(?:'s)? (?:statistics|means?)|(?:statistics|means?) of (?:the |a |each |every )?(?:mini-?)?batch)\b[^.]{0,40}\b(?:need\w*|awkward|problem|trouble|inconvenien\w*)", re.IGNORECASE)
_COUNTING = re.compile(r"^\W*#|個数|の数|いくつ|count|number|how many|shape|形|依存|depend", re.IGNORECASE)


_SHAPE_TOLD = re.compile(r"\b(?:means?|variances?|statistics)\b[^.;,]{0,12}\b(?:has|have|is|are) (?:of )?(?:the )?shape\b|(?:平均|分散|統計量)の形(?:状)?", re.IGNORECASE)  # how many there are, not over what


def read(view: View) -> Iterator[Reading]:
    """The axes that a sentence, a list item or a cell states."""
    s = view.sentence
    if not asserts(view) or order_of_samples(s.words) or _SHAPE_TOLD.search(s.words) or (s.has("zero_mean") and s.has("unit_variance")) or _NOT_ALWAYS.search(s.words):
        return
    head = asked(view)
    if s.cell is not None and head is not None and (not _HEAD.search(head) or _COUNTING.search(head) or groups_counted(view)):
        return
    for stretch in map(_without_reason, stretches(view)):
        if head is None and _listed_under(view, stretch):
            yield from _statements(view, stretch)
            continue
        if head is None and not _speaks(view, stretch) and not _labelled(view, stretch) and not _coded(stretch):
            if _all_told(view, stretch):  # of what, goes without saying; enough to agree, too little to accuse
                yield from (replace(widened(stretch, reading), sure=False) for reading in _statements(view, stretch))
            continue
        if head is None and stretch.own and _COUNTS_LEAD.search(lead_of(view)) and not _AVERAGED.search(stretch.text):
            continue
        yield from (widened(stretch, reading) for reading in _statements(view, stretch))


_REASON = re.compile(r"\b(?:because|since|for the reason that)\s+(?!of\b)[^.;]+|(?:(?<=[、。])|^)[^、。]*[はが][^、。]*(?:から|ので|ため)、", re.IGNORECASE)
_AN_EXAMPLE = re.compile(  # one that is looked at, which tells no axis
    r"\b(?:for|in|with|on)\s+(?:an?|some|one)\s+(?:\w+\s+)?(?:channel|feature|map|sample|image|example)\s+(?:with|whose|that|of|where|which|having)\b|\b(?:for|in|with|on)\s+an?\s+(?:constant|tiny|flat|dead|certain|particular|single odd)\s+(?:channel|feature|map|sample|image|example)\b|ある(?:1つの|一つの)?(?:チャン?ネル|特徴|画像|サンプル)(?=[でにはだ])", re.IGNORECASE
)
_OF_STATISTICS = re.compile(r"平均|分散|統計|正規化|まとめ|ごと|\bmeans?\b|varian|statistic|averag|normali|comput|estimat|share|pooled|\bover\b|\bacross\b|\bper\b", re.IGNORECASE)


def _without_reason(stretch: Stretch) -> Stretch:
    """The stretch without a reason that is about something else: "..., because pixels of one image are alike"."""
    text = _AN_EXAMPLE.sub(lambda m: " " * len(m[0]), stretch.text)
    text = _REASON.sub(lambda m: m[0] if _OF_STATISTICS.search(m[0]) or "\ue002" in m[0] else " " * len(m[0]), text)
    return replace(stretch, text=text) if text != stretch.text else stretch


def _all_told(view: View, stretch: Stretch) -> bool:
    """Whether the samples and the channels are both spoken of, and nothing else that may be "per channel"."""
    if view.sentence.cell is not None or not stretch.own or _LATER.search(stretch.text) or _CHANGING.search(stretch.text) or _SO_MANY.search(stretch.text):
        return False
    if pattern("words", "other").search(stretch.text) or _DEPENDS.search(stretch.text):
        return False
    if _SUPPOSED.search(stretch.text) or pattern("batch", "one_at_a_time").search(stretch.text):
        return False
    said = _spoken(view, stretch)
    return {"N", "C"} <= said.together | said.apart


def _listed_under(view: View, stretch: Stretch) -> bool:
    """An item under a bare name (Layer Norm / ・C・H・W ぜんぶ込み) in a section on normalisation: nothing but axes."""
    s, outline = view.sentence, view.outline
    placed = stretch.own or stretch.named[0].where in ("the item above", "the introduction", "the sentence before")
    if not placed and stretch.named[0].where == "the heading" and (re.search(r"\b(?:per|over|across)\b|ごと|毎|わたって|全体|まとめ", stretch.text) or len(s.words) < 44):
        fixed = _spoken(view, stretch)
        placed = {"N", "C"} <= fixed.together | fixed.apart
    headed = stretch.own and re.match(r"\s*\ue002+\s*(?:[:：…=→-]|\s(?=\S))", stretch.text) is not None and (s.japanese or ":" in s.words)  # a line that begins with the name
    if not placed or (outline.blocks[s.block].kind != "item" and not headed and not (placed and stretch.named[0].where == "the heading")) or len(s.words) > (44 if s.japanese else 90):
        return False
    if pattern("words", "other").search(stretch.text) or _COUNTS_LEAD.search(f"{lead_of(view) if stretch.own else ''} {stretch.text}") or _LATER.search(stretch.text):
        return False
    above = [e for block in outline.ancestors(s.block) for e in outline.sentences[block]]
    above += [e for block in outline.headings(s.block) for e in outline.sentences[block]]
    said = _spoken(view, stretch)
    full = not stretch.own and stretch.named[0].where == "the heading"  # its axes are all told
    labelled = headed and re.match(r"\s*\ue002+\s*[:：]", stretch.text) is not None
    return (labelled or full or any(re.search(r"正規化|normali[sz]|\bnorms?\b", plain(e), re.IGNORECASE) for e in above)) and (
        len(said.together | said.apart) + said.listed + bool(re.search(words("nouns", "space"), stretch.text)) >= 2 or "G" in said.together
    )


_DETERMINERS = re.compile(r"\b(?:the|an?|of|all|its|each|every|per|over|across|and|in|at|time|axes|axis|only|single|one|whole|same|within|for)\b|[（()）の、。,.:：;；…・~～\-–—→⇒=＝|「」\"'`*\s\ue002]|各|同じ|全体?|内|ごと|毎|だけ|のみ|方向|軸|に|で|を|と|1|一|つ|枚", re.IGNORECASE)


def _only_axes(view: View, stretch: Stretch) -> bool:
    """BN – one channel, whole batch: a name, a sign and words of axes, nothing else."""
    label = re.match(r"\W*\ue002+(?:\s*[(（][^()（）]{0,12}[)）])?\s*(?:[-–—:：→⇒=＝…・|]+|は)\s*", stretch.text)
    if not label or not stretch.own or _LATER.search(stretch.text) or pattern("words", "other").search(stretch.text):
        return False
    said = _spoken(view, stretch)
    kept = list(stretch.text)
    for start, end in said.places:
        kept[start:end] = " " * (end - start)
    rest = re.sub(words("nouns", "space"), "", "".join(kept)[label.end() :], flags=re.IGNORECASE)
    told = {"N", "C", "G"} & (said.together | said.apart) | ({"S"} & said.apart)
    return len(told) >= 2 - ("G" in said.together) and len(_DETERMINERS.sub("", rest)) <= 3


def _labelled(view: View, stretch: Stretch) -> bool:
    """BN: (N, H, W), where the introduction or the heading speaks of normalising and of nothing else with a shape."""
    if _only_axes(view, stretch) and not _COUNTS_LEAD.search(lead_of(view)):
        return True
    if stretch.own and _SHORTLY.search(stretch.text) and not pattern("words", "other").search(stretch.text):
        return True
    if not stretch.own or not re.search(r"\ue002\s*(?:[:：=→⇒]|->|は|では|[-–—]+|(?<=\ue002)\s)\s*[(\[{（]?[NBCHWGTD/,、，×x・\s()]{2,16}[)\]}）]?\s*(?:方向|軸)?(?:[。.、,]?\s*$|\s{2,}|\u3000|\s+(?:と|and) )", stretch.text):
        return False
    lead = lead_of(view)
    return bool(re.compile(words("words", "statistics") + r"|範囲|軸|ax[ei]s|正規化|normali[sz]", re.IGNORECASE).search(lead)) and not _SHAPES.search(lead)


_AXES_ALONE = re.compile(r"[\s`:：.。→⇒=>-]*(?:(?:the )?same (?:code|thing|call|line)\s+(?:but |again )?(?:with|over)|now|here|this time|今度は|こちらは|こんどは|here it is|use|just|with|reduce with)?[\s`]*(?:(?:np|torch|x|tf|jnp|mx)\.\w+\((?:\s*\w+\s*,)?)?[\s`]*$", re.IGNORECASE)


def _coded(stretch: Stretch) -> bool:
    """ `axis=(2, 3)`: under the heading of a normalisation, in a line that says nothing else."""
    m = NUMBERED.search(stretch.text)
    where = stretch.named[0].where if not stretch.own else ""
    return bool(m and where in ("", "the heading", "the item above", "the introduction") and (_AXES_ALONE.match(stretch.text[: m.start()]) or _AXES_ALONE.match(stretch.text[: m.start()].replace("\ue002", " "))) and len(stretch.text[m.end() :].strip()) < 24)


_NOT_ALWAYS = re.compile(r"とは限[らり]|\bnot necessarily\b|\bneed not\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:if|when|suppose|would|size 1)\b|なら|とき|場合|すると|れば", re.IGNORECASE)
_WHICH_AXES = re.compile(r"(?:どの|何の|どんな)(?:軸|方向|次元|範囲)|どこ(?:を|から|にわたって)|何を(?:単位|まとめ)|\b(?:which|what) (?:axes|axis|dimensions?|values|elements)\b|\bover what\b", re.IGNORECASE)


_NONE_CROSSES = re.compile(r"\bno (?:average|mean|statistic|variance)s? (?:crosses?|mix(?:es)?|spans?|goes)\b|まとめ(?:ない|ず|ません)(?!に)", re.IGNORECASE)
_OF_STEPS = re.compile(r"\baccumulat\w+|\b(?:steps?|updates?|batches) (?:with|of) \d+ (?:images|samples|examples)|勾配(?:の)?(?:累積|蓄積|平均)|\baverag\w+ (?:the )?gradients?\b|\bgradients?\b[^.;]{0,32}\baverag", re.IGNORECASE)


_SO_FEW = re.compile(r"(?:バッチ(?:サイズ|の大きさ)?|枚数)(?:が|は|を)?\s*(?:わずか|たった)?\s*(?:\d+|[一二三四数])\s*(?:枚|個|件|程度)?[^。、]{0,8}(?:場合|とき|時|と|で|なら|では)|\bbatch(?:es)? (?:size )?of (?:only )?(?:\d+|one|two|four|a few)\b", re.IGNORECASE)
_INTO_GROUPS = re.compile(r"\b(?:splits?|divides?|partitions?|cuts?|arranges?|bundles?|collects?)\b[^.;]{0,24}\bchannels\b[^.;]{0,30}\b(?:in|into) (?:\w+ )?(?:\w+ )?groups\b|チャン?ネル[をは][^。、]{0,16}(?:グループ|組)に(?:分け|分割|区切|束ね)", re.IGNORECASE)


def _speaks(view: View, stretch: Stretch) -> bool:
    """Whether the words speak of averaging or normalising, and of nothing else that may be "per channel"."""
    text = stretch.text
    if _SO_MANY.search(text):
        return False  # how many means there are
    if view.outline.blocks[view.sentence.block].kind == "heading" or _NONE_CROSSES.search(text):
        return False  # a title; what is not averaged over
    if _OF_STEPS.search(text):
        return False  # of steps of training, of gradients
    if _SO_FEW.search(text) and not _AVERAGED.search(text):
        return False  # of a batch of two images it does better: no range of a mean
    if pattern("words", "other").search(text) and not re.search(r"平均と分散|mean and (?:the )?var|statistic|統計", text):
        return False
    if _LATER.search(text) or _CHANGING.search(text) or (view.sentence.has("training_effect") and not view.sentence.has("statistics")):
        return False
    if stretch.named[0].subject == "group_norm" and _INTO_GROUPS.search(text):
        return True
    whole = plain(view.sentence)
    if (question := question_of(view)) and _WHICH_AXES.search(question.words) and pattern("words", "statistics").search(plain(question)):
        return True
    if any(sign in text for sign in SIGNS.values()) and len(spoken(text).together | spoken(text).apart) > 1:
        return True
    if _DEPENDS.search(text) and not _AVERAGED.search(text):
        return False
    if pattern("words", "statistics").search(text):
        return True
    rest = _without_verb_of_names(whole[: stretch.start]) + _without_verb_of_names(whole[stretch.end :]) if stretch.own else whole
    return bool(pattern("words", "statistics").search(rest))


def _without_verb_of_names(text: str) -> str:
    """The words of the other stretches, whose verb may be shared; the names themselves hold no verb."""
    return re.sub(r"(?:正規化|[Nn]orm(?:ali[sz]ation)?)(?=は|が|では|\s*(?:は|が|:))", "", text)


def _spoken(view: View, stretch: Stretch) -> Said:
    """The axes; of "LN within each group" those that the other normalisation's name tells."""
    text = _FOR_EXAMPLE.sub(lambda m: " " * len(m[0]), stretch.text)  # "an example:" is no sample
    said = spoken(text, numbered(view, text))
    put_letters(view, stretch.text, said)
    for axis in _picked(view):
        if axis not in said.together | said.apart and said.places:
            said.put(axis, False, *said.places[0])
    verb = next((m.tag for m in view.sentence.subjects if m.tag in NORMS and stretch.own and m.start > stretch.start and contrasted(view.sentence, m)), None)
    if stretch.named[0].subject == "group_norm" and verb in ("layer_norm", "batch_norm") and "G" in said.together and "N" not in said.together | said.apart:
        said.put("N", verb == "batch_norm", *said.places[-1])
    return said


_FOR_EXAMPLE = re.compile(r"\b(?:an|for|another|one more) example(?=\s*[,:])", re.IGNORECASE)
_PICK = re.compile(r"^\s*(?:first,?\s+)?(?:pick|take|fix|choose|consider|select|look at|start (?:with|from))\s+(?:just |only |any )?(?:a|an|one|any|some)\s+(?:single\s+)?(?P<en>channel|feature map|sample|example|image|picture)\b[^,;]{0,30}[.:]?\s*$|^\s*(?P<ja>チャン?ネル|特徴マップ|サンプル|画像|データ)を(?:1|一|ひと)(?:つ|枚|件)(?:選|取り|固定|決め)", re.IGNORECASE)


def _picked(view: View) -> set[str]:
    """ "Pick a channel. Gather its values ...": what the sentence before holds fixed."""
    s = view.sentence
    earlier = view.outline.sentences[s.block][: s.number]
    m = _PICK.match(plain(earlier[-1])) if earlier else None
    return set() if m is None else {"C" if re.match(r"チャ|特徴|channel|feature", m["en"] or m["ja"], re.IGNORECASE) else "N"}


def _statements(view: View, stretch: Stretch) -> Iterator[Reading]:
    said = _spoken(view, stretch)
    alone = pattern("batch", "one_at_a_time").search(stretch.text) is not None
    for subject in [n.subject for n in stretch.named]:
        if alone and subject == "batch_norm":
            continue  # of one image: its batch is that image
        sets = _sets(said, subject, stretch.text)
        if not sets or not said.places:
            continue
        layout = ", layout=sequence" if "T" in said.together | said.apart else ""
        if subject == "batch_norm" and "S" in said.apart and "N" in said.together and not layout:
            layout = ", layout=image"  # what has positions is no vector of a fully connected layer
        texts = [f"normalised_over({subject}{layout}) == {{{', '.join(a)}}}" for a in sets]
        if layout and subject == "layer_norm" and {"T", "C"} <= said.together and "N" not in said.together:
            texts.append("normalised_over(layer_norm) == {C, H, W}")  # time in the place of height and width
        start, end = min(a for a, _ in said.places), max(b for _, b in said.places)
        if re.search(r"特徴マップ(?:ごと|毎|別)|feature maps?", stretch.text, re.IGNORECASE) and "N" not in said.together | said.apart:
            texts.append(f"normalised_over({subject}) == {{C, H, W}}")  # a feature map of all channels is one sample's
        of_a_batch = not stretch.own and subject != "batch_norm" and _BATCHES_NEED.search(stretch.text)
        answered = re.search(r"[」』][^「」]{0,4}(?:→|⇒)", stretch.text)  # what is quoted, and what is answered to it
        sure = stretch.certain and not of_a_batch and not answered and not hedged(view) and not (layout == ", layout=sequence" and len(said.places) < 2)
        yield Reading(texts[0], start, end, note_of(stretch, view), tuple(texts[1:]), sure=sure)


def _sets(said: Said, subject: str, text: str) -> list[tuple[str, ...]]:
    """The sets of axes that the words allow, the subject's customary one first."""
    if said.together & said.apart:
        return []
    grouped = subject == "group_norm"
    known = said.together | said.apart
    if grouped and "G" not in known and "C" in said.apart:
        return []  # the channels of a group, or each of them: it is not told
    axes = [a for a in ("N", "C", "T") if a in known]
    if not [a for a in axes if a != "T"] and not (grouped and "G" in known) and not said.listed and not said.space_marked:
        return []
    free = [a for a in (("N",) if grouped and "G" in known else ("N", "C")) if a not in known and not said.listed]
    if "T" in known:
        free = [a for a in free if a != "N"]
    found = []
    for chosen in _subsets(free):
        inside = said.together | set(chosen)
        pooled = [a for a in ("N", "T") if a in inside]
        pooled += ["G"] if grouped and ("G" in known or "C" not in inside) and "G" in known else ["C"] if "C" in inside else []
        space = [] if "S" in said.apart or "T" in known else ["H", "W"]
        if said.listed:
            space = [a for a in ("H", "W") if a in said.together]
            part = grouped and re.search(rf"C\s*/\s*G|{words('nouns', 'group')}", text, re.IGNORECASE)
            pooled = ["G" if part and a == "C" else a for a in pooled]  # C within the group
            pooled += ["G"] if part and "G" not in pooled else []
        found.append(tuple(pooled + space))
        if grouped and not said.listed and not {"G", "C"} & known and "C" not in inside:
            found.append(tuple(sorted({*pooled, "G"}, key="NGT".index)) + tuple(space))  # that a group is meant goes without saying
        flat = pattern("nouns", "feature").search(text) and not said.listed
        if flat and pooled and space:
            found.append(tuple(pooled))
    own = {"batch_norm": {"N"}, "layer_norm": {"C"}, "instance_norm": set(), "group_norm": {"G"}, "rms_norm": {"C"}}[subject]
    found = [f for f in dict.fromkeys(found) if f]
    return sorted(found, key=lambda f: len(own ^ (set(f) - {"H", "W", "T"})))


def _subsets(items: list[str]) -> list[tuple[str, ...]]:
    return [tuple(x for i, x in enumerate(items) if n >> i & 1) for n in range(2 ** len(items))]
