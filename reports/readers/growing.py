"""Growing: how a network's size, parameters or cost go with the growth rate or the depth; an output's size with stride, padding.

The cause and its direction, the effect and its direction are read apart: that a larger k makes a lighter network is a
claim too, and refuted.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY
from ..vocabulary import family

_UP = r"大き|増|上げ|高|多|広|重|太|膨|大規模|深|larg|bigg|increas|great|high|more|grow|rais|heav|wide|cost|expensive|deep|expand|swell|rise"
_DOWN = r"小さ|減|下げ|低|少な|軽|細|縮|小規模|浅|small|decreas|reduc|low|few|shrink|light|less|cheap|narrow|thin|drop"
_FREE = r"影響し(?:な|ま)|影響(?:は|を)(?:な|受けな|与えな)|変わら|変化し(?:な|ま)|依存し(?:な|ま)|関係(?:が|は)?な|無関係|よらな|一定|同じ|unchanged|not (?:change|affect|depend)|unaffected|constant|independent|the same|no effect|does not matter"
_CHANGE = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})", re.IGNORECASE)
_CHANGED_AFTER = re.compile(
    rf"\s*[)）]?\s*k?\s*(?:の値|値)?\s*(?:[)）])?\s*(?:が|を|は|も|is|are|gets?|becomes?)?\s*(?:{_CHANGE.pattern})[a-z]{{0,8}}",
    re.IGNORECASE,
)
_RATE = re.compile(r"growth[- ]?rate|成長率|増加率|グロースレート|成長度|(?<![A-Za-z])k(?![A-Za-z0-9_])", re.IGNORECASE)
_EFFECTS = (
    ("params", re.compile(r"パラメータ|重みの数|ネットワーク|モデル|DenseNet(?:全体)?(?=(?:は|が)(?:大き|小さ|重く|軽く|太|細))|\bparameters?\b|\bparams\b|\bweights\b|\bnetwork\b|\bmodel\b", re.IGNORECASE)),
    ("macs", re.compile(r"計算量|演算量|計算コスト|\bcost\b|\bcomput\w+|\bflops\b|\bmacs\b|\bmultipl\w+", re.IGNORECASE)),
    ("channels_after", re.compile(r"\bblock(?:'s)? output\b|\boutput of the block\b|ブロックの出力|チャン?ネル|特徴マップの(?:数|枚数)|\bchannels?\b|\bfeature maps\b", re.IGNORECASE)),
)  # fmt: skip
_LINK = re.compile(r"ほど|すると|すれば|くなると|なれば|につれ|に応じ|と(?:ともに|共に)|に比例|ば(?=[^あ-ん]|、)|と[、\s]?|ことで|したがっ|従っ|,|makes?|leads?|means?|the |leav|giv|result|(?:in|de)creas|reduc|rais")
_LETTERLESS = re.compile(r"[\ue000$]")


_HELD = re.compile(r"\s*(?:が|は|を)?\s*(?:同じ|一定|変わら|変え(?:な|ず)|固定)|\s+(?:fixed|unchanged|the same)\b")  # it is what does not change


def read(view: View) -> Iterator[Reading]:
    """What grows or shrinks with what."""
    s = view.sentence
    if re.search(r"[?？]\s*$", s.words) or view.outline.blocks[s.block].kind == "heading" or (s.has("question") and not s.japanese):
        return
    yield from _growth_rate(view)
    yield from _channels(view)
    yield from _depth(view)
    yield from _output_size(view)


def _growth_rate(view: View) -> Iterator[Reading]:
    """A larger growth rate, a larger network: either direction of either."""
    s = view.sentence
    text = s.text.chars.replace("$", " ")
    for rate in _RATE.finditer(text):
        cause = _direction(text, rate)
        if cause is None or _HELD.match(text[rate.end() :]):
            continue
        up, cause_end = cause
        effect = _effect(text, max(cause_end, rate.end()))
        if effect is None:
            continue
        measure, change, end = effect
        named = view.subject(rate.start(), lambda name: family(name) == "dense")
        plain = len(rate[0]) > 1  # the growth rate by its name is DenseNet's
        if (named is None and not plain) or (named and named.subject == "transition_layer"):
            return
        word = "constant" if change is None else "increasing" if change == up else "decreasing"
        sure = (plain or (named is not None and named.where != NEARBY)) and not s.has("hedged")
        notes = () if named is None or plain else inherited_note(named, view)
        yield Reading(f"monotone({measure}(dense_block), growth_rate) == {word}", rate.start(), end, notes, sure=sure)
        return


def _direction(text: str, rate: re.Match[str]) -> tuple[bool, int] | None:
    """Whether the rate grows (True) or shrinks in what the sentence supposes, and where those words end."""
    before = re.search(rf"(?:(?P<up>\b(?:{_UP})\w*)|(?P<down>\b(?:{_DOWN})\w*))\s+(?:the\s+|a\s+|value of\s+)*$", text[: rate.start()], re.IGNORECASE)
    if before:
        return bool(before["up"]), rate.end()
    after = _CHANGED_AFTER.match(text[rate.end() :])
    if after:
        return bool(after["up"]), rate.end() + after.end()
    if re.match(r"\s*k?\s*(?:は|が|の値は|does|has)\s*[^。]{0,24}" + rf"(?:{_FREE})", text[rate.end() :], re.IGNORECASE):
        return True, rate.end()
    return None


def _effect(text: str, start: int) -> tuple[str, bool | None, int] | None:
    """(measurement, whether it grows or None where it does not change, end) in what follows."""
    rest = re.split(r"[。;]|\. ", text[start : start + 90])[0]
    found = [(m.start(), name, m) for name, pattern in _EFFECTS if (m := pattern.search(rest))]
    if not found:
        return None
    _, measure, match = min(found, key=lambda f: f[0])
    tail, head = rest[match.end() :], rest[: match.start()]
    clause = re.split(r"[、]|, (?:but|and|while)", tail)[0]
    for stretch in (clause, head):
        free = re.search(_FREE, stretch, re.IGNORECASE)
        if free:
            return measure, None, start + match.end() + free.end()
        change = _CHANGE.search(stretch)
        if change:
            denied = re.match(r"[^。、]{0,4}(?:ない|ません|ず)", stretch[change.end() :])
            place = start + (match.end() if stretch is clause else 0) + change.end()
            return None if denied else (measure, bool(change["up"]), place)
    return None


_THETA = re.compile(r"θ|\\theta|\btheta\b|(?:圧縮率|圧縮係数|compression (?:factor|rate))(?:\s*θ)?", re.IGNORECASE)
_LATER = re.compile(
    r"(?:深い|後ろの|後の|奥の|後段の|先の)(?:層)?ほど|層(?:が|を)(?:深く|進|重ね|後ろ)[^。、]{0,8}(?:ほど|につれ|と|たび)|奥に(?:行く|進む|入る)ほど|(?:後ろ|奥|先)(?:の層)?に(?:行|い|な)くほど|\bthe (?:deeper|later|further (?:down|in|into))\b|\b(?:deeper|later) layers?\b|\bwith depth\b|\bas (?:you|we|one) go(?:es)? deeper\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"チャン?ネル(?:数)?|特徴マップ(?:の(?:数|枚数))?|\b(?:input |output )?channels?\b|\b(?:feature )?maps\b", re.IGNORECASE)


def _channels(view: View) -> Iterator[Reading]:
    """Fewer channels behind a transition for a smaller theta; more of them the deeper inside a block."""
    s = view.sentence
    text = s.text.chars.replace("$", " ")
    for role, subject, pattern in (("compression", "transition_layer", _THETA), ("layers", "dense_block", _LATER)):
        cause, effect = pattern.search(text), _COUNTED.search(text)
        if cause is None or effect is None or re.search(r"\d", text[cause.end() :]) or s.has("hedged"):
            continue
        up, end = (True, cause.end()) if role == "layers" else _direction(text, cause) or (True, 0)
        if not end or not _LINK.search(text[cause.start() :]):
            continue
        rest = text[end:] if effect.start() > end else ""
        around = re.split(r"[。;]|\. ", rest)[0]
        change = re.search(rf"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<free>{_FREE})", around, re.IGNORECASE)
        if change is None or re.match(r"[^。、]{0,4}(?:ない|ません|ず)", around[change.end() :]) or re.search(r"\bnew\b|新し|各層の出力|growth|成長", text, re.IGNORECASE):
            continue
        named = view.subject(cause.start(), lambda name: family(name) == "dense")
        if named is None or named.where == NEARBY or any(family(m.tag) not in ("dense", "convolution", "") for m in s.subjects):
            continue
        word = "constant" if change["free"] else "increasing" if bool(change["up"]) == up else "decreasing"
        notes = () if role == "compression" else inherited_note(named, view)  # nothing else has a theta beside channels
        yield Reading(f"monotone(channels_after({subject}), {role}) == {word}", cause.start(), end + change.end(), notes)
        return


def _depth(view: View) -> Iterator[Reading]:
    """The deeper the network, the higher the cost."""
    s = view.sentence
    deeper, cost = s.first("deeper"), s.first("cost")
    others = ("dense", "residual", "wavenet", "dilated")
    if deeper and cost and s.has("increase") and not s.has("reduce") and not any(family(m.tag) in others for m in s.subjects):
        yield Reading(
            "monotone(macs(conv_stack), layers) == increasing",
            min(deeper.start, cost.start),
            max(deeper.end, cost.end),
            sure=False,
        )


_CHANGED = re.compile(
    r"(?:\s*size|\s*の?(?:値|幅|サイズ))?\s*(?:を|が|の?値を|sizes?|values?)?\s*(大き|増や|上げ|小さ|減ら"
    r"|(?:is |are )?(?:larger|increased|increases|bigger|smaller|decreased))"
)
_OUTPUT = re.compile(
    r"(?:出力|特徴マップ|output|feature map)[^。、]{0,24}?(大き|増|小さ|減|縮|small|larg|shrink|grow|reduc|decreas|increas)"
)

_AGAIN = re.compile(r"\s*(?:く|やす|らす|げる)?(?:する|なる)?(?:と|ほど|ば|れば)[^。、]{0,2}、?\s*(大き|増|小さ|減|縮)|\s*(?:,|makes? it|shrinks it|a)\s*(small|larg|shrink)")


def _output_size(view: View) -> Iterator[Reading]:
    """A larger stride, a smaller output; more padding, a larger one."""
    s = view.sentence
    for role, word in (("stride", "stride_word"), ("padding", "padding_word")):
        for mention in s.tags.get(word, ()):
            found = _CHANGED.match(s.words[mention.end :])
            after = s.words[mention.end + (found.end() if found else 0) :]
            effect = _OUTPUT.search(after.split("一方")[0])
            if found and effect is None and _OUTPUT.search(s.words[: mention.start]):
                effect = _AGAIN.match(after)  # of the output, of which the clause before speaks
            about = view.in_families(mention.start, "convolution", "transposed")
            if found and effect and not (about and family(about.subject) == "transposed"):
                up = found[1][:2] in ("大き", "増や", "上げ") or bool(re.search("larg|increas|bigg", found[1]))
                said = next(g for g in effect.groups() if g)
                grown = bool(re.match("大き|増|larg|grow|increas", said))
                direction = "increasing" if up == grown else "decreasing"
                measure = "output_size(conv2d, padding=valid)" if role == "stride" else "output_size(conv2d)"
                end = mention.end + found.end() + effect.end()
                yield Reading(f"monotone({measure}, {role}) == {direction}", mention.start, end, sure=True)
