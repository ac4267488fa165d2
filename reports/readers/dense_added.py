"""How many channels a dense block adds in all: "growth rate 32, blocks of four layers: every block adds 128 channels".

The rate and the number of layers are taken from the sentence or the lines above; what the block adds is what comes out
of it less what goes in.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..counting.axes import lines_above
from ..reading import Reading, View
from ..sizes.counting import doubtful, plain
from .dense_sums import LAYERS, RATE, the_one

_CHANNELS = r"(?:new |more |extra |further |additional )?(?:channels\b|(?:feature )?maps\b)"
_COUNT = r"(?P<n>\d{1,4}|k\s*[x*]?\s*L|L\s*[x*]?\s*k|k)"
_ADDS = re.compile(rf"\b(?P<which>(?:an?|the|each|every|this|one|whole|entire)\s+(?:\w+\s+)?(?:dense )?)block\b(?P<between>[^.;]{{0,60}}?)\b(?:adds?|contributes?|appends?)\s+(?:only\s+|just\s+|exactly\s+)?{_COUNT}\s+{_CHANNELS}", re.IGNORECASE)
_ADDS_JA = re.compile(r"(?P<which>[^。、]{0,8})(?:ブロック|[Bb]locks?)\s*(?:全体)?(?:は|が|で(?:は)?|ごとに)(?P<between>[^。]{0,24}?)(?P<n>\d{1,4})\s*(?:チャン?ネル|ch|枚)(?:を|だけ|が|ずつ|の[^。、]{0,8}を)*\s*(?:加え|追加|増や|増え|足)")
_DENSE = re.compile(r"dense|デンス|密", re.IGNORECASE)
_SO_MANY = re.compile(r"layers? (?:per|in (?:each|every|a|the|one)) (?:dense )?block|layers? (?:per|in) (?:\w+ )?block|blocks? (?:of|with|has|have|having|contains?)\b|ブロック(?:あたり|ごとに|に)|層(?:の|ずつの)?[^。、]{0,8}ブロック", re.IGNORECASE)
_ONE_STEP = re.compile(r"conv\w*\s*$|畳み?込み|bottleneck|residual|transition|残差", re.IGNORECASE)
_EACH_LAYER = re.compile(r"\blayers? (?:adds?|contributes?)|\b(?:each|every|per|by) (?:\w+ )?layer|層(?:ごと|あたり|が|は)|各層|transition", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says that a block adds."""
    s = view.sentence
    text = plain(s.text.chars)
    found = (_ADDS_JA if s.japanese else _ADDS).search(text)
    if found is None or s.has("question", "not", "hedged") or _ONE_STEP.search(found["which"]) or _EACH_LAYER.search(found["between"]):
        return
    above = [plain(e.text.chars) for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    texts = [text[: found.start("n")] + " # " + text[found.end("n") :], *above[::-1], *lines_above(view)]
    heads = [view.outline.blocks[h].raw for h in view.outline.headings(s.block)]
    dense = _DENSE.search(found[0]) or (_DENSE.search(" ".join([*texts, *heads])) and any(_SO_MANY.search(t) for t in texts))
    if not dense or view.in_families(len(text), "dense") is None:
        return
    count = re.sub(r"\s", "", found["n"])
    if count.isdigit():
        rate, layers = the_one(RATE, texts), the_one(LAYERS, texts)
        if rate is None or layers is None:
            return
        sizes, claimed = f"growth_rate={rate}, layers={layers}", count
    elif re.search(r"(?<![A-Za-z])L(?![A-Za-z])", texts[0] + count) and re.search(r"layer|層", text):
        sizes, claimed = "growth_rate=k, layers=L", "k*L" if "L" in count else "k"
    else:
        return
    yield Reading(f"channels_after(dense_block, in_channels=C, {sizes}) - C == {claimed}", found.start(), found.end(), sure=not doubtful(s), firm=True, subject="dense_block", predicate="channels_after")
