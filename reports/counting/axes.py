"""Whether a layer goes along one axis: "k = 2, 32 ch → 32 ch" of a WaveNet has two taps a pair of channels, not four."""

from __future__ import annotations

from .. import patterns as re
from ..reading import View
from ..sizes.counting import plain

_ONE = re.compile(
    r"1\s*次元|一次元|1-?D(?![A-Za-z])|WaveNet|causal|因果|時系列|時刻|音声|系列長|波形|サンプル列|time steps?\b|waveform|\baudio\b|Conv1d", re.IGNORECASE
)
_TWO = re.compile(r"(?<![\dx])(?!1\s*x\s*1(?!\d))\d{1,4}\s*x\s*\d{1,4}(?!\d)|画像|\bimages?\b|pixel|画素|2\s*次元|二次元|2-?D(?![A-Za-z])|PixelCNN|Conv2d", re.IGNORECASE)
_ONE_SAID = re.compile(r"1\s*次元|一次元|(?<![\w.])1-?D(?![A-Za-z])|\bone[- ]dimension\w*|Conv1d", re.IGNORECASE)
_PLANES = re.compile(
    r"(?<![\dx×])(?!1\s*[x×]\s*1(?!\d))(\d{1,4})\s*[x×]\s*\1(?!\d)|画像|\bimages?\b|pixel|画素|2\s*次元|二次元|2-?D(?![A-Za-z])|PixelCNN|Conv2d", re.IGNORECASE
)
_WRITTEN_OUT = re.compile(r"\d[\d,]*(?:\s*[x*·]\s*\d[\d,]*)+(?:\s*[+−-]\s*\d[\d,]*(?:\s*[x*·]\s*\d[\d,]*)*)*\s*[=≒≈]")
_ANSWER_HEAD = re.compile(r"[\s*#_>:：【】\[\]]*(?:解答例?|回答|答え?|解|解き方|Solution|Answer)[\s*#_>:：【】\[\]]*", re.IGNORECASE)
ABOVE = 4  # lines


def one_axis(view: View) -> bool:
    """Whether the line, those it goes on with or the headings speak of one axis, the nearest that speaks of any."""
    around = [plain(view.sentence.text.chars), *lines_above(view)[:ABOVE]]
    heads = [plain(view.outline.blocks[h].raw) for h in view.outline.headings(view.sentence.block)]
    for text in (*around, *heads):
        text = _WRITTEN_OUT.sub(" ", text)
        if _TWO.search(text):
            return False
        if _ONE.search(text):
            return True
    return _mostly(view)


def _mostly(view: View) -> bool:
    """Whether the note as a whole speaks more of one axis than of two, where nothing nearer says so."""
    outline = view.outline
    if outline.along_one is None:
        texts = [e.text.chars for e in outline.all_sentences()]
        one, two = (sum(len(p.findall(t)) for t in texts) for p in (_ONE_SAID, _PLANES))
        outline.along_one = one > 1 and one >= two
    return outline.along_one


def is_answer_head(raw: str) -> bool:
    """Whether a line only says that the answer follows: what it answers stands above it."""
    return bool(_ANSWER_HEAD.fullmatch(raw))


def lines_above(view: View, most: int = 8) -> list[str]:
    """The sentences that a line goes on with, in plain signs, the nearest first: of its block, then of the lines above."""
    outline, s = view.outline, view.sentence
    found = [plain(e.text.chars) for e in outline.sentences[s.block][: s.number][::-1]]
    for at in range(s.block - 1, max(-1, s.block - 6), -1):
        if outline.blocks[at].kind == "heading":
            if is_answer_head(outline.blocks[at].raw):
                continue
            break
        found += [plain(e.text.chars) for e in outline.sentences[at][::-1] if e.cell is None]
    return found[:most]
