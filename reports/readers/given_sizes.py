"""Sizes that a note gives in numbers, before anything is worked out of them: [48x48x3] at the input, 96 filters of 11×11.

What goes in and the windows are premises; they are stated all the same, and held against the statement language: an input
of an odd form, or filters that are not as deep as what they see, are found. Where they are those of a named network's layer,
that is what they are held against elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, call
from ..sizes.geometry import WORDS, flat, place_of
from ..sizes.setting import sentences_above
from ..sizes.sizing import channels_first
from ..spares import GIVEN
from .task_parts import is_asked

_DEEP = re.compile(r"[\[(]?\s*(?<![\d.x*/])(\d{1,4})\s*x\s*(\d{1,4})(?:\s*x\s*(\d{1,4}))?(?!\d|\s*[x*=/]|\.\d)\s*[\])]?")
_INPUT_BEFORE = re.compile(r"(?:入力(?:画像|マップ|特徴マップ|テンソル)?(?:の(?:サイズ|大きさ|形))?(?:は|が|を|に|として|:|：)?|元画像(?:は|が)?|\binputs?(?: (?:volume|image|map|tensor|size|shape))?(?: (?:is|are|of|has|with|shape|size))*\s*(?:an?|the)?[:=]?|\b(?:images?|pictures?|crops?|photos?|volumes?|thumbnails?) (?:of|with|at|sized)(?: size| shape)?|\b(?:accepts?|takes?|fed|feeds?|receives?|reads?)(?: in)?(?: \w+){0,2}?(?: of)?)\s*[\[(「]?\s*$", re.IGNORECASE)
_INPUT_AFTER = re.compile(r"\s*(?:pixels?\s*)?(?:の\s*)?(?:(?:RGB|カラー|白黒|グレー(?:スケール)?|モノクロ)\s*)?(?:の?入力|画像)|\s*(?:RGB |colou?r |gr[ae]y(?:scale)? |input )?(?:pixels?\b(?! kernel)|images?\b|pictures?\b|crops?\b|inputs?\b)|\s*(?:going in|goes in|comes in|in\b(?!\s*(?:the|a|each|total|size|this|which|stride)))", re.IGNORECASE)
_IMAGE_NEAR = re.compile(r"\bA (?:gr[ae]y|colou?r|RGB) (?:image|picture) of\s*$", re.IGNORECASE)
_COLOUR, _GREY = re.compile(r"\bRGB\b|カラー|\bcolou?r\b", re.IGNORECASE), re.compile(r"白黒|グレー|モノクロ|\bgr[ae]y", re.IGNORECASE)
_WINDOW_AFTER = re.compile(r"\s*(?:の\s*)?(?:(?:畳み?込み)?フィルター?|カーネル|畳み?込み|conv\w*|kernels?\b|filters?\b|stencils?\b|\bstride|、?\s*ストライド|,?\s*stride|のstride|のストライド)", re.IGNORECASE)
_WINDOW_BEFORE = re.compile(r"(?P<n>\d{1,4}|one|two|three|four|six|eight|ten|twelve|sixteen)\s+(?:filters?|kernels?)\s+(?:of|sized|with)(?: size)?\s*$|(?:filters?|kernels?|フィルター?|カーネル)\s*(?:は|が|を|of|size|サイズ(?:は|が)?|:|=)?\s*[\[(]?\s*$", re.IGNORECASE)
_NO_WINDOW = re.compile(r"pool|プーリング|受容野|receptive|field|より|than|instead|代わり|置き換|回|times|積|重ね|two |three |2つ|3つ|stack", re.IGNORECASE)
_OUTPUT = re.compile(r"→|->|⇒|output|出力|になる|となる|gives|leaves|becomes", re.IGNORECASE)
_NOT_GIVEN = re.compile(  # the pictures of a collection, those of a figure, or what is done as a rule: no layer's
    r"(?<![\d.x])\d[\d,]{3,}\s*(?:枚の?|万枚の?)?\s*$|(?<![\d.x])\d[\d,]{3,}\s*(?:(?:\w+ )?(?:images|pictures|photos|samples)\b|万?枚)[^.;。]*$|(?:MNIST|CIFAR[-\d]*|SVHN|ImageNet|\b(?:training|test|data) ?set|データセット|データ集合|(?:訓練|学習)データ)[^.;。]*$"
    r"|図(?:\s*\d[\d.-]*)?(?:に|は|で)[^。;]*$|\b(?:Table|Fig\.|Figure)\s*\d[\d.]*,?\s*$|\b(?:Figure|Fig\.)[^.;]*\b(?:shows|depicts|illustrates)\b[^.;]*$"
    r"|\b(?:usual(?:ly)?|often|typical(?:ly)?|commonly|in general|generally|as a rule|consists? of|comprises|contains)\b[^.;]*$"
    r"|(?:通常|ふつう|普通|一般(?:に|的に)|たいてい|よく|しばしば|多くの場合)(?:は|、)?[^。;]{0,12}$",
    re.IGNORECASE,
)
LARGEST_WINDOW = 11


def read(view: View) -> Iterator[Reading]:
    """The inputs and the windows that the sentence gives."""
    s, outline = view.sentence, view.outline
    if is_asked(outline, s):
        return  # what a question supposes
    if s.cell is not None or outline.blocks[s.block].kind in ("heading", "code", "fence") or len(s.words) > 400 or re.search(r"[?？]\s*$", s.words):
        return
    text = flat(s)
    for m in _DEEP.finditer(text):
        sizes = tuple(int(g) for g in m.groups() if g)
        if _NOT_GIVEN.search(text[: m.start()]):
            continue
        before, after = text[max(0, m.start() - 48) : m.start()], text[m.end() : m.end() + 32]
        window = sizes[0] == sizes[1] <= LARGEST_WINDOW
        if not window and (_INPUT_BEFORE.search(before) or _INPUT_AFTER.match(after) or _IMAGE_NEAR.search(before)):
            yield from _input(view, sizes, m, before[-24:] + after[:16])
        elif window and not _NO_WINDOW.search(text[max(0, m.start() - 24) : m.end() + 16]):
            yield from _window(view, sizes, text, m, before, after)


def _input(view: View, sizes: tuple[int, ...], m: re.Match[str], near: str) -> Iterator[Reading]:
    """An image or a map as it goes in; a colour one has three channels."""
    depth = 3 if _COLOUR.search(near) else 1 if _GREY.search(near) else None
    if len(sizes) == 3:
        height, width, depth = (*sizes[1:], sizes[0]) if channels_first(sizes) else sizes
    else:
        height, width = sizes
    if min(height, width) < 4 or abs(height - width) > 3 * min(height, width):
        return
    options = {"height": str(height), "width": str(width)} | ({"in_channels": str(depth)} if depth else {})
    said = ", ".join(map(str, (height, width, depth) if depth else (height, width)))
    yield Reading(f"{call('input_shape', 'conv2d', options)} == ({said})", *place_of(view.sentence, m), (GIVEN,), sure=False, spare=True, predicate="input_shape")


def _window(view: View, sizes: tuple[int, ...], text: str, m: re.Match[str], before: str, after: str) -> Iterator[Reading]:
    """A window as it is given, its depth that of what it sees where that is told."""
    counted = _WINDOW_BEFORE.search(before)
    if not counted and not _WINDOW_AFTER.match(after):
        return
    options = {"kernel_size": str(sizes[0])}
    if len(sizes) == 3:
        options["in_channels"] = str(_depth(view, sizes[2]))
    elif _OUTPUT.search(after) and not counted:
        return
    if counted and counted.groupdict().get("n"):
        number = counted["n"].lower()
        options["out_channels"] = number if number.isdigit() else str(WORDS[number])
    said = ", ".join(map(str, sizes))
    yield Reading(f"{call('kernel_shape', 'conv2d', options)} == ({said})", *place_of(view.sentence, m), (GIVEN,), sure=False, spare=True, predicate="kernel_shape")


def _depth(view: View, said: int) -> int:
    """The channels that the note gives what goes in, where it gives that depth at all; else those that are said."""
    depths = [int(m[3]) for e in [view.sentence, *list(sentences_above(view))[:4]] for m in _DEEP.finditer(flat(e)) if m[3] and int(m[1]) > LARGEST_WINDOW]
    return said if said in depths or not depths else depths[0]
