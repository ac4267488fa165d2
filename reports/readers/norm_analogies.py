"""Analogies for normalisation: 生徒（画像）, "think of each channel as an exam subject", チャネルを科目とする.

What a note declares a word to stand for, it means from there on: the word is rewritten into a sign of its axis, as many
characters long, which the patterns of `lexicon/normalisation.toml` know beside the axis's own nouns.
"""

from __future__ import annotations

from .. import patterns as re
from ..reading import View
from ..text.sentences import Sentence

SIGNS = {"sample": "\ua7a9", "channel": "\ua794", "batch": "\ua797"}  # letters of no language that notes are written in
_NOUN = {
    "sample": r"画像|サンプル|データ|標本|images?|samples?|examples?|pictures?", "channel": r"チャン?ネル|特徴マップ|特徴量?|channels?|feature maps?|features?",
    "batch": r"ミニバッチ|バッチ|mini-?batch(?:es)?|batch(?:es)?",
}  # fmt: skip
_ANY = "|".join(f"(?P<{axis}>{nouns})" for axis, nouns in _NOUN.items())
_WORD_JA = r"(?P<w>[一-龥ァ-ヶー]{1,8}(?:・[一-龥ァ-ヶー]{1,8}){0,4})"
_WORD_EN = r"(?:an? |the |one |their |its |each |every )?(?P<w>(?:[a-z]+ )?[a-z]{3,12}?)s?"
_JA = (
    re.compile(rf"{_WORD_JA}\s*[(（]\s*(?:{_ANY})\s*[)）]"),
    re.compile(rf"(?:{_ANY})(?:\s*(?:を|は|が|[=＝]))\s*{_WORD_JA}(?=\s*(?:に(?:たとえ|例え|見立て|なぞらえ|当た|あた|相当)|と(?:する|し|考え|思|み|見)|だと|、|[。．]|$))"),
    re.compile(rf"{_WORD_JA}\s*(?:が|は|[=＝])\s*(?:{_ANY})(?=\s*(?:に(?:当た|あた|相当|対応)|、|[。．]|だ|で|$))"),
)
_EN = (
    re.compile(rf"\b(?:each |every |an? |the )?(?:{_ANY})\s+(?:as|is like|is|are like|are)\s+{_WORD_EN}(?=\s+of\b|\s+and\b|[,.;]|$)", re.IGNORECASE),
    re.compile(rf"\b{_WORD_EN}\s+(?:are|is|as|stand for|stands for|plays? the (?:role|part) of)\s+(?:the |an? |each )?(?:{_ANY})\b", re.IGNORECASE),
    re.compile(rf"\band\s+{_WORD_EN}\s+(?:the )(?:{_ANY})\b", re.IGNORECASE),
)
_TOLD = re.compile(r"たとえ|例え|見立て|なぞら|思って|考え(?:て|よ)|とする|としよう|イメージ|想像|[(（]|[=＝]|\b(?:think|imagine|picture (?:a|the)|suppose|analogy|as if|say)\b", re.IGNORECASE)
_SCHOOL = {
    "生徒": "sample", "学生": "sample", "科目": "channel", "教科": "channel", "クラス": "batch", "学級": "batch",
    "student": "sample", "pupil": "sample", "subject": "channel", "class": "batch",
}  # fmt: skip
_PLAIN = re.compile(r"(?:入力|出力|行|列|平均|分散|単位|対象|正規化|層|軸|次元|方向|畳み?込み|カーネル|フィルタ|画素|全体|場合|方法|手法|統計|同じ|数|値|枚|[A-Za-z]|what|that|this|which|it|they|there|values?|axes|axis|statistics?|mean|variance|output|input|layer|number|same|all|only|one|each|not|pool\w*|norm\w*)", re.IGNORECASE)
MOST = 12


def pictures(view: View) -> dict[str, str]:
    """Each word that the note lets stand for an axis."""
    outline = view.outline
    if outline.pictures is None:
        found: dict[str, str] = {}
        for sentence in outline.all_sentences():
            if len(found) < MOST and _TOLD.search(sentence.words):
                found |= _declared(sentence)
        if any(_SCHOOL.get(word.split(" ")[-1]) == axis for word, axis in found.items()):
            found = {**_SCHOOL, **found}
        outline.pictures = found if len(set(found.values())) > 1 else {}
    return outline.pictures


def _declared(sentence: Sentence) -> dict[str, str]:
    """The words of one sentence that stand for an axis."""
    found: dict[str, str] = {}
    text = sentence.words
    if not re.search("|".join(_NOUN.values()), text, re.IGNORECASE):
        return found
    for pattern in _JA if sentence.japanese else _EN:
        for m in pattern.finditer(text):
            axis = next(a for a in SIGNS if m[a])
            for word in re.split(r"・", m["w"].strip().lower()):
                last = word.split(" ")[-1]
                if not any(_PLAIN.fullmatch(w) for w in (word, last)) and not re.search("|".join(_NOUN.values()), word, re.IGNORECASE):
                    found[word] = axis
                    if " " in word:
                        found.setdefault(last, axis)
    return found


def rewritten(view: View, text: str) -> str:
    """The text with those words as signs of their axes, as long as before."""
    words = pictures(view)
    if not words:
        return text
    ordered = sorted(words, key=len, reverse=True)
    called = "|".join(rf"\b{re.escape(w)}(?:s|es)?\b" if w.isascii() else re.escape(w) for w in ordered)
    changed = re.sub(called, lambda m: SIGNS[_axis(words, m[0].lower())] * len(m[0]), text, flags=re.IGNORECASE)
    if changed == text and not re.search(r"全員|人", text):
        return text
    changed = changed.replace("全員", "全体" if SIGNS["batch"] in changed else "全件")
    return re.sub(r"(?<=[\d一二三四五])人", "枚", changed)


def _axis(words: dict[str, str], word: str) -> str:
    return next(words[w] for w in (word, word.removesuffix("s"), word.removesuffix("es")) if w in words)
