"""To what the channels of the output are equal: the number of filters, the channels that come in, one.

Measured, relation and referent are found apart, in any order; a referent that the sentence sets aside (not the depth of
each filter, 入力のチャネル数ではなく) is not the one meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, call
from ..sizes.geometry import flat
from ..sizes.maps import cue, mentioned
from ..vocabulary import family
from .branch_channels import of_branches

_DENIED_AFTER = re.compile(r"\S{0,3}(?:ない|なく|ません|とは限|わけでは)")
_DENIED_BEFORE = re.compile(r"(?:\bnot|\bnever|n't)\s+(?:\w+\s+)?$", re.IGNORECASE)
_SINGLE = re.compile(
    r"(?:常に|必ず|ただ|たった)\s*(?:1|一)(?![0-9])|\b(?:a single|only one|just one|exactly one)\s+(?:output\s+)?(?:channel|map)",
    re.IGNORECASE,
)
_GOT = re.compile(
    r"\b(?:get out|comes? out|outputs?|gives?|yields?|emits?|produces?|returns?)\b|出力|出てくる|得られ", re.IGNORECASE
)
_AS_PUT_IN = re.compile(
    r"\bas many (?:channels|maps) as (?:you put in|go in|came in|went in|there were)\b", re.IGNORECASE
)
_MANY = re.compile(
    r"(?<![\d.x*/])(?P<n>\d{1,5})\s*(?:個の|枚の)?(?:チャン?ネル(?!\s*[)）分])|ch\b|枚の(?:特徴)?マップ|(?:output |feature |activation )?(?:channels?|maps)\b)(?!\s*(?:画像|入力|分|の(?:画像|入力)|image|input|in\b))",
    re.IGNORECASE,
)
_OUT_AFTER = re.compile(
    r"\s*(?:に(?:な|増|減)|とな|で(?:ある|す)|が(?:得|出|でき)|を(?:出|得)|だけ|come|are (?:produced|obtained)|out\b)",
    re.IGNORECASE,
)
_IS = re.compile(
    r"(?:出力(?:される|の)?チャン?ネル数?は\s*(?:\d+\s*(?:では|じゃ)なく、?\s*)?)(?P<n>\d{1,5})(?!\d|\s*[x*])"
)
_OTHERWISE = re.compile(
    r"depth-?wise|デプスワイズ|深さ方向|group|グループ|equal (?:parts|shares|portions|pieces|chunks|blocks)|等分|分け|分割|pool|プーリング|concat|連結|結合|dense|separable|分離",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"(?<![A-Za-z])[A-Za-z](?:_\w+)?\W{0,3}(?:\s(?:is|denotes?))?\s*(?:the )?number of|(?<![A-Za-z])[A-Za-z](?:_\w+)?\W{0,3}(?:は|が|:|：)[^。、]{0,12}数")
_REASON = re.compile(r",? (?:because|since|as (?:each|every)|for each)\b", re.IGNORECASE)
_WRONG = re.compile(r"誤|間違|wrong|mistake|\bnot \d|×\s*$|もし|仮に|would", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of the channels that come out."""
    s = view.sentence
    if s.cell is not None or s.words.rstrip().endswith(("?", "？")) or len(s.text) > 240:
        return
    text = flat(s)
    if len(_DEFINES.findall(text)) > 1:
        return  # M is the number of input channels, N the number of output channels: names, no relation
    if reading := _of_referent(view, text) or _of_number(view, text):
        yield reading


def _of_referent(view: View, text: str) -> Reading | None:
    """The channels of the output, said to be equal to something."""
    measured, equal = cue("channels", "measured").search(text), cue("channels", "equal").search(text)
    reason = _REASON.search(text, equal.end()) if measured and equal and measured.end() < equal.end() else None
    if reason:
        text = text[: reason.start()]  # why it is so names other channels
    depthwise = re.search(r"depth-?wise|デプスワイズ|深さ方向", text, re.IGNORECASE)
    if depthwise and _GOT.search(text) and (many := _AS_PUT_IN.search(text) or _SINGLE.search(text)):
        measured = equal = many
    if measured is None or equal is None:
        return None
    found = [
        (place, letter)
        for name, letter in (("filters", "M"), ("incoming", "C"))
        if (place := _referent(text, name, measured.span()))
    ]
    if depthwise and _AS_PUT_IN.search(text):
        found = [(equal, "C")]
    if not found and (single := _SINGLE.search(text)):
        found = [(single, "1")]
    if len(found) != 1:
        return None
    place, letter = found[0]
    subject = "depthwise_conv2d" if depthwise else "conv2d"
    if (_OTHERWISE.search(text) and not depthwise) or (depthwise and letter == "M"):
        return None
    denied = _DENIED_AFTER.match(text, equal.end()) or _DENIED_BEFORE.search(
        text[max(0, equal.start() - 12) : equal.start()]
    )
    plain = not cue("channels", "special").search(re.sub(r"[(（][^)）]*[)）]", "", text)) and not view.sentence.has(
        "hedged"
    )
    other = view.subject(measured.start(), lambda n: family(n) in ("pooling", "normalisation", "activation"))
    statement = f"output_channels({subject}) == {letter}"
    return Reading(
        f"not {statement}" if denied else statement,
        min(measured.start(), place.start()),
        max(equal.end(), place.end()),
        sure=plain and other is None and not denied,
        spare=True,
    )


def _referent(text: str, name: str, measured: tuple[int, int]) -> re.Match[str] | None:
    """A referent that is not set aside."""
    for m in cue("channels", name).finditer(text):
        aside = re.compile("(?:" + cue("channels", "aside_before").pattern + ")$", re.IGNORECASE).search(
            text[max(0, m.start() - 24) : m.start()]
        )
        if m.span() != measured and not aside and not cue("channels", "aside_after").match(text, m.end()):
            return m
    return None


def _of_number(view: View, text: str) -> Reading | None:
    """So many channels, of so many filters: 32 枚なら 32 チャネルになる."""
    told = [o for o in mentioned(view.sentence).operations if o.filters]
    if of_branches(view):
        return None  # several layers side by side have them together
    filters = [o.filters for o in told]
    if len(set(filters)) != 1 or _OTHERWISE.search(text):
        return None
    said = _IS.search(text) or next((m for m in _MANY.finditer(text) if _is_out(text, m)), None)
    if said is None or cue("channels", "aside_after").match(text, said.end("n")):
        return None
    number = int(said["n"])
    unclear = _WRONG.search(text) or cue("doubts", "above").search(text) or view.sentence.has("hedged")
    sizes = {"out_channels": str(filters[0])}
    if kernel := told[0].kernel:
        sizes |= {"kernel_size": str(kernel[0])} | ({"in_channels": str(kernel[2])} if len(kernel) == 3 else {})
    statement = f"{call('output_channels', 'conv2d', sizes)} == {number}"
    if number == filters[0] and said.start("n") in (
        m.start() for m in re.finditer(rf"(?<!\d){number}\s*(?:枚|個|filters|kernels)", text)
    ):
        return None  # the filters themselves
    return Reading(statement, said.start("n"), said.end(), sure=not unclear, spare=True)


def _is_out(text: str, said: re.Match[str]) -> bool:
    """Whether a number of channels is one that comes out."""
    before = text[max(0, said.start() - 24) : said.start()]
    return bool(
        _OUT_AFTER.match(text, said.end())
        or re.search(
            r"\b(?:emits?|outputs?|produces?|gives?|yields?|returns?|get|becomes?)\s+(?:only\s+|an?\s+)?$|(?:出力|出てくる|得られる)\S{0,8}$",
            before,
            re.IGNORECASE,
        )
    )
