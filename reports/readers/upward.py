"""Whether sizes without an operation of their own are a transposed convolution's: n = 7, k = 4, s = 2 under its name."""

from __future__ import annotations

from itertools import islice

from .. import patterns as re
from ..reading import View
from ..sizes.geometry import flat
from ..sizes.setting import sentences_above

REACH = 8  # sentences above
_TRANSPOSED = re.compile(
    r"\btransposed? conv\w*|\bconv\w*[ _-]?transposed?\w*|deconv\w*|fractionally[- ]strided|up-?conv\w*|転置畳み?込み|逆畳み?込み", re.IGNORECASE
)
_OTHER = re.compile(r"conv\w*|pool\w*|upsampl\w*|resiz\w*|interpolat\w*|nearest|bilinear|unpool\w*|畳み?込み|プーリング|補間", re.IGNORECASE)


def goes_up(view: View) -> bool:
    """Whether the layer named last, in the text above or its heading, is a transposed convolution; none is named here."""
    if "goes up" not in view.kept:
        view.kept["goes up"] = not _OTHER.search(flat(view.sentence)) and _named_last(view)
    return view.kept["goes up"]


def _named_last(view: View) -> bool:
    for sentence in islice(sentences_above(view), REACH):
        text = flat(sentence)
        if named := list(_TRANSPOSED.finditer(text)):
            leads_on = text.rstrip().endswith((":", "："))  # of several ways to go up, it goes on with the last
            return not _OTHER.search(text, named[-1].end()) if leads_on else not _OTHER.search(_TRANSPOSED.sub(" ", text))
        if _OTHER.search(text):
            return False
    headings = [e for at in list(view.outline.headings(view.sentence.block))[:1] for e in view.outline.sentences[at]]
    over = " ".join(flat(e) for e in headings)
    return bool(_TRANSPOSED.search(over)) and not _OTHER.search(_TRANSPOSED.sub(" ", over))
