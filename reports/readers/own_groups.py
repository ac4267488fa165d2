"""What a grouped convolution sees: the channels of its own group alone, nothing of the others.

"Each output channel looks at its own group only", ほかのグループのチャネルは見えない, "information crosses from one group to
another": the phrase says whose channels, the verb and its denial whether they are seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from . import inputs_seen, reach

_SET = r"(?:グループ|組(?![みむめ合]))"
_OTHER = re.compile(
    rf"(?:他|ほか|別|異なる|よそ|隣)の{_SET}|{_SET}(?:の)?(?:間|同士|どうし)|{_SET}を(?:またい|またが|越え|超え|跨)"
    r"|\b(?:any )?(?:other|another|different) groups?\b|\bfrom one group to another\b|\b(?:between|across|among) (?:the |different )?groups\b|\bgroups\b[^.;,]{0,30}\beach other\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    rf"(?:自分の|同じ|その|同一の|それぞれの|各)?{_SET}(?:の)?(?:内|中|内部)?(?:の(?:入力)?(?:チャン?ネル|ch|マップ))?(?:だけ|のみ|に?しか|で完結|に閉じ)"
    r"|\b(?:only|just|nothing but|solely|alone)\b[^.;,]{0,40}\b(?:its|their|the same|one|that) (?:own )?group\b|\b(?:its|their|the same) (?:own )?group (?:only|alone)\b|\bwithin (?:its|their|each|the same) (?:own )?group(?:s)? (?:only|alone)\b",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"グループ(?:化)?(?:された)?畳|グループ畳|grouped\b|group conv|\bgroups?\s*=|(?:組|グループ)に(?:分|わ)け|into (?:\S+ )?(?:equal )?(?:groups|parts)", re.IGNORECASE)
_ELSE = re.compile(r"shuffl|シャッフル|正規化|normali|(?<![A-Za-z])GN(?![A-Za-z])|平均|分散|(?<!\d)1\s*[x×]\s*1(?!\d)|point-?wise|パラメータ|重み|計算量|weights|param|cost|最後に|あと(?:で|の)|\b(?:afterwards?|later|next layer|remedy|ResNeXt)\b", re.IGNORECASE)
_WISHED = re.compile(r"たい|べき|必要|ために|\b(?:should|would|must|need|needs|to let|in order|lets?|allow\w*|so that|if|unless)\b|れば|たら|なら", re.IGNORECASE)
_JOINS = re.compile(r"混ざ|混ぜ|混じ|見|依存|使|参照|計算|畳み?込|行き来|やりとり|伝わ|流れ|つなが|\b(?:sees?|seen|looks?|reads?|depends?|uses?|used|computed|mix\w*|cross\w*|flow\w*|exchang\w*|talk\w*|pass\w*|connect\w*|convol\w*|reach\w*|know\w*)\b", re.IGNORECASE)


_DENIED = re.compile(r"ない|ません|(?<=[わらさせれざぜえけみべきめぎにび見])ず(?!つ)|せず|なし|\bnot\b|n't\b|\bnever\b|\bno\b|\bnothing\b(?! but)|\bnone\b|\bcannot\b|\bwithout\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Whether the channels of other groups are seen."""
    s = view.sentence
    if not view.in_prose or (s.has("question") and not s.has("called")) or view.read_by(reach) or view.read_by(inputs_seen):
        return
    text = s.words
    own, other = _OWN.search(text), _OTHER.search(text)
    found = own or other
    if found is None or _ELSE.search(text) or not _JOINS.search(text) or not _of_groups(view):
        return
    denied = len(_DENIED.findall(text[found.end() :] if s.japanese else text)) % 2 == 1
    if own and "しか" in own[0]:
        denied = not denied
    seen = denied if own else not denied
    sure = not s.has("hedged") and not _WISHED.search(text) and not (own and denied)
    claim = "depends_on(conv2d(groups=2), input=all_channels)"
    yield Reading(claim if seen else f"not {claim}", found.start(), found.end(), (), sure=sure, spare=True, subject="grouped_conv2d")


def _of_groups(view: View) -> bool:
    """Whether a grouped convolution is what is spoken of: here, in the heading, or in the lines just above."""
    s, outline = view.sentence, view.outline
    heads = list(outline.headings(s.block))[:1]
    blocks = [*outline.ancestors(s.block), *heads, *range(max([0, s.block - 4, *heads]), s.block + 1)]
    return any(_GROUPED.search(e.text.chars) for block in blocks for e in outline.sentences[block])
