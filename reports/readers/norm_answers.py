"""Questions on normalisations and their answers: Q. バッチサイズの影響を受けるのは？ A. BN のみ; "Does layer norm depend on ...? No."

What is asked (of whom, with which verb) stands in the question, what is claimed in the answer: yes, no, or names.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from .norm_batch import dependence, statement_of
from .norm_modes import claim_of_modes
from .norm_others import ANSWERS, question_of
from .norm_sense import mode_of
from .norms import NORMS, contrasted, plain

_YES = re.compile(r"(?:yes|yeah|yep|it does|they do|certainly|of course|sure|true|はい|うん|ええ|そうです|する|します|依存する|依存します|受ける|受けます|ある|あります|違う|違います|変わる|変わります)(?=[\s.,:;!。、！]|$)", re.IGNORECASE)
_NO = re.compile(r"(?:no|nope|not at all|never|it does not|it doesn't|they don't|false|いいえ|いや|いえ|しない|しません|依存しない|依存しません|受けない|受けません|ない|なし|ありません|違わない|変わらない|変わりません)(?=[\s.,:;!。、！]|$)", re.IGNORECASE)
_WHICH = re.compile(r"どれ|どの|どちら|何(?:か|です|が)|もの(?:は|を)|(?:正規化|手法|方法|層)は\s*[?？]|のは\s*[?？]|\bwhich\b|\bwhat\b|\bname\b", re.IGNORECASE)
_OPEN = re.compile(r"なぜ|どうして|理由|いくつ|何(?:個|枚|倍)|\bwhy\b|\bhow\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """A yes, a no, or the names that are asked for."""
    s = view.sentence
    if len(s.words) > 160 or s.words.rstrip().endswith(("?", "？")):
        return
    yield from _chosen(view)
    asked = question_of(view)
    if asked is None or _OPEN.search(asked.words):
        return
    opening = ANSWERS.match(s.words)
    start = opening.end() if opening else 0
    yes, no = _YES.match(s.words, start), _NO.match(s.words, start)
    if (yes or no) and not _WHICH.search(asked.words):
        yield from _answered(asked, yes is not None, start, (yes or no or opening).end())  # type: ignore[union-attr] - one of them
    elif _WHICH.search(asked.words):
        yield from _named(view, asked, start)


def _question(asked: Sentence) -> str:
    text = plain(asked)
    for m in asked.subjects:
        if m.tag in NORMS or m.tag == "norms":
            text = text[: m.start] + "\ue002" * (m.end - m.start) + text[m.end :]
    return statement_of(re.sub(r"(?:です|ます)?か?\s*[?？].*$|か[。]?\s*$", lambda m: "ます" if m[0].startswith("ます") else "", text))


def _answered(asked: Sentence, yes: bool, start: int, end: int) -> Iterator[Reading]:
    """The question as a statement, said to be so or not."""
    tags = list(dict.fromkeys(m.tag for m in asked.subjects if m.tag in NORMS and not contrasted(asked, m)))
    text = _question(asked)
    modes, found = claim_of_modes(text), dependence(text)
    for subject in tags:
        if modes:
            told = modes[0].format(subject=subject)
        elif found:
            told = _claim(subject, found[0], mode_of(text))
        else:
            return
        yield Reading(told if yes else told.removeprefix("not ") if told.startswith("not ") else f"not {told}", start, end)


def _named(view: View, asked: Sentence, start: int) -> Iterator[Reading]:
    """The names that the answer gives."""
    s = view.sentence
    named = [m for m in s.subjects if m.tag in NORMS and m.start >= start and not contrasted(s, m)]
    if len(_LABEL.findall(s.words)) > 1 and len(named) > 1:
        return  # what there is to choose from
    found = dependence(_question(asked))
    if not named or found is None or named[0].start > start + 6 or re.search(r"以外|except|but\b|other than", s.words, re.IGNORECASE):
        return
    mode = "training" if re.search(r"推論(?:時)?(?:は|を)(?:考えな|除)", asked.words) else mode_of(asked.words)
    for m in named:
        yield Reading(_claim(m.tag, found[0], mode), m.start, m.end)


_LABEL = re.compile(r"(?:^|[\s(（、,/])([A-Ea-eあ-おア-オイロハニ①-⑤1-5])\s*[)）.．:：]")
_CHOSEN = re.compile(r"[\s(（*_]*([A-Ea-eあ-おア-オイロハニ①-⑤1-5])\s*[)）.．]?[\s*_。.]*$")


def _chosen(view: View) -> Iterator[Reading]:
    """答) (あ): the label of the one that is asked for, among the options between the question and its answer."""
    s, outline = view.sentence, view.outline
    opening = _ANSWER.match(s.words)
    label = _CHOSEN.match(s.words, opening.end()) if opening else None
    if label is None:
        return
    options: dict[str, str] = {}
    for block in range(s.block - 1, max(-1, s.block - 10), -1):
        for e in reversed(outline.sentences[block]):
            if _WHICH.search(e.words) and not any(m.tag in NORMS for m in e.subjects):
                found = dependence(_question(e))
                if found and label[1] in options:
                    yield Reading(_claim(options[label[1]], found[0], mode_of(e.words)), label.start(), label.end())
                return
            marker = outline.blocks[block].marker or ""
            marked = [(m.start(), m[1]) for m in _LABEL.finditer(e.words)] or ([(0, m[1])] if (m := _LABEL.match(f" {marker.strip()}") or _LABEL.match(f" {marker.strip()})")) else [])
            for m in e.subjects:
                before = [name for place, name in marked if place <= m.start]
                if m.tag in NORMS and before:
                    options.setdefault(before[-1], m.tag)


_ANSWER = re.compile(r"[\s*_>・-]*(?:答え?|解答|正解|正答|[Aa]nswer|A)\s*[)）:：.]?[\s*_:：]*")


def _claim(subject: str, depends: bool, mode: str | None) -> str:
    claim = f"independent_of_batch({subject}{f', mode={mode}' if mode and subject == 'batch_norm' else ''})"
    return f"not {claim}" if depends else claim
