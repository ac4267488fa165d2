"""Claims with numbers in an exam's own words ("... has 456 parameters"): the number is asked for, then compared."""

from __future__ import annotations

import re

from ..reading import known, runnable
from ..vocabulary import family
from .measures import measures, subjects_of
from .values import normal

_VALUE = re.compile(
    r"(?:\bis|\bare|\bhas|\bhave|\bequals?|\bneeds?|\brequires?|\bgives?|\bbecomes?|\bproduces?|\bcosts?|\bperforms?|は|が|で|=|→)\s*"
    r"((?:about |approximately |約\s*|exactly )?[(\[]?\d[\d.]*(?:\s*[x,/]\s*\d+)*[)\]]?)(?!\s*x)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:has|have|contains?|needs?|with) (?:no|zero|0) (?:\w+ )?(?:parameters|weights)\b"
    r"|\b(?:does|do) not (?:have|contain|need) (?:any )?(?:\w+ )?(?:parameters|weights)\b"
    r"|(?:パラメータ|重み)(?:は|を|が)?(?:持たない|もたない|ない|存在しない|必要ない)",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:has|have|contains?|needs?) (?:some |its own )?(?:learnable|trainable) (?:parameters|weights)\b"
    r"|学習(?:可能な|する)?(?:パラメータ|重み)(?:を|が)(?:持つ|もつ|ある|必要)",
    re.IGNORECASE,
)


def stated(sentence: str) -> list[tuple[str, ...]]:
    """The statements that a claim makes of a number, each by every convention that it leaves open.

    >>> stated("A stack of 3 convolution layers with kernel size 3 has a receptive field of 7, that is 7 = 7.")
    []
    >>> stated("The receptive field of 3 convolution layers with kernel size 3 is 8.")
    [('receptive_field(conv_stack, layers=3, kernel_size=3) == 8',)]
    >>> stated("Max pooling has learnable parameters.")
    [('params(max_pool2d) > 0',)]
    """
    text = normal(sentence)
    none, some = _NONE.search(text), _SOME.search(text)
    if none or some:
        subject = next((runnable(s) for s in subjects_of(text) if known(s)), None)
        if subject is None or family(subject) == "normalisation":  # scale and shift are learnt or not, as one likes
            return []
        return [(f"params({subject}) {'==' if none else '>'} 0",)]
    found = list(_VALUE.finditer(text))
    if len(found) != 1:
        return []
    value = found[0]
    stem = f"{text[: value.start(1)]} ____ {text[value.end(1) :]}"
    texts = [one.statement(value[1].strip()) for one in measures(stem)]
    kept = tuple(t for t in texts if t)
    return [kept] if kept else []
