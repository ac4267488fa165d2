"""Where the sizes of a figure may stand besides its own clause: its row, its question, its paragraph, the lines above."""

from __future__ import annotations

from .. import patterns as re
from ..reading import View
from ..sizes.counting import kinds_in, plain, with_modules
from ..sizes.setting import question
from .axes import is_answer_head
from .roles import names_another, roles_in

ABOVE = 4  # lines above whose sizes count
_ASIDE = re.compile(r"[(（][^()（）]{0,40}[)）]|[#\d]+\s*(?=#)")


def context(view: View, own: str) -> list[str]:
    """The row, the question, the lines above up to the heading and that itself, the nearest first.

    A sentence that gives sizes of its own goes on with its own paragraph, and no further.
    """
    s, outline = view.sentence, view.outline
    found: list[str] = []
    if s.cell is not None:
        header = outline.blocks[s.block].header
        heads = {e.cell: e.text.chars for e in outline.sentences[header]} if header is not None else {}
        cells = [
            f"{_head(heads.get(e.cell, ''), e.text.chars)} {e.text.chars}"
            for e in outline.sentences[s.block]
            if e.cell != s.cell
        ]
        return [" ; ".join(cells)]
    found += [" ".join(e.text.chars for e in question(view))] if question(view) else []
    count = 0
    sized = not _GOES_ON.match(own) and bool(roles_in(own).values or kinds_in(plain(own)) or len(re.findall(r"\d+", _ASIDE.sub("", own))) > 1)
    for at in range(s.block, max(-1, s.block - (0 if sized else ABOVE) - 1), -1):
        if outline.blocks[at].kind == "heading":
            if is_answer_head(outline.blocks[at].raw):
                continue
            break
        for e in reversed(outline.sentences[at][: s.number] if at == s.block else outline.sentences[at]):
            if e.cell is None and count < ABOVE and not names_another(own, e.text.chars):
                found.append(with_modules(view, plain(e.text.chars)))
                count += 1
    heading = next(iter(outline.headings(s.block)), None)
    return [*found, *([outline.blocks[heading].raw] if heading is not None else [])]


_GOES_ON = re.compile(r"\W*(?:これら?|それら?|この|その|こちら)(?:を|に|から|へ|の|が)|\W*(?:[A-Z]\w+ (?:it|this|that|these)\b|(?:this|these|it)\b)", re.IGNORECASE)  # with what was made above
_BARE_SHAPE = re.compile(r"\W*\d+\s*[x×*]\s*\d+(?:\s*[x×*]\s*\d+)\W*")


def _head(head: str, cell: str) -> str:
    """What a cell is headed by; a map under a head that says nothing of it is what comes out."""
    head = re.sub(r"[(（][^()（）]*[)）]", "", head)
    named = re.search(
        r"入力|input|\bin\b|出力|output|\bout\b|kernel|filter|カーネル|フィルタ|weight|重み", head, re.IGNORECASE
    )
    return head if named or not _BARE_SHAPE.fullmatch(cell) else f"{head} 出力"
