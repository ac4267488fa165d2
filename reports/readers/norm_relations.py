"""When one normalisation is another: group norm with one group, with as many groups as channels, batch norm of one image.

A condition (G = 1, 1グループ, batch size 1, 1チャネル) is paired with the normalisation that its own words name; which one
that is decides, not the textbook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..vocabulary import Mention
from .norm_sense import asserts, hedged
from .norm_sizes import sizes
from .norms import NORMS, plain

_SIMPLE = r"(?:norm|normali[sz]ation|正規化)"
_CONDITIONS = (
    ("given=zero_mean", r"平均が?(?:値が)?[^。、]{0,8}?(?:0|ゼロ|零)(?:なら|の(?:とき|場合|入力|データ|もの)|であれば|だと|に(?:対して|なって)|である(?:入力|とき|なら))|\b(?:if|when|for|with|provided|given)\b[^.;]{0,50}?(?:\bzero[- ]mean\b|\bmean (?:is |of |= ?)?(?:already )?(?:0|zero)\b|\bcent(?:er|re)d\b)"),
    ("given=unit_variance", r"分散が?[^。、]{0,8}?(?:1|一)(?:なら|の(?:とき|場合|入力|データ|もの)|であれば|だと|である(?:入力|とき|なら))|\b(?:if|when|for|with|provided|given)\b[^.;]{0,50}?(?:\bunit[- ]variance\b|\bvariance (?:is |of |= ?)?(?:already )?(?:1|one)\b)"),
    ("groups=1", r"(?<![A-Za-z])G\s*(?:=|が|を|は|is|set to)\s*(?:1|一)(?!\d)|(?:グループ|組|かたまり|塊)(?:数|の数)?(?:が|を|は|=)?\s*(?:1|一|ひと)(?:つ|個)?(?!\d|チャン?ネル(?:ずつ|ごと|につき|あたり)|\s*(?:つ|個)?\s*(?:につき|あたり|ごと))|(?:1|一|ひと)つ?の?グループ|(?:全体|全チャン?ネル|全部)で(?:1|一)(?:つ|グループ|組)|\b(?:one|a single|single|1) group\b(?! (?:per|for (?:each|every|all)|each|to (?:each|every|a)))|\bgroups? (?:is|=|of|to) (?:1|one)\b|\bnum_groups\s*=\s*1(?!\d)|(?<![\d.A-Za-z=≒])(?<![A-Za-z][をが] )1\s*(?:にすると|にすれば|なら|だと)(?=\s*(?:前者|後者))|GroupNorm\(\s*(?:num_groups\s*=\s*)?1\s*,[^()]{1,24}\)"),
    ("groups=C", r"(?<![A-Za-z])G\s*(?:=|が|を|は|is|set to)\s*C(?![A-Za-z])|グループ(?:数)?(?:が|を|は|=)?\s*チャン?ネル数|チャン?ネル数(?:と同じ|に(?:する|すれ|し|等し)|と等し)|(?:1|一)チャン?ネル(?:ずつ|ごと|で1グループ)|(?:1|一)グループ\s*(?:=|に(?:つき)?|あたり|が|は)?\s*(?:1|一)チャン?ネル|as many groups as (?:there are )?(?:input )?channels|\bone channel (?:per|in each|in every|to (?:a|each|every)) group|\b(?:one|a|a single|1) group (?:per|(?:for|to) (?:each|every|a)) (?:single |individual )?(?:channel|feature map)\b|\bgroups? (?:of|with) (?:a single|one|1) channel|(?:each|every) channel (?:(?:is|forms|in|as|gets|has|becomes) )?(?:its |an? )?own group|(?:各|それぞれの)チャン?ネルを(?:それぞれ)?(?:1|一)つの?グループ|チャン?ネル(?:ごとに|毎に|(?:1|一)?つ?につき)(?:1|一)(?:つの)?グループ|(?:1|一)チャン?ネル(?:につき|ごとに|あたり)(?:1|一)つ|\bnum_groups\s*=\s*C\b|\b(?:each|every|one|a) group (?:has|holds|contains|consists of|is|with) (?:just |only |exactly )?(?:one|a single|1) channel\b|(?<!\d)(?P<of>\d{1,4}) groups (?:on|for|with|of|and) (?P=of) channels|(?<!\d)(?P<ja>\d{1,4})\s*チャン?ネルを\s*(?P=ja)\s*グループ|(?<![A-Za-z\d])C\s*(?:に(?:すると|すれば|した)|なら|とすると|とすれば|のとき|の場合|だと)|GroupNorm\(\s*(?:num_groups\s*=\s*)?(?P<all>C|\d+)\s*,\s*(?:num_channels\s*=\s*)?(?P=all)\s*\)|number of groups (?:equals?|is|=) (?:the )?(?:number of )?(?:channels|C)"),
    ("batch=1", r"(?<![A-Za-z])[NB]\s*(?:=|が|を|は)\s*1(?!\d)|バッチ(?:サイズ|の大きさ)?(?:が|を|は|=|も)?\s*(?:1|一)(?:つ|枚|個)?(?!\d|\d*\s*[〜~-])|(?:1|一)(?:枚|サンプル|件)(?:だけ)?の?(?:バッチ|なら|の(?:とき|場合)|だけ)|\bbatch(?:[- ]size)? (?:of |is |= ?|equal to )?(?:size |only )?(?:1|one|a single)(?: (?:image|sample|example))?\b|\bsingle[- ](?:image|sample|example) batch|\bbatch with (?:one|a single)|\bone (?:image|sample) (?:per|in the) batch|\b(?:there is|there's|there are|with|for|given|consists? of|contains?|only|just|but)\s+(?:only |just |but )?(?:a single|one) (?:image|sample|example|input)\b"),
    ("in_channels=1", r"(?<![A-Za-z])C\s*(?:=|が|を|は)\s*1(?!\d)|(?<![\d.])(?:1|一)チャン?ネル(?:なら|の(?:とき|場合)|だと|だけ)|\b(?:one|a single|1) (?:input )?channel\b(?! per)|single-channel|チャン?ネル(?:数)?が\s*(?:1|一)(?!\d)"),
)  # fmt: skip
_SAME = re.compile(
    r"一致|同じ|等し|等価|相当|同一|同値|帰着|になる|となる|になり|となり|なら|すると|とすれば|とすると|にすれば|にすると|のとき|の場合|→|⇒|->|=>|である|中間|戻る|に他なら|そのもの|極端|両端|にあたる|とみなせる"
    r"|\bis\b|\bare\b|\bseen\b|\bviewed\b|\bregarded\b|とみな|とすれば|\bsame thing\b|\bequals?\b|\bequivalent\b|\bsame\b|\bidentical\b|\brecovers?\b|\breduces?\b|\bbecomes?\b|\bcoincides?\b|\bgives?\b|\byields?\b|\bget\b"
    r"|\bback (?:at|to|with|in)\b|\bdegenerates?\b|\bturns? into\b|\bcorresponds?\b|\bamounts?\b|\bbetween\b|\bcollapses?\b|\bspecial case|\bextremes?\b|\blike\b|\bas\b|[)\s][=＝≡]{1,2}\s*[A-Za-z]|\bmatch(?:es)?\b|^\s*\|?\s*$",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![A-Za-z])(?P<n>Layer|Instance|Batch)(?![- ]?[A-Za-z])|\b(?P<v>layer|instance|batch)(?=[- ](?:version|variant|flavou?r|case|kind|type|one)\b)|(?<![ァ-ヶ])(?P<j>レイヤー?|インスタンス)(?!正規|[ァ-ヶ])")
_TAGS = {"Layer": "layer_norm", "Instance": "instance_norm", "Batch": "batch_norm", "レイ": "layer_norm", "イン": "instance_norm"}
_DIFFERENT = re.compile(r"異な|別(?:物|の(?:もの|計算|操作))|違(?:う|い)|一致しな|等しくな|同じで(?:は)?な|\bnot (?:the same|equal|equivalent|identical)|\bdiffers?\b|\bnever\b|\bis not\b", re.IGNORECASE)
_FORMER = re.compile(r"(?P<first>前者|\bthe former\b)|後者|\bthe latter\b", re.IGNORECASE)
_EQUAL_JA = re.compile(
    r"^\s*(?:層|レイヤー?)?\s*(?:[(（][^()（）]{0,16}[)）])?\s*(?:と|に|は|も|が|の|を)?(?!.{0,6}(?:でも|より|に比べ|同様に))[^。、]{0,14}?"
    r"(?:一致|同じ(?!よう|く)|等し|等価|同一|同値|帰着|相当|そのもの|になる|となる|になり|となり|区別|変わらない|である|です|だ(?=。|$)|とみなせ)|^\s*(?:[。)）]|$)"
)
_EQUAL_EN = re.compile(
    r"(?:\b(?:is|are|equals?|becomes?|reduces? to|coincides? with|turns? into|amounts? to|(?:degenerates?|collapses?) (?:in)?to|behaves? (?:exactly )?like|same as|identical to|equivalent to|match(?:es)?|(?:seen|viewed|regarded) as|gives?|recovers?|yields?)\b[^.;]{0,30}|[=＝≡]\s*)$",
    re.IGNORECASE,
)
_TOGETHER_EN = re.compile(r"^[^.;]{0,40}\b(?:same|identical|equal|equivalent|coincide|agree|indistinguishable|become one)\b|^[^.;]{0,10}\b(?:are|do)\s*[.]?\s*$", re.IGNORECASE)
_TO_NAMED = re.compile(r"\b(?:same (?:\w+ )?as|identical (?:\w+ )?(?:to|with)|equivalent to|coincides? with|reduces? to|becomes?|turns? into|equals?|is (?:just |simply |exactly |nothing but )?)\s*(?:an?\s+|the\s+|doing\s+|what\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_OTHER_TALK = re.compile(r"不安定|精度|学習が|遅|使えな|使わな|使え(?:る|ます)|動(?:く|作)|unstable|noisy|accuracy|fails?|breaks?|works?\b|undefined|recommend|\bshould\b|\b(?:be|is|are) (?:used|chosen|preferred|suited|suitable)\b|べき|適し|向い[たて]|統計量?[はが]?\d|default|数(?:が|は|も)[^。、]{0,8}(?:一致|同じ|等し)|\b(?:numbers?|counts?|shapes?) (?:happen|coincid|agree|match|(?:is|are) (?:the )?(?:same|equal))\w*", re.IGNORECASE)


SAME_THING = re.compile(r"\s*(?:with|of|at|for|,|:)*\s*(?:computes?|does|gives?|is|amounts to|yields?)\s+(?:exactly\s+|just\s+)?the same(?:\s+(?:thing|function|result|output|computation|layer))?\s*[.;,]?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class _Condition:
    option: str
    start: int
    end: int


def read(view: View) -> Iterator[Reading]:
    """Every condition of the sentence with what it makes of a normalisation."""
    s = view.sentence
    if not asserts(view):
        return
    text = plain(s)
    if s.cell is not None and len({m.tag for m in s.subjects if m.tag in NORMS}) != 2:
        yield from _row(view)
        return
    found = _conditions(_in_usual_letters(view, text), sizes(view).get("in_channels"))
    told = _SAME.search(text) or any(c.option.startswith("groups") for c in found)  # "put G = 1 and you have layer norm"
    if not found or _OTHER_TALK.search(text) or not told:
        return
    if _FORMER.search(text) and len([c for c in found if c.option.startswith("groups")]) < 2:
        return
    paired = _paired(view, text, [c for c in found if c.option.startswith("groups")])
    yield from paired
    for n, condition in enumerate(found):
        if paired and condition.option.startswith("groups"):
            continue
        following = found[n + 1].start if n + 1 < len(found) else len(text)
        before = found[n - 1].end if n else 0
        if condition.option.startswith("groups"):
            yield from _grouped(view, text, condition, before, following)
        else:
            yield from _reduced(view, text, condition)


_CHANNELS = frozenset("CDKMFE")  # letters that a note may use for its channels, unless it says otherwise
_GROUPS_ARE = re.compile(r"(?<![A-Za-z])(?P<g>[A-Z])(?P<is>\s*(?:=|が|を|は|is|set to)\s*)(?P<c>[A-Z]|1)(?![A-Za-z\d])")


def _in_usual_letters(view: View, text: str) -> str:
    """The text with G for the letter that the note uses for the groups, and C for that of the channels ("for $G = D$")."""
    usual = {"groups": "G", "in_channels": "C", "channels": "C"}
    named = {letter: usual[role] for letter, role in view.letters.items() if role in usual and len(letter) == 1}

    unknown = {x for x, role in view.letters.items() if role not in usual}

    def renamed(m: re.Match[str]) -> str:
        groups, channels = named.get(m["g"], m["g"]), named.get(m["c"], m["c"])
        if channels not in unknown | {"1"} and channels in _CHANNELS:
            channels = "C"  # as many groups as there are of what is grouped
        return f"{groups}{m['is']}{channels}" if groups == "G" else m[0]

    return _GROUPS_ARE.sub(renamed, text)


def _conditions(text: str, channels: int | None = None) -> list[_Condition]:
    found = [] if channels is None else [
        _Condition("groups=C" if int(m[1] or m[2]) == channels else f"groups={m[1] or m[2]}, in_channels={channels}", m.start(), m.end())
        for m in re.finditer(r"(?<![A-Za-z])G\s*=\s*(\d+)(?![\d.])|(?<![\d.])(\d+)\s*(?:グループ|groups\b)", text)
        if int(m[1] or m[2]) > 1 and channels % int(m[1] or m[2]) == 0
    ]
    found += [
        _Condition(option, m.start(), m.end())
        for option, pattern in _CONDITIONS
        for m in re.compile(pattern, re.IGNORECASE).finditer(text)
    ]
    kept: list[_Condition] = []
    for one in sorted(found, key=lambda c: (c.start, -c.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _paired(view: View, text: str, conditions: list[_Condition]) -> list[Reading]:
    """As many conditions on the groups as normalisations named beside group norm: they go together in their order."""
    s = view.sentence
    targets: list[Mention] = []
    for m in s.subjects:
        if m.tag in NORMS and m.tag != "group_norm" and not (targets and targets[-1].tag == m.tag and m.start - targets[-1].end < 24):
            targets.append(m)
    if not targets or len(targets) < len(conditions):
        targets = sorted([*targets, *_bare(view)], key=lambda m: m.start)
    meant = list(_FORMER.finditer(text))
    if meant and len(targets) >= 2:
        targets = [Mention(m.start(), m.end(), targets[0 if m["first"] else 1].tag) for m in meant]
    if len(conditions) < 2 or len(conditions) != len(targets) or _DIFFERENT.search(text) or not _of_groups(view, text):
        return []
    return [
        Reading(f"equals(group_norm({c.option}), {m.tag})", min(c.start, m.start), _closed(text, max(c.end, m.end)), sure=not hedged(view))
        for c, m in zip(conditions, targets, strict=True)
    ]


def _closed(text: str, end: int) -> int:
    """The place after the bracket in which the last word stands: LN（G=1）."""
    bracket = re.match(r"\s*[)）]", text[end:])
    return end + bracket.end() if bracket else end


def _bare(view: View) -> list[Mention]:
    """Layer or Instance alone, where the section speaks of normalisations: G = 1 なら Layer."""
    s = view.sentence
    taken = [(m.start, m.end) for m in s.subjects if m.tag in NORMS]
    found = [m for m in _BARE.finditer(s.words) if not any(a <= m.start() < b for a, b in taken)]
    return [Mention(m.start(), m.end(), _TAGS.get(m[0].capitalize(), "") or _TAGS[m[0][:2]]) for m in found]


def _of_groups(view: View, text: str) -> bool:
    """Whether groups of channels are meant: group norm is spoken of above, or a G stands where the note names it anywhere."""
    if view.subject(0, lambda n: n == "group_norm") or re.search(r"グループ|group", text, re.IGNORECASE):
        return True
    if not re.search(r"(?<![A-Za-z])G\s*(?:=|が|を|は)", text):
        return False
    return any(m.tag == "group_norm" for e in view.outline.all_sentences() for m in e.subjects)


def _grouped(view: View, text: str, condition: _Condition, before: int, following: int) -> Iterator[Reading]:
    """Group norm with so many groups is the normalisation named beside the condition."""
    s = view.sentence
    named = view.subject(0, lambda n: n == "group_norm")
    own = any(m.tag == "group_norm" for m in s.subjects)
    if named is None and not own and not _of_groups(view, text):
        return
    target = _beside([m for m in s.subjects if m.tag in NORMS and m.tag != "group_norm"] or _bare(view), text, condition, before, following)
    other = target.tag if target else _heading_norm(view) if own and _SAME.search(text) else None
    if other is None or (target is None and "in_channels" in condition.option):
        return  # so many groups of so many channels: how many there are, unless it says of what it is the same
    denied = bool(_DIFFERENT.search(text[min(before, condition.start) : following]))
    claim = f"equals(group_norm({condition.option}), {other})"
    places = [condition.start, condition.end] + ([target.start, target.end] if target else [])
    near = ("the sentence before", "the heading", "the item above", "the introduction")
    note = inherited_note(named, view) if named and not own and named.where not in near else ()  # the number of groups itself names it
    yield Reading(f"not {claim}" if denied else claim, min(places), _closed(text, max(places)), note, sure=not hedged(view))


def _heading_norm(view: View) -> str | None:
    """Under a heading "Layer norm": the same as group norm with ... names only the other one."""
    above = view.outline.inherited(view.sentence, lambda n: n in NORMS and n != "group_norm")
    return above.subject if above else None


def _beside(named: list[Mention], text: str, condition: _Condition, before: int, following: int) -> Mention | None:
    """The name that the condition stands in brackets after, else the next before another condition, else the one before."""
    opened = re.search(r"[(（]\s*(?:with\s+|when\s+|if\s+|for\s+)?$", text[max(0, condition.start - 8) : condition.start])
    previous = [m for m in named if before <= m.end <= condition.start]
    if opened and previous:
        return previous[-1]
    counted = text[max(0, condition.start - 40) : condition.start]
    if previous and re.search(r"\b(?:with|of|at|for)\s+(?:\w+\s+)?$", counted) and _with_groups(text, previous[-1].end, condition.start):
        return previous[-1]  # layer norm is group norm with one group
    after = [m for m in named if condition.end <= m.start < following]
    return after[0] if after else previous[-1] if previous else next((m for m in named if m.end <= condition.start), None)


def _with_groups(text: str, start: int, end: int) -> bool:
    """Whether group norm itself is named between a name and a condition."""
    return bool(re.search(r"\bGN\b|group[- ]?norm", text[start:end], re.IGNORECASE))


def _reduced(view: View, text: str, condition: _Condition) -> Iterator[Reading]:
    """Two normalisations under a condition on the batch or the channels: the two named, or the section's and the one named."""
    s = view.sentence
    named = list(dict.fromkeys(m.tag for m in s.subjects if m.tag in NORMS))
    places = [p for m in s.subjects if m.tag in NORMS for p in (m.start, m.end)]
    if len(named) == 1:
        above = view.outline.inherited(s, lambda n: n in NORMS and n not in named)
        only = next(m for m in s.subjects if m.tag == named[0])
        after = text[only.end : condition.start] + text[max(only.end, condition.end) :] if condition.start >= only.end else text[only.end :]
        if above is None or not (_TO_NAMED.search(text[: only.start]) or (_EQUAL_JA.match(after) and s.japanese) or (SAME_THING.match(after) and above.where in ("the heading", "the item above", "the introduction"))):
            return
        named = [named[0], above.subject]
    elif len(named) != 2 or not _equated(text, [m for m in s.subjects if m.tag in named]):
        return
    if mode_evaluation(text):
        return
    a, b = named
    option = condition.option
    claim = f"equals({a}({option}{_groups(a)}), {b}({option}{_groups(b)}))"
    if option.startswith("given"):
        claim = f"equals({a}, {b}, {option})"
    denied = bool(_DIFFERENT.search(text))
    start, end = min([condition.start, *places]), max([condition.end, *places])
    yield Reading(f"not {claim}" if denied else claim, start, end, sure=not hedged(view))


def _equated(text: str, mentions: list[Mention]) -> bool:
    """Whether the two named are said to be one: A は B と同じ, "A is B", "A and B are the same", A = B."""
    last = mentions[-1]
    first = next(m for m in reversed(mentions) if m.tag != last.tag)
    between, after = text[first.end : last.start], text[last.end :]
    if re.search(r"[\u3040-\u30ff]", text):
        return bool(_EQUAL_JA.match(after)) or bool(re.search(r"[=＝≡≒]\s*$", between)) or bool(re.search(r"と(?:同じ|等しい|等価|一致)", between))
    return bool(_EQUAL_EN.search(between)) or (bool(re.search(r"\band\b|&|,", between)) and bool(_TOGETHER_EN.match(after)))


def _groups(name: str) -> str:
    return ", groups=2" if name == "group_norm" else ""


def mode_evaluation(text: str) -> bool:
    """Whether only the evaluation mode is spoken of."""
    return bool(re.search(r"推論|評価時|\binference\b|\beval", text, re.IGNORECASE)) and not re.search(r"学習|train", text, re.IGNORECASE)


def _row(view: View) -> Iterator[Reading]:
    """A table row: G | what it is."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if header is None or s.cell == 0 or not s.subjects or s.subjects[0].tag not in NORMS:
        return
    first_head = " ".join(plain(h) for h in outline.sentences[header] if h.cell == 0)
    first = " ".join(plain(e) for e in outline.sentences[s.block] if e.cell == 0).strip()
    grouped = re.search(r"(?<![A-Za-z])G(?![A-Za-z])|グループ数|groups", first_head)
    value = re.fullmatch(r"(?:G\s*=\s*)?(1|C)(?:\s*グループ| groups?)?", first)
    if grouped and value:
        yield Reading(f"equals(group_norm(groups={value[1]}), {s.subjects[0].tag})", 0, len(s.words))
