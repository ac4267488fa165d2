"""What a separable convolution saves where the other term is small: "for many output channels the ratio tends to 1/K²".

The sentence says the condition itself, so the quotient is compared where it is met: 1/K² (a factor of K²) is near
enough there, 1/K is not. The same of a window in numbers: "with 3×3 kernels and many filters about a ninth".
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Num, Sym, symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, inherited_note

SO_MANY = 4_096  # output channels that are many, whatever the window
_LIGHT = ("depthwise_separable_conv2d", "mobilenet")
_MANY = re.compile(
    r"(?:出力(?:の)?(?:チャン?ネル|ch)(?:数)?|フィルター?(?:の)?数|チャン?ネル(?:数)?|(?<![A-Za-z])[NM](?![A-Za-z]))\s*(?:が|を|は)?\s*(?:十分に?|充分に?|非常に|とても)?\s*(?:大き|多|増え|増や|無限)"
    r"|\b(?:large|many|big)\s+(?:numbers? of )?(?:output )?(?:channels|filters|outputs|[NM](?![A-Za-z]))|\b(?:number of (?:output )?(?:channels|filters)|[NM])(?:\s+\w+)?\s+(?:is|are|becomes|grows|gets|goes|tends)\s+(?:\w+ )?(?:large|big|high|to infinity)|\b(?:channels|filters)\s+(?:are|become)\s+many",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"約|およそ|ほぼ|だいたい|おおよそ|近づ|程度|漸近|≈|≒|~|\b(?:about|roughly|approximately|nearly|almost|approaches|tends?|close to|essentially|approx\w*|limit)\b", re.IGNORECASE)
_COMPARED = re.compile(r"比|計算量|演算|コスト|乗算|積和|削減|\b(?:ratio|costs?|computation|operations|multipl\w+|sav\w+|reduc\w+|speed-?\s?up|cheaper|faster|fewer|factor)\b", re.IGNORECASE)
_INVERSE = re.compile(r"factor of\W*$|\bby (?:a factor of )?(?:about |roughly |nearly )?\W*$|speed-?\s?up[^.;]{0,24}$|(?:saving|reduction)s?\b[^.;]{0,30}$", re.IGNORECASE)
_TIMES_LESS = re.compile(r"\s*[)$\\]*\s*(?:times (?:fewer|less|faster|cheaper|smaller)|-?fold|分の\s*[1１一]|倍(?:速|高速|少な|軽))", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|no)\b|n't\b|ではな|でな[くい]|ない", re.IGNORECASE)
_PARAMS = re.compile(r"パラメータ|重み|\bweights?\b|param", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The limit that a sentence states for many output channels."""
    s = view.sentence
    text = s.text.chars
    if s.cell is not None or s.has("question") or not _MANY.search(text) or not _ABOUT.search(text) or not _COMPARED.search(text) or _DENIED.search(text):
        return
    named = view.subject(0, lambda n: n in _LIGHT)
    if named is None:
        return
    for span in s.formulas:
        side = span.formula.sides[-1]
        kernel = _of_the_kernel(view, side)
        if not kernel:
            continue
        under = isinstance(side, Bin) and side.op == "/"
        inverse = not under and bool(_INVERSE.search(text[: span.start]) or _TIMES_LESS.match(text[span.end :]))
        if not under and not inverse:
            continue
        measure = "params_ratio" if _PARAMS.search(text) and not re.search(r"計算|演算|乗算|\bcost|comput|multipl|operat", text, re.IGNORECASE) else "macs_ratio"
        subjects = "conv2d, to=depthwise_separable_conv2d" if inverse else "depthwise_separable_conv2d, to=conv2d"
        where = f" where {kernel} = kernel_size" if kernel != "K" else ""
        yield Reading(
            f"{measure}({subjects}, out_channels={SO_MANY}) ~= {to_text(side)}{where}", span.start, span.end,
            inherited_note(named, view), subject="depthwise_separable_conv2d", predicate=measure, firm=True,
        )  # fmt: skip


def _of_the_kernel(view: View, side: Node) -> str:
    """The one letter of a value, where it is the kernel's: K², 1/K, 1/D_K^2."""
    letters = symbols(side)
    if len(letters) != 1 or not _is_power(side.right if isinstance(side, Bin) and side.op == "/" and isinstance(side.left, Num) else side):
        return ""
    letter = letters[0]
    role = view.letters.get(letter)
    named = (role or "").startswith("kernel") if role else letter in ("K", "k", "D_K", "F")
    return letter if named else ""


def _is_power(node: Node) -> bool:
    """A letter, or a power of one."""
    return isinstance(node, Sym) or (isinstance(node, Bin) and node.op == "**" and isinstance(node.left, Sym) and isinstance(node.right, Num))
