"""How long the output of a convolution along time is, in letters: T - d(k-1) samples without padding.

The formula is the sentence's, its letters those of the note; that it is along time, and that nothing is padded, stand in
the sentence or in the lines above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, settled_letters, statements
from .idioms import flat

_LENGTH = re.compile(r"\boutputs?\b[^.;,]{0,40}\b(?:has|have|is|of|gets?|with|length|leaves|gives?|contains?|keeps?)\b|\bleaves\b|\bcomes out\b|出力(?:の)?(?:長さ?|系列長|サンプル数)?(?:は|が)|長さ(?:は|が)", re.IGNORECASE)
_UNIT = re.compile(r"\s*\$?\s*(?:samples?|values|steps|time ?steps|long|サンプル|点|個|に(?:なる|なり)|と?なる|です|である|だ|[.。;)]|$)", re.IGNORECASE)
_LINE = re.compile(r"\b1-?d\b|\b(?:signal|sequence|series|samples|waveform|audio)\b|1次元|一次元|系列|信号|波形|サンプル", re.IGNORECASE)
_UNPADDED = re.compile(r"\b(?:without|no)(?: any)? (?:zero[- ]?)?padding\b|\bunpadded\b|\bvalid\b|(?:パディング|ゼロ詰め|余白)(?:は|が|を)?(?:なし|無し|せず|しない|なけれ|使わ|ない)", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:transpos\w*|pool\w*|layers|stack\w*|not|never|would|if|stride (?:of )?[2-9])\b|n't\b|転置|プーリング|層|ストライド\s*[2-9]", re.IGNORECASE)
_DILATED = re.compile(r"dilat|atrous|\bholes\b|拡張|膨張|ダイレ", re.IGNORECASE)
NEAR = 5  # blocks above that may say that a signal is spoken of


def read(view: View) -> Iterator[Reading]:
    """The length of what comes out."""
    s = view.sentence
    text = flat(s)
    told = _LENGTH.search(text)
    if told is None or s.cell is not None or not _UNPADDED.search(text) or _OTHER.search(text) or text.rstrip().endswith(("?", "？")) or not _along_time(view, text):
        return
    for span in s.formulas:
        node = span.formula.value
        letters = symbols(node)
        if span.start < told.start() or len(span.formula.sides) > 1 or not isinstance(node, Bin) or not 2 <= len(letters) <= 3 or not _UNIT.match(s.text.chars, span.end):
            continue
        if not any(view.letters.get(x, "time" if x in "TL" else "") == "time" for x in letters):
            continue
        found = statements(view, f"output_size(conv1d, stride=1, padding=0) == {to_text(node)}", "conv1d", [node])
        if found:
            remark = "" if found[1].endswith(" d = dilation") and _dilated(view) else found[1]
            yield Reading(found[0][0], span.start, span.end, tuple(filter(None, [remark])), tuple(found[0][1:]), firm=settled_letters(view, node))
            return


def _dilated(view: View) -> bool:
    """Whether dilation is what is spoken of, so that d needs no explanation."""
    outline, s = view.outline, view.sentence
    near = [*range(max(0, s.block - NEAR), s.block + 1), *outline.headings(s.block)]
    return any(_DILATED.search(outline.blocks[at].raw) for at in near)


def _along_time(view: View, text: str) -> bool:
    outline, s = view.outline, view.sentence
    near = (flat(e) for at in range(max(0, s.block - NEAR), s.block + 1) for e in outline.sentences[at])
    return bool(_LINE.search(text)) or any(_LINE.search(t) for t in near)
