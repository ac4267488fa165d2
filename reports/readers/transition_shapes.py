"""Maps through a transition layer whose compression is told: 56x56x256 goes in, 28x28x128 comes out.

The layer and its compression stand in the sentence, in the item above or just before it; no other operation is meant then.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.quantities import whole
from ..sizes.setting import sentences_above
from ..text.sentences import Sentence
from .compressing import stated_rate

BACK = 4  # sentences above that may tell of the layer
_BECOMES = re.compile(
    r"[\s$,]*(?:\b(?:feature )?(?:maps?|volumes?|inputs?|tensors?)\b\s*)?(?:→|->|⇒|=>|\\to|\\rightarrow|\bgoes? in\b|\benters?\b|\bcomes? in\b|\bbecomes?\b|\bturns? into\b|\binto\b|\bto\b|\bleaves?\b(?:\s+(?:it|the (?:transition|layer)(?: layer)?))?(?:\s+as)?|\bgives?\b|\byields?\b|が|は|を)[\s$,、]*(?:\b(?:and|then|so|out comes?|an?|as|output|of)\b[\s$]*){0,3}",
    re.IGNORECASE,
)
_OTHER = re.compile(r"dense block|デンスブロック|without|\bno compression|twice|\btwo\b|blocks? and|圧縮(?:なし|しない)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The map that is said to come out."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or s.words.rstrip().endswith(("?", "？")):
        return
    shapes = [f for f in s.formulas if f.formula.shape and len(f.formula.shape) == 3 and len(f.formula.sides) == 1]
    sizes = [tuple(whole(n) for n in f.formula.shape or ()) for f in shapes]
    if len(shapes) != 2 or any(None in size for size in sizes) or not _BECOMES.fullmatch(s.words[shapes[0].end : shapes[1].start]):
        return
    rate = _compression(view)
    if rate is None or _OTHER.search(s.words):
        return
    (height, width, deep), out = sizes
    text = f"output_shape(transition_layer, height={height}, width={width}, in_channels={deep}, compression={rate}) == ({', '.join(map(str, out))})"
    yield Reading(text, shapes[1].start, shapes[1].end, ("the compression told",), sure=not s.has("hedged"), firm=True, subject="transition_layer")


def _compression(view: View) -> str | None:
    """The compression of the transition layer spoken of; None where another layer is named nearer, or none is given."""
    near = [view.sentence, *(e for a in view.outline.ancestors(view.sentence.block) for e in view.outline.sentences[a]), *islice(sentences_above(view), BACK)]
    for sentence in near:
        if any(m.tag == "transition_layer" for m in sentence.subjects):
            rate, told = stated_rate([sentence])
            if told:
                return rate
        elif _names_another(sentence):
            return None
    return None


def _names_another(sentence: Sentence) -> bool:
    """Whether a sentence names a layer that is no part of a transition."""
    return any(not m.weak and m.tag not in ("conv2d", "pointwise_conv2d", "avg_pool2d", "pool") for m in sentence.subjects)
