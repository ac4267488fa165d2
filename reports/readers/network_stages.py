"""What a published network has after one of its stages: ResNet's layer3, the first dense block of DenseNet-121.

The network is named with its depth in the text around; its stages go by the names of the papers and of the libraries
("conv3_x", "layer2", "denseblock1", "transition 1", "block 1" under DenseNet). The maps are those of the architecture of
the reference, worked out from shapes alone for the image that the note feeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ...reference.architectures import ARCHITECTURES
from ...reference.errors import InputError
from .. import patterns as re
from ..decided import BY_NAME
from ..reading import Reading, View
from ..sizes.batches import batched_in, one_of_batch
from ..sizes.geometry import Shape, flat
from ..sizes.setting import introduction, sentences_above
from ..sizes.sizing import Sizes, channels_first
from ..text.columns import column_head, results
from ..text.sentences import Sentence

_NETWORK = re.compile(r"(?<![A-Za-z])(?P<name>resnet|densenet)s?[-_ ]?(?P<depth>\d{2,3})(?!\d)", re.IGNORECASE)
_OTHER_NETWORK = re.compile(r"cifar|wide|WRN|SE-?Res|ResNeXt|pre-?act|v2\b|V1\.5|幅|自作|簡略|縮小|小さ(?:い|く|め)|変更|改造|my own|custom|modified|small(?:er)?|reduced|variant|tiny", re.IGNORECASE)
_STAGES = {
    "resnet": (
        (re.compile(r"(?<![A-Za-z])(?:layer|stage|ステージ|res(?:idual)?[ _-]?stage)\s*[_-]?\s*([1-4])(?!\d)", re.IGNORECASE), 0, "stage{}."),
        (re.compile(r"(?<![A-Za-z])conv([2-5])_x", re.IGNORECASE), -1, "stage{}."),
    ),
    "densenet": (
        (re.compile(r"(?:transition|遷移層?|トランジション)\s*(?:layer|層)?\s*[_-]?\s*[(（]?([1-3])(?!\d)", re.IGNORECASE), 0, "transition{}."),
        (re.compile(r"(?:block|ブロック)\s*[_-]?\s*[(（]?([1-4])(?!\d)", re.IGNORECASE), 0, "block{}."),
    ),
}  # fmt: skip
_AFTER_TRANSITION = re.compile(r"transition|遷移|トランジション", re.IGNORECASE)
_HEADS = re.compile(r"出力|output|shape|after|後", re.IGNORECASE)
_INSIDE = re.compile(r"層目|conv(?![2-5]_x)|畳み?込|pool|プーリング|\dx\d|\.\d|downsample|shortcut|ショートカット|relu|先頭|最初|最後の|first|last|途中|(?:入力|input|入る|受け取)|(?:before|前の?)\W*$|の(?:中|各)|inside|each|in block|重み|weights?|param|kernel|filter|weight|BN|norm", re.IGNORECASE)
_LED_TO = re.compile(r"[^。.;]{0,24}?(?:→|->|⇒|=>|[:：]|の(?:あと|後|出力)|後(?:は|に|で|の)?|after|gives?|leaves?|outputs?|is|は|が|で)[^\d。;]{0,14}[(\[]?$", re.IGNORECASE)
_SQUARE = re.compile(r"(?<![\d.x])(\d{1,4})\s*x\s*(\d{1,4})\s*x\s*(\d{1,4})(?!\d|\s*x)")
_IMAGE = re.compile(r"(?<![\d.x])(\d{2,4})\s*x\s*\1(?:\s*x\s*3)?(?!\d|\s*x)")
IMAGE = 224


def read(view: View) -> Iterator[Reading]:
    """The shape in a cell of results, or after a stage's name in a sentence."""
    s, outline = view.sentence, view.outline
    if outline.blocks[s.block].kind == "heading" or len(s.words) > 240 or s.words.rstrip().endswith(("?", "？")):
        return
    found = list(_in_cell(view) if s.cell is not None else _in_sentence(view))
    if not found or (network := _network(view)) is None:
        return
    name, depth, plain = network
    side, told = _image(view)
    for label, shape in found:
        sizes = one_of_batch(shape.sizes)
        if channels_first(sizes):
            sizes = (*sizes[1:], sizes[0])
        stage = _stage(name, label)
        after = _after(name, depth, stage, side) if stage else None
        if after is None or len(sizes) != 3:
            continue
        layer, made = after
        yield Reading(
            f"output_shape({name}, depth={depth}, resolution={side}, layer={layer.replace('.', '_')}) == {tuple(sizes)}",
            shape.start, shape.end, (f"worked out for {name}{depth} at {side}x{side}", BY_NAME),
            sure=plain and (told or made[:2] == sizes[:2]) and not s.has("hedged"), firm=True, subject=_SUBJECTS[name], predicate="output_shape",
        )  # fmt: skip


_SUBJECTS = {"resnet": "resnet", "densenet": "densenet"}


def _shapes(text: str) -> list[Shape]:
    """The maps of three sizes and the batches of them."""
    deep = [Shape((int(m[1]), int(m[2]), int(m[3])), m.start(), m.end()) for m in _SQUARE.finditer(text)]
    return sorted([*batched_in(text), *deep], key=lambda x: x.start)


def _in_cell(view: View) -> Iterator[tuple[str, Shape]]:
    """The one shape of a cell, with the name of its row and, where the column is about transitions, that word."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if s.number or header is None or s.block == header or not s.cell:
        return
    head, text = column_head(view), flat(s)
    shapes = _shapes(text)
    name = next((flat(e) for e in outline.sentences[s.block] if e.cell == 0), "")
    if len(shapes) != 1 or len(text.strip()) > shapes[0].end - shapes[0].start + 8:
        return
    of_results = s.cell in results(outline, s.block) or _HEADS.search(head)
    if of_results and not _INSIDE.search(re.sub(r"output|出力", "", f"{head} {name}")):
        yield f"{head if _AFTER_TRANSITION.search(head) else ''} {name}", shapes[0]


def _in_sentence(view: View) -> Iterator[tuple[str, Shape]]:
    """A stage's name and the shape that it is said to leave: block 1 (6 層) のあと 56x56x256."""
    text, last = flat(view.sentence), 0
    shapes = _shapes(text)
    if len(shapes) > 1 or re.search(r"(?:→|->|⇒|=>)\s*[(\[]?\s*\d[^→]*(?:→|->|⇒|=>)", text):
        return
    for shape in shapes:
        before = text[last : shape.start]
        names = [m for stages in _STAGES.values() for pattern, _, _ in stages for m in pattern.finditer(before)]
        if len(names) == 1 and _LED_TO.fullmatch(before, names[0].end()) and not _INSIDE.search(before.replace("出力", "").replace("output", "")):
            yield before, shape
        last = shape.end


def _network(view: View) -> tuple[str, int, bool] | None:
    """The network with its depth that the text around names nearest, and whether it is the one of the paper, alone."""
    s, outline = view.sentence, view.outline
    above = [s, *_around(view), *(e for b in outline.headings(s.block) for e in outline.sentences[b])]
    texts = [flat(e) for e in above]
    named = [(m["name"].lower(), int(m["depth"])) for text in texts for m in _NETWORK.finditer(text)]
    if not named:
        return None
    return (*named[0], len(set(named)) == 1 and not any(map(_OTHER_NETWORK.search, texts)))


def _around(view: View) -> list[Sentence]:
    """The sentences above, those over the table for a cell."""
    over = list(introduction(view)) if view.sentence.cell is not None else []
    return over or list(sentences_above(view))


def _image(view: View) -> tuple[int, bool]:
    """The side of the image that the note feeds, and whether the note leaves no doubt of it."""
    told: list[int] = []
    for e in [view.sentence, *_around(view)]:
        text = flat(e)
        told += [x.sizes[3] for x in batched_in(text) if x.sizes[1] == 3]
        told += [int(m[1]) for m in _IMAGE.finditer(text) if int(m[1]) >= 128]
    return (told[0], len(set(told)) == 1) if told else (IMAGE, False)


def _stage(name: str, label: str) -> str:
    """The nodes of the architecture, by the beginning of their names, that a stage's name stands for."""
    if name == "densenet" and _AFTER_TRANSITION.search(label):
        number = re.search(r"(?<!\d)([1-3])(?!\d)", label)
        return f"transition{number[1]}." if number else ""
    return next((node.format(int(m[1]) + shift) for pattern, shift, node in _STAGES[name] if (m := pattern.search(label))), "")


@lru_cache(maxsize=64)
def _after(name: str, depth: int, stage: str, side: int) -> tuple[str, Sizes] | None:
    """The last layer of a stage, with the height, width and channels after it."""
    try:
        shapes = ARCHITECTURES[name](depth=depth).shapes((1, 3, side, side))
    except InputError:
        return None
    last = next(((node, shape) for node, shape in reversed(shapes.items()) if node.startswith(stage)), None)
    return (last[0], (*last[1][2:], last[1][1])) if last and len(last[1]) == 4 else None
