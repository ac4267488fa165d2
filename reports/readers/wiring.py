"""Wiring: what is added and what concatenated, which layers feed which, in which order, how channels grow."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Sym, symbols
from ...properties.rendering import to_text
from ..quantities import whole
from ..reading import Reading, View, inherited_note
from ..scope import Named
from ..sentences import Sentence
from ..vocabulary import Mention, family

_DENIED_AFTER = re.compile(
    r"[^。、]{0,6}?(?:ではな|でな|のではな|せず|するのでは|しない|しません|する代わり"
    r"|の代わり|よりも|わけではな|はしない|ずに)"
)
_DENIED_BEFORE = re.compile(
    (
        r"(?:instead of|rather than|not|unlike|never|without|as opposed to|in place "
        r"of)\s+(?:\w+ing\s+)?(?:simply\s+|just\s+|being\s+|the\s+|a\s+|element-?wise\s+"
        r"|by\s+|them\s+)*$|(?:never|not|n't)\s+(?:\w+\s+){0,4}(?:by|through"
        r"|via)\s+(?:\w+\s+)?$"
    ),
    re.IGNORECASE,
)
_OBJECTS = ("input", "output", "identity", "layers", "channels")
_OTHER_ADDING = re.compile(
    (
        r"追加|added (?:after|before|to the (?:network|loss|model|end))|add(?:ing)? (?:a|an"
        r"|more|another|new|the bias|padding|zeros?|noise|bias|layers)\b|adding layers"
        r"|adds? (?:only |just |exactly |another )*(?:k|\d+|its own|few|new|more)\b|add\w* (?:\w+ )?(?:channels|feature maps|parameters)"
        r"|バイアスを加|ノイズを加|重み付き|加重|層を加え|正規化を加え|損失に|フィルタ.{0,"
        r"6}足し|チャネルごとの.{0,8}足し"
    ),
    re.IGNORECASE,
)
_ARROWS = re.compile(
    r"\s*(?:層|処理|関数|レイヤー?|演算|に?よる(?:変換|処理)|(?:convolution|conv)?\s*layer|operation)?\s*"
    r"(?:\([^()]{0,20}\))?\s*"
    r"(?:(?:→|->|⇒|-+>|=>|⟶|—|–|\s-\s|、|,|\+|then\b|followed by\b|and\b|の後に?|のあとに?|次に|その後"
    r"|最後に|続いて)\s*){1,4}(?:an?\s+|the\s+|then\s+)*\s*"
)
_ORDERED = re.compile(
    r"→|->|⇒|=>|の順|順に|順番|followed by|then|次に|の後|のあと|in (?:this|that"
    r"|the) order|一連|で構成|からなる|consist|composed|composite"
)
_OPERATIONS = {
    "batch_norm",
    "relu",
    "conv2d",
    "pointwise_conv2d",
    "depthwise_conv2d",
    "avg_pool2d",
    "max_pool2d",
    "pool",
}
_COMPOSED = (
    "dense_block",
    "densenet",
    "transition_layer",
    "residual_block",
    "resnet",
    "depthwise_separable_conv2d",
    "mobilenet",
    "gated_residual_layer",
)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of how a block is wired."""
    s = view.sentence
    if s.has("question") and not s.japanese:
        return
    yield from _feeds(view)
    joined = list(_combine(view))
    yield from joined
    yield from _identity(view, bool(joined))
    yield from _composition(view)
    yield from _channels(view)
    yield from _connections(view)
    yield from _growth_of_size(view)


# Add or concatenate


def _combine(view: View) -> Iterator[Reading]:
    s = view.sentence
    done: set[tuple[str, str]] = set()
    for tag, word in (("add", "add"), ("concatenate", "concat")):
        for mention in s.tags.get(tag, ()):
            named = view.subject(
                mention.start, lambda name: family(name) in ("dense", "residual") and name != "transition_layer"
            )
            if named is None or _denied(s, mention) or not _joins(view, mention, tag, named):
                continue
            subject = "dense_block" if family(named.subject) == "dense" else "residual_block"
            if (subject, word) in done:
                continue
            done.add((subject, word))
            sure = not s.has("hedged") and s.has("input", "output", "identity") and _alone(view, subject, mention)
            yield Reading(f"combine({subject}) == {word}", *_around(s, mention), inherited_note(named, view), sure=sure)


def _identity(view: View, subject_seen: bool) -> Iterator[Reading]:
    """A skip connection, where nothing is said of adding: the residual block adds its input."""
    s = view.sentence
    mention = s.first("identity")
    if subject_seen or mention is None or view.outline.blocks[s.block].kind == "heading":
        return
    named = view.subject(mention.start, lambda name: family(name) == "residual")
    if (
        named
        and named.where == ""
        and re.search(
            r"アイデンティティ接続|恒等|スキップ|skip|shortcut|ショートカット|identity", s.words, re.IGNORECASE
        )
        and re.search(r"パス|path|経|伝|渡|connect|接続|bypass|飛ば|直接|pass", s.words)
    ):
        yield Reading("combine(residual_block) == add", mention.start, mention.end, (), sure=False)


def _alone(view: View, subject: str, mention: Mention) -> bool:
    """No subject of the other kind is named in the sentence, or only in another clause of a Japanese one."""
    other = "residual" if subject == "dense_block" else "dense"
    start, end = view.sentence.clause(mention.start) if view.sentence.japanese else (0, len(view.sentence.words))
    return not any(family(m.tag) == other and start <= m.start < end for m in view.sentence.subjects)


def _around(s: Sentence, mention: Mention) -> tuple[int, int]:
    start, _ = s.clause(mention.start)
    while start < mention.start and s.words[start] in " 　":
        start += 1
    return start, mention.end


def _denied(s: Sentence, mention: Mention) -> bool:
    return bool(_DENIED_AFTER.match(s.words[mention.end :]) or _DENIED_BEFORE.search(s.words[: mention.start]))


def _joins(view: View, mention: Mention, tag: str, named: Named) -> bool:
    """Whether inputs and outputs are joined, and not a layer, a bias or a term added."""
    s = view.sentence
    around = s.words[max(0, mention.start - 24) : mention.end + 28]
    if tag == "add" and _OTHER_ADDING.search(around):
        return False
    if tag == "concatenate" and re.search(
        r"密結合|全結合|結合確率|残差結合|スキップ結合|fully", s.words[max(0, mention.start - 4) : mention.end + 2]
    ):
        return False
    if s.words[mention.start : mention.end].lower() == "sum" and re.search(
        r"weighted|in\s+$", s.words[: mention.start][-9:]
    ):
        return False
    return s.has(*_OBJECTS) or named.where == "" or bool(re.search(r"features|特徴", s.words))


# Which earlier layers


def _feeds(view: View) -> Iterator[Reading]:
    s = view.sentence
    for tag, word in (("all_earlier", "all_earlier"), ("previous_only", "previous")):
        for mention in s.tags.get(tag, ()):
            named = view.subject(
                mention.start, lambda name: family(name) in ("dense", "residual") and name != "transition_layer"
            )
            if named is None or not s.has("input", "output", "identity", "concatenate", "dependent", "add", "layers"):
                continue
            if not (
                s.has("input", "output", "concatenate", "used_in")
                or re.search(r"接続|connect|receiv|受け取|伝|渡|reuse|再利用|つな|繋|access|feed|結合", s.words)
            ):
                continue
            if word == "previous" and not (s.has("only") or re.search(r"前[1一]層|直前|[1一]つ前", s.words)):
                continue
            subject = "dense_block" if family(named.subject) == "dense" else "residual_block"
            text = f"feeds({subject}) == {word}"
            if not view.polarity(mention.end) and not s.has("only"):
                text = f"not {text}"
            yield Reading(
                text, *_around(s, mention), inherited_note(named, view), sure=not s.has("hedged") and named.where == ""
            )


# Order of operations


def _composition(view: View) -> Iterator[Reading]:
    listed = _listed(view)
    if listed:
        yield listed
        return
    s = view.sentence
    chain = _chain(s)
    if len(chain) < 2 or not _ORDERED.search(s.words):
        return
    named = view.subject(chain[0].start, lambda name: name in _COMPOSED)
    if named is None or s.has("question"):
        return
    yield from _order(view, named, [_operation(s, m) for m in chain], chain[0].start, chain[-1].end)


def _chain(s: Sentence) -> list[Mention]:
    """The longest run of operations with nothing but arrows (or then, と, followed by) between them."""
    best: list[Mention] = []
    run: list[Mention] = []
    for mention in [m for m in s.subjects if m.tag in _OPERATIONS]:
        gap = s.words[run[-1].end : mention.start] if run else ""
        gap = re.sub(r"\d\s*[x×]\s*\d|[\ue000]+|の?(?:畳み込み)?(?:層|処理)|stride \d|[(（][^)）]*[)）]", "", gap)
        if run and (_ARROWS.fullmatch(gap) or re.fullmatch(r"\s*(?:と|/|・|\s)\s*", gap)):
            run.append(mention)
        else:
            run = [mention]
        if len(run) > len(best):
            best = list(run)
    return best


def _operation(s: Sentence, mention: Mention) -> str:
    """The operation, a 1x1 written before its name understood."""
    before = s.key.text[max(0, mention.start - 12) : mention.start]
    if mention.tag == "conv2d" and re.search(r"(?<!\d)1\s*[x×*]\s*1\s*(?:の)?\s*$", before):
        return "pointwise_conv2d"
    return "avg_pool2d" if mention.tag == "pool" else mention.tag


def _order(view: View, named: Named, names: list[str], start: int, end: int) -> Iterator[Reading]:
    subject = {"densenet": "dense_block", "resnet": "residual_block", "mobilenet": "depthwise_separable_conv2d"}.get(
        named.subject, named.subject
    )
    text = f"composition({subject}) == ({', '.join(names)})"
    yield Reading(
        text,
        start,
        end,
        inherited_note(named, view),
        sure=len(names) >= 3 and named.where == "" and subject == "dense_block" and len(set(names)) == len(names) == 3,
    )


def _listed(view: View) -> Reading | None:
    """Operations one to an item: the claim stands at the first."""
    outline, s = view.outline, view.sentence
    block = outline.blocks[s.block]
    if block.kind != "item" or s.number:
        return None
    members = [
        n
        for n in range(s.block, min(len(outline.blocks), s.block + 8))
        if outline.blocks[n].parent == block.parent and outline.blocks[n].kind == "item"
    ]
    first = next(
        (
            n
            for n in range(max(0, s.block - 8), s.block)
            if outline.blocks[n].parent == block.parent and outline.blocks[n].kind == "item"
        ),
        None,
    )
    if first is not None or len(members) < 2:
        return None
    names = []
    for n in members:
        found = outline.sentences[n]
        operations = [m for m in found[0].subjects if m.tag in _OPERATIONS] if len(found) == 1 else []
        if len(operations) != 1 or len(found[0].words) > 40:
            break
        names.append(_operation(found[0], operations[0]))
    lead = outline.sentences[block.parent][-1] if block.parent is not None and outline.sentences[block.parent] else None
    if (
        len(names) < 2
        or lead is None
        or not re.search(r"処理|順|構成|following|order|composed|consist|計算|sequence|steps?|構造", lead.words)
    ):
        return None
    named = view.outline.inherited(s, lambda name: name in _COMPOSED)
    return next(_order(view, named, names, 0, len(s.words)), None) if named else None


# Channels


def _channels(view: View) -> Iterator[Reading]:
    """k0 + k(l-1), n*k in and (n+1)*k out, k more with each layer."""
    s = view.sentence
    named = view.subject(len(s.words), lambda name: family(name) == "dense" and name != "transition_layer")
    if named is None or s.has("question"):
        return
    notes = inherited_note(named, view)
    spans = [f for f in s.formulas if symbols(f.formula.value) and not f.atomic]
    for span in spans:
        text = _layerwise(span.formula.value, view)
        if text and (s.has("channels", "input", "output", "growth") or _lead_has(view, "channels")):
            yield Reading(text, span.start, span.end, notes, sure=True)
            return
    pair = _step(spans)
    if pair and s.has("input") and s.has("output"):
        before, after = pair
        letters = symbols(before)
        other = next((x for x in letters if x not in ("k",)), "n")
        where = f" where {other} = stacks"
        yield Reading(
            f"channels_after(dense_block, layers=1, in_channels={to_text(before)}) == {to_text(after)}{where}",
            spans[0].start,
            spans[-1].end,
            notes,
            sure=False,
        )
        return
    grown = re.search(
        (
            r"(?:に|毎に|ごとに|層で|layer|each)[^。]{0,24}?(?<![A-Za-z])k(?![A-Za-z])\s*(?:個|チャネル|ch|枚"
            r"|つ|new|more|additional|feature|channels|output)"
            r"|(?<![A-Za-z])k(?![A-Za-z])\s*(?:個|チャネル|枚)?\s*(?:ずつ|づつ)"
            r"|(?<![A-Za-z])k(?![A-Za-z])\s*(?:new |more |additional |output )?(?:feature[- "
            r"]maps?|channels)"
        ),
        _with_letters(s),
    )
    if (
        grown
        and s.has("increase", "growth", "channels", "add", "concatenate")
        and s.has("channels", "growth", "layers")
    ):
        yield Reading("channels_after(dense_block, layers=1) == C + k", grown.start(), grown.end(), notes, sure=False)
        return
    yield from _numeric(view, notes)


def _with_letters(s: Sentence) -> str:
    return s.text.chars.replace("$", " ")


def _lead_has(view: View, tag: str) -> bool:
    lead = view.lead()
    return lead is not None and lead.has(tag)


def _layerwise(node: Node, view: View) -> str | None:
    """c0 + k*(l - 1) or c0 + k*L: channels into layer l, or after L layers."""
    match node:
        case Bin("+", Sym(first), Bin("*", left, right)):
            factors = {to_text(left), to_text(right)}
        case Bin("+", Bin("*", left, right), Sym(first)):
            factors = {to_text(left), to_text(right)}
        case _:
            return None
    rate = next((f for f in factors if f in ("k", "g", "K", "r")), None)
    count = next((f for f in factors if f != rate), None)
    if rate is None or count is None or not re.fullmatch(r"[A-Za-z]\w*(?: - 1)?", count):
        return None
    letter = count.split()[0]
    roles = f"{first} = in_channels, {rate} = growth_rate, {letter} = layers"
    return f"channels_after(dense_block, layers={count}) == {to_text(node)} where {roles}"


def _step(spans) -> tuple[Node, Node] | None:
    """n*k, then (n+1)*k."""
    for a, b in itertools.pairwise(spans):
        if (
            set(symbols(a.formula.value)) == set(symbols(b.formula.value))
            and "k" in symbols(a.formula.value)
            and len(symbols(a.formula.value)) == 2
        ):
            return a.formula.value, b.formula.value
    return None


def _numeric(view: View, notes) -> Iterator[Reading]:
    """Growth rate 32, six layers, 64 channels in: 256 out."""
    sizes = {a.role: a.number for a in view.given if a.number}
    for block in view.outline.ancestors(view.sentence.block):
        for sentence in view.outline.sentences[block]:
            sizes |= {a.role: a.number for a in view.outline.given(sentence) if a.number and a.role not in sizes}
    spoken = next(
        (
            a.number
            for a in view.given
            if a.role == "output_size"
            and a.number
            and re.match(r"\s*(?:チャン?ネル|channels|ch\b)", view.sentence.words[a.end :])
        ),
        None,
    )
    result = (
        sizes.get("out_channels")
        or spoken
        or next((whole(a.values[-1]) for a in view.given if a.role == "output" and len(a.values) == 3), None)
    )
    if {"growth_rate", "layers", "in_channels"} <= sizes.keys() and result:
        yield Reading(
            f"channels_after(dense_block, in_channels={sizes['in_channels']}, growth_rate={sizes['growth_rate']}, "
            f"layers={sizes['layers']}) == {result}",
            0,
            len(view.sentence.words),
            notes,
            sure=False,
        )


def _connections(view: View) -> Iterator[Reading]:
    """L(L+1)/2 connections."""
    s = view.sentence
    for span in s.formulas:
        value = span.formula.value
        letters = symbols(value)
        if (
            isinstance(value, Bin)
            and value.op == "/"
            and len(letters) == 1
            and re.search(r"接続|connection|結合|リンク|経路|links|ショートカット|direct", s.words)
        ):
            named = view.subject(span.start, lambda name: family(name) == "dense")
            if named:
                # Layer i receives the block's input and the i - 1 maps before it: i direct connections.
                yield Reading(
                    f"sum(i, 1, {letters[0]}, i) == {to_text(value)}",
                    span.start,
                    span.end,
                    inherited_note(named, view),
                    subject="dense_block",
                    predicate="structure_count",
                )


def _growth_of_size(view: View) -> Iterator[Reading]:
    """The larger k, the larger the network; the deeper, the costlier; a larger stride, a smaller output."""
    s = view.sentence
    text = _with_letters(s)
    larger_k = re.search(
        r"(?:growth rate|成長率|増加率|(?<![A-Za-z])k(?![A-Za-z]))[^。]{0,10}?(?:が"
        r"|を)?\s*(?:大き|increas|larger|grow|増)",
        text,
        re.IGNORECASE,
    )
    if (
        larger_k
        and re.search(
            r"ネットワーク|モデル|パラメータ|計算量|network|model|parameters|チャネル", text[larger_k.end() :]
        )
        and s.has("increase")
    ):
        named = view.subject(larger_k.start(), lambda name: family(name) == "dense")
        if named:
            yield Reading(
                "monotone(params(dense_block), growth_rate) == increasing",
                larger_k.start(),
                larger_k.end(),
                inherited_note(named, view),
                sure=False,
            )
    deeper = s.first("deeper")
    cost = s.first("cost")
    if (
        deeper
        and cost
        and s.has("increase")
        and not s.has("reduce")
        and not any(family(m.tag) in ("dense", "residual", "wavenet", "dilated") for m in s.subjects)
    ):
        yield Reading(
            "monotone(macs(conv_stack), layers) == increasing",
            min(deeper.start, cost.start),
            max(deeper.end, cost.end),
            sure=False,
        )
    for role, word in (("stride", "stride_word"), ("padding", "padding_word")):
        for mention in s.tags.get(word, ()):
            found = re.match(
                (
                    r"(?:\s*size|\s*の?(?:値|幅|サイズ))?\s*(?:を|が|の?値を|sizes?|values?)?\s*(大き"
                    r"|増や|上げ|小さ|減ら"
                    r"|(?:is |are )?(?:larger|increased|increases|bigger|smaller|decreased))"
                ),
                s.words[mention.end :],
            )
            after = s.words[mention.end + (found.end() if found else 0) :]
            effect = re.search(
                (
                    r"(?:出力|特徴マップ|output|feature map)[^。、]{0,24}?(大き|増|小さ|減|縮|small|larg|shrink|grow"
                    r"|reduc|decreas|increas)"
                ),
                after.split("一方")[0],
            )
            about = view.in_families(mention.start, "convolution", "transposed")
            if found and effect and not (about and family(about.subject) == "transposed"):
                up = found[1][:2] in ("大き", "増や", "上げ") or bool(re.search("larg|increas|bigg", found[1]))
                out_up = bool(re.match("大き|増|larg|grow|increas", effect[1]))
                direction = "increasing" if up == out_up else "decreasing"
                measure = "output_size(conv2d, padding=valid)" if role == "stride" else "output_size(conv2d)"
                yield Reading(
                    f"monotone({measure}, {role}) == {direction}",
                    mention.start,
                    mention.end + found.end() + effect.end(),
                    sure=True,
                )
