"""Origins: from which network another derives, what it was made for, and where an operation is used.

The child is the sentence's topic or what it inherits, the parent the network beside the word of origin; both are looked
up in the cited table, which knows what is contradicted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, Named
from ..text.sentences import Sentence
from ..vocabulary import Mention, family, lexicon

_NETWORKS = {
    "wavenet": "wavenet", "pixelcnn": "pixelcnn", "densenet": "densenet", "dense_block": "densenet", "resnet": "resnet", "residual_block": "resnet",
    "mobilenet": "mobilenet", "instance_norm": "instance_norm", "layer_norm": "layer_norm", "group_norm": "group_norm", "batch_norm": "batch_norm",
    "googlenet": "googlenet", "nin": "nin", "vgg": "vgg", "rnn": "rnn", "cnn": "cnn", "foreign": "foreign",
}  # fmt: skip
_FOREIGN = re.compile(r"transformer|gan|vae|xception|fcn", re.IGNORECASE)
_SPELT = (("unet", re.compile(r"u-?\s?net", re.IGNORECASE)), ("mobilenet_v2", re.compile(r"mobile-?\s?net\s?-?v2", re.IGNORECASE)))
_CHILDREN = ("xception", "unet", "mobilenet_v2", "googlenet", "wavenet", "pixelcnn", "densenet", "resnet", "mobilenet", "instance_norm", "layer_norm", "group_norm")
_MODEL = re.compile(r"モデル|ネットワーク|手法|仕組み|ため|提案|アーキテクチャ|\b(?:model|network|architecture|designed|proposed|built|made|for|generat\w+)\b", re.IGNORECASE)
_OPERATIONS = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "dilated_stack", "dilated_conv", "causal_conv1d", "masked_conv2d", "instance_norm", "layer_norm", "batch_norm", "transition_layer", "dense_block", "residual_block")
_SYSTEMS = ("wavenet", "pixelcnn", "densenet", "resnet", "mobilenet", "lenet", "vgg")


@cache
def _patterns(section: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in lexicon("definitions")[section].items()}


def read(view: View) -> Iterator[Reading]:
    """Where something comes from, what for, and what it is used in."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words) or (s.has("question") and not s.has("called")):
        return
    yield from _parents(view)
    yield from _purpose(view)
    yield from _used(view)


def _parents(view: View) -> Iterator[Reading]:
    s = view.sentence
    if s.has("training_effect", "cost", "parameters", "not"):
        return
    for parent in s.subjects:
        name = _name(s, parent)
        turned = name in _CHILDREN and _is_child(s, parent)
        if name is None or not (turned or _is_parent(s, parent)):
            continue
        child = _child(view, parent)
        if child is None or child.subject == name:
            continue
        sure = child.where in ("", "the heading", "the item above", "the introduction", "the sentence before") and not s.has("hedged")
        first, second = (name, child.subject) if turned else (child.subject, name)
        yield Reading(f"lineage({first}) == {second}", parent.start, parent.end, inherited_note(child, view), sure=sure)
        return


def _name(s: Sentence, mention: Mention) -> str | None:
    name = _NETWORKS.get(mention.tag)
    if name == "foreign":
        word = s.words[mention.start : mention.end].strip()
        spelt = next((name for name, words in _SPELT if words.fullmatch(word)), None)
        return spelt or (word.lower() if _FOREIGN.fullmatch(word) else None)
    return None if mention.weak else name


_SAME = re.compile(r"等価|と同じ|に等し|と一致|同値|\bequivalent\b|\bthe same as\b|\bidentical to\b", re.IGNORECASE)


def _is_parent(s: Sentence, mention: Mention) -> bool:
    """A word of origin stands beside the mention."""
    if family(mention.tag) == "normalisation" and _SAME.search(s.words):
        return False  # one is said to be the other, not to come from it
    words, patterns = s.words, _patterns("origins")
    after, before = words[mention.end : mention.end + 60], words[max(0, mention.start - 60) : mention.start]
    if s.japanese:
        if re.match(r"\s*(?:は|も)", after):
            return False
        return any(patterns[name].search(after) for name in ("ja_after", "ja_moved")) or bool(patterns["ja_before"].search(before))
    return bool(patterns["en_before"].search(before))


def _is_child(s: Sentence, mention: Mention) -> bool:
    """What the other one became, or inspired: X は Y の元になった, X predates Y."""
    pattern = _patterns("origins")["ja_origin_of" if s.japanese else "en_origin_of"]
    return bool(pattern.search(s.words[mention.end :] if s.japanese else s.words[max(0, mention.start - 60) : mention.start]))


def _child(view: View, parent: Mention) -> Named | None:
    """What derives from the parent: the other network of the sentence, else the one that it inherits."""
    s = view.sentence
    others = [m for m in s.subjects if m is not parent and (own := _name(s, m)) in _CHILDREN and own != _name(s, parent)]
    topics = [m for m in others if s.is_topic(m) and m.start < parent.start] or [m for m in others if m.start < parent.start] or others
    if topics:
        return Named(_name(s, topics[0]) or "", "", s.block)
    if (just := _just_named(view, parent)) is not None:
        return just
    named = view.outline.inherited(s, lambda n: _NETWORKS.get(n) in _CHILDREN and _NETWORKS.get(n) != _NETWORKS.get(parent.tag))
    if named is None or named.where == NEARBY:
        above = [m.tag for b in range(s.block - 1, max(-1, s.block - 60), -1) for e in view.outline.sentences[b] for m in e.subjects if _NETWORKS.get(m.tag) in _CHILDREN and _NETWORKS.get(m.tag) != _NETWORKS.get(parent.tag)]
        named = Named(above[0], "further above", s.block) if above else named
    return Named(_NETWORKS[named.subject], named.where, named.block) if named else None


def _just_named(view: View, parent: Mention) -> Named | None:
    """A network without a subject of its own (Xception, U-Net) that the sentence before, or the heading, is about."""
    s, outline = view.sentence, view.outline
    before = [(e, "the sentence before") for e in reversed(outline.sentences[s.block][: s.number][-1:])]
    over = [(e, "the heading") for h in list(outline.headings(s.block))[:1] for e in outline.sentences[h]]
    for e, where in (*before, *over):
        names = {name for m in e.subjects if (name := _name(e, m)) in _CHILDREN}
        if names:
            name = names.pop() if len(names) == 1 else ""
            return Named(name, where, s.block) if name in ("xception", "unet", "mobilenet_v2", "googlenet") and name != _name(s, parent) else None
    return None


def _purpose(view: View) -> Iterator[Reading]:
    """A model that generates raw audio, that classifies images."""
    s = view.sentence
    if not _MODEL.search(s.words) or len(s.words) > 120 or s.has("not", "cost", "parameters", "hedged", "training_effect"):
        return
    named = view.subject(0, lambda n: n in ("wavenet", "pixelcnn", "densenet", "resnet", "mobilenet"))
    if named is None or named.where in (NEARBY, "the text above") or any(m.tag not in (named.subject, "pixelcnn", "cnn", "softmax") and not m.weak for m in s.subjects):
        return
    made = re.search(r"生成|合成|作る|つくる|つく|出力|分類|認識|識別|generat|synthes|classif|recogni|model|for", s.words, re.IGNORECASE)
    if made is None:
        return
    for name, pattern in _patterns("made_for").items():
        if name == "raw_audio" and not re.search(r"生成|合成|作る|つくる|出力|モデル|generat|synthes|model", s.words, re.IGNORECASE):
            continue
        if found := pattern.search(s.words):
            yield Reading(f"lineage({named.subject}) == {name}", found.start(), found.end(), inherited_note(named, view), sure=False)
            return


def _used(view: View) -> Iterator[Reading]:
    s = view.sentence
    mention = s.first("used_in") or next((m for m in s.tags.get("called", ()) if False), None)
    verb = mention or re.search(r"を?(?:使う|使い|使って|用いる|採用)|\buses?\b|\bemploys?\b|\brel(?:y|ies) on\b", s.words)
    if verb is None or s.has("reduce", "not"):
        return
    place = (mention.start, mention.end) if mention else (verb.start(), verb.end())  # type: ignore[union-attr, operator] - a match
    operation = next((m for m in s.subjects if m.tag in _OPERATIONS and not m.weak), None)
    if operation is None:
        return
    system = next((m.tag for m in s.subjects if m.tag in _SYSTEMS and not s.contrasted(m)), None)
    tag = "dilated_causal_stack" if operation.tag in ("dilated_stack", "dilated_conv") else operation.tag
    if system is None and mention and tag in ("dilated_causal_stack", "causal_conv1d") and view.subject(operation.start, lambda n: n == "wavenet"):
        system, tag = "wavenet", "dilated_causal_stack"
    if system and system != tag:
        yield Reading(f"used_in({tag}) == {system}", min(operation.start, place[0]), max(operation.end, place[1]), sure=False)
        return
    target = re.search(r"(?P<style>画風変換|スタイル変換|style transfer)|(?P<transformer>transformer)|(?P<rnn>(?<![A-Za-z])RNN|LSTM|recurrent)", s.words, re.IGNORECASE)
    if target and operation.tag in ("instance_norm", "layer_norm"):
        name = {"style": "style_transfer"}.get(str(target.lastgroup), str(target.lastgroup))
        yield Reading(f"used_in({tag}) == {name}", min(operation.start, target.start()), max(operation.end, target.end()), sure=False)
