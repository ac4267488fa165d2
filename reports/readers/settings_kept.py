"""A layer of the sentence before with one setting changed: "f = 3 with the same stride and padding gives 31 x 31".

The sentence before tells a whole layer and what goes in; this one changes its window, its step or its margin, says that
the others stay as they are, and what comes out then.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat
from ..sizes.lettered import lettered
from ..sizes.maps import mentioned
from ..sizes.operations import Operation
from ..sizes.setting import sentences_above

_SAME = re.compile(r"\b(?:the same|with (?:the )?same|identical|unchanged|as before|otherwise as before|keeping)\b[^.;]{0,40}\b(?:strides?|padding|kernel|filter|window|settings?|rest)\b|同じ[^。]{0,12}(?:ストライド|パディング|カーネル|設定)|(?:ストライド|パディング|カーネル)[^。]{0,16}(?:同じ|そのまま|変えず)|ほかは(?:同じ|そのまま)|他は(?:同じ|そのまま)", re.IGNORECASE)
_EXTRA = re.compile(r"(?<!no )(?<!without )\boutput[_ ]padding|dilat|拡張率|出力パディング(?!なし|は(?:なし|0))", re.IGNORECASE)
_TRANSPOSED = re.compile(r"transpos|deconv|up-?conv|転置|逆畳", re.IGNORECASE)
_PLAIN = re.compile(r"(?<!transposed )(?<!transpose )(?<!up-)\bconv(?!\w*[- _]?transpose)|(?<!転置)(?<!逆)畳み?込み|pool|プーリング", re.IGNORECASE)
NEAR = 5  # sentences above that may name the layer


def read(view: View) -> Iterator[Reading]:
    """The size that comes out of the changed layer."""
    s = view.sentence
    if s.cell is not None or not view.in_prose or s.words.rstrip().endswith(("?", "？")):
        return
    text = flat(s)
    before = [e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    if not before or not _SAME.search(text) or _EXTRA.search(text) or s.has("hedged"):
        return
    here, there = mentioned(s), mentioned(before[0])
    planes = [m for m in there.maps if len(m.sizes) >= 2 and m.sizes[0] == m.sizes[1]]
    outs = [m for m in here.maps if len(m.sizes) >= 2 and m.sizes[0] == m.sizes[1]]
    if len(planes) not in (1, 2) or len(outs) != 1 or len(there.operations) != 1 or len(here.operations) > 1:
        return
    kind = _kind(view, text)
    made = _changed(there.operations[0], lettered(text, view.letters)[0], here.operations[:1])
    if made is None or not kind:
        return
    kernel, stride, padding = made
    side, out = planes[0].sizes[0], outs[0].sizes[0]
    yield Reading(
        f"output_shape({kind}, height={side}, width={side}, kernel_size={kernel}, stride={stride}, padding={padding}) == ({out}, {out})",
        outs[0].start, outs[0].end, ("the settings of the sentence before, with those that are changed",), firm=True, predicate="output_shape",
    )  # fmt: skip


def _changed(old: Operation, new: Operation, named: tuple[Operation, ...]) -> tuple[int, int, int] | None:
    """Window, step and margin: those told anew, the others as they were; None where the old ones are not all told."""
    if not (old.kernel and old.stride and isinstance(old.padding, tuple) and old.padding) or old.dilation:
        return None
    kernel = new.kernel or (named[0].kernel if named else ())
    found = [(kernel or old.kernel)[:2], (new.stride or old.stride)[:2], (new.padding or old.padding)[:2]]
    if not any((kernel, new.stride, new.padding)) or any(len(set(x)) != 1 or not isinstance(x[0], int) for x in found):
        return None
    return found[0][0], found[1][0], int(found[2][0])


def _kind(view: View, text: str) -> str:
    """The layer that these sentences, else the nearest above or the heading, name."""
    near = [text, *(flat(e) for e in islice(sentences_above(view), NEAR))]
    over = [flat(e) for h in list(view.outline.headings(view.sentence.block))[:1] for e in view.outline.sentences[h]]
    for words in [*near, *over]:
        up, plain = bool(_TRANSPOSED.search(words)), bool(_PLAIN.search(words))
        if up or plain:
            return "" if (up and plain) or re.search(r"pool|プーリング", words, re.IGNORECASE) else "conv_transpose2d" if up else "conv2d"
    return ""
