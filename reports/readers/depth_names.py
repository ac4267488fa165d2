"""What the number in a network's name counts, how many layers a block has, and how many branches a module.

"The 16 counts the layers with weights", "16 は畳み込み層の数": all layers, or the convolutions alone, are counted in the
reference. "Each block has three convolutions" is put to the depth that the name tells; four branches to the module.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat
from ..text.numerals import NUMERALS as WORDS
from ..text.numerals import number_of
from .connections import network_over

_WEIGHTED = r"(?:重み|パラメータ|学習)[^。、]{0,10}?層|(?:畳み?込み|conv\w*)(?:層)?(?:と|や|・|\+|＋|および|に)[^。、]{0,4}?全結合(?:層)?[^。、]{0,8}"
_COUNTED_JA = re.compile(rf"(?<![\d.])(?P<n>\d{{2,3}})\s*(?:という(?:の|数字|数|名前)?|って(?:いう)?(?:の|数字|数)?|の(?:数字|数))?は、?\s*(?:(?P<all>{_WEIGHTED})|(?P<conv>畳み?込み層?|conv\w*層?))(?:の|を)?(?:総|合計)?(?:数|層数|枚数|合わせた数|数えた|足した|合計)", re.IGNORECASE)
_COUNTED_EN = re.compile(r"\b(?P<n>\d{2,3})\b[^.;\d]{0,24}?\b(?:counts?|(?:is|are|gives|stands for|refers to|means|denotes) the (?:number|count|total) of|is how many|stands for)\b(?: the| all| its| only| just)*\s+(?:(?P<all>(?:layers? with (?:weights|parameters)|(?:weight(?:ed)?|parameter\w*|learn\w*|train\w*) layers|(?:conv\w*(?: layers)?) (?:and|plus) (?:the )?(?:fully|dense|linear|FC)\w*))|(?P<conv>conv\w*(?: layers)?)(?! (?:and|plus)))", re.IGNORECASE)
_NUMBER = r"(?:\d|" + "|".join(w for w in WORDS if not w.endswith(("th", "rd", "nd"))) + r"|[一二三四五])"
_IN_A_BLOCK = re.compile(
    rf"(?:[1１一]つの|[1１一]|各|どの)(?:残差|ボトルネック|基本)?ブロック(?:あたり|につき|に|は|の中に)?(?:は)?[、\s]?(?:畳み?込み(?:層)?|conv\w*)(?:が|は|を)?\s*(?P<a>{_NUMBER})\s*(?:つ|層|個|枚)"
    rf"|\b(?:each|every|a|one) (?:residual |bottleneck |basic )?block (?:has|holds|contains|consists of|with|counts for|contributes)\s+(?P<b>{_NUMBER}) conv\w*|\b(?P<c>{_NUMBER}) conv\w*(?: layers)? (?:per|in each|in every) (?:residual |bottleneck )?block", re.IGNORECASE,
)
_ADDED = re.compile(
    r"(?<![\d.x])(?P<a>\d{1,2})\s*[x・·*]\s*(?P<b>\d{1,2})(?!\d)[^。;\d]{0,24}?(?:入口|最初|先頭|first|stem|initial|conv1)[^。;]{0,24}?(?:全結合|FC|linear|dense|fully|classifier|分類)[^。;\d]{0,24}?(?P<n>\d{2,3})(?!\d)", re.IGNORECASE
)
_BRANCHES = re.compile(
    rf"(?<![\d.x])(?P<a>{_NUMBER})\s*(?:本|つ|系統|通り)の?(?:並列(?:の|な)?)?(?:枝|経路|ブランチ|分岐|パス)(?!の?うち)|(?:枝|経路|ブランチ|分岐)(?:は|が|を|の数は)?\s*(?P<b>{_NUMBER})\s*(?:本|つ|系統)(?!目|の?うち)"
    rf"|(?<!of the )(?<!of its )(?<![\d.x-])\b(?P<c>{_NUMBER}) (?:parallel |different )?(?:branches|paths|towers)\b", re.IGNORECASE,
)
_MODULES = (("googlenet", re.compile(r"googlenet|inception(?![- ]?v?[234]|[- ]?resnet)|インセプション", re.IGNORECASE)), ("squeezenet", re.compile(r"squeeze-?\s?net|fire[- ]?(?:module|モジュール)", re.IGNORECASE)))
_SELECTED = re.compile(r"うち|残り|ほか|他の|\bof (?:the|these|its) (?:\w+ )?branch|\b(?:other|remaining|rest|outer|inner|last|first|only|reduction)\b|[?？]\s*$|auxiliary|補助|inception[- ]?v?[234]", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence counts of a network that is known."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code") or len(s.words) > 240 or s.words.rstrip().endswith(("?", "？")) or s.has("not"):
        return
    text = flat(s)
    yield from _branches(view, text)
    named, inside, added = _COUNTED_JA.search(text) or _COUNTED_EN.search(text), _IN_A_BLOCK.search(text), _ADDED.search(text)
    if not (named or inside or added):
        return
    found = network_over(view)
    if named and (network := _of_depth(view, named["n"])):
        part = "layers" if named["all"] else "conv"
        yield Reading(f"structure_count({network}, depth={named['n']}, part={part}) == {named['n']}", named.start(), named.end(), sure=True, predicate="structure_count")
    if added:
        yield Reading(f"{added['a']}*{added['b']} + 1 + 1 == {added['n']}", added.start(), added.end(), ("the first and the last layer count one each",), firm=True, subject="resnet", predicate="structure_count")
    if inside and found and found[0].startswith("resnet, "):
        number = number_of(next(g for g in inside.groups() if g))
        network = found[0]
        yield Reading(f"{number}*structure_count({network}, part=residual_block) + 2 == structure_count({network}, part=layers)", inside.start(), inside.end(), sure=found[2], predicate="structure_count")


def _of_depth(view: View, depth: str) -> str:
    """The network, VGG or ResNet, whose name or version the number is: it is named here or right above, and no other one."""
    s, outline = view.sentence, view.outline
    over = [s, *reversed(outline.sentences[s.block][: s.number]), *(e for b in (*outline.ancestors(s.block), *outline.headings(s.block)) for e in outline.sentences[b])]
    for e in over:
        names = {m[0].lower() for m in re.finditer(r"(?<![A-Za-z])(?:vgg|resnet|densenet)", e.words, re.IGNORECASE)}
        if names:
            name = names.pop() if len(names) == 1 else ""
            return name if depth in _DEPTHS.get(name, ()) else ""
    return ""


_DEPTHS = {"vgg": ("11", "13", "16", "19"), "resnet": ("18", "34", "50", "101", "152")}


def _branches(view: View, text: str) -> Iterator[Reading]:
    """Four branches in an Inception module, two in a fire module."""
    found = list(_BRANCHES.finditer(text))
    if len(found) != 1 or _SELECTED.search(text) or view.sentence.has("hedged"):
        return
    s, outline = view.sentence, view.outline
    own = next((name for name, words in _MODULES if words.search(text)), "")
    before = [e.words for e in reversed(outline.sentences[s.block][: s.number])]
    over = [*before, *(e.words for b in (*outline.ancestors(s.block), *outline.headings(s.block)) for e in outline.sentences[b])]
    name = own or next((name for line in over for name, words in _MODULES if words.search(line)), "")
    if name:
        number = number_of(next(g for g in found[0].groups() if g))
        yield Reading(f"structure_count({name}, part=branch) == {number}", found[0].start(), found[0].end(), sure=bool(own), predicate="structure_count")
