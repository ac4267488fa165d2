"""What the first cell of a row says the row is of: one layer, or several alike ("CONV3-256 x3", 3x3 conv ×2, 3 層)."""

from __future__ import annotations

from . import patterns as re
from .scope import Outline
from .text.sentences import Sentence

_TIMES = re.compile(
    r"(?<![\dx×*] )(?<![\dx×*])[x×*]\s*[2-9](?![\dx×.,]|\s*[x×])"
    r"|(?<![\dx×.-])[2-9]\s*[x×*]\s*(?=[A-Za-z(\[\u3040-\u9fff])|(?<![\d.x×第])[2-9]\s*(?:層|段|本|つ|回)(?!目)"
    r"|\b(?:two|three|four|five|[2-9])\s+(?:\w+\s+){0,2}(?:layers|convs|convolutions)\b",
    re.IGNORECASE,
)
_OF_A_STAGE = re.compile(r"\bstage\b|\bblock\b|ステージ|ブロック|合計|\btotal\b", re.IGNORECASE)


def of_several_layers(sentence: Sentence, outline: Outline) -> bool:
    """Whether the row of a cell stands for several layers, or its column counts whole stages."""
    header = outline.blocks[sentence.block].header
    if not sentence.cell or header is None or header == sentence.block:
        return False
    head = [e for e in outline.sentences[header] if e.cell == sentence.cell]
    label = [e for e in outline.sentences[sentence.block] if e.cell == 0]
    return any(_OF_A_STAGE.search(e.words) for e in head) or any(_TIMES.search(e.text.chars) for e in label)
