"""Japanese predicates as memos and slides write them, nouns without a verb, put into verbs: 非依存 is 依存しない.

A noun hides its denial in one character (不使用, 未使用, 非依存), where a reader that looks for しない finds the plain
noun and takes the sentence for its opposite. So such nouns are rewritten once, before anything is read, each character
keeping its place in the source.
"""

from __future__ import annotations

from .. import patterns as re
from .normalize import Text, join

# What is done, or, with 不, 未 or 非 in front, is not.
_DONE = "使用|利用|参照|考慮|連結|加算|共有|混合|変換|学習|適用|接続|計算|更新"
_ENDS = r"(?=[\s。．、，,;；:：()（）「」/／|\ue001]|です|だ(?!が)|であ|で(?!の)|$)"
_DENIED = re.compile(
    rf"(?P<to>に|には|と|とは)?非依存(?!性|関係)(?:の|な(?!ら|の)|(?P<not>で(?:は)?(?:ない|ありません)))?"
    rf"|(?:[不非未](?P<done>{_DONE})|(?P<none>{_DONE})(?:無し|ナシ)){_ENDS}"
)
_GROWN = re.compile(rf"(?<=[がはをも])(?P<change>倍増|半減){_ENDS}")
_HAPPENS = re.compile(rf"(?<=[にとへをがは])(?P<what>依存|左右され|影響され)(?!\s*[：:]){_ENDS}")


def in_verbs(text: Text) -> Text:
    """The text with its denying nouns as verbs that are denied.

    >>> from .normalize import fold
    >>> in_verbs(fold("LN：バッチサイズに非依存、未来は不使用。バッチ非依存の手法", 0)).chars
    'LN:バッチサイズに依存しない、未来は使用しない。バッチに依存しない手法'
    >>> [in_verbs(fold(text, 0)).chars for text in ("BN はバッチに依存", "非依存性", "幅は半減")]
    ['BN はバッチに依存する', '非依存性', '幅は半分になる']
    """
    for pattern, written in ((_DENIED, _denied), (_HAPPENS, _happens), (_GROWN, _changes)):
        parts: list[Text] = []
        place = 0
        for found in pattern.finditer(text.chars):
            first, last = text.origin[found.start()], text.origin[found.end() - 1]
            verb = written(found)
            parts += [text[place : found.start()], Text(verb, (*(first for _ in verb[1:]), last))]
            place = found.end()
        if parts:
            text = join([*parts, text[place:]])
    return text


def _denied(found: re.Match[str]) -> str:
    done = found["done"] or found["none"]
    return f"{done}しない" if done else f"{found['to'] or 'に'}依存{'する' if found['not'] else 'しない'}"


def _happens(found: re.Match[str]) -> str:
    return "依存する" if found["what"] == "依存" else f"{found['what']}る"


def _changes(found: re.Match[str]) -> str:
    return "2倍になる" if found["change"] == "倍増" else "半分になる"
