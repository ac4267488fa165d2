"""The windows of all of a network's convolutions: "VGG uses only 3×3 kernels", "its convolutions are all 3x3 with stride 1".

The network is the one named nearest. Its convolutions of that kernel, stride and padding are counted in the architecture
of the reference, and have to be as many as it has convolutions.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat
from .known_layers import CONTRASTED, OF_A_PART, OWN_DESIGN, STRIDE, SUBJECTS, network_of

_FILTER = r"(?:conv\w*|filters?|kernels?|windows?|receptive fields?)"
_FILTER_JA = r"(?:畳み?込み(?:層)?|カーネル|フィルター?|conv\w*)"


def _window(n: int) -> str:
    """A square window, as the n-th way to tell of it."""
    return rf"(?<![\d.x])(?P<k{n}>\d{{1,2}})\s*x\s*(?P=k{n})(?!\d|\s*x\s*\d)"


_ALL = re.compile(
    rf"\b(?:only|exclusively|solely|nothing but|purely)\b[^.;,\d]{{0,24}}{_window(1)}"
    rf"|\b(?:all|every|each)\b[^.;\d]{{0,16}}\b{_FILTER}\b[^.;\d]{{0,24}}?\b(?:is|are|uses?|has|have|with)\b[^.;\d]{{0,16}}{_window(2)}"
    rf"|\b{_FILTER}\b[^.;\d]{{0,12}}\b(?:is|are)\s+(?:all|always|uniformly)\s+{_window(3)}"
    rf"|{_window(4)}\s*{_FILTER}\s*(?:throughout|everywhere|exclusively|only\b)"
    rf"|{_FILTER_JA}[^。、\d]{{0,8}}?(?:すべて|全て|全部|どれも|いずれも|一貫して|統一して)[^。\d]{{0,6}}{_window(5)}"
    rf"|{_window(6)}\s*の?{_FILTER_JA}?\s*(?:のみ|だけ|ばかり)(?=[をでがの])"
    rf"|(?:すべて|全て|全部)の{_FILTER_JA}[^。、\d]{{0,8}}?{_window(7)}",
    re.IGNORECASE,
)
_PADDING = re.compile(r"(?:padding|\bpad|パディング)\s*(?:は|が|を|=|:|of|is)?\s*(\d)(?!\d|\.\d)", re.IGNORECASE)
_NOT_ALL = re.compile(r"\b(?:not|almost|nearly|mostly|other|remaining|rest|first|except|but for|apart from|otherwise|inside|within|if|could|depth-?wise)\b|n't\b|ほとんど|ほぼ|以外|残り|ほか|他|除|最初|2層目|以降|なら|ではな|わけでは|depthwise|空間", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """That all convolutions of a network have one window."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.has("question", "hedged") or len(s.words) > 320:
        return
    text = flat(s)
    told = _ALL.search(text)
    if told is None or _NOT_ALL.search(text) or OWN_DESIGN.search(text) or OF_A_PART.search(text) or (network := network_of(view)) is None:
        return
    name, near = network
    clause = re.split(r"[。;；]|\.\s", text[told.end() :])[0]
    settings = {"kernel_size": int(next(g for g in told.groups() if g))}
    end = told.end()
    for setting, pattern in (("stride", STRIDE), ("padding", _PADDING)):
        if found := pattern.search(clause):
            settings[setting] = next(int(g) for g in found.groups() if g)
            end = max(end, told.end() + found.end())
    subject = SUBJECTS.get(name, name)
    options = ", ".join(f"{key}={value}" for key, value in settings.items())
    yield Reading(
        f"structure_count({subject}, part=conv, {options}) == structure_count({subject}, part=conv)", told.start(), end, (f"all convolutions of {name}",),
        sure=near and not CONTRASTED.search(text), firm=True, subject=subject, predicate="kernel_shape",
    )  # fmt: skip
