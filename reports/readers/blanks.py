"""Names that fill a blank: "... のアーキテクチャは（あ）と呼ばれる", and the answer （あ）は Dilated causal convolution.

The network is the one that the question, the answer's headings or the text before them speak of; the name is the
answer's. Where the options are listed and the wrong ones bear a remark behind an arrow, the one without is the answer.
That a network uses an operation is looked up in the cited table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence

_ASKED = re.compile(r"[(（][あ-おア-オa-e][)）]\s*(?:と呼ばれ|という(?:名|構造|仕組|畳)|と名付け)|(?:called|known as|named)\s*[(（][a-e][)）]")
_ANSWERED = re.compile(r"^\W*[(（][あ-おア-オa-e][)）]\s*(?:[^→⇒?？()（）]{4,60}?(?:convol\w*|畳み?込み|手法|名称|名前|もの)\s*(?:→|⇒)|は|が|→|=|:|：|\.)\s*[「『\"]?", re.IGNORECASE)
_REMARK = re.compile(r"⇒|→|←|=>|->|[×✗○◯]")
_SYSTEMS = {"wavenet": "wavenet", "pixelcnn": "pixelcnn", "mobilenet": "mobilenet"}
_OPERATIONS = {
    "dilated_conv": "dilated_stack", "dilated_stack": "dilated_stack", "causal_conv1d": "causal_conv1d",
    "depthwise_separable_conv2d": "depthwise_separable_conv2d", "depthwise_conv2d": "depthwise_conv2d",
    "pointwise_conv2d": "pointwise_conv2d", "masked_conv2d": "masked_conv2d",
}  # fmt: skip
REACH = 8  # blocks back in which the question may stand
LONGEST = 16  # letters beside the name; more of them say more than a name


def read(view: View) -> Iterator[Reading]:
    """The operation that a network's blank is filled with."""
    s, outline = view.sentence, view.outline
    names = [m for m in s.subjects if m.tag in _OPERATIONS and not m.weak]
    if len(names) != 1 or s.cell is not None or outline.blocks[s.block].kind == "heading":
        return
    name = names[0]
    prefix = _ANSWERED.match(s.words)
    rest = s.words[prefix.end() if prefix else 0 : name.start] + s.words[name.end :]
    if len(re.sub(r"[\W\d_]|です|である|だ", "", rest)) > LONGEST or _REMARK.search(rest):
        return
    question = _question(view)
    if prefix is None and (question is None or not _is_the_one_left(view)):
        return
    operation = _OPERATIONS[name.tag]
    near = _systems(view, [*_with(view, question), *view.outline.headings(s.block)])
    far = near or _systems(view, range(s.block - 1, max(-1, s.block - 5 * REACH), -1))
    texts = [f"used_in({operation}) == {system}" for system in far]
    if texts:
        yield Reading(texts[0], name.start, name.end, ("it fills a blank",), tuple(texts[1:]), sure=len(near) == 1)


def is_answer(view: View) -> bool:
    """Whether a sentence begins with the blank's letter."""
    return bool(_ANSWERED.match(view.sentence.words))


def _is_the_one_left(view: View) -> bool:
    """Whether a list's every other option bears a remark behind an arrow or a mark."""
    outline, s = view.outline, view.sentence
    block = outline.blocks[s.block]
    if block.kind != "item":
        return False
    near = range(max(0, s.block - REACH), min(len(outline.blocks), s.block + REACH))
    beside = [n for n in near if n != s.block and outline.blocks[n].kind == "item" and outline.blocks[n].parent == block.parent]
    return bool(beside) and all(_REMARK.search(outline.blocks[n].raw) for n in beside if n in _run(beside, s.block))


def _run(beside: list[int], block: int) -> set[int]:
    """The items that follow one another without another block between them and this one."""
    found, at = set(), block
    for step in (-1, 1):
        at = block + step
        while at in beside:
            found.add(at)
            at += step
    return found


def _with(view: View, question: Sentence | None) -> list[int]:
    return [question.block] if question else []


def _question(view: View) -> Sentence | None:
    """The sentence above that names a blank."""
    outline, block = view.outline, view.sentence.block
    for at in range(block - 1, max(-1, block - REACH), -1):
        found = next((e for e in outline.sentences[at] if _ASKED.search(e.words)), None)
        if found or outline.blocks[at].kind == "heading":
            return found
    return None


def _systems(view: View, blocks: Iterable[int]) -> list[str]:
    """The networks that some blocks name, in their order."""
    mentions = (m for at in blocks for e in view.outline.sentences[at] for m in e.subjects)
    return list(dict.fromkeys(_SYSTEMS[m.tag] for m in mentions if m.tag in _SYSTEMS))
