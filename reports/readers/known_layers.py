"""A published network's convolution, told by its sizes: AlexNet begins with 96 filters of 11×11, stride 4; ResNet's 7×7, stride 2.

The network is the one named nearest; what is told of a layer (its kernel, its stride, its filters) is looked for among the
network's convolutions, as the reference builds them. Where the sentence says that the first layer is meant, it is held
against that one alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ...reference.architectures import ARCHITECTURES
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat
from ..text.sentences import Sentence

_NETWORKS = re.compile(
    r"(?<![A-Za-z])(?:(?P<lenet>LeNet(?:-?5)?)|(?P<alexnet>AlexNet)|(?P<vgg>VGG(?:Net)?(?:-?1[1369])?)|(?P<googlenet>GoogLeNet|Inception[- ]?v1)|(?P<resnet>ResNets?(?:-?(?:18|34|50|101|152))?)"
    r"|(?P<densenet>DenseNets?(?:-?(?:121|169|201|264))?)|(?P<mobilenet_v1>MobileNets?(?:\s?-?v1)?)|(?P<squeezenet>SqueezeNet)|(?P<xception>Xception))(?![A-Za-z\d]|\s?-?v[2-9])",
    re.IGNORECASE | re.ASCII,
)
_OTHER_NETWORKS = re.compile(r"(?<![A-Za-z])(?:ZF-?Net|U-?Net|EfficientNet|ResNeXt|SENet|WaveNet|PixelCNN|mobile-?net\s?-?v[23]|inception[- ]?v[2-4]|shufflenet|Zeiler|VAE|GAN|DCGAN|YOLO|SSD)", re.IGNORECASE | re.ASCII)
OWN_DESIGN = re.compile(r"cifar|自作|独自|小さ|簡略|縮小|変更|差し替|置き換|代わり|替え|入れ替|改造|変種|もし|なら(?:ば|、)|\b(?:custom|modif\w+|instead|replac\w+|swap\w*|variant|tiny|toy|reduced|simplified|suppose|if|would|later|half)\b", re.IGNORECASE)
_FIRST = re.compile(
    r"(?:[1１一]\s*層目|第\s*[1１一]\s*層|(?:最初|先頭|入口|冒頭)の(?:畳み?込み(?:層)?|層|conv\w*|ところ)|入口(?:は|で|に|が)|入力層の直後|ステム)|\bconv_?1(?![\d_])|\b(?:the |its |very )?first (?:conv\w*|layer|stage)\b|\bstem\b|\b(?:starts?|begins?|opens?) with\b",
    re.IGNORECASE,
)
OF_A_PART = re.compile(r"ブロック|モジュール|[枝段]の|ステージ|\b(?:blocks?|modules?|branch\w*|bottleneck|stages|units?|fire|inception [1-5])\b|(?:first|1st) (?:fully|dense|linear|FC)|全結合", re.IGNORECASE)
CONTRASTED = re.compile(r"と(?:違|異な|は違)|に比べ|より(?:も)?|ではな|に対し|一方|\b(?:unlike|than|compared|instead|whereas|while|rather|contrast|as in|like)\b", re.IGNORECASE)
_KERNEL = re.compile(r"(?<![\d.x])(\d{1,2})\s*x\s*\1(?!\d|\s*x\s*\d)")
STRIDE = re.compile(r"(?:ストライド|stride)\s*(?:は|が|を|=|:|of|is)?\s*(\d)(?!\d|\.\d)|(?<![A-Za-z])[sS]\s*=\s*(\d)(?!\d|\.\d)", re.IGNORECASE)
_FILTERS = re.compile(r"(?<![\d.x/])(\d{1,4})\s*(?:(?:output )?(?:filters|kernels|maps|feature maps|channels)\b|枚|個の(?:フィルタ|カーネル)|(?:ch|チャン?ネル)(?![A-Za-z])|(?= ?filters? of| ?kernels? of))|(?:フィルター?|カーネル)(?:を|が|は)?\s*(\d{1,4})\s*(?:枚|個)", re.IGNORECASE)
_INPUT = re.compile(r"\d\s*x\s*\d+\s*x\s*\d|入力\S{0,4}\d+\s*(?:ch|チャ)|\binputs?\b[^.;,]{0,12}\d+ channels")
_DENIED = re.compile(r"\b(?:not|no|never|without|isn't|n't)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_DENIED_JA = re.compile(r"[^。、]{0,8}?(?:ではな|でな[くい]|じゃな|を使わ(?:な|ず)|を用い(?:な|ず))")
_POOLED = re.compile(r"\s*(?:の\s*)?(?:max|average|avg|最大|平均)?[- ]?(?:pool|プーリング)", re.IGNORECASE)
_ABOVE = 5  # blocks above in which the network may be named


def read(view: View) -> Iterator[Reading]:
    """The one layer that the sentence tells, where the network is known."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.has("question", "hedged") or len(s.words) > 320:
        return
    text = flat(s)
    kernels = [m for m in _KERNEL.finditer(text) if not _POOLED.match(text, m.end())]
    if len({m[1] for m in kernels}) != 1 or OWN_DESIGN.search(text) or _DENIED.search(text[: kernels[0].start()]) or _DENIED_JA.match(text, kernels[0].end()):
        return
    if _ANY_OF_THEM.search(text[: kernels[0].start()]):
        return  # each 3×3 layer: not the first
    parts = _told(text, kernels[0])
    first = not OF_A_PART.search(text) and (_FIRST.search(text) or _labelled(view))
    if not (first or len(parts) > 1) or (network := network_of(view)) is None:
        return
    name, near = network
    start, end = min(a for _, a, _ in parts.values()), max(b for _, _, b in parts.values())
    told = ", ".join(f"{SETTINGS[part]}={size}" for part, (size, _, _) in parts.items())
    where = f"layer={_first_named(name)}, " if first else ""
    what = "first convolution" if first else "convolutions"
    statement, *others = (
        f"structure_count({SUBJECTS.get(name, name)}{version}, part=conv, {where}{told}) {'== 1' if first else '> 0'}" for version in ("", *_VERSIONS.get(name, ()))
    )  # fmt: skip
    yield Reading(
        statement, start, end, (f"the {what} of {name}: {', '.join(parts)}",), tuple(others), sure=bool(first) and near and not CONTRASTED.search(text), firm=True,
        subject=SUBJECTS.get(name, name), predicate="kernel_shape",
    )  # fmt: skip


SETTINGS = {"kernel": "kernel_size", "stride": "stride", "filters": "filters"}
_VERSIONS = {"squeezenet": (", version=1.1",), "alexnet": (", columns=1",)}
_ANY_OF_THEM = re.compile(r"(?:\b(?:each|every|further|other|later)\s+\$?|(?:各|他の|ほかの|それぞれの|以降の)\$?)$", re.IGNORECASE)
SUBJECTS = {"mobilenet_v1": "mobilenet"}


def _labelled(view: View) -> bool:
    """Whether the line begins with a label that is the first layer: **Stem.** 96 filters of 11×11."""
    s = view.sentence
    before = view.outline.sentences[s.block][: s.number]
    return len(before) == 1 and len(before[0].words) < 16 and bool(_FIRST.search(before[0].words))


def _told(text: str, kernel: re.Match[str]) -> dict[str, tuple[int, int, int]]:
    """What is told of the layer beside its kernel, nothing of it twice: size and place of each."""
    parts = {"kernel": (int(kernel[1]), kernel.start(), kernel.end())}
    clause = re.split(r"[。;；]|\.\s", text[kernel.end() : kernel.end() + 60])[0]
    start = max(text.rfind(mark, 0, kernel.start()) for mark in "。;；.") + 1
    for part, pattern in (("stride", STRIDE), ("filters", _FILTERS)):
        found = [m for m in pattern.finditer(text, max(start, kernel.start() - 40), kernel.end() + len(clause)) if not _INPUT.search(m[0])]
        if len({_number(m) for m in found}) == 1:
            parts[part] = (_number(found[0]), found[0].start(), found[0].end())
    return parts


def _number(found: re.Match[str]) -> int:
    return int(next(g for g in found.groups() if g))


def network_of(view: View) -> tuple[str, bool] | None:
    """The network named nearest, and whether nothing else is named in its line."""
    for stretch, near in _stretches(view):
        text = " ".join(e.words for e in stretch)
        names = {m.lastgroup or "" for m in _NETWORKS.finditer(text)}
        if _OTHER_NETWORKS.search(text) or len(names) > 1:
            return None
        if names:
            return names.pop(), near
    return None


def _stretches(view: View) -> Iterator[tuple[Sequence[Sentence], bool]]:
    """The sentence, those before it, the lines above, the headings: nearest first."""
    s, outline = view.sentence, view.outline
    yield [s], True
    yield from (([e], True) for e in reversed(outline.sentences[s.block][: s.number]))
    for block in range(s.block - 1, max(-1, s.block - _ABOVE), -1):
        if outline.blocks[block].kind == "heading" or outline.sections[block] != outline.sections[s.block]:
            break
        yield outline.sentences[block], False
    for number, heading in enumerate(list(outline.headings(s.block))[:2]):
        yield outline.sentences[heading], number == 0


@lru_cache(maxsize=16)
def _first_named(name: str) -> str:
    """The name of a network's first convolution, as a statement writes it."""
    return next(node.name for node in ARCHITECTURES[name]().nodes if node.layer.kind == "conv2d").replace(".", "_")
