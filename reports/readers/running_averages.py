"""The running averages of batch normalisation: how a training step updates them, and whether its output uses them.

running ← (1 - momentum)·running + momentum·batch is PyTorch's convention; others call the other weight momentum, so an
update with the weights exchanged is called wrong only where the note speaks of PyTorch.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import patterns as re
from ..reading import Reading, View
from .norm_modes import FORGOTTEN
from .norm_sense import asserts, hedged, mode_of
from .norms import pattern, plain

_WEIGHT = r"(?P<{0}>\(?\s*1\s*[-−]\s*(?:momentum|\d?\.\d+)\s*\)?|momentum|\d?\.\d+)\s*[·*×⋅]?\s*"
_PAST = r"\(?\s*(?:the\s+)?(?:running|moving|old|previous|prev|past|stored)(?:[_ ](?:mean|var|value|average|one|statistics|running|stat))*\s*\)?|(?:古い|前の|元の|これまでの)?(?:移動平均|移動分散)(?:の値)?|(?:過去|古い|前回|これまで)の?(?:値|平均|移動平均)?|[μm]u?\s*_?\s*\{?(?:run\w*|mov\w*|old)\}?"
_NEW = r"\(?\s*(?:the\s+)?(?:(?:mini-?)?batch|new|current|observed)(?:[_ ](?:mean|var|value|average|one|statistics|stat|batch))*\s*\)?|バッチ平均|(?:バッチ|現在|今回|新しい|今の|その)(?:バッチ)?(?:の(?:値|平均|統計量?|バッチの平均))?|[μσx](?:\^2)?\s*_?\s*\{?(?:B|batch|t|new)?\}?|mu_?B|mean"
_UPDATES = (
    re.compile(rf"{_WEIGHT.format('past')}(?:{_PAST})\s*\+\s*{_WEIGHT.format('new')}(?:{_NEW})", re.IGNORECASE),
    re.compile(rf"{_WEIGHT.format('new')}(?:{_NEW})\s*\+\s*{_WEIGHT.format('past')}(?:{_PAST})", re.IGNORECASE),
)
_MOMENTUM = re.compile(r"(?:momentum|モーメンタム|慣性)\s*(?:=|＝|:|：|of|is|は|が|を|の値は)?\s*(\d?\.\d+)", re.IGNORECASE)
_PYTORCH = re.compile(r"pytorch|\btorch\b|(?<![A-Za-z])nn\.|BatchNorm[123]d", re.IGNORECASE)
_ELSEWHERE = re.compile(r"keras|tensorflow|\btf\.|\bjax\b|\bflax\b|caffe|原論文|慣習|流儀|convention", re.IGNORECASE)
_BOTH = re.compile(r"両方|双方|どちらも(?:使|用)|混ぜ|混合|組み合わせ|\bboth\b|\bmix(?:ture|es|ed)?\b|\bcombin\w+|\bblend\w*|\bas well as\b", re.IGNORECASE)
_UNUSED = re.compile(r"(?:更新|蓄積|記録)(?:され|す)る(?:だけ|のみ)|(?:使わ(?:れ)?|用い(?:られ)?|関係し|影響し)(?:ない|ません|ず)|\b(?:only|just|merely) (?:being )?(?:updated|accumulated|recorded|collected)|\bnot used\b|\bunused\b|\bupdated on the side\b|\bplays? no (?:role|part)", re.IGNORECASE)
_MADE = re.compile(r"計算|決ま|求め|正規化|使|用い|出力|\b(?:uses?|used|normali[sz]\w*|computed|depends?|determined|output)\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """An update of the running averages; that the training step uses them, or does not."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or not asserts(view):
        return
    text = plain(s)
    yield from _update(view, text)
    yield from _used(view, text)


def _update(view: View, text: str) -> Iterator[Reading]:
    found = next((m for words in _UPDATES if (m := words.search(text))), None)
    if found is None:
        return
    around = _around(view)
    momentum = next((Fraction(m[1]) for one in (text, *around) if (m := _MOMENTUM.search(one))), None)
    on = _weighed(found["past"], found["new"], momentum)
    if on is None:
        return
    told = " ".join((text, *around))
    sure = bool(_PYTORCH.search(told)) and not _ELSEWHERE.search(told) and not hedged(view)
    yield Reading(f"running_mean(batch_norm) == momentum_on_{on}", found.start(), found.end(), ("momentum as PyTorch has it",), sure=sure, predicate="norm_formula")


def _weighed(past: str, new: str, momentum: Fraction | None) -> str | None:
    """What the momentum stands at; None where the weights are no such pair."""
    past, new = (re.sub(r"[\s()]", "", w).lower().replace("−", "-") for w in (past, new))
    for on, own, rest in (("batch", new, past), ("past", past, new)):
        if own == "momentum" and rest == "1-momentum":
            return on
    if momentum is None or not 0 < momentum < 1 or momentum == Fraction(1, 2):
        return None
    values = [_number(w) for w in (past, new)]
    if None in values or sum(values) != 1:  # type: ignore[arg-type] - no None is left
        return None
    return "batch" if values[1] == momentum else "past" if values[0] == momentum else None


def _number(weight: str) -> Fraction | None:
    minus = re.fullmatch(r"1-(\d?\.\d+)", weight)
    if minus:
        return 1 - Fraction(minus[1])
    return Fraction(weight) if re.fullmatch(r"\d?\.\d+", weight) else None


def _around(view: View) -> list[str]:
    """The sentences before it in its block, those of the items above it, and the headings."""
    s, outline = view.sentence, view.outline
    near = [b for b in range(max(0, s.block - 2), s.block) if outline.sections[b] == outline.sections[s.block]]
    blocks = [*outline.ancestors(s.block), *near[::-1], *outline.headings(s.block)]
    return [plain(e) for e in outline.sentences[s.block] if e.number < s.number] + [plain(e) for b in blocks for e in outline.sentences[b]]


def _used(view: View, text: str) -> Iterator[Reading]:
    """In training the output uses the batch's statistics and the running ones; or: the running ones are only updated."""
    running, now = pattern("modes", "running").search(text) or _RUNNING.search(text), _NOW.search(text)
    if running is None or FORGOTTEN.search(text) or hedged(view):
        return
    named = view.subject(len(text), lambda n: n == "batch_norm")
    mode = mode_of(text) or next((m for one in _around(view) if (m := mode_of(one) or _titled(one))), None)
    if named is None or mode != "training":
        return
    both, unused = _BOTH.search(text), _UNUSED.search(text)
    if unused and unused.start() > running.start():
        yield Reading("not uses_running(batch_norm, mode=training)", running.start(), unused.end())
    elif both and now and not unused and _MADE.search(text) and not _UPDATED.search(text):
        yield Reading("uses_running(batch_norm, mode=training)", min(running.start(), now.start(), both.start()), max(running.end(), now.end(), both.end()), sure=not re.search(r"ではな|でな[いく]|ない|ません|\bnot\b|n't|\bnever\b", text))


_RUNNING = re.compile(r"(?<![A-Za-z])(?:running|moving)\b", re.IGNORECASE)
_NOW = re.compile(r"(?<![A-Za-z])(?:mini-?)?batch(?! ?norm|Norm)|バッチ(?!正規化|ノ)", re.IGNORECASE)
_UPDATED = re.compile(r"更新|計算して(?:お|い)|\bupdat\w+|\bcomput\w+ both\b|\bkeeps?\b|保持|推論|\binference\b|\btest\b", re.IGNORECASE)


def _titled(text: str) -> str | None:
    """The mode that a bare item names: "- train", 学習:."""
    return "training" if re.match(r"\W*(?:train(?:ing)?|学習|訓練)(?:モード| mode|時|中)?\W*$", text, re.IGNORECASE) else None
