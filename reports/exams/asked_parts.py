"""Askings about blocks and tensors: separate means, masks, one layer of a dense block, transitions, how things join."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import call, runnable
from ..vocabulary import family
from .asked_common import ANY, Given, kernel_of, pick
from .measure import Measure


def _normalisation(subjects: list[str]) -> str:
    return runnable(next((s for s in subjects if family(s) == "normalisation"), ""))


def tensor(text: str) -> Given:
    """The sizes of a tensor of four axes that a text names.

    >>> tensor("a tensor of shape (32, 64, 14, 14)")
    {'batch': 32, 'in_channels': 64, 'height': 14, 'width': 14}
    >>> tensor("形状 (8, 28, 28, 3) (NHWC)")["in_channels"]
    3
    """
    found = re.search(r"[(\[]\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*[)\]]", text)
    found = found or re.search(r"(\d{1,6}) x (\d{1,6}) x (\d{1,6}) x (\d{1,6})", text)
    if found is None:
        return {}
    values = [int(v) for v in found.groups()]
    if re.search(r"N\s*,?\s*H\s*,?\s*W\s*,?\s*C\b|channels[- ]last", text):
        values = [values[0], values[3], values[1], values[2]]
    return dict(zip(("batch", "in_channels", "height", "width"), values, strict=True))


_TENSOR = (r"[(\[][\d\s,]+[)\]]", r"\b(?:N\s*,?\s*H\s*,?\s*W\s*,?\s*C|N\s*,?\s*C\s*,?\s*H\s*,?\s*W)\b", r"\d+ x \d+ x \d+ x \d+")


def means(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    subject = _normalisation(subjects)
    given = {**given, **tensor(text)}
    needed = {"batch_norm": {"in_channels"}, "layer_norm": {"batch"}, "instance_norm": {"batch", "in_channels"},
              "group_norm": {"batch", "in_channels", "groups"}}.get(subject)  # fmt: skip
    if needed is None or not needed <= given.keys():
        return
    axes = r"\b(?:over|across)\s+(?:all of\s+)?C\s*,\s*H\s*,?\s*(?:and|&)?\s*W\b|\(?C\s*[,、]\s*H\s*[,、]\s*W\)?(?:にわたる|について|で)"
    chosen = pick(subject, given, "batch", "in_channels", "height", "width", "groups")
    yield Measure(call("stats_count", subject, chosen), "number", "", (*_TENSOR, *((axes,) if subject == "layer_norm" else ())))


def shared(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    """How many values have one mean in common."""
    subject = _normalisation(subjects)
    given = {**given, **tensor(text)}
    needed = {"batch_norm": {"batch", "height"}, "layer_norm": {"in_channels", "height"}, "instance_norm": {"height"}}.get(subject)
    if needed and needed <= given.keys():
        chosen = pick(subject, given, "batch", "in_channels", "height", "width")
        uses = (r"\baverag\w*|\bshar\w+|\bcontribut\w*|\b(?:each|every|one|1|a single)\b|1つの|一つの|使われる",)
        yield Measure(call("stats_size", subject, chosen), "number", "", (*_TENSOR, *uses))


def mask(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    kernel = kernel_of(given)
    kind = re.search(r"\b(?:mask(?:ed)?|type|マスク)\s*(?:type|タイプ)?\s*[-\"'「]?([AB])(?![A-Za-z])|\btype[- ]([AB])(?![A-Za-z])|マスク(?:タイプ)?\s*([AB])|([AB])型", text)
    if kernel is None or not {"masked_conv2d", "pixelcnn"} & set(subjects) or not kind:
        return
    mask = next(g for g in kind.groups() if g)
    live = f"params(masked_conv2d, kernel_size={kernel}, in_channels=1, out_channels=1, bias=false, live=true, mask={mask})"
    hidden = re.search(r"zeroed|set to (?:zero|0)|masked out|hidden|blocked|removed|dropped|0に(?:する|なる|され(?!ない))|隠|消|ゼロに(?!なら)", text, ANY)
    uses = (r"\b(?:mask(?:ed)?|type)\b|マスク|タイプ|[AB]型", rf"\bof the {int(kernel) ** 2}\b|{int(kernel) ** 2}\s*(?:個|箇所|つ)?の?(?:うち|中)",
            r"zeroed|set to (?:zero|0)|masked out|hidden|blocked|removed|dropped|\bkept\b|\bkeep\b|\bremain\w*|\bnonzero\b|\bactive\b|\bleft\b",
            r"残る|残り|0に(?:する|なる|され)|0に(?:し|なら|され)ない|隠[さす]?|消[さえ]?|有効|ゼロに")  # fmt: skip
    yield Measure(f"{int(kernel) ** 2} - {live}" if hidden else live, "number", "", uses)


def nth_layer(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    if "dense_block" not in subjects or not {"in_channels", "growth_rate"} <= given.keys():
        return
    n = _ordinal(next(g for g in found.groups() if g))
    if n:
        left = f"channels_after(dense_block, layers={n - 1}, growth_rate={given['growth_rate']}, in_channels={given['in_channels']})"
        ordinal = r"\b(?:\d+(?:st|nd|rd|th)|" + "|".join(_ORDINALS) + r")\b(?: \w+)? layer|第?\s*\d+\s*(?:層目|番目の層|層)"
        yield Measure(left, "number", "", (ordinal, "へ|に入る"))


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _ordinal(word: str) -> int:
    return int(word) if word.isdigit() else _ORDINALS.index(word.lower()) + 1 if word.lower() in _ORDINALS else 0


def added(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    if "dense_block" in subjects and {"layers", "growth_rate"} <= given.keys():
        start = given.get("in_channels", 1)
        left = f"channels_after(dense_block, layers={given['layers']}, growth_rate={given['growth_rate']}, in_channels={start}) - {start}"
        yield Measure(left, "number")


def transition(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    if "compression" not in given or "in_channels" not in given:
        return
    chosen = {"in_channels": str(given["in_channels"]), "compression": str(given["compression"])}
    uses = (r"\bcompress\w*(?: factor| rate)?|圧縮(?:率|係数)?|theta|θ", r"\d?\.\d+|\b\d/\d\b")
    if re.search(r"how many (?:output |outgoing )?(?:channels|feature maps)|チャネル数|何チャネル", text, ANY):
        yield Measure(call("channels_after", "transition_layer", chosen), "number", "", uses)
    elif "height" in given:
        chosen |= {"height": str(given["height"]), "width": str(given.get("width", given["height"]))}
        yield Measure(call("output_shape", "transition_layer", chosen), "shape", "", uses)


def combined(text: str, given: Given, subjects: list[str], found: re.Match[str]) -> Iterator[Measure]:
    blocks = [s for s in subjects if s in ("dense_block", "dense_layer", "residual_block", "densenet", "resnet")]
    kinds = {"dense_block": "dense_block", "dense_layer": "dense_layer", "densenet": "dense_block", "resnet": "residual_block"}
    named = {kinds.get(s, s) for s in blocks}
    if len(named) == 1:
        yield Measure(f"combine({named.pop()})", "word")
