"""Axes of a sequence told by their letters: d だけで μ, σ², "over D only", T 方向に平均, where x is (B, T, D)."""

from __future__ import annotations

from .. import patterns as re
from ..reading import View
from .axis_words import Said
from .norms import plain

_AXES = {"B": "N", "N": "N", "T": "T", "L": "T", "S": "T", "D": "C", "d": "C", "E": "C", "C": "C", "H": "C"}
_TENSOR = re.compile(r"(?<![A-Za-z])[(\[]?\s*[BN]\s*(?:,|×|x|、)\s*[TLS]\s*(?:,|×|x|、)\s*(?P<last>[DdECH])(?:_?\s*\{?model\}?)?\s*[)\]]?(?![A-Za-z])")
_LETTER = r"[BNTLSDdEC](?:_?\{?model\}?)?"
_LIST = re.compile(
    rf"(?<![A-Za-z(,×])(?P<ja>{_LETTER}(?:\s*(?:と|・|,|、|×)\s*{_LETTER})*)\s*(?:の?(?:方向|軸|次元))?(?P<only>だけ|のみ)?(?:で|に(?:沿って|わたって)?|の上で|を平均)(?![A-Za-z])"
    rf"|\b(?:over|across|along)\s+(?:only\s+|just\s+|the\s+)?(?P<en>{_LETTER}(?:\s*(?:and|,|&)\s*{_LETTER})*)(?![A-Za-z])"
)
_STATISTICS = re.compile(r"平均|分散|統計|正規化|μ|σ|\bmeans?\b|\bvar\w*|\bstatistics\b|\bnormali[sz]\w*|\baverag\w*", re.IGNORECASE)


def put_letters(view: View, text: str, said: Said) -> None:
    """The axes that the letters of a declared (B, T, D) name are averaged over, the others of it kept apart."""
    if "C" in said.together | said.apart or not _STATISTICS.search(text):
        return
    tensor = _tensor_near(view, text)
    m = next((m for m in _LIST.finditer(text) if not _TENSOR.search(text, max(0, m.start() - 8), m.end())), None) if tensor else None
    if m is None:
        return
    together = {_AXES[letter[0]] for letter in re.findall(_LETTER, m["ja"] or m["en"])}
    if together & said.apart:
        said.apart -= together  # 系列ごとに T 方向で: of each sequence, along it
    for axis in ("N", "T", "C"):
        if axis not in said.together | said.apart:
            said.put(axis, axis in together, *m.span())


def _tensor_near(view: View, text: str) -> bool:
    """Whether a sequence tensor is written out in the sentence, in the items above it, or before it in its section."""
    s, outline = view.sentence, view.outline
    above = [e for b in (*outline.ancestors(s.block), *range(max(0, s.block - 3), s.block)) for e in outline.sentences[b]]
    return any(_TENSOR.search(one) for one in (text, *(plain(e) for e in above)))
